"""What the mouth of the system "mesh" does, by name: the shipped directions, turned into three numbers."""

from __future__ import annotations

import numpy as np

from generators.parameters.handles import Handle
from generators.parameters.layout import Row
from generators.subjects.face.fit import Directions

# Points of the face mesh: middle of the inner upper and lower lip, corners, middle of the outer lips.
UPPER, LOWER, LEFT, RIGHT, OUTER = 13, 14, 61, 291, (0, 17)
BELOW_NOSE, ABOVE = 0.45, 4.0  # in face sizes from the middle; weight of what moves above it


def handles() -> list[Handle]:
    """Make the handles ``mouth.open``, ``mouth.width`` and ``mouth.corners``, in face sizes from the face at
    rest. Setting one changes the mouth's six coefficients so that the face as a whole moves as little as it
    can, least of all above the mouth; lips and chin move as they do together, and the other two with them."""
    directions = Directions()
    v = directions.vectors
    lips = v[:, [UPPER, LOWER, *OUTER], 1].mean(1)
    rows = np.stack(
        [
            v[:, LOWER, 1] - v[:, UPPER, 1],
            v[:, RIGHT, 0] - v[:, LEFT, 0],
            lips - v[:, [LEFT, RIGHT], 1].mean(1),
        ]
    )
    mouth = slice(directions.mouth)
    above = np.where(directions.mean[:, 1] > BELOW_NOSE, 1.0, ABOVE)
    moved = np.einsum("ikc,jkc,k->ij", v[mouth], v[mouth], above)
    inverse = np.linalg.solve(moved, rows[:, mouth].T)
    inverse /= np.diag(rows[:, mouth] @ inverse)

    def measured(row: Row) -> np.ndarray:
        found: np.ndarray = rows @ np.concatenate([row["mouth"].ravel(), row["compact"].ravel()])
        return found

    def handle(at: int, name: str, positive: str, lo: float, hi: float) -> Handle:
        def get(row: Row) -> float:
            return float(measured(row)[at])

        def put(row: Row, value: float) -> Row:
            change = inverse[:, at] * (value - measured(row)[at])
            return {"mouth": row["mouth"] + change.reshape(row["mouth"].shape)}

        return Handle(name, "face sizes", positive, lo, hi, ("mouth", "compact"), get, put)

    return [
        handle(0, "mouth.open", "inner lips further apart than at rest", -0.25, 0.75),
        handle(1, "mouth.width", "corners further apart than at rest", -0.5, 0.5),
        handle(2, "mouth.corners", "corners higher against the lips than at rest", -0.25, 0.25),
    ]
