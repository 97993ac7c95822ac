"""What systems are compared with: a clip coded by an anchor, and another person's picture."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from pathlib import Path

import numpy as np

from generators.codec.picture_codec import encode_picture
from generators.measure import anchors
from generators.measure.compare.footage import Footage, opened
from generators.measure.compare.ways import STRANGER, Point, Way
from generators.subjects.clip import Clip
from generators.subjects.named import make_subject

STRANGER_QP = 34


def code(name: str, point: Point, clip: Clip) -> tuple[Way, bytes]:
    """Code all pictures of a clip with an anchor, and give what became of it and the stream."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:

        def path(qp: int) -> Path:
            return Path(folder) / f"{qp}.266"

        def bits(qp: int) -> int:
            anchors.code(name, clip.pictures, clip.size, clip.rate, qp, path(qp))
            return 8 * path(qp).stat().st_size

        qp = point.qp
        if point.kbits is not None:
            qp = anchors.meet(bits, point.kbits * 1000 * clip.seconds)
        assert qp is not None
        if not path(qp).exists():
            bits(qp)
        data = path(qp).read_bytes()
    rate = 8 * len(data) / clip.seconds / 1000
    return Way(name, rate, "c" * len(clip), [0], qp=qp, seconds=time.perf_counter() - start), data


def stranger(other: Footage, path: str, subject: str, window: str, clip: Clip) -> tuple[Way, bytes]:
    """Code the first picture of another clip, whose file lies at ``path``, in the place of all."""
    one = dataclasses.replace(other, limit=1)
    with opened(one, make_subject(subject), path=path, size=clip.size, window=window) as shown:
        data = encode_picture(np.asarray(shown.pictures[0]), STRANGER_QP)
    rate = 8 * len(data) / clip.seconds / 1000
    return Way(STRANGER, rate, "c" + "h" * (len(clip) - 1), [0], qp=STRANGER_QP), data
