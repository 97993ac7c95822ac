"""Checks of a package: its stream, and that its other files say what the stream says."""

from __future__ import annotations

import hashlib
from pathlib import Path

from conformance.generated_pictures import check, named, parse
from conformance.package import NEEDED, VALID, Expected, Package, messages_json, open_package, vtm_dump
from conformance.rules import RULES
from conformance.verify import Finding, Report, verify_stream
from sei.errors import SeigenError
from vvc_bridge.access_unit import access_units
from vvc_bridge.nal import Codec


def verify_package(
    path: Path,
    *,
    edition: str | None = None,
    decode: bool = True,
    ffmpeg: str | None = None,
    device: str = "cpu",
) -> tuple[Report, Expected | None]:
    """Verify a package: its report, and what it says is to be expected (None when it says nothing).

    device  where to generate pictures, if the stream names a generator and ``decode`` is asked for

    Raises PackageError when it cannot be opened.
    """
    package = open_package(path)
    expected = package.expected
    edition = edition or (expected.edition if expected else None)
    data = package.files[".bit"]
    report = verify_stream(data, edition=edition, decode=decode, ffmpeg=ffmpeg)
    files = _Files(package, report, str(edition or edition_of(data)))
    files.present(bool(expected and expected.broken))
    files.checksums()
    files.messages()
    if decode and report.pictures and ".yuv.md5" in package.files:
        files.pictures(ffmpeg)
    if decode and not report.broken:
        files.generated(device)
    return report, expected


def edition_of(data: bytes) -> str:
    """Return the edition that the reference software of the stream's codec writes."""
    try:
        unit = next(iter(access_units(data)))
    except (SeigenError, StopIteration):
        return "h274v4"
    return "hm18" if unit.codec is Codec.H265 else "h274v4"


class _Files:
    def __init__(self, package: Package, report: Report, edition: str) -> None:
        self.package = package
        self.report = report
        self.edition = edition

    def found(self, rule: str, text: str) -> None:
        row = RULES[rule]
        self.report.findings.append(Finding(rule, row.severity, row.clause, text))

    def present(self, broken: bool) -> None:
        for suffix in NEEDED if broken else NEEDED + VALID:
            if suffix not in self.package.files and not (suffix == ".sei.txt" and self._no_dump()):
                self.found("package.files", f"{self.package.name}{suffix} is not in it")

    def _no_dump(self) -> bool:
        """VTM's decoder stops in this stream: it has no dump."""
        try:
            vtm_dump(self.package.files[".bit"], self.edition)
        except SeigenError:
            return True
        return False

    def checksums(self) -> None:
        given = self.package.files.get(".md5", b"").split()
        actual = hashlib.md5(self.package.files[".bit"]).hexdigest()
        if given and given[0].decode("ascii", "replace").lower() != actual:
            self.found("package.checksum", f"the stream's MD5 is {actual}")

    def messages(self) -> None:
        makers = ((".sei.json", messages_json, "package.messages"), (".sei.txt", vtm_dump, "package.dump"))
        for suffix, make, rule in makers:
            given = self.package.files.get(suffix)
            if given is None:
                continue
            try:
                made = make(self.package.files[".bit"], self.edition).encode()
            except SeigenError as error:
                self.found(rule, f"{suffix[1:]} cannot be made from the stream: {error}")
                continue
            if made != given:
                line = next(
                    (
                        n
                        for n, (a, b) in enumerate(
                            zip(made.split(b"\n"), given.split(b"\n"), strict=False), 1
                        )
                        if a != b
                    ),
                    0,
                )
                self.found(rule, f"{self.package.name}{suffix} differs from the stream in line {line}")

    def pictures(self, ffmpeg: str | None) -> None:
        given = self.package.files[".yuv.md5"].split()
        actual = yuv_md5(self.package.files[".bit"], self.edition, ffmpeg)
        if not given or given[0].decode("ascii", "replace").lower() != actual:
            self.found("package.pictures", f"MD5 of the decoded pictures is {actual}")

    def generated(self, device: str) -> None:
        """Pictures of the generator that the stream names."""
        name, data, given = self.package.name, self.package.files[".bit"], self.package.files.get(".gen.json")
        if given is None:
            if named(data):
                self.found("package.files", f"{name}.gen.json is not in it")
            return
        try:
            record = parse(given)
        except SeigenError as error:
            self.found("package.generated", f"{name}.gen.json: {error}")
            return
        digest = self.package.files.get(".gen.md5", b"").split()
        if record.stream != hashlib.md5(data).hexdigest():
            self.found("package.checksum", f"{name}.gen.json is of another stream")
        elif not digest or digest[0].decode("ascii", "replace").lower() != record.md5:
            self.found("package.checksum", f"{name}.gen.md5 is not that of {name}.gen.json")
        else:
            outcome = check(data, record, device)
            if outcome.wrong:
                self.found("package.generated", outcome.wrong)
            elif outcome.unchecked:
                self.found("package.unchecked", outcome.unchecked)


def yuv_md5(data: bytes, edition: str, ffmpeg: str | None = None) -> str:
    """Compute the MD5 of the decoded pictures in their own format, planes in order."""
    import tempfile

    from vvc_bridge.external.ffmpeg import FFmpegDecoder

    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        path = Path(folder) / ("stream.265" if edition == "hm18" else "stream.266")
        path.write_bytes(data)
        digest = hashlib.md5()
        with FFmpegDecoder(ffmpeg).decode(path) as (_, frames):
            for frame in frames:
                digest.update(frame)
    return digest.hexdigest()
