"""The generator of the system "mesh".

How the parameters lie in the messages (sizes in half pictures, -1..1 over the picture, as keypoints):

    type 4  rotation (3, 3)     head rotation, face frame to picture; x right, y down, z away
    type 5  translation (3, 1)  x, y: from the location, in face sizes; z: nearness, scale / size - 1
    type 6  location (3, 1)     x, y of the face in the base picture, and its size (rms radius)
    type 2  mouth (1, 6)        mouth and chin, along the shipped directions
    type 3  eyes (1, 2)         opening of left and right eye, in eye widths
    type 7  compact (1, 1, n)   the rest, along the shipped directions
    GFVE    pupils              from the middle of each eye, in eye widths along and across the eye

Types 4 to 6 come first: VTM 24.0 cannot index them after others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from generators import registry
from generators.parameters.by_effect import ByEffect
from generators.parameters.moves import HEAD, PIXEL, POSE, Move, Moves
from generators.parameters.rotation import nearest_rotations
from generators.parameters.values import Parameters
from generators.subjects.face import eyes
from generators.subjects.face.fit import Directions, Shape, relative
from generators.subjects.face.landmarks import CONFIDENT, Face, Landmarker
from generators.subjects.face.litert import Region
from generators.subjects.face.shares import point_shares
from generators.subjects.face.subject import as_face
from generators.subjects.subject import Seen
from generators.system import System
from generators.systems.mesh.references import Looks, looks, shares
from generators.systems.mesh.warp import MeshWarp, Motion, TexturedBase
from sei.messages.generative_face_video import COMPACT, EYES, LOCATION, MOUTH, ROTATION, TRANSLATION

# The mesh net's region in face sizes (rms radius), as tracking chooses it on average.
REGION_SIDE = 4.2
SIZE = PIXEL / HEAD  # what moves by a pixel, in face sizes
COEFFICIENT = 1 / 128 / Directions.STEP  # what moves a point by a face size at most
EYE = 2.0  # a face size in eye widths
MOVES = (
    Move("translation", POSE, SIZE),
    Move("rotation", POSE, SIZE, "turn"),
    Move("mouth", "mouth", SIZE * COEFFICIENT),
    Move("eyes", "eyes", SIZE * EYE),
    Move("compact", "shape", SIZE * COEFFICIENT),
    Move("gaze", "gaze", SIZE * EYE),
)


@dataclass(frozen=True)
class MeshBase:
    """A base picture made ready: its texture, its person's neutral shape, its description."""

    texture: TexturedBase
    neutral: np.ndarray
    shape: Shape
    location: np.ndarray
    parameters: Parameters
    looks: Looks


class MeshSystem:
    """Analyzer, Translator and Generator in one: they share the face model."""

    batch_matters = False

    def __init__(self, height: int, width: int, device: torch.device | str, dtype: torch.dtype) -> None:
        self.height, self.width, self.dtype = height, width, dtype
        self.directions = Directions()
        self._half = np.array([width / 2, height / 2])
        self._unit = min(height, width) / 2
        self.warp = MeshWarp(height, width, device)
        self._landmarker: Landmarker | None = None
        self._drafts: dict[int, System[MeshBase, Motion]] = {}

    # Analyzer

    def describe(
        self, seen: Sequence[Seen], base: MeshBase | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make parameters of faces in pixels of the coded picture; see `generators.system.Analyzer`.

        The mesh net answers otherwise to a coded picture than to its source. So motion is fitted from source
        to source: the neutral shape is that of the base picture's source, and where nothing moved in the
        source nothing moves in what is generated.
        """
        if not seen:
            return []
        measured = [as_face(s.measured) for s in seen]
        points = np.stack([f.points for f in measured])
        if base is None:
            neutral = self.directions.mean
        elif shown is None:
            neutral = base.neutral
        else:
            source = as_face(shown.measured).points
            flat = source - (0, 0, source[:, 2].mean())
            neutral = self.directions.neutral(flat, base.shape)
        shape = self.directions.fit(neutral, points)
        rows = []
        for i, face in enumerate(measured):
            location = self._location(shape, i) if base is None else base.location
            rows.append(self._parameters(shape[i : i + 1], location, face))
        return rows

    def landmarks(self, parameters: Sequence[Parameters]) -> np.ndarray:
        """Tell where an average face's points come to lie; see `generators.parameters.by_effect.Shows`.

        Lips, lids and pupils, what people look at, count together as much as the whole face.
        """
        shape = self.shapes(parameters)
        points = self.directions.place(self.directions.mean, shape)
        points = eyes.moved_lids(points, np.concatenate([p.matrices[EYES][0] for p in parameters]))
        seen = [points[..., :2]]
        for eye in range(2):
            middle, along, down = eyes.axes(points, eye)
            gaze = np.stack([np.zeros(2) if p.pupils is None else p.pupils[eye] for p in parameters])
            seen.append((middle + gaze[:, :1] * along + gaze[:, 1:] * down)[:, None])
        share = point_shares(points.shape[1])
        size = np.stack([p.matrices[LOCATION][0, 2] for p in parameters])[..., None] * self._unit
        return np.concatenate(seen, axis=1) / np.maximum(size, 1) * np.sqrt(share)[:, None]

    def _location(self, shape: Shape, i: int) -> np.ndarray:
        # Whole steps of the usual precision: what is sent is what is meant.
        centre = shape.centre[i, :2] / self._half - 1
        return np.round(np.array([*centre, shape.scale[i] / self._unit]) * 128) / 128

    def _parameters(self, shape: Shape, location: np.ndarray, face: Face) -> Parameters:
        size = location[2] * self._unit
        middle = (location[:2] + 1) * self._half
        move = np.array([*((shape.centre[0, :2] - middle) / size), shape.scale[0] / size - 1])
        c = shape.coefficients[0]
        m = self.directions.mouth
        matrices = {
            ROTATION: shape.rotation,
            TRANSLATION: move.reshape(1, 3, 1),
            LOCATION: location.reshape(1, 3, 1),
            MOUTH: c[:m].reshape(1, 1, m),
            EYES: eyes.openness(face).reshape(1, 1, 2),
            COMPACT: c[m:].reshape(1, 1, -1),
        }
        return Parameters(matrices, pupils=eyes.gaze(face), low_confidence=face.confidence < CONFIDENT)

    # Generator and Translator

    def shapes(self, parameters: Sequence[Parameters]) -> Shape:
        """Convert parameters as received to shapes in pixels (depth of the centre is 0: it moves nothing)."""
        m = [p.matrices for p in parameters]
        location = np.stack([x[LOCATION][0, :, 0] for x in m])
        move = np.stack([x[TRANSLATION][0, :, 0] for x in m])
        size = np.maximum(location[:, 2] * self._unit, 1.0)
        centre = (location[:, :2] + 1) * self._half + move[:, :2] * size[:, None]
        scale = size * np.clip(1 + move[:, 2], 0.05, 20)
        rotation = nearest_rotations(np.stack([x[ROTATION][0] for x in m]))
        coefficients = np.stack([np.concatenate([x[t].ravel() for t in (MOUTH, COMPACT)]) for x in m])
        return Shape(rotation, scale, np.pad(centre, ((0, 0), (0, 1))), coefficients)

    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> MeshBase:
        """Measure the face in a decoded base picture where its message says that it is."""
        if self._landmarker is None:
            self._landmarker = Landmarker()
        shape = self.shapes([parameters])
        rotation = shape.rotation[0]
        roll = float(np.arctan2(rotation[1, 0], rotation[0, 0]))
        x, y = shape.centre[0, :2]
        region = Region(float(x), float(y), REGION_SIDE * float(shape.scale[0]), roll)
        face = self._landmarker(picture[None].float().cpu(), region)
        points = eyes.refined(face)
        # Only depth differences mean anything; centred, base and target agree without sending one.
        points[:, 2] -= points[:, 2].mean()
        neutral = self.directions.neutral(points, shape)
        texture = self.warp.base(picture, torch.from_numpy(points))
        location = parameters.matrices[LOCATION][0, :, 0]
        return MeshBase(texture, neutral, shape, location, parameters, self._looks([parameters], shape))

    def translate(self, base: MeshBase, parameters: Sequence[Parameters]) -> Motion:
        """Compute the meshes and head motion of a batch."""
        shape = self.shapes(parameters)
        return self._motion(self._placed(base, shape, parameters), base, shape, parameters)

    def _motion(
        self, points: np.ndarray, base: MeshBase, shape: Shape, parameters: Sequence[Parameters]
    ) -> Motion:
        affine = relative(shape, base.shape)
        looked = base.parameters.pupils
        turn = np.zeros((len(parameters), 2, 2))
        for i, p in enumerate(parameters):
            if p.pupils is not None and looked is not None:
                turn[i] = p.pupils - looked
        return Motion(*(torch.from_numpy(a).float() for a in (points, affine, turn)))

    def generate(self, bases: Sequence[MeshBase], translated: Motion) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1."""
        return self.warp([b.texture for b in bases], translated, self.dtype)

    def driven(
        self, parameters: Sequence[Parameters], since: Parameters, own: Parameters
    ) -> list[Parameters]:
        """Make parameters of another face, see `generators.system.Driven`: the head turns, moves and comes
        nearer by as much, lips and the rest by the same coefficients, lids and pupils by the same share."""
        rows, first, face = self.shapes(parameters), self.shapes([since]), self.shapes([own])
        turn = nearest_rotations(rows.rotation @ first.rotation[0].T @ face.rotation[0])
        scale = face.scale[0] * rows.scale / first.scale[0]
        centre = face.centre[0] + (rows.centre - first.centre[0]) * (face.scale[0] / first.scale[0])
        location = own.matrices[LOCATION][0, :, 0]
        size, middle = max(location[2] * self._unit, 1.0), (location[:2] + 1) * self._half
        was, has = since.matrices[EYES], own.matrices[EYES]
        # A closed eye closes the other's, however far that was open.
        share = np.clip(has / np.maximum(was, 0.05), 0.5, 2)
        out = []
        for i, given in enumerate(parameters):
            move = np.array([*((centre[i, :2] - middle) / size), scale[i] / size - 1])
            change = {t: own.matrices[t] + given.matrices[t] - since.matrices[t] for t in (MOUTH, COMPACT)}
            matrices = {
                ROTATION: turn[i : i + 1],
                TRANSLATION: move.reshape(1, 3, 1),
                LOCATION: own.matrices[LOCATION],
                MOUTH: change[MOUTH],
                EYES: np.maximum(has + (given.matrices[EYES] - was) * share, 0),
                COMPACT: change[COMPACT],
            }
            gaze = own.pupils
            if gaze is not None and given.pupils is not None and since.pupils is not None:
                gaze = gaze + given.pupils - since.pupils
            out.append(Parameters(matrices, pupils=gaze, low_confidence=given.low_confidence))
        return out

    # Composer

    def _looks(self, parameters: Sequence[Parameters], shape: Shape) -> Looks:
        opened = np.concatenate([p.matrices[EYES][0] for p in parameters])
        unknown = np.full((2, 2), np.nan)
        gaze = np.stack([unknown if p.pupils is None else p.pupils for p in parameters])
        return looks(self.directions, shape, opened, gaze)

    def _placed(self, base: MeshBase, shape: Shape, parameters: Sequence[Parameters]) -> np.ndarray:
        points = self.directions.place(base.neutral, shape)
        change = np.stack([(p.matrices[EYES] - base.parameters.matrices[EYES]).ravel() for p in parameters])
        return eyes.moved_lids(points, change)

    def compose(
        self,
        bases: Sequence[MeshBase],
        others: Sequence[MeshBase],
        weights: Sequence[float],
        parameters: Sequence[Parameters],
    ) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1, each part from the base pictures that show it best; see
        `generators.system.Composer`. Shape and shares pass over together: no two faces are seen at once."""
        shape = self.shapes(parameters)
        wanted = self._looks(parameters, shape)
        points = self._placed(bases[0], shape, parameters)
        used = list(bases)
        share = shares(wanted, [b.looks for b in bases])
        over = np.asarray(weights)[:, None, None]
        if others and over.any():
            points += over * (self._placed(others[0], shape, parameters) - points)
            used += [b for b in others if not any(b is known for known in used)]
            places = [next(i for i, b in enumerate(used) if b is other) for other in others]
            share = (1 - over) * np.pad(share, ((0, 0), (0, len(used) - len(bases)), (0, 0)))
            share[:, places] += over * shares(wanted, [b.looks for b in others])
        motions = [self._motion(points, base, shape, parameters) for base in used]
        textures = [base.texture for base in used]
        return self.warp.composed(textures, motions, torch.from_numpy(share), self.dtype)

    def draft(self, n: int, base: MeshBase) -> tuple[System[MeshBase, Motion], MeshBase]:
        """Make the system for pictures of 1/n of height and width, and the base picture for it: the same
        face, not measured anew."""
        if n not in self._drafts:
            self._drafts[n] = make(self.height // n, self.width // n, self.warp.device, self.dtype)
        small = self._drafts[n]
        warp: MeshWarp = small.generator.warp  # type: ignore[attr-defined]
        texture = warp.smaller(base.texture, n)
        shape = replace(base.shape, scale=base.shape.scale / n, centre=base.shape.centre / n)
        seen = self._looks([base.parameters], shape)
        return small, replace(base, texture=texture, shape=shape, looks=seen)


def make(height: int, width: int, device: torch.device | str, dtype: torch.dtype) -> System[MeshBase, Motion]:
    """Make the system for pictures of a size."""
    both = MeshSystem(height, width, device, dtype)
    layout = registry.entry("mesh").layout
    return System(
        "mesh",
        layout,
        both,
        both,
        both,
        rounding=lambda trade: ByEffect(both.landmarks, trade),
        composer=both,
        moves=Moves(layout, MOVES),
        draft=both.draft,
        driven=both.driven,
    )
