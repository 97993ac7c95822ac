"""Grids, Gaussians, local affine motion and sampling.

Coordinates are -1..1 with the last axis x, y(, z); -1 and 1 are the centres of the outermost samples, as in
the papers. `sample` takes align_corners from the release whose weights are used: torch changed its default
in 1.3, and weights trained before it want True.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F


def lines(size: tuple[int, ...], like: torch.Tensor) -> list[torch.Tensor]:
    """Return the coordinates of samples along each axis of ``size``, each broadcastable over it; on like's
    device."""
    out = []
    for axis, s in enumerate(size):
        line = 2 * torch.arange(s, device=like.device, dtype=torch.float32) / max(s - 1, 1) - min(s - 1, 1)
        out.append(line[(..., *[None] * (len(size) - axis - 1))])
    return out


def grid(size: tuple[int, ...], like: torch.Tensor) -> torch.Tensor:
    """Return the coordinates of samples, (*size, len(size)), last axis x, y(, z); on like's device."""
    return torch.stack(torch.broadcast_tensors(*lines(size, like)[::-1]), dim=-1)


def gaussians(points: torch.Tensor, size: tuple[int, ...], variance: float) -> torch.Tensor:
    """Make heat maps (n, K, *size) around points (n, K, 2|3): products of one along each axis."""
    heat, over = None, (..., *[None] * len(size))
    for line, at in zip(lines(size, points), points.flip(-1).unbind(-1), strict=True):
        away = line - at[over]
        along = torch.exp(-0.5 * away.square() / variance)
        heat = along if heat is None else heat * along
    assert heat is not None
    return heat


def carried(
    size: tuple[int, ...], linear: torch.Tensor, at: torch.Tensor, to: torch.Tensor
) -> list[torch.Tensor]:
    """Carry the grid's samples, x, y(, z), each (n, K, *size), by affine maps: ``linear`` (n, K, d, d) about
    ``at`` (n, K, d), which goes to ``to``.

    Summed axis by axis: all but the last sum are over lines, not over all samples.
    """
    over = (..., *[None] * len(size))
    out = []
    for row, end in zip(linear.unbind(-2), (to - (linear @ at[..., None])[..., 0]).unbind(-1), strict=True):
        total = end[over]
        for line, factor in zip(lines(size, at), row.flip(-1).unbind(-1), strict=True):
            total = total + line * factor[over]
        out.append(total)
    return out


def centres(heat: torch.Tensor) -> torch.Tensor:
    """Return the expected coordinates (n, K, dims) under heat maps (n, K, *size) that sum to one."""
    places = grid(tuple(heat.shape[2:]), heat).reshape(-1, heat.dim() - 2)
    return heat.flatten(2).float() @ places


def inverse2(m: torch.Tensor) -> torch.Tensor:
    """Invert (..., 2, 2). What a hostile stream makes singular stays finite."""
    a, b, c, d = m[..., 0, 0], m[..., 0, 1], m[..., 1, 0], m[..., 1, 1]
    det = a * d - b * c
    det = torch.where(det < 0, det.clamp(max=-1e-4), det.clamp(min=1e-4))
    adjugate = torch.stack([torch.stack([d, -b], -1), torch.stack([-c, a], -1)], -2)
    return adjugate / det[..., None, None]


def inverse(m: torch.Tensor) -> torch.Tensor:
    """Invert local transforms (..., 2, 2), or of scaled rotations (..., 3, 3); always finite."""
    if m.shape[-1] == 2:
        return inverse2(m)
    size = m.square().sum((-1, -2), keepdim=True) / 3
    return m.transpose(-1, -2) / size.clamp_min(1e-4)


def shorter(size: Sequence[int], side: int) -> tuple[int, ...]:
    """Return a height and width of the same shape whose shorter one is ``side``."""
    least = min(size)
    return tuple(max(1, round(s * side / least)) for s in size)


def sparse_motion(
    size: tuple[int, ...],
    driving: torch.Tensor,
    source: torch.Tensor,
    jacobians: torch.Tensor | None = None,
) -> torch.Tensor:
    """Find where each sample comes from, by background and by each keypoint alone.

    driving, source  (n, K, dims)
    jacobians        (n, K, 2, 2) source times inverse driving; None: translation alone
    Returns (n, K + 1, *size, dims), the background (identity) first.
    """
    n, k, dims = driving.shape
    if jacobians is None:
        jacobians = torch.eye(dims, device=driving.device).expand(n, k, dims, dims)
    still = grid(size, driving).expand(n, 1, *size, dims)
    moved = carried(size, jacobians, driving, source.expand(n, k, dims))
    return torch.cat([still, torch.stack(moved, dim=-1)], dim=1)


def sample(x: torch.Tensor, where: torch.Tensor, align_corners: bool, padding: str = "zeros") -> torch.Tensor:
    """Sample x (1|n, c, *size) at coordinates where (n, *out, dims): (n, c, *out); outside ``padding``.

    One x for n grids is not repeated. Coordinates stay float32 where the features' type is too coarse for
    them (bfloat16 resolves a 128th of the picture). The result is laid out in memory as x is.
    """
    like = x
    if x.dtype == torch.bfloat16 or (x.dtype == torch.float16 and x.device.type == "cpu"):
        x = x.float()
    where = where.to(x.dtype)
    n = where.shape[0]
    if len(x) == n:
        return laid(F.grid_sample(x, where, padding_mode=padding, align_corners=align_corners), like)
    tall = where.reshape(1, n * where.shape[1], *where.shape[2:])
    out = F.grid_sample(x, tall, padding_mode=padding, align_corners=align_corners)
    out = out.reshape(x.shape[1], n, *where.shape[1:-1]).transpose(0, 1)
    return laid(out, like)


def laid(x: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Return x (n, c, h, w) in the type of ``like`` and, where that has channels last in memory, so too:
    layers that meet both layouts are slow."""
    last = like.dim() == 4 and like.is_contiguous(memory_format=torch.channels_last)
    return x.to(like.dtype, memory_format=torch.channels_last if last else torch.preserve_format)


def resize_motion(where: torch.Tensor, size: tuple[int, ...]) -> torch.Tensor:
    """Resize as `resize_grid` what moves alone: where nothing does, each sample stays exactly itself."""
    old = tuple(where.shape[1:-1])
    if old == tuple(size):
        return where
    return grid(size, where) + resize_grid(where - grid(old, where), size)


def resize_grid(where: torch.Tensor, size: tuple[int, ...]) -> torch.Tensor:
    """Resize coordinates (n, *old, dims) to another size, (n, *size, dims), linear."""
    if tuple(where.shape[1:-1]) == tuple(size):
        return where
    mode = "trilinear" if len(size) == 3 else "bilinear"
    out = F.interpolate(where.movedim(-1, 1), size=size, mode=mode, align_corners=False)
    return out.movedim(1, -1)
