"""Access units as a stream: what a decoder, an editor or a player walks over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from sei.errors import BitstreamError, SeigenError
from sei.rbsp import MAX_MESSAGES, parse, unescape
from vvc_bridge.containers.reading import SampleCutter, open_container
from vvc_bridge.detect import UnknownCodec, detect
from vvc_bridge.nal import Codec, NalUnit, check_header
from vvc_bridge.pictures import CodedPicture, PictureTracker
from vvc_bridge.scan import NotABitstream, RawAccessUnit, Segmenter
from vvc_bridge.sei_nal import warn_unreadable
from vvc_bridge.source import Source, chunks, name_of


@dataclass(frozen=True, slots=True)
class SeiMessage:
    """One SEI message where it sits in an access unit.

    payload_type  payloadType
    payload       its bytes, emulation prevention undone
    suffix        carried in a suffix SEI NAL unit
    nal           position of the NAL unit in the access unit
    index         position in the NAL unit
    layer_id      nuh_layer_id of the NAL unit
    temporal_id   TemporalId of the NAL unit
    offset        byte offset of the NAL unit's prefix in the stream
    """

    payload_type: int
    payload: bytes
    suffix: bool
    nal: int
    index: int
    layer_id: int
    temporal_id: int
    offset: int


class AccessUnit:
    """One access unit: its bytes, NAL units, pictures and SEI messages.

    index     position in decoding order, from 0
    offset    byte offset in the stream
    pictures  coded pictures, lowest layer first; empty when the unit holds none (e.g. SEI after a lost
              picture)
    data      all bytes, with the zero bytes before the first start code
    trailing  zero bytes after the last NAL unit of the stream
    record    NAL units of the decoder configuration record that a container has for it and those after it
    """

    def __init__(self, raw: RawAccessUnit, nal_units: list[NalUnit], pictures: list[CodedPicture]) -> None:
        self.codec: Codec = raw.codec
        self.index = raw.index
        self.offset = raw.offset
        self.data = raw.data
        self.trailing = raw.trailing
        self.nal_units = nal_units
        self.record = raw.record.nal_units() if raw.record else []
        self.pictures = pictures

    def __repr__(self) -> str:
        return (
            f"AccessUnit({self.codec.value} {self.index}, {len(self.nal_units)} NAL units, {self.pictures})"
        )

    @property
    def poc(self) -> int | None:
        """PicOrderCntVal, the same for all its pictures; None when unknown."""
        return self.pictures[0].poc if self.pictures else None

    @property
    def random_access(self) -> str | None:
        """Random access type of its first picture, None when decoding cannot start here."""
        return self.pictures[0].random_access if self.pictures else None

    @property
    def temporal_id(self) -> int:
        """TemporalId of the access unit."""
        return self.pictures[0].temporal_id if self.pictures else 0

    @property
    def output(self) -> bool | None:
        """Whether a picture of it is output; None when unknown."""
        flags = [picture.output for picture in self.pictures]
        return True if True in flags else None if None in flags or not flags else False

    @cached_property
    def messages(self) -> list[SeiMessage]:
        """SEI messages in the order of the stream. An SEI NAL unit that does not hold what its sizes say, or
        one beyond MAX_MESSAGES, is passed over with a warning (`UnreadableSei`) that names its byte
        offset."""
        found: list[SeiMessage] = []
        for at, nal in enumerate(self.nal_units):
            if nal.is_sei:
                try:
                    there = messages_of(nal, at)
                    if len(found) + len(there) > MAX_MESSAGES:
                        raise BitstreamError(
                            f"over {MAX_MESSAGES} messages in an access unit", byte=nal.offset
                        )
                    found += there
                except BitstreamError as error:
                    warn_unreadable(self.index, error)
        return found


def messages_of(nal: NalUnit, position: int = 0) -> list[SeiMessage]:
    """Parse the SEI messages of one SEI NAL unit. Raises BitstreamError naming its byte offset when it does
    not hold what its sizes say."""
    try:
        payloads, _ = parse(unescape(nal.payload))
    except BitstreamError as error:
        error.byte = nal.offset
        raise
    suffix, layer, temporal = nal.is_suffix_sei, nal.layer_id, nal.temporal_id
    return [
        SeiMessage(payload.payload_type, payload.data, suffix, position, index, layer, temporal, nal.offset)
        for index, payload in enumerate(payloads)
    ]


def access_units(source: Source, *, codec: str | Codec | None = None) -> Iterator[AccessUnit]:
    """Yield the access units of a byte stream in decoding order, holding one at a time.

    ``source`` is a path (``-``: standard input), bytes, or a binary file object such as a live pipe, where an
    access unit comes out as soon as the first bytes of what begins the next one have come in. ``codec`` is
    ``h266``, ``h265`` or ``h264``, by default told by the container, or from the stream.

    Raises SeigenError when ``source`` is no byte stream of NAL units or it stays open of which standard they
    are, BitstreamError naming the byte offset
    for a NAL unit of zero length, without its whole header or with forbidden_zero_bit set.
    """
    for raw, tracker in raw_access_units(source, codec=codec):
        nal_units = raw.nal_units()
        yield AccessUnit(raw, nal_units, tracker.pictures(nal_units) if nal_units else [])


def raw_access_units(
    source: Source, *, codec: str | Codec | None = None
) -> Iterator[tuple[RawAccessUnit, PictureTracker]]:
    """Yield the access units cut but not parsed, each with the tracker that has seen those before it that
    were shown to it: the caller feeds it (`PictureTracker.pictures`) where it wants pictures."""
    tracker = PictureTracker()
    with segmented(source, codec, tracker) as (_, units):
        for raw in units:
            yield raw, tracker


@contextmanager
def segmented(
    source: Source, codec: str | Codec | None, tracker: PictureTracker
) -> Iterator[tuple[Segmenter | SampleCutter, Iterator[RawAccessUnit]]]:
    """Give what cuts ``source``, at work, and its access units: a container's samples, whose codec is the
    container's word, or those of a byte stream. Refusals of the stream as a whole name it."""
    asked = Codec.named(codec) if codec else None
    with open_container(source) as file:
        if file is not None:
            known = file.track.codec
            if asked and known is not asked:
                raise SeigenError(f"{name_of(source)}: its video is {known.value}, not {asked.value}")
            cutter = SampleCutter(file)
            yield cutter, _feeding(cutter.split(), tracker)
            return
    segmenter = Segmenter(asked, tracker.same_unit)
    try:
        with chunks(source) as pieces:
            yield segmenter, _feeding(segmenter.split(pieces), tracker)
    except (NotABitstream, UnknownCodec) as error:
        raise type(error)(f"{name_of(source)}: {error}") from None


def _feeding(units: Iterator[RawAccessUnit], tracker: PictureTracker) -> Iterator[RawAccessUnit]:
    """Parameter sets go to the tracker in any case: the segmenter asks it where layers share access units."""
    for raw in units:
        if raw.record:
            tracker.feed_parameter_sets(raw.record)
        if raw.has_parameter_sets:
            tracker.feed_parameter_sets(raw)
        yield raw


def parse_access_unit(
    data: bytes,
    length_size: int = 4,
    *,
    codec: str | Codec | None = None,
    tracker: PictureTracker | None = None,
    index: int = 0,
) -> AccessUnit:
    """Parse one access unit in the length-prefixed form of MP4 and Matroska samples, for player plug-ins.

    data         the sample
    length_size  bytes of each NAL unit's length, 1, 2 or 4 (LengthSizeMinusOne + 1); 0: Annex B start codes
    codec        ``h266``, ``h265``, ``h264``; told from the NAL units by default
    tracker      carries picture order count from sample to sample; a fresh one by default. Feed it the
                 parameter sets of the sample entry first (``tracker.store.feed``).

    Raises BitstreamError when the lengths do not fit the sample.
    """
    if length_size == 0:
        whole = next(access_units(data, codec=codec))
        if len(whole.data) + len(whole.trailing) != len(data):
            raise BitstreamError("more than one access unit", byte=whole.offset + len(whole.data))
        return whole
    if length_size not in (1, 2, 3, 4):
        raise BitstreamError("length of a NAL unit's size", value=length_size, allowed="1..4")
    offsets: list[tuple[int, int]] = []
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + length_size], "big")
        if at + length_size + size > len(data):
            raise BitstreamError(
                "NAL unit reaches beyond its sample",
                byte=at,
                value=size,
                allowed=f"0..{len(data) - at - length_size}",
            )
        offsets.append((at, size))
        at += length_size + size
    if not offsets:
        raise BitstreamError("a sample without NAL units", byte=0)
    pieces = [data[at + length_size : at + length_size + size] for at, size in offsets]
    standard = Codec.named(codec) if codec else detect(pieces)
    units = []
    for (at, _), piece in zip(offsets, pieces, strict=True):
        check_header(standard, piece, at)
        units.append(NalUnit(standard, b"\0\0\0\1", piece, at))
    starts, position = [], 0
    for unit in units:
        starts.append(position)
        position += 4 + len(unit.data)
    kinds = bytes(standard.kind(unit.type) for unit in units)
    joined = b"".join(map(bytes, units))
    raw = RawAccessUnit(standard, index, 0, joined, 0, len(joined), starts, kinds)
    return AccessUnit(raw, units, (tracker or PictureTracker()).pictures(units))


__all__ = [
    "AccessUnit",
    "Codec",
    "CodedPicture",
    "NalUnit",
    "PictureTracker",
    "SeiMessage",
    "access_units",
    "messages_of",
    "parse_access_unit",
]
