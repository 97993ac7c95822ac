"""Makes generators/data/tokens.safetensors: the tokenizer of the system "tokens".

    python -m scripts.make_tokenizer             trains and writes it: about 20 minutes on one core
    python -m scripts.make_tokenizer --report    errors of the file on people never trained on, beside its PCA

From the training pictures alone (franck 0..3999, wolfgang 0..399). Two people are few: half of the training
faces are theirs in another pose, stretched, with larger or smaller expressions, a share of the way to the
other person. What is learned is the way from one picture of a person to another: the error is that of the
base picture's face moved by what the tokens say, at every level, with tokens rounded as they are sent.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import nn

from generators.media import video, zoo
from generators.subjects.face.model import basis, rigid
from generators.subjects.face.pose import similarity
from generators.subjects.face.shares import point_shares
from generators.subjects.face.subject import FaceSubject
from generators.systems.tokens.tokenizer import FILE, LEVELS, POINTS, TOKENS, Tokenizer, as_points

TRAINING = (("franck", 0, 4000, 4), ("wolfgang", 0, 400, 1))  # clip, first, end, every n-th
STRANGERS = (
    *(("carphone", 0, 120, 1), ("single-face", 0, 72, 1), ("obama", 0, 105, 1)),
    *(("cap12", 0, 600, 3), ("cap13", 0, 600, 3)),
)
COMPONENTS = 96
HIDDEN = 256
# What is seen in depth counts less: the net guesses it from one view.
AXES = np.array([1, 1, 0.3])
# Bits after the binary point of each level's tokens, as the mapping has them (those of the first are chosen
# by their effect; this is about as fine).
PRECISIONS = (7, 2, 1, 1)
STEPS = np.repeat([2.0**-p for p in PRECISIONS], [4, 4, 8, 16])
SPAN = 0.35
"""Standard deviation of the widest of the first four tokens: they stay inside -1..1."""
STEP_PIXELS = 0.5
"""What a step of the later tokens moves, root mean square over the points, in pixels of 256x256: where most
numbers are zeros and ones, few bits after the binary point are the cheapest code."""


def measure(name: str, first: int, end: int, step: int) -> np.ndarray:
    """Faces (n, 470, 3) of every step-th picture of a clip, in halves of the window that would be coded."""
    subject, faces, shape = FaceSubject(), [], (0, 0)
    for picture in islice(video.read(zoo.path(name)), first, end):
        face, shape = subject.measure(picture.rgb), picture.rgb.shape[:2]
        if face is not None and (picture.index - first) % step == 0:
            faces.append(face)
    window = subject.window(faces, *shape)
    half = window.width / 2
    points = np.array([as_points(face) for face in faces])
    points[..., :2] -= (window.x + half, window.y + half)
    points /= half
    return points


class People:
    """Training faces: real ones, and pairs of one made-up person in two pictures."""

    def __init__(self, faces: list[np.ndarray], seed: int) -> None:
        self._faces, self._random = faces, np.random.default_rng(seed)
        self._mirror = np.concatenate([basis()["mirror"], [469, 468]])
        self._still = []
        for points in faces:
            own = basis()["mean"].astype(np.float64)
            for _ in range(3):
                scale, rotation, centre = similarity(own, points[:, :468], rigid())
                still = np.einsum("nde,nkd->nke", rotation, points - centre[:, None]) / scale[:, None, None]
                own = still[:, :468].mean(axis=0)
            self._still.append(still)

    def pairs(self, count: int) -> np.ndarray:
        """Make pairs (2, count, 470, 3): half of them real, half made up."""
        parts = []
        for who, points in enumerate(self._faces):
            most = count // 2 // len(self._faces)
            real = points[self._random.integers(len(points), size=(2, most))]
            parts.append(self._mirrored(real, most))
            parts.append(self._made(who, most))
        return np.concatenate(parts, axis=1)

    def _mirrored(self, pair: np.ndarray, count: int) -> np.ndarray:
        flip = self._random.random(count) < 0.5
        pair = pair.copy()
        pair[:, flip] = (pair[:, flip] * (-1, 1, 1))[:, :, self._mirror]
        return pair

    def _made(self, who: int, count: int) -> np.ndarray:
        draw = self._random
        still, other = self._still[who], self._still[who - 1].mean(axis=0)
        person = still.mean(axis=0)
        owner = person + draw.uniform(-0.5, 1, (count, 1, 1)) * (other - person)
        stretch = np.exp(draw.normal(0, 0.08, (count, 1, 3)))
        strength = draw.uniform(0.6, 1.5, (count, 1, 1))
        size = draw.uniform(0.24, 0.48, count)
        angles = draw.normal(0, (0.15, 0.12, 0.08), (count, 3))
        place = draw.normal((0, 0.03), 0.1, (count, 2))
        pair = []
        for _ in range(2):
            moved = (owner + strength * (still[draw.integers(len(still), size=count)] - person)) * stretch
            turn = rotations(angles + draw.normal(0, (0.25, 0.15, 0.12), (count, 3)))
            scale = size * np.exp(draw.normal(0, 0.07, count))
            moved = scale[:, None, None] * np.einsum("nde,nke->nkd", turn, moved)
            moved[..., :2] += (place + draw.normal(0, (0.1, 0.08), (count, 2)))[:, None]
            moved[..., 2] -= moved[:, :468, 2].mean(axis=1, keepdims=True)
            pair.append(moved)
        return self._mirrored(np.stack(pair), count)


def rotations(angles: np.ndarray) -> np.ndarray:
    """Rotations (n, 3, 3) by yaw, pitch and roll (n, 3) in radians."""
    c, s = np.cos(angles), np.sin(angles)
    zero, one = np.zeros(len(angles)), np.ones(len(angles))

    def matrix(*rows: np.ndarray) -> np.ndarray:
        return np.stack(rows, axis=-1).reshape(-1, 3, 3)

    yaw = matrix(c[:, 0], zero, s[:, 0], zero, one, zero, -s[:, 0], zero, c[:, 0])
    pitch = matrix(one, zero, zero, zero, c[:, 1], -s[:, 1], zero, s[:, 1], c[:, 1])
    roll = matrix(c[:, 2], -s[:, 2], zero, s[:, 2], c[:, 2], zero, zero, zero, one)
    turned: np.ndarray = roll @ yaw @ pitch
    return turned


def principal(pairs: np.ndarray) -> dict[str, np.ndarray]:
    """What training starts from: mean, axes, spread and scale of the principal components of motion."""
    weight = (np.sqrt(point_shares(POINTS))[:, None] * AXES).ravel()
    flat = pairs.reshape(-1, POINTS * 3)
    mean = flat.mean(axis=0)
    moved = (pairs[1] - pairs[0]).reshape(-1, POINTS * 3) * weight
    axes = np.linalg.svd(moved, full_matrices=False)[2][:COMPONENTS]
    spread = ((flat - mean) * weight @ axes.T).std(axis=0)
    later = np.repeat([STEP_PIXELS / 128 * 2.0**p for p in PRECISIONS[1:]], [4, 8, 16])
    scale = np.concatenate([np.full(4, spread[:4].max() / SPAN), later])
    return {"mean": mean.reshape(POINTS, 3), "axes": axes, "weight": weight, "spread": spread, "scale": scale}


def silu(sizes: tuple[int, ...]) -> nn.Sequential:
    """A network of linear layers whose last one begins at zero."""
    layers: list[nn.Module] = []
    for i, (a, b) in enumerate(pairwise(sizes)):
        layers += [nn.SiLU()] * bool(i) + [nn.Linear(a, b)]
    last = layers[-1]
    assert isinstance(last, nn.Linear)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    return nn.Sequential(*layers)


@dataclass(frozen=True)
class Training:
    """How the networks are trained.

    steps   of AdamW, the learning rate up to ``rate``, with weight decay ``decay``
    near    how much tokens are held to the principal components
    hidden  channels of a network's layers
    worth   of each level's error
    noise   in the components that go into the tokenizer, in standard deviations
    """

    steps: int = 12000
    rate: float = 1.5e-3
    decay: float = 1e-4
    near: float = 0.1
    hidden: int = HIDDEN
    worth: tuple[float, ...] = (1, 1.5, 3, 6)
    noise: float = 0.0


def train(people: People, start: dict[str, np.ndarray], how: Training) -> dict[str, np.ndarray]:
    """Train both networks; all arrays of the file."""
    torch.manual_seed(0)
    hidden, steps = how.hidden, how.steps
    to, back = silu((COMPONENTS, hidden, hidden, TOKENS)), silu((TOKENS, hidden, hidden, COMPONENTS))
    spread = torch.from_numpy(start["spread"]).float()
    ratio = torch.from_numpy(start["spread"][:TOKENS] / start["scale"]).float()
    steps_of = torch.from_numpy(STEPS).float()
    # Errors in pixels of a picture of 256x256.
    pixels = 128 * spread

    def components(faces: np.ndarray) -> torch.Tensor:
        flat = (faces - start["mean"]).reshape(len(faces), -1) * start["weight"]
        return torch.from_numpy(flat @ start["axes"].T / start["spread"]).float()

    def decoded(tokens: torch.Tensor) -> torch.Tensor:
        x = tokens / ratio
        return nn.functional.pad(x, (0, COMPONENTS - TOKENS)) + back(x)

    both = [*to.parameters(), *back.parameters()]
    optimizer = torch.optim.AdamW(both, how.rate, weight_decay=how.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, how.rate, steps)
    pools: list[torch.Tensor] = []
    for step in range(steps):
        if step % 300 == 0:
            pair = people.pairs(4000)
            pools = [*pools[-7:], torch.stack([components(pair[0]), components(pair[1])])]
            faces = torch.cat(pools, dim=1)
        a, b = faces[:, torch.randint(faces.shape[1], (192,))]
        seen = torch.cat([a, b])
        tokens = (seen[:, :TOKENS] + to(seen + how.noise * torch.randn_like(seen))) * ratio
        near = (tokens - torch.cat([a, b])[:, :TOKENS] * ratio).square().mean()
        # Rounded as it is sent, with the slope of what is not.
        tokens = tokens + (torch.round(tokens / steps_of) * steps_of - tokens).detach()
        first, then = tokens.chunk(2)
        whole = decoded(first)
        loss = how.near * near
        for level, worth in zip(LEVELS, how.worth, strict=True):
            # What is not there is as in the base picture; where that lacks it too, nothing in particular.
            bare = torch.rand(len(first), 1) < 0.3
            rest = torch.where(bare, torch.zeros_like(first), first)[:, level:]
            mixed = decoded(torch.cat([then[:, :level], rest], dim=1))
            origin = torch.where(bare, decoded(torch.cat([first[:, :level], rest], dim=1)), whole)
            away = ((b - a) - (mixed - origin)) * pixels
            loss = loss + worth * torch.sqrt(away.square().sum(dim=1) + 1e-3).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 500 == 499:
            print(f"step {step + 1}: {loss.item():.3f}", flush=True)
    arrays = dict(start)
    for name, net in (("to", to), ("from", back)):
        for i, layer in enumerate(m for m in net if isinstance(m, nn.Linear)):
            arrays[f"{name}.{i}.weight"] = layer.weight.detach().numpy()
            arrays[f"{name}.{i}.bias"] = layer.bias.detach().numpy()
    return {name: value.astype(np.float32) for name, value in arrays.items()}


def linear(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The same without its networks: the PCA that training starts from."""
    return {n: np.zeros_like(v) if n.startswith(("to.2", "from.2")) else v for n, v in arrays.items()}


def errors(tokenizer: Tokenizer, faces: np.ndarray) -> list[float]:
    """Mean landmark errors in pixels of 256x256 at every level, tokens rounded as they are sent; the first
    picture is the base picture."""
    tokens = np.round(tokenizer.encode(faces) / STEPS) * STEPS
    found = []
    for level in LEVELS:
        mixed = np.concatenate([tokens[:, :level], np.tile(tokens[:1, level:], (len(tokens), 1))], axis=1)
        made = faces[:1] + tokenizer.decode(mixed) - tokenizer.decode(tokens[:1])
        found.append(float(np.linalg.norm((made - faces)[1:, :, :2], axis=-1).mean() * 128))
    return found


def report(arrays: dict[str, np.ndarray], clips: list[tuple[str, np.ndarray]]) -> None:
    """Print the errors on each clip, of the tokenizer and of its PCA."""
    for name, faces in clips:
        moved = float(np.linalg.norm((faces - faces[:1])[1:, :, :2], axis=-1).mean() * 128)
        rows = [errors(Tokenizer(a), faces) for a in (arrays, linear(arrays))]
        text = "  ".join(f"{a:.2f} ({b:.2f})" for a, b in zip(*rows, strict=True))
        print(f"{name:12} moves {moved:5.2f} pixels; left at 4, 8, 16, 32 tokens (PCA): {text}")


def main() -> None:
    """Train and write, or report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(__file__).resolve().parent.parent / "generators" / "data" / FILE
    parser.add_argument("-o", "--output", type=Path, default=default)
    usual = Training()
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--rate", type=float, default=usual.rate, help="learning rate")
    parser.add_argument("--decay", type=float, default=usual.decay, help="weight decay")
    parser.add_argument("--near", type=float, default=usual.near, help="how much tokens are held to the PCA")
    parser.add_argument("--hidden", type=int, default=usual.hidden, help="channels")
    parser.add_argument("--worth", type=float, nargs=4, default=usual.worth, help="of each level")
    parser.add_argument("--noise", type=float, default=usual.noise, help="in what is tokenised")
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    if not arguments.report:
        people = People([measure(*clip) for clip in TRAINING], seed=0)
        given = {f.name: getattr(arguments, f.name) for f in fields(Training)}
        arrays = train(people, principal(people.pairs(12000)), Training(**given))
        save_file(arrays, arguments.output)
    report(load_file(arguments.output), [(c[0], measure(*c)) for c in STRANGERS])


if __name__ == "__main__":
    main()
