"""What a comparison says for and against a system, in words that follow from its numbers alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from generators import registry
from generators.measure import measures
from generators.measure.compare.summary import Curve, Summary
from generators.measure.compare.tables import digits, number, table
from generators.measure.compare.ways import HELD
from generators.measure.complexity import AIM, PAPER, PARENTS, Complexity
from generators.measure.complexity import against as less
from sei.shown import to_markdown


@dataclass
class Score:
    """How often a system is better than something else by a measure, clip by clip and point by point.

    won    of ``of`` pairs that both could be measured in
    lost   by clip, how often it is not
    below  points whose rate the other does not reach down to; there it is compared with nothing
    """

    won: int = 0
    of: int = 0
    below: int = 0
    lost: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Share of the pairs that are won; NaN without any."""
        return self.won / self.of if self.of else math.nan

    def __str__(self) -> str:
        return f"{self.won} of {self.of}"


def at(curve: Curve, rate: float) -> float | None:
    """Read a curve at a rate, linearly over the rate's logarithm; None before its first point and beyond its
    last."""
    if not curve or not curve[0][0] <= rate <= curve[-1][0]:
        return None
    rates, values = np.array(curve).T
    return float(np.interp(math.log(rate), np.log(rates), values))


def against(summary: Summary, system: str, other: str, measure: str) -> Score:
    """Count where a system is better than another codec at its own rate (what is held: at the same point)."""
    score = Score()
    higher = measures.measure(measure).better == "higher"
    for row in summary.of(system):
        value = row.mean.get(measure)
        if value is None or row.kbits is None:
            continue
        if other == HELD:
            theirs = next((r.mean[measure] for r in summary.of(HELD, row.clip) if r.point == row.point), None)
        else:
            curve = summary.curve(other, row.clip, measure)
            theirs = at(curve, row.kbits)
            score.below += bool(curve) and row.kbits < curve[0][0]
        if theirs is None:
            continue
        score.of += 1
        if (value > theirs) == higher and value != theirs:
            score.won += 1
        else:
            score.lost[row.clip] = score.lost.get(row.clip, 0) + 1
    return score


def ranked(summary: Summary, system: str) -> list[tuple[str, dict[str, Score]]]:
    """Order the measures by how often a system beats the first anchor at its rate and what is held, the best
    first; each with its scores against them, by name."""
    others = [*summary.anchors[:1], HELD]
    rows = []
    for name in summary.measures:
        scores = {other: against(summary, system, other, name) for other in others}
        scores = {other: score for other, score in scores.items() if score.of}
        if scores:
            rows.append((name, scores))
    return sorted(rows, key=lambda row: -float(np.mean([score.share for score in row[1].values()])))


def systems(summary: Summary) -> str:
    """Tell of each system what it is, what it takes, its best claim and where it loses."""
    head = ["system", "paper", "what is sent", "kbit/s, of it parameters", "best claim", "where it loses"]
    rows = []
    for name in summary.systems:
        entry = registry.entry(name)
        order = ranked(summary, name)
        paper, sent = _paper(entry.paper), _sent(entry)
        best = _claim(*order[0]) if order else "–"
        lost = [(m, {o: s for o, s in scores.items() if s.share < 1}) for m, scores in order]
        worst = next(
            (_claim(m, scores) for m, scores in reversed(lost) if scores), "nowhere here" if order else "–"
        )
        rows.append([f"`{name}`", paper, sent, _rates(summary, name), best, worst])
    for name in summary.absent:
        entry = registry.entry(name)
        rows.append([f"`{name}`", _paper(entry.paper), _sent(entry), "no weights", "–", "–"])
    return table(head, rows)


def _paper(number: str) -> str:
    return f"[{number}](https://arxiv.org/abs/{number})" if number else ""


def _sent(entry: registry.SystemEntry) -> str:
    return to_markdown(entry.layout.mapping.title)


def _claim(measure: str, scores: dict[str, Score]) -> str:
    told = (
        f"than {_name(other)}{'' if other == HELD else ' at its rate'} in {s}" for other, s in scores.items()
    )
    return f"{measure}: better {', '.join(told)}"


def _rates(summary: Summary, name: str) -> str:
    of = summary.of(name)
    total = [row.kbits for row in of if row.kbits is not None]
    parts = [row.parameters for row in of if row.parameters is not None]
    if not total:
        return "–"
    told = f"{min(total):.1f} to {max(total):.1f}"
    return told + (f", {min(parts):.1f} to {max(parts):.1f}" if parts else "")


def costs(summary: Summary) -> str:
    """Tell what each system takes to run: counted, and timed by one thread."""
    head = ["system", "parameters, 1000", "weights, kB", "MAC/pixel", "of a base picture"]
    head += ["picture, ms", "base picture, ms", "analysis, ms", "memory, MB"]
    rows = []
    for name, value in summary.complexity.items():
        it = Complexity.from_json(value)
        cells = [f"`{name}`", f"{it.parameters / 1000:.1f}", f"{it.weights / 1000:.0f}"]
        cells += [f"{it.generation.macs:.0f}", f"{it.base.macs:.0f}"]
        cells += [f"{1000 * stage.seconds:.1f}" for stage in (it.generation, it.base, it.analysis)]
        rows.append([*cells, f"{it.generation.memory / 1e6:.1f}"])
    rows += [[f"`{name}`", "no weights", *["–"] * (len(head) - 2)] for name in summary.absent]
    return table(head, rows)


def light(summary: Summary) -> str:
    """Tell what each light system takes less than its parent, and what that loses, beside its paper."""
    head = ["light", "parent", "parameters", "MAC per picture", "per base picture", "weights", "time"]
    rows = []
    for name, parent in PARENTS.items():
        known = summary.complexity.get(name), summary.complexity.get(parent)
        if known[0] is None or known[1] is None:
            if name in (*summary.systems, *summary.absent):
                why = "no weights" if {name, parent} & set(summary.absent) else "not compared"
                rows.append([f"`{name}`", f"`{parent}`", why, *["–"] * (len(head) + len(LOSSES) - 3)])
            continue
        it = less(Complexity.from_json(known[0]), Complexity.from_json(known[1]))
        cells = [it.parameters, it.multiplications, it.base, it.weights, it.seconds]
        lost = [more(summary, name, parent, measure) for measure in LOSSES]
        rows.append([f"`{name}`", f"`{parent}`", *map(_percent, [*cells, *lost])])
    if not rows:
        return ""
    paper = [PAPER["parameters"], PAPER["multiplications"]]
    rows.append(["[2508.13547](https://arxiv.org/abs/2508.13547)", "", *map(_percent, paper), *[""] * 6])
    rows.append(["aim", "", _percent(AIM), _percent(AIM), "", "", "", *["no more"] * len(LOSSES)])
    return table([*head, *LOSSES], rows)


LOSSES = ("st-lpips", "keypoints", "misplacement-face")
"""Distances by which a light system is held against its parent."""


def _percent(value: float | None) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:+.1f} %"


def more(summary: Summary, system: str, other: str, measure: str) -> float | None:
    """Return by how many per cent a distance is larger than another system's (below 0: smaller), as geometric
    mean over clips and points; None where none is known of both."""
    theirs = {(r.clip, r.point): r.mean.get(measure) for r in summary.of(other)}
    pairs = [(r.mean.get(measure), theirs.get((r.clip, r.point))) for r in summary.of(system)]
    ratios = [math.log(a / b) for a, b in pairs if a and b]
    return 100 * (math.exp(sum(ratios) / len(ratios)) - 1) if ratios else None


def paragraph(summary: Summary, name: str) -> str:
    """Tell what is bad about a system: where it loses to what, its worst clip, where it misses its rate."""
    said = []
    for other in (*summary.anchors, HELD):
        scores = [(m, against(summary, name, other, m)) for m in summary.measures]
        behind = [(m, s) for m, s in scores if s.of and s.share < 0.5]
        if behind:
            listed = ", ".join(f"{m} (better in {s})" for m, s in sorted(behind, key=lambda b: b[1].share))
            where = "at the same rate" if other in summary.anchors else "at the same target"
            said.append(f"Mostly behind {_name(other)} {where} in {listed}.")
        elif any(s.of for _, s in scores):
            said.append(f"In no measure mostly behind {_name(other)}.")
    said += _worst(summary, name)
    over = [r for r in summary.of(name) if r.point.endswith("kbit/s") and (r.kbits or 0) > _asked(r.point)]
    if over:
        clips = sorted({to_markdown(r.clip) for r in over})
        said.append(f"Above the rate that was asked for in {len(over)} streams ({', '.join(clips)}).")
    under = [
        r for r in summary.of(name) if r.point.endswith("kbit/s") and (r.kbits or 0) < 0.9 * _asked(r.point)
    ]
    if under:
        said.append(f"Does not use the rate in {len(under)} streams.")
    return " ".join(said) if said else "Nothing could be measured."


def told(summary: Summary, known: Mapping[str, str] | None = None) -> list[str]:
    """Return headings and text: the systems, what is bad about each, and what each takes.

    known  what is said of a system beside what the numbers say
    """
    parts = ["## The systems", systems(summary), "## What is bad", *bad(summary, known)]
    if summary.complexity:
        height, width = next(iter(summary.clips.values()))["size"]
        said = (
            f"Pictures of {width}x{height}; times by one thread. The analysis is from the measured face or "
            "body on: finding and measuring it takes the same for all."
        )
        parts += ["## What they take", said, costs(summary), *filter(None, [light(summary)])]
    return parts


def bad(summary: Summary, known: Mapping[str, str] | None = None) -> list[str]:
    """Return a paragraph per system of what is bad about it; ``known`` as of `told`."""
    parts = []
    for name in summary.systems:
        more = f" {known[name]}" if known and name in known else ""
        parts.append(f"**`{name}`**: {paragraph(summary, name)}{more}")
    return parts + [
        f"**`{name}`**: nothing was measured: {to_markdown(why)}." for name, why in summary.absent.items()
    ]


def together(tables: Sequence[str]) -> str:
    """Put tables of one head under it."""
    return "\n".join([tables[0], *(row for text in tables[1:] for row in text.splitlines()[2:])])


def _name(codec: str) -> str:
    return "held base pictures" if codec == HELD else codec


def _asked(point: str) -> float:
    return float(point.partition(" ")[0])


def _worst(summary: Summary, name: str) -> list[str]:
    """The clip on which it is worst, or gains least, beside what is held, by whichever distance says so."""
    worst: tuple[float, str, str, float, float] | None = None
    held = {(r.clip, r.point): r for r in summary.of(HELD)}
    for row in summary.of(name):
        beside = held.get((row.clip, row.point))
        for measure in summary.measures if beside else ():
            a, b = row.mean[measure], beside.mean[measure] if beside else None
            if measures.measure(measure).better == "higher" or a is None or b is None or min(a, b) <= 0:
                continue  # A jump may be below 0: no ratio says how much better that is.
            if worst is None or a / b > worst[0]:
                worst = (a / b, row.clip, measure, a, b)
    if worst is None:
        return []
    _, clip, measure, a, b = worst
    values = f"{number(a, digits(measure))} beside {number(b, digits(measure))} of held base pictures"
    what = "Worst" if a > b else "Least gained"
    return [f"{what}: {measure} on {to_markdown(clip)}, {values}."]


OF_CARDS = ("st-lpips", "keypoints", "misplacement-face", "psnr")
"""What model cards, and the pages of single systems, tell."""


def rows_of_card(summary: Summary, system: str, sha256: str, others: Sequence[str]) -> dict[str, str]:
    """Return what a model card says of weights by clip, at the rate next to 8 kbit/s; nothing where a
    comparison was of other weights. ``others``: codecs to name beside, at the same point."""
    if summary.weights.get(system) != sha256:
        return {}
    rows = {}
    for clip in summary.clips:
        of = [r for r in summary.of(system, clip) if r.kbits]
        if not of:
            continue
        row = min(of, key=lambda r: abs(math.log((r.kbits or 1.0) / 8)))
        parts = []
        for measure in (m for m in OF_CARDS if m in summary.measures):
            beside = []
            for other in others:
                found = next((r for r in summary.of(other, clip) if r.point == row.point), None)
                if found is not None and other != system:
                    beside.append(f"{other} {number(found.mean[measure], digits(measure))}")
            told = f"{measure} {number(row.mean[measure], digits(measure))}"
            parts.append(f"{told} ({', '.join(beside)})" if beside else told)
        rows[f"measured: {clip}, {number(row.kbits, 2)} kbit/s"] = "; ".join(parts)
    return rows
