"""Channel pruning: hard equals soft, and what it leaves is what the file brings back."""

import pytest

torch = pytest.importorskip("torch")

from generators.networks.blocks import fuse  # noqa: E402
from generators.networks.code import Compact, MovedPoints, code_of  # noqa: E402
from generators.networks.config import OWN  # noqa: E402
from generators.networks.slim import Gate  # noqa: E402
from generators.weights import files as weights  # noqa: E402

TINY = {"width": 0.1, "detector": (32, 64, 2), "motion": (64, 128, 3), "generator": (64, 256, 2, 2)}


def soft(name, seed=0):
    """A light generator with random statistics, about half of its channels below their thresholds."""
    w = weights.fresh(name, OWN[name].at(**TINY), seed)
    torch.manual_seed(seed)
    for module in w.generation.modules():
        if isinstance(module, Gate):
            module.gain.data.uniform_(0, 1)
            module.threshold.data.fill_(-0.43)  # softplus: 0.5
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 2)
            module.bias.data.normal_(0, 0.2)
    w.generation.eval()
    w.analysis.eval()
    return w


def picture_of(generator, name, seed=1):
    torch.manual_seed(seed)
    config = generator.config
    if code_of(config) is MovedPoints:
        given = MovedPoints(torch.rand(3, 10, 2) - 0.5, torch.eye(2) + torch.randn(3, 10, 2, 2) / 10)
        own = MovedPoints(given.points[:1] + 0.05, given.jacobians[:1])
    else:
        given, own = Compact(torch.rand(3, 1, 4, 4)), Compact(torch.rand(1, 1, 4, 4))
    with torch.inference_mode():
        return generator([generator.prepare(torch.rand(1, 3, 64, 80), own)], given)


@pytest.mark.parametrize("name", ["light", "light-cfte"])
def test_hard_pruned_equals_soft_masked(name):
    w = soft(name)
    before, count = picture_of(w.generation, name), sum(p.numel() for p in w.generation.parameters())
    w.generation.prune()
    after = sum(p.numel() for p in w.generation.parameters())
    assert after < 0.7 * count
    assert not any(isinstance(m, Gate) for m in w.generation.modules())
    torch.testing.assert_close(picture_of(w.generation, name), before, atol=2e-6, rtol=0)
    assert before.std() > 0.05


def test_fused_equals_unfused():
    w = soft("light")
    before = picture_of(w.generation, "light")
    torch.testing.assert_close(picture_of(fuse(w.generation), "light"), before, atol=2e-5, rtol=0)


def test_pruned_network_comes_back_from_its_file(tmp_path):
    w = soft("light")
    w.generation.prune()
    weights.store(w, tmp_path / "light.safetensors", half=False)
    again = weights.load(tmp_path / "light.safetensors", "light")
    assert torch.equal(picture_of(again.generation, "light"), picture_of(w.generation, "light"))


def test_a_gate_keeps_one_channel():
    gate = Gate(4)
    gate.gain.data = torch.tensor([0.0, 0.01, 0.005, 0.0])
    gate.threshold.data.fill_(3.0)
    assert gate.keep().tolist() == [False, True, False, False]


def work(name):
    """Parameters and multiply-accumulates a picture of the generator as it is trained here, base cached."""
    from torch.utils.flop_counter import FlopCounterMode

    generator = weights.fresh(name, OWN[name]).generation.eval()
    given = MovedPoints(torch.zeros(1, 10, 2), torch.eye(2).expand(1, 10, 2, 2))
    with torch.inference_mode():
        base = generator.prepare(torch.rand(1, 3, 128, 128), given)
        with FlopCounterMode(display=False) as counter:
            generator([base], given)
    return sum(p.numel() for p in generator.parameters()), counter.get_total_flops() / 2


def test_light_is_a_tenth_of_its_parent():
    (parameters, macs), (less, fewer) = work("fomm"), work("light")
    assert less <= 0.10 * parameters
    assert fewer <= 0.12 * macs
