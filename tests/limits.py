"""A child process that is measured: what it said, its exit status, how much memory it took."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """status, output and errors of a command, and its peak resident memory in megabytes."""

    status: int
    out: bytes
    errors: str
    megabytes: float

    def is_one_line(self) -> bool:
        """It was refused as the command line refuses: one line, exit status 1."""
        return self.status == 1 and self.errors.startswith("seigen: ") and self.errors.count("\n") == 1


def run(
    *arguments: str | Path,
    stdin: bytes | Path | None = None,
    memory: int | None = None,
    seconds: float = 60,
    keep: bool = True,
    cwd: Path | None = None,
) -> Ran:
    """Run `seigen` (or a program, when the first argument is ``-c``) in a process of its own.

    ``stdin`` is bytes or a path such as /dev/zero; ``memory`` a limit of its address space in bytes;
    ``seconds`` that it may take; ``keep`` whether its output is kept.
    """
    words = list(map(str, arguments))
    command = [sys.executable, *words] if words[0] == "-c" else [sys.executable, "-m", "seigen", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "NO_COLOR": "1"}

    def limit() -> None:
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    source = stdin.open("rb") if isinstance(stdin, Path) else subprocess.PIPE
    process = subprocess.Popen(
        command,
        stdin=source,
        stdout=subprocess.PIPE if keep else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=cwd or ROOT,
        preexec_fn=limit,
    )
    peak = [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            try:
                status = Path(f"/proc/{process.pid}/status").read_text()
            except OSError:
                return
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    peak[0] = max(peak[0], int(line.split()[1]) / 1024)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        out, errors = process.communicate(stdin if isinstance(stdin, bytes) else None, timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError(f"{words}: more than {seconds} s") from None
    finally:
        done.set()
        watcher.join()
        if isinstance(stdin, Path):
            source.close()
    return Ran(process.returncode, out or b"", errors.decode(errors="replace"), peak[0])
