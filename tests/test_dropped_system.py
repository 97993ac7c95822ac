"""A file dropped into a folder of systems is a system: nothing else has to know of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = """
import sys
import generators.systems
generators.systems.__path__.append(sys.argv.pop(1))
"""
NO_TORCH = "sys.modules['torch'] = None\n"


def dropped(folder: Path, script: str, *words: object, **environment: str) -> str:
    """Run a script in a Python whose folder of systems has another one beside it; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", FOLDER + script, str(folder), *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "OMP_NUM_THREADS": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two systems in files of their own."""
    there = tmp_path / "systems"
    there.mkdir()
    shutil.copy(ROOT / "tests" / "toy_system.py", there / "square.py")
    shutil.copy(ROOT / "tests" / "learned_system.py", there / "mine.py")
    return there


def test_names_tags_and_fields_load_without_torch(folder):
    text = dropped(
        folder,
        NO_TORCH
        + "from generators import registry\n"
        + "for name in ('mine', 'square'):\n"
        + "    entry = registry.entry(name)\n"
        + "    print(registry.by_tag(entry.tag).name, entry.tag, [f.name for f in entry.layout.fields])",
    )
    assert text.splitlines() == [
        "mine tag:example.org,2026:mine ['points', 'jacobians']",
        "square tag:example.org,2026:square ['middle', 'light']",
    ]


def test_the_command_line_knows_it(folder):
    main = NO_TORCH + "from seigen.__main__ import main\nmain()"
    text = dropped(folder, main, "systems")
    assert "square" in text and "mine" in text
    assert "middle" in dropped(folder, main, "systems", "square")


CODE = """
from fractions import Fraction
import numpy as np
from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Settings
from generators.networks.config import OWN
from generators.subjects.clip import open_clip
from generators.subjects.named import make_subject
from generators.weights.files import fresh, store

name, clip, out, learned = sys.argv[1:]
entry = registry.entry(name)
if learned == "1":
    store(fresh(name, OWN[name]), f"{out}/{name}.safetensors")
settings = Settings(40, 0.99, 2)
with open_clip(clip, 64, make_subject(entry.subject), limit=5, multiple=entry.multiple) as opened:
    coded = encode_clip(opened, registry.make(name, *opened.size), bitrate=None, settings=settings)
    print(check(coded, len(opened)))
decoder = Decoder(coded.data, device="cpu")
print(len(list(decoder)), decoder.system.name)
"""


@pytest.mark.parametrize(("name", "learned"), [("square", False), ("mine", True)])
def test_a_clip_goes_through_it(folder, tmp_path, name, learned):
    pytest.importorskip("torch")
    from tests.gen_material import real

    (clip,) = real("carphone")
    text = dropped(folder, CODE, name, clip, tmp_path, int(learned), SEIGEN_WEIGHTS=str(tmp_path))
    compared, rest = text.splitlines()
    assert int(compared) >= 3 and rest == f"5 {name}"
