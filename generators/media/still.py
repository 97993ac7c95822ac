"""One picture from a file: upright, without transparency, no larger than is worked on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import av
import numpy as np

from generators.media.video import MAX_SAMPLES, VideoError, as_displayed
from vvc_bridge.libav import open_input

HEAD = 1 << 20
"""Bytes from the beginning of a picture's file in which its EXIF is looked for."""
MARKS = b"Exif\0\0", b"eXIf", b"EXIF"
"""What stands before it in JPEG, PNG and WebP; in WebP the chunk's size comes between."""
ORIENTATION = 0x0112
MOST_ENTRIES = 512
"""Entries of an EXIF directory that are looked at."""


def read_picture(path: str | os.PathLike[str]) -> np.ndarray:
    """Read a picture, uint8 (h, w, 3): PNG, JPEG, WebP, BMP, TIFF or GIF.

    Turned and mirrored as its EXIF says; what is transparent is white. Raises VideoError for what is no
    picture, is too large, or holds several.
    """
    name = os.fspath(path)
    if not Path(name).is_file():
        raise VideoError(f"{name}: no such file")
    try:
        with open_input(Path(name)) as container:
            rgba, frame = _only(container, name)
    except (av.FFmpegError, ValueError) as error:
        said = error.strerror if isinstance(error, av.error.FFmpegError) else ""
        said = said or "no format that is read here"
        raise VideoError(f"{name}: not a picture that can be read ({said})") from None
    with Path(name).open("rb") as file:
        orientation = exif_orientation(file.read(HEAD))
    turned = as_displayed(rgba, frame) if orientation is None else oriented(rgba, orientation)
    share = turned[..., 3:].astype(np.float32) / 255
    if share.min() == 1:
        return np.ascontiguousarray(turned[..., :3])
    return np.rint(turned[..., :3] * share + 255 * (1 - share)).astype(np.uint8)


def _only(container: Any, name: str) -> tuple[np.ndarray, av.VideoFrame]:
    """The only picture of a file, uint8 (h, w, 4), and its frame."""
    if not container.streams.video:
        raise VideoError(f"{name}: no picture in it")
    stream = container.streams.video[0]
    stream.codec_context.thread_count = 1
    # Before anything is decoded, which takes the memory already.
    _check_size(name, stream.codec_context)
    found: list[av.VideoFrame] = []
    for frame in container.decode(stream):
        _check_size(name, frame)
        found.append(frame)
        if len(found) > 1:
            raise VideoError(f"{name}: several pictures; one is wanted")
    if not found:
        raise VideoError(f"{name}: no picture in it")
    return found[0].to_ndarray(format="rgba"), found[0]


def _check_size(name: str, what: Any) -> None:
    if what is None or what.width * what.height > MAX_SAMPLES:
        raise VideoError(f"{name}: too large, or of a codec that is not known here")


def exif_orientation(data: bytes) -> int | None:
    """Read the orientation, 1..8, that EXIF in the beginning of a picture's file says; None: it says none."""
    for mark in MARKS:
        at = data.find(mark)
        if at < 0:
            continue
        begin = at + len(mark)
        for tiff in (data[begin:], data[begin + 4 :]):
            found = _of_tiff(tiff.removeprefix(MARKS[0]))
            if found is not None:
                return found
    return None


def _of_tiff(data: bytes) -> int | None:
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(data[:4])
    if order is None:
        return None

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], order)  # type: ignore[arg-type]

    first = number(4, 4)
    for entry in range(min(number(first, 2), MOST_ENTRIES)):
        at = first + 2 + 12 * entry
        if number(at, 2) == ORIENTATION and number(at + 2, 2) == 3:
            value = number(at + 8, 2)
            return value if 1 <= value <= 8 else None
    return None


def oriented(picture: np.ndarray, orientation: int) -> np.ndarray:
    """Turn and mirror a picture (h, w, ...) that is stored by one of EXIF's eight orientations."""
    if orientation >= 5:
        picture = picture.swapaxes(0, 1)
    across = orientation in (2, 3, 6, 7)
    down = orientation in (3, 4, 7, 8)
    return np.ascontiguousarray(picture[:: -1 if down else 1, :: -1 if across else 1])
