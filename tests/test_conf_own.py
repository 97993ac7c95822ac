"""seigen conformance pack: JVET packages of one's own streams."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("imageio_ffmpeg", reason="pictures are decoded by ffmpeg")

from conformance.catalogue import catalogue
from conformance.cli import conformance
from conformance.own_package import About, pack_own
from conformance.package import PackageError, contents
from conformance.verify_package import verify_package
from sei.errors import SeigenError

DATA = Path(__file__).parent / "data"
ABOUT = About("GFV", "A", "Example", "someone@example.org", purpose="one\nline \x1b[31m", encoder="VTM")


def test_a_package_verifies_and_has_the_same_bytes_every_time(tmp_path):
    source = DATA / "gfv_kps2d_pred.bit"
    one = pack_own(source, ABOUT, tmp_path / "a")
    two = pack_own(source, ABOUT, tmp_path / "b")
    assert one.path.name == "GFV_A_Example_1.zip" and one.path.read_bytes() == two.path.read_bytes()
    report, expected = verify_package(one.path)
    assert report.outcome == expected.outcome == "clean" and not one.notes
    with zipfile.ZipFile(one.path) as archive:
        words = archive.read("GFV_A_Example_1.txt").decode()
        assert archive.read("GFV_A_Example_1.bit") == source.read_bytes()
    assert "Purpose: one\\nline \\x1b[31m\n" in words and "Contact: someone@example.org\n" in words


@pytest.mark.parametrize("name", ["GFV_MINIMAL_A_Seigen_1", "GFV_CNT_A_Seigen_1", "GFV_HM_A_Seigen_1"])
def test_what_the_catalogue_has_comes_out_as_it_is_there(name, tmp_path):
    """Checksums, picture log, messages and dump of shipped streams, made anew by decoding."""
    stream = next(s for s in catalogue() if s.name == name)
    path = tmp_path / "a.bit"
    path.write_bytes(stream.data())
    feature, letter, company, _ = stream.name.rsplit("_", 3)
    about = About(feature, letter, company, "x")
    done = pack_own(path, about, tmp_path, edition=stream.edition, generate=False)
    wanted = contents(stream)
    with zipfile.ZipFile(done.path) as archive:
        for suffix in (".md5", ".yuv.md5", ".opl", ".sei.json", ".expected.json"):
            assert archive.read(stream.name + suffix) == wanted[stream.name + suffix], suffix


def test_a_stream_that_breaks_a_rule(tmp_path):
    stream = next(s for s in catalogue() if s.negative)
    path = tmp_path / "a.bit"
    path.write_bytes(stream.data())
    with pytest.raises(PackageError, match=f"the stream breaks .*{stream.finding}"):
        pack_own(path, ABOUT, tmp_path / "out", edition=stream.edition)
    done = pack_own(path, ABOUT, tmp_path / "out", edition=stream.edition, invalid=True)
    report, expected = verify_package(done.path)
    assert report.broken == set(expected.broken) == {stream.finding}
    with pytest.raises(PackageError, match="breaks no rule"):
        pack_own(DATA / "gfv_kps2d_pred.bit", ABOUT, tmp_path / "out", invalid=True)


def test_from_a_container_and_with_a_generator(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("av")
    from tests.gen_material import real
    from vvc_bridge.remuxer import remux

    real()
    remux(DATA / "mesh_talk.266", tmp_path / "a.mp4")
    done = pack_own(tmp_path / "a.mp4", ABOUT, tmp_path)
    assert {"GFV_A_Example_1.gen.md5", "GFV_A_Example_1.gen.json"} <= set(done.files)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"--feature": "../GFV"}, "letters, digits, - and _ only"),
        ({"--letter": "AB"}, "allowed: A..Z"),
        ({"--company": "a/b"}, "letters, digits and - only"),
        ({"--company": ""}, "letters, digits and - only"),
        ({"--number": "0"}, "version 0, allowed: 1..99"),
        ({"--contact": "x" * 2000}, "contact: over 1000 characters"),
    ],
)
def test_names_are_file_names(options, words, tmp_path):
    given = {"--feature": "GFV", "--letter": "A", "--company": "X", "--contact": "me"} | options
    args = [word for pair in given.items() for word in pair]
    source = str(DATA / "gfv_kps2d_pred.bit")
    done = CliRunner().invoke(conformance, ["pack", source, "-o", str(tmp_path / "out"), *args])
    assert isinstance(done.exception, SeigenError) and words in str(done.exception)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("data", [b"", b"\0\0\1", b"no stream" * 99])
def test_what_is_no_stream_is_refused(data, tmp_path):
    with pytest.raises(SeigenError):
        pack_own(io.BytesIO(data), ABOUT, tmp_path / "out")
    assert not (tmp_path / "out").exists()
