"""Subcommands of the bench: compare. Nothing heavy is imported until one runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from vvc_bridge.terminal import say, warn

if TYPE_CHECKING:
    from generators.measure.compare.tasks import WorkDone

COMMANDS: list[click.Command] = []


class _Words(click.ParamType[tuple[str, ...]]):
    """Words with commas between them."""

    name = "TEXT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        return tuple(word.strip() for word in str(value).split(",") if word.strip())


class _Numbers(click.ParamType[tuple[float, ...]]):
    """Numbers, or whole numbers, with commas between them."""

    name = "N,N..."

    def __init__(self, kind: type[int] | type[float] = float) -> None:
        self.kind = kind

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        try:
            return tuple(self.kind(word) for word in str(value).split(","))
        except ValueError:
            whole = "whole " if self.kind is int else ""
            self.fail(f"{value!r}: {whole}numbers with commas between them", param, ctx)


def _told() -> Callable[[WorkDone], None]:
    """Progress with the time left: one line that is written over on a terminal, else a line per trial."""
    began = time.monotonic()

    def tell(progress: WorkDone) -> None:
        left = "" if progress.left is None else f", {_time(progress.left)} left"
        say(
            f"{progress.done}/{progress.total} after {_time(time.monotonic() - began)}{left}: {progress.what}"
        )

    return tell


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"


@click.command()
@click.argument("clips", metavar="CLIP...", nargs=-1)
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), help="Folder for results.")
@click.option(
    "--preset",
    type=click.Choice(["quick", "here", "here-scenes", "here-bodies", "jvet-gfvc", "dcc2024"]),
    help="What to compare; other options change it.",
)
@click.option(
    "--systems", type=_Words(), help="Systems, with commas between them (mesh,light,fomm,facev2v,cfte)."
)
@click.option("--rates", type=_Numbers(), help="Rates, kbit/s (4,8,16,32,64).")
@click.option("--qps", type=_Numbers(int), help="QPs of base pictures, one per scene, instead of rates.")
@click.option(
    "--anchor", "anchors", type=_Words(), help="Anchors: vvenc-ld, vvenc-ra, vtm (vvenc-ld,vvenc-ra)."
)
@click.option("--anchor-qps", type=_Numbers(int), help="QPs of anchors, instead of rates.")
@click.option("--measures", type=_Words(), help="Measures by name, with commas between them.")
@click.option("--limit", type=click.IntRange(1), help="Pictures of each clip at most.")
@click.option("--sample", type=click.IntRange(1), help="Pictures of each clip that slow measures take.")
@click.option("--size", type=click.IntRange(64, 2048), help="Coded picture: side, or shorter side of all.")
@click.option("--window", help="What is coded: auto (around the subject), all, WxH+X+Y.")
@click.option(
    "--speed", type=click.Choice(["none", "fast", "medium", "slow"]), help="How much systems refine (medium)."
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes, one thread each (cores).")
@click.option("--ray", metavar="auto|ADDRESS", help="Run on a Ray cluster instead.")
@click.option("--store", type=click.Path(file_okay=False), help="Folder that keeps results (OUTPUT/store).")
def compare(
    clips: tuple[str, ...],
    output: str,
    preset: str | None,
    workers: int | None,
    ray: str | None,
    store: str | None,
    **options: Any,
) -> None:
    """Code CLIPs with systems and video codecs at several rates, decode, measure, and show it.

    A CLIP is a file, a name of the zoo, either with :FIRST-LAST pictures, or a folder of raw sequences
    (NAME_256x256_25_8bit_444.rgb). Results are kept: what was begun goes on where it was.
    """
    from pathlib import Path

    from generators.measure.compare.bench import compare as run
    from generators.measure.compare.plan import chosen
    from vvc_bridge.external.process import usable_cores

    summary = run(
        chosen(preset, clips=clips or None, **options),
        Path(output),
        store=Path(store) if store else None,
        workers=workers or usable_cores(),
        ray=ray,
        tell=_told(),
    )
    for note in summary.notes:
        warn(note)
    say(f"see {output}: index.html, tables.md, values, summary.json, curves, sheets")
    if summary.failed:
        warn(f"{len(summary.failed)} trials failed, see tables.md")
        sys.exit(1)


COMMANDS.append(compare)
