"""What the container formats share: a track's stored samples and their NAL units.

One sample is one access unit, by the container's word, also a sample without a picture. NAL units are shown
behind start codes, as everywhere in this package; what is written is stored as the track stores it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO, Protocol

from sei.errors import BitstreamError, SeigenError
from vvc_bridge.containers.record import NO_START_CODES, Record
from vvc_bridge.nal import Codec, NalUnit, check_header
from vvc_bridge.scan import MAX_ACCESS_UNIT, RawAccessUnit, TooLarge
from vvc_bridge.start_codes import START_CODE

Change = Callable[[int, bytes], bytes]
"""New stored bytes of a sample, given its number in decoding order and its bytes; the same: it stays."""

ChangeRecord = Callable[[bytes], bytes]
"""New decoder configuration record, given the old one."""


@dataclass(slots=True)
class Track:
    """How a track stores its NAL units.

    codec        standard, by the container's word
    length_size  bytes of a NAL unit's length in samples, 1..4; 0: start codes
    records      decoder configuration records (ISO/IEC 14496-15) by the first sample that each one is for;
                 empty where the container has none
    """

    codec: Codec
    length_size: int
    records: dict[int, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, codec: Codec, record: bytes = b"") -> Track:
        """Make a track with one record, which may also be NAL units behind start codes, or nothing."""
        size = 0 if NO_START_CODES.match(record) is None else Record.parse(codec, record).length_size
        return cls(codec, size, {0: record} if size else {})

    @property
    def record(self) -> bytes:
        """The first decoder configuration record, b"" where there is none."""
        return next(iter(self.records.values()), b"")

    def access_unit(self, data: bytes, index: int, offset: int = 0) -> RawAccessUnit:
        """Return the stored sample ``index`` as an access unit at byte ``offset`` of the byte stream that the
        samples make.

        Raises SeigenError naming sample and byte for lengths that do not fit the sample, and for what
        `check_header` refuses.
        """
        if len(data) > MAX_ACCESS_UNIT:
            raise TooLarge(f"sample {index} is larger than {MAX_ACCESS_UNIT} bytes")
        try:
            cut = self._counted if self.length_size else self._coded
            return cut(data, index, offset)
        except BitstreamError as error:
            error.message = f"sample {index}"
            raise

    def stored(self, nals: Iterable[NalUnit]) -> bytes:
        """Return the stored bytes of a sample's NAL units. Raises SeigenError for one that outgrows the
        length's size."""
        if not self.length_size:
            return b"".join(map(bytes, nals))
        parts: list[bytes] = []
        for nal in nals:
            if len(nal.data) >> 8 * self.length_size:
                allowed = (1 << 8 * self.length_size) - 1
                raise SeigenError(f"NAL unit of {len(nal.data)} bytes, the track's samples allow {allowed}")
            parts += [len(nal.data).to_bytes(self.length_size, "big"), nal.data]
        return b"".join(parts)

    def record_units(self, record: bytes) -> RawAccessUnit:
        """Return the NAL units of a decoder configuration record: parameter sets, and SEI messages that hold
        for the whole track."""
        nals: list[bytes | memoryview] = []
        at = 0
        for nal in Record.parse(self.codec, record).nal_units():
            check_header(self.codec, nal[:2], at)
            at += len(nal) + 3 + (not nals or _wants_zero_byte(self.codec)[nal[self.codec.type_byte]])
            nals.append(nal)
        return _assemble(self.codec, nals, -1, 0)

    def _counted(self, data: bytes, index: int, offset: int) -> RawAccessUnit:
        """An access unit from NAL units behind their lengths."""
        nals: list[bytes | memoryview] = []
        at, size, whole = 0, self.length_size, memoryview(data)
        while at < len(data):
            length = int.from_bytes(data[at : at + size], "big")
            end = at + size + length
            if end > len(data):
                allowed = f"0..{max(len(data) - at - size, 0)}"
                raise BitstreamError(
                    "NAL unit reaches beyond its sample", byte=at, value=length, allowed=allowed
                )
            check_header(self.codec, data[at + size : min(end, at + size + 2)], at)
            nals.append(whole[at + size : end])
            at = end
        return _assemble(self.codec, nals, index, offset)

    def _coded(self, data: bytes, index: int, offset: int) -> RawAccessUnit:
        """An access unit from NAL units behind start codes."""
        codec = self.codec
        heads = [match.end() for match in START_CODE.finditer(data)]
        if (data and not heads) or any(data[: heads[0] - 3] if heads else b""):
            raise BitstreamError("no start code at the sample's beginning", byte=0)
        end = len(data.rstrip(b"\0")) if heads else len(data)
        starts: list[int] = []
        kinds = bytearray()
        table = codec.kind_table()
        for position, head in enumerate(heads):
            start = head - 3
            while start and not data[start - 1]:
                start -= 1
            following = heads[position + 1] - 3 if position + 1 < len(heads) else end
            check_header(codec, data[head : min(head + 2, following)], offset + start)
            starts.append(start)
            kinds.append(table[data[head + codec.type_byte]])
        return RawAccessUnit(codec, index, offset, data, 0, end, starts, bytes(kinds), data[end:])


def _assemble(codec: Codec, nals: Iterable[bytes | memoryview], index: int, offset: int) -> RawAccessUnit:
    """NAL units, whose headers are in order, behind start codes: four bytes where B.2.2 asks for zero_byte,
    else three."""
    parts: list[bytes | memoryview] = []
    starts: list[int] = []
    kinds = bytearray()
    table, type_byte, wants = codec.kind_table(), codec.type_byte, _wants_zero_byte(codec)
    at = 0
    for nal in nals:
        value = nal[type_byte]
        prefix = b"\0\0\0\1" if not parts or wants[value] else b"\0\0\1"
        parts += [prefix, nal]
        starts.append(at)
        kinds.append(table[value])
        at += len(prefix) + len(nal)
    return RawAccessUnit(codec, index, offset, b"".join(parts), 0, at, starts, bytes(kinds))


@cache
def _wants_zero_byte(codec: Codec) -> bytes:
    """Whether it is a parameter set or an access unit delimiter, with which an access unit begins, by the
    value of the header byte that holds nal_unit_type."""
    types = {
        Codec.H266: (*range(12, 19), 20),
        Codec.H265: (32, 33, 34, 35),
        Codec.H264: (7, 8, 9),
    }[codec]
    return bytes(codec.type_of(value) in types for value in range(256))


class File(Protocol):
    """A container open for reading; each format has an ``open_file(path) -> File``.

    ``track`` is the first H.266, H.265 or H.264 video track. Raises SeigenError naming the place where the
    file is damaged or cannot be edited.
    """

    track: Track

    def samples(self) -> Iterator[bytes]:
        """Yield the stored bytes of the track's samples in decoding order, one at a time."""

    def rewrite(self, out: BinaryIO, change: Change, change_record: ChangeRecord | None = None) -> None:
        """Write the whole file with changed samples (``change`` is asked for each one, in decoding order)
        and records; everything else stays."""

    def close(self) -> None:
        """Close the file."""
