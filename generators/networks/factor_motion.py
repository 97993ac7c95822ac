"""Dense motion from coefficients and biases (multi-granularity temporal trajectory factorisation).

The base picture's map of 20 channels is modulated per channel, F * c + b, by the coefficients and biases of
the base picture and of the driving one. A network sees both, coarse to fine at 1/8, 1/4 and 1/2 of its view,
and says which region's motion holds where. Regions of the foreground (the ten keypoints' surroundings) and of
the background (what stands still, follows the head in part, or wholly) are weighed by a softmax of their own;
a third map says which of the two is seen. Before the network has said anything, each keypoint's motion holds
near it.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from generators.networks.blocks import ConvBlock, Down, Res, Up, bias
from generators.networks.code import Driving, Factors, MovedPoints
from generators.networks.config import Config
from generators.networks.face_keypoints import rest
from generators.networks.geometry import carried, grid, inverse, sample, sparse_motion
from generators.networks.motion import MotionField, Nearness
from generators.networks.slim import occlusion

WIDTHS = 48, 64, 96
"""Channels at 1/2, 1/4 and 1/8 of the view."""
FOLLOWING = 0.0, 0.25, 0.5, 1.0
"""Regions of the background: how much of the head's way each goes. One more is carried as the head is."""
STILL = 5.0
"""By how much more likely, in logits, the background stands still at first."""


@dataclass(frozen=True)
class FactorBase:
    """What the motion network needs of a base picture.

    map    (n, 20, h, w)
    view   the picture at the map's size
    size   height and width of the motion
    given  the base picture's own numbers
    """

    map: torch.Tensor
    view: torch.Tensor
    size: tuple[int, int]
    given: Factors


class FactorMotion(nn.Module):
    """Coefficients and biases to dense motion.

    outputs  occlusion maps, as of `generators.networks.motion.DenseMotion`
    """

    rest: torch.Tensor

    def __init__(self, config: Config, *, outputs: int) -> None:
        super().__init__()
        self.align, self.count = config.align_corners, config.num_kps
        self.register_buffer("rest", rest(), persistent=False)
        self.map = nn.Sequential(ConvBlock(3, 16), Down(16, 32), nn.Conv2d(32, config.factors, 3, padding=1))
        self.near = Nearness(config.num_kps)
        self.regions = config.num_kps + len(FOLLOWING) + 1
        fine, middle, coarse = WIDTHS
        self.enter = ConvBlock(2 * config.factors + self.regions + 4, fine)
        self.down1, self.down2 = Down(fine, middle), Down(middle, coarse)
        self.deep = Res(coarse)
        self.up1, self.mix1 = Up(coarse, middle), ConvBlock(2 * middle, middle)
        self.up0, self.mix0 = Up(middle, fine), ConvBlock(2 * fine, fine)
        # Logits of all regions and of the foreground, and a way in samples of each size.
        self.heads = nn.ModuleList(
            nn.Conv2d(w, self.regions + 3, 3, padding=1) for w in (coarse, middle, fine)
        )
        for network in self.heads:
            assert isinstance(network, nn.Conv2d)
            nn.init.zeros_(network.weight)
            nn.init.zeros_(bias(network))
        self.still = nn.Parameter(torch.tensor([STILL] + [0.0] * len(FOLLOWING)))
        self.occlusion = occlusion(fine, outputs, separable=False)

    def keypoints(self, factors: Driving) -> MovedPoints:
        """Make the keypoints that numbers as received stand for; always finite."""
        assert isinstance(factors, Factors)
        return factors.changed(lambda _, x: x.float()).keypoints(self.rest.float())

    def prepare(self, view: torch.Tensor, given: Driving) -> FactorBase:
        """Compute all of a base picture that does not depend on the driving numbers."""
        assert isinstance(given, Factors)
        features = self.map(view)
        size = int(view.shape[2]), int(view.shape[3])
        small = F.interpolate(view.float(), features.shape[2:], mode="bilinear", align_corners=False)
        return FactorBase(features, small.to(view.dtype), size, given)

    def forward(self, base: FactorBase, given: Driving) -> MotionField:
        """Compute the motion of n pictures from one base picture, or from n."""
        assert isinstance(given, Factors)
        source, driving = self.keypoints(base.given), self.keypoints(given)
        low = int(base.map.shape[2]), int(base.map.shape[3])
        nothing = driving.points.new_zeros(given.biases.shape[0], self.regions + 1, *low)
        where, masks, share = self._mixed(low, source, driving, nothing)
        seen = sample(torch.cat([base.map, base.view], dim=1), where, self.align, "border")
        features, view = seen.split((self.count * 2, 3), dim=1)
        modulated = [self._modulated(features, f) for f in (given, base.given)]
        x = torch.cat([*modulated, view, masks.to(view.dtype), share.to(view.dtype)], dim=1)
        a = self.enter(x)
        b = self.down1(a)
        c = self.deep(self.down2(b))
        d = self.mix1(torch.cat([self.up1(c, b), b], dim=1))
        e = self.mix0(torch.cat([self.up0(d, a), a], dim=1))
        said = [head(y).float() for head, y in zip(self.heads, (c, d, e), strict=True)]
        # The way is in samples of its own size: a coarse one takes far what a fine one mends.
        way = sum(
            _sized(s[:, -2:] * s.new_tensor([2 / s.shape[3], 2 / s.shape[2]])[:, None, None], base.size)
            for s in said
        )
        logits = sum(_sized(s[:, :-2], base.size) for s in said)
        assert isinstance(logits, torch.Tensor) and isinstance(way, torch.Tensor)
        where, masks, share = self._mixed(base.size, source, driving, logits)
        return MotionField(where + way.movedim(1, -1), self.occlusion(e), torch.cat([masks, share], dim=1))

    def _modulated(self, features: torch.Tensor, factors: Factors) -> torch.Tensor:
        c, b = (x[:, :, None, None].to(features.dtype) for x in (factors.coefficients, factors.biases))
        return features * (c * Factors.UNIT) + b

    def _mixed(
        self, size: tuple[int, int], source: MovedPoints, driving: MovedPoints, logits: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Where samples of a size come from (n, h, w, 2), the regions' shares within foreground and
        background (n, regions, h, w), and the foreground's (n, 1, h, w)."""
        assert source.jacobians is not None and driving.jacobians is not None
        k = driving.points.shape[1]
        back = inverse(driving.jacobians)
        moves = sparse_motion(size, driving.points, source.points, source.jacobians @ back)[:, 1:]
        near = self.near(size, driving.points, back)
        front = (near[:, 1:] + logits[:, :k]).softmax(dim=1)
        share = (near[:, 1:].logsumexp(1, keepdim=True) - near[:, :1] + logits[:, -1:]).sigmoid()
        behind = (self.still[:, None, None] + logits[:, k:-1]).softmax(dim=1)
        ground = self._ground(size, source, driving)
        fore, rear = ((m * w[..., None]).sum(1) for m, w in ((moves, front), (ground, behind)))
        where = rear + share[:, 0, :, :, None] * (fore - rear)
        return where, torch.cat([front, behind], dim=1), share

    def _ground(self, size: tuple[int, int], source: MovedPoints, driving: MovedPoints) -> torch.Tensor:
        """Where the background comes from, by region (n, regions, h, w, 2)."""
        n = driving.points.shape[0]  # not len: ONNX would keep it
        middle, before = driving.points.mean(1), source.points.mean(1).expand(n, 2)
        still = grid(size, middle).expand(n, 1, *size, 2)
        ways = [still + s * (before - middle)[:, None, None, None] for s in FOLLOWING]
        frames = [Factors.frame(k.points, self.rest.float()) for k in (source, driving)]
        linear = frames[0] @ inverse(frames[1])
        head = carried(size, linear[:, None], middle[:, None], before[:, None])
        return torch.cat([*ways, torch.stack(head, dim=-1)], dim=1)

    def prune(self) -> None:
        """Leave everything: none of it is gated."""


def _sized(x: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)
