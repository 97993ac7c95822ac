"""Undoing prediction (semantics of GFV and GFVE, H.274 v4), in plain Python numbers.

`sei.resolve` gives the same as numpy arrays; this module is apart so that dumping a stream need not load
numpy. Numbers are dyadic: they are exact while a value and its reference together need at most 53 bits.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from operator import add
from typing import Any, NoReturn

from sei.context import Context, EnhancementValues, FaceLayout, FaceValues, Numbers, Shape
from sei.errors import MissingReference
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement

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
class FaceNumbers:
    """A GFV message's numbers: a row [x, y] or [x, y, z] a keypoint, and (type, numbers) a matrix type."""

    keypoints: list[list[float]] | None
    z_max: int | None
    matrices: list[tuple[int, Numbers]]


@dataclass(frozen=True, slots=True)
class EnhancementNumbers:
    """A GFVE message's numbers; pupils are left x, left y, right x, right y, None before any was received."""

    matrices: list[Numbers]
    pupils: list[float] | None


def predict_face(m: GenerativeFaceVideo, context: Context) -> FaceNumbers:
    """Work out the numbers of a GFV message, which ``context`` remembers for the messages predicted from it.

    The message must be the last one that was read or written with this same context, which then knows its
    base's layout. Raises MissingReference when it is predicted from one that did not come this way before.
    """
    values = context.face_values(m.gfv_id)
    layout = context.face(m.gfv_id)
    base = bool(m.gfv_base_pic_flag)
    keypoints, z_max = _keypoints(m, layout, values, context)
    matrices = _face_matrices(m, layout, values, context)
    # Nothing is remembered before everything is known to resolve.
    if base and not context.shared:
        values.base_kps = values.previous_kps = None
        values.base_matrices = values.previous_matrices = None
    if keypoints is not None:
        values.previous_kps = keypoints
        if base:
            values.base_kps = keypoints
    if matrices:
        values.previous_matrices = [numbers for _, numbers in matrices]
        if base or context.shared:
            values.base_matrices = values.previous_matrices
    context.keep_face_values(m.gfv_id, values)
    return FaceNumbers(keypoints, z_max, matrices)


def _keypoints(
    m: GenerativeFaceVideo, layout: FaceLayout, values: FaceValues, context: Context
) -> tuple[list[list[float]] | None, int | None]:
    if not m.gfv_coordinate_present_flag:
        return None, None
    predicted = bool(m.gfv_kps_pred_flag)
    if m.gfv_base_pic_flag or not predicted:
        precision = (m.gfv_coordinate_precision_factor_minus1 or 0) + 1
        z_max = m.gfv_coordinate_z_max_value_minus1
        z_max = None if z_max is None else z_max + 1
    else:
        precision, z_max = layout.precision or 1, layout.z_max
    unit = context.unit(precision)
    columns = []
    for axis in "xyz":
        name = f"gfv_coordinate_{'d' * predicted}{axis}_"
        magnitudes, signs = getattr(m, name + "abs"), getattr(m, name + "sign_flag")
        if magnitudes is not None:
            magnitudes = context.whole(magnitudes)
            pairs = zip(magnitudes, signs, strict=True)
            columns.append([-(v / unit) if sign else v / unit for v, sign in pairs])
    if predicted and m.gfv_base_pic_flag:
        # Keypoint i of a base message is predicted from keypoint i-1, the first one from 0.
        columns = [list(itertools.accumulate(column)) for column in columns]
    elif predicted:
        reference = values.base_kps if m.gfv_cnt == 0 else values.previous_kps
        size = len(columns[0]), len(columns)
        if reference is None or (len(reference), len(reference[0])) != size:
            known = None if reference is None else (len(reference), len(reference[0]))
            _missing(m, "gfv_kps_pred_flag", "coordinates", known, size)
        before = zip(*reference, strict=True)
        columns = [list(map(add, column, known)) for column, known in zip(columns, before, strict=True)]
    return list(map(list, zip(*columns, strict=True))), z_max


def _face_matrices(
    m: GenerativeFaceVideo, layout: FaceLayout, values: FaceValues, context: Context
) -> list[tuple[int, Numbers]]:
    if not m.gfv_matrix_present_flag:
        return []
    if not m.gfv_matrix_pred_flag:
        unit = context.unit((m.gfv_matrix_element_precision_factor_minus1 or 0) + 1)
        coded = (m.gfv_matrix_element_int, m.gfv_matrix_element_dec, m.gfv_matrix_element_sign_flag)
        return list(zip(m.gfv_matrix_type_idx or [], _int_dec(*coded, unit, context), strict=True))
    deltas = _int_dec(
        m.gfv_matrix_delta_element_int,
        m.gfv_matrix_delta_element_dec,
        m.gfv_matrix_delta_element_sign_flag,
        context.unit(layout.matrix_precision or 1),
        context,
    )
    reference = values.base_matrices if m.gfv_cnt == 0 else values.previous_matrices
    sums = _add(m, "gfv_matrix_pred_flag", deltas, reference)
    return list(zip(layout.matrix_types, sums, strict=True))


def predict_enhancement(m: GenerativeFaceVideoEnhancement, context: Context) -> EnhancementNumbers:
    """Work out the numbers of a GFVE message; as `predict_face`."""
    values = context.enhancement_values(m.gfve_id, m.gfve_gfv_id)
    layout = context.enhancement(m.gfve_id, m.gfve_gfv_id)
    base = bool(m.gfve_base_pic_flag)
    matrices: list[Numbers] = []
    if m.gfve_matrix_present_flag and not m.gfve_matrix_pred_flag:
        unit = context.unit((m.gfve_matrix_element_precision_factor_minus1 or 0) + 1)
        coded = (m.gfve_matrix_element_int, m.gfve_matrix_element_dec, m.gfve_matrix_element_sign_flag)
        matrices = _int_dec(*coded, unit, context)
    elif m.gfve_matrix_present_flag:
        deltas = _int_dec(
            m.gfve_matrix_delta_element_int,
            m.gfve_matrix_delta_element_dec,
            m.gfve_matrix_delta_element_sign_flag,
            context.unit(layout.matrix_precision or 1),
            context,
        )
        reference = values.base_matrices if m.gfve_gfv_cnt == 0 else values.previous_matrices
        matrices = _add(m, "gfve_matrix_pred_flag", deltas, reference)
    pupils = _pupils(m, base, layout.pupil_precision, values, context)
    if base and not context.shared:
        values.base_matrices = values.previous_matrices = None
        values.base_pupils = values.previous_pupils = None
    if matrices:
        values.previous_matrices = matrices
        if base:
            values.base_matrices = matrices
    if pupils is not None:
        values.previous_pupils = pupils
        if base:
            values.base_pupils = pupils
    context.keep_enhancement_values(m.gfve_id, m.gfve_gfv_id, values)
    return EnhancementNumbers(matrices, pupils)


def _pupils(
    m: GenerativeFaceVideoEnhancement,
    base: bool,
    precision: int | None,
    values: EnhancementValues,
    context: Context,
) -> list[float] | None:
    """An absent eye takes its reference; in a base message the right eye's is the left eye."""
    present = m.gfve_pupil_coordinate_present_idx
    if base:
        # VTM, once a base message carried pupils, takes those of every later one as coded or 0.
        if not present and not (context.shared and values.base_pupils is not None):
            return None
        pupils = [0.0] * 4
        if m.gfve_pupil_coordinate_precision_factor_minus1 is not None:
            precision = m.gfve_pupil_coordinate_precision_factor_minus1 + 1
    else:
        known = values.base_pupils if m.gfve_gfv_cnt == 0 else values.previous_pupils
        if known is None:
            if present:
                _missing(m, "gfve_pupil_coordinate_present_idx", "pupils", None, None)
            return None
        pupils = known.copy()
    unit = context.unit(precision or 1)
    for first, eye in ((0, "left"), (2, "right")):
        if base and first:
            pupils[2:] = pupils[:2]
        if present & (1 << (first // 2)):
            for axis, place in (("x", first), ("y", first + 1)):
                name = f"gfve_pupil_{eye}_eye_d{axis}_coordinate_"
                delta = getattr(m, name + "abs") / unit
                pupils[place] += -delta if getattr(m, name + "sign_flag") else delta
    return pupils


def chroma_key(m: GenerativeFaceVideo) -> ChromaKey | None:
    """Return the chroma key of a base message with its defaults filled in, None when it gives none."""
    if not m.gfv_chroma_key_info_present_flag:
        return None
    values: tuple[int | None, int | None, int | None] = CHROMA_KEY_DEFAULT
    if any(m.gfv_chroma_key_value_present_flag or ()):
        coded = (m.gfv_chroma_key_value or []) + [None] * 3
        values = (coded[0], coded[1], coded[2])
    lower, upper = THRESHOLDS_DEFAULT
    if isinstance(m.gfv_chroma_key_thr_present_flag, list):
        thresholds = [*(m.gfv_chroma_key_thr_value or []), None, None]
        lower = lower if thresholds[0] is None else thresholds[0]
        upper = upper if thresholds[1] is None else thresholds[1]
    elif m.gfv_chroma_key_thr_lower is not None:
        lower = m.gfv_chroma_key_thr_lower
        upper = lower + (m.gfv_chroma_key_thr_upper_delta_minus1 or 0) + 1
    return ChromaKey(m.gfv_chroma_key_purpose_idc or 0, values, (lower, upper))


def _int_dec(ints: Any, decs: Any, signs: Any, unit: float, context: Context) -> list[Numbers]:
    """sign * ( int + dec / unit ) of the matrices of every first subscript, flat, with their shape."""
    found = []
    for whole, dec, sign in zip(ints, decs, signs, strict=True):
        shape, flat = _flat(whole)
        rows = zip(context.whole(flat), context.whole(_flat(dec)[1]), _flat(sign)[1], strict=True)
        found.append((shape, [-(d / unit + w) if s else d / unit + w for w, d, s in rows]))
    return found


def _flat(nested: Any) -> tuple[Shape, list[int]]:
    """Shape (count, height, width) and entries of nested lists; count is 1 for a single matrix (GFVE)."""
    if not isinstance(nested[0][0], list):
        nested = [nested]
    shape = len(nested), len(nested[0]), len(nested[0][0])
    return shape, [value for matrix in nested for row in matrix for value in row]


def _add(m: Any, element: str, deltas: list[Numbers], reference: list[Numbers] | None) -> list[Numbers]:
    if reference is None or len(reference) < len(deltas):
        _missing(m, element, "matrices", None, None)
    sums = []
    for (shape, delta), (known_shape, known) in zip(deltas, reference, strict=False):
        if shape != known_shape:
            _missing(m, element, "matrices", known_shape, shape)
        sums.append((shape, [d + k for d, k in zip(delta, known, strict=True)]))
    return sums


def _missing(m: Any, element: str, what: str, known: object, coded: object) -> NoReturn:
    problem = f"predicted from {what} that were not received"
    if known is not None:
        problem = f"predicted from {what} of another size, {known} instead of {coded}"
    raise MissingReference(problem, message=m.syntax_name, element=element)
