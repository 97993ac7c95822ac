"""Optional parts: what is not installed is said in one line, with the extra that brings it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from sei.errors import SeigenError

EXTRAS = {
    "av": "media",
    "imageio_ffmpeg": "media",
    "torch": "generators",
    "safetensors": "generators",
    "ai_edge_litert": "generators",
    "matplotlib": "report",
    "onnx": "export",
    "onnxscript": "export",
    "onnxruntime": "export",
    "scipy": "report",
    "ray": "cluster",
    "pyarrow": "cluster",
}
"""Extra of seigen that brings each optional package."""


class MissingExtra(SeigenError):
    """A package that an extra of seigen installs is not here, or cannot be imported."""


def need(module: str) -> ModuleType:
    """Import a package of `EXTRAS`, or a module of one. Raises MissingExtra."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] == package:
            raise _missing(package, EXTRAS[package], error) from None
        raise missing(error) or error from None


@contextmanager
def needing(*packages: str) -> Iterator[None]:
    """Turn the want of an optional package in the block, whoever imports it, into MissingExtra; those named
    are imported first."""
    for package in packages:
        need(package)
    try:
        yield
    except ImportError as error:
        found = missing(error)
        if found is None:
            raise
        raise found from None


def missing(error: ImportError) -> MissingExtra | None:
    """Say which extra would have helped; None where the package is none of an extra's."""
    if error.name is not None:
        package = error.name.partition(".")[0]
    else:
        package = next((p for p in EXTRAS if re.search(rf"\b{p}\b", str(error))), "")
    return _missing(package, EXTRAS[package], error) if package in EXTRAS else None


def _missing(package: str, extra: str, error: ImportError) -> MissingExtra:
    if isinstance(error, ModuleNotFoundError):
        what = f"{package} is not installed"
    else:
        what = f"{package} cannot be imported ({(str(error).splitlines() or ['no reason given'])[0]})"
    return MissingExtra(f"{what}, which this needs: pip install 'seigen[{extra}]'")
