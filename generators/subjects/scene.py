"""Whatever a clip shows: nothing is measured, the whole picture is coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generators.subjects.subject import Measured
from generators.subjects.window import Window, within


class Scene:
    """The subject of systems that describe any picture; see `generators.subjects.subject.Subject`."""

    name = "scene"
    needed = False
    expected = False
    missing = "nothing"

    def begin(self) -> None:
        """Remember nothing."""

    def measure(self, picture: np.ndarray) -> None:
        """Measure nothing."""
        return

    def window(
        self, measured: Sequence[Measured | None], height: int, width: int, aspect: float = 1.0
    ) -> Window:
        """Choose the largest window of the aspect, in the middle."""
        tall, wide = min(height, width / aspect), min(width, height * aspect)
        return within((width - wide) / 2, (height - tall) / 2, wide, tall, (height, width))

    def moved(self, measured: Measured, window: Window, size: tuple[int, int]) -> Measured:
        """Return what was given: there is nothing to move."""
        return measured

    def looks(self, measured: Measured) -> Mapping[str, Window]:
        """Name no part: people look anywhere."""
        return {}
