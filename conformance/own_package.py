"""Packages of one's own streams, as JVET makes them: nothing of it has to be in the catalogue."""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from conformance.generated_pictures import Generated, named, record
from conformance.package import (
    MAX_PACKAGE,
    PackageError,
    generator_rows,
    messages_json,
    pack,
    text,
    vtm_dump,
)
from conformance.verify import Report, verify_stream
from conformance.verify_package import edition_of, verify_package
from sei.errors import SeigenError
from sei.extras import needing
from sei.shown import one_line, to_json
from sei.version import VERSION
from vvc_bridge.access_unit import AccessUnit, access_units
from vvc_bridge.external.ffmpeg import FFmpegDecoder
from vvc_bridge.external.video import CHROMA, VideoFormat
from vvc_bridge.nal import Codec
from vvc_bridge.output import output_path
from vvc_bridge.rate import stream_rate
from vvc_bridge.remuxer import remux
from vvc_bridge.source import Source

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}", re.ASCII)
_FEATURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)
_SUFFIX = {Codec.H266: ".266", Codec.H265: ".265"}
LONGEST = 1000
"""Characters of a text that goes into NAME.txt."""


@dataclass(frozen=True)
class About:
    """What the maker of a stream says of it.

    feature    what it exercises, such as GFV: letters, digits, hyphens and underscores
    letter     A to Z: tells streams of one feature apart
    company    who made it, as it stands in the name
    contact    whom to ask
    number     version of the stream, from 1
    purpose    what it is for, in words
    profile    profile, tier and level in words
    encoder    what wrote it
    """

    feature: str
    letter: str
    company: str
    contact: str
    number: int = 1
    purpose: str = ""
    profile: str = ""
    encoder: str = ""

    def __post_init__(self) -> None:
        if not _FEATURE.fullmatch(self.feature):
            raise PackageError(f"feature {self.feature[:80]!r}: letters, digits, - and _ only, 60 at most")
        if not re.fullmatch(r"[A-Z]", self.letter):
            raise PackageError(f"letter {self.letter[:80]!r}, allowed: A..Z")
        if not _WORD.fullmatch(self.company):
            raise PackageError(f"company {self.company[:80]!r}: letters, digits and - only, 40 at most")
        if not 1 <= self.number <= 99:
            raise PackageError(f"version {self.number}, allowed: 1..99")
        for what in ("contact", "purpose", "profile", "encoder"):
            if len(getattr(self, what)) > LONGEST:
                raise PackageError(f"{what}: over {LONGEST} characters")

    @property
    def name(self) -> str:
        """FEATURE_LETTER_COMPANY_VERSION."""
        return f"{self.feature}_{self.letter}_{self.company}_{self.number}"


@dataclass
class Packed:
    """What `pack_own` made.

    path     the zip
    files    names of the files in it
    report   what `verify` says of the stream
    notes    what is not in it, and why
    """

    path: Path
    files: list[str]
    report: Report
    notes: list[str] = field(default_factory=list)


@dataclass
class _Decoded:
    """Decoded pictures: their format, MD5 of all, and MD5 of each one's components."""

    video: VideoFormat
    md5: str
    planes: list[list[str]]


def pack_own(
    source: Source,
    about: About,
    folder: Path,
    *,
    edition: str | None = None,
    invalid: bool = False,
    generate: bool = True,
    ffmpeg: str | None = None,
    device: str = "cpu",
) -> Packed:
    """Write the package of a stream into ``folder``, and verify it there before it gets its name.

    source    an H.266 or H.265 byte stream, or a container with one
    edition   syntax edition of its messages; None: that of the codec's reference software
    invalid   it breaks rules, and is to be packed as a stream that does
    generate  where it names a generator that is here, its pictures are made and described

    Raises PackageError for a stream that breaks rules without ``invalid``, or none with it; SeigenError where
    there is no stream, or it cannot be decoded.
    """
    plain = io.BytesIO()
    remux(source, plain)
    data = plain.getvalue()
    if len(data) > MAX_PACKAGE:
        raise PackageError(f"a stream of {len(data)} bytes, allowed: {MAX_PACKAGE}")
    units = list(access_units(data))
    codec = units[0].codec
    if codec not in _SUFFIX:
        raise PackageError("packages are of H.266 and H.265 streams; this one is H.264")
    chosen = edition or edition_of(data)
    report = verify_stream(data, edition=chosen, ffmpeg=ffmpeg)
    broken = sorted(report.broken)
    if broken and not invalid:
        first = next(f for f in report.findings if f.severity == "error")
        raise PackageError(
            f"the stream breaks {', '.join(broken)}: {first} (--invalid packs it as one that does)"
        )
    if invalid and not broken:
        raise PackageError("the stream breaks no rule that is checked, so it is no invalid one")
    notes: list[str] = []
    files = _files(data, units, about, report, chosen, ffmpeg, notes)
    generated = _generated(data, about.name, device, notes) if generate and not broken else None
    if generated is not None:
        files[".gen.md5"] = f"{generated.md5}  {about.name}.gen.rgb\n".encode()
        files[".gen.json"] = generated.to_json().encode()
    files[".txt"] = _about(data, units, about, report, chosen, files, generated)
    whole = {f"{about.name}{suffix}": content for suffix, content in files.items() if suffix != "decoded"}
    path = folder / f"{about.name}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with output_path(path) as temporary:
        temporary.write_bytes(pack(whole))
        _checked(temporary, chosen, ffmpeg, device)
    return Packed(path, sorted(whole), report, notes)


def _checked(path: Path, edition: str, ffmpeg: str | None, device: str) -> None:
    report, expected = verify_package(path, edition=edition, ffmpeg=ffmpeg, device=device)
    if expected is None or report.outcome != expected.outcome or report.broken != set(expected.broken):
        finding = next((f for f in report.findings if f.severity == "error"), "")
        raise PackageError(f"the package does not verify: {report.outcome}: {finding}")


def _files(
    data: bytes,
    units: list[AccessUnit],
    about: About,
    report: Report,
    edition: str,
    ffmpeg: str | None,
    notes: list[str],
) -> dict[str, bytes]:
    """Files by suffix, without NAME.txt."""
    name = about.name
    expected = {"edition": edition, "outcome": report.outcome, "broken": sorted(report.broken)}
    files = {
        ".bit": data,
        ".md5": f"{hashlib.md5(data).hexdigest()}  {name}.bit\n".encode(),
        ".expected.json": (to_json(expected) + "\n").encode(),
    }
    for suffix, make in ((".sei.json", messages_json), (".sei.txt", vtm_dump)):
        try:
            files[suffix] = make(data, edition).encode()
        except SeigenError as error:
            notes.append(f"no {name}{suffix}: {error}")
    try:
        decoded = _decoded(data, units[0].codec, ffmpeg)
    except SeigenError as error:
        if not report.broken:
            raise
        notes.append(f"no pictures: {error}")
        return files
    files[".yuv.md5"] = f"{decoded.md5}  {name}.yuv\n".encode()
    files["decoded"] = _format(decoded).encode()
    order = sorted(
        (unit.pictures[0].cvs, unit.poc)
        for unit in units
        if unit.pictures and unit.output is not False and unit.poc is not None
    )
    if len(order) == len(decoded.planes):
        size = f"{decoded.video.width:5},{decoded.video.height:5}"
        rows = zip(order, decoded.planes, strict=True)
        log = "".join(f"  0,{poc:8},{size},{','.join(planes)}\n" for (_, poc), planes in rows)
        files[".opl"] = log.encode()
    elif not report.broken:
        raise PackageError(f"{len(decoded.planes)} pictures were decoded, the stream shows {len(order)}")
    return files


def _decoded(data: bytes, codec: Codec, ffmpeg: str | None) -> _Decoded:
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        path = Path(folder) / f"stream{_SUFFIX[codec]}"
        path.write_bytes(data)
        whole, planes = hashlib.md5(), []
        with FFmpegDecoder(ffmpeg).decode(path) as (video, frames):
            for frame in frames:
                whole.update(frame)
                planes.append([hashlib.md5(plane).hexdigest() for plane in _planes(frame, video)])
    if not planes:
        raise PackageError("no picture can be decoded")
    return _Decoded(video, whole.hexdigest(), planes)


def _planes(frame: bytes, video: VideoFormat) -> Iterator[memoryview]:
    """The colour components of a frame."""
    across, down = CHROMA[video.chroma]
    size = video.width * video.height * (2 if video.bit_depth > 8 else 1)
    view = memoryview(frame)
    yield view[:size]
    if across:
        part = size // (across * down)
        yield view[size : size + part]
        yield view[size + part : size + 2 * part]


def _format(decoded: _Decoded) -> str:
    video = decoded.video
    chroma = ":".join(video.chroma)
    return f"{video.width}x{video.height}\n{chroma}, {video.bit_depth} bit\n{len(decoded.planes)}"


def _generated(data: bytes, name: str, device: str, notes: list[str]) -> Generated | None:
    """What the stream's generator makes; None where it names none that is here, or its files are not."""
    if named(data) is None:
        return None
    try:
        with needing("torch", "av"):
            return record(data, device)
    except SeigenError as error:
        notes.append(f"no {name}.gen.json: {error}")
        return None


def _about(
    data: bytes,
    units: list[AccessUnit],
    about: About,
    report: Report,
    edition: str,
    files: dict[str, bytes],
    generated: Generated | None,
) -> bytes:
    """NAME.txt."""
    size, chroma, count = files.get("decoded", b"unknown\nunknown\nunknown").decode().split("\n")
    rate = next((found for unit in units if (found := stream_rate(unit.nal_units))), None)
    standard = {Codec.H266: "H.266", Codec.H265: "H.265"}[units[0].codec]
    expected = report.outcome + (f", breaks {', '.join(sorted(report.broken))}" if report.broken else "")
    software = f"seigen {VERSION} (package)"
    rows = [
        ("Bitstream file name", f"{about.name}.bit"),
        ("Features", about.feature),
        ("Purpose", about.purpose),
        ("Specification", f"{standard}, H.274 (edition {edition})"),
        ("Profile, tier, level", about.profile),
        ("Picture size", size),
        ("Chroma format, bit depth", chroma),
        ("Frame rate", f"{rate} Hz" if rate else ""),
        ("Number of pictures", count),
        ("Number of GFV and GFVE messages", str(report.messages)),
        ("Bitstream size", f"{len(data)} bytes"),
        ("Expected verdict", expected),
        ("Software", f"{about.encoder}, {software}" if about.encoder else software),
        *generator_rows(generated),
        ("Company", about.company),
        ("Contact", about.contact),
    ]
    return text((key, one_line(value)) for key, value in rows if value).encode()
