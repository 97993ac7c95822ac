"""SEI RBSPs: emulation prevention, and the sequence of sei_message( ) in a NAL unit (H.266 7.3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sei.errors import BitstreamError, Truncated

_EMULATION = re.compile(rb"\x00\x00(?=[\x00-\x03])")


MAX_MESSAGES = 1 << 16
"""Most messages of an SEI NAL unit: two bytes can be one, and each takes a hundred in memory."""

_MANY = 1 << 16
"""Pairs of zero bytes from which numpy pays for its import."""

_BLOCK, _STRIDE = 1 << 12, 1 << 16
"""Pairs are counted in the first _BLOCK of every _STRIDE bytes."""


def escape(rbsp: bytes) -> bytes:
    """Turn an RBSP into a NAL unit payload: insert emulation_prevention_three_byte (H.266 7.4.2.1)."""
    blocks = range(0, len(rbsp), _STRIDE)
    pairs = sum(rbsp.count(b"\x00\x00", start, start + _BLOCK) for start in blocks)
    if pairs * (_STRIDE // _BLOCK) >= _MANY:
        from sei.emulation import escape_many

        data = escape_many(rbsp)
    else:
        data = _EMULATION.sub(b"\x00\x00\x03", rbsp)
    return data + b"\x03" if data.endswith(b"\x00") else data


def unescape(data: bytes) -> bytes:
    """Turn a NAL unit payload into an RBSP: remove emulation_prevention_three_byte."""
    return data.replace(b"\x00\x00\x03", b"\x00\x00")


@dataclass(slots=True)
class Payload:
    """One sei_message( ): payloadType, the payload's bytes, and its first byte's offset in the RBSP."""

    payload_type: int
    data: bytes
    offset: int = 0

    def header(self) -> bytes:
        """Serialise payload_type_byte and payload_size_byte."""
        return _coded(self.payload_type) + _coded(len(self.data))


def _coded(value: int) -> bytes:
    """A number as 0xFF bytes and a last byte."""
    return b"\xff" * (value // 255) + bytes([value % 255])


def parse(rbsp: bytes) -> tuple[list[Payload], bytes]:
    """Split an sei_rbsp( ) into its payloads and what trails them (usually rbsp_trailing_bits, 0x80).

    Raises Truncated on a payload that reaches beyond the RBSP, BitstreamError beyond MAX_MESSAGES; payloads
    before it are lost then, so an editor keeps the NAL unit as it is.
    """
    payloads: list[Payload] = []
    at = 0
    stop = len(rbsp.rstrip(b"\x00")) - 1
    # A message takes two bytes at least, so a last byte on its own is trailing bits.
    while len(rbsp) - at > 1 and not (at == stop and rbsp[at] == 0x80):
        if len(payloads) == MAX_MESSAGES:
            raise BitstreamError(f"more than {MAX_MESSAGES} messages", message="sei_message", bit=8 * at)
        payload_type, at = _number(rbsp, at, "payload_type_byte")
        size, at = _number(rbsp, at, "payload_size_byte")
        if size > len(rbsp) - at:
            raise Truncated(
                f"payloadSize reaches {size - (len(rbsp) - at)} bytes beyond the NAL unit",
                message="sei_message",
                element="payload_size_byte",
                bit=8 * at,
                value=size,
                allowed=f"0..{len(rbsp) - at}",
            )
        payloads.append(Payload(payload_type, rbsp[at : at + size], at))
        at += size
    return payloads, rbsp[at:]


def _number(rbsp: bytes, at: int, name: str) -> tuple[int, int]:
    start = at
    while at < len(rbsp) and rbsp[at] == 0xFF:
        at += 1
    if at == len(rbsp):
        raise Truncated("the NAL unit ends inside it", message="sei_message", element=name, bit=8 * start)
    return 255 * (at - start) + rbsp[at], at + 1


def serialise(payloads: Iterable[Payload], trailing: bytes = b"\x80") -> bytes:
    """Serialise payloads: the inverse of `parse`."""
    return b"".join(payload.header() + payload.data for payload in payloads) + trailing
