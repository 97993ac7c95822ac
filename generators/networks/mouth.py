"""Where a mouth is open, from its lips' keypoints alone.

No base picture of a shut mouth has its inside, and no warp can make it. Between few people's mouths and a
stranger's only the geometry is alike, so it is not left to learning: below the upper lip's inner edge and
above the lower one's, each carried from the mean face by its keypoint and Jacobian.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from generators.networks.code import MovedPoints
from generators.networks.face_keypoints import LIPS, PATCHES, UNIT
from generators.networks.geometry import carried, inverse
from generators.subjects.face.model import basis
from generators.subjects.face.regions import INNER_LIPS_LOWER, INNER_LIPS_UPPER

SOFT = 0.005
"""Width of the map's edges in units of the mean face."""


class Mouth(nn.Module):
    """Keypoints (n, 10, 2) with Jacobians, as `networks.face_keypoints.PatchKeypoints` gives them, to
    maps (n, 1, *size) in 0..1 of the mouth's inside."""

    def __init__(self) -> None:
        super().__init__()
        self.lips = [PATCHES.index(lip) for lip in LIPS]
        mean = np.asarray(basis()["mean"], dtype=np.float64)[:, :2] / UNIT
        corners = (INNER_LIPS_UPPER[0], INNER_LIPS_UPPER[-1])
        edges = (INNER_LIPS_UPPER, (corners[0], *INNER_LIPS_LOWER, corners[1]))
        # Each edge as a parabola about its patch's middle.
        arcs = []
        for patch, edge in zip(LIPS, edges, strict=True):
            x, y = (mean[list(edge)] - mean[list(patch)].mean(0)).T
            arcs.append(np.polyfit(x, y, 2))
        self.reach = float(np.ptp(mean[list(corners), 0]) / 2)
        self.arcs = [[float(v) for v in arc] for arc in arcs]

    def forward(self, size: tuple[int, ...], keypoints: MovedPoints) -> torch.Tensor:
        assert keypoints.jacobians is not None
        at, back = keypoints.points[:, self.lips].float(), inverse(keypoints.jacobians[:, self.lips].float())
        x, y = carried(size, back, at, torch.zeros_like(at))
        inside = []
        for lip, (a, b, c) in enumerate(self.arcs):
            below = y[:, lip] - (a * x[:, lip].square() + b * x[:, lip] + c)
            inside.append(-below if lip else below)
        room = torch.minimum(*inside).minimum(self.reach - x.abs().amax(1))
        return (room / SOFT - 0.5).sigmoid()[:, None]
