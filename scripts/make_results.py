"""Writes docs/results, and every number elsewhere that comes from it, from a comparison's summary.

    seigen compare --preset here -o OUT && python -m scripts.make_results OUT

Without OUT everything is written again from docs/results/summary.json. The README's table, the tables of
docs/explanation/learned.md and the model cards are written from the preset `here` alone, whose clips and
rates they speak of.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from generators.measure import measures
from generators.measure.compare import plots, tables, verdict
from generators.measure.compare.summary import Summary
from generators.measure.compare.ways import STATIC
from generators.weights import files as weights
from sei.shown import to_markdown
from vvc_bridge.output import output_file

ROOT = Path(__file__).parent.parent
RESULTS = Path("docs/results")
SUMMARY = RESULTS / "summary.json"
BLOCKS = {
    Path("README.md"): ("<!-- results begin -->", "<!-- results end -->"),
    Path("docs/explanation/learned.md"): ("<!-- compare begin -->", "<!-- compare end -->"),
}
KNOWN = {
    "mesh": "Hands before the face, hair that swings, light that changes and heads turned far need a new "
    "base picture; teeth appear only where a base picture of the scene shows them.",
    "light": "Trained on two people and a rendered head alone.",
    "fomm": "Trained on two people and a rendered head alone, too few for its size.",
    "facev2v": "Trained on two people and a rendered head alone; of all systems it draws slowest.",
    "cfte": "Trained on two people and a rendered head alone; it can say only what moved most in these.",
}
"""What is known to be bad beside what the numbers say; no numbers here."""


class ResultsError(ValueError):
    """A page without its markers, or no summary."""


def read(path: Path) -> Summary:
    """Read a comparison's summary.json."""
    return Summary.from_json(json.loads(path.read_text(encoding="utf-8")))


def page(summary: Summary) -> str:
    """Write the page of results."""
    pictures = sum(clip["pictures"] for clip in summary.clips.values())
    short = "" if summary.preset == "here" else " It is too short to judge a system by."
    parts = [
        "# Results",
        "Written by one command (`make results`), which takes the preset `here`:\n\n"
        "    seigen compare --preset here -o OUT && python -m scripts.make_results OUT",
        f"This is preset `{summary.preset}`: {tables.clips(summary)}, {pictures} pictures in all, on "
        f"{summary.date}, {to_markdown(summary.machine)}, one thread per stream. Streams were written "
        "to disk and decoded by a process that had nothing else. Every clip's own rows stand "
        "[below](#every-clip)." + short,
    ]
    told = [*summary.notes, *(f"{name} failed: {why}" for name, why in summary.failed.items())]
    if told:
        parts.append("\n".join(f"- {to_markdown(note)}" for note in told))
    parts += ["## The systems", verdict.systems(summary), "## What is bad"]
    for name in summary.systems:
        known = f" {KNOWN[name]}" if name in KNOWN else ""
        parts.append(f"**`{name}`**: {verdict.paragraph(summary, name)}{known}")
    parts.append("## Curves\n\nThick: means over the clips. Thin: every clip by itself.")
    parts += [f"![{name} over the rate](curves/{name}.svg)" for name in summary.measures]
    body = tables.tables(summary).split("\n\n", 2)[2].strip()
    if told:
        body = body.partition("\n\n")[2]
    return "\n\n".join([*parts, body]) + "\n"


def block(path: Path, summary: Summary) -> str:
    """Write what stands between a page's markers."""
    if path.name == "README.md":
        return verdict.systems(summary) + "\n\n[All results](docs/results/README.md).\n"
    return tables.mean_rows(summary) + "\n\n" + tables.wins(summary) + "\n"


def generate(summary: Summary, root: Path = ROOT) -> dict[Path, str]:
    """Return the text of every file that holds numbers of a comparison, by path below ``root``."""
    found = {RESULTS / "README.md": page(summary)}
    if summary.preset != "here":
        return found
    for path, (begin, end) in BLOCKS.items():
        whole = (root / path).read_text(encoding="utf-8")
        if whole.count(begin) != 1 or whole.count(end) != 1 or whole.index(begin) > whole.index(end):
            raise ResultsError(f"{path}: no {begin} ... {end}")
        head, tail = whole[: whole.index(begin)], whole[whole.index(end) :]
        found[path] = f"{head}{begin}\n{block(path, summary)}{tail}"
    for name in summary.systems:
        file = weights.FOLDER / f"{name}.safetensors"
        if file.is_file():
            data = file.read_bytes()
            rows = verdict.rows_of_card(
                summary, name, hashlib.sha256(data).hexdigest(), (STATIC, summary.systems[0])
            )
            card = weights.card(weights.load(file, name), len(data), rows)
            found[file.with_suffix(".md").relative_to(ROOT)] = card
    return found


def stale(root: Path = ROOT) -> list[str]:
    """Name the files that do not say what docs/results/summary.json does."""
    found = generate(read(root / SUMMARY), root)
    return [
        str(path)
        for path, text in found.items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]


def write(summary: Summary, root: Path = ROOT) -> None:
    """Write everything."""
    (root / RESULTS / "curves").mkdir(parents=True, exist_ok=True)
    texts = generate(summary, root)
    texts[SUMMARY] = json.dumps(summary.to_json(), indent=1, allow_nan=False) + "\n"
    for old in (root / RESULTS / "curves").glob("*.svg"):
        old.unlink()
    for name in summary.measures:
        drawn = plots.curves(summary, measures.measure(name).name)
        texts[RESULTS / "curves" / f"{name}.svg"] = drawn.replace(
            "<svg ", '<svg style="background: #fff; color: #1d1d1f" ', 1
        )
    for path, text in texts.items():
        with output_file(root / path) as file:
            file.write(text.encode())


def main() -> None:
    """Write docs/results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", help="what `seigen compare` wrote")
    folder = parser.parse_args().folder
    path = folder / "summary.json" if folder else ROOT / SUMMARY
    if not path.is_file():
        raise SystemExit(f"{path}: no such file")
    write(read(path))


if __name__ == "__main__":
    main()
