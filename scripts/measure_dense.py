"""Measures "dense": vertices in millimetres, and pictures beside "semantics" (docs/explanation/dense.md).

    python -m scripts.measure_dense CLIP[:WIDTHxHEIGHT] ... [--rates 6.5] [--limit 200]

CLIP is a path or a name of the zoo. Vertices are those of the mesh that was fitted to the clip; keypoints are
its own, shifted by nothing, 1 cm or 3 cm, or rounded as a stream has them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
import torch

from generators.subjects.body.person import Camera
from generators.subjects.body.skin import Body
from generators.subjects.body.subject import BodySubject, as_person
from generators.subjects.body.template import template
from generators.subjects.clip import Clip, open_clip, parse_size
from generators.systems.dense.points import MARKS, received, sent
from generators.systems.dense.predict import people_at
from generators.training.pool import ClipName
from scripts.measure_bodies import rows
from sei.named import known
from vvc_bridge.terminal import show


def vertices(clip: Clip) -> Iterator[str]:
    """Rows of the table of vertices: keypoints' errors, and millimetres after 0, 1, 3 and 6 steps; the shape
    is that of the first picture."""
    body, camera = Body(template("middle")), Camera.of(*clip.size)
    people = [as_person(m) for m in clip.measured if m is not None]
    pose, move, shape = (
        torch.from_numpy(np.stack(values)).float()
        for values in zip(*((p.pose, p.move, p.shape) for p in people), strict=True)
    )
    posed = body.pose(pose, move, shape)
    true = body.vertices(posed).double().numpy()
    points = body.landmarks(posed)[:, MARKS].double().numpy()
    random, unit = np.random.default_rng(0), 2 ** known("dense").fields[0].precision
    sure = np.ones(points.shape[:2])
    kinds = {"none": (points, sure)}
    kinds |= {
        f"{100 * d:g} cm": (points + d * random.standard_normal(points.shape), sure) for d in (0.01, 0.03)
    }
    kinds["as sent"] = received(np.rint(sent(points, camera) * unit) / unit, camera)
    for name, (places, trust) in kinds.items():
        first = people_at(places[:1], trust[:1]).shape[0]
        cells = []
        for steps in (0, 1, 3, 6):
            found = people_at(places, trust, first, steps=steps)
            turned, at, who = (
                torch.tensor(v, dtype=torch.float32) for v in (found.turns, found.move, found.shape)
            )
            made = body.vertices(body.pose(turned, at, who)).double().numpy()
            cells.append(f"{1000 * np.linalg.norm(made - true, axis=-1).mean():.1f}")
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print two tables per clip."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--rates", default="6.5")
    parser.add_argument("--limit", type=int, default=200)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    rates = [float(rate) for rate in arguments.rates.split(",") if rate]
    for text in arguments.clips:
        name, _, size = text.partition(":")
        path = ClipName.parse(name).path
        with open_clip(
            path, parse_size(size) if size else None, BodySubject(), window="all", limit=arguments.limit
        ) as clip:
            show(f"\n{name}, {clip.size[1]}x{clip.size[0]}, {len(clip)} pictures\n")
            show("| keypoints' error | network, mm | 1 step | 3 steps | 6 steps |\n|---|---|---|---|---|")
            for row in vertices(clip):
                show(row)
            show("\n| | kbit/s | parameters | base pictures | ST-LPIPS | hands | PSNR | pictures per CPU s |")
            show("|---|---|---|---|---|---|---|---|")
            for system in ("dense", "semantics"):
                for row in rows(clip, system, rates):
                    show(f"| {row} |")


if __name__ == "__main__":
    main()
