"""The resolved view: messages as float64 arrays, prediction undone (see `sei.predict`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sei.context import Context, Numbers
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.predict import ChromaKey, chroma_key, predict_enhancement, predict_face

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matrices:
    """Matrices of one gfv_matrix_type_idx; ``values`` is (num_matrices, height, width)."""

    matrix_type: int
    values: Array


@dataclass(frozen=True, slots=True)
class ResolvedFace:
    """A GFV message as numbers.

    keypoints   (num_kps, 2 or 3): x, y in -1..1 over the cropped base picture, z in units of ``z_max``;
                None when the message carries none
    z_max       gfv_coordinate_z_max_value_minus1 + 1, None in 2D
    matrices    one entry a matrix type, empty when the message carries none
    chroma_key  of a base picture, None when not given
    """

    gfv_id: int
    gfv_cnt: int
    is_base: bool
    is_fusion: bool
    is_low_confidence: bool
    keypoints: Array | None
    z_max: int | None
    matrices: tuple[Matrices, ...]
    chroma_key: ChromaKey | None


@dataclass(frozen=True, slots=True)
class ResolvedEnhancement:
    """A GFVE message as numbers.

    matrices  one (height, width) array a matrix, empty when the message carries none
    pupils    (2, 2): left and right eye, x and y; None when none was ever received
    """

    gfve_id: int
    gfv_id: int
    gfv_cnt: int
    is_base: bool
    matrices: tuple[Array, ...]
    pupils: Array | None


def resolve_face(message: GenerativeFaceVideo, context: Context) -> ResolvedFace:
    """Resolve a GFV message with what ``context`` remembers, and remember it there.

    The message must have been read or written with this same context. Messages are resolved in decoding
    order. Raises MissingReference when it is predicted from one that was not resolved before.
    """
    numbers = predict_face(message, context)
    return ResolvedFace(
        gfv_id=message.gfv_id,
        gfv_cnt=message.gfv_cnt,
        is_base=bool(message.gfv_base_pic_flag),
        is_fusion=bool(message.gfv_fusion_pic_flag),
        is_low_confidence=bool(message.gfv_low_confidence_face_parameter_flag),
        keypoints=None if numbers.keypoints is None else np.array(numbers.keypoints),
        z_max=numbers.z_max,
        matrices=tuple(Matrices(t, as_array(matrices)) for t, matrices in numbers.matrices),
        chroma_key=chroma_key(message),
    )


def resolve_enhancement(message: GenerativeFaceVideoEnhancement, context: Context) -> ResolvedEnhancement:
    """Resolve a GFVE message; as `resolve_face`."""
    numbers = predict_enhancement(message, context)
    return ResolvedEnhancement(
        gfve_id=message.gfve_id,
        gfv_id=message.gfve_gfv_id,
        gfv_cnt=message.gfve_gfv_cnt,
        is_base=bool(message.gfve_base_pic_flag),
        matrices=tuple(as_array(matrix)[0] for matrix in numbers.matrices),
        pupils=None if numbers.pupils is None else np.array(numbers.pupils).reshape(2, 2),
    )


def as_array(numbers: Numbers) -> Array:
    """Return a (count, height, width) array of the context's flat numbers."""
    shape, flat = numbers
    return np.array(flat, dtype=np.float64).reshape(shape)
