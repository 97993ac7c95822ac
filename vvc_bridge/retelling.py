"""An editor of GFV and GFVE messages that keeps what is left of them saying the same (`sei.recode`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import vvc_bridge.vtm_safe as vtm
from sei.editions import Edition
from sei.errors import BitstreamError, SeigenError
from sei.rbsp import Payload
from sei.recode import ENHANCEMENT, Enhancement, Face, Heard, RecodeError, Recoder, Said
from vvc_bridge.editor import EditReport
from vvc_bridge.nal import Codec, Kind, NalUnit, default_edition
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sei_nal import FACE_TYPES, SeiNal
from vvc_bridge.talk import FRAME_FIELD_INFO, periods_in

MAX_FACE_MESSAGES = 1 << 16
"""GFV and GFVE messages of one access unit that are edited."""


@dataclass(slots=True)
class Told:
    """What becomes of a message.

    cnt      its gfv_cnt in the new stream
    numbers  what it says there; None: as before
    like     the message with another network; None: with its own
    held     GFVE messages that were left out before it and whose pupils, and matrices where the second is
             True, still hold at its picture, which has none of its own: said anew behind it
    """

    cnt: int
    numbers: Said | None = None
    like: Face | Enhancement | None = None
    held: list[tuple[Heard, bool]] = field(default_factory=list)


class Retells(Protocol):
    """Says what becomes of the messages of an access unit, one access unit after the other."""

    def __call__(self, au: int, heard: Sequence[Heard]) -> Sequence[Told | None]:
        """Answer for each message in decoding order; None: it goes."""


class Retelling:
    """Drops and changes GFV and GFVE messages as a plan says; all other messages stay as they are.

    A message that cannot be read, or whose reference is missing, stays as it is.

    heed  told of every access unit with a picture, before the plan is asked: for how many pictures it is
          shown at least, by its frame_field_info
    """

    def __init__(
        self,
        plan: Retells,
        *,
        edition: Edition | None = None,
        vtm_safe: bool = True,
        heed: Callable[[int], None] | None = None,
    ) -> None:
        self.report = EditReport()
        self.plan, self.vtm_safe, self.heed = plan, vtm_safe, heed
        self._edition = edition
        self.recoder: Recoder | None = None

    @property
    def done(self) -> bool:
        return False

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        """Leave the record's messages, which are heard before all others."""
        for _, heard in self._heard(record.nal_units(), record).values():
            self._recode(record.codec).tell(heard)
        return None

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        if self.heed is not None and any(kind & Kind.MASK == Kind.VCL for kind in raw.kinds):
            self.heed(_periods(raw))
        if not raw.may_hold(FACE_TYPES):
            return None
        nals = raw.nal_units()
        found = self._heard(nals, raw)
        if not found:
            return None
        where = f"access unit {raw.index}"
        told = self.plan(raw.index, [heard for _, heard in found.values()])
        answers = dict(zip(found, told, strict=True))
        changed = False
        out: list[NalUnit] = []
        for at, nal in enumerate(nals):
            here = {index: answer for (position, index), answer in answers.items() if position == at}
            sei = SeiNal.readable(nal) if here else None
            if sei is None:
                out.append(nal)
                continue
            payloads: list[Payload] = []
            for index, payload in enumerate(sei.payloads):
                if index in here:
                    payloads += self._payloads(found[at, index][1], here[index], where)
                else:
                    payloads.append(payload)
            before = [(p.payload_type, p.data) for p in sei.payloads]
            if [(p.payload_type, p.data) for p in payloads] == before:
                out.append(nal)
                continue
            changed = True
            self._count(len(sei.payloads), len(payloads), before, payloads)
            if payloads:
                if self.vtm_safe and raw.codec is Codec.H266:
                    vtm.require([p.payload_type for p in payloads], nal.is_suffix_sei, where)
                out.append(NalUnit(nal.codec, nal.prefix, sei.with_payloads(payloads), nal.offset))
        return out if changed else None

    def _count(
        self, was: int, now: int, before: Sequence[tuple[int, bytes]], payloads: Sequence[Payload]
    ) -> None:
        kept = len(set(before) & {(p.payload_type, p.data) for p in payloads})
        self.report.removed += was - min(kept, was)
        self.report.inserted += now - min(kept, now)

    def _recode(self, codec: Codec) -> Recoder:
        if self.recoder is None:
            edition = self._edition or default_edition(codec)
            self.recoder = Recoder(edition, ending=self.vtm_safe and codec is Codec.H266)
            self.report.edition = edition.name
        return self.recoder

    def _heard(self, nals: Sequence[NalUnit], raw: RawAccessUnit) -> dict[tuple[int, int], tuple[int, Heard]]:
        """GFV and GFVE messages that can be read, by position of the NAL unit and in it."""
        found: dict[tuple[int, int], tuple[int, Heard]] = {}
        for at, nal in enumerate(nals):
            sei = SeiNal.or_warn(nal, raw.index) if nal.is_sei else None
            for index, payload in enumerate(sei.payloads if sei else []):
                if payload.payload_type not in FACE_TYPES:
                    continue
                if len(found) == MAX_FACE_MESSAGES:
                    raise SeigenError(
                        f"access unit {raw.index}: more than {MAX_FACE_MESSAGES} GFV and GFVE messages"
                    )
                try:
                    heard = self._recode(raw.codec).hear(payload.payload_type, payload.data)
                except BitstreamError:
                    continue
                found[at, index] = payload.payload_type, heard
        return found

    def _payloads(self, heard: Heard, told: Told | None, where: str) -> list[Payload]:
        if told is None:
            return []
        assert self.recoder is not None
        kind = 223 if heard.gfve_id is None else ENHANCEMENT
        ragged = self.recoder.ragged
        try:
            payloads = [
                Payload(kind, self.recoder.tell(heard, cnt=told.cnt, numbers=told.numbers, like=told.like))
            ]
            for before, matrices in told.held:
                data = self.recoder.tell_held(before, told.cnt, matrices=matrices)
                if data is not None:
                    payloads.append(Payload(ENHANCEMENT, data))
        except RecodeError as error:
            raise RecodeError(f"{where}: {error}") from None
        if self.recoder.ragged > ragged and not self.report.may_refuse and self.recoder.ending:
            self.report.may_refuse = f"{where}, gfv_cnt {told.cnt}"
        return payloads

    def finish(self) -> None:
        pass


def _periods(raw: RawAccessUnit) -> int:
    """For how many pictures an access unit's frame_field_info says that it is shown."""
    if raw.codec is not Codec.H266 or not raw.may_hold({FRAME_FIELD_INFO}):
        return 1
    found = [SeiNal.readable(nal) for nal in raw.nal_units() if nal.is_sei]
    payloads = [payload for sei in found if sei for payload in sei.payloads]
    return max([1, *(periods_in(p.data) for p in payloads if p.payload_type == FRAME_FIELD_INFO)])
