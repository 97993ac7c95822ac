"""Putting SEI messages into a stream: back where they were, or where the standard and VTM want them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import vvc_bridge.vtm_safe as vtm
from sei.context import Context
from sei.editions import edition as edition_named
from sei.errors import BitstreamError, MissingReference, SeigenError
from sei.rbsp import Payload
from sei.vtm_known import KNOWN_IN_PREFIX
from vvc_bridge.addresses import RECORD, Addresses, AnotherStream, Job
from vvc_bridge.editor import Address, EditReport, unit_fingerprint
from vvc_bridge.message_file import MessageFile, Messages, Place, note
from vvc_bridge.nal import Codec, Kind, NalUnit, check_header, default_edition
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.placement import Placement, allowed, default, why
from vvc_bridge.remuxer import rewrite
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sei_nal import FACE_TYPES, PICTURE_HASH, START_CODE, SeiNal, build
from vvc_bridge.source import Source, rereadable
from vvc_bridge.verify import proved

NOTHING = unit_fingerprint([])
"""Of an access unit that holds SEI alone."""

EDITION_TYPES = FACE_TYPES | {PICTURE_HASH}
"""payloadType whose syntax differs between editions."""

PREFIX_NAL = 14
"""nal_unit_type of H.264's prefix NAL unit, which stands right before its slice."""

COMPANIONS = KNOWN_IN_PREFIX - {0, 1, 3, 130, 133}
"""payloadType in prefix SEI that other messages may stand beside: no HRD messages, filler or nesting."""


def _naming(job: Job, error: SeigenError) -> SeigenError:
    """An error that also says which entry of the messages JSON it is about."""
    if isinstance(error, BitstreamError):
        error.message = f"{job.name}, {error.message}" if error.message else job.name
        return error
    return SeigenError(f"{job.name}: {error}")


class Payloads:
    """Bytes of the entries. Predicted messages need what their base message fixed: it is taken from the
    entries before, or else from the stream."""

    def __init__(self, messages: MessageFile, edition: str | None = None) -> None:
        self.edition = edition_named(edition or messages.edition)
        self.context = Context()
        self.jobs = [Job(number, entry) for number, entry in enumerate(messages.messages)]
        self.listens = False
        self._asked = edition is not None
        self._foreign = messages.codec
        self._settled = False
        self._write()

    def settle(self, codec: Codec, report: EditReport) -> None:
        """Choose the edition once the stream's codec is known: messages that came from a stream of another
        standard are written as those of this one are read, if all of them can be."""
        if self._settled:
            return
        self._settled = True
        touched = [job.entry for job in self.jobs if job.entry.payload_type in EDITION_TYPES]
        own, usual = self.edition, default_edition(codec)
        free = not self._asked and codec.value != self._foreign and own != usual
        if free and all(entry.message is not None for entry in touched):
            try:
                self.edition = usual
                self._write()
            except SeigenError:  # an element that the usual edition does not have
                self.edition = own
                self._write()
        report.edition = self.edition.name if touched else None

    def _write(self) -> None:
        self.context, self.listens = Context(), False
        for job in self.jobs:
            try:
                job.payload = job.entry.to_payload(self.edition, self.context)
                self.listens = self.listens or job.entry.orphan
            except MissingReference:
                self.listens = True
            except SeigenError as error:
                raise _naming(job, error) from None
        if self.listens:
            self.context = Context()
            for job in self.jobs:
                job.payload = None

    def hear(self, nals: Iterable[NalUnit]) -> None:
        """Learn from the messages that the stream holds already."""
        if self.listens:
            for nal in nals:
                if nal.is_sei and (sei := SeiNal.readable(nal)):
                    for payload in sei.payloads:
                        note(payload.payload_type, payload.data, self.edition, self.context)

    def of(self, job: Job) -> Payload:
        """Give the payload of an entry, asked for in stream order."""
        if job.payload is None:
            try:
                job.payload = job.entry.to_payload(self.edition, self.context)
            except SeigenError as error:
                raise _naming(job, error) from None
        return Payload(job.entry.payload_type, job.payload)


def _refuse_twice(jobs: Iterable[Job]) -> None:
    seen: dict[tuple[int | bool | None, ...], int] = {}
    for job in jobs:
        place = job.entry.place
        if place.nal is not None and place.index is not None:
            key = (place.au, place.cvs, place.poc, place.output, place.record, place.nal, place.index)
            if key in seen:
                raise SeigenError(f"messages[{seen[key]}] and {job.name} are two edits of one message")
            seen[key] = job.number


@dataclass
class Injector:
    """Puts the messages of ``messages`` into their access units.

    by         address to go by; None: ``au``, else ``poc``, else ``output``, whichever the place has
    placement  None: exactly where the message was, if the access unit is the one it was taken from, else in
               the kind of SEI NAL unit that its type may stand in, suffix where it may be either
               (`vvc_bridge.placement`); ``suffix``: after the first picture's last VCL NAL unit and what
               suffix SEI is there, before the decoded picture hash; ``prefix``: before its first
    insist     ``placement`` counts also for types that may not stand there
    pack       all messages placed in an access unit share one SEI NAL unit of each kind
    replace    take messages of the same payloadType out of the access units that get new ones
    vtm_safe   refuse what VTM 24.0 crashes on; a prefix message joins an SEI NAL unit that VTM knows
    edition    syntax edition to write in; None: see `Payloads.settle`
    """

    messages: MessageFile
    by: Address | None = None
    placement: Placement | None = None
    pack: bool = False
    replace: bool = False
    vtm_safe: bool = True
    edition: str | None = None
    insist: bool = False
    report: EditReport = field(default_factory=EditReport)

    def __post_init__(self) -> None:
        self.payloads = Payloads(self.messages, self.edition)
        self.addresses = Addresses(self.payloads.jobs, self.by, self.payloads.edition)
        _refuse_twice(self.payloads.jobs)
        self.bare = 0  # access units without a picture that were put back

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        """Put messages of the record back into it if it is the one they were taken from."""
        self.payloads.settle(record.codec, self.report)
        nals = record.nal_units()
        self.payloads.hear(nals)
        jobs = self.addresses.by_au.get(RECORD, []) if first and self.placement is None else []
        if not jobs or any(job.entry.place.fits != unit_fingerprint(nals) for job in jobs):
            return None
        del self.addresses.by_au[RECORD]
        self.report.inserted += len(jobs)
        return self._restore(nals, jobs)

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        self.payloads.settle(raw.codec, self.report)
        if RECORD in self.addresses.by_au:  # there is no such record: they are the first access unit's
            self.addresses.by_au.setdefault(0, []).extend(self.addresses.by_au.pop(RECORD))
        index = raw.index + self.bare
        wanted = index in self.addresses.by_au or self.addresses.by_poc
        nals = raw.nal_units() if wanted or (self.payloads.listens and raw.has_sei) else None
        lost = self._lost(index, nals) if wanted and nals else []
        if nals is not None:
            self.payloads.hear(nals)
        jobs = self.addresses.take(raw.index + self.bare, nals, tracker) if wanted else []
        if not jobs or nals is None:
            return lost + raw.nal_units() if lost else None
        tracker.require_parameter_sets(nals)
        self.report.inserted += len(jobs)
        if self.replace:
            nals = self._without({job.entry.payload_type for job in jobs}, nals)
        exact: list[Job] = []
        fits = ""
        if any(job.entry.place.fits for job in jobs):
            fits = unit_fingerprint(nals)
            self.addresses.require_fits(jobs, fits)
        if self.placement is None and fits:
            exact = [job for job in jobs if job.entry.place.exact and job.entry.place.fits == fits]
            exact = [job for job in exact if not job.entry.place.record]
        if exact:
            nals = self._restore(nals, exact)
        settled = {job.number for job in exact}
        placed = [job for job in jobs if job.number not in settled]
        if placed:
            if self.bare:
                raise SeigenError(
                    f"{placed[0].name}: the stream is not the one that the messages were taken from: it has "
                    "no access units without a picture, as they say (--placement: put them in all the same)"
                )
            nals = self._place(nals, placed, raw)
        return lost + nals

    def _lost(self, index: int, nals: list[NalUnit]) -> list[NalUnit]:
        """Access units of nothing but SEI (of a picture that was cut off) that vanished when it was taken
        out: they come back before access unit ``index``, and are counted in ``bare``."""
        parts: list[NalUnit] = []
        same = self.placement is None and not self.addresses.elsewhere
        while same and (jobs := self.addresses.by_au.get(index)):
            alone = all(job.entry.place.exact and job.entry.place.fits == NOTHING for job in jobs)
            if not alone or unit_fingerprint(nals) == NOTHING:
                break
            del self.addresses.by_au[index]
            parts += self._restore([], jobs)
            self.report.inserted += len(jobs)
            self.bare += 1
            index += 1
        return parts

    def finish(self) -> None:
        self.addresses.check_done(self.report.access_units)

    @property
    def done(self) -> bool:
        """Nothing is left to put in."""
        return self.addresses.empty

    # -- back to where they were --------------------------------------------------------------------

    def _restore(self, nals: list[NalUnit], jobs: Sequence[Job]) -> list[NalUnit]:
        groups: dict[int, list[Job]] = {}
        for job in jobs:
            groups.setdefault(job.entry.place.nal or 0, []).append(job)
        result: list[NalUnit] = []
        at = 0
        while at < len(nals) or groups:
            group = groups.pop(len(result), None)
            there = nals[at] if at < len(nals) else None
            if group is not None:
                nal, superseded = self._merge(
                    sorted(group, key=lambda job: job.entry.place.index or 0), there
                )
                result.append(nal)
                at += superseded
            elif there is not None:
                result.append(there)
                at += 1
            else:
                job = next(iter(groups.values()))[0]
                raise SeigenError(f"{job.name}: the access unit has no more than {len(result)} NAL units")
        return result

    def _merge(self, group: list[Job], there: NalUnit | None) -> tuple[NalUnit, bool]:
        """The NAL unit that holds the messages of ``group`` and those of its messages that are ``there``
        still, and whether it takes the place of that one."""
        place = group[0].entry.place
        for job in group:
            other = job.entry.place
            same = all(
                getattr(other, name) == getattr(place, name)
                for name in ("of", "prefix", "kind", "layer", "temporal_id", "trailing", "nal_unit")
            )
            if not same or (other.index or 0) >= (place.of or 0):
                raise SeigenError(f"{job.name}: disagrees with {group[0].name} about their NAL unit")
        wanted = {job.entry.place.index or 0: self.payloads.of(job) for job in group}
        count = place.of or 0
        kept: list[Payload] | None = None
        if (
            there is not None
            and there.is_sei
            and there.is_suffix_sei == (place.kind == "suffix")
            and (there.layer_id, there.temporal_id) == (place.layer or 0, place.temporal_id or 0)
        ):
            sei = SeiNal.readable(there)
            kept = sei.payloads if sei else None
        if len(wanted) == count:
            payloads = [wanted[index] for index in range(count)]
            # Removal leaves no NAL unit without messages; one that has none is the stream's own.
            superseded = bool(kept) and _is_subsequence(kept or [], payloads)
        elif kept is not None and there is not None and len(kept) == count and _agree(kept, wanted):
            return there, True
        elif kept is not None and len(kept) == count - len(wanted):
            others = iter(kept)
            payloads = [wanted.get(index) or next(others) for index in range(count)]
            superseded = True
        else:
            raise SeigenError(f"{group[0].name}: the other messages of its NAL unit are not there")
        codec = Codec.named(self.messages.codec)
        prefix = bytes((place.prefix or 3) - 1) + b"\1"
        if place.nal_unit is not None and len(wanted) == count:
            data = bytes.fromhex(place.nal_unit)
        else:
            data = build(
                codec,
                payloads,
                suffix=place.kind == "suffix",
                layer_id=place.layer or 0,
                temporal_id=place.temporal_id or 0,
                trailing=bytes.fromhex(place.trailing) if place.trailing is not None else b"\x80",
            )
        nal = NalUnit(codec, prefix, data, there.offset if there else 0)
        _check(nal, place, payloads, group[0])
        return nal, superseded

    # -- where they belong --------------------------------------------------------------------------

    def _without(self, types: set[int], nals: list[NalUnit]) -> list[NalUnit]:
        result = []
        for nal in nals:
            if nal.is_sei and (sei := SeiNal.readable(nal)):
                kept = [payload for payload in sei.payloads if payload.payload_type not in types]
                self.report.removed += len(sei.payloads) - len(kept)
                if not kept:
                    continue
                if len(kept) < len(sei.payloads):
                    nal = NalUnit(nal.codec, nal.prefix, sei.with_payloads(kept), nal.offset)
            result.append(nal)
        return result

    def _place(self, nals: list[NalUnit], jobs: Sequence[Job], raw: RawAccessUnit) -> list[NalUnit]:
        codec, nals = raw.codec, list(nals)
        first = next((position for position, nal in enumerate(nals) if nal.is_vcl), None)
        if first is None:
            raise SeigenError(f"{jobs[0].name}: access unit {raw.index} holds no picture")
        kinds: dict[bool, list[Job]] = {False: [], True: []}
        for job in jobs:
            kinds[self._in_suffix(codec, job)].append(job)
        # Suffix SEI first: it leaves the picture's position alone.
        for suffix in (True, False):
            if kinds[suffix]:
                position = _after_picture(nals, first) if suffix else _before_picture(nals, first)
                units = self._units(nals, first, kinds[suffix], suffix)
                nals[position:position] = self._written(units, suffix, nals[first], position, raw)
        return nals

    def _in_suffix(self, codec: Codec, job: Job) -> bool:
        """Whether a message goes to suffix SEI. SeigenError where it may not go where it was asked to."""
        payload_type = job.entry.payload_type
        placement = self.placement or default(codec, payload_type)
        suffix = placement == "suffix"
        if codec.suffix_sei is not None and not (self.insist or allowed(codec, payload_type, suffix)):
            reason = why(codec, payload_type, suffix)
            raise SeigenError(f"{job.name}: {reason} (--insist writes it all the same)")
        return suffix

    def _units(
        self, nals: list[NalUnit], first: int, jobs: Sequence[Job], suffix: bool
    ) -> list[list[Payload]]:
        """Messages by the NAL unit that they will be in; those that VTM wants beside another have joined
        it."""
        payloads = [self.payloads.of(job) for job in jobs]
        if self.vtm_safe and nals[first].codec is Codec.H266 and not self.report.may_refuse:
            edition, context = self.payloads.edition, self.payloads.context
            within = (
                job.name
                for job, payload in zip(jobs, payloads, strict=True)
                if vtm.ends_within_byte(payload, edition, context)
            )
            self.report.may_refuse = next(within, "")
        units = [payloads] if self.pack else [[payload] for payload in payloads]
        if self.vtm_safe and nals[first].codec is Codec.H266:
            survive = [vtm.survives([payload.payload_type for payload in unit], suffix) for unit in units]
            if not all(survive) and not suffix and (companion := _companion(nals, first)) is not None:
                joining = [p for unit, safe in zip(units, survive, strict=True) if not safe for p in unit]
                nals[companion] = _joined(nals[companion], joining)
                units = [unit for unit, safe in zip(units, survive, strict=True) if safe]
            for job in jobs:
                if job.entry.orphan:
                    raise SeigenError(
                        f"{job.name}: VTM 24.0 aborts on a message predicted from one that is not there "
                        "(--no-vtm-safe writes it all the same)"
                    )
            for unit in units:
                vtm.require([p.payload_type for p in unit], suffix, jobs[0].name)
        return units

    @staticmethod
    def _written(
        units: list[list[Payload]], suffix: bool, picture: NalUnit, position: int, raw: RawAccessUnit
    ) -> list[NalUnit]:
        new: list[NalUnit] = []
        layer, temporal = picture.layer_id, picture.temporal_id
        for unit in units:
            data = build(raw.codec, unit, suffix=suffix, layer_id=layer, temporal_id=temporal)
            # The first NAL unit of an access unit has a zero byte before its start code (B.2.2).
            prefix = b"\0" + START_CODE if position == 0 and not new else START_CODE
            new.append(NalUnit(raw.codec, prefix, data, raw.offset))
        return new


@dataclass(slots=True)
class Placed:
    """Messages of one new SEI NAL unit of a kind."""

    payloads: list[Payload]
    suffix: bool


def place(nals: Sequence[NalUnit], placed: Placed, raw: RawAccessUnit) -> list[NalUnit]:
    """Put an SEI NAL unit where the standard wants it: prefix SEI before the first picture, suffix SEI behind
    it, before a decoded picture hash. Raises SeigenError where there is no picture, or no suffix SEI."""
    first = next((position for position, nal in enumerate(nals) if nal.is_vcl), None)
    if first is None:
        raise SeigenError(f"access unit {raw.index} holds no picture")
    suffix = placed.suffix and raw.codec.suffix_sei is not None
    position = _after_picture(nals, first) if suffix else _before_picture(nals, first)
    new = Injector._written([placed.payloads], suffix, nals[first], position, raw)
    return [*nals[:position], *new, *nals[position:]]


def _is_subsequence(some: Iterable[Payload], whole: Iterable[Payload]) -> bool:
    rest = iter([(payload.payload_type, payload.data) for payload in whole])
    return all((payload.payload_type, payload.data) in rest for payload in some)


def _check(nal: NalUnit, place: Place, payloads: Sequence[Payload], job: Job) -> None:
    """Refuse a NAL unit that is not what its place says: bytes and trailing bits are taken from there."""
    try:
        check_header(nal.codec, nal.data, 0)
        same = nal.is_sei and (nal.is_suffix_sei, nal.layer_id, nal.temporal_id) == (
            place.kind == "suffix",
            place.layer or 0,
            place.temporal_id or 0,
        )
        found = SeiNal.of(nal).payloads if same else []
    except BitstreamError as error:
        error.byte = None
        raise _naming(job, error) from None
    if [(p.payload_type, p.data) for p in found] != [(p.payload_type, p.data) for p in payloads]:
        raise SeigenError(f"{job.name}: nal_unit or trailing make it another NAL unit than its place says")


def _agree(payloads: Sequence[Payload], wanted: dict[int, Payload]) -> bool:
    return all(
        (payloads[index].payload_type, payloads[index].data) == (payload.payload_type, payload.data)
        for index, payload in wanted.items()
    )


def _before_picture(nals: Sequence[NalUnit], first: int) -> int:
    """Position of the picture header, of H.264's prefix NAL unit, or of the first VCL NAL unit."""
    while first and (
        nals[first - 1].kind == Kind.HEADER
        or (nals[first - 1].codec is Codec.H264 and nals[first - 1].type == PREFIX_NAL)
    ):
        first -= 1
    return first


def _after_picture(nals: Sequence[NalUnit], first: int) -> int:
    """Position behind the picture's last VCL NAL unit and suffix NAL units, before a decoded picture hash."""
    layer = nals[first].layer_id
    last = first
    for position in range(first, len(nals)):
        if nals[position].is_vcl and nals[position].layer_id == layer:
            last = position
    position = last + 1
    while position < len(nals) and _follows_picture(nals[position], layer):
        position += 1
    return position


def _follows_picture(nal: NalUnit, layer: int) -> bool:
    if nal.layer_id != layer:
        return False
    if nal.is_suffix_sei:
        sei = SeiNal.readable(nal)
        return not sei or all(payload.payload_type != PICTURE_HASH for payload in sei.payloads)
    return nal.codec is Codec.H266 and nal.type == 18  # suffix APS


def _companion(nals: Sequence[NalUnit], first: int) -> int | None:
    """Position of a prefix SEI NAL unit of the picture that VTM knows a message in and that takes others."""
    for position in range(first):
        nal = nals[position]
        if nal.is_sei and not nal.is_suffix_sei and nal.layer_id == nals[first].layer_id:
            sei = SeiNal.readable(nal)
            types = {payload.payload_type for payload in sei.payloads} if sei else set()
            if types and types <= COMPANIONS | FACE_TYPES and types & COMPANIONS:
                return position
    return None


def _joined(nal: NalUnit, payloads: Iterable[Payload]) -> NalUnit:
    sei = SeiNal.of(nal)
    return NalUnit(nal.codec, nal.prefix, sei.with_payloads([*sei.payloads, *payloads]), nal.offset)


def inject(
    source: Source,
    messages: Messages,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    by: Address | None = None,
    placement: Placement | None = None,
    pack: bool = False,
    replace: bool = False,
    vtm_safe: bool = True,
    edition: str | None = None,
    insist: bool = False,
    verify: bool = False,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> EditReport:
    """Write ``source`` with ``messages`` in it; see `Injector` for the options.

    messages  what `extract` gives, one `Message` (for access unit 0), or several, each alone or as
              (address, message); see `vvc_bridge.message_file.Messages`
    verify    read and decode the result, see `vvc_bridge.verify`; nothing is written where it differs

    Messages that were taken from other access units than those that they name come from another stream, which
    may have other B pictures: they go by output order then, unless ``by`` says otherwise.

    Raises SeigenError, with nothing written, when a message is addressed to a picture that does not exist,
    two are edits of one, a value is out of range, a predicted message's base is missing, the picture's
    parameter sets are, or VTM would crash on the result (``vtm_safe``).
    """
    wanted = MessageFile.of(messages)

    def once(target: str | os.PathLike[str] | BinaryIO, elsewhere: bool) -> EditReport:
        injector = Injector(wanted, by, placement, pack, replace, vtm_safe, edition, insist)
        injector.addresses.resolve(source, codec, elsewhere=elsewhere)
        rewrite(source, target, injector, codec, fps)
        return injector.report

    def run(target: str | os.PathLike[str] | BinaryIO) -> EditReport:
        if not rereadable(source):
            return once(target, False)
        try:
            if not isinstance(target, (str, os.PathLike)) or os.fspath(target) == "-":
                # What is written there cannot be taken back: see first whether the places fit.
                with Path(os.devnull).open("wb") as nowhere:
                    once(nowhere, False)
            return once(target, False)
        except AnotherStream:
            return once(target, True)

    return _proved(source, out, codec, wanted, run) if verify else run(out)


def _proved(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    codec: str | None,
    messages: MessageFile,
    run: Callable[[str], EditReport],
) -> EditReport:
    """An edit that writes ``messages``, and a look at whether they are there."""
    with proved(source, out, codec) as proof:
        report = run(proof.target)
        proof.expected = messages.model_copy(update={"edition": report.edition or messages.edition})
    return report


@dataclass
class Replacer:
    """Writes other payloads over messages of the same type at the same places (``au``, ``nal``,
    ``index``)."""

    messages: MessageFile
    edition: str | None = None
    report: EditReport = field(default_factory=EditReport)

    def __post_init__(self) -> None:
        self.payloads = Payloads(self.messages, self.edition)
        _refuse_twice(self.payloads.jobs)
        self.jobs: dict[int, dict[tuple[int, int], Job]] = {}
        for job in self.payloads.jobs:
            place = job.entry.place
            if place.au is None or place.nal is None or place.index is None:
                raise SeigenError(f"{job.name}: replacing needs au, nal and index in its place")
            unit = RECORD if place.record else place.au
            self.jobs.setdefault(unit, {})[place.nal, place.index] = job

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        """Replace messages of the first record as well."""
        return self.edit(record, PictureTracker()) if first else None

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        self.payloads.settle(raw.codec, self.report)
        if self.payloads.listens and raw.has_sei:
            self.payloads.hear(raw.nal_units())
        jobs = self.jobs.pop(raw.index, None)
        if jobs is None:
            return None
        nals = raw.nal_units()
        tracker.require_parameter_sets(nals)
        for position, group in groupby(sorted(jobs.items()), key=lambda item: item[0][0]):
            nal = nals[position] if position < len(nals) else None
            sei = SeiNal.or_warn(nal, raw.index) if nal is not None and nal.is_sei else None
            for (_, index), job in group:
                if nal is None or sei is None or index >= len(sei.payloads):
                    raise SeigenError(f"{job.name}: no message there")
                found = sei.payloads[index].payload_type
                if found != job.entry.payload_type:
                    raise SeigenError(
                        f"{job.name}: payloadType {found} is there, not {job.entry.payload_type}"
                    )
                sei.payloads[index] = self.payloads.of(job)
                self.report.inserted += 1
                self.report.removed += 1
            if nal is not None and sei is not None:
                data = sei.with_payloads(sei.payloads)
                nals[position] = NalUnit(nal.codec, nal.prefix, data, nal.offset)
        return nals

    @property
    def done(self) -> bool:
        """Nothing is left to replace."""
        return not self.jobs

    def finish(self) -> None:
        for jobs in self.jobs.values():
            job = next(iter(jobs.values()))
            raise SeigenError(
                f"{job.name}: no such picture: the stream has {self.report.access_units} access units"
            )


def replace(
    source: Source,
    messages: Messages,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    edition: str | None = None,
    verify: bool = False,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> EditReport:
    """Write ``source`` with the messages at the places of ``messages`` replaced by them.

    ``messages`` and ``verify`` are as `inject` takes them; each has to say where it stands (``au``, ``nal``,
    ``index``).

    Raises SeigenError, with nothing written, when there is no message at such a place, or one of another
    type.
    """
    wanted = MessageFile.of(messages)

    def run(target: str | os.PathLike[str] | BinaryIO) -> EditReport:
        replacer = Replacer(wanted, edition)
        rewrite(source, target, replacer, codec, fps)
        return replacer.report

    return _proved(source, out, codec, wanted, run) if verify else run(out)


__all__ = ["Injector", "Place", "Replacer", "inject", "replace"]
