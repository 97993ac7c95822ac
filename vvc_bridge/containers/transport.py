"""MPEG transport streams (H.222.0) edited in place, also with time stamps (m2ts) and cut in mid-packet.

The elementary stream is cut into access units over packet and PES boundaries. PES packets that an edit
touches are laid out again in their own transport packets, adaptation fields kept; a packet more is set in
behind them where they grow, one that is left empty goes. All other packets stay where and what they are; of
the video's own ones only the continuity counter moves on. The 16 bytes behind packets of 204 are copied, not
worked out again.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sei.errors import SeigenError
from vvc_bridge.containers.samples import Change, ChangeRecord, Track
from vvc_bridge.containers.splice import difference, spliced
from vvc_bridge.containers.transport_packets import (
    SIZE,
    Tables,
    capacity,
    filled,
    kept_adaptation,
    packets,
    payload_start,
    pid_of,
    require_clear,
)
from vvc_bridge.nal import Codec, Kind
from vvc_bridge.packet_framing import PROBE, Framing, framing
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import RawAccessUnit, Segmenter
from vvc_bridge.start_codes import START_CODE

TABLES_WITHIN = 1 << 26
"""Bytes in which the program map must come."""

PROBE_PIDS = 16
PROBE_BYTES = 1 << 16
"""Bytes of what may be video that its standard is told from."""

NO_HEADER = frozenset((0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF))
"""stream_id of PES packets without the header that video has (H.222.0 table 2-21)."""

MAX_SLOTS = 4096
"""Transport packets of one PES packet of open length that are held together."""

MAX_LENGTH = 1 << 17
"""Transport packets of one PES packet whose length is known."""


@dataclass(slots=True)
class Slot:
    """A transport packet of the video.

    place      byte of the file where it begins
    control    its fourth byte
    head       bytes of its payload before the elementary stream's: PES header, and what precedes the first
               start code of all
    size       bytes of the elementary stream
    repeated   a duplicate of the packet before, which does not count
    """

    place: int
    control: int
    head: int = 0
    size: int = 0
    repeated: bool = False


@dataclass(slots=True)
class Pes:
    """A PES packet, or a part of one whose length is open.

    start, end  bytes of the elementary stream that it holds
    length      PES_packet_length, 0: open
    """

    start: int
    end: int
    length: int = 0
    slots: list[Slot] = field(default_factory=list)


class Elementary:
    """Takes the video's transport packets and gives the bytes of the elementary stream, from the first start
    code on. Noted in ``queue``: which byte came from where."""

    def __init__(self) -> None:
        self.queue: deque[Pes] = deque([Pes(0, 0)])
        self.position = 0
        self.begun = False
        self.reading = False  # in a PES packet with a video's header
        self.header = b""  # of the PES packet, as far as it has come
        self.wanted = 0  # bytes of the header
        self.left: int | None = None  # bytes up to the end of a PES packet of known length
        self.zeros: list[tuple[Slot, int]] = []  # zero bytes that may belong to the first start code
        self.last = b""  # payload packet before

    def feed(self, place: int, packet: bytes) -> bytes:
        """Return the bytes of the elementary stream in a packet."""
        slot = Slot(place, packet[3])
        start = payload_start(packet)
        pes = self.queue[-1]
        if len(pes.slots) >= MAX_SLOTS:
            pes = self._split(pes, place)
        if start == SIZE:
            pes.slots.append(slot)
            return b""
        if self.last and packet[3] & 15 == self.last[3] & 15 and packet[start:] == self.last[start:]:
            slot.repeated = True
            pes.slots.append(slot)
            return b""
        self.last = packet
        payload = packet[start:]
        if packet[1] & 0x40:
            self.reading, self.header, self.wanted, self.left, self.zeros = True, b"", 9, None, []
            pes = Pes(self.position, self.position)
            self.queue.append(pes)
        pes.slots.append(slot)
        slot.head = self._header(payload, pes)
        data = payload[slot.head :]
        if not self.reading:
            slot.head = len(payload)
            return b""
        if self.left is not None:
            data = data[: self.left]
            self.left -= len(data)
        if not self.begun:
            data = self._begin(slot, data)
        slot.size = len(data)
        self.position += len(data)
        pes.end = self.position
        return data

    def _split(self, pes: Pes, place: int) -> Pes:
        """A part of its own for what follows, where nothing that follows can change the header."""
        if pes.length and self.left != 0:
            if len(pes.slots) < MAX_LENGTH:
                return pes
            raise SeigenError(f"a PES packet of more than {MAX_LENGTH} transport packets at byte {place}")
        pes = Pes(self.position, self.position)
        self.queue.append(pes)
        self.zeros = []
        return pes

    def _header(self, payload: bytes, pes: Pes) -> int:
        """Bytes of a payload that belong to the PES packet's header."""
        if not self.reading or len(self.header) == self.wanted:
            return 0
        taken = 0
        while len(self.header) < self.wanted and taken < len(payload):
            more = payload[taken : taken + self.wanted - len(self.header)]
            self.header += more
            taken += len(more)
            if len(self.header) == 9:
                self.wanted = 9 + self.header[8]
                if self.header[:3] != b"\0\0\1" or self.header[3] in NO_HEADER:
                    self.reading = False
                    return len(payload)
                if self.header[6] & 0x30:
                    raise SeigenError(
                        f"the PES packet in the packet at byte {pes.slots[0].place} is scrambled"
                    )
                pes.length = int.from_bytes(self.header[4:6], "big")
        if len(self.header) == self.wanted and pes.length:
            self.left = max(pes.length + 6 - self.wanted, 0)
        return taken

    def _begin(self, slot: Slot, data: bytes) -> bytes:
        """``data`` from the first start code on, with the zero bytes before it."""
        before = sum(count for _, count in self.zeros)
        joined = bytes(before) + data
        found = START_CODE.search(joined)
        if found is None:
            zeros = len(data) - len(data.rstrip(b"\0"))
            self.zeros = [*(self.zeros if zeros == len(data) else []), (slot, zeros)][-3:]
            slot.head += len(data)
            return b""
        self.begun = True
        start = found.start()
        while start and not joined[start - 1]:
            start -= 1
        if start >= before:
            slot.head += start - before
            return data[start - before :]
        for earlier, count in self.zeros:  # the start code began in packets before
            earlier.head -= count
            earlier.size = count
        self.position += before
        return data


class TransportFile:
    """A transport stream, open; see `containers.samples.File`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.name = os.fspath(path)
        self.file: BinaryIO = Path(path).open("rb")  # noqa: SIM115 (closed by `close`)
        try:
            self.length = self.file.seek(0, os.SEEK_END)
            self.file.seek(0)
            frame = framing(self.file.read(PROBE + 204 * 8))
            if frame is None:
                raise SeigenError(f"{self.name}: no transport packets")
            self.frame: Framing = frame
            self.pid, codec = self._video()
            self.track = Track.of(codec)
        except BaseException:
            self.file.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def byte_stream(self) -> Iterator[bytes]:
        """Yield the elementary stream, from its first start code on, in pieces."""
        return self._pieces(Elementary(), keep=False)

    def samples(self) -> Iterator[bytes]:
        """Yield the access units in decoding order."""
        for raw in self._access_units(self.byte_stream()):
            yield raw.data + raw.trailing

    def rewrite(self, out: BinaryIO, change: Change, change_record: ChangeRecord | None = None) -> None:
        """Write the file with changed access units. There is no decoder configuration record."""
        stream = Elementary()
        writer = _PacketWriter(self.file, self.frame, self.length, stream.queue, out)
        for raw in self._access_units(self._pieces(stream, keep=True)):
            old = raw.data + raw.trailing
            new = change(raw.index, old)
            if new != old:
                writer.edits += differences(raw, old, new)
            writer.settle(raw.offset + len(old))
        writer.finish()

    def _access_units(self, pieces: Iterator[bytes]) -> Iterator[RawAccessUnit]:
        tracker = PictureTracker()
        for raw in Segmenter(self.track.codec, tracker.same_unit).split(pieces):
            if raw.has_parameter_sets:
                tracker.feed_parameter_sets(raw)
            yield raw

    def _pieces(self, stream: Elementary, keep: bool) -> Iterator[bytes]:
        """The elementary stream; where its bytes come from is kept in ``stream.queue`` or forgotten."""
        high, low = self.pid >> 8, self.pid & 255
        for at, data, places in packets(self.file, self.frame):
            parts = []
            for place in places:
                if data[place + 2] == low and data[place + 1] & 0x1F == high:
                    packet = data[place : place + SIZE]
                    require_clear(packet, at + place, self.name)
                    parts.append(stream.feed(at + place, packet))
            if not keep:
                while len(stream.queue) > 1:
                    stream.queue.popleft()
                if stream.begun:
                    stream.queue[-1].slots.clear()
            if piece := b"".join(parts):
                yield piece

    def _video(self) -> tuple[int, Codec]:
        """PID and codec of the video: by the program map, where there is none by what PES packets hold."""
        tables = Tables()
        probes: dict[int, tuple[Elementary, bytearray]] = {}
        for at, data, places in packets(self.file, self.frame):
            for place in places:
                packet = data[place : place + SIZE]
                pid = pid_of(packet)
                if pid == 0 or pid in tables.maps:
                    tables.feed(packet)
                elif not tables.video and not packet[3] & 0xC0:
                    _probe(probes, pid, at + place, packet)
            if tables.video:
                return tables.video
            if at > TABLES_WITHIN:
                break
        for pid, (_, start) in probes.items():
            try:
                return pid, next(Segmenter().split([bytes(start)])).codec
            except SeigenError:
                continue
        raise SeigenError(f"{self.name}: no H.266, H.265 or H.264 video in it")


def _probe(probes: dict[int, tuple[Elementary, bytearray]], pid: int, place: int, packet: bytes) -> None:
    """Keep the first bytes of what may be video where no program map says so."""
    if pid not in probes:
        start = payload_start(packet)
        stream_id = packet[start + 3] if start + 4 <= SIZE else 0
        video = stream_id & 0xF0 == 0xE0 or stream_id == 0xFD
        if not packet[1] & 0x40 or not video or len(probes) == PROBE_PIDS:
            return
        probes[pid] = (Elementary(), bytearray())
    stream, held = probes[pid]
    if len(held) < PROBE_BYTES:
        held += stream.feed(place, packet)
        while len(stream.queue) > 1:
            stream.queue.popleft()


class Edit(NamedTuple):
    """Bytes ``start`` to ``end`` of the elementary stream give way to ``data``, which follow the byte before
    ``start``, or with ``opens`` precede the one at ``start``: they open an access unit."""

    start: int
    end: int
    data: bytes
    opens: bool

    def is_in(self, pes: Pes) -> bool:
        """Tell whether the new bytes belong to this PES packet."""
        if self.opens:
            return pes.start <= self.start < pes.end
        return pes.start < self.start <= pes.end

    def cuts(self, pes: Pes) -> bool:
        """Tell whether any bytes of this PES packet go."""
        return self.start < pes.end and self.end > pes.start


def differences(raw: RawAccessUnit, old: bytes, new: bytes) -> list[Edit]:
    """Find what turns an access unit into its new bytes: edits between the NAL units that are no SEI, so that
    none of those leaves its PES packet."""
    before, after = _fixed(old, raw.codec), _fixed(new, raw.codec)
    if [old[a:b] for a, b in before] != [new[a:b] for a, b in after]:
        before = after = []
    found = []
    here = there = 0
    for (a, b), (c, d) in zip([*before, (len(old),) * 2], [*after, (len(new),) * 2], strict=True):
        if old[here:a] != new[there:c]:
            patch = difference(raw.offset + here, old[here:a], new[there:c])
            found.append(Edit(*patch, opens=patch.start == raw.offset))
        here, there = b, d
    return found


def _fixed(data: bytes, codec: Codec) -> list[tuple[int, int]]:
    """Where the NAL units that are no SEI lie, without start codes and the zero bytes before these."""
    heads = [match.end() for match in START_CODE.finditer(data)]
    ends = [*(head - 3 for head in heads), len(data)][1:]  # none where nothing is left
    table, place = codec.kind_table(), codec.type_byte
    found = []
    for head, end in zip(heads, ends, strict=True):
        while end > head and not data[end - 1]:
            end -= 1
        if head + place < end and not table[data[head + place]] & Kind.SEI:
            found.append((head, end))
    return found


class _PacketWriter:
    """Writes the file as far as its access units are settled."""

    def __init__(self, file: BinaryIO, frame: Framing, length: int, queue: deque[Pes], out: BinaryIO) -> None:
        self.file = file
        self.before = frame.before
        self.after = frame.stride - SIZE - frame.before
        self.length = length
        self.queue = queue
        self.out = out
        self.edits: list[Edit] = []
        self.written = 0  # bytes of the old file that are done with
        self.shift = 0  # of the continuity counter

    def settle(self, position: int) -> None:
        """The elementary stream before ``position`` has all its edits."""
        while len(self.queue) > 1 and self.queue[0].end <= position:
            self._write(self.queue.popleft())

    def finish(self) -> None:
        """Write what is left."""
        while self.queue:
            self._write(self.queue.popleft())
        self._replace(self.length, self.length, b"")

    def _write(self, pes: Pes) -> None:
        edits = [edit for edit in self.edits if edit.is_in(pes) or edit.cuts(pes)]
        if edits:
            self._lay_out(pes, edits)
            self.edits = [e for e in self.edits if e.end > pes.end or (e.opens and e.start == pes.end)]
        elif self.shift & 15:
            for slot in pes.slots:
                self._renumber(slot)

    def _replace(self, start: int, end: int, data: bytes) -> None:
        """Copy the old file up to ``start``, then write ``data`` for its bytes up to ``end``."""
        for piece in spliced(self.file, self.written, start):
            self.out.write(piece)
        self.out.write(data)
        self.written = max(end, self.written)

    def _renumber(self, slot: Slot) -> None:
        control = slot.control & 0xF0 | slot.control + self.shift & 15
        self._replace(slot.place + 3, slot.place + 4, bytes([control]))

    def _lay_out(self, pes: Pes, edits: list[Edit]) -> None:
        """Put a PES packet's new bytes into its transport packets."""
        held = [(slot, self._read(slot.place, slot.place + SIZE)) for slot in pes.slots]
        full = [
            position
            for position, (slot, packet) in enumerate(held)
            if not slot.repeated and payload_start(packet) < SIZE
        ]
        last = full[-1]
        content, at = _content(pes, [held[position] for position in full], edits), 0
        for position, (slot, packet) in enumerate(held):
            start = payload_start(packet)
            if start == SIZE:
                self._renumber(slot)
                continue
            room = 0 if slot.repeated else capacity(packet) if position == last else SIZE - start
            part = content[at : at + room]
            at += room
            if not part:
                self._empty(slot, packet)
                continue
            if len(part) == SIZE - start:
                new = packet[:start] + part
            else:
                new = filled(packet, part, slot.control)
            control = bytes([new[3] & 0xF0 | slot.control + self.shift & 15])
            self._replace(slot.place, slot.place + SIZE, new[:3] + control + new[4:])
            if position == last:
                self._insert(slot, packet, content[at:])

    def _empty(self, slot: Slot, packet: bytes) -> None:
        """A packet that nothing is left for: only an adaptation field that says something keeps it."""
        if not slot.repeated:
            self.shift -= 1
        if kept_adaptation(packet):
            new = filled(packet, b"", slot.control + self.shift)
            self._replace(slot.place, slot.place + SIZE, new)
        else:
            start = max(slot.place - self.before, self.written)
            self._replace(start, min(slot.place + SIZE + self.after, self.length), b"")

    def _insert(self, slot: Slot, packet: bytes, content: bytes) -> None:
        """Packets behind that of ``slot`` for what did not fit."""
        before = self._read(max(slot.place - self.before, 0), slot.place)
        after = self._read(slot.place + SIZE, slot.place + SIZE + self.after)
        head = bytes([packet[0], packet[1] & 0x3F, packet[2], 0x10])
        parts = []
        for at in range(0, len(content), SIZE - 4):
            self.shift += 1
            new = filled(head, content[at : at + SIZE - 4], slot.control + self.shift)
            parts += [before, new, after]
        place = min(slot.place + SIZE + self.after, self.length)
        self._replace(place, place, b"".join(parts))

    def _read(self, start: int, end: int) -> bytes:
        self.file.seek(start)
        return self.file.read(end - start)


def _content(pes: Pes, held: list[tuple[Slot, bytes]], edits: list[Edit]) -> bytes:
    """New payload of a PES packet's transport packets, its header included."""
    head, old, tail = bytearray(), bytearray(), bytearray()
    for slot, packet in held:
        payload = packet[payload_start(packet) :]
        head += payload[: slot.head]
        old += payload[slot.head : slot.head + slot.size]
        tail += payload[slot.head + slot.size :]
    new, here = bytearray(), pes.start
    for edit in edits:
        start = min(max(edit.start, pes.start), pes.end)
        new += old[here - pes.start : start - pes.start]
        if edit.is_in(pes):
            new += edit.data
        here = max(min(edit.end, pes.end), start)
    new += old[here - pes.start :]
    if pes.length:
        length = pes.length + len(new) - len(old)
        if length > 0xFFFF:  # open, as only video in a transport stream may be
            length, tail = 0, bytearray()
        head[4:6] = length.to_bytes(2, "big")
    return bytes(head + new + tail)


def is_stamped(path: str | os.PathLike[str]) -> bool:
    """Tell whether a file is a transport stream with time stamps before its packets (192 bytes in all)."""
    with Path(path).open("rb") as file:
        frame = framing(file.read(PROBE + 204 * 8))
    return frame is not None and frame.stride == 192


def open_file(path: str | os.PathLike[str]) -> TransportFile:
    """Open a transport stream. Raises SeigenError when it is none or has no H.266, H.265 or H.264 video that
    can be read, OSError as `open` does."""
    return TransportFile(path)
