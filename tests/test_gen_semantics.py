"""seigen semantics: what parameters mean, by name, listed and changed in a coded stream."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import registry
from generators.parameters.handles import from_angles, to_angles
from generators.semantics import Edits, UnknownName, edit, read
from generators.semantics_cli import semantics as command
from sei.build import FaceEncoder, Network
from sei.errors import SeigenError
from sei.named import known
from sei.resolve import Matrices
from tests.test_gen_thin import bare, stream  # noqa: F401
from vvc_bridge.access_unit import access_units

DATA = Path(__file__).parent / "data"
TALK = DATA / "mesh_talk.266"
STEP = 2.0**-7
VTM = os.environ.get("SEIGEN_VTM_DECODER")


def changed(tmp_path: Path, source: Path = TALK, **edits: list[str]) -> Path:
    out = tmp_path / "out.266"
    edit(source, out, Edits.parse(**edits), vtm_safe=False)
    return out


def values(path: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    """A number over all pictures, and which of them are base pictures."""
    found = read(path)
    (handle,) = found.find(name)
    return found.values(handle), np.array([p.is_base for p in found.pictures])


@given(st.floats(-179, 179), st.floats(-89, 89), st.floats(-179, 179))
def test_angles_there_and_back(yaw, pitch, roll):
    assert np.allclose(to_angles(from_angles(np.array([yaw, pitch, roll]))), [yaw, pitch, roll], atol=1e-6)


def test_angles_mean_what_they_say():
    """The nose (towards the camera, -z) and the top of the head, x right, y down, z away."""
    nose, top = np.array([0, 0, -1.0]), np.array([0, -1.0, 0])
    assert (from_angles(np.array([20, 0, 0])) @ nose)[0] > 0.3, "the person's left is right in the picture"
    assert (from_angles(np.array([0, 20, 0])) @ nose)[1] > 0.3, "chin down"
    assert (from_angles(np.array([0, 0, 20])) @ top)[0] > 0.3, "leant to the person's left"


@pytest.mark.parametrize(
    ("name", "by", "near"),
    [
        ("head.yaw", 20, 0.7),
        ("head.pitch", -10, 0.7),
        ("head.roll", 12.5, 0.7),
        ("mouth.open", 0.1, 0.02),
        ("mouth.width", -0.1, 0.02),
        ("eyes.left", 0.125, 0.004),
        ("gaze.right.y", 0.25, 0.016),
        ("compact[2]", 0.5, 0.004),
    ],
)
def test_every_picture_but_base_pictures_changes_by_what_was_asked(name, by, near, tmp_path):
    out = changed(tmp_path, set=[f"{name}+={by}"])
    before, base = values(TALK, name)
    after, _ = values(out, name)
    assert np.array_equal(after[base], before[base])
    assert np.abs(after - before - by)[~base].max() < near
    # Nothing else moved, but for what shares the field.
    shared = {f for h in read(TALK).find(name) for f in h.fields}
    for handle in read(TALK).handles:
        if not shared & set(handle.fields):
            assert np.array_equal(values(TALK, handle.name)[0], values(out, handle.name)[0]), handle.name
    coded = [[n for n in unit.nal_units if not n.is_sei] for unit in access_units(out)]
    assert coded == [[n for n in unit.nal_units if not n.is_sei] for unit in access_units(TALK)] or [
        [n.data for n in unit] for unit in coded
    ] == [[n.data for n in unit.nal_units if not n.is_sei] for unit in access_units(TALK)]


def test_set_scale_freeze_smooth(tmp_path):
    _, base = values(TALK, "head.yaw")
    assert np.abs(values(changed(tmp_path, set=["head.yaw=0"]), "head.yaw")[0][~base]).max() < 0.7
    frozen = read(changed(tmp_path, freeze=["head", "eyes.*"]))
    for name in ("head.yaw", "head.x", "eyes.left"):
        (handle,) = frozen.find(name)
        column = frozen.values(handle)
        for segment in {p.segment for p in frozen.pictures}:
            mine = column[[p.segment == segment for p in frozen.pictures]]
            assert np.ptp(mine) < 0.7 * (180 if "yaw" in name else STEP * 2) / 180
    eyes, _ = values(TALK, "eyes.left")
    half, _ = values(changed(tmp_path, scale=["eyes.left=0.5"]), "eyes.left")
    starts = np.flatnonzero(base)
    first = starts[np.searchsorted(starts, np.arange(len(eyes)), "right") - 1]
    assert np.abs(half - (eyes[first] + 0.5 * (eyes - eyes[first]))).max() <= STEP  # coded in units of 1/64
    mouth, _ = values(TALK, "mouth.open")
    calm, _ = values(changed(tmp_path, smooth=["0.3s"]), "mouth.open")
    assert np.abs(np.diff(calm, 2)).mean() < 0.7 * np.abs(np.diff(mouth, 2)).mean()
    assert np.array_equal(calm[base], mouth[base])


def test_an_open_mouth_leaves_the_eyes_alone():
    """In face sizes: the gap opens by what was asked, nothing moves more than that, eyes and nose hardly."""
    from generators.subjects.face.fit import Directions

    directions = Directions()
    picture = read(TALK).pictures[0]
    (handle,) = read(TALK).find("mouth.open")
    new = handle.set(picture.row, handle.get(picture.row) + 0.2)["mouth"]
    way = (new - picture.row["mouth"]).ravel()
    moved = np.tensordot(way, directions.vectors[: directions.mouth], 1)
    assert abs(moved[14, 1] - moved[13, 1] - 0.2) < 1e-9
    size = np.linalg.norm(moved, axis=1)
    assert size.max() < 0.3 and size[[33, 133, 362, 263, 1]].max() < 0.03


def test_no_change_changes_no_byte(tmp_path):
    assert changed(tmp_path, set=["eyes.left+=0"]).read_bytes() == TALK.read_bytes()


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_name_of_any_system(bare, tmp_path_factory, data):  # noqa: F811
    """A stream of a known mapping, one number changed: it is what was asked, to a step, and nothing else."""
    name = data.draw(st.sampled_from(["light", "facev2v", "cfte", "mesh"]))
    mapping = known(name)
    random = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    encoder = FaceEncoder(precision=7, matrix_precision=7)
    network = Network(tag_uri=mapping.tag, uri="r=25&s=1")
    messages = []
    for cnt in range(4):
        row = {}
        for f in mapping.fields:
            moved = np.rint(random.uniform(-0.4, 0.4, f.shape) * 128) / 128
            row[f.name] = moved + np.eye(3) if f.shape[-2:] == (3, 3) else moved
        points = None if mapping.points is None else row[mapping.points.name]
        types = [
            Matrices(t, np.concatenate([row[f.name] for f in fields])) for t, fields in mapping.types.items()
        ]
        messages.append(
            encoder.base(points, types, network=network)
            if cnt == 0
            else encoder.picture(points, types, cnt=cnt)
        )
    folder = tmp_path_factory.mktemp("names")
    path = folder / "a.266"
    path.write_bytes(stream(bare, [messages]))
    before = read(path)
    assert before.system == name
    there = [h for h in before.handles if not h.fixed and not np.isnan(before.values(h)).any()]
    handle = data.draw(st.sampled_from(there))
    out = changed(folder, path, set=[f"{handle.name}=0.25"])
    after = read(out)
    new = after.values(after.find(handle.name)[0])
    assert np.array_equal(new[:1], before.values(handle)[:1])
    assert np.abs(new[1:] - 0.25).max() < {"deg": 1.5}.get(handle.unit, 0.03)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--set", "head.yow=3"], "no 'head.yow' in mesh; is it head.yaw"),
        (["--set", "wings=3"], "no 'wings' in mesh; there are mouth.open, mouth.width"),
        (["--set", "head.pitch=91"], "head.pitch: 91 deg in access unit 0, gfv_cnt 1, allowed: -90..90"),
        (["--set", "eyes.left+=1e9"], "allowed: -16..16"),
        (["--set", "face.x=0"], "face.x: only a base message says it"),
        (["--set", "head.yaw"], "not NAME=VALUE"),
        (["--set", "head.yaw=nan"], "'nan' is no number"),
        (["--set", "head.yaw=1e400"], "'1e400' is no number"),
        (["--scale", "head.yaw=x"], "'x' is no number"),
        (["--smooth", "-1s"], "allowed: more than 0s"),
        (["--smooth", "soon"], "'soon' is no number"),
        (["--freeze", "\x1b[31m"], "no '\\x1b[31m' in mesh"),
        (["--set", "head.yaw=0", "--system", "light"], "no 'head.yaw' in light"),
        ([], "go with -o"),
    ],
)
def test_refusals_name_what_there_is(options, words, tmp_path):
    out = tmp_path / "a.266"
    done = CliRunner().invoke(command, [str(TALK), "-o", str(out), *options])
    assert done.exit_code and words in done.output + str(done.exception) and not out.exists()
    if "go with" not in words:
        assert isinstance(done.exception, SeigenError)


def test_listed_as_table_csv_and_json():
    run = CliRunner().invoke
    table = run(command, [str(TALK)]).output
    assert "head.yaw" in table and "rotation[0][0]" not in table and "(of the base picture)" in table
    assert "rotation[0][0]" in run(command, [str(TALK), "--all"]).output
    lines = run(command, [str(TALK), "--format", "csv"]).output.splitlines()
    assert len(lines) == 22 and lines[0].startswith("time,au,gfv_cnt,base,mouth.open")
    rows = [json.loads(line) for line in run(command, [str(TALK), "--format", "json"]).output.splitlines()]
    assert [row["base"] for row in rows].count(True) == 2 and rows[1]["time"] == round(2 / 30, 6)


def test_streams_without_names(bare, tmp_path):  # noqa: F811
    with pytest.raises(SeigenError, match="no GFV messages of a base picture"):
        read(bare)
    other = FaceEncoder().base(np.zeros((3, 2)), network=Network(tag_uri="tag:example.org,2026:x", uri="r=1"))
    with pytest.raises(registry.UnknownSystem, match="a network that is not here"):
        read(stream(bare, [[other]]))
    points = np.zeros((10, 2))
    jacobians = [Matrices(0, np.tile(np.eye(2), (10, 1, 1)))]
    base = FaceEncoder().base(points, jacobians, network=Network(tag_uri=known("light").tag, uri="r=25"))
    path = tmp_path / "a.266"
    path.write_bytes(stream(bare, [[base]]))
    assert "no number of light has a meaning of its own" in CliRunner().invoke(command, [str(path)]).output
    with pytest.raises(UnknownName, match=r"there are points\[0\]\.x, points\[0\]\.y"):
        read(path).find("head.yaw")


def test_torch_is_not_needed(tmp_path):
    code = "import sys; sys.modules['torch'] = None; from seigen.__main__ import main; main()"
    run = [sys.executable, "-c", code, "semantics", str(TALK), "--set", "mouth.open=0", "-o", "a.266"]
    environment = {**os.environ, "PYTHONPATH": str(DATA.parents[1])}
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and (tmp_path / "a.266").exists(), done.stderr


@pytest.mark.skipif(not VTM, reason="needs SEIGEN_VTM_DECODER")
def test_vtm_reads_what_was_changed(tmp_path):
    from vvc_bridge.inspect import vtm_dump

    out, text = changed(tmp_path, set=["head.yaw+=20", "gaze.left.x=0"]), tmp_path / "dump.txt"
    run = [str(VTM), "-b", str(out), "-o", os.devnull, f"--OutputDecodedSEIMessagesFilename={text}"]
    assert subprocess.run(run, capture_output=True, check=False).returncode == 0
    assert text.read_text() == "".join(part for _, part in vtm_dump(out))
