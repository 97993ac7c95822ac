"""generative_face_video( payloadSize ), payloadType 223 (H.274 v4)."""

from __future__ import annotations

from typing import Annotated

from sei.context import FaceLayout, Shape
from sei.elements import b, st, u, ue
from sei.message import Message
from sei.syntax import Syntax

AFFINE, COVARIANCE, MOUTH, EYES, ROTATION, TRANSLATION, LOCATION, COMPACT = range(8)
"""gfv_matrix_type_idx: 0 affine translation (local Jacobian) and 1 covariance, a matrix a keypoint or a
subset; 2 mouth motion; 3 eye opening; 4 head rotation; 5 head translation; 6 head location; 7 compact
feature; 8..31 by the application; 32..63 reserved."""


class GenerativeFaceVideo(Message):
    """Parameters of one generated face picture, in the coded view."""

    payload_type = 223
    syntax_name = "generative_face_video"

    gfv_id: Annotated[int, ue(text="face that the message describes; 256..511 and 2^31..2^32-2 are reserved")]
    gfv_cnt: Annotated[
        int, ue(text="place of the generated picture among those of the picture unit, in output order")
    ]
    gfv_base_pic_flag: Annotated[int | None, u(1, text="the decoded picture is the base picture")] = None
    gfv_nn_present_flag: Annotated[int | None, u(1, text="a network for TranslatorNN( ) is given")] = None
    gfv_nn_mode_idc: Annotated[
        int | None, ue(text="0: NNC bytes at the end of the message, 1: URI; more: reserved")
    ] = None
    gfv_nn_tag_uri: Annotated[str | None, st(text="tag URI that names the format at gfv_nn_uri")] = None
    gfv_nn_uri: Annotated[str | None, st(text="URI of the network; never fetched here")] = None
    gfv_chroma_key_info_present_flag: Annotated[int | None, u(1, text="a chroma key is given")] = None
    gfv_chroma_key_purpose_idc: Annotated[int | None, ue(2, text="0 unspecified, 1 background, 2 face")] = (
        None
    )
    gfv_chroma_key_value_present_flag: Annotated[
        list[int] | None, u(1, dims=1, text="value of component c is coded")
    ] = None
    gfv_chroma_key_value: Annotated[
        list[int | None] | None,
        u(8, dims=1, sparse=True, text="chroma key of component c; 50, 220, 100 when none is coded"),
    ] = None
    gfv_chroma_key_thr_present_flag: Annotated[
        int | list[int] | None,
        u(1, dims=1, scalar=True, text="thresholds are coded; edition hm18: of subscript i"),
    ] = None
    gfv_chroma_key_thr_lower: Annotated[int | None, u(8, text="lower threshold; 48 when absent")] = None
    gfv_chroma_key_thr_upper_delta_minus1: Annotated[
        int | None, ue(255, text="upper threshold less the lower one, minus 1; 26 when absent")
    ] = None
    gfv_chroma_key_thr_value: Annotated[
        list[int | None] | None, ue(dims=1, sparse=True, text="edition hm18: threshold i")
    ] = None
    gfv_fusion_pic_flag: Annotated[
        int | None, u(1, text="the decoded picture is fused into the generated one")
    ] = None
    gfv_low_confidence_face_parameter_flag: Annotated[
        int, u(1, text="the parameters were derived with low confidence")
    ]
    gfv_coordinate_present_flag: Annotated[int, u(1, text="keypoint coordinates are coded")]
    gfv_kps_pred_flag: Annotated[int | None, u(1, text="coordinates are predicted")] = None
    gfv_coordinate_precision_factor_minus1: Annotated[
        int | None, ue(31, text="coordinates are in units of 2^-(this + 1)")
    ] = None
    gfv_num_kps_minus1: Annotated[int | None, ue(text="keypoints, minus 1")] = None
    gfv_coordinate_z_present_flag: Annotated[int | None, u(1, text="keypoints are three-dimensional")] = None
    gfv_coordinate_z_max_value_minus1: Annotated[
        int | None, ue(2**16 - 1, text="unit of the z coordinates, minus 1")
    ] = None
    gfv_coordinate_x_abs: Annotated[list[int] | None, ue(dims=1, text="magnitude of x of keypoint i")] = None
    gfv_coordinate_x_sign_flag: Annotated[list[int] | None, u(1, dims=1, text="1: negative")] = None
    gfv_coordinate_y_abs: Annotated[list[int] | None, ue(dims=1, text="magnitude of y")] = None
    gfv_coordinate_y_sign_flag: Annotated[list[int] | None, u(1, dims=1, text="1: negative")] = None
    gfv_coordinate_z_abs: Annotated[list[int] | None, ue(dims=1, text="magnitude of z")] = None
    gfv_coordinate_z_sign_flag: Annotated[list[int] | None, u(1, dims=1, text="1: negative")] = None
    gfv_coordinate_dx_abs: Annotated[
        list[int] | None, ue(dims=1, text="magnitude of x less its prediction")
    ] = None
    gfv_coordinate_dx_sign_flag: Annotated[list[int] | None, u(1, dims=1, text="1: negative")] = None
    gfv_coordinate_dy_abs: Annotated[
        list[int] | None, ue(dims=1, text="magnitude of y less its prediction")
    ] = None
    gfv_coordinate_dy_sign_flag: Annotated[list[int] | None, u(1, dims=1, text="1: negative")] = None
    gfv_coordinate_dz_abs: Annotated[
        list[int] | None, ue(dims=1, text="magnitude of z less its prediction")
    ] = None
    gfv_coordinate_dz_sign_flag: Annotated[list[int] | None, u(1, dims=1, text="1: negative")] = None
    gfv_matrix_present_flag: Annotated[
        int, u(1, text="matrices are coded; shall be 1 when coordinates are absent")
    ]
    gfv_matrix_pred_flag: Annotated[int | None, u(1, text="matrix elements are predicted")] = None
    gfv_matrix_element_precision_factor_minus1: Annotated[
        int | None, ue(31, text="dec parts are in units of 2^-(this + 1)")
    ] = None
    gfv_num_matrix_types_minus1: Annotated[int | None, ue(text="matrix types, minus 1")] = None
    gfv_matrix_type_idx: Annotated[
        list[int] | None, u(6, dims=1, text="type of the matrices of subscript i")
    ] = None
    gfv_num_matrices_equal_to_num_kps_flag: Annotated[
        list[int | None] | None, u(1, dims=1, sparse=True, text="types 0, 1: a matrix a keypoint")
    ] = None
    gfv_num_matrices_info: Annotated[
        list[int | None] | None,
        ue(
            2**10 - 1,
            dims=1,
            sparse=True,
            text="types 0, 1: this + 1 matrices when under the number of keypoints less 1, else this + 2",
        ),
    ] = None
    gfv_num_matrices_minus1: Annotated[
        list[int | None] | None, ue(2**10 - 1, dims=1, sparse=True, text="types from 7: matrices, minus 1")
    ] = None
    gfv_matrix_width_minus1: Annotated[
        list[int | None] | None,
        ue(2**10 - 1, dims=1, sparse=True, text="types 2, 3 and from 7: columns, minus 1"),
    ] = None
    gfv_matrix_height_minus1: Annotated[
        list[int | None] | None,
        ue(2**10 - 1, dims=1, sparse=True, text="types 2, 3 and from 7: rows, minus 1"),
    ] = None
    gfv_matrix_for_3d_space_flag: Annotated[
        list[int | None] | None,
        u(1, dims=1, sparse=True, text="types 4 to 6 without coordinates: three dimensions"),
    ] = None
    gfv_matrix_element_int: Annotated[
        list[list[list[list[int]]]] | None, ue(dims=4, text="integer part of the magnitude")
    ] = None
    gfv_matrix_element_dec: Annotated[
        list[list[list[list[int]]]] | None,
        u(dims=4, text="fractional part of the magnitude, precision_factor bits"),
    ] = None
    gfv_matrix_element_sign_flag: Annotated[
        list[list[list[list[int]]]] | None, u(1, dims=4, text="1: negative")
    ] = None
    gfv_matrix_delta_element_int: Annotated[
        list[list[list[list[int]]]] | None,
        ue(dims=4, text="integer part of the magnitude of the element less its prediction"),
    ] = None
    gfv_matrix_delta_element_dec: Annotated[
        list[list[list[list[int]]]] | None, ue(dims=4, text="fractional part, ue(v) in this message")
    ] = None
    gfv_matrix_delta_element_sign_flag: Annotated[
        list[list[list[list[int]]]] | None, u(1, dims=4, text="1: negative")
    ] = None
    gfv_nn_payload_byte: Annotated[
        str | None, b(text="network in NNC format (ISO/IEC 15938-17), hexadecimal")
    ] = None

    @staticmethod
    def table(s: Syntax) -> None:
        gfv_id = s("gfv_id")
        cnt = s("gfv_cnt")
        base = s("gfv_base_pic_flag") if cnt == 0 else 0
        nn_payload = 0
        if base:
            if s("gfv_nn_present_flag"):
                mode = s("gfv_nn_mode_idc")
                nn_payload = mode == 0
                if mode == 1:
                    s.align("gfv_nn_alignment_zero_bit_a")
                    s.text("gfv_nn_tag_uri")
                    s.text("gfv_nn_uri")
            if s("gfv_chroma_key_info_present_flag"):
                chroma_key(s)
        elif cnt == 0 or s.edition.fusion_with_any_cnt:
            s("gfv_fusion_pic_flag")
        s("gfv_low_confidence_face_parameter_flag")
        layout = FaceLayout()
        if s("gfv_coordinate_present_flag"):
            coordinates(s, base, s.context.face(gfv_id), layout)
        if s("gfv_matrix_present_flag"):
            matrices(s, base, s.context.face(gfv_id), layout)
        elif layout.num_kps is None:
            s.fail("shall be 1 when gfv_coordinate_present_flag is 0", "gfv_matrix_present_flag", 0, "1")
        if nn_payload:
            s.align("gfv_nn_alignment_zero_bit_b")
            s.octets("gfv_nn_payload_byte")
        if base:
            s.commits.append(lambda: s.context.set_face(gfv_id, layout))

    @property
    def is_reserved(self) -> bool:
        """gfv_id is of the reserved ranges: a decoder ignores the message (and an editor keeps it)."""
        return 256 <= self.gfv_id <= 511 or self.gfv_id >= 2**31


def chroma_key(s: Syntax) -> None:
    """Code the chroma key part of the table."""
    if s.edition.chroma_key_purpose:
        s("gfv_chroma_key_purpose_idc")
    for c in range(3):
        if s("gfv_chroma_key_value_present_flag", c):
            s("gfv_chroma_key_value", c)
    if s.edition.chroma_key_purpose:
        if s("gfv_chroma_key_thr_present_flag"):
            s("gfv_chroma_key_thr_lower")
            s("gfv_chroma_key_thr_upper_delta_minus1")
    else:
        for i in range(2):
            if s("gfv_chroma_key_thr_present_flag", i):
                s("gfv_chroma_key_thr_value", i)


def coordinates(s: Syntax, base: int, known: FaceLayout, layout: FaceLayout) -> None:
    """Code the coordinates part of the table; ``layout`` takes what it fixes."""
    predicted = s("gfv_kps_pred_flag")
    if base or not predicted:
        layout.precision = s("gfv_coordinate_precision_factor_minus1") + 1
        layout.num_kps = s("gfv_num_kps_minus1") + 1
        layout.z_present = s("gfv_coordinate_z_present_flag")
        if layout.z_present:
            layout.z_max = s("gfv_coordinate_z_max_value_minus1") + 1
    else:
        if known.num_kps is None:
            s.missing(
                "predicted from a base picture's coordinates, which were not received", "gfv_kps_pred_flag"
            )
        layout.precision, layout.num_kps = known.precision, known.num_kps
        layout.z_present, layout.z_max = known.z_present, known.z_max
    d = "d" if predicted else ""
    axes = ("x", "y", "z") if layout.z_present else ("x", "y")
    groups = [(f"gfv_coordinate_{d}{axis}_abs", f"gfv_coordinate_{d}{axis}_sign_flag") for axis in axes]
    s.signed_array((), (layout.num_kps,), groups)


def matrices(s: Syntax, base: int, known: FaceLayout, layout: FaceLayout) -> None:
    """Code the matrices part of the table; ``layout`` holds the message's keypoints and takes what it
    fixes."""
    predicted = 0 if base else s("gfv_matrix_pred_flag")
    if predicted:
        if known.matrix_precision is None:
            s.missing(
                "predicted from a base picture's matrices, which were not received", "gfv_matrix_pred_flag"
            )
        layout.matrix_precision = known.matrix_precision
        layout.matrix_types, layout.matrix_shapes = known.matrix_types, known.matrix_shapes
    else:
        layout.matrix_precision = s("gfv_matrix_element_precision_factor_minus1") + 1
        types = s("gfv_num_matrix_types_minus1") + 1
        s.check_loop("gfv_num_matrix_types_minus1", types, 6)
        for i in range(types):
            matrix_type = s("gfv_matrix_type_idx", i)
            layout.matrix_types.append(matrix_type)
            layout.matrix_shapes.append(matrix_shape(s, i, matrix_type, layout))
    if predicted:
        magnitudes = ("gfv_matrix_delta_element_int", "gfv_matrix_delta_element_dec")
        group = (*magnitudes, "gfv_matrix_delta_element_sign_flag")
    else:
        group = ("gfv_matrix_element_int", "gfv_matrix_element_dec", "gfv_matrix_element_sign_flag")
    for i in range(len(layout.matrix_types)):
        s.signed_array((i,), layout.matrix_shapes[i], [group], bits=layout.matrix_precision)


def matrix_shape(s: Syntax, i: int, matrix_type: int, layout: FaceLayout) -> Shape:
    """Return the sizes of matrix type ``i``: count, height, width; semantics of gfv_matrix_type_idx."""
    if matrix_type in (AFFINE, COVARIANCE):
        if layout.num_kps is None:
            s.fail("types 0 and 1 need coordinates", f"gfv_matrix_type_idx[{i}]", matrix_type, "2..63")
        size = 2 + layout.z_present
        if s("gfv_num_matrices_equal_to_num_kps_flag", i):
            return layout.num_kps, size, size
        info = s("gfv_num_matrices_info", i)
        return info + (1 if info < layout.num_kps - 1 else 2), size, size
    if matrix_type in (ROTATION, TRANSLATION, LOCATION):
        z = layout.z_present if layout.num_kps is not None else s("gfv_matrix_for_3d_space_flag", i)
        return 1, 2 + z, 2 + z if matrix_type == ROTATION else 1
    count = s("gfv_num_matrices_minus1", i) + 1 if matrix_type >= COMPACT else 1
    width = s("gfv_matrix_width_minus1", i) + 1
    height = s("gfv_matrix_height_minus1", i) + 1
    return count, height, width
