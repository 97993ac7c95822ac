"""nn_post_filter_characteristics( payloadSize ), payloadType 210 (H.274 v4).

Ranges that depend on the video (bit depths of padding values) and values that the standard reserves for
later are not refused: they do not change how the bits are read.
"""

from __future__ import annotations

from typing import Annotated

from sei.elements import b, se, st, u, ue
from sei.message import Message
from sei.syntax import Syntax

CHROMA_UPSAMPLING = 0x02
RESOLUTION_RESAMPLING = 0x04
PICTURE_RATE_UPSAMPLING = 0x08
COLOURIZATION = 0x20
TEMPORAL_EXTRAPOLATION = 0x40
SPATIAL_EXTRAPOLATION = 0x80
"""Bits of nnpfc_purpose that the table asks for; 0x01 is visual quality, 0x10 bit depth."""

FIXED_PADDING = 4
"""nnpfc_padding_type whose sample values are coded."""


class NnPostFilterCharacteristics(Message):
    """A neural-network post-filter: purpose, tensors, complexity, and the network or where it is."""

    payload_type = 210
    syntax_name = "nn_post_filter_characteristics"

    nnpfc_purpose: Annotated[
        int,
        u(
            16,
            text="bit field: 1 quality, 2 chroma upsampling, 4 resolution, 8 picture rate, 16 bit depth, "
            "32 colourization, 64 temporal and 128 spatial extrapolation; 0: by the application",
        ),
    ]
    nnpfc_id: Annotated[int, ue(text="identifies the filter; 256..511 and 2^31..2^32-2 are reserved")]
    nnpfc_base_flag: Annotated[int, u(1, text="the base filter, not an update of it")]
    nnpfc_mode_idc: Annotated[
        int, ue(255, text="0: NNC bytes at the end of the message, 1: URI; more: reserved")
    ]
    nnpfc_tag_uri: Annotated[str | None, st(text="tag URI that names the format at nnpfc_uri")] = None
    nnpfc_uri: Annotated[str | None, st(text="URI of the network; never fetched here")] = None
    nnpfc_property_present_flag: Annotated[int, u(1, text="purpose, formats and complexity are described")]
    nnpfc_num_input_pics_minus1: Annotated[int | None, ue(63, text="input pictures, minus 1")] = None
    nnpfc_input_pic_filtering_flag: Annotated[
        list[int] | None, u(1, dims=1, text="the filter has an output for input picture i")
    ] = None
    nnpfc_absent_input_pic_zero_flag: Annotated[
        int | None, u(1, text="an input picture that is not there is taken as zeros")
    ] = None
    nnpfc_out_sub_c_flag: Annotated[int | None, u(1, text="chroma upsampling: to 4:4:4 (1) or 4:2:2 (0)")] = (
        None
    )
    nnpfc_out_colour_format_idc: Annotated[
        int | None, u(2, text="colourization: chroma format of the output, 1..3")
    ] = None
    nnpfc_pic_width_num_minus1: Annotated[
        int | None, ue(2**16 - 1, text="width ratio's numerator, minus 1")
    ] = None
    nnpfc_pic_width_denom_minus1: Annotated[
        int | None, ue(2**16 - 1, text="width ratio's denominator, minus 1")
    ] = None
    nnpfc_pic_height_num_minus1: Annotated[
        int | None, ue(2**16 - 1, text="height ratio's numerator, minus 1")
    ] = None
    nnpfc_pic_height_denom_minus1: Annotated[
        int | None, ue(2**16 - 1, text="height ratio's denominator, minus 1")
    ] = None
    nnpfc_interpolated_pics: Annotated[
        list[int] | None, ue(dims=1, text="pictures interpolated between input pictures i and i + 1")
    ] = None
    nnpfc_extrapolated_pics_minus1: Annotated[int | None, ue(text="pictures extrapolated, minus 1")] = None
    nnpfc_spatial_extrapolation_left_offset: Annotated[int | None, se(text="samples added at the left")] = (
        None
    )
    nnpfc_spatial_extrapolation_right_offset: Annotated[int | None, se(text="samples added at the right")] = (
        None
    )
    nnpfc_spatial_extrapolation_top_offset: Annotated[int | None, se(text="samples added at the top")] = None
    nnpfc_spatial_extrapolation_bottom_offset: Annotated[
        int | None, se(text="samples added at the bottom")
    ] = None
    nnpfc_component_last_flag: Annotated[
        int | None, u(1, text="the tensors' last dimension is the channel, else the second")
    ] = None
    nnpfc_inp_format_idc: Annotated[
        int | None, ue(255, text="input tensor: 0 real numbers, 1 integers; more: reserved")
    ] = None
    nnpfc_auxiliary_inp_idc: Annotated[
        int | None, ue(255, text="auxiliary input, a bit field: 1 strength, 2 prompt, 4 seed")
    ] = None
    nnpfc_inband_prompt_flag: Annotated[int | None, u(1, text="the prompt is given here")] = None
    nnpfc_prompt: Annotated[str | None, st(text="prompt that the filter takes as input")] = None
    nnpfc_inband_seed_flag: Annotated[int | None, u(1, text="the seed is given here")] = None
    nnpfc_seed: Annotated[int | None, u(16, text="seed that the filter takes as input")] = None
    nnpfc_inp_order_idc: Annotated[
        int | None,
        ue(255, text="input channels: 0 luma, 1 chroma, 2 all three, 3 packed 4:2:0; more: reserved"),
    ] = None
    nnpfc_inp_tensor_luma_bitdepth_minus8: Annotated[
        int | None, ue(24, text="bit depth of luma in the input tensor, minus 8")
    ] = None
    nnpfc_inp_tensor_chroma_bitdepth_minus8: Annotated[
        int | None, ue(24, text="bit depth of chroma in the input tensor, minus 8")
    ] = None
    nnpfc_out_format_idc: Annotated[
        int | None, ue(255, text="output tensor: 0 real numbers, 1 integers; more: reserved")
    ] = None
    nnpfc_out_order_idc: Annotated[
        int | None,
        ue(255, text="output channels: 0 luma, 1 chroma, 2 all three, 3 packed 4:2:0; more: reserved"),
    ] = None
    nnpfc_out_tensor_luma_bitdepth_minus8: Annotated[
        int | None, ue(24, text="bit depth of luma in the output tensor, minus 8")
    ] = None
    nnpfc_out_tensor_chroma_bitdepth_minus8: Annotated[
        int | None, ue(24, text="bit depth of chroma in the output tensor, minus 8")
    ] = None
    nnpfc_separate_colour_description_present_flag: Annotated[
        int | None, u(1, text="the output's colour description is given")
    ] = None
    nnpfc_colour_primaries: Annotated[int | None, u(8, text="ColourPrimaries of H.273")] = None
    nnpfc_transfer_characteristics: Annotated[int | None, u(8, text="TransferCharacteristics of H.273")] = (
        None
    )
    nnpfc_matrix_coeffs: Annotated[int | None, u(8, text="MatrixCoefficients of H.273")] = None
    nnpfc_full_range_flag: Annotated[int | None, u(1, text="VideoFullRangeFlag of H.273")] = None
    nnpfc_chroma_loc_info_present_flag: Annotated[
        int | None, u(1, text="the output's chroma location is given")
    ] = None
    nnpfc_chroma_sample_loc_type_frame: Annotated[
        int | None, ue(6, text="Chroma420SampleLocType of H.273; 6: unspecified")
    ] = None
    nnpfc_overlap: Annotated[int | None, ue(16383, text="samples that neighbouring patches share")] = None
    nnpfc_constant_patch_size_flag: Annotated[
        int | None, u(1, text="the filter takes patches of one size, else multiples of a size")
    ] = None
    nnpfc_patch_width_minus1: Annotated[int | None, ue(32766, text="patch width, minus 1")] = None
    nnpfc_patch_height_minus1: Annotated[int | None, ue(32766, text="patch height, minus 1")] = None
    nnpfc_extended_patch_width_cd_delta_minus1: Annotated[
        int | None, ue(text="common divisor of extended patch widths less twice the overlap, minus 1")
    ] = None
    nnpfc_extended_patch_height_cd_delta_minus1: Annotated[
        int | None, ue(text="common divisor of extended patch heights less twice the overlap, minus 1")
    ] = None
    nnpfc_padding_type: Annotated[
        int | None,
        ue(15, text="0 zero, 1 replication, 2 reflection, 3 wrap-around, 4 fixed values; more: reserved"),
    ] = None
    nnpfc_luma_padding_val: Annotated[int | None, ue(text="luma value of fixed padding")] = None
    nnpfc_cb_padding_val: Annotated[int | None, ue(text="Cb value of fixed padding")] = None
    nnpfc_cr_padding_val: Annotated[int | None, ue(text="Cr value of fixed padding")] = None
    nnpfc_complexity_info_present_flag: Annotated[int | None, u(1, text="complexity is given")] = None
    nnpfc_parameter_type_idc: Annotated[
        int | None, u(2, text="parameters: 0 integer, 1 integer or floating point, 2 binary, 3 reserved")
    ] = None
    nnpfc_log2_parameter_bit_length_minus3: Annotated[
        int | None, u(2, text="longest parameter in bits: 2^(this + 3)")
    ] = None
    nnpfc_num_parameters_idc: Annotated[
        int | None, u(6, text="at most 2048 * 2^this - 1 parameters; 0: unknown; above 52: reserved")
    ] = None
    nnpfc_num_kmac_operations_idc: Annotated[
        int | None, ue(text="at most this many thousand multiply-accumulates a sample; 0: unknown")
    ] = None
    nnpfc_total_kilobyte_size: Annotated[
        int | None, ue(text="kilobytes of the uncompressed parameters; 0: unknown")
    ] = None
    nnpfc_num_metadata_extension_bits: Annotated[
        int | None, ue(4096, text="bits of the extension, as VTM counts them (see the table)")
    ] = None
    nnpfc_application_purpose_tag_uri_present_flag: Annotated[
        int | None, u(1, text="nnpfc_purpose 0: a tag URI names the purpose")
    ] = None
    nnpfc_application_purpose_tag_uri: Annotated[str | None, st(text="tag URI of the purpose")] = None
    nnpfc_scan_type_idc: Annotated[
        int | None, u(2, text="scan of the output: 0 unspecified, 1 interlaced, 2 progressive, 3 reserved")
    ] = None
    nnpfc_for_human_viewing_idc: Annotated[
        int | None, u(2, text="for viewing: 0 unknown, 1 unsuitable, 2 suitable, 3 optimal")
    ] = None
    nnpfc_for_machine_analysis_idc: Annotated[
        int | None, u(2, text="for machines: 0 unknown, 1 unsuitable, 2 suitable, 3 optimal")
    ] = None
    nnpfc_reserved_metadata_extension: Annotated[
        list[int] | None, u(1, dims=1, text="bits that a later edition may define")
    ] = None
    nnpfc_payload_byte: Annotated[
        str | None, b(text="network in NNC format (ISO/IEC 15938-17), hexadecimal")
    ] = None

    @staticmethod
    def table(s: Syntax) -> None:
        purpose = s("nnpfc_purpose")
        s("nnpfc_id")
        s("nnpfc_base_flag")
        mode = s("nnpfc_mode_idc")
        if mode == 1:
            s.align("nnpfc_alignment_zero_bit_a")
            s.text("nnpfc_tag_uri")
            s.text("nnpfc_uri")
        if s("nnpfc_property_present_flag"):
            pictures(s, purpose)
            inp_order = input_tensor(s)
            output_tensor(s)
            patches(s, purpose, inp_order)
            if s("nnpfc_complexity_info_present_flag"):
                if s("nnpfc_parameter_type_idc") != 2:
                    s("nnpfc_log2_parameter_bit_length_minus3")
                s("nnpfc_num_parameters_idc")
                s("nnpfc_num_kmac_operations_idc")
                s("nnpfc_total_kilobyte_size")
            metadata_extension(s, purpose)
        if mode == 0:
            s.align("nnpfc_alignment_zero_bit_b")
            s.octets("nnpfc_payload_byte")

    @property
    def is_reserved(self) -> bool:
        """nnpfc_id is of the reserved ranges: a decoder ignores the message (and an editor keeps it)."""
        return 256 <= self.nnpfc_id <= 511 or self.nnpfc_id >= 2**31


def pictures(s: Syntax, purpose: int) -> None:
    """Code input pictures, and what the purpose makes of them."""
    inputs = s("nnpfc_num_input_pics_minus1") + 1
    if inputs > 1:
        s.flags("nnpfc_input_pic_filtering_flag", count=inputs)
        s("nnpfc_absent_input_pic_zero_flag")
    if purpose & CHROMA_UPSAMPLING:
        s("nnpfc_out_sub_c_flag")
    if purpose & COLOURIZATION:
        s("nnpfc_out_colour_format_idc")
    if purpose & RESOLUTION_RESAMPLING:
        s("nnpfc_pic_width_num_minus1")
        s("nnpfc_pic_width_denom_minus1")
        s("nnpfc_pic_height_num_minus1")
        s("nnpfc_pic_height_denom_minus1")
    if purpose & PICTURE_RATE_UPSAMPLING:
        for i in range(inputs - 1):
            s("nnpfc_interpolated_pics", i)
    if purpose & TEMPORAL_EXTRAPOLATION:
        s("nnpfc_extrapolated_pics_minus1")
    if purpose & SPATIAL_EXTRAPOLATION:
        for side in ("left", "right", "top", "bottom"):
            s(f"nnpfc_spatial_extrapolation_{side}_offset")


def input_tensor(s: Syntax) -> int:
    """Code the format of the input; returns nnpfc_inp_order_idc."""
    s("nnpfc_component_last_flag")
    inp_format = s("nnpfc_inp_format_idc")
    auxiliary = s("nnpfc_auxiliary_inp_idc")
    if auxiliary & 2 and s("nnpfc_inband_prompt_flag"):
        s.align("nnpfc_alignment_zero_bit_c")
        s.text("nnpfc_prompt")
    if auxiliary & 4 and s("nnpfc_inband_seed_flag"):
        s("nnpfc_seed")
    order = s("nnpfc_inp_order_idc")
    if inp_format == 1:
        if order != 1:
            s("nnpfc_inp_tensor_luma_bitdepth_minus8")
        if order != 0:
            s("nnpfc_inp_tensor_chroma_bitdepth_minus8")
    return order


def output_tensor(s: Syntax) -> None:
    """Code the format and colour of the output."""
    out_format = s("nnpfc_out_format_idc")
    order = s("nnpfc_out_order_idc")
    if out_format == 1:
        if order != 1:
            s("nnpfc_out_tensor_luma_bitdepth_minus8")
        if order != 0:
            s("nnpfc_out_tensor_chroma_bitdepth_minus8")
    if s("nnpfc_separate_colour_description_present_flag"):
        s("nnpfc_colour_primaries")
        s("nnpfc_transfer_characteristics")
        if out_format == 1:
            s("nnpfc_matrix_coeffs")
            s("nnpfc_full_range_flag")
    if order != 0 and s("nnpfc_chroma_loc_info_present_flag"):
        s("nnpfc_chroma_sample_loc_type_frame")


def patches(s: Syntax, purpose: int, inp_order: int) -> None:
    """Code how the picture is cut into patches, and padded."""
    constant = 1
    if not purpose & SPATIAL_EXTRAPOLATION:
        s("nnpfc_overlap")
        constant = s("nnpfc_constant_patch_size_flag")
    if constant:
        s("nnpfc_patch_width_minus1")
        s("nnpfc_patch_height_minus1")
    else:
        s("nnpfc_extended_patch_width_cd_delta_minus1")
        s("nnpfc_extended_patch_height_cd_delta_minus1")
    if s("nnpfc_padding_type") == FIXED_PADDING:
        if inp_order != 1:
            s("nnpfc_luma_padding_val")
        if inp_order != 0:
            s("nnpfc_cb_padding_val")
            s("nnpfc_cr_padding_val")


def metadata_extension(s: Syntax, purpose: int) -> None:
    """Code the metadata extension, in whose count VTM's decoder leaves out the alignment bits before the URI.
    VTM's encoder also leaves out nnpfc_scan_type_idc, so a count may be less than the bits coded; its decoder
    cannot read those."""
    count = s("nnpfc_num_metadata_extension_bits")
    if not count:
        return
    if purpose == 0:
        count -= 1
        if s("nnpfc_application_purpose_tag_uri_present_flag"):
            s.align("nnpfc_metadata_alignment_zero_bit")
            count -= 8 * (len(s.text("nnpfc_application_purpose_tag_uri").encode()) + 1)
    if purpose & (SPATIAL_EXTRAPOLATION | RESOLUTION_RESAMPLING):
        s("nnpfc_scan_type_idc")
        count -= 2
    s("nnpfc_for_human_viewing_idc")
    s("nnpfc_for_machine_analysis_idc")
    s.flags("nnpfc_reserved_metadata_extension", count=max(0, count - 4))
