"""Optional parts: what is not installed is said in one line, with the extra that brings it."""

from __future__ import annotations

import importlib
from types import ModuleType

from sei.errors import SeigenError


class MissingExtra(SeigenError):
    """A package that an extra of seigen installs is not here."""


def need(module: str, extra: str) -> ModuleType:
    """Import a package that the extra ``extra`` brings. Raises MissingExtra."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.partition(".")[0] != module.partition(".")[0]:
            raise
        raise MissingExtra(
            f"{module} is not installed, which this needs: pip install 'seigen[{extra}]'"
        ) from None
