"""The bridge: inject and extract beside ffmpeg's remuxing of the same file, and peak memory."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from scripts.bench import Row, fastest
from scripts.bench_sei import sequence
from sei.errors import SeigenError
from vvc_bridge import Entry, MessageFile, Place, extract, inject, remove
from vvc_bridge.external import EncodeSettings, VideoFormat, encoder, find_ffmpeg
from vvc_bridge.sei_nal import FACE_TYPES

MEGABYTES = 210
PICTURES = 16

PEAK = """
import sys
from vvc_bridge import MessageFile, extract, inject
from vvc_bridge.sei_nal import FACE_TYPES
inject(sys.argv[1], MessageFile.load(sys.argv[2]), sys.argv[3])
extract(sys.argv[3], types=FACE_TYPES)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def run() -> Iterator[Row]:
    """All measurements of the bridge."""
    with tempfile.TemporaryDirectory(prefix="seigen-bench-") as name:
        folder = Path(name)
        stream, messages = folder / "stream.266", face_messages()
        try:
            size = write_stream(stream)
        except SeigenError as error:
            print(f"vvc: left out, {error}", file=sys.stderr)
            return
        yield from beside_ffmpeg(folder, stream, messages, size)
        yield from peak_memory(folder, stream, messages)


def face_messages() -> MessageFile:
    """129 messages as in the common test conditions, all at the first picture."""
    place = Place(au=0)
    entries = [
        Entry(place=place, payload_type=m.payload_type, message=m.model_dump(exclude_none=True))
        for m in sequence(np.random.default_rng(1))
    ]
    return MessageFile(messages=entries)


def write_stream(path: Path) -> int:
    """A stream of MEGABYTES, VVenC's 16 pictures of a moving texture over and over; returns its bytes."""
    video = VideoFormat(416, 240, Fraction(25))
    texture = random.Random(1).randbytes(4 * video.frame_bytes)
    frames = (texture[97 * k : 97 * k + video.frame_bytes] for k in range(PICTURES))
    once = path.with_suffix(".once")
    encoder().encode(frames, video, once, EncodeSettings(qp=30))
    data = once.read_bytes()
    once.unlink()
    with path.open("wb") as file:
        for _ in range(MEGABYTES * 1_000_000 // len(data) + 1):
            file.write(data)
    print(f"vvc: {len(data) // PICTURES} bytes a picture", file=sys.stderr)
    return path.stat().st_size


def beside_ffmpeg(folder: Path, stream: Path, messages: MessageFile, size: int) -> Iterator[Row]:
    """Least times, taken in turns with ffmpeg's."""
    with_face, bare, copy = folder / "face.266", folder / "bare.266", folder / "copy.266"
    inject(stream, messages, with_face)
    command = [
        find_ffmpeg(),
        "-y",
        "-v",
        "error",
        "-f",
        "vvc",
        "-i",
        str(with_face),
        "-c",
        "copy",
        "-f",
        "vvc",
        str(copy),
    ]
    put, get, take, ffmpeg = fastest(
        lambda: inject(stream, messages, bare),
        lambda: extract(with_face, types=FACE_TYPES),
        lambda: remove(with_face, bare),
        lambda: subprocess.run(command, check=True),
        seconds=3,
    )
    size_text = f"{size / 1e6:.0f} MB"
    yield Row(f"inject 129 messages, {size_text}", put, "s", ffmpeg, "ffmpeg -c copy", times=2)
    yield Row(f"extract 129 messages, {size_text}", get, "s", ffmpeg, "ffmpeg -c copy", times=2)
    yield Row(f"remove 129 messages, {size_text}", take, "s", ffmpeg, "ffmpeg -c copy")


def peak_memory(folder: Path, stream: Path, messages: MessageFile) -> Iterator[Row]:
    """Of a process that injects and extracts. Linux only: elsewhere nothing is yielded."""
    if not Path("/proc/self/status").exists():
        return
    text = folder / "messages.json"
    messages.save(text)
    command = [sys.executable, "-c", PEAK, str(stream), str(text), str(folder / "bare.266")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    said = subprocess.run(command, check=True, capture_output=True, env=environment).stdout
    yield Row("peak memory of inject and extract", int(said) / 1000, "MB", at_most=150)
