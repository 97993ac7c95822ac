"""`import seigen`: one typed surface, quiet, fast, and clear about what is not installed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import seigen
from generators.weights import places
from sei.errors import SeigenError
from sei.message import RawPayload
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.user_data_unregistered import UserDataUnregistered

ROOT = Path(__file__).parents[1]
STREAM = ROOT / "tests" / "data" / "gfv_kps2d_pred.bit"
OPTIONAL = ("torch", "av", "safetensors", "ai_edge_litert", "imageio_ffmpeg", "matplotlib", "scipy", "onnx")
UUID = "00112233445566778899aabbccddeeff"

BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in NAMES:
            raise RAISED
sys.meta_path.insert(0, Blocked())
"""
RAISED = {
    "absent": "ModuleNotFoundError(f'No module named {name!r}', name=name)",
    "broken": "ImportError(f'{name}: libfoo.so: cannot open shared object file', name=name)",
    "nameless": "ImportError(f'{name} is blocked')",
}


def python(
    program: str, *words: str, without: tuple[str, ...] = (), how: str = "absent"
) -> subprocess.CompletedProcess[str]:
    """A program in a Python that lacks packages."""
    head = BLOCKED.replace("NAMES", repr(set(without))).replace("RAISED", RAISED[how])
    return subprocess.run(
        [sys.executable, "-c", head + program, *words], cwd=ROOT, text=True, capture_output=True, check=False
    )


COMMAND = "from seigen.__main__ import main\nsys.argv[0] = 'seigen'\nmain()"


def message(text: str) -> UserDataUnregistered:
    return UserDataUnregistered(uuid_iso_iec_11578=UUID, user_data_payload_byte=text.encode().hex())


def found(path: Path | str) -> list[tuple[int, bytes]]:
    """(access unit, user data) of the messages of type 5."""
    return [
        (unit.index, m.payload[16:])
        for unit in seigen.open(path)
        for m in unit.messages
        if m.payload_type == 5
    ]


# -- the surface ----------------------------------------------------------------------------------


def test_every_name_is_there_and_documented():
    assert sorted(seigen.__all__) == seigen.__all__ and set(seigen.__all__) <= set(dir(seigen))
    for name in seigen.__all__:
        assert getattr(seigen, name).__doc__, name
    with pytest.raises(AttributeError):
        seigen.nothing  # noqa: B018


def test_importing_it_loads_nothing_and_prints_nothing():
    done = python("import seigen\nprint(*sorted({n.partition('.')[0] for n in sys.modules}))")
    assert done.returncode == 0 and done.stderr == ""
    assert not set(done.stdout.split()) & {"torch", "av", "numpy", "pydantic", "click", "rich"}


def test_a_type_checker_sees_every_name(tmp_path):
    """What is loaded lazily is imported for type checking from the same module."""
    text = (ROOT / "seigen" / "__init__.py").read_text()
    for module, names in seigen._MODULES.items():
        (line,) = [row for row in text.splitlines() if row.startswith(f"    from {module} import ")]
        assert line.partition(" import ")[2].split(", ") == sorted(names, key=lambda n: (n.islower(), n))
    assert sorted(name for names in seigen._MODULES.values() for name in names) == seigen.__all__


def test_open_walks_files_bytes_pipes_and_containers(tmp_path):
    data = STREAM.read_bytes()
    units = list(seigen.open(STREAM))
    types = [m.payload_type for unit in units for m in unit.messages]
    assert types.count(223) == 12
    stream = seigen.open(data)
    assert [u.data for u in stream] == [u.data for u in units] == [u.data for u in stream]
    assert [u.data for u in seigen.open(io.BytesIO(data), codec="h266")] == [u.data for u in units]
    face = next(m for unit in units for m in unit.messages if m.payload_type == 223)
    read = seigen.read_payload(face.payload_type, face.payload)
    assert isinstance(read, GenerativeFaceVideo) and read.gfv_cnt == 0
    with pytest.raises(OSError, match="nowhere"):
        seigen.open(tmp_path / "nowhere.266")
    with pytest.raises(SeigenError, match="codec"):
        seigen.open(STREAM, codec="mpeg2")


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_containers_are_walked_and_edited_alike(tmp_path, suffix):
    pytest.importorskip("av")
    packed, edited = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    seigen.remux(STREAM, packed, fps=25)
    types = [[m.payload_type for m in unit.messages] for unit in seigen.open(packed)]
    assert types == [[m.payload_type for m in unit.messages] for unit in seigen.open(STREAM)]
    assert [[m.payload_type for m in u.messages] for u in seigen.open(packed.read_bytes())] == types
    seigen.inject(packed, message("hello"), edited)
    assert found(edited) == [(0, b"hello")]


def test_messages_go_in_as_objects_pairs_entries_dicts_files_and_paths(tmp_path):
    out = tmp_path / "out.266"
    count = len(list(seigen.open(STREAM)))
    last = count - 1
    entry = seigen.Entry(
        place=seigen.Place(au=last), payload_type=5, message=message("b").model_dump(exclude_none=True)
    )
    seen = tmp_path / "seen.266"
    seigen.inject(STREAM, [({"au": 0, "kind": "suffix"}, message("a"))], seen)
    of_unit = next(m for unit in seigen.open(seen) for m in unit.messages if m.payload_type == 5)
    ways = {
        "object": message("a"),
        "objects": [message("a")],
        "generator": (m for m in [message("a")]),
        "pair": [(0, message("a"))],
        "place": [(seigen.Place(poc=0), message("a"))],
        "place as dict": [({"poc": 0}, message("a"))],
        "two": [message("a"), (last, message("b"))],
        "entry": [message("a"), entry],
        "dict": {"payload_type": 5, "payload": message("a").to_payload().hex()},
        "of a unit": of_unit,
        "pair of a unit": [(0, of_unit)],
        "file": seigen.MessageFile(messages=[entry]),
        "file as dict": {"messages": [entry.model_dump(exclude_none=True)]},
    }
    for name, given in ways.items():
        report = seigen.inject(STREAM, given, out)
        wanted = [(0, b"a")] if name not in ("file", "file as dict") else [(last, b"b")]
        wanted += [(last, b"b")] if name in ("two", "entry") else []
        assert found(out) == wanted and report.inserted == len(wanted), name
        if "unit" in name:
            assert [m.suffix for u in seigen.open(out) for m in u.messages if m.payload_type == 5] == [True]
    seigen.MessageFile(messages=[entry]).save(tmp_path / "m.json")
    seigen.inject(STREAM, tmp_path / "m.json", out)
    assert found(out) == [(last, b"b")]


def test_edits_undo_each_other(tmp_path):
    with_one, bare, again = tmp_path / "a.266", tmp_path / "b.266", tmp_path / "c.266"
    seigen.inject(STREAM, message("one"), with_one, placement="prefix", insist=True)
    (unit, at), *more = [(u, m) for u in seigen.open(with_one) for m in u.messages if m.payload_type == 5]
    assert not more
    place = seigen.Place(au=unit.index, nal=at.nal, index=at.index)
    seigen.replace(with_one, [(place, message("two"))], again)
    assert found(again) == [(0, b"two")]
    messages = seigen.extract(with_one, types={5})
    seigen.remove(with_one, bare, types={5})
    assert bare.read_bytes() == STREAM.read_bytes()
    seigen.inject(bare, messages, again)
    assert again.read_bytes() == with_one.read_bytes()
    seigen.remux(with_one, bare)
    assert bare.read_bytes() == with_one.read_bytes()


def test_verified_edits_say_so_by_the_log_and_print_nothing(tmp_path, caplog, capfd):
    pytest.importorskip("imageio_ffmpeg")
    caplog.set_level("INFO", "seigen")
    seigen.inject(STREAM, message("one"), tmp_path / "a.266", verify=True)
    seigen.remove(tmp_path / "a.266", tmp_path / "b.266", types={5}, verify=True)
    assert [r.getMessage().partition(":")[0] for r in caplog.records] == ["verified"] * 2
    assert capfd.readouterr() == ("", "")
    with pytest.raises(SeigenError, match="needs files"):
        seigen.inject(STREAM.read_bytes(), message("one"), tmp_path / "c.266", verify=True)
    assert not (tmp_path / "c.266").exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (5, r"messages\[0\]: int, allowed"),
        (RawPayload(payload="00"), r"messages\[0\]: RawPayload, allowed"),
        ([message("a"), "b"], r"messages\[1\]: str, allowed"),
        ([(0, "b")], r"messages\[0\]: str, allowed"),
        ([(-1, message("a"))], r"messages\[0\]: au: "),
        ([("first", message("a"))], r"messages\[0\]: "),
        ([({"picture": 0}, message("a"))], r"messages\[0\]: picture: "),
        ({"payload_type": 5}, r"messages\[0\]: .*message or payload"),
        ({"messages": [{"payload_type": -5}]}, r"messages: messages\[0\]"),
        ([(99, message("a"))], "99|access unit"),
    ],
    ids=str,
)
def test_what_is_no_message_is_refused_by_its_place(tmp_path, given, says):
    with pytest.raises(SeigenError, match=says):
        seigen.inject(STREAM, given, tmp_path / "out.266")
    assert not (tmp_path / "out.266").exists()


def test_named_parameters_by_the_surface(tmp_path):
    named = seigen.named
    points = named.Keypoints(mapping=named.Keypoints.layout(2), values={"points": [[[0.1, -0.5], [0.25, 0]]]})
    bare = tmp_path / "bare.266"
    seigen.remove(STREAM, bare)
    seigen.inject(bare, points.to_messages(precision=9), tmp_path / "out.266")
    read = seigen.extract_named(tmp_path / "out.266", "keypoints")
    assert abs(read["points[0].y"][0] + 0.5) < 1e-9


# -- systems without torch ------------------------------------------------------------------------


@pytest.mark.parametrize("how", RAISED)
def test_systems_help_and_registry_without_any_extra(how):
    for words in (["--help"], ["systems"], ["systems", "mesh"], ["systems", "--json"], ["encode", "--help"]):
        done = python(COMMAND, *words, without=OPTIONAL, how=how)
        assert done.returncode == 0 and done.stdout and done.stderr == "", (words, done.stderr)
    program = """
import importlib, pkgutil
import generators.registry, generators.systems, generators.parameters
for package in (generators.systems, generators.parameters):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
import seigen
print(*[s.name for s in seigen.systems()])
"""
    done = python(program, without=OPTIONAL, how=how)
    assert done.returncode == 0, done.stderr
    assert {"mesh", "fomm", "light-cfte"} <= set(done.stdout.split())


def test_systems_says_what_each_sends(capfd, monkeypatch, tmp_path):
    from generators import registry
    from seigen.__main__ import main

    def said(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["seigen", "systems", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capfd.readouterr()
        assert stop.value.code == (1 if "nope" in words else 0)
        return out + err

    table = said().splitlines()
    assert [row.split()[0] for row in table[1:]] == registry.names()
    rows = json.loads(said("--json"))
    assert [row["name"] for row in rows] == registry.names()
    for row in rows:
        entry = registry.entry(row["name"])
        assert row["tag"] == entry.tag and row["levels"] == list(entry.layout.levels)
        assert row["numbers"] == sum(f.size for f in entry.layout.fields)
        assert [f["name"] for f in row["fields"]] == [f.name for f in entry.layout.fields]
        assert any(line.startswith(row["name"]) and entry.tag in line for line in table)
    mesh = said("mesh")
    for field in registry.entry("mesh").layout.fields:
        (line,) = [row for row in mesh.splitlines() if row.startswith(field.name + " ")]
        shape = "x".join(map(str, field.shape))
        assert all(word in line for word in (str(field.carrier), shape, field.policy, str(field.precision)))
    assert json.loads(said("mesh", "--json"))["fields"][0]["range"] == "-1.5..1.5"
    assert said("nope").startswith("seigen: no system 'nope'")
    # Where weights are.
    monkeypatch.setenv("SEIGEN_CACHE", str(tmp_path))
    monkeypatch.setenv("SEIGEN_ZOO", str(tmp_path))
    assert seigen.system("mesh").weights == "from the zoo"
    assert seigen.system("fomm").weights == "here"
    monkeypatch.setattr(places, "FOLDER", tmp_path / "none")
    assert seigen.system("dac").weights == "none"
    (tmp_path / "dac.safetensors").touch()
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(tmp_path))
    assert seigen.system("dac").weights == "here"


# -- what is not installed ------------------------------------------------------------------------


QUICK = [
    (["encode", "clip.mp4", "-o", "x.266"], "torch", "generators"),
    (["decode", str(STREAM), "-o", "x.mp4"], "torch", "generators"),
    (["train", "fomm", "--clips", "clip.mp4", "--minutes", "0", "--steps", "1"], "torch", "generators"),
    (["remux", str(STREAM), "-o", "x.mp4", "--fps", "25"], "av", "media"),
]
# They load torch first.
SLOW = [
    (["encode", "clip.mp4", "-o", "x.266"], "av", "media"),
    (["encode", "clip.mp4", "-o", "x.266", "--report", "r"], "matplotlib", "report"),
    (["train", "fomm", "--clips", "clip.mp4", "--steps", "1"], "matplotlib", "report"),
    (["export", "fomm", "-o", "x"], "safetensors", "generators"),
]


@pytest.mark.parametrize(
    ("words", "package", "extra", "how"),
    [(*row, how) for row in QUICK for how in RAISED] + [(*row, "absent") for row in SLOW],
    ids=lambda value: value[0] if isinstance(value, list) else value,
)
def test_a_command_says_in_one_line_which_extra_it_wants(words, package, extra, how):
    done = python(COMMAND, *words, without=(package,), how=how)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith(f"seigen: {package} ") and done.stderr.count("\n") == 1
    assert f"pip install 'seigen[{extra}]'" in done.stderr


@pytest.mark.parametrize(
    ("call", "package", "extra"),
    [
        ("seigen.encode('clip.mp4')", "torch", "generators"),
        ("seigen.decode(STREAM)", "torch", "generators"),
        ("from generators.codec.decoder import Decoder", "torch", "generators"),
        (
            "from generators.measure.bd import bd_rate; bd_rate(*[[(r, r) for r in range(1, 6)]] * 2)",
            "scipy",
            "report",
        ),
        ("seigen.remux(STREAM, FOLDER + '/x.mp4', fps=25)", "av", "media"),
        ("from generators import registry; registry.make('light', 64, 64)", "safetensors", "generators"),
        ("from generators import registry; registry.make('mesh', 64, 64)", "torch", "generators"),
        (
            "from generators.subjects.face.litert import Model; Model('x.tflite')",
            "ai_edge_litert",
            "generators",
        ),
    ],
)
def test_python_is_told_which_extra_it_wants(tmp_path, call, package, extra):
    program = f"""
import seigen
STREAM, FOLDER = sys.argv[1:]
try:
    {call}
except seigen.MissingExtra as error:
    print(error)
"""
    done = python(program, str(STREAM), str(tmp_path), without=(package,))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(package) and f"seigen[{extra}]" in done.stdout
    assert done.stdout.count("\n") == 1 and not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def messages_json(tmp_path_factory):
    path = tmp_path_factory.mktemp("messages") / "messages.json"
    seigen.extract(STREAM, types={223}).save(path)
    return str(path)


@pytest.mark.parametrize(
    ("words", "fine"),
    [
        ("inspect STREAM", True),
        ("units STREAM", True),
        ("extract STREAM -o OUT.json", True),
        ("inject STREAM JSON -o OUT.266", True),
        ("replace STREAM JSON -o OUT.266", True),
        ("remove STREAM -o OUT.266", True),
        ("remux STREAM -o OUT.266", True),
        ("conformance verify STREAM --no-decode", True),
        ("conformance list", True),
        ("zoo list", True),
        ("remove STREAM -o OUT.266 --verify", False),
        ("remux STREAM -o OUT.mp4 --fps 25", False),
        ("conformance verify STREAM", False),
        ("encode STREAM -o OUT.266", False),
        ("encode STREAM -o OUT.266 --personalise --system fomm", False),
        ("decode STREAM -o OUT.mp4", False),
        ("play STREAM", False),
        ("train light --clips STREAM --steps 1", False),
        ("export light -o OUT", False),
        ("compare STREAM -o OUT", False),
    ],
)
def test_every_command_with_nothing_optional(words, fine, tmp_path, messages_json):
    names = {"STREAM": str(STREAM), "JSON": messages_json}
    given = [names.get(word, word.replace("OUT", str(tmp_path / "out"))) for word in words.split()]
    absent = (*OPTIONAL, "onnxruntime", "onnxscript", "ray")
    head = "import os\nos.environ['PATH'] = ''\nos.environ.pop('SEIGEN_FFMPEG', None)\n"
    done = python(head + COMMAND, *given, without=absent)
    assert "Traceback" not in done.stderr
    if fine:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 1 and done.stdout == "" and not list(tmp_path.iterdir())
        assert done.stderr.startswith("seigen: ") and done.stderr.count("\n") == 1
        assert "pip install 'seigen[" in done.stderr


def test_an_import_error_that_is_no_extras_stays_one():
    from sei.extras import missing, needing

    assert missing(ImportError("cannot import name 'x' from 'y'", name="y")) is None
    with pytest.raises(ImportError, match="nothing_like_it"), needing():
        import nothing_like_it  # type: ignore[import-not-found]  # noqa: F401


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"threads": 0}, "threads 0, allowed: 1..64"),
        ({"face": -1}, "face -1, allowed: 0 or more"),
        ({"start": -5}, "start -5, allowed: 0 or more"),
        ({"limit": 0}, "limit 0, allowed: 1 or more"),
        ({"step": 0}, "step 0, allowed: 1..16"),
        ({"threshold": 7}, "threshold 7, allowed: 0.001..1"),
        ({"qp": 64}, "qp 64, allowed: 4..63"),
        ({"bitrate": float("nan")}, "bitrate nan kbit/s, allowed: above 0"),
        ({"bitrate": -1}, "bitrate -1 kbit/s, allowed: above 0"),
        ({"fps": 0}, "pictures per second, allowed"),
        ({"size": "3x"}, "size '3x', allowed"),
        ({"subject": "dog"}, "no subject 'dog'"),
        ({"system": "dog"}, "no system 'dog'"),
        ({"adapter": "by post", "tuning": True}, "adapter 'by post', allowed"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_of_encode_is_said_before_the_clip_is_looked_for(asked, says):
    pytest.importorskip("torch")
    pytest.importorskip("av")
    with pytest.raises(SeigenError) as refused:
        seigen.encode("there is no such clip.mp4", **asked)
    assert says in str(refused.value)


def test_what_cannot_be_asked_of_decode():
    pytest.importorskip("torch")
    pytest.importorskip("av")
    for asked, says in (
        ({"threads": 0}, "threads 0, allowed: 1 or more"),
        ({"level": -1}, "level -1, allowed: 0 or more"),
        ({"dtype": "int8"}, "dtype 'int8', allowed: float32"),
        ({"system": "dog"}, "no system 'dog'"),
        ({"device": "abacus"}, "abacus"),
    ):
        with pytest.raises(SeigenError, match=says):
            seigen.decode(STREAM, **asked)
