"""Output files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


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


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where a disk takes no more."""


@contextlib.contextmanager
def naming(name: str | os.PathLike[str], *, instead_of: Path | None = None) -> Iterator[None]:
    """Give an error of the system the name of what was written, where it has the temporary one, or none and
    the disk is full."""
    try:
        yield
    except OSError as error:
        unnamed = error.filename is None and error.errno in FULL
        if unnamed or (instead_of is not None and error.filename == str(instead_of)):
            error.filename = os.fspath(name)
        raise


RESERVED_FROM = 1 << 23
"""Bytes from which a file's room is asked for before it is written."""

RESERVED_UP_TO = 1 << 32
"""Bytes that are asked for at the most: a source with holes says more than it has."""


@contextlib.contextmanager
def output_file(
    path: str | os.PathLike[str], made_from: str | os.PathLike[str] | None = None
) -> Iterator[BinaryIO]:
    """Open `output_path` as a binary file to write to; ``-`` is standard output, flushed at the end.

    made_from  a file of about the size that will be written: room for as much is asked for at once
    """
    if os.fspath(path) == "-":
        stream = cast(BinaryIO, sys.stdout.buffer)
        with naming("standard output"):
            yield stream
            stream.flush()
        return
    with output_path(path) as name, name.open("wb") as file:
        about = _size(made_from, path)
        reserved = about >= RESERVED_FROM and _reserve(file.fileno(), about)
        yield file
        if reserved:
            file.truncate()  # what it did not take goes back


def _size(made_from: str | os.PathLike[str] | None, path: str | os.PathLike[str]) -> int:
    """Size of a regular file that is another one than ``path``; else 0."""
    if made_from is None or not Path(made_from).is_file():
        return 0
    # Where its own source is written over, room is found as it is written: ext4 then makes sure that a loss
    # of power leaves one of the two.
    same = Path(path).exists() and Path(path).samefile(made_from)
    return 0 if same else min(Path(made_from).stat().st_size, RESERVED_UP_TO)


def _reserve(file: int, size: int) -> bool:
    """Ask for the room of ``size`` bytes, which saves looking for it piece by piece: a third of an edit's
    time. Whether it is there; where it is not, or the system cannot say, writing will tell."""
    if sys.platform != "linux" or sys.maxsize >> 32 == 0:
        return False
    import ctypes  # not needed by short streams

    # Not os.posix_fallocate, which writes zeros where a file system knows no better.
    try:
        fallocate = ctypes.CDLL(None).fallocate
    except (AttributeError, OSError):
        return False
    keep_size = 1
    return bool(fallocate(file, keep_size, ctypes.c_long(0), ctypes.c_long(size)) == 0)


class Behind:
    """Writes to a file in a thread of its own, so that what follows is looked at meanwhile.

    Short files, large pieces and what is no regular file (a pipe, where each piece should go out at once) are
    written as they come, and all where no processor is free: a thread would only take turns. At most AHEAD
    pieces of SMALL bytes wait. Errors come with a later piece, or at the end of the block.
    """

    FROM = 1 << 23
    AHEAD = 4
    SMALL = 1 << 22

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self._left = self.FROM if _is_regular(file) and _has_spare_processor() else None
        self._thread: ThreadPoolExecutor | None = None
        self._under_way: deque[Future[int]] = deque()

    def write(self, data: bytes | memoryview) -> None:
        """Write ``data``, which must not change. Raises OSError for it or for a piece before it."""
        if self._left is None or self._left > 0 or len(data) > self.SMALL:
            self._wait(0)
            self.file.write(data)
            self._left = None if self._left is None else self._left - len(data)
            return
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor  # not needed by short streams

            self._thread = ThreadPoolExecutor(1)
        self._wait(self.AHEAD - 1)
        self._under_way.append(self._thread.submit(self.file.write, data))

    def _wait(self, left: int) -> None:
        while len(self._under_way) > left:
            self._under_way.popleft().result()

    def __enter__(self) -> Behind:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._wait(0)
        finally:
            if self._thread is not None:
                self._thread.shutdown(cancel_futures=True)


def _is_regular(file: BinaryIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except (AttributeError, OSError, ValueError):  # no file of the system's
        return False


def _has_spare_processor() -> bool:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return round(cores - load) >= 1  # the load of who edits one stream after the other is their own
