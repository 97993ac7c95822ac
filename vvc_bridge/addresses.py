"""Which access unit each message goes to."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from sei.context import Context
from sei.editions import Edition
from sei.errors import SeigenError
from sei.messages import read_payload
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.predict import predict_enhancement, predict_face
from vvc_bridge.access_unit import access_units
from vvc_bridge.editor import Address, unit_fingerprint
from vvc_bridge.message_file import Entry
from vvc_bridge.nal import NalUnit
from vvc_bridge.output_order import OutputOrder
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.sei_nal import FACE_TYPES
from vvc_bridge.source import Source, rereadable

RECORD = -1
"""Stands for the access unit of messages in a container's decoder configuration record."""

_ANOTHER = "its access unit is not the one that it was taken from: this is another stream"


@dataclass(slots=True)
class Job:
    """One entry on its way into the stream; ``number`` is its position in the messages JSON."""

    number: int
    entry: Entry
    payload: bytes | None = None

    @property
    def name(self) -> str:
        return f"messages[{self.number}] ({self.entry.place})"


class AnotherStream(SeigenError):
    """A place does not fit the access unit that it names."""


class Addresses:
    """Jobs by the access unit that they go to."""

    def __init__(self, jobs: Iterable[Job], by: Address | None, edition: Edition) -> None:
        self.by = by
        self.elsewhere = False  # another stream: found out, and resolved
        self.edition = edition
        self.by_au: dict[int, list[Job]] = {}
        self.by_poc: dict[tuple[int, int], list[Job]] = {}
        self.by_output: dict[int, list[Job]] = {}
        for job in jobs:
            place = job.entry.place
            if by in (None, "au") and place.au == 0 and place.record and place.exact:
                self.by_au.setdefault(RECORD, []).append(job)
            elif by in (None, "au") and place.au is not None:
                self.by_au.setdefault(place.au, []).append(job)
            elif by in (None, "poc") and place.poc is not None:
                self.by_poc.setdefault((place.cvs or 0, place.poc), []).append(job)
            elif by in (None, "output") and place.output is not None:
                self.by_output.setdefault(place.output, []).append(job)
            else:
                raise SeigenError(f"{job.name}: no address {by or 'au, poc or output'} in its place")

    def require_fits(self, jobs: Iterable[Job], fits: str) -> None:
        """Raise `AnotherStream` where a job was taken from an access unit that is not this one, unless its
        access unit was asked for."""
        for job in jobs:
            place = job.entry.place
            if place.fits in (None, fits) or place.record:
                continue
            if self.by is None and not self.elsewhere:
                raise AnotherStream(
                    f"{job.name}: {_ANOTHER}, and a pipe cannot be read twice to find the pictures by output "
                    "order; --by au insists on access units in decoding order"
                )

    def resolve(self, source: Source, codec: str | None, *, elsewhere: bool = False) -> None:
        """Turn positions in output order into access units: needs a pass over the stream of its own.

        ``elsewhere``: jobs whose access unit is not the one that they were taken from go by output order. Of
        another stream, decoding order says nothing: it may have other B pictures.
        """
        self.elsewhere = elsewhere
        if not (self.by_output or elsewhere):
            return
        if not rereadable(source):
            raise SeigenError("addresses by output order need a file: a pipe cannot be read twice")
        order = OutputOrder()
        aus: dict[int, int] = {}
        count = 0
        problem = ""
        for unit in access_units(source, codec=codec):
            if elsewhere and unit.index in self.by_au:
                self._send_away(unit.index, unit_fingerprint(unit.nal_units))
            self._note(aus, order.add(unit.index, unit.pictures) or {})
            count = unit.index + 1
            problem = problem or next((p.problem for p in unit.pictures if p.problem), "")
        self._note(aus, order.finish())
        if elsewhere:
            for au in list(self.by_au):
                if au >= count:
                    self._send_away(au, "")
        for output, jobs in self.by_output.items():
            if output not in aus:
                text = f"output {output} does not exist: the stream shows {order.shown} pictures"
                raise SeigenError(f"{jobs[0].name}: {text}{' (' + problem + ')' if problem else ''}")
            self.by_au.setdefault(aus[output], []).extend(jobs)
        self.by_output = {}
        if elsewhere:
            self._check_prediction()

    @staticmethod
    def _note(aus: dict[int, int], positions: dict[int, int]) -> None:
        for au, position in positions.items():
            aus[position] = min(au, aus.get(position, au))

    def _send_away(self, au: int, fits: str) -> None:
        """Address the jobs of an access unit by output order where it is not theirs."""
        for job in self.by_au.pop(au):
            place = job.entry.place
            if place.fits in (None, fits):
                self.by_au.setdefault(au, []).append(job)
            elif place.output is None:
                raise SeigenError(
                    f"{job.name}: {_ANOTHER}, and the place has no position in output order to go by; "
                    "--by au insists on access units in decoding order"
                )
            else:
                self.by_output.setdefault(place.output, []).append(job)

    def _check_prediction(self) -> None:
        """Refuse messages that would be predicted from others than before."""
        jobs = [job for _, there in sorted(self.by_au.items()) for job in sorted(there, key=_number)]
        jobs = [job for job in jobs if job.entry.payload_type in FACE_TYPES]
        ordered = sorted(jobs, key=_number)
        if jobs == ordered:
            return
        before, now = _resolved(ordered, self.edition), _resolved(jobs, self.edition)
        for job in ordered:
            if job.payload is None or before.get(job.number) != now.get(job.number):
                raise SeigenError(
                    f"{job.name}: this stream codes its pictures in another order, in which the message "
                    "would be predicted from another one; --by au insists on access units in decoding order"
                )

    def take(self, index: int, nals: list[NalUnit] | None, tracker: PictureTracker) -> list[Job]:
        """Take the jobs for access unit ``index``, which are done then, in the order of the messages JSON."""
        jobs = self.by_au.pop(index, [])
        if self.by_poc and nals is not None:
            pictures = tracker.pictures(nals)
            if pictures and pictures[0].problem:
                raise SeigenError(f"access unit {index}: no picture order count: {pictures[0].problem}")
            if pictures and pictures[0].poc is not None:
                jobs = jobs + self.by_poc.pop((pictures[0].cvs, pictures[0].poc), [])
        return sorted(jobs, key=lambda job: job.number)

    def check_done(self, count: int) -> None:
        """Refuse addresses that no access unit answered to."""
        for left in (self.by_au, self.by_poc):
            for jobs in left.values():
                units = f"{count} access unit{'s' if count != 1 else ''}"
                raise SeigenError(f"{jobs[0].name}: no such picture: the stream has {units}")

    @property
    def empty(self) -> bool:
        return not (self.by_au or self.by_poc or self.by_output)


def _number(job: Job) -> int:
    return job.number


def _resolved(jobs: Iterable[Job], edition: Edition) -> dict[int, object]:
    """What GFV and GFVE messages say in this order, prediction undone, by their number."""
    context = Context()
    found: dict[int, object] = {}
    for job in jobs:
        if job.payload is None:
            continue
        with suppress(SeigenError):
            message = read_payload(job.entry.payload_type, job.payload, edition=edition, context=context)
            if isinstance(message, GenerativeFaceVideo):
                found[job.number] = predict_face(message, context)
            elif isinstance(message, GenerativeFaceVideoEnhancement):
                found[job.number] = predict_enhancement(message, context)
    return found
