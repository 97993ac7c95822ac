"""MP4 and MOV files edited in place, at the level of their boxes.

Only the bytes of changed samples, and the numbers that follow from their sizes (sample sizes, chunk and data
offsets, indices), differ from the file that was read; media data are never held in memory.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from sei.errors import SeigenError
from vvc_bridge.containers import mp4_tables as tables
from vvc_bridge.containers.boxes import Box, Extent, read_extents
from vvc_bridge.containers.record import Record
from vvc_bridge.containers.samples import Change, ChangeRecord, Track
from vvc_bridge.nal import Codec
from vvc_bridge.output import naming
from vvc_bridge.scan import MAX_ACCESS_UNIT

_RECORDS = {b"avcC": (Codec.H264, 0), b"hvcC": (Codec.H265, 0), b"vvcC": (Codec.H266, 4)}
"""Box of a sample entry to its codec, and the bytes before the record in it."""

_SIZED = (b"subs", b"senc")
"""Boxes that tell of sizes within samples."""

_COPY = 1 << 20
_IN_MEMORY = 1 << 26
"""Most bytes of changed samples held in memory before they go to a temporary file."""


def open_file(path: str | os.PathLike[str]) -> Mp4File:
    """Open an MP4 or MOV file.

    Raises SeigenError naming box and byte where it is damaged, or holds no H.266, H.265 or H.264 video.
    """
    file = Path(path).open("rb")  # noqa: SIM115  closed by Mp4File.close
    try:
        return Mp4File(file)
    except SeigenError as error:
        file.close()
        raise SeigenError(f"{os.fspath(path)}: {error}") from None
    except BaseException:
        file.close()
        raise


@dataclass(slots=True)
class _Edits:
    """Changed samples of one pass: what replaces which bytes, and the new sizes."""

    sizes: array[int]
    spool: BinaryIO
    grown: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, growth of a sample
    patches: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # start, end, place in spool, bytes

    def add(self, number: int, start: int, old: bytes, new: bytes) -> None:
        """Keep what differs between the old and the new sample."""
        self.sizes[number] = len(new)
        if len(new) != len(old):
            self.grown.append((start, start + len(old), len(new) - len(old)))
        same = _common(old, new)
        tail = _common(old[same:][::-1], new[same:][::-1])
        middle = new[same : len(new) - tail]
        self.patches.append((start + same, start + len(old) - tail, self.spool.tell(), len(middle)))
        self.spool.write(middle)


class Mp4File:
    """An MP4 or MOV file open for reading; see `samples.File`."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.extents = read_extents(file)
        self.length = self.extents[-1].end if self.extents else 0
        moov = next((extent.box for extent in self.extents if extent.type == b"moov"), None)
        if moov is None:
            raise SeigenError("no box moov in it")
        if moov.child(b"cmov"):
            raise SeigenError(f"{moov}: compressed (cmov)")
        self.moov = moov
        self.tracks = [tables.read_samples(trak, self.length) for trak in moov.all(b"trak")]
        moofs = [extent.box for extent in self.extents if extent.box and extent.type == b"moof"]
        fragments = tables.Fragments(moov, {samples.number: samples for samples in self.tracks}, self.length)
        for moof in moofs:
            fragments.read(moof)
        self.video, self.entries = self._video()
        self.track = self._track()

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def samples(self) -> Iterator[bytes]:
        """Yield the stored bytes of the video's samples in decoding order."""
        for _, _, data in self._samples():
            yield data

    def rewrite(self, out: BinaryIO, change: Change, change_record: ChangeRecord | None = None) -> None:
        """Write the file with changed samples and records; see `samples.File`. To be asked for
        once.

        Raises SeigenError naming the box that cannot follow the change of a sample's size.
        """
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            edits = _Edits(self.video.sizes[:], cast(BinaryIO, spool))
            for number, start, data in self._samples():
                new = change(number, data)
                if new != data:
                    with naming(tempfile.gettempdir()):
                        edits.add(number, start, data, new)
            patches = self._patches(edits, change_record)
            at = 0
            for start, end, place, count in sorted(set(patches)):
                if start < at:
                    raise SeigenError(f"byte {start}: two samples that change share bytes")
                self._copy(out, at, start)
                with naming(tempfile.gettempdir()):  # what was held back is written now
                    edits.spool.seek(place)
                out.write(edits.spool.read(count))
                at = end
            self._copy(out, at, self.length)

    # -- reading ------------------------------------------------------------------------------------

    def _video(self) -> tuple[tables.Samples, list[tuple[Box, Box]]]:
        """The first track with H.266, H.265 or H.264 video, its sample entries and their record boxes."""
        others: list[str] = []
        for samples in self.tracks:
            handler = samples.trak.need(b"mdia").child(b"hdlr")
            if handler is None or handler.body[8:12] not in (b"vide", b"pict"):
                continue
            entries: list[tuple[Box, Box]] = []
            stsd = samples.trak.need(b"mdia", b"minf", b"stbl", b"stsd")
            for entry in stsd.children:
                entry.parse_entry()
                record = next((box for box in entry.children if box.type in _RECORDS), None)
                if record is None or entry.type == b"encv":
                    others.append(entry.type.decode("latin-1"))
                else:
                    entries.append((entry, record))
            if entries and len(entries) < len(stsd.children):
                raise SeigenError(f"{stsd}: one track of several codecs")
            if entries:
                return samples, entries
        what = f" (but {', '.join(map(ascii, sorted(set(others))))})" if others else ""
        raise SeigenError(f"no H.266, H.265 or H.264 video in it{what}")

    def _track(self) -> Track:
        records: list[bytes] = []
        kinds: set[tuple[Codec, int]] = set()
        for _, box in self.entries:
            codec, lead = _RECORDS[box.type]
            records.append(bytes(box.body[lead:]))
            try:
                kinds.add((codec, Record.parse(codec, records[-1]).length_size))
            except SeigenError as error:
                raise SeigenError(f"{box}: {error}") from None
        if len(kinds) > 1:
            raise SeigenError(f"{self.entries[0][0]}: sample entries of several codecs or length sizes")
        dref = self.video.trak.child(b"mdia", b"minf", b"dinf", b"dref")
        if dref is not None and not _inside(dref):
            raise SeigenError(f"{dref}: the video lies in another file")
        codec, length_size = kinds.pop()
        track = Track(codec, length_size, {0: records[0]})
        last = 1
        for chunk in self.video.chunks:
            if chunk.description != last or not chunk.first:
                last = chunk.description
                if not 1 <= last <= len(records):
                    raise SeigenError(f"{self.entries[0][0]}: sample {chunk.first} is of sample entry {last}")
                track.records[chunk.first] = records[last - 1]
        return track

    def _samples(self) -> Iterator[tuple[int, int, bytes]]:
        """Number, place and bytes of each sample in decoding order."""
        for chunk in self.video.chunks:
            at = chunk.start
            for number in range(chunk.first, chunk.first + chunk.count):
                size = self.video.sizes[number]
                if at < 0 or at + size > self.length:
                    raise SeigenError(
                        f"sample {number}: {size} bytes at byte {at}, the file has {self.length}"
                    )
                if size > MAX_ACCESS_UNIT:
                    raise SeigenError(f"sample {number} is larger than {MAX_ACCESS_UNIT} bytes")
                self.file.seek(at)
                yield number, at, self.file.read(size)
                at += size

    # -- writing ------------------------------------------------------------------------------------

    def _copy(self, out: BinaryIO, start: int, end: int) -> None:
        self.file.seek(start)
        while start < end:
            piece = self.file.read(min(_COPY, end - start))
            if not piece:
                raise SeigenError(f"byte {start}: the file has become shorter")
            out.write(piece)
            start += len(piece)

    def _patches(self, edits: _Edits, change_record: ChangeRecord | None) -> list[tuple[int, int, int, int]]:
        """All that is written in place of bytes of the old file: samples, headers of the boxes that hold
        them, and tables."""
        patches = edits.patches
        records = self._change_records(change_record) if change_record else False
        if not edits.grown and not records:
            return patches
        if edits.grown:
            self._refuse_sized()
            tables.set_sizes(self.video, edits.sizes)
        moves, headers = self._moves(sorted(set(edits.grown)))
        if any(moves.shifts):
            self._check_groups(moves, edits.sizes)
            self._move(moves)
        boxes = [(extent, bytes(extent.box)) for extent in self.extents if extent.box]
        changed = [(extent.start, extent.end, data) for extent, data in boxes]
        for start, end, data in headers + changed:
            patches.append((start, end, edits.spool.tell(), len(data)))
            edits.spool.write(data)
        return patches

    def _change_records(self, change_record: ChangeRecord) -> bool:
        changed = False
        for _, box in self.entries:
            lead = _RECORDS[box.type][1]
            old = bytes(box.body[lead:])
            new = change_record(old)
            if new != old:
                box.body = box.body[:lead] + new
                changed = True
        return changed

    def _refuse_sized(self) -> None:
        """Refuse to change sample sizes beside boxes that tell of sizes within samples."""
        places = [self.video.trak.need(b"mdia", b"minf", b"stbl")]
        for extent in self.extents:
            if extent.box and extent.type == b"moof":
                trafs = extent.box.all(b"traf")
                places += [t for t in trafs if t.need(b"tfhd").number(4) == self.video.number]
            if extent.type == b"ssix":
                raise SeigenError(f"{extent.box}: cannot follow samples that change their size")
        for place in places:
            for box in place.children:
                if box.type in _SIZED:
                    raise SeigenError(f"{box}: cannot follow samples that change their size")
        for samples in self.tracks:
            handler = samples.trak.need(b"mdia").child(b"hdlr")
            if handler is not None and handler.body[8:12] == b"hint":
                raise SeigenError(f"{handler}: a hint track cannot follow samples that change their size")

    def _moves(self, grown: list[tuple[int, int, int]]) -> tuple[tables.Moves, list[tuple[int, int, bytes]]]:
        """Where everything lies in the new file, and new headers of the boxes that hold the samples."""
        limit = self.length + sum(max(growth, 0) for _, _, growth in grown) + 16 * len(self.extents)
        if limit + self._table_growth() >> 32:
            for samples in self.tracks:
                tables.widen_offsets(samples.trak)
        changes: list[tuple[int, int, int]] = list(grown)
        headers: list[tuple[int, int, bytes]] = []
        at = 0
        for extent in self.extents:
            if extent.box is not None:
                growth = len(bytes(extent.box)) - (extent.end - extent.start)
                if growth:
                    changes.append((extent.start, extent.end, growth))
                continue
            growth = 0
            while at < len(grown) and grown[at][0] < extent.end:
                growth += grown[at][2] if grown[at][0] >= extent.start else 0
                at += 1
            if growth and (header := self._header(extent, growth)):
                headers.append((extent.start, extent.start + extent.head, header))
                if len(header) != extent.head:
                    changes.append((extent.start, extent.start + extent.head, len(header) - extent.head))
        return tables.Moves(changes), headers

    def _table_growth(self) -> int:
        held = [extent for extent in self.extents if extent.box]
        return sum(len(bytes(e.box)) - (e.end - e.start) for e in held if e.box)

    def _header(self, extent: Extent, growth: int) -> bytes | None:
        """Header of a box that holds media data and has grown; None when it reaches to the end of the
        file."""
        self.file.seek(extent.start)
        head = self.file.read(extent.head)
        if head[:4] == b"\0\0\0\0":
            return None
        size = extent.end - extent.start + growth
        if extent.head == 16:
            return head[:8] + size.to_bytes(8, "big")
        if size >> 32:
            return b"\0\0\0\1" + head[4:] + (size + 8).to_bytes(8, "big")
        return size.to_bytes(4, "big") + head[4:]

    def _check_groups(self, moves: tables.Moves, sizes: array[int]) -> None:
        """Refuse files in which other samples share bytes with one that changes."""
        for samples in self.tracks:
            if not _inside(samples.trak.child(b"mdia", b"minf", b"dinf", b"dref")):
                continue
            new = sizes if samples is self.video else samples.sizes
            for chunk in samples.chunks:
                length = sum(new[chunk.first : chunk.first + chunk.count])
                chunk.moved = moves(chunk.start)
                if chunk.count and not samples.sizes[chunk.first] and new[chunk.first]:
                    chunk.moved -= moves.into(chunk.start)
                if moves(samples.end(chunk)) - chunk.moved != length:
                    raise SeigenError(
                        f"byte {chunk.start}: samples of track {samples.number} share bytes with one that "
                        "changes"
                    )

    def _move(self, moves: tables.Moves) -> None:
        """Write new offsets into all tables."""
        for samples in self.tracks:
            if _inside(samples.trak.child(b"mdia", b"minf", b"dinf", b"dref")):
                tables.move_chunks(samples, moves)
            for meta in samples.trak.all(b"meta"):
                tables.move_items(meta, moves)
        for meta in self.moov.all(b"meta"):
            tables.move_items(meta, moves)
        runs = {id(run.trun): run for samples in self.tracks for run in samples.runs}
        for extent in self.extents:
            if extent.box is None:
                continue
            if extent.type == b"moof":
                tables.move_fragment(extent.box, runs, moves)
            elif extent.type == b"sidx":
                tables.move_index(extent.box, moves)
            elif extent.type == b"mfra":
                tables.move_random_access(extent.box, moves)
            elif extent.type == b"meta":
                tables.move_items(extent.box, moves)


def _inside(dref: Box | None) -> bool:
    """Whether a track's samples lie in this file."""
    return dref is None or not dref.children or any(box.body[3:4] == b"\1" for box in dref.children)


def _common(a: bytes, b: bytes) -> int:
    """Bytes that two begin with alike."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
