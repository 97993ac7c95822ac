"""The face model that is shipped: mean face, directions, triangles."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np


def rigid() -> np.ndarray:
    """Return the weights (468,) of the points for head pose, float64, sum 1: most to what moves little."""
    weights = basis()["rigid"].astype(np.float64)
    shared: np.ndarray = 0.7 * weights / weights.sum() + 0.3 / len(weights)
    return shared


@lru_cache(maxsize=1)
def basis() -> dict[str, np.ndarray]:
    """Load the arrays of data/face_basis.npz (see scripts/make_face_basis.py)."""
    with (
        as_file(files("generators") / "data" / "face_basis.npz") as path,
        np.load(path, allow_pickle=False) as file,
    ):
        return {name: file[name] for name in file.files}
