"""One pass over a stream: what an editor is, and what it reports."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal, Protocol

from vvc_bridge.nal import Codec, NalUnit, default_edition
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import RawAccessUnit

Address = Literal["au", "poc", "output"]


@dataclass(slots=True)
class EditReport:
    """What an edit did.

    access_units  how many were looked at: all up to the last one edited
    inserted      messages put in
    removed       messages taken out
    codec         standard that the stream was read as; None before its first access unit
    edition       name of the syntax edition that messages were written in; None where none were
    """

    access_units: int = 0
    inserted: int = 0
    removed: int = 0
    codec: Codec | None = None
    edition: str | None = None

    @property
    def edition_note(self) -> str | None:
        """In words which option reads the messages that were written; None when no option is needed."""
        if not self.codec or not self.edition or self.edition == default_edition(self.codec).name:
            return None
        return (
            f"messages are written in edition {self.edition}; inspect and extract read {self.codec.value} in "
            f"{default_edition(self.codec).name} unless told --edition {self.edition}"
        )

    @property
    def nothing(self) -> str | None:
        """In words that no message was put in or taken out, and what the stream was read as; None when one
        was."""
        if self.inserted or self.removed:
            return None
        units = f"{self.access_units} access unit{'s' if self.access_units != 1 else ''}"
        name = self.codec.value if self.codec else "no standard"
        return f"no message was put in or taken out ({units} looked at, read as {name})"


class Editor(Protocol):
    """One pass over a stream."""

    report: EditReport

    @property
    def done(self) -> bool:
        """It will leave all access units that follow as they are."""

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        """The access unit's new NAL units; None: it stays."""

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        """New NAL units of a container's decoder configuration record; None: it stays. Asked for before the
        access units; ``first``: it holds from the first one on."""

    def finish(self) -> None:
        """The stream has ended. Raises SeigenError when something asked for was not done."""


def fingerprint(nals: list[NalUnit]) -> str:
    """CRC-32 of the NAL units that are no SEI: tells whether a place in an access unit still means the
    same."""
    crc = 0
    for nal in nals:
        if not nal.is_sei:
            crc = zlib.crc32(nal.data, crc)
    return f"{crc:08x}"
