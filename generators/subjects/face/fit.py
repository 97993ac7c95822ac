"""A face as few numbers: head pose, and how far it is from its own neutral shape along known directions.

With a base picture's mesh M_b and parameters b, the mesh of parameters t is

    M_t = pose_t( pose_b^-1( M_b ) + sum_d ( c_t[d] - c_b[d] ) * direction_d )

so nothing of the person is sent: it comes with the base picture. pose(x) = scale * rotation x + centre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generators.subjects.face.model import basis, rigid
from generators.subjects.face.pose import similarity

REST = 6  # of the directions of the rest that the file has
DEPTH_WEIGHT = 0.3
RIDGE = 2e-4


@dataclass(frozen=True)
class Shape:
    """n described faces: rotation (n, 3, 3), scale (n,) and centre (n, 3) in pixels, coefficients (n, d)."""

    rotation: np.ndarray
    scale: np.ndarray
    centre: np.ndarray
    coefficients: np.ndarray

    def __getitem__(self, index: slice | np.ndarray) -> Shape:
        return Shape(self.rotation[index], self.scale[index], self.centre[index], self.coefficients[index])


class Directions:
    """The shipped directions, each scaled so that 1 moves what it moves most by 128 * STEP face sizes."""

    STEP = 0.006

    def __init__(self) -> None:
        data = basis()
        self.mouth = int(data["groups"][0])
        vectors = data["basis"][: self.mouth + REST].astype(np.float64)
        moved = np.sort((vectors[..., :2] ** 2).sum(-1), axis=1)[:, -47:].mean(1)
        self.vectors = vectors * (128 * self.STEP / np.sqrt(moved))[:, None, None]
        self.mean = data["mean"].astype(np.float64)
        self.rigid = rigid()
        axis = np.array([1, 1, DEPTH_WEIGHT])
        flat = (self.vectors * axis).reshape(len(vectors), -1)
        self._axis = axis
        size = np.mean((flat**2).sum(1))
        self._solve = np.linalg.solve(flat @ flat.T + RIDGE * size * np.eye(len(flat)), flat)

    def __len__(self) -> int:
        return len(self.vectors)

    def fit(self, neutral: np.ndarray, faces: np.ndarray, rounds: int = 4) -> Shape:
        """Describe faces (n, 468, 3) in pixels as moved copies of a neutral shape (468, 3)."""
        coefficients = np.zeros((len(faces), len(self)))
        even = np.full(len(neutral), 1 / len(neutral))
        for i in range(rounds):
            shape = self.deformed(neutral, coefficients)
            # First by what moves little, so that an open mouth is no nod; then by everything that is seen.
            weight = self.rigid if i < rounds - 1 else even
            scale, rotation, centre = similarity(shape, faces, weight)
            still = np.einsum("nde,nkd->nke", rotation, faces - centre[:, None]) / scale[:, None, None]
            rest = ((still - neutral) * self._axis).reshape(len(faces), -1)
            coefficients = rest @ self._solve.T
        return Shape(rotation, scale, centre, coefficients)

    def deformed(self, neutral: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
        """Deform the neutral shape (468, 3): (n, 468, 3)."""
        shapes: np.ndarray = neutral + np.tensordot(coefficients, self.vectors, axes=1)
        return shapes

    def neutral(self, points: np.ndarray, shape: Shape) -> np.ndarray:
        """Work out the person's neutral shape, of a mesh (468, 3) in pixels that is described by shape (n =
        1)."""
        still: np.ndarray = (points - shape.centre[0]) @ shape.rotation[0] / shape.scale[0]
        still -= np.tensordot(shape.coefficients[0], self.vectors, axes=1)
        return still

    def place(self, neutral: np.ndarray, shape: Shape) -> np.ndarray:
        """Place meshes (n, 468, 3) in pixels."""
        deformed = self.deformed(neutral, shape.coefficients)
        turned: np.ndarray = np.einsum("nde,nke->nkd", shape.rotation, deformed)
        turned = shape.scale[:, None, None] * turned + shape.centre[:, None]
        return turned


def relative(shape: Shape, base: Shape) -> np.ndarray:
    """Work out the affine map (n, 3, 4): where the head carries a point of the base picture."""
    linear = (shape.scale / base.scale[0])[:, None, None] * (shape.rotation @ base.rotation[0].T)
    offset = shape.centre - np.einsum("nde,e->nd", linear, base.centre[0])
    return np.concatenate([linear, offset[..., None]], axis=2)
