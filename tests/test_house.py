"""The house as its users and builders check it: systems are found by what they send, never by their name."""

from __future__ import annotations

import ast
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import seigen
from generators import registry
from generators.subjects.face.detect import Detection
from generators.subjects.followed import in_order
from tests.command import call

np = pytest.importorskip("numpy")

ROOT = Path(__file__).parents[1]
TALK = Path(__file__).parent / "data" / "mesh_talk.266"
PACKAGES = ("sei", "vvc_bridge", "generators", "conformance", "seigen")
# Kinds of parameters that a translator's file is of, not systems.
NO_SYSTEMS = {"generators/learned/translate.py", "generators/subjects/named.py"}


@pytest.fixture(scope="module")
def trees():
    files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in files}


@pytest.fixture
def untagged(tmp_path):
    """A talk whose base messages name no network."""
    file = json.loads(seigen.extract(TALK).model_dump_json(exclude_none=True))
    for entry in file["messages"]:
        message = entry.get("message") or {}
        if message.get("gfv_nn_present_flag"):
            entry["message"] = {k: v for k, v in message.items() if not k.startswith("gfv_nn_")}
            entry["message"]["gfv_nn_present_flag"] = 0
            entry.pop("payload", None)
    bare, out, messages = tmp_path / "bare.266", tmp_path / "untagged.266", tmp_path / "messages.json"
    messages.write_text(json.dumps(file))
    seigen.remove(TALK, bare, types={223, 224})
    seigen.inject(bare, messages, out)
    return out


def test_a_stream_that_names_no_system_is_found_where_one_fits_alone(untagged, tmp_path, monkeypatch, capsys):
    assert call("decode", untagged, "-o", tmp_path / "one.y4m") == 0
    alone = capsys.readouterr().err
    assert "fits" not in alone
    known = registry.entry("mesh")
    mapping = known.layout.mapping.model_copy(update={"name": "other", "tag": "tag:example.org,2026:other"})
    other = replace(known, name="other", mapping=mapping)
    monkeypatch.setitem(registry._ENTRIES, "other", other)
    assert call("decode", untagged, "-o", tmp_path / "two.y4m") == 0
    said = capsys.readouterr().err
    assert "names no system, and it fits several (mesh, other): take --system" in said
    assert call("decode", untagged, "-o", tmp_path / "chosen.y4m", "--system", "mesh") == 0
    assert (tmp_path / "chosen.y4m").read_bytes() == (tmp_path / "one.y4m").read_bytes()
    assert (tmp_path / "two.y4m").read_bytes() != (tmp_path / "one.y4m").read_bytes()


def test_the_same_stream_gives_the_same_file(tmp_path):
    for suffix in ("mp4", "mkv"):
        made = []
        for name, threads in (("a", 1), ("b", 2)):
            path = tmp_path / f"{name}.{suffix}"
            assert call("decode", TALK, "-o", path, "--threads", threads) == 0
            made.append(path.read_bytes())
        assert made[0] == made[1], suffix


def test_nothing_outside_systems_asks_which_system_it_is(trees):
    names = set(registry.names()) - {"scene"}  # a subject as well
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        if path.startswith("generators/") and "/systems/" not in path and path not in NO_SYSTEMS
        for node in ast.walk(tree)
        if isinstance(node, (ast.Compare, ast.MatchValue))
        and any(isinstance(part, ast.Constant) and part.value in names for part in ast.walk(node))
    ]
    assert not found


def test_nothing_is_found_by_a_name_that_no_protocol_has(trees):
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in trees.items()
        if path.startswith("generators/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("getattr", "hasattr")
        and isinstance(node.args[1], ast.Constant)
        and ast.unparse(node.args[0]) != "os"  # what this machine lacks
        and node.args[1].value != "read1"  # what Python's own files have
    ]
    assert not found


def test_everything_in_a_protocol_is_called(trees):
    read = Counter(
        node.attr for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    )
    protocols = [
        (path, node)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases)
    ]
    members = [
        (path, protocol.name, name)
        for path, protocol in protocols
        for member in protocol.body
        if isinstance(member, (ast.FunctionDef, ast.AnnAssign))
        for name in [member.name if isinstance(member, ast.FunctionDef) else ast.unparse(member.target)]
    ]
    assert len(members) > 40
    assert not [member for member in members if not member[2].startswith("__") and not read[member[2]]]


def test_who_was_lost_is_found_where_they_were():
    def at(x, y, half):
        return Detection(np.array([x - half, y - half, x + half, y + half], float), np.zeros((6, 2)), 1.0)

    large, middle, small = at(10, 10, 9), at(50, 10, 5), at(90, 10, 2)
    assert in_order([large, middle, small], 1, None) == [middle]
    assert in_order([large, middle, small], 3, None) == []
    assert in_order([large, middle, small], 0, np.array([80, 12])) == [small, middle, large]
