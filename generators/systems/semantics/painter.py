"""Base pictures made ready to be warped: the mask is found where a message says that the person is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from generators.subjects.body.nets import BodyLandmarker, region_of
from generators.subjects.body.person import Camera
from generators.subjects.body.skin import Body
from generators.systems.semantics.warp import BodyWarp, DressedBase


@dataclass(frozen=True)
class BodyBase:
    """A base picture made ready, and its person's shape (1, 10)."""

    dressed: DressedBase
    shape: torch.Tensor


class Painter:
    """Pictures of one size, on one device, by the warp of base pictures' people."""

    def __init__(self, body: Body, height: int, width: int, device: torch.device | str) -> None:
        self.height, self.width = height, width
        self.camera = Camera.of(height, width)
        self.warp = BodyWarp(body, height, width, device)
        self._landmarker: BodyLandmarker | None = None

    def base(
        self,
        picture: torch.Tensor,
        vertices: torch.Tensor,
        turn: np.ndarray,
        move: np.ndarray,
        shape: torch.Tensor,
    ) -> BodyBase:
        """Make a decoded base picture (3, h, w) in 0..1 ready.

        vertices  (v, 3), the mesh in metres
        turn      (3, 3), the pelvis against the picture
        move      (3,), the pelvis from the camera, metres
        shape     (1, 10)
        """
        if self._landmarker is None:
            self._landmarker = BodyLandmarker()
        screen = self.camera.project(vertices)[:, :2].cpu().double().numpy()
        centre = self.camera.project(torch.from_numpy(move))[:2].numpy()
        far = float(np.quantile(np.hypot(*(screen - centre).T), 0.98))
        up = turn @ (0, -1, 0)
        way = up[:2] / max(float(np.hypot(*up[:2])), 1e-6)
        image = picture[None].float().cpu()
        _, region = self._landmarker(image, region_of(centre, centre + way * max(far, 4.0)))
        person, _ = self._landmarker(image, region)
        mask = person.mask_in(self.height, self.width)
        return BodyBase(self.warp.base(picture, vertices, mask), shape)

    def __call__(self, bases: Sequence[BodyBase], vertices: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
        """Draw pictures (n, 3, h, w) in 0..1 of meshes (n, v, 3) in metres."""
        return self.warp([b.dressed for b in bases], vertices, dtype)
