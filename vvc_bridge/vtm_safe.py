"""What VTM 24.0's decoder survives, so that edited streams can be checked against it.

It crashes on an SEI NAL unit in which it knows no message, and knows GFV and GFVE in suffix SEI only (read
from its SEI reader, and run; the syntax notes list the cases).
"""

from __future__ import annotations

from collections.abc import Iterable

from sei.errors import SeigenError

SUFFIX_KNOWN = frozenset((3, 5, 132, 133, 210, 211, 214, 221, 222, 223, 224))
"""payloadType that VTM 24.0 knows in suffix SEI NAL units."""

PREFIX_KNOWN = frozenset(
    (
        *(
            0,
            1,
            3,
            4,
            5,
            19,
            45,
            47,
            56,
            129,
            130,
            133,
            137,
            142,
            144,
            145,
            147,
            148,
            149,
            150,
            153,
            154,
            155,
        ),
        *(156, 165, 168, 177, 179, 180, *range(200, 209), *range(210, 222), 225, 226, 227),
    )
)
"""payloadType that VTM 24.0 knows in prefix SEI NAL units."""


def survives(payload_types: Iterable[int], suffix: bool) -> bool:
    """VTM 24.0 decodes past an SEI NAL unit that holds these messages."""
    known = SUFFIX_KNOWN if suffix else PREFIX_KNOWN
    return not known.isdisjoint(payload_types)


def require(payload_types: Iterable[int], suffix: bool, where: str) -> None:
    """Refuse an SEI NAL unit that crashes VTM 24.0."""
    types = list(payload_types)
    if not survives(types, suffix):
        kind = "suffix" if suffix else "prefix"
        raise SeigenError(
            f"{where}: VTM 24.0 crashes on a {kind} SEI NAL unit with nothing but payloadType "
            f"{', '.join(map(str, types))} (--no-vtm-safe writes it all the same)"
        )
