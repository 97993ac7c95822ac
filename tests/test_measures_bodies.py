"""Measures of people on shapes whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from generators.measure import measures
from generators.measure.bodies import joint_error, mask_iou, person_psnr, vertex_error
from generators.measure.measures import MeasureError
from generators.measure.where import Where
from generators.subjects.subject import LooksAtPeople, People


def turn(angle: float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]]) @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def test_masks():
    a, b = np.zeros((3, 10, 10), bool), np.zeros((3, 10, 10), bool)
    a[0, :, :4], b[0, :, 2:6] = True, True
    a[1, :5] = True
    assert mask_iou(a, b) == pytest.approx([2 / 6, 0, 1])
    with pytest.raises(MeasureError, match="masks of shapes"):
        mask_iou(a, b[:2])


def test_joints():
    a = np.zeros((3, 4, 2))
    b = a + np.array([3, 4])
    b[1, 0] = np.nan
    b[1, 1:] = 0
    seen = np.ones((3, 4), bool)
    seen[2] = False
    got = joint_error(a, b, seen)
    assert got[:2] == pytest.approx([5, 0]) and np.isnan(got[2])
    assert joint_error(a, b)[2] == pytest.approx(5)
    with pytest.raises(MeasureError, match="seen"):
        joint_error(a, b, seen[:, :2])


def test_only_the_person_counts():
    a = np.zeros((2, 8, 8, 3), np.uint8)
    b = a + np.uint8(200)
    mask = np.zeros((2, 8, 8), bool)
    mask[0, :2] = True
    b[0][mask[0]] = 10
    got = person_psnr(a, b, mask)
    assert got[0] == pytest.approx(20 * np.log10(255 / 10)) and np.isnan(got[1])


def test_vertices_in_millimetres():
    random = np.random.default_rng(0)
    a = random.normal(size=(2, 50, 3))
    b = a + np.array([0.003, 0, 0.004])
    assert vertex_error(a, b) == pytest.approx([5, 5])
    moved = 1.3 * a @ turn(0.7).T + (1, 2, 3)
    assert vertex_error(a, moved, aligned=True) == pytest.approx([0, 0], abs=1e-9)
    assert vertex_error(a, moved).min() > 500
    mirrored = a * (-1, 1, 1)
    assert vertex_error(a, mirrored, aligned=True).min() > 100


class Bright:
    """Looks at people: whatever is bright, whose one joint is its middle."""

    def people(self, pictures: np.ndarray) -> People:
        masks = pictures.max(axis=3) > 150
        y, x = np.mgrid[: pictures.shape[1], : pictures.shape[2]]
        middles = [[[x[m].mean(), y[m].mean()]] if m.any() else [[np.nan, np.nan]] for m in masks]
        return People(masks, np.array(middles))


def test_a_subject_that_looks_at_people_has_their_measures():
    source = np.zeros((40, 32, 32, 3), np.uint8)
    source[:, 8:16, 8:16] = 200
    shown = np.roll(source, 4, axis=2)
    source[5], shown[5] = 0, 0
    names = ["person-psnr", "mask-iou", "joint-error", "vertices"]
    assert isinstance(Bright(), LooksAtPeople)
    where = Where([{}] * 40, [None] * 40, people=Bright().people)
    found = measures.take(names, source, shown, where)
    seen = np.arange(40) != 5
    assert found["mask-iou"][seen] == pytest.approx(1 / 3) and found["mask-iou"][5] == 1
    assert found["joint-error"][seen] == pytest.approx(4) and np.isnan(found["joint-error"][5])
    assert found["person-psnr"][seen] == pytest.approx(20 * np.log10(255 / 200) + 10 * np.log10(2))
    assert np.isnan(found["vertices"]).all()
    assert all(np.isnan(v).all() for v in measures.take(names, source, shown).values())


def test_every_measure_is_in_one_family():
    named = [m.name for family in measures.FAMILIES.values() for m in family]
    assert named == list(measures.MEASURES)
    assert measures.by_family(["jump", "psnr", "flicker"]) == {
        "signal": ["psnr"],
        "time": ["jump", "flicker"],
    }
