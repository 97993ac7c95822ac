"""Grids, Gaussians and affine motion summed axis by axis are what the plain formulas say."""

import pytest

torch = pytest.importorskip("torch")

from generators.networks.geometry import carried, gaussians, grid, sparse_motion  # noqa: E402


@pytest.fixture(params=[(16, 24), (5, 9, 12), (1, 8)], ids=str)
def setting(request):
    random = torch.Generator().manual_seed(1)
    size = request.param
    dims = len(size)
    points, ends = (torch.rand(3, 4, dims, generator=random) * 2 - 1 for _ in range(2))
    return size, points, ends, torch.randn(3, 4, dims, dims, generator=random)


def test_grid_runs_from_border_to_border(setting):
    size = setting[0]
    here = grid(size, torch.zeros(1))
    assert here.shape == (*size, len(size))
    for axis, count in enumerate(size):
        line = here.movedim(axis, 0)[..., len(size) - 1 - axis].reshape(count, -1)
        want = torch.linspace(-1, 1, count) if count > 1 else torch.zeros(1)
        assert torch.allclose(line, want[:, None].expand_as(line), atol=1e-6)


def test_gaussians(setting):
    size, points, _, _ = setting
    away = grid(size, points) - points.reshape(3, 4, *[1] * len(size), len(size))
    want = torch.exp(-0.5 * away.square().sum(-1) / 0.05)
    assert torch.allclose(gaussians(points, size, 0.05), want, atol=1e-6)


def test_affine_motion(setting):
    size, points, ends, linear = setting
    ones = [1] * len(size)
    away = grid(size, points) - points.reshape(3, 4, *ones, -1)
    want = (linear.reshape(3, 4, *ones, *linear.shape[2:]) @ away[..., None])[..., 0] + ends.reshape(
        3, 4, *ones, -1
    )
    assert torch.allclose(torch.stack(carried(size, linear, points, ends), -1), want, atol=1e-5)
    assert torch.allclose(sparse_motion(size, points, ends, linear)[:, 1:], want, atol=1e-5)
    still = sparse_motion(size, points, points[:1])
    assert torch.equal(still[:, 0], grid(size, points).expand(3, *size, -1))
    # One base picture's keypoints for all driving ones.
    moved = grid(size, points) - points.reshape(3, 4, *ones, -1) + points[:1].reshape(1, 4, *ones, -1)
    assert torch.allclose(still[:, 1:], moved, atol=1e-6)
