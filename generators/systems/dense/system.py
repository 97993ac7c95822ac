"""The analyzer and generator of the system "dense".

Sent are 15 keypoints of a body in GFV coordinates (`generators.systems.dense.points`), nothing else. Who has
them, all of the mesh, is predicted (`generators.systems.dense.predict`): the shape with the base picture, the
pose with every picture. The base picture is warped from mesh to mesh, as in the system "semantics".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from generators import registry
from generators.parameters.by_effect import ByEffect
from generators.parameters.values import Parameters
from generators.subjects.body.skin import Posed
from generators.subjects.body.subject import fitted_people
from generators.subjects.body.template import SHAPES
from generators.subjects.subject import Seen
from generators.system import System
from generators.systems.dense.points import MARKS, received, sent
from generators.systems.dense.predict import People, people_at
from generators.systems.semantics.painter import BodyBase
from generators.systems.semantics.shared import CONFIDENT, DEARER, DEEP, FARTHEST, NEAREST, BodySystem


class DenseSystem(BodySystem):
    """Analyzer, Translator and Generator in one: they share the template."""

    def __init__(self, height: int, width: int, device: torch.device | str, dtype: torch.dtype) -> None:
        super().__init__(height, width, device, dtype)
        self._layout = registry.entry("dense").layout

    # Analyzer

    def describe(
        self, seen: Sequence[Seen], base: BodyBase | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make parameters of people in pixels of the coded picture; see `generators.system.Analyzer`."""
        people = fitted_people(seen)
        if not people:
            return []
        pose, move, shape = (
            torch.from_numpy(np.stack(rows)).float()
            for rows in zip(*((p.pose, p.move, p.shape) for p in people), strict=True)
        )
        marks = self._small.landmarks(self._small.pose(pose, move, shape))[:, MARKS]
        return [
            self._layout.parameters({"points": row}, low_confidence=p.confidence < CONFIDENT)
            for row, p in zip(sent(marks.double().numpy(), self.camera), people, strict=True)
        ]

    def landmarks(self, parameters: Sequence[Parameters]) -> np.ndarray:
        """Tell where the keypoints come to lie; see `generators.parameters.by_effect.Shows`."""
        places, _ = received(self._points(parameters), self.camera)
        depth = places[..., 2]
        seen = places[..., :2] / depth[..., None] * self.camera.focal
        deep = np.log(depth) * DEEP * self.camera.focal
        shown = np.concatenate([seen, np.stack([deep, np.zeros_like(deep)], -1)], 1)
        found: np.ndarray = shown / np.sqrt(len(MARKS)) / self.face_sizes(np.median(depth, axis=1))
        return found

    def _points(self, parameters: Sequence[Parameters]) -> np.ndarray:
        return np.stack([self._layout.row(p)["points"] for p in parameters])

    # Generator and Translator

    def _people(self, parameters: Sequence[Parameters], shape: torch.Tensor | None = None) -> People:
        places, trust = received(self._points(parameters), self.camera)
        known = None if shape is None else shape[0].double().cpu().numpy()
        found = people_at(places, trust, known)
        move = np.concatenate([found.move[:, :2], found.move[:, 2:].clip(NEAREST, FARTHEST)], 1)
        return People(found.turns, move, found.shape)

    def _posed(self, people: People) -> Posed:
        turns, move, shape = (
            torch.tensor(v, dtype=torch.float32, device=self.body.rest.device)
            for v in (people.turns, people.move, people.shape)
        )
        return self.body.pose(turns, move, shape)

    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> BodyBase:
        """Predict who the base picture shows, and find the mask there."""
        people = self._people([parameters])
        vertices = self.body.vertices(self._posed(people))[0]
        shape = torch.from_numpy(people.shape).float().reshape(1, SHAPES)
        return self.painter.base(picture, vertices, people.turns[0, 0], people.move[0], shape)

    def posed(self, base: BodyBase, parameters: Parameters) -> Posed:
        """Compute the pose (1) of a picture; see `generators.system.Mesher`."""
        return self._posed(self._people([parameters], base.shape))


def make(
    height: int, width: int, device: torch.device | str, dtype: torch.dtype
) -> System[BodyBase, torch.Tensor]:
    """Make the system for pictures of a size."""
    both = DenseSystem(height, width, device, dtype)
    return System(
        "dense",
        registry.entry("dense").layout,
        both,
        both,
        both,
        mesher=both,
        rounding=lambda trade: ByEffect(both.landmarks, DEARER * trade),
    )
