"""FOMM parameters of the common test conditions' 125 frames in GFV messages: kbit/s at 25 frames/s.

10 keypoints and 10 2x2 matrices a frame, no element off by more than 1/64. Needs the frames (SEIGEN_SHARED,
or a folder `shared` beside the repository); without them it measures nothing and says so. Every stream that
is counted is also decoded, and its largest error is a row of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from generators.codec.stream import sei_nal
from generators.parameters.by_tolerance import ByTolerance
from generators.parameters.layout import Layout
from generators.parameters.reading import ParameterReader
from generators.parameters.trellis import EXACT
from generators.parameters.values import Parameters
from generators.parameters.writing import MessageWriter
from scripts.bench import Row
from sei.build import FaceEncoder
from sei.context import Context
from sei.message import Message
from sei.messages.generative_face_video import AFFINE, GenerativeFaceVideo
from sei.named import known
from sei.resolve import Matrices
from vvc_bridge.access_unit import access_units

RATE = 25
KPS = 10
TOLERANCE = 1 / 64
PUBLISHED_CODER = 3.25
"""The public GFVC software's arithmetic coder on these frames, without any envelope; quoted, not measured."""
SHARED = Path(os.environ.get("SEIGEN_SHARED", Path(__file__).parents[2] / "shared"))


def run(small: bool = False) -> Iterator[Row]:
    """All rows. ``small``: of the first frames."""
    source = SHARED / "vectors" / "ctc" / "vtm24_generative_face_video.cfg"
    if not source.is_file():
        print("gfv_rate: the frames are not here, nothing measured", file=sys.stderr)
        return
    rows = read_frames(source.read_text(encoding="utf-8"))[: 8 if small else None]
    yield Row("FOMM, VTM 24.0's stream of its configuration (1/512)", vtm_rate(), "kbit/s")
    yield Row("FOMM, VTM 24.0's choices at 1/64", vtm_choices(rows), "kbit/s")
    yield Row("FOMM, arithmetic coder of GFVC software (quoted)", PUBLISHED_CODER, "kbit/s")
    yield Row("FOMM, order-0 entropy of 1/64 differences", entropy(rows), "kbit/s")
    for hold, name in ((False, "every element in every message"), (True, "what stands still left out")):
        messages = code(rows, hold=hold)
        limit = 4.3 if hold and not small else None
        yield Row(f"FOMM, {name}, one SEI NAL unit", kbits(messages), "kbit/s", at_most=limit)
        yield Row(
            "  largest error in steps of 1/64", 64 * largest_error(messages, rows), "", at_most=1 + 64 * EXACT
        )


def read_frames(text: str) -> list[Parameters]:
    """Frames of a VTM configuration file."""
    values = {}
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if colon and key.startswith("SEIGenerativeFaceVideo"):
            values[key.removeprefix("SEIGenerativeFaceVideo")] = value.split()
    x, y = (np.array(values[f"{a}Coordinate"], dtype=np.float64).reshape(-1, KPS) for a in "XY")
    matrices = np.array(values["MatrixElement"], dtype=np.float64).reshape(-1, KPS, 2, 2)
    points = np.stack([x, y], axis=2)
    return [Parameters({AFFINE: m}, keypoints=p) for p, m in zip(points, matrices, strict=True)]


def writer(*, hold: bool = True, tolerance: float = TOLERANCE) -> MessageWriter:
    """The writer of fomm's layout, all in steps of 1/64: no networks are needed to write messages."""
    places = (None, "coordinates"), (None, "matrices")
    rounding = ByTolerance(
        precisions=dict.fromkeys(places, 6), tolerances=dict.fromkeys(places, tolerance), hold=hold
    )
    return MessageWriter(Layout(known("fomm")), rounding)


def code(rows: Sequence[Parameters], *, hold: bool) -> list[Message]:
    """Messages of all frames, the first as base picture's."""
    written = writer(hold=hold)
    coded = [written.base(rows[0]), *written.segment(rows[1:])]
    return [m for c in coded for m in c.messages]


def kbits(messages: Sequence[Message]) -> float:
    """Rate with NAL unit, start code, SEI headers, trailing bits and emulation prevention."""
    nal, _ = sei_nal(messages, Context())
    return len(nal) * 8 * RATE / len(messages) / 1000


def largest_error(messages: Sequence[Message], rows: Sequence[Parameters]) -> float:
    """Of any element of any frame, as a decoder reads them from the payloads."""
    context, reader = Context(), ParameterReader()
    payloads = [m.to_payload(context=context) for m in messages]
    read = [GenerativeFaceVideo.from_payload(p, context=reader.context) for p in payloads]
    base, after = reader.read([reader.resolve(message) for message in read], 0)
    assert base is not None
    worst = 0.0
    for want, have in zip(rows, [base, *after], strict=True):
        assert have.keypoints is not None
        worst = max(worst, float(np.abs(want.keypoints - have.keypoints).max()))
        worst = max(worst, float(np.abs(want.matrices[AFFINE] - have.matrices[AFFINE]).max()))
    return worst


def entropy(rows: Sequence[Parameters]) -> float:
    """Order-0 entropy of the differences of elements rounded to 1/64, one alphabet each for coordinates and
    matrices: what an adaptive coder without context comes near to, without any envelope."""
    total = 0.0
    for values in (
        np.stack([np.asarray(r.keypoints).ravel() for r in rows]),
        np.stack([r.matrices[AFFINE].ravel() for r in rows]),
    ):
        deltas = np.diff(np.rint(values * 64).astype(np.int64), axis=0)
        _, counts = np.unique(deltas, return_counts=True)
        share = counts / counts.sum()
        total += float(-(share * np.log2(share)).sum()) * deltas.size
    return total * RATE / (len(rows) - 1) / 1000


def vtm_choices(rows: Sequence[Parameters]) -> float:
    """All messages predicted and rounded as VTM does, each in an SEI NAL unit of its own."""
    encoder = FaceEncoder(1, precision=6, matrix_precision=6, rounding="vtm", predict=True)
    context, size = Context(), 0
    for i, row in enumerate(rows):
        matrices = [Matrices(AFFINE, row.matrices[AFFINE])]
        if i:
            message = encoder.picture(row.keypoints, matrices, cnt=i)
        else:
            message = encoder.base(row.keypoints, matrices)
        size += len(sei_nal([message], context)[0])
    return size * 8 * RATE / len(rows) / 1000


def vtm_rate() -> float:
    """Of the stream that VTM 24.0 wrote of these frames: SEI NAL units with GFV messages, start codes too."""
    stream = SHARED / "vectors" / "vtm24" / "gfv_ctc" / "gfv_ctc.bit"
    bits = frames = 0
    for unit in access_units(stream, codec="h266"):
        count = sum(m.payload_type == 223 for m in unit.messages)
        frames += count
        if count:
            # VTM writes one message a NAL unit; payloadType follows the two bytes of header.
            bits += sum(8 * (len(n.data) + 4) for n in unit.nal_units if n.is_sei and n.data[2] == 223)
    return bits * RATE / max(frames, 1) / 1000
