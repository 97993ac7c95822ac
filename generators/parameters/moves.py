"""Small changes of a picture's parameters, by what they do to what is seen.

A system says in which ways its parameters can be changed (`Moves`), so that an encoder can look for those
that make the generated picture come nearest to its source, without knowing what they mean.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generators.parameters.rotation import from_vector
from generators.parameters.values import Parameters
from sei.messages.generative_face_video import AFFINE, ROTATION, TRANSLATION

PIXEL = 1 / 128
"""The unit of amounts, in half pictures: one pixel of a picture of 256."""


@dataclass(frozen=True)
class Moves:
    """Ways to change parameters; an amount of 1 moves what it moves most by about one `PIXEL`.

    pose   number of the first amounts, which move the subject as a whole
    count  number of amounts: pose, and what moves parts of it
    apply  makes the parameters changed by amounts (count,); 0 changes nothing
    """

    pose: int
    count: int
    apply: Callable[[Parameters, np.ndarray], Parameters]


def similar(parameters: Parameters, amounts: np.ndarray) -> Parameters:
    """Shift, scale and turn all keypoints (K, 2) together about their middle, their Jacobians (K, 2, 2) with
    them: four amounts, x, y, size, turn. Jacobians are matrices of type 0."""
    points = np.asarray(parameters.keypoints, np.float64)
    middle = points.mean(axis=0)
    unit = PIXEL / max(float(np.sqrt(((points - middle) ** 2).sum(1).mean())), PIXEL)
    scale, angle = 1 + amounts[2] * unit, amounts[3] * unit
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    linear = np.array([[c, -s], [s, c]])
    moved = (points - middle) @ linear.T + middle + amounts[:2] * PIXEL
    matrices = dict(parameters.matrices)
    if AFFINE in matrices:
        matrices[AFFINE] = linear @ matrices[AFFINE]
    return dataclasses.replace(parameters, keypoints=np.clip(moved, -1, 1), matrices=matrices)


def rigid(parameters: Parameters, amounts: np.ndarray, size: float, unit: float = 1.0) -> Parameters:
    """Move a head by translation (type 5) and rotation (type 4): six amounts, x, y, z, and the turn about
    the axes of the picture.

    size  radius of the head in half pictures
    unit  of x and y of the translation, in half pictures
    z     is sent in units of the translation, and is taken as nearness in face sizes where it is a unit
    """
    matrices = dict(parameters.matrices)
    matrices[TRANSLATION] = matrices[TRANSLATION] + (amounts[:3] * PIXEL / unit).reshape(1, 3, 1)
    turn = from_vector(amounts[3:6] * PIXEL / size)
    matrices[ROTATION] = turn @ matrices[ROTATION]
    return dataclasses.replace(parameters, matrices=matrices)


FLAT = Moves(4, 4, similar)
"""Keypoints in the plane."""
