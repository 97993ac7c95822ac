"""The fuzz target (`make fuzz`) on its seeds, and what fuzzing or reading the code found."""

from __future__ import annotations

import time

import pytest

from scripts import fuzz_stream
from scripts.fuzz_payload import KINDS, STREAM, Case, check, seeds
from sei.context import Context, EnhancementLayout, FaceLayout
from sei.editions import EDITIONS, HM18
from sei.errors import SeigenError
from sei.message import Message
from sei.messages import PAYLOAD_TYPES, message_class
from sei.rbsp import parse


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


def test_a_shared_context_does_not_grow_with_the_stream():
    # VTM appends the sizes of every base message's matrices; a hostile stream has a great many of them.
    context = Context(shared=True)
    for count in (3, *[5000] * 40, 70_000, 70_000):
        types, shapes = [7] * count, [(1, count, 1)] * count
        context.set_face(0, FaceLayout(matrix_precision=8, matrix_types=types, matrix_shapes=shapes))
        eyes = EnhancementLayout(matrix_precision=8, num_matrices=2, matrix_shapes=[(count, 1)] * count)
        context.set_enhancement(0, 0, eyes)
        layout = context.face(0)
        assert layout.matrix_shapes[:3] == [(1, 3, 1)] * 3
        assert len(layout.matrix_types) <= len(layout.matrix_shapes) <= 70_000
        assert len(context.enhancement(0, 0).matrix_shapes) <= 70_000


def test_splitting_an_rbsp_takes_linear_time(monkeypatch):
    monkeypatch.setattr("sei.rbsp.MAX_MESSAGES", 1 << 20)
    # payloadType 0x80 looks like trailing bits: what follows was searched anew at every message.
    rbsp = b"\x80\x00" * 500_000 + b"\x80"
    started = time.process_time()
    payloads, trailing = parse(rbsp)
    assert time.process_time() - started < 5
    assert (len(payloads), trailing) == (500_000, b"\x80")


def test_an_sei_nal_unit_without_messages_survives_removing_and_injecting():
    # The whole one went into the place of the empty one, which was lost.
    fuzz_stream.check(bytes.fromhex("0000000100c1df022a2a8000000100c1df"))
