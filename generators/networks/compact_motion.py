"""Dense motion from a compact feature (Chen et al., CFTE, 2022)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from generators.networks.analysis import COMPACT_SIDE
from generators.networks.blocks import ConvBlock, Hourglass, bias, enlarge
from generators.networks.code import Compact, Driving
from generators.networks.config import Config
from generators.networks.flow import as_bytes, farneback, flow_to_grid
from generators.networks.geometry import grid, resize_grid, sample
from generators.networks.motion import MotionField
from generators.networks.slim import SlimHead, SlimHourglass, head, occlusion
from generators.networks.trunk import Trunk

RISES = 4
RESIDUALS = 4


@dataclass(frozen=True)
class CompactBase:
    """What the motion network needs of a base picture: its small copy's features, its compact feature
    as received and enlarged."""

    features: torch.Tensor
    compact: torch.Tensor
    heat: torch.Tensor
    size: tuple[int, int]


class CompactMotion(nn.Module):
    """Compact features to dense motion.

    How the feature moves (its optical flow) deforms the base picture coarsely; what that shows, and the
    difference of the enlarged features, make the dense flow and the occlusion maps.
    """

    def __init__(self, config: Config, *, outputs: int = 1) -> None:
        super().__init__()
        self.align = config.align_corners
        first, most, count = config.motion
        first, most = config.channels(first), config.channels(most)
        self.rise = nn.ModuleList(ConvBlock(1, 1) for _ in range(RISES))
        self.trunk = Trunk(first, most, count, RESIDUALS, separable=config.separable)
        make = SlimHourglass if config.separable else Hourglass
        self.hourglass = make(4, first, most, count)
        out = self.hourglass.outputs
        self.flow = head(out, 2, separable=config.separable)
        self.occlusion = occlusion(out, outputs, separable=config.separable)
        if isinstance(self.flow, nn.Conv2d):
            # No motion at first: an untrained flow in samples would throw everything out of the picture.
            nn.init.normal_(self.flow.weight, std=1e-4)
            nn.init.zeros_(bias(self.flow))

    def prepare(self, view: torch.Tensor, compact: Driving) -> CompactBase:
        """Compute all of a base picture that does not depend on the driving feature (n, 1, 4, 4)."""
        assert isinstance(compact, Compact)
        feature = compact.feature
        size = (int(view.shape[2]), int(view.shape[3]))
        return CompactBase(self.trunk.encode(view), feature, self._rise(feature, view), size)

    def _rise(self, compact: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
        x = compact.to(like.dtype)
        for block in self.rise:
            x = block(enlarge(x))
        if tuple(x.shape[2:]) != tuple(like.shape[2:]):
            x = F.interpolate(x, size=like.shape[2:], mode="bilinear", align_corners=False)
        return x

    def forward(self, base: CompactBase, given: Compact) -> MotionField:
        """Compute the motion of n pictures from one base picture, or from n."""
        driving = given.feature
        n = len(driving)
        with torch.no_grad():
            source = base.compact.detach().expand(n, 1, COMPACT_SIDE, COMPACT_SIDE)
            coarse = flow_to_grid(farneback(as_bytes(driving.detach().float()), as_bytes(source.float())))
        low = tuple(base.features.shape[2:])
        where = grid(low, coarse) + resize_grid(coarse, low)
        seen = self.trunk.decode(sample(base.features, where, self.align))
        if tuple(seen.shape[2:]) != base.size:
            seen = F.interpolate(seen, size=base.size, mode="bilinear", align_corners=False)
        heat = self._rise(driving, seen) - base.heat
        y = self.hourglass(torch.cat([heat, seen], dim=1))
        flow = self.flow(y).float().movedim(1, -1)
        where = grid(base.size, flow) + flow_to_grid(flow)
        return MotionField(where, self.occlusion(y), flow)

    def prune(self) -> None:
        """Take out channels that the gates hold at zero."""
        assert isinstance(self.hourglass, SlimHourglass)
        assert isinstance(self.flow, SlimHead) and isinstance(self.occlusion, SlimHead)
        self.trunk.prune()
        keep = self.hourglass.prune(None)
        self.flow.prune(keep)
        self.occlusion.prune(keep)
