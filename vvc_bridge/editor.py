"""One pass over a stream: what an editor is, and what it reports."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal, Protocol

from sei.errors import BitstreamError, SeigenError
from sei.rbsp import parse, unescape
from vvc_bridge.nal import Codec, NalUnit, check_header, default_edition
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import MAX_ACCESS_UNIT, MAX_NAL_UNITS, RawAccessUnit
from vvc_bridge.vtm_safe import WITHIN_BYTE

Address = Literal["au", "poc", "output"]


@dataclass(slots=True)
class EditReport:
    """What an edit did.

    access_units  how many were looked at: all up to the last one edited
    inserted      messages put in
    removed       messages taken out
    codec         standard that the stream was read as; None before its first access unit
    may_refuse    the first message put in that VTM 24.0 may refuse (`vtm_safe.ends_within_byte`), empty: none
    edition       name of the syntax edition that messages were written in; None where none were
    """

    access_units: int = 0
    inserted: int = 0
    removed: int = 0
    may_refuse: str = ""
    codec: Codec | None = None
    edition: str | None = None

    @property
    def warning(self) -> str:
        """What whoever asked for the edit should know, in one line; empty: nothing."""
        return f"{self.may_refuse}: {WITHIN_BYTE}" if self.may_refuse else ""

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
        """Return the access unit's new NAL units; None: it stays."""

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        """Return the new NAL units of a container's decoder configuration record; None: it stays. Asked for
        before the access units; ``first``: it holds from the first one on."""

    def finish(self) -> None:
        """Take note that the stream has ended. Raises SeigenError when something asked for was not done."""


class Checked:
    """An editor whose NAL units are looked at before they go out: every edit passes here, whatever it is
    written to."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.report = editor.report

    @property
    def done(self) -> bool:
        return self.editor.done

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        nals = self.editor.edit(raw, tracker)
        return None if nals is None else checked(raw, nals, f"access unit {raw.index}")

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        nals = self.editor.edit_record(record, first)
        return None if nals is None else checked(record, nals, "decoder configuration record")

    def finish(self) -> None:
        self.editor.finish()


def checked(raw: RawAccessUnit, nals: list[NalUnit], where: str) -> list[NalUnit]:
    """Check the NAL units that are to stand for ``raw``.

    Raises SeigenError when they are more or larger than what is read, when anything but SEI has changed, or
    when an SEI NAL unit that was not there before could not be read again.
    """
    size = sum(len(nal.prefix) + len(nal.data) for nal in nals)
    if size > MAX_ACCESS_UNIT or len(nals) > MAX_NAL_UNITS:
        raise SeigenError(
            f"{where} would have {len(nals)} NAL units and {size} bytes, "
            f"allowed: {MAX_NAL_UNITS} and {MAX_ACCESS_UNIT}"
        )
    before = raw.nal_units()
    if [nal.data for nal in before if not _is_sei(nal)] != [nal.data for nal in nals if not _is_sei(nal)]:
        raise SeigenError(f"{where}: an edit of SEI would change its other NAL units")
    known = {nal.data for nal in before if _is_sei(nal)}
    for nal in nals:
        if _is_sei(nal) and nal.data not in known:
            try:
                _check(nal)
            except BitstreamError as error:
                error.byte = None
                raise SeigenError(f"{where}: an SEI NAL unit to be written cannot be read: {error}") from None
    return nals


def _is_sei(nal: NalUnit) -> bool:
    return len(nal.data) >= nal.codec.header_size and nal.is_sei


def _check(nal: NalUnit) -> None:
    """Refuse an SEI NAL unit that would be cut or read otherwise than it was made."""
    check_header(nal.codec, nal.data, 0)
    if len(nal.prefix) < 3 or nal.prefix[-1] != 1 or any(nal.prefix[:-1]):
        raise BitstreamError("no start code before it")
    if nal.data[-1] == 0 or b"\0\0\1" in nal.data:
        raise BitstreamError("it ends in a zero byte or holds a start code")
    parse(unescape(nal.payload))


def unit_fingerprint(nals: list[NalUnit]) -> str:
    """Compute the CRC-32 of the NAL units that are no SEI: it tells whether a place in an access unit still
    means the same."""
    crc = 0
    for nal in nals:
        if not nal.is_sei:
            crc = zlib.crc32(nal.data, crc)
    return f"{crc:08x}"
