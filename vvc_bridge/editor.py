"""One pass over a stream: what an editor is, and what it reports."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal, Protocol

from vvc_bridge.nal import NalUnit
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import RawAccessUnit

Placement = Literal["suffix", "prefix"]
Address = Literal["au", "poc", "output"]


@dataclass(slots=True)
class EditReport:
    """What an edit did: access units looked at (all up to the last one edited), messages put in and taken
    out, the first one put in that VTM 24.0 may refuse (`vtm_safe.ends_within_byte`; empty without one)."""

    access_units: int = 0
    inserted: int = 0
    removed: int = 0
    may_refuse: str = ""

    @property
    def warning(self) -> str:
        """What whoever asked for the edit should know, in one line; empty: nothing."""
        if not self.may_refuse:
            return ""
        return (
            f"{self.may_refuse}: ends within a byte; VTM 24.0 may refuse it, and others like it, by what its "
            "command line is (--no-vtm-safe does not say so)"
        )


class Editor(Protocol):
    """One pass over a stream."""

    report: EditReport

    @property
    def done(self) -> bool:
        """It will leave all access units that follow as they are."""

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> bytes | memoryview:
        """The access unit's new bytes."""

    def finish(self) -> None:
        """The stream has ended. Raises SeigenError when something asked for was not done."""


def fingerprint(nals: list[NalUnit]) -> str:
    """CRC-32 of the NAL units that are no SEI: tells whether a place in an access unit still means the
    same."""
    crc = 0
    for nal in nals:
        if not nal.is_sei:
            crc = zlib.crc32(nal.data, zlib.crc32(nal.prefix, crc))
    return f"{crc:08x}"
