"""Delta rates: equal to the package `bjontegaard` on its examples, refused where they say nothing.

The expected numbers are those of bjontegaard 1.3.0 (FAU Erlangen-Nuernberg), its README and example_usage.py.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("scipy", reason="scipy is not here")

from generators.measure.bd import METHODS, NoDelta, bd_rate, over_clips


def points(rates, quality):
    return list(zip(rates, quality, strict=True))


LOW = (
    points((9487.76, 4593.60, 2486.44, 1358.24), (40.037, 38.615, 36.845, 34.851)),
    points((9787.80, 4469.00, 2451.52, 1356.24), (40.121, 38.651, 36.970, 34.987)),
)
HIGH = (
    points((82472.76, 26875.24, 9487.76, 4593.6), (43.825, 41.404, 40.037, 38.615)),
    points((99896.96, 33952.04, 9787.8, 4469.0), (44.731, 41.875, 40.121, 38.651)),
)
MORE = (
    points((82472.76, 26875.24, 9487.76, 4593.6, 3600, 2900), (43.825, 41.404, 40.037, 38.615, 36.5, 35.1)),
    points((99896.96, 33952.04, 9787.8, 4469.0, 4040, 3300), (44.731, 41.875, 40.121, 38.651, 37, 36.5)),
)
UNEQUAL = (
    points((5, 10, 20, 40, 80), (28.1, 30.9, 33.2, 35.0, 36.1)),
    points((4, 9, 17, 44, 90, 130), (29.0, 31.2, 33.1, 35.9, 36.8, 37.0)),
)
LOWER = (
    points((5, 10, 20, 40, 80), (0.30, 0.25, 0.21, 0.18, 0.16)),
    points((4, 9, 17, 44, 90), (0.28, 0.22, 0.2, 0.165, 0.15)),
)


@pytest.mark.parametrize(
    ("curves", "better", "pchip", "akima"),
    [
        (LOW, "higher", -4.417485350589045, -4.425245156997493),
        (HIGH, "higher", -4.47218200276197, -4.0857609404152395),
        (MORE, "higher", -2.9528024116427964, -2.52692018696532),
        (UNEQUAL, "higher", -21.27916993229737, -20.174372149070464),
        (LOWER, "lower", -40.235682963706246, -40.43664311443958),
    ],
)
def test_equal_to_bjontegaard(curves, better, pchip, akima):
    got = [bd_rate(*curves, better=better, method=m).percent for m in METHODS]
    assert got == pytest.approx([pchip, akima], rel=1e-9)
    turned = [bd_rate(curves[0][::-1], curves[1][::-1], better=better, method=m).percent for m in METHODS]
    assert turned == got


def test_the_overlap_and_its_share_of_each_curve():
    got = bd_rate(*UNEQUAL)
    assert (got.low, got.high) == (29.0, 36.1)
    assert got.anchor == pytest.approx(7.1 / 8) and got.test == pytest.approx(7.1 / 8)
    down = bd_rate(*LOWER, better="lower")
    assert (down.low, down.high) == (0.16, 0.28)
    assert down.anchor == pytest.approx(12 / 14) and down.test == pytest.approx(12 / 13)


@given(
    st.lists(st.tuples(st.floats(0.1, 5), st.floats(0.1, 5)), min_size=4, max_size=8),
    st.floats(0.05, 20),
    st.sampled_from(METHODS),
)
def test_a_rate_times_a_factor_is_that_factor(steps, factor, method):
    rates = np.cumsum([a for a, _ in steps])
    anchor = points(rates.tolist(), np.cumsum([b for _, b in steps]).tolist())
    test = [(r * factor, q) for r, q in anchor]
    got = bd_rate(anchor, test, method=method)
    assert got.percent == pytest.approx((factor - 1) * 100, abs=1e-4 * max(1, factor))
    assert got.anchor == got.test == 1


@pytest.mark.parametrize(
    ("anchor", "test", "said"),
    [
        (LOW[0][:3], LOW[1], "anchor: 3 points, needed: 4"),
        (LOW[0], [], "test: 0 points, needed: 4"),
        (points((1, 2, 3, 4), (1, 2, 3, 4)), points((1, 2, 3, 4), (5, 6, 7, 8)), "no quality in common"),
        (points((1, 2, 3, 4), (1, 2, 3, 4)), points((1, 2, 3, 4), (4, 6, 7, 8)), "no quality in common"),
        (points((1, 2, 3, 4), (1, 3, 2, 4)), LOW[1], "anchor: not better at the rate 3 than at 2"),
        (points((1, 2, 3, 4), (1, 2, 2, 4)), LOW[1], "anchor: not better"),
        (points((1, 2, 2, 4), (1, 2, 3, 4)), LOW[1], "anchor: two points at the rate 2"),
        (points((0, 2, 3, 4), (1, 2, 3, 4)), LOW[1], "rate of 0"),
        (points((1, 2, 3, 4), (1, 2, math.nan, 4)), LOW[1], "no number"),
        (points((1, 2, 3, math.inf), (1, 2, 3, 4)), LOW[1], "no number"),
        (
            points((1e-300, 2e-300, 3e-300, 4e-300), (1, 2, 3, 4)),
            points((1e300, 2e300, 3e300, 4e300), (1, 2, 3, 4)),
            "more than a number",
        ),
    ],
)
def test_refused_with_a_reason(anchor, test, said):
    with pytest.raises(NoDelta, match=said):
        bd_rate(anchor, test)


def test_a_method_that_is_none():
    with pytest.raises(NoDelta, match="pchip, akima"):
        bd_rate(*LOW, method="cubic")  # type: ignore[arg-type]


def test_over_clips():
    factors = (0.5, 0.6, 0.7, 0.8)
    curves = {f"c{i}": (LOW[0], [(r * f, q) for r, q in LOW[0]]) for i, f in enumerate(factors)}
    got = over_clips({**curves, "none": (LOW[0], LOW[0][:2])})
    assert got.percent == pytest.approx(-35)
    assert -50 < got.low < -35 < got.high < -20
    assert list(got.clips) == list(curves) and got.refused == {"none": "test: 2 points, needed: 4"}
    assert over_clips(curves) == over_clips(curves)
    alone = over_clips({"one": curves["c0"]})
    assert alone.percent == pytest.approx(-50) and math.isnan(alone.low)
    with pytest.raises(NoDelta, match="no clip"):
        over_clips({"none": (LOW[0], [])})


def test_the_interval_is_the_means_own():
    """Means of n clips vary by the deviation over the root of n."""
    random = np.random.default_rng(0)
    factors = np.exp(random.normal(-0.3, 0.1, 50))
    curves = {str(i): (LOW[0], [(r * f, q) for r, q in LOW[0]]) for i, f in enumerate(factors)}
    got = over_clips(curves)
    half = 1.96 * (100 * factors).std() / math.sqrt(50)
    assert got.high - got.low == pytest.approx(2 * half, rel=0.15)
