"""Pictures between two base pictures, along the flow that a decoder computes between them.

A place p of the first base picture is at p + share * flow(p) + residual(p) after a share of the way to the
second: linear motion by the decoder's own flow, and what the tokens say beside it. Each picture is what both
base pictures show there. Of a place that only one of them shows, it is that one's; where the two agree it is
a mixture, where they do not it is one or the other, for a mixture of water is mist.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from generators.graphics.flow import flow, inside, sample, smoothed

TRACED = 3
"""Steps by which the place is found that comes to lie at a pixel."""
MISSED = 1.0
"""Pixels by which what a base picture shows may miss its pixel."""
SOFT, SHARP, MOST_SHARP = 5.0, 300.0, 24.0
"""How fast a picture passes over from one base picture to the other: where they agree; more by how much they
differ (0..1); at most."""
SHOWN = 2.0
"""What it counts that a base picture shows a place."""


@dataclass(frozen=True)
class Link:
    """Flow between two base pictures, (1, 2, h, w) in pixels.

    there, back  from the first to the second, and from the second to the first
    """

    there: torch.Tensor
    back: torch.Tensor


def link(first: torch.Tensor, second: torch.Tensor, near: torch.Tensor | None = None) -> Link:
    """Compute the flow between two base pictures (3, h, w) in 0..1; ``near``: (1, 2, h, w), a flow from the
    first to the second to begin with."""
    both = torch.stack([first, second])
    start = None if near is None else torch.cat([near, traced(near)])
    return Link(*flow(both, both.flip(0), start).split(1))


@dataclass(frozen=True)
class Halves:
    """What both base pictures show of n pictures between them.

    first, second  (n, 3, h, w) in 0..1
    weight         (n, 1, h, w) 0..1 what the second counts
    apart          (n, 1, h, w) how far they differ, 0..1
    way            (n, 2, h, w) pixels by which a pixel's place in the first lies beside it
    """

    first: torch.Tensor
    second: torch.Tensor
    weight: torch.Tensor
    apart: torch.Tensor
    way: torch.Tensor

    @classmethod
    def alone(cls, first: torch.Tensor, way: torch.Tensor) -> Halves:
        """Make it of what the first alone shows, (n, 3, h, w)."""
        nothing = torch.zeros_like(first[:, :1])
        return cls(first, first, nothing, nothing, way)

    def split(self) -> list[Halves]:
        """Take the pictures apart."""
        return [Halves(*one) for one in zip(*(v.split(1) for v in vars(self).values()), strict=True)]

    def mixed(self) -> torch.Tensor:
        """Mix them by their weight, (n, 3, h, w)."""
        return self.first + (self.second - self.first) * self.weight


def halves(
    first: torch.Tensor, second: torch.Tensor, by: Link, shares: torch.Tensor, residual: torch.Tensor
) -> Halves:
    """Bring two base pictures (3, h, w) to where they are after ``shares`` (n,) of the way between them.

    residual  (n, 2, h, w) pixels by which a pixel of the first moves beside linear motion
    """
    n = len(shares)
    share = shares.view(-1, 1, 1, 1)
    ahead = share * by.there + residual
    behind = (1 - share) * by.back + sample(residual, by.back.expand(n, -1, -1, -1), cubic=False)
    one, two = traced(ahead), traced(behind)
    a = sample(first.expand(n, -1, -1, -1), one).clamp(0, 1)
    b = sample(second.expand(n, -1, -1, -1), two).clamp(0, 1)
    apart = smoothed((a - b).abs().mean(1, keepdim=True), 3)
    sharp = (SOFT + SHARP * apart * apart).clamp(max=MOST_SHARP)
    odds = (share - 0.5) * sharp + SHOWN * (_shown(behind, two) - _shown(ahead, one))
    return Halves(a, b, torch.sigmoid(odds), apart, one)


def _shown(motion: torch.Tensor, way: torch.Tensor) -> torch.Tensor:
    """Tell whether a picture shows what comes to lie at each pixel, (n, 1, h, w) in 0..1: whether what lies
    where the pixel comes from does come to it."""
    miss = (way + sample(motion, way, cubic=False)).square().sum(1, keepdim=True)
    return smoothed(inside(way) / (1 + miss / (MISSED * MISSED)))


def traced(motion: torch.Tensor) -> torch.Tensor:
    """Find from where each pixel comes, (n, 2, h, w) in pixels, when a place p moves by ``motion`` (p)."""
    way = -motion
    for _ in range(TRACED - 1):
        way = -sample(motion, way, cubic=False)
    return way
