"""Small H.264 and H.265 NAL units made by hand: parameter sets and slice headers are real, slice data not."""

from __future__ import annotations

from sei.rbsp import Payload, escape, serialise


class Bits:
    """Elements by descriptor, one after another."""

    def __init__(self) -> None:
        self.text = ""

    def u(self, width: int, value: int) -> Bits:
        self.text += f"{value:0{width}b}"
        return self

    def ue(self, *values: int) -> Bits:
        for value in values:
            code = f"{value + 1:b}"
            self.text += "0" * (len(code) - 1) + code
        return self

    def rbsp(self, data: bytes = b"") -> bytes:
        """The elements, ``data`` behind them, trailing bits."""
        text = self.text + "".join(f"{byte:08b}" for byte in data) + "1"
        text += "0" * (-len(text) % 8)
        return bytes(int(text[at : at + 8], 2) for at in range(0, len(text), 8))


def joined(*units: bytes) -> bytes:
    """A byte stream."""
    return b"".join(b"\0\0\0\1" + unit for unit in units)


# -- H.264 ------------------------------------------------------------------------------------------


def sps264(
    profile: int = 77, fields: bool = False, order: int = 0, nal: int = 0x67, planes: bool = False
) -> bytes:
    """SPS of 16x16 macroblocks: 4 bits of frame_num, 4 of pic_order_cnt_lsb."""
    bits = Bits().u(8, profile).u(8, 0).u(8, 30).ue(0)
    if planes:
        bits.ue(3).u(1, 1).ue(0, 0).u(2, 0)
    bits.ue(0, order)
    if order == 0:
        bits.ue(0)
    bits.ue(2).u(1, 0).ue(15, 15).u(1, not fields)
    if fields:
        bits.u(1, 0)
    return bytes([nal]) + escape(bits.u(1, 1).u(1, 0).u(1, 0).rbsp())


def pps264(redundant: bool = False, number: int = 0) -> bytes:
    bits = Bits().ue(number, 0).u(2, 0).ue(0, 0, 0).u(3, 0).ue(0, 0, 0).u(2, 0).u(1, redundant)
    return b"\x68" + escape(bits.rbsp())


def slice264(
    nal: int = 0x41,
    first: int = 0,
    number: int = 0,
    lsb: int | None = 0,
    field: int | None = None,
    idr: int = 0,
    redundant: int | None = None,
    pps: int = 0,
    plane: int | None = None,
    part: int | None = None,
) -> bytes:
    """A slice or data partition A.

    number  frame_num
    field   0 top, 1 bottom, -1 a frame where there may be fields, None a frame where there are none
    idr     idr_pic_id
    part    slice_id
    """
    bits = Bits().ue(first, 7 if nal & 31 == 5 else 5, pps)
    if plane is not None:
        bits.u(2, plane)
    bits.u(4, number)
    if field is not None:
        bits.u(1, field >= 0)
        if field >= 0:
            bits.u(1, field)
    if nal & 31 == 5:
        bits.ue(idr)
    if lsb is not None:
        bits.u(4, lsb)
    if redundant is not None:
        bits.ue(redundant)
    if part is not None:
        bits.ue(part)
    return bytes([nal]) + escape(bits.rbsp(b"\xaa" * 40))


def partition264(nal: int, number: int) -> bytes:
    """Data partition B or C of slice ``number``."""
    return bytes([nal]) + escape(Bits().ue(number).rbsp(b"\xbb" * 9))


def sei264(*messages: tuple[int, bytes]) -> bytes:
    return b"\x06" + escape(serialise(Payload(kind, data) for kind, data in messages))


# -- H.265 ------------------------------------------------------------------------------------------


def nal265(nal_type: int, body: bytes, layer: int = 0, temporal: int = 0) -> bytes:
    return bytes([nal_type << 1 | layer >> 5, (layer & 31) << 3 | temporal + 1]) + escape(body)


def _level(bits: Bits) -> Bits:
    return bits.u(8, 1).u(32, 3 << 29).u(48, 0).u(8, 93)  # Main profile, level 3.1


def vps265(layers: int = 1) -> bytes:
    bits = Bits().u(4, 0).u(2, 3).u(6, layers - 1).u(3, 0).u(1, 1).u(16, 0xFFFF)
    return nal265(32, _level(bits).u(1, 1).ue(4, 2, 0).u(6, 0).ue(0).u(2, 0).rbsp())


def sps265() -> bytes:
    bits = _level(Bits().u(4, 0).u(3, 0).u(1, 1)).ue(0, 1, 64, 64).u(1, 0).ue(0, 0, 4).u(1, 1).ue(4, 2, 0)
    bits.ue(0, 3, 0, 3, 0, 0).u(4, 0).ue(0).u(5, 0)
    return nal265(33, bits.rbsp())


def pps265() -> bytes:
    bits = Bits().ue(0, 0).u(7, 0).ue(0, 0, 0).u(3, 0).ue(0, 0).u(6, 0).u(8, 0)
    return nal265(34, bits.rbsp())


def slice265(nal_type: int = 1, first: bool = True, layer: int = 0, temporal: int = 0) -> bytes:
    bits = Bits().u(1, first)
    if nal_type >= 16:
        bits.u(1, 0)
    return nal265(nal_type, bits.ue(0, 1).rbsp(b"\xaa" * 12), layer, temporal)


def sei265(*messages: tuple[int, bytes], suffix: bool = False) -> bytes:
    return nal265(40 if suffix else 39, serialise(Payload(kind, data) for kind, data in messages))
