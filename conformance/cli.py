"""Subcommands: from-vtm-cfg, to-vtm-cfg and the conformance group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sei.errors import SeigenError

if TYPE_CHECKING:
    from vvc_bridge.message_file import MessageFile

COMMANDS: list[click.Command] = []


def _overrides(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--set {pair}: not NAME=VALUE")
        found[name] = value
    return found


@click.command("from-vtm-cfg")
@click.argument("configurations", metavar="CFG...", type=click.Path(), nargs=-1)
@click.option(
    "-c", "more", multiple=True, type=click.Path(), help="A further CFG, as the encoders take them."
)
@click.option(
    "--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Override a parameter, as --NAME=VALUE there."
)
@click.option("--base", type=click.Path(allow_dash=True), help="Stream to put the messages into.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(allow_dash=True),
    help="Stream (with --base) or messages JSON; - is stdout.",
)
@click.option("--au", default=0, type=click.IntRange(0), help="Access unit of BASE to put them into.")
@click.option(
    "--edition",
    type=click.Choice(["h274v4", "hm18"]),
    help="h274v4: VTM 24.0, hm18: HM 18.0 (default: told).",
)
def from_vtm_cfg(
    configurations: tuple[str, ...],
    more: tuple[str, ...],
    pairs: tuple[str, ...],
    base: str | None,
    output: str,
    au: int,
    edition: str | None,
) -> None:
    """Write the GFV and GFVE messages that VTM's (HM's) encoder writes for CFG files, bit for bit.

    Of several files the later one wins. Other parameters than those of GFV and GFVE are ignored.
    """
    from conformance.vtm_config import Configuration
    from conformance.vtm_messages import message_file

    if not configurations and not more and not pairs:
        raise click.UsageError("no configuration: name a CFG file, or --set NAME=VALUE")
    config = Configuration.load([*more, *configurations], _overrides(pairs), edition)
    messages, notes = message_file(config, au)
    for note in notes:
        click.echo(f"seigen: {note}", err=True)
    if base is None:
        messages.save(output)
        return
    from vvc_bridge import inject

    inject(base, messages, output, by="au", placement="suffix")


COMMANDS.append(from_vtm_cfg)


@click.command("to-vtm-cfg")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("-o", "--output", default="-", type=click.Path(allow_dash=True), help="File (default: stdout).")
@click.option("--lossy", is_flag=True, help="Write it even if the encoder would code something else for it.")
def to_vtm_cfg(file: str, output: str, lossy: bool) -> None:
    """Write the configuration that makes VTM's (HM's) encoder write the messages of FILE.

    FILE is messages JSON or a stream. A network's bytes go beside OUTPUT, into the file that the
    configuration names. The configuration is proved by writing its messages again.
    """
    from conformance.vtm_export import export
    from conformance.vtm_messages import payloads
    from vvc_bridge.output import output_file

    messages = _load(file)
    result = export(payloads(messages), messages.edition)
    if result.inexact and not lossy:
        number, reason = next(iter(result.inexact.items()))
        raise SeigenError(
            f"{file}: {len(result.inexact)} of its messages cannot be asked of the encoder, "
            f"the first is number {number}: {reason} (--lossy writes the configuration all the same)"
        )
    if result.network:
        if output == "-":
            raise SeigenError(f"{file}: it carries a network, whose bytes need a file: give -o")
        for prefix, data in result.network.items():
            name = result.config.text(f"{prefix}PayloadFilename")
            with output_file(Path(output).parent / name) as stream:
                stream.write(data)
    with output_file(output) as stream:
        stream.write(result.config.to_text().encode())


COMMANDS.append(to_vtm_cfg)


def _load(file: str) -> MessageFile:
    """Messages JSON, or the messages of a stream."""
    from vvc_bridge import extract
    from vvc_bridge.message_file import MessageFile

    if file != "-":
        with Path(file).open("rb") as stream:
            if stream.read(64).lstrip()[:1] != b"{":
                return extract(file, types={223, 224})
    return MessageFile.load(file)
