"""Curves of rate and quality, and sheets of pictures with captions, by matplotlib."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from generators.measure.compare.summary import Curve, Summary
from generators.measure.compare.tables import digits, heading, number
from generators.measure.compare.ways import ALL_DESCRIBED, HELD, SELF, STATIC, STRANGER
from sei.extras import need
from sei.shown import one_line

INK = "#010203"
"""Stands for the colour of text until the plot is in a page, which has a light and a dark one."""
COLOURS = ("#3b7dd8", "#d9622b", "#2f9e5b", "#b03fb8", "#c69a14", "#1aa3a3", "#d43f5e", "#7d6be0")
GREY = "#8a8a8a"
MARKS = "os^Dv<>p"
WIDTH, HEIGHT = 6.4, 3.9


def _pyplot() -> Any:
    matplotlib = need("matplotlib")
    matplotlib.use("Agg")
    return need("matplotlib.pyplot")


def style(summary: Summary, codec: str) -> dict[str, Any]:
    """Choose a codec's line: one colour for a system in all plots, dashes for what is no system."""
    if codec in (STATIC, HELD, STRANGER, SELF):
        return {"color": GREY, "linestyle": ":", "marker": "x"}
    if codec in summary.anchors:
        number = summary.anchors.index(codec)
        return {"color": INK, "linestyle": ("--", "-.")[number % 2], "marker": "+"}
    whole = codec.removesuffix(ALL_DESCRIBED)
    number = summary.systems.index(whole)
    look = {"color": COLOURS[number % len(COLOURS)], "marker": MARKS[number % len(MARKS)]}
    return look | {
        "linestyle": "-" if whole == codec else (0, (1, 1)),
        "fillstyle": "full" if whole == codec else "none",
    }


def curves(summary: Summary, measure: str, clip: str | None = None) -> str:
    """Draw a measure over the rate as SVG: of one clip, or the means over the clips, with every clip's own
    curve behind them, thin. What has one rate alone is a point."""
    return panels(summary, [measure], clip)


def panels(summary: Summary, names: Sequence[str], clip: str | None = None, columns: int = 1) -> str:
    """Draw several measures over the rate as one SVG, see `curves`; one legend for all."""
    pyplot, rows = _pyplot(), -(-len(names) // columns)
    shown = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")
    colours = dict.fromkeys((*shown, "legend.labelcolor"), INK)
    with pyplot.rc_context({"svg.fonttype": "none", "svg.hashsalt": "seigen", "font.size": 9, **colours}):
        size = (WIDTH * columns, HEIGHT * rows)
        figure, grid = pyplot.subplots(rows, columns, figsize=size, squeeze=False)
        for axes in grid.flat[len(names) :]:
            axes.remove()
        for axes, name in zip(grid.flat, names, strict=False):
            _panel(axes, summary, name, clip)
        first = grid.flat[columns - 1 if len(names) >= columns else 0]
        labels = [axes.get_legend_handles_labels() for axes in grid.flat[: len(names)]]
        known = {
            label: handle for handles, names_ in labels for handle, label in zip(handles, names_, strict=True)
        }
        if known:
            place = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0)}
            first.legend(known.values(), known.keys(), fontsize=7, framealpha=0, **place)
        room = io.StringIO()
        figure.savefig(room, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None})
        pyplot.close(figure)
    text = re.sub(r"<metadata>.*?</metadata>", "", room.getvalue(), flags=re.DOTALL)
    text = re.sub(r"\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}", text)
    return text[text.index("<svg") :].replace(INK, "currentColor")


def _panel(axes: Any, summary: Summary, measure: str, clip: str | None) -> None:
    """One measure over the rate."""
    thin = {"marker": "", "linewidth": 0.5, "alpha": 0.45}
    for codec in summary.codecs:
        look = style(summary, codec)
        shown = summary.curve(codec, clip, measure) if clip else summary.mean_curve(codec, measure)
        for name in () if clip else summary.clips:
            _draw(axes, summary.curve(codec, name, measure), look | thin)
        if shown:
            _draw(axes, shown, look | {"label": codec, "markersize": 4, "linewidth": 1.4})
    axes.set(xlabel="kbit/s", ylabel=heading(measure), xscale="log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.grid(True, color=GREY, linewidth=0.4, alpha=0.4)


def _draw(axes: Any, curve: Curve, look: dict[str, Any]) -> None:
    if curve:
        axes.plot(*zip(*curve, strict=True), **look)


def sheet(rows: Sequence[tuple[str, str, np.ndarray]], numbers: Sequence[int]) -> bytes:
    """Make a contact sheet as PNG.

    rows     name, what is said of it, pictures uint8 (k, h, w, 3)
    numbers  k numbers of these pictures in the clip
    """
    pyplot = _pyplot()
    tall, wide = rows[0][2].shape[1:3]
    inch = 1.7
    size = (inch * len(numbers) + 2.4, inch * tall / wide * len(rows) + 0.4)
    with pyplot.rc_context({"font.size": 8}):
        figure, grid = pyplot.subplots(len(rows), len(numbers), figsize=size, squeeze=False)
        for (i, (name, said, pictures)), j in itertools.product(enumerate(rows), range(len(numbers))):
            axes = grid[i][j]
            axes.imshow(pictures[j])
            axes.set(xticks=[], yticks=[])
            if i == 0:
                axes.set_title(f"picture {numbers[j]}", fontsize=8)
            if j == 0:
                text = f"{one_line(name)}\n{said}"
                axes.set_ylabel(text.replace("$", r"\$"), rotation=0, ha="right", va="center", fontsize=8)
        figure.subplots_adjust(2.0 / size[0], 0.01, 0.995, 1 - 0.3 / size[1], 0.02, 0.02)
        room = io.BytesIO()
        figure.savefig(room, format="png", dpi=110, facecolor="white", metadata={"Software": None})
        pyplot.close(figure)
    return room.getvalue()


def caption(rate: float | None, found: dict[str, float | None], names: Sequence[str]) -> str:
    """Say in two lines what a codec's pictures cost and how good they are, in the first of some measures."""
    said = "" if rate is None else f"{rate:.2f} kbit/s\n"
    few = [name for name in ("psnr", "st-lpips", "keypoints") if name in names] or list(names[:2])
    return said + "\n".join(f"{name} {number(found[name], digits(name))}" for name in few)
