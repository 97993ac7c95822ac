"""Subcommands of the learned systems: train. Nothing heavy is imported until a command runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sei.shown import one_line, to_json
from vvc_bridge.terminal import console, plain, show, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from generators.training.pool import Crops
    from generators.training.score import Score
    from generators.training.train import Trainer

GRID_EVERY = 120
SAVE_EVERY = 60


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
@click.option("--batch", type=click.IntRange(1), default=4, show_default=True, help="Pairs per step.")
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
def train(
    system: str,
    clips: tuple[str, ...],
    minutes: float,
    steps: int | None,
    size: int,
    large: int,
    last: float,
    painter: bool,
    batch: int,
    seed: int,
    device: str,
    threads: int | None,
    width: float | None,
    synthetic: float,
    coded: float,
    rate: float,
    perceptual: float,
    half: bool,
    strength: float,
    resume: bool,
    init: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Train SYSTEM on clips and write its weights, a model card and a picture grid beside them.

    The last tenth of every scene is held out; the table at the end compares, on it, the generated pictures
    with the base picture standing still.
    """
    import time

    import torch

    from generators.codec.generate import pick_device
    from generators.media import zoo
    from generators.networks.config import OWN
    from generators.training import pool as clips_pool
    from generators.training.train import Settings, Trainer
    from generators.weights.files import card, load
    from sei.errors import SeigenError
    from vvc_bridge.output import output_file

    if not minutes and steps is None:
        raise SeigenError("neither --minutes nor --steps says when to stop")
    if threads:
        torch.set_num_threads(threads)
    err = console(err=True)
    target = Path(output or f"{system}.safetensors")
    checkpoint = target.with_suffix(".checkpoint")
    settings = Settings(
        system,
        minutes=minutes,
        steps=steps or 10**9,
        size=size,
        batch=batch,
        seed=seed,
        device=str(pick_device(device)),
        synthetic=synthetic,
        strength=strength,
        coded=coded,
        large=large,
        last=last,
        painter=painter,
        rate=rate,
        perceptual=perceptual,
        half=half,
    )
    config = OWN[system] if width is None else OWN[system].at(width=width)
    with_codec = coded > 0 and config.faces
    with err.status("clips") as status:
        pool = clips_pool.read_pool(
            clips,
            max(2 * size, large),
            coded=with_codec,
            cache=zoo.cache_dir(),
            tell=lambda text: status.update(plain(text)),
        )
    training, held = clips_pool.split(pool)
    trainer = Trainer(settings, training, config)
    before = ""
    if init is not None:
        begun = load(init)
        err.print(plain(f"{trainer.begin_with(begun)} tensors of {init}"))
        before = " | ".join(begun.notes[key] for key in ("before", "command") if key in begun.notes)
        before += f" ({begun.notes.get('steps', '?')} steps, {begun.notes.get('minutes', '?')} minutes)"
    if resume and checkpoint.is_file():
        trainer.resume(checkpoint)
    _run(trainer, checkpoint, target, err)
    rows = _score(trainer, held)
    notes = {
        **({"before": before[:2000]} if before else {}),
        "data": ", ".join(f"{c.name} ({len(c)})" for c in training)[:2000],
        "command": f"seigen train {system} --minutes {minutes:g} --size {size} --batch {batch} --seed {seed}"
        f" --large {large} --last {last:g}"
        f" --synthetic {synthetic:g} --strength {strength:g} --coded {coded:g}"
        f" --rate {rate:g} --perceptual {perceptual:g}"
        + " --half" * half
        + " --painter" * painter
        + (f" --init {Path(init).name}" if init else "")
        + "".join(f" --clips {Path(c).name}" for c in clips),
        "steps": str(trainer.step),
        "minutes": f"{trainer.seconds / 60:.1f}",
        "device": settings.device,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
    }
    count = trainer.ship(target, notes)
    w = trainer.weights()
    w.notes = notes
    scores = {
        f"held-out end of {r.name}": f"ST-LPIPS {r.made:.4f} (still {r.still:.4f}), mean difference "
        f"{r.pixel_made:.4f} (still {r.pixel_still:.4f}), {r.kbits:.1f} kbit/s"
        for r in rows
    }
    with output_file(target.with_suffix(".md")) as file:
        file.write(card(w, count, scores).encode())
    _tell(rows, as_json)


def _run(trainer: Trainer, checkpoint: Path, target: Path, err: Console) -> None:
    """Train with a live line; now and then a checkpoint and a picture grid."""
    import time

    from rich.live import Live

    saved = drawn = time.monotonic()
    smooth: dict[str, float] = {}
    with Live(console=err, refresh_per_second=2, transient=True) as live:
        for progress in trainer.run():
            for name, value in progress.losses.items():
                smooth[name] = 0.95 * smooth.get(name, value) + 0.05 * value
            losses = "  ".join(f"{k} {v:.4f}" for k, v in smooth.items())
            minutes, share = progress.seconds / 60, 100 * progress.done
            text = f"step {progress.step}  {minutes:.1f} min  {share:.0f} %  {losses}"
            live.update(text)
            now = time.monotonic()
            if now - saved > SAVE_EVERY:
                trainer.save(checkpoint)
                saved = now
            if now - drawn > GRID_EVERY:
                _draw(trainer, target)
                drawn = now
                if not err.is_terminal:
                    err.print(text)
    if trainer.config.separable and not trainer.pruned:
        trainer.prune()
    trainer.save(checkpoint)
    _draw(trainer, target)


def _draw(trainer: Trainer, target: Path) -> None:
    import matplotlib.image

    from generators.training.train import picture_grid

    matplotlib.image.imsave(target.with_suffix(".png"), picture_grid(trainer))


def _score(trainer: Trainer, held: Sequence[Crops]) -> list[Score]:
    from generators.measure.metrics import ShiftTolerantLpips
    from generators.training.score import score

    return score(trainer.weights(), held, ShiftTolerantLpips())


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
@click.argument("system", type=click.Choice(("fomm", "dac", "light")))
@click.option("--weights", type=click.Path(dir_okay=False), help="Weights file other than the shipped one.")
@click.option("--size", type=int, default=256, show_default=True, help="Side of the pictures.")
@click.option("-o", "--output", type=click.Path(file_okay=False), default=".", help="Folder [.].")
def export_onnx(system: str, weights: str | None, size: int, output: str) -> None:
    """Write SYSTEM's generator as two ONNX files: what is done once per base picture, and the rest."""
    from generators.networks.blocks import fuse
    from generators.weights.export import export
    from generators.weights.files import load
    from generators.weights.places import shipped

    generator = fuse(load(weights or shipped(system), system).generation)
    for path in export(generator, size, size, output, system):
        show(one_line(str(path)))


COMMANDS: list[click.Command] = [train, export_onnx]
