"""A pair of networks as a `generators.system.System`.

How the parameters lie in GFV says each system's mapping (`sei.named`). A message that leaves out coordinates
or matrices says that they did not change since the message before.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch

from generators import registry
from generators.learned.driven import driven
from generators.media.pixels import SCALES, to_batch
from generators.networks.blocks import channels_last, fuse
from generators.networks.code import Code, Driving, ParameterMismatch, code_of, layout_of, read
from generators.networks.config import Config
from generators.networks.expandable import ExpandableGenerator
from generators.networks.face_keypoints import placed
from generators.networks.generation import Generation, PictureGenerator, PreparedBase
from generators.parameters.by_tolerance import ByTolerance
from generators.parameters.layout import Layout
from generators.parameters.moves import PIXEL, POSE, Move, Moves, of_layout
from generators.parameters.values import Parameters
from generators.subjects.face.eyes import LIDS
from generators.subjects.face.landmarks import CONFIDENT, Face
from generators.subjects.face.model import basis
from generators.subjects.face.subject import as_face
from generators.subjects.face.track import Tracker
from generators.subjects.subject import Seen
from generators.system import ScaleError, System
from generators.weights.adapter import adapt
from generators.weights.files import Weights, load
from generators.weights.places import shipped
from sei.log import log

T = TypeVar("T")
Draw = Callable[[list[PreparedBase], Driving], torch.Tensor]
ANALYSIS_BATCH = 8


class NeuralSystem:
    """Analyzer, Translator and Generator of one pair of networks.

    analysis is None on a decoder that has the generator's weights alone.
    compiled  generation goes through torch.compile (on CUDA with graphs), which takes up to a minute when the
              first pictures are made; where it cannot, a warning and the plain network
    """

    def __init__(
        self,
        weights: Weights,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
        *,
        size: tuple[int, int] | None = None,
        warn: Callable[[str], None] | None = None,
        compiled: bool = False,
    ) -> None:
        self.config: Config = weights.config
        self._size = size
        self.device, self.dtype = torch.device(device), dtype
        self._say = warn
        self.analysis = weights.analysis
        if self.analysis is not None:
            # A parameter that is measured otherwise is another parameter: the analysis stays float32.
            self.analysis = fuse(self.analysis).to(self.device)
        self.generator = channels_last(fuse(weights.generation).to(self.device, dtype))
        self._spare: Generation | None = None
        self._compiled = compiled
        self._fast = self._compile()

    batch_matters = True
    """A picture's last bits depend on how many are made with it."""

    def _compile(self) -> Draw | None:
        """The generator compiled, where that was asked for."""
        if not self._compiled:
            return None
        mode = "reduce-overhead" if self.device.type == "cuda" else "default"
        fast: Draw = torch.compile(self.generator, mode=mode, dynamic=False)
        return fast

    def scaled(self, scale: Fraction) -> NeuralSystem:
        """Make what draws at ``scale`` times the size, with the same weights. Raises ScaleError where it
        cannot."""
        if not isinstance(self.generator, ExpandableGenerator) or scale not in SCALES:
            raise ScaleError(f"{self.config.system} does not draw at {scale} times the coded size")
        other, generator = copy.copy(self), copy.copy(self.generator)
        generator.scale = scale
        other.generator, other._spare = generator, None
        other._fast = other._compile()
        return other

    # Analyzer

    @torch.inference_mode()
    def describe(
        self, seen: Sequence[Seen], base: PreparedBase | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make parameters of the faces, or of the pictures by a learned analysis; the base picture does not
        matter to them."""
        if self.config.faces:
            return self._describe_faces([as_face(s.measured) for s in seen])
        if self.analysis is None:
            raise ParameterMismatch(f"{self.config.system}: these weights hold no analysis")
        rows: list[Parameters] = []
        for i in range(0, len(seen), ANALYSIS_BATCH):
            batch = to_batch(np.stack([s.picture for s in seen[i : i + ANALYSIS_BATCH]]))
            rows += self.analysis(batch.to(self.device)).parameters()
        return rows

    def look(self, picture: np.ndarray) -> Parameters:
        """Make the parameters of one picture, uint8 (h, w, 3), by itself; of the mean face where it shows
        none."""
        if not self.config.faces:
            return self.describe([Seen(picture, None)])[0]
        height, width = picture.shape[:2]
        face = Tracker()(picture)
        if face is None:
            middle = np.array([width / 2, height / 2, 0])
            points = np.asarray(basis()["mean"], dtype=np.float64) * (min(height, width) / 6) + middle
            lids = np.stack([points[list(ids), :2] for ids in LIDS])
            face = Face(points, np.zeros((2, 2)), lids, 0.0)
        return self._describe_faces([face], (height, width))[0]

    def _describe_faces(self, faces: Sequence[Face], size: tuple[int, int] | None = None) -> list[Parameters]:
        if not faces:
            return []
        size = size or self._size
        if size is None or self.analysis is None:
            raise ParameterMismatch(f"{self.config.system}: the size of the pictures is not known")
        rows = self.analysis(placed(faces, *size).to(self.device)).parameters()
        return [
            dataclasses.replace(row, low_confidence=face.confidence < CONFIDENT)
            for row, face in zip(rows, faces, strict=True)
        ]

    # Translator

    def translate(self, base: PreparedBase, parameters: Sequence[Parameters]) -> Code:
        """Make tensors of parameters of this system's own kind."""
        return read(self.config, parameters, self.device)

    # Generator

    @torch.inference_mode()
    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> PreparedBase:
        """Compute all that depends on a base picture (3, h, w) in 0..1 alone."""
        given = read(self.config, [parameters], self.device).driving()

        def work(net: Generation, device: torch.device, dtype: torch.dtype) -> PreparedBase:
            return net.prepare(picture[None].to(device, dtype), _moved(given, device))

        return self._or_on_cpu(work)

    @torch.inference_mode()
    def generate(self, bases: Sequence[PreparedBase], translated: Code) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1, from every base picture or the first, as the family does."""
        driving = translated.driving()
        used = list(bases) if self.config.family.every_base else list(bases[:1])

        def work(net: Generation, device: torch.device, dtype: torch.dtype) -> torch.Tensor:
            there = [_moved(b, device, dtype) for b in used]
            return _in_parts(self._drawn if net is self.generator else net, there, _moved(driving, device))

        return self._or_on_cpu(work).float().clamp(0, 1)

    def _drawn(self, bases: list[PreparedBase], driving: Driving) -> torch.Tensor:
        """Pictures by the compiled network, while there is one."""
        if self._fast is not None:
            try:
                # Graphs write every result into the same memory.
                return self._fast(bases, driving).clone()
            except torch._dynamo.exc.TorchDynamoException as error:
                self._fast = None
                why = str(error).strip().splitlines() or [type(error).__name__]
                self._warn(f"{self.config.system} cannot be compiled here ({why[0]}); it is run as it is")
        return self.generator(bases, driving)

    def _or_on_cpu(self, work: Callable[[Generation, torch.device, torch.dtype], T]) -> T:
        """On the device; where even single pictures do not fit in its memory, on the CPU from then on."""
        if self._spare is None:
            try:
                return work(self.generator, self.device, self.dtype)
            except torch.OutOfMemoryError:
                self._warn(
                    f"{self.device} has too little memory for {self.config.system}: going on on the CPU"
                )
                self._spare = copy.deepcopy(self.generator).to("cpu", torch.float32)
                with contextlib.suppress(Exception):
                    torch.cuda.empty_cache()
        return work(self._spare, torch.device("cpu"), torch.float32)

    def _warn(self, text: str) -> None:
        if self._say:
            self._say(text)
        else:
            log.warning("%s", text)


def _in_parts(net: Draw, bases: list[PreparedBase], driving: Driving) -> torch.Tensor:
    """The batch at once, or in halves where that takes too much memory."""
    count = len(driving)
    try:
        return net(bases, driving)
    except torch.OutOfMemoryError:
        if count == 1:
            raise
    middle = count // 2
    halves = (slice(0, middle), slice(middle, None))
    return torch.cat([_in_parts(net, bases, driving.rows(half)) for half in halves])


def _moved(x: Any, device: torch.device, dtype: torch.dtype | None = None) -> Any:
    """Tensors of nested dataclasses on a device; features, not coordinates, in dtype."""
    if isinstance(x, torch.Tensor):
        return x.to(device, dtype) if dtype is not None and x.dtype != torch.float32 else x.to(device)
    if dataclasses.is_dataclass(x) and not isinstance(x, type):
        return type(x)(*(_moved(vars(x)[part.name], device, dtype) for part in dataclasses.fields(x)))
    return x


def system_of(
    weights: Weights,
    name: str,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
    *,
    size: tuple[int, int] | None = None,
    warn: Callable[[str], None] | None = None,
    compiled: bool = False,
) -> System[PreparedBase, Code]:
    """Make the registered system called ``name``, with these weights, for pictures of a size (height,
    width)."""
    both = NeuralSystem(weights, device, dtype, size=size, warn=warn, compiled=compiled)
    layout = layout_of(both.config, registry.entry(name).layout.mapping)
    precision = code_of(both.config).precision
    given: dict[tuple[int | None, str], int] = {} if precision is None else {(None, "matrices"): precision}
    made = both.generator.code if isinstance(both.generator, PictureGenerator) else None
    return System(
        name,
        layout,
        both,
        both,
        both,
        rounding=lambda trade: ByTolerance(precisions=given),
        moves=_moves(both.config, layout),
        scaled=both.scaled if isinstance(both.generator, ExpandableGenerator) else None,
        driven=partial(driven, both.config, made) if both.config.faces else None,
    )


def _moves(config: Config, layout: Layout) -> Moves:
    """The ways in which a network's parameters can be changed."""
    if not config.factors:
        return of_layout(layout)
    # Coefficients are relative to the head that the biases make: they need not move with it.
    return Moves(layout, [Move("biases", POSE, PIXEL, "carry"), Move("biases", "shape", PIXEL)])


def make(
    name: str,
    height: int,
    width: int,
    device: torch.device | str,
    dtype: torch.dtype,
    *,
    weights: str | Path | None = None,
    adapter: bytes | None = None,
    warn: Callable[[str], None] | None = None,
    compiled: bool = False,
) -> System[PreparedBase, Code]:
    """Make the learned system called ``name`` for pictures of a size.

    weights   a file other than the shipped one
    adapter   see `generators.weights.adapter`
    compiled  see `NeuralSystem`

    Raises ParameterMismatch for sizes that are no multiples of 16, WeightsError.
    """
    if height % 16 or width % 16:
        raise ParameterMismatch(f"{name} codes sizes that are multiples of 16, not {width}x{height}")
    network = load(weights or shipped(name), name)
    if adapter is not None:
        adapt(network, adapter)
    return system_of(network, name, device, dtype, size=(height, width), warn=warn, compiled=compiled)
