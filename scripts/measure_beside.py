"""Systems beside each other on people whom none was trained on, all from the same base pictures.

    python -m scripts.measure_beside factors light          a table, in Markdown
    python -m scripts.measure_beside tokens --clips cap12:0:60   every granularity of a system that has some

One base picture at QP 32 per clip, a message for every second picture, so that what differs is the systems.
ST-LPIPS and keypoint distance (pixels of 256x256) are means of every fifth picture; "copy" is the base
picture held. Rates are of parameters alone, with all headers, in kbit/s.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encoder import Encoder, Planned, Settings
from generators.codec.refine import SPEEDS
from generators.measure.metrics import KeypointDistance, ShiftTolerantLpips, stlpips
from generators.media import zoo
from generators.subjects.clip import open_clip
from generators.subjects.face.subject import FaceSubject

CLIPS = ("carphone:0:90", "single-face:0:72", "cap12:0:100", "cap13:0:100", "franck:4000:100")
"""Clip, first picture, number of pictures."""
QP = 32
EVERY = 5


@dataclass(frozen=True)
class Row:
    """What one system, or one of its granularities, does on a clip."""

    clip: str
    name: str
    kbits: float
    stlpips: float
    keypoints: float


def measured(clip: str, systems: list[str], speed: str) -> Iterator[Row]:
    """Yield the rows of a clip, the copy last."""
    name, start, limit = clip.rsplit(":", 2)
    path = name if Path(name).is_file() else str(zoo.path(name))
    named: list[tuple[str, float, np.ndarray]] = []
    with open_clip(path, 256, FaceSubject(), start=int(start), limit=int(limit)) as opened:
        pictures, seconds = np.array(opened.pictures), len(opened) / float(opened.rate)
        for system in systems:
            made = registry.make(system, 256, 256)
            coded = Encoder(opened, made).run(Settings(step=2, speed=speed, access=0), plan=[Planned(0, QP)])
            levels = made.layout.levels
            for level in range(len(levels)):
                shown = np.stack([f.pixels for f in Decoder(coded.data, device="cpu", level=level)])
                label = system if len(levels) == 1 else f"{system}, {levels[level]}"
                rate = coded.ledger.parameters / seconds / 1000 if level == len(levels) - 1 else np.nan
                named.append((label, rate, shown[: len(pictures)]))
    named.append(("copy", 0.0, np.repeat(named[0][2][:1], len(pictures), axis=0)))
    at = list(range(1, len(pictures), EVERY))
    distance = KeypointDistance()
    away = np.nanmean([distance(pictures[i], [n[2][i] for n in named]) for i in at], axis=0)
    near = stlpips(ShiftTolerantLpips(), pictures[at], [n[2][at] for n in named]).mean(axis=1)
    for (label, rate, _), s, k in zip(named, near, away, strict=True):
        yield Row(Path(name).stem, label, rate, float(s), float(k))


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("systems", nargs="+")
    parser.add_argument("--clips", nargs="+", default=CLIPS, help="CLIP:FIRST:COUNT, a path or a zoo name")
    parser.add_argument("--speed", choices=list(SPEEDS), default="fast")
    arguments = parser.parse_args()
    print("| clip | | kbit/s | ST-LPIPS | keypoints |\n|---|---|---|---|---|")
    for clip in arguments.clips:
        for r in measured(clip, arguments.systems, arguments.speed):
            rate = "" if np.isnan(r.kbits) else f"{r.kbits:.2f}"
            print(f"| {r.clip} | {r.name} | {rate} | {r.stlpips:.4f} | {r.keypoints:.2f} |", flush=True)


if __name__ == "__main__":
    main()
