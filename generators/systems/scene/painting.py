"""What a mixture along the flow lacks, painted by small networks.

Motion, occlusion and coding blur. The mean network sees both base pictures brought to one place, how they are
mixed and how far they differ, and says what is most likely missing; how much of that is added an encoder says
with each base picture, for on some pictures it is wrong. What is left is texture that nobody can know: a
rectified flow makes it of noise in a few steps, as much of it as the encoder says. The noise is drawn in the
base picture by a seed and moves with it. At strength 0 nothing is made up.
Trained by scripts/train_scene.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from generators.graphics.flow import smoothed
from generators.systems.scene.between import Halves
from sei.errors import SeigenError

FILE = "scene.safetensors"
CHANNELS = 32
SEEN, DRAWN = 8, 9
"""Channels that the mean network sees, and that the flow does."""
STEPS = 2
"""Of the rectified flow."""
GATES = (0.0, 0.5, 1.0)
STRENGTHS = (0.0, 0.25, 0.5, 1.0)
SEEDS = 256
MOST = 0.02
"""Largest texture, 0..1: where both base pictures are wrong, what is left over is no texture, and made up it
is speckle."""
FINE = 2
"""Times that 1 2 1 is applied: what that takes away is texture."""


class PaintError(SeigenError):
    """What a stream asks to be painted cannot be."""


@dataclass(frozen=True)
class Paint:
    """What is painted after a base picture.

    gate      place in `GATES`: how much of what the mean network says is added
    strength  place in `STRENGTHS`: how much texture is made up
    seed      by which its noise is drawn, below `SEEDS`
    """

    gate: int = 0
    strength: int = 0
    seed: int = 0

    @classmethod
    def read(cls, row: np.ndarray) -> Paint:
        """Read it as a stream has it, (1, 3). Raises PaintError where one is out of range."""
        values = [float(v) for v in np.ravel(row)]
        for name, value, most in zip(
            ("gate", "strength", "seed"), values, (len(GATES), len(STRENGTHS), SEEDS), strict=True
        ):
            if value != np.floor(value) or not 0 <= value < most:
                raise PaintError(f"paint.{name} {value:g}, allowed: 0 to {most - 1}, whole")
        return cls(*(int(v) for v in values))

    def row(self) -> np.ndarray:
        """Make what `read` reads."""
        return np.array([[self.gate, self.strength, self.seed]], dtype=np.float64)


NOTHING = Paint()


class Painter(nn.Module):
    """A network of two scales that makes three channels of ``inputs``; it begins by making 0."""

    def __init__(self, inputs: int, channels: int = CHANNELS) -> None:
        super().__init__()
        c = channels
        self.enter = _conv(4 * inputs, c)
        self.fine = _conv(c, c)
        self.down = nn.Conv2d(c, 2 * c, 3, 2, 1)
        self.middle = nn.ModuleList(
            nn.Sequential(_conv(2 * c, 2 * c), nn.SiLU(), _conv(2 * c, 2 * c)) for _ in range(2)
        )
        # Three by three: with one by one another number of threads adds up in another order.
        self.up = _conv(2 * c, 4 * c)
        self.join = _conv(2 * c, c)
        self.leave = _conv(c, 12)
        nn.init.zeros_(self.leave.weight)
        assert self.leave.bias is not None
        nn.init.zeros_(self.leave.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Make (n, 3, h, w) of (n, inputs, h, w)."""
        height, width = x.shape[2:]
        x = F.pad(x, (0, -width % 4, 0, -height % 4), mode="replicate")
        x = F.silu(self.enter(F.pixel_unshuffle(x, 2)))
        fine = x + F.silu(self.fine(x))
        y = F.silu(self.down(fine))
        for block in self.middle:
            y = y + block(y)
        y = F.pixel_shuffle(self.up(y), 2)
        y = F.silu(self.join(torch.cat([fine, y], dim=1)))
        return F.pixel_shuffle(self.leave(y), 2)[..., :height, :width]


class Size(nn.Module):
    """How large texture is, (n, 1, h, w), by what was painted and by how both pictures differ."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(_conv(5, 16), nn.SiLU(), _conv(16, 16), nn.SiLU(), _conv(16, 1))
        nn.init.constant_(self.layers[-1].bias, -4.0)  # type: ignore[arg-type]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Make (n, 1, h, w), above 0.002, of (n, 5, h, w)."""
        return self.layers(x).clamp(-6.2, -1.6).exp()


def _conv(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def seen_of(both: Halves) -> torch.Tensor:
    """Put together what the mean network sees of both base pictures, (n, 8, h, w)."""
    return torch.cat([both.mixed(), both.first - both.second, both.weight, both.apart], dim=1)


def texture_of(picture: torch.Tensor) -> torch.Tensor:
    """Take the fine part of pictures (n, 3, h, w)."""
    return picture - smoothed(picture, FINE)


def noise(seed: int, height: int, width: int) -> torch.Tensor:
    """Draw noise (1, 3, h, w) of variance 1, nearly normal: sums of bytes, the same on every machine."""
    raw = np.random.PCG64(seed).random_raw(3 * height * width)
    sums = np.asarray(raw, dtype="<u8").view(np.uint8).reshape(-1, 8).sum(1, dtype=np.int64)
    drawn = (sums - 1020.0) / (8 * (256**2 - 1) / 12) ** 0.5
    return torch.from_numpy(drawn.astype(np.float32)).view(1, 3, height, width)


def moved(drawn: torch.Tensor, way: torch.Tensor) -> torch.Tensor:
    """Take noise (1, 3, h, w) from where each pixel comes from, by whole pixels: a mean would be less."""
    height, width = way.shape[2:]
    x = (torch.arange(width, device=way.device) + way[:, 0].round().long()).clamp(0, width - 1)
    y = (torch.arange(height, device=way.device)[:, None] + way[:, 1].round().long()).clamp(0, height - 1)
    return drawn.to(way)[0][:, y, x].transpose(0, 1)


@dataclass(frozen=True)
class Painters:
    """The networks: the mean, and size and flow of what is left over where there is one."""

    mean: Painter
    size: Size | None = None
    flow: Painter | None = None

    def paint(self, both: Halves, paint: Paint, share: float = 0.5) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1 of what both base pictures show, after ``share`` of the way from
        the first to the second: texture comes and goes, for base pictures have none and would jump."""
        made = both.mixed()
        if paint.gate:
            made = made + GATES[paint.gate] * self.mean(seen_of(both))
        if paint.strength and self.size is not None and self.flow is not None:
            drawn = moved(noise(paint.seed, *made.shape[2:]), both.way)
            ease = min(1.0, 4 * min(share, 1 - share))
            made = made + ease * STRENGTHS[paint.strength] * self.texture(made, both, drawn)
        return made.clamp(0, 1)

    def texture(self, made: torch.Tensor, both: Halves, drawn: torch.Tensor) -> torch.Tensor:
        """Make texture (n, 3, h, w) of noise."""
        assert self.size is not None and self.flow is not None
        known = torch.cat([made, both.weight, both.apart], dim=1)
        x = drawn
        for step in range(STEPS):
            time = torch.full_like(both.weight, step / STEPS)
            x = x + self.flow(torch.cat([known, x, time], dim=1)) / STEPS
        return texture_of(x * self.size(known).clamp(max=MOST))


def read(tensors: dict[str, torch.Tensor]) -> Painters:
    """Make the networks of tensors named NETWORK.LAYER."""
    made: dict[str, nn.Module] = {}
    for name, network in (("mean", Painter(SEEN)), ("size", Size()), ("flow", Painter(DRAWN))):
        own = {k.removeprefix(f"{name}."): v.float() for k, v in tensors.items() if k.startswith(f"{name}.")}
        if own:
            network.load_state_dict(own)
            made[name] = network.eval().requires_grad_(False)
    return Painters(**made)  # type: ignore[arg-type]


@lru_cache(maxsize=2)
def shipped(device: str = "cpu") -> Painters:
    """Load the networks that come with the package."""
    with as_file(files("generators") / "data" / FILE) as path:
        return read(load_file(path, device))
