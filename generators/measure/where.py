"""Where things are in the source pictures that are measured, in their pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generators.subjects.clip import Clip
from generators.subjects.subject import Subject
from generators.subjects.window import Window


@dataclass(frozen=True)
class Where:
    """What is where in a run of n source pictures.

    windows  per picture the windows that people look at, by name (`Subject.looks`: face, mouth, left eye,
             right eye); empty where they are not known
    points   per picture the face mesh, (468, 2 or 3) in pixels; None where there is none
    bases    which of the n pictures are base pictures of the stream that is measured
    begins   which of the n pictures begin a scene; nothing is compared across them
    """

    windows: Sequence[Mapping[str, Window]]
    points: Sequence[np.ndarray | None]
    bases: Sequence[int] = ()
    begins: Sequence[int] = (0,)

    @classmethod
    def of(cls, clip: Clip, subject: Subject, bases: Sequence[int] = ()) -> Where:
        """Take it from a clip as it was opened with ``subject``."""
        windows = [{} if m is None else subject.looks(m) for m in clip.measured]
        points = [getattr(m, "points", None) for m in clip.measured]
        return cls(windows, points, tuple(bases), tuple(clip.cuts))

    def __len__(self) -> int:
        return len(self.windows)

    def with_bases(self, bases: Sequence[int]) -> Where:
        """Return the same for another stream of the clip, whose base pictures are ``bases``."""
        return replace(self, bases=tuple(bases))

    def part(self, first: int, last: int) -> Where:
        """Return what is said of pictures ``first`` up to, not including, ``last``."""

        def inside(which: Sequence[int]) -> tuple[int, ...]:
            return tuple(i - first for i in which if first <= i < last)

        return Where(
            self.windows[first:last], self.points[first:last], inside(self.bases), inside(self.begins)
        )
