"""seigen: generative face and human video in SEI messages (H.274 GFV and GFVE), as one Python surface.

import seigen

for unit in seigen.open("talk.266"):                    # byte streams, MP4, Matroska, MPEG-TS
    print(unit.poc, unit.messages)

messages = seigen.extract("talk.266", types={223, 224})
seigen.remove("talk.266", "bare.266")
seigen.inject("bare.266", messages, "again.266")        # byte for byte talk.266

coded = seigen.encode("clip.mp4", "talk.266", bitrate=8)
for frame in seigen.decode("talk.266"):                 # frame.pixels: uint8 RGB (h, w, 3)
    print(frame.index, frame.time)

Names load when they are first asked for. What needs an extra that is not installed raises `MissingExtra`,
which names it. Nothing is printed: what was done and left out goes to the logger ``seigen``, or is a
`SeigenWarning`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from sei.extras import needing

if TYPE_CHECKING:
    from generators.codec.decoder import Decoder
    from generators.codec.frames import Frame
    from generators.codec.push import PushDecoder
    from generators.coding import CodedClip, decode, encode
    from generators.overview import FieldInfo, SystemInfo, system, systems
    from generators.subjects.clip import Clip
    from generators.training.personalise import Tuning
    from sei import named
    from sei.errors import BitstreamError, SeigenError, SeigenWarning
    from sei.extras import MissingExtra
    from sei.message import Message
    from sei.messages import read_payload
    from sei.messages.generative_face_video import GenerativeFaceVideo
    from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
    from vvc_bridge.access_unit import AccessUnit, SeiMessage
    from vvc_bridge.editor import EditReport
    from vvc_bridge.extractor import extract
    from vvc_bridge.injector import inject, replace
    from vvc_bridge.message_file import Entry, MessageFile, Place
    from vvc_bridge.named_file import extract_named
    from vvc_bridge.remover import remove
    from vvc_bridge.remuxer import remux
    from vvc_bridge.stream import Stream, open

__all__ = [
    "AccessUnit",
    "BitstreamError",
    "Clip",
    "CodedClip",
    "Decoder",
    "EditReport",
    "Entry",
    "FieldInfo",
    "Frame",
    "GenerativeFaceVideo",
    "GenerativeFaceVideoEnhancement",
    "Message",
    "MessageFile",
    "MissingExtra",
    "Place",
    "PushDecoder",
    "SeiMessage",
    "SeigenError",
    "SeigenWarning",
    "Stream",
    "SystemInfo",
    "Tuning",
    "decode",
    "encode",
    "extract",
    "extract_named",
    "inject",
    "named",
    "open",
    "read_payload",
    "remove",
    "remux",
    "replace",
    "system",
    "systems",
]

_MODULES = {
    "generators.codec.decoder": ("Decoder",),
    "generators.codec.frames": ("Frame",),
    "generators.codec.push": ("PushDecoder",),
    "generators.coding": ("CodedClip", "decode", "encode"),
    "generators.overview": ("FieldInfo", "SystemInfo", "system", "systems"),
    "generators.subjects.clip": ("Clip",),
    "generators.training.personalise": ("Tuning",),
    "sei": ("named",),
    "sei.errors": ("BitstreamError", "SeigenError", "SeigenWarning"),
    "sei.extras": ("MissingExtra",),
    "sei.message": ("Message",),
    "sei.messages": ("read_payload",),
    "sei.messages.generative_face_video": ("GenerativeFaceVideo",),
    "sei.messages.generative_face_video_enhancement": ("GenerativeFaceVideoEnhancement",),
    "vvc_bridge.access_unit": ("AccessUnit", "SeiMessage"),
    "vvc_bridge.editor": ("EditReport",),
    "vvc_bridge.extractor": ("extract",),
    "vvc_bridge.injector": ("inject", "replace"),
    "vvc_bridge.message_file": ("Entry", "MessageFile", "Place"),
    "vvc_bridge.named_file": ("extract_named",),
    "vvc_bridge.remover": ("remove",),
    "vvc_bridge.remuxer": ("remux",),
    "vvc_bridge.stream": ("Stream", "open"),
}


def __getattr__(name: str) -> Any:
    """Load a public name's module when it is asked for. Raises MissingExtra where an optional package that it
    needs is not installed."""
    for module, names in _MODULES.items():
        if name in names:
            with needing():
                if module == "sei":
                    return importlib.import_module(f"sei.{name}")
                return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module 'seigen' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
