"""Where the messages of two files differ: streams, messages JSON or dumps of VTM's decoder, in any mix.

Messages are paired by the pictures that they belong to, where both files say them, else by their order; where
one is missing, those after it are paired all the same. Paired messages are compared element by element. Two
files of which one is a dump are compared as VTM dumps them: a dump has no bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal, TypeAlias

from sei.context import Context, EnhancementLayout, FaceLayout
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.errors import BitstreamError, SeigenError
from sei.messages import message_class
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.rbsp import unescape
from sei.vtm_dump import dump_parts
from vvc_bridge.access_unit import access_units, messages_of
from vvc_bridge.inspect import WHOLE_NAL, vtm_dump
from vvc_bridge.message_file import MessageFile
from vvc_bridge.nal import Codec, default_edition
from vvc_bridge.placement import default
from vvc_bridge.source import chunks, name_of, read_limited

MAX_BYTES = 1 << 26
"""Most bytes of payloads, or of a dump, that are compared."""

MAX_ITEMS = 1 << 18
"""Most messages of a file that are compared; each takes a kilobyte."""

AHEAD = 64
"""Messages that are looked at to find where two files meet again."""

LEFT = 1 << 16
"""Elements behind the first that the other message does not have there, which are paired by name."""

What = Literal["value", "only in A", "only in B"]
Address: TypeAlias = tuple[int, int] | int | None
Element = tuple[str, object, int | None, int | None]
"""Name, value, bit offset and bits; a dump has no bits."""

_XZ = b"\xfd7zXZ\0"
_RULE = re.compile(r"-{10,}")
_TITLE = re.compile(r"(.*) SEI message \((\d+) bytes\)")
_UNKNOWN = re.compile(r"Unknown .*SEI message \(payloadType = \d+\) was found!")
_NUMBERS = re.compile(r"[-+.\de]+( [-+.\de]+)+ ?")
_PLACE = ("au", "cvs", "poc", "nal", "byte", "kind", "layer", "temporal_id")
_IDS = {"gfv_id", "gfv_cnt", "gfve_id", "gfve_gfv_id", "gfve_gfv_cnt"}


@dataclass(slots=True)
class Item:
    """A message of one of the files.

    number   position in its access unit or, where that is not known, in its file, from 0
    name     of the structure, as its file has it
    ids      gfv_id, gfv_cnt and their like
    digest   equal where no element differs
    at       values of _PLACE, None where unknown
    elements gives its elements, or its bytes where they cannot be read
    """

    number: int
    name: str
    ids: dict[str, int]
    digest: bytes
    elements: Callable[[], Iterator[Element]]
    at: tuple[Any, ...] = ()

    @property
    def place(self) -> dict[str, Any]:
        """What is known of where it sits: au, cvs, poc, nal, byte, kind, layer, temporal_id."""
        return {name: value for name, value in zip(_PLACE, self.at, strict=False) if value is not None}

    def __str__(self) -> str:
        place = self.place
        address = [(key, place[key]) for key in ("au", "poc") if key in place]
        parts = [*address, ("message", self.number), *self.ids.items()]
        return ", ".join([self.name, *(f"{name} {value}" for name, value in parts)])


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    what    an element's value differs, or a message or element is in one file alone
    a, b    the messages, None in the file that has none
    element with subscripts; empty where the whole message is in one file alone
    values  of the element in A and B, None in the one that has none
    bits    bit offsets of the element in the two payloads, None where they are not known
    """

    what: What
    a: Item | None
    b: Item | None
    element: str = ""
    values: tuple[object, object] = (None, None)
    bits: tuple[int | None, int | None] = (None, None)

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        sides: dict[str, Any] = {}
        for side, item in (("a", self.a), ("b", self.b)):
            sides[side] = item and {"message": item.number, **item.place, **item.ids}
        one = self.a or self.b
        assert one is not None
        head = {"what": self.what, "name": one.name, **sides}
        if self.element:
            head |= {"element": self.element, "values": list(self.values), "bits": list(self.bits)}
        return head


@dataclass(slots=True)
class Compared:
    """Counts of a comparison, filled while it goes on.

    messages  compared, in A and B
    differing messages that differ or are in one file alone
    notes     what could not be compared, in words
    """

    messages: tuple[int, int] = (0, 0)
    differing: int = 0
    notes: list[str] = field(default_factory=list)


def differences(
    a: str | os.PathLike[str],
    b: str | os.PathLike[str],
    *,
    codec: str | None = None,
    edition: str | None = None,
    types: Iterable[int] = (),
    compared: Compared | None = None,
) -> Iterator[Difference]:
    """Yield the differences between the messages of two files, in the order of ``a``; none: they are equal.

    codec     of the streams; told from their bytes by default
    edition   that their messages are read in; by default what the codec's reference software writes, and a
              messages JSON's own
    types     payloadTypes that are compared; all by default. A dump does not say them: none may be given
    compared  is filled

    Raises SeigenError where a file is neither a stream, a messages JSON nor a dump, or has more than
    MAX_ITEMS messages or MAX_BYTES bytes of them; OSError as `open`.
    """
    compared = compared if compared is not None else Compared()
    kinds = _kind(a), _kind(b)
    read = _Reader(codec, edition, frozenset(types), "dump" in kinds, compared)
    left, right = read.items(a, kinds[0]), read.items(b, kinds[1])
    compared.messages = len(left), len(right)
    for pair in _pairs(left, right):
        found = False
        for difference in _between(*pair):
            compared.differing += not found
            found = True
            yield difference


# -- reading ----------------------------------------------------------------------------------------


def _kind(path: str | os.PathLike[str]) -> Literal["stream", "json", "dump"]:
    """What a file is, by its first bytes."""
    if os.fspath(path) == "-":
        raise SeigenError("two files are compared: standard input cannot be one of them")
    with chunks(path) as pieces:
        head = next(iter(pieces), b"").removeprefix(b"\xef\xbb\xbf")
    if head.startswith(_XZ):
        return "dump"
    head = head[:1024]
    if head.lstrip()[:1] == b"{":
        return "json"
    first, _, rest = head.decode("latin-1").partition("\n")
    second = rest.partition("\n")[0].rstrip("\r")
    if _UNKNOWN.fullmatch(first.rstrip("\r")) or (
        _RULE.fullmatch(first.rstrip("\r")) and _TITLE.fullmatch(second)
    ):
        return "dump"
    return "stream"


def _text(path: str | os.PathLike[str]) -> str:
    """A dump, which may be compressed by xz."""
    data = read_limited(path, MAX_BYTES, "dump")
    if data.startswith(_XZ):
        import lzma  # seldom needed

        try:
            unpacked = lzma.LZMADecompressor(memlimit=2 * MAX_BYTES)
            data = unpacked.decompress(data, MAX_BYTES)
        except lzma.LZMAError as error:
            raise SeigenError(f"{name_of(path)}: {error}") from None
        if not unpacked.eof:
            raise SeigenError(f"{name_of(path)}: cut short, or longer than {MAX_BYTES} bytes")
    return data.decode("utf-8", "replace")


@dataclass(frozen=True)
class _Reader:
    codec: str | None
    edition: str | None
    types: frozenset[int]
    as_dump: bool
    compared: Compared

    def items(self, path: str | os.PathLike[str], kind: str) -> list[Item]:
        """Messages of a file, in order."""
        if self.as_dump and self.types:
            raise SeigenError("a dump does not say payloadTypes: --type is of no use with it")
        if kind == "dump":
            return _of_dump(_text(path))
        found: list[Item] = []
        size = 0
        if self.as_dump:
            return _of_dump(self._dump(path, kind))
        for item, payload_size in self._of_json(path) if kind == "json" else self._of_stream(path):
            found.append(item)
            size += payload_size
            if len(found) > MAX_ITEMS or size > MAX_BYTES:
                raise SeigenError(
                    f"{name_of(path)}: over {MAX_ITEMS} messages or {MAX_BYTES} bytes of them: compare "
                    "those of some types at a time"
                )
        return found

    def _of_stream(self, path: str | os.PathLike[str]) -> Iterator[tuple[Item, int]]:
        context = Context()
        for unit in access_units(path, codec=self.codec):
            edition = edition_named(self.edition) if self.edition else default_edition(unit.codec)
            number = 0
            for nal, at in (
                *((nal, None) for nal in unit.record),
                *((n, i) for i, n in enumerate(unit.nal_units)),
            ):
                if not nal.is_sei:
                    continue
                cvs = unit.pictures[0].cvs if unit.pictures else None
                kind = "suffix" if nal.is_suffix_sei else "prefix"
                place = (unit.index, cvs, unit.poc, at, nal.offset, kind, nal.layer_id, nal.temporal_id)
                try:
                    payloads = [(m.payload_type, m.payload) for m in messages_of(nal)]
                except BitstreamError:
                    payloads = [(WHOLE_NAL, unescape(nal.payload))]
                for payload_type, payload in payloads:
                    item = _item(number, payload_type, payload, place, edition, context)
                    number += 1
                    if not self.types or payload_type in self.types:
                        yield item, len(payload)

    def _of_json(self, path: str | os.PathLike[str]) -> Iterator[tuple[Item, int]]:
        messages = MessageFile.load(path)
        edition, context = edition_named(self.edition or messages.edition), Context()
        numbers: dict[int | None, int] = {}
        for position, entry in enumerate(messages.messages):
            try:
                payload = entry.to_payload(edition, context)
            except BitstreamError as error:
                raise SeigenError(f"{name_of(path)}: messages[{position}]: {error}") from None
            at = entry.place
            place = tuple(getattr(at, name, None) for name in _PLACE)
            number = numbers.get(at.au, 0)
            numbers[at.au] = number + 1
            if not self.types or entry.payload_type in self.types:
                yield _item(number, entry.payload_type, payload, place, edition, context), len(payload)

    def _dump(self, path: str | os.PathLike[str], kind: str) -> str:
        """A stream or messages JSON as VTM dumps it."""
        parts: list[str] = []
        size = 0
        try:
            for part in self._json_dump(path) if kind == "json" else self._stream_dump(path):
                parts.append(part)
                size += len(part)
                if size > MAX_BYTES:
                    raise SeigenError(f"{name_of(path)}: its dump is longer than {MAX_BYTES} characters")
        except BitstreamError as error:
            self.compared.notes.append(f"{name_of(path)}: a reference decoder stops here: {error}")
        return "".join(parts)

    def _stream_dump(self, path: str | os.PathLike[str]) -> Iterator[str]:
        def refused(error: BitstreamError) -> None:
            if len(self.compared.notes) < AHEAD:
                self.compared.notes.append(f"{name_of(path)}: left out: {error}")

        for _, text in vtm_dump(path, codec=self.codec, edition=self.edition, refused=refused):
            yield text

    def _json_dump(self, path: str | os.PathLike[str]) -> Iterator[str]:
        messages = MessageFile.load(path)
        edition = edition_named(self.edition or messages.edition)
        writing, shared = Context(), Context(shared=True)
        for position, entry in enumerate(messages.messages):
            kind = entry.place.kind or default(Codec.named(messages.codec), entry.payload_type)
            try:
                payload = entry.to_payload(edition, writing)
            except BitstreamError as error:
                raise SeigenError(f"{name_of(path)}: messages[{position}]: {error}") from None
            yield from dump_parts(entry.payload_type, payload, shared, edition, prefix=kind == "prefix")


def _item(
    number: int, payload_type: int, payload: bytes, place: tuple[Any, ...], edition: Edition, context: Context
) -> Item:
    """A message of a stream or a messages JSON. ``context`` learns from it."""
    cls = message_class(payload_type)
    name = (
        cls.syntax_name
        if cls
        else "SEI NAL unit"
        if payload_type == WHOLE_NAL
        else f"payloadType {payload_type}"
    )
    ids: dict[str, int] = {}
    known: FaceLayout | EnhancementLayout | None = None
    if cls in (GenerativeFaceVideo, GenerativeFaceVideoEnhancement):
        try:
            message = cls.from_payload(payload, edition=edition, context=context, endless=True)
        except BitstreamError:
            cls = None
        else:
            ids = {element: getattr(message, element) for element in _IDS if hasattr(message, element)}
            if "gfve_id" in ids:
                known = context.enhancement(ids["gfve_id"], ids["gfve_gfv_id"])
            else:
                known = context.face(ids["gfv_id"])
    digest = hashlib.blake2b(b"%d " % payload_type + payload, digest_size=16).digest()

    def elements() -> Iterator[Element]:
        if cls is None:
            yield from _bytes(payload)
            return
        before = Context()
        if isinstance(known, FaceLayout):
            before.set_face(ids["gfv_id"], known)
        elif known is not None:
            before.set_enhancement(ids["gfve_id"], ids["gfve_gfv_id"], known)
        try:
            rows = cls.trace(payload, edition=edition, context=before, endless=True)[1]
        except BitstreamError:
            yield from _bytes(payload)
            return
        end = 0
        for element, value, _, offset, length in rows:
            yield element, value, offset, length
            end = offset + length
        if end < 8 * len(payload):  # what no element reads
            yield "(behind)", payload[end // 8 :].hex(), end, 8 * len(payload) - end

    return Item(number, name, dict(sorted(ids.items())), digest, elements, place)


def _bytes(payload: bytes) -> Iterator[Element]:
    yield "(size)", len(payload), None, None
    for at, byte in enumerate(payload):
        yield f"(byte {at})", byte, 8 * at, 8


def _of_dump(text: str) -> list[Item]:
    """Messages of a dump."""
    lines = text.split("\n")
    found: list[Item] = []
    heads = [at for at, line in enumerate(lines) if _begins(lines, at)]
    if not heads and text.strip():
        raise SeigenError("no dump of a reference decoder: it has no message's heading")
    if not heads:
        return []
    for begin, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        title = _TITLE.fullmatch(lines[begin + 1].rstrip("\r")) if _RULE.match(lines[begin]) else None
        body = lines[begin + 2 if title else begin : end]
        found.append(_of_lines(len(found), title[1] if title else body[0].strip(), title and title[2], body))
        if len(found) > MAX_ITEMS:
            raise SeigenError(f"a dump of over {MAX_ITEMS} messages")
    return found


def _begins(lines: Sequence[str], at: int) -> bool:
    line = lines[at].rstrip("\r")
    if line.startswith("-"):
        return bool(
            _RULE.fullmatch(line) and at + 1 < len(lines) and _TITLE.fullmatch(lines[at + 1].rstrip("\r"))
        )
    return line.startswith("Unknown") and bool(_UNKNOWN.fullmatch(line))


def _of_lines(number: int, title: str, size: str | None, body: list[str]) -> Item:
    """A message of a dump: its lines, those of one name counted."""
    stripped = [line.strip() for line in body if line.strip()]
    ids: dict[str, int] = {}
    for line in stripped[:8]:
        name, colon, value = line.partition(": ")
        if colon and name in _IDS and value.isdecimal() and len(value) < 20:
            ids.setdefault(name, int(value))
    digest = hashlib.blake2b(
        "\n".join([title, size or "", *stripped]).encode(errors="replace"), digest_size=16
    )

    def elements() -> Iterator[Element]:
        if size is not None:
            yield "(size)", int(size) if len(size) < 20 else size, None, None
        seen: dict[str, int] = {}
        for line in stripped:
            name, colon, value = line.partition(": ")
            name = name if colon else "(line)"
            count = seen[name] = seen.get(name, 0) + 1
            name = name if count == 1 else f"{name} no. {count}"
            if colon and _NUMBERS.fullmatch(value):
                yield from ((f"{name}[{k}]", number, None, None) for k, number in enumerate(value.split()))
            else:
                yield name, value if colon else line, None, None

    return Item(number, title, ids, digest.digest(), elements)


# -- comparing --------------------------------------------------------------------------------------


def _pairs(a: list[Item], b: list[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """Messages that belong together; None for one that has no other. Equal ones are left out."""
    address = _common_address(a, b)
    left, right = _grouped(a, address), _grouped(b, address)
    for key in [*left, *(key for key in right if key not in left)]:
        yield from _aligned(left.get(key, []), right.get(key, []))


def _common_address(a: list[Item], b: list[Item]) -> Callable[[Item], Address]:
    """How both files say where a message is: by picture order count, by access unit, or not at all."""
    both = [*a, *b]
    if all(item.place.get("poc") is not None and item.place.get("cvs") is not None for item in both):
        return lambda item: (item.place["cvs"], item.place["poc"])
    if all(item.place.get("au") is not None for item in both):
        return lambda item: int(item.place["au"])
    return lambda item: None


def _grouped(items: list[Item], address: Callable[[Item], Address]) -> dict[Address, list[Item]]:
    groups: dict[Address, list[Item]] = {}
    for item in items:
        groups.setdefault(address(item), []).append(item)
    return groups


def _aligned(a: list[Item], b: list[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """One look at each message and AHEAD behind it: where one is missing, the next ones meet again."""
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i].digest == b[j].digest:
            if any(_carriage(a[i], b[j])):
                yield a[i], b[j]
            i, j = i + 1, j + 1
            continue
        more, other = _way_on(a, b, i, j)
        for item in a[i : i + more]:
            yield item, None
        for item in b[j : j + other]:
            yield None, item
        i, j = i + more, j + other
        if not (more or other):
            yield a[i], b[j]
            i, j = i + 1, j + 1
    for item in a[i:]:
        yield item, None
    for item in b[j:]:
        yield None, item


def _way_on(a: list[Item], b: list[Item], i: int, j: int) -> tuple[int, int]:
    """How many messages at ``i`` and ``j`` are in one file alone; none: the two differ."""
    like = a[i].name == b[j].name and a[i].ids == b[j].ids
    last = i + 1 == len(a), j + 1 == len(b)
    if like and (last == (True, True) or (not any(last) and a[i + 1].digest == b[j + 1].digest)):
        return 0, 0
    wanted_a, wanted_b = a[i].digest, b[j].digest
    for step in range(1, AHEAD):
        if i + step < len(a) and a[i + step].digest == wanted_b:
            return step, 0
        if j + step < len(b) and b[j + step].digest == wanted_a:
            return 0, step
    if like:
        return 0, 0
    # Neither comes again: one that has its like further on waits for it.
    for step in range(1, AHEAD):
        if i + step < len(a) and (a[i + step].name, a[i + step].ids) == (b[j].name, b[j].ids):
            return step, 0
        if j + step < len(b) and (b[j + step].name, b[j + step].ids) == (a[i].name, a[i].ids):
            return 0, step
    return (0, 0) if a[i].name == b[j].name else (1, 1)


def _between(a: Item | None, b: Item | None) -> Iterator[Difference]:
    """What differs in a pair."""
    if a is None or b is None:
        yield Difference("only in A" if b is None else "only in B", a, b)
        return
    yield from _carriage(a, b)
    if a.digest == b.digest:
        return
    left, right = a.elements(), b.elements()
    for one, other in zip(left, right, strict=False):
        if one[0] != other[0]:
            yield from _by_name(a, b, [one, *islice(left, LEFT)], [other, *islice(right, LEFT)])
            return
        if one[1] != other[1]:
            yield Difference("value", a, b, one[0], (one[1], other[1]), (one[2], other[2]))
    yield from _by_name(a, b, list(islice(left, LEFT)), list(islice(right, LEFT)))


def _carriage(a: Item, b: Item) -> Iterator[Difference]:
    """What differs in how two messages are carried, as far as both files say it."""
    for name in ("kind", "layer", "temporal_id"):
        values = a.place.get(name), b.place.get(name)
        if None not in values and values[0] != values[1]:
            yield Difference("value", a, b, f"({name})", values)


def _by_name(a: Item, b: Item, left: list[Element], right: list[Element]) -> Iterator[Difference]:
    """What differs in elements that are laid out otherwise."""
    there = {element[0]: element for element in right}
    for name, value, bit, _ in left:
        other = there.pop(name, None)
        if other is None:
            yield Difference("only in A", a, b, name, (value, None), (bit, None))
        elif other[1] != value:
            yield Difference("value", a, b, name, (value, other[1]), (bit, other[2]))
    for name, value, bit, _ in there.values():
        yield Difference("only in B", a, b, name, (None, value), (None, bit))
