"""Measures the live layout: the tables of docs/explanation/live.md.

    python -m scripts.measure_live CLIP [--system mesh] [--bitrate 16] [--count 150]

Three tables. What a message takes in each of two layouts: in a suffix SEI NAL unit of the access unit under
way, or with a tiny coded picture of its own, in which nothing has changed, as gfv_cnt 0. How soon VVenC gives
a picture. And how long it takes from picture in to picture out, and how many pictures per second are coded,
as a multiple of the clip's own speed. Times depend on the machine and on what else it does: its load is said.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.frames import Frame
from generators.codec.live import LiveEncoder
from generators.codec.picture_codec import PictureEncoder, encode_picture, encode_pictures, to_planes
from generators.codec.stream import sei_nal
from generators.live import WAIT, Sending
from generators.media import video, zoo
from generators.media.pixels import to_tensor
from generators.subjects.clip import Clip, open_clip
from generators.subjects.named import make_subject
from sei.context import Context
from vvc_bridge.external import EncodeSettings, VideoFormat
from vvc_bridge.external.ffmpeg import FFmpegEncoder
from vvc_bridge.external.process import started, usable_cores
from vvc_bridge.terminal import show

QP = 34
STILL = 6
"""Pictures in a row in which nothing changes."""


def timed(work: Callable[[], object]) -> float:
    """Run it; how many seconds it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def layouts(clip: Clip, name: str, step: int = 2) -> list[tuple[str, float, float]]:
    """Say what a message takes in both layouts: its name, bits of a message with all of it, per picture."""
    system = registry.make(name, *clip.size)
    keys = [k for k in range(0, min(len(clip), 250), step) if not clip.absent(k)]
    seen = [clip.seen(k) for k in keys]
    (first,) = system.analyzer.describe(seen[:1])
    base = system.writer().base(first)
    prepared = system.generator.prepare(to_tensor(np.asarray(clip.pictures[keys[0]])), base.received)
    rows = system.analyzer.describe(seen[1:], prepared, seen[0])

    writer, context = system.writer(), Context()
    sei_nal(writer.base(first).messages, context)
    # One after the other, as they are made; the start code has four bytes.
    under_way = [8 + 8 * len(sei_nal(writer.segment([r])[0].messages, context)[0]) for r in rows]
    alone = [8 * len(sei_nal(writer.base(row).messages, Context())[0]) for row in rows]
    picture = np.asarray(clip.pictures[keys[0]])
    skipped = statistics.mean(8 * len(unit) for unit in encode_pictures([picture] * STILL, QP)[1:])
    out = []
    for layout, bits in (
        ("suffix SEI of the access unit under way", statistics.mean(under_way)),
        ("coded picture in which nothing changes, gfv_cnt 0", skipped + statistics.mean(alone)),
        ("of it the picture", skipped),
    ):
        out.append((layout, bits, bits / step))
    return out


def held_back(picture: np.ndarray) -> int:
    """Pictures that one encoder that goes on (VVenC in ffmpeg, each picture by itself, no look-ahead) takes
    in before it gives the first one."""
    height, width = picture.shape[:2]
    parameters = "gopsize=1:mctf=0:bim=0:lookahead=0"
    settings = EncodeSettings(QP, "faster", 1, picture_hash=False, threads=1, parameters=parameters)
    command = FFmpegEncoder().command(VideoFormat(width, height, bit_depth=10), "-", settings)
    command[-1:] = ["-flush_packets", "1", "pipe:1"]
    first = threading.Event()
    pipes: dict[str, Any] = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.DEVNULL,
    }
    with started(command, **pipes) as process:
        assert process.stdin is not None and process.stdout is not None
        out = process.stdout

        def read() -> None:
            out.read(1)
            first.set()
            out.read()

        thread = threading.Thread(target=read)
        thread.start()
        count = 0
        while not first.wait(1.0) and count < 64:
            process.stdin.write(to_planes(picture))
            process.stdin.flush()
            count += 1
        process.stdin.close()
        thread.join()
        process.wait()
    return count


def encoders(picture: np.ndarray, rounds: int = 7) -> list[tuple[str, float]]:
    """Median seconds from a picture to its access unit."""
    coder = PictureEncoder(*picture.shape[:2])

    def ready() -> float:
        coder.prepare(QP)
        time.sleep(0.5)
        return timed(lambda: coder(picture, QP))

    ways = [
        ("an encoder that stands ready, preset faster", ready),
        ("an encoder that is started for it, preset faster", lambda: timed(lambda: coder(picture, QP))),
        ("the same, preset fast", lambda: timed(lambda: encode_picture(picture, QP))),
    ]
    return [(name, statistics.median(way() for _ in range(rounds))) for name, way in ways]


def from_in_to_out(
    coder: LiveEncoder, pictures: Sequence[np.ndarray], rate: float = 25, *, prompt: bool = False
) -> list[tuple[float, Frame]]:
    """Pictures at their own speed into an encoder, its bytes through a pipe into a decoder in another thread:
    how many seconds after it was taken each picture came out.

    Time begins when the first picture is out: programs have to start. A picture that is not taken in before
    the next one is there is passed over, as a camera's is; ``prompt``: by the decoder as well.
    """
    reading, writing = os.pipe()
    out: list[tuple[float, Frame]] = []
    first = threading.Event()

    def decode() -> None:
        try:
            with os.fdopen(reading, "rb") as pipe:
                for frame in Decoder(pipe, device="cpu", threads=1, prompt=prompt):
                    out.append((time.monotonic(), frame))
                    first.set()
        finally:
            first.set()

    thread = threading.Thread(target=decode)
    thread.start()
    begun = 0.0
    with os.fdopen(writing, "wb", buffering=0) as pipe, coder:
        sending = Sending(cast(BinaryIO, pipe))
        for number, picture in enumerate(pictures):
            if number == 1:
                first.wait()
                begun = time.monotonic() - 1 / rate
            late = time.monotonic() - begun - number / rate
            if number > 1 and late > 1 / rate:
                continue
            if number:
                time.sleep(max(0.0, -late))
            sending.write(coder.push(picture, number / rate))
            coder.settle()
    thread.join()
    return [(when - begun - frame.index / rate, frame) for when, frame in out[1:]]


def speed(coder: LiveEncoder, pictures: Sequence[np.ndarray], rate: float) -> tuple[float, float]:
    """Pictures per second by the clock, and by the processor's time in this process, the first picture left
    out."""
    with coder:
        coder.push(pictures[0], 0.0)
        coder.settle()
        begun, spent = time.perf_counter(), time.process_time()
        for number, picture in enumerate(pictures[1:], 1):
            coder.push(picture, number / rate)
            coder.settle()
        taken = time.perf_counter() - begun, time.process_time() - spent
    return (len(pictures) - 1) / taken[0], (len(pictures) - 1) / taken[1]


def load() -> str:
    """Say how busy the machine is."""
    return f"load {os.getloadavg()[0]:.1f} on {usable_cores()} cores"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clip")
    parser.add_argument("--system", default="mesh")
    parser.add_argument("--bitrate", type=float, default=16.0)
    parser.add_argument("--count", type=int, default=150)
    asked = parser.parse_args()
    path = asked.clip if Path(asked.clip).exists() else str(zoo.path(asked.clip))
    subject = make_subject(registry.entry(asked.system).subject)
    with open_clip(path, 256, subject, limit=asked.count) as clip:
        show("layout | bits per message | bits per picture")
        for layout, bits, per in layouts(clip, asked.system):
            show(f"{layout} | {bits:.0f} | {per:.0f}")
        picture = np.asarray(clip.pictures[0])
        show(f"\nfrom a picture to its access unit, 256x256 ({load()}) | ms")
        for name, seconds in encoders(picture):
            show(f"{name} | {1000 * seconds:.0f}")
        show(f"one encoder that goes on | after {held_back(picture)} pictures")
    pictures = [p.rgb for p, _ in zip(video.read(path), range(asked.count), strict=False)]
    rate = float(video.probe(path).rate)
    wall, own = speed(LiveEncoder(asked.system, bitrate=asked.bitrate, rate=rate), pictures, rate)
    show(f"\ncoded live ({load()}) | pictures per second | of the clip's own speed")
    show(f"by the clock | {wall:.1f} | {wall / rate:.2f}")
    show(f"by the time that a processor core was had | {own:.1f} | {own / rate:.2f}")
    coder = LiveEncoder(asked.system, bitrate=asked.bitrate, rate=rate, wait=WAIT)
    found = from_in_to_out(coder, pictures, rate, prompt=True)
    delays = sorted(seconds for seconds, _ in found)
    show(f"\nfrom picture in to picture out ({load()}), message interval {coder.interval * 1000:.0f} ms | ms")
    show(f"{len(found)} of {len(pictures) - 1} pictures shown")
    for name, share in (("median", 0.5), ("90 of 100", 0.9), ("most", 1.0)):
        show(f"{name} | {1000 * delays[min(int(share * len(delays)), len(delays) - 1)]:.0f}")


if __name__ == "__main__":
    main()
