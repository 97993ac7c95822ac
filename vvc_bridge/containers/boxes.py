"""Boxes of the ISO base media file format (ISO/IEC 14496-12) and QuickTime: a tree, written as it is read."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from sei.errors import SeigenError

MAX_BOXES = 1 << 20
"""Most boxes taken apart in one file."""

MAX_TABLES = 1 << 28
"""Most bytes of tables (moov, moof, meta, ...) held in memory."""

_INNER: dict[bytes, frozenset[bytes]] = {
    b"moov": frozenset((b"trak", b"mvex", b"meta")),
    b"trak": frozenset((b"mdia", b"meta")),
    b"mdia": frozenset((b"minf",)),
    b"minf": frozenset((b"stbl", b"dinf")),
    b"stbl": frozenset((b"stsd",)),
    b"dinf": frozenset((b"dref",)),
    b"moof": frozenset((b"traf",)),
}
"""Boxes that are taken apart, by the box that holds them: everything else is a leaf, so depth is bounded."""
_PARTED = frozenset(_INNER) | {b"mvex", b"traf", b"mfra", b"meta", b"stsd", b"dref", b"entry"}
_LEAD = {b"stsd": 8, b"dref": 8, b"entry": 78}
TABLES = frozenset((b"moov", b"moof", b"mfra", b"meta", b"sidx", b"ssix"))
"""Boxes of the file that are held in memory; of all others only the place is known."""


@dataclass(slots=True)
class Box:
    """A box in memory.

    type      four characters
    offset    byte in the file where it begins
    head      its size and type as stored (8 or 16 bytes)
    body      what a leaf holds, and what stands before the boxes of any other
    children  boxes in it
    tail      what follows them
    """

    type: bytes
    offset: int
    head: bytes
    body: bytes | bytearray
    children: list[Box] = field(default_factory=list)
    tail: bytes = b""

    def __bytes__(self) -> bytes:
        inner = b"".join((self.body, *map(bytes, self.children), self.tail))
        size = len(self.head) + len(inner)
        if self.head[:4] == b"\0\0\0\0":  # up to the end of what holds it
            return self.head + inner
        if len(self.head) == 16:
            return self.head[:8] + size.to_bytes(8, "big") + inner
        if size >> 32:
            raise SeigenError(f"{self}: grows beyond 4 GB")
        return size.to_bytes(4, "big") + self.head[4:] + inner

    def __str__(self) -> str:
        return f"box {_shown(self.type)} at byte {self.offset}"

    def all(self, kind: bytes) -> Iterator[Box]:
        """Yield the boxes of a type in it."""
        return (box for box in self.children if box.type == kind)

    def child(self, *path: bytes) -> Box | None:
        """Find the box at a path below it; the first one of each type."""
        found: Box | None = self
        for kind in path:
            found = next(found.all(kind), None) if found else None
        return found

    def need(self, *path: bytes) -> Box:
        """Find a box as `child` does. Raises SeigenError when it is missing."""
        found = self.child(*path)
        if found is None:
            raise SeigenError(f"{self}: no box {'/'.join(map(_shown, path))} in it")
        return found

    def number(self, at: int, size: int = 4) -> int:
        """Read an unsigned number in the body. Raises SeigenError where the body ends too early."""
        piece = self.body[at : at + size]
        if len(piece) < size:
            raise SeigenError(f"{self}: ends before its byte {at + size}")
        return int.from_bytes(piece, "big")

    def numbers(self, at: int, count: int, code: str = "I") -> array[int]:
        """Read ``count`` unsigned numbers of a table, of 1, 2, 4 or 8 bytes (array codes B, H, I, Q)."""
        values: array[int] = array(code)
        end = at + count * values.itemsize
        if end > len(self.body):
            raise SeigenError(
                f"{self}: {count} entries declared, room for {(len(self.body) - at) // values.itemsize}"
            )
        values.frombytes(self.body[at:end])
        values.byteswap()
        return values

    def put(self, at: int, value: int, size: int = 4) -> None:
        """Write a number into the body. SeigenError when it does not fit."""
        if not 0 <= value < 1 << 8 * size:
            raise SeigenError(f"{self}: {value} does not fit into its {size} bytes")
        if not isinstance(self.body, bytearray):  # many numbers of one table are written
            self.body = bytearray(self.body)
        self.body[at : at + size] = value.to_bytes(size, "big")

    def parse_entry(self) -> None:
        """Take a video sample entry apart: its fixed part becomes the body."""
        if not self.children and len(self.body) >= _LEAD[b"entry"]:
            content, start = bytes(self.body), self.offset + len(self.head)
            self.body, self.children, self.tail = _inside(content, start, b"entry", [MAX_BOXES - 100])


def _shown(kind: bytes) -> str:
    return ascii(kind.decode("latin-1"))[1:-1]


def big_endian(values: array[int]) -> bytes:
    """Return the bytes of a table's numbers."""
    swapped = values[:]
    swapped.byteswap()
    return swapped.tobytes()


@dataclass(slots=True)
class Extent:
    """A box of the file by its place: ``start`` of its header of ``head`` bytes, ``end``; ``box`` where it is
    held in memory."""

    type: bytes
    start: int
    head: int
    end: int
    box: Box | None = None


def read_extents(file: BinaryIO) -> list[Extent]:
    """Read the boxes of a file in order, those of `TABLES` taken apart.

    Raises SeigenError naming box and byte where one reaches beyond the file or what holds it, or there are
    more than MAX_BOXES or MAX_TABLES.
    """
    length = file.seek(0, os.SEEK_END)
    extents: list[Extent] = []
    at, held = 0, 0
    count = [0]
    while at < length:
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            raise SeigenError(f"{len(head)} bytes at byte {at} are no box")
        kind, size = head[4:8], int.from_bytes(head[:4], "big")
        used = 16 if size == 1 else 8
        if size == 1:
            size = int.from_bytes(head[8:], "big") if len(head) == 16 else 0
        size = size or length - at
        if size < used or at + size > length:
            raise SeigenError(
                f"box {_shown(kind)} at byte {at}: {size} bytes declared, {length - at} are there"
            )
        extent = Extent(kind, at, used, at + size)
        _count(count)
        if kind in TABLES:
            held += size
            if held > MAX_TABLES:
                raise SeigenError(
                    f"box {_shown(kind)} at byte {at}: tables are larger than {MAX_TABLES} bytes"
                )
            file.seek(at + used)
            extent.box = _box(kind, at, head[:used], file.read(size - used), count)
        extents.append(extent)
        at += size
    return extents


def _count(count: list[int]) -> None:
    count[0] += 1
    if count[0] > MAX_BOXES:
        raise SeigenError(f"more than {MAX_BOXES} boxes")


def _box(kind: bytes, offset: int, head: bytes, content: bytes, count: list[int]) -> Box:
    if kind not in _PARTED:
        return Box(kind, offset, head, content)
    body, children, tail = _inside(content, offset + len(head), kind, count)
    return Box(kind, offset, head, body, children, tail)


def _inside(data: bytes, offset: int, kind: bytes, count: list[int]) -> tuple[bytes, list[Box], bytes]:
    """What stands before the boxes in ``data``, the boxes, and what follows them."""
    lead = _LEAD.get(kind, 0)
    if kind == b"meta" and data[4:8] != b"hdlr":  # version and flags, which QuickTime's lacks
        lead = 4
    at = lead
    children: list[Box] = []
    while len(data) - at >= 8 and data[at : at + 4] != b"\0\0\0\0":  # four zero bytes end a QuickTime list
        size, inner = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        used = 16 if size == 1 else 8
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < used or at + size > len(data):
            raise SeigenError(
                f"box {_shown(inner)} at byte {offset + at}: {size} bytes declared, {len(data) - at} are "
                f"left in {_shown(kind)}"
            )
        _count(count)
        head, content = data[at : at + used], data[at + used : at + size]
        parted = inner in _INNER.get(kind, ())
        children.append(
            _box(inner, offset + at, head, content, count)
            if parted
            else Box(inner, offset + at, head, content)
        )
        at += size
    return data[:lead], children, data[at:]
