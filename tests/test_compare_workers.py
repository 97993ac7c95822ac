"""Tasks by processes and by Ray: nothing is lost when one of them is killed, nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from generators.measure.compare.store import Store, digest
from generators.measure.compare.tasks import WorkDone, WorkError
from generators.measure.compare.workers import work
from sei.extras import MissingExtra

CALL = "generators.measure.compare.drill:perform"


def tasks(folder, count, seconds=0.2, **more):
    """Tasks that take a while, with a file that each reads."""
    file = folder / "file"
    file.write_bytes(b"12345")
    one = {"log": str(folder / "log"), "seconds": seconds, "files": [str(file)]}
    return [{**one, "name": str(i), "entries": [digest(i)], **more} for i in range(count)]


def begun(folder):
    """How often each task was begun."""
    return Counter(line.split()[0] for line in (folder / "log").read_text().splitlines())


def kill_in_the_middle(folder, done):
    """End the process of the first task that begins, once it has begun; not this process."""

    def kill():
        log = folder / "log"
        while not log.exists() or not log.read_text().endswith("\n"):
            time.sleep(0.02)
        name, process = log.read_text().splitlines()[0].split()
        assert int(process) != os.getpid()
        os.kill(int(process), signal.SIGKILL)
        done.append(name)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    return thread


def test_local_processes(tmp_path):
    told: list[WorkDone] = []
    some = tasks(tmp_path, 4, 0.0)
    some[2]["fails"] = "no such thing"
    assert work(CALL, some, tmp_path / "store", count=2, tell=told.append) == {"2": "no such thing"}
    store = Store(tmp_path / "store")
    found = [store.get(task["entries"][-1]) for task in some]
    assert found[2] is None and all(f and f[0]["sizes"] == [5] for f in (*found[:2], found[3]))
    assert [p.done for p in told] == [1, 2, 3, 4] and {p.total for p in told} == {4}
    assert told[-1].left == 0 and any("no such thing" in p.what for p in told)
    # Only what is missing is done again.
    del some[2]["fails"]
    assert work(CALL, some, tmp_path / "store", count=2, tell=told.append) == {}
    assert begun(tmp_path) == {"0": 1, "1": 1, "2": 2, "3": 1}
    assert told[-1].done == 4


def test_a_local_process_that_is_killed(tmp_path):
    killed: list[str] = []
    thread = kill_in_the_middle(tmp_path, killed)
    some = tasks(tmp_path, 4, 0.5)
    assert work(CALL, some, tmp_path / "store", count=2) == {}
    thread.join(5)
    assert all(task["entries"][-1] in Store(tmp_path / "store") for task in some)
    assert begun(tmp_path) == {str(i): 1 + (str(i) == killed[0]) for i in range(4)}


def test_a_task_that_ends_every_process(tmp_path):
    some = tasks(tmp_path, 2, 0.0)
    # More than memory holds: the process ends, not with an exception.
    some[0]["seconds"] = 60
    stop = threading.Event()

    def kill():
        ended = set()
        while not stop.wait(0.02):
            log = tmp_path / "log"
            for line in log.read_text().splitlines() if log.exists() else ():
                name, process = line.split()
                if name == "0" and process not in ended:
                    ended.add(process)
                    os.kill(int(process), signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    failed = work(CALL, some, tmp_path / "store", count=1)
    stop.set()
    assert list(failed) == ["0"] and "SIGKILL" in failed["0"]
    assert some[1]["entries"][-1] in Store(tmp_path / "store")


PARENT = """
import json, sys
from pathlib import Path
from generators.measure.compare.workers import work
work(sys.argv[1], json.loads(sys.argv[2]), Path(sys.argv[3]), count=2)
"""


def test_a_killed_run_goes_on(tmp_path):
    some = tasks(tmp_path, 4, 0.6)
    command = [sys.executable, "-c", PARENT, CALL, json.dumps(some), str(tmp_path / "store")]
    root = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with (
        (tmp_path / "said").open("wb") as said,
        subprocess.Popen(command, cwd=root, env=environment, stderr=said) as parent,
    ):
        while not list((tmp_path / "store").glob("*.npz")):
            time.sleep(0.05)
            assert parent.poll() is None
        parent.kill()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "store").glob("*.npz")}
    assert before
    time.sleep(1.5)  # its processes end with what they have begun
    assert b"Traceback" not in (tmp_path / "said").read_bytes()
    assert work(CALL, some, tmp_path / "store", count=2) == {}
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())
    assert begun(tmp_path) == {str(i): 1 for i in range(4)}


def test_results_that_cannot_be_read_are_made_again(tmp_path):
    store = Store(tmp_path)
    store.put("a", {"x": [1, None]})
    assert store.get("a") == ({"x": [1, None]}, {})
    store.path("a").write_bytes(store.path("a").read_bytes()[:-30])
    assert store.get("a") is None and "a" not in store
    store.path("b").write_bytes(b"something else")
    assert store.get("b") is None
    with pytest.raises(ValueError):
        store.put("c", {"x": float("nan")})
    assert "c" not in store


def test_without_ray(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtra, match=r"seigen\[cluster\]"):
        work(CALL, tasks(tmp_path, 1), tmp_path / "store", ray="auto")


@pytest.fixture
def ray(tmp_path):
    found = pytest.importorskip("ray", reason="ray is not installed: pip install 'seigen[cluster]'")
    found.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield found
    found.shutdown()


def test_a_ray_worker_that_is_killed(tmp_path, ray):
    killed: list[str] = []
    thread = kill_in_the_middle(tmp_path, killed)
    some = tasks(tmp_path, 6, 1.0)
    some[5]["fails"] = "no such thing"
    told: list[WorkDone] = []
    assert work(CALL, some, tmp_path / "store", ray="auto", tell=told.append) == {"5": "no such thing"}
    thread.join(5)
    store = Store(tmp_path / "store")
    found = [store.get(task["entries"][-1]) for task in some[:5]]
    assert all(f and f[0]["sizes"] == [5] for f in found)
    assert begun(tmp_path) == {str(i): 1 + (str(i) == killed[0]) for i in range(6)}
    assert told[-1].done == 6
    # And what is there is not done again.
    assert work(CALL, some[:5], tmp_path / "store", ray="auto") == {}
    assert sum(begun(tmp_path).values()) == 7


def test_no_ray_cluster(tmp_path):
    pytest.importorskip("ray", reason="ray is not installed: pip install 'seigen[cluster]'")
    with pytest.raises(WorkError, match="no Ray cluster at"):
        work(CALL, tasks(tmp_path, 1), tmp_path / "store", ray="127.0.0.1:1")
