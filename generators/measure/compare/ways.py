"""What one stream of a trial, or one way to show a clip, is called and costs."""

from __future__ import annotations

from dataclasses import dataclass, field

SELF, STRANGER = "source against itself", "another person"
STATIC, HELD = "static copy", "base pictures, held"
ALL_DESCRIBED = ", all described"
"""Put after a system's name: every picture but the base pictures has a message of its own."""
KINDS = {"c": "coded", "d": "described", "i": "interpolated", "h": "held", "u": "as it is"}
"""How a picture came about. Interpolated: generated from what messages before and after it say."""


@dataclass(frozen=True)
class Point:
    """Where on its curve a codec is run: at most so many kbit/s, or a QP (a system's: of base pictures, one
    per scene, with a message for every other picture)."""

    kbits: float | None = None
    qp: int | None = None

    def __str__(self) -> str:
        return f"QP {self.qp}" if self.kbits is None else f"{self.kbits:g} kbit/s"


@dataclass
class Way:
    """One row of tables.

    kbits       of all; None: it has no rate
    kinds       how each picture came about, a letter of `KINDS` each
    bases       numbers of its base pictures
    parameters  kbit/s of messages among kbits
    seconds, decoding  that coding and decoding took
    notes       what was said of it
    """

    name: str
    kbits: float | None
    kinds: str
    bases: list[int] = field(default_factory=list)
    parameters: float | None = None
    qp: int | None = None
    seconds: float = 0.0
    decoding: float = 0.0
    notes: list[str] = field(default_factory=list)
