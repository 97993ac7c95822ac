"""The drivers that a syntax table runs on: reader, writer, tracer, size counter.

A table is one function a syntax structure, in the standard's own order, names and conditions:

    def table(s: Syntax) -> None:
        cnt = s("gfv_cnt")
        base = s("gfv_base_pic_flag") if cnt == 0 else 0
        ...

Calling the driver codes one element and returns its value: a reader takes it from the bits, a writer
from the model. Descriptor and range come from the model's field (`sei.elements`), so the table holds
conditions and loops alone, and what reads is what writes.
"""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from sei.bits import MASK, REFILL, UE_ZEROS, BitReader, BitWriter
from sei.context import Context
from sei.editions import Edition
from sei.elements import UE_MAX, Element
from sei.errors import BitstreamError, MissingReference, OutOfRange, Truncated

Row = tuple[str, int | str, str, int, int]
"""A trace row: element with subscripts, value, descriptor, bit offset, length in bits."""


def subscripted(name: str, index: Sequence[int] = ()) -> str:
    """``name[i][j]``."""
    return name + "".join(f"[{k}]" for k in index)


class Syntax(ABC):
    """What a table sees. One object codes one structure once."""

    def __init__(self, message: str, elements: dict[str, Element], edition: Edition, context: Context):
        self.message = message
        self.elements = elements
        self.edition = edition
        self.context = context
        self.commits: list[Callable[[], None]] = []
        """What the structure changes in the context, to be done once it is read or written whole."""

    # -- elements -----------------------------------------------------------------------------------

    @abstractmethod
    def __call__(self, name: str, *index: int, bits: int = 0, hi: int | None = None) -> int:
        """Code the element ``name[index]...``; ``bits`` is the width of a u(v), ``hi`` a bound that
        depends on other elements. Returns its value."""

    @abstractmethod
    def infer(self, name: str, *index: int, value: int) -> None:
        """The element is not coded; its entry in a dense array is ``value``."""

    @abstractmethod
    def text(self, name: str, *index: int) -> str:
        """Code an st(v) element."""

    @abstractmethod
    def octets(self, name: str, *index: int, count: int = -1) -> str:
        """Code ``count`` bytes, or all that remain of the payload (-1). Returns hexadecimal digits."""

    @abstractmethod
    def align(self, name: str, bit: int = 0) -> None:
        """Code elements ``name``, each one bit equal to ``bit``, until the position is byte aligned."""

    def signed_array(
        self, index: tuple[int, ...], shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int = 0
    ) -> None:
        """Code arrays of numbers in sign and magnitude.

        For every subscript in ``shape`` (last one fastest) and every group ``(magnitude, ..., sign)``:
        the magnitude elements, then the sign flag unless all magnitudes are 0 (it is 0 then). Elements
        are subscripted by ``index`` and the place in ``shape``.
        """
        self.check_count(shape, groups, bits)
        for place in itertools.product(*map(range, shape)):
            for *magnitudes, sign in groups:
                if sum([self(name, *index, *place, bits=bits) for name in magnitudes]):
                    self(sign, *index, *place)
                else:
                    self.infer(sign, *index, *place, value=0)

    def flags(self, name: str, *index: int, count: int) -> list[int]:
        """Code ``count`` elements ``name[index][0]``, ``name[index][1]``... of one bit each; returns them.
        A count that the remaining bits cannot hold is refused."""
        self.check_loop(name, count, 1)
        return [self(name, *index, k) for k in range(count)]

    @abstractmethod
    def extended(self, name: str) -> bool:
        """payload_extension_present( ), where a later edition appended elements, ``name`` the first: for a
        reader bits follow that are not the payload's ending, for a writer the model gives ``name``."""

    @abstractmethod
    def rest(self, name: str, bits: int) -> int:
        """How many elements ``name[i]`` of ``bits`` bits each reach to the end of the payload, whose size
        is the only count that the syntax has for them."""

    def check_count(self, shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int) -> None:
        """Refuse an array that the remaining bits cannot hold. Only a reader has reason to."""
        return

    def check_loop(self, name: str, count: int, each: int) -> None:
        """Refuse a loop of ``count`` turns, announced by element ``name``, of at least ``each`` bits each,
        that the remaining bits cannot hold. Only a reader has reason to."""
        return

    # -- refusals -----------------------------------------------------------------------------------

    @property
    @abstractmethod
    def position(self) -> int:
        """Bit offset in the payload."""

    def fail(self, problem: str, name: str = "", value: object = None, allowed: str = "") -> NoReturn:
        """Refuse the structure: a constraint of the syntax is broken at element ``name``."""
        raise BitstreamError(
            problem, message=self.message, element=name, bit=self.position, value=value, allowed=allowed
        )

    def missing(self, problem: str, name: str) -> NoReturn:
        """Refuse a structure that is predicted from one that is not there."""
        raise MissingReference(problem, message=self.message, element=name, bit=self.position)

    def out_of_range(
        self, name: str, index: Sequence[int], bit: int, value: object, hi: int | None
    ) -> NoReturn:
        element = self.elements[name]
        allowed = element.range_text if hi is None else f"{element.lo}..{hi}"
        raise OutOfRange(
            "out of range",
            message=self.message,
            element=subscripted(name, index),
            bit=bit,
            value=value,
            allowed=allowed,
        )


class Reader(Syntax):
    """Takes elements from bits. ``values`` are the fields of the model."""

    def __init__(
        self, data: bytes, message: str, elements: dict[str, Element], edition: Edition, context: Context
    ) -> None:
        super().__init__(message, elements, edition, context)
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

    def octets(self, name: str, *index: int, count: int = -1) -> str:
        start = self.position
        if count < 0:
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

    def check_count(self, shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int) -> None:
        count = math.prod(shape)
        names = [name for group in groups for name in group[:-1]]
        least = count * sum(
            1 if self.elements[name].kind == "ue" else self.elements[name].bits or bits for name in names
        )
        if least > self.bits.remaining:
            raise Truncated(
                f"{count} entries need at least {least} bits, {self.bits.remaining} remain",
                message=self.message,
                element=names[0],
                bit=self.position,
            )

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

    def check_loop(self, name: str, count: int, each: int) -> None:
        if count * each > self.bits.remaining:
            raise Truncated(
                f"{count} turns of its loop need at least {count * each} bits, {self.bits.remaining} remain",
                message=self.message,
                element=name,
                bit=self.position,
            )

    def signed_array(
        self, index: tuple[int, ...], shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int = 0
    ) -> None:
        self.check_count(shape, groups, bits)
        count = math.prod(shape) * len(groups)
        first = self.elements[groups[0][0]]
        second = self.elements[groups[0][1]] if len(groups[0]) == 3 else None
        mark = self.bits.next, self.bits.word, self.bits.left
        ok = first.kind == "ue" and first.hi == UE_MAX
        arrays: tuple[list[int], ...] | None = None
        if ok and second is None:
            arrays = _read_magnitudes(self.bits, count)
        elif ok and second is not None and len(groups) == 1:
            arrays = _read_int_dec(self.bits, count, bits if second.kind == "u" else -1)
        if arrays is None:
            # Something is wrong, or no fast path: go element by element, which names the place.
            self.bits.next, self.bits.word, self.bits.left = mark
            super().signed_array(index, shape, groups, bits)
            return
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
        if zeros > 7:
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


def pack_bits(value: int, length: int) -> str:
    """Bits as text: hexadecimal digits, left aligned, zero padded to bytes, then ``/`` and the count."""
    padded = value << (-length % 8)
    return padded.to_bytes((length + 7) // 8, "big").hex() + f"/{length}"


def unpack_bits(text: str) -> tuple[int, int]:
    """Value and count of `pack_bits`' text. ValueError when it is not one."""
    digits, _, count = text.partition("/")
    length = int(count)
    raw = bytes.fromhex(digits)
    value = int.from_bytes(raw, "big")
    if (
        len(raw) != (length + 7) // 8
        or value & MASK[-length % 8]
        or pack_bits(value >> (-length % 8), length) != text
    ):
        raise ValueError(text)
    return value >> (-length % 8), length


class Tracer(Reader):
    """A reader that also records a row an element."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.rows: list[Row] = []

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

    def octets(self, name: str, *index: int, count: int = -1) -> str:
        start = self.position
        value = super().octets(name, *index, count=count)
        self._row(name, index, value, start, self.elements[name].descriptor)
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
            self._row(name, (), bit, start, "f(1)")

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
        Syntax.signed_array(self, index, shape, groups, bits)

    def flags(self, name: str, *index: int, count: int) -> list[int]:
        return Syntax.flags(self, name, *index, count=count)

    def _row(self, name: str, index: Sequence[int], value: int | str, start: int, descriptor: str) -> None:
        self.rows.append((subscripted(name, index), value, descriptor, start, self.position - start))


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

    @property
    def position(self) -> int:
        return self.bits.position

    def value(self, name: str, index: Sequence[int]) -> Any:
        """The model's value of ``name[index]``, which must be there; it counts as used."""
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
        if not isinstance(value, int) or not element.lo <= value <= (element.hi if hi is None else hi):
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
        return int(value)

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

    def octets(self, name: str, *index: int, count: int = -1) -> str:
        value = self.value(name, index)
        try:
            raw = bytes.fromhex(value)
        except (TypeError, ValueError):
            self.out_of_range(name, index, self.position, str(value)[:32], None)
        if count >= 0 and len(raw) != count:
            self.fail("has the wrong number of bytes", subscripted(name, index), len(raw), str(count))
        self.bits.write_bytes(raw)
        return str(value)

    def align(self, name: str, bit: int = 0) -> None:
        while self.bits.position & 7:
            self.bits.u(bit, 1)

    def signed_array(
        self, index: tuple[int, ...], shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int = 0
    ) -> None:
        count = math.prod(shape) * len(groups)
        first = self.elements[groups[0][0]]
        second = self.elements[groups[0][1]] if len(groups[0]) == 3 else None
        ok = first.kind == "ue" and first.hi == UE_MAX and (second is None or len(groups) == 1)
        arrays = self._flat_arrays(index, shape, groups) if ok else None
        if arrays is None or not _write_signed(
            self.bits, arrays, -2 if second is None else bits if second.kind == "u" else -1
        ):
            # A wrong shape or value, or no fast path: go element by element, which names the place.
            super().signed_array(index, shape, groups, bits)
            return
        for group in groups:
            for name in group:
                self.used[name] = self.used.get(name, 0) + count // len(groups)

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
            if not all(isinstance(row, list) and len(row) == extent for row in rows):
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
            if value is None:
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
            value, length = unpack_bits(extension)
            for done in range(0, length, 128):
                width = min(128, length - done)
                self.bits.u(value >> (length - done - width) & MASK[width], width)
        elif not self.position & 7:
            return
        self.bits.u(1, 1)
        self.align("sei_payload_bit_equal_to_zero")


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


def _read_int_dec(source: BitReader, count: int, width: int) -> tuple[list[int], list[int], list[int]] | None:
    """``count`` triples (ue(v) int, dec as u(width), or ue(v) when width is -1, sign unless both are 0), or
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
            if width < 0:
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


def _write_signed(target: BitWriter, arrays: list[list[int]], width: int) -> bool:
    """Write magnitudes and signs (width -2), or int, dec and sign (width as in `_read_int_dec`).
    Writes nothing and returns False when a value is out of range."""
    signs = arrays[-1]
    for array in arrays[:-1]:
        # set() also catches a bool or a float that would pass as a number.
        if not array or set(map(type, array)) != {int} or min(array) < 0 or max(array) > UE_MAX:
            return False
    if not set(signs) <= {0, 1} or set(map(type, signs)) != {int}:
        return False
    if width >= 0 and max(arrays[1]) >> width:
        return False
    put = target.u
    if isinstance(target, _Sizes):
        target.count += _signed_size(arrays, width)
        return all(any(values) or not sign for *values, sign in zip(*arrays, strict=True))
    pieces: list[tuple[int, int]] = []
    push = pieces.append
    if width == -2:
        for value, sign in zip(arrays[0], signs, strict=True):
            if value:
                push(((value + 1) << 1 | sign, 2 * (value + 1).bit_length()))
            elif sign:
                return False
            else:
                push((1, 1))
    elif width >= 0:
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
    for code, length in pieces:
        put(code, length)
    return True


def _signed_size(arrays: list[list[int]], width: int) -> int:
    """Bits of `_write_signed`."""
    bits = sum(2 * (value + 1).bit_length() - 1 for value in arrays[0])
    if width == -2:
        return bits + len(arrays[0]) - arrays[0].count(0)
    if width >= 0:
        bits += width * len(arrays[1])
    else:
        bits += sum(2 * (value + 1).bit_length() - 1 for value in arrays[1])
    return bits + sum(1 for value, dec in zip(arrays[0], arrays[1], strict=True) if value or dec)
