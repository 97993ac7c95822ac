"""Makes generators/data/scene.safetensors: the network of the system "scene".

    python -m scripts.train_scene [--minutes 12]    trains and writes it, with its card
    python -m scripts.train_scene --report          measures it on clips never trained on

From pictures of three clips (`TRAINING`) at 256 pixels: a third as they are filmed, the rest one picture
moved as wind and water move things (smooth random waves that swing). Base pictures are coded by VVC at QPs
24 to 42, brought together along the decoder's own flow, and compared with the source between them by mean
difference and ST-LPIPS. `HELD_OUT` clips are in no training.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from generators.codec.picture_codec import PictureDecoder, encode_picture
from generators.graphics.flow import sample
from generators.measure.metrics import ShiftTolerantLpips
from generators.media import video, zoo
from generators.media.pixels import to_batch, to_pixels, to_tensor
from generators.systems.scene.between import Halves, halves, link
from generators.systems.scene.mean import FILE, Mean, shipped
from vvc_bridge.terminal import show

TRAINING = (("city", 0, 190), ("bikes", 0, 250), ("park", 0, 17))
HELD_OUT = (("ocean", 0, 97), ("goldengate", 100, 61), ("bigbuckbunny", 30, 61), ("small", 0, 81))
SAMPLES, CROP, BATCH, RATE, PERCEPTUAL = 90, 96, 4, 2e-3, 1.0
SIDE = 256
LOST = 0.07
"""Mean difference (0..1) of a mixture from which nothing can be learned of it."""
PATH = Path("generators/data") / FILE


def pictures(name: str, first: int, count: int) -> np.ndarray:
    """Pictures of a clip, uint8 (n, h, w, 3), `SIDE` pixels wide or high."""
    rows = []
    for picture in video.read(zoo.path(name)):
        if first <= picture.index < first + count:
            x = to_batch(picture.rgb[None])
            scale = SIDE / max(x.shape[2:])
            size = [4 * round(side * scale / 4) for side in x.shape[2:]]
            small = F.interpolate(x, size, mode="bilinear", antialias=True, align_corners=False)
            rows.append(to_pixels(small[0]))
    return np.stack(rows)


def waves(rng: np.random.Generator, height: int, width: int) -> Iterator[torch.Tensor]:
    """Motion (1, 2, h, w) of three instants: a few smooth fields that drift and swing."""
    fields = []
    for _ in range(3):
        cells = rng.integers(2, 9)
        coarse = torch.from_numpy(rng.normal(size=(1, 2, cells, cells + 2))).float()
        grown = F.interpolate(coarse, (height, width), mode="bicubic", align_corners=True)
        fields.append((grown * float(rng.uniform(0.5, 3)), rng.uniform(0.2, 2), rng.uniform(0, 6.28)))
    for instant in (0.0, float(rng.uniform(0.15, 0.85)), 1.0):
        total = torch.zeros(1, 2, height, width)
        for field, turns, phase in fields:
            total = total + field * float(np.sin(2 * np.pi * turns * instant + phase))
        yield total


def coded(picture: np.ndarray, qp: int) -> torch.Tensor:
    """A picture as a decoder has it, (3, h, w) in 0..1."""
    return to_tensor(PictureDecoder()(encode_picture(picture, qp))[0][1])


@torch.inference_mode()
def samples(count: int, seed: int = 0) -> list[tuple[torch.Tensor, Halves]]:
    """Source pictures (1, 3, h, w) and what both base pictures show of them, in half precision."""
    rng, out = np.random.default_rng(seed), list[tuple[torch.Tensor, Halves]]()
    clips = [pictures(*clip) for clip in TRAINING]
    chances = np.array([len(c) for c in clips]) ** 0.5
    i = -1
    while len(out) < count:
        i += 1
        clip = clips[rng.choice(len(clips), p=chances / chances.sum())]
        if i % 3 == 0:
            span = int(rng.integers(6, min(31, len(clip) - 1)))
            start = int(rng.integers(0, len(clip) - span))
            middle = int(rng.integers(1, span))
            first, source, second = (clip[start + k] for k in (0, middle, span))
            share = middle / span
        else:
            still = to_tensor(clip[rng.integers(len(clip))])[None]
            moved = [to_pixels(sample(still, m)[0]) for m in waves(rng, *still.shape[2:])]
            first, source, second = moved
            share = 0.5 + float(rng.uniform(-0.35, 0.35))
        qp = int(rng.integers(24, 43))
        a, b = coded(first, qp), coded(second, qp)
        zero = torch.zeros(1, 2, *a.shape[1:])
        by = link(a, b)
        if i % 3:
            # Where things have swung to is told by tokens: here by the flow itself, smooth.
            seen = link(to_tensor(first), to_tensor(source)).there - share * by.there
            zero = F.interpolate(F.avg_pool2d(seen, 32, ceil_mode=True), seen.shape[2:], mode="bilinear")
        both = halves(a, b, by, torch.tensor([share]), zero)
        target = to_batch(source[None])
        if float((both.mixed() - target).abs().mean()) > LOST:
            continue
        out.append((target.half(), Halves(*(v.half() for v in vars(both).values()))))
        if len(out) % 30 == 0:
            show(f"{len(out)} samples")
    return out


def cropped(rng: np.random.Generator, pool: list[tuple[torch.Tensor, Halves]]) -> tuple[torch.Tensor, Halves]:
    """A batch of crops, some turned round."""
    rows = []
    for k in rng.integers(0, len(pool), BATCH):
        source, both = pool[k]
        height, width = source.shape[2:]
        y, x = int(rng.integers(0, height - CROP + 1)), int(rng.integers(0, width - CROP + 1))
        parts = [source, *vars(both).values()]
        flips = [d for d in (2, 3) if rng.random() < 0.5]
        rows.append([p[..., y : y + CROP, x : x + CROP].float().flip(flips) for p in parts])
    source, *rest = (torch.cat(column) for column in zip(*rows, strict=True))
    return source, Halves(*rest)


def train(minutes: float) -> Mean:
    """Train the network for so long."""
    torch.manual_seed(0)
    rng, pool, eye = np.random.default_rng(0), samples(SAMPLES), ShiftTolerantLpips()
    network = Mean()
    optimiser = torch.optim.Adam(network.parameters(), RATE)
    began, losses = time.monotonic(), list[float]()
    while (spent := (time.monotonic() - began) / 60) < minutes:
        source, both = cropped(rng, pool)
        made = network(both)
        loss = 4 * (made - source).abs().mean() + PERCEPTUAL * eye(made, source).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - 0.95 * spent / minutes)
        losses.append(float(loss))
        if len(losses) % 50 == 0:
            show(f"{len(losses)} steps, {spent:.1f} minutes, loss {np.mean(losses[-50:]):.4f}")
    show(f"{len(losses)} steps")
    return network.eval()


@torch.inference_mode()
def report(network: Mean) -> dict[str, str]:
    """Measure ST-LPIPS and PSNR of mixtures along the flow, without and with the network."""
    eye, found = ShiftTolerantLpips(), {}
    for name, first, count in HELD_OUT:
        clip, rows = pictures(name, first, count), []
        for qp in (30, 38):
            for start in (0, len(clip) // 2 - 5):
                span = min(24, len(clip) - 1 - start)
                a, b = coded(clip[start], qp), coded(clip[start + span], qp)
                places = [span // 4, span // 2, span - 3]
                shares = torch.tensor([p / span for p in places])
                both = halves(a, b, link(a, b), shares, torch.zeros(3, 2, *a.shape[1:]))
                source = to_batch(clip[[start + p for p in places]])
                for made in (both.mixed(), network(both).clamp(0, 1)):
                    error = (made - source).square().mean((1, 2, 3))
                    rows.append((float(eye(source, made).mean()), float(-10 * error.log10().mean())))
        plain, better = np.mean(rows[::2], axis=0), np.mean(rows[1::2], axis=0)
        found[f"held out: {name}"] = (
            f"ST-LPIPS {better[0]:.4f} (plain {plain[0]:.4f}); PSNR {better[1]:.2f} (plain {plain[1]:.2f}) dB"
        )
        show(f"{name}: {found[f'held out: {name}']}")
    return found


def main() -> None:
    """Train, or measure what is there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=12.0)
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    if arguments.report:
        report(shipped())
        return
    network = train(arguments.minutes)
    notes = {
        "system": "scene",
        "date": date.today().isoformat(),
        "training": f"python -m scripts.train_scene --minutes {arguments.minutes:g}, one thread, no GPU",
        "data": ", ".join(f"{name} ({count} pictures)" for name, _, count in TRAINING)
        + "; two thirds of the samples single pictures of them, moved by random waves",
        "parameters": str(sum(p.numel() for p in network.parameters())),
    } | report(network)
    tensors = {k: v.half().contiguous() for k, v in network.state_dict().items()}
    save_file(tensors, PATH, {k: v if isinstance(v, str) else json.dumps(v) for k, v in notes.items()})
    table = "\n".join(f"| {key} | {value} |" for key, value in notes.items())
    size = PATH.stat().st_size
    PATH.with_suffix(".md").write_text(
        f"# scene\n\n| | |\n|---|---|\n| file | {size} bytes, safetensors, float16 |\n{table}\n"
    )


if __name__ == "__main__":
    main()
