"""The subject of talking heads: one face, followed through a clip; coded is a square around it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from generators.subjects.face import regions
from generators.subjects.face.landmarks import LEFT_LIDS, RIGHT_LIDS, Face
from generators.subjects.face.track import Tracker
from generators.subjects.followed import Followed
from generators.subjects.scene import Scene
from generators.subjects.subject import Measured, NoSubject
from generators.subjects.window import Window, within

HEAD = 2.1  # side of the square in face sizes, when the picture is large enough
MARGIN = 0.18  # room around everything the face reaches, in face sizes
MOUTH = 2.2
"""Side of the mouth's window in mouth widths."""
EYES = 1.6
"""Side of an eye's window in eye widths."""


def as_face(measured: Measured | None) -> Face:
    """Return what was measured, which must be a face. Raises NoSubject."""
    if not isinstance(measured, Face):
        raise NoSubject("this system describes faces, and no face was measured (--subject face)")
    return measured


class FaceSubject(Followed[Face]):
    """Follows one face through a clip; see `generators.subjects.followed.Followed`."""

    name, who = "face", "face"

    def _make(self, which: int) -> Tracker:
        return Tracker(face=which)

    def window(
        self, measured: Sequence[Measured | None], height: int, width: int, aspect: float = 1.0
    ) -> Window:
        """Choose one window for a scene: around all that the faces reach, about twice the face, inside the
        picture. Without any face it is the largest one in the middle."""
        largest = Scene().window((), height, width, aspect)
        if self._scene:
            return largest
        # One after the other: a scene may be an hour.
        points = (as_face(m).points[:, :2] for m in measured if m is not None)
        boxes = np.array([[*p.min(axis=0), *p.max(axis=0)] for p in points])
        if not len(boxes):
            return largest
        size = float(np.median(np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])))
        # A single wild picture does not move the frame: the outermost 2 % may touch the border.
        low, high = np.quantile(boxes[:, :2], 0.02, axis=0), np.quantile(boxes[:, 2:], 0.98, axis=0)
        reach = float((high - low).max()) + 2 * MARGIN * size
        side = min(largest.width, largest.height, max(HEAD * size, reach))
        wide, tall = side * max(aspect, 1), side * max(1 / aspect, 1)
        centre = (low + high) / 2 - (0, 0.06 * size)
        return within(centre[0] - wide / 2, centre[1] - tall / 2, wide, tall, (height, width))

    def moved(self, measured: Measured, window: Window, size: tuple[int, int]) -> Face:
        """Carry a face into the window as coded at ``size`` (height, width)."""
        face = as_face(measured)
        return dataclasses.replace(
            face,
            points=window.points(face.points, size),
            pupils=window.points(face.pupils, size),
            lids=window.points(face.lids, size),
        )

    def looks(self, measured: Measured) -> Mapping[str, Window]:
        """Name face, mouth and eyes: squares in the measured picture, of 2.2 mouth and 1.6 eye widths."""
        points = as_face(measured).points[:, :2]
        named = {
            "face": (points[list(regions.OVAL)], 1.0),
            "mouth": (points[list(regions.OUTER_LIPS)], MOUTH),
            "left eye": (points[list(LEFT_LIDS)], EYES),
            "right eye": (points[list(RIGHT_LIDS)], EYES),
        }
        windows = {}
        for name, (part, share) in named.items():
            low, high = part.min(axis=0), part.max(axis=0)
            side = share * float(high[0] - low[0] if share > 1 else (high - low).max())
            x, y = (low + high) / 2 - side / 2
            windows[name] = Window(float(x), float(y), side, side)
        return windows
