"""Where the faces are: BlazeFace (Bazarevsky et al., 2019), boxes and six points each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from generators.media import zoo
from generators.subjects.face.litert import Model, Region, crop

MIN_SCORE = 0.5
SAME_FACE = 0.3  # boxes that overlap more (intersection over union) are one face


@dataclass(frozen=True)
class Detection:
    """A face: box (x0, y0, x1, y1) and six points (6, 2) in pixels, score 0..1.

    Points: eye and eye (the one at the left of the picture first), nose, mouth, ear, ear.
    """

    box: np.ndarray
    points: np.ndarray
    score: float

    @property
    def centre(self) -> np.ndarray:
        """The box's middle (2,), in pixels."""
        return np.asarray((self.box[:2] + self.box[2:]) / 2)

    @property
    def area(self) -> float:
        """Pixels in the box."""
        return float((self.box[2] - self.box[0]) * (self.box[3] - self.box[1]))

    def region(self) -> Region:
        """Say where to look for the mesh: the box half as large again, turned with the eyes."""
        dx, dy = self.points[1] - self.points[0]
        x0, y0, x1, y1 = self.box
        return Region((x0 + x1) / 2, (y0 + y1) / 2, 1.5 * max(x1 - x0, y1 - y0), float(np.arctan2(dy, dx)))


@lru_cache(maxsize=4)
def _anchors(size: int, strides: tuple[int, ...], each: int) -> np.ndarray:
    rows = []
    for stride in strides:
        n = size // stride
        ys, xs = np.mgrid[0:n, 0:n]
        centres = (np.stack([xs, ys], -1).reshape(-1, 2) + 0.5) / n
        rows.append(np.repeat(centres, each, axis=0))
    return np.concatenate(rows)


# (catalogue name, anchor strides, anchors a cell): near faces first, the wider net when it finds none.
# Layers of equal stride share their cells' anchors, hence six a cell at stride 16.
_NETS = (("face-detector", (8, 16), (2, 6)), ("face-detector-full", (4,), (1,)))


class FaceDetector:
    """Finds faces in a picture."""

    def __init__(self) -> None:
        self._nets: list[tuple[Model, np.ndarray] | None] = [None, None]

    def _net(self, i: int) -> tuple[Model, np.ndarray]:
        loaded = self._nets[i]
        if loaded is None:
            name, strides, each = _NETS[i]
            model = Model(zoo.path(name))
            anchors = np.concatenate(
                [_anchors(model.size, (s,), e) for s, e in zip(strides, each, strict=True)]
            )
            loaded = self._nets[i] = (model, anchors)
        return loaded

    def __call__(self, picture: torch.Tensor) -> list[Detection]:
        """Faces in a picture (1, 3, h, w), values 0..1, largest first."""
        for i in range(len(_NETS)):
            if found := self._run(picture, *self._net(i)):
                return found
        return []

    def _run(self, picture: torch.Tensor, model: Model, anchors: np.ndarray) -> list[Detection]:
        height, width = picture.shape[-2:]
        side = float(max(height, width))
        region = Region(width / 2, height / 2, side)
        boxes, scores = model(crop(picture, region, model.size) * 2 - 1)
        score = 1 / (1 + np.exp(-np.clip(scores[0, :, 0], -80, 80)))
        keep = score > MIN_SCORE
        values = boxes[0, keep].reshape(-1, 8, 2) / model.size
        centre = values[:, 0] + anchors[keep]
        half = values[:, 1] / 2
        points = values[:, 2:] + anchors[keep, None]
        corner = np.concatenate([centre - half, centre + half], axis=1)
        offset = np.array([width - side, height - side]) / 2
        boxes_px = corner * side + np.tile(offset, 2)
        return _merge(boxes_px, points * side + offset, score[keep])


def _merge(boxes: np.ndarray, points: np.ndarray, scores: np.ndarray) -> list[Detection]:
    """Overlapping boxes to one face: their mean weighted by score (as BlazeFace's authors blend)."""
    left = np.argsort(-scores)
    out = []
    while len(left):
        overlap = _iou(boxes[left[0]], boxes[left])
        same = left[overlap > SAME_FACE] if overlap[0] > SAME_FACE else left[:1]
        weight = scores[same] / scores[same].sum()
        box = np.einsum("n,nk->k", weight, boxes[same])
        if box[2] > box[0] and box[3] > box[1]:
            point = np.einsum("n,nkd->kd", weight, points[same])
            out.append(Detection(box, point, float(scores[left[0]])))
        left = left[~np.isin(left, same)]
    return sorted(out, key=lambda d: -d.area)


def _iou(one: np.ndarray, many: np.ndarray) -> np.ndarray:
    low = np.maximum(one[:2], many[:, :2])
    high = np.minimum(one[2:], many[:, 2:])
    inner = np.prod(np.clip(high - low, 0, None), axis=1)
    area = np.prod(many[:, 2:] - many[:, :2], axis=1)
    share: np.ndarray = inner / np.maximum(np.prod(one[2:] - one[:2]) + area - inner, 1e-9)
    return share
