"""What a mixture along the flow lacks, guessed by a small network: the mean of what it could be.

Motion, occlusion and coding blur. The network sees both base pictures brought to one place, how they are
mixed and how far they differ, and says what is most likely missing. How much of that is added an encoder
says with each base picture, for on some pictures it is wrong. Trained by scripts/train_scene.py.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from generators.systems.scene.between import Halves

FILE = "scene.safetensors"
CHANNELS = 48
INPUTS = 8


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
        self.up = nn.Conv2d(2 * c, 4 * c, 1)
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


def _conv(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def seen_of(both: Halves) -> torch.Tensor:
    """What the network sees of both base pictures, (n, 8, h, w)."""
    return torch.cat([both.mixed(), both.first - both.second, both.weight, both.apart], dim=1)


@lru_cache(maxsize=1)
def shipped() -> dict[str, Painter]:
    """Load the networks that come with the package, by name."""
    with as_file(files("generators") / "data" / "weights" / FILE) as path:
        tensors = load_file(path)
    networks = {}
    for name in sorted({key.split(".")[0] for key in tensors}):
        state = {k.removeprefix(name + "."): v.float() for k, v in tensors.items() if k.startswith(name + ".")}
        network = Painter(state["enter.weight"].shape[1] // 4, state["enter.weight"].shape[0])
        network.load_state_dict(state)
        networks[name] = network.eval().requires_grad_(False)
    return networks
