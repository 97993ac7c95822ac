"""A file written again with a few byte ranges replaced: what is not named stays, byte for byte."""

from __future__ import annotations

import heapq
import tempfile
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from vvc_bridge.output import naming

COPY = 1 << 20
"""Bytes copied at a time."""

SPOOL = 1 << 23
"""Bytes of replacements held in memory; what is beyond waits in a temporary file."""


class Patch(NamedTuple):
    """Bytes ``start`` to ``end`` of the old file give way to ``data``."""

    start: int
    end: int
    data: bytes


def difference(start: int, old: bytes, new: bytes) -> Patch:
    """Find the shortest patch that turns ``old``, which begins at ``start``, into ``new``."""
    head = _common(old, new)
    limit = min(len(old), len(new)) - head
    tail = _common(old[: -limit - 1 : -1], new[: -limit - 1 : -1]) if limit else 0
    return Patch(start + head, start + len(old) - tail, new[head : len(new) - tail])


def _common(a: bytes, b: bytes) -> int:
    """Length of the common beginning: halving, for comparing slices runs at memory speed."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Patches:
    """Many patches in rising order of place, 32 bytes of memory each; their data are spooled."""

    def __init__(self) -> None:
        self._starts = array("q")
        self._ends = array("q")
        self._spooled = array("q")  # where each one's data end in the spool
        self._growth = array("q")  # of all up to it
        self._spool = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 (closed by `close`)

    def __len__(self) -> int:
        return len(self._starts)

    def append(self, patch: Patch) -> None:
        """Add a patch behind all others."""
        self._starts.append(patch.start)
        self._ends.append(patch.end)
        with naming(tempfile.gettempdir()):
            self._spool.write(patch.data)
        self._spooled.append(self._spool.tell())
        growth = len(patch.data) - (patch.end - patch.start)
        self._growth.append((self._growth[-1] if self._growth else 0) + growth)

    def growth(self, place: int) -> int:
        """Count the bytes by which all patches before ``place`` move it."""
        index = bisect_left(self._starts, place)
        return self._growth[index - 1] if index else 0

    def between(self, start: int, end: int) -> Iterator[Patch]:
        """Yield the patches that begin from ``start`` on and before ``end``."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for index in range(first, last):
            begin = self._spooled[index - 1] if index else 0
            with naming(tempfile.gettempdir()):  # what was held back is written now
                self._spool.seek(begin)
            data = self._spool.read(self._spooled[index] - begin)
            yield Patch(self._starts[index], self._ends[index], data)

    def close(self) -> None:
        """Let the spool go."""
        self._spool.close()


def spliced(file: BinaryIO, start: int, end: int, *patches: Iterator[Patch]) -> Iterator[bytes]:
    """Yield the bytes ``start`` to ``end`` of ``file`` with patches applied, in pieces. Each of ``patches``
    comes in rising order of place."""
    for patch in heapq.merge(*patches):
        yield from _copied(file, start, patch.start)
        yield patch.data
        start = patch.end
    yield from _copied(file, start, end)


def _copied(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        file.seek(start)
        piece = file.read(min(COPY, end - start))
        if not piece:
            return
        yield piece
        start += len(piece)


def crc32(pieces: Iterator[bytes]) -> int:
    """Compute the CRC-32 (ISO/IEC 3309) of the pieces joined."""
    value = 0
    for piece in pieces:
        value = zlib.crc32(piece, value)
    return value
