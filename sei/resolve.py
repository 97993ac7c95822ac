"""The resolved view: messages as numbers, prediction undone (semantics of GFV and GFVE, H.274 v4).

`resolve` turns a coded message into float64 arrays and remembers them in the context for the messages
predicted from them, so messages are resolved in decoding order. Values are dyadic: arrays are exact while
a value and its reference together need at most 53 bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from sei.context import Context, EnhancementValues, FaceLayout, FaceValues
from sei.errors import MissingReference
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement

Array = NDArray[np.float64]

CHROMA_KEY_DEFAULT = (50, 220, 100)
THRESHOLDS_DEFAULT = (48, 48 + 26 + 1)


@dataclass(frozen=True, slots=True)
class ChromaKey:
    """Chroma key of a base picture.

    purpose     0 unspecified, 1 background, 2 face
    values      8-bit key of the three components; None: that component has none
    thresholds  lower and upper
    """

    purpose: int
    values: tuple[int | None, int | None, int | None]
    thresholds: tuple[int, int]


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


def resolve(
    message: GenerativeFaceVideo | GenerativeFaceVideoEnhancement, context: Context
) -> ResolvedFace | ResolvedEnhancement:
    """Resolve a message with what ``context`` remembers, and remember it there.

    The message must have been read or written with this same context, which then knows its base's
    layout. Raises MissingReference when the message is predicted from one that was not resolved before.
    """
    if isinstance(message, GenerativeFaceVideo):
        return resolve_face(message, context)
    return resolve_enhancement(message, context)


def resolve_face(message: GenerativeFaceVideo, context: Context) -> ResolvedFace:
    """`resolve` of a GFV message."""
    values = context.face_values(message.gfv_id)
    layout = context.face(message.gfv_id)
    base = bool(message.gfv_base_pic_flag)
    keypoints, z_max = _keypoints(message, layout, values, context)
    matrices = _face_matrices(message, layout, values, context)
    # Nothing is remembered before everything is known to resolve.
    if base and not context.shared:
        values.base_kps = values.previous_kps = None
        values.base_matrices = values.previous_matrices = None
    if keypoints is not None:
        values.previous_kps = keypoints
        if base:
            values.base_kps = keypoints
    if matrices is not None:
        values.previous_matrices = [m.values for m in matrices]
        if base or context.shared:
            values.base_matrices = values.previous_matrices
    return ResolvedFace(
        gfv_id=message.gfv_id,
        gfv_cnt=message.gfv_cnt,
        is_base=base,
        is_fusion=bool(message.gfv_fusion_pic_flag),
        is_low_confidence=bool(message.gfv_low_confidence_face_parameter_flag),
        keypoints=keypoints,
        z_max=z_max,
        matrices=tuple(matrices or ()),
        chroma_key=_chroma_key(message),
    )


def _keypoints(
    m: GenerativeFaceVideo, layout: FaceLayout, values: FaceValues, context: Context
) -> tuple[Array | None, int | None]:
    if not m.gfv_coordinate_present_flag:
        return None, None
    predicted = bool(m.gfv_kps_pred_flag)
    d = "d" if predicted else ""
    columns = []
    for axis in "xyz":
        magnitude = getattr(m, f"gfv_coordinate_{d}{axis}_abs")
        if magnitude is not None:
            columns.append(_signed(magnitude, getattr(m, f"gfv_coordinate_{d}{axis}_sign_flag"), context))
    if m.gfv_base_pic_flag or not predicted:
        precision, z_max = m.gfv_coordinate_precision_factor_minus1, m.gfv_coordinate_z_max_value_minus1
        precision = (precision or 0) + 1
        z_max = None if z_max is None else z_max + 1
    else:
        precision, z_max = layout.precision or 1, layout.z_max
    coded = np.stack(columns, axis=1) / _unit(precision, context)
    if not predicted:
        return coded, z_max
    if m.gfv_base_pic_flag:
        # Keypoint i of a base message is predicted from keypoint i-1, the first one from 0.
        return np.cumsum(coded, axis=0), z_max
    reference = values.base_kps if m.gfv_cnt == 0 else values.previous_kps
    if reference is None or reference.shape != coded.shape:
        _missing(m, "gfv_kps_pred_flag", "coordinates", reference, coded)
    return coded + reference, z_max


def _face_matrices(
    m: GenerativeFaceVideo, layout: FaceLayout, values: FaceValues, context: Context
) -> list[Matrices] | None:
    if not m.gfv_matrix_present_flag:
        return None
    if not m.gfv_matrix_pred_flag:
        types = m.gfv_matrix_type_idx or []
        precision = (m.gfv_matrix_element_precision_factor_minus1 or 0) + 1
        arrays = _int_dec(
            m.gfv_matrix_element_int,
            m.gfv_matrix_element_dec,
            m.gfv_matrix_element_sign_flag,
            precision,
            context,
        )
        return [Matrices(t, a) for t, a in zip(types, arrays, strict=True)]
    precision = layout.matrix_precision or 1
    deltas = _int_dec(
        m.gfv_matrix_delta_element_int,
        m.gfv_matrix_delta_element_dec,
        m.gfv_matrix_delta_element_sign_flag,
        precision,
        context,
    )
    reference = values.base_matrices if m.gfv_cnt == 0 else values.previous_matrices
    _check_shapes(m, "gfv_matrix_pred_flag", reference, deltas)
    return [Matrices(t, d + r) for t, d, r in zip(layout.matrix_types, deltas, reference or (), strict=False)]


def resolve_enhancement(message: GenerativeFaceVideoEnhancement, context: Context) -> ResolvedEnhancement:
    """`resolve` of a GFVE message."""
    m = message
    values = context.enhancement_values(m.gfve_id, m.gfve_gfv_id)
    layout = context.enhancement(m.gfve_id, m.gfve_gfv_id)
    base = bool(m.gfve_base_pic_flag)
    matrices: list[Array] | None = None
    if m.gfve_matrix_present_flag and not m.gfve_matrix_pred_flag:
        precision = (m.gfve_matrix_element_precision_factor_minus1 or 0) + 1
        matrices = _int_dec(
            m.gfve_matrix_element_int,
            m.gfve_matrix_element_dec,
            m.gfve_matrix_element_sign_flag,
            precision,
            context,
        )
    elif m.gfve_matrix_present_flag:
        deltas = _int_dec(
            m.gfve_matrix_delta_element_int,
            m.gfve_matrix_delta_element_dec,
            m.gfve_matrix_delta_element_sign_flag,
            layout.matrix_precision or 1,
            context,
        )
        reference = values.base_matrices if m.gfve_gfv_cnt == 0 else values.previous_matrices
        _check_shapes(m, "gfve_matrix_pred_flag", reference, deltas)
        matrices = [d + r for d, r in zip(deltas, reference or (), strict=False)]
    pupils = _pupils(m, base, layout.pupil_precision, values, context)
    if base and not context.shared:
        values.base_matrices = values.previous_matrices = None
        values.base_pupils = values.previous_pupils = None
    if matrices is not None:
        values.previous_matrices = matrices
        if base:
            values.base_matrices = matrices
    if pupils is not None:
        values.previous_pupils = pupils
        if base:
            values.base_pupils = pupils
    return ResolvedEnhancement(m.gfve_id, m.gfve_gfv_id, m.gfve_gfv_cnt, base, tuple(matrices or ()), pupils)


def _pupils(
    m: GenerativeFaceVideoEnhancement,
    base: bool,
    precision: int | None,
    values: EnhancementValues,
    context: Context,
) -> Array | None:
    """An absent eye takes its reference; in a base message the right eye's is the left eye."""
    present = m.gfve_pupil_coordinate_present_idx
    if base:
        # VTM, once a base message carried pupils, takes those of every later one as coded or 0.
        if not present and not (context.shared and values.base_pupils is not None):
            return None
        reference = np.zeros((2, 2))
        if m.gfve_pupil_coordinate_precision_factor_minus1 is not None:
            precision = m.gfve_pupil_coordinate_precision_factor_minus1 + 1
    else:
        known = values.base_pupils if m.gfve_gfv_cnt == 0 else values.previous_pupils
        if known is None:
            if present:
                _missing(m, "gfve_pupil_coordinate_present_idx", "pupils", None, None)
            return None
        reference = known
    unit = _unit(precision or 1, context)
    pupils = reference.copy()
    for row, eye in enumerate(("left", "right")):
        if base and row:
            pupils[1] = pupils[0]
        if present & (1 << row):
            for column, axis in enumerate("xy"):
                name = f"gfve_pupil_{eye}_eye_d{axis}_coordinate_"
                sign = -1 if getattr(m, name + "sign_flag") else 1
                pupils[row, column] += sign * getattr(m, name + "abs") / unit
    return pupils


def _chroma_key(m: GenerativeFaceVideo) -> ChromaKey | None:
    if not m.gfv_chroma_key_info_present_flag:
        return None
    flags = m.gfv_chroma_key_value_present_flag or [0, 0, 0]
    if any(flags):
        coded = (m.gfv_chroma_key_value or []) + [None] * 3
        values = (coded[0], coded[1], coded[2])
    else:
        values = CHROMA_KEY_DEFAULT
    lower, upper = THRESHOLDS_DEFAULT
    if isinstance(m.gfv_chroma_key_thr_present_flag, list):
        thresholds = [*(m.gfv_chroma_key_thr_value or []), None, None]
        lower = lower if thresholds[0] is None else thresholds[0]
        upper = upper if thresholds[1] is None else thresholds[1]
    elif m.gfv_chroma_key_thr_lower is not None:
        lower = m.gfv_chroma_key_thr_lower
        upper = lower + (m.gfv_chroma_key_thr_upper_delta_minus1 or 0) + 1
    return ChromaKey(m.gfv_chroma_key_purpose_idc or 0, values, (lower, upper))


def _unit(precision: int, context: Context) -> float:
    """What a coded value is divided by. VTM computes 1 << precision in 32 bits, signed, on x86."""
    if not context.shared:
        return 2.0**precision
    return float(np.array(1 << (precision & 31), np.uint32).astype(np.int32))


def _whole(values: Any, context: Context) -> NDArray[np.int64]:
    array = np.array(values, dtype=np.int64)
    # VTM holds magnitudes in a signed int.
    return array.astype(np.int32).astype(np.int64) if context.shared else array


def _signed(magnitudes: list[int], signs: list[int] | None, context: Context) -> Array:
    sign = 1.0 - 2.0 * np.array(signs, dtype=np.float64)
    return sign * _whole(magnitudes, context)


def _int_dec(ints: Any, decs: Any, signs: Any, precision: int, context: Context) -> list[Array]:
    """Arrays of sign * ( int + dec / 2^precision ), one a first subscript."""
    unit = _unit(precision, context)
    return [
        (1.0 - 2.0 * np.array(sign, dtype=np.float64))
        * (_whole(dec, context) / unit + _whole(whole, context))
        for whole, dec, sign in zip(ints, decs, signs, strict=True)
    ]


def _check_shapes(m: Any, element: str, reference: list[Array] | None, deltas: list[Array]) -> None:
    if reference is None or len(reference) < len(deltas):
        _missing(m, element, "matrices", None, None)
    for known, delta in zip(reference, deltas, strict=False):
        if known.shape != delta.shape:
            _missing(m, element, "matrices", known, delta)


def _missing(m: Any, element: str, what: str, known: Array | None, coded: Array | None) -> NoReturn:
    if known is None:
        problem = f"predicted from {what} that were not received"
    else:
        problem = f"predicted from {what} of another size ({known.shape}, here {coded.shape})"  # type: ignore[union-attr]
    raise MissingReference(problem, message=m.syntax_name, element=element)
