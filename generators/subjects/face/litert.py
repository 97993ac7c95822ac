"""A .tflite model on the CPU, and the crop that feeds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from sei.errors import SeigenError
from sei.extras import need


class ModelError(SeigenError):
    """A model file is not one that can be run."""


@contextmanager
def _quiet() -> Iterator[None]:
    """LiteRT's native code says on standard error which delegate it made; that is no news to a user."""
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no standard error at all
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


class Model:
    """One input, several outputs, float32. Threads: two unless told, the results do not depend on them."""

    def __init__(self, path: str | os.PathLike[str], threads: int = 2) -> None:
        interpreter = need("ai_edge_litert.interpreter").Interpreter

        try:
            with _quiet():
                self._net = interpreter(model_path=str(Path(path)), num_threads=threads)
                self._net.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"{path}: not a model that can be run ({error})") from None
        entry = self._net.get_input_details()[0]
        self._input = entry["index"]
        self._outputs = [d["index"] for d in self._net.get_output_details()]
        self.size = int(entry["shape"][1])

    def __call__(self, image: np.ndarray) -> list[np.ndarray]:
        """Outputs for one float32 picture (size, size, 3)."""
        self._net.set_tensor(self._input, np.ascontiguousarray(image[None], dtype=np.float32))
        self._net.invoke()
        return [np.array(self._net.get_tensor(i)) for i in self._outputs]


@dataclass(frozen=True)
class Region:
    """A turned square: centre and side in pixels of the picture, angle in radians (x towards y)."""

    x: float
    y: float
    side: float
    angle: float = 0.0

    @property
    def axes(self) -> np.ndarray:
        """(2, 2), columns: where the crop's x and y axes point in the picture, one side long."""
        c, s = np.cos(self.angle), np.sin(self.angle)
        return self.side * np.array([[c, -s], [s, c]])

    def to_picture(self, points: np.ndarray) -> np.ndarray:
        """Carry points (n, 2|3) in crop units (0..1 across; z in sides) to pixels of the picture."""
        out = np.array(points, dtype=np.float64)
        out[:, :2] = (out[:, :2] - 0.5) @ self.axes.T + (self.x, self.y)
        out[:, 2:] *= self.side
        return out


def crop(picture: torch.Tensor, region: Region, size: int) -> np.ndarray:
    """Crop the region of a picture (1, 3, h, w) float, resampled to (size, size, 3); black outside.

    A region more than one and a half times larger than the crop is sampled finer and averaged.
    """
    over = min(4, max(1, int(np.ceil(region.side / size / 1.5))))
    height, width = picture.shape[-2:]
    grid = _grid(region, size * over, height, width)
    out = F.grid_sample(picture, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    if over > 1:
        out = F.avg_pool2d(out, over)
    return out[0].permute(1, 2, 0).numpy()


@lru_cache(maxsize=4)
def _grid(region: Region, n: int, height: int, width: int) -> torch.Tensor:
    """Where samples lie; a region that stands still is asked for again and again."""
    # Picture pixels (corner at 0) to grid_sample's -1..1 with align_corners=False.
    scale = np.array([2.0 / width, 2.0 / height])
    theta = np.empty((1, 2, 3), dtype=np.float32)
    theta[0, :, :2] = region.axes / 2 * scale[:, None]
    theta[0, :, 2] = np.array([region.x, region.y]) * scale - 1
    return F.affine_grid(torch.from_numpy(theta), [1, 3, n, n], align_corners=False)
