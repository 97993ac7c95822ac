"""Documentation: generated files are what the code says, and every example does what it shows."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import make_docs

ROOT = Path(__file__).parents[1]
WRITTEN = [
    ROOT / "README.md",
    *sorted(
        path
        for path in (ROOT / "docs").rglob("*.md")
        if path.relative_to(ROOT / "docs").parts[0] not in make_docs.FOLDERS
    ),
]
EXAMPLES = [path for path in WRITTEN if path.parent.name != "walks"]  # those: tests/test_walks.py
written = pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
examples = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^]]*\]\(([^)#:]*)(#[^)]*)?\)")


def test_generated_files_are_not_stale():
    assert make_docs.stale() == [], "run `make docs`"


def test_a_stale_file_is_noticed(tmp_path):
    for name, text in make_docs.generate().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert make_docs.stale(tmp_path) == []
    (tmp_path / "reference" / "sei_manifest.md").write_text("something else")
    (tmp_path / "schema" / "gone.json").write_text("{}")
    (tmp_path / "schema" / "sei_manifest.json").unlink()
    assert make_docs.stale(tmp_path) == [
        "reference/sei_manifest.md",
        "schema/gone.json",
        "schema/sei_manifest.json",
    ]


@examples
def test_python_examples(path, monkeypatch):
    monkeypatch.chdir(ROOT)
    # A doctest parser would take the fence that ends a block for output.
    text = "\n".join(body for kind, body in BLOCK.findall(path.read_text()) if kind == "python")
    if "seigen.encode(" in text:
        from tests.gen_material import real

        real()  # the models that find faces
    test = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
    shown: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=shown.append)
    assert not result.failed, "".join(shown)
    assert (result.attempted > 0) == ("```python" in path.read_text())


@examples
def test_shell_examples(path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    checker = doctest.OutputChecker()
    for kind, body in BLOCK.findall(path.read_text()):
        if kind != "console":
            continue
        for part in body.split("$ ")[1:]:
            command, expected = part.split("\n", 1)
            assert command.startswith(("seigen ", "cat tests/data/"))
            command = re.sub(r"(^|\| )seigen ", rf"\1{sys.executable} -m seigen ", command)
            run = subprocess.run(
                command, shell=True, cwd=ROOT, env=environment, text=True, capture_output=True, check=False
            )
            assert not run.stderr, command
            assert checker.check_output(expected, run.stdout, doctest.ELLIPSIS), run.stdout


@written
def test_links_lead_somewhere(path):
    for target, anchor in LINK.findall(path.read_text()):
        file = path.parent / target if target else path
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(), re.MULTILINE)
            slugs = ["#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
            assert anchor in slugs, anchor


@written
def test_no_code_block_goes_unchecked(path):
    kinds = {kind for kind, _ in BLOCK.findall(path.read_text())}
    # sh: installation, which would change the machine.
    assert kinds <= {"python", "console"} | ({"sh"} if path.name == "README.md" else set())
    assert path.read_text().count("```") == 2 * len(BLOCK.findall(path.read_text()))
