"""Which standard NAL units are of: by what they cannot be in the other two.

Every NAL unit is read three times, as each standard has it. Parameter sets and SEI NAL units whose elements
all lie in range and that end where they should prove a standard; a header or a parameter set that a standard
forbids speaks against it; types that it does not define, and layers that no parameter set announced, weigh
less. The verdict falls as soon as it is certain, else over the first PROBE_BYTES. It depends on the bytes
alone, never on the pieces that they come in. Where it stays open, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import vvc_bridge.first_slice as first_slice
import vvc_bridge.h264 as h264
from sei.bits import BitReader
from sei.errors import BitstreamError, SeigenError
from sei.rbsp import parse, unescape
from vvc_bridge.first_slice import bounded
from vvc_bridge.nal import Codec
from vvc_bridge.parameter_sets import ParameterSetReader, read_pps, read_sps

PROBE_BYTES = 1 << 20
"""Bytes looked at where parameter sets do not settle it at once."""

PROBE_NALS = 1024
"""NAL units looked at at the most."""

HEAD = 1 << 12
"""Bytes of a NAL unit that are looked at. A longer one is judged by its header."""

PROOF, SIGN, FITS, ODD, CANNOT = 8, 4, 1, -2, -8
"""Weights: a structure read to its end; a short one; a header that is allowed; an unknown type or layer, or
a structure that cannot be read; what the standard forbids."""

CERTAIN = 10
"""Lead over both others that settles it at once, when one structure is proved and nothing is forbidden."""

CERTAIN_BY_HEADERS = 24
"""The same without such a structure."""

LEAD = 3
"""Lead that suffices at the end."""

_START_CODE = re.compile(rb"\x00\x00\x01")
_UNREADABLE = (EOFError, OverflowError, ValueError, IndexError, BitstreamError)
H264_PROFILES = h264.CHROMA_PROFILES | {66, 77, 88}
EXTENDED = 88
NAMES = {Codec.H266: "H.266", Codec.H265: "H.265", Codec.H264: "H.264"}


class UnknownCodec(SeigenError):
    """NAL units of no standard, or of more than one that they could be of."""


@dataclass(slots=True)
class CodecDetector:
    """Weighs NAL units for each standard."""

    scores: dict[Codec, int] = field(default_factory=lambda: dict.fromkeys(Codec, 0))
    proofs: dict[Codec, int] = field(default_factory=lambda: dict.fromkeys(Codec, 0))
    allowed: dict[Codec, int] = field(default_factory=lambda: dict.fromkeys(Codec, 0))
    broken: dict[Codec, int] = field(default_factory=lambda: dict.fromkeys(Codec, 0))
    layers: dict[Codec, set[int]] = field(default_factory=lambda: {codec: {0} for codec in Codec})
    extended: bool = False  # an SPS of H.264's Extended profile came: data partitions are to be expected
    seen: int = 0  # NAL units
    _head: int = -1  # of the NAL unit under way in `look`'s buffer
    _scan: int = 0

    def add(self, data: bytes, whole: bool = True) -> None:
        """Weigh one NAL unit, or the first HEAD bytes of a longer one (``whole`` False)."""
        self.seen += 1
        data = data.rstrip(b"\0")
        if not data:
            return
        for codec, judge in _JUDGES.items():
            weight = CANNOT if data[0] & 0x80 else judge(self, data, whole)
            self.scores[codec] += weight
            self.proofs[codec] += weight >= SIGN
            self.allowed[codec] += weight > 0
            self.broken[codec] += weight == CANNOT

    def certain(self) -> Codec | None:
        """Return the standard, once nothing that may follow is worth waiting for."""
        best, lead = self._leader()
        if self.broken[best]:
            return None
        return best if lead >= (CERTAIN if self.proofs[best] else CERTAIN_BY_HEADERS) else None

    def verdict(self) -> Codec:
        """Return the standard by all that was seen. Raises UnknownCodec naming those that are left."""
        best, lead = self._leader()
        if not self.allowed[best] or 2 * self.broken[best] > self.seen:
            raise UnknownCodec(
                "start codes are there, but NAL units of neither H.266, H.265 nor H.264 (--codec: read them "
                "all the same)"
            )
        if lead < LEAD:
            left = [NAMES[codec] for codec in Codec if self.scores[codec] > self.scores[best] - LEAD]
            raise UnknownCodec(
                f"{' or '.join(left)}: {self.seen} NAL unit{'s' if self.seen != 1 else ''} that could be of "
                "either; say which with --codec"
            )
        return best

    def look(self, buffer: bytes | bytearray, ended: bool) -> Codec | None:
        """Go on in a byte stream that has grown. The standard once it is certain, or once PROBE_BYTES or the
        end have come; None: more bytes are needed. Raises UnknownCodec like `verdict`."""
        end = min(len(buffer), PROBE_BYTES)
        last = ended or end == PROBE_BYTES
        while self.seen < PROBE_NALS:
            match = _START_CODE.search(buffer, self._scan, end)
            limit = self._head + HEAD
            if self._head >= 0 and (match.start() if match else end) >= limit:
                self.add(bytes(buffer[self._head : limit]), whole=False)
                self._head = -1
            elif self._head >= 0 and (match or last):
                stop = match.start() if match else end
                self.add(bytes(buffer[self._head : stop]), bool(match) or len(buffer) < PROBE_BYTES)
                self._head = -1
            if codec := self.certain():
                return codec
            if not match:
                self._scan = max(self._scan, end - 2)
                if last:
                    break
                return None
            self._head = self._scan = match.end()
        return self.verdict()

    def _leader(self) -> tuple[Codec, int]:
        best, second, _ = sorted(Codec, key=lambda codec: -self.scores[codec])
        return best, self.scores[best] - self.scores[second]


def detect(nals: Iterable[bytes]) -> Codec:
    """Find the standard of NAL units. Raises UnknownCodec."""
    detector = CodecDetector()
    for data in nals:
        detector.add(data[:HEAD], len(data) <= HEAD)
        if (codec := detector.certain()) or detector.seen >= PROBE_NALS:
            return codec or detector.verdict()
    return detector.verdict()


def _weight(read: Callable[[BitReader], int], payload: bytes) -> int:
    """What a structure weighs; ODD when its bits end too early or hold what they may not."""
    try:
        return read(BitReader(unescape(payload)))
    except _UNREADABLE:
        return ODD


def _sei(payload: bytes, whole: bool) -> int:
    if not whole:
        return FITS
    try:
        messages, trailing = parse(unescape(payload))
    except BitstreamError:
        return ODD
    if not messages or trailing != b"\x80":
        return ODD
    return PROOF if sum(len(message.data) for message in messages) > 1 else FITS


# -- H.264 ------------------------------------------------------------------------------------------


def _judge_h264(detector: CodecDetector, data: bytes, whole: bool) -> int:
    nal_type, referenced = data[0] & 31, data[0] & 0x60 != 0
    # 7.4.1: nal_ref_idc is not 0 for IDR pictures and parameter sets, and 0 for what follows here.
    if referenced != (nal_type in (5, 7, 8, 13, 15)) and nal_type in (5, 6, 7, 8, 9, 10, 11, 12, 13, 15):
        return CANNOT
    payload = data[1:]
    if nal_type == 6:
        return _sei(payload, whole)
    if nal_type in (first_slice.SPS, first_slice.SUBSET_SPS):
        return _weight(lambda _: _h264_sps(payload, detector, nal_type), payload)
    if nal_type == first_slice.PPS:
        return _weight(lambda _: _h264_pps(payload), payload)
    if nal_type in (first_slice.SLICE, first_slice.IDR):
        return _weight(lambda bits: _h264_slice(bits, nal_type), payload[: first_slice.SLICE_HEAD])
    if nal_type in (2, 3, 4):
        return FITS if detector.extended else ODD
    if nal_type == 9:  # primary_pic_type
        return SIGN // 2 if len(payload) == 1 and payload[0] & 31 == 16 else ODD
    if nal_type in (10, 11):
        return FITS if not payload else ODD
    if nal_type in (14, 20, 21):  # 7.3.1: three further header bytes, the last bit of them reserved
        return FITS if len(payload) > 2 and payload[2] & 1 else ODD
    return FITS if nal_type in (12, 13, 19) else ODD


def _h264_sps(payload: bytes, detector: CodecDetector, nal_type: int) -> int:
    s = ParameterSetReader(unescape(payload), "seq_parameter_set_rbsp", h264.SPS)
    h264.seq_parameter_set(s)
    sps = s.values
    bounded(sps["max_num_ref_frames"], 16)
    bounded(max(sps["pic_width_in_mbs_minus1"], sps["pic_height_in_map_units_minus1"]), 1 << 12)
    if sps["frame_cropping_flag"]:
        bounded(max(sps[f"frame_crop_{side}_offset"] for side in ("left", "right", "top", "bottom")), 1 << 16)
    if sps["vui_parameters_present_flag"]:
        h264.vui_parameters(s)
    profile = sps["profile_idc"]
    detector.extended |= profile == EXTENDED
    if nal_type == first_slice.SUBSET_SPS:
        return SIGN if profile in h264.CHROMA_PROFILES else ODD
    return PROOF if _ends(s.bits) and profile in H264_PROFILES else FITS


def _h264_pps(payload: bytes) -> int:
    s = ParameterSetReader(unescape(payload), "pic_parameter_set_rbsp", h264.PPS)
    h264.pic_parameter_set(s)
    for name, least, most in (("init_qp", -62, 25), ("init_qs", -26, 25)):
        if not least <= s.values[f"pic_{name}_minus26"] <= most:
            return ODD
    if abs(s.values["chroma_qp_index_offset"]) > 12:
        return ODD
    if s.bits.remaining > 8:
        return FITS  # transform_8x8_mode_flag and more
    return SIGN if _ends(s.bits) else FITS


def _ends(bits: BitReader) -> bool:
    """Nothing but rbsp_trailing_bits( ) is left."""
    left = bits.remaining
    return 1 <= left <= 8 and bits.u(left) == 1 << left - 1


def _h264_slice(bits: BitReader, nal_type: int) -> int:
    _, slice_type, _ = first_slice.read_slice_start(bits)
    return FITS if nal_type != first_slice.IDR or slice_type % 5 in (2, 4) else ODD


# -- H.265 ------------------------------------------------------------------------------------------


def _judge_h265(detector: CodecDetector, data: bytes, whole: bool) -> int:
    if len(data) < 2 or not data[1] & 7:
        return CANNOT
    nal_type, layer, temporal = data[0] >> 1, (data[0] & 1) << 5 | data[1] >> 3, (data[1] & 7) - 1
    if temporal and (16 <= nal_type <= 23 or nal_type in (32, 33, 36, 37)):
        return CANNOT  # 7.4.2.2: IRAP pictures, VPS, SPS, EOS and EOB have TemporalId 0
    if not temporal and not layer and 2 <= nal_type <= 5:
        return CANNOT  # TSA and STSA pictures have not
    if layer and nal_type in (32, 37):
        return ODD
    payload = data[2:]
    if nal_type == 32:
        return _weight(lambda bits: _h265_vps(bits, detector), payload)
    if layer not in detector.layers[Codec.H265]:
        return ODD
    if nal_type == 33:
        return _weight(lambda bits: _h265_sps(bits, layer), payload)
    if nal_type == 34:
        return _weight(_h265_pps, payload)
    if nal_type == 35:
        return SIGN // 2 if len(payload) == 1 and payload[0] & 31 == 16 else ODD
    if nal_type in (36, 37):
        return FITS if not payload else ODD
    if nal_type in (39, 40):
        return _sei(payload, whole)
    if nal_type < 10 or 16 <= nal_type < 22:
        return _weight(lambda bits: _h265_slice(bits, nal_type), payload[:16])
    return FITS if nal_type == 38 else ODD


def _h265_vps(bits: BitReader, detector: CodecDetector) -> int:
    bits.u(6)
    layers = bits.u(6)
    sublayers = bounded(bits.u(3), 6)
    nesting = bits.u(1)
    if bits.u(16) != 0xFFFF or (not sublayers and not nesting):
        return CANNOT
    detector.layers[Codec.H265] |= set(range(63)) if layers else set()
    return PROOF


def _h265_sps(bits: BitReader, layer: int) -> int:
    bits.u(4)
    sublayers = bits.u(3)
    if layer:  # sps_ext_or_max_sub_layers_minus1
        return FITS
    bounded(sublayers, 6)
    bits.u(1)
    bits.u(88)  # profile_tier_level( ), 7.3.3
    if bits.u(8) % 3:
        return ODD  # general_level_idc is 30 times the level
    present = [(bits.u(1), bits.u(1)) for _ in range(sublayers)]
    if sublayers and bits.u(2 * (8 - sublayers)):
        return ODD
    for profile, level in present:
        bits.u(88 if profile else 0)
        bits.u(8 if level else 0)
    bounded(bits.ue(), 15)
    if bounded(bits.ue(), 3) == 3:
        bits.u(1)
    if not bounded(bits.ue(), 1 << 16) or not bounded(bits.ue(), 1 << 16):
        return ODD
    if bits.u(1):
        for _ in range(4):
            bounded(bits.ue(), 1 << 16)
    bounded(bits.ue(), 8)
    bounded(bits.ue(), 8)
    bounded(bits.ue(), 12)  # log2_max_pic_order_cnt_lsb_minus4
    for _ in range(sublayers + 1 if bits.u(1) else 1):
        bounded(bits.ue(), 15)
        bounded(bits.ue(), 15)
        bits.ue()
    bounded(bits.ue(), 3)
    bounded(bits.ue(), 3)
    bounded(bits.ue(), 3)
    bounded(bits.ue(), 3)
    bounded(bits.ue(), 4)
    bounded(bits.ue(), 4)
    bits.u(4)
    return PROOF


def _h265_pps(bits: BitReader) -> int:
    bounded(bits.ue(), 63)
    bounded(bits.ue(), 15)
    bits.u(2)
    bits.u(5)
    bounded(bits.ue(), 14)
    bounded(bits.ue(), 14)
    bounded(bits.ue(), 124)
    bits.u(2)
    if bits.u(1):
        bounded(bits.ue(), 3)
    bounded(bits.ue(), 24)
    bounded(bits.ue(), 24)
    bits.u(6)
    return SIGN // 2


def _h265_slice(bits: BitReader, nal_type: int) -> int:
    bits.u(2 if nal_type >= 16 else 1)
    bounded(bits.ue(), 63)
    return FITS


# -- H.266 ------------------------------------------------------------------------------------------


def _judge_h266(detector: CodecDetector, data: bytes, whole: bool) -> int:
    if len(data) < 2 or not data[1] & 7 or data[0] & 0x40:
        return CANNOT
    layer, nal_type, temporal = data[0], data[1] >> 3, (data[1] & 7) - 1
    if layer > 55 or (temporal and (7 <= nal_type <= 15 or nal_type in (21, 22))):
        return CANNOT  # 7.4.2.2: IRAP and GDR pictures, OPI, DCI, VPS, SPS, EOS and EOB have TemporalId 0
    payload = data[2:]
    if nal_type == 14:
        return _weight(lambda bits: _h266_vps(bits, detector), payload)
    if nal_type == 15:
        return _weight(lambda bits: _h266_sps(payload, layer, detector), payload)
    if layer not in detector.layers[Codec.H266]:
        return ODD
    if nal_type == 16:
        return _weight(lambda bits: SIGN if read_pps(payload) else ODD, payload)
    if nal_type == 20:
        return SIGN // 2 if len(payload) == 1 and payload[0] & 15 == 8 else ODD
    if nal_type in (21, 22):
        return FITS if not payload else ODD
    if nal_type in (23, 24):
        return _sei(payload, whole)
    return ODD if nal_type in (4, 5, 6, 11) or nal_type > 25 else FITS


def _h266_vps(bits: BitReader, detector: CodecDetector) -> int:
    if not bits.u(4):
        return ODD  # vps_video_parameter_set_id is greater than 0
    layers = bits.u(6)
    bounded(bits.u(3), 6)
    detector.layers[Codec.H266] |= set(range(56)) if layers else set()
    return FITS


def _h266_sps(payload: bytes, layer: int, detector: CodecDetector) -> int:
    sps = read_sps(payload)
    if not sps["sps_pic_width_max_in_luma_samples"] or not sps["sps_pic_height_max_in_luma_samples"]:
        return ODD
    bounded(sps["sps_max_sublayers_minus1"], 6)
    bounded(sps["sps_log2_ctu_size_minus5"], 2)
    detector.layers[Codec.H266].add(layer)
    return PROOF


_JUDGES = {Codec.H266: _judge_h266, Codec.H265: _judge_h265, Codec.H264: _judge_h264}

__all__ = ["CodecDetector", "UnknownCodec", "detect"]
