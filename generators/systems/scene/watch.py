"""How a clip's pictures move, as its encoder sees it: flow from one picture to those after it."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import torch

from generators.graphics.flow import flow, inside, sample, smoothed
from generators.media.pixels import to_batch

KEPT = 1 << 27
"""Bytes of flow that are remembered: a clip is coded several times to meet a bitrate."""
BELIEVED = 0.06
"""Difference of colour (0..1) at which a pixel's flow counts half."""


class Watch:
    """Flow from pictures to those after them, remembered."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[int, int], torch.Tensor] = OrderedDict()

    def flows(self, start: np.ndarray, pictures: Sequence[np.ndarray]) -> torch.Tensor:
        """Compute the flow (n, 2, h, w) in pixels from a picture, uint8 (h, w, 3), to others in order."""
        base, key = to_batch(start[None]), zlib.crc32(start.tobytes())
        rows: list[torch.Tensor] = []
        for picture in pictures:
            pair = key, zlib.crc32(picture.tobytes())
            if pair not in self._found:
                # From picture to picture: what moves far is followed, not found.
                near = rows[-1] if rows else None
                if near is not None and len(rows) > 1:
                    near = near + (near - rows[-2])
                self._found[pair] = flow(base, to_batch(picture[None]), near)
            self._found.move_to_end(pair)
            rows.append(self._found[pair])
        most = KEPT // (8 * start.shape[0] * start.shape[1])
        while len(self._found) > max(most, 1):
            self._found.popitem(last=False)
        return torch.cat(rows)


def trust(start: np.ndarray, pictures: Sequence[np.ndarray], moved: torch.Tensor) -> torch.Tensor:
    """Tell how far flow (n, 2, h, w) explains what becomes of a picture, (n, 1, h, w) in 0..1."""
    there = sample(to_batch(np.stack(list(pictures))), moved)
    apart = smoothed((there - to_batch(start[None])).abs().mean(1, keepdim=True), 2)
    return inside(moved) / (1 + (apart / BELIEVED) ** 2)
