"""What VTM 24.0's decoder survives, so that edited streams can be checked against it.

It crashes on an SEI NAL unit in which it knows no message, and knows GFV and GFVE in suffix SEI only (read
from its SEI reader, and run; the syntax notes list the cases).
"""

from __future__ import annotations

from collections.abc import Iterable

from sei.errors import SeigenError
from sei.vtm_dump import KNOWN_IN_PREFIX, KNOWN_IN_SUFFIX


def survives(payload_types: Iterable[int], suffix: bool) -> bool:
    """VTM 24.0 decodes past an SEI NAL unit that holds these messages."""
    known = KNOWN_IN_SUFFIX if suffix else KNOWN_IN_PREFIX
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
