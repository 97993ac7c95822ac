"""What a file is, by its first bytes or its name."""

from __future__ import annotations

import os
from pathlib import Path

MAGIC = (
    *((4, kind, "an MP4 file") for kind in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")),
    *((4, kind, "an MP4 file") for kind in (b"styp", b"moof", b"sidx")),
    (0, b"\x1a\x45\xdf\xa3", "a Matroska file"),
    (0, b"\x47", "an MPEG transport stream"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG", "a PNG picture"),
    (0, b"RIFF", "a RIFF file"),
    (0, b"{", "JSON"),
)

CONTAINER_SUFFIXES = {
    ".mp4": "mp4",
    ".m4v": "mp4",
    ".mov": "mov",
    ".mkv": "matroska",
    ".ts": "mpegts",
    ".m2ts": "mpegts",
}
"""libav's muxer by the suffix of an output file's name."""

CONTAINERS = ("an MP4 file", "a Matroska file", "an MPEG transport stream")


def looks_like(head: bytes) -> str | None:
    """What the first bytes of a file that is no byte stream are, in words; None when unknown."""
    for offset, magic, words in MAGIC:
        if head[offset : offset + len(magic)] == magic:
            # One byte is thin evidence: transport packets repeat it every 188 bytes.
            if words == "an MPEG transport stream" and head[188:189] not in (b"\x47", b""):
                continue
            return words
    return None


def is_container(path: str | os.PathLike[str]) -> bool:
    """Whether the file is one that `vvc_bridge.container` opens (MP4, Matroska, MPEG-TS), by its first
    bytes."""
    if os.fspath(path) == "-" or not Path(path).is_file():
        return False
    with Path(path).open("rb") as file:
        return looks_like(file.read(256)) in CONTAINERS
