"""From where an avatar is looked at, as the command line says it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generators.parameters.rotation import from_vector
from sei.errors import SeigenError

LIMITS = ((-360.0, 360.0), (-90.0, 90.0), (-360.0, 360.0), (0.1, 10.0))


@dataclass(frozen=True)
class View:
    """Degrees by which the person is turned about the upright axis (yaw), seen from higher up (pitch), and
    about the camera's axis (roll); zoom makes all larger."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    zoom: float = 1.0

    @classmethod
    def parse(cls, text: str) -> View:
        """Read ``YAW,PITCH[,ROLL,ZOOM]``. Raises SeigenError."""
        words = text.split(",")
        wrong = f"view {text!r:.60}, allowed: YAW,PITCH[,ROLL,ZOOM] within"
        try:
            numbers = [float(word) for word in words]
        except ValueError:
            numbers = []
        good = len(numbers) in (2, 4) and all(
            low <= n <= high for n, (low, high) in zip(numbers, LIMITS, strict=False)
        )
        if not good:
            raise SeigenError(f"{wrong} {', '.join(f'{a:g}..{b:g}' for a, b in LIMITS)}")
        return cls(*numbers)

    @property
    def rotation(self) -> np.ndarray:
        """The turn (3, 3) of the scene about the person that shows it so."""
        yaw, pitch, roll = np.radians([self.yaw, self.pitch, self.roll])
        about_z, about_x, about_y = (
            from_vector(np.array(axis)) for axis in ((0, 0, roll), (pitch, 0, 0), (0, yaw, 0))
        )
        turn: np.ndarray = about_z @ about_x @ about_y
        return turn
