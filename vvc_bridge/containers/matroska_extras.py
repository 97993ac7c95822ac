"""What libav's Matroska muxer takes from where PyAV cannot write: the sample aspect ratio of a video, and the
samples before a sound's beginning.

A placeholder in a track's name keeps the room, so that nothing else in the file moves.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from sei.errors import SeigenError
from vvc_bridge.containers import ebml
from vvc_bridge.containers.ebml import VOID, Rule
from vvc_bridge.containers.matroska import MatroskaFile
from vvc_bridge.containers.matroska_tracks import TRACK_ENTRY

PLACEHOLDER = "\N{REPLACEMENT CHARACTER}" * 21
"""Set behind a track's name before the file is written."""

NAME, VIDEO, WIDTH, HEIGHT = 0x536E, 0xE0, 0xB0, 0xBA
DISPLAY_WIDTH, DISPLAY_HEIGHT, DISPLAY_UNIT, CODEC_DELAY = 0x54B0, 0x54BA, 0x54B2, 0x56AA
PIXELS, ASPECT = 0, 3


@dataclass(slots=True)
class Extra:
    """What a track has besides.

    aspect  sample aspect ratio
    delay   seconds by which blocks are later than what is heard: samples that the decoder needs first
    """

    aspect: Fraction | None = None
    delay: Fraction = Fraction(0)


def fill(path: str | os.PathLike[str], extras: Sequence[Extra]) -> None:
    """Write ``extras`` of the first tracks of a Matroska file in place of `PLACEHOLDER`."""
    file = MatroskaFile(path)
    start, end = file.tracks.data, file.tracks.end
    file.close()
    with Path(path).open("r+b") as target:
        target.seek(start)
        data = target.read(end - start)
        entries = [element.data for element, _ in ebml.children(data, start) if element.id == TRACK_ENTRY]
        wanted = dict(zip(entries, extras, strict=False))

        def entry(body: bytes, at: int) -> bytes:
            return _filled(body, at, wanted[at]) if at in wanted and PLACEHOLDER.encode() in body else body

        new = ebml.changed(data, start, {TRACK_ENTRY: entry})
        target.seek(start)
        target.write(new)


def _filled(body: bytes, where: int, extra: Extra) -> bytes:
    """The data of a TrackEntry with ``extra``, the rest of the placeholder void."""
    mark, aspect = PLACEHOLDER.encode(), extra.aspect
    rules: dict[int, Rule] = {NAME: lambda data, _: data.removesuffix(mark)}
    if aspect is not None:
        rules[VIDEO] = lambda data, at: data + _display(data, at, aspect)
    new = ebml.changed(body, where, rules)
    if not ebml.find(new, where, NAME):
        empty = ebml.id_bytes(NAME) + b"\x80"
        pieces = (new[e.start - where : e.end - where] for e, _ in ebml.children(new, where))
        new = b"".join(piece for piece in pieces if piece != empty)
    if extra.delay:
        new += _number(CODEC_DELAY, round(extra.delay * 10**9))
    room = len(body) - len(new)
    if room < 2:
        raise SeigenError("no room for what a Matroska track has besides")
    return new + ebml.id_bytes(VOID) + ebml.as_size(room - 2, 1) + bytes(room - 2)


def _number(kind: int, value: int) -> bytes:
    data = ebml.as_uint(value, 1)
    return ebml.id_bytes(kind) + ebml.as_size(len(data), 1) + data


def _display(video: bytes, where: int, ratio: Fraction) -> bytes:
    """Elements that say how large pictures are shown: in pixels where that is exact, else by their aspect."""
    width = ebml.uint(ebml.find(video, where, WIDTH)) * ratio
    height = ebml.uint(ebml.find(video, where, HEIGHT))
    unit = PIXELS
    if width.denominator > 1:
        aspect, unit = width / height, ASPECT
        width, height = Fraction(aspect.numerator), aspect.denominator
    values = {DISPLAY_WIDTH: int(width), DISPLAY_HEIGHT: height, DISPLAY_UNIT: unit}
    return b"".join(_number(kind, value) for kind, value in values.items())
