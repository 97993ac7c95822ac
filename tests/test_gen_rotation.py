"""Rotations between two: by the shortest way, as scipy has them, whatever shape says what they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.parameters.rotation import between_rotations, from_vector, nearest_rotations, to_vector

seeds = st.integers(0, 2**32 - 1)
shares = st.floats(0, 1)


def turn(angle: float) -> np.ndarray:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def is_rotation(matrices: np.ndarray) -> bool:
    eye = np.eye(matrices.shape[-1])
    return np.allclose(matrices @ np.swapaxes(matrices, -1, -2), eye) and np.allclose(
        np.linalg.det(matrices), 1
    )


@settings(deadline=None, max_examples=60)
@given(seeds, shares)
def test_between_is_scipys_slerp(seed, share):
    spatial = pytest.importorskip("scipy.spatial.transform", reason="scipy is not here")
    rotations = spatial.Rotation.random(2, random_state=seed)
    want = spatial.Slerp([0, 1], rotations)(share)
    a, b = rotations.as_matrix()
    assert np.allclose(between_rotations(a[None], b[None], share)[0], want.as_matrix(), atol=1e-7)
    joints = between_rotations(*(v.reshape(1, 3, 1) for v in rotations.as_rotvec()), share)
    assert joints.shape == (1, 3, 1)
    assert np.allclose(from_vector(joints.reshape(3)), want.as_matrix(), atol=1e-7)


@settings(deadline=None, max_examples=60)
@given(seeds, st.floats(0, np.pi))
def test_vectors_go_to_matrices_and_back(seed, angle):
    axis = np.random.default_rng(seed).normal(size=3)
    axis /= np.linalg.norm(axis)
    matrix = from_vector(axis * angle)
    assert is_rotation(matrix)
    assert np.allclose(from_vector(to_vector(matrix)), matrix, atol=1e-7)
    assert np.linalg.norm(to_vector(matrix)) == pytest.approx(angle, abs=1e-6)


@pytest.mark.parametrize("axis", [*np.eye(3), *-np.eye(3), [0.6, 0.8, 0], [1, 1e-9, -1]])
@pytest.mark.parametrize("less", [0, 1e-12, 1e-9, 1e-8, 1e-7, 1e-5])
def test_half_turns_stay_half_turns(axis, less):
    axis = np.asarray(axis, dtype=np.float64) / np.linalg.norm(axis)
    matrix = from_vector(axis * (np.pi - less))
    assert np.allclose(from_vector(to_vector(matrix)), matrix, atol=1e-7)
    half = between_rotations(np.eye(3), matrix, 0.5)
    assert is_rotation(half) and np.allclose(half @ half, matrix, atol=1e-6)


@given(st.floats(-3.1, 3.1), st.floats(-3.1, 3.1), shares)
def test_in_the_plane_by_the_shorter_arc(start, way, share):
    found = between_rotations(turn(start)[None], turn(start + way)[None], share)[0]
    assert np.allclose(found, turn(start + share * way), atol=1e-9)


def test_many_at_once_are_each_by_itself():
    rng = np.random.default_rng(0)
    a, b = (from_vector(rng.normal(size=(4, 5, 3))) for _ in range(2))
    whole = between_rotations(a, b, 0.3)
    assert whole.shape == (4, 5, 3, 3)
    assert np.allclose(whole[2, 3], between_rotations(a[2, 3], b[2, 3], 0.3))
    assert np.allclose(between_rotations(a, b, 0.0), a) and np.allclose(between_rotations(a, b, 1.0), b)


@given(seeds, st.floats(0, 1e6))
def test_whatever_a_stream_says_is_a_rotation(seed, size):
    rng = np.random.default_rng(seed)
    for n in (2, 3):
        a, b = rng.normal(size=(2, 4, n, n)) * size
        assert is_rotation(nearest_rotations(a)) and is_rotation(between_rotations(a, b, 0.5))
    assert np.isfinite(between_rotations(*rng.normal(size=(2, 6, 3)) * size, 0.5)).all()
