"""seigen plot: parameters over time as a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from generators.plot import panels, save
from generators.plot_cli import plot
from generators.semantics import read
from sei.errors import SeigenError

pytest.importorskip("matplotlib", reason="plots need the extra report")

DATA = Path(__file__).parent / "data"
TALK = DATA / "mesh_talk.266"


def test_svg_has_the_names_and_is_the_same_every_time(tmp_path):
    one, two = tmp_path / "a.svg", tmp_path / "b.svg"
    assert save(read(TALK), one) == 18 and save(read(TALK), two) == 18
    assert one.read_bytes() == two.read_bytes()
    assert ET.fromstring(one.read_text()).tag.endswith("svg")
    assert "head.yaw" in one.read_text() and "http://" not in one.read_text().split("<defs>", 1)[1]


@pytest.mark.parametrize("suffix", ["png", "pdf", "PNG"])
def test_formats_and_choice(suffix, tmp_path):
    out = tmp_path / f"a.{suffix}"
    done = CliRunner().invoke(plot, [str(TALK), "-o", str(out), "--name", "head.yaw", "--name", "gaze"])
    assert done.exit_code == 0 and "5 numbers over 1.30 s" in done.output
    assert out.read_bytes()[:4] in (b"\x89PNG", b"%PDF")


def test_a_panel_is_a_first_part_of_names_with_a_unit():
    groups = panels(read(TALK))
    assert [{h.name.split(".")[0] for h in group} for group in groups].count({"head"}) == 3
    assert all(len({h.unit for h in group}) == 1 for group in groups)


def test_a_stream_of_no_known_system(tmp_path):
    out = tmp_path / "a.svg"
    done = CliRunner().invoke(plot, [str(DATA / "gfve_matrix_pupil.bit"), "-o", str(out)])
    assert done.exit_code == 0 and out.stat().st_size


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "a.gif"], "not .png, .svg, .pdf"),
        (["-o", "a.svg", "--name", "wings"], "no 'wings' in mesh"),
        (["-o", "a.svg", "--gfv-id", "7"], "nothing has a name"),
    ],
)
def test_refusals(options, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(plot, [str(TALK), *options])
    assert isinstance(done.exception, SeigenError) and words in str(done.exception)
    assert not list(tmp_path.iterdir())
