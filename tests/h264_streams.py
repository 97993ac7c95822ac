"""H.264 streams written bit by bit, of pictures 16 wide and 32 high whose macroblocks are I_PCM: decoders
decode them, and fields, every pic_order_cnt_type and memory management can be had."""

from __future__ import annotations

from dataclasses import dataclass

from sei.rbsp import escape

FRAME, TOP, BOTTOM = "frame", "top", "bottom"
END_OF_SEQUENCE = b"\0\0\1\x0a"


class Bits:
    """Bits in order."""

    def __init__(self) -> None:
        self.text = ""

    def u(self, width: int, value: int) -> Bits:
        self.text += format(value, f"0{width}b") if width else ""
        return self

    def ue(self, *values: int) -> Bits:
        for value in values:
            code = format(value + 1, "b")
            self.text += "0" * (len(code) - 1) + code
        return self

    def se(self, *values: int) -> Bits:
        return self.ue(*(2 * value - 1 if value > 0 else -2 * value for value in values))

    def align(self) -> Bits:
        self.text += "0" * (-len(self.text) % 8)
        return self

    def octets(self, data: bytes) -> Bits:
        self.text += "".join(format(value, "08b") for value in data)
        return self

    def rbsp(self) -> bytes:
        self.u(1, 1).align()
        return int(self.text, 2).to_bytes(len(self.text) // 8, "big")


@dataclass
class Picture:
    """One picture to write: a frame or a field."""

    frame_num: int
    count: int = 0  # its picture order count, pic_order_cnt_type 0
    structure: str = FRAME
    idr: bool = False
    reference: bool = True
    anew: bool = False  # memory_management_control_operation 5
    idr_pic_id: int = 0


@dataclass
class Sequence:
    """Parameter sets and slices.

    order  pic_order_cnt_type; type 1 counts 4 from one reference frame to the next, and 2 below for others
    """

    order: int = 0
    clock: tuple[int, int] | None = (1, 50)  # num_units_in_tick, time_scale
    reorder: int = 2

    def sets(self) -> bytes:
        """SPS and PPS."""
        s = Bits().u(8, 77).u(8, 0).u(8, 30).ue(0, 0, self.order)
        if self.order == 0:
            s.ue(4)
        elif self.order == 1:
            s.u(1, 1).se(-2, 1).ue(1).se(4)
        s.ue(4).u(1, 0).ue(0, 0).u(1, 0).u(1, 0).u(1, 1).u(1, 0).u(1, 1)  # ..., VUI
        s.u(4, 0).u(1, self.clock is not None)
        if self.clock:
            s.u(32, self.clock[0]).u(32, self.clock[1]).u(1, 1)
        s.u(3, 0).u(1, 1).u(1, 1).ue(0, 0, 10, 10, self.reorder, 4)
        p = Bits().ue(0, 0).u(1, 0).u(1, self.order == 0).ue(0, 0, 0).u(1, 0).u(2, 0).se(0, 0, 0).u(3, 0)
        return b"\0\0\0\1\x67" + escape(s.rbsp()) + b"\0\0\0\1\x68" + escape(p.rbsp())

    def picture(self, picture: Picture) -> bytes:
        """One slice."""
        s = Bits().ue(0, 7, 0).u(4, picture.frame_num % 16)
        field = picture.structure != FRAME
        s.u(1, field)
        if field:
            s.u(1, picture.structure == BOTTOM)
        if picture.idr:
            s.ue(picture.idr_pic_id)
        if self.order == 0:
            s.u(8, picture.count % 256)
            if not field:
                s.se(1)
        if picture.reference:
            if picture.idr:
                s.u(2, 0)
            else:
                s.u(1, picture.anew)
                if picture.anew:
                    s.ue(5, 0)
        s.se(0)
        for _ in range(1 if field else 2):
            s.ue(25).align().octets(bytes([16 + picture.frame_num * 8 % 200]) * 256 + b"\x80" * 128)
        header = (0x60 if picture.reference else 0) | (5 if picture.idr else 1)
        return b"\0\0\0\1" + bytes([header]) + escape(s.rbsp())
