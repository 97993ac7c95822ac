"""Speed of the learned generators at 256x256 on this CPU, beside a plain forward of the same network.

Plain is float32, one picture at a time, batch norms apart, and everything of the base picture computed anew.
Networks are the shipped ones, light as pruned. bfloat16 pays where the
processor computes in it (AVX-512 BF16, AMX). On a GPU they are compiled, as by `seigen decode --compile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import torch

from generators.networks.blocks import channels_last, fuse
from generators.networks.code import Code, Compact, Driving, Factors, MovedPoints, Turned, code_of
from generators.networks.config import OWN
from generators.networks.face_keypoints import FactorFace
from generators.networks.generation import Generation
from generators.weights import files as weights
from scripts.bench import Row, fastest

NAMES = ("light", "factors", "fomm", "dac", "cfte", "facev2v")
SIZE = 256
BATCH = 8


def run(small: bool = False) -> Iterator[Row]:
    """A row per system and type, in milliseconds per picture. ``small``: of one system, one picture."""
    torch.manual_seed(0)
    batch, seconds = (1, 0.0) if small else (BATCH, 2.0)
    for name in NAMES[: 1 if small else None]:
        plain, (picture, one) = network(name).eval(), _shown(name)
        for kind, least in ((torch.float32, None), (torch.bfloat16, 3)):
            fast = drawing(name, torch.device("cpu"), kind, batch)
            with torch.inference_mode():
                times = fastest(fast, partial(anew, plain, picture, one), seconds=seconds)
            yield Row(
                f"{name} 256x256, batches of {batch}, {str(kind).removeprefix('torch.')}",
                1000 * times[0] / batch,
                "ms",
                other=1000 * times[1],
                beside="plain",
                at_most=1000 / 25 if name in ("light", "factors") and kind == torch.float32 else None,
                times=least,
            )
    if torch.cuda.is_available() and not small:
        yield from on_gpu(torch.device("cuda"))


def anew(net: Generation, picture: torch.Tensor, driving: Driving) -> torch.Tensor:
    """A picture from a base picture that is made ready first."""
    made: torch.Tensor = net([net.prepare(picture, driving)], driving)
    return made


def on_gpu(device: torch.device) -> Iterator[Row]:
    """Rows of every system in float16, in batches of 16 and one by one, as compiled there."""
    for name in NAMES:
        for batch, rate in ((16, 300), (1, 60)):
            draw = drawing(name, device, torch.float16, batch, compiled=True)
            (seconds,) = fastest(draw, seconds=2.0)
            what = f"{name} 256x256 on {device.type}, batches of {batch}, float16, compiled"
            yield Row(what, 1000 * seconds / batch, "ms", at_most=1000 / rate)


def drawing(
    name: str, device: torch.device, kind: torch.dtype, batch: int, *, compiled: bool = False
) -> Callable[[], None]:
    """Makes a batch of pictures from a prepared base picture, and waits for them. It has run once."""
    fast = channels_last(fuse(network(name)).to(device, kind))
    mode = "reduce-overhead" if device.type == "cuda" else "default"
    draw = torch.compile(fast, dynamic=False, mode=mode) if compiled else fast
    picture, one = _shown(name)
    many = _there(given(name, batch).driving(), device)

    @torch.inference_mode()
    def run_once() -> None:
        draw([base], many)
        if device.type == "cuda":
            torch.cuda.synchronize(device)

    with torch.inference_mode():
        base = fast.prepare(picture.to(device, kind), _there(one, device))
    run_once()
    return run_once


def _shown(name: str) -> tuple[torch.Tensor, Driving]:
    """A base picture, and its parameters."""
    return torch.rand(1, 3, SIZE, SIZE), given(name, 1).driving()


def _there(driving: Driving, device: torch.device) -> Driving:
    return driving.changed(lambda _, x: x.to(device))


def network(name: str) -> Generation:
    """The shipped generator."""
    try:
        return weights.load(weights.shipped(name), name).generation
    except weights.WeightsError:
        return weights.fresh(name, OWN[name]).generation


def given(name: str, count: int) -> Code:
    """Parameters of a still face."""
    config = OWN[name]
    if code_of(config) is Compact:
        return Compact(torch.rand(count, 1, 4, 4))
    if code_of(config) is Turned:
        eye = torch.eye(3).expand(count, 3, 3)
        return Turned(torch.rand(count, config.num_kps, 3) - 0.5, eye, torch.zeros(count, 3))
    if code_of(config) is Factors:
        places = FactorFace(config).rest.flatten().expand(count, -1)
        return Factors(torch.full((count, config.factors), 1 / Factors.UNIT), places)
    points = torch.rand(count, config.num_kps, 2) - 0.5
    return MovedPoints(points, torch.eye(2).expand(count, config.num_kps, 2, 2) if config.jacobians else None)
