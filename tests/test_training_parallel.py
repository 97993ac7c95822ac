"""Training in two processes: the same steps as one with as many pairs as both have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from generators.training.parallel import ALONE, ParallelError, Processes, joined, own_device
from tests import training_child
from tests.gen_material import real

ROOT = Path(__file__).parents[1]
STEPS = 30


def torchrun(*words: str, count: int = 2, seconds: int = 240) -> subprocess.CompletedProcess[str]:
    """What `torchrun` does, on this machine."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(count)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    return subprocess.run(
        [*command, *words], env=environment, text=True, capture_output=True, check=False, timeout=seconds
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> list[dict]:
    if not torch.distributed.is_gloo_available():
        pytest.skip("this torch has no Gloo")
    folder = tmp_path_factory.mktemp("two")
    done = torchrun("-m", "tests.training_child", str(folder), str(STEPS))
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads((folder / f"{rank}.json").read_text()) for rank in range(2)]


def test_gradients_are_those_of_all_rows(told):
    assert [t["size"] for t in told] == [2, 2]
    alone = training_child.linear(ALONE)
    for t in told:
        assert t["linear"] == pytest.approx(alone, abs=1e-6)


def test_both_have_the_same_weights_and_other_pairs(told):
    one, two = told
    for name in ("fomm", "light"):
        assert one[f"{name} weights"] == two[f"{name} weights"]
        assert one[name] == two[name]
        assert one[f"{name} drawn"] != two[f"{name} drawn"]
    # Channels that one prunes the other prunes as well, in the same step.
    assert one["light pruned"] and two["light pruned"]


def test_a_loss_that_is_no_number_in_one_stops_the_step_of_both(told):
    assert told[0]["kept"] and told[1]["kept"]


def test_the_curve_is_that_of_one_process_with_twice_the_pairs(told):
    torch.set_num_threads(1)
    both = np.array(told[0]["fomm"]).reshape(-1, 15).mean(1)
    alone = training_child.training("fomm", 4, STEPS, 0, ALONE)
    one = np.array([p.losses["total"] for p in alone.run()]).reshape(-1, 15).mean(1)
    # Other seeds differ by a tenth.
    assert both == pytest.approx(one, rel=0.25) and both[-1] == pytest.approx(one[-1], rel=0.15)
    assert both[-1] < 0.7 * both[0]


def test_alone_nothing_is_sent():
    with joined() as group:
        assert group == ALONE and group.first and group.seed(7) == group.seed(7, step=3) == 7
    assert Processes(1, 2).seed(7) != Processes(0, 2).seed(7) == 7
    assert Processes(1, 2).seed(7, 1) != Processes(1, 2).seed(7, 2)


def test_devices(monkeypatch):
    monkeypatch.setenv("LOCAL_RANK", "3")
    assert own_device("cuda") == "cuda:3" and own_device("cpu") == "cpu" and own_device("cuda:1") == "cuda:1"
    monkeypatch.setenv("LOCAL_RANK", "x")
    assert own_device("cuda") == "cuda"


def test_processes_that_do_not_meet(monkeypatch):
    for name, value in (("RANK", "0"), ("WORLD_SIZE", "two"), ("LOCAL_RANK", "0")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MASTER_ADDR", "localhost")
    monkeypatch.setenv("MASTER_PORT", "1")
    with pytest.raises(ParallelError), joined():
        pass


@pytest.mark.long
def test_the_command(tmp_path):
    (clip,) = real("carphone")
    out = tmp_path / "light.safetensors"
    words = ("--clips", f"{clip}:0-39", "--minutes", "0", "--steps", "3", "--size", "64", "--batch", "1")
    more = ("--perceptual", "0", "--coded", "0", "--synthetic", "0", "--device", "cpu", "--json")
    done = torchrun("-m", "seigen", "train", "light", *words, *more, "-o", str(out))
    assert done.returncode == 0, done.stderr[-2000:]
    assert out.is_file() and len(json.loads(done.stdout)) == 1
    assert "(2 processes)" in out.with_suffix(".md").read_text()
