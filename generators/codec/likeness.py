"""How near a generated picture comes to its source, as numbers that a least-squares fit can use.

Luma is looked at in three scales with its local mean taken out: what is misplaced counts, light that changed
does not. Large errors count less than their square, for no change of parameters explains them. Pictures are
made small first (`COMPARED`): a misplacement of a fraction of a pixel shows there as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F

from generators.media.pixels import to_batch
from generators.subjects.subject import Seen, Subject

COMPARED = 128
"""Pixels of the shorter side of the pictures that are compared, about."""
SCALES, SHARES = (1, 2, 4), (0.3, 0.3, 0.4)
LOCAL = 9
"""Pixels of each scale over which the local mean is taken."""
ROBUST = 0.05
"""Error of luma (0..1) beyond which it counts by itself, not by its square (pseudo-Huber)."""
LUMA = torch.tensor([0.2126, 0.7152, 0.0722]).view(1, 3, 1, 1)
OUTSIDE = 0.1
"""What a pixel counts where people do not look first."""


def reduction(height: int, width: int) -> int:
    """Choose by which power of two, a divisor of both sides, pictures are made smaller to compare them."""
    n = 1
    while min(height, width) / n >= 1.5 * COMPARED and not (height % (2 * n) or width % (2 * n)):
        n *= 2
    return n


class Likeness:
    """Compares generated pictures with n sources of one size.

    seen     the sources
    subject  who says where people look
    n        by which generated pictures and sources are made smaller
    there    (k,) bool: which sources show the subject; the others compare with nothing
    """

    def __init__(self, seen: Sequence[Seen], subject: Subject, n: int, there: np.ndarray) -> None:
        self.n = n
        sources = to_batch(np.stack([s.picture for s in seen]))
        self._size = sources.shape[2] // n, sources.shape[3] // n
        self._source = self.features(sources)
        maps = torch.from_numpy(np.stack([self._map(s, subject, n) for s in seen]))[:, None]
        shares = []
        for scale, share in zip(SCALES, SHARES, strict=True):
            weight = F.avg_pool2d(maps, scale, ceil_mode=True).flatten(1)
            shares.append(share * weight / weight.sum(1, keepdim=True))
        self._weight: np.ndarray = torch.cat(shares, dim=1).double().numpy() * there[:, None]

    def _map(self, seen: Seen, subject: Subject, n: int) -> np.ndarray:
        """What each pixel counts, float32 (h, w)."""
        looks = {} if seen.measured is None else subject.looks(seen.measured)
        counts = np.full(self._size, OUTSIDE if looks else 1.0, np.float32)
        for window in looks.values():
            top, left = max(0, int(window.y / n)), max(0, int(window.x / n))
            bottom, right = int((window.y + window.height) / n) + 1, int((window.x + window.width) / n) + 1
            counts[top : max(bottom, 0), left : max(right, 0)] = 1.0
        return counts

    def features(self, pictures: torch.Tensor) -> np.ndarray:
        """Compute what is compared, float64 (k, d), of pictures (k, 3, h, w) in 0..1 of the sources' size or
        of what is compared."""
        luma = (pictures.float().cpu() * LUMA).sum(1, keepdim=True)
        if luma.shape[2:] != self._size:
            luma = F.avg_pool2d(luma, luma.shape[2] // self._size[0])
        rows = []
        for scale in SCALES:
            x = F.avg_pool2d(luma, scale, ceil_mode=True)
            rows.append((x - F.avg_pool2d(x, LOCAL, 1, LOCAL // 2, count_include_pad=False)).flatten(1))
        return torch.cat(rows, dim=1).double().numpy()

    def away(self, features: np.ndarray, which: Sequence[int]) -> np.ndarray:
        """Compute how features (k, d) differ from those of the sources ``which`` (k,)."""
        away: np.ndarray = features - self._source[list(which)]
        return away

    def cost(self, away: np.ndarray, which: Sequence[int]) -> np.ndarray:
        """Compute the distances (k,), 0 or more, of what differs from sources ``which``."""
        square = (away / ROBUST) ** 2
        return np.asarray((self._weight[list(which)] * 2 * (np.sqrt(1 + square) - 1)).sum(1))

    def trust(self, away: np.ndarray, which: int) -> np.ndarray:
        """Weigh the squares of what differs (d,) so that their sum changes as the distance does."""
        weight: np.ndarray = self._weight[which] / np.sqrt(1 + (away / ROBUST) ** 2) / ROBUST**2
        return weight
