"""What a file or a window can show: a decoder's pictures at one rate and in one size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain

import numpy as np
import torch

from generators.codec.decoder import Decoder
from generators.codec.frames import Frame
from generators.media import video
from vvc_bridge.talk import LIVE

HELD_SECONDS = 600
HELD_BYTES = 1 << 30
"""Most of a stream's pauses that is filled with copies of the picture before: seconds, bytes of pictures as
8-bit RGB. What goes beyond is left out."""


def steady(
    decoder: Decoder,
    warn: Callable[[str], None] | None = None,
    frames: Iterator[Frame] | None = None,
) -> tuple[Fraction, int, Iterator[np.ndarray]]:
    """Return rate, number of the first picture, and pictures uint8 (h, w, 3) of a decoder with numpy output;
    ``frames``: those of the decoder, where somebody looks at them first.

    Where pictures were lost the last one stays, in all for HELD_SECONDS and HELD_BYTES at most; a joined
    stream of another rate keeps its time, one of another size is scaled to the first's.
    """
    frames = frames or iter(decoder)
    first = next(frames)
    size = first.pixels.shape[:2]

    def timed() -> Iterator[video.TimedPicture]:
        said = False
        room, before, less = min(int(HELD_SECONDS * rate), HELD_BYTES // first.pixels.nbytes), 0.0, 0.0
        for frame in chain([first], frames):
            pixels = frame.pixels
            time = frame.time - first.time - less
            held = max(0, round((time - before) * rate) - 1)
            if held > room:
                if warn and not less:
                    warn(f"pauses longer than {HELD_SECONDS} s or {HELD_BYTES} bytes in all are left out")
                less += float((held - room) / rate)
                time -= float((held - room) / rate)
            room, before = max(0, room - held), time
            if pixels.shape[:2] != size:
                if warn and not said:
                    warn(f"pictures of another size are scaled to {size[1]}x{size[0]}")
                said, pixels = True, scaled(pixels, *size)
            yield video.TimedPicture(frame.index, time, pixels)

    rate = decoder.timing.rate
    if decoder.timing.latency == LIVE:
        return rate, first.index, _prompt(timed(), rate)
    return rate, first.index, (p.rgb for p in video.constant_rate(timed(), rate))


def _prompt(pictures: Iterator[video.TimedPicture], rate: Fraction) -> Iterator[np.ndarray]:
    """Pictures at a constant rate as `video.constant_rate` gives them, without waiting for the next one: they
    lie at its instants."""
    count, held = 0, None
    for picture in pictures:
        number = round(picture.time * rate)
        while held is not None and count < number:
            yield held
            count += 1
        held = picture.rgb
        if count <= number:
            yield held
            count += 1


def scaled(rgb: np.ndarray, height: int, width: int) -> np.ndarray:
    """Scale a picture, uint8 (h, w, 3), to another size."""
    picture = torch.from_numpy(rgb).permute(2, 0, 1)[None].float()
    picture = torch.nn.functional.interpolate(picture, (height, width), mode="bilinear", antialias=True)
    out: np.ndarray = picture[0].round().byte().permute(1, 2, 0).numpy()
    return out


def beside(path: str, rate: Fraction, first: int, pictures: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield the clip's picture of the same number, as high, at the left of each picture; the last one
    stays."""
    source = video.constant_rate(video.read(path), rate)
    held = next(source)
    for _ in range(first):
        following = next(source, None)
        if following is None:
            break
        held = following
    for picture in pictures:
        height = picture.shape[0]
        width = max(2, round(held.rgb.shape[1] * height / held.rgb.shape[0]))
        yield np.concatenate([scaled(held.rgb, height, width), picture], axis=1)
        held = next(source, held)
