"""Benchmarks with requirements: `make bench`, or `python -m scripts.bench [sei ...]`.

A benchmark is a module scripts/bench_<name>.py with `run()`, which yields rows as they are measured. Exit
status 1 when a requirement is missed.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import scripts


@dataclass(frozen=True)
class Row:
    """One measurement.

    what       what was measured
    value      how much, in ``unit``
    other      the same of what it is compared with, in the same run; None: nothing
    beside     name of what it is compared with
    at_most    requirement on ``value``; None: none
    at_least   requirement on ``value``; None: none
    times      requirement on ``other`` / ``value``; None: none
    """

    what: str
    value: float
    unit: str
    other: float | None = None
    beside: str = ""
    at_most: float | None = None
    at_least: float | None = None
    times: float | None = None

    @property
    def ratio(self) -> float | None:
        """How often ``value`` goes into ``other``."""
        return None if self.other is None else self.other / self.value

    @property
    def requirement(self) -> str:
        """The requirement as text, empty when there is none."""
        parts = []
        if self.at_most is not None:
            parts.append(f"<= {self.at_most:g} {self.unit}")
        if self.at_least is not None:
            parts.append(f">= {self.at_least:g} {self.unit}")
        if self.times is not None:
            parts.append(f">= {self.times:g}x")
        return ", ".join(parts)

    @property
    def passes(self) -> bool:
        """Whether every requirement is met."""
        return (
            (self.at_most is None or self.value <= self.at_most)
            and (self.at_least is None or self.value >= self.at_least)
            and (self.times is None or (self.ratio is not None and self.ratio >= self.times))
        )


def fastest(*functions: Callable[[], object], seconds: float = 1.0) -> list[float]:
    """Least time in seconds of a call of each function. They take turns, so that a busy machine slows all
    of them; the least time is what the machine does when nothing else runs."""
    best = [float("inf")] * len(functions)
    deadline = time.perf_counter() + seconds * len(functions)
    rounds = 0
    while rounds < 3 or time.perf_counter() < deadline:
        for i, function in enumerate(functions):
            start = time.perf_counter()
            function()
            best[i] = min(best[i], time.perf_counter() - start)
        rounds += 1
    return best


def benchmarks() -> list[str]:
    """Names of all benchmark modules."""
    return sorted(m.name[6:] for m in pkgutil.iter_modules(scripts.__path__) if m.name.startswith("bench_"))


def line(row: Row) -> str:
    """A row of the printed table."""
    beside = "" if row.ratio is None else f"{row.beside} {row.other:.3f}: {row.ratio:.1f}x"
    verdict = ("PASS" if row.passes else "MISS") if row.requirement else ""
    return (
        f"{row.what:<52}{row.value:>10.3f} {row.unit:<5}{beside:<25}{row.requirement:<18}{verdict}".rstrip()
    )


def main(argv: list[str] | None = None) -> int:
    """Run the benchmarks and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(benchmarks())}; default all")
    names = parser.parse_args(argv).names or benchmarks()
    unknown = set(names) - set(benchmarks())
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}")
    missed = 0
    for name in names:
        rows: Iterable[Row] = importlib.import_module(f"scripts.bench_{name}").run()
        for row in rows:
            print(line(row), flush=True)
            missed += not row.passes
    print(f"{missed} missed" if missed else "all requirements met")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
