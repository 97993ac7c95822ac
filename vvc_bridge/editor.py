"""One pass over a stream: what an editor is, and what it reports."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal, Protocol

from sei.errors import BitstreamError, SeigenError
from sei.rbsp import parse, unescape
from vvc_bridge.nal import Codec, NalUnit, default_edition
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import MAX_ACCESS_UNIT, RawAccessUnit, Segmenter

Placement = Literal["suffix", "prefix"]
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

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> bytes | memoryview:
        """The access unit's new bytes."""

    def finish(self) -> None:
        """The stream has ended. Raises SeigenError when something asked for was not done."""


def edited(raw: RawAccessUnit, data: bytes | memoryview) -> RawAccessUnit:
    """An access unit with the bytes that an editor gave it, cut and parsed again: every edit goes out through
    here.

    Raises SeigenError when it is larger than what is read, when anything but SEI has changed, or when an SEI
    NAL unit that was not there before cannot be read.
    """
    if (
        isinstance(data, memoryview) and data.obj is raw.buffer
    ):  # as it was; comparing all bytes would be slow
        return raw
    data = bytes(data)
    if data == raw.view:
        return raw
    where = f"access unit {raw.index}"
    if len(data) > MAX_ACCESS_UNIT:
        raise SeigenError(f"{where} would have {len(data)} bytes, allowed: {MAX_ACCESS_UNIT}")
    new = recut(raw, data)
    before = raw.nal_units()
    after = new.nal_units()
    if [bytes(nal.data) for nal in before if not nal.is_sei] != [n.data for n in after if not n.is_sei]:
        raise SeigenError(f"{where}: an edit of SEI would change its other NAL units")
    known = {nal.data for nal in before if nal.is_sei}
    for nal in after:
        if nal.is_sei and nal.data not in known:
            try:
                parse(unescape(nal.payload))
            except BitstreamError as error:
                raise SeigenError(f"{where}: an SEI NAL unit to be written cannot be read: {error}") from None
    return new


def recut(raw: RawAccessUnit, data: bytes) -> RawAccessUnit:
    """An access unit with other bytes. Raises BitstreamError like `Segmenter.split`."""
    starts: list[int] = []
    kinds = bytearray()
    for piece in Segmenter(raw.codec).split([data]) if data else ():
        starts += [start - piece.begin + piece.offset for start in piece.starts]
        kinds += piece.kinds
    return RawAccessUnit(raw.codec, raw.index, raw.offset, data, 0, len(data), starts, bytes(kinds))


def fingerprint(nals: list[NalUnit]) -> str:
    """CRC-32 of the NAL units that are no SEI: tells whether a place in an access unit still means the
    same."""
    crc = 0
    for nal in nals:
        if not nal.is_sei:
            crc = zlib.crc32(nal.data, zlib.crc32(nal.prefix, crc))
    return f"{crc:08x}"
