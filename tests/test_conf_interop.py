"""Comparison with reference decoders: recorded runs, programs that misbehave, known defects."""

from __future__ import annotations

import html
import json
import os
import stat
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.catalogue import catalogue, positive
from conformance.vtm.defects import DEFECTS
from conformance.vtm.interop import compare, compare_all, judge
from conformance.vtm.recorded import find
from conformance.vtm.reference import Reference, Run, sections
from conformance.vtm.report import markdown, page
from scripts import make_conformance_docs
from sei.errors import SeigenError
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
    table, web = tmp_path / "t.md", tmp_path / "t.html"
    result = run(
        cli,
        [
            *("conformance", "interop", "--recorded", "--only", "MIN_*", "--only", "GFV_KPS2D_*"),
            *("--markdown", str(table), "--html", str(web)),
        ],
    )
    assert result.exit_code == 0, result.output
    assert "one-state" in result.output and "0 not explained" in result.output
    assert "| MIN_ONESTATE_A_Seigen_1 |" in table.read_text()
    assert web.read_text().count("<tr") >= 10
    broken = program(tmp_path / "vtm", "exit 3")
    result = run(cli, ["conformance", "interop", "--vtm", broken.program, "--only", "GFV_MINIMAL*", "--json"])
    assert result.exit_code == 4
    assert json.loads(result.output)["verdict"] == "refused"
    result = run(cli, ["conformance", "interop", "--vtm", str(tmp_path / "none"), "--only", "GFV_MINIMAL*"])
    assert result.exit_code != 0


class Elements(HTMLParser):
    """Tags in a page, with their attributes; all must be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


HOSTILE = "</td><script>|&\"'><img src=x onerror=alert(1)>"


def test_reports_escape_what_a_decoder_says() -> None:
    stream = BY_NAME["GFV_MINIMAL_A"]
    kept = find(stream.data())
    assert kept is not None
    section = kept[1].sections[0]
    lines = ((section.lines[0][0], HOSTILE), *section.lines[1:])
    run = Run("ok", [type(section)(section.title, section.size, lines)], "")
    refused = Run("refused", [], HOSTILE)
    found = [
        judge(HOSTILE, stream.data(), stream.edition, HOSTILE, run),
        judge("GFV_MINIMAL_A", stream.data(), stream.edition, "VTM", refused),
    ]
    text = page(found, HOSTILE)
    plain = page([judge("x", stream.data(), stream.edition, "VTM", r) for r in (run, refused)])
    tags = [tag for tag, _ in Elements(text).found]
    assert tags == [tag for tag, _ in Elements(plain).found]
    assert "script" not in tags and "img" not in tags
    assert text.count(html.escape(HOSTILE)) >= 5 and "<script" not in text
    assert "<script>" not in markdown(found)
    assert "\\|" in markdown(found)


def test_page_stands_alone_and_shows_every_outcome() -> None:
    found = make_conformance_docs.comparisons(catalogue())
    parsed = Elements(page(found, "All"))
    assert parsed.open == []
    tags = [tag for tag, _ in parsed.found]
    assert not {"script", "link", "img", "iframe", "form"} & set(tags)
    assert tags.count("tr") == len(catalogue()) + 1
    attributes = [a for _, a in parsed.found]
    # Links stay in the page, and lead somewhere.
    ids = {a["id"] for a in attributes if "id" in a}
    links = {a["href"] for a in attributes if "href" in a}
    assert links and links <= {f"#{name}" for name in ids}
    shown = [a["class"] for tag, a in parsed.found if tag == "span"]
    assert Counter(shown) == Counter(f"verdict {c.verdict}" for c in found)
    assert all(f".{verdict}" in page([]) for verdict in ("agree", "differ", "refused", "crashed", "timeout"))
    assert "url(" not in page(found) and "@import" not in page(found)


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


def test_folders_are_looked_into(tmp_path: Path) -> None:
    """Streams in subfolders, a folder of one stream among them."""
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    for name, place in (("GFV_KPS2D_A", deep), ("GFV_KPS2D_B", tmp_path), ("GFV_KPS2D_C", tmp_path)):
        (place / f"{name}.266").write_bytes(BY_NAME[name].data())
    found = CliRunner().invoke(cli, ["conformance", "interop", "--recorded", str(tmp_path)])
    assert found.exit_code == 0 and found.output.count("agree") == 4, found.output
    (tmp_path / "none").mkdir()
    nothing = CliRunner().invoke(cli, ["conformance", "interop", str(tmp_path / "none")])
    assert isinstance(nothing.exception, SeigenError)


def test_streams_into_which_messages_are_put_may_be_unsafe(tmp_path: Path) -> None:
    """`from-vtm-cfg --base` has the option that its refusals name."""
    shown = CliRunner().invoke(cli, ["from-vtm-cfg", "--help"])
    assert "--no-vtm-safe" in shown.output
