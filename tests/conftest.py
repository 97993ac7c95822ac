"""Where test material lies. What is not there makes a test skip, with the reason."""

from __future__ import annotations

import lzma
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
SHARED = Path(os.environ.get("SEIGEN_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Material that is lent to the project and not part of it."""
    if not SHARED.is_dir():
        pytest.skip("no shared material: set SEIGEN_SHARED to its folder")
    return SHARED


@dataclass(frozen=True)
class Vector:
    """A stream of reference software with its decoder's dump."""

    name: str
    bits: Path
    dump: Path
    edition: str = "h274v4"

    def dump_text(self) -> str:
        opener = lzma.open if self.dump.suffix == ".xz" else open
        with opener(self.dump, "rt") as file:
            return str(file.read())


def _vectors() -> list[Vector]:
    found = [
        Vector(f"data/{p.stem}", p, DATA / f"{p.stem}.sei.txt.xz") for p in sorted(DATA.glob("gfv*.bit"))
    ]
    for path in sorted(SHARED.glob("vectors/vtm24/*/*.bit")):
        plain = path.with_suffix(".sei.txt")
        found.append(Vector(path.stem, path, plain if plain.exists() else plain.with_suffix(".txt.xz")))
    found += [
        Vector(path.stem, path, path.with_suffix(".sei.txt.xz"), "hm18")
        for path in sorted(SHARED.glob("vectors/hm18/*.bit"))
    ]
    return found


VECTORS = [v for v in _vectors() if v.dump.exists()]


@pytest.fixture(params=VECTORS, ids=lambda v: v.name)
def vector(request: pytest.FixtureRequest) -> Vector:
    """Every stream of reference software at hand; those in tests/data always are."""
    return request.param  # type: ignore[no-any-return]
