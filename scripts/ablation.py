"""What each part of the training adds on people never seen: `light`, trained briefly with that part left out.

    python -m scripts.ablation [--steps 300] [--size 128]

ST-LPIPS and average keypoint distance of pictures generated from the first one of each held-out clip,
relative to that picture standing still (mean over clips); parameters are written and read as in a stream.
Printed as Markdown.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
import torch

from generators.measure.metrics import KeypointDistance, ShiftTolerantLpips
from generators.media import zoo
from generators.networks.config import OWN
from generators.training import pool
from generators.training.score import replay
from generators.training.train import Trainer, TrainingSettings
from generators.weights.files import Weights

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
_CONFIGS = {
    "without the map of the open mouth": OWN["light"].at(mouth=False),
    "without that map and those from the motion network": OWN["light"].at(hints=0, mouth=False),
    "without motion near keypoints, and so without the landmarks'": OWN["light"].at(prior=False),
}


def held_out(size: int) -> list[pool.Crops]:
    """The first picture of each clip's longest scene, and some spread over it."""
    rows = []
    for name in UNSEEN:
        crops = max(pool.read_pool([name], size, cache=zoo.cache_dir()), key=len)
        at = np.linspace(0, len(crops) - 1, PICTURES + 1).round().astype(int)
        rows.append(pool.Crops(name, crops.pictures[at], crops.landmarks[at]))
    return rows


@torch.inference_mode()
def shares(weights: Weights, crops: pool.Crops, measure: ShiftTolerantLpips) -> tuple[float, float]:
    """ST-LPIPS and keypoint distance of what is replayed, each divided by that of the first picture."""
    made, _ = replay(weights, crops)
    pictures = torch.from_numpy(crops.pictures).permute(0, 3, 1, 2).float() / 255
    near = [float(measure(pictures[1:], x).mean()) for x in (made, pictures[:1].expand_as(made))]
    samples = (made.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).numpy()
    distance = KeypointDistance()
    far = [
        distance(want, [x, crops.pictures[0]]) for want, x in zip(crops.pictures[1:], samples, strict=True)
    ]
    generated, still = np.nanmean(far, axis=0)
    return near[0] / near[1], float(generated / still)


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
        "steps | ST-LPIPS, of a still picture's | worst clip | keypoint distance, of a still picture's |"
        "\n|---|---|---|---|",
    )
    for name in (*WITHOUT, *_CONFIGS):
        settings = TrainingSettings(
            "light",
            **{"minutes": 0, "steps": arguments.steps, "size": arguments.size, "perceptual": 2.0}
            | WITHOUT.get(name, {}),
        )
        trainer = Trainer(settings, training, _CONFIGS.get(name))
        for progress in trainer.run():
            if progress.step % 50 == 0:
                print(f"{name}: step {progress.step}, {progress.seconds:.0f} s", file=sys.stderr, flush=True)
        near, far = zip(*(shares(trainer.weights(), crops, measure) for crops in held), strict=True)
        row = [f"{100 * x:.1f} %" for x in (np.mean(near), max(near), np.mean(far))]
        print("|", " | ".join([name, *row]), "|", flush=True)


if __name__ == "__main__":
    main()
