"""Bad input: one line that names message, element with subscripts, bit, value and allowed range."""

from __future__ import annotations

import pytest
from bitstring import BitArray, Bits
from click.testing import CliRunner

import seigen.__main__
from sei.context import Context
from sei.errors import BitstreamError, MissingReference, OutOfRange, Truncated
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.rbsp import Payload, escape, serialise
from vvc_bridge.inspect import find
from vvc_bridge.inspect_cli import inspect


def bits(*parts: str | tuple[int, int] | int) -> bytes:
    """``"101"`` literal bits, ``(value, width)`` u(width), a number ue(v)."""
    out = BitArray()
    for part in parts:
        if isinstance(part, str):
            out += Bits(bin=part)
        elif isinstance(part, tuple):
            out += Bits(uint=part[0], length=part[1])
        else:
            out += Bits(ue=part)
    return out.tobytes()


BASE = (0, 0, "1", "0", "0", "0")
"""gfv_id, gfv_cnt, base, no network, no chroma key, confident."""
KPS = ("1", "0", 7)
"""coordinates present, not predicted, precision 8."""

CASES = {
    "precision over 31": (bits(*BASE, "10", 32), OutOfRange, "gfv_coordinate_precision_factor_minus1", 8),
    "keypoint count from an enemy": (
        bits(*BASE, *KPS, 2**32 - 2, "0"),
        Truncated,
        "gfv_coordinate_x_abs",
        79,
    ),
    "ue(v) over 2^32-2": (bits("0" * 40 + "1" * 41), OutOfRange, "gfv_id", 0),
    "z unit over 2^16": (
        bits(*BASE, *KPS, 0, "1", 2**16),
        OutOfRange,
        "gfv_coordinate_z_max_value_minus1",
        17,
    ),
    "chroma purpose": (bits(0, 0, "1", "0", "1", 3), OutOfRange, "gfv_chroma_key_purpose_idc", 5),
    "threshold": (
        bits(0, 0, "1", "0", "1", 0, "0001", (1, 8), 256),
        OutOfRange,
        "gfv_chroma_key_thr_upper_delta_minus1",
        18,
    ),
    "neither coordinates nor matrices": (bits(*BASE, "0", "0"), BitstreamError, "gfv_matrix_present_flag", 8),
    "matrix width over 2^10": (
        bits(*BASE, "0", "1", 7, 0, (7, 6), 0, 1024),
        OutOfRange,
        "gfv_matrix_width_minus1[0]",
        23,
    ),
    "64 types of 1024 matrices of 1024x1024": (
        bits(*BASE, "0", "1", 7, 63, *[x for _ in range(64) for x in ((7, 6), 1023, 1023, 1023)]),
        Truncated,
        "gfv_matrix_element_int",
        4444,
    ),
    "types without room": (bits(*BASE, "0", "1", 7, 2**32 - 2), Truncated, "gfv_num_matrix_types_minus1", 78),
    "affine matrices without coordinates": (
        bits(*BASE, "0", "1", 7, 0, (0, 6)),
        BitstreamError,
        "gfv_matrix_type_idx[0]",
        22,
    ),
    "predicted from nothing": (bits(0, 0, "0", "0", "0", "1", "1"), MissingReference, "gfv_kps_pred_flag", 7),
    "matrices predicted from nothing": (
        bits(0, 1, "0", "0", "1", "1"),
        MissingReference,
        "gfv_matrix_pred_flag",
        8,
    ),
    "non-zero alignment": (bits(0, 0, "1", "1", 1, "1"), OutOfRange, "gfv_nn_alignment_zero_bit_a", None),
    "URI without end": (bits(0, 0, "1", "1", 1, "0") + b"tag:x", Truncated, "gfv_nn_tag_uri", 8),
    "URI not UTF-8": (bits(0, 0, "1", "1", 1, "0") + b"\xc3\x28\0u\0", OutOfRange, "gfv_nn_tag_uri", 8),
    "trailing garbage": (
        bits(*BASE, *KPS, 0, "0", 0, 0, "0", "1") + b"\0\0",
        BitstreamError,
        "sei_payload_bit_equal_to_one",
        20,
    ),
    "no stop bit": (bits(*BASE, *KPS, 0, "0", 0, 0, "0"), BitstreamError, "sei_payload_bit_equal_to_one", 20),
    "empty": (b"", Truncated, "gfv_id", 0),
}


@pytest.mark.parametrize("name", CASES)
def test_refusal_names_the_place(name):
    payload, kind, element, bit = CASES[name]
    context = Context()
    with pytest.raises(kind) as refusal:
        GenerativeFaceVideo.from_payload(payload, context=context)
    error = refusal.value
    assert error.message == "generative_face_video"
    assert error.element == element
    if bit is not None:
        assert error.bit == bit
    if kind is OutOfRange:
        assert error.value is not None
        assert error.allowed
    assert context.face(0).num_kps is None, "a refused message leaves no trace in the context"


def test_every_truncation_of_a_message_is_refused():
    payload = bits(*BASE, *KPS, 2, "1", 9, *[part for _ in range(9) for part in (77, "1")], "0", "1")
    GenerativeFaceVideo.from_payload(payload)
    for size in range(len(payload)):
        with pytest.raises(BitstreamError) as refusal:
            GenerativeFaceVideo.from_payload(payload[:size])
        assert refusal.value.element


def test_pupil_range_depends_on_the_precision():
    head = (0, 0, 0, "1", "0", "0", (1, 2), 3)
    allowed = bits(*head, 32, "0", 0, "1")
    assert GenerativeFaceVideoEnhancement.from_payload(allowed).gfve_pupil_left_eye_dx_coordinate_abs == 32
    with pytest.raises(OutOfRange) as refusal:
        GenerativeFaceVideoEnhancement.from_payload(bits(*head, 33, "0", 0, "1"))
    assert (refusal.value.value, refusal.value.allowed) == (33, "0..32")


def test_pupils_predicted_from_nothing():
    with pytest.raises(MissingReference):
        GenerativeFaceVideoEnhancement.from_payload(bits(0, 0, 1, "0", (3, 2), 0, 0, 0, 0, "1"))


def test_reserved_ids_and_types_are_kept_and_marked():
    payload = bits(300, 0, "1", "0", "0", "0", "0", "1", 7, 0, (40, 6), 0, 0, 0, 0, (0, 8), "1")
    message = GenerativeFaceVideo.from_payload(payload)
    assert message.is_reserved
    assert message.gfv_matrix_type_idx == [40]
    assert message.to_payload() == payload


VALUES = {
    "gfv_id": 0,
    "gfv_cnt": 0,
    "gfv_base_pic_flag": 1,
    "gfv_nn_present_flag": 0,
    "gfv_chroma_key_info_present_flag": 0,
    "gfv_low_confidence_face_parameter_flag": 0,
    "gfv_coordinate_present_flag": 1,
    "gfv_kps_pred_flag": 0,
    "gfv_coordinate_precision_factor_minus1": 7,
    "gfv_num_kps_minus1": 1,
    "gfv_coordinate_z_present_flag": 0,
    "gfv_coordinate_x_abs": [1, 0],
    "gfv_coordinate_x_sign_flag": [1, 0],
    "gfv_coordinate_y_abs": [3, 4],
    "gfv_coordinate_y_sign_flag": [0, 0],
    "gfv_matrix_present_flag": 0,
}

EDITS = {
    "missing": ({"gfv_kps_pred_flag": None}, "gfv_kps_pred_flag", "must be given"),
    "too short": ({"gfv_coordinate_x_abs": [1]}, "gfv_coordinate_x_abs[1]", "must be given"),
    "too long": ({"gfv_coordinate_y_abs": [3, 4, 5]}, "gfv_coordinate_y_abs", "not coded"),
    "not coded": ({"gfv_fusion_pic_flag": 0}, "gfv_fusion_pic_flag", "not coded"),
    "sign of nothing": ({"gfv_coordinate_x_sign_flag": [1, 1]}, "gfv_coordinate_x_sign_flag[1]", "inferred"),
    "list for a number": ({"gfv_num_kps_minus1": [1]}, "gfv_num_kps_minus1", "given"),
}


@pytest.mark.parametrize("name", EDITS)
def test_writer_refuses_what_it_would_lose(name):
    edit, element, words = EDITS[name]
    values = {**VALUES, **edit}
    message = GenerativeFaceVideo.model_construct(**values)
    with pytest.raises(BitstreamError) as refusal:
        message.to_payload()
    assert refusal.value.element == element
    assert words in refusal.value.problem


def test_writer_refuses_values_edited_out_of_range_in_place():
    message = GenerativeFaceVideo.from_values(VALUES)
    for value in (-1, 2**32 - 1, True, 1.5, "1"):
        message.gfv_coordinate_x_abs[1] = value
        with pytest.raises(OutOfRange) as refusal:
            message.to_payload()
        assert refusal.value.element == "gfv_coordinate_x_abs[1]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "generative_face_video"),
        ("{", "generative_face_video"),
        ('{"gfv_id": -1}', "gfv_id"),
        ('{"gfv_id": 1.0}', "gfv_id"),
        ('{"gfv_id": true}', "gfv_id"),
        ('{"gfv_id": 0, "gfv_idd": 0}', "gfv_"),
        ('{"gfv_coordinate_x_abs": [0, 4294967295]}', "gfv_"),
    ],
)
def test_json_is_hostile_input(text, words):
    with pytest.raises(BitstreamError) as refusal:
        GenerativeFaceVideo.from_json(text)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def stream(*payloads: tuple[int, bytes]) -> bytes:
    rbsp = serialise([Payload(kind, data) for kind, data in payloads])
    return b"\0\0\0\1" + bytes([0, 24 << 3 | 1]) + escape(rbsp)


def test_a_refused_message_does_not_hide_the_others(tmp_path):
    good = bits(*BASE, *KPS, 0, "0", 0, 0, "0", "1")
    path = tmp_path / "x.266"
    path.write_bytes(stream((223, good), (223, good[:2]), (1000, b"abc"), (223, good)))
    result = CliRunner().invoke(inspect, [str(path)])
    assert result.exit_code == 1
    assert result.stdout.count("generative_face_video ") == 3
    assert "payloadType 1000" in result.stdout
    assert result.stderr.count("\n") == 1
    assert "NAL unit at byte 0, generative_face_video, gfv_coordinate_z_present_flag, bit 16" in result.stderr
    refused = [found for found in find(path.read_bytes()) if found.error]
    assert [found.message.to_payload() for found in refused] == [good[:2]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0 not a stream", "JPEG"),
        (stream((223, b"\x80"))[:-3] + b"\xff\xff\xff\x80", "beyond the NAL unit"),
        (b"\0\0\1", "NAL unit"),
    ],
)
def test_command_line_refuses_in_one_line(tmp_path, monkeypatch, capsys, data, words):
    path = tmp_path / "x.266"
    path.write_bytes(data)
    # One NAL unit is too little to tell the standard by.
    options = ["--codec", "h266"] if words == "beyond the NAL unit" else []
    monkeypatch.setattr("sys.argv", ["seigen", "inspect", str(path), *options])
    with pytest.raises(SystemExit) as stop:
        seigen.__main__.main()
    assert stop.value.code == 1
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
