"""frame_field_info( payloadSize ), payloadType 168 (H.274 8.8)."""

from __future__ import annotations

from typing import Annotated

from sei.elements import u
from sei.message import Message
from sei.syntax import Syntax


class FrameFieldInfo(Message):
    """How a picture is to be shown: as a frame or a field, and for how long."""

    payload_type = 168
    syntax_name = "frame_field_info"

    ffi_field_pic_flag: Annotated[int, u(1, text="1: the picture is a field, 0: a frame")]
    ffi_bottom_field_flag: Annotated[int | None, u(1, text="1: a bottom field, 0: a top field")] = None
    ffi_pairing_indicated_flag: Annotated[
        int | None, u(1, text="it is said which field this one belongs with")
    ] = None
    ffi_paired_with_next_field_flag: Annotated[
        int | None, u(1, text="1: with the next field, 0: with the one before, in output order")
    ] = None
    ffi_display_fields_from_frame_flag: Annotated[
        int | None, u(1, text="the frame is shown as fields, one after the other")
    ] = None
    ffi_top_field_first_flag: Annotated[int | None, u(1, text="the top field is shown first")] = None
    ffi_display_elemental_periods_minus1: Annotated[
        int | None, u(8, text="elemental picture periods that the frame is shown for, minus 1")
    ] = None
    ffi_source_scan_type_idc: Annotated[
        int, u(2, text="0: interlaced, 1: progressive, 2: not known, 3: reserved")
    ]
    ffi_duplicate_flag: Annotated[int, u(1, text="the picture repeats the one before in output order")]

    @staticmethod
    def table(s: Syntax) -> None:
        if s("ffi_field_pic_flag"):
            s("ffi_bottom_field_flag")
            if s("ffi_pairing_indicated_flag"):
                s("ffi_paired_with_next_field_flag")
        else:
            if s("ffi_display_fields_from_frame_flag"):
                s("ffi_top_field_first_flag")
            s("ffi_display_elemental_periods_minus1")
        s("ffi_source_scan_type_idc")
        s("ffi_duplicate_flag")
