"""generative_face_video_enhancement( payloadSize ), payloadType 224 (H.274 v4)."""

from __future__ import annotations

from typing import Annotated

from sei.context import EnhancementLayout
from sei.elements import UE_MAX, b, st, u, ue
from sei.message import Message
from sei.syntax import Syntax

_PUPIL = "gfve_pupil_{eye}_eye_d{axis}_coordinate_{part}"


class GenerativeFaceVideoEnhancement(Message):
    """Enhancement features and pupils of one generated face picture, in the coded view."""

    payload_type = 224
    syntax_name = "generative_face_video_enhancement"

    gfve_id: Annotated[int, ue(text="identifies the enhancement; 256..511 and 2^31..2^32-2 are reserved")]
    gfve_gfv_id: Annotated[int, ue(text="gfv_id of the GFV message that it enhances")]
    gfve_gfv_cnt: Annotated[int, ue(text="gfv_cnt of the GFV message that it enhances")]
    gfve_base_pic_flag: Annotated[int | None, u(1, text="the decoded picture is the base picture")] = None
    gfve_nn_present_flag: Annotated[int | None, u(1, text="a network for EnhancerNN( ) is given")] = None
    gfve_nn_mode_idc: Annotated[
        int | None, ue(text="0: NNC bytes at the end of the message, 1: URI; more: reserved")
    ] = None
    gfve_nn_tag_uri: Annotated[str | None, st(text="tag URI that names the format at gfve_nn_uri")] = None
    gfve_nn_uri: Annotated[str | None, st(text="URI of the network; never fetched here")] = None
    gfve_matrix_present_flag: Annotated[int, u(1, text="matrices are coded")]
    gfve_matrix_pred_flag: Annotated[int | None, u(1, text="matrix elements are predicted")] = None
    gfve_matrix_element_precision_factor_minus1: Annotated[
        int | None, ue(31, text="dec parts are in units of 2^-(this + 1)")
    ] = None
    gfve_num_matrices_minus1: Annotated[int | None, ue(2**10 - 1, text="matrices, minus 1")] = None
    gfve_matrix_height_minus1: Annotated[
        list[int] | None, ue(2**10 - 1, dims=1, text="rows of matrix j, minus 1")
    ] = None
    gfve_matrix_width_minus1: Annotated[
        list[int] | None, ue(2**10 - 1, dims=1, text="columns of matrix j, minus 1")
    ] = None
    gfve_matrix_element_int: Annotated[
        list[list[list[int]]] | None, ue(dims=3, text="integer part of the magnitude")
    ] = None
    gfve_matrix_element_dec: Annotated[
        list[list[list[int]]] | None,
        u(dims=3, text="fractional part of the magnitude, precision_factor bits"),
    ] = None
    gfve_matrix_element_sign_flag: Annotated[
        list[list[list[int]]] | None, u(1, dims=3, text="1: negative")
    ] = None
    gfve_matrix_delta_element_int: Annotated[
        list[list[list[int]]] | None,
        ue(dims=3, text="integer part of the magnitude of the element less its prediction"),
    ] = None
    gfve_matrix_delta_element_dec: Annotated[
        list[list[list[int]]] | None,
        u(dims=3, text="fractional part, precision_factor bits of the base message"),
    ] = None
    gfve_matrix_delta_element_sign_flag: Annotated[
        list[list[list[int]]] | None, u(1, dims=3, text="1: negative")
    ] = None
    gfve_pupil_coordinate_present_idx: Annotated[int, u(2, text="0 no pupil, 1 left, 2 right, 3 both")]
    gfve_pupil_coordinate_precision_factor_minus1: Annotated[
        int | None, ue(31, text="pupil coordinates are in units of 2^-(this + 1); kept for later messages")
    ] = None
    gfve_pupil_left_eye_dx_coordinate_abs: Annotated[
        int | None, ue(text="magnitude of x less its prediction, at most 2^(precision_factor + 1)")
    ] = None
    gfve_pupil_left_eye_dx_coordinate_sign_flag: Annotated[int | None, u(1, text="1: negative")] = None
    gfve_pupil_left_eye_dy_coordinate_abs: Annotated[
        int | None, ue(text="magnitude of y less its prediction, at most 2^(precision_factor + 1)")
    ] = None
    gfve_pupil_left_eye_dy_coordinate_sign_flag: Annotated[int | None, u(1, text="1: negative")] = None
    gfve_pupil_right_eye_dx_coordinate_abs: Annotated[
        int | None, ue(text="magnitude of x less its prediction, at most 2^(precision_factor + 1)")
    ] = None
    gfve_pupil_right_eye_dx_coordinate_sign_flag: Annotated[int | None, u(1, text="1: negative")] = None
    gfve_pupil_right_eye_dy_coordinate_abs: Annotated[
        int | None, ue(text="magnitude of y less its prediction, at most 2^(precision_factor + 1)")
    ] = None
    gfve_pupil_right_eye_dy_coordinate_sign_flag: Annotated[int | None, u(1, text="1: negative")] = None
    gfve_nn_payload_byte: Annotated[
        str | None, b(text="network in NNC format (ISO/IEC 15938-17), hexadecimal")
    ] = None

    @staticmethod
    def table(s: Syntax) -> None:
        gfve_id = s("gfve_id")
        gfv_id = s("gfve_gfv_id")
        cnt = s("gfve_gfv_cnt")
        base = s("gfve_base_pic_flag") if cnt == 0 else 0
        nn_payload = 0
        if base and s("gfve_nn_present_flag"):
            mode = s("gfve_nn_mode_idc")
            nn_payload = mode == 0
            if mode == 1:
                s.align("gfve_nn_alignment_zero_bit_a")
                s.text("gfve_nn_tag_uri")
                s.text("gfve_nn_uri")
        known = s.context.enhancement(gfve_id, gfv_id)
        layout = EnhancementLayout()
        if s("gfve_matrix_present_flag"):
            matrices(s, base, known, layout)
        pupils(s, base, known, layout)
        if nn_payload:
            s.align("gfve_nn_alignment_zero_bit_b")
            s.octets("gfve_nn_payload_byte")
        if base:
            s.commits.append(lambda: s.context.set_enhancement(gfve_id, gfv_id, layout))

    @property
    def is_reserved(self) -> bool:
        """gfve_id is of the reserved ranges: a decoder ignores the message (and an editor keeps it)."""
        return 256 <= self.gfve_id <= 511 or self.gfve_id >= 2**31


def matrices(s: Syntax, base: int, known: EnhancementLayout, layout: EnhancementLayout) -> None:
    """Code the matrices part of the table; ``layout`` takes what it fixes."""
    predicted = 0 if base else s("gfve_matrix_pred_flag")
    if predicted:
        if known.matrix_precision is None:
            s.missing(
                "predicted from a base picture's matrices, which were not received", "gfve_matrix_pred_flag"
            )
        layout.matrix_precision, layout.num_matrices = known.matrix_precision, known.num_matrices
        layout.matrix_shapes = known.matrix_shapes
        magnitudes = ("gfve_matrix_delta_element_int", "gfve_matrix_delta_element_dec")
        group = (*magnitudes, "gfve_matrix_delta_element_sign_flag")
    else:
        layout.matrix_precision = s("gfve_matrix_element_precision_factor_minus1") + 1
        layout.num_matrices = s("gfve_num_matrices_minus1") + 1
        s.check_loop("gfve_num_matrices_minus1", layout.num_matrices, 2)
        for j in range(layout.num_matrices):
            height = s("gfve_matrix_height_minus1", j) + 1
            width = s("gfve_matrix_width_minus1", j) + 1
            layout.matrix_shapes.append((height, width))
        group = ("gfve_matrix_element_int", "gfve_matrix_element_dec", "gfve_matrix_element_sign_flag")
    for j in range(layout.num_matrices):
        s.signed_array((j,), layout.matrix_shapes[j], [group], bits=layout.matrix_precision)


def pupils(s: Syntax, base: int, known: EnhancementLayout, layout: EnhancementLayout) -> None:
    """Code the pupils part of the table; ``layout`` takes what it fixes."""
    present = s("gfve_pupil_coordinate_present_idx")
    if not present:
        return
    if base:
        layout.pupil_precision = s("gfve_pupil_coordinate_precision_factor_minus1") + 1
    elif known.pupil_precision is None:
        s.missing(
            "pupils are predicted from a base picture's, which were not received",
            "gfve_pupil_coordinate_present_idx",
        )
    else:
        layout.pupil_precision = known.pupil_precision
    for eye, bit in (("left", 1), ("right", 2)):
        if present & bit:
            for axis in ("x", "y"):
                limit = min(1 << (layout.pupil_precision + 1), UE_MAX)
                if s(_PUPIL.format(eye=eye, axis=axis, part="abs"), hi=limit):
                    s(_PUPIL.format(eye=eye, axis=axis, part="sign_flag"))
