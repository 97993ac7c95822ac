"""Clips in and pictures out, one picture in memory at a time (PyAV; y4m and raw written here).

Pictures are uint8 RGB arrays (height, width, 3), upright (the container's rotation applied) and with
square samples, whatever the file holds.
"""

from __future__ import annotations

import contextlib
import heapq
import math
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO

import av
import numpy as np
from av.sidedata.sidedata import Type as SideData
from av.video.reformatter import ColorRange, Colorspace

from sei.errors import SeigenError
from vvc_bridge.libav import errors, open_input, open_output
from vvc_bridge.output import naming, output_path
from vvc_bridge.sound import Sound, SoundWriter
from vvc_bridge.source import CHUNK, MAX_SPOOL

# Above this a picture alone passes half a gigabyte in the float32 work that follows.
MAX_SAMPLES = 64 << 20
DEFAULT_RATE = Fraction(25)
# A picture that is shown for longer (seconds) is a broken timestamp, which would be filled with copies.
MAX_PAUSE = 600

MUXERS = {"mp4": "mp4", "mov": "mov", "mkv": "matroska", "ts": "mpegts"}
"""Containers that are written, with H.264 in them, and libav's names of them."""

SUFFIXES = {
    **{f".{kind}": kind for kind in MUXERS},
    **{".m4v": "mp4", ".y4m": "y4m", ".rgb": "raw", ".raw": "raw"},
}
"""What is written, by the end of its name."""


REORDERED = 64
"""Times that wait for their picture: more than any decoder holds back, threads and all."""


class VideoError(SeigenError):
    """A clip cannot be read or written."""


@dataclass(frozen=True)
class TimedPicture:
    """One picture of a clip. ``time`` in seconds from the first picture; ``rgb`` uint8 (h, w, 3)."""

    index: int
    time: float
    rgb: np.ndarray


@dataclass(frozen=True)
class ClipInfo:
    """What a container says of its video: size after rotation, average rate, pictures (0: not said)."""

    width: int
    height: int
    rate: Fraction
    count: int
    codec: str


def _open(path: str | os.PathLike[str]) -> av.container.InputContainer:
    source = sys.stdin.buffer if str(path) == "-" else Path(path)
    if isinstance(source, Path) and not source.is_file():
        raise VideoError(f"{path}: no such file")
    try:
        container = open_input(source)
    except (av.FFmpegError, ValueError) as error:
        raise VideoError(f"{path}: not a clip that can be read ({_why(error)})") from None
    if not container.streams.video:
        kinds = _kinds(container)
        container.close()
        raise VideoError(f"{path}: no video in it, only {kinds}")
    if container.streams.video[0].codec_context is None:
        container.close()
        raise VideoError(f"{path}: its video is of a codec that is not known here")
    return container


def _kinds(container: av.container.InputContainer) -> str:
    return ", ".join(sorted({s.type for s in container.streams})) or "nothing"


def _why(error: Exception) -> str:
    if isinstance(error, ValueError):
        return "no format that is read here"
    said = error.strerror if isinstance(error, (OSError, av.error.FFmpegError)) else None
    return said or str(error) or type(error).__name__


def _rate(stream: av.VideoStream) -> Fraction:
    for rate in (stream.average_rate, stream.guessed_rate):
        if rate and 1 <= rate <= 480:
            return Fraction(rate)
    return DEFAULT_RATE


@contextmanager
def spooled(path: str) -> Iterator[str]:
    """Give the path of a clip that is read more than once: for ``-`` and pipes that of a temporary copy."""
    if path != "-" and (Path(path).is_file() or not Path(path).exists()):
        yield path
        return
    if Path(path).is_dir():
        raise VideoError(f"{path}: a folder, not a clip")
    with tempfile.NamedTemporaryFile(prefix="seigen-clip-") as copy:
        with (
            nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as source,
            naming(copy.name),
        ):
            _spool(source, copy, path)
            copy.flush()
        yield copy.name


def _spool(source: BinaryIO, copy: IO[bytes], path: str) -> None:
    total = 0
    while piece := source.read(CHUNK):
        # Eight bytes of each kind of clip that is read hold one that is not zero.
        if not total and not piece.strip(b"\0"):
            raise VideoError(f"{path}: not a clip that can be read (it begins with {len(piece)} zero bytes)")
        total += len(piece)
        if total > MAX_SPOOL:
            raise VideoError(f"{path}: longer than {MAX_SPOOL} bytes: save it to a file")
        copy.write(piece)


def probe(path: str | os.PathLike[str]) -> ClipInfo:
    """Read the size, rate and picture count of a clip, from its header and first picture."""
    first = next(read(path), None)
    if first is None:
        raise VideoError(f"{path}: no picture in it")
    with _open(path) as container:
        stream = container.streams.video[0]
        height, width = first.rgb.shape[:2]
        return ClipInfo(width, height, _rate(stream), max(stream.frames, 0), stream.codec_context.name)


def beginning(path: str | os.PathLike[str]) -> Fraction:
    """Read the time in the file of the clip's first picture, in seconds: 0 of `TimedPicture.time`."""
    with _open(path) as container:
        try:
            _, time = next(_timed(container, container.streams.video[0]), (None, None))
        except av.FFmpegError as error:
            raise VideoError(f"{path}: no picture can be decoded ({_why(error)})") from None
        return Fraction(0) if time is None else time


def _timed(container: Any, stream: Any) -> Iterator[tuple[av.VideoFrame, Fraction | None]]:
    """Pictures and when they are shown, None where the file does not say.

    AVI knows only when pictures are decoded, and libav's guess from that is late by those it has to reorder:
    as they come out, each takes the earliest time that is left.
    """
    told: list[int] = []
    guessed = container.format.name == "avi"
    for packet in container.demux(stream):
        if guessed and packet.size and packet.dts is not None:
            heapq.heappush(told, packet.dts)
            if len(told) > REORDERED:  # of pictures that never came
                heapq.heappop(told)
        for frame in packet.decode():
            if told:
                yield frame, heapq.heappop(told) * packet.time_base
            else:
                known = frame.pts is not None and frame.time_base is not None
                yield frame, frame.pts * frame.time_base if known else None


def read(path: str | os.PathLike[str], *, threads: int = 2) -> Iterator[TimedPicture]:
    """Yield the pictures of the clip's first video track in output order; ``-`` reads standard input.

    A picture that cannot be decoded is left out; a clip without any raises VideoError.
    """
    index, start = 0, None
    with _open(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = threads
        stream.thread_type = "AUTO"
        step = 1 / float(_rate(stream))
        # Before the first is decoded, which takes the memory already.
        _check_size(path, stream.codec_context)
        try:
            for frame, told in _timed(container, stream):
                _check_size(path, frame)
                time = (start or 0.0) + index * step if told is None else float(told)
                start = time if start is None else start
                yield TimedPicture(index, time - start, _upright(frame, stream.sample_aspect_ratio))
                index += 1
        except av.FFmpegError as error:
            if index == 0:
                raise VideoError(f"{path}: no picture can be decoded ({_why(error)})") from None
    if index == 0:
        raise VideoError(f"{path}: no picture can be decoded")


def _check_size(path: str | os.PathLike[str], what: av.VideoCodecContext | av.VideoFrame) -> None:
    if what.width * what.height > MAX_SAMPLES:
        raise VideoError(f"{path}: pictures of {what.width}x{what.height} are too large")


def _upright(frame: av.VideoFrame, aspect: Fraction | None) -> np.ndarray:
    width, height = frame.width, frame.height
    if aspect and aspect > 0 and aspect != 1 and Fraction(1, 8) < aspect < 8:
        width = max(1, round(width * aspect))
    if width * height > MAX_SAMPLES:
        width = frame.width
    rgb = frame.to_ndarray(format="rgb24", width=width, height=height)
    return as_displayed(rgb, frame)


def as_displayed(rgb: np.ndarray, frame: av.VideoFrame) -> np.ndarray:
    """Turn and mirror a picture (h, w, ...) as its frame's display matrix says, to the nearest quarter of a
    turn.

    The matrix takes (x, y) to (a x + c y, b x + d y) (ISO/IEC 14496-12 6.2.2).
    """
    try:
        sides: Any = frame.side_data
        found = sides.get(SideData.DISPLAYMATRIX)
    except ValueError:  # side data that PyAV has no name for, such as EXIF, beside it
        return np.ascontiguousarray(np.rot90(rgb, round(frame.rotation / 90)))
    if found is None or len(data := bytes(found)) < 36:
        return rgb
    a, b, _, c, d, *_ = np.frombuffer(data, np.int32)[:9].tolist()
    if abs(b) + abs(c) > abs(a) + abs(d):
        rgb, across, down = rgb.swapaxes(0, 1), c, b
    else:
        across, down = a, d
    return np.ascontiguousarray(rgb[:: -1 if down < 0 else 1, :: -1 if across < 0 else 1])


def constant_rate(pictures: Iterator[TimedPicture], rate: Fraction) -> Iterator[TimedPicture]:
    """Yield the clip at a constant rate: at each instant n / rate the latest picture not after it.

    Pictures are repeated or left out as the timestamps ask; those of a clip that has this rate pass as
    they are (an instant may be up to half a period early, so that rounded timestamps change nothing).
    """
    count, held = 0, None
    for picture in pictures:
        if held is not None:
            if picture.time - held.time > MAX_PAUSE:
                raise VideoError(
                    f"picture {picture.index} comes {picture.time - held.time:.0f} s after the last"
                )
            while count / rate + Fraction(1, 2) / rate < Fraction(picture.time):
                yield TimedPicture(count, float(count / rate), held.rgb)
                count += 1
        held = picture
    if held is not None:
        yield TimedPicture(count, float(count / rate), held.rgb)


@contextmanager
def store(count: int, size: tuple[int, int]) -> Iterator[np.ndarray]:
    """Make room for pictures, uint8 (count, h, w, 3), in a temporary file while the block lasts.

    Its blocks are taken first: a full disk is an OSError that names the file, where a write to the map would
    end the process by SIGBUS.
    """
    shape = (count, *size, 3)
    with tempfile.NamedTemporaryFile(prefix="seigen-pictures-") as file:
        with naming(file.name):
            _fill(file.file, math.prod(shape))
        yield np.memmap(file.name, mode="r+", dtype=np.uint8, shape=shape)


def _fill(file: IO[bytes], size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)
        return
    block = bytes(1 << 20)
    for start in range(0, size, len(block)):
        file.write(block[: size - start])
    file.flush()


def kind_of(path: str, kind: str | None = None) -> str:
    """Say what is written under a name: ``kind`` if given, else what the name's end says (`SUFFIXES`).

    ``-`` and what is no regular file get y4m. Raises VideoError for a name that says something else, or
    nothing that is known.
    """
    suffix = Path(path).suffix.lower()
    piped = path == "-" or (Path(path).exists() and not stat.S_ISREG(Path(path).stat().st_mode))
    told = "y4m" if piped and suffix not in SUFFIXES else SUFFIXES.get(suffix)
    if path == "-" and kind in MUXERS:
        raise VideoError(f"{kind} cannot be written to a pipe; take y4m or raw")
    if kind is None and told is None:
        raise VideoError(
            f"{path}: its name does not end in what can be written ({', '.join(sorted(SUFFIXES))}), "
            "nor does a format say what it is"
        )
    if kind is not None and suffix in SUFFIXES and kind != SUFFIXES[suffix]:
        raise VideoError(f"{path}: its name says {SUFFIXES[suffix]}, the format {kind}")
    return kind or told or "y4m"


class VideoWriter:
    """Pictures to a file that appears whole or not at all: a container with H.264, y4m or raw RGB.

    ``path`` may be ``-`` for y4m and raw (standard output, or ``stream``); for ``kind`` see `kind_of`. H.264
    pads odd sizes by repeating the last row or column. ``sound`` goes into containers, beside the pictures.
    OSError of a full disk names ``path``.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        rate: Fraction,
        *,
        kind: str | None = None,
        crf: int = 14,
        stream: BinaryIO | None = None,
        sound: Sound | None = None,
    ) -> None:
        self._sound = sound
        self._beside: SoundWriter | None = None
        self.path, self.rate, self.crf = str(path), Fraction(rate), crf
        self.kind = kind_of(self.path, kind)
        self.count = 0
        self._partial: Path | None = None
        self._place = ExitStack()
        self._container: av.container.OutputContainer | None = None
        self._file: BinaryIO | None = None
        self._size: tuple[int, int] | None = None
        if self.path == "-":
            self._file = stream or sys.stdout.buffer
        else:
            if not Path(self.path).resolve().parent.is_dir():
                raise VideoError(f"{self.path}: no such folder")
            self._partial = self._place.enter_context(output_path(self.path))
            if self.kind not in MUXERS:
                self._file = self._partial.open("wb")

    @contextmanager
    def _named(self) -> Iterator[None]:
        with naming("standard output" if self.path == "-" else self.path), errors(self.path):
            yield

    def write(self, rgb: np.ndarray) -> None:
        """Add one picture: uint8 (h, w, 3), of the first one's size."""
        height, width = rgb.shape[:2]
        if self._size not in (None, (height, width)):
            raise VideoError(f"{self.path}: a picture of {width}x{height} after others of another size")
        with self._named():
            if self._size is None:
                self._size = (height, width)
                self._begin(height, width)
            if self.kind in MUXERS:
                self._mux(av.VideoFrame.from_ndarray(_even(rgb), format="rgb24"))
            elif self._file is not None:
                self._file.write(self._bytes(np.ascontiguousarray(rgb)))
                if self.path == "-":
                    self._file.flush()  # whoever waits for it is to see it
        self.count += 1

    def _bytes(self, rgb: np.ndarray) -> bytes:
        if self.kind == "raw":
            return rgb.tobytes()
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        return b"FRAME\n" + frame.to_ndarray(format="yuv444p", dst_colorspace=Colorspace.ITU601).tobytes()

    def _begin(self, height: int, width: int) -> None:
        if self.kind == "y4m" and self._file is not None:
            n, d = self.rate.numerator, self.rate.denominator
            self._file.write(f"YUV4MPEG2 W{width} H{height} F{n}:{d} Ip A1:1 C444\n".encode())
        elif self.kind in MUXERS:
            self._container = open_output(self._partial or self.path, MUXERS[self.kind])
            stream = self._container.add_stream("libx264", rate=self.rate)
            stream.width, stream.height, stream.pix_fmt = width + width % 2, height + height % 2, "yuv420p"
            # With more threads what x264 writes depends on their number, and with its tree of macroblocks now
            # and then on what was in its memory before.
            stream.options = {
                "crf": str(self.crf),
                "preset": "fast",
                "threads": "1",
                "x264-params": "mbtree=0",
            }
            stream.codec_context.color_range = ColorRange.MPEG
            self._stream = stream
            if self._sound is not None:
                self._beside = SoundWriter(self._sound, self._container)

    def _mux(self, frame: av.VideoFrame | None) -> None:
        if self._beside is not None:
            self._beside.until(self.count / self.rate)
        if self._container is not None:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)

    def close(self) -> None:
        """Finish the file and put it in its place; where that fails nothing stays."""
        try:
            with self._named():
                self._mux(None)
                if self._beside is not None:
                    self._beside.finish(self.count / self.rate)
                if self._container is not None:
                    self._container.close()
                if self._file is not None and self._partial is not None:
                    self._file.close()
                elif self._file is not None:
                    self._file.flush()
        except BaseException:
            self.abort()
            raise
        self._container = self._partial = None
        self._place.close()

    def abort(self) -> None:
        """Leave nothing behind."""
        if self._beside is not None:
            self._beside.close()
        if self._container is not None:
            with contextlib.suppress(av.FFmpegError):
                self._container.close()
            self._container = None
        if self._partial is not None:
            if self._file is not None:
                with contextlib.suppress(OSError):
                    self._file.close()
            self._partial = None
            stop = VideoError("not finished")
            self._place.__exit__(type(stop), stop, None)

    def __enter__(self) -> VideoWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self.count:
            self.close()
        else:
            self.abort()


def _even(rgb: np.ndarray) -> np.ndarray:
    height, width = rgb.shape[:2]
    if height % 2 or width % 2:
        rgb = np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return np.ascontiguousarray(rgb)
