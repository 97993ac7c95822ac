"""People and their landmarks by BlazePose (Bazarevsky et al., 2020): a detector, 33 points and a mask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from generators.media import zoo
from generators.subjects.body.person import Person
from generators.subjects.body.template import LANDMARKS
from generators.subjects.face.litert import Model, Region, crop

MIN_SCORE = 0.5
SAME = 0.4
"""People whose hips are nearer than this share of their size are one."""
POINTS = 39  # the landmarks, and six that the net uses itself; the first two of those say where to look next
CENTRE, REACH = 33, 34
ROOM = 1.25
HEAT = 64  # side of the heat maps
_NEAR = 3


@dataclass(frozen=True)
class Detection:
    """A person: the middle of the hips, and the point that far from it that the body reaches, up the body
    (2,) in pixels; score 0..1."""

    centre: np.ndarray
    reach: np.ndarray
    score: float

    @property
    def size(self) -> float:
        """Radius of the circle around the hips that holds the body, in pixels."""
        return float(np.hypot(*(self.reach - self.centre)))


def region_of(centre: np.ndarray, reach: np.ndarray) -> Region:
    """Say where to look for a body's landmarks: upright in the region, with some room."""
    across, down = reach - centre
    side = 2 * ROOM * max(float(np.hypot(across, down)), 1.0)
    return Region(float(centre[0]), float(centre[1]), side, float(np.arctan2(across, -down)))


@lru_cache(maxsize=1)
def _anchors(size: int) -> np.ndarray:
    rows = []
    for stride, each in ((8, 2), (16, 2), (32, 6)):
        n = size // stride
        ys, xs = np.mgrid[0:n, 0:n]
        rows.append(np.repeat((np.stack([xs, ys], -1).reshape(-1, 2) + 0.5) / n, each, axis=0))
    return np.concatenate(rows)


def _sigmoid(values: np.ndarray) -> np.ndarray:
    squashed: np.ndarray = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return squashed


class PersonDetector:
    """Finds people in a picture."""

    def __init__(self) -> None:
        self._net = Model(zoo.path("pose-detector"))

    def __call__(self, picture: torch.Tensor) -> list[Detection]:
        """Find people in a picture (1, 3, h, w), values 0..1; largest first."""
        height, width = picture.shape[-2:]
        side = float(max(height, width))
        values, scores = self._net(crop(picture, Region(width / 2, height / 2, side), self._net.size) * 2 - 1)
        score = _sigmoid(scores[0, :, 0])
        order = np.argsort(-score)
        order = order[score[order] > MIN_SCORE]
        points = values[0, order, 4:8].reshape(-1, 2, 2) / self._net.size
        points = (points + _anchors(self._net.size)[order, None]) * side
        points += np.array([width - side, height - side]) / 2
        found: list[Detection] = []
        for (centre, reach), sure in zip(points, score[order], strict=True):
            new = Detection(centre, reach, float(sure))
            if new.size > 1 and all(np.hypot(*(centre - f.centre)) > SAME * f.size for f in found):
                found.append(new)
        return sorted(found, key=lambda d: -d.size)


class BodyLandmarker:
    """Measures the person in a region. One instance a thread."""

    def __init__(self) -> None:
        self._net = Model(zoo.path("pose-landmarks"))

    def __call__(self, picture: torch.Tensor, region: Region) -> tuple[Person, Region]:
        """Measure the person of a picture (1, 3, h, w), values 0..1; and say where to look in the next."""
        points, flag, mask, heat, world = self._net(crop(picture, region, self._net.size))
        points = points.reshape(POINTS, 5).astype(np.float64)
        places = _refined(points[:, :2] / self._net.size, _sigmoid(heat[0]))
        pixels = region.to_picture(places)
        seen = np.minimum(_sigmoid(points[:, 3]), _sigmoid(points[:, 4]))
        count = len(LANDMARKS)
        around = world.reshape(POINTS, 3)[:count].astype(np.float64)
        turn = region.axes / region.side
        person = Person(
            landmarks=pixels[:count],
            visible=seen[:count],
            world=np.concatenate([around[:, :2] @ turn.T, around[:, 2:]], 1),
            mask=np.round(255 * _sigmoid(mask[0, ..., 0])).astype(np.uint8),
            region=np.array([region.x, region.y, region.side, region.angle]),
            confidence=float(np.clip(flag.ravel()[0], 0, 1)),
        )
        return person, region_of(pixels[CENTRE], pixels[REACH])


def _refined(places: np.ndarray, heat: np.ndarray) -> np.ndarray:
    """Places (39, 2) in 0..1 moved to the middle of what the heat maps (64, 64, 39) show near them."""
    out = places.copy()
    for i, (x, y) in enumerate(np.floor(places * HEAT)):
        if not (0 <= x < HEAT and 0 <= y < HEAT):
            continue
        x0, y0 = max(0, int(x) - _NEAR), max(0, int(y) - _NEAR)
        part = heat[y0 : int(y) + _NEAR + 1, x0 : int(x) + _NEAR + 1, i]
        if part.max() < 0.5:
            continue
        rows, columns = np.mgrid[0 : part.shape[0], 0 : part.shape[1]]
        out[i] = (x0 + (part * columns).sum() / part.sum(), y0 + (part * rows).sum() / part.sum())
        out[i] /= HEAT
    return out
