"""Wheel and sdist hold all that is needed, and run where nothing else of the project is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from sei.version import VERSION

ROOT = Path(__file__).parents[1]
PACKAGES = ("sei", "vvc_bridge", "generators", "conformance", "seigen")
pytest.importorskip("setuptools", minversion="77")


def tracked() -> list[str]:
    words = ["git", "-C", str(ROOT), "ls-files", "-z"]
    if shutil.which("git") is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("this is no checkout of git")
    listed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist, and the wheel that is made of it."""
    folder = tmp_path_factory.mktemp("build")
    source, dist = folder / "source", folder / "dist"
    dist.mkdir()
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)

    def build(kind: str, where: Path) -> Path:
        script = f"from setuptools import build_meta; print(build_meta.build_{kind}({str(dist)!r}))"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=where, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return dist / done.stdout.splitlines()[-1]

    sdist = build("sdist", source)
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    return sdist, build("wheel", unpacked)


def test_version_is_one_and_has_its_part_of_the_changelog(built):
    sdist, wheel = built
    assert sdist.name == f"seigen-{VERSION}.tar.gz" and wheel.name.startswith(f"seigen-{VERSION}-")
    heads = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert heads[0] == "## Unreleased" and heads[1].startswith(f"## {VERSION} (2")


def test_the_wheel_of_the_sdist_holds_every_file_of_the_packages(built):
    with zipfile.ZipFile(built[1]) as archive:
        held = set(archive.namelist())
    wanted = {name for name in tracked() if name.split("/")[0] in PACKAGES}
    assert len(wanted) > 300 and wanted <= held
    page = f"seigen-{VERSION}.data/data/share/man/man1/seigen.1"
    assert page in held
    others = {name.split("/")[0] for name in held - wanted - {page}}
    assert all(name.endswith(".dist-info") for name in others)


def test_it_runs_where_nothing_else_of_the_project_is(built, tmp_path):
    """Of other packages those of this interpreter are taken: nothing is fetched."""
    with zipfile.ZipFile(built[1]) as archive:
        archive.extractall(tmp_path / "installed")
    packages = [path for path in sys.path if path.endswith("site-packages")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "installed"), *packages])}

    def seigen(*words: str) -> str:
        command = [sys.executable, "-P", "-m", "seigen", *words]
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert str(tmp_path) in seigen("plugin", "mpv")
    seigen("decode", str(ROOT / "tests" / "data" / "mesh_talk.266"), "-o", "talk.y4m", "--device", "cpu")
    assert (tmp_path / "talk.y4m").stat().st_size > 40 * 96 * 96


@pytest.mark.long
def test_installed_in_a_bare_environment_it_runs_the_demo(built, tmp_path):
    """Fetches torch and all else from the registry that pip is set up for."""
    home = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    wheel = f"seigen[generators] @ file://{built[1]}"
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt")]
    subprocess.run([*pip, wheel], check=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for words in (
        ["encode", "wolfgang", "--limit", "50", "-o", "talk.266", "--verify"],
        ["decode", "talk.266", "-o", "talk.mp4"],
    ):
        command = [str(home / "bin" / "seigen"), *words]
        subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "talk.mp4").stat().st_size > 1000
