"""Messages of one edition as another one says the same."""

from __future__ import annotations

from typing import Any

from sei.editions import Edition
from sei.errors import SeigenError
from sei.message import Message
from sei.messages.decoded_picture_hash import DecodedPictureHash
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.predict import THRESHOLDS_DEFAULT

_KEY = "gfv_chroma_key_thr_"


class ConvertError(SeigenError):
    """A message says what another edition has no element for."""


def converted(message: Message, source: Edition, target: Edition) -> Message:
    """Return a message of edition ``source`` as ``target`` says the same; itself where nothing differs.

    Raises ConvertError that names the element which the target does not have."""
    if source == target:
        return message
    values = message.model_dump(exclude_none=True)
    if isinstance(message, GenerativeFaceVideo):
        _fusion(values, target)
        if values.get("gfv_chroma_key_info_present_flag") and (
            source.chroma_key_purpose != target.chroma_key_purpose
        ):
            _chroma_key(values, target)
    elif isinstance(message, DecodedPictureHash) and source.hash_components != target.hash_components:
        _hash(values, target)
    changed = type(message).from_values(values)
    return message if changed == message else changed


def _fusion(values: dict[str, Any], target: Edition) -> None:
    if values["gfv_cnt"] == 0:
        return
    if target.fusion_with_any_cnt:
        values.setdefault("gfv_fusion_pic_flag", 0)
    elif values.pop("gfv_fusion_pic_flag", 0):
        raise ConvertError(
            f"gfv_fusion_pic_flag is 1 with gfv_cnt {values['gfv_cnt']}: edition {target.name} has it with "
            "gfv_cnt 0 only"
        )


def _chroma_key(values: dict[str, Any], target: Edition) -> None:
    if not target.chroma_key_purpose:
        purpose = values.pop("gfv_chroma_key_purpose_idc", 0)
        if purpose:
            raise ConvertError(
                f"gfv_chroma_key_purpose_idc is {purpose}: edition {target.name} does not have it"
            )
        lower = values.pop(_KEY + "lower", None)
        delta = values.pop(_KEY + "upper_delta_minus1", None)
        values[_KEY + "present_flag"] = [0, 0] if lower is None else [1, 1]
        if lower is not None:
            values[_KEY + "value"] = [lower, lower + (delta or 0) + 1]
        return
    present = values.pop(_KEY + "present_flag", [0, 0])
    coded = [*values.pop(_KEY + "value", []), None, None]
    values["gfv_chroma_key_purpose_idc"] = 0
    values[_KEY + "present_flag"] = int(any(present))
    if any(present):
        lower = THRESHOLDS_DEFAULT[0] if coded[0] is None else coded[0]
        upper = THRESHOLDS_DEFAULT[1] if coded[1] is None else coded[1]
        if not (lower <= 255 and 1 <= upper - lower <= 256):
            raise ConvertError(
                f"chroma key thresholds {lower} and {upper}: edition {target.name} has a lower one up "
                "to 255, and an upper one 1 to 256 above it"
            )
        values[_KEY + "lower"], values[_KEY + "upper_delta_minus1"] = lower, upper - lower - 1


def _hash(values: dict[str, Any], target: Edition) -> None:
    names = ("dph_sei_single_component_flag", "dph_sei_reserved_zero_7bits")
    if not target.hash_components:
        for name in names:
            values.pop(name, None)
        return
    kinds = ("dph_sei_picture_md5", "dph_sei_picture_crc", "dph_sei_picture_checksum")
    count = max((len(values[kind]) for kind in kinds if kind in values), default=3)
    values[names[0]], values[names[1]] = int(count == 1), 0
