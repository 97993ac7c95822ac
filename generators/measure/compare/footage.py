"""Clips as they are named: a file, a name of the zoo, a folder of raw sequences as JVET has them."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from generators.media import zoo
from generators.subjects.clip import Clip, open_clip
from generators.subjects.subject import Subject
from sei.errors import SeigenError
from vvc_bridge.libav import open_output

_PART = re.compile(r"(.+):(\d{1,7})-(\d{1,7})", re.ASCII)
_RAW = re.compile(
    r"(.+)_(\d{1,5})x(\d{1,5})_(\d{1,3})(?:fps)?_(\d{1,2})bit_(\w{3})(?:_(planar|packed))?\.(?:rgb|raw)",
    re.ASCII,
)
MOST_RAW = 16 << 30
"""Bytes of a raw sequence."""


class FootageError(SeigenError):
    """A clip that is not there, or a raw file that is not what its name says."""


@dataclass(frozen=True)
class RawFormat:
    """Raw RGB 4:4:4 of 8 bits: planes, or three samples per pixel (``packed``; None: told by the bytes)."""

    width: int
    height: int
    rate: int
    packed: bool | None = None

    @property
    def picture_bytes(self) -> int:
        """Bytes of a picture."""
        return 3 * self.width * self.height


@dataclass(frozen=True)
class Footage:
    """A clip to compare on.

    name          as tables have it
    path          its file
    sha256        of the file
    start, limit  first picture and number of pictures, None: to the end
    raw           how a raw file is laid out; None: a container
    """

    name: str
    path: str
    sha256: str
    start: int = 0
    limit: int | None = None
    raw: RawFormat | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can say it."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Footage:
        """Make it of what `to_json` returned."""
        raw = value.get("raw")
        return cls(**{**value, "raw": RawFormat(**raw) if raw else None})

    def content(self) -> dict[str, Any]:
        """Return what makes its pictures: the bytes, which of them, how they are laid out; no name, no
        folder."""
        return {k: v for k, v in self.to_json().items() if k not in ("name", "path")}


def raw_format(path: Path) -> RawFormat | None:
    """Read a raw sequence's format from its name, ``NAME_256x256_25_8bit_444.rgb``, where ``_planar`` or
    ``_packed`` may follow 444; None for other names.

    Raises FootageError for formats that are not read, and where the file does not hold whole pictures.
    """
    found = _RAW.fullmatch(path.name)
    if found is None:
        return None
    _, width, height, rate, bits, chroma, layout = found.groups()
    if (bits, chroma) != ("8", "444"):
        raise FootageError(f"{path}: {bits} bits, {chroma}; raw sequences are read as RGB of 8 bits, 444")
    form = RawFormat(int(width), int(height), int(rate), None if layout is None else layout == "packed")
    if not form.picture_bytes or not 1 <= form.rate <= 240:
        raise FootageError(f"{path}: {width}x{height} at {rate} pictures per second, as its name says")
    size = path.stat().st_size
    if not size or size % form.picture_bytes or size > MOST_RAW:
        raise FootageError(f"{path}: {size} bytes, not whole pictures of {form.picture_bytes} bytes")
    return form


def find(words: Sequence[str], limit: int | None = None) -> list[Footage]:
    """Find the clips that words of a command line name, in their order.

    words   a file, a name of the zoo, either followed by ``:FIRST-LAST`` (pictures), or a folder, whose raw
            sequences are taken
    limit   most pictures of each

    Raises FootageError.
    """
    rows: list[Footage] = []
    for word in words:
        part = None if Path(word).exists() else _PART.fullmatch(word)
        text, start, most = word, 0, limit
        if part:
            text, start = part[1], int(part[2])
            count = int(part[3]) - start + 1
            if count < 1:
                raise FootageError(f"{word}: its last picture comes before its first")
            most = count if limit is None else min(limit, count)
        path = Path(text)
        if path.is_dir():
            files = sorted(p for p in path.iterdir() if p.is_file() and _RAW.fullmatch(p.name))
            if not files:
                raise FootageError(f"{path}: no raw sequence in it (NAME_256x256_25_8bit_444.rgb)")
            rows += [_footage(file, file.stem, 0, most) for file in files]
        elif path.is_file():
            rows.append(_footage(path, path.stem, start, most))
        elif text in zoo.catalogue():
            rows.append(_footage(zoo.path(text), text, start, most))
        else:
            raise FootageError(f"{text}: no such file or folder, nor a clip of the zoo")
    names = [row.name for row in rows]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise FootageError(f"{twice}: two clips of that name")
    return rows


def _footage(path: Path, name: str, start: int, limit: int | None) -> Footage:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Footage(name, str(path.absolute()), sha256, start, limit, raw_format(path))


def pictures(path: Path, form: RawFormat) -> Iterator[np.ndarray]:
    """Yield the pictures, uint8 (h, w, 3), of a raw sequence. Raises FootageError where it ends inside
    one."""
    packed = form.packed
    with path.open("rb") as file:
        while data := file.read(form.picture_bytes):
            if len(data) != form.picture_bytes:
                raise FootageError(f"{path}: ends inside a picture")
            if packed is None:
                packed = looks_packed(data, form)
            samples = np.frombuffer(data, np.uint8)
            if packed:
                yield samples.reshape(form.height, form.width, 3)
            else:
                planes = samples.reshape(3, form.height, form.width)
                yield np.ascontiguousarray(planes.transpose(1, 2, 0))


def looks_packed(data: bytes, form: RawFormat) -> bool:
    """Tell whether a raw picture has three samples per pixel rather than three planes: whichever way pixels
    are more like their neighbours. Where both are alike it is planes, as JVET's sequences are."""
    samples = np.frombuffer(data, np.uint8).astype(np.int16)
    planes = samples.reshape(3, form.height, form.width)
    pixels = samples.reshape(form.height, form.width, 3)
    rough = (np.abs(np.diff(planes, axis=a)).mean() for a in (1, 2))
    smooth = (np.abs(np.diff(pixels, axis=a)).mean() for a in (0, 1))
    return bool(sum(smooth) < sum(rough))


@contextmanager
def opened(footage: Footage, subject: Subject, *, path: str | None = None, **options: Any) -> Iterator[Clip]:
    """Open a clip as `open_clip` does, also a raw sequence; ``path``: where its file is on this machine."""
    source = path or footage.path
    options = {"start": footage.start, "limit": footage.limit, **options}
    if footage.raw is None:
        with open_clip(source, options.pop("size", None), subject, **options) as clip:
            yield clip
        return
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        wrapped = Path(folder) / "raw.mkv"
        _wrap(Path(source), footage.raw, wrapped, footage.start + (footage.limit or 1 << 30))
        with open_clip(str(wrapped), options.pop("size", None), subject, **options) as clip:
            yield clip


def _wrap(path: Path, form: RawFormat, out: Path, most: int) -> None:
    """A raw sequence in a container, by a codec without loss."""
    with open_output(out, "matroska") as container:
        stream = container.add_stream("ffv1", rate=Fraction(form.rate))
        stream.width, stream.height, stream.pix_fmt = form.width, form.height, "bgr0"
        for number, picture in enumerate(pictures(path, form)):
            if number == most:
                break
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="bgr0")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
