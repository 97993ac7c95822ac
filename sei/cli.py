"""Subcommands of the syntax layer: inspect."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from sei.errors import SeigenError

if TYPE_CHECKING:
    from sei.inspect import Found, Totals

LIMIT = 1 << 29
"""Largest file that inspect reads; `seigen extract` takes any size."""


def read_input(file: str) -> bytes:
    """Bytes of a file, or of stdin for ``-``."""
    source: BinaryIO
    if file == "-":
        data = sys.stdin.buffer.read(LIMIT + 1)
    else:
        with Path(file).open("rb") as source:
            data = source.read(LIMIT + 1)
    if not data:
        raise SeigenError(f"{file}: empty")
    if len(data) > LIMIT:
        raise SeigenError(f"{file}: larger than {LIMIT} bytes")
    return data


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "vtm"]), default="table", show_default=True
)
@click.option("--codec", type=click.Choice(["auto", "vvc", "hevc"]), default="auto", show_default=True)
@click.option(
    "--edition", type=click.Choice(["h274v4", "hm18"]), help="Default: h274v4 in VVC, hm18 in HEVC."
)
@click.option("--type", "types", type=int, multiple=True, help="Only this payloadType; may be repeated.")
def inspect(file: str, form: str, codec: str, edition: str | None, types: tuple[int, ...]) -> None:
    """Show every SEI message of a byte stream FILE (- is stdin).

    table: a tree a message for people, with value, descriptor, bit offset and length of every element.
    json: a JSON object a line and message. vtm: what VTM's DecoderApp writes with
    --OutputDecodedSEIMessagesFilename, byte for byte.

    Exit status 1 when a message was refused; the others are shown all the same.
    """
    from sei.editions import EDITIONS
    from sei.inspect import Totals, find

    data = read_input(file)
    totals = Totals()
    chosen = EDITIONS[edition] if edition else None
    messages = find(data, codec=codec, edition=chosen, totals=totals)
    wanted = (found for found in messages if not types or found.payload.payload_type in types)
    refused = 0
    if form == "vtm":
        refused = _print_vtm(data, codec, edition, types)
    else:
        for found in wanted:
            click.echo(_tree(found) if form == "table" else json.dumps(_object(found), ensure_ascii=False))
            if found.error is not None:
                click.echo(f"seigen: {file}: {found.error}", err=True)
                refused += 1
        if form == "table":
            click.echo(_summary(totals, refused))
    if refused:
        sys.exit(1)


def _print_vtm(data: bytes, codec: str, edition: str | None, types: tuple[int, ...]) -> int:
    from sei.annexb import guess_codec
    from sei.context import Context
    from sei.editions import EDITIONS
    from sei.inspect import find
    from sei.vtm_dump import dump

    codec = guess_codec(data) if codec == "auto" else codec
    chosen = EDITIONS[edition or ("hm18" if codec == "hevc" else "h274v4")]
    context = Context(shared=True)
    for found in find(data, codec=codec, edition=chosen):
        if found.error is not None and found.payload.payload_type < 0:
            raise found.error
        try:
            text = dump(found.payload.payload_type, found.payload.data, context, chosen, prefix=found.prefix)
        except SeigenError as error:
            # VTM's decoder stops here.
            click.echo(f"seigen: {error}", err=True)
            return 1
        if not types or found.payload.payload_type in types:
            click.echo(text, nl=False)
    return 0


def _object(found: Found) -> dict[str, object]:
    unit = found.unit
    place = {
        "nal_byte": unit.offset,
        "nal_unit_type": unit.nal_type,
        "nuh_layer_id": unit.layer_id,
        "temporal_id": unit.temporal_id,
    }
    head: dict[str, object] = {
        **place,
        "payload_type": found.payload.payload_type,
        "payload_size": len(found.payload.data),
        "name": found.name,
    }
    if found.marks:
        head["marks"] = found.marks
    if found.error is not None:
        head["error"] = str(found.error)
    head["message"] = found.message.model_dump(exclude_none=True)
    return head


def _tree(found: Found) -> str:
    unit = found.unit
    kind = "prefix" if found.prefix else "suffix"
    size = len(found.payload.data)
    title = click.style(found.name, bold=True)
    marks = "".join(click.style(f"  [{mark}]", fg="yellow") for mark in found.marks)
    lines = [
        f"{title}  {size} bytes  {kind} SEI at byte {unit.offset}"
        f"  layer {unit.layer_id}  temporal id {unit.temporal_id}{marks}"
    ]
    if found.error is not None:
        lines.append(click.style(f"    {found.error}", fg="red"))
    elif not found.rows:
        shown = found.payload.data[:32].hex() + ("..." if size > 32 else "")
        lines.append(f"    {shown}")
    for name, value, descriptor, offset, length in found.rows:
        text = str(value)
        text = text if len(text) <= 40 else f"{text[:37]}..."
        lines.append(f"    {name:<50} {text:>12}  {descriptor:<7} {offset:>7} {length:>4}")
    return "\n".join(lines)


def _summary(totals: Totals, refused: int) -> str:
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(totals.messages.items())) or "none"
    text = f"SEI messages: {kinds}; {totals.nal_units} NAL units"
    if refused:
        text += f"; {refused} refused"
    return f"{text}\nbits: payload {totals.payload_bits}, envelope {totals.envelope_bits}"


COMMANDS = [inspect]
