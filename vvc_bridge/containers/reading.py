"""Samples of a container as access units, and as a byte stream."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sei.errors import BitstreamError
from vvc_bridge.nal import Kind, NalUnit
from vvc_bridge.sniff import CONTAINER_SUFFIXES, STAMPED, file_looks_like

if TYPE_CHECKING:
    from vvc_bridge.containers.samples import File
    from vvc_bridge.scan import RawAccessUnit


def _open(path: str | os.PathLike[str]) -> File | None:
    """Open a container by what its first bytes look like; None: it is none. Formats are loaded when one
    comes, for the edit of a short byte stream mostly waits for what is loaded."""
    kind = file_looks_like(path)
    if kind == "an MP4 file":
        from vvc_bridge.containers import mp4

        return mp4.open_file(path)
    if kind == "a Matroska file":
        from vvc_bridge.containers import matroska

        return matroska.open_file(path)
    if kind == "an MPEG transport stream":
        from vvc_bridge.containers import transport

        return transport.open_file(path)
    return None


@contextmanager
def open_container(path: object) -> Iterator[File | None]:
    """Hold a container open for reading while the block lasts; None for all that is no MP4, Matroska or
    MPEG-TS file. Refusals name the file."""
    file = None
    if isinstance(path, (str, os.PathLike)) and os.fspath(path) != "-" and Path(path).is_file():
        file = _open(path)
    if file is None:
        yield None
        return
    try:
        yield file
    finally:
        file.close()


def same_kind(path: str | os.PathLike[str], out: str | os.PathLike[str]) -> bool:
    """Tell whether ``out`` by its suffix is to be what the container ``path`` is by its bytes. MP4 and
    QuickTime differ by the brand in `ftyp`, transport streams by the time stamps of `.m2ts`; where the name
    of ``path`` has the same suffix, either goes."""
    wanted = CONTAINER_SUFFIXES.get(Path(out).suffix.lower())
    kind = file_looks_like(path)
    if kind == "an MP4 file":
        with Path(path).open("rb") as file:
            head = file.read(12)
        brand = "mov" if head[8:12] == b"qt  " else "mp4"
        unsaid = head[4:8] != b"ftyp" or CONTAINER_SUFFIXES.get(Path(path).suffix.lower()) == wanted
        return wanted in ("mp4", "mov") and (wanted == brand or unsaid)
    if kind == "an MPEG transport stream":
        from vvc_bridge.containers import transport

        stamped = Path(out).suffix.lower() in STAMPED
        same_name = Path(path).suffix.lower() == Path(out).suffix.lower()
        return wanted == "mpegts" and (same_name or stamped == transport.is_stamped(path))
    return kind == "a Matroska file" and wanted == "matroska"


class SampleCutter:
    """Gives a container's samples as access units, as `scan.Segmenter` does those of a byte stream."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.codec = file.track.codec
        self._samples = enumerate(file.samples())
        self._offset = 0

    def split(self) -> Iterator[RawAccessUnit]:
        """Yield the access units in decoding order."""
        for index, data in self._samples:
            yield self.unit(index, data)

    def unit(self, index: int, data: bytes) -> RawAccessUnit:
        """Return a sample as an access unit, with the decoder configuration record that begins to hold with
        it."""
        raw = self.file.track.access_unit(data, index, self._offset)
        self._offset += raw.end - raw.begin
        record = self.file.track.records.get(index)
        raw.record = self.file.track.record_units(record) if record else None
        return raw

    def rest(self) -> Iterator[bytes]:
        """Yield what follows the access unit that `split` gave last, as a byte stream."""
        for raw in self.split():
            if Kind.UNUSABLE in raw.kinds:
                where = raw.offset + raw.starts[raw.kinds.index(Kind.UNUSABLE)] - raw.begin
                raise BitstreamError("nal_unit_type 0x1F", byte=where)
            yield in_band(raw, raw.data)


def in_band(raw: RawAccessUnit, data: bytes | memoryview, record: list[NalUnit] | None = None) -> bytes:
    """Return an access unit's bytes in a byte stream: NAL units of its decoder configuration record
    (``record``: the edited ones) that it lacks come first, behind an access unit delimiter."""
    if raw.record is None:
        return bytes(data)
    units = raw.record.nal_units() if record is None else record
    there = {nal.data for nal in raw.nal_units()}
    kept = [nal.data.rstrip(b"\0") for nal in units]  # libav leaves zero bytes of start codes in vvcC
    missing = b"".join(b"\0\0\0\1" + nal for nal in kept if nal not in there)
    cut = 0
    if raw.kinds[:1] == bytes([Kind.DELIMITER]):
        cut = raw.starts[1] - raw.begin if len(raw.starts) > 1 else len(data)
    return bytes(data[:cut]) + missing + bytes(data[cut:])


def byte_stream(file: File) -> Iterator[bytes]:
    """Yield the video of a container as pieces of a byte stream."""
    for raw in SampleCutter(file).split():
        yield in_band(raw, raw.data)


__all__ = ["SampleCutter", "byte_stream", "in_band", "open_container", "same_kind"]
