"""Tasks done by Ray: on this machine, or on many that share nothing but this package.

What a task reads, its files and the results that it goes on from, travels to the worker, and its results
travel back; only this process writes into the store. A worker that is lost has its task begun again by Ray.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generators.measure.compare.store import Store
from generators.measure.compare.tasks import TRIES, Count, Task, WorkError, function
from sei.extras import need


def perform(
    call: str, task: Task, files: Mapping[str, bytes], entries: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Do a task in folders of its own: files and earlier results by their bytes, results by theirs."""
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        store, places = Store(Path(folder) / "store"), {}
        for number, (path, data) in enumerate(files.items()):
            # The name says what a raw file holds; a folder for each, for two may have one name.
            place = Path(folder) / str(number) / Path(path).name
            place.parent.mkdir()
            place.write_bytes(data)
            places[path] = str(place)
        for key, data in entries.items():
            store.put_bytes(key, data)
        function(call)(task, store.folder, places)
        made = [key for key in task["entries"] if key in store and key not in entries]
        return {key: store.path(key).read_bytes() for key in made}


def _together(call: str, task: Task, entries: Mapping[str, bytes], paths: Sequence[str], *data: bytes) -> Any:
    """`perform` as Ray calls it: what was put into its store arrives as arguments."""
    return perform(call, task, dict(zip(paths, data, strict=True)), entries)


def on_ray(call: str, tasks: Sequence[Task], store: Store, address: str, tally: Count) -> None:
    """Do tasks on the cluster at an address (``auto``: the one that runs here). Raises WorkError."""
    ray: Any = need("ray")
    mine = not ray.is_initialized()
    if mine:
        _answers(address)
        try:
            ray.init(address=address, log_to_driver=False, configure_logging=False)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise WorkError(f"no Ray cluster at {address}: {str(error).splitlines()[0]}") from None
    try:
        _run(ray, call, tasks, store, tally)
    finally:
        if mine:
            ray.shutdown()


def _answers(address: str) -> None:
    """See that somebody listens at HOST:PORT: Ray itself would ask for minutes, then end the process."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        with socket.create_connection((host, int(port)), timeout=10):
            pass
    except OSError as error:
        raise WorkError(f"no Ray cluster at {address}: {error.strerror or error}") from None


def _run(ray: Any, call: str, tasks: Sequence[Task], store: Store, tally: Count) -> None:
    remote = ray.remote(num_cpus=1, max_retries=TRIES - 1)(_together)
    put: dict[str, Any] = {}
    waiting: dict[Any, Task] = {}
    for task in tasks:
        for path in task["files"]:
            if path not in put:
                put[path] = ray.put(Path(path).read_bytes())
        known = {key: store.path(key).read_bytes() for key in task["entries"] if key in store}
        given = [put[path] for path in task["files"]]
        waiting[remote.remote(call, dict(task), known, list(task["files"]), *given)] = task
    while waiting:
        (ready, *_), _ = ray.wait(list(waiting), num_returns=1)
        task, problem = waiting.pop(ready), None
        try:
            for key, data in ray.get(ready).items():
                store.put_bytes(key, data)
        except ray.exceptions.RayTaskError as error:
            problem = str(error.cause) if error.cause else str(error).splitlines()[-1]
        except ray.exceptions.RayError as error:
            problem = f"its worker was lost each time ({type(error).__name__})"
        tally.finished(task, problem)
