"""Pictures to a stream as they come: base pictures where they are needed, a message at once for all others.

Nothing looks ahead. A picture is measured, described and written before the next one is asked for; whether
what a decoder makes of it is still good enough is found out afterwards, and decides whether the next picture
is a base picture. Rate is held by a leaky bucket (`generators.codec.bucket`): the fuller it is, the finer
messages and base pictures are, and the sooner these come.
"""

from __future__ import annotations

import dataclasses
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType
from typing import Any

import numpy as np
import torch

from generators import registry
from generators.codec.bucket import Bucket
from generators.codec.encode import check_bitrate, choose_step
from generators.codec.eye import difference
from generators.codec.generate import Composed, generate, torch_threads
from generators.codec.ledger import Ledger
from generators.codec.picture_codec import PictureDecoder, PictureEncoder
from generators.codec.stream import Assembler, sei_nal
from generators.media.pixels import to_batch, to_tensor
from generators.parameters.values import Parameters
from generators.subjects.named import make_subject
from generators.subjects.subject import Seen
from generators.subjects.watching import Look, Watching
from sei.errors import SeigenError
from vvc_bridge.talk import LIVE, MAX_STEP, Timing

BUCKET = 4.0
"""Seconds of the bitrate that may leave at once, unless told."""
QPS = 22, 40
"""Of base pictures, where a bitrate is to be held: one that would be coarser waits."""
COARSEST = 48
"""QP of base pictures that cannot wait: the first, and where a scene begins."""
QP = 34
HALVES = 6.0
"""QPs that halve a picture's bits."""
FIRST, LATER = 0.6, 0.8
"""Shares of the bucket that the first base picture, and any later one, may take."""
MARGIN = 1.1
"""What pictures may take beyond what the last one's bits say."""
BASE_BITS = 1500
"""Bits that a base message is taken to have, with tag and timing."""
RESERVE = 0.5
"""Seconds of messages that a base picture leaves room for."""
ROUNDS = 4
"""How often the first picture is coded to find its QP."""
LEAST_BITS = 160
"""Bits per message of a bitrate, below which messages are fewer."""
PAUSE = 2.0
"""Seconds without a picture after which the stream begins anew."""
LATE = 3.0
"""Seconds that messages may be late by before the bitrate is given up."""
JUDGED = 2
"""One message in so many is judged by what is generated of it, which takes as long as all the rest."""
PLANNED = 24  # pictures with messages that the precision is chosen by
MOST = 4000  # messages of one access unit: of a file a decoder reads no more than decoder.MAX_MESSAGES


@dataclass
class _Base:
    """The base picture under way.

    number    of the picture
    shown     as it was seen
    absent    nothing is generated from it
    last      parameters of the last picture that has a message
    count     messages after it
    prepared  as the generator has it
    """

    number: int
    shown: Seen
    absent: bool
    last: Parameters
    count: int = 0
    prepared: Any | None = None


class LiveEncoder:
    """Codes pictures that are pushed, and gives what is to be sent at once.

        with LiveEncoder("mesh", bitrate=8) as encoder:
            for picture, time in camera:
                send(encoder.push(picture, time))

    system     of generators; those whose analysis knows the pictures so far alone
    rate       pictures per second of the stream; pictures that come too early are passed over, those that
               lack are made up for
    bitrate    kbit/s of the whole stream
    bucket     seconds of the bitrate that may leave at once: no window of time has more bits than
               bitrate * (window + bucket)
    qp         of the base pictures (4..63) instead of a bitrate
    threshold  loss of structure at which a new base picture is sent
    step       pictures from message to message; None: about 80 ms, more where the bitrate is low
    access     seconds after which decoding can begin anew at the latest
    size, window, subject, face, threads  as of `generators.coding.encode`
    clock      tells when data leaves, in seconds; None: when its picture was taken
    wait       seconds that messages wait for a base picture that is being coded; it comes late where it takes
               longer. None: as long as it takes

    Raises SeigenError for what cannot be asked.
    """

    def __init__(
        self,
        system: str = "mesh",
        *,
        rate: Fraction | float = 25,
        bitrate: float | None = 8.0,
        bucket: float = BUCKET,
        qp: int | None = None,
        threshold: float = 0.12,
        step: int | None = None,
        access: float = 10.0,
        size: int | tuple[int, int] | None = None,
        window: str = "auto",
        subject: str = "auto",
        face: int = 0,
        threads: int = 1,
        clock: Callable[[], float] | None = None,
        wait: float | None = None,
    ) -> None:
        entry = registry.entry(system)
        if entry.attached:
            raise SeigenError(f"{entry.name} is fitted through a whole clip: it cannot be coded live")
        self._name, self._threads, self._clock, self._wait = entry.name, threads, clock, wait
        self.rate = Fraction(rate).limit_denominator(1001)
        """Pictures per second of the stream."""
        self._bucket: Bucket | None = None
        if qp is None:
            check_bitrate(bitrate or 0)
            if not 0 < bucket < math.inf:
                raise SeigenError(f"bucket {bucket} seconds, allowed: above 0")
            # On a pipe the zero bytes of the next start code stand behind what has left.
            self._bucket = Bucket(1000 * (bitrate or 0), 1000 * (bitrate or 0) * bucket - 24)
        self._qp, self._threshold, self._access = qp, threshold, access
        self.step = step or self._steps(choose_step(float(self.rate), entry.pace))
        looked_at = make_subject(
            entry.subject if subject == "auto" else subject, face, described=entry.subject
        )
        self._watching = Watching(looked_at, size, window=window, multiple=entry.multiple)
        self._decoder, self._assembler = PictureDecoder(), Assembler()
        self._coming = b""  # the base picture, where it has been sent alone
        self._decoded, self._floor = torch.zeros(3, 2, 2), 0.0  # the base picture, and its own loss
        self._encoder: PictureEncoder | None = None
        self._origin: float | None = None
        self._now = 0.0
        self._number = -1  # of the last picture that was sent
        self._base: _Base | None = None
        self._awaited: Look | None = None  # of a base picture that is being coded, while messages go on
        self._due = self._scene = False  # the next picture is to be a base picture, for a scene begins
        self._late = 0
        self._judged: tuple[Parameters, Seen] | None = None
        self._recent: deque[Parameters] = deque(maxlen=PLANNED)
        self._sized: tuple[int, int] | None = None  # QP and bits of the last base picture
        self._message_bits = 0.0
        self.ledger = Ledger()
        """What was spent, as far as it has been put into the bucket."""

    def _steps(self, step: int) -> int:
        if self._bucket is not None:
            while step < MAX_STEP and self._bucket.rate * step < LEAST_BITS * self.rate:
                step = min(2 * step, MAX_STEP)
        return step

    @property
    def interval(self) -> float:
        """Seconds from message to message."""
        return self.step / float(self.rate)

    def push(self, picture: np.ndarray, time: float) -> bytes:
        """Take a picture, uint8 (h, w, 3), of a time in seconds; return whole NAL units, the first behind a
        start code of four bytes, or nothing.

        A picture is shown when it is due by its time; what comes before the next one is due is passed over.
        Raises SeigenError for what is no picture, and where the bitrate cannot be held.
        """
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
            raise SeigenError(f"a picture of {picture.dtype} {picture.shape}, allowed: uint8 (h, w, 3)")
        if not math.isfinite(time):
            raise SeigenError(f"time {time}: not a number of seconds")
        self._origin = time if self._origin is None else self._origin
        self._now = time - self._origin
        number = round(self._now * self.rate)
        with torch_threads(self._threads):
            self.settle()
            made = b"" if number < self._next else self._coded(picture, number)
        return made if self._bucket is None else self.release()

    def settle(self) -> None:
        """Find out whether the last picture as decoders have it is good enough, which `push` does otherwise,
        and get ready for the next base picture: for a host that has time."""
        judged, self._judged, base = self._judged, None, self._base
        if base is None or self._encoder is None:
            return
        if self._coming:
            self._take_in(base)
        wanted = self._wish()
        # Not where nothing would come of it.
        if judged is not None and wanted is not None and base.count % JUDGED == 0:
            received, seen = judged
            made = self._decoded
            if base.prepared is not None:
                place = Composed[Any](base.count * self.step, self.step)
                (made,) = generate(self._system, [base.prepared], [received], 1, composed=place)
            loss = self._loss(made, seen) - self._floor
            bad = loss > self._threshold * self._patience()
            self._late = self._late + 1 if bad else 0
            self._due |= bad and (self._late >= 2 or loss > 1.5 * self._threshold)
        ready = self._encoder.qp
        if wanted is not None and not self._encoder.busy and (ready is None or abs(ready - wanted) > 3):
            self._encoder.prepare(wanted)

    def refresh(self) -> None:
        """Let the next picture be a base picture, as soon as the bucket has room: somebody joined, or lost
        something."""
        self._due = True

    def release(self) -> bytes:
        """Return what waits and may leave now, by the clock."""
        return b"" if self._bucket is None else self._bucket.take(self._time())

    @property
    def delay(self) -> float:
        """Seconds until what waits may leave; 0: nothing does."""
        return 0.0 if self._bucket is None else self._bucket.delay(self._time())

    def flush(self) -> bytes:
        """Return what still waits for its time to leave, at the end."""
        if self._bucket is None:
            return b""
        return self._bucket.take(math.inf)

    def close(self) -> None:
        """End what stands ready."""
        if self._encoder is not None:
            self._encoder.close()

    def __enter__(self) -> LiveEncoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Which picture is what.

    @property
    def _next(self) -> int:
        """Number of the next picture that is looked at."""
        if self._base is None:
            return 0
        return self._number + (1 if self._awaited is not None or self._wants_base() else self.step)

    def _wants_base(self) -> bool:
        base = self._base
        if base is None:
            return True
        old = self._number + 1 - base.number >= self._access * self.rate
        return (self._due or old or base.count >= MOST) and self._wish() is not None

    def _coded(self, picture: np.ndarray, number: int) -> bytes:
        if self._awaited is not None:
            return self._while_awaited(picture, number)
        if self._encoder is not None and self._base is not None and self._wants_base():
            # While it is coded it is looked at.
            self._encoder.begin(self._watching.cut(picture), self._ready_qp())
        look = self._look(picture)
        anew = self._base is None or number - self._number > PAUSE * self.rate
        out: list[bytes] = []
        if anew or self._wants_base():
            held = 0 if anew or self._base is None else (number - self._number - 1) // self.step
            out += self._messages(None, False, held)
            coded = self._base_picture(look, number if anew else self._number + 1)
            if coded is not None:
                return b"".join([*out, coded])
        return b"".join([*out, *self._described_by(look, number)])

    def _look(self, picture: np.ndarray) -> Look:
        look = self._watching(picture)
        if self._encoder is None:
            self._encoder = PictureEncoder(*self._watching.size)
            self._system = registry.make(self._name, *self._watching.size)
            self._writer = self._system.writer()
        if look.scene:
            self._encoder.close()  # the window is another one
            self._recent.clear()
        self._due, self._scene = self._due or look.scene, self._scene or look.scene
        return look

    def _described_by(self, look: Look, number: int) -> list[bytes]:
        return self._messages(look, look.absent, (number - self._number) // self.step)

    def _while_awaited(self, picture: np.ndarray, number: int) -> bytes:
        """Messages go on until a base picture is there that is being coded for longer than is waited for. It
        is then shown late, once; what follows is generated from it."""
        assert self._awaited is not None and self._encoder is not None
        if self._encoder.wait(0):
            awaited, self._awaited = self._awaited, None
            return self._base_picture(awaited, self._number + 1) or b""
        if number - self._number < self.step:
            return b""
        look = self._look(picture)
        if look.scene:
            self._awaited = None
        return b"".join(self._described_by(look, number))

    def _base_picture(self, look: Look, number: int) -> bytes | None:
        """A base picture with its message; None where it takes more than may leave, or longer than may be
        waited for."""
        seen = look.seen
        described, writer = self._described(seen, look.absent), self._system.writer()
        if self._recent and not look.absent:
            writer.plan([described, *self._recent])
        assert self._encoder is not None
        if self._base is not None and self._encoder.busy and not self._encoder.wait(self._wait):
            self._awaited = look
            return None
        coded = self._picture(seen.picture)
        if coded is None:
            return None
        cut = look.scene and self._base is not None
        timing = Timing(self.rate, self.step, first=number, cut=cut, latency=LIVE)
        message, self._writer = writer.base(described, timing.uri()), writer
        data, ledger = self._assembler.add(coded, message.messages)
        ledger.pictures = ledger.bases = 1
        self._late, self._due, self._scene, self._number = 0, False, False, number
        self._judged, self._coming = None, coded
        self._base = _Base(number, seen, look.absent, message.received)
        return self._sent(data, ledger)

    def _described(self, seen: Seen, absent: bool) -> Parameters:
        if absent and seen.measured is None:
            return dataclasses.replace(self._system.layout.neutral(), low_confidence=True)
        (described,) = self._system.analyzer.describe([seen])
        return dataclasses.replace(described, low_confidence=absent)

    def _take_in(self, base: _Base) -> None:
        """Make a base picture ready that has been sent: decoders do it meanwhile too."""
        (self._decoded,) = (to_tensor(pixels) for _, pixels in self._decoder(self._coming))
        self._coming = b""
        self._floor = self._loss(self._decoded, base.shown)
        if not base.absent:
            base.prepared = self._system.generator.prepare(self._decoded, base.last)

    def _loss(self, shown: torch.Tensor, seen: Seen) -> float:
        source = to_batch(np.ascontiguousarray(seen.picture)[None])
        return float(difference(shown[None].float().cpu(), source)[0])

    def _messages(self, look: Look | None, absent: bool, count: int) -> list[bytes]:
        """So many messages, the last one of a picture that was looked at; None: all as the last one was.
        Those before it are of pictures that did not come, on the way to it."""
        base = self._base
        if base is None or count < 1:
            return []
        rows = [base.last] * count
        if look is not None and not self._must_hold():
            last = self._row(base, look, absent)
            mixed = self._system.layout.mixed
            rows = [mixed(base.last, last, i / count) for i in range(1, count)] + [last]
            self._recent.append(last)
        self._writer.weigh(self._dear())
        out: list[bytes] = []
        made = self._writer.segment(rows)
        for coded in made:
            data, ledger = sei_nal(coded.messages, self._assembler.context)
            data, ledger.envelope = (
                b"\0" + data,
                ledger.envelope + 8,
            )  # a start code of four bytes, see `push`
            ledger.pictures, ledger.described = self.step, 1
            base.count += 1
            base.last = coded.received
            self._number += self.step
            bits = 8.0 * len(data)
            self._message_bits += 0.1 * (bits - self._message_bits) if self._message_bits else bits
            out.append(self._sent(data, ledger))
        if look is not None:
            self._judged = made[-1].received, look.seen
        return out

    def _row(self, base: _Base, look: Look, absent: bool) -> Parameters:
        if base.absent or (look.seen.measured is None and absent):
            return dataclasses.replace(base.last, low_confidence=True)
        (row,) = self._system.analyzer.describe([look.seen], base.prepared, base.shown)
        return dataclasses.replace(row, low_confidence=absent)

    # What it may cost.

    def _sent(self, data: bytes, ledger: Ledger) -> bytes:
        self.ledger += ledger
        if self._bucket is None:
            return data
        self._bucket.put(data)
        late = self._bucket.late(self._time())
        if late > LATE:
            raise SeigenError(
                f"{self._bucket.rate / 1000:g} kbit/s cannot be held: a message takes "
                f"{self._message_bits:.0f} bits every {self.interval:g} s (take a larger step or bitrate)"
            )
        return b""

    def _time(self) -> float:
        return self._now if self._clock is None else self._clock()

    def _fullness(self) -> float:
        """Share of the bucket that is left, 0..1."""
        if self._bucket is None:
            return 1.0
        return min(max(self._bucket.room(self._time()) / self._bucket.size, 0.0), 1.0)

    def _dear(self) -> float:
        """What a bit of messages counts, in what it counts with a bucket half full or fuller."""
        return float(2 ** (8 * max(0.0, 0.5 - self._fullness())))

    def _patience(self) -> float:
        """By how much the threshold for a new base picture is passed over, in thresholds."""
        return 1.0 if self._bucket is None else 1.5 - self._fullness()

    def _must_hold(self) -> bool:
        """Whether nothing but that nothing has moved may be said."""
        return self._bucket is not None and self._bucket.room(self._time()) < 1.5 * self._message_bits

    def _target(self) -> float:
        """Bits that the next base picture may have, beside its messages."""
        if self._bucket is None:
            return math.inf
        reserve = BASE_BITS + RESERVE * self._message_bits / self.interval
        return min(LATER * self._bucket.size, self._bucket.room(self._time()) - reserve)

    def _wish(self) -> int | None:
        """QP of the next base picture; None: it cannot be had now."""
        if self._qp is not None or self._sized is None:
            return self._qp or QP
        target, (qp, bits) = self._target(), self._sized
        if target <= 0:
            return None
        wanted = max(QPS[0], qp + math.ceil(HALVES * math.log2(MARGIN * bits / target)))
        return wanted if wanted <= (COARSEST if self._scene else QPS[1]) else None

    def _picture(self, pixels: np.ndarray) -> bytes | None:
        """A picture coded with what QP it may have; None: it takes too much."""
        assert self._encoder is not None
        if self._bucket is None:
            return self._encoder(pixels, self._ready_qp())
        if self._sized is None:
            return self._first_picture(pixels, self._encoder)
        for _ in range(2):
            if self._wish() is None:
                break
            qp = self._ready_qp()
            coded = self._encoder(pixels, qp)
            self._sized = qp, 8 * len(coded)
            if 8 * len(coded) <= self._bucket.room(self._time()) - BASE_BITS:
                return coded
        return None

    def _ready_qp(self) -> int:
        """The QP that is wanted, or one that is little coarser and stands ready."""
        assert self._encoder is not None
        wanted, ready = self._wish() or COARSEST, self._encoder.qp
        return (
            ready if ready is not None and (self._encoder.busy or wanted <= ready <= wanted + 3) else wanted
        )

    def _first_picture(self, pixels: np.ndarray, encoder: PictureEncoder) -> bytes:
        """The first picture, coded until it takes about its share of the bucket."""
        assert self._bucket is not None
        target, qp, best = FIRST * self._bucket.size - BASE_BITS, QP, b""
        for _ in range(ROUNDS):
            coded = encoder(pixels, qp)
            self._sized = qp, 8 * len(coded)
            fits = self._sized[1] <= target
            best = coded if fits or not best else best
            away = math.ceil(HALVES * math.log2(self._sized[1] / target)) if target > 0 else 100
            following = min(max(qp + away, QPS[0]), COARSEST)
            if following == qp or (fits and following >= qp - 1):
                break
            qp = following
        return best
