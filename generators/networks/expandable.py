"""A generator that draws at 1/4, 1/2, 1 and 2 times the coded size: motion once, depth and width by size.

All sizes share what is seen of the base picture, its motion, and the layers up to their own size. 1/4 ends
where features are that small, 1/2 after one enlarging layer, 1 is the whole generator, and 2 goes one thin
layer on.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import nn

from generators.media.pixels import SCALES, rescaled
from generators.networks.blocks import bias
from generators.networks.code import Driving
from generators.networks.config import Config
from generators.networks.factor_motion import FactorMotion
from generators.networks.generation import PictureGenerator, PreparedBase
from generators.networks.geometry import laid
from generators.networks.motion import MotionField
from generators.networks.slim import Gate, Keep, Slim, SlimHead

THIN = 16
"""Channels at twice the size."""


class ExpandableGenerator(PictureGenerator):
    """`PictureGenerator` that ends where the size asked for is reached.

    scale  which of `SCALES` `forward` draws at
    """

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.scale = SCALES[2]
        self.fit()
        self.double_end = nn.Sequential(Slim(THIN + 12, THIN, gated=False), _ending(THIN, 24))

    @property
    def _up(self) -> Slim:
        """What enlarges features to half of the coded size."""
        (up,) = self.trunk.up
        assert isinstance(up, Slim)
        return up

    @property
    def _last(self) -> Slim:
        """What ends at half of the coded size."""
        assert isinstance(self.trunk.last, Slim)
        return self.trunk.last

    def fit(self) -> None:
        """Make the ends of the sizes anew, for the channels that the trunk has."""
        self.quarter_end = _ending(self.trunk.channels + 3, 6)
        self.half_end = _ending(self._up.point.out_channels + 4, 6)
        self.double_up = Slim(self._last.point.out_channels, THIN, "up", gated=False)

    def move(self, base: PreparedBase, driving: Driving) -> MotionField:
        """Compute the motion of n pictures from a base picture."""
        assert isinstance(self.motion, FactorMotion) and self.mouth is not None
        motion = self.motion(base.motion, driving)
        size = base.picture.shape[2] // 2, base.picture.shape[3] // 2
        mouth = self.mouth(size, self.motion.keypoints(driving)).to(motion.occlusion.dtype)
        return MotionField(motion.where, motion.occlusion, motion.mask, mouth)

    def forward(self, bases: Sequence[PreparedBase], driving: Driving) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1 at ``scale`` times the base pictures' size."""
        return self.draw(bases, [self.move(base, driving) for base in bases])

    def sized(self, picture: torch.Tensor) -> torch.Tensor:
        """Bring base pictures (n, 3, h, w) to the size that is drawn."""
        return rescaled(picture, self.scale)

    def painted(
        self, x: torch.Tensor, old: torch.Tensor, hints: torch.Tensor, mouth: torch.Tensor | None
    ) -> torch.Tensor:
        """Make (n, 6, h, w) at ``scale`` from warped features and the warped picture in that size."""
        trunk = self.trunk
        if self.scale == 1:
            return trunk.decode(x, old, hints, mouth)
        x = trunk.refine(x, hints, mouth)
        if self.scale == SCALES[0]:
            return self.quarter_end(torch.cat([x, laid(old, x)], dim=1)).contiguous()
        assert mouth is not None
        x = self._up(x)
        if self.scale == SCALES[1]:
            return self.half_end(torch.cat([x, laid(torch.cat([old, mouth], dim=1), x)], dim=1)).contiguous()
        small = F.avg_pool2d(old, 2)
        x = self.double_up(trunk.finish(x, small, mouth))
        x = torch.cat([x, laid(F.pixel_unshuffle(old, 2), x)], dim=1)
        return F.pixel_shuffle(self.double_end(x).contiguous(), 2)

    def prune(self) -> None:
        """Take out channels that the gates hold at zero."""
        keeps = [_kept(layer) for layer in (self._up, self._last)]
        super().prune()
        more = torch.ones(4, dtype=torch.bool)
        self.half_end.prune(torch.cat([keeps[0], more]))
        self.double_up.prune(keeps[1])


def _kept(layer: Slim) -> Keep:
    return (
        layer.gate.keep()
        if isinstance(layer.gate, Gate)
        else torch.ones(layer.point.out_channels, dtype=torch.bool)
    )


def _ending(inputs: int, outputs: int) -> SlimHead:
    """Make what ends a size: a picture, and what is added to the warped one, nothing at first."""
    network = SlimHead(inputs, outputs, 3)
    for tensor in (network.point.weight, bias(network.point)):
        tensor.data[len(tensor) // 2 :] = 0
    return network
