"""How a learned system registers itself: one call in its file, which loads no torch."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from generators.registry import SystemEntry, register
from sei.named import Mapping

if TYPE_CHECKING:
    from generators.system import AnySystem


def learned(name: str, *, what: str, paper: str = "", mapping: Mapping | None = None) -> SystemEntry:
    """Register a pair of networks whose weights are called ``name``.

    Its parameters lie as ``mapping`` says, else as the known mapping of its name. Its networks are described
    in its weights file, and by `generators.networks.config.OWN` where they are trained here.
    """
    return register(
        SystemEntry(
            name,
            partial(_make, name),
            mapping,
            what=what,
            paper=paper,
            multiple=16,
            learned=True,
            adapt="generators.learned.translate:adapted",
        )
    )


def _make(name: str, *size_and_device: Any, **options: Any) -> AnySystem:
    from generators.learned.system import make

    return make(name, *size_and_device, **options)
