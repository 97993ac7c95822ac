"""The shipped directions are what their script makes."""

from __future__ import annotations

import numpy as np
import pytest

from generators.subjects.face.model import basis
from scripts.make_face_basis import differences, main, ordered, signs
from tests.gen_material import real


def test_triangles_are_turned_to_their_lowest_point_and_sorted():
    rows = np.array([[5, 1, 3], [0, 4, 2], [2, 0, 1]])
    assert ordered(rows).tolist() == [[0, 1, 2], [0, 4, 2], [1, 3, 5]]


def test_the_shipped_file_has_one_form():
    """Signs and orders that mathematics leaves open are settled, so a new run can be compared."""
    data = basis()
    for name in ("triangles", "mouth", "left_eye", "right_eye"):
        assert np.array_equal(ordered(data[name]), data[name])
    flat = data["basis"].reshape(len(data["basis"]), -1)
    assert (signs(flat) == 1).all()
    assert np.allclose(data["basis"], np.round(data["basis"].astype(float), 6), atol=1e-7)


def test_a_difference_is_named(tmp_path):
    data = dict(basis())
    np.savez_compressed(tmp_path / "a.npz", **data)
    assert differences(data, tmp_path / "a.npz") == []
    assert differences(data | {"mean": data["mean"] + 1e-3}, tmp_path / "a.npz") == ["mean"]
    del data["scale"]
    assert differences(data, tmp_path / "a.npz") == ["scale"]


@pytest.mark.long
def test_the_script_makes_the_shipped_file(monkeypatch):
    real("franck", "wolfgang")
    monkeypatch.setattr("sys.argv", ["make_face_basis", "--check"])
    with pytest.raises(SystemExit) as done:
        main()
    assert not done.value.code
