"""Where a stream comes from: byte streams as they come, containers (MP4, Matroska, MPEG-TS) from anywhere."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from vvc_bridge.output import naming
from vvc_bridge.sniff import CONTAINERS, ENOUGH, looks_like
from vvc_bridge.source import CHUNK, Readable, Source, rereadable, spool


class _Begun:
    """A pipe of which the first bytes were read, giving them again."""

    def __init__(self, head: bytes, pipe: Readable) -> None:
        self._head, self._pipe = head, pipe
        self._read = getattr(pipe, "read1", pipe.read)
        self.name = getattr(pipe, "name", "stream")

    def read(self, size: int = CHUNK, /) -> bytes:
        if self._head:
            part, self._head = self._head[:size], self._head[size:]
            return part
        return bytes(self._read(size))


@contextmanager
def readable(source: Source) -> Iterator[Source]:
    """Give the source, as `access_units` takes it, while the block lasts.

    A container that is no file is copied to a temporary one first, for its index may be at the end. Of a pipe
    only the first bytes are waited for.
    """
    if isinstance(source, (str, os.PathLike)) and os.fspath(source) != "-":
        yield source
        return
    if isinstance(source, (bytes, bytearray, memoryview)):
        if looks_like(bytes(source[:ENOUGH])) not in CONTAINERS:
            yield source
            return
        with tempfile.NamedTemporaryFile(prefix="seigen-stream-") as copy:
            with naming(copy.name):
                copy.write(source)
                copy.flush()
            yield copy.name
        return
    pipe = sys.stdin.buffer if isinstance(source, (str, os.PathLike)) else source
    begun = _Begun(_first(pipe), pipe)
    if looks_like(begun._head) not in CONTAINERS:
        yield begun
        return
    with tempfile.NamedTemporaryFile(prefix="seigen-stream-") as copy:
        with naming(copy.name):
            spool(begun, cast("BinaryIO", copy))
        yield copy.name


@contextmanager
def kept(source: Source) -> Iterator[Source]:
    """Give a source that can be read a second time while the block lasts: of a pipe a temporary copy."""
    if rereadable(source):
        yield source
        return
    with tempfile.NamedTemporaryFile(prefix="seigen-stream-") as copy:
        with naming(copy.name):
            spool(source, cast("BinaryIO", copy))
        yield copy.name


def _first(pipe: Readable) -> bytes:
    """As many bytes as tell what a stream is: with a start code no more are waited for."""
    read, head = getattr(pipe, "read1", pipe.read), b""
    while len(head) < ENOUGH and not head.startswith((b"\0\0\1", b"\0\0\0\1")):
        piece = read(CHUNK)
        if not piece:
            break
        head += piece
    return head
