"""What a set of streams exercises, found from traces of its messages: elements, branches of the tables, ends
of ranges, forms of carriage. Negative streams count where they break a rule: that is their branch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.proof.branches import Branches, watched
from sei.context import Context
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.elements import Element
from sei.errors import SeigenError
from sei.message import Message
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.predict import predict_enhancement, predict_face
from sei.rbsp import parse, unescape
from sei.syntax import ENDING, TraceRow
from vvc_bridge import access_units
from vvc_bridge.nal import Codec, NalUnit

MODELS: tuple[type[Message], ...] = (GenerativeFaceVideo, GenerativeFaceVideoEnhancement)

UNCODED = tuple(f"{prefix}_nn_alignment_zero_bit_{bit}" for prefix in ("gfv", "gfve") for bit in "ab")
"""Elements of the syntax that have no value in the model."""

PRACTICAL = {"gfv_num_kps_minus1": 4095, "gfv_num_matrix_types_minus1": 63}
"""Ends of ranges that no payload can reach, since that many things would have to follow: what is asked for
instead."""

POINTS: dict[str, tuple[int, ...]] = {
    "gfv_id": (255, 256, 511, 512, 2**31 - 1, 2**31),
    "gfve_id": (255, 256, 511, 512, 2**31 - 1, 2**31),
    "gfv_nn_mode_idc": (0, 1, 2),
    "gfve_nn_mode_idc": (0, 1, 2),
    "gfv_chroma_key_purpose_idc": (0, 1, 2),
    "gfv_matrix_type_idx": (0, 1, 2, 3, 4, 5, 6, 7, 8, 31, 32, 63),
    "gfve_pupil_coordinate_present_idx": (0, 1, 2, 3),
    "gfv_num_matrices_info": (0, 1023),
}
"""Values within a range where the meaning changes."""

CLASSES = ("ue(v)", "u(1)", "u(v)", "st(v)", "b(8)", "extension")
"""Classes of elements that emulation prevention has to reach into. It cannot reach the u(8) elements, of the
chroma key: a flag equal to 1 stands before each, so that no 22 zero bits can come together there."""

SIZES = (254, 255, 256, 70000)
"""payloadSize values with a form of payload_size_byte of their own, and a large one."""

CARRIAGE = (
    "prefix SEI",
    "suffix SEI",
    "alone in its NAL unit",
    "several in a NAL unit",
    "beside another payloadType",
    "before the picture hash",
    "after the picture hash",
    "temporal id 0",
    "temporal id over 0",
    "several access units",
    "several base pictures",
    "several gfv_id in turn",
    "HEVC",
    "VVC",
    "GFVE",
    "fusion",
    "base message repeated",
    "ending bit",
    "no ending bit",
)


@dataclass
class Coverage:
    """What was seen. A goal is (kind, what)."""

    goals: dict[tuple[str, str], bool] = field(default_factory=dict)
    branches: Branches = field(default_factory=Branches)
    streams: int = 0
    messages: int = 0

    def __post_init__(self) -> None:
        for goal in _goals():
            self.goals[goal] = False

    def see(self, kind: str, what: str) -> None:
        """Note that a goal is reached."""
        if (kind, what) in self.goals:
            self.goals[kind, what] = True

    def missing(self) -> list[str]:
        """List what is not covered, a line each."""
        return [f"{kind}: {what}" for (kind, what), seen in self.goals.items() if not seen] + [
            f"branch: {text}" for text in self.branches.missing()
        ]

    def table(self) -> list[tuple[str, int, int]]:
        """List (kind, covered, wanted), a row per kind."""
        kinds = dict.fromkeys(kind for kind, _ in self.goals)
        rows = []
        for kind in kinds:
            of_kind = [seen for (k, _), seen in self.goals.items() if k == kind]
            rows.append((kind, sum(of_kind), len(of_kind)))
        rows.append(("branch", *self.branches.count))
        return rows


def _goals() -> Iterable[tuple[str, str]]:
    for cls in MODELS:
        for name, element in cls.ELEMENTS.items():
            yield "element", name
            for value in _ends(name, element):
                yield "boundary", f"{name} {value}"
    yield from (("element", name) for name in (*UNCODED, *ENDING))
    for name, values in POINTS.items():
        for point in values:
            yield "boundary", f"{name} {point}"
    yield from (("emulation prevention", name) for name in CLASSES)
    yield from (("payload size", str(size)) for size in SIZES)
    yield from (("carriage", name) for name in CARRIAGE)


def _ends(name: str, element: Element) -> list[str]:
    if element.kind == "st":
        return ["empty", "over 1,000 bytes", "beyond ASCII"]
    if element.kind == "b":
        return (
            ["empty", "one byte or more", "over 60,000 bytes"]
            if name == "gfv_nn_payload_byte"
            else [
                "empty",
                "one byte or more",
            ]
        )
    if element.kind == "u" and not element.bits:
        return [f"{value} at {width} bits" for width in (1, 32) for value in ("all zeros", "all ones")]
    return [str(element.lo), str(PRACTICAL.get(name, element.hi))]


def coverage(streams: Iterable[tuple[str, bytes, str]]) -> Coverage:
    """Measure the coverage of (name, byte stream, edition) triples."""
    found = Coverage()
    with watched() as branches:
        found.branches = branches
        for _, data, edition in streams:
            found.streams += 1
            _Stream(found, edition_named(edition)).run(data)
    return found


class _Stream:
    """One stream on its way through."""

    def __init__(self, found: Coverage, edition: Edition) -> None:
        self.found = found
        self.edition = edition
        self.context = Context()
        self.bases = 0
        self.order: list[int] = []

    def run(self, data: bytes) -> None:
        try:
            for unit in access_units(data):
                self.unit(unit)
        except SeigenError:
            return  # negative streams end here; what came before counts

    def unit(self, unit: Any) -> None:
        see = self.found.see
        hashed = False
        bases: dict[tuple[int, int], int] = {}
        for nal in unit.nal_units:
            if not nal.is_sei:
                continue
            payloads, _ = parse(unescape(nal.payload))
            types = [payload.payload_type for payload in payloads]
            mine = [payload for payload in payloads if payload.payload_type in (223, 224)]
            if mine:
                see("carriage", "suffix SEI" if nal.is_suffix_sei else "prefix SEI")
                see("carriage", "alone in its NAL unit" if len(payloads) == 1 else "several in a NAL unit")
                if set(types) - {223, 224}:
                    see("carriage", "beside another payloadType")
                if nal.is_suffix_sei and 132 not in types:
                    see("carriage", "after the picture hash" if hashed else "before the picture hash")
                see("carriage", "temporal id over 0" if nal.temporal_id else "temporal id 0")
                see("carriage", "HEVC" if unit.codec is Codec.H265 else "VVC")
                if unit.index:
                    see("carriage", "several access units")
            hashed = hashed or 132 in types
            rows_at: list[tuple[int, Sequence[TraceRow]]] = []
            for payload in mine:
                see("payload size", str(len(payload.data)))
                rows = self.message(payload.payload_type, payload.data, bases)
                if rows:
                    rows_at.append((payload.offset, rows))
            if rows_at:
                self.emulation(nal, rows_at)

    def message(
        self, payload_type: int, data: bytes, bases: dict[tuple[int, int], int]
    ) -> Sequence[TraceRow]:
        see = self.found.see
        cls = MODELS[payload_type - 223]
        self.found.messages += 1
        try:
            message, rows = cls.trace(data, edition=self.edition, context=self.context)
        except SeigenError:
            return []
        for row in rows:
            self.row(cls, row)
        ended = any(row[0] == ENDING[1] for row in rows)
        see("carriage", "ending bit" if ended else "no ending bit")
        if isinstance(message, GenerativeFaceVideo):
            if message.gfv_fusion_pic_flag:
                see("carriage", "fusion")
            if message.gfv_base_pic_flag:
                self.bases += 1
                bases[message.gfv_id, 0] = bases.get((message.gfv_id, 0), 0) + 1
                if bases[message.gfv_id, 0] > 1:
                    see("carriage", "base message repeated")
                if self.bases > 1:
                    see("carriage", "several base pictures")
            self.order.append(message.gfv_id)
            if len(self.order) > 2 and self.order[-1] == self.order[-3] != self.order[-2]:
                see("carriage", "several gfv_id in turn")
        else:
            see("carriage", "GFVE")
        try:
            if isinstance(message, GenerativeFaceVideo):
                predict_face(message, self.context)
            elif isinstance(message, GenerativeFaceVideoEnhancement):
                predict_enhancement(message, self.context)
        except SeigenError:
            pass
        return rows

    def row(self, cls: type[Message], row: TraceRow) -> None:
        see = self.found.see
        name, value, _, _, length = row
        name = name.partition("[")[0]
        see("element", name)
        element = cls.ELEMENTS.get(name)
        if element is None:
            return
        if isinstance(value, str):
            size = len(value.encode()) if element.kind == "st" else len(value) // 2
            see("boundary", f"{name} empty" if not size else f"{name} one byte or more")
            if size > 1000:
                see("boundary", f"{name} over 1,000 bytes")
            if size > 60000:
                see("boundary", f"{name} over 60,000 bytes")
            if not value.isascii():
                see("boundary", f"{name} beyond ASCII")
        elif element.kind == "u" and not element.bits:
            if not value or value == (1 << length) - 1:
                see("boundary", f"{name} all {'ones' if value else 'zeros'} at {length} bits")
        else:
            see("boundary", f"{name} {value}")

    def emulation(self, nal: NalUnit, rows_at: list[tuple[int, Sequence[TraceRow]]]) -> None:
        """Which classes of elements have an emulation prevention byte within them, or beside a zero byte of
        theirs."""
        rbsp = unescape(nal.payload)
        places = []
        at = rbsp.find(b"\0\0")
        while 0 <= at < len(rbsp) - 2:
            if rbsp[at + 2] <= 3:
                places.append(at)
            at = rbsp.find(b"\0\0", at + 1)
        for start, rows in rows_at:
            spans = [(8 * (place - start), 8 * (place - start) + 24) for place in places]
            for first, last in spans:
                for name, _, descriptor, bit, length in rows:
                    if bit < last and bit + length > first and length:
                        extension = name == ENDING[0]
                        kind = "extension" if extension else "ue(v)" if descriptor == "ue(v)" else descriptor
                        self.found.see("emulation prevention", kind)


__all__ = ["Coverage", "coverage"]
