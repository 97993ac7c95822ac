"""Points of a head that is told apart from how it is turned (face-vid2vid)."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from generators.networks.motion import Keypoints

SIZE = 0.2
"""Root mean square of the coordinates of a face of the usual size."""


@dataclass(frozen=True)
class Turned:
    """facev2v as sent: points (n, K, 3) with the head unturned, rotation (n, 3, 3), translation (n, 3).

    points holds the person's shape and the expression, both in the head's frame, so that base picture and
    generated pictures are described alike and the decoder needs no analysis of its own.
    """

    points: torch.Tensor
    rotation: torch.Tensor
    translation: torch.Tensor

    def placed(self) -> Keypoints:
        """Where the points are in the picture, and how their surroundings are turned and scaled."""
        points = self.points @ self.rotation.transpose(1, 2) + self.translation[:, None]
        size = (self.points - self.points.mean(1, keepdim=True)).square().mean((1, 2)).sqrt()
        local = self.rotation * (size / SIZE).clamp(0.05, 20)[:, None, None]
        return Keypoints(points, local[:, None].expand(-1, points.shape[1], -1, -1))
