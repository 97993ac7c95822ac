"""Motion grids: numbers to a displacement that is smooth, faded to nothing inside the face.

Displacements are in units of `UNIT`: four pixels of a picture of 256.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F

from generators.systems.pleno.fields import BANDS, SHAPE, SIDES, bands

UNIT = 1 / 64
"""A displacement of 1, in shorter sides of the picture."""
NUMBERS = sum(SIDES[i] ** 2 - (SIDES[i - 1] ** 2 if i else 0) for i in range(len(SIDES)))
"""Numbers of all grids along one direction: 4, 12 and 48."""
DIRECTIONS = 32
"""Directions in which the face's hull is touched."""
FADE, STEEP = 0.15, 2.0
"""Width of the fade around the hull: at least so many face heights, and so many times the displacement, or
the picture would be folded."""
COARSE = 64
"""Cells of the shorter side, about, at which the fade is worked out."""
_SIGNS = {"lr": ((-1, 1), (-1, 1)), "tb": ((-1, -1), (1, 1)), "di": ((1, -1), (-1, 1))}


@cache
def _places() -> tuple[tuple[str, int, int], ...]:
    """Of each number of one direction its field, and its row and column in the field, in coding order."""
    return tuple(
        (name, row, column) for name, *_ in bands() for row in range(SHAPE[0]) for column in range(2)
    )


def numbers_of(row: Mapping[str, np.ndarray]) -> np.ndarray:
    """Read a picture's numbers (64, 2), x and y, out of its fields; 0 where one is not there."""
    found = np.zeros((NUMBERS, 2))
    for k, (name, i, j) in enumerate(_places()):
        if name in row:
            found[k] = row[name][i, j], row[name][i, j + 2]
    return found


def row_of(numbers: np.ndarray) -> dict[str, np.ndarray]:
    """Put numbers (64, 2) into fields."""
    row = {name: np.zeros(SHAPE) for name, *_ in bands()}
    for (name, i, j), value in zip(_places(), numbers, strict=True):
        row[name][i, j], row[name][i, j + 2] = value
    return row


@cache
def level_numbers() -> tuple[int, ...]:
    """Count the numbers of one direction up to each granularity, 0 first."""
    return (0, *(side**2 for side in SIDES))


def _finer(level: int, numbers: torch.Tensor) -> torch.Tensor:
    """What the numbers (n, k) of a granularity add to the coarser one enlarged, (n, side, side)."""
    side = SIDES[level]
    if level == 0:
        return numbers.view(-1, side, side)
    out = numbers.new_zeros(len(numbers), side, side)
    half, parts, at = side // 2, side // 4, 0
    for band in BANDS:
        values = numbers.new_zeros(len(numbers), half, half)
        for row in range(parts):
            for column in range(parts):
                own = numbers[:, at : at + 4].view(-1, 2, 2)
                values[:, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2] = own
                at += 4
        signs = numbers.new_tensor(_SIGNS[band])
        out += torch.kron(values, signs[None])
    return out


def displacement(numbers: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """Compute the displacement (n, 2, height, width), in units, that numbers (n, 64, 2) make."""
    x = numbers.permute(0, 2, 1).reshape(-1, numbers.shape[1])
    field = x.new_zeros(len(x), 1, 1)
    ends = level_numbers()
    for level in range(len(SIDES)):
        if level:
            field = _larger(field)
        field = field + _finer(level, x[:, ends[level] : ends[level + 1]])
    while field.shape[-1] < COARSE:
        field = _larger(field)
    field = F.interpolate(field[:, None], (height, width), mode="bilinear", align_corners=False)
    return field.view(-1, 2, height, width)


def _larger(field: torch.Tensor) -> torch.Tensor:
    """Twice the size; again and again it is smooth."""
    return F.interpolate(field[:, None], scale_factor=2, mode="bilinear", align_corners=False)[:, 0]


def away(points: torch.Tensor, height: int, width: int, shape: tuple[int, int]) -> torch.Tensor:
    """Compute how far from a face's hull each pixel is, (1, 1, *shape), below 0 inside; 1 is the least width
    of the fade.

    points  (k, 2) in pixels of a picture of height and width
    shape   height and width of the result
    """
    angle = torch.arange(DIRECTIONS, dtype=points.dtype) * (2 * np.pi / DIRECTIONS)
    ways = torch.stack([torch.cos(angle), torch.sin(angle)])
    reach = (points @ ways).amax(0)
    n = max(1, min(height, width) // COARSE)
    ys = (torch.arange(-(-height // n), dtype=points.dtype) + 0.5) * n
    xs = (torch.arange(-(-width // n), dtype=points.dtype) + 0.5) * n
    flat = ys[:, None, None] * ways[1] + xs[None, :, None] * ways[0]
    found = (flat - reach).amax(2) / fade_width(points)
    return F.interpolate(found[None, None], shape, mode="bilinear", align_corners=False)


def fade_width(points: torch.Tensor) -> float:
    """Compute the least width of the fade around a face's points (k, 2), in their pixels."""
    return max(1.0, FADE * float(points[:, 1].amax() - points[:, 1].amin()))


def faded(field: torch.Tensor, far: torch.Tensor | None, width: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Make a displacement (1, 2, h, w) in pixels fade to nothing inside the face; the second is the share
    that is left of each pixel's, 0..1 (1, 1, h, w).

    far    as of `away`; None: there is no face
    width  least width of the fade, in the field's pixels
    """
    if far is None:
        return field, torch.ones_like(field[:, :1])
    length = field.square().sum(1, keepdim=True).sqrt()
    share = (far / (STEEP / width * length).clamp_min(1)).clamp(0, 1)
    share = share * share * (3 - 2 * share)
    return field * share, share
