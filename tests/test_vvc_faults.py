"""What goes wrong outside: cut-off input, full disks, killed processes, readers that leave, wrong files."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sei.errors import SeigenError
from tests.conftest import DATA, SHARED
from vvc_bridge import Entry, MessageFile, Place, access_units, extract, inject, remove

SAMPLES = [DATA / "gfv_multi_picture.bit", *sorted(SHARED.glob("vectors/jvet/8b4*.bit"))]
MULTI = DATA / "gfv_multi_picture.bit"
USER = MessageFile(messages=[Entry(place=Place(au=0), payload_type=5, payload=bytes(16).hex())])
ROOT = Path(__file__).parents[1]


def seigen(*words: str | Path, **options: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "seigen", *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def long_stream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stream of 20 MB."""
    path = tmp_path_factory.mktemp("long") / "long.266"
    data = MULTI.read_bytes()
    path.write_bytes(data * (20_000_000 // len(data)))
    return path


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_input_cut_off_anywhere_is_read_or_refused_and_never_breaks(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    step = 1000 if len(data) > 10_000 else 50
    for end in range(0, len(data), step):
        out = tmp_path / "out.266"
        try:
            remove(data[:end], out, types=None)
            extract(data[:end])
            assert out.exists()
            out.unlink()
        except SeigenError:
            assert not out.exists()
        assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(tmp_path: Path, long_stream: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("cannot mount a small tmpfs here")
    try:
        with pytest.raises(OSError, match="No space left"):
            inject(long_stream, USER, folder / "out.266")
        assert not list(folder.iterdir())
        child = seigen("remove", long_stream, "-o", folder / "out.266", stderr=subprocess.PIPE)
        _, said = child.communicate(timeout=120)
        assert child.returncode == 1
        assert b"No space left" in said
        assert b"Traceback" not in said
        assert not list(folder.iterdir())
    finally:
        subprocess.run(["umount", folder], check=True)


def test_an_old_output_stays_when_an_edit_fails(tmp_path: Path) -> None:
    out = tmp_path / "out.266"
    out.write_bytes(b"old")
    with pytest.raises(SeigenError):
        inject(MULTI, MessageFile(messages=[Entry(place=Place(au=99), payload_type=5, payload="")]), out)
    assert out.read_bytes() == b"old"
    inject(MULTI, USER, out)
    assert len(out.read_bytes()) > len(MULTI.read_bytes())


def test_input_and_output_may_be_one_file(tmp_path: Path) -> None:
    path = tmp_path / "stream.266"
    shutil.copy(MULTI, path)
    inject(path, USER, path)
    remove(path, path, types={5})
    assert path.read_bytes() == MULTI.read_bytes()


def test_killed_in_the_middle_leaves_no_output(tmp_path: Path) -> None:
    read, write = os.pipe()
    out = tmp_path / "out.266"
    child = seigen("remove", "-", "-o", out, stdin=read, stderr=subprocess.DEVNULL)
    os.close(read)
    # Whole streams: one cut off in a NAL unit header would be refused, and the pipe closed.
    once = MULTI.read_bytes()
    data = once * ((1 << 16) // len(once))
    deadline = time.monotonic() + 30
    while not any(p.stat().st_size for p in tmp_path.iterdir()) and time.monotonic() < deadline:
        os.write(write, data)
    assert any(p.stat().st_size for p in tmp_path.iterdir()), "it never began to write"
    child.send_signal(signal.SIGKILL)
    child.wait()
    os.close(write)
    assert not out.exists()


def test_interrupted_it_cleans_up(tmp_path: Path) -> None:
    read, write = os.pipe()
    child = seigen("remove", "-", "-o", tmp_path / "out.266", stdin=read, stderr=subprocess.PIPE)
    os.close(read)
    deadline = time.monotonic() + 30
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        os.write(write, MULTI.read_bytes())
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=30)
    os.close(write)
    assert child.returncode == 130
    assert b"Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_a_reader_that_leaves(long_stream: Path) -> None:
    child = seigen("remove", long_stream, "-o", "-", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    said = child.stderr.read()
    assert child.wait(timeout=60) == 1
    assert b"Traceback" not in said
    child.stderr.close()


@pytest.mark.parametrize("command", ["extract", "remove", "units"])
def test_zeros_without_end_on_a_pipe(command: str, tmp_path: Path) -> None:
    with Path("/dev/zero").open("rb") as zeros:
        options = ["-o", str(tmp_path / "out")] if command != "units" else []
        child = seigen(command, "-", *options, stdin=zeros, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 1
    assert said.count(b"\n") == 1
    assert b"no start code" in said
    assert not list(tmp_path.iterdir())


def test_zeros_without_end_behind_a_picture() -> None:
    def pieces() -> Iterator[bytes]:
        yield MULTI.read_bytes()
        while True:
            yield bytes(1 << 20)

    class Endless(io.RawIOBase):
        source = pieces()

        def read(self, size: int = -1) -> bytes:
            return next(self.source)

    with pytest.raises(SeigenError, match="larger than"):
        list(access_units(Endless()))


@pytest.mark.parametrize("name", ["README.md", "spec/gfv-sei.md", "models/anny_head.npz"])
def test_files_that_are_no_video(shared_dir: Path, name: str, tmp_path: Path) -> None:
    for edit in (lambda p: remove(p, tmp_path / "out"), extract):
        with pytest.raises(SeigenError, match=r"no bitstream"):
            edit(shared_dir / name)
    assert not list(tmp_path.iterdir())


def test_a_container_that_is_damaged(tmp_path: Path) -> None:
    for head in (b"\0\0\0\x20ftypisom", b"\x1a\x45\xdf\xa3", b"\x47" + bytes(187) + b"\x47"):
        broken = tmp_path / "broken"
        broken.write_bytes(head + bytes(range(256)) * 20)
        with pytest.raises(SeigenError):
            extract(broken)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_memory_stays_flat(long_stream: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from vvc_bridge import *; "
        "m = extract(sys.argv[1], types={300}); remove(sys.argv[1], sys.argv[2]); "
        "print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(long_stream), str(tmp_path / "out.266")]
    peak = int(subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True).stdout)
    assert peak < 150_000  # KiB
