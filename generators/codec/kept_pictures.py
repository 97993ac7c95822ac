"""Coded pictures of a clip, made when they are asked for, and remembered within bounds: a clip is coded many
times to meet a bitrate, and most of it alike."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np

from generators.codec.picture_codec import BaseEncoder, PictureDecoder

KEPT = 1 << 27
"""Bytes that are remembered, of coded pictures and of decoded ones each."""
V = TypeVar("V")


class _Kept(Generic[V]):
    """Values by key, the oldest of which are forgotten; any thread may ask."""

    def __init__(self, size: Callable[[V], int]) -> None:
        self._size, self._lock, self._sum = size, threading.Lock(), 0
        self._values: OrderedDict[Hashable, V] = OrderedDict()

    def of(self, key: Hashable, make: Callable[[], V]) -> V:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._sum += self._size(value)
            while self._sum > KEPT and len(self._values) > 1:
                self._sum -= self._size(self._values.popitem(last=False)[1])
        return value

    def take(self, other: _Kept[V]) -> None:
        for key, value in other._values.items():
            self.of(key, lambda value=value: value)  # type: ignore[misc]


class KeptPictures:
    """Codes and decodes pictures of ``pictures``, uint8 (n, h, w, 3), by their numbers; ``base`` codes them,
    None: VVenC."""

    def __init__(self, pictures: np.ndarray, base: BaseEncoder | None = None) -> None:
        self._pictures, self._base = pictures, base or BaseEncoder()
        self._units = _Kept[list[bytes]](lambda units: sum(map(len, units)))
        self._decoded = _Kept[list[np.ndarray]](lambda shown: sum(p.nbytes for p in shown))

    def keep(self, other: KeptPictures) -> None:
        """Take over what another one of the same clip remembers."""
        self._units.take(other._units)
        self._decoded.take(other._decoded)

    def units(
        self, numbers: Sequence[int], qp: int, *, first: int = 0, alone: bool = False, every: bool = False
    ) -> list[bytes]:
        """Code pictures one from the other, Annex B bytes of each.

        first  by how much the first one's QP is lower
        alone  one picture without any that is predicted from it
        every  all pictures of a run, as a video codec codes them
        """

        def make() -> list[bytes]:
            shown = [np.asarray(self._pictures[i]) for i in numbers]
            if alone:
                return [self._base.picture(shown[0], qp)]
            return self._base.pictures(shown, qp, first=first, every=every)

        return self._units.of((tuple(numbers), qp, first, alone, every), make)

    def coded(
        self, numbers: Sequence[int], qp: int, *, first: int = 0, alone: bool = False, every: bool = False
    ) -> list[tuple[bytes, np.ndarray]]:
        """Return pictures coded as `units` says, and as decoded."""
        units = self.units(numbers, qp, first=first, alone=alone, every=every)

        def make() -> list[np.ndarray]:
            decoder = PictureDecoder()
            return [picture for unit in units for _, picture in decoder(unit)]

        shown = self._decoded.of((tuple(numbers), qp, first, alone, every), make)
        return list(zip(units, shown, strict=True))
