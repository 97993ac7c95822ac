"""Base pictures by VVC: coded by VVenC (in imageio-ffmpeg's ffmpeg, or vvencapp) or VTM's EncoderApp, decoded
by libavcodec."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
from av.codec.context import Flags
from av.video.reformatter import Colorspace

from sei.errors import SeigenError
from vvc_bridge.access_unit import access_units
from vvc_bridge.external import EncodeSettings, VideoFormat
from vvc_bridge.external.ffmpeg import FFmpegEncoder
from vvc_bridge.external.process import Process, ending, run, started
from vvc_bridge.external.vtm import VTMEncoder
from vvc_bridge.external.vvenc import VVencEncoder

MAX_PIXELS = 35_651_584
"""Largest base picture decoded: MaxLumaPs of level 6.2 (H.266 A.4.1)."""


class CodecError(SeigenError):
    """A base picture cannot be coded or decoded."""


LIKE_INTRA = 4
"""By how much pictures that are coded from others are coarser than VVenC's QP in its low-delay structure:
with an intra picture so much coarser all are equally good."""
QP_LIMITS = (LIKE_INTRA, 63)
"""QPs of `encode_pictures`."""


_Encoder: TypeAlias = FFmpegEncoder | VVencEncoder | VTMEncoder
BASE_ENCODERS: dict[str, Callable[[str | None], _Encoder]] = {
    "vvenc": FFmpegEncoder,
    "vvencapp": VVencEncoder,
    "vtm": VTMEncoder,
}
"""What codes base pictures, by the name on the command line: VVenC as a library, its program, VTM's."""
SAID = {"vvenc": "VVenC", "vvencapp": "vvencapp", "vtm": "VTM's EncoderApp"}
VTM_STRUCTURE = """GOPSize: 1
Frame1: P 1 0 0.0 0.0 0 0 1.0 0 0 0 0 0 0 0 4 4 1 2 3 4 0 0
PPSInitialQPOffset: 0
"""
"""VTM's coding structure for pictures each predicted from up to four before it, all equally good."""
VTM_OPTIONS = ("--TemporalFilter=0", "--AccessUnitDelimiter=0", "--IntraPeriod=-1", "--DecodingRefreshType=0")


class BaseEncoder:
    """Codes base pictures; see `BASE_ENCODERS` for ``name``, ``program`` is its path, None: it is found.

    Raises MissingProgram when it is not there.
    """

    def __init__(self, name: str = "vvenc", program: str | None = None) -> None:
        if name not in BASE_ENCODERS:
            raise CodecError(f"base encoder {name!r}, allowed: {', '.join(BASE_ENCODERS)}")
        self.name = name
        self._with = BASE_ENCODERS[name](program)

    def picture(self, rgb: np.ndarray, qp: int, *, preset: str = "fast") -> bytes:
        """Encode one picture, uint8 (h, w, 3) of even size, as one intra access unit of Annex B bytes
        (IDR)."""
        # Intra only: without lists of reference pictures VVenC's SPS has 44 bytes, not 110.
        period = None if self.name == "vtm" else 1
        settings = EncodeSettings(qp=qp, preset=preset, intra_period=period, picture_hash=False, threads=1)
        return self._encode([rgb], settings, 0)

    def pictures(
        self,
        pictures: Sequence[np.ndarray],
        qp: int,
        *,
        first: int = 0,
        every: bool = False,
        preset: str = "fast",
    ) -> list[bytes]:
        """Encode pictures, uint8 (h, w, 3) of one even size, each predicted from those before it.

        qp     about that of an intra picture as good as each of them, in `QP_LIMITS`
        first  by how much finer the first one is, 0..4
        every  these are all pictures of a video: VVenC's own structure of QPs for low delay; ``first`` is
               nothing

        Returns their access units, Annex B; the first is an IDR and has the parameter sets. What comes after
        a picture changes nothing of it, unless ``every``.
        """
        low, high = QP_LIMITS
        if not low <= qp <= high or not 0 <= first <= LIKE_INTRA:
            raise CodecError(f"QP {qp}, first {first} finer; allowed {low}..{high} and 0..{LIKE_INTRA}")
        # No filtering along time and no importance of blocks: both look at pictures that are still to come.
        # A bit counts for less than VVenC has it: at the same rate pictures are sharper.
        own = f"bim=0:mctf=0:lambdamodifier=0.5:intraqpoffset={LIKE_INTRA - first}"
        settings = EncodeSettings(
            qp=qp if self.name == "vtm" else qp - LIKE_INTRA,
            preset=preset,
            low_delay=True,
            picture_hash=False,
            threads=1,
            parameters="" if every else own,
        )
        data = self._encode(pictures, settings, first)
        coded = [bytes(unit.data) for unit in access_units(data, codec="h266")]
        if len(coded) != len(pictures):
            raise CodecError(f"{SAID[self.name]} made {len(coded)} access units of {len(pictures)} pictures")
        return coded

    def _encode(self, pictures: Sequence[np.ndarray], settings: EncodeSettings, first: int) -> bytes:
        height, width = pictures[0].shape[:2]
        if height % 2 or width % 2:
            raise CodecError(f"a base picture of {width}x{height}: sizes must be even")
        video = VideoFormat(width, height, bit_depth=10)
        planes = [to_planes(picture) for picture in pictures]
        with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
            # Not to a pipe: VVenC writes warnings to standard output.
            out = Path(folder) / "picture.266"
            command, data = self._command(video, planes, out, settings, first)
            done = run(command, data=data, cwd=folder)
            coded = out.read_bytes() if out.exists() else b""
        if done.returncode != 0 or not coded:
            said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
            why = said[-1] if said else ending(done.returncode)
            raise CodecError(f"{SAID[self.name]}, writing {out}: {why}")
        return coded

    def _command(
        self, video: VideoFormat, planes: Sequence[bytes], out: Path, settings: EncodeSettings, first: int
    ) -> tuple[list[str], bytes]:
        """The command, and what goes to its standard input."""
        if isinstance(self._with, FFmpegEncoder):
            return self._with.command(video, str(out), settings), b"".join(planes)
        if isinstance(self._with, VVencEncoder):
            frames = b"".join(b"FRAME\n" + frame for frame in planes)
            return self._with.command(video, str(out), settings), video.y4m_header() + frames
        source, structure = out.with_name("in.yuv"), out.with_name("structure.cfg")
        source.write_bytes(b"".join(planes))
        structure.write_text(VTM_STRUCTURE)
        command = self._with.command(video, str(source), len(planes), str(out), settings)
        return [*command, "-c", str(structure), f"--IntraQPOffset={-first}", *VTM_OPTIONS], b""


def encode_picture(rgb: np.ndarray, qp: int, *, preset: str = "fast") -> bytes:
    """Encode one picture by VVenC, see `BaseEncoder.picture`."""
    return BaseEncoder().picture(rgb, qp, preset=preset)


def encode_pictures(
    pictures: Sequence[np.ndarray], qp: int, first: int = 0, *, every: bool = False, preset: str = "fast"
) -> list[bytes]:
    """Encode pictures by VVenC, each predicted from those before it, see `BaseEncoder.pictures`."""
    return BaseEncoder().pictures(pictures, qp, first=first, every=every, preset=preset)


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
