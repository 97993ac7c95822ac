"""Pictures of Gaussians: tile by tile, front to back, in plain torch on any device, with derivatives.

A Gaussian is drawn as its projection (Zwicker et al., EWA splatting, 2001; Kerbl et al., 2023). Each is
listed in the tiles that it touches, so the cost grows linearly with Gaussians times tiles touched. Within a
tile the exponent of a Gaussian is a polynomial of the pixel's place, hence one product of matrices.
Derivatives are computed from the picture, not from what the forward pass kept: memory does not grow with the
lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F

from sei.errors import SeigenError

TILE = 8
"""Side of a tile in pixels."""
LEAST_ALPHA, MOST_ALPHA = 1 / 255, 0.999
"""A Gaussian that covers a pixel by less than the first does not touch it; none covers it by more than the
second."""
SPENT = 1e-4
"""Light through a tile's pixels below which what lies behind is not drawn."""
BLUR = 0.3
"""Variance in square pixels that each projection gains: none is thinner than a pixel."""
NEAR = 0.1
"""Nearest depth that is drawn."""
MAX_TOUCHED = 1 << 22
"""Gaussians times tiles touched of one picture."""
LONGEST = 256  # of a tile's list that is worked on at once
AT_ONCE = {"cpu": 1 << 19, "cuda": 1 << 23}  # pixels times Gaussians in work: what a cache, a GPU holds


class SplatError(SeigenError):
    """Gaussians that cover too much of a picture."""


@dataclass(frozen=True)
class Splats:
    """Gaussians on the screen.

    places   (n, 2) in pixels; the first pixel's centre is at 0.5, 0.5
    conics   (n, 3): the inverse covariance a, b, c of a x² + 2 b x y + c y²
    radii    (n, 2) in pixels along x and y, beyond which none covers a pixel by `LEAST_ALPHA`; 0: not drawn
    depths   (n,), larger is further away
    opacity  (n,) in 0..1
    colours  (n, k)
    """

    places: torch.Tensor
    conics: torch.Tensor
    radii: torch.Tensor
    depths: torch.Tensor
    opacity: torch.Tensor
    colours: torch.Tensor


def project(
    points: torch.Tensor,
    axes: torch.Tensor,
    opacity: torch.Tensor,
    colours: torch.Tensor,
    focal: torch.Tensor,
    centre: torch.Tensor,
) -> Splats:
    """Compute what a pinhole that looks along z shows of Gaussians.

    points  (n, 3) in the camera's coordinates: x to the right, y down, z away
    axes    (n, 3, 3): columns are the axes of the Gaussians, as long as their deviations
    focal   (2,) in pixels; centre (2,) in pixels

    What is nearer than `NEAR`, or not finite, is not drawn.
    """
    x, y, z = points.unbind(-1)
    deep = z.clamp_min(NEAR)
    u, v = x / deep, y / deep
    zero = torch.zeros_like(deep)
    across = torch.stack([1 / deep, zero, -u / deep], -1) * focal[0]
    down = torch.stack([zero, 1 / deep, -v / deep], -1) * focal[1]
    flat = torch.stack([across, down], -2) @ axes
    covariance = flat @ flat.transpose(-1, -2)
    a, b, c = covariance[:, 0, 0] + BLUR, covariance[:, 0, 1], covariance[:, 1, 1] + BLUR
    det = (a * c - b * b).clamp_min(1e-6)
    places = torch.stack([u, v], -1) * focal + centre
    with torch.no_grad():
        # opacity * exp(-r²/2) is LEAST_ALPHA at r deviations.
        reach = (2 * (opacity / LEAST_ALPHA).clamp_min(1e-9).log()).clamp_min(0).sqrt()
        radii = reach[:, None] * torch.stack([a, c], -1).sqrt()
        drawn = (z > NEAR) & torch.isfinite(points).all(-1) & torch.isfinite(radii).all(-1)
        radii = torch.where(drawn[:, None], radii, 0.0)
    return Splats(places, torch.stack([c, -b, a], -1) / det[:, None], radii, z, opacity, colours)


def splat(splats: Splats, height: int, width: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw Gaussians over nothing: colours (height, width, k), not divided by cover, and cover
    (height, width) in 0..1. Of equal depth the lower index is in front. Raises SplatError beyond
    `MAX_TOUCHED`."""
    tall, wide = -(-height // TILE), -(-width // TILE)
    with torch.no_grad():
        owner, tile = _touched(splats, height, width)
        count = torch.bincount(tile, minlength=tall * wide)
    corner = torch.stack([tile % wide, tile // wide], -1) * TILE + TILE / 2
    polynomial = _polynomials(
        splats.places.index_select(0, owner) - corner,
        splats.conics.index_select(0, owner),
        splats.opacity.index_select(0, owner),
    )
    colours = torch.cat([splats.colours, torch.ones_like(splats.colours[:, :1])], -1)
    made: torch.Tensor = _Blend.apply(polynomial, colours.index_select(0, owner), count)
    picture = made.view(tall, wide, TILE, TILE, -1).permute(0, 2, 1, 3, 4)
    picture = picture.reshape(tall * TILE, wide * TILE, -1)[:height, :width]
    return picture[..., :-1], picture[..., -1]


def over(colours: torch.Tensor, cover: torch.Tensor, background: torch.Tensor) -> torch.Tensor:
    """Put what `splat` drew over a background (height, width, k)."""
    return colours + background * (1 - cover[..., None])


def _touched(splats: Splats, height: int, width: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The pairs of a Gaussian and a tile that it touches, (m,) each: by tile, then front to back."""
    tall, wide = -(-height // TILE), -(-width // TILE)
    x, y = splats.places.unbind(-1)
    rx, ry = splats.radii.unbind(-1)
    seen = (rx > 0) & (x + rx > 0) & (y + ry > 0) & (x - rx < width) & (y - ry < height)
    alive = seen.nonzero()[:, 0]
    alive = alive[splats.depths[alive].argsort(stable=True)]
    x, y, rx, ry = x[alive], y[alive], rx[alive], ry[alive]
    x0, x1 = ((v / TILE).floor().clamp(0, wide - 1).long() for v in (x - rx, x + rx))
    y0, y1 = ((v / TILE).floor().clamp(0, tall - 1).long() for v in (y - ry, y + ry))
    across = x1 - x0 + 1
    number = across * (y1 - y0 + 1)
    total = int(number.sum())
    if total > MAX_TOUCHED:
        raise SplatError(f"{len(alive)} Gaussians touch {total} tiles of 8x8 pixels, allowed: {MAX_TOUCHED}")
    each = torch.repeat_interleave(number)
    nth = torch.arange(total, device=x.device) - (number.cumsum(0) - number)[each]
    tile = (y0[each] + nth // across[each]) * wide + x0[each] + nth % across[each]
    order = tile.argsort(stable=True)
    return alive[each[order]], tile[order]


def _polynomials(offset: torch.Tensor, conics: torch.Tensor, opacity: torch.Tensor) -> torch.Tensor:
    """The logarithm of cover as a polynomial (m, 6) of the place (x, y) from a tile's middle: factors of x²,
    x y, y², x, y and 1. offset (m, 2): where the Gaussian lies from there."""
    a, b, c = conics.unbind(-1)
    x, y = offset.unbind(-1)
    ax, cy = a * x + b * y, b * x + c * y
    constant = opacity.clamp_min(1e-9).log() - (ax * x + cy * y) / 2
    return torch.stack([-a / 2, -b, -c / 2, ax, cy, constant], -1)


def _monomials(like: torch.Tensor) -> torch.Tensor:
    """x², x y, y², x, y and 1 of each pixel of a tile, (6, pixels)."""
    line = torch.arange(TILE, device=like.device, dtype=like.dtype) + (0.5 - TILE / 2)
    y, x = (v.reshape(-1) for v in torch.meshgrid(line, line, indexing="ij"))
    return torch.stack([x * x, x * y, y * y, x, y, torch.ones_like(x)])


@dataclass(frozen=True)
class _Step:
    """Some tiles (t,), and which pairs (t, k) of their lists come next; where a list has ended, the number of
    all pairs."""

    tiles: torch.Tensor
    pairs: torch.Tensor


def _steps(count: torch.Tensor, first: int, alive: torch.Tensor) -> list[_Step]:
    """Steps through the next `LONGEST` of the lists of those tiles that are alive (bool), from ``first`` on,
    lists of like length together. count (tiles,)."""
    ends = count.cumsum(0)
    start, none = ends - count + first, int(ends[-1])
    left = ((count - first).clamp(0, LONGEST)) * alive
    steps, low, high = [], 0, 8
    room = AT_ONCE.get(count.device.type, AT_ONCE["cuda"])
    while low < LONGEST:
        tiles = ((left > low) & (left <= high)).nonzero()[:, 0]
        nth = torch.arange(high, device=count.device)
        for part in tiles.split(max(1, room // (high * TILE * TILE))):
            if len(part):
                pairs = start[part, None] + nth
                steps.append(_Step(part, torch.where(nth < left[part, None], pairs, none)))
        low, high = high, high * 2
    return steps


def _cover(polynomial: torch.Tensor, step: _Step, monomials: torch.Tensor) -> torch.Tensor:
    """How far each pair of a step covers each pixel, (t, k, pixels)."""
    alpha = (polynomial[step.pairs] @ monomials).clamp_max_(0.0).exp_()
    return F.threshold(alpha, LEAST_ALPHA, 0.0, inplace=True).clamp_max_(MOST_ALPHA)


def _through(alpha: torch.Tensor, light: torch.Tensor) -> torch.Tensor:
    """The light (t, k + 1, pixels) that reaches each of a step's pairs, and what is left behind the last;
    light (t, pixels) reaches the first."""
    t, k, pixels = alpha.shape
    reaches = alpha.new_empty(t, k + 1, pixels)
    reaches[:, 0] = light
    torch.sub(1, alpha, out=reaches[:, 1:])
    for i in range(k):
        reaches[:, i + 1] *= reaches[:, i]
    return reaches


class _Blend(torch.autograd.Function):
    """(pairs, 6) and (pairs, k) to (tiles, pixels, k): each tile's list, front to back."""

    @staticmethod
    def forward(
        ctx: Any, polynomial: torch.Tensor, colours: torch.Tensor, count: torch.Tensor
    ) -> torch.Tensor:
        # One pair more, which covers nothing, for lists that have ended.
        polynomial, colours = F.pad(polynomial, (0, 0, 0, 1)), F.pad(colours, (0, 0, 0, 1))
        polynomial[-1, 5] = -1e4
        monomials = _monomials(polynomial)
        made = colours.new_zeros(len(count), TILE * TILE, colours.shape[1])
        light = colours.new_ones(len(count), TILE * TILE)
        steps = []
        for first in range(0, int(count.max()), LONGEST):
            for step in _steps(count, first, light.amax(1) > SPENT):
                steps.append(step)
                alpha = _cover(polynomial, step, monomials)
                reaches = _through(alpha, light[step.tiles])
                weight = alpha.mul_(reaches[:, :-1])
                made[step.tiles] += weight.transpose(1, 2) @ colours[step.pairs]
                light[step.tiles] = reaches[:, -1]
        ctx.steps = steps
        ctx.save_for_backward(polynomial, colours, made)
        return made

    @staticmethod
    def backward(ctx: Any, *wanted: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        polynomial, colours, made = ctx.saved_tensors
        (gradient,) = wanted
        monomials = _monomials(polynomial)
        to_polynomial, to_colours = torch.zeros_like(polynomial), torch.zeros_like(colours)
        # What the rest of the list, from here on, adds to the loss.
        rest = (made * gradient).sum(-1)
        light = torch.ones_like(rest)
        for step in ctx.steps:
            alpha = _cover(polynomial, step, monomials)
            reaches = _through(alpha, light[step.tiles])
            weight = alpha * reaches[:, :-1]
            towards = gradient[step.tiles]
            to_colours[step.pairs] = weight @ towards
            share = (colours[step.pairs] @ towards.transpose(1, 2)).mul_(weight)
            behind = rest[step.tiles][:, None] - share.cumsum(1)
            slope = share.addcmul_(behind, alpha / (alpha - 1))
            slope.masked_fill_(alpha >= MOST_ALPHA, 0.0)
            to_polynomial[step.pairs] = slope @ monomials.T
            rest[step.tiles] = behind[:, -1]
            light[step.tiles] = reaches[:, -1]
        return to_polynomial[:-1], to_colours[:-1], None
