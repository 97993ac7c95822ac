"""A layer imports only those above it (docs/README.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("sei", "vvc_bridge", "generators", "conformance")
HEAVY = {"torch", "av", "numpy", "scipy", "matplotlib", "safetensors", "imageio_ffmpeg", "ffmpeg"}


def imports(path: Path, top_level: bool = False) -> set[str]:
    """Packages that a module imports, anywhere or only when it is itself imported."""
    found: set[str] = set()
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not (top_level and (function or typing_only)):
            todo += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_those_above_it(layer):
    below = set(LAYERS[LAYERS.index(layer) + 1 :]) | {"seigen", "tests", "scripts"}
    files = sorted((ROOT / layer).rglob("*.py"))
    assert files
    wrong = {str(path.relative_to(ROOT)): imports(path) & below for path in files}
    assert not {path: names for path, names in wrong.items() if names}


def test_the_syntax_layer_needs_no_torch_video_or_subprocess():
    banned = {"torch", "av", "subprocess", "ffmpeg", "imageio_ffmpeg"}
    for path in (ROOT / "sei").rglob("*.py"):
        assert not imports(path) & banned, path


@pytest.mark.parametrize(
    "path",
    sorted(ROOT.glob("*/cli.py")) + sorted(ROOT.glob("*/*_cli.py")),
    ids=lambda path: f"{path.parent.name}.{path.stem}",
)
def test_importing_a_command_line_loads_nothing_heavy(path):
    assert not imports(path, top_level=True) & HEAVY
