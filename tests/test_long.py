"""Long clips: memory does not grow with them, and what is made ahead comes in order."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from generators.cli import _progress
from generators.media.ahead import ahead, mapped
from generators.media.kept import HELD, Kept
from generators.media.video import VideoWriter
from generators.parameters.search import cheapest
from generators.subjects.window import Window

ROOT = Path(__file__).parents[1]

RUN = """
import sys, threading
from fractions import Fraction
import torch
from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import encode_clip
from generators.codec.encoder import Settings
from generators.media import video
from generators.subjects.clip import open_clip
from generators.subjects.scene import Scene
from tests import toy_system

torch.set_num_threads(1)
peak, done = 0, threading.Event()

def look():
    # The clip's pictures lie in a file that is mapped: the system takes their memory back as it needs it.
    global peak
    lines = open("/proc/self/status").read().splitlines()
    peak = max(peak, *(int(line.split()[1]) for line in lines if line.startswith("RssAnon")))

def watch():
    while not done.wait(0.02):
        look()

watcher = threading.Thread(target=watch)
watcher.start()
clip, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open_clip(clip, 64, Scene(), window="all", limit=count) as opened:
    system = toy_system.make(*opened.size, "cpu", torch.float32)
    coded = encode_clip(opened, system, bitrate=None, settings=Settings(40))
with video.VideoWriter(out, Fraction(25)) as writer:
    for frame in Decoder(coded.data, device="cpu"):
        writer.write(frame.pixels)
look()
done.set()
watcher.join()
print(writer.count, peak // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_memory_does_not_grow_with_the_clip(tmp_path):
    """Four times the pictures, the same memory within a few megabytes, encoding and decoding."""
    across = np.arange(64)[None].repeat(64, 0)
    with VideoWriter(tmp_path / "long.mp4", Fraction(25)) as writer:
        for i in range(1200):
            picture = np.repeat((110 + 20 * np.sin(across / 9 + i // 200))[:, :, None], 3, axis=2)
            x, y = round(32 + 16 * np.sin(i / 7)), round(32 + 16 * np.cos(i / 9))
            picture[y - 8 : y + 8, x - 8 : x + 8] = (200, 30, 20)
            writer.write(picture.round().astype(np.uint8))
    children = []
    for count in (300, 1200):
        words = [sys.executable, "-c", RUN, str(tmp_path / "long.mp4"), str(tmp_path / f"{count}.mp4")]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        children.append(subprocess.Popen([*words, str(count)], cwd=ROOT, **pipes))
    peaks = []
    for child, count in zip(children, (300, 1200), strict=True):
        out, err = child.communicate(timeout=300)
        assert child.returncode == 0, err
        made, peak = map(int, out.split())
        assert made == count
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 80, peaks


@dataclasses.dataclass(frozen=True)
class Point:
    where: np.ndarray
    sure: float


def test_what_is_kept_comes_back():
    kept = Kept[Point]()
    rng = np.random.default_rng(1)
    items = [None if i % 5 == 3 else Point(rng.normal(size=(i % 7 + 1, 2)), i / 7) for i in range(3 * HELD)]
    for item in items:
        kept.append(item)
    items[4], items[3] = Point(np.ones((9, 2)), 2.0), Point(np.zeros((1, 2)), 3.0)
    kept[4], kept[3], kept[10], items[10] = items[4], items[3], None, None
    assert len(kept) == len(items) and kept.there() == [item is not None for item in items]
    for found, item in zip([*kept, *kept[5:60:3][2:]], [*items, *items[5:60:3][2:]], strict=True):
        assert (found is None) == (item is None)
        if found is not None and item is not None:
            assert np.array_equal(found.where, item.where) and found.sure == item.sure
    with pytest.raises(IndexError):
        kept[len(items)]


def numbers(count: int, closed: list[bool]) -> Iterator[int]:
    try:
        yield from range(count)
    finally:
        closed.append(True)


def test_what_is_made_ahead_comes_in_order_and_ends():
    closed: list[bool] = []
    assert list(ahead(numbers(100, closed))) == list(range(100)) and closed == [True]
    assert list(mapped(lambda x: x * x, iter(range(100)))) == [x * x for x in range(100)]
    before = threading.active_count()
    some = ahead(numbers(10**9, closed))
    assert [next(some) for _ in range(3)] == [0, 1, 2]
    some.close()
    assert closed == [True, True] and threading.active_count() == before


def test_no_more_is_made_ahead_than_is_said():
    made = 0

    def count() -> Iterator[int]:
        nonlocal made
        while True:
            made += 1
            yield made

    some = ahead(count(), depth=2)
    next(some)
    time.sleep(0.05)
    assert made <= 4
    some.close()
    squares = mapped(lambda x: x, count(), workers=2)
    made = 0
    next(squares)
    assert made <= 5
    squares.close()


def test_errors_come_where_they_belong():
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("here")

    for made in (ahead(broken()), mapped(abs, broken())):
        found = []
        with pytest.raises(ValueError, match="here"):
            found.extend(made)
    assert list(mapped(abs, iter([-1]))) == [1]
    with pytest.raises(ZeroDivisionError):
        list(mapped(lambda x: 1 // x, iter([1, 0, 1])))


def test_rounding_is_a_minimum():
    """No single element, moved by one, costs less than what was chosen."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        e = int(rng.integers(1, 12))
        root = rng.normal(size=(e, e))
        gram, target = 1e3 * (root @ root.T + np.eye(e)), rng.normal(size=e)
        reference = rng.integers(-200, 200, e)

        def cost(value: np.ndarray) -> float:
            from generators.parameters.bits import delta_bits

            away = value / 64 - target  # noqa: B023
            return float(away @ gram @ away) + 2.0 * float(delta_bits(value - reference, 6).sum())  # noqa: B023

        chosen = cheapest(target, reference, 6, gram, 2.0)
        least = cost(chosen)
        for k in range(e):
            for step in (-1, 1):
                assert cost(chosen + step * (np.arange(e) == k)) > least - 1e-6


def test_long_work_says_on_a_terminal_how_long_it_takes(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, expected in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with _progress() as told:
            for what in ("measuring", "coding [b]"):
                for done in range(50):
                    told(what, done, 100)
                    time.sleep(0.005)
        shown = re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "", stream.getvalue())
        assert bool(re.search(r"measuring .*left: 0:00:0", shown)) is expected
        assert ("coding [b]" in shown) is expected


@pytest.mark.parametrize("size", [(64, 64), (96, 160), (200, 40)])
def test_cutting_is_bicubic_with_the_border_repeated(size):
    """As torch samples a picture there, but for the rounding of the last digit."""
    rng = np.random.default_rng(5)
    rgb = rng.integers(0, 256, (150, 240, 3), dtype=np.uint8)
    for window in (Window(10.3, 5.7, 100.2, 90.1), Window(-20, -30, 300, 200), Window(3, 4, 24.5, 130)):
        over = max(1, round(max(window.width / size[1], window.height / size[0])))
        theta = torch.tensor(
            [
                [
                    [window.width / 240, 0, (2 * window.x + window.width) / 240 - 1],
                    [0, window.height / 150, (2 * window.y + window.height) / 150 - 1],
                ]
            ]
        )
        grid = F.affine_grid(theta, [1, 3, size[0] * over, size[1] * over], align_corners=False)
        picture = torch.from_numpy(rgb).permute(2, 0, 1)[None].float()
        wanted = F.grid_sample(picture, grid, mode="bicubic", padding_mode="border", align_corners=False)
        wanted = F.avg_pool2d(wanted, over)[0].clamp(0, 255).permute(1, 2, 0).numpy()
        made = window.cut(rgb, size)
        assert made.dtype == np.uint8 and made.shape == (*size, 3)
        assert np.abs(made - wanted).max() < 0.51
