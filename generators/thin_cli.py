"""Subcommand thin: fewer messages, no picture decoded. Needs no torch."""

from __future__ import annotations

from fractions import Fraction

import click

from vvc_bridge.cli import CODEC, FILE, FPS, OUT, SAFE
from vvc_bridge.terminal import say, warn


@click.command()
@FILE
@OUT
@click.option("--level", type=click.IntRange(0), help="Leave out granularities above this one.")
@click.option("--rate", type=float, help="Leave out granularities until the stream takes so many kbit/s.")
@click.option("--every", type=click.IntRange(1), help="Every N-th picture keeps its messages (and the last).")
@click.option("--system", help="System of the stream, where it does not tell.")
@SAFE
@FPS
@CODEC
def thin(
    file: str,
    output: str,
    level: int | None,
    rate: float | None,
    every: int | None,
    system: str | None,
    vtm_safe: bool,
    fps: Fraction | None,
    codec: str | None,
) -> None:
    """Write FILE with fewer GFV and GFVE messages; what survives says exactly what it said.

    By level, by rate (both as the levels of the stream's system say, see `seigen systems`), by time, or
    several of them. Differences are summed, gfv_cnt and the step are renewed, GFVE messages go with their GFV
    message. Base pictures and all else in the stream stay, in any container.
    """
    if level is None and rate is None and every is None:
        raise click.UsageError("one of --level, --rate, --every")
    from generators.thin import thin as run

    done = run(
        file,
        output,
        level=level,
        rate=rate,
        every=every or 1,
        system=system,
        vtm_safe=vtm_safe,
        codec=codec,
        fps=fps,
    )
    for text in (done.report.warning, *done.notes):
        if text:
            warn(text)
    if done.report.nothing:
        levels = f"; levels: {', '.join(done.levels)}" if done.levels and level is not None else ""
        warn(f"{output}: nothing was left out{levels}")
        return
    if output != "-":
        before, after = done.pictures
        at = ""
        if done.level is not None and done.levels:
            at = f", level {min(done.level, len(done.levels) - 1)} of 0..{len(done.levels) - 1}"
        say(f"{output}: messages of {after} of {before} pictures{at}")
