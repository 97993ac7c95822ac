"""The benchmarks run, each once, on tiny inputs: no figure of these means anything."""

from __future__ import annotations

import importlib
import math

import pytest

from scripts import bench

NEEDS = {
    "generators": ("torch", "av", "ai_edge_litert"),
    "gfv_rate": ("torch", "av"),
    "neural": ("torch",),
    "personalise": ("torch", "av", "ai_edge_litert"),
}
"""What a benchmark's module imports beyond the project's own dependencies."""


@pytest.mark.parametrize("name", bench.benchmarks())
def test_each_benchmark_runs(name: str) -> None:
    for package in NEEDS.get(name, ()):
        pytest.importorskip(package)
    rows = list(importlib.import_module(f"scripts.bench_{name}").run(small=True))
    if not rows and name in ("gfv_rate", "vvc"):
        pytest.skip("its material or its encoder is not here")
    assert rows
    for row in rows:
        assert math.isfinite(row.value) and row.value >= 0 and row.what in bench.line(row)


def test_one_that_breaks_off_stops_no_other(monkeypatch, capsys) -> None:
    class Broken:
        @staticmethod
        def run(small: bool) -> list[bench.Row]:
            raise ValueError("no figure")

    class Fine:
        @staticmethod
        def run(small: bool) -> list[bench.Row]:
            return [bench.Row("copying", 2.0, "s", 1.0, "cp", at_most=1.5)]

    modules = {"scripts.bench_broken": Broken, "scripts.bench_fine": Fine}
    monkeypatch.setattr(bench, "benchmarks", lambda: ["broken", "fine"])
    monkeypatch.setattr(importlib, "import_module", modules.__getitem__)
    assert bench.main([]) == 1
    said = capsys.readouterr()
    assert "cp 1.000: 0.5x" in said.out and "MISS" in said.out and "1 missed" in said.out
    assert "broke off: broken" in said.out and "no figure" in said.err
    assert bench.main(["fine", "--small"]) == 0


def test_turns_alternate() -> None:
    order: list[str] = []
    times = bench.turns(lambda: order.append("a"), lambda: order.append("b"), rounds=2)
    assert order == ["a", "b", "a", "b"] and [len(taken) for taken in times] == [2, 2]
