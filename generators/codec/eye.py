"""How far shown pictures are from a clip's, as people see it.

The distance of whole pictures and of the windows that people look at first: a mouth that is drawn wrong is
seen at once, grain in a wall is not. By the learned trunk of ST-LPIPS; where it cannot be had, by loss of
structure. What is out of its place is seen at reduced size too, what is blurred is not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise

import numpy as np
import torch
import torch.nn.functional as F

from generators.media.perception import ShiftTolerantLpips
from generators.media.pixels import to_batch
from generators.media.zoo import ZooError
from generators.subjects.clip import Clip
from generators.subjects.window import Window

QUICK, COARSE, FINE = (96, 48), (128, 64), (256, 96)
"""Shorter side that whole pictures are compared at, and side that windows are, pixels."""
WEIGHTS: Mapping[str, float] = {"mouth": 0.8, "face": 0.4, "left eye": 0.15, "right eye": 0.15}
"""What a window's distance counts, beside that of the whole picture."""
STRUCTURE = 0.3
"""What loss of structure counts in a scene."""
KEPT = 64
"""Source pictures whose features are remembered."""
BATCH = 8
"""Pictures that the trunk looks at together."""
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


def changes(pictures: Iterable[np.ndarray]) -> list[float]:
    """Measure by how many levels each picture but the first differs from the one before it, in the mean."""
    return [float(np.abs(np.subtract(b, a, dtype=np.int16)).mean()) for a, b in pairwise(pictures)]


class Eye:
    """Compares pictures, uint8 (h, w, 3), with those of a clip.

    detail  how large pictures and windows are compared: `QUICK`, `COARSE`, `FINE`
    scene   loss of structure counts too: the trunk is blind to small shifts, which are what moves in a scene
    """

    def __init__(self, clip: Clip, detail: tuple[int, int] = COARSE, *, scene: bool = False) -> None:
        self.clip, self._scene = clip, scene
        self._side, self._window = detail[0], (detail[1], detail[1])
        try:
            self._model: ShiftTolerantLpips | None = ShiftTolerantLpips()
        except ZooError:
            self._model = None
        self._sources: OrderedDict[int, tuple[Features, Features | None]] = OrderedDict()

    @torch.inference_mode()
    def apart(self, shown: np.ndarray, numbers: Sequence[int]) -> list[float]:
        """Measure one picture in the place of the clip's pictures of these numbers."""
        if self._model is None:
            return [self._structure(shown, n) for n in numbers]
        whole, rows = self._model.features(_scaled([shown], self._side)), list[float]()
        for at in range(0, len(numbers), BATCH):
            part = numbers[at : at + BATCH]
            rows += self._rows([shown] * len(part), [whole] * len(part), part)
        return rows

    @torch.inference_mode()
    def away(self, shown: Iterable[np.ndarray], numbers: Sequence[int]) -> list[float]:
        """Measure pictures, each in the place of the clip's picture of its number."""
        rows, pairs = list[float](), iter(zip(shown, numbers, strict=True))
        while part := list(islice(pairs, BATCH)):
            pictures, keys = [picture for picture, _ in part], [n for _, n in part]
            if self._model is None:
                rows += [self._structure(p, n) for p, n in part]
            else:
                wholes = self._model.features(_scaled(pictures, self._side))
                rows += self._rows(pictures, _split(wholes, [1] * len(part)), keys)
        return rows

    def _rows(
        self, pictures: Sequence[np.ndarray], wholes: Sequence[Features], numbers: Sequence[int]
    ) -> list[float]:
        """Distances of pictures, with features of the whole of each, in the places of those of the clip."""
        assert self._model is not None
        self._look_at_sources(numbers)
        rows, windows = list[float](), iter(self._windows(pictures, numbers))
        for whole, number in zip(wholes, numbers, strict=True):
            source, looked = self._sources[number]
            distance = float(self._model.apart(whole, source))
            if looked is not None:
                each = self._model.apart(next(windows), looked).tolist()
                distance += sum(WEIGHTS[n] * d for n, d in zip(self._looks(number), each, strict=True))
            rows.append(distance)
        if self._scene:
            for i, (picture, number) in enumerate(zip(pictures, numbers, strict=True)):
                rows[i] += STRUCTURE * self._lost(picture, number)
        return rows

    def _lost(self, shown: np.ndarray, number: int) -> float:
        pair = to_batch(np.stack([shown, self.clip.pictures[number]]))
        return float(difference(pair[:1], pair[1:]))

    def _structure(self, shown: np.ndarray, number: int) -> float:
        # What it means to the eye: what has only moved a little costs less than in proportion.
        return 0.8 * self._lost(shown, number) ** 1.5

    def _looks(self, number: int) -> dict[str, Window]:
        """The windows that are looked at in a picture of the clip."""
        looks = self.clip.looks[number] if len(self.clip.looks) else {}
        return {name: looks[name] for name in WEIGHTS if name in looks}

    def _windows(self, pictures: Sequence[np.ndarray], numbers: Sequence[int]) -> list[Features]:
        """Features of pictures' windows where those of the clip have them; of those without any nothing."""
        assert self._model is not None
        cuts, counts = list[np.ndarray](), list[int]()
        for picture, number in zip(pictures, numbers, strict=True):
            looks = self._looks(number)
            cuts += [window.cut(picture, self._window) for window in looks.values()]
            counts += [len(looks)] * bool(looks)
        return _split(self._model.features(to_batch(np.stack(cuts))), counts) if cuts else []

    def _look_at_sources(self, numbers: Sequence[int]) -> None:
        """Make sure of the features of source pictures, and remember them."""
        assert self._model is not None
        fresh = [n for n in dict.fromkeys(numbers) if n not in self._sources]
        if fresh:
            pictures = [np.asarray(self.clip.pictures[n]) for n in fresh]
            wholes = _split(self._model.features(_scaled(pictures, self._side)), [1] * len(fresh))
            windows = iter(self._windows(pictures, fresh))
            for number, whole in zip(fresh, wholes, strict=True):
                self._sources[number] = whole, next(windows) if self._looks(number) else None
        for number in numbers:
            self._sources.move_to_end(number)
        while len(self._sources) > KEPT:
            self._sources.popitem(last=False)


def _split(features: Features, counts: Iterable[int]) -> list[Features]:
    """Features of pictures of a batch, so many at a time."""
    sizes = list(counts)
    return [list(part) for part in zip(*(scale.split(sizes) for scale in features), strict=True)]


def _scaled(pictures: Sequence[np.ndarray], side: int) -> torch.Tensor:
    """Pictures with a shorter side of no more than so many pixels, (n, 3, h, w)."""
    batch = to_batch(np.stack(pictures))
    height, width = batch.shape[2:]
    scale = side / min(height, width)
    if scale >= 1:
        return batch
    size = (round(height * scale), round(width * scale))
    return F.interpolate(batch, size, mode="bilinear", antialias=True, align_corners=False)
