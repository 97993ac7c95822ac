"""Tables of comparisons, as Markdown and as one HTML file that needs nothing else."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence

from conformance.defects import DEFECTS
from conformance.interop import Comparison

_COLOURS = {
    "agree": "#d7f0d7",
    "differ": "#fff2cc",
    "refused": "#fde0d0",
    "crashed": "#f5c6c6",
    "timeout": "#f5c6c6",
}


def _rows(comparisons: Sequence[Comparison]) -> list[tuple[str, str, str, str, str, str]]:
    rows: list[tuple[str, str, str, str, str, str]] = []
    for c in comparisons:
        why = ", ".join(c.defects) or ("breaks a rule" if c.expected and c.verdict != "agree" else "")
        if not c.explained:
            why = "NOT EXPLAINED"
        difference = str(c.difference) if c.difference else ""
        rows.append((c.name, c.reference, str(c.messages), c.verdict, why, difference))
    return rows


HEAD = ("Stream", "Reference", "Messages", "Verdict", "Known as", "First difference")


def summary(comparisons: Sequence[Comparison]) -> str:
    """One line: how many agree, and how the others fare."""
    verdicts = Counter(c.verdict for c in comparisons)
    open_ = sum(not c.explained for c in comparisons)
    parts = [f"{count} {verdict}" for verdict, count in verdicts.most_common()]
    references = ", ".join(sorted({c.reference for c in comparisons}))
    return f"{len(comparisons)} streams, {references}: {', '.join(parts)}; {open_} not explained"


def _used(comparisons: Sequence[Comparison]) -> list[tuple[str, str, str, str, int]]:
    counts = Counter(name for c in comparisons for name in c.defects)
    return [(d.name, d.title, d.detail, d.example, counts[d.name]) for d in DEFECTS if counts[d.name]]


def markdown(comparisons: Sequence[Comparison], title: str = "Interoperability") -> str:
    """The table, and below it the known defects that occur in it."""

    def cell(text: str) -> str:
        return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")

    lines = [f"# {title}", "", summary(comparisons) + ".", ""]
    lines += ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(map(cell, row)) + " |" for row in _rows(comparisons)]
    used = _used(comparisons)
    if used:
        lines += ["", "## Known defects of the reference", ""]
        lines += [
            f"- **{name}** ({count} streams, shown by {example}): {heading}. {detail}"
            for name, heading, detail, example, count in used
        ]
    return "\n".join(lines) + "\n"


def page(comparisons: Sequence[Comparison], title: str = "Interoperability") -> str:
    """The same as HTML."""
    escape = html.escape
    body = [f"<h1>{escape(title)}</h1>", f"<p>{escape(summary(comparisons))}.</p>", "<table>"]
    body.append("<tr>" + "".join(f"<th>{escape(head)}</th>" for head in HEAD) + "</tr>")
    for row in _rows(comparisons):
        colour = _COLOURS[row[3]]
        cells = "".join(f"<td>{escape(value)}</td>" for value in row)
        body.append(f'<tr style="background:{colour}">{cells}</tr>')
    body.append("</table>")
    used = _used(comparisons)
    if used:
        body.append("<h2>Known defects of the reference</h2><dl>")
        for name, heading, detail, example, count in used:
            body.append(f"<dt>{escape(name)} ({count} streams, shown by {escape(example)})</dt>")
            body.append(f"<dd>{escape(heading)}. {escape(detail)}</dd>")
        body.append("</dl>")
    style = (
        "body{font-family:sans-serif}td,th{padding:2px 8px;text-align:left}table{border-collapse:collapse}"
    )
    head = f'<!doctype html><meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
    return head + "\n".join(body) + "\n"
