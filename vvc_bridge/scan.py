"""Start codes and access unit boundaries: the one loop that sees every NAL unit of a stream.

Memory holds one piece of input and the access unit under way. The search for start codes is left to
`re`, which runs at memory speed; the loop's body costs less than a microsecond a NAL unit and decides from
the NAL unit header and one further byte (H.266 7.4.2.4.3 and 7.4.2.4.4, H.265 7.4.2.4.4, H.264 7.4.1.2.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from sei.errors import SeigenError
from vvc_bridge.nal import Codec, Kind, NalUnit, check_header, guess_codec
from vvc_bridge.source import looks_like

START_CODE = re.compile(rb"\x00\x00\x01")

LEADING_ZEROS = 1 << 16
"""Zero bytes allowed before the first start code."""

MAX_ACCESS_UNIT = 1 << 27
"""Largest access unit taken, in bytes: beyond the coded picture buffer of every level up to 6.3."""

PROBE_BYTES = 1 << 16
"""Bytes looked at to tell the codec."""

PROBE_NALS = 64

PADDING = bytes(3)
"""Zero bytes set after the end, so that the last NAL unit's header can be read however short it is."""


@dataclass(slots=True)
class RawAccessUnit:
    """Bytes of one access unit, cut but not parsed.

    codec     standard
    index     position in decoding order, from 0
    offset    byte offset in the stream
    data      all bytes, the zero bytes before its first start code included
    starts    where in ``data`` the prefix of each NAL unit begins (zero bytes, start code)
    kinds     `Kind` of each NAL unit, flags included
    trailing  zero bytes at the very end of the stream, which ``data`` does not hold
    """

    codec: Codec
    index: int
    offset: int
    data: bytes
    starts: list[int]
    kinds: bytes
    trailing: bytes = b""

    @property
    def has_sei(self) -> bool:
        """It holds an SEI NAL unit."""
        return Kind.OTHER | Kind.SEI in self.kinds or Kind.STARTS | Kind.SEI in self.kinds

    @property
    def has_parameter_sets(self) -> bool:
        """It holds an SPS or a PPS."""
        return Kind.STARTS | Kind.PARAMETERS in self.kinds

    def nal_unit(self, position: int) -> NalUnit:
        """NAL unit at ``position`` in the access unit."""
        start = self.starts[position]
        end = self.starts[position + 1] if position + 1 < len(self.starts) else len(self.data)
        cut = self.data.index(1, start) + 1
        return NalUnit(self.codec, self.data[start:cut], self.data[cut:end], self.offset + start)

    def nal_units(self) -> list[NalUnit]:
        """NAL units in order; their prefixes and data joined are ``data``."""
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

    def split(self, pieces: Iterable[bytes]) -> Iterator[RawAccessUnit]:
        """Access units in decoding order, each as soon as what begins the next one has been seen.

        Raises SeigenError when the input is no byte stream of NAL units or an access unit outgrows
        MAX_ACCESS_UNIT, BitstreamError with the byte offset for a NAL unit of zero length, shorter than its
        header, with forbidden_zero_bit set or nuh_temporal_id_plus1 equal to 0.
        """
        pieces = iter(pieces)
        buffer, codec = self._first(pieces)
        table, type_byte, header = codec.kind_table(), codec.type_byte, codec.header_size
        layered = codec is not Codec.H264
        find = START_CODE.finditer
        begin = 0  # of the access unit under way, in the buffer
        previous = 0  # of the last NAL unit's data, in the buffer
        starts: list[int] = []  # prefix of each of its NAL units, in the buffer
        kinds = bytearray()
        candidate = -1  # position of the NAL unit that starts the next picture unit, should one follow
        picture = False  # the access unit under way has a picture
        over = False  # the last NAL unit ends the bitstream
        last_layer = 0  # of the last picture
        scan_from = 0
        ended = False
        slice_or_header = (Kind.VCL, Kind.HEADER)
        picture_header, starts_picture = Kind.HEADER, Kind.STARTS
        delimiter, ends_stream = Kind.DELIMITER, Kind.END
        while True:
            limit = len(buffer) - header - 1  # a start code past it waits for the NAL unit's first bytes
            for match in find(buffer, scan_from):
                head = match.end()
                if head > limit:
                    scan_from = match.start()
                    break
                start = match.start()
                while start > previous and not buffer[start - 1]:
                    start -= 1
                if start - previous < header and starts:
                    self._refuse(buffer, starts[-1], previous, start)
                if buffer[head] >= 0x80 or (layered and not buffer[head + 1] & 7):
                    following = START_CODE.search(buffer, head)
                    self._refuse(buffer, start, head, following.start() if following else limit + header + 1)
                kind = table[buffer[head + type_byte]]
                cut = -1
                if over:
                    cut, picture, candidate, over = len(starts), False, -1, False
                what = kind & 7
                if what in slice_or_header:
                    # H.266: sh_picture_header_in_slice_header_flag; H.265: first_slice_segment_in_pic_flag;
                    # H.264: first_mb_in_slice equal to 0.
                    if what == picture_header or buffer[head + header] >= 0x80:
                        layer = self._layer(buffer, head) if layered else 0
                        if picture and (layer <= last_layer or not self._shared(buffer, starts, start, head)):
                            cut = candidate if candidate >= 0 else len(starts)
                        picture, last_layer = True, layer
                    candidate = -1
                elif what == starts_picture:
                    if picture and candidate < 0:
                        candidate = len(starts)
                elif what == delimiter:
                    if starts:
                        cut = len(starts)
                    picture, candidate = False, -1
                elif what == ends_stream:
                    over = True
                if cut >= 0:
                    end = starts[cut] if cut < len(starts) else start
                    yield self._unit(codec, buffer, begin, end, starts[:cut], bytes(kinds[:cut]))
                    begin, starts, kinds = end, starts[cut:], kinds[cut:]
                starts.append(start)
                kinds.append(kind)
                previous = head
            else:
                # No start code is left; one may still begin in the last two bytes.
                scan_from = max(previous, len(buffer) - 2)
            if ended:
                break
            piece = next(pieces, b"")
            if not piece:
                ended, piece = True, PADDING
            elif len(buffer) - begin + len(piece) > MAX_ACCESS_UNIT:
                where = self.offset + begin
                raise SeigenError(f"access unit at byte {where} is larger than {MAX_ACCESS_UNIT} bytes")
            self.offset += begin
            buffer = buffer[begin:] + piece
            starts = [start - begin for start in starts]
            previous -= begin
            scan_from -= begin
            begin = 0
        end = len(buffer) - len(PADDING)
        nonzero = max(previous, len(buffer.rstrip(b"\0")))
        self._refuse(buffer, starts[-1], previous, nonzero)
        last = self._unit(codec, buffer, begin, nonzero, starts, bytes(kinds))
        last.trailing = buffer[nonzero:end]
        yield last

    def _first(self, pieces: Iterator[bytes]) -> tuple[bytes, Codec]:
        """Bytes up to where the codec is known."""
        buffer = b""
        zeros = True
        for piece in pieces:
            buffer += piece
            head = buffer.lstrip(b"\0")
            if zeros:
                if len(buffer) - len(head) > LEADING_ZEROS:
                    raise SeigenError(f"no bitstream: {LEADING_ZEROS} zero bytes and no start code")
                if not head:
                    continue
                zeros = False
            if head[0] != 1 or len(buffer) - len(head) < 2:
                what = looks_like(buffer) or "no start code at its beginning"
                raise SeigenError(f"no bitstream in the byte stream format: {what}")
            if self.codec:
                return buffer, self.codec
            if len(buffer) >= PROBE_BYTES:
                break
            nals = _heads(buffer)
            if len(nals) > 3:
                with suppress(SeigenError):
                    self.codec = guess_codec(nals)
                    return buffer, self.codec
        if not buffer:
            raise SeigenError("no bitstream: the input is empty")
        if zeros:
            raise SeigenError(f"no bitstream: {len(buffer)} zero bytes and no start code")
        self.codec = self.codec or guess_codec(_heads(buffer))
        return buffer, self.codec

    def _unit(
        self, codec: Codec, buffer: bytes, begin: int, end: int, starts: list[int], kinds: bytes
    ) -> RawAccessUnit:
        if begin:
            starts = [start - begin for start in starts]
        unit = RawAccessUnit(codec, self.index, self.offset + begin, buffer[begin:end], starts, kinds)
        self.index += 1
        return unit

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

    def _shared(self, buffer: bytes, starts: list[int], start: int, head: int) -> bool:
        """The higher layer's picture at ``start`` belongs to the access unit under way."""
        if self.same_unit is None:
            return True
        assert self.codec
        bounds = [*starts, start]
        so_far = RawAccessUnit(self.codec, self.index, self.offset, buffer[: head + 64], bounds, b"")
        return self.same_unit(so_far.nal_units())


def _heads(buffer: bytes) -> list[bytes]:
    """First bytes of the NAL units in ``buffer``, at most PROBE_NALS."""
    matches = islice(START_CODE.finditer(buffer), PROBE_NALS)
    return [buffer[match.end() : match.end() + 3] for match in matches]
