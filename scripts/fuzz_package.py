"""Fuzz target: packages (zips) through verification, without decoding. Only SeigenError may escape."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from conformance.catalogue import catalogue
from conformance.package import contents, pack
from conformance.verify_package import verify_package
from scripts.fuzz import changed
from sei.errors import SeigenError

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
NAMES = ("GFV_CNT_A_Seigen_1", "GEN_MESH_A_Seigen_1", "GFVE_PUPIL_A_Seigen_1")
ODD = ("../a.bit", "a\0b.txt", "\n.txt", "\ud800.txt", "a/", "x.bit", "\u202e.json", "")
VALUES = (b"3", b"[]", b"null", b'"x"', b"{}", b"1e999", b"NaN", b"9" * 5000, b"[" * 5000, b"\xff", b"-1")


def check(data: bytes) -> bool:
    """Run one input. Raises AssertionError, or whatever should not escape; True: it was opened."""
    with tempfile.TemporaryDirectory(prefix="seigen-fuzz-") as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(data)
        try:
            report, _ = verify_package(path, decode=False)
        except SeigenError as error:
            assert "\n" not in str(error)
            return False
        assert all("\n" not in str(finding) for finding in report.findings)
        return True


def mutate(data: bytes, rng: random.Random) -> bytes:
    """Bytes of the zip or of a member changed, or a value in its JSON, or names and methods of members."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        assert files
    except Exception:
        return changed(data, rng)
    what = rng.randrange(5)
    if what == 0:
        return changed(data, rng)
    name = rng.choice(sorted(files))
    if what == 1:
        files[name] = changed(files[name], rng)
    elif what == 2:
        files[rng.choice(ODD) if rng.random() < 0.5 else name + "x"] = files.pop(name)
    else:
        name = rng.choice([n for n in files if n.endswith(".json")] or [name])
        parts = files[name].split(b":")
        at = rng.randrange(len(parts))
        value = rng.choice(VALUES)
        parts[at] = b" " + value + (parts[at][parts[at].find(b",") :] if b"," in parts[at] else b"}")
        files[name] = value if rng.random() < 0.2 else b":".join(parts)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(out, "w", rng.choice(METHODS) if rng.random() < 0.3 else METHODS[1]) as archive:
            for member, content in files.items():
                archive.writestr(member, content)
    except (ValueError, UnicodeError, IndexError):  # names that no zip can have
        return changed(data, rng)
    return out.getvalue()


def seeds() -> Iterator[bytes]:
    """First inputs: packages of the conformance set."""
    known = {stream.name: stream for stream in catalogue()}
    for name in NAMES:
        if name in known:
            yield pack(contents(known[name]))
