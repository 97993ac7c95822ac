"""Start codes and access unit boundaries: the one loop that sees every NAL unit of a stream.

Memory holds one piece of input and the access unit under way. The search for start codes is left to
`re`, which runs at memory speed; the loop's body costs less than a microsecond a NAL unit and decides from
the NAL unit header and one further byte (H.266 7.4.2.4.3 and 7.4.2.4.4, H.265 7.4.2.4.4, H.264 7.4.1.2.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NoReturn

from sei.errors import BitstreamError, SeigenError
from vvc_bridge.detect import CodecDetector
from vvc_bridge.first_slice import SLICE_HEAD, PictureBoundary
from vvc_bridge.nal import Codec, Kind, NalUnit, check_header
from vvc_bridge.sniff import looks_like
from vvc_bridge.start_codes import START_CODE, start_codes

_NONZERO = re.compile(rb"[^\x00]")

LEADING_ZEROS = 1 << 16
"""Zero bytes allowed before the first start code."""

MAX_ACCESS_UNIT = 1 << 27
"""Largest access unit taken, in bytes: beyond the coded picture buffer of every level up to 6.3."""

MAX_NAL_UNITS = 1 << 16
"""Most NAL units of an access unit: beyond the slices and messages of any. Each takes some 350 bytes."""

GROWS_FROM = 1 << 23
"""Bytes of an access unit from which pieces are joined an eighth of it at a time, which keeps time linear."""

_NO_TEMPORAL_ID = b"[" + b"".join(re.escape(bytes([value])) for value in range(0, 256, 8)) + b"]"
_BAD_HEADER = {
    Codec.H266: rb"\x00\x00\x01(?:[\x80-\xff]|." + _NO_TEMPORAL_ID + rb"|.[\xf8-\xff])",
    Codec.H265: rb"\x00\x00\x01(?:[\x80-\xff]|[>?]|." + _NO_TEMPORAL_ID + rb")",
    Codec.H264: rb"\x00\x00\x01(?:[\x80-\xff]|[\x1f?_]|\x00\x00)",
}
"""NAL units that an editor refuses: `check_header`'s, and those of type 0x1F."""
_PICTURES = (Kind.VCL, Kind.HEADER)
_HEADER, _STARTS, _DELIMITER, _END = Kind.HEADER, Kind.STARTS, Kind.DELIMITER, Kind.END
_PREFIX_SEI, _SUFFIX_SEI = Kind.STARTS | Kind.SEI, Kind.OTHER | Kind.SEI
_PARAMETER_SETS = Kind.STARTS | Kind.PARAMETERS
_NEXT = (b"\0\0\0", b"\0\0\1")

ENOUGH = 70
"""Bytes of a picture's first NAL unit that suffice to tell its picture order count."""

PADDING = bytes(3)
"""Zero bytes set after the end, so that the last NAL unit's header can be read however short it is."""


class TooLarge(SeigenError):
    """An access unit is beyond MAX_ACCESS_UNIT or MAX_NAL_UNITS."""


class NotABitstream(SeigenError):
    """The input is no byte stream of NAL units."""


@dataclass(slots=True)
class RawAccessUnit:
    """One access unit, cut but not parsed. It shows a part of the input without copying it.

    codec     standard
    index     position in decoding order, from 0
    offset    byte offset in the stream
    buffer    bytes that hold it
    begin     where in ``buffer`` it begins, with the zero bytes before its first start code
    end       where in ``buffer`` it ends
    starts    where in ``buffer`` the prefix of each NAL unit begins (zero bytes, start code)
    kinds     `Kind` of each NAL unit, flags included
    trailing  zero bytes at the very end of the stream, which do not count to it
    record    NAL units of the decoder configuration record that a container has for it and those after it
    """

    codec: Codec
    index: int
    offset: int
    buffer: bytes
    begin: int
    end: int
    starts: list[int]
    kinds: bytes
    trailing: bytes = b""
    record: RawAccessUnit | None = None

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self.buffer[self.begin : self.end]

    @property
    def view(self) -> memoryview:
        """Its bytes, not copied."""
        return memoryview(self.buffer)[self.begin : self.end]

    @property
    def has_sei(self) -> bool:
        """It holds an SEI NAL unit."""
        return _SUFFIX_SEI in self.kinds or _PREFIX_SEI in self.kinds

    @property
    def has_parameter_sets(self) -> bool:
        """It holds an SPS or a PPS."""
        return _PARAMETER_SETS in self.kinds

    def may_hold(self, types: Collection[int] | None) -> bool:
        """Tell whether an SEI message of one of these payload types (None: any) can be in it. Quick: the
        first type in an SEI NAL unit decides where one message fills the NAL unit; sizes are trusted for
        nothing else."""
        if not self.has_sei:
            return False
        if types is None:
            return True
        buffer, header = self.buffer, self.codec.header_size
        last = len(self.starts) - 1
        for position, kind in enumerate(self.kinds):
            if kind & Kind.SEI:
                head = buffer.index(1, self.starts[position]) + 1 + header
                end = self.starts[position + 1] if position < last else self.end
                if end - head < 3 or buffer[head] in types or buffer[head] == 255:
                    return True
                if head + 2 + buffer[head + 1] + 1 != end:
                    return True
        return False

    def nal_unit(self, position: int, limit: int | None = None) -> NalUnit:
        """Return the NAL unit at ``position`` in the access unit, or no more than ``limit`` bytes of its
        data."""
        start = self.starts[position]
        end = self.starts[position + 1] if position + 1 < len(self.starts) else self.end
        cut = self.buffer.index(1, start) + 1
        if limit is not None:
            end = min(end, cut + limit)
        offset = self.offset + start - self.begin
        return NalUnit(self.codec, self.buffer[start:cut], self.buffer[cut:end], offset)

    def nal_units(self) -> list[NalUnit]:
        """Return the NAL units in order; their prefixes and data joined are ``data``."""
        return [self.nal_unit(position) for position in range(len(self.starts))]


class Segmenter:
    """Cuts a byte stream, given in pieces, into access units.

    codec      whose NAL units they are; None until told from the first ones
    same_unit  asked when a picture of a higher layer follows a picture: whether the two share an access unit,
               given the NAL units so far, the new picture's first one last. None: they do.
    """

    def __init__(
        self,
        codec: Codec | None = None,
        same_unit: Callable[[list[NalUnit]], bool] | None = None,
    ) -> None:
        self.codec = codec
        self.same_unit = same_unit
        self.offset = 0  # of the buffer's first byte in the stream
        self.index = 0  # of the next access unit
        self._rest: tuple[bytes, int, int, Iterator[bytes]] = (b"", 0, 0, iter(()))
        self._boundary: PictureBoundary | None = None
        self._last_layer = 0  # of the last picture

    def split(self, pieces: Iterable[bytes]) -> Iterator[RawAccessUnit]:
        """Yield the access units in decoding order, each as soon as what begins the next one has been seen.

        Raises NotABitstream when the input is no byte stream of NAL units, TooLarge when an access unit
        outgrows MAX_ACCESS_UNIT or MAX_NAL_UNITS, BitstreamError with the byte offset for a NAL unit of zero
        length, shorter than its header, with forbidden_zero_bit set or nuh_temporal_id_plus1 equal to 0.
        """
        pieces = iter(pieces)
        buffer, codec = self._first(pieces)
        table, type_byte, header = codec.kind_table(), codec.type_byte, codec.header_size
        layered = codec is not Codec.H264
        self._boundary = boundary = None if layered else PictureBoundary()
        base_starts = codec is Codec.H265  # what starts an access unit does so in layer 0 alone
        begin = previous = 0  # of the access unit under way, of the last NAL unit's data, in the buffer
        starts: list[int] = []  # prefix of each of its NAL units, in the buffer
        kinds = bytearray()
        candidate = -1  # position of the NAL unit that starts the next picture unit, should one follow
        picture = False  # the access unit under way has a picture
        over = False  # the last NAL unit ends the bitstream
        codes = start_codes(buffer)  # in the buffer, still to be looked at
        ended = False
        while True:
            limit = len(buffer) - header - 1  # a start code past it waits for the NAL unit's first bytes
            looked = 0
            for start in codes:
                head = start + 3
                if head > limit:
                    break
                while start > previous and not buffer[start - 1]:
                    start -= 1
                if start - previous < header and starts:
                    self._refuse(buffer, starts[-1], previous, start)
                first, second = buffer[head], buffer[head + 1]
                if first >= 0x80 or (not second & 7 and (layered or not (first or second))):
                    following = START_CODE.search(buffer, head)
                    self._refuse(buffer, start, head, following.start() if following else limit + header + 1)
                kind = table[buffer[head + type_byte]]
                if boundary and kinds and kinds[-1] & Kind.PARAMETERS:
                    boundary.feed(buffer[previous:start])
                cut = -1
                if over:
                    cut, picture, candidate = len(starts), False, -1
                what = kind & 7
                if what in _PICTURES:
                    # sh_picture_header_in_slice_header_flag, first_slice_segment_in_pic_flag.
                    if boundary or what == _HEADER or buffer[head + header] >= 0x80:
                        apart = self._apart(buffer, starts, kinds, start, head, picture, ended)
                        if apart is None:
                            break  # wait for the whole slice or picture header
                        if apart:
                            cut = candidate if candidate >= 0 else len(starts)
                        picture = True
                    candidate = -1
                elif what == _STARTS:
                    if picture and candidate < 0 and not (base_starts and (first & 1 or second >= 8)):
                        candidate = len(starts)
                elif what == _DELIMITER:
                    # Writers of transport streams may set one of their own before the stream's.
                    if starts and (len(starts) > 1 or kinds[0] != _DELIMITER):
                        cut = len(starts)
                    picture, candidate = False, -1
                if cut >= 0:
                    end = starts[cut] if cut < len(starts) else start
                    self._rest = (buffer, end, len(buffer) - len(PADDING) * ended, pieces)
                    yield self._unit(codec, buffer, begin, end, starts[:cut], bytes(kinds[:cut]))
                    begin, starts, kinds = end, starts[cut:], kinds[cut:]
                starts.append(start)
                kinds.append(kind)
                previous = head
                over = what == _END
                looked += 1
                if len(starts) > MAX_NAL_UNITS:
                    self._refuse_count(begin)
            if ended:
                break
            buffer, codes, ended = self._read_on(pieces, buffer, begin, codes[looked:])
            starts = [start - begin for start in starts]
            previous, begin = previous - begin, 0
        yield self._last(pieces, codec, buffer, begin, previous, starts, bytes(kinds))

    def _apart(
        self,
        buffer: bytes,
        starts: list[int],
        kinds: bytearray,
        start: int,
        head: int,
        picture: bool,
        ended: bool,
    ) -> bool | None:
        """Tell whether the slice or picture header at ``head`` begins a picture of the next access unit;
        None where that takes more bytes. ``picture``: the access unit under way has one."""
        if self._boundary:
            following = START_CODE.search(buffer, head, head + SLICE_HEAD + 3)
            if not ended and not following and len(buffer) - head < SLICE_HEAD + 3:
                return None
            stop = following.start() if following else head + SLICE_HEAD
            return self._boundary.begins(buffer[head:stop]) and picture
        layer, last = self._layer(buffer, head), self._last_layer
        higher = picture and layer > last
        if higher and not ended and len(buffer) - head < ENOUGH and not START_CODE.search(buffer, head):
            return None
        self._last_layer = layer
        return picture and not (higher and self._shared(buffer, starts, kinds, start, head))

    def _read_on(
        self, pieces: Iterator[bytes], buffer: bytes, begin: int, codes: list[int]
    ) -> tuple[bytes, list[int], bool]:
        """Return the buffer from ``begin`` on with more of the stream, its start codes that are still to be
        looked at, and whether the stream ends there.

        Pieces without a start code are joined only when one comes: a large NAL unit is copied once.
        """
        codes = [code - begin for code in codes]
        joined = [buffer[begin:]]
        size, tail = len(buffer) - begin, buffer[-2:]
        self._refuse_size(size, begin)
        enough = size + (size >> 3 if size > GROWS_FROM else 0)
        while True:
            piece = next(pieces, b"")
            joined.append(piece or PADDING)
            codes += start_codes(tail + piece[:2], size - len(tail))
            codes += start_codes(piece, size)
            size += len(piece)
            full = codes and size > min(enough, MAX_ACCESS_UNIT)
            if not piece or full or len(codes) > MAX_NAL_UNITS:
                self.offset += begin
                return b"".join(joined), codes, not piece
            if not codes:
                self._refuse_size(size, begin)
            tail = piece[-2:] if len(piece) > 1 else (tail + piece)[-2:]

    def _last(
        self,
        pieces: Iterator[bytes],
        codec: Codec,
        buffer: bytes,
        begin: int,
        previous: int,
        starts: list[int],
        kinds: bytes,
    ) -> RawAccessUnit:
        """Cut the access unit that the stream ends with."""
        nonzero = max(previous, len(buffer.rstrip(b"\0")))
        self._refuse(buffer, starts[-1], previous, nonzero)
        last = self._unit(codec, buffer, begin, nonzero, starts, kinds)
        last.trailing = buffer[nonzero : len(buffer) - len(PADDING)]
        self._rest = (b"", 0, 0, pieces)
        return last

    def _refuse_count(self, begin: int) -> NoReturn:
        where = self.offset + begin
        raise TooLarge(f"access unit at byte {where} has more than {MAX_NAL_UNITS} NAL units")

    def _refuse_size(self, size: int, begin: int) -> None:
        if size > MAX_ACCESS_UNIT:
            where = self.offset + begin
            raise TooLarge(f"access unit at byte {where} is larger than {MAX_ACCESS_UNIT} bytes")

    def rest(self) -> Iterator[bytes]:
        """Yield what follows the access unit that `split` gave last, in pieces, NAL unit headers checked but
        nothing cut; `split` must not be asked for more. Raises BitstreamError like it, and for nal_unit_type
        0x1F."""
        assert self.codec
        buffer, begin, end, pieces = self._rest
        bad = re.compile(_BAD_HEADER[self.codec], re.DOTALL)
        offset = self.offset + begin  # of the piece in the stream
        carry = b""  # the last bytes before the piece: a start code may straddle
        for piece in chain((buffer[begin:end],), pieces, (PADDING,)):
            seam = carry + piece[:5]
            for window, where in ((seam, offset - len(carry)), (piece, offset)):
                matches = (bad.match(window, code) for code in start_codes(window))
                if found := next(filter(None, matches), None):
                    head = (window + (piece[5:10] if window is seam else b""))[found.start() + 3 :][:5]
                    length = next((at for at in range(3) if head[at : at + 3] in _NEXT), 2)
                    check_header(self.codec, head[: min(length, 2)], where + found.start())
                    raise BitstreamError("nal_unit_type 0x1F", byte=where + found.start())
            if piece is not PADDING:
                yield piece
            offset += len(piece)
            carry = seam[-5:] if len(piece) < 5 else piece[-5:]

    def _first(self, pieces: Iterator[bytes]) -> tuple[bytes, Codec]:
        """Bytes up to where the codec is known."""
        buffer = bytearray()
        begun = False
        detector = CodecDetector()
        for piece in pieces:
            zeros = len(buffer)
            buffer += piece
            if not begun:
                begun = _begins(buffer, zeros)
                if not begun:
                    continue
            self.codec = self.codec or detector.look(buffer, False)
            if self.codec:
                return bytes(buffer), self.codec
        if not buffer:
            raise NotABitstream("no bitstream: the input is empty")
        if not begun:
            raise NotABitstream(f"no bitstream: {len(buffer)} zero bytes and no start code")
        codec = detector.look(buffer, True)
        assert codec
        self.codec = codec
        return bytes(buffer), codec

    def _unit(
        self, codec: Codec, buffer: bytes, begin: int, end: int, starts: list[int], kinds: bytes
    ) -> RawAccessUnit:
        self.index += 1
        offset = self.offset + begin
        return RawAccessUnit(codec, self.index - 1, offset, buffer, begin, end, starts, kinds)

    def _layer(self, buffer: bytes, head: int) -> int:
        if self.codec is Codec.H266:
            return buffer[head] & 63
        return (buffer[head] & 1) << 5 | buffer[head + 1] >> 3

    def _refuse(self, buffer: bytes, start: int, head: int, end: int) -> None:
        """Raise for the NAL unit at ``start`` whose data are ``buffer[head:end]``, if it breaks the
        syntax."""
        assert self.codec
        while end > head and not buffer[end - 1]:
            end -= 1
        check_header(self.codec, buffer[head : min(end, head + 2)], self.offset + start)

    def _shared(self, buffer: bytes, starts: list[int], kinds: bytearray, start: int, head: int) -> bool:
        """The higher layer's picture at ``start`` belongs to the access unit under way."""
        if self.same_unit is None:
            return True
        assert self.codec
        bounds = [*starts, start]
        tell = [
            at for at, kind in enumerate(kinds) if kind & Kind.PARAMETERS or kind & Kind.MASK in _PICTURES
        ]
        following = START_CODE.search(buffer, head, head + ENOUGH)
        end = following.start() if following else min(len(buffer), head + ENOUGH - 3)
        so_far = RawAccessUnit(self.codec, self.index, self.offset, buffer, 0, end, bounds, b"")
        return self.same_unit([so_far.nal_unit(at) for at in (*tell, len(starts))])


def _begins(buffer: bytearray, zeros: int) -> bool:
    """Whether ``buffer``, of which the first ``zeros`` bytes were seen to be 0, begins with a start code.
    False while it may still come; NotABitstream when it cannot."""
    found = _NONZERO.search(buffer, zeros)
    end = found.start() if found else len(buffer)
    if end > LEADING_ZEROS:
        raise NotABitstream(f"no bitstream: {LEADING_ZEROS} zero bytes and no start code")
    if found and (end < 2 or buffer[end] != 1):
        raise _foreign(buffer)
    return bool(found)


def _foreign(buffer: bytearray) -> NotABitstream:
    what = looks_like(bytes(buffer[:256])) or "no start code at its beginning"
    return NotABitstream(f"no bitstream in the byte stream format: {what}")
