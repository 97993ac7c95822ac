"""A clip to a stream: base pictures where they are needed, messages for everything between.

The encoder runs the decoder: every message is resolved as a decoder would, every picture that decides
something was generated from the decoded base picture by the same code that `generators.codec.decoder` runs.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from generators.codec.decoder import Decoder
from generators.codec.generate import Memory, generate
from generators.codec.ledger import Ledger
from generators.codec.picture_codec import PictureDecoder, encode_picture
from generators.codec.refine import Refiner, effort_of
from generators.codec.stream import Assembler
from generators.media.ahead import mapped
from generators.media.pixels import to_batch, to_pixels, to_tensor
from generators.parameters.values import Parameters
from generators.parameters.writing import TRADE, MessageWriter
from generators.subjects.clip import Clip, Progress
from generators.subjects.subject import Seen
from generators.system import AnySystem
from vvc_bridge.talk import Timing

CHUNK = 16
COMPARED = 1 << 23
"""Pixels of the pictures that are compared at once: four of 1920x1080."""
DECODED = 1 << 26
"""Bytes of decoded base pictures that are kept."""
PLANNED = 64  # pictures with messages that the precision is chosen by
MAX_KEYS = 4000  # pictures with messages in one access unit; a decoder reads no more than MAX_MESSAGES


@dataclass(frozen=True)
class Settings:
    """What is decided once a stream.

    qp         of the base pictures
    threshold  loss of structure (see `difference`) against the freshly decoded base picture at which a new
               base picture is sent
    step       pictures from message to message
    trade      squared displacement of landmarks worth one bit, see `generators.parameters.by_effect`
    speed      how much is refined by generating, see `generators.codec.refine`
    """

    qp: int = 34
    threshold: float = 0.12
    step: int = 2
    trade: float = TRADE
    speed: str = "medium"


@dataclass
class Segment:
    """One access unit: from which picture on, how many, what it cost, precision of its matrix elements."""

    start: int
    count: int
    qp: int
    ledger: Ledger
    error: float
    precision: int | None = None


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


def difference(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Measure the loss of structure 1 - SSIM of luma at half size, (n,), of pictures (n, 3, h, w) in 0..1."""
    weight = a.new_tensor([0.2126, 0.7152, 0.0722]).view(1, 3, 1, 1)
    x, y = (F.avg_pool2d((p.float() * weight).sum(1, keepdim=True), 2) for p in (a, b))

    def mean(t: torch.Tensor) -> torch.Tensor:
        return F.avg_pool2d(t, 7, 2)

    mx, my = mean(x), mean(y)
    vx, vy, c = mean(x * x) - mx * mx, mean(y * y) - my * my, mean(x * y) - mx * my
    s = ((2 * mx * my + 1e-4) * (2 * c + 9e-4)) / ((mx * mx + my * my + 1e-4) * (vx + vy + 9e-4))
    return 1 - s.mean((1, 2, 3))


class Encoder:
    """Codes one clip, as often as it takes to meet a target."""

    def __init__(self, clip: Clip, system: AnySystem, *, progress: Progress | None = None) -> None:
        self.clip, self.system, self.progress = clip, system, progress
        self.refiner = Refiner(clip, system)
        self._coded: dict[tuple[int, int], bytes] = {}
        self._decoded: dict[tuple[int, int], np.ndarray] = {}

    def keep(self, other: Encoder) -> None:
        """Take over the base pictures that another encoder of the same clip has coded."""
        self._coded |= other._coded

    def picture(self, index: int, qp: int) -> tuple[bytes, np.ndarray]:
        """Return a base picture coded, and as decoded. It is kept, for it is asked for again and again; as
        decoded no more than DECODED bytes are."""
        key = (index, qp)
        data = self.coded(index, qp)
        if key not in self._decoded:
            ((_, decoded),) = PictureDecoder()(data)
            while self._decoded and (len(self._decoded) + 1) * decoded.nbytes > DECODED:
                del self._decoded[next(iter(self._decoded))]
            self._decoded[key] = decoded
        return data, self._decoded[key]

    def coded(self, index: int, qp: int) -> bytes:
        """Return a base picture coded."""
        key = (index, qp)
        if key not in self._coded:
            self._coded[key] = encode_picture(np.asarray(self.clip.pictures[index]), qp)
        return self._coded[key]

    def code_ahead(self, wanted: Iterable[tuple[int, int]]) -> None:
        """Code base pictures, (number, QP), that will be asked for, two at a time."""
        for _ in mapped(lambda key: self.coded(*key), iter(wanted)):
            pass

    def run(
        self,
        settings: Settings,
        *,
        starts: Sequence[tuple[int, int]] | None = None,
    ) -> Encoded:
        """Code the clip.

        starts  (picture, QP) of the base pictures to use, instead of deciding by threshold; all but the
                first move back by less than a step, to where the segment before them can end
        """
        clip, assembler, memory = self.clip, Assembler(), Memory[Any]()
        writer = self.system.writer(settings.trade)
        attached = self.system.attachment
        named = attached.identity if attached else ""
        timing = Timing(clip.rate, settings.step, len(clip), adapter=named)
        plan = None if starts is None else sorted(starts)
        parts: list[bytes] = []
        seen: dict[int, int] = {}
        segments: list[Segment] = []
        start, scene = 0, -1
        while start < len(clip):
            fresh = scene != (scene := _scene(clip.cuts, start))
            limit = next((c for c in clip.cuts if c > start), len(clip))
            qp = settings.qp
            if plan:
                qp = [q for s, q in plan if s <= start][-1]
                limit = min([limit, *(s for s, _ in plan if s > start)])
            segment, data, made = self._segment(
                start,
                limit,
                qp,
                settings,
                writer,
                memory,
                assembler,
                dataclasses.replace(timing, first=start, cut=fresh and start > 0),
                plan is None,
            )
            parts.append(data)
            segments.append(segment)
            seen |= {start + i: crc for i, crc in made.items() if start + i < len(clip)}
            start += segment.count
            if self.progress:
                self.progress("coding", min(start, len(clip)), len(clip))
        segments[-1].count = len(clip) - segments[-1].start
        total = sum((s.ledger for s in segments), Ledger())
        total.pictures = len(clip)
        mean = sum(s.error * s.count for s in segments) / len(clip)
        beside = attached.data if attached and not attached.within else None
        total.beside = 8 * len(beside or b"")
        return Encoded(b"".join(parts), settings, segments, total, mean, seen=seen, beside=beside)

    def _segment(
        self,
        start: int,
        limit: int,
        qp: int,
        settings: Settings,
        writer: MessageWriter,
        memory: Memory[Any],
        assembler: Assembler,
        timing: Timing,
        by_threshold: bool,
    ) -> tuple[Segment, bytes, dict[int, int]]:
        """One access unit: the base picture ``start`` and the messages up to about ``limit``."""
        coded, decoded = self.picture(start, qp)
        described = self._first(start)
        picture = to_tensor(decoded)
        count = min(-(-(limit - 1 - start) // settings.step), MAX_KEYS)
        # The last picture of a segment has a message; where the scene ends before it, the scene's last.
        keys = [min(start + (i + 1) * settings.step, limit - 1) for i in range(count)]
        if not self.clip.absent(start):
            # What is to follow decides how fine the base message has to be.
            tried = self.system.generator.prepare(picture, writer.base(described).received)
            writer.plan([described, *self._described(keys[:PLANNED], start, tried, described)])
        base = writer.base(described, timing.uri())
        messages = list(base.messages)
        prepared, bases = None, memory.bases
        if not self.clip.absent(start):
            prepared = self.system.generator.prepare(picture, base.received)
            bases = memory.add(prepared, afresh=timing.afresh)
        first = self.errors([picture], [start])[0]
        errors, late, kept = [first], 0, 0
        seen = {0: zlib.crc32(decoded.tobytes())}
        for at in range(0, count, CHUNK):
            chunk = keys[at : at + CHUNK]
            rows = self._described(chunk, start, prepared, base.received)
            if prepared is not None:
                effort = effort_of(settings.speed)
                rows = self.refiner.refined(rows, chunk, bases, (start, seen[0]), effort)
                if at == 0:
                    writer.judge(self.refiner.shown(rows[0], chunk[0], bases))
            codes = writer.segment(rows)
            measured: list[float] = []
            if prepared is not None:
                received = [c.received for c in codes]
                made = list(generate(self.system, bases, received))
                measured = self.errors(made, chunk)
            stop = len(chunk)
            for j, value in enumerate(measured):
                bad = by_threshold and value - first > settings.threshold
                late = late + 1 if bad else 0
                if bad and at + j > 0 and (late >= 2 or value - first > 1.5 * settings.threshold):
                    stop = max(j, 1 - at)
                    break
            messages += [m for c in codes[:stop] for m in c.messages]
            errors += measured[:stop]
            if prepared is not None:
                for j in range(stop):
                    seen[(kept + j + 1) * settings.step] = zlib.crc32(to_pixels(made[j]).tobytes())
            kept += stop
            if stop < len(chunk):
                break
        attached = self.system.attachment if start == 0 else None
        data, ledger = assembler.add(coded, messages, attached.data if attached and attached.within else None)
        ledger.pictures = 1 + kept * settings.step
        segment = Segment(start, ledger.pictures, qp, ledger, float(np.mean(errors)), writer.precision)
        return segment, data, seen

    def _first(self, start: int) -> Parameters:
        """Parameters of a base picture."""
        if self.clip.blank:
            return dataclasses.replace(self.system.layout.neutral(), low_confidence=True)
        (described,) = self.system.analyzer.describe(self.seen([start]))
        return dataclasses.replace(described, low_confidence=self.clip.absent(start))

    def _described(self, keys: list[int], start: int, prepared: object, base: Parameters) -> list[Parameters]:
        if prepared is None:
            return [dataclasses.replace(base, low_confidence=True) for _ in keys]
        rows = self.system.analyzer.describe(self.seen(keys), prepared, self.seen([start])[0])
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


def _scene(cuts: Sequence[int], picture: int) -> int:
    """Which scene a picture belongs to."""
    return sum(c <= picture for c in cuts) - 1
