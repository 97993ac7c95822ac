"""Subcommand generate: named parameters from CSV, npz or JSON to messages JSON."""

from __future__ import annotations

from typing import Any

import click

from vvc_bridge.terminal import warn

KINDS = {
    "keypoints": "keypoints",
    "semantics": "semantics",
    "compact": "compact_feature",
    "avatar": "avatar_parameters",
}
"""What the command line calls the kinds of `sei.named`."""

MAPPING = click.option(
    "--mapping",
    help="Known mapping by name or tag, or a file with one (.json). Default: what fits the names.",
)


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--as", "kind", type=click.Choice(list(KINDS)), required=True, help="What the numbers are.")
@click.option(
    "-o", "--output", default="-", type=click.Path(allow_dash=True), help="Messages JSON (default: stdout)."
)
@MAPPING
@click.option(
    "--format", "form", type=click.Choice(["csv", "npz", "json"]), help="Of FILE (default: by its suffix)."
)
@click.option(
    "--precision",
    type=click.IntRange(1, 31),
    help="Bits after the binary point (default: each field's own).",
)
@click.option(
    "--predict/--no-predict", default=None, help="Always or never predict (default: what is shorter)."
)
@click.option("--gfv-id", type=click.IntRange(0, 2**32 - 2), default=0, show_default=True)
@click.option(
    "--au", type=click.IntRange(0), default=0, show_default=True, help="Access unit of the base picture."
)
@click.option("--tag", is_flag=True, help="Name the mapping in the base message (gfv_nn_tag_uri).")
@click.option(
    "--vtm-safe/--no-vtm-safe",
    default=True,
    help="Warn of messages that VTM 24.0's decoder may refuse (default), or do not.",
)
def generate(file: str, kind: str, output: str, vtm_safe: bool, **options: Any) -> None:
    """Make the GFV and GFVE messages of FILE's parameters, a row per picture, columns by name.

    The first picture is the base picture; `seigen inject` puts the messages into a stream, and
    `seigen extract --as` reads the parameters back.
    """
    from vvc_bridge.named_file import generate as run
    from vvc_bridge.vtm_safe import WITHIN_BYTE, first_within_byte

    messages = run(file, KINDS[kind], **options)
    messages.save(output)
    if vtm_safe and (at := first_within_byte(messages)) is not None:
        warn(f"messages[{at}]: {WITHIN_BYTE}")
