"""Matroska and WebM (RFC 9559) edited in place: blocks of one video track change, the rest is copied.

A first pass asks for every sample and keeps what changes as patches. Then all places are known that other
elements speak of, and the file is copied with the patches applied (`matroska_layout`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sei.errors import SeigenError
from vvc_bridge.containers import ebml
from vvc_bridge.containers.ebml import CRC_32, Element, Rule
from vvc_bridge.containers.matroska_layout import (
    CLUSTER,
    CUES,
    MAX_HELD,
    POSITION,
    PREV_SIZE,
    SEEK_HEAD,
    TRACKS,
    Outline,
    SegmentLayout,
)
from vvc_bridge.containers.matroska_tracks import BlockData, TrackEntry, first_video, track_number
from vvc_bridge.containers.samples import Change, ChangeRecord
from vvc_bridge.containers.splice import Patches, difference
from vvc_bridge.scan import MAX_ACCESS_UNIT

EBML, SEGMENT = 0x1A45DFA3, 0x18538067
INFO, ATTACHMENTS, CHAPTERS, TAGS = 0x1549A966, 0x1941A469, 0x1043A770, 0x1254C367
MAX_SIZE_LENGTH = 0x42F3
SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0xA3, 0xA0, 0xA1

TOP = {EBML, SEGMENT, SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES, ATTACHMENTS, CHAPTERS, TAGS}
"""What ends a cluster of unknown size."""

MAX_BLOCK = MAX_ACCESS_UNIT + (1 << 20)
"""Largest block read, in bytes: a sample and what stands beside it in its group."""

MAX_PARTS = 1 << 16
"""Elements of a segment that are no clusters."""


class MatroskaFile:
    """A Matroska file, open; see `containers.samples.File`. It need not be whole: what is cut off at its end
    is kept as it is."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.name = os.fspath(path)
        self.file: BinaryIO = Path(path).open("rb")  # noqa: SIM115 (closed by `close`)
        try:
            self.length = self.file.seek(0, os.SEEK_END)
            self.size_limit, self.segment = self._top()
            known = self.segment.size is not None
            self.segment_end = min(self.segment.end, self.length) if known else self.length
            self.tracks, self.entry = self._video()
            self.track = self.entry.track
        except BaseException:
            self.file.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def samples(self) -> Iterator[bytes]:
        """Yield the stored bytes of the track's samples in decoding order."""
        for _, _, block in self._blocks(None):
            yield from (self.entry.plain(frame) for frame in block.frames if frame)

    def rewrite(self, out: BinaryIO, change: Change, change_record: ChangeRecord | None = None) -> None:
        """Write the file with changed samples and CodecPrivate."""
        patches, outline, index = Patches(), Outline(), 0
        rules: dict[int, Rule] = {}
        if change_record and self.entry.private:
            rules = self.entry.rules(self._held(self.tracks), self.tracks.data, change_record)
            patched_tracks = ebml.changed(self._held(self.tracks), self.tracks.data, rules, self.size_limit)
        else:
            patched_tracks = self._held(self.tracks)
        try:
            for element, data, block in self._blocks(outline):
                frames = list(block.frames)
                for position, frame in enumerate(frames):
                    if frame:
                        block.frames[position] = self._changed(frame, index, change)
                        index += 1
                if frames != block.frames:
                    patches.append(
                        difference(element.start, data, self._rebuilt(element, data, bytes(block)))
                    )
            layout = SegmentLayout(self.file, self.segment, self.size_limit, patches, outline)
            layout.replace(self.tracks, patched_tracks)
            for piece in layout.pieces(self.length):
                out.write(piece)
        finally:
            patches.close()

    def _changed(self, frame: bytes, index: int, change: Change) -> bytes:
        plain = self.entry.plain(frame)
        new = change(index, plain)
        return frame if new == plain else self.entry.coded(new)

    def _rebuilt(self, element: Element, data: bytes, block: bytes) -> bytes:
        """A SimpleBlock or BlockGroup with another block in it."""
        body = data[element.data - element.start :]
        if element.id == BLOCK_GROUP:
            new = ebml.changed(body, element.data, {BLOCK: lambda *_: block}, self.size_limit)
        else:
            new = block
        size = ebml.as_size(len(new), element.width, self.size_limit)
        return ebml.id_bytes(element.id) + size + new

    def _top(self) -> tuple[int, Element]:
        """EBMLMaxSizeLength and the segment."""
        top = self._element(0, self.length)
        if top is None or top.id != EBML or top.size is None:
            raise SeigenError(f"{self.name}: no EBML header")
        limit = ebml.uint(ebml.find(self._held(top), top.data, MAX_SIZE_LENGTH), 8)
        at = top.end
        while (found := self._element(at, self.length)) is not None:
            if found.id == SEGMENT:
                return min(max(limit, 1), 8), found
            self._require_size(found)
            at = found.end
        raise SeigenError(f"{self.name}: no Segment in it")

    def _video(self) -> tuple[Element, TrackEntry]:
        """Tracks and the track that is edited."""
        tracks = next((e for e, parent in self._elements() if e.id == TRACKS and parent is None), None)
        if tracks is None:
            raise SeigenError(f"{self.name}: no Tracks in it")
        entry = first_video(self._held(tracks), tracks.data)
        if entry is None:
            raise SeigenError(f"{self.name}: no H.266, H.265 or H.264 video in it")
        return tracks, entry

    def _element(self, at: int, end: int) -> Element | None:
        """Element at a place; None where the file ends before its size does."""
        try:
            return ebml.element_at(self.file, at) if at < end else None
        except EOFError:
            return None
        except SeigenError as error:
            raise SeigenError(f"{self.name}: {error}") from None

    def _read(self, start: int, end: int) -> bytes:
        self.file.seek(start)
        return self.file.read(end - start)

    def _held(self, element: Element) -> bytes:
        """Data of an element that is read as a whole."""
        if element.end > self.length or element.end - element.data > MAX_HELD:
            limit = f"cut off or larger than {MAX_HELD} bytes"
            raise SeigenError(f"{self.name}: element 0x{element.id:X} at byte {element.start} is {limit}")
        return self._read(element.data, element.end)

    def _require_size(self, element: Element) -> None:
        if element.size is None:
            raise SeigenError(f"{self.name}: element 0x{element.id:X} at byte {element.start} has no size")

    def _elements(self) -> Iterator[tuple[Element, Element | None]]:
        """Elements of the segment, and those of its clusters with their cluster; none that is cut off."""
        at, parts = self.segment.data, 0
        cluster: Element | None = None
        end = self.segment_end  # of what holds the next element
        while at < self.segment_end:
            if cluster is not None and cluster.size is not None and at >= cluster.end:
                cluster, end = None, self.segment_end
            element = self._element(at, self.segment_end)
            if element is None:
                return
            if cluster is not None and cluster.size is None and element.id in TOP:
                cluster = None
            if cluster is None and element.id in (EBML, SEGMENT):
                raise SeigenError(f"{self.name}: a second segment at byte {at}: split the file first")
            if cluster is None and element.id == CLUSTER:
                cluster, at = element, element.data
                end = self.segment_end if element.size is None else element.end
                yield element, None
                continue
            self._require_size(element)
            whole = element.end <= self.segment_end
            if element.end > end and (whole or (end <= self.length and cluster is not None)):
                raise SeigenError(f"{self.name}: element 0x{element.id:X} at byte {at} outgrows its parent")
            if not whole:
                return
            if cluster is None and (parts := parts + 1) > MAX_PARTS:
                raise SeigenError(f"{self.name}: more than {MAX_PARTS} elements beside clusters")
            yield element, cluster
            at = element.end

    def _blocks(self, outline: Outline | None) -> Iterator[tuple[Element, bytes, BlockData]]:
        """Blocks of the track: element, its bytes, what they hold. ``outline`` notes the rest."""
        for element, cluster in self._elements():
            if cluster is not None and element.id in (SIMPLE_BLOCK, BLOCK_GROUP):
                found = self._block(element)
                if found is not None:
                    yield element, *found
            elif outline is not None:
                self._note(outline, element, cluster)
        if outline is not None:
            outline.finish(self.segment_end)

    def _note(self, outline: Outline, element: Element, cluster: Element | None) -> None:
        if cluster is None:
            try:
                outline.add(element)
            except OverflowError as error:
                raise SeigenError(f"{self.name}: {error}") from None
        elif element.id in (POSITION, PREV_SIZE, CRC_32):
            outline.note(element, self._read(element.data, min(element.end, element.data + 8)))

    def _block(self, element: Element) -> tuple[bytes, BlockData] | None:
        """Bytes and content of a block, or of the block in a group; None for one of another track."""
        place = element.data
        if element.id == SIMPLE_BLOCK:
            head = self._read(place, min(place + 8, element.end))
            if track_number(head, place) != self.entry.number:
                return None
        if element.end - element.start > MAX_BLOCK:
            raise SeigenError(f"{self.name}: block at byte {element.start} is larger than {MAX_BLOCK} bytes")
        data = self._read(element.start, element.end)
        body = data[place - element.start :]
        if element.id == BLOCK_GROUP:
            inner = [(child, part) for child, part in ebml.children(body, place) if child.id == BLOCK]
            if not inner:
                return None
            place, body = inner[0][0].data, inner[0][1]
            if track_number(body, place) != self.entry.number:
                return None
            if len(inner) > 1:
                raise SeigenError(f"{self.name}: two blocks in the group at byte {element.start}")
        return data, BlockData.read(body, place)


def open_file(path: str | os.PathLike[str]) -> MatroskaFile:
    """Open a Matroska file. Raises SeigenError when it is damaged before its tracks or has no H.266, H.265 or
    H.264 video that can be read, OSError as `open` does."""
    return MatroskaFile(path)
