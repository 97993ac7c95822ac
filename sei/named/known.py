"""The mappings that come with the package, a JSON file each: systems that stand, and planned ones."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sei.named.mapping import Mapping, MappingError

_FOLDER = files("sei.named") / "data"


@cache
def names() -> tuple[str, ...]:
    """Return names of the mappings that come with the package."""
    return tuple(
        sorted(item.name.removesuffix(".json") for item in _FOLDER.iterdir() if item.name.endswith(".json"))
    )


@cache
def known(name: str) -> Mapping:
    """Return the mapping of a name (``mesh``) or tag (``tag:seigen,2026:mesh``). Raises MappingError."""
    if name in names():
        return Mapping.from_json((_FOLDER / f"{name}.json").read_bytes())
    for other in names():
        if known(other).tag == name:
            return known(other)
    raise MappingError(f"{name}: no known mapping; there are {', '.join(names())}")
