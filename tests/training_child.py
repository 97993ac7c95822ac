"""What each process of tests/test_training_parallel.py does: trains a small network, and tells of it."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch

from generators.networks.config import Config
from generators.subjects.face.model import basis
from generators.training.augment import Pair
from generators.training.parallel import Processes, joined
from generators.training.pool import Crops
from generators.training.train import Trainer, TrainingSettings
from tests.test_neural_systems import tiny


def blobs() -> list[Crops]:
    """A bright blob that moves over a dark ground; a small mean face in its middle."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[0:64, 0:64]
    pictures, points = [], []
    mean = np.asarray(basis()["mean"]) / 12
    for _ in range(24):
        cx, cy = random.uniform(20, 44, 2)
        blob = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 60)
        pictures.append((255 * (0.2 + 0.7 * blob[..., None] * [1, 0.8, 0.6])).astype(np.uint8))
        points.append(np.tile([cx / 32 - 1, cy / 32 - 1, 0], (468, 1)) + mean)
    return [Crops("blob", np.stack(pictures), np.stack(points).astype(np.float32))]


def config(name: str) -> Config:
    """Of a small network."""
    found: Config = tiny(name).config
    return found


def training(name: str, batch: int, steps: int, seed: int, group: Processes) -> Trainer:
    """A trainer on blobs."""
    settings = TrainingSettings(
        name, minutes=0, steps=steps, size=64, batch=batch, seed=seed, perceptual=0, synthetic=0
    )
    return Trainer(settings, blobs(), config(name), group)


def fingerprint(trainer: Trainer) -> str:
    """One value for all weights, buffers included."""
    digest = hashlib.sha256()
    for network in (trainer.analysis, trainer.generator):
        for tensor in network.state_dict().values():
            digest.update(tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()


def linear(group: Processes) -> list[float]:
    """Weights after three steps on this process's half of eight rows of numbers."""
    torch.manual_seed(5)
    rows, wanted = torch.randn(8, 4), torch.randn(8, 2)
    net = torch.nn.Linear(4, 2)
    spare = torch.nn.Parameter(torch.ones(1))
    group.same([net])
    part = slice(4 * group.rank, 4 * group.rank + 4) if group.size == 2 else slice(None)
    optimiser = torch.optim.SGD(net.parameters(), lr=0.3)
    for _ in range(3):
        optimiser.zero_grad()
        (net(rows[part]) - wanted[part]).square().mean().backward()
        group.gradients([*net.parameters(), spare])
        optimiser.step()
    return torch.cat([p.detach().flatten() for p in net.parameters()]).tolist()


def broken(group: Processes) -> bool:
    """Whether weights stay as they are in a step in which the second process has no number."""
    trainer = training("fomm", 2, 4, 0, group)
    before = [p.detach().clone() for p in trainer.generator.parameters()]
    whole = trainer.losses

    def losses(pair: Pair) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        parts, made = whole(pair)
        return ({k: v * float("nan") for k, v in parts.items()} if group.rank == 1 else parts), made

    trainer.losses = losses  # type: ignore[method-assign]
    trainer.train_step()
    return all(torch.equal(a, b) for a, b in zip(before, trainer.generator.parameters(), strict=True))


def main() -> None:
    """Train as the arguments say, and write what came of it to FOLDER/RANK.json."""
    folder, steps = Path(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(1)
    with joined() as group:
        told: dict[str, object] = {"size": group.size, "linear": linear(group), "kept": broken(group)}
        for name in ("fomm", "light"):
            trainer = training(name, 2, steps if name == "fomm" else 6, 0, group)
            told[name] = [p.losses["total"] for p in trainer.run()]
            told[f"{name} weights"] = fingerprint(trainer)
            told[f"{name} drawn"] = trainer.random.initial_seed()
            told[f"{name} pruned"] = trainer.pruned
    (folder / f"{group.rank}.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
