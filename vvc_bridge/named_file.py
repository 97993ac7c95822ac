"""Named parameters (`sei.named`) to messages JSON, and from a stream's messages or a messages JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sei.build import Network
from sei.context import Context
from sei.editions import H274V4, Edition
from sei.editions import edition as edition_named
from sei.errors import BitstreamError, MissingReference, SeigenError
from sei.mark import without_mark
from sei.message import Message
from sei.messages import read_payload
from sei.named import KINDS, Mapping, NamedParameters, known
from sei.named.tables import FORMS, Form, dump, load
from vvc_bridge.access_unit import access_units
from vvc_bridge.message_file import MAX_JSON, MessageFile
from vvc_bridge.nal import default_edition
from vvc_bridge.output import output_file
from vvc_bridge.sei_nal import FACE_TYPES
from vvc_bridge.source import Source, read_limited

ENHANCEMENT = 224

MAX_FILE = 1 << 28
"""Largest file of parameters taken, in bytes."""


def generate(
    source: Source,
    kind: str,
    *,
    mapping: str | None = None,
    form: str | None = None,
    precision: int | None = None,
    predict: bool | None = None,
    gfv_id: int = 0,
    au: int = 0,
    tag: bool = False,
) -> MessageFile:
    """Make the messages of a file of parameters, the first picture the base picture's.

    source     CSV, npz or JSON (`sei.named.tables`); ``form`` says which where its name does not
    kind       of `sei.named.KINDS`
    mapping    name or tag of a known mapping, or a file with one; None: by the names in ``source``
    precision, predict, gfv_id  see `NamedParameters.to_messages`
    au         access unit that all messages are addressed to
    tag        put the mapping's tag into gfv_nn_tag_uri of the base message

    Raises SeigenError in one line that names the row, the column or the number."""
    data = read_limited(source, MAX_FILE, "file of parameters")
    parameters = load(KINDS[kind], data, _form(source, form), mapping_of(mapping))
    network = Network(tag_uri=parameters.mapping.tag) if tag else None
    messages = parameters.to_messages(precision=precision, predict=predict, gfv_id=gfv_id, network=network)
    return message_file(messages, au)


def message_file(messages: Iterable[Message], au: int = 0) -> MessageFile:
    """Address messages to access unit ``au``, as `vvc_bridge.inject` wants them."""
    return MessageFile.of([(au, message) for message in messages])


def extract_named(
    source: Source,
    kind: str,
    *,
    mapping: str | None = None,
    gfv_id: int | None = None,
    codec: str | None = None,
    edition: str | None = None,
) -> NamedParameters:
    """Read the parameters of a stream, or of a messages JSON, by name.

    Arguments as of `generate`; ``mapping`` None: by the tag in the stream, else by what the messages carry;
    ``gfv_id`` None: the first one. Raises SeigenError."""
    if is_json(source):
        units, chosen = _units_of_json(source, edition)
    else:
        units, chosen = _units_of_stream(source, codec, edition)
    cls = KINDS[kind]
    return cls.from_messages(units, mapping=mapping_of(mapping), gfv_id=gfv_id, edition=chosen)


def write_named(
    source: Source, kind: str, output: str | os.PathLike[str], form: str | None = None, **options: Any
) -> None:
    """Write what `extract_named` gives to ``output``; ``-`` is standard output, JSON unless ``form`` says."""
    chosen = form_of(output, form or ("json" if os.fspath(output) == "-" else None))
    data = dump(extract_named(source, kind, **options), chosen)
    with output_file(output) as file:
        file.write(data)


def mapping_of(text: str | None) -> Mapping | None:
    """Return the mapping of a known name or tag, or of a JSON file. Raises SeigenError."""
    if text is not None and text.endswith(".json"):
        return Mapping.from_json(read_limited(text, 1 << 24, "mapping"))
    return None if text is None else known(text)


def form_of(path: str | os.PathLike[str], form: str | None = None) -> Form:
    """Return csv, npz or json, by ``form`` or the name's suffix. Raises SeigenError where neither says."""
    found = form or Path(path).suffix.lower().removeprefix(".")
    if found not in FORMS:
        raise SeigenError(f"{os.fspath(path)}: not .csv, .npz or .json; name a format")
    return found


def _form(source: Source, form: str | None) -> Form:
    if not isinstance(source, (str, os.PathLike)) and form is None:
        raise SeigenError("parameters without a file name need a format: csv, npz or json")
    return form_of(source if isinstance(source, (str, os.PathLike)) else "", form)


def is_json(source: Source) -> bool:
    """Tell whether a source is a messages JSON, by its first character."""
    if isinstance(source, (str, os.PathLike)):
        if not Path(source).is_file():
            return False
        with Path(source).open("rb") as file:
            return without_mark(file.read(64)).lstrip()[:1] == b"{"
    return isinstance(source, bytes) and without_mark(source[:64]).lstrip()[:1] == b"{"


def _units_of_json(source: Source, edition: str | None) -> tuple[list[Any], Edition]:
    """Messages of each access unit; where there is one address alone, in one list."""
    data = read_limited(source, MAX_JSON, "messages JSON")
    file = MessageFile.from_json(data, str(source) if isinstance(source, (str, os.PathLike)) else "messages")
    chosen = edition_named(edition or file.edition)
    context = Context()
    units: dict[str, list[Any]] = {}
    for entry in file.messages:
        if entry.payload_type in FACE_TYPES:
            payload = entry.to_payload(chosen, context)
            message = read_payload(entry.payload_type, payload, edition=chosen, context=context)
            units.setdefault(str(entry.place.model_copy(update={"nal": None, "index": None})), []).append(
                message
            )
    # One address, or none: then base messages tell picture units apart.
    return list(units.values()) if len(units) > 1 else [m for unit in units.values() for m in unit], chosen


def _units_of_stream(source: Source, codec: str | None, edition: str | None) -> tuple[list[Any], Edition]:
    chosen = edition_named(edition) if edition else H274V4
    units = []
    context = Context()
    for unit in access_units(source, codec=codec):
        if edition is None:
            chosen = default_edition(unit.codec)
        found = list(_read(unit, chosen, context))
        if found:
            units.append(found)
    return units, chosen


def _read(unit: Any, edition: Edition, context: Context) -> Iterator[Any]:
    for message in unit.messages:
        if message.payload_type in FACE_TYPES:
            try:
                yield read_payload(message.payload_type, message.payload, edition=edition, context=context)
            except BitstreamError as error:
                if isinstance(error, MissingReference) and message.payload_type == ENHANCEMENT:
                    continue  # a granularity whose base message was dropped
                error.byte = message.offset
                raise
