"""The catalogue's section of named parameters: read by name, refused by name, and as VTM dumps it."""

from __future__ import annotations

import os
import subprocess

import numpy as np
import pytest

from conformance.bases import bases
from conformance.catalogue import Stream, catalogue
from conformance.filled import filled
from conformance.script import Script, assemble
from sei.context import Context
from sei.errors import OutOfRange, SeigenError
from sei.messages import read_payload
from sei.named import KINDS, Keypoints, known, names
from vvc_bridge.inspect import vtm_dump
from vvc_bridge.named_file import extract_named

STREAMS = {s.name.removesuffix("_Seigen_1"): s for s in catalogue() if "NAMED" in s.name}
VTM = os.environ.get("SEIGEN_VTM_DECODER")

POSITIVE = {
    "NAMED_KEYPOINTS_A": (known("fomm"), 0),
    "NAMED_KEYPOINTS_B": (Keypoints.layout(5, 3, covariances=3, z_max=4), 0),
    "NAMED_KEYPOINTS_C": (known("liveportrait"), 0),
    "NAMED_SEMANTICS_A": (known("person"), 0),
    "NAMED_SEMANTICS_B": (known("semantics"), 0),
    "NAMED_COMPACT_A": (known("tokens"), 3),
    "NAMED_COMPACT_B": (known("tokens"), 1),
    "NAMED_COMPACT_C": (known("factors"), 0),
    "NAMED_AVATAR_A": (known("avatar"), 0),
}

REFUSED = {
    "BAD_NAMED_A": ("keypoints", None, r"points\[1\].y of picture 0: out of range"),
    "BAD_NAMED_B": ("keypoints", None, r"points\[1\].y of picture 1: out of range"),
    "BAD_NAMED_C": ("keypoints", None, r"gfv_matrix_type_idx\[0\].*need coordinates"),
    "BAD_NAMED_D": ("keypoints", None, r"gfv_kps_pred_flag.*not received"),
    "BAD_NAMED_E": ("compact_feature", None, r"gfv_matrix_element_int"),
    "BAD_NAMED_F": ("compact_feature", "cfte", r"gfv_matrix_delta_element_int"),
    "BAD_NAMED_G": ("compact_feature", "tokens", r"picture 0 carries coordinates"),
    "BAD_NAMED_H": ("semantics", "person", r"gfve_pupil_right_eye_dx_coordinate_abs"),
    "BAD_NAMED_I": ("semantics", "person", r"gaze: picture 0 does not carry it \(GFVE pupils, gfve_id 0\)"),
    "BAD_NAMED_J": ("avatar_parameters", "avatar", r"gfv_matrix_pred_flag.*not received"),
}


def test_every_stream_of_the_section_is_here():
    assert STREAMS.keys() == POSITIVE.keys() | REFUSED.keys()
    assert {mapping.kind for mapping, _ in POSITIVE.values()} == set(KINDS)
    assert {kind for kind, _, _ in REFUSED.values()} == set(KINDS)


@pytest.mark.parametrize("name", POSITIVE)
def test_read_by_name(name):
    mapping, level = POSITIVE[name]
    received = _read(STREAMS[name], mapping)
    wanted = filled(mapping)
    assert received.level == level and received.pictures == 4
    for field in mapping.up_to(level):
        error = np.abs(received[field.name] - wanted[field.name]).max()
        assert error <= 2.0 ** -(field.precision + 1), field.name


def _read(stream: Stream, mapping):
    context = Context()
    messages = [read_payload(i.payload_type, i.payload, context=context) for i in stream.items()]
    return KINDS[mapping.kind].from_messages(messages, mapping=mapping)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name):
    kind, mapping, said = REFUSED[name]
    with pytest.raises(SeigenError, match=said):
        extract_named(STREAMS[name].data(), kind, mapping=mapping)


def test_what_no_stream_can_hold():
    """NaN and infinity have no bits; they are refused before."""
    for value in (np.nan, np.inf, -np.inf):
        with pytest.raises(OutOfRange, match=r"points\[0\].x of picture 0: not a finite number"):
            Keypoints(mapping=Keypoints.layout(1), values={"points": [[[value, 0]]]})


@pytest.mark.skipif(not VTM, reason="needs SEIGEN_VTM_DECODER")
@pytest.mark.parametrize("name", names())
def test_vtm_dumps_every_mapping(name, tmp_path):
    mapping = known(name)
    stream, text = tmp_path / "a.266", tmp_path / "a.txt"
    for predict in (None, True, False) if mapping.vtm_predicts else (False,):
        script = Script()
        for message in filled(mapping, 6).to_messages(predict=predict):
            script.put(message)
        stream.write_bytes(assemble(bases()["still.266"].data, script.items))
        command = [str(VTM), "-b", str(stream), "-o", str(tmp_path / "a.yuv")]
        command.append(f"--OutputDecodedSEIMessagesFilename={text}")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-500:] + done.stderr
        assert "".join(part for _, part in vtm_dump(stream)) == text.read_text()
        assert text.read_text().count("gfv_id") >= 6
