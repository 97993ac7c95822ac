"""Tables of comparisons, as Markdown and as one HTML file that needs nothing else."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence

from conformance.vtm.defects import DEFECTS
from conformance.vtm.interop import Comparison
from sei.shown import one_line, to_markdown

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem }
h1 { font-size: 1.6rem; margin-bottom: .3rem } h2 { font-size: 1.2rem; margin-top: 2.2rem }
ul.counts { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem }
ul.counts li, .verdict { border-radius: .3rem; padding: .05rem .5rem; white-space: nowrap }
table { border-collapse: collapse; width: 100%; font-size: .87rem }
th { position: sticky; top: 0; background: #f2f2f2; text-align: left; box-shadow: inset 0 -1px #999 }
td, th { padding: .3rem .6rem; vertical-align: top } tbody tr { border-bottom: 1px solid #e2e2e2 }
tbody tr:hover { background: #f8f8f8 } dt:target { background: #ffd }
td:nth-child(1) { white-space: nowrap } td:nth-child(3) { text-align: right }
td:nth-child(6) { font-family: ui-monospace, monospace; font-size: .8rem; overflow-wrap: anywhere }
.agree { background: #cdebcd } .differ { background: #ffe9a8 } .refused { background: #fbd3bb }
.crashed, .timeout { background: #f2b0b0 } .open { background: #c00; color: #fff; font-weight: bold }
dt { font-weight: bold; margin-top: .8rem } dd { margin: .1rem 0 0 1.5rem }
@media print { th { position: static } body { max-width: none } }
"""


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
    """Say in one line how many agree, and how the others fare."""
    verdicts = Counter(c.verdict for c in comparisons)
    open_ = sum(not c.explained for c in comparisons)
    parts = [f"{count} {verdict}" for verdict, count in verdicts.most_common()]
    references = ", ".join(sorted({c.reference for c in comparisons}))
    return f"{len(comparisons)} streams, {references}: {', '.join(parts)}; {open_} not explained"


def _used(comparisons: Sequence[Comparison]) -> list[tuple[str, str, str, str, int]]:
    counts = Counter(name for c in comparisons for name in c.defects)
    return [(d.name, d.title, d.detail, d.example, counts[d.name]) for d in DEFECTS if counts[d.name]]


def markdown(comparisons: Sequence[Comparison], title: str = "Interoperability") -> str:
    """Write the table, and below it the known defects that occur in it."""
    lines = [f"# {title}", "", to_markdown(summary(comparisons)) + ".", ""]
    lines += ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(map(to_markdown, row)) + " |" for row in _rows(comparisons)]
    used = _used(comparisons)
    if used:
        lines += ["", "## Known defects of the reference", ""]
        lines += [
            f"- **{name}** ({count} streams, shown by {example}): {heading}. {detail}"
            for name, heading, detail, example, count in used
        ]
    return "\n".join(lines) + "\n"


def page(comparisons: Sequence[Comparison], title: str = "Interoperability") -> str:
    """Write the same as a page of HTML that needs no other file and runs nothing."""

    def e(text: str) -> str:
        return html.escape(one_line(text))

    used = _used(comparisons)
    known = {name for name, *_ in used}
    counts = Counter(c.verdict for c in comparisons)
    body = [f"<h1>{e(title)}</h1>", f"<p>{e(summary(comparisons))}.</p>", '<ul class="counts">']
    body += [f'<li class="{v}">{n} {v}</li>' for v, n in counts.most_common()]
    body += ["</ul>", "<table>", "<thead><tr>"]
    body += [f'<th scope="col">{e(head)}</th>' for head in HEAD]
    body += ["</tr></thead>", "<tbody>"]
    for c, (name, reference, messages, verdict, why, difference) in zip(
        comparisons, _rows(comparisons), strict=True
    ):
        links = [f'<a href="#{e(d)}">{e(d)}</a>' if d in known else e(d) for d in c.defects]
        told = ", ".join(links) if links and c.explained else e(why)
        cells = (
            e(name),
            e(reference),
            messages,
            f'<span class="verdict {verdict}">{verdict}</span>',
            told if c.explained else f'<span class="verdict open">{told}</span>',
            e(difference or c.said),
        )
        body.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    body += ["</tbody>", "</table>"]
    if used:
        body.append("<h2>Known defects of the reference</h2><dl>")
        for name, heading, detail, example, count in used:
            body.append(f'<dt id="{e(name)}">{e(name)} ({count} streams, shown by {e(example)})</dt>')
            body.append(f"<dd>{e(heading)}. {e(detail)}</dd>")
        body.append("</dl>")
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{e(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return head + "\n".join(body) + "\n</body>\n</html>\n"
