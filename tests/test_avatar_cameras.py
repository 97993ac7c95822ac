"""Calibrations: both ways of writing one say the same, and what is no calibration is one clear error."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.systems.avatar.cameras import MAX_FILE, CalibrationError, read

PLAIN = {
    "size": [1088, 1920],
    "focal": [1680.0, 1681.0],
    "centre": [533.0, 948.0],
    "rotation": [[1, 0, 0], [0, -1, 0], [0, 0, -1]],
    "translation": [-1.0, 2.0, 4.0],
    "distortion": [-0.05, 0.1, 0.001, 0.0, 0.0],
}
QUALISYS = """<?xml version='1.0'?><calibration><cameras><camera active="1" serial="a">
<fov_video bottom="1919" left="0" right="1087" top="0"/>
<transform r11="1" r12="0" r13="0" r21="0" r22="1" r23="0" r31="0" r32="0" r33="1"
 x="1000" y="2000" z="4000"/>
<intrinsic centerPointU="34112" centerPointV="60672" focalLengthU="107520" focalLengthV="107584"
 radialDistortion1="-0.05" radialDistortion2="0.1" radialDistortion3="0" tangentalDistortion1="0.001"
 tangentalDistortion2="0"/></camera></cameras></calibration>"""


def saved(tmp_path, content):
    path = tmp_path / "calibration"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_both_ways_say_the_same(tmp_path):
    (plain,) = read(saved(tmp_path, {"cameras": [PLAIN]}))
    (qualisys,) = read(saved(tmp_path, QUALISYS.encode()))
    for name, value in vars(plain).items():
        assert np.allclose(value, getattr(qualisys, name)), name


def test_a_camera_of_its_pictures(tmp_path):
    (camera,) = read(saved(tmp_path, {"cameras": [PLAIN]}))
    half = camera.for_pictures(544, 960, "clip")
    assert half.focal.tolist() == [840, 840.5] and half.centre.tolist() == [266.5, 474]
    # Eight columns that a coder cut off at the right move nothing.
    cut = camera.for_pictures(1080, 1920, "clip")
    assert cut.focal.tolist() == camera.focal.tolist() and cut.centre.tolist() == camera.centre.tolist()
    part = camera.windowed(33, 48, 0.5, 100, 200)
    assert part.centre.tolist() == [250, 450] and part.focal.tolist() == half.focal.tolist()
    for size in ((1920, 1080), (1000, 1920), (1088, 1088)):
        with pytest.raises(CalibrationError, match=r"clip: pictures of .*, calibrated are 1088x1920"):
            camera.for_pictures(*size, "clip")


def test_straight_lines_are_straight_again(tmp_path):
    """A picture whose colours say where a pixel's ray goes, as a bent lens shows it."""
    row = PLAIN | {"size": [108, 192], "focal": [168.0, 168.0], "centre": [54.0, 96.0]}
    (camera,) = read(saved(tmp_path, {"cameras": [row]}))
    y, x = np.mgrid[:192, :108] + 0.5
    bent = np.stack([(x - 54) / 168, (y - 96) / 168])
    # The ray of each pixel, by iteration.
    u, v = bent.copy()
    k1, k2, p1, p2, _ = camera.distortion
    for _ in range(30):
        r = u * u + v * v
        radial = 1 + k1 * r + k2 * r * r
        u = (bent[0] - 2 * p1 * u * v - p2 * (r + 2 * u * u)) / radial
        v = (bent[1] - p1 * (r + 2 * v * v) - 2 * p2 * u * v) / radial
    seen = torch.tensor(np.stack([u, v])[None], dtype=torch.float32)
    made = camera.straightened(seen)[0].numpy()
    inner = np.s_[:, 8:-8, 8:-8]
    assert np.abs(seen[0].numpy() - bent)[inner].max() > 0.001
    assert np.abs(made - bent)[inner].max() < 1e-4


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"focal": [0.0, 1]}, "focal .* allowed: 1..1e"),
        ({"focal": [float("nan"), 1]}, "focal"),
        ({"focal": "long"}, "focal: not 2 numbers"),
        ({"size": [0, 5]}, "size"),
        ({"centre": [1e9, 0]}, "centre"),
        ({"rotation": [[1, 0, 0], [0, 1, 0], [0, 0, -1]]}, "rotation: a mirror"),
        ({"rotation": [[2, 0, 0], [0, 1, 0], [0, 0, 1]]}, "rotation: no rotation"),
        ({"rotation": None}, "rotation: not 3x3 numbers"),
        ({"translation": [0, 0, float("inf")]}, "translation"),
        ({"distortion": [99, 0, 0, 0, 0]}, "distortion"),
    ],
)
def test_what_is_no_camera_is_said(tmp_path, change, said):
    with pytest.raises(CalibrationError, match=f"calibration: camera 1: {said}"):
        read(saved(tmp_path, {"cameras": [PLAIN | change]}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "neither Qualisys nor JSON"),
        (b"[" * 100_000, "neither Qualisys nor JSON"),
        ({"cameras": 3}, "no list of cameras"),
        ({"cameras": []}, "0 cameras"),
        ({"cameras": [PLAIN] * 65}, "65 cameras, allowed: 1..64"),
        ({"cameras": [7]}, "camera 1: size"),
        (b"<a", "no XML"),
        (b"<calibration/>", "0 cameras"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><calibration/>", "a declaration"),
        (b"<cameras><camera/></cameras>", "camera 1: transform r11: no number"),
        (QUALISYS.replace('x="1000"', 'x="far"').encode(), "camera 1: transform x: no number"),
        (b" " * (MAX_FILE + 1), "larger than 1048576 bytes"),
    ],
)
def test_what_is_no_calibration_is_said(tmp_path, content, said):
    with pytest.raises(CalibrationError, match=said):
        read(saved(tmp_path, content))


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CalibrationError, match="no-such: cannot be read"):
        read(tmp_path / "no-such")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(QUALISYS) - 1), st.binary(min_size=1, max_size=3))
def test_damaged_files_are_an_error_or_cameras(tmp_path_factory, place, put):
    data = bytearray(QUALISYS.encode())
    data[place : place + len(put)] = put
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(bytes(data))
    with contextlib.suppress(CalibrationError):
        assert len(read(path)) == 1
