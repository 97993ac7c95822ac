"""When the pictures of a talk are shown, by gfv_nn_uri of its base messages (`seigen encode` writes it).

r=24000/1001&s=2&n=472&k=236&c=1&m=1&a=Xk3_90aB

r pictures per second; s pictures from message to message; n pictures in all (absent in a live stream);
k number of the base picture among them (absent: 0); c=1 a scene begins here; m=1 or m=2 pictures are
composed from several base pictures (`Timing.latency`); a the adapter that the
generator needs, if any; p pictures that the access unit stands for, where its last message describes a
picture less than s after the one before it (`seigen thin`)

Base pictures where decoding cannot begin say none of it. An access unit stands for its coded picture, for
what its messages describe, and for as many pictures more as its frame_field_info says that it is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import parse_qsl

from sei.bits import BitReader, BitWriter

FRAME_FIELD_INFO = 168
"""payloadType of frame_field_info (H.274 8.8)."""
USER_DATA = 5
"""payloadType of user_data_unregistered (H.274 8.5)."""
REPLACED = "62e1c44c95644429882ddd32dfd511ac"
"""uuid_iso_iec_11578 of the message that says that the face of a talk was replaced (`seigen drive`)."""
REPLACED_TEXT = "the face was replaced: this is not the person who was filmed (seigen drive)"
"""What that message says, in UTF-8."""
LIVE, FILE = "live", "file"
"""How long a decoder may wait: for nothing, or for the next base picture."""
MAX_PERIODS = 256
"""Pictures that frame_field_info can make an access unit stand for."""
_LATENCIES = ("", LIVE, FILE)
MAX_STEP = 16
# Digits bounded: a rate of 1e999999999 is a number of that many digits. Products stay in 32 bits for muxers.
_RATE = re.compile(r"\d{1,8}(/\d{1,5})?", re.ASCII)
_IDENTITY = re.compile(r"[A-Za-z0-9_-]{8}", re.ASCII)
DEFAULT_RATE = Fraction(25)
MAX_NUMBER = 1 << 40
# Seconds that may be lost and are waited for; more is taken for another stream.
MAX_LOSS = 600


@dataclass(frozen=True)
class Timing:
    """What gfv_nn_uri says: pictures per second, pictures from message to message, pictures in all, number of
    the base picture, whether a scene begins with it, the adapter, ``span``, what `pictures` goes by, and
    ``latency``: `LIVE`, pictures are composed from the base pictures since one that decoding can begin with;
    `FILE`, from the next one as well; empty, as they were before there was a choice."""

    rate: Fraction = DEFAULT_RATE
    step: int = 1
    count: int | None = None
    first: int = 0
    cut: bool = False
    adapter: str = ""
    span: int | None = None
    latency: str = ""

    def pictures(self, messages: int) -> int:
        """Count the pictures that an access unit with so many messages stands for: one for the base picture,
        a step for each message after it, the last step cut where ``span`` lies in it."""
        whole = 1 + max(messages - 1, 0) * self.step
        return self.span if self.span is not None and whole - self.step < self.span < whole else whole

    def empties(self, entry: bool) -> bool:
        """Tell whether base pictures before this one are of no use; ``entry``: decoding can begin with it.

        Where pictures are composed, every such picture empties the memory, so that what is shown after a seek
        is what is shown without. In older streams, whose base pictures all are IDRs, scenes alone do.
        """
        return entry if self.latency else self.cut or self.first == 0

    @classmethod
    def given(cls, uri: str | None) -> bool:
        """Tell whether a gfv_nn_uri says a rate: those of others mean something else."""
        return any(key == "r" and _RATE.fullmatch(value) for key, value in parse_qsl((uri or "")[:200]))

    def uri(self) -> str:
        """Return the text of gfv_nn_uri."""
        text = f"r={self.rate}&s={self.step}"
        text += "" if self.count is None else f"&n={self.count}"
        text += f"&k={self.first}" if self.first else ""
        text += "&c=1" if self.cut else ""
        text += f"&m={_LATENCIES.index(self.latency)}" if self.latency else ""
        text += f"&a={self.adapter}" if self.adapter else ""
        return text + ("" if self.span is None else f"&p={self.span}")

    @classmethod
    def parse(cls, uri: str | None) -> Timing:
        """Read leniently: what is missing or makes no sense takes its default."""
        rate, step, count, first, cut, adapter = DEFAULT_RATE, 1, None, 0, False, ""
        span: int | None = None
        latency = ""
        for key, value in parse_qsl((uri or "")[:200]):
            try:
                if key == "r":
                    given = Fraction(value) if _RATE.fullmatch(value) else DEFAULT_RATE
                    rate = given if Fraction(1, 10) <= given <= 480 else DEFAULT_RATE
                elif key == "s":
                    step = min(max(int(value), 1), MAX_STEP)
                elif key == "n":
                    count = max(int(value), 0)
                elif key == "k":
                    first = min(max(int(value), 0), MAX_NUMBER)
                elif key == "c":
                    cut = value == "1"
                elif key == "m":
                    latency = _LATENCIES[int(value)] if value in ("1", "2") else ""
                elif key == "a":
                    adapter = value if _IDENTITY.fullmatch(value) else ""
                elif key == "p":
                    span = min(max(int(value), 1), MAX_NUMBER)
            except (ValueError, ZeroDivisionError):
                continue
        return cls(rate, step, count, first, cut, adapter, span, latency)


def is_replaced(payload_type: int, payload: bytes) -> bool:
    """Tell whether a message says that the face was replaced."""
    return payload_type == USER_DATA and payload[:16].hex() == REPLACED


def periods_payload(periods: int) -> bytes:
    """Write the frame_field_info of a progressive frame shown for so many pictures, 1..MAX_PERIODS."""
    if not 1 <= periods <= MAX_PERIODS:
        raise ValueError(f"{periods} pictures, allowed 1..{MAX_PERIODS}")
    bits = BitWriter()
    bits.u(0, 2)  # ffi_field_pic_flag, ffi_display_fields_from_frame_flag
    bits.u(periods - 1, 8)  # ffi_display_elemental_periods_minus1
    bits.u(1, 2)  # ffi_source_scan_type_idc: progressive
    bits.u(0, 1)  # ffi_duplicate_flag
    bits.u(4, 3)  # sei_payload_bit_equal_to_one, and zeros
    return bits.to_bytes()


def periods_in(payload: bytes) -> int:
    """Read for how many pictures a frame_field_info says that a frame is shown; 1 where it does not say."""
    bits = BitReader(payload)
    try:
        if bits.u(1):
            return 1
        if bits.u(1):
            bits.u(1)
        return bits.u(8) + 1
    except EOFError:
        return 1


class Clock:
    """Numbers and times of the pictures shown, over losses and from stream to stream.

    A base picture's number says what became of those before it. Greater than the next one's: pictures were
    lost, and time goes on without them. Otherwise, or when the stream before is complete: another stream,
    whose time follows. A stream entered in the middle begins at its own time.
    """

    def __init__(self) -> None:
        self.timing = Timing()
        self.index = 0
        """Of the next picture."""
        self._number = 0  # the same in the stream under way
        self._begun = False
        self._origin, self._start = 0, 0.0  # a picture and its time, from which the rate counts

    def enter(self, timing: Timing) -> bool:
        """Take in a base picture's timing. Returns whether it is not the one that was expected."""
        number, was = timing.first, self.timing
        if timing.count is not None and number >= timing.count:
            number = 0
        complete = was.count is not None and self._number >= was.count
        lost = number - self._number
        follows = self._begun and not complete and lost == 0
        if not self._begun:
            self.index = self._origin = number
            self._start = number / float(timing.rate)
        elif not follows:
            if not complete and 0 < lost <= MAX_LOSS * timing.rate and timing.rate == was.rate:
                self.index += lost
            self._origin, self._start = self.index, self.time
        elif timing.rate != was.rate:
            self._origin, self._start = self.index, self.time
        self._number, self.timing = number, timing
        return not follows

    def continues(self, timing: Timing, pictures: int) -> bool:
        """Tell whether a base picture that comes after so many pictures more goes on with the same scene."""
        expected = self._number + pictures
        same = timing.rate == self.timing.rate and timing.adapter == self.timing.adapter
        return self._begun and same and not timing.cut and timing.first == expected > 0

    @property
    def time(self) -> float:
        """Of the next picture, in seconds."""
        return self._start + (self.index - self._origin) / float(self.timing.rate)

    @property
    def ended(self) -> bool:
        """Whether all pictures that the stream says it has were shown."""
        return self.timing.count is not None and self._number >= self.timing.count

    @property
    def left(self) -> int | None:
        """Pictures that are still to come by what the stream says it has; None: it does not say."""
        return None if self.timing.count is None else max(0, self.timing.count - self._number)

    def tick(self) -> tuple[int, float]:
        """Count a picture that is shown now; its index and time."""
        shown = self.index, self.time
        self.pass_over(1)
        return shown

    def pass_over(self, pictures: int) -> None:
        """Count so many pictures as shown."""
        self.index += pictures
        self._number += pictures
        self._begun = True
