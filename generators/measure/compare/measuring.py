"""A stream decoded by a process of its own, and measured."""

from __future__ import annotations

import dataclasses
import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from generators.codec.picture_codec import PictureDecoder
from generators.measure import measures
from generators.measure.compare.ways import HELD, SELF, STATIC, Way
from generators.measure.metrics import sampled
from generators.measure.where import Where
from generators.subjects.clip import Clip
from generators.subjects.subject import Subject
from sei.errors import SeigenError
from vvc_bridge.access_unit import access_units
from vvc_bridge.external.process import ending, python, run

SHOWN = 4
"""Pictures of a clip in the contact sheet."""
EVERY_PICTURE, SLOW = ("fidelity", "temporal"), ("keypoints", "ssim", "ms-ssim", "flow-error")
"""Groups of measures that are taken on all pictures, without those named; the others on a sample."""
PAIRS = ("flow-error",)
"""Those of a sample that look at the picture before as well."""
SECONDS = (120, 20)
"""Time a decoder may take: in any case, and per picture."""
CHILD = ("seigen_*", "xdg_cache_home")


class DecodingError(SeigenError):
    """A stream that does not decode to its pictures."""


@contextmanager
def decoded(
    data: bytes, count: int, size: tuple[int, int], beside: bytes | None = None
) -> Iterator[np.ndarray]:
    """Give a stream's pictures, uint8 (count, h, w, 3), by a process that has nothing but the stream, and
    what was sent once ``beside`` it, in a folder with nothing else in it. Raises DecodingError where others
    come out."""
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        stream, out = Path(folder) / "stream.266", Path(folder) / "pictures.rgb"
        stream.write_bytes(data)
        if beside is not None:
            stream.with_name(f"{stream.name}.adapter").write_bytes(beside)
        words = ("decode", stream, "-o", out, "--format", "raw", "--device", "cpu", "--threads", "1")
        command = python("-m", "seigen", *map(str, words))
        done = run(command, cwd=folder, more=CHILD, seconds=SECONDS[0] + SECONDS[1] * count)
        if done.returncode != 0:
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            said = lines[-1] if lines else "no reason given"
            raise DecodingError(f"the stream cannot be decoded ({ending(done.returncode)}): {said}")
        expected = count * math.prod(size) * 3
        if out.stat().st_size != expected:
            raise DecodingError(f"decoding gave {out.stat().st_size} bytes of pictures, not {expected}")
        yield np.memmap(out, np.uint8, "c", shape=(count, *size, 3))


class Measuring:
    """Measures ways to show a clip, one after the other: ``ways``, and ``values`` by number and measure.

    sample  most pictures that slow measures are taken on
    """

    def __init__(self, clip: Clip, subject: Subject, names: Sequence[str], sample: int) -> None:
        self.clip, self.names, self.sample = clip, names, sample
        self.where = Where.of(clip, subject)
        self.ways: list[Way] = []
        self.values: dict[str, np.ndarray] = {}

    def take(self, way: Way, shown: np.ndarray) -> None:
        """Measure pictures that are shown, uint8 (n, h, w, 3)."""
        number = len(self.ways)
        for name, series in self._measure(shown, self.where.with_bases(way.bases)).items():
            self.values[f"{number}/{name}"] = series
        picks = np.linspace(0, len(self.clip) - 1, SHOWN).round().astype(int)
        self.values[f"{number}/shown"] = np.stack([shown[i] for i in picks])
        self.ways.append(way)

    def source(self) -> None:
        """Measure the source against itself."""
        self.take(Way(SELF, None, "u" * len(self.clip)), self.clip.pictures)

    def picture(self, way: Way, data: bytes) -> None:
        """Measure one coded picture in the place of all."""
        ((_, picture),) = PictureDecoder()(data)
        self.take(way, np.broadcast_to(picture, self.clip.pictures.shape))

    def stream(self, way: Way, data: bytes, beside: bytes | None = None, *, still: bool) -> None:
        """Measure a stream as it decodes; ``still``: its base pictures alone as well."""
        start = time.perf_counter()
        with decoded(data, len(self.clip), self.clip.size, beside) as shown:
            seconds = time.perf_counter() - start
            self.take(dataclasses.replace(way, decoding=round(seconds, 2)), shown)
            if still:
                self._still(way, shown, base_bits(data))

    def _still(self, way: Way, shown: np.ndarray, sizes: Sequence[int]) -> None:
        """The base pictures alone, at what they take without any message."""
        count, thousands = len(self.clip), self.clip.seconds * 1000
        which = np.array(way.bases)[np.searchsorted(way.bases, np.arange(count), side="right") - 1]
        one = "c" + "h" * (count - 1)
        first = np.broadcast_to(shown[0], shown.shape)
        self.take(Way(STATIC, sizes[0] / thousands, one, [0]), first)
        held = "".join("c" if i in way.bases else "h" for i in range(count))
        self.take(Way(HELD, sum(sizes) / thousands, held, way.bases), shown[which])

    def _measure(self, shown: np.ndarray, where: Where) -> dict[str, np.ndarray]:
        """Every measure, float64 (n,) each; NaN for pictures that a slow one leaves out."""
        source = self.clip.pictures
        whole = [n for n in self.names if n not in SLOW and _group(n) in EVERY_PICTURE]
        found = measures.take(whole, source, shown, where) if whole else {}
        picks = list(sampled(len(source), self.sample))
        some = [n for n in self.names if n not in whole and n not in PAIRS]
        pairs = [n for n in self.names if n in PAIRS]
        if some:
            given = np.asarray(source)[picks], np.asarray(shown)[picks]
            found |= self._spread(measures.take(some, *given, where.picked(picks)), picks)
        after = [i for i in picks if i and i not in where.begins]
        if pairs and after:
            both = [k for i in after for k in (i - 1, i)]
            part = dataclasses.replace(where.picked(both), begins=tuple(range(0, len(both), 2)))
            few = measures.take(pairs, np.asarray(source)[both], np.asarray(shown)[both], part)
            found |= self._spread({name: series[1::2] for name, series in few.items()}, after)
        nothing = np.full(len(source), np.nan)
        return {name: found.get(name, nothing) for name in self.names}

    def _spread(self, few: dict[str, np.ndarray], picks: Sequence[int]) -> dict[str, np.ndarray]:
        """What was measured of some pictures as numbers of all; NaN elsewhere."""
        rows = {name: np.full(len(self.clip), np.nan) for name in few}
        for name, series in few.items():
            rows[name][picks] = series
        return rows


def _group(name: str) -> str:
    return measures.measure(name).group.partition(":")[0]


def base_bits(data: bytes) -> list[int]:
    """Count the bits of each access unit of a stream without its SEI."""
    return [
        8 * sum(len(n.data) + 3 for n in unit.nal_units if not n.is_sei)
        for unit in access_units(data, codec="h266")
    ]
