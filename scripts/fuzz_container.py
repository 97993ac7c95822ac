"""Fuzz target: whole MP4, Matroska and MPEG-TS files through inspect, extract, remove, inject and remux.

The first byte says which kind of file the rest is. SeigenError and OSError may escape, and messages taken out
of a file that can be read go into it again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from sei.errors import SeigenError
from vvc_bridge import extract, inject, remove, remux
from vvc_bridge.inspect import find

DATA = Path(__file__).parents[1] / "tests" / "data"
KINDS = (".mp4", ".mkv", ".ts", ".mov")
REFUSED = (SeigenError, OSError)


def check(data: bytes) -> bool:
    """Run one input. Raises AssertionError, or whatever should not escape; True: the file was read."""
    if not data:
        return False
    kind = KINDS[data[0] % len(KINDS)]
    with tempfile.TemporaryDirectory(prefix="seigen-fuzz-") as name:
        folder = Path(name)
        file, bare = folder / f"in{kind}", folder / f"bare{kind}"
        file.write_bytes(data[1:])
        read = False
        try:
            for found in find(str(file)):
                assert found.name
            messages = extract(str(file))
            read = True
            remove(str(file), bare, types=None)
            inject(str(bare), messages, folder / f"again{kind}")
        except REFUSED as error:
            assert "\n" not in str(error)
        for suffix in (kind, ".bit", KINDS[(data[0] + 1) % len(KINDS)]):
            out = folder / f"out{suffix}"
            try:
                remux(str(file), out)
                assert out.exists()
            except REFUSED as error:
                assert "\n" not in str(error)
                assert not out.exists()
        assert not [path for path in folder.iterdir() if path.name.startswith(".")], "left behind"
        return read


def seeds() -> Iterator[bytes]:
    """First inputs: the streams in tests/data as each kind of file."""
    with tempfile.TemporaryDirectory(prefix="seigen-fuzz-") as name:
        for path in sorted(DATA.glob("gfv*.bit")):
            for number, kind in enumerate(KINDS):
                out = Path(name) / f"seed{kind}"
                remux(str(path), out, fps=25)
                yield bytes([number]) + out.read_bytes()
