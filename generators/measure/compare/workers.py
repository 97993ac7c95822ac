"""Tasks done by processes of this machine, or by Ray's on many: the same function, the same results."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from generators.measure.compare.ray_workers import on_ray
from generators.measure.compare.store import Store
from generators.measure.compare.tasks import TRIES, Count, Task, Tell
from vvc_bridge.external.process import REGISTRY, Process, ending, python, started

MORE = (*REGISTRY, "seigen_*")


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
    open_tasks = [task for task in tasks if task["entries"][-1] not in store]
    tally = Count(len(tasks), len(tasks) - len(open_tasks), tell)
    if not open_tasks:
        return {}
    if ray is not None:
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
        self.children: set[Process] = set()
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
    def _child(self) -> Iterator[Process]:
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

    def _serve(self, child: Process) -> None:
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

    def _ended(self, child: Process, task: Task) -> None:
        tries = task.get("tries", 0) + 1
        if tries < TRIES:
            self.tasks.put({**task, "tries": tries})
            return
        with self.lock:
            self.tally.finished(task, f"its worker ended each time ({ending(child.wait())})")
