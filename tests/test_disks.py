"""Full disks, files that are overwritten, and signals: what stays behind, and what is said."""

from __future__ import annotations

import errno
import io
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from generators.codec.picture_codec import CodecError, encode_picture
from generators.media import video
from seigen.signals import Ended, raised
from tests.gen_material import write_clip
from tests.vvc_streams import IDR, PPS, SPS, nal, picture
from vvc_bridge.external import EncodeSettings, VideoFormat, encoder
from vvc_bridge.external.process import ProgramFailed
from vvc_bridge.output import output_file, output_path
from vvc_bridge.readable import readable
from vvc_bridge.remuxer import remux

FULL = "No space left on device"
NOISE = list(np.random.default_rng(0).integers(0, 255, (60, 64, 64, 3), dtype=np.uint8))
STREAM = nal(SPS, code=4) + nal(PPS, code=4) + picture(IDR)


# Overwritten


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_an_overwritten_file_keeps_its_mode(tmp_path, mode):
    path = tmp_path / "x"
    path.write_bytes(b"old")
    path.chmod(mode)
    with output_file(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new" and stat.S_IMODE(path.stat().st_mode) == mode
    link = tmp_path / "link"
    link.symlink_to(path)
    with output_file(link) as file:
        file.write(b"newer")
    assert link.is_symlink() and path.read_bytes() == b"newer" and stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_gets_what_umask_says(tmp_path):
    before = os.umask(0o027)
    try:
        with output_file(tmp_path / "x") as file:
            file.write(b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640


def test_an_overwritten_file_keeps_its_owner(tmp_path):
    if os.geteuid():
        pytest.skip("only root can give a file away")
    path = tmp_path / "x"
    path.write_bytes(b"old")
    os.chown(path, 1234, 4321)
    with output_file(path) as file:
        file.write(b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)


def test_an_error_names_the_file_that_was_asked_for(tmp_path):
    with pytest.raises(OSError) as caught, output_path(tmp_path / "x.mkv") as temporary:
        raise OSError(errno.EINVAL, "Invalid argument", str(temporary))
    assert caught.value.filename == str(tmp_path / "x.mkv")


# Full


@pytest.fixture
def small(tmp_path):
    """A folder with room for 256 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid():
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False)
    if done.returncode:
        pytest.skip("no tmpfs can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def limited():
    """Files of 256 kB at most."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def named(error: pytest.ExceptionInfo[OSError], path: object) -> None:
    assert error.value.filename == str(path), error.value


@pytest.mark.parametrize("name", ["x.mp4", "x.mkv", "x.y4m", "x.rgb"])
def test_pictures_on_a_full_disk(small, name):
    with (
        pytest.raises(OSError, match=FULL) as error,
        video.VideoWriter(small / name, Fraction(25), crf=0) as writer,
    ):
        for noise in NOISE:
            writer.write(noise)
    named(error, small / name)
    assert list(small.iterdir()) == []


def test_a_stream_on_a_full_disk(small, tmp_path):
    (tmp_path / "x.266").write_bytes(STREAM + nal(1, bytes(range(1, 256)) * 2000))
    with pytest.raises(OSError, match=FULL) as error:
        remux(tmp_path / "x.266", small / "y.266")
    named(error, small / "y.266")
    assert list(small.iterdir()) == []


@pytest.mark.parametrize("words", [["info", "-"], ["conformance", "verify", "-"]], ids=" ".join)
def test_a_pipe_that_is_kept_on_a_full_disk_names_the_file(words, small):
    data = STREAM + nal(1, bytes(range(1, 256)) * 2000)
    done = subprocess.run(
        [sys.executable, "-m", "seigen", *words],
        input=data,
        env={**os.environ, "TMPDIR": str(small)},
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode()
    assert done.returncode == 1 and said.count("\n") == 1
    assert said.startswith(f"seigen: {small}/seigen-stream-") and FULL in said
    assert list(small.iterdir()) == []


def test_the_store_of_pictures_on_a_full_disk_is_no_bus_error(small, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(small))
    with pytest.raises(OSError, match=FULL) as error, video.store(100, (64, 64)) as pictures:
        pictures[:] = 1
    assert str(error.value.filename).startswith(str(small)) and list(small.iterdir()) == []


def test_the_store_of_pictures_beyond_the_largest_file(limited):
    with pytest.raises(OSError, match="File too large") as error, video.store(100, (64, 64)) as pictures:
        pictures[:] = 1
    assert "seigen-pictures-" in str(error.value.filename)


def test_the_store_holds_pictures():
    with video.store(3, (4, 6)) as pictures:
        assert pictures.shape == (3, 4, 6, 3) and not pictures.any()
        pictures[1] = 7
        assert pictures.sum() == 7 * 72


def test_copies_of_pipes_on_a_full_disk(small, monkeypatch, tmp_path):
    clip = write_clip(tmp_path / "a.mkv", NOISE)
    data = clip.read_bytes() * 2
    monkeypatch.setattr("tempfile.tempdir", str(small))
    with pytest.raises(OSError, match=FULL) as error, readable(io.BytesIO(data)):
        pass
    assert str(error.value.filename).startswith(str(small))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(OSError, match=FULL) as error, video.spooled("-"):
        pass
    assert str(error.value.filename).startswith(str(small)) and list(small.iterdir()) == []


def test_an_encoder_on_a_full_disk_names_the_file(small, monkeypatch):
    (small / "ballast").write_bytes(bytes((1 << 18) - 4096))
    large = np.random.default_rng(0).integers(0, 255, (256, 256, 3), dtype=np.uint8)
    frame = large.reshape(-1)[: 256 * 384].tobytes()
    with pytest.raises(ProgramFailed) as error:
        encoder().encode([frame], VideoFormat(256, 256), small / "x.266", EncodeSettings(32, intra_period=1))
    assert str(small) in str(error.value) and FULL in str(error.value)
    assert [p.name for p in small.iterdir()] == ["ballast"]
    monkeypatch.setattr("tempfile.tempdir", str(small))
    with pytest.raises(CodecError) as coded:
        encode_picture(large, 32)
    assert str(small) in str(coded.value) and FULL in str(coded.value)


def test_the_command_says_it_in_a_line(small, tmp_path):
    (tmp_path / "x.266").write_bytes(STREAM + nal(1, bytes(range(1, 256)) * 2000))
    command = [sys.executable, "-m", "seigen", "remux", tmp_path / "x.266", "-o", small / "y.266"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.decode() == f"seigen: {small / 'y.266'}: {FULL}\n"


# Signals


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_an_exception_while_the_program_runs(number):
    before = signal.getsignal(number)
    with pytest.raises(Ended) as error, raised():
        os.kill(os.getpid(), number)
        time.sleep(5)
    assert error.value.number == number and signal.getsignal(number) is before


def test_what_is_ignored_stays_ignored(monkeypatch):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with raised():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_nothing(tmp_path, number):
    """The stream does not end, so the command waits for more of it, its output begun."""
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "seigen", "remux", "-", "-o", out / "x.266"]
    environment = os.environ | {"TMPDIR": str(out)}
    with subprocess.Popen(command, stdin=-1, stderr=-1, env=environment) as child:
        assert child.stdin is not None
        child.stdin.write(STREAM * 3)
        child.stdin.flush()
        deadline = time.monotonic() + 60
        while not list(out.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list(out.iterdir())
        time.sleep(0.3)
        child.send_signal(number)
        said = child.communicate(timeout=60)[1].decode()
    assert child.returncode == 128 + number and list(out.iterdir()) == []
    assert (
        said.strip() == f"seigen: {'interrupted' if number == signal.SIGINT else f'ended by {number.name}'}"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_children_end_with_us(tmp_path, number):
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys\nfrom seigen.signals import raised\n"
        "from vvc_bridge.external.process import run, running\n"
        "sleep = ['/bin/sh', '-c', f'echo $$ > {sys.argv[1]}; exec sleep 60']\n"
        "with raised():\n    if sys.argv[2] == 'run':\n        run(sleep)\n"
        "    with running(sleep) as child:\n        child.process.wait()\n"
    )
    for way in ("run", "running"):
        mark = tmp_path / way
        environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1])}
        with subprocess.Popen([sys.executable, script, mark, way], stderr=-1, env=environment) as child:
            deadline = time.monotonic() + 60
            while not (mark.exists() and mark.read_text().strip()) and time.monotonic() < deadline:
                time.sleep(0.05)
            child.send_signal(number)
            child.communicate(timeout=30)
        with pytest.raises(ProcessLookupError):
            os.kill(int(mark.read_text()), 0)
    assert {p.name for p in tmp_path.iterdir()} == {"parent.py", "run", "running"}
