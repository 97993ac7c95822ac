"""Pictures as arrays, uint8 (h, w, 3), and as tensors, float (3, h, w) in 0..1."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import torch
import torch.nn.functional as F

SCALES = Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2)
"""Sizes at which pictures are made, as multiples of the coded one."""


def rescaled(pictures: torch.Tensor, scale: Fraction) -> torch.Tensor:
    """Bring pictures (n, c, h, w) to ``scale`` times their size: means of samples, or bicubic."""
    if scale == 1:
        return pictures
    size = [max(1, int(s * scale)) for s in pictures.shape[2:]]
    how = {"mode": "bilinear", "antialias": True} if scale < 1 else {"mode": "bicubic"}
    return F.interpolate(pictures.float(), size, align_corners=False, **how).to(pictures.dtype)


def to_tensor(rgb: np.ndarray) -> torch.Tensor:
    """Turn a picture, uint8 (h, w, 3), into float32 (3, h, w) in 0..1."""
    return torch.from_numpy(np.ascontiguousarray(rgb)).permute(2, 0, 1).float().div_(255)


def to_batch(pictures: np.ndarray) -> torch.Tensor:
    """Turn pictures, uint8 (n, h, w, 3), into float32 (n, 3, h, w) in 0..1."""
    # A copy where it may not be written to: torch warns of those.
    writable = np.require(pictures, requirements=["C", "W"])
    return torch.from_numpy(writable).permute(0, 3, 1, 2).float().div_(255)


def to_pixels(picture: torch.Tensor) -> np.ndarray:
    """Turn (3, h, w) in 0..1 into uint8 (h, w, 3)."""
    return (picture.float().clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy()


def to_bytes(picture: torch.Tensor) -> torch.Tensor:
    """Turn (3, h, w) in 0..1 into uint8 (h, w, 3), where it lies."""
    return (picture.float().clamp(0, 1) * 255).round().byte().permute(1, 2, 0).contiguous()


def to_yuv(picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Turn (3, h, w) in 0..1 into 4:2:0 planes by BT.709, narrow range: uint8 (h, w), and twice half of that,
    rounded up. A sample of colour is the mean of the four that it stands for, and lies in their middle."""
    r, g, b = picture.float().clamp(0, 1)
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    colour = torch.stack([(b - y) / 1.8556, (r - y) / 1.5748])[None]
    height, width = y.shape
    colour = F.avg_pool2d(F.pad(colour, (0, width % 2, 0, height % 2), mode="replicate"), 2)[0]
    cb, cr = (128 + 224 * colour).round().clamp(0, 255).byte()
    return (16 + 219 * y).round().byte(), cb, cr
