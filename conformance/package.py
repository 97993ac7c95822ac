"""Packages as JVET makes them: FEATURE_LETTER_Seigen_1.zip, with what SEI needs beside the customary files.

    NAME.bit            the byte stream
    NAME.md5            its MD5
    NAME.yuv.md5        MD5 of the decoded pictures
    NAME.opl            picture log: layer, picture order count, size, MD5 a component
    NAME.txt            what it is for, in words
    NAME.sei.json       coded values of all SEI messages, as `seigen extract` writes them
    NAME.sei.txt        dump in the format of VTM's decoder
    NAME.expected.json  what `verify` shall say

and where the stream names a generator that is here,

    NAME.gen.md5        MD5 of the pictures shown, 8-bit RGB: `seigen decode --format raw -o NAME.gen.rgb`
    NAME.gen.json       system, version, files by SHA-256, tolerance, each picture: `generated_pictures`

Files are stored, not compressed, with one date for all, so that a package has the same bytes wherever it is
made.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from conformance.catalogue import Stream
from conformance.generated_pictures import TOLERANCES, Generated, shipped
from sei.errors import SeigenError
from sei.version import VERSION
from vvc_bridge import extract, inspect
from vvc_bridge.archive import MAX_MEMBERS, ArchiveError, members
from vvc_bridge.output import output_file

DATE = (2026, 1, 1, 0, 0, 0)
MAX_PACKAGE = 1 << 28
"""Most bytes taken out of a package."""

NEEDED = (".bit", ".md5", ".txt", ".expected.json")
VALID = (".yuv.md5", ".opl", ".sei.json", ".sei.txt")
"""Suffixes of the files of every package, and of those that a stream must have unless it breaks a rule."""


class PackageError(SeigenError):
    """A package that cannot be opened."""


def vtm_dump(data: bytes, edition: str) -> str:
    """Return the stream's SEI as VTM's (HM's) DecoderApp writes it; Raises SeigenError where its decoder
    would stop."""
    return "".join(text for _, text in inspect.vtm_dump(data, edition=edition))


def messages_json(data: bytes, edition: str) -> str:
    """Return the coded values of the stream's messages. Raises SeigenError as `extract`."""
    return extract(data, edition=edition).to_json()


def contents(stream: Stream) -> dict[str, bytes]:
    """Make the files of a stream's package, by name."""
    name, data, base = stream.name, stream.data(), stream.base_stream
    expected = {"outcome": stream.verdict, "broken": [stream.finding] if stream.finding else []}
    generated = shipped(name, data)
    files = {
        f"{name}.bit": data,
        f"{name}.md5": f"{hashlib.md5(data).hexdigest()}  {name}.bit\n".encode(),
        f"{name}.yuv.md5": f"{base.yuv_md5}  {name}.yuv\n".encode(),
        f"{name}.opl": base.picture_log.encode(),
        f"{name}.txt": _text(stream, data, generated).encode(),
        f"{name}.expected.json": (json.dumps({"edition": stream.edition, **expected}) + "\n").encode(),
    }
    if generated is not None:
        files[f"{name}.gen.md5"] = f"{generated.md5}  {name}.gen.rgb\n".encode()
        files[f"{name}.gen.json"] = generated.to_json().encode()
    makers = ((".sei.json", messages_json), (".sei.txt", vtm_dump))
    for suffix, make in makers:
        try:
            files[name + suffix] = make(data, stream.edition).encode()
        except SeigenError:
            if not stream.negative and suffix == ".sei.json":
                raise
    return files


def _text(stream: Stream, data: bytes, generated: Generated | None) -> str:
    base = stream.base_stream
    software = f"seigen {VERSION} (messages), {base.encoder} (pictures)"
    expected = stream.verdict + (f", breaks {stream.finding}" if stream.finding else "")
    rows = [
        ("Bitstream file name", f"{stream.name}.bit"),
        ("Features", stream.feature),
        ("Purpose", stream.purpose),
        (
            "Specification",
            f"{'H.265' if base.codec == 'h265' else 'H.266'}, H.274 (edition {stream.edition})",
        ),
        ("Profile, tier, level", base.profile),
        ("Picture size", f"{base.width}x{base.height}"),
        ("Chroma format, bit depth", f"4:2:0, {base.bit_depth} bit"),
        ("Frame rate", f"{base.rate} Hz"),
        ("Number of pictures", str(base.pictures)),
        ("Bitstream size", f"{len(data)} bytes"),
        ("Expected verdict", expected),
        ("Software", software),
    ]
    return text([*rows, *generator_rows(generated), ("Contact", "the seigen project")])


def text(rows: Iterable[tuple[str, str]]) -> str:
    """Write the rows of a NAME.txt."""
    return "".join(f"{key}: {value}\n" for key, value in rows)


def generator_rows(generated: Generated | None) -> list[tuple[str, str]]:
    """Make the rows of a NAME.txt about the pictures of a generator; none without."""
    if generated is None:
        return []
    tolerance = TOLERANCES[generated.tolerance]
    return [
        ("Generator", f"{generated.system} ({generated.tag}) of seigen {generated.version}"),
        ("Generator's files", ", ".join(f"{k} sha256:{v}" for k, v in generated.weights.items())),
        ("Generated by", ", ".join(f"{k} {v}" for k, v in generated.environment.items())),
        ("Generated pictures", f"{len(generated.pictures)}, MD5 {generated.md5}"),
        (
            "Tolerance",
            f"{generated.tolerance}: same bits by the same builds, else means of 8x8 blocks off by "
            f"{tolerance.mean:g} on average and {tolerance.block:g} in any at most",
        ),
    ]


def pack(files: dict[str, bytes]) -> bytes:
    """Pack a zip of files that has the same bytes everywhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, files[name])
    return out.getvalue()


class Expected(BaseModel):
    """NAME.expected.json: the edition, and what `verify` shall say: outcome, and rules that are broken."""

    edition: Literal["h274v4", "hm18"] | None = None
    outcome: Literal["clean", "unimplemented", "invalid"]
    broken: Annotated[list[str], Field(max_length=64)] = []


@dataclass(frozen=True)
class Package:
    """An opened package: its name and its files by suffix."""

    name: str
    files: dict[str, bytes]

    def json(self, suffix: str) -> Any:
        """Read a JSON file of it. Raises PackageError when it is none."""
        try:
            return json.loads(self.files[suffix])
        except (ValueError, KeyError, RecursionError) as error:
            raise PackageError(f"{self.name}{suffix}: {error}") from None

    @property
    def expected(self) -> Expected | None:
        """What its NAME.expected.json says, None when there is none. PackageError when it says no such
        thing."""
        if ".expected.json" not in self.files:
            return None
        try:
            return Expected.model_validate_json(self.files[".expected.json"])
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            where = ".".join(map(str, first["loc"]))
            text = f"{self.name}.expected.json: {where + ': ' if where else ''}{first['msg']}"
            raise PackageError(text) from None


def is_package(path: Path) -> bool:
    """Tell whether it is a zip, or a folder that holds one stream with its files."""
    return path.is_dir() or path.suffix.lower() == ".zip"


def open_package(path: Path) -> Package:
    """Open a zip or a folder. Raises PackageError when it holds no stream, or too much."""
    files: dict[str, bytes] = {}
    if path.is_dir():
        found = [file for file in sorted(path.iterdir()) if file.is_file()]
        if len(found) > MAX_MEMBERS:
            raise PackageError(f"{path}: more than {MAX_MEMBERS} files")
        if sum(file.stat().st_size for file in found) > MAX_PACKAGE:
            raise PackageError(f"{path}: over {MAX_PACKAGE} bytes")
        files = {file.name: file.read_bytes() for file in found}
    else:
        try:
            files = {name.rsplit("/", 1)[-1]: data for name, data in members(path, MAX_PACKAGE).items()}
        except ArchiveError as error:
            raise PackageError(f"{path}: no package: {error}") from None
    streams = [name for name in files if name.endswith((".bit", ".266", ".265", ".vvc", ".hevc"))]
    if len(streams) != 1:
        raise PackageError(f"{path}: {len(streams)} streams in it, a package has one")
    name = streams[0].rsplit(".", 1)[0]
    found_files = {file[len(name) :]: data for file, data in files.items() if file.startswith(name + ".")}
    found_files[".bit"] = files[streams[0]]
    return Package(name, found_files)


def build(streams: Iterable[Stream], folder: Path, source_url: str = "", progress: Any = None) -> list[Path]:
    """Write a package a stream, and the fluster test suites over them. Returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    vectors: dict[str, list[dict[str, str]]] = {}
    for stream in streams:
        data = pack(contents(stream))
        path = folder / f"{stream.name}.zip"
        _write(path, data)
        written.append(path)
        if not stream.negative:
            base = stream.base_stream
            vectors.setdefault(base.codec, []).append(
                {
                    "name": stream.name,
                    "source": f"{source_url}{path.name}",
                    "source_checksum": hashlib.md5(data).hexdigest(),
                    "input_file": f"{stream.name}.bit",
                    "output_format": "yuv420p10le" if base.bit_depth > 8 else "yuv420p",
                    "result": base.yuv_md5,
                }
            )
        if progress is not None:
            progress()
    for codec, rows in vectors.items():
        standard = {"h266": "H.266", "h265": "H.265"}[codec]
        suite = {
            "name": f"SEIGEN-GFV-{standard.replace('.', '')}",
            "codec": standard,
            "description": "GFV and GFVE SEI messages (H.274): pictures decode the same with them as without",
            "test_vectors": rows,
        }
        path = folder / f"SEIGEN-GFV-{standard.replace('.', '')}.json"
        _write(path, (json.dumps(suite, indent=4) + "\n").encode())
        written.append(path)
    return written


def _write(path: Path, data: bytes) -> None:
    with output_file(path) as file:
        file.write(data)
