"""Mappings as data: which fields a representation has, and what of GFV and GFVE carries each.

A `Mapping` is an ordered list of fields. A `Field` is one array per picture: its carrier, its shape, what
its numbers mean, how exactly they are coded, to which granularity it belongs, and how it changes in time. A
mapping is written as JSON, validated, and known by its `tag`; nobody needs code for a new one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)
from pydantic import Field as Meta

from sei.errors import SeigenError
from sei.mark import without_mark
from sei.messages.generative_face_video import AFFINE, COMPACT, COVARIANCE, LOCATION, ROTATION, TRANSLATION
from sei.shown import escape_json

MAX_NUMBERS = 1 << 20
"""Most numbers that a mapping has per picture."""
MAX_PRECISION = 31
"""Finest precision: at 32 the coordinate 1 is beyond what gfv_coordinate_x_abs holds."""
MAX_JSON = 1 << 24
"""Largest text of a mapping, in bytes."""

Kind: TypeAlias = Literal["keypoints", "semantics", "compact_feature", "avatar_parameters"]
Policy: TypeAlias = Literal["still", "held", "glide", "linear", "rotation", "jump", "fade"]
Name: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
NumberName: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_.]{0,63}$")]
Text: TypeAlias = Annotated[str, Meta(max_length=1000)]
Precision: TypeAlias = Annotated[int, Meta(strict=True, ge=1, le=MAX_PRECISION)]
Half: TypeAlias = Annotated[
    float,
    Meta(
        ge=-(2**31),
        le=2**31,
        multiple_of=0.5,
        description="In halves, so that rounding at any precision stays inside.",
    ),
]
EnhancementId: TypeAlias = Annotated[int, Meta(strict=True, ge=0, le=255)]


class MappingError(SeigenError):
    """A mapping that contradicts the syntax or itself, or values that are not of its fields."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _require_kind(schema: dict[str, Any]) -> None:
    schema["required"] = ["kind", *schema.get("required", [])]


class _Carrier(_Data):
    model_config = ConfigDict(json_schema_extra=_require_kind)

    @model_serializer(mode="wrap")
    def _with_kind(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # What tells carriers apart is written even where defaults are left out.
        return {"kind": self.kind, **handler(self)}  # type: ignore[attr-defined]


class KeypointCarrier(_Carrier):
    """The coordinates of GFV, shape (num_kps, 2 or 3).

    z_max  gfv_coordinate_z_max_value_minus1 + 1, the unit of z; 1 in 2D
    """

    kind: Literal["keypoints"] = "keypoints"
    z_max: Annotated[int, Meta(strict=True, ge=1, le=2**16)] = 1

    def __str__(self) -> str:
        return "GFV coordinates" + (f", z in units of {self.z_max}" if self.z_max > 1 else "")


class MatrixCarrier(_Carrier):
    """Matrices of one gfv_matrix_type_idx, shape (num_matrices, height, width)."""

    kind: Literal["matrix"] = "matrix"
    type: Annotated[int, Meta(strict=True, ge=0, le=31)]

    def __str__(self) -> str:
        return f"GFV matrix type {self.type}"


class EnhancementCarrier(_Carrier):
    """One matrix of the GFVE messages of a gfve_id, shape (height, width); fields follow in j's order."""

    kind: Literal["gfve_matrix"] = "gfve_matrix"
    gfve_id: EnhancementId = 0

    def __str__(self) -> str:
        return f"GFVE matrix, gfve_id {self.gfve_id}"


class PupilCarrier(_Carrier):
    """The pupils of the GFVE messages of a gfve_id, shape (2, 2): left and right eye, x and y."""

    kind: Literal["pupils"] = "pupils"
    gfve_id: EnhancementId = 0

    def __str__(self) -> str:
        return f"GFVE pupils, gfve_id {self.gfve_id}"


Carrier: TypeAlias = Annotated[
    KeypointCarrier | MatrixCarrier | EnhancementCarrier | PupilCarrier, Meta(discriminator="kind")
]


class Number(_Data):
    """One number of a field that has a name; what is left out is as the field says.

    positive  what a value over 0 means
    """

    name: NumberName
    unit: Text | None = None
    lo: Half | None = None
    hi: Half | None = None
    positive: Text | None = None


class Field(_Data):
    """One array per picture.

    carrier    what carries it
    shape      as the carrier says: keypoints (num_kps, 2 or 3), matrix (num_matrices, height, width),
               gfve_matrix (height, width), pupils (2, 2)
    unit       of its numbers; ``1`` for none
    lo, hi     allowed values, inclusive, in halves; None: what the elements hold
    positive   what a value over 0 means
    precision  numbers are coded in units of 2^-precision, unless the writer is told otherwise
    level      granularity that it belongs to: 0 is always sent, GFVE messages of higher ones may be dropped
    policy     in time. still: sent with the base picture, the same until the next one. held: may be left out
               where it did not change. glide: likewise, linear between messages, and 0 until it is sent.
               jump: sent with every message, between them as the one before. linear: sent with every message,
               linear between them. rotation: likewise, by the shortest way. fade: linear; one message may
               leave it out where it hardly changed; from the second in a row on its level is lost, and it
               goes to the base picture's over a few
    numbers    names of the numbers, last subscript fastest; None: made from the field's name and subscripts
    """

    name: Name
    carrier: Carrier
    shape: tuple[Annotated[int, Meta(strict=True, ge=1, le=MAX_NUMBERS)], ...]
    unit: Text = "1"
    lo: Half | None = None
    hi: Half | None = None
    positive: Text = ""
    precision: Precision = 8
    level: Annotated[int, Meta(strict=True, ge=0, le=255)] = 0
    policy: Policy = "linear"
    text: Text = ""
    numbers: tuple[Number, ...] | None = None

    @property
    def size(self) -> int:
        """Numbers per picture."""
        return math.prod(self.shape)

    @property
    def stays(self) -> bool:
        """A message may leave it out."""
        return self.policy in ("still", "held", "glide")

    @property
    def message(self) -> int | None:
        """gfve_id of the GFVE messages that carry it, None: GFV."""
        return self.carrier.gfve_id if isinstance(self.carrier, (EnhancementCarrier, PupilCarrier)) else None

    @property
    def matrix_type(self) -> int | None:
        """gfv_matrix_type_idx of the GFV matrices that carry it, None: none do."""
        return self.carrier.type if isinstance(self.carrier, MatrixCarrier) else None

    @property
    def z_max(self) -> int:
        """Unit of its coordinates' z; 1 where it is no coordinates."""
        return self.carrier.z_max if isinstance(self.carrier, KeypointCarrier) else 1

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.size > MAX_NUMBERS:
            raise MappingError(f"{self.name}: {self.size} numbers, allowed: {MAX_NUMBERS}")
        problem = _shape_problem(self)
        if problem:
            raise MappingError(f"{self.name}: shape {self.shape}, allowed: {problem}")
        if self.numbers is not None and len(self.numbers) != self.size:
            raise MappingError(f"{self.name}: {len(self.numbers)} names for {self.size} numbers")
        if self.level and self.message is None:
            raise MappingError(f"{self.name}: a field of GFV is of level 0; a GFV message cannot be dropped")
        turns = self.shape[-2:] in ((2, 2), (3, 3)) or self.size % 3 == 0
        if self.policy == "rotation" and not turns:
            raise MappingError(f"{self.name}: a rotation has 2x2, 3x3 or three numbers, not {self.shape}")
        coordinates = isinstance(self.carrier, KeypointCarrier | PupilCarrier)
        for number in self.columns():
            if number.lo is not None and number.hi is not None and number.lo > number.hi:
                raise MappingError(f"{number.name}: the range {number.lo:g}..{number.hi:g} is empty")
            if coordinates and (number.lo is None or number.hi is None or number.lo < -1 or number.hi > 1):
                raise MappingError(f"{number.name}: coordinates need a range within -1..1")
        return self

    def columns(self) -> Iterator[Column]:
        """Yield every number's name and meaning, last subscript fastest."""
        for at, place in enumerate(itertools.product(*map(range, self.shape))):
            given = self.numbers[at] if self.numbers is not None else None
            if given is None:
                yield Column(_subscripted(self, place), self, at, self.unit, self.lo, self.hi, self.positive)
                continue
            yield Column(
                given.name,
                self,
                at,
                self.unit if given.unit is None else given.unit,
                self.lo if given.lo is None else given.lo,
                self.hi if given.hi is None else given.hi,
                self.positive if given.positive is None else given.positive,
            )


@dataclass(frozen=True, slots=True)
class Column:
    """One number of a picture: its name, place in its field, unit, range, and what positive means."""

    name: str
    field: Field
    place: int
    unit: str
    lo: float | None
    hi: float | None
    positive: str

    @property
    def range_text(self) -> str:
        """Allowed values, for people."""
        if self.lo is None and self.hi is None:
            return "what the elements hold"
        return f"{'' if self.lo is None else f'{self.lo:g}'}..{'' if self.hi is None else f'{self.hi:g}'}"


class Mapping(_Data):
    """A representation: what is sent per picture, and where in GFV and GFVE it lies.

    tag     identity, a tag URI (RFC 4151); may stand in gfv_nn_tag_uri
    kind    which schema its values have
    title   in a few words
    source  paper or software that it comes from, and which parts of it were chosen here
    levels  names of the granularities, from level 0
    fields  in coding order. VTM 24.0 wants matrix types 0 and 1, else 4 to 6, ahead of others
    """

    tag: Annotated[str, Meta(pattern=r"^tag:[^,\s]{1,200},[0-9]{4}(-[0-9]{2}){0,2}:\S{1,200}$")]
    kind: Kind
    title: Text = ""
    source: Text = ""
    levels: tuple[NumberName, ...] = ("base",)
    fields: Annotated[tuple[Field, ...], Meta(min_length=1, max_length=256)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        self._check_names()
        self._check_face()
        self._check_enhancement()
        return self

    def _check_names(self) -> None:
        if sum(field.size for field in self.fields) > MAX_NUMBERS:
            raise MappingError(f"{self.tag}: more than {MAX_NUMBERS} numbers per picture")
        names = [field.name for field in self.fields]
        columns = [column.name for column in self.columns()]
        for taken in (names, columns):
            twice = next((name for name, group in _groups(taken) if group > 1), None)
            if twice is not None:
                raise MappingError(f"{twice}: the name occurs twice")
        both = next((c.name for c in self.columns() if c.name in names and c.field.name != c.name), None)
        if both is not None:
            raise MappingError(f"{both}: the name is a field's and a number's")
        known = {field.level for field in self.fields}
        if known != set(range(len(self.levels))):
            raise MappingError(
                f"{self.tag}: fields are of levels {sorted(known)}, {len(self.levels)} levels have names"
            )

    def _check_face(self) -> None:
        face = [field for field in self.fields if field.message is None]
        if not face:
            raise MappingError(f"{self.tag}: no field lies in GFV, and GFVE enhances a GFV message")
        points = [f for f in face if isinstance(f.carrier, KeypointCarrier)]
        if len(points) > 1:
            raise MappingError(f"{points[1].name}: a GFV message has one set of coordinates")
        dims = points[0].shape[1] if points else None
        seen: dict[int, Field] = {}
        last: int | None = None
        for field in face:
            if not isinstance(field.carrier, MatrixCarrier):
                continue
            kind = field.carrier.type
            if kind in (AFFINE, COVARIANCE) and (dims is None or field.shape[1] != dims):
                raise MappingError(f"{field.name}: matrices of type {kind} need keypoints of their size")
            if kind in (ROTATION, TRANSLATION, LOCATION) and dims not in (None, field.shape[1]):
                raise MappingError(f"{field.name}: the keypoints have {dims} dimensions, it {field.shape[1]}")
            before = seen.get(kind)
            if before is not None and (kind < COMPACT or last != kind or before.shape[1:] != field.shape[1:]):
                raise MappingError(
                    f"{field.name}: fields share a matrix type from 7 when they follow each other and are of "
                    "one height and width"
                )
            seen[kind], last = field, kind
        for kind in seen:
            count = sum(f.shape[0] for f in face if f.matrix_type == kind)
            if count > 1024:
                raise MappingError(f"{seen[kind].name}: {count} matrices of type {kind}, allowed: 1024")

    def _check_enhancement(self) -> None:
        for gfve_id in self.enhancements:
            fields = [field for field in self.fields if field.message == gfve_id]
            if len({field.level for field in fields}) > 1:
                raise MappingError(
                    f"{fields[-1].name}: fields of gfve_id {gfve_id} are of several levels, and a message is "
                    "dropped whole"
                )
            pupils = [field for field in fields if isinstance(field.carrier, PupilCarrier)]
            if len(pupils) > 1 or len(fields) - len(pupils) > 1024:
                raise MappingError(f"{fields[-1].name}: more than a GFVE message has room for")

    @property
    def points(self) -> Field | None:
        """The field that lies in the coordinates."""
        return next((f for f in self.fields if isinstance(f.carrier, KeypointCarrier)), None)

    @property
    def matrices(self) -> list[Field]:
        """Fields that lie in matrices of GFV."""
        return [field for field in self.fields if isinstance(field.carrier, MatrixCarrier)]

    @property
    def types(self) -> dict[int, list[Field]]:
        """Fields of GFV matrices by gfv_matrix_type_idx, in coding order."""
        found: dict[int, list[Field]] = {}
        for field in self.fields:
            if isinstance(field.carrier, MatrixCarrier):
                found.setdefault(field.carrier.type, []).append(field)
        return found

    @property
    def local(self) -> bool:
        """It has matrices of single keypoints (types 0 and 1), which need coordinates in the same message
        unless they are predicted."""
        return bool(self.types.keys() & {AFFINE, COVARIANCE})

    @property
    def enhancements(self) -> list[int]:
        """gfve_id of every kind of GFVE message, in the fields' order."""
        return list(dict.fromkeys(f.message for f in self.fields if f.message is not None))

    @property
    def vtm_predicts(self) -> bool:
        """VTM 24.0 follows prediction in all its messages: it keeps one state for every gfve_id, so that
        messages of several are read with each other's sizes. Without prediction it reads any mapping."""
        return len(self.enhancements) <= 1

    @property
    def numbers(self) -> int:
        """Numbers per picture."""
        return sum(field.size for field in self.fields)

    def columns(self) -> Iterator[Column]:
        """Yield every number of a picture, in the fields' order."""
        for field in self.fields:
            yield from field.columns()

    def field(self, name: str) -> Field:
        """Return the field called ``name``. Raises MappingError when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        fields = ", ".join(f.name for f in self.fields)
        raise MappingError(f"{name}: no field of {self.tag}, whose fields are {fields}")

    def up_to(self, level: int) -> list[Field]:
        """Return the fields of levels 0 to ``level``."""
        return [field for field in self.fields if field.level <= level]

    def to_json(self) -> str:
        """Return the mapping as JSON; what is as by default is left out."""
        return escape_json(self.model_dump_json(exclude_defaults=True, indent=1))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a mapping. Raises MappingError that names the member."""
        if len(text) > MAX_JSON:
            raise MappingError(f"a mapping of more than {MAX_JSON} bytes")
        with refusing("mapping"):
            return cls.model_validate_json(without_mark(text))


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turn pydantic's refusal of a model into a MappingError that begins with ``what``."""
    try:
        yield
    except ValidationError as error:
        raise MappingError(f"{what}: {first_problem(error)}") from None


def first_problem(error: ValidationError) -> str:
    """Say pydantic's first finding in one line, with its place."""
    first: Any = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    message = first["msg"][0].lower() + first["msg"][1:]
    return f"{where or 'file'}: {message}"


def _groups(names: list[str]) -> Iterator[tuple[str, int]]:
    for name, group in itertools.groupby(sorted(names)):
        yield name, len(list(group))


def _subscripted(field: Field, place: tuple[int, ...]) -> str:
    """``points[3].x``, ``rotation[0][1]``; dimensions of size 1 have no subscript."""
    if isinstance(field.carrier, KeypointCarrier):
        return f"{field.name}[{place[0]}].{'xyz'[place[1]]}"
    if isinstance(field.carrier, PupilCarrier):
        return f"{field.name}.{('left', 'right')[place[0]]}.{'xy'[place[1]]}"
    return field.name + "".join(f"[{k}]" for k, n in zip(place, field.shape, strict=True) if n > 1)


def _shape_problem(field: Field) -> str:
    """What shapes the carrier allows, where the field's is none of them; else nothing."""
    shape, carrier = field.shape, field.carrier
    match carrier:
        case KeypointCarrier():
            wanted = "(num_kps, 2 or 3)"
            fits = len(shape) == 2 and shape[1] in (2, 3) and (shape[1] == 3 or carrier.z_max == 1)
        case PupilCarrier():
            wanted, fits = "(2, 2)", shape == (2, 2)
        case EnhancementCarrier():
            wanted = "(height, width), each at most 1024"
            fits = len(shape) == 2 and max(shape) <= 1024
        case MatrixCarrier(type=kind):
            wanted = "(num_matrices, height, width), each at most 1024"
            fits = len(shape) == 3 and max(shape) <= 1024
            if fits and kind in (AFFINE, COVARIANCE):
                wanted, fits = "(num_matrices, 2, 2) or (num_matrices, 3, 3)", shape[1:] in ((2, 2), (3, 3))
            elif fits and kind == ROTATION:
                wanted, fits = "(1, 2, 2) or (1, 3, 3)", shape in ((1, 2, 2), (1, 3, 3))
            elif fits and kind in (TRANSLATION, LOCATION):
                wanted, fits = "(1, 2, 1) or (1, 3, 1)", shape in ((1, 2, 1), (1, 3, 1))
            elif fits and kind < COMPACT:
                wanted, fits = "(1, height, width)", shape[0] == 1
    return "" if fits else wanted
