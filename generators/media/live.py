"""Pictures as they come: from a camera, or from a clip at its own speed, and never late ones.

Times are seconds from the first picture.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from av import FFmpegError

from generators.media.video import TimedPicture, VideoError
from vvc_bridge.libav import open_camera

Clock = Callable[[], float]


def is_camera(path: str | os.PathLike[str]) -> bool:
    """Tell whether a name is that of a camera: a character device such as ``/dev/video0``."""
    try:
        return str(path) != "-" and stat.S_ISCHR(Path(path).stat().st_mode)
    except OSError:
        return False


def camera(
    device: str,
    *,
    rate: float | None = None,
    size: tuple[int, int] | None = None,
    clock: Clock = time.monotonic,
) -> Iterator[TimedPicture]:
    """Yield what a camera gives, until it is closed; times are those of arrival.

    rate, size  pictures per second, and (height, width), that it is asked for

    Raises VideoError where it cannot be opened or gives nothing.
    """
    options = {} if rate is None else {"framerate": f"{rate:g}"}
    if size is not None:
        options["video_size"] = f"{size[1]}x{size[0]}"
    try:
        container = open_camera(device, options)
    except (FFmpegError, OSError) as error:
        raise VideoError(f"{device}: the camera cannot be opened ({error.strerror or error})") from None
    with container:
        start, count = None, 0
        try:
            for frame in container.decode(video=0):
                now = clock()
                start = now if start is None else start
                yield TimedPicture(count, now - start, frame.to_ndarray(format="rgb24"))
                count += 1
        except FFmpegError as error:
            if not count:
                raise VideoError(f"{device}: the camera gives no picture ({error.strerror})") from None


def paced(
    pictures: Iterator[TimedPicture], begun: threading.Event, clock: Clock = time.monotonic
) -> Iterator[TimedPicture]:
    """Yield pictures when their time has come; time begins with the event, and until it is set there is the
    first one alone."""
    start = 0.0
    for picture in pictures:
        if picture.index:
            if not start:
                begun.wait()
                start = clock()
            time.sleep(max(0.0, start + picture.time - clock()))
        yield picture


class Latest:
    """Iterates over the newest of ``pictures``, which a thread of its own takes in: who is slow misses some,
    and none is late. All of the last one's time is waited for."""

    def __init__(self, pictures: Iterator[TimedPicture]) -> None:
        self._pictures = pictures
        self._changed = threading.Condition()
        self._newest: TimedPicture | None = None
        self._error: BaseException | None = None
        self._ended = self._stopped = False
        self._thread = threading.Thread(target=self._take, name="seigen-camera", daemon=True)
        self._thread.start()

    def _take(self) -> None:
        try:
            for picture in self._pictures:
                with self._changed:
                    self._newest = picture
                    self._changed.notify_all()
                    if self._stopped:
                        break
        except BaseException as error:  # raised again by who waits
            self._error = error
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[TimedPicture]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._newest is not None or self._ended)
                picture, self._newest = self._newest, None
                if picture is None:
                    if self._error is not None:
                        raise self._error
                    return
            yield picture

    @property
    def waits(self) -> bool:
        """Whether a picture is there already."""
        return self._newest is not None

    def close(self) -> None:
        """Take no more; what is being waited for is left to come."""
        with self._changed:
            self._stopped = True
