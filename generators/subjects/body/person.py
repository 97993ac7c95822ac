"""What is measured of a person in a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F

from generators.subjects.body.template import JOINTS, SHAPES
from generators.subjects.face.litert import Region

FOCAL = 1.3
"""Focal length of the camera that is assumed, in longer sides of the coded picture; its axis goes through the
middle. What another camera did shows as depth."""
STILL = np.zeros((len(JOINTS), 3))


@dataclass(frozen=True)
class Camera:
    """A camera without distortion: focal length and middle in pixels."""

    focal: float
    x: float
    y: float

    @classmethod
    def of(cls, height: int, width: int) -> Camera:
        """Make the camera that is assumed for pictures of a size."""
        return cls(FOCAL * max(height, width), width / 2, height / 2)

    def project(self, points: torch.Tensor) -> torch.Tensor:
        """Compute where points (..., 3) in metres show: x and y in pixels, z as it was."""
        z = points[..., 2:]
        middle = points.new_tensor([self.x, self.y])
        return torch.cat([points[..., :2] / z.clamp_min(0.1) * self.focal + middle, z], -1)


@dataclass(frozen=True)
class Person:
    """A measured person, in pixels of its picture; left is the person's.

    landmarks   (33, 2), see `generators.subjects.body.template.LANDMARKS`; they may lie outside the picture
    visible     (33,), how surely each is seen, 0..1
    world       (33, 3) in metres from the middle of the hips: x right, y down, z away, as the net guesses
    mask        uint8 (256, 256), how surely each place of the region is the person, 0..255
    region      (4,): where the mask lies, centre x and y, side, angle (as `Region`)
    confidence  0..1; the net's own, times how well the fit meets the landmarks once there is one
    pose        (24, 3): each joint's rotation against its parent, axis times angle in radians; the pelvis'
                against the picture
    move        (3,): where the pelvis is from the camera (`Camera.of` the picture), metres; depth 0: no fit
    shape       (10,), standard deviations
    error       mean distance of the fit from the landmarks that are seen, in body heights
    """

    landmarks: np.ndarray
    visible: np.ndarray
    world: np.ndarray
    mask: np.ndarray
    region: np.ndarray
    confidence: float
    pose: np.ndarray = field(default_factory=lambda: STILL)
    move: np.ndarray = field(default_factory=lambda: np.zeros(3))
    shape: np.ndarray = field(default_factory=lambda: np.zeros(SHAPES))
    error: float = 0.0

    @property
    def fitted(self) -> bool:
        """Whether pose, place and shape are known."""
        return bool(self.move[2] > 0)

    def mask_in(self, height: int, width: int) -> np.ndarray:
        """Say how surely each pixel of the picture is the person, float32 (h, w) in 0..1."""
        return placed(self.mask, Region(*self.region.tolist()), height, width)


def placed(mask: np.ndarray, region: Region, height: int, width: int) -> np.ndarray:
    """Lay a region's mask, uint8 (n, n), into a picture: float32 (h, w) in 0..1, 0 outside the region."""
    ys, xs = np.mgrid[0:height, 0:width] + 0.5
    inside = np.stack([xs - region.x, ys - region.y], -1) @ np.linalg.inv(region.axes).T
    grid = torch.from_numpy((2 * inside[None]).astype(np.float32))
    known = torch.from_numpy(mask.astype(np.float32) / 255)[None, None]
    return F.grid_sample(known, grid, mode="bilinear", padding_mode="zeros", align_corners=False)[
        0, 0
    ].numpy()
