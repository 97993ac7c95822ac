"""What is in a stream, without decoding a picture: for people and for JSON. Needs no torch."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from generators import registry
from generators.parameters.reading import ParameterReader, Resolved
from sei.context import Context
from sei.errors import BitstreamError, SeigenError
from sei.messages import message_class
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.resolve import ResolvedEnhancement, resolve_enhancement, resolve_face
from vvc_bridge import libav
from vvc_bridge.access_unit import AccessUnit, access_units, messages_of
from vvc_bridge.frame_size import frame_size
from vvc_bridge.nal import Codec, Kind, NalUnit, default_edition
from vvc_bridge.presentation import presentation
from vvc_bridge.rate import stream_rate
from vvc_bridge.readable import kept
from vvc_bridge.sei_nal import UnreadableSei
from vvc_bridge.sniff import file_looks_like, is_container
from vvc_bridge.source import Source
from vvc_bridge.talk import Timing, is_replaced

MAX_IDS_SHOWN = 64
"""gfv_id that are told apart; messages of further ones are counted with their kind alone."""

MAX_LOOKED_INTO = 8192
"""GFV and GFVE messages of an access unit that are looked into; the others are counted with their kind."""

MAX_BYTES_LOOKED_INTO = 1 << 18
"""Bytes of them all."""

FACES = {223: "GFV", 224: "GFVE"}
CONTAINERS = {
    "an MP4 file": "MP4",
    "a Matroska file": "Matroska",
    "an MPEG transport stream": "MPEG transport stream",
}


@dataclass(slots=True)
class KindInfo:
    """Bytes of one kind of data: how many units there are, and their bytes with what carries them."""

    count: int = 0
    bytes: int = 0


@dataclass(slots=True)
class FaceInfo:
    """What the messages of one gfv_id are.

    system         that they are of; None where none is named and none or several fit
    tag            gfv_nn_tag_uri, None where there is none
    problem        why there is no system, in words
    base_pictures  base pictures
    pictures       generated pictures that messages describe, those in between not counted
    gfve_ids       gfve_id of the messages that enhance them
    levels         pictures by the name of the granularity that their parameters reach
    unfitting      pictures whose parameters are not as the system has them
    """

    system: str | None = None
    tag: str | None = None
    problem: str = ""
    base_pictures: int = 0
    pictures: int = 0
    gfve_ids: list[int] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    unfitting: int = 0


@dataclass(slots=True)
class Info:
    """What is in a stream.

    container      ``MP4``, ``Matroska`` or ``MPEG transport stream``; None of a byte stream
    codec          ``h266``, ``h265`` or ``h264``
    level          of the standard, as in 3.1; None where no parameter set says it
    width, height  of the pictures in luma samples, as shown; None where no parameter set says them
    bytes          of the file
    access_units, pictures  how many; pictures of all layers
    shown          access units whose pictures are shown
    random_access  pictures at which decoding can begin, by type
    rate           pictures per second that the stream says; of a talk those generated
    step           pictures from message to message that a talk says; None: no talk
    duration       seconds; None where nothing says it
    kinds          bytes by kind: base pictures, other pictures, parameter sets, GFV, GFVE, other SEI, other
    messages       SEI messages by name
    faces          by gfv_id
    replaced       messages that say that the face was replaced (`seigen drive`)
    further_ids    messages of gfv_id beyond the first MAX_IDS_SHOWN
    unread         SEI NAL units and messages that cannot be read
    """

    container: str | None = None
    codec: str = ""
    level: str | None = None
    width: int | None = None
    height: int | None = None
    bytes: int = 0
    access_units: int = 0
    pictures: int = 0
    shown: int = 0
    random_access: dict[str, int] = field(default_factory=dict)
    rate: Fraction | None = None
    step: int | None = None
    duration: float | None = None
    kinds: dict[str, KindInfo] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    faces: dict[int, FaceInfo] = field(default_factory=dict)
    replaced: int = 0
    further_ids: int = 0
    unread: int = 0

    def bits_per_second(self, kind: str | None = None) -> float | None:
        """Return the rate of a kind of data, or of all of them; None without a duration."""
        if not self.duration:
            return None
        size = self.kinds[kind].bytes if kind else sum(it.bytes for it in self.kinds.values())
        return 8 * size / self.duration

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON, with the rate of each kind."""
        kinds = {
            name: {**asdict(kind), "bits_per_second": self.bits_per_second(name)}
            for name, kind in self.kinds.items()
        }
        return asdict(self) | {
            "rate": None if self.rate is None else str(self.rate),
            "kinds": kinds,
            "bits_per_second": self.bits_per_second(),
        }


def info(source: Source, *, codec: str | None = None) -> Info:
    """Gather what is in a stream or container.

    ``codec`` as `access_units` takes it. Raises SeigenError where ``source`` is no stream, BitstreamError for
    a NAL unit that no stream may hold; messages that cannot be read are counted.
    """
    with kept(source) as again:
        gathering = _Gathering(Info())
        for unit in access_units(again, codec=codec):
            gathering.add(unit)
        found = gathering.info
        name = again if isinstance(again, (str, os.PathLike)) else None
        if name is not None:
            found.bytes = Path(name).stat().st_size
            found.container = CONTAINERS.get(file_looks_like(name) or "")
        elif isinstance(again, (bytes, bytearray, memoryview)):
            found.bytes = len(again)
        if name is not None and is_container(name):
            found.duration = _of_container(name)
        else:
            # No clock, or no order: then there is no duration. What cannot be read has been counted.
            with suppress(SeigenError), warnings.catch_warnings():
                warnings.simplefilter("ignore", UnreadableSei)
                times = presentation(again, codec)
                shown = [sample for sample in times.samples if sample.shown]
                end = max((sample.pts + sample.duration for sample in shown), default=0)
                found.duration = float(end * times.base) if end else None
    return found


def _of_container(path: str | os.PathLike[str]) -> float | None:
    """Seconds of the video by the container's word; None without PyAV, or where it says nothing."""
    with suppress(SeigenError, OSError, ImportError), libav.errors(path), libav.open_input(path) as file:
        video = file.streams.video[0] if file.streams.video else None
        if video is not None and video.duration and video.time_base:
            return float(video.duration * video.time_base)
        return file.duration / 1e6 if file.duration else None
    return None


class _Gathering:
    """One pass over a stream."""

    def __init__(self, info: Info) -> None:
        self.info = info
        self.context = Context()
        self.readers: dict[int, ParameterReader] = {}
        self.entries: dict[int, registry.SystemEntry] = {}
        self.access: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.faces: list[GenerativeFaceVideo] = []
        self.room = 0

    def add(self, unit: AccessUnit) -> None:
        """Count an access unit."""
        it = self.info
        it.codec = unit.codec.value
        it.access_units += 1
        it.pictures += len(unit.pictures)
        it.shown += bool(unit.pictures) and unit.output is not False
        self.access.update(picture.random_access for picture in unit.pictures if picture.random_access)
        it.random_access = dict(self.access)
        nals = [*unit.record, *unit.nal_units]
        if it.width is None and (size := frame_size(nals)) is not None:
            it.width, it.height, it.level = size
        rows, coded = self._messages(unit, nals)
        base = any(face.gfv_base_pic_flag for face in self.faces)
        self._count("base pictures" if base else "other pictures", len(unit.pictures), coded)
        if it.step is None:
            it.rate = it.rate or stream_rate(nals)
            uri = next((face.gfv_nn_uri for face in self.faces if Timing.given(face.gfv_nn_uri)), None)
            if uri is not None:
                timing = Timing.parse(uri)
                it.rate, it.step = timing.rate, timing.step
        for gfv_id in dict.fromkeys(face.gfv_id for face in self.faces):
            self._face(gfv_id, rows)
        it.messages = dict(self.names)

    def _count(self, kind: str, count: int, size: int) -> None:
        if count or size:
            known = self.info.kinds.setdefault(kind, KindInfo())
            known.count += count
            known.bytes += size

    def _messages(self, unit: AccessUnit, nals: list[NalUnit]) -> tuple[list[Resolved], int]:
        """Count NAL units and messages; GFV and GFVE messages resolved, and the bytes of coded pictures."""
        rows: list[Resolved] = []
        self.faces, self.room = [], MAX_BYTES_LOOKED_INTO
        coded = 0
        for nal in nals:
            size = len(nal.prefix) + len(nal.data)
            if nal.is_sei:
                self._sei(unit, nal, size, rows)
            elif nal.kind in (Kind.VCL, Kind.HEADER):
                coded += size
            else:
                name = nal.name
                sets = name.endswith(("PS_NUT", "PPS", "SPS", "SPS_EXT", "DCI_NUT", "OPI_NUT"))
                self._count("parameter sets" if sets else "other", 1, size)
        return rows, coded

    def _sei(self, unit: AccessUnit, nal: NalUnit, size: int, rows: list[Resolved]) -> None:
        try:
            messages = messages_of(nal)
        except BitstreamError:
            messages = []
            self.info.unread += 1
        if not messages:
            self._count("other SEI", 0, size)
        envelope = size - sum(len(message.payload) for message in messages)
        for number, message in enumerate(messages):
            share = len(message.payload) + (envelope // len(messages))
            share += envelope % len(messages) if number == 0 else 0
            self._count(FACES.get(message.payload_type, "other SEI"), 1, share)
            cls = message_class(message.payload_type)
            self.names[cls.syntax_name if cls else f"payloadType {message.payload_type}"] += 1
            self.info.replaced += is_replaced(message.payload_type, message.payload)
            if message.payload_type in FACES and len(rows) < MAX_LOOKED_INTO and self.room > 0:
                self.room -= len(message.payload)
                self._read(unit.codec, message.payload_type, message.payload, rows)

    def _read(self, codec: Codec, payload_type: int, payload: bytes, rows: list[Resolved]) -> None:
        """Resolve a GFV or GFVE message."""
        edition = default_edition(codec)
        try:
            if payload_type == 223:
                face = GenerativeFaceVideo.from_payload(
                    payload, edition=edition, context=self.context, endless=True
                )
                rows.append(resolve_face(face, self.context))
                self.faces.append(face)
            else:
                more = GenerativeFaceVideoEnhancement.from_payload(
                    payload, edition=edition, context=self.context, endless=True
                )
                rows.append(resolve_enhancement(more, self.context))
        except BitstreamError:
            self.info.unread += 1

    def _face(self, gfv_id: int, rows: list[Resolved]) -> None:
        """What the messages of one gfv_id in an access unit are."""
        mine = [face for face in self.faces if face.gfv_id == gfv_id]
        if gfv_id not in self.info.faces and len(self.info.faces) >= MAX_IDS_SHOWN:
            self.info.further_ids += len(mine)
            return
        it = self.info.faces.setdefault(gfv_id, FaceInfo())
        reader = self.readers.setdefault(gfv_id, ParameterReader())
        ids = {row.gfve_id for row in rows if isinstance(row, ResolvedEnhancement) and row.gfv_id == gfv_id}
        it.gfve_ids = sorted({*it.gfve_ids, *ids})[:MAX_IDS_SHOWN]
        base, pictures = reader.read(rows, gfv_id)
        it.base_pictures += base is not None
        it.pictures += len(pictures)
        tag = next((face.gfv_nn_tag_uri for face in mine if face.gfv_nn_tag_uri is not None), None)
        it.tag = it.tag or tag
        if base is not None and gfv_id not in self.entries:
            try:
                self.entries[gfv_id] = registry.find(tag, base)
                it.system, it.problem = self.entries[gfv_id].name, ""
            except registry.UnknownSystem as error:
                it.problem = str(error)
        entry = self.entries.get(gfv_id)
        if entry is None:
            return
        for parameters in pictures:
            level = entry.layout.fits(parameters)
            if level is None:
                it.unfitting += 1
            else:
                name = entry.layout.levels[level]
                it.levels[name] = it.levels.get(name, 0) + 1
