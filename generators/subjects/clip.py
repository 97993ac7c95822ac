"""A clip made ready for coding: measured, cut to a window that stands still, at a constant rate."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import overload

import numpy as np

from generators.media import video
from generators.media.ahead import ahead, mapped
from generators.media.kept import Kept
from generators.subjects.cuts import Cuts
from generators.subjects.subject import Measured, NoSubject, Seen, Settles, Subject
from generators.subjects.window import Window
from sei.errors import SeigenError

Progress = Callable[[str, int, int], None]
"""Told (what, done, of how many; 0: not known)."""
SMALLEST, LARGEST = 64, 2048
"""Side of a coded square in pixels; a whole picture's sides are at least the first."""
LARGEST_PICTURE = 1920, 1080
"""Longer and shorter side up to which a whole picture is coded at its own size."""
DEFAULT_SIZE = 256
SCENE_SECONDS = 1 / 3
"""A flash is no scene: a cut that follows another sooner starts nothing."""
MAX_PICTURES = 1 << 18
"""Most pictures of a clip: nearly three hours at 25 per second. They lie on disk while it is open."""


@dataclass
class Clip:
    """A clip as the codec sees it.

    pictures  uint8 (n, h, w, 3), on disk while the clip is open
    measured  n measurements in pixels of those pictures, None where the subject is not in the picture; they
              may lie on disk as well
    cuts      first pictures of scenes, 0 first
    windows   where each scene was cut out
    rate      pictures per second
    needed    whether a picture without measurement cannot be described, see `Subject`
    subject   name of who was looked at
    looks     per picture the windows that people look at, by name (`Subject.looks`); empty where not known
    """

    pictures: np.ndarray
    measured: Sequence[Measured | None]
    cuts: list[int]
    windows: list[Window]
    rate: Fraction
    needed: bool = True
    subject: str = "face"
    looks: Sequence[Mapping[str, Window]] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept = self.measured
        there = kept.there() if isinstance(kept, Kept) else [m is not None for m in kept]
        known = there.index(True) if any(there) else None
        # Where nothing was measured: the picture before, or the first to come, that has something.
        self._filled: list[int | None] = []
        for number, has in enumerate(there):
            known = number if has else known
            self._filled.append(known)

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def seconds(self) -> float:
        """Duration."""
        return len(self) / float(self.rate)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the pictures."""
        height, width = self.pictures.shape[1:3]
        return height, width

    @property
    def blank(self) -> bool:
        """Whether no picture can be described, because none shows what the codec looks for."""
        return self.needed and self._filled[0] is None

    def absent(self, picture: int) -> bool:
        """Tell whether a picture cannot be described, because what the codec looks for is not in it."""
        return self.needed and self.measured[picture] is None

    def seen(self, picture: int) -> Seen:
        """Return a picture and its measurement: where there is none the one before, or the first to come."""
        known = self._filled[picture]
        return Seen(np.asarray(self.pictures[picture]), None if known is None else self.measured[known])


class _Looks(Sequence[Mapping[str, Window]]):
    """Windows that people look at, worked out when they are asked for."""

    def __init__(self, subject: Subject, measured: Sequence[Measured | None]) -> None:
        self._subject, self._measured = subject, measured

    def __len__(self) -> int:
        return len(self._measured)

    @overload
    def __getitem__(self, number: int) -> Mapping[str, Window]: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Mapping[str, Window]]: ...
    def __getitem__(self, number: int | slice) -> Mapping[str, Window] | Sequence[Mapping[str, Window]]:
        if isinstance(number, slice):
            return _Looks(self._subject, self._measured[number])
        found = self._measured[number]
        return {} if found is None else self._subject.looks(found)


def parse_size(text: str) -> int | tuple[int, int]:
    """Read a side, or ``WIDTHxHEIGHT``, as `coded_size` takes it. Raises SeigenError."""
    found = re.fullmatch(r"(\d{1,5})(?:x(\d{1,5}))?", text, re.ASCII)
    if not found:
        raise SeigenError(f"size {text!r}, allowed: a side, or WIDTHxHEIGHT, in pixels")
    return int(found[1]) if found[2] is None else (int(found[2]), int(found[1]))


def coded_size(
    size: int | tuple[int, int] | None, height: int, width: int, *, whole: bool, multiple: int = 2
) -> tuple[int, int]:
    """Work out (height, width) of the coded picture for a window of ``height`` x ``width`` pixels.

    size      (height, width); or the side of a square, of a whole picture its shorter side; None: 256, of a
              whole picture its own size up to 1920x1080
    multiple  what the system's sides are multiples of

    Raises SeigenError for odd sizes and for those out of range.
    """
    if size is None and not whole:
        size = DEFAULT_SIZE
    if isinstance(size, int):
        if size % 2 or not SMALLEST <= size <= LARGEST:
            raise SeigenError(f"size {size}, allowed: even, {SMALLEST}..{LARGEST}")
        if not whole:
            return size, size
        scale = size / min(height, width)
    elif size is not None:
        if any(side % 2 or not SMALLEST <= side <= LARGEST for side in size):
            raise SeigenError(f"size {size[1]}x{size[0]}, allowed: even sides of {SMALLEST}..{LARGEST}")
        return size
    else:
        long, short = LARGEST_PICTURE
        scale = min(1.0, long / max(height, width), short / min(height, width))
    tall, wide = (max(SMALLEST, multiple * round(side * scale / multiple)) for side in (height, width))
    if max(tall, wide) > LARGEST:
        raise SeigenError(f"size {wide}x{tall}, allowed: sides up to {LARGEST}")
    return tall, wide


@contextmanager
def open_clip(
    path: str,
    size: int | tuple[int, int] | None,
    subject: Subject,
    *,
    window: str = "auto",
    multiple: int = 2,
    rate: Fraction | None = None,
    limit: int | None = None,
    start: int = 0,
    progress: Progress | None = None,
) -> Iterator[Clip]:
    """Measure and cut a clip, in two passes over the file; pictures lie in a temporary file meanwhile.

    size      of the coded pictures, see `coded_size`
    subject   who is looked at; made for this clip
    window    ``auto``: chosen by the subject for each scene; ``all``: the whole picture; or WxH+X+Y
    multiple  what the system's sides are multiples of
    rate      pictures per second, the clip's own unless given
    start, limit  first picture and number of pictures (at the constant rate)

    Raises NoSubject when the subject is expected and no picture shows it, SeigenError for what cannot be
    asked.
    """
    # What is asked wrongly is said before a long clip is measured.
    fixed = None if window in ("auto", "all") else Window.parse(window)
    coded_size(size, *LARGEST_PICTURE[::-1], whole=window != "auto", multiple=multiple)
    info = video.probe(path)
    rate = rate or info.rate.limit_denominator(1001)
    last = None if limit is None else start + limit

    def pictures() -> Iterator[video.TimedPicture]:
        for picture in video.constant_rate(ahead(video.read(path)), rate):
            if last is not None and picture.index >= last:
                return
            if picture.index >= start:
                yield picture

    height, width = info.height, info.width
    if fixed is not None and not fixed.inside(height, width):
        raise SeigenError(f"{path}: the window {window} reaches out of its pictures of {width}x{height}")
    measured, cuts = _measured(path, pictures(), subject, info, rate, progress)
    if not measured:
        raise SeigenError(f"{path}: no picture in it from number {start}")
    if subject.expected and all(m is None for m in measured):
        raise NoSubject(f"{path}: {subject.missing} in any of its {len(measured)} pictures")
    if window == "auto":
        coded = coded_size(size, height, width, whole=False, multiple=multiple)
        ends = [*cuts[1:], len(measured)]
        windows = [
            subject.window(measured[a:b], height, width, coded[1] / coded[0])
            for a, b in zip(cuts, ends, strict=True)
        ]
    else:
        part = fixed or Window(0, 0, width, height)
        coded = coded_size(size, round(part.height), round(part.width), whole=True, multiple=multiple)
        windows = [part] * len(cuts)
    with video.store(len(measured), coded) as store:
        scenes = [bisect_right(cuts, i) - 1 for i in range(len(measured))]

        def cut(picture: video.TimedPicture) -> np.ndarray:
            return windows[scenes[picture.index - start]].cut(picture.rgb, coded)

        for i, made in enumerate(mapped(cut, pictures())):
            store[i] = made
            there = measured[i]
            if there is not None:
                measured[i] = subject.moved(there, windows[scenes[i]], coded)
            if progress:
                progress("cutting", i + 1, len(measured))
        if isinstance(subject, Settles):
            subject.settle(measured, cuts, coded, float(rate))
        looks = _Looks(subject, measured)
        yield Clip(store, measured, cuts, windows, rate, subject.needed, subject.name, looks)


def _measured(
    path: str,
    pictures: Iterator[video.TimedPicture],
    subject: Subject,
    info: video.ClipInfo,
    rate: Fraction,
    progress: Progress | None,
) -> tuple[Kept[Measured], list[int]]:
    """The first pass: what is measured in each picture, and the first pictures of scenes."""
    measured = Kept[Measured]()
    found, cuts = Cuts(), [0]
    for picture in pictures:
        if picture.rgb.shape[:2] != (info.height, info.width):
            raise SeigenError(f"{path}: pictures change their size")
        if len(measured) == MAX_PICTURES:
            raise SeigenError(
                f"{path}: more than {MAX_PICTURES} pictures; take a part by --start and --limit"
            )
        if found(picture.rgb):
            subject.begin()
            if len(measured) - cuts[-1] > rate * SCENE_SECONDS:
                cuts.append(len(measured))
        measured.append(subject.measure(picture.rgb))
        if progress:
            progress("measuring", len(measured), info.count)
    return measured, cuts
