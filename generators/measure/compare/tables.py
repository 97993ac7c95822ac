"""A summary as Markdown: rows, delta rates, who is better where."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from generators.measure import bd, measures
from generators.measure.compare.summary import ResultRow, Summary
from generators.measure.compare.ways import ALL_DESCRIBED, HELD, KINDS, STATIC
from sei.shown import to_markdown

NONE = "–"
DIGITS = {"dB": 1, "pixels": 2, "levels": 2, "share": 2, "mm": 1}
SHARES = [what for letter, what in KINDS.items() if letter != "u"]
"""How pictures come about, but as they are."""


def number(value: float | None, digits: int) -> str:
    """Write a number; a dash for what could not be measured."""
    return NONE if value is None else f"{value:.{digits}f}"


def digits(measure: str) -> int:
    """Tell how many digits after the point a measure is written with."""
    unit = measures.measure(measure).unit
    return DIGITS.get(unit, 0 if measure == "vmaf" else 3)


def heading(measure: str) -> str:
    """Name a measure with its unit, and an arrow to where it is better."""
    known = measures.measure(measure)
    unit = f", {known.unit}" if known.unit else ""
    return f"{measure}{unit} {'↑' if known.better == 'higher' else '↓'}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shares(row: ResultRow) -> str:
    return ", ".join(f"{what} {100 * share:.0f} %" for what, share in row.shares.items())


def _both(mean: float | None, worst: float | None, measure: str) -> str:
    places = digits(measure)
    return f"{number(mean, places)} ({number(worst, places)})"


def sent_rows(summary: Summary, clip: str) -> str:
    """Return what was sent of a clip: rates, and how its pictures came about."""
    head = ["codec", "at", "kbit/s", "of it parameters", "pictures", "coding, s", "decoding, s"]
    rows = []
    for codec in summary.codecs:
        for row in summary.of(codec, clip):
            cells = [to_markdown(codec), row.point or NONE, number(row.kbits, 2)]
            cells += ["" if row.parameters is None else number(row.parameters, 2), _shares(row)]
            cells += [number(s, 1) if s else "" for s in (row.seconds, row.decoding)]
            rows.append(cells)
    return table(head, rows)


def clip_rows(summary: Summary, clip: str, names: Sequence[str]) -> str:
    """Return measures of a clip: mean, and in brackets mean of the worst tenth of pictures."""
    head = ["codec", "at", "kbit/s", *map(heading, names)]
    rows = []
    for codec in summary.codecs:
        for row in summary.of(codec, clip):
            cells = [to_markdown(codec), row.point or NONE, number(row.kbits, 2)]
            rows.append([*cells, *(_both(row.mean[m], row.worst[m], m) for m in names)])
    return table(head, rows)


def mean_rows(summary: Summary, names: Sequence[str]) -> str:
    """Return measures as means over the clips, point by point, of what every clip has: mean of the pictures,
    and in brackets of the worst tenth of each clip's."""
    head = ["codec", "at", "kbit/s", *map(heading, names)]
    rows = []
    count = len(summary.clips)
    for codec, point, found in ((c, *p) for c in summary.codecs for p in summary.points(c)):
        cells = [to_markdown(codec), point or NONE, number(mean([row.kbits for row in found], count), 2)]
        for m in names:
            average = mean([row.mean[m] for row in found], count)
            cells.append(_both(average, mean([row.worst[m] for row in found], count), m))
        rows.append(cells)
    rows += [[to_markdown(name), "no weights", NONE, *(NONE for _ in names)] for name in summary.absent]
    return table(head, rows)


def share_rows(summary: Summary) -> str:
    """Return how pictures came about, in per cent of all clips' pictures, and the rates."""
    head = ["codec", "at", "kbit/s", "of it parameters", *(f"{what}, %" for what in SHARES)]
    rows = []
    count = len(summary.clips)
    for codec, point, found in ((c, *p) for c in summary.codecs for p in summary.points(c)):
        parts = mean([row.parameters for row in found], count)
        rate = number(mean([row.kbits for row in found], count), 2)
        cells = [to_markdown(codec), point or NONE, rate, "" if parts is None else number(parts, 2)]
        sizes = [summary.clips[row.clip]["pictures"] for row in found]
        for what in SHARES:
            shown = sum(n * row.shares.get(what, 0.0) for n, row in zip(sizes, found, strict=True))
            cells.append(number(100 * shown / sum(sizes), 0) if shown else "")
        rows.append(cells)
    rows += [[to_markdown(name), "no weights", *([NONE] * (len(head) - 2))] for name in summary.absent]
    return table(head, rows)


def at_rate(summary: Summary, kbits: float, names: Sequence[str], systems: Sequence[str] = ()) -> str:
    """Return each clip's rows that come nearest to a rate, of ``systems`` (all) and what stands beside."""
    head = ["clip", "codec", "kbit/s", "of it parameters", *map(heading, names)]
    rows = []
    left = {s for s in summary.systems if systems and s not in systems}
    for clip in summary.clips:
        for codec in summary.codecs:
            of = summary.of(codec, clip)
            if codec.removesuffix(ALL_DESCRIBED) in left or not of:
                continue
            row = min(of, key=lambda r: abs(math.log((r.kbits or kbits) / kbits)))
            cells = [to_markdown(clip), to_markdown(codec), number(row.kbits, 2)]
            cells += ["" if row.parameters is None else number(row.parameters, 2)]
            rows.append([*cells, *(number(row.mean[m], digits(m)) for m in names)])
    return table(head, rows)


def mean(found: Sequence[float | None], count: int) -> float | None:
    """Return the mean of what every one of ``count`` clips has; None where one has not."""
    known = [value for value in found if value is not None]
    return sum(known) / count if count and len(known) == count else None


def deltas(summary: Summary, anchor: str) -> str:
    """Return the delta rates against an anchor, in per cent, with 95 % intervals over clips, and reasons
    where none."""
    others = [c for c in summary.codecs if c != anchor and len(summary.of(c)) > len(summary.clips)]
    rows, reasons = [], []
    for name in summary.measures:
        cells = [name]
        for codec in others:
            found = summary.delta(codec, anchor, name)
            cells.append(_delta(found, len(summary.clips)))
            why = {"": found} if isinstance(found, str) else found.refused
            said = "; ".join(
                f"{to_markdown(clip)}: {to_markdown(w)}" if clip else to_markdown(w)
                for clip, w in why.items()
            )
            if said:
                reasons.append(f"- {to_markdown(codec)}, {name}: {said}")
        rows.append(cells)
    text = table([f"rate against {anchor}", *map(to_markdown, others)], rows)
    if reasons:
        text += "\n\nWhere no delta is told:\n\n" + "\n".join(reasons)
    return text


def _delta(found: bd.Mean | str, clips: int) -> str:
    if isinstance(found, str):
        return NONE
    share = min(min(d.anchor, d.test) for d in found.clips.values())
    text = f"{found.percent:+.0f} %"
    if found.low == found.low:
        text += f" ({found.low:+.0f} to {found.high:+.0f})"
    some = f", {len(found.clips)} of {clips} clips" if len(found.clips) < clips else ""
    return f"{text}; overlap {100 * share:.0f} %{some}"


def better(a: ResultRow, b: ResultRow, measure: str) -> bool | None:
    """Tell whether a row's mean is better than another's; None where one could not be measured."""
    x, y = a.mean.get(measure), b.mean.get(measure)
    if x is None or y is None:
        return None
    return x > y if measures.measure(measure).better == "higher" else x < y


def wins(summary: Summary) -> str:
    """Tell how often a system is better than holding its first, or each, base picture (of the first
    system)."""
    rows = []
    for name in summary.measures:
        cells = [name]
        for codec in summary.systems:
            said = []
            for other, word in ((STATIC, "static"), (HELD, "held")):
                beside = {(r.clip, r.point): r for r in summary.of(other)}
                pairs = [(r, beside.get((r.clip, r.point))) for r in summary.of(codec)]
                found = [better(r, o, name) for r, o in pairs if o is not None]
                known = [won for won in found if won is not None]
                said.append(f"{word} {sum(known)} of {len(known)}")
            cells.append(", ".join(said))
        rows.append(cells)
    return table(["better than", *map(to_markdown, summary.systems)], rows)


def clips(summary: Summary) -> str:
    """Write how many clips there are."""
    return f"{len(summary.clips)} clip" + ("s" if len(summary.clips) != 1 else "")


def tables(summary: Summary) -> str:
    """Return all tables of a comparison, with what has to be said of them."""
    first = summary.clips.values()
    total = sum(clip["pictures"] for clip in first)
    parts = [
        f"# Comparison `{summary.preset}`",
        f"{clips(summary)}, {total} pictures; {summary.date}, {to_markdown(summary.machine)}.",
    ]
    if summary.notes or summary.failed:
        failed = [f"{name}: {why}" for name, why in summary.failed.items()]
        parts.append("\n".join(f"- {to_markdown(note)}" for note in (*summary.notes, *failed)))
    parts += means(summary)
    parts += ["## How pictures came about", share_rows(summary)]
    parts += ["## Better than standing still?", wins(summary)]
    for anchor in summary.anchors:
        parts += [f"## Rate against {anchor}", deltas(summary, anchor)]
    parts.append("## Every clip\n\nMean of the pictures, and in brackets mean of the worst tenth.")
    for clip in summary.clips:
        parts += [f"### {to_markdown(clip)}", *clip_tables(summary, clip)]
    parts += ["## What the measures see", measure_rows(summary.measures)]
    return "\n\n".join(parts) + "\n"


def means(summary: Summary) -> list[str]:
    """Return headings and tables of all measures, by what they look at, as means over the clips."""
    parts = ["## Means over the clips\n\nMean of the pictures, and in brackets mean of the worst tenth."]
    for family, names in measures.by_family(summary.measures).items():
        parts += [f"### {family.capitalize()}", mean_rows(summary, names)]
    return parts


def clip_tables(summary: Summary, clip: str) -> list[str]:
    """Return a clip's tables: what was sent, then all measures by what they look at."""
    families = measures.by_family(summary.measures).values()
    return [sent_rows(summary, clip), *(clip_rows(summary, clip, names) for names in families)]


def measure_rows(names: Sequence[str]) -> str:
    """Tell what each measure sees and misses."""
    known = [measures.measure(name) for name in names]
    return table(
        ["measure", "sees", "misses"],
        [[heading(m.name), to_markdown(m.sees), to_markdown(m.misses)] for m in known],
    )
