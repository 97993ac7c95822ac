"""The syntax layer: reading and writing beside bitstring 5, emulation prevention, start-up."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from scripts.bench import Row, fastest
from scripts.bitstring_gfv import State, Values, read_enhancement, read_face, write_enhancement, write_face
from sei.build import EnhancementEncoder, FaceEncoder
from sei.context import Context
from sei.message import Message
from sei.messages.generative_face_video import AFFINE, COMPACT, GenerativeFaceVideo
from sei.rbsp import escape, unescape
from sei.resolve import Matrices

SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "gfve_matrix_pupil.bit"


def run(small: bool = False) -> Iterator[Row]:
    """All measurements of the layer. ``small``: each once."""
    rng = np.random.default_rng(1)
    feature = FaceEncoder(matrix_precision=8)
    one = [feature.base(matrices=[Matrices(COMPACT, rng.normal(0, 1, (1, 64, 64)))])]
    face = [_Face(rng).send_base()]
    seconds = 0.0 if small else 1.0
    yield from codec("one 64x64 matrix", one, seconds, read_ms=6, write_ms=8)
    yield from codec("10 keypoints with 2x2 matrices", face, seconds, read_ms=0.5, write_ms=0.5)
    yield from codec("129 messages as in the CTC", sequence(rng), seconds)
    yield from emulation(80_000 if small else 8_000_000, seconds)
    yield from start_up(1 if small else 10)


class _Face:
    """A face that moves a little from picture to picture: ten keypoints, a 2x2 matrix each."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.encoder = FaceEncoder(precision=9, matrix_precision=9)
        self.keypoints = rng.uniform(-0.8, 0.8, (10, 2))
        self.matrices = np.eye(2) + rng.normal(0, 0.2, (10, 2, 2))

    def send_base(self) -> Message:
        return self.encoder.base(self.keypoints, [Matrices(AFFINE, self.matrices)])

    def send(self, cnt: int) -> Message:
        self.keypoints = np.clip(self.keypoints + self.rng.normal(0, 0.01, (10, 2)), -1, 1)
        self.matrices = self.matrices + self.rng.normal(0, 0.01, (10, 2, 2))
        return self.encoder.picture(self.keypoints, [Matrices(AFFINE, self.matrices)], cnt=cnt)


def sequence(rng: np.random.Generator) -> list[Message]:
    """125 GFV and 4 GFVE messages, of the sizes that the common test conditions' frames have."""
    face = _Face(rng)
    messages = [face.send_base(), *(face.send(cnt) for cnt in range(1, 125))]
    eyes = EnhancementEncoder()
    pupils = np.array([[-0.2, 0.1], [0.2, 0.1]])
    matrices = [rng.normal(0, 1, (2, 2)) for _ in range(2)]
    messages.append(eyes.base(matrices, pupils))
    messages += (eyes.picture(matrices, pupils + 0.01 * cnt, cnt=cnt) for cnt in range(1, 4))
    return messages


def codec(
    what: str,
    messages: Sequence[Message],
    seconds: float,
    read_ms: float | None = None,
    write_ms: float | None = None,
) -> Iterator[Row]:
    """Reading and writing of the messages, beside bitstring doing the same."""
    payloads = write_all(messages)
    kinds = [type(message) for message in messages]
    values = [message.model_dump(exclude_none=True) for message in messages]

    def read_sei() -> list[Message]:
        context = Context()
        return [kind.from_payload(data, context=context) for kind, data in zip(kinds, payloads, strict=True)]

    def read_bitstring() -> list[Values]:
        state = State()
        return [
            (read_face if kind is GenerativeFaceVideo else read_enhancement)(data, state)
            for kind, data in zip(kinds, payloads, strict=True)
        ]

    def write_bitstring() -> list[bytes]:
        state = State()
        return [
            (write_face if kind is GenerativeFaceVideo else write_enhancement)(v, state)
            for kind, v in zip(kinds, values, strict=True)
        ]

    # Both really do the same work.
    assert [m.model_dump(exclude_none=True) for m in read_sei()] == values == read_bitstring()
    assert write_bitstring() == payloads
    ours, theirs = fastest(read_sei, read_bitstring, seconds=seconds)
    yield Row(f"read {what}", 1e3 * ours, "ms", 1e3 * theirs, "bitstring", read_ms, times=3)
    ours, theirs = fastest(lambda: write_all(messages), write_bitstring, seconds=seconds)
    yield Row(f"write {what}", 1e3 * ours, "ms", 1e3 * theirs, "bitstring", write_ms, times=3)


def write_all(messages: Sequence[Message]) -> list[bytes]:
    """Payloads of messages in decoding order."""
    context = Context()
    return [message.to_payload(context=context) for message in messages]


def emulation(size: int, seconds: float) -> Iterator[Row]:
    """Emulation prevention of ``size`` bytes."""
    rng = random.Random(1)
    inputs = {
        "random": (rng.randbytes(size), 500),
        "a fifth zero": (bytes(rng.choices([0] * 64 + list(range(256)), k=size)), None),
        "three eighths zero": (
            bytes(rng.choices([0, 0, 0, 1, 2, 3, 4, 255], k=size)),
            None,
        ),
    }
    for name, (rbsp, required) in inputs.items():
        data = escape(rbsp)
        assert unescape(data).rstrip(b"\0") == rbsp.rstrip(b"\0")
        steps: list[tuple[str, Callable[[bytes], bytes], bytes]] = [
            ("insert", escape, rbsp),
            ("remove", unescape, data),
        ]
        for step, function, source in steps:
            (took,) = fastest(partial(function, source), seconds=seconds)
            what = f"{step} emulation prevention, {size / 1e6:g} MB {name}"
            yield Row(what, len(source) / took / 1e6, "MB/s", at_least=required)


def start_up(times_each: int) -> Iterator[Row]:
    """The command from nothing to its end, median of some times."""
    for arguments in (["--help"], ["inspect", str(SAMPLE)], ["inspect", str(SAMPLE), "--format", "vtm"]):
        command = [sys.executable, "-m", "seigen", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times = []
        for _ in range(times_each):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - start)
        shown = " ".join(Path(a).name if "/" in a else a for a in arguments)
        yield Row(f"seigen {shown}", 1e3 * statistics.median(times), "ms", at_most=250)
