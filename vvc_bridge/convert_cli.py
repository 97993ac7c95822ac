"""Subcommand convert: messages between standards, editions, and kinds of SEI NAL units."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import cast

import click

from vvc_bridge.cli import CODEC, FILE, FPS, OUT, SAFE, TYPES, say_report
from vvc_bridge.placement import Placement
from vvc_bridge.terminal import say


@click.command()
@FILE
@OUT
@click.option("--onto", type=click.Path(), help="Video that gets the messages of FILE, of any standard.")
@click.option(
    "--to",
    type=click.Choice(["h266", "h265", "h264"]),
    help="Of a messages JSON: standard of the stream that it is for.",
)
@click.option(
    "--edition",
    type=click.Choice(["h274v4", "hm18"]),
    help="Syntax edition to write. Default: that of the new stream's standard.",
)
@click.option(
    "--from-edition", type=click.Choice(["h274v4", "hm18"]), help="Edition to read FILE in (likewise)."
)
@click.option("--placement", type=click.Choice(["suffix", "prefix"]), help="Kind of SEI NAL unit.")
@click.option("--insist", is_flag=True, help="--placement holds where the standard forbids it, too.")
@TYPES
@SAFE
@FPS
@CODEC
def convert(
    file: str,
    output: str,
    onto: str | None,
    to: str | None,
    edition: str | None,
    from_edition: str | None,
    placement: str | None,
    insist: bool,
    types: tuple[int, ...],
    vtm_safe: bool,
    fps: Fraction | None,
    codec: str | None,
) -> None:
    """Convert the messages of FILE, a stream or a messages JSON.

    With --onto: into another video, of H.266, H.265 or H.264, by output order. Without: a stream's GFV and
    GFVE messages in another --edition, or (with --type: others too) in the other kind of SEI NAL unit;
    a messages JSON for another standard (--to).
    """
    import vvc_bridge.converter as converter
    from vvc_bridge.message_file import MessageFile
    from vvc_bridge.named_file import is_json
    from vvc_bridge.sei_nal import FACE_TYPES

    messages = is_json(file)
    if messages and onto is None:
        if to is None and edition is None:
            raise click.UsageError("a messages JSON needs --to, --edition or --onto")
        found = MessageFile.load(file)
        made = converter.convert_messages(found, to or found.codec, edition, types or None)
        made.save(output)
        if output != "-":
            say(f"{output}: {len(made.messages)} of {len(found.messages)} messages, edition {made.edition}")
        return
    if onto is not None:
        source = MessageFile.load(file) if messages else file
        run = partial(converter.convert_onto, source, onto, types=types or None)
    elif to is not None or (edition is None and placement is None):
        raise click.UsageError("a stream needs --edition, --placement, or a video to put messages --onto")
    else:
        run = partial(converter.convert, file, types=types or FACE_TYPES)
    report = run(
        output,
        source_edition=from_edition,
        edition=edition,
        placement=cast(Placement | None, placement),
        vtm_safe=vtm_safe,
        insist=insist,
        codec=codec,
        fps=fps,
    )
    say_report(report, output)


COMMANDS: list[click.Command] = [convert]
