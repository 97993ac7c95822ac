"""What gfv_nn_uri may say, by friend and enemy."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.codec.encode import choose_step
from vvc_bridge.talk import MAX_STEP, Timing


@given(
    st.fractions(Fraction(1), Fraction(480), max_denominator=1001),
    st.integers(1, MAX_STEP),
    st.none() | st.integers(0, 10**9),
)
def test_what_is_written_is_read(rate, step, count):
    timing = Timing(rate, step, count)
    assert Timing.parse(timing.uri()) == timing


@given(st.text(max_size=300) | st.none())
def test_any_text_gives_a_usable_timing(text):
    timing = Timing.parse(text)
    assert Fraction(1, 10) <= timing.rate <= 480 and 1 <= timing.step <= MAX_STEP
    assert timing.count is None or timing.count >= 0


@pytest.mark.parametrize(
    "uri",
    [
        "r=1e999999999",
        "r=1e-999999999",
        "r=25/0",
        "r=-25",
        "r=nan",
        "r=" + "9" * 190,
        "r=1/" + "9" * 190,
        "r=2500000000000000000000001/100000000000000000000000",
        "s=-1&n=-1",
        "s=" + "9" * 190,
    ],
)
def test_hostile_numbers_cost_nothing(uri):
    """A rate of 1e999999999 is a number of a billion digits to whoever computes it."""
    start = time.process_time()
    timing = Timing.parse(uri)
    assert time.process_time() - start < 0.5
    assert timing.rate.numerator < 1 << 31 and timing.rate.denominator < 1 << 31


@pytest.mark.parametrize("rate", [1, 12.5, 25, 30, 60, 120, 240, 480])
def test_every_step_that_is_chosen_can_be_said(rate):
    step = choose_step(rate)
    assert Timing.parse(Timing(Fraction(rate), step, 7).uri()).step == step
