"""What generated pictures are held against: all pictures coded by a video codec."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np

from generators.codec.picture_codec import to_planes
from sei.errors import SeigenError
from vvc_bridge.external import EncodeSettings, VideoFormat
from vvc_bridge.external.ffmpeg import FFmpegEncoder
from vvc_bridge.external.vtm import VTMEncoder

ANCHORS = {
    "vvenc-ra": "VVenC, random access, one intra picture, preset fast",
    "vvenc-ld": "VVenC, low delay (no picture waits for a later one), one intra picture, preset fast",
    "vtm": "VTM's EncoderApp, low delay B, one intra picture",
}
"""Anchors by name, and what they are."""
VTM_CONFIGURATION = "encoder_lowdelay_vtm.cfg"
QPS = (20, 63)
"""QPs that a rate is looked for among."""


class AnchorError(SeigenError):
    """No anchor of that name."""


def vtm() -> VTMEncoder:
    """Find VTM's EncoderApp (SEIGEN_VTM_ENCODER) and its low delay configuration: SEIGEN_VTM_CFG, else in the
    first ``cfg`` folder above the program. Raises MissingProgram."""
    given = os.environ.get("SEIGEN_VTM_CFG")
    named = os.environ.get("SEIGEN_VTM_ENCODER", "")
    above = Path(os.path.realpath(named)).parents if named else ()
    found = next(
        (str(p / "cfg" / VTM_CONFIGURATION) for p in above if (p / "cfg" / VTM_CONFIGURATION).is_file()), None
    )
    return VTMEncoder(configuration=given or found)


def code(
    name: str, pictures: Iterable[np.ndarray], size: tuple[int, int], rate: Fraction, qp: int, out: Path
) -> None:
    """Code pictures, uint8 (h, w, 3) of ``size`` (height, width), as 4:2:0 of 10 bits into the file ``out``.

    One thread, so that the same pictures give the same bytes. Raises AnchorError, and what the encoder says.
    """
    if name not in ANCHORS:
        raise AnchorError(f"no anchor {name!r}; there are: {', '.join(ANCHORS)}")
    form = VideoFormat(size[1], size[0], rate, bit_depth=10)
    frames = (to_planes(np.asarray(p)) for p in pictures)
    settings = EncodeSettings(
        qp=qp, preset="fast", intra_period=0, low_delay=name != "vvenc-ra", picture_hash=False, threads=1
    )
    (vtm() if name == "vtm" else FFmpegEncoder()).encode(frames, form, out, settings)


def meet(size_at: Callable[[int], int], bits: float) -> int:
    """Find the lowest QP at which a stream takes at most so many bits, or the highest QP.

    size_at  bits of the stream at a QP; not asked twice
    """
    known: dict[int, int] = {}
    low, high, qp = *QPS, 44
    while low < high:
        if qp not in known:
            known[qp] = size_at(qp)
        low, high = (low, qp) if known[qp] <= bits else (qp + 1, high)
        # Six steps of QP halve the rate, about: the next one to try is soon the right one.
        guess = qp + round(6 * math.log2(known[qp] / bits))
        qp = min(max(guess, low), max(high - 1, low))
    return low
