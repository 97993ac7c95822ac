"""The messages that this project understands, by payloadType; a module a structure.

Modules load when first asked for, so that reading one kind of message does not pay for the others.
"""

from __future__ import annotations

import importlib
from functools import cache

from sei.context import Context
from sei.editions import H274V4, Edition
from sei.message import Message, RawPayload

_STRUCTURES = {
    4: "UserDataRegisteredItuTT35",
    5: "UserDataUnregistered",
    132: "DecodedPictureHash",
    200: "SeiManifest",
    201: "SeiPrefixIndication",
    210: "NnPostFilterCharacteristics",
    211: "NnPostFilterActivation",
    213: "SeiProcessingOrder",
    216: "SourcePictureTimingInfo",
    223: "GenerativeFaceVideo",
    224: "GenerativeFaceVideoEnhancement",
}
_MODULES = {
    4: "user_data_registered_itu_t_t35",
    5: "user_data_unregistered",
    132: "decoded_picture_hash",
    200: "sei_manifest",
    201: "sei_prefix_indication",
    210: "nn_post_filter_characteristics",
    211: "nn_post_filter_activation",
    213: "sei_processing_order",
    216: "source_picture_timing_info",
    223: "generative_face_video",
    224: "generative_face_video_enhancement",
}

PAYLOAD_TYPES = tuple(_STRUCTURES)
"""payloadType of every structure with a model."""


@cache
def message_class(payload_type: int) -> type[Message] | None:
    """Return the model of a payloadType, None when there is none."""
    if payload_type not in _STRUCTURES:
        return None
    module = importlib.import_module(f"sei.messages.{_MODULES[payload_type]}")
    cls: type[Message] = getattr(module, _STRUCTURES[payload_type])
    return cls


def read_payload(
    payload_type: int, data: bytes, *, edition: Edition = H274V4, context: Context | None = None
) -> Message | RawPayload:
    """Read a payload as the model of its type, or as a RawPayload when there is none.

    Raises BitstreamError like `Message.from_payload`.
    """
    cls = message_class(payload_type)
    if cls is None:
        return RawPayload.from_payload(data)
    return cls.from_payload(data, edition=edition, context=context)
