"""docs/limits.md says what the code does: values of constants, and tests that there are."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "limits.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:2] == "| "
]
LIMITS = [row for row in ROWS if len(row) == 5 and row[0] != "limit"]
CONSTANT = re.compile(r"`((?:sei|vvc_bridge|generators|conformance)\.[a-z_.0-9]+)\.([A-Z_]+)`")
TEST = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def test_the_page_has_its_tables():
    assert len(LIMITS) > 30 and len(CONSTANT.findall(PAGE)) > 35 and len(TEST.findall(PAGE)) > 35


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: row[0])
def test_value(row):
    if any("generators" in module for module, _ in CONSTANT.findall(row[2])):
        pytest.importorskip("torch")
    names = CONSTANT.findall(row[2])
    numbers = [float(word) for word in re.findall(r"\d+", row[1])]
    values = [float(getattr(importlib.import_module(module), name)) for module, name in names]
    assert not numbers or values == numbers


@pytest.mark.parametrize(("file", "name"), sorted(set(TEST.findall(PAGE))))
def test_there_is_such_a_test(file, name):
    tree = ast.parse((ROOT / "tests" / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


OWN_CHOICE = {
    "sei.quantise.MAX_PRECISION",
    "generators.codec.encoder.MAX_KEYS",
    "generators.codec.decide.MAX_TRIALS",
    "vvc_bridge.containers.matroska.MAX_SIZE_LENGTH",  # an element's name
}
"""What the encoder allows itself: no input meets them."""


def test_every_limit_of_the_code_is_on_the_page():
    """Constants called MAX_..., where they are made."""
    known = OWN_CHOICE | {f"{module}.{name}" for module, name in CONSTANT.findall(PAGE)}
    missing = []
    for package in ("sei", "vvc_bridge", "generators", "conformance"):
        for path in (ROOT / package).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    name = node.targets[0].id
                    if name.startswith("MAX_") and f"{module}.{name}" not in known:
                        missing.append(f"{module}.{name}")
    assert missing == [], "give each a row in docs/limits.md"
