"""H.264's parameter sets and slice headers, as far as they tell where a coded picture begins.

Names are the standard's (H.264 7.3.2.1, 7.3.2.2, 7.3.3, E.1.1); functions read an RBSP behind its NAL unit
header. Each raises EOFError where it ends too early, OverflowError or ValueError for what no stream may hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sei.bits import BitReader
from sei.rbsp import unescape

SLICE, PARTITION_A, PARTITION_B, PARTITION_C, IDR, SPS, PPS, SUBSET_SPS = 1, 2, 3, 4, 5, 7, 8, 15

SLICE_HEAD = 48
"""Bytes of a slice NAL unit that hold its header up to redundant_pic_cnt, emulation prevention included."""

HIGH_PROFILES = frozenset((100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135))
PROFILES = HIGH_PROFILES | {66, 77, 88}
EXTENDED = 88


@dataclass(frozen=True, slots=True)
class Sps:
    """What a slice header needs of a sequence parameter set."""

    profile_idc: int
    seq_parameter_set_id: int
    chroma_format_idc: int
    separate_colour_plane_flag: int
    frame_num_bits: int
    pic_order_cnt_type: int
    pic_order_cnt_lsb_bits: int
    delta_pic_order_always_zero_flag: int
    frame_mbs_only_flag: int


@dataclass(frozen=True, slots=True)
class Pps:
    """What a slice header needs of a picture parameter set."""

    pic_parameter_set_id: int
    seq_parameter_set_id: int
    bottom_field_pic_order_in_frame_present_flag: int
    redundant_pic_cnt_present_flag: int


def bounded(value: int, hi: int) -> int:
    """``value``, if it is not above ``hi``. ValueError."""
    if value > hi:
        raise ValueError(f"{value} is above {hi}")
    return value


def signed(code: int) -> int:
    """se(v) of its ue(v) code word."""
    return (code + 1) // 2 if code & 1 else -(code // 2)


def ends(bits: BitReader) -> bool:
    """Nothing but rbsp_trailing_bits( ) is left."""
    left = bits.remaining
    if not 1 <= left <= 8:
        return False
    return bits.u(left) == 1 << left - 1


def _scaling_lists(bits: BitReader, count: int) -> None:
    for i in range(count):
        if not bits.u(1):
            continue
        last = following = 8
        for _ in range(16 if i < 6 else 64):
            if following:
                following = (last + signed(bounded(bits.ue(), 256))) % 256
            last = following or last


def _hrd_parameters(bits: BitReader) -> None:
    count = bounded(bits.ue(), 31) + 1
    bits.u(8)
    for _ in range(count):
        bits.ue()
        bits.ue()
        bits.u(1)
    bits.u(20)


def _vui_parameters(bits: BitReader) -> None:
    if bits.u(1) and bits.u(8) == 255:
        bits.u(32)
    if bits.u(1):
        bits.u(1)
    if bits.u(1):
        bits.u(4)
        if bits.u(1):
            bits.u(24)
    if bits.u(1):
        bounded(bits.ue(), 5)
        bounded(bits.ue(), 5)
    if bits.u(1):
        bits.u(65)
    hrd = 0
    for _ in range(2):
        if bits.u(1):
            hrd = 1
            _hrd_parameters(bits)
    if hrd:
        bits.u(1)
    bits.u(1)
    if bits.u(1):
        bits.u(1)
        for _ in range(6):
            bounded(bits.ue(), 32)


def read_sps(bits: BitReader) -> Sps:
    """seq_parameter_set_data( ), 7.3.2.1.1, VUI parameters included."""
    profile = bits.u(8)
    bits.u(16)
    number = bounded(bits.ue(), 31)
    chroma, planes = 1, 0
    if profile in HIGH_PROFILES:
        chroma = bounded(bits.ue(), 3)
        planes = bits.u(1) if chroma == 3 else 0
        bounded(bits.ue(), 6)
        bounded(bits.ue(), 6)
        bits.u(1)
        if bits.u(1):
            _scaling_lists(bits, 8 if chroma != 3 else 12)
    frame_num_bits = bounded(bits.ue(), 12) + 4
    order, lsb_bits, always_zero = bounded(bits.ue(), 2), 0, 0
    if order == 0:
        lsb_bits = bounded(bits.ue(), 12) + 4
    elif order == 1:
        always_zero = bits.u(1)
        bits.ue()
        bits.ue()
        for _ in range(bounded(bits.ue(), 255)):
            bits.ue()
    bounded(bits.ue(), 16)  # max_num_ref_frames
    bits.u(1)
    bounded(bits.ue(), 1 << 12)  # pic_width_in_mbs_minus1
    bounded(bits.ue(), 1 << 12)
    frames_only = bits.u(1)
    if not frames_only:
        bits.u(1)
    bits.u(1)
    if bits.u(1):
        for _ in range(4):
            bounded(bits.ue(), 1 << 16)
    if bits.u(1):
        _vui_parameters(bits)
    return Sps(profile, number, chroma, planes, frame_num_bits, order, lsb_bits, always_zero, frames_only)


def _slice_groups(bits: BitReader) -> None:
    count = bounded(bits.ue(), 7) + 1
    if count == 1:
        return
    kind = bounded(bits.ue(), 6)
    if kind == 0:
        for _ in range(count):
            bits.ue()
    elif kind == 2:
        for _ in range(2 * (count - 1)):
            bits.ue()
    elif kind in (3, 4, 5):
        bits.u(1)
        bits.ue()
    elif kind == 6:
        width = (count - 1).bit_length()
        for _ in range(bounded(bits.ue(), 1 << 20) + 1):
            bits.u(width)


def read_pps(bits: BitReader) -> Pps:
    """pic_parameter_set_rbsp( ), 7.3.2.2, up to what more_rbsp_data( ) guards."""
    number, sps = bounded(bits.ue(), 255), bounded(bits.ue(), 31)
    bits.u(1)
    bottom = bits.u(1)
    _slice_groups(bits)
    bounded(bits.ue(), 31)
    bounded(bits.ue(), 31)
    bits.u(1)
    bounded(bits.u(2), 2)
    bounded(bits.ue(), 176)  # pic_init_qp_minus26 down to -(26 + QpBdOffsetY)
    bounded(bits.ue(), 104)
    bounded(bits.ue(), 24)
    bits.u(2)
    return Pps(number, sps, bottom, bits.u(1))


def read_slice_start(bits: BitReader) -> tuple[int, int, int]:
    """first_mb_in_slice, slice_type and pic_parameter_set_id of slice_header( ), 7.3.3."""
    return bounded(bits.ue(), 139263), bounded(bits.ue(), 9), bounded(bits.ue(), 255)


@dataclass(slots=True)
class PictureBoundary:
    """Tells the first VCL NAL unit of each primary coded picture (7.4.1.2.4).

    Where the parameter sets have not come, a slice that begins with macroblock 0 begins a picture.
    """

    sps: dict[int, Sps] = field(default_factory=dict)
    pps: dict[int, Pps] = field(default_factory=dict)
    key: tuple[int, ...] = ()  # of the picture under way; empty before the first, or when it cannot be told
    firsts: set[int] = field(default_factory=set)  # colour planes of it whose macroblock 0 has come

    def feed(self, data: bytes) -> None:
        """Keep an SPS or a PPS. One that cannot be read is as one that has not come."""
        try:
            if data[0] & 31 == SPS:
                sps = read_sps(BitReader(unescape(data[1:])))
                self.sps[sps.seq_parameter_set_id] = sps
            elif data[0] & 31 == PPS:
                pps = read_pps(BitReader(unescape(data[1:])))
                self.pps[pps.pic_parameter_set_id] = pps
        except (EOFError, OverflowError, ValueError):
            pass

    def begins(self, data: bytes) -> bool:
        """Whether the VCL NAL unit that begins with ``data`` (SLICE_HEAD bytes or all of it) is a primary
        coded picture's first."""
        if data[0] & 31 not in (SLICE, PARTITION_A, IDR):
            return False  # data partitions B and C, slice extensions: parts of a picture that has begun
        try:
            first, plane, redundant, key = self._slice(data)
        except (EOFError, OverflowError, ValueError):
            return len(data) > 1 and data[1] >= 0x80
        if redundant:
            return False
        new = key != self.key if key and self.key else first == 0
        # No primary coded picture has a macroblock twice.
        if new or (first == 0 and plane in self.firsts):
            new, self.firsts = True, set()
        self.key = key or self.key
        if first == 0:
            self.firsts.add(plane)
        return new

    def _slice(self, data: bytes) -> tuple[int, int, int, tuple[int, ...]]:
        """first_mb_in_slice, colour_plane_id, redundant_pic_cnt, and what sets pictures apart."""
        bits = BitReader(unescape(data[1:SLICE_HEAD]))
        first, _, number = read_slice_start(bits)
        pps = self.pps.get(number)
        sps = self.sps.get(pps.seq_parameter_set_id) if pps else None
        if pps is None or sps is None:
            return first, 0, 0, ()
        is_idr = data[0] & 31 == IDR
        plane = bits.u(2) if sps.separate_colour_plane_flag else 0
        key = [number, int(not data[0] & 0x60), int(is_idr), bits.u(sps.frame_num_bits)]
        field_pic = 0 if sps.frame_mbs_only_flag else bits.u(1)
        key += [field_pic, bits.u(1) if field_pic else 0]
        if is_idr:
            key.append(bounded(bits.ue(), 65535))
        in_frame = pps.bottom_field_pic_order_in_frame_present_flag and not field_pic
        if sps.pic_order_cnt_type == 0:
            key += [bits.u(sps.pic_order_cnt_lsb_bits), bits.ue() if in_frame else 0]
        elif sps.pic_order_cnt_type == 1 and not sps.delta_pic_order_always_zero_flag:
            key += [bits.ue(), bits.ue() if in_frame else 0]
        return first, plane, bits.ue() if pps.redundant_pic_cnt_present_flag else 0, tuple(key)
