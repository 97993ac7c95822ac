"""Taking SEI messages out of a stream."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from typing import BinaryIO

import vvc_bridge.vtm_safe as vtm
from sei.errors import SeigenError
from vvc_bridge.editor import EditReport
from vvc_bridge.nal import Codec, NalUnit
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.remuxer import rewrite
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sei_nal import FACE_TYPES, SeiNal
from vvc_bridge.source import Source


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

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        """Remove messages of the record: they are the first access unit's."""
        if (self.aus is None or (first and 0 in self.aus)) and record.may_hold(self.types):
            return self._without(record)
        return None

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        if (self.aus is not None and raw.index not in self.aus) or not raw.may_hold(self.types):
            return None
        return self._without(raw)

    def _without(self, raw: RawAccessUnit) -> list[NalUnit] | None:
        left: list[NalUnit] = []
        removed = 0
        for nal in raw.nal_units():
            if not nal.is_sei:
                left.append(nal)
                continue
            sei = SeiNal.or_warn(nal, raw.index)
            if sei is None:
                left.append(nal)
                continue
            kept = [p for p in sei.payloads if self.types is not None and p.payload_type not in self.types]
            removed += len(sei.payloads) - len(kept)
            if len(kept) == len(sei.payloads):
                left.append(nal)
            elif kept:
                if self.vtm_safe and raw.codec is Codec.H266:
                    where = f"access unit {raw.index}, NAL unit at byte {nal.offset}"
                    vtm.require([p.payload_type for p in kept], nal.is_suffix_sei, where)
                left.append(NalUnit(nal.codec, nal.prefix, sei.with_payloads(kept), nal.offset))
        self.report.removed += removed
        return left if removed else None

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
    verify: bool = False,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> EditReport:
    """Write ``source`` without the messages of payload ``types`` (default GFV and GFVE; None: of any type).

    aus       access units to look at; None: all
    vtm_safe  refuse what is left where VTM 24.0 would crash on it
    verify    read and decode the result, see `vvc_bridge.verify`; nothing is written where it differs

    Raises SeigenError, with nothing written, for an access unit that does not exist.
    """

    def run(target: str | os.PathLike[str] | BinaryIO) -> EditReport:
        remover = Remover(types, aus, vtm_safe)
        rewrite(source, target, remover, codec, fps)
        return remover.report

    if not verify:
        return run(out)
    from vvc_bridge.verify import proved  # pydantic, which `remove` starts without

    with proved(source, out, codec) as proof:
        return run(proof.target)
