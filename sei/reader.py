"""The driver that reads: elements from bits, and its tracer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NoReturn

from sei.bits import MASK, MAX_PAYLOAD, REFILL, UE_ZEROS, BitReader
from sei.context import Context
from sei.editions import Edition
from sei.elements import UE_MAX, Element
from sei.errors import BitstreamError, OutOfRange, Truncated
from sei.rows import Rows
from sei.syntax import Syntax, pack_bits, subscripted, unpack_bits


class Reader(Syntax):
    """Takes elements from bits. ``values`` are the fields of the model."""

    def __init__(
        self, data: bytes, message: str, elements: dict[str, Element], edition: Edition, context: Context
    ) -> None:
        super().__init__(message, elements, edition, context)
        if len(data) > MAX_PAYLOAD:
            raise OutOfRange(
                "longer than any payload that is taken apart",
                message=message,
                element="payload_size_byte",
                value=len(data),
                allowed=f"0..{MAX_PAYLOAD}",
            )
        self.bits = BitReader(data)
        self.values: dict[str, Any] = {}

    @property
    def position(self) -> int:
        return self.bits.position

    def __call__(self, name: str, *index: int, bits: int = 0, hi: int | None = None) -> int:
        element = self.elements[name]
        source = self.bits
        start = source.next * 8 - source.left
        try:
            if element.kind == "ue":
                value = source.ue()
            elif element.kind == "se":
                value = source.ue()
                value = (value + 1) // 2 if value & 1 else -(value // 2)
            else:
                value = source.u(element.bits or bits)
                if element.kind == "i":
                    value -= (value & 1 << (element.bits - 1)) << 1
        except EOFError:
            self.truncated(name, index, start)
        except OverflowError:
            self.out_of_range(name, index, start, "over 2^32-2", hi)
        if not element.lo <= value <= (element.hi if hi is None else hi):
            self.out_of_range(name, index, start, value, hi)
        if index:
            self.store(name, index, value)
        else:
            self.values[name] = value
        return value

    def store(self, name: str, index: tuple[int, ...], value: Any) -> None:
        """Append to a nested list; subscripts never coded before it are filled with None."""
        row = self.values.setdefault(name, [])
        for k in index[:-1]:
            while len(row) <= k:
                row.append([])
            row = row[k]
        while len(row) < index[-1]:
            row.append(None)
        row.append(value)

    def infer(self, name: str, *index: int, value: int) -> None:
        self.store(name, index, value)

    def text(self, name: str, *index: int) -> str:
        start = self.position
        length = self.bits.find_zero_byte()
        if length < 0:
            self.truncated(name, index, start, "text without its ending zero byte")
        raw = self.bits.read_bytes(length + 1)[:-1]
        try:
            value = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise OutOfRange(
                f"invalid UTF-8 at its byte {error.start}",
                message=self.message,
                element=subscripted(name, index),
                bit=start,
                value=raw[:32].hex(),
                allowed="UTF-8",
            ) from None
        if index:
            self.store(name, index, value)
        else:
            self.values[name] = value
        return value

    def octets(self, name: str, *index: int, count: int | None = None) -> str:
        start = self.position
        if count is None:
            count = self.bits.remaining // 8
        try:
            value = self.bits.read_bytes(count).hex()
        except EOFError:
            self.truncated(name, index, start, f"{count} bytes do not fit")
        if index:
            self.store(name, index, value)
        else:
            self.values[name] = value
        return value

    def align(self, name: str, bit: int = 0) -> None:
        while self.position & 7:
            start = self.position
            if self.bits.u(1) != bit:
                raise OutOfRange(
                    "out of range",
                    message=self.message,
                    element=name,
                    bit=start,
                    value=1 - bit,
                    allowed=str(bit),
                )

    def truncated(
        self, name: str, index: Sequence[int], start: int, problem: str = "the payload ends inside it"
    ) -> NoReturn:
        raise Truncated(problem, message=self.message, element=subscripted(name, index), bit=start)

    @property
    def room(self) -> int:
        return self.bits.remaining

    def flags(self, name: str, *index: int, count: int) -> list[int]:
        self.check_loop(name, count, 1)
        values: list[int] = []
        for done in range(0, count, 128):
            width = min(128, count - done)
            values += map(int, f"{self.bits.u(width):0{width}b}")
        if values:
            row = self.values.setdefault(name, [])
            for k in index:
                while len(row) <= k:
                    row.append([])
                row = row[k]
            row += values
        return values

    def extended(self, name: str) -> bool:
        left = self.bits.remaining
        return left > 8 or (left > 0 and self.bits.data[-1] & MASK[left] != 1 << (left - 1))

    def rest(self, name: str, bits: int) -> int:
        return self.bits.remaining // bits

    def signed_array(
        self, index: tuple[int, ...], shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int = 0
    ) -> None:
        self.check_count(shape, groups, bits)
        arrays = self._read_arrays(shape, groups, bits)
        if arrays is None:
            # Something is wrong, or no fast path: go element by element, which names the place.
            super().signed_array(index, shape, groups, bits)
        else:
            self._store_arrays(index, shape, groups, arrays)

    def _read_arrays(
        self, shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int
    ) -> tuple[list[int], ...] | None:
        """A flat list for every place in the groups, groups interleaved. None, and no bit is read, when
        something is wrong or the elements are not such as a fast path knows."""
        count = math.prod(shape) * len(groups)
        first = self.elements[groups[0][0]]
        second = self.elements[groups[0][1]] if len(groups[0]) == 3 else None
        if first.kind != "ue" or first.hi != UE_MAX:
            return None
        mark = self.bits.next, self.bits.word, self.bits.left
        arrays: tuple[list[int], ...] | None = None
        if second is None:
            arrays = _read_magnitudes(self.bits, count)
        elif len(groups) == 1:
            arrays = _read_int_dec(self.bits, count, bits if second.kind == "u" else None)
        if arrays is None:
            self.bits.next, self.bits.word, self.bits.left = mark
        return arrays

    def _store_arrays(
        self,
        index: tuple[int, ...],
        shape: tuple[int, ...],
        groups: Sequence[tuple[str, ...]],
        arrays: tuple[list[int], ...],
    ) -> None:
        for g, group in enumerate(groups):
            for name, flat in zip(group, arrays, strict=True):
                self._store_nested(name, index, shape, flat[g :: len(groups)])

    def _store_nested(
        self, name: str, index: tuple[int, ...], shape: tuple[int, ...], flat: list[Any]
    ) -> None:
        for width in reversed(shape[1:]):
            flat = [flat[start : start + width] for start in range(0, len(flat), width)]
        if index:
            self.store(name, index, flat)
        else:
            self.values[name] = flat

    def ending(self) -> str | None:
        """Read what follows the structure to the payload's end: reserved payload extension data, the bit
        equal to one, zero bits. Returns the extension data (see `Message`), None when the payload ends as
        a writer without extension would end it."""
        aligned = self.position % 8 == 0
        length = self.bits.remaining
        if not length:
            return None
        start = self.position
        first = self.bits.u(-start % 8)
        rest = self.bits.read_bytes(self.bits.remaining // 8)
        tail = first << (len(rest) * 8) | int.from_bytes(rest, "big")
        zeros = (tail & -tail).bit_length() - 1 if tail else length
        if not tail or zeros > 7:
            raise BitstreamError(
                "the payload does not end in a bit equal to one and zero bits up to alignment",
                message=self.message,
                element="sei_payload_bit_equal_to_one",
                bit=start,
            )
        length -= zeros + 1
        if not length and not aligned:
            return None
        return pack_bits(tail >> (zeros + 1), length)


class Tracer(Reader):
    """A reader that also records a row per element."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.rows = Rows()

    def __call__(self, name: str, *index: int, bits: int = 0, hi: int | None = None) -> int:
        start = self.position
        value = super().__call__(name, *index, bits=bits, hi=hi)
        self._row(name, index, value, start, self.elements[name].descriptor)
        return value

    def text(self, name: str, *index: int) -> str:
        start = self.position
        value = super().text(name, *index)
        self._row(name, index, value, start, "st(v)")
        return value

    def octets(self, name: str, *index: int, count: int | None = None) -> str:
        start = self.position
        value = super().octets(name, *index, count=count)
        self._row(name, index, value, start, self.elements[name].descriptor)
        return value

    def align(self, name: str, bit: int = 0) -> None:
        start = self.position
        super().align(name, bit)
        for place in range(start, self.position):
            self.rows.append((name, bit, "f(1)", place, 1))

    def ending(self) -> str | None:
        start = self.position
        extension = super().ending()
        total = len(self.bits.data) * 8
        if extension:
            length = unpack_bits(extension)[1]
            if length:
                self.rows.append(
                    ("sei_reserved_payload_extension_data", extension, f"u({length})", start, length)
                )
            start += length
        if start < total:
            self.rows.append(("sei_payload_bit_equal_to_one", 1, "f(1)", start, 1))
            for bit in range(start + 1, total):
                self.rows.append(("sei_payload_bit_equal_to_zero", 0, "f(1)", bit, 1))
        return extension

    def signed_array(
        self, index: tuple[int, ...], shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int = 0
    ) -> None:
        self.check_count(shape, groups, bits)
        at = self.position
        arrays = self._read_arrays(shape, groups, bits)
        if arrays is None:
            Syntax.signed_array(self, index, shape, groups, bits)
            return
        self._store_arrays(index, shape, groups, arrays)
        coded = [[(name, self.elements[name].descriptor, bits) for name in group] for group in groups]
        self.rows.signed(index, shape, coded, arrays, range(at, self.position))

    def flags(self, name: str, *index: int, count: int) -> list[int]:
        at = self.position
        values = super().flags(name, *index, count=count)
        self.rows.flags(name, index, values, at)
        return values

    def _row(self, name: str, index: Sequence[int], value: int | str, start: int, descriptor: str) -> None:
        self.rows.append((subscripted(name, index), value, descriptor, start, self.position - start))


def _read_magnitudes(source: BitReader, count: int) -> tuple[list[int], list[int]] | None:
    """``count`` pairs (ue(v) magnitude, sign unless it is 0), or None when the bits do not hold them."""
    data, at, word, left = source.data, source.next, source.word, source.left
    magnitudes: list[int] = []
    signs: list[int] = []
    put, put_sign = magnitudes.append, signs.append
    try:
        for _ in range(count):
            if left < 64:
                chunk = data[at : at + REFILL]
                at += len(chunk)
                word = word << 8 * len(chunk) | int.from_bytes(chunk, "big")
                left += 8 * len(chunk)
            zeros = left - word.bit_length()
            if zeros > UE_ZEROS:
                return None
            left -= 2 * zeros + 1
            value = (word >> left) - 1
            word &= MASK[left]
            put(value)
            if value:
                left -= 1
                sign = word >> left
                word &= MASK[left]
                put_sign(sign)
            else:
                put_sign(0)
    except ValueError:  # negative shift: the bits ended
        return None
    source.next, source.word, source.left = at, word, left
    return magnitudes, signs


def _read_int_dec(
    source: BitReader, count: int, width: int | None
) -> tuple[list[int], list[int], list[int]] | None:
    """``count`` triples (ue(v) int, dec as u(width), or ue(v) without width, sign unless both are 0), or
    None when the bits do not hold them."""
    data, at, word, left = source.data, source.next, source.word, source.left
    ints: list[int] = []
    decs: list[int] = []
    signs: list[int] = []
    put_int, put_dec, put_sign = ints.append, decs.append, signs.append
    try:
        for _ in range(count):
            if left < 128:
                chunk = data[at : at + REFILL]
                at += len(chunk)
                word = word << 8 * len(chunk) | int.from_bytes(chunk, "big")
                left += 8 * len(chunk)
            zeros = left - word.bit_length()
            if zeros > UE_ZEROS:
                return None
            left -= 2 * zeros + 1
            whole = (word >> left) - 1
            word &= MASK[left]
            if width is None:
                zeros = left - word.bit_length()
                if zeros > UE_ZEROS:
                    return None
                left -= 2 * zeros + 1
                dec = (word >> left) - 1
            else:
                left -= width
                dec = word >> left
            word &= MASK[left]
            put_int(whole)
            put_dec(dec)
            if whole or dec:
                left -= 1
                sign = word >> left
                word &= MASK[left]
                put_sign(sign)
            else:
                put_sign(0)
    except ValueError:  # negative shift: the bits ended
        return None
    source.next, source.word, source.left = at, word, left
    return ints, decs, signs
