"""Reference decoders (VTM, HM) as programs: run with a time limit, their dump and the way they ended."""

from __future__ import annotations

import re
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vvc_bridge.external.process import find_program, run

Ending = Literal["ok", "refused", "crashed", "timeout"]

WAYS = (
    ("-d", "8", "-o", "o.yuv"),
    ("-d", "10", "-o", "decoded.yuv"),
    ("-o", "pictures_of_a_stream_under_a_longer_name.yuv"),
)
"""Further command lines, as people write them: what memory VTM 24.0 never set holds depends on them."""

_TITLE = re.compile(r"^-{10,}\n(.*) SEI message \((\d+) bytes\)$", re.MULTILINE)
_VERSION = re.compile(r"(?:VTM|HM).*?\[?([0-9]+\.[0-9]+)")
_WRONG_HASH = re.compile(r"\*\*\*ERROR\*\*\*|\(ERROR\)|mismatch", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """GFV or GFVE message of a dump: its kind, its payload size, and (element, value) lines."""

    title: str
    size: int
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Run:
    """How a decoder ended, the GFV and GFVE messages in its dump, the last of what it said."""

    ending: Ending
    sections: list[Section]
    said: str
    pictures_wrong: bool = False


@dataclass(frozen=True)
class Reference:
    """A reference decoder. ``name`` with its version, ``program`` its path."""

    name: str
    program: str

    @classmethod
    def vtm(cls, program: str | None = None) -> Reference:
        """Find VTM's DecoderApp: ``program``, else $SEIGEN_VTM_DECODER, else on PATH. Raises
        MissingProgram."""
        hint = "build it from VTM's sources"
        names = ("DecoderApp", "DecoderAppStatic")
        return cls._named("VTM", find_program(program, "SEIGEN_VTM_DECODER", names, hint))

    @classmethod
    def hm(cls, program: str | None = None) -> Reference:
        """Find HM's TAppDecoder: ``program``, else $SEIGEN_HM_DECODER, else on PATH. Raises
        MissingProgram."""
        hint = "build it from HM's sources"
        names = ("TAppDecoder", "TAppDecoderStatic")
        return cls._named("HM", find_program(program, "SEIGEN_HM_DECODER", names, hint))

    @classmethod
    def _named(cls, family: str, program: str) -> Reference:
        try:
            said = run([program], seconds=20)
        except (OSError, subprocess.TimeoutExpired):
            return cls(family, program)
        version = _VERSION.search((said.stdout + said.stderr).decode(errors="replace"))
        return cls(f"{family} {version[1]}" if version else family, program)

    def run(self, data: bytes, timeout: float = 60) -> Run:
        """Decode a byte stream: with a dump, and if that goes well in `WAYS`, the first that does not telling
        how it ended. ``timeout`` is each one's."""
        with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
            (Path(folder) / "in.bit").write_bytes(data)
            dump = Path(folder) / "sei.txt"
            options = ("-d", "0", f"--OutputDecodedSEIMessagesFilename={dump}")
            ending, said, log = self._once(folder, options, timeout)
            text = dump.read_text(errors="replace") if dump.exists() else ""
            for way in WAYS:
                if ending != "ok":
                    break
                ending, said, _ = self._once(folder, way, timeout)
                said = f"{said} (with {' '.join(way)})" if said else ""
        return Run(ending, sections(text), said, bool(_WRONG_HASH.search(log)))

    def _once(self, folder: str, options: tuple[str, ...], timeout: float) -> tuple[Ending, str, str]:
        """How it ended on ``in.bit``, its last words, its log."""
        command = [self.program, "-b", "in.bit", *options]
        try:
            done = run(command, seconds=timeout, cwd=folder)
        except subprocess.TimeoutExpired:
            return "timeout", f"no end after {timeout:g} s", ""
        ending: Ending = "crashed" if done.returncode < 0 else "refused" if done.returncode else "ok"
        log = (done.stdout + done.stderr).decode(errors="replace")
        return ending, _last_words(done.returncode, done.stderr.decode(errors="replace")), log


def _last_words(status: int, stderr: str) -> str:
    if status < 0:
        return f"killed by {signal.Signals(-status).name}"
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    # Paths of the sources that the decoder was built from are of no interest.
    return re.sub(r"in \S*/source/", "in ", " ".join(lines[-2:]))[:200] if status else ""


def sections(dump: str) -> list[Section]:
    """Find the GFV and GFVE messages of a dump."""
    found = []
    heads = list(_TITLE.finditer(dump))
    ends = [head.start() for head in heads[1:]] + [len(dump)]
    for head, end in zip(heads, ends, strict=False):
        if not head[1].startswith("Generative"):
            continue
        body = dump[head.end() : end]
        lines = [line for line in body.split("\n") if line.startswith("  ") and ": " in line]
        pairs = tuple((a.strip(), b.strip()) for a, _, b in (line.partition(": ") for line in lines))
        found.append(Section(head[1], int(head[2]), pairs))
    return found
