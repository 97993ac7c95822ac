"""The mesh that is warped: 468 face points, and rings around them that fade into the still background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators.subjects.face.model import basis

# Rings of 36 points around the face outline: distance from the face's middle in outline radii, and how
# much of the head's motion they follow sideways/above (hair, ears) and below (neck, shoulders).
RINGS = ((1.12, 1.0, 1.0), (1.35, 0.97, 0.75), (1.7, 0.7, 0.4), (2.2, 0.3, 0.12), (2.9, 0.0, 0.0))

# The same where pictures are composed: shoulders and background are held, and taken from the base picture in
# which the head was nearest.
HELD = ((1.12, 1.0, 0.9), (1.35, 0.95, 0.5), (1.7, 0.4, 0.1), (2.2, 0.0, 0.0), (2.9, 0.0, 0.0))


@dataclass(frozen=True)
class Topology:
    """Triangles by part, all int64 (t, 3); face, then mouth, left and right eye, then rings."""

    face: np.ndarray
    mouth: np.ndarray
    left_eye: np.ndarray
    right_eye: np.ndarray
    rings: np.ndarray
    oval: np.ndarray

    @property
    def head(self) -> np.ndarray:
        """Face with its holes closed."""
        return np.concatenate([self.face, self.mouth, self.left_eye, self.right_eye])


@lru_cache(maxsize=1)
def topology() -> Topology:
    """Load the triangles from the shipped file; ring points follow the 468 face points, ring by ring."""
    data = basis()
    oval, points = data["oval"], len(data["mean"])
    inner, rows = oval, []
    for ring in range(len(RINGS)):
        outer = points + ring * len(oval) + np.arange(len(oval))
        for i in range(len(oval)):
            j = (i + 1) % len(oval)
            # The outline runs clockwise on the screen, as front-facing triangles do.
            rows += [(inner[i], outer[i], outer[j]), (inner[i], outer[j], inner[j])]
        inner = outer
    return Topology(
        data["triangles"],
        data["mouth"],
        data["left_eye"],
        data["right_eye"],
        np.array(rows, dtype=np.int64),
        oval,
    )
