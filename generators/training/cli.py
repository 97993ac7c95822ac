"""Subcommands of the learned systems: train. Nothing heavy is imported until a command runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sei.shown import one_line, to_json
from vvc_bridge.terminal import console, plain, show, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generators.training.score import Score


class _Learned(click.ParamType[str]):
    """The name of a system that is trained here."""

    name = "SYSTEM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from generators import registry
        from generators.networks.config import OWN

        there = [name for name in registry.names() if name in OWN]
        if value not in there:
            self.fail(f"{value!r} is not one of {', '.join(there)}", param, ctx)
        return str(value)


@click.command()
@click.argument("system", type=_Learned())
@click.option(
    "--clips", "clips", multiple=True, required=True, help="PATH or zoo name[:FIRST-LAST]; repeatable."
)
@click.option("--minutes", type=click.FloatRange(0), default=45.0, show_default=True, help="Time to train.")
@click.option(
    "--steps", type=click.IntRange(1), help="Stop after so many steps (reproducible; see --minutes 0)."
)
@click.option("--size", type=int, default=128, show_default=True, help="Side of the pictures.")
@click.option("--large", type=int, default=0, help="Side in the last stretch [--size].")
@click.option(
    "--last", type=click.FloatRange(0, 1), default=0.2, show_default=True, help="Share that --large takes."
)
@click.option("--painter", is_flag=True, help="Train only what comes after the warp.")
@click.option(
    "--batch", type=click.IntRange(1), default=4, show_default=True, help="Pairs per step, of each process."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Everything random follows from it.")
@click.option("--device", default="auto", show_default=True, help="cpu, cuda or auto.")
@click.option("--threads", type=click.IntRange(1), help="CPU threads.")
@click.option("--width", type=float, help="Channels, as a factor of the public releases'.")
@click.option(
    "--synthetic",
    type=click.FloatRange(0, 1),
    default=0.15,
    show_default=True,
    help="Share of rendered heads.",
)
@click.option(
    "--coded",
    type=click.FloatRange(0, 1),
    default=0.7,
    show_default=True,
    help="Share of sources as VVC gives them.",
)
@click.option("--rate", type=click.FloatRange(0, 0.1), default=8e-4, show_default=True, help="Learning rate.")
@click.option(
    "--perceptual", type=click.FloatRange(0), default=0.4, show_default=True, help="Weight of that loss."
)
@click.option("--half", is_flag=True, help="Forward passes in bfloat16.")
@click.option(
    "--strength", type=click.FloatRange(0, 2), default=1.0, show_default=True, help="Of augmentation."
)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint beside the output.")
@click.option("--init", type=click.Path(dir_okay=False), help="Weights file to start from, where they fit.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Weights file [SYSTEM.safetensors].")
@click.option("--json", "as_json", is_flag=True, help="The scores as JSON.")
def train(system: str, clips: tuple[str, ...], output: str | None, as_json: bool, **options: Any) -> None:
    """Train SYSTEM on clips and write its weights, a model card and a picture grid beside them.

    The last tenth of every scene is held out; the table at the end compares, on it, the generated pictures
    with the base picture standing still.

    Begun by `torchrun --nproc-per-node N -m seigen train ...`, N processes train together, each on --batch
    pairs a step: on as many GPUs, or on CPUs.
    """
    from rich.live import Live

    from generators.training import run

    with Live(console=console(err=True), refresh_per_second=2, transient=True) as live:

        def shown(text: str) -> None:
            live.update(plain(text))

        rows = run.train(system, clips, output, reading=shown, watch=shown, **options)
    if rows:
        _tell(rows, as_json)


def _tell(rows: Sequence[Score], as_json: bool) -> None:
    import dataclasses

    if as_json:
        show(to_json([dataclasses.asdict(r) for r in rows], 1))
        return
    cells = []
    for r in rows:
        values = (r.made, r.still, r.pixel_made, r.pixel_still)
        cells.append((r.name, *(f"{v:.4f}" for v in values), f"{r.kbits:.1f}"))
    table(("held-out end of", "ST-LPIPS", "still", "difference", "still", "kbit/s"), cells)


@click.command("export")
@click.argument("system")
@click.option("--weights", type=click.Path(dir_okay=False), help="Weights file other than the shipped one.")
@click.option("--size", type=int, default=256, show_default=True, help="Side of the pictures.")
@click.option("-o", "--output", type=click.Path(file_okay=False), default=".", help="Folder [.].")
def export_onnx(system: str, weights: str | None, size: int, output: str) -> None:
    """Write SYSTEM's generator as two ONNX files: what is done once per base picture, and the rest."""
    from generators.networks.blocks import fuse
    from generators.registry import write_onnx
    from generators.weights.export import export
    from generators.weights.files import load
    from generators.weights.places import shipped

    paths = None if weights else write_onnx(system, size, size, output)
    if paths is None:
        generator = fuse(load(weights or shipped(system), system).generation)
        paths = export(generator, size, size, output, system)
    for path in paths:
        show(one_line(str(path)))


COMMANDS: list[click.Command] = [train, export_onnx]
