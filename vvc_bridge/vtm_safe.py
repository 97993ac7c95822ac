"""What VTM 24.0's decoder survives, so that edited streams can be checked against it.

It crashes on an SEI NAL unit in which it knows no message, and knows GFV and GFVE in suffix SEI only (read
from its SEI reader, and run; the syntax notes list the cases). In GFV and GFVE messages that are no base
picture's it tests a flag that it never set, and may take the payload's ending for a network.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sei.context import Context
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.errors import SeigenError
from sei.rbsp import Payload
from sei.vtm_known import KNOWN_IN_PREFIX, KNOWN_IN_SUFFIX

if TYPE_CHECKING:
    from vvc_bridge.message_file import MessageFile


WITHIN_BYTE = (
    "ends within a byte; VTM 24.0 may refuse it, and others like it, by what its command line is "
    "(--no-vtm-safe does not say so)"
)
"""What is said of a message for which `ends_within_byte` holds."""


def survives(payload_types: Iterable[int], suffix: bool) -> bool:
    """Tell whether VTM 24.0 decodes past an SEI NAL unit that holds these messages."""
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


def ends_within_byte(payload: Payload, edition: Edition, context: Context) -> bool:
    """Tell whether VTM 24.0 may refuse this GFV or GFVE message, depending on its command line: it is no base
    picture's, and its structure does not end on a whole byte. ``context`` has what earlier messages fixed."""
    from sei.messages import message_class  # pydantic, which `remove` starts without

    cls = message_class(payload.payload_type) if payload.payload_type in (223, 224) else None
    if cls is None:
        return False
    try:
        message = cls.from_payload(payload.data, edition=edition, context=context, endless=True)
        bits = message.payload_bits(edition=edition, context=context)
    except SeigenError:
        return False
    base = getattr(message, "gfv_base_pic_flag", 0) or getattr(message, "gfve_base_pic_flag", 0)
    return not base and bits != 8 * len(payload.data)


def first_within_byte(messages: MessageFile) -> int | None:
    """Find the position of the first message that `ends_within_byte`; None: there is none. Raises SeigenError
    where one cannot be written."""
    edition = edition_named(messages.edition)
    written, read = Context(), Context()
    for at, entry in enumerate(messages.messages):
        payload = Payload(entry.payload_type, entry.to_payload(edition, written))
        if ends_within_byte(payload, edition, read):
            return at
    return None
