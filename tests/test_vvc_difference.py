"""`diff`: streams, messages JSON and dumps, each with each."""

from __future__ import annotations

import io
import json
import lzma
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.errors import SeigenError
from sei.messages.user_data_unregistered import UserDataUnregistered
from sei.rbsp import Payload
from tests.conftest import DATA
from tests.limits import run
from vvc_bridge import MessageFile, difference, extract, inject, remove
from vvc_bridge.difference import Compared, differences
from vvc_bridge.nal import Codec
from vvc_bridge.sei_nal import build

STREAM = DATA / "gfv_multi_picture.bit"
OTHER = DATA / "gfv_one_element.bit"
DUMP = DATA / "gfv_multi_picture.sei.txt.xz"


def written(messages: MessageFile, path, source=STREAM):
    """A stream with these messages and no others."""
    bare = io.BytesIO()
    remove(source, bare, types=None)
    inject(bare.getvalue(), messages, path, vtm_safe=False)
    return path


def found(a, b, **options) -> list[tuple]:
    return [(d.what, d.element, d.values) for d in differences(a, b, **options)]


@pytest.fixture
def forms(tmp_path):
    """STREAM and OTHER, each as a stream, a messages JSON and a dump."""
    dump = tmp_path / "dump.txt"
    dump.write_bytes(lzma.decompress(DUMP.read_bytes()))
    for name, stream in (("a", STREAM), ("b", OTHER)):
        extract(stream).save(tmp_path / f"{name}.json")
        ran = run("inspect", "--format", "vtm", stream)
        (tmp_path / f"{name}.txt").write_bytes(ran.out)
    return {
        "a": [STREAM, tmp_path / "a.json", tmp_path / "a.txt", dump],
        "b": [OTHER, tmp_path / "b.json", tmp_path / "b.txt"],
    }


def test_each_form_equals_each_and_differs_in_one_element(forms):
    for a in forms["a"]:
        for same in forms["a"]:
            assert found(a, same) == [], (a, same)
        for b in forms["b"]:
            first = found(a, b)[0]
            if a.suffix == ".txt" or b.suffix == ".txt":
                assert first == ("value", "gfv_coordinate_dx_abs[ i ] no. 5", ("10", "11"))
            else:
                assert found(a, b) == [("value", "gfv_coordinate_dx_abs[4]", (10, 11))]


def test_place_bits_and_counts_of_the_one_element():
    compared = Compared()
    (one,) = differences(STREAM, OTHER, compared=compared)
    assert one.bits == (60, 60) and one.a.ids == {"gfv_cnt": 2, "gfv_id": 0}
    assert (one.a.place["au"], one.a.place["poc"], one.a.number, one.a.place["byte"]) == (0, 0, 2, 511)
    assert (compared.messages, compared.differing) == ((18, 18), 1)
    assert json.loads(json.dumps(one.to_dict()))["element"] == "gfv_coordinate_dx_abs[4]"


@pytest.mark.parametrize("name", ["gfv_kps2d_pred.bit", "gfve_matrix_pupil.bit", "mesh_talk.266"])
def test_streams_agree_with_what_vtm_dumped(name):
    dump = (DATA / name).with_suffix(".sei.txt.xz")
    assert found(DATA / name, dump) == found(dump, DATA / name) == []


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 17), min_size=1, max_size=6))
def test_messages_left_out_are_named_and_no_others(tmp_path_factory, gone):
    folder = tmp_path_factory.mktemp("gone")
    messages = extract(STREAM)
    messages.messages = [entry for n, entry in enumerate(messages.messages) if n not in gone]
    messages.save(folder / "less.json")
    try:
        messages = MessageFile.load(folder / "less.json")
        extract(written(messages, folder / "less.266"))
    except SeigenError:
        return  # what was predicted from one that is gone cannot be written
    for less in ("less.266", "less.json"):
        there = list(differences(STREAM, folder / less))
        assert [d.what for d in there] == ["only in A"] * len(gone)
        back = list(differences(folder / less, STREAM))
        assert [d.what for d in back] == ["only in B"] * len(gone)


def test_a_whole_access_unit_that_is_gone(tmp_path):
    from vvc_bridge import access_units

    units = [unit.data for unit in access_units(STREAM)]
    path = tmp_path / "gone.266"
    path.write_bytes(b"".join(units[:4] + units[5:]))
    assert [d.what for d in differences(STREAM, path)] == ["only in A"]


def test_files_without_messages(tmp_path):
    bare = tmp_path / "bare.266"
    remove(STREAM, bare, types=None)
    (tmp_path / "none.json").write_text('{"messages": []}')
    assert found(bare, bare) == found(bare, tmp_path / "none.json") == []
    for other in (STREAM, DUMP):
        assert {d[0] for d in found(bare, other)} == {"only in B"}
        assert {d[0] for d in found(other, tmp_path / "none.json")} == {"only in A"}


def test_carriage_is_compared_where_both_say_it(tmp_path):
    messages = extract(STREAM)
    bare = io.BytesIO()
    remove(STREAM, bare)
    faces = [entry for entry in messages.messages if entry.payload_type == 223]
    for entry in faces:
        entry.place = type(entry.place)(au=entry.place.au)
    only = MessageFile(messages=faces)
    inject(bare.getvalue(), only, tmp_path / "prefix.266", placement="prefix", vtm_safe=False)
    there = found(STREAM, tmp_path / "prefix.266", types=[223])
    assert there and set(there) == {("value", "(kind)", ("suffix", "prefix"))}
    only.save(tmp_path / "by_hand.json")
    assert found(STREAM, tmp_path / "by_hand.json", types=[223]) == []


def test_a_layout_that_changes(tmp_path):
    """Another number of keypoints: what both have is compared by name."""
    from sei.build import FaceEncoder

    for name, count in (("a", 2), ("b", 3)):
        message = FaceEncoder(precision=8).base([[0.25, 0.5]] * count)
        entry = {"place": {"au": 0}, "payload_type": 223, "message": message.model_dump(exclude_none=True)}
        (tmp_path / f"{name}.json").write_text(json.dumps({"messages": [entry]}))
    there = found(tmp_path / "a.json", tmp_path / "b.json")
    assert there[0] == ("value", "gfv_num_kps_minus1", (1, 2))
    assert {d[1] for d in there if d[0] == "only in B"} >= {
        "gfv_coordinate_dx_abs[2]",
        "gfv_coordinate_dy_abs[2]",
    }
    assert not any(d[0] == "only in A" and "coordinate" in d[1] for d in there)


def test_a_message_that_cannot_be_read_is_compared_by_its_bytes(tmp_path):
    paths = []
    for last in (1, 2):
        nal = build(Codec.H266, [Payload(223, bytes([0xFF, 0xFF, last]))], suffix=True)
        paths.append(tmp_path / f"{last}.266")
        paths[-1].write_bytes(STREAM.read_bytes() + b"\0\0\1" + nal)
    assert found(*paths) == [("value", "(byte 2)", (1, 2))]
    bad = b"\0\0\1\0\xc1\xdf\xff"
    for number, path in enumerate(paths):
        path.write_bytes(STREAM.read_bytes() + bad + bytes([0x81 + number]))
    (one,) = found(*paths)
    assert one == ("value", "(byte 2)", (0x81, 0x82))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{}{",
        b"[]",
        b"\0" * 1000,
        b"-" * 100_000,
        b"-----------\nx SEI message (5 bytes",
        b"\xfd7zXZ\0" + b"\xff" * 100,
        lzma.compress(b"no dump"),
        lzma.compress(bytes(1 << 27)),
        b"\x1a\x45\xdf\xa3" + b"\xff" * 50,
        b"\0\0\1" * 1000,
    ],
    ids=range(12),
)
def test_hostile_files_are_one_line_and_status_2(data, tmp_path):
    path = tmp_path / "hostile"
    path.write_bytes(data)
    for words in ((STREAM, path), (path, STREAM), (DUMP, path)):
        ran = run("diff", *words)
        assert ran.status == 2 and ran.errors.count("\n") == 1, (ran.out, ran.errors)
        assert ran.errors.startswith("seigen: ") and ran.megabytes < 300


def test_hostile_lines_of_a_dump(tmp_path):
    heading = "---------------------------------\nGenerative face video SEI message (108 bytes)\n"
    path = tmp_path / "dump.txt"
    for body in (
        "  gfv_id: " + "9" * 5000,
        "  gfv_id: \x1b[31m\u202e",
        ": " * 5000,
        "  a: 1 2 e e - +\n" * 1000,
    ):
        path.write_text(heading + body + "\n")
        ran = run("diff", STREAM, path)
        assert ran.status == 1 and not ran.errors
        assert b"\x1b" not in ran.out and "\u202e".encode() not in ran.out


def test_exit_status_and_usage(tmp_path):
    assert run("diff", STREAM, STREAM).status == 0
    assert run("diff", STREAM, OTHER, "--against", DUMP).status == 1
    assert run("diff", STREAM, "--against", DUMP).status == 0
    assert run("diff", STREAM).status == run("diff", STREAM, tmp_path / "none").status == 2
    assert run("diff", STREAM, "-", stdin=b"").status == 2
    ran = run("diff", STREAM, OTHER, "--first", "--json")
    assert ran.status == 1 and json.loads(ran.out)["values"] == [10, 11]


def test_more_than_can_be_compared_is_refused(monkeypatch):
    monkeypatch.setattr(difference, "MAX_BYTES", 100)
    with pytest.raises(SeigenError, match="100 bytes of them: compare those of some types"):
        list(differences(STREAM, OTHER))
    with pytest.raises(SeigenError, match="dump is longer than 100 characters"):
        list(differences(STREAM, DUMP))
    with pytest.raises(SeigenError, match="larger than 100 bytes"):
        list(differences(DUMP, STREAM))
    assert found(STREAM, OTHER, types=[5]) == []


def test_more_messages_than_can_be_compared_are_refused(monkeypatch):
    monkeypatch.setattr(difference, "MAX_ITEMS", 3)
    for files in ((STREAM, OTHER), (DUMP, STREAM)):
        with pytest.raises(SeigenError, match="over 3 messages"):
            list(differences(*files))


def test_many_messages_take_linear_time(tmp_path):
    seconds = []
    for count in (2_000, 8_000):
        for name, first in (("a", 0), ("b", 1)):
            payloads = [
                Payload(
                    5,
                    UserDataUnregistered(
                        uuid_iso_iec_11578=f"{n:032x}", user_data_payload_byte=""
                    ).to_payload(),
                )
                for n in range(first * 10**6, first * 10**6 + count)
            ]
            nal = build(Codec.H266, payloads, suffix=True)
            (tmp_path / name).write_bytes(STREAM.read_bytes() + b"\0\0\1" + nal)
        began = time.process_time()
        assert len({d.a.number for d in differences(tmp_path / "a", tmp_path / "b")}) == count
        seconds.append(time.process_time() - began)
    assert seconds[1] < 10 * seconds[0] + 0.2
