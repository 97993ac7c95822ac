"""encode, decode, play and zoo on the command line."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from generators import video, zoo

ROOT = Path(__file__).parents[1]


def seigen(*arguments: object, path: str | None = None) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    if path is not None:
        env["PATH"] = path
    command = [sys.executable, "-m", "seigen", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=env, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def stream(tmp_path_factory) -> Path:
    try:
        zoo.fetch(["carphone", "face-detector", "face-detector-full", "face-mesh", "iris"])
    except zoo.ZooError as error:
        pytest.skip(str(error))
    out = tmp_path_factory.mktemp("cli") / "talk.266"
    options = ("--size", 96, "--limit", 12, "--qp", 36, "--threshold", 0.9, "--threads", 1, "--verify")
    done = seigen("encode", "carphone", "-o", out, *options)
    assert done.returncode == 0, done.stderr
    assert b"verified: 6 pictures" in done.stderr and b"12 pictures, 1 base picture" in done.stderr
    return out


def test_decode_to_mp4_beside_the_source(stream, tmp_path):
    out = tmp_path / "a.mp4"
    done = seigen("decode", stream, "-o", out, "--beside", zoo.path("carphone"), "--threads", 1)
    assert done.returncode == 0 and done.stderr == b""
    pictures = list(video.read(out))
    assert len(pictures) == 12 and pictures[0].rgb.shape[0] == 96 and pictures[0].rgb.shape[1] > 200


def test_decode_raw_to_a_pipe(stream):
    done = seigen("decode", stream, "-o", "-", "--format", "raw", "--threads", 1)
    assert done.returncode == 0 and len(done.stdout) == 12 * 96 * 96 * 3


def test_play_pipes_into_a_player(stream, tmp_path):
    got = tmp_path / "got.y4m"
    player = tmp_path / "mpv"
    player.write_text(f"#!/bin/sh\nexec cat > {got}\n")
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    done = seigen("play", stream, "--threads", 1, path=f"{tmp_path}:/usr/bin:/bin")
    assert done.returncode == 0, done.stderr
    assert got.read_bytes().startswith(b"YUV4MPEG2 W96 H96 F30000:1001 ")
    assert got.read_bytes().count(b"FRAME\n") == 12


def test_play_without_a_player_says_what_to_do(stream, tmp_path):
    done = seigen("play", stream, path=str(tmp_path))
    assert done.returncode == 1 and b"seigen decode" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("encode", "nowhere.mp4", "-o", "x.266"), "no such file"),
        (("encode", "README.md", "-o", "x.266"), "not a clip"),
        (("encode", "README.md", "-o", "nowhere/x.266"), "no such folder"),
        (("encode", "README.md", "-o", "x.266", "--fps", "0/0"), "--fps"),
        (("encode", "README.md", "-o", "x.266", "--system", "nope"), "no system 'nope'; there are"),
        (("decode", "nowhere.266", "-o", "x.mp4"), "nowhere.266"),
        (("decode", "README.md", "-o", "x.mp4"), "seigen:"),
        (("decode", "README.md", "-o", "x.mp4", "--device", "quantum"), "device"),
        (("zoo", "path", "nope"), "known:"),
    ],
)
def test_bad_input_is_one_line_and_status_1(arguments, says, monkeypatch, capsys):
    from seigen.__main__ import main

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["seigen", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("seigen: ") and says in lines[0]
    assert not (ROOT / "x.266").exists() and not (ROOT / "x.mp4").exists()


def test_zoo_list_as_json():
    from click.testing import CliRunner

    from generators.cli import zoo as command

    done = CliRunner().invoke(command, ["list", "--json"])
    assert {row["name"] for row in json.loads(done.output)} == set(zoo.catalogue())
