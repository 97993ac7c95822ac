"""SPS, PPS and picture header of H.266 as tables, as far as picture order and output need them.

One function a structure in the standard's order and names (H.266 7.3.2.4, 7.3.2.5, 7.3.2.8), driven by the
reader of `sei.syntax`. Every table stops after the last element that is of use here: the SPS behind its
timing, the PPS at pps_alf_info_in_ph_flag, the picture header at ph_pic_output_flag.
"""

from __future__ import annotations

from typing import Any

from sei.context import Context
from sei.editions import H274V4
from sei.elements import Element, se, u, ue
from sei.errors import BitstreamError
from sei.rbsp import unescape
from sei.reader import Reader


class ParameterSetReader(Reader):
    """The reader of `sei.syntax` with the descriptor se(v), which no SEI message here uses."""

    def __init__(self, rbsp: bytes, message: str, elements: dict[str, Element]) -> None:
        super().__init__(rbsp, message, elements, H274V4, Context())

    def se(self, name: str, *index: int) -> int:
        """Read se(v). The ue(v) code word is what ``values`` hold."""
        code = self(name, *index)
        return (code + 1) // 2 if code & 1 else -(code // 2)

    def skip(self, bits: int) -> None:
        """Pass over flags that nothing here depends on."""
        while bits > 0:
            try:
                self.bits.u(min(bits, 64))
            except EOFError:
                self.truncated("general_constraints_info", (), self.position)
            bits -= 64


def declare(**groups: str) -> dict[str, Element]:
    """Declare elements by descriptor: ``u4="a b"`` declares a and b as u(4); ``uv`` is u(v), ``ue`` is ue(v)
    or, read by `ParameterSetReader.se`, se(v); ``se`` is se(v)."""
    return {
        name: ue() if kind == "ue" else se() if kind == "se" else u(0 if kind == "uv" else int(kind[1:]))
        for kind, names in groups.items()
        for name in names.split()
    }


SPS = declare(
    u1="""sps_ptl_dpb_hrd_params_present_flag general_tier_flag ptl_frame_only_constraint_flag
    ptl_multilayer_enabled_flag gci_present_flag ptl_sublayer_level_present_flag sps_gdr_enabled_flag
    sps_ref_pic_resampling_enabled_flag sps_res_change_in_clvs_allowed_flag sps_conformance_window_flag
    sps_subpic_info_present_flag sps_independent_subpics_flag sps_subpic_same_size_flag
    sps_subpic_treated_as_pic_flag sps_loop_filter_across_subpic_enabled_flag
    sps_subpic_id_mapping_explicitly_signalled_flag sps_subpic_id_mapping_present_flag
    sps_entropy_coding_sync_enabled_flag sps_entry_point_offsets_present_flag sps_poc_msb_cycle_flag
    sps_extra_ph_bit_present_flag sps_extra_sh_bit_present_flag sps_sublayer_dpb_params_flag
    sps_partition_constraints_override_enabled_flag sps_qtbtt_dual_tree_intra_flag
    sps_max_luma_transform_size_64_flag sps_transform_skip_enabled_flag sps_bdpcm_enabled_flag
    sps_mts_enabled_flag sps_explicit_mts_intra_enabled_flag sps_explicit_mts_inter_enabled_flag
    sps_lfnst_enabled_flag sps_joint_cbcr_enabled_flag sps_same_qp_table_for_chroma_flag sps_sao_enabled_flag
    sps_alf_enabled_flag sps_ccalf_enabled_flag sps_lmcs_enabled_flag sps_weighted_pred_flag
    sps_weighted_bipred_flag sps_long_term_ref_pics_flag sps_inter_layer_prediction_enabled_flag
    sps_idr_rpl_present_flag sps_rpl1_same_as_rpl0_flag ltrp_in_header_flag inter_layer_ref_pic_flag
    st_ref_pic_flag strp_entry_sign_flag sps_ref_wraparound_enabled_flag sps_temporal_mvp_enabled_flag
    sps_sbtmvp_enabled_flag sps_amvr_enabled_flag sps_bdof_enabled_flag sps_bdof_control_present_in_ph_flag
    sps_smvd_enabled_flag sps_dmvr_enabled_flag sps_dmvr_control_present_in_ph_flag sps_mmvd_enabled_flag
    sps_mmvd_fullpel_only_enabled_flag sps_sbt_enabled_flag sps_affine_enabled_flag
    sps_6param_affine_enabled_flag sps_affine_amvr_enabled_flag sps_affine_prof_enabled_flag
    sps_prof_control_present_in_ph_flag sps_bcw_enabled_flag sps_ciip_enabled_flag sps_gpm_enabled_flag
    sps_isp_enabled_flag sps_mrl_enabled_flag sps_mip_enabled_flag sps_cclm_enabled_flag
    sps_chroma_horizontal_collocated_flag sps_chroma_vertical_collocated_flag sps_palette_enabled_flag
    sps_act_enabled_flag sps_ibc_enabled_flag sps_ladf_enabled_flag sps_explicit_scaling_list_enabled_flag
    sps_scaling_matrix_for_lfnst_disabled_flag sps_scaling_matrix_for_alternative_colour_space_disabled_flag
    sps_scaling_matrix_designated_colour_space_flag sps_dep_quant_enabled_flag
    sps_sign_data_hiding_enabled_flag sps_virtual_boundaries_enabled_flag
    sps_virtual_boundaries_present_flag
    sps_timing_hrd_params_present_flag general_nal_hrd_params_present_flag
    general_vcl_hrd_params_present_flag general_same_pic_timing_in_all_ols_flag
    general_du_hrd_params_present_flag sps_sublayer_cpb_params_present_flag fixed_pic_rate_general_flag
    fixed_pic_rate_within_cvs_flag low_delay_hrd_flag cbr_flag""",
    u2="sps_chroma_format_idc sps_log2_ctu_size_minus5 sps_num_extra_ph_bytes sps_num_extra_sh_bytes "
    "sps_num_ladf_intervals_minus2",
    u3="sps_max_sublayers_minus1",
    u4="sps_seq_parameter_set_id sps_video_parameter_set_id sps_log2_max_pic_order_cnt_lsb_minus4 "
    "bit_rate_scale cpb_size_scale cpb_size_du_scale",
    u7="general_profile_idc",
    u8="general_level_idc sublayer_level_idc ptl_num_sub_profiles gci_num_additional_bits "
    "tick_divisor_minus2",
    u32="general_sub_profile_idc num_units_in_tick time_scale",
    uv="sps_subpic_ctu_top_left_x sps_subpic_ctu_top_left_y sps_subpic_width_minus1 sps_subpic_height_minus1 "
    "sps_subpic_id rpls_poc_lsb_lt",
    ue="""sps_pic_width_max_in_luma_samples sps_pic_height_max_in_luma_samples sps_conf_win_left_offset
    sps_conf_win_right_offset sps_conf_win_top_offset sps_conf_win_bottom_offset sps_num_subpics_minus1
    sps_subpic_id_len_minus1 sps_bitdepth_minus8 sps_poc_msb_cycle_len_minus1 dpb_max_dec_pic_buffering_minus1
    dpb_max_num_reorder_pics dpb_max_latency_increase_plus1 sps_log2_min_luma_coding_block_size_minus2
    sps_log2_diff_min_qt_min_cb_intra_slice_luma sps_max_mtt_hierarchy_depth_intra_slice_luma
    sps_log2_diff_max_bt_min_qt_intra_slice_luma sps_log2_diff_max_tt_min_qt_intra_slice_luma
    sps_log2_diff_min_qt_min_cb_intra_slice_chroma sps_max_mtt_hierarchy_depth_intra_slice_chroma
    sps_log2_diff_max_bt_min_qt_intra_slice_chroma sps_log2_diff_max_tt_min_qt_intra_slice_chroma
    sps_log2_diff_min_qt_min_cb_inter_slice sps_max_mtt_hierarchy_depth_inter_slice
    sps_log2_diff_max_bt_min_qt_inter_slice sps_log2_diff_max_tt_min_qt_inter_slice
    sps_log2_transform_skip_max_size_minus2 sps_qp_table_start_minus26 sps_num_points_in_qp_table_minus1
    sps_delta_qp_in_val_minus1 sps_delta_qp_diff_val sps_num_ref_pic_lists num_ref_entries abs_delta_poc_st
    ilrp_idx sps_six_minus_max_num_merge_cand sps_five_minus_max_num_subblock_merge_cand
    sps_max_num_merge_cand_minus_max_num_gpm_cand sps_log2_parallel_merge_level_minus2 sps_min_qp_prime_ts
    sps_six_minus_max_num_ibc_merge_cand sps_ladf_lowest_interval_qp_offset sps_ladf_qp_offset
    sps_ladf_delta_threshold_minus1 sps_num_ver_virtual_boundaries sps_virtual_boundary_pos_x_minus1
    sps_num_hor_virtual_boundaries sps_virtual_boundary_pos_y_minus1 hrd_cpb_cnt_minus1
    elemental_duration_in_tc_minus1 bit_rate_value_minus1 cpb_size_value_minus1 cpb_size_du_value_minus1
    bit_rate_du_value_minus1""",
)


def profile_tier_level(s: ParameterSetReader, max_sublayers_minus1: int, *, present: bool = True) -> None:
    """Read profile_tier_level( ), 7.3.3.1; ``present`` is profileTierPresentFlag."""
    if present:
        s("general_profile_idc")
        s("general_tier_flag")
    s("general_level_idc")
    s("ptl_frame_only_constraint_flag")
    s("ptl_multilayer_enabled_flag")
    if present:
        if s("gci_present_flag"):  # general_constraints_info( ), 7.3.3.2: 71 bits of constraint flags
            s.skip(71)
            s.skip(s("gci_num_additional_bits"))
        s.align("gci_alignment_zero_bit")
    flags = [s("ptl_sublayer_level_present_flag", i) for i in range(max_sublayers_minus1)]
    s.align("ptl_reserved_zero_bit")
    for i, flag in enumerate(flags):
        if flag:
            s("sublayer_level_idc", i)
    for i in range(s("ptl_num_sub_profiles") if present else 0):
        s("general_sub_profile_idc", i)


def dpb_parameters(s: ParameterSetReader, first: int, last: int) -> None:
    """Read dpb_parameters( ), 7.3.4, for sublayers ``first`` to ``last``."""
    for i in range(first, last + 1):
        s("dpb_max_dec_pic_buffering_minus1", i)
        s("dpb_max_num_reorder_pics", i)
        s("dpb_max_latency_increase_plus1", i)


def ref_pic_list_struct(s: ParameterSetReader, list_idx: int, rpls_idx: int) -> None:
    """Read ref_pic_list_struct( ), 7.3.10, in an SPS."""
    v = s.values
    entries = s("num_ref_entries", list_idx, rpls_idx)
    s.check_loop("num_ref_entries", entries, 1)
    long_term = v["sps_long_term_ref_pics_flag"]
    in_header = s("ltrp_in_header_flag", list_idx, rpls_idx) if long_term and entries else 0
    weighted = v["sps_weighted_pred_flag"] or v["sps_weighted_bipred_flag"]
    for i in range(entries):
        at = (list_idx, rpls_idx, i)
        if v.get("sps_inter_layer_prediction_enabled_flag") and s("inter_layer_ref_pic_flag", *at):
            s("ilrp_idx", *at)
        elif not long_term or s("st_ref_pic_flag", *at):
            # AbsDeltaPocSt (7.4.11): one more than coded, except behind the first under weighted prediction.
            if s("abs_delta_poc_st", *at) + (not (weighted and i)) > 0:
                s("strp_entry_sign_flag", *at)
        elif not in_header:
            s("rpls_poc_lsb_lt", *at, bits=v["sps_log2_max_pic_order_cnt_lsb_minus4"] + 4)


def _partition(s: ParameterSetReader, slices: str) -> None:
    s(f"sps_log2_diff_min_qt_min_cb_{slices}")
    if s(f"sps_max_mtt_hierarchy_depth_{slices}"):
        s(f"sps_log2_diff_max_bt_min_qt_{slices}")
        s(f"sps_log2_diff_max_tt_min_qt_{slices}")


def _subpictures(s: ParameterSetReader, width: int, height: int, ctb: int) -> None:
    last = s("sps_num_subpics_minus1")
    s.check_loop("sps_num_subpics_minus1", last, 1)
    independent = same_size = 1 if not last else 0
    if last:
        independent = s("sps_independent_subpics_flag")
        same_size = s("sps_subpic_same_size_flag")
    x_bits = (-(-width // ctb) - 1).bit_length()
    y_bits = (-(-height // ctb) - 1).bit_length()
    for i in range(last + 1 if last else 0):
        if not same_size or i == 0:
            if i and width > ctb:
                s("sps_subpic_ctu_top_left_x", i, bits=x_bits)
            if i and height > ctb:
                s("sps_subpic_ctu_top_left_y", i, bits=y_bits)
            if i < last and width > ctb:
                s("sps_subpic_width_minus1", i, bits=x_bits)
            if i < last and height > ctb:
                s("sps_subpic_height_minus1", i, bits=y_bits)
        if not independent:
            s("sps_subpic_treated_as_pic_flag", i)
            s("sps_loop_filter_across_subpic_enabled_flag", i)
    id_bits = s("sps_subpic_id_len_minus1", hi=15) + 1
    if s("sps_subpic_id_mapping_explicitly_signalled_flag") and s("sps_subpic_id_mapping_present_flag"):
        for i in range(last + 1):
            s("sps_subpic_id", i, bits=id_bits)


def _transforms(s: ParameterSetReader, chroma: int, ctb: int) -> None:
    """Read how blocks are split and transformed, and the loop filters."""
    s("sps_log2_min_luma_coding_block_size_minus2")
    s("sps_partition_constraints_override_enabled_flag")
    _partition(s, "intra_slice_luma")
    if chroma and s("sps_qtbtt_dual_tree_intra_flag"):
        _partition(s, "intra_slice_chroma")
    _partition(s, "inter_slice")
    if ctb > 32:
        s("sps_max_luma_transform_size_64_flag")
    if s("sps_transform_skip_enabled_flag"):
        s("sps_log2_transform_skip_max_size_minus2")
        s("sps_bdpcm_enabled_flag")
    if s("sps_mts_enabled_flag"):
        s("sps_explicit_mts_intra_enabled_flag")
        s("sps_explicit_mts_inter_enabled_flag")
    s("sps_lfnst_enabled_flag")
    if chroma:
        joint = s("sps_joint_cbcr_enabled_flag")
        tables = 1 if s("sps_same_qp_table_for_chroma_flag") else 3 if joint else 2
        for i in range(tables):
            s.se("sps_qp_table_start_minus26", i)
            for j in range(s("sps_num_points_in_qp_table_minus1", i, hi=73) + 1):
                s("sps_delta_qp_in_val_minus1", i, j)
                s("sps_delta_qp_diff_val", i, j)
    s("sps_sao_enabled_flag")
    if s("sps_alf_enabled_flag") and chroma:
        s("sps_ccalf_enabled_flag")
    s("sps_lmcs_enabled_flag")


def _inter_tools(s: ParameterSetReader) -> None:
    """Read the tools of prediction between pictures."""
    s("sps_ref_wraparound_enabled_flag")
    if s("sps_temporal_mvp_enabled_flag"):
        s("sps_sbtmvp_enabled_flag")
    amvr = s("sps_amvr_enabled_flag")
    if s("sps_bdof_enabled_flag"):
        s("sps_bdof_control_present_in_ph_flag")
    s("sps_smvd_enabled_flag")
    if s("sps_dmvr_enabled_flag"):
        s("sps_dmvr_control_present_in_ph_flag")
    if s("sps_mmvd_enabled_flag"):
        s("sps_mmvd_fullpel_only_enabled_flag")
    merge = 6 - s("sps_six_minus_max_num_merge_cand")
    s("sps_sbt_enabled_flag")
    if s("sps_affine_enabled_flag"):
        s("sps_five_minus_max_num_subblock_merge_cand")
        s("sps_6param_affine_enabled_flag")
        if amvr:
            s("sps_affine_amvr_enabled_flag")
        if s("sps_affine_prof_enabled_flag"):
            s("sps_prof_control_present_in_ph_flag")
    s("sps_bcw_enabled_flag")
    s("sps_ciip_enabled_flag")
    if merge >= 2 and s("sps_gpm_enabled_flag") and merge >= 3:
        s("sps_max_num_merge_cand_minus_max_num_gpm_cand")


def _intra_tools(s: ParameterSetReader, chroma: int) -> int:
    """Read the tools of prediction within a picture and of screen content. Returns sps_act_enabled_flag."""
    v = s.values
    s("sps_log2_parallel_merge_level_minus2")
    s("sps_isp_enabled_flag")
    s("sps_mrl_enabled_flag")
    s("sps_mip_enabled_flag")
    if chroma:
        s("sps_cclm_enabled_flag")
    if chroma == 1:
        s("sps_chroma_horizontal_collocated_flag")
        s("sps_chroma_vertical_collocated_flag")
    palette = s("sps_palette_enabled_flag")
    transform_64 = v.get("sps_max_luma_transform_size_64_flag", 0)
    act = s("sps_act_enabled_flag") if chroma == 3 and not transform_64 else 0
    if v["sps_transform_skip_enabled_flag"] or palette:
        s("sps_min_qp_prime_ts")
    if s("sps_ibc_enabled_flag"):
        s("sps_six_minus_max_num_ibc_merge_cand")
    if s("sps_ladf_enabled_flag"):
        intervals = s("sps_num_ladf_intervals_minus2")
        s.se("sps_ladf_lowest_interval_qp_offset")
        for i in range(intervals + 1):
            s.se("sps_ladf_qp_offset", i)
            s("sps_ladf_delta_threshold_minus1", i)
    return act


def seq_parameter_set(s: ParameterSetReader) -> None:
    """Read seq_parameter_set_rbsp( ), 7.3.2.4, up to sps_timing_hrd_params_present_flag."""
    s("sps_seq_parameter_set_id")
    vps = s("sps_video_parameter_set_id")
    sublayers = s("sps_max_sublayers_minus1")
    chroma = s("sps_chroma_format_idc")
    ctb = 32 << s("sps_log2_ctu_size_minus5")
    present = s("sps_ptl_dpb_hrd_params_present_flag")
    if present:
        profile_tier_level(s, sublayers)
    s("sps_gdr_enabled_flag")
    if s("sps_ref_pic_resampling_enabled_flag"):
        s("sps_res_change_in_clvs_allowed_flag")
    width = s("sps_pic_width_max_in_luma_samples")
    height = s("sps_pic_height_max_in_luma_samples")
    if s("sps_conformance_window_flag"):
        for side in ("left", "right", "top", "bottom"):
            s(f"sps_conf_win_{side}_offset")
    if s("sps_subpic_info_present_flag"):
        _subpictures(s, width, height, ctb)
    s("sps_bitdepth_minus8", hi=8)
    s("sps_entropy_coding_sync_enabled_flag")
    s("sps_entry_point_offsets_present_flag")
    s("sps_log2_max_pic_order_cnt_lsb_minus4", hi=12)
    if s("sps_poc_msb_cycle_flag"):
        s("sps_poc_msb_cycle_len_minus1", hi=27)
    for i in range(8 * s("sps_num_extra_ph_bytes")):
        s("sps_extra_ph_bit_present_flag", i)
    for i in range(8 * s("sps_num_extra_sh_bytes")):
        s("sps_extra_sh_bit_present_flag", i)
    if present:
        per_sublayer = s("sps_sublayer_dpb_params_flag") if sublayers else 0
        dpb_parameters(s, 0 if per_sublayer else sublayers, sublayers)
    _transforms(s, chroma, ctb)
    s("sps_weighted_pred_flag")
    s("sps_weighted_bipred_flag")
    s("sps_long_term_ref_pics_flag")
    if vps:
        s("sps_inter_layer_prediction_enabled_flag")
    s("sps_idr_rpl_present_flag")
    for i in range(1 if s("sps_rpl1_same_as_rpl0_flag") else 2):
        for j in range(s("sps_num_ref_pic_lists", i, hi=64)):
            ref_pic_list_struct(s, i, j)
    _inter_tools(s)
    act = _intra_tools(s, chroma)
    if s("sps_explicit_scaling_list_enabled_flag"):
        if s.values["sps_lfnst_enabled_flag"]:
            s("sps_scaling_matrix_for_lfnst_disabled_flag")
        if act and s("sps_scaling_matrix_for_alternative_colour_space_disabled_flag"):
            s("sps_scaling_matrix_designated_colour_space_flag")
    s("sps_dep_quant_enabled_flag")
    s("sps_sign_data_hiding_enabled_flag")
    if s("sps_virtual_boundaries_enabled_flag") and s("sps_virtual_boundaries_present_flag"):
        for i in range(s("sps_num_ver_virtual_boundaries", hi=3)):
            s("sps_virtual_boundary_pos_x_minus1", i)
        for i in range(s("sps_num_hor_virtual_boundaries", hi=3)):
            s("sps_virtual_boundary_pos_y_minus1", i)
    if present:
        s("sps_timing_hrd_params_present_flag")


def general_timing_hrd_parameters(s: ParameterSetReader) -> tuple[int, int, int]:
    """Read general_timing_hrd_parameters( ), 7.3.5.1. Returns how many kinds of HRD parameters there are
    (NAL, VCL), whether they are there for decoding units, and how many buffers they describe."""
    s("num_units_in_tick")
    s("time_scale")
    kinds = s("general_nal_hrd_params_present_flag") + s("general_vcl_hrd_params_present_flag")
    parts = count = 0
    if kinds:
        s("general_same_pic_timing_in_all_ols_flag")
        parts = s("general_du_hrd_params_present_flag")
        if parts:
            s("tick_divisor_minus2")
        s("bit_rate_scale")
        s("cpb_size_scale")
        if parts:
            s("cpb_size_du_scale")
        count = s("hrd_cpb_cnt_minus1", hi=31) + 1
    return kinds, parts, count


def ols_timing_hrd_parameters(
    s: ParameterSetReader, first: int, last: int, kinds: int, parts: int, count: int
) -> None:
    """Read ols_timing_hrd_parameters( ), 7.3.5.2, for sublayers ``first`` to ``last``; then what
    `general_timing_hrd_parameters` gave."""
    for i in range(first, last + 1):
        if s("fixed_pic_rate_general_flag", i) or s("fixed_pic_rate_within_cvs_flag", i):
            s("elemental_duration_in_tc_minus1", i, hi=2047)
        elif kinds and count == 1:
            s("low_delay_hrd_flag", i)
        for _ in range(count * kinds):  # sublayer_hrd_parameters( ), 7.3.5.3
            s("bit_rate_value_minus1")
            s("cpb_size_value_minus1")
            if parts:
                s("cpb_size_du_value_minus1")
                s("bit_rate_du_value_minus1")
            s("cbr_flag")


PPS = declare(
    u1="""pps_mixed_nalu_types_in_pic_flag pps_conformance_window_flag
    pps_scaling_window_explicit_signalling_flag pps_output_flag_present_flag pps_no_pic_partition_flag
    pps_subpic_id_mapping_present_flag pps_loop_filter_across_tiles_enabled_flag pps_rect_slice_flag
    pps_single_slice_per_subpic_flag pps_tile_idx_delta_present_flag
    pps_loop_filter_across_slices_enabled_flag pps_cabac_init_present_flag pps_rpl1_idx_present_flag
    pps_weighted_pred_flag pps_weighted_bipred_flag pps_ref_wraparound_enabled_flag
    pps_cu_qp_delta_enabled_flag pps_chroma_tool_offsets_present_flag pps_joint_cbcr_qp_offset_present_flag
    pps_slice_chroma_qp_offsets_present_flag pps_cu_chroma_qp_offset_list_enabled_flag
    pps_deblocking_filter_control_present_flag pps_deblocking_filter_override_enabled_flag
    pps_deblocking_filter_disabled_flag pps_dbf_info_in_ph_flag pps_rpl_info_in_ph_flag
    pps_sao_info_in_ph_flag pps_alf_info_in_ph_flag""",
    u2="pps_log2_ctu_size_minus5",
    u4="pps_seq_parameter_set_id",
    u6="pps_pic_parameter_set_id",
    uv="pps_subpic_id",
    ue="""pps_pic_width_in_luma_samples pps_pic_height_in_luma_samples pps_conf_win_left_offset
    pps_conf_win_right_offset pps_conf_win_top_offset pps_conf_win_bottom_offset pps_scaling_win_left_offset
    pps_scaling_win_right_offset pps_scaling_win_top_offset pps_scaling_win_bottom_offset
    pps_num_subpics_minus1 pps_subpic_id_len_minus1 pps_num_exp_tile_columns_minus1
    pps_num_exp_tile_rows_minus1 pps_tile_column_width_minus1 pps_tile_row_height_minus1
    pps_num_slices_in_pic_minus1 pps_slice_width_in_tiles_minus1 pps_slice_height_in_tiles_minus1
    pps_num_exp_slices_in_tile pps_exp_slice_height_in_ctus_minus1 pps_tile_idx_delta_val
    pps_num_ref_idx_default_active_minus1 pps_pic_width_minus_wraparound_offset pps_init_qp_minus26
    pps_cb_qp_offset pps_cr_qp_offset pps_joint_cbcr_qp_offset_value pps_chroma_qp_offset_list_len_minus1
    pps_cb_qp_offset_list pps_cr_qp_offset_list pps_joint_cbcr_qp_offset_list pps_luma_beta_offset_div2
    pps_luma_tc_offset_div2 pps_cb_beta_offset_div2 pps_cb_tc_offset_div2 pps_cr_beta_offset_div2
    pps_cr_tc_offset_div2""",
)


def _uniform(total: int, explicit: list[int]) -> list[int]:
    """Sizes that fill ``total``: the explicit ones, then the last of them repeated, then the rest (6.5.1)."""
    sizes = []
    for size in explicit[:-1]:
        sizes.append(size)
        total -= size
    if explicit and total > 0:
        step = explicit[-1]
        sizes += [step] * (total // step)
        if total % step:
            sizes.append(total % step)
    return sizes


def _slices(s: ParameterSetReader, columns: int, rows: list[int]) -> None:
    """Rectangular slices of a PPS; ``rows`` are tile heights in CTUs."""
    last = s("pps_num_slices_in_pic_minus1", hi=999)
    delta = s("pps_tile_idx_delta_present_flag") if last > 1 else 0
    tile, i, height = 0, 0, 1
    while i < last:
        if not 0 <= tile < columns * len(rows):
            s.fail("slice outside the picture's tiles", f"pps_slice_width_in_tiles_minus1[{i}]")
        x, y = tile % columns, tile // columns
        width = s("pps_slice_width_in_tiles_minus1", i) + 1 if x != columns - 1 else 1
        if y == len(rows) - 1:
            height = 1
        elif delta or x == 0:
            height = s("pps_slice_height_in_tiles_minus1", i) + 1
        if width == 1 and height == 1 and rows[y] > 1:
            count = s("pps_num_exp_slices_in_tile", i, hi=rows[y])
            sizes = [s("pps_exp_slice_height_in_ctus_minus1", i, j) + 1 for j in range(count)]
            i += max(len(_uniform(rows[y], sizes)), 1) - 1
        if delta and i < last:
            tile += s.se("pps_tile_idx_delta_val", i)
        else:
            tile += width
            if tile % columns == 0:
                tile += (height - 1) * columns
        i += 1


def _partitioning(s: ParameterSetReader, width: int, height: int) -> None:
    ctb = 32 << s("pps_log2_ctu_size_minus5", hi=2)
    across, down = -(-width // ctb), -(-height // ctb)
    column_count = s("pps_num_exp_tile_columns_minus1", hi=max(across - 1, 0)) + 1
    row_count = s("pps_num_exp_tile_rows_minus1", hi=max(down - 1, 0)) + 1
    s.check_loop("pps_num_exp_tile_columns_minus1", column_count + row_count, 1)
    columns = len(_uniform(across, [s("pps_tile_column_width_minus1", i) + 1 for i in range(column_count)]))
    rows = _uniform(down, [s("pps_tile_row_height_minus1", i) + 1 for i in range(row_count)])
    rectangular = 1
    if columns * len(rows) > 1:
        s("pps_loop_filter_across_tiles_enabled_flag")
        rectangular = s("pps_rect_slice_flag")
    single = s("pps_single_slice_per_subpic_flag") if rectangular else 0
    if rectangular and not single:
        _slices(s, columns, rows)
    if not rectangular or single or s.values.get("pps_num_slices_in_pic_minus1"):
        s("pps_loop_filter_across_slices_enabled_flag")


def pic_parameter_set(s: ParameterSetReader) -> None:
    """Read pic_parameter_set_rbsp( ), 7.3.2.5, up to pps_alf_info_in_ph_flag."""
    s("pps_pic_parameter_set_id")
    s("pps_seq_parameter_set_id")
    s("pps_mixed_nalu_types_in_pic_flag")
    width = s("pps_pic_width_in_luma_samples")
    height = s("pps_pic_height_in_luma_samples")
    if s("pps_conformance_window_flag"):
        for side in ("left", "right", "top", "bottom"):
            s(f"pps_conf_win_{side}_offset")
    if s("pps_scaling_window_explicit_signalling_flag"):
        for side in ("left", "right", "top", "bottom"):
            s.se(f"pps_scaling_win_{side}_offset")
    s("pps_output_flag_present_flag")
    whole = s("pps_no_pic_partition_flag")
    if s("pps_subpic_id_mapping_present_flag"):
        subpictures = 1 if whole else s("pps_num_subpics_minus1", hi=599) + 1
        id_bits = s("pps_subpic_id_len_minus1", hi=15) + 1
        for i in range(subpictures):
            s("pps_subpic_id", i, bits=id_bits)
    if not whole:
        _partitioning(s, width, height)
    s("pps_cabac_init_present_flag")
    for i in range(2):
        s("pps_num_ref_idx_default_active_minus1", i)
    s("pps_rpl1_idx_present_flag")
    s("pps_weighted_pred_flag")
    s("pps_weighted_bipred_flag")
    if s("pps_ref_wraparound_enabled_flag"):
        s("pps_pic_width_minus_wraparound_offset")
    s.se("pps_init_qp_minus26")
    s("pps_cu_qp_delta_enabled_flag")
    chroma_tools = s("pps_chroma_tool_offsets_present_flag")
    if chroma_tools:
        s.se("pps_cb_qp_offset")
        s.se("pps_cr_qp_offset")
        joint = s("pps_joint_cbcr_qp_offset_present_flag")
        if joint:
            s.se("pps_joint_cbcr_qp_offset_value")
        s("pps_slice_chroma_qp_offsets_present_flag")
        if s("pps_cu_chroma_qp_offset_list_enabled_flag"):
            for i in range(s("pps_chroma_qp_offset_list_len_minus1", hi=5) + 1):
                s.se("pps_cb_qp_offset_list", i)
                s.se("pps_cr_qp_offset_list", i)
                if joint:
                    s.se("pps_joint_cbcr_qp_offset_list", i)
    if s("pps_deblocking_filter_control_present_flag"):
        override = s("pps_deblocking_filter_override_enabled_flag")
        disabled = s("pps_deblocking_filter_disabled_flag")
        if override and not whole:
            s("pps_dbf_info_in_ph_flag")
        if not disabled:
            for plane in ("luma", "cb", "cr") if chroma_tools else ("luma",):
                s.se(f"pps_{plane}_beta_offset_div2")
                s.se(f"pps_{plane}_tc_offset_div2")
    if not whole:
        s("pps_rpl_info_in_ph_flag")
        s("pps_sao_info_in_ph_flag")
        s("pps_alf_info_in_ph_flag")


PH = declare(
    u1="""ph_gdr_or_irap_pic_flag ph_non_ref_pic_flag ph_gdr_pic_flag ph_inter_slice_allowed_flag
    ph_intra_slice_allowed_flag ph_extra_bit ph_poc_msb_cycle_present_flag ph_alf_enabled_flag
    ph_alf_cb_enabled_flag ph_alf_cr_enabled_flag ph_alf_cc_cb_enabled_flag ph_alf_cc_cr_enabled_flag
    ph_lmcs_enabled_flag ph_chroma_residual_scale_flag ph_explicit_scaling_list_enabled_flag
    ph_virtual_boundaries_present_flag ph_pic_output_flag""",
    u2="ph_lmcs_aps_id",
    u3="ph_num_alf_aps_ids_luma ph_alf_aps_id_luma ph_alf_aps_id_chroma ph_alf_cc_cb_aps_id "
    "ph_alf_cc_cr_aps_id ph_scaling_list_aps_id",
    uv="ph_pic_order_cnt_lsb ph_poc_msb_cycle_val",
    ue="ph_pic_parameter_set_id ph_recovery_poc_cnt ph_num_ver_virtual_boundaries "
    "ph_virtual_boundary_pos_x_minus1 ph_num_hor_virtual_boundaries ph_virtual_boundary_pos_y_minus1",
)


def picture_header_start(s: ParameterSetReader) -> int:
    """Read the first elements of picture_header_structure( ), 7.3.2.8. Returns ph_pic_parameter_set_id."""
    irap_or_gdr = s("ph_gdr_or_irap_pic_flag")
    s("ph_non_ref_pic_flag")
    if irap_or_gdr:
        s("ph_gdr_pic_flag")
    if s("ph_inter_slice_allowed_flag"):
        s("ph_intra_slice_allowed_flag")
    return s("ph_pic_parameter_set_id", hi=63)


def picture_header_rest(s: ParameterSetReader, sps: dict[str, Any], pps: dict[str, Any]) -> None:
    """Read what follows `picture_header_start`, up to ph_pic_output_flag."""
    s("ph_pic_order_cnt_lsb", bits=sps["sps_log2_max_pic_order_cnt_lsb_minus4"] + 4)
    if s.values.get("ph_gdr_pic_flag"):
        s("ph_recovery_poc_cnt")
    for i in range(sum(sps.get("sps_extra_ph_bit_present_flag", ()))):
        s("ph_extra_bit", i)
    if sps["sps_poc_msb_cycle_flag"] and s("ph_poc_msb_cycle_present_flag"):
        s("ph_poc_msb_cycle_val", bits=sps["sps_poc_msb_cycle_len_minus1"] + 1)
    if not pps["pps_output_flag_present_flag"] or s.values["ph_non_ref_pic_flag"]:
        return
    chroma = sps["sps_chroma_format_idc"]
    if sps["sps_alf_enabled_flag"] and pps.get("pps_alf_info_in_ph_flag") and s("ph_alf_enabled_flag"):
        for i in range(s("ph_num_alf_aps_ids_luma")):
            s("ph_alf_aps_id_luma", i)
        if chroma and s("ph_alf_cb_enabled_flag") | s("ph_alf_cr_enabled_flag"):
            s("ph_alf_aps_id_chroma")
        if sps.get("sps_ccalf_enabled_flag"):
            for plane in ("cb", "cr"):
                if s(f"ph_alf_cc_{plane}_enabled_flag"):
                    s(f"ph_alf_cc_{plane}_aps_id")
    if sps["sps_lmcs_enabled_flag"] and s("ph_lmcs_enabled_flag"):
        s("ph_lmcs_aps_id")
        if chroma:
            s("ph_chroma_residual_scale_flag")
    if sps["sps_explicit_scaling_list_enabled_flag"] and s("ph_explicit_scaling_list_enabled_flag"):
        s("ph_scaling_list_aps_id")
    if (
        sps["sps_virtual_boundaries_enabled_flag"]
        and not sps["sps_virtual_boundaries_present_flag"]
        and s("ph_virtual_boundaries_present_flag")
    ):
        for i in range(s("ph_num_ver_virtual_boundaries", hi=3)):
            s("ph_virtual_boundary_pos_x_minus1", i)
        for i in range(s("ph_num_hor_virtual_boundaries", hi=3)):
            s("ph_virtual_boundary_pos_y_minus1", i)
    s("ph_pic_output_flag")


def read_sps(payload: bytes) -> dict[str, Any]:
    """Read the elements of an SPS by name; ``payload`` is the NAL unit behind its header. Raises
    BitstreamError; timing that cannot be read is left out."""
    s = ParameterSetReader(unescape(payload), "seq_parameter_set_rbsp", SPS)
    seq_parameter_set(s)
    values = dict(s.values)
    if values.get("sps_timing_hrd_params_present_flag"):
        try:
            hrd, last = general_timing_hrd_parameters(s), values["sps_max_sublayers_minus1"]
            each = s("sps_sublayer_cpb_params_present_flag") if last else 0
            ols_timing_hrd_parameters(s, 0 if each else last, last, *hrd)
        except BitstreamError:
            return values
    return s.values


def read_pps(payload: bytes) -> dict[str, Any]:
    """Read the elements of a PPS by name. Raises BitstreamError."""
    s = ParameterSetReader(unescape(payload), "pic_parameter_set_rbsp", PPS)
    pic_parameter_set(s)
    return s.values
