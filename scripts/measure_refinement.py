"""Measures what refining by generating brings: the table of docs/explanation/synthesis.md.

    python -m scripts.measure_refinement CLIP[:FIRST] ... [--bitrate 8] [--limit 100] [--system mesh]

Each clip (a path, or a name of the zoo) is coded three times at the same rate: as measured, fast, medium.
"""

from __future__ import annotations

import argparse
import dataclasses
import time

import numpy as np

from generators import registry
from generators.codec.encode import choose_step, code
from generators.codec.encoder import Encoder, Settings
from generators.measure import measures
from generators.measure.where import Where
from generators.parameters.moves import Moves
from generators.subjects.clip import Clip, open_clip
from generators.subjects.named import make_subject
from generators.training.pool import ClipName
from vvc_bridge.terminal import show

EVERY = 4
NAMES = ("psnr", "st-lpips", "mouth-st-lpips", "eyes-st-lpips", "misplacement", "misplacement-face")


def scores(clip: Clip, pictures: np.ndarray) -> dict[str, float]:
    """Means over every fourth picture, and that of the mouth's worst tenth."""
    keys = range(0, len(clip), EVERY)
    where = Where.of(clip, make_subject("face", 0))
    here = dataclasses.replace(
        where, windows=[where.windows[k] for k in keys], points=[where.points[k] for k in keys]
    )
    source = np.stack([clip.pictures[k] for k in keys])
    found = measures.take(NAMES, source, pictures[keys], here)
    means = {name: float(np.nanmean(found[name])) for name in NAMES}
    mouth = np.sort(found["mouth-st-lpips"])
    return means | {"mouth, worst tenth": float(mouth[-max(1, len(mouth) // 10) :].mean())}


def main() -> None:
    """Print a row per clip and speed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--bitrate", type=float, default=8.0)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--system", default="mesh")
    arguments = parser.parse_args()
    for text in arguments.clips:
        name, _, first = text.partition(":")
        path = ClipName.parse(name).path
        with open_clip(
            path, 256, make_subject("face", 0), start=int(first or 0), limit=arguments.limit
        ) as clip:
            whole = registry.make(arguments.system, 256, 256)
            kept: Encoder | None = None
            for speed in ("measured", "fast", "medium"):
                system = dataclasses.replace(whole, moves=Moves()) if speed == "measured" else whole
                encoder = Encoder(clip, system)
                if kept is not None:
                    encoder.keep(kept)
                kept = kept or encoder
                began = time.process_time()
                settings = Settings(
                    step=choose_step(float(clip.rate)), speed="medium" if speed == "measured" else speed
                )
                coded = code(encoder, arguments.bitrate, settings)
                spent = time.process_time() - began
                shown = np.stack([frame.pixels for frame in coded.decoder()])
                kbits = coded.ledger.total / clip.seconds / 1000
                row = "  ".join(f"{key} {value:.4g}" for key, value in scores(clip, shown).items())
                show(f"{text}  {speed}  {kbits:.2f} kbit/s  {row}  {spent:.1f} CPU s")


if __name__ == "__main__":
    main()
