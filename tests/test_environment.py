"""The page of variables and folders says what the code reads; completion and versions work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "environment.md").read_text()
VARIABLE = re.compile(r"\bSEIGEN_[A-Z_]+\b")


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "seigen", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_every_variable_of_the_code_is_on_the_page_and_no_other():
    files = [p for package in ("sei", "vvc_bridge", "generators", "conformance", "seigen")
             for p in (ROOT / package).rglob("*.py")]  # fmt: skip
    files += [ROOT / "tests" / "conftest.py", *(ROOT / "scripts").glob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert set(VARIABLE.findall(text)) == set(VARIABLE.findall(PAGE))


def test_variables_are_read_by_the_names_that_the_page_has():
    """Of every environment lookup in the packages: a name on the page, whoever's it is."""
    lookup = re.compile(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"")
    for package in ("sei", "vvc_bridge", "generators", "conformance", "seigen"):
        for path in (ROOT / package).rglob("*.py"):
            for name in lookup.findall(path.read_text(encoding="utf-8")):
                assert name in PAGE or name == "PATH", f"{path}: {name}"


def test_version_names_the_editions():
    from sei.editions import EDITIONS

    out = run("--version").stdout
    assert out.startswith("seigen ") and all(f"edition {name}: " in out for name in EDITIONS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_of_the_shell(shell):
    script = run("completion", shell).stdout
    assert "_SEIGEN_COMPLETE" in script and "seigen" in script
    program = shutil.which(shell)
    if program:
        done = subprocess.run([program, "-n"], input=script, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_commands_options_and_choices_are_completed():
    def answers(words: str, at: int) -> list[str]:
        more = {"_SEIGEN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        return run(**more).stdout.splitlines()

    assert {"plain,semantics", "plain,edit", "plain,thin"} <= set(answers("seigen ", 1))
    assert answers("seigen insp", 1) == ["plain,inspect"]
    assert "plain,--limit" in answers("seigen inspect --li", 2)
    assert answers("seigen inspect --format cs", 3) == ["plain,csv"]


def test_an_unknown_shell_is_a_usage_error():
    done = run("completion", "tcsh")
    assert done.returncode == 2 and "bash" in done.stderr
