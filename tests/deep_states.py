"""Weights of deep distances that are drawn, not trained, the same whatever order they are drawn in."""

from __future__ import annotations

import zlib

import torch

VGG = (
    *((1, 0, 3, 64), (1, 2, 64, 64), (2, 5, 64, 128), (2, 7, 128, 128), (3, 10, 128, 256), (3, 12, 256, 256)),
    *((3, 14, 256, 256), (4, 17, 256, 512), (4, 19, 512, 512), (4, 21, 512, 512)),
    *((5, 24, 512, 512), (5, 26, 512, 512), (5, 28, 512, 512)),
)
"""Part, number, input and output channels of the convolutions of VGG-16."""
ALEX = (
    *((1, 0, 3, 64, 11), (2, 3, 64, 192, 5), (3, 6, 192, 384, 3), (4, 8, 384, 256, 3), (5, 10, 256, 256, 3)),
)
"""Part, number, input and output channels and kernel of AlexNet's."""
SCALING = {"shift": (-0.030, -0.088, -0.188), "scale": (0.458, 0.448, 0.450)}
NORMAL = {"mean": (0.485, 0.456, 0.406), "std": (0.229, 0.224, 0.225)}


def drawn(name: str, shape: tuple[int, ...]) -> torch.Tensor:
    """A tensor of a name and shape."""
    random = torch.Generator().manual_seed(zlib.crc32(name.encode()))
    if name.endswith(".bias"):
        return 0.1 * torch.randn(shape, generator=random)
    if name.startswith(("net", "stage")):
        fan = shape[1] * shape[2] * shape[3]
        return torch.randn(shape, generator=random) * (2 / fan) ** 0.5
    return torch.rand(shape, generator=random)


def _convolutions(prefix: str, layers: tuple[tuple[int, ...], ...]) -> dict[str, torch.Tensor]:
    state = {}
    for part, number, inner, outer, *kernel in layers:
        side = kernel[0] if kernel else 3
        for what, shape in (("weight", (outer, inner, side, side)), ("bias", (outer,))):
            name = f"{prefix}{part}.{number}.{what}"
            state[name] = drawn(name, shape)
    return state


def lpips(net: str) -> dict[str, torch.Tensor]:
    """A state as `lpips.LPIPS` has it, of "alex" or "vgg"."""
    channels = (64, 192, 384, 256, 256) if net == "alex" else (64, 128, 256, 512, 512)
    state = _convolutions("net.slice", ALEX if net == "alex" else VGG)
    for i, count in enumerate(channels):
        state[f"lin{i}.model.1.weight"] = drawn(f"lin{i}.model.1.weight", (1, count, 1, 1))
    return state | {f"scaling_layer.{k}": torch.tensor(v).view(1, 3, 1, 1) for k, v in SCALING.items()}


def dists() -> dict[str, torch.Tensor]:
    """A state as `DISTS_pytorch.DISTS` has it."""
    state = _convolutions("stage", VGG)
    state |= {name: drawn(name, (1, 1475, 1, 1)) for name in ("alpha", "beta")}
    return state | {k: torch.tensor(v).view(1, 3, 1, 1) for k, v in NORMAL.items()}
