"""Pictures of a named generator: what packages keep of them, and what verify makes of packages that lie."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from conformance.catalogue import catalogue, positive
from conformance.generated_pictures import (
    Generated,
    GeneratedError,
    block_means,
    check,
    environment,
    named,
    parse,
    pictures,
    record,
    shipped,
)
from conformance.package import contents
from conformance.verify_package import verify_package
from generators import registry
from generators.weights import places
from sei.errors import SeigenError
from tests.gen_material import real

MESH = next(stream for stream in catalogue() if stream.feature == "GEN_MESH")
NAME = MESH.name
ELSEWHERE = {"device": "cuda", "processor": "another", "torch": "9"}


@pytest.fixture
def files() -> dict[str, bytes]:
    """A package whose pictures can be generated here."""
    real()
    return contents(MESH)


def write(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir()
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


def _md5(shown: list[np.ndarray]) -> str:
    return hashlib.md5(b"".join(picture.tobytes() for picture in shown)).hexdigest()


def changed(files: dict[str, bytes], change: Callable[[Generated], None]) -> dict[str, bytes]:
    found = parse(files[f"{NAME}.gen.json"])
    change(found)
    md5 = f"{found.md5}  {NAME}.gen.rgb\n".encode()
    return files | {f"{NAME}.gen.json": found.to_json().encode(), f"{NAME}.gen.md5": md5}


def test_every_stream_that_names_a_generator_has_its_record() -> None:
    streams = [stream for stream in positive() if stream.edition == "h274v4"]
    wanted = {stream.name for stream in streams if named(stream.data())}
    assert wanted == {stream.name for stream in streams if shipped(stream.name, stream.data())}
    assert NAME in wanted
    with pytest.raises(GeneratedError, match="make_conformance_generated"):
        shipped(NAME, b"other bytes")


def test_records_are_those_of_this_software() -> None:
    """By the same processor and builds bit for bit, elsewhere within the tolerance."""
    real()
    for stream in positive():
        data = stream.data()
        if given := shipped(stream.name, data):
            assert check(data, given).wrong == "" == check(data, given).unchecked, stream.name


def test_package_holds_what_decode_shows(files: dict[str, bytes]) -> None:
    found = parse(files[f"{NAME}.gen.json"])
    shown = list(pictures(MESH.data()))
    assert len(shown) == len(found.pictures) == 5
    if found.environment == environment():
        assert files[f"{NAME}.gen.md5"].split()[0].decode() == _md5(shown)
    text = files[f"{NAME}.txt"].decode()
    assert "Generator: mesh (tag:seigen,2026:mesh)" in text and "face-mesh sha256:" in text
    assert "Tolerance: close" in text and found.md5 in text


def test_what_is_recorded_is_accepted(tmp_path: Path, files: dict[str, bytes]) -> None:
    here = record(MESH.data())
    again = changed(files, lambda r: r.__dict__.update(here.__dict__))
    report, _ = verify_package(write(tmp_path / "a", again))
    assert report.findings == []


def test_elsewhere_pictures_may_be_off_a_little(tmp_path: Path, files: dict[str, bytes]) -> None:
    def off(step: int) -> Callable[[Generated], None]:
        def change(found: Generated) -> None:
            found.environment = ELSEWHERE
            for picture in found.pictures:
                picture.md5 = "0" * 32
                means = np.frombuffer(bytes.fromhex(picture.blocks), np.uint8).astype(int)
                means[::8] += np.where(means[::8] > 128, -step, step)
                picture.blocks = means.astype(np.uint8).tobytes().hex()

        return change

    report, _ = verify_package(write(tmp_path / "near", changed(files, off(4))))
    assert report.findings == []
    report, _ = verify_package(write(tmp_path / "far", changed(files, off(20))))
    assert report.broken == {"package.generated"}
    assert "off by 2.5" in report.findings[0].text and "20 in a block" in report.findings[0].text


@pytest.mark.parametrize(("one", "other"), [(0, 2), (1, 3), (3, 4)])
def test_tolerance_tells_pictures_apart(files: dict[str, bytes], one: int, other: int) -> None:
    """Also shut eyes, all that changes from picture 0 to 2."""
    found = parse(files[f"{NAME}.gen.json"])
    found.environment = ELSEWHERE
    found.pictures[one], found.pictures[other] = found.pictures[other], found.pictures[one]
    assert check(MESH.data(), found).wrong.startswith(f"picture {one} is off by")


def test_packages_that_lie_about_pictures(tmp_path: Path, files: dict[str, bytes]) -> None:
    record_file, digest_file = f"{NAME}.gen.json", f"{NAME}.gen.md5"

    def same_build(found: Generated) -> None:
        found.environment = environment()

    def other_bits(found: Generated) -> None:
        same_build(found)
        found.pictures[3].md5 = "0" * 32

    def other_whole(found: Generated) -> None:
        found.__dict__.update(record(MESH.data()).__dict__)
        found.md5 = "0" * 32

    lies = {
        "bits": (changed(files, other_bits), "package.generated", "picture 3 has other bits"),
        "whole": (changed(files, other_whole), "package.generated", "MD5 of all"),
        "fewer": (changed(files, lambda r: r.pictures.pop()), "package.generated", "more than 4"),
        "more": (
            changed(files, lambda r: r.pictures.append(r.pictures[0])),
            "package.generated",
            "5 pictures come out",
        ),
        "size": (changed(files, lambda r: setattr(r, "width", 64)), "package.generated", "128x128"),
        "system": (
            changed(files, lambda r: setattr(r, "system", "fomm")),
            "package.generated",
            "names mesh",
        ),
        "digest": (files | {digest_file: b"0" * 32}, "package.checksum", "not that of"),
        "stream": (
            changed(files, lambda r: setattr(r, "stream", "0" * 32)),
            "package.checksum",
            "another stream",
        ),
        "missing": (
            {name: data for name, data in files.items() if name != record_file},
            "package.files",
            "gen.json is not in it",
        ),
        "no json": (files | {record_file: b'{"stream": 7'}, "package.generated", "gen.json"),
        "no record": (files | {record_file: b"{}"}, "package.generated", "stream"),
    }
    for name, (lie, rule, text) in lies.items():
        report, _ = verify_package(write(tmp_path / name, lie))
        assert report.broken == {rule}, name
        assert text in report.findings[-1].text, name


def test_what_cannot_be_checked_is_said(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = changed(files, lambda r: r.weights.update(iris="0" * 64))
    report, _ = verify_package(write(tmp_path / "other", other))
    assert report.outcome == "clean" and [f.rule for f in report.findings] == ["package.unchecked"]
    monkeypatch.setenv("SEIGEN_CACHE", str(tmp_path / "empty"))
    monkeypatch.delenv("SEIGEN_ZOO", raising=False)
    report, _ = verify_package(write(tmp_path / "models", files))
    assert report.outcome == "clean" and "seigen zoo fetch" in report.findings[0].text
    assert not (tmp_path / "empty").exists()  # nothing was fetched


def test_a_hostile_record_is_refused_before_anything_is_generated() -> None:
    row = json.loads(contents(MESH)[f"{NAME}.gen.json"])
    for name, value in (("width", 1 << 40), ("pictures", []), ("md5", "x"), ("weights", {"a": "b" * 300})):
        with pytest.raises(GeneratedError, match=name):
            parse(json.dumps(row | {name: value}).encode())
    with pytest.raises(GeneratedError):
        parse(b"[" * 100_000)


def test_fingerprint_of_a_network_is_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "FOLDER", tmp_path / "none")
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(tmp_path))
    (tmp_path / "dac.safetensors").write_bytes(b"weights")
    assert registry.fingerprint("dac") == {"dac": hashlib.sha256(b"weights").hexdigest()}
    (tmp_path / "dac.safetensors").unlink()
    with pytest.raises(SeigenError, match="no weights"):
        registry.fingerprint("dac")


@pytest.mark.parametrize("shape", [(16, 24), (9, 17), (3, 5)])
def test_block_means(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    found = block_means(picture)
    for y in range(found.shape[0]):
        for x in range(found.shape[1]):
            part = picture[8 * y : 8 * y + 8, 8 * x : 8 * x + 8].astype(float)
            assert np.abs(part.mean((0, 1)) - found[y, x]).max() <= 0.5
    assert found.shape == (-(-shape[0] // 8), -(-shape[1] // 8), 3)
