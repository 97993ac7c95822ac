"""The 15 keypoints of the system "dense": which they are, and how they lie in GFV coordinates.

x and y are halves of the picture from its middle, as the camera shows them. z is the natural logarithm of the
depth over `NEUTRAL` metres: a step of it is the same share of any distance, as one of x and y is. A point
that the picture does not show lies on its border.
"""

from __future__ import annotations

import numpy as np

from generators.subjects.body.person import Camera
from generators.subjects.body.template import LANDMARKS

POINTS = (
    *("nose", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist"),
    *("left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle"),
    *("left_foot_index", "right_foot_index"),
)
"""Names of the keypoints in coding order; left is the person's."""
MARKS = [LANDMARKS.index(name) for name in POINTS]
NEUTRAL, DEPTHS = 1.7, 2
"""Depth in metres whose z is 0, and what z is in units of: 0.23 to 12.6 m can be said."""
FADING = 0.02
"""Width of the picture's border, in halves of it, where a point is not trusted: it may lie outside."""


def sent(places: np.ndarray, camera: Camera) -> np.ndarray:
    """Turn places (n, 15, 3) in metres from the camera into GFV coordinates, -1..1."""
    depth = places[..., 2].clip(NEUTRAL * np.exp(-DEPTHS), NEUTRAL * np.exp(DEPTHS))
    half = np.array([camera.x, camera.y])
    across = places[..., :2] / depth[..., None] * camera.focal / half
    return np.concatenate([across, np.log(depth / NEUTRAL)[..., None] / DEPTHS], -1).clip(-1, 1)


def received(points: np.ndarray, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
    """Turn GFV coordinates (n, 15, 3), whatever they say, into places (n, 15, 3) in metres, and how far each
    is to be trusted (n, 15), 0..1."""
    known = np.isfinite(points).all(-1)
    points = np.nan_to_num(points, nan=0.0, posinf=1.0, neginf=-1.0).clip(-1, 1)
    depth = NEUTRAL * np.exp(DEPTHS * points[..., 2:])
    half = np.array([camera.x, camera.y])
    places = np.concatenate([points[..., :2] * half / camera.focal * depth, depth], -1)
    inside = (1 - np.abs(points[..., :2]).max(-1)) / FADING
    return places, inside.clip(0, 1) * known
