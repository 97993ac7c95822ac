"""Small H.266 byte streams made by hand: NAL units of the right types, with no decodable content."""

from __future__ import annotations

from sei.rbsp import Payload, escape, serialise

IDR, TRAIL, CRA, RASL, SPS, PPS, PREFIX_APS, PH, AUD, EOS, EOB = 8, 0, 9, 3, 15, 16, 17, 19, 20, 21, 22
PREFIX_SEI, SUFFIX_SEI, SUFFIX_APS, UNSPECIFIED = 23, 24, 18, 31


def nal(nal_type: int, body: bytes = b"\x11\x80", layer: int = 0, temporal: int = 0, code: int = 3) -> bytes:
    """A NAL unit behind a start code of ``code`` bytes."""
    return bytes(code - 1) + b"\x01" + bytes([layer, nal_type << 3 | temporal + 1]) + body


def picture(nal_type: int = TRAIL, layer: int = 0, temporal: int = 0, code: int = 4) -> bytes:
    """A slice with the picture header in it: not IRAP, no inter slices, PPS 0."""
    return nal(nal_type, b"\x88\x91\x91\x91\x91\x91\x91\x91\x91\x80", layer, temporal, code)


def more_slices(nal_type: int = TRAIL, layer: int = 0) -> bytes:
    """A slice that needs a picture header before it."""
    return nal(nal_type, b"\x11\x80", layer)


def sei(
    *messages: tuple[int, bytes], suffix: bool = True, layer: int = 0, temporal: int = 0, code: int = 3
) -> bytes:
    """An SEI NAL unit of (payloadType, payload) messages."""
    rbsp = serialise(Payload(kind, data) for kind, data in messages)
    return nal(SUFFIX_SEI if suffix else PREFIX_SEI, escape(rbsp), layer, temporal, code)
