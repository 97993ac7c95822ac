"""Motion grids over a face system, granularity by granularity, from the same base pictures.

    python -m scripts.measure_pleno                         a table, in Markdown
    python -m scripts.measure_pleno --over light --clips carphone:0:60

One base picture at QP 32 per clip and a message for every second picture. The stream is coded once, and
thinned to each granularity (`seigen thin --level`): base pictures and the face system's messages are the
same. ST-LPIPS, keypoint distance (pixels of 256x256) and PSNR are means of every fourth picture. kbit/s is
what is sent over the face system's stream, with all headers. In brackets: the same grids, each granularity in
one message of its own; these have several shapes, so VTM 24.0 reads them without prediction alone.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encoder import Encoder, Planned, Settings
from generators.codec.refine import SPEEDS
from generators.measure.metrics import KeypointDistance, ShiftTolerantLpips, stlpips
from generators.media import zoo
from generators.parameters.layout import Layout
from generators.parameters.values import Parameters
from generators.parameters.writing import TRADE, MessageWriter
from generators.subjects.clip import open_clip
from generators.subjects.face.subject import FaceSubject
from generators.system import AnySystem
from generators.systems.pleno.rounding import GridRounding, Layered
from generators.systems.pleno.system import Grids, weights_of
from generators.thin import thin
from sei.context import Context
from sei.named import EnhancementCarrier

CLIPS = ("wolfgang:0:90", "carphone:0:90", "single-face:0:72", "cap12:0:100")
"""Clip, first picture, number of pictures."""
QP = 32
EVERY = 4


@dataclass(frozen=True)
class Row:
    """One granularity on a clip; rates in kbit/s over the stream without grids."""

    name: str
    kbits: float
    together: float
    stlpips: float
    keypoints: float
    psnr: float


class Watched:
    """Completes as another does, and remembers what came out."""

    def __init__(self, system: AnySystem) -> None:
        self._completer, self.rows = system.completer, list[Parameters]()

    def complete(self, rows: Sequence[Parameters], *rest: object, quick: bool = False) -> list[Parameters]:
        """Complete parameters; see `generators.system.Completer`."""
        assert self._completer is not None
        found = self._completer.complete(rows, *rest, quick=quick)  # type: ignore[arg-type]
        self.rows += found
        return found


def together(system: AnySystem, rows: Sequence[Parameters], level: int) -> int:
    """Count the bits of grids up to a level, each granularity in messages of one gfve_id."""
    below = registry.entry(registry.entry(system.name).over).layout
    first = max(below.mapping.enhancements, default=-1)
    fields = [
        f.model_copy(update={"carrier": EnhancementCarrier(gfve_id=first + f.level)}) if f.level else f
        for f in system.layout.fields
        if f.level <= level
    ]
    levels = system.layout.levels[: level + 1]
    layout = Layout(system.layout.mapping.model_copy(update={"fields": tuple(fields), "levels": levels}))
    grids = GridRounding(weights_of(layout), TRADE)
    inner = registry.make(below.tag.rpartition(":")[2], *system.size)
    writer, context = MessageWriter(layout, Layered(inner.rounding(TRADE), below, grids)), Context()
    known = [layout.parameters(system.layout.row(row)) for row in rows]
    bare = below.parameters(below.row(known[0]))
    coded = [writer.base(bare), *writer.segment(known)]
    own = [[m for m in c.messages if getattr(m, "gfve_id", -1) > first] for c in coded]
    # Behind messages of the face, in one NAL unit with them: payloads alone count.
    return sum(8 * (len(m.to_payload(context=context)) + 2) for messages in own for m in messages)


def measured(
    clip: str, over: str, speed: str, sheets: Path | None = None, price: float | None = None
) -> Iterator[Row]:
    """Yield the rows of a clip, that without grids first; ``price`` as of `Grids`."""
    name, start, limit = clip.rsplit(":", 2)
    path = name if Path(name).is_file() else str(zoo.path(name))
    with open_clip(path, 256, FaceSubject(), start=int(start), limit=int(limit)) as opened:
        pictures, seconds = np.array(opened.pictures), len(opened) / float(opened.rate)
        system = registry.make(registry.above("pleno", over), 256, 256)
        watched = Watched(system)
        if price is not None and isinstance(system.completer, Grids):
            system.completer.price = price
        object.__setattr__(system, "completer", watched)
        plan = [Planned(0, QP)]
        coded = Encoder(opened, system).run(Settings(step=2, speed=speed, access=0), plan=plan)
    shown, rates, others = list[np.ndarray](), list[float](), list[float]()
    for level in range(len(system.layout.levels)):
        out = io.BytesIO()
        thin(coded.data, out, level=level)
        made = [frame.pixels for frame in Decoder(out.getvalue(), device="cpu")]
        shown.append(np.stack(made[: len(pictures)]))
        rates.append(8 * len(out.getvalue()) / seconds / 1000)
        others.append(together(system, watched.rows, level) / seconds / 1000 if level else 0.0)
    at = list(range(1, len(pictures), EVERY))
    distance = KeypointDistance()
    away = np.nanmean([distance(pictures[i], [s[i] for s in shown]) for i in at], axis=0)
    near = stlpips(ShiftTolerantLpips(), pictures[at], [s[at] for s in shown]).mean(axis=1)
    if sheets is not None:
        picks = [at[len(at) * k // 4] for k in (1, 2, 3)]
        rows = [np.concatenate([pictures[i], *(s[i] for s in shown)], axis=1) for i in picks]
        Image.fromarray(np.concatenate(rows)).save(sheets / f"{Path(name).stem}-{over}.png")
    for level, title in enumerate(system.layout.levels):
        error = ((shown[level][at].astype(float) - pictures[at]) ** 2).mean(axis=(1, 2, 3))
        psnr = float((10 * np.log10(255**2 / error)).mean())
        more = rates[level] - rates[0]
        yield Row(title, more, others[level], float(near[level]), float(away[level]), psnr)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--over", default="mesh", help="face system below")
    parser.add_argument("--clips", nargs="+", default=CLIPS, help="CLIP:FIRST:COUNT, a path or a zoo name")
    parser.add_argument("--speed", choices=list(SPEEDS), default="medium")
    parser.add_argument("--sheets", type=Path, help="folder for sheets of pictures, source at the left")
    parser.add_argument("--price", type=float, help="ST-LPIPS that a bit has to be worth; 0: all is sent")
    arguments = parser.parse_args()
    print("| clip | | kbit/s more | ST-LPIPS | keypoints | PSNR |\n|---|---|---|---|---|---|")
    for clip in arguments.clips:
        for r in measured(clip, arguments.over, arguments.speed, arguments.sheets, arguments.price):
            rate = f"{r.kbits:.2f} ({r.together:.2f})" if r.kbits or r.together else ""
            stem = Path(clip.rsplit(":", 2)[0]).stem
            name = arguments.over if r.name == "base" else r.name
            print(
                f"| {stem} | {name} | {rate} | {r.stlpips:.4f} | {r.keypoints:.2f} | {r.psnr:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
