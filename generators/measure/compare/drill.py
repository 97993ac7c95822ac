"""Work that takes time and does nothing, to see workers come and go: in tests, and on a new cluster."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generators.measure.compare.store import Store
from sei.errors import SeigenError


def perform(task: Mapping[str, Any], folder: Path, files: Mapping[str, str]) -> None:
    """Append its name and process to the file ``log``, wait so many ``seconds``, note the bytes of its files.

    Raises SeigenError where it is told to: ``fails``.
    """
    with Path(task["log"]).open("a", encoding="utf-8") as log:
        log.write(f"{task['name']} {os.getpid()}\n")
    time.sleep(task["seconds"])
    if task.get("fails"):
        raise SeigenError(task["fails"])
    sizes = [Path(place).stat().st_size for place in files.values()]
    Store(folder).put(task["entries"][-1], {"process": os.getpid(), "sizes": sizes})
