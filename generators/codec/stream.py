"""How a seigen stream is laid out, and what everybody needs to read one without side information.

An access unit has a coded picture in one of three roles (docs/explanation/pictures.md says it all):

base picture   with a base message (gfv_cnt 0) that describes it, and messages of the pictures that are
               generated from it, all in one suffix SEI NAL unit
coded picture  without a message: it is shown, and changes nothing of what pictures are generated from
fused picture  gfv_fusion_pic_flag 1 (nothing here writes one; a system that does not fuse shows it as it is)

The first one of a coded video sequence, an IDR, is a base picture, is decoded without any other and has the
parameter sets; the others are predicted from those before them, and picture order counts go up by one.
Message i >= 1 of a base picture describes the picture `step` pictures after the one of message i - 1, and
those between are interpolated: messages 0..m stand for 1 + m * step pictures. Where frame_field_info says
more, the last one stays for the rest.

The base message of an IDR names the system by gfv_nn_tag_uri, and its gfv_nn_uri holds what else is needed:

    r=24000/1001&s=2&n=472&k=236&c=1&a=Xk3_90aB

    r pictures per second; s step; n pictures in all (absent in a live stream); k number of the base picture
    among them (absent: 0); c=1 a scene begins here; a the adapter that the generator needs, if any

Base pictures before an IDR are not used after it. One whose number is not the next one follows a loss, or
begins another stream (`Clock`).

In a stream whose face was replaced (`seigen drive`) every picture that decoding can begin with comes with a
user_data_unregistered message (`vvc_bridge.talk.REPLACED`) that says so in words.

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
from vvc_bridge.talk import FRAME_FIELD_INFO, periods_payload

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
    return payloads_nal([user_data(ADAPTER, data)], suffix=True)


def user_data(uuid: str, data: bytes) -> Payload:
    """Make a payload of type 5 of bytes of ours; ``uuid`` in hexadecimal."""
    message = UserDataUnregistered(uuid_iso_iec_11578=uuid, user_data_payload_byte=data.hex())
    return Payload(message.payload_type, message.to_payload())


def payloads_nal(payloads: Iterable[Payload], *, suffix: bool) -> bytes:
    """Make one SEI NAL unit with start code of payloads as they are."""
    kind = (Codec.H266.suffix_sei or 24) if suffix else (Codec.H266.prefix_sei or 23)
    return SHORT_START_CODE + make_header(Codec.H266, kind) + escape(serialise(payloads))


def adapter_in(payload: bytes) -> bytes | None:
    """Find the adapter of a payload of type 5; None: it is somebody else's user data."""
    return payload[16:] if payload[:16].hex() == ADAPTER else None


def periods_nal(periods: int) -> bytes:
    """Make one prefix SEI NAL unit with start code that says for how many pictures the coded one stands."""
    header = make_header(Codec.H266, Codec.H266.prefix_sei or 23)
    payload = Payload(FRAME_FIELD_INFO, periods_payload(periods))
    return SHORT_START_CODE + header + escape(serialise([payload]))


class Assembler:
    """Access units of coded pictures with their messages."""

    def __init__(self) -> None:
        self.context = Context()

    def add(
        self,
        coded: bytes,
        messages: Iterable[Message],
        adapter: bytes | None = None,
        *,
        periods: int = 1,
        ahead: bytes = b"",
        behind: bytes = b"",
    ) -> tuple[bytes, Ledger]:
        """Add a coded picture (Annex B, one access unit) with its messages, and an adapter ahead of them.

        periods  pictures that it stands for, if more than by its messages
        ahead, behind  other SEI NAL units with start codes: prefix SEI before the picture, suffix SEI after

        Access unit delimiters, which nothing here needs, are left out.
        """
        (unit,) = access_units(coded, codec="h266")
        parts: list[bytes] = []
        sets, shown = 0, ahead + (periods_nal(periods) if periods > 1 else b"")
        for nal in unit.nal_units:
            if nal.name == "AUD_NUT":
                continue
            parts += [shown] * (nal.is_vcl and bool(shown)) + [bytes(nal.data)]
            shown = b"" if nal.is_vcl else shown
            # Parameter sets have the long start code, as an access unit's first NAL unit has (B.2.2).
            if nal.name.startswith(_SETS):
                parts[-1] = START_CODE + parts[-1]
                sets += 8 * len(parts[-1])
            else:
                parts[-1] = SHORT_START_CODE + parts[-1]
        if not parts[0].startswith(START_CODE):
            parts[0] = b"\0" + parts[0]
        base = b"".join(parts)
        messages = list(messages)
        sei, ledger = sei_nal(messages, self.context) if messages else (b"", Ledger())
        ledger.base, ledger.sets = 8 * len(base), sets
        network = b"" if adapter is None else adapter_nal(adapter)
        ledger.network = 8 * len(network)
        ledger.envelope += 8 * len(behind)
        return base + network + behind + sei, ledger


_SETS = ("DCI", "OPI", "VPS", "SPS", "PPS", "PREFIX_APS", "SUFFIX_APS")
