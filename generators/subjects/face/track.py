"""One face through a clip: found once, followed from picture to picture, found again when lost."""

from __future__ import annotations

import numpy as np
import torch

from generators.media.pixels import to_tensor
from generators.subjects.face.detect import Detection, FaceDetector
from generators.subjects.face.landmarks import Face, Landmarker, region_of
from generators.subjects.face.litert import Region
from generators.subjects.followed import in_order

LOST = 0.5
# The region of interest stands still while the face keeps near its middle: the mesh net answers slightly
# otherwise to every shift of its crop, and that would be seen as jitter.
STILL_SHIFT, STILL_SCALE, STILL_ANGLE = 0.04, 0.06, 0.05


class Tracker:
    """Follows one face: the largest, or the ``face``-th by size (0 is the largest) where it starts; it starts
    where there are so many."""

    def __init__(self, *, face: int = 0, iris: bool = True) -> None:
        self._detector, self._landmarker = FaceDetector(), Landmarker(iris=iris)
        self._choice = face
        self._region: Region | None = None
        self._last: np.ndarray | None = None
        self.most = 0
        """Most faces found in a picture where following began."""

    def begin(self) -> None:
        """Forget where the face was: another scene begins with the next picture."""
        self._region = self._last = None

    def __call__(self, rgb: np.ndarray) -> Face | None:
        """Find the face in the next picture, uint8 (h, w, 3); None when there is none."""
        picture = to_tensor(rgb)[None]
        face = None
        if self._region is not None:
            face = self._landmarker(picture, self._region)
        if face is None or face.confidence < LOST:
            face = self._find(picture)
        if face is None:
            self._region = None
            return None
        self._last = (face.points[:, :2].min(axis=0) + face.points[:, :2].max(axis=0)) / 2
        self._region = _steady(self._region, region_of(face.points))
        return face

    def _find(self, picture: torch.Tensor) -> Face | None:
        for found in self._ordered(self._detector(picture)):
            # Twice: the second region, made from the mesh, is the kind that tracking goes on with.
            points, confidence = self._landmarker.mesh(picture, found.region())
            if confidence < LOST:
                continue
            face = self._landmarker(picture, region_of(points))
            if face.confidence >= LOST:
                return face
        return None

    def _ordered(self, found: list[Detection]) -> list[Detection]:
        if self._last is None:
            self.most = max(self.most, len(found))
        return in_order(found, self._choice, self._last)


def _steady(old: Region | None, new: Region) -> Region:
    if old is None:
        return new
    shift = np.hypot(new.x - old.x, new.y - old.y) / old.side
    angle = abs((new.angle - old.angle + np.pi) % (2 * np.pi) - np.pi)
    still = shift < STILL_SHIFT and abs(new.side / old.side - 1) < STILL_SCALE and angle < STILL_ANGLE
    return old if still else new
