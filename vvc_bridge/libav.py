"""The one way in to libav and ffmpeg: names are names of local files, and nothing opens a further name.

libav takes a name for a URL (`http:HOST:PORT`, `concat:a|b`), for a pattern (`%d.png`) or, on a command line,
for an option (`-x.mp4`). Here every name becomes ``file:`` and an absolute path. Only `DEMUXERS` may read,
none of which opens what a file names: no playlist, no list of files, no session description, no device. A
QuickTime file's references to other files stay closed (libav's default).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from sei.errors import SeigenError
from sei.extras import need
from vvc_bridge.sniff import file_looks_like

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

DEMUXERS = (
    *(
        "mov",
        "matroska",
        "mpegts",
        "mpeg",
        "avi",
        "flv",
        "ogg",
        "asf",
        "mxf",
        "nut",
        "wav",
        "mp3",
        "aac",
        "flac",
    ),
    *("vvc", "hevc", "h264", "mpegvideo", "m4v", "h263", "av1", "obu", "ivf", "mjpeg", "yuv4mpegpipe", "dv"),
    *("png_pipe", "jpeg_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe", "gif", "apng", "webp"),
)
"""libav's names of the formats that are read: containers, byte streams, pictures."""

PROTOCOLS = "file,pipe"
BITEXACT = 1 << 10
"""AVFMT_FLAG_BITEXACT: no random numbers in the file, nor libav's version."""

# libav may take a name for a pattern (`%d.png`): where the bytes tell the format it is not asked for it.
_BY_BYTES = {
    "a PNG picture": "png_pipe",
    "a JPEG picture": "jpeg_pipe",
    "an MP4 file": "mov",
    "a Matroska file": "matroska",
    "an MPEG transport stream": "mpegts",
}

File: TypeAlias = str | os.PathLike[str] | BinaryIO


def url(path: str | os.PathLike[str]) -> str:
    """Return the name under which libav and ffmpeg find a local file, whatever is in it."""
    return f"file:{Path(path).absolute()}"


def ffmpeg_input(path: str | os.PathLike[str], demuxer: str | None = None) -> dict[str, str]:
    """Return the options of an input on ffmpeg's command line, in order; the last is ``i``, the file."""
    options = {"protocol_whitelist": PROTOCOLS, "format_whitelist": ",".join(DEMUXERS)}
    demuxer = demuxer or _demuxer(path)
    return options | ({"f": demuxer} if demuxer else {}) | {"i": url(path)}


def words(options: dict[str, str]) -> list[str]:
    """Return options as the words of a command line."""
    return [word for name, value in options.items() for word in (f"-{name}", value)]


def _demuxer(path: str | os.PathLike[str]) -> str | None:
    return _BY_BYTES.get(file_looks_like(path) or "")


class _Nameless:
    """A file object whose name libav does not see."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.read = file.read
        if getattr(file, "seekable", lambda: False)():
            self.seek, self.tell = file.seek, file.tell


@contextmanager
def errors(name: object) -> Iterator[Any]:
    """Turn PyAV's errors into ours, with ``name``: OSError where the system said no, or SeigenError."""
    need("av")
    import av

    try:
        yield av
    except av.error.FFmpegError as error:
        if isinstance(error, OSError) and error.errno and not isinstance(error, ValueError):
            raise OSError(error.errno, os.strerror(error.errno), str(name)) from None
        raise SeigenError(f"{name}: {error.strerror or error}") from None


def open_input(
    source: File,
    demuxer: str | None = None,
    *,
    options: dict[str, str] | None = None,
    metadata_errors: str = "replace",
) -> InputContainer:
    """Open a file, or a binary file object, for reading.

    demuxer          libav's name of the format, told from the bytes when absent
    options          of the demuxer
    metadata_errors  what becomes of tags that are no UTF-8, as `bytes.decode` takes it

    Raises av.error.FFmpegError as `av.open`, a ValueError as well where the format is none of `DEMUXERS`.
    """
    need("av")
    import av

    named = isinstance(source, (str, os.PathLike))
    return av.open(
        url(source) if isinstance(source, (str, os.PathLike)) else _Nameless(source),
        "r",
        format=demuxer or (_demuxer(source) if isinstance(source, (str, os.PathLike)) else None),
        metadata_errors=metadata_errors,
        container_options={"protocol_whitelist": PROTOCOLS if named else "pipe"}
        | {"format_whitelist": ",".join(DEMUXERS)}
        | (options or {}),
    )


def open_output(
    target: File, muxer: str, options: dict[str, str] | None = None, *, metadata_errors: str = "strict"
) -> OutputContainer:
    """Open a file, or a binary file object, for writing in libav's format ``muxer``, with its ``options``.

    The same packets make the same file: no random number, time of day or version goes in. Raises as
    `av.open`.
    """
    need("av")
    import av

    name = url(target) if isinstance(target, (str, os.PathLike)) else target
    container = av.open(name, "w", format=muxer, options=options, metadata_errors=metadata_errors)
    container.flags |= BITEXACT
    return container


CAMERAS = {"linux": "video4linux2", "darwin": "avfoundation"}
"""libav's names of what gives a camera's pictures, by `sys.platform`."""


def open_camera(device: str, options: dict[str, str] | None = None) -> InputContainer:
    """Open a camera of this machine (``/dev/video0``), which the user named: no stream can.

    options  of the device: ``video_size`` (``640x480``), ``framerate``

    Raises as `av.open`, SeigenError where libav knows no cameras of this system.
    """
    need("av")
    import av

    kind = CAMERAS.get(sys.platform)
    if kind is None or not any(kind in name.split(",") for name in av.formats_available):
        raise SeigenError(f"{device}: libav knows no cameras here")
    return av.open(device, "r", format=kind, options=options or {})
