"""Where base pictures go, and how fine they are, for a bit budget.

First, how well every picture is generated from every candidate base picture is measured (on uncoded
pictures, coarsely sampled), and the best set of 1, 2, 3, ... base pictures found by dynamic programming.
Then the QP is chosen at which coding loss and generation loss together are least within the budget, and the
stream is coded in closed loop; what is left of the budget makes the base pictures finer.
"""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import torch

from generators.codec.encoder import Encoded, Encoder, Planned, Settings
from generators.codec.generate import generate
from generators.codec.picture_codec import LIKE_INTRA
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
        floor = [Planned(e, QP_LIMITS[1]) for e in encoder.entries(tried)]
        smallest = encoder.sizes(floor, tried) + BASE_OVERHEAD * len(floor)
        if room > 1.05 * smallest:
            break
    else:
        result = encoder.run(tried, plan=floor)
        least = result.ledger.total / clip.seconds / 1000
        if least > bitrate:
            result.notes.append(
                f"{bitrate:g} kbit/s cannot be met: the floor of this clip is {least:.1f} kbit/s"
            )
        return result
    result = encoder.run(tried, plan=_choose(encoder, tried, room))
    for _ in range(4):
        plan = _spend(encoder, result, target)
        if plan == [s.planned for s in result.segments]:
            break
        result = encoder.run(tried, plan=plan)
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


def _choose(encoder: Encoder, settings: Settings, room: float) -> list[Planned]:
    """Base pictures and their QP for so many bits."""
    sets, losses = _best_sets(encoder, settings)
    tried = sets[min(2, len(sets) - 1)][:4]
    entries = len(encoder.entries(settings))
    best: tuple[float, int, int] | None = None
    for qp in range(13, QP_LIMITS[1] + 1, 3):
        chains = encoder.chains([Planned(picture, qp) for picture in tried], settings)
        coded = [
            [(p.picture, *c) for p, c in zip(x, encoder.coded_chain(x, settings), strict=True)]
            for x in chains
        ]
        loss = [e for x in coded for i, _, decoded in x for e in encoder.errors([to_tensor(decoded)], [i])]
        begins = float(np.mean([8 * len(x[0][1]) for x in coded])) + BASE_OVERHEAD
        after = [8 * len(data) for x in coded for _, data, _ in x[1:]]
        follows = float(np.mean(after)) + BASE_OVERHEAD / 2 if after else begins
        # A finger's width is found by the QP.
        count = entries + int((room - entries * begins) / follows + 0.2)
        fitting = [k for k, s in enumerate(sets) if len(s) <= count]
        if not fitting:
            continue
        # Losses add up nearly: what blur takes away, motion cannot take again.
        total = CODING_WEIGHT * float(np.mean(loss)) + losses[fitting[-1]]
        if best is None or total < best[0]:
            best = (total, fitting[-1], qp)
    if best is None:
        return [Planned(e, QP_LIMITS[1]) for e in encoder.entries(settings)]
    return [Planned(picture, best[2]) for picture in sets[best[1]]]


def _best_sets(encoder: Encoder, settings: Settings) -> tuple[list[list[int]], list[float]]:
    """The best set of base pictures of each size, and its mean loss; the smallest has those that must be."""
    clip, rate = encoder.clip, float(encoder.clip.rate)
    begins = encoder.entries(settings)
    ends = [*begins[1:], len(clip)]
    spacing = max(1, round(CANDIDATE_SECONDS * rate))
    per_trial = SPAN_SECONDS * SAMPLES
    spacing = max(spacing, round(len(clip) * per_trial / MAX_TRIALS))
    sample = max(1, round(rate / SAMPLES))
    candidates = sorted({c for a, b in zip(begins, ends, strict=True) for c in range(a, b, spacing)})
    n = len(candidates)
    # loss[i, j]: pictures from candidate i up to candidate j generated from i; infinite across an entry.
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
    fewest = len(begins)
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


def _spend(encoder: Encoder, found: Encoded, target: float) -> list[Planned]:
    """The same pictures with QPs that use up the target: together first, then sequence by sequence, and the
    pictures that those begin with."""
    settings, (lowest, highest) = found.settings, QP_LIMITS
    chains = encoder.chains([s.planned for s in found.segments], settings)

    def size(trial: list[list[Planned]]) -> int:
        return encoder.sizes([p for chain in trial for p in chain], settings)

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
