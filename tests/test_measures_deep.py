"""Deep distances by files of weights are those of their packages.

Noted here are the numbers of `lpips` 0.1.4, `DISTS-pytorch` 0.1 and `stlpips_pytorch` 0.0.2.
"""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from generators.measure import deep, measures, perceptual
from generators.measure.metrics import MetricError
from tests import deep_states
from tests.gen_material import real


@pytest.fixture(scope="module")
def pictures() -> tuple[np.ndarray, np.ndarray]:
    """Noise, and the same with more noise, and moved by a line; uint8 (2, 96, 80, 3) each."""
    random = np.random.default_rng(0)
    a = random.integers(0, 256, (2, 96, 80, 3), dtype=np.uint8)
    b = np.clip(a.astype(int) + random.integers(-40, 41, a.shape), 0, 255).astype(np.uint8)
    b[1] = np.roll(a[1], 1, axis=0)
    return a, b


def weights(path, state, monkeypatch, variable: str) -> None:
    torch.save(state, path)
    monkeypatch.setenv(variable, str(path))


@pytest.mark.parametrize(
    ("net", "expected"), [("alex", (0.0781640, 0.845551)), ("vgg", (0.0711075, 0.520892))]
)
def test_lpips_is_that_of_its_package(net, expected, pictures, tmp_path, monkeypatch):
    weights(tmp_path / "w.pth", deep_states.lpips(net), monkeypatch, perceptual.LPIPS)
    a, b = pictures
    assert measures.measure("lpips")(a, b) == pytest.approx(expected, rel=1e-3)
    assert measures.measure("lpips")(a, a) == pytest.approx([0, 0], abs=1e-9)


def test_dists_is_that_of_its_package(pictures, tmp_path, monkeypatch):
    weights(tmp_path / "w.pth", deep_states.dists(), monkeypatch, perceptual.DISTS)
    a, b = pictures
    assert measures.measure("dists")(a, b) == pytest.approx((0.0145539, 0.0443349), rel=1e-3)
    assert measures.measure("dists")(a, a) == pytest.approx([0, 0], abs=1e-5)


def test_st_lpips_on_vgg_is_that_of_its_package(pictures):
    real("stlpips-vgg")
    a, b = pictures
    assert measures.measure("st-lpips-vgg")(a, b) == pytest.approx((0.00569951, 0.0417649), rel=1e-3)


def test_without_weights_it_says_how_to_have_some(tmp_path, monkeypatch):
    for name, variable in (("lpips", perceptual.LPIPS), ("dists", perceptual.DISTS)):
        monkeypatch.delenv(variable, raising=False)
        assert f"{variable} may name a file" in str(measures.measure(name).reason())
        monkeypatch.setenv(variable, str(tmp_path / "absent"))
        assert "is no file" in str(measures.measure(name).reason())
        with pytest.raises(measures.MeasureError, match=f"{name}: {variable}"):
            measures.take([name], *(np.zeros((1, 64, 64, 3), np.uint8),) * 2)


def test_files_that_are_no_weights(tmp_path, monkeypatch):
    path = tmp_path / "w.pth"
    with pytest.raises(MetricError, match="no file of weights"):
        deep.read_state(path)
    for content in (b"", b"PK\3\4nothing", bytes(1000)):
        path.write_bytes(content)
        with pytest.raises(MetricError, match="no file of weights"):
            deep.read_state(path)
    for state in ([1, 2], {"a": "text"}, {"a": pytest}):
        try:
            torch.save(state, path)
        except TypeError:
            continue
        with pytest.raises(MetricError, match="no file of weights"):
            deep.read_state(path)
    with path.open("wb") as file:
        file.truncate(deep.MAX_FILE + 1)
    with pytest.raises(MetricError, match="larger than"):
        deep.read_state(path)


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("alex", {"net.slice1.0.weight": None}, "no net.slice1.0.weight of 4 dimensions"),
        ("alex", {"net.slice1.0.weight": torch.zeros(64, 3)}, "no net.slice1.0.weight of 4 dimensions"),
        ("alex", {"net.slice2.3.bias": torch.zeros(7)}, "net.slice2.3 has a shape of its own"),
        ("alex", {"lin0.model.1.weight": torch.zeros(1, 8, 1, 1)}, "fit another network"),
        ("vgg", {"lin4.model.1.weight": torch.zeros(1, 512, 1, 1, dtype=torch.int32)}, "no lin4"),
        ("dists", {"alpha": torch.zeros(1, 3, 1, 1)}, "alpha has 3 numbers, not 1475"),
    ],
)
def test_weights_of_another_shape(kind, change, said):
    state = deep_states.dists() if kind == "dists" else deep_states.lpips(kind)
    state = {k: v for k, v in (state | change).items() if v is not None}
    with pytest.raises(MetricError, match=said):
        deep.Dists(state) if kind == "dists" else deep.Lpips(state)
