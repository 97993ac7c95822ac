"""How well measures agree with people: mean opinion scores against measured values.

As VQEG and Rec. ITU-T P.1401 have it: values are mapped to scores by a logistic, fitted by least squares,
and what is left is told by Pearson's correlation (PLCC) and the root mean squared error (RMSE); ranks, by
Spearman's (SRCC) and Kendall's (KRCC, tau-b) of the values as they are. Intervals are by bootstrap over
clips: rows of one clip are alike, and drawing them one by one would call the figures surer than they are.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from generators.measure.measures import MEASURES
from generators.measure.scores import Scores
from sei.extras import need

Logistic = Literal[4, 5]
ALL = "all"
"""Stands for all codecs together."""
LEAST = 2
"""Rows that are needed beside as many as the logistic has parameters."""
CONFIDENCE = 0.95
FIGURES = ("plcc", "srcc", "krcc", "rmse")


@dataclass(frozen=True)
class Interval:
    """A figure, and where it lies with a confidence of 95 %; NaN where it cannot be told."""

    value: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True)
class Agreement:
    """How well one measure agrees with the scores of one codec, or of all.

    count     rows that have both
    plcc, rmse  of the mapped values; rmse in units of the scores
    srcc, krcc  of the values; positive where better values go with better scores
    outliers  share of rows whose mapped value lies more than two deviations off; NaN: no deviations
    fitted    the logistic's parameters, for values less ``centre`` over ``spread``
    why       why there are no figures; empty: there are
    """

    measure: str
    codec: str
    count: int
    plcc: Interval
    srcc: Interval
    krcc: Interval
    rmse: Interval
    outliers: float = math.nan
    fitted: tuple[float, ...] = ()
    centre: float = 0.0
    spread: float = 1.0
    why: str = ""

    def mapped(self, values: np.ndarray) -> np.ndarray:
        """Return the scores that values, float64 (n,), map to."""
        return logistic((values - self.centre) / self.spread, self.fitted)


def logistic(x: np.ndarray, p: Sequence[float] | np.ndarray) -> np.ndarray:
    """Compute the logistic of 4 parameters (VQEG: upper and lower end, middle, width), or of 5 (Sheikh,
    Sabir and Bovik, 2006: with a straight line beside), of x (n,)."""
    if len(p) == 4:
        return p[1] + (p[0] - p[1]) * _step((x - p[2]) / (abs(p[3]) + 1e-9))
    return p[0] * (_step(p[1] * (x - p[2])) - 0.5) + p[3] * x + p[4]


def _step(t: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-t)), which never overflows."""
    return 0.5 * (1 + np.tanh(t / 2))


def fit(x: np.ndarray, y: np.ndarray, kind: Logistic, start: np.ndarray | None = None) -> np.ndarray:
    """Fit a logistic of 4 or 5 parameters to scores y (n,) over values x (n,), both of about unit size.

    ``start`` are parameters to begin from. Raises ArithmeticError where no fit is found.
    """
    optimize = need("scipy.optimize")
    sign = 1.0 if np.corrcoef(x, y)[0, 1] >= 0 else -1.0
    low, high = float(y.min()), float(y.max())
    if start is not None:
        starts = [list(start)]
    elif kind == 4:
        ends = (high, low) if sign > 0 else (low, high)
        starts = [[*ends, float(np.median(x)), width] for width in (0.3, 1.0)]
    else:
        starts = [[high - low, sign * steep, float(np.median(x)), 0.0, float(y.mean())] for steep in (1, 4)]
    tries = [
        optimize.least_squares(lambda p: logistic(x, p) - y, s, method="trf", max_nfev=200, x_scale="jac")
        for s in starts
    ]
    best = min(tries, key=lambda t: t.cost)
    if not np.isfinite(best.x).all():
        raise ArithmeticError("the logistic does not fit")
    found: np.ndarray = best.x
    return found


def agreement(
    scores: Scores,
    measure: str,
    codec: str = ALL,
    *,
    kind: Logistic = 4,
    resamples: int = 400,
    seed: int = 0,
    better: Literal["higher", "lower"] | None = None,
) -> Agreement:
    """Work out how well a measure agrees with the scores of a codec, or of all.

    kind       parameters of the logistic
    resamples  of the bootstrap, the same for the same seed; 0: no intervals
    better     the measure's good direction; None: the registry's, else the one in which it agrees over all
    """
    values = scores.measures[measure]
    use = ~np.isnan(values)
    whole = values[use], scores.mos[use]
    if codec != ALL:
        use &= np.array([c == codec for c in scores.codecs])
    x, y, deviation = values[use], scores.mos[use], scores.deviation[use]
    none = Interval(math.nan)
    empty = Agreement(measure, codec, len(x), none, none, none, none)
    if len(x) < kind + LEAST:
        return dataclasses.replace(empty, why=f"{len(x)} rows, needed: {kind + LEAST}")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        what = "values" if np.ptp(x) == 0 else "scores"
        return dataclasses.replace(empty, why=f"the {what} are all the same")
    sign = _direction(measure, better, whole)
    centre, spread = float(x.mean()), float(x.std())
    unit, scale = (x - centre) / spread, float(np.ptp(y))
    try:
        found = fit(unit, y / scale, kind)
    except (ArithmeticError, ValueError) as error:
        return dataclasses.replace(empty, why=str(error))
    figures = _figures(unit, y / scale, found, sign)
    clips = np.array(scores.clips)[use]
    rows = list(_resampled(unit, y / scale, clips, found, sign, kind, resamples, seed))
    low, high = _bounds(rows)
    size = np.array([1, 1, 1, scale])
    intervals = [Interval(*map(float, t)) for t in zip(figures * size, low * size, high * size, strict=True)]
    plcc, srcc, krcc, rmse = intervals
    result = dataclasses.replace(
        empty,
        plcc=plcc,
        srcc=srcc,
        krcc=krcc,
        rmse=rmse,
        fitted=tuple(float(v) for v in _scaled(found, scale)),
        centre=centre,
        spread=spread,
    )
    known = ~np.isnan(deviation)
    if known.any():
        off = np.abs(result.mapped(x) - y)[known] > 2 * deviation[known]
        result = dataclasses.replace(result, outliers=float(off.mean()))
    return result


def _direction(measure: str, better: str | None, whole: tuple[np.ndarray, np.ndarray]) -> float:
    if better is None and measure in MEASURES:
        better = MEASURES[measure].better
    if better is not None:
        return 1.0 if better == "higher" else -1.0
    found = need("scipy.stats").spearmanr(*whole).statistic
    return -1.0 if found < 0 else 1.0


def _scaled(p: np.ndarray, scale: float) -> np.ndarray:
    """Parameters for scores ``scale`` times as large."""
    sizes = (scale, scale, 1, 1) if len(p) == 4 else (scale, 1, 1, scale, scale)
    return p * np.array(sizes)


def _figures(x: np.ndarray, y: np.ndarray, p: np.ndarray, sign: float) -> np.ndarray:
    """PLCC, SRCC, KRCC and RMSE."""
    stats = need("scipy.stats")
    mapped = logistic(x, p)
    plcc = math.nan if np.ptp(mapped) == 0 or np.ptp(y) == 0 else float(np.corrcoef(mapped, y)[0, 1])
    same = np.ptp(x) == 0 or np.ptp(y) == 0
    srcc = math.nan if same else sign * float(stats.spearmanr(x, y).statistic)
    krcc = math.nan if same else sign * float(stats.kendalltau(x, y).statistic)
    return np.array([plcc, srcc, krcc, float(np.sqrt(np.mean((mapped - y) ** 2)))])


def _resampled(
    x: np.ndarray,
    y: np.ndarray,
    clips: np.ndarray,
    start: np.ndarray,
    sign: float,
    kind: Logistic,
    resamples: int,
    seed: int,
) -> Iterator[np.ndarray]:
    """Figures of rows drawn with replacement, whole clips at a time, the logistic fitted anew to each."""
    names, of = np.unique(clips, return_inverse=True)
    members = [np.flatnonzero(of == i) for i in range(len(names))]
    if len(names) < 2:
        return
    random = np.random.default_rng(seed)
    for _ in range(resamples):
        rows = np.concatenate([members[i] for i in random.integers(len(names), size=len(names))])
        if np.ptp(x[rows]) == 0 or np.ptp(y[rows]) == 0:
            continue
        try:
            found = fit(x[rows], y[rows], kind, start)
        except (ArithmeticError, ValueError):
            continue
        yield _figures(x[rows], y[rows], found, sign)


def _bounds(rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    if not rows:
        return np.full(len(FIGURES), np.nan), np.full(len(FIGURES), np.nan)
    tail = (1 - CONFIDENCE) / 2
    stacked = np.stack(rows)
    none = np.isnan(stacked).all(
        axis=0
    )  # A figure that some draw cannot tell (a flat fit) is told by the rest.
    low, high = np.nanquantile(np.where(none, 0.0, stacked), [tail, 1 - tail], axis=0)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def agreements(
    scores: Scores,
    names: Sequence[str] | None = None,
    *,
    kind: Logistic = 4,
    resamples: int = 400,
    seed: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Agreement]:
    """Work out `agreement` for each measure (None: all of the table), over all codecs and for each."""
    codecs = list(dict.fromkeys(scores.codecs))
    rows = []
    for name in names if names is not None else scores.measures:
        for codec in [ALL, *codecs] if len(codecs) > 1 else [ALL]:
            tell(f"{name}, {codec}")
            rows.append(agreement(scores, name, codec, kind=kind, resamples=resamples, seed=seed))
    return rows


def to_csv(rows: Sequence[Agreement]) -> str:
    """Write one line per measure and codec, each figure with its interval."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    ends = [f"{name}{end}" for name in FIGURES for end in ("", "_low", "_high")]
    writer.writerow(["measure", "codec", "count", *ends, "outliers", "why"])
    for row in rows:
        figures: list[Any] = [v for name in FIGURES for v in dataclasses.astuple(getattr(row, name))]
        writer.writerow(
            [row.measure, row.codec, row.count, *map(_cell, figures), _cell(row.outliers), row.why]
        )
    return out.getvalue()


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"


def plot(scores: Scores, rows: Sequence[Agreement], measure: str) -> bytes:
    """Draw scores over a measure, a colour per codec, and the logistic over all of them, as PNG."""
    need("matplotlib").use("Agg")
    pyplot = need("matplotlib.pyplot")
    values, codecs = scores.measures[measure], np.array(scores.codecs)
    figure, axes = pyplot.subplots(figsize=(6.4, 4.4), layout="constrained")
    for codec in dict.fromkeys(scores.codecs):
        at = codecs == codec
        axes.plot(values[at], scores.mos[at], ".", markersize=4, alpha=0.6, label=_plain(codec))
    found: Mapping[str, Agreement] = {r.codec: r for r in rows if r.measure == measure}
    whole = found.get(ALL)
    title = _plain(measure)
    if whole is not None and whole.fitted:
        x = np.linspace(np.nanmin(values), np.nanmax(values), 200)
        axes.plot(x, whole.mapped(x), "k-", linewidth=1.5)
        title += f": PLCC {whole.plcc.value:.3f}, SRCC {whole.srcc.value:.3f}, RMSE {whole.rmse.value:.3g}"
    axes.set(xlabel=_plain(measure), ylabel="mean opinion score", title=title)
    axes.legend(fontsize=8)
    room = io.BytesIO()
    figure.savefig(room, format="png", dpi=110, metadata={"Software": None})
    pyplot.close(figure)
    return room.getvalue()


def _plain(text: str) -> str:
    """Text of a table in a plot: short, and no formula."""
    from sei.shown import one_line

    return one_line(text)[:60].replace("$", r"\$")
