"""Languages of a QuickTime file that libav has written: its muxer knows those of the old Macintosh only."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from vvc_bridge.containers.boxes import read_extents

_CODE = re.compile("[a-z]{3}")


def set_languages(path: str | os.PathLike[str], languages: Iterable[str]) -> None:
    """Give the first tracks of a file languages, in place: three letters of ISO 639-2, others stay away."""
    with Path(path).open("r+b") as file:
        moov = next(extent.box for extent in read_extents(file) if extent.box and extent.type == b"moov")
        for trak, language in zip(moov.all(b"trak"), languages, strict=False):
            if not _CODE.fullmatch(language):
                continue
            mdhd = trak.need(b"mdia", b"mdhd")
            first, second, third = (ord(letter) - 0x60 for letter in language)
            code = first << 10 | second << 5 | third
            file.seek(mdhd.offset + len(mdhd.head) + (32 if mdhd.body[:1] == b"\1" else 20))
            file.write(code.to_bytes(2, "big"))
