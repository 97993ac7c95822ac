"""Configuration files of VTM 24.0's and HM 18.0's encoders: their syntax, and their GFV and GFVE parameters.

A line is `Name : value`; `#` at the start of a word begins a comment; a line without a value is ignored, as
the encoders do. Of several files the later one wins, parameter by parameter. Lists are separated by blanks or
commas. Text is the whole value as it stands, quotation marks included, which the encoders do not take off.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

from sei.bits import MAX_PAYLOAD
from sei.errors import SeigenError
from vvc_bridge.source import read_limited

FACE = "SEIGenerativeFaceVideo"
ENHANCEMENT = "SEIGenerativeFaceVideoEnhancement"

Value = int | float | str | list[int] | list[float]
Scope = Literal["stream", "message", "type", "keypoint", "element", "component"]


MAX_TEXT = 1 << 26
"""Most bytes of a configuration file."""

_WORD = re.compile(r"[^\s,]+")


class CfgError(SeigenError):
    """A configuration that the reference encoder refuses, or that makes it read what is not there."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the reference encoders.

    name    as in the file
    kind    ``flag``, ``uint`` or ``text``: one value; ``uints`` or ``floats``: a list
    lo, hi  range of every value
    most    longest list
    scope   what a list has one value for: message, matrix type, keypoint, matrix element, component
    """

    name: str
    kind: Literal["flag", "uint", "text", "uints", "floats"]
    lo: float = 0
    hi: float = 2**32 - 1
    most: int = 102400
    scope: Scope = "stream"

    @property
    def is_list(self) -> bool:
        """It has a value a message, type, keypoint..."""
        return self.kind in ("uints", "floats")

    def parse(self, text: str) -> Value:
        """Parse the value of ``text``. Raises CfgError when the encoder refuses it."""
        if self.kind == "text":
            return text
        # The encoders read the first word of what is no list and leave the rest.
        words = [word[0] for word in islice(_WORD.finditer(text), self.most + 1 if self.is_list else 1)]
        try:
            values = [float(word) if self.kind == "floats" else _integer(word) for word in words]
        except ValueError:
            raise CfgError(f"{self.name}: {text[:40]!r} is no number") from None
        high = 1 if self.kind == "flag" else self.hi
        for value in values:
            if not self.lo <= value <= high:
                raise CfgError(f"{self.name}: {value} is not in {self.lo:g}..{high:g}")
        if not self.is_list:
            return values[0] if values else 0
        if len(values) > self.most:
            raise CfgError(f"{self.name}: over {self.most} values, at most {self.most} are read")
        return values


def _read(path: str | os.PathLike[str], limit: int) -> bytes:
    """A file's bytes. CfgError when they are more than ``limit``, or text that begins with a zero byte."""
    with Path(path).open("rb") as file:
        begins = re.compile(rb"(?!\0)") if limit == MAX_TEXT else None
        try:
            return read_limited(file, limit, "configuration" if begins else "payload", begins=begins)
        except SeigenError as error:
            raise CfgError(str(error)) from None


def _integer(word: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", word):
        raise ValueError(word)
    return int(word)


def _flag(name: str) -> Parameter:
    return Parameter(name, "flag")


def _uints(name: str, scope: Scope = "message", hi: int = 2550, most: int = 102400) -> Parameter:
    return Parameter(name, "uints", 0, hi, most, scope)


def _floats(name: str, limit: float, scope: Scope, most: int) -> Parameter:
    return Parameter(name, "floats", -limit, limit, most, scope)


def _both(prefix: str) -> list[Parameter]:
    """Parameters that GFV and GFVE share."""
    return [
        _flag(f"{prefix}Enabled"),
        Parameter(f"{prefix}Number", "uint"),
        _flag(f"{prefix}BasePicFlag"),
        _flag(f"{prefix}NNPresentFlag"),
        Parameter(f"{prefix}NNModeIdc", "uint"),
        Parameter(f"{prefix}NNTagURI", "text"),
        Parameter(f"{prefix}NNURI", "text"),
        Parameter(f"{prefix}PayloadFilename", "text"),
        _uints(f"{prefix}Id"),
        _uints(f"{prefix}MatrixPresentFlag"),
        _uints(f"{prefix}MatrixPredFlag"),
        _uints(f"{prefix}MatrixElementPrecisionFactor"),
        _uints(f"{prefix}NumMatrices", "message" if prefix == ENHANCEMENT else "type"),
        _uints(f"{prefix}MatrixWidth", "type"),
        _uints(f"{prefix}MatrixHeight", "type"),
        _floats(f"{prefix}MatrixElement", 50960.0, "element", 5095000),
    ]


_FACE = [
    *_both(FACE),
    _uints(f"{FACE}Cnt"),
    _uints(f"{FACE}LowConfidenceFaceParameterFlag"),
    _uints(f"{FACE}CoordinatePresentFlag"),
    _uints(f"{FACE}CoordinateQuantizationFactor"),
    _uints(f"{FACE}CoordinatePredFlag"),
    _uints(f"{FACE}3DCoordinateFlag"),
    _uints(f"{FACE}CoordinatePointNum"),
    _floats(f"{FACE}XCoordinate", 1.0, "keypoint", 102400),
    _floats(f"{FACE}YCoordinate", 1.0, "keypoint", 10240),
    _uints(f"{FACE}ZCoordinateMaxValue", hi=10240, most=10240),
    _floats(f"{FACE}ZCoordinate", 10240.0, "keypoint", 102400),
    _uints(f"{FACE}NumMatrixType"),
    _uints(f"{FACE}MatrixTypeIdx", "type"),
    _uints(f"{FACE}Matrix3DSpaceFlag", "type", hi=1),
    _uints(f"{FACE}NumMatricestoNumKpsFlag", "type"),
    _uints(f"{FACE}NumMatricesInfo", "type"),
    _flag(f"{FACE}ChromaKeyInfoPresentFlag"),
    _uints(f"{FACE}ChromaKeyValuePresentFlag", "component"),
    _uints(f"{FACE}ChromaKeyValue", "component"),
]

_VTM = [
    _uints(f"{FACE}FusionPicFlag"),
    Parameter(f"{FACE}ChromaKeyPurposeIdc", "uint"),
    _flag(f"{FACE}ChromaKeyThrPresentFlag"),
    Parameter(f"{FACE}ChromaKeyThrLower", "uint"),
    Parameter(f"{FACE}ChromaKeyThrUpperDeltaMinus1", "uint"),
]

_HM = [
    _uints(f"{FACE}DrivePicFusionFlag"),
    _uints(f"{FACE}ChromaKeyThrPresentFlag", "component"),
    _uints(f"{FACE}ChromaKeyThrValue", "component"),
]

_ENHANCEMENT = [
    *_both(ENHANCEMENT),
    _uints(f"{ENHANCEMENT}GFVId"),
    _uints(f"{ENHANCEMENT}GFVCnt"),
    _uints(f"{ENHANCEMENT}PupilPresentIdx"),
    _uints(f"{ENHANCEMENT}PupilCoordinatePrecisionFactor"),
    *(
        _floats(f"{ENHANCEMENT}Pupil{eye}EyeCoordinate{axis}", 50960.0, "message", 5095000)
        for eye in ("Left", "Right")
        for axis in "XY"
    ),
]

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "h274v4": {p.name: p for p in (*_FACE, *_VTM, *_ENHANCEMENT)},
    "hm18": {p.name: p for p in (*_FACE, *_HM, *_ENHANCEMENT)},
}
"""By edition (h274v4: VTM 24.0, hm18: HM 18.0), then by name."""

_HM_ONLY = {p.name for p in _HM} - {p.name for p in _VTM}


def read_lines(text: str) -> list[tuple[int, str, str]]:
    """Read (line number, name, value) of the lines that the encoders take for settings."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r"[ \t\r]*([^:# \t\r][^: \t\r]*)[ \t\r]*:[ \t\r]*([^ \t\r].*)", line)
        if match is None:
            continue
        # A comment begins at the start of a word only: https://host/a#b is one word.
        value = re.split(r"(?:^|[ \t])#", match[2])[0].strip(" \t\r")
        if value:
            found.append((number, match[1], value))
    return found


@dataclass
class Configuration:
    """GFV and GFVE parameters of an encoder configuration; other parameters are left aside.

    edition  h274v4 or hm18
    values   by name, those that were given
    folders  where a relative payload file name is looked for, in this order
    """

    edition: str = "h274v4"
    values: dict[str, Value] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)

    @classmethod
    def load(
        cls,
        paths: Sequence[str | os.PathLike[str]],
        overrides: Mapping[str, str] | None = None,
        edition: str | None = None,
    ) -> Configuration:
        """Read files as several ``-c`` options, then ``overrides`` as ``--Name=value``. The edition is told
        from the names by default. Raises CfgError naming file and line, OSError as `open` does."""
        texts = [(os.fspath(path), _read(path, MAX_TEXT).decode("utf-8", "replace")) for path in paths]
        folders = list(dict.fromkeys(Path(path).resolve().parent for path in paths))
        return cls.parse(texts, overrides, edition, [Path.cwd(), *folders])

    @classmethod
    def parse(
        cls,
        texts: Iterable[tuple[str, str]],
        overrides: Mapping[str, str] | None = None,
        edition: str | None = None,
        folders: Sequence[Path] = (),
    ) -> Configuration:
        """Parse (name, text) pairs as `load` does."""
        settings = [
            (f"{name}:{number}", key, value)
            for name, text in texts
            for number, key, value in read_lines(text)
        ]
        settings += [("command line", key, value) for key, value in (overrides or {}).items()]
        keys = {key for _, key, _ in settings}
        edition = edition or ("hm18" if keys & _HM_ONLY else "h274v4")
        if edition not in PARAMETERS:
            raise CfgError(f"no reference encoder writes edition {edition!r}")
        known = PARAMETERS[edition]
        result = cls(edition, {}, list(folders))
        for where, key, text in settings:
            if key in known:
                try:
                    result.values[key] = known[key].parse(text)
                except CfgError as error:
                    raise CfgError(f"{where}: {error}") from None
            elif key.startswith(FACE):
                raise CfgError(f"{where}: {key} is no parameter of this encoder ({edition})")
        return result

    def number(self, name: str) -> int:
        """Read a flag or number; 0 when not given."""
        value = self.values.get(name, 0)
        assert isinstance(value, int)
        return value

    def text(self, name: str) -> str:
        """Read a text; empty when not given."""
        value = self.values.get(name, "")
        assert isinstance(value, str)
        return value

    def list(self, name: str) -> list[float] | list[int]:
        """Read a list; empty when not given."""
        value = self.values.get(name, [])
        assert isinstance(value, list)
        return value

    def payload(self, name: str) -> bytes:
        """Read the file that parameter ``name`` names. Raises CfgError when there is no such file."""
        given = self.text(name)
        for candidate in (given, given.strip("\"'")):
            for folder in self.folders or [Path.cwd()]:
                path = folder / candidate
                if candidate and path.is_file():
                    return _read(path, MAX_PAYLOAD)
        raise CfgError(f"{name}: cannot open {given!r}")

    def to_text(self) -> str:
        """Return the configuration as a file."""
        lines = []
        for name in PARAMETERS[self.edition]:
            if name in self.values:
                value = self.values[name]
                text = " ".join(map(repr, value)) if isinstance(value, list) else str(value)
                lines.append(f"{name}: {text}\n" if text else f"# {name} is empty\n")
        return "".join(lines)
