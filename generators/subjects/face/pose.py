"""Head pose: the similarity (rotation, scale, translation) between shapes of corresponding points."""

from __future__ import annotations

import numpy as np


def similarity(
    shape: np.ndarray, faces: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scale (n,), rotation (n, 3, 3), translation (n, 3) that carry a shape onto faces best.

    shape (k, 3) or (n, k, 3), faces (n, k, 3), weight (k,). Weighted least squares (Umeyama, 1991).
    """
    w = weight / weight.sum()
    shape = np.broadcast_to(shape, faces.shape)
    centre_s = np.einsum("k,nkd->nd", w, shape)
    centre_f = np.einsum("k,nkd->nd", w, faces)
    s, f = shape - centre_s[:, None], faces - centre_f[:, None]
    left, size, right = np.linalg.svd(np.einsum("k,nkd,nke->nde", w, f, s))
    sign = np.ones_like(size)
    sign[:, 2] = np.sign(np.linalg.det(left @ right))
    rotation = left @ (sign[:, :, None] * right)
    scale = (size * sign).sum(axis=1) / np.maximum(np.einsum("k,nkd->n", w, s**2), 1e-12)
    turned = np.einsum("nde,ne->nd", rotation, centre_s)
    return scale, rotation, centre_f - scale[:, None] * turned


def canonical(shape: np.ndarray, faces: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the faces (n, k, 3) turned, scaled and moved back into the frame of the shape."""
    scale, rotation, move = similarity(shape, faces, weight)
    still: np.ndarray = np.einsum("nde,nkd->nke", rotation, faces - move[:, None]) / scale[:, None, None]
    return still
