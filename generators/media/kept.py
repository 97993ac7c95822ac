"""A list whose items lie in a temporary file: what is measured of each picture of a long clip."""

from __future__ import annotations

import dataclasses
import math
import tempfile
import weakref
from collections.abc import Sequence
from typing import Any, Generic, TypeVar, overload

import numpy as np

from vvc_bridge.output import naming

T = TypeVar("T")
HELD = 64
"""Items that are in memory besides: they are asked for in turn."""


@dataclasses.dataclass(frozen=True)
class _Form:
    """What the numbers of an item are: its class, and name, type and shape of each field."""

    kind: type[Any]
    fields: tuple[tuple[str, str, tuple[int, ...]], ...]

    @classmethod
    def of(cls, item: Any) -> _Form:
        named = ((field.name, np.asarray(getattr(item, field.name))) for field in dataclasses.fields(item))
        return cls(type(item), tuple((name, value.dtype.str, value.shape) for name, value in named))

    def pack(self, item: Any) -> bytes:
        return b"".join(np.asarray(getattr(item, name)).tobytes() for name, _, _ in self.fields)

    def unpack(self, data: bytes) -> Any:
        values, at = dict[str, Any](), 0
        for name, kind, shape in self.fields:
            count = math.prod(shape)
            value = np.frombuffer(data, kind, count, at).reshape(shape)
            at += value.nbytes
            values[name] = value.copy() if shape else value.item()
        return self.kind(**values)

    @property
    def size(self) -> int:
        return sum(np.dtype(kind).itemsize * math.prod(shape) for _, kind, shape in self.fields)


class Kept(Sequence[T | None], Generic[T]):
    """Items, or None, by number: dataclasses of numbers and numeric arrays.

    An item is made anew, equal but not the same, when it is asked for. Raises OSError where the disk is full.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="seigen-kept-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._places: list[tuple[_Form, int] | None] = []
        self._forms: dict[_Form, _Form] = {}
        self._held: dict[int, T] = {}

    def append(self, item: T | None) -> None:
        """Add an item at the end."""
        self._places.append(None)
        self[len(self) - 1] = item

    def __setitem__(self, number: int, item: T | None) -> None:
        self._held.pop(number, None)
        before, self._places[number] = self._places[number], None
        if item is None:
            return
        form = _Form.of(item)
        form = self._forms.setdefault(form, form)
        with naming(tempfile.gettempdir()):
            same = before is not None and before[0] is form
            place = self._file.seek(before[1]) if same and before is not None else self._file.seek(0, 2)
            self._file.write(form.pack(item))
        self._places[number] = (form, place)

    def there(self) -> list[bool]:
        """Tell for each number whether there is an item, without reading it."""
        return [place is not None for place in self._places]

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> T | None: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T | None]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T | None] | None:
        if isinstance(number, slice):
            return _Part(self, range(len(self))[number])
        number = range(len(self))[number]
        place = self._places[number]
        if place is None:
            return None
        if number not in self._held:
            if len(self._held) >= HELD:
                del self._held[next(iter(self._held))]
            form, start = place
            self._file.seek(start)
            self._held[number] = form.unpack(self._file.read(form.size))
        return self._held[number]


class _Part(Sequence[T | None]):
    """Items of some numbers."""

    def __init__(self, whole: Kept[T], numbers: range) -> None:
        self._whole, self._numbers = whole, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, number: int) -> T | None: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T | None]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T | None] | None:
        if isinstance(number, slice):
            return _Part(self._whole, self._numbers[number])
        return self._whole[self._numbers[number]]
