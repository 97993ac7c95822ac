"""Parameter sets, slice segment headers and picture order count of H.265, as far as order and timing need
them.

One function a structure in the standard's order and names (H.265 7.3.2.1, 7.3.2.2, 7.3.2.3, 7.3.6), like
`vvc_bridge.parameter_sets`. The VPS and the VUI end behind their clock, the PPS at
num_extra_slice_header_bits, the slice segment header at slice_pic_order_cnt_lsb.
"""

from __future__ import annotations

from typing import Any

from sei.errors import BitstreamError
from sei.rbsp import unescape
from vvc_bridge.parameter_sets import ParameterSetReader, declare

SPS = declare(
    u1="""sps_temporal_id_nesting_flag sub_layer_profile_present_flag sub_layer_level_present_flag
    separate_colour_plane_flag conformance_window_flag sps_sub_layer_ordering_info_present_flag
    scaling_list_enabled_flag sps_scaling_list_data_present_flag scaling_list_pred_mode_flag amp_enabled_flag
    sample_adaptive_offset_enabled_flag pcm_enabled_flag pcm_loop_filter_disabled_flag
    inter_ref_pic_set_prediction_flag delta_rps_sign used_by_curr_pic_flag use_delta_flag
    used_by_curr_pic_s0_flag used_by_curr_pic_s1_flag long_term_ref_pics_present_flag
    used_by_curr_pic_lt_sps_flag sps_temporal_mvp_enabled_flag strong_intra_smoothing_enabled_flag
    vui_parameters_present_flag aspect_ratio_info_present_flag overscan_info_present_flag
    overscan_appropriate_flag video_signal_type_present_flag video_full_range_flag
    colour_description_present_flag chroma_loc_info_present_flag neutral_chroma_indication_flag field_seq_flag
    frame_field_info_present_flag default_display_window_flag vui_timing_info_present_flag
    vui_poc_proportional_to_timing_flag vui_hrd_parameters_present_flag nal_hrd_parameters_present_flag
    vcl_hrd_parameters_present_flag sub_pic_hrd_params_present_flag sub_pic_cpb_params_in_pic_timing_sei_flag
    fixed_pic_rate_general_flag fixed_pic_rate_within_cvs_flag low_delay_hrd_flag cbr_flag""",
    u3="sps_max_sub_layers_minus1 video_format",
    u4="sps_video_parameter_set_id pcm_sample_bit_depth_luma_minus1 pcm_sample_bit_depth_chroma_minus1 "
    "bit_rate_scale cpb_size_scale cpb_size_du_scale",
    u5="""du_cpb_removal_delay_increment_length_minus1 dpb_output_delay_du_length_minus1
    initial_cpb_removal_delay_length_minus1 au_cpb_removal_delay_length_minus1
    dpb_output_delay_length_minus1""",
    u8="""general_level_idc sub_layer_level_idc aspect_ratio_idc colour_primaries transfer_characteristics
    matrix_coeffs tick_divisor_minus2""",
    u16="sar_width sar_height",
    u32="vui_num_units_in_tick vui_time_scale",
    uv="lt_ref_pic_poc_lsb_sps",
    ue="""sps_seq_parameter_set_id chroma_format_idc pic_width_in_luma_samples pic_height_in_luma_samples
    conf_win_left_offset conf_win_right_offset conf_win_top_offset conf_win_bottom_offset
    bit_depth_luma_minus8 bit_depth_chroma_minus8 log2_max_pic_order_cnt_lsb_minus4
    sps_max_dec_pic_buffering_minus1 sps_max_num_reorder_pics sps_max_latency_increase_plus1
    log2_min_luma_coding_block_size_minus3 log2_diff_max_min_luma_coding_block_size
    log2_min_luma_transform_block_size_minus2 log2_diff_max_min_luma_transform_block_size
    max_transform_hierarchy_depth_inter max_transform_hierarchy_depth_intra
    scaling_list_pred_matrix_id_delta log2_min_pcm_luma_coding_block_size_minus3
    log2_diff_max_min_pcm_luma_coding_block_size num_short_term_ref_pic_sets abs_delta_rps_minus1
    num_negative_pics num_positive_pics delta_poc_s0_minus1 delta_poc_s1_minus1 num_long_term_ref_pics_sps
    chroma_sample_loc_type_top_field chroma_sample_loc_type_bottom_field def_disp_win_left_offset
    def_disp_win_right_offset def_disp_win_top_offset def_disp_win_bottom_offset
    vui_num_ticks_poc_diff_one_minus1 elemental_duration_in_tc_minus1 cpb_cnt_minus1 bit_rate_value_minus1
    cpb_size_value_minus1 cpb_size_du_value_minus1 bit_rate_du_value_minus1""",
    se="scaling_list_dc_coef_minus8 scaling_list_delta_coef",
)

VPS = SPS | declare(
    u1="vps_base_layer_internal_flag vps_base_layer_available_flag vps_temporal_id_nesting_flag "
    "vps_sub_layer_ordering_info_present_flag vps_timing_info_present_flag",
    u3="vps_max_sub_layers_minus1",
    u4="vps_video_parameter_set_id",
    u6="vps_max_layers_minus1 vps_max_layer_id",
    u16="vps_reserved_0xffff_16bits",
    u32="vps_num_units_in_tick vps_time_scale",
    ue="vps_max_dec_pic_buffering_minus1 vps_max_num_reorder_pics vps_max_latency_increase_plus1 "
    "vps_num_layer_sets_minus1",
)


def profile_tier_level(s: ParameterSetReader, max_sub_layers_minus1: int) -> None:
    """Read profile_tier_level( ), 7.3.3, with profilePresentFlag 1."""
    s.skip(88)  # from general_profile_space to general_inbld_flag
    s("general_level_idc")
    present = []
    for i in range(max_sub_layers_minus1):
        profile, level = s("sub_layer_profile_present_flag", i), s("sub_layer_level_present_flag", i)
        present.append((profile, level))
    if max_sub_layers_minus1:
        s.skip(2 * (8 - max_sub_layers_minus1))  # reserved_zero_2bits
    for i, (profile, level) in enumerate(present):
        if profile:
            s.skip(88)
        if level:
            s("sub_layer_level_idc", i)


def _scaling_list_data(s: ParameterSetReader) -> None:
    """7.3.4."""
    for size in range(4):
        for matrix in range(0, 6, 3 if size == 3 else 1):
            if not s("scaling_list_pred_mode_flag", size, matrix):
                s("scaling_list_pred_matrix_id_delta", size, matrix)
                continue
            if size > 1:
                s("scaling_list_dc_coef_minus8", size - 2, matrix)
            for _ in range(min(64, 1 << (4 + (size << 1)))):
                s("scaling_list_delta_coef")


_Set = tuple[list[int], list[int]]  # DeltaPocS0, DeltaPocS1


def _st_ref_pic_set(s: ParameterSetReader, index: int, sets: list[_Set]) -> _Set:
    """st_ref_pic_set( ), 7.3.7, in an SPS, and what 7.4.8 makes of it."""
    if not index or not s("inter_ref_pic_set_prediction_flag", index):
        negative, positive = s("num_negative_pics", hi=16), s("num_positive_pics", hi=16)
        deltas: _Set = [], []
        for side, count in enumerate((negative, positive)):
            delta = 0
            for _ in range(count):
                delta += s(f"delta_poc_s{side}_minus1") + 1
                s(f"used_by_curr_pic_s{side}_flag")
                deltas[side].append(delta if side else -delta)
        return deltas
    sign = s("delta_rps_sign")
    shift = (1 - 2 * sign) * (s("abs_delta_rps_minus1", hi=(1 << 15) - 1) + 1)
    before, after = sets[index - 1]
    kept = [s("used_by_curr_pic_flag") or s("use_delta_flag") for _ in range(len(before) + len(after) + 1)]
    moved = [delta + shift for delta, keep in zip([*before, *after, 0], kept, strict=True) if keep]
    return sorted((d for d in moved if d < 0), reverse=True), sorted(d for d in moved if d > 0)


def _hrd_parameters(s: ParameterSetReader, max_sub_layers_minus1: int) -> None:
    """hrd_parameters( 1, ... ), E.2.2."""
    nal, vcl = s("nal_hrd_parameters_present_flag"), s("vcl_hrd_parameters_present_flag")
    parts = 0
    if nal or vcl:
        parts = s("sub_pic_hrd_params_present_flag")
        if parts:
            s("tick_divisor_minus2")
            s("du_cpb_removal_delay_increment_length_minus1")
            s("sub_pic_cpb_params_in_pic_timing_sei_flag")
            s("dpb_output_delay_du_length_minus1")
        s("bit_rate_scale")
        s("cpb_size_scale")
        if parts:
            s("cpb_size_du_scale")
        s("initial_cpb_removal_delay_length_minus1")
        s("au_cpb_removal_delay_length_minus1")
        s("dpb_output_delay_length_minus1")
    for i in range(max_sub_layers_minus1 + 1):
        low_delay = 0
        if s("fixed_pic_rate_general_flag", i) or s("fixed_pic_rate_within_cvs_flag", i):
            s("elemental_duration_in_tc_minus1", i, hi=2047)
        else:
            low_delay = s("low_delay_hrd_flag", i)
        count = 1 if low_delay else s("cpb_cnt_minus1", i, hi=31) + 1
        for _ in range(count * (nal + vcl)):  # sub_layer_hrd_parameters( ), E.2.3
            s("bit_rate_value_minus1")
            s("cpb_size_value_minus1")
            if parts:
                s("cpb_size_du_value_minus1")
                s("bit_rate_du_value_minus1")
            s("cbr_flag")


def _vui(s: ParameterSetReader, max_sub_layers_minus1: int) -> None:
    """vui_parameters( ), E.2.1, up to its HRD."""
    if s("aspect_ratio_info_present_flag") and s("aspect_ratio_idc") == 255:
        s("sar_width")
        s("sar_height")
    if s("overscan_info_present_flag"):
        s("overscan_appropriate_flag")
    if s("video_signal_type_present_flag"):
        s("video_format")
        s("video_full_range_flag")
        if s("colour_description_present_flag"):
            s("colour_primaries")
            s("transfer_characteristics")
            s("matrix_coeffs")
    if s("chroma_loc_info_present_flag"):
        s("chroma_sample_loc_type_top_field")
        s("chroma_sample_loc_type_bottom_field")
    s("neutral_chroma_indication_flag")
    s("field_seq_flag")
    s("frame_field_info_present_flag")
    if s("default_display_window_flag"):
        for side in ("left", "right", "top", "bottom"):
            s(f"def_disp_win_{side}_offset")
    if s("vui_timing_info_present_flag"):
        s("vui_num_units_in_tick")
        s("vui_time_scale")
        if s("vui_poc_proportional_to_timing_flag"):
            s("vui_num_ticks_poc_diff_one_minus1")
        if s("vui_hrd_parameters_present_flag"):
            _hrd_parameters(s, max_sub_layers_minus1)


def seq_parameter_set(s: ParameterSetReader) -> None:
    """Read seq_parameter_set_rbsp( ), 7.3.2.2, without its VUI."""
    s("sps_video_parameter_set_id")
    sub_layers = s("sps_max_sub_layers_minus1", hi=6)
    s("sps_temporal_id_nesting_flag")
    profile_tier_level(s, sub_layers)
    s("sps_seq_parameter_set_id", hi=15)
    if s("chroma_format_idc", hi=3) == 3:
        s("separate_colour_plane_flag")
    s("pic_width_in_luma_samples")
    s("pic_height_in_luma_samples")
    if s("conformance_window_flag"):
        for side in ("left", "right", "top", "bottom"):
            s(f"conf_win_{side}_offset")
    s("bit_depth_luma_minus8", hi=8)
    s("bit_depth_chroma_minus8", hi=8)
    lsb_bits = s("log2_max_pic_order_cnt_lsb_minus4", hi=12) + 4
    for i in range(0 if s("sps_sub_layer_ordering_info_present_flag") else sub_layers, sub_layers + 1):
        s("sps_max_dec_pic_buffering_minus1", i)
        s("sps_max_num_reorder_pics", i)
        s("sps_max_latency_increase_plus1", i)
    s("log2_min_luma_coding_block_size_minus3")
    s("log2_diff_max_min_luma_coding_block_size")
    s("log2_min_luma_transform_block_size_minus2")
    s("log2_diff_max_min_luma_transform_block_size")
    s("max_transform_hierarchy_depth_inter")
    s("max_transform_hierarchy_depth_intra")
    if s("scaling_list_enabled_flag") and s("sps_scaling_list_data_present_flag"):
        _scaling_list_data(s)
    s("amp_enabled_flag")
    s("sample_adaptive_offset_enabled_flag")
    if s("pcm_enabled_flag"):
        s("pcm_sample_bit_depth_luma_minus1")
        s("pcm_sample_bit_depth_chroma_minus1")
        s("log2_min_pcm_luma_coding_block_size_minus3")
        s("log2_diff_max_min_pcm_luma_coding_block_size")
        s("pcm_loop_filter_disabled_flag")
    sets: list[_Set] = []
    for i in range(s("num_short_term_ref_pic_sets", hi=64)):
        sets.append(_st_ref_pic_set(s, i, sets))
    if s("long_term_ref_pics_present_flag"):
        for i in range(s("num_long_term_ref_pics_sps", hi=32)):
            s("lt_ref_pic_poc_lsb_sps", i, bits=lsb_bits)
            s("used_by_curr_pic_lt_sps_flag", i)
    s("sps_temporal_mvp_enabled_flag")
    s("strong_intra_smoothing_enabled_flag")
    s("vui_parameters_present_flag")


def video_parameter_set(s: ParameterSetReader) -> None:
    """Read video_parameter_set_rbsp( ), 7.3.2.1, up to its clock."""
    s("vps_video_parameter_set_id")
    s("vps_base_layer_internal_flag")
    s("vps_base_layer_available_flag")
    s("vps_max_layers_minus1")
    sub_layers = s("vps_max_sub_layers_minus1", hi=6)
    s("vps_temporal_id_nesting_flag")
    s("vps_reserved_0xffff_16bits")
    profile_tier_level(s, sub_layers)
    for i in range(0 if s("vps_sub_layer_ordering_info_present_flag") else sub_layers, sub_layers + 1):
        s("vps_max_dec_pic_buffering_minus1", i)
        s("vps_max_num_reorder_pics", i)
        s("vps_max_latency_increase_plus1", i)
    layers = s("vps_max_layer_id") + 1
    s.skip(layers * s("vps_num_layer_sets_minus1", hi=1023))  # layer_id_included_flag[ i ][ j ]
    if s("vps_timing_info_present_flag"):
        s("vps_num_units_in_tick")
        s("vps_time_scale")


PPS = declare(
    u1="dependent_slice_segments_enabled_flag output_flag_present_flag",
    u3="num_extra_slice_header_bits",
    ue="pps_pic_parameter_set_id pps_seq_parameter_set_id",
)


def pic_parameter_set(s: ParameterSetReader) -> None:
    """Read pic_parameter_set_rbsp( ), 7.3.2.3, up to num_extra_slice_header_bits."""
    s("pps_pic_parameter_set_id", hi=63)
    s("pps_seq_parameter_set_id", hi=15)
    s("dependent_slice_segments_enabled_flag")
    s("output_flag_present_flag")
    s("num_extra_slice_header_bits")


SLICE = declare(
    u1="first_slice_segment_in_pic_flag no_output_of_prior_pics_flag slice_reserved_flag pic_output_flag",
    u2="colour_plane_id",
    uv="slice_pic_order_cnt_lsb",
    ue="slice_pic_parameter_set_id slice_type",
)


def slice_header_start(s: ParameterSetReader, nal_type: int) -> int:
    """Read the first elements of slice_segment_header( ), 7.3.6.1. Returns slice_pic_parameter_set_id."""
    if not s("first_slice_segment_in_pic_flag"):
        s.fail("the picture's first slice segment is missing", "first_slice_segment_in_pic_flag")
    if 16 <= nal_type <= 23:
        s("no_output_of_prior_pics_flag")
    return s("slice_pic_parameter_set_id", hi=63)


def slice_header_rest(s: ParameterSetReader, sps: dict[str, Any], pps: dict[str, Any], nal_type: int) -> None:
    """Read what follows `slice_header_start`, up to slice_pic_order_cnt_lsb."""
    for i in range(pps["num_extra_slice_header_bits"]):
        s("slice_reserved_flag", i)
    s("slice_type", hi=2)
    if pps["output_flag_present_flag"]:
        s("pic_output_flag")
    if sps.get("separate_colour_plane_flag"):
        s("colour_plane_id")
    if nal_type not in (19, 20):  # IDR
        s("slice_pic_order_cnt_lsb", bits=sps["log2_max_pic_order_cnt_lsb_minus4"] + 4)


def read_vps(payload: bytes) -> dict[str, Any]:
    """Read the elements of a VPS by name; ``payload`` is the NAL unit behind its header. Raises
    BitstreamError."""
    s = ParameterSetReader(unescape(payload), "video_parameter_set_rbsp", VPS)
    video_parameter_set(s)
    return s.values


def read_sps(payload: bytes) -> dict[str, Any]:
    """Read the elements of an SPS by name. Raises BitstreamError; a VUI that cannot be read has no clock."""
    s = ParameterSetReader(unescape(payload), "seq_parameter_set_rbsp", SPS)
    seq_parameter_set(s)
    values = dict(s.values)
    if values["vui_parameters_present_flag"]:
        try:
            _vui(s, values["sps_max_sub_layers_minus1"])
        except BitstreamError:
            return values
    return s.values


def read_pps(payload: bytes) -> dict[str, Any]:
    """Read the elements of a PPS by name. Raises BitstreamError."""
    s = ParameterSetReader(unescape(payload), "pic_parameter_set_rbsp", PPS)
    pic_parameter_set(s)
    return s.values


def order_count(header: dict[str, Any], sps: dict[str, Any], previous: int, starts: bool) -> int:
    """Work out PicOrderCntVal (8.3.1): ``previous`` is that of prevTid0Pic, ``starts`` NoRaslOutputFlag of an
    IRAP picture."""
    lsb: int = header.get("slice_pic_order_cnt_lsb", 0)
    if starts:
        return lsb
    size: int = 1 << (sps["log2_max_pic_order_cnt_lsb_minus4"] + 4)
    previous_lsb, msb = previous & (size - 1), previous & -size
    if lsb < previous_lsb and previous_lsb - lsb >= size // 2:
        msb += size
    elif lsb > previous_lsb and lsb - previous_lsb > size // 2:
        msb -= size
    return msb + lsb
