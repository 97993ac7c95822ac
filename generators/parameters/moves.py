"""Small changes of a picture's parameters, by what they do to what is seen.

A system declares in which ways its named fields can be changed (`Moves`), so that an encoder can look for
those values that make the generated picture come nearest to its source, without knowing what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from generators.parameters.layout import Layout, Row
from generators.parameters.rotation import from_vector
from generators.parameters.values import Parameters
from sei.messages.generative_face_video import AFFINE, ROTATION, TRANSLATION
from sei.named import MatrixCarrier

PIXEL = 1 / 128
"""The unit of amounts in half pictures: one pixel of a picture of 256."""
HEAD = 0.3
"""Radius of a head of usual size in half pictures."""
POSE = "pose"
"""The part that is the subject as a whole."""
How = Literal["add", "turn", "carry"]


@dataclass(frozen=True)
class Move:
    """One way to change a field; an amount of 1 moves what it moves most by about a `PIXEL`.

    field  its name in the layout
    part   what of the subject moves: `POSE`, or the name of a part
    step   change of the field by an amount of 1
    how    add: to every number by itself. turn: a rotation matrix, about the three axes of the picture.
           carry: points (K, 2) as one, shifted along x and y, scaled and turned about their middle
    along  field of Jacobians (K, 2, 2) that points carry with them
    """

    field: str
    part: str
    step: float
    how: How = "add"
    along: str = ""


class Moves:
    """The ways to change the parameters of a layout, those of the pose first; none: nothing can be changed
    sensibly, and what was measured is sent.

    layout  whose fields are moved
    moves   which, in any order
    """

    def __init__(self, layout: Layout | None = None, moves: Sequence[Move] = ()) -> None:
        self._layout = layout
        self.moves = tuple(sorted(moves, key=lambda m: m.part != POSE))

    def __len__(self) -> int:
        """Count the amounts."""
        return len(self.parts)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The part that each amount moves."""
        return tuple(m.part for m in self.moves for _ in range(self._amounts(m)))

    @property
    def pose(self) -> int:
        """Number of the first amounts, which move the subject as a whole."""
        return self.parts.count(POSE)

    def _amounts(self, move: Move) -> int:
        assert self._layout is not None
        if move.how != "add":
            return {"turn": 3, "carry": 4}[move.how]
        return next(f.size for f in self._layout.fields if f.name == move.field)

    def apply(self, parameters: Parameters, amounts: np.ndarray) -> Parameters:
        """Make the parameters changed by the first amounts (k,), k at most as many as there are; 0 changes
        nothing, and neither does what moves a field that is not there."""
        if self._layout is None:
            return parameters
        row, at = self._layout.row(parameters), 0
        for move in self.moves:
            own = amounts[at : at + self._amounts(move)]
            at += self._amounts(move)
            if move.field in row and len(own) and own.any():
                row |= _moved(row, move, own * move.step)
        return self._layout.parameters(row, low_confidence=parameters.low_confidence)


def _moved(row: Row, move: Move, change: np.ndarray) -> Row:
    values = np.asarray(row[move.field], np.float64)
    if move.how == "turn":
        return {move.field: from_vector(change) @ values}
    if move.how == "carry":
        return _carried(row, move, change)
    flat = values.ravel().copy()
    flat[: len(change)] += change
    return {move.field: flat.reshape(values.shape)}


def _carried(row: Row, move: Move, change: np.ndarray) -> Row:
    """Points, and Jacobians with them, shifted, scaled and turned by change (4,) in half pictures."""
    given = np.asarray(row[move.field], np.float64)
    points = given.reshape(-1, 2)
    change = np.pad(change, (0, 4 - len(change)))
    middle = points.mean(axis=0)
    radius = max(float(np.sqrt(((points - middle) ** 2).sum(1).mean())), PIXEL)
    scale, angle = 1 + change[2] / radius, change[3] / radius
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    linear = np.array([[c, -s], [s, c]])
    placed = (points - middle) @ linear.T + middle + change[:2]
    moved: Row = {move.field: np.clip(placed, -1, 1).reshape(given.shape)}
    if move.along in row:
        moved[move.along] = linear @ row[move.along]
    return moved


def of_layout(layout: Layout) -> Moves:
    """Make the moves that the carriers of a layout's fields imply.

    Keypoints in the plane are carried, with affine matrices (type 0), then moved each by itself; points in
    space are turned by type 4 and shifted by type 5. Without any of them there are none: a compact feature is
    a network's own, and no number of it is a way to move.
    """
    types = {f.carrier.type: f for f in layout.fields if isinstance(f.carrier, MatrixCarrier)}
    points = layout.mapping.points
    if points is not None and points.shape[1] == 2:
        along = types[AFFINE].name if AFFINE in types and types[AFFINE].shape[1:] == (2, 2) else ""
        each = Move(points.name, "shape", PIXEL)
        return Moves(layout, [Move(points.name, POSE, PIXEL, "carry", along), each])
    moves = []
    if TRANSLATION in types:
        moves.append(Move(types[TRANSLATION].name, POSE, PIXEL))
    if ROTATION in types and types[ROTATION].shape[1:] == (3, 3):
        moves.append(Move(types[ROTATION].name, POSE, PIXEL / HEAD, "turn"))
    return Moves(layout, moves) if moves else Moves()
