"""Weights files: there and back, and every way in which one can be wrong."""

import json
import pickle

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file, save_file  # noqa: E402

from generators import registry  # noqa: E402
from generators.networks.config import OWN, PUBLIC, Config, ConfigError  # noqa: E402
from generators.weights import files as weights  # noqa: E402
from generators.weights import places  # noqa: E402
from generators.weights.files import load, store  # noqa: E402
from generators.weights.places import WeightsError  # noqa: E402
from tests.test_neural_systems import tiny  # noqa: E402


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    path = tmp_path_factory.mktemp("w") / "fomm.safetensors"
    w = tiny("fomm")
    w.notes = {"seed": "3"}
    store(w, path)
    return path


def rewritten(good, tmp_path, change):
    tensors = load_file(good)
    meta = {"system": "fomm", "config": tiny("fomm").config.to_json()}
    change(tensors, meta)
    path = tmp_path / "fomm.safetensors"
    save_file(tensors, path, meta)
    return path


def test_there_and_back(good):
    one, two = tiny("fomm"), load(good, "fomm")
    assert two.config == one.config and two.notes == {"seed": "3"}
    for a, b in ((one.generation, two.generation), (one.analysis, two.analysis)):
        for (key, x), y in zip(a.state_dict().items(), b.state_dict().values(), strict=True):
            torch.testing.assert_close(x, y, atol=2e-3, rtol=2e-3, msg=key)


def drop(tensors, meta):
    del tensors["generation.trunk.final.bias"]


def add(tensors, meta):
    tensors["generation.more"] = torch.zeros(1)


def reshape(tensors, meta):
    tensors["generation.trunk.final.bias"] = torch.zeros(5)


def infinite(tensors, meta):
    tensors["generation.trunk.final.bias"][0] = float("inf")


def no_config(tensors, meta):
    del meta["config"]


def giant(tensors, meta):
    meta["config"] = json.dumps(json.loads(meta["config"]) | {"generator": [256, 4096, 7, 10**9]})


def nested(tensors, meta):
    meta["config"] = "[" * 100000


@pytest.mark.parametrize("change", [drop, add, reshape, infinite, no_config, giant, nested])
def test_files_that_do_not_fit(good, tmp_path, change):
    with pytest.raises(WeightsError):
        load(rewritten(good, tmp_path, change), "fomm")


def test_of_another_system(good):
    with pytest.raises(WeightsError, match="weights of fomm, not of light"):
        load(good, "light")


@pytest.mark.parametrize("keep", [0, 7, 100, 5000])
def test_truncated(good, tmp_path, keep):
    path = tmp_path / "cut.safetensors"
    path.write_bytes(good.read_bytes()[:keep])
    with pytest.raises(WeightsError):
        load(path)


class Bomb:
    def __reduce__(self):
        return (exec, ("raise SystemExit('ran')",))


def test_a_pickle_is_not_read(tmp_path):
    path = tmp_path / "bomb.safetensors"
    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(WeightsError):
        load(path)
    with pytest.raises(WeightsError, match="no such file"):
        load(tmp_path / "none.safetensors")


def test_a_pruned_file_cannot_make_layers_grow(tmp_path):
    w = tiny("light")
    w.generation.prune()
    path = tmp_path / "light.safetensors"
    store(w, path, half=False)
    tensors = load_file(path)
    key = "generation.trunk.first.point.weight"
    tensors[key] = torch.zeros(len(tensors[key]) + 64, *tensors[key].shape[1:])
    save_file(tensors, path, {"system": "light", "config": w.config.to_json()})
    with pytest.raises(WeightsError):
        load(path)


@pytest.mark.parametrize("name", list(OWN))
def test_what_is_trained_here_fits_into_8_mb(name, tmp_path):
    w = weights.fresh(name, OWN[name])
    size = store(w, tmp_path / "w.safetensors", limit=weights.SHIP_LIMIT)
    assert size <= 8 << 20
    with pytest.raises(WeightsError, match="allowed"):
        store(w, tmp_path / "x.safetensors", limit=size - 1)
    assert not (tmp_path / "x.safetensors").exists()


def test_a_system_without_weights_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "FOLDER", tmp_path / "none")
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(tmp_path))
    with pytest.raises(WeightsError, match="seigen train dac"):
        registry.make("dac", 64, 64)
    store(tiny("dac"), tmp_path / "dac.safetensors")
    assert registry.make("dac", 64, 64).layout.keypoints == (10, 2)


@pytest.mark.parametrize("config", [*OWN.values(), *PUBLIC.values()])
def test_description_there_and_back(config):
    assert Config.from_json(config.to_json()) == config


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"system": "x"}',
        '{"system": "fomm", "more": 1}',
        '{"system": "fomm", "width": "1"}',
        '{"system": "fomm", "width": 1e9}',
        '{"system": "fomm", "motion": [1]}',
        '{"system": "fomm", "depth": true}',
    ],
)
def test_descriptions_that_are_none(text):
    with pytest.raises(ConfigError):
        Config.from_json(text)


def test_card_says_what_is_in_the_file(good):
    text = weights.card(load(good), good.stat().st_size, {"held out": "none"})
    assert "| seed | 3 |" in text and "| held out | none |" in text and '"system": "fomm"' in text
