"""Subcommand of people's scores: mos. Nothing heavy is imported until it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sei.shown import to_json
from vvc_bridge.terminal import say, show, table, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generators.measure.agreement import Agreement, Interval


@click.command()
@click.argument("scores", metavar="TABLE", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--values",
    type=click.Path(exists=True, dir_okay=False),
    help="Table of measured values, where TABLE holds scores alone; joined by clip, codec and rate.",
)
@click.option("--measure", "names", multiple=True, help="Column to look at; repeatable [all].")
@click.option(
    "--logistic",
    type=click.Choice(["4", "5"]),
    default="4",
    show_default=True,
    help="Parameters of the mapping from values to scores.",
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 100_000),
    default=400,
    show_default=True,
    help="Of the bootstrap over clips.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="The bootstrap follows from it.")
@click.option("-o", "--output", type=click.Path(file_okay=False), help="Folder for agreement.csv and plots.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def mos(
    scores: str,
    values: str | None,
    names: tuple[str, ...],
    logistic: str,
    resamples: int,
    seed: int,
    output: str | None,
    as_json: bool,
) -> None:
    """Tell how well measures agree with people's mean opinion scores.

    TABLE is CSV or Parquet: clip, codec, rate, mos, deviation (if known), and a column per measure; or
    MOS.mat of the CFVQA database. Figures are PLCC and RMSE after a logistic, SRCC and
    KRCC, with intervals of 95 %.
    """
    from generators.measure import agreement as found
    from generators.measure.scores import read
    from sei.errors import SeigenError
    from vvc_bridge.output import output_file

    read_scores = read(scores, values)
    if unknown := [name for name in names if name not in read_scores.measures]:
        raise SeigenError(f"no column {unknown[0]!r}; there are: {', '.join(read_scores.measures)}")
    rows = found.agreements(
        read_scores, names or None, kind=5 if logistic == "5" else 4, resamples=resamples, seed=seed
    )
    if as_json:
        show(to_json([_json(row) for row in rows], 1))
    else:
        _tell(rows)
    for row in rows:
        if row.why:
            warn(f"{row.measure}, {row.codec}: {row.why}")
    if output:
        folder = Path(output)
        folder.mkdir(parents=True, exist_ok=True)
        with output_file(folder / "agreement.csv") as file:
            file.write(found.to_csv(rows).encode())
        for number, name in enumerate(dict.fromkeys(row.measure for row in rows), 1):
            with output_file(folder / f"{number:02}-{_file_name(name)}.png") as file:
                file.write(found.plot(read_scores, rows, name))
        say(f"see {output}: agreement.csv and a plot per measure")


def _file_name(name: str) -> str:
    """A column's name as a file's: letters, digits and hyphens."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in name)[:60]


def _json(row: Agreement) -> dict[str, object]:
    """A row's figures; null where there are none."""
    import dataclasses

    def clean(value: object) -> object:
        if isinstance(value, dict):
            return {k: clean(v) for k, v in value.items()}
        return None if isinstance(value, float) and value != value else value

    return {k: clean(v) for k, v in dataclasses.asdict(row).items()}


def _tell(rows: Sequence[Agreement]) -> None:
    def cell(figure: Interval) -> str:
        if figure.value != figure.value:
            return "-"
        ends = "" if figure.low != figure.low else f" [{figure.low:.3g}, {figure.high:.3g}]"
        return f"{figure.value:.3f}{ends}"

    table(
        ("measure", "codec", "rows", "PLCC", "SRCC", "KRCC", "RMSE"),
        [
            (row.measure, row.codec, str(row.count), *map(cell, (row.plcc, row.srcc, row.krcc, row.rmse)))
            for row in rows
        ],
    )


COMMANDS: list[click.Command] = [mos]
