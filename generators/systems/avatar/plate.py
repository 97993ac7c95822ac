"""The background without the person: of a clip's pictures where it is seen, filled in where it never is."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

SEEN = 48
"""Pictures that the median is taken of."""
ROOM = 0.02
"""Room around the person that counts as the person, in longer sides of the picture."""


def widened(cover: torch.Tensor) -> torch.Tensor:
    """Tell where a person with room around it is, bool (..., h, w), of cover (..., h, w) in 0..1."""
    side = 2 * max(1, round(ROOM * max(cover.shape[-2:]))) + 1
    flat = cover.reshape(-1, 1, *cover.shape[-2:])
    return (F.max_pool2d(flat, side, 1, side // 2) > 0.3).reshape(cover.shape)


def filled(picture: torch.Tensor, hole: torch.Tensor) -> torch.Tensor:
    """Fill a hole (h, w) of a picture (3, h, w) from its surroundings, coarse to fine."""
    if not hole.any():
        return picture
    known = (~hole).to(picture)[None, None]
    levels = [(picture[None] * known, known)]
    while min(levels[-1][0].shape[-2:]) > 1:
        values, weight = (F.avg_pool2d(v, 2, ceil_mode=True, count_include_pad=False) for v in levels[-1])
        levels.append((values, weight))
    value = levels[-1][0] / levels[-1][1].clamp_min(1e-6)
    for values, weight in levels[-2::-1]:
        wide = F.interpolate(value, size=values.shape[-2:], mode="bilinear", align_corners=False)
        sure = weight.clamp(0, 1)
        value = torch.where(weight > 0, values / weight.clamp_min(1e-6) * sure + wide * (1 - sure), wide)
    return torch.where(hole, value[0], picture)


def plate(pictures: np.ndarray, covers: np.ndarray) -> torch.Tensor:
    """Make the background (3, h, w) in 0..1 of pictures, uint8 (n, h, w, 3), that a still camera took;
    ``covers`` (n, h, w) in 0..1: how surely each pixel is the person."""
    which = np.unique(np.linspace(0, len(pictures) - 1, SEEN).astype(int))
    seen = torch.from_numpy(pictures[which]).permute(0, 3, 1, 2).float() / 255
    person = widened(torch.from_numpy(covers[which]).float())
    middle = torch.where(person[:, None], torch.nan, seen).nanmedian(0).values
    hole = person.all(0)
    return filled(torch.where(hole, 0.0, middle), hole)
