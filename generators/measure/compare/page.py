"""A comparison as one HTML page that needs no network: light or dark, as the reader has it."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping

from generators.measure import measures
from generators.measure.compare import plots, tables, verdict
from generators.measure.compare.summary import Summary
from sei.shown import one_line

STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fff; --line: #d5d5da; --soft: #f4f4f6 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8ea; --paper: #17181b; --line: #3a3b40; --soft: #212226 } }
body { color: var(--ink); background: var(--paper); font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto;
  max-width: 78rem; padding: 0 1rem }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; margin: .7rem 0 }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .6rem; text-align: left; vertical-align: top }
th { background: var(--soft); position: sticky; top: 0 }
.wide { overflow-x: auto; max-height: 75vh }
svg { max-width: 100%; height: auto; color: var(--ink) } svg text { fill: currentColor }
img { max-width: 100% }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(34rem, 1fr)); gap: 1rem }
summary { cursor: pointer; font-weight: 600; padding: .3rem 0 }
details { border-top: 1px solid var(--line) }
figure { margin: 0 } figcaption { font-size: 13px }
"""

_LINK = re.compile(r"\[([\d.]+)\]\(https://arxiv\.org/abs/[\d.]+\)")


def text(value: object) -> str:
    """Escape what comes from outside, as text of a page."""
    return html.escape(one_line(str(value)))


def from_markdown(table: str) -> str:
    """Convert a table of `tables`, and the list that may follow it, to HTML."""
    out, lines = [], table.split("\n")
    rows = [_cells(line) for line in lines if line.startswith("|")]
    if rows:
        head, _, *body = rows
        out.append("<div class=wide><table><tr>" + "".join(f"<th>{c}" for c in head) + "</tr>")
        out += ["<tr>" + "".join(f"<td>{c}" for c in row) + "</tr>" for row in body]
        out.append("</table></div>")
    items = [line[2:] for line in lines if line.startswith("- ")]
    if items:
        inner = "".join(f"<li>{_plain(item)}" for item in items)
        out.append(f"<details><summary>Where no delta is told, and why</summary><ul>{inner}</ul></details>")
    return "\n".join(out)


def _cells(line: str) -> list[str]:
    return [_plain(cell.strip()) for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]


def _plain(cell: str) -> str:
    """The opposite of `to_markdown`, then escaped for HTML; of a link its text is left."""
    cell = _LINK.sub(r"\1", cell)
    cell = cell.replace("]\\(", "](").replace("&lt;", "<").replace("\\|", "|").replace("\\\\", "\\")
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(cell))


def page(summary: Summary, sheets: Mapping[str, bytes]) -> str:
    """Make the page; ``sheets``: contact sheets, PNG, by clip."""
    pictures = sum(clip["pictures"] for clip in summary.clips.values())
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width, initial-scale=1'>",
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'\">",
        f"<title>seigen compare {text(summary.preset)}</title><style>{STYLE}</style>",
        f"<h1>Comparison <code>{text(summary.preset)}</code></h1>",
        f"<p>{tables.clips(summary)}, {pictures} pictures; {text(summary.date)}, {text(summary.machine)}.",
    ]
    notes = [*summary.notes, *(f"{name} failed: {why}" for name, why in summary.failed.items())]
    if notes:
        parts.append("<ul>" + "".join(f"<li>{text(note)}" for note in notes) + "</ul>")
    parts += ["<h2>The systems</h2>", from_markdown(verdict.systems(summary)), "<h2>What is bad</h2>"]
    parts += [f"<p><b>{text(n)}</b>: {_plain(verdict.paragraph(summary, n))}" for n in summary.systems]
    if summary.complexity:
        parts += ["<h2>What they take</h2>", from_markdown(verdict.costs(summary))]
        parts.append(from_markdown(verdict.light(summary)))
    parts.append("<h2>Rate and quality</h2><p>Thick: means over the clips. Thin: every clip by itself.")
    parts += [_measure(summary, name) for name in summary.measures]
    parts += ["<h2>Better than standing still?</h2>", from_markdown(tables.wins(summary))]
    for anchor in summary.anchors:
        parts += [f"<h2>Rate against {text(anchor)}</h2>", from_markdown(tables.deltas(summary, anchor))]
    parts.append("<h2>Means over the clips</h2><p>Mean of the pictures, in brackets of the worst tenth.")
    for family, names in measures.by_family(summary.measures).items():
        parts += [f"<h3>{family.capitalize()}</h3>", from_markdown(tables.mean_rows(summary, names))]
    parts += ["<h3>How pictures came about</h3>", from_markdown(tables.share_rows(summary))]
    parts.append("<h2>Every clip</h2>")
    for clip in summary.clips:
        image = base64.b64encode(sheets[clip]).decode() if clip in sheets else ""
        shown = f"<img alt='pictures of {text(clip)}' src='data:image/png;base64,{image}'>" if image else ""
        rows = "".join(map(from_markdown, tables.clip_tables(summary, clip)))
        parts.append(f"<details><summary>{text(clip)}</summary>{shown}{rows}</details>")
    parts += ["<h2>What the measures see</h2>", from_markdown(tables.measure_rows(summary.measures))]
    return "\n".join(parts) + "\n"


def _measure(summary: Summary, name: str) -> str:
    known = measures.measure(name)
    clips = "".join(
        f"<figure>{plots.curves(summary, name, clip)}<figcaption>{text(clip)}</figcaption></figure>"
        for clip in summary.clips
    )
    return (
        f"<figure>{plots.curves(summary, name)}<figcaption><b>{text(name)}</b> sees {text(known.sees)}. It "
        f"misses {text(known.misses)}.</figcaption></figure><details><summary>{text(name)}, clip by clip"
        f"</summary><div class=plots>{clips}</div></details>"
    )
