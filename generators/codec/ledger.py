"""What a stream's bits are spent on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Ledger:
    """Bits of a stream by what they are for.

    base     coded pictures
    sets     parameter sets; they are among those of ``base``
    network  an adapter with its NAL unit
    beside   an adapter that is not in the stream, and not in the total
    audio    sound beside the stream in its container, not in the total

    And what became of ``pictures``: ``bases`` (base pictures), ``coded`` (without a message), ``described``
    (a message each), ``held`` (as the picture before); those between messages are the rest.
    """

    base: int = 0
    sets: int = 0
    gfv: int = 0
    gfve: int = 0
    envelope: int = 0
    pictures: int = 0
    bases: int = 0
    coded: int = 0
    described: int = 0
    held: int = 0
    network: int = 0
    beside: int = 0
    audio: int = 0

    @property
    def parameters(self) -> int:
        """GFV and GFVE with all envelope."""
        return self.gfv + self.gfve + self.envelope

    @property
    def between(self) -> int:
        """Pictures between two messages."""
        return self.pictures - self.bases - self.coded - self.described - self.held

    @property
    def total(self) -> int:
        """Everything."""
        return self.base + self.parameters + self.network

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))
