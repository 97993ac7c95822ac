"""What an adapter gains on held-out clips, at equal total rate and at equal rate without counting it.

    python -m scripts.bench_personalise [--system light] [--clips cap12 carphone] [--steps 300]

Three rows a clip: the system as it is, personalised with the adapter in the stream (the same total rate), and
the same adapter beside the stream (the same rate, the adapter not counted); two where the encoder leaves the
adapter out. Every stream is decoded, and compared bit for bit with what its encoder had. A
Markdown table goes to standard output. As a benchmark: ST-LPIPS of the same clips and steps, no requirement.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import torch

from generators import registry
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Encoded
from generators.codec.stream import adapter_in
from generators.measure.report import ReportRow, Way, decode_into, measure
from generators.media import zoo
from generators.media.video import store
from generators.subjects.clip import Clip, open_clip
from generators.subjects.face.subject import FaceSubject
from generators.training.personalise import Tuning, attached, encode_personalised
from scripts.bench import Row
from vvc_bridge.access_unit import access_units

SIZE = 256
CLIPS = ("cap12", "carphone")


def streams(
    clip: Clip, system: str, bitrate: float | None, tuning: Tuning
) -> Iterator[tuple[str, Encoded, int, list[str]]]:
    """Name, stream, bytes of the adapter, notes."""
    yield "as it is", encode_clip(clip, registry.make(system, SIZE, SIZE), bitrate=bitrate), 0, []
    within = encode_personalised(clip, system, bitrate=bitrate, tuning=tuning)
    sent = [m.payload for unit in access_units(within.data) for m in unit.messages if m.payload_type == 5]
    data = next(filter(None, map(adapter_in, sent)), None)
    if data is None:
        yield "adapter left out", within, 0, within.notes
        return
    yield "adapter in the stream", within, len(data), within.notes
    changed = attached(system, SIZE, SIZE, data, within=False)
    yield "adapter beside", encode_clip(clip, changed, bitrate=bitrate), len(data), []


@dataclass(frozen=True)
class Measured:
    """One way of coding a clip: what was measured, bytes of the adapter, base pictures."""

    row: ReportRow
    adapter: int
    bases: int


def measured(
    name: str, system: str, pictures: int, bitrate: float | None, tuning: Tuning
) -> tuple[list[Measured], list[str]]:
    """All ways of a clip, each decoded, and the encoders' notes."""
    with (
        open_clip(str(zoo.path(name)), SIZE, FaceSubject(), limit=pictures) as clip,
        ExitStack() as room,
    ):
        ways, cells, notes = [], [], []
        for what, encoded, size, said in streams(clip, system, bitrate, tuning):
            check(encoded, len(clip))
            shown = room.enter_context(store(len(clip), (SIZE, SIZE)))
            decode_into(encoded.decoder(), shown)
            kbits = encoded.ledger.total / clip.seconds / 1000
            ways.append(Way(what, kbits, shown, np.arange(len(clip))))
            cells.append((size, encoded.ledger.bases))
            notes += said
        rows, _ = measure(clip, ways)
        return [Measured(row, *cell) for row, cell in zip(rows, cells, strict=True)], notes


def run(small: bool = False) -> Iterator[Row]:
    """Two clips of `main`'s defaults: each way beside the system as it is. ``small``: one, a few pictures."""
    torch.set_num_threads(1)
    clips, pictures, bitrate, steps = (("wolfgang",), 4, None, 1) if small else (CLIPS, 250, 8, 300)
    for name in clips:
        ways, _ = measured(name, "light", pictures, bitrate, Tuning(minutes=0, steps=steps))
        plain = ways[0].row
        for way in ways[1:]:
            what = f"ST-LPIPS of {name}, {way.row.name}, {way.row.kbits:.1f} kbit/s"
            yield Row(what, way.row.stlpips, "", plain.stlpips, f"as it is, {plain.kbits:.1f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--system", default="light")
    parser.add_argument("--clips", nargs="+", default=list(CLIPS))
    parser.add_argument("--pictures", type=int, default=250)
    parser.add_argument("--bitrate", type=float, default=8)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    tuning = Tuning(minutes=0, steps=options.steps)
    print("| clip | | kbit/s | adapter, bytes | base pictures | PSNR | SSIM | VMAF | ST-LPIPS | keypoints |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in options.clips:
        ways, notes = measured(name, options.system, options.pictures, options.bitrate, tuning)
        for way in ways:
            row = way.row
            print(
                f"| {name} | {row.name} | {row.kbits:.2f} | {way.adapter or ''} | {way.bases} | "
                f"{row.psnr:.2f} | {row.ssim:.3f} | {row.vmaf:.1f} | {row.stlpips:.4f} | "
                f"{row.keypoints:.2f} |",
                flush=True,
            )
        for note in notes:
            print(f"<!-- {name}: {note} -->", flush=True)


if __name__ == "__main__":
    main()
