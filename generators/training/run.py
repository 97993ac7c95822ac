"""A training, files and all: from clips to weights, a model card and a picture grid, for `seigen train`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch

from generators.codec.generate import pick_device
from generators.measure.metrics import ShiftTolerantLpips
from generators.media import zoo
from generators.networks.config import Config
from generators.training import parallel
from generators.training import pool as clips_pool
from generators.training.pool import Crops
from generators.training.score import Score, score
from generators.training.train import Trainer, TrainError, TrainingSettings, own_config, picture_grid
from generators.weights.files import card, load
from sei.extras import need
from sei.log import log
from vvc_bridge.output import output_file

GRID_EVERY = 120
SAVE_EVERY = 60
"""Seconds between picture grids, and between checkpoints."""
MOST_NOTE = 2000
"""Characters of a note in the weights file."""


def train(
    system: str,
    clips: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str] | None = None,
    *,
    steps: int | None = None,
    device: str = "auto",
    threads: int | None = None,
    width: float | None = None,
    init: str | os.PathLike[str] | None = None,
    resume: bool = False,
    reading: Callable[[str], None] | None = None,
    watch: Callable[[str], None] | None = None,
    **settings: Any,
) -> list[Score]:
    """Train a learned system on clips. Returns how good it is on the tenth of every scene that is held
    out (nothing in a process of `torchrun` that is not the first).

    clips     paths or names of the zoo, either with ``:FIRST-LAST``
    output    weights file, ``SYSTEM.safetensors`` unless given; beside it ``.md``, ``.png``, ``.checkpoint``
    steps     most steps; without it ``minutes`` has to end the training
    device    ``cpu``, ``cuda``, ... or ``auto``
    threads   of torch; None: as they are
    width     channels, as a factor of the public releases'; None: the system's own
    init      weights file to start from, where its tensors fit
    resume    go on from the checkpoint beside the output, where there is one
    reading   told which clip is being read
    watch     told in a line how far it is, after every step
    settings  the rest of `TrainingSettings`

    Raises TrainError, PoolError, or another SeigenError.
    """
    own = parallel.own_device(str(pick_device(device)))
    wanted = TrainingSettings(system, steps=steps or 10**9, device=own, **settings)
    if not wanted.minutes and steps is None:
        raise TrainError("neither --minutes nor --steps says when to stop")
    need("matplotlib")
    if threads:
        torch.set_num_threads(threads)
    target = Path(output or f"{system}.safetensors")
    config = own_config(system)
    config = config if width is None else config.at(width=width)
    with parallel.joined() as group:
        # The first reads the clips and keeps what it read; the others read that. Only it is heard.
        if not group.first:
            group.wait()
            reading = watch = None
        training, held = clips_pool.split(_pool(clips, wanted, config, reading))
        if group.first:
            group.wait()
        trainer = Trainer(wanted, training, config, group)
        before = _begin(trainer, init) if init is not None else ""
        checkpoint = target.with_suffix(".checkpoint")
        if resume and checkpoint.is_file():
            trainer.resume(checkpoint)
        _run(trainer, checkpoint, target, watch)
        if not group.first:
            return []
    rows = score(trainer.weights(), held, ShiftTolerantLpips())
    notes = {"before": before[:MOST_NOTE]} if before else {}
    notes["data"] = ", ".join(f"{c.name} ({len(c)})" for c in training)[:MOST_NOTE]
    notes["command"] = _command(wanted, clips, steps, width, init)
    notes["command"] += f" ({group.size} processes)" * (group.size > 1)
    _ship(trainer, target, notes, rows)
    return rows


def _pool(
    clips: Sequence[str | os.PathLike[str]],
    settings: TrainingSettings,
    config: Config,
    reading: Callable[[str], None] | None,
) -> list[Crops]:
    return clips_pool.read_pool(
        [os.fspath(clip) for clip in clips],
        max(2 * settings.size, settings.large),
        coded=settings.coded > 0 and config.faces,
        cache=zoo.cache_dir(),
        tell=reading,
    )


def _begin(trainer: Trainer, init: str | os.PathLike[str]) -> str:
    """Start from a weights file. Returns what its notes say of the training before."""
    begun = load(os.fspath(init))
    log.info("%d tensors of %s", trainer.begin_with(begun), os.fspath(init))
    before = " | ".join(begun.notes[key] for key in ("before", "command") if key in begun.notes)
    return f"{before} ({begun.notes.get('steps', '?')} steps, {begun.notes.get('minutes', '?')} minutes)"


def _run(trainer: Trainer, checkpoint: Path, target: Path, watch: Callable[[str], None] | None) -> None:
    """Train to the end; now and then a checkpoint, a picture grid, and a line in the log."""
    saved = drawn = time.monotonic()
    smooth: dict[str, float] = {}
    for progress in trainer.run():
        for name, value in progress.losses.items():
            smooth[name] = 0.95 * smooth.get(name, value) + 0.05 * value
        losses = "  ".join(f"{k} {v:.4f}" for k, v in smooth.items())
        minutes, share = progress.seconds / 60, 100 * progress.done
        text = f"step {progress.step}  {minutes:.1f} min  {share:.0f} %  {losses}"
        if watch:
            watch(text)
        if not trainer.group.first:
            continue
        now = time.monotonic()
        if now - saved > SAVE_EVERY:
            trainer.save(checkpoint)
            saved = now
        if now - drawn > GRID_EVERY:
            _draw(trainer, target)
            drawn = now
            log.info("%s", text)
    if trainer.config.separable and not trainer.pruned:
        trainer.prune()
    if trainer.group.first:
        trainer.save(checkpoint)
        _draw(trainer, target)


def _draw(trainer: Trainer, target: Path) -> None:
    need("matplotlib.image").imsave(target.with_suffix(".png"), picture_grid(trainer))


def _command(
    settings: TrainingSettings,
    clips: Sequence[str | os.PathLike[str]],
    steps: int | None,
    width: float | None,
    init: str | os.PathLike[str] | None,
) -> str:
    """Write the command that trains the same again; what stands at its default and cannot matter is left
    out."""
    usual = {field.name: field.default for field in fields(TrainingSettings)}
    said = ["minutes", "size", "batch", "seed", "large", "last", "synthetic", "strength", "coded", "rate"]
    words = [f"seigen train {settings.system}"]
    words += [f"--{name} {getattr(settings, name):g}" for name in (*said, "perceptual")]
    words += [f"--{name}" for name in ("half", "painter") if getattr(settings, name) != usual[name]]
    words += [f"--steps {steps}"] * (steps is not None)
    words += [f"--width {width:g}"] if width is not None else []
    words += [f"--init {Path(init).name}"] if init is not None else []
    words += [f"--clips {Path(clip).name}" for clip in clips]
    return " ".join(words)


def _ship(trainer: Trainer, target: Path, notes: dict[str, str], rows: Sequence[Score]) -> None:
    """Write the weights file and its card."""
    notes |= {
        "steps": str(trainer.step),
        "minutes": f"{trainer.seconds / 60:.1f}",
        "device": trainer.settings.device,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
    }
    count = trainer.ship(target, notes)
    weights = trainer.weights()
    weights.notes = notes
    scores = {
        f"held-out end of {r.name}": f"ST-LPIPS {r.made:.4f} (still {r.still:.4f}), mean difference "
        f"{r.pixel_made:.4f} (still {r.pixel_still:.4f}), {r.kbits:.1f} kbit/s"
        for r in rows
    }
    with output_file(target.with_suffix(".md")) as file:
        file.write(card(weights, count, scores).encode())
