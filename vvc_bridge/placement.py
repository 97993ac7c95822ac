"""In what kind of SEI NAL unit each message may stand (sei_payload( ): H.266 D.2.1, H.265 D.2.1; H.264 has
one kind). What a standard does not list is reserved there, and may be in either; so may the post-filter
messages (210, 211), which reference software reads in both."""

from __future__ import annotations

from typing import Literal

from sei.vtm_known import KNOWN_IN_PREFIX, KNOWN_IN_SUFFIX
from vvc_bridge.nal import Codec

Placement = Literal["suffix", "prefix"]

_H265_PREFIX = frozenset(
    (
        *(0, 1, 2, 6, 9, 15, 16, 19, 23, 45, 47, 56),
        *range(128, 132),
        *range(133, 146),
        *range(147, 153),
        *range(154, 169),
        *range(176, 182),
        *(200, 201, 202, 205, 212, 213),
    )
)
_H266_PREFIX = frozenset(
    (
        *(0, 1, 19, 45, 47, 56, 129, 130, 137, 142, 144, 145),
        *range(147, 151),
        *(153, 154, 155, 156, 165, 168, 177, 179, 180),
        *range(200, 209),
        *(212, 213),
    )
)

PREFIX_ONLY: dict[Codec, frozenset[int]] = {
    Codec.H266: _H266_PREFIX,
    Codec.H265: _H265_PREFIX,
    Codec.H264: frozenset(),
}
"""payloadType of the messages that are in prefix SEI NAL units only."""

SUFFIX_ONLY: dict[Codec, frozenset[int]] = {
    Codec.H266: frozenset((132,)),
    Codec.H265: frozenset((132,)),
    Codec.H264: frozenset(),
}
"""payloadType of the messages that are in suffix SEI NAL units only: decoded_picture_hash."""


def allowed(codec: Codec, payload_type: int, suffix: bool) -> bool:
    """Tell whether a message may stand in a suffix (else: prefix) SEI NAL unit."""
    if codec.suffix_sei is None:
        return not suffix
    return payload_type not in (PREFIX_ONLY if suffix else SUFFIX_ONLY)[codec]


def default(codec: Codec, payload_type: int) -> Placement:
    """Say where a message goes when nobody does: suffix, as VTM and HM have GFV and GFVE, where it may; in
    H.266 prefix where VTM 24.0 knows its type there alone (registered user data)."""
    known = codec is not Codec.H266 or payload_type in KNOWN_IN_SUFFIX or payload_type not in KNOWN_IN_PREFIX
    return "suffix" if known and allowed(codec, payload_type, True) else "prefix"


def why(codec: Codec, payload_type: int, suffix: bool) -> str:
    """Say what is wrong with a message for which `allowed` is false."""
    kinds = ("prefix", "suffix") if suffix else ("suffix", "prefix")
    name = f"H.{codec.value[1:]}"
    return f"{name} has payloadType {payload_type} in {kinds[0]} SEI NAL units only, not in {kinds[1]}"
