"""Uncompressed video between us and external codecs: planar frames as bytes, YUV4MPEG2 as the way in and
out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import IO

from sei.errors import SeigenError

CHROMA = {"400": (0, 0), "420": (2, 2), "422": (2, 1), "444": (1, 1)}
"""Luma samples a chroma sample, horizontally and vertically; (0, 0): no chroma."""


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """Planar video: luma, then both chroma planes; samples over 8 bits take two bytes, low byte first.

    width, height  luma samples
    fps            pictures per second
    bit_depth      8..16
    chroma         ``400``, ``420``, ``422`` or ``444``
    """

    width: int
    height: int
    fps: Fraction = Fraction(25)
    bit_depth: int = 8
    chroma: str = "420"

    def __post_init__(self) -> None:
        if not (0 < self.width <= 16384 and 0 < self.height <= 16384):
            raise SeigenError(f"picture size {self.width}x{self.height}, allowed 1..16384")
        if self.chroma not in CHROMA or not 8 <= self.bit_depth <= 16:
            raise SeigenError(f"video of {self.bit_depth} bits, chroma {self.chroma}: not supported")
        across, down = CHROMA[self.chroma]
        if across and (self.width % across or self.height % down):
            raise SeigenError(f"{self.width}x{self.height} does not divide into {self.chroma} chroma samples")

    @property
    def frame_bytes(self) -> int:
        """Bytes of a frame."""
        across, down = CHROMA[self.chroma]
        samples = self.width * self.height
        if across:
            samples += 2 * (self.width // across) * (self.height // down)
        return samples * (2 if self.bit_depth > 8 else 1)

    @property
    def pix_fmt(self) -> str:
        """ffmpeg's name, e.g. ``yuv420p10le``."""
        base = "gray" if self.chroma == "400" else f"yuv{self.chroma}p"
        return base if self.bit_depth == 8 else f"{base}{self.bit_depth}le"

    def y4m_header(self) -> bytes:
        """Make the YUV4MPEG2 stream header."""
        name = "mono" if self.chroma == "400" else self.chroma
        depth = (
            "" if self.bit_depth == 8 else (str(self.bit_depth) if name == "mono" else f"p{self.bit_depth}")
        )
        rate = f"F{self.fps.numerator}:{self.fps.denominator}"
        return f"YUV4MPEG2 W{self.width} H{self.height} {rate} Ip A0:0 C{name}{depth}\n".encode()


def read_y4m(pipe: IO[bytes]) -> tuple[VideoFormat, Iterator[bytes]]:
    """Read the format and frames of a YUV4MPEG2 stream. Raises SeigenError when it is not one, or is cut
    off."""
    header = pipe.readline(1024)
    if not header.startswith(b"YUV4MPEG2 "):
        raise SeigenError("no pictures came out of the decoder")
    fields = {word[:1]: word[1:] for word in header.decode("ascii", "replace").split()[1:]}
    colour = re.fullmatch(r"(400|420|422|444|mono)(?:jpeg|paldv|mpeg2)?p?(\d+)?", fields.get("C", "420"))
    try:
        if colour is None:
            raise ValueError
        numerator, denominator = (int(part) for part in fields.get("F", "25:1").split(":"))
        chroma = "400" if colour[1] == "mono" else colour[1]
        rate = Fraction(numerator, denominator) if numerator and denominator else Fraction(25)
        video = VideoFormat(int(fields["W"]), int(fields["H"]), rate, int(colour[2] or 8), chroma)
    except (KeyError, ValueError):
        raise SeigenError(f"YUV4MPEG2 header not understood: {header[:80]!r}") from None
    return video, _frames(pipe, video.frame_bytes)


def _frames(pipe: IO[bytes], size: int) -> Iterator[bytes]:
    while line := pipe.readline(1024):
        if not line.startswith(b"FRAME"):
            raise SeigenError("YUV4MPEG2 stream out of step")
        data = pipe.read(size)
        if len(data) < size:
            raise SeigenError("YUV4MPEG2 stream ends inside a frame")
        yield data
