"""SEI NAL units taken apart into messages and put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sei.errors import BitstreamError
from sei.rbsp import Payload, escape, parse, serialise, unescape
from vvc_bridge.nal import Codec, NalUnit, make_header

START_CODE = b"\0\0\1"
TRAILING_BITS = b"\x80"

FACE_TYPES = frozenset((223, 224))
"""payloadType of generative_face_video and generative_face_video_enhancement."""

PICTURE_HASH = 132
"""payloadType of decoded_picture_hash."""


@dataclass(slots=True)
class SeiNal:
    """An SEI NAL unit in parts.

    nal       the NAL unit as it was
    payloads  its messages
    trailing  what follows them in the RBSP: rbsp_trailing_bits as a rule
    """

    nal: NalUnit
    payloads: list[Payload]
    trailing: bytes

    @classmethod
    def of(cls, nal: NalUnit) -> SeiNal:
        """Take ``nal`` apart. BitstreamError with its byte offset when sizes do not fit."""
        try:
            payloads, trailing = parse(unescape(nal.payload))
        except BitstreamError as error:
            error.byte = nal.offset
            raise
        return cls(nal, payloads, trailing)

    def with_payloads(self, payloads: Iterable[Payload]) -> bytes:
        """Data of the NAL unit with other messages."""
        header = self.nal.data[: self.nal.codec.header_size]
        return header + escape(serialise(payloads, self.trailing))


def build(
    codec: Codec,
    payloads: Iterable[Payload],
    *,
    suffix: bool,
    layer_id: int = 0,
    temporal_id: int = 0,
    trailing: bytes = TRAILING_BITS,
) -> bytes:
    """Data of a new SEI NAL unit. SeigenError when the codec has no suffix SEI."""
    nal_type = codec.suffix_sei if suffix else codec.prefix_sei
    if nal_type is None:
        raise BitstreamError(f"{codec.value} has no suffix SEI: use placement prefix")
    return make_header(codec, nal_type, layer_id, temporal_id) + escape(serialise(payloads, trailing))
