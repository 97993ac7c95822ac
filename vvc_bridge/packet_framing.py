"""How transport packets (H.222.0 2.4.3) lie in a file, by their sync bytes."""

from __future__ import annotations

import re
from typing import NamedTuple

SYNC = 0x47
STRIDES = ((188, 0), (192, 4), (204, 0))
"""Distance of packets in a file, and bytes of it that stand before the packet (time stamps of m2ts)."""

ENOUGH = 8
"""Sync bytes in a row that tell a transport stream."""

ENOUGH_IN_NAL_UNITS = 64
"""The same where the file begins with a NAL unit, whose bytes may be any; a PES packet begins otherwise."""

_NAL_UNIT = re.compile(rb"\x00{2,}\x01[\x00-\x7f]")

PROBE = 1 << 16
"""Bytes in which the first packet must begin."""


class Framing(NamedTuple):
    """How packets lie in a file.

    first   byte where the first whole packet begins
    stride  bytes from packet to packet, 188, 192 or 204
    before  bytes of it that stand before the packet
    """

    first: int
    stride: int
    before: int


def framing(head: bytes) -> Framing | None:
    """Find how packets lie in a file that begins with ``head``, also where it begins within a packet; None
    when it is no transport stream."""
    begins = _NAL_UNIT.match(head)
    needed = ENOUGH_IN_NAL_UNITS if begins else ENOUGH
    at = head.find(SYNC)
    while 0 <= at < PROBE:
        for stride, before in STRIDES:
            row = head[at : at + stride * needed : stride]
            enough = len(row) == needed or (len(row) >= 3 and at < stride and not begins)
            if enough and row.count(SYNC) == len(row):
                return Framing(at, stride, before)
        at = head.find(SYNC, at + 1)
    return None
