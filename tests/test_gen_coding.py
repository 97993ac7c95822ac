"""Parameters to messages and back; what gfv_nn_uri says."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import registry
from generators.coding import ParameterReader, ParameterWriter, between, cheapest, delta_bits, whole_bytes
from generators.protocols import Parameters, System
from generators.stream import Timing, sei_nal
from sei.context import Context
from sei.messages.generative_face_video import LOCATION, ROTATION, GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement

TYPES = ((4, (1, 3, 3)), (5, (1, 3, 1)), (6, (1, 3, 1)), (2, (1, 1, 6)), (3, (1, 1, 2)), (7, (1, 1, 6)))
SYSTEM = System("mesh", "tag:seigen,2026:mesh", TYPES, None, None, None)  # type: ignore[arg-type]
KINDS = {223: GenerativeFaceVideo, 224: GenerativeFaceVideoEnhancement}


def walk(count: int, seed: int = 0, size: float = 0.03) -> list[Parameters]:
    """Parameters that wander."""
    rng = np.random.default_rng(seed)
    state = {t: rng.normal(size=shape) * 0.3 for t, shape in TYPES}
    pupils = np.zeros((2, 2))
    rows = []
    for _ in range(count):
        rows.append(
            Parameters({t: np.clip(v, -3, 3) for t, v in state.items()}, pupils=np.clip(pupils, -0.5, 0.5))
        )
        state = {t: v + (0 if t == LOCATION else size) * rng.normal(size=v.shape) for t, v in state.items()}
        pupils = pupils + rng.normal(size=(2, 2)) * size
    return rows


def read(payloads: list[tuple[int, bytes]]) -> tuple[Parameters | None, list[Parameters]]:
    reader = ParameterReader()
    messages = [KINDS[kind].from_payload(data, context=reader.context) for kind, data in payloads]
    return reader.read(messages, 0)


def code(rows: list[Parameters], **options) -> tuple[list[tuple[int, bytes]], list[Parameters]]:
    writer, context = ParameterWriter(SYSTEM, **options), Context()
    coded = [writer.base(rows[0], "r=25&s=2"), *(writer.next(r) for r in rows[1:])]
    payloads = [(m.payload_type, m.to_payload(context=context)) for c in coded for m in c.messages]
    return payloads, [c.received for c in coded]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32), st.floats(0, 2), st.integers(3, 10))
def test_the_decoder_has_what_the_encoder_thinks_it_has(seed, size, precision):
    payloads, expected = code(walk(12, seed, size), precision=precision)
    base, rows = read(payloads)
    assert base is not None and len(rows) == 11
    for got, wanted in zip([base, *rows], expected, strict=True):
        assert set(got.matrices) == set(wanted.matrices)
        for t, values in wanted.matrices.items():
            assert np.array_equal(got.matrices[t], values)
        assert np.array_equal(got.pupils, wanted.pupils)


def test_errors_do_not_add_up():
    rows = walk(200)
    _, received = code(rows, trade=0.15)
    for wanted, got in zip(rows[1:], received[1:], strict=True):
        for t in wanted.matrices:
            if t != LOCATION:
                assert np.abs(got.matrices[t] - wanted.matrices[t]).max() <= 3.6 / 128


def test_a_still_face_costs_next_to_nothing():
    rows = walk(1) * 50
    payloads, _ = code(rows)
    bits = [8 * len(data) for _, data in payloads[2:]]
    # Two bits for each of 26 elements and eleven for the gfv_cnt, and the flags, in whole bytes.
    assert max(bits) <= 80


def test_zero_costs_two_bits_and_a_step_five():
    assert delta_bits(np.array([0, 1, -2, 3, 128, -129]), 7).tolist() == [2, 5, 5, 7, 5, 7]


def test_the_cheapest_value_is_the_nearest_when_bits_are_free():
    rng = np.random.default_rng(0)
    target, reference = rng.normal(size=100) * 20, rng.integers(-20, 20, 100)
    assert np.array_equal(cheapest(target, reference, 7, 0.0), np.rint(target))
    assert np.array_equal(cheapest(reference + 0.4, reference, 7, 0.3), reference)


@given(st.lists(st.integers(-32, 32), min_size=4, max_size=4), st.integers(0, 40).map(lambda k: 2 * k + 6))
def test_gaze_ends_on_whole_bytes(delta, before):
    near = whole_bytes(np.array(delta).reshape(2, 2), before)
    bits = before + sum(1 if d == 0 else 2 * int(np.log2(abs(d) + 1)) + 2 for d in near.ravel().tolist())
    assert bits % 8 == 0
    # One element may have to go to the next length of code, or two lengths on.
    assert (np.abs(near.ravel() - delta) > 3).sum() <= 1 and np.abs(near.ravel() - delta).max() <= 25


def test_gfve_payloads_of_generated_pictures_have_no_ending():
    """VTM 24.0 reads an unset gfve_nn_present_flag there: what follows must not be there."""
    payloads, _ = code(walk(60, size=0.2))
    found, context = 0, Context()
    for i, (kind, data) in enumerate(payloads):
        message = KINDS[kind].from_payload(data, context=context)
        if kind == 224 and i > 1:
            assert message.payload_bits(context=context) == 8 * len(data)
            found += 1
    assert found > 10


def test_matrix_types_come_in_an_order_that_vtm_can_index():
    system = registry.make("mesh", 64, 64)
    order = [t for t, _ in system.types]
    assert order[:3] == [4, 5, 6] and ROTATION in order


def test_pictures_between_messages():
    a, b = walk(2, size=0.5)
    rows = list(between([a, b, a], 4))
    assert len(rows) == 9
    assert np.allclose(rows[1].matrices[5], 0.75 * a.matrices[5] + 0.25 * b.matrices[5])
    assert rows[4] is b and rows[1].pupils is a.pupils
    assert list(between([a], 4)) == [a] and list(between([], 4)) == []


@pytest.mark.parametrize(
    ("uri", "timing"),
    [
        ("r=24000/1001&s=2&n=472", Timing(Fraction(24000, 1001), 2, 472)),
        ("r=25&s=1", Timing(Fraction(25), 1, None)),
        (None, Timing()),
        ("", Timing()),
        ("r=0&s=0&n=-4", Timing(count=0)),
        ("r=1/0&s=99999999999999999999&n=x", Timing(step=16)),
        ("r=1e400&s=NaN", Timing()),
        ("http://example.org/model.onnx?r=30", Timing()),
    ],
)
def test_timing_is_read_leniently(uri, timing):
    assert Timing.parse(uri) == timing
    if timing.count:
        assert Timing.parse(timing.uri()) == timing


def test_the_ledger_accounts_for_every_bit():
    writer = ParameterWriter(SYSTEM)
    rows = walk(5)
    messages = [m for c in [writer.base(rows[0]), *(writer.next(r) for r in rows[1:])] for m in c.messages]
    nal, ledger = sei_nal(messages, Context())
    assert ledger.total == 8 * len(nal) and ledger.gfv > 0 and ledger.gfve > 0 and ledger.envelope > 0


def test_systems_are_found_by_tag_then_by_fields():
    assert registry.find("tag:seigen,2026:mesh", frozenset(), False).name == "mesh"
    assert registry.find(None, frozenset({2, 3, 4, 5, 6, 7}), False).name == "mesh"
    for tag, types in (("tag:other,2026:x", frozenset({2, 3, 4, 5, 6, 7})), (None, frozenset({31}))):
        with pytest.raises(registry.UnknownSystem):
            registry.find(tag, types, False)
    with pytest.raises(registry.UnknownSystem, match="mesh"):
        registry.make("nope", 64, 64)
