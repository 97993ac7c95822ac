"""A clip to a stream: base pictures where they are needed, messages for everything between.

The encoder runs the decoder: every message is resolved as a decoder would, every picture that decides
something was generated from the decoded base picture by the same code that `generators.decoder` runs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F

from generators.clip import Clip, Progress
from generators.coding import ParameterWriter
from generators.decoder import Memory, generate
from generators.face.landmarks import Face
from generators.picture_codec import PictureDecoder, encode_picture
from generators.protocols import Parameters, System
from generators.stream import Assembler, Ledger, Timing
from sei.errors import SeigenError

CHUNK = 16
PARAMETER_RATE = 12.5
"""Messages a second that `step` aims at unless told: speech moves the lips at up to 6 Hz."""
QP_SEARCH = (30, 34, 38)
QP_LIMITS = (20, 50)
TOLERANCE = 0.05


@dataclass(frozen=True)
class Settings:
    """What is decided once a stream.

    qp         of the base pictures
    threshold  loss of structure (see `difference`) against the freshly decoded base picture at which a new
               base picture is sent
    step       pictures from message to message
    trade      squared quantiser steps worth one bit of parameters
    """

    qp: int = 34
    threshold: float = 0.12
    step: int = 2
    trade: float = 0.15


@dataclass
class Segment:
    """One access unit: from which picture on, how many, what it cost."""

    start: int
    count: int
    qp: int
    ledger: Ledger
    error: float


@dataclass
class Encoded:
    """A coded stream and what is known of it."""

    data: bytes
    settings: Settings
    segments: list[Segment]
    ledger: Ledger
    error: float
    notes: list[str] = field(default_factory=list)


def difference(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Loss of structure 1 - SSIM of luma at half size, (n,), of pictures (n, 3, h, w) in 0..1."""
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

    def __init__(self, clip: Clip, system: System, *, progress: Progress | None = None) -> None:
        self.clip, self.system, self.progress = clip, system, progress
        self._coded: dict[tuple[int, int], tuple[bytes, np.ndarray]] = {}
        self._faces, self._low = _filled(clip.faces)

    def picture(self, index: int, qp: int) -> tuple[bytes, np.ndarray]:
        """A base picture coded, and as decoded; kept, for it is asked for again and again."""
        key = (index, qp)
        if key not in self._coded:
            data = encode_picture(np.asarray(self.clip.pictures[index]), qp)
            (decoded,) = PictureDecoder()(data)
            self._coded[key] = (data, decoded)
        return self._coded[key]

    def run(
        self,
        settings: Settings,
        *,
        starts: dict[int, int] | None = None,
        fast: bool = False,
        sink: Callable[[int, np.ndarray | torch.Tensor], None] | None = None,
    ) -> Encoded:
        """Code the clip.

        starts  base pictures to use, with the QP of each, instead of deciding by threshold
        fast    measure only every third picture with messages
        sink    given (index, picture) of everything that a decoder will show at message instants
        """
        clip, assembler, memory = self.clip, Assembler(), Memory()
        writer = ParameterWriter(self.system, trade=settings.trade)
        timing = Timing(clip.rate, settings.step, len(clip))
        parts: list[bytes] = []
        segments: list[Segment] = []
        start = 0
        order = sorted(starts) if starts else []
        while start < len(clip):
            cut = start in clip.cuts
            end = next((c for c in clip.cuts if c > start), len(clip))
            if starts:
                end = next((s for s in order if s > start), len(clip))
            qp = starts[start] if starts else settings.qp
            coded, decoded = self.picture(start, qp)
            (described,) = self.system.analyzer.describe([self._faces[start]])
            base = writer.base(
                dataclasses.replace(described, low_confidence=self._low[start]), timing.uri() if cut else None
            )
            messages = list(base.messages)
            error, shown = 0.0, 0
            if not self._low[start]:
                picture = torch.from_numpy(decoded).permute(2, 0, 1).float().div(255)
                prepared = self.system.generator.prepare(picture, base.received)
                bases = memory.add(prepared, afresh=cut)
            else:
                prepared, bases = None, memory.bases
            first = self._errors([decoded], [start])[0]
            keys = _keys(start, end, settings.step)
            late = 0
            for at in range(0, len(keys), CHUNK):
                chunk = keys[at : at + CHUNK]
                rows = self._described(chunk, prepared, base.received)
                codes = [writer.next(row) for row in rows]
                if prepared is not None:
                    pick = [j for j in range(len(chunk)) if not fast or (at + j) % 3 == 1]
                    made = list(generate(self.system, bases, [codes[j].received for j in pick]))
                    errors = dict(zip(pick, self._errors(made, [chunk[j] for j in pick]), strict=True))
                else:
                    pick, made, errors = [], [], {}
                stop = len(chunk)
                for j in pick:
                    excess = errors[j] - first
                    bad = starts is None and excess > settings.threshold
                    late = late + 1 if bad else 0
                    if bad and (late >= 2 or excess > 1.5 * settings.threshold) and chunk[j] - start > settings.step:
                        stop = j
                        break
                for j in range(stop):
                    messages += codes[j].messages
                    if j in errors:
                        error += errors[j]
                        shown += 1
                if sink and not fast:
                    for j, picture in zip(pick, made, strict=True):
                        if j < stop:
                            sink(chunk[j], picture)
                if stop < len(chunk):
                    end = (chunk[stop - 1] if stop else (keys[at - 1] if at else start)) + 1
                    break
            data, ledger = assembler.add(coded, messages)
            ledger.pictures = end - start
            segments.append(Segment(start, end - start, qp, ledger, error / max(shown, 1)))
            parts.append(data)
            if self.progress:
                self.progress("coding", end, len(clip))
            start = end
        total = sum((s.ledger for s in segments), Ledger())
        mean = sum(s.error * s.count for s in segments) / len(clip)
        return Encoded(b"".join(parts), settings, segments, total, mean)

    def _described(self, keys: list[int], prepared: object, base: Parameters) -> list[Parameters]:
        if prepared is None:
            return [dataclasses.replace(base, low_confidence=True) for _ in keys]
        rows = self.system.analyzer.describe([self._faces[k] for k in keys], prepared)
        return [
            dataclasses.replace(row, low_confidence=self._low[k]) for row, k in zip(rows, keys, strict=True)
        ]

    def _errors(self, made: list, keys: list[int]) -> list[float]:
        if not made:
            return []
        tensors = [
            torch.from_numpy(m).permute(2, 0, 1).float() / 255 if isinstance(m, np.ndarray) else m.float().cpu()
            for m in made
        ]
        source = torch.from_numpy(np.asarray(self.clip.pictures[keys])).permute(0, 3, 1, 2).float() / 255
        return difference(torch.stack(tensors), source).tolist()


def _keys(start: int, end: int, step: int) -> list[int]:
    """Pictures with messages after the base picture, the last one moved to the segment's last picture."""
    count = -(-(end - 1 - start) // step)
    return [min(start + (i + 1) * step, end - 1) for i in range(count)]


def _filled(faces: list[Face | None]) -> tuple[list[Face], list[bool]]:
    """Faces without gaps (the one before, or the first to come), and where they were filled in."""
    known = next(f for f in faces if f is not None)
    out, low = [], []
    for face in faces:
        low.append(face is None)
        known = face or known
        out.append(known)
    return out, low


def choose_step(rate: float) -> int:
    """Pictures from message to message for a picture rate."""
    return max(1, round(rate / PARAMETER_RATE))


def encode_clip(
    clip: Clip,
    system: System,
    *,
    bitrate: float | None = 8.0,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Encoded:
    """Code a clip at ``bitrate`` kbit/s, or by settings alone when it is None.

    The target is met from below as nearly as whole QPs allow. When even the floor (one base picture a scene
    at the coarsest QP, sparse parameters) is above it, the floor is coded and a note says so.
    """
    settings = settings or Settings(step=choose_step(float(clip.rate)))
    encoder = Encoder(clip, system, progress=progress)
    if bitrate is None:
        return encoder.run(settings)
    if bitrate <= 0:
        raise SeigenError(f"bitrate {bitrate} kbit/s, allowed: above 0")
    target = bitrate * 1000 * clip.seconds
    best: Encoded | None = None
    for qp in QP_SEARCH:
        found = _threshold_for(encoder, dataclasses.replace(settings, qp=qp), target)
        if found is not None and (best is None or found.error < best.error):
            best = found
    if best is None:
        return _floor(encoder, settings, target, bitrate)
    return _fine(encoder, best, target)


def _threshold_for(encoder: Encoder, settings: Settings, target: float) -> Encoded | None:
    """The lowest threshold whose stream fits the target at this QP; None when none does."""
    low, high = 0.01, 1.0
    best = encoder.run(dataclasses.replace(settings, threshold=high), fast=True)
    if best.ledger.total > target:
        return None
    for _ in range(6):
        middle = float(np.sqrt(low * high))
        tried = encoder.run(dataclasses.replace(settings, threshold=middle), fast=True)
        if tried.ledger.total <= target:
            best, high = tried, middle
            if tried.ledger.total > 0.97 * target:
                break
        else:
            low = middle
    return best


def _fine(encoder: Encoder, found: Encoded, target: float) -> Encoded:
    """Spend what is left on finer base pictures, the same ones: QPs down together, then one by one."""
    starts = {s.start: s.qp for s in found.segments}
    sizes = lambda plan: sum(8 * len(encoder.picture(i, q)[0]) for i, q in plan.items())  # noqa: E731
    room = target - found.ledger.total + sizes(starts)
    while min(starts.values()) > QP_LIMITS[0]:
        finer = {i: q - 1 for i, q in starts.items()}
        if sizes(finer) > room:
            break
        starts = finer
    for i in sorted(starts):
        finer = {**starts, i: starts[i] - 1}
        if starts[i] > QP_LIMITS[0] and sizes(finer) <= room:
            starts = finer
    return encoder.run(found.settings, starts=starts)


def _floor(encoder: Encoder, settings: Settings, target: float, bitrate: float) -> Encoded:
    """Fewer, coarser parameters and one base picture a scene, until it fits; the last resort is kept."""
    clip = encoder.clip
    last: Encoded | None = None
    for step, trade in ((settings.step, 0.6), (2 * settings.step, 0.6), (4 * settings.step, 2.0)):
        tried = dataclasses.replace(settings, step=min(step, 16), trade=trade, threshold=1e9)
        for qp in (38, 42, 46, QP_LIMITS[1]):
            last = encoder.run(tried, starts={c: qp for c in clip.cuts}, fast=True)
            if last.ledger.total <= target:
                return _fine(encoder, dataclasses.replace(last, settings=tried), target)
    assert last is not None
    last.notes.append(
        f"{bitrate:g} kbit/s cannot be met: the floor of this clip is "
        f"{last.ledger.total / clip.seconds / 1000:.1f} kbit/s"
    )
    return last
