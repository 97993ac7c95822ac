"""Extract, inject, remove, replace: exact ways back, placement, addresses, refusals."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.errors import BitstreamError, MissingReference, SeigenError
from tests import vvc_streams as h266
from tests.conftest import DATA, SHARED
from vvc_bridge import Entry, MessageFile, Place, access_units, extract, inject, remove, replace
from vvc_bridge.sei_nal import FACE_TYPES

STREAMS = [
    *sorted(SHARED.glob("vectors/vtm24/*/*.bit")),
    *sorted(SHARED.glob("vectors/hm18/*.bit")),
    *sorted(SHARED.glob("vectors/jvet/*.bit")),
] or sorted(DATA.glob("gfv*.bit"))

MULTI = (DATA / "gfv_multi_picture.bit").read_bytes()
USER = b"sixteen byte uid"  # user_data_unregistered needs a UUID


def injected(source: bytes, messages: MessageFile, **options: Any) -> bytes:
    out = io.BytesIO()
    inject(source, messages, out, **options)
    return out.getvalue()


def removed(source: bytes, **options: Any) -> bytes:
    out = io.BytesIO()
    remove(source, out, **options)
    return out.getvalue()


def there_and_back(messages: MessageFile) -> MessageFile:
    """Through the JSON text."""
    return MessageFile.from_json(messages.to_json())


def user(text: bytes = b"", **place: Any) -> Entry:
    return Entry(place=Place(**place), payload_type=5, payload=(USER + text).hex())


def layout(stream: bytes) -> list[list[tuple[int, tuple[int, ...]]]]:
    """NAL unit types and payload types in them, by access unit."""
    units = []
    for unit in access_units(stream, codec="h266"):
        held: dict[int, list[int]] = {}
        for message in unit.messages:
            held.setdefault(message.nal, []).append(message.payload_type)
        units.append([(nal.type, tuple(held.get(k, ()))) for k, nal in enumerate(unit.nal_units)])
    return units


# -- the way back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", STREAMS, ids=lambda p: p.stem)
def test_extract_remove_inject_gives_the_file_back(path: Path) -> None:
    data = path.read_bytes()
    nothing = MessageFile()
    assert removed(data, types=()) == data
    assert injected(data, nothing) == data
    for types in (None, FACE_TYPES, {132}):
        messages = there_and_back(extract(path, types=types))
        bare = removed(data, types=types, vtm_safe=False)
        assert extract(bare, types=types).messages == []
        assert injected(bare, messages) == data
        assert injected(data, messages) == data  # what is there already stays as it is


@pytest.mark.parametrize("path", STREAMS, ids=lambda p: p.stem)
def test_every_known_message_has_a_coded_view_that_writes_the_same_bytes(path: Path) -> None:
    for entry in extract(path).messages:
        if entry.payload_type in FACE_TYPES:
            assert entry.problem is None
            assert entry.message is not None


@st.composite
def _streams(draw: st.DrawFn) -> bytes:
    """Streams with SEI messages in all places, several in a NAL unit, odd start codes, odd endings."""
    message = st.tuples(st.sampled_from([5, 132, 223, 300, 700]), st.binary(max_size=300))
    unit = st.lists(message, min_size=1, max_size=4)
    stream = b""
    for k in range(draw(st.integers(1, 4))):
        for nal_type in draw(
            st.lists(st.sampled_from([15, 16, 17, 20]), max_size=3, unique=True).map(sorted)
        ):
            if nal_type != 20:
                stream += h266.nal(nal_type, code=draw(st.integers(3, 5)))
        for messages in draw(st.lists(unit, max_size=2)):
            stream += h266.sei(*messages, suffix=False, code=draw(st.integers(3, 6)))
        stream += h266.picture(h266.IDR if k == 0 else h266.TRAIL, code=draw(st.integers(3, 5)))
        for messages in draw(st.lists(unit, max_size=3)):
            stream += h266.sei(*messages, code=draw(st.integers(3, 6)))
            if draw(st.booleans()):
                stream += h266.nal(h266.SUFFIX_APS)
    return stream + bytes(draw(st.integers(0, 3)))


@settings(max_examples=150, deadline=None)
@given(_streams(), st.sets(st.sampled_from([5, 132, 223, 300, 700]), min_size=1))
def test_any_choice_of_messages_can_be_taken_out_and_put_back(stream: bytes, types: set[int]) -> None:
    # The synthetic pictures have no parameter sets; put real ones in front.
    first = next(iter(access_units(MULTI)))
    stream = b"".join(bytes(n) for n in first.nal_units if n.type in (15, 16)) + stream
    messages = there_and_back(extract(stream, types=types, codec="h266"))
    bare = removed(stream, types=types, vtm_safe=False, codec="h266")
    assert extract(bare, types=types, codec="h266").messages == []
    assert injected(bare, messages, codec="h266") == stream


def test_a_nal_unit_that_writing_anew_would_not_give_comes_back() -> None:
    odd = h266.nal(
        h266.SUFFIX_SEI, b"\x05\x10" + USER + b"\x80\0\0\3\0\0\3"
    )  # cabac_zero_words do not belong here
    header = h266.nal(h266.SUFFIX_SEI, b"\x05\x10" + USER + b"\x80")
    reserved_bit = header[:3] + bytes([header[3] | 0x40]) + header[4:]
    units = list(access_units(MULTI))
    for strange in (odd, reserved_bit):
        stream = units[0].data + strange + b"".join(unit.data for unit in units[1:])
        messages = there_and_back(extract(stream, types={5}))
        bare = removed(stream, types={5})
        assert bare == MULTI
        assert injected(bare, messages) == stream


# -- placement --------------------------------------------------------------------------------------


def test_suffix_goes_behind_the_slices_and_before_the_picture_hash() -> None:
    messages = MessageFile(messages=[user(au=1), user(b"2", au=1)])
    before, after = layout(MULTI), layout(injected(MULTI, messages))
    assert before[1] == [(0, ()), (24, (132,))]
    assert after[1] == [(0, ()), (24, (5,)), (24, (5,)), (24, (132,))]
    assert after[:1] + after[2:] == before[:1] + before[2:]


def test_prefix_goes_before_the_picture_and_pack_makes_one_nal_unit() -> None:
    messages = MessageFile(messages=[user(au=2), user(b"2", au=2)])
    stream = injected(MULTI, messages, placement="prefix", pack=True)
    assert layout(stream)[2] == [(23, (5, 5)), (0, ()), (24, (132,))]
    unit = list(access_units(stream))[2]
    assert unit.nal_units[0].prefix == b"\0\0\0\1"  # first in its access unit
    assert removed(stream, types={5}) == MULTI


def test_layer_and_temporal_id_are_the_pictures() -> None:
    sets = b"".join(bytes(n) for n in next(access_units(MULTI)).nal_units if n.type in (15, 16))
    slices = [n for unit in access_units(MULTI) for n in unit.nal_units if n.is_vcl]
    data = slices[1].data
    picture = b"\0\0\0\1" + bytes([data[0], data[1] + 3]) + data[2:]
    stream = injected(sets + bytes(slices[0]) + picture, MessageFile(messages=[user(au=1)]))
    message = list(access_units(stream))[1].messages[0]
    assert (message.layer_id, message.temporal_id, message.suffix) == (0, 3, True)


def test_h264_takes_prefix_sei_by_itself_and_refuses_suffix() -> None:
    h264 = b"\0\0\0\1\x67\x42\0\x1e\0\0\0\1\x68\xce\0\0\1\x65\x88\x84\0\0\1\x41\x9a"
    stream = injected(h264, MessageFile(codec="h264", messages=[user(au=1)]))
    assert [[n.type for n in u.nal_units] for u in access_units(stream)] == [[7, 8, 5], [6, 1]]
    assert removed(stream, types={5}) == h264
    with pytest.raises(SeigenError, match="no suffix SEI"):
        injected(h264, MessageFile(codec="h264", messages=[user(au=1)]), placement="suffix")


def test_replace_option_takes_messages_of_the_same_type_out_first() -> None:
    face = extract(MULTI, types=FACE_TYPES)
    again = MessageFile(
        messages=[
            Entry(place=Place(au=0), payload_type=e.payload_type, message=e.message) for e in face.messages
        ]
    )
    doubled = injected(MULTI, again)
    assert len(extract(doubled, types=FACE_TYPES).messages) == 2 * len(face.messages)
    assert injected(MULTI, again, replace=True) == MULTI


def test_messages_of_another_stream_go_where_the_rules_say(shared_dir: Path) -> None:
    face = extract(shared_dir / "vectors/vtm24/gfv_ctc/gfv_ctc.bit", types=FACE_TYPES)
    assert len(face.messages) == 129
    stream = injected(MULTI, face, by="au")  # its pictures have no picture order count
    kinds = layout(stream)[0]
    assert [types for nal_type, types in kinds if nal_type == 24][-1] == (132,)
    assert removed(stream, types=None, aus={3}) != stream  # only access unit 3 is touched
    assert layout(removed(stream, types=None, aus={3}))[0] == kinds


# -- addresses --------------------------------------------------------------------------------------


def test_addresses_by_poc_and_by_output_order(shared_dir: Path) -> None:
    path = shared_dir / "vectors/jvet/POUT_A_Sharplabs_2.bit"
    data = path.read_bytes()
    by_poc = injected(data, MessageFile(messages=[user(poc=6)]))
    assert [u.poc for u in access_units(by_poc) if any(m.payload_type == 5 for m in u.messages)] == [6]
    shown = sorted(u.poc for u in access_units(path) if u.output and u.poc is not None)
    by_output = injected(data, MessageFile(messages=[user(output=3)]))
    assert [u.poc for u in access_units(by_output) if any(m.payload_type == 5 for m in u.messages)] == [
        shown[3]
    ]
    second = extract(path, types={132}).messages
    assert [e.place.output for e in second if e.place.output is not None] == [
        shown.index(e.place.poc) for e in second if e.place.poc in shown
    ]


def test_addresses_in_a_second_coded_video_sequence(shared_dir: Path) -> None:
    data = (shared_dir / "vectors/jvet/PHSH_B_Sharp_1.bit").read_bytes()
    stream = injected(data, MessageFile(messages=[user(cvs=1, poc=1), user(b"2", output=4, au=None)]))
    assert [u.index for u in access_units(stream) for m in u.messages if m.payload_type == 5] == [4, 4]


@pytest.mark.parametrize("place", [{"au": 9}, {"poc": 99}, {"cvs": 1, "poc": 0}, {"output": 9}])
def test_a_picture_that_does_not_exist(place: dict[str, int], tmp_path: Path) -> None:
    out = tmp_path / "out.266"
    with pytest.raises(SeigenError, match=r"messages\[0\].*(no such picture|does not exist)"):
        inject(MULTI, MessageFile(messages=[user(**place)]), out)
    assert not list(tmp_path.iterdir())


def test_no_address_and_the_wrong_one() -> None:
    with pytest.raises(SeigenError, match=r"messages\[0\].*no address"):
        injected(MULTI, MessageFile(messages=[user()]))
    with pytest.raises(SeigenError, match="no address poc"):
        injected(MULTI, MessageFile(messages=[user(au=0)]), by="poc")
    with pytest.raises(SeigenError, match="cannot be read twice"):
        inject(io.BytesIO(MULTI), MessageFile(messages=[user(output=1)]), io.BytesIO())


def test_two_edits_of_one_message() -> None:
    messages = extract(MULTI, types=FACE_TYPES)
    messages.messages.append(messages.messages[2])
    with pytest.raises(SeigenError, match=r"messages\[2\] and messages\[\d+\].*two edits"):
        injected(MULTI, messages)
    with pytest.raises(SeigenError, match="two edits"):
        replace(MULTI, messages, io.BytesIO())


# -- replace ----------------------------------------------------------------------------------------


def test_replace_writes_over_one_message() -> None:
    messages = extract(MULTI, types={223})
    entry = messages.messages[1]
    assert entry.message is not None
    entry.message["gfv_low_confidence_face_parameter_flag"] ^= 1
    out = io.BytesIO()
    report = replace(MULTI, MessageFile(messages=[messages.messages[0], entry]), out)
    assert (report.inserted, report.removed) == (2, 2)
    assert layout(out.getvalue()) == layout(MULTI)
    found = extract(out.getvalue(), types={223}).messages[1].message
    assert found == entry.message


def test_replace_needs_a_message_of_that_type_there() -> None:
    wrong_type = Entry(place=Place(au=0, nal=4, index=0), payload_type=5, payload=USER.hex())
    for entry, text in (
        (wrong_type, "payloadType 223 is there"),
        (user(au=0, nal=0, index=0), "no message there"),
        (user(au=0, nal=4, index=1), "no message there"),
        (user(au=77, nal=4, index=1), "no such picture"),
        (user(au=0), "needs au, nal and index"),
    ):
        with pytest.raises(SeigenError, match=text):
            replace(MULTI, MessageFile(messages=[entry]), io.BytesIO())


# -- VTM, and what streams must hold ----------------------------------------------------------------


def test_vtm_safe_refuses_what_crashes_it() -> None:
    face = extract(MULTI, types={223})
    with pytest.raises(SeigenError, match=r"crashes.*prefix.*--no-vtm-safe"):
        injected(MULTI, face, placement="prefix")
    unknown = MessageFile(messages=[Entry(place=Place(au=0), payload_type=300, payload="00")])
    with pytest.raises(SeigenError, match="crashes"):
        injected(MULTI, unknown)
    assert removed(injected(MULTI, unknown, vtm_safe=False), types={300}) == MULTI
    # Beside a message that VTM knows it reads past it.
    packed = MessageFile(messages=[*unknown.messages, user(au=0)])
    assert layout(injected(MULTI, packed, pack=True))[0][-2:] == [(24, (300, 5)), (24, (132,))]


def test_a_prefix_message_joins_one_that_vtm_knows() -> None:
    face = extract(MULTI, types={223})
    with_user = injected(MULTI, MessageFile(messages=[user(au=0)]), placement="prefix")
    bare = removed(with_user)
    stream = injected(bare, face, placement="prefix")
    held = [types for nal_type, types in layout(stream)[0] if nal_type == 23]
    assert held == [(5, *[223] * len(face.messages))]
    assert removed(stream) == bare
    with pytest.raises(SeigenError, match="crashes"):  # what is left would be GFV alone
        removed(stream, types={5})


def test_missing_parameter_sets_are_named() -> None:
    units = list(access_units(MULTI))
    without_pps = b"".join(bytes(n) for unit in units for n in unit.nal_units if n.type != 16)
    with pytest.raises(MissingReference, match=r"byte \d+.*PPS 0 was not received"):
        injected(without_pps, MessageFile(messages=[user(au=1)]))
    assert all(unit.poc is None for unit in access_units(without_pps))


@pytest.mark.parametrize("where", [0, 4, 8])
@pytest.mark.parametrize(
    "bad", [b"\0\0\1\x80\x01\x11", b"\0\0\1\0\xf9\x11", b"\0\0\1"], ids=["forbidden", "0x1F", "empty"]
)
def test_bad_nal_units_anywhere_stop_an_edit(bad: bytes, where: int, tmp_path: Path) -> None:
    units = list(access_units(MULTI))
    stream = b"".join(unit.data + (bad if unit.index == where else b"") for unit in units)
    offset = sum(len(unit.data) for unit in units[: where + 1])
    for edit in (
        lambda: inject(stream, MessageFile(messages=[user(au=1)]), tmp_path / "out"),
        lambda: inject(stream, MessageFile(), tmp_path / "out"),
        lambda: remove(stream, tmp_path / "out"),
    ):
        with pytest.raises(BitstreamError) as caught:
            edit()
        assert caught.value.byte == offset
    assert not list(tmp_path.iterdir())


def test_a_predicted_message_finds_its_base_in_the_stream() -> None:
    path = DATA / "gfv_kps2d_pred.bit"
    messages = extract(path, types={223})
    last = messages.messages[-1]
    bare = removed(path.read_bytes(), types={223})
    alone = MessageFile(messages=[Entry(place=Place(au=0), payload_type=223, message=last.message)])
    with pytest.raises(MissingReference):
        injected(bare, alone)
    with_base = injected(
        bare,
        MessageFile(
            messages=[Entry(place=Place(au=0), payload_type=223, message=messages.messages[0].message)]
        ),
    )
    stream = injected(with_base, alone)
    assert extract(stream, types={223}).messages[-1].message == last.message


def test_vtm_safe_refuses_a_predicted_message_without_its_base() -> None:
    path = DATA / "gfv_kps2d_pred.bit"
    data = path.read_bytes()
    payloads = [m.payload for unit in access_units(path) for m in unit.messages if m.payload_type == 223]
    alone = Entry(place=Place(au=0), payload_type=223, payload=payloads[-1].hex())
    bare = removed(data)
    with pytest.raises(SeigenError, match=r"messages\[0\].*aborts.*predicted"):
        injected(bare, MessageFile(messages=[alone]))
    assert removed(injected(bare, MessageFile(messages=[alone]), vtm_safe=False)) == bare
    assert removed(injected(data, MessageFile(messages=[alone]))) == bare  # the stream has the base


# -- JSON -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "file"),
        ("[]", "file"),
        ('{"format": "other"}', "format"),
        ('{"version": 2}', "version"),
        ('{"codec": "av1"}', "codec"),
        ('{"messages": [{"payload_type": 223}]}', r"messages\[0\].*message or payload"),
        ('{"messages": [{"payload_type": 223, "payload": "0g"}]}', r"messages\[0\].payload"),
        ('{"messages": [{"payload_type": -1, "payload": ""}]}', r"messages\[0\].payload_type"),
        (
            '{"messages": [{"payload_type": 5, "payload": "", "place": {"au": "1"}}]}',
            r"messages\[0\].place.au",
        ),
        ('{"messages": [{"payload_type": 5, "payload": "", "extra": 1}]}', r"messages\[0\].extra"),
        ('{"messages": ' + "[" * 100_000, "file"),
    ],
)
def test_json_that_is_wrong_is_named(text: str, where: str) -> None:
    with pytest.raises(SeigenError, match=where):
        MessageFile.from_json(text)


def test_values_out_of_range_are_named() -> None:
    entry = Entry(place=Place(au=0), payload_type=223, message={"gfv_id": -1})
    with pytest.raises(SeigenError, match=r"messages\[0\].*gfv_id"):
        injected(MULTI, MessageFile(messages=[entry]))
    with pytest.raises(SeigenError, match="edition"):
        injected(MULTI, MessageFile(edition="h999"))
    unknown = Entry(place=Place(au=0), payload_type=999, message={})
    with pytest.raises(SeigenError, match="no coded view"):
        injected(MULTI, MessageFile(messages=[unknown]))
