"""Analysis by synthesis: parameters that make the generated picture come nearest to its source.

A net that measures faces errs by some pixels from picture to picture, and what it errs would be sent as
motion. So what was measured is a start only. Pictures are generated as a decoder would, compared with their
sources (`generators.codec.likeness`), and the parameters are moved in the ways that the system declares
(`generators.parameters.moves`) as long as the pictures come nearer: Gauss-Newton, its derivatives by
generating, for all pictures of a chunk together, tied to their neighbours so that no jitter is sent.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from generators.codec.generate import BATCH, generate
from generators.codec.likeness import Likeness, reduction
from generators.parameters.layout import Part
from generators.parameters.moves import POSE
from generators.parameters.values import Parameters
from generators.subjects.clip import Clip
from generators.subjects.named import make_subject
from generators.system import AnySystem
from sei.errors import SeigenError

TIED, FIRST, HELD = 0.1, 0.01, 0.03
"""What it costs that a picture moves by one pixel otherwise than the one before, that the first after a base
picture moves, and that a part moves: as shares of the distance that one pixel of pose makes."""
PROBE = 0.5
"""Amount by which derivatives are taken."""
FAR = 4.0
"""Most pixels of one step."""
SMALL_BATCH = 24
"""Pictures generated at once where it does not matter how many."""


@dataclass(frozen=True)
class Effort:
    """How much is done.

    rounds  steps of Gauss-Newton with the pose alone
    parts   steps with all that moves, after these
    dear    these also where no small pictures can be drawn: a network draws each change in full
    every   pictures that share derivatives
    again   steps where the picture was refined before, with its base picture coded otherwise
    ways    choices of coded pictures that are tried in closed loop
    quick   these are decided on at a glance: small pictures, and fewer of them
    """

    rounds: int
    parts: int
    dear: bool
    every: int
    again: int
    ways: int
    quick: bool = False


MEASURED = "none"
"""The speed at which what was measured is sent as it is."""
SPEEDS = {
    MEASURED: Effort(0, 0, False, every=4, again=0, ways=1, quick=True),
    "fast": Effort(1, 0, False, every=4, again=0, ways=1, quick=True),
    "medium": Effort(2, 2, False, every=4, again=0, ways=2),
    "slow": Effort(3, 4, True, every=1, again=2, ways=4),
}
"""What ``--speed`` says."""


def effort_of(speed: str) -> Effort:
    """Look up a speed. Raises SeigenError for a name that is none."""
    if speed not in SPEEDS:
        raise SeigenError(f"speed {speed!r}, allowed: {', '.join(SPEEDS)}")
    return SPEEDS[speed]


class Refiner:
    """Refines what was measured of a clip's pictures, for one system.

    It remembers by how much each picture was moved: a clip is coded several times to meet a bitrate, and
    only the first time is dear.
    """

    def __init__(self, clip: Clip, system: AnySystem) -> None:
        self._clip, self._system = clip, system
        self._subject = make_subject(clip.subject)
        self._settled: dict[tuple[Effort, tuple[int, Hashable], int], np.ndarray] = {}
        self._first: dict[tuple[Effort, int, int], np.ndarray] = {}
        self._last: tuple[tuple[int, Hashable], int, np.ndarray] | None = None

    def refined(
        self,
        rows: Sequence[Parameters],
        keys: Sequence[int],
        bases: Sequence[Any],
        base: tuple[int, Hashable],
        effort: Effort,
    ) -> list[Parameters]:
        """Move the parameters of the clip's pictures ``keys``, in order, towards their sources.

        bases  that they are generated from, as `generators.codec.generate.generate` takes them
        base   number of the current base picture, and how it was coded
        """
        moves = self._system.moves
        if not len(moves) or not rows or not effort.rounds:
            return list(rows)
        settled = [self._settled.get((effort, base, key)) for key in keys]
        found = [a for a in settled if a is not None]
        if len(found) < len(keys):
            found = list(self._found(rows, keys, bases, base, effort))
        for key, amounts in zip(keys, found, strict=True):
            self._settled[effort, base, key] = amounts
            self._first.setdefault((effort, base[0], key), amounts)
        self._last = base, keys[-1], found[-1]
        return [moves.apply(row, a) for row, a in zip(rows, found, strict=True)]

    def shown(self, row: Parameters, key: int, bases: Sequence[Any]) -> dict[Part, np.ndarray]:
        """Work out how errors of a picture's numbers show when it is generated: a gram matrix (size, size) of
        each part that changes; nothing where no small pictures can be drawn, for it takes one per number."""
        layout = self._system.layout
        found = layout.row(row)
        parts = [p for p in layout.parts if not p.still.all() and all(f.name in found for f in p.fields)]
        if self._system.draft is None or not parts or self._clip.absent(key):
            return {}
        likeness = self._likeness([key])
        system, drawn = _small(self._system, bases, likeness.n)
        moved = [row]
        for part in parts:
            unit = 2.0**-part.precision
            flat = part.flat(found)
            moved += [layout.parameters(found | part.fields_of(flat + unit * e)) for e in np.eye(part.size)]
        features = np.concatenate(
            [likeness.features(p[None]) for p in generate(system, drawn, moved, SMALL_BATCH)]
        )
        trust = likeness.trust(likeness.away(features[:1], [0])[0], 0)
        grams, at = {}, 1
        for part in parts:
            slopes = (features[at : at + part.size] - features[0]) * 2.0**part.precision
            grams[part] = (slopes * trust) @ slopes.T
            at += part.size
        return grams

    def _likeness(self, keys: Sequence[int]) -> Likeness:
        there = np.array([not self._clip.absent(key) for key in keys])
        return Likeness([self._clip.seen(k) for k in keys], self._subject, reduction(*self._clip.size), there)

    def _found(
        self,
        rows: Sequence[Parameters],
        keys: Sequence[int],
        bases: Sequence[Any],
        base: tuple[int, Hashable],
        effort: Effort,
    ) -> np.ndarray:
        moves, last = self._system.moves, self._last
        before = last[2] if last and last[0] == base and last[1] < keys[0] else np.zeros(len(moves))
        known = [self._first.get((effort, base[0], key)) for key in keys]
        fresh = any(k is None for k in known)
        start = np.tile(before, (len(rows), 1)) if fresh else np.stack([k for k in known if k is not None])
        if not fresh and not effort.again:
            return start
        chunk = _Chunk(self._system, bases, rows, self._likeness(keys), before, start)
        cheap = self._system.draft is not None or effort.dear
        parts = effort.parts if cheap and len(moves) > moves.pose else 0
        plan = [(moves.pose, effort.rounds), (len(moves), parts)]
        if not fresh:
            plan = [(len(moves) if parts else moves.pose, effort.again)]
        for count, rounds in plan:
            for r in range(rounds):
                chunk.step(count, range(r % effort.every, len(rows), effort.every) or range(1))
        return chunk.amounts


def _small(system: AnySystem, bases: Sequence[Any], n: int) -> tuple[AnySystem, list[Any]]:
    """The system for pictures of 1/n, and its base pictures; as they are where it draws no small ones."""
    if system.draft is None or n == 1:
        return system, list(bases)
    drafts = [system.draft(n, base) for base in bases]
    return drafts[0][0], [base for _, base in drafts]


class _Chunk:
    """Some pictures in a row, moved by ``amounts`` (n, k)."""

    def __init__(
        self,
        system: AnySystem,
        bases: Sequence[Any],
        rows: Sequence[Parameters],
        likeness: Likeness,
        before: np.ndarray,
        start: np.ndarray,
    ) -> None:
        self._moves, self._rows, self._likeness, self._before = system.moves, rows, likeness, before
        self._drawn, self._bases = _small(system, bases, likeness.n)
        self.amounts = start
        self._parts = np.array([part != POSE for part in self._moves.parts])
        self._tied = np.full(len(rows), TIED)
        if not before.any():
            self._tied[0] = FIRST
        self._unit: float | None = None
        self._features = self._seen(range(len(rows)), start)
        self._away = likeness.away(self._features, range(len(rows)))
        self._cost = likeness.cost(self._away, range(len(rows)))

    def _seen(self, which: Sequence[int], amounts: np.ndarray) -> np.ndarray:
        """Features (m, d) of the pictures ``which`` (m,), generated with amounts (m, k)."""
        moved = [self._moves.apply(self._rows[i], a) for i, a in zip(which, amounts, strict=True)]
        batch = BATCH if self._drawn.generator.batch_matters else SMALL_BATCH
        made = generate(self._drawn, self._bases, moved, batch)
        return np.concatenate([self._likeness.features(picture[None]) for picture in made])

    def _penalty(self, amounts: np.ndarray) -> np.ndarray:
        """What moving otherwise than the neighbours, and otherwise than measured, costs (n,)."""
        change = np.diff(np.concatenate([self._before[None], amounts]), axis=0)
        tied = self._tied * (change**2).sum(1)
        both: np.ndarray = tied + HELD * (self._parts * amounts**2).sum(1)
        both[:-1] += tied[1:]
        return both * (self._unit or 0.0)

    def _slopes(self, count: int, which: Sequence[int]) -> np.ndarray:
        """Derivatives (m, count, d) of the features of pictures ``which`` by their first amounts."""
        probes = np.eye(len(self._moves))[:count] * PROBE
        tried = (self.amounts[list(which), None] + probes).reshape(-1, len(self._moves))
        seen = self._seen([i for i in which for _ in range(count)], tried)
        slopes = seen.reshape(len(which), count, -1) - self._features[list(which), None]
        return slopes / PROBE

    def step(self, count: int, which: Sequence[int]) -> None:
        """Move the first ``count`` amounts of all pictures by a step, where it brings them nearer;
        derivatives are taken at pictures ``which``."""
        step = np.zeros_like(self.amounts)
        step[:, :count] = self._solved(self._slopes(count, which), which)
        step *= np.minimum(1, FAR / np.maximum(np.abs(step).max(1, keepdims=True), 1e-9))
        left = np.arange(len(self._rows))
        for share in (1.0, 0.4):
            tried = self.amounts.copy()
            tried[left] += share * step[left]
            features = self._seen(left.tolist(), tried[left])
            away = self._likeness.away(features, left.tolist())
            cost = self._likeness.cost(away, left.tolist())
            before, after = (self._penalty(a)[left] for a in (self.amounts, tried))
            nearer = cost + after < self._cost[left] + before
            kept = left[nearer]
            self.amounts[kept] = tried[kept]
            self._features[kept], self._away[kept] = features[nearer], away[nearer]
            self._cost[kept] = cost[nearer]
            left = left[~nearer]
            if not len(left):
                break

    def _solved(self, slopes: np.ndarray, which: Sequence[int]) -> np.ndarray:
        """Steps (n, count) of all pictures together: least squares, each tied to its neighbours."""
        n, count = len(self._rows), slopes.shape[1]
        grams, vectors = np.zeros((n, count, count)), np.zeros((n, count))
        for i in range(n):
            slope = slopes[int(np.argmin(np.abs(np.array(which) - i)))]
            weighed = slope * self._likeness.trust(self._away[i], i)
            grams[i], vectors[i] = weighed @ slope.T, weighed @ self._away[i]
        if self._unit is None:
            pose = grams[:, : self._moves.pose, : self._moves.pose]
            self._unit = float(np.trace(pose.mean(0)) / max(1, self._moves.pose))
        identity, parts = np.eye(count), self._parts[:count]
        matrix = np.zeros((n, count, n, count))
        for i in range(n):
            tied = self._tied[i] * self._unit
            change = (self.amounts[i] - (self.amounts[i - 1] if i else self._before))[:count]
            own = grams[i] + np.diag(1e-3 * np.diag(grams[i]) + HELD * self._unit * parts + 1e-9)
            matrix[i, :, i] += own + tied * identity
            vectors[i] += HELD * self._unit * parts * self.amounts[i, :count] + tied * change
            if i:
                matrix[i - 1, :, i - 1] += tied * identity
                matrix[i - 1, :, i] -= tied * identity
                matrix[i, :, i - 1] -= tied * identity
                vectors[i - 1] -= tied * change
        solved: np.ndarray = np.linalg.solve(matrix.reshape(n * count, -1), vectors.ravel())
        return -solved.reshape(n, count)
