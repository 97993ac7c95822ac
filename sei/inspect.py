"""Every SEI message of a byte stream, with its place, its trace, or the reason why it was refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sei.annexb import NalUnit, guess_codec, is_prefix, is_sei, nal_units
from sei.context import Context
from sei.editions import H274V4, HM18, Edition
from sei.errors import BitstreamError
from sei.message import Message, RawPayload
from sei.messages import message_class
from sei.rbsp import Payload, parse, unescape
from sei.syntax import Row


@dataclass(slots=True)
class Found:
    """One SEI message of a stream.

    unit      its NAL unit
    prefix    in a prefix SEI NAL unit
    payload   payloadType and bytes
    message   coded view; RawPayload when there is no model or it was refused
    rows      trace, empty for a RawPayload
    error     why it was refused, None when it was not
    """

    unit: NalUnit
    prefix: bool
    payload: Payload
    message: Message | RawPayload
    rows: list[Row] = field(default_factory=list)
    error: BitstreamError | None = None

    @property
    def name(self) -> str:
        """Name of the structure."""
        cls = message_class(self.payload.payload_type)
        return cls.syntax_name if cls else f"payloadType {self.payload.payload_type}"

    @property
    def marks(self) -> list[str]:
        """What a reader should know: reserved ids and matrix types."""
        if self.error is not None:
            return ["refused"]
        marks = []
        if getattr(self.message, "is_reserved", False):
            marks.append("reserved id: a decoder ignores it")
        types = getattr(self.message, "gfv_matrix_type_idx", None) or []
        if any(t >= 32 for t in types):
            marks.append("reserved matrix type")
        return marks


@dataclass(slots=True)
class Totals:
    """Bits of a stream's SEI: payloads, and what carries them."""

    messages: dict[str, int] = field(default_factory=dict)
    payload_bits: int = 0
    envelope_bits: int = 0
    """payloadType, payloadSize, trailing bits, NAL header, start code, emulation prevention."""
    nal_units: int = 0


def find(
    data: bytes, *, codec: str = "auto", edition: Edition | None = None, totals: Totals | None = None
) -> Iterator[Found]:
    """SEI messages of an Annex B byte stream in decoding order, each read with those before it.

    ``codec`` is vvc, hevc or auto; ``edition`` follows the codec when absent. Fills ``totals``. Raises
    BitstreamError only when ``data`` is no byte stream; a message or NAL unit that is refused is yielded
    with its error and keeps its bytes.
    """
    codec = guess_codec(data) if codec == "auto" else codec
    edition = edition or (HM18 if codec == "hevc" else H274V4)
    totals = totals if totals is not None else Totals()
    context = Context()
    for unit in nal_units(data, codec):
        if not is_sei(unit, codec):
            continue
        prefix = is_prefix(unit, codec)
        totals.nal_units += 1
        bits = 8 * (len(unit.data) + 3)
        try:
            payloads, _ = parse(unescape(unit.data[2:]))
        except BitstreamError as error:
            error.byte = unit.offset
            totals.envelope_bits += bits
            raw = unescape(unit.data[2:])
            yield Found(unit, prefix, Payload(-1, raw), RawPayload.from_payload(raw), error=error)
            continue
        size = 8 * sum(len(payload.data) for payload in payloads)
        totals.payload_bits += size
        totals.envelope_bits += bits - size
        for payload in payloads:
            found = _read(unit, prefix, payload, edition, context)
            totals.messages[found.name] = totals.messages.get(found.name, 0) + 1
            yield found


def _read(unit: NalUnit, prefix: bool, payload: Payload, edition: Edition, context: Context) -> Found:
    cls = message_class(payload.payload_type)
    raw = RawPayload.from_payload(payload.data)
    if cls is None:
        return Found(unit, prefix, payload, raw)
    try:
        message, rows = cls.trace(payload.data, edition=edition, context=context)
    except BitstreamError as error:
        error.byte = unit.offset
        return Found(unit, prefix, payload, raw, error=error)
    return Found(unit, prefix, payload, message, rows)
