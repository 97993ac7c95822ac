"""The driver that writes: elements from a model into bits, and its size counter."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

from sei.bits import MASK, MAX_PAYLOAD, BitWriter
from sei.context import Context
from sei.editions import Edition
from sei.elements import UE_MAX, Element
from sei.errors import BitstreamError
from sei.syntax import Syntax, subscripted


class Writer(Syntax):
    """Puts a model's elements into bits. Every value of the model must be used up by the table."""

    def __init__(
        self,
        values: dict[str, Any],
        message: str,
        elements: dict[str, Element],
        edition: Edition,
        context: Context,
    ) -> None:
        super().__init__(message, elements, edition, context)
        self.bits = BitWriter()
        self.values = values
        self.used: dict[str, int] = {}
        self.whole: dict[str, int] = {}
        """How many entries of an element's outermost list were written whole, each with all it holds."""

    room_is = "are left of the longest payload"

    @property
    def position(self) -> int:
        return self.bits.position

    @property
    def room(self) -> int:
        return 8 * MAX_PAYLOAD - self.bits.position

    def value(self, name: str, index: Sequence[int]) -> Any:
        """Return the model's value of ``name[index]``, which must be there; it counts as used."""
        value = self.values.get(name)
        for k in index:
            if isinstance(value, list):
                value = value[k] if k < len(value) else None
            else:
                value = None
        if value is None or isinstance(value, list):
            raise BitstreamError(
                "is coded in this message and must be given",
                message=self.message,
                element=subscripted(name, index),
                bit=self.position,
                allowed=self.elements[name].range_text,
            )
        self.used[name] = self.used.get(name, 0) + 1
        return value

    def __call__(self, name: str, *index: int, bits: int = 0, hi: int | None = None) -> int:
        element = self.elements[name]
        value = self.value(name, index)
        if type(value) is not int or not element.lo <= value <= (element.hi if hi is None else hi):
            self.out_of_range(name, index, self.position, value, hi)
        if element.kind == "ue":
            self.bits.ue(value)
        elif element.kind == "se":
            self.bits.ue(2 * value - 1 if value > 0 else -2 * value)
        else:
            width = element.bits or bits
            if value >> width and element.kind != "i":
                self.out_of_range(name, index, self.position, value, (1 << width) - 1)
            self.bits.u(value & MASK[width], width)
        return value

    def infer(self, name: str, *index: int, value: int) -> None:
        given = self.value(name, index)
        if given != value:
            self.fail(
                "is not coded here and must have its inferred value",
                subscripted(name, index),
                given,
                str(value),
            )

    def text(self, name: str, *index: int) -> str:
        value = self.value(name, index)
        if not isinstance(value, str) or "\0" in value:
            self.out_of_range(name, index, self.position, value, None)
        try:
            raw = value.encode("utf-8")
        except UnicodeEncodeError:  # a lone surrogate, which JSON can carry
            self.out_of_range(name, index, self.position, ascii(value), None)
        self.bits.write_bytes(raw + b"\0")
        return str(value)

    def octets(self, name: str, *index: int, count: int | None = None) -> str:
        value = self.value(name, index)
        try:
            raw = bytes.fromhex(value)
        except (TypeError, ValueError):
            self.out_of_range(name, index, self.position, str(value)[:32], None)
        if count is not None and len(raw) != count:
            self.fail("has the wrong number of bytes", subscripted(name, index), len(raw), str(count))
        self.bits.write_bytes(raw)
        return str(value)

    def align(self, name: str, bit: int = 0) -> None:
        while self.bits.position & 7:
            self.bits.u(bit, 1)

    def signed_array(
        self, index: tuple[int, ...], shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int = 0
    ) -> None:
        self.check_count(shape, groups, bits)
        count = math.prod(shape) * len(groups)
        first = self.elements[groups[0][0]]
        second = self.elements[groups[0][1]] if len(groups[0]) == 3 else None
        ok = first.kind == "ue" and first.hi == UE_MAX and (second is None or len(groups) == 1)
        arrays = self._flat_arrays(index, shape, groups) if ok else None
        width = bits if second is not None and second.kind == "u" else None
        if arrays is None or not _write_signed(self.bits, arrays, width):
            # A wrong shape or value, or no fast path: go element by element, which names the place.
            super().signed_array(index, shape, groups, bits)
            return
        for group in groups:
            for name in group:
                self.used[name] = self.used.get(name, 0) + count // len(groups)
                if len(index) < 2:
                    self.whole[name] = self.whole.get(name, 0) + (1 if index else shape[0])

    def _flat_arrays(
        self, index: tuple[int, ...], shape: tuple[int, ...], groups: Sequence[tuple[str, ...]]
    ) -> list[list[int]] | None:
        """One flat list a place in the groups, groups interleaved; None when a shape is not as asked."""
        arrays: list[list[int]] = []
        for names in zip(*groups, strict=True):
            columns: list[list[int]] = []
            for name in names:
                column = self._flat(name, index, shape)
                if column is None:
                    return None
                columns.append(column)
            if len(columns) == 1:
                arrays += columns
            else:
                arrays.append([value for row in zip(*columns, strict=True) for value in row])
        return arrays

    def _flat(self, name: str, index: tuple[int, ...], shape: tuple[int, ...]) -> list[int] | None:
        """The array's entries in one list; None when its shape is not as asked."""
        value = self.values.get(name)
        for k in index:
            if not isinstance(value, list) or k >= len(value):
                return None
            value = value[k]
        rows: list[Any] = [value]
        for extent in shape:
            if set(map(type, rows)) != {list} or set(map(len, rows)) != {extent}:
                return None
            rows = list(itertools.chain.from_iterable(rows))
        return rows

    def extended(self, name: str) -> bool:
        return self.values.get(name) is not None

    def rest(self, name: str, bits: int) -> int:
        value = self.values.get(name)
        return len(value) if isinstance(value, list) else 0

    def finish(self) -> None:
        """Refuse a model that holds values which the table did not code: writing would lose them."""
        for name, value in self.values.items():
            if value is None or (name in self.whole and self.whole[name] == len(value)):
                continue
            count = _count(value)
            if count != self.used.get(name, 0):
                self.fail(
                    f"is given but not coded in this message: {count} values, {self.used.get(name, 0)} coded",
                    name,
                )

    def ending(self, extension: str | None) -> None:
        """Write the payload's end; ``extension`` as `Reader.ending` returned it."""
        if extension is not None:
            digits, _, count = extension.partition("/")
            raw, length = bytes.fromhex(digits), int(count)
            for at in range(0, length // 8, 16):  # a shift of all bits for each part would be slow
                part = raw[at : min(at + 16, length // 8)]
                self.bits.u(int.from_bytes(part, "big"), 8 * len(part))
            rest = length % 8
            self.bits.u(int.from_bytes(raw[length // 8 :], "big") >> 8 - rest, rest)
        elif not self.position & 7:
            return
        # `to_bytes` adds the zero bits up to alignment.
        self.bits.u(1, 1)

    def check_size(self) -> None:
        """Refuse a payload that is longer than a reader takes."""
        if self.room < 0:
            self.fail(
                "longer than the longest payload", value=self.position // 8, allowed=f"0..{MAX_PAYLOAD}"
            )


def _count(value: Any) -> int:
    """Values in nested lists, holes of sparse ones not counted."""
    if not isinstance(value, list):
        return 0 if value is None else 1
    if value and isinstance(value[0], list):
        return sum(map(_count, value))
    return len(value) - value.count(None)


class _Sizes(BitWriter):
    """A bit writer that keeps no bits."""

    def u(self, value: int, bits: int) -> None:
        self.count += bits

    def ue(self, value: int) -> None:
        self.count += 2 * (value + 1).bit_length() - 1

    def write_bytes(self, data: bytes) -> None:
        self.count += 8 * len(data)

    def flush(self) -> None:
        """Nothing is kept."""


class Counter(Writer):
    """A writer that only counts bits."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.bits = _Sizes()


def _write_signed(target: BitWriter, arrays: list[list[int]], width: int | None) -> bool:
    """Write magnitudes and signs, or int, dec and sign (``width`` as in `_read_int_dec`).
    Writes nothing and returns False when a value is out of range."""
    signs = arrays[-1]
    for array in arrays[:-1]:
        # set() also catches a bool or a float that would pass as a number, and an empty array.
        if set(map(type, array)) != {int} or min(array) < 0 or max(array) > UE_MAX:
            return False
    if not set(signs) <= {0, 1} or set(map(type, signs)) != {int}:
        return False
    if width is not None and max(arrays[1]) >> width:
        return False
    if isinstance(target, _Sizes):
        target.count += _signed_size(arrays, width)
        return all(any(values) or not sign for *values, sign in zip(*arrays, strict=True))
    pieces: list[tuple[int, int]] = []
    push = pieces.append
    if len(arrays) == 2:
        for value, sign in zip(arrays[0], signs, strict=True):
            if value:
                push(((value + 1) << 1 | sign, 2 * (value + 1).bit_length()))
            elif sign:
                return False
            else:
                push((1, 1))
    elif width is not None:
        for value, dec, sign in zip(arrays[0], arrays[1], signs, strict=True):
            code = (value + 1) << width | dec
            if value or dec:
                push((code << 1 | sign, 2 * (value + 1).bit_length() + width))
            elif sign:
                return False
            else:
                push((code, 1 + width))
    else:
        for value, dec, sign in zip(arrays[0], arrays[1], signs, strict=True):
            length = 2 * (dec + 1).bit_length() - 1
            code = (value + 1) << length | (dec + 1)
            if value or dec:
                push((code << 1 | sign, 2 * (value + 1).bit_length() + length))
            elif sign:
                return False
            else:
                push((3, 2))
    put = target.u
    for code, length in pieces:
        put(code, length)
    return True


def _signed_size(arrays: list[list[int]], width: int | None) -> int:
    """Bits of `_write_signed`."""
    bits = sum(2 * (value + 1).bit_length() - 1 for value in arrays[0])
    if len(arrays) == 2:
        return bits + len(arrays[0]) - arrays[0].count(0)
    if width is not None:
        bits += width * len(arrays[1])
    else:
        bits += sum(2 * (value + 1).bit_length() - 1 for value in arrays[1])
    return bits + sum(1 for value, dec in zip(arrays[0], arrays[1], strict=True) if value or dec)
