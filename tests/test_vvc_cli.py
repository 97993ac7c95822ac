"""The bridge's command line, in process and as a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from seigen.__main__ import cli
from tests.conftest import DATA
from vvc_bridge import access_units, extract

ROOT = Path(__file__).parents[1]
MULTI = DATA / "gfv_multi_picture.bit"


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=True)


def piped(command: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, shell=True, input=data, capture_output=True, env=environment, cwd=ROOT, check=False
    )


def test_extract_remove_inject_through_files(tmp_path: Path) -> None:
    messages, bare, again = tmp_path / "m.json", tmp_path / "bare.266", tmp_path / "again.266"
    assert run("extract", MULTI, "-o", messages).exit_code == 0
    assert run("remove", MULTI, "-o", bare, "--all").exit_code == 0
    assert extract(bare).messages == []
    assert run("inject", bare, messages, "-o", again).exit_code == 0
    assert again.read_bytes() == MULTI.read_bytes()


def test_remove_takes_face_messages_by_default_and_types_when_asked(tmp_path: Path) -> None:
    out = tmp_path / "out.266"
    run("remove", MULTI, "-o", out)
    assert {entry.payload_type for entry in extract(out).messages} == {132}
    run("remove", MULTI, "-o", out, "--type", "132")
    assert 132 not in {entry.payload_type for entry in extract(out).messages}
    run("remove", MULTI, "-o", out, "--all", "--au", "2")
    assert [entry.place.au for entry in extract(out, types={132}).messages] == [0, 1, 3, 4, 5, 6, 7, 8]
    assert run("remove", MULTI, "-o", out, "--all", "--type", "5").exit_code == 2


def test_pipes() -> None:
    seigen = f"{sys.executable} -m seigen"
    data = MULTI.read_bytes()
    assert piped(f"{seigen} remove - -o - --type 999", data).stdout == data
    listed = json.loads(piped(f"{seigen} extract - --type 223", data).stdout)
    assert listed["format"] == "seigen-messages"
    assert {entry["payload_type"] for entry in listed["messages"]} == {223}


def test_replace(tmp_path: Path) -> None:
    messages, out = tmp_path / "m.json", tmp_path / "out.266"
    listed = extract(MULTI, types={223})
    assert listed.messages[0].message is not None
    listed.messages[0].message["gfv_low_confidence_face_parameter_flag"] ^= 1
    listed.save(messages)
    assert run("replace", MULTI, messages, "-o", out).exit_code == 0
    assert extract(out, types={223}).messages[0].message == listed.messages[0].message
    assert len(out.read_bytes()) == len(MULTI.read_bytes())


def test_units() -> None:
    table = run("units", MULTI).output.splitlines()
    assert len(table) == 1 + len(list(access_units(MULTI)))
    rows = [json.loads(line) for line in run("units", MULTI, "--format", "json").output.splitlines()]
    assert [row["poc"] for row in rows] == list(range(9))
    assert rows[0]["random_access"] == "IDR_N_LP"
    assert rows[0]["nal_units"][:2] == ["SPS_NUT", "PPS_NUT"]


def test_verify(tmp_path: Path) -> None:
    pytest.importorskip("imageio_ffmpeg")
    out = tmp_path / "out.266"
    assert "verified: 9 pictures" in run("remove", MULTI, "-o", out, "--verify").output
    assert out.exists()
    assert run("remove", MULTI, "-o", "-", "--verify").exit_code == 1


@pytest.mark.parametrize(
    "text", ["", "{", '{"messages": [{"payload_type": 223, "message": {"gfv_id": 0}, "place": {"au": 0}}]}']
)
def test_wrong_json_is_one_line_and_status_1(text: str, tmp_path: Path) -> None:
    messages = tmp_path / "m.json"
    messages.write_text(text)
    done = piped(f"{sys.executable} -m seigen inject {MULTI} {messages} -o {tmp_path / 'out.266'}", b"")
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"seigen: ")
    assert not (tmp_path / "out.266").exists()


def test_a_file_that_is_not_there() -> None:
    done = piped(f"{sys.executable} -m seigen extract /nowhere.266", b"")
    assert (done.returncode, done.stderr) == (1, b"seigen: /nowhere.266: No such file or directory\n")
