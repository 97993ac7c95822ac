"""The part of a picture that is coded; it stands still through a scene, so that only the subject moves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as F

from sei.errors import SeigenError

_GEOMETRY = re.compile(r"(\d{1,5})x(\d{1,5})\+(\d{1,5})\+(\d{1,5})", re.ASCII)


@dataclass(frozen=True)
class Window:
    """Corner and size in pixels of the picture."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read ``WxH+X+Y``, whole pixels. Raises SeigenError."""
        found = _GEOMETRY.fullmatch(text)
        if not found or "0" in found.groups()[:2]:
            raise SeigenError(f"window {text!r}, allowed: auto, all, or WIDTHxHEIGHT+X+Y in pixels")
        width, height, x, y = map(int, found.groups())
        return cls(x, y, width, height)

    def inside(self, height: int, width: int) -> bool:
        """Tell whether it lies within a picture."""
        return self.x + self.width <= width and self.y + self.height <= height

    def points(self, points: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """Carry points of the picture (..., 2|3) into the crop of ``size`` (height, width) pixels."""
        across, down = size[1] / self.width, size[0] / self.height
        out: np.ndarray = points * np.array([across, down, across])[: points.shape[-1]]
        out[..., 0] -= self.x * across
        out[..., 1] -= self.y * down
        return out

    def cut(self, rgb: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """Cut the window out of a picture, uint8 (h, w, 3), at ``size`` (height, width); what lies outside
        the picture repeats its border."""
        if rgb.shape[:2] == size == (self.height, self.width) and not (self.x or self.y):
            return rgb
        picture = torch.from_numpy(np.ascontiguousarray(rgb)).permute(2, 0, 1)[None].float()
        height, width = rgb.shape[:2]
        over = max(1, round(max(self.width / size[1], self.height / size[0])))
        grid = _grid(self, (height, width), (size[0] * over, size[1] * over))
        out = F.grid_sample(picture, grid, mode="bicubic", padding_mode="border", align_corners=False)
        if over > 1:
            out = F.avg_pool2d(out, over)
        return out[0].clamp(0, 255).round().byte().permute(1, 2, 0).numpy()


@lru_cache(maxsize=2)
def _grid(window: Window, picture: tuple[int, int], samples: tuple[int, int]) -> torch.Tensor:
    """Where a window's samples lie in a picture; one scene asks for the same again and again."""
    height, width = picture
    theta = [
        [window.width / width, 0, (2 * window.x + window.width) / width - 1],
        [0, window.height / height, (2 * window.y + window.height) / height - 1],
    ]
    return F.affine_grid(torch.tensor([theta]), [1, 3, *samples], align_corners=False)


def within(x: float, y: float, width: float, height: float, picture: tuple[int, int]) -> Window:
    """Make the window of a size whose corner is as near to (x, y) as the picture (height, width) allows."""
    x = float(np.clip(x, 0, max(picture[1] - width, 0)))
    y = float(np.clip(y, 0, max(picture[0] - height, 0)))
    return Window(x, y, width, height)
