"""Systems by name, and found from a stream: by its tag, else by the fields that its messages carry."""

from __future__ import annotations

import hashlib
import importlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from generators.system import System
from sei.errors import SeigenError

LEAST_SIDE, MAX_SIDE = 16, 2048
"""Sides of the pictures that systems work on, in pixels."""
MAX_ASPECT = 4
"""Longer side over shorter side: what networks and meshes are as large as grows with it."""
MAX_PIXELS = 2048 * 2048
MAX_PIXELS_LEARNED = 1920 * 1088
"""Pixels of a picture that systems work on: networks take some 500 bytes per pixel."""


class SizeError(SeigenError):
    """Pictures of a size for which no system is made."""


class UnknownSystem(SeigenError):
    """No system of that name, or none that a stream's messages fit."""


@dataclass(frozen=True)
class Entry:
    """Where a system is made: ``module:function`` taking (height, width, device, dtype).

    types are the gfv_matrix_type_idx that its messages carry, keypoints whether they carry coordinates:
    what finds the system for a stream that names none. files are those that its pictures depend on, see
    `fingerprint`; when there are none, the weights of its name.
    """

    name: str
    tag: str
    factory: str
    types: frozenset[int]
    keypoints: bool = False
    what: str = ""
    files: tuple[str, ...] = ()

    @property
    def learned(self) -> bool:
        """Whether its factory takes ``weights``, ``adapter``, ``compiled`` and ``warn``."""
        return self.factory.startswith(_NEURAL)


_ENTRIES: dict[str, Entry] = {}
_NEURAL = "generators.systems.sparse:make_"


def register(entry: Entry) -> None:
    """Make a system known (a second one of the same name replaces the first)."""
    _ENTRIES[entry.name] = entry


def names() -> list[str]:
    """Names of all systems."""
    return sorted(_ENTRIES)


def entry(name: str) -> Entry:
    """The entry called name."""
    if name not in _ENTRIES:
        raise UnknownSystem(f"no system {name!r}; there are: {', '.join(names())}")
    return _ENTRIES[name]


def make(
    name: str,
    height: int,
    width: int,
    *,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
    **options: Any,
) -> System:
    """A system for pictures of a size, on a device. Raises SizeError before anything of it is built."""
    check_size(height, width, learned=entry(name).learned)
    module, function = entry(name).factory.split(":")
    system = getattr(importlib.import_module(module), function)(height, width, device, dtype, **options)
    assert isinstance(system, System)
    return replace(system, size=(height, width))


def check_size(height: int, width: int, *, learned: bool = False) -> None:
    """Refuse pictures on which systems (``learned`` ones) do not work. Raises SizeError."""
    short, long = sorted((height, width))
    if short < LEAST_SIDE or long > MAX_SIDE:
        raise SizeError(
            f"pictures of {width}x{height}: generators take sides of {LEAST_SIDE} to {MAX_SIDE} pixels"
        )
    most = MAX_PIXELS_LEARNED if learned else MAX_PIXELS
    if height * width > most:
        raise SizeError(f"pictures of {width}x{height}: this generator takes {most} pixels at most")
    if long > MAX_ASPECT * short:
        raise SizeError(f"pictures of {width}x{height}: generators take sides of 1:{MAX_ASPECT} at most")


def fingerprint(name: str) -> dict[str, str]:
    """SHA-256 of each file that a system's pictures depend on: models of the zoo, package data, weights.

    SeigenError when one of them is not on this machine; nothing is fetched.
    """
    from generators.media import zoo

    found = {}
    for file in entry(name).files or (f"weights:{name}",):
        kind, _, member = file.partition(":")
        if kind == "zoo":
            item = zoo.lookup(member)
            path = zoo.local(item)
            if path is None:
                raise zoo.ZooError(f"{member} of the system {name} is not here (`seigen zoo fetch {member}`)")
        elif kind == "weights":
            from generators.weights.files import shipped

            path = shipped(member)
        else:
            path = Path(__file__).parent / "data" / member
        found[member] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def find(tag: str | None, types: frozenset[int], keypoints: bool) -> Entry:
    """The system of a stream, by gfv_nn_tag_uri when there is one, else by which fields are present.

    A tag that is not known is refused whatever the fields: the network it names is not ours.
    """
    for known in _ENTRIES.values():
        if tag is not None and known.tag == tag:
            return known
    if tag is not None:
        raise UnknownSystem(f"the stream names a network that is not here: {tag}")
    for known in _ENTRIES.values():
        if known.types == types and known.keypoints == keypoints:
            return known
    raise UnknownSystem(f"no system for messages with matrix types {sorted(types)}, keypoints: {keypoints}")


register(
    Entry(
        "mesh",
        "tag:seigen,2026:mesh",
        "generators.systems.mesh.system:make",
        frozenset({2, 3, 4, 5, 6, 7}),
        what="facial semantics and a textured mesh, no training",
        files=("zoo:face-mesh", "zoo:iris", "data:face_basis.npz"),
    )
)

register(
    Entry("fomm", "tag:seigen,2026:fomm", _NEURAL + "fomm", frozenset({0}), True, "10 moving affine patches")
)
register(
    Entry(
        "dac", "tag:seigen,2026:dac", _NEURAL + "dac", frozenset(), True, "10 points, several base pictures"
    )
)
register(
    Entry(
        "facev2v",
        "tag:seigen,2026:facev2v",
        _NEURAL + "facev2v",
        frozenset({4, 5}),
        True,
        "15 points of a 3D head",
    )
)
register(
    Entry("cfte", "tag:seigen,2026:cfte", _NEURAL + "cfte", frozenset({7}), what="a 4x4 compact feature")
)
register(
    Entry("light", "tag:seigen,2026:light", _NEURAL + "light", frozenset({0}), True, "fomm, slim and pruned")
)
register(
    Entry(
        "light-cfte",
        "tag:seigen,2026:light-cfte",
        _NEURAL + "light_cfte",
        frozenset({7}),
        what="cfte, slim and pruned",
    )
)
