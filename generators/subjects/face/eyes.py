"""Eyelids and gaze, as the iris net sees them: the mesh net's own lids stand still through every blink."""

from __future__ import annotations

import numpy as np

from generators.subjects.face import regions
from generators.subjects.face.landmarks import LEFT_LIDS, RIGHT_LIDS, Face

LIDS = (LEFT_LIDS, RIGHT_LIDS)
# Of a closing eye's way the upper lid goes most.
UPPER_SHARE = 0.85
# How far each lid point moves, from corner to corner, for the middle five to move by 1 on average.
_ARC = np.sin(np.linspace(0, np.pi, 9))
_PROFILE = _ARC / _ARC[2:7].mean()
_LOWER, _UPPER = slice(0, 9), slice(9, 16)  # of the iris net's points; the upper ones lack the corners


def refined(face: Face) -> np.ndarray:
    """Return the points (468, 3) with the lids where the iris net sees them."""
    points = face.points.copy()
    for eye, ids in enumerate(LIDS):
        # The corners stay: the two nets' ideas of them differ, and all else hangs on the mesh's.
        seen = face.lids[eye]
        shift = points[[ids[0], ids[8]], :2].mean(axis=0) - seen[[0, 8]].mean(axis=0)
        inner = [i for i in range(16) if i not in (0, 8)]
        points[[ids[i] for i in inner], :2] = seen[inner] + shift
    return points


def axes(points: np.ndarray, eye: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Work out the middle (..., 2) of an eye, and its axes (..., 2) along and down, each one eye width
    long."""
    left, right = regions.EYE_CORNERS[eye]
    a, b = points[..., left, :2], points[..., right, :2]
    along = b - a
    return (a + b) / 2, along, np.stack([-along[..., 1], along[..., 0]], axis=-1)


def openness(face: Face) -> np.ndarray:
    """Measure how far left and right eye are open, in eye widths, (2,)."""
    rows = []
    for eye in range(2):
        _, along, down = axes(face.points, eye)
        seen = face.lids[eye]
        gap = seen[_LOWER][2:7].mean(axis=0) - seen[_UPPER][1:6].mean(axis=0)
        rows.append(gap @ down / max(float(along @ along), 1e-6))
    opened: np.ndarray = np.clip(np.array(rows), 0, 0.8)
    return opened


def gaze(face: Face) -> np.ndarray:
    """Measure the pupils (2, 2) from the middle of each eye, in eye widths along and across it."""
    return looking(face.points, face.pupils)


def looking(points: np.ndarray, pupils: np.ndarray) -> np.ndarray:
    """Do as `gaze` for points (468, 2|3) and pupils (2, 2)."""
    rows = []
    for eye in range(2):
        middle, along, down = axes(points, eye)
        away, width2 = pupils[eye] - middle, max(float(along @ along), 1e-6)
        rows.append([away @ along / width2, away @ down / width2])
    return np.clip(np.array(rows), -0.5, 0.5)


def moved_lids(points: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Make meshes (n, 468, 3) with their eyes opened by ``change`` (n, 2) eye widths."""
    out = points.copy()
    for eye, ids in enumerate(LIDS):
        _, _, down = axes(points, eye)
        way = change[:, eye, None] * down
        for i in range(1, 8):
            out[:, ids[i], :2] += (1 - UPPER_SHARE) * _PROFILE[i] * way
            out[:, ids[8 + i], :2] -= UPPER_SHARE * _PROFILE[i] * way
    return out
