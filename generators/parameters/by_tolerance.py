"""Rounding within a tolerance: what costs least of all integers that err by no more.

A segment is planned whole: the trellis (`generators.parameters.trellis`) finds the cheapest integers of all
its messages together. An element errs by at most its tolerance, whatever its message looks like; it is left
only where no payload within it ends on a whole byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generators.parameters.bits import element_bits, head_bits, layout_bits, ue_bits
from generators.parameters.layout import Layout, Part
from generators.parameters.search import end_whole
from generators.parameters.trellis import Group, plan
from generators.parameters.writing import Chosen, Wanted

_AROUND = np.arange(-16, 17)
"""Steps to either side that are tried so that a payload which is not predicted ends on a whole byte."""


class ByTolerance:
    """The rounding of systems whose numbers all count alike; see `generators.parameters.writing.Rounding`.

    precisions  bits after the binary point, by part (message, kind), where they are not the layout's
    tolerances  largest errors likewise; one step unless given: two integers lie within it
    hold        messages leave out what did not change
    """

    def __init__(
        self,
        *,
        precisions: Mapping[tuple[int | None, str], int] | None = None,
        tolerances: Mapping[tuple[int | None, str], float] | None = None,
        hold: bool = True,
    ) -> None:
        self._given, self._tolerances = precisions or {}, tolerances or {}
        self._hold = hold
        self._precisions: dict[Part, int] = {}
        self._last: dict[Part, np.ndarray] = {}
        self._count = 0

    def start(self, layout: Layout, gfv_id: int) -> None:
        """Begin a stream of a layout."""
        self._layout, self._gfv_id = layout, gfv_id
        self._precisions = {p: self._given.get((p.message, p.kind), p.precision) for p in layout.parts}

    @property
    def precisions(self) -> Mapping[Part, int]:
        """Bits after the binary point of each part."""
        return self._precisions

    def plan(self, wanted: Sequence[Wanted]) -> None:
        """Leave the precisions as they are: the tolerance says what rounding may cost."""

    def base(self, wanted: Wanted) -> Chosen:
        """Round to nearest: a base message is rare, and what follows starts from it."""
        self._count = 0
        self._last = {
            part: np.rint(values * 2.0 ** self._precisions[part]).astype(np.int64)
            for part, values in wanted.numbers.items()
        }
        return Chosen(dict(self._last), frozenset(self._last))

    def judge(self, shown: Mapping[Part, np.ndarray]) -> None:
        """Leave everything as it is, for the same reason."""

    def weigh(self, factor: float) -> None:
        """Leave everything as it is."""

    def segment(self, wanted: Sequence[Wanted]) -> list[Chosen]:
        """Choose what the messages of the next pictures say, the cheapest together."""
        if not wanted:
            return []
        counts = np.arange(self._count + 1, self._count + 1 + len(wanted))
        self._count += len(wanted)
        integers: list[dict[Part, np.ndarray]] = [{} for _ in wanted]
        sent: list[set[Part]] = [set() for _ in wanted]
        values: set[Part] = set()
        for message in (None, *self._layout.mapping.enhancements):
            parts = [p for p in self._layout.parts if p.message == message and p in self._last]
            if not parts:
                continue
            targets = {p: np.stack([self._target(p, w) for w in wanted]) for p in parts}
            if message is None or self._layout.predicts_enhancements:
                self._planned(parts, targets, counts, integers, sent)
            else:
                values |= set(parts)
                self._plain(parts, targets, counts, integers, sent)
        self._last = dict(integers[-1])
        return [
            Chosen(numbers, frozenset(there), frozenset(values & there))
            for numbers, there in zip(integers, sent, strict=True)
        ]

    def _target(self, part: Part, wanted: Wanted) -> np.ndarray:
        last = self._last[part] / 2.0 ** self._precisions[part]
        given = wanted.numbers.get(part)
        if given is None:
            return last
        target: np.ndarray = np.where(part.still, last, given)
        return target

    def _numbers(self, message: int | None, count: int) -> list[int]:
        return [self._gfv_id, count] if message is None else [message, self._gfv_id, count]

    def _planned(
        self,
        parts: list[Part],
        targets: dict[Part, np.ndarray],
        counts: np.ndarray,
        integers: list[dict[Part, np.ndarray]],
        sent: list[set[Part]],
    ) -> None:
        """Predicted messages, by the trellis."""
        message = parts[0].message
        groups = []
        for part in parts:
            precision = self._precisions[part]
            tolerance = self._tolerances.get((part.message, part.kind), 2.0**-precision)
            matrix = part.kind == "matrices"
            groups.append(
                Group(
                    targets[part],
                    precision,
                    tolerance,
                    is_matrix=matrix,
                    start=self._last[part],
                    fixed=part.still,
                    enhances=message is not None,
                    # gfve_pupil_coordinate_present_idx is there with and without pupils.
                    flag=int(part.kind != "pupils"),
                )
            )
        heads = head_bits(self._numbers(message, 0), parts, message) - int(ue_bits(np.array(0)))
        # In GFV everything may be left out, and is read as before; in GFVE it would read as a level that is
        # not there, unless the layout lets it be held.
        hold = [self._hold and (message is None or part.stays) for part in parts]
        optional = message is not None and all(hold)
        found = plan(groups, heads + ue_bits(counts), hold=hold, optional=optional)
        for t in range(len(counts)):
            integers[t] |= {part: found.values[k][t] for k, part in enumerate(parts)}
            sent[t] |= {part for k, part in enumerate(parts) if found.present[k][t]}

    def _plain(
        self,
        parts: list[Part],
        targets: dict[Part, np.ndarray],
        counts: np.ndarray,
        integers: list[dict[Part, np.ndarray]],
        sent: list[set[Part]],
    ) -> None:
        """Messages that are not predicted: each number is the nearest, or near it where a payload so ends on
        a whole byte."""
        message = parts[0].message
        before = {part: self._last[part] for part in parts}
        for t, count in enumerate(counts.tolist()):
            near = {p: np.rint(targets[p][t] * 2.0 ** self._precisions[p]).astype(np.int64) for p in parts}
            here = [p for p in parts if not (self._hold and p.stays and np.array_equal(near[p], before[p]))]
            integers[t] |= near
            if not here:
                continue
            head = head_bits(self._numbers(message, count), here, message)
            costs, sizes = [], []
            for part in here:
                precision = self._precisions[part]
                # Pupils have no form that is not predicted.
                differs = part.kind == "pupils"
                if part.kind == "matrices":
                    head += layout_bits(part, precision)
                options = near[part][:, None] + _AROUND
                coded = options - before[part][:, None] if differs else options
                sizes.append(element_bits(part, coded, precision, predicted=differs))
                away = np.broadcast_to(_AROUND.astype(np.float64) ** 2, options.shape)
                barred = part.still[:, None] | (differs & (np.abs(options) > 1 << precision))
                costs.append(np.where(barred & (_AROUND != 0), np.inf, away))
            chosen = end_whole(np.concatenate(costs), np.concatenate(sizes), head)
            if chosen is not None:
                picks = np.split(chosen, np.cumsum([p.size for p in here])[:-1])
                near |= {p: near[p] + _AROUND[at] for p, at in zip(here, picks, strict=True)}
            integers[t] |= near
            sent[t] |= set(here)
            before = near
