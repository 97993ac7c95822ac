"""Comparison with reference decoders: recorded runs, programs that misbehave, known defects."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.catalogue import catalogue, positive
from conformance.defects import DEFECTS
from conformance.interop import compare, compare_all, judge
from conformance.recorded import find
from conformance.reference import Reference, Run, sections
from conformance.report import markdown, page
from scripts import make_conformance_docs
from seigen.__main__ import cli
from tests.conftest import SHARED, Vector

BY_NAME = {stream.name.removesuffix("_Seigen_1"): stream for stream in catalogue()}
DOCS = Path(__file__).parents[1] / "docs" / "conformance"


def program(path: Path, body: str) -> Reference:
    """A reference decoder that does what ``body`` (shell) says."""
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return Reference("VTM 24.0", str(path))


def test_every_stream_has_a_recorded_run() -> None:
    for stream in catalogue():
        assert find(stream.data()) is not None, stream.name


def test_whole_set_is_explained() -> None:
    found = make_conformance_docs.comparisons(catalogue())
    assert [c.name for c in found if not c.explained] == []
    agreed = sum(c.verdict == "agree" for c in found if not c.expected)
    assert agreed >= 60
    assert {name for c in found for name in c.defects} == {d.name for d in DEFECTS}


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: d.name)
def test_example_shows_its_defect(defect: object) -> None:
    name, example = defect.name, defect.example  # type: ignore[attr-defined]
    stream = BY_NAME[example]
    [found], _ = compare_all([(stream.name, stream.data(), stream.edition, False, None)], recorded=True)
    assert found.verdict != "agree" and found.defects == [name]


def test_difference_names_element_values_and_bit() -> None:
    stream = BY_NAME["GFV_KPS2D_A"]
    kept = find(stream.data())
    assert kept is not None
    name, run = kept
    assert judge("x", stream.data(), stream.edition, name, run).verdict == "agree"
    lines = list(run.sections[1].lines)
    at = next(k for k, (element, _) in enumerate(lines) if element.startswith("gfv_coordinate_y_abs"))
    lines[at] = (lines[at][0], "77")
    changed = [*run.sections]
    changed[1] = type(changed[1])(changed[1].title, changed[1].size, tuple(lines))
    found = judge("x", stream.data(), stream.edition, name, Run("ok", changed, ""))
    assert found.verdict == "differ" and not found.explained
    assert found.difference is not None
    assert (found.difference.message, found.difference.theirs) == (1, "77")
    assert found.difference.element.startswith("gfv_coordinate_y_abs") and found.difference.bit is not None
    fewer = judge("x", stream.data(), stream.edition, name, Run("ok", run.sections[:2], ""))
    assert fewer.difference is not None and fewer.difference.message == 2


def test_decoders_that_misbehave(tmp_path: Path) -> None:
    stream = BY_NAME["GFV_MINIMAL_A"]
    cases = {
        "crashed": "kill -SEGV $$",
        "refused": "echo 'ERROR: no' >&2; exit 1",
        "timeout": "exec sleep 20",
        "differ": "exit 0",
    }
    for verdict, body in cases.items():
        reference = program(tmp_path / verdict, body)
        found = compare("x", stream.data(), stream.edition, reference, timeout=1)
        assert found.verdict == verdict
        assert not found.explained
    assert "SIGSEGV" in compare("x", stream.data(), "h274v4", program(tmp_path / "c", cases["crashed"])).said


def test_command_line(tmp_path: Path) -> None:
    run = CliRunner().invoke
    table, html = tmp_path / "t.md", tmp_path / "t.html"
    result = run(
        cli,
        [
            *("conformance", "interop", "--recorded", "--only", "MIN_*", "--only", "GFV_KPS2D_*"),
            *("--markdown", str(table), "--html", str(html)),
        ],
    )
    assert result.exit_code == 0, result.output
    assert "one-state" in result.output and "0 not explained" in result.output
    assert "| MIN_ONESTATE_A_Seigen_1 |" in table.read_text()
    assert html.read_text().count("<tr") >= 10
    broken = program(tmp_path / "vtm", "exit 3")
    result = run(cli, ["conformance", "interop", "--vtm", broken.program, "--only", "GFV_MINIMAL*", "--json"])
    assert result.exit_code == 4
    assert json.loads(result.output)["verdict"] == "refused"
    result = run(cli, ["conformance", "interop", "--vtm", str(tmp_path / "none"), "--only", "GFV_MINIMAL*"])
    assert result.exit_code != 0


def test_reports_escape_what_a_decoder_says() -> None:
    stream = BY_NAME["GFV_MINIMAL_A"]
    kept = find(stream.data())
    assert kept is not None
    section = kept[1].sections[0]
    lines = ((section.lines[0][0], "<script>|"), *section.lines[1:])
    run = Run("ok", [type(section)(section.title, section.size, lines)], "")
    found = [judge("x", stream.data(), stream.edition, "VTM", run)]
    assert "<script>" not in page(found) and "<script>" not in markdown(found)
    assert "\\|" in markdown(found)


def test_reference_vectors_agree_with_their_dumps(vector: Vector) -> None:
    """Dumps beside the streams stand in for the decoder."""
    kept = find(vector.bits.read_bytes(), vector.bits)
    assert kept is not None
    found = judge(vector.name, vector.bits.read_bytes(), vector.edition, kept[0], kept[1])
    assert found.verdict == "agree" or found.defects, found
    assert found.messages == len(sections(vector.dump_text()))


def test_documents_are_up_to_date() -> None:
    assert (DOCS / "interop.md").read_text() == make_conformance_docs.interop_markdown()
    assert (DOCS / "vtm24-defects.md").read_text() == make_conformance_docs.defects_markdown()
    assert (DOCS / "verify.md").read_text() == make_conformance_docs.verify_markdown()
    assert (DOCS / "interop.html").read_text() == make_conformance_docs.interop_html()


@pytest.mark.long
@pytest.mark.skipif("SEIGEN_VTM_DECODER" not in os.environ, reason="SEIGEN_VTM_DECODER is not set")
def test_live_decoder() -> None:
    reference = Reference.vtm()
    for stream in positive():
        if stream.edition == "h274v4":
            found = compare(stream.name, stream.data(), stream.edition, reference)
            assert found.explained, found


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared vectors")
def test_folder_of_vectors_on_the_command_line() -> None:
    folder = SHARED / "vectors" / "vtm24" / "gfv_kps2d_pred"
    result = CliRunner().invoke(
        cli, ["conformance", "interop", "--recorded", str(folder / "gfv_kps2d_pred.bit")]
    )
    assert result.exit_code == 0 and "agree" in result.output
