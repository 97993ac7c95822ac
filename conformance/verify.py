"""Checks of a stream: what is carried where, every message of it, and what GFV and GFVE messages ask of each
other and of their pictures."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from conformance.decoding import Asked, by_ffmpeg, by_vtm
from conformance.rules import RULES, Severity
from sei.context import MAX_IDS, Context
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.errors import BitstreamError, MissingReference, OutOfRange, SeigenError, Truncated
from sei.message import Message
from sei.messages import message_class
from sei.messages.decoded_picture_hash import DecodedPictureHash
from sei.messages.generative_face_video import GenerativeFaceVideo as Face
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement as Enhancement
from sei.predict import predict_enhancement, predict_face
from sei.rbsp import MAX_MESSAGES, Payload, parse, unescape
from sei.syntax import ENDING
from sei.vtm_known import encoder_wrote
from vvc_bridge import AccessUnit, NalUnit, access_units
from vvc_bridge.detect import UnknownCodec
from vvc_bridge.nal import default_edition
from vvc_bridge.placement import allowed, why
from vvc_bridge.readable import kept
from vvc_bridge.scan import TooLarge
from vvc_bridge.source import Source

OUTCOMES = ("clean", "unimplemented", "invalid")
STATUS = {"clean": 0, "unimplemented": 3, "invalid": 4}
"""Exit status of `seigen conformance verify` by outcome; 1 is a file that cannot be read, 2 wrong usage."""

Decoder = Literal["ffmpeg", "vtm"]

_STRAY_ESCAPE = re.compile(rb"\x00\x00\x03[\x04-\xff]")

MAX_FINDINGS = 1000
"""Findings of one rule that a report holds; those after them are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    rule       its name in `conformance.rules`
    severity   error, unimplemented, warning or note
    clause     where the rule is said
    text       what is wrong, in one line
    au, nal    access unit, and NAL unit in it, both from 0; None where there is none
    byte       byte offset of the NAL unit in the stream
    message    number of the message in its NAL unit
    element    with subscripts
    bit        bit offset in the payload
    """

    rule: str
    severity: Severity
    clause: str
    text: str
    au: int | None = None
    nal: int | None = None
    byte: int | None = None
    message: int | None = None
    element: str = ""
    bit: int | None = None

    def __str__(self) -> str:
        parts = [
            f"{name} {value}"
            for name, value in (("au", self.au), ("nal", self.nal), ("byte", self.byte))
            if value is not None
        ]
        place = ", ".join([*parts, *([self.element] if self.element else [])])
        return f"{self.severity}: {self.rule}: {place + ': ' if place else ''}{self.text} ({self.clause})"


@dataclass
class Report:
    """What `verify` found.

    findings                 the first MAX_FINDINGS of each rule
    seen                     how often each rule was broken
    access_units, messages   how many there were; messages counts GFV and GFVE
    pictures                 decoded, None when the stream was not decoded
    shown                    pictures that the stream shows, None when that cannot be told
    """

    findings: list[Finding] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    access_units: int = 0
    messages: int = 0
    pictures: int | None = None
    shown: int | None = None

    @property
    def outcome(self) -> str:
        """``invalid`` with an error, else ``unimplemented`` with something reserved, else ``clean``."""
        severities = {finding.severity for finding in self.findings}
        if "error" in severities:
            return "invalid"
        return "unimplemented" if "unimplemented" in severities else "clean"

    @property
    def broken(self) -> set[str]:
        """Rules broken."""
        return {finding.rule for finding in self.findings if finding.severity == "error"}

    @property
    def further(self) -> dict[str, int]:
        """How many findings are not in ``findings``, by rule."""
        return {rule: count - MAX_FINDINGS for rule, count in self.seen.items() if count > MAX_FINDINGS}

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        findings = [
            {name: value for name, value in asdict(finding).items() if value not in (None, "")}
            for finding in self.findings
        ]
        further = {"further": self.further} if self.further else {}
        return {
            "outcome": self.outcome,
            "access_units": self.access_units,
            "messages": self.messages,
            "pictures": self.pictures,
            "shown": self.shown,
            "findings": findings,
            **further,
        }


def verify_stream(
    source: Source,
    *,
    edition: str | None = None,
    codec: str | None = None,
    decode: bool = True,
    decoder: Decoder = "ffmpeg",
    ffmpeg: str | None = None,
) -> Report:
    """Check a byte stream (a path, ``-``, or bytes) or the video of a container (a path).

    edition  of its GFV and GFVE messages; by default what the codec's reference software writes
    decode   decode it, with decoded picture hashes checked
    decoder  by ffmpeg, or by VTM's decoder
    ffmpeg   program of the decoder

    Raises OSError as `open`; whatever is wrong with the stream is a finding.
    """
    report = Report()
    checker = _Checker(report, edition_named(edition) if edition else None)
    with kept(source) if decode else nullcontext(source) as stream:
        try:
            for unit in access_units(stream, codec=codec):
                checker.unit(unit)
        except (TooLarge, UnknownCodec) as error:
            # A decoder would hold without a limit what is held here within one.
            checker.found("nal.stream", f"{error}: it is not decoded" if decode else str(error))
            decode = False
        except SeigenError as error:
            checker.found("nal.stream", str(error), byte=getattr(error, "byte", None))
        report.shown = checker.asked.shown
        if decode:
            _decode(stream, report, checker.asked, decoder, ffmpeg)
    return report


def _decode(source: Source, report: Report, asked: Asked, decoder: Decoder, program: str | None) -> None:
    decoded = by_vtm(source, asked, program) if decoder == "vtm" else by_ffmpeg(source, asked, program)
    report.pictures = decoded.pictures
    for rule, text in decoded.found:
        # Of a stream that is broken anyway this is no news.
        refused = rule == "stream.undecodable" and report.broken
        _add(report, "stream.refused" if refused else rule, text)


def _add(report: Report, rule: str, text: str, **place: Any) -> None:
    report.seen[rule] += 1
    if report.seen[rule] <= MAX_FINDINGS:
        row = RULES[rule]
        report.findings.append(Finding(rule, row.severity, row.clause, text, **place))


@dataclass(slots=True)
class _Seen:
    """A GFV message of the access unit under way, or what a GFVE message says of the one that it enhances."""

    layer: int
    gfv_id: int
    gfv_cnt: int
    base: bool
    fusion: bool
    payload: bytes
    place: dict[str, Any]

    @property
    def key(self) -> tuple[int, int, int]:
        return self.layer, self.gfv_id, self.gfv_cnt


class _Checker:
    """One pass over a stream."""

    def __init__(self, report: Report, edition: Edition | None) -> None:
        self.report = report
        self.edition = edition
        self.context = Context()
        self.asked = Asked()
        self.based: dict[tuple[int, int], None] = {}  # in order, those that came last behind
        self.count = 0  # messages of the access unit
        self.faces: list[_Seen] = []
        self.enhancements: list[_Seen] = []
        self.unreadable = False
        self.hashes: dict[int, DecodedPictureHash] = {}

    def found(self, rule: str, text: str, **place: Any) -> None:
        _add(self.report, rule, text, **place)

    def unit(self, unit: AccessUnit) -> None:
        """An access unit."""
        self.report.access_units += 1
        self.asked.unit(unit)
        self.edition = self.edition or default_edition(unit.codec)
        self.faces, self.enhancements, self.unreadable, self.hashes = [], [], False, {}
        self.count = 0
        first_vcl: dict[int, int] = {}
        last_vcl = max((at for at, nal in enumerate(unit.nal_units) if nal.is_vcl), default=-1)
        layers = {picture.layer_id for picture in unit.pictures}
        begins = unit.index == 0  # nothing but suffix SEI has come so far
        for position, nal in enumerate(unit.nal_units):
            place = {"au": unit.index, "nal": position, "byte": nal.offset}
            if _STRAY_ESCAPE.search(nal.data):
                self.found("nal.emulation", "00 00 03 before a byte over 03", **place)
            if nal.is_vcl:
                first_vcl.setdefault(nal.layer_id, position)
                self.hashes.pop(nal.layer_id, None)
            elif nal.is_sei:
                if begins and nal.is_suffix_sei:
                    self.found("sei.orphan", "suffix SEI at the start of the stream", **place)
                elif not nal.is_suffix_sei and position > last_vcl:
                    self.found("sei.no-picture", "prefix SEI that no picture follows", **place)
                else:
                    self._carriage(unit, nal, layers, first_vcl, place)
                self._sei(nal, place)
            begins &= nal.is_suffix_sei
        by_id: dict[tuple[int, int], list[_Seen]] = {}
        for seen in self.faces:
            by_id.setdefault(seen.key[:2], []).append(seen)
        for faces in by_id.values():
            self._face(faces)
        self._enhanced()

    def _carriage(
        self,
        unit: AccessUnit,
        nal: NalUnit,
        layers: set[int],
        first_vcl: dict[int, int],
        place: dict[str, Any],
    ) -> None:
        """Whether an SEI NAL unit fits the pictures of its access unit, of ``layers``."""
        if not layers:
            self.found("sei.no-picture", "SEI in an access unit without a picture", **place)
            return
        if nal.layer_id not in layers:
            allowed = ", ".join(map(str, sorted(layers)))
            self.found("sei.layer-id", f"nuh_layer_id {nal.layer_id}, pictures have {allowed}", **place)
        elif nal.is_suffix_sei and nal.layer_id not in first_vcl:
            self.found("sei.suffix-position", "suffix SEI before the first slice of its picture", **place)
        if nal.temporal_id != unit.temporal_id:
            text = f"TemporalId {nal.temporal_id}, the access unit's is {unit.temporal_id}"
            self.found("sei.temporal-id", text, **place)

    def _sei(self, nal: NalUnit, place: dict[str, Any]) -> None:
        try:
            payloads, trailing = parse(unescape(nal.payload))
        except BitstreamError as error:
            self.found("sei.payload-size", str(error), **place, element=error.element)
            self.unreadable = True
            return
        if not payloads:
            self.found("sei.empty", "no message in it", **place)
        elif trailing != b"\x80":
            self.found("sei.trailing", f"ends in {trailing.hex() or 'nothing'}, not in 80", **place)
        if self.count <= MAX_MESSAGES < self.count + len(payloads):
            self.found("decoder.lacks", f"messages beyond {MAX_MESSAGES} in an access unit", **place)
        self.count += len(payloads)
        if self.count > MAX_MESSAGES:
            self.unreadable = True
            return
        for number, payload in enumerate(payloads):
            if trailing == b"\x80" and not allowed(nal.codec, payload.payload_type, nal.is_suffix_sei):
                text = why(nal.codec, payload.payload_type, nal.is_suffix_sei)
                self.found("sei.kind", text, **place, message=number)
            self._message(payload, {**place, "message": number}, nal.layer_id)

    def _message(self, payload: Payload, place: dict[str, Any], layer: int) -> None:
        cls = message_class(payload.payload_type)
        if cls is None:
            self.found("sei.unknown", f"payloadType {payload.payload_type}", **place)
            return
        edition = self.edition
        assert edition is not None
        face = payload.payload_type in (223, 224)
        self.report.messages += face
        try:
            message = cls.from_payload(payload.data, edition=edition, context=self.context)
        except BitstreamError as error:
            endless = face and error.element in ENDING
            self.unreadable |= face and not endless
            bit = error.bit if error.bit >= 0 else None
            known = _ENDLESS if endless else encoder_wrote(error)
            text = f"{error}; {known}" if known else str(error)
            self.found(_rule_of(error), text, **place, element=error.element, bit=bit)
            if endless:
                # What it says is there all the same, and later messages may be predicted from it.
                message = cls.from_payload(payload.data, edition=edition, context=self.context, endless=True)
                self._related(message, payload, place, layer)
            return
        if message.to_payload(edition=edition, context=self.context) != payload.data:
            self.found("payload.rewrite", "written again it has other bytes", **place)
        if message.sei_reserved_payload_extension_data is not None:
            bits = message.sei_reserved_payload_extension_data
            self.found("payload.extension", f"extension data {bits[:40]}", **place, element=ENDING[0])
        if isinstance(message, DecodedPictureHash):
            # Whether it is right only a decoder knows; two that disagree cannot both be.
            other = self.hashes.setdefault(layer, message)
            if other.dph_sei_hash_type == message.dph_sei_hash_type and other != message:
                self.found("sei.picture-hash", "another hash than the one before", **place)
        self._related(message, payload, place, layer)

    def _related(self, message: Message, payload: Payload, place: dict[str, Any], layer: int) -> None:
        """What a GFV or GFVE message asks of others."""
        if isinstance(message, (Face, Enhancement)):
            self._reserved(message, place)
            if not message.is_reserved or isinstance(message, Face):
                self._resolve(message, place)
                if isinstance(message, Face):
                    ids, base = (message.gfv_id, message.gfv_cnt), message.gfv_base_pic_flag
                    fusion = bool(message.gfv_fusion_pic_flag)
                    self.faces.append(_Seen(layer, *ids, bool(base), fusion, payload.data, place))
                else:
                    ids, base = (message.gfve_gfv_id, message.gfve_gfv_cnt), message.gfve_base_pic_flag
                    self.enhancements.append(_Seen(layer, *ids, bool(base), False, b"", place))

    def _reserved(self, m: Message, place: dict[str, Any]) -> None:
        prefix = "gfv" if isinstance(m, Face) else "gfve"
        if m.is_reserved:
            number = getattr(m, f"{prefix}_id")
            self.found("face.reserved-id", f"{prefix}_id {number}", **place, element=f"{prefix}_id")
        mode = getattr(m, f"{prefix}_nn_mode_idc")
        if mode is not None and mode > 1:
            name = f"{prefix}_nn_mode_idc"
            self.found("face.reserved-mode", f"{name} {mode}", **place, element=name)
        for i, kind in enumerate(getattr(m, "gfv_matrix_type_idx", None) or ()):
            if kind > 31:
                name = f"gfv_matrix_type_idx[{i}]"
                self.found("face.reserved-type", f"matrix type {kind}", **place, element=name)

    def _resolve(self, m: Face | Enhancement, place: dict[str, Any]) -> None:
        try:
            if isinstance(m, Enhancement):
                predict_enhancement(m, self.context)
                return
            numbers = predict_face(m, self.context)
        except MissingReference as error:
            rule = "face.reference-size" if "another size" in error.problem else "face.missing-base"
            self.found(rule, str(error), **place, element=error.element)
            return
        layout = self.context.face(m.gfv_id)
        precision = m.gfv_coordinate_precision_factor_minus1
        precision = (layout.precision or 1) if precision is None else precision + 1
        # Undoing prediction may leave the range by the rounding of what it started from.
        limit = 1.0 + (2.0**-precision if m.gfv_kps_pred_flag else 0.0)
        for k, point in enumerate(numbers.keypoints or ()):
            for axis, value in zip("xy", point, strict=False):
                if abs(value) > limit:
                    d = "d" if m.gfv_kps_pred_flag else ""
                    name = f"gfv_coordinate_{d}{axis}_abs[{k}]"
                    self.found("face.coordinate-range", f"{axis} is {value:g}", **place, element=name)
                    return

    # -- what messages of a picture unit ask of each other -------------------------------------------

    def _face(self, faces: list[_Seen]) -> None:
        """Messages of one layer and gfv_id."""
        place, layer, gfv_id = faces[0].place, faces[0].layer, faces[0].gfv_id
        counts: list[int] = []
        payloads: dict[int, bytes] = {}
        base = any(seen.base for seen in faces)
        for seen in faces:
            cnt = seen.gfv_cnt
            repeated = payloads.get(cnt)
            if repeated is not None and repeated != seen.payload:
                text = f"gfv_id {gfv_id}, gfv_cnt {cnt} comes again with other values"
                self.found("face.repetition", text, **seen.place, element="gfv_cnt")
            elif repeated is None and counts and cnt < counts[-1]:
                text = f"gfv_cnt {cnt} after {counts[-1]}"
                self.found("face.count-order", text, **seen.place, element="gfv_cnt")
            if base and cnt and seen.fusion:
                text = f"fusion with gfv_cnt {cnt}, and the base picture is here"
                self.found("face.fusion", text, **seen.place, element="gfv_fusion_pic_flag")
            payloads.setdefault(cnt, seen.payload)
            counts.append(cnt)
        if base:
            self.based.pop((layer, gfv_id), None)
            self.based[layer, gfv_id] = None
            if len(self.based) > MAX_IDS:
                del self.based[next(iter(self.based))]
        elif (layer, gfv_id) not in self.based and not self.unreadable:
            text = f"no base picture of gfv_id {gfv_id} so far"
            self.found("face.no-base-picture", text, **place, element="gfv_base_pic_flag")
        if sorted(payloads) != list(range(len(payloads))) and not self.unreadable:
            text = f"gfv_cnt of gfv_id {gfv_id}: {_some(sorted(payloads))}"
            self.found("face.count-gap", text, **place, element="gfv_cnt")

    def _enhanced(self) -> None:
        there = {face.key: face for face in reversed(self.faces)}
        for seen in self.enhancements:
            face = there.get(seen.key)
            if face is None and not self.unreadable:
                text = f"no GFV message with gfv_id {seen.gfv_id}, gfv_cnt {seen.gfv_cnt} here"
                self.found("face.no-face", text, **seen.place, element="gfve_gfv_id")
            elif face is not None and seen.base != face.base:
                text = f"gfve_base_pic_flag {int(seen.base)}, the GFV message says otherwise"
                self.found("face.base-differs", text, **seen.place, element="gfve_base_pic_flag")


_ENDLESS = "VTM 24.0's encoder writes such an ending behind messages that are no base picture's"


def _rule_of(error: BitstreamError) -> str:
    if isinstance(error, MissingReference):
        return "face.missing-base"
    if isinstance(error, Truncated):
        return "payload.truncated"
    if isinstance(error, OutOfRange):
        return "payload.text" if error.allowed == "UTF-8" else "payload.range"
    return "payload.ending" if error.element in ENDING else "payload.constraint"


def _some(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:8])) + (", ..." if len(numbers) > 8 else "")
