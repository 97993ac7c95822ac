"""The messages JSON: coded view of SEI messages and where each one sits or shall sit.

    {"format": "seigen-messages", "version": 1, "codec": "h266", "edition": "h274v4",
     "messages": [
       {"place": {"au": 0, "cvs": 0, "poc": 0, "output": 0, "layer": 0, "temporal_id": 0, "kind": "suffix",
                  "nal": 4, "index": 0, "of": 1, "prefix": 3, "fits": "9b1c0f3e"},
        "payload_type": 223, "name": "generative_face_video",
        "message": {"gfv_id": 0, "gfv_cnt": 0, ...}},
       {"place": {...}, "payload_type": 132, "payload": "00d41d..."}]}

A message written by hand needs no more than an address (``au``; or ``poc``, with ``cvs`` after the first
coded video sequence; or ``output``), its ``payload_type`` and ``message`` (coded elements) or ``payload``
(bytes in hexadecimal). The other members of ``place`` let `inject` put a message back exactly where `extract`
found it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)

from sei.context import Context
from sei.editions import Edition
from sei.elements import HEX
from sei.errors import BitstreamError, MissingReference, SeigenError
from sei.mark import without_mark
from sei.message import Message
from sei.messages import message_class, read_payload
from sei.shown import to_json
from vvc_bridge.access_unit import SeiMessage
from vvc_bridge.output import output_file
from vvc_bridge.scan import LEADING_ZEROS
from vvc_bridge.source import read_limited

MAX_JSON = 1 << 28
"""Largest messages JSON taken, in bytes."""

MAX_MESSAGES = 1 << 20
"""Most messages of a messages JSON."""

MAX_PREFIX = LEADING_ZEROS + 4
"""Longest start code prefix that a message's place may ask for, in bytes: as many zero bytes as may stand
before a stream's first start code. Longer ones are in no place that `extract` writes either."""

Count = Annotated[int, Field(ge=0, le=2**53, strict=True)]
Hex = Annotated[str, Field(pattern=HEX)]


class Place(BaseModel):
    """Where a message sits.

    au           access unit in decoding order, from 0
    cvs          coded video sequence, from 0
    poc          PicOrderCntVal of the access unit
    output       position in output order among the pictures that are output, from 0
    layer        nuh_layer_id
    temporal_id  TemporalId
    kind         prefix or suffix SEI NAL unit
    record       the message sits in the container's decoder configuration record that begins to hold there
    nal          position of the NAL unit in the access unit or record
    index, of    position among the messages of the NAL unit, and their number
    prefix       bytes of the start code and the zero bytes before it
    fits         CRC-32 of the access unit's other NAL units: the exact place is taken only where it agrees
    trailing     what ends the RBSP, where it is not rbsp_trailing_bits alone
    nal_unit     the NAL unit's bytes, where writing its messages anew would not give them
    """

    model_config = ConfigDict(extra="forbid")

    au: Count | None = None
    cvs: Count | None = None
    poc: Annotated[int, Field(ge=-(2**31), le=2**31 - 1, strict=True)] | None = None
    output: Count | None = None
    layer: Annotated[int, Field(ge=0, le=63, strict=True)] | None = None
    temporal_id: Annotated[int, Field(ge=0, le=6, strict=True)] | None = None
    kind: Literal["prefix", "suffix"] | None = None
    record: Literal[True] | None = None
    nal: Count | None = None
    index: Count | None = None
    of: Annotated[int, Field(ge=1, le=2**31, strict=True)] | None = None
    prefix: Annotated[int, Field(ge=3, le=MAX_PREFIX, strict=True)] | None = None
    fits: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")] | None = None
    trailing: Hex | None = None
    nal_unit: Hex | None = None

    @field_validator("nal_unit")
    @classmethod
    def _one_nal_unit(cls, text: str | None) -> str | None:
        data = b"\1" if text is None else bytes.fromhex(text)
        if not data or data[-1] == 0 or b"\0\0\1" in data:
            raise ValueError("no NAL unit: it is empty, ends in a zero byte or holds a start code")
        return text

    @property
    def exact(self) -> bool:
        """It names a NAL unit's position, not only a picture."""
        return None not in (self.nal, self.index, self.of, self.prefix, self.fits, self.kind)

    def __str__(self) -> str:
        parts = {name: getattr(self, name) for name in ("au", "cvs", "poc", "output", "nal", "index")}
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None) or "nowhere"


class Entry(BaseModel):
    """One message of the file: coded elements (``message``) or bytes (``payload``), one of the two.

    ``problem`` says why a message of a known type is kept as bytes; reading ignores it, and ``name``.
    """

    model_config = ConfigDict(extra="forbid")

    place: Place = Field(default_factory=Place)
    payload_type: Annotated[int, Field(ge=0, le=2**24, strict=True)]
    name: str | None = None
    message: dict[str, Any] | None = None
    payload: Hex | None = None
    problem: str | None = None
    _orphan: bool = PrivateAttr(default=False)

    @property
    def orphan(self) -> bool:
        """Its payload is predicted from a message that had not come when `to_payload` was last asked."""
        return self._orphan

    @model_validator(mode="after")
    def _one_of(self) -> Entry:
        if (self.message is None) == (self.payload is None):
            raise ValueError("needs either message or payload")
        return self

    def to_payload(self, edition: Edition, context: Context) -> bytes:
        """Return the payload's bytes; ``context`` is what earlier messages fixed, and is updated.

        Raises BitstreamError naming the element; MissingReference when a predicted message's base is missing.
        """
        if self.payload is not None:
            data = bytes.fromhex(self.payload)
            self._orphan = isinstance(note(self.payload_type, data, edition, context), MissingReference)
            return data
        cls = message_class(self.payload_type)
        if cls is None:
            raise SeigenError(f"payloadType {self.payload_type} has no coded view: give its bytes as payload")
        return cls.from_values(self.message).to_payload(edition=edition, context=context)


PLACE_FIELDS, ENTRY_FIELDS = set(Place.model_fields), set(Entry.model_fields)
"""For `model_construct`, which makes a set of its own for each place and entry: a third of what they take."""


class MessageFile(BaseModel):
    """All of a messages JSON."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["seigen-messages"] = "seigen-messages"
    version: Literal[1] = 1
    codec: Literal["h266", "h265", "h264"] = "h266"
    edition: str = "h274v4"
    messages: Annotated[list[Entry], Field(max_length=MAX_MESSAGES)] = Field(default_factory=list)

    def parts(self) -> Iterator[str]:
        """Yield the JSON text, one message per line, a message at a time."""
        head = to_json(
            {"format": self.format, "version": self.version, "codec": self.codec, "edition": self.edition}
        )
        yield head[:-1] + ', "messages": [\n'
        for number, entry in enumerate(self.messages):
            yield (",\n" if number else "") + to_json(entry.model_dump(exclude_none=True))
        yield "\n]}\n"

    def to_json(self) -> str:
        """Return the JSON text, one message per line."""
        return "".join(self.parts())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write to ``path`` (``-``: standard output)."""
        with output_file(path) as file:
            for part in self.parts():
                file.write(part.encode())

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "messages JSON") -> MessageFile:
        """Read `to_json`'s text. Raises SeigenError naming the member that is wrong."""
        with _refused_as(name):
            data = text.encode(errors="surrogatepass") if isinstance(text, str) else text
            return cls.model_validate_json(without_mark(data))

    @classmethod
    def of(cls, given: Messages) -> MessageFile:
        """Make one of what Python has: see `Messages`. Raises SeigenError naming the member that is wrong."""
        if isinstance(given, MessageFile):
            return given
        if isinstance(given, (str, os.PathLike)):
            return cls.load(given)
        if isinstance(given, dict) and "messages" in given:
            with _refused_as("messages"):
                return cls.model_validate(given)
        several: Iterable[object] = [given]
        if isinstance(given, Iterable) and not isinstance(given, (BaseModel, dict)):
            several = given
        return cls(messages=[_entry(number, item) for number, item in enumerate(several)])

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> MessageFile:
        """Read a file (``-``: standard input). Raises SeigenError when it is not one."""
        data = read_limited(path, MAX_JSON, "messages JSON", begins=re.compile(rb"(\xef\xbb\xbf)?\s*(\{|$)"))
        return cls.from_json(data, os.fspath(path))


@contextmanager
def _refused_as(name: str) -> Iterator[None]:
    """Turn pydantic's refusal into ours, with the member's place below ``name``."""
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        message = message[0].lower() + message[1:]
        raise SeigenError(f"{name}: {where.lstrip('.') or 'file'}: {message}") from None


Address: TypeAlias = int | Place | dict[str, Any]
"""Where a message goes: an access unit's position in decoding order, or a `Place` (as a dict as well)."""

Addressed: TypeAlias = Message | SeiMessage | Entry | dict[str, Any] | tuple[Address, Message | SeiMessage]
"""A message, for access unit 0 unless it says otherwise: a dict as in the messages JSON, or one of an
`AccessUnit`, whose bytes and kind of NAL unit stay."""

Messages: TypeAlias = MessageFile | str | os.PathLike[str] | Addressed | Iterable[Addressed]
"""What edits take: the file that `extract` gives, its path or its JSON as a dict, one message, or several,
each alone or as (address, message)."""


def _entry(number: int, given: object) -> Entry:
    """One message of several."""
    with _refused_as(f"messages[{number}]"):
        entry = Entry.model_validate(given) if isinstance(given, dict) else given
        if isinstance(entry, Entry):
            anywhere = (entry.place.au, entry.place.poc, entry.place.output) == (None, None, None)
            place = entry.place.model_copy(update={"au": 0}) if anywhere else entry.place
            return entry.model_copy(update={"place": place})
        address, message = given if isinstance(given, tuple) and len(given) == 2 else (0, given)
        if isinstance(address, Place):
            place = address
        else:
            place = Place.model_validate({"au": address} if isinstance(address, int) else address)
    if isinstance(message, SeiMessage):
        kind = place.kind or ("suffix" if message.suffix else "prefix")
        place = place.model_copy(update={"kind": kind})
        return Entry(place=place, payload_type=message.payload_type, payload=message.payload.hex())
    if not isinstance(message, Message):
        raise SeigenError(
            f"messages[{number}]: {type(message).__name__}, allowed: a message, (address, message), an "
            "Entry, or a dict as in the messages JSON"
        )
    values = message.model_dump(exclude_none=True)
    return Entry(place=place, payload_type=message.payload_type, name=message.syntax_name, message=values)


def note(payload_type: int, payload: bytes, edition: Edition, context: Context) -> BitstreamError | None:
    """Let ``context`` learn from a message that is kept as bytes. Returns why it cannot be read, if so; the
    context is left alone then."""
    if message_class(payload_type) is not None:
        try:
            read_payload(payload_type, payload, edition=edition, context=context)
        except BitstreamError as error:
            return error
    return None


def entry_of(payload_type: int, payload: bytes, place: Place, edition: Edition, context: Context) -> Entry:
    """Make the entry of a message found in a stream: coded view where it gives the same bytes again, else
    bytes."""
    cls = message_class(payload_type)
    if cls is None:
        return Entry.model_construct(
            ENTRY_FIELDS, place=place, payload_type=payload_type, payload=payload.hex()
        )
    try:
        message = cls.from_payload(payload, edition=edition, context=context)
        # A base message needs no context and leaves the same again; any other leaves it unchanged.
        if message.to_payload(edition=edition, context=context) != payload:
            raise BitstreamError("its bytes are not what writing its elements gives")
    except BitstreamError as error:
        return Entry.model_construct(
            ENTRY_FIELDS,
            place=place,
            payload_type=payload_type,
            name=cls.syntax_name,
            payload=payload.hex(),
            problem=str(error),
        )
    return Entry.model_construct(
        ENTRY_FIELDS,
        place=place,
        payload_type=payload_type,
        name=cls.syntax_name,
        message=message.model_dump(exclude_none=True),
    )
