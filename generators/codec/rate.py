"""Where base pictures go, and how fine they are, for a bit budget.

First, how well every picture is generated from every candidate base picture is measured (on uncoded
pictures, coarsely sampled), and the best set of 1, 2, 3, ... base pictures found by dynamic programming.
Then the QP is chosen at which coding loss and generation loss together are least within the budget, and the
stream is coded in closed loop; what is left of the budget makes the base pictures finer.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import torch

from generators.codec.encoder import Encoded, Encoder, Settings
from generators.codec.generate import generate
from generators.codec.stream import adapter_nal, sei_nal
from generators.media.pixels import to_tensor
from sei.context import Context

QP_LIMITS = (10, 50)
CANDIDATE_SECONDS = 0.6
SAMPLES = 2.5  # pictures per second that a candidate is tried on
SPAN_SECONDS = 10.0  # how far a base picture is tried
# What a loss of structure means to the eye (ST-LPIPS), fitted on coded and on generated pictures of four
# clips: blur by coding counts fully, while what has only moved a little costs less than in proportion.
CODING_WEIGHT = 2.0
MOVED_WEIGHT, MOVED_POWER = 0.8, 1.5
MAX_TRIALS = 1600
MAX_BASES = 64
# Bits of a base message, its URI and the NAL unit around it.
BASE_OVERHEAD = 1000


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
        room = target - parameters - network
        smallest = sum(8 * len(encoder.coded(c, QP_LIMITS[1])) + BASE_OVERHEAD for c in clip.cuts)
        if room > 1.05 * smallest:
            break
    else:
        result = encoder.run(tried, starts=[(c, QP_LIMITS[1]) for c in clip.cuts])
        floor = result.ledger.total / clip.seconds / 1000
        if floor > bitrate:
            result.notes.append(
                f"{bitrate:g} kbit/s cannot be met: the floor of this clip is {floor:.1f} kbit/s"
            )
        return result
    starts = _choose(encoder, room)
    result = encoder.run(tried, starts=starts)
    for _ in range(4):
        plan = _spend(encoder, result, target)
        if plan == [(s.start, s.qp) for s in result.segments]:
            break
        result = encoder.run(tried, starts=plan)
        if 0.96 * target < result.ledger.total <= target:
            break
    if result.ledger.total < 0.9 * target:
        used = result.ledger.total / clip.seconds / 1000
        result.notes.append(f"{bitrate:g} kbit/s are more than this clip can use: {used:.1f} kbit/s")
    return result


def _parameter_bits(encoder: Encoder, settings: Settings) -> float:
    """Bits that the messages between base pictures will take, from those of the first ones."""
    clip, system = encoder.clip, encoder.system
    keys = [k for k in range(0, len(clip), settings.step) if not encoder.clip.absent(k)][:150]
    if len(keys) < 2:
        return 0.0
    writer, context = system.writer(settings.trade), Context()
    shown = encoder.seen(keys[:1])
    (described,) = system.analyzer.describe(shown)
    prepared = system.generator.prepare(_uncoded(encoder, keys[0]), writer.base(described).received)
    rows = system.analyzer.describe(encoder.seen(keys[1:]), prepared, shown[0])
    writer.plan([described, *rows])
    sei_nal(writer.base(described).messages, context)
    messages = [m for coded in writer.segment(rows) for m in coded.messages]
    return sei_nal(messages, context)[1].parameters / len(rows) * len(clip) / settings.step


def _uncoded(encoder: Encoder, picture: int) -> torch.Tensor:
    return to_tensor(encoder.clip.pictures[picture])


def _choose(encoder: Encoder, room: float) -> list[tuple[int, int]]:
    """Base pictures and their QP for so many bits."""
    clip = encoder.clip
    sets, losses = _best_sets(encoder)
    tried = sets[min(1, len(sets) - 1)][:3]
    best: tuple[float, int, int] | None = None
    qps = range(13, QP_LIMITS[1] + 1, 3)
    encoder.code_ahead((picture, qp) for qp in qps for picture in tried)
    for qp in qps:
        sizes, loss = [], []
        for picture in tried:
            data, decoded = encoder.picture(picture, qp)
            sizes.append(8 * len(data) + BASE_OVERHEAD)
            loss += encoder.errors([to_tensor(decoded)], [picture])
        count = int(room / np.mean(sizes) + 0.2)  # a finger's width is found by the QP
        fitting = [k for k, s in enumerate(sets) if len(s) <= count]
        if not fitting:
            continue
        # Losses add up nearly: what blur takes away, motion cannot take again.
        total = CODING_WEIGHT * float(np.mean(loss)) + losses[fitting[-1]]
        if best is None or total < best[0]:
            best = (total, fitting[-1], qp)
    if best is None:
        return [(c, QP_LIMITS[1]) for c in clip.cuts]
    return [(picture, best[2]) for picture in sets[best[1]]]


def _best_sets(encoder: Encoder) -> tuple[list[list[int]], list[float]]:
    """The best set of base pictures of each size, and its mean loss; the smallest has one a scene."""
    clip, rate = encoder.clip, float(encoder.clip.rate)
    ends = [*clip.cuts[1:], len(clip)]
    spacing = max(1, round(CANDIDATE_SECONDS * rate))
    per_trial = SPAN_SECONDS * SAMPLES
    spacing = max(spacing, round(len(clip) * per_trial / MAX_TRIALS))
    sample = max(1, round(rate / SAMPLES))
    candidates = sorted({c for a, b in zip(clip.cuts, ends, strict=True) for c in range(a, b, spacing)})
    n = len(candidates)
    # loss[i, j]: all pictures from candidate i up to candidate j generated from i; infinite across a cut.
    loss = np.full((n, n + 1), np.inf)
    for i, start in enumerate(candidates):
        end = next(e for e in ends if e > start)
        reach = min(end, start + round(SPAN_SECONDS * rate))
        errors = _trial(encoder, start, list(range(start + sample // 2, reach, sample)))
        beyond = float(np.mean(errors[-3:])) if errors else 0.0
        running = 0.0
        for j in range(i + 1, n + 1):
            low, high = candidates[j - 1], candidates[j] if j < n else len(clip)
            if low >= end:
                break
            inside = [e for k, e in enumerate(errors) if low <= start + sample // 2 + k * sample < high]
            # Where nothing was tried the base picture is taken to fail as at the end of its reach, and worse.
            running += (high - low) * (
                float(np.mean(inside)) if inside else beyond * (1.0 if high <= reach else 1.3)
            )
            if high <= end:
                loss[i, j] = running
        if encoder.progress:
            encoder.progress("choosing base pictures", i + 1, n)
    fewest = len(clip.cuts)
    most = min(MAX_BASES + fewest, n)
    value = np.full((most + 1, n + 1), np.inf)
    back = np.zeros((most + 1, n + 1), dtype=int)
    value[0, 0] = 0
    for k in range(1, most + 1):
        for j in range(1, n + 1):
            options = value[k - 1, :j] + loss[:j, j]
            back[k, j] = int(np.argmin(options))
            value[k, j] = options[back[k, j]]
    sets, losses = [], []
    for k in range(fewest, most + 1):
        if not np.isfinite(value[k, n]):
            continue
        chosen, j = [], n
        for level in range(k, 0, -1):
            j = int(back[level, j])
            chosen.append(candidates[j])
        sets.append(chosen[::-1])
        losses.append(float(value[k, n]) / len(clip))
    return sets, losses


def _trial(encoder: Encoder, start: int, keys: list[int]) -> list[float]:
    """Loss of pictures generated from an uncoded base picture; against a still one where no subject is."""
    system = encoder.system
    if not keys:
        return []
    picture = _uncoded(encoder, start)
    if encoder.clip.absent(start):
        return [MOVED_WEIGHT * e**MOVED_POWER for e in encoder.errors([picture] * len(keys), keys)]
    shown = encoder.seen([start])
    base = system.writer().base(system.analyzer.describe(shown)[0]).received
    prepared = system.generator.prepare(picture, base)
    # Where the subject is absent, the last one measured stands in.
    rows = system.analyzer.describe(encoder.seen(keys), prepared, shown[0])
    made = generate(system, [prepared], rows)
    return [MOVED_WEIGHT * e**MOVED_POWER for e in encoder.errors(made, keys)]


def _spend(encoder: Encoder, found: Encoded, target: float) -> list[tuple[int, int]]:
    """The same base pictures with QPs that use up the target: together first, then one by one."""
    plan = {s.start: s.qp for s in found.segments}

    def size(trial: dict[int, int]) -> int:
        return sum(8 * len(encoder.coded(i, q)) for i, q in trial.items())

    room = target - found.ledger.total + size(plan)
    while size(plan) > room and max(plan.values()) < QP_LIMITS[1]:
        plan = {i: min(q + 1, QP_LIMITS[1]) for i, q in plan.items()}
    while min(plan.values()) > QP_LIMITS[0]:
        finer = {i: q - 1 for i, q in plan.items()}
        if size(finer) > room:
            break
        plan = finer
    for i in sorted(plan):
        finer = {**plan, i: plan[i] - 1}
        if plan[i] > QP_LIMITS[0] and size(finer) <= room:
            plan = finer
    return sorted(plan.items())
