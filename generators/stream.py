"""How a seigen stream is laid out, and what everybody needs to read one without side information.

One access unit a base picture: parameter sets, the intra-coded picture (an IDR), and one suffix SEI NAL
unit with all messages of the pictures that are generated from it, so a player needs no other access unit.
The base message (gfv_cnt 0) describes the base picture, which is itself the first picture shown; message
i >= 1 describes the picture `step` pictures after the one of message i - 1, and those between are
interpolated. An access unit with messages 0..m therefore stands for 1 + m * step pictures.

The first base message names the system by gfv_nn_tag_uri, and its gfv_nn_uri holds what else is needed:

    r=24000/1001&s=2&n=472    r pictures a second; s step; n pictures in all (absent in a live stream)
    a=Xk3_90aB                the adapter that the generator needs (`generators.neural.adapter`), if any

A base message that carries a URI starts afresh: base pictures before it (another scene) are not used.

An adapter is in a user_data_unregistered message (a suffix SEI NAL unit of its own, UUID `ADAPTER`, after the
first base picture), or it is not in the stream at all. Decoders that know nothing of it pass over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import parse_qsl

from sei.context import Context
from sei.message import Message
from sei.messages.user_data_unregistered import UserDataUnregistered
from sei.rbsp import Payload, escape, serialise
from vvc_bridge.access_unit import AccessUnit, access_units
from vvc_bridge.nal import Codec, make_header

MAX_STEP = 16
# Digits bounded: a rate of 1e999999999 is a number of that many digits. Products stay in 32 bits for muxers.
_RATE = re.compile(r"\d{1,8}(/\d{1,5})?", re.ASCII)
_IDENTITY = re.compile(r"[A-Za-z0-9_-]{8}", re.ASCII)
DEFAULT_RATE = Fraction(25)
START_CODE = b"\x00\x00\x00\x01"
ADAPTER = "2f0f6dbe5c8a5d0e9d1b7b0f4be5a3c1"
"""uuid_iso_iec_11578 of an adapter."""


@dataclass(frozen=True)
class Timing:
    """What gfv_nn_uri says: pictures a second, pictures from message to message, pictures in all."""

    rate: Fraction = DEFAULT_RATE
    step: int = 1
    count: int | None = None
    adapter: str = ""

    def uri(self) -> str:
        """As text of gfv_nn_uri."""
        text = f"r={self.rate}&s={self.step}"
        text += "" if self.count is None else f"&n={self.count}"
        return text + (f"&a={self.adapter}" if self.adapter else "")

    @classmethod
    def parse(cls, uri: str | None) -> Timing:
        """Read leniently: what is missing or makes no sense takes its default."""
        rate, step, count, adapter = DEFAULT_RATE, 1, None, ""
        for key, value in parse_qsl((uri or "")[:200]):
            try:
                if key == "r":
                    given = Fraction(value) if _RATE.fullmatch(value) else DEFAULT_RATE
                    rate = given if Fraction(1, 10) <= given <= 480 else DEFAULT_RATE
                elif key == "s":
                    step = min(max(int(value), 1), MAX_STEP)
                elif key == "n":
                    count = max(int(value), 0)
                elif key == "a":
                    adapter = value if _IDENTITY.fullmatch(value) else ""
            except (ValueError, ZeroDivisionError):
                continue
        return cls(rate, step, count, adapter)


@dataclass
class Ledger:
    """Bits of a stream by what they are for.

    network  an adapter with its NAL unit
    beside   an adapter that is not in the stream, and not in the total
    """

    base: int = 0
    gfv: int = 0
    gfve: int = 0
    envelope: int = 0
    pictures: int = 0
    bases: int = 0
    network: int = 0
    beside: int = 0

    @property
    def parameters(self) -> int:
        """GFV and GFVE with all envelope."""
        return self.gfv + self.gfve + self.envelope

    @property
    def total(self) -> int:
        """Everything."""
        return self.base + self.parameters + self.network

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


def sei_nal(messages: Iterable[Message], context: Context) -> tuple[bytes, Ledger]:
    """One suffix SEI NAL unit with start code that holds all messages, and its bits by purpose.

    Payload bits are whole payload bytes; the envelope is payloadType, payloadSize, NAL unit header, start
    code, trailing bits and emulation prevention.
    """
    payloads, ledger = [], Ledger()
    for message in messages:
        data = message.to_payload(context=context)
        payloads.append(Payload(message.payload_type, data))
        if message.payload_type == 223:
            ledger.gfv += 8 * len(data)
        else:
            ledger.gfve += 8 * len(data)
    nal = START_CODE + make_header(Codec.H266, Codec.H266.suffix_sei or 24) + escape(serialise(payloads))
    ledger.envelope = 8 * len(nal) - ledger.gfv - ledger.gfve
    return nal, ledger


def adapter_nal(data: bytes) -> bytes:
    """A suffix SEI NAL unit with start code that holds an adapter."""
    message = UserDataUnregistered(uuid_iso_iec_11578=ADAPTER, user_data_payload_byte=data.hex())
    payload = Payload(message.payload_type, message.to_payload())
    return START_CODE + make_header(Codec.H266, Codec.H266.suffix_sei or 24) + escape(serialise([payload]))


def adapter_in(payload: bytes) -> bytes | None:
    """The adapter of a payload of type 5; None: it is somebody else's user data."""
    return payload[16:] if payload[:16].hex() == ADAPTER else None


class Assembler:
    """Access units of separately coded base pictures, put together to one stream."""

    def __init__(self) -> None:
        self._sets: dict[str, bytes] = {}
        self.context = Context()

    def add(
        self, coded: bytes, messages: Iterable[Message], adapter: bytes | None = None
    ) -> tuple[bytes, Ledger]:
        """A coded picture (Annex B, one access unit) with its messages, and an adapter ahead of them;
        parameter sets that are already in force are not repeated."""
        (unit,) = access_units(coded, codec="h266")
        parts = []
        for nal in unit.nal_units:
            data = bytes(nal.data)
            if any(nal.name.startswith(name) for name in ("VPS", "SPS", "PPS")):
                if self._sets.get(nal.name) == data:
                    continue
                if not nal.name.startswith("PPS"):
                    # What refers to a parameter set goes with it.
                    self._sets.clear()
                self._sets[nal.name] = data
            parts.append(START_CODE + data)
        base = b"".join(parts)
        messages = list(messages)
        sei, ledger = sei_nal(messages, self.context) if messages else (b"", Ledger())
        ledger.base, ledger.bases = 8 * len(base), 1
        network = b"" if adapter is None else adapter_nal(adapter)
        ledger.network = 8 * len(network)
        return base + network + sei, ledger


__all__ = [
    "ADAPTER",
    "AccessUnit",
    "Assembler",
    "Ledger",
    "Timing",
    "access_units",
    "adapter_in",
    "adapter_nal",
    "sei_nal",
]
