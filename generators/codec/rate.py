"""A stream for a bit budget.

Which pictures are coded, described and held is decided (`generators.codec.decide`) for several QPs; the best
of them are coded in closed loop, what is left of the budget makes the coded pictures finer, and what decodes
nearest to the source is taken.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from generators.codec import decide
from generators.codec.decide import FIRST_BITS, QP_LIMITS
from generators.codec.encoder import Encoded, Encoder, Planned, Settings
from generators.codec.eye import COARSE, FINE, QUICK, Eye
from generators.codec.picture_codec import LIKE_INTRA, CodecError
from generators.codec.refine import MEASURED, effort_of
from generators.codec.stream import adapter_nal, sei_nal
from generators.media.pixels import to_tensor
from sei.context import Context

QPS = range(14, QP_LIMITS[1] + 1, 2)
"""QPs that are decided for; between them it is near enough, for the budget moves them."""
SCALED = 8
"""Pictures that both ways to look are compared by."""
SAMPLE = 24
"""Pictures by which it is judged what coding every one comes to."""
LEAST = 22
"""Bits of a picture below which it is no use to ask, per fourth root of its pixels: 352 at 256x256."""
NEARLY = 1.5
"""How much further away coding every picture may seem where it is tried all the same."""
WATCHED = 18
"""Pictures of each that are looked at."""


def meet(encoder: Encoder, settings: Settings, bitrate: float, *, measured: bool = True) -> Encoded:
    """Make a stream of at most ``bitrate`` kbit/s and little less, or the floor with a note; ``measured`` as
    of `Encoder.run`."""
    clip = encoder.clip
    target = bitrate * 1000 * clip.seconds
    attached = encoder.system.attachment
    network = 8 * len(adapter_nal(attached.data)) if attached and attached.within else 0
    for step, trade in ((1, 1.0), (1, 4.0), (2, 4.0), (4, 8.0)):
        tried = dataclasses.replace(
            settings, step=min(step * settings.step, 16), trade=trade * settings.trade
        )
        parameters = _parameter_bits(encoder, tried)
        floor = [Planned(e, QP_LIMITS[1], not settings.hold) for e in encoder.entries(tried)]
        smallest = encoder.sizes(floor, tried) + FIRST_BITS * len(floor)
        room = target - network
        if room - parameters > 1.05 * smallest:
            break
    else:
        result = encoder.run(tried, plan=floor, measured=measured)
        least = result.ledger.total / clip.seconds / 1000
        if least > bitrate:
            result.notes.append(
                f"{bitrate:g} kbit/s cannot be met: the floor of this clip is {least:.1f} kbit/s"
            )
            return result
    result = _best(encoder, tried, room, parameters / len(clip), target, measured)
    if result.ledger.total < 0.9 * target and max(s.qp for s in result.segments) == QP_LIMITS[0]:
        used = result.ledger.total / clip.seconds / 1000
        result.notes.append(f"{bitrate:g} kbit/s are more than this clip can use: {used:.1f} kbit/s")
    return result


def _best(
    encoder: Encoder, settings: Settings, room: float, message: float, target: float, measured: bool
) -> Encoded:
    """Decide, code the most promising ways, and take what is seen to be nearest."""
    clip, effort = encoder.clip, effort_of(settings.speed)
    scene = encoder.system.interpolator is not None or clip.blank
    eye, coarse = (Eye(clip, how, scene=scene) for how in (FINE, QUICK if effort.quick else COARSE))
    ways = _ways(encoder, (eye, coarse), settings, room, message)
    every = _evenly(encoder, eye, settings, room)
    plans: list[list[Planned]] = []
    for _, plan in sorted(ways, key=lambda way: way[0]):
        if len(plans) < effort.ways and plan not in plans:
            plans.append(plan)
    if every is not None and every[0] < NEARLY * min(away for away, _ in ways):
        # Where one way is tried, the better one is.
        plans = [*plans, every[1]] if effort.ways > 1 else [min(*ways, every, key=lambda way: way[0])[1]]
    # Unrefined tells which way is the best, at a small part of the time.
    refines = settings.speed != MEASURED and len(encoder.system.moves) > 0
    rough = replace(settings, speed=MEASURED) if refines else settings
    results = [_filled(encoder, rough, plan, target, measured=False) for plan in plans]
    fits = [r for r in results if r.ledger.total <= target] or [min(results, key=lambda r: r.ledger.total)]
    best = fits[0] if len(fits) == 1 else min(fits, key=lambda r: watched(encoder, eye, r))
    if not refines and not measured:
        return best
    return _filled(encoder, settings, [s.planned for s in best.segments], target, measured=measured)


def _ways(
    encoder: Encoder, eyes: tuple[Eye, Eye], settings: Settings, room: float, message: float
) -> list[tuple[float, list[Planned]]]:
    """Decide what is coded, described and held at several QPs: how far away it will be, and the plan."""
    (eye, coarse), count = eyes, len(encoder.clip)
    qps = list(reversed(QPS))[:: 2 if effort_of(settings.speed).quick else 1]
    coming = decide.coded_ahead(encoder, settings, qps)
    # The first one is coded before the trial, those after it meanwhile.
    coming, found = itertools.chain([next(coming)], coming), decide.trial(encoder, coarse, settings)
    scale, ways = _scale(encoder, eye, coarse), list[tuple[float, list[Planned]]]()
    for qp in coming:
        cost = decide.costs(encoder, eye, found, settings, qp, message)
        way, distance = decide.plan(found, cost, settings, room, count)
        if ways and decide.least(found, cost, settings) > room:
            break
        # Blur and what is out of its place are different errors: together they are seen less than one by one.
        ways.append((float(np.hypot(scale * distance, cost.loss)), decide.planned(way, qp)))
        if len(ways) > 2 and ways[-1][0] > ways[-2][0] > ways[-3][0]:
            break  # finer still, and ever fewer of them
    return ways


def _evenly(
    encoder: Encoder, eye: Eye, settings: Settings, room: float
) -> tuple[float, list[Planned]] | None:
    """Plan to code every picture as a video codec does: how far away pictures will be, by a run of them; None
    where the budget does not do. Every second one more finely would be nearer, and jerk."""
    count, begins = len(encoder.clip), encoder.entries(settings)
    height, width = encoder.clip.size
    if settings.access == 0 or not settings.hold or room < count * LEAST * (height * width) ** 0.25:
        return None
    end = begins[1] if len(begins) > 1 else count
    start = max(0, (end - SAMPLE) // 2)
    sample = range(start, min(start + SAMPLE, end))
    if len(sample) < 2:
        return None

    def size(qp: int) -> float:
        try:
            first, *others = (8 * len(unit) for unit in encoder.kept.units(sample, qp, every=True))
        except CodecError:  # VVenC has no room for so fine a picture
            return math.inf
        return len(begins) * first + (count - len(begins)) * float(np.mean(others))

    (below, qp), spent = (QP_LIMITS[0] - 1, QP_LIMITS[1]), size(QP_LIMITS[1])
    if spent > room:
        return None
    for _ in range(5):
        if spent > 0.8 * room or qp - below <= 1:
            break
        # Six steps of QP halve the rate, about.
        guess = min(max(qp - math.floor(6 * math.log2(room / spent)), below + 1), qp - 1)
        tried = size(guess)
        below, qp, spent = (below, guess, tried) if tried <= room else (guess, qp, spent)
    shown = encoder.kept.coded(sample, qp, every=True)
    picks = range(len(sample) // 4, len(sample), max(1, len(sample) // 4))
    away = np.concatenate([eye.apart(shown[i][1], [sample[i]]) for i in picks])
    return float(away.mean()), [Planned(i, qp, False) for i in range(count)]


def _scale(encoder: Encoder, fine: Eye, coarse: Eye) -> float:
    """How much larger distances are at full size, where blur is looked for, than where pictures are decided
    on: from pictures that stay for a second."""
    away = max(1, round(float(encoder.clip.rate)))
    starts = np.linspace(0, max(0, len(encoder.clip) - 1 - away), SCALED).astype(int).tolist()
    pairs = [(encoder.clip.pictures[k], [min(k + away, len(encoder.clip) - 1)]) for k in starts]
    sums = [sum(eye.apart(picture, key)[0] for picture, key in pairs) for eye in (fine, coarse)]
    return sums[0] / sums[1] if sums[1] > 0 else 1.0


def _filled(
    encoder: Encoder, settings: Settings, plan: list[Planned], target: float, *, measured: bool = True
) -> Encoded:
    """Code a plan with QPs that use up the target; ``measured`` as of `Encoder.run`."""
    result = encoder.run(settings, plan=plan, measured=measured)
    for _ in range(4):
        following = _spend(encoder, result, target)
        if following == [s.planned for s in result.segments]:
            break
        result = encoder.run(settings, plan=following, measured=measured)
        if 0.96 * target < result.ledger.total <= target:
            break
    return result


def watched(encoder: Encoder, eye: Eye, encoded: Encoded) -> float:
    """Look at what decodes of a stream: mean distance, how much more it jumps at coded pictures than the
    source does, and how much of a scene's motion is missing."""
    clip = encoder.clip
    picks = set(np.linspace(0, len(clip) - 1, min(WATCHED, len(clip))).round().astype(int).tolist())
    away, jumps, before = list[float](), 0.0, None
    shown, moving = 0.0, 0.0
    own = encoder.changes
    moves = encoder.system.interpolator is not None
    for frame in encoded.decoder():
        if frame.index in picks:
            away += eye.away([frame.pixels], [frame.index])
        if before is not None and frame.index not in clip.cuts:
            change = float(np.abs(frame.pixels.astype(int) - before).mean())
            shown, moving = shown + change, moving + own[frame.index]
            jumps += max(0.0, change - own[frame.index]) * frame.is_base
        before = frame.pixels
    still = decide.lacking(moving / len(clip), shown / len(clip)) if moves else 0.0
    return float(np.mean(away)) + JUMP * jumps / len(clip) + still


JUMP = 0.01
"""Distance that is as bad as a picture which jumps by one level more than the source does."""


def _parameter_bits(encoder: Encoder, settings: Settings) -> float:
    """Bits that the messages between base pictures will take, from those of the first ones."""
    clip, system = encoder.clip, encoder.system
    keys = [k for k in range(0, len(clip), settings.step) if not encoder.clip.absent(k)][:150]
    if len(keys) < 2:
        return 0.0
    writer, context = system.writer(settings.trade), Context()
    shown = encoder.seen(keys[:1])
    (described,) = system.analyzer.describe(shown)
    prepared = system.generator.prepare(
        to_tensor(encoder.clip.pictures[keys[0]]), writer.base(described).received
    )
    rows = system.analyzer.describe(encoder.seen(keys[1:]), prepared, shown[0])
    rows = encoder.completed(rows, keys[1:], [prepared], quick=True)
    writer.plan([described, *rows])
    sei_nal(writer.base(described).messages, context)
    messages = [m for coded in writer.segment(rows) for m in coded.messages]
    return sei_nal(messages, context)[1].parameters / len(rows) * len(clip) / settings.step


def _spend(encoder: Encoder, found: Encoded, target: float) -> list[Planned]:
    """The same pictures with QPs that use up the target: together first, then sequence by sequence, and the
    pictures that those begin with."""
    settings, (lowest, highest) = found.settings, QP_LIMITS
    quick = effort_of(settings.speed).quick
    chains = encoder.chains([s.planned for s in found.segments], settings)

    def size(trial: list[list[Planned]]) -> int:
        return encoder.sizes([p for chain in trial for p in chain], settings)

    def finer(chain: list[Planned], by: int = 1) -> list[Planned]:
        return [replace(p, qp=min(max(p.qp - by, lowest), highest)) for p in chain]

    room = target - found.ledger.total + size(chains)
    chains = [finer(c, c[0].qp - c[-1].qp)[:1] + c[1:] for c in chains]
    by = _finest(lambda by: size([finer(c, by) for c in chains]), room)
    chains = [finer(c, by) for c in chains]
    for i, chain in enumerate(chains):
        trial = [*chains[:i], finer(chain), *chains[i + 1 :]]
        if size(trial) <= room:
            chains = trial
        for by in range(LIKE_INTRA, 0, -1):
            if len(chains[i]) == 1 or quick:
                break
            trial = [*chains[:i], finer(chains[i], by)[:1] + chains[i][1:], *chains[i + 1 :]]
            if size(trial) <= room:
                chains = trial
                break
    return [p for chain in chains for p in chain]


def _finest(size_at: Callable[[int], float], room: float) -> int:
    """Find by how many steps of QP all can be finer (negative: must be coarser) within the room."""
    span = QP_LIMITS[1] - QP_LIMITS[0]
    low, high, by = -span, span, 0
    while low < high:
        size = size_at(by)
        low, high = (by, high) if size <= room else (low, by - 1)
        # Six steps of QP halve the rate, about: the next one to try is soon the right one.
        guess = by + math.floor(6 * math.log2(room / size)) if room > 0 else low
        by = min(max(guess, low + 1), high)
    return low
