"""VPS of H.266, up to its clock (H.266 7.3.2.3): the only one that streams of several layers may have."""

from __future__ import annotations

from typing import Any

from sei.rbsp import unescape
from vvc_bridge.parameter_sets import (
    SPS,
    ParameterSetReader,
    declare,
    dpb_parameters,
    general_timing_hrd_parameters,
    ols_timing_hrd_parameters,
    profile_tier_level,
)

VPS = SPS | declare(
    u1="""vps_default_ptl_dpb_hrd_max_tid_flag vps_all_independent_layers_flag vps_independent_layer_flag
    vps_max_tid_ref_present_flag vps_direct_ref_layer_flag vps_each_layer_is_an_ols_flag
    vps_ols_output_layer_flag vps_pt_present_flag vps_sublayer_dpb_params_present_flag
    vps_timing_hrd_params_present_flag vps_sublayer_cpb_params_present_flag""",
    u2="vps_ols_mode_idc vps_ols_dpb_chroma_format",
    u3="vps_max_sublayers_minus1 vps_max_tid_il_ref_pics_plus1 vps_ptl_max_tid vps_dpb_max_tid "
    "vps_hrd_max_tid",
    u4="vps_video_parameter_set_id",
    u6="vps_max_layers_minus1 vps_layer_id",
    u8="vps_num_output_layer_sets_minus2 vps_num_ptls_minus1 vps_ols_ptl_idx",
    ue="""vps_num_dpb_params_minus1 vps_ols_dpb_pic_width vps_ols_dpb_pic_height vps_ols_dpb_bitdepth_minus8
    vps_ols_dpb_params_idx vps_num_ols_timing_hrd_params_minus1""",
)


def _layers(s: ParameterSetReader, last: int) -> list[set[int]]:
    """Layers and what they refer to; returns, by layer, the layers that it needs (7.4.3.3), itself too."""
    independent = s("vps_all_independent_layers_flag") if last else 1
    needs: list[set[int]] = []
    for i in range(last + 1):
        s("vps_layer_id", i)
        needs.append({i})
        if not i or independent or s("vps_independent_layer_flag", i):
            continue
        limited = s("vps_max_tid_ref_present_flag", i)
        for j in range(i):
            direct = s("vps_direct_ref_layer_flag", i, j)
            if direct:
                needs[i] |= needs[j]
            if limited and direct:
                s("vps_max_tid_il_ref_pics_plus1", i, j)
    return needs


def _output_layer_sets(s: ParameterSetReader, needs: list[set[int]]) -> list[int]:
    """How many layers each output layer set has (7.4.3.3); one apiece where each layer is one."""
    layers, independent = len(needs), s.values.get("vps_all_independent_layers_flag", 1)
    if layers == 1 or (independent and s("vps_each_layer_is_an_ols_flag")):
        return [1] * layers
    if not independent and s("vps_ols_mode_idc", hi=2) != 2:
        return [i + 1 for i in range(layers)]
    counts = [1]
    for i in range(1, s("vps_num_output_layer_sets_minus2") + 2):
        shown = [j for j in range(layers) if s("vps_ols_output_layer_flag", i, j)]
        counts.append(len(set().union(*(needs[j] for j in shown))))
    return counts


def _profiles(s: ParameterSetReader, sublayers: int, same: int, sets: int) -> None:
    count = s("vps_num_ptls_minus1", hi=sets - 1) + 1 if s.values["vps_max_layers_minus1"] else 1
    kinds = []
    for i in range(count):
        present = s("vps_pt_present_flag", i) if i else 1
        kinds.append((present, sublayers if same else s("vps_ptl_max_tid", i, hi=sublayers)))
    s.align("vps_ptl_alignment_zero_bit")
    for present, highest in kinds:
        profile_tier_level(s, highest, present=bool(present))
    if 1 < count != sets:
        for i in range(sets):
            s("vps_ols_ptl_idx", i)


def video_parameter_set(s: ParameterSetReader) -> None:
    """Read video_parameter_set_rbsp( ), 7.3.2.3, up to the duration of pictures in the first
    ols_timing_hrd_parameters( )."""
    s("vps_video_parameter_set_id")
    last = s("vps_max_layers_minus1")
    sublayers = s("vps_max_sublayers_minus1", hi=6)
    same = s("vps_default_ptl_dpb_hrd_max_tid_flag") if last and sublayers else 1
    needs = _layers(s, last)
    sets = _output_layer_sets(s, needs)
    _profiles(s, sublayers, same, len(sets))
    several = sum(count > 1 for count in sets)
    if s.values.get("vps_each_layer_is_an_ols_flag", 0) or not last:
        return
    count = s("vps_num_dpb_params_minus1", hi=max(several - 1, 0)) + 1
    each = s("vps_sublayer_dpb_params_present_flag") if sublayers else 0
    for i in range(count):
        highest = sublayers if same else s("vps_dpb_max_tid", i, hi=sublayers)
        dpb_parameters(s, 0 if each else highest, highest)
    for i in range(several):
        s("vps_ols_dpb_pic_width", i)
        s("vps_ols_dpb_pic_height", i)
        s("vps_ols_dpb_chroma_format", i)
        s("vps_ols_dpb_bitdepth_minus8", i)
        if 1 < count != several:
            s("vps_ols_dpb_params_idx", i)
    if s("vps_timing_hrd_params_present_flag"):
        hrd = general_timing_hrd_parameters(s)
        each = s("vps_sublayer_cpb_params_present_flag") if sublayers else 0
        s("vps_num_ols_timing_hrd_params_minus1", hi=max(several - 1, 0))
        highest = sublayers if same else s("vps_hrd_max_tid", 0, hi=sublayers)
        ols_timing_hrd_parameters(s, 0 if each else highest, highest, *hrd)


def read_vps(payload: bytes) -> dict[str, Any]:
    """Read the elements of a VPS by name; ``payload`` is the NAL unit behind its header. Raises
    BitstreamError."""
    s = ParameterSetReader(unescape(payload), "video_parameter_set_rbsp", VPS)
    video_parameter_set(s)
    return s.values
