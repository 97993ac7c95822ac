"""seigen edit: rules over ranges of messages; what no rule changes says what it said."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.verify import verify_stream
from sei.context import Context
from sei.errors import SeigenError
from sei.messages import read_payload
from sei.recode import Heard, Recoder
from vvc_bridge.access_unit import access_units
from vvc_bridge.edit_cli import edit as command
from vvc_bridge.rule_editor import edit
from vvc_bridge.rules import Rules

DATA = Path(__file__).parent / "data"
TALK = DATA / "mesh_talk.266"
EVERY = ["gfv_kps2d_pred.bit", "gfv_multi_picture.bit", "gfve_matrix_pupil.bit", "mesh_talk.266"]


def edited(rules: list[dict], source: Path | bytes = TALK, **options) -> bytes:
    out = io.BytesIO()
    edit(source, Rules.of(*rules), out, vtm_safe=False, **options)
    return out.getvalue()


def heard(data: bytes | Path) -> list[tuple[int, Heard]]:
    """All GFV and GFVE messages with their access units, prediction undone."""
    recoder = Recoder()
    return [
        (unit.index, recoder.hear(m.payload_type, m.payload))
        for unit in access_units(data)
        for m in unit.messages
        if m.payload_type in (223, 224)
    ]


def key(h: Heard) -> tuple:
    return h.gfve_id, h.gfv_id, h.cnt


def test_no_hit_changes_no_byte():
    assert edited([{"do": "drop", "au": 7}]) == TALK.read_bytes()


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(EVERY),
    st.lists(
        st.fixed_dictionaries(
            {
                "do": st.just("drop"),
                "gfv_cnt": st.lists(st.integers(1, 12), min_size=1, max_size=6),
                "base": st.just(False),
            }
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_what_is_left_says_what_it_said(name, rules):
    """Whatever goes. The property: resolved numbers of the others."""
    before = heard(DATA / name)
    gone = {cnt for rule in rules for cnt in rule["gfv_cnt"]}
    wanted = [(au, key(h), h.numbers) for au, h in before if h.cnt not in gone or h.is_base]
    after = heard(edited(rules, DATA / name))
    found = [(au, key(h), h.numbers) for au, h in after]
    assert [f[:2] for f in found] == [w[:2] for w in wanted]
    for (_, ids, a), (_, _, b) in zip(found, wanted, strict=True):
        if ids[0] is None:  # matrices that a GFVE message left out go on as what is left has them
            assert a == b
        else:
            assert a.pupils == b.pupils


def test_shift_and_rename_keep_what_is_said():
    before = heard(TALK)
    data = edited(
        [
            {"do": "shift", "by": 5, "gfv_cnt": "1-", "au": 0},
            {"do": "rename", "to": 9, "gfve_to": 3},
        ]
    )
    after = heard(data)
    assert {h.gfv_id for _, h in after} == {9} and {h.gfve_id for _, h in after} == {None, 3}
    assert [h.numbers for _, h in after] == [h.numbers for _, h in before]
    assert [h.cnt for au, h in after if au == 0] == [h.cnt and h.cnt + 5 for au, h in before if au == 0]


def test_without_its_base_message_a_message_says_its_numbers_as_they_are():
    before = heard(TALK)
    after = heard(edited([{"do": "drop", "base": True, "type": 223}, {"do": "drop", "type": 224}]))
    assert [h.numbers for _, h in after] == [
        h.numbers for _, h in before if not h.is_base and h.gfve_id is None
    ]
    assert not any(h.message.gfv_matrix_pred_flag for au, h in after if h.cnt == 1)


def test_pupils_without_a_base_message_are_refused():
    with pytest.raises(SeigenError, match=r"access unit 0: .*enhancement of gfv_id 0, gfv_cnt \d+"):
        edited([{"do": "drop", "base": True, "type": 224}])


def test_set_and_add():
    flag = "gfv_low_confidence_face_parameter_flag"
    data = edited(
        [
            {"do": "set", "gfv_cnt": "2-3", "values": {flag: 1}},
            {"do": "add", "base": True, "values": {"gfv_matrix_element_dec[0][0][*][0]": 1}},
        ]
    )
    before, after = heard(TALK), heard(data)
    for (_, a), (_, b) in zip(before, after, strict=True):
        if a.gfve_id is None and not a.is_base:
            assert getattr(b.message, flag) == (a.cnt in (2, 3)) and a.numbers == b.numbers
        if a.gfve_id is None and a.is_base:
            column = np.array(b.message.gfv_matrix_element_dec[0]) - a.message.gfv_matrix_element_dec[0]
            assert column.tolist() == [[[1, 0, 0]] * 3]


def test_repeat_trim_and_insert():
    data = edited(
        [
            {"do": "repeat", "base": True, "au": 0, "at": 1},
            {"do": "insert", "au": "0-1", "payload_type": 1000, "payload": "0102", "kind": "prefix"},
            {"do": "set", "type": 1000, "au": 1, "values": {"payload": "ff"}},
        ]
    )
    types = [[m.payload_type for m in unit.messages] for unit in access_units(data)]
    assert types[0].count(1000) == types[1].count(1000) == 1
    assert sum(h.is_base for au, h in heard(data) if au == 1) == 4
    assert [m.payload for u in access_units(data) for m in u.messages if m.payload_type == 1000] == [
        b"\1\2",
        b"\xff",
    ]
    trimmed = edited([{"do": "trim", "gfv_cnt": "0-2", "au": 1}])
    assert {(au, h.cnt) for au, h in heard(trimmed)} <= {(1, 0), (1, 1), (1, 2)}
    twice = edited([{"do": "repeat", "gfv_cnt": 1, "au": 0, "type": 223, "times": 2}])
    assert [h.cnt for au, h in heard(twice) if au == 0 and h.gfve_id is None][:4] == [0, 1, 1, 1]
    assert len({str(h.numbers) for au, h in heard(twice) if (au, h.cnt, h.gfve_id) == (0, 1, None)}) == 1


@pytest.mark.parametrize("more", [{"gfv_cnt": "1-", "type": 223}, {"au": 1, "base": True}])
def test_a_repetition_is_the_same_bytes_and_says_the_same(more):
    """H.274: a message that is repeated in a picture unit is unchanged; differences are not added twice."""
    data = edited([{"do": "repeat", "times": 2, **more}])
    assert verify_stream(data, decode=False).outcome == "clean"
    told: dict[tuple, set] = {}
    for au, h in heard(data):
        told.setdefault((au, h.cnt, h.gfve_id), set()).add((h.payload, str(h.numbers)))
    assert all(len(found) == 1 for found in told.values())
    before = {(au, h.cnt, h.gfve_id): str(h.numbers) for au, h in heard(TALK)}
    assert {key: numbers for key, ((_, numbers),) in told.items()} == before
    # Pupils are differences in every form.
    pupils = edited([{"do": "repeat", "type": 224, "au": 1, "gfv_cnt": 3}])
    assert len({str(h.numbers) for au, h in heard(pupils) if (au, h.cnt, h.gfve_id) == (1, 3, 0)}) == 1
    # Where a later rule changes the copies, they are messages of their own.
    apart = edited([{"do": "repeat", "gfv_cnt": 1, "au": 0, "type": 223}, {"do": "rename", "au": 0, "to": 7}])
    assert {h.gfv_id for au, h in heard(apart) if au == 0} == {7}


def test_what_cannot_be_read_stays_and_may_go(tmp_path):
    data = edited([{"do": "insert", "au": 0, "payload_type": 223, "payload": "ff", "kind": "suffix"}])
    assert edited([{"do": "shift", "by": 1, "gfv_cnt": 99}], data) == data
    with pytest.raises(SeigenError, match=r"rules\[0\]: access unit 0: payloadType 223: the message cannot"):
        edited([{"do": "set", "values": {"gfv_low_confidence_face_parameter_flag": 1}, "type": 223}], data)
    left = edited([{"do": "drop"}], data)
    assert not any(unit.messages for unit in access_units(left))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"do": "explode"}, "rules[0]: "),
        ({"do": "drop", "au": "9-3"}, "rules[0].au: the range 9-3 is empty"),
        ({"do": "drop", "au": "-"}, "rules[0].au: not a number or a range"),
        ({"do": "drop", "au": "1" * 40}, "rules[0].au: not a number or a range"),
        ({"do": "drop", "au": -1}, "rules[0].au: not a number or a range"),
        ({"do": "drop", "au": True}, "rules[0].au: not a number or a range"),
        ({"do": "drop", "when": 3}, "rules[0].when: extra inputs are not permitted"),
        ({"do": "repeat", "times": 10**9}, "rules[0].times: input should be less than or equal to 256"),
        ({"do": "set", "values": {"gfv_cnt": 2}}, "rules[0]: access unit 0: gfv_cnt: a rule shift"),
        ({"do": "set", "values": {"rm -rf": 2}}, "'rm -rf' is no element"),
        ({"do": "set", "values": {"gfv_matrix_type_idx[9]": 2}}, "gfv_matrix_type_idx[9]: there are"),
        ({"do": "set", "values": {"gfv_nobody": 2}}, "access unit 0: generative_face_video, gfv_nobody"),
        (
            {"do": "set", "base": True, "values": {"gfv_low_confidence_face_parameter_flag": 2}},
            "access unit 0: generative_face_video, gfv_low_confidence_face_parameter_flag",
        ),
        ({"do": "set", "base": False, "values": {"gfv_nn_uri": "x"}}, "access unit 0: generative_face_video"),
        ({"do": "add", "values": {"gfv_nn_uri": 1}}, "gfv_nn_uri: no number"),
        ({"do": "shift", "by": -3, "gfv_cnt": 1}, "gfv_cnt would be -2, allowed: 0..2^32-2"),
        ({"do": "shift", "by": 1, "base": True}, "of a base picture gfv_cnt is 0, not 1"),
        ({"do": "rename"}, "rules[0]: needs to or gfve_to"),
        ({"do": "rename", "to": 2**32 - 1}, "rules[0].to: input should be less than"),
        ({"do": "insert", "au": 0, "payload_type": 5}, "needs either message or payload"),
        ({"do": "insert", "au": 0, "payload_type": 5, "payload": "0"}, "rules[0].payload: "),
        ({"do": "insert", "au": 0, "payload_type": 223, "message": {"gfv_id": 0}}, "gfv_cnt"),
    ],
)
def test_refusals_name_rule_and_place(rule, words, tmp_path):
    rules, out = tmp_path / "rules.json", tmp_path / "a.266"
    rules.write_text(json.dumps({"rules": [rule]}))
    done = CliRunner().invoke(command, [str(TALK), str(rules), "-o", str(out)])
    text = done.output + str(done.exception)
    assert isinstance(done.exception, SeigenError) and words in text and not out.exists()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"rules": []}', '{"rules": 3}', '{"rules": [3]}', "\0" * 9])
def test_what_is_no_file_of_rules_is_refused(text):
    with pytest.raises(SeigenError, match=r"rules"):
        Rules.from_json(text)


def test_in_a_container_and_verified(tmp_path):
    pytest.importorskip("av")
    from vvc_bridge.remuxer import remux

    remux(TALK, tmp_path / "a.mp4")
    rules = tmp_path / "rules.json"
    rules.write_text('{"rules": [{"do": "drop", "type": 224}, {"do": "drop", "gfv_cnt": 77}]}')
    args = [str(tmp_path / "a.mp4"), str(rules), "-o", str(tmp_path / "b.mp4"), "--verify"]
    done = CliRunner().invoke(command, args)
    assert done.exit_code == 0 and "rules[1] was about no message" in done.output
    context = Context()
    for unit in access_units(tmp_path / "b.mp4"):
        for m in unit.messages:
            assert m.payload_type != 224
            read_payload(m.payload_type, m.payload, context=context)
