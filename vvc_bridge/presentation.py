"""When the pictures of a byte stream are shown: output order and rate, or what a talk says itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sei.context import Context
from sei.errors import BitstreamError, SeigenError
from sei.messages import read_payload
from sei.messages.generative_face_video import GenerativeFaceVideo
from vvc_bridge.access_unit import AccessUnit, access_units
from vvc_bridge.nal import Codec, default_edition
from vvc_bridge.rate import stream_rate
from vvc_bridge.source import Source, name_of
from vvc_bridge.talk import FRAME_FIELD_INFO, Clock, Timing, periods_in

FINE = Fraction(1, 90000)
"""Seconds a tick where no rate holds for all of a stream."""


@dataclass(slots=True)
class Sample:
    """One frame of a container's track: an access unit with a picture, or two with the fields of a frame.

    aus       access units
    sync      decoding can begin here: IDR, BLA and CRA pictures, H.264's recovery points that are exact at
              once. Where pictures become right only by and by (GDR, intra refresh) is none (ISO/IEC 14496-15)
    shown     the picture is output
    rank      position in output order among all samples; pts, duration: in ticks
    """

    aus: list[int]
    sync: bool
    shown: bool
    rank: int = 0
    pts: int = 0
    duration: int = 1


@dataclass(slots=True)
class Presentation:
    """Samples in decoding order, and the seconds of a tick. The first sample shown has pts 0; those before
    it, which decoders that begin here leave out, have negative ones."""

    base: Fraction
    samples: list[Sample]

    def decoding_times(self) -> list[int]:
        """Tell when each sample is decoded, in ticks: in order, and none after it is shown."""
        times = sorted(sample.pts for sample in self.samples)
        late = max((time - s.pts for time, s in zip(times, self.samples, strict=True)), default=0)
        return [time - late for time in times]


@dataclass(slots=True)
class _Pass:
    """What one pass over a stream gathers."""

    samples: list[Sample] = field(default_factory=list)
    sequence: list[tuple[int, float, int]] = field(default_factory=list)  # cvs, count, position
    counted: bool = False
    problem: str = ""
    rate: Fraction | None = None
    talk: list[tuple[Timing | None, int]] = field(default_factory=list)  # timing, pictures stood for
    context: Context = field(default_factory=Context)
    timing: Timing = field(default_factory=Timing)

    def add(self, unit: AccessUnit) -> None:
        if self.rate is None:
            self.rate = stream_rate(unit.nal_units)
        if not unit.pictures:
            return
        first = unit.pictures[0]
        if first.second_field and self.samples:
            self.samples[-1].aus.append(unit.index)
            return
        access = [picture.random_access for picture in unit.pictures]
        sync = None not in access and "GDR" not in access
        self.problem = self.problem or first.problem or ""
        if first.poc is None:
            # Where a slice was lost: behind the picture before.
            cvs, count = self.sequence[-1][:2] if self.sequence else (0, 0.0)
            count += 0.25
        else:
            cvs, count, self.counted = first.cvs, first.poc, True
        self.sequence.append((cvs, count, len(self.samples)))
        self.samples.append(Sample([unit.index], sync, unit.output is not False))
        timing, messages, periods = _talk(unit, self.context)
        # What a span says holds for its own access unit.
        self.timing = replace(timing, span=None) if timing else self.timing
        self.talk.append((timing, max((timing or self.timing).pictures(messages, periods), periods)))


def _talk(unit: AccessUnit, context: Context) -> tuple[Timing | None, int, int]:
    """Timing by the base message of an access unit, if it says one; how many pictures have messages in it;
    for how many pictures it is shown at least."""
    timing: Timing | None = None
    numbers, periods = set[int](), 1
    if not any(nal.is_sei for nal in unit.nal_units):
        return None, 0, 1
    try:
        messages = unit.messages
    except BitstreamError:
        return None, 0, 1
    for message in messages:
        if message.payload_type == FRAME_FIELD_INFO and unit.codec is Codec.H266:
            periods = periods_in(message.payload)
        if message.payload_type != GenerativeFaceVideo.payload_type:
            continue
        try:
            face = read_payload(223, message.payload, edition=default_edition(unit.codec), context=context)
        except BitstreamError:
            continue
        if isinstance(face, GenerativeFaceVideo):
            numbers.add(face.gfv_cnt)
            if face.gfv_cnt == 0 and Timing.given(face.gfv_nn_uri):
                timing = Timing.parse(face.gfv_nn_uri)
    return timing, len(numbers), periods


def presentation(
    source: Source, codec: str | Codec | None = None, fps: Fraction | None = None
) -> Presentation:
    """Work out the times of a byte stream's pictures, by ``fps`` frames per second, else by the clock that a
    talk has in its base messages, else by the stream's parameter sets.

    Every picture counts, also those not meant for output, so that as many samples come out as pictures went
    in. Raises SeigenError when there is no clock, or no picture order count.
    """
    seen = _Pass()
    for unit in access_units(source, codec=codec):
        seen.add(unit)
    if seen.samples and not seen.counted:
        raise SeigenError(f"{name_of(source)}: no output order: {seen.problem}")
    for rank, (_, _, position) in enumerate(sorted(seen.sequence)):
        seen.samples[position].rank = rank
    in_order = all(sample.rank == position for position, sample in enumerate(seen.samples))
    timings = [timing for timing, _ in seen.talk if timing is not None]
    if timings and in_order:
        base = _by_clock(seen, timings, fps)
    else:
        rate = fps or (timings[0].rate if timings else seen.rate)
        if rate is None:
            raise SeigenError(
                f"{name_of(source)}: no rate: the stream's parameter sets have no clock; give --fps, "
                "pictures per second"
            )
        base = 1 / rate
        for sample in seen.samples:
            sample.pts = sample.rank
    begin = min((sample.pts for sample in seen.samples if sample.shown), default=0)
    for sample in seen.samples:
        sample.pts -= begin
    return Presentation(base, seen.samples)


def _by_clock(seen: _Pass, timings: list[Timing], fps: Fraction | None) -> Fraction:
    """Set the times of a talk, whose base pictures stand for many. Returns the seconds of a tick."""
    clock, steady = Clock(), bool(fps) or len({timing.rate for timing in timings}) == 1
    ends: list[int] = []

    def now() -> int:
        return clock.index if steady else round(clock.time / float(FINE))

    for sample, (timing, pictures) in zip(seen.samples, seen.talk, strict=True):
        if timing is not None:
            clock.enter(timing)
        if clock.left is not None:
            pictures = max(1, min(pictures, clock.left))
        sample.pts = now()
        clock.pass_over(pictures)
        ends.append(now())
    for sample, following, end in zip(seen.samples, [*seen.samples[1:], None], ends, strict=True):
        sample.duration = max((following.pts if following else end) - sample.pts, 1)
    if not steady:
        return FINE
    return 1 / (fps or timings[0].rate)


def frames(samples: list[Sample]) -> Iterator[tuple[int, Sample]]:
    """Yield the access units with their samples."""
    for sample in samples:
        for au in sample.aus:
            yield au, sample
