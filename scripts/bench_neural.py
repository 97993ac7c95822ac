"""Speed of the learned generators at 256x256 on this CPU, beside a plain forward of the same network.

Plain is float32, one picture at a time, batch norms apart, and everything of the base picture computed anew.
Networks are the shipped ones, light as pruned (dac, which has none, as made). bfloat16 pays where the
processor computes in it (AVX-512 BF16, AMX).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import torch

from generators.neural import networks, weights
from generators.neural.blocks import fuse
from generators.neural.config import OWN
from generators.neural.generation import Base, Generation
from generators.neural.motion import Keypoints
from generators.neural.turned import Turned
from scripts.bench import Row, fastest

SIZE = 256
BATCH = 8


def run() -> Iterator[Row]:
    """A row a system, in milliseconds a picture."""
    torch.manual_seed(0)
    picture = torch.rand(1, 3, SIZE, SIZE)
    for name in ("light", "fomm", "dac", "cfte", "facev2v"):
        plain = network(name).eval()
        one, many = given(name, 1), given(name, BATCH)
        for kind, least in ((torch.float32, None), (torch.bfloat16, 3)):
            fast = fuse(network(name)).to(kind)
            with torch.inference_mode():
                base = fast.prepare(picture.to(kind), networks.drive(one))
                times = fastest(
                    partial(generate, fast, base, many),
                    partial(anew, plain, picture, one),
                    seconds=2.0,
                )
            yield Row(
                f"{name} 256x256, batches of {BATCH}, {str(kind).removeprefix('torch.')}",
                1000 * times[0] / BATCH,
                "ms",
                other=1000 * times[1],
                beside="plain",
                at_most=1000 / 25 if name == "light" and least is None else None,
                times=least,
            )


def generate(network: Generation, base: Base, given: networks.Given) -> torch.Tensor:
    """Pictures from a base picture made ready."""
    made: torch.Tensor = network([base], networks.drive(given))
    return made


def anew(network: Generation, picture: torch.Tensor, given: networks.Given) -> torch.Tensor:
    """Pictures from a base picture that is made ready first."""
    return generate(network, network.prepare(picture, networks.drive(given)), given)


def network(name: str) -> Generation:
    """The shipped generator."""
    try:
        return weights.load(weights.shipped(name), name).generation
    except weights.WeightsError:
        return weights.fresh(name, OWN[name]).generation


def given(name: str, count: int) -> networks.Given:
    """Parameters of a still face."""
    config = OWN[name]
    if not networks.sent_kps(config):
        return torch.rand(count, 1, 4, 4)
    if config.system == "facev2v":
        eye = torch.eye(3).expand(count, 3, 3)
        return Turned(torch.rand(count, config.num_kps, 3) - 0.5, eye, torch.zeros(count, 3))
    points = torch.rand(count, config.num_kps, 2) - 0.5
    return Keypoints(points, torch.eye(2).expand(count, config.num_kps, 2, 2) if config.jacobians else None)
