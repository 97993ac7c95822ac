"""This software's version."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def seigen_version() -> str:
    """Return the installed version of seigen, ``0`` where it runs from a folder that was never installed."""
    try:
        return version("seigen")
    except PackageNotFoundError:
        return "0"
