"""Rounding of motion grids beside whatever rounds the parameters below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generators.parameters.by_effect import ByEffect
from generators.parameters.layout import Layout, Part
from generators.parameters.writing import Chosen, Rounding, Wanted

WORTH = 2.0
"""Bits that a squared pixel of 256 of misplacement, all over the picture, is worth, times the trade: less
than for what people look at first."""


USED = 3
"""Messages after a base picture that make it worth while to begin with one for the base picture itself: only
then are the others differences."""


class GridRounding(ByEffect):
    """Grids alone: a matrix is sent where its change is worth its bits.

    weights  what the square of each number counts, by part
    trade    as of `ByEffect`
    """

    def __init__(self, weights: Mapping[Part, np.ndarray], trade: float) -> None:
        super().__init__(None, trade)
        self._weights = weights
        # At first what is likely to be used.
        top = max(part.fields[0].level for part in weights)
        self._begun = {part for part in weights if part.fields[0].level < top}
        self._sent: dict[Part, int] = dict.fromkeys(weights, 0)
        self._known: set[Part] = set()

    def begin(self) -> Chosen:
        """Choose what a base picture's messages say: nothing moved."""
        if self._count:  # else there were no pictures to tell by
            self._begun = {part for part, count in self._sent.items() if count >= USED}
        self._known, self._sent = set(self._begun), dict.fromkeys(self._weights, 0)
        nothing = super().base(Wanted({part: np.zeros(part.size) for part in self._weights}))
        return Chosen(self.known(nothing.integers), frozenset(self._begun))

    def _effect(self, wanted: Wanted) -> dict[Part, np.ndarray]:
        return {part: np.diag(weight) for part, weight in self._weights.items()}

    def _send(self, parts: list[Part], targets: dict[Part, np.ndarray]) -> set[Part]:
        for part in parts:
            self._sent[part] += 1
        if self._begun.issuperset(parts):
            return super()._send(parts, targets)
        fresh, _ = self._as_values(parts, targets)
        self._last |= fresh
        self._known |= set(parts)
        return set(parts)

    def _next(self, wanted: Wanted) -> Chosen:
        if not wanted.numbers:
            self._count += 1
            return Chosen(dict(self._last), frozenset())
        return super()._next(wanted)

    def known(self, integers: Mapping[Part, np.ndarray]) -> dict[Part, np.ndarray]:
        """Leave out what has not been sent since the base picture."""
        return {part: value for part, value in integers.items() if part in self._known}


class Layered:
    """The rounding of a system with grids over another; see `generators.parameters.writing.Rounding`.

    below   the other one's
    layout  the other one's
    grids   of the grids
    """

    def __init__(self, below: Rounding, layout: Layout, grids: GridRounding) -> None:
        self._below, self._layout, self._grids = below, layout, grids

    def start(self, layout: Layout, gfv_id: int) -> None:
        """Begin a stream of a layout."""
        self._below.start(self._layout, gfv_id)
        self._grids.start(layout, gfv_id)

    @property
    def precisions(self) -> Mapping[Part, int]:
        """Bits after the binary point of each part."""
        return {**self._grids.precisions, **self._below.precisions}

    def plan(self, wanted: Sequence[Wanted]) -> None:
        """Choose the precisions of what lies below."""
        self._below.plan([_split(row, self._layout)[0] for row in wanted])

    def base(self, wanted: Wanted) -> Chosen:
        """Choose what a base picture's messages say."""
        below, own = self._below.base(_split(wanted, self._layout)[0]), self._grids.begin()
        return Chosen({**below.integers, **own.integers}, below.sent | own.sent, below.values)

    def judge(self, shown: Mapping[Part, np.ndarray]) -> None:
        """Take in how errors of what lies below show."""
        self._below.judge(shown)

    def weigh(self, factor: float) -> None:
        """Let a bit count ``factor`` times the trade, in both."""
        self._below.weigh(factor)
        self._grids.weigh(factor)

    def segment(self, wanted: Sequence[Wanted]) -> list[Chosen]:
        """Choose what the messages of the next pictures say."""
        pairs = [_split(row, self._layout) for row in wanted]
        out = []
        for below, mine in zip(self._below.segment([b for b, _ in pairs]), pairs, strict=True):
            own = self._grids.segment([mine[1]])[0]
            integers = {**below.integers, **self._grids.known(own.integers)}
            out.append(Chosen(integers, below.sent | own.sent, below.values | own.values))
        return out


def _split(wanted: Wanted, layout: Layout) -> tuple[Wanted, Wanted]:
    """What lies below, and the grids."""
    parts = set(layout.parts)
    below = {p: v for p, v in wanted.numbers.items() if p in parts}
    return Wanted(below), Wanted({p: v for p, v in wanted.numbers.items() if p not in parts})
