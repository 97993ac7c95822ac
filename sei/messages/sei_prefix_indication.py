"""sei_prefix_indication( payloadSize ), payloadType 201 (H.274)."""

from __future__ import annotations

from typing import Annotated

from sei.elements import u
from sei.message import Message
from sei.syntax import Syntax


class SeiPrefixIndication(Message):
    """First bits of the payloads of one type that the sequence holds."""

    payload_type = 201
    syntax_name = "sei_prefix_indication"

    prefix_sei_payload_type: Annotated[int, u(16, text="payloadType whose payloads begin so")]
    num_sei_prefix_indications_minus1: Annotated[int, u(8, text="prefixes, minus 1")]
    num_bits_in_prefix_indication_minus1: Annotated[
        list[int], u(16, dims=1, text="bits of prefix i, minus 1")
    ]
    sei_prefix_data_bit: Annotated[list[list[int]], u(1, dims=2, text="bit j of prefix i")]

    @staticmethod
    def table(s: Syntax) -> None:
        s("prefix_sei_payload_type")
        for i in range(s("num_sei_prefix_indications_minus1") + 1):
            bits = s("num_bits_in_prefix_indication_minus1", i) + 1
            s.flags("sei_prefix_data_bit", i, count=bits)
            s.align("byte_alignment_bit_equal_to_one", 1)
