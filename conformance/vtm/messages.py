"""Between encoder configurations and messages JSON."""

from __future__ import annotations

from conformance.vtm.config import Configuration
from conformance.vtm.encoder import VtmEncoder
from sei.context import Context
from sei.editions import edition as edition_named
from vvc_bridge.message_file import MessageFile, Place, entry_of


def message_file(config: Configuration, au: int = 0) -> tuple[MessageFile, list[str]]:
    """Make the messages of a configuration, addressed to access unit ``au``, and the encoder's notes.

    A message that a decoder of the standard could not read at its place (the encoder keeps one prediction
    state for all ids) is kept as bytes. Raises CfgError as `VtmEncoder.messages`.
    """
    encoder = VtmEncoder(config)
    context, edition = Context(), edition_named(config.edition)
    entries = [
        entry_of(written.payload_type, written.payload, Place(au=au), edition, context)
        for written in encoder.messages()
    ]
    file = MessageFile(
        codec="h265" if config.edition == "hm18" else "h266", edition=config.edition, messages=entries
    )
    return file, encoder.notes


def payloads(messages: MessageFile) -> list[tuple[int, bytes]]:
    """List (payloadType, payload) of every message, in order."""
    context, edition = Context(), edition_named(messages.edition)
    return [(entry.payload_type, entry.to_payload(edition, context)) for entry in messages.messages]
