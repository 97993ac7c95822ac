"""Subcommand plot: parameters over time as a picture. Needs no torch."""

from __future__ import annotations

import click

from vvc_bridge.cli import CODEC, FILE
from vvc_bridge.terminal import say


@click.command()
@FILE
@click.option(
    "-o", "--output", required=True, type=click.Path(), help="Picture to write: .png, .svg or .pdf."
)
@click.option("--name", "names", multiple=True, help="Only this name, pattern or group; may be repeated.")
@click.option("--all", "every", is_flag=True, help="Numbers without a name of their own, too.")
@click.option("--system", help="System of the stream, where it does not tell.")
@click.option("--gfv-id", type=click.IntRange(0, 2**32 - 2), help="Whose (default: the first).")
@CODEC
def plot(
    file: str,
    output: str,
    names: tuple[str, ...],
    every: bool,
    system: str | None,
    gfv_id: int | None,
    codec: str | None,
) -> None:
    """Draw the parameters of FILE over time: names as `seigen semantics` lists them.

    Of a stream without a known system, the numbers as they are sent.
    """
    from generators.plot import save
    from generators.semantics import read

    found = read(file, system=system, gfv_id=gfv_id, codec=codec, unnamed=True)
    count = save(found, output, names, every=every)
    say(f"{output}: {count} numbers over {found.pictures[-1].time:.2f} s")
