"""Clips in and pictures out."""

from __future__ import annotations

import io
import wave
from fractions import Fraction

import numpy as np
import pytest

from generators.media import video


def gradient(height: int, width: int, shift: int = 0) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 255 // width, y * 255 // height, (x + y + shift) % 256], -1).astype(np.uint8)


def test_odd_sizes_are_padded_for_mp4_and_come_back(tmp_path):
    path = tmp_path / "a.mp4"
    with video.VideoWriter(path, Fraction(30000, 1001)) as writer:
        for i in range(5):
            writer.write(gradient(95, 127, 3 * i))
    back = list(video.read(path))
    assert len(back) == 5 and back[0].rgb.shape == (96, 128, 3)
    assert np.abs(back[0].rgb[:90, :120, :2].astype(int) - gradient(95, 127)[:90, :120, :2]).mean() < 6
    assert video.probe(path).rate == Fraction(30000, 1001)
    assert back[2].time == pytest.approx(2 * 1001 / 30000, abs=1e-3)


def test_a_failed_write_leaves_nothing(tmp_path):
    path = tmp_path / "a.mp4"
    with pytest.raises(video.VideoError), video.VideoWriter(path, Fraction(25)) as writer:
        writer.write(gradient(64, 64))
        writer.write(gradient(64, 66))
    assert list(tmp_path.iterdir()) == []


def test_y4m_goes_to_a_stream():
    out = io.BytesIO()
    writer = video.VideoWriter("-", Fraction(25), stream=out)
    writer.write(gradient(48, 65))
    writer.close()
    head, rest = out.getvalue().split(b"\n", 1)
    assert head == b"YUV4MPEG2 W65 H48 F25:1 Ip A1:1 C444"
    assert rest.startswith(b"FRAME\n") and len(rest) == 6 + 3 * 48 * 65


def test_mp4_cannot_go_to_a_pipe():
    with pytest.raises(video.VideoError, match="pipe"):
        video.VideoWriter("-", Fraction(25), kind="mp4")


def test_sound_alone_is_refused_by_name(tmp_path):
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    with pytest.raises(video.VideoError, match="no video in it, only audio"):
        next(video.read(path))


@pytest.mark.parametrize("data", [b"", b"not a clip at all" * 50, bytes(100_000)])
def test_what_is_no_clip_is_refused(tmp_path, data):
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    with pytest.raises(video.VideoError):
        next(video.read(path))


def test_a_missing_file_is_refused():
    with pytest.raises(video.VideoError, match="no such file"):
        video.probe("nowhere.mp4")


def pictures(times: list[float]):
    return (video.TimedPicture(i, t, np.full((2, 2, 3), i, np.uint8)) for i, t in enumerate(times))


def shown(times: list[float], rate: int) -> list[int]:
    return [int(p.rgb[0, 0, 0]) for p in video.constant_rate(pictures(times), Fraction(rate))]


def test_a_codec_that_nobody_knows_is_refused(tmp_path):
    path = tmp_path / "a.mp4"
    with video.VideoWriter(path, Fraction(25)) as writer:
        writer.write(gradient(64, 64))
    data = path.read_bytes()
    assert data.count(b"avc1") > 0
    path.write_bytes(data.replace(b"avc1", b"zzzz"))
    for reader in (video.probe, video.beginning, lambda path: list(video.read(path))):
        with pytest.raises(video.VideoError, match="codec that is not known"):
            reader(path)


def test_a_clip_of_the_same_rate_passes_as_it_is():
    assert shown([0, 0.0399, 0.0801, 0.12, 0.16], 25) == [0, 1, 2, 3, 4]
    assert shown([round(i / 24, 3) for i in range(48)], 24) == list(range(48))


def test_variable_rate_becomes_constant():
    # A second's pause after picture 1, then two pictures within one period.
    assert shown([0, 0.1, 1.1, 1.15, 1.2], 10) == [0, *[1] * 10, 3, 4]


def test_half_and_double_rate():
    assert len(shown([i / 50 for i in range(100)], 25)) == 50
    assert len(shown([i / 25 for i in range(50)], 50)) in (99, 100)


def test_rotation_is_applied(tmp_path):
    import subprocess

    from vvc_bridge.external import find_ffmpeg

    flat = tmp_path / "flat.mp4"
    picture = np.zeros((64, 96, 3), np.uint8)
    picture[:, :48, 0] = 255  # red at the left
    with video.VideoWriter(flat, Fraction(25)) as writer:
        writer.write(picture)
    turned = tmp_path / "turned.mp4"
    command = [find_ffmpeg(), "-loglevel", "error", "-display_rotation", "90", "-i", str(flat), "-c", "copy"]
    subprocess.run([*command, str(turned)], check=True)
    (back,) = video.read(turned)
    assert back.rgb.shape == (96, 64, 3)
    # Turned by 90 degrees counter-clockwise, the left side lies at the bottom.
    assert back.rgb[80, 32, 0] > 200 and back.rgb[10, 32, 0] < 60


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "ts"])
def test_the_same_pictures_make_the_same_file(tmp_path, suffix):
    """Matroska's numbers of segment and tracks were random ones."""
    made = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.{suffix}"
        with video.VideoWriter(path, Fraction(25)) as writer:
            for i in range(12):
                writer.write(gradient(96, 128, 3 * i))
        made.append(path.read_bytes())
    assert made[0] == made[1]
