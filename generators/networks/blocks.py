"""Blocks that every network here is made of, in two and three dimensions.

Shapes are (n, channels, [depth,] height, width). In three dimensions depth is never pooled. Pooling keeps
the last odd row and column and upsampling goes to the size of the skip connection, so that any size works;
for sizes that halve evenly both are what the papers do.
"""

from __future__ import annotations

import math
from typing import Protocol, TypeVar, runtime_checkable

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

M = TypeVar("M", bound=nn.Module)
_CONV = {2: nn.Conv2d, 3: nn.Conv3d}
_NORM = {2: nn.BatchNorm2d, 3: nn.BatchNorm3d}


def half(x: torch.Tensor) -> torch.Tensor:
    """Halve the size by the mean of 2x2; an odd last row or column is the mean of what there is."""
    odd = bool(x.shape[-1] % 2 or x.shape[-2] % 2)
    if x.dim() == 5:
        # Depths are pooled apart, as channels are: pooling in three dimensions has no bfloat16 on CPUs.
        return F.avg_pool2d(x.flatten(1, 2), 2, ceil_mode=odd).unflatten(1, x.shape[1:3])
    return F.avg_pool2d(x, 2, ceil_mode=odd)


def enlarge(x: torch.Tensor, like: torch.Tensor | None = None) -> torch.Tensor:
    """Enlarge by the nearest neighbour to twice the size, or to the size of ``like``."""
    if like is not None and tuple(like.shape[-2:]) != (2 * x.shape[-2], 2 * x.shape[-1]):
        return F.interpolate(x, size=like.shape[2:])
    return F.interpolate(x, scale_factor=(1.0, 2.0, 2.0) if x.dim() == 5 else 2.0)


class PointConv(nn.Conv2d):
    """1x1 convolution that rounds the same with any number of threads.

    Torch leaves one of dilation 1 to another library where there is a single thread. What a single tap is
    dilated by changes nothing else.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1, *, bias: bool = True) -> None:
        super().__init__(inputs, outputs, 1, stride, dilation=2, bias=bias)


class ConvBlock(nn.Module):
    """Convolution, batch norm, ReLU (``slope``: leaky)."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int = 3, *, dims: int = 2, slope: float = 0.0
    ) -> None:
        super().__init__()
        self.conv = _CONV[dims](inputs, outputs, kernel, padding=kernel // 2)
        self.norm = _NORM[dims](outputs)
        self.slope = slope

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.norm(self.conv(x))
        return F.leaky_relu(x, self.slope) if self.slope else F.relu(x)


class Down(ConvBlock):
    """`ConvBlock`, then half the size."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return half(super().forward(x))


class Up(ConvBlock):
    """Resize-convolution: enlarged by nearest neighbour, then `ConvBlock` (no checkerboards)."""

    def forward(self, x: torch.Tensor, like: torch.Tensor | None = None) -> torch.Tensor:
        return super().forward(enlarge(x, like))


class Res(nn.Module):
    """Pre-activation residual block: twice batch norm, ReLU, convolution."""

    def __init__(self, channels: int, *, dims: int = 2) -> None:
        super().__init__()
        self.norm1, self.norm2 = _NORM[dims](channels), _NORM[dims](channels)
        self.conv1 = _CONV[dims](channels, channels, 3, padding=1)
        self.conv2 = _CONV[dims](channels, channels, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.conv1(F.relu(self.norm1(x)))
        return x + self.conv2(F.relu(self.norm2(y)))


class Bottleneck(nn.Module):
    """Residual bottleneck of a quarter of the channels (He et al., 2016)."""

    def __init__(self, channels: int, stride: int = 1) -> None:
        super().__init__()
        inner = channels // 4
        self.conv1, self.norm1 = PointConv(channels, inner), nn.BatchNorm2d(inner)
        self.conv2, self.norm2 = nn.Conv2d(inner, inner, 3, stride, 1), nn.BatchNorm2d(inner)
        self.conv3, self.norm3 = PointConv(inner, channels), nn.BatchNorm2d(channels)
        self.skip: nn.Module | None = None
        if stride != 1:
            self.skip, self.norm4 = PointConv(channels, channels, stride), nn.BatchNorm2d(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.relu(self.norm1(self.conv1(x)))
        y = F.relu(self.norm2(self.conv2(y)))
        y = self.norm3(self.conv3(y))
        return F.relu(y + (x if self.skip is None else self.norm4(self.skip(x))))


def widths(expansion: int, most: int, count: int) -> list[int]:
    """List the channels at each scale: doubled from one to the next, at most ``most``."""
    return [min(most, expansion << i) for i in range(count + 1)]


class Hourglass(nn.Module):
    """U-net: ``count`` times down and up, every scale's features beside the upsampled ones.

    outputs is the number of channels that it returns: expansion + inputs. ``ending`` adds the convolution
    that face-vid2vid has after it.
    """

    def __init__(
        self, inputs: int, expansion: int, most: int, count: int, *, dims: int = 2, ending: bool = False
    ) -> None:
        super().__init__()
        w = widths(expansion, most, count)
        ins = [inputs, *w[1:]]
        self.down = nn.ModuleList(Down(ins[i], w[i + 1], dims=dims) for i in range(count))
        self.up = nn.ModuleList(
            Up(w[i + 1] * (1 if i == count - 1 else 2), w[i], dims=dims) for i in reversed(range(count))
        )
        self.outputs = expansion + inputs
        self.ending = ConvBlock(self.outputs, self.outputs, dims=dims) if ending else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        skips = [x]
        for down in self.down:
            skips.append(down(skips[-1]))
        y = skips.pop()
        for up in self.up:
            skip = skips.pop()
            y = torch.cat([up(y, skip), skip], dim=1)
        return y if self.ending is None else self.ending(y)


class AntiAlias(nn.Module):
    """Gaussian low-pass, then every ``step``-th sample; sigma (step - 1) / 2."""

    weight: torch.Tensor

    def __init__(self, channels: int, step: int) -> None:
        super().__init__()
        self.step = step
        sigma = (step - 1) / 2
        size = 2 * round(sigma * 4) + 1
        x = torch.arange(size, dtype=torch.float32) - (size - 1) / 2
        line = torch.exp(-(x**2) / (2 * sigma**2))
        kernel = line[:, None] * line
        self.register_buffer("weight", (kernel / kernel.sum()).expand(channels, 1, size, size).contiguous())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pad = self.weight.shape[-1] // 2
        return F.conv2d(x, self.weight.to(x.dtype), stride=self.step, padding=pad, groups=x.shape[1])


class GDN(nn.Module):
    """Generalised divisive normalisation (Balle et al., 2016): x / sqrt(beta + gamma x^2).

    beta and gamma are kept as square roots, so that they stay positive whatever the optimiser does.
    """

    PEDESTAL = 2.0**-36
    BETA_MIN = 1e-6

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.beta = nn.Parameter(torch.sqrt(torch.ones(channels) + self.PEDESTAL))
        self.gamma = nn.Parameter(torch.sqrt(0.1 * torch.eye(channels) + self.PEDESTAL))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        beta = self.beta.clamp_min(math.sqrt(self.BETA_MIN + self.PEDESTAL)) ** 2 - self.PEDESTAL
        gamma = self.gamma.clamp_min(2.0**-18) ** 2 - self.PEDESTAL
        norm = F.conv2d(x**2, gamma[:, :, None, None], beta, dilation=2)  # as `PointConv`
        return x / torch.sqrt(norm)


class Spade(nn.Module):
    """Spatially adaptive normalisation (Park et al., 2019) by a feature map."""

    def __init__(self, channels: int, guide: int, hidden: int = 128) -> None:
        super().__init__()
        self.shared = nn.Conv2d(guide, hidden, 3, padding=1)
        self.gamma = nn.Conv2d(hidden, channels, 3, padding=1)
        self.beta = nn.Conv2d(hidden, channels, 3, padding=1)

    def forward(self, x: torch.Tensor, guide: torch.Tensor) -> torch.Tensor:
        if guide.shape[2:] != x.shape[2:]:
            guide = F.interpolate(guide, size=x.shape[2:])
        hidden = F.relu(self.shared(guide))
        return F.instance_norm(x) * (1 + self.gamma(hidden)) + self.beta(hidden)


class SpadeRes(nn.Module):
    """Residual block with SPADE; its convolutions' spectral norm is folded into the weights."""

    def __init__(self, inputs: int, outputs: int, guide: int, hidden: int = 128) -> None:
        super().__init__()
        middle = min(inputs, outputs)
        self.conv0 = nn.Conv2d(inputs, middle, 3, padding=1)
        self.conv1 = nn.Conv2d(middle, outputs, 3, padding=1)
        self.norm0, self.norm1 = Spade(inputs, guide, hidden), Spade(middle, guide, hidden)
        self.skip: nn.Module | None = None
        if inputs != outputs:
            self.skip = PointConv(inputs, outputs, bias=False)
            self.skip_norm = Spade(inputs, guide, hidden)

    def forward(self, x: torch.Tensor, guide: torch.Tensor) -> torch.Tensor:
        y = self.conv0(F.leaky_relu(self.norm0(x, guide), 0.2))
        y = self.conv1(F.leaky_relu(self.norm1(y, guide), 0.2))
        return y + (x if self.skip is None else self.skip(self.skip_norm(x, guide)))


def bias(conv: nn.Conv2d | nn.Conv3d) -> torch.Tensor:
    """Return the bias of a convolution that has one."""
    assert conv.bias is not None
    return conv.bias


@runtime_checkable
class _Fuses(Protocol):
    def fuse(self) -> None: ...


def fuse(network: M) -> M:
    """Fold batch norms that follow a convolution into it, in place; the network is for inference then."""
    network.eval()
    for block in network.modules():
        if isinstance(block, _Fuses):
            block.fuse()
        for kind, pairs in _FOLDED.items():
            for conv, norm in pairs if isinstance(block, kind) else ():
                if isinstance(getattr(block, norm, None), nn.modules.batchnorm._BatchNorm):
                    setattr(block, conv, fuse_conv_bn_eval(getattr(block, conv), getattr(block, norm)))
                    setattr(block, norm, nn.Identity())
    return network


def channels_last(network: M) -> M:
    """Lay weights of convolutions over pictures with channels last in memory, in place: what they make is
    too, and is made in half the time. Volumes stay."""
    for conv in network.modules():
        if isinstance(conv, nn.Conv2d):
            # Not `contiguous`: a depthwise weight is so either way, and its strides decide.
            conv.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network


_FOLDED: dict[type[nn.Module], tuple[tuple[str, str], ...]] = {
    ConvBlock: (("conv", "norm"),),
    Res: (("conv1", "norm2"),),
    Bottleneck: (("conv1", "norm1"), ("conv2", "norm2"), ("conv3", "norm3"), ("skip", "norm4")),
}
