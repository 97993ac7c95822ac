"""Rounding judged where it is seen: displacement of landmarks and bits have one sum, and it is made least.

A system may say where landmarks lie for given parameters (`Shows`); the squared displacement of the
landmarks, in 1/128 of a face's size, is then a quadratic form of the elements' errors, so elements that move
nothing are coarse, and errors may cancel each other. The precision of a base message and all after it, the
integers, and whether what may be held is worth a message are decided by that sum plus trade times bits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from generators.parameters.bits import (
    coordinate_bits,
    difference_bits,
    element_bits,
    head_bits,
    layout_bits,
    ue_bits,
    value_bits,
)
from generators.parameters.layout import Layout, Part, Row
from generators.parameters.search import cheapest, end_whole
from generators.parameters.trellis import FEW
from generators.parameters.values import Parameters
from generators.parameters.writing import TRADE, Chosen, Wanted

Shows = Callable[[Sequence[Parameters]], np.ndarray]
"""How parameters show in the picture: n of them to landmarks (n, k, 2) in face sizes, each times the square
root of its share of one."""

STEP = 1 / 128
"""Unit of displacement in face sizes: a third of a pixel of a face that fills 256x256."""
PRECISIONS = range(5, 10)
PUPIL_PRECISIONS = range(4, 7)
_PROBE = 1e-3
# Steps to either side that are tried so that a payload ends on a whole byte; the far ones where one does not
# end so by the near ones.
_NEAR, _FAR = np.arange(-8, 9), np.arange(-64, 65)
# Packing: payloads are whole bytes, so what is spared may be spent. These shares of the trade are tried.
_TRADES = (1.0, 0.6, 1.6)
_RIDGE = 0.05  # every element counts a little, or rotations would drift where the effect is no longer linear
# Of messages of few numbers an ending costs at most so much squared displacement (see `trellis.FEW`).
_ENDING = 25.0
_ENVELOPE = 16  # bits of payloadType and payloadSize
# Share of what pictures show, beside landmarks, in the effect of an error; and what that counts, for errors
# are put where little shows, and may be larger then (measured: 5 % fewer bits, alike to look at).
_PICTURES, _LESS = 0.8, 0.7
# Eyes jump and stay: a gaze that is not sent is wrong for this many messages.
_STAYS = 8


def effect(shows: Shows | None, layout: Layout, wanted: Wanted) -> dict[Part, np.ndarray]:
    """Work out how errors show near ``wanted``: a gram matrix (size, size) of each part.

    An error d displaces the landmarks by d @ gram @ d. Where the system does not say, every element counts
    alike, and its error is its displacement in face sizes.
    """
    parts = [p for p in layout.parts if p in wanted.numbers]
    if shows is None:
        return {part: np.eye(part.size) / STEP**2 for part in parts}
    numbers = np.concatenate([wanted.numbers[p] for p in parts])
    ends = np.cumsum([p.size for p in parts])[:-1]
    rows = []
    for shift in (*np.eye(len(numbers)), *-np.eye(len(numbers))):
        row: Row = {}
        for part, values in zip(parts, np.split(numbers + _PROBE * shift, ends), strict=True):
            row |= part.fields_of(values)
        rows.append(layout.parameters(row))
    plus, minus = np.split(shows(rows).reshape(len(rows), -1), 2)
    jacobian = (plus - minus) / (2 * _PROBE * STEP)
    gram = jacobian @ jacobian.T
    places = np.split(np.arange(len(numbers)), ends)
    return {part: gram[np.ix_(at, at)] for part, at in zip(parts, places, strict=True)}


class ByEffect:
    """The rounding of systems that say how parameters show; see `generators.parameters.writing.Rounding`.

    shows      None: every element counts alike
    trade      squared displacement (`STEP`) worth one bit
    ridge      squared displacement in face sizes that an element of 1 counts at least; less where that is a
               small change and nothing drifts
    precision  bits after the binary point of GFV matrix elements; None: chosen by `plan`, the layout's until
               then
    """

    def __init__(
        self,
        shows: Shows | None = None,
        trade: float = TRADE,
        *,
        precision: int | None = None,
        ridge: float = _RIDGE,
    ) -> None:
        self.trade = self._trade = trade
        self._ridge = ridge
        self._shows, self._fixed = shows, precision
        self._precisions: dict[Part, int] = {}
        self._last: dict[Part, np.ndarray] = {}
        self._gram: dict[Part, np.ndarray] = {}
        self._waiting: set[Part] = set()
        self._count = 0

    def start(self, layout: Layout, gfv_id: int) -> None:
        """Begin a stream of a layout."""
        self._layout, self._gfv_id = layout, gfv_id
        self._precisions = {part: part.precision for part in layout.parts}
        if self._fixed is not None:
            self._precisions |= {p: self._fixed for p in layout.parts if (p.message, p.kind) == _FACE}

    @property
    def precisions(self) -> Mapping[Part, int]:
        """Bits after the binary point of each part, from the next base message on."""
        return self._precisions

    def plan(self, wanted: Sequence[Wanted]) -> None:
        """Choose the precisions of GFV matrices and of pupils by the next base picture and those after it."""
        if self._fixed is not None or len(wanted) < 2:
            return
        grams = self._effect(wanted[0])
        for part in grams:
            targets = [w.numbers[part] for w in wanted if part in w.numbers]
            if (part.message, part.kind) == _FACE:
                sums = {p: self._trial(part, targets, p, grams[part]) for p in PRECISIONS}
            elif part.kind == "pupils":
                sums = {p: self._held_trial(part, targets, p, grams[part]) for p in PUPIL_PRECISIONS}
            else:
                continue
            self._precisions[part] = min(sums, key=sums.__getitem__)

    def _trial(self, part: Part, targets: list[np.ndarray], precision: int, gram: np.ndarray) -> float:
        """Displacement + trade * bits of all messages at a precision."""
        unit = 1 << precision
        last = np.rint(targets[0] * unit).astype(np.int64)
        total = self.trade * float(value_bits(last, precision).sum())
        for count, target in enumerate(targets[1:], 1):
            # Where the base picture's face is said to be is no error of the pictures after it.
            wanted = np.where(part.still, last / unit, target)
            fresh = cheapest(wanted, last, precision, gram, self.trade)
            away = fresh / unit - wanted
            spent = self._head([part], count)
            spent += int(element_bits(part, fresh - last, precision, predicted=True).sum())
            total += float(away @ gram @ away) + self.trade * (8 * -(-spent // 8) + _ENVELOPE)
            last = fresh
        return total

    def _held_trial(self, part: Part, looks: list[np.ndarray], precision: int, gram: np.ndarray) -> float:
        unit = 1 << precision
        last = np.rint(looks[0] * unit)
        total = self.trade * float(ue_bits(np.abs(last)).sum())
        for count, look in enumerate(looks[1:], 1):
            fresh = np.rint(look * unit)
            bits = self._head([part], count)
            bits += int((ue_bits(np.abs(fresh - last)) + (fresh != last)).sum())
            cost = self.trade * (8 * -(-bits // 8) + _ENVELOPE)
            new, old = (float(d @ gram @ d) for d in (fresh / unit - look, last / unit - look))
            sent = _STAYS * (old - new) > cost
            total += new + cost if sent else old
            last = fresh if sent else last
        return total

    def _effect(self, wanted: Wanted) -> dict[Part, np.ndarray]:
        grams = effect(self._shows, self._layout, wanted)
        ridge = self._ridge / STEP**2
        return {
            part: gram if part.kind == "pupils" else gram + ridge * np.eye(len(gram))
            for part, gram in grams.items()
        }

    def _head(self, present: Sequence[Part], count: int) -> int:
        """Bits of a predicted message ahead of its elements."""
        message = present[0].message
        numbers = [self._gfv_id, count] if message is None else [message, self._gfv_id, count]
        return head_bits(numbers, present, message)

    def base(self, wanted: Wanted) -> Chosen:
        """Round to nearest: a base message is rare, and what follows starts from it."""
        self._gram = self._effect(wanted)
        self._last = {
            part: np.rint(values * (1 << self._precisions[part])).astype(np.int64)
            for part, values in wanted.numbers.items()
        }
        self._waiting = set()
        self._count = 0
        return Chosen(dict(self._last), frozenset(self._last))

    def judge(self, shown: Mapping[Part, np.ndarray]) -> None:
        """Judge what follows by what generated pictures show: a gram matrix (size, size) of each part, in
        any unit. Landmarks keep their say in a share: they count where pictures happen to show nothing."""
        pairs = [(part, gram) for part, gram in shown.items() if part in self._gram]
        ratios = [self._gram[part].diagonal() / gram.diagonal().clip(1e-12) for part, gram in pairs]
        if ratios:
            # One unit for all of them, so that elements keep their places beside each other.
            unit = float(np.median(np.concatenate(ratios)))
            for part, gram in pairs:
                mixed = (1 - _PICTURES) * self._gram[part] + _PICTURES * unit * gram
                self._gram[part] = _LESS * mixed

    def weigh(self, factor: float) -> None:
        """Let a bit count ``factor`` times the trade."""
        self.trade = factor * self._trade

    def segment(self, wanted: Sequence[Wanted]) -> list[Chosen]:
        """Choose picture after picture."""
        return [self._next(row) for row in wanted]

    def _next(self, wanted: Wanted) -> Chosen:
        self._count += 1
        sent: set[Part] = set()
        values: set[Part] = set()
        for message in (None, *self._layout.mapping.enhancements):
            parts = [p for p in self._layout.parts if p.message == message and p in self._last]
            targets = {p: self._target(p, wanted) for p in parts}
            always = [p for p in parts if p.message is None or not p.stays]
            held = [p for p in parts if p not in always]
            if always and all(self._can_wait(p, targets[p]) for p in always):
                self._waiting |= set(always)
                continue
            self._waiting -= set(always)
            if [p.kind for p in parts] == ["pupils"] and held:
                # Differences of their own, whose ending costs nothing.
                if self._send_pupils(held[0], targets[held[0]]):
                    sent |= set(held)
                continue
            here = always + [p for p in held if self._is_worth(p, targets[p], alone=not always)]
            if here:
                values |= self._send(here, targets)
                sent |= set(here)
        return Chosen(dict(self._last), frozenset(sent), frozenset(values))

    def _can_wait(self, part: Part, target: np.ndarray) -> bool:
        """Whether a fading part, sent with the message before, changed by less than its message costs."""
        if not part.fades or part in self._waiting:
            return False
        precision = self._precisions[part]
        before = self._last[part]
        fresh = self._rounded(part, target)
        new, old = (v / (1 << precision) - target for v in (fresh, before))
        gain = old @ self._gram[part] @ old - new @ self._gram[part] @ new
        bits = self._head([part], self._count) + layout_bits(part, precision) + _ENVELOPE
        bits += int(value_bits(fresh, precision).sum())
        return bool(gain <= self.trade * bits)

    def _target(self, part: Part, wanted: Wanted) -> np.ndarray:
        unit = 1 << self._precisions[part]
        last = self._last[part] / unit
        target: np.ndarray = np.where(part.still, last, wanted.numbers.get(part, last))
        return target

    def _send(self, parts: list[Part], targets: dict[Part, np.ndarray]) -> set[Part]:
        """Put the parts of a message that is sent into ``_last``; which of them are not predicted."""
        message = parts[0].message
        if message is not None and not self._layout.predicts_enhancements:
            fresh, _ = self._as_values(parts, targets)
            self._last |= fresh
            return set(parts)
        fresh, bits = self._cheapest(parts, targets)
        if message is None and len(parts) == 1 and parts[0].kind == "matrices":
            # Everything elsewhere at once: values may be shorter than differences, though they say more.
            (part,) = parts
            plain = np.rint(targets[part] * (1 << self._precisions[part])).astype(np.int64)
            plain = np.where(part.still, self._last[part], plain)
            if int(value_bits(plain, self._precisions[part]).sum()) < bits:
                other, spent = self._as_values(parts, targets)
                if spent < bits:
                    self._last |= other
                    return set(parts)
        self._last |= fresh
        return set()

    def _cheapest(
        self, parts: list[Part], targets: dict[Part, np.ndarray]
    ) -> tuple[dict[Part, np.ndarray], int]:
        """Integers of a predicted message and its bits, chosen by whole bytes."""
        best: tuple[float, dict[Part, np.ndarray], int] | None = None
        head = self._head(parts, self._count)
        for share in _TRADES:
            near = {
                p: cheapest(
                    targets[p],
                    self._last[p],
                    self._precisions[p],
                    self._gram[p],
                    share * self.trade,
                    difference_bits(p),
                )
                for p in parts
            }
            fresh = self._whole(near, targets, head, predicted=True)
            bits, cost = head, 0.0
            for p, value in fresh.items():
                away = value / (1 << self._precisions[p]) - targets[p]
                delta = value - self._last[p]
                bits += int(element_bits(p, delta, self._precisions[p], predicted=True).sum())
                cost += float(away @ self._gram[p] @ away)
            cost += self.trade * 8 * -(-bits // 8)
            if best is None or cost < best[0]:
                best = cost, fresh, bits
        assert best is not None
        return best[1], best[2]

    def _as_values(
        self, parts: list[Part], targets: dict[Part, np.ndarray]
    ) -> tuple[dict[Part, np.ndarray], int]:
        """Integers of a message that is not predicted, and its bits."""
        near = {}
        for part in parts:
            near[part] = np.where(part.still, self._last[part], self._rounded(part, targets[part]))
        head = self._head(parts, self._count)
        for part in parts:
            if part.kind == "matrices":
                bits = self._precisions[part]
                head += layout_bits(part, bits) if part.message is not None else self._types_bits(part)
        fresh = self._whole(near, targets, head, predicted=False)
        sizes = [self._element_bits(p, v, predicted=False) for p, v in fresh.items()]
        return fresh, head + sum(int(size.sum()) for size in sizes)

    def _rounded(self, part: Part, target: np.ndarray) -> np.ndarray:
        """Integers of values: of GFVE errors weighed against bits, as of differences; of GFV, where values
        are an exception, the nearest."""
        precision = self._precisions[part]
        if part.message is None or not self.trade:
            return np.rint(target * (1 << precision)).astype(np.int64)
        nothing = np.zeros(part.size, np.int64)
        return cheapest(target, nothing, precision, self._gram[part], self.trade, value_bits)

    def _element_bits(self, part: Part, value: np.ndarray, *, predicted: bool) -> np.ndarray:
        """Bits of integers (size, ...) of a part. Pupils have no form that is not predicted."""
        predicted = predicted or part.kind == "pupils"
        last = self._last[part].reshape(-1, *[1] * (value.ndim - 1))
        return element_bits(
            part, value - last if predicted else value, self._precisions[part], predicted=predicted
        )

    def _types_bits(self, part: Part) -> int:
        """Bits by which a GFV message says its matrices' precision, types and sizes."""
        total = int(ue_bits(np.array([self._precisions[part] - 1, len(self._layout.types) - 1])).sum())
        for kind, (count, height, width) in self._layout.types:
            total += 6  # gfv_matrix_type_idx
            if kind in (4, 5, 6):
                total += 1
                continue
            sizes = [width - 1, height - 1] if kind < 7 else [count - 1, width - 1, height - 1]
            total += int(ue_bits(np.array(sizes)).sum())
        return total

    def _whole(
        self,
        near: dict[Part, np.ndarray],
        targets: dict[Part, np.ndarray],
        head: int,
        *,
        predicted: bool,
    ) -> dict[Part, np.ndarray]:
        """Integers near those given so that the payload ends on a whole byte, errors weighed against bits."""
        if not self.trade:
            return near
        most = np.inf if sum(p.size for p in near) >= FEW else _ENDING
        for shifts in (_NEAR, _FAR):
            costs, sizes = [], []
            for part, value in near.items():
                precision = self._precisions[part]
                unit = 1 << precision
                weight = self._gram[part] / unit**2
                pull = weight @ (value - targets[part] * unit)  # half the displacement's derivative
                options = value[:, None] + shifts
                size = self._element_bits(part, options, predicted=predicted)
                cost = shifts * (weight.diagonal()[:, None] * shifts + 2 * pull[:, None])
                cost = np.where(cost > most, np.inf, cost + self.trade * size)
                cost = np.where(part.still[:, None] & (shifts != 0), np.inf, cost)
                if part.kind != "matrices":
                    cost = np.where((np.abs(options) > unit) & (shifts != 0), np.inf, cost)
                costs.append(cost)
                sizes.append(size)
            chosen = end_whole(np.concatenate(costs), np.concatenate(sizes), head)
            if chosen is not None:
                picks = np.split(chosen, np.cumsum([p.size for p in near])[:-1])
                return {p: v + shifts[at] for (p, v), at in zip(near.items(), picks, strict=True)}
        return near

    def _send_pupils(self, part: Part, target: np.ndarray) -> bool:
        """Put pupils, alone in their message, into ``_last`` where their change is worth its bits."""
        precision, before = self._precisions[part], self._last[part]
        delta = np.rint(target * (1 << precision)).astype(np.int64) - before
        delta = _whole_difference(before, delta, self._head([part], self._count), precision)
        if not self._is_worth(part, target, alone=True, delta=delta):
            return False
        self._last[part] = before + delta
        return True

    def _is_worth(
        self, part: Part, target: np.ndarray, *, alone: bool, delta: np.ndarray | None = None
    ) -> bool:
        """Whether a change, to the nearest unless given, is worth its bits; beside others the message costs
        nothing more."""
        precision = self._precisions[part]
        unit, before = 1 << precision, self._last[part]
        if delta is None:
            delta = np.rint(target * unit).astype(np.int64) - before
        new, old = (v / unit - target for v in (before + delta, before))
        gain = old @ self._gram[part] @ old - new @ self._gram[part] @ new
        bits = int(element_bits(part, delta, precision, predicted=True).sum())
        bits += self._head([part], self._count) + _ENVELOPE if alone else 0
        return bool(_STAYS * gain > self.trade * bits)


_FACE = (None, "matrices")


def _whole_difference(last: np.ndarray, delta: np.ndarray, before: int, precision: int) -> np.ndarray:
    """Differences (size,) near those given, of pupils that were ``last``, whose payload, ``before`` bits
    ahead of them, ends on a whole byte. It costs nothing, for payloads are whole bytes; see `end_whole`."""
    options = delta[:, None] + _FAR
    bits = coordinate_bits(options)
    cost = np.broadcast_to(_FAR.astype(np.float64) ** 2, options.shape)
    # What leaves -1..1 is no pupil's place.
    inside = (np.abs(last[:, None] + options) <= 1 << precision) | (_FAR == 0)
    chosen = end_whole(np.where(inside, cost, np.inf), bits, before)
    return delta if chosen is None else delta + _FAR[chosen]
