"""The interface that every external encoder and decoder has."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sei.errors import SeigenError
from vvc_bridge.external.video import VideoFormat


@dataclass(frozen=True, slots=True)
class EncodeSettings:
    """What every H.266 encoder here understands.

    qp            quantization parameter, 0..63
    preset        faster, fast, medium, slow, slower (VTM has none and ignores it)
    intra_period  pictures from one random access picture to the next, a multiple of the encoder's GOP; 0: the
                  first picture only; None: the encoder's default
    low_delay     no picture is coded after one that is shown later, intra at the first picture only (VTM: as
                  its configuration says)
    picture_hash  write decoded picture hash (MD5) SEI messages, so that a decoder can check its pictures
    threads       0: the encoder's choice
    parameters    more of VVenC's, NAME=VALUE with colons between; other encoders ignore them
    extra         further options, passed on as they are
    """

    qp: int = 32
    preset: str = "faster"
    intra_period: int | None = None
    low_delay: bool = False
    picture_hash: bool = True
    threads: int = 0
    parameters: str = ""
    extra: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.qp <= 63:
            raise SeigenError(f"QP {self.qp}, allowed 0..63")
        if self.preset not in ("faster", "fast", "medium", "slow", "slower"):
            raise SeigenError(f"preset {self.preset!r}, allowed faster, fast, medium, slow, slower")


class ExternalEncoder(ABC):
    """Pictures to an H.266 byte stream. ``program`` is the path of its executable."""

    name: str
    program: str

    @abstractmethod
    def encode(
        self,
        frames: Iterable[bytes | memoryview],
        video: VideoFormat,
        out: str | os.PathLike[str],
        settings: EncodeSettings | None = None,
        *,
        total: int | None = None,
    ) -> int:
        """Encode ``frames`` (see `VideoFormat`) into ``out``, which appears whole or not at all. ``total`` is
        their number, if known, for the progress bar. Returns the number of pictures.

        Raises ProgramFailed with the end of the encoder's messages.
        """


class ExternalDecoder(ABC):
    """An H.266 byte stream (or a container, for some) to pictures in output order."""

    name: str
    program: str

    @abstractmethod
    def decode(
        self, path: str | os.PathLike[str]
    ) -> AbstractContextManager[tuple[VideoFormat, Iterator[bytes]]]:
        """Give the format and the frames, read as the decoder runs:

            with decoder.decode("video.266") as (video, frames):
                for frame in frames: ...

        Raises ProgramFailed with the end of the decoder's messages. A block that stops early ends the
        decoder.
        """


def need_file(path: str | os.PathLike[str]) -> Path:
    """Return ``path``, which must be a file."""
    file = Path(path)
    if not file.is_file():
        raise SeigenError(f"{file}: no such file")
    return file


def count_frames(video: VideoFormat, frames: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    """Yield the frames, each checked for its size."""
    for number, frame in enumerate(frames):
        size = memoryview(frame).nbytes
        if size != video.frame_bytes:
            raise SeigenError(f"frame {number} has {size} bytes, not {video.frame_bytes}")
        yield frame
