"""A clip to a stream at a rate, or by settings alone; and a stream checked against what its encoder had."""

from __future__ import annotations

import math
import zlib

from generators import registry
from generators.codec.encoder import Encoded, Encoder, Settings
from generators.codec.picture_codec import BaseEncoder
from generators.codec.rate import meet
from generators.subjects.clip import Clip, Progress
from generators.system import AnySystem
from sei.errors import SeigenError
from vvc_bridge.talk import MAX_STEP


def choose_step(rate: float, pace: float = 12.5) -> int:
    """Choose the pictures from message to message for a picture rate and about ``pace`` messages per second,
    at most what a stream can say."""
    return min(max(1, round(rate / pace)), MAX_STEP)


def check(encoded: Encoded, count: int) -> int:
    """Decode a stream and compare with what the encoder's loop generated, bit for bit.

    Returns the number of pictures compared. SeigenError when one differs or the number of pictures does.
    """
    compared = shown = 0
    for frame in encoded.decoder():
        shown += 1
        expected = encoded.seen.get(frame.index)
        if expected is not None:
            compared += 1
            if zlib.crc32(frame.pixels.tobytes()) != expected:
                raise SeigenError(f"picture {frame.index} decodes otherwise than the encoder had it")
    if shown != count:
        raise SeigenError(f"{shown} pictures decode of {count} coded")
    return compared


def check_bitrate(bitrate: float) -> None:
    """Refuse what no stream can have, in kbit/s. Raises SeigenError."""
    if not 0 < bitrate < math.inf:
        raise SeigenError(f"bitrate {bitrate} kbit/s, allowed: above 0")


def encode_clip(
    clip: Clip,
    system: AnySystem,
    *,
    bitrate: float | None = 8.0,
    settings: Settings | None = None,
    progress: Progress | None = None,
    base: BaseEncoder | None = None,
    measured: bool = True,
) -> Encoded:
    """Code a clip at ``bitrate`` kbit/s, or by settings alone when it is None.

    The target is met from below as nearly as whole QPs allow. When even the floor (one base picture a scene
    at the coarsest QP, sparse parameters) is above it, the floor is coded and a note says so. ``measured`` as
    of `Encoder.run`; ``base`` codes the base pictures, None: VVenC.
    """
    settings = settings or Settings(step=choose_step(float(clip.rate), registry.entry(system.name).pace))
    return code(Encoder(clip, system, progress=progress, base=base), bitrate, settings, measured=measured)


def code(encoder: Encoder, bitrate: float | None, settings: Settings, *, measured: bool = True) -> Encoded:
    """Code as `encode_clip`, by an encoder that is there."""
    if bitrate is None:
        return encoder.run(settings, measured=measured)
    check_bitrate(bitrate)
    return meet(encoder, settings, bitrate, measured=measured)
