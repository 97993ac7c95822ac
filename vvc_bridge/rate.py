"""Pictures per second: as people write it, and as a stream's parameter sets say."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import vvc_bridge.h264 as h264
import vvc_bridge.h265 as h265
import vvc_bridge.parameter_sets as parameter_sets
from sei.errors import BitstreamError, SeigenError
from vvc_bridge.nal import Codec, NalUnit
from vvc_bridge.video_parameter_set import read_vps

MIN_RATE, MAX_RATE = Fraction(1, 1000), 1000
"""Fewest and most pictures per second."""

_TEXT = re.compile(r"(\d{1,9})(?:/(\d{1,9})|\.(\d{1,9}))?", re.ASCII)  # digits bounded before they count


def parse_rate(given: str | Fraction | float, option: str = "") -> Fraction:
    """Read a rate in pictures per second from ``25``, ``30000/1001`` or ``23.976`` (24000/1001, as all
    decimals of that kind); ``option``: where it was given, for the refusal.

    Raises SeigenError for anything else, and outside 0.001 to 1000.
    """
    rate = Fraction(0)
    if isinstance(given, (int, Fraction)):
        rate = Fraction(given)
    elif isinstance(given, float):
        if math.isfinite(given) and 1e-6 <= given <= MAX_RATE:
            rate = _decimal(f"{given:.6f}".rstrip("0").rstrip("."))
    elif match := _TEXT.fullmatch(given.strip()):
        whole, below, _ = match.groups()
        if below is None:
            rate = _decimal(match[0])
        elif int(below):
            rate = Fraction(int(whole), int(below))
    if not MIN_RATE <= rate <= MAX_RATE:
        shown = f"{option} {str(given)[:40]!r}".lstrip()
        raise SeigenError(
            f"{shown} pictures per second, allowed 0.001..{MAX_RATE}, as in 25, 30000/1001 or 23.976"
        )
    return rate.limit_denominator(10**6)


def _decimal(text: str) -> Fraction:
    """A decimal number; one that rounds n * 1000 / 1001 is that."""
    rate = Fraction(text)
    places = len(text.partition(".")[2])
    exact = Fraction(round(rate) * 1000, 1001)
    return exact if places >= 2 and round(exact, places) == rate else rate


def stream_rate(nals: Iterable[NalUnit]) -> Fraction | None:
    """Read the frames per second by the clock in the parameter sets among ``nals``; None without one that
    makes sense.

    H.266: in the SPS, H.265: in its VUI, else in the VPS; H.264: in the VUI, two ticks a frame."""
    found = [rate for nal in nals if not nal.layer_id and (rate := _rate_of(nal)) is not None]
    return next(iter(sorted(found, key=lambda item: item[0])), (0, None))[1]


def _rate_of(nal: NalUnit) -> tuple[int, Fraction] | None:
    """Preference (lowest first) and rate by one parameter set."""
    with suppress(BitstreamError):
        if nal.codec is Codec.H266 and nal.type == 15:
            values = parameter_sets.read_sps(nal.payload)
            return _ratio(0, values, "", _duration(values))
        if nal.codec is Codec.H266 and nal.type == 14:
            values = read_vps(nal.payload)
            return _ratio(1, values, "", _duration(values))
        if nal.codec is Codec.H265 and nal.type == 33:
            values = h265.read_sps(nal.payload)
            return _ratio(0, values, "vui_", _duration(values))
        if nal.codec is Codec.H265 and nal.type == 32:
            return _ratio(1, h265.read_vps(nal.payload), "vps_", 1)
        if nal.codec is Codec.H264 and nal.type == 7:
            return _ratio(0, h264.read_sps(nal.payload), "", 2)
    return None


def _duration(values: dict[str, Any]) -> int:
    """Ticks of a picture of the highest sublayer, where pictures have a fixed rate (E.3.2)."""
    known = values.get("elemental_duration_in_tc_minus1") or [0]
    return int(known[-1]) + 1


def _ratio(preference: int, values: dict[str, Any], prefix: str, ticks: int) -> tuple[int, Fraction] | None:
    units, scale = values.get(f"{prefix}num_units_in_tick", 0), values.get(f"{prefix}time_scale", 0)
    if not units or not MIN_RATE * units * ticks <= scale <= MAX_RATE * units * ticks:
        return None
    return preference, Fraction(scale, units * ticks).limit_denominator(10**6)
