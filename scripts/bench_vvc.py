"""The bridge: edits beside `cp` (the physical limit) and ffmpeg's remuxing of the same file, peak memory, and
a long dump beside VTM's own."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from scripts.bench import Row, turns
from scripts.bench_sei import sequence
from sei.build import FaceEncoder
from sei.errors import SeigenError
from sei.message import Message
from vvc_bridge import Entry, MessageFile, Place, extract, inject, remove
from vvc_bridge.external import EncodeSettings, VideoFormat, decoder, encoder, find_ffmpeg
from vvc_bridge.sei_nal import FACE_TYPES

MEGABYTES = 210
PICTURES = 16
ROUNDS = 5

MOST = 1.5
"""Times `cp` that an edit may take."""

MOST_DUMP = 2
"""Times VTM's decoder that a dump may take."""

DUMP_ROWS = 196_594

PEAK = """
import sys
from vvc_bridge import MessageFile, extract, inject
from vvc_bridge.sei_nal import FACE_TYPES
inject(sys.argv[1], MessageFile.load(sys.argv[2]), sys.argv[3])
extract(sys.argv[3], types=FACE_TYPES)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def run(small: bool = False) -> Iterator[Row]:
    """All measurements of the bridge. ``small``: of 1 MB and a short dump, each once."""
    with tempfile.TemporaryDirectory(prefix="seigen-bench-") as name:
        folder = Path(name)
        once, stream, messages = folder / "once.266", folder / "stream.266", face_messages()
        rounds = 1 if small else ROUNDS
        try:
            write_once(once)
            repeat(once, stream, 1 if small else MEGABYTES)
        except SeigenError as error:
            print(f"vvc: left out, {error}", file=sys.stderr)
            return
        yield from beside_copies(folder, stream, messages, rounds)
        yield from peak_memory(folder, stream, messages)
        yield from beside_vtm(folder, once, 4_000 if small else DUMP_ROWS, rounds)


def face_messages() -> MessageFile:
    """129 messages as in the common test conditions, all at the first picture."""
    return at_first(sequence(np.random.default_rng(1)))


def at_first(messages: list[Message]) -> MessageFile:
    """Messages at the first picture."""
    place = Place(au=0)
    entries = [
        Entry(place=place, payload_type=m.payload_type, message=m.model_dump(exclude_none=True))
        for m in messages
    ]
    return MessageFile(messages=entries)


def write_once(path: Path) -> None:
    """VVenC's 16 pictures of a moving texture."""
    video = VideoFormat(416, 240, Fraction(25))
    texture = random.Random(1).randbytes(4 * video.frame_bytes)
    frames = (texture[97 * k : 97 * k + video.frame_bytes] for k in range(PICTURES))
    encoder().encode(frames, video, path, EncodeSettings(qp=30))
    print(f"vvc: {path.stat().st_size // PICTURES} bytes per picture", file=sys.stderr)


def repeat(once: Path, path: Path, megabytes: int) -> None:
    """A stream over and over."""
    data = once.read_bytes()
    with path.open("wb") as file:
        for _ in range(megabytes * 1_000_000 // len(data) + 1):
            file.write(data)


def beside_copies(folder: Path, stream: Path, messages: MessageFile, rounds: int) -> Iterator[Row]:
    """Medians, taken in turns with those of `cp` and of ffmpeg; each writes over what it wrote before."""
    with_face, bare, put_in = folder / "face.266", folder / "bare.266", folder / "put.266"
    inject(stream, messages, with_face)
    copy = ["cp", str(with_face), str(folder / "copy.266")]
    remux = [find_ffmpeg(), "-y", "-v", "error", "-f", "vvc", "-i", str(with_face), "-c", "copy", "-f", "vvc"]
    remux.append(str(folder / "remuxed.266"))
    work = {
        "inject": lambda: inject(stream, messages, put_in),
        "extract": lambda: extract(with_face, types=FACE_TYPES),
        "remove": lambda: remove(with_face, bare),
        "ffmpeg -c copy": lambda: subprocess.run(remux, check=True),
    }
    size = f"{with_face.stat().st_size / 1e6:.0f} MB"
    for what, function in work.items():
        edits, copies = turns(function, lambda: subprocess.run(copy, check=True), rounds=rounds + 1)
        # The first time the file that is written is not there yet.
        ratio = statistics.median(e / c for e, c in zip(edits[1:], copies[1:], strict=True))
        limit = statistics.median(copies[1:])
        name = f"{what}, {size}" if what.startswith("ffmpeg") else f"{what} 129 messages, {size}"
        at_most = None if what.startswith("ffmpeg") else round(MOST * limit, 3)
        yield Row(name, ratio * limit, "s", limit, "cp", at_most=at_most)


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


def beside_vtm(folder: Path, once: Path, least: int, rounds: int) -> Iterator[Row]:
    """The command with a dump of ``least`` lines or some more beside VTM's decoder, which decodes 16 pictures
    as well; the two write the same. Without VTM only ours, and no requirement."""
    rng = np.random.default_rng(1)
    points = rng.uniform(-0.9, 0.9, (400 if least < 10_000 else 4000, 2))
    face = FaceEncoder(precision=6)
    messages: list[Message] = [face.base(points)]
    while 2 * points.size * len(messages) < least:  # nearly every magnitude has a sign flag
        points = np.clip(points + rng.normal(0, 0.1, points.shape), -1, 1)
        messages.append(face.picture(points, cnt=len(messages)))
    stream, ours, theirs = folder / "dump.266", folder / "ours.txt", folder / "theirs.txt"
    inject(once, at_first(messages), stream)
    command = [sys.executable, "-m", "seigen", "inspect", str(stream), "--format", "vtm"]

    def dump() -> None:
        with ours.open("wb") as file:
            subprocess.run(command, check=True, stdout=file, cwd=Path(__file__).parents[1])

    try:
        program = decoder("vtm").program
    except SeigenError as error:
        print(f"vvc: {error}", file=sys.stderr)
        (mine,) = turns(dump, rounds=rounds)
        yield Row(f"dump of {_lines(ours)} lines", statistics.median(mine), "s")
        return
    decode = [program, "-b", str(stream), "-o", os.devnull, f"--OutputDecodedSEIMessagesFilename={theirs}"]
    mine, vtm = turns(
        dump, lambda: subprocess.run(decode, check=True, stdout=subprocess.DEVNULL), rounds=rounds
    )
    assert ours.read_bytes() == theirs.read_bytes()
    limit = statistics.median(vtm)
    name = f"dump of {_lines(ours)} lines"
    yield Row(name, statistics.median(mine), "s", limit, "VTM", at_most=round(MOST_DUMP * limit, 3))


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")
