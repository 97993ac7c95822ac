"""Parameters of a stream over time, as a picture. Needs matplotlib (extra ``report``), and no torch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from generators.parameters.handles import Handle
from generators.semantics import Semantics
from sei.errors import SeigenError
from sei.extras import need
from sei.shown import one_line
from vvc_bridge.output import output_path

SUFFIXES = (".png", ".svg", ".pdf")
MAX_PANELS = 24
MAX_LINES = 64
"""Lines of one panel; a panel is the names with one first part."""
_STYLE = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "font.size": 8.5,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "svg.hashsalt": "seigen",  # the same bytes from the same stream
}


def panels(found: Semantics, names: tuple[str, ...] = (), *, every: bool = False) -> list[list[Handle]]:
    """Group handles for the panels of a plot, by the first part of their names and their unit.

    names  patterns of those wanted; none: all that have a meaning of their own, or all where none has
    every  also those without
    """
    if names:
        chosen = [handle for name in names for handle in found.find(name)]
    else:
        own = [handle for handle in found.handles if not handle.coded]
        chosen = found.handles if every or not own else own
    groups: dict[tuple[str, str], list[Handle]] = {}
    for handle in dict.fromkeys(chosen):
        stem = handle.name.split(".")[0].split("[")[0]
        groups.setdefault((stem, handle.unit), []).append(handle)
    out = [lines[:MAX_LINES] for lines in groups.values()]
    if len(out) > MAX_PANELS:
        raise SeigenError(f"{len(out)} panels, allowed: {MAX_PANELS}; choose some by --name")
    return out


def draw(found: Semantics, groups: list[list[Handle]], title: str = "") -> Any:
    """Make a figure of matplotlib: a panel a group, time in seconds, base pictures as vertical lines."""
    need("matplotlib")
    figure_of = need("matplotlib.figure")
    figure = figure_of.Figure(figsize=(9, 1.9 * len(groups) + 0.6), layout="constrained")
    axes = figure.subplots(len(groups), 1, sharex=True, squeeze=False)[:, 0]
    times = np.array([picture.time for picture in found.pictures])
    bases = [picture.time for picture in found.pictures if picture.is_base]
    for axis, handles in zip(axes, groups, strict=True):
        for base in bases[:1000]:
            axis.axvline(base, color="0.6", linewidth=0.6, linestyle=":")
        for handle in handles:
            mark = "." if len(times) < 60 else ""
            axis.plot(times, found.values(handle), label=one_line(handle.name), linewidth=1, marker=mark)
        unit = handles[0].unit
        axis.set_ylabel("" if unit == "1" else one_line(unit))
        if len(handles) <= 12:
            axis.legend(loc="upper left", bbox_to_anchor=(1, 1))
    axes[-1].set_xlabel("seconds; dotted: base pictures")
    axes[0].set_title(title or f"{found.system}, gfv_id {found.gfv_id}", loc="left")
    return figure


def save(
    found: Semantics,
    path: str | os.PathLike[str],
    names: tuple[str, ...] = (),
    *,
    every: bool = False,
    title: str = "",
) -> int:
    """Draw parameters over time into a file: PNG, SVG or PDF, by its suffix. Returns the number of lines.

    Raises UnknownName for a name that there is not, SeigenError for another suffix.
    """
    if Path(path).suffix.lower() not in SUFFIXES:
        raise SeigenError(f"{os.fspath(path)}: not {', '.join(SUFFIXES)}")
    groups = panels(found, names, every=every)
    rc_context = need("matplotlib").rc_context
    with rc_context(_STYLE), output_path(path) as temporary:
        suffix = Path(path).suffix.lower()
        dated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(suffix)
        draw(found, groups, title).savefig(temporary, dpi=130, metadata=dated)
    return sum(map(len, groups))
