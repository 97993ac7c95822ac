"""What imports what: packages, the rooms in them, and files; no circle, no arrow upward (docs/README.md).

Imports inside functions count, and so do those for type checking alone: who reads a file has to know what it
names. What a registry imports by a text, such as ``generators.systems.mesh.system:make``, is no import: that
is how a low room calls what it does not know.
"""

from __future__ import annotations

import ast
import graphlib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("sei", "vvc_bridge", "generators", "conformance")
HEAVY = {"torch", "av", "numpy", "scipy", "matplotlib", "safetensors", "imageio_ffmpeg", "ffmpeg"}

ROOMS = {
    "sei": """
        errors mark shown log version emulation bits context elements
        editions extras quantise rbsp vtm_known
        syntax
        rows writer
        reader
        message
        frame_field_info messages
        predict
        resolve vtm_dump
        build
        convert named recode
    """,
    "vvc_bridge": """
        archive nal output packet_framing parameter_sets start_codes talk
        h264 h265 placement sei_nal sniff terminal video_parameter_set
        first_slice
        detect
        frame_size libav rate scan
        container external pictures
        containers output_order
        source
        access_unit readable
        message_file
        vtm_safe
        editor
        addresses extractor inspect named_file presentation retelling sound
        difference inspect_cli muxer named_cli stream verify
        diff_cli
        remuxer
        injector remover rules
        converter rule_editor
        cli
        convert_cli edit_cli
    """,
    "generators": """
        media graphics parameters
        subjects
        networks system
        weights
        registry
        overview learned codec info thin semantics
        plot plugins
        measure
        training
        systems systems_cli info_cli thin_cli semantics_cli plot_cli
        avatar_cli plugins_cli live
        coding drive
        drive_cli
        cli
    """,
    "conformance": """
        rules script bases filled decoding generated_pictures vtm
        catalogue verify
        streams package proof
        verify_package
        own_package inspect_page
        cli
    """,
}
"""The first folder or file of a module's name below its package. A room imports those of the lines above its
own; rooms of one line do not import each other."""


@cache
def modules() -> dict[str, Path]:
    found = {}
    for package in (*LAYERS, "seigen"):
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imported(module: str) -> frozenset[str]:
    """Modules of the project that one imports, wherever it does."""
    return frozenset(named(ast.parse(modules()[module].read_text(encoding="utf-8"))) - {module})


def named(tree: ast.AST) -> set[str]:
    """Modules of the project that the statements of a tree import."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level and node.module, "imports are absolute"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in modules() else node.module for name in whole}
    return found & modules().keys()


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


def test_no_file_imports_itself_by_others():
    graph = {module: imported(module) for module in modules()}
    assert sum(map(len, graph.values())) > 500
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail("a circle: " + " <- ".join(error.args[1]))


@pytest.mark.parametrize("package", LAYERS)
def test_rooms_import_those_above_them(package):
    lines = [line.split() for line in ROOMS[package].splitlines() if line.strip()]
    level = {room: k for k, line in enumerate(lines) for room in line}
    there = {name.split(".")[1] for name in modules() if name.startswith(f"{package}.")}
    assert there <= level.keys(), "a new room: give it a line in ROOMS, below all that it imports"
    wrong = []
    for module in modules():
        ours, _, inside = module.partition(".")
        if ours != package or not inside:
            continue
        room = inside.partition(".")[0]
        for other in imported(module):
            theirs, _, below = other.partition(".")
            target = below.partition(".")[0]
            if theirs == package and target != room and (not target or level[target] >= level[room]):
                wrong.append(f"{module} imports {other}")
    assert wrong == []


def test_the_codec_knows_no_system_and_no_face():
    """Systems are found by the registry; what is measured belongs to the subject."""
    banned = ("generators.systems", "generators.learned", "generators.networks", "generators.subjects.face")
    for module in modules():
        if module.startswith("generators.codec"):
            assert not [name for name in imported(module) if name.startswith(banned)], module


def test_parameters_need_no_torch():
    for module, path in modules().items():
        if module.startswith("generators.parameters") or module == "generators.registry":
            assert "torch" not in imports(path, top_level=True), module


def test_an_import_that_goes_up_is_seen():
    """The test's own eyes: lazy imports, those for types, and of a module out of its package."""
    text = """
if TYPE_CHECKING:
    from generators.system import System
def f():
    import generators.registry
    from generators.codec import decoder
"""
    assert named(ast.parse(text)) == {
        "generators.system",
        "generators.registry",
        "generators.codec.decoder",
    }


def test_the_syntax_layer_needs_no_torch_video_or_subprocess():
    banned = {"torch", "av", "subprocess", "ffmpeg", "imageio_ffmpeg"}
    for path in (ROOT / "sei").rglob("*.py"):
        assert not imports(path) & banned, path


@pytest.mark.parametrize(
    "path",
    [path for layer in (*LAYERS, "seigen") for path in sorted((ROOT / layer).rglob("*cli.py"))],
    ids=lambda path: f"{path.parent.name}.{path.stem}",
)
def test_importing_a_command_line_loads_nothing_heavy(path):
    assert not imports(path, top_level=True) & HEAVY


def test_no_function_is_longer_than_80_lines():
    """From ``def`` to its end: what decorates a command is its arguments."""
    long = []
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 80:
                    long.append(f"{module}.{node.name}: {lines}")
    assert long == []
