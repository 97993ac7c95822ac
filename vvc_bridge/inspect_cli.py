"""Subcommand inspect: a stream's SEI messages for people, as JSON, or as VTM dumps them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from sei.errors import BitstreamError
from sei.shown import one_line, to_json
from vvc_bridge.terminal import say, show, warn

if TYPE_CHECKING:
    from sei.syntax import TraceRow
    from vvc_bridge.inspect import Found, Totals

PAGE = "conformance.inspect_page"
"""Module that writes the page of a stream."""


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "vtm", "html"]),
    default="table",
    show_default=True,
)
@click.option(
    "--codec",
    type=click.Choice(["h266", "h265", "h264"]),
    help="Standard of FILE; told from its bytes by default.",
)
@click.option("--edition", type=click.Choice(["h274v4", "hm18"]), help="Default: h274v4, in H.265 hm18.")
@click.option("--type", "types", type=int, multiple=True, help="Only this payloadType; may be repeated.")
@click.option("--au", "aus", type=click.IntRange(0), multiple=True, help="Only this access unit; likewise.")
@click.option(
    "--message",
    "numbers",
    type=click.IntRange(0),
    multiple=True,
    help="Only the message at this place of its access unit, from 0; likewise.",
)
@click.option("-o", "--output", type=click.Path(), help="With html: a page (.html), or a folder for one.")
@click.option("--pictures/--no-pictures", default=True, help="With html: thumbnails, where they can be made.")
@click.option("--limit", type=click.IntRange(1), help="So many messages at the most.")
def inspect(
    file: str,
    form: str,
    codec: str | None,
    edition: str | None,
    types: tuple[int, ...],
    aus: tuple[int, ...],
    numbers: tuple[int, ...],
    output: str | None,
    pictures: bool,
    limit: int | None,
) -> None:
    """Show every SEI message of FILE, a byte stream (- is stdin) or an mp4, mkv or ts file.

    table: a tree a message for people, with access unit, picture order count, and value, descriptor, bit
    offset and length of every element. json: a JSON object a line and message. csv: a line an element. vtm:
    what VTM's DecoderApp writes with --OutputDecodedSEIMessagesFilename, byte for byte, but for control
    characters in strings, which every format shows as escapes.

    html: one page with timeline, messages, parameters and findings, which needs no network.

    Exit status 1 when a message was refused; the others are shown all the same.
    """
    from sei.editions import EDITIONS
    from vvc_bridge.inspect import Totals, find, vtm_dump

    if (form == "html") != (output is not None):
        raise click.UsageError("--format html and -o go together")
    if output is not None:
        if aus or numbers or limit or types:
            raise click.UsageError("--format html shows all messages, and finds them by access unit and type")
        write = importlib.import_module(PAGE).write  # of a higher room, which this one does not know
        path = write(
            file, output, codec=codec, edition=EDITIONS[edition] if edition else None, pictures=pictures
        )
        say(str(path))
        return
    refused = _Refused(file)
    if form == "vtm":
        if aus or numbers or limit:
            raise click.UsageError("--format vtm shows all messages, or those of --type")
        for payload_type, text in vtm_dump(
            file, codec=codec, edition=edition, refused=refused, harmless=True
        ):
            if not types or payload_type in types:
                show(text, nl=False)
        sys.exit(1 if refused.count else 0)
    totals = Totals()
    shown, whole = 0, True
    if form == "csv":
        show(",".join(_COLUMNS))
    for found in find(file, codec=codec, edition=EDITIONS[edition] if edition else None, totals=totals):
        if aus and found.au > max(aus):
            whole = False
            break
        if types and found.place.payload_type not in types:
            continue
        if (aus and found.au not in aus) or (numbers and found.number not in numbers):
            continue
        if form == "table":
            _tree(found)
        elif form == "csv":
            _parts(_cells(found), "\n")
        else:
            _parts(_object(found), "")
        if found.error is not None:
            refused(found.error)
        shown += 1
        if shown == limit:
            whole = False
            break
    if form == "table":
        show(_summary(totals, refused.count) + ("" if whole else "; what follows was not read"))
    if refused.count:
        sys.exit(1)


class _Refused:
    """Says at once what was refused, up to SAID of them, and keeps only how often: a stream may hold
    millions."""

    SAID = 100

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0

    def __call__(self, error: BitstreamError) -> None:
        self.count += 1
        if self.count <= self.SAID:
            warn(f"{self.file}: {error}")
        elif self.count == self.SAID + 1:
            warn(f"{self.file}: further refusals are not named here")


def _parts(parts: Iterable[str], between: str) -> None:
    """Print a line of ``parts``, some thousand at a time: together they take a thousand times the room that
    their message takes."""
    rest, first = iter(parts), True
    while some := list(islice(rest, 4096)):
        show(("" if first else between) + between.join(some), nl=False)
        first = False
    show("")


def _object(found: Found) -> Iterator[str]:
    """A JSON object in parts."""
    place = found.place
    head: dict[str, object] = {
        "au": found.au,
        "poc": found.poc,
        "message_number": found.number,
        "nal_byte": place.offset,
        "kind": "suffix" if place.suffix else "prefix",
        "nuh_layer_id": place.layer_id,
        "temporal_id": place.temporal_id,
        "payload_type": place.payload_type,
        "payload_size": len(place.payload),
        "name": found.name,
    }
    if found.record:
        head["record"] = True
    if found.marks:
        head["marks"] = found.marks
    if found.error is not None:
        head["error"] = str(found.error)
    if found.behind is not None:
        head["behind"] = found.behind[0].hex()
    yield to_json(head)[:-1] + ', "message": {'
    for number, (name, value) in enumerate(found.message.model_dump(exclude_none=True).items()):
        yield (", " if number else "") + to_json(name) + ": " + to_json(value)
    yield "}}"


def _tree(found: Found) -> None:
    place = found.place
    size = len(place.payload)
    show(found.name, nl=False, bold=True)
    show(
        f"  {size} bytes  {'suffix' if place.suffix else 'prefix'} SEI at byte {place.offset}"
        f"{' of the configuration record' if found.record else ''}"
        f"  access unit {found.au}, message {found.number}, POC {'-' if found.poc is None else found.poc}"
        f"  layer {place.layer_id}  temporal id {place.temporal_id}",
        nl=False,
    )
    show("".join(f"  [{mark}]" for mark in found.marks), fg="yellow")
    if found.error is not None:
        show(f"    {one_line(str(found.error))}", fg="red")
    elif not found.rows:
        show("    " + place.payload[:32].hex() + ("..." if size > 32 else ""))
    if found.rows:
        _parts(_rows(found), "\n")
    if found.behind is not None:
        data, start = found.behind
        more = "..." if len(data) > 32 else ""
        show(f"    behind it, from bit {start} on: {data[:32].hex()}{more}")


_COLUMNS = (
    "au", "poc", "message", "payload_type", "name", "kind", "nal_byte",
    "element", "value", "descriptor", "bit", "bits",
)  # fmt: skip


def _cells(found: Found) -> Iterator[str]:
    """Lines of CSV: an element each; of a message without a coded view its bytes, or why it was refused."""
    place = found.place
    poc = "" if found.poc is None else found.poc
    kind = "suffix" if place.suffix else "prefix"
    head = (found.au, poc, found.number, place.payload_type, found.name, kind, place.offset)
    rows: Iterable[TraceRow] = found.rows
    if found.error is not None:
        rows = [("refused", str(found.error), "", 0, 8 * len(place.payload))]
    elif not found.rows:
        rows = [("payload", place.payload.hex(), "b(8)", 0, 8 * len(place.payload))]
    for row in rows:
        yield ",".join(map(_cell, (*head, *row)))


def _cell(value: object) -> str:
    text = one_line(str(value))
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"') else text


def _rows(found: Found) -> Iterator[str]:
    for name, value, descriptor, offset, length in found.rows:
        text = one_line(str(value)[:41])
        text = text if len(text) <= 40 else f"{text[:37]}..."
        yield f"    {name:<50} {text:>12}  {descriptor:<7} {offset:>7} {length:>4}"


def _summary(totals: Totals, refused: int) -> str:
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(totals.messages.items())) or "none"
    text = f"SEI messages: {kinds}; {totals.nal_units} NAL units"
    if refused:
        text += f"; {refused} refused"
    return f"{text}\nbits: payload {totals.payload_bits}, envelope {totals.envelope_bits}"
