"""The walks of docs/walks: every command of a page, one after the other, as somebody who reads it would."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import test_plugin_gstreamer
from tests.test_docs import BLOCK

ROOT = Path(__file__).parents[1]
WALKS = ROOT / "docs" / "walks"
HOSTS = {
    "mpv": lambda: "" if shutil.which("mpv") else "mpv is not here",
    "gst-launch-1.0": test_plugin_gstreamer.missing,
}
"""Programs that need not be here, and why they are not."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout's root, as far as the pages look at it."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    (tmp_path / "bin").mkdir()
    for name, words in (("python", ""), ("seigen", "-m seigen ")):
        program = tmp_path / "bin" / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words}"$@"\n')
        program.chmod(0o755)
    (tmp_path / "mpv").mkdir()
    (tmp_path / "mpv" / "mpv.conf").write_text("vo=null\nao=null\nuntimed=yes\n")
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    """Nothing is shown in a window: mpv is told, GStreamer finds no display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")
    return {name: value for name, value in os.environ.items() if name not in hidden} | {
        **{"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "MPV_HOME": str(folder / "mpv")},
        **{"NO_COLOR": "1", "PYTHONPATH": test_plugin_gstreamer.environment()["PYTHONPATH"]},
        **{"GST_PLUGIN_PATH": test_plugin_gstreamer.environment()["GST_PLUGIN_PATH"]},
    }


def steps(text: str) -> list[tuple[str, str]]:
    """Commands and what they print; of a program of the page, ``save NAME`` and the program."""
    found = []
    for match in BLOCK.finditer(text):
        kind, body = match.groups()
        if kind == "python":
            (name,) = re.findall(r"`(\w+\.py)`", text[: match.start()])[-1:]
            found.append((f"save {name}", body))
            continue
        assert kind == "console"
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            found.append((command, expected))
    return found


@pytest.mark.parametrize("name", ["contributor", "tester", "player"])
def test_walk(name, folder):
    checker, status, skipped, begun = doctest.OutputChecker(), 0, [], time.monotonic()
    for command, expected in steps((WALKS / f"{name}.md").read_text()):
        if command.startswith("save "):
            (folder / command.removeprefix("save ")).write_text(expected)
            continue
        if reason := HOSTS.get(command.split()[0], str)():
            skipped.append(reason)
            continue
        assert status == 0 or command == "echo $?"
        words = ["bash", "-c", f"(exit {status}); {command}"]
        run = subprocess.run(
            words,
            cwd=folder,
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        status = run.returncode
        shown = run.stdout or "\n" * (expected == "...\n")  # that is also nothing at all
        assert checker.check_output(expected, shown, doctest.ELLIPSIS), f"{command}\n{run.stdout}"
    assert status == 0
    assert time.monotonic() - begun < 600
    if skipped:
        pytest.skip("; ".join(skipped))


def test_every_page_is_walked_and_the_program_is_short():
    assert {path.stem for path in WALKS.glob("*.md")} == {"contributor", "tester", "player"}
    programs = [body for command, body in steps((WALKS / "player.md").read_text()) if command[:5] == "save "]
    assert len(programs) == 1 and len(programs[0].splitlines()) <= 30
