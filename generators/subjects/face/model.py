"""The face model that is shipped: mean face, directions, triangles."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np


@lru_cache(maxsize=1)
def basis() -> dict[str, np.ndarray]:
    """Load the arrays of data/face_basis.npz (see scripts/make_face_basis.py)."""
    with (
        as_file(files("generators") / "data" / "face_basis.npz") as path,
        np.load(path, allow_pickle=False) as file,
    ):
        return {name: file[name] for name in file.files}
