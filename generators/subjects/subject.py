"""Who is looked at: what is measured of a picture, which part of it is coded, where people look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from generators.media.kept import Kept
from generators.subjects.window import Window
from sei.errors import SeigenError


class NoSubject(SeigenError):
    """A clip shows nothing that could be described."""


@runtime_checkable
class Measured(Protocol):
    """What a subject measures of a picture."""

    @property
    def confidence(self) -> float:
        """How sure it is, 0..1."""
        ...


@dataclass(frozen=True)
class Seen:
    """A picture, uint8 (h, w, 3), of the coded size, and what was measured of it, in its pixels.

    Where the subject is not in the picture, ``measured`` is that of the picture before (or the first after).
    """

    picture: np.ndarray
    measured: Measured | None


class Subject(Protocol):
    """One way to look at a clip. It sees the pictures in order, and is made anew for each clip."""

    @property
    def name(self) -> str:
        """Name on the command line, and in words: face, body, scene."""
        ...

    @property
    def needed(self) -> bool:
        """Whether a picture without a measurement cannot be described; it is shown as it is coded."""
        ...

    @property
    def expected(self) -> bool:
        """Whether a clip without any measurement is refused."""
        ...

    @property
    def missing(self) -> str:
        """What to say of a clip that does not show it: ``no face``."""
        ...

    def begin(self) -> None:
        """Forget where the subject was: another scene begins with the next picture."""
        ...

    def measure(self, picture: np.ndarray) -> Measured | None:
        """Measure the next picture, uint8 (h, w, 3), in its pixels; None where the subject is not in it."""
        ...

    def window(
        self, measured: Sequence[Measured | None], height: int, width: int, aspect: float = 1.0
    ) -> Window:
        """Choose what is coded of a scene's pictures; ``aspect`` is width by height of the coded picture."""
        ...

    def moved(self, measured: Measured, window: Window, size: tuple[int, int]) -> Measured:
        """Carry a measurement into the window as coded at ``size`` (height, width)."""
        ...

    def looks(self, measured: Measured) -> Mapping[str, Window]:
        """Name the parts that people look at first, as windows of the measured picture."""
        ...


@runtime_checkable
class Settles(Protocol):
    """A subject that wants all pictures of a clip before it has measured them."""

    def settle(
        self,
        measured: Kept[Measured],
        cuts: Sequence[int],
        size: tuple[int, int],
        rate: float,
    ) -> None:
        """Put what all pictures say together into ``measured``, measurements of pictures as coded.

        cuts  first pictures of scenes, 0 first
        size  height and width of the coded pictures
        rate  pictures per second
        """
        ...


@dataclass(frozen=True)
class People:
    """What can be measured of a person in n pictures of (h, w); None: not that.

    masks     bool (n, h, w): the person's pixels
    joints    (n, k, 2) in pixels; NaN where one is not seen
    vertices  (n, v, 3) of a mesh, in metres
    """

    masks: np.ndarray | None = None
    joints: np.ndarray | None = None
    vertices: np.ndarray | None = None


@runtime_checkable
class LooksAtPeople(Protocol):
    """A subject that measures whole people; the bench then has their measures as well."""

    def people(self, pictures: np.ndarray) -> People:
        """Measure pictures, uint8 (n, h, w, 3): filmed ones, or shown ones."""
        ...
