"""Perceptual distances: of whole pictures, and of the windows that people look at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import torch

from generators.measure import metrics
from generators.measure.where import Where
from generators.media.pixels import to_batch, to_pixels
from generators.subjects.window import Window

SIDE = 96
"""Side that windows are scaled to, pixels."""
PARTS: Mapping[str, tuple[str, ...]] = {"mouth": ("mouth",), "eyes": ("left eye", "right eye")}


@lru_cache(maxsize=1)
def _model() -> metrics.ShiftTolerantLpips:
    return metrics.ShiftTolerantLpips()


def stlpips(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure ST-LPIPS (AlexNet) of pictures, uint8 (n, h, w, 3), as (n,)."""
    return {"st-lpips": metrics.stlpips(_model(), source, [shown])[0]}


def windows(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure ST-LPIPS of the windows of mouth and eyes at 96x96; NaN where they are not known."""
    found = {f"{part}-st-lpips": np.full(len(source), np.nan) for part in PARTS}
    if where is None:
        return found
    for i, named in enumerate(where.windows):
        for part, names in PARTS.items():
            seen = [named[name] for name in names if name in named]
            if seen:
                pairs = [[_cut(pictures[i], window) for window in seen] for pictures in (source, shown)]
                apart = metrics.stlpips(_model(), np.stack(pairs[0]), [np.stack(pairs[1])])
                found[f"{part}-st-lpips"][i] = float(apart.mean())
    return found


def _cut(rgb: np.ndarray, window: Window) -> np.ndarray:
    """A window of a picture, uint8 (96, 96, 3); what lies outside the picture repeats its border."""
    side = max(2, round(window.width))
    batch = to_batch(window.cut(np.asarray(rgb), (side, side))[None])
    scaled = torch.nn.functional.interpolate(batch, (SIDE, SIDE), mode="bilinear", align_corners=False)
    return to_pixels(scaled[0])
