"""The conformance set: every stream gives its verdict, coverage is whole, packages never change."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance.bases import bases
from conformance.catalogue import Stream, catalogue, negative, positive
from conformance.decoding import Asked, _judged
from conformance.package import PackageError, build, contents, open_package, pack
from conformance.proof.coverage import coverage
from conformance.rules import RULES
from conformance.script import Script, coded, deltas, face_values, points
from conformance.verify import verify_stream
from conformance.verify_package import verify_package
from sei.editions import HM18
from seigen.__main__ import cli
from tests.conftest import DATA, SHARED
from vvc_bridge import Codec, Entry, MessageFile, Place, access_units, extract, inject, remove, remux
from vvc_bridge.placement import Placement

STREAMS = catalogue()
BY_NAME = {stream.name.removesuffix("_Seigen_1"): stream for stream in STREAMS}


def test_size_of_the_set() -> None:
    assert len(positive()) >= 80 and len(negative()) >= 40
    assert len({stream.name for stream in STREAMS}) == len(STREAMS)
    assert {stream.finding for stream in negative()} <= {
        r for r, rule in RULES.items() if rule.severity == "error"
    }


@pytest.mark.parametrize("stream", STREAMS, ids=lambda s: s.name)
def test_verdict(stream: Stream) -> None:
    """Just what is to be expected: no other rule is broken."""
    report = verify_stream(stream.data(), edition=stream.edition, decode=False)
    assert report.outcome == stream.verdict, report.findings
    assert report.broken == ({stream.finding} if stream.finding else set()), report.findings


def test_every_rule_of_messages_is_broken_by_a_stream() -> None:
    """Rules about a writer (payload.rewrite), the byte stream and packages have tests of their own below."""
    elsewhere = {"payload.rewrite", "nal.stream", "sei.kind", "stream.undecodable"}
    errors = {
        name
        for name, rule in RULES.items()
        if rule.severity == "error" and not name.startswith("package.") and name not in elsewhere
    }
    assert errors == {stream.finding for stream in negative()}


@pytest.mark.parametrize(("payload_type", "placement"), [(144, "suffix"), (132, "prefix")])
def test_a_message_in_the_wrong_kind_of_sei_nal_unit_is_found(
    payload_type: int, placement: Placement
) -> None:
    out = io.BytesIO()
    payload = "03e80190" if payload_type == 144 else "00" * 50
    entry = Entry(place=Place(au=0), payload_type=payload_type, payload=payload)
    stream = DATA / "gfv_multi_picture.bit"
    inject(stream, MessageFile(messages=[entry]), out, placement=placement, insist=True, vtm_safe=False)
    broken = verify_stream(out.getvalue(), decode=False).broken - verify_stream(stream, decode=False).broken
    assert "sei.kind" in broken
    assert verify_stream(out.getvalue(), decode=False).outcome == "invalid"


def test_coverage_is_whole() -> None:
    found = coverage((stream.name, stream.data(), stream.edition) for stream in STREAMS)
    assert found.missing() == []
    assert {kind for kind, _, _ in found.table()} >= {"element", "boundary", "branch", "carriage"}


def test_coverage_notices_what_is_missing() -> None:
    few = [BY_NAME[name] for name in ("GFV_KPS2D_A", "GFV_MOUTH_A")]
    found = coverage((stream.name, stream.data(), stream.edition) for stream in few)
    missing = "\n".join(found.missing())
    assert "gfve_id" in missing and "branch: generative_face_video.coordinates" in missing
    assert "carriage: HEVC" in missing


def test_pictures_of_the_set_are_those_of_its_bases() -> None:
    """Messages touch nothing but SEI."""
    for stream in (BY_NAME["SEI_SPREAD_A"], BY_NAME["SEI_HEVC_A"], BY_NAME["SEI_PREFIX_A"]):
        base = stream.base_stream.data

        def coded_nals(data: bytes) -> list[bytes]:
            return [nal.data for unit in access_units(data) for nal in unit.nal_units if not nal.is_sei]

        assert coded_nals(stream.data()) == coded_nals(base)
        report = verify_stream(stream.data(), edition=stream.edition)
        assert report.pictures == stream.base_stream.pictures


def test_extract_remove_inject_give_every_stream_again(tmp_path: Path) -> None:
    for stream in positive()[::7]:
        path, bare, again = tmp_path / "a.bit", tmp_path / "b.bit", tmp_path / "c.bit"
        path.write_bytes(stream.data())
        messages = extract(path, types={223, 224}, edition=stream.edition)
        remove(path, bare, types={223, 224})
        inject(bare, messages, again, vtm_safe=False)
        assert again.read_bytes() == path.read_bytes(), stream.name


@pytest.mark.parametrize("name", ["GFV_KPS2D_A", "BAD_NAL_A", "GFVE_PUPIL_A"])
def test_package_is_the_same_every_time(name: str) -> None:
    first = pack(contents(BY_NAME[name]))
    assert first == pack(contents(BY_NAME[name]))


def test_recorded_checksum_of_the_whole_set() -> None:
    """What another machine builds is what this one builds; a change of the set changes this number."""
    digest = hashlib.sha256()
    for stream in STREAMS:
        digest.update(stream.name.encode() + stream.data())
    recorded = (Path(__file__).parent / "expected" / "conformance_set.sha256").read_text().split()[0]
    assert digest.hexdigest() == recorded


def test_build_and_verify_on_the_command_line(tmp_path: Path) -> None:
    run = CliRunner().invoke
    out = tmp_path / "set"
    only = ["--only", "GFV_K*", "--only", "GFV_HM_A*", "--only", "BAD_COUNT*", "--only", "GFV_NNMODE*"]
    assert run(cli, ["conformance", "build", "-o", str(out), *only]).exit_code == 0
    names = sorted(path.name for path in out.iterdir())
    assert "BAD_COUNT_A_Seigen_1.zip" in names and "SEIGEN-GFV-H265.json" in names
    result = run(cli, ["conformance", "verify", "--no-decode", "--expect", str(out)])
    assert result.exit_code == 0 and "NOT AS EXPECTED" not in result.output
    status = {
        name: run(cli, ["conformance", "verify", "--no-decode", str(out / f"{name}_Seigen_1.zip")]).exit_code
        for name in ("GFV_KPS2D_A", "GFV_NNMODE_A", "BAD_COUNT_A")
    }
    assert status == {"GFV_KPS2D_A": 0, "GFV_NNMODE_A": 3, "BAD_COUNT_A": 4}
    result = run(
        cli, ["conformance", "verify", "--json", "--no-decode", str(out / "BAD_COUNT_A_Seigen_1.zip")]
    )
    row = json.loads(result.output)
    assert row["outcome"] == "invalid" and row["findings"][0]["rule"] == "face.count-order"
    assert row["findings"][0]["clause"] and row["findings"][0]["byte"] > 0


def test_fluster_suite(tmp_path: Path) -> None:
    build([BY_NAME["GFV_KPS2D_A"], BY_NAME["SEI_HEVC_A"], BY_NAME["BAD_COUNT_A"]], tmp_path, "https://x/")
    suite = json.loads((tmp_path / "SEIGEN-GFV-H266.json").read_text())
    assert suite["codec"] == "H.266" and len(suite["test_vectors"]) == 1
    vector = suite["test_vectors"][0]
    package = tmp_path / f"{vector['name']}.zip"
    assert vector["source"] == f"https://x/{package.name}"
    assert vector["source_checksum"] == hashlib.md5(package.read_bytes()).hexdigest()
    assert vector["result"] == bases()["still.266"].yuv_md5
    with zipfile.ZipFile(package) as archive:
        assert vector["input_file"] in archive.namelist()


def test_package_that_lies(tmp_path: Path) -> None:
    files = contents(BY_NAME["GFV_KPS2D_A"])
    name = "GFV_KPS2D_A_Seigen_1"
    assert verify_package(_folder(tmp_path / "good", files))[0].findings == []
    changes = {
        "package.checksum": {f"{name}.md5": b"0" * 32},
        "package.messages": {f"{name}.sei.json": files[f"{name}.sei.json"].replace(b"0", b"1")},
        "package.dump": {f"{name}.sei.txt": files[f"{name}.sei.txt"][:-1]},
        "package.pictures": {f"{name}.yuv.md5": b"1" * 32},
    }
    for rule, change in changes.items():
        report, _ = verify_package(_folder(tmp_path / rule, files | change))
        assert report.broken == {rule}
    less = {file: data for file, data in files.items() if not file.endswith(".opl")}
    assert verify_package(_folder(tmp_path / "less", less), decode=False)[0].broken == {"package.files"}


def _folder(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir()
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


def test_hostile_packages(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\3\4 and nothing")
    with pytest.raises(PackageError, match="no package"):
        open_package(tmp_path / "a.zip")
    (tmp_path / "b.zip").write_bytes(pack({"x.txt": b""}))
    with pytest.raises(PackageError, match="0 streams"):
        open_package(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("../../up.bit", bases()["still.266"].data)
    assert open_package(tmp_path / "c.zip").name == "up"
    (tmp_path / "d.zip").write_bytes(pack({"x.bit": b"no stream", "x.expected.json": b"["}))
    with pytest.raises(PackageError, match="expected"):
        verify_package(tmp_path / "d.zip", decode=False)


def test_decoder_finds_a_wrong_hash() -> None:
    for base in bases().values():
        data = bytearray(base.data)
        data[-4] ^= 1  # in the hash of the last picture
        assert verify_stream(bytes(data), decode=False).outcome == "clean"
        assert verify_stream(bytes(data)).broken == {"sei.picture-hash"}


def test_no_stream_at_all() -> None:
    report = verify_stream(b"\0" * 100 + b"GIF89a", decode=False)
    assert report.outcome == "invalid" and report.broken == {"nal.stream"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared vectors")
def test_no_false_alarm_on_reference_streams() -> None:
    streams = [*SHARED.glob("vectors/vtm24/*/*.bit"), *SHARED.glob("vectors/*/*.bit")]
    assert len(streams) > 40
    for path in streams:
        report = verify_stream(path, decode=False)
        assert report.outcome == "clean", (path.name, report.findings)


def test_script_writes_both_editions() -> None:
    script = Script(HM18)
    script.face(base=True, kps=points([(1, 1)]))
    script.face(cnt=1, kps=deltas([(0, 0)]), fusion_pic_flag=0)
    assert [item.payload_type for item in script.items] == [223, 223]
    assert face_values(HM18, cnt=1)["gfv_fusion_pic_flag"] == 0
    assert coded(0, (5, 3), b"\xaa") == b"\xd0\xaa"


# -- what the stream breaks, what the decoder lacks ---------------------------------------------------


def destroyed(data: bytes, which: list[int]) -> bytes:
    """A stream of whose slices some hold other bytes."""
    noise, out = random.Random(1), bytearray(data)
    slices = [nal for unit in access_units(data) for nal in unit.nal_units if nal.is_vcl]
    for number in which:
        begin = slices[number].offset + len(slices[number].prefix) + 2
        for at in range(begin, begin + len(slices[number].data) - 2):
            out[at] = noise.randrange(4, 256)
    return bytes(out)


@pytest.mark.parametrize("decoder", ["ffmpeg", "vtm"])
def test_destroyed_slices_are_the_streams_fault(decoder: Any) -> None:
    if decoder == "vtm" and "SEIGEN_VTM_DECODER" not in os.environ:
        pytest.skip("SEIGEN_VTM_DECODER is not set")
    data = bases()["random_access.266"].data
    whole = verify_stream(data, decoder=decoder)
    assert whole.outcome == "clean" and whole.pictures and not whole.findings
    assert decoder == "vtm" or whole.pictures == whole.shown
    broken = verify_stream(destroyed(data, [2, 4]), decoder=decoder)
    assert (broken.pictures or 0) < whole.pictures
    # VTM may also be killed, which may be its own fault.
    assert broken.broken == {"stream.undecodable"} or (
        decoder == "vtm" and [f.rule for f in broken.findings] == ["decoder.complaint"]
    )


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("[vvc] frame     2, P(  3,   1) failed with -1094995529", "stream.undecodable"),
        (
            "[dec:vvc] Error submitting packet: Invalid data found when processing",
            "stream.undecodable",
        ),
        ("[hevc] something that is worth knowing", "decoder.complaint"),
    ],
)
def test_a_picture_that_comes_out_damaged_is_the_streams_fault(said: str, rule: str) -> None:
    asked = Asked(codec=Codec.H266, shown=12, pictures=12)
    assert [name for name, _ in _judged(asked, 12, [], [said]).found] == [rule]
    assert [name for name, _ in _judged(asked, 12, [], ["another line", said]).found] == [rule]
    # Pictures that decoders leave out may fail.
    asked.skipped.add(3)
    assert [name for name, _ in _judged(asked, 12, [], [said]).found] == ["decoder.complaint"]


def test_pictures_behind_an_edit_list_are_counted(tmp_path: Path) -> None:
    """Ffmpeg's muxer hides pictures of a byte stream that has no times."""
    from vvc_bridge.external import find_ffmpeg

    stream, path = tmp_path / "a.266", tmp_path / "a.mp4"
    stream.write_bytes(bases()["random_access.266"].data)
    words = ["-v", "error", "-y", "-f", "vvc", "-i", str(stream), "-c", "copy", str(path)]
    subprocess.run([find_ffmpeg(), *words], check=True)
    report = verify_stream(path)
    assert report.pictures == report.shown and report.outcome == "clean"


def test_what_ffmpeg_lacks_is_a_note() -> None:
    report = verify_stream(DATA / "two_layers.266")
    assert report.outcome == "clean"
    assert [f.rule for f in report.findings] == ["decoder.lacks"]
    assert "more than one layer" in report.findings[0].text


@pytest.mark.skipif("SEIGEN_VTM_DECODER" not in os.environ, reason="SEIGEN_VTM_DECODER is not set")
def test_vtm_decodes_layers() -> None:
    report = verify_stream(DATA / "two_layers.266", decoder="vtm")
    assert report.outcome == "clean" and not report.findings and report.pictures == report.shown


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_containers_are_verified(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    remux(io.BytesIO(bases()["random_access.266"].data), path)
    report = verify_stream(path)
    assert report.outcome == "clean" and report.pictures == report.shown == 17


def test_pictures_that_decoders_leave_out_are_not_held_against_a_stream() -> None:
    jvet = sorted((SHARED / "vectors" / "jvet").glob("RAP_*.bit"))
    if not jvet:
        pytest.skip("no shared vectors")
    for path in jvet:
        report = verify_stream(path)
        assert report.outcome == "clean" and report.pictures == report.shown, path.name
