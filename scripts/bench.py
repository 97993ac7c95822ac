"""Benchmarks with requirements: `make bench`, or `python -m scripts.bench [sei ...]`.

A benchmark is a module scripts/bench_<name>.py with `run(small)`, which yields rows as they are measured;
``small``: of tiny inputs, which show that it runs and no more. Exit status 1 when a requirement is missed or
a benchmark breaks off; the others run all the same.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import platform
import sys
import time
import traceback
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


def turns(*functions: Callable[[], object], rounds: int) -> list[list[float]]:
    """Seconds of ``rounds`` calls of each function. They take turns, so that a busy machine slows all of
    them."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(rounds):
        for taken, function in zip(times, functions, strict=True):
            start = time.perf_counter()
            function()
            taken.append(time.perf_counter() - start)
    return times


def fastest(*functions: Callable[[], object], seconds: float = 1.0) -> list[float]:
    """Least time in seconds of a call of each function, taken in turns for ``seconds`` each, thrice at the
    least (once for 0 seconds): what the machine does when nothing else runs."""
    best = [float("inf")] * len(functions)
    deadline = time.perf_counter() + seconds * len(functions)
    rounds = 0
    while rounds < (3 if seconds else 1) or time.perf_counter() < deadline:
        best = [min(old, *new) for old, new in zip(best, turns(*functions, rounds=1), strict=True)]
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
    parser.add_argument("--small", action="store_true", help="tiny inputs: does it run? (no figures)")
    options = parser.parse_args(argv)
    names = options.names or benchmarks()
    unknown = set(names) - set(benchmarks())
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}")
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores: {' '.join(names)}")
    missed, broken = 0, []
    for name in names:
        try:
            rows: Iterable[Row] = importlib.import_module(f"scripts.bench_{name}").run(options.small)
            for row in rows:
                print(line(row), flush=True)
                missed += not (row.passes or options.small)
        except Exception:
            traceback.print_exc()
            broken.append(name)
    if options.small:
        print("tiny inputs: no figure means anything")
    else:
        print(f"{missed} missed" if missed else "none missed" if broken else "all requirements met")
    if broken:
        print(f"broke off: {' '.join(broken)}")
    return bool(missed or broken)


if __name__ == "__main__":
    sys.exit(main())
