"""The rows of a trace, most of them made when they are looked at: one payload of 64 KB has a million."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from sei.syntax import TraceRow, places, subscripted


@dataclass(frozen=True, slots=True)
class _Flags:
    """Elements of one bit each, subscripted by ``index`` and their position."""

    name: str
    index: tuple[int, ...]
    values: list[int]
    at: int

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[TraceRow]:
        for k, value in enumerate(self.values):
            yield subscripted(self.name, (*self.index, k)), value, "u(1)", self.at + k, 1


@dataclass(frozen=True, slots=True)
class SignedArrays:
    """Arrays in sign and magnitude as `Syntax.signed_array` codes them.

    groups  (name, descriptor, bits of a u(v)) of each element of each group
    arrays  a flat list for every place in the groups, groups interleaved
    at, end  bits of the payload where the first one begins and the last one ends
    """

    index: tuple[int, ...]
    shape: tuple[int, ...]
    groups: list[list[tuple[str, str, int]]]
    arrays: tuple[list[int], ...]
    at: int
    end: int

    def __len__(self) -> int:
        *magnitudes, signs = self.arrays
        return len(magnitudes) * len(signs) + sum(map(any, zip(*magnitudes, strict=True)))

    def __iter__(self) -> Iterator[TraceRow]:
        at = self.at
        entries = zip(*self.arrays, strict=True)
        for place in places(self.shape):
            subscripts = subscripted("", (*self.index, *place))
            for group in self.groups:
                *magnitudes, sign = next(entries)
                for (name, descriptor, width), value in zip(group, magnitudes, strict=False):
                    length = 2 * (value + 1).bit_length() - 1 if descriptor == "ue(v)" else width
                    yield name + subscripts, value, descriptor, at, length
                    at += length
                if any(magnitudes):
                    yield group[-1][0] + subscripts, sign, "u(1)", at, 1
                    at += 1


class Rows(Sequence[TraceRow]):
    """Trace rows (`sei.syntax.TraceRow`) in the order of the bits; equal to any sequence of the same rows."""

    def __init__(self) -> None:
        self._parts: list[list[TraceRow] | _Flags | SignedArrays] = []

    def append(self, row: TraceRow) -> None:
        """Add one row."""
        if not self._parts or not isinstance(self._parts[-1], list):
            self._parts.append([])
        last = self._parts[-1]
        assert isinstance(last, list)
        last.append(row)

    def flags(self, name: str, index: tuple[int, ...], values: list[int], at: int) -> None:
        """Add a row per flag of ``values``, the first one at bit ``at``."""
        self._parts.append(_Flags(name, index, values, at))

    def signed(
        self,
        index: tuple[int, ...],
        shape: tuple[int, ...],
        groups: list[list[tuple[str, str, int]]],
        arrays: tuple[list[int], ...],
        bits: range,
    ) -> None:
        """Add the rows of arrays in sign and magnitude that take ``bits`` of the payload, see
        `SignedArrays`."""
        self._parts.append(SignedArrays(index, shape, groups, arrays, bits.start, bits.stop))

    def coarse(self) -> Iterator[TraceRow | SignedArrays]:
        """Yield the rows in order; arrays in sign and magnitude come as wholes."""
        for part in self._parts:
            if isinstance(part, SignedArrays):
                yield part
            else:
                yield from part

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __bool__(self) -> bool:
        return any(map(len, self._parts))

    def __iter__(self) -> Iterator[TraceRow]:
        return itertools.chain.from_iterable(self._parts)

    @overload
    def __getitem__(self, index: int) -> TraceRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[TraceRow]: ...
    def __getitem__(self, index: int | slice) -> TraceRow | list[TraceRow]:
        if isinstance(index, slice):
            return list(self)[index]
        position = range(len(self))[index]
        return next(itertools.islice(self, position, None))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return all(a == b for a, b in itertools.zip_longest(self, other))

    __hash__ = None  # type: ignore[assignment]
