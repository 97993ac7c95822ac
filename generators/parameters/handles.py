"""Names by which people hold parameters: numbers with a unit, a sign and a range, read and set per picture.

Most are numbers of a layout that have a name. Rotations are held by three angles, whatever form they are sent
in. A system may add its own (`generators.registry.Entry.handles`). No torch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from generators.parameters.layout import Layout, Row
from generators.parameters.rotation import from_vector, nearest_rotations, to_vector
from sei.messages.generative_face_video import ROTATION, TRANSLATION
from sei.named import Column, Field, MatrixCarrier

DEGREES = 180 / np.pi


@dataclass(frozen=True)
class Handle:
    """One number with a meaning.

    name      such as ``head.yaw``
    unit      of the value; ``1`` for none
    positive  what a value over 0 means
    lo, hi    allowed values, inclusive; None: what the elements hold
    fields    names of the fields that it is read from; a picture without them has no such number
    get       reads it from a picture's values
    set       returns the fields that change, (row, value) -> row
    fixed     only a base message says it: it is shown, and cannot be set
    coded     it is a number of the layout without a name of its own, as ``points[3].x``
    """

    name: str
    unit: str
    positive: str
    lo: float | None
    hi: float | None
    fields: tuple[str, ...]
    get: Callable[[Row], float]
    set: Callable[[Row, float], Row]
    fixed: bool = False
    coded: bool = False

    @property
    def range_text(self) -> str:
        """Allowed values, for people."""
        if self.lo is None and self.hi is None:
            return "what the elements hold"
        return f"{'' if self.lo is None else f'{self.lo:g}'}..{'' if self.hi is None else f'{self.hi:g}'}"


def handles_of(layout: Layout) -> list[Handle]:
    """Make the handles of a layout: angles of rotations, then all numbers, those with names first."""
    found: list[Handle] = []
    for field in layout.fields:
        found += _angles(field)
    taken = {handle.name for handle in found}
    numbers = [_number(column) for column in layout.mapping.columns()]
    return found + sorted((n for n in numbers if n.name not in taken), key=lambda n: n.coded)


def _number(column: Column) -> Handle:
    field, place = column.field, column.place
    name = column.name
    coded = field.numbers is None
    if coded and _matrix_type(field) == TRANSLATION and field.size == 3:
        name, coded = f"head.{'xyz'[place]}", False
    scale = DEGREES if column.unit == "rad" else 1.0

    def read(row: Row) -> float:
        return float(row[field.name].flat[place]) * scale

    def write(row: Row, value: float) -> Row:
        changed = row[field.name].copy()
        changed.flat[place] = value / scale
        return {field.name: changed}

    return Handle(
        name,
        "deg" if column.unit == "rad" else column.unit,
        column.positive,
        None if column.lo is None else column.lo * scale,
        None if column.hi is None else column.hi * scale,
        (field.name,),
        read,
        write,
        fixed=field.policy == "still",
        coded=coded,
    )


def _matrix_type(field: Field) -> int | None:
    """gfv_matrix_type_idx of a field that GFV matrices carry."""
    return field.carrier.type if isinstance(field.carrier, MatrixCarrier) else None


def _angles(field: Field) -> Iterator[Handle]:
    """Angles of a rotation in three dimensions: a matrix, or axis times angle."""
    matrix = field.size == 9 and field.shape[-2:] == (3, 3)
    turned = _matrix_type(field) == ROTATION or field.policy == "rotation"
    vector = field.size == 3 and field.policy == "rotation"
    named = field.numbers is not None and field.numbers[0].name.endswith((".pitch", ".yaw", ".roll"))
    if not isinstance(field.carrier, MatrixCarrier) or not turned or not (matrix or vector) or named:
        return
    stem = "head" if matrix else field.name.removesuffix("_rotation")

    def rotation(row: Row) -> np.ndarray:
        values = row[field.name]
        return nearest_rotations(values.reshape(3, 3)) if matrix else from_vector(values.reshape(3))

    def back(turn: np.ndarray) -> np.ndarray:
        return (turn if matrix else to_vector(turn)).reshape(field.shape)

    nods = "chin down" if stem == "head" else "leant forward"
    words = ("turned to the person's left", nods, "leant to the person's left")
    for at, name in enumerate(("yaw", "pitch", "roll")):

        def read(row: Row, at: int = at) -> float:
            return float(to_angles(rotation(row))[at])

        def write(row: Row, value: float, at: int = at) -> Row:
            angles = to_angles(rotation(row))
            angles[at] = value
            return {field.name: back(from_angles(angles))}

        most = 90.0 if name == "pitch" else 180.0
        yield Handle(f"{stem}.{name}", "deg", words[at], -most, most, (field.name,), read, write)


def to_angles(rotation: np.ndarray) -> np.ndarray:
    """Compute yaw, pitch and roll (3,) in degrees of a rotation (3, 3); x right, y down, z away.

    rotation = about y by -yaw, about x by pitch, about z by roll: a head that is turned first leans by roll
    about its own axis. Positive: to the person's left, chin down, leant to the person's left.
    """
    pitch = np.arcsin(np.clip(-rotation[1, 2], -1, 1))
    yaw = -np.arctan2(rotation[0, 2], rotation[2, 2])
    roll = np.arctan2(rotation[1, 0], rotation[1, 1])
    found: np.ndarray = np.array([yaw, pitch, roll]) * DEGREES
    return found


def from_angles(angles: np.ndarray) -> np.ndarray:
    """Make the rotation (3, 3) of `to_angles`."""
    yaw, pitch, roll = np.asarray(angles) / DEGREES
    about = (np.array([0, -yaw, 0]), np.array([pitch, 0, 0]), np.array([0, 0, roll]))
    y, x, z = (from_vector(axis) for axis in about)
    found: np.ndarray = y @ x @ z
    return found
