"""Pictures that come one by one, made ready for coding: measured, and cut to a window that stands still.

What `generators.subjects.clip.open_clip` does in two passes over a clip is done here as far as the pictures
up to now allow. The window is chosen by the first picture of a scene; where what people look at leaves it,
another scene begins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generators.subjects.clip import coded_size
from generators.subjects.cuts import Cuts
from generators.subjects.subject import Measured, Seen, Settles, Subject
from generators.subjects.window import Window
from sei.errors import SeigenError


@dataclass(frozen=True)
class Look:
    """One picture as it is coded.

    seen    it, and what was measured of it, or of the last one where the subject was seen
    absent  the subject is not in it, and cannot be described
    scene   a scene begins with it
    """

    seen: Seen
    absent: bool
    scene: bool


class Watching:
    """Makes pictures ready; ``size``, ``window`` and ``multiple`` as of `open_clip`.

    Raises SeigenError for a subject that wants all pictures of a clip first.
    """

    def __init__(
        self,
        subject: Subject,
        size: int | tuple[int, int] | None = None,
        *,
        window: str = "auto",
        multiple: int = 2,
    ) -> None:
        if isinstance(subject, Settles):
            raise SeigenError(f"a {subject.name} is fitted through a whole clip: it cannot be coded live")
        self._subject, self._asked, self._multiple = subject, size, multiple
        self._auto = window == "auto"
        self._whole = window == "all"
        self._window = None if self._auto or self._whole else Window.parse(window)
        self._cuts = Cuts()
        self._shape: tuple[int, ...] = ()
        self._known: Measured | None = None
        self._blind = False  # the window was chosen without the subject
        self.size = (0, 0)
        """Height and width of the coded pictures, once there was one."""

    def __call__(self, rgb: np.ndarray) -> Look:
        """Make the next picture, uint8 (h, w, 3), ready."""
        first = not self._shape
        if first:
            self._begin(rgb)
        elif rgb.shape != self._shape:
            raise SeigenError(f"a picture of {rgb.shape[1]}x{rgb.shape[0]} after others of another size")
        scene = self._cuts(rgb) or first
        if scene and not first:
            self._subject.begin()
        measured = self._subject.measure(rgb)
        scene |= self._leaves(measured)
        if self._auto and scene:
            height, width = rgb.shape[:2]
            self._blind = measured is None
            self._window = self._subject.window([measured], height, width, self.size[1] / self.size[0])
        assert self._window is not None
        if scene:
            self._known = None
        if measured is not None:
            self._known = self._subject.moved(measured, self._window, self.size)
        seen = Seen(self._window.cut(rgb, self.size), self._known)
        return Look(seen, self._subject.needed and measured is None, scene)

    def cut(self, rgb: np.ndarray) -> np.ndarray:
        """Cut a picture as the one before it was cut."""
        if self._window is None or rgb.shape != self._shape:
            raise SeigenError(f"a picture of {rgb.shape[1]}x{rgb.shape[0]} after others of another size")
        return self._window.cut(rgb, self.size)

    def _begin(self, rgb: np.ndarray) -> None:
        height, width = rgb.shape[:2]
        self._shape = rgb.shape
        if self._window is not None and not self._window.inside(height, width):
            raise SeigenError(f"the window {self._window} reaches out of pictures of {width}x{height}")
        part = self._window or Window(0, 0, width, height)
        if self._whole:
            self._window = part
        self.size = coded_size(
            self._asked, round(part.height), round(part.width), whole=not self._auto, multiple=self._multiple
        )

    def _leaves(self, measured: Measured | None) -> bool:
        """Whether what people look at first is no longer within the window, or is there for the first
        time."""
        if not self._auto or self._window is None or measured is None:
            return False
        if self._blind:
            return self._subject.needed
        looks = list(self._subject.looks(measured).values())[:1]
        here = self._window
        return any(
            look.x + look.width / 2 < here.x
            or look.y + look.height / 2 < here.y
            or look.x + look.width / 2 > here.x + here.width
            or look.y + look.height / 2 > here.y + here.height
            for look in looks
        )
