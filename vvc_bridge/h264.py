"""Parameter sets, slice headers and picture order count of H.264, as far as order and timing need them.

One function a structure in the standard's order and names (H.264 7.3.2.1.1, 7.3.2.2, 7.3.3), like
`vvc_bridge.parameter_sets`. The PPS ends at redundant_pic_cnt_present_flag, the slice header behind
dec_ref_pic_marking( ).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sei.errors import BitstreamError, SeigenError
from sei.rbsp import parse, unescape
from vvc_bridge.nal import NalUnit
from vvc_bridge.parameter_sets import ParameterSetReader, declare

HEADER_BYTES = 1024
"""Bytes of a slice header that are looked at: its weights and commands are long at times."""

RECOVERY_POINT = 6
"""payloadType of recovery_point."""

CHROMA_PROFILES = frozenset((100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135))
"""profile_idc of an SPS that says its chroma format."""

SPS = declare(
    u1="""separate_colour_plane_flag qpprime_y_zero_transform_bypass_flag seq_scaling_matrix_present_flag
    seq_scaling_list_present_flag delta_pic_order_always_zero_flag gaps_in_frame_num_value_allowed_flag
    frame_mbs_only_flag mb_adaptive_frame_field_flag direct_8x8_inference_flag frame_cropping_flag
    vui_parameters_present_flag aspect_ratio_info_present_flag overscan_info_present_flag
    overscan_appropriate_flag video_signal_type_present_flag video_full_range_flag
    colour_description_present_flag chroma_loc_info_present_flag timing_info_present_flag
    fixed_frame_rate_flag nal_hrd_parameters_present_flag vcl_hrd_parameters_present_flag cbr_flag
    low_delay_hrd_flag pic_struct_present_flag bitstream_restriction_flag
    motion_vectors_over_pic_boundaries_flag""",
    u3="video_format",
    u4="bit_rate_scale cpb_size_scale",
    u5="""initial_cpb_removal_delay_length_minus1 cpb_removal_delay_length_minus1
    dpb_output_delay_length_minus1 time_offset_length""",
    u8="""profile_idc constraint_set_flags level_idc aspect_ratio_idc colour_primaries
    transfer_characteristics matrix_coefficients""",
    u16="sar_width sar_height",
    u32="num_units_in_tick time_scale",
    ue="""seq_parameter_set_id chroma_format_idc bit_depth_luma_minus8 bit_depth_chroma_minus8
    log2_max_frame_num_minus4 pic_order_cnt_type log2_max_pic_order_cnt_lsb_minus4
    num_ref_frames_in_pic_order_cnt_cycle max_num_ref_frames pic_width_in_mbs_minus1
    pic_height_in_map_units_minus1 frame_crop_left_offset frame_crop_right_offset frame_crop_top_offset
    frame_crop_bottom_offset chroma_sample_loc_type_top_field chroma_sample_loc_type_bottom_field
    cpb_cnt_minus1 bit_rate_value_minus1 cpb_size_value_minus1 max_bytes_per_pic_denom max_bits_per_mb_denom
    log2_max_mv_length_horizontal log2_max_mv_length_vertical max_num_reorder_frames
    max_dec_frame_buffering""",
    se="delta_scale offset_for_non_ref_pic offset_for_top_to_bottom_field offset_for_ref_frame",
)


def _scaling_list(s: ParameterSetReader, i: int) -> None:
    """7.3.2.1.1.1."""
    last = scale = 8
    for j in range(16 if i < 6 else 64):
        if scale:
            scale = (last + s("delta_scale", i, j) + 256) % 256
        last = scale or last


def _hrd_parameters(s: ParameterSetReader) -> None:
    """E.1.2."""
    count = s("cpb_cnt_minus1", hi=31) + 1
    s("bit_rate_scale")
    s("cpb_size_scale")
    for _ in range(count):
        s("bit_rate_value_minus1")
        s("cpb_size_value_minus1")
        s("cbr_flag")
    s("initial_cpb_removal_delay_length_minus1")
    s("cpb_removal_delay_length_minus1")
    s("dpb_output_delay_length_minus1")
    s("time_offset_length")


def vui_parameters(s: ParameterSetReader) -> None:
    """Read vui_parameters( ), E.1.1."""
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
            s("matrix_coefficients")
    if s("chroma_loc_info_present_flag"):
        s("chroma_sample_loc_type_top_field", hi=5)
        s("chroma_sample_loc_type_bottom_field", hi=5)
    if s("timing_info_present_flag"):
        s("num_units_in_tick")
        s("time_scale")
        s("fixed_frame_rate_flag")
    timed = False
    for kind in ("nal", "vcl"):
        if s(f"{kind}_hrd_parameters_present_flag"):
            timed = True
            _hrd_parameters(s)
    if timed:
        s("low_delay_hrd_flag")
    s("pic_struct_present_flag")
    if s("bitstream_restriction_flag"):
        s("motion_vectors_over_pic_boundaries_flag")
        s("max_bytes_per_pic_denom", hi=16)
        s("max_bits_per_mb_denom", hi=16)
        s("log2_max_mv_length_horizontal", hi=32)
        s("log2_max_mv_length_vertical", hi=32)
        s("max_num_reorder_frames", hi=32)
        s("max_dec_frame_buffering", hi=32)


def seq_parameter_set(s: ParameterSetReader) -> None:
    """Read seq_parameter_set_data( ), 7.3.2.1.1, without its VUI."""
    profile = s("profile_idc")
    s("constraint_set_flags")
    s("level_idc")
    s("seq_parameter_set_id", hi=31)
    if profile in CHROMA_PROFILES:
        chroma = s("chroma_format_idc", hi=3)
        if chroma == 3:
            s("separate_colour_plane_flag")
        s("bit_depth_luma_minus8", hi=6)
        s("bit_depth_chroma_minus8", hi=6)
        s("qpprime_y_zero_transform_bypass_flag")
        if s("seq_scaling_matrix_present_flag"):
            for i in range(12 if chroma == 3 else 8):
                if s("seq_scaling_list_present_flag", i):
                    _scaling_list(s, i)
    s("log2_max_frame_num_minus4", hi=12)
    order = s("pic_order_cnt_type", hi=2)
    if order == 0:
        s("log2_max_pic_order_cnt_lsb_minus4", hi=12)
    elif order == 1:
        s("delta_pic_order_always_zero_flag")
        s("offset_for_non_ref_pic")
        s("offset_for_top_to_bottom_field")
        for i in range(s("num_ref_frames_in_pic_order_cnt_cycle", hi=255)):
            s("offset_for_ref_frame", i)
    s("max_num_ref_frames")
    s("gaps_in_frame_num_value_allowed_flag")
    s("pic_width_in_mbs_minus1")
    s("pic_height_in_map_units_minus1")
    if not s("frame_mbs_only_flag"):
        s("mb_adaptive_frame_field_flag")
    s("direct_8x8_inference_flag")
    if s("frame_cropping_flag"):
        for side in ("left", "right", "top", "bottom"):
            s(f"frame_crop_{side}_offset")
    s("vui_parameters_present_flag")


PPS = declare(
    u1="""entropy_coding_mode_flag bottom_field_pic_order_in_frame_present_flag
    slice_group_change_direction_flag weighted_pred_flag deblocking_filter_control_present_flag
    constrained_intra_pred_flag redundant_pic_cnt_present_flag""",
    u2="weighted_bipred_idc",
    uv="slice_group_id",
    ue="""pic_parameter_set_id seq_parameter_set_id num_slice_groups_minus1 slice_group_map_type
    run_length_minus1 top_left bottom_right slice_group_change_rate_minus1 pic_size_in_map_units_minus1
    num_ref_idx_l0_default_active_minus1 num_ref_idx_l1_default_active_minus1""",
    se="pic_init_qp_minus26 pic_init_qs_minus26 chroma_qp_index_offset",
)


def _slice_groups(s: ParameterSetReader, last: int) -> None:
    kind = s("slice_group_map_type", hi=6)
    if kind == 0:
        for i in range(last + 1):
            s("run_length_minus1", i)
    elif kind == 2:
        for i in range(last):
            s("top_left", i)
            s("bottom_right", i)
    elif kind in (3, 4, 5):
        s("slice_group_change_direction_flag")
        s("slice_group_change_rate_minus1")
    elif kind == 6:
        units, bits = s("pic_size_in_map_units_minus1") + 1, last.bit_length()
        s.check_loop("pic_size_in_map_units_minus1", units, bits)
        s.skip(units * bits)  # slice_group_id[ i ]


def pic_parameter_set(s: ParameterSetReader) -> None:
    """Read pic_parameter_set_rbsp( ), 7.3.2.2, up to redundant_pic_cnt_present_flag."""
    s("pic_parameter_set_id", hi=255)
    s("seq_parameter_set_id", hi=31)
    s("entropy_coding_mode_flag")
    s("bottom_field_pic_order_in_frame_present_flag")
    if last := s("num_slice_groups_minus1", hi=7):
        _slice_groups(s, last)
    s("num_ref_idx_l0_default_active_minus1", hi=31)
    s("num_ref_idx_l1_default_active_minus1", hi=31)
    s("weighted_pred_flag")
    s("weighted_bipred_idc", hi=2)
    s("pic_init_qp_minus26")
    s("pic_init_qs_minus26")
    s("chroma_qp_index_offset")
    s("deblocking_filter_control_present_flag")
    s("constrained_intra_pred_flag")
    s("redundant_pic_cnt_present_flag")


SLICE = declare(
    u1="""field_pic_flag bottom_field_flag direct_spatial_mv_pred_flag num_ref_idx_active_override_flag
    ref_pic_list_modification_flag luma_weight_flag chroma_weight_flag no_output_of_prior_pics_flag
    long_term_reference_flag adaptive_ref_pic_marking_mode_flag""",
    u2="colour_plane_id",
    uv="frame_num pic_order_cnt_lsb",
    ue="""first_mb_in_slice slice_type pic_parameter_set_id idr_pic_id redundant_pic_cnt
    num_ref_idx_l0_active_minus1 num_ref_idx_l1_active_minus1 modification_of_pic_nums_idc
    abs_diff_pic_num_minus1 long_term_pic_num luma_log2_weight_denom chroma_log2_weight_denom
    memory_management_control_operation difference_of_pic_nums_minus1 long_term_frame_idx
    max_long_term_frame_idx_plus1""",
    se="delta_pic_order_cnt_bottom delta_pic_order_cnt luma_weight luma_offset chroma_weight chroma_offset",
)


def slice_header_start(s: ParameterSetReader) -> int:
    """Read the first elements of slice_header( ), 7.3.3. Returns pic_parameter_set_id."""
    s("first_mb_in_slice")
    s("slice_type", hi=9)
    return s("pic_parameter_set_id", hi=255)


def slice_header_rest(s: ParameterSetReader, sps: dict[str, Any], pps: dict[str, Any], nal: NalUnit) -> None:
    """Read what follows `slice_header_start`: order for every picture, marking for one of reference."""
    if sps.get("separate_colour_plane_flag"):
        s("colour_plane_id")
    s("frame_num", bits=sps["log2_max_frame_num_minus4"] + 4)
    field = 0
    if not sps["frame_mbs_only_flag"]:
        field = s("field_pic_flag")
        if field:
            s("bottom_field_flag")
    if nal.type == 5:
        s("idr_pic_id")
    both = pps["bottom_field_pic_order_in_frame_present_flag"] and not field
    if sps["pic_order_cnt_type"] == 0:
        s("pic_order_cnt_lsb", bits=sps["log2_max_pic_order_cnt_lsb_minus4"] + 4)
        if both:
            s("delta_pic_order_cnt_bottom")
    elif sps["pic_order_cnt_type"] == 1 and not sps["delta_pic_order_always_zero_flag"]:
        for i in range(2 if both else 1):
            s("delta_pic_order_cnt", i)
    if pps["redundant_pic_cnt_present_flag"]:
        s("redundant_pic_cnt")
    if not nal.data[0] >> 5 & 3 or nal.type == 5:
        return  # nal_ref_idc 0: no marking; an IDR picture has no commands
    _references(s, sps, pps)
    if s("adaptive_ref_pic_marking_mode_flag"):
        _commands(s)


def _references(s: ParameterSetReader, sps: dict[str, Any], pps: dict[str, Any]) -> None:
    """From direct_spatial_mv_pred_flag to pred_weight_table( )."""
    kind = s.values["slice_type"] % 5  # P, B, I, SP, SI
    if kind in (2, 4):
        return
    if kind == 1:
        s("direct_spatial_mv_pred_flag")
    lists = (0, 1) if kind == 1 else (0,)
    counts = [pps[f"num_ref_idx_l{x}_default_active_minus1"] + 1 for x in lists]
    if s("num_ref_idx_active_override_flag"):
        counts = [s(f"num_ref_idx_l{x}_active_minus1", hi=31) + 1 for x in lists]
    for x in lists:
        if s("ref_pic_list_modification_flag", x):
            while (what := s("modification_of_pic_nums_idc", hi=5)) != 3:
                s("long_term_pic_num" if what == 2 else "abs_diff_pic_num_minus1")
    if pps["weighted_bipred_idc"] == 1 if kind == 1 else pps["weighted_pred_flag"]:
        chroma = sps.get("chroma_format_idc", 1) and not sps.get("separate_colour_plane_flag")
        s("luma_log2_weight_denom")
        if chroma:
            s("chroma_log2_weight_denom")
        for count in counts:
            for _ in range(count):
                if s("luma_weight_flag"):
                    s("luma_weight")
                    s("luma_offset")
                if chroma and s("chroma_weight_flag"):
                    for _ in range(2):
                        s("chroma_weight")
                        s("chroma_offset")


def _commands(s: ParameterSetReader) -> None:
    """memory_management_control_operation of dec_ref_pic_marking( ), 7.3.3.3; those seen are in a list."""
    number = 0
    while operation := s("memory_management_control_operation", number, hi=6):
        number += 1
        if operation in (1, 3):
            s("difference_of_pic_nums_minus1")
        if operation == 2:
            s("long_term_pic_num")
        if operation in (3, 6):
            s("long_term_frame_idx")
        if operation == 4:
            s("max_long_term_frame_idx_plus1")


def read_sps(payload: bytes) -> dict[str, Any]:
    """Read the elements of an SPS by name; ``payload`` is the NAL unit behind its header. Raises
    BitstreamError; of a VUI that cannot be read only the clock is kept, if it came before."""
    s = ParameterSetReader(unescape(payload), "seq_parameter_set_rbsp", SPS)
    seq_parameter_set(s)
    values = dict(s.values)
    if values["vui_parameters_present_flag"]:
        try:
            vui_parameters(s)
        except BitstreamError:
            clock = ("num_units_in_tick", "time_scale")
            return values | {name: s.values[name] for name in clock if name in s.values}
    return s.values


def read_pps(payload: bytes) -> dict[str, Any]:
    """Read the elements of a PPS by name. Raises BitstreamError."""
    s = ParameterSetReader(unescape(payload), "pic_parameter_set_rbsp", PPS)
    pic_parameter_set(s)
    return s.values


def recovery_frame_cnt(nal: NalUnit) -> int | None:
    """Read the recovery_frame_cnt of a recovery point message in an SEI NAL unit; None without one."""
    if RECOVERY_POINT not in nal.data[1:]:
        return None
    try:
        payloads, _ = parse(unescape(nal.payload))
        for payload in payloads:
            if payload.payload_type == RECOVERY_POINT:
                elements = declare(ue="recovery_frame_cnt")
                return ParameterSetReader(payload.data, "recovery_point", elements)("recovery_frame_cnt")
    except SeigenError:
        pass  # whoever reads the message says so
    return None


@dataclass(slots=True)
class OrderCount:
    """Picture order count from picture to picture (8.2.1), and which fields make one frame (3.30)."""

    reference_msb: int = 0  # of the previous reference picture
    reference_lsb: int = 0
    frame_num: int = 0  # of the previous picture
    offset: int = 0  # its FrameNumOffset
    open_field: tuple[int, int, int | None] | None = None
    """frame_num, parity and idr_pic_id of a field whose other one has not come."""

    def next(
        self, header: dict[str, Any], sps: dict[str, Any], *, idr: bool, reference: bool
    ) -> tuple[int, bool, bool]:
        """Work out PicOrderCnt of the next picture, whether it has memory_management_control_operation 5 (its
        count begins the order anew) and whether it is the second field of a frame."""
        field, bottom = header.get("field_pic_flag", 0), header.get("bottom_field_flag", 0)
        frame_num = header["frame_num"]
        anew = 5 in header.get("memory_management_control_operation", ())
        number = header.get("idr_pic_id")
        waiting = self.open_field or (-1, -1, None)
        # The second field of an IDR picture is none by the standard, and one of the same number by some.
        second = bool(field and not anew and waiting[:2] == (frame_num, 1 - bottom))
        second = second and number in (None, waiting[2])
        self.open_field = (0 if anew else frame_num, bottom, number) if field and not second else None
        if sps["pic_order_cnt_type"] == 0:
            top, low = self._by_lsb(header, sps, idr, reference)
        else:
            top, low = self._by_frame_num(header, sps, idr, reference)
        count = (low if bottom else top) if field else min(top, low)
        self.frame_num = frame_num
        if anew:
            # It counts as if it had had frame_num 0 and, as a frame, the smaller count 0 (8.2.1).
            self.frame_num = self.offset = self.reference_msb = 0
            self.reference_lsb = 0 if field else top - count
            count = 0
        return count, anew, second

    def _by_lsb(
        self, header: dict[str, Any], sps: dict[str, Any], idr: bool, reference: bool
    ) -> tuple[int, int]:
        """TopFieldOrderCnt and BottomFieldOrderCnt, pic_order_cnt_type 0 (8.2.1.1)."""
        size, lsb = 1 << (sps["log2_max_pic_order_cnt_lsb_minus4"] + 4), header["pic_order_cnt_lsb"]
        msb, previous = (0, 0) if idr else (self.reference_msb, self.reference_lsb)
        if lsb < previous and previous - lsb >= size // 2:
            msb += size
        elif lsb > previous and lsb - previous > size // 2:
            msb -= size
        if reference:
            self.reference_msb, self.reference_lsb = msb, lsb
        return msb + lsb, msb + lsb + header.get("delta_pic_order_cnt_bottom", 0)

    def _by_frame_num(
        self, header: dict[str, Any], sps: dict[str, Any], idr: bool, reference: bool
    ) -> tuple[int, int]:
        """The same, pic_order_cnt_type 1 and 2 (8.2.1.2, 8.2.1.3)."""
        frame_num = header["frame_num"]
        if idr:
            self.offset = 0
        elif self.frame_num > frame_num:
            self.offset += 1 << (sps["log2_max_frame_num_minus4"] + 4)
        number = self.offset + frame_num
        if sps["pic_order_cnt_type"] == 2:
            count = 0 if idr else 2 * number - (not reference)
            return count, count
        cycle = sps.get("offset_for_ref_frame", [])
        number = number if cycle else 0
        if not reference and number:
            number -= 1
        expected = 0
        if number:
            cycles, within = divmod(number - 1, len(cycle))
            expected = cycles * sum(cycle) + sum(cycle[: within + 1])
        if not reference:
            expected += sps["offset_for_non_ref_pic"]
        first, other = [*header.get("delta_pic_order_cnt", ()), 0, 0][:2]
        top = expected + first
        if header.get("field_pic_flag"):
            return top, top + sps["offset_for_top_to_bottom_field"]
        return top, top + sps["offset_for_top_to_bottom_field"] + other
