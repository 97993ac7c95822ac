"""What a decoder makes from one base picture, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import torch

from generators.codec.frames import Received
from generators.codec.generate import Composed, faded, generate
from generators.media.pixels import to_tensor
from generators.parameters.layout import Filling
from generators.parameters.values import Parameters
from generators.system import AnySystem

Coded: TypeAlias = tuple[np.ndarray | None, Received]
"""A coded picture, uint8 (h, w, 3), and what came with it; None: more has come with the one before."""


class Coming:
    """Coded pictures in the order in which they are shown; one can be looked at before its turn."""

    def __init__(self, coded: Iterator[Coded]) -> None:
        self._coded = coded
        self._next: Coded | None = None

    def __iter__(self) -> Iterator[Coded]:
        while (found := self.peek()) is not None:
            self._next = None
            yield found

    def peek(self) -> Coded | None:
        """Return the next one, as soon as it is there; None after the last."""
        if self._next is None:
            self._next = next(self._coded, None)
        return self._next


@dataclass(frozen=True)
class Shot:
    """What is made from one base picture.

    system    that makes it, None: nothing does
    bases     prepared base pictures, this one first
    base      parameters of the base picture
    wanted    parameters of the pictures after it
    count     how many these are
    still     pictures after it that are the same as it
    composed  how they are made from several base pictures, None: as the generator does by itself
    before    base pictures from which the base picture itself is faded in
    """

    system: AnySystem | None = None
    bases: Sequence[Any] = ()
    base: Parameters = field(default_factory=Parameters)
    wanted: Iterable[Parameters] = ()
    count: int = 0
    still: int = 0
    composed: Composed[Any] | None = None
    before: Sequence[Any] = ()

    def pictures(self) -> Iterator[torch.Tensor | None]:
        """Yield pictures (3, h, w) in 0..1; None: the base picture as it is."""
        if self.system is None:
            return iter([None] * self.still)
        return generate(self.system, self.bases, self.wanted, composed=self.composed)

    def shown(self, pixels: np.ndarray) -> np.ndarray | torch.Tensor:
        """Return the base picture as it is shown."""
        if self.system is None or not self.before:
            return pixels
        return faded(self.system, self.before, self.base, to_tensor(pixels))


@dataclass
class UnderWay:
    """What goes on from messages to messages of one access unit that come one after the other.

    shot     what is made, for pictures after ``place``
    gfv_id   of its messages
    fill     fills in what they leave out
    last     the last one's parameters
    place    pictures after the base picture that are made
    cnt      gfv_cnt of the last message; pictures stay from a lost one on (``lost``)
    shown    the last picture, as it was shown
    """

    shot: Shot
    gfv_id: int
    fill: Filling
    last: Parameters
    place: int
    cnt: int
    shown: np.ndarray | torch.Tensor
    lost: bool = False
