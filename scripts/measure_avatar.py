"""The table of docs/explanation/avatar.md: `python -m scripts.measure_avatar CLIP AVATAR [FIRST HELD]`.

AVATAR is of the clip's pictures 0 to FIRST - 1 (`seigen avatar train CLIP --limit FIRST`); the pictures after
them, HELD at most, were not trained on. Both parts are coded with the avatar beside, and decoded.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import encode_clip
from generators.codec.encoder import Settings
from generators.subjects.body.subject import BodySubject, as_person
from generators.subjects.clip import Clip, open_clip

SIZE = (240, 160)
STEP = 2


def decibels(wanted: np.ndarray, made: np.ndarray, there: np.ndarray) -> float:
    """Compute PSNR on the pixels that are there."""
    error = np.square(wanted[there].astype(float) - made[there]).mean()
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


def measured(clip: Clip, avatar: bytes) -> list[str]:
    """Code a clip; cells of the table."""
    system = registry.make("avatar", *clip.size, adapter=avatar, within=False)
    start = time.process_time()
    coded = encode_clip(clip, system, bitrate=None, settings=Settings(qp=34, threshold=0.5, step=STEP))
    encoding = time.process_time() - start
    start = time.process_time()
    frames = list(Decoder(coded.data, device="cpu", adapter=avatar))
    drawing = len(frames) / (time.process_time() - start)
    rows, still = [], []
    first = frames[0].pixels
    for frame in frames:
        if not frame.is_base:
            there = as_person(clip.measured[frame.index]).mask_in(*clip.size) > 0.5
            rows.append(decibels(clip.pictures[frame.index], frame.pixels, there))
            still.append(decibels(clip.pictures[frame.index], first, there))
    spent = coded.ledger
    return [
        str(len(clip)),
        f"{np.mean(rows):.1f}",
        f"{np.mean(still):.1f}",
        f"{spent.parameters / clip.seconds / 1000:.2f}",
        f"{spent.base / clip.seconds / 1000:.2f}",
        str(spent.beside // 8),
        f"{encoding / len(clip):.2f}",
        f"{drawing:.1f}",
    ]


def main() -> None:
    """Print the table."""
    path, file, *counts = sys.argv[1:]
    first, held = (int(n) for n in counts) if counts else (80, 23)
    avatar = Path(file).read_bytes()
    print(
        "| pictures | number | person, dB | first picture still, dB | parameters, kbit/s | base, kbit/s |",
        end="",
    )
    print(" avatar, bytes | encoding, CPU s per picture | decoded per CPU s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, start, limit in (("trained on", 0, first), ("not trained on", first, held)):
        with open_clip(path, SIZE, BodySubject(), window="all", start=start, limit=limit) as clip:
            print(f"| {name} | {' | '.join(measured(clip, avatar))} |", flush=True)


if __name__ == "__main__":
    main()
