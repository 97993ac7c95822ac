"""Size of the pictures and level of a stream, as its sequence parameter sets say."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

import vvc_bridge.h264 as h264
import vvc_bridge.h265 as h265
import vvc_bridge.parameter_sets as parameter_sets
from sei.errors import BitstreamError
from vvc_bridge.nal import Codec, NalUnit

_SIDES = ("left", "right", "top", "bottom")


class FrameSize(NamedTuple):
    """Width and height in luma samples, the conformance or cropping window cut out, and the level, as in 3.1;
    None where the parameter set leaves it out."""

    width: int
    height: int
    level: str | None


def frame_size(nals: Iterable[NalUnit]) -> FrameSize | None:
    """Read them in the first SPS of the base layer among ``nals`` that can be read; None without one."""
    for nal in nals:
        if nal.layer_id:
            continue
        with suppress(BitstreamError):
            if nal.codec is Codec.H266 and nal.type == 15:
                return _h266(parameter_sets.read_sps(nal.payload))
            if nal.codec is Codec.H265 and nal.type == 33:
                return _h265(h265.read_sps(nal.payload))
            if nal.codec is Codec.H264 and nal.type == 7:
                return _h264(h264.read_sps(nal.payload))
    return None


def _h266(sps: dict[str, Any]) -> FrameSize:
    width, height = sps["sps_pic_width_max_in_luma_samples"], sps["sps_pic_height_max_in_luma_samples"]
    number = sps.get("general_level_idc")  # 16 times the level before the point, and 3 times that behind it
    level = f"{number // 16}.{number % 16 // 3}" if number else None
    return FrameSize(*_cut(width, height, sps, "sps_conf_win_", sps["sps_chroma_format_idc"]), level)


def _h265(sps: dict[str, Any]) -> FrameSize:
    width, height = sps["pic_width_in_luma_samples"], sps["pic_height_in_luma_samples"]
    number = sps["general_level_idc"]  # 30 times the level
    level = f"{number // 30}.{number % 30 // 3}"
    return FrameSize(*_cut(width, height, sps, "conf_win_", sps["chroma_format_idc"]), level)


def _h264(sps: dict[str, Any]) -> FrameSize:
    fields = 2 - sps["frame_mbs_only_flag"]
    width = 16 * (sps["pic_width_in_mbs_minus1"] + 1)
    height = 16 * (sps["pic_height_in_map_units_minus1"] + 1) * fields
    number = sps["level_idc"]  # 10 times the level
    size = _cut(width, height, sps, "frame_crop_", sps.get("chroma_format_idc", 1), fields)
    return FrameSize(*size, f"{number // 10}.{number % 10}")


def _cut(
    width: int, height: int, sps: dict[str, Any], prefix: str, chroma: int, fields: int = 1
) -> tuple[int, int]:
    """The window, whose offsets are in chroma samples, cut out."""
    left, right, top, bottom = (sps.get(f"{prefix}{side}_offset", 0) for side in _SIDES)
    across, down = 2 if chroma in (1, 2) else 1, (2 if chroma == 1 else 1) * fields
    return max(width - across * (left + right), 0), max(height - down * (top + bottom), 0)
