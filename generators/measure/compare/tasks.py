"""Tasks, and the count of those that are done.

A function does a task; it is named ``module:function`` and called with (task, folder of the store, files by
their paths). It writes what its task asks for into the store and may be called again for the same task. A
task is a dictionary that JSON can say: ``name`` for people, ``entries``, the keys of its results, the last of
which is there when it is done, and ``files``, paths that it reads.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from sei.errors import SeigenError

Task: TypeAlias = Mapping[str, Any]
Work: TypeAlias = Callable[[Task, Path, Mapping[str, str]], None]
TRIES = 2
"""How often a task is begun whose worker is ended in the middle of it."""


class WorkError(SeigenError):
    """Work that could not be done."""


@dataclass(frozen=True)
class WorkDone:
    """How far the work is. ``left``: seconds, None where nothing was done yet to judge by."""

    done: int
    total: int
    what: str
    left: float | None


Tell: TypeAlias = Callable[[WorkDone], None]


@dataclass
class Count:
    """What is done of the work, told as it gets done; the time left follows from what this run did."""

    total: int
    kept: int
    tell: Tell | None = None
    done: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def finished(self, task: Task, problem: str | None = None) -> None:
        """Note a task that is done, or could not be."""
        self.done += 1
        if problem is not None:
            self.failed[task["name"]] = problem
        if self.tell:
            passed = self.kept + self.done
            left = (time.monotonic() - self.began) / self.done * (self.total - passed)
            said = f"{task['name']} failed: {problem}" if problem else task["name"]
            self.tell(WorkDone(passed, self.total, said, left))


def function(name: str) -> Work:
    """Find the function called ``module:function``."""
    module, _, attribute = name.partition(":")
    found: Work = getattr(importlib.import_module(module), attribute)
    return found
