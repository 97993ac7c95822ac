"""Parameters to pictures with a system's generator, in batches; on which device, with how many threads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Generic

import torch

from generators.media.pixels import rescaled
from generators.parameters.values import Parameters
from generators.system import B, System, T
from sei.errors import SeigenError
from vvc_bridge.external.process import usable_cores

BATCH = 8
BATCH_PIXELS = 1 << 21
"""Pixels of the pictures that are made at once: eight of 512x512, one of 1920x1080."""
MEMORY = 4
"""Base pictures before the current one that may be used."""
FADE = 4
"""Pictures, the base picture first, in which what was generated from the base pictures before passes over to
what is generated from a new one."""
RAMP = 8
"""Pictures before a base picture, where it is known ahead, that pass over to what is generated from it."""


@dataclass(frozen=True)
class Composed(Generic[B]):
    """How pictures are composed from several base pictures.

    first, step  by how many pictures the first of them comes after the base picture, and from one to the next
    fading       pictures were generated up to the base picture; those after it pass over from them
    following    the next base picture, after ``reach`` pictures; those before it pass over to it
    """

    first: int = 1
    step: int = 1
    fading: bool = False
    following: B | None = None
    reach: int = 0

    def weight(self, place: int) -> float:
        """Tell what the other base pictures count, so many pictures after the base picture."""
        if self.following is not None:
            ramp = min(RAMP, self.reach - 1)
            return _eased(1 - (self.reach - place) / (ramp + 1))
        return _eased(1 - (place + 1) / (FADE + 1)) if self.fading else 0.0


def _eased(share: float) -> float:
    """Begin and end slowly, where a step shows most."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def generate(
    system: System[B, T],
    bases: Sequence[B],
    parameters: Iterable[Parameters],
    batch: int = BATCH,
    *,
    composed: Composed[B] | None = None,
) -> Iterator[torch.Tensor]:
    """Generate pictures (3, h, w) in 0..1, one at a time, made in batches; the first base is the current one.

    composed  from several base pictures; None: as the generator does by itself

    Encoder and decoder both come here, so what the encoder measures is what the decoder shows.
    """
    rows = iter(parameters)
    batch = max(1, min(batch, BATCH_PIXELS // max(1, system.size[0] * system.size[1])))
    place = composed.first if composed else 0
    while group := list(islice(rows, batch)):
        count = len(group)
        if system.generator.batch_matters:
            # Convolutions of another batch size are computed otherwise, and round otherwise.
            group += group[-1:] * (batch - count)
        if composed is None:
            pictures = _made(system, bases, group)
        else:
            places = [place + i * composed.step for i in range(len(group))]
            pictures = _composed(system, bases, group, composed, places)
            place = places[count - 1] + composed.step
        if system.enhancer is not None:
            pictures = system.enhancer.enhance(pictures, group, bases)
        yield from pictures[:count]


def faded(
    system: System[B, T], before: Sequence[B], parameters: Parameters, picture: torch.Tensor
) -> torch.Tensor:
    """Return a base picture (3, h, w) in 0..1 as it is shown after pictures generated from bases ``before``:
    mostly as it would be generated from them, so that nothing jumps."""
    if system.interpolator is not None:
        return picture
    (old,) = generate(system, before, [parameters], composed=Composed())
    if old.shape != picture.shape:
        picture = rescaled(picture[None], Fraction(old.shape[-1], picture.shape[-1]))[0]
    return torch.lerp(picture.to(old), old, Composed[B](fading=True).weight(0))


def _made(system: System[B, T], bases: Sequence[B], group: Sequence[Parameters]) -> torch.Tensor:
    return system.generator.generate(bases, system.translator.translate(bases[0], group))


def _composed(
    system: System[B, T],
    bases: Sequence[B],
    group: Sequence[Parameters],
    composed: Composed[B],
    places: Sequence[int],
) -> torch.Tensor:
    """Pictures so many after the base picture, from it and the others that are asked for."""
    if system.interpolator is not None:
        # Its parameters are of the current base picture alone.
        if composed.following is None:
            return _made(system, bases, group)
        shares = [place / composed.reach for place in places]
        return system.interpolator.between(bases[0], composed.following, shares, group)
    weights = [composed.weight(place) for place in places]
    following = [] if composed.following is None else [composed.following]
    others = [*following, *bases] if following else bases[1:]
    if system.composer is not None:
        return system.composer.compose([*bases, *following], others, weights, group)
    pictures = _made(system, bases, group)
    if not others or not any(weights):
        return pictures
    share = torch.tensor(weights, device=pictures.device, dtype=pictures.dtype).view(-1, 1, 1, 1)
    return torch.lerp(pictures, _made(system, others, group), share)


class Memory(Generic[B]):
    """The prepared base pictures since one that decoding can begin with, the current one first."""

    def __init__(self) -> None:
        self.bases: list[B] = []
        self.moving = False
        """Whether the last picture shown was generated from the current base picture."""

    def add(self, base: B, *, afresh: bool) -> list[B]:
        """Add a base picture; the bases to generate with when this one is current; ``afresh``: those before
        are of no use."""
        self.bases = [base] if afresh else [base, *self.bases[:MEMORY]]
        return self.bases

    def empty(self) -> None:
        """Forget all of them."""
        self.bases, self.moving = [], False


@contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Give torch that many threads for a while."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def paying_threads() -> int:
    """Count the threads that pay now: as torch has them, at most two, and no more than there are idle
    cores."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, min(2, torch.get_num_threads(), round(usable_cores() - load)))


def pick_device(name: str) -> torch.device:
    """Choose a device; ``auto`` is a GPU when there is one. Raises SeigenError when the device is not
    there."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise SeigenError(f"device {name!r} cannot be used ({str(error).splitlines()[0]})") from None
    return device
