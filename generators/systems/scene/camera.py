"""How the camera moves: four corners of the picture and what lies between them.

What a turn, a zoom or a drive of the camera does to a picture is nearly what four displaced corners do.
Where it moves far, this comes before everything else: a base picture says where its corners are in the next
one, and a decoder's flow begins with that.
"""

from __future__ import annotations

import numpy as np
import torch

CORNERS = 4
ROUNDS = 6
"""Times that corners are fitted anew, without what moves otherwise."""
APART = 1.0
"""Pixels (of a picture of 180 rows) from which a place is taken to move by itself."""


def _corners(height: int, width: int, device: torch.device | str = "cpu") -> torch.Tensor:
    """What each corner counts at each pixel, (4, h, w): left and right above, left and right below."""
    x = ((torch.arange(width, device=device) + 0.5) / width).expand(height, width)
    y = ((torch.arange(height, device=device) + 0.5) / height)[:, None].expand(height, width)
    return torch.stack([(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y])


def field(corners: np.ndarray, height: int, width: int, device: torch.device | str = "cpu") -> torch.Tensor:
    """Spread displacements (4, 2) of the corners in pixels over the picture, (1, 2, h, w)."""
    shares = _corners(height, width, device)
    moved = torch.from_numpy(np.asarray(corners, dtype=np.float32)).to(device)
    out = torch.zeros(2, height, width, device=shares.device)
    for m, share in zip(moved, shares, strict=True):
        out = out + m[:, None, None] * share
    return out[None]


def fitted(motion: torch.Tensor, weight: torch.Tensor) -> np.ndarray:
    """Find the corners' displacements (4, 2) in pixels that most of a motion (1, 2, h, w) follows; ``weight``
    (1, 1, h, w): what each pixel counts."""
    height, width = motion.shape[2:]
    step = max(1, min(height, width) // 45)
    part = (..., slice(step // 2, None, step), slice(step // 2, None, step))
    shares = _corners(height, width)[part].flatten(1).double().numpy()
    wanted = motion[0].cpu()[part].flatten(1).double().numpy()
    trust = weight[0, 0].cpu()[part].flatten().double().numpy()
    unit, counts = APART * height / 180, trust + 1e-6
    found = np.zeros((CORNERS, 2))
    for _ in range(ROUNDS):
        gram = (shares * counts) @ shares.T
        gram += np.eye(CORNERS) * (1e-6 * np.trace(gram))
        found = np.linalg.solve(gram, (shares * counts) @ wanted.T)
        miss = ((wanted - found.T @ shares) ** 2).sum(0) / unit**2
        counts = (trust + 1e-6) / (1 + miss) ** 2
    return found
