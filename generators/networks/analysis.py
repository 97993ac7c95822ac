"""The encoder's side: pictures to parameters. The decoder runs none of this.

Pictures are (n, 3, h, w) in 0..1. They are brought to a fixed size first, so that a parameter means the
same whatever size is coded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from generators.networks.blocks import (
    GDN,
    AntiAlias,
    Bottleneck,
    Down,
    Hourglass,
    PointConv,
    Up,
    bias,
    widths,
)
from generators.networks.code import Compact, MovedPoints
from generators.networks.config import Config
from generators.networks.geometry import centres

TEMPERATURE = 0.1
SIDE = 256
COMPACT_SIDE = 4
BINS = 66
# The public face-vid2vid takes 3.14 for pi, and its heads were trained with that.
_PI = 3.14


def viewed(pictures: torch.Tensor, side: int = SIDE) -> torch.Tensor:
    """Scale pictures to the analysis' size."""
    if tuple(pictures.shape[2:]) == (side, side):
        return pictures
    return F.interpolate(pictures, size=(side, side), mode="bilinear", antialias=True, align_corners=False)


class KeypointDetector(nn.Module):
    """Keypoints as the expected place under softmaxed heat maps, Jacobians as the mean under them (FOMM)."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        first, most, count = config.detector
        self.kps = config.num_kps
        self.shrink = AntiAlias(3, config.step) if config.step > 1 else nn.Identity()
        self.hourglass = Hourglass(3, config.channels(first), config.channels(most), count)
        out = self.hourglass.outputs
        self.heat = nn.Conv2d(out, config.num_kps, 7, padding=config.pad)
        self.jacobian: nn.Conv2d | None = None
        if config.jacobians:
            self.jacobian = nn.Conv2d(out, 4 * config.num_kps, 7, padding=config.pad)
            nn.init.zeros_(self.jacobian.weight)
            bias(self.jacobian).data = torch.tensor([1.0, 0, 0, 1]).repeat(config.num_kps)

    def forward(self, pictures: torch.Tensor) -> MovedPoints:
        y = self.hourglass(self.shrink(viewed(pictures)))
        heat = self.heat(y)
        share = (heat.flatten(2).float() / TEMPERATURE).softmax(dim=2).reshape(heat.shape)
        points = centres(share)
        if self.jacobian is None:
            return MovedPoints(points)
        maps = self.jacobian(y).unflatten(1, (self.kps, 4)).float()
        jacobians = (maps * share[:, :, None]).sum((3, 4)).unflatten(2, (2, 2))
        return MovedPoints(points, jacobians)


class CanonicalDetector(nn.Module):
    """3D keypoints of a person, the head unturned and the face at rest (face-vid2vid)."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        first, most, count = config.detector
        w = widths(config.channels(first), config.channels(most), count)
        ins = [3, *w[1:]]
        self.depth = config.depth
        self.shrink = AntiAlias(3, config.step) if config.step > 1 else nn.Identity()
        self.down = nn.ModuleList(Down(ins[i], w[i + 1]) for i in range(count))
        self.fold = PointConv(w[-1], w[-1] * config.depth)
        self.up = nn.ModuleList(Up(w[i + 1], w[i], dims=3) for i in reversed(range(count)))
        self.heat = nn.Conv3d(w[0], config.num_kps, 3, padding=1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Find keypoints (n, K, 3)."""
        x = self.shrink(viewed(pictures))
        for down in self.down:
            x = down(x)
        x = self.fold(x).unflatten(1, (-1, self.depth))
        for up in self.up:
            x = up(x)
        heat = self.heat(x)
        share = (heat.flatten(2).float() / TEMPERATURE).softmax(dim=2)
        return centres(share.reshape(heat.shape))


@dataclass(frozen=True)
class Pose:
    """Head pose and expression: rotation (n, 3, 3), translation (n, 3), expression (n, K, 3)."""

    rotation: torch.Tensor
    translation: torch.Tensor
    expression: torch.Tensor

    def place(self, canonical: torch.Tensor) -> torch.Tensor:
        """Place canonical keypoints (n, K, 3) in this pose."""
        return canonical @ self.rotation.transpose(1, 2) + self.translation[:, None] + self.expression


class PoseEstimator(nn.Module):
    """Residual network to Euler angles (66 bins of 3 degrees each), translation and expression."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.kps = config.num_kps
        first = config.channels(config.estimator)
        w = [config.channels(config.estimator * f) for f in (4, 8, 16, 32)]
        self.conv, self.norm = nn.Conv2d(3, first, 7, 2, 3), nn.BatchNorm2d(first)
        ins = [first, *w]
        self.entry = nn.ModuleList(PointConv(ins[i], w[i]) for i in range(4))
        self.norms = nn.ModuleList(nn.BatchNorm2d(c) for c in w)
        # Blocks at each scale; at all but the first the first one halves the size.
        self.scales = nn.ModuleList(
            nn.Sequential(*(Bottleneck(w[i], 2 if i and j == 0 else 1) for j in range(count)))
            for i, count in enumerate((3, 4, 6, 3))
        )
        self.yaw, self.pitch, self.roll = (nn.Linear(w[-1], BINS) for _ in range(3))
        self.translation = nn.Linear(w[-1], 3)
        self.expression = nn.Linear(w[-1], 3 * config.num_kps)

    def forward(self, pictures: torch.Tensor) -> Pose:
        x = F.relu(self.norm(self.conv(viewed(pictures))))
        x = F.max_pool2d(x, 3, 2, 1)
        for entry, norm, blocks in zip(self.entry, self.norms, self.scales, strict=True):
            x = blocks(F.relu(norm(entry(x))))
        x = x.mean((2, 3))
        angles = [degrees(f(x)) for f in (self.yaw, self.pitch, self.roll)]
        expression = self.expression(x).unflatten(1, (self.kps, 3)).float()
        return Pose(rotation(*angles), self.translation(x).float(), expression)


def degrees(bins: torch.Tensor) -> torch.Tensor:
    """Work out the expected angle (n,) of logits (n, 66)."""
    return bins.float().softmax(dim=1) @ torch.arange(BINS, device=bins.device, dtype=torch.float32) * 3 - 99


def rotation(yaw: torch.Tensor, pitch: torch.Tensor, roll: torch.Tensor) -> torch.Tensor:
    """Make rotation matrices (n, 3, 3): about x by pitch, about y by yaw, about z by roll, in degrees."""
    x, y, z = (a / 180 * _PI for a in (pitch, yaw, roll))
    zero, one = torch.zeros_like(x), torch.ones_like(x)

    def matrix(*rows: torch.Tensor) -> torch.Tensor:
        return torch.stack(rows, dim=1).unflatten(1, (3, 3))

    about_x = matrix(one, zero, zero, zero, x.cos(), -x.sin(), zero, x.sin(), x.cos())
    about_y = matrix(y.cos(), zero, y.sin(), zero, one, zero, -y.sin(), zero, y.cos())
    about_z = matrix(z.cos(), -z.sin(), zero, z.sin(), z.cos(), zero, zero, zero, one)
    return about_x @ about_y @ about_z


class CompactExtractor(nn.Module):
    """A 4x4 feature of a picture: hourglass, then four strided convolutions with GDN (CFTE)."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        first, most, count = config.detector
        self.shrink = AntiAlias(3, config.step) if config.step > 1 else nn.Identity()
        self.hourglass = Hourglass(3, config.channels(first), config.channels(most), count)
        steps = round(math.log2(SIDE // config.step // COMPACT_SIDE))
        ins = [self.hourglass.outputs] + [1] * (steps - 1)
        self.convs = nn.ModuleList(nn.Conv2d(i, 1, 5, 2, 2) for i in ins)
        self.norms = nn.ModuleList(GDN(1) for _ in ins)

    def forward(self, pictures: torch.Tensor) -> Compact:
        """Extract the feature of n pictures."""
        x = self.hourglass(self.shrink(viewed(pictures)))
        for conv, norm in zip(self.convs, self.norms, strict=True):
            x = norm(conv(x))
        return Compact(x.float())
