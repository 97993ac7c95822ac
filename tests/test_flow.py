"""Optical flow: known motions are found, and every machine and batch finds the same."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from generators.codec.generate import torch_threads
from generators.graphics.flow import flow, sample


def grain(
    height: int, width: int, seed: int = 0, count: int = 1, scales: tuple[int, ...] = (2, 4, 8, 16)
) -> torch.Tensor:
    """A picture with detail at several scales, (count, 3, h, w) in 0..1."""
    rng = np.random.default_rng(seed)
    out = np.zeros((count, 3, height, width))
    for scale in scales:
        small = torch.from_numpy(rng.normal(size=(count, 3, height // scale + 3, width // scale + 3)))
        size = (height + 2 * scale, width + 2 * scale)
        large = torch.nn.functional.interpolate(small, size, mode="bicubic", align_corners=False)
        out += large[..., :height, :width].numpy()
    return torch.from_numpy(0.5 + out / 12).float().clamp(0, 1)


def field(kind: str, height: int, width: int) -> torch.Tensor:
    """A motion (1, 2, h, w) in pixels."""
    y, x = torch.meshgrid(torch.arange(height) * 1.0, torch.arange(width) * 1.0, indexing="ij")
    cx, cy = (width - 1) / 2, (height - 1) / 2
    both = {
        "shift": (torch.full_like(x, 5.3), torch.full_like(y, -3.6)),
        "turn": (-(y - cy) * math.radians(4), (x - cx) * math.radians(4)),
        "zoom": ((x - cx) * 0.06, (y - cy) * 0.06),
        "waves": (3 * torch.sin(y / 17), 2 * torch.cos(x / 23)),
        "far": (torch.full_like(x, 18.0), torch.full_like(y, 11.0)),
    }[kind]
    return torch.stack(both)[None]


@pytest.mark.parametrize(
    ("kind", "most"), [("shift", 0.12), ("turn", 0.15), ("zoom", 0.15), ("waves", 0.3), ("far", 0.25)]
)
def test_known_motions_are_found(kind, most):
    wanted = field(kind, 120, 160)
    b = grain(120, 160)
    a = sample(b, wanted)
    found = flow(a, b)
    inside = (..., slice(24, -24), slice(32, -32))
    away = (found - wanted).norm(dim=1)[inside]
    assert away.mean() < most and wanted.norm(dim=1)[inside].mean() > 8 * most


def test_two_things_move_by_themselves():
    back, front = grain(96, 128, 1), grain(96, 128, 2)
    a, b = back.clone(), sample(back, torch.full((1, 2, 96, 128), -2.0))
    a[..., 30:66, 30:80] = front[..., 30:66, 30:80]
    b[..., 30:66, 36:86] = front[..., 30:66, 30:80]
    found = flow(a, b)[0]
    assert (found[0, 36:60, 36:74] - 6).abs().mean() < 0.4 and found[1, 36:60, 36:74].abs().mean() < 0.4
    assert (found[:, 78:90, 20:100] - 2).abs().mean() < 0.3


def test_what_stays_has_no_flow():
    a = grain(64, 80)
    assert flow(a, a).abs().max() < 1e-4
    flat = torch.full((1, 3, 64, 80), 0.25)
    assert flow(flat, flat + 0.25).abs().max() < 1e-3  # light alone is no motion


@pytest.mark.parametrize("size", [(16, 16), (16, 64), (17, 33), (270, 480)])
def test_any_size_and_noise(size):
    rng = torch.Generator().manual_seed(1)
    a, b = (torch.rand((1, 3, *size), generator=rng) for _ in range(2))
    found = flow(a, b)
    assert found.shape == (1, 2, *size) and bool(torch.isfinite(found).all())
    assert found.abs().max() < max(size)


def test_large_pictures_are_worked_on_smaller():
    wanted = torch.full((1, 2, 1080, 1920), 9.0)
    b = torch.nn.functional.interpolate(grain(270, 480), scale_factor=4, mode="bicubic").clamp(0, 1)
    found = flow(sample(b, wanted), b)
    assert found.shape == (1, 2, 1080, 1920)
    assert (found - wanted).norm(dim=1)[..., 100:-100, 100:-100].mean() < 0.5


def test_threads_and_batches_change_no_bit():
    b = grain(90, 130, 3, count=3)
    a = sample(b, field("waves", 90, 130).expand(3, -1, -1, -1))
    with torch_threads(1):
        alone = torch.cat([flow(a[i : i + 1], b[i : i + 1]) for i in range(3)])
        warped = sample(b, alone)
    with torch_threads(2):
        assert torch.equal(flow(a, b), alone)
        assert torch.equal(sample(b, alone), warped)


def test_other_arithmetic_finds_the_same_within_a_hundredth_of_a_pixel():
    # A GPU rounds otherwise; so does double precision, by far more than a GPU's order of sums.
    b = grain(90, 130, 3)
    a = sample(b, field("waves", 90, 130))
    assert (flow(a.double(), b.double()) - flow(a, b)).abs().max() < 0.01
    noisy = a + torch.randn(a.shape, generator=torch.Generator().manual_seed(2)) * 0.05
    assert (flow(noisy.double(), b.double()) - flow(noisy, b)).abs().max() < 0.01


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_a_gpu_finds_the_same():
    b = grain(90, 130, 3)
    a = sample(b, field("waves", 90, 130))
    found = flow(a.cuda(), b.cuda())
    assert torch.equal(flow(a.cuda(), b.cuda()), found)
    assert (found.cpu() - flow(a, b)).abs().max() < 0.01


def test_samples_beside_the_picture_are_its_border():
    picture = grain(20, 30)
    far = torch.full((1, 2, 20, 30), -1e30)
    assert torch.allclose(sample(picture, far), picture[..., :1, :1].expand_as(picture), atol=0.05)
    broken = torch.full((1, 2, 20, 30), float("nan"))
    assert bool(torch.isfinite(sample(picture, broken)).all())
