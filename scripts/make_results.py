"""Writes docs/results, and every number elsewhere that comes from it, from the summaries of comparisons.

    seigen compare --preset here -o OUT/here && python -m scripts.make_results OUT

OUT/NAME/summary.json goes to docs/results/NAME.json: faces (`here`), scenes (`here-scenes`), bodies
(`here-bodies`), those that are there. Without OUT everything is written again from docs/results. The README's
table is of all of them. The tables of docs/explanation/learned.md and mesh.md and the model cards are written
from the preset `here` alone, whose clips and rates they speak of.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from generators.measure import measures
from generators.measure.compare import plots, tables, verdict
from generators.measure.compare.summary import Summary
from generators.measure.compare.ways import STATIC
from generators.weights import files as weights
from sei.shown import to_markdown
from vvc_bridge.output import output_file

ROOT = Path(__file__).parent.parent
RESULTS = Path("docs/results")
PARTS = {"here": "Faces", "here-scenes": "Scenes", "here-bodies": "Bodies"}
"""Presets that docs/results shows, and what their clips show."""
BLOCKS = dict.fromkeys(
    (Path("README.md"), Path("docs/explanation/learned.md"), Path("docs/explanation/mesh.md")),
    ("<!-- results begin -->", "<!-- results end -->"),
)
NEAR = 8.0
"""kbit/s: of the rows that pages of single systems show."""
Parts: TypeAlias = Mapping[str, Summary]
"""Summaries by preset, in the order of `PARTS`."""
KNOWN = {
    "mesh": "Hands before the face, hair that swings, light that changes and heads turned far need a new "
    "base picture; teeth appear only where a base picture of the scene shows them.",
    "light": "Trained on two people and a rendered head alone.",
    "fomm": "Trained on two people and a rendered head alone, too few for its size.",
    "facev2v": "Trained on two people and a rendered head alone; of all systems it draws slowest.",
    "factors": "Trained on two people and a rendered head alone; a mouth that the base picture shows shut is "
    "painted.",
    "cfte": "Trained on two people and a rendered head alone; it can say only what moved most in these.",
    "light-cfte": "As `cfte`, with fewer parameters.",
    "dac": "Trained on two people and a rendered head alone; points without Jacobians do not turn.",
    "tokens": "What few tokens leave out is no detail of one place: a cut stream moves less everywhere.",
    "pleno": "Its grid moves what is there, outside the face; what no base picture shows is not made up.",
    "scene": "Between base pictures nothing new appears; fine water and leaves are blended, not made up.",
    "semantics": "A warp of the base picture: hands, armpits, hems and hair are drawn out; who turns away "
    "shows what was seen from the front. Of a calm clip the encoder holds nearly every picture, which its "
    "distance calls nearer, though the person moves.",
    "dense": "15 points say nothing of fingers, little of a face. Calm clips are held, as with `semantics`.",
    "avatar": "One person, one still camera; what its clip never shows is guessed, and hands are blurred.",
}
"""What is known to be bad beside what the numbers say; no numbers here."""


class ResultsError(ValueError):
    """A page without its markers, or no summary."""


def read(path: Path) -> Summary:
    """Read a comparison's summary.json."""
    return Summary.from_json(json.loads(path.read_text(encoding="utf-8")))


def parts(folder: Path) -> dict[str, Summary]:
    """Read the summaries of a folder, NAME.json or NAME/summary.json. Raises ResultsError for none."""
    found = {}
    for name in PARTS:
        for path in (folder / f"{name}.json", folder / name / "summary.json"):
            if path.is_file():
                found[name] = read(path)
                break
    if not found:
        raise ResultsError(f"{folder}: no summary of {', '.join(PARTS)}")
    return found


def _where(name: str) -> Path:
    return RESULTS / f"{PARTS[name].lower()}.md"


def page(found: Parts) -> str:
    """Write the page of results: every system, what is bad about it, and its curves."""
    told = [
        "# Results",
        "Written by one command, `make results`. Streams were written to disk and decoded by a process that "
        "had nothing else.",
        "\n".join(f"- [{PARTS[name]}]({_where(name).name}): {_about(s)}." for name, s in found.items()),
    ]
    told += ["## The systems", verdict.together([verdict.systems(s) for s in found.values()])]
    told.append("## What is bad")
    for summary in found.values():
        told += verdict.bad(summary, KNOWN)
    told.append("## Curves\n\nThick: means over the clips. Thin: every clip by itself.")
    for name, summary in found.items():
        names = [m for m in verdict.OF_CARDS if m in summary.measures]
        told += [f"### {PARTS[name]}", f"![{', '.join(names)} over the rate](curves/{name}.svg)"]
        told.append(f"[All measures, tables and clips]({_where(name).name}).")
    told.append("What the measures see and what they miss: [measures](../measures.md).")
    return "\n\n".join(told) + "\n"


def _about(summary: Summary) -> str:
    pictures = sum(clip["pictures"] for clip in summary.clips.values())
    return (
        f"{tables.clips(summary)}, {pictures} pictures in all, on {summary.date}, "
        f"{to_markdown(summary.machine)}, one thread per stream"
    )


def part_page(name: str, summary: Summary) -> str:
    """Write the page of one preset: all curves and tables."""
    clips = ", ".join(f"[{to_markdown(clip)}]({_of(clip).name})" for clip in summary.clips)
    told = [
        f"# Results: {PARTS[name].lower()}",
        f"    seigen compare --preset {name} -o OUT",
        f"{_about(summary)}. Every clip has a page of its own: {clips}. [All results](README.md).",
    ]
    said = [*summary.notes, *(f"{trial} failed: {why}" for trial, why in summary.failed.items())]
    if said:
        told.append("\n".join(f"- {to_markdown(note)}" for note in said))
    told += verdict.told(summary, KNOWN)
    told.append("## Curves\n\nThick: means over the clips. Thin: every clip by itself.")
    for family in measures.by_family(summary.measures):
        told.append(f"![{family} over the rate](curves/{name}-{slug(family)}.svg)")
    told += tables.means(summary)
    told += ["## How pictures came about", tables.share_rows(summary)]
    told += ["## Better than standing still?", tables.wins(summary)]
    for anchor in summary.anchors:
        rows, _, why = tables.deltas(summary, anchor).partition("\n\n")
        told += [f"## Rate against {anchor}", rows]
        if why:
            head, _, reasons = why.partition("\n\n")
            told.append(f"<details><summary>{head}</summary>\n\n{reasons}\n\n</details>")
    told.append("What the measures see and what they miss: [measures](../measures.md).")
    return "\n\n".join(told) + "\n"


def slug(name: str) -> str:
    """Return a name as a file's: letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower() or "clip"


def _of(clip: str) -> Path:
    return RESULTS / f"clip-{slug(clip)}.md"


def clip_page(name: str, summary: Summary, clip: str) -> str:
    """Write a clip's page: its curves, and all its rows."""
    about = summary.clips[clip]
    width, height = reversed(about["size"])
    families = measures.by_family(summary.measures)
    sent, *rows = tables.clip_tables(summary, clip)
    parts = [
        f"# {to_markdown(clip)}",
        f"{about['pictures']} pictures of {width}x{height}, {about['seconds']:.2f} s, preset "
        f"`{name}`, {summary.date}. [All of them]({_where(name).name}).",
        f"![all measures over the rate](curves/clip-{slug(clip)}.svg)",
        "## What was sent",
        sent,
        "## Measures\n\nMean of the pictures, and in brackets mean of the worst tenth.",
    ]
    for family, told in zip(families, rows, strict=True):
        parts += [f"### {family.capitalize()}", told]
    return "\n\n".join(parts) + "\n"


def block(path: Path, found: Parts) -> str:
    """Write what stands between a page's markers."""
    if path.name == "README.md":
        rows = verdict.together([verdict.systems(summary) for summary in found.values()])
        return f"{rows}\n\n[All results](docs/results/README.md).\n"
    summary = found["here"]
    names = [m for m in (*verdict.OF_CARDS, "ssim", "vmaf") if m in summary.measures]
    if path.name == "mesh.md":
        rows = tables.at_rate(summary, NEAR, names, ("mesh",))
        return f"{rows}\n\n{verdict.paragraph(summary, 'mesh')}\n"
    rows = tables.at_rate(summary, NEAR, names)
    return "\n\n".join(filter(None, [rows, verdict.costs(summary), verdict.light(summary)])) + "\n"


def generate(found: Parts, root: Path = ROOT) -> dict[Path, str]:
    """Return the text of every file that holds numbers of comparisons, by path below ``root``."""
    texts = {RESULTS / "README.md": page(found)}
    for name, summary in found.items():
        texts[_where(name)] = part_page(name, summary)
        texts |= {_of(clip): clip_page(name, summary, clip) for clip in summary.clips}
    if "here" not in found or found["here"].preset != "here":
        return texts
    for path, (begin, end) in BLOCKS.items():
        whole = (root / path).read_text(encoding="utf-8")
        if whole.count(begin) != 1 or whole.count(end) != 1 or whole.index(begin) > whole.index(end):
            raise ResultsError(f"{path}: no {begin} ... {end}")
        head, tail = whole[: whole.index(begin)], whole[whole.index(end) :]
        texts[path] = f"{head}{begin}\n{block(path, found)}{tail}"
    return texts | _cards(found["here"])


def _cards(summary: Summary) -> dict[Path, str]:
    texts = {}
    for name in summary.systems:
        file = weights.FOLDER / f"{name}.safetensors"
        if file.is_file():
            data = file.read_bytes()
            rows = verdict.rows_of_card(
                summary, name, hashlib.sha256(data).hexdigest(), (STATIC, summary.systems[0])
            )
            card = weights.card(weights.load(file, name), len(data), rows)
            texts[file.with_suffix(".md").relative_to(ROOT)] = card
    return texts


def _others(root: Path, wanted: Iterable[Path]) -> list[Path]:
    """Pages of clips and parts that are no longer among the results."""
    there = {path.relative_to(root) for path in (root / RESULTS).glob("*.md")}
    return sorted(there - set(wanted))


def stale(root: Path = ROOT) -> list[str]:
    """Name the files that do not say what the summaries in docs/results do."""
    texts = generate(parts(root / RESULTS), root)
    differ = [
        path
        for path, text in texts.items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]
    return [str(path) for path in (*differ, *_others(root, texts))]


def drawn(found: Parts) -> dict[Path, str]:
    """Draw all curves: a file per part, per family of measures in it, and per clip."""
    curves = {}
    for name, summary in found.items():
        told = [m for m in verdict.OF_CARDS if m in summary.measures]
        curves[f"curves/{name}.svg"] = plots.panels(summary, told, columns=2)
        for family, names in measures.by_family(summary.measures).items():
            curves[f"curves/{name}-{slug(family)}.svg"] = plots.panels(summary, names, columns=2)
        for clip in summary.clips:
            curves[f"curves/clip-{slug(clip)}.svg"] = plots.panels(summary, summary.measures, clip, columns=3)
    look = '<svg style="background: #fff; color: #1d1d1f" '
    return {RESULTS / name: svg.replace("<svg ", look, 1) for name, svg in curves.items()}


def write(found: Parts, root: Path = ROOT) -> None:
    """Write everything."""
    (root / RESULTS / "curves").mkdir(parents=True, exist_ok=True)
    texts = generate(found, root)
    olds = (*(root / RESULTS / "curves").glob("*.svg"), *(root / RESULTS).glob("*.json"))
    for old in (*olds, *(root / path for path in _others(root, texts))):
        old.unlink()
    for name, summary in found.items():
        texts[RESULTS / f"{name}.json"] = json.dumps(summary.to_json(), indent=1, allow_nan=False) + "\n"
    for path, text in (texts | drawn(found)).items():
        with output_file(root / path) as file:
            file.write(text.encode())


def main() -> None:
    """Write docs/results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", help="folders that `seigen compare` wrote, by preset")
    try:
        write(parts(parser.parse_args().folder or ROOT / RESULTS))
    except ResultsError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
