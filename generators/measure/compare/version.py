"""Which version of the code a result was made by: the sources that it comes from, and nothing else."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("sei", "vvc_bridge", "generators")
LIBRARIES = ("torch", "numpy", "av", "imageio-ffmpeg", "ai-edge-litert")


@cache
def _source(module: str) -> Path | None:
    """A module's file; None for what is no module of these packages."""
    if module.partition(".")[0] not in PACKAGES:
        return None
    try:
        found = importlib.util.find_spec(module)
    except ModuleNotFoundError:  # a name in a module: its last part is no module
        return None
    return Path(found.origin) if found and found.origin and found.origin.endswith(".py") else None


@cache
def _imports(module: str) -> frozenset[str]:
    """Modules of these packages that a module names in its imports, those in functions as well."""
    path = _source(module)
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path else ():
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(name for name in found if _source(name))


def modules(roots: Iterable[str]) -> list[str]:
    """Return the modules of seigen that ``roots`` import, however far down, and the packages around them."""
    seen: set[str] = set()
    todo = list(roots)
    while todo:
        module = todo.pop()
        if module in seen or not _source(module):
            continue
        seen.add(module)
        todo += _imports(module)
        if "." in module:
            todo.append(module.rpartition(".")[0])
    return sorted(seen)


def of_code(roots: Iterable[str]) -> str:
    """Return the SHA-256 of the sources of `modules`, and of the versions of the libraries under them."""
    total = hashlib.sha256()
    for module in modules(roots):
        path = _source(module)
        if path:
            total.update(f"{module} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for library in LIBRARIES:
        try:
            total.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:
            total.update(f"{library} absent\n".encode())
    return total.hexdigest()
