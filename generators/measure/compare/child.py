"""A worker process: tasks come in as lines of JSON, and for each goes out a line that says how it ended.

    python -m generators.measure.compare.child MODULE:FUNCTION FOLDER

One thread: as many of these run as there are cores. What the work prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from sei.errors import SeigenError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main(call: str, folder: str) -> None:
    """Do tasks until standard input ends."""
    os.environ |= dict.fromkeys(THREADS, "1")  # before anything loads that reads it
    from generators.measure.compare.tasks import function

    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    work = function(call)
    for line in sys.stdin.buffer:
        task = json.loads(line)
        problem = None
        try:
            work(task, Path(folder), {path: path for path in task["files"]})
        except (SeigenError, OSError) as error:
            problem = str(error) or type(error).__name__
        except Exception as error:  # one task's mistake is not the end of the others
            problem = f"{type(error).__name__}: {error}"
        try:
            answers.write(json.dumps({"problem": problem}).encode() + b"\n")
        except BrokenPipeError:  # whoever asked was killed; the result is kept all the same
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
