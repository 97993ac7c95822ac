"""Parameters to pictures with a system's generator, in batches; on which device, with how many threads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
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
"""Base pictures before the current one whose mouth and eyes may be used."""


def generate(
    system: System[B, T], bases: Sequence[B], parameters: Iterable[Parameters], batch: int = BATCH
) -> Iterator[torch.Tensor]:
    """Generate pictures (3, h, w) in 0..1, one at a time, made in batches; the first base is the current one.

    Encoder and decoder both come here, so what the encoder measures is what the decoder shows.
    """
    rows = iter(parameters)
    batch = max(1, min(batch, BATCH_PIXELS // max(1, system.size[0] * system.size[1])))
    padded = system.generator.batch_matters
    while group := list(islice(rows, batch)):
        count = len(group)
        if padded:
            # Convolutions of another batch size are computed otherwise, and round otherwise.
            group += group[-1:] * (batch - count)
        pictures = system.generator.generate(bases, system.translator.translate(bases[0], group))
        if system.enhancer is not None:
            pictures = system.enhancer.enhance(pictures, group)
        yield from pictures[:count]


class Memory(Generic[B]):
    """The prepared base pictures since one that decoding can begin with, the current one first."""

    def __init__(self) -> None:
        self.bases: list[B] = []

    def add(self, base: B, *, afresh: bool) -> list[B]:
        """Add a base picture; the bases to generate with when this one is current; ``afresh``: another scene
        begins."""
        self.bases = [base] if afresh else [base, *self.bases[:MEMORY]]
        return self.bases


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
