"""Measures the system "scene": the tables of docs/explanation/scene.md.

    python -m scripts.bench_scene CLIP[:FIRST[:COUNT]] ... [--size 320x180] [--bases 3] [--bitrate 8]

Each clip (a path, or a name of the zoo) is cut to COUNT pictures from FIRST on. So many base pictures,
equally far apart, are coded at the QP that uses up the bitrate; between them stand, in one row each: the base
picture held, a mixture of two, what the decoder's flow makes of them, the same with tokens, tokens without
the next base picture; and all pictures by VVenC at the rate of the row with tokens. Rates are of whole
streams: base pictures, messages, NAL units.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import torch

from generators import registry
from generators.codec.picture_codec import PictureDecoder, encode_picture, to_rgb
from generators.codec.stream import Assembler
from generators.measure import anchors, measures
from generators.measure.where import Where
from generators.media import zoo
from generators.media.pixels import to_pixels, to_tensor
from generators.subjects.clip import Clip, open_clip, parse_size
from generators.subjects.scene import Scene
from generators.subjects.subject import Seen
from generators.systems.scene.system import SceneBase, SceneSystem
from vvc_bridge.talk import Timing
from vvc_bridge.terminal import show

STEP = 6
"""Pictures from message to message."""
NAMES = ("st-lpips", "psnr", "flow-error", "flicker", "jump")
EVERY = 3


@dataclass
class Coded:
    """Base pictures ready to generate from, and what they cost."""

    numbers: list[int]
    units: list[bytes]
    pictures: list[np.ndarray]

    @property
    def bits(self) -> int:
        """Bits of the access units, without messages."""
        return 8 * sum(map(len, self.units))


def base_pictures(clip: Clip, numbers: list[int], qp: int) -> Coded:
    """Code base pictures at a QP."""
    units = [encode_picture(np.asarray(clip.pictures[i]), qp) for i in numbers]
    decoder = PictureDecoder()
    return Coded(numbers, units, [picture for unit in units for _, picture in decoder(unit)])


@torch.inference_mode()
def generated(clip: Clip, coded: Coded, *, tokens: bool, ahead: bool) -> tuple[np.ndarray, int, int]:
    """Pictures of the clip, bits of the whole stream, and bits that its messages take.

    ahead  a decoder waits for the next base picture
    """
    system = registry.make("scene", *clip.size)
    model = system.generator
    assert isinstance(model, SceneSystem)
    writer, assembler = system.writer(), Assembler()
    timing = Timing(clip.rate, STEP, len(clip))
    out = np.empty_like(np.asarray(clip.pictures))
    total = spent = 0
    sources = {n: Seen(np.asarray(clip.pictures[n]), None) for n in range(len(clip))}
    described = []
    # What is sent for one base picture depends on the next one as decoded, not on its tokens.
    for i, start in enumerate(coded.numbers):
        end = coded.numbers[i + 1] if i + 1 < len(coded.numbers) else len(clip)
        keys = [min(k, end - 1) for k in range(start + STEP, end - 1 + STEP, STEP)]
        shares = [(k - start) / (end - start) for k in keys]
        waits = ahead and end < len(clip)
        following = sources[end] if waits else None
        wanted = model.placed(sources[start], [sources[k] for k in keys], following, shares)
        base = writer.base(wanted, timing.uri() if i == 0 else None)
        prepared = model.prepare(to_tensor(coded.pictures[i]), base.received)
        later: SceneBase | None = None
        if waits:
            later = model.prepare(to_tensor(coded.pictures[i + 1]), base.received)
        seen = [sources[k] for k in keys]
        if not tokens:
            rows = [base.received] * len(keys)
        elif later is not None:
            rows = model.beside(seen, shares, prepared, later, sources[start])
        else:
            rows = model.describe(seen, prepared, sources[start])
        codes = writer.segment(rows)
        messages = [m for c in (base, *codes) for m in c.messages]
        data, ledger = assembler.add(coded.units[i], messages)
        total += 8 * len(data)
        spent += ledger.parameters
        described.append((start, end, [c.received for c in (base, *codes)], prepared, later))
    for start, end, received, prepared, later in described:
        out[start] = coded.pictures[coded.numbers.index(start)]
        last = (end - 1 - start) - STEP * (len(received) - 2) if len(received) > 1 else STEP
        between = list(system.layout.between(received, STEP, last))[1:]
        for n, parameters in zip(range(start + 1, end), between, strict=True):
            if later is not None:
                (made,) = model.between(prepared, later, [(n - start) / (end - start)], [parameters])
            else:
                (made,) = model.generate([prepared], model.translate(prepared, [parameters]))
            out[n] = to_pixels(made)
    return out, total, spent


def mixed(clip: Clip, coded: Coded, *, held: bool) -> np.ndarray:
    """Pictures of a clip by the nearest base picture, or by a mixture of two."""
    out = np.empty_like(np.asarray(clip.pictures))
    for n in range(len(clip)):
        i = max(k for k, number in enumerate(coded.numbers) if number <= n)
        j = min(i + 1, len(coded.numbers) - 1)
        width = max(coded.numbers[j] - coded.numbers[i], 1)
        share = (n - coded.numbers[i]) / width if j > i else 0.0
        if held:
            share = float(share >= 0.5)
        a, b = coded.pictures[i].astype(np.float64), coded.pictures[j]
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


def rows(clip: Clip, count: int, bitrate: float) -> Iterator[tuple[str, float, float, np.ndarray, list[int]]]:
    """Name, kbit/s, kbit/s of messages, pictures and base pictures of every row."""
    numbers = np.linspace(0, len(clip) - 1, count).round().astype(int).tolist()
    most = bitrate * 1000 * clip.seconds
    coded = None
    for qp in range(20, 61):
        coded = base_pictures(clip, numbers, qp)
        if coded.bits < 0.93 * most:
            break
    assert coded is not None
    rate = 1000 * clip.seconds
    yield "held", coded.bits / rate, 0.0, mixed(clip, coded, held=True), numbers
    yield "mixture of two", coded.bits / rate, 0.0, mixed(clip, coded, held=False), numbers
    total = 0
    for name, tokens, ahead in (
        ("scene, tokens, not ahead", True, False),
        ("scene, no tokens", False, True),
        ("scene, tokens", True, True),
    ):
        began = time.process_time()
        shown, total, spent = generated(clip, coded, tokens=tokens, ahead=ahead)
        show(f"    {name}: {time.process_time() - began:.1f} CPU s")
        yield name, total / rate, spent / rate, shown, numbers
    shown, bits = video_coded(clip, total)
    yield "VVenC", bits / rate, 0.0, shown, [0]


def main() -> None:
    """Print a table per clip."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--size", default=None)
    parser.add_argument("--bases", type=int, default=3)
    parser.add_argument("--bitrate", type=float, default=8.0)
    arguments = parser.parse_args()
    size = parse_size(arguments.size) if arguments.size else None
    for text in arguments.clips:
        name, first, count = (*text.split(":"), "", "")[:3]
        path = str(zoo.path(name)) if name in zoo.catalogue() else name
        limit = int(count) if count else None
        with open_clip(path, size, Scene(), window="all", start=int(first or 0), limit=limit) as clip:
            show(f"{text}, {clip.size[1]}x{clip.size[0]}, {len(clip)} pictures, {float(clip.rate):.4g}/s")
            for row, kbits, spent, shown, numbers in rows(clip, arguments.bases, arguments.bitrate):
                values = "  ".join(f"{k} {v:.4g}" for k, v in measured(clip, shown, numbers).items())
                show(f"  {row}  {kbits:.2f} kbit/s (messages {spent:.2f})  {values}")


if __name__ == "__main__":
    main()
