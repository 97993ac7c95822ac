"""Perceptual distances: of whole pictures, and of the windows that people look at."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from generators.measure import deep, metrics
from generators.measure.fidelity import batches, decibels
from generators.measure.where import Where
from generators.media.pixels import to_batch, to_pixels
from generators.subjects.window import Window

SIDE = 96
"""Side that windows are scaled to, pixels."""
LPIPS, DISTS = "SEIGEN_LPIPS", "SEIGEN_DISTS"
"""Environment variables that name the files of weights that users have."""
PARTS: Mapping[str, tuple[str, ...]] = {"mouth": ("mouth",), "eyes": ("left eye", "right eye")}


@lru_cache(maxsize=1)
def _model() -> metrics.ShiftTolerantLpips:
    return metrics.ShiftTolerantLpips()


def stlpips(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure ST-LPIPS (AlexNet) of pictures, uint8 (n, h, w, 3), as (n,)."""
    return {"st-lpips": metrics.stlpips(_model(), source, [shown])[0]}


@lru_cache(maxsize=1)
def _vgg() -> deep.ShiftTolerantVgg:
    return deep.ShiftTolerantVgg()


@lru_cache(maxsize=2)
def _own(variable: str, path: str, changed: int) -> deep.Distance:
    """The distance whose weights the user has; ``changed``: when the file was, so that a new one is read."""
    state = deep.read_state(path)
    return deep.Lpips(state) if variable == LPIPS else deep.Dists(state)


def _absent(variable: str, what: str) -> str | None:
    path = os.environ.get(variable)
    if not path:
        return f"its weights are not shipped: {variable} may name a file of them ({what})"
    return None if Path(path).is_file() else f"{variable}: {path} is no file"


def no_lpips() -> str | None:
    """Say why LPIPS cannot be taken here; None: it can."""
    return _absent(LPIPS, "lpips.LPIPS(net='alex').state_dict(), or 'vgg', by torch.save")


def no_dists() -> str | None:
    """Say why DISTS cannot be taken here; None: it can."""
    return _absent(DISTS, "DISTS_pytorch.DISTS().state_dict(), by torch.save")


@torch.inference_mode()
def _apart(model: deep.Distance, source: np.ndarray, shown: np.ndarray) -> np.ndarray:
    rows = [
        model.apart(model.features(to_batch(a)), model.features(to_batch(b)))
        for a, b in batches(source, shown, 1)
    ]
    return torch.cat(rows).double().numpy()


def _by_own(variable: str, name: str, source: np.ndarray, shown: np.ndarray) -> dict[str, np.ndarray]:
    path = os.environ.get(variable, "")
    model = _own(variable, path, Path(path).stat().st_mtime_ns)
    return {name: _apart(model, source, shown)}


def stlpips_vgg(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure ST-LPIPS (VGG-16) of pictures, uint8 (n, h, w, 3), as (n,)."""
    return {"st-lpips-vgg": _apart(_vgg(), source, shown)}


def lpips(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure LPIPS of pictures, uint8 (n, h, w, 3), as (n,), by the weights that SEIGEN_LPIPS names.

    Raises MetricError where they are none.
    """
    return _by_own(LPIPS, "lpips", source, shown)


def dists(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure DISTS of pictures, uint8 (n, h, w, 3), as (n,), by the weights that SEIGEN_DISTS names.

    Raises MetricError where they are none.
    """
    return _by_own(DISTS, "dists", source, shown)


def windows(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure ST-LPIPS of the windows of mouth and eyes at 96x96; NaN where they are not known."""
    found = {f"{part}-st-lpips": np.full(len(source), np.nan) for part in PARTS}
    for i, part, truth, other in _pairs(source, shown, where):
        found[f"{part}-st-lpips"][i] = float(metrics.stlpips(_model(), truth, [other]).mean())
    return found


def windows_psnr(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure PSNR (RGB, dB) of the windows of mouth and eyes at 96x96; NaN where they are not known."""
    found = {f"{part}-psnr": np.full(len(source), np.nan) for part in PARTS}
    for i, part, truth, other in _pairs(source, shown, where):
        found[f"{part}-psnr"][i] = decibels(np.square(truth.astype(np.float64) - other).mean())
    return found


def _pairs(
    source: np.ndarray, shown: np.ndarray, where: Where | None
) -> Iterator[tuple[int, str, np.ndarray, np.ndarray]]:
    """For each picture and part its windows in both, uint8 (k, 96, 96, 3)."""
    for i, named in enumerate(where.windows if where is not None else ()):
        for part, names in PARTS.items():
            seen = [named[name] for name in names if name in named]
            if seen:
                truth, other = (np.stack([_cut(p[i], window) for window in seen]) for p in (source, shown))
                yield i, part, truth, other


def _cut(rgb: np.ndarray, window: Window) -> np.ndarray:
    """A window of a picture, uint8 (96, 96, 3); what lies outside the picture repeats its border."""
    side = max(2, round(window.width))
    batch = to_batch(window.cut(np.asarray(rgb), (side, side))[None])
    scaled = torch.nn.functional.interpolate(batch, (SIDE, SIDE), mode="bilinear", align_corners=False)
    return to_pixels(scaled[0])
