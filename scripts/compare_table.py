"""compare.json as Markdown: the rows, who beats what, and the light system against its parent."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts.quality import number

MESH = "mesh"
STATIC = "static copy"
HELD = "base pictures, held"
VVENC = "VVenC"
STRANGER = "another person's base picture"
BESIDE = (MESH, STATIC, HELD, VVENC, STRANGER)
BEGIN, END = "<!-- compare begin -->", "<!-- compare end -->"
BOTH = ("stlpips", "keypoints")

Row = dict[str, Any]
Clips = dict[str, Any]


def better(row: Row | None, other: Row | None, measures: Iterable[str] = BOTH) -> bool:
    """Whether a row is better than another in every one of some measures where smaller is better. What could
    not be measured is not better."""
    if row is None or other is None:
        return False
    pairs = [(row.get(m), other.get(m)) for m in measures]
    return all(a is not None and b is not None and a < b for a, b in pairs)


def ratio(clips: Clips, system: str, parent: str, measure: str) -> float | None:
    """Geometric mean over the clips of a measure of one system by another's; None: no clip has both."""
    logs = []
    for clip in clips.values():
        a, b = (clip["rows"].get(s, {}).get(measure) for s in (system, parent))
        if a and b:
            logs.append(math.log(a / b))
    return math.exp(sum(logs) / len(logs)) if logs else None


def tables(result: dict[str, Any]) -> str:
    """All of it."""
    parts = [_rows(result["clips"]), _wins(result)]
    if {"light", "fomm"} <= result["systems"].keys():
        parts.append(_parent(result))
    return "\n\n".join(parts) + "\n"


def write_docs(path: Path, text: str) -> None:
    """Put text between the markers of a Markdown file. ValueError: it has none."""
    whole = path.read_text(encoding="utf-8")
    if whole.count(BEGIN) != 1 or whole.count(END) != 1 or whole.index(BEGIN) > whole.index(END):
        raise ValueError(f"{path}: no {BEGIN} ... {END}")
    head, tail = whole[: whole.index(BEGIN)], whole[whole.index(END) :]
    path.write_text(f"{head}{BEGIN}\n{text}{tail}", encoding="utf-8")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rows(clips: Clips) -> str:
    lines = [
        "| clip | way | kbit/s | of it parameters | ST-LPIPS | keypoints, pixels | PSNR | SSIM | VMAF |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, clip in clips.items():
        rows = clip["rows"]
        bases = len(clip["base pictures"])
        plural = "" if bases == 1 else "s"
        title = f"{name}, {clip['seconds']:.1f} s, {bases} base picture{plural}"
        for way in [*(n for n in rows if n not in BESIDE), *(n for n in BESIDE if n in rows)]:
            row = rows[way]
            shown = f"{way}, QP {row['qp']}" if "qp" in row else way
            cells = [title, shown, number(row["kbits"], 2)]
            cells.append(number(row["parameters"], 2) if "parameters" in row else "")
            cells += [number(row["stlpips"], 3), number(row["keypoints"], 2), number(row["psnr"], 1)]
            cells += [number(row["ssim"], 3), number(row["vmaf"], 0)]
            lines.append(_line(cells))
            title = ""
    return "\n".join(lines)


def card_rows(clips: Clips, system: str) -> dict[str, str]:
    """What a model card says of the held-out clips."""
    out = {}
    for name, clip in clips.items():
        rows = clip["rows"]
        if system not in rows:
            continue
        own, still, mesh = rows[system], rows.get(STATIC, {}), rows.get(MESH, {})
        out[f"held out: {name}"] = "; ".join(
            f"{what} {number(own[key], places)} (static copy {number(still.get(key), places)}, "
            f"mesh {number(mesh.get(key), places)})"
            for key, what, places in (
                ("stlpips", "ST-LPIPS", 3),
                ("keypoints", "keypoint distance, pixels", 2),
            )
        )
    return out


def _wins(result: dict[str, Any]) -> str:
    lines = [
        "| system | static copy beaten in both | held base pictures in both | mesh in ST-LPIPS | of clips |",
        "|---|---|---|---|---|",
    ]
    for name in [*result["systems"], MESH]:
        every = [c["rows"] for c in result["clips"].values() if name in c["rows"]]
        counts = [
            sum(better(rows[name], rows.get(other), measures) for rows in every)
            for other, measures in ((STATIC, BOTH), (HELD, BOTH), (MESH, ("stlpips",)))
        ]
        shown = [str(c) for c in counts]
        if name == MESH:
            shown[2] = ""
        lines.append(_line([name, *shown, str(len(every))]))
    return "\n".join(lines)


def _parent(result: dict[str, Any]) -> str:
    light, fomm = result["systems"]["light"], result["systems"]["fomm"]
    lines = ["| | `light` | `fomm` | `light` less by |", "|---|---|---|---|"]
    for key, what, unit in (
        ("parameters", "generator, parameters", 1e3),
        ("macs a picture", "multiply-accumulates a picture", 1e6),
        ("macs a base picture", "multiply-accumulates once a base picture", 1e6),
    ):
        a, b = light[key], fomm[key]
        suffix = "k" if unit == 1e3 else "M"
        less = f"{100 - 100 * a / b:.1f} %"
        lines.append(_line([what, f"{a / unit:.1f} {suffix}", f"{b / unit:.1f} {suffix}", less]))
    for key, what in (("stlpips", "ST-LPIPS"), ("keypoints", "keypoint distance")):
        by = ratio(result["clips"], "light", "fomm", key)
        shown = "–" if by is None else f"{100 - 100 * by:.1f} %"
        lines.append(_line([f"{what} (geometric mean of the clips' ratios)", "", "", shown]))
    return "\n".join(lines)
