"""The codec knows no faces: a red square goes all the way, without models, weights or a network."""

from __future__ import annotations

import json
import os
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Encoded, Settings
from generators.measure.metrics import KeypointDistance
from generators.measure.report import write_report
from generators.media import video
from generators.parameters.reading import ParameterReader
from generators.subjects.clip import Clip, open_clip
from generators.subjects.scene import Scene
from generators.subjects.window import Window
from sei.messages.generative_face_video import GenerativeFaceVideo
from tests import toy_system
from tests.command import call
from tests.gen_material import first_pictures, real, write_clip
from vvc_bridge import access_units
from vvc_bridge.inspect import vtm_dump

VTM = os.environ.get("SEIGEN_VTM_DECODER")
COUNT = 25


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The toy is registered for one test, and nothing of the zoo is here."""
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(toy_system.ENTRY)
    monkeypatch.setenv("SEIGEN_OFFLINE", "1")
    monkeypatch.setenv("SEIGEN_CACHE", str(tmp_path / "no-cache"))
    monkeypatch.setenv("SEIGEN_ZOO", str(tmp_path / "no-zoo"))


def where(i: int, height: int, width: int) -> tuple[float, float, float]:
    """Middle in pixels and brightness of the square in picture ``i``."""
    x = width * (0.5 + 0.3 * np.sin(i / 7))
    y = height * (0.5 + 0.25 * np.cos(i / 9))
    return round(x), round(y), 0.7 + 0.25 * np.sin(i / 5)


def drawn(i: int, height: int, width: int) -> np.ndarray:
    """A picture of the square before soft waves."""
    down, across = np.mgrid[:height, :width]
    grey = 110 + 20 * np.sin(across / 9) + 15 * np.cos(down / 7)
    picture = np.repeat(grey[:, :, None], 3, axis=2)
    x, y, light = where(i, height, width)
    picture[int(y) - 8 : int(y) + 8, int(x) - 8 : int(x) + 8] = np.array([255, 30, 20]) * light
    return picture.round().astype(np.uint8)


def clip_of(height: int, width: int, count: int = COUNT) -> Clip:
    pictures = np.stack([drawn(i, height, width) for i in range(count)])
    return Clip(pictures, [None] * count, [0], [], Fraction(25), needed=False, subject="scene")


@pytest.fixture(params=[(96, 128), (128, 80)], ids=["landscape", "portrait"])
def clip(request: pytest.FixtureRequest) -> Clip:
    return clip_of(*request.param)


def coded(clip: Clip, **options: object) -> Encoded:
    return encode_clip(clip, registry.make("square", *clip.size), **options)  # type: ignore[arg-type]


def found(pixels: np.ndarray) -> tuple[float, float]:
    """Middle of the square that a picture shows."""
    down, across = np.nonzero(toy_system.red(pixels))
    return across.mean() + 0.5, down.mean() + 0.5


def test_the_square_comes_back_where_it_was(clip):
    stream = coded(clip, bitrate=None, settings=Settings(step=2))
    assert check(stream, COUNT) > COUNT // 2
    frames = list(Decoder(stream.data, device="cpu"))
    assert [f.index for f in frames] == list(range(COUNT)) and sum(not f.is_base for f in frames) > 20
    for frame, picture in zip(frames, clip.pictures, strict=True):
        assert frame.pixels.shape == picture.shape
        assert np.linalg.norm(np.subtract(found(frame.pixels), found(picture))) < 3


def test_the_decoder_finds_it_by_its_tag_and_says_so_without(clip, monkeypatch):
    stream = coded(clip, bitrate=None)
    decoder = Decoder(stream.data, device="cpu")
    assert len(list(decoder)) == COUNT and decoder.system and decoder.system.name == "square"
    monkeypatch.delitem(registry._ENTRIES, "square")
    said: list[str] = []
    assert len(list(Decoder(stream.data, device="cpu", warn=said.append))) == len(stream.segments)
    assert "tag:example.org,2026:square" in said[0]


def test_the_messages_hold_three_numbers_per_picture(clip, tmp_path, capsys):
    stream = coded(clip, bitrate=None)
    reader = ParameterReader()
    (unit,) = list(access_units(stream.data))[:1]
    faces = [
        reader.resolve(GenerativeFaceVideo.from_payload(m.payload, context=reader.context, endless=True))
        for m in unit.messages
        if m.payload_type == 223
    ]
    base, rows = reader.read(faces, 0)
    assert base is not None and rows
    for i, row in zip((0, 2, 4), [base, *rows], strict=False):
        assert row.keypoints is not None and row.keypoints.shape == (1, 2) and set(row.matrices) == {8}
        x, y, light = where(i, *clip.size)
        height, width = clip.size
        assert abs((row.keypoints[0, 0] + 1) * width / 2 - x) < 3
        assert abs((row.keypoints[0, 1] + 1) * height / 2 - y) < 3
        assert abs(float(row.matrices[8].item()) - light) < 0.05

    path = tmp_path / "square.266"
    path.write_bytes(stream.data)
    assert call("inspect", path, "--format", "vtm") == 0
    text = capsys.readouterr().out
    assert "gfv_num_kps_minus1: 0" in text
    assert text.count("gfv_cnt:") == 1 + len(rows)
    assert "".join(part for _, part in vtm_dump(stream.data)) in text


@pytest.mark.skipif(not VTM, reason="no VTM decoder: set SEIGEN_VTM_DECODER")
def test_vtm_reads_it_as_we_do(clip, tmp_path):
    path = tmp_path / "square.266"
    path.write_bytes(coded(clip, bitrate=None).data)
    out = tmp_path / "sei.txt"
    command = [str(VTM), "-b", str(path), "-o", os.devnull, f"--OutputDecodedSEIMessagesFilename={out}"]
    subprocess.run(command, check=True, capture_output=True)
    assert out.read_text().split() == "".join(part for _, part in vtm_dump(path)).split()


@pytest.mark.parametrize("bitrate", [6.0, 12.0, 30.0])
def test_rate_control_meets_bitrates(bitrate):
    clip = clip_of(96, 128, 50)
    stream = coded(clip, bitrate=bitrate)
    spent = len(stream.data) * 8 / clip.seconds / 1000
    assert spent <= bitrate or any("floor" in note for note in stream.notes)
    assert spent > 0.8 * bitrate or any("can use" in note for note in stream.notes)
    assert check(stream, 50) > 0


def test_a_report_needs_no_face_and_no_zoo(clip, tmp_path, caplog):
    stream = coded(clip, bitrate=12.0)
    rows = write_report(tmp_path / "report", "square", clip, stream, vvenc=True)
    assert [np.isnan(row.keypoints) for row in rows] == [True] * 4
    assert all(np.isfinite([row.kbits, row.psnr, row.ssim, row.vmaf]).all() for row in rows)
    assert rows[0].psnr > rows[1].psnr  # it moves
    ledger = json.loads((tmp_path / "report" / "ledger.json").read_text())
    assert ledger["quality"][0]["keypoints"] is None and ledger["size"] == list(clip.size)
    assert "perceptual distance is not measured" in caplog.text


# By files and the command line.


def size_of(path: Path) -> tuple[int, int]:
    frames = list(Decoder(path, device="cpu"))
    assert len(frames) == 8
    height, width = frames[0].pixels.shape[:2]
    return width, height


@pytest.fixture(params=[(96, 128), (128, 80)], ids=["landscape", "portrait"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return write_clip(tmp_path / "a.mp4", [drawn(i, *request.param) for i in range(8)])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--window", "all"), None),
        (("--window", "all", "--size", "160x64"), (160, 64)),
        (("--window", "72x76+4+8"), (72, 76)),
        (("--window", "72x76+4+8", "--size", "128x64"), (128, 64)),
        (("--size", "64"), (64, 64)),
        (("--size", "96x64"), (96, 64)),
    ],
)
def test_windows_and_sizes(file, tmp_path, words, expected):
    out = tmp_path / "a.266"
    assert call("encode", file, "-o", out, "--system", "square", "--qp", 40, *words) == 0
    assert size_of(out) == (expected or _shape(file))


def _shape(file: Path) -> tuple[int, int]:
    info = video.probe(file)
    return info.width, info.height


def test_the_window_cuts_what_it_says(file):
    with (
        open_clip(str(file), None, Scene(), window="all") as whole,
        open_clip(str(file), None, Scene(), window="64x66+6+10") as part,
    ):
        assert part.size == (66, 64) and part.windows == [Window(6, 10, 64, 66)]
        assert np.abs(part.pictures[3].astype(int) - whole.pictures[3][10:76, 6:70]).max() <= 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--window", "200x200+0+0"), "reaches out"),
        (("--window", "some"), "allowed: auto, all"),
        (("--window", "all", "--size", "33x64"), "allowed: even"),
        (("--subject", "hand"), "hand"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(file, tmp_path, words, said, capsys):
    argv = ["encode", file, "-o", tmp_path / "a.266", "--system", "square", *words]
    code = call(*argv)
    assert code in (1, 2) and said in capsys.readouterr().err and not (tmp_path / "a.266").exists()


# Faces in whole pictures, and clips without.


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zoo again, where it can be had."""
    for name in ("SEIGEN_OFFLINE", "SEIGEN_CACHE", "SEIGEN_ZOO"):
        monkeypatch.delenv(name)


def test_a_clip_without_a_face_is_no_error_in_a_scene(models, file, tmp_path, capsys):
    real()
    out = tmp_path / "a.266"
    assert call("encode", file, "-o", out, "--qp", 40) == 1 and "no face" in capsys.readouterr().err
    assert call("encode", file, "-o", out, "--subject", "scene", "--qp", 40, "--verify") == 0
    assert size_of(out) == (256, 256)
    assert call("encode", file, "-o", out, "--subject", "scene", "--window", "all", "--bitrate", 20) == 0
    assert size_of(out) == _shape(file)


def placed(i: int, face: np.ndarray, height: int, width: int) -> np.ndarray:
    """A picture of a face somewhere in a larger one."""
    picture = np.full((height, width, 3), 90, np.uint8)
    top, left = (height - face.shape[0]) // 2, (width - face.shape[1]) // 3
    left += i * (face.shape[0] // 60)
    picture[top : top + face.shape[0], left : left + face.shape[1]] = face
    return picture


@pytest.mark.parametrize(
    ("height", "width", "count"),
    [(320, 512, 6), (512, 320, 6), pytest.param(1080, 1920, 12, marks=pytest.mark.long)],
    ids=["landscape", "portrait", "1920x1080"],
)
def test_whole_pictures_with_a_face_in_them(models, tmp_path, height, width, count):
    larger = max(1, height // 360)
    faces = [f.repeat(larger, 0).repeat(larger, 1) for f in first_pictures("carphone", count)]
    file = write_clip(tmp_path / "a.mp4", [placed(i, f, height, width) for i, f in enumerate(faces)])
    out = tmp_path / "a.266"
    words = ("--window", "all", "--qp", 36, "--threshold", 0.9, "--verify")
    assert call("encode", file, "-o", out, *words) == 0
    frames = list(Decoder(out, device="cpu"))
    assert len(frames) == count and {f.pixels.shape for f in frames} == {(height, width, 3)}
    # The face is where it was, not where the base picture has it.
    (source,) = [p.rgb for p in video.read(file)][-1:]
    moved, still = KeypointDistance()(source, [frames[-1].pixels, frames[0].pixels])
    assert not frames[-1].is_base and moved < still / 2
