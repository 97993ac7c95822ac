"""Perceptual measures of windows, and temporal ones."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from generators.measure import measures, temporal
from generators.measure.where import Where
from generators.subjects.window import Window
from tests.gen_material import real


def test_every_measure_has_its_function():
    for it in measures.MEASURES.values():
        assert it.reason() is None or isinstance(it.reason(), str)
        assert callable(measures._function(it.group))


def test_flicker_and_jump_of_known_changes():
    source = np.full((5, 8, 8, 3), 100, np.uint8)
    shown = source.copy()
    shown[2] += 10
    shown[3:] += 4
    where = Where([{}] * 5, [None] * 5, bases=(2, 4), begins=(0, 4))
    found = temporal.changes(source, shown, where)
    assert np.isnan(found["flicker"][[0, 4]]).all()
    assert found["flicker"][1:4] == pytest.approx([0, 10, 6])
    assert found["jump"][2] == pytest.approx(10) and np.isnan(found["jump"][[0, 1, 3, 4]]).all()


def test_windows_are_looked_at_alone():
    real("stlpips")
    random = np.random.default_rng(0)
    source = random.integers(0, 255, (2, 128, 128, 3), dtype=np.uint8)
    shown = source.copy()
    shown[0, 40:60, 40:60] = 0
    mouth = {"mouth": Window(36, 36, 28, 28)}
    where = Where([mouth, mouth], [None, None])
    found = measures.take(["mouth-st-lpips", "eyes-st-lpips", "st-lpips"], source, shown, where)
    assert found["mouth-st-lpips"][0] > 0.05 and found["mouth-st-lpips"][1] == pytest.approx(0, abs=1e-6)
    assert np.isnan(found["eyes-st-lpips"]).all() and 0 < found["st-lpips"][0] < found["mouth-st-lpips"][0]
