"""A clip to a stream: base pictures where they are needed, messages for everything between.

The encoder runs the decoder: every message is resolved as a decoder would, every picture that decides
something was generated from the decoded base picture by the same code that `generators.codec.decoder` runs.
"""

from __future__ import annotations

import dataclasses
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import torch

from generators.codec.decoder import Decoder
from generators.codec.eye import FINE, Eye, changes, difference
from generators.codec.generate import Composed, Memory, faded, generate
from generators.codec.kept_pictures import KeptPictures
from generators.codec.ledger import Ledger
from generators.codec.picture_codec import LIKE_INTRA, BaseEncoder
from generators.codec.refine import MEASURED, Refiner, effort_of
from generators.codec.stream import Assembler
from generators.media.ahead import mapped
from generators.media.pixels import to_batch, to_pixels, to_tensor
from generators.parameters.values import Parameters
from generators.parameters.writing import TRADE, Coded, MessageWriter
from generators.subjects.clip import Clip, Progress
from generators.subjects.subject import Seen
from generators.system import AnySystem
from sei.message import Message
from sei.predict import ChromaKey
from vvc_bridge.talk import FILE, LIVE, MAX_PERIODS, Timing

CHUNK = 16
QP = 34
"""Of base pictures, unless told."""
COMPARED = 1 << 23
"""Pixels of the pictures that are compared at once: four of 1920x1080."""
PLANNED = 64  # pictures with messages that the precision is chosen by
ACCESS_SECONDS = 10.0
"""Longest time from one picture that decoding can begin with to the next, unless told."""
STAGES, SETTLED, PAYS = 4, 4, 0.98
"""Of choices with a base picture; QPs that are taken for near; share of the distance from which one pays."""
MAX_KEYS = 4000  # pictures with messages in one access unit; a decoder reads no more than MAX_MESSAGES


@dataclass(frozen=True)
class Settings:
    """What is decided once a stream.

    qp         of the base pictures
    threshold  loss of structure (`generators.codec.eye.difference`) against the freshly decoded base picture
               at which a new base picture is sent
    step       pictures from message to message
    trade      squared displacement of landmarks worth one bit, see `generators.parameters.by_effect`
    speed      how much is refined by generating, see `generators.codec.refine`
    access     seconds after which decoding can begin anew at the latest; 0: with every base picture
    hold       pictures may be held, or coded without a message, instead of described
    latency    how long a decoder may wait: `LIVE`, or `FILE`, for the next base picture
    chroma_key  of the clip's background, which base messages carry; None: none
    """

    qp: int = QP
    threshold: float = 0.12
    step: int = 2
    trade: float = TRADE
    speed: str = "medium"
    access: float = ACCESS_SECONDS
    hold: bool = True
    latency: str = FILE
    chroma_key: ChromaKey | None = None


@dataclass(frozen=True)
class Planned:
    """A picture to be coded.

    picture    its number
    qp         in a coded video sequence the first picture has its own, at most `LIKE_INTRA` below the others'
    described  pictures after it are described; otherwise it stays until the next one
    """

    picture: int
    qp: int
    described: bool = True


@dataclass
class Segment:
    """One access unit: from which picture on, how many, what it cost, precision of its matrix elements,
    whether pictures after the coded one are described."""

    start: int
    count: int
    qp: int
    ledger: Ledger
    error: float
    precision: int | None = None
    described: bool = True

    @property
    def planned(self) -> Planned:
        """Say what it takes to code it again."""
        return Planned(self.start, self.qp, self.described)


@dataclass
class Encoded:
    """A coded stream and what is known of it."""

    data: bytes
    settings: Settings
    segments: list[Segment]
    ledger: Ledger
    error: float
    notes: list[str] = field(default_factory=list)
    seen: dict[int, int] = field(default_factory=dict)
    """CRC-32 of the pictures that the encoder generated to measure, by number."""
    beside: bytes | None = None
    """An adapter that a decoder needs and the stream does not bring."""

    def decoder(self) -> Decoder:
        """Make the decoder of its pictures."""
        return Decoder(self.data, device="cpu", adapter=self.beside)


@dataclass
class _Waiting:
    """Pictures with messages that are generated when it is known what follows."""

    segment: Segment
    bases: list[Any]
    received: list[Parameters]
    keys: list[int]
    first: float
    fading: bool


@dataclass
class _Run:
    """What goes on from access unit to access unit; ``measured`` as of `Encoder.run`."""

    writer: MessageWriter
    assembler: Assembler
    memory: Memory[Any]
    measured: bool
    seen: dict[int, int] = field(default_factory=dict)
    waiting: _Waiting | None = None


@dataclass(frozen=True)
class _Following:
    """The next base picture: its number, and the picture made ready."""

    picture: int
    prepared: Any

    def shares(self, start: int, keys: Sequence[int]) -> list[float]:
        """Tell at which share of the way from picture ``start`` to it pictures lie."""
        return [(key - start) / (self.picture - start) for key in keys]


@dataclass
class _Job:
    """One access unit to make.

    limit    first picture that it does not reach
    coded    its picture's NAL units
    decoded  uint8 (h, w, 3)
    timing   where decoding can begin
    following  the next base picture, where a decoder waits for it and pictures are made between the two
    """

    planned: Planned
    limit: int
    coded: bytes
    decoded: np.ndarray
    by_threshold: bool
    timing: Timing | None = None
    following: _Following | None = None

    @property
    def uri(self) -> str | None:
        """What gfv_nn_uri says, where there is one."""
        return self.timing.uri() if self.timing else None


class _Ready:
    """Coded pictures of what is laid out, no more than two sequences of them in memory."""

    def __init__(self, encoder: Encoder, laid: Sequence[Planned], settings: Settings) -> None:
        self._encoder, self._settings = encoder, settings
        self._chains = encoder.chains(laid, settings)
        self._begins = [chain[0].picture for chain in self._chains]
        self._made: dict[int, dict[int, tuple[bytes, np.ndarray]]] = {}

    def __getitem__(self, picture: int) -> tuple[bytes, np.ndarray]:
        which = bisect_right(self._begins, picture) - 1
        if which not in self._made:
            self._made = {k: made for k, made in self._made.items() if k == which - 1}
            chain = self._chains[which]
            coded = self._encoder.coded_chain(chain, self._settings)
            self._made[which] = dict(zip((p.picture for p in chain), coded, strict=True))
        return self._made[which][picture]


class Encoder:
    """Codes one clip, as often as it takes to meet a target. ``base`` codes base pictures; None: VVenC."""

    def __init__(
        self,
        clip: Clip,
        system: AnySystem,
        *,
        progress: Progress | None = None,
        base: BaseEncoder | None = None,
    ) -> None:
        self.clip, self.system, self.progress = clip, system, progress
        self.refiner = Refiner(clip, system)
        self._settlings: dict[tuple[int, int, bool, int], list[int]] = {}
        self.kept = KeptPictures(clip.pictures, base)

    @cached_property
    def changes(self) -> list[float]:
        """By how many levels each picture of the clip differs from the one before it; the first by 0."""
        return [0.0, *changes(self.clip.pictures)]

    def keep(self, other: Encoder) -> None:
        """Take over the base pictures that another encoder of the same clip has coded."""
        self.kept.keep(other.kept)

    def entries(self, settings: Settings) -> list[int]:
        """List the pictures that begin coded video sequences: those of scenes, and some between."""
        if settings.access == 0:
            return list(self.clip.cuts)
        every = max(1, int(settings.access * self.clip.rate))
        ends = [*self.clip.cuts[1:], len(self.clip)]
        return [e for a, b in zip(self.clip.cuts, ends, strict=True) for e in range(a, b, every)]

    def chains(self, plan: Sequence[Planned], settings: Settings) -> list[list[Planned]]:
        """Tell what is predicted from what: pictures from each that decoding can begin with."""
        if settings.access == 0:
            return [[p] for p in plan]
        entries, chains = self.entries(settings), list[list[Planned]]()
        for planned in plan:
            if not chains or _scene(entries, planned.picture) != _scene(entries, chains[-1][0].picture):
                chains.append([])
            chains[-1].append(planned)
        return chains

    def sizes(self, plan: Sequence[Planned], settings: Settings) -> int:
        """Count the bits of planned pictures without their messages; two sequences are coded at once."""

        def size(chain: Sequence[Planned]) -> int:
            numbers, qp, how = self._how(chain, settings)
            return sum(8 * len(unit) for unit in self.kept.units(numbers, qp, **how))

        return sum(mapped(size, iter(self.chains(plan, settings))))

    def coded_chain(self, chain: Sequence[Planned], settings: Settings) -> list[tuple[bytes, np.ndarray]]:
        """Return one of `chains` coded, and as decoded."""
        numbers, qp, how = self._how(chain, settings)
        return self.kept.coded(numbers, qp, **how)

    def _how(self, chain: Sequence[Planned], settings: Settings) -> tuple[list[int], int, dict[str, Any]]:
        """What `KeptPictures` is asked for."""
        numbers, (begin, *others) = [p.picture for p in chain], chain
        if settings.access == 0:
            return numbers, begin.qp, {"alone": True}
        if not others:
            return numbers, begin.qp, {}
        qp = others[0].qp
        if max(np.diff(numbers)) == 1 and not any(p.described for p in chain):
            return numbers, qp, {"every": True}
        return numbers, qp, {"first": min(max(qp - begin.qp, 0), LIKE_INTRA)}

    def run(
        self, settings: Settings, *, plan: Sequence[Planned] | None = None, measured: bool = True
    ) -> Encoded:
        """Code the clip.

        plan      the pictures to code, instead of deciding by threshold; all but the first move on by less
                  than a step, to where the segment before them can end
        measured  generate all pictures as they are shown, for the result's ``seen`` and ``error``; else these
                  know the coded pictures alone, and the stream is the same
        """
        if plan is None and self.system.interpolator is not None and settings.latency == FILE:
            # Pictures are made towards the next base picture: first it is found where that is.
            found = self.run(dataclasses.replace(settings, latency=LIVE), measured=False)
            plan = [segment.planned for segment in found.segments]
        clip = self.clip
        writer = self.system.writer(settings.trade, settings.chroma_key)
        run = _Run(writer, Assembler(), Memory[Any](), measured)
        attached = self.system.attachment
        timing = Timing(
            clip.rate,
            settings.step,
            len(clip),
            adapter=attached.identity if attached else "",
            latency=settings.latency,
        )
        entries = self.entries(settings)
        laid = None if plan is None else self._laid(plan, settings)
        ready = _Ready(self, laid or [], settings)
        parts: list[bytes] = []
        segments: list[Segment] = []
        start, chain = 0, list[Planned]()
        while start < len(clip):
            if laid is not None:
                planned, limit = laid[len(segments)], self._limit(laid, len(segments), settings)
            else:
                planned = Planned(start, settings.qp)
                limit = next((e for e in entries if e > start), len(clip))
            if chain and (
                settings.access == 0 or _scene(entries, start) != _scene(entries, chain[0].picture)
            ):
                chain = []
            chain.append(planned)
            coded = ready[start] if laid is not None else self.coded_chain(chain, settings)[-1]
            job = _Job(planned, limit, coded[0], coded[1], laid is None)
            if len(chain) == 1:
                cut = start > 0 and _scene(clip.cuts, start) != _scene(clip.cuts, segments[-1].start)
                job.timing = dataclasses.replace(timing, first=start, cut=cut)
            if laid is not None:
                job.following = self._next(laid, len(segments), ready, settings)
            segment, data = self._segment(job, settings, run)
            parts.append(data)
            segments.append(segment)
            start += segment.count
            if self.progress:
                self.progress("coding", min(start, len(clip)), len(clip))
        self._settle(run, settings, None)
        segments[-1].count = len(clip) - segments[-1].start
        total = sum((s.ledger for s in segments), Ledger())
        total.pictures = len(clip)
        mean = sum(s.error * s.count for s in segments) / len(clip)
        seen = {number: crc for number, crc in run.seen.items() if number < len(clip)}
        beside = attached.data if attached and not attached.within else None
        total.beside = 8 * len(beside or b"")
        return Encoded(b"".join(parts), settings, segments, total, mean, seen=seen, beside=beside)

    def _next(
        self,
        laid: Sequence[Planned],
        at: int,
        ready: _Ready,
        settings: Settings,
    ) -> _Following | None:
        """The next base picture of what is laid out at a place, where a decoder makes pictures towards it."""
        if self.system.interpolator is None or settings.latency != FILE or at + 1 >= len(laid):
            return None
        here, after = laid[at], laid[at + 1]
        entries = self.entries(settings)
        begins = settings.access == 0 or _scene(entries, after.picture) != _scene(entries, here.picture)
        cut = _scene(self.clip.cuts, after.picture) != _scene(self.clip.cuts, here.picture)
        if cut or not (after.described or begins):
            return None
        # Between two base pictures nothing is asked of the second but its picture.
        neutral = self.system.layout.neutral()
        return _Following(
            after.picture, self.system.generator.prepare(to_tensor(ready[after.picture][1]), neutral)
        )

    def _limit(self, laid: Sequence[Planned], at: int, settings: Settings) -> int:
        """Up to which picture what is laid out at a place reaches."""
        start = laid[at].picture
        ends = [e for e in self.entries(settings) if e > start] + [len(self.clip)]
        return min(ends[0], laid[at + 1].picture if at + 1 < len(laid) else len(self.clip))

    def _laid(self, plan: Sequence[Planned], settings: Settings) -> list[Planned]:
        """The plan with every picture where the segment before it ends."""
        laid, start = list[Planned](), 0
        ordered = sorted(plan, key=lambda p: p.picture)
        numbers = [p.picture for p in ordered]
        ends = sorted({*self.entries(settings), *numbers, len(self.clip)})
        while start < len(self.clip):
            planned = ordered[bisect_right(numbers, start) - 1]
            limit = ends[bisect_right(ends, start)]
            laid.append(dataclasses.replace(planned, picture=start))
            if planned.described:
                whole = 1 + min(-(-(limit - 1 - start) // settings.step), MAX_KEYS) * settings.step
                start = self._end(start, start + whole, limit)
            else:
                start = min(limit, start + MAX_PERIODS)
        return laid

    def _end(self, start: int, whole: int, limit: int) -> int:
        """Where a segment from picture ``start`` ends whose messages reach up to picture ``whole``, and which
        is to reach no further than ``limit``: with a whole step, or there where pictures are made towards the
        next base picture and steps are long."""
        exact = self.system.interpolator is not None and limit - start <= MAX_PERIODS
        return min(whole, limit) if exact else whole

    def _segment(self, job: _Job, settings: Settings, run: _Run) -> tuple[Segment, bytes]:
        """One access unit: the coded picture and the messages up to about ``limit``."""
        moving, run.memory.moving = run.memory.moving, False
        if job.timing is not None:
            run.memory.empty()
            moving = False
        if not job.planned.described:
            return self._held(job, settings, run)
        start, step, limit, writer = job.planned.picture, settings.step, job.limit, run.writer
        picture = to_tensor(job.decoded)
        count = min(-(-(limit - 1 - start) // step), MAX_KEYS)
        # The last picture of a segment has a message; where the scene ends before it, the scene's last.
        keys = [min(start + (i + 1) * step, limit - 1) for i in range(count)]
        described = self._settled(self._first(start, keys, job.following), job, keys)
        if not self.clip.absent(start):
            # What is to follow decides how fine the base message has to be.
            tried = self.system.generator.prepare(picture, writer.base(described).received)
            writer.plan([described, *self._described(keys[:PLANNED], job, tried, described)])
        base = writer.base(described, job.uri)
        prepared = self._prepared(job, settings, run, base.received)
        bases, before = run.memory.bases, run.memory.bases[1:]
        fading = moving and settings.latency == LIVE and prepared is not None
        shown = faded(self.system, before, base.received, picture) if fading else picture
        run.seen[start] = zlib.crc32(to_pixels(shown).tobytes())
        first = self.errors([shown], [start])[0]
        codes = self._messages(job, settings, run, keys, prepared, base.received)
        messages = [m for code in (base, *codes) for m in code.messages]
        kept = len(codes)
        whole = 1 + kept * step
        reach = self._end(start, start + whole, limit) - start
        # Only where the last step is cut has it to be said.
        periods = reach if reach < whole else 1
        data, ledger = run.assembler.add(job.coded, messages, self._adapter(start), periods=periods)
        ledger.pictures, ledger.bases, ledger.described = reach, 1, kept
        segment = Segment(start, ledger.pictures, job.planned.qp, ledger, first, writer.precision)
        if prepared is not None and codes:
            run.memory.moving = True
            received = [c.received for c in codes]
            run.waiting = _Waiting(segment, bases, received, keys[:kept], first, fading)
        if settings.latency != FILE:
            self._settle(run, settings, None)
        return segment, data

    def _prepared(self, job: _Job, settings: Settings, run: _Run, base: Parameters) -> Any | None:
        """The base picture made ready, and remembered; those before it come to what is shown of them."""
        prepared = None
        if not self.clip.absent(job.planned.picture):
            prepared = self.system.generator.prepare(to_tensor(job.decoded), base)
            run.memory.add(prepared, afresh=job.timing is not None)
        self._settle(run, settings, None if job.timing is not None and job.timing.cut else prepared)
        return prepared

    def _messages(
        self,
        job: _Job,
        settings: Settings,
        run: _Run,
        keys: Sequence[int],
        prepared: Any | None,
        base: Parameters,
    ) -> list[Coded]:
        """Messages of the pictures ``keys``, up to where what is generated is too bad for the threshold."""
        start, bases, writer = job.planned.picture, run.memory.bases, run.writer
        coded = zlib.crc32(job.decoded.tobytes())
        first = self.errors([to_tensor(job.decoded)], [start])[0] if job.by_threshold else 0.0
        codes, late = list[Coded](), 0
        for at in range(0, len(keys), CHUNK):
            chunk = list(keys[at : at + CHUNK])
            rows = self._described(chunk, job, prepared, base)
            if prepared is not None:
                rows = self.refiner.refined(rows, chunk, bases, (start, coded), effort_of(settings.speed))
                if at == 0:
                    writer.judge(self.refiner.shown(rows[0], chunk[0], bases))
                place = Composed[Any]((at + 1) * settings.step, settings.step)
                before = codes[-1].received if codes else None
                rows = self.completed(rows, chunk, bases, place, before, quick=settings.speed == MEASURED)
            made = writer.segment(rows)
            codes += made
            if prepared is None or not job.by_threshold:
                continue
            place = Composed[Any]((at + 1) * settings.step, settings.step)
            shown = generate(self.system, bases, [c.received for c in made], composed=place)
            for j, value in enumerate(self.errors(shown, chunk)):
                bad = value - first > settings.threshold
                late = late + 1 if bad else 0
                if bad and at + j > 0 and (late >= 2 or value - first > 1.5 * settings.threshold):
                    return codes[: max(at + j, 1)]
        return codes

    def completed(
        self,
        rows: Sequence[Parameters],
        keys: Sequence[int],
        bases: Sequence[Any],
        composed: Composed[Any] | None = None,
        before: Parameters | None = None,
        *,
        quick: bool = False,
    ) -> list[Parameters]:
        """Add to the parameters of pictures ``keys`` what the system's completer finds wrong in those
        generated of them; ``composed`` as of `generate`, ``quick`` as of `Completer.complete`."""
        completer, out = self.system.completer, list(rows)
        if completer is None:
            return out
        height, width = self.clip.size
        made = generate(self.system, bases, rows, composed=composed)
        count = max(1, min(CHUNK, COMPARED // (height * width)))
        for at in range(0, len(out), count):
            part = slice(at, at + count)
            pictures = torch.stack(list(islice(made, count)))
            seen = self.seen(keys[part])
            out[part] = completer.complete(out[part], pictures, seen, bases, before, quick=quick)
            before = out[part][-1]
        return out

    def _settle(self, run: _Run, settings: Settings, following: Any | None) -> None:
        """Generate the pictures that wait, as they are shown where ``following`` comes next."""
        waiting, run.waiting = run.waiting, None
        if waiting is None or not run.measured:
            return
        segment, step, errors = waiting.segment, settings.step, [waiting.first]
        place = Composed(step, step, waiting.fading, following, segment.count)
        made = generate(self.system, waiting.bases, waiting.received, composed=place)
        for i, key in enumerate(waiting.keys):
            picture, last = next(made), segment.start + segment.count - 1
            # A message for where the clip's scene has ended is of the scene's last picture.
            number = max(key, last) if i + 1 == len(waiting.keys) else key
            run.seen[number] = zlib.crc32(to_pixels(picture).tobytes())
            errors += self.errors([picture], [key])
        segment.error = float(np.mean(errors))

    def _held(self, job: _Job, settings: Settings, run: _Run) -> tuple[Segment, bytes]:
        """One access unit whose picture stays: a base picture where decoding can begin, else one without a
        message."""
        start, picture = job.planned.picture, to_tensor(job.decoded)
        count, messages = min(job.limit - start, MAX_PERIODS), list[Message]()
        if job.timing is not None:
            base = run.writer.base(self._first(start), job.uri)
            messages = base.messages
            self._prepared(job, settings, run, base.received)
        self._settle(run, settings, None)
        data, ledger = run.assembler.add(job.coded, messages, self._adapter(start), periods=count)
        ledger.pictures, ledger.held = count, count - 1
        ledger.bases, ledger.coded = len(messages[:1]), 1 - len(messages[:1])
        keys = range(start, start + count)
        error = float(np.mean(self.errors([picture] * count, keys)))
        run.seen |= dict.fromkeys(keys, zlib.crc32(job.decoded.tobytes()))
        segment = Segment(start, count, job.planned.qp, ledger, error, run.writer.precision, described=False)
        return segment, data

    def _adapter(self, start: int) -> bytes | None:
        attached = self.system.attachment if start == 0 else None
        return attached.data if attached and attached.within else None

    def _first(self, start: int, keys: Sequence[int] = (), following: _Following | None = None) -> Parameters:
        """Parameters of a base picture, after which pictures ``keys`` have messages."""
        if self.clip.blank:
            return dataclasses.replace(self.system.layout.neutral(), low_confidence=True)
        if self.system.interpolator is not None:
            shown, after = self.seen([start])[0], self.seen(keys)
            if following is None:
                return self.system.interpolator.placed(shown, after)
            (last,) = self.seen([following.picture])
            return self.system.interpolator.placed(shown, after, last, following.shares(start, keys))
        (described,) = self.system.analyzer.describe(self.seen([start]))
        return dataclasses.replace(described, low_confidence=self.clip.absent(start))

    def _settled(self, described: Parameters, job: _Job, keys: Sequence[int]) -> Parameters:
        """Of what a base picture's parameters may be, those of which the pictures after it come nearest to
        their sources. Another QP nearby, later on, takes the same."""
        between, start = self.system.interpolator, job.planned.picture
        if between is None or not keys or self.clip.absent(start):
            return described
        picks = sorted({keys[len(keys) // 4], keys[3 * len(keys) // 4]})
        picture = to_tensor(job.decoded)
        tried = (start, job.limit, job.following is None, job.planned.qp // SETTLED)
        chosen, known, rows = self._settlings.setdefault(tried, []), len(self._settlings[tried]), None
        for stage in range(STAGES):
            options = between.ways(described, stage)
            if not options:
                break
            if stage >= known:
                away = []
                for option in options:
                    prepared = self.system.generator.prepare(picture, option)
                    rows = rows or self._described(picks, job, prepared, option)
                    place = [Composed(k - start, 1, False, *_towards(job, start)) for k in picks]
                    made = [
                        next(generate(self.system, [prepared], [row], composed=at))
                        for row, at in zip(rows, place, strict=True)
                    ]
                    away.append(float(np.mean(self._eye.away(map(to_pixels, made), picks))))
                best = int(np.argmin(away))
                chosen.append(best if away[best] < PAYS * away[0] else 0)
            described = options[chosen[stage]]
        return described

    @cached_property
    def _eye(self) -> Eye:
        return Eye(self.clip, FINE, scene=True)

    def _described(self, keys: list[int], job: _Job, prepared: object, base: Parameters) -> list[Parameters]:
        if prepared is None:
            return [dataclasses.replace(base, low_confidence=True) for _ in keys]
        start, between, following = job.planned.picture, self.system.interpolator, job.following
        seen, (shown,) = self.seen(keys), self.seen([start])
        if between is not None and following is not None:
            shares = following.shares(start, keys)
            rows = between.beside(seen, shares, prepared, following.prepared, shown)
        else:
            rows = self.system.analyzer.describe(seen, prepared, shown)
        return [
            dataclasses.replace(row, low_confidence=self.clip.absent(k))
            for row, k in zip(rows, keys, strict=True)
        ]

    def errors(self, made: Iterable[torch.Tensor], keys: Sequence[int]) -> list[float]:
        """Measure the loss of structure of pictures (3, h, w) against the clip's pictures of these
        numbers."""
        height, width = self.clip.size
        rows, pairs = list[float](), iter(zip(made, keys, strict=True))
        while part := list(islice(pairs, max(1, COMPARED // (height * width)))):
            source = to_batch(self.clip.pictures[[key for _, key in part]])
            rows += difference(torch.stack([picture for picture, _ in part]).float().cpu(), source).tolist()
        return rows

    def seen(self, keys: Sequence[int]) -> list[Seen]:
        """Return the pictures with what was measured of them."""
        return [self.clip.seen(k) for k in keys]


def _towards(job: _Job, start: int) -> tuple[Any | None, int]:
    """The next base picture made ready, and after how many pictures it comes."""
    return (job.following.prepared, job.following.picture - start) if job.following else (None, 0)


def _scene(cuts: Sequence[int], picture: int) -> int:
    """Which scene a picture belongs to."""
    return bisect_right(cuts, picture) - 1
