"""Subcommand inspect: a stream's SEI messages for people, as JSON, or as VTM dumps them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from sei.errors import BitstreamError, SeigenError

if TYPE_CHECKING:
    from vvc_bridge.inspect import Found, Totals


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "vtm"]), default="table", show_default=True
)
@click.option(
    "--codec",
    type=click.Choice(["h266", "h265", "h264"]),
    help="Standard of FILE; told from its bytes by default.",
)
@click.option("--edition", type=click.Choice(["h274v4", "hm18"]), help="Default: h274v4, in H.265 hm18.")
@click.option("--type", "types", type=int, multiple=True, help="Only this payloadType; may be repeated.")
def inspect(file: str, form: str, codec: str | None, edition: str | None, types: tuple[int, ...]) -> None:
    """Show every SEI message of FILE, a byte stream (- is stdin) or an mp4, mkv or ts file.

    table: a tree a message for people, with value, descriptor, bit offset and length of every element.
    json: a JSON object a line and message. vtm: what VTM's DecoderApp writes with
    --OutputDecodedSEIMessagesFilename, byte for byte.

    Exit status 1 when a message was refused; the others are shown all the same.
    """
    from sei.editions import EDITIONS
    from vvc_bridge.inspect import Totals, find, vtm_dump

    if form == "vtm":
        unread: list[BitstreamError] = []
        for payload_type, text in vtm_dump(file, codec=codec, edition=edition, refused=unread):
            if not types or payload_type in types:
                click.echo(text, nl=False)
        for error in unread:
            click.echo(f"seigen: {file}: {error}", err=True)
        sys.exit(1 if unread else 0)
    totals = Totals()
    refused: list[SeigenError] = []
    for found in find(file, codec=codec, edition=EDITIONS[edition] if edition else None, totals=totals):
        if types and found.place.payload_type not in types:
            continue
        _show(_tree(found), "\n") if form == "table" else _show(_object(found), "")
        if found.error is not None:
            click.echo(f"seigen: {file}: {found.error}", err=True)
            refused.append(found.error)
    if form == "table":
        click.echo(_summary(totals, len(refused)))
    if refused:
        sys.exit(1)


def _show(parts: Iterable[str], between: str) -> None:
    """Print a line of ``parts``, some thousand at a time: together they take a thousand times the room that
    their message takes."""
    rest, first = iter(parts), True
    while some := list(islice(rest, 4096)):
        click.echo(("" if first else between) + between.join(some), nl=False)
        first = False
    click.echo()


def _object(found: Found) -> Iterator[str]:
    """A JSON object in parts."""
    place = found.place
    head: dict[str, object] = {
        "nal_byte": place.offset,
        "kind": "suffix" if place.suffix else "prefix",
        "nuh_layer_id": place.layer_id,
        "temporal_id": place.temporal_id,
        "payload_type": place.payload_type,
        "payload_size": len(place.payload),
        "name": found.name,
    }
    if found.marks:
        head["marks"] = found.marks
    if found.error is not None:
        head["error"] = str(found.error)
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "message": {'
    for number, (name, value) in enumerate(found.message.model_dump(exclude_none=True).items()):
        yield (", " if number else "") + json.dumps(name) + ": " + json.dumps(value, ensure_ascii=False)
    yield "}}"


def _tree(found: Found) -> Iterator[str]:
    place = found.place
    size = len(place.payload)
    title = click.style(found.name, bold=True)
    marks = "".join(click.style(f"  [{mark}]", fg="yellow") for mark in found.marks)
    yield (
        f"{title}  {size} bytes  {'suffix' if place.suffix else 'prefix'} SEI at byte {place.offset}"
        f"  layer {place.layer_id}  temporal id {place.temporal_id}{marks}"
    )
    if found.error is not None:
        yield click.style(f"    {found.error}", fg="red")
    elif not found.rows:
        yield "    " + place.payload[:32].hex() + ("..." if size > 32 else "")
    for name, value, descriptor, offset, length in found.rows:
        text = str(value)
        text = text if len(text) <= 40 else f"{text[:37]}..."
        yield f"    {name:<50} {text:>12}  {descriptor:<7} {offset:>7} {length:>4}"


def _summary(totals: Totals, refused: int) -> str:
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(totals.messages.items())) or "none"
    text = f"SEI messages: {kinds}; {totals.nal_units} NAL units"
    if refused:
        text += f"; {refused} refused"
    return f"{text}\nbits: payload {totals.payload_bits}, envelope {totals.envelope_bits}"
