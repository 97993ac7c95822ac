"""Streams of every system that stands, thinned: what survives says what it said, and is as long."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

pytest.importorskip("torch")

from generators import registry
from generators.codec.picture_codec import encode_pictures
from generators.codec.stream import Assembler
from generators.parameters.by_effect import ByEffect
from generators.parameters.by_tolerance import ByTolerance
from generators.parameters.layout import Layout
from generators.parameters.reading import ParameterReader
from generators.parameters.values import Parameters
from generators.parameters.writing import MessageWriter
from generators.thin import thin
from sei.messages import read_payload
from vvc_bridge.access_unit import access_units
from vvc_bridge.talk import Timing

NAMES = registry.names()
COUNTS = (9, 6)
"""Messages after each of two base pictures; decoding can begin at the first alone."""
STEP = 2


@cache
def pictures() -> list[bytes]:
    return encode_pictures([np.full((64, 64, 3), v, np.uint8) for v in (60, 140)], 40, preset="faster")


def walk(layout: Layout, count: int, seed: int) -> list[Parameters]:
    """Parameters that move and rest, within what their fields may say."""
    random = np.random.default_rng(seed)
    fields = {}
    for f in layout.fields:
        low = np.array([-2.0 if c.lo is None else c.lo for c in f.columns()]).reshape(f.shape)
        high = np.array([2.0 if c.hi is None else c.hi for c in f.columns()]).reshape(f.shape)
        moves = random.normal(0, 0.08, (count, *f.shape)) * (random.random(count) < 0.6).reshape(
            count, *[1] * len(f.shape)
        )
        start = (low + high) / 2
        fields[f.name] = np.clip(start + np.cumsum(moves, axis=0), low, high)
        if f.policy == "still":
            fields[f.name][:] = fields[f.name][:1]
    rows = []
    for k in range(count):
        row = {name: values[k] for name, values in fields.items()}
        for f in layout.fields:
            if f.policy == "rotation" and f.shape[-1] == f.shape[-2]:
                angle = 0.1 * row[f.name].ravel()[0]
                c, s = np.cos(angle), np.sin(angle)
                turn = np.eye(f.shape[-1])
                turn[:2, :2] = [[c, -s], [s, c]]
                row[f.name] = np.broadcast_to(turn, f.shape).copy()
        rows.append(layout.parameters(row))
    return rows


@cache
def stream(name: str) -> bytes:
    """Two access units as the encoder makes them."""
    entry = registry.entry(name)
    # So dear that messages leave out what may be left out.
    rounding = ByTolerance() if entry.learned else ByEffect(None, 40.0, ridge=1e-4)
    writer, assembler, parts = MessageWriter(entry.layout, rounding), Assembler(), []
    for number, (coded, count) in enumerate(zip(pictures(), COUNTS, strict=True)):
        rows = walk(entry.layout, count + 1, seed=number)
        writer.plan(rows)
        total = sum(COUNTS) * STEP + len(COUNTS)
        base = writer.base(rows[0], None if number else Timing(Fraction(25), STEP, total).uri())
        messages = [*base.messages, *(m for c in writer.segment(rows[1:]) for m in c.messages)]
        parts.append(assembler.add(coded, messages)[0])
    return b"".join(parts)


def told(name: str, data: bytes, level: int | None = None) -> tuple[list[list[Parameters]], list[int]]:
    """Parameters of the pictures of each access unit as a decoder has them, and how many it stands for."""
    layout, reader = registry.entry(name).layout, ParameterReader()
    timing, rows, lengths = Timing(), [], []
    for unit in access_units(data):
        found, timing = [], Timing(timing.rate, timing.step)  # a span holds for its own access unit
        for m in unit.messages:
            if m.payload_type in (223, 224):
                message = read_payload(m.payload_type, m.payload, context=reader.context)
                found.append(reader.resolve(message))
                uri = getattr(message, "gfv_nn_uri", None)
                timing = Timing.parse(uri) if uri else timing
        base, after = reader.read(found, 0)
        assert base is not None
        fitting = layout.fitting([base, *after], level)
        assert len(fitting) == 1 + len(after)
        rows.append(fitting)
        lengths.append(timing.pictures(len(fitting)))
    return rows, lengths


def thinned(name: str, **how: object) -> bytes:
    out = io.BytesIO()
    thin(stream(name), out, **how)
    return out.getvalue()


def same(layout: Layout, a: Parameters, b: Parameters) -> bool:
    one, two = layout.row(a), layout.row(b)
    return one.keys() == two.keys() and all(np.array_equal(one[n], two[n]) for n in one)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("every", [2, 3])
def test_every_system_by_time(name, every):
    layout = registry.entry(name).layout
    (before, lengths), (after, now) = told(name, stream(name)), told(name, thinned(name, every=every))
    assert now == lengths == [1 + count * STEP for count in COUNTS]
    for rows, left in zip(before, after, strict=True):
        kept = [k for k in range(len(rows)) if k % every == 0 or k == len(rows) - 1]
        assert len(left) == len(kept)
        assert all(same(layout, rows[k], row) for k, row in zip(kept, left, strict=True))


@pytest.mark.parametrize("name", [n for n in NAMES if len(registry.entry(n).layout.levels) > 1])
def test_every_system_by_level_and_both(name):
    layout = registry.entry(name).layout
    sizes = []
    for level in range(len(layout.levels)):
        data = thinned(name, level=level)
        sizes.append(len(data))
        (want, _), (found, _) = told(name, stream(name), level), told(name, data)
        for a, b in zip(want, found, strict=True):
            assert all(same(layout, x, y) for x, y in zip(a, b, strict=True))
        both, lengths = told(name, thinned(name, level=level, every=2))
        assert lengths == [1 + count * STEP for count in COUNTS]
        assert all(layout.fits(row) == level for rows in both for row in rows)
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]


@pytest.mark.parametrize("name", NAMES)
def test_every_system_by_rate(name):
    data = stream(name)
    seconds = (sum(COUNTS) * STEP + len(COUNTS)) / 25
    most = 8 * len(data) / seconds / 1000
    assert thinned(name, rate=most + 1) == data
    levels = len(registry.entry(name).layout.levels)
    if levels > 1:
        lowest = 8 * len(thinned(name, level=0)) / seconds / 1000
        assert thinned(name, rate=lowest + 0.01) == thinned(name, level=0)
