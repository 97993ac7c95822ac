"""The subject of bodies: one person, followed through a clip; coded is a window around all it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from generators.media.kept import Kept
from generators.subjects.body.person import Person
from generators.subjects.body.template import LANDMARKS
from generators.subjects.body.track import BodyTracker
from generators.subjects.followed import Followed
from generators.subjects.scene import Scene
from generators.subjects.subject import Measured, NoSubject, People, Seen
from generators.subjects.window import Window, within

MARGIN = 0.08
"""Room around everything the person reaches, in heights of it: landmarks are no outlines."""
HAND, HEAD = 2.4, 2.2
"""Sides of the windows of hands, in lengths from wrist to finger, and of the head, in distances of ears."""
SEEN = 0.5


def as_person(measured: Measured | None) -> Person:
    """Return what was measured, which must be a person. Raises NoSubject."""
    if not isinstance(measured, Person):
        raise NoSubject("this system describes bodies, and no person was measured (--subject body)")
    return measured


def fitted_people(seen: Sequence[Seen]) -> list[Person]:
    """Return who was seen in pictures. Raises NoSubject where somebody was not fitted through a clip."""
    people = [as_person(one.measured) for one in seen]
    if any(not person.fitted for person in people):
        raise NoSubject("this system describes bodies that were fitted through a clip (--subject body)")
    return people


class BodySubject(Followed[Person]):
    """Follows one person through a clip; see `generators.subjects.followed.Followed`."""

    name, who = "body", "person"

    def _make(self, which: int) -> BodyTracker:
        return BodyTracker(which)

    def window(
        self, measured: Sequence[Measured | None], height: int, width: int, aspect: float = 1.0
    ) -> Window:
        """Choose one window for a scene: around all that the person reaches, of the aspect, inside the
        picture as far as it can be. Without any person it is the largest one in the middle."""
        largest = Scene().window((), height, width, aspect)
        if self._scene:
            return largest
        boxes = []
        for one in measured:
            if one is not None:
                person = as_person(one)
                seen = person.landmarks[person.visible > SEEN]
                if len(seen):
                    boxes.append([*seen.min(axis=0), *seen.max(axis=0)])
        if not boxes:
            return largest
        box = np.array(boxes)
        size = float(np.median((box[:, 2:] - box[:, :2]).max(1)))
        # A single wild picture does not move the frame: the outermost 2 % may touch the border.
        low = np.quantile(box[:, :2], 0.02, axis=0) - MARGIN * size
        high = np.quantile(box[:, 2:], 0.98, axis=0) + MARGIN * size
        low, high = np.maximum(low, 0), np.minimum(high, (width, height))
        tall = max(high[1] - low[1], (high[0] - low[0]) / aspect)
        tall = min(float(tall), largest.height)
        wide, (x, y) = tall * aspect, (low + high) / 2
        return within(x - wide / 2, y - tall / 2, wide, tall, (height, width))

    def moved(self, measured: Measured, window: Window, size: tuple[int, int]) -> Person:
        """Carry a person into the window as coded at ``size`` (height, width); a fit is not."""
        person = as_person(measured)
        across, down = size[1] / window.width, size[0] / window.height
        x, y, side, angle = person.region
        place = window.points(np.array([[x, y]]), size)[0]
        return replace(
            person,
            landmarks=window.points(person.landmarks, size),
            region=np.array([*place, side * np.sqrt(across * down), angle]),
            move=np.zeros(3),
        )

    def settle(
        self,
        measured: Kept[Measured],
        cuts: Sequence[int],
        size: tuple[int, int],
        rate: float,
    ) -> None:
        """Fit the template to each scene's pictures; see `generators.subjects.subject.Settles`."""
        from generators.subjects.body.fit import Fitter

        for start, end in pairwise([*cuts, len(measured)]):
            known = measured.there()
            there = [i for i in range(start, end) if known[i]]
            if there:
                fitter = Fitter(*size, rate)
                people = [as_person(measured[i]) for i in there]
                for i, person in zip(there, fitter(people), strict=True):
                    measured[i] = person

    def looks(self, measured: Measured) -> Mapping[str, Window]:
        """Name head and hands as far as they are seen: squares in the measured picture."""
        person = as_person(measured)
        at = dict(zip(LANDMARKS, person.landmarks, strict=True))
        sure = dict(zip(LANDMARKS, person.visible, strict=True))
        ears = float(np.hypot(*(at["left_ear"] - at["right_ear"])))
        shoulders = float(np.hypot(*(at["left_shoulder"] - at["right_shoulder"])))
        windows = {}
        if sure["nose"] > SEEN:
            side = HEAD * max(ears, 0.4 * shoulders)
            middle = (at["left_ear"] + at["right_ear"]) / 2
            windows["head"] = Window(float(middle[0]) - side / 2, float(middle[1]) - side / 2, side, side)
        for hand in ("left", "right"):
            if sure[f"{hand}_index"] > SEEN:
                wrist, finger = at[f"{hand}_wrist"], at[f"{hand}_index"]
                side = HAND * max(float(np.hypot(*(finger - wrist))), 0.2 * ears, 4.0)
                x, y = (wrist + finger) / 2 - side / 2
                windows[f"{hand} hand"] = Window(float(x), float(y), side, side)
        return windows

    def people(self, pictures: np.ndarray) -> People:
        """Measure pictures, uint8 (n, h, w, 3), by the nets alone; see
        `generators.subjects.subject.LooksAtPeople`."""
        tracker = BodyTracker(self._which)
        height, width = pictures.shape[1:3]
        masks = np.zeros(pictures.shape[:3], bool)
        joints = np.full((len(pictures), len(LANDMARKS), 2), np.nan)
        for i, picture in enumerate(pictures):
            tracker.begin()
            person = tracker(np.asarray(picture))
            if person is not None:
                masks[i] = person.mask_in(height, width) > SEEN
                seen = person.visible > SEEN
                joints[i, seen] = person.landmarks[seen]
        return People(masks, joints)
