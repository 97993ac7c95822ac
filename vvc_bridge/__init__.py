"""Annex B bytes to access units to SEI messages and back; external codecs.

from vvc_bridge import access_units, extract, inject, remove

for unit in access_units("video.266"):          # a path, "-", bytes, or a live pipe's file object
    print(unit.poc, unit.pictures, unit.messages)

messages = extract("video.266", types={223, 224})
remove("video.266", "bare.266")
inject("bare.266", messages, "again.266")       # byte for byte video.266
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vvc_bridge.access_unit import AccessUnit, SeiMessage, access_units, parse_access_unit
    from vvc_bridge.editor import EditReport
    from vvc_bridge.extractor import extract
    from vvc_bridge.injector import inject, replace
    from vvc_bridge.message_file import Entry, MessageFile, Place
    from vvc_bridge.nal import Codec, NalUnit
    from vvc_bridge.pictures import CodedPicture, PictureTracker
    from vvc_bridge.remover import remove
    from vvc_bridge.remuxer import remux

__all__ = [
    "AccessUnit",
    "Codec",
    "CodedPicture",
    "EditReport",
    "Entry",
    "MessageFile",
    "NalUnit",
    "PictureTracker",
    "Place",
    "SeiMessage",
    "access_units",
    "extract",
    "inject",
    "parse_access_unit",
    "remove",
    "remux",
    "replace",
]

_MODULES = {
    "access_unit": ("AccessUnit", "SeiMessage", "access_units", "parse_access_unit"),
    "editor": ("EditReport",),
    "extractor": ("extract",),
    "injector": ("inject", "replace"),
    "message_file": ("Entry", "MessageFile", "Place"),
    "nal": ("Codec", "NalUnit"),
    "pictures": ("CodedPicture", "PictureTracker"),
    "remover": ("remove",),
    "remuxer": ("remux",),
}


def __getattr__(name: str) -> Any:
    """Load a public name's module when it is asked for: `seigen --help` needs none of them."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f"vvc_bridge.{module}"), name)
    raise AttributeError(f"module 'vvc_bridge' has no attribute {name!r}")
