"""Rotations between two rotations, by the shortest way."""

from __future__ import annotations

import numpy as np


def between_rotations(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    """Return the rotations ``share`` (0..1) of the way from ``a`` to ``b``.

    Rotations are matrices (..., 2, 2) or (..., 3, 3), or axis times angle in radians, three numbers each (any
    shape whose size is a multiple of three). Matrices that rounding has bent are taken as the nearest
    rotation.
    """
    if a.shape[-2:] in ((2, 2), (3, 3)):
        start, end = nearest_rotations(a), nearest_rotations(b)
        size = a.shape[-1]
        if size == 2:
            angle = share * turn_2d(np.swapaxes(start, -1, -2) @ end)
            c, s = np.cos(angle), np.sin(angle)
            turned: np.ndarray = np.stack([np.stack([c, -s], -1), np.stack([s, c], -1)], -2)
            return start @ turned
        return start @ from_vector(share * to_vector(np.swapaxes(start, -1, -2) @ end))
    shape = a.shape
    start, end = (from_vector(v.reshape(-1, 3)) for v in (a, b))
    way = from_vector(share * to_vector(np.swapaxes(start, -1, -2) @ end))
    return to_vector(start @ way).reshape(shape)


def nearest_rotations(matrix: np.ndarray) -> np.ndarray:
    """Return the rotation (..., n, n) nearest to each matrix (Frobenius norm)."""
    left, _, right = np.linalg.svd(np.asarray(matrix, dtype=np.float64))
    sign = np.ones(left.shape[:-1])
    sign[..., -1] = np.sign(np.linalg.det(left @ right))
    rotation: np.ndarray = left @ (sign[..., :, None] * right)
    return rotation


def turn_2d(rotation: np.ndarray) -> np.ndarray:
    """Return the angle of rotations (..., 2, 2), in radians."""
    angle: np.ndarray = np.arctan2(rotation[..., 1, 0], rotation[..., 0, 0])
    return angle


def from_vector(vectors: np.ndarray) -> np.ndarray:
    """Turn axis times angle (..., 3), in radians, into rotations (..., 3, 3) (Rodrigues)."""
    angle = np.linalg.norm(vectors, axis=-1)[..., None, None]
    x, y, z = np.moveaxis(vectors, -1, 0)
    zero = np.zeros_like(x)
    cross = np.stack(
        [np.stack([zero, -z, y], -1), np.stack([z, zero, -x], -1), np.stack([-y, x, zero], -1)], -2
    )
    # sin(a)/a and (1 - cos(a))/a^2, which are finite at 0.
    turned: np.ndarray = (
        np.eye(3) + np.sinc(angle / np.pi) * cross + 0.5 * np.sinc(angle / (2 * np.pi)) ** 2 * (cross @ cross)
    )
    return turned


def to_vector(rotations: np.ndarray) -> np.ndarray:
    """Turn rotations (..., 3, 3) into axis times angle (..., 3), in radians up to pi."""
    flat = rotations.reshape(-1, 3, 3)
    out = np.empty((len(flat), 3))
    for i, r in enumerate(flat):
        away = np.array([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]]) / 2
        sine, cosine = float(np.linalg.norm(away)), float((np.trace(r) - 1) / 2)
        angle = np.arctan2(sine, cosine)
        if sine > 1e-4 or (cosine > 0 and sine > 1e-7):
            out[i] = away * (angle / sine)
        elif cosine > 0:
            out[i] = away
        else:  # about half a turn: the axis is a column of what is symmetric, its sign that of `away`
            column = ((r + r.T) / 2 - cosine * np.eye(3))[:, int(np.argmax(np.diag(r)))]
            side = -1 if column @ away < 0 else 1
            out[i] = column * (side * angle / np.linalg.norm(column))
    return out.reshape(*rotations.shape[:-2], 3)
