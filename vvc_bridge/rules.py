"""The rules of `seigen edit`: a JSON that says which messages change, and how (docs/editor.md)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from sei.elements import HEX
from sei.errors import SeigenError
from sei.mark import without_mark
from vvc_bridge.source import read_limited

MAX_JSON = 1 << 24
"""Largest file of rules taken, in bytes."""
MAX_RULES = 4096
"""Rules of a file."""
MAX_COPIES = 256
"""Copies of a message that one rule puts into an access unit."""

_RANGE = re.compile(r"(\d{1,15})?(-)?(\d{1,15})?", re.ASCII)
END = 1 << 62
"""Beyond every number of an access unit, type or id."""


def _ranges(value: Any) -> Any:
    """``7``, ``"7"``, ``"3-9"``, ``"3-"``, ``"-9"``, or a list of such, as pairs of first and last."""
    found = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, int) and not isinstance(part, bool) and 0 <= part < END:
            found.append((part, part))
            continue
        match = _RANGE.fullmatch(part.replace(" ", "")) if isinstance(part, str) else None
        if (
            match is None
            or not (match[1] or match[3])
            or bool(match[3]) < bool(not match[2] and not match[1])
        ):
            raise ValueError("not a number or a range as in 7, 3-9, 3-, -9")
        first = int(match[1] or 0)
        last = int(match[3]) if match[3] else END if match[2] else first
        if last < first:
            raise ValueError(f"the range {part} is empty")
        found.append((first, last))
    return tuple(found)


Ranges: TypeAlias = Annotated[tuple[tuple[int, int], ...], BeforeValidator(_ranges)]
Number: TypeAlias = Annotated[int, Field(strict=True)]
Id: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=2**32 - 2)]
Copies: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=MAX_COPIES)]
ELEMENT = re.compile(r"[a-z]\w*((\[(\d{1,7}|\*)\])*)", re.ASCII)


def within(ranges: tuple[tuple[int, int], ...] | None, number: int | None) -> bool:
    """Tell whether a number is in ranges; None of either: no range asks, or there is no number."""
    if ranges is None:
        return True
    return number is not None and any(first <= number <= last for first, last in ranges)


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _Select(_Rule):
    """Which messages a rule is about; what is left out takes all. Without ``type``: GFV and GFVE.

    au       access units in decoding order, from 0
    type     payloadType
    gfv_id   gfv_id, gfve_gfv_id
    gfv_cnt  gfv_cnt, gfve_gfv_cnt
    gfve_id  gfve_id: then the rule is about GFVE alone
    base     of base pictures (true), or of all others
    """

    au: Ranges | None = None
    type: Ranges = ((223, 224),)
    gfv_id: Ranges | None = None
    gfv_cnt: Ranges | None = None
    gfve_id: Ranges | None = None
    base: bool | None = None


class Set(_Select):
    """Give elements a value; ``null`` takes one out."""

    do: Literal["set"]
    values: dict[str, Any]


class Add(_Select):
    """Add to elements."""

    do: Literal["add"]
    values: dict[str, Number]


class Shift(_Select):
    """Add to gfv_cnt of GFV messages and gfve_gfv_cnt of their GFVE messages."""

    do: Literal["shift"]
    by: Number


class Rename(_Select):
    """Give messages another gfv_id (gfve_gfv_id), or gfve_id."""

    do: Literal["rename"]
    to: Id | None = None
    gfve_to: Id | None = None


class Drop(_Select):
    """Take messages out."""

    do: Literal["drop"]


class Trim(_Select):
    """Take all messages of the types out that the rule is not about."""

    do: Literal["trim"]


class Repeat(_Select):
    """Put copies of messages behind them, or into other access units.

    times  copies in an access unit
    at     access units that get them, the messages' own left out; None: only their own
    """

    do: Literal["repeat"]
    times: Copies = 1
    at: Ranges | None = None


class Insert(_Rule):
    """Put a message into access units.

    message, payload  coded elements, or bytes in hexadecimal: one of the two
    kind              of SEI NAL unit; None: as the standard has it
    """

    do: Literal["insert"]
    au: Ranges
    payload_type: Annotated[int, Field(strict=True, ge=0, le=2**24)]
    message: dict[str, Any] | None = None
    payload: Annotated[str, Field(pattern=HEX)] | None = None
    kind: Literal["prefix", "suffix"] | None = None
    times: Copies = 1

    @model_validator(mode="after")
    def _one_of(self) -> Insert:
        if (self.message is None) == (self.payload is None):
            raise ValueError("needs either message or payload")
        return self


AnyRule: TypeAlias = Annotated[
    Set | Add | Shift | Rename | Drop | Trim | Repeat | Insert, Field(discriminator="do")
]
Select: TypeAlias = Set | Add | Shift | Rename | Drop | Trim | Repeat


class Rules(BaseModel):
    """All of a file of rules, applied in order: each sees what those before it left."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    format: Literal["seigen-rules"] = "seigen-rules"
    version: Literal[1] = 1
    rules: Annotated[list[AnyRule], Field(min_length=1, max_length=MAX_RULES)]

    @model_validator(mode="after")
    def _elements(self) -> Rules:
        for number, rule in enumerate(self.rules):
            for name in rule.values if isinstance(rule, Set | Add) else ():
                if ELEMENT.fullmatch(name) is None:
                    raise ValueError(
                        f"rules[{number}]: {name[:60]!r} is no element, as in gfv_cnt or name[0][*]"
                    )
            if isinstance(rule, Set | Add) and "type" not in rule.model_fields_set:
                # Elements say which of the two structures they are of.
                kinds = {224 if name.startswith("gfve_") else 223 for name in rule.values}
                rule.type = tuple((kind, kind) for kind in sorted(kinds))
            if isinstance(rule, Rename) and rule.to is None and rule.gfve_to is None:
                raise ValueError(f"rules[{number}]: needs to or gfve_to")
        return self

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "rules") -> Rules:
        """Read rules from JSON. Raises SeigenError naming the member that is wrong."""
        data = text.encode(errors="surrogatepass") if isinstance(text, str) else text
        try:
            return cls.model_validate_json(without_mark(data))
        except ValidationError as error:
            raise SeigenError(f"{name}: {_problem(error)}") from None

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Rules:
        """Read a file of rules (``-``: standard input). Raises SeigenError when it is none."""
        return cls.from_json(read_limited(path, MAX_JSON, "file of rules"), os.fspath(path))

    @classmethod
    def of(cls, *rules: Mapping[str, Any]) -> Rules:
        """Make rules of dictionaries. Raises SeigenError as `from_json`."""
        try:
            return cls.model_validate({"rules": list(rules)})
        except ValidationError as error:
            raise SeigenError(f"rules: {_problem(error)}") from None


def _problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    parts = [part for part in first["loc"] if part not in ("set", "add", "shift", "rename", "drop")]
    parts = [part for part in parts if part not in ("trim", "repeat", "insert")]
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    text = first["msg"].removeprefix("Value error, ")
    return f"{where.lstrip('.') + ': ' if where else ''}{text[0].lower()}{text[1:]}"
