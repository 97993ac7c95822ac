"""What systems of bodies have in common: how a body counts, and the way from its pose to a picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import torch

from generators.parameters.values import Parameters
from generators.subjects.body.person import Camera
from generators.subjects.body.skin import Body, Posed
from generators.subjects.body.template import template
from generators.systems.semantics.painter import BodyBase, Painter

CONFIDENT = 0.35
"""Confidence below which parameters are said to be of low confidence."""
STATURE, UNIT = 1.7, 3.0
"""Height of a body, metres; half of it is so many of what `ByEffect` calls face sizes."""
DEEP = 0.3  # how a displacement in depth counts beside one that is seen
DEARER = 3.0
"""What a bit of a body is worth beside one of a face: angles of limbs are many, and none is looked at."""
NEAREST, FARTHEST = 0.3, 100.0
"""Depth of the pelvis that is drawn, metres: what a stream says beyond is taken as this."""


class BodySystem(ABC):
    """Translator and Generator of a system that poses the template."""

    batch_matters = False

    def __init__(self, height: int, width: int, device: torch.device | str, dtype: torch.dtype) -> None:
        self.height, self.width, self.dtype = height, width, dtype
        self.camera = Camera.of(height, width)
        self.body = Body(template("middle"), device=device)
        self.painter = Painter(self.body, height, width, device)
        self._small = Body(template("small"))

    @abstractmethod
    def posed(self, base: BodyBase, parameters: Parameters) -> Posed:
        """Compute the pose (1) of a picture; see `generators.system.Mesher`."""

    def translate(self, base: BodyBase, parameters: Sequence[Parameters]) -> torch.Tensor:
        """Compute the meshes (n, v, 3) of a batch, metres."""
        # One by one: the last bits of a product depend on how many rows are computed with it.
        rows = [self.body.vertices(self.posed(base, p)) for p in parameters]
        return torch.cat(rows) if rows else base.dressed.screen.new_zeros(0, len(self.body.rest), 3)

    def generate(self, bases: Sequence[BodyBase], translated: torch.Tensor) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1."""
        return self.painter(bases, translated, self.dtype)

    def face_sizes(self, depth: np.ndarray) -> np.ndarray:
        """Return pixels (n, 1, 1) of what `ByEffect` calls a face size for bodies at a depth (n,), metres. Of
        a body nearer than whole, what is in the picture counts, in shares of the picture."""
        height = np.minimum(STATURE * self.camera.focal / depth, max(self.height, self.width))
        found: np.ndarray = (height / 2 / UNIT)[:, None, None]
        return found
