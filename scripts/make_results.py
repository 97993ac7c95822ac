"""Writes docs/results, and every number elsewhere that comes from it, from a comparison's summary.

    seigen compare --preset here -o OUT && python -m scripts.make_results OUT

Without OUT everything is written again from docs/results/summary.json. The README's table, the tables of
docs/explanation/learned.md and mesh.md and the model cards are written from the preset `here` alone, whose
clips and rates they speak of.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterable
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
BLOCKS = dict.fromkeys(
    (Path("README.md"), Path("docs/explanation/learned.md"), Path("docs/explanation/mesh.md")),
    ("<!-- results begin -->", "<!-- results end -->"),
)
NEAR = 8.0
"""kbit/s: of the rows that pages of single systems show."""
KNOWN = {
    "mesh": "Hands before the face, hair that swings, light that changes and heads turned far need a new "
    "base picture; teeth appear only where a base picture of the scene shows them.",
    "light": "Trained on two people and a rendered head alone.",
    "fomm": "Trained on two people and a rendered head alone, too few for its size.",
    "facev2v": "Trained on two people and a rendered head alone; of all systems it draws slowest.",
    "factors": "Trained on two people and a rendered head alone; a mouth that the base picture shows shut is "
    "painted.",
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
        "to disk and decoded by a process that had nothing else. Every clip has a page of its own: "
        f"{', '.join(f'[{to_markdown(clip)}]({_of(clip).name})' for clip in summary.clips)}." + short,
    ]
    said = [*summary.notes, *(f"{name} failed: {why}" for name, why in summary.failed.items())]
    if said:
        parts.append("\n".join(f"- {to_markdown(note)}" for note in said))
    parts += verdict.told(summary, KNOWN)
    parts.append("## Curves\n\nThick: means over the clips. Thin: every clip by itself.")
    for family in measures.by_family(summary.measures):
        parts.append(f"![{family} over the rate](curves/{slug(family)}.svg)")
    parts += tables.means(summary)
    parts += ["## How pictures came about", tables.share_rows(summary)]
    parts += ["## Better than standing still?", tables.wins(summary)]
    for anchor in summary.anchors:
        rows, _, why = tables.deltas(summary, anchor).partition("\n\n")
        parts += [f"## Rate against {anchor}", rows]
        if why:
            head, _, reasons = why.partition("\n\n")
            parts.append(f"<details><summary>{head}</summary>\n\n{reasons}\n\n</details>")
    parts.append("What the measures see and what they miss: [measures](../measures.md).")
    return "\n\n".join(parts) + "\n"


def slug(name: str) -> str:
    """Return a name as a file's: letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower() or "clip"


def _of(clip: str) -> Path:
    return RESULTS / f"clip-{slug(clip)}.md"


def clip_page(summary: Summary, clip: str) -> str:
    """Write a clip's page: its curves, and all its rows."""
    about = summary.clips[clip]
    width, height = reversed(about["size"])
    families = measures.by_family(summary.measures)
    sent, *rows = tables.clip_tables(summary, clip)
    parts = [
        f"# {to_markdown(clip)}",
        f"{about['pictures']} pictures of {width}x{height}, {about['seconds']:.2f} s, preset "
        f"`{summary.preset}`, {summary.date}. [All results](README.md).",
        f"![all measures over the rate](curves/clip-{slug(clip)}.svg)",
        "## What was sent",
        sent,
        "## Measures\n\nMean of the pictures, and in brackets mean of the worst tenth.",
    ]
    for family, told in zip(families, rows, strict=True):
        parts += [f"### {family.capitalize()}", told]
    return "\n\n".join(parts) + "\n"


def block(path: Path, summary: Summary) -> str:
    """Write what stands between a page's markers."""
    if path.name == "README.md":
        return verdict.systems(summary) + "\n\n[All results](docs/results/README.md).\n"
    names = [m for m in (*verdict.OF_CARDS, "ssim", "vmaf") if m in summary.measures]
    if path.name == "mesh.md":
        rows = tables.at_rate(summary, NEAR, names, ("mesh",))
        return f"{rows}\n\n{verdict.paragraph(summary, 'mesh')}\n"
    rows = tables.at_rate(summary, NEAR, names)
    return "\n\n".join(filter(None, [rows, verdict.costs(summary), verdict.light(summary)])) + "\n"


def generate(summary: Summary, root: Path = ROOT) -> dict[Path, str]:
    """Return the text of every file that holds numbers of a comparison, by path below ``root``."""
    found = {RESULTS / "README.md": page(summary)}
    found |= {_of(clip): clip_page(summary, clip) for clip in summary.clips}
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


def _others(root: Path, wanted: Iterable[Path]) -> list[Path]:
    """Pages of clips that are no longer among the results."""
    there = {path.relative_to(root) for path in (root / RESULTS).glob("clip-*.md")}
    return sorted(there - set(wanted))


def stale(root: Path = ROOT) -> list[str]:
    """Name the files that do not say what docs/results/summary.json does."""
    found = generate(read(root / SUMMARY), root)
    differ = [
        path
        for path, text in found.items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]
    return [str(path) for path in (*differ, *_others(root, found))]


def drawn(summary: Summary) -> dict[Path, str]:
    """Draw all curves: a file per family of measures, and one per clip."""
    found = {
        f"curves/{slug(family)}.svg": plots.panels(summary, names, columns=2)
        for family, names in measures.by_family(summary.measures).items()
    }
    for clip in summary.clips:
        found[f"curves/clip-{slug(clip)}.svg"] = plots.panels(summary, summary.measures, clip, columns=3)
    look = '<svg style="background: #fff; color: #1d1d1f" '
    return {RESULTS / name: svg.replace("<svg ", look, 1) for name, svg in found.items()}


def write(summary: Summary, root: Path = ROOT) -> None:
    """Write everything."""
    (root / RESULTS / "curves").mkdir(parents=True, exist_ok=True)
    texts = generate(summary, root)
    for old in (*(root / RESULTS / "curves").glob("*.svg"), *(root / p for p in _others(root, texts))):
        old.unlink()
    texts[SUMMARY] = json.dumps(summary.to_json(), indent=1, allow_nan=False) + "\n"
    for path, text in (texts | drawn(summary)).items():
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
