"""Systems by name, and found from a stream: by its tag, else by the fields that its messages carry.

A system is a file (or folder) in `generators.systems` that registers itself when it is imported; it is found
by being there. Names, tags and layouts load without torch; what draws loads when a system is made.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from generators.parameters.handles import Handle, handles_of
from generators.parameters.layout import Layout
from generators.parameters.values import Parameters
from sei.errors import SeigenError
from sei.extras import need, needing
from sei.named import Mapping, known

if TYPE_CHECKING:
    from pathlib import Path

    import torch

    from generators.system import AnySystem

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
    """No system of that name, or none, or several, that a stream's messages fit."""


@dataclass(frozen=True)
class SystemEntry:
    """What is known of a system before it is made.

    make      returns the system for (height, width, device, dtype); named ``module:function`` where what it
              needs is heavy
    mapping   where its parameters lie; None: the known mapping of its name
    what      in a few words
    paper     arXiv number, or empty
    subject   who it looks at unless told
    multiple  what the sides of its pictures are multiples of
    files     what its pictures depend on, ``zoo:NAME`` or ``data:NAME``, see `fingerprint`
    learned   ``make`` takes ``weights``, ``adapter``, ``compiled`` and ``warn``; the weights of its name are
              among the files
    attached  what a stream's attachment is without which nothing is generated, ``avatar``; ``make`` takes it
              as ``adapter``, and ``within``, ``view`` and ``background``
    attach    ``module:function`` that makes the attachment's bytes of an open clip
    adapt     ``module:function`` by which it plays streams of another system, see `adapted`
    pace      messages per second unless told: speech moves the lips at up to 6 Hz
    over      system whose stream it is without its own GFVE messages, where it only adds to one
    handles   ``module:function`` that makes handles beside those of the layout, without torch
    onnx      ``module:function`` that writes it as ONNX, where it is no learned one
    """

    name: str
    make: str | Callable[..., AnySystem]
    mapping: Mapping | None = None
    what: str = ""
    paper: str = ""
    subject: str = "face"
    multiple: int = 2
    files: tuple[str, ...] = ()
    learned: bool = False
    attached: str = ""
    attach: str = ""
    adapt: str = ""
    pace: float = 12.5
    over: str = ""
    handles: str = ""
    onnx: str = ""

    @cached_property
    def layout(self) -> Layout:
        """Where its parameters lie."""
        return Layout(self.mapping or known(self.name))

    @property
    def tag(self) -> str:
        """gfv_nn_tag_uri by which a stream names it."""
        return self.layout.tag


_ENTRIES: dict[str, SystemEntry] = {}


def register(entry: SystemEntry) -> SystemEntry:
    """Make a system known (a second one of the same name replaces the first)."""
    _ENTRIES[entry.name] = entry
    return entry


@cache
def _load() -> None:
    """Import every system's file, once."""
    folder = importlib.import_module("generators.systems")
    for module in pkgutil.iter_modules(folder.__path__, "generators.systems."):
        importlib.import_module(module.name)


def names() -> list[str]:
    """Return the names of all systems."""
    _load()
    return sorted(_ENTRIES)


def entry(name: str) -> SystemEntry:
    """Return the entry called name. Raises UnknownSystem."""
    _load()
    if name not in _ENTRIES:
        raise UnknownSystem(f"no system {name!r}; there are: {', '.join(names())}")
    return _ENTRIES[name]


def above(name: str, below: str) -> str:
    """Return the name of the system that is what ``name`` is, over another one. Raises UnknownSystem."""
    own = entry(name)
    if own.over == below:
        return name
    found = f"{name}-{below}"
    if not own.over or found not in names():
        there = [it.over for it in _ENTRIES.values() if own.over and it.name.startswith(name)]
        raise UnknownSystem(f"{name} does not go over {below!r}; it goes over: {', '.join(there) or 'none'}")
    return found


def make(
    name: str,
    height: int,
    width: int,
    *,
    device: torch.device | str = "cpu",
    dtype: torch.dtype | None = None,
    **options: Any,
) -> AnySystem:
    """Make a system for pictures of a size, on a device; ``dtype`` None is float32.

    Raises SizeError before anything of it is built.
    """
    check_size(height, width, learned=entry(name).learned)
    torch = need("torch")
    found = entry(name).make
    with needing():
        if isinstance(found, str):
            found = function(found)
        system: AnySystem = found(height, width, device, dtype or torch.float32, **options)
    return replace(system, size=(height, width))


def function(name: str) -> Callable[..., Any]:
    """Import what an entry names, ``module:function``."""
    module, _, member = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), member)
    return found


def handles(name: str) -> list[Handle]:
    """Return the names by which people hold a system's parameters, its own first. Raises UnknownSystem."""
    it = entry(name)
    own: list[Handle] = []
    if it.handles:
        own = function(it.handles)()
    taken = {handle.name for handle in own}
    return own + [handle for handle in handles_of(it.layout) if handle.name not in taken]


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


def adapted(system: AnySystem, stream: str, uri: str | None, network: bytes | None) -> AnySystem:
    """Make ``system`` able to play a stream of the system called ``stream``, which brings ``uri`` and, maybe,
    a translator's ``network``. Raises UnknownSystem where it cannot."""
    how = entry(system.name).adapt
    if system.name == stream:
        return system
    if not how:
        raise UnknownSystem(f"{system.name} cannot play a stream of {stream}")
    played: AnySystem = function(how)(system, stream, uri, network)
    return played


def write_onnx(name: str, height: int, width: int, folder: str) -> tuple[Path, ...] | None:
    """Write a system as ONNX; the paths, None for a learned one, whose weights are written.

    Raises SizeError, UnknownSystem where there is no way, and MissingExtra without onnx and onnxscript.
    """
    it = entry(name)
    check_size(height, width, learned=it.learned)
    if it.learned:
        return None
    if not it.onnx:
        able = [each for each in names() if entry(each).learned or entry(each).onnx]
        raise UnknownSystem(f"{name} cannot be written as ONNX; there are: {', '.join(able)}")
    with needing():
        paths: tuple[Path, ...] = function(it.onnx)(height, width, folder)
    return paths


def fingerprint(name: str) -> dict[str, str]:
    """Return the SHA-256 of each file that a system's pictures depend on: models of the zoo, package data,
    weights. SeigenError when one of them is not on this machine; nothing is fetched."""
    from generators.media import zoo

    it = entry(name)
    found = {}
    for file in (*it.files, *([f"weights:{name}"] if it.learned else [])):
        kind, _, member = file.partition(":")
        if kind == "zoo":
            path = zoo.local(zoo.lookup(member))
            if path is None:
                raise zoo.ZooError(f"{member} of the system {name} is not here (`seigen zoo fetch {member}`)")
            data = path.read_bytes()
        elif kind == "weights":
            from generators.weights.places import shipped

            data = shipped(member).read_bytes()
        else:
            with as_file(files("generators") / "data" / member) as path:
                data = path.read_bytes()
        found[member] = hashlib.sha256(data).hexdigest()
    return found


def by_tag(tag: str | None) -> SystemEntry | None:
    """Return the system that a stream's gfv_nn_tag_uri names, None where it is not here."""
    _load()
    return next((it for it in _ENTRIES.values() if it.tag == tag), None)


def candidates(tag: str | None, base: Parameters) -> list[SystemEntry]:
    """List the systems that a stream may be of: the one that its gfv_nn_tag_uri names, else all whose fields
    a base message carries. At least one.

    A tag that is not known is refused whatever the fields: the network it names is not ours. Raises
    UnknownSystem.
    """
    if tag is not None:
        named = by_tag(tag)
        if named is None:
            raise UnknownSystem(f"the stream names a network that is not here: {tag}")
        return [named]
    _load()
    # What only adds to a system is of no stream that does not name it.
    fitting = [it for it in _ENTRIES.values() if not it.over and it.layout.is_whole_of(base)]
    if not fitting:
        types = sorted(base.matrices)
        raise UnknownSystem(
            f"no system for messages with matrix types {types}, keypoints: {base.keypoints is not None}"
        )
    return fitting


def find(tag: str | None, base: Parameters) -> SystemEntry:
    """Find the system of a stream, the only one of `candidates`. Raises UnknownSystem, which names them where
    there are several."""
    fitting = candidates(tag, base)
    if len(fitting) > 1:
        several = ", ".join(sorted(it.name for it in fitting))
        raise UnknownSystem(f"the stream names no system, and it fits several ({several}): take --system")
    return fitting[0]
