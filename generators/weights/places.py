"""Where the weights of learned systems lie. No torch."""

from __future__ import annotations

import os
from pathlib import Path

from sei.errors import SeigenError

FOLDER = Path(__file__).parent.parent / "data" / "weights"


class WeightsError(SeigenError):
    """A weights file that is none, of another system, cut off, or with tensors missing."""


def find(name: str) -> Path | None:
    """Find a system's own weights: in SEIGEN_WEIGHTS (a folder), else in the package. None: not here."""
    folders = [Path(os.environ["SEIGEN_WEIGHTS"])] if os.environ.get("SEIGEN_WEIGHTS") else []
    for folder in [*folders, FOLDER]:
        if (folder / f"{name}.safetensors").is_file():
            return folder / f"{name}.safetensors"
    return None


def shipped(name: str) -> Path:
    """Return the file of `find`. Raises WeightsError where there is none."""
    found = find(name)
    if found is None:
        raise WeightsError(
            f"{name} has no weights here: `seigen train {name}`, then point SEIGEN_WEIGHTS to their folder"
        )
    return found
