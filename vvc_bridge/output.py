"""Output files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast


@contextlib.contextmanager
def output_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A name beside ``path`` to write to; renamed to ``path`` when the block ends well, removed when it
    raises.

    The temporary name ends in the suffix of ``path``, which tools tell the format from. What is no regular
    file (``/dev/null``, a named pipe) is given as it is. Nothing is ever visible under ``path`` but the whole
    file, whatever kills the process.
    """
    final = Path(path)
    if final.exists() and not stat.S_ISREG(final.stat().st_mode):
        yield final
        return
    real = Path(os.path.realpath(final))  # a symbolic link stays one
    handle, name = tempfile.mkstemp(prefix=f".{real.stem}.", suffix=real.suffix, dir=real.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        yield temporary
        temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def output_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """`output_path` as a binary file to write to; ``-`` is standard output, flushed at the end."""
    if os.fspath(path) == "-":
        stream = cast(BinaryIO, sys.stdout.buffer)
        yield stream
        stream.flush()
        return
    with output_path(path) as name, name.open("wb") as file:
        yield file
