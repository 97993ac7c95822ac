"""Speed of analysis, of generation at 256x256 and of the first picture out.

Each by the clock and, with one thread, by the CPU time of the process: on a shared machine only the second
says what an idle one would do. (With more threads those that wait for others count as well.)
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice

import numpy as np
import torch

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import encode_clip
from generators.codec.encoder import Settings
from generators.media import video, zoo
from generators.subjects.clip import open_clip
from generators.subjects.face.subject import FaceSubject
from generators.subjects.face.track import Tracker
from scripts.bench import Row

CLOCKS = ("by the clock", "by CPU time")


def clocks() -> np.ndarray:
    """Wall and CPU time, seconds."""
    return np.array([time.perf_counter(), time.process_time()])


def analysis(clip: str, pictures: int) -> np.ndarray:
    """Pictures measured per second, decoding included, by each clock."""
    tracker = Tracker()
    rows = video.read(zoo.path(clip))
    tracker(next(rows).rgb)  # loads the nets
    start = clocks()
    count = sum(1 for p in islice(rows, pictures) if tracker(p.rgb) or True)
    return count / (clocks() - start)


def generation(data: bytes, device: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures generated per second, and seconds from the first access unit to the first picture."""
    begun = clocks()
    frames = iter(Decoder(data, device=device, output="torch"))
    next(frames)
    first = clocks() - begun
    next(frames)
    begun = clocks()
    count = sum(1 for _ in frames)
    if device != "cpu":
        torch.cuda.synchronize()
    return count / (clocks() - begun), first


def run(small: bool = False) -> Iterator[Row]:
    """Give the requirements: 25 pictures per second each way, 200 ms to the first one. ``small``: a few."""
    torch.set_num_threads(1)  # as `seigen encode` has it: two fight the nets' own on a busy machine
    for how, rate in zip(CLOCKS, analysis("wolfgang", 3 if small else 100), strict=True):
        yield Row(f"analysis, 640x360, {how}", rate, "pictures/s", at_least=25)
    torch.set_num_threads(2)
    with open_clip(str(zoo.path("wolfgang")), 256, FaceSubject(), limit=4 if small else 120) as opened:
        system = registry.make("mesh", 256, 256)
        coded = encode_clip(opened, system, bitrate=None, settings=Settings(34, 0.9, 2))
    if not small:
        generation(coded.data, "cpu")  # loads the nets
    wall = [each[0] for each in generation(coded.data, "cpu")]
    torch.set_num_threads(1)
    cpu = [each[1] for each in generation(coded.data, "cpu")]
    for how, (rate, first) in zip(CLOCKS, (wall, cpu), strict=True):
        yield Row(f"generation at 256x256, CPU, {how}", rate, "pictures/s", at_least=25)
        yield Row(f"first picture after the first access unit, {how}", 1000 * first, "ms", at_most=200)
    if torch.cuda.is_available() and not small:
        generation(coded.data, "cuda")
        rate = generation(coded.data, "cuda")[0][0]
        yield Row("generation at 256x256, GPU", rate, "pictures/s", at_least=25)
