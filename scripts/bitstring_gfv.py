"""GFV and GFVE written for bitstring 5, as a user of that library would: what the benchmark compares with.

Of the syntax only what the benchmark's messages use: no network, no chroma key, keypoints in 2D, matrix
types 0 (a matrix a keypoint) and 7. Values have the models' names. There are no range checks, no errors
that name a place and no validation, so bitstring does less here than `sei` does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, cast

from bitstring import Bits, Dtype, Reader

Values = dict[str, Any]
Read = Callable[[str], int]
UE, U1, U2, U6 = Dtype("ue"), Dtype("u1"), Dtype("u2"), Dtype("u6")


class State:
    """What base messages fix for later ones."""

    def __init__(self) -> None:
        self.num_kps = 0
        self.precision = 0
        self.shapes: list[tuple[int, int, int]] = []
        self.eye_precision = 0
        self.eye_shapes: list[tuple[int, int]] = []


def read_face(payload: bytes, state: State) -> Values:
    """generative_face_video( )."""
    read = _reader(payload)
    v: Values = {"gfv_id": read("ue"), "gfv_cnt": read("ue")}
    base = 0
    if v["gfv_cnt"] == 0:
        base = v["gfv_base_pic_flag"] = read("u1")
    if base:
        v["gfv_nn_present_flag"] = read("u1")
        v["gfv_chroma_key_info_present_flag"] = read("u1")
    elif v["gfv_cnt"] == 0:
        v["gfv_fusion_pic_flag"] = read("u1")
    v["gfv_low_confidence_face_parameter_flag"] = read("u1")
    v["gfv_coordinate_present_flag"] = read("u1")
    if v["gfv_coordinate_present_flag"]:
        predicted = v["gfv_kps_pred_flag"] = read("u1")
        if base or not predicted:
            v["gfv_coordinate_precision_factor_minus1"] = read("ue")
            v["gfv_num_kps_minus1"] = read("ue")
            state.num_kps = v["gfv_num_kps_minus1"] + 1
            v["gfv_coordinate_z_present_flag"] = read("u1")
        names = [f"gfv_coordinate_{'d' * predicted}{axis}" for axis in "xy"]
        columns: list[list[int]] = [[], [], [], []]
        for _ in range(state.num_kps):
            for axis in (0, 2):
                magnitude = read("ue")
                columns[axis].append(magnitude)
                columns[axis + 1].append(read("u1") if magnitude else 0)
        for axis, name in enumerate(names):
            v[f"{name}_abs"], v[f"{name}_sign_flag"] = columns[2 * axis : 2 * axis + 2]
    v["gfv_matrix_present_flag"] = read("u1")
    if v["gfv_matrix_present_flag"]:
        predicted = 0
        if not base:
            predicted = v["gfv_matrix_pred_flag"] = read("u1")
        if not predicted:
            v["gfv_matrix_element_precision_factor_minus1"] = read("ue")
            state.precision = v["gfv_matrix_element_precision_factor_minus1"] + 1
            v["gfv_num_matrix_types_minus1"] = read("ue")
            v["gfv_matrix_type_idx"] = []
            state.shapes = []
            for _ in range(v["gfv_num_matrix_types_minus1"] + 1):
                kind = read("u6")
                v["gfv_matrix_type_idx"].append(kind)
                if kind == 0:
                    v.setdefault("gfv_num_matrices_equal_to_num_kps_flag", []).append(read("u1"))
                    state.shapes.append((state.num_kps, 2, 2))
                else:
                    sizes = [read("ue") for _ in range(3)]
                    names = [f"gfv_{n}_minus1" for n in ("num_matrices", "matrix_width", "matrix_height")]
                    for name, size in zip(names, sizes, strict=True):
                        v.setdefault(name, []).append(size)
                    state.shapes.append((sizes[0] + 1, sizes[2] + 1, sizes[1] + 1))
        name = "gfv_matrix_delta_element" if predicted else "gfv_matrix_element"
        dtype = "ue" if predicted else f"u{state.precision}"
        arrays = [_read_matrices(read, shape, dtype) for shape in state.shapes]
        for part, column in zip(("int", "dec", "sign_flag"), zip(*arrays, strict=True), strict=True):
            v[f"{name}_{part}"] = list(column)
    return v


def read_enhancement(payload: bytes, state: State) -> Values:
    """generative_face_video_enhancement( )."""
    read = _reader(payload)
    v: Values = {"gfve_id": read("ue"), "gfve_gfv_id": read("ue"), "gfve_gfv_cnt": read("ue")}
    base = 0
    if v["gfve_gfv_cnt"] == 0:
        base = v["gfve_base_pic_flag"] = read("u1")
    if base:
        v["gfve_nn_present_flag"] = read("u1")
    v["gfve_matrix_present_flag"] = read("u1")
    if v["gfve_matrix_present_flag"]:
        predicted = 0
        if not base:
            predicted = v["gfve_matrix_pred_flag"] = read("u1")
        if not predicted:
            v["gfve_matrix_element_precision_factor_minus1"] = read("ue")
            state.eye_precision = v["gfve_matrix_element_precision_factor_minus1"] + 1
            v["gfve_num_matrices_minus1"] = read("ue")
            sizes = [(read("ue"), read("ue")) for _ in range(v["gfve_num_matrices_minus1"] + 1)]
            v["gfve_matrix_height_minus1"] = [height for height, _ in sizes]
            v["gfve_matrix_width_minus1"] = [width for _, width in sizes]
            state.eye_shapes = [(height + 1, width + 1) for height, width in sizes]
        name = "gfve_matrix_delta_element" if predicted else "gfve_matrix_element"
        dtype = f"u{state.eye_precision}"
        arrays = [[part[0] for part in _read_matrices(read, (1, *s), dtype)] for s in state.eye_shapes]
        for part, column in zip(("int", "dec", "sign_flag"), zip(*arrays, strict=True), strict=True):
            v[f"{name}_{part}"] = list(column)
    present = v["gfve_pupil_coordinate_present_idx"] = read("u2")
    if present and base:
        v["gfve_pupil_coordinate_precision_factor_minus1"] = read("ue")
    for eye, bit in (("left", 1), ("right", 2)):
        if present & bit:
            for axis in "xy":
                name = f"gfve_pupil_{eye}_eye_d{axis}_coordinate"
                v[f"{name}_abs"] = read("ue")
                if v[f"{name}_abs"]:
                    v[f"{name}_sign_flag"] = read("u1")
    return v


def _reader(payload: bytes) -> Read:
    # Its type follows from the dtype's name, and all of these are integers.
    return cast(Read, Reader(Bits.from_bytes(payload)).read_value)


def _read_matrices(read: Read, shape: tuple[int, int, int], dtype: str) -> tuple[Any, Any, Any]:
    ints: list[Any] = []
    decs: list[Any] = []
    signs: list[Any] = []
    for _ in range(shape[0]):
        planes: tuple[list[Any], ...] = ([], [], [])
        for _ in range(shape[1]):
            rows: tuple[list[int], ...] = ([], [], [])
            for _ in range(shape[2]):
                whole = read("ue")
                dec = read(dtype)
                rows[0].append(whole)
                rows[1].append(dec)
                rows[2].append(read("u1") if whole or dec else 0)
            for plane, row in zip(planes, rows, strict=True):
                plane.append(row)
        for matrices, plane in zip((ints, decs, signs), planes, strict=True):
            matrices.append(plane)
    return ints, decs, signs


def write_face(v: Values, state: State) -> bytes:
    """generative_face_video( )."""
    bits: list[Bits] = []
    put = bits.append
    make = Bits.from_dtype
    put(make(UE, v["gfv_id"]))
    put(make(UE, v["gfv_cnt"]))
    for name in (
        "gfv_base_pic_flag",
        "gfv_nn_present_flag",
        "gfv_chroma_key_info_present_flag",
        "gfv_fusion_pic_flag",
    ):
        if v.get(name) is not None:
            put(make(U1, v[name]))
    put(make(U1, v["gfv_low_confidence_face_parameter_flag"]))
    put(make(U1, v["gfv_coordinate_present_flag"]))
    if v["gfv_coordinate_present_flag"]:
        predicted = v["gfv_kps_pred_flag"]
        put(make(U1, predicted))
        if v.get("gfv_base_pic_flag") or not predicted:
            put(make(UE, v["gfv_coordinate_precision_factor_minus1"]))
            put(make(UE, v["gfv_num_kps_minus1"]))
            put(make(U1, v["gfv_coordinate_z_present_flag"]))
        names = [f"gfv_coordinate_{'d' * predicted}{axis}" for axis in "xy"]
        columns = [v[f"{name}_{part}"] for name in names for part in ("abs", "sign_flag")]
        for x, x_sign, y, y_sign in zip(*columns, strict=True):
            put(make(UE, x))
            if x:
                put(make(U1, x_sign))
            put(make(UE, y))
            if y:
                put(make(U1, y_sign))
    put(make(U1, v["gfv_matrix_present_flag"]))
    if v["gfv_matrix_present_flag"]:
        predicted = v.get("gfv_matrix_pred_flag") or 0
        if not v.get("gfv_base_pic_flag"):
            put(make(U1, predicted))
        if not predicted:
            put(make(UE, v["gfv_matrix_element_precision_factor_minus1"]))
            state.precision = v["gfv_matrix_element_precision_factor_minus1"] + 1
            put(make(UE, v["gfv_num_matrix_types_minus1"]))
            for i, kind in enumerate(v["gfv_matrix_type_idx"]):
                put(make(U6, kind))
                if kind == 0:
                    put(make(U1, v["gfv_num_matrices_equal_to_num_kps_flag"][i]))
                else:
                    for name in ("num_matrices", "matrix_width", "matrix_height"):
                        put(make(UE, v[f"gfv_{name}_minus1"][i]))
        name = "gfv_matrix_delta_element" if predicted else "gfv_matrix_element"
        dec = UE if predicted else Dtype(f"u{state.precision}")
        for arrays in zip(*(v[f"{name}_{part}"] for part in ("int", "dec", "sign_flag")), strict=True):
            _write_matrices(put, arrays, dec)
    return _finish(bits)


def write_enhancement(v: Values, state: State) -> bytes:
    """generative_face_video_enhancement( )."""
    bits: list[Bits] = []
    put = bits.append
    make = Bits.from_dtype
    for name in ("gfve_id", "gfve_gfv_id", "gfve_gfv_cnt"):
        put(make(UE, v[name]))
    for name in ("gfve_base_pic_flag", "gfve_nn_present_flag"):
        if v.get(name) is not None:
            put(make(U1, v[name]))
    put(make(U1, v["gfve_matrix_present_flag"]))
    if v["gfve_matrix_present_flag"]:
        predicted = v.get("gfve_matrix_pred_flag") or 0
        if not v.get("gfve_base_pic_flag"):
            put(make(U1, predicted))
        if not predicted:
            put(make(UE, v["gfve_matrix_element_precision_factor_minus1"]))
            state.eye_precision = v["gfve_matrix_element_precision_factor_minus1"] + 1
            put(make(UE, v["gfve_num_matrices_minus1"]))
            sizes = zip(v["gfve_matrix_height_minus1"], v["gfve_matrix_width_minus1"], strict=True)
            for size in itertools.chain.from_iterable(sizes):
                put(make(UE, size))
        name = "gfve_matrix_delta_element" if predicted else "gfve_matrix_element"
        arrays = [v[f"{name}_{part}"] for part in ("int", "dec", "sign_flag")]
        _write_matrices(put, arrays, Dtype(f"u{state.eye_precision}"))
    present = v["gfve_pupil_coordinate_present_idx"]
    put(make(U2, present))
    if present and v.get("gfve_base_pic_flag"):
        put(make(UE, v["gfve_pupil_coordinate_precision_factor_minus1"]))
    for eye, bit in (("left", 1), ("right", 2)):
        if present & bit:
            for axis in "xy":
                name = f"gfve_pupil_{eye}_eye_d{axis}_coordinate"
                put(make(UE, v[f"{name}_abs"]))
                if v[f"{name}_abs"]:
                    put(make(U1, v[f"{name}_sign_flag"]))
    return _finish(bits)


def _write_matrices(put: Any, arrays: Any, dec_dtype: Dtype) -> None:
    make = Bits.from_dtype
    for planes in zip(*arrays, strict=True):
        for rows in zip(*planes, strict=True):
            for whole, dec, sign in zip(*rows, strict=True):
                put(make(UE, whole))
                put(make(dec_dtype, dec))
                if whole or dec:
                    put(make(U1, sign))


def _finish(bits: list[Bits]) -> bytes:
    joined = Bits.from_joined(bits)
    if len(joined) % 8:
        joined += "0b1"
    return joined.to_bytes()
