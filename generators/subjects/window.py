"""A square around the face that stands still through a scene, so that only the face moves in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from generators.subjects.face.landmarks import Face

HEAD = 2.1  # side of the square in face sizes, when the picture is large enough
MARGIN = 0.18  # room around everything the face reaches, in face sizes


@dataclass(frozen=True)
class Square:
    """Corner and side in pixels of the picture."""

    x: float
    y: float
    side: float

    def points(self, points: np.ndarray, size: int) -> np.ndarray:
        """Points of the picture (..., 2|3) as points of the crop of size pixels."""
        scale = size / self.side
        out = points * scale
        out[..., 0] -= self.x * scale
        out[..., 1] -= self.y * scale
        return out

    def cut(self, rgb: np.ndarray, size: int) -> np.ndarray:
        """The crop, uint8 (size, size, 3); what lies outside the picture repeats its border."""
        picture = torch.from_numpy(np.ascontiguousarray(rgb)).permute(2, 0, 1)[None].float()
        height, width = rgb.shape[:2]
        over = max(1, round(self.side / size))
        n = size * over
        theta = torch.tensor(
            [
                [
                    [self.side / width, 0, (2 * self.x + self.side) / width - 1],
                    [0, self.side / height, (2 * self.y + self.side) / height - 1],
                ]
            ]
        )
        grid = F.affine_grid(theta, [1, 3, n, n], align_corners=False)
        out = F.grid_sample(picture, grid, mode="bicubic", padding_mode="border", align_corners=False)
        if over > 1:
            out = F.avg_pool2d(out, over)
        return out[0].clamp(0, 255).round().byte().permute(1, 2, 0).numpy()


def square(faces: Sequence[Face | None], height: int, width: int) -> Square:
    """One square for a scene: around all that the faces reach, about twice the face, inside the picture.

    Without any face it is the largest square in the middle.
    """
    shortest = float(min(height, width))
    boxes = np.array(
        [[*f.points[:, :2].min(axis=0), *f.points[:, :2].max(axis=0)] for f in faces if f is not None]
    )
    if len(boxes) == 0:
        return Square((width - shortest) / 2, (height - shortest) / 2, shortest)
    size = float(np.median(np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])))
    # A single wild picture does not move the frame: the outermost 2 % may touch the border.
    low, high = np.quantile(boxes[:, :2], 0.02, axis=0), np.quantile(boxes[:, 2:], 0.98, axis=0)
    reach = float((high - low).max()) + 2 * MARGIN * size
    side = min(shortest, max(HEAD * size, reach))
    centre = (low + high) / 2 - (0, 0.06 * size)
    x = float(np.clip(centre[0] - side / 2, 0, width - side))
    y = float(np.clip(centre[1] - side / 2, 0, height - side))
    return Square(x, y, side)
