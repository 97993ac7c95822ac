"""Speed of analysis, of generation at 256x256 and of the first picture out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice

import torch

from generators import registry, video, zoo
from generators.clip import open_clip
from generators.decoder import Decoder
from generators.encoder import Settings, encode_clip
from generators.face.track import Tracker
from scripts.bench import Row


def analysis(clip: str, pictures: int) -> float:
    """Pictures measured a second, decoding included."""
    tracker = Tracker()
    rows = video.read(zoo.path(clip))
    tracker(next(rows).rgb)  # loads the nets
    start = time.perf_counter()
    count = sum(1 for p in islice(rows, pictures) if tracker(p.rgb) or True)
    return count / (time.perf_counter() - start)


def generation(data: bytes, device: str) -> tuple[float, float]:
    """Pictures generated a second, and seconds from the first access unit to the first picture."""
    begun = time.perf_counter()
    frames = iter(Decoder(data, device=device, output="torch"))
    next(frames)
    first = time.perf_counter() - begun
    next(frames)
    begun = time.perf_counter()
    count = sum(1 for _ in frames)
    if device != "cpu":
        torch.cuda.synchronize()
    return count / (time.perf_counter() - begun), first


def run() -> Iterator[Row]:
    """Requirements: 25 pictures a second each way, 200 ms to the first picture."""
    torch.set_num_threads(1)  # as `seigen encode` has it: two fight the nets' own on a busy machine
    yield Row("analysis, 640x360", analysis("wolfgang", 100), "pictures/s", at_least=25)
    torch.set_num_threads(2)
    with open_clip(str(zoo.path("wolfgang")), 256, limit=120) as opened:
        system = registry.make("mesh", 256, 256)
        coded = encode_clip(opened, system, bitrate=None, settings=Settings(34, 0.9, 2))
    generation(coded.data, "cpu")  # loads the nets
    rate, first = generation(coded.data, "cpu")
    yield Row("generation at 256x256, CPU", rate, "pictures/s", at_least=25)
    yield Row("first picture after the first access unit", 1000 * first, "ms", at_most=200)
    if torch.cuda.is_available():
        generation(coded.data, "cuda")
        yield Row("generation at 256x256, GPU", generation(coded.data, "cuda")[0], "pictures/s", at_least=25)
