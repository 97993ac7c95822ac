"""A summary as Markdown: rows, delta rates, who is better where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generators.measure import bd, measures
from generators.measure.compare.summary import Row, Summary
from generators.measure.compare.ways import HELD, STATIC
from sei.shown import to_markdown

NONE = "–"
DIGITS = {"dB": 1, "pixels": 2, "levels": 2, "share": 2}


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


def _shares(row: Row) -> str:
    return ", ".join(f"{what} {100 * share:.0f} %" for what, share in row.shares.items())


def clip_rows(summary: Summary, clip: str) -> str:
    """Return a clip's rows: each measure as mean, and mean of the worst tenth of pictures."""
    head = ["codec", "at", "kbit/s", "of it parameters", "pictures", *map(heading, summary.measures)]
    rows = []
    for codec in summary.codecs:
        for row in summary.of(codec, clip):
            cells = [to_markdown(codec), row.point or NONE, number(row.kbits, 2)]
            cells += ["" if row.parameters is None else number(row.parameters, 2), _shares(row)]
            for name in summary.measures:
                places = digits(name)
                cells.append(f"{number(row.mean[name], places)} ({number(row.worst[name], places)})")
            rows.append(cells)
    return table(head, rows)


def mean_rows(summary: Summary) -> str:
    """Return the means over the clips, point by point, of what every clip has."""
    head = ["codec", "at", "kbit/s", *map(heading, summary.measures)]
    rows = []
    for codec in summary.codecs:
        of = summary.of(codec)
        for point in dict.fromkeys(row.point for row in of):
            found = [row for row in of if row.point == point]
            rate = mean([row.kbits for row in found], len(summary.clips))
            values = [mean([row.mean[m] for row in found], len(summary.clips)) for m in summary.measures]
            shown = [number(v, digits(m)) for v, m in zip(values, summary.measures, strict=True)]
            rows.append([to_markdown(codec), point or NONE, number(rate, 2), *shown])
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
    for codec in others:
        cells = [to_markdown(codec)]
        for name in summary.measures:
            found = summary.delta(codec, anchor, name)
            cells.append(_delta(found, len(summary.clips)))
            if isinstance(found, str):
                reasons.append(f"- {to_markdown(codec)}, {name}: {to_markdown(found)}")
            else:
                reasons += [
                    f"- {to_markdown(codec)}, {name}, {to_markdown(clip)}: {to_markdown(why)}"
                    for clip, why in found.refused.items()
                ]
        rows.append(cells)
    text = table([f"rate against {anchor}", *summary.measures], rows)
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


def better(a: Row, b: Row, measure: str) -> bool | None:
    """Tell whether a row's mean is better than another's; None where one could not be measured."""
    x, y = a.mean.get(measure), b.mean.get(measure)
    if x is None or y is None:
        return None
    return x > y if measures.measure(measure).better == "higher" else x < y


def wins(summary: Summary) -> str:
    """Tell how often a system is better than holding its first, or each, base picture (of the first
    system)."""
    head = ["system", *(f"{m}: {w} beaten" for m in summary.measures for w in ("static", "held"))]
    rows = []
    for codec in summary.systems:
        cells = [to_markdown(codec)]
        for name in summary.measures:
            for other in (STATIC, HELD):
                beside = {(r.clip, r.point): r for r in summary.of(other)}
                pairs = [(r, beside.get((r.clip, r.point))) for r in summary.of(codec)]
                found = [better(r, o, name) for r, o in pairs if o is not None]
                known = [won for won in found if won is not None]
                cells.append(f"{sum(known)} of {len(known)}")
        rows.append(cells)
    return table(head, rows)


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
    parts += ["## Means over the clips", mean_rows(summary)]
    parts += ["## Better than standing still?", wins(summary)]
    for anchor in summary.anchors:
        parts += [f"## Rate against {anchor}", deltas(summary, anchor)]
    parts.append("## Every clip\n\nMean of the pictures, and in brackets mean of the worst tenth.")
    for clip in summary.clips:
        parts += [f"### {to_markdown(clip)}", clip_rows(summary, clip)]
    parts += ["## What the measures see", measure_rows(summary.measures)]
    return "\n\n".join(parts) + "\n"


def measure_rows(names: Sequence[str]) -> str:
    """Tell what each measure sees and misses."""
    known = [measures.measure(name) for name in names]
    return table(
        ["measure", "sees", "misses"],
        [[heading(m.name), to_markdown(m.sees), to_markdown(m.misses)] for m in known],
    )
