"""What an adapter gains on held-out clips, at equal total rate and at equal rate without counting it.

    python -m scripts.bench_personalise [--system light] [--clips cap12 carphone] [--steps 300]

Three rows a clip: the system as it is, personalised with the adapter in the stream (the same total rate), and
the same adapter beside the stream (the same rate, the adapter not counted); two where the encoder leaves the
adapter out. Every stream is decoded, and compared bit for bit with what its encoder had. A
Markdown table goes to standard output.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
import torch

from generators import registry
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Encoded
from generators.codec.stream import adapter_in
from generators.measure.report import Way, decode_into, measure
from generators.media import zoo
from generators.media.video import store
from generators.subjects.clip import Clip, open_clip
from generators.subjects.face.subject import FaceSubject
from generators.training.personalise import Tuning, attached, encode_personalised
from vvc_bridge.access_unit import access_units

SIZE = 256


def streams(
    clip: Clip, system: str, bitrate: float, tuning: Tuning
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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--system", default="light")
    parser.add_argument("--clips", nargs="+", default=["cap12", "carphone"])
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
        with (
            open_clip(str(zoo.path(name)), SIZE, FaceSubject(), limit=options.pictures) as clip,
            ExitStack() as room,
        ):
            ways, cells, notes = [], [], []
            for what, encoded, size, said in streams(clip, options.system, options.bitrate, tuning):
                check(encoded, len(clip))
                pictures = room.enter_context(store(len(clip), (SIZE, SIZE)))
                decode_into(encoded.decoder(), pictures)
                kbits = encoded.ledger.total / clip.seconds / 1000
                ways.append(Way(what, kbits, pictures, np.arange(len(clip))))
                cells.append(f"{size or ''} | {encoded.ledger.bases}")
                notes += said
            rows, _ = measure(clip, ways)
            for row, cell in zip(rows, cells, strict=True):
                print(
                    f"| {name} | {row.name} | {row.kbits:.2f} | {cell} | {row.psnr:.2f} | {row.ssim:.3f} | "
                    f"{row.vmaf:.1f} | {row.stlpips:.4f} | {row.keypoints:.2f} |",
                    flush=True,
                )
            for note in notes:
                print(f"<!-- {name}: {note} -->", flush=True)


if __name__ == "__main__":
    main()
