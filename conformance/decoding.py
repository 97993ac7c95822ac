"""What a decoder says of a stream's pictures: what the stream breaks, what the decoder lacks.

A stream tells how many pictures it shows, and what it asks of a decoder beyond what ffmpeg decodes: layers,
more than 10 bits. Where ffmpeg fails on such a stream nothing is known of the stream; where it fails on
another, or gives fewer pictures, the stream is at fault. VTM's decoder lacks nothing of H.266, but for what
it was not built for.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sei.errors import SeigenError
from vvc_bridge import AccessUnit, Codec
from vvc_bridge.external.ffmpeg import decode_digests
from vvc_bridge.external.process import ProgramFailed, find_program, run
from vvc_bridge.inspect import SkippedPictures
from vvc_bridge.output import naming
from vvc_bridge.parameter_sets import read_sps
from vvc_bridge.sniff import is_container
from vvc_bridge.source import Source, chunks

BITS = 10
"""Bits of a sample that every build of ffmpeg's decoders takes."""
VTM_SECONDS = 3600

_HASH = re.compile(r"mismatch|md5|crc|checksum|hash", re.IGNORECASE)
_ORDER = re.compile(r"decode_order (\d+)")
_LACKS = re.compile(r"not (yet )?(implemented|supported)|unsupported|patches ?welcome", re.IGNORECASE)
_DAMAGED = re.compile(
    r"failed with -\d+|Invalid data found|error while decoding|concealing \d", re.IGNORECASE
)
"""What ffmpeg says of pictures that it could not decode and gives all the same."""
_NAMES = {Codec.H266: "vvc", Codec.H265: "hevc", Codec.H264: "h264"}
_VTM_PICTURE = re.compile(r"^POC +(-?\d+).*$", re.MULTILINE)

Found = tuple[str, str]
"""A rule of `conformance.rules`, and what is wrong."""


@dataclass
class Asked:
    """What a stream asks of a decoder, collected access unit by access unit.

    codec    its standard
    shown    pictures that come out, None when the stream does not tell (H.264: fields)
    skipped  pictures in decoding order that are left out: RASL pictures of a CRA picture decoding starts at
    lacks    what it has that ffmpeg need not decode
    """

    codec: Codec | None = None
    shown: int | None = 0
    pictures: int = 0
    skipped: set[int] = field(default_factory=set)
    lacks: dict[str, None] = field(default_factory=dict)
    _skips: SkippedPictures = field(default_factory=SkippedPictures)

    def unit(self, unit: AccessUnit) -> None:
        """Take the next access unit."""
        self.codec = unit.codec
        skipped = self._skips.skips(unit)
        if unit.codec is Codec.H264:
            self.shown = None
        for nal in unit.nal_units:
            if nal.layer_id and nal.is_vcl and unit.codec is not Codec.H264:
                self.lacks["more than one layer"] = None
            if nal.name == "SPS_NUT" and unit.codec is Codec.H266:
                with suppress(SeigenError, KeyError):
                    bits = int(read_sps(nal.payload)["sps_bitdepth_minus8"]) + 8
                    if bits > BITS:
                        self.lacks[f"{bits} bits a sample"] = None
        for picture in unit.pictures:
            if picture.layer_id:
                continue
            if skipped:
                self.skipped.add(self.pictures)
            elif picture.output is not False and self.shown is not None:
                self.shown += 1
            self.pictures += 1


@dataclass
class Decoded:
    """Pictures that came out (ffmpeg) or were decoded (VTM), None when nothing is known; findings."""

    pictures: int | None = None
    found: list[Found] = field(default_factory=list)


def by_ffmpeg(source: Source, asked: Asked, program: str | None = None) -> Decoded:
    """Decode with ffmpeg, decoded picture hashes checked."""
    with _as_file(source, asked) as path:
        container = None if is_container(path) or not asked.codec else _NAMES[asked.codec]
        try:
            decoded = decode_digests(path, program, container, go_on=True)
        except ProgramFailed as error:
            text = re.sub(r" @ 0x[0-9a-f]+", "", str(error))
            return _judged(asked, None, [], [text])
    wrong: list[str] = []
    other: list[str] = []
    for problem in dict.fromkeys(decoded.problems):
        order = _ORDER.search(problem)
        if order and int(order[1]) in asked.skipped:
            continue  # it decodes what decoders leave out
        (wrong if _HASH.search(problem) else other).append(problem)
    return _judged(asked, len(decoded.digests), wrong, other)


def _judged(asked: Asked, count: int | None, wrong: list[str], other: list[str]) -> Decoded:
    """ffmpeg's pictures, hashes that do not agree, further complaints."""
    lacks = [f"the stream has {', '.join(asked.lacks)}"] if asked.lacks else []
    unknown = [line for line in other if _LACKS.search(line)]
    lacks += unknown
    few = count is None or (asked.shown is not None and count < asked.shown)
    what = f"{count or 0} of {asked.shown} pictures decode" if asked.shown is not None else ""
    first = other[0] if other else ""
    if unknown or (lacks and (few or wrong)):
        said = "; ".join(part for part in (lacks[0], what) if part)
        return Decoded(count, [("decoder.lacks", f"ffmpeg does not decode all of it: {said}")])
    found = [("sei.picture-hash", line) for line in wrong]
    if few:
        found.append(("stream.undecodable", "; ".join(part for part in (what, first) if part)))
    elif damaged := next((line for line in other if _is_damage(line, asked)), ""):
        found.append(("stream.undecodable", damaged))
    elif first:
        found.append(("decoder.complaint", first))
    return Decoded(count, found)


def _is_damage(line: str, asked: Asked) -> bool:
    """Whether a complaint, with all pictures there, says that one of them is damaged. Those that decoders
    leave out may fail."""
    return asked.shown is None or (not asked.skipped and bool(_DAMAGED.search(line)))


def by_vtm(source: Source, asked: Asked, program: str | None = None) -> Decoded:
    """Decode an H.266 byte stream with VTM's DecoderApp, which checks decoded picture hashes."""
    command = find_program(program, "SEIGEN_VTM_DECODER", ("DecoderApp", "DecoderAppStatic"), "build VTM")
    if asked.codec is not Codec.H266:
        return Decoded(None, [("decoder.lacks", "VTM decodes H.266 alone")])
    # It writes the networks of messages into the folder it runs in.
    with _as_file(source, asked, bare=True) as path, tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        try:
            words = [str(Path(command).resolve()), "-b", str(Path(path).resolve())]
            done = run(words, seconds=VTM_SECONDS, cwd=folder)
        except subprocess.TimeoutExpired:
            return Decoded(None, [("decoder.complaint", f"VTM has not ended after {VTM_SECONDS} s")])
    lines = [match[0] for match in _VTM_PICTURE.finditer(done.stdout.decode(errors="replace"))]
    pocs = [" ".join(line.split()[:2]) for line in lines if "ERROR" in line]
    found = [("sei.picture-hash", f"{poc}: VTM decodes another picture") for poc in pocs]
    said = " ".join(
        line.strip() for line in done.stderr.decode(errors="replace").splitlines()[-2:] if line.strip()
    )
    said = re.sub(r"in \S*/source/", "in ", said)
    if done.returncode < 0:
        # Its own faults end it so, too: what it does not know in prefix SEI, for one.
        found.append(("decoder.complaint", f"VTM was killed by signal {-done.returncode}"))
    elif done.returncode:
        found.append(("stream.undecodable", f"VTM ends after {len(lines)} pictures: {said}"))
    elif len(lines) < asked.pictures - len(asked.skipped):
        count = asked.pictures - len(asked.skipped)
        found.append(("stream.undecodable", f"{len(lines)} of {count} pictures decode"))
    return Decoded(len(lines), found)


@contextmanager
def _as_file(source: Source, asked: Asked, *, bare: bool = False) -> Iterator[str | os.PathLike[str]]:
    """A source as a file: bytes and, where ``bare``, a container's video are written to a temporary one."""
    if isinstance(source, (str, os.PathLike)) and not (bare and is_container(source)):
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        number = {Codec.H265: "265", Codec.H264: "264"}.get(asked.codec or Codec.H266, "266")
        path = Path(folder) / f"stream.{number}"
        with naming(path), path.open("wb") as file, chunks(source) as pieces:
            for piece in pieces:
                file.write(piece)
        yield path
