"""Input without an end, output out of proportion, sizes from an enemy: bounded, and one line says so."""

from __future__ import annotations

import io
import itertools
import json
import struct
import time
import zipfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from conformance.verify import MAX_FINDINGS, verify_stream
from sei.bits import MAX_PAYLOAD
from sei.context import Context
from sei.errors import BitstreamError, SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.user_data_unregistered import UserDataUnregistered
from sei.rbsp import MAX_MESSAGES, Payload, parse
from tests.conftest import DATA
from tests.limits import run
from vvc_bridge import MessageFile, access_units, extract, inject, remove
from vvc_bridge.archive import MAX_DIRECTORY, MAX_MEMBERS, ArchiveError, members
from vvc_bridge.nal import Codec
from vvc_bridge.scan import GROWS_FROM, MAX_ACCESS_UNIT, MAX_NAL_UNITS, Segmenter
from vvc_bridge.sei_nal import UnreadableSei, build

STREAM = DATA / "gfv_multi_picture.bit"
ZERO = Path("/dev/zero")


@pytest.fixture
def messages(tmp_path):
    path = tmp_path / "messages.json"
    extract(STREAM).save(path)
    return path


VERBS = [
    ("inspect", "FILE"),
    ("extract", "FILE"),
    ("units", "FILE"),
    ("inject", "FILE", "MESSAGES", "-o", "OUT"),
    ("inject", STREAM, "FILE", "-o", "OUT"),
    ("replace", STREAM, "FILE", "-o", "OUT"),
    ("remove", "FILE", "-o", "OUT"),
    ("remux", "FILE", "-o", "OUT"),
    ("conformance", "verify", "FILE"),
    ("conformance", "coverage", "FILE"),
    ("conformance", "interop", "--recorded", "FILE"),
    ("from-vtm-cfg", "FILE", "-o", "OUT"),
    ("to-vtm-cfg", "FILE", "-o", "OUT"),
]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: " ".join(map(str, verb[:3])))
@pytest.mark.parametrize("name", ["/dev/zero", "-"])
def test_input_without_an_end_is_refused(verb, name, messages, tmp_path):
    words = {"FILE": name, "MESSAGES": messages, "OUT": tmp_path / "out"}
    ran = run(*(words.get(word, word) for word in verb), stdin=ZERO if name == "-" else b"", seconds=60)
    if name == "-" and verb[-1] == "FILE" and verb[1] in ("coverage", "interop"):
        assert ran.status and "Traceback" not in ran.errors
        return
    if verb[:1] == ("from-vtm-cfg",) and name == "-":
        assert ran.status == 1 and "Traceback" not in ran.errors
        return
    assert ran.is_one_line() and ran.megabytes < 150, ran.errors
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("verb", [("decode",), ("encode",)])
@pytest.mark.parametrize("name", ["/dev/zero", "-"])
def test_pictures_without_an_end_are_refused(verb, name, tmp_path):
    pytest.importorskip("torch")
    ran = run(*verb, name, "-o", tmp_path / "o", stdin=ZERO if name == "-" else b"", seconds=90)
    assert ran.is_one_line() and ran.megabytes < 500, ran.errors


def test_a_pipe_is_kept_on_disk_up_to_a_limit(monkeypatch):
    from vvc_bridge import source

    monkeypatch.setattr(source, "MAX_SPOOL", 1 << 20)

    class Endless:
        def read(self, size):
            return b"\0\0\1\x09" + b"\x55" * 4092

    kept = io.BytesIO()
    with pytest.raises(SeigenError, match="longer than 1048576 bytes"):
        source.spool(Endless(), kept)
    assert kept.tell() <= 1 << 20
    for begins in (b"", b"\0" * 70_000, b"yes\n" * 20_000, b"{" * 70_000):
        with pytest.raises(SeigenError, match="no bitstream"):
            source.spool(begins, io.BytesIO())
    kept = io.BytesIO()
    source.spool(STREAM.read_bytes(), kept)
    assert kept.getvalue() == STREAM.read_bytes()


def dense(count: int) -> bytes:
    """A stream with one GFV message of ``count`` keypoints, one bit for each coordinate."""
    zeros = [0] * count
    message = GenerativeFaceVideo(
        gfv_id=0,
        gfv_cnt=0,
        gfv_base_pic_flag=1,
        gfv_nn_present_flag=0,
        gfv_chroma_key_info_present_flag=0,
        gfv_low_confidence_face_parameter_flag=0,
        gfv_coordinate_present_flag=1,
        gfv_kps_pred_flag=0,
        gfv_coordinate_precision_factor_minus1=3,
        gfv_num_kps_minus1=count - 1,
        gfv_coordinate_z_present_flag=0,
        gfv_coordinate_x_abs=zeros,
        gfv_coordinate_x_sign_flag=zeros,
        gfv_coordinate_y_abs=zeros,
        gfv_coordinate_y_sign_flag=zeros,
        gfv_matrix_present_flag=0,
    )
    nal = build(Codec.H266, [Payload(223, message.to_payload())], suffix=True)
    return STREAM.read_bytes() + b"\0\0\1" + nal


@pytest.mark.parametrize("form", ["table", "json", "vtm"])
def test_what_inspect_shows_of_64_kilobytes_fits_in_200_megabytes(form, tmp_path):
    path = tmp_path / "dense.266"
    path.write_bytes(dense(1 << 18))
    assert path.stat().st_size < 80_000
    ran = run("inspect", "--format", form, path, keep=False)
    assert ran.status == 0 and 0 < ran.megabytes < 200


def test_a_page_of_64_kilobytes_is_small(tmp_path):
    """Its numbers have no names and are many: no parameters over time, and of the elements the first."""
    path, page = tmp_path / "dense.266", tmp_path / "page.html"
    path.write_bytes(dense(1 << 18))
    messages = extract(path).messages
    remove(path, path)
    inject(path, MessageFile(messages=messages[-1:]), path)
    ran = run("inspect", "--format", "html", "--no-pictures", path, "-o", page, keep=False)
    assert ran.status == 0 and 0 < ran.megabytes < 200
    assert page.stat().st_size < 10_000_000
    text = page.read_text()
    assert "524288 numbers of a picture, above 4096" in text and "more elements: seigen inspect" in text
    ran = run("plot", path, "-o", tmp_path / "plot.png")
    assert ran.is_one_line() and "524288 numbers" in ran.errors


@pytest.mark.parametrize("head", [STREAM.read_bytes(), b""])
def test_what_is_refused_as_too_many_nal_units_is_not_given_to_a_decoder(head, tmp_path, monkeypatch):
    """ffmpeg takes 4 kB of memory for each: 4 GB for these 5 MB."""
    path = tmp_path / "tiny.266"
    path.write_bytes(head + b"\0\0\1\0\xb9" * 100_000)
    monkeypatch.setattr("conformance.verify.by_ffmpeg", None)
    report = verify_stream(path)
    assert report.outcome == "invalid" and report.pictures is None
    (finding,) = report.findings
    assert finding.rule == "nal.stream" and finding.text.endswith("it is not decoded")


def test_rows_made_when_looked_at_are_those_of_the_elements():
    payload = parse_last(dense(50))
    _, rows = GenerativeFaceVideo.trace(payload)
    assert len(rows) == len(list(rows)) and rows == list(rows) and rows
    assert rows[3] == list(rows)[3] and rows[-1] == list(rows)[-1] and rows[2:5] == list(rows)[2:5]
    assert sum(row[4] for row in rows) == 8 * len(payload)
    assert rows != list(rows)[:-1]


def parse_last(stream: bytes) -> bytes:
    return list(access_units(stream))[-1].messages[-1].payload


@pytest.mark.parametrize("tail", [b"\0\0\1\0\xc1\x80", b"\0\0\1\0\xa9"])
def test_tiny_nal_units_take_linear_time_and_no_more_than_so_many(tail):
    seconds = []
    for count in (10_000, 40_000):
        began = time.process_time()
        units = list(access_units(STREAM.read_bytes() + tail * count))
        assert sum(len(unit.nal_units) for unit in units) > count
        seconds.append(time.process_time() - began)
    assert seconds[1] < 12 * seconds[0] + 0.2
    with pytest.raises(SeigenError, match=f"more than {MAX_NAL_UNITS} NAL units"):
        list(access_units(STREAM.read_bytes() + tail * 1_000_000))


def test_a_large_access_unit_is_cut_in_linear_time():
    head, nal = STREAM.read_bytes(), b"\0\0\1\0\xc1" + b"\x55" * 5000 + b"\x80"
    seconds = []
    for megabytes in (24, 96):
        count = (megabytes << 20) // len(nal)
        pieces = itertools.chain([head], itertools.repeat(nal * 50, count // 50))
        began = time.process_time()
        units = list(Segmenter(Codec.H266).split(pieces))
        seconds.append(time.process_time() - began)
        assert len(units[-1].starts) > count // 50 * 50 and len(units[-1].data) > GROWS_FROM
    assert seconds[1] < 10 * seconds[0] + 0.2


def test_an_access_unit_of_many_pieces_is_refused_when_it_is_too_large():
    nal = b"\0\0\1\0\xc1" + b"\x55" * 100_000 + b"\x80"
    pieces = itertools.chain([STREAM.read_bytes()], itertools.repeat(nal * 10))
    with pytest.raises(SeigenError, match=f"larger than {MAX_ACCESS_UNIT} bytes"):
        for _ in Segmenter(Codec.H266).split(pieces):
            pass


def test_many_messages_in_few_bytes():
    most = b"\x05\x00" * MAX_MESSAGES + b"\x80"
    assert len(parse(most)[0]) == MAX_MESSAGES
    with pytest.raises(BitstreamError, match=f"more than {MAX_MESSAGES} messages"):
        parse(b"\x05\x00" + most)
    nal = b"\0\0\1\0\xc1" + b"\x05\x00" * (MAX_MESSAGES // 2) + b"\x80"
    unit = list(access_units(STREAM.read_bytes() + nal * 3))[-1]
    with pytest.warns(UnreadableSei, match="in an access unit"):
        assert len(unit.messages) <= MAX_MESSAGES


def test_many_jobs_for_one_nal_unit_take_linear_time():
    count = 20_000
    message = UserDataUnregistered(uuid_iso_iec_11578="00" * 16, user_data_payload_byte="")
    nal = build(Codec.H266, [Payload(5, message.to_payload())] * count, suffix=True)
    stream = STREAM.read_bytes() + b"\0\0\1" + nal
    text = extract(stream, types={5}).to_json()
    from vvc_bridge.injector import replace

    out = io.BytesIO()
    began = time.process_time()
    assert replace(stream, MessageFile.from_json(text), out).inserted == count
    assert time.process_time() - began < 20 and out.getvalue() == stream


BAD_SEI = b"\0\0\1\0\xc1\xdf\xff\x80"


def test_many_findings_take_no_memory(tmp_path):
    path, count = tmp_path / "bad.266", 30_000
    path.write_bytes((STREAM.read_bytes() + BAD_SEI * (count // 10)) * 10)
    ran = run("conformance", "verify", "--no-decode", path)
    assert ran.status == 4 and ran.megabytes < 100, ran.errors
    assert ran.out.count(b"sei.payload-size:") == MAX_FINDINGS
    assert f"and {count - MAX_FINDINGS} more of sei.payload-size".encode() in ran.out
    ran = run("conformance", "verify", "--no-decode", "--json", path)
    assert json.loads(ran.out)["further"] == {"sei.payload-size": count - MAX_FINDINGS}


@pytest.mark.parametrize("suffix", [False, True], ids=["prefix", "suffix"])
def test_verify_looks_at_each_sei_nal_unit_once(suffix):

    sei, stream = b"\0\0\1\0" + (b"\xc1" if suffix else b"\xb9") + b"\x05\x00\x80", STREAM.read_bytes()
    seconds = []
    for count in (2_000, 8_000):
        began = time.process_time()
        report = verify_stream(sei * count + stream, decode=False)
        seconds.append(time.process_time() - began)
        assert report.seen["sei.orphan"] == (count if suffix else 0)
        assert report.seen["payload.truncated"] == count
    assert seconds[1] < 10 * seconds[0] + 0.2


def test_verify_of_more_messages_than_an_access_unit_may_have(monkeypatch):
    from conformance import verify

    assert not verify.verify_stream(STREAM, decode=False).findings
    monkeypatch.setattr(verify, "MAX_MESSAGES", 3)
    report = verify.verify_stream(STREAM, decode=False)
    assert report.seen == {"decoder.lacks": 1} and "beyond 3 in an access unit" in report.findings[0].text


def test_more_messages_than_a_file_of_them_may_have(monkeypatch):
    monkeypatch.setattr("vvc_bridge.extractor.MAX_MESSAGES", 3)
    with pytest.raises(SeigenError, match="more than 3 messages"):
        extract(STREAM)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[" * 100_000,
        b'{"messages": ' + b"[" * 100_000,
        b'{"messages": [{"payload_type": 223, "message": ' + b'{"a":' * 100_000,
        b'{"messages": [{"payload_type": ' + b"9" * 5000 + b', "payload": ""}]}',
        b'{"messages": [{"payload_type": NaN, "payload": ""}]}',
        b'{"messages": [{"payload_type": 223, "message": {"gfv_id": ' + b"9" * 5000 + b"}}]}",
        b'{"messages": [{"payload_type": 223, "message": {"gfv_id": Infinity}}]}',
        b'{"messages": [{"place": {"au": 0}, "payload_type": 223, "message": {"gfv_id": "\\ud800"}}]}',
        b'{"messages": [{"place": {"au": 0}, "payload_type": 5, "payload": "\xff"}]}',
        b'{"edition": "' + b"x" * 100 + b'"}',
        b'{"codec": 3}',
        b"\xff\xfe{",
    ],
)
def test_a_messages_json_of_any_shape_is_one_error(text):
    with pytest.raises(SeigenError) as caught:
        inject(STREAM, MessageFile.from_json(text), io.BytesIO())
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 1000


# -- archives ---------------------------------------------------------------------------------------


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def package(expected: object = None, **more: bytes) -> dict[str, bytes]:
    text = expected if isinstance(expected, bytes) else json.dumps(expected).encode()
    return {"a.bit": STREAM.read_bytes(), "a.expected.json": text, **more}


def changed(data: bytes, where: bytes, offset: int, value: bytes) -> bytes:
    at = data.index(where) + offset
    return data[:at] + value + data[at + len(value) :]


def nameless() -> bytes:
    """An archive of one file without a name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        info = zipfile.ZipInfo("x")
        info.filename = ""
        file.writestr(info, b"x")
    return buffer.getvalue()


GOOD = archive(package({"outcome": "clean", "broken": []}))
BAD_ARCHIVES = {
    "empty": b"",
    "cut": GOOD[:-30],
    "deflate": changed(GOOD, b"a.bit", 40, b"\xff" * 40),
    "crc": changed(GOOD, b"PK\1\2", 16, b"\0\0\0\0"),
    "encrypted": changed(changed(GOOD, b"PK\1\2", 8, b"\1\0"), b"PK\3\4", 6, b"\1\0"),
    "unknown method": changed(changed(GOOD, b"PK\1\2", 10, b"\x63\0"), b"PK\3\4", 8, b"\x63\0"),
    "bzip2 bomb": archive({"a.bit": bytes(1 << 26)}, zipfile.ZIP_BZIP2),
    "lzma bomb": archive({"a.bit": bytes(1 << 26)}, zipfile.ZIP_LZMA),
    "deflate bomb": archive({"a.bit": bytes(1 << 26), "b": bytes((1 << 28) - 5)}),
    "size": changed(GOOD, b"PK\1\2", 24, b"\xff\xff\xff\x7f"),
    "offset": changed(GOOD, b"PK\1\2", 42, b"\xff\xff\xff\x7f"),
    "directory": GOOD[:-10] + struct.pack("<LLH", MAX_DIRECTORY + 1, 0, 0),
    "two streams": archive({"a.bit": b"", "b.bit": b""}),
    "file without a name": nameless(),
    "names": archive({"a\nb.txt": b"", "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"): b""}),
    "expected is a number": archive(package(3)),
    "expected is a list": archive(package([1])),
    "expected is deep": archive(package(b"[" * 200_000)),
    "expected is no JSON": archive(package(b"{")),
    "expected is no UTF-8": archive(package(b'{"outcome": "\xff"}')),
    "broken is a number": archive(package({"outcome": "clean", "broken": 3})),
    "broken holds lists": archive(package({"outcome": "clean", "broken": [[]]})),
    "outcome is a number": archive(package({"outcome": 5})),
    "outcome is missing": archive(package({})),
    "edition is a number": archive(package({"outcome": "clean", "edition": 5})),
    "edition is unknown": archive(package({"outcome": "clean", "edition": "x"})),
}


@pytest.mark.parametrize("name", BAD_ARCHIVES)
def test_a_package_that_is_none_is_one_error(name, tmp_path):
    from conformance.package import PackageError
    from conformance.verify_package import verify_package

    path = tmp_path / "a.zip"
    path.write_bytes(BAD_ARCHIVES[name])
    with pytest.raises(PackageError) as caught:
        verify_package(path, decode=False)
    assert "\n" not in str(caught.value)


def test_a_package_with_odd_json_on_the_command_line(tmp_path):
    (tmp_path / "b.zip").write_bytes(BAD_ARCHIVES["broken is a number"])
    ran = run("conformance", "verify", tmp_path / "b.zip")
    assert ran.is_one_line() and "broken" in ran.errors


@pytest.mark.parametrize("name", [n for n in BAD_ARCHIVES if "bomb" in n])
def test_bombs_take_no_memory(name, tmp_path):
    path = tmp_path / "bomb.zip"
    path.write_bytes(BAD_ARCHIVES[name])
    ran = run("conformance", "verify", path)
    assert ran.is_one_line() and ran.megabytes < 150


def test_an_archive_of_many_files():
    with pytest.raises(ArchiveError, match="too large"):
        members(archive({str(n): b"" for n in range(MAX_MEMBERS + 1)}), 1 << 20)
    assert members(archive({"f/a": b"1", "b": b"2"}), 2) == {"f/a": b"1", "b": b"2"}
    with pytest.raises(ArchiveError, match="over 1 bytes"):
        members(archive({"a": b"1", "b": b"2"}), 1)


# -- configurations ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "SEIGenerativeFaceVideoNumber: " + "9" * 5000,
        "SEIGenerativeFaceVideoNumber: 1e5",
        "SEIGenerativeFaceVideoId: " + "1 " * 200_000,
        "SEIGenerativeFaceVideoXCoordinate: nan",
        "SEIGenerativeFaceVideoXCoordinate: 1e999",
        "SEIGenerativeFaceVideoOther: 1",
        "SEIGenerativeFaceVideoEnabled: 1\nSEIGenerativeFaceVideoNumber: 4294967295",
        "SEIGenerativeFaceVideoEnabled: 1\nSEIGenerativeFaceVideoNumber: 1\nSEIGenerativeFaceVideoId: 0\n"
        "SEIGenerativeFaceVideoCnt: 0\nSEIGenerativeFaceVideoNNPresentFlag: 1\n"
        "SEIGenerativeFaceVideoBasePicFlag: 1\nSEIGenerativeFaceVideoPayloadFilename: \0/dev/zero",
    ],
)
def test_a_configuration_of_any_values_is_one_error(text, tmp_path):
    (tmp_path / "a.cfg").write_text(text)
    ran = run("from-vtm-cfg", tmp_path / "a.cfg", "-o", tmp_path / "out", seconds=60)
    assert ran.is_one_line() and ran.megabytes < 300, ran.errors


# -- pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(16, 2048), (2048, 16), (15, 15), (2064, 1024), (256, 1040), (1920, 1104)])
def test_sizes_for_which_no_network_is_built(size):
    pytest.importorskip("torch")
    from generators import registry

    with pytest.raises(registry.SizeError, match=f"{size[1]}x{size[0]}"):
        registry.make("light", *size)


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (16, 64), (512, 128)])
def test_sizes_that_systems_take(size):
    pytest.importorskip("torch")
    from generators import registry

    registry.check_size(*size, learned=True)
    assert registry.make("mesh", *size).size == size


BUSY = """
import sys, numpy, torch
torch.set_num_threads(1)
from generators import registry
from generators.codec.generate import generate
from generators.parameters.values import Parameters
width, height = int(sys.argv[1]), int(sys.argv[2])
system = registry.make("light", height, width)
matrices = {t: numpy.broadcast_to(numpy.eye(shape[-1]), shape) for t, shape in system.layout.types}
given = Parameters(matrices, numpy.linspace(-0.5, 0.5, 20).reshape(-1, 2))
base = system.generator.prepare(torch.zeros(3, height, width), given)
made = list(generate(system, [base], [given] * 2))
assert [tuple(picture.shape) for picture in made] == [(3, height, width)] * 2
"""


@pytest.mark.parametrize("size", [(1024, 256), (256, 1024)])
def test_the_longest_pictures_fit_in_a_gigabyte(size):
    pytest.importorskip("torch")
    ran = run("-c", BUSY, *map(str, size), seconds=60)
    assert ran.status == 0 and ran.megabytes < 1024, ran.errors


def test_large_pictures_are_made_one_at_a_time():
    pytest.importorskip("torch")
    import torch

    from generators import registry
    from generators.codec.generate import BATCH, BATCH_PIXELS, generate
    from generators.system import System

    sizes = []

    class Generator:
        batch_matters = False

        def generate(self, bases, translated):
            sizes.append(len(translated))
            return torch.zeros(len(translated), 3, 1, 1)

        def translate(self, base, group):
            return group

    both = Generator()
    for size, most in (((1080, 1920), 1), ((512, 512), BATCH), ((0, 0), BATCH)):
        system = System("x", registry.entry("mesh").layout, None, both, both, size=size)
        sizes.clear()
        assert len(list(generate(system, [None], [None] * 16))) == 16
        assert max(sizes) == most and max(sizes) * size[0] * size[1] <= BATCH_PIXELS


def test_pauses_are_filled_up_to_a_limit_with_one_warning(monkeypatch):
    pytest.importorskip("torch")
    from generators.codec import playback
    from generators.codec.frames import Frame
    from vvc_bridge.talk import Timing

    class Decoder:
        timing = Timing(rate=Fraction(25))

        def __iter__(self):
            for number in range(10):  # ten minutes apart
                index = number * 600 * 25
                yield Frame(index, index / 25, np.full((8, 8, 3), number, np.uint8), is_base=True)

    said: list[str] = []
    _, _, pictures = playback.steady(Decoder(), said.append)
    count = sum(1 for _ in pictures)
    assert count == playback.HELD_SECONDS * 25 + 10 and len(said) == 1

    monkeypatch.setattr(playback, "HELD_BYTES", 8 * 8 * 3 * 7)
    said.clear()
    _, _, pictures = playback.steady(Decoder(), said.append)
    shown = [int(picture[0, 0, 0]) for picture in pictures]
    assert shown == [0] * 8 + list(range(1, 10)) and len(said) == 1


def test_a_clip_of_too_many_pictures_is_refused(monkeypatch):
    pytest.importorskip("torch")
    from generators.media import video
    from generators.subjects import clip
    from generators.subjects.scene import Scene

    monkeypatch.setattr(clip, "MAX_PICTURES", 5)
    monkeypatch.setattr(video, "probe", lambda path: video.ClipInfo(64, 64, Fraction(25), 0, "x"))
    pictures = (video.TimedPicture(n, n / 25, np.zeros((64, 64, 3), np.uint8)) for n in itertools.count())
    monkeypatch.setattr(video, "read", lambda path: pictures)
    with pytest.raises(SeigenError, match="more than 5 pictures"), clip.open_clip("x", 64, Scene()):
        pass


def test_a_base_picture_that_is_too_large_is_not_decoded():
    pytest.importorskip("torch")
    from generators.codec import picture_codec
    from generators.codec.stream import START_CODE

    unit = next(access_units(STREAM, codec="h266"))
    coded = b"".join(START_CODE + bytes(nal.data) for nal in unit.nal_units if not nal.is_sei)
    said: list[str] = []
    assert picture_codec.PictureDecoder(warn=said.append)(coded) and not said
    old, picture_codec.MAX_PIXELS = picture_codec.MAX_PIXELS, 16
    try:
        assert picture_codec.PictureDecoder(warn=said.append)(coded) == [] and said
    finally:
        picture_codec.MAX_PIXELS = old


# -- weights ----------------------------------------------------------------------------------------


def npz(**arrays) -> bytes:
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def header(text: str) -> bytes:
    data = text.encode()
    return archive({"a.npy": b"\x93NUMPY\1\0" + struct.pack("<H", len(data)) + data})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x93NUMPY",
        archive({"a.npy": b""}),
        archive({"a.npy": b"\x93NUMPY\3\0"}),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,)}\n"),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}\n"),
        header("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}\n"),
        header("(" * 5000),
        header("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}\n"),
        header("\xff\0"),
        npz(a=np.array(["text"])),
        changed(npz(a=np.zeros(100)), b"PK\1\2", 16, b"\0\0\0\0"),
        archive({"a.npy": bytes(1 << 26)}, zipfile.ZIP_BZIP2),
    ],
)
def test_arrays_that_are_none_are_one_error(data, tmp_path):
    pytest.importorskip("torch")
    from generators.learned.translate import TranslatorError, load

    (tmp_path / "x.npz").write_bytes(data)
    with pytest.raises(TranslatorError) as caught:
        load(tmp_path / "x.npz")
    assert "\n" not in str(caught.value)


def safetensors(head: object, data: bytes = b"") -> bytes:
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 8,
        b"\xff" * 8,
        safetensors(b"[" * 100_000),
        safetensors({}),
        safetensors({"__metadata__": {"system": "fomm", "config": "{" * 10}}),
        safetensors({"__metadata__": {"system": "fomm", "config": '{"system": "fomm", "width": 1e999}'}}),
        safetensors({"__metadata__": {"system": "fomm", "config": '{"system":"fomm","motion":[1e999,1,1]}'}}),
        safetensors(
            {
                "__metadata__": {
                    "system": "fomm",
                    "config": '{"system":"fomm","motion":[256,4096,7],"width":4.0}',
                }
            }
        ),
        safetensors({"a": {"dtype": "F32", "shape": [2**40], "data_offsets": [0, 2**42]}}),
        safetensors({"a": {"dtype": "F4", "shape": [1], "data_offsets": [0, 1]}}, b"\0"),
    ],
)
def test_weights_that_are_none_are_one_error(data, tmp_path):
    pytest.importorskip("torch")
    from generators.weights.files import load
    from generators.weights.places import WeightsError

    (tmp_path / "x.safetensors").write_bytes(data)
    with pytest.raises(WeightsError) as caught:
        load(tmp_path / "x.safetensors", "fomm")
    assert "\n" not in str(caught.value)


def test_networks_larger_than_any_file_are_not_built():
    pytest.importorskip("torch")
    from generators.networks.config import Config
    from generators.weights.files import _check_count
    from generators.weights.places import WeightsError

    began = time.process_time()
    with pytest.raises(WeightsError, match="parameters"):
        _check_count(Config("fomm", width=4.0, motion=(256, 4096, 7)), Path("x"))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", b"\x80\x02cos\nsystem\n.", archive({"a/data.pkl": b"x"}), b"\x80"]
)
def test_a_checkpoint_that_is_none_is_one_error(data, tmp_path):
    pytest.importorskip("torch")
    from generators.weights.compat import load_public
    from generators.weights.places import WeightsError

    (tmp_path / "x.pth").write_bytes(data)
    with pytest.raises(WeightsError) as caught:
        load_public(tmp_path / "x.pth", "fomm")
    assert "\n" not in str(caught.value)


def test_a_payload_that_is_longer_is_kept_as_bytes():
    with pytest.raises(BitstreamError, match="longer than any payload"):
        GenerativeFaceVideo.from_payload(bytes(MAX_PAYLOAD + 1), context=Context())


@pytest.mark.parametrize("kind", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize("to", ["mp4", "mkv", "ts", "bit"])
def test_metadata_that_is_no_utf8_harms_nothing(kind, to, tmp_path):
    av = pytest.importorskip("av")
    from vvc_bridge import remux

    path, plain = tmp_path / f"in.{kind}", tmp_path / "plain.mp4"
    remux(STREAM, plain, fps=25)
    with (
        av.open(str(plain)) as source,
        av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as out,
    ):
        stream = out.add_stream_from_template(source.streams.video[0], opaque=True)
        out.metadata["title"] = "QQQQQQQQ"
        stream.metadata["handler_name"] = stream.metadata["title"] = "QQQQQQQQ"
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    data = path.read_bytes()
    assert b"QQQQQQQQ" in data or kind == "ts"
    path.write_bytes(data.replace(b"QQQQQQQQ", b"\xff\xfeQQQQQQ"))
    remux(path, tmp_path / f"out.{to}")
    assert len(extract(tmp_path / f"out.{to}").messages) == len(extract(path).messages) > 0


def test_a_stream_of_an_unknown_kind_has_a_name_in_messages():
    from types import SimpleNamespace

    from vvc_bridge.containers.carry import codec_of

    assert codec_of(SimpleNamespace(codec_context=None)) == "unknown"


def test_an_integer_below_zero_is_written_into_no_matroska_file():
    from vvc_bridge.containers import ebml

    assert ebml.as_uint(258, 1) == b"\1\2"
    with pytest.raises(SeigenError, match="below 0"):
        ebml.as_uint(-1, 4)
