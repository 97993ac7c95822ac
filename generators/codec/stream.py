"""How a seigen stream is laid out, and what everybody needs to read one without side information.

One access unit a base picture: parameter sets, the intra-coded picture (an IDR), and one suffix SEI NAL
unit with all messages of the pictures that are generated from it, so a player needs no other access unit
and may begin with any. The base message (gfv_cnt 0) describes the base picture, which is itself the first
picture shown; message i >= 1 describes the picture `step` pictures after the one of message i - 1, and those
between are interpolated. An access unit with messages 0..m therefore stands for 1 + m * step pictures.

Every base message names the system by gfv_nn_tag_uri, and its gfv_nn_uri holds what else is needed:

    r=24000/1001&s=2&n=472&k=236&c=1&a=Xk3_90aB

    r pictures per second; s step; n pictures in all (absent in a live stream); k number of the base picture
    among them (absent: 0); c=1 a scene begins here; a the adapter that the generator needs, if any

Where a scene or the stream begins, base pictures before it are not used. A base picture whose number is not
the next one follows a loss, or begins another stream (`Clock`).

An adapter (`generators.weights.adapter`) is in a user_data_unregistered message, in an SEI NAL unit of its
own after the first base picture (UUID `ADAPTER`), or it is not in the stream at all. Decoders that know
nothing of it pass over it.
"""

from __future__ import annotations

from collections.abc import Iterable

from generators.codec.ledger import Ledger
from sei.context import Context
from sei.message import Message
from sei.messages.user_data_unregistered import UserDataUnregistered
from sei.rbsp import Payload, escape, serialise
from vvc_bridge.access_unit import access_units
from vvc_bridge.nal import Codec, make_header

START_CODE = b"\x00\x00\x00\x01"
ADAPTER = "2f0f6dbe5c8a5d0e9d1b7b0f4be5a3c1"
"""uuid_iso_iec_11578 of an adapter."""
SHORT_START_CODE = START_CODE[1:]  # but for an access unit's first NAL unit and parameter sets (B.2.2)


def sei_nal(messages: Iterable[Message], context: Context) -> tuple[bytes, Ledger]:
    """Make one suffix SEI NAL unit with start code that holds all messages, and its bits by purpose.

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
    header = make_header(Codec.H266, Codec.H266.suffix_sei or 24)
    nal = SHORT_START_CODE + header + escape(serialise(payloads))
    ledger.envelope = 8 * len(nal) - ledger.gfv - ledger.gfve
    return nal, ledger


def adapter_nal(data: bytes) -> bytes:
    """Make one suffix SEI NAL unit with start code that holds an adapter."""
    message = UserDataUnregistered(uuid_iso_iec_11578=ADAPTER, user_data_payload_byte=data.hex())
    payload = Payload(message.payload_type, message.to_payload())
    header = make_header(Codec.H266, Codec.H266.suffix_sei or 24)
    return SHORT_START_CODE + header + escape(serialise([payload]))


def adapter_in(payload: bytes) -> bytes | None:
    """Find the adapter of a payload of type 5; None: it is somebody else's user data."""
    return payload[16:] if payload[:16].hex() == ADAPTER else None


class Assembler:
    """Access units of separately coded base pictures, put together to one stream."""

    def __init__(self) -> None:
        self.context = Context()

    def add(
        self, coded: bytes, messages: Iterable[Message], adapter: bytes | None = None
    ) -> tuple[bytes, Ledger]:
        """Add a coded picture (Annex B, one access unit) with its messages, and an adapter ahead of them.

        Parameter sets stay in every access unit: each can be the first that a decoder gets. Access unit
        delimiters, which nothing here needs, are left out.
        """
        (unit,) = access_units(coded, codec="h266")
        parts: list[bytes] = []
        for nal in unit.nal_units:
            if nal.name == "AUD_NUT":
                continue
            long = not parts or nal.name.startswith(_SETS)
            parts.append((START_CODE if long else SHORT_START_CODE) + bytes(nal.data))
        base = b"".join(parts)
        messages = list(messages)
        sei, ledger = sei_nal(messages, self.context) if messages else (b"", Ledger())
        ledger.base, ledger.bases = 8 * len(base), 1
        ledger.sets = 8 * sum(len(part) for part in parts if part.startswith(START_CODE))
        network = b"" if adapter is None else adapter_nal(adapter)
        ledger.network = 8 * len(network)
        return base + network + sei, ledger


_SETS = ("DCI", "OPI", "VPS", "SPS", "PPS", "PREFIX_APS", "SUFFIX_APS")
