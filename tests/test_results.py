"""docs/results, the README's table and the model cards say what the last comparison's summary says."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil

import pytest

from generators import registry
from generators.measure.compare.summary import Summary
from scripts import make_results
from scripts.make_results import BLOCKS, RESULTS, ROOT, ResultsError, generate, parts, read, stale, write

HERE = RESULTS / "here.json"


def test_the_pages_say_what_was_measured():
    assert stale() == [], "run `python -m scripts.make_results`"


@pytest.fixture
def copy(tmp_path):
    """The pages, and the summary of the preset that all of them are written from."""
    (tmp_path / RESULTS).mkdir(parents=True)
    (tmp_path / "docs" / "explanation").mkdir()
    (tmp_path / "generators" / "data" / "weights").mkdir(parents=True)
    for path in BLOCKS:
        shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path, {"here": dataclasses.replace(read(ROOT / HERE), preset="here")}


def test_a_number_that_differs_is_noticed(copy):
    pytest.importorskip("matplotlib")
    root, found = copy
    write(found, root)
    assert stale(root) == []
    written = set(generate(found, root))
    assert {RESULTS / "README.md", RESULTS / "faces.md", *BLOCKS} <= written
    assert any(path.suffix == ".md" and "weights" in path.parts for path in written)
    told = json.loads((root / HERE).read_text())
    for row in told["rows"]:
        row["mean"] = {name: value and value * 1.3 for name, value in row["mean"].items()}
    (root / HERE).write_text(json.dumps(told))
    assert {str(RESULTS / "README.md"), "docs/explanation/learned.md"} <= set(stale(root))
    write(found, root)
    page = root / "README.md"
    page.write_text(
        page.read_text().replace("<!-- results begin -->\n| system", "<!-- results begin -->\n| systems")
    )
    assert stale(root) == ["README.md"]
    page.write_text("nothing")
    with pytest.raises(ResultsError, match=r"README\.md: no <!-- results begin"):
        stale(root)


def test_another_preset_leaves_the_other_pages_alone(copy):
    root, found = copy
    summary = dataclasses.replace(found["here"], preset="quick")
    written = set(generate({"here": summary}, root))
    clips = {RESULTS / f"clip-{clip}.md" for clip in summary.clips}
    assert written == {RESULTS / "README.md", RESULTS / "faces.md"} | clips


def test_parts_stand_on_one_page(copy):
    pytest.importorskip("matplotlib")
    root, found = copy
    whole = found["here"]
    clips = {"sea": next(iter(whole.clips.values()))}
    named = ((row, row.codec.replace("mesh", "scene")) for row in whole.rows)
    rows = tuple(dataclasses.replace(row, clip="sea", codec=codec) for row, codec in named)
    sea = dataclasses.replace(whole, systems=("scene",), clips=clips, rows=rows, complexity={})
    write(found | {"here-scenes": sea}, root)
    assert stale(root) == [] and list(parts(root / RESULTS)) == ["here", "here-scenes"]
    page = (root / RESULTS / "README.md").read_text()
    table = page[page.index("## The systems") : page.index("## What is bad")]
    assert [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")] == [
        *whole.systems,
        *whole.absent,
        "scene",
    ]
    assert table.count("| system |") == 1 and "**`scene`**:" in page and "curves/here-scenes.svg" in page
    assert "| `scene` |" in (root / "README.md").read_text()
    with pytest.raises(ResultsError, match="no summary"):
        parts(root / "docs" / "explanation")


def test_a_page_of_a_clip_that_is_gone_is_noticed(copy):
    pytest.importorskip("matplotlib")
    root, found = copy
    write(found, root)
    (root / RESULTS / "clip-gone.md").write_text("# gone")
    assert stale(root) == [str(RESULTS / "clip-gone.md")]
    write(found, root)
    assert stale(root) == [] and not (root / RESULTS / "clip-gone.md").exists()


def tables_of_measures(text):
    """Heads of tables that tell of measures, each with its section's text before it, blocks left out."""
    outside = re.sub(r"<!-- results begin -->.*?<!-- results end -->", "", text, flags=re.DOTALL)
    for section in re.split(r"^#+ ", outside, flags=re.MULTILINE):
        for head in re.finditer(r"^(\|.*)\n\|[-| ]+$", section, re.MULTILINE):
            if re.search(r"psnr|ssim|vmaf|lpips|keypoint distance|keypoints, pixels", head[1], re.IGNORECASE):
                yield head[1], section[: head.start()]


WRITTEN = sorted(
    path
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "generators").rglob("*.md"))
    if not {"results", "reference"} & set(path.relative_to(ROOT).parts)
)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_table_of_measures_is_written_by_hand(path):
    """Each comes from docs/results, or names the script that printed it: what is measured there is no clip
    beside another codec."""
    for head, before in tables_of_measures(path.read_text(encoding="utf-8")):
        assert re.search(r"python -m scripts\.\w+", before), head


def test_a_table_by_hand_is_found():
    table = "| codec | PSNR |\n|---|---|\n| a | 1 |\n"
    assert len(list(tables_of_measures(f"# One\n\n{table}"))) == 1
    assert not list(tables_of_measures(f"# One\n<!-- results begin -->\n{table}<!-- results end -->\n"))


@pytest.mark.parametrize("path", sorted((ROOT / RESULTS).glob("*.json")), ids=lambda path: path.name)
def test_a_summary_is_read_as_it_was_written(path):
    text = path.read_text(encoding="utf-8")
    summary = Summary.from_json(json.loads(text))
    assert json.dumps(summary.to_json(), indent=1, allow_nan=False) + "\n" == text


def test_every_standing_system_has_its_paragraph():
    found = parts(ROOT / RESULTS)
    page = make_results.page(found)
    for summary in found.values():
        assert all(f"**`{name}`**:" in page and name in make_results.KNOWN for name in summary.systems)
        assert summary.machine in page and summary.date in page
    ours = {name for name in registry.names() if registry.entry(name).mapping is None}
    assert ours <= set(make_results.KNOWN)
