"""Holes of pictures filled from what lies around them: coarse means first, then finer (pull and push)."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def fill(picture: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """Fill a picture (1, c, h, w) where ``known`` (1, 1, h, w), 0..1, is below 1.

    What is partly known is mixed with what its surroundings say. Nothing known at all gives zeros.
    """
    height, width = picture.shape[-2:]
    if min(height, width) <= 1:
        return picture * (known > 0)
    pad = (0, width % 2, 0, height % 2)
    weight = F.avg_pool2d(F.pad(known, pad), 2)
    mean = F.avg_pool2d(F.pad(picture * known, pad), 2) / weight.clamp_min(1e-6)
    coarse = fill(mean, (4 * weight).clamp_max(1))
    wide = F.interpolate(coarse, scale_factor=2, mode="bilinear", align_corners=False)[..., :height, :width]
    return picture * known + wide * (1 - known)
