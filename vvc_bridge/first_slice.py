"""Where a coded picture of H.264 begins: a quick look at the first elements of its slice headers.

Names are the standard's (H.264 7.3.3, 7.4.1.2.4). `vvc_bridge.h264` reads parameter sets and whole headers;
every slice has one, and cutting a stream needs no more of it than this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sei.bits import BitReader
from sei.errors import BitstreamError
from sei.rbsp import unescape
from vvc_bridge.h264 import read_pps, read_sps

SLICE, PARTITION_A, PARTITION_B, PARTITION_C, IDR, SPS, PPS, SUBSET_SPS = 1, 2, 3, 4, 5, 7, 8, 15

SLICE_HEAD = 48
"""Bytes of a slice NAL unit that hold its header up to redundant_pic_cnt, emulation prevention included."""

KEPT_SETS = 64
"""Parameter sets whose bytes are remembered, so that one that is repeated is read once."""


@dataclass(frozen=True, slots=True)
class Sps:
    """What a slice header needs of a sequence parameter set."""

    separate_colour_plane_flag: int
    frame_num_bits: int
    pic_order_cnt_type: int
    pic_order_cnt_lsb_bits: int
    delta_pic_order_always_zero_flag: int
    frame_mbs_only_flag: int

    @classmethod
    def of(cls, values: dict[str, Any]) -> Sps:
        """Make it from an SPS's elements by name."""
        return cls(
            values.get("separate_colour_plane_flag", 0),
            values["log2_max_frame_num_minus4"] + 4,
            values["pic_order_cnt_type"],
            values.get("log2_max_pic_order_cnt_lsb_minus4", -4) + 4,
            values.get("delta_pic_order_always_zero_flag", 0),
            values["frame_mbs_only_flag"],
        )


@dataclass(frozen=True, slots=True)
class Pps:
    """What a slice header needs of a picture parameter set."""

    seq_parameter_set_id: int
    bottom_field_pic_order_in_frame_present_flag: int
    redundant_pic_cnt_present_flag: int


def bounded(value: int, hi: int) -> int:
    """Return ``value``, if it is not above ``hi``. Raises ValueError."""
    if value > hi:
        raise ValueError(f"{value} is above {hi}")
    return value


def read_slice_start(bits: BitReader) -> tuple[int, int, int]:
    """Read first_mb_in_slice, slice_type and pic_parameter_set_id of slice_header( ), 7.3.3. Raises EOFError,
    OverflowError or ValueError."""
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
    known: dict[tuple[int, bytes], dict[str, Any]] = field(default_factory=dict)  # elements; {}: unreadable

    def feed(self, data: bytes) -> None:
        """Keep an SPS or a PPS. One that cannot be read is as one that has not come."""
        nal_type = data[0] & 31
        if nal_type not in (SPS, PPS):
            return
        payload = data[1:].rstrip(b"\0")
        key = (nal_type, payload)
        if key not in self.known:
            if len(self.known) >= KEPT_SETS:
                self.known.clear()
            try:
                self.known[key] = read_sps(payload) if nal_type == SPS else read_pps(payload)
            except BitstreamError:
                self.known[key] = {}
        values = self.known[key]
        if values and nal_type == SPS:
            self.sps[values["seq_parameter_set_id"]] = Sps.of(values)
        elif values:
            self.pps[values["pic_parameter_set_id"]] = Pps(
                values["seq_parameter_set_id"],
                values["bottom_field_pic_order_in_frame_present_flag"],
                values["redundant_pic_cnt_present_flag"],
            )

    def begins(self, data: bytes) -> bool:
        """Tell whether the VCL NAL unit that begins with ``data`` (SLICE_HEAD bytes or all of it) is a
        primary coded picture's first."""
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
