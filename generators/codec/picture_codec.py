"""Base pictures by VVC: coded one by one by VVenC (in imageio-ffmpeg's ffmpeg), decoded by libavcodec."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import Colorspace

from sei.errors import SeigenError
from vvc_bridge.external import EncodeSettings, VideoFormat
from vvc_bridge.external.ffmpeg import FFmpegEncoder
from vvc_bridge.external.process import ending, run

MAX_PIXELS = 35_651_584
"""Largest base picture decoded: MaxLumaPs of level 6.2 (H.266 A.4.1)."""


class CodecError(SeigenError):
    """A base picture cannot be coded or decoded."""


def encode_picture(rgb: np.ndarray, qp: int, *, preset: str = "fast") -> bytes:
    """Encode one picture, uint8 (h, w, 3) of even size, as one intra access unit of Annex B bytes (IDR)."""
    height, width = rgb.shape[:2]
    if height % 2 or width % 2:
        raise CodecError(f"a base picture of {width}x{height}: sizes must be even")
    video = VideoFormat(width, height, bit_depth=10)
    # Intra only: without lists of reference pictures the SPS has 44 bytes, not 243.
    settings = EncodeSettings(qp=qp, preset=preset, intra_period=1, picture_hash=False, threads=1)
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        # Not to a pipe: VVenC writes warnings to standard output.
        out = Path(folder) / "picture.266"
        command = FFmpegEncoder().command(video, str(out), settings)
        done = run(command, data=to_planes(rgb), cwd=folder)
        data = out.read_bytes() if out.exists() else b""
    if done.returncode != 0 or not data:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise CodecError(f"VVenC, writing {out}: {said[-1] if said else ending(done.returncode)}")
    return data


def to_planes(rgb: np.ndarray) -> bytes:
    """Convert a picture, uint8 (h, w, 3), to what VVenC takes: yuv420p10le, BT.709."""
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
        self._codec.options = {"max_pixels": str(MAX_PIXELS)}
        self._intra, self._warn = intra, warn

    def __call__(self, access_unit: bytes, number: int = 0) -> list[tuple[int, np.ndarray]]:
        """Pictures that come out with an access unit, uint8 (h, w, 3), each with its access unit's number."""
        packet = av.Packet(access_unit)
        packet.pts = packet.dts = number
        frames = self._decode(packet)
        if self._intra:
            frames += self._decode(None)
            self._codec.flush_buffers()
        return [_numbered(frame) for frame in frames]

    def flush(self) -> list[tuple[int, np.ndarray]]:
        """Return the pictures still held back at the end of the stream."""
        return [] if self._intra else [_numbered(frame) for frame in self._decode(None)]

    def _decode(self, packet: av.Packet[Any] | None) -> list[av.VideoFrame]:
        try:
            return list(self._codec.decode(packet))
        except av.FFmpegError as error:
            if self._warn:
                self._warn(f"a picture cannot be decoded ({error.strerror})")
            return []


def to_rgb(frame: av.VideoFrame) -> np.ndarray:
    """Convert a decoded picture to uint8 RGB (h, w, 3), BT.709 unless it says otherwise."""
    return frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()


def _numbered(frame: av.VideoFrame) -> tuple[int, np.ndarray]:
    return frame.pts or 0, to_rgb(frame)
