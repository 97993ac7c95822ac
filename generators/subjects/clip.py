"""A clip made ready for coding: measured, cut to a still square, at a constant rate."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from generators.media import video
from generators.subjects.face.landmarks import Face
from generators.subjects.face.track import Tracker
from generators.subjects.window import Square, square
from sei.errors import SeigenError

Progress = Callable[[str, int, int], None]
"""Told (what, done, of how many; 0: not known)."""


MAX_PICTURES = 1 << 18
"""Most pictures of a clip: nearly three hours at 25 pictures a second. They lie on disk while it is open."""


class NoFace(SeigenError):
    """A clip shows nothing that could be described."""


@dataclass
class Clip:
    """A clip as the codec sees it.

    pictures  uint8 (n, size, size, 3), on disk while the clip is open
    faces     n measured faces in pixels of those pictures, None where there is none
    cuts      first pictures of scenes, 0 first
    squares   where each scene was cut out
    """

    pictures: np.ndarray
    faces: list[Face | None]
    cuts: list[int]
    squares: list[Square]
    rate: Fraction

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def seconds(self) -> float:
        """Duration."""
        return len(self) / float(self.rate)


@contextmanager
def open_clip(
    path: str,
    size: int,
    *,
    face: int = 0,
    rate: Fraction | None = None,
    limit: int | None = None,
    start: int = 0,
    progress: Progress | None = None,
) -> Iterator[Clip]:
    """Measure and cut a clip, in two passes over the file; pictures lie in a temporary file meanwhile.

    size   side of the coded pictures, even
    face   which face where there are several: 0 is the largest
    rate   pictures a second, the clip's own unless given
    start, limit  first picture and number of pictures (at the constant rate)

    Raises NoFace when no picture shows a face.
    """
    if size % 2 or not 64 <= size <= 2048:
        raise SeigenError(f"size {size}, allowed: even, 64..2048")
    info = video.probe(path)
    rate = rate or info.rate.limit_denominator(1001)
    last = None if limit is None else start + limit

    def pictures() -> Iterator[video.Picture]:
        for picture in video.constant_rate(video.read(path), rate):
            if last is not None and picture.index >= last:
                return
            if picture.index >= start:
                yield picture

    tracker = Tracker(face=face)
    faces: list[Face | None] = []
    cuts = [0]
    height, width = info.height, info.width
    for picture in pictures():
        if picture.rgb.shape[:2] != (height, width):
            raise SeigenError(f"{path}: pictures change their size")
        if len(faces) == MAX_PICTURES:
            raise SeigenError(
                f"{path}: more than {MAX_PICTURES} pictures; take a part by --start and --limit"
            )
        faces.append(tracker(picture.rgb))
        # A flash is no scene: a cut that follows another within a third of a second starts nothing.
        if tracker.cut and len(faces) - 1 - cuts[-1] > rate / 3:
            cuts.append(len(faces) - 1)
        if progress:
            progress("measuring", len(faces), info.count)
    if not faces:
        raise SeigenError(f"{path}: no picture in it from number {start}")
    if not any(faces):
        raise NoFace(f"{path}: no face in any of its {len(faces)} pictures")

    ends = [*cuts[1:], len(faces)]
    squares = [square(faces[a:b], height, width) for a, b in zip(cuts, ends, strict=True)]
    with tempfile.TemporaryDirectory(prefix="seigen-clip-") as folder:
        store = np.lib.format.open_memmap(
            Path(folder) / "pictures.npy", mode="w+", dtype=np.uint8, shape=(len(faces), size, size, 3)
        )
        scene = 0
        for i, picture in enumerate(pictures()):
            scene += scene + 1 < len(cuts) and i == cuts[scene + 1]
            store[i] = squares[scene].cut(picture.rgb, size)
            measured = faces[i]
            if measured is not None:
                faces[i] = _moved(measured, squares[scene], size)
            if progress:
                progress("cutting", i + 1, len(faces))
        try:
            yield Clip(store, faces, cuts, squares, rate)
        finally:
            del store


def _moved(face: Face, where: Square, size: int) -> Face:
    return dataclasses.replace(
        face,
        points=where.points(face.points, size),
        pupils=where.points(face.pupils, size),
        lids=where.points(face.lids, size),
    )
