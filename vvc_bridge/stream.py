"""A stream or container, open to be walked over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from vvc_bridge.access_unit import AccessUnit, access_units
from vvc_bridge.nal import Codec
from vvc_bridge.readable import readable
from vvc_bridge.source import Source


class Stream:
    """Iterates over a stream's access units in decoding order, holding one at a time.

        for unit in seigen.open("talk.mp4"):
            print(unit.index, unit.poc, [message.payload_type for message in unit.messages])

    A file can be walked over as often as one likes, a pipe once.
    """

    def __init__(self, source: Source, codec: str | Codec | None = None) -> None:
        self.source = source
        self.codec = Codec.named(codec) if codec is not None else None

    def __iter__(self) -> Iterator[AccessUnit]:
        with readable(self.source) as source:
            yield from access_units(source, codec=self.codec)

    def __repr__(self) -> str:
        return f"Stream({self.source if isinstance(self.source, (str, os.PathLike)) else '...'!s})"


def open(source: Source, *, codec: str | Codec | None = None) -> Stream:
    """Open a byte stream, or an MP4, MOV, Matroska or MPEG-TS file with one, to walk over its access units.

    source  path, ``-`` for standard input, the bytes themselves, or a binary file object such as a pipe
    codec   ``h266``, ``h265`` or ``h264``; None: told by the container, else from the stream

    Raises OSError where a file cannot be read, and, as it is walked over, what `access_units` does.
    """
    if isinstance(source, (str, os.PathLike)) and os.fspath(source) != "-":
        with Path(source).open("rb"):
            pass  # it is there, and may be read: not first said when somebody walks
    return Stream(source, codec)
