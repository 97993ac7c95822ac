"""Subcommand semantics: what a stream's parameters mean, by name, shown and changed. Needs no torch."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from sei.shown import to_json
from vvc_bridge.cli import CODEC, FILE, FPS, SAFE
from vvc_bridge.terminal import columns, say, show, warn

if TYPE_CHECKING:
    from generators.semantics import Semantics


@click.command()
@FILE
@click.option("-o", "--output", type=click.Path(allow_dash=True), help="Changed stream to write.")
@click.option("--set", "sets", multiple=True, metavar="NAME=|+=|-=VALUE", help="Give NAME a value, or add.")
@click.option(
    "--scale", multiple=True, metavar="NAME=FACTOR", help="Way from the base picture's value, times FACTOR."
)
@click.option("--freeze", multiple=True, metavar="NAME", help="Keep the base picture's value.")
@click.option(
    "--smooth", multiple=True, metavar="[NAME=]SECONDS", help="Average over so long, as in 0.2s or head=0.5s."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="table: a line per name; csv, json: a line per picture.",
)
@click.option("--all", "every", is_flag=True, help="Numbers without a name of their own, too.")
@click.option("--system", help="System of the stream, where it does not tell.")
@click.option("--gfv-id", type=click.IntRange(0, 2**32 - 2), help="Whose (default: the first).")
@SAFE
@FPS
@CODEC
def semantics(
    file: str,
    output: str | None,
    sets: tuple[str, ...],
    scale: tuple[str, ...],
    freeze: tuple[str, ...],
    smooth: tuple[str, ...],
    form: str,
    every: bool,
    system: str | None,
    gfv_id: int | None,
    vtm_safe: bool,
    fps: Fraction | None,
    codec: str | None,
) -> None:
    """List the parameters of FILE by name over time, or change them and write OUTPUT.

    NAME is one of those listed, a pattern (head.*), or the first part of names (head). Changes are made in
    the order smooth, scale, freeze, set. Base pictures and their messages stay; no picture is decoded.
    """
    from generators import semantics as run

    edits = run.Edits.parse(sets, scale, freeze, smooth)
    if bool(edits) != (output is not None):
        raise click.UsageError("--set, --scale, --freeze and --smooth go with -o, and it with them")
    if output is None:
        found = run.read(file, system=system, gfv_id=gfv_id, codec=codec)
        _table(found, every) if form == "table" else _rows(found, form, every)
        return
    done = run.edit(
        file, output, edits, system=system, gfv_id=gfv_id, vtm_safe=vtm_safe, codec=codec, fps=fps
    )
    if done.report.warning:
        warn(done.report.warning)
    if output != "-":
        say(f"{output}: {done.pictures} of {len(done.before.pictures)} pictures changed")


def _chosen(found: Semantics, every: bool) -> list[int]:
    return [at for at, handle in enumerate(found.handles) if every or not handle.coded]


def _table(found: Semantics, every: bool) -> None:
    chosen = _chosen(found, every)
    bases = sum(picture.is_base for picture in found.pictures)
    last = found.pictures[-1].time
    show(
        f"{found.system}, gfv_id {found.gfv_id}: {len(found.pictures)} described pictures, {bases} of them "
        f"base pictures, {last:.2f} s"
    )
    if not chosen:
        show(f"no number of {found.system} has a meaning of its own: --all lists them as they are sent")
        return

    def rows() -> Iterator[tuple[object, ...]]:
        for at in chosen:
            handle = found.handles[at]
            values = [v for v in found.values(handle).tolist() if not math.isnan(v)]
            shown = ["-"] * 4
            if values:
                shown = [f"{v:.4g}" for v in (values[0], min(values), sum(values) / len(values), max(values))]
            fixed = " (of the base picture)" if handle.fixed else ""
            yield (
                handle.name,
                handle.unit,
                handle.range_text,
                *shown,
                handle.positive + fixed,
            )

    columns(("name", "unit", "range", "first", "least", "mean", "most", "positive"), rows())


def _rows(found: Semantics, form: str, every: bool) -> None:
    handles = [found.handles[at] for at in _chosen(found, every)]
    values = [found.values(handle).tolist() for handle in handles]
    if form == "csv":
        show(",".join(["time", "au", "gfv_cnt", "base", *(handle.name for handle in handles)]))
    for at, picture in enumerate(found.pictures):
        numbers = [None if math.isnan(column[at]) else round(column[at], 6) for column in values]
        if form == "csv":
            cells = ["" if number is None else f"{number:g}" for number in numbers]
            head = [f"{picture.time:.6g}", str(picture.au), str(picture.cnt), str(int(picture.is_base))]
            show(",".join([*head, *cells]))
            continue
        row: dict[str, object] = {"time": round(picture.time, 6), "au": picture.au, "gfv_cnt": picture.cnt}
        row["base"] = picture.is_base
        show(to_json(row | {h.name: n for h, n in zip(handles, numbers, strict=True)}))
