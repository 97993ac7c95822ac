"""Fuzz target: the verbs on streams: thin, edit, convert, semantics, diff, info, plot, pack (`make fuzz`).

Only SeigenError may escape, its message is one line, and what a verb writes can be read again.
"""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from conformance.own_package import About, pack_own
from conformance.verify_package import verify_package
from generators import semantics
from generators.info import info
from generators.plot import save
from generators.thin import thin
from scripts.fuzz import changed
from sei.errors import SeigenError
from vvc_bridge.access_unit import access_units
from vvc_bridge.converter import convert
from vvc_bridge.difference import differences
from vvc_bridge.rule_editor import edit
from vvc_bridge.rules import Rules

MEMORY = 3 << 30
DATA = Path(__file__).parents[1] / "tests" / "data"
RULES = (
    {"do": "drop", "type": 224, "au": "1-"},
    {"do": "set", "type": 223, "base": True, "values": {"gfv_nn_uri": "r=30&s=2"}},
    {"do": "shift", "type": 223, "au": 1, "gfv_cnt": "3-", "by": 1},
    {"do": "repeat", "au": 0, "type": 223},
    {"do": "trim", "au": "0-1"},
)
EDITS = (
    semantics.Edits(scale=(("head.yaw", 0.5),), freeze=("mouth.open",)),
    semantics.Edits(smooth=(("*", 0.2),), set=(("head.pitch", "+=", 5.0),)),
)
ABOUT = About("FUZZ", "A", "Seigen", "nobody@example.org")


def check(data: bytes) -> None:
    """Run one input: its first byte chooses what is done with the rest. Raises AssertionError, or whatever
    should not escape."""
    if len(data) < 2:
        return
    stream = data[1:]
    choice, which = divmod(data[0], 10)
    verbs: list[Callable[[Any], Any]] = [
        partial(_thinned, stream, level=choice & 3),
        partial(_thinned, stream, every=choice % 16 + 1),
        lambda out: convert(stream, out, placement=("prefix", "suffix")[choice & 1]),
        lambda out: edit(stream, _rules(choice), out),
        lambda out: semantics.edit(stream, out, EDITS[choice & 1]),
        lambda out: _looked_at(stream),
        lambda out: convert(stream, out, edition=("h274v4", "hm18")[choice & 1]),
        lambda out: _against_itself(stream, choice),
        lambda out: _plotted(stream, every=bool(choice & 1)),
        lambda out: _packed(stream, invalid=bool(choice & 1)),
    ]
    out = io.BytesIO()
    try:
        verbs[which](out)
    except SeigenError as error:
        assert "\n" not in str(error)
        return
    if out.getvalue():
        assert list(access_units(out.getvalue()))


def _thinned(stream: bytes, out: io.BytesIO, **how: Any) -> None:
    thin(stream, out, **how)


def _rules(number: int) -> Rules:
    return Rules.of(RULES[number % len(RULES)])


def _looked_at(stream: bytes) -> None:
    info(stream)
    semantics.read(stream, unnamed=True)


def _against_itself(stream: bytes, seed: int) -> None:
    """No difference from itself; from another, some or none."""
    with tempfile.TemporaryDirectory() as folder:
        a, b = Path(folder) / "a.266", Path(folder) / "b.266"
        a.write_bytes(stream)
        b.write_bytes(changed(stream, random.Random(seed)))
        assert not list(differences(a, a))
        list(differences(a, b))


def _plotted(stream: bytes, every: bool) -> None:
    found = semantics.read(stream, unnamed=True)
    with tempfile.TemporaryDirectory() as folder:
        save(found, Path(folder) / "x.svg", every=every)


def _packed(stream: bytes, invalid: bool) -> None:
    """A package says what `verify` finds in it."""
    with tempfile.TemporaryDirectory() as folder:
        done = pack_own(stream, ABOUT, Path(folder), invalid=invalid, generate=False)
        report, expected = verify_package(done.path, decode=False)
        assert expected is not None and report.outcome == expected.outcome


def seeds() -> Iterator[bytes]:
    """First inputs: streams of tests/data, for every verb."""
    for name in ("mesh_talk.266", "gfv_kps2d_pred.bit", "gfve_matrix_pupil.bit"):
        data = (DATA / name).read_bytes()
        for first in range(0, 256, 3):
            yield bytes([first]) + data[:4000]
