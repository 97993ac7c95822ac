"""From trials to what is told of them: a row per clip, codec and point; curves; delta rates."""

from __future__ import annotations

import csv
import datetime
import math
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from generators import registry
from generators.measure import bd, measures
from generators.measure.compare.plan import Plan
from generators.measure.compare.store import Store
from generators.measure.compare.trial import Trial
from generators.measure.compare.ways import ALL_DESCRIBED, HELD, KINDS, SELF, STATIC, STRANGER
from generators.measure.report import strict
from vvc_bridge.external.process import usable_cores
from vvc_bridge.output import output_path

BESIDE = (STATIC, HELD, STRANGER, SELF)
Curve: TypeAlias = list[tuple[float, float]]
"""(kbit/s, value) by ascending rate."""


@dataclass(frozen=True)
class ResultRow:
    """What is told of a clip coded by a codec at a point.

    kbits       of all; None: the source itself
    parameters  kbit/s of messages among them
    shares      of pictures, by how they came about
    mean        of all pictures that were measured, by measure; None: nothing could be measured
    worst       of the worst tenth of them
    rest        of all but the coded pictures among them
    seconds, decoding  time of coding and of decoding, of a process with one thread
    """

    clip: str
    codec: str
    point: str
    kbits: float | None
    parameters: float | None
    qp: int | None
    shares: dict[str, float]
    mean: dict[str, float | None]
    worst: dict[str, float | None]
    rest: dict[str, float | None]
    seconds: float = 0.0
    decoding: float = 0.0
    notes: tuple[str, ...] = ()


class Value(NamedTuple):
    """A line of the long table."""

    clip: str
    codec: str
    point: str
    kbits: float | None
    picture: int
    kind: str
    measure: str
    value: float


@dataclass(frozen=True)
class Summary:
    """A comparison's results.

    clips    seconds, pictures, picture rate and size, by name
    weights  SHA-256 of the weights of the systems that have some
    failed   trials that could not be made, and why
    absent   systems that could not be compared, and why
    complexity  what each system takes, as `Complexity` has it
    """

    preset: str
    machine: str
    date: str
    systems: tuple[str, ...]
    anchors: tuple[str, ...]
    measures: tuple[str, ...]
    notes: tuple[str, ...]
    weights: dict[str, str]
    clips: dict[str, dict[str, Any]]
    rows: tuple[ResultRow, ...]
    failed: dict[str, str]
    absent: dict[str, str] = field(default_factory=dict)
    complexity: dict[str, dict[str, Any]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as strict JSON can say it, numbers with six digits."""
        told: dict[str, Any] = _short(strict(asdict(self)))
        return told

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Summary:
        """Make it of what `to_json` returned."""
        rows = tuple(ResultRow(**{**row, "notes": tuple(row["notes"])}) for row in value["rows"])
        lists = {k: tuple(value[k]) for k in ("systems", "anchors", "measures", "notes")}
        return cls(**{**value, **lists, "rows": rows})

    @cached_property
    def codecs(self) -> list[str]:
        """Names in the order of tables: systems, anchors, what stands beside."""
        there = {row.codec for row in self.rows}
        order = [name + more for name in self.systems for more in ("", ALL_DESCRIBED)]
        return [name for name in (*order, *self.anchors, *BESIDE) if name in there]

    def of(self, codec: str, clip: str | None = None) -> list[ResultRow]:
        """Return the rows of a codec, on a clip or on all, in the order of rates."""
        rows = [r for r in self.rows if r.codec == codec and clip in (None, r.clip)]
        return sorted(rows, key=lambda r: -1.0 if r.kbits is None else r.kbits)

    def points(self, codec: str) -> Iterator[tuple[str, list[ResultRow]]]:
        """Give a codec's points in order, each with its rows of all clips."""
        of = self.of(codec)
        for point in dict.fromkeys(row.point for row in of):
            yield point, [row for row in of if row.point == point]

    def curve(self, codec: str, clip: str, measure: str) -> Curve:
        """Return a codec's curve on a clip: the points that could be measured."""
        found = ((row.kbits, row.mean.get(measure)) for row in self.of(codec, clip))
        return [(rate, value) for rate, value in found if rate is not None and value is not None]

    def mean_curve(self, codec: str, measure: str) -> Curve:
        """Return the means over the clips, point by point, of those points that every clip has."""
        curve = []
        for _, rows in self.points(codec):
            pairs = [(r.kbits, r.mean.get(measure)) for r in rows]
            known = [(rate, value) for rate, value in pairs if rate is not None and value is not None]
            if len(known) == len(self.clips):
                rate, value = np.mean(known, axis=0)
                curve.append((float(rate), float(value)))
        return sorted(curve)

    def delta(self, codec: str, anchor: str, measure: str) -> bd.Mean | str:
        """Work out the delta rate of a codec against another over the clips; or why there is none."""
        curves = {c: (self.curve(anchor, c, measure), self.curve(codec, c, measure)) for c in self.clips}
        longest = max((min(len(a), len(b)) for a, b in curves.values()), default=0)
        better = measures.measure(measure).better
        try:
            return bd.over_clips(curves, better=better, least=min(bd.LEAST, max(2, longest)))
        except bd.NoDelta as error:
            return str(error)


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _short(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_short(v) for v in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def machine() -> str:
    """Say in a few words what this is measured on."""
    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        name = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{name}, {usable_cores()} cores, {platform.system()}"


def summarise(plan: Plan, trials: Sequence[Trial], store: Store, failed: Mapping[str, str]) -> Summary:
    """Gather what the trials of a plan, `possible` here, came to."""
    systems = plan.systems or ()
    rows: list[ResultRow] = []
    clips: dict[str, dict[str, Any]] = {}
    for trial, about, arrays in results(trials, store):
        clips.setdefault(trial.clip.name, {k: about[k] for k in ("pictures", "seconds", "rate", "size")})
        for number, way in enumerate(about["ways"]):
            series = {name: arrays[f"{number}/{name}"] for name in trial.measures}
            rows.append(_row(trial, way, series))
    return Summary(
        plan.name,
        machine(),
        datetime.date.today().isoformat(),
        systems,
        plan.anchors,
        plan.measures,
        plan.notes,
        {name: registry.fingerprint(name)[name] for name in systems if registry.entry(name).learned},
        clips,
        tuple(rows),
        dict(failed),
        dict(plan.absent),
    )


def _row(trial: Trial, way: Mapping[str, Any], series: Mapping[str, np.ndarray]) -> ResultRow:
    kinds = way["kinds"]
    generated = np.array([kind != "c" for kind in kinds])
    mean, worst, rest = {}, {}, {}
    for name, values in series.items():
        better = measures.measure(name).better
        mean[name], worst[name] = map(_number, measures.pooled(values, better))
        rest[name] = _number(measures.pooled(values[generated], better)[0])
    shares = {what: kinds.count(letter) / len(kinds) for letter, what in KINDS.items() if letter in kinds}
    # What stands beside has no point of its own.
    point = "" if trial.kind == "beside" else str(trial.point)
    more = (way["seconds"], way["decoding"], tuple(way["notes"]))
    return ResultRow(
        *(trial.clip.name, way["name"], point, way["kbits"], way["parameters"], way["qp"]),
        *(shares, mean, worst, rest),
        *more,
    )


def results(
    trials: Iterable[Trial], store: Store
) -> Iterator[tuple[Trial, dict[str, Any], dict[str, np.ndarray]]]:
    """Give the trials that have a result, with it."""
    for trial in trials:
        found = store.get(trial.keys()[1])
        if found is not None:
            yield trial, *found


def values(trials: Iterable[Trial], store: Store) -> Iterator[Value]:
    """Give the long table, a line per picture and measure; what could not be measured has none."""
    for trial, about, arrays in results(trials, store):
        for number, way in enumerate(about["ways"]):
            point = "" if trial.kind == "beside" else str(trial.point)
            for name in trial.measures:
                for picture, value in enumerate(arrays[f"{number}/{name}"].tolist()):
                    if not math.isnan(value):
                        kind = KINDS[way["kinds"][picture]]
                        yield Value(
                            *(trial.clip.name, way["name"], point, way["kbits"], picture, kind, name, value)
                        )


def write_values(folder: Path, rows: Iterable[Value]) -> Path:
    """Write the long table: ``values.parquet`` where pyarrow is installed, else ``values.csv``."""
    if find_spec("pyarrow"):
        import pyarrow  # type: ignore[import-not-found,unused-ignore]
        from pyarrow import parquet  # type: ignore[import-not-found,unused-ignore]

        columns = list(zip(*rows, strict=True)) or [()] * len(Value._fields)
        table = pyarrow.table(dict(zip(Value._fields, map(list, columns), strict=True)))
        with output_path(folder / "values.parquet") as name:
            parquet.write_table(table, name)
        return folder / "values.parquet"
    with output_path(folder / "values.csv") as name, name.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(Value._fields)
        writer.writerows(rows)
    return folder / "values.csv"
