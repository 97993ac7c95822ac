"""Where a clip's scenes begin."""

from __future__ import annotations

import numpy as np

# Mean absolute difference of thumbnails (0..1) above which two pictures are two scenes.
CUT = 0.12
SIDE = 32


class Cuts:
    """Looks at a clip's pictures, one after the other."""

    def __init__(self) -> None:
        self._thumb: np.ndarray | None = None

    def __call__(self, rgb: np.ndarray) -> bool:
        """Tell whether the next picture, uint8 (h, w, 3), begins another scene than the one before."""
        thumb = _thumbnail(rgb)
        cut = self._thumb is not None and float(np.abs(thumb - self._thumb).mean()) > CUT
        self._thumb = thumb
        return cut


def _thumbnail(rgb: np.ndarray) -> np.ndarray:
    """Means in 0..1, (32, 32, 3), of cells that cover a picture; neighbours share pixels that their border
    cuts."""
    edges = [
        (size * np.arange(SIDE) // SIDE, -(-size * np.arange(1, SIDE + 1) // SIDE)) for size in rgb.shape[:2]
    ]
    (top, bottom), (left, right) = edges
    rows = np.stack([rgb[a:b].sum(0, dtype=np.uint32) for a, b in zip(top, bottom, strict=True)])
    sums = np.stack([rows[:, a:b].sum(1) for a, b in zip(left, right, strict=True)], axis=1)
    means: np.ndarray = sums / (255.0 * ((bottom - top)[:, None] * (right - left))[:, :, None])
    return means
