"""468 points of a face and both irises (Kartynnik et al., 2019; Ablavatski et al., 2020)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from generators.media import zoo
from generators.subjects.face.litert import Model, Region, crop

POINTS = 468
# Corners of each eye, outer first, "left" being at the left of the picture.
LEFT_CORNERS, RIGHT_CORNERS = (33, 133), (263, 362)
# Mesh points of the iris net's 16 eyelid points: 9 along the lower lid, 7 along the upper.
LEFT_LIDS = (33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173)
RIGHT_LIDS = (263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398)
CONFIDENT = 0.5
"""Confidence below which parameters are said to be of low confidence."""
EYE_REGION = 2.3  # side of the iris net's crop in eye widths


@dataclass(frozen=True)
class Face:
    """A measured face, in pixels of its picture.

    points      (468, 3) float64; z grows away from the camera, about the scale of x
    pupils      (2, 2) float64, left and right in the picture
    lids        (2, 16, 2) float64, eyelid contours by the iris net (order of LEFT_LIDS, RIGHT_LIDS)
    confidence  0..1, the mesh net's own
    """

    points: np.ndarray
    pupils: np.ndarray
    lids: np.ndarray
    confidence: float


def region_of(points: np.ndarray) -> Region:
    """Say where to look for the face in the next picture."""
    dx, dy = points[RIGHT_CORNERS[0], :2] - points[LEFT_CORNERS[0], :2]
    angle = float(np.arctan2(dy, dx))
    c, s = np.cos(angle), np.sin(angle)
    turned = points[:, :2] @ np.array([[c, -s], [s, c]])
    low, high = turned.min(axis=0), turned.max(axis=0)
    x, y = np.array([[c, -s], [s, c]]) @ ((low + high) / 2)
    return Region(float(x), float(y), 1.5 * float((high - low).max()), angle)


class Landmarker:
    """Runs the nets. One instance a thread."""

    def __init__(self, *, iris: bool = True) -> None:
        self._mesh = Model(zoo.path("face-mesh"))
        # One net for each eye: both are measured at once.
        self._irises = [Model(zoo.path("iris"), threads=1) for _ in range(2)] if iris else []
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="seigen-eye")

    def mesh(self, picture: torch.Tensor, region: Region) -> tuple[np.ndarray, float]:
        """Measure points (468, 3) in pixels and the net's confidence, for a picture (1, 3, h, w) in 0..1."""
        raw, flag = self._mesh(crop(picture, region, self._mesh.size))
        points = region.to_picture(raw.reshape(POINTS, 3) / self._mesh.size)
        return points, float(1 / (1 + np.exp(-np.clip(flag.ravel()[0], -80, 80))))

    def __call__(self, picture: torch.Tensor, region: Region) -> Face:
        """Everything about the face in a region; zero irises when made without the iris net."""
        points, confidence = self.mesh(picture, region)
        pupils, lids = np.zeros((2, 2)), np.zeros((2, 16, 2))
        corners = (points[list(both), :2] for both in (LEFT_CORNERS, RIGHT_CORNERS))
        measured = self._pool.map(partial(_eye, picture), self._irises, corners, (False, True))
        for eye, found in enumerate(measured):
            pupils[eye], lids[eye] = found[0], found[1:]
        return Face(points, pupils, lids, confidence)


def _eye(picture: torch.Tensor, net: Model, corners: np.ndarray, mirrored: bool) -> np.ndarray:
    """The pupil and 16 points of the lids, (17, 2) in pixels of the picture."""
    along = (corners[1] - corners[0]) * (-1 if mirrored else 1)
    x, y = corners.mean(axis=0)
    side = EYE_REGION * max(float(np.abs(along).max()), 1e-3)
    region = Region(float(x), float(y), side, float(np.arctan2(along[1], along[0])))
    eye = crop(picture, region, net.size)
    # The net knows the eye at the left of the picture; the other is shown to it mirrored.
    lids, iris = net(eye[:, ::-1] if mirrored else eye)
    found = np.concatenate([iris.reshape(-1, 3)[:1], lids.reshape(-1, 3)[:16]])[:, :2] / net.size
    if mirrored:
        found[:, 0] = 1 - found[:, 0]
    return region.to_picture(found)
