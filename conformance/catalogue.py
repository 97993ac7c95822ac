"""The catalogue: one entry a stream, with what it proves and what `verify` shall say of it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from conformance.bases import BaseStream, bases
from conformance.script import Item, Script, assemble
from sei.editions import edition as edition_named

Build = Callable[[Script], None]

MODULES = (
    "face",
    "matrices",
    "enhancement",
    "carriage",
    "generated",
    "minimal",
    "negative",
    "named",
    "bodies",
)
"""Modules of conformance.streams, in the catalogue's order."""


@dataclass(frozen=True)
class Stream:
    """One entry.

    feature   letters, digits and underscores; the bitstream is called FEATURE_LETTER_Seigen_1
    letter    tells streams of one feature apart
    purpose   what it proves, one sentence
    build     writes its script
    base      base stream
    edition   h274v4 or hm18
    verdict   outcome of `verify`: clean, unimplemented or invalid
    finding   rule that `verify` finds broken, and no other; empty for a valid stream
    """

    feature: str
    letter: str
    purpose: str
    build: Build
    base: str = "still.266"
    edition: str = "h274v4"
    verdict: str = "clean"
    finding: str = ""

    @property
    def name(self) -> str:
        """As conformance bitstreams are called."""
        return f"{self.feature}_{self.letter}_Seigen_1"

    @property
    def negative(self) -> bool:
        """It breaks a constraint."""
        return bool(self.finding)

    @property
    def base_stream(self) -> BaseStream:
        """The pictures under it."""
        return bases()[self.base]

    def items(self) -> list[Item]:
        """Return its messages."""
        script = Script(edition_named(self.edition))
        self.build(script)
        return script.items

    def data(self) -> bytes:
        """Return the byte stream, the same on every run and machine."""
        return assemble(self.base_stream.data, self.items())


_STREAMS: list[Stream] = []


def stream(
    feature: str,
    purpose: str,
    *,
    base: str = "still.266",
    edition: str = "h274v4",
    verdict: str = "clean",
    finding: str = "",
) -> Callable[[Build], Build]:
    """Enter a stream into the catalogue; it takes the next free letter of its feature."""

    def enter(build: Build) -> Build:
        taken = sum(entry.feature == feature for entry in _STREAMS)
        letter = chr(ord("A") + taken)
        outcome = "invalid" if finding else verdict
        _STREAMS.append(Stream(feature, letter, purpose, build, base, edition, outcome, finding))
        return build

    return enter


@cache
def catalogue() -> tuple[Stream, ...]:
    """Return all streams: those that decoders shall read, those that they shall refuse; last, named
    parameters."""
    for module in MODULES:
        importlib.import_module(f"conformance.streams.{module}")
    return tuple(_STREAMS)


def positive() -> list[Stream]:
    """Return the streams without a broken rule."""
    return [entry for entry in catalogue() if not entry.negative]


def negative() -> list[Stream]:
    """Return streams that break one."""
    return [entry for entry in catalogue() if entry.negative]
