"""Editing of SEI messages in byte streams: extract, inject, remove, replace.

Every edit is one pass that holds one access unit. NAL units that no edit touches are copied byte for byte,
start codes included, so that extract, remove and inject give the original file back.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from sei.context import Context
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.errors import BitstreamError, SeigenError
from vvc_bridge import vtm_safe as vtm
from vvc_bridge.access_unit import raw_access_units, segmented
from vvc_bridge.message_file import Entry, MessageFile, Place, default_edition, entry_of, note
from vvc_bridge.nal import Codec, Kind, NalUnit
from vvc_bridge.output import output_file
from vvc_bridge.pictures import Picture, PictureTracker
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sei_nal import FACE_TYPES, SeiNal, build
from vvc_bridge.source import CONTAINER_SUFFIXES, Source, is_container

Placement = Literal["suffix", "prefix"]
Address = Literal["au", "poc", "output"]


@dataclass(slots=True)
class EditReport:
    """What an edit did: access units looked at (all up to the last one edited), messages put in and taken
    out."""

    access_units: int = 0
    inserted: int = 0
    removed: int = 0


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


def rewrite(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    editor: Editor,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> None:
    """Pass ``source`` through ``editor`` to ``out`` (a path, ``-`` or a binary file).

    A path appears only when the whole edit has gone well. Its suffix may ask for a container (`.mp4`, `.mkv`,
    `.ts`): times and other streams of a container are kept, a byte stream gets ``fps`` pictures a second.
    NAL units of type 0x1F are refused, as all that `access_units` refuses.
    """
    if not isinstance(out, (str, os.PathLike)):
        _rewrite(source, out, editor, codec)
    elif Path(out).suffix.lower() in CONTAINER_SUFFIXES:
        from vvc_bridge import container  # PyAV, only where it is needed

        if isinstance(source, (str, os.PathLike)) and is_container(source):
            container.edit_container(source, out, editor)
            return
        with tempfile.TemporaryDirectory(prefix=".seigen-", dir=Path(out).parent) as folder:
            plain = Path(folder) / "edited"
            with plain.open("wb") as file:
                _rewrite(source, file, editor, codec)
            container.mux(plain, out, fps=fps, codec=codec)
    else:
        with output_file(out) as file:
            _rewrite(source, file, editor, codec)


def _rewrite(source: Source, file: BinaryIO, editor: Editor, codec: str | None) -> None:
    tracker = PictureTracker()
    with segmented(source, codec, tracker) as (segmenter, units):
        for raw in units:
            refuse_unusable(raw)
            editor.report.access_units += 1
            file.write(editor.edit(raw, tracker))
            if raw.trailing:
                file.write(raw.trailing)
            if (
                editor.done
            ):  # nothing is left to find: the rest passes at the speed of the search for start codes
                for piece in segmenter.rest():
                    file.write(piece)
                break
    editor.finish()


def refuse_unusable(raw: RawAccessUnit) -> None:
    """Refuse to edit an access unit with a NAL unit of type 0x1F: no standard gives it a meaning, and most
    often it is a sign of a damaged or foreign stream."""
    if Kind.UNUSABLE in raw.kinds:
        position = raw.kinds.index(Kind.UNUSABLE)
        raise BitstreamError("nal_unit_type 0x1F", byte=raw.offset + raw.starts[position] - raw.begin)


def fingerprint(nals: list[NalUnit]) -> str:
    """CRC-32 of the NAL units that are no SEI: tells whether a place in an access unit still means the
    same."""
    crc = 0
    for nal in nals:
        if not nal.is_sei:
            crc = zlib.crc32(nal.data, zlib.crc32(nal.prefix, crc))
    return f"{crc:08x}"


# -- extract ----------------------------------------------------------------------------------------


def extract(
    source: Source,
    *,
    types: Collection[int] | None = None,
    codec: str | None = None,
    edition: str | None = None,
) -> MessageFile:
    """All SEI messages of a stream (or those of payload ``types``) with their places.

    ``edition`` is the syntax edition to read them by: by default that of the codec's reference software.
    """
    collector = _Collector(types, edition_named(edition) if edition else None)
    for raw, tracker in raw_access_units(source, codec=codec):
        collector.add(raw, tracker)
    return collector.result()


class _Collector:
    """Entries of a stream; positions in output order are known when a coded video sequence has ended."""

    def __init__(self, types: Collection[int] | None, edition: Edition | None) -> None:
        self.types = types
        self.edition = edition
        self.codec = Codec.H266
        self.context = Context()
        self.entries: list[Entry] = []
        # Predicted messages are read by what their base fixed, whether that one is asked for or not.
        self.looked_for = types if types is None or FACE_TYPES.isdisjoint(types) else FACE_TYPES | set(types)
        self.order = OutputOrder()
        self.pending: list[tuple[Place, int]] = []  # places whose output position is open, with their POC

    def add(self, raw: RawAccessUnit, tracker: PictureTracker) -> None:
        self.codec = raw.codec
        edition = self.edition or default_edition(raw.codec)
        wanted = raw.may_hold(self.looked_for)
        pictures = tracker.follow(raw)
        finished = self.order.add(pictures)
        if finished is not None:
            self._settle(finished)
        if not wanted:
            return
        nals = raw.nal_units()
        fits = ""
        for position, nal in enumerate(nals):
            if not nal.is_sei:
                continue
            parts = SeiNal.of(nal)
            chosen = [
                (index, payload)
                for index, payload in enumerate(parts.payloads)
                if self.types is None or payload.payload_type in self.types
            ]
            for payload in parts.payloads:
                if (
                    payload.payload_type in FACE_TYPES
                    and self.types is not None
                    and payload.payload_type not in self.types
                ):
                    note(payload.payload_type, payload.data, edition, self.context)
            if not chosen:
                continue
            fits = fits or fingerprint(nals)
            rebuilt = build(
                nal.codec,
                parts.payloads,
                suffix=nal.is_suffix_sei,
                layer_id=nal.layer_id,
                temporal_id=nal.temporal_id,
                trailing=parts.trailing,
            )
            regular = rebuilt == nal.data
            for index, payload in chosen:
                place = Place.model_construct(
                    au=raw.index,
                    layer=nal.layer_id,
                    temporal_id=nal.temporal_id,
                    kind="suffix" if nal.is_suffix_sei else "prefix",
                    nal=position,
                    index=index,
                    of=len(parts.payloads),
                    prefix=len(nal.prefix),
                    fits=fits,
                )
                if regular and parts.trailing != b"\x80":
                    place.trailing = parts.trailing.hex()
                elif not regular:
                    place.nal_unit = nal.data.hex()
                if pictures:
                    place.cvs, place.poc = pictures[0].cvs, pictures[0].poc
                    if place.poc is not None:
                        self.pending.append((place, place.poc))
                self.entries.append(
                    entry_of(payload.payload_type, payload.data, place, edition, self.context)
                )

    def _settle(self, ranks: dict[int, int]) -> None:
        for place, poc in self.pending:
            if poc in ranks:
                place.output = ranks[poc]
        self.pending = []

    def result(self) -> MessageFile:
        self._settle(self.order.finish())
        edition = self.edition or default_edition(self.codec)
        return MessageFile.model_construct(
            codec=self.codec.value, edition=edition.name, messages=self.entries
        )


class OutputOrder:
    """Positions in output order: coded video sequences one after another, in each by picture order count,
    counting the pictures that are output."""

    def __init__(self) -> None:
        self.cvs = -1
        self.shown = 0  # pictures output in the sequences before
        self.pocs: list[int] = []

    def add(self, pictures: list[Picture]) -> dict[int, int] | None:
        """Note an access unit's pictures. When they begin a new sequence: POC to position of the one
        before."""
        if not pictures:
            return None
        finished = None
        if pictures[0].cvs != self.cvs:
            finished = self.finish()
            self.cvs = pictures[0].cvs
        poc = pictures[0].poc
        if poc is not None and any(picture.output for picture in pictures):
            self.pocs.append(poc)
        return finished

    def finish(self) -> dict[int, int]:
        """POC to position of the sequence under way, which ends here."""
        ranks = {poc: self.shown + rank for rank, poc in enumerate(sorted(self.pocs))}
        self.shown += len(self.pocs)
        self.pocs = []
        return ranks


# -- remove -----------------------------------------------------------------------------------------


@dataclass
class Remover:
    """Takes messages of payload ``types`` (None: all) out, in the access units of ``aus`` (None: all)."""

    types: Collection[int] | None = FACE_TYPES
    aus: Collection[int] | None = None
    vtm_safe: bool = True
    report: EditReport = field(default_factory=EditReport)

    @property
    def done(self) -> bool:
        return self.aus is not None and all(au < self.report.access_units for au in self.aus)

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> bytes | memoryview:
        if (self.aus is not None and raw.index not in self.aus) or not raw.may_hold(self.types):
            return raw.view
        parts: list[bytes] = []
        removed = 0
        for nal in raw.nal_units():
            if not nal.is_sei:
                parts.append(bytes(nal))
                continue
            sei = SeiNal.of(nal)
            kept = [p for p in sei.payloads if self.types is not None and p.payload_type not in self.types]
            removed += len(sei.payloads) - len(kept)
            if len(kept) == len(sei.payloads):
                parts.append(bytes(nal))
            elif kept:
                if self.vtm_safe and raw.codec is Codec.H266:
                    where = f"access unit {raw.index}, NAL unit at byte {nal.offset}"
                    vtm.require([p.payload_type for p in kept], nal.is_suffix_sei, where)
                parts += [nal.prefix, sei.with_payloads(kept)]
        self.report.removed += removed
        return b"".join(parts) if removed else raw.view

    def finish(self) -> None:
        if self.aus is not None:
            missing = [au for au in self.aus if au >= self.report.access_units]
            if missing:
                raise SeigenError(_beyond(f"access unit {min(missing)}", self.report.access_units))


def _beyond(what: str, count: int) -> str:
    return f"{what} does not exist: the stream has {count} access unit{'s' if count != 1 else ''}"


def remove(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    types: Collection[int] | None = FACE_TYPES,
    aus: Collection[int] | None = None,
    vtm_safe: bool = True,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> EditReport:
    """Write ``source`` without the messages of payload ``types`` (default GFV and GFVE; None: of any
    type)."""
    remover = Remover(types, aus, vtm_safe)
    rewrite(source, out, remover, codec, fps)
    return remover.report


@dataclass
class Copier:
    """Changes nothing: for `remux`, and to check a stream."""

    report: EditReport = field(default_factory=EditReport)
    done: bool = False

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> bytes | memoryview:
        return raw.view

    def finish(self) -> None:
        pass


def remux(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> EditReport:
    """Copy a stream from byte stream or container to byte stream or container, by the suffix of ``out``."""
    copier = Copier()
    rewrite(source, out, copier, codec, fps)
    return copier.report
