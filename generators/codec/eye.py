"""How far shown pictures are from a clip's, as people see it.

The distance of whole pictures and of the windows that people look at first: a mouth that is drawn wrong is
seen at once, grain in a wall is not. By the learned trunk of ST-LPIPS; where it cannot be had, by loss of
structure. What is out of its place is seen at reduced size too, what is blurred is not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F

from generators.media.perception import ShiftTolerantLpips
from generators.media.pixels import to_batch
from generators.media.zoo import ZooError
from generators.subjects.clip import Clip

SIDES = 128, 256
"""Shorter side that whole pictures are compared at, pixels: at reduced size, and finely."""
WINDOWS = 64, 96
"""Side that windows are compared at, pixels."""
WEIGHTS: Mapping[str, float] = {"mouth": 0.8, "face": 0.4, "left eye": 0.15, "right eye": 0.15}
"""What a window's distance counts, beside that of the whole picture."""
STRUCTURE = 0.3
"""What loss of structure counts where no window is looked at first."""
KEPT = 64
"""Source pictures whose features are remembered."""
Features = list[torch.Tensor]


def difference(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Measure the loss of structure 1 - SSIM of luma at half size, (n,), of pictures (n, 3, h, w) in 0..1."""
    weight = a.new_tensor([0.2126, 0.7152, 0.0722]).view(1, 3, 1, 1)
    x, y = (F.avg_pool2d((p.float() * weight).sum(1, keepdim=True), 2) for p in (a, b))

    def mean(t: torch.Tensor) -> torch.Tensor:
        return F.avg_pool2d(t, 7, 2)

    mx, my = mean(x), mean(y)
    vx, vy, c = mean(x * x) - mx * mx, mean(y * y) - my * my, mean(x * y) - mx * my
    s = ((2 * mx * my + 1e-4) * (2 * c + 9e-4)) / ((mx * mx + my * my + 1e-4) * (vx + vy + 9e-4))
    return 1 - s.mean((1, 2, 3))


class Eye:
    """Compares pictures, uint8 (h, w, 3), with those of a clip; ``fine``: at full size."""

    def __init__(self, clip: Clip, *, fine: bool = False) -> None:
        self.clip, self._side, self._window = clip, SIDES[fine], (WINDOWS[fine], WINDOWS[fine])
        try:
            self._model: ShiftTolerantLpips | None = ShiftTolerantLpips()
        except ZooError:
            self._model = None
        self._sources: OrderedDict[tuple[int, bool], Features] = OrderedDict()

    @torch.inference_mode()
    def apart(self, shown: np.ndarray, numbers: Sequence[int]) -> list[float]:
        """Measure one picture in the place of the clip's pictures of these numbers."""
        if self._model is None:
            return [self._structure(shown, n) for n in numbers]
        whole = self._model.features(_scaled(shown, self._side))
        rows = []
        for number in numbers:
            distance = float(self._model.apart(whole, self._source(number, windows=False)))
            names = self._looked_at(number)
            if names:
                there = self._model.features(self._windows(shown, number, names))
                each = self._model.apart(there, self._source(number, windows=True)).tolist()
                distance += sum(WEIGHTS[name] * d for name, d in zip(names, each, strict=True))
            else:
                # The trunk is blind to small shifts: in a scene they are what moves.
                pair = to_batch(np.stack([shown, self.clip.pictures[number]]))
                distance += STRUCTURE * float(difference(pair[:1], pair[1:]))
            rows.append(distance)
        return rows

    def away(self, shown: Iterable[np.ndarray], numbers: Sequence[int]) -> list[float]:
        """Measure pictures, each in the place of the clip's picture of its number."""
        return [self.apart(picture, [n])[0] for picture, n in zip(shown, numbers, strict=True)]

    def _structure(self, shown: np.ndarray, number: int) -> float:
        pair = to_batch(np.stack([shown, self.clip.pictures[number]]))
        # What it means to the eye: what has only moved a little costs less than in proportion.
        return 0.8 * float(difference(pair[:1], pair[1:])) ** 1.5

    def _looked_at(self, number: int) -> list[str]:
        looks = self.clip.looks[number] if len(self.clip.looks) else {}
        return [name for name in WEIGHTS if name in looks]

    def _windows(self, picture: np.ndarray, number: int, names: Sequence[str]) -> torch.Tensor:
        looks = self.clip.looks[number]
        return to_batch(np.stack([looks[name].cut(picture, self._window) for name in names]))

    def _source(self, number: int, *, windows: bool) -> Features:
        key = (number, windows)
        if key not in self._sources:
            assert self._model is not None
            picture = np.asarray(self.clip.pictures[number])
            self._sources[key] = self._model.features(
                self._windows(picture, number, self._looked_at(number))
                if windows
                else _scaled(picture, self._side)
            )
            while len(self._sources) > 2 * KEPT:
                self._sources.popitem(last=False)
        self._sources.move_to_end(key)
        return self._sources[key]


def _scaled(picture: np.ndarray, side: int) -> torch.Tensor:
    """A picture with a shorter side of no more than so many pixels, (1, 3, h, w)."""
    batch = to_batch(picture[None])
    height, width = picture.shape[:2]
    scale = side / min(height, width)
    if scale >= 1:
        return batch
    size = (round(height * scale), round(width * scale))
    return F.interpolate(batch, size, mode="bilinear", antialias=True, align_corners=False)
