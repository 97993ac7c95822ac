"""What a system takes to run: parameters, multiply-accumulates, time, memory, size of its weights.

Counted is what torch does: the multiply-accumulates of convolutions and matrix products (`FlopCounterMode`),
and the bytes of tensors that live at once. What runs outside of torch (the face nets, by LiteRT) is in the
time alone; sampling, activations and norms are in the time and the memory, and count nothing.
"""

from __future__ import annotations

import statistics
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode

from generators import registry
from generators.media.pixels import to_tensor
from generators.parameters.values import Parameters
from generators.subjects.body.person import FOCAL, Person
from generators.subjects.body.template import LANDMARKS
from generators.subjects.face.eyes import LIDS
from generators.subjects.face.landmarks import Face
from generators.subjects.face.model import basis
from generators.subjects.subject import Measured, Seen
from generators.weights.files import Weights, load, shipped

R = TypeVar("R")
PARENTS: Mapping[str, str] = {"light": "fomm", "light-cfte": "cfte"}
"""The system of which each light one is the slim and pruned form."""
PAPER = {"parameters": -90.4, "multiplications": -88.9}
"""Per cent that arXiv:2508.13547 tells of its generator against its parent's."""
AIM = -95.0
"""Per cent that is aimed at here."""


@dataclass(frozen=True)
class Cost:
    """What one stage takes for one picture.

    macs     multiply-accumulates per pixel of the picture
    seconds  median of the runs
    memory   most bytes of tensors made by it that live at once
    """

    macs: float
    seconds: float
    memory: int


@dataclass(frozen=True)
class Complexity:
    """What a system takes at a size.

    parameters  of the generator, and of the analysis (0: not in torch)
    weights     bytes of the file; 0: none
    analysis    of one picture's parameters, from the measured face
    base        once for a base picture
    generation  of one picture
    """

    system: str
    height: int
    width: int
    parameters: int
    analysis_parameters: int
    weights: int
    analysis: Cost
    base: Cost
    generation: Cost

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Complexity:
        """Make it of what `dataclasses.asdict` gave."""
        stages = {name: Cost(**value[name]) for name in ("analysis", "base", "generation")}
        return cls(**{**value, **stages})


@dataclass(frozen=True)
class Against:
    """A light system's generator against that of its parent as shipped here, in per cent (below 0: less).

    multiplications  for each picture; ``base``: once for a base picture
    """

    system: str
    parent: str
    parameters: float
    multiplications: float
    base: float
    weights: float
    seconds: float


class LiveBytes(TorchDispatchMode):
    """Counts bytes of tensors that are made while it is active; ``peak`` is the most that lived at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.peak = 0
        self._known: dict[int, weakref.ref[torch.UntypedStorage]] = {}

    def __torch_dispatch__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        """Run an operation, and count what it made."""
        given = {self._key(t) for t in _stored((args, kwargs))}
        out = func(*args, **(kwargs or {}))
        for tensor in _stored(out):
            if self._key(tensor) not in given:
                self._count(tensor)
        return out

    @staticmethod
    def _key(tensor: torch.Tensor) -> int:
        return int(tensor.untyped_storage()._cdata)

    def _count(self, tensor: torch.Tensor) -> None:
        storage = tensor.untyped_storage()
        key, size = int(storage._cdata), storage.nbytes()
        if key in self._known:
            return

        def gone(_: object) -> None:
            if self._known.pop(key, None) is not None:
                self.now -= size

        self._known[key] = weakref.ref(storage, gone)
        self.now += size
        self.peak = max(self.peak, self.now)


def _stored(tree: object) -> list[torch.Tensor]:
    """The tensors of a tree that have bytes of their own: a sparse one's lie in those it is made of."""
    tensors = (leaf for leaf in tree_leaves(tree) if isinstance(leaf, torch.Tensor))
    return [tensor for tensor in tensors if tensor.layout == torch.strided]


def cost(work: Callable[[], R], pixels: int, runs: int = 3) -> tuple[Cost, R]:
    """Run a stage and tell its cost; ``pixels`` of the picture. Its result is that of the first run."""
    with FlopCounterMode(display=False) as counter:
        result = work()
    with LiveBytes() as live:
        work()
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        if torch.cuda.is_available():
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - begun)
    median = statistics.median(seconds)
    return Cost(counter.get_total_flops() / 2 / pixels, median, live.peak), result


def face_in_the_middle(height: int, width: int) -> Face:
    """Make the mean face, three fifths of the shorter side large, in the middle of a picture."""
    middle = np.array([width / 2, height / 2, 0])
    points = np.asarray(basis()["mean"], dtype=np.float64) * (min(height, width) / 6) + middle
    lids = np.stack([points[list(ids), :2] for ids in LIDS])
    return Face(points, lids.mean(axis=1), lids, 1.0)


def body_in_the_middle(height: int, width: int) -> Person:
    """Make the mean body, upright and facing the camera, as high as three quarters of the picture."""
    far = FOCAL * max(height, width) * TALL / (0.75 * height)
    mask, region = np.full((256, 256), 255, np.uint8), np.array([width / 2, height / 2, 0.75 * height, 0])
    points = np.tile([width / 2, height / 2], (len(LANDMARKS), 1))
    seen, place = np.ones(len(LANDMARKS)), np.array([0, 0, far])
    return Person(points, seen, np.zeros((len(LANDMARKS), 3)), mask, region, 1.0, move=place)


TALL = 1.7
"""Metres of the mean body."""
MIDDLE: Mapping[str, Callable[[int, int], Measured]] = {
    "face": face_in_the_middle,
    "body": body_in_the_middle,
}
"""What is measured of somebody in the middle of a picture (height, width), by who is looked at."""


def complexity(
    name: str, size: int | tuple[int, int] = 256, *, device: str = "cpu", runs: int = 3
) -> Complexity:
    """Measure what a system takes for pictures of a size (height, width), or of a square's side.

    Its input is a mean face, or body, over noise: nothing of its cost depends on what is shown. Raises
    SeigenError for systems that are not here, or without weights.
    """
    height, width = (size, size) if isinstance(size, int) else size
    system = registry.make(name, height, width, device=device)
    random = np.random.default_rng(0)
    somebody = MIDDLE.get(registry.entry(name).subject)
    measured = somebody(height, width) if somebody else None

    def describe() -> tuple[np.ndarray, list[Parameters]]:
        # Another picture each time: what was found for one may be remembered.
        picture = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
        return picture, system.analyzer.describe([Seen(picture, measured)])

    analysis, (picture, described) = cost(describe, height * width, runs)
    tensor = to_tensor(picture).to(device)

    @torch.inference_mode()
    def prepare() -> Any:
        return system.generator.prepare(tensor, described[0])

    base, prepared = cost(prepare, height * width, runs)

    @torch.inference_mode()
    def generate() -> torch.Tensor:
        pictures = system.generator.generate([prepared], system.translator.translate(prepared, described))
        return (
            pictures if system.enhancer is None else system.enhancer.enhance(pictures, described, [prepared])
        )

    generation, _ = cost(generate, height * width, runs)
    weights, own = 0, (0, 0)
    if registry.entry(name).learned:
        weights = shipped(name).stat().st_size
        own = _parameters(load(shipped(name), name))
    return Complexity(name, height, width, *own, weights, analysis, base, generation)


def _parameters(weights: Weights) -> tuple[int, int]:
    """Parameters of the generator and of the analysis."""
    generation, analysis = (
        0 if network is None else sum(p.numel() for p in network.parameters())
        for network in (weights.generation, weights.analysis)
    )
    return generation, analysis


def against(light: Complexity, parent: Complexity) -> Against:
    """Compare a light system with its parent, measured at the same size."""

    def less(a: float, b: float) -> float:
        return float("nan") if not b else (a / b - 1) * 100

    return Against(
        light.system,
        parent.system,
        less(light.parameters, parent.parameters),
        less(light.generation.macs, parent.generation.macs),
        less(light.base.macs, parent.base.macs),
        less(light.weights, parent.weights),
        less(light.generation.seconds, parent.generation.seconds),
    )
