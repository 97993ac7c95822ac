"""Child processes: found, fed, watched, and ended when we are."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from sei.errors import SeigenError

STDERR_LINES = 200
"""Lines of a child's output that are kept for the error message."""


class MissingProgram(SeigenError):
    """An external program is not installed; the message says how to get it."""


class ProgramFailed(SeigenError):
    """An external program ended with an error; the message holds the end of its output."""


def find_program(option: str | None, variable: str, names: Sequence[str], hint: str) -> str:
    """Path of a program: ``option`` if given, else the environment variable, else the first of ``names`` on
    PATH.

    Raises MissingProgram with ``hint``, which says how to get it.
    """
    for origin, given in (("", option), (f"${variable}: ", os.environ.get(variable))):
        if given:
            found = shutil.which(given)
            if found is None:
                raise MissingProgram(f"{origin}{given}: no such program")
            return found
    for name in names:
        if found := shutil.which(name):
            return found
    raise MissingProgram(f"{names[0]} is not installed: {hint} (or set {variable} to its path)")


class Child:
    """A running child process; its error output is collected as it comes."""

    def __init__(self, process: subprocess.Popen[bytes], name: str, log: IO[bytes]) -> None:
        self.process = process
        self.name = name
        self.lines: deque[str] = deque(maxlen=STDERR_LINES)
        self.stopped = False
        self._thread = threading.Thread(target=self._collect, args=(log,), daemon=True)
        self._thread.start()

    def _collect(self, log: IO[bytes]) -> None:
        for line in log:
            # Encoders redraw a status line with carriage returns; the last one will do.
            text = line.decode(errors="replace").rstrip().rsplit("\r", 1)[-1]
            if text:
                self.lines.append(text)

    def finish(self) -> None:
        """Wait for the end. Raises ProgramFailed on an exit status other than 0, unless it was stopped."""
        if self.stopped:
            return
        status = self.process.wait()
        self._thread.join(timeout=5)
        if status:
            raise ProgramFailed(self.failure(status))

    def stop(self) -> None:
        """End it: what it had to give is no longer wanted."""
        self.stopped = True
        _end(self.process)

    def failure(self, status: int) -> str:
        """One line: which program, how it ended, and the last of what it said."""
        end = f"killed by signal {-status}" if status < 0 else f"exit status {status}"
        said = " | ".join(list(self.lines)[-4:])
        return f"{self.name} failed ({end})" + (f": {said}" if said else "")


@contextlib.contextmanager
def running(
    command: Sequence[str],
    *,
    stdin: bool = False,
    stdout: bool = False,
    log_stdout: bool = False,
    cwd: Path | None = None,
) -> Iterator[Child]:
    """Run ``command`` and wait for it at the end of the block; whatever leaves the block early ends it.

    stdin, stdout  pipes to and from it (``child.process.stdin``, ``.stdout``)
    log_stdout     the program writes its messages to standard output; keep them as well

    Raises ProgramFailed when it ends with an error, MissingProgram when it cannot be started.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout or log_stdout else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if log_stdout else subprocess.PIPE,
            cwd=cwd,
        )
    except OSError as error:
        raise MissingProgram(f"{command[0]}: {error.strerror}") from None
    log = process.stdout if log_stdout else process.stderr
    assert log is not None
    child = Child(process, Path(command[0]).name, log)
    try:
        yield child
        if process.stdin:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        child.finish()
    except BaseException as error:
        broken = isinstance(error, BrokenPipeError)
        if broken:  # it ended first: what it said is the reason
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
        status = process.poll()
        _end(process)
        if broken and status:
            child._thread.join(timeout=5)
            raise ProgramFailed(child.failure(status)) from None
        raise
    finally:
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def feed(child: Child, frames: Iterable[bytes | memoryview], progress: Any = None) -> int:
    """Write frames to a child's standard input, then close it. Returns their number."""
    pipe = child.process.stdin
    assert pipe is not None
    count = 0
    for frame in frames:
        pipe.write(frame)
        count += 1
        if progress is not None:
            progress()
    pipe.close()
    return count


@contextlib.contextmanager
def progress_bar(what: str, total: int | None = None) -> Iterator[Any]:
    """A callable that moves a progress bar by one; on standard error, and only when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
