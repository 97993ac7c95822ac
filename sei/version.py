"""This software's version."""

from __future__ import annotations


def seigen_version() -> str:
    """Return the installed version of seigen, ``0`` where it runs from a folder that was never installed."""
    from importlib.metadata import PackageNotFoundError, version  # a third of the command's start-up

    try:
        return version("seigen")
    except PackageNotFoundError:
        return "0"
