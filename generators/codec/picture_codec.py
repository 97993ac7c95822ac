"""Base pictures by VVC: coded by VVenC (in imageio-ffmpeg's ffmpeg), decoded by libavcodec."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.codec.context import Flags
from av.video.reformatter import Colorspace

from sei.errors import SeigenError
from vvc_bridge.access_unit import access_units
from vvc_bridge.external import EncodeSettings, VideoFormat
from vvc_bridge.external.ffmpeg import FFmpegEncoder
from vvc_bridge.external.process import Process, ending, run, started

MAX_PIXELS = 35_651_584
"""Largest base picture decoded: MaxLumaPs of level 6.2 (H.266 A.4.1)."""


class CodecError(SeigenError):
    """A base picture cannot be coded or decoded."""


LIKE_INTRA = 4
"""By how much pictures that are coded from others are coarser than VVenC's QP in its low-delay structure:
with an intra picture so much coarser all are equally good."""
QP_LIMITS = (LIKE_INTRA, 63)
"""QPs of `encode_pictures`."""


def encode_picture(rgb: np.ndarray, qp: int, *, preset: str = "fast") -> bytes:
    """Encode one picture, uint8 (h, w, 3) of even size, as one intra access unit of Annex B bytes (IDR)."""
    # Intra only: without lists of reference pictures the SPS has 44 bytes, not 110.
    settings = EncodeSettings(qp=qp, preset=preset, intra_period=1, picture_hash=False, threads=1)
    return _encode([rgb], settings)


def encode_pictures(
    pictures: Sequence[np.ndarray], qp: int, *, first: int = 0, preset: str = "fast"
) -> list[bytes]:
    """Encode pictures, uint8 (h, w, 3) of one even size, each predicted from those before it.

    qp     about that of an intra picture as good as each of them, in `QP_LIMITS`
    first  by how much finer the first one is, 0..4

    Returns their access units, Annex B; the first is an IDR and has the parameter sets. What comes after a
    picture changes nothing of it.
    """
    low, high = QP_LIMITS
    if not low <= qp <= high or not 0 <= first <= LIKE_INTRA:
        raise CodecError(f"QP {qp}, first {first} finer; allowed {low}..{high} and 0..{LIKE_INTRA}")
    # No filtering along time and no importance of blocks: both look at pictures that are still to come.
    # A bit counts for less than VVenC has it: at the same rate pictures are sharper.
    parameters = f"bim=0:mctf=0:lambdamodifier=0.5:intraqpoffset={LIKE_INTRA - first}"
    settings = EncodeSettings(
        qp=qp - LIKE_INTRA,
        preset=preset,
        low_delay=True,
        picture_hash=False,
        threads=1,
        parameters=parameters,
    )
    coded = [bytes(unit.data) for unit in access_units(_encode(pictures, settings), codec="h266")]
    if len(coded) != len(pictures):
        raise CodecError(f"VVenC made {len(coded)} access units of {len(pictures)} pictures")
    return coded


def _encode(pictures: Sequence[np.ndarray], settings: EncodeSettings) -> bytes:
    height, width = pictures[0].shape[:2]
    if height % 2 or width % 2:
        raise CodecError(f"a base picture of {width}x{height}: sizes must be even")
    video = VideoFormat(width, height, bit_depth=10)
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        # Not to a pipe: VVenC writes warnings to standard output.
        out = Path(folder) / "picture.266"
        command = FFmpegEncoder().command(video, str(out), settings)
        done = run(command, data=b"".join(map(to_planes, pictures)), cwd=folder)
        data = out.read_bytes() if out.exists() else b""
    if done.returncode != 0 or not data:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise CodecError(f"VVenC, writing {out}: {said[-1] if said else ending(done.returncode)}")
    return data


class PictureEncoder:
    """Codes pictures of one size, each by itself as `encode_picture`, by an encoder that stands ready: what
    starting it takes is spent before a picture comes.

    VVenC in ffmpeg gives nothing before some eight pictures are in or the input ends, so each picture has an
    encoder of its own.
    """

    def __init__(self, height: int, width: int, *, preset: str = "faster") -> None:
        if height % 2 or width % 2:
            raise CodecError(f"a base picture of {width}x{height}: sizes must be even")
        self._video, self._preset = VideoFormat(width, height, bit_depth=10), preset
        self._ready = ExitStack()
        self._process: Process | None = None
        self._folder = Path()
        self.qp: int | None = None
        """Of the encoder that stands ready; None: none does."""
        self.busy = False
        """Whether it has begun."""

    def prepare(self, qp: int) -> None:
        """Let an encoder of this QP stand ready."""
        if qp == self.qp and not self.busy:
            return
        self.close()
        self._folder = Path(self._ready.enter_context(tempfile.TemporaryDirectory(prefix="seigen-")))
        settings = EncodeSettings(
            qp=qp, preset=self._preset, intra_period=1, picture_hash=False, threads=1, parameters="gopsize=1"
        )
        command = FFmpegEncoder().command(self._video, str(self._folder / "picture.266"), settings)
        pipes: dict[str, Any] = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.PIPE,
        }
        self._process = self._ready.enter_context(started(command, cwd=self._folder, **pipes))
        self.qp = qp

    def begin(self, rgb: np.ndarray, qp: int) -> None:
        """Begin to encode a picture, uint8 (h, w, 3)."""
        self.prepare(qp)
        assert self._process is not None and self._process.stdin is not None
        with suppress(BrokenPipeError):  # it says why in the end
            self._process.stdin.write(to_planes(rgb))
            self._process.stdin.close()
        self._process.stdin, self.busy = None, True

    def wait(self, seconds: float | None) -> bool:
        """Wait for the picture that was begun, at most so long (None: to the end); whether it is there."""
        assert self._process is not None
        until = None if seconds is None else time.monotonic() + seconds
        while until is not None and self._process.poll() is None:
            if time.monotonic() >= until:
                return False
            time.sleep(0.001)
        return True

    def finish(self) -> bytes:
        """Return the picture that was begun: one access unit of Annex B bytes (IDR)."""
        process, out = self._process, self._folder / "picture.266"
        assert process is not None
        try:
            _, said = process.communicate()
            data = out.read_bytes() if out.exists() else b""
        finally:
            self.close()
        if process.returncode != 0 or not data:
            lines = said.decode(errors="replace").strip().splitlines()
            raise CodecError(f"VVenC: {lines[-1] if lines else ending(process.returncode)}")
        return data

    def __call__(self, rgb: np.ndarray, qp: int) -> bytes:
        """Encode a picture; where one has been begun, that one."""
        if not self.busy:
            self.begin(rgb, qp)
        return self.finish()

    def close(self) -> None:
        """End the encoder that stands ready."""
        process, self._process, self.qp, self.busy = self._process, None, None, False
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()
        self._ready.close()


def to_planes(rgb: np.ndarray) -> bytes:
    """Convert a picture, uint8 (h, w, 3), to what VVenC takes: yuv420p10le, BT.709."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
    return frame.reformat(format="yuv420p10le", dst_colorspace=Colorspace.ITU709).to_ndarray().tobytes()


class PictureDecoder:
    """Decodes the access units of one stream to RGB.

    A picture comes out with its own access unit where output order and decoding order are alike, as in ours;
    otherwise when the decoder lets go of it, the last ones by `flush`. What refers to a picture that is not
    there is not decoded.
    """

    def __init__(self, *, warn: Callable[[str], None] | None = None) -> None:
        self._codec = av.CodecContext.create("vvc", "r")
        self._codec.thread_count = 1  # frame threads would hold pictures back
        self._codec.flags |= Flags.low_delay
        self._codec.options = {"max_pixels": str(MAX_PIXELS)}
        self._warn = warn
        self.failed = False
        """Whether the last access unit could not be decoded."""

    def __call__(self, access_unit: bytes, number: int = 0) -> list[tuple[int, np.ndarray]]:
        """Pictures that come out with an access unit, uint8 (h, w, 3), each with its access unit's number."""
        packet = av.Packet(access_unit)
        packet.pts = packet.dts = number
        return [_numbered(frame) for frame in self._decode(packet)]

    def flush(self) -> list[tuple[int, np.ndarray]]:
        """Return the pictures still held back, at the end of the stream or before another begins."""
        frames = [_numbered(frame) for frame in self._decode(None)]
        self._codec.flush_buffers()
        return frames

    def _decode(self, packet: av.Packet[Any] | None) -> list[av.VideoFrame]:
        self.failed = False
        try:
            return list(self._codec.decode(packet))
        except av.FFmpegError as error:
            self.failed = True
            if self._warn:
                self._warn(f"a picture cannot be decoded ({error.strerror})")
            return []


def to_rgb(frame: av.VideoFrame) -> np.ndarray:
    """Convert a decoded picture to uint8 RGB (h, w, 3), BT.709 unless it says otherwise."""
    return frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()


def _numbered(frame: av.VideoFrame) -> tuple[int, np.ndarray]:
    return frame.pts or 0, to_rgb(frame)
