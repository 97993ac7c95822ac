"""source_picture_timing_info( payloadSize ), payloadType 216 (H.274 v4)."""

from __future__ import annotations

from typing import Annotated

from sei.elements import u, ue
from sei.message import Message
from sei.syntax import Syntax


class SourcePictureTimingInfo(Message):
    """When the source pictures were taken, relative to the output of the decoded pictures."""

    payload_type = 216
    syntax_name = "source_picture_timing_info"

    spti_cancel_flag: Annotated[int, u(1, text="cancels an earlier message's persistence")]
    spti_persistence_flag: Annotated[int | None, u(1, text="applies to following pictures too")] = None
    spti_source_timing_equals_output_timing_flag: Annotated[
        int | None, u(1, text="source timing is output timing")
    ] = None
    spti_source_type_present_flag: Annotated[int | None, u(1, text="a source type is given")] = None
    spti_source_type: Annotated[
        int | None, u(16, text="how source and output timing relate, a bit field; above 127: reserved")
    ] = None
    spti_time_scale: Annotated[int | None, u(32, lo=1, text="time units in a second")] = None
    spti_num_units_in_elemental_interval: Annotated[
        int | None, u(32, lo=1, text="time units in an elemental source picture interval")
    ] = None
    spti_direction_flag: Annotated[int | None, u(1, text="1: source pictures run backwards")] = None
    spti_max_sublayers_minus1: Annotated[
        int | None, u(3, text="sublayers, minus 1; the sequence's when absent")
    ] = None
    spti_sublayer_interval_scale_factor: Annotated[
        list[int] | None,
        ue(dims=1, text="source picture interval of sublayer i in elemental intervals"),
    ] = None
    spti_sublayer_synthesized_picture_flag: Annotated[
        list[int] | None, u(1, dims=1, text="pictures of sublayer i may be synthesized")
    ] = None

    @staticmethod
    def table(s: Syntax) -> None:
        if s("spti_cancel_flag"):
            return
        persistent = s("spti_persistence_flag")
        if s("spti_source_timing_equals_output_timing_flag"):
            return
        if s("spti_source_type_present_flag"):
            s("spti_source_type")
        s("spti_time_scale")
        s("spti_num_units_in_elemental_interval")
        s("spti_direction_flag")
        # Without persistence the loop runs from the highest sublayer to itself, whichever the sequence
        # parameter set makes that: one turn, which has subscript 0 here.
        for i in range(s("spti_max_sublayers_minus1") + 1 if persistent else 1):
            s("spti_sublayer_interval_scale_factor", i)
            s("spti_sublayer_synthesized_picture_flag", i)
