"""Tokens: places of a base picture, and how their displacements spread over it.

A token moves what is near it and looks like it: its share falls with distance and with difference of colour.
Where no token is near, nothing moves.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from generators.graphics.flow import smoothed

COUNT = 16
MOST_PIXELS = 1 << 16
"""Pixels at which displacements are spread; for larger pictures they are made larger after it."""
REACH = 0.45
"""Sigma of a token's share, beside the side of its part of the picture."""
COLOUR = 0.4
"""Difference of colour (0..1) at which a token's share has fallen as at one sigma."""
REST = 0.02
"""Share of what stays."""
STRIDE = 3
"""Of each row and column of pixels one in so many is used to fit displacements."""
RIDGE = 0.02
PLACE_BITS = 28.0
"""What it costs to say where a token is."""
PRICE = 0.0006
"""Mean squared error of motion that one bit has to spare, in pixels of a picture of 180 rows."""


class Spread:
    """Shares of the tokens of one base picture.

    picture  (3, h, w) in 0..1
    places   (k, 2) x and y in pixels, NaN where a token is not used
    """

    def __init__(self, picture: torch.Tensor, places: np.ndarray) -> None:
        height, width = picture.shape[1:]
        self._size = height, width
        self.used = np.isfinite(places).all(1)
        n = 1
        while -(-height // n) * -(-width // n) > MOST_PIXELS:
            n += 1
        self._n = n
        small = F.avg_pool2d(picture[None], n, ceil_mode=True, count_include_pad=False)
        colour = smoothed(small, 4)[0]
        rows, columns = colour.shape[1:]
        x = torch.arange(columns, device=picture.device, dtype=picture.dtype)
        y = torch.arange(rows, device=picture.device, dtype=picture.dtype)[:, None]
        sigma = REACH * (rows * columns / COUNT) ** 0.5
        shares = []
        for place, used in zip(places, self.used.tolist(), strict=True):
            if not used:
                continue
            px, py = ((float(v) + 0.5) / n - 0.5 for v in place)
            own = colour[:, min(max(round(py), 0), rows - 1), min(max(round(px), 0), columns - 1)]
            unlike = (colour - own[:, None, None]).square().sum(0) / (2 * COLOUR**2)
            away = ((x - px) ** 2 + (y - py) ** 2) / (2 * sigma**2)
            shares.append(torch.exp(-away - unlike))
        self._all = sum(shares, torch.zeros_like(colour[0]))
        self.shares = [share / (self._all + REST) for share in shares]

    def field(self, moved: np.ndarray, *, everywhere: bool = False) -> torch.Tensor:
        """Spread displacements (n, k, 2) of the tokens in pixels: (n, 2, h, w); ``everywhere``: what no token
        is near moves as well."""
        height, width = self._size
        some = moved[:, self.used]
        if not self.shares or not some.any():
            return self._all.new_zeros(len(moved), 2, height, width)
        amounts = self.shares[0].new_tensor(some)
        out = self.shares[0].new_zeros(len(moved), 2, *self.shares[0].shape)
        for k, share in enumerate(self.shares):
            # One after the other: a product of matrices adds up in another order with other threads.
            out = out + amounts[:, k, :, None, None] * share
        if everywhere:
            out = out * ((self._all + REST) / (self._all + REST * REST))
        if self._n == 1:
            return out
        wide = F.interpolate(out, scale_factor=self._n, mode="bilinear", align_corners=False)
        return wide[..., :height, :width]

    def fitted(self, wanted: torch.Tensor, trust: torch.Tensor, step: np.ndarray) -> np.ndarray:
        """Find the displacements (n, k, 2) that come nearest to motion (n, 2, h, w), those left out (0) that
        do not pay.

        trust  (n, 1, h, w) what each pixel counts
        step   (2,) pixels by which a displacement is coded
        """
        found = np.zeros((len(wanted), len(self.used), 2))
        if not self.shares:
            return found
        target, weight = (self._sparse(t) for t in (wanted, trust))
        shares = torch.stack(self.shares)[:, ::STRIDE, ::STRIDE].flatten(1).double().cpu().numpy()
        kept = list(range(len(shares)))
        scale = (180 / self._size[0]) ** 2
        while kept:
            some, spared, solved = shares[kept], np.zeros(len(kept)), np.zeros((len(wanted), len(kept), 2))
            for t in range(len(wanted)):
                w = weight[t, 0]
                gram = (some * w) @ some.T / w.size
                gram += np.eye(len(kept)) * (RIDGE * np.trace(gram) / len(kept) + 1e-9)
                inverse = np.linalg.inv(gram)
                solved[t] = inverse @ ((some * w) @ target[t].T / w.size)
                spared += (solved[t] ** 2).sum(1) / np.diag(inverse) * scale
            if not len(wanted):
                return found
            pays = spared - PRICE * _bits(solved, step)
            worst = int(np.argmin(pays))
            if pays[worst] >= 0:
                found[:, np.flatnonzero(self.used)[kept]] = solved
                return found
            kept.pop(worst)
        return found

    def _sparse(self, x: torch.Tensor) -> np.ndarray:
        """Some of the pixels (n, c, p) of (n, c, h, w)."""
        small = F.avg_pool2d(x, self._n, ceil_mode=True, count_include_pad=False)
        out: np.ndarray = small[..., ::STRIDE, ::STRIDE].flatten(2).double().cpu().numpy()
        return out


def _bits(moved: np.ndarray, step: np.ndarray) -> np.ndarray:
    """About what tokens (n, k, 2) cost (k,): their place, and each change of displacement by itself."""
    change = np.abs(np.diff(moved, axis=0, prepend=np.zeros_like(moved[:1]))) / step
    bits: np.ndarray = PLACE_BITS + (2 * np.log2(1 + change) + np.minimum(change, 1)).sum((0, 2))
    return bits
