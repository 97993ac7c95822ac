"""Makes generators/data/dense.safetensors: the vertex predictor of the system "dense".

    nice python -m scripts.make_dense            trains and writes it: one minute on one core
    python -m scripts.make_dense --report        errors of the file, in millimetres of vertices

From poses that are made up, of the template alone: no clip, no capture. Keypoints are shifted by up to 2 cm.
What is learned is where vertices are, and how they move in the picture: that displacement is what the
generator warps by. Then the covariance of all errors is measured on new poses; the steps that follow the
network want it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import nn

from generators.parameters.rotation import to_vector
from generators.subjects.body.skin import Body, rotations
from generators.subjects.body.template import JOINTS, SHAPES, template
from generators.systems.dense.points import MARKS
from generators.systems.dense.predict import FILE, NUMBERS, Weights, guess, in_trunk, people_at, skeleton
from vvc_bridge.terminal import show

HIDDEN, BATCH = 224, 128
NOISE = 0.02
"""Most by which keypoints are shifted, a standard deviation in metres."""
SOME = 200  # vertices of a step
TYPICAL = 0.006
"""Shift of keypoints for which errors are measured: what rounding does to them."""
DEPTH = 0.5  # what an error in depth counts beside one that is seen
FREE = {
    **{"hip": 0.45, "knee": 0.1, "ankle": 0.2, "spine1": 0.12, "spine2": 0.12, "spine3": 0.12, "neck": 0.2},
    **{"collar": 0.12, "head": 0.2, "shoulder": 0.6, "elbow": 0.12, "wrist": 0.12},
}
"""Standard deviation of joints' turns in radians; toes, fingers: 0."""


class Poses:
    """People that are made up, from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = torch.Generator().manual_seed(seed)
        self.body = Body(template("small"))
        self._free = torch.tensor([FREE.get(name.rpartition("_")[2], 0.0) for name in JOINTS])
        joints = self.body.rest_joints
        self._elbows = {}
        for side in ("left", "right"):
            at, to = JOINTS.index(f"{side}_elbow"), JOINTS.index(f"{side}_wrist")
            across = torch.linalg.cross(joints[to] - joints[at], torch.tensor([0.0, 0.0, -1.0]))
            self._elbows[at] = across / across.norm()

    def normal(self, *shape: int) -> torch.Tensor:
        """Numbers of deviation 1."""
        return torch.randn(*shape, generator=self._random)

    def uniform(self, *shape: int) -> torch.Tensor:
        """Numbers in 0..1."""
        return torch.rand(*shape, generator=self._random)

    def __call__(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Turns (count, 24, 3), axis times angle, the pelvis' the trunk's tilt; shapes (count, 10)."""
        turns = self.normal(count, len(JOINTS), 3) * self._free[None, :, None]
        for at, across in self._elbows.items():
            turns[:, at] += across * (self.uniform(count, 1) * 2.3 - 0.05)
        for side in ("left", "right"):
            turns[:, JOINTS.index(f"{side}_knee"), 0] = self.normal(count).abs() * 0.7
        # Four of ten hardly move: people mostly stand, and sit still.
        calm = self.uniform(count, 1, 1) < 0.4
        turns = torch.where(calm, turns * 0.35, turns)
        return turns, self.normal(count, SHAPES) * 0.8

    def views(self, count: int) -> torch.Tensor:
        """Rotations (count, 3, 3) about the upright."""
        return rotations(torch.tensor([0.0, 1.0, 0.0]) * self.uniform(count, 1) * 2 * torch.pi)

    def keypoints(self, turns: torch.Tensor, shapes: torch.Tensor, noise: float) -> torch.Tensor:
        """Keypoints (count, 15, 3) of people at the origin, shifted by up to ``noise``."""
        found = self.body.landmarks(self.body.pose(turns, None, shapes))[:, MARKS]
        return found + noise * self.normal(*found.shape) * self.uniform(len(found), 1, 1)

    def shifted(self, turns: torch.Tensor, shapes: torch.Tensor, noise: float) -> np.ndarray:
        """Keypoints (count, 15, 3), each shifted by a deviation of ``noise`` metres."""
        found = self.keypoints(turns, shapes, 0.0)
        return (found + noise * self.normal(*found.shape)).double().numpy()


def _network() -> nn.Sequential:
    sizes = (3 * len(MARKS), HIDDEN, HIDDEN, HIDDEN, 6 * len(JOINTS) + SHAPES + 3)
    layers: list[nn.Module] = []
    for a, b in pairwise(sizes):
        layers += [nn.Linear(a, b), nn.SiLU()]
    net = nn.Sequential(*layers[:-1])
    last = net[-1]
    assert isinstance(last, nn.Linear)
    nn.init.normal_(last.weight, std=0.01)
    nn.init.zeros_(last.bias)
    return net


def _six(values: torch.Tensor) -> torch.Tensor:
    x = nn.functional.normalize(values[..., :3], dim=-1)
    y = values[..., 3:]
    y = nn.functional.normalize(y - (x * y).sum(-1, keepdim=True) * x, dim=-1)
    return torch.stack([x, y, torch.linalg.cross(x, y)], -1)


def train(steps: int, seed: int) -> dict[str, np.ndarray]:
    """Train the network; returns its arrays."""
    torch.manual_seed(seed)
    poses, net = Poses(seed), _network()
    adam = torch.optim.Adam(net.parameters(), 2e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(adam, 2.5e-3, total_steps=steps, pct_start=0.05)
    eye = torch.tensor([1.0, 0, 0, 0, 1, 0])
    pelvis = torch.from_numpy(skeleton().pelvis).float()
    began, mean = time.process_time(), 0.0
    for step in range(steps):
        turns, shapes = poses(BATCH)
        with torch.no_grad():
            points = poses.keypoints(turns, shapes, NOISE)
            trunk, frame, origin = in_trunk(points.double().numpy(), np.ones(points.shape[:2]))
            some = torch.randperm(len(poses.body.rest), generator=poses._random)[:SOME]
            wanted = poses.body.vertices(poses.body.pose(turns, None, shapes), some)
            inward = torch.from_numpy(frame).float()
            wanted = (wanted - torch.from_numpy(origin).float()[:, None]) @ inward
            local = rotations(turns)
            local[:, 0] = inward.mT @ local[:, 0]
        values = net(torch.from_numpy(trunk).float().flatten(1) * 2)
        six = _six(values[:, : 6 * len(JOINTS)].unflatten(1, (len(JOINTS), 6)) + eye)
        move = values[:, -3:] + pelvis
        made = poses.body.vertices(poses.body.pose(six, move, values[:, 6 * len(JOINTS) : -3]), some)
        away = made - wanted
        distance = away.norm(dim=-1).mean()
        # As some camera around the person sees it, which the generator warps by: depth counts less.
        motion = ((away @ poses.views(BATCH)) * torch.tensor([1, 1, DEPTH])).norm(dim=-1).mean()
        turned = (six - local).square().sum((-1, -2)).mean()
        loss = 0.5 * distance + motion + 2 * away.square().sum(-1).mean() + 0.004 * turned
        loss = loss + 0.0005 * (values[:, 6 * len(JOINTS) : -3] - shapes).square().sum(1).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        plan.step()
        mean += (1000 * float(distance.detach()) - mean) / min(step + 1, 100)
        if step % 500 == 499:
            show(f"step {step + 1}: {mean:.1f} mm, {time.process_time() - began:.0f} CPU s")
    arrays = {}
    for number, layer in enumerate(m for m in net if isinstance(m, nn.Linear)):
        arrays[f"layer.{number}.weight"] = layer.weight.detach().numpy().astype(np.float16)
        arrays[f"layer.{number}.bias"] = layer.bias.detach().numpy().astype(np.float16)
    return arrays


def certainty(arrays: dict[str, np.ndarray], seed: int, count: int = 6000) -> np.ndarray:
    """The inverse of the covariance (85, 85) of the network's errors on new poses."""
    poses = Poses(seed)
    weights = Weights.of({**arrays, "certainty": np.zeros((NUMBERS, NUMBERS))})
    turns, shapes = poses(count)
    points = poses.shifted(turns, shapes, TYPICAL)
    found, frame = guess(points, np.ones(points.shape[:2]), weights)
    true = rotations(turns).double().numpy()
    rows = np.concatenate(
        [
            to_vector(found.turns.mT @ true).reshape(count, -1),
            (frame.mT @ -found.move[..., None])[..., 0],
            shapes.numpy() - found.shape,
        ],
        1,
    )
    rows = np.clip(rows, *np.quantile(rows, (0.005, 0.995), axis=0))
    covariance = rows.T @ rows / count
    least = np.concatenate([np.full(NUMBERS - SHAPES - 3, 0.01), np.full(3, 0.002), np.full(SHAPES, 0.05)])
    return np.linalg.inv(covariance + np.diag(least**2))


def report(arrays: dict[str, np.ndarray], seed: int = 99, count: int = 512) -> None:
    """Print mean distances of vertices in millimetres, on poses of another seed."""
    weights, poses = Weights.of(arrays), Poses(seed)
    turns, shapes = poses(count)
    true = poses.body.vertices(poses.body.pose(turns, None, shapes)).double().numpy()
    show("| noise, cm | network, mm | 1 step | 3 steps | 6 steps |")
    show("|---|---|---|---|---|")
    for noise in (0.0, 0.01, 0.03):
        points = poses.shifted(turns, shapes, noise)
        cells = [f"{1000 * error(poses.body, true, points, weights, n):.1f}" for n in (0, 1, 3, 6)]
        show(f"| {100 * noise:g} | {' | '.join(cells)} |")


def error(
    body: Body,
    true: np.ndarray,
    points: np.ndarray,
    weights: Weights,
    steps: int,
    shape: np.ndarray | None = None,
) -> float:
    """Mean distance in metres of predicted vertices from true ones (n, v, 3)."""
    found = people_at(points, np.ones(points.shape[:2]), shape, weights=weights, steps=steps)
    posed = body.pose(
        *(torch.from_numpy(np.ascontiguousarray(v)).float() for v in (found.turns, found.move, found.shape))
    )
    return float(np.linalg.norm(body.vertices(posed).double().numpy() - true, axis=-1).mean())


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, or report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--steps", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, default=Path("generators/data") / FILE)
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    if not given.report:
        arrays = train(given.steps, given.seed)
        arrays["certainty"] = certainty(arrays, given.seed + 1).astype(np.float32)
        save_file(arrays, given.output)
    report(load_file(given.output))


if __name__ == "__main__":
    main()
