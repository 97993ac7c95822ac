"""A docstring of a public function or method begins with a verb that says what it does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("sei", "vvc_bridge", "generators", "conformance", "seigen")
WORDS = """
Accept Add Address Advance Align Allow Answer Append Apply Ask Assemble Begin Blend Bound Bring
Build Call Carry Catch Change Check Choose Clear Close Code Collect Compare Compile Compute Convert
Copy Count Crop Cut Declare Decode Deform Demand Describe Detect Do Draw Drop Encode End Enhance
Enlarge Ensure Enter Escape Estimate Exchange Extract Feed Fetch Fill Find Finish Fit Flush Fold
Follow Forget Format Freeze Fuse Gather Generate Get Give Go Group Guard Halve Hang Hold Import
Infer Inject Insert Interpret Invert Iterate Join Judge Keep Lay Learn Leave Lend Let Limit List
Load Log Look Make Mark Measure Mend Merge Mix Move Name Normalise Note Open Order Pack Pad Parse
Pass Place Plan Play Plot Pool Predict Prepare Print Prove Prune Pull Push Put Quantise Raise Read
Record Reduce Refuse Register Release Remember Remove Render Repeat Replace Replay Report Require
Reset Resize Resolve Restore Resume Return Rewrite Round Run Sample Save Say Scale Score Search See
Send Serialise Set Shift Show Skip Solve Sort Split Spread Start Stop Store Strip Sum Swap Take Tell
Test Trace Train Transform Translate Truncate Try Tune Turn Undo Unescape Unpack Update Use Validate
Verify Wait Walk Warn Warp Watch Weigh Work Wrap Write Yield
"""
VERBS = set(WORDS.split())
NOUNS = {"Code", "Count", "List", "Mark", "Measure", "Name", "Order", "Record", "Sample", "Scale", "Score"}
"""Verbs that are nouns before "of"."""
PROPERTY = re.compile(r"property$|\.(setter|getter)$")


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Names and docstrings of functions and methods, without properties: those are nouns."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            text = ast.get_docstring(node)
            if text and not any(PROPERTY.search(ast.unparse(d)) for d in node.decorator_list):
                yield prefix + node.name, text


def begins_with_a_verb(text: str) -> bool:
    first, _, rest = text.partition(" ")
    noun = first in NOUNS and rest.startswith("of ")
    return first.rstrip(".,:;") in VERBS and not noun


@pytest.mark.parametrize("package", PACKAGES)
def test_docstrings_begin_with_a_verb(package):
    wrong = [
        f"{path.relative_to(ROOT)}: {name}: {text.splitlines()[0]}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for name, text in public(ast.parse(path.read_text(encoding="utf-8")).body)
        if not begins_with_a_verb(text)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "text", ["The pictures.", "A picture.", "Whether it is.", "What it does.", "Name of it.", "returns it."]
)
def test_what_is_no_verb_is_found(text):
    assert not begins_with_a_verb(text)
