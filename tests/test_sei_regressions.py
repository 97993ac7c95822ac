"""The fuzz target (`make fuzz`) on its seeds, and on every input that it found something with."""

from __future__ import annotations

import pytest

from scripts.fuzz_payload import KINDS, STREAM, Case, check, seeds
from sei.editions import EDITIONS, HM18
from sei.errors import SeigenError
from sei.message import Message
from sei.messages import PAYLOAD_TYPES, message_class

FINDS: dict[str, str] = {}
"""Inputs of `scripts.fuzz_payload.check` in hexadecimal, by what was wrong."""


@pytest.mark.parametrize("name", FINDS)
def test_find(name):
    check(bytes.fromhex(FINDS[name]))


def test_seeds_pass_and_reach_every_structure():
    accepted = set()
    for seed in seeds():
        check(seed)
        case = Case.from_byte(seed[0])
        if case.kind == STREAM or case.json:
            continue
        cls = message_class(PAYLOAD_TYPES[case.kind])
        try:
            message = cls.from_payload(seed[1:], edition=case.edition, context=case.context())
        except SeigenError:
            continue
        accepted.add((cls.payload_type, case.edition.name, case.based))
        assert isinstance(message, Message)
    assert {(kind, edition, True) for kind in PAYLOAD_TYPES for edition in EDITIONS} <= accepted


def test_the_first_byte_selects_every_case():
    cases = {Case.from_byte(byte) for byte in range(16 * KINDS)}
    assert len(cases) == 16 * KINDS
    assert all(Case.from_byte(case.to_byte()) == case for case in cases)
    assert Case(STREAM, HM18, based=True, json=True) in cases


def test_a_wrong_round_trip_is_noticed(monkeypatch):
    seed = next(s for s in seeds() if Case.from_byte(s[0]).kind != STREAM)
    monkeypatch.setattr(Message, "to_payload", lambda self, **_: b"something else")
    with pytest.raises(AssertionError):
        check(seed)
