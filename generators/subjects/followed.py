"""What subjects have in common that follow somebody through a clip."""

from __future__ import annotations

from typing import ClassVar, Generic, Protocol, TypeVar

import numpy as np


class Placed(Protocol):
    """Somebody found in a picture."""

    @property
    def centre(self) -> np.ndarray:
        """Their middle (2,), in pixels."""
        ...


F = TypeVar("F", bound=Placed)
M_co = TypeVar("M_co", covariant=True)
M = TypeVar("M")


class Follows(Protocol[M_co]):
    """Finds somebody once, follows from picture to picture, finds again when lost."""

    @property
    def most(self) -> int:
        """Most of them found in a picture where following began."""
        ...

    def begin(self) -> None:
        """Forget where they were: another scene begins with the next picture."""
        ...

    def __call__(self, rgb: np.ndarray) -> M_co | None:
        """Find them in the next picture, uint8 (h, w, 3)."""
        ...


def in_order(found: list[F], which: int, lost_at: np.ndarray | None) -> list[F]:
    """Order those found as they are to be followed: the one first who is nearest to where somebody was lost,
    (2,) pixels, else the ``which``-th alone."""
    if lost_at is None:
        return found[which : which + 1]
    return sorted(found, key=lambda one: float(np.hypot(*(one.centre - lost_at))))


class Followed(Generic[M]):
    """Follows one of several: the largest, or the ``which``-th by size (0 is the largest); see
    `generators.subjects.subject.Subject`.

    scene  the window is chosen as if nothing was known of them, who may be missing from a clip
    """

    needed = True
    who: ClassVar[str]
    """What one of them is called."""

    def __init__(self, which: int = 0, *, scene: bool = False) -> None:
        self._which, self._scene = which, scene
        self.expected = not scene
        self._tracker: Follows[M] | None = None

    def _make(self, which: int) -> Follows[M]:
        """Make what follows."""
        raise NotImplementedError

    def _there(self) -> Follows[M]:
        # The nets are fetched when the first picture comes, not before.
        if self._tracker is None:
            self._tracker = self._make(self._which)
        return self._tracker

    @property
    def missing(self) -> str:
        """What to say of a clip that shows none of them, or not that many."""
        most = self._there().most
        if self._which < most or not self._which:
            return f"no {self.who}"
        return f"no {self.who} number {self._which} (0 is the largest): at most {most}"

    def begin(self) -> None:
        """Look for them anew in the next picture."""
        self._there().begin()

    def measure(self, picture: np.ndarray) -> M | None:
        """Measure them in the next picture, uint8 (h, w, 3); None when there are none."""
        return self._there()(picture)
