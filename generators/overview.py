"""What there is to know of the systems without making one: for people, for JSON, and without torch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from generators import registry
from generators.media import zoo
from generators.registry import SystemEntry
from generators.weights import places
from sei.named import Field


@dataclass(frozen=True)
class FieldInfo:
    """One field of a system's layout, a row of `seigen systems NAME`.

    carrier    what of GFV or GFVE carries it
    shape      of its numbers per picture
    unit       of its numbers; ``1`` for none
    range      allowed values, as text; of several numbers with ranges of their own all of them
    precision  bits after the binary point, unless the writer is told otherwise
    level      name of the granularity that it belongs to
    policy     in time: still, held, linear, rotation or jump, see `sei.named.Field`
    text       what it means
    """

    name: str
    carrier: str
    shape: tuple[int, ...]
    unit: str
    range: str
    precision: int
    level: str
    policy: str
    text: str = ""


@dataclass(frozen=True)
class SystemInfo:
    """What is known of a system before it is made.

    what      in a few words
    paper     arXiv number, or empty
    subject   who it looks at unless told
    sent      what its messages carry per picture, in words
    numbers   how many numbers that are
    levels    names of the granularities, from level 0
    weights   ``here``, ``from the zoo`` (fetched when first used), or ``none`` (see `seigen train`)
    tag       gfv_nn_tag_uri by which a stream names it
    fields    its layout in coding order
    """

    name: str
    what: str
    paper: str
    subject: str
    sent: str
    numbers: int
    levels: tuple[str, ...]
    weights: str
    tag: str
    fields: tuple[FieldInfo, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, as `seigen systems --json` shows it."""
        return asdict(self)


def systems() -> list[SystemInfo]:
    """Describe all systems, by name."""
    return [system(name) for name in registry.names()]


def system(name: str) -> SystemInfo:
    """Describe the system called ``name``. Raises UnknownSystem."""
    it = registry.entry(name)
    levels = it.layout.levels
    return SystemInfo(
        it.name,
        it.what,
        it.paper,
        it.subject,
        _sent(it),
        sum(field.size for field in it.layout.fields),
        levels,
        _weights(it),
        it.tag,
        tuple(_field(field, levels) for field in it.layout.fields),
    )


def _field(field: Field, levels: tuple[str, ...]) -> FieldInfo:
    units = dict.fromkeys(column.unit for column in field.columns())
    ranges = dict.fromkeys(column.range_text for column in field.columns())
    return FieldInfo(
        field.name,
        str(field.carrier),
        field.shape,
        ", ".join(units),
        ", ".join(ranges),
        field.precision,
        levels[field.level],
        field.policy,
        field.text,
    )


def _sent(it: SystemEntry) -> str:
    """The fields with their shapes, ahead of them how many numbers each picture's messages hold."""

    def parts() -> Iterator[str]:
        for field in it.layout.fields:
            yield f"{field.name} {'x'.join(map(str, field.shape))}"

    return ", ".join(parts())


def _weights(it: SystemEntry) -> str:
    """Whether all that its pictures depend on is on this machine; nothing is fetched or hashed anew."""
    if it.learned and places.find(it.name) is None:
        return "none"
    members = [name for kind, _, name in (file.partition(":") for file in it.files) if kind == "zoo"]
    return "from the zoo" if any(zoo.local(zoo.lookup(name)) is None for name in members) else "here"


__all__ = ["FieldInfo", "SystemInfo", "system", "systems"]
