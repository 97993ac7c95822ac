"""A camera, or a clip at its own speed, to a stream that leaves as it is made."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast

from generators.codec.arriving import ENDING
from generators.codec.live import LiveEncoder
from generators.media import live, video, zoo
from generators.media.video import TimedPicture
from generators.subjects.clip import Clip, Progress
from vvc_bridge.output import naming

WAIT = 0.08
"""Seconds that messages wait for a base picture, in real time: about one message."""
Name: TypeAlias = str | os.PathLike[str]


class Sending:
    """Writes what a `LiveEncoder` gives, at once, so that a reader knows where each part ends.

    The zero bytes ahead of a start code are written behind the part before it: they cost nothing, and no NAL
    unit holds them.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._begun = file, False

    def write(self, data: bytes) -> None:
        """Write whole NAL units that begin with a start code of four bytes, or nothing."""
        if not data:
            return
        self._file.write((data[len(ENDING) :] if self._begun else data) + ENDING)
        self._file.flush()
        self._begun = True


@contextmanager
def opened(output: Name | None) -> Iterator[BinaryIO]:
    """Open what a stream is written to as it is made: ``-`` is standard output, None keeps it."""
    if output is None:
        yield io.BytesIO()
    elif os.fspath(output) == "-":
        with naming("standard output"):
            yield cast(BinaryIO, sys.stdout.buffer)
    else:
        # Not beside its place until it is whole: others read it while it grows.
        with naming(output), Path(output).open("wb", buffering=0) as file:
            yield cast(BinaryIO, file)


class Source:
    """Pictures of a clip, a camera or standard input, as they come.

    clip      path, ``-``, name of the zoo, camera (``/dev/video0``), or a `Clip` that is open
    realtime  the clip comes at its own speed; cameras do in any case
    rate      pictures per second, None: the clip's, else 25
    """

    def __init__(
        self,
        clip: Name | Clip,
        *,
        realtime: bool = False,
        rate: Fraction | None = None,
        start: int = 0,
        limit: int | None = None,
    ) -> None:
        self.begun = threading.Event()
        """Set when the first picture is coded: a clip's time begins then."""
        self.is_camera = not isinstance(clip, Clip) and live.is_camera(clip)
        self.realtime = realtime or self.is_camera
        pictures: Iterator[TimedPicture]
        if isinstance(clip, Clip):
            self.rate = rate or clip.rate
            pictures = _of_clip(clip)
        elif self.is_camera:
            self.rate = rate or video.DEFAULT_RATE
            pictures = live.camera(os.fspath(clip), rate=None if rate is None else float(rate))
        else:
            path = os.fspath(clip)
            if not Path(path).exists() and path in zoo.catalogue():
                path = str(zoo.path(path))
            known = path != "-" and Path(path).is_file()
            self.rate = rate or (video.probe(path).rate if known else video.DEFAULT_RATE)
            # Threads of the decoder would hold pictures back.
            pictures = video.read(path, threads=2 if known else 1)
        pictures = islice(pictures, start, None if limit is None else start + limit)
        self._latest: live.Latest | None = None
        if self.realtime:
            pictures = pictures if self.is_camera else live.paced(_renumbered(pictures), self.begun)
            self._latest = live.Latest(pictures)
        self._pictures = pictures

    def __iter__(self) -> Iterator[TimedPicture]:
        return iter(self._pictures if self._latest is None else self._latest)

    def close(self) -> None:
        """Take no more."""
        self.begun.set()
        if self._latest is not None:
            self._latest.close()


def _of_clip(clip: Clip) -> Iterator[TimedPicture]:
    for i, picture in enumerate(clip.pictures):
        yield TimedPicture(i, i / float(clip.rate), picture)


def _renumbered(pictures: Iterator[TimedPicture]) -> Iterator[TimedPicture]:
    first: float | None = None
    for i, picture in enumerate(pictures):
        first = picture.time if first is None else first
        yield TimedPicture(i, picture.time - first, picture.rgb)


def stream(
    source: Source, output: Name | None, options: dict[str, Any], progress: Progress | None = None
) -> tuple[LiveEncoder, bytes]:
    """Code a source to its end, or until it is interrupted (a camera); what was written, where ``output`` is
    None.

    options  of `LiveEncoder`
    """
    if source.realtime:
        options = options | {"clock": time.monotonic, "wait": WAIT}
    try:
        with opened(output) as file, LiveEncoder(rate=source.rate, **options) as encoder:
            sending = Sending(file)
            try:
                for count, picture in enumerate(source, 1):
                    sending.write(encoder.push(picture.rgb, picture.time))
                    source.begun.set()
                    encoder.settle()
                    if progress:
                        progress("coding live", count, 0)
            except KeyboardInterrupt:
                if not source.is_camera:  # how a camera is ended
                    raise
            while source.realtime and encoder.delay:
                time.sleep(encoder.delay)
                sending.write(encoder.release())
            sending.write(encoder.flush())
            return encoder, file.getvalue() if isinstance(file, io.BytesIO) else b""
    finally:
        source.close()
