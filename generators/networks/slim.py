"""Slim separable blocks whose channels can be pruned: softly by learned thresholds, then for good.

A `Gate` scales channels by max(s - t, 0) with a learned gain s a channel and a learned threshold t a layer
(soft thresholding, as Kusupati et al., 2020, do to weights). While training every channel below
its threshold is already exactly zero, so taking it out (`prune`) changes nothing but the sums' rounding.

Between two gates channels only pass layers that keep zero at zero (depthwise convolutions without bias,
pooling, enlarging), and the pointwise convolution after them drops its columns of the channels that went.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from generators.networks.blocks import PointConv, bias, enlarge, half

Keep = torch.Tensor
"""Which of a layer's channels stay, bool (channels,)."""


class Gate(nn.Module):
    """Soft thresholding of channels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(channels))
        # Through a softplus: about 0.02, far from the gains of 1 at first.
        self.threshold = nn.Parameter(torch.tensor(-4.0))

    def scale(self) -> torch.Tensor:
        """Return the factors (channels,), exactly zero where the gain is below the threshold."""
        return F.relu(self.gain - F.softplus(self.threshold))

    def keep(self) -> Keep:
        """Return the channels that are not zero; at least one stays."""
        scale = self.scale().detach()
        keep = scale != 0
        if not keep.any():
            keep[self.gain.detach().argmax()] = True
        return keep

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.scale().to(x.dtype)[:, None, None]


class Fixed(nn.Module):
    """What is left of a `Gate` after pruning: the factors of the channels that stayed."""

    factor: torch.Tensor

    def __init__(self, scale: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("factor", scale.detach().clone())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.factor.to(x.dtype)[:, None, None]


class Slim(nn.Module):
    """Depthwise 3x3, pointwise, batch norm, ReLU, gate. ``mode``: same, down or up.

    Pooling comes before the pointwise convolution and enlarging after everything, where they cost least.
    ``gated`` False: its channels are never pruned.
    """

    def __init__(self, inputs: int, outputs: int, mode: str = "same", *, gated: bool = True) -> None:
        super().__init__()
        self.mode = mode
        self.depth = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False)
        self.point = PointConv(inputs, outputs)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)
        self.gate: Gate | Fixed | None = Gate(outputs) if gated else None

    def forward(self, x: torch.Tensor, like: torch.Tensor | None = None) -> torch.Tensor:
        x = self.depth(x)
        x = F.relu(self.norm(self.point(half(x) if self.mode == "down" else x)))
        if self.gate is not None:
            x = self.gate(x)
        return enlarge(x, like) if self.mode == "up" else x

    def prune(self, inputs: Keep | None = None) -> Keep:
        """Take out the channels that the gate holds at zero, and those the layer before took out."""
        if inputs is not None:
            self.depth = _depthwise(self.depth, inputs)
            self.point = _pointwise(self.point, None, inputs)
        if not isinstance(self.gate, Gate):
            return torch.ones(self.point.out_channels, dtype=torch.bool)
        keep = self.gate.keep()
        self.point = _pointwise(self.point, keep, None)
        self.norm = _norm(self.norm, keep)
        self.gate = Fixed(self.gate.scale()[keep])
        return keep

    def fuse(self) -> None:
        """Fold batch norm and gate into the pointwise convolution: a factor that is not negative passes
        through the ReLU."""
        if isinstance(self.norm, nn.BatchNorm2d):
            self.point, self.norm = fuse_conv_bn_eval(self.point, self.norm), nn.Identity()
        if self.gate is not None:
            scale = self.gate.scale() if isinstance(self.gate, Gate) else self.gate.factor
            self.point.weight.data *= scale[:, None, None, None]
            bias(self.point).data *= scale
            self.gate = None


class SlimRes(nn.Module):
    """Residual block of two separable convolutions; its inner channels are prunable, its trunk is not."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.inner = Slim(channels, channels)
        self.depth = nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False)
        self.point = PointConv(channels, channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.point(self.depth(self.inner(x)))

    def prune(self) -> None:
        """Prune the inner channels."""
        keep = self.inner.prune()
        self.depth = _depthwise(self.depth, keep)
        self.point = _pointwise(self.point, None, keep)


class SlimHourglass(nn.Module):
    """`generators.networks.blocks.Hourglass` of slim blocks, its input not handed through.

    outputs  channels that it returns
    """

    def __init__(self, inputs: int, expansion: int, most: int, count: int) -> None:
        super().__init__()
        w = [min(most, expansion << i) for i in range(count + 1)]
        self.entry = Slim(inputs, w[0])
        self.down = nn.ModuleList(Slim(w[i], w[i + 1], "down") for i in range(count))
        self.up = nn.ModuleList(
            Slim(w[i + 1] * (1 if i == count - 1 else 2), w[i], "up") for i in reversed(range(count))
        )
        self.outputs = 2 * w[0]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        skips = [self.entry(x)]
        for down in self.down:
            skips.append(down(skips[-1]))
        y = skips.pop()
        for up in self.up:
            skip = skips.pop()
            y = torch.cat([up(y, skip), skip], dim=1)
        return y

    def prune(self, inputs: Keep | None) -> Keep:
        """Prune all scales; returns which outputs stay."""
        keeps = [self.entry.prune(inputs)]
        for down in self.down:
            assert isinstance(down, Slim)
            keeps.append(down.prune(keeps[-1]))
        keep = keeps.pop()
        for up in self.up:
            assert isinstance(up, Slim)
            keep = torch.cat([up.prune(keep), keeps.pop()])
        return keep


class SlimHead(nn.Module):
    """Separable convolution to a few maps."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 7) -> None:
        super().__init__()
        self.depth = nn.Conv2d(inputs, inputs, kernel, padding=kernel // 2, groups=inputs, bias=False)
        self.point = PointConv(inputs, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.point(self.depth(x))

    def prune(self, inputs: Keep) -> None:
        """Prune its inputs as the layer before."""
        self.depth = _depthwise(self.depth, inputs)
        self.point = _pointwise(self.point, None, inputs)


def hourglass(inputs: int, expansion: int, most: int, count: int) -> SlimHourglass:
    """Make the slim hourglass."""
    return SlimHourglass(inputs, expansion, most, count)


def head(inputs: int, outputs: int, *, separable: bool) -> SlimHead | nn.Conv2d:
    """Make the 7x7 convolution to a few maps."""
    return SlimHead(inputs, outputs) if separable else nn.Conv2d(inputs, outputs, 7, padding=3)


def occlusion(inputs: int, outputs: int, *, separable: bool) -> SlimHead | nn.Conv2d:
    """Make the `head` of occlusion logits. A second map, the blend with the warped picture, starts in its
    favour."""
    network = head(inputs, outputs, separable=separable)
    if outputs > 1:
        last = network.point if isinstance(network, SlimHead) else network
        bias(last).data[1] = 3.0
    return network


def _depthwise(conv: nn.Conv2d, keep: Keep) -> nn.Conv2d:
    count, kernel = int(keep.sum()), conv.kernel_size[0]
    out = nn.Conv2d(count, count, kernel, padding=kernel // 2, groups=count, bias=False)
    out.weight = nn.Parameter(conv.weight.detach()[keep].clone())
    return out.to(conv.weight.device, conv.weight.dtype)


def _pointwise(conv: nn.Conv2d, outputs: Keep | None, inputs: Keep | None) -> PointConv:
    weight, offset = conv.weight.detach(), bias(conv).detach()
    if inputs is not None:
        weight = weight[:, inputs]
    if outputs is not None:
        weight, offset = weight[outputs], offset[outputs]
    out = PointConv(weight.shape[1], weight.shape[0])
    out.weight, out.bias = nn.Parameter(weight.clone()), nn.Parameter(offset.clone())
    return out.to(device=weight.device, dtype=weight.dtype)


def _norm(norm: nn.Module, keep: Keep) -> nn.Module:
    if not isinstance(norm, nn.BatchNorm2d):
        return norm
    out = nn.BatchNorm2d(int(keep.sum()), eps=norm.eps, momentum=norm.momentum)
    for name in ("weight", "bias", "running_mean", "running_var"):
        getattr(out, name).data.copy_(getattr(norm, name)[keep])
    out.train(norm.training)
    return out.to(norm.weight.device, norm.weight.dtype)
