"""A minimal walk over the NAL units of an Annex B byte stream, enough to find SEI messages in a file.

`vvc_bridge` has the real one: streaming, access units, editing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sei.errors import BitstreamError

_START = re.compile(rb"\x00\x00\x01")

CODECS = ("vvc", "hevc")
_SEI_TYPES = {"vvc": (23, 24), "hevc": (39, 40)}


@dataclass(slots=True)
class NalUnit:
    """A NAL unit with the two-byte header of H.266 or H.265.

    offset       byte offset of the header in the file
    nal_type     nal_unit_type
    layer_id     nuh_layer_id
    temporal_id  TemporalId
    data         header and payload, emulation prevention in place, trailing zero bytes cut off
    """

    offset: int
    nal_type: int
    layer_id: int
    temporal_id: int
    data: bytes


def nal_units(data: bytes, codec: str) -> Iterator[NalUnit]:
    """NAL units of ``data``. Raises BitstreamError when there is no start code, or a header is cut off."""
    starts = [match.end() for match in _START.finditer(data)]
    if not starts:
        raise BitstreamError("no start code: not an Annex B byte stream")
    for start, following in zip(starts, [s - 3 for s in starts[1:]] + [len(data)], strict=True):
        unit = data[start:following].rstrip(b"\x00")
        if len(unit) < 2:
            raise BitstreamError("a NAL unit without a whole header", byte=start)
        if codec == "hevc":
            nal_type, layer_id = unit[0] >> 1 & 63, (unit[0] & 1) << 5 | unit[1] >> 3
        else:
            nal_type, layer_id = unit[1] >> 3, unit[0] & 63
        yield NalUnit(start, nal_type, layer_id, (unit[1] & 7) - 1, unit)


def is_sei(unit: NalUnit, codec: str) -> bool:
    """Prefix or suffix SEI."""
    return unit.nal_type in _SEI_TYPES[codec]


def is_prefix(unit: NalUnit, codec: str) -> bool:
    """Prefix SEI."""
    return unit.nal_type == _SEI_TYPES[codec][0]


def guess_codec(data: bytes) -> str:
    """``vvc`` or ``hevc``, by which of them reads the first NAL units' headers as parameter sets or the
    like. Both have a reserved or zero field where the other has the type."""
    score = dict.fromkeys(CODECS, 0)
    for match, _ in zip(_START.finditer(data), range(8), strict=False):
        head = data[match.end() : match.end() + 2]
        if len(head) < 2 or head[1] & 7 == 0:
            continue
        # VPS, SPS, PPS, AUD, prefix SEI in H.265: types 32 to 40, layer 0.
        score["hevc"] += 32 <= head[0] >> 1 <= 40 and head[0] & 1 == 0 and head[1] >> 3 == 0
        # H.266: forbidden_zero_bit, nuh_reserved_zero_bit 0, layer id small; any type.
        score["vvc"] += head[0] < 56
    return "hevc" if score["hevc"] > score["vvc"] else "vvc"
