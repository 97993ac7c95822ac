"""The mesh generator as ONNX: the same two files as of learned generators (`generators.weights.export`).

    mesh-prepare.onnx   picture, points and its parameters -> base.*   once per base picture
    mesh-generate.onnx  base.*, and driving parameters -> pictures     batches of any size

Parameters are what messages carry: rotation (n, 3, 3), translation (n, 3), location (n, 3), mouth (n, 6),
eyes (n, 2), compact (n, 6) and pupils (n, 2, 2), those of the base picture where a message has none.
``points`` (468, 3) are the face in the base picture, in pixels, as `eyes.refined` has them: what the nets of
the zoo (`face-mesh`, `iris`; they are not in these files) find where the parameters say that it is.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn

from generators.subjects.face import eyes, regions
from generators.subjects.face.fit import Directions
from generators.subjects.face.landmarks import POINTS
from generators.systems.mesh.topology import HELD
from generators.systems.mesh.warp import MeshWarp, Motion, TexturedBase
from generators.weights.export import write
from sei.extras import need

ROUNDS = 8
"""Steps to the nearest rotation; what rounding has bent takes three."""
PARTS = ("rotation", "translation", "location", "mouth", "eyes", "compact", "pupils")
BASE = ("picture", "points", "neutral", "rotation", "scale", "centre", "eyes", "pupils")


def nearest_rotations(matrix: torch.Tensor) -> torch.Tensor:
    """Return the rotation nearest to each matrix (n, 3, 3) near one (Newton's method, Higham 1986)."""
    for _ in range(ROUNDS):
        a, b, c = matrix.unbind(1)
        others = torch.stack(
            [torch.cross(b, c, dim=1), torch.cross(c, a, dim=1), torch.cross(a, b, dim=1)], 1
        )
        volume = (a * others[:, 0]).sum(1)
        matrix = (matrix + others / volume[:, None, None]) / 2
    return matrix


class _Shapes(nn.Module):
    """`MeshSystem.shapes` and the face model's directions, on tensors."""

    def __init__(self, warp: MeshWarp) -> None:
        super().__init__()
        self.warp = warp
        self.vectors = torch.from_numpy(Directions().vectors).float()
        self.middle = torch.tensor([warp.width / 2, warp.height / 2])
        self.unit = min(warp.width, warp.height) / 2
        self.lids = _lids()

    def placed(
        self, rotation: torch.Tensor, translation: torch.Tensor, location: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        size = (location[:, 2] * self.unit).clamp_min(1.0)
        centre = (location[:, :2] + 1) * self.middle + translation[:, :2] * size[:, None]
        scale = size * (1 + translation[:, 2]).clamp(0.05, 20.0)
        return nearest_rotations(rotation), scale, nn.functional.pad(centre, (0, 1))

    def moved(self, mouth: torch.Tensor, compact: torch.Tensor) -> torch.Tensor:
        return torch.einsum("nd,dkc->nkc", torch.cat([mouth, compact], 1), self.vectors)


def _lids() -> torch.Tensor:
    """How far each point goes along each eye's axis down, of an opening of 1 (2, 468)."""
    rows = []
    for eye, (_, right) in enumerate(regions.EYE_CORNERS):
        points = np.zeros((1, POINTS, 3))
        points[0, right, 0] = 1.0
        rows.append((eyes.moved_lids(points, np.eye(2)[eye : eye + 1]) - points)[0, :, 1])
    return torch.from_numpy(np.stack(rows)).float()


class Prepare(_Shapes):
    """What a base picture gives: its texture, its person's neutral shape, where the head was."""

    def forward(
        self, picture: torch.Tensor, points: torch.Tensor, *parts: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        turn, translation, location, mouth, opened, compact, pupils = parts
        rotation, scale, centre = self.placed(turn, translation, location)
        points = torch.cat([points[:, :2], points[:, 2:] - points[:, 2:].mean()], 1)
        still = (points - centre[0]) @ rotation[0] / scale[0]
        neutral = still - self.moved(mouth, compact)[0]
        whole = torch.cat([points, self.warp.ring_points(points)])
        made = (picture, whole, neutral, rotation, scale, centre, opened, pupils)
        # A copy each: an output of ONNX has one name.
        return tuple(tensor.clone() for tensor in made)


class Generate(_Shapes):
    """Pictures composed from one base picture, as `MeshSystem.compose` makes them."""

    def forward(self, *given: torch.Tensor) -> torch.Tensor:
        picture, whole, neutral, rotation0, scale0, centre0, opened0, pupils0 = given[: len(BASE)]
        turn, translation, location, mouth, opened, compact, pupils = given[len(BASE) :]
        rotation, scale, centre = self.placed(turn, translation, location)
        deformed = neutral + self.moved(mouth, compact)
        points = scale[:, None, None] * (deformed @ rotation.transpose(1, 2)) + centre[:, None]
        points = self._blinked(points, opened - opened0)
        linear = (scale / scale0)[:, None, None] * (rotation @ rotation0.transpose(1, 2))
        offset = centre - (linear @ centre0[..., None])[..., 0]
        motion = Motion(points, torch.cat([linear, offset[..., None]], 2), pupils - pupils0)
        base = TexturedBase(picture, whole, 0.0, (0.0, 0.0))
        return self.warp.one(base, motion, HELD)

    def _blinked(self, points: torch.Tensor, change: torch.Tensor) -> torch.Tensor:
        for eye, (left, right) in enumerate(regions.EYE_CORNERS):
            along = points[:, right, :2] - points[:, left, :2]
            down = torch.stack([-along[:, 1], along[:, 0]], 1)
            way = (change[:, eye, None] * down)[:, None] * self.lids[eye][:, None]
            points = points + nn.functional.pad(way, (0, 1))
        return points


def example(count: int) -> dict[str, torch.Tensor]:
    """Make plain parameters of ``count`` pictures."""
    directions = Directions()
    rest = len(directions) - directions.mouth
    return {
        "rotation": torch.eye(3).expand(count, 3, 3).contiguous(),
        "translation": torch.zeros(count, 3),
        "location": torch.tensor([0.0, 0.0, 0.4]).expand(count, 3).contiguous(),
        "mouth": torch.zeros(count, directions.mouth),
        "eyes": torch.full((count, 2), 0.3),
        "compact": torch.zeros(count, rest),
        "pupils": torch.zeros(count, 2, 2),
    }


def export(height: int, width: int, folder: str | Path, name: str = "mesh") -> tuple[Path, Path]:
    """Write both files for pictures of a size; their paths.

    Raises MissingExtra without onnx and onnxscript.
    """
    for package in ("onnx", "onnxscript"):
        need(package)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    warp = MeshWarp(height, width)
    prepare, generate = Prepare(warp), Generate(warp)
    parts = example(2)
    mean = torch.from_numpy(Directions().mean).float()
    points = mean * 0.4 * prepare.unit + torch.tensor([width / 2, height / 2, 0.0])
    given = {"picture": torch.rand(1, 3, height, width), "points": points}
    given |= {part: tensor[:1].clone() for part, tensor in parts.items()}
    with torch.no_grad():
        made = prepare(*given.values())
    base = {f"base.{part}": tensor for part, tensor in zip(BASE, made, strict=True)}
    first, second = target / f"{name}-prepare.onnx", target / f"{name}-generate.onnx"
    write(prepare, given, first, list(base), ())
    write(generate, base | parts, second, ["pictures"], tuple(parts))
    return first, second
