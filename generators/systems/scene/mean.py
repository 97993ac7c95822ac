"""What a mixture along the flow lacks, guessed by a small network: the mean of what it could be.

Motion, occlusion and coding blur; the network sees both base pictures brought to one place, how they are
mixed and how far they differ, and adds what is most likely missing. Trained by scripts/train_scene.py.
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
CHANNELS = 32
INPUTS = 8


class Mean(nn.Module):
    """A network of two scales, 0.2 million parameters.

    channels  of the finer scale; the coarser one has twice as many
    """

    def __init__(self, channels: int = CHANNELS) -> None:
        super().__init__()
        c = channels
        self.enter = _conv(4 * INPUTS, c)
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

    def forward(self, both: Halves) -> torch.Tensor:
        """Make pictures (n, 3, h, w), about 0..1, of what both base pictures show."""
        mixed = both.mixed()
        height, width = mixed.shape[2:]
        x = torch.cat([mixed, both.first - both.second, both.weight, both.apart], dim=1)
        x = F.pad(x, (0, -width % 4, 0, -height % 4), mode="replicate")
        x = F.silu(self.enter(F.pixel_unshuffle(x, 2)))
        fine = x + F.silu(self.fine(x))
        y = F.silu(self.down(fine))
        for block in self.middle:
            y = y + block(y)
        y = F.pixel_shuffle(self.up(y), 2)
        y = F.silu(self.join(torch.cat([fine, y], dim=1)))
        return mixed + F.pixel_shuffle(self.leave(y), 2)[..., :height, :width]


def _conv(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=1)


@lru_cache(maxsize=1)
def shipped() -> Mean:
    """Load the network that comes with the package."""
    network = Mean()
    with as_file(files("generators") / "data" / FILE) as path:
        network.load_state_dict({k: v.float() for k, v in load_file(path).items()})
    return network.eval().requires_grad_(False)
