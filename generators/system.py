"""What a system of generators is made of: the standard's three functions, and the encoder's side.

H.274 names TranslatorNN( ), GenerativeNN( ) and EnhancerNN( ) and leaves them open. Here each is a small
protocol. Parameters cross between the layers as float arrays keyed as in GFV and GFVE, so a system says
nothing about bits, and the syntax layer nothing about what is seen. B is what a system makes of a base
picture, T what its translator gives its generator; the codec looks into neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import torch

from generators.parameters.by_effect import ByEffect
from generators.parameters.layout import Layout
from generators.parameters.moves import Moves
from generators.parameters.values import Parameters
from generators.parameters.writing import TRADE, MessageWriter, Rounding
from generators.subjects.body.skin import Body, Posed
from generators.subjects.subject import Seen
from sei.errors import SeigenError
from sei.predict import ChromaKey

B = TypeVar("B")
T = TypeVar("T")
B_contra = TypeVar("B_contra", contravariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
T_co = TypeVar("T_co", covariant=True)


class ScaleError(SeigenError):
    """A size at which a system does not draw."""


class Analyzer(Protocol[B_contra]):
    """Encoder's side: pictures to parameters."""

    def describe(
        self, seen: Sequence[Seen], base: B_contra | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make parameters of pictures; with ``base`` (`Generator.prepare`), those that make the generator
        come nearest to them from that base picture, whose source was seen as ``shown``."""
        ...


class Translator(Protocol[B_contra, T_co]):
    """TranslatorNN( ): parameters as received to what the generator wants."""

    def translate(self, base: B_contra, parameters: Sequence[Parameters]) -> T_co:
        """Make the generator's input for a batch of pictures generated from one base picture. Parameters hold
        the fields of the level that they reach (`generators.parameters.layout.Layout.fits`), no others."""
        ...


class Generator(Protocol[B, T_contra]):
    """GenerativeNN( ): base picture and parameters to pictures."""

    @property
    def batch_matters(self) -> bool:
        """Whether a picture's last bits depend on how many are made with it."""
        ...

    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> B:
        """Compute all that depends on a base picture (3, h, w) in 0..1 alone."""
        ...

    def generate(self, bases: Sequence[B], translated: T_contra) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1; the first base is the current one, others came before it."""
        ...


class Composer(Protocol[B_contra]):
    """What a system may do beside: take each part of a picture from the base picture that shows it best."""

    def compose(
        self,
        bases: Sequence[B_contra],
        others: Sequence[B_contra],
        weights: Sequence[float],
        parameters: Sequence[Parameters],
    ) -> torch.Tensor:
        """Make n pictures (n, 3, h, w) in 0..1 from base pictures, the current one first, passing over by
        ``weights`` (n, 0..1) to what is made from ``others``; parameters as of `Translator.translate`."""
        ...


class Interpolator(Protocol[B_contra]):
    """What a system may do beside: make pictures between two base pictures, where a decoder waits for the
    next one. Shares are of the way from the one to the next, 0..1."""

    def placed(
        self, shown: Seen, after: Sequence[Seen], following: Seen | None = None, shares: Sequence[float] = ()
    ) -> Parameters:
        """Make parameters of a base picture, knowing the pictures ``after`` it and, where a decoder waits for
        it, the next base picture."""
        ...

    def beside(
        self, seen: Sequence[Seen], shares: Sequence[float], base: B_contra, following: B_contra, shown: Seen
    ) -> list[Parameters]:
        """Make parameters of pictures between two base pictures; the first's source was seen as ``shown``."""
        ...

    def between(
        self, base: B_contra, following: B_contra, shares: Sequence[float], parameters: Sequence[Parameters]
    ) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1 between two base pictures."""
        ...


class Enhancer(Protocol[B_contra]):
    """EnhancerNN( ): pictures refined by GFVE."""

    def enhance(
        self, pictures: torch.Tensor, parameters: Sequence[Parameters], bases: Sequence[B_contra]
    ) -> torch.Tensor:
        """Make refined pictures (n, 3, h, w) in 0..1; parameters as of `Translator.translate`, bases as of
        `Generator.generate`."""
        ...


class Completer(Protocol[B_contra]):
    """What a system with an enhancer does on the encoder's side: it sees what is generated, and says in GFVE
    what is still wrong with it."""

    def complete(
        self,
        rows: Sequence[Parameters],
        pictures: torch.Tensor,
        seen: Sequence[Seen],
        bases: Sequence[B_contra],
        before: Parameters | None,
        *,
        quick: bool = False,
    ) -> list[Parameters]:
        """Add to the parameters of pictures in a row what brings the ``pictures`` (n, 3, h, w) in 0..1 that
        were generated of them nearer to their sources; ``before``: those of the one before, after the same
        base picture; ``quick``: about, to see what it is worth."""
        ...


class Driven(Protocol):
    """What a system may do beside: move another face as somebody moved."""

    def __call__(
        self, parameters: Sequence[Parameters], since: Parameters, own: Parameters
    ) -> list[Parameters]:
        """Make parameters of another face: what ``parameters`` say since the picture of ``since`` is put upon
        the picture of ``own``, in its measure. Those of ``since`` become ``own``."""
        ...


class Mesher(Protocol[B_contra]):
    """What a system may do beside: say where the body is that its pictures show."""

    @property
    def body(self) -> Body:
        """The template that is posed."""
        ...

    def posed(self, base: B_contra, parameters: Parameters) -> Posed:
        """Compute the pose (1) of one picture, in metres from the camera."""
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
class System(Generic[B, T]):
    """A named bundle for pictures of one size.

    layout      where its parameters lie, and the tag by which a stream names it
    composer    makes pictures from several base pictures; None: from the current one, as the generator does
    interpolator  makes pictures between two base pictures; None: nothing does
    mesher      says where the body is; None: it knows none
    completer   finds what its enhancer can mend; None: all parameters are the analyzer's
    rounding    makes the rounding of one stream's messages for a trade, see
                `generators.parameters.by_effect`
    attachment  changes its generator (an adapter of a learned system)
    size        height and width of its pictures; (0, 0): any
    moves       ways in which an encoder may change what was measured; none: it is sent as it is
    draft       makes of n and a base picture the system for pictures of 1/n of height and width, and the base
                picture for it: what an encoder tries is tried on small pictures; None: there is none
    scaled      makes the generator that draws the same pictures at a multiple of their size; None: there is
                none
    driven      puts what pictures say upon another face, see `Driven`; None: it does not say how
    """

    name: str
    layout: Layout
    analyzer: Analyzer[B]
    translator: Translator[B, T]
    generator: Generator[B, T]
    enhancer: Enhancer[B] | None = None
    composer: Composer[B] | None = None
    interpolator: Interpolator[B] | None = None
    mesher: Mesher[B] | None = None
    completer: Completer[B] | None = None
    rounding: Callable[[float], Rounding] = lambda trade: ByEffect(None, trade)
    attachment: Attachment | None = None
    size: tuple[int, int] = (0, 0)
    moves: Moves = field(default_factory=Moves)
    draft: Callable[[int, B], tuple[System[B, T], B]] | None = None
    scaled: Callable[[Fraction], Generator[B, T]] | None = None
    driven: Driven | None = None

    def writer(self, trade: float = TRADE, chroma_key: ChromaKey | None = None) -> MessageWriter:
        """Make the writer of one stream's messages; ``trade``: squared displacement worth one bit."""
        return MessageWriter(self.layout, self.rounding(trade), chroma_key=chroma_key)

    def at(self, scale: Fraction) -> System[B, T]:
        """Make the system that draws at ``scale`` times the coded size. Raises ScaleError where it cannot."""
        if scale == 1:
            return self
        if self.scaled is None or self.enhancer is not None:
            raise ScaleError(f"{self.name} draws at the coded size alone, not at {scale} times it")
        height, width = (int(s * scale) for s in self.size)
        return replace(self, generator=self.scaled(scale), size=(height, width), draft=None, scaled=None)


AnySystem: TypeAlias = System[Any, Any]
"""A system as the codec has it: it looks into neither of the two."""
