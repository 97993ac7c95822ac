"""The list of measures in docs/measures.md: text for `scripts.make_docs`."""

from __future__ import annotations

from pathlib import Path

from generators.measure.measures import FAMILIES, Measure
from sei.shown import to_markdown

PAGE = Path(__file__).parents[1] / "docs" / "measures.md"
BEGIN, END = "<!-- measures begin -->\n", "<!-- measures end -->\n"


def files() -> dict[str, str]:
    """Text of the page by its path under docs/, the list as the registry has it."""
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return {"measures.md": f"{head}{BEGIN}\n{rows()}\n\n{END}{rest.partition(END)[2]}"}


def rows() -> str:
    """A table per family: what each measure sees and misses."""
    parts = []
    for family, members in FAMILIES.items():
        lines = ["| measure | sees | misses |", "|---|---|---|"]
        lines += [f"| {named(m)} | {to_markdown(m.sees)} | {to_markdown(m.misses)} |" for m in members]
        parts += [f"### {family.capitalize()}", "\n".join(lines)]
    return "\n\n".join(parts)


def named(measure: Measure) -> str:
    """A measure's name, unit and direction."""
    unit = f", {measure.unit}" if measure.unit else ""
    return f"`{measure.name}`{unit} {'↑' if measure.better == 'higher' else '↓'}"
