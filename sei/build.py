"""Builders: from arrays to coded messages, in a closed loop.

A `FaceEncoder` makes the GFV messages of one gfv_id, an `EnhancementEncoder` the GFVE messages of one
(gfve_id, gfve_gfv_id). Each keeps a context as a decoder would, so a message is predicted from what the
decoder has, and quantisation errors do not add up. Whether coordinates and matrices are predicted is
decided by counting bits unless the caller says.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sei.context import Context
from sei.editions import H274V4, Edition
from sei.messages.generative_face_video import (
    AFFINE,
    COMPACT,
    COVARIANCE,
    LOCATION,
    ROTATION,
    TRANSLATION,
    GenerativeFaceVideo,
)
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.predict import ChromaKey, predict_enhancement, predict_face
from sei.quantise import (
    MAX_PRECISION,
    Array,
    BuildError,
    Rounding,
    finite,
    int_dec_elements,
    precision_for_error,
    quantise,
    quantise_chain,
    within_budget,
)
from sei.resolve import Matrices, as_array


@dataclass(frozen=True, slots=True)
class Network:
    """A network carried by a base message: NNC bytes (gfv_nn_mode_idc 0), or a URI and the tag URI that
    names its format (1)."""

    payload: bytes | None = None
    tag_uri: str = ""
    uri: str = ""

    def elements(self, prefix: str) -> dict[str, Any]:
        """Return the network's elements, of ``prefix`` gfv or gfve."""
        if self.payload is not None:
            return {f"{prefix}_nn_mode_idc": 0, f"{prefix}_nn_payload_byte": self.payload.hex()}
        return {
            f"{prefix}_nn_mode_idc": 1,
            f"{prefix}_nn_tag_uri": self.tag_uri,
            f"{prefix}_nn_uri": self.uri,
        }


class FaceEncoder:
    """Makes the GFV messages of one face.

    gfv_id             0..2^32-2
    precision          coordinates are coded in units of 2^-precision, 1..32
    matrix_precision   matrix elements likewise
    rounding           ``nearest``, or ``vtm`` for the bits that VTM 24.0 writes (see `sei.quantise`)
    predict            True: predict whenever the syntax allows; False: never; None: what takes fewer bits
    """

    def __init__(
        self,
        gfv_id: int = 0,
        *,
        precision: int = 8,
        matrix_precision: int = 8,
        rounding: Rounding = "nearest",
        predict: bool | None = None,
        edition: Edition = H274V4,
    ) -> None:
        _check_precisions(precision, matrix_precision)
        self.gfv_id = gfv_id
        self.precision = precision
        self.matrix_precision = matrix_precision
        self.rounding: Rounding = rounding
        self.predict = predict
        self.edition = edition
        self.context = Context()

    def base(
        self,
        keypoints: ArrayLike | None = None,
        matrices: Iterable[Matrices] = (),
        *,
        z_max: int = 1,
        network: Network | None = None,
        chroma_key: ChromaKey | None = None,
        low_confidence: bool = False,
        max_error: float | None = None,
        max_bits: int | None = None,
    ) -> GenerativeFaceVideo:
        """Return the message of a base picture (gfv_cnt 0). Later messages are predicted from it.

        ``keypoints`` (num_kps, 2 or 3), x and y in -1..1, z in units of ``z_max``; ``matrices`` one entry
        a type. ``max_error`` chooses the precisions of this message by the error that rounding may make,
        ``max_bits`` as the highest that keep its payload within a budget. Raises BuildError when there are
        neither keypoints nor matrices, a shape is not what its type asks for, or a budget cannot be met.
        """
        head: dict[str, Any] = {"gfv_base_pic_flag": 1, "gfv_nn_present_flag": int(network is not None)}
        if network is not None:
            head |= network.elements("gfv")
        head |= self._chroma_key(chroma_key)
        return self._message(head, 0, keypoints, matrices, z_max, low_confidence, max_error, max_bits)

    def picture(
        self,
        keypoints: ArrayLike | None = None,
        matrices: Iterable[Matrices] = (),
        *,
        cnt: int,
        z_max: int = 1,
        fusion: bool = False,
        low_confidence: bool = False,
        max_error: float | None = None,
        max_bits: int | None = None,
    ) -> GenerativeFaceVideo:
        """Return the message of a generated picture; ``cnt`` is its gfv_cnt. Other arguments as of `base`."""
        head: dict[str, Any] = {}
        if cnt == 0:
            head["gfv_base_pic_flag"] = 0
        if cnt == 0 or self.edition.fusion_with_any_cnt:
            head["gfv_fusion_pic_flag"] = int(fusion)
        elif fusion:
            raise BuildError("fusion is coded only with gfv_cnt 0")
        return self._message(head, cnt, keypoints, matrices, z_max, low_confidence, max_error, max_bits)

    def _message(
        self,
        head: dict[str, Any],
        cnt: int,
        keypoints: ArrayLike | None,
        matrices: Iterable[Matrices],
        z_max: int,
        low_confidence: bool,
        max_error: float | None,
        max_bits: int | None,
    ) -> GenerativeFaceVideo:
        kps = None if keypoints is None else finite(keypoints, "keypoints")
        if kps is not None and (kps.ndim != 2 or not len(kps) or kps.shape[1] not in (2, 3)):
            raise BuildError(f"keypoints must be (num_kps, 2 or 3), they are {kps.shape}")
        types = [Matrices(m.matrix_type, finite(m.values, "matrices")) for m in matrices]
        if kps is None and not types:
            raise BuildError("a message needs keypoints or matrices")
        base = bool(head.get("gfv_base_pic_flag"))
        head = {
            "gfv_id": self.gfv_id,
            "gfv_cnt": cnt,
            **head,
            "gfv_low_confidence_face_parameter_flag": int(low_confidence),
        }

        def build(precision: int, matrix_precision: int) -> GenerativeFaceVideo:
            one = self._coordinate_parts(kps, z_max, base, cnt, precision, max_error)
            two = self._matrix_parts(types, kps, base, cnt, matrix_precision, max_error)
            pairs = itertools.product(one, two)
            candidates = [GenerativeFaceVideo.from_values(head | c | m) for c, m in pairs]
            return candidates[0] if len(candidates) == 1 else min(candidates, key=self._bits)

        if max_bits is not None:
            message = within_budget(lambda precision: build(precision, precision), max_bits, self._bits)
        elif max_error is not None:
            precision = precision_for_error(max_error)
            message = build(precision, precision)
        else:
            message = build(self.precision, self.matrix_precision)
        message.to_payload(edition=self.edition, context=self.context)
        predict_face(message, self.context)
        return message

    def _bits(self, message: GenerativeFaceVideo) -> int:
        return message.payload_bits(edition=self.edition, context=self.context)

    def _choices(self, possible: bool) -> list[bool]:
        """Which of not predicted and predicted to try."""
        if not possible or self.predict is False:
            return [False]
        return [True] if self.predict else [False, True]

    def _coordinate_parts(
        self, kps: Array | None, z_max: int, base: bool, cnt: int, precision: int, max_error: float | None
    ) -> list[dict[str, Any]]:
        if kps is None:
            return [{"gfv_coordinate_present_flag": 0}]
        known = self.context.face(self.gfv_id)
        values = self.context.face_values(self.gfv_id)
        rows = values.base_kps if cnt == 0 else values.previous_kps
        reference = None if rows is None else np.array(rows)
        same = (
            reference is not None
            and reference.shape == kps.shape
            and known.num_kps == len(kps)
            and known.z_max == (z_max if kps.shape[1] == 3 else None)
            and _fine(known.precision, max_error)
        )
        parts = []
        for predicted in self._choices(base or same):
            part: dict[str, Any] = {"gfv_coordinate_present_flag": 1, "gfv_kps_pred_flag": int(predicted)}
            unit = precision
            if base or not predicted:
                part["gfv_coordinate_precision_factor_minus1"] = precision - 1
                part["gfv_num_kps_minus1"] = len(kps) - 1
                part["gfv_coordinate_z_present_flag"] = int(kps.shape[1] == 3)
                if kps.shape[1] == 3:
                    part["gfv_coordinate_z_max_value_minus1"] = z_max - 1
            else:
                unit = known.precision or precision
            if not predicted:
                coded = quantise(kps, unit, self.rounding)
            elif base or reference is None:
                coded = quantise_chain(kps, unit, self.rounding)
            else:
                coded = quantise(kps - reference, unit, self.rounding)
            for axis, column in zip("xyz", coded.T.tolist(), strict=False):
                name = f"gfv_coordinate_{'d' * predicted}{axis}"
                part[f"{name}_abs"] = [abs(v) for v in column]
                part[f"{name}_sign_flag"] = [int(v < 0) for v in column]
            parts.append(part)
        return parts

    def _matrix_parts(
        self,
        types: list[Matrices],
        kps: Array | None,
        base: bool,
        cnt: int,
        precision: int,
        max_error: float | None,
    ) -> list[dict[str, Any]]:
        if not types:
            return [{"gfv_matrix_present_flag": 0}]
        known = self.context.face(self.gfv_id)
        values = self.context.face_values(self.gfv_id)
        reference = (values.base_matrices if cnt == 0 else values.previous_matrices) or []
        shapes = [m.values.shape for m in types]
        same = (
            not base
            and known.matrix_types == [m.matrix_type for m in types]
            and known.matrix_shapes == shapes
            and [shape for shape, _ in reference] == shapes
            and _fine(known.matrix_precision, max_error)
        )
        parts = []
        for predicted in self._choices(same):
            part: dict[str, Any] = {"gfv_matrix_present_flag": 1}
            if not base:
                part["gfv_matrix_pred_flag"] = int(predicted)
            if predicted:
                unit = known.matrix_precision or precision
                deltas = [m.values - as_array(r) for m, r in zip(types, reference, strict=True)]
                part |= int_dec_elements("gfv_matrix_delta_element", deltas, unit, self.rounding, clip=False)
            else:
                part["gfv_matrix_element_precision_factor_minus1"] = precision - 1
                part |= matrix_layout(types, kps)
                arrays = [m.values for m in types]
                part |= int_dec_elements("gfv_matrix_element", arrays, precision, self.rounding, clip=True)
            parts.append(part)
        return parts

    def _chroma_key(self, key: ChromaKey | None) -> dict[str, Any]:
        if key is None:
            return {"gfv_chroma_key_info_present_flag": 0}
        part: dict[str, Any] = {"gfv_chroma_key_info_present_flag": 1}
        part["gfv_chroma_key_value_present_flag"] = [int(v is not None) for v in key.values]
        values = list(key.values)
        while values and values[-1] is None:
            values.pop()
        if values:
            part["gfv_chroma_key_value"] = values
        lower, upper = key.thresholds
        if self.edition.chroma_key_purpose:
            part["gfv_chroma_key_purpose_idc"] = key.purpose
            part["gfv_chroma_key_thr_present_flag"] = 1
            part["gfv_chroma_key_thr_lower"] = lower
            part["gfv_chroma_key_thr_upper_delta_minus1"] = upper - lower - 1
        else:
            part["gfv_chroma_key_thr_present_flag"] = [1, 1]
            part["gfv_chroma_key_thr_value"] = [lower, upper]
        return part


class EnhancementEncoder:
    """Makes the GFVE messages that enhance one face; arguments as of `FaceEncoder`.

    pupil_precision   pupils are coded in units of 2^-pupil_precision, 1..32
    """

    def __init__(
        self,
        gfve_id: int = 0,
        gfv_id: int = 0,
        *,
        matrix_precision: int = 8,
        pupil_precision: int = 8,
        rounding: Rounding = "nearest",
        predict: bool | None = None,
    ) -> None:
        _check_precisions(matrix_precision, pupil_precision)
        self.gfve_id = gfve_id
        self.gfv_id = gfv_id
        self.matrix_precision = matrix_precision
        self.pupil_precision = pupil_precision
        self.rounding: Rounding = rounding
        self.predict = predict
        self.context = Context()

    def base(
        self,
        matrices: Sequence[ArrayLike] = (),
        pupils: ArrayLike | None = None,
        *,
        network: Network | None = None,
    ) -> GenerativeFaceVideoEnhancement:
        """Return the message that enhances a base picture's. ``matrices`` are 2D arrays; ``pupils`` is (2,
        2), left and right eye, x and y in -1..1, a row of NaN where an eye is not coded."""
        head: dict[str, Any] = {"gfve_base_pic_flag": 1, "gfve_nn_present_flag": int(network is not None)}
        if network is not None:
            head |= network.elements("gfve")
        return self._message(head, 0, matrices, pupils)

    def picture(
        self, matrices: Sequence[ArrayLike] = (), pupils: ArrayLike | None = None, *, cnt: int
    ) -> GenerativeFaceVideoEnhancement:
        """Return the message that enhances the generated picture of gfv_cnt ``cnt``; arguments as of `base`.
        Raises BuildError when pupils are given and the base message had none."""
        return self._message({} if cnt else {"gfve_base_pic_flag": 0}, cnt, matrices, pupils)

    def _message(
        self, head: dict[str, Any], cnt: int, matrices: Sequence[ArrayLike], pupils: ArrayLike | None
    ) -> GenerativeFaceVideoEnhancement:
        arrays = [finite(m, "matrices") for m in matrices]
        if any(a.ndim != 2 or not a.size for a in arrays):
            raise BuildError(f"matrices must be 2D, they are {[a.shape for a in arrays]}")
        base = bool(head.get("gfve_base_pic_flag"))
        head = {"gfve_id": self.gfve_id, "gfve_gfv_id": self.gfv_id, "gfve_gfv_cnt": cnt, **head}
        tail = self._pupil_part(pupils, base, cnt)
        candidates = [
            GenerativeFaceVideoEnhancement.from_values(head | part | tail)
            for part in self._matrix_parts(arrays, base, cnt)
        ]
        message = min(candidates, key=lambda m: m.payload_bits(context=self.context))
        message.to_payload(context=self.context)
        predict_enhancement(message, self.context)
        return message

    def _matrix_parts(self, arrays: list[Array], base: bool, cnt: int) -> list[dict[str, Any]]:
        if not arrays:
            return [{"gfve_matrix_present_flag": 0}]
        known = self.context.enhancement(self.gfve_id, self.gfv_id)
        values = self.context.enhancement_values(self.gfve_id, self.gfv_id)
        reference = (values.base_matrices if cnt == 0 else values.previous_matrices) or []
        shapes = [a.shape for a in arrays]
        same = not base and known.matrix_shapes == shapes and [s[1:] for s, _ in reference] == shapes
        parts = []
        if not (same and self.predict):
            part: dict[str, Any] = {"gfve_matrix_present_flag": 1}
            if not base:
                part["gfve_matrix_pred_flag"] = 0
            part["gfve_matrix_element_precision_factor_minus1"] = self.matrix_precision - 1
            part["gfve_num_matrices_minus1"] = len(arrays) - 1
            part["gfve_matrix_height_minus1"] = [height - 1 for height, _ in shapes]
            part["gfve_matrix_width_minus1"] = [width - 1 for _, width in shapes]
            part |= int_dec_elements(
                "gfve_matrix_element", arrays, self.matrix_precision, self.rounding, clip=True
            )
            parts.append(part)
        if same and self.predict is not False:
            unit = known.matrix_precision or self.matrix_precision
            deltas = [a - as_array(r)[0] for a, r in zip(arrays, reference, strict=True)]
            coded = int_dec_elements("gfve_matrix_delta_element", deltas, unit, self.rounding, clip=False)
            parts.append({"gfve_matrix_present_flag": 1, "gfve_matrix_pred_flag": 1, **coded})
        return parts

    def _pupil_part(self, pupils: ArrayLike | None, base: bool, cnt: int) -> dict[str, Any]:
        eyes = np.full((2, 2), np.nan) if pupils is None else np.asarray(pupils, dtype=np.float64)
        if eyes.shape != (2, 2):
            raise BuildError(f"pupils must be (2, 2), they are {eyes.shape}")
        present = [bool(np.isfinite(eye).all()) for eye in eyes]
        part: dict[str, Any] = {"gfve_pupil_coordinate_present_idx": present[0] + 2 * present[1]}
        if not any(present):
            return part
        if base:
            unit = self.pupil_precision
            part["gfve_pupil_coordinate_precision_factor_minus1"] = unit - 1
            reference = np.zeros((2, 2))
        else:
            values = self.context.enhancement_values(self.gfve_id, self.gfv_id)
            known = values.base_pupils if cnt == 0 else values.previous_pupils
            if known is None:
                raise BuildError("pupils of a picture need a base message that carries pupils")
            unit = self.context.enhancement(self.gfve_id, self.gfv_id).pupil_precision or 1
            reference = np.array(known).reshape(2, 2)
        for row, eye in enumerate(("left", "right")):
            if not present[row]:
                continue
            delta = eyes[row] - reference[row]
            # Both roundings agree here: VTM rounds the magnitude of a pupil's difference to nearest.
            coded = np.sign(delta) * np.floor(np.abs(delta) * 2.0**unit + 0.5)
            for axis, value in zip("xy", coded.astype(np.int64).tolist(), strict=True):
                name = f"gfve_pupil_{eye}_eye_d{axis}_coordinate"
                part[f"{name}_abs"] = abs(value)
                if value:
                    part[f"{name}_sign_flag"] = int(value < 0)
            if base and row == 0:
                reference[1] = coded / 2.0**unit
        return part


def matrix_layout(types: Sequence[Matrices], kps: Array | None) -> dict[str, Any]:
    """Return the elements that give types and sizes. Raises BuildError on a shape that the type does not
    allow."""
    columns: dict[str, list[int | None]] = {}
    for i, m in enumerate(types):
        for name, value in _type_row(m, kps).items():
            column = columns.setdefault(name, [])
            column += [None] * (i - len(column))
            column.append(value)
    return {
        "gfv_num_matrix_types_minus1": len(types) - 1,
        "gfv_matrix_type_idx": [m.matrix_type for m in types],
        **columns,
    }


def _type_row(m: Matrices, kps: Array | None) -> dict[str, int]:
    t, shape = m.matrix_type, m.values.shape
    if len(shape) != 3 or not m.values.size:
        raise BuildError(f"matrices of type {t} must be (num_matrices, height, width), they are {shape}")
    count, height, width = shape
    if t in (AFFINE, COVARIANCE):
        if kps is None:
            raise BuildError(f"matrices of type {t} need keypoints")
        num_kps, size = kps.shape
        if (height, width) != (size, size):
            raise BuildError(
                f"matrices of type {t} must be {size}x{size} with these keypoints, they are {shape}"
            )
        if count == num_kps:
            return {"gfv_num_matrices_equal_to_num_kps_flag": 1}
        info = count - 1 if count < num_kps else count - 2
        return {"gfv_num_matrices_equal_to_num_kps_flag": 0, "gfv_num_matrices_info": info}
    if t in (ROTATION, TRANSLATION, LOCATION):
        z = height - 2
        wanted = (1, height, height if t == ROTATION else 1)
        if z not in (0, 1) or shape != wanted or (kps is not None and kps.shape[1] != height):
            raise BuildError(f"a matrix of type {t} cannot be {shape} here")
        return {} if kps is not None else {"gfv_matrix_for_3d_space_flag": z}
    sizes = {"gfv_matrix_width_minus1": width - 1, "gfv_matrix_height_minus1": height - 1}
    if t >= COMPACT:
        return {"gfv_num_matrices_minus1": count - 1, **sizes}
    if count != 1:
        raise BuildError(f"there is one matrix of type {t}, not {count}")
    return sizes


def _fine(precision: int | None, max_error: float | None) -> bool:
    """A message predicted in units of 2^-precision errs by at most ``max_error``."""
    return max_error is None or (precision is not None and 2.0 ** -(precision + 1) <= max_error)


def _check_precisions(*precisions: int) -> None:
    for value in precisions:
        if not 1 <= value <= MAX_PRECISION:
            raise BuildError(f"a precision must be in 1..{MAX_PRECISION}, it is {value}")
