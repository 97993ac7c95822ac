"""The analyzer and generator of the system "semantics".

How the parameters lie in the messages (camera: `generators.subjects.body.person.Camera.of` the picture):

    type 8   body_rotation (1, 3)      pelvis against the picture, axis times angle
    type 9   body_translation (1, 3)   pelvis from the camera, metres
    type 10  joints (1, 24)            angles, see `generators.systems.semantics.names`
    type 11  mouth (1, 1)              not measured yet: 0
    GFVE     shape (1, 10)             with base pictures alone
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from generators import registry
from generators.parameters.by_effect import ByEffect
from generators.parameters.rotation import from_vector, to_vector
from generators.parameters.values import Parameters
from generators.subjects.body.person import Person
from generators.subjects.body.skin import Body, Posed
from generators.subjects.body.subject import fitted_people
from generators.subjects.body.template import SHAPES, template
from generators.subjects.subject import Seen
from generators.system import System
from generators.systems.semantics.names import ANGLES, basis
from generators.systems.semantics.painter import BodyBase
from generators.systems.semantics.shared import CONFIDENT, DEARER, DEEP, FARTHEST, NEAREST, BodySystem

NUMBERS = 3 + 3 + ANGLES
"""Numbers of a pose: rotation, translation, angles."""
ROUNDS, STEP, EASE = 4, 1e-3, 1e-4
"""Rounds of Gauss-Newton in which a full pose is met by the numbers, step of its derivatives, damping."""


class SemanticsSystem(BodySystem):
    """Analyzer, Translator and Generator in one: they share the template."""

    def __init__(self, height: int, width: int, device: torch.device | str, dtype: torch.dtype) -> None:
        super().__init__(height, width, device, dtype)
        small = template("small")
        self._basis = torch.from_numpy(basis(small)).float()
        self._inverse = np.linalg.pinv(basis(small).reshape(ANGLES, -1))
        self._some = torch.arange(0, len(small.vertices), 8)

    # Analyzer

    def describe(
        self, seen: Sequence[Seen], base: BodyBase | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make parameters of people in pixels of the coded picture; see `generators.system.Analyzer`."""
        people = fitted_people(seen)
        if not people:
            return []
        numbers = self._numbers(people)
        return [self._parameters(row, p) for row, p in zip(numbers, people, strict=True)]

    def _numbers(self, people: Sequence[Person]) -> np.ndarray:
        """Numbers (n, 30) whose body comes nearest to the fitted one, in pixels and, less, in depth."""
        pose = torch.from_numpy(np.stack([p.pose for p in people])).float()
        move = torch.from_numpy(np.stack([p.move for p in people])).float()
        shape = torch.from_numpy(people[0].shape).float()[None]
        wanted = self._seen(self._small.vertices(self._small.pose(pose, move, shape), self._some))
        angles = np.stack([p.pose.ravel() for p in people]) @ self._inverse
        found = np.concatenate([pose[:, 0].numpy(), move.numpy(), angles], 1)
        shift = np.concatenate([np.zeros((1, NUMBERS)), STEP * np.eye(NUMBERS)])
        for _ in range(ROUNDS):
            tried = (found[:, None] + shift).reshape(-1, NUMBERS)
            made = self._seen(self._vertices(self._small, tried, shape, self._some))
            made = made.reshape(len(people), 1 + NUMBERS, -1).double()
            slopes = (made[:, 1:] - made[:, :1]) / STEP
            gram = slopes @ slopes.mT
            gram += EASE * gram.diagonal(dim1=1, dim2=2).mean(1)[:, None, None] * torch.eye(NUMBERS)
            away = wanted.flatten(1).double() - made[:, 0]
            found = found + torch.linalg.solve(gram, (slopes @ away[..., None]))[..., 0].numpy()
        return found

    def _seen(self, vertices: torch.Tensor) -> torch.Tensor:
        """Vertices (n, v, 3) as they show: pixels, and depth as pixels that count less."""
        screen = self.camera.project(vertices)
        scale = DEEP * self.camera.focal / screen[..., 2:].clamp_min(0.1).detach()
        return torch.cat([screen[..., :2], screen[..., 2:] * scale], -1)

    def _vertices(
        self, body: Body, numbers: np.ndarray, shape: torch.Tensor, which: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Vertices (n, v, 3) in metres of numbers (n, 30)."""
        return body.vertices(self._posed(body, numbers, shape), which)

    def _posed(self, body: Body, numbers: np.ndarray, shape: torch.Tensor) -> Posed:
        rows = torch.from_numpy(numbers).float()
        turns = torch.einsum("na,ajc->njc", rows[:, 6:], self._basis)
        turns = torch.cat([rows[:, None, :3], turns[:, 1:]], 1).to(body.rest.device)
        move = rows[:, 3:6].to(body.rest.device)
        move = torch.cat([move[:, :2], move[:, 2:].clamp(NEAREST, FARTHEST)], 1)
        return body.pose(turns, move, shape.to(body.rest.device))

    def _parameters(self, numbers: np.ndarray, person: Person) -> Parameters:
        layout = registry.entry("semantics").layout
        row = {
            "body_rotation": to_vector(from_vector(numbers[None, :3])).reshape(1, 1, 3),
            "body_translation": numbers[3:6].reshape(1, 1, 3),
            "joints": np.clip(numbers[6:], -6.5, 6.5).reshape(1, 1, ANGLES),
            "mouth": np.zeros((1, 1, 1)),
            "shape": person.shape.reshape(1, SHAPES),
        }
        return layout.parameters(row, low_confidence=person.confidence < CONFIDENT)

    def landmarks(self, parameters: Sequence[Parameters]) -> np.ndarray:
        """Tell where points of an average body come to lie; see `generators.parameters.by_effect.Shows`."""
        numbers, _ = _read(parameters)
        seen = self._seen(self._vertices(self._small, numbers, torch.zeros(1, SHAPES), self._some))
        places: np.ndarray = seen[..., :2].double().numpy()
        sizes = self.face_sizes(np.clip(numbers[:, 5], NEAREST, FARTHEST))
        middle = places.mean(0)
        inside = ((middle > 0) & (middle < (self.width, self.height))).all(1)
        inside = inside if inside.any() else ~inside
        return places * inside[:, None] / np.sqrt(inside.sum()) / sizes

    # Generator and Translator

    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> BodyBase:
        """Find the person's mask in a decoded base picture where its message says that the person is."""
        numbers, shape = _read([parameters])
        vertices = self._vertices(self.body, numbers, shape)[0]
        return self.painter.base(picture, vertices, from_vector(numbers[0, :3]), numbers[0, 3:6], shape)

    def posed(self, base: BodyBase, parameters: Parameters) -> Posed:
        """Compute the pose (1) of a picture; see `generators.system.Mesher`."""
        return self._posed(self.body, _read([parameters])[0], base.shape)


def _read(parameters: Sequence[Parameters]) -> tuple[np.ndarray, torch.Tensor]:
    """Numbers (n, 30), and the shape (1, 10) of the first; mean where it has none."""
    layout = registry.entry("semantics").layout
    rows = [layout.row(p) for p in parameters]
    numbers = np.stack(
        [
            np.concatenate([r[n].ravel() for n in ("body_rotation", "body_translation", "joints")])
            for r in rows
        ]
    )
    shape = rows[0].get("shape", np.zeros((1, SHAPES)))
    return numbers, torch.from_numpy(np.clip(shape, -8, 8)).float().reshape(1, SHAPES)


def make(
    height: int, width: int, device: torch.device | str, dtype: torch.dtype
) -> System[BodyBase, torch.Tensor]:
    """Make the system for pictures of a size."""
    both = SemanticsSystem(height, width, device, dtype)
    return System(
        "semantics",
        registry.entry("semantics").layout,
        both,
        both,
        both,
        rounding=lambda trade: ByEffect(both.landmarks, DEARER * trade),
        mesher=both,
    )
