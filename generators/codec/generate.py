"""Parameters to pictures with a system's generator, in batches; on which device, with how many threads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Generic

import torch

from generators.parameters.values import Parameters
from generators.system import B, System, T
from sei.errors import SeigenError

BATCH = 8
BATCH_PIXELS = 1 << 21
"""Pixels of the pictures that are made at once: eight of 512x512, one of 1920x1080."""
MEMORY = 4
"""Base pictures before the current one that may be used."""
FADE = 4
"""Pictures, the base picture first, in which what was generated from the base pictures before passes over to
what is generated from a new one."""


@dataclass(frozen=True)
class Place:
    """Where pictures are.

    first   by how many pictures the first of them comes after the base picture
    step    pictures from one to the next
    fading  pictures were generated up to the base picture, and those after it pass over from them (`faded`)
    """

    first: int = 1
    step: int = 1
    fading: bool = False

    def weights(self, done: int, count: int) -> list[float]:
        """Tell what the base pictures before count in the first of ``count`` pictures after ``done``; in the
        others they do not."""
        if not self.fading:
            return []
        places = range(self.first + done * self.step, self.first + (done + count) * self.step, self.step)
        return [_weight(place) for place in places if place < FADE]


def generate(
    system: System[B, T],
    bases: Sequence[B],
    parameters: Iterable[Parameters],
    batch: int = BATCH,
    *,
    composed: Place | None = None,
) -> Iterator[torch.Tensor]:
    """Generate pictures (3, h, w) in 0..1, one at a time, made in batches; the first base is the current one.

    composed  from all of the bases, where the system can (`Timing.composed`), and blended by their places;
              None: as the generator does by itself

    Encoder and decoder both come here, so what the encoder measures is what the decoder shows.
    """
    rows = iter(parameters)
    batch = max(1, min(batch, BATCH_PIXELS // max(1, system.size[0] * system.size[1])))
    done = 0
    while group := list(islice(rows, batch)):
        pictures = _made(system, bases, group, batch, composed is not None)
        weights = composed.weights(done, len(group)) if composed and len(bases) > 1 else []
        if weights:
            late = group[: len(weights)]
            before = _made(system, bases[1:], late, batch, True)
            share = pictures.new_tensor(weights).view(-1, 1, 1, 1)
            pictures = torch.cat([torch.lerp(pictures[: len(late)], before, share), pictures[len(late) :]])
        done += len(group)
        yield from pictures


def faded(
    system: System[B, T], before: Sequence[B], parameters: Parameters, picture: torch.Tensor
) -> torch.Tensor:
    """Return a base picture (3, h, w) in 0..1 as it is shown after pictures generated from bases ``before``:
    mostly as it would be generated from them, so that nothing jumps."""
    (old,) = generate(system, before, [parameters], composed=Place())
    return torch.lerp(picture.to(old), old, _weight(0))


def _weight(place: int) -> float:
    """What the base pictures before count in a picture, so many after a base picture."""
    return max(0.0, 1 - (place + 1) / (FADE + 1))


def _made(
    system: System[B, T], bases: Sequence[B], group: list[Parameters], batch: int, composed: bool
) -> torch.Tensor:
    count = len(group)
    if system.generator.batch_matters:
        # Convolutions of another batch size are computed otherwise, and round otherwise.
        group = group + group[-1:] * (batch - count)
    if composed and system.composer is not None:
        pictures = system.composer.compose(bases, group)
    else:
        pictures = system.generator.generate(bases, system.translator.translate(bases[0], group))
    if system.enhancer is not None:
        pictures = system.enhancer.enhance(pictures, group)
    return pictures[:count]


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
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, min(2, torch.get_num_threads(), round(cores - load)))


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
