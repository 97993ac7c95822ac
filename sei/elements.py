"""Syntax elements: descriptor, range and meaning, declared once in a model's field.

A field of a message model is annotated with an `Element`, made by `u`, `ue`, `st` or `b`:

    gfv_cnt: Annotated[int, ue(text="position in output order")]
    gfv_coordinate_x_abs: Annotated[list[int] | None, ue(dims=1)] = None

From it come pydantic's validation, the JSON schema, the documentation tables, the trace rows, the
range checks of the reader and the writer, and the tests' hypothesis strategies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

UE_MAX = 2**32 - 2
"""Largest ue(v) value of the standard: 32 leading zero bits never occur."""

SE_MAX = 2**31 - 1
"""Largest magnitude of an se(v) value whose ue(v) code is at most UE_MAX."""

HEX = r"^([0-9a-f][0-9a-f])*$"


@dataclass(frozen=True, slots=True)
class Element:
    """One syntax element.

    kind    ``u``, ``ue``, ``se``, ``i`` (two's complement), ``st`` (text) or ``b`` (bytes)
    bits    width of ``u``; 0 where the table gives it (``u(v)``); of ``b``: all bytes together
    lo, hi  range of the value, both inclusive
    dims    number of subscripts: 0 a number, 1 a list, 4 ``[i][j][k][m]``
    sparse  a list whose entries are coded only for some subscripts: null stands where none is coded
    scalar  an edition codes it without subscript: a number or a list
    text    meaning, for the schema and the documentation
    """

    kind: str
    bits: int = 0
    lo: int = 0
    hi: int = UE_MAX
    dims: int = 0
    sparse: bool = False
    scalar: bool = False
    text: str = ""

    @property
    def descriptor(self) -> str:
        """Descriptor in the standard's notation, e.g. ``ue(v)``."""
        if self.kind in ("u", "i", "f"):
            return f"{self.kind}({self.bits or 'v'})"
        if self.kind == "b":
            return f"u({self.bits})" if self.bits and not self.dims else "b(8)"
        return f"{self.kind}(v)"

    @property
    def range_text(self) -> str:
        """Allowed values, for people."""
        if self.kind == "st":
            return "UTF-8 without NUL"
        if self.kind == "b":
            return f"{self.bits // 8} bytes" if self.bits else "bytes"
        return f"{_power(self.lo)}..{_power(self.hi)}"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # reading parameter sets needs no model

        schema: CoreSchema
        if self.kind == "st":
            schema = core_schema.str_schema(strict=True, pattern="^[^\0]*$")
        elif self.kind == "b":
            digits = self.bits // 4 or None
            schema = core_schema.str_schema(strict=True, pattern=HEX, min_length=digits, max_length=digits)
        else:
            schema = core_schema.int_schema(strict=True, ge=self.lo, le=self.hi)
        number = schema
        if self.sparse:
            schema = core_schema.nullable_schema(schema)
        for _ in range(self.dims):
            schema = core_schema.list_schema(schema, strict=True)
        if self.scalar:
            schema = core_schema.union_schema([number, schema])
        # Every element may be absent except where the model gives no default, which pydantic enforces.
        return core_schema.nullable_schema(schema) if _optional(source) else schema

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        json = handler(schema)
        json["description"] = self.text
        json["x-descriptor"] = self.descriptor
        return json


def _optional(source: Any) -> bool:
    return type(None) in getattr(source, "__args__", ())


def _power(value: int) -> str:
    """2^32-2 reads better than 4294967294."""
    for minus in (0, 1, 2):
        exponent = (value + minus).bit_length() - 1
        if exponent >= 10 and value + minus == 1 << exponent:
            return f"2^{exponent}" + (f"-{minus}" if minus else "")
    return str(value)


def u(bits: int = 0, hi: int | None = None, **more: Any) -> Element:
    """Declare u(bits): unsigned, most significant bit first; ``bits`` 0 is u(v), the table gives the
    width."""
    return Element("u", bits, hi=(1 << (bits or 32)) - 1 if hi is None else hi, **more)


def ue(hi: int = UE_MAX, **more: Any) -> Element:
    """Declare ue(v): 0-th order Exp-Golomb."""
    return Element("ue", hi=hi, **more)


def se(limit: int = SE_MAX, **more: Any) -> Element:
    """Declare se(v): signed Exp-Golomb, ``-limit``..``limit``."""
    return Element("se", lo=-limit, hi=limit, **more)


def i(bits: int, **more: Any) -> Element:
    """Declare i(bits): two's complement."""
    return Element("i", bits, -(1 << (bits - 1)), (1 << (bits - 1)) - 1, **more)


def st(**more: Any) -> Element:
    """Declare st(v): UTF-8 text ended by a zero byte."""
    return Element("st", **more)


def b(bits: int = 0, **more: Any) -> Element:
    """Declare b(8) repeated, hexadecimal in the model; with ``bits`` just so many, or one u(bits) as text."""
    return Element("b", bits, **more)
