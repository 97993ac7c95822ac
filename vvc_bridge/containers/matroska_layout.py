"""Places in a Matroska segment after an edit, and the elements that speak of places and sizes.

Sizes of places depend on places (a larger value may need another byte), so that they are worked out until
nothing moves any more; fields keep their width, so this takes two rounds or three.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from sei.errors import SeigenError
from vvc_bridge.containers import ebml
from vvc_bridge.containers.ebml import CRC_32, VOID, Element, Rule
from vvc_bridge.containers.splice import Patch, Patches, crc32, difference, spliced

SEEK_HEAD, TRACKS, CLUSTER, CUES = 0x114D9B74, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
SEEK, SEEK_POSITION = 0x4DBB, 0x53AC
POSITION, PREV_SIZE = 0xA7, 0xAB
CUE_POINT, CUE_TRACK_POSITIONS, CUE_CLUSTER, CUE_RELATIVE, CUE_CODEC_STATE = 0xBB, 0xB7, 0xF1, 0xF0, 0xEA
CUE_REFERENCE, CUE_REFERENCE_CLUSTER, CUE_REFERENCE_STATE = 0xDB, 0x97, 0xEB

MAX_HELD = 1 << 26
"""Largest SeekHead, Tracks or Cues read, in bytes."""

MAX_CLUSTERS = 1 << 20
ROUNDS = 16


def _column() -> array[int]:
    return array("q")


@dataclass(slots=True)
class Outline:
    """Elements of a segment that speak of places or sizes, clusters column by column.

    parts             SeekHead, Cues, Void, and a CRC-32 of the whole segment
    start, data, end  bytes of the file where clusters begin, have their data, and end
    width             of their size field; 0: size unknown
    crc               where the data of their CRC-32 begin; 0: none
    fields            Position and PrevSize that were right: element, and the cluster that it is in
    """

    parts: list[Element] = field(default_factory=list)
    start: array[int] = field(default_factory=_column)
    data: array[int] = field(default_factory=_column)
    end: array[int] = field(default_factory=_column)
    width: array[int] = field(default_factory=_column)
    crc: array[int] = field(default_factory=_column)
    fields: list[tuple[Element, int, int]] = field(default_factory=list)

    def add(self, element: Element) -> None:
        """Note an element of the segment. OverflowError for too many clusters."""
        self.finish(element.start)
        if element.id == CLUSTER:
            if len(self.start) == MAX_CLUSTERS:
                raise OverflowError(f"more than {MAX_CLUSTERS} clusters")
            self.start.append(element.start)
            self.data.append(element.data)
            self.end.append(-1 if element.size is None else element.end)
            self.width.append(0 if element.size is None else element.width)
            self.crc.append(0)
        elif element.id in (SEEK_HEAD, CUES, VOID, CRC_32):
            self.parts.append(element)

    def finish(self, place: int) -> None:
        """End a cluster of unknown size here, if it is the last one."""
        if self.end and self.end[-1] < 0:
            self.end[-1] = place

    def note(self, element: Element, data: bytes) -> None:
        """Note an element of the last cluster."""
        cluster = len(self.start) - 1
        if element.id == CRC_32:
            if element.start == self.data[-1] and element.size == 4:
                self.crc[-1] = element.data
        elif len(self.fields) < 2 * MAX_CLUSTERS:
            self.fields.append((element, cluster, int.from_bytes(data, "big")))


class SegmentLayout:
    """A segment with patches, and what follows from them.

    file     the file as it was
    limit    EBMLMaxSizeLength
    patches  of the clusters' blocks
    outline  of the whole segment
    """

    def __init__(
        self, file: BinaryIO, segment: Element, limit: int, patches: Patches, outline: Outline
    ) -> None:
        self.file = file
        self.segment = segment
        self.limit = limit
        self.patches = patches
        self.outline = outline
        self.replaced: list[tuple[Element, bytes]] = []
        self._use([])

    def replace(self, element: Element, data: bytes) -> None:
        """Give an element of the segment other data."""
        if data != self._data(element):
            self.replaced.append((element, data))

    def pieces(self, length: int) -> Iterator[bytes]:
        """Yield the new file in pieces; the old one has ``length`` bytes."""
        if self.patches or self.replaced:
            for _ in range(ROUNDS):
                before = self.consequences
                self._use(self._derive())
                if self.consequences == before:
                    break
            else:
                raise SeigenError("places in the segment do not settle")
            self._checksums(length)
        yield from self._new(0, length)

    def _use(self, consequences: list[Patch]) -> None:
        """Take these patches besides those of the blocks."""
        self.consequences = sorted(consequences)
        self.starts = [patch.start for patch in self.consequences]
        self.growth = [0]
        for patch in self.consequences:
            self.growth.append(self.growth[-1] + len(patch.data) - (patch.end - patch.start))

    def _place(self, place: int) -> int:
        """Where a byte of the old file is in the new one."""
        return place + self.patches.growth(place) + self.growth[bisect_left(self.starts, place)]

    def _position(self, value: int) -> int:
        """New value of a place counted from the segment's data."""
        place = value + self.segment.data
        if place >= self._end():
            return value
        return self._place(place) - self._place(self.segment.data)

    def _end(self) -> int:
        return 1 << 62 if self.segment.size is None else self.segment.end

    def _data(self, element: Element) -> bytes:
        self.file.seek(element.data)
        return self.file.read(element.end - element.data)

    def _new(self, start: int, end: int) -> Iterator[bytes]:
        """Bytes of the new file for a range of the old one."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        following = iter(self.consequences[first:last])
        return spliced(self.file, start, end, self.patches.between(start, end), following)

    def _derive(self) -> list[Patch]:
        """All patches that follow from the places as they are known now."""
        found = [*self._sizes(), *self._fields()]
        voids = {part.start: part for part in self.outline.parts if part.id == VOID}
        for element, data in [*self.replaced, *self._references()]:
            new = ebml.id_bytes(element.id) + ebml.as_size(len(data), element.width, self.limit) + data
            end = element.end
            void = voids.get(end)
            if void is not None and len(new) != end - element.start:  # it takes up the difference
                left = void.end - element.start - len(new)
                if left == 0 or left >= 2:
                    new += _void(left, self.limit)
                    end = void.end
            self.file.seek(element.start)
            old = self.file.read(end - element.start)
            if new != old:
                found.append(difference(element.start, old, new))
        return found

    def _sizes(self) -> Iterator[Patch]:
        """Size fields of the segment and its clusters."""
        outline = self.outline
        clusters = zip(outline.data, outline.end, outline.width, strict=True)
        whole = self.segment
        first = [] if whole.size is None else [(whole.data, whole.end, whole.width)]
        for data, end, width in chain(first, clusters):
            size = self._place(end) - self._place(data)
            if width and size != end - data:
                yield Patch(data - width, data, ebml.as_size(size, width, self.limit))

    def _fields(self) -> Iterator[Patch]:
        """Position and PrevSize of clusters, where they were right."""
        outline, origin = self.outline, self.segment.data
        for element, cluster, value in outline.fields:
            if element.id == POSITION:
                start = outline.start[cluster]
                right, new = start - origin, self._place(start) - self._place(origin)
            elif cluster:
                start, end = outline.start[cluster - 1], outline.end[cluster - 1]
                right, new = end - start, self._place(end) - self._place(start)
            else:
                continue
            if value == right and new != right:
                body = ebml.as_uint(new, element.end - element.data)
                size = ebml.as_size(len(body), element.width, self.limit)
                yield Patch(element.start + 1, element.end, size + body)

    def _references(self) -> Iterator[tuple[Element, bytes]]:
        """SeekHead and Cues with the places as they are now."""

        def position(data: bytes, _: int) -> bytes:
            return ebml.as_uint(self._position(ebml.uint(data)), len(data))

        seek: dict[int, Rule] = {SEEK: {SEEK_POSITION: position}}
        cues: dict[int, Rule] = {CUE_POINT: {CUE_TRACK_POSITIONS: self._cue}}
        for element in self.outline.parts:
            if element.id in (SEEK_HEAD, CUES) and element.end - element.data <= MAX_HELD:
                old = self._data(element)
                new = ebml.changed(old, element.data, seek if element.id == SEEK_HEAD else cues, self.limit)
                if new != old:
                    yield element, new

    def _cue(self, data: bytes, where: int) -> bytes:
        """CueTrackPositions with the places as they are now."""
        cluster = ebml.uint(ebml.find(data, where, CUE_CLUSTER)) + self.segment.data
        index = bisect_right(self.outline.start, cluster) - 1

        def position(body: bytes, _: int) -> bytes:
            return ebml.as_uint(self._position(ebml.uint(body)), len(body))

        def relative(body: bytes, _: int) -> bytes:
            value = ebml.uint(body)
            if index < 0 or self.outline.start[index] != cluster:
                return body
            first = self.outline.data[index]
            if first + value >= self._end():
                return body
            moved = self._place(first + value) - self._place(first)
            return body if moved < 0 else ebml.as_uint(moved, len(body))  # it pointed to no block

        rules: dict[int, Rule] = {
            CUE_CLUSTER: position,
            CUE_RELATIVE: relative,
            CUE_CODEC_STATE: position,
            CUE_REFERENCE: {CUE_REFERENCE_CLUSTER: position, CUE_REFERENCE_STATE: position},
        }
        return ebml.changed(data, where, rules, self.limit)

    def _checksums(self, length: int) -> None:
        """CRC-32 of clusters and of the segment that changed and are whole, when all else is settled."""
        outline, end = self.outline, self._end()
        spans = [span for span in zip(outline.crc, outline.end, strict=True) if span[0] and span[1] <= length]
        clusters = [self._checksum(*span) for span in spans]
        self._use(self.consequences + [patch for patch in clusters if patch])
        for part in outline.parts:
            whole = end <= length or self.segment.size is None
            if part.id == CRC_32 and part.start == self.segment.data and part.size == 4 and whole:
                patch = self._checksum(part.data, end)
                self._use(self.consequences + ([patch] if patch else []))

    def _checksum(self, crc: int, end: int) -> Patch | None:
        """CRC-32 at ``crc`` of what follows it up to ``end``, where that changed."""
        start = crc + 4
        changes = self.patches.between(start, end)
        if bisect_left(self.starts, start) == bisect_left(self.starts, end) and not next(changes, None):
            return None
        return Patch(crc, start, crc32(self._new(start, end)).to_bytes(4, "little"))


def _void(size: int, limit: int) -> bytes:
    """A Void of ``size`` bytes in all, 0 or at least 2."""
    if not size:
        return b""
    width = next(width for width in range(1, 9) if size - 1 - width < (1 << 7 * width) - 1)
    return ebml.id_bytes(VOID) + ebml.as_size(size - 1 - width, width, limit) + bytes(size - 1 - width)
