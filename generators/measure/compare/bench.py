"""A comparison from its plan to its pages."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from generators.measure.compare import page, plots, tables, verdict
from generators.measure.compare.footage import find
from generators.measure.compare.measuring import SHOWN
from generators.measure.compare.plan import Plan, PlanError, possible, prepare, trials
from generators.measure.compare.store import Store
from generators.measure.compare.summary import Summary, results, summarise, values, write_values
from generators.measure.compare.tasks import Tell
from generators.measure.compare.trial import Trial
from generators.measure.compare.ways import ALL_DESCRIBED, SELF
from generators.measure.compare.workers import work
from generators.measure.complexity import complexity
from sei.errors import SeigenError
from sei.extras import need
from vvc_bridge.output import output_file

RUNS = 3
"""Of each stage of a system that is timed."""
PERFORM = "generators.measure.compare.trial:perform"


def compare(
    plan: Plan,
    folder: Path,
    *,
    store: Path | None = None,
    workers: int = 1,
    ray: str | None = None,
    tell: Tell | None = None,
) -> Summary:
    """Code, decode and measure what a plan asks for, and write it down in a folder.

    store    where results are kept from run to run (``folder``/store)
    workers  processes of this machine
    ray      address of a Ray cluster, or ``auto``, instead of them

    Writes values.csv or values.parquet (a line per picture and measure), summary.json, tables.md, a curve
    (SVG) per measure, a contact sheet (PNG) per clip and index.html. Trials that fail are named in all of
    them. Raises SeigenError where nothing can be compared.
    """
    if not plan.clips:
        raise PlanError("no clip to compare on")
    for package in ("matplotlib", "scipy"):  # not found wanting after hours of trials
        need(package)
    plan = possible(plan)
    footage = find(plan.clips, plan.limit)
    prepare(plan)
    every = trials(plan, footage)
    kept = Store(store or folder / "store")
    failed = work(PERFORM, [t.task() for t in every], kept.folder, count=workers, ray=ray, tell=tell)
    summary = summarise(plan, every, kept, failed)
    if not summary.rows:
        raise SeigenError(f"no trial succeeded: {next(iter(failed.values()), 'there are none')}")
    summary = dataclasses.replace(summary, complexity=costs(summary))
    write(summary, every, kept, folder)
    return summary


def costs(summary: Summary) -> dict[str, dict[str, Any]]:
    """Measure what each system of a comparison takes to run, by one thread of this process, when all else is
    done; pictures are as large as the first clip's."""
    height, width = next(iter(summary.clips.values()))["size"]
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return {
            name: dataclasses.asdict(complexity(name, (height, width), runs=RUNS)) for name in summary.systems
        }
    finally:
        torch.set_num_threads(before)


def write(summary: Summary, every: Sequence[Trial], store: Store, folder: Path) -> None:
    """Write a comparison's files, see `compare`."""
    for name in ("curves", "sheets"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_values(folder, values(every, store))
    _text(folder / "summary.json", json.dumps(summary.to_json(), indent=1, allow_nan=False) + "\n")
    _text(folder / "tables.md", "\n\n".join([tables.tables(summary).strip(), *verdict.told(summary)]) + "\n")
    for name in summary.measures:
        _text(folder / "curves" / f"{name}.svg", plots.curves(summary, name))
    sheets = {}
    for number, clip in enumerate(summary.clips):
        sheets[clip] = sheet(summary, clip, [t for t in every if t.clip.name == clip], store)
        with output_file(folder / "sheets" / f"{number}.png") as file:
            file.write(sheets[clip])
    _text(folder / "index.html", page.page(summary, sheets))


def _text(path: Path, text: str) -> None:
    with output_file(path) as file:
        file.write(text.encode())


def sheet(summary: Summary, clip: str, every: Iterable[Trial], store: Store) -> bytes:
    """Make a clip's contact sheet: the source, then each codec where its rate is next to a middle one."""
    found: dict[tuple[str, str], np.ndarray] = {}
    for trial, about, arrays in results(every, store):
        for number, way in enumerate(about["ways"]):
            point = "" if trial.kind == "beside" else str(trial.point)
            found[way["name"], point] = arrays[f"{number}/shown"]
    rows = []
    lead = [row.kbits for row in summary.of(summary.codecs[0], clip) if row.kbits]
    middle = sorted(lead)[(len(lead) - 1) // 2] if lead else 1.0
    for codec in [SELF, *(c for c in summary.codecs if c != SELF and not c.endswith(ALL_DESCRIBED))]:
        of = summary.of(codec, clip)
        if of:
            row = min(of, key=lambda row: abs(math.log((row.kbits or middle) / middle)))
            said = plots.caption(row.kbits, row.mean, summary.measures)
            rows.append((codec, said, found[codec, row.point]))
    picks = np.linspace(0, summary.clips[clip]["pictures"] - 1, SHOWN).round().astype(int)
    return plots.sheet(rows, picks.tolist())
