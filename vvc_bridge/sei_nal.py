"""SEI NAL units taken apart into messages and put together again."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from sei.errors import BitstreamError, SeigenWarning
from sei.rbsp import Payload, escape, parse, serialise, unescape
from vvc_bridge.nal import Codec, NalUnit, make_header

START_CODE = b"\0\0\1"
TRAILING_BITS = b"\x80"

FACE_TYPES = frozenset((223, 224))
"""payloadType of generative_face_video and generative_face_video_enhancement."""

PICTURE_HASH = 132
"""payloadType of decoded_picture_hash."""


class UnreadableSei(SeigenWarning):
    """An SEI NAL unit whose sizes do not fit was passed over."""


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

    @classmethod
    def readable(cls, nal: NalUnit) -> SeiNal | None:
        """Parse as `of` does; None where it raises."""
        try:
            return cls.of(nal)
        except BitstreamError:
            return None

    @classmethod
    def or_warn(cls, nal: NalUnit, au: int) -> SeiNal | None:
        """Parse as `of` does; None behind an UnreadableSei warning that names the place in access unit
        ``au``."""
        try:
            return cls.of(nal)
        except BitstreamError as error:
            warn_unreadable(au, error)
            return None

    def with_payloads(self, payloads: Iterable[Payload]) -> bytes:
        """Return the data of the NAL unit with other messages."""
        header = self.nal.data[: self.nal.codec.header_size]
        return header + escape(serialise(payloads, self.trailing))


def warn_unreadable(au: int, error: BitstreamError) -> None:
    """Say that an SEI NAL unit of access unit ``au`` was left as it is, and why."""
    text = f"access unit {au}: an SEI NAL unit that cannot be read is left as it is: {error}"
    # Without a registry: one of a million bad NAL units leaves nothing behind.
    warnings.warn_explicit(text, UnreadableSei, __file__, 1)


def build(
    codec: Codec,
    payloads: Iterable[Payload],
    *,
    suffix: bool,
    layer_id: int = 0,
    temporal_id: int = 0,
    trailing: bytes = TRAILING_BITS,
) -> bytes:
    """Make the data of a new SEI NAL unit. Raises SeigenError when the codec has no suffix SEI."""
    nal_type = codec.suffix_sei if suffix else codec.prefix_sei
    if nal_type is None:
        raise BitstreamError(f"{codec.value} has no suffix SEI: use placement prefix")
    return make_header(codec, nal_type, layer_id, temporal_id) + escape(serialise(payloads, trailing))
