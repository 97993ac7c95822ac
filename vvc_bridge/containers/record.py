"""Decoder configuration records of ISO/IEC 14496-15 (avcC, hvcC, vvcC without its version and flags)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sei.errors import SeigenError
from vvc_bridge.nal import Codec, NalUnit

NO_START_CODES = re.compile(rb"(?!\0{2,}\x01).", re.DOTALL)
"""A record, not NAL units behind start codes."""

_NAMES = {Codec.H264: "avcC", Codec.H265: "hvcC", Codec.H266: "vvcC"}
_SINGLE = (12, 13)  # H.266: arrays of OPI and DCI NAL units hold one, without a count


@dataclass(slots=True)
class Array:
    """NAL units of one kind.

    head     byte before their count, b"" where there is none
    counted  bytes of the count
    bits     bits set in the count's byte beside it
    nals     NAL units
    """

    head: bytes
    counted: int
    bits: int
    nals: list[bytes]

    def __bytes__(self) -> bytes:
        count = (len(self.nals) | self.bits).to_bytes(self.counted, "big") if self.counted else b""
        return self.head + count + b"".join(len(nal).to_bytes(2, "big") + nal for nal in self.nals)


@dataclass(slots=True)
class Record:
    """A decoder configuration record in parts.

    codec        standard
    length_size  bytes of a NAL unit's length in samples
    head         bytes before the arrays (before their number, where that is stored)
    arrays       arrays of NAL units
    tail         what follows them
    """

    codec: Codec
    length_size: int
    head: bytes
    arrays: list[Array]
    tail: bytes

    @classmethod
    def parse(cls, codec: Codec, data: bytes) -> Record:
        """Take a record apart. SeigenError naming the byte where it ends too early or is not one."""
        reader = _Reader(_NAMES[codec], data)
        if codec is Codec.H264:
            head = reader.take(5)
            size = (head[4] & 3) + 1
            arrays = [reader.array(b"", 1, 31), reader.array(b"", 1, 255)]
        else:
            head, size = _head_h265(reader) if codec is Codec.H265 else _head_h266(reader)
            arrays = []
            for _ in range(reader.byte()):
                first = reader.take(1)
                single = codec is Codec.H266 and first[0] & 31 in _SINGLE
                one = Array(first, 0, 0, [reader.nal()]) if single else reader.array(first, 2, 0xFFFF)
                arrays.append(one)
        return cls(codec, size, head, arrays, data[reader.at :])

    def __bytes__(self) -> bytes:
        count = b"" if self.codec is Codec.H264 else bytes([len(self.arrays)])
        return self.head + count + b"".join(map(bytes, self.arrays)) + self.tail

    def nal_units(self) -> list[bytes]:
        """Return the NAL units of all arrays."""
        return [nal for array in self.arrays for nal in array.nals]

    def with_units(self, nals: Iterable[bytes]) -> Record:
        """Make a record with other NAL units: each goes to an array of its type, one that is left empty
        goes."""
        if self.codec is Codec.H264:
            sets = [[nal for nal in nals if (nal[0] & 31 == 7) is first] for first in (True, False)]
            arrays = [Array(b"", 1, old.bits, new) for old, new in zip(self.arrays, sets, strict=True)]
            return Record(self.codec, self.length_size, self.head, arrays, self.tail)
        known = {NalUnit(self.codec, b"", old.nals[0], 0).type: old for old in self.arrays if old.nals}
        arrays = []
        last = -1
        for nal in nals:
            nal_type = NalUnit(self.codec, b"", nal, 0).type
            if nal_type == last and arrays[-1].counted:
                arrays[-1].nals.append(nal)
                continue
            old = known.get(nal_type)
            single = self.codec is Codec.H266 and nal_type in _SINGLE
            head = old.head if old else bytes([nal_type])
            arrays.append(Array(head, 0 if single else 2, 0, [nal]))
            last = nal_type
        return Record(self.codec, self.length_size, self.head, arrays, self.tail)


def _head_h265(reader: _Reader) -> tuple[bytes, int]:
    head = reader.take(22)
    return head, (head[21] & 3) + 1


def _head_h266(reader: _Reader) -> tuple[bytes, int]:
    first = reader.byte()
    if first & 1:  # ptl_present_flag
        sublayers = int.from_bytes(reader.take(2), "big") >> 4 & 7
        reader.take(1)
        constraint_bytes = reader.byte() & 63
        reader.take(2 + max(constraint_bytes, 1))
        if sublayers > 1:
            flags = reader.byte() >> (9 - sublayers)
            reader.take(flags.bit_count())
        reader.take(4 * reader.byte())
        reader.take(6)
    return reader.data[: reader.at], (first >> 1 & 3) + 1


class _Reader:
    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        piece = self.data[self.at : self.at + size]
        if len(piece) < size:
            raise SeigenError(f"{self.name}: {size} bytes asked for at byte {self.at}, {len(piece)} are left")
        self.at += size
        return piece

    def byte(self) -> int:
        return self.take(1)[0]

    def nal(self) -> bytes:
        return self.take(int.from_bytes(self.take(2), "big"))

    def array(self, head: bytes, counted: int, mask: int) -> Array:
        count = int.from_bytes(self.take(counted), "big")
        return Array(head, counted, count & ~mask, [self.nal() for _ in range(count & mask)])
