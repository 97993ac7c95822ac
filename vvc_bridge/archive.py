"""Zip files from anywhere, whole or refused: the one door for packages and for arrays (.npz).

Members are stored or deflated. Others are refused: their decoders give out all that a few bytes stand for.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from sei.errors import SeigenError

MAX_MEMBERS = 4096
"""Most members of an archive."""

MAX_DIRECTORY = 1 << 20
"""Most bytes of an archive's directory, which is read before any limit of members can be looked at."""

_END = struct.Struct("<4s4H2LH")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError, KeyError),
)


class ArchiveError(SeigenError):
    """An archive that is none, is damaged, encrypted or too large."""


def members(source: str | os.PathLike[str] | bytes, limit: int) -> dict[str, bytes]:
    """Read the files of an archive, by their names as they stand in it, in its order.

    limit  most bytes of all files together, unpacked

    Raises ArchiveError, whatever is wrong with it; OSError when it cannot be opened.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb") as file:
        _check_directory(file)
        try:
            with zipfile.ZipFile(file) as archive:
                return _read(archive, limit)
        except _BROKEN as error:
            raise ArchiveError(str(error).splitlines()[0] if str(error) else type(error).__name__) from None


def _check_directory(file: BinaryIO) -> None:
    """Refuse an archive whose directory is larger than MAX_DIRECTORY, as its last record says."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - (1 << 16) - _END.size))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise ArchiveError("not a zip file")
    _, _, _, _, count, directory, _, _ = _END.unpack_from(tail, at)
    if directory > MAX_DIRECTORY or count > MAX_MEMBERS:
        raise ArchiveError(f"a directory of {count} files in {directory} bytes is too large")


def _read(archive: zipfile.ZipFile, limit: int) -> dict[str, bytes]:
    if not all(entry.filename for entry in archive.infolist()):
        raise ArchiveError("a file without a name")
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_MEMBERS:
        raise ArchiveError(f"more than {MAX_MEMBERS} files")
    if sum(entry.file_size for entry in entries) > limit:
        raise ArchiveError(f"over {limit} bytes")
    found: dict[str, bytes] = {}
    for entry in entries:
        name = entry.filename
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ArchiveError(f"{name[:80]!a} is neither stored nor deflated")
        if entry.flag_bits & 1:
            raise ArchiveError(f"{name[:80]!a} is encrypted")
        found[name] = archive.read(entry)
    return found
