"""Every SEI message of a stream, with its place, its trace, or the reason why it was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sei.context import Context
from sei.editions import EDITIONS, Edition
from sei.errors import BitstreamError
from sei.message import Message, RawPayload
from sei.messages import message_class
from sei.rbsp import unescape
from sei.syntax import ENDING, TraceRow
from sei.vtm_known import encoder_wrote
from vvc_bridge.access_unit import AccessUnit, SeiMessage, access_units, messages_of
from vvc_bridge.nal import NalUnit, default_edition
from vvc_bridge.source import Source

WHOLE_NAL = -1
"""payload_type of what stands for an SEI NAL unit whose messages cannot be told apart."""


@dataclass(slots=True)
class Found:
    """One SEI message of a stream.

    place    where it sits, and its bytes
    message  coded view; RawPayload when there is no model or it was refused
    rows     trace, empty for a RawPayload
    error    why it was refused, None when it was not
    behind   what follows the structure in the payload and ends as no payload may, and the bit offset where
             it begins: a network that VTM 24.0's encoder wrote behind a message that is no base picture's
    record   it sits in a container's decoder configuration record (avcC, hvcC, vvcC), not in a sample; its
             byte offset is one in the record's NAL units
    au       access unit in decoding order, from 0
    poc      PicOrderCntVal of the access unit, None when unknown
    number   position among the messages of the access unit, those of its record first
    """

    place: SeiMessage
    message: Message | RawPayload
    rows: Sequence[TraceRow] = ()
    error: BitstreamError | None = None
    behind: tuple[bytes, int] | None = None
    record: bool = False
    au: int = 0
    poc: int | None = None
    number: int = 0

    @property
    def name(self) -> str:
        """Name of the structure."""
        if self.place.payload_type == WHOLE_NAL:
            return "SEI NAL unit"
        cls = message_class(self.place.payload_type)
        return cls.syntax_name if cls else f"payloadType {self.place.payload_type}"

    @property
    def marks(self) -> list[str]:
        """What a reader should know: refusal, reserved ids and matrix types."""
        if self.error is not None:
            return ["refused", *filter(None, [encoder_wrote(self.error)])]
        marks = ["bytes behind it, as VTM 24.0's encoder writes them"] if self.behind else []
        if isinstance(self.message, Message) and self.message.is_reserved:
            marks.append("reserved id: a decoder ignores it")
        types = getattr(self.message, "gfv_matrix_type_idx", None) or []
        if any(t >= 32 for t in types):
            marks.append("reserved matrix type")
        return marks


@dataclass(slots=True)
class Totals:
    """Bits of a stream's SEI: payloads, and what carries them (payloadType, payloadSize, trailing bits, NAL
    header, start code, emulation prevention)."""

    messages: dict[str, int] = field(default_factory=dict)
    payload_bits: int = 0
    envelope_bits: int = 0
    nal_units: int = 0


def find(
    source: Source, *, codec: str | None = None, edition: Edition | None = None, totals: Totals | None = None
) -> Iterator[Found]:
    """Yield the SEI messages of a stream in decoding order, each read with those before it.

    ``edition`` follows the codec when absent. Fills ``totals``. Raises SeigenError only when ``source`` is
    no stream; a message or SEI NAL unit that is refused is yielded with its error and keeps its bytes.
    """
    totals = totals if totals is not None else Totals()
    context = Context()
    for unit in access_units(source, codec=codec):
        chosen = edition or default_edition(unit.codec)
        number = 0
        for nals, record in ((unit.record, True), (unit.nal_units, False)):
            for at, nal in enumerate(nals):
                if nal.is_sei:
                    for found in _read_nal(nal, at, chosen, context, totals):
                        found.record, found.au, found.poc, found.number = record, unit.index, unit.poc, number
                        number += 1
                        yield found


def _read_nal(nal: NalUnit, at: int, edition: Edition, context: Context, totals: Totals) -> Iterator[Found]:
    totals.nal_units += 1
    bits = 8 * len(bytes(nal))
    try:
        messages = messages_of(nal, at)
    except BitstreamError as error:
        totals.envelope_bits += bits
        raw = unescape(nal.payload)
        place = SeiMessage(
            WHOLE_NAL, raw, nal.is_suffix_sei, at, 0, nal.layer_id, nal.temporal_id, nal.offset
        )
        yield Found(place, RawPayload.from_payload(raw), error=error)
        return
    size = 8 * sum(len(message.payload) for message in messages)
    totals.payload_bits += size
    totals.envelope_bits += bits - size
    for place in messages:
        found = _read(place, edition, context)
        totals.messages[found.name] = totals.messages.get(found.name, 0) + 1
        yield found


def _read(place: SeiMessage, edition: Edition, context: Context) -> Found:
    cls = message_class(place.payload_type)
    raw = RawPayload.from_payload(place.payload)
    if cls is None:
        return Found(place, raw)
    try:
        message, rows = cls.trace(place.payload, edition=edition, context=context)
    except BitstreamError as error:
        if place.payload_type in (223, 224) and error.element in ENDING:
            message, rows = cls.trace(place.payload, edition=edition, context=context, endless=True)
            start = rows[-1][3] + rows[-1][4]
            first, *rest = place.payload[start // 8 :]
            return Found(place, message, rows, behind=(bytes([first & 0xFF >> start % 8, *rest]), start))
        error.byte = place.offset
        return Found(place, raw, error=error)
    return Found(place, message, rows)


def vtm_dump(
    source: Source,
    *,
    codec: str | None = None,
    edition: str | None = None,
    refused: Callable[[BitstreamError], None] | None = None,
    harmless: bool = False,
) -> Iterator[tuple[int, str]]:
    """Yield payloadType and VTM's lines of every SEI message that VTM 24.0's decoder (HM 18.0's for H.265)
    reads; those of a long message come in several parts.

    ``harmless`` as in `sei.vtm_dump.dump`. An SEI NAL unit whose messages cannot be told apart is
    passed over, and ``refused`` called with the reason. Raises BitstreamError where the decoder stops at a
    message, after what it has written until there.
    """
    from sei.vtm_dump import dump_parts  # not needed by the other formats

    context = Context(shared=True)
    skips = SkippedPictures()
    pictures = 0
    for unit in access_units(source, codec=codec):
        chosen = EDITIONS[edition] if edition else default_edition(unit.codec)
        if skips.skips(unit):
            continue
        for at, nal in enumerate((*unit.record, *unit.nal_units)):  # as they stand in a byte stream
            pictures += nal.is_vcl
            # Suffix SEI before any picture belongs to none; VTM does not read it.
            if not nal.is_sei or (nal.is_suffix_sei and not pictures):
                continue
            try:
                places = messages_of(nal, at)
            except BitstreamError as error:
                if refused is not None:
                    refused(error)
                continue
            for place in places:
                prefix = not place.suffix
                try:
                    for text in dump_parts(
                        place.payload_type, place.payload, context, chosen, prefix=prefix, harmless=harmless
                    ):
                        yield place.payload_type, text
                except BitstreamError as error:
                    error.byte = place.offset
                    raise


class SkippedPictures:
    """Tells the pictures that a decoder leaves out, and VTM the SEI with them: RASL pictures of a CRA picture
    at which decoding starts (H.266 8.1.1)."""

    def __init__(self) -> None:
        self.starting = True
        self.leading = False

    def skips(self, unit: AccessUnit) -> bool:
        """Tell whether the access unit is left out. To be asked of every one, in decoding order."""
        names = {nal.name for nal in unit.nal_units}
        if unit.random_access:
            self.leading = self.starting and unit.random_access == "CRA"
        if unit.pictures:
            self.starting = False
        if names & {"EOS_NUT", "EOB_NUT"}:
            self.starting = True
        return self.leading and any(name.startswith("RASL") for name in names)
