"""One person through a clip: found once, followed from picture to picture, found again when lost."""

from __future__ import annotations

import numpy as np

from generators.media.pixels import to_tensor
from generators.subjects.body.nets import BodyLandmarker, Detection, PersonDetector, region_of
from generators.subjects.body.person import Person
from generators.subjects.face.litert import Region
from generators.subjects.followed import in_order

LOST = 0.5


class BodyTracker:
    """Follows one person: the largest, or the ``which``-th by size (0 is the largest) where it starts."""

    def __init__(self, which: int = 0) -> None:
        self._detector, self._landmarker = PersonDetector(), BodyLandmarker()
        self._which = which
        self._region: Region | None = None
        self._last: np.ndarray | None = None
        self.most = 0
        """Most people found in a picture where following began."""

    def begin(self) -> None:
        """Forget where the person was: another scene begins with the next picture."""
        self._region = self._last = None

    def __call__(self, rgb: np.ndarray) -> Person | None:
        """Find the person in the next picture, uint8 (h, w, 3); None when there is none."""
        picture = to_tensor(rgb)[None]
        if self._region is not None:
            person, region = self._landmarker(picture, self._region)
            if person.confidence >= LOST:
                return self._kept(person, region)
        for found in self._ordered(self._detector(picture)):
            # Twice: the second region, made from landmarks, is the kind that tracking goes on with.
            person, region = self._landmarker(picture, region_of(found.centre, found.reach))
            if person.confidence < LOST:
                continue
            person, region = self._landmarker(picture, region)
            if person.confidence >= LOST:
                return self._kept(person, region)
        self._region = None
        return None

    def _kept(self, person: Person, region: Region) -> Person:
        self._region, self._last = region, np.array([region.x, region.y])
        return person

    def _ordered(self, found: list[Detection]) -> list[Detection]:
        if self._last is None:
            self.most = max(self.most, len(found))
        return in_order(found, self._which, self._last)
