"""Where a clip's scenes begin."""

from __future__ import annotations

import numpy as np
import torch

from generators.media.pixels import to_tensor

# Mean absolute difference of 32x32 thumbnails (0..1) above which two pictures are two scenes.
CUT = 0.12


class Cuts:
    """Looks at a clip's pictures, one after the other."""

    def __init__(self) -> None:
        self._thumb: torch.Tensor | None = None

    def __call__(self, rgb: np.ndarray) -> bool:
        """Tell whether the next picture, uint8 (h, w, 3), begins another scene than the one before."""
        thumb = torch.nn.functional.adaptive_avg_pool2d(to_tensor(rgb)[None], 32)
        cut = self._thumb is not None and float((thumb - self._thumb).abs().mean()) > CUT
        self._thumb = thumb
        return cut
