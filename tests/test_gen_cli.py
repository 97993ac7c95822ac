"""The commands: pictures in, stream, pictures out, and what is said when it goes wrong."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from generators.codec.encoder import Encoded, Settings
from generators.codec.ledger import Ledger
from generators.codec.picture_codec import encode_picture
from generators.codec.stream import Assembler
from generators.measure import metrics
from generators.measure.report import strict, write_report
from generators.media import video
from generators.subjects.clip import Clip
from sei.messages.generative_face_video import GenerativeFaceVideo
from tests.command import call
from tests.gen_material import first_pictures, real, write_clip
from vvc_bridge.access_unit import access_units
from vvc_bridge.external import decode_digests
from vvc_bridge.talk import Timing

PICTURES = 20
SIZE = 96


@dataclass
class Done:
    """What a command left."""

    status: int
    stdout: bytes
    stderr: str


@pytest.fixture
def seigen(capfdbinary, monkeypatch) -> Callable[..., Done]:
    def run(*words: object, data: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capfdbinary.readouterr()
        status = call(*words)
        out, err = capfdbinary.readouterr()
        return Done(status, out, err.decode())

    return run


@pytest.fixture
def fine(seigen) -> Callable[..., Done]:
    def run(*words: object, data: bytes = b"") -> Done:
        done = seigen(*words, data=data)
        assert done.status == 0, done.stderr
        return done

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A clip of a talking head and its stream, talk.266, coded by the command."""
    folder = tmp_path_factory.mktemp("cli")
    write_clip(folder / "talk.mp4", first_pictures("single-face", PICTURES), Fraction(25))
    words = ("--size", SIZE, "--qp", 38, "--verify")
    assert call("encode", folder / "talk.mp4", "-o", folder / "talk.266", *words) == 0
    return folder


def test_encode_then_decode_to_mp4_that_any_player_opens(fine, folder):
    done = fine("decode", folder / "talk.266", "-o", folder / "out.mp4")
    assert done.stdout == b"" and done.stderr == ""
    with av.open(str(folder / "out.mp4")) as container:
        (stream,) = container.streams.video
        assert stream.codec_context.name == "h264" and stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == 25 and (stream.width, stream.height) == (SIZE, SIZE)
        assert sum(1 for _ in container.decode(stream)) == PICTURES
    fine("decode", folder / "talk.266", "-o", folder / "out.mkv")
    with av.open(str(folder / "out.mkv")) as container:
        assert "matroska" in container.format.name


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "ts"])
def test_encode_writes_the_container_that_the_name_says(fine, folder, tmp_path, suffix):
    """With base pictures at their times, and the same stream in it."""
    out = tmp_path / f"talk.{suffix}"
    words = ("--size", SIZE, "--qp", 38, "--threshold", 0.02, "--verify", "--access", 0)
    fine("encode", folder / "talk.mp4", "-o", tmp_path / "talk.266", *words)
    fine("encode", folder / "talk.mp4", "-o", out, *words)
    plain = list(access_units(tmp_path / "talk.266"))
    numbers = []
    for unit in plain:
        base = next(m for m in unit.messages if m.payload_type == 223)
        numbers.append(Timing.parse(GenerativeFaceVideo.from_payload(base.payload).gfv_nn_uri).first)
    assert len(numbers) > 1 and numbers[0] == 0
    with av.open(str(out)) as container:
        (stream,) = container.streams.video
        kinds = {"ts": "mpegts", "mkv": "matroska"}
        assert kinds.get(suffix, "mp4") in container.format.name and stream.codec_context.name == "vvc"
        packets = [p for p in container.demux(stream) if p.size]
        assert all(p.is_keyframe for p in packets)
        times = [float(p.pts * p.time_base) for p in packets]
    tick = 0.0006 if suffix == "mkv" else 2e-5
    assert [t - times[0] for t in times] == pytest.approx([n / 25 for n in numbers], abs=2 * tick)
    found = list(access_units(out))
    assert [[m.payload for m in unit.messages] for unit in found] == [
        [m.payload for m in unit.messages] for unit in plain
    ]
    fine("decode", out, "-o", tmp_path / "shown.y4m")
    fine("decode", tmp_path / "talk.266", "-o", tmp_path / "plain.y4m")
    assert (tmp_path / "shown.y4m").read_bytes() == (tmp_path / "plain.y4m").read_bytes()


def test_pictures_that_decoding_can_begin_with_are_a_containers_sync_samples(fine, folder, tmp_path):
    out = tmp_path / "talk.mp4"
    words = ("--size", SIZE, "--qp", 38, "--threshold", 0.02, "--access", 0.5, "--verify")
    fine("encode", folder / "talk.mp4", "-o", out, *words)
    units = list(access_units(out))
    with av.open(str(out)) as container:
        packets = [p for p in container.demux(container.streams.video[0]) if p.size]
    assert [p.is_keyframe for p in packets] == [u.random_access is not None for u in units]
    assert 1 < sum(p.is_keyframe for p in packets) < len(packets)
    shown = tmp_path / "shown.y4m"
    fine("decode", out, "-o", shown)
    assert shown.stat().st_size > 40 * SIZE * SIZE * 3 / 2


def test_y4m_and_raw_on_standard_output_are_the_same_pictures(fine, folder):
    y4m = fine("decode", folder / "talk.266", "-o", "-").stdout
    raw = fine("decode", "-", "-o", "-", "--format", "raw", data=(folder / "talk.266").read_bytes()).stdout
    head, _ = y4m.split(b"\n", 1)
    assert head == b"YUV4MPEG2 W96 H96 F25:1 Ip A1:1 C444"
    assert len(y4m) == len(head) + 1 + PICTURES * (6 + 3 * SIZE * SIZE)
    rgb = np.frombuffer(raw, np.uint8).reshape(PICTURES, SIZE, SIZE, 3)
    (folder / "out.y4m").write_bytes(y4m)
    for picture, wanted in zip(video.read(folder / "out.y4m"), rgb, strict=True):
        assert np.abs(picture.rgb.astype(int) - wanted).mean() < 1.5


def test_encode_and_decode_in_a_pipe(fine, folder):
    clip = (folder / "talk.mp4").read_bytes()
    stream = fine("encode", "-", "-o", "-", "--size", SIZE, "--qp", 38, data=clip).stdout
    assert stream == (folder / "talk.266").read_bytes()


def test_coding_again_gives_the_same_bytes(fine, folder):
    fine(
        "encode", folder / "talk.mp4", "-o", folder / "again.266", "--size", SIZE, "--qp", 38, "--threads", 1
    )
    assert (folder / "again.266").read_bytes() == (folder / "talk.266").read_bytes()


def test_beside_shows_the_source_at_the_left(fine, folder):
    fine("decode", folder / "talk.266", "-o", folder / "two.rgb", "--beside", folder / "talk.mp4")
    width = round(640 * SIZE / 360) + SIZE
    rows = np.fromfile(folder / "two.rgb", np.uint8).reshape(PICTURES, SIZE, width, 3)
    source = next(video.read(folder / "talk.mp4")).rgb
    assert np.abs(rows[0][:, :-SIZE].mean((0, 1)) - source.mean((0, 1))).max() < 2


@pytest.mark.parametrize("kind", ["mp4", "mkv"])
def test_a_stream_in_a_container(fine, folder, tmp_path, kind):
    """Muxed by `seigen remux`, decoded from the file and from standard input."""
    bare = fine("decode", folder / "talk.266", "-o", "-", "--format", "raw").stdout
    packed = tmp_path / f"talk.{kind}"
    fine("remux", folder / "talk.266", "-o", packed)
    assert fine("decode", packed, "-o", "-", "--format", "raw").stdout == bare
    assert fine("decode", "-", "-o", "-", "--format", "raw", data=packed.read_bytes()).stdout == bare


def test_two_streams_joined_by_cat(fine, folder, tmp_path):
    data = (folder / "talk.266").read_bytes()
    (tmp_path / "both.266").write_bytes(data * 2)
    fine("decode", tmp_path / "both.266", "-o", tmp_path / "both.mp4")
    with av.open(str(tmp_path / "both.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == 2 * PICTURES


def test_a_bitrate_that_cannot_be_met_is_said(fine, folder, tmp_path):
    words = ("--size", SIZE, "--bitrate", 0.5, "--limit", 8)
    done = fine("encode", folder / "talk.mp4", "-o", tmp_path / "x.266", *words)
    assert re.search(r"0\.5 kbit/s cannot be met: the floor of this clip is \d+\.\d kbit/s", done.stderr)


def test_a_plain_vvc_decoder_shows_the_base_pictures(fine, folder):
    units = list(access_units(folder / "talk.266"))
    shown = decode_digests(folder / "talk.266")
    assert len(shown.digests) == len(units) and shown.problems == []
    removed = folder / "bare.266"
    fine("remove", folder / "talk.266", "-o", removed)
    assert decode_digests(removed).digests == shown.digests


def test_the_messages_are_there_for_every_other_tool(fine, folder):
    text = fine("inspect", folder / "talk.266", "--format", "json").stdout.decode()
    assert "tag:seigen,2026:mesh" in text and "r=25&s=2&n=20" in text
    counts = [int(n) for n in re.findall(r'"gfv_cnt": (\d+)', text)]
    for before, after in pairwise(counts):
        assert after in (before + 1, 0)


def test_what_cannot_be_measured_is_null(tmp_path, monkeypatch):
    """No face in the decoded pictures, no difference at all: NaN and infinity, which are no JSON."""
    pictures = np.full((2, 64, 64, 3), 90, np.uint8)
    clip = Clip(pictures, [None, None], [0], [], Fraction(25))
    data = Assembler().add(encode_picture(pictures[0], 40), [])[0]
    coded = Encoded(data * 2, Settings(), [], Ledger(base=16 * len(data)), 0.0)
    nothing = {"psnr": float("inf"), "ssim": 1.0, "vmaf": float("nan")}
    monkeypatch.setattr(metrics, "ShiftTolerantLpips", lambda: None)
    monkeypatch.setattr(metrics, "stlpips", lambda _, few, others: np.full((len(others), len(few)), np.nan))
    monkeypatch.setattr(metrics, "ffmpeg_scores", lambda *_: nothing)
    monkeypatch.setattr(metrics, "KeypointDistance", lambda: lambda _, others: [float("nan")] * len(others))
    write_report(tmp_path, "grey", clip, coded, vvenc=False)
    text = (tmp_path / "ledger.json").read_text()
    ledger = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    row = ledger["quality"][0]
    assert row["psnr"] is row["vmaf"] is row["stlpips"] is row["keypoints"] is None and row["ssim"] == 1
    assert ledger["series"]["keypoints: seigen"] == [None, None]
    assert strict({"a": [1, (float("-inf"), "x")]}) == {"a": [1, [None, "x"]]}


@pytest.mark.long
def test_a_report_adds_up(fine, folder, tmp_path):
    real("stlpips")
    words = ("--size", SIZE, "--qp", 40, "--limit", 6, "--report", tmp_path / "report")
    fine("encode", folder / "talk.mp4", "-o", tmp_path / "a.266", *words)
    names = {p.name for p in (tmp_path / "report").iterdir()}
    assert names >= {"ledger.json", "comparison.mp4", "sheet.png", "plots.png"}
    text = (tmp_path / "report" / "ledger.json").read_text()
    ledger = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    bits = ledger["bits"]
    size = 8 * (tmp_path / "a.266").stat().st_size
    assert bits["total"] == size == sum(v for k, v in bits.items() if k != "total")
    for part, name in (("base", "base pictures"), ("gfv", "GFV payload"), ("gfve", "GFVE payload")):
        assert sum(s[part] for s in ledger["segments"]) == bits[name]
    assert sum(s["pictures"] for s in ledger["segments"]) >= 6 == ledger["pictures"]
    assert len(ledger["quality"]) == 4


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["encode", "nowhere.mp4", "-o", "x.266"], 1, "nowhere.mp4: no such file"),
        (["encode", "text.mp4", "-o", "x.266"], 1, "text.mp4: not a clip"),
        (["encode", ".", "-o", "x.266"], 1, "folder"),
        (["encode", "text.mp4", "-o", "x.avi"], 1, "x.avi: .avi is not written; containers are .mp4,"),
        (["encode", "text.mp4", "-o", "x.h264"], 1, "x.h264: what is written is H.266, no .h264"),
        (["encode", "text.mp4", "-o", "no/x.266"], 1, "no/x.266: no such folder"),
        (["encode", "text.mp4", "-o", "x.266", "--system", "nope"], 1, "no system 'nope'; there are: "),
        (["encode", "text.mp4", "-o", "x.266", "--fps", "fast"], 1, "--fps"),
        (["encode", "text.mp4", "-o", "x.266", "--fps", "1/0"], 1, "--fps"),
        (["encode", "text.mp4", "-o", "x.266", "--fps", "1e99999999"], 1, "--fps '1e99999999'"),
        (["encode", "text.mp4", "-o", "x.266", "--fps", "nan"], 1, "--fps 'nan'"),
        (["remux", "text.mp4", "-o", "x.mp4", "--fps", "1e99999999"], 1, "--fps '1e99999999'"),
        (["remux", "text.mp4", "-o", "x.266", "--fps", "0"], 1, "--fps '0'"),
        (["encode", "text.mp4", "-o", "x.266", "--fps", "1000"], 1, "allowed 1..240"),
        (["encode", "text.mp4", "-o", "x.266", "--step", "17"], 2, "--step"),
        (["encode", "text.mp4", "-o", "x.266", "--size", "-2"], 2, "--size"),
        (["encode", "text.mp4", "-o", "x.266", "--qp", "64"], 2, "--qp"),
        (["encode", "text.mp4"], 2, "--output"),
        (["encode", "text.mp4", "-o", "x.265"], 1, "x.265: what is written is H.266, no .265"),
        (["decode", "empty", "-o", "x.avi"], 1, "x.avi: its name does not end in what can be written (.m4v"),
        (["decode", "empty", "-o", "x.webm"], 1, "x.webm: its name does not end in"),
        (["decode", "empty", "-o", "x"], 1, "x: its name does not end in"),
        (
            ["decode", "empty", "-o", "x.mp4", "--format", "mkv"],
            1,
            "x.mp4: its name says mp4, the format mkv",
        ),
        (["decode", "nowhere.266", "-o", "x.mp4"], 1, "nowhere.266: No such file"),
        (["decode", "text.mp4", "-o", "x.mp4"], 1, "seigen: "),
        (["decode", "empty", "-o", "x.mp4"], 1, "seigen: "),
        (["decode", "empty", "-o", "x.mp4", "--system", "nope"], 1, "no system 'nope'"),
        (["decode", "empty", "-o", "x.mp4", "--device", "abacus"], 1, "device 'abacus'"),
        (["decode", "empty", "-o", "-", "--format", "mp4"], 1, "seigen: "),
        (["decode", "empty", "-o", "x.mp4", "--format", "gif"], 2, "--format"),
        (["decode", "empty", "-o", "x.mp4", "--beside", "nowhere"], 2, "--beside"),
        (["zoo", "path", "nope"], 1, "known: "),
        (["zoo", "fetch", "nope"], 1, "known: "),
        (["zoo", "fetch", "iris", "--offline", "--cache", "c"], 1, "offline, and not cached: iris"),
        (["zoo", "nope"], 2, "nope"),
        (["play"], 2, "FILE"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_goes_wrong_is_said_in_one_line(seigen, tmp_path, monkeypatch, words, status, says):
    monkeypatch.chdir(tmp_path)
    Path("text.mp4").write_text("no clip, no stream\n" * 50)
    Path("empty").touch()
    done = seigen(*words)
    said = done.stderr
    assert done.status == status and says in said and "Traceback" not in said, said
    if status == 1:
        assert said.startswith("seigen: ") and said.count("\n") == 1
    assert sorted(p.name for p in Path().iterdir()) == ["empty", "text.mp4"] and done.stdout == b""


@pytest.mark.parametrize("words", [["encode"], ["decode"], ["play"], ["zoo"], ["zoo", "fetch"]])
def test_help(fine, words):
    assert b"Usage: " in fine(*words, "--help").stdout


def test_play_without_a_player(seigen, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = seigen("play", folder / "talk.266")
    assert done.status == 1 and "neither mpv nor ffplay" in done.stderr


def test_play_feeds_the_player(seigen, folder, tmp_path, monkeypatch):
    """A stand-in for mpv keeps what it is fed by a pipe; one that closes at once is no error."""
    data = (folder / "talk.266").read_bytes()
    monkeypatch.setenv("PATH", str(tmp_path))
    mpv = tmp_path / "mpv"
    mpv.write_text(f"#!/bin/sh\n/bin/cat > {tmp_path}/fed.y4m\n")
    mpv.chmod(0o755)
    assert seigen("play", "-", data=data).status == 0
    assert len(list(video.read(tmp_path / "fed.y4m"))) == PICTURES
    mpv.write_text("#!/bin/sh\nexit 0\n")
    done = seigen("play", "-", data=data)
    assert done.status == 0 and done.stderr == ""


def test_the_zoo_is_listed_and_its_paths_are_told(fine, tmp_path):
    rows = json.loads(fine("zoo", "list", "--json").stdout)
    assert {"face-mesh", "wolfgang", "stlpips"} <= {r["name"] for r in rows}
    assert all(r["licence"] and len(r["sha256"]) == 64 for r in rows)
    own = tmp_path / "own"
    own.mkdir()
    (model,) = real("iris")
    (own / "iris_landmark.tflite").write_bytes(model.read_bytes())
    told = fine("zoo", "path", "iris", "--zoo", own, "--cache", tmp_path / "none", "--offline").stdout
    assert told.decode().strip() == str(own / "iris_landmark.tflite")


def test_a_reader_that_goes_away_is_no_traceback(folder):
    command = f"{sys.executable} -m seigen decode {folder / 'talk.266'} -o - --format raw | head -c 10"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert len(done.stdout) == 10 and done.stderr == b""


@pytest.mark.parametrize("what", ["encode", "decode"])
def test_control_c_leaves_nothing(folder, tmp_path, what):
    """Interrupted while it works: exit status 130, and neither output nor a part of it."""
    if what == "encode":
        words = ["encode", "wolfgang", "-o", str(tmp_path / "x.266")]
        real("wolfgang")
    else:
        # The stream stops in the middle, so the command waits for more of it.
        words = ["decode", "-", "-o", str(tmp_path / "x.mp4")]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "seigen", *words]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1, env=environment) as child:
        assert child.stdin is not None
        if what == "decode":
            data = (folder / "talk.266").read_bytes()
            child.stdin.write(data * 2)
            child.stdin.flush()
            deadline = time.monotonic() + 60
            # Other temporary files come and go while modules are loaded; the output's own part means work.
            while not list(tmp_path.glob(".x.*")) and time.monotonic() < deadline:
                time.sleep(0.05)
            assert list(tmp_path.glob(".x.*")) != []
            time.sleep(2)
        else:
            time.sleep(5)
        child.send_signal(signal.SIGINT)
        said = child.communicate(timeout=60)[1].decode()
    # An interrupt within an import's exec( ) makes Python end by the signal itself: 130 to any shell.
    assert child.returncode in (130, -signal.SIGINT) and said.strip().endswith("seigen: interrupted")
    assert "Traceback" not in said and list(tmp_path.iterdir()) == []
