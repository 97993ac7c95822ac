"""Where an MP4 file's samples lie: sample tables and track fragments, read and rewritten."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from sei.errors import SeigenError
from vvc_bridge.containers.boxes import Box, big_endian

Moved = Callable[[int], int]
"""Where a byte of the old file lies in the new one."""

_DATA_OFFSET, _FIRST_FLAGS, _DURATION, _SIZE, _FLAGS, _TIME = 1, 4, 0x100, 0x200, 0x400, 0x800  # of trun
_BASE, _DESCRIPTION, _DEFAULT_DURATION, _DEFAULT_SIZE, _FROM_MOOF = 1, 2, 8, 0x10, 0x20000  # of tfhd


@dataclass(slots=True)
class Chunk:
    """Samples that lie one behind the other: a chunk or a track run.

    start        byte in the file where the first one begins
    moved        byte in the new file where it begins
    first        number of the first one in its track
    count        how many
    description  number of their sample entry, from 1
    """

    start: int
    first: int
    count: int
    description: int
    moved: int = 0


@dataclass(slots=True)
class Run:
    """A track run of a fragment: its boxes, the byte its offsets count from and its samples; ``default``:
    where the size of all samples stands in ``tfhd``, 0: it does not."""

    trun: Box
    tfhd: Box
    default: int
    base: int
    chunk: Chunk


@dataclass(slots=True)
class Samples:
    """The samples of one track in decoding order.

    trak    its box
    sizes   bytes of each sample
    chunks  where they lie
    listed  how many are in the sample tables; the others are in fragments
    runs    track runs
    """

    trak: Box
    number: int
    sizes: array[int] = field(default_factory=lambda: array("I"))
    chunks: list[Chunk] = field(default_factory=list)
    listed: int = 0
    runs: list[Run] = field(default_factory=list)

    def end(self, chunk: Chunk) -> int:
        """Return the byte behind the last sample of a chunk."""
        return chunk.start + sum(self.sizes[chunk.first : chunk.first + chunk.count])


def read_samples(trak: Box, length: int) -> Samples:
    """Read the samples of a track's tables, in a file of ``length`` bytes. Raises SeigenError naming the box
    that does not fit the others."""
    tkhd = trak.need(b"tkhd")
    samples = Samples(trak, tkhd.number(20 if tkhd.body[:1] == b"\1" else 12))
    stbl = trak.need(b"mdia", b"minf", b"stbl")
    samples.sizes = _sizes(stbl, length)
    samples.listed = total = len(samples.sizes)
    if not total:
        return samples
    chunks = _chunk_offsets(stbl)
    first = 0
    for number, (count, description) in enumerate(_chunk_counts(stbl, len(chunks))):
        count = min(count, total - first)
        if count:
            samples.chunks.append(Chunk(chunks[number], first, count, description))
        first += count
    if first < total:
        raise SeigenError(f"{stbl.need(b'stsc')}: chunks hold {first} samples, there are {total}")
    return samples


def _sizes(stbl: Box, length: int) -> array[int]:
    box = stbl.child(b"stsz")
    if box is not None:
        fixed, count = box.number(4), box.number(8)
        if not fixed:
            return _checked(box, box.numbers(12, count), length)
        if fixed * count > length:
            raise SeigenError(f"{box}: {count} samples of {fixed} bytes, the file has {length}")
        return array("I", [fixed]) * count
    box = stbl.need(b"stz2")
    bits, count = box.number(7, 1), box.number(8)
    if bits == 4:
        pairs = box.numbers(12, (count + 1) // 2, "B")
        halves = [half for pair in pairs for half in (pair >> 4, pair & 15)]
        return _checked(box, array("I", halves[:count]), length)
    if bits not in (8, 16):
        raise SeigenError(f"{box}: sizes of {bits} bits")
    return _checked(box, array("I", box.numbers(12, count, "B" if bits == 8 else "H")), length)


def _checked(box: Box, sizes: array[int], length: int) -> array[int]:
    if sum(sizes) > length:
        raise SeigenError(f"{box}: samples of {sum(sizes)} bytes, the file has {length}")
    return sizes


def _chunk_offsets(stbl: Box) -> array[int]:
    box = stbl.child(b"stco")
    if box is not None:
        return box.numbers(8, box.number(4))
    box = stbl.need(b"co64")
    return box.numbers(8, box.number(4), "Q")


def _chunk_counts(stbl: Box, chunks: int) -> Iterator[tuple[int, int]]:
    """Number of samples and sample entry of each chunk."""
    box = stbl.need(b"stsc")
    table = box.numbers(8, 3 * box.number(4))
    at = 1
    for row in range(0, len(table), 3):
        last = table[row + 3] if row + 3 < len(table) else chunks + 1
        if table[row] != at or last < at:
            raise SeigenError(f"{box}: chunk {table[row]} where {at} follows")
        for _ in range(min(last, chunks + 1) - at):
            yield table[row + 1], table[row + 2]
        at = last


@dataclass(slots=True)
class Fragments:
    """Reads the movie fragments of a file into its tracks' samples."""

    moov: Box
    tracks: dict[int, Samples]
    length: int
    total: int = 0

    def read(self, moof: Box) -> None:
        """Add the samples of one movie fragment. SeigenError naming the box that does not fit."""
        follows = moof.offset
        for traf in moof.all(b"traf"):
            follows = self._traf(moof, traf, follows)

    def _traf(self, moof: Box, traf: Box, follows: int) -> int:
        """Add the samples of a track fragment; the byte behind them."""
        tfhd = traf.need(b"tfhd")
        flags, track = tfhd.number(1, 3), tfhd.number(4)
        samples = self.tracks.get(track)
        if samples is None:
            raise SeigenError(f"{tfhd}: track {track} does not exist")
        base = tfhd.number(8, 8) if flags & _BASE else moof.offset if flags & _FROM_MOOF else follows
        at = 16 if flags & _BASE else 8
        description, default = self._defaults(track)
        if flags & _DESCRIPTION:
            description = tfhd.number(at)
        at += 4 * (bool(flags & _DESCRIPTION) + bool(flags & _DEFAULT_DURATION))
        if flags & _DEFAULT_SIZE:
            default = tfhd.number(at)
        of_all = at if flags & _DEFAULT_SIZE else 0
        at = base
        for trun in traf.all(b"trun"):
            run = Run(trun, tfhd, of_all, base, Chunk(at, len(samples.sizes), 0, description))
            at = self._trun(run, samples, default)
        return at

    def _trun(self, run: Run, samples: Samples, default: int) -> int:
        trun, chunk = run.trun, run.chunk
        flags, count = trun.number(1, 3), trun.number(4)
        if flags & _DATA_OFFSET:
            chunk.start = run.base + _signed(trun.number(8))
        if flags & _SIZE:
            start, fields = _rows(trun)
            rows = trun.numbers(start, count * fields)
            sizes = rows[bool(flags & _DURATION) :: fields] if fields else array("I")
        elif count and (not default or count * default > self.length):
            raise SeigenError(f"{trun}: {count} samples of {default} bytes, the file has {self.length}")
        else:
            sizes = array("I", [default]) * count
        self.total += sum(sizes)
        if self.total > self.length:
            raise SeigenError(f"{trun}: samples of {self.total} bytes, the file has {self.length}")
        chunk.count = count
        samples.runs.append(run)
        samples.chunks.append(chunk)
        samples.sizes.extend(sizes)
        return chunk.start + sum(sizes)

    def _defaults(self, track: int) -> tuple[int, int]:
        mvex = self.moov.child(b"mvex")
        for trex in mvex.all(b"trex") if mvex else ():
            if trex.number(4) == track:
                return trex.number(8), trex.number(16)
        return 1, 0


def _signed(value: int) -> int:
    return value - (1 << 32) if value >> 31 else value


def _rows(trun: Box) -> tuple[int, int]:
    """Where the samples of a track run begin in its body, and the fields of each."""
    flags = trun.number(1, 3)
    start = 8 + 4 * (bool(flags & _DATA_OFFSET) + bool(flags & _FIRST_FLAGS))
    return start, sum(bool(flags & bit) for bit in (_DURATION, _SIZE, _FLAGS, _TIME))


def set_sizes(samples: Samples, sizes: array[int]) -> None:
    """Write new sample sizes into a track's tables and runs; offsets are left as they are."""
    if samples.listed:
        stbl = samples.trak.need(b"mdia", b"minf", b"stbl")
        old = stbl.child(b"stsz") or stbl.need(b"stz2")
        body = old.body[:4] + bytes(4) + samples.listed.to_bytes(4, "big")
        new = Box(b"stsz", old.offset, old.head[:4] + b"stsz" + old.head[8:], b"")
        new.body = body + big_endian(sizes[: samples.listed])
        if sizes[: samples.listed] != samples.sizes[: samples.listed]:
            stbl.children[next(at for at, box in enumerate(stbl.children) if box is old)] = new
    for _, runs in groupby(samples.runs, key=lambda run: id(run.tfhd)):
        _set_runs(list(runs), samples.sizes, sizes)


def _set_runs(runs: list[Run], before: array[int], sizes: array[int]) -> None:
    """Write new sizes into the runs of one track fragment."""
    tfhd, start, end = runs[0].tfhd, runs[0].chunk.first, runs[-1].chunk.first + runs[-1].chunk.count
    one_size = runs[0].default and len(set(sizes[start:end])) == 1
    if one_size and not any(run.trun.number(1, 3) & _SIZE for run in runs):
        tfhd.put(runs[0].default, sizes[start])
        return
    for run in runs:
        first, last = run.chunk.first, run.chunk.first + run.chunk.count
        if sizes[first:last] != before[first:last]:
            _set_run(run.trun, sizes[first:last])


def _set_run(trun: Box, sizes: array[int]) -> None:
    flags = trun.number(1, 3)
    start, fields = _rows(trun)
    rows = trun.numbers(start, len(sizes) * fields)
    position = int(bool(flags & _DURATION))
    if flags & _SIZE:
        rows[position::fields] = sizes
    else:
        wider = array("I", bytes(4 * len(sizes) * (fields + 1)))
        for column in range(fields):
            wider[column + (column >= position) :: fields + 1] = rows[column::fields]
        wider[position :: fields + 1] = sizes
        rows = wider
        trun.put(1, flags | _SIZE, 3)
    trun.body = trun.body[:start] + big_endian(rows)


def widen_offsets(trak: Box) -> None:
    """Give a track chunk offsets of 64 bits."""
    stbl = trak.need(b"mdia", b"minf", b"stbl")
    for at, box in enumerate(stbl.children):
        if box.type == b"stco":
            offsets = array("Q", box.numbers(8, box.number(4)))
            wide = Box(b"co64", box.offset, box.head[:4] + b"co64" + box.head[8:], b"")
            wide.body = box.body[:8] + big_endian(offsets)
            stbl.children[at] = wide


def move_chunks(samples: Samples, moved: Moved) -> None:
    """Write where a track's chunks (`Chunk.moved`), and its tables of auxiliary data, lie in the new file."""
    known: dict[int, int] = {}
    for chunk in samples.chunks:
        if known.setdefault(chunk.start, chunk.moved) != chunk.moved:
            raise SeigenError(f"byte {chunk.start}: two chunks begin there, one of empty samples")
    stbl = samples.trak.need(b"mdia", b"minf", b"stbl")
    for box in stbl.children:
        if box.type in (b"stco", b"co64"):
            code = "I" if box.type == b"stco" else "Q"
            offsets = box.numbers(8, box.number(4), code)
            box.body = box.body[:8] + _table(box, code, (known.get(at, at) for at in offsets))
        elif box.type == b"saio":
            _move_auxiliary(box, moved, 0)


def _move_auxiliary(saio: Box, moved: Moved, base: int) -> None:
    at = 12 if saio.number(1, 3) & 1 else 4
    code = "Q" if saio.body[:1] == b"\1" else "I"
    offsets = saio.numbers(at + 4, saio.number(at), code)
    new = (moved(base + offset) - moved(base) for offset in offsets)
    saio.body = saio.body[: at + 4] + _table(saio, code, new)


def _table(box: Box, code: str, values: Iterable[int]) -> bytes:
    try:
        return big_endian(array(code, values))
    except OverflowError:
        raise SeigenError(f"{box}: an offset does not fit") from None


def move_fragment(moof: Box, runs: Mapping[int, Run], moved: Moved) -> None:
    """Write where a movie fragment's samples lie in the new file; ``runs`` by the identity of their box."""
    for traf in moof.all(b"traf"):
        tfhd = traf.need(b"tfhd")
        if tfhd.number(1, 3) & _BASE:
            tfhd.put(8, moved(tfhd.number(8, 8)), 8)
        base = moof.offset
        for trun in traf.all(b"trun"):
            run = runs[id(trun)]
            base = run.base
            if trun.number(1, 3) & _DATA_OFFSET:
                offset = run.chunk.moved - moved(base)
                if not -(1 << 31) <= offset < 1 << 31:
                    raise SeigenError(f"{trun}: data offset {offset} does not fit into its 4 bytes")
                trun.put(8, offset & 0xFFFFFFFF)
        for saio in traf.all(b"saio"):
            _move_auxiliary(saio, moved, base)


def move_index(sidx: Box, moved: Moved) -> None:
    """Write the sizes that a segment index refers to in the new file."""
    wide = sidx.body[:1] != b"\0"
    size = 8 if wide else 4
    at = 12 + size
    old = sidx.offset + len(bytes(sidx))
    position = old + sidx.number(at, size)
    sidx.put(at, moved(position) - moved(old), size)
    at += size
    for row in range(at + 4, at + 4 + 12 * sidx.number(at + 2, 2), 12):
        word = sidx.number(row)
        end = position + (word & 0x7FFFFFFF)
        length = moved(end) - moved(position)
        if length >> 31:
            raise SeigenError(f"{sidx}: a segment of {length} bytes does not fit")
        sidx.put(row, word & 0x80000000 | length)
        position = end


def move_random_access(mfra: Box, moved: Moved) -> None:
    """Write where the movie fragments of a random access table begin in the new file."""
    for tfra in mfra.all(b"tfra"):
        size = 8 if tfra.body[:1] == b"\1" else 4
        lengths = tfra.number(8)
        step = 2 * size + (lengths >> 4 & 3) + (lengths >> 2 & 3) + (lengths & 3) + 3
        body = bytearray(tfra.body)
        count = tfra.number(12)
        if 16 + count * step > len(body):
            raise SeigenError(f"{tfra}: {count} entries declared")
        for row in range(16, 16 + count * step, step):
            at = slice(row + size, row + 2 * size)
            value = moved(int.from_bytes(body[at], "big"))
            if value >> 8 * size:
                raise SeigenError(f"{tfra}: {value} does not fit into its {size} bytes")
            body[at] = value.to_bytes(size, "big")
        tfra.body = bytes(body)


def move_items(meta: Box, moved: Moved) -> None:
    """Write where the items of a meta box lie in the new file (`iloc`)."""
    for iloc in meta.all(b"iloc"):
        _Items(iloc, moved).move()


@dataclass(slots=True)
class _Items:
    iloc: Box
    moved: Moved
    at: int = 6

    def _take(self, size: int) -> int:
        value = self.iloc.number(self.at, size) if size else 0
        self.at += size
        return value

    def move(self) -> None:
        version, sizes = self.iloc.number(0, 1), self.iloc.number(4, 2)
        offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
        index_size = sizes & 15 if version else 0
        for _ in range(self._take(4 if version == 2 else 2)):
            self._take(4 if version == 2 else 2)
            method = self._take(2) & 15 if version else 0
            self._take(2)
            base_at = self.at
            base = self._take(base_size)
            delta: int | None = None
            for _ in range(self._take(2)):
                self._take(index_size)
                at = self.at
                offset = self._take(offset_size)
                self._take(length_size)
                if method or not (offset_size or base_size):
                    continue
                shift = self.moved(base + offset) - base - offset
                if not base_size:
                    self.iloc.put(at, offset + shift, offset_size)
                elif delta not in (None, shift):
                    raise SeigenError(f"{self.iloc}: parts of an item move by {delta} and {shift} bytes")
                else:
                    delta = shift
            if delta:
                self.iloc.put(base_at, base + delta, base_size)


class Moves:
    """Where bytes of the old file lie in the new one, from the ranges that change their length."""

    def __init__(self, changes: Iterable[tuple[int, int, int]]) -> None:
        """``changes``: start, end and growth of each range; they do not overlap."""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.shifts = [0]
        for start, end, growth in sorted(changes):
            if self.ends and start < self.ends[-1]:
                raise SeigenError(f"byte {start}: two samples or boxes that change share bytes")
            self.starts.append(start)
            self.ends.append(end)
            self.shifts.append(self.shifts[-1] + growth)

    def into(self, offset: int) -> int:
        """Return the growth of the empty samples at ``offset``."""
        at = bisect_right(self.starts, offset) - 1
        growth = 0
        while at >= 0 and self.starts[at] == self.ends[at] == offset:
            growth += self.shifts[at + 1] - self.shifts[at]
            at -= 1
        return growth

    def __call__(self, offset: int) -> int:
        """Raises SeigenError for a byte within a range that changes."""
        after = bisect_right(self.ends, offset)
        if after < len(self.starts) and self.starts[after] < offset:
            raise SeigenError(f"byte {offset}: an offset points into a sample that changes")
        return offset + self.shifts[after]


__all__ = [
    "Chunk",
    "Fragments",
    "Moves",
    "Samples",
    "move_chunks",
    "move_fragment",
    "move_index",
    "move_items",
    "move_random_access",
    "read_samples",
    "set_sizes",
    "widen_offsets",
]
