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

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from sei.bits import MASK
from sei.context import Context
from sei.editions import Edition
from sei.elements import Element
from sei.errors import BitstreamError, MissingReference, OutOfRange, Truncated

TraceRow = tuple[str, int | str, str, int, int]
"""A trace row: element with subscripts, value, descriptor, bit offset, length in bits."""


ENDING = (
    "sei_reserved_payload_extension_data",
    "sei_payload_bit_equal_to_one",
    "sei_payload_bit_equal_to_zero",
)
"""Rows of what follows a structure in its payload."""


def places(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield all subscripts within ``shape``, the last one fastest. Unlike `itertools.product` it holds none
    of them: a shape may come from an enemy."""
    if not shape:
        yield ()
        return
    for rest in places(shape[:-1]):
        for k in range(shape[-1]):
            yield (*rest, k)


def subscripted(name: str, index: Sequence[int] = ()) -> str:
    """Return ``name[i][j]``."""
    return name + "".join(f"[{k}]" for k in index)


class Syntax(ABC):
    """What a table sees. One object codes one structure once."""

    room_is = "remain"
    """What `room` is, for messages."""

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
        """Say that the element is not coded; its entry in a dense array is ``value``."""

    @abstractmethod
    def text(self, name: str, *index: int) -> str:
        """Code an st(v) element."""

    @abstractmethod
    def octets(self, name: str, *index: int, count: int | None = None) -> str:
        """Code ``count`` bytes, or all that remain of the payload (None). Returns hexadecimal digits."""

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
        for place in places(shape):
            for *magnitudes, sign in groups:
                if sum([self(name, *index, *place, bits=bits) for name in magnitudes]):
                    self(sign, *index, *place)
                else:
                    self.infer(sign, *index, *place, value=0)

    def flags(self, name: str, *index: int, count: int) -> list[int]:
        """Code ``count`` elements ``name[index][0]``, ``name[index][1]``... of one bit each; returns them.
        A count that the bits left cannot hold is refused."""
        self.check_loop(name, count, 1)
        return [self(name, *index, k) for k in range(count)]

    @abstractmethod
    def extended(self, name: str) -> bool:
        """Tell payload_extension_present( ), where a later edition appended elements, ``name`` the first: for
        a reader, bits follow that are not the payload's ending, for a writer the model gives ``name``."""

    @abstractmethod
    def rest(self, name: str, bits: int) -> int:
        """Count how many elements ``name[i]`` of ``bits`` bits each reach to the end of the payload, whose
        size is the only count that the syntax has for them."""

    @property
    @abstractmethod
    def room(self) -> int:
        """Bits that are left: for a reader in the payload, for a writer up to the longest payload."""

    def check_count(self, shape: tuple[int, ...], groups: Sequence[tuple[str, ...]], bits: int) -> None:
        """Refuse an array that the bits left cannot hold, before anything of its size is made."""
        names = [name for group in groups for name in group[:-1]]
        least = sum(
            1 if self.elements[name].kind == "ue" else self.elements[name].bits or bits for name in names
        )
        self._check_room(f"{math.prod(shape)} entries", names[0], math.prod(shape) * least)

    def check_loop(self, name: str, count: int, each: int) -> None:
        """Refuse a loop of ``count`` turns, announced by element ``name``, of at least ``each`` bits each,
        that the bits left cannot hold."""
        self._check_room(f"{count} turns of its loop", name, count * each)

    def _check_room(self, what: str, name: str, least: int) -> None:
        if least > self.room:
            raise Truncated(
                f"{what} need at least {least} bits, {self.room} {self.room_is}",
                message=self.message,
                element=name,
                bit=self.position,
            )

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


def pack_bits(value: int, length: int) -> str:
    """Return bits as a text: hexadecimal digits, left aligned, zero padded to bytes, then ``/`` and the
    count."""
    padded = value << (-length % 8)
    return padded.to_bytes((length + 7) // 8, "big").hex() + f"/{length}"


def unpack_bits(text: str) -> tuple[int, int]:
    """Return the value and count of `pack_bits`' text. Raises ValueError when it is not one."""
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
