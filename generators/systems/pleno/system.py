"""Layers over a face system: what it generates is warped by motion grids, outside the face.

Where no grid is there, or nothing but zeros, its pictures are the face system's own, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from generators import registry
from generators.codec.eye import difference
from generators.codec.likeness import reduction
from generators.graphics.flow import sample
from generators.media.perception import ShiftTolerantLpips
from generators.media.pixels import to_batch, to_pixels
from generators.media.zoo import ZooError
from generators.parameters.layout import Layout
from generators.parameters.moves import Moves
from generators.parameters.values import Parameters
from generators.subjects.face.track import Tracker
from generators.subjects.subject import Seen
from generators.system import AnySystem, System
from generators.systems.pleno.fields import PRECISION, bands
from generators.systems.pleno.fit import QUICK, ROUNDS, Fit, luma
from generators.systems.pleno.grid import (
    UNIT,
    away,
    displacement,
    fade_width,
    faded,
    level_numbers,
    numbers_of,
    row_of,
)
from generators.systems.pleno.rounding import WORTH, GridRounding, Layered

Hull = Callable[[Sequence[Any], Sequence[Parameters], torch.Tensor], list[np.ndarray | None]]
"""Points (k, 2) around the face of each of the pictures (n, 3, h, w) generated from bases by parameters."""


class Grids:
    """Enhancer and Completer in one: they share the layout and where the face is.

    price  ST-LPIPS of one picture that a bit has to be worth
    """

    def __init__(
        self, layout: Layout, hull: Hull, height: int, width: int, *, price: float | None = None
    ) -> None:
        self.price = PRICE if price is None else price
        self._layout, self._hull = layout, hull
        self._height, self._width = height, width
        self._fits: dict[tuple[int, int], Fit] = {}
        self._eye: Away | None = None

    def enhance(
        self, pictures: torch.Tensor, parameters: Sequence[Parameters], bases: Sequence[Any]
    ) -> torch.Tensor:
        """Warp the pictures by their grids; see `generators.system.Enhancer`."""
        numbers = np.stack([numbers_of(self._layout.row(p)) for p in parameters])
        moved = [i for i in range(len(parameters)) if numbers[i].any()]
        if not moved:
            return pictures
        out = pictures.clone()
        hulls = self._hull(bases, [parameters[i] for i in moved], pictures[moved])
        for i, hull in zip(moved, hulls, strict=True):
            shape = self._height, self._width
            field = displacement(torch.from_numpy(numbers[i : i + 1]).float(), *shape)
            field, _ = faded(field * (min(shape) * UNIT), *self._face(hull, shape))
            made = sample(pictures[i : i + 1].float(), field.to(pictures.device))
            out[i] = made[0].clamp(0, 1).to(out.dtype)
        return out

    def _face(self, hull: np.ndarray | None, shape: tuple[int, int]) -> tuple[torch.Tensor | None, float]:
        """How far each pixel is from the face, and the width of the fade, as of `faded` in a picture of a
        shape."""
        if hull is None:
            return None, 1.0
        points = torch.from_numpy(np.ascontiguousarray(hull[:, :2])).float()
        far = away(points, self._height, self._width, shape)
        return far, fade_width(points) * shape[0] / self._height

    @torch.inference_mode()
    def complete(
        self,
        rows: Sequence[Parameters],
        pictures: torch.Tensor,
        seen: Sequence[Seen],
        bases: Sequence[Any],
        before: Parameters | None,
        *,
        quick: bool = False,
    ) -> list[Parameters]:
        """Add grids that bring pictures nearer to their sources; see `generators.system.Completer`."""
        n = reduction(self._height, self._width) * (1 + quick)
        size, rounds = (self._height // n, self._width // n), QUICK if quick else ROUNDS
        if size not in self._fits:
            self._fits[size] = Fit(*size)
        fit = self._fits[size]
        made = F.avg_pool2d(luma(pictures.float().cpu()), n)
        sources = F.avg_pool2d(luma(to_batch(np.stack([s.picture for s in seen]))), n)
        hulls = self._hull(bases, rows, pictures)
        last = np.zeros_like(numbers_of({})) if before is None else numbers_of(self._layout.row(before))
        found, numbers = torch.from_numpy(last).float(), list[torch.Tensor]()
        faces = [self._face(hull, size) for hull in hulls]
        for i, face in enumerate(faces):
            found = fit(made[i : i + 1], sources[i : i + 1], face, found, rounds)
            numbers.append(found)
        kept = self._level(pictures, seen, numbers, faces, size, max(rounds))
        out = []
        for row, found in zip(rows, numbers, strict=True):
            found[level_numbers()[kept] :] = 0
            fields = self._layout.row(row) | row_of(found.double().numpy())
            out.append(self._layout.parameters(fields, low_confidence=row.low_confidence))
        return out

    def _level(
        self,
        pictures: torch.Tensor,
        seen: Sequence[Seen],
        numbers: Sequence[torch.Tensor],
        faces: Sequence[tuple[torch.Tensor | None, float]],
        shape: tuple[int, int],
        most: int,
    ) -> int:
        """Choose the granularity (``most`` at most) up to which grids are worth their bits, by what pictures
        then look like."""
        picks = range(len(seen) // 8, len(seen), 4) or range(1)
        small = F.interpolate(pictures[list(picks)].float().cpu(), shape, mode="bilinear", antialias=True)
        sources = to_batch(np.stack([seen[i].picture for i in picks]))
        sources = F.interpolate(sources, shape, mode="bilinear", antialias=True)
        best, least = 0, np.inf
        for level, end in enumerate(level_numbers()[: most + 1]):
            moved = []
            for k, i in enumerate(picks):
                kept = numbers[i].clone()
                kept[end:] = 0
                field, _ = faded(displacement(kept[None], *shape) * (min(shape) * UNIT), *faces[i])
                moved.append(sample(small[k : k + 1], field) if level else small[k : k + 1])
            distance = self._away(torch.cat(moved).clamp(0, 1), sources)
            steps = np.stack([n[:end].numpy() for n in numbers]) * 2**PRECISION
            cost = distance * len(seen) + self.price * _bits(np.rint(steps))
            if cost < least:
                best, least = level, cost
        return best

    def _away(self, made: torch.Tensor, sources: torch.Tensor) -> float:
        """Mean distance of pictures from their sources, as ST-LPIPS counts it."""
        if self._eye is None:
            self._eye = perceptual()
        return float(np.mean(self._eye(made, sources)))


PRICE = 2e-5
"""Of grids that an encoder sends: 0.01 of ST-LPIPS for 7 kbit/s at 15 messages a second."""
Away = Callable[[torch.Tensor, torch.Tensor], Sequence[float]]


def perceptual() -> Away:
    """Return what measures how far pictures are from others, (n, 3, h, w) in 0..1 both: ST-LPIPS, or the
    loss of structure where its network cannot be had."""
    try:
        model = ShiftTolerantLpips()
    except ZooError:
        return lambda a, b: (0.8 * difference(a, b) ** 1.5).tolist()
    return lambda a, b: [
        float(model.apart(model.features(x[None]), model.features(y[None])))
        for x, y in zip(a, b, strict=True)
    ]


def _bits(steps: np.ndarray) -> float:
    """About what messages of numbers (n, k, 2) in whole steps take: those that change, in eights."""
    change = np.abs(np.diff(steps, axis=0, prepend=steps[:1])).reshape(len(steps), -1, 8)
    if not change.size:
        return 0.0
    there = change.any(-1)
    return float((there * (33 + (2 + 2 * np.log2(1 + change)).sum(-1))).sum())


def weights_of(layout: Layout) -> dict[Any, np.ndarray]:
    """Weigh the square of each number, by part: squared pixels of 256, in the mean over the picture."""
    side = 64
    unit = torch.eye(level_numbers()[-1])[:, :, None].expand(-1, -1, 2)
    basis = displacement(unit, side, side)[:, 0] * (256 * UNIT)
    square = (basis**2).mean((1, 2)).numpy()
    row = row_of(np.stack([square, square], 1))
    names = {name for name, *_ in bands()}
    return {p: WORTH * p.flat(row) for p in layout.parts if all(f.name in names for f in p.fields)}


def _by_mesh(below: AnySystem) -> Hull:
    def points(
        bases: Sequence[Any], parameters: Sequence[Parameters], pictures: torch.Tensor
    ) -> list[np.ndarray | None]:
        return list(below.translator.translate(bases[0], parameters).points.numpy())

    return points


def _by_looking() -> Hull:
    tracker: list[Tracker] = []

    def points(
        bases: Sequence[Any], parameters: Sequence[Parameters], pictures: torch.Tensor
    ) -> list[np.ndarray | None]:
        if not tracker:
            tracker.append(Tracker(iris=False))
        found: list[np.ndarray | None] = []
        for picture in pictures:
            tracker[0].begin()  # what is found must not depend on what was made before
            face = tracker[0](to_pixels(picture))
            found.append(None if face is None else face.points)
        return found

    return points


def make(
    below: str, height: int, width: int, device: torch.device | str, dtype: torch.dtype
) -> System[Any, Any]:
    """Make the layers over the system called ``below`` for pictures of a size."""
    it = registry.make(below, height, width, device=device, dtype=dtype)
    layout = registry.entry(registry.above("pleno", below)).layout
    grids = Grids(layout, _by_mesh(it) if below == "mesh" else _by_looking(), height, width)
    weights = weights_of(layout)
    return replace(
        it,
        name=registry.above("pleno", below),
        layout=layout,
        enhancer=grids,
        completer=grids,
        rounding=lambda trade: Layered(it.rounding(trade), it.layout, GridRounding(weights, trade)),
        moves=Moves(layout, it.moves.moves),
        scaled=None,
    )
