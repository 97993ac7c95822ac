"""What each part of the training adds on people never seen: `light`, trained briefly with that part left out.

    python -m scripts.ablation [--steps 300] [--size 128]

ST-LPIPS of pictures generated from the first one of each held-out clip, relative to that picture standing
still (mean over clips); parameters are written and read as in a stream. Printed as Markdown.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
import torch

from generators import zoo
from generators.metrics import ShiftTolerantLpips
from generators.neural import pool
from generators.neural.config import OWN
from generators.neural.train import Settings, Trainer, score

TRAINED = ("franck:0-3999", "wolfgang:0-399")
UNSEEN = ("cap12:0-250", "cap13:0-250", "single-face", "carphone:0-250")
PICTURES = 10
WITHOUT = {
    "everything": {},
    "without rendered heads": {"synthetic": 0.0},
    "without deformed and recoloured pairs": {"strength": 0.0},
    "without coded sources": {"coded": 0.0},
    "without the landmarks' motion": {"motion": 0.0},
    "without the perceptual loss": {"perceptual": 0.0},
}
_CONFIGS = {"without motion near keypoints, and so without the landmarks'": OWN["light"].at(prior=False)}


def held_out(size: int) -> list[pool.Crops]:
    """The first picture of each clip's longest scene, and some spread over it."""
    rows = []
    for name in UNSEEN:
        crops = max(pool.read_pool([name], size, cache=zoo.cache_dir()), key=len)
        at = np.linspace(0, len(crops) - 1, PICTURES + 1).round().astype(int)
        rows.append(pool.Crops(name, crops.pictures[at], crops.landmarks[at]))
    return rows


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    clips = pool.read_pool(TRAINED, 2 * arguments.size, coded=True, cache=zoo.cache_dir())
    training, _ = pool.split(clips)
    held, measure = held_out(256), ShiftTolerantLpips()
    print(
        "| `light` after",
        arguments.steps,
        "steps | ST-LPIPS, of a still picture's | worst clip |\n|---|---|---|",
    )
    for name in (*WITHOUT, *_CONFIGS):
        settings = Settings(
            "light",
            **{"minutes": 0, "steps": arguments.steps, "size": arguments.size, "perceptual": 2.0}
            | WITHOUT.get(name, {}),
        )
        trainer = Trainer(settings, training, _CONFIGS.get(name))
        for progress in trainer.run():
            if progress.step % 50 == 0:
                print(f"{name}: step {progress.step}, {progress.seconds:.0f} s", file=sys.stderr, flush=True)
        shares = [r.made / r.still for r in score(trainer.weights(), held, measure)]
        print(f"| {name} | {100 * np.mean(shares):.0f} % | {100 * max(shares):.0f} % |", flush=True)


if __name__ == "__main__":
    main()
