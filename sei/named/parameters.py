"""Parameters of pictures by name: the base of the four kinds.

Values are kept by field: float64 arrays (pictures, \\*shape). They are checked when an object is made: a
value that is not finite, outside its number's range, or of another shape is refused under its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    field_validator,
    model_validator,
)
from pydantic import Field as Meta
from pydantic_core import core_schema

from sei.context import Context
from sei.editions import H274V4, Edition
from sei.mark import without_mark
from sei.message import Message
from sei.named.known import known, names
from sei.named.mapping import Column, Field, Kind, Mapping, MappingError, refusing
from sei.named.numbers import MAX_VALUES, Array, refuse
from sei.shown import escape_json

if TYPE_CHECKING:
    from sei.build import Network
    from sei.resolve import ResolvedEnhancement, ResolvedFace


class _Numbers:
    """pydantic type of an array: nested lists of numbers in JSON."""

    @staticmethod
    def _array(value: Any) -> Array:
        try:
            array = np.asarray(value)
        except ValueError:
            raise MappingError("values are lists of unequal length") from None
        if array.dtype.kind not in "iuf" and array.size:
            raise MappingError(f"values are no numbers ({array.dtype})")
        return np.array(array, dtype=np.float64)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_plain_validator_function(
            self._array,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda array: array.tolist()),
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "array", "items": {"anyOf": [{"type": "number"}, {"type": "array"}]}}


class NamedParameters(BaseModel):
    """Parameters of pictures, by a mapping.

    mapping  which fields there are and what carries them; in JSON also the name or tag of a known mapping
    values   by field name: one array per picture, (pictures, \\*shape). Fields of the highest levels may be
             missing: what was not received
    """

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, hide_input_in_errors=True)

    kind: ClassVar[Kind]

    mapping: Mapping
    values: Annotated[
        dict[str, Annotated[NDArray[np.float64], _Numbers()]],
        Meta(description="By field name: nested lists (pictures, *shape)."),
    ]

    @field_validator("mapping", mode="before")
    @classmethod
    def _by_name(cls, value: Any) -> Any:
        return known(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.check()
        return self

    def check(self) -> None:
        """Refuse values that are not the mapping's. Raises OutOfRange, MappingError with the name."""
        if self.mapping.kind != self.kind:
            raise MappingError(f"{self.mapping.tag} is a mapping of {self.mapping.kind}, not of {self.kind}")
        self.check_mapping(self.mapping)
        unknown = [name for name in self.values if name not in {f.name for f in self.mapping.fields}]
        if unknown:
            self.mapping.field(unknown[0])
        for field in self.mapping.up_to(self.level):
            self.values[field.name] = _fitted(field, self.values[field.name])
        counts = {name: len(array) for name, array in self.values.items()}
        if len(set(counts.values())) > 1:
            raise MappingError(f"fields are of different numbers of pictures: {counts}")
        if not self.pictures:
            raise MappingError("there is no picture")
        if sum(array.size for array in self.values.values()) > MAX_VALUES:
            raise MappingError(f"more than {MAX_VALUES} values")
        for field in self.mapping.up_to(self.level):
            _check_values(self.kind, field, self.values[field.name])

    @classmethod
    def check_mapping(cls, mapping: Mapping) -> None:
        """Refuse a mapping that is not of this kind. Raises MappingError."""

    @classmethod
    def default_mapping(cls, shapes: dict[str, tuple[int, ...]]) -> Mapping:
        """Return the mapping that is taken when none is named: the first known one of this kind that has just
        these fields, or numbers, in these shapes (of one picture).

        Raises MappingError where there is none."""
        for name in names():
            found = known(name)
            if found.kind == cls.kind and _covers(found, shapes):
                return found
        given = ", ".join(list(shapes)[:8]) + (", ..." if len(shapes) > 8 else "")
        raise MappingError(f"{cls.kind}: no known mapping has {given or 'no field'}; name one")

    @classmethod
    def mapping_of(cls, face: ResolvedFace, enhancements: dict[int, ResolvedEnhancement]) -> Mapping:
        """Return a mapping by what the messages of one picture carry; ``enhancements`` by gfve_id.

        Raises MappingError where this kind is not told by its layout."""
        raise MappingError(f"{cls.kind}: the messages have no known tag, so name a mapping")

    @property
    def level(self) -> int:
        """Highest level of which every field is there."""
        reached = -1
        for level in range(len(self.mapping.levels)):
            missing = [f.name for f in self.mapping.fields if f.level == level and f.name not in self.values]
            if missing and level == 0:
                raise MappingError(f"{missing[0]}: the field is missing")
            if missing:
                break
            reached = level
        beyond = [f.name for f in self.mapping.fields if f.level > reached and f.name in self.values]
        if beyond:
            raise MappingError(f"{beyond[0]}: fields of lower levels, or of its own, are missing")
        return reached

    @property
    def pictures(self) -> int:
        """Number of pictures."""
        return len(next(iter(self.values.values())))

    def columns(self) -> list[Column]:
        """Return the numbers of a picture, in the mapping's order, of the levels that are there."""
        return [column for field in self.mapping.up_to(self.level) for column in field.columns()]

    def rows(self) -> Array:
        """Return all values as float64 (pictures, numbers), a row per picture, as `columns` names them."""
        parts = [self.values[f.name].reshape(self.pictures, -1) for f in self.mapping.up_to(self.level)]
        return np.concatenate(parts, axis=1)

    def __getitem__(self, name: str) -> Array:
        """Return a copy of a field (pictures, \\*shape), or of one number (pictures,), by name.

        Raises MappingError when there is none of that name."""
        if name in self.values:
            return self.values[name].copy()
        for column in self.columns():
            if column.name == name:
                return self.values[column.field.name].reshape(self.pictures, -1)[:, column.place].copy()
        raise MappingError(f"{name}: no field and no number of {self.mapping.tag}")

    def __setitem__(self, name: str, values: ArrayLike) -> None:
        """Change a field, or one number of all pictures, by name: ``semantics["head.yaw"] += 0.3``.

        Raises OutOfRange, MappingError as making the object does; nothing is changed then."""
        column = next((c for c in self.columns() if c.name == name), None)
        field = self.mapping.field(name) if column is None else column.field
        changed = self[field.name]
        part = changed if column is None else changed.reshape(self.pictures, -1)[:, column.place]
        try:
            part[...] = values
        except (ValueError, TypeError):
            raise MappingError(f"{name}: shape {np.shape(values)}, allowed: {part.shape}") from None
        _check_values(self.kind, field, changed)
        self.values[field.name] = changed

    def to_messages(
        self,
        context: Context | None = None,
        *,
        precision: int | dict[str, int] | None = None,
        predict: bool | None = None,
        gfv_id: int = 0,
        start: int = 0,
        network: Network | None = None,
        edition: Edition = H274V4,
    ) -> list[Message]:
        """Make the GFV and GFVE messages, in decoding order; prediction is from what a decoder has.

        context    state of what was sent before, updated; None: nothing was
        precision  bits after the binary point, 1..31: of all fields, or by field name; None: the fields' own
        predict    True: wherever the syntax allows; False: never; None: what takes fewer bits
        gfv_id     0..2^32-2
        start      gfv_cnt of the first picture: 0 makes it the base picture, more goes on after ``context``
        network    carried by the base message

        A value is coded as the nearest multiple of 2^-precision of its field, a message at the finest of its
        fields' precisions. What is held or still and did not change is left out where it can be.

        Raises OutOfRange, which names the number, where an element cannot hold a value or its difference from
        a prediction that was asked for; ``context`` is of no use then. Raises MappingError for the arguments.
        """
        from sei.named.writing import write

        self.check()  # values may have been changed since
        fields = self.mapping.up_to(self.level)
        values = {f.name: self.values[f.name] for f in fields}
        return write(
            self.kind,
            self.mapping,
            values,
            context or Context(),
            precision=precision,
            predict=predict,
            gfv_id=gfv_id,
            start=start,
            network=network,
            edition=edition,
        )

    @classmethod
    def from_messages(
        cls,
        messages: Iterable[Any],
        context: Context | None = None,
        *,
        mapping: Mapping | str | None = None,
        gfv_id: int | None = None,
        edition: Edition = H274V4,
    ) -> Self:
        """Read parameters from GFV and GFVE messages, in decoding order.

        messages  lists of messages, one per picture unit; or messages one after the other, of which one of
                  gfv_cnt 0 begins a unit unless it is the one before it again. A unit's pictures follow by
                  gfv_cnt. What is no GFV or GFVE is passed over
        context   state of what was received before, updated; None: nothing was
        mapping   or its name or tag; None: the known one whose tag is in gfv_nn_tag_uri, else what the first
                  base message's layout gives (`default_mapping`)
        gfv_id    None: that of the first GFV message

        Fields of higher levels that were not received whole are left out. Raises MappingError where the
        messages carry something else than the mapping's fields, BitstreamError where they cannot be read.
        """
        from sei.named.reading import read

        chosen = known(mapping) if isinstance(mapping, str) else mapping
        found, values = read(
            cls.kind, cls.mapping_of, list(messages), context or Context(), chosen, gfv_id, edition
        )
        return cls(mapping=found, values=values)

    def to_json(self) -> str:
        """Return the parameters as JSON: kind, mapping, values. Values come back exactly."""
        self.check()
        return '{"kind":"' + self.kind + '",' + escape_json(self.model_dump_json(exclude_defaults=True))[1:]

    @classmethod
    def from_json(cls, text: str | bytes, mapping: Mapping | None = None) -> Self:
        """Read `to_json`'s text; ``mapping`` instead of its own.

        Raises SeigenError that names the member or the number."""
        import json

        try:
            found = json.loads(without_mark(text))
        except (ValueError, RecursionError) as error:
            raise MappingError(f"not JSON: {error}") from None
        if not isinstance(found, dict):
            raise MappingError(f"not a {cls.kind} object")
        if found.pop("kind", cls.kind) != cls.kind:
            raise MappingError(f"kind: not {cls.kind}")
        if mapping is not None:
            found["mapping"] = mapping
        return cls.from_values(found)

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Self:
        """Make an object from a parsed JSON object's members; without a mapping `default_mapping` chooses.

        Raises SeigenError as `from_json`."""
        given = values.get("values")
        if "mapping" not in values and isinstance(given, dict):
            shapes = {name: _Numbers._array(array).shape[1:] for name, array in given.items()}
            values = {**values, "mapping": cls.default_mapping(shapes)}
        with refusing(cls.kind):
            return cls.model_validate(values)


def _covers(mapping: Mapping, shapes: dict[str, tuple[int, ...]]) -> bool:
    """What is given are the mapping's fields, or all numbers of them, up to some level."""
    rest = dict(shapes)
    for field in sorted(mapping.fields, key=lambda field: field.level):
        columns = [column.name for column in field.columns()]
        if field.name in rest and _same(rest[field.name], field):
            del rest[field.name]
        elif all(name in rest for name in columns):
            for name in columns:
                del rest[name]
        elif not field.level or rest:
            return False
    return not rest


def _same(shape: tuple[int, ...], field: Field) -> bool:
    given = tuple(n for n in shape if n > 1)
    return given in (tuple(n for n in field.shape if n > 1), (field.size,))


def _fitted(field: Field, array: Array) -> Array:
    """The array as (pictures, \\*shape), given so, without sizes of 1, or flat; else MappingError."""
    if array.ndim and _same(array.shape[1:], field):
        return array.reshape(len(array), *field.shape)
    raise MappingError(f"{field.name}: shape {array.shape}, allowed: {('pictures', *field.shape)}")


def _check_values(kind: str, field: Field, array: Array) -> None:
    """Refuse the first value that is not finite or outside its range, by name."""
    rows = array.reshape(len(array), -1)
    good = np.isfinite(rows)
    if good.all() and field.numbers is None:
        lo, hi = field.lo, field.hi
        if (lo is None or rows.min() >= lo) and (hi is None or rows.max() <= hi):
            return
    columns = list(field.columns())
    low = np.array([-np.inf if c.lo is None else c.lo for c in columns])
    high = np.array([np.inf if c.hi is None else c.hi for c in columns])
    bad = np.argwhere(~(good & (rows >= low) & (rows <= high)))
    if len(bad):
        picture, place = bad[0].tolist()
        problem = "out of range" if good[picture, place] else "not a finite number"
        refuse(kind, columns[place], picture, float(rows[picture, place]), problem)
