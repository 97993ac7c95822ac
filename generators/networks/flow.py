"""Optical flow by polynomial expansion (Farneback, 2003) of pictures of a few samples.

CFTE measures how its 4x4 feature moves with the Farneback flow of OpenCV, on the feature as 8-bit picture,
so that flow is part of its architecture. This is that flow at one scale, for a batch and in torch, so that
no OpenCV is needed: window 15, 3 iterations, polynomials over 11 samples with sigma 1.2.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

RADIUS, SIGMA, WINDOW, ITERATIONS = 5, 1.2, 15, 3
# Weight of what lies 0..4 samples from the border, where the polynomials rest on repeated samples.
BORDER = (0.14, 0.14, 0.4472, 0.4472, 0.4472)


def as_bytes(feature: torch.Tensor) -> torch.Tensor:
    """Scale a feature (n, 1, h, w) from its least to its largest value as whole numbers 0..255, each by
    itself."""
    low, high = feature.amin((1, 2, 3), keepdim=True), feature.amax((1, 2, 3), keepdim=True)
    return ((feature - low) / (high - low).clamp_min(1e-12) * 255).round()


def farneback(before: torch.Tensor, after: torch.Tensor) -> torch.Tensor:
    """Estimate the flow (n, h, w, 2) in samples, x and y, from pictures (n, 1, h, w) in 0..255 to others."""
    first, second = _expansion(before.double()), _expansion(after.double())
    flow = first.new_zeros(*first.shape[:3], 2)
    weight = _border_weight(first)
    for _ in range(ITERATIONS):
        flow = _solve(_blur(_equations(first, second, flow, weight)))
    return flow.float()


def _pad(x: torch.Tensor, columns: int, rows: int) -> torch.Tensor:
    return F.pad(x, (columns, columns, rows, rows), mode="replicate")


def _expansion(picture: torch.Tensor) -> torch.Tensor:
    """Coefficients of y, x, y^2, x^2 and xy around each sample, (n, h, w, 5)."""
    line = torch.tensor([0.25, 0.5, 0.25], dtype=picture.dtype, device=picture.device)
    smooth = (line[:, None] * line)[None, None]
    picture = F.conv2d(F.pad(picture, (1, 1, 1, 1), mode="reflect"), smooth)
    x = torch.arange(-RADIUS, RADIUS + 1, dtype=picture.dtype, device=picture.device)
    g = torch.exp(-(x**2) / (2 * SIGMA**2))
    g = g / g.sum()
    # Inverse of the normal equations of the basis 1, x, y, x^2, y^2, xy under these weights.
    second, fourth = float((g * x**2).sum()), float((g * x**4).sum())
    gram = torch.tensor(
        [[1.0, second, second], [second, fourth, second**2], [second, second**2, fourth]], dtype=torch.float64
    )
    inverse = torch.linalg.inv(gram)
    linear, constant, square, cross = 1 / second, inverse[0, 1], inverse[1, 1], 1 / second**2

    def along(rows: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
        y = F.conv2d(_pad(picture, 0, RADIUS), rows[None, None, :, None])
        return F.conv2d(_pad(y, RADIUS, 0), columns[None, None, None, :])[:, 0]

    mean = along(g, g)
    # The off-diagonal term of the other square is left out, as it is in OpenCV.
    return torch.stack(
        [
            along(x * g, g) * linear,
            along(g, x * g) * linear,
            mean * constant + along(x * x * g, g) * square,
            mean * constant + along(g, x * x * g) * square,
            along(x * g, x * g) * cross,
        ],
        dim=-1,
    )


def _border_weight(like: torch.Tensor) -> torch.Tensor:
    def line(size: int) -> torch.Tensor:
        w = torch.ones(size, dtype=like.dtype, device=like.device)
        for i in range(size):
            for away in (i, size - 1 - i):
                w[i] *= BORDER[away] if away < len(BORDER) else 1.0
        return w

    return (line(like.shape[1])[:, None] * line(like.shape[2]))[None, :, :, None]


def _equations(
    first: torch.Tensor, second: torch.Tensor, flow: torch.Tensor, weight: torch.Tensor
) -> torch.Tensor:
    """Normal equations (n, h, w, 5) of the displacement that takes one expansion to the other."""
    n, height, width, _ = first.shape
    dx, dy = flow[..., 0], flow[..., 1]
    x = torch.arange(width, device=flow.device) + dx
    y = torch.arange(height, device=flow.device)[:, None] + dy
    left, top = x.floor(), y.floor()
    inside = (left >= 0) & (left < width - 1) & (top >= 0) & (top < height - 1)
    fx, fy = (x - left)[..., None], (y - top)[..., None]
    column, row = left.clamp(0, width - 2).long(), top.clamp(0, height - 2).long()
    batch = torch.arange(n, device=flow.device)[:, None, None]

    def at(down: int, right: int) -> torch.Tensor:
        return second[batch, row + down, column + right]

    there = (at(0, 0) * (1 - fx) + at(0, 1) * fx) * (1 - fy) + (at(1, 0) * (1 - fx) + at(1, 1) * fx) * fy
    seen = inside[..., None]
    slope = (first[..., :2] - torch.where(seen, there[..., :2], 0.0)) / 2
    bend = torch.where(seen, (first[..., 2:] + there[..., 2:]) / 2, first[..., 2:])
    yy, xx, xy = bend[..., 0], bend[..., 1], bend[..., 2] / 2
    by = slope[..., 0] + yy * dy + xy * dx
    bx = slope[..., 1] + xy * dy + xx * dx
    by, bx, yy, xx, xy = (v * weight[..., 0] for v in (by, bx, yy, xx, xy))
    return torch.stack(
        [yy * yy + xy * xy, (yy + xx) * xy, xx * xx + xy * xy, yy * by + xy * bx, xy * by + xx * bx], dim=-1
    )


def _blur(equations: torch.Tensor) -> torch.Tensor:
    x = _pad(equations.movedim(-1, 1), WINDOW // 2, WINDOW // 2)
    return F.avg_pool2d(x, WINDOW, 1).movedim(1, -1)


def _solve(equations: torch.Tensor) -> torch.Tensor:
    a, b, c, h1, h2 = equations.unbind(-1)
    scale = 1 / (a * c - b * b + 1e-3)
    return torch.stack([(a * h2 - b * h1) * scale, (c * h1 - b * h2) * scale], dim=-1)


def flow_to_grid(flow: torch.Tensor) -> torch.Tensor:
    """Convert a flow in samples to offsets of coordinates -1..1, (n, h, w, 2)."""
    size = flow.new_tensor([max(flow.shape[2] - 1, 1), max(flow.shape[1] - 1, 1)])
    return 2 * flow / size
