"""docs/results, the README's table and the model cards say what the last comparison's summary says."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil

import pytest

from generators.measure.compare.summary import Summary
from scripts import make_results
from scripts.make_results import BLOCKS, RESULTS, ROOT, SUMMARY, ResultsError, generate, read, stale, write


def test_the_pages_say_what_was_measured():
    assert stale() == [], "run `python -m scripts.make_results`"


@pytest.fixture
def copy(tmp_path):
    """The pages, and a summary of the preset that all of them are written from."""
    (tmp_path / RESULTS).mkdir(parents=True)
    (tmp_path / "docs" / "explanation").mkdir()
    (tmp_path / "generators" / "data" / "weights").mkdir(parents=True)
    for path in BLOCKS:
        shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path, dataclasses.replace(read(ROOT / SUMMARY), preset="here")


def test_a_number_that_differs_is_noticed(copy):
    pytest.importorskip("matplotlib")
    root, summary = copy
    write(summary, root)
    assert stale(root) == []
    written = set(generate(summary, root))
    assert {RESULTS / "README.md", *BLOCKS} <= written
    assert any(path.suffix == ".md" and "weights" in path.parts for path in written)
    told = json.loads((root / SUMMARY).read_text())
    for row in told["rows"]:
        row["mean"] = {name: value and value * 1.3 for name, value in row["mean"].items()}
    (root / SUMMARY).write_text(json.dumps(told))
    assert {str(RESULTS / "README.md"), "docs/explanation/learned.md"} <= set(stale(root))
    write(summary, root)
    page = root / "README.md"
    page.write_text(
        page.read_text().replace("<!-- results begin -->\n| system", "<!-- results begin -->\n| systems")
    )
    assert stale(root) == ["README.md"]
    page.write_text("nothing")
    with pytest.raises(ResultsError, match=r"README\.md: no <!-- results begin"):
        stale(root)


def test_another_preset_leaves_the_other_pages_alone(copy):
    root, summary = copy
    written = set(generate(dataclasses.replace(summary, preset="quick"), root))
    assert written == {RESULTS / "README.md", *(RESULTS / f"clip-{clip}.md" for clip in summary.clips)}


def test_a_page_of_a_clip_that_is_gone_is_noticed(copy):
    pytest.importorskip("matplotlib")
    root, summary = copy
    write(summary, root)
    (root / RESULTS / "clip-gone.md").write_text("# gone")
    assert stale(root) == [str(RESULTS / "clip-gone.md")]
    write(summary, root)
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


def test_a_summary_is_read_as_it_was_written():
    text = (ROOT / SUMMARY).read_text(encoding="utf-8")
    summary = Summary.from_json(json.loads(text))
    assert json.dumps(summary.to_json(), indent=1, allow_nan=False) + "\n" == text


def test_every_standing_system_has_its_paragraph():
    summary = read(ROOT / SUMMARY)
    page = make_results.page(summary)
    assert all(f"**`{name}`**:" in page and name in make_results.KNOWN for name in summary.systems)
    assert summary.machine in page and summary.date in page
