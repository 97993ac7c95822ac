"""Fuzz target: payloads, their JSON, and whole streams against the syntax layer (run by `make fuzz`).

The first byte of an input says what the rest is, see `Case`. Only SeigenError may escape, and what is
accepted must come back bit by bit.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sei.context import Context
from sei.editions import EDITIONS, Edition
from sei.errors import SeigenError
from sei.message import Message
from sei.messages import PAYLOAD_TYPES, message_class
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.rbsp import escape, parse, serialise, unescape
from sei.resolve import resolve_enhancement, resolve_face
from sei.vtm_dump import dump
from vvc_bridge.inspect import find

GUIDED = True
DATA = Path(__file__).parents[1] / "tests" / "data"

# Two keypoints, one 2x2 matrix a keypoint: what predicted payloads are predicted from.
FACE_BASE = bytes.fromhex("e2221426c35240a0614a02842083")
ENHANCEMENT_BASE = bytes.fromhex("f4949030a5032142426270")

STREAM = len(PAYLOAD_TYPES)
KINDS = STREAM + 1


@dataclass(frozen=True)
class Case:
    """What the first byte of an input selects.

    kind     place in PAYLOAD_TYPES, or STREAM: the rest is an Annex B byte stream
    edition  of the syntax
    based    a base message came before the payload
    shared   the context is VTM's
    json     the rest is a message's JSON, not its bits
    """

    kind: int
    edition: Edition
    based: bool = False
    shared: bool = False
    json: bool = False

    @classmethod
    def from_byte(cls, byte: int) -> Case:
        flags, kind = divmod(byte, KINDS)
        editions = list(EDITIONS.values())
        return cls(kind, editions[flags & 1], bool(flags & 2), bool(flags & 4), bool(flags & 8))

    def to_byte(self) -> int:
        edition = list(EDITIONS.values()).index(self.edition)
        return (edition | self.based << 1 | self.shared << 2 | self.json << 3) * KINDS + self.kind

    def context(self) -> Context:
        context = Context(shared=self.shared)
        if self.based:
            face = GenerativeFaceVideo.from_payload(FACE_BASE, edition=self.edition, context=context)
            resolve_face(face, context)
            eyes = GenerativeFaceVideoEnhancement.from_payload(ENHANCEMENT_BASE, context=context)
            resolve_enhancement(eyes, context)
        return context


def check(data: bytes) -> None:
    """Run one input. Raises AssertionError, or whatever should not escape."""
    if not data:
        return
    case, rest = Case.from_byte(data[0]), data[1:]
    if case.kind == STREAM:
        check_stream(rest)
        return
    cls = message_class(PAYLOAD_TYPES[case.kind])
    assert cls is not None
    if case.json:
        check_json(cls, rest, case)
    else:
        check_payload(cls, rest, case)


def check_payload(cls: type[Message], payload: bytes, case: Case) -> None:
    """Bits to model to bits, and every view of the model."""
    before = case.context()
    reading, writing, tracing, counting = (copy.deepcopy(before) for _ in range(4))
    try:
        message = cls.from_payload(payload, edition=case.edition, context=reading)
    except SeigenError as error:
        assert "\n" not in str(error)
        try:
            cls.trace(payload, edition=case.edition, context=tracing)
        except SeigenError as traced:
            assert str(traced) == str(error)
            return
        raise AssertionError("the tracer accepts what the reader refuses") from error
    assert message.to_payload(edition=case.edition, context=writing) == payload
    again = cls.from_json(message.to_json())
    assert again == message
    assert again.to_json() == message.to_json()
    assert message.payload_bits(edition=case.edition, context=counting) <= 8 * len(payload)
    traced_message, rows = cls.trace(payload, edition=case.edition, context=tracing)
    assert traced_message == message
    assert sum(row[4] for row in rows) == 8 * len(payload)
    try:
        if isinstance(message, GenerativeFaceVideo):
            resolve_face(message, reading)
        elif isinstance(message, GenerativeFaceVideoEnhancement):
            resolve_enhancement(message, reading)
    except SeigenError as error:
        assert "\n" not in str(error)
    try:
        dump(cls.payload_type, payload, copy.deepcopy(before), case.edition)
    except SeigenError as error:
        assert "\n" not in str(error)


def check_json(cls: type[Message], text: bytes, case: Case) -> None:
    """JSON to model to bits to model: what can be written is read back the same."""
    before = case.context()
    try:
        message = cls.from_json(text)
        payload = message.to_payload(edition=case.edition, context=copy.deepcopy(before))
    except SeigenError as error:
        assert "\n" not in str(error)
        return
    try:
        received = cls.from_payload(payload, edition=case.edition, context=before)
    except SeigenError as error:
        raise AssertionError("the reader refuses what the writer wrote") from error
    assert received.to_payload(edition=case.edition, context=case.context()) == payload


def check_stream(data: bytes) -> None:
    """A byte stream through the walk, the framing and emulation prevention."""
    assert unescape(escape(data + b"\x80")) == data + b"\x80"
    try:
        for found in find(data):
            assert found.place.payload.hex() == getattr(found.message, "payload", found.place.payload.hex())
        payloads, trailing = parse(data)
    except SeigenError as error:
        assert "\n" not in str(error)
        return
    assert parse(serialise(payloads, trailing)) == (payloads, trailing)


def seeds() -> Iterator[bytes]:
    """First inputs: the streams in tests/data whole and by payload, and small hand-made payloads."""
    for path in sorted(DATA.glob("*.bit")):
        data = path.read_bytes()
        yield bytes([Case(STREAM, EDITIONS["h274v4"]).to_byte()]) + data
        for found in find(data):
            if found.place.payload_type in PAYLOAD_TYPES:
                kind = PAYLOAD_TYPES.index(found.place.payload_type)
                for based in (False, True):
                    case = Case(kind, EDITIONS["h274v4"], based)
                    yield bytes([case.to_byte()]) + found.place.payload
                if isinstance(found.message, Message):
                    case = Case(kind, EDITIONS["h274v4"], json=True)
                    yield bytes([case.to_byte()]) + found.message.to_json().encode()
    for edition in EDITIONS.values():
        for shared in (False, True):
            for kind, payloads in HAND_MADE.items():
                for payload in payloads:
                    case = Case(PAYLOAD_TYPES.index(kind), edition, based=True, shared=shared)
                    yield bytes([case.to_byte()]) + bytes.fromhex(payload)


HAND_MADE = {
    4: ["b5003a00", "ff0102"],
    5: ["00112233445566778899aabbccddeeff68656c6c6f"],
    132: ["0000" + "11" * 48, "0180abcd", "0200" + "01" * 12, "0100abcdabcdabcd"],
    200: ["000200df0100e002"],
    201: ["00df010002bf0008ffff"],
    210: ["0002e00102", "000025007461673a78007500c9c070007a7acb0200100b49"],
    211: ["49746869008003f0", "c1c0"],
    213: ["01800240df0000694040efb0628440"],
    216: ["c0", "5000500015f9000000bb8147"],
    223: [
        FACE_BASE.hex(),
        "a6ab23411fa54be960",
        "f47461673a78007500a84a11033123103ae1aa1c208687065840",
        "fd80" + "ff" * 20,
    ],
    224: [ENHANCEMENT_BASE.hex(), "d6870832ebe0"],
}
"""Payloads by payloadType; the predicted ones follow FACE_BASE and ENHANCEMENT_BASE."""
