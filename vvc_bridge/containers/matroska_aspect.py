"""The sample aspect ratio of a Matroska file that libav has written, whose muxer takes it from where PyAV
cannot write.

A placeholder in the track's name keeps the room, so that nothing else in the file moves.
"""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

from sei.errors import SeigenError
from vvc_bridge.containers import ebml
from vvc_bridge.containers.ebml import VOID, Rule
from vvc_bridge.containers.matroska import MatroskaFile
from vvc_bridge.containers.matroska_tracks import TRACK_ENTRY

PLACEHOLDER = "\N{REPLACEMENT CHARACTER}" * 21
"""Set behind the video track's name before the file is written."""

NAME, VIDEO, WIDTH, HEIGHT = 0x536E, 0xE0, 0xB0, 0xBA
DISPLAY_WIDTH, DISPLAY_HEIGHT, DISPLAY_UNIT = 0x54B0, 0x54BA, 0x54B2
PIXELS, ASPECT = 0, 3


def set_aspect(path: str | os.PathLike[str], ratio: Fraction) -> None:
    """Give the video of a Matroska file a sample aspect ratio in place of `PLACEHOLDER`, in place."""
    file = MatroskaFile(path)
    try:
        start, end, position = file.tracks.data, file.tracks.end, file.entry.position
    finally:
        file.close()
    with Path(path).open("r+b") as target:
        target.seek(start)
        data = target.read(end - start)
        entries = [element for element, _ in ebml.children(data, start) if element.id == TRACK_ENTRY]
        place = entries[position].data

        def entry(body: bytes, at: int) -> bytes:
            return _filled(body, at, ratio) if at == place else body

        new = ebml.changed(data, start, {TRACK_ENTRY: entry})
        if len(new) != len(data):
            raise SeigenError("no room for the sample aspect ratio in the Matroska file")
        target.seek(start)
        target.write(new)


def _filled(body: bytes, where: int, ratio: Fraction) -> bytes:
    """The data of a TrackEntry with the ratio, the rest of the placeholder void."""
    mark = PLACEHOLDER.encode()
    rules: dict[int, Rule] = {
        NAME: lambda data, _: data[: -len(mark)] if data.endswith(mark) else data,
        VIDEO: lambda data, at: data + _display(data, at, ratio),
    }
    new = ebml.changed(body, where, rules)
    if not ebml.find(new, where, NAME):
        empty = ebml.id_bytes(NAME) + b"\x80"
        new = b"".join(piece for piece in _elements(new, where) if piece != empty)
    room = len(body) - len(new)
    if room < 3:
        raise SeigenError("no room for the sample aspect ratio in the Matroska file")
    return new + ebml.id_bytes(VOID) + ebml.as_size(room - 2, 1) + bytes(room - 2)


def _elements(data: bytes, where: int) -> list[bytes]:
    return [data[e.start - where : e.end - where] for e, _ in ebml.children(data, where)]


def _display(video: bytes, where: int, ratio: Fraction) -> bytes:
    """Elements that say how large pictures are shown: in pixels where that is exact, else by their aspect."""
    width = ebml.uint(ebml.find(video, where, WIDTH)) * ratio
    height = ebml.uint(ebml.find(video, where, HEIGHT))
    unit = PIXELS
    if width.denominator > 1:
        aspect, unit = width / height, ASPECT
        width, height = Fraction(aspect.numerator), aspect.denominator
    values = {DISPLAY_WIDTH: int(width), DISPLAY_HEIGHT: height, DISPLAY_UNIT: unit}
    return b"".join(
        ebml.id_bytes(kind) + ebml.as_size(len(data), 1) + data
        for kind, data in ((kind, ebml.as_uint(value, 1)) for kind, value in values.items())
    )
