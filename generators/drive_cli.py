"""Subcommand drive: another face under a stream's messages."""

from __future__ import annotations

from typing import Any

import click

from vvc_bridge.terminal import say


@click.command()
@click.argument("stream", type=click.Path(allow_dash=True))
@click.option(
    "--face",
    "picture",
    required=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Picture of the new face.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(allow_dash=True),
    help="Stream, or .mp4, .mov, .mkv, .ts with it; - is stdout.",
)
@click.option(
    "--face-number", type=click.IntRange(0), help="Which face of a picture with several; 0: largest."
)
@click.option("--qp", type=click.IntRange(4, 63), default=32, show_default=True, help="QP of base pictures.")
@click.option(
    "--base-encoder",
    type=click.Choice(["vvenc", "vvencapp", "vtm"]),
    default="vvenc",
    show_default=True,
    help="What codes base pictures: VVenC's library, its program, VTM's (slow).",
)
@click.option("--system", help="System of the stream, where it does not tell.")
def drive(stream: str, picture: str, output: str, **options: Any) -> None:
    """Write STREAM with another face: what moved in it moves the face of a picture.

    Take a drawing, an avatar, or a person who agreed. A message in the result says that the face was
    replaced, and `seigen info` shows it.
    """
    from generators.drive import drive as run

    done = run(stream, picture, output, **options)
    if output != "-":
        say(
            f"{output}: {done.pictures} base pictures, messages of {done.messages} pictures, "
            f"{done.bits // 8} bytes ({done.system}); it says that its face was replaced"
        )
