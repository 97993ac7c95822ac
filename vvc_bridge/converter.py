"""Messages of one standard or edition for another, in a stream, in a messages JSON, or onto another video."""

from __future__ import annotations

import os
from collections.abc import Collection
from fractions import Fraction
from typing import BinaryIO

import vvc_bridge.vtm_safe as vtm
from sei.context import Context
from sei.convert import converted
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.errors import BitstreamError, SeigenError
from sei.messages import PAYLOAD_TYPES, message_class
from sei.rbsp import Payload
from vvc_bridge.access_unit import raw_access_units
from vvc_bridge.editor import EditReport
from vvc_bridge.extractor import extract
from vvc_bridge.injector import Placed, inject, place
from vvc_bridge.message_file import Entry, MessageFile
from vvc_bridge.nal import Codec, NalUnit, default_edition
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.placement import Placement, allowed, why
from vvc_bridge.remuxer import rewrite
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sei_nal import FACE_TYPES, PICTURE_HASH, SeiNal
from vvc_bridge.source import Source

CARRIED = frozenset(PAYLOAD_TYPES) - {PICTURE_HASH}
"""payloadType of the messages that go to another video unless told otherwise: those with a model, but for
decoded picture hashes, which are of other pictures."""


class Converter:
    """An editor that writes GFV and GFVE messages in another edition, or in the other kind of SEI NAL unit.

    source, target  editions; None: the codec's usual one, and the one that they are in
    placement       kind of SEI NAL unit; None: where they are
    types           payloadType of the messages that move
    insist          they move also where the standard has them in one kind only
    """

    def __init__(
        self,
        source: str | None = None,
        target: str | None = None,
        *,
        placement: Placement | None = None,
        types: Collection[int] = FACE_TYPES,
        vtm_safe: bool = True,
        insist: bool = False,
    ) -> None:
        self.source = None if source is None else edition_named(source)
        self.target = None if target is None else edition_named(target)
        self.placement, self.types = placement, types
        self.vtm_safe, self.insist = vtm_safe, insist
        self.report = EditReport()
        self._read, self._written = Context(), Context()

    @property
    def done(self) -> bool:
        return False

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        """Convert the record's messages; they stay in their kind of SEI NAL unit."""
        return self._edit(record, "decoder configuration record", move=False)

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        """Return the access unit's new NAL units, see `vvc_bridge.editor.Editor`."""
        return self._edit(raw, f"access unit {raw.index}", move=self.placement is not None)

    def finish(self) -> None:
        """Take note that the stream has ended."""

    def _edit(self, raw: RawAccessUnit, where: str, *, move: bool) -> list[NalUnit] | None:
        wanted = FACE_TYPES | set(self.types)
        if not raw.may_hold(wanted):
            return None
        source = self.source or default_edition(raw.codec)
        target = self.target or source
        suffix = self.placement == "suffix"
        out: list[NalUnit] = []
        moved: list[list[Payload]] = []
        changed = False
        for nal in raw.nal_units():
            sei = SeiNal.or_warn(nal, max(raw.index, 0)) if nal.is_sei else None
            if sei is None:
                out.append(nal)
                continue
            payloads = [self._converted(p, source, target, where) for p in sei.payloads]
            going = [p.payload_type in self.types and move and nal.is_suffix_sei != suffix for p in payloads]
            gone = [p for p, goes in zip(payloads, going, strict=True) if goes]
            left = [p for p, goes in zip(payloads, going, strict=True) if not goes]
            count = sum(a.data != b.data for a, b in zip(payloads, sei.payloads, strict=True))
            self.report.inserted += max(count, len(gone))
            self.report.removed += max(count, len(gone))
            if gone:
                self._check(raw.codec, gone, suffix, where)
                moved.append(gone)
            if not gone and not count:
                out.append(nal)
                continue
            changed = True
            if left:
                self._safe(raw.codec, left, nal.is_suffix_sei, where)
                out.append(NalUnit(nal.codec, nal.prefix, sei.with_payloads(left), nal.offset))
        for payloads in moved if suffix else reversed(moved):
            out = place(out, Placed(payloads, suffix), raw)
        return out if changed else None

    def _check(self, codec: Codec, payloads: list[Payload], suffix: bool, where: str) -> None:
        for payload in payloads:
            if not self.insist and not allowed(codec, payload.payload_type, suffix):
                raise SeigenError(f"{where}: {why(codec, payload.payload_type, suffix)}")
        self._safe(codec, payloads, suffix, where)

    def _safe(self, codec: Codec, payloads: list[Payload], suffix: bool, where: str) -> None:
        if self.vtm_safe and codec is Codec.H266:
            vtm.require([p.payload_type for p in payloads], suffix, where)

    def _converted(self, payload: Payload, source: Edition, target: Edition, where: str) -> Payload:
        if payload.payload_type not in FACE_TYPES or source == target:
            return payload
        cls = message_class(payload.payload_type)
        assert cls is not None
        try:
            message = cls.from_payload(payload.data, edition=source, context=self._read)
        except BitstreamError:
            return payload  # stays as it is, as all that cannot be read
        try:
            data = converted(message, source, target).to_payload(edition=target, context=self._written)
        except SeigenError as error:
            raise SeigenError(f"{where}: {error}") from None
        self.report.edition = target.name
        return Payload(payload.payload_type, data)


def convert(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    source_edition: str | None = None,
    edition: str | None = None,
    placement: Placement | None = None,
    types: Collection[int] = FACE_TYPES,
    vtm_safe: bool = True,
    insist: bool = False,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> EditReport:
    """Write ``source`` with its messages in another edition, or in the other kind of SEI NAL unit.

    Raises SeigenError with the access unit, with nothing written, where an edition has no element for what a
    message says, or a message may not stand there.
    """
    options = {"placement": placement, "types": types, "vtm_safe": vtm_safe, "insist": insist}
    converter = Converter(source_edition, edition, **options)  # type: ignore[arg-type]
    rewrite(source, out, converter, codec, fps)
    return converter.report


def convert_messages(
    messages: MessageFile,
    codec: str | Codec,
    edition: str | None = None,
    types: Collection[int] | None = None,
) -> MessageFile:
    """Return messages for a stream of another standard, in its usual ``edition`` unless one is named.

    ``types``: those that go; None: `CARRIED`. Addresses stay; what says where in an access unit of the old
    stream they were is left out. Raises SeigenError naming the message that cannot be said.
    """
    codec = codec if isinstance(codec, Codec) else Codec.named(codec)
    old = edition_named(messages.edition)
    new = edition_named(edition) if edition else default_edition(codec)
    chosen = CARRIED if types is None else types
    entries = []
    exact = dict.fromkeys(("nal", "index", "of", "prefix", "trailing", "nal_unit", "record"))
    for number, entry in enumerate(messages.messages):
        if entry.payload_type not in chosen:
            continue
        values, data = entry.message, entry.payload
        cls = message_class(entry.payload_type)
        if values is not None and cls is not None:
            try:
                values = converted(cls.from_values(values), old, new).model_dump(exclude_none=True)
            except SeigenError as error:
                raise SeigenError(f"messages[{number}] ({entry.place}): {error}") from None
        elif entry.payload_type in FACE_TYPES and old != new:
            raise SeigenError(
                f"messages[{number}] ({entry.place}): kept as bytes, so its edition stays {old.name}"
            )
        kept = exact if codec.value != messages.codec else {}
        place = entry.place.model_copy(update=kept)
        made = {"place": place, "payload_type": entry.payload_type, "name": entry.name}
        entries.append(Entry(**made, message=values, payload=data))  # type: ignore[arg-type]
    return MessageFile(codec=codec.value, edition=new.name, messages=entries)


def convert_onto(
    source: Source | MessageFile,
    video: Source,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    source_edition: str | None = None,
    edition: str | None = None,
    placement: Placement | None = None,
    types: Collection[int] | None = None,
    vtm_safe: bool = True,
    insist: bool = False,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> EditReport:
    """Write ``video`` with the messages of ``source``, a stream of any of the three standards or a messages
    JSON; ``codec`` is the video's. By output order, where the streams differ. See `convert_messages`."""
    found = source if isinstance(source, MessageFile) else extract(source, edition=source_edition)
    first = next(raw_access_units(video, codec=codec), None)
    if first is None:
        raise SeigenError("the video has no access unit")
    messages = convert_messages(found, first[0].codec, edition, types)
    options = {"placement": placement, "vtm_safe": vtm_safe, "insist": insist, "codec": codec, "fps": fps}
    return inject(video, messages, out, edition=messages.edition, **options)  # type: ignore[arg-type]
