"""Subcommand of what systems take: complexity. Nothing heavy is imported until it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sei.shown import to_json
from vvc_bridge.terminal import show, table, warn

if TYPE_CHECKING:
    from generators.measure.complexity import Complexity


@click.command()
@click.argument("systems", metavar="[SYSTEM]...", nargs=-1)
@click.option(
    "--size", type=click.IntRange(64, 1024), default=256, show_default=True, help="Side of the square."
)
@click.option("--device", default="cpu", show_default=True, help="cpu, cuda or auto.")
@click.option(
    "--runs", type=click.IntRange(1, 1000), default=5, show_default=True, help="Runs that are timed."
)
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="CPU threads.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def complexity(
    systems: tuple[str, ...], size: int, device: str, runs: int, threads: int, as_json: bool
) -> None:
    """Tell what systems take: parameters, multiply-accumulates per pixel, time, memory, size of weights.

    MAC/px and ms are per picture, those of a base picture and of the analysis beside them. Light systems are
    also set against their parents.
    """
    import dataclasses

    import torch

    from generators import registry
    from generators.codec.generate import pick_device
    from generators.measure import complexity as found
    from sei.errors import SeigenError

    torch.set_num_threads(threads)
    rows: dict[str, Complexity] = {}
    for name in systems or registry.names():
        try:
            rows[name] = found.complexity(name, size, device=str(pick_device(device)), runs=runs)
        except SeigenError as error:
            if systems:
                raise
            warn(error)
    pairs = [
        found.against(rows[name], rows[parent])
        for name, parent in found.PARENTS.items()
        if name in rows and parent in rows
    ]
    if as_json:
        show(
            to_json(
                {
                    "systems": [dataclasses.asdict(row) for row in rows.values()],
                    "against": [dataclasses.asdict(pair) for pair in pairs],
                },
                1,
            )
        )
        return
    table(
        ("system", "1000 par.", "file kB", "MAC/px", "base", "ms", "base", "analysis", "MB"),
        [_cells(row) for row in rows.values()],
    )
    if pairs:
        paper = (f"{value:+.1f}" for value in found.PAPER.values())
        table(
            ("light", "parent", "par. %", "MAC %", "base %", "file %", "time %"),
            [
                *(
                    (pair.system, pair.parent, *(f"{v:+.1f}" for v in dataclasses.astuple(pair)[2:]))
                    for pair in pairs
                ),
                ("2508.13547", "", *paper, "", "", ""),
                ("aim", "", f"{found.AIM:+.1f}", f"{found.AIM:+.1f}", "", "", ""),
            ],
        )


def _cells(row: Complexity) -> tuple[str, ...]:
    times = (row.generation.seconds, row.base.seconds, row.analysis.seconds)
    return (
        row.system,
        f"{row.parameters / 1000:.1f}",
        f"{row.weights / 1000:.0f}",
        f"{row.generation.macs:.0f}",
        f"{row.base.macs:.0f}",
        *(f"{1000 * t:.1f}" for t in times),
        f"{row.generation.memory / 1e6:.1f}",
    )


COMMANDS: list[click.Command] = [complexity]
