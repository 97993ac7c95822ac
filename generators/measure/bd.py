"""Bjontegaard's delta rate: how much more or less rate one system takes than another for the same quality.

Rate is a function of quality, log10(rate) interpolated between the measured points, and the mean difference
over the qualities that both curves reach is the result (VCEG-M33, with the interpolations of JVET-AA and
VCEG-AE07). What both reach is told with it: a delta over a tenth of a curve says little about the curve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

from sei.errors import SeigenError
from sei.extras import need

Method = Literal["pchip", "akima"]
METHODS: tuple[Method, ...] = ("pchip", "akima")
LEAST = 4
"""Points that each curve must have unless told otherwise, as in the common test conditions."""
Point: TypeAlias = tuple[float, float]
"""Rate, in any unit above 0, and quality."""
CONFIDENCE = 0.95


class NoDelta(SeigenError):
    """No delta can be told, and why."""


@dataclass(frozen=True)
class Delta:
    """A delta rate.

    percent  rate of the test over the anchor's for the same quality, less 1, in per cent: below 0 is better
    low, high  the qualities that both curves reach
    anchor, test  share of each curve's range of qualities that this is, 0..1
    """

    percent: float
    low: float
    high: float
    anchor: float
    test: float
    method: Method


@dataclass(frozen=True)
class Mean:
    """Delta rates of several clips: the mean, and where it lies with a confidence of 95 %, in per cent.

    clips    by clip
    refused  clips that have none, and why
    """

    percent: float
    low: float
    high: float
    clips: Mapping[str, Delta] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def bd_rate(
    anchor: Sequence[Point],
    test: Sequence[Point],
    *,
    better: Literal["higher", "lower"] = "higher",
    method: Method = "pchip",
    least: int = LEAST,
) -> Delta:
    """Work out the delta rate of ``test`` against ``anchor``, each (rate, quality) points in any order.

    better  whether higher or lower qualities are better
    least   points that each curve must have, 2 or more

    Raises NoDelta where there are too few points, rates that are none, curves on which more rate is not
    better, and curves that reach no quality in common.
    """
    if method not in METHODS:
        raise NoDelta(f"no method {method!r}; there are: {', '.join(METHODS)}")
    (qa, ra), (qt, rt) = _curve("anchor", anchor, better, least), _curve("test", test, better, least)
    low, high = max(qa[0], qt[0]), min(qa[-1], qt[-1])
    if low >= high:
        raise NoDelta(
            f"the curves reach no quality in common: anchor {_span(qa, better)}, test {_span(qt, better)}"
        )
    areas = [_interpolated(q, r, method).integrate(low, high) for q, r in ((qa, ra), (qt, rt))]
    mean = float(areas[1] - areas[0]) / (high - low)
    if not abs(mean) < 300:
        raise NoDelta("the rates differ by more than a number can say")
    sign = 1.0 if better == "higher" else -1.0
    ends = sorted((sign * low, sign * high))
    return Delta(
        (10.0**mean - 1) * 100,
        ends[0],
        ends[1],
        (high - low) / (qa[-1] - qa[0]),
        (high - low) / (qt[-1] - qt[0]),
        method,
    )


def _curve(name: str, points: Sequence[Point], better: str, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Qualities, made such that higher is better, ascending, and log10 of their rates."""
    if len(points) < max(2, least):
        raise NoDelta(f"{name}: {len(points)} points, needed: {max(2, least)}")
    rates, quality = np.array(points, dtype=np.float64).reshape(-1, 2).T
    if not (np.isfinite(rates).all() and np.isfinite(quality).all()):
        raise NoDelta(f"{name}: a rate or a quality is no number")
    if (rates <= 0).any():
        raise NoDelta(f"{name}: a rate of {rates.min():g}, allowed: above 0")
    order = np.argsort(rates, kind="stable")
    rates, quality = rates[order], quality[order] * (1 if better == "higher" else -1)
    for i in range(1, len(rates)):
        if rates[i] == rates[i - 1]:
            raise NoDelta(f"{name}: two points at the rate {rates[i]:g}")
        if quality[i] <= quality[i - 1]:
            raise NoDelta(f"{name}: not better at the rate {rates[i]:g} than at {rates[i - 1]:g}")
    return quality, np.log10(rates)


def _span(quality: np.ndarray, better: str) -> str:
    ends = sorted(abs(v) if v == 0 else v * (1 if better == "higher" else -1) for v in quality[[0, -1]])
    return f"{ends[0]:g} to {ends[1]:g}"


def _interpolated(quality: np.ndarray, rates: np.ndarray, method: Method) -> Any:
    by: Any = need("scipy.interpolate")
    return (by.PchipInterpolator if method == "pchip" else by.Akima1DInterpolator)(quality, rates)


def over_clips(
    curves: Mapping[str, tuple[Sequence[Point], Sequence[Point]]],
    *,
    better: Literal["higher", "lower"] = "higher",
    method: Method = "pchip",
    least: int = LEAST,
    resamples: int = 2000,
    seed: int = 0,
) -> Mean:
    """Work out the mean delta rate over clips and its bootstrap interval.

    curves  (anchor, test) by clip; those without a delta are left out, and said

    Clips are drawn with replacement ``resamples`` times, the same way for the same seed; the interval holds
    the middle 95 % of their means. With one clip it is NaN. Raises NoDelta when no clip has a delta.
    """
    clips: dict[str, Delta] = {}
    refused: dict[str, str] = {}
    for name, (anchor, test) in curves.items():
        try:
            clips[name] = bd_rate(anchor, test, better=better, method=method, least=least)
        except NoDelta as error:
            refused[name] = str(error)
    if not clips:
        why = next(iter(refused.values()), "there are no clips")
        raise NoDelta(f"no clip has a delta rate: {why}")
    values = np.array([d.percent for d in clips.values()])
    low = high = float("nan")
    if len(values) > 1:
        draws = np.random.default_rng(seed).integers(len(values), size=(resamples, len(values)))
        tail = (1 - CONFIDENCE) / 2
        low, high = np.quantile(values[draws].mean(axis=1), [tail, 1 - tail])
    return Mean(float(values.mean()), float(low), float(high), clips, refused)
