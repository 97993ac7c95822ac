"""EBML elements (RFC 8794): found in a file, parsed and changed in memory.

Sizes come from the file and are trusted for nothing: an element that reaches beyond its parent is refused,
nothing is read before the file is known to hold it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from sei.errors import SeigenError

CRC_32 = 0xBF
VOID = 0xEC


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a file.

    id     element ID, its marker bit included
    start  byte of the file where the ID begins
    width  bytes of the size field
    data   byte of the file where the data begin
    size   bytes of data; None: not known, as in live streams
    """

    id: int
    start: int
    width: int
    data: int
    size: int | None

    @property
    def end(self) -> int:
        """Byte after the last one, of an element of known size."""
        assert self.size is not None
        return self.data + self.size


def read_header(data: bytes, at: int, where: int) -> Element:
    """Read the ID and size of the element at ``data[at]``; ``where`` is the place of ``data[0]`` in the file.

    Raises SeigenError for what is none, EOFError when the bytes end within it.
    """
    start = where + at
    if at >= len(data):
        raise EOFError
    id_width = 9 - data[at].bit_length()
    if id_width > 4:
        raise SeigenError(f"no EBML element at byte {start}")
    if at + id_width >= len(data):
        raise EOFError
    size_at = at + id_width
    width = 9 - data[size_at].bit_length()
    if width > 8:
        raise SeigenError(f"EBML element at byte {start}: size of more than 8 bytes")
    if size_at + width > len(data):
        raise EOFError
    identifier = int.from_bytes(data[at:size_at], "big")
    value = int.from_bytes(data[size_at : size_at + width], "big") & (1 << 7 * width) - 1
    size = None if value == (1 << 7 * width) - 1 else value
    return Element(identifier, start, width, start + id_width + width, size)


def element_at(file: BinaryIO, at: int) -> Element:
    """Read an element's header in a file, as `read_header` does."""
    file.seek(at)
    return read_header(file.read(12), 0, at)


def children(data: bytes, where: int) -> Iterator[tuple[Element, bytes]]:
    """Yield the elements in the data of a master, and their data. Raises SeigenError when one does not fit
    in."""
    at = 0
    while at < len(data):
        try:
            element = read_header(data, at, where)
        except EOFError:
            raise SeigenError(f"EBML element at byte {where + at} is cut off") from None
        if element.size is None or element.end > where + len(data):
            raise SeigenError(f"EBML element 0x{element.id:X} at byte {element.start} outgrows its parent")
        yield element, data[element.data - where : element.end - where]
        at = element.end - where


def find(data: bytes, where: int, identifier: int) -> bytes | None:
    """Find the data of the first child of that ID."""
    return next((body for element, body in children(data, where) if element.id == identifier), None)


def uint(data: bytes | None, default: int = 0) -> int:
    """Read an unsigned integer element. Raises SeigenError above eight bytes."""
    if data is None:
        return default
    if len(data) > 8:
        raise SeigenError(f"EBML integer of {len(data)} bytes")
    return int.from_bytes(data, "big")


def as_uint(value: int, width: int) -> bytes:
    """Write an unsigned integer in ``width`` bytes, or in more where it needs them. Raises SeigenError below
    0."""
    if value < 0:
        raise SeigenError("an EBML integer would be below 0: places in the file disagree")
    return value.to_bytes(max(width, (value.bit_length() + 7) // 8), "big")


def as_size(value: int, width: int, limit: int = 8) -> bytes:
    """Write a size field of ``width`` bytes, or of more where the value needs them. Raises SeigenError above
    ``limit`` bytes (EBMLMaxSizeLength)."""
    while value >= (1 << 7 * width) - 1:
        width += 1
    if width > limit:
        raise SeigenError(f"a size of {value} bytes needs more than EBMLMaxSizeLength {limit}")
    return (1 << 7 * width | value).to_bytes(width, "big")


def id_bytes(identifier: int) -> bytes:
    """Return the ID as it is written."""
    return identifier.to_bytes((identifier.bit_length() + 7) // 8, "big")


Rule: TypeAlias = "Callable[[bytes, int], bytes] | Mapping[int, Rule]"
"""What becomes of an element's data: a function of them and their place, or rules for a master's children."""


def changed(data: bytes, where: int, rules: Mapping[int, Rule], limit: int = 8) -> bytes:
    """Return the data of a master with ``rules`` applied to its children, by their ID.

    Size fields keep their width where the size fits (``limit`` is EBMLMaxSizeLength); a CRC-32 at its
    beginning is made again when something changed."""
    parts: list[bytes] = []
    crc = False
    for element, body in children(data, where):
        old = data[element.start - where : element.end - where]
        if element.id == CRC_32 and not parts and len(body) == 4:
            crc = True
        if (rule := rules.get(element.id)) is not None:
            new = rule(body, element.data) if callable(rule) else changed(body, element.data, rule, limit)
            if new != body:
                old = id_bytes(element.id) + as_size(len(new), element.width, limit) + new
        parts.append(old)
    joined = b"".join(parts)
    if joined != data and crc:
        rest = joined[len(parts[0]) :]
        joined = parts[0][:-4] + zlib.crc32(rest).to_bytes(4, "little") + rest
    return joined
