"""What a system of generators is made of: the standard's three functions, and the encoder's side.

H.274 names TranslatorNN( ), GenerativeNN( ) and EnhancerNN( ) and leaves them open. Here each is a small
protocol. Parameters cross between the layers as float arrays keyed as in GFV and GFVE, so a system says
nothing about bits, and the syntax layer nothing about faces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import numpy as np
import torch


@dataclass(frozen=True)
class Parameters:
    """What describes one picture: resolved values of a GFV message and of the GFVE messages with it.

    matrices        by gfv_matrix_type_idx: float64 (count, height, width)
    keypoints       float64 (K, 2|3), x and y in -1..1 over the picture; None: not carried
    pupils          float64 (2, 2): left and right eye, x and y, in the system's own units; None: unknown
    enhancement     matrices of GFVE, each (height, width)
    low_confidence  gfv_low_confidence_face_parameter_flag
    """

    matrices: Mapping[int, np.ndarray] = field(default_factory=dict)
    keypoints: np.ndarray | None = None
    pupils: np.ndarray | None = None
    enhancement: tuple[np.ndarray, ...] = ()
    low_confidence: bool = False


@runtime_checkable
class Analyzer(Protocol):
    """Encoder's side: pictures to parameters."""

    def analyze(self, picture: np.ndarray) -> Any:
        """Measure the clip's next picture, uint8 (h, w, 3); None when it shows nothing to describe."""
        ...

    def describe(self, measured: Sequence[Any], base: Any = None, shown: Any = None) -> list[Parameters]:
        """Parameters of measured pictures; with ``base`` (`Generator.prepare`), those that make the
        generator come nearest to them from that base picture, whose source was measured as ``shown``."""
        ...


@runtime_checkable
class Translator(Protocol):
    """TranslatorNN( ): parameters as received to what the generator wants."""

    def translate(self, base: Any, parameters: Sequence[Parameters]) -> Any:
        """The generator's input for a batch of pictures generated from one base picture."""
        ...


@runtime_checkable
class Generator(Protocol):
    """GenerativeNN( ): base picture and parameters to pictures."""

    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> Any:
        """All that depends on a base picture (3, h, w) in 0..1 alone, computed once."""
        ...

    def generate(self, bases: Sequence[Any], translated: Any) -> torch.Tensor:
        """Pictures (n, 3, h, w) in 0..1; the first base is the current one, others came before it."""
        ...


@runtime_checkable
class Enhancer(Protocol):
    """EnhancerNN( ): pictures refined by GFVE."""

    def enhance(self, pictures: torch.Tensor, parameters: Sequence[Parameters]) -> torch.Tensor:
        """Refined pictures (n, 3, h, w) in 0..1."""
        ...


@dataclass(frozen=True)
class Attachment:
    """What a decoder needs for a stream beside the system's own weights.

    identity  by which the stream names it
    data      its bytes
    within    the stream brings it itself
    """

    identity: str
    data: bytes
    within: bool


@dataclass(frozen=True)
class System:
    """A named bundle, and how its parameters lie in GFV.

    tag          gfv_nn_tag_uri by which a stream names the system
    types        gfv_matrix_type_idx in coding order, with (count, height, width) of each
    num_kps      keypoints, 0: none
    dims         2 or 3, of keypoints and of matrix types 4..6
    precision    bits after the binary point of matrix elements, unless the encoder chooses otherwise
    writer       makes its messages, as `generators.parameters.writing.ParameterWriter` does unless given
    attachment   changes its generator (an adapter of a learned system)
    size         height and width of its pictures; (0, 0): any
    """

    name: str
    tag: str
    types: tuple[tuple[int, tuple[int, int, int]], ...]
    analyzer: Analyzer
    translator: Translator
    generator: Generator
    enhancer: Enhancer | None = None
    num_kps: int = 0
    dims: int = 3
    precision: int = 7
    writer: Any = None
    attachment: Attachment | None = None
    size: tuple[int, int] = (0, 0)
