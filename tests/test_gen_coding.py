"""Parameters to messages and back; what gfv_nn_uri says."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import registry
from generators.codec.stream import sei_nal
from generators.parameters.bits import delta_bits
from generators.parameters.by_effect import STEP, ByEffect, _whole_difference, effect
from generators.parameters.layout import Layout
from generators.parameters.reading import ParameterReader
from generators.parameters.search import cheapest
from generators.parameters.values import Parameters
from generators.parameters.writing import MessageWriter, Wanted
from sei.context import Context
from sei.messages.generative_face_video import LOCATION, ROTATION, GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.named import known
from vvc_bridge.talk import Timing

TYPES = ((4, (1, 3, 3)), (5, (1, 3, 1)), (6, (1, 3, 1)), (2, (1, 1, 6)), (3, (1, 1, 2)), (7, (1, 1, 6)))
LAYOUT = Layout(known("mesh"))
MATRICES, PUPILS = LAYOUT.parts
KINDS = {223: GenerativeFaceVideo, 224: GenerativeFaceVideoEnhancement}


def writing(shows=None, trade: float = 0.2, precision: int | None = None) -> MessageWriter:
    return MessageWriter(LAYOUT, ByEffect(shows, trade, precision=precision))


def flat(parameters: Parameters, types=tuple(t for t, _ in TYPES)) -> np.ndarray:
    """Matrix elements in coding order."""
    return np.concatenate([np.asarray(parameters.matrices[t]).ravel() for t in types])


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
    return reader.read([reader.resolve(message) for message in messages], 0)


def code(rows: list[Parameters], **options) -> tuple[list[tuple[int, bytes]], list[Parameters]]:
    writer, context = writing(**options), Context()
    coded = [writer.base(rows[0], "r=25&s=2"), *writer.segment(rows[1:])]
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
    _, received = code(rows)
    for wanted, got in zip(rows[1:], received[1:], strict=True):
        for t in wanted.matrices:
            if t != LOCATION:
                assert np.abs(got.matrices[t] - wanted.matrices[t]).max() <= 3.6 / 128


def test_a_still_face_costs_next_to_nothing():
    rows = walk(1) * 50
    payloads, _ = code(rows)
    bits = [8 * len(data) for _, data in payloads[2:]]
    # Two bits for each of 26 elements and eleven for the gfv_cnt, and the flags, in whole bytes; one more
    # where two or four bits are left, which no two elements fill.
    assert max(bits) <= 88


def test_zero_costs_two_bits_and_a_step_five():
    assert delta_bits(np.array([0, 1, -2, 3, 128, -129]), 7).tolist() == [2, 5, 5, 7, 5, 7]


def test_the_cheapest_value_is_the_nearest_when_bits_are_free():
    rng = np.random.default_rng(0)
    target, reference = rng.normal(size=60) * 0.2, rng.integers(-20, 20, 60)
    gram = np.eye(60) / STEP**2
    assert np.array_equal(cheapest(target, reference, 7, gram, 0.0), np.rint(target * 128))
    near = (reference + 0.4) / 128
    assert np.array_equal(cheapest(near, reference, 7, gram, 0.3), reference)


def test_what_shows_nowhere_is_not_sent():
    """The second element moves no landmark; the third undoes what rounding the first one does."""
    jacobian = np.array([[128.0], [0.0], [0.25]])
    gram = jacobian @ jacobian.T / STEP**2 / 128**2
    target, reference = np.array([0.9 / 16, 0.4, 0.0]), np.zeros(3, dtype=np.int64)
    found = cheapest(target, reference, 4, gram, 1e-4)
    assert found[1] == 0
    both = ((found / 16 - target) @ jacobian)[0]
    alone = (np.array([1 / 16, 0, 0]) - target) @ jacobian
    assert abs(both) < abs(alone[0])


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.integers(3, 10), st.floats(0, 1))
def test_no_single_change_is_better(seed, precision, trade):
    """The minimum is one: no element put elsewhere makes displacement + trade * bits less."""
    rng = np.random.default_rng(seed)
    mix = rng.normal(size=(5, 7)) * 20
    gram = mix @ mix.T + np.eye(5)
    target, unit = rng.normal(size=5) * 0.3, 1 << precision
    reference = np.rint(rng.normal(size=5) * 0.3 * unit).astype(np.int64)

    def cost(value):
        away = value / unit - target
        return away @ gram @ away + trade * delta_bits(value - reference, precision).sum()

    found = cheapest(target, reference, precision, gram, trade)
    for e in range(5):
        for option in (found[e] - 1, found[e] + 1, reference[e]):
            other = found.copy()
            other[e] = option
            assert cost(found) <= cost(other) + 1e-6


def shown(size: float):
    """Landmarks are the first six elements, ``size`` face sizes each."""
    return lambda parameters: size * np.stack([flat(p, [4])[:6] for p in parameters]).reshape(-1, 3, 2)


def chosen(size: float, trade: float = 0.1, **options) -> MessageWriter:
    writer = writing(shown(size), trade, **options)
    writer.plan(walk(30))
    return writer


def test_the_precision_is_chosen_by_what_is_seen_and_what_it_costs():
    assert chosen(0.3).precision < chosen(1.0).precision < chosen(6.0).precision
    assert chosen(1.0, trade=5).precision < chosen(1.0, trade=0.005).precision
    assert chosen(6.0, precision=4).precision == 4


def test_the_precision_chosen_is_the_cheapest_of_all():
    """Coding it all at each precision: displacement + trade * whole messages is least at the one chosen."""
    rows, trade = walk(30), 0.1
    rows = [Parameters({**r.matrices, LOCATION: rows[0].matrices[LOCATION]}) for r in rows]
    planned = writing(shown(1.0), trade)
    planned.plan(rows)
    wanted = Wanted({MATRICES: flat(rows[0])})
    gram = effect(shown(1.0), LAYOUT, wanted)[MATRICES]
    gram = gram + 0.05 / STEP**2 * np.eye(len(gram))
    sums = {}
    for precision in range(5, 10):
        writer = writing(shown(1.0), trade, precision)
        coded = [writer.base(rows[0]), *writer.segment(rows[1:])]
        _, ledger = sei_nal([m for c in coded for m in c.messages], Context())
        total = trade * ledger.total
        for row, got in zip(rows[1:], coded[1:], strict=True):
            away = flat(got.received, [4, 5, 2, 3, 7]) - flat(row, [4, 5, 2, 3, 7])
            keep = [i for i in range(len(gram)) if not 12 <= i < 15]
            total += away @ gram[np.ix_(keep, keep)] @ away
        sums[precision] = total
    assert sums[planned.precision] <= 1.02 * min(sums.values())


def test_the_precision_chosen_is_what_the_base_message_says():
    for size in (0.3, 6.0):
        writer = chosen(size)
        (message, _) = writer.base(walk(1)[0]).messages
        assert message.gfv_matrix_element_precision_factor_minus1 + 1 == writer.precision
        assert writer.segment(walk(2)[1:])[0].messages[0].gfv_matrix_element_precision_factor_minus1 is None


def test_values_are_sent_where_they_are_shorter_than_differences():
    """Far away and back again: 0.5 is shorter than the way there from -3."""
    far = {t: np.full(shape, -3.7 if t != LOCATION else 0.25) for t, shape in TYPES}
    near = {t: np.full(shape, 0.0 if t != LOCATION else 0.25) for t, shape in TYPES}
    writer = writing(precision=3, trade=0.01)
    messages = writer.base(Parameters(far)).messages
    jump, back = (c.messages[0] for c in writer.segment([Parameters(near)] * 2))
    assert jump.gfv_matrix_pred_flag == 0 and back.gfv_matrix_pred_flag == 1
    context = Context()
    payloads = [(223, m.to_payload(context=context)) for m in (*messages, jump, back)]
    _, rows = read(payloads)
    for row in rows:
        # A few elements are a step or two off, so that the payload ends on a whole byte.
        off = np.abs(flat(row) - flat(Parameters(near))) * 8
        assert off.max() <= 3 and (off > 0).sum() <= 4
    assert 8 * len(payloads[1][1]) < delta_bits(np.full(29, 30), 3).sum()


def test_gaze_is_sent_when_it_is_worth_its_bits():
    def sent(shift: float, trade: float) -> int:
        writer = writing(trade=trade)
        (start,) = walk(1)
        writer.base(start)
        moved = Parameters(start.matrices, pupils=start.pupils + shift)
        return len(writer.segment([moved])[0].messages) - 1

    assert [sent(s, 0.1) for s in (0.0, 0.005, 0.2)] == [0, 0, 1]
    assert sent(0.2, 1e4) == 0


@given(st.lists(st.integers(-32, 32), min_size=4, max_size=4), st.integers(0, 40).map(lambda k: 2 * k + 6))
def test_gaze_ends_on_whole_bytes(delta, before):
    near = _whole_difference(np.zeros(4, dtype=np.int64), np.array(delta), before, 5)
    bits = before + sum(1 if d == 0 else 2 * int(np.log2(abs(d) + 1)) + 2 for d in near.ravel().tolist())
    assert bits % 8 == 0
    # One element may have to go to the next length of code, or two lengths on.
    assert ((near.ravel() - delta) ** 2).sum() <= 25**2 and np.abs(near).max() <= 64


@pytest.mark.parametrize("precision", [None, 3, 6, 10])
@pytest.mark.parametrize("size", [0.0, 0.02, 0.2, 2.0])
def test_payloads_of_generated_pictures_have_no_ending(size, precision):
    """VTM 24.0 tests an unset gfv_nn_present_flag (gfve_) there: what follows must not be there."""
    payloads, _ = code(walk(60, size=size), precision=precision)
    found, context = {223: 0, 224: 0}, Context()
    for i, (kind, data) in enumerate(payloads):
        message = KINDS[kind].from_payload(data, context=context)
        if i > 1:
            assert message.payload_bits(context=context) == 8 * len(data)
            found[kind] += 1
    assert found[223] == 59 and (found[224] > 10 or size < 0.2)


def test_matrix_types_come_in_an_order_that_vtm_can_index():
    order = [t for t, _ in registry.entry("mesh").layout.types]
    assert order[:3] == [4, 5, 6] and ROTATION in order


def test_pictures_between_messages():
    a, b = walk(2, size=0.5)
    rows = list(LAYOUT.between([a, b, a], 4))
    assert len(rows) == 9
    assert np.allclose(rows[1].matrices[5], 0.75 * a.matrices[5] + 0.25 * b.matrices[5])
    assert rows[4] is b and np.array_equal(rows[1].pupils, a.pupils)
    assert list(LAYOUT.between([a], 4)) == [a] and list(LAYOUT.between([], 4)) == []


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
    writer, rows = writing(), walk(5)
    messages = [m for c in [writer.base(rows[0]), *writer.segment(rows[1:])] for m in c.messages]
    nal, ledger = sei_nal(messages, Context())
    assert ledger.total == 8 * len(nal) and ledger.gfv > 0 and ledger.gfve > 0 and ledger.envelope > 0


def test_systems_are_found_by_tag_then_by_fields():
    (row,) = walk(1)
    assert registry.find("tag:seigen,2026:mesh", Parameters()).name == "mesh"
    assert registry.find(None, row).name == "mesh"
    other = Parameters({31: np.zeros((1, 1, 1))})
    for tag, parameters in (("tag:other,2026:x", row), (None, other)):
        with pytest.raises(registry.UnknownSystem):
            registry.find(tag, parameters)
    both = Parameters({0: np.zeros((10, 2, 2))}, keypoints=np.zeros((10, 2)))
    with pytest.raises(registry.UnknownSystem, match="several \\(fomm, light\\)"):
        registry.find(None, both)
    with pytest.raises(registry.UnknownSystem, match="mesh"):
        registry.make("nope", 64, 64)
