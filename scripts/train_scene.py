"""Makes generators/data/scene.safetensors: the networks of the system "scene".

    python -m scripts.train_scene samples POOL          makes what is learned from
    python -m scripts.train_scene mean POOL OUT         trains the mean network
    python -m scripts.train_scene flow POOL OUT         trains the flow that makes texture, by it
    python -m scripts.train_scene report OUT            measures both on clips never trained on

From pictures of the registry's clips (`TRAINING`), 320 pixels along the longer side: as they are filmed; one
picture moved as wind and water move things (smooth random waves that swing); and drawings of flat colours,
which are to stay flat, moved alike. Base pictures are coded by VVC at QPs 24 to 42, brought together along
the decoder's own flow, and compared with the source between them by mean difference and ST-LPIPS.
`HELD_OUT` clips are in no training.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

from generators.codec.picture_codec import PictureDecoder, encode_picture, encode_pictures
from generators.graphics.flow import sample
from generators.media import video, zoo
from generators.media.perception import ShiftTolerantLpips
from generators.media.pixels import to_batch, to_pixels, to_tensor
from generators.systems.scene.between import Halves, halves, link
from generators.systems.scene.painting import (
    DRAWN,
    GATES,
    SEEN,
    STRENGTHS,
    Paint,
    Painter,
    Painters,
    Size,
    read,
    seen_of,
    texture_of,
)
from vvc_bridge.terminal import show

TRAINING = {
    "city": 190, "bikes": 200, "park": 17, "vtest": 80, "walk": 40, "no-face": 40, "face-leaves": 40,
    "franck": 40, "carphone": 40,
}  # fmt: skip
"""Clips that are learned from, and how many pictures of each."""
HELD_OUT = {
    "ocean": (0, 97), "tree": (0, 48), "goldengate": (100, 61), "bigbuckbunny": (30, 61), "small": (0, 81)
}  # fmt: skip
"""Clips that are not: first picture, and how many."""
SIDE, PART, CROP, BATCH, RATE = 320, 192, 64, 4, 4e-4
SAMPLES = 160
FLAT, WAVES = 0.15, 0.55
"""Share of samples that are drawings, and up to which they are moved stills."""
GRID = 20.0
"""What a pattern counts that repeats with the network's own grid."""
LOST = 0.08
"""Mean difference (0..1) of a mixture from which nothing can be learned of it."""


def pictures(name: str, first: int, count: int) -> np.ndarray:
    """Pictures of a clip, uint8 (n, h, w, 3), `SIDE` pixels wide or high."""
    rows = []
    for picture in video.read(zoo.path(name)):
        if picture.index >= first + count:
            break
        if first <= picture.index:
            x = to_batch(picture.rgb[None])
            scale = min(1.0, SIDE / max(x.shape[2:]))
            size = [4 * round(side * scale / 4) for side in x.shape[2:]]
            small = F.interpolate(x, size, mode="bilinear", antialias=True, align_corners=False)
            rows.append(to_pixels(small[0]))
    return np.stack(rows)


def drawing(rng: np.random.Generator, height: int = PART, width: int = PART) -> torch.Tensor:
    """Flat shapes, some shaded, on a flat ground, (1, 3, h, w) in 0..1."""
    y, x = torch.meshgrid(torch.arange(height) / height, torch.arange(width) / height, indexing="ij")
    out = torch.from_numpy(rng.uniform(0, 1, 3)).float().view(3, 1, 1).expand(3, height, width).clone()
    for _ in range(int(rng.integers(4, 24))):
        cy, cx, r = rng.uniform(0, 1), rng.uniform(0, width / height), rng.uniform(0.03, 0.35)
        turn, stretch = rng.uniform(0, 3.2), rng.uniform(0.3, 1)
        u = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn)
        v = ((y - cy) * np.cos(turn) - (x - cx) * np.sin(turn)) / stretch
        away = torch.maximum(u.abs(), v.abs()) if rng.random() < 0.5 else (u * u + v * v).sqrt()
        inside = ((r - away) * height).clamp(0, 1)
        colour = torch.from_numpy(rng.uniform(0, 1, 3)).float().view(3, 1, 1)
        shade = 1 + float(rng.uniform(-0.6, 0.6)) * u / r * float(rng.random() < 0.5)
        out = out + ((colour * shade).clamp(0, 1) - out) * inside
    return out[None]


def waves(rng: np.random.Generator, height: int, width: int, share: float) -> Iterator[torch.Tensor]:
    """Motion (1, 2, h, w) at the first picture, after ``share`` of the way and at the last: smooth fields."""
    fields = []
    for _ in range(3):
        cells = rng.integers(2, 9)
        coarse = torch.from_numpy(rng.normal(size=(1, 2, cells, cells + 2))).float()
        grown = F.interpolate(coarse, (height, width), mode="bicubic", align_corners=True)
        fields.append((grown * float(rng.uniform(0.5, 3)), rng.uniform(0.2, 2), rng.uniform(0, 6.28)))
    begin, end = (
        torch.stack([f * float(np.sin(2 * np.pi * turns * t + phase)) for f, turns, phase in fields]).sum(0)
        for t in (0.0, 1.0)
    )
    for instant in (0.0, share, 1.0):
        # Linear in time: what is beside that tokens say.
        yield begin + (end - begin) * instant


def coded(first: np.ndarray, second: np.ndarray, qp: int, *, chained: bool) -> list[torch.Tensor]:
    """Two pictures as a decoder has them, (3, h, w) in 0..1; ``chained``: the second coded from the first."""
    units = (
        encode_pictures([first, second], qp) if chained else [encode_picture(p, qp) for p in (first, second)]
    )
    decoder, out = PictureDecoder(), list[torch.Tensor]()
    for unit in units:
        out += [to_tensor(picture) for _, picture in (decoder if chained else PictureDecoder())(unit)]
    return out


def _taken(rng: np.random.Generator, clips: list[np.ndarray]) -> tuple[np.ndarray, float]:
    """First, middle and last picture of a sample, and the middle's share of the way."""
    kind, clip = rng.random(), clips[rng.integers(len(clips))]
    if kind >= WAVES:
        span = int(rng.integers(6, min(31, len(clip) - 1)))
        start, middle = int(rng.integers(0, len(clip) - span)), int(rng.integers(1, span))
        return _part(rng, np.stack([clip[start + k] for k in (0, middle, span)])), middle / span
    still = drawing(rng) if kind < FLAT else to_batch(_part(rng, clip[[rng.integers(len(clip))]]))
    share = 0.5 + float(rng.uniform(-0.4, 0.4))
    return np.stack(
        [to_pixels(sample(still, m)[0]) for m in waves(rng, still.shape[2], still.shape[3], share)]
    ), share


def _part(rng: np.random.Generator, clip: np.ndarray) -> np.ndarray:
    """The same part of all pictures, `PART` pixels wide and high at most."""
    height, width = (min(PART, side) for side in clip.shape[1:3])
    y, x = (int(rng.integers(0, s - p + 1)) for s, p in zip(clip.shape[1:3], (height, width), strict=True))
    return clip[:, y : y + height, x : x + width]


@torch.inference_mode()
def samples(count: int, seed: int = 0) -> Iterator[tuple[torch.Tensor, Halves]]:
    """Source pictures (1, 3, h, w) and what both base pictures show of them, in half precision."""
    rng, made = np.random.default_rng(seed), 0
    clips = [pictures(name, 0, number) for name, number in TRAINING.items()]
    while made < count:
        (first, source, second), share = _taken(rng, clips)
        a, b = coded(first, second, int(rng.integers(24, 43)), chained=rng.random() < 0.5)
        both = halves(a, b, link(a, b), torch.tensor([share]), torch.zeros(1, 2, *a.shape[1:]))
        if rng.random() < 0.15:
            # Without the next base picture.
            both = Halves.alone(both.first, both.way)
        target = to_batch(source[None])
        if float((both.mixed() - target).abs().mean()) > LOST:
            continue
        made += 1
        yield target.half(), Halves(*(v.half() for v in vars(both).values()))
        if made % 10 == 0:
            show(f"{made} samples, {time.process_time():.0f} CPU s")


def write_pool(path: Path, count: int) -> None:
    """Write samples to a file."""
    tensors = dict[str, torch.Tensor]()
    for i, (source, both) in enumerate(samples(count)):
        tensors |= {f"{i}.source": source} | {f"{i}.{k}": v.contiguous() for k, v in vars(both).items()}
        if i % 10 == 9 or i + 1 == count:
            # What is there can be learned from already.
            part = path.with_suffix(".part")
            save_file({k: v.contiguous().clone() for k, v in tensors.items()}, part)
            part.replace(path)


def read_pool(path: Path) -> list[tuple[torch.Tensor, Halves]]:
    """Read them again."""
    tensors = load_file(path)
    names = ("first", "second", "weight", "apart", "way")
    count = len(tensors) // (1 + len(names))
    return [(tensors[f"{i}.source"], Halves(*(tensors[f"{i}.{n}"] for n in names))) for i in range(count)]


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


def grid(added: torch.Tensor) -> torch.Tensor:
    """Measure how far (n, 3, h, w) is a pattern that repeats every four pixels: the perceptual measure takes
    it for texture, people see it."""
    n, c, height, width = added.shape
    fine = texture_of(added)[..., : height // 4 * 4, : width // 4 * 4]
    return fine.reshape(n, c, height // 4, 4, width // 4, 4).mean((2, 4)).square().mean().sqrt()


def _learn(optimiser: torch.optim.Optimizer, loss: torch.Tensor, share: float) -> None:
    """Take one step; from the next one on at a ``share`` of the first rate."""
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    for group in optimiser.param_groups:
        group["lr"] = RATE * share


def train_mean(path: Path, out: Path, minutes: float) -> None:
    """Train the mean network for so long."""
    torch.manual_seed(0)
    rng, eye = np.random.default_rng(0), ShiftTolerantLpips()
    network = Painter(SEEN)
    if out.exists():
        network.load_state_dict(_read(out, "mean"))
    average = {k: v.clone() for k, v in network.state_dict().items()}
    optimiser = torch.optim.Adam(network.parameters(), RATE)
    began, losses = time.process_time(), list[float]()
    while (spent := (time.process_time() - began) / 60) < minutes:
        if len(losses) % 50 == 0:
            pool = read_pool(path)
        source, both = cropped(rng, pool)
        added = network(seen_of(both))
        made = both.mixed() + added
        loss = 2 * (made - source).abs().mean() + eye(made, source).mean() + GRID * grid(added)
        _learn(optimiser, loss, 1 - 0.95 * spent / minutes)
        for k, v in network.state_dict().items():
            average[k].lerp_(v, 0.01)
        losses.append(loss.item())
        if len(losses) % 50 == 0:
            show(f"{len(losses)} steps, {spent:.1f} minutes, loss {np.mean(losses[-50:]):.4f}")
            _write(out, "mean", average)


def _read(path: Path, name: str) -> dict[str, torch.Tensor]:
    """Read a network of a file."""
    found = load_file(path)
    return {k.removeprefix(f"{name}."): v.float() for k, v in found.items() if k.startswith(f"{name}.")}


def _write(path: Path, name: str, state: dict[str, torch.Tensor]) -> None:
    """Write a network beside those that a file has already."""
    others = load_file(path) if path.exists() else {}
    kept = {k: v for k, v in others.items() if not k.startswith(f"{name}.")}
    save_file(kept | {f"{name}.{k}": v.half().contiguous() for k, v in state.items()}, path)


def train_flow(path: Path, out: Path, minutes: float) -> None:
    """Train size and flow of what the mean network of a file leaves over, for so long."""
    torch.manual_seed(0)
    rng, pool = np.random.default_rng(1), read_pool(path)
    mean, size, flow = read(load_file(out)).mean, Size(), Painter(DRAWN)
    optimiser = torch.optim.Adam([*size.parameters(), *flow.parameters()], RATE)
    average = {k: v.clone() for k, v in flow.state_dict().items()}
    began, losses = time.process_time(), list[float]()
    while (spent := (time.process_time() - began) / 60) < minutes:
        source, both = cropped(rng, pool)
        with torch.no_grad():
            made = both.mixed() + mean(seen_of(both))
            known = torch.cat([made, both.weight, both.apart], dim=1)
            left = texture_of(source - made)
        large = size(known)
        likely = (0.5 * (left / large).square() + large.log()).mean()
        end = (left / large).detach().clamp(-4, 4)
        begin, share = torch.randn_like(end), torch.rand(len(end), 1, 1, 1)
        between, when = begin + (end - begin) * share, share.expand_as(both.weight)
        found = flow(torch.cat([known, between, when], dim=1))
        loss = (found - (end - begin)).square().mean() + likely
        _learn(optimiser, loss, 1 - 0.95 * spent / minutes)
        for k, v in flow.state_dict().items():
            average[k].lerp_(v, 0.01)
        losses.append(loss.item())
        if len(losses) % 50 == 0:
            show(f"{len(losses)} steps, {spent:.1f} minutes, loss {np.mean(losses[-50:]):.4f}")
            _write(out, "flow", average)
            _write(out, "size", size.state_dict())


def held_out() -> Iterator[tuple[str, torch.Tensor, Halves]]:
    """Name pictures of clips never trained on, (n, 3, h, w), and what base pictures around them show."""
    for name, (first, count) in HELD_OUT.items():
        clip = pictures(name, first, count)
        for qp in (30, 36):
            for start in (0, len(clip) // 2 - 5):
                span = min(24, len(clip) - 1 - start)
                a, b = coded(clip[start], clip[start + span], qp, chained=True)
                places = [span // 4, span - 3]
                shares = torch.tensor([p / span for p in places])
                both = halves(a, b, link(a, b), shares, torch.zeros(len(places), 2, *a.shape[1:]))
                yield name, to_batch(clip[[start + p for p in places]]), both


@torch.inference_mode()
def report(painters: Painters) -> dict[str, str]:
    """Measure pictures along the flow at each gate and strength: ST-LPIPS, PSNR and the energy of what is
    fine, as a share of the source's. `chosen` is the least ST-LPIPS of each base picture."""
    eye, found = ShiftTolerantLpips(), dict[str, str]()
    paints = [Paint(gate) for gate in range(len(GATES))]
    if painters.flow is not None:
        paints += [Paint(len(GATES) - 1, strength, 7) for strength in range(1, len(STRENGTHS))]
    rows: dict[str, list[list[tuple[float, float, float]]]] = {}
    for name, source, both in held_out():
        row = []
        for paint in paints:
            made = painters.paint(both, paint)
            error = (made - source).square().mean((1, 2, 3))
            fine = texture_of(made).square().mean() / texture_of(source).square().mean()
            near = float(eye(source, made).mean())
            row.append((near, float(-10 * error.log10().mean()), float(fine.sqrt())))
        rows.setdefault(name, []).append(row)
    for name, values in rows.items():
        means, gates = np.mean(values, axis=0), len(GATES)
        away = np.array(values)[..., 0]
        text = [
            f"{GATES[p.gate]:g}/{STRENGTHS[p.strength]:g}: {v[0]:.4f}, {v[1]:.2f} dB, {v[2]:.2f}"
            for p, v in zip(paints, means, strict=True)
        ]
        text.append(f"chosen: {away[:, :gates].min(1).mean():.4f}, with texture {away.min(1).mean():.4f}")
        found[f"held out: {name}"] = "; ".join(text)
        show(f"{name}: {found[f'held out: {name}']}")
    return found


def main() -> None:
    """Make samples, train, or measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("samples", "mean", "flow", "report"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--minutes", type=float, default=14.0, help="of processor time")
    parser.add_argument("--samples", type=int, default=SAMPLES)
    arguments = parser.parse_args()
    if arguments.what == "samples":
        write_pool(arguments.files[0], arguments.samples)
    elif arguments.what == "mean":
        train_mean(arguments.files[0], arguments.files[1], arguments.minutes)
    elif arguments.what == "flow":
        train_flow(arguments.files[0], arguments.files[1], arguments.minutes)
    else:
        report(read(load_file(arguments.files[0])))


if __name__ == "__main__":
    main()
