"""The encoder's side of motion grids: those numbers that bring generated pictures nearest to their sources.

Gauss-Newton, coarse to fine, granularity after granularity: what the coarser ones say is the best that they
alone can do, so every prefix serves. Luma is compared with its local mean taken out, and large errors count
less than their square, for no motion explains them. Each picture starts where the one before ended and is
tied to it: where a picture says nothing, nothing is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
import torch.nn.functional as F

from generators.graphics.flow import sample, smoothed
from generators.systems.pleno.grid import NUMBERS, UNIT, displacement, faded, level_numbers

ROBUST = 0.05
"""Error of luma (0..1) beyond which it counts by itself, not by its square."""
LOCAL = 8
"""Times that luma is smoothed for its local mean."""
ROUNDS = {1: (8, 4, 4, 2, 2, 1), 2: (4, 2, 1), 3: (2, 1)}
"""By how much pictures are made smaller in each step, by granularity."""
QUICK = {1: (4, 2, 1)}
"""The same where it is only to be seen about what grids are worth."""
TIED, SMALL = 0.01, (0.002, 0.01, 0.01)
"""What it costs that a number moves by one otherwise than before, and that it is one, by granularity: shares
of what one of the coarsest numbers makes."""
FAR = 12 / 256
"""Largest step, in shorter sides of the picture."""
_LUMA = (0.2126, 0.7152, 0.0722)


def luma(pictures: torch.Tensor) -> torch.Tensor:
    """Compute luma (n, 1, h, w) of pictures (n, 3, h, w)."""
    return sum(pictures[:, i : i + 1] * w for i, w in enumerate(_LUMA))  # type: ignore[return-value]


def _levelled(x: torch.Tensor) -> torch.Tensor:
    return x - smoothed(x, LOCAL)


class Fit:
    """Fits grids to pictures of one size (height, width), as they are compared."""

    def __init__(self, height: int, width: int) -> None:
        self._unit = min(height, width) * UNIT
        unit = torch.eye(NUMBERS)[:, :, None].expand(-1, -1, 2)
        self._basis = displacement(unit, height, width)[:, 0] * self._unit

    def __call__(
        self,
        made: torch.Tensor,
        source: torch.Tensor,
        face: tuple[torch.Tensor | None, float],
        before: torch.Tensor,
        rounds: Mapping[int, Sequence[int]] = ROUNDS,
    ) -> torch.Tensor:
        """Find the numbers (64, 2) that bring ``made`` nearest to ``source``, luma (1, 1, h, w) in 0..1 both.

        face    how far each pixel is from it, and the width of the fade, as of `faded`
        before  (64, 2) the numbers of the picture before
        rounds  by how much pictures are made smaller in each step; granularities that have none stay 0
        """
        ends, found = level_numbers(), torch.zeros_like(before)
        for level, steps in rounds.items():
            which = slice(ends[level - 1], ends[level])
            found[which] = before[which]
            for n in steps:
                if min(made.shape[2:]) >= 8 * n:
                    found[which] += self._step(made, source, face, found, before, which, n, SMALL[level - 1])
        return found

    def _step(
        self,
        made: torch.Tensor,
        source: torch.Tensor,
        face: tuple[torch.Tensor | None, float],
        found: torch.Tensor,
        before: torch.Tensor,
        which: slice,
        n: int,
        small: float,
    ) -> torch.Tensor:
        """One step of Gauss-Newton at 1/n of the size: by how much to change the numbers ``which``."""
        field, mask = faded(torch.einsum("khw,kc->chw", self._basis, found)[None], *face)
        basis = self._basis[which] * mask[0]
        there = _levelled(_small(sample(made, field, cubic=False), n))
        away = (_levelled(_small(source, n)) - there)[0, 0]
        gx, gy = (g / n for g in _slopes(there))
        weight = _small(mask, n)[0, 0] / torch.sqrt(1 + (away / ROBUST) ** 2)
        own = _small(basis[:, None], n)[:, 0]
        slopes = torch.cat([own * gx, own * gy]).flatten(1)
        weighed = slopes * weight.flatten()
        count = len(basis)
        # In proportion to what a well-seen picture would tell.
        told = float(weight.sum()) * 0.02**2 * self._unit**2 / 4
        values, last = found[which].T.flatten(), before[which].T.flatten()
        gram = weighed @ slopes.T + torch.eye(2 * count) * (told * (TIED + small) + 1e-9)
        vector = weighed @ away.flatten() - told * (TIED * (values - last) + small * values)
        step = torch.linalg.solve(gram, vector)
        step = step * min(1.0, FAR / UNIT / max(float(step.abs().max()), 1e-6))
        return step.view(2, count).T


def _small(x: torch.Tensor, n: int) -> torch.Tensor:
    return x if n == 1 else F.avg_pool2d(x, n)


def _slopes(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Derivatives along x and y, (h, w), of (1, 1, h, w)."""
    wide, tall = F.pad(x, (1, 1, 0, 0), mode="replicate"), F.pad(x, (0, 0, 1, 1), mode="replicate")
    return ((wide[..., 2:] - wide[..., :-2]) * 0.5)[0, 0], ((tall[..., 2:, :] - tall[..., :-2, :]) * 0.5)[
        0, 0
    ]
