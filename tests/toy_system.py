"""A system of one file: a red square that moves over a still background, described by three numbers.

The worked example of docs/add-a-system.md, and the proof that the codec knows no faces: it needs no model,
no weights, no face. Its name, tag and fields load without torch, which only the two functions that draw use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from generators.parameters.values import Parameters
from generators.registry import SystemEntry, register
from sei.named import Mapping

if TYPE_CHECKING:
    import torch

    from generators.subjects.subject import Seen
    from generators.system import System

# What is sent per picture, and where in GFV it lies.
MAPPING = Mapping.from_json("""{
 "tag": "tag:example.org,2026:square",
 "kind": "keypoints",
 "title": "a red square: its middle and its brightness",
 "fields": [
  {"name": "middle", "carrier": {"kind": "keypoints"}, "shape": [1, 2], "precision": 8,
   "unit": "half the picture", "lo": -1, "hi": 1, "positive": "to the right, down"},
  {"name": "light", "carrier": {"kind": "matrix", "type": 8}, "shape": [1, 1, 1], "precision": 6,
   "lo": 0, "hi": 1}
 ]
}""")


def red(picture: np.ndarray) -> np.ndarray:
    """Tell which pixels of a picture, uint8 (h, w, 3), are the square's: bool (h, w)."""
    r, g, b = np.moveaxis(picture.astype(int), -1, 0)
    found: np.ndarray = r - np.maximum(g, b) > 40
    return found


# The encoder's side: pictures to parameters.


class Analyzer:
    """Finds the square."""

    def describe(
        self, seen: Sequence[Seen], base: Base | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make parameters of pictures; the base picture does not matter to them."""
        return [self._one(each.picture) for each in seen]

    def _one(self, picture: np.ndarray) -> Parameters:
        height, width = picture.shape[:2]
        down, across = np.nonzero(red(picture))
        x = (across.mean() + 0.5) * 2 / width - 1 if len(across) else 0.0
        y = (down.mean() + 0.5) * 2 / height - 1 if len(down) else 0.0
        light = picture[down, across, 0].mean() / 255 if len(down) else 0.0
        return Parameters(keypoints=np.array([[x, y]]), matrices={8: np.full((1, 1, 1), light)})


# The decoder's side: a base picture and parameters to pictures.


@dataclass(frozen=True)
class Base:
    """What is computed once per base picture: the background (3, h, w), the square's colour (3,) at full
    brightness, and half its side in pixels."""

    background: torch.Tensor
    colour: torch.Tensor
    half: float


class Painter:
    """Translator and generator."""

    batch_matters = False
    """A picture does not depend on how many are made with it."""

    def translate(self, base: Base, parameters: Sequence[Parameters]) -> torch.Tensor:
        """Make (n, 3): x and y in -1..1, brightness in 0..1."""
        rows = [[*np.ravel(p.keypoints), *np.ravel(p.matrices[8])] for p in parameters]
        return base.colour.new_tensor(np.array(rows))

    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> Base:
        """Take the square out of a base picture (3, h, w) in 0..1."""
        import torch

        pixels = (picture * 255).round().byte().permute(1, 2, 0).cpu().numpy()
        there = torch.from_numpy(red(pixels)).to(picture.device)
        light = max(float(parameters.matrices[8].item()), 1 / 64)
        colour = picture[:, there].mean(1) / light if there.any() else picture.new_zeros(3)
        filled = picture[:, ~there].mean(1) if (~there).any() else picture.new_zeros(3)
        # A little more than was found: the border between the two is of both colours.
        wide = torch.nn.functional.max_pool2d(there[None].float(), 5, 1, 2)[0] > 0
        background = torch.where(wide, filled[:, None, None], picture)
        return Base(background, colour, float(there.sum()) ** 0.5 / 2)

    def generate(self, bases: Sequence[Base], translated: torch.Tensor) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1 from the first base picture."""
        import torch

        base = bases[0]
        height, width = base.background.shape[1:]
        x = (translated[:, 0] + 1) * width / 2
        y = (translated[:, 1] + 1) * height / 2
        across = torch.arange(width, device=x.device) + 0.5 - x[:, None]
        down = torch.arange(height, device=y.device) + 0.5 - y[:, None]
        # Pixels that the border runs through are covered in part.
        columns, rows = ((base.half + 0.5 - d.abs()).clamp(0, 1) for d in (across, down))
        cover = (rows[:, :, None] * columns[:, None, :])[:, None]
        square = (base.colour * translated[:, 2:]).clamp(0, 1)[:, :, None, None]
        return base.background * (1 - cover) + square * cover


# All of it under one name.


def make(
    height: int, width: int, device: torch.device | str, dtype: torch.dtype
) -> System[Base, torch.Tensor]:
    """Make the system for pictures of a size; this one draws any size wherever the base picture lies."""
    from generators.parameters.moves import PIXEL, POSE, Move, Moves
    from generators.system import System

    painter = Painter()
    # How an encoder may change what was measured: the middle by pixels, the brightness by a hundredth.
    moves = Moves(ENTRY.layout, [Move("middle", POSE, PIXEL), Move("light", "light", 0.01)])
    return System("square", ENTRY.layout, Analyzer(), painter, painter, moves=moves)


ENTRY = register(SystemEntry("square", make, MAPPING, what="a red square, for tests", subject="scene"))
