"""A stream as it arrives: access units, and in the live layout messages of the one under way.

In streams whose gfv_nn_uri says that they are live (`vvc_bridge.talk.Timing.latency`), every suffix SEI NAL
unit after the one with the base message is given on as soon as it is whole. That is when the next start code
has come, or three zero bytes, which no NAL unit holds (H.266 B.2): the encoder writes them behind each.
Of any other stream access units are whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from sei.context import Context
from sei.errors import BitstreamError, SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from vvc_bridge.access_unit import AccessUnit, SeiMessage, access_units, messages_of
from vvc_bridge.nal import Codec, Kind, NalUnit
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import MAX_ACCESS_UNIT, Segmenter, TooLarge
from vvc_bridge.source import CHUNK, Readable, name_of
from vvc_bridge.talk import LIVE, Timing

PREFIX = b"\0\0\0\1"
ENDING = b"\0\0\0"
"""Behind a NAL unit: whoever reads a pipe knows that it is whole (trailing_zero_8bits)."""
_END = re.compile(rb"\0\0[\0\1]")
_FACE = 223


@dataclass(frozen=True)
class More:
    """Messages of an access unit that has been given on already.

    index  position of the access unit
    late   newer ones have come already
    """

    index: int
    messages: list[SeiMessage]
    late: bool = False


Arrived: TypeAlias = AccessUnit | More


class NalSplitter:
    """Cuts a byte stream, given in pieces, into NAL units, each as soon as it is known to be whole."""

    def __init__(self) -> None:
        self._buffer, self._inside, self._looked = bytearray(), False, 0
        self._at = 0  # of the buffer in the stream
        self.offset = 0
        """Where in the stream the start code of the NAL unit given last begins."""

    @property
    def begun(self) -> bytes:
        """The first three bytes of the NAL unit under way, as far as they are there."""
        return bytes(self._buffer[:3]) if self._inside else b""

    def add(self, piece: bytes) -> Iterator[bytes]:
        """Take the next bytes; yield the data of NAL units that are whole now."""
        self._buffer += piece
        while True:
            if not self._inside:
                found = self._buffer.find(b"\0\0\1")
                if found < 0:
                    self._drop(len(self._buffer) - 2)
                    return
                self._drop(found + 3)
                self._inside, self._looked = True, 0
            end = _END.search(self._buffer, self._looked)
            if end is None:
                self._looked = max(0, len(self._buffer) - 2)
                if len(self._buffer) > MAX_ACCESS_UNIT:
                    raise TooLarge(f"a NAL unit is larger than {MAX_ACCESS_UNIT} bytes")
                return
            yield from self._cut(end.start())

    def flush(self) -> Iterator[bytes]:
        """Yield what is left at the end of the stream."""
        if self._inside:
            yield from self._cut(len(self._buffer.rstrip(b"\0")))

    def _cut(self, end: int) -> Iterator[bytes]:
        data = bytes(self._buffer[:end])
        self.offset, self._inside = self._at - 3, False
        self._drop(end)
        if data:
            yield data

    def _drop(self, count: int) -> None:
        if count > 0:
            del self._buffer[:count]
            self._at += count


class Arriving:
    """Makes access units of NAL units that come one by one, and gives on what it can before they are whole.

    live  whether the coded video sequence under way is laid out live; None: not known yet
    """

    def __init__(self) -> None:
        self.live: bool | None = None
        self.index = 0
        """Of the next access unit."""
        self._tracker = PictureTracker()
        self._nals: list[bytes] = []
        self._size = self._offset = 0
        self._picture = self._given = False

    def begins(self, head: bytes) -> bool:
        """Tell by its first bytes, three at least, whether a NAL unit begins the next access unit."""
        if len(head) < 2 or not self._picture:
            return False
        kind = Codec.H266.kind(head[1] >> 3) & Kind.MASK
        if kind == Kind.VCL:
            # sh_picture_header_in_slice_header_flag; a higher layer's picture is of the same access unit.
            return len(head) > 2 and head[2] >= 0x80 and not head[0] & 63
        return kind in (Kind.STARTS, Kind.HEADER, Kind.DELIMITER)

    def add(self, nal: bytes, offset: int = 0) -> Iterator[Arrived]:
        """Take a whole NAL unit, without start code, which begins at byte ``offset`` of the stream."""
        if self.begins(nal):
            yield from self.flush()
        if not self._nals:
            self._offset = max(0, offset - 1)  # the start code of an access unit's first has four bytes
        self._size += len(nal)
        if self._size > MAX_ACCESS_UNIT and not self._given:
            raise TooLarge(f"access unit {self.index} is larger than {MAX_ACCESS_UNIT} bytes")
        unit = NalUnit(Codec.H266, PREFIX, nal, 0)
        if self._picture and unit.is_suffix_sei:
            try:
                messages = messages_of(unit)
            except BitstreamError:  # said where the access unit is looked at, or lost
                messages = []
            if self._given:
                yield More(self.index - 1, messages)
                return
            self._nals.append(nal)
            faces = [m for m in messages if m.payload_type == _FACE]
            if faces:
                self._look(faces[0].payload)
                if self.live:
                    yield from self._cut()
                    self._given = self._picture = True
            return
        self._picture |= Codec.H266.kind(nal[1] >> 3) & Kind.MASK == Kind.VCL if len(nal) > 1 else False
        self._nals.append(nal)

    def flush(self) -> Iterator[AccessUnit]:
        """End the access unit under way."""
        if self._nals and not self._given:
            yield from self._cut()
        elif self._given:
            self._given = self._picture = False
            self._size = 0

    def _look(self, payload: bytes) -> None:
        """Find whether the stream is live from this base message on; most do not say."""
        try:
            face = GenerativeFaceVideo.from_payload(payload, context=Context(), endless=True)
        except BitstreamError:
            return
        uri = None if face.is_reserved else face.gfv_nn_uri
        if uri is not None:
            self.live = Timing.given(uri) and Timing.parse(uri).latency == LIVE

    def _cut(self) -> Iterator[AccessUnit]:
        data = b"".join(PREFIX + nal for nal in self._nals)
        self._nals, self._size, self._picture = [], 0, False
        for raw in Segmenter(Codec.H266, self._tracker.same_unit).split(iter([data])):
            if raw.has_parameter_sets:
                self._tracker.feed_parameter_sets(raw)
            nals = raw.nal_units()
            pictures = self._tracker.pictures(nals) if nals else []
            yield AccessUnit(replace(raw, index=self.index, offset=self._offset), nals, pictures)
            self.index += 1


def arriving(source: Readable) -> Iterator[Arrived]:
    """Yield what a pipe brings, in decoding order; as `access_units` where it is not laid out live."""
    read = getattr(source, "read1", source.read)
    pieces, splitter, cutter = iter(lambda: read(CHUNK), b""), NalSplitter(), Arriving()
    taken: list[bytes] = []
    found: list[Arrived] = []
    # Until the first access unit has said what it is, or the next one begins without its having said so.
    try:
        for piece in pieces:
            taken.append(piece)
            for nal in splitter.add(piece):
                found += cutter.add(nal, splitter.offset)
                if found or cutter.live is not None:
                    break
            undecided = not found and cutter.live is None and not cutter.begins(splitter.begun)
            if not undecided or sum(map(len, taken)) > MAX_ACCESS_UNIT:
                break
    except SeigenError:
        cutter.live = False  # said with its place where the whole is looked at
    if not cutter.live:
        yield from access_units(Joined(chain(taken, pieces), name_of(source)), codec="h266")
        return
    for piece in chain((b"",), pieces):
        found += [item for nal in splitter.add(piece) for item in cutter.add(nal, splitter.offset)]
        for item in found[:-1]:
            yield replace(item, late=True) if isinstance(item, More) else item
        yield from found[-1:]
        found = []
    for nal in splitter.flush():
        yield from cutter.add(nal, splitter.offset)
    yield from cutter.flush()


class Joined:
    """Pieces of a stream as a file object: each read gives one."""

    def __init__(self, pieces: Iterable[bytes], name: str) -> None:
        self._pieces, self.name = iter(pieces), name

    def read(self, size: int = -1, /) -> bytes:
        """Return the next piece whole, whatever ``size`` says; empty at the end."""
        return next(self._pieces, b"")
