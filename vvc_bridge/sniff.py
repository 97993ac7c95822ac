"""What a file is, by its first bytes or its name."""

from __future__ import annotations

import os
from pathlib import Path

from sei.errors import SeigenError
from vvc_bridge.packet_framing import PROBE, framing

MAGIC = (
    *((4, kind, "an MP4 file") for kind in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")),
    *((4, kind, "an MP4 file") for kind in (b"styp", b"moof", b"sidx")),
    (0, b"\x1a\x45\xdf\xa3", "a Matroska file"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG", "a PNG picture"),
    (0, b"RIFF", "a RIFF file"),
)

CONTAINER_SUFFIXES = {
    ".mp4": "mp4",
    ".m4v": "mp4",
    ".mov": "mov",
    ".mkv": "matroska",
    ".ts": "mpegts",
    ".m2ts": "mpegts",
    ".mts": "mpegts",
}
"""libav's muxer by the suffix of an output file's name."""

STAMPED = frozenset((".m2ts", ".mts"))
"""Suffixes of transport streams whose packets have time stamps, 192 bytes in all."""

NOT_WRITTEN = frozenset(
    (
        ".3g2",
        ".3gp",
        ".asf",
        ".avi",
        ".f4v",
        ".flv",
        ".gif",
        ".m2v",
        ".m4a",
        ".mj2",
        ".mka",
        ".mk3d",
        ".mp3",
        ".mpeg",
        ".mpg",
        ".mxf",
        ".nut",
        ".ogg",
        ".ogv",
        ".rm",
        ".vob",
        ".wav",
        ".webm",
        ".wmv",
        ".y4m",
    )
)
"""Suffixes of containers and pictures that are not written, nor a byte stream under their name."""

_OTHER_STANDARDS = (".264", ".h264", ".avc", ".265", ".h265", ".hevc")

ENOUGH = PROBE + 204 * 8
"""First bytes of a file that `looks_like` wants to see."""

CONTAINERS = ("an MP4 file", "a Matroska file", "an MPEG transport stream")


def looks_like(head: bytes) -> str | None:
    """Say what the first bytes of a file that is no byte stream are; None when unknown."""
    for offset, magic, words in MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return words
    if framing(head):
        return "an MPEG transport stream"
    return "JSON" if head[:1] == b"{" else None


def file_looks_like(path: str | os.PathLike[str]) -> str | None:
    """Say as `looks_like` what a file is."""
    with Path(path).open("rb") as file:
        return looks_like(file.read(ENOUGH))


def is_container(path: str | os.PathLike[str]) -> bool:
    """Tell whether the file is one that `vvc_bridge.container` opens (MP4, Matroska, MPEG-TS), by its first
    bytes."""
    if os.fspath(path) == "-" or not Path(path).is_file():
        return False
    return file_looks_like(path) in CONTAINERS


def require_writable(path: str | os.PathLike[str]) -> None:
    """Refuse a name that asks for a container that is not written. All other names are a byte stream's."""
    suffix = Path(path).suffix.lower()
    if suffix in NOT_WRITTEN:
        known = ", ".join(CONTAINER_SUFFIXES)
        raise SeigenError(
            f"{os.fspath(path)}: {suffix} is not written; containers are {known}, all else byte streams"
        )


def require_h266(path: str | os.PathLike[str]) -> None:
    """Check as `require_writable` where H.266 is written: a name that asks for another standard is refused
    too."""
    require_writable(path)
    suffix = Path(path).suffix.lower()
    if suffix in _OTHER_STANDARDS:
        raise SeigenError(f"{os.fspath(path)}: what is written is H.266, no {suffix}")
