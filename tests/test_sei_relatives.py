"""The messages that stand around GFV and GFVE: as VTM writes, reads and dumps them, and by hand."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.context import Context
from sei.editions import HM18
from sei.errors import BitstreamError, OutOfRange, Truncated
from sei.message import Message
from sei.messages import message_class
from sei.vtm_dump import dump

# Made by scripts/record_vtm_relatives.py.
RECORDS = json.loads((Path(__file__).parent / "data" / "vtm_relatives.json").read_text())
TYPES = (4, 5, 132, 200, 201, 210, 211, 213, 216)
READ = [r for r in RECORDS if r["payload_type"] in TYPES and not (r["dump"] or "").startswith("Unknown")]


def name(record: dict) -> str:
    return f"{record['stream']}-{record['payload_type']}"


def model(payload_type: int) -> type[Message]:
    cls = message_class(payload_type)
    assert cls is not None
    return cls


def check(cls: type[Message], payload: bytes) -> Message:
    """Every way there and back, and rows without gap."""
    message = cls.from_payload(payload)
    assert message.to_payload() == payload
    assert cls.from_json(message.to_json()) == message
    traced, rows = cls.trace(payload)
    assert traced == message
    at = 0
    for _, _, _, start, length in rows:
        assert start == at
        at += length
    assert at == 8 * len(payload)
    structure = [row for row in rows if not row[0].startswith(("sei_payload_", "sei_reserved_"))]
    assert sum(row[4] for row in structure) == message.payload_bits()
    return message


def bits(text: str) -> bytes:
    """Bytes of ones and zeros, blanks left out; whole bytes."""
    digits = "".join(text.split())
    assert len(digits) % 8 == 0
    return int(digits, 2).to_bytes(len(digits) // 8, "big")


def test_every_type_was_recorded():
    assert {r["payload_type"] for r in READ} == set(TYPES)


@pytest.mark.parametrize("record", READ, ids=name)
def test_round_trip_of_what_vtm_wrote_or_read(record):
    check(model(record["payload_type"]), bytes.fromhex(record["payload"]))


@pytest.mark.parametrize("record", [r for r in RECORDS if r["dump"] is not None], ids=name)
def test_dump_is_vtms(record):
    payload = bytes.fromhex(record["payload"])
    text = dump(record["payload_type"], payload, Context(shared=True), prefix=record["prefix"])
    assert text == record["dump"]


def test_what_vtm_writes_and_cannot_read():
    scan, order = (
        check(model(r["payload_type"]), bytes.fromhex(r["payload"])) for r in RECORDS if r["dump"] is None
    )
    assert (scan.nnpfc_num_metadata_extension_bits, scan.nnpfc_scan_type_idc) == (4, 2)
    assert (scan.nnpfc_for_human_viewing_idc, scan.nnpfc_for_machine_analysis_idc) == (3, 1)
    assert (order.po_parameter_type_idc, order.po_log2_parameter_bit_length_minus3) == (2, None)
    assert (order.po_num_parameters_idc, order.po_total_kilobyte_size) == (33, 8)


def test_dump_of_messages_without_a_model_says_so():
    text = dump(144, b"\x01\x02\x03\x04", Context(), prefix=True)
    assert text.splitlines()[1] == "Content light level information SEI message (4 bytes)"
    assert text.splitlines()[2].split() == ["(not", "dumped):", "01020304"]
    assert dump(144, b"", Context()) == "Unknown suffix SEI message (payloadType = 144) was found!\n"


# Bits by hand, from the syntax tables: payload, and what it says.
BY_HAND = {
    "hash of one component, CRC": (
        132,
        "00000001 1 0000000 1010101111001101",
        {"dph_sei_hash_type": 1, "dph_sei_single_component_flag": 1, "dph_sei_picture_crc": [0xABCD]},
    ),
    "hash of a reserved type, its bits kept": (
        132,
        "00000011 0 0000001 1110 1000",
        {
            "dph_sei_hash_type": 3,
            "dph_sei_reserved_zero_7bits": 1,
            "sei_reserved_payload_extension_data": "e0/4",
        },
    ),
    "user data registered, extension byte": (
        4,
        "11111111 00000101 10000000",
        {"itu_t_t35_country_code_extension_byte": 5, "itu_t_t35_payload_byte": "80"},
    ),
    "prefix indication, alignment bits equal to one": (
        201,
        "0000000000000100 00000001 0000000000000000 1 1111111 0000000000001001 0101010101 111111",
        {"num_bits_in_prefix_indication_minus1": [0, 9], "sei_prefix_data_bit": [[1], [0, 1] * 5]},
    ),
    "processing order, the prefix count as VTM codes it": (
        213,
        "00000001 11 10 0101 0000001 1"
        "1 0 1 0000011010010 1 00000000   0 1 0 0000011010011 0 00000001"
        "00000011 110 111 0 1000000",
        {
            "po_reserved_zero_4bits": 5,
            "po_sei_payload_type": [210, 211],
            "po_num_bits_in_prefix_indication_minus1": [3],
            "po_sei_prefix_data_bit": [[1, 1, 0]],
            "po_complexity_info_present_flag": 0,
        },
    ),
    "source timing of one picture: a single turn of the loop": (
        216,
        "0 0 0 0" + f"{90000:032b}" + f"{1:032b}" + "1  00100 1  10000",
        {"spti_sublayer_interval_scale_factor": [3], "spti_sublayer_synthesized_picture_flag": [1]},
    ),
    "source timing of two sublayers": (
        216,
        "0 1 0 0" + f"{90000:032b}" + f"{1:032b}" + "0 001  010 0  1 1  10",
        {"spti_sublayer_interval_scale_factor": [1, 0], "spti_sublayer_synthesized_picture_flag": [0, 1]},
    ),
    "activation by H.274 v3: the ending is not a prompt": (
        211,
        "1 0  0 1 0  010  1  1 000000",
        {"nnpfa_num_output_entries": 1, "nnpfa_output_flag": [1], "nnpfa_prompt_update_flag": None},
    ),
    "activation by H.274 v3 that ends byte aligned": (
        211,
        "010 0  0 1 0  1  10000000",
        {"nnpfa_prompt_update_flag": None, "sei_reserved_payload_extension_data": "/0"},
    ),
    "activation by H.274 v4": (
        211,
        "1 0  0 1 0  1  0 1 0000000000000111 1 010  1000",
        {"nnpfa_prompt_update_flag": 0, "nnpfa_seed": 7, "nnpfa_num_input_pic_shift_minus1": 1},
    ),
    "characteristics without properties, an update": (
        210,
        "0000000000000001 1 0 1 00000  1010101011110000",
        {"nnpfc_base_flag": 0, "nnpfc_property_present_flag": 0, "nnpfc_payload_byte": "aaf0"},
    ),
    "characteristics of spatial extrapolation, which VTM refuses; se(v)": (
        210,
        # purpose, id 0, base, mode 2, property, one input, offsets 1 -1 0 2
        "0000000010000000 1 1 011 1 1  010 011 1 00100"
        # component, formats, order 2; output; colour; chroma location 6
        "0 1 1 011  1 011  0 1 00111"
        # patch 1x1, padding 0, no complexity, 9 bits: scan, viewing, machines, three reserved
        "1 1  1 0  0001010 10 11 01 101  1 0000000",
        {
            "nnpfc_spatial_extrapolation_left_offset": 1,
            "nnpfc_spatial_extrapolation_right_offset": -1,
            "nnpfc_spatial_extrapolation_top_offset": 0,
            "nnpfc_spatial_extrapolation_bottom_offset": 2,
            "nnpfc_chroma_sample_loc_type_frame": 6,
            "nnpfc_overlap": None,
            "nnpfc_constant_patch_size_flag": None,
            "nnpfc_num_metadata_extension_bits": 9,
            "nnpfc_scan_type_idc": 2,
            "nnpfc_reserved_metadata_extension": [1, 0, 1],
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BY_HAND)
def test_bits_by_hand(case):
    payload_type, text, expected = BY_HAND[case]
    message = check(model(payload_type), bits(text))
    for element, value in expected.items():
        assert getattr(message, element) == value, element


def test_hash_of_hevc_has_as_many_components_as_the_payload_holds():
    cls = model(132)
    for payload, components in (
        (bytes(1) + bytes(range(48)), 3),
        (bytes(1) + bytes(16), 1),
        (b"\1\2\3\4\5", 2),
    ):
        message = cls.from_payload(payload, edition=HM18)
        hashes = message.dph_sei_picture_md5 or message.dph_sei_picture_crc
        assert len(hashes) == components
        assert message.dph_sei_single_component_flag is None
        assert message.to_payload(edition=HM18) == payload
        assert cls.from_json(message.to_json()).to_payload(edition=HM18) == payload
    text = dump(132, b"\1\2\3\4\5", Context(), HM18)
    assert [line.split() for line in text.splitlines()[2:]] == [
        ["hash_type:", "1"],
        ["picture_crc:", "02030405"],
    ]


@pytest.mark.parametrize(
    ("payload_type", "payload", "error", "element"),
    [
        (132, "0000aa", Truncated, "dph_sei_picture_md5[0]"),
        (5, "00" * 15, Truncated, "uuid_iso_iec_11578"),
        (4, "", Truncated, "itu_t_t35_country_code"),
        (4, "ff", Truncated, "itu_t_t35_country_code_extension_byte"),
        (200, "ffff000000", Truncated, "manifest_num_sei_msg_types"),
        (201, "000400ffff00", Truncated, "sei_prefix_data_bit"),
        (201, "0004000000" + "80", OutOfRange, "byte_alignment_bit_equal_to_one"),
        (213, "000000fe00", Truncated, "po_sei_num_minus1"),
        # nnpfa_num_output_entries 2^32-2
        (211, "900000000ffffffff8", Truncated, "nnpfa_output_flag"),
        (216, "0000000000" + "00" * 20, OutOfRange, "spti_time_scale"),
        # nnpfc_alignment_zero_bit_a
        (210, "0001d3000080", OutOfRange, "nnpfc_alignment_zero_bit_a"),
        (210, "0001d0414200", Truncated, "nnpfc_uri"),
    ],
)
def test_refusals_name_the_place(payload_type, payload, error, element):
    with pytest.raises(error) as caught:
        model(payload_type).from_payload(bytes.fromhex(payload))
    assert caught.value.element == element
    assert caught.value.bit >= 0


def test_writing_refuses_what_the_table_does_not_code():
    cls = model(211)
    values = {"nnpfa_target_id": 1, "nnpfa_cancel_flag": 1, "nnpfa_seed": 3}
    with pytest.raises(BitstreamError, match=r"nnpfa_seed, .* is given but not coded"):
        cls.from_values(values).to_payload()
    md5 = {"dph_sei_hash_type": 0, "dph_sei_single_component_flag": 1, "dph_sei_reserved_zero_7bits": 0}
    with pytest.raises(OutOfRange, match=r"dph_sei_picture_md5\[0\]"):
        model(132).from_values({**md5, "dph_sei_picture_md5": ["aabb"]})


def test_reserved_values_are_read_and_marked():
    payload = bits("0000000000000001" + "0" * 8 + "100000001" + "1 1 0 1111")
    with pytest.raises(BitstreamError):
        model(210).from_payload(payload)  # the alignment bits are not zero
    payload = bits("1000000000000001" + "0" * 8 + "100000001" + "1 1 0 0000" + "1" * 8)
    message = check(model(210), payload)
    assert message.nnpfc_id == 256
    assert message.is_reserved
    assert model(132).from_payload(b"\x07\x00\x80").is_reserved


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(READ), st.data())
def test_damaged_payloads_end_in_a_message_or_a_typed_error(record, data):
    payload = bytearray.fromhex(record["payload"])
    for _ in range(data.draw(st.integers(1, 4))):
        if payload:
            payload[data.draw(st.integers(0, len(payload) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    del payload[data.draw(st.integers(0, len(payload))) :]
    cls = model(record["payload_type"])
    try:
        message = cls.from_payload(bytes(payload))
    except BitstreamError as error:
        assert str(error)
        return
    # Text is UTF-8 in one way only, so whatever is read is written again.
    assert message.to_payload() == bytes(payload)
    assert cls.from_json(message.to_json()) == message


@pytest.mark.parametrize("payload_type", [200, 201, 210, 211])
def test_long_payloads_are_read_in_a_second(payload_type):
    size = 64 * 1024
    prefixes = 8
    data = {
        200: b"\x55\x50" + bytes(3 * 0x5550),
        201: b"\0\4" + bytes([prefixes - 1]) + (b"\xff\xff" + bytes(8192)) * prefixes,
        210: bits("0000000000000001 1 1 010 0 00")
        + b"a" * (size // 2)
        + b"\0"
        + b"b" * (size // 2)
        + b"\0\x40",
        # nnpfa_num_output_entries is 2^18 - 1
        211: bits("10010" + "0" * 18 + "1" + "0" * 18 + "000000") + bytes(2**15 - 1) + b"\x40",
    }[payload_type]
    start = time.process_time()
    message = model(payload_type).from_payload(data)
    assert time.process_time() - start < 1
    assert message.to_payload() == data
