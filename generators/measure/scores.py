"""Tables of what people said: a row per clip, codec and rate, with a mean opinion score and measured values.

A table is CSV or Parquet with the columns ``clip``, ``codec``, ``rate`` and ``mos``, ``deviation`` if known,
and one column per measure. In place of the first three a column ``name`` may hold ``NUMBER_CODEC_RATE``, as
the CFVQA database calls its files. That database's own ``MOS.mat`` is read as well: a MATLAB cell ``MOS`` of
3240 rows (name, mean opinion score from 0 to 100, and a number that falls as the score rises, which its
authors do not explain: it is taken for a measure, ``column-3``). Its codecs are vvc, rl (reduced resolution;
the rate is the scale), dvc, rlvc, fomm and cfte; 135 clips of 512x512 at 25 pictures per second, YUV 4:2:0.
Its licence is for research alone: nothing of it is part of this project.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from sei.errors import SeigenError
from sei.extras import need

MAX_FILE = 256 << 20
MAX_ROWS = 1_000_000
MAX_COLUMNS = 256
KEYS = ("clip", "codec", "rate")
ALIASES = {
    "sequence": "clip",
    "system": "codec",
    "qp": "rate",
    "kbits": "rate",
    "score": "mos",
    "mean opinion score": "mos",
    "std": "deviation",
    "sd": "deviation",
    "standard deviation": "deviation",
    "file": "name",
    "video": "name",
}
"""Other names of the columns, in any case."""
_NAME = re.compile(r"(?:.*[/\\])?([^/\\]+?)_([^_/\\]+)_([^_/\\]+?)(?:\.(?:yuv|mp4|mkv|avi))?", re.ASCII)
ScoreRow: TypeAlias = Mapping[str, Any]


class TableError(SeigenError):
    """A table that cannot be read, or that says nothing."""


@dataclass(frozen=True)
class Scores:
    """Scores of n rows.

    clips, codecs, rates  of each row, as text
    mos        mean opinion scores, float64 (n,)
    deviation  their standard deviations, float64 (n,), NaN where not known
    measures   float64 (n,) by name, NaN where not measured
    """

    clips: Sequence[str]
    codecs: Sequence[str]
    rates: Sequence[str]
    mos: np.ndarray
    deviation: np.ndarray
    measures: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.clips)


def read(path: str, values: str | None = None) -> Scores:
    """Read a table of scores; ``values``: a second one with the measured values, joined by clip, codec, rate.

    Raises TableError for files that are no such table, too large, or have no row in common.
    """
    rows = _keyed(path, _rows(path))
    if not any("mos" in row for row in rows):
        raise TableError(f"{path}: no column 'mos'")
    if values is not None:
        found: dict[tuple[str, ...], ScoreRow] = {}
        for row in _keyed(values, _rows(values)):
            key = tuple(row[k] for k in KEYS)
            if key in found:
                raise TableError(f"{values}: two rows of {' '.join(key)}")
            found[key] = row
        rows = [{**found.get(tuple(row[k] for k in KEYS), {}), **row} for row in rows]
        if not any(tuple(row[k] for k in KEYS) in found for row in rows):
            raise TableError(f"{path} and {values} have no clip, codec and rate in common")
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = tuple(row[k] for k in KEYS)
        if key in seen:
            raise TableError(f"{path}: two rows of {' '.join(key)}")
        seen.add(key)
    return _scores(path, rows)


def _scores(path: str, rows: Sequence[ScoreRow]) -> Scores:
    names = dict.fromkeys(name for row in rows for name in row if name not in (*KEYS, "mos", "deviation"))
    columns = {
        n: np.array([_number(path, n, row.get(n)) for row in rows]) for n in (*names, "mos", "deviation")
    }
    kept = ~np.isnan(columns["mos"])
    if not kept.any():
        raise TableError(f"{path}: no row has a score")
    clips, codecs, rates = ([row[key] for row, keep in zip(rows, kept, strict=True) if keep] for key in KEYS)
    columns = {name: column[kept] for name, column in columns.items()}
    mos, deviation = columns.pop("mos"), columns.pop("deviation")
    measured = {name: column for name, column in columns.items() if not np.isnan(column).all()}
    if not measured:
        raise TableError(f"{path}: no column of measured values beside the scores")
    return Scores(clips, codecs, rates, mos, deviation, measured)


def _number(path: str, name: str, value: Any) -> float:
    """A cell as a number; empty, ``nan`` and ``-`` are none."""
    if value is None or (isinstance(value, str) and value.strip().lower() in ("", "nan", "-")):
        return math.nan
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise TableError(f"{path}: column {name!r} holds {str(value)[:40]!r}, which is no number") from None
    if math.isinf(number):
        raise TableError(f"{path}: column {name!r} holds an infinite number")
    return number


def _keyed(path: str, rows: Iterable[ScoreRow]) -> list[ScoreRow]:
    """Rows by the usual names of columns, with clip, codec and rate as text."""
    out: list[ScoreRow] = []
    for given in rows:
        row: dict[str, Any] = {}
        for name, value in given.items():
            lower = name.strip().lower()
            known = ALIASES.get(
                lower, lower if lower in (*KEYS, "mos", "deviation", "name") else name.strip()
            )
            if known in row:
                raise TableError(f"{path}: two columns for {known!r}")
            row[known] = value
        if "name" in row:
            parts = _NAME.fullmatch(str(row.pop("name")))
            if parts is None:
                raise TableError(f"{path}: a name that is not CLIP_CODEC_RATE")
            row = {**dict(zip(KEYS, parts.groups(), strict=True)), **row}
        if missing := [key for key in KEYS[:2] if row.get(key) in (None, "")]:
            raise TableError(f"{path}: no {' and no '.join(missing)} in row {len(out) + 1}")
        out.append({**row, **{key: _text(row.get(key, "")) for key in KEYS}})
        if len(out) > MAX_ROWS:
            raise TableError(f"{path}: more than {MAX_ROWS} rows")
    if not out:
        raise TableError(f"{path}: no row")
    return out


def _text(value: Any) -> str:
    """A key as text; 22 and 22.0 are the same rate."""
    text = str(value).strip()
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def _rows(path: str) -> Iterable[ScoreRow]:
    file = Path(path)
    if not file.is_file():
        raise TableError(f"{path}: no such file")
    if file.stat().st_size > MAX_FILE:
        raise TableError(f"{path}: larger than {MAX_FILE} bytes")
    kind = file.suffix.lower()
    if kind == ".mat":
        return _matlab(path)
    if kind in (".parquet", ".pq"):
        return _parquet(path)
    return _csv(path)


def _csv(path: str) -> Iterable[ScoreRow]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(f"{path}: no text in UTF-8") from None
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        names = reader.fieldnames or []
        if len(names) > MAX_COLUMNS or len(set(names)) != len(names):
            raise TableError(f"{path}: columns that are named twice, or more than {MAX_COLUMNS}")
        for row in reader:
            if None in row or None in row.values():
                raise TableError(f"{path}: line {reader.line_num} has not as many columns as the first")
            yield row
    except csv.Error as error:
        raise TableError(f"{path}: no CSV ({error})") from None


def _parquet(path: str) -> Iterable[ScoreRow]:
    parquet = need("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(path)
        if file.metadata.num_rows > MAX_ROWS or file.metadata.num_columns > MAX_COLUMNS:
            raise TableError(f"{path}: more than {MAX_ROWS} rows or {MAX_COLUMNS} columns")
        rows: list[ScoreRow] = file.read().to_pylist()
    except TableError:
        raise
    except Exception as error:
        raise TableError(f"{path}: no Parquet ({_why(error)})") from None
    return rows


def _matlab(path: str) -> Iterable[ScoreRow]:
    """Rows of the CFVQA database's ``MOS.mat``."""
    matlab = need("scipy.io")
    try:
        cells = matlab.loadmat(path, variable_names=["MOS"])["MOS"]
        if cells.dtype != object or cells.ndim != 2 or cells.shape[1] < 2 or len(cells) > MAX_ROWS:
            raise TableError(f"{path}: MOS is no cell of names and scores")
        extra = {f"column-{k + 1}": k for k in range(2, min(cells.shape[1], MAX_COLUMNS))}
        return [
            {"name": str(row[0].item()), "mos": row[1].item()} | {n: row[k].item() for n, k in extra.items()}
            for row in cells
        ]
    except TableError:
        raise
    except Exception as error:
        raise TableError(f"{path}: not the MOS.mat of the CFVQA database ({_why(error)})") from None


def _why(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
