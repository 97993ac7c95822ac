"""A stream for a bit budget.

Which pictures are coded, described and held is decided (`generators.codec.decide`) for several QPs; the best
of them are coded in closed loop, what is left of the budget makes the coded pictures finer, and what decodes
nearest to the source is taken.
"""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np

from generators.codec import decide
from generators.codec.decide import FIRST_BITS, QP_LIMITS
from generators.codec.encoder import Encoded, Encoder, Planned, Settings
from generators.codec.eye import Eye
from generators.codec.picture_codec import LIKE_INTRA, CodecError
from generators.codec.refine import MEASURED, effort_of
from generators.codec.stream import adapter_nal, sei_nal
from generators.media.pixels import to_tensor
from sei.context import Context

QPS = range(14, QP_LIMITS[1] + 1, 2)
"""QPs that are decided for; between them it is near enough, for the budget moves them."""
SCALED = 8
"""Pictures that both ways to look are compared by."""
WATCHED = 18
"""Pictures of each that are looked at."""


def meet(encoder: Encoder, settings: Settings, bitrate: float) -> Encoded:
    """Make a stream of at most ``bitrate`` kbit/s and little less, or the floor with a note."""
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
        result = encoder.run(tried, plan=floor)
        least = result.ledger.total / clip.seconds / 1000
        if least > bitrate:
            result.notes.append(
                f"{bitrate:g} kbit/s cannot be met: the floor of this clip is {least:.1f} kbit/s"
            )
            return result
    result = _best(encoder, tried, room, parameters / len(clip), target)
    if result.ledger.total < 0.9 * target:
        used = result.ledger.total / clip.seconds / 1000
        result.notes.append(f"{bitrate:g} kbit/s are more than this clip can use: {used:.1f} kbit/s")
    return result


def _best(encoder: Encoder, settings: Settings, room: float, message: float, target: float) -> Encoded:
    """Decide, code the most promising ways, and take what is seen to be nearest."""
    eye, coarse, count = Eye(encoder.clip, fine=True), Eye(encoder.clip), len(encoder.clip)
    found = decide.trial(encoder, coarse, settings)
    scale = _scale(encoder, eye, coarse)
    ways: list[tuple[float, int, list[tuple[int, bool]]]] = []
    for qp in reversed(QPS):
        try:
            cost = decide.costs(encoder, eye, found, settings, qp, message)
        except CodecError:
            if ways:
                break
            raise
        way, distance = decide.plan(found, cost, settings, room, count)
        if ways and decide.least(found, cost, settings) > room:
            break
        # Blur and what is out of its place are different errors: together they are seen less than one by one.
        ways.append((float(np.hypot(scale * distance, cost.loss)), qp, way))
        if len(ways) > 2 and ways[-1][0] > ways[-2][0] > ways[-3][0]:
            break  # finer still, and ever fewer of them
    plans: list[list[Planned]] = []
    for _, qp, way in sorted(ways, key=lambda w: w[0]):
        plan = decide.planned(way, qp)
        if len(plans) < effort_of(settings.speed).ways and plan not in plans:
            plans.append(plan)
    if len(plans) == 1 and encoder.system.interpolator is None:
        return _filled(encoder, settings, plans[0], target)
    # Unrefined tells which way is the best, at a small part of the time.
    refines = settings.speed != MEASURED and len(encoder.system.moves) > 0
    quick = replace(settings, speed=MEASURED) if refines else settings
    results = [_filled(encoder, quick, plan, target, measured=not refines) for plan in plans]
    fits = [r for r in results if r.ledger.total <= target] or [min(results, key=lambda r: r.ledger.total)]
    if encoder.system.interpolator is not None and settings.hold:
        return _nearest(encoder, eye, settings, fits, target)
    best = fits[0] if len(fits) == 1 else min(fits, key=lambda r: watched(encoder, eye, r))
    return _filled(encoder, settings, [s.planned for s in best.segments], target) if refines else best


def _nearest(encoder: Encoder, eye: Eye, settings: Settings, others: list[Encoded], target: float) -> Encoded:
    """The nearest of streams and of those that do without any message: every picture coded, or every other
    one."""
    found = min(((watched(encoder, eye, r), r) for r in others), key=lambda f: f[0])
    count = len(encoder.clip)
    begins = set(encoder.entries(settings))
    for every in (1, 2):
        places = sorted(begins | {k for k in range(count) if k % every == 0})
        low, high, qp = QP_LIMITS[0], QP_LIMITS[1], 40
        while low < high:
            plan = [Planned(k, qp, described=False) for k in places]
            size = _sizes(encoder, plan, settings) + FIRST_BITS * len(begins)
            low, high = (low, qp) if size <= target else (qp + 1, high)
            # Six steps of QP halve the rate, about: the next one to try is soon the right one.
            qp = min(max(qp + round(6 * np.log2(size / target)), low), max(high - 1, low))
        made = encoder.run(settings, plan=[Planned(k, low, described=False) for k in places])
        if made.ledger.total > target:
            continue
        away = watched(encoder, eye, made)
        if away > NEARLY * found[0]:
            break
        found = min(found, (away, made), key=lambda f: f[0])
    return found[1]


def _sizes(encoder: Encoder, plan: list[Planned], settings: Settings) -> int:
    """Bits of planned pictures; more than any budget has where VVenC has no room for so fine a picture, as of
    noise."""
    try:
        return encoder.sizes(plan, settings)
    except CodecError:
        return ENDLESS


ENDLESS = 1 << 48
NEARLY = 1.3
"""How much further away all pictures coded may be for every other one to be tried."""


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
    own = [0.0, *decide.changes(clip.pictures)]
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
    writer.plan([described, *rows])
    sei_nal(writer.base(described).messages, context)
    messages = [m for coded in writer.segment(rows) for m in coded.messages]
    return sei_nal(messages, context)[1].parameters / len(rows) * len(clip) / settings.step


def _spend(encoder: Encoder, found: Encoded, target: float) -> list[Planned]:
    """The same pictures with QPs that use up the target: together first, then sequence by sequence, and the
    pictures that those begin with."""
    settings, (lowest, highest) = found.settings, QP_LIMITS
    chains = encoder.chains([s.planned for s in found.segments], settings)

    def size(trial: list[list[Planned]]) -> int:
        return _sizes(encoder, [p for chain in trial for p in chain], settings)

    def finer(chain: list[Planned], by: int = 1) -> list[Planned]:
        return [replace(p, qp=min(max(p.qp - by, lowest), highest)) for p in chain]

    room = target - found.ledger.total + size(chains)
    chains = [finer(c, c[0].qp - c[-1].qp)[:1] + c[1:] for c in chains]
    while size(chains) > room and any(c[-1].qp < highest for c in chains):
        chains = [finer(c, -1) for c in chains]
    while any(c[-1].qp > lowest for c in chains):
        trial = [finer(c) for c in chains]
        if size(trial) > room:
            break
        chains = trial
    for i, chain in enumerate(chains):
        trial = [*chains[:i], finer(chain), *chains[i + 1 :]]
        if size(trial) <= room:
            chains = trial
        for by in range(LIKE_INTRA, 0, -1):
            if len(chains[i]) == 1:
                break
            trial = [*chains[:i], finer(chains[i], by)[:1] + chains[i][1:], *chains[i + 1 :]]
            if size(trial) <= room:
                chains = trial
                break
    return [p for chain in chains for p in chain]
