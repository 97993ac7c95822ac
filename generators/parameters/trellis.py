"""Values of a whole segment put on the coded grid so that its messages take the fewest bytes.

Every element may err by up to ``tolerance``. On a grid finer than that there are several integers to choose
from, and a choice that keeps an element where it was costs 1 bit (coordinates) or 2 (matrix elements). The
cheapest path of one element through time is a shortest path over those integers (Viterbi), for all elements
at once. Where elements meet:

*   A message may leave out its coordinates, or its matrices, when none of them moved (`hold`): the flag
    that says so costs less than a zero for each. Which messages do is found by trying one after the other.
    So is which messages are not sent at all, where that is allowed (`optional`).
*   A payload is whole bytes. Each element's path is searched again, with the others held and the true
    number of bytes as cost, until nothing falls any more.
*   A payload ends on a whole byte (see `end_whole`): one message after the other fills what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generators.parameters.bits import coordinate_bits, delta_bits, value_bits
from generators.parameters.search import end_whole
from sei.errors import SeigenError

EXACT = 1e-9
ROUNDS = 12
NEVER = 1e15
# Steps beyond the tolerance that are tried where no payload within it ends on a whole byte; the far ones
# where none does by the near ones. A matrix element that moves has an odd length, a coordinate an even one:
# where all move by more than that, the parity stands, and a message may end within a byte.
_NEAR, _FAR = 8, 64
_BEYOND = 1e6  # what they cost
FEW = 8
"""Messages of fewer numbers may have no whole ending near: what is seen goes before what VTM 24.0 accepts."""
# Bits break ties among equal bytes, so that slack gathers where another element can use it.
_TIE = 1 / 64
_RAGGED = 1 / 4  # bytes that a payload which ends within one is held for: to fill it may take the next
ENVELOPE = 16
"""Bits of payloadType and payloadSize, which a message that is not sent spares."""


class TrellisError(SeigenError):
    """No integer of the grid lies within the tolerance."""


def delta_cost(delta: np.ndarray, precision: int, is_matrix: bool, enhances: bool = False) -> np.ndarray:
    """Count the bits of differences in whole steps, sign flag included; ``enhances``: of GFVE."""
    if not is_matrix:
        return coordinate_bits(delta)
    return value_bits(delta, precision) if enhances else delta_bits(delta, precision)


def first_cost(value: np.ndarray, precision: int, is_matrix: bool) -> np.ndarray:
    """Count the bits of values that are not predicted: here the dec part of matrix elements is u(v)."""
    return value_bits(value, precision) if is_matrix else coordinate_bits(value)


class Group:
    """All coordinates, or all matrix elements, of a segment's messages.

    values     (n, elements) float64
    precision  bits after the binary point
    is_matrix  coded as int and dec parts, else as one magnitude of at most 1
    start      (elements,) integers before the first message; None: the first message is coded as it is
    fixed      (elements,) those that stay exactly as they are
    enhances   of GFVE
    flag       bits that a message without the group spares beside its elements
    """

    def __init__(
        self,
        values: np.ndarray,
        precision: int,
        tolerance: float,
        *,
        is_matrix: bool,
        start: np.ndarray | None = None,
        fixed: np.ndarray | None = None,
        enhances: bool = False,
        flag: int = 1,
    ) -> None:
        self.precision, self.is_matrix, self.start, self.flag = precision, is_matrix, start, flag
        self.enhances = enhances
        unit = 2.0**precision
        self.fixed = np.zeros(values.shape[1], dtype=bool) if fixed is None else fixed
        room = np.where(self.fixed, 0.0, tolerance)
        self.wanted, self.room = values * unit, room * unit + EXACT
        low = np.ceil((values - room) * unit - EXACT).astype(np.int64)
        high = np.floor((values + room) * unit + EXACT).astype(np.int64)
        if not is_matrix:
            low, high = np.maximum(low, -(1 << precision)), np.minimum(high, 1 << precision)
        if (low > high).any():
            raise TrellisError(f"precision {precision} is too coarse for a tolerance of {tolerance}")
        most = int((high - low).max()) + 1 if low.size else 1
        # options[t, e]: integers within the tolerance; of most, some elements have fewer
        self.options = low[:, :, None] + np.arange(most)
        self.valid = self.options <= high[:, :, None]
        if start is None:
            self.first = first_cost(self.options[0], precision, is_matrix)
            self.still = np.zeros_like(self.first, dtype=bool)
        else:
            delta = self.options[0] - start[:, None]
            self.first, self.still = self.cost(delta), delta == 0
        # steps[t, e, i, j]: bits from candidate i of message t to candidate j of message t + 1
        delta = self.options[1:, :, None, :] - self.options[:-1, :, :, None]
        self.steps = self.cost(delta)
        self.stays = delta == 0

    def __len__(self) -> int:
        return len(self.options)

    @property
    def longest(self) -> int:
        """Most bits that one element takes in one message."""
        return int(max(self.first.max(initial=0), self.steps.max(initial=0)))

    def around(self, first: int, behind: int, beyond: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the integers (elements, options) that messages ``first`` to before ``behind`` may hold, the
        same in all, up to ``beyond`` steps outside the tolerance, and what leaving it costs."""
        wanted = self.wanted[first:behind]
        wide = int(self.room.max(initial=0)) + beyond
        shifts = np.arange(-wide, wide + 1)
        options = np.rint(wanted[0]).astype(np.int64)[:, None] + shifts
        outside = np.maximum(np.abs(options - wanted[:, :, None]) - self.room[:, None], 0)
        cost: np.ndarray = _BEYOND * ((outside > 0) + outside).sum(axis=0)
        cost[self.fixed[:, None] & (shifts != 0)] = np.inf
        if not self.is_matrix:
            cost[np.abs(options) > 1 << self.precision] = np.inf
        return options, cost

    def bits(self, message: int, value: np.ndarray, before: np.ndarray | None) -> np.ndarray:
        """Count the bits of integers in a message; ``before`` is what they are predicted from, from the
        second on."""
        before = self.start if message == 0 else before
        if before is None:
            return first_cost(value, self.precision, self.is_matrix)
        return self.cost(value - before.reshape(-1, *[1] * (value.ndim - 1)))

    def cost(self, delta: np.ndarray) -> np.ndarray:
        """Count the bits of differences."""
        return delta_cost(delta, self.precision, self.is_matrix, self.enhances)

    def paths(self, present: np.ndarray, only: int | None = None, price: np.ndarray | None = None) -> Paths:
        """Find the cheapest integers of every element, or of one.

        present  (n,) messages that carry the group; in others nothing may move, and costs nothing
        price    price[t, b]: what b bits of an element cost in message t; bits themselves unless given
        """
        pick = slice(None) if only is None else slice(only, only + 1)
        options, valid = self.options[:, pick], self.valid[:, pick]
        first, steps = self.first[pick], self.steps[:, pick]

        def cost(t: int, bits: np.ndarray, still: np.ndarray) -> np.ndarray:
            if not present[t]:
                return np.where(still, 0.0, NEVER)
            return bits.astype(np.float64) if price is None else price[t][bits]

        n, elements, most = options.shape
        total = np.where(valid[0], cost(0, first, self.still[pick]), NEVER)
        back = np.zeros((n, elements, most), dtype=np.int64)
        for t in range(1, n):
            costs = total[:, :, None] + cost(t, steps[t - 1], self.stays[t - 1, pick])
            back[t] = costs.argmin(axis=1)
            total = np.where(valid[t], costs.min(axis=1), NEVER)
        at = np.zeros((n, elements), dtype=np.int64)
        at[-1] = total.argmin(axis=1)
        every = np.arange(elements)
        for t in range(n - 1, 0, -1):
            at[t - 1] = back[t, every, at[t]]
        bits = np.empty((n, elements), dtype=np.int64)
        bits[0] = first[every, at[0]]
        bits[1:] = steps[np.arange(n - 1)[:, None], every, at[:-1], at[1:]]
        bits[~present] = 0
        values = np.take_along_axis(options, at[:, :, None], axis=2)[:, :, 0]
        return Paths(values, bits, float(total.min(axis=1).sum()))


@dataclass
class Paths:
    """Integers (n, elements), their bits, and what they cost in all (NEVER: not possible)."""

    values: np.ndarray
    bits: np.ndarray
    cost: float


@dataclass(frozen=True)
class SegmentPlan:
    """A planned segment: by group, integers (n, elements) and which messages carry them (n,)."""

    values: tuple[np.ndarray, ...]
    present: tuple[np.ndarray, ...]
    bits: np.ndarray


def plan(
    groups: list[Group],
    head_bits: np.ndarray,
    *,
    hold: bool | Sequence[bool] = False,
    optional: bool = False,
    rounds: int = ROUNDS,
) -> SegmentPlan:
    """Find the cheapest messages of a segment.

    head_bits  (n,) bits of each message that are not elements, with all groups in it
    hold       let messages leave out a group that did not move: all groups, or which
    optional   a message may leave out everything; it is not sent then. Else it keeps at least one group
    rounds     at most this many sweeps over the elements with the true bytes; 0: by bits alone
    """
    n = len(head_bits)
    present = [np.ones(n, dtype=bool) for _ in groups]
    holds = [hold] * len(groups) if isinstance(hold, bool) else hold
    for k, group in enumerate(groups):
        others = np.logical_or.reduce(
            [np.zeros(n, dtype=bool), *(p for i, p in enumerate(present) if i != k)]
        )
        if holds[k]:
            spared = np.where(others, 0, head_bits + ENVELOPE)
            _leave_out(group, present[k], others | optional, spared)
    found = [g.paths(p) for g, p in zip(groups, present, strict=True)]
    heads = head_bits - sum(g.flag * (~p).astype(np.int64) for g, p in zip(groups, present, strict=True))
    heads = np.where(np.logical_or.reduce(present), heads, 0)
    sums = heads + sum(f.bits.sum(axis=1) for f in found)
    longest = 1 + max(g.longest for g in groups)
    ladder = np.arange(longest)
    for _ in range(rounds):
        before = int(whole_bytes(sums).sum())
        for group, paths, here in zip(groups, found, present, strict=True):
            for e in range(paths.values.shape[1]):
                others = sums - paths.bits[:, e]
                length = others[:, None] + ladder
                price = whole_bytes(length) + _TIE * ladder + _RAGGED * (length % 8 > 0)
                fresh = group.paths(here, e, price)
                paths.values[:, e], paths.bits[:, e] = fresh.values[:, 0], fresh.bits[:, 0]
                sums = others + paths.bits[:, e]
        if int(whole_bytes(sums).sum()) >= before:
            break
    sums = _fill(groups, found, present, heads)
    return SegmentPlan(tuple(f.values for f in found), tuple(present), sums)


def _fill(
    groups: list[Group], found: list[Paths], present: list[np.ndarray], heads: np.ndarray
) -> np.ndarray:
    """Make every message end on a whole byte, at the least bits in it and in the next one that has the group;
    returns the messages' bits (n,). The tolerance is left only where nothing within it ends so."""
    heads = heads.copy()
    for t in range(len(heads)):
        if (int(heads[t]) + sum(int(f.bits[t].sum()) for f in found)) % 8 == 0:
            continue
        here = [k for k, p in enumerate(present) if p[t]]
        best = _nearest_whole(groups, found, present, here, int(heads[t]), t)
        absent = [k for k in range(len(groups)) if k not in here]
        if best.cost >= _BEYOND and absent:
            # What was left out may be sent all the same.
            head = int(heads[t]) + sum(groups[k].flag for k in absent)
            more = _nearest_whole(groups, found, present, list(range(len(groups))), head, t)
            if more.cost < best.cost:
                best = more
                heads[t] = head
                for p in present:
                    p[t] = True
        for k, (value, end) in best.values.items():
            paths = found[k]
            before = paths.values[t - 1].copy()
            paths.values[t:end] = value
            paths.bits[t] = groups[k].bits(t, value, before)
            if end < len(heads):
                paths.bits[end] = groups[k].bits(end, paths.values[end], value)
    sums: np.ndarray = heads + sum(f.bits.sum(axis=1) for f in found)
    return sums


@dataclass(frozen=True)
class _Whole:
    """How a message ends on a whole byte: what it costs, and by group, integers (elements,) and the message
    behind the last that has them."""

    cost: float
    values: dict[int, tuple[np.ndarray, int]]


def _nearest_whole(
    groups: list[Group], found: list[Paths], present: list[np.ndarray], here: list[int], head: int, t: int
) -> _Whole:
    near = _whole(groups, found, present, here, head, t, _NEAR)
    few = sum(int((~groups[k].fixed).sum()) for k in here) < FEW
    return near if near.values or few else _whole(groups, found, present, here, head, t, _FAR)


def _whole(
    groups: list[Group],
    found: list[Paths],
    present: list[np.ndarray],
    here: list[int],
    head: int,
    t: int,
    beyond: int,
) -> _Whole:
    """Integers of message ``t``, which carries the groups ``here``. Those of other messages stay."""
    n = len(present[0])
    parts = []
    for k in here:
        group, values = groups[k], found[k].values
        later = np.flatnonzero(present[k][t + 1 :])
        end = t + 1 + int(later[0]) if later.size else n
        options, cost = group.around(t, end, beyond)
        size = group.bits(t, options, values[t - 1])
        cost = cost + size
        if end < n:
            onwards = values[end][:, None] - options
            cost = cost + group.cost(onwards)
        parts.append((options, size, cost, end))
    most = max(options.shape[1] for options, *_ in parts)
    costs = np.concatenate([_wide(cost, most, np.inf) for _, _, cost, _ in parts])
    chosen = end_whole(costs, np.concatenate([_wide(size, most, 0) for _, size, _, _ in parts]), head)
    if chosen is None:
        return _Whole(np.inf, {})
    total = float(np.take_along_axis(costs, chosen[:, None], axis=1).sum())
    picks = np.split(chosen, np.cumsum([len(options) for options, *_ in parts])[:-1])
    picked = {
        k: (np.take_along_axis(options, pick[:, None], axis=1)[:, 0], end)
        for k, (options, _, _, end), pick in zip(here, parts, picks, strict=True)
    }
    return _Whole(total, picked)


def _wide(rows: np.ndarray, columns: int, fill: float) -> np.ndarray:
    return np.pad(rows, ((0, 0), (0, columns - rows.shape[1])), constant_values=fill)


def _leave_out(group: Group, present: np.ndarray, allowed: np.ndarray, spared: np.ndarray) -> None:
    """Clear ``present`` where that saves bits and is allowed; ``spared`` (n,) are bits of the rest of a
    message that is not sent then."""
    best, gone = group.paths(present).cost, 0
    for t in range(len(present)):
        if not allowed[t]:
            continue
        present[t] = False
        # One present flag stays; the flag that says whether the group is predicted goes with it.
        cost = group.paths(present).cost - group.flag - gone - int(spared[t])
        if cost < best:
            best = cost
            gone += int(spared[t])
        else:
            present[t] = True


def whole_bytes(bits: np.ndarray) -> np.ndarray:
    """Count the bytes of a payload of so many bits; the ending takes a bit only where it is not aligned."""
    return -(-bits // 8)
