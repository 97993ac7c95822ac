"""Which pictures are coded, and whether those after them are described or stay as they are.

How far every picture would be from its source (`generators.codec.eye`) is measured for every candidate:
generated from it, and with the candidate held in its place. The least sum of distance and bits over all ways
to go through the clip then decides what is sent (dynamic programming). A change of picture is seen too: the
further away the picture before it was, the more it jumps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from generators.codec.encoder import Encoder, Planned, Settings
from generators.codec.eye import Eye, changes
from generators.codec.generate import generate
from generators.codec.picture_codec import CodecError
from generators.codec.refine import effort_of
from generators.media.ahead import ahead
from generators.media.pixels import to_pixels, to_tensor
from vvc_bridge.talk import FILE

QP_LIMITS = (10, 50)
DECIDED_SECONDS = 0.16
"""Time between candidates that are held."""
DESCRIBED_EVERY = 3
"""Of the candidates one in so many is tried for generation."""
HELD_SECONDS = 3.0
"""How far a picture is tried for staying."""
SPAN_SECONDS = 10.0
"""How far a picture is tried for generation."""
BEYOND_SECONDS = 1.5
"""How far it is tried without the next base picture where a decoder waits for it."""
NEAR = 3
"""Candidates after a base picture that are all looked at."""
LIVELY, HALF, NOISE = 0.25, 0.65, 0.5
"""Distance that is as bad as a picture which changes not at all while its source does; share of the source's
change that is enough; levels below which a change is hardly one."""
MAX_TRIALS = 2400
CODED_TRIALS = 9
"""Pictures that are coded to find what a QP costs."""
POP = 1.5
"""What a change of picture costs, in pictures as far away as the one before it."""
BASE_BITS, FIRST_BITS, STAYS_BITS = 500, 1000, 80
"""Bits of a base message, of one with tag and timing, of a frame_field_info message; with their NAL unit."""


@dataclass(frozen=True)
class Trial:
    """What was measured, of n candidates.

    numbers    of the candidates
    entries    whether a coded video sequence begins with it, (n,)
    described  loss of all pictures from candidate i up to candidate j generated from i, (n, n + 1);
               infinite where it cannot be
    held       the same with candidate i staying
    last       (described, held): distance of picture j from i, where the next picture is coded
    """

    numbers: list[int]
    entries: np.ndarray
    described: np.ndarray
    held: np.ndarray
    last: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Costs:
    """Bits of every candidate at one QP, (n,): as the first of a sequence, predicted from the one before; of
    the messages of one picture; and how far coded pictures are away."""

    first: np.ndarray
    after: np.ndarray
    message: float
    loss: float


def candidates(encoder: Encoder, settings: Settings) -> tuple[list[int], int]:
    """Choose the pictures that may be coded, and how far they are apart within a sequence."""
    clip, rate = encoder.clip, float(encoder.clip.rate)
    begins = encoder.entries(settings)
    spacing = max(settings.step, round(DECIDED_SECONDS * rate))
    # Per candidate those tried for staying, and of one in DESCRIBED_EVERY those tried for generation.
    while _trials(len(clip), spacing, SPAN_SECONDS * rate, rate) > MAX_TRIALS:
        spacing *= 2
    spans = zip(begins, [*begins[1:], len(clip)], strict=True)
    return sorted({c for a, b in spans for c in range(a, b, spacing)}), spacing


def trial(encoder: Encoder, eye: Eye, settings: Settings) -> Trial:
    """Measure all candidates."""
    clip, rate = encoder.clip, float(encoder.clip.rate)
    begins = encoder.entries(settings)
    ends = [*begins[1:], len(clip)]
    reach = SPAN_SECONDS * rate
    numbers, spacing = candidates(encoder, settings)
    n, few = len(numbers), effort_of(settings.speed).quick
    described, held = np.full((n, n + 1), np.inf), np.full((n, n + 1), np.inf)
    last = np.zeros((n, n + 1)), np.zeros((n, n + 1))
    for i, start in enumerate(numbers):
        end = next(e for e in ends if e > start)
        inside = [k for k in numbers[i + 1 :] if k < end]
        major = (i - numbers.index(max(b for b in begins if b <= start))) % DESCRIBED_EVERY == 0
        stays = inside[: max(1, round((SPAN_SECONDS if major else HELD_SECONDS) * rate / spacing))]
        looked = _some(stays, few)
        away = np.interp(stays, looked, eye.apart(clip.pictures[start], looked)).tolist() if stays else []
        _fill(held[i], last[1][i], i, [start, *stays], away, numbers, end)
        if major and not clip.absent(start):
            ahead = encoder.system.interpolator is not None and settings.latency == FILE
            moves = [k for k in inside if k - start <= (BEYOND_SECONDS * rate if ahead else reach)]
            made = _made(encoder, eye, start, moves, few)
            _fill(described[i], last[0][i], i, [start, *moves], made, numbers, end)
            for j in range(i + DESCRIBED_EVERY, len(numbers), DESCRIBED_EVERY) if ahead else ():
                if numbers[j] >= end or numbers[j] - start > HELD_SECONDS * rate:
                    break
                # On the way to the next base picture nothing jumps.
                described[i, j], last[0][i, j] = _between(encoder, eye, start, numbers[j]), 0.0
        if encoder.progress:
            encoder.progress("choosing pictures", i + 1, n)
    if encoder.system.interpolator is not None:
        # A scene that stays still although it moves is seen, but not by a distance of pictures.
        moved = np.cumsum([lacking(change, 0.0) for change in encoder.changes])
        reached = moved[[*numbers, len(clip) - 1]]
        held += np.maximum(reached - moved[numbers][:, None], 0)
    if not settings.hold:
        held[[i for i, k in enumerate(numbers) if not clip.absent(k)]] = np.inf
    return Trial(numbers, np.isin(numbers, begins), described, held, last)


def lacking(own: float, shown: float) -> float:
    """Tell what it costs that pictures change by ``shown`` levels and not by their source's ``own``."""
    return LIVELY * max(0.0, HALF * own - shown) / max(own, NOISE)


def _trials(count: int, spacing: int, reach: float, rate: float) -> float:
    n = count / spacing
    across = min(n / 2, reach / spacing)
    return n * min(across, HELD_SECONDS * rate / spacing) / 3 + n * across / DESCRIBED_EVERY


def _fill(
    row: np.ndarray,
    last: np.ndarray,
    i: int,
    tried: Sequence[int],
    away: Sequence[float],
    numbers: Sequence[int],
    end: int,
) -> None:
    """Sums of distances from candidate i up to each of those after it, and to where its sequence ends."""
    values, running = [0.0, *away], 0.0
    for k, number in enumerate(tried):
        j = i + k + 1
        following = numbers[j] if j < len(numbers) else end
        beyond = k + 1 >= len(tried)
        width = min(following, end) - number
        running += width * (values[k] if beyond else (values[k] + values[k + 1]) / 2)
        row[j], last[j] = running, values[k] if beyond else values[k + 1]
        if following >= end:
            break
    else:
        # Where nothing was tried it is taken to fail as at the end of its reach, and worse.
        for j in range(i + len(tried) + 1, len(numbers) + 1):
            following = numbers[j] if j < len(numbers) else end
            running += 1.3 * values[-1] * (min(following, end) - numbers[j - 1])
            row[j], last[j] = running, 1.3 * values[-1]
            if following >= end:
                break


def _made(encoder: Encoder, eye: Eye, start: int, wanted: list[int], few: bool) -> list[float]:
    """Distances of pictures generated from an uncoded base picture; ``few`` as of `_some`."""
    system, shown = encoder.system, encoder.seen([start])
    if not wanted:
        return []
    keys = _some(wanted, few)
    base = system.writer().base(system.analyzer.describe(shown)[0]).received
    prepared = system.generator.prepare(to_tensor(encoder.clip.pictures[start]), base)
    # Where the subject is absent, the last one measured stands in.
    rows = system.analyzer.describe(encoder.seen(keys), prepared, shown[0])
    rows = encoder.completed(rows, keys, [prepared], quick=True)
    made = [to_pixels(p) for p in generate(system, [prepared], rows)]
    away = eye.away(made, keys)
    if system.interpolator is not None:
        pictures = encoder.clip.pictures
        moved, own = changes([pictures[start], *made]), changes([pictures[k] for k in (start, *keys)])
        away = [a + lacking(o, s) for a, o, s in zip(away, own, moved, strict=True)]
    return np.interp(wanted, keys, away).tolist()


def _some(wanted: list[int], few: bool) -> list[int]:
    """All of them; ``few``: of those that are not near every second one."""
    return sorted({*wanted[:NEAR], *wanted[NEAR::2], *wanted[-1:]}) if few else wanted


def _between(encoder: Encoder, eye: Eye, start: int, end: int) -> float:
    """Sum of distances of the pictures made between two uncoded base pictures, from a few of them."""
    system, clip = encoder.system, encoder.clip
    assert system.interpolator is not None
    keys = sorted({start + round((end - start) * share) for share in (0.25, 0.5, 0.8)})
    neutral = system.layout.neutral()
    first, second = (system.generator.prepare(to_tensor(clip.pictures[k]), neutral) for k in (start, end))
    pairs = [k for key in keys for k in (key, key + 1)]
    shares = [(k - start) / (end - start) for k in pairs]
    made = [to_pixels(p) for p in system.interpolator.between(first, second, shares, [neutral] * len(pairs))]
    own = sum(changes([clip.pictures[k] for k in pairs])[::2]) / len(keys)
    still = lacking(own, sum(changes(made)[::2]) / len(keys))
    return (end - start) * (float(np.mean(eye.away(made[::2], keys))) + still)


def _tried(encoder: Encoder, settings: Settings, qp: int) -> tuple[list[int], list[tuple[bytes, np.ndarray]]]:
    """Places among the candidates of pictures of the first sequence, as far apart as those that are
    described, and these coded at a QP."""
    (numbers, _), begins = candidates(encoder, settings), encoder.entries(settings)
    inside = bisect_left(numbers, begins[1]) if len(begins) > 1 else len(numbers)
    places = list(range(0, inside, DESCRIBED_EVERY))[:CODED_TRIALS]
    if settings.access == 0:
        places = places[:3]
        return places, [encoder.kept.coded([numbers[i]], qp, alone=True)[0] for i in places]
    return places, encoder.kept.coded([numbers[i] for i in places], qp)


def coded_ahead(encoder: Encoder, settings: Settings, qps: Iterable[int]) -> Iterator[int]:
    """Yield QPs, those that come next being coded by another core meanwhile, up to one so fine that VVenC has
    no room for its pictures (of noise). Raises CodecError where it is the first."""

    def made() -> Iterator[int]:
        for number, qp in enumerate(qps):
            try:
                _tried(encoder, settings, qp)
            except CodecError:
                if number:
                    return
                raise
            yield qp

    return ahead(made())


def costs(encoder: Encoder, eye: Eye, found: Trial, settings: Settings, qp: int, message: float) -> Costs:
    """Find what a QP costs."""
    n = len(found.numbers)
    places, coded = _tried(encoder, settings, qp)
    tried = [found.numbers[i] for i in places]
    if settings.access == 0:
        first = after = np.full(n, np.mean([8 * len(data) for data, _ in coded]))
    else:
        sizes = np.array([8.0 * len(data) for data, _ in coded])
        first = np.full(n, sizes[0])
        # What is further from the one before takes more, about by the root of the distance.
        follows = sizes[1:] if len(tried) > 1 else sizes
        after = np.interp(range(n), places[-len(follows) :], follows)
        after[places[-1] + 1 :] = follows.mean()
        after = after / np.sqrt(DESCRIBED_EVERY)
    picks = range(0, len(coded), max(1, len(coded) // 4))
    loss = float(np.mean([eye.apart(coded[k][1], [tried[k]])[0] for k in picks]))
    return Costs(first, after, message, loss)


def plan(
    found: Trial, cost: Costs, settings: Settings, room: float, count: int
) -> tuple[list[tuple[int, bool]], float]:
    """Choose (picture, described) for so many bits, and the mean distance; if nothing fits, the cheapest."""
    low, high = 0.0, 1.0
    best = _way(found, cost, settings, high, count)
    for _ in range(24):
        middle = (low * high) ** 0.5 if low else high / 16
        if middle < 1e-9:
            break
        way = _way(found, cost, settings, middle, count)
        if way[2] <= room:
            best, high = way, middle
        else:
            low = middle
    return best[0], best[1]


def least(found: Trial, cost: Costs, settings: Settings) -> float:
    """Count the bits of the cheapest way, one picture a sequence."""
    return float((cost.first[found.entries] + FIRST_BITS + STAYS_BITS * settings.hold).sum())


def _way(
    found: Trial, cost: Costs, settings: Settings, price: float, count: int
) -> tuple[list[tuple[int, bool]], float, float]:
    """The best way at a price of bits (distance of one picture per bit), its mean distance and its bits."""
    n = len(found.numbers)
    ends = np.array([*found.numbers, count], float)
    value, came = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=int)
    moving, bits = np.zeros(n + 1, dtype=bool), np.zeros(n + 1)
    distance = np.zeros(n + 1)
    value[0] = 0
    for j in range(1, n + 1):
        starts = np.arange(j)
        entries = found.entries[:j]
        gap = np.sqrt(np.maximum(1, starts - came[:j]))
        coded = np.where(entries, cost.first[:j], np.minimum(cost.after[:j] * gap, cost.first[:j]))
        own = settings.access == 0
        messages = cost.message * (ends[j] - ends[:j])
        base = np.where(entries | own, FIRST_BITS, BASE_BITS)
        for mode, loss, spent in (
            (0, found.described[:j, j], coded + base + messages),
            (1, found.held[:j, j], coded + STAYS_BITS + np.where(entries | own, FIRST_BITS, 0)),
        ):
            pop = POP * found.last[mode][:j, j] * (j < n and not found.entries[j])
            total = value[:j] + loss + pop + price * spent
            i = int(np.argmin(total))
            if total[i] < value[j]:
                value[j], came[j], moving[j] = total[i], i, mode == 0
                bits[j], distance[j] = (
                    bits[i] + spent[i],
                    distance[i] + loss[i] + pop[i],
                )
    way, j = list[tuple[int, bool]](), n
    while j > 0:
        way.append((found.numbers[came[j]], bool(moving[j])))
        j = int(came[j])
    return way[::-1], float(distance[n]) / count, float(bits[n])


def planned(way: Sequence[tuple[int, bool]], qp: int) -> list[Planned]:
    """Make a plan of it at a QP."""
    return [Planned(picture, qp, described) for picture, described in way]
