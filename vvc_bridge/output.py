"""Output files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast


@contextlib.contextmanager
def output_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a name beside ``path`` to write to; renamed to ``path`` when the block ends well, removed when it
    raises.

    The temporary name ends in the suffix of ``path``, which tools tell the format from. What is no regular
    file (``/dev/null``, a named pipe) is given as it is. Nothing is ever visible under ``path`` but the whole
    file, whatever kills the process. A file that was there keeps its mode, and its owner where that is
    allowed. An error of a full disk names ``path``.
    """
    final = Path(path)
    before = final.stat() if final.exists() else None
    if before is not None and not stat.S_ISREG(before.st_mode):
        with naming(final):
            yield final
        return
    real = Path(os.path.realpath(final))  # a symbolic link stays one
    handle, name = tempfile.mkstemp(prefix=f".{real.stem}.", suffix=real.suffix, dir=real.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        _set_mode(temporary, before)
        with naming(final, instead_of=temporary):
            yield temporary
        temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _set_mode(path: Path, before: os.stat_result | None) -> None:
    """Mode and owner of the file that was there, or what a new file gets."""
    if before is None:
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
        return
    mode, now = stat.S_IMODE(before.st_mode) & 0o777, path.stat()
    if (before.st_uid, before.st_gid) != (now.st_uid, now.st_gid):
        try:
            os.chown(path, before.st_uid, before.st_gid)
        except OSError:
            mode &= 0o700 | (mode & 0o007) << 3  # another group gets no more than everybody
    path.chmod(mode)


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def naming(name: str | os.PathLike[str], *, instead_of: Path | None = None) -> Iterator[None]:
    """Give an error of a full disk the name of what was written, where it has none or the temporary one."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL and error.filename in (None, str(instead_of)):
            error.filename = os.fspath(name)
        raise


@contextlib.contextmanager
def output_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open `output_path` as a binary file to write to; ``-`` is standard output, flushed at the end."""
    if os.fspath(path) == "-":
        stream = cast(BinaryIO, sys.stdout.buffer)
        with naming("standard output"):
            yield stream
            stream.flush()
        return
    with output_path(path) as name, name.open("wb") as file:
        yield file
