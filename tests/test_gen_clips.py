"""Clips as people have them: one picture, turned, tiny, cut off, with pauses, no clips at all."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from fractions import Fraction
from pathlib import Path
from threading import Thread

import av
import numpy as np
import pytest

from generators.media import video
from generators.subjects.clip import open_clip
from generators.subjects.face.subject import FaceSubject
from generators.subjects.subject import NoSubject
from sei.errors import SeigenError
from tests.gen_material import first_pictures, real, write_clip
from vvc_bridge.external import find_ffmpeg


def numbered(i: int, height: int = 48, width: int = 64) -> np.ndarray:
    """A picture whose left half tells its number."""
    picture = np.full((height, width, 3), 128, np.uint8)
    picture[:, : width // 2] = 8 * i
    return picture


def number(picture: video.TimedPicture) -> int:
    return round(float(picture.rgb[8:-8, 4 : picture.rgb.shape[1] // 2 - 4].mean()) / 8)


def ffmpeg(*words: str | Path) -> None:
    subprocess.run([find_ffmpeg(), "-loglevel", "error", "-y", *map(str, words)], check=True)


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 5), (17, 16), (49, 63)])
def test_any_size_is_written_and_read(tmp_path, size):
    picture = np.random.default_rng(0).integers(0, 255, (*size, 3), dtype=np.uint8)
    path = write_clip(tmp_path / "a.mp4", [picture] * 2)
    back = list(video.read(path))
    assert len(back) == 2 and back[0].rgb.shape == (size[0] + size[0] % 2, size[1] + size[1] % 2, 3)
    raw = tmp_path / "a.rgb"
    write_clip(raw, [picture] * 2)
    assert raw.read_bytes() == picture.tobytes() * 2


def test_one_picture_is_a_clip(tmp_path):
    path = write_clip(tmp_path / "a.mp4", [numbered(3)])
    (picture,) = video.read(path)
    assert number(picture) == 3 and picture.time == 0 and video.probe(path).count == 1


def test_a_still_image_is_a_clip_of_one_picture(tmp_path):
    write_clip(tmp_path / "a.mp4", [numbered(3)])
    ffmpeg("-i", tmp_path / "a.mp4", "-frames:v", "1", tmp_path / "a.png")
    (picture,) = video.constant_rate(video.read(tmp_path / "a.png"), Fraction(25))
    assert number(picture) == 3


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_phone_held_upright_or_upside_down(tmp_path, turn):
    corner = np.zeros((48, 96, 3), np.uint8)
    corner[:24, :48] = 255
    flat = write_clip(tmp_path / "flat.mp4", [corner] * 2)
    ffmpeg("-display_rotation", turn, "-i", flat, "-c", "copy", tmp_path / "turned.mp4")
    picture = next(video.read(tmp_path / "turned.mp4")).rgb
    assert np.abs(picture.astype(int) - np.rot90(corner, turn // 90)).mean() < 4
    info = video.probe(tmp_path / "turned.mp4")
    assert (info.height, info.width) == picture.shape[:2]


@pytest.mark.parametrize("mirror", [("h",), ("v",), ("h", "v"), ("h", "turn"), ("v", "turn")], ids="-".join)
def test_a_mirrored_clip_is_seen_as_players_show_it(tmp_path, mirror):
    """ffmpeg turns and mirrors what it decodes as the display matrix says."""
    picture = np.zeros((48, 96, 3), np.uint8)
    picture[:24, :48], picture[24:, :48, 0] = 255, 255
    flat = write_clip(tmp_path / "flat.mp4", [picture] * 2)
    options = {"h": ["-display_hflip"], "v": ["-display_vflip"], "turn": []}
    turn = ["-display_rotation", "90"] if "turn" in mirror else []
    words = [*turn, *(word for each in mirror for word in options[each])]
    ffmpeg(*words, "-i", flat, "-c", "copy", tmp_path / "seen.mp4")
    ffmpeg("-i", tmp_path / "seen.mp4", "-f", "rawvideo", "-pix_fmt", "rgb24", tmp_path / "shown.rgb")
    ours = next(video.read(tmp_path / "seen.mp4")).rgb
    shown = np.fromfile(tmp_path / "shown.rgb", np.uint8).reshape(2, *ours.shape)[0]
    assert ours.shape == ((96, 48, 3) if turn else (48, 96, 3))
    assert np.abs(ours.astype(int) - shown).max() < 3
    assert np.abs(ours.astype(int) - (np.rot90(picture) if turn else picture)).mean() > 50


def test_samples_that_are_not_square_are_made_square(tmp_path):
    flat = write_clip(tmp_path / "flat.mp4", [numbered(4, 48, 64)] * 2)
    ffmpeg("-i", flat, "-vf", "setsar=2/1", tmp_path / "wide.mp4")
    assert next(video.read(tmp_path / "wide.mp4")).rgb.shape == (48, 128, 3)


def timed_clip(path: Path, milliseconds: list[int]) -> Path:
    """Pictures at given instants."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=1000, options={"qp": "0", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        for i, at in enumerate(milliseconds):
            frame = av.VideoFrame.from_ndarray(numbered(i + 1), format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_a_clip_of_variable_rate_keeps_its_time(tmp_path):
    path = timed_clip(tmp_path / "a.mkv", [0, 40, 80, 500, 520, 540, 560])
    shown = [number(p) for p in video.constant_rate(video.read(path), Fraction(25))]
    # 0, 40, 80, then ten copies of the third, and of four pictures in 60 ms every second one.
    assert shown[:3] == [1, 2, 3] and shown[3:12] == [3] * 9
    assert len(shown) in (14, 15, 16) and shown[-1] == 7 and shown == sorted(shown)


def test_a_broken_timestamp_is_not_filled_with_copies(tmp_path):
    path = timed_clip(tmp_path / "a.mkv", [0, 40, 2_000_000_000])
    with pytest.raises(video.VideoError, match="s after the last"):
        list(video.constant_rate(video.read(path), Fraction(25)))


def test_time_that_runs_backwards_is_no_trouble():
    rows = (video.TimedPicture(i, t, numbered(i)) for i, t in enumerate([0, 0.04, 0.02, -5.0, 0.08]))
    assert len(list(video.constant_rate(rows, Fraction(25)))) == 3


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_transport_stream_cut_off_gives_what_there_is(tmp_path, share):
    flat = write_clip(tmp_path / "a.mp4", [numbered(i) for i in range(20)])
    ffmpeg("-i", flat, "-c", "copy", tmp_path / "a.ts")
    data = (tmp_path / "a.ts").read_bytes()
    (tmp_path / "cut.ts").write_bytes(data[: int(len(data) * share)])
    try:
        count = len(list(video.read(tmp_path / "cut.ts")))
    except video.VideoError as error:
        assert share < 0.5 and "\n" not in str(error)
    else:
        assert 0 < count <= 20


def test_an_mp4_cut_off_is_refused_by_name(tmp_path):
    path = write_clip(tmp_path / "a.mp4", [numbered(i) for i in range(5)])
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(video.VideoError, match=r"a\.mp4: not a clip"):
        video.probe(path)


def test_noise_inside_a_clip_is_survived(tmp_path):
    path = write_clip(tmp_path / "a.mp4", [numbered(i % 30) for i in range(40)])
    data = bytearray(path.read_bytes())
    rng = np.random.default_rng(1)
    start = data.index(b"mdat") + 4
    for at in rng.integers(start, start + 600, 30):
        data[at] ^= 255
    path.write_bytes(data)
    try:
        assert all(p.rgb.shape == (48, 64, 3) for p in video.read(path))
    except video.VideoError as error:
        assert "a.mp4" in str(error)


def test_huge_pictures_are_refused_before_they_take_memory(tmp_path, monkeypatch):
    path = write_clip(tmp_path / "a.mp4", [numbered(1)])
    monkeypatch.setattr(video, "MAX_SAMPLES", 64 * 48 - 1)
    decoded = []
    monkeypatch.setattr(video, "_upright", lambda *a: decoded.append(a))
    with pytest.raises(video.VideoError, match="64x48 are too large"):
        next(video.read(path))
    assert decoded == []


def test_reading_holds_one_picture(tmp_path):
    path = write_clip(tmp_path / "a.mp4", [numbered(i % 30, 240, 320) for i in range(60)])
    tracemalloc.start()
    for _ in video.constant_rate(video.read(path), Fraction(25)):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * 240 * 320 * 3


def test_a_pipe_is_copied_to_be_read_twice(tmp_path):
    data = write_clip(tmp_path / "a.mp4", [numbered(2)] * 3).read_bytes()
    script = (
        "from generators.media import video\n"
        "with video.spooled('-') as path:\n"
        "    print(len(list(video.read(path))), len(list(video.read(path))))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True)
    assert done.stdout.split() == [b"3", b"3"]
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    Thread(target=fifo.write_bytes, args=(data,), daemon=True).start()
    with video.spooled(str(fifo)) as path:
        assert len(list(video.read(path))) == 3
    assert not Path(path).exists()
    with pytest.raises(video.VideoError, match="folder"), video.spooled(str(tmp_path)):
        pass


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    """An output that is no regular file stays what it is."""
    fifo = tmp_path / "out.rgb"
    os.mkfifo(fifo)
    got: list[bytes] = []
    reader = Thread(target=lambda: got.append(fifo.read_bytes()), daemon=True)
    reader.start()
    write_clip(fifo, [numbered(1)])
    reader.join(timeout=20)
    assert len(got[0]) == 48 * 64 * 3 and fifo.is_fifo()
    assert [p.name for p in tmp_path.iterdir()] == ["out.rgb"]


@pytest.mark.parametrize("options", [{"size": 65}, {"size": 2}, {"size": 4096}, {"size": 64, "start": 99}])
def test_what_cannot_be_asked_of_a_clip(tmp_path, options):
    real()
    path = write_clip(tmp_path / "a.mp4", [numbered(1)] * 3)
    with pytest.raises(SeigenError), open_clip(str(path), subject=FaceSubject(), **options):
        pass


@pytest.mark.parametrize("size", [(2, 2), (33, 17), (20, 400)])
def test_tiny_and_odd_pictures_without_a_face(tmp_path, size):
    real()
    path = write_clip(tmp_path / "a.mp4", [np.full((*size, 3), 90, np.uint8)] * 2)
    with (
        pytest.raises(NoSubject, match="no face in any of its 2 pictures"),
        open_clip(str(path), 64, FaceSubject()),
    ):
        pass


def test_a_real_clip_without_a_face():
    (path,) = real("no-face")
    with pytest.raises(NoSubject), open_clip(str(path), 64, FaceSubject(), limit=8):
        pass


def test_a_face_is_found_upright_in_a_phone_clip(tmp_path):
    """Stored lying, shown upright by the container's word."""
    rows = first_pictures("carphone", 3)
    lying = write_clip(tmp_path / "lying.mp4", [np.ascontiguousarray(np.rot90(p, -1)) for p in rows])
    ffmpeg("-display_rotation", 90, "-i", lying, "-c", "copy", tmp_path / "up.mp4")
    plain = write_clip(tmp_path / "plain.mp4", rows)
    with (
        open_clip(str(tmp_path / "up.mp4"), 96, FaceSubject()) as up,
        open_clip(str(plain), 96, FaceSubject()) as straight,
    ):
        assert len(up) == len(straight) == 3 and None not in up.measured
        for a, b in zip(up.measured, straight.measured, strict=True):
            assert np.linalg.norm((a.points - b.points)[:, :2], axis=1).mean() < 3


def test_a_face_that_is_not_there_is_refused(tmp_path):
    """Two faces beside each other: 0 and 1 are followed, 2 is nobody."""
    rows = first_pictures("carphone", 2)
    path = str(write_clip(tmp_path / "two.mp4", [np.concatenate([p, p], axis=1) for p in rows]))
    squares = []
    for face in (0, 1):
        with open_clip(path, 96, FaceSubject(face)) as clip:
            assert None not in clip.measured
            squares.append(clip.windows[0])
    assert abs(squares[0].x - squares[1].x) > rows[0].shape[1] / 2
    with (
        pytest.raises(NoSubject, match=r"no face number 2 \(0 is the largest\): at most 2 in any of its 2"),
        open_clip(path, 96, FaceSubject(2)),
    ):
        pass


@pytest.mark.parametrize("kind", ["mp4", "m4v", "mov", "mkv", "ts"])
def test_a_name_says_what_is_written(tmp_path, kind):
    path = write_clip(tmp_path / f"a.{kind}", [numbered(n % 8) for n in range(80)])
    with av.open(str(path)) as container:
        found = container.format.name
    assert {"m4v": "mp4", "mkv": "matroska", "ts": "mpegts"}.get(kind, kind) in found.split(",")
    assert len(list(video.read(path))) == 80


@pytest.mark.parametrize("name", ["a.avi", "a.webm", "a", "a.266", "a.mp4.gz"])
def test_a_name_that_says_something_else_is_refused(tmp_path, name):
    with pytest.raises(video.VideoError, match=r"\.mkv, \.mov, \.mp4"):
        video.VideoWriter(tmp_path / name, Fraction(25))
    assert video.kind_of(str(tmp_path / name), "raw") == "raw"
    assert list(tmp_path.iterdir()) == []


def test_a_system_of_faces_says_so_of_a_clip_without():
    from generators.subjects.face.subject import as_face

    with pytest.raises(NoSubject, match="describes faces"):
        as_face(None)
