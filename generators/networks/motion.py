"""Dense motion from sparse keypoints (Siarohin et al., 2019; Wang et al., 2021).

Each keypoint moves its surroundings by a local transform. The base picture is deformed by each of these
motions alone, and a network that sees all results says where which of them holds, and what no motion can
show because the base picture does not have it (occlusion).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from generators.networks.blocks import ConvBlock, Hourglass, bias
from generators.networks.code import Driving, MovedPoints
from generators.networks.config import Config
from generators.networks.geometry import carried, gaussians, inverse, sample, shorter, sparse_motion
from generators.networks.slim import SlimHead, SlimHourglass, head, hourglass, occlusion

VARIANCE = 0.01
SIZE_2D = 0.22
"""Root mean square of the keypoints' coordinates from their middle, in a face of Jacobians 1."""


@dataclass(frozen=True)
class MotionBase:
    """What the dense motion network needs of a base picture.

    view  the picture, or its feature volume, at the network's size
    heat  heat maps of the source keypoints
    """

    view: torch.Tensor
    keypoints: MovedPoints
    heat: torch.Tensor


@dataclass(frozen=True)
class MotionField:
    """Coordinates in the base picture (n, *size, dims), and occlusion logits (n, c, h, w).

    mouth  where mouths are open, (n, 1, h, w) at half the picture's size
    """

    where: torch.Tensor
    occlusion: torch.Tensor
    mask: torch.Tensor
    mouth: torch.Tensor | None = None

    @classmethod
    def joined(cls, motions: Sequence[MotionField]) -> MotionField:
        """Join motions of one kind."""
        mouths = [m.mouth for m in motions if m.mouth is not None]
        where, occlusion, mask = (
            torch.cat([getattr(m, name) for m in motions]) for name in ("where", "occlusion", "mask")
        )
        return cls(where, occlusion, mask, torch.cat(mouths) if mouths else None)


class Nearness(nn.Module):
    """Logits of whose motion holds where, from the distance to each keypoint alone.

    Distances are in the keypoint's own frame (its Jacobian's), so a nearer or turned face has larger or
    turned regions. What is far from all of them is background.
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self.spread = nn.Parameter(torch.full((count,), 0.15).log())
        self.still = nn.Parameter(torch.tensor(-2.7))

    def forward(self, size: tuple[int, ...], points: torch.Tensor, back: torch.Tensor | None) -> torch.Tensor:
        """Make heat maps (n, K + 1, *size), background first; ``back``: inverse Jacobians, None: the face's
        size alone."""
        n, k, dims = points.shape
        if back is None:
            whole = (points - points.mean(1, keepdim=True)).square().mean((1, 2)).sqrt()
            scale = SIZE_2D / whole.clamp_min(1e-3)
            back = torch.eye(dims, device=points.device) * scale[:, None, None, None]
        away = carried(size, back.expand(n, k, dims, dims), points, torch.zeros_like(points))
        square = sum(a.square() for a in away)
        near = -0.5 * square / self.spread.exp().square().reshape(k, *[1] * len(size))
        return torch.cat([self.still.expand(n, 1, *size), near], dim=1)


class DenseMotion(nn.Module):
    """Keypoints to dense motion, of pictures (2D) or of feature volumes (3D).

    inputs   channels of the view
    outputs  occlusion maps: 1, or one more for the blend with the warped picture
    """

    def __init__(self, config: Config, inputs: int, *, dims: int = 2, outputs: int = 1) -> None:
        super().__init__()
        self.dims, self.kps, self.align = dims, config.num_kps, config.align_corners
        self.view = config.view
        first, most, count = config.motion
        first, most = config.channels(first), config.channels(most)
        self.compress: nn.Module | None = None
        if dims == 3:
            self.compress = ConvBlock(inputs, 4, 1, dims=3)
            inputs = 4
        channels = (config.num_kps + 1) * (inputs + 1)
        if config.separable:
            self.hourglass: SlimHourglass | Hourglass = hourglass(channels, first, most, count)
        else:
            self.hourglass = Hourglass(channels, first, most, count, dims=dims, ending=dims == 3)
        out = self.hourglass.outputs
        if dims == 3:
            # The released size; in three dimensions it is most of all the work.
            kernel = 3 if config.prior else 7
            self.mask: nn.Conv3d | nn.Conv2d | SlimHead
            self.mask = nn.Conv3d(out, config.num_kps + 1, kernel, padding=kernel // 2)
            self.occlusion = occlusion(out * config.depth, outputs, separable=False)
        else:
            self.mask = head(out, config.num_kps + 1, separable=config.separable)
            self.occlusion = occlusion(out, outputs, separable=config.separable)
        self.near = Nearness(config.num_kps) if config.prior else None
        if self.near is not None:
            last = self.mask.point if isinstance(self.mask, SlimHead) else self.mask
            nn.init.zeros_(last.weight)
            nn.init.zeros_(bias(last))

    def prepare(self, view: torch.Tensor, keypoints: Driving) -> MotionBase:
        """Compute all of a base picture that does not depend on the driving keypoints."""
        assert isinstance(keypoints, MovedPoints)
        if self.compress is not None:
            view = self.compress(view)
            if self.view and tuple(view.shape[3:]) != (size := shorter(view.shape[3:], self.view)):
                view = F.interpolate(view, (view.shape[2], *size), mode="trilinear", align_corners=True)
        heat = gaussians(keypoints.points.float(), tuple(view.shape[2:]), VARIANCE)
        return MotionBase(view, keypoints, heat)

    def forward(self, base: MotionBase, driving: MovedPoints) -> MotionField:
        """Compute the motion of n pictures from one base picture, or from n."""
        size = tuple(base.view.shape[2:])
        points = driving.points.float()
        n, k = points.shape[:2]
        jacobians = back = None
        # The public face-vid2vid moves points alone; a network that knows their surroundings turns those too.
        local = driving.jacobians if self.dims == 2 or self.near is not None else None
        if local is not None and base.keypoints.jacobians is not None:
            back = inverse(local.float())
            jacobians = base.keypoints.jacobians.float() @ back
        moves = sparse_motion(size, points, base.keypoints.points.float(), jacobians)
        heat = gaussians(points, size, VARIANCE) - base.heat
        heat = torch.cat([torch.zeros_like(heat[:, :1]), heat], dim=1)[:, :, None]
        # All K + 1 deformations of a picture are one tall sampling of it.
        tall = moves.reshape(n, (k + 1) * size[0], *size[1:], self.dims)
        channels = base.view.shape[1]
        seen = sample(base.view, tall, self.align).reshape(n, channels, k + 1, *size).transpose(1, 2)
        x = torch.cat([heat.to(seen.dtype), seen], dim=2).reshape(n, -1, *size)
        y = self.hourglass(x)
        logits = self._logits(y).float()
        if self.near is not None:
            logits = logits + self.near(size, points, back)
        mask = logits.softmax(dim=1)
        where = (moves * mask[..., None]).sum(dim=1)
        flat = y.flatten(1, 2) if self.dims == 3 else y
        return MotionField(where, self.occlusion(flat), mask)

    def _logits(self, y: torch.Tensor) -> torch.Tensor:
        if y.dim() == 5 and y.dtype == torch.bfloat16 and y.requires_grad and y.device.type == "cpu":
            # The gradient of a 7x7x7 kernel in bfloat16 writes outside its memory there (torch 2.13).
            with torch.autocast("cpu", enabled=False):
                return self.mask(y.float())
        return self.mask(y)

    def prune(self) -> None:
        """Take out channels that the gates hold at zero (separable networks alone)."""
        assert isinstance(self.hourglass, SlimHourglass)
        assert isinstance(self.mask, SlimHead) and isinstance(self.occlusion, SlimHead)
        keep = self.hourglass.prune(None)
        self.mask.prune(keep)
        self.occlusion.prune(keep)
