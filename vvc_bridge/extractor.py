"""All SEI messages of a stream, with their places."""

from __future__ import annotations

from collections.abc import Collection

from sei.context import Context
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.errors import SeigenError
from vvc_bridge.access_unit import raw_access_units
from vvc_bridge.editor import unit_fingerprint
from vvc_bridge.message_file import (
    MAX_MESSAGES,
    MAX_PREFIX,
    PLACE_FIELDS,
    Entry,
    MessageFile,
    Place,
    entry_of,
    note,
)
from vvc_bridge.nal import Codec, default_edition
from vvc_bridge.output_order import OutputOrder
from vvc_bridge.pictures import CodedPicture, PictureTracker
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sei_nal import FACE_TYPES, SeiNal, build
from vvc_bridge.source import Source


def extract(
    source: Source,
    *,
    types: Collection[int] | None = None,
    codec: str | None = None,
    edition: str | None = None,
) -> MessageFile:
    """Extract all SEI messages of a stream (or those of payload ``types``) with their places.

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
        self.pending: list[Place] = []  # whose output position is open

    def add(self, raw: RawAccessUnit, tracker: PictureTracker) -> None:
        self.codec = raw.codec
        edition = self.edition or default_edition(raw.codec)
        wanted = raw.may_hold(self.looked_for)
        pictures = tracker.follow(raw)
        finished = self.order.add(raw.index, pictures)
        if finished is not None:
            self._settle(finished)
        if raw.record is not None and raw.record.may_hold(self.looked_for):
            self._read(raw.record, raw.index, pictures, edition)
        if wanted:
            self._read(raw, raw.index, pictures, edition)

    def _read(self, raw: RawAccessUnit, au: int, pictures: list[CodedPicture], edition: Edition) -> None:
        """Messages of an access unit, or of a record that belongs to it."""
        nals = raw.nal_units()
        fits = ""
        for position, nal in enumerate(nals):
            if not nal.is_sei:
                continue
            parts = SeiNal.or_warn(nal, raw.index)
            if parts is None:
                continue
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
            fits = fits or unit_fingerprint(nals)
            rebuilt = build(
                nal.codec,
                parts.payloads,
                suffix=nal.is_suffix_sei,
                layer_id=nal.layer_id,
                temporal_id=nal.temporal_id,
                trailing=parts.trailing,
            )
            regular = rebuilt == nal.data
            if len(self.entries) + len(chosen) > MAX_MESSAGES:
                raise SeigenError(f"more than {MAX_MESSAGES} messages: take those of some types at a time")
            for index, payload in chosen:
                place = Place.model_construct(
                    PLACE_FIELDS,
                    au=au,
                    layer=nal.layer_id,
                    temporal_id=nal.temporal_id,
                    kind="suffix" if nal.is_suffix_sei else "prefix",
                    nal=position,
                    index=index,
                    of=len(parts.payloads),
                    prefix=len(nal.prefix) if len(nal.prefix) <= MAX_PREFIX else None,
                    fits=fits,
                )
                if raw.index < 0:
                    place.record = True
                if regular and parts.trailing != b"\x80":
                    place.trailing = parts.trailing.hex()
                elif not regular:
                    place.nal_unit = nal.data.hex()
                if pictures:
                    place.cvs, place.poc = pictures[0].cvs, pictures[0].poc
                    self.pending.append(place)
                self.entries.append(
                    entry_of(payload.payload_type, payload.data, place, edition, self.context)
                )

    def _settle(self, ranks: dict[int, int]) -> None:
        for place in self.pending:
            place.output = ranks.get(place.au) if place.au is not None else None
        self.pending = []

    def result(self) -> MessageFile:
        self._settle(self.order.finish())
        edition = self.edition or default_edition(self.codec)
        return MessageFile.model_construct(
            codec=self.codec.value, edition=edition.name, messages=self.entries
        )
