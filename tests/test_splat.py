"""Gaussians drawn tile by tile are those drawn one after the other, and so are their derivatives."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.graphics import splat as module
from generators.graphics.splat import LEAST_ALPHA, MOST_ALPHA, SplatError, Splats, over, project, splat


def scene(count, seed=0, size=0.05, dtype=torch.float64, device="cpu"):
    """Points, axes, opacity and colours of Gaussians before the camera."""
    g = torch.Generator().manual_seed(seed)
    points = torch.rand(count, 3, generator=g, dtype=dtype) * 2 - torch.tensor([1.0, 1.0, -2.5], dtype=dtype)
    axes = torch.randn(count, 3, 3, generator=g, dtype=dtype) * size
    opacity = torch.rand(count, generator=g, dtype=dtype)
    colours = torch.rand(count, 3, generator=g, dtype=dtype)
    return [t.to(device).requires_grad_() for t in (points, axes, opacity, colours)]


def lens(focal, x, y, dtype=torch.float64, device="cpu"):
    """Focal length and centre."""
    return (
        torch.tensor(v, dtype=dtype, device=device)
        for v in ((float(focal), focal * 1.1), (float(x), float(y)))
    )


def plain(splats: Splats, height, width):
    """Every Gaussian at every pixel, one after the other."""
    down, across = torch.arange(height) + 0.5, torch.arange(width) + 0.5
    light = splats.places.new_ones(height, width)
    picture = splats.places.new_zeros(height, width, splats.colours.shape[1])
    for i in splats.depths.argsort(stable=True).tolist():
        if not splats.radii[i].any():
            continue
        dx, dy = across - splats.places[i, 0], (down - splats.places[i, 1])[:, None]
        a, b, c = splats.conics[i]
        alpha = splats.opacity[i] * torch.exp(-(a * dx * dx + c * dy * dy) / 2 - b * dx * dy)
        alpha = torch.where(alpha >= LEAST_ALPHA, alpha.clamp_max(MOST_ALPHA), 0.0)
        picture = picture + (light * alpha)[..., None] * splats.colours[i]
        light = light * (1 - alpha)
    return picture, 1 - light


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 1 << 16),
    st.integers(1, 60),
    st.integers(1, 30),
    st.integers(1, 30),
    st.sampled_from((0.005, 0.05, 0.3)),
)
def test_tiles_are_the_plain_way(seed, count, height, width, size):
    splats = project(*scene(count, seed, size), *lens(20, width / 2, height / 3))
    for ours, theirs in zip(splat(splats, height, width), plain(splats, height, width), strict=True):
        assert torch.allclose(ours, theirs, atol=2e-4)


@pytest.mark.parametrize("longest", [8, 256])
def test_derivatives_are_those_of_the_plain_way(monkeypatch, longest):
    """Also where a tile's list takes several steps."""
    monkeypatch.setattr(module, "LONGEST", longest)
    monkeypatch.setattr(module, "SPENT", 0.0)
    leaves = scene(150, 3, 0.1)
    splats = project(*leaves, *lens(30, 12, 9))
    g = torch.Generator().manual_seed(1)
    weights = torch.randn(19, 26, 4, generator=g, dtype=torch.float64)
    gradients = []
    for draw in (splat, plain):
        picture, cover = draw(splats, 19, 26)
        loss = (picture * weights[..., :3]).sum() + (cover * weights[..., 3]).sum()
        gradients.append(torch.autograd.grad(loss, leaves, retain_graph=True))
    for ours, theirs in zip(*gradients, strict=True):
        assert theirs.abs().max() > 0.1
        assert torch.allclose(ours, theirs, atol=1e-6 * float(theirs.abs().max()))


def test_float32_is_near_enough():
    leaves = scene(400, 5)
    low = project(*(t.detach().float() for t in leaves), *lens(60, 20, 20, torch.float32))
    high = project(*leaves, *lens(60, 20, 20))
    for ours, theirs in zip(splat(low, 40, 40), splat(high, 40, 40), strict=True):
        # A cover of 1/255 is there in one, and not in the other.
        assert (ours - theirs).abs().max() < 6e-3
        assert (ours - theirs).abs().mean() < 1e-4


def test_what_cannot_be_seen_is_not_drawn():
    points = torch.tensor([[0, 0, -1.0], [0, 0, 0.01], [50, 0, 1], [torch.nan, 0, 1], [0, 0, torch.inf]])
    axes = torch.eye(3).expand(5, 3, 3) * 0.01
    splats = project(points, axes, torch.ones(5), torch.ones(5, 3), *lens(20, 8, 8, torch.float32))
    picture, cover = splat(splats, 16, 16)
    assert not cover.any() and not picture.any()
    background = torch.rand(16, 16, 3)
    assert torch.equal(over(picture, cover, background), background)


def test_nothing_at_all_is_an_empty_picture():
    empty = [t[:0] for t in scene(1)]
    picture, cover = splat(project(*empty, *lens(20, 8, 8)), 9, 17)
    assert picture.shape == (9, 17, 3) and not cover.any()


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_TOUCHED", 99)
    splats = project(*scene(100, size=1.0), *lens(20, 32, 32))
    with pytest.raises(SplatError, match=r"touch \d+ tiles of 8x8 pixels, allowed: 99"):
        splat(splats, 64, 64)


def test_a_lone_gaussian_is_where_it_should_be():
    """A round one of 0.1 at 2 away, seen with 40 pixels of focal length: deviation 2 pixels and the blur."""
    made = project(
        torch.tensor([[0.5, 0.25, 2.0]]),
        torch.eye(3)[None] * 0.1,
        torch.tensor([0.5]),
        torch.tensor([[1.0, 0.5, 0.25]]),
        torch.tensor([40.0, 40.0]),
        torch.tensor([8.0, 8.0]),
    )
    assert made.places[0].tolist() == [18.0, 13.0]
    assert made.conics[0, 0].item() == pytest.approx(1 / 4.3, rel=0.1)
    picture, cover = splat(made, 24, 32)
    assert cover.argmax().item() in {y * 32 + x for y in (12, 13) for x in (17, 18)}
    assert torch.allclose(picture, cover[..., None] * torch.tensor([1.0, 0.5, 0.25]), atol=1e-6)


cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")


@cuda
def test_a_gpu_draws_the_same():
    leaves = scene(3000, 2, dtype=torch.float32)
    splats = project(*leaves, *lens(60, 40, 40, torch.float32))
    far = project(*(t.cuda() for t in leaves), *lens(60, 40, 40, torch.float32, "cuda"))
    for here, there in zip(splat(splats, 80, 80), splat(far, 80, 80), strict=True):
        assert (here - there.cpu()).abs().mean() < 2 / 255


@cuda
def test_gsplat_draws_the_same():
    gsplat = pytest.importorskip("gsplat", reason="gsplat is not installed")
    g = torch.Generator().manual_seed(0)
    count = 2000
    points = torch.rand(count, 3, generator=g) * 2 - torch.tensor([1.0, 1.0, -2.5])
    turns = torch.nn.functional.normalize(torch.randn(count, 4, generator=g), dim=1)
    scales = torch.rand(count, 3, generator=g) * 0.05 + 0.005
    opacity, colours = torch.rand(count, generator=g), torch.rand(count, 3, generator=g)
    w, x, y, z = turns.unbind(1)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    rotation = torch.stack([torch.stack(row, -1) for row in rows], -2)
    focal, centre = torch.tensor([90.0, 90.0]), torch.tensor([48.0, 40.0])
    ours, cover = splat(project(points, rotation * scales[:, None], opacity, colours, focal, centre), 80, 96)
    camera = torch.tensor([[[90.0, 0, 48], [0, 90, 40], [0, 0, 1]]])
    far = [t.cuda() for t in (points, turns, scales, opacity, colours, torch.eye(4)[None], camera)]
    theirs, alpha, _ = gsplat.rasterization(*far, width=96, height=80, near_plane=0.1, eps2d=0.3)
    assert (ours - theirs[0].cpu()).abs().mean() < 2 / 255
    assert (cover - alpha[0, ..., 0].cpu()).abs().mean() < 2 / 255
