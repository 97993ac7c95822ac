"""Few identities, many faces: what is done to pairs of pictures before they are trained on.

A pair gets the same colours, flip, place and smooth deformation of its shape (another skull, another
background), because a pair must stay a pair. Landmarks move with the pictures.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F

from generators.networks.face_keypoints import mirrored
from generators.networks.geometry import grid


@dataclass(frozen=True)
class Pair:
    """Source and driving pictures (n, 3, s, s) in 0..1, and landmarks of each (n, 468, 3) in -1..1.

    large  the driving pictures at twice the size, where they are wanted
    other, other_points  another source of each, where several base pictures are drawn from
    """

    source: torch.Tensor
    driving: torch.Tensor
    source_points: torch.Tensor
    driving_points: torch.Tensor
    large: torch.Tensor | None = None
    other: torch.Tensor | None = None
    other_points: torch.Tensor | None = None


class Warp:
    """A random smooth deformation: affine and a coarse field of offsets. Differentiable by what it moves.

    `grid` says where each sample of the result comes from; `points` where coordinates of the original go,
    by fixed-point inversion (offsets are small and smooth: the field contracts).
    """

    def __init__(
        self,
        n: int,
        random: torch.Generator,
        *,
        turn: float,
        scale: float,
        shift: float,
        bend: float,
        knots: int = 5,
    ) -> None:
        def draw(*shape: int) -> torch.Tensor:
            return torch.rand(*shape, generator=random) * 2 - 1

        angle, size = draw(n) * turn, 1 + draw(n) * scale
        c, s = angle.cos() * size, angle.sin() * size
        self.linear = torch.stack([torch.stack([c, -s], 1), torch.stack([s, c], 1)], 1)
        self.shift = draw(n, 2) * shift
        self.field = draw(n, 2, knots, knots) * bend

    def place(self, at: torch.Tensor) -> torch.Tensor:
        """Carry coordinates (n, ..., 2) of the result to those of the original."""
        n = len(at)
        flat = at.reshape(n, 1, -1, 2)
        bend = F.grid_sample(
            self.field.to(at.device), flat, mode="bicubic", padding_mode="border", align_corners=True
        )
        moved = (
            flat @ self.linear.to(at.device).transpose(1, 2)[:, None]
            + self.shift.to(at.device)[:, None, None]
        )
        return (moved + bend.permute(0, 2, 3, 1)).reshape(at.shape)

    def pictures(self, x: torch.Tensor, side: int | None = None) -> torch.Tensor:
        """Deform pictures (n, c, h, w), in their size or of ``side``; the border is reflected."""
        size = tuple(x.shape[2:]) if side is None else (side, side)
        where = self.place(grid(size, x).expand(len(x), -1, -1, -1))
        return F.grid_sample(x, where, padding_mode="reflection", align_corners=True)

    def points(self, at: torch.Tensor, rounds: int = 8) -> torch.Tensor:
        """Carry coordinates (n, k, 2|3) of the original to those of the result; depth is scaled."""
        if at.shape[2] == 3:
            size = torch.linalg.det(self.linear).sqrt().to(at.device)[:, None, None]
            return torch.cat([self.points(at[..., :2], rounds), at[..., 2:] / size], dim=2)
        inverse = torch.linalg.inv(self.linear.to(at.device)).transpose(1, 2)
        guess = (at - self.shift.to(at.device)[:, None]) @ inverse
        for _ in range(rounds):
            guess = guess + (at - self.place(guess)) @ inverse
        return guess


def augment(pair: Pair, random: torch.Generator, *, strength: float = 1.0, side: int | None = None) -> Pair:
    """Make a harder pair, its pictures with sides of ``side``."""
    n, device = len(pair.source), pair.source.device
    warp = Warp(
        n, random, turn=0.25 * strength, scale=0.18 * strength, shift=0.1 * strength, bend=0.06 * strength
    )
    given = [pair.source, pair.driving] + ([] if pair.other is None else [pair.other])
    known = [pair.source_points, pair.driving_points]
    known += [] if pair.other_points is None else [pair.other_points]
    pictures = [warp.pictures(x, side) for x in given]
    points = [warp.points(p) for p in known]
    flip = torch.rand(n, generator=random).to(device) < 0.5
    pictures = [torch.where(flip[:, None, None, None], x.flip(3), x) for x in pictures]
    points = [torch.where(flip[:, None, None], mirrored(p), p) for p in points]
    source, driving, *other = colours(pictures, random, strength)
    a, b, *c = points
    return Pair(source, driving, a, b, other=other[0] if other else None, other_points=c[0] if c else None)


def colours(pictures: list[torch.Tensor], random: torch.Generator, strength: float) -> list[torch.Tensor]:
    """Change the colours of all by the same random gain, gamma, tint and saturation."""
    n, device = len(pictures[0]), pictures[0].device

    def draw(*shape: int) -> torch.Tensor:
        return ((torch.rand(*shape, generator=random) * 2 - 1) * strength).to(device)

    gain = (1 + 0.25 * draw(n, 1, 1, 1)) * (1 + 0.12 * draw(n, 3, 1, 1))
    gamma = torch.exp(0.3 * draw(n, 1, 1, 1))
    saturation = 1 + 0.5 * draw(n, 1, 1, 1)
    out = []
    for x in pictures:
        grey = x.mean(1, keepdim=True)
        x = (grey + (x - grey) * saturation).clamp(1e-4, 1)
        out.append((x**gamma * gain).clamp(0, 1))
    return out
