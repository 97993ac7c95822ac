"""Where bytes come from: files, bytes, binary file objects, pipes, standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO, Protocol, TypeAlias

from sei.errors import SeigenError
from vvc_bridge.containers.reading import byte_stream, open_container
from vvc_bridge.sniff import CONTAINERS, ENOUGH, is_container, looks_like

CHUNK = 1 << 20
"""Bytes asked of a source at a time: what a second-level cache holds. A pipe gives what it has."""

KEPT = 16 * CHUNK
"""Bytes that are asked for once, in a piece, and given back."""

MAX_SPOOL = 1 << 32
"""Most bytes of a pipe that are kept on disk, where a stream must be read more than once."""

_HEAD = (1 << 16) + ENOUGH
"""Bytes that tell what a stream is: the zero bytes that may stand before its first start code, and more."""


BEGINS = re.compile(rb"\0{0,65540}(\x01|\Z)")
"""How a byte stream begins: with a start code, or, in a short piece, with zero bytes alone."""


class Readable(Protocol):
    """Enough of a binary file object."""

    def read(self, size: int, /) -> bytes: ...


Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | Readable
"""A path (``-`` is standard input), the bytes themselves, or a binary file object."""


@contextmanager
def chunks(source: Source, size: int = CHUNK) -> Iterator[Iterator[bytes]]:
    """Give the bytes of ``source`` in pieces of at most ``size``, as they come: a pipe is not waited for
    until a piece is full. A file that was opened here is closed at the end. Raises OSError as `open` does."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        yield _slices(memoryview(source), size)
    elif isinstance(source, (str, os.PathLike)) and is_container(source):
        yield _of_container(source)
    elif isinstance(source, (str, os.PathLike)) and os.fspath(source) != "-":
        with Path(source).open("rb", buffering=0) as file:
            # The C library learns from it to keep the memory of pieces: clearing it anew for each costs as
            # much as reading them. Nothing is touched, so that nothing is taken.
            bytes(KEPT)
            yield _reads(file, size)
    else:
        file_object = sys.stdin.buffer if isinstance(source, (str, os.PathLike)) else source
        yield _reads(file_object, size)


def _of_container(path: str | os.PathLike[str]) -> Iterator[bytes]:
    with open_container(path) as file:
        assert file is not None
        yield from byte_stream(file)


def _slices(data: memoryview, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield bytes(data[start : start + size])


def _reads(file: Readable, size: int) -> Iterator[bytes]:
    # read1 returns what a pipe holds now; read of a buffered file would wait for all of it.
    read = getattr(file, "read1", file.read)
    while piece := read(size):
        yield piece


def rereadable(source: Source) -> bool:
    """Tell whether `chunks` gives the same bytes a second time: bytes and regular files, no pipe."""
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source) != "-" and Path(source).is_file()
    return isinstance(source, (bytes, bytearray, memoryview))


def read_limited(source: Source, limit: int, what: str, *, begins: re.Pattern[bytes] | None = None) -> bytes:
    """Read all of a source that must be small. Raises SeigenError when it is longer than ``limit`` bytes, or
    as soon as its first bytes do not match ``begins``."""
    parts: list[bytes] = []
    total = 0
    with chunks(source) as pieces:
        for piece in pieces:
            if begins is not None and not parts and not begins.match(piece):
                raise SeigenError(f"{name_of(source)}: no {what}")
            parts.append(piece)
            total += len(piece)
            if total > limit:
                raise SeigenError(f"{name_of(source)}: {what} is larger than {limit} bytes")
    return b"".join(parts)


def read_file(path: Path, limit: int, what: str, error: type[SeigenError]) -> bytes:
    """Read all of a file that must be small. Raises ``error`` where it cannot be read or is longer."""
    try:
        with path.open("rb") as file:
            return read_limited(file, limit, what)
    except OSError as problem:
        raise error(f"{path}: cannot be read ({problem.strerror or problem})") from None
    except SeigenError as problem:
        raise error(str(problem)) from None


def spool(source: Source, file: BinaryIO) -> None:
    """Copy a stream that is to be read more than once, such as a pipe. Raises SeigenError when it is longer
    than MAX_SPOOL, and at once when its first bytes are neither a byte stream's nor a container's."""
    head: bytes | None = b""
    total = 0
    with chunks(source) as pieces:
        for piece in chain(pieces, (b"",)):
            if head is not None:
                head += piece
                if len(head) >= _HEAD or not piece:
                    if head.lstrip(b"\0")[:1] != b"\1" and looks_like(head) not in CONTAINERS:
                        what = looks_like(head) or (
                            "no start code at its beginning" if head else "it is empty"
                        )
                        raise SeigenError(f"{name_of(source)}: no bitstream: {what}")
                    head = None
            total += len(piece)
            if total > MAX_SPOOL:
                raise SeigenError(f"{name_of(source)}: longer than {MAX_SPOOL} bytes: save it to a file")
            file.write(piece)
    file.flush()


def name_of(source: Source | IO[bytes]) -> str:
    """Return the source in words, for messages."""
    if isinstance(source, (str, os.PathLike)):
        return "standard input" if os.fspath(source) == "-" else os.fspath(source)
    return str(getattr(source, "name", f"{len(source)} bytes" if isinstance(source, bytes) else "stream"))
