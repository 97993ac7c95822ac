"""Base streams: tiny coded videos that the messages are put into. They are shipped, so that builds give the
same bytes whatever encoder a machine has (scripts/make_conformance_bases.py made them)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class BaseStream:
    """One base stream.

    name       file name in conformance/data
    codec      h266 or h265
    width, height, pictures, rate, bit_depth
    profile    profile, tier and level in words
    encoder    what wrote it
    yuv_md5    MD5 of all its decoded pictures, planes in order (two bytes a sample over 8 bits)
    plane_md5  MD5 of the three colour components of every picture in output order
    """

    name: str
    codec: str
    width: int
    height: int
    pictures: int
    rate: int
    bit_depth: int
    profile: str
    encoder: str
    yuv_md5: str
    plane_md5: tuple[tuple[str, str, str], ...]

    @property
    def picture_log(self) -> str:
        """The .opl file of the reference decoders: layer, picture order count, size, MD5 a component."""
        return "".join(
            f"  0,{poc:8},{self.width:5},{self.height:5},{','.join(planes)}\n"
            for poc, planes in enumerate(self.plane_md5)
        )

    @property
    def data(self) -> bytes:
        """The byte stream."""
        return (files("conformance") / "data" / self.name).read_bytes()


@cache
def bases() -> dict[str, BaseStream]:
    """Return all base streams by name."""
    rows = json.loads((files("conformance") / "data" / "bases.json").read_text())
    return {
        row["name"]: BaseStream(**{**row, "plane_md5": tuple(map(tuple, row["plane_md5"]))}) for row in rows
    }
