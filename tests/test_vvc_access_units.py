"""NAL units, access units, pictures: the standards' rules, exactness, chunk borders, live pipes."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sei.errors import BitstreamError, SeigenError
from sei.rbsp import unescape
from tests import vvc_streams as h266
from tests.conftest import DATA, SHARED
from vvc_bridge import MessageFile, PictureTracker, access_units, inject, parse_access_unit, pictures
from vvc_bridge.nal import Codec, make_header
from vvc_bridge.parameter_sets import (
    PPS,
    SPS,
    ParameterSetReader,
    pic_parameter_set,
    read_sps,
    seq_parameter_set,
)
from vvc_bridge.pictures import ParameterStore
from vvc_bridge.scan import Segmenter

JVET = sorted(SHARED.glob("vectors/jvet/*.bit"))
VTM = sorted(SHARED.glob("vectors/vtm24/*/*.bit")) or sorted(DATA.glob("gfv*.bit"))
HM = sorted(SHARED.glob("vectors/hm18/*.bit"))
MD5 = 132


def types(stream: bytes) -> list[list[int]]:
    return [[nal.type for nal in unit.nal_units] for unit in access_units(stream, codec="h266")]


# -- access unit borders ----------------------------------------------------------------------------


def test_one_picture_an_access_unit_with_suffix_sei_behind_it() -> None:
    stream = h266.picture(h266.IDR) + h266.sei((5, b"a" * 16)) + h266.picture() + h266.sei((5, b"b" * 16))
    assert types(stream) == [[8, 24], [0, 24]]


def test_every_type_that_may_start_an_access_unit() -> None:
    for starter in (12, 13, 14, 15, 16, 17, 19, 20, 23, 26, 28, 29):
        follower = h266.more_slices() if starter == h266.PH else h266.picture()
        stream = h266.picture(h266.IDR) + h266.nal(starter) + follower
        assert types(stream) == [[8], [starter, 0]], starter


def test_types_that_never_start_one() -> None:
    for starter in (18, 21, 24, 25, 27, 30, 31):
        body = b"\x05\x01\xaa\x80" if starter == 24 else b"\x11\x80"
        assert types(h266.picture(h266.IDR) + h266.nal(starter, body) + h266.picture()) == [[8, starter], [0]]


def test_slices_of_one_picture_stay_together() -> None:
    unit = h266.nal(h266.PH) + h266.more_slices() + h266.more_slices() + h266.nal(h266.SUFFIX_APS)
    assert types(unit + h266.sei((5, bytes(16))) + unit) == [[19, 0, 0, 18, 24], [19, 0, 0, 18]]


def test_parameter_sets_and_prefix_sei_before_a_picture_header_belong_to_it() -> None:
    lead = (
        h266.nal(h266.SPS) + h266.nal(h266.PPS) + h266.sei((5, bytes(16)), suffix=False) + h266.nal(h266.PH)
    )
    unit = lead + h266.more_slices()
    assert types(unit + unit) == [[15, 16, 23, 19, 0]] * 2


def test_access_unit_delimiter_and_end_of_bitstream() -> None:
    stream = h266.sei((5, bytes(16))) + h266.nal(h266.AUD) + h266.picture(h266.IDR) + h266.nal(h266.EOS)
    stream += h266.nal(h266.EOB) + h266.sei((5, bytes(16))) + h266.picture(h266.IDR)
    assert types(stream) == [[24], [20, 8, 21, 22], [24, 8]]


def test_two_delimiters_in_a_row_are_one_access_units() -> None:
    stream = (h266.nal(h266.AUD) * 2 + h266.picture(h266.IDR)) + h266.nal(h266.AUD) * 2 + h266.picture()
    assert types(stream) == [[20, 20, 8], [20, 20, 0]]


def test_layers_share_an_access_unit() -> None:
    unit = h266.picture(h266.IDR) + h266.sei((5, bytes(16))) + h266.picture(h266.IDR, layer=1)
    unit += h266.sei((5, bytes(16)), layer=1)
    stream = unit + h266.picture() + h266.picture(layer=1) + h266.picture(layer=2)
    assert types(stream) == [[8, 24, 8, 24], [0, 0, 0]]
    layers = [[p.layer_id for p in unit.pictures] for unit in access_units(stream, codec="h266")]
    assert layers == [[0, 1], [0, 1, 2]]


def test_a_higher_layer_with_another_picture_order_count_starts_an_access_unit() -> None:
    units = list(access_units(DATA / "gfv_multi_picture.bit"))
    slices = [next(nal for nal in unit.nal_units if nal.is_vcl) for unit in units]
    sets = b"".join(bytes(nal) for nal in units[0].nal_units if nal.type in (15, 16))

    def layered(number: int, layer: int) -> bytes:
        data = slices[number].data
        return b"\0\0\0\1" + bytes([layer]) + data[1:]

    together = sets + layered(0, 0) + layered(0, 1) + layered(1, 0) + layered(1, 1)
    assert [len(unit.pictures) for unit in access_units(together)] == [2, 2]
    apart = sets + layered(0, 0) + layered(1, 1) + layered(2, 0) + layered(3, 1)
    assert [len(unit.pictures) for unit in access_units(apart)] == [1, 1, 1, 1]


def test_end_of_sequence_makes_a_cra_picture_start_one() -> None:
    cra, again = h266.picture(h266.CRA), h266.picture(h266.CRA)
    sequences = [
        u.pictures[0].cvs for u in access_units(cra + again + h266.nal(h266.EOS) + again, codec="h266")
    ]
    assert sequences == [0, 0, 1]


def test_h264_and_h265_access_units() -> None:
    h264 = b"\0\0\0\1\x67\x42\0\x1e\0\0\0\1\x68\xce\0\0\1\x65\x88\x84\0\0\1\x65\x11"
    h264 += b"\0\0\1\x06\x05\x01\xaa\x80\0\0\1\x41\x9a"
    assert [[n.type for n in u.nal_units] for u in access_units(h264)] == [[7, 8, 5, 5], [6, 1]]
    h265 = b"\0\0\0\1\x40\1\x0c\0\0\1\x42\1\x01\0\0\1\x44\1\xc0\0\0\1\x26\1\xaf"
    h265 += b"\0\0\1\x50\1\x05\x01\xaa\x80\0\0\1\x02\1\xd0"
    units = list(access_units(h265))
    assert [[n.type for n in u.nal_units] for u in units] == [[32, 33, 34, 19, 40], [1]]
    assert [m.payload_type for m in units[0].messages] == [5]
    assert units[0].random_access == "IDR_W_RADL"


# -- real streams -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*JVET, *VTM, *HM], ids=lambda p: p.stem)
def test_nal_units_joined_are_the_file_and_pictures_match_their_hashes(path: Path) -> None:
    data = path.read_bytes()
    joined, pictures, hashes = b"", 0, 0
    for unit in access_units(path):
        assert b"".join(map(bytes, unit.nal_units)) == unit.data
        joined += unit.data + unit.trailing
        pictures += len(unit.pictures)
        # Suffix SEI before the first picture (RAP_B_HHI_1) follows a picture that was cut off.
        first = next((k for k, nal in enumerate(unit.nal_units) if nal.is_vcl), len(unit.nal_units))
        hashes += sum(m.payload_type == MD5 and m.nal > first for m in unit.messages)
        assert all(picture.problem is None for picture in unit.pictures) or unit.codec is Codec.H265
    assert joined == data
    # DCI_A and OPI_A carry none; GDR_C only behind its recovery point.
    one_a_picture = path.stem not in ("DCI_A_Tencent_3", "OPI_A_Nokia_1", "GDR_C_NOKIA_2")
    assert hashes == pictures if one_a_picture else hashes < pictures


@pytest.mark.parametrize("path", JVET, ids=lambda p: p.stem)
def test_parameter_sets_are_read_to_the_last_bit(path: Path) -> None:
    checked = 0
    for unit in access_units(path):
        for nal in unit.nal_units:
            if nal.type not in (15, 16):
                continue
            rbsp = unescape(nal.payload)
            sps = nal.type == 15
            reader = ParameterSetReader(rbsp, "test", SPS if sps else PPS)
            (seq_parameter_set if sps else pic_parameter_set)(reader)
            rest = "".join(f"{byte:08b}" for byte in rbsp)[reader.position :].rstrip("0")
            # SPS: field_seq, vui, extension, all 0, and the stop bit. PPS: ph, sh extension, extension, stop
            # bit; with more than one slice pps_qp_delta_info_in_ph_flag before.
            allowed = {"0001"} if sps else {"0001", "00001", "10001"}
            assert rest in allowed
            checked += 1
    assert checked


@pytest.mark.parametrize("path", [*JVET, *VTM], ids=lambda p: p.stem)
def test_the_quick_look_at_a_picture_header_agrees_with_the_table(path: Path) -> None:
    class Slow(ParameterStore):
        def _peek(self, data: bytes, in_slice: bool) -> None:
            return None

    slow, fast = Slow(), ParameterStore()
    for unit in access_units(path):
        for nal in unit.nal_units:
            slow.feed(nal)
            fast.feed(nal)
            if nal.starts_picture:
                by_table, _ = slow.read_picture_header(nal)
                quick, _ = fast.read_picture_header(nal)
                for name in (
                    "ph_pic_order_cnt_lsb",
                    "ph_non_ref_pic_flag",
                    "ph_pic_output_flag",
                    "ph_recovery_poc_cnt",
                ):
                    assert quick.get(name) == by_table.get(name)


def test_picture_order_count_of_a_random_access_structure(shared_dir: Path) -> None:
    pocs = [unit.poc for unit in access_units(shared_dir / "vectors/jvet/POUT_A_Sharplabs_2.bit")]
    # What VTM 24.0's decoder prints.
    assert pocs == [0, 8, 4, 2, 1, 3, 6, 5, 7, 12, 10, 9, 11, 14, 13, 15]
    shown = [unit.output for unit in access_units(shared_dir / "vectors/jvet/POUT_A_Sharplabs_2.bit")]
    assert shown.count(True) == 8  # as many as it writes


def test_random_access_points(shared_dir: Path) -> None:
    units = list(access_units(shared_dir / "vectors/jvet/RAP_B_HHI_1.bit"))
    assert [u.index for u in units if u.random_access == "CRA"] == [0, 32]
    assert [u.pictures[0].cvs for u in units if u.random_access] == [
        0,
        0,
    ]  # no end of sequence before the second
    assert sum(u.output is True for u in units) == 33  # leading pictures of the first are not output


def test_a_bad_parameter_set_is_read_once_and_stays_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0

    def counted(payload: bytes) -> dict[str, object]:
        nonlocal reads
        reads += 1
        return read_sps(payload)

    monkeypatch.setitem(pictures._READERS, (Codec.H266, "sps"), counted)
    units = list(access_units(DATA / "gfv_multi_picture.bit"))
    stream = b"".join(
        h266.nal(15, nal.payload[:20] + b"\x80") if nal.type == 15 else bytes(nal)
        for unit in units
        for nal in unit.nal_units
    )
    reads = 0
    for unit in access_units(stream):
        assert unit.poc is None
        assert "seq_parameter_set" in str(unit.pictures[0].problem)
    assert reads == 1


def test_an_sps_and_a_pps_of_the_same_bytes_are_two_things() -> None:
    units = list(access_units(DATA / "gfv_multi_picture.bit"))
    sps = next(nal.payload for nal in units[0].nal_units if nal.type == 15)
    stream = h266.nal(15, sps) + h266.nal(16, sps) + units[1].data
    (unit,) = access_units(stream)
    assert unit.pictures[0].problem


# -- pieces, pipes, lengths -------------------------------------------------------------------------


@given(size=st.integers(1, 40), name=st.sampled_from(["gfv_multi_picture", "gfve_matrix_pupil"]))
def test_pieces_of_any_size_give_the_same_access_units(size: int, name: str) -> None:
    data = (DATA / f"{name}.bit").read_bytes()
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    cut = [(raw.offset, raw.data, raw.kinds, raw.trailing) for raw in Segmenter(Codec.H266).split(pieces)]
    whole = [(raw.offset, raw.data, raw.kinds, raw.trailing) for raw in Segmenter(Codec.H266).split([data])]
    assert cut == whole


_zeros = st.integers(3, 9)
_bodies = st.binary(min_size=1, max_size=12).map(lambda b: b.replace(b"\0", b"\x55") + b"\x80")


@given(
    st.lists(
        st.tuples(st.sampled_from([0, 1, 8, 15, 16, 17, 19, 20, 21, 23, 24, 28]), _zeros, _bodies), min_size=1
    ),
    st.integers(0, 5),
    st.integers(1, 30),
)
def test_any_sequence_of_nal_units_is_put_together_again(
    parts: list[tuple[int, int, bytes]], trailing: int, size: int
) -> None:
    data = b"".join(h266.nal(kind, body, code=code) for kind, code, body in parts) + bytes(trailing)
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    raws = list(Segmenter(Codec.H266).split(pieces))
    assert b"".join(raw.data + raw.trailing for raw in raws) == data
    assert [n.type for raw in raws for n in raw.nal_units()] == [kind for kind, _, _ in parts]
    assert [len(n.prefix) for raw in raws for n in raw.nal_units()] == [code for _, code, _ in parts]


def test_a_live_pipe_gives_an_access_unit_as_soon_as_the_next_one_begins() -> None:
    read, write = os.pipe()
    source = os.fdopen(read, "rb")
    data = (DATA / "gfv_multi_picture.bit").read_bytes()
    second = list(access_units(data))[1].offset
    arrived = threading.Event()
    got: list[int] = []

    def reader() -> None:
        for unit in access_units(source):
            got.append(unit.index)
            arrived.set()

    thread = threading.Thread(target=reader, daemon=True)
    thread.start()
    os.write(write, data[: second + 8])  # start code, header and first byte of the second picture
    assert arrived.wait(5)
    assert got == [0]
    os.write(write, data[second + 8 :])
    os.close(write)
    thread.join(5)
    source.close()
    assert got == list(range(9))


def test_only_one_access_unit_is_held() -> None:
    unit = h266.picture(h266.IDR) + h266.nal(0, b"\x11" * 50_000)
    served = 0

    def pieces() -> Iterator[bytes]:
        nonlocal served
        for _ in range(200):
            served += 1
            yield unit

    for raw in Segmenter(Codec.H266).split(pieces()):
        assert len(raw.buffer) < 4 * len(unit)
    assert served == 200


@pytest.mark.parametrize("length_size", [1, 2, 4])
def test_length_prefixed_samples(length_size: int) -> None:
    tracker = PictureTracker()
    for unit in access_units(DATA / "gfv_multi_picture.bit"):
        if any(len(nal.data) >= 256**length_size for nal in unit.nal_units):
            continue
        sample = b"".join(len(n.data).to_bytes(length_size, "big") + n.data for n in unit.nal_units)
        parsed = parse_access_unit(sample, length_size, codec="h266", tracker=tracker, index=unit.index)
        assert [n.data for n in parsed.nal_units] == [n.data for n in unit.nal_units]
        assert [m.payload for m in parsed.messages] == [m.payload for m in unit.messages]
        if length_size == 4:
            assert parsed.poc == unit.poc


def test_length_prefixed_samples_that_are_wrong() -> None:
    for sample in (
        b"",
        b"\0\0\0\xff\0\x41\x80",
        b"\0\0\0\1\0",
        b"\0\0\0\0",
        b"\0\0\0\3\x80\x41\x80",
        b"\0\0\1",
    ):
        with pytest.raises(BitstreamError):
            parse_access_unit(sample, codec="h266")
    with pytest.raises(BitstreamError, match="size"):
        parse_access_unit(b"\0\0\0\3\0\x41\x80", length_size=5)


# -- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        (b"\0\0\1\0\0\1", "zero length"),
        (b"\0\0\1", "zero length"),
        (b"\0\0\1\x80\x41\x11", "forbidden_zero_bit"),
        (b"\0\0\1\x00", "shorter than its header|zero length"),
        (b"\0\0\1\x05", "shorter than its header"),
        (b"\0\0\1\x00\x40\x11", "nuh_temporal_id_plus1"),
    ],
)
def test_nal_units_that_no_stream_holds_are_named_by_their_offset(bad: bytes, text: str) -> None:
    start = h266.picture(h266.IDR)
    for stream in (start + bad + h266.picture(), start + bad):
        if bad == b"\0\0\1\x05" and stream != start + bad:
            continue  # a following start code's zero bytes would be its header
        with pytest.raises(BitstreamError, match=text) as caught:
            list(access_units(stream, codec="h266"))
        assert caught.value.byte == len(start)


def test_an_h264_nal_unit_of_zero_bytes_is_refused_wherever_an_edit_stands() -> None:
    # Found by fuzzing: read as a NAL unit of type 0, and refused behind the last edit.
    stream = b"\0\0\0\1\x67\x42\0\x1e\0\0\0\1\x68\xce\0\0\1\x65\x88\0\0\1\0\0\0\x55\0\0\1\x41\x9a"
    for edit in (lambda: list(access_units(stream)), lambda: inject(stream, MessageFile(), io.BytesIO())):
        with pytest.raises(BitstreamError) as caught:
            edit()
        assert caught.value.byte == 19


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "empty"),
        (bytes(1000), "zero bytes"),
        (bytes(1 << 20), "65536 zero bytes"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"\0\0\0\x20ftypisom", "MP4"),
        (b"\x1a\x45\xdf\xa3", "Matroska"),
        (b"hello world", "no start code"),
        (b"\0\1\0\0\1", "no start code"),
        (b"\0\0\1\xba\x44\0", "forbidden|neither"),
    ],
)
def test_what_is_no_byte_stream(data: bytes, text: str) -> None:
    with pytest.raises(SeigenError, match=text):
        list(access_units(data))


def test_an_access_unit_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vvc_bridge.scan.MAX_ACCESS_UNIT", 1 << 24)

    def endless() -> Iterator[bytes]:
        yield h266.picture(h266.IDR)
        while True:
            yield b"\x55" * (1 << 22)

    with pytest.raises(SeigenError, match="larger than"):
        list(Segmenter(Codec.H266).split(endless()))


def test_headers() -> None:
    assert make_header(Codec.H266, 24, 1, 3) == b"\x01\xc4"
    assert make_header(Codec.H265, 40, 33, 2) == b"\x51\x0b"
    assert make_header(Codec.H264, 6) == b"\x06"
    with pytest.raises(SeigenError):
        make_header(Codec.H266, 32)


def test_a_file_object_is_a_source() -> None:
    data = (DATA / "gfv_multi_picture.bit").read_bytes()
    assert len(list(access_units(io.BytesIO(data)))) == 9
