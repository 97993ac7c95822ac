"""Child processes and libav: the current folder, the environment and names move nothing."""

from __future__ import annotations

import ast
import io
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import av
import numpy as np
import pytest

from generators.codec.picture_codec import encode_picture
from generators.media import video
from generators.weights import nnc
from generators.weights.nnc import NncError
from tests.gen_material import write_clip
from vvc_bridge import libav
from vvc_bridge.access_unit import access_units
from vvc_bridge.external import decode_digests, find_ffmpeg
from vvc_bridge.external.ffmpeg import FFmpegDecoder
from vvc_bridge.external.process import REGISTRY, environment, find_program, python, run, which
from vvc_bridge.remuxer import remux

ROOT = Path(__file__).parents[1]
PACKAGES = ("sei", "vvc_bridge", "generators", "conformance", "seigen")
HOSTILE = (
    "generators/__init__.py",
    "nncodec/__init__.py",
    "numpy/__init__.py",
    "sitecustomize.py",
    "types.py",
)


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """The current folder, full of modules that leave a mark when they are imported, and named everywhere."""
    folder = tmp_path / "hostile"
    for name in (*HOSTILE, "usercustomize.py", "io.py", "pip/__main__.py", "seigen/__init__.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"open({str(tmp_path / 'mark')!r}, 'a').write({name!r})")
    monkeypatch.chdir(folder)
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "LD_PRELOAD", "NODE_OPTIONS", "BASH_ENV"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", os.environ["PATH"]]))
    yield folder
    assert not (tmp_path / "mark").exists(), (tmp_path / "mark").read_text()


def test_the_nnc_child_imports_nothing_of_the_current_folder(hostile):
    with pytest.raises(NncError, match="nncodec"):
        nnc.decode(b"\0" * 50)


def test_what_a_python_child_sees(hostile, tmp_path):
    script = tmp_path / "child.py"
    script.write_text(
        "import os, sys, json\nprint(json.dumps([os.getcwd(), os.listdir(), sys.path, dict(os.environ)]))"
    )
    folder, inside, path, variables = json.loads(run(python(script)).stdout)
    assert folder != str(hostile) and inside == [] and not Path(folder).exists()
    assert not {"", ".", str(hostile), str(tmp_path)} & set(path)
    assert not [name for name, value in variables.items() if str(hostile) in value]
    assert variables["PATH"] and variables.get("HOME") == os.environ.get("HOME")


def test_pip_is_the_installed_one(hostile):
    done = run(python("-m", "pip", "--version"), more=REGISTRY)
    assert str(hostile).encode() not in done.stdout + done.stderr


def test_programs_are_not_looked_for_in_the_current_folder(hostile, monkeypatch):
    Path("npm").write_text("#!/bin/sh\n")
    Path("npm").chmod(0o755)
    monkeypatch.setenv("PATH", ":.:hostile:/nowhere")
    assert which("npm") is None
    # Asked for by its place it is found, and still is from another folder.
    assert find_program("./npm", "SEIGEN_NOTHING", ("npm",), "") == str(hostile / "npm")


def test_the_environment_of_a_child(monkeypatch):
    monkeypatch.setattr(
        os,
        "environ",
        {
            "PATH": os.pathsep.join(["/usr/bin", "", ".", "bin"]),
            "LD_LIBRARY_PATH": ":",
            "LC_ALL": "C",
            "https_proxy": "http://proxy",
            "HTTPS_PROXY": "http://proxy",
            "PIP_INDEX_URL": "https://index",
            "npm_config_registry": "https://registry",
            "LD_PRELOAD": "/x.so",
            "DYLD_INSERT_LIBRARIES": "/x",
            "PYTHONPATH": "/x",
            "PERL5OPT": "x",
            "AWS_SECRET": "x",
        },
    )
    plain = {"PATH": "/usr/bin", "LC_ALL": "C"}
    assert environment() == plain
    more = {"https_proxy", "HTTPS_PROXY", "PIP_INDEX_URL", "npm_config_registry"}
    assert environment(REGISTRY) == plain | {name: os.environ[name] for name in more}


def calls(path: Path) -> set[str]:
    """Dotted names of what a module calls or passes on."""
    return {ast.unparse(n) for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)}


@pytest.mark.parametrize(
    ("home", "banned"),
    [
        (
            "vvc_bridge/external/process.py",
            {f"subprocess.{n}" for n in ("run", "Popen", "call", "check_call", "check_output", "getoutput")}
            | {"os.system", "os.popen", "os.execv", "os.spawnv", "sys.executable", "shutil.which"},
        ),
        ("vvc_bridge/libav.py", {"av.open", "libav.open"}),
    ],
)
def test_there_is_one_door(home, banned):
    found = {p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if calls(p) & banned}
    assert found == {ROOT / home}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            assert not {"multiprocessing", "concurrent.futures"} & {
                name.name
                for n in ast.walk(ast.parse(path.read_text()))
                if isinstance(n, ast.Import)
                for name in n.names
            }


# Names

NAMES = (
    "a:b.mp4",
    "-x.mp4",
    "concat:a|b.mp4",
    "%d.png",
    "subfile,,start,0,end,9,,:x.mp4",
    "data:video,x",
    "é\udce9.mp4",
)


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    pictures = [np.full((64, 64, 3), 40 * i, np.uint8) for i in range(3)]
    return write_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", pictures)


@pytest.fixture
def listener():
    """A port of this machine; ``heard`` holds whoever connected to it."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen():
            while not done.is_set():
                try:
                    heard.append(server.accept()[1])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], heard
        done.set()
        thread.join()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_local_file(tmp_path, monkeypatch, clip, name):
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(clip.read_bytes())
    assert len(list(video.read(name))) == 3
    assert len(list(access_units(name))) == 3
    assert len(decode_digests(name).digests) == 3
    with FFmpegDecoder().decode(name) as (_, frames):
        assert len(list(frames)) == 3


@pytest.mark.parametrize("name", ["a:b.mkv", "http:x.mp4", "-x.mkv", "%d.mp4", "concat:a|b.mkv"])
def test_a_name_to_write_to_is_a_local_file(tmp_path, monkeypatch, clip, name):
    monkeypatch.chdir(tmp_path)
    remux(clip, name)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert len(list(access_units(name))) == 3


@pytest.mark.parametrize("scheme", ["http", "tcp", "rtmp", "async:http", "cache:http", "crypto:http"])
def test_a_name_connects_to_nothing(tmp_path, monkeypatch, clip, listener, scheme):
    port, heard = listener
    monkeypatch.chdir(tmp_path)
    name = f"{scheme}:127.0.0.1:{port}"
    Path(name).write_bytes(clip.read_bytes())
    assert len(list(video.read(name))) == 3 and len(decode_digests(name).digests) == 3
    assert heard == []


PLAYLISTS = {
    "a.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{url}\n#EXT-X-ENDLIST\n",
    "a.ffconcat": "ffconcat version 1.0\nfile '{url}'\n",
    "a.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n"
    "a=rtpmap:96 H264/90000\n",
    "a.mpd": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>'
    '<AdaptationSet mimeType="video/mp4"><Representation id="a"><BaseURL>{url}</BaseURL></Representation>'
    "</AdaptationSet></Period></MPD>",
    "a.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{url}\n#EXT-X-ENDLIST\n",
    "a.lavfi": "movie={url}",
}


@pytest.mark.parametrize("name", PLAYLISTS)
@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/a.ts", "{clip}"])
def test_a_file_opens_no_other(tmp_path, clip, listener, name, target):
    port, heard = listener
    path = tmp_path / name
    path.write_text(PLAYLISTS[name].format(url=target.format(port=port, clip=clip), port=port))
    with pytest.raises(video.VideoError):
        list(video.read(path))
    with pytest.raises(av.FFmpegError), libav.open_input(io.BytesIO(path.read_bytes())):
        pass
    done = run([find_ffmpeg(), *libav.words(libav.ffmpeg_input(path)), "-f", "null", "-"])
    assert done.returncode != 0 and heard == []


def test_a_base_picture_is_coded_in_a_folder_with_a_strange_name(tmp_path, monkeypatch):
    folder = tmp_path / "http:a%d|b"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert encode_picture(np.zeros((64, 64, 3), np.uint8), 40)


def test_the_interpreter_is_ours():
    assert python("x")[0] == sys.executable


@pytest.mark.parametrize("given", [None, "ACTIVE"])
def test_threads_that_wait_sleep_for_users_of_the_library_too(given):
    """OpenMP reads it when torch is loaded; what somebody has set stays."""
    code = "import os, sys; import generators; assert 'torch' not in sys.modules; "
    code += "print(os.environ['OMP_WAIT_POLICY'], os.environ['GOMP_SPINCOUNT'])"
    env = {k: v for k, v in os.environ.items() if k not in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")}
    env |= {} if given is None else {"OMP_WAIT_POLICY": given}
    said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [given or "PASSIVE", "0"]
