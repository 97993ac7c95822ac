"""How a learned system registers itself: one call in its file, which loads no torch."""

from __future__ import annotations

from generators.registry import Entry, register


def learned(name: str, *, what: str, paper: str = "") -> Entry:
    """Register a pair of networks whose weights are called ``name``.

    Its parameters lie as the known mapping of that name says; its networks are described in its weights
    file, and by `generators.networks.config.OWN` where they are trained here.
    """
    return register(
        Entry(
            name,
            f"generators.learned.system:make_{name.replace('-', '_')}",
            what=what,
            paper=paper,
            multiple=16,
            learned=True,
            adapt="generators.learned.translate:adapted",
        )
    )
