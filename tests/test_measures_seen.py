"""Perceptual measures of windows, and temporal ones."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from generators.measure import measures, temporal
from generators.measure.where import Where
from generators.media.pixels import to_pixels
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


@pytest.mark.parametrize("shift", [(0.0, 0.0), (1.0, 0.0), (0.5, -0.3), (2.5, 1.0)])
def test_a_known_shift_is_found_within_a_tenth_of_a_pixel(shift):
    import torch
    from torch.nn import functional as F

    coarse = torch.from_numpy(np.random.default_rng(0).random((1, 3, 40, 40))).float()
    source = F.interpolate(coarse, (256, 256), mode="bicubic").clamp(0, 1)
    theta = torch.tensor([[[1, 0, -2 * shift[0] / 256], [0, 1, -2 * shift[1] / 256]]])
    grid = F.affine_grid(theta, [1, 3, 256, 256], align_corners=False)
    shown = F.grid_sample(source, grid, mode="bicubic", padding_mode="border", align_corners=False)
    pixels = [to_pixels(picture[0])[None] for picture in (source, shown)]
    found = measures.take(["misplacement", "misplacement-found"], *pixels)
    assert found["misplacement"][0] == pytest.approx(np.hypot(*shift), abs=0.1)
    assert found["misplacement-found"][0] > 0.9


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


@pytest.mark.filterwarnings("error")
def test_pictures_that_may_not_be_written_to_are_measured_without_a_warning():
    still = np.broadcast_to(np.full((1, 32, 32, 3), 9, np.uint8), (3, 32, 32, 3))
    assert measures.take(["ssim"], still, still)["ssim"] == pytest.approx([1, 1, 1])
