"""Configurations of the reference encoders to messages and back."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.vtm.config import CfgError, Configuration, read_lines
from conformance.vtm.encoder import VtmEncoder
from conformance.vtm.export import export
from conformance.vtm.messages import message_file, payloads
from sei.errors import SeigenError
from seigen.__main__ import cli
from tests.conftest import SHARED
from tests.vtm_configurations import ENHANCEMENT, FACE, configuration
from vvc_bridge import access_units, extract, inject, remove

VTM24 = sorted(SHARED.glob("vectors/vtm24/*/*.bit"))


def face_payloads(stream: Path) -> list[tuple[int, bytes]]:
    return [
        (message.payload_type, message.payload)
        for unit in access_units(stream)
        for message in unit.messages
        if message.payload_type in (223, 224)
    ]


def vtm_configuration(stream: Path) -> Configuration:
    own = stream.with_suffix(".cfg")
    ctc = stream.parents[2] / "ctc"
    paths = [own] if own.exists() else sorted(ctc.glob("vtm24_*.cfg"))
    config = Configuration.load(paths)
    config.folders.append(stream.parents[1])
    return config


def write(text: str, **more: str) -> list[bytes]:
    config = Configuration.parse([("test.cfg", text)], more)
    return [written.payload for written in VtmEncoder(config).messages()]


@pytest.mark.skipif(not VTM24, reason="no shared vectors")
@pytest.mark.parametrize("stream", VTM24, ids=lambda p: p.stem)
def test_bits_of_vtm(stream: Path) -> None:
    ours = [(w.payload_type, w.payload) for w in VtmEncoder(vtm_configuration(stream)).messages()]
    assert ours == face_payloads(stream)


@pytest.mark.skipif(not VTM24, reason="no shared vectors")
@pytest.mark.parametrize("stream", VTM24, ids=lambda p: p.stem)
def test_back_to_a_configuration(stream: Path, tmp_path: Path) -> None:
    wanted = face_payloads(stream)
    result = export(wanted)
    assert not result.inexact
    for prefix, data in result.network.items():
        (tmp_path / result.config.text(f"{prefix}PayloadFilename")).write_bytes(data)
    again = tmp_path / "again.cfg"
    again.write_text(result.config.to_text())
    ours = [(w.payload_type, w.payload) for w in VtmEncoder(Configuration.load([again])).messages()]
    assert ours == wanted


def test_bits_of_hm(shared_dir: Path) -> None:
    config = Configuration.load([shared_dir / "vectors/ctc/hm18_generative_face_video.cfg"])
    assert config.edition == "hm18"
    wanted = [p for p in face_payloads(shared_dir / "vectors/hm18/hm_gfv.bit") if p[0] == 223]
    assert [(w.payload_type, w.payload) for w in VtmEncoder(config).messages()] == wanted


@pytest.mark.skipif(not VTM24, reason="no shared vectors")
def test_into_a_stream(tmp_path: Path) -> None:
    """The whole stream again: what VTM wrote, less its messages, plus ours."""
    stream = next(path for path in VTM24 if path.stem == "gfve_matrix_pupil")
    bare, out = tmp_path / "bare.266", tmp_path / "out.266"
    remove(stream, bare, types={223, 224})
    arguments = ["from-vtm-cfg", str(stream.with_suffix(".cfg")), "--base", str(bare), "-o", str(out)]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert face_payloads(out) == face_payloads(stream)
    assert out.read_bytes() == stream.read_bytes()


def test_both_ways_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "network.bin").write_bytes(bytes(range(40)) + b"\1")
    seed = next(s for s in range(100) if "NNPresentFlag: 1" in configuration(s) and _writable(s, tmp_path))
    cfg = tmp_path / "a.cfg"
    cfg.write_text(configuration(seed))
    run = CliRunner().invoke
    assert run(cli, ["from-vtm-cfg", str(cfg), "-o", str(tmp_path / "a.json")]).exit_code == 0
    assert (
        run(cli, ["to-vtm-cfg", str(tmp_path / "a.json"), "-o", str(tmp_path / "b.cfg"), "--lossy"]).exit_code
        == 0
    )
    assert "SEIGenerativeFaceVideoNumber" in (tmp_path / "b.cfg").read_text()


def _writable(seed: int, folder: Path) -> bool:
    config = Configuration.parse([("", configuration(seed))], folders=[folder])
    try:
        return bool(VtmEncoder(config).messages())
    except SeigenError:
        return False


def test_random_configurations_survive_json(tmp_path: Path) -> None:
    (tmp_path / "network.bin").write_bytes(b"\0\0\1\0\0\0\x80\xff")
    written = 0
    for seed in range(120):
        config = Configuration.parse([("", configuration(seed))], folders=[tmp_path])
        try:
            wanted = [(w.payload_type, w.payload) for w in VtmEncoder(config).messages()]
        except SeigenError:
            continue
        written += 1
        file, _ = message_file(config)
        again = type(file).from_json(file.to_json())
        assert payloads(again) == wanted
    assert written > 60


def test_random_configurations_come_back(tmp_path: Path) -> None:
    """What the encoder writes can be asked of it again, wherever its values stay in range."""
    (tmp_path / "network.bin").write_bytes(b"\1\2\3")
    exact = 0
    for seed in range(60):
        config = Configuration.parse([("", configuration(seed))], folders=[tmp_path])
        try:
            wanted = [(w.payload_type, w.payload) for w in VtmEncoder(config).messages()]
            result = export(wanted)
        except SeigenError:
            continue
        exact += not result.inexact
    assert exact > 15


BASE = f"""
{FACE}Enabled: 1
{FACE}Number: 1
{FACE}BasePicFlag: 1
{FACE}Id: 0
{FACE}Cnt: 0
{FACE}FusionPicFlag: 0
{FACE}LowConfidenceFaceParameterFlag: 0
{FACE}CoordinatePresentFlag: 1
{FACE}CoordinatePredFlag: 0
{FACE}CoordinateQuantizationFactor: 2
{FACE}CoordinatePointNum: 2
{FACE}3DCoordinateFlag: 0
{FACE}XCoordinate: 0.25, -0.5
{FACE}YCoordinate: 0 -0.9
{FACE}MatrixPresentFlag: 0
{FACE}MatrixPredFlag: 0
"""


def test_lines_as_the_encoder_takes_them() -> None:
    text = (
        "# whole comment\n"
        "  Name : a b  # comment\n"
        "Tight:1\n"
        "Uri: https://host/a#b , c\t# tail\n"
        "NoColon 1\n"
        "Empty:\n"
        "EmptyToo: # nothing\r\n"
        'Quoted: "x y"\r\n'
    )
    assert [(key, value) for _, key, value in read_lines(text)] == [
        ("Name", "a b"),
        ("Tight", "1"),
        ("Uri", "https://host/a#b , c"),
        ("Quoted", '"x y"'),
    ]


def test_rounding_is_the_encoders() -> None:
    [payload] = write(BASE)
    # -0.5 * 4 + 0.5 = -1.5, cut to -1; -0.9 * 4 + 0.5 = -3.1, cut to -3.
    file, _ = message_file(Configuration.parse([("", BASE)]))
    message = file.messages[0].message
    assert message is not None
    assert message["gfv_coordinate_x_abs"] == [1, 1] and message["gfv_coordinate_x_sign_flag"] == [0, 1]
    assert message["gfv_coordinate_y_abs"] == [0, 3]
    assert payloads(file) == [(223, payload)]


def test_later_files_and_overrides_win() -> None:
    config = Configuration.parse(
        [("a", BASE), ("b", f"{FACE}XCoordinate: 0.5 0.5\nQP: 30\n")], {f"{FACE}YCoordinate": "0.75 0.75"}
    )
    assert config.list(f"{FACE}XCoordinate") == [0.5, 0.5]
    assert config.list(f"{FACE}YCoordinate") == [0.75, 0.75]
    assert "QP" not in config.values


def test_purpose_two_is_coded_as_one() -> None:
    chroma = {
        f"{FACE}ChromaKeyInfoPresentFlag": "1",
        f"{FACE}ChromaKeyValuePresentFlag": "0 0 0",
        f"{FACE}ChromaKeyPurposeIdc": "2",
    }
    one = write(BASE, **{**chroma, f"{FACE}ChromaKeyPurposeIdc": "1"})
    assert write(BASE, **chroma) == one


def test_network_bytes_after_every_message(tmp_path: Path) -> None:
    (tmp_path / "n").write_bytes(b"\xaa\x80")
    text = BASE + f"{FACE}NNPresentFlag: 1\n{FACE}NNModeIdc: 0\n{FACE}PayloadFilename: n\n"
    two = {
        "Number": "2", "Id": "0 0", "Cnt": "0 1", "FusionPicFlag": "0 0", "CoordinatePresentFlag": "1 1",
        "LowConfidenceFaceParameterFlag": "0 0", "CoordinatePredFlag": "0 1", "MatrixPresentFlag": "0 0",
        "MatrixPredFlag": "0 0", "XCoordinate": "0 0 1 1", "YCoordinate": "0 0 1 1",
    }  # fmt: skip
    config = Configuration.parse([("", text)], {FACE + k: v for k, v in two.items()}, folders=[tmp_path])
    file, _ = message_file(config)
    first, second = (entry.message for entry in file.messages)
    assert first is not None and first["gfv_nn_payload_byte"] == "aa80"
    assert second is not None and "gfv_nn_payload_byte" not in second
    assert second["sei_reserved_payload_extension_data"]
    assert payloads(file)[1][1].endswith(b"\xaa\x80")


def test_pupil_differences_out_of_range_are_named(tmp_path: Path) -> None:
    """The encoder counts in steps of the message, decoders in those of the base message."""
    cfg, bare, out = tmp_path / "a.cfg", tmp_path / "bare.266", tmp_path / "out.266"
    values = {
        "Enabled": "1", "Number": "2", "BasePicFlag": "1", "Id": "0 0", "GFVId": "0 0", "GFVCnt": "0 1",
        "MatrixPresentFlag": "0 0", "MatrixPredFlag": "0 0", "MatrixElementPrecisionFactor": "1 1",
        "NumMatrices": "1 1", "MatrixWidth": "1 1", "MatrixHeight": "1 1", "MatrixElement": "0 0",
        "PupilPresentIdx": "3 3", "PupilCoordinatePrecisionFactor": "3 9",
        "PupilLeftEyeCoordinateX": "0 0.25", "PupilLeftEyeCoordinateY": "0 0",
        "PupilRightEyeCoordinateX": "0 0", "PupilRightEyeCoordinateY": "0 0",
    }  # fmt: skip
    cfg.write_text(BASE + "".join(f"{ENHANCEMENT}{name}: {value}\n" for name, value in values.items()))
    remove(Path(__file__).parent / "data" / "gfv_kps2d_pred.bit", bare, types={223})
    run = CliRunner().invoke
    made = run(cli, ["from-vtm-cfg", str(cfg), "--base", str(bare), "-o", str(out)])
    assert made.exit_code == 0, made.output
    shown = run(cli, ["inspect", str(out)])
    assert shown.exit_code == 1 and "value 128, allowed 0..16" in shown.output
    assert "[refused]  [VTM 24.0's encoder writes such differences of pupils" in shown.output
    found = run(cli, ["conformance", "verify", "--no-decode", str(out)])
    assert found.exit_code == 4 and "VTM 24.0's encoder writes such differences of pupils" in found.output
    # The message before it is dumped; its bytes stay.
    dump = run(cli, ["inspect", str(out), "--format", "vtm"])
    assert dump.output.count("Generative face video enhancement SEI message") == 1
    again = tmp_path / "again.266"
    inject(bare, extract(out, types={223, 224}), again)
    assert again.read_bytes() == out.read_bytes()


def test_a_network_of_zeros_after_every_message_is_read(tmp_path: Path) -> None:
    """A payload without an ending: shown as VTM shows it, used, and its bytes kept."""
    (tmp_path / "n").write_bytes(b"\xaa\x00\x00")
    cfg, bare, out = tmp_path / "a.cfg", tmp_path / "bare.266", tmp_path / "out.266"
    two = {
        "Number": "2", "Id": "0 0", "Cnt": "0 1", "FusionPicFlag": "0 0", "CoordinatePresentFlag": "1 1",
        "LowConfidenceFaceParameterFlag": "0 0", "CoordinatePredFlag": "0 1", "MatrixPresentFlag": "0 0",
        "MatrixPredFlag": "0 0", "XCoordinate": "0 0 1 1", "YCoordinate": "0 0 1 1",
        "NNPresentFlag": "1", "NNModeIdc": "0", "PayloadFilename": "n",
    }  # fmt: skip
    cfg.write_text(BASE + "".join(f"{FACE}{name}: {value}\n" for name, value in two.items()))
    remove(Path(__file__).parent / "data" / "gfv_kps2d_pred.bit", bare, types={223})
    run = CliRunner().invoke
    made = run(cli, ["from-vtm-cfg", str(cfg), "--base", str(bare), "-o", str(out)])
    assert made.exit_code == 0, made.output
    assert face_payloads(out)[1][1].endswith(b"\xaa\x00\x00")
    shown = run(cli, ["inspect", str(out)])
    assert shown.exit_code == 0 and "bytes behind it, as VTM 24.0's encoder" in shown.output
    (start,) = map(int, re.findall(r"behind it, from bit (\d+) on: (?:00)?aa0000\n", shown.output))
    # VTM reads bits until nine are left, whatever they are.
    dump = run(cli, ["inspect", str(out), "--format", "vtm"])
    assert dump.exit_code == 0 and dump.output.count("reserved_payload_extension_data: ") == (
        8 * len(face_payloads(out)[1][1]) - start - 9
    )
    assert dump.output.count("Generative face video SEI message") == 2
    found = run(cli, ["conformance", "verify", "--no-decode", str(out)])
    assert found.exit_code == 4 and "payload.ending" in found.output
    assert "VTM 24.0's encoder writes such an ending" in found.output
    file = extract(out, types={223})
    again = tmp_path / "again.266"
    inject(bare, file, again)
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"Id": "0 1"}, "values"),
        ({"CoordinateQuantizationFactor": "33"}, "precision_factor"),
        ({"XCoordinate": "0.25"}, "is needed"),
        ({"XCoordinate": "0.25 1.5"}, "not in -1..1"),
        ({"CoordinatePresentFlag": "0"}, "shall be 1"),
        ({"CoordinatePointNum": "0"}, "PointNum"),
        ({"Id": "2551"}, "not in 0..2550"),
        ({"Id": "x"}, "no number"),
        ({"Nonsense": "1"}, "no parameter"),
        ({"NNPresentFlag": "1", "PayloadFilename": "nowhere.nnr"}, "cannot open"),
        ({"MatrixPresentFlag": "1", "NumMatrixType": "1", "MatrixTypeIdx": "7"}, "is needed"),
        ({"Number": "0"}, "values"),
    ],
)
def test_refusals(change: dict[str, str], word: str) -> None:
    with pytest.raises(SeigenError, match=word):
        write(BASE, **{FACE + name: value for name, value in change.items()})


def test_matrices_that_crash_the_encoder_are_written_with_a_note() -> None:
    pupils = "".join(
        f"{ENHANCEMENT}Pupil{eye}EyeCoordinate{axis}: 0\n" for eye in ("Left", "Right") for axis in "XY"
    )
    text = f"""
{ENHANCEMENT}Enabled: 1
{ENHANCEMENT}Number: 1
{ENHANCEMENT}BasePicFlag: 1
{ENHANCEMENT}Id: 0
{ENHANCEMENT}GFVId: 0
{ENHANCEMENT}GFVCnt: 0
{ENHANCEMENT}MatrixPresentFlag: 1
{ENHANCEMENT}MatrixPredFlag: 0
{ENHANCEMENT}MatrixElementPrecisionFactor: 4
{ENHANCEMENT}NumMatrices: 1
{ENHANCEMENT}MatrixWidth: 3
{ENHANCEMENT}MatrixHeight: 2
{ENHANCEMENT}MatrixElement: 1 2 3 4 5 6
{ENHANCEMENT}PupilPresentIdx: 0
{ENHANCEMENT}PupilCoordinatePrecisionFactor: 5
{pupils}"""
    file, notes = message_file(Configuration.parse([("", text)]))
    message = file.messages[0].message
    assert message is not None and message["gfve_matrix_element_int"] == [[[1, 2, 3], [4, 5, 6]]]
    assert len(notes) == 1 and "crashes" in notes[0]


def test_edition_is_told_from_the_names() -> None:
    with pytest.raises(CfgError, match="no parameter of this encoder"):
        Configuration.parse([("", f"{FACE}DrivePicFusionFlag: 0\n{FACE}ChromaKeyPurposeIdc: 1\n")])


@pytest.mark.long
@pytest.mark.skipif("SEIGEN_VTM_ENCODER" not in os.environ, reason="SEIGEN_VTM_ENCODER is not set")
def test_live_encoder(tmp_path: Path) -> None:
    """The live encoder writes what we write, for configurations that no one would choose by hand."""
    program = os.environ["SEIGEN_VTM_ENCODER"]
    folders = [folder / "cfg/encoder_intra_vtm.cfg" for folder in Path(program).resolve().parents]
    intra = next((path for path in folders if path.is_file()), None)
    if intra is None:
        pytest.skip("VTM's configurations are not beside its encoder")
    network = tmp_path / "network.bin"
    network.write_bytes(bytes(range(1, 60)) + b"\0\0\0\1\x80\xff")
    picture = tmp_path / "in.yuv"
    picture.write_bytes(bytes((7 * x + 3 * y) & 255 for y in range(64) for x in range(64)) + b"\x80" * 2048)
    compared = 0
    for seed in range(40):
        cfg, out = tmp_path / f"{seed}.cfg", tmp_path / f"{seed}.266"
        cfg.write_text(configuration(seed, network=str(network)))
        try:
            ours = [(w.payload_type, w.payload) for w in VtmEncoder(Configuration.load([cfg])).messages()]
        except SeigenError:
            continue
        files = {"-i": picture, "-b": out, "-o": os.devnull}
        command = [program, "-c", str(intra), "-c", str(cfg)]
        command += [str(word) for pair in files.items() for word in pair]
        command += ["-wdt", "64", "-hgt", "64", "-f", "1", "-fr", "30", "-q", "50", "--InputBitDepth=8"]
        run = subprocess.run(command, capture_output=True, timeout=120, check=False)
        if run.returncode < 0:  # it crashed; there is nothing to compare
            continue
        assert run.returncode == 0, run.stderr[-300:]
        assert face_payloads(out) == ours, seed
        compared += 1
    assert compared >= 20


def test_extract_of_a_written_stream_is_the_json(tmp_path: Path) -> None:
    """from-vtm-cfg into a stream and as JSON agree."""
    cfg = tmp_path / "a.cfg"
    cfg.write_text(BASE)
    data = Path(__file__).parent / "data" / "gfv_kps2d_pred.bit"
    bare, out = tmp_path / "bare.266", tmp_path / "out.266"
    remove(data, bare, types={223})
    run = CliRunner().invoke(cli, ["from-vtm-cfg", str(cfg), "--base", str(bare), "-o", str(out)])
    assert run.exit_code == 0
    file, _ = message_file(Configuration.load([cfg]))
    assert [e.message for e in extract(out, types={223}).messages] == [e.message for e in file.messages]
