"""Grids, Gaussians, local affine motion and sampling.

Coordinates are -1..1 with the last axis x, y(, z); -1 and 1 are the centres of the outermost samples, as in
the papers. `sample` takes align_corners from the release whose weights are used: torch changed its default
in 1.3, and weights trained before it want True.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F


def grid(size: tuple[int, ...], like: torch.Tensor) -> torch.Tensor:
    """Coordinates of samples, (*size, len(size)), last axis x, y(, z); on like's device."""
    axes = [
        2 * torch.arange(s, device=like.device, dtype=torch.float32) / max(s - 1, 1) - 1
        if s > 1
        else torch.zeros(1, device=like.device)
        for s in size
    ]
    return torch.stack(torch.meshgrid(*axes, indexing="ij")[::-1], dim=-1)


def gaussians(points: torch.Tensor, size: tuple[int, ...], variance: float) -> torch.Tensor:
    """Heat maps (n, K, *size) around points (n, K, 2|3)."""
    dims = len(size)
    away = grid(size, points) - points.reshape(*points.shape[:2], *[1] * dims, dims)
    return torch.exp(-0.5 * away.square().sum(-1) / variance)


def centres(heat: torch.Tensor) -> torch.Tensor:
    """Expected coordinates (n, K, dims) under heat maps (n, K, *size) that sum to one."""
    places = grid(tuple(heat.shape[2:]), heat).reshape(-1, heat.dim() - 2)
    return heat.flatten(2).float() @ places


def inverse2(m: torch.Tensor) -> torch.Tensor:
    """Inverse of (..., 2, 2). What a hostile stream makes singular stays finite."""
    a, b, c, d = m[..., 0, 0], m[..., 0, 1], m[..., 1, 0], m[..., 1, 1]
    det = a * d - b * c
    det = torch.where(det < 0, det.clamp(max=-1e-4), det.clamp(min=1e-4))
    adjugate = torch.stack([torch.stack([d, -b], -1), torch.stack([-c, a], -1)], -2)
    return adjugate / det[..., None, None]


def inverse(m: torch.Tensor) -> torch.Tensor:
    """Inverse of local transforms (..., 2, 2), or of scaled rotations (..., 3, 3); always finite."""
    if m.shape[-1] == 2:
        return inverse2(m)
    size = m.square().sum((-1, -2), keepdim=True) / 3
    return m.transpose(-1, -2) / size.clamp_min(1e-4)


def shorter(size: Sequence[int], side: int) -> tuple[int, ...]:
    """A height and width of the same shape whose shorter one is ``side``."""
    least = min(size)
    return tuple(max(1, round(s * side / least)) for s in size)


def sparse_motion(
    size: tuple[int, ...],
    driving: torch.Tensor,
    source: torch.Tensor,
    jacobians: torch.Tensor | None = None,
) -> torch.Tensor:
    """Where each sample comes from, by background and by each keypoint alone.

    driving, source  (n, K, dims)
    jacobians        (n, K, 2, 2) source times inverse driving; None: translation alone
    Returns (n, K + 1, *size, dims), the background (identity) first.
    """
    n, k, dims = driving.shape
    ones = [1] * len(size)
    here = grid(size, driving)
    away = here - driving.reshape(n, k, *ones, dims)
    if jacobians is not None:
        away = (jacobians.reshape(n, k, *ones, dims, dims) @ away[..., None])[..., 0]
    moved = away + source.reshape(-1, k, *ones, dims)
    return torch.cat([here.expand(n, 1, *here.shape), moved], dim=1)


def sample(x: torch.Tensor, where: torch.Tensor, align_corners: bool, padding: str = "zeros") -> torch.Tensor:
    """x (1|n, c, *size) at coordinates where (n, *out, dims): (n, c, *out); outside ``padding``.

    One x for n grids is not repeated. Coordinates stay float32 where the features' type is too coarse for
    them (bfloat16 resolves a 128th of the picture).
    """
    kind = x.dtype
    if kind == torch.bfloat16 or (kind == torch.float16 and x.device.type == "cpu"):
        x = x.float()
    where = where.to(x.dtype)
    n = where.shape[0]
    if len(x) == n:
        return F.grid_sample(x, where, padding_mode=padding, align_corners=align_corners).to(kind)
    tall = where.reshape(1, n * where.shape[1], *where.shape[2:])
    out = F.grid_sample(x, tall, padding_mode=padding, align_corners=align_corners)
    out = out.reshape(x.shape[1], n, *where.shape[1:-1]).transpose(0, 1)
    return out.to(kind)


def resize_motion(where: torch.Tensor, size: tuple[int, ...]) -> torch.Tensor:
    """`resize_grid` of what moves alone: where nothing does, each sample stays exactly itself."""
    old = tuple(where.shape[1:-1])
    if old == tuple(size):
        return where
    return grid(size, where) + resize_grid(where - grid(old, where), size)


def resize_grid(where: torch.Tensor, size: tuple[int, ...]) -> torch.Tensor:
    """Coordinates (n, *old, dims) at another size, (n, *size, dims), linear."""
    if tuple(where.shape[1:-1]) == tuple(size):
        return where
    mode = "trilinear" if len(size) == 3 else "bilinear"
    out = F.interpolate(where.movedim(-1, 1), size=size, mode=mode, align_corners=False)
    return out.movedim(1, -1)
