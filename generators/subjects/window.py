"""The part of a picture that is coded; it stands still through a scene, so that only the subject moves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

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
        height, width = rgb.shape[:2]
        over = max(1, round(max(self.width / size[1], self.height / size[0])))
        rows = _taps(self.y, self.height, size[0], over, height)
        columns = _taps(self.x, self.width, size[1], over, width)
        part = torch.from_numpy(np.ascontiguousarray(rgb[rows.part, columns.part])).float()
        out = columns.of(rows.of(part).transpose(0, 1).contiguous())
        return out.clamp(0, 255).round().byte().transpose(0, 1).contiguous().numpy()


@dataclass(frozen=True)
class _Taps:
    """One direction of a window's samples: each is a weighted sum of (k, size) lines of a part of the
    picture."""

    part: slice
    lines: torch.Tensor
    weights: torch.Tensor

    def of(self, picture: torch.Tensor) -> torch.Tensor:
        """The samples of a part (lines, ..., 3)."""
        shape = (-1, *[1] * (picture.dim() - 1))
        out = picture[self.lines[0]] * self.weights[0].view(shape)
        for lines, weights in zip(self.lines[1:], self.weights[1:], strict=True):
            out.addcmul_(picture.index_select(0, lines), weights.view(shape))
        return out


@lru_cache(maxsize=8)
def _taps(start: float, length: float, size: int, over: int, lines: int) -> _Taps:
    """Bicubic interpolation (a = -0.75) at ``over`` places per sample, and their mean; one scene asks for the
    same again and again."""
    where = start + (np.arange(size * over) + 0.5) * length / (size * over) - 0.5
    first = np.floor(where)
    away = np.abs((where - first)[:, None] - np.arange(-1, 3))
    near = (1.25 * away - 2.25) * away * away + 1
    far = ((-0.75 * away + 3.75) * away - 6) * away + 3
    places = np.clip(first[:, None] + np.arange(-1, 3), 0, lines - 1).astype(int)
    whole = np.zeros((size, lines))
    sample = np.repeat(np.arange(size * over) // over, 4).reshape(-1, 4)
    np.add.at(whole, (sample, places), np.where(away <= 1, near, far) / over)
    used = np.flatnonzero(whole.any(axis=0))
    part = slice(int(used[0]), int(used[-1]) + 1)
    whole = whole[:, part]
    most = int((whole != 0).sum(axis=1).max())
    order = np.argsort(whole == 0, axis=1, kind="stable")[:, :most].T
    weights = np.take_along_axis(whole, order.T, axis=1).T.astype(np.float32)
    return _Taps(part, torch.from_numpy(order.copy()), torch.from_numpy(weights.copy()))


def within(x: float, y: float, width: float, height: float, picture: tuple[int, int]) -> Window:
    """Make the window of a size whose corner is as near to (x, y) as the picture (height, width) allows."""
    x = float(np.clip(x, 0, max(picture[1] - width, 0)))
    y = float(np.clip(y, 0, max(picture[0] - height, 0)))
    return Window(x, y, width, height)
