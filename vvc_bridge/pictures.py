"""Pictures of an access unit: picture order count, output, random access (H.266 8.1.1, 8.3.1, 8.3.2; H.265
8.1.3, 8.3.1; H.264 8.2.1)."""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import vvc_bridge.h264 as h264
import vvc_bridge.h265 as h265
from sei.errors import BitstreamError, MissingReference
from sei.rbsp import unescape
from vvc_bridge.nal import RANDOM_ACCESS, Codec, Kind, NalUnit
from vvc_bridge.parameter_sets import (
    PH,
    ParameterSetReader,
    picture_header_rest,
    picture_header_start,
    read_pps,
    read_sps,
)
from vvc_bridge.scan import RawAccessUnit

HEADER_BYTES = 128
"""Bytes of a picture header that are looked at: more than the longest up to ph_pic_output_flag."""


_FOLLOWED = frozenset((Kind.VCL, Kind.HEADER, Kind.RESTARTS, Kind.END))


@dataclass(slots=True)
class CodedPicture:
    """One coded picture (a picture unit) of an access unit.

    layer_id       nuh_layer_id
    temporal_id    TemporalId
    first, last    positions of its first and last VCL NAL unit in the access unit
    nal_type       name of the first VCL NAL unit's type
    random_access  ``IDR_W_RADL``, ``IDR_N_LP``, ``CRA``, ``GDR`` (or H.265's; H.264: ``IDR``,
                   ``RECOVERY_POINT``, ``GDR`` where the recovery point comes later), else None
    poc            PicOrderCntVal (H.264: PicOrderCnt); None when it cannot be told (``problem`` says why)
    cvs            which coded layer video sequence of its layer it belongs to, from 0; in H.264
                   memory_management_control_operation 5 begins one as well, as it begins the order anew
    output         PictureOutputFlag; None when unknown. In H.264 false for what a decoder that begins at a
                   recovery point cannot show
    second_field   the field that completes the frame which the picture before began (H.264)
    """

    layer_id: int
    temporal_id: int
    first: int
    last: int
    nal_type: str
    random_access: str | None
    poc: int | None = None
    cvs: int = 0
    output: bool | None = None
    problem: str | None = None
    second_field: bool = False


@dataclass(slots=True)
class _Layer:
    """State of a layer between pictures."""

    previous_poc: int = 0  # PicOrderCntVal of prevTid0Pic
    cvs: int = -1
    fresh: bool = True  # no picture since the start or the last end of sequence
    skip_leading: bool = False  # the associated IRAP picture has NoOutputBeforeRecoveryFlag 1
    recovery_poc: int | None = None  # of a GDR picture that starts the sequence
    order: h264.OrderCount = field(default_factory=h264.OrderCount)
    recovery_frame: int | None = None  # frame_num where pictures become right, until it comes


@dataclass(slots=True)
class ParameterStore:
    """Parameter sets received so far, parsed when first needed."""

    sps: dict[int, bytes] = field(default_factory=dict)
    pps: dict[int, bytes] = field(default_factory=dict)
    _parsed: dict[tuple[str, bytes], dict[str, Any] | BitstreamError] = field(default_factory=dict)
    _quick: tuple[dict[str, Any], int] | None = None  # `_simple`'s answer, until a parameter set comes

    def feed(self, nal: NalUnit) -> None:
        """Keep an SPS or a PPS. In H.265 only those of the base layer, by whose extensions none is read."""
        self._quick = None
        if nal.codec is Codec.H266 and len(nal.data) > 2:
            if nal.type == 15:
                self.sps[nal.data[2] >> 4] = nal.payload
            elif nal.type == 16:
                self.pps[nal.data[2] >> 2] = nal.payload
        elif nal.codec is not Codec.H266 and not nal.layer_id:
            sequence = nal.type == (33 if nal.codec is Codec.H265 else 7)
            kind, name = ("sps", _SPS_ID[nal.codec]) if sequence else ("pps", _PPS_ID[nal.codec])
            with suppress(BitstreamError):  # a picture that asks for it says that it is not there
                number = self._read(kind, nal.payload, nal.codec)[name]
                (self.sps if sequence else self.pps)[number] = nal.payload

    def parsed(self, kind: str, number: int, codec: Codec = Codec.H266) -> dict[str, Any]:
        """Return the elements of parameter set ``number``. Raises MissingReference when it was not
        received."""
        payload = (self.sps if kind == "sps" else self.pps).get(number)
        if payload is None:
            raise MissingReference(f"{kind.upper()} {number} was not received", message=_HEADERS[codec])
        return self._read(kind, payload, codec)

    def _read(self, kind: str, payload: bytes, codec: Codec) -> dict[str, Any]:
        key = (kind, payload)
        if key not in self._parsed:
            if len(self._parsed) > 256:
                self._parsed.clear()
            try:
                self._parsed[key] = _READERS[codec, kind](payload)
            except BitstreamError as error:
                self._parsed[key] = error  # a bad one costs its reading once, not once per picture
        known = self._parsed[key]
        if isinstance(known, BitstreamError):
            raise copy(known)
        return known

    def _peek(self, data: bytes, in_slice: bool) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """What `read_picture_header` gives, ten times as fast, for a header that ends for us at
        ph_pic_order_cnt_lsb, as nearly all do; None for any other. A long stream has one a picture."""
        head = data[2:10]
        if len(head) < 8 or b"\0\0\3" in head:
            return None
        word = int.from_bytes(head, "big")
        at = 62 if in_slice else 63  # a slice header begins with sh_picture_header_in_slice_header_flag
        irap_or_gdr, non_ref = word >> at & 1, word >> (at - 1) & 1
        at -= 2
        if irap_or_gdr:
            if word >> at & 1:
                return None  # ph_gdr_pic_flag: ph_recovery_poc_cnt follows
            at -= 1
        at -= 1 + (word >> at & 1)  # ph_inter_slice_allowed_flag, ph_intra_slice_allowed_flag
        if not word >> at & 1:
            return None  # ph_pic_parameter_set_id other than 0
        simple = self._quick = self._quick or self._simple()
        if simple is None:
            return None
        sps, bits = simple
        lsb = word >> (at - bits) & ((1 << bits) - 1)
        return {"ph_non_ref_pic_flag": non_ref, "ph_pic_order_cnt_lsb": lsb}, sps

    def _simple(self) -> tuple[dict[str, Any], int] | None:
        """SPS behind PPS 0 and the bits of its ph_pic_order_cnt_lsb, if nothing we need follows that."""
        payload = self.pps.get(0)
        if payload is None:
            return None
        pps = self._parsed.get(("pps", payload))
        if not isinstance(pps, dict):
            return None
        sps = self._parsed.get(("sps", self.sps.get(pps["pps_seq_parameter_set_id"], b"")))
        if not isinstance(sps, dict) or pps["pps_output_flag_present_flag"] or sps["sps_poc_msb_cycle_flag"]:
            return None
        return sps, sps["sps_log2_max_pic_order_cnt_lsb_minus4"] + 4

    def read_picture_header(self, nal: NalUnit) -> tuple[dict[str, Any], dict[str, Any]]:
        """Read the elements of the picture header in a PH NAL unit or a slice header, and those of its SPS.

        Raises BitstreamError with the NAL unit's byte offset; MissingReference for a missing parameter set.
        """
        in_slice = nal.kind == Kind.VCL
        if known := self._peek(nal.data, in_slice):
            return known
        reader = ParameterSetReader(unescape(nal.data[2 : 2 + HEADER_BYTES]), "picture_header_structure", PH)
        if in_slice:
            reader.skip(1)  # sh_picture_header_in_slice_header_flag
        try:
            pps = self.parsed("pps", picture_header_start(reader))
            sps = self.parsed("sps", pps["pps_seq_parameter_set_id"])
            picture_header_rest(reader, sps, pps)
        except BitstreamError as error:
            error.byte = nal.offset
            raise
        return reader.values, sps

    def read_slice_header(self, nal: NalUnit) -> tuple[dict[str, Any], dict[str, Any]]:
        """Read the elements of the first slice (segment) header of a picture of H.264 or H.265, and those of
        its SPS.

        Raises as `read_picture_header`.
        """
        codec, avc = nal.codec, nal.codec is Codec.H264
        limit = codec.header_size + (h264.HEADER_BYTES if avc else HEADER_BYTES)
        rbsp = unescape(nal.data[codec.header_size : limit])
        reader = ParameterSetReader(rbsp, _HEADERS[codec], h264.SLICE if avc else h265.SLICE)
        try:
            if avc:
                pps = self.parsed("pps", h264.slice_header_start(reader), codec)
                sps = self.parsed("sps", pps["seq_parameter_set_id"], codec)
                h264.slice_header_rest(reader, sps, pps, nal)
            else:
                pps = self.parsed("pps", h265.slice_header_start(reader, nal.type), codec)
                sps = self.parsed("sps", pps["pps_seq_parameter_set_id"], codec)
                h265.slice_header_rest(reader, sps, pps, nal.type)
        except BitstreamError as error:
            error.byte = nal.offset
            raise
        return reader.values, sps


_SPS_ID = {Codec.H265: "sps_seq_parameter_set_id", Codec.H264: "seq_parameter_set_id"}
_PPS_ID = {Codec.H265: "pps_pic_parameter_set_id", Codec.H264: "pic_parameter_set_id"}
_HEADERS = {
    Codec.H266: "picture_header_structure",
    Codec.H265: "slice_segment_header",
    Codec.H264: "slice_header",
}
_READERS = {
    (Codec.H266, "sps"): read_sps,
    (Codec.H266, "pps"): read_pps,
    (Codec.H265, "sps"): h265.read_sps,
    (Codec.H265, "pps"): h265.read_pps,
    (Codec.H264, "sps"): h264.read_sps,
    (Codec.H264, "pps"): h264.read_pps,
}


class PictureTracker:
    """Follows a stream access unit by access unit."""

    def __init__(self) -> None:
        self.store = ParameterStore()
        self._layers: dict[int, _Layer] = {}
        self._recovery: int | None = None  # recovery_frame_cnt for the next picture, H.264

    def feed_parameter_sets(self, raw: RawAccessUnit) -> None:
        """Keep the parameter sets of an access unit whose pictures are not asked for."""
        for position, kind in enumerate(raw.kinds):
            if kind & Kind.PARAMETERS:
                self.store.feed(raw.nal_unit(position))

    def require_parameter_sets(self, nals: list[NalUnit]) -> None:
        """Refuse an access unit with a picture whose parameter sets were not received. H.266 only.

        Raises MissingReference naming the parameter set and the byte offset of the picture.
        """
        for nal in nals:
            if nal.codec is Codec.H266 and nal.starts_picture:
                self.store.read_picture_header(nal)

    def same_unit(self, nals: list[NalUnit]) -> bool:
        """Tell whether the last NAL unit, the first of a higher layer's picture, has the picture order count
        of the pictures before it, and so shares their access unit (H.266 7.4.2.4.3)."""
        store = ParameterStore(dict(self.store.sps), dict(self.store.pps), self.store._parsed)
        lsbs = []
        for nal in nals:
            store.feed(nal)
            if nal.starts_picture:
                try:
                    header, sps = store.read_picture_header(nal)
                except BitstreamError:
                    return True
                lsbs.append(
                    (header["ph_pic_order_cnt_lsb"], sps["sps_log2_max_pic_order_cnt_lsb_minus4"] + 4)
                )
        (old, old_bits), (new, new_bits) = lsbs[-2], lsbs[-1]
        mask = (1 << min(old_bits, new_bits)) - 1
        return bool(old & mask == new & mask)

    def pictures(self, nals: list[NalUnit]) -> list[CodedPicture]:
        """Return the pictures of the next access unit in decoding order, given its NAL units."""
        codec = nals[0].codec
        return self._walk([(position, codec.kind(nal.type), nal) for position, nal in enumerate(nals)])

    def follow(self, raw: RawAccessUnit) -> list[CodedPicture]:
        """Return the `pictures` of an access unit that is not taken apart otherwise."""
        seen = []
        avc = raw.codec is Codec.H264
        recovers = avc and raw.may_hold((h264.RECOVERY_POINT,))
        limit = h264.HEADER_BYTES + 1 if avc else HEADER_BYTES
        for position, kind in enumerate(raw.kinds):
            if kind & Kind.PARAMETERS:
                seen.append((position, kind, raw.nal_unit(position)))
            elif kind in _FOLLOWED:
                seen.append((position, kind, raw.nal_unit(position, limit)))
            elif recovers and kind & Kind.SEI:
                seen.append((position, kind, raw.nal_unit(position)))
        return self._walk(seen)

    def _walk(self, nals: list[tuple[int, int, NalUnit]]) -> list[CodedPicture]:
        found: list[CodedPicture] = []
        header_nal: NalUnit | None = None
        ends: list[int] = []
        for position, kind, nal in nals:
            if kind & Kind.PARAMETERS:
                self.store.feed(nal)
            elif kind & Kind.SEI and nal.codec is Codec.H264:
                count = h264.recovery_frame_cnt(nal)
                self._recovery = self._recovery if count is None else count
            elif kind == Kind.HEADER:
                header_nal = nal
            elif kind == Kind.VCL:
                # An access unit of H.264 has one primary coded picture (the scanner has cut it so).
                if header_nal or not found or (nal.codec is not Codec.H264 and nal.starts_picture):
                    found.append(self._picture(nal, header_nal or nal, position))
                    header_nal = None
                found[-1].last = position
            elif kind == Kind.RESTARTS:
                ends.append(nal.layer_id)
            elif kind == Kind.END:
                ends += list(self._layers)
        for layer in ends:
            self._layers.setdefault(layer, _Layer()).fresh = True
        return found

    def _picture(self, nal: NalUnit, header_nal: NalUnit, position: int) -> CodedPicture:
        nal_type, layer_id = nal.type, nal.layer_id
        access = RANDOM_ACCESS[nal.codec].get(nal_type)
        name = nal.codec.type_name(nal_type)
        picture = CodedPicture(layer_id, nal.temporal_id, position, position, name, access)
        layer = self._layers.get(layer_id)
        if layer is None:
            layer = self._layers[layer_id] = _Layer()
        if nal.codec is not Codec.H266:
            other = self._avc_picture if nal.codec is Codec.H264 else self._hevc_picture
            try:
                other(picture, nal, layer)
            except BitstreamError as error:
                picture.problem = str(error)
            return picture
        # CLVSS picture: IRAP or GDR with NoOutputBeforeRecoveryFlag 1.
        starts = access is not None and (layer.fresh or access.startswith("IDR"))
        if starts or layer.cvs < 0:
            layer.cvs += 1
        layer.fresh = False
        picture.cvs = layer.cvs
        if access and access != "GDR":
            layer.skip_leading = starts
        try:
            if header_nal is nal and not nal.starts_picture:
                raise BitstreamError("slice without its picture header", byte=nal.offset)
            header, sps = self.store.read_picture_header(header_nal)
        except BitstreamError as error:
            picture.problem = str(error)
            return picture
        picture.poc = _order_count(header, sps, layer.previous_poc, starts)
        if starts:
            recovers = picture.poc + header.get("ph_recovery_poc_cnt", 0) if access == "GDR" else None
            layer.recovery_poc = recovers
        elif access:
            layer.recovery_poc = None
        leading = nal_type in (2, 3)
        if picture.temporal_id == 0 and not header["ph_non_ref_pic_flag"] and not leading:
            layer.previous_poc = picture.poc
        picture.output = bool(header.get("ph_pic_output_flag", 1))
        if nal_type == 3 and layer.skip_leading:
            picture.output = False
        if layer.recovery_poc is not None and picture.poc < layer.recovery_poc:
            picture.output = False
        return picture

    def _hevc_picture(self, picture: CodedPicture, nal: NalUnit, layer: _Layer) -> None:
        """The rest of an H.265 picture."""
        nal_type, access = nal.type, picture.random_access
        starts = access is not None and (layer.fresh or access != "CRA")  # IRAP with NoRaslOutputFlag 1
        if starts or layer.cvs < 0:
            layer.cvs += 1
        layer.fresh = False
        picture.cvs = layer.cvs
        if access:
            layer.skip_leading = starts
        if picture.layer_id:
            picture.problem = "picture order count is not derived for nuh_layer_id over 0 of H.265"
            return
        header, sps = self.store.read_slice_header(nal)
        picture.poc = h265.order_count(header, sps, layer.previous_poc, starts)
        leading = 6 <= nal_type <= 9
        sub_layer_non_reference = nal_type < 16 and not nal_type & 1
        if picture.temporal_id == 0 and not leading and not sub_layer_non_reference:
            layer.previous_poc = picture.poc
        picture.output = bool(header.get("pic_output_flag", 1))
        if nal_type in (8, 9) and layer.skip_leading:  # RASL
            picture.output = False

    def _avc_picture(self, picture: CodedPicture, nal: NalUnit, layer: _Layer) -> None:
        """The rest of an H.264 picture."""
        idr, recovery = nal.type == 5, self._recovery
        self._recovery = None
        fresh, layer.fresh = layer.fresh, False
        if not idr and recovery is not None:
            picture.random_access = "GDR" if recovery else "RECOVERY_POINT"
        if idr or layer.cvs < 0:
            layer.cvs += 1
        picture.cvs = layer.cvs
        header, sps = self.store.read_slice_header(nal)
        reference = bool(nal.data[0] >> 5 & 3)
        poc, anew, second = layer.order.next(header, sps, idr=idr, reference=reference)
        layer.cvs += 1 if anew else -1 if second and idr else 0
        picture.cvs = layer.cvs
        picture.poc, picture.second_field = poc, second
        if idr or anew:
            layer.recovery_frame = layer.recovery_poc = None
        elif fresh and recovery is not None:
            layer.recovery_frame = (header["frame_num"] + recovery) % (
                1 << (sps["log2_max_frame_num_minus4"] + 4)
            )
        if reference and layer.recovery_frame == header["frame_num"]:
            layer.recovery_frame, layer.recovery_poc = None, poc
        picture.output = layer.recovery_frame is None and (
            layer.recovery_poc is None or poc >= layer.recovery_poc
        )


def _order_count(header: dict[str, Any], sps: dict[str, Any], previous: int, starts: bool) -> int:
    """PicOrderCntVal (8.3.1)."""
    lsb: int = header["ph_pic_order_cnt_lsb"]
    size: int = 1 << (sps["sps_log2_max_pic_order_cnt_lsb_minus4"] + 4)
    if header.get("ph_poc_msb_cycle_present_flag"):
        return int(header["ph_poc_msb_cycle_val"]) * size + lsb
    if starts:
        return lsb
    previous_lsb, msb = previous & (size - 1), previous & -size
    if lsb < previous_lsb and previous_lsb - lsb >= size // 2:
        msb += size
    elif lsb > previous_lsb and lsb - previous_lsb > size // 2:
        msb -= size
    return msb + lsb
