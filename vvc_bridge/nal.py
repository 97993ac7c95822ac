"""NAL units of H.266, H.265 and H.264 in the byte stream format (Annex B of each).

Every zero byte before a start code is kept with the NAL unit that follows it, so that the NAL units of a
stream, each written as ``prefix + data``, are the stream again (a NAL unit cannot end in a zero byte).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sei.editions import H274V4, HM18, Edition
from sei.errors import BitstreamError, SeigenError


class Kind:
    """What a NAL unit type means for finding access units. SEI and PARAMETERS are flags on top."""

    OTHER = 0  # never starts an access unit: suffix SEI, suffix APS, EOS, filler data
    VCL = 1
    STARTS = 2  # the first one after the last VCL NAL unit starts the next picture unit
    HEADER = 3  # a picture header: STARTS, and a new picture for certain
    DELIMITER = 4  # an access unit begins here whatever came before
    END = 5  # an access unit ends here: end of bitstream
    RESTARTS = 7  # end of sequence: the next picture of the layer starts a new one
    UNUSABLE = 6  # type 0x1F: read and kept, never edited
    MASK = 7
    SEI = 8
    PARAMETERS = 16


class Codec(Enum):
    """A video coding standard whose NAL units carry SEI messages; the value is its ``--codec`` name."""

    H266 = "h266"
    H265 = "h265"
    H264 = "h264"

    __hash__ = object.__hash__  # members are single; Enum's own hash is a Python call in every table look-up

    @classmethod
    def named(cls, name: str | Codec) -> Codec:
        """Find a codec by name (``h266``, ``vvc``, ...). Raises SeigenError on an unknown one."""
        if isinstance(name, Codec):
            return name
        names = {"vvc": "h266", "hevc": "h265", "avc": "h264"}
        try:
            return cls(names.get(name.lower(), name.lower()))
        except ValueError:
            raise SeigenError(f"unknown codec {name!r}; there are h266, h265, h264") from None

    @property
    def header_size(self) -> int:
        """Bytes of a NAL unit header."""
        return 1 if self is Codec.H264 else 2

    @property
    def type_byte(self) -> int:
        """Which byte of the NAL unit header holds nal_unit_type."""
        return 1 if self is Codec.H266 else 0

    @property
    def prefix_sei(self) -> int:
        """nal_unit_type of a prefix SEI NAL unit."""
        return {Codec.H266: 23, Codec.H265: 39, Codec.H264: 6}[self]

    @property
    def suffix_sei(self) -> int | None:
        """nal_unit_type of a suffix SEI NAL unit; H.264 has none."""
        return {Codec.H266: 24, Codec.H265: 40, Codec.H264: None}[self]

    def kind(self, nal_type: int) -> int:
        """Return the `Kind` of a nal_unit_type (H.266 table 5, H.265 table 7-1, H.264 table 7-1)."""
        return _KINDS[self].get(nal_type, Kind.OTHER)

    def kind_table(self) -> bytes:
        """Return the `Kind` by the value of the header byte that holds nal_unit_type, for the scanner's inner
        loop."""
        return _TABLES[self]

    def type_of(self, value: int) -> int:
        """Read nal_unit_type in the header byte that holds it."""
        if self is Codec.H266:
            return value >> 3
        return value >> 1 & 63 if self is Codec.H265 else value & 31

    def type_name(self, nal_type: int) -> str:
        """Return the name of a nal_unit_type in the standard, e.g. ``PREFIX_SEI_NUT``."""
        return _NAMES[self].get(nal_type, f"RESERVED_OR_UNSPECIFIED_{nal_type}")


def _kinds(*groups: tuple[int, range | tuple[int, ...]]) -> dict[int, int]:
    return {nal_type: kind for kind, types in groups for nal_type in types}


_KINDS = {
    Codec.H266: _kinds(
        (Kind.VCL, range(12)),
        (Kind.STARTS, (12, 13, 14, 17, 26, 28, 29)),  # OPI, DCI, VPS, prefix APS, reserved, unspecified
        (Kind.STARTS | Kind.PARAMETERS, (15, 16)),
        (Kind.HEADER, (19,)),
        (Kind.DELIMITER, (20,)),
        (Kind.RESTARTS, (21,)),
        (Kind.END, (22,)),
        (Kind.STARTS | Kind.SEI, (23,)),
        (Kind.UNUSABLE, (31,)),
        (Kind.OTHER | Kind.SEI, (24,)),
    ),
    Codec.H265: _kinds(
        (Kind.VCL, range(31)),
        (Kind.STARTS, (32, *range(41, 45), *range(48, 56))),
        (Kind.STARTS | Kind.PARAMETERS, (33, 34)),
        (Kind.DELIMITER, (35,)),
        (Kind.RESTARTS, (36,)),
        (Kind.END, (37,)),
        (Kind.STARTS | Kind.SEI, (39,)),
        (Kind.UNUSABLE, (31,)),
        (Kind.OTHER | Kind.SEI, (40,)),
    ),
    Codec.H264: _kinds(
        (Kind.VCL, (1, 2, 3, 4, 5, 20, 21)),  # 20, 21: slices of SVC layers, MVC and 3D views
        (Kind.STARTS, (14, 15, 16, 17, 18)),
        (Kind.STARTS | Kind.PARAMETERS, (7, 8)),
        (Kind.DELIMITER, (9,)),
        (Kind.RESTARTS, (10,)),
        (Kind.END, (11,)),
        (Kind.STARTS | Kind.SEI, (6,)),
        (Kind.UNUSABLE, (31,)),
    ),
}

_TABLES = {codec: bytes(codec.kind(codec.type_of(value)) for value in range(256)) for codec in Codec}

_NAMES = {
    Codec.H266: dict(
        enumerate(
            [
                "TRAIL_NUT",
                "STSA_NUT",
                "RADL_NUT",
                "RASL_NUT",
                "RSV_VCL_4",
                "RSV_VCL_5",
                "RSV_VCL_6",
                "IDR_W_RADL",
                "IDR_N_LP",
                "CRA_NUT",
                "GDR_NUT",
                "RSV_IRAP_11",
                "OPI_NUT",
                "DCI_NUT",
                "VPS_NUT",
                "SPS_NUT",
                "PPS_NUT",
                "PREFIX_APS_NUT",
                "SUFFIX_APS_NUT",
                "PH_NUT",
                "AUD_NUT",
                "EOS_NUT",
                "EOB_NUT",
                "PREFIX_SEI_NUT",
                "SUFFIX_SEI_NUT",
                "FD_NUT",
                "RSV_NVCL_26",
                "RSV_NVCL_27",
                "UNSPEC_28",
                "UNSPEC_29",
                "UNSPEC_30",
                "UNSPEC_31",
            ]
        )
    ),
    Codec.H265: dict(
        enumerate(
            [
                "TRAIL_N",
                "TRAIL_R",
                "TSA_N",
                "TSA_R",
                "STSA_N",
                "STSA_R",
                "RADL_N",
                "RADL_R",
                "RASL_N",
                "RASL_R",
                "RSV_VCL_N10",
                "RSV_VCL_R11",
                "RSV_VCL_N12",
                "RSV_VCL_R13",
                "RSV_VCL_N14",
                "RSV_VCL_R15",
                "BLA_W_LP",
                "BLA_W_RADL",
                "BLA_N_LP",
                "IDR_W_RADL",
                "IDR_N_LP",
                "CRA_NUT",
                "RSV_IRAP_VCL22",
                "RSV_IRAP_VCL23",
            ]
        )
    )
    | dict(
        enumerate(
            [
                "VPS_NUT",
                "SPS_NUT",
                "PPS_NUT",
                "AUD_NUT",
                "EOS_NUT",
                "EOB_NUT",
                "FD_NUT",
                "PREFIX_SEI_NUT",
                "SUFFIX_SEI_NUT",
            ],
            32,
        )
    ),
    Codec.H264: dict(
        enumerate(
            [
                "SLICE",
                "PARTITION_A",
                "PARTITION_B",
                "PARTITION_C",
                "IDR_SLICE",
                "SEI",
                "SPS",
                "PPS",
                "AUD",
                "END_SEQ",
                "END_STREAM",
                "FILLER",
                "SPS_EXT",
                "PREFIX",
                "SUBSET_SPS",
                "DPS",
            ],
            1,
        )
    )
    | {19: "AUXILIARY_SLICE", 20: "SLICE_EXTENSION", 21: "SLICE_EXTENSION_DEPTH"},
}

RANDOM_ACCESS = {
    Codec.H266: {7: "IDR_W_RADL", 8: "IDR_N_LP", 9: "CRA", 10: "GDR"},
    Codec.H265: {
        16: "BLA_W_LP",
        17: "BLA_W_RADL",
        18: "BLA_N_LP",
        19: "IDR_W_RADL",
        20: "IDR_N_LP",
        21: "CRA",
    },
    Codec.H264: {5: "IDR"},
}
"""Random access type by the nal_unit_type of a picture's first VCL NAL unit."""


@dataclass(frozen=True, slots=True)
class NalUnit:
    """One NAL unit.

    codec   whose header ``data`` begins with
    prefix  zero bytes and start code before it (at least ``000001``; all zero bytes count here, so that
            ``prefix + data`` of all NAL units is the stream)
    data    header and payload, emulation prevention included
    offset  byte offset of ``prefix`` in the stream
    """

    codec: Codec
    prefix: bytes
    data: bytes
    offset: int

    @property
    def type(self) -> int:
        """nal_unit_type."""
        if self.codec is Codec.H266:
            return self.data[1] >> 3
        return self.data[0] >> 1 & 63 if self.codec is Codec.H265 else self.data[0] & 31

    @property
    def layer_id(self) -> int:
        """nuh_layer_id; 0 for H.264."""
        if self.codec is Codec.H266:
            return self.data[0] & 63
        return (self.data[0] & 1) << 5 | self.data[1] >> 3 if self.codec is Codec.H265 else 0

    @property
    def temporal_id(self) -> int:
        """TemporalId; 0 for H.264, whose header has none."""
        return 0 if self.codec is Codec.H264 else (self.data[1] & 7) - 1

    @property
    def name(self) -> str:
        """Name of the type in the standard."""
        return self.codec.type_name(self.type)

    @property
    def _flagged(self) -> int:
        """`Kind` with its flags."""
        return _TABLES[self.codec][self.data[1 if self.codec is Codec.H266 else 0]]

    @property
    def kind(self) -> int:
        """`Kind` without its flags."""
        return self._flagged & Kind.MASK

    @property
    def is_vcl(self) -> bool:
        """It carries coded slice data."""
        return self._flagged & Kind.MASK == Kind.VCL

    @property
    def is_sei(self) -> bool:
        """It carries SEI messages."""
        return self._flagged & Kind.SEI != 0

    @property
    def is_suffix_sei(self) -> bool:
        """It carries SEI messages that follow their picture."""
        return self.type == self.codec.suffix_sei

    @property
    def starts_picture(self) -> bool:
        """A new coded picture begins with this picture header or slice."""
        codec, data = self.codec, self.data
        kind = self._flagged & Kind.MASK
        if kind != Kind.VCL:
            return kind == Kind.HEADER
        # H.266: sh_picture_header_in_slice_header_flag; H.265: first_slice_segment_in_pic_flag;
        # H.264: first_mb_in_slice, ue(v), equal to 0 (`first_slice.PictureBoundary` knows better).
        if codec is Codec.H264:
            return self.type in (1, 2, 5) and len(data) > 1 and data[1] >= 0x80
        return len(data) > 2 and data[2] >= 0x80

    @property
    def payload(self) -> bytes:
        """What follows the header, emulation prevention included."""
        return self.data[self.codec.header_size :]

    def __bytes__(self) -> bytes:
        return self.prefix + self.data


def default_edition(codec: Codec) -> Edition:
    """Return the syntax edition that the reference software of a codec writes."""
    return HM18 if codec is Codec.H265 else H274V4


def make_header(codec: Codec, nal_type: int, layer_id: int = 0, temporal_id: int = 0) -> bytes:
    """Make a NAL unit header. Raises SeigenError when a value does not fit."""
    if codec is Codec.H264:
        if not 0 <= nal_type <= 31:
            raise SeigenError(f"nal_unit_type {nal_type}, allowed 0..31")
        return bytes([nal_type])  # nal_ref_idc 0, as the standard asks of SEI
    limit = 31 if codec is Codec.H266 else 63
    if not (0 <= nal_type <= limit and 0 <= layer_id <= 63 and 0 <= temporal_id <= 6):
        raise SeigenError(
            f"NAL unit header out of range: type {nal_type}, layer {layer_id}, temporal {temporal_id}"
        )
    if codec is Codec.H266:
        return bytes([layer_id, nal_type << 3 | temporal_id + 1])
    return bytes([nal_type << 1 | layer_id >> 5, (layer_id & 31) << 3 | temporal_id + 1])


def check_header(codec: Codec, data: bytes, offset: int) -> None:
    """Refuse a NAL unit that no bitstream may hold, naming its byte offset.

    Raises BitstreamError for zero length, a missing header, a set forbidden_zero_bit or a
    nuh_temporal_id_plus1 of 0. Reserved and unspecified types pass: a reader keeps them.
    """
    if not data:
        raise BitstreamError("NAL unit of zero length", byte=offset)
    if data[0] & 0x80:
        raise BitstreamError("forbidden_zero_bit is set", byte=offset, clause=_CLAUSE[codec])
    if len(data) < codec.header_size:
        raise BitstreamError(f"NAL unit of {len(data)} byte, shorter than its header", byte=offset)
    if data[:2] == b"\0\0":  # in H.266 and H.265 it also breaks what follows
        raise BitstreamError("NAL unit begins with zero bytes", byte=offset, clause=_CLAUSE[codec])
    if codec is not Codec.H264 and data[1] & 7 == 0:
        raise BitstreamError("nuh_temporal_id_plus1 is 0", byte=offset, clause=_CLAUSE[codec])


_CLAUSE = {Codec.H266: "H.266 7.4.2.2", Codec.H265: "H.265 7.4.2.2", Codec.H264: "H.264 7.4.1"}
