"""What the command line loads: nothing heavy until a command needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"torch", "av", "numpy", "scipy", "PIL", "matplotlib", "bitstring"}
SAMPLE = "tests/data/gfve_matrix_pupil.bit"

PROGRAM = """
import sys
from seigen.__main__ import main
sys.argv = ["seigen", *sys.argv[1:]]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["inspect", "--help"],
        ["inspect", SAMPLE],
        ["inspect", SAMPLE, "--format", "json"],
        ["inspect", SAMPLE, "--format", "vtm"],
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded(arguments):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, text=True, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout
    loaded = set(run.stderr.split())
    assert {"click", "sei"} <= loaded
    assert not loaded & HEAVY
    assert arguments != ["--help"] or "pydantic" not in loaded


def test_an_edit_of_a_byte_stream_that_writes_no_message_loads_no_models():
    unwanted = ["pydantic", *(f"vvc_bridge.containers.{name}" for name in ("mp4", "matroska", "transport"))]
    program = f"import sys, vvc_bridge.remover; sys.exit(any(name in sys.modules for name in {unwanted}))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
