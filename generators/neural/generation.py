"""The decoder's side: base picture and motion to pictures.

`prepare` computes all that depends on the base picture alone, once; `forward` makes pictures from prepared
bases, in batches. Neither runs any analysis: the base picture's own parameters come with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from generators.neural.blocks import AntiAlias, ConvBlock, Down, Res, SpadeRes, Up, enlarge, widths
from generators.neural.compact import CompactMotion
from generators.neural.config import Config
from generators.neural.geometry import resize_grid, sample
from generators.neural.motion import DenseMotion, Keypoints
from generators.neural.trunk import Trunk


@dataclass(frozen=True)
class Base:
    """A base picture made ready.

    picture   (n, 3, h, w) in 0..1
    features  what is warped: (n, c, h, w) or a volume (n, c, d, h, w)
    motion    the motion network's own part
    given     the base picture's own parameters as the network takes them
    """

    picture: torch.Tensor
    features: torch.Tensor
    motion: Any
    given: Any


class PictureGenerator(nn.Module):
    """fomm, dac, cfte and light: features of the base picture warped, masked, refined.

    Several base pictures (dac): each is warped by itself, and where one is occluded another shows. They are
    weighed by the softmax of their occlusion logits, so that one alone is the plain generator.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        first, most, count, blocks = config.generator
        slim = config.separable
        self.trunk = Trunk(
            config.channels(first), config.channels(most), count, blocks, separable=slim, guided=config.paste
        )
        outputs = 1 + config.paste
        self.shrink = AntiAlias(3, config.step) if config.step > 1 else nn.Identity()
        if config.num_kps:
            self.motion: nn.Module = DenseMotion(config, 3, outputs=outputs)
        else:
            self.motion = CompactMotion(config, outputs=outputs)

    def prepare(self, picture: torch.Tensor, given: Keypoints | torch.Tensor) -> Base:
        """Base pictures (n, 3, h, w) in 0..1 with their own parameters."""
        motion = self.motion.prepare(self.shrink(picture), given)
        return Base(picture, self.trunk.encode(picture), motion, given)

    def forward(self, bases: Sequence[Base], driving: Keypoints | torch.Tensor) -> torch.Tensor:
        """Pictures (n, 3, h, w) in 0..1."""
        warped, logits, pasted = [], [], []
        for base in bases:
            motion = self.motion(base.motion, driving)
            size = tuple(base.features.shape[2:])
            warped.append(sample(base.features, resize_grid(motion.where, size), self.config.align_corners))
            logits.append(_resized(motion.occlusion, size))
            if self.config.paste:
                full = tuple(base.picture.shape[2:])
                where = resize_grid(motion.where, full)
                # What comes from outside the picture is likelier its border than black.
                pasted.append(sample(base.picture, where, self.config.align_corners, "border"))
        seen = torch.stack(logits)[:, :, :1]
        share = seen.softmax(dim=0) * seen.sigmoid()
        features = (torch.stack(warped) * share).sum(dim=0)
        if not self.config.paste:
            return self.trunk.decode(features).sigmoid()
        full = tuple(bases[0].picture.shape[2:])
        blend = torch.stack([_resized(m[:, 1:], full) for m in logits])
        weight = blend.softmax(dim=0) * blend.sigmoid()
        old = (torch.stack(pasted) * weight).sum(dim=0)
        fresh = self.trunk.decode(features, old).sigmoid()
        return old + (1 - weight.sum(dim=0)) * fresh

    def prune(self) -> None:
        """Take out channels that the gates hold at zero (light alone), in place."""
        self.trunk.prune()
        self.motion.prune()


class VolumeGenerator(nn.Module):
    """facev2v: features lifted to a volume, warped by 3D motion, flattened, refined."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        first, most, count, blocks = config.generator
        first, most = config.channels(first), config.channels(most)
        self.depth = config.depth
        # A whole number of channels at each depth.
        volume = max(1, round(most / config.depth))
        w = widths(first, most, count)
        flat = first << count
        self.first = ConvBlock(3, first, 3 if config.spade else 7)
        self.down = nn.ModuleList(Down(w[i], w[i + 1]) for i in range(count))
        self.lift = nn.Conv2d(w[-1], volume * config.depth, 1)
        self.solid = nn.ModuleList(Res(volume, dims=3) for _ in range(blocks))
        self.motion = DenseMotion(config, volume, dims=3)
        self.flatten = ConvBlock(volume * config.depth, flat, slope=0.01)
        self.mix = nn.Conv2d(flat, flat, 1)
        self.painter: nn.Module = Spader(flat, count) if config.spade else Painter(flat, first, count, blocks)

    def prepare(self, picture: torch.Tensor, given: Keypoints) -> Base:
        """Base pictures (n, 3, h, w) in 0..1 with their keypoints (n, K, 3)."""
        x = self.first(picture)
        for down in self.down:
            x = down(x)
        volume = self.lift(x).unflatten(1, (-1, self.depth))
        for block in self.solid:
            volume = block(volume)
        return Base(picture, volume, self.motion.prepare(volume, given), given)

    def forward(self, bases: Sequence[Base], driving: Keypoints) -> torch.Tensor:
        """Pictures (n, 3, h, w) in 0..1; the first base alone is used."""
        base = bases[0]
        motion = self.motion(base.motion, driving)
        x = sample(base.features, motion.where, self.config.align_corners).flatten(1, 2)
        x = self.mix(self.flatten(x)) * motion.occlusion.sigmoid()
        return self.painter(x).sigmoid()


class Painter(nn.Module):
    """Residual blocks and resize-convolutions."""

    def __init__(self, channels: int, first: int, count: int, blocks: int) -> None:
        super().__init__()
        self.res = nn.ModuleList(Res(channels) for _ in range(blocks))
        w = [max(first, channels >> i) for i in range(count + 1)]
        self.up = nn.ModuleList(Up(w[i], w[i + 1]) for i in range(count))
        self.final = nn.Conv2d(w[-1], 3, 7, padding=3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for block in (*self.res, *self.up):
            x = block(x)
        return self.final(x)


class Spader(nn.Module):
    """Residual blocks with SPADE, guided by the warped features themselves."""

    def __init__(self, channels: int, count: int, blocks: int = 6) -> None:
        super().__init__()
        last = channels // 4
        self.entry = nn.Conv2d(channels, 2 * channels, 3, padding=1)
        hidden = max(4, channels // 2)
        self.middle = nn.ModuleList(
            SpadeRes(2 * channels, 2 * channels, channels, hidden) for _ in range(blocks)
        )
        w = [2 * channels, *[channels] * (count - 1), last]
        self.up = nn.ModuleList(SpadeRes(w[i], w[i + 1], channels, hidden) for i in range(count))
        self.final = nn.Conv2d(last, 3, 3, padding=1)

    def forward(self, guide: torch.Tensor) -> torch.Tensor:
        x = self.entry(guide)
        for block in self.middle:
            x = block(x, guide)
        for block in self.up:
            x = block(enlarge(x), guide)
        return self.final(F.leaky_relu(x, 0.2))


def _resized(x: torch.Tensor, size: tuple[int, ...]) -> torch.Tensor:
    if tuple(x.shape[2:]) == tuple(size):
        return x
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)
