"""Named parameters in CSV, npz and JSON files, hostile ones too, and on the command line."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.bases import bases
from sei.context import Context
from sei.errors import SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.named import CompactFeature, Keypoints, MappingError, Semantics, known, names
from sei.named import tables as module
from sei.named.tables import FORMS, dump, load
from seigen.__main__ import cli
from tests.test_named_parameters import made, random_values
from vvc_bridge.message_file import MessageFile

CTC = "vectors/ctc/vtm24_generative_face_video.cfg"


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name, data in members.items():
            target.writestr(f"{name}.npy", data)
    return file.getvalue()


def npy(head: str, body: bytes = b"") -> bytes:
    text = head.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + body


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", names())
def test_every_mapping_comes_back_from_a_file(name, form):
    mapping = known(name)
    parameters = made(mapping, random_values(mapping, np.random.default_rng(2), 3))
    again = load(type(parameters), dump(parameters, form), form, mapping)
    assert again.mapping == mapping and np.array_equal(again.rows(), parameters.rows())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "name", ["person", "mesh", "semantics", "avatar", "liveportrait", "tokens", "factors"]
)
def test_a_mapping_is_found_by_names(name, form):
    mapping = known(name)
    parameters = made(mapping, random_values(mapping, np.random.default_rng(2), 3))
    assert load(type(parameters), dump(parameters, form), form).mapping == mapping


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 4), st.sampled_from((2, 3)), st.integers(0, 3), st.sampled_from(FORMS), st.integers(0, 99)
)
def test_layouts_are_found_by_names(num_kps, dims, jacobians, form, seed):
    mapping = Keypoints.layout(num_kps, dims, jacobians=jacobians)
    parameters = made(mapping, random_values(mapping, np.random.default_rng(seed), 2))
    again = load(Keypoints, dump(parameters, "csv"), "csv")
    assert again.mapping == mapping and np.array_equal(again.rows(), parameters.rows())
    shapes = {"coarse": (num_kps,), "fine": (num_kps, dims)}
    feature = made(
        CompactFeature.layout(shapes),
        random_values(CompactFeature.layout(shapes), np.random.default_rng(seed), 2),
    )
    found = load(CompactFeature, dump(feature, form), form)
    assert np.array_equal(found.rows(), feature.rows()) and found.mapping.levels == ("coarse", "fine")


def test_columns_stand_in_any_order_and_cells_as_people_write_them():
    text = "points[0].y, points[0].x\n-.5,1e-1\n\n 0 , 0.25\n"
    assert load(Keypoints, text.encode(), "csv")["points"].tolist() == [[[0.1, -0.5]], [[0.25, 0.0]]]
    assert load(Keypoints, b"\xef\xbb\xbf" + text.encode(), "csv").pictures == 2


def test_a_mapping_is_left_out_of_json():
    text = json.dumps({"values": {"points": [[[0, 0.5]]]}})
    assert load(Keypoints, text.encode(), "json").mapping == Keypoints.layout(1)


XY = "points[0].x,points[0].y\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "CSV: the first row does not name every column"),
        ("a,,b\n", "CSV: the first row"),
        ("a,b,a\n", "CSV: column a occurs twice"),
        (XY, "there is no picture"),
        (XY + "1\n", "CSV, row 2: 1 cells for 2 columns"),
        (XY + "0,0\n0,nan\n", r"CSV, row 3, column points\[0\].y: 'nan' is no finite number"),
        (XY + "0,0\n-inf,0\n", r"CSV, row 3, column points\[0\].x: '-inf'"),
        (XY + "0,1_0\n", r"CSV, row 2, column points\[0\].y: '1_0'"),
        (XY + "0,\n", r"CSV, row 2, column points\[0\].y: ''"),
        (XY + "0,0\n1.5,0\n", r"points\[0\].x of picture 1: out of range, value 1.5, allowed -1..1"),
        (XY + '0,"0\n', "CSV, row"),
        ("points[0].x,points[1].y\n0,0\n", r"points: 2 columns for \(2, 2\)"),
        ("points[0].x,points[0][1].y\n0,0\n", "points: columns of different numbers of subscripts"),
        (
            "points[0].x,points[0].y,nose\n0,0,0\n",
            "keypoints: no known mapping has points, nose|keypoints: no known",
        ),
        ("points[9999999].x\n0\n", "1 columns for"),
        ('"' + "x" * 200_000 + '"\n', "CSV, row 1: field larger"),
    ],
)
def test_csv_that_is_refused(text, said):
    with pytest.raises(SeigenError, match=said) as caught:
        load(Keypoints, text.encode(), "csv")
    assert "\n" not in str(caught.value)


def test_csv_of_a_mapping_that_is_refused():
    mapping = Keypoints.layout(1)
    with pytest.raises(MappingError, match=r"points\[0\].y: the column is missing"):
        load(Keypoints, b"points[0].x\n0\n", "csv", mapping)
    with pytest.raises(MappingError, match=r"nose: no field and no number"):
        load(Keypoints, (XY[:-1] + ",nose\n0,0,0\n").encode(), "csv", mapping)
    with pytest.raises(MappingError, match=r"not UTF-8 at byte 1"):
        load(Keypoints, b"a\xff", "csv")


HEAD = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "npz: File is not a zip file"),
        (b"PK\3\4 and nothing", "npz: "),
        (archive(points=b"nothing"), "npz: points: no array"),
        (archive(points=npy("nonsense")), "npz: points: no array"),
        (archive(points=npy("(" * 5000)), "npz: points: no array"),
        (archive(points=b"\x93NUMPY\x09\x00"), "npz: points: no array"),
        (archive(points=npy(HEAD % ("<f8", (1 << 40, 1 << 20)))), "npz: points: 0 bytes for"),
        (archive(points=npy(HEAD % ("<f8", (1, 1, 2)), b"\0" * 15)), "npz: points: 15 bytes for"),
        (archive(points=npy(HEAD % ("|O", (1, 1, 2)), b"\0" * 16)), "npz: points: object values"),
        (npz(points=np.array([["a"]])), "npz: points: <U1 values, allowed: numbers"),
        (npz(points=np.zeros((1, 1, 2), complex)), "values, allowed: numbers"),
        (
            npz(points=np.array([[[0, 0]], [[np.nan, 0]]])),
            r"npz, row 1, column points\[0\]\[0\]: not a finite",
        ),
        (npz(points=np.zeros((1, 1, 4))), r"points: shape|no known mapping"),
        (npz(points=np.zeros((1, 1, 2)), nose=np.zeros(3)), "keypoints: no known mapping has points, nose"),
        (npz(points=np.zeros((2, 1, 2)), jacobians=np.zeros((3, 1, 2, 2))), "different numbers of pictures"),
        (npz(fps=np.float32(25)), "keypoints: no known mapping has no field"),
    ],
)
def test_npz_that_is_refused(data, said):
    with pytest.raises(SeigenError, match=said) as caught:
        load(Keypoints, data, "npz")
    assert "\n" not in str(caught.value)


def test_npz_of_pickles_is_never_unpickled():
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("unpickled",))

    data = npz(points=np.array([Trap()], dtype=object))
    with pytest.raises(MappingError, match=r"object values"):
        load(Keypoints, data, "npz")


def test_a_small_file_that_would_become_large():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target, target.open("points.npy", "w") as member:
        for _ in range(160):
            member.write(bytes(1 << 20))
    assert len(file.getvalue()) < 1 << 18
    with pytest.raises(MappingError, match=r"npz: more than \d+ bytes of arrays"):
        load(Keypoints, file.getvalue(), "npz")


def test_more_values_than_are_taken(monkeypatch):
    monkeypatch.setattr(module, "MAX_VALUES", 5)
    with pytest.raises(MappingError, match=r"CSV: more than 5 values"):
        load(Keypoints, (XY + "0,0\n" * 3).encode(), "csv")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2000), st.sampled_from(FORMS))
def test_damaged_files_end_in_one_error(noise, at, form):
    mapping = known("fomm")
    data = bytearray(dump(made(mapping, random_values(mapping, np.random.default_rng(3), 2)), form))
    data[at : at + len(noise)] = noise
    try:
        load(Keypoints, bytes(data), form)
    except SeigenError as error:
        assert str(error)


# -- on the command line ------------------------------------------------------------------------------


def run(*arguments) -> str:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    ("kind", "name"),
    [("keypoints", "facev2v"), ("semantics", "person"), ("compact", "tokens"), ("avatar", "avatar")],
)
@pytest.mark.parametrize("form", FORMS)
def test_file_to_stream_and_back(tmp_path, kind, name, form):
    mapping = known(name)
    parameters = made(mapping, random_values(mapping, np.random.default_rng(4), 4))
    source, base = tmp_path / f"in.{form}", tmp_path / "base.266"
    source.write_bytes(dump(parameters, form))
    base.write_bytes(bases()["still.266"].data)
    options = ["--as", kind, "--mapping", name, "--precision", "10", "--gfv-id", "3", "--tag"]
    run("generate", source, *options, "-o", tmp_path / "m.json")
    run("inject", base, tmp_path / "m.json", "-o", tmp_path / "a.266")
    run("extract", tmp_path / "a.266", "--as", kind, "-o", tmp_path / f"out.{form}")
    again = load(type(parameters), (tmp_path / f"out.{form}").read_bytes(), form, mapping)
    assert np.abs(again.rows() - parameters.rows()).max() <= 2.0**-11
    from_json = run("extract", tmp_path / "m.json", "--as", kind)
    assert np.array_equal(load(type(parameters), from_json.encode(), "json").rows(), again.rows())
    # What was read is coded to the same messages.
    run("generate", tmp_path / f"out.{form}", *options, "-o", tmp_path / "n.json")
    assert (tmp_path / "n.json").read_bytes() == (tmp_path / "m.json").read_bytes()


def test_messages_that_vtm_may_refuse_are_warned_of(tmp_path):
    mapping = Keypoints.layout(1)
    (tmp_path / "mine.json").write_text(mapping.to_json())
    out = tmp_path / "m.json"
    words = ["generate", tmp_path / "a.csv", "--as", "keypoints", "--mapping", tmp_path / "mine.json"]
    words = [str(word) for word in [*words, "-o", out]]
    ends = set()
    for k in range(0, 128, 9):
        (tmp_path / "a.csv").write_text(f"points[0].x,points[0].y\n0,0.5\n{k / 128},-1\n")
        given = [*words, "--precision", "7", "--no-predict"]
        said = CliRunner().invoke(cli, given, catch_exceptions=False).stderr
        context, whole = Context(), []
        for entry in MessageFile.load(out).messages:
            message = GenerativeFaceVideo.from_values(entry.message)
            data = message.to_payload(context=context)
            whole.append(message.payload_bits(context=context) == 8 * len(data))
        assert ("messages[" in said) == (not all(whole[1:])), k
        if said:
            assert said.startswith(f"seigen: messages[{whole.index(False, 1)}]: ends within a byte")
        assert not CliRunner().invoke(cli, [*given, "--no-vtm-safe"], catch_exceptions=False).stderr
        ends.add(bool(said))
    assert ends == {True, False}


def test_own_mapping_from_a_file(tmp_path):
    mapping = Keypoints.layout(2)
    (tmp_path / "mine.json").write_text(mapping.to_json())
    (tmp_path / "a.csv").write_text("points[0].x,points[0].y,points[1].x,points[1].y\n0,0.5,0.25,-1\n")
    options = ["--as", "keypoints", "--mapping", tmp_path / "mine.json"]
    text = run("generate", tmp_path / "a.csv", *options)
    assert json.loads(text)["messages"][0]["message"]["gfv_num_kps_minus1"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["generate", "a.csv", "--as", "keypoints"], "CSV, row 2, column points"),
        (["generate", "a.txt", "--as", "keypoints"], "a.txt: not .csv, .npz or .json"),
        (["generate", "a.csv", "--as", "keypoints", "--mapping", "nose"], "nose: no known mapping"),
        (["generate", "a.csv", "--as", "keypoints", "--mapping", "a.json"], "mapping: "),
        (["extract", "b.266", "--as", "keypoints"], "there is no GFV message"),
        (["extract", "b.266", "--as", "keypoints", "-o", "x.txt"], "x.txt: not .csv"),
        (["extract", "a.json", "--as", "keypoints"], "a.json"),
    ],
)
def test_refusals_on_the_command_line(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("points[0].x,points[0].y\n0,x\n")
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.266").write_bytes(bases()["still.266"].data)
    result = CliRunner().invoke(cli, arguments)
    assert isinstance(result.exception, SeigenError)
    assert said in str(result.exception) and "\n" not in str(result.exception)


def test_options_of_extract_that_need_as():
    assert CliRunner().invoke(cli, ["extract", "x", "--gfv-id", "1"]).exit_code == 2


# -- real sequences -----------------------------------------------------------------------------------


def test_real_facev2v_sequences(shared_dir, tmp_path):
    files = sorted(shared_dir.glob("params/facev2v_*.npz"))
    if not files:
        pytest.skip("no params/ in the shared material")
    for path in files:
        run("generate", path, "--as", "keypoints", "--tag", "-o", tmp_path / "m.json")
        run("extract", tmp_path / "m.json", "--as", "keypoints", "-o", tmp_path / "out.npz")
        with (
            np.load(path, allow_pickle=False) as given,
            np.load(tmp_path / "out.npz", allow_pickle=False) as out,
        ):
            for name in ("R", "exp", "t", "scale"):
                wanted = given[name].astype(np.float64)
                assert np.abs(out[name].reshape(wanted.shape) - wanted).max() <= 2.0**-13, (path.name, name)


def test_ctc_frames(shared_dir, tmp_path):
    """125 real frames as VTM's configuration has them: 10 keypoints and Jacobians."""
    if not (shared_dir / CTC).is_file():
        pytest.skip("no vectors/ctc in the shared material")
    run("from-vtm-cfg", shared_dir / CTC, "-o", tmp_path / "m.json")
    run("extract", tmp_path / "m.json", "--as", "keypoints", "-o", tmp_path / "a.csv")
    found = load(Keypoints, (tmp_path / "a.csv").read_bytes(), "csv")
    assert found.pictures == 125 and found.mapping == Keypoints.layout(10, jacobians=10)
    options = ["--precision", "9", "--gfv-id", "1", "-o", tmp_path / "n.json"]
    run("generate", tmp_path / "a.csv", "--as", "keypoints", *options)
    run("extract", tmp_path / "n.json", "--as", "keypoints", "-o", tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()


def test_semantics_by_name_in_csv(tmp_path):
    person = Semantics(
        mapping="person", values={f.name: np.zeros((2, f.size)) for f in known("person").fields}
    )
    person["head.yaw"] = [0, 0.25]
    header, *rows = dump(person, "csv").decode().splitlines()
    at = header.split(",").index("head.yaw")
    assert [row.split(",")[at] for row in rows] == ["0.0", "0.25"]


@pytest.mark.parametrize(
    ("cls", "arrays", "said"),
    [
        (Keypoints, {"points": np.zeros((1, 0, 2))}, r"keypoints: shape\[0\]"),
        (Keypoints, {"points": np.zeros((1, 1 << 21, 2))}, r"keypoints: shape\[0\]"),
        (Keypoints, {"points": np.zeros((1, 1 << 20, 2))}, "points: 2097152 numbers, allowed"),
        (Keypoints, {"points": np.zeros((1, 2, 5))}, r"points: shape \(2, 5\)"),
        (CompactFeature, {"my feature": np.zeros((1, 2))}, "compact_feature: name: string should match"),
        (CompactFeature, {"a": np.zeros((1, 2, 3, 4, 5))}, "a: shape"),
        (CompactFeature, {"a": np.zeros((1, 2)), "b": np.zeros((1, 2, 3, 4))}, "b: shape"),
        (CompactFeature, {f"a{k}": np.zeros((1, 1)) for k in range(300)}, "compact_feature: "),
    ],
)
def test_arrays_that_no_mapping_has(cls, arrays, said):
    with pytest.raises(MappingError, match=said):
        load(cls, npz(**arrays), "npz")


def test_many_granularities_have_a_tag_all_the_same():
    arrays = {f"a_rather_long_name_{k}": np.zeros((1, 2)) for k in range(200)}
    assert len(load(CompactFeature, npz(**arrays), "npz").mapping.levels) == 200
