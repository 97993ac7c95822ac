"""What is written is bounded as what is read is, and parsed again before it goes out."""

from __future__ import annotations

import io
import json

import pytest

from sei.bits import MAX_PAYLOAD
from sei.errors import BitstreamError, SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.user_data_unregistered import UserDataUnregistered
from sei.syntax import places
from tests.conftest import DATA
from tests.limits import run
from vvc_bridge import MessageFile, extract, inject, remove, remux
from vvc_bridge.editor import EditReport
from vvc_bridge.message_file import MAX_PREFIX
from vvc_bridge.nal import Codec, NalUnit
from vvc_bridge.remuxer import rewrite
from vvc_bridge.scan import MAX_NAL_UNITS

STREAM = (DATA / "gfv_multi_picture.bit").read_bytes()
COORDINATES = {
    "gfv_id": 0,
    "gfv_cnt": 0,
    "gfv_base_pic_flag": 1,
    "gfv_nn_present_flag": 0,
    "gfv_chroma_key_info_present_flag": 0,
    "gfv_low_confidence_face_parameter_flag": 0,
    "gfv_coordinate_present_flag": 1,
    "gfv_kps_pred_flag": 0,
    "gfv_coordinate_precision_factor_minus1": 3,
    "gfv_num_kps_minus1": 0,
    "gfv_coordinate_z_present_flag": 0,
    "gfv_coordinate_x_abs": [1],
    "gfv_coordinate_x_sign_flag": [0],
    "gfv_coordinate_y_abs": [0],
    "gfv_coordinate_y_sign_flag": [0],
    "gfv_matrix_present_flag": 0,
}
MATRIX = {
    **{k: v for k, v in COORDINATES.items() if not k.startswith(("gfv_coord", "gfv_num", "gfv_kps"))},
    "gfv_coordinate_present_flag": 0,
    "gfv_matrix_present_flag": 1,
    "gfv_matrix_element_precision_factor_minus1": 0,
    "gfv_num_matrix_types_minus1": 0,
    "gfv_matrix_type_idx": [7],
    "gfv_num_matrices_minus1": [0],
    "gfv_matrix_width_minus1": [0],
    "gfv_matrix_height_minus1": [0],
    "gfv_matrix_element_int": [[[[1]]]],
    "gfv_matrix_element_dec": [[[[0]]]],
    "gfv_matrix_element_sign_flag": [[[[0]]]],
}


def bare() -> bytes:
    out = io.BytesIO()
    remove(STREAM, out, types=None)
    return out.getvalue()


@pytest.mark.parametrize(
    "values",
    [
        {**COORDINATES, "gfv_num_kps_minus1": 199_999_999},
        {**COORDINATES, "gfv_num_kps_minus1": 2**28 - 1},
        {**COORDINATES, "gfv_num_kps_minus1": 30_000_000},  # 60 Mbit would do: the entries are not there
        {**MATRIX, "gfv_num_matrices_minus1": [2**10 - 1], "gfv_matrix_width_minus1": [1023]},
        {**MATRIX, "gfv_num_matrix_types_minus1": 63},
    ],
    ids=["2e8 keypoints", "2^28 keypoints", "3e7 keypoints", "2^20 matrices", "64 types"],
)
def test_a_count_without_its_entries_is_refused_at_once(values, tmp_path):
    entry = {"place": {"au": 0}, "payload_type": 223, "message": values}
    (tmp_path / "messages.json").write_text(json.dumps({"messages": [entry]}))
    (tmp_path / "bare.266").write_bytes(bare())
    ran = run("inject", tmp_path / "bare.266", tmp_path / "messages.json", "-o", tmp_path / "o")
    assert ran.is_one_line() and ran.megabytes < 100
    assert "messages[0]" in ran.errors and not (tmp_path / "o").exists()
    with pytest.raises(BitstreamError):
        GenerativeFaceVideo.from_values(values).payload_bits()


def test_no_payload_is_written_that_is_not_read():
    for size in (MAX_PAYLOAD - 16, MAX_PAYLOAD - 15):
        message = UserDataUnregistered.model_construct(
            uuid_iso_iec_11578="00" * 16,
            user_data_payload_byte="00" * size,
            sei_reserved_payload_extension_data=None,
        )
        if size + 16 <= MAX_PAYLOAD:
            payload = message.to_payload()
            assert UserDataUnregistered.from_payload(payload).to_payload() == payload
        else:
            with pytest.raises(BitstreamError, match="longest payload"):
                message.to_payload()
            with pytest.raises(BitstreamError, match="longer than any payload"):
                UserDataUnregistered.from_payload(bytes(16 + size))


def test_extension_data_is_written_in_linear_time():
    digits = "5a" * 200_000
    message = GenerativeFaceVideo(**COORDINATES, sei_reserved_payload_extension_data=f"{digits}/1600000")
    received = GenerativeFaceVideo.from_payload(message.to_payload())
    assert received.sei_reserved_payload_extension_data == f"{digits}/1600000"


def test_places_are_those_of_a_product_and_none_is_held():
    assert list(places((2, 3))) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert list(places(())) == [()]
    assert next(places((2**40, 2**40))) == (0, 0)


def exact(**changes):
    """The first message of the stream with its exact place, changed."""
    found = extract(STREAM)
    entry = json.loads(found.to_json())["messages"][0]
    entry["place"] |= changes
    return {"messages": [entry]}


SOUND = extract(STREAM).messages[0]
HEADER = "00c1" if SOUND.place.kind == "suffix" else "00b9"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nal_unit": "000000010000000001"}, "start code"),
        ({"nal_unit": ""}, "empty"),
        ({"nal_unit": HEADER + "0500" + "00"}, "zero byte"),
        ({"nal_unit": "00"}, "zero byte"),
        ({"nal_unit": "01"}, "header"),
        ({"nal_unit": "0009" + "050080"}, "another NAL unit"),  # a slice
        ({"nal_unit": HEADER + "050080"}, "another NAL unit"),  # not the payload it claims
        ({"nal_unit": HEADER + "05ff80"}, "reaches 383 bytes beyond"),
        ({"nal_unit": HEADER}, "another NAL unit"),
        ({"nal_unit": "80c1050080"}, "forbidden_zero_bit"),
        ({"trailing": "0500"}, "another NAL unit"),
        ({"trailing": "df" * 100}, "payload|ends"),
        ({"prefix": MAX_PREFIX + 1}, "less than or equal"),
        ({"prefix": 2**27}, "less than or equal"),
        ({"prefix": 2}, "greater than or equal"),
    ],
)
def test_a_place_that_asks_for_what_is_no_such_nal_unit_is_refused(changes, words):
    with pytest.raises(SeigenError, match=words) as caught:
        inject(bare(), MessageFile.from_json(json.dumps(exact(**changes))), io.BytesIO())
    assert "messages[0]" in str(caught.value) and "\n" not in str(caught.value)


def test_the_longest_prefix_goes_through():
    out = io.BytesIO()
    inject(bare(), MessageFile.from_json(json.dumps(exact(prefix=MAX_PREFIX))), out)
    assert extract(out.getvalue()).messages[0].place.prefix == MAX_PREFIX


class Careless:
    """An editor that writes what it was given."""

    def __init__(self, change):
        self.change, self.report, self.done = change, EditReport(), False

    def edit(self, raw, tracker):
        return self.change(raw.nal_units())

    def edit_record(self, record, first):
        return self.change(record.nal_units())

    def finish(self):
        pass


def nal(text: str, prefix: bytes = b"\0\0\1") -> NalUnit:
    return NalUnit(Codec.H266, prefix, bytes.fromhex(text), 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda nals: [*nals, nal(HEADER + "05ff80")], "cannot be read"),
        (lambda nals: [*nals, nal(HEADER + "0501000001")], "start code"),
        (lambda nals: [*nals, nal(HEADER + "050180" + "00")], "zero byte"),
        (lambda nals: [*nals, nal(HEADER + "05011180", b"\1")], "no start code before"),
        (lambda nals: [*nals, nal(HEADER + "05011180", b"\0\5\0\1")], "no start code before"),
        (lambda nals: [*nals, nal("80c105011180")], "forbidden_zero_bit"),
        (lambda nals: [*nals, nal("")], "other NAL units"),
        (lambda nals: [*nals, nal("00")], "other NAL units"),
        (lambda nals: [*nals[:-1], nal(nals[-1].data.hex()[:-2] + "55")], "other NAL units"),
        (lambda nals: [nal("000980"), *nals], "other NAL units"),
        (lambda nals: nals[1:], "other NAL units"),
        (lambda nals: [], "other NAL units"),
        (lambda nals: [*nals, *[nal(HEADER + "05011180")] * MAX_NAL_UNITS], "allowed"),
        (lambda nals: [*nals, nal(HEADER + "05011180")], None),
        (lambda nals: nals, None),
        (lambda nals: None, None),
    ],
)
@pytest.mark.parametrize("name", ["-", "edited.266", "edited.mp4"])
def test_whatever_an_editor_makes_is_parsed_before_it_goes_out(change, words, name, tmp_path, capfdbinary):
    out = name if name == "-" else str(tmp_path / name)
    source, fps = bare(), 25 if name.endswith("mp4") else None
    if words is None:
        rewrite(source, out, Careless(change), "h266", fps=fps)
        return
    with pytest.raises(SeigenError, match=words) as caught:
        rewrite(source, out, Careless(change), "h266", fps=fps)
    assert capfdbinary.readouterr().out == b"" and not list(tmp_path.iterdir())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["in.mp4", "in.mkv"])
def test_edits_of_containers_are_looked_at_as_well(name, tmp_path):
    pytest.importorskip("av")
    remux(STREAM, tmp_path / name, fps=25)
    for target in (name, "other.ts"):
        editor = Careless(lambda nals: [*nals, nal(HEADER + "05ff80")])
        with pytest.raises(SeigenError, match="cannot be read"):
            rewrite(tmp_path / name, tmp_path / f"out-{target}", editor)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_access_unit_larger_than_what_is_read_is_not_written(monkeypatch):
    monkeypatch.setattr("vvc_bridge.editor.MAX_ACCESS_UNIT", 2000)
    entry = {"place": {"au": 0}, "payload_type": 5, "payload": "11" * 2000}
    with pytest.raises(SeigenError, match="and 2000"):
        inject(bare(), MessageFile.from_json(json.dumps({"messages": [entry]})), io.BytesIO())


def test_json_with_a_byte_order_mark_is_read():
    text = extract(STREAM).to_json()
    assert MessageFile.from_json("\ufeff" + text) == MessageFile.from_json(text)
    assert MessageFile.from_json(b"\xef\xbb\xbf" + text.encode()) == MessageFile.from_json(text)
