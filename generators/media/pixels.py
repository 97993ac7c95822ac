"""Pictures as arrays, uint8 (h, w, 3), and as tensors, float (3, h, w) in 0..1."""

from __future__ import annotations

import numpy as np
import torch


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
