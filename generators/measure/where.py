"""Where things are in the source pictures that are measured, in their pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generators.subjects.clip import Clip
from generators.subjects.face.landmarks import Face
from generators.subjects.subject import LooksAtPeople, People, Subject
from generators.subjects.window import Window


@dataclass(frozen=True)
class Where:
    """What is where in a run of n source pictures.

    windows  per picture the windows that people look at, by name (`Subject.looks`: face, mouth, left eye,
             right eye); empty where they are not known
    points   per picture the face mesh, (468, 2 or 3) in pixels; None where there is none
    bases    which of the n pictures are base pictures of the stream that is measured
    begins   which of the n pictures begin a scene; nothing is compared across them
    people   measures people in any pictures, see `LooksAtPeople`; None: nothing here does
    """

    windows: Sequence[Mapping[str, Window]]
    points: Sequence[np.ndarray | None]
    bases: Sequence[int] = ()
    begins: Sequence[int] = (0,)
    people: Callable[[np.ndarray], People] | None = None

    @classmethod
    def of(cls, clip: Clip, subject: Subject, bases: Sequence[int] = ()) -> Where:
        """Take it from a clip as it was opened with ``subject``."""
        windows = [{} if m is None else subject.looks(m) for m in clip.measured]
        points = [m.points if isinstance(m, Face) else None for m in clip.measured]
        people = subject.people if isinstance(subject, LooksAtPeople) else None
        return cls(windows, points, tuple(bases), tuple(clip.cuts), people)

    def __len__(self) -> int:
        return len(self.windows)

    def with_bases(self, bases: Sequence[int]) -> Where:
        """Return the same for another stream of the clip, whose base pictures are ``bases``."""
        return replace(self, bases=tuple(bases))

    def picked(self, numbers: Sequence[int]) -> Where:
        """Return what is said of some pictures, each a scene of its own, none a base picture."""
        windows, points = [self.windows[i] for i in numbers], [self.points[i] for i in numbers]
        return Where(windows, points, (), tuple(range(len(numbers))), self.people)

    def part(self, first: int, last: int) -> Where:
        """Return what is said of pictures ``first`` up to, not including, ``last``."""

        def inside(which: Sequence[int]) -> tuple[int, ...]:
            return tuple(i - first for i in which if first <= i < last)

        windows, points = self.windows[first:last], self.points[first:last]
        return Where(windows, points, inside(self.bases), inside(self.begins), self.people)
