"""Child processes: found, fed, watched, and ended when we are.

Every process of ours starts here. It gets a folder of its own to work in, not the current one, which may hold
whatever came with a stream, and of the environment only what it needs (`environment`); so all names in a
command are absolute. Python children are started by `python`.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias

import vvc_bridge.terminal as terminal
from sei.errors import SeigenError

STDERR_LINES = 200
"""Lines of a child's output that are kept for the error message."""

Process: TypeAlias = subprocess.Popen[bytes]
"""A child as Python has it."""


class MissingProgram(SeigenError):
    """An external program is not installed; the message says how to get it."""


class ProgramFailed(SeigenError):
    """An external program ended with an error; the message holds the end of its output."""


KEPT = (
    *("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("LANG", "LANGUAGE", "TZ", "USER", "LOGNAME", "SYSTEMROOT", "OMP_NUM_THREADS", "OMP_WAIT_POLICY"),
)
"""Variables that every child gets; those that begin with ``LC_`` as well."""

REGISTRY = (
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir"),
    *("requests_ca_bundle", "curl_ca_bundle", "node_extra_ca_certs", "pip_*", "npm_config_*"),
    *("xdg_config_home", "xdg_cache_home", "netrc"),
)
"""What pip, npm and apt-get get as well, in capitals or not: proxies, certificates, which registry to ask."""

DISPLAY = (
    *("display", "wayland_display", "xauthority", "xdg_*", "dbus_session_bus_address", "pulse_*"),
    *("pipewire_*", "alsa_*", "sdl_*"),
)
"""What a player gets as well."""

_PATHS = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_FOLDERS = ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


def environment(more: Sequence[str] = ()) -> dict[str, str]:
    """Return what a child gets of our environment: `KEPT`, and what matches the patterns ``more``.

    Nothing that makes a program load code (PYTHONPATH, LD_PRELOAD, NODE_OPTIONS...). Of lists of folders only
    absolute ones stay: any other means the current folder or one in it.
    """
    found: dict[str, str] = {}
    for name, value in os.environ.items():
        if not (
            name in KEPT
            or name.startswith("LC_")
            or any(fnmatch.fnmatchcase(name.lower(), pattern) for pattern in more)
        ):
            continue
        if name in _PATHS:
            value = _absolute(value)
        elif name in _FOLDERS:
            value = str(Path(value).absolute()) if value else ""
        if value:
            found[name] = value
    return found


def _absolute(folders: str) -> str:
    return os.pathsep.join(part for part in folders.split(os.pathsep) if Path(part).is_absolute())


def which(name: str) -> str | None:
    """Find the path of a program: on PATH, the current folder left out, or where a name with a folder
    says."""
    found = shutil.which(name, path=_absolute(os.environ.get("PATH", os.defpath)))
    return None if found is None else str(Path(found).absolute())


def usable_cores() -> int:
    """Count the processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def find_program(option: str | None, variable: str, names: Sequence[str], hint: str) -> str:
    """Find the path of a program: ``option`` if given, else the environment variable, else the first of
    ``names`` on PATH.

    Raises MissingProgram with ``hint``, which says how to get it.
    """
    for origin, given in (("", option), (f"${variable}: ", os.environ.get(variable))):
        if given:
            found = which(given)
            if found is None:
                raise MissingProgram(f"{origin}{given}: no such program")
            return found
    for name in names:
        if found := which(name):
            return found
    raise MissingProgram(f"{names[0]} is not installed: {hint} (or set {variable} to its path)")


def python(*words: str | os.PathLike[str]) -> list[str]:
    """Make the command of a Python child: a script by its absolute path, or ``-m`` and an installed module.

    Neither the current folder nor the script's is searched for modules, and no variable of the environment
    (PYTHONPATH, PYTHONSTARTUP...) says where else to look.
    """
    flags = ["-E", "-P", *(["-s"] if sys.flags.no_user_site else [])]
    return [sys.executable, *flags, *(os.fspath(word) for word in words)]


@contextlib.contextmanager
def started(
    command: Sequence[str],
    *,
    cwd: str | os.PathLike[str] | None = None,
    more: Sequence[str] = (),
    **pipes: Any,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a child while the block lasts; an exception that leaves the block ends it, at once.

    cwd    folder to work in; one of its own by default, which goes with it
    more   see `environment`
    pipes  as `subprocess.Popen` takes them

    Raises OSError where it cannot be started.
    """
    with working_folder(cwd) as folder, _signals_held() as release:
        process = subprocess.Popen(command, cwd=folder, env=environment(more), **pipes)
        try:
            release()
            yield process
        except BaseException:
            _end(process)
            raise
        finally:
            _close(process)


@contextlib.contextmanager
def _signals_held() -> Iterator[Callable[[], None]]:
    """Let signals that raise exceptions wait until the function that is given is called.

    One that came between fork and `subprocess.Popen`'s return would leave a child that nobody knows.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    came: list[int] = []
    numbers = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {n: handler for n in numbers if callable(handler := signal.getsignal(n))}
    for number in before:
        signal.signal(number, lambda n, _: came.append(n))

    def release() -> None:
        while before:
            signal.signal(*before.popitem())
        while came:
            signal.raise_signal(came.pop())

    try:
        yield release
    finally:
        release()


def run(
    command: Sequence[str],
    *,
    data: bytes | None = None,
    seconds: float | None = None,
    cwd: str | os.PathLike[str] | None = None,
    more: Sequence[str] = (),
) -> subprocess.CompletedProcess[bytes]:
    """Run a child to its end, with ``data`` on its standard input; both outputs are kept.

    Raises subprocess.TimeoutExpired after ``seconds``; see `started`.
    """
    pipe = subprocess.PIPE
    with started(command, cwd=cwd, more=more, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        out, said = process.communicate(data or b"", timeout=seconds)
    return subprocess.CompletedProcess(command, process.returncode, out, said)


@contextlib.contextmanager
def working_folder(cwd: str | os.PathLike[str] | None = None) -> Iterator[str]:
    """Give ``cwd``, or an empty folder while the block lasts."""
    if cwd is not None:
        yield os.fspath(cwd)
        return
    with tempfile.TemporaryDirectory(prefix="seigen-", ignore_cleanup_errors=True) as folder:
        yield folder


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
        """Say in one line which program, how it ended, and the last of what it said."""
        said = " | ".join(list(self.lines)[-4:])
        return f"{self.name} failed ({ending(status)})" + (f": {said}" if said else "")


def ending(status: int) -> str:
    """Say an exit status in words."""
    if status >= 0:
        return f"exit status {status}"
    names = {each.value: each.name for each in signal.Signals}
    return f"ended by {names.get(-status, f'signal {-status}')}"


@contextlib.contextmanager
def running(
    command: Sequence[str],
    *,
    stdin: bool = False,
    stdout: bool = False,
    log_stdout: bool = False,
    cwd: Path | None = None,
    writes: str | os.PathLike[str] | None = None,
) -> Iterator[Child]:
    """Run ``command`` and wait for it at the end of the block; whatever leaves the block early ends it.

    stdin, stdout  pipes to and from it (``child.process.stdin``, ``.stdout``)
    log_stdout     the program writes its messages to standard output; keep them as well
    writes         the file that it writes, named when it fails

    Raises ProgramFailed when it ends with an error, MissingProgram when it cannot be started.
    """
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    with contextlib.ExitStack() as stack:
        try:
            process = stack.enter_context(
                started(
                    command,
                    cwd=cwd,
                    stdin=pipe if stdin else null,
                    stdout=pipe if stdout or log_stdout else null,
                    stderr=subprocess.STDOUT if log_stdout else pipe,
                )
            )
        except OSError as error:
            raise MissingProgram(f"{command[0]}: {error.strerror}") from None
        log = process.stdout if log_stdout else process.stderr
        assert log is not None
        name = Path(command[0]).name + (f", writing {os.fspath(writes)}," if writes else "")
        child = Child(process, name, log)
        try:
            yield child
        except BrokenPipeError:  # it ended first: what it said is the reason
            with contextlib.suppress(subprocess.TimeoutExpired):
                if process.wait(timeout=5):
                    child.finish()
            raise
        if process.stdin:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        child.finish()


def _close(process: subprocess.Popen[bytes]) -> None:
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
    """Give a callable that moves a progress bar by one; on standard error where that is a terminal, and not
    for a library (`terminal.live`)."""
    if not (terminal.live and sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal.console(err=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
