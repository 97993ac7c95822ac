"""Measures the system "scene": the tables of docs/explanation/scene.md.

    python -m scripts.measure_scene CLIP[:FIRST[:COUNT]] ... [--size 320x180] [--bitrate 8]

Each clip (a path, or a name of the zoo) is cut to COUNT pictures from FIRST on and coded as `seigen encode
--system scene --window all` does. Rows: the stream; the same base pictures without texture that is made up,
with nothing painted at all, and without tokens; each base picture held; a mixture of two; and all pictures by
VVenC at no more than the stream's rate. Rates are of whole streams: coded pictures, messages, NAL units.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import av
import numpy as np

from generators import registry
from generators.codec.encode import choose_step, code
from generators.codec.encoder import Encoded, Encoder, Settings
from generators.codec.picture_codec import to_rgb
from generators.measure import anchors, measures
from generators.measure.where import Where
from generators.media import zoo
from generators.parameters.values import Parameters
from generators.subjects.clip import Clip, open_clip, parse_size
from generators.subjects.scene import Scene
from generators.subjects.subject import Seen
from generators.system import AnySystem
from generators.systems.scene.system import SceneBase, SceneSystem
from vvc_bridge.terminal import show

NAMES = ("st-lpips", "psnr", "flow-error", "flicker", "jump")
EVERY = 3


class Untextured(SceneSystem):
    """The system without texture that is made up."""

    def ways(self, described: Parameters, stage: int) -> list[Parameters]:
        """Leave the strength at 0."""
        return super().ways(described, stage) if stage == 0 else []


class Unpainted(SceneSystem):
    """The system with nothing painted."""

    def ways(self, described: Parameters, stage: int) -> list[Parameters]:
        """Leave both at 0."""
        return []


class Tokenless(SceneSystem):
    """The system without tokens."""

    def describe(
        self, seen: Sequence[Seen], base: SceneBase | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Say nothing."""
        return [registry.entry("scene").layout.neutral() for _ in seen]

    def placed(
        self, shown: Seen, after: Sequence[Seen], following: Seen | None = None, shares: Sequence[float] = ()
    ) -> Parameters:
        """Place none."""
        return registry.entry("scene").layout.neutral()

    def beside(
        self,
        seen: Sequence[Seen],
        shares: Sequence[float],
        base: SceneBase,
        following: SceneBase,
        shown: Seen,
    ) -> list[Parameters]:
        """Say nothing."""
        return self.describe(seen)


def without(system: AnySystem, kind: type[SceneSystem]) -> AnySystem:
    """Make the same system without something."""
    own = system.generator
    assert isinstance(own, SceneSystem)
    less = kind(own.height, own.width, own.device, own.dtype)
    return replace(system, analyzer=less, interpolator=less)


def decoded(coded: Encoded) -> tuple[np.ndarray, list[int]]:
    """Pictures of a stream, and numbers of those that are coded."""
    frames = list(coded.decoder())
    return np.stack([f.pixels for f in frames]), [f.index for f in frames if f.is_base]


def mixed(shown: np.ndarray, bases: list[int], *, held: bool) -> np.ndarray:
    """Pictures by the base picture before them, or by a mixture of the two around them."""
    out = shown.copy()
    for start, end in zip(bases, [*bases[1:], len(shown)], strict=True):
        for n in range(start, end):
            share = 0.0 if held or end == len(shown) else (n - start) / (end - start)
            a, b = shown[start].astype(np.float64), shown[min(end, len(shown) - 1)]
            out[n] = np.rint(a + (b - a) * share).astype(np.uint8)
    return out


def video_coded(clip: Clip, bits: float) -> tuple[np.ndarray, int]:
    """All pictures by VVenC in at most so many bits, or as few as it takes."""
    with tempfile.TemporaryDirectory() as folder:

        def size_at(qp: int) -> int:
            path = Path(folder) / f"{qp}.266"
            pictures = [np.asarray(p) for p in clip.pictures]
            anchors.code("vvenc-ra", pictures, clip.size, clip.rate, qp, path)
            return 8 * path.stat().st_size

        qp = anchors.meet(size_at, bits)
        path = Path(folder) / f"{qp}.266"
        if not path.exists():
            size_at(qp)
        with av.open(str(path), format="vvc") as container:
            pictures = np.stack([to_rgb(frame) for frame in container.decode(video=0)])
        return pictures, 8 * path.stat().st_size


def energy(pictures: np.ndarray) -> float:
    """Mean change of luma from picture to picture, levels."""
    luma = pictures.astype(np.float32).mean(-1)
    return float(np.abs(np.diff(luma, axis=0)).mean())


def measured(clip: Clip, shown: np.ndarray, numbers: list[int]) -> dict[str, float]:
    """Means over the clip: of every third picture, of the flow of every fourth to the next."""
    source, keys = np.asarray(clip.pictures), range(0, len(clip), EVERY)
    where = Where([{}] * len(clip), [None] * len(clip), tuple(numbers), tuple(clip.cuts))
    found = measures.take(("flicker", "jump"), source, shown, where)
    pairs = [k for i in range(0, len(clip) - 1, EVERY + 1) for k in (i, i + 1)]
    apart = Where([{}] * len(pairs), [None] * len(pairs), begins=tuple(range(0, len(pairs), 2)))
    found |= measures.take(("flow-error",), source[pairs], shown[pairs], apart)
    few = Where([{}] * len(keys), [None] * len(keys))
    found |= measures.take(("st-lpips", "psnr"), source[keys], shown[keys], few)
    row = {name: float(np.nanmean(v)) for name, v in found.items() if not np.isnan(v).all()}
    return {name: row.get(name, np.nan) for name in NAMES} | {
        "energy": energy(shown) / max(energy(source), 1e-9)
    }


def rows(clip: Clip, bitrate: float) -> Iterator[tuple[str, float, float, np.ndarray, list[int]]]:
    """Name, kbit/s, kbit/s of messages, pictures and base pictures of every row."""
    system, rate = registry.make("scene", *clip.size), 1000 * clip.seconds
    settings = Settings(step=choose_step(float(clip.rate), registry.entry("scene").pace))
    encoder, began = Encoder(clip, system), time.process_time()
    coded = code(encoder, bitrate, settings)
    spent, began = time.process_time() - began, time.process_time()
    shown, bases = decoded(coded)
    own = coded.ledger
    speed = len(clip) / (time.process_time() - began)
    show(
        f"    {own.bases} base pictures, {own.coded} coded, {own.described} described, {own.held} held; "
        f"encoded in {spent:.0f} CPU s, decoded at {speed:.1f} pictures per CPU s"
    )
    yield "scene", own.total / rate, own.parameters / rate, shown, bases
    for name, kind in (
        ("without diffusion", Untextured), ("nothing painted", Unpainted), ("without tokens", Tokenless)
    ):  # fmt: skip
        fewer = Encoder(clip, without(system, kind))
        fewer.keep(encoder)
        less = fewer.run(coded.settings, plan=[s.planned for s in coded.segments])
        if less.data == coded.data:
            show(f"    {name}: the same stream")
            continue
        yield name, less.ledger.total / rate, less.ledger.parameters / rate, *decoded(less)
    bare = (own.total - own.parameters) / rate
    yield "held", bare, 0.0, mixed(shown, bases, held=True), bases
    yield "mixture of two", bare, 0.0, mixed(shown, bases, held=False), bases
    shown, bits = video_coded(clip, own.total)
    yield "VVenC", bits / rate, 0.0, shown, [0]


def main() -> None:
    """Print a table per clip."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--size", default=None)
    parser.add_argument("--bitrate", type=float, default=8.0)
    arguments = parser.parse_args()
    size = parse_size(arguments.size) if arguments.size else None
    for text in arguments.clips:
        name, first, count = (*text.split(":"), "", "")[:3]
        path = str(zoo.path(name)) if name in zoo.catalogue() else name
        limit = int(count) if count else None
        with open_clip(path, size, Scene(), window="all", start=int(first or 0), limit=limit) as clip:
            show(f"{text}, {clip.size[1]}x{clip.size[0]}, {len(clip)} pictures, {float(clip.rate):.4g}/s")
            for row, kbits, spent, shown, numbers in rows(clip, arguments.bitrate):
                values = " | ".join(f"{v:.4g}" for v in measured(clip, shown, numbers).values())
                show(f"| {row} | {kbits:.2f} | {spent:.2f} | {values} |")


if __name__ == "__main__":
    main()
