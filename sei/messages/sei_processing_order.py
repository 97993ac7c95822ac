"""sei_processing_order( payloadSize ), payloadType 213 (H.274 v4).

Two places where VTM 24.0's bits are not what an element's name or VTM's other half says; the table codes
what its encoder writes:

- po_num_bits_in_prefix_indication_minus1[ i ] is, in VTM, the number of prefix bits, not that minus 1.
- po_log2_parameter_bit_length_minus3 is not coded when po_parameter_type_idc is 2, as in the NNPF
  characteristics. VTM's decoder reads it even then, and loses step.
"""

from __future__ import annotations

from typing import Annotated

from sei.elements import u, ue
from sei.message import Message
from sei.syntax import Syntax


class SeiProcessingOrder(Message):
    """In which order a decoder should apply the SEI messages of a processing chain."""

    payload_type = 213
    syntax_name = "sei_processing_order"

    po_sei_id: Annotated[int, u(8, text="identifies the processing chain")]
    po_for_human_viewing_idc: Annotated[
        int, u(2, text="for viewing: 0 unknown, 1 unsuitable, 2 suitable, 3 optimal")
    ]
    po_for_machine_analysis_idc: Annotated[
        int, u(2, text="for machines: 0 unknown, 1 unsuitable, 2 suitable, 3 optimal")
    ]
    po_reserved_zero_4bits: Annotated[int, u(4, text="0; other values are reserved and ignored")]
    po_sei_num_minus1: Annotated[int, u(7, text="entries of the chain, minus 1")]
    po_breadth_first_flag: Annotated[int, u(1, text="the chain is to be handled breadth first")]
    po_sei_wrapping_flag: Annotated[
        list[int], u(1, dims=1, text="the message is carried in a processing order nesting message")
    ]
    po_sei_importance_flag: Annotated[list[int], u(1, dims=1, text="with the next: importance of entry i")]
    po_sei_processing_degree_flag: Annotated[
        list[int], u(1, dims=1, text="with the flag before: how entry i depends on its neighbours")
    ]
    po_sei_payload_type: Annotated[list[int], u(13, dims=1, text="payloadType of entry i")]
    po_sei_prefix_flag: Annotated[list[int], u(1, dims=1, text="entry i means payloads with a given prefix")]
    po_sei_processing_order: Annotated[list[int], u(8, dims=1, text="place of entry i; equal: any order")]
    po_num_bits_in_prefix_indication_minus1: Annotated[
        list[int | None] | None,
        u(8, dims=1, sparse=True, text="bits of the prefix of entry i (the number itself, as VTM codes it)"),
    ] = None
    po_sei_prefix_data_bit: Annotated[
        list[list[int]] | None, u(1, dims=2, text="bit j of the prefix of entry i")
    ] = None
    po_complexity_info_present_flag: Annotated[int, u(1, text="complexity of the chain's NNPFs is given")]
    po_parameter_type_idc: Annotated[
        int | None, u(2, text="parameters: 0 integer, 1 integer or floating point, 2 binary, 3 reserved")
    ] = None
    po_log2_parameter_bit_length_minus3: Annotated[
        int | None, u(2, text="longest parameter in bits: 2^(this + 3)")
    ] = None
    po_num_parameters_idc: Annotated[
        int | None, u(6, text="at most 2048 * 2^this - 1 parameters; 0: unknown")
    ] = None
    po_num_kmac_operations_idc: Annotated[
        int | None, ue(text="at most this many thousand multiply-accumulates a sample; 0: unknown")
    ] = None
    po_total_kilobyte_size: Annotated[
        int | None, ue(text="kilobytes of the uncompressed parameters; 0: unknown")
    ] = None

    @staticmethod
    def table(s: Syntax) -> None:
        s("po_sei_id")
        s("po_for_human_viewing_idc")
        s("po_for_machine_analysis_idc")
        s("po_reserved_zero_4bits")
        entries = s("po_sei_num_minus1") + 1
        s("po_breadth_first_flag")
        s.check_loop("po_sei_num_minus1", entries, 25)
        prefixed = [False] * entries
        for i in range(entries):
            s("po_sei_wrapping_flag", i)
            s("po_sei_importance_flag", i)
            s("po_sei_processing_degree_flag", i)
            s("po_sei_payload_type", i)
            prefixed[i] = bool(s("po_sei_prefix_flag", i))
            s("po_sei_processing_order", i)
        for i in range(entries):
            if prefixed[i]:
                bits = s("po_num_bits_in_prefix_indication_minus1", i)
                s.flags("po_sei_prefix_data_bit", i, count=bits)
                s.align("po_byte_alignment_bit_equal_to_one", 1)
        if s("po_complexity_info_present_flag"):
            if s("po_parameter_type_idc") != 2:
                s("po_log2_parameter_bit_length_minus3")
            s("po_num_parameters_idc")
            s("po_num_kmac_operations_idc")
            s("po_total_kilobyte_size")
