"""The dump of real streams: which SEI messages VTM's decoder reads at all."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sei.context import Context
from sei.vtm_dump import dump
from tests.conftest import DATA
from vvc_bridge.access_unit import access_units
from vvc_bridge.inspect import SkippedPictures, find, vtm_dump
from vvc_bridge.inspect_cli import inspect
from vvc_bridge.rule_editor import edit
from vvc_bridge.rules import Rules


def hashes(path: Path) -> int:
    return sum(text.startswith("----") for _, text in vtm_dump(path))


@pytest.mark.parametrize(
    ("name", "read", "left_out"),
    [
        ("RAP_A_HHI_1", 1, 15),  # RASL pictures of the CRA picture that the stream starts with
        ("RAP_B_HHI_1", 33, 16),  # those, and suffix SEI before the first picture
        ("RAP_D_HHI_1", None, 0),
    ],
)
def test_sei_of_pictures_that_are_not_decoded(shared_dir, name, read, left_out):
    path = shared_dir / "vectors/jvet" / f"{name}.bit"
    total = sum(len(unit.messages) for unit in access_units(path))
    if read is not None:
        assert hashes(path) == read
    assert total - hashes(path) == left_out


def test_leading_pictures_of_the_first_cra_picture_are_left_out(shared_dir):
    skips = SkippedPictures()
    kinds = [
        (unit.random_access, skips.skips(unit))
        for unit in access_units(shared_dir / "vectors/jvet/RAP_B_HHI_1.bit")
    ]
    assert kinds[0] == ("CRA", False)
    assert all(skipped for _, skipped in kinds[1:16])
    assert not any(skipped for _, skipped in kinds[16:])


def test_many_refusals_are_named_up_to_a_hundred(tmp_path):
    from tests.limits import run
    from tests.test_bounds_reading import BAD_SEI

    path = tmp_path / "bad.266"
    path.write_bytes((DATA / "gfv_multi_picture.bit").read_bytes() + BAD_SEI * 150)
    for form in ("table", "json", "vtm"):
        ran = run("inspect", "--format", form, path)
        lines = ran.errors.splitlines()
        assert ran.status == 1 and len(lines) == 101 and "further refusals" in lines[-1]
    assert b"150 refused" in run("inspect", path).out


TALK = Path(__file__).parent / "data" / "mesh_talk.266"


def shown(*options: str, source: Path = TALK) -> str:
    done = CliRunner().invoke(inspect, [str(source), *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_one_message_by_its_place():
    text = shown("--au", "1", "--message", "2", "--type", "223")
    assert text.count("generative_face_video  ") == 1 and "access unit 1, message 2, POC 0" in text
    assert "gfv_cnt                                                       1 " in text
    assert shown("--au", "1", "--message", "2", "--type", "224").startswith("SEI messages: ")


def test_limit_and_access_units_end_the_reading():
    assert shown("--limit", "3").count("  access unit 0, message ") == 3
    assert "what follows was not read" in shown("--limit", "3") and "not read" not in shown("--au", "1")
    assert len(shown("--format", "json", "--limit", "5").splitlines()) == 5


def test_json_says_where():
    rows = [json.loads(line) for line in shown("--format", "json").splitlines()]
    assert [(row["au"], row["message_number"]) for row in rows[:2]] == [(0, 0), (0, 1)]
    assert {row["poc"] for row in rows} == {0} and {row["au"] for row in rows} == {0, 1}


def test_csv_has_a_line_an_element():
    rows = list(csv.DictReader(io.StringIO(shown("--format", "csv"))))
    found = list(find(TALK))
    assert len(rows) == sum(len(f.rows) for f in found)
    assert rows[0]["element"] == "gfv_id" and {row["au"] for row in rows} == {"0", "1"}
    uri = next(row for row in rows if row["element"] == "gfv_nn_tag_uri")
    assert uri["value"] == "tag:seigen,2026:mesh", "a comma in a value is quoted"


def test_csv_of_strings_and_refused_messages(tmp_path):
    """Hostile text stays in its cell; what was refused is a line, and the exit status says so."""
    text = 'a,"b"\n=cmd|1\x1b[31m'
    hidden = (bytes(16) + text.encode()).hex()
    rules = [
        {"do": "insert", "au": 0, "payload_type": 223, "payload": "ff", "kind": "suffix"},
        {"do": "insert", "au": 0, "payload_type": 1000, "payload": hidden, "kind": "suffix"},
        {"do": "set", "base": True, "values": {"gfv_nn_uri": text}},
    ]
    out = tmp_path / "a.266"
    edit(TALK, Rules.of(*rules), out, vtm_safe=False)
    done = CliRunner().invoke(inspect, [str(out), "--format", "csv", "--au", "0"])
    assert done.exit_code == 1
    lines = [line for line in done.stdout.splitlines() if line[:2] in ("0,", "au")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    assert any(row["element"] == "refused" for row in rows)
    assert next(row for row in rows if row["payload_type"] == "1000")["value"] == hidden
    assert next(row for row in rows if row["element"] == "gfv_nn_uri")["value"] == 'a,"b"\\n=cmd|1\\x1b[31m'


@pytest.mark.parametrize("option", [["--au", "0"], ["--message", "0"], ["--limit", "1"]])
def test_vtms_format_shows_all_of_a_type(option):
    done = CliRunner().invoke(inspect, [str(TALK), "--format", "vtm", *option])
    assert done.exit_code == 2 and "--format vtm shows all messages" in done.output


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        ("0 0 00000110 01 0", "field_pic 0 display_fields_from_frame 0 periods 6 scan 1 duplicate 0"),
        (
            "0 1 1 11111111 00 1",
            "field_pic 0 display_fields_from_frame 1 top_field_first 1 periods 255 scan 0 duplicate 1",
        ),
        (
            "1 1 1 0 10 0",
            "field_pic 1 bottom_field 1 pairing_indicated 1 paired_with_next_field 0 scan 2 duplicate 0",
        ),
        ("1 0 0 01 0", "field_pic 1 bottom_field 0 pairing_indicated 0 scan 1 duplicate 0"),
    ],
)
def test_frame_field_info_is_dumped_as_by_vtm(bits, expected):
    """VTM 24.0 reads it, under the title Unknown; the first text is what its decoder wrote of our stream."""
    whole = bits.replace(" ", "") + "1"
    payload = int(whole.ljust(-(-len(whole) // 8) * 8, "0"), 2).to_bytes(-(-len(whole) // 8))
    title, *rows = dump(168, payload, Context(shared=True), prefix=True).splitlines()[1:]
    assert title == f"Unknown SEI message ({len(payload)} bytes)"
    names = {"periods": "display_elemental_periods_minus1", "scan": "source_scan_type"}
    words = expected.split()
    assert [row.strip() for row in rows] == [
        f"ffi_{names.get(name, f'{name}_flag')}: {value}"
        for name, value in zip(words[::2], words[1::2], strict=True)
    ]
