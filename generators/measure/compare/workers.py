"""Tasks done by processes of this machine, or by Ray's on many: the same function, the same results.

A function is named ``module:function`` and called with (task, folder of the store, files by their paths). It
writes what its task asks for into the store and may be called again for the same task. A task is a dictionary
that JSON can say: ``name`` for people, ``entries``, the keys of its results, the last of which is there when
it is done, and ``files``, paths that it reads.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from generators.measure.compare.store import Store
from sei.errors import SeigenError
from vvc_bridge.external.process import REGISTRY, ending, python, started

Task: TypeAlias = Mapping[str, Any]
Work: TypeAlias = Callable[[Task, Path, Mapping[str, str]], None]
TRIES = 2
"""How often a task is begun whose worker is ended in the middle of it."""
MORE = (*REGISTRY, "seigen_*")


class WorkError(SeigenError):
    """Work that could not be done."""


@dataclass(frozen=True)
class Progress:
    """How far the work is. ``left``: seconds, None where nothing was done yet to judge by."""

    done: int
    total: int
    what: str
    left: float | None


Tell: TypeAlias = Callable[[Progress], None]


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
            self.tell(Progress(passed, self.total, said, left))


def function(name: str) -> Work:
    """Find the function called ``module:function``."""
    module, _, attribute = name.partition(":")
    found: Work = getattr(importlib.import_module(module), attribute)
    return found


def done(tasks: Sequence[Task], store: Store) -> list[Task]:
    """Return the tasks whose last result is in the store."""
    return [task for task in tasks if task["entries"][-1] in store]


def work(
    call: str,
    tasks: Sequence[Task],
    folder: Path,
    *,
    count: int = 1,
    ray: str | None = None,
    tell: Tell | None = None,
) -> dict[str, str]:
    """Do tasks, several at a time, and return why those failed that did, by name.

    folder  of the store; tasks whose results are in it are not done again, so work that was stopped, in
            whatever way, goes on where it was
    count   processes of this machine, one thread each
    ray     address of a Ray cluster, or ``auto``, instead

    Raises WorkError when Ray or its cluster is not there.
    """
    store = Store(folder)
    kept = done(tasks, store)
    open_tasks = [task for task in tasks if task["entries"][-1] not in store]
    tally = Count(len(tasks), len(kept), tell)
    if not open_tasks:
        return {}
    if ray is not None:
        from generators.measure.compare.ray_workers import on_ray

        on_ray(call, open_tasks, store, ray, tally)
    else:
        _Local(call, folder, tally).run(open_tasks, count)
    return tally.failed


class _Local:
    """Threads, each with a child process that does one task after the other."""

    def __init__(self, call: str, folder: Path, tally: Count) -> None:
        self.call, self.folder, self.tally = call, folder, tally
        self.tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self.lock, self.stopped = threading.Lock(), threading.Event()
        self.children: set[subprocess.Popen[bytes]] = set()
        self.problems: list[BaseException] = []

    def run(self, tasks: Sequence[Task], count: int) -> None:
        for task in tasks:
            self.tasks.put(task)
        threads = [threading.Thread(target=self._thread, daemon=True) for _ in range(min(count, len(tasks)))]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.2)
        except BaseException:
            self.stopped.set()
            with self.lock:
                for child in self.children:
                    child.terminate()
            for thread in threads:
                thread.join(10)
            raise
        if self.problems:
            raise self.problems[0]

    def _thread(self) -> None:
        try:
            while not self.stopped.is_set() and not self.tasks.empty():
                with self._child() as child:
                    self._serve(child)
        except BaseException as error:
            if not self.stopped.is_set():
                self.problems.append(error)
                self.stopped.set()

    @contextlib.contextmanager
    def _child(self) -> Iterator[subprocess.Popen[bytes]]:
        command = python("-m", "generators.measure.compare.child", self.call, str(self.folder.absolute()))
        pipe = subprocess.PIPE
        with started(command, more=MORE, stdin=pipe, stdout=pipe) as child:
            with self.lock:
                self.children.add(child)
            try:
                yield child
            finally:
                with self.lock:
                    self.children.discard(child)
                if child.stdin:
                    with contextlib.suppress(OSError):
                        child.stdin.close()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(5)

    def _serve(self, child: subprocess.Popen[bytes]) -> None:
        """Give a child tasks until there are none, or it ends."""
        assert child.stdin and child.stdout
        while not self.stopped.is_set():
            try:
                task = self.tasks.get_nowait()
            except queue.Empty:
                return
            try:
                child.stdin.write(json.dumps(task).encode() + b"\n")
                child.stdin.flush()
                answer = child.stdout.readline()
            except BrokenPipeError:
                answer = b""
            if self.stopped.is_set():
                return
            if not answer:
                self._ended(child, task)
                return
            with self.lock:
                self.tally.finished(task, json.loads(answer)["problem"])

    def _ended(self, child: subprocess.Popen[bytes], task: Task) -> None:
        tries = task.get("tries", 0) + 1
        if tries < TRIES:
            self.tasks.put({**task, "tries": tries})
            return
        with self.lock:
            self.tally.finished(task, f"its worker ended each time ({ending(child.wait())})")
