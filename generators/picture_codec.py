"""Base pictures by VVC: coded one by one by VVenC (in imageio-ffmpeg's ffmpeg), decoded by libavcodec."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import Colorspace

from sei.errors import SeigenError
from vvc_bridge.external import EncodeSettings, FFmpegEncoder, VideoFormat


class CodecError(SeigenError):
    """A base picture cannot be coded or decoded."""


def encode_picture(rgb: np.ndarray, qp: int, *, preset: str = "fast") -> bytes:
    """One picture, uint8 (h, w, 3) of even size, as one intra access unit of Annex B bytes (IDR)."""
    height, width = rgb.shape[:2]
    if height % 2 or width % 2:
        raise CodecError(f"a base picture of {width}x{height}: sizes must be even")
    video = VideoFormat(width, height, Fraction(1), bit_depth=10)
    settings = EncodeSettings(qp=qp, preset=preset, picture_hash=False, threads=1)
    command = FFmpegEncoder().command(video, "pipe:", settings)
    done = subprocess.run(command, input=to_planes(rgb), capture_output=True, check=False)
    if done.returncode != 0 or not done.stdout:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise CodecError(f"VVenC: {said[-1] if said else 'no output'}")
    return done.stdout


def to_planes(rgb: np.ndarray) -> bytes:
    """A picture, uint8 (h, w, 3), as VVenC takes it: yuv420p10le, BT.709."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
    return frame.reformat(format="yuv420p10le", dst_colorspace=Colorspace.ITU709).to_ndarray().tobytes()


class PictureDecoder:
    """Decodes access units of one stream to RGB.

    ``intra`` is for streams whose pictures stand alone, as ours: each comes out at once. Otherwise pictures
    come in output order, when the decoder lets go of them, the last ones by `flush`.
    """

    def __init__(self, *, intra: bool = True, warn: Callable[[str], None] | None = None) -> None:
        self._codec = av.CodecContext.create("vvc", "r")
        self._codec.thread_count = 1  # frame threads would hold pictures back
        self._intra, self._warn = intra, warn

    def __call__(self, access_unit: bytes) -> list[np.ndarray]:
        """Pictures that come out with an access unit, uint8 (h, w, 3)."""
        try:
            frames = self._codec.decode(av.Packet(access_unit))
            if self._intra:
                frames += self._codec.decode(None)
                self._codec.flush_buffers()
        except av.FFmpegError as error:
            if self._warn:
                self._warn(f"a picture cannot be decoded ({error.strerror})")
            self._codec.flush_buffers()
            return []
        return [to_rgb(frame) for frame in frames]

    def flush(self) -> list[np.ndarray]:
        """Pictures still held back at the end of the stream."""
        return [] if self._intra else [to_rgb(frame) for frame in self._codec.decode(None)]


def to_rgb(frame: av.VideoFrame) -> np.ndarray:
    """A decoded picture as uint8 RGB (h, w, 3), BT.709 unless it says otherwise."""
    return frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()
