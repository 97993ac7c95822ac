"""Deep distances on VGG-16 and AlexNet: ST-LPIPS (VGG), LPIPS, DISTS, from files of weights as published.

Each is its network's five features, and what its paper does with them. Weights are read as tensors alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Protocol

import torch
import torch.nn.functional as F
from torch import nn

from generators.measure.metrics import MetricError
from generators.media import zoo

Features = list[torch.Tensor]
State = Mapping[str, torch.Tensor]
MAX_FILE = 1 << 30
"""Bytes of a file of weights; VGG-16 with its classifier is 550 MB."""
VGG = (
    *((1, 0), (1, 2), (2, 5), (2, 7), (3, 10), (3, 12), (3, 14)),
    *((4, 17), (4, 19), (4, 21), (5, 24), (5, 26), (5, 28)),
)
"""Part, 1 to 5, and number among torchvision's layers of each convolution of VGG-16."""
ALEX = ((1, 0), (2, 3), (3, 6), (4, 8), (5, 10))
ALEX_SHAPES = ((4, 2), (1, 2), (1, 1), (1, 1), (1, 1))
"""Stride and padding of each convolution of AlexNet."""


class Distance(Protocol):
    """A distance of pictures (n, 3, h, w) in 0..1 by their features."""

    def features(self, pictures: torch.Tensor) -> Features:
        """Compute what is compared."""
        ...

    def apart(self, a: Features, b: Features) -> torch.Tensor:
        """Work out distances (n,): 0 is alike."""
        ...


def read_state(path: str | os.PathLike[str]) -> State:
    """Read a file of weights written by `torch.save`, its tensors alone. Raises MetricError."""
    try:
        if Path(path).stat().st_size > MAX_FILE:
            raise MetricError(f"{path}: larger than {MAX_FILE} bytes")
        state = torch.load(path, map_location="cpu", weights_only=True)
    except MetricError:
        raise
    except Exception as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise MetricError(f"{path}: no file of weights ({why})") from None
    if not isinstance(state, Mapping) or not all(isinstance(v, torch.Tensor) for v in state.values()):
        raise MetricError(f"{path}: no file of weights (tensors by name are expected)")
    return state


class _Convolutions(nn.Module):
    """Convolutions with ReLU in parts, by name in a state; before the parts ``shrunk`` pictures shrink."""

    def __init__(
        self,
        state: State,
        names: Sequence[Sequence[str]],
        shapes: Sequence[tuple[int, int]] | None = None,
        shrunk: Sequence[int] = (1, 2, 3, 4),
    ) -> None:
        super().__init__()
        self.parts, self.shrunk = nn.ModuleList(), shrunk
        shape = iter(shapes or ())
        for part in names:
            convs = nn.ModuleList()
            for name in part:
                weight, bias = _tensor(state, f"{name}.weight", 4), _tensor(state, f"{name}.bias", 1)
                stride, padding = next(shape, (1, weight.shape[2] // 2))
                conv = nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2], stride, padding)
                try:
                    conv.load_state_dict({"weight": weight, "bias": bias})
                except RuntimeError:
                    raise MetricError(f"weights: {name} has a shape of its own") from None
                convs.append(conv)
            self.parts.append(convs)

    def forward(self, x: torch.Tensor, shrink: Callable[[torch.Tensor], torch.Tensor]) -> Features:
        """Compute each part's output."""
        rows = []
        for i, part in enumerate(self.parts):
            if i in self.shrunk:
                x = shrink(x)
            assert isinstance(part, nn.ModuleList)
            for conv in part:
                x = F.relu(conv(x))
            rows.append(x)
        return rows


def _tensor(state: State, name: str, dims: int) -> torch.Tensor:
    found = state.get(name)
    if found is None or found.dim() != dims or not found.is_floating_point():
        raise MetricError(f"weights: no {name} of {dims} dimensions")
    return found.float()


def _named(prefix: str, layers: Sequence[tuple[int, int]], moved: int = 0) -> list[list[str]]:
    """Names of convolutions by part; ``moved``: layers that a part's shrinking takes more than usual."""
    return [
        [f"{prefix}{part}.{number + moved * (part - 1)}" for part, number in layers if part == p]
        for p in range(1, 6)
    ]


class _Weighted(nn.Module):
    """Squared differences of unit-length features, weighted per channel: what LPIPS does."""

    def __init__(self, state: State, channels: Sequence[int]) -> None:
        super().__init__()
        self.shift: torch.Tensor
        self.scale: torch.Tensor
        self.register_buffer("shift", _tensor(state, "scaling_layer.shift", 4))
        self.register_buffer("scale", _tensor(state, "scaling_layer.scale", 4))
        lins = [_tensor(state, f"lin{i}.model.1.weight", 4) for i in range(5)]
        if [v.numel() for v in lins] != list(channels):
            raise MetricError("weights: the linear layers fit another network")
        self.lins = nn.ParameterList(v.reshape(1, -1, 1, 1) for v in lins)

    def scaled(self, pictures: torch.Tensor) -> torch.Tensor:
        """Pictures in 0..1 as the network takes them."""
        return (pictures * 2 - 1 - self.shift) / self.scale

    @staticmethod
    def unit(rows: Features) -> Features:
        """Features of length 1 at each place."""
        return [x / (x.square().sum(1, keepdim=True).sqrt() + 1e-10) for x in rows]

    def apart(self, a: Features, b: Features) -> torch.Tensor:
        """Work out distances (n,)."""
        rows = [((u - v).square() * w).sum(1).mean((1, 2)) for u, v, w in zip(a, b, self.lins, strict=True)]
        return torch.stack(rows).sum(0)


class ShiftTolerantVgg(_Weighted):
    """ST-LPIPS (Ghildyal and Liu, ECCV 2022) on VGG-16, from the weights of its own package."""

    def __init__(self) -> None:
        state = read_state(zoo.path("stlpips-vgg"))
        super().__init__(state, (64, 128, 256, 512, 512))
        self.net = _Convolutions(state, _named("net.slice", VGG, moved=1))
        line = torch.tensor([1.0, 2.0, 1.0])
        self.blur: torch.Tensor
        self.register_buffer("blur", (line[:, None] * line)[None, None] / 16)
        self.eval().requires_grad_(False)

    def _shrink(self, x: torch.Tensor) -> torch.Tensor:
        x = F.pad(F.max_pool2d(x, 2, 1), (2, 2, 2, 2), mode="reflect")
        return F.conv2d(x, self.blur.expand(x.shape[1], 1, 3, 3), stride=2, groups=x.shape[1])

    def features(self, pictures: torch.Tensor) -> Features:
        """Compute unit-length features of pictures (n, 3, h, w) in 0..1, at least 64 pixels each way."""
        return self.unit(self.net(self.scaled(pictures), self._shrink))


class Lpips(_Weighted):
    """LPIPS 0.1 (Zhang et al., 2018), AlexNet or VGG-16, from ``lpips.LPIPS(net=...).state_dict()``."""

    def __init__(self, state: State) -> None:
        if "net.slice2.5.weight" in state:
            channels: tuple[int, ...] = (64, 128, 256, 512, 512)
            net = _Convolutions(state, _named("net.slice", VGG))
        else:
            channels = (64, 192, 384, 256, 256)
            net = _Convolutions(state, _named("net.slice", ALEX), ALEX_SHAPES, (1, 2))
        super().__init__(state, channels)
        self.net = net
        self._pool = 2 if channels[1] == 128 else 3
        self.eval().requires_grad_(False)

    def features(self, pictures: torch.Tensor) -> Features:
        """Compute unit-length features of pictures (n, 3, h, w) in 0..1, at least 64 pixels each way."""
        return self.unit(self.net(self.scaled(pictures), lambda x: F.max_pool2d(x, self._pool, 2)))


class Dists(nn.Module):
    """DISTS (Ding et al., 2020), from ``DISTS_pytorch.DISTS().state_dict()``."""

    CHANNELS: ClassVar = (3, 64, 128, 256, 512, 512)
    alpha: torch.Tensor
    beta: torch.Tensor
    mean: torch.Tensor
    std: torch.Tensor
    line: torch.Tensor

    def __init__(self, state: State) -> None:
        super().__init__()
        self.net = _Convolutions(state, _named("stage", VGG))
        for name, size in (("alpha", 1475), ("beta", 1475), ("mean", 3), ("std", 3)):
            value = _tensor(state, name, 4)
            if value.numel() != size:
                raise MetricError(f"weights: {name} has {value.numel()} numbers, not {size}")
            self.register_buffer(name, value.reshape(1, -1, 1, 1))
        line = torch.tensor([0.25, 0.5, 0.25])
        self.register_buffer("line", (line[:, None] * line)[None, None])
        self.eval().requires_grad_(False)

    def _shrink(self, x: torch.Tensor) -> torch.Tensor:
        kernel = self.line.expand(x.shape[1], 1, 3, 3)
        return (F.conv2d(x.square(), kernel, stride=2, padding=1, groups=x.shape[1]) + 1e-12).sqrt()

    def features(self, pictures: torch.Tensor) -> Features:
        """Compute features of pictures (n, 3, h, w) in 0..1, the pictures themselves first."""
        return [pictures, *self.net((pictures - self.mean) / self.std, self._shrink)]

    def apart(self, a: Features, b: Features) -> torch.Tensor:
        """Work out distances (n,): 1 less the weighted similarity of means and of structure."""
        total = self.alpha.sum() + self.beta.sum()
        parts = zip(
            a,
            b,
            (self.alpha / total).split(self.CHANNELS, dim=1),
            (self.beta / total).split(self.CHANNELS, dim=1),
            strict=True,
        )
        score = torch.zeros(len(a[0]))
        for x, y, alpha, beta in parts:
            mx, my = x.mean((2, 3), keepdim=True), y.mean((2, 3), keepdim=True)
            vx, vy = ((x - mx) ** 2).mean((2, 3), keepdim=True), ((y - my) ** 2).mean((2, 3), keepdim=True)
            cov = (x * y).mean((2, 3), keepdim=True) - mx * my
            means = (2 * mx * my + 1e-6) / (mx**2 + my**2 + 1e-6)
            structure = (2 * cov + 1e-6) / (vx + vy + 1e-6)
            score = score + (alpha * means + beta * structure).sum((1, 2, 3))
        return 1 - score
