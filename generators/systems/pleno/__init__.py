"""The system "pleno" (Pleno-Generation): layers over a face system; "pleno-light" and others over another."""

from functools import partial
from typing import TYPE_CHECKING, Any

from generators.registry import SystemEntry, register
from generators.systems.pleno.fields import over
from sei.named import known

if TYPE_CHECKING:
    from generators.system import AnySystem

BELOW = ("mesh", "light", "fomm", "cfte", "facev2v", "factors")
"""Systems that it goes over."""


def _make(below: str, *size_and_device: Any) -> "AnySystem":
    from generators.systems.pleno.system import make

    return make(below, *size_and_device)


def _register(below: str) -> SystemEntry:
    name = "pleno" if below == "mesh" else f"pleno-{below}"
    files: tuple[str, ...] = ("zoo:face-mesh", "zoo:iris", "data:face_basis.npz")
    if below != "mesh":
        files = ("zoo:face-detector", *files, f"weights:{below}")
    return register(
        SystemEntry(
            name,
            partial(_make, below),
            over(known(below), name),
            what=f"motion grids over {below}, where it is wrong outside the face",
            paper="2502.17085",
            multiple=2 if below == "mesh" else 16,
            files=files,
            over=below,
        )
    )


ENTRIES = [_register(below) for below in BELOW]
