"""Another face under a stream's messages: a drawing, an avatar, a person who agreed.

What moved since the stream's base picture is put upon the new picture (`generators.system.Driven`): where the
stream's face is as in its first base picture, the new one is as in its own. Coded pictures are made anew at
the stream's places. The first of a scene is the new picture; the others are what is generated from it, so
nothing jumps where one is shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encoder import PLANNED
from generators.codec.frames import Continuity, Received
from generators.codec.generate import generate, torch_threads
from generators.codec.picture_codec import BaseEncoder, PictureDecoder
from generators.codec.stream import Assembler, adapter_in, payloads_nal, user_data
from generators.media.pixels import to_pixels, to_tensor
from generators.media.still import read_picture
from generators.parameters.reading import ParameterReader
from generators.parameters.values import Parameters
from generators.parameters.writing import TRADE, MessageWriter
from generators.subjects.face.detect import FaceDetector
from generators.subjects.face.subject import FaceSubject
from generators.subjects.subject import NoSubject, Seen
from generators.system import AnySystem, Driven
from sei.errors import SeigenError
from sei.log import log
from sei.rbsp import Payload
from vvc_bridge.access_unit import AccessUnit, access_units
from vvc_bridge.frame_size import frame_size
from vvc_bridge.muxer import write
from vvc_bridge.readable import readable
from vvc_bridge.sei_nal import FACE_TYPES, PICTURE_HASH
from vvc_bridge.sniff import require_h266
from vvc_bridge.sound import arranged, muxer_of, of_stream
from vvc_bridge.source import Source
from vvc_bridge.talk import FRAME_FIELD_INFO, REPLACED, REPLACED_TEXT, USER_DATA, Timing, is_replaced

QP = 32
"""Of the coded pictures, unless told."""
MAX_CHAIN = 1 << 28
"""Bytes of pictures (8-bit RGB) that are predicted from one another."""


@dataclass
class DriveReport:
    """What `drive` did.

    system    name of the stream's system
    pictures  coded pictures that were made anew
    messages  pictures whose messages were
    bits      of the stream without its sound
    notes     what whoever asked should know
    """

    system: str = ""
    pictures: int = 0
    messages: int = 0
    bits: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass
class _Place:
    """An access unit of the stream.

    base      what its base message says; None: it has none that fits
    rows      what the messages after it say
    timing    where the base message says it
    begins    a scene begins here
    ahead, behind  messages that are no business of ours, of prefix and suffix SEI
    """

    entry: bool
    periods: int
    base: Parameters | None = None
    rows: list[Parameters] = field(default_factory=list)
    timing: Timing | None = None
    begins: bool = False
    ahead: list[Payload] = field(default_factory=list)
    behind: list[Payload] = field(default_factory=list)


class _Stream:
    """Reads a stream's messages, no picture decoded."""

    def __init__(self, source: Source, system: str | None) -> None:
        self.entry = None if system is None else registry.entry(system)
        self.size: tuple[int, int] | None = None
        self.notes: list[str] = []
        self.gfv_id = 0
        self._source, self._given = source, system is not None
        self._decoder = Decoder(b"", device="cpu", warn=self.note)
        self._reader = ParameterReader()

    def note(self, text: str) -> None:
        """Keep what had to be left out, once each."""
        if text not in self.notes:
            self.notes.append(text)

    def chains(self) -> Iterator[list[_Place]]:
        """Yield the access units that are decoded without those before them, with the ones up to the next."""
        chain: list[_Place] = []
        continuity, poc = Continuity(), -1
        for unit in access_units(self._source, codec="h266"):
            if not unit.pictures:
                self.note("messages without a coded picture are left out")
                continue
            if not continuity.follow(unit, ours=False):
                self.note("pictures before the first that decoding can begin with are left out")
                continue
            self._sized(unit)
            entry = unit.random_access is not None
            if not entry and unit.poc is not None and unit.poc <= poc:
                raise SeigenError("a stream whose pictures are coded in another order than they are shown")
            poc = -1 if unit.poc is None else unit.poc
            place = self._place(unit, self._decoder.received(unit, self._reader))
            if entry and chain:
                yield chain
                chain = []
            assert self.size is not None
            if len(chain) >= max(MAX_CHAIN // (3 * self.size[0] * self.size[1]), 1):
                raise SeigenError(f"more than {len(chain)} pictures after one that decoding can begin with")
            chain.append(place)
        if chain:
            yield chain

    def _sized(self, unit: AccessUnit) -> None:
        found = frame_size([*unit.record, *unit.nal_units])
        if found is None:
            if self.size is None:
                raise SeigenError("no parameter set before the first picture: its size is not known")
            return
        size = found.height, found.width
        if self.size not in (None, size):
            raise SeigenError("pictures change their size")
        self.size = size

    def _place(self, unit: AccessUnit, received: Received) -> _Place:
        place = _Place(unit.random_access is not None, received.periods)
        for message in unit.messages:
            kind, payload = message.payload_type, message.payload
            adapter = kind == USER_DATA and adapter_in(payload) is not None
            if kind in FACE_TYPES or kind in (PICTURE_HASH, FRAME_FIELD_INFO):
                continue
            if adapter or is_replaced(kind, payload):
                continue
            (place.behind if message.suffix else place.ahead).append(Payload(kind, payload))
        face = received.face
        if face is None:
            return place
        base, rows = self._reader.read(received.messages, face.gfv_id)
        if base is None:
            self.note("messages before any base picture are left out")
            return place
        if self.entry is None:
            self.entry = registry.find(face.gfv_nn_tag_uri, base)
            self.gfv_id = face.gfv_id
        elif face.gfv_nn_tag_uri not in (None, self.entry.tag) and not self._given:
            raise SeigenError(f"two systems in one stream: {self.entry.tag}, {face.gfv_nn_tag_uri}")
        if Timing.given(face.gfv_nn_uri):
            place.timing = Timing.parse(face.gfv_nn_uri)
            place.begins = place.timing.cut or place.timing.first == 0
        fitting = self.entry.layout.fitting([base, *rows])
        if len(fitting) <= len(rows):
            self.note(f"messages that are not as the system {self.entry.name} has them are left out")
        if fitting:
            place.base, place.rows = fitting[0], fitting[1:]
        return place


@dataclass(frozen=True)
class _Face:
    """The new face as coded: picture, uint8 (h, w, 3), and what the system measures of it."""

    picture: np.ndarray
    parameters: Parameters


def _new_face(name: str, which: int | None, size: tuple[int, int], system: AnySystem) -> _Face:
    """Cut a picture as clips are cut, around its face. Raises NoSubject, and SeigenError where it shows
    several faces and nothing says which."""
    rgb = read_picture(name)
    if which is None:
        found = len(FaceDetector()(to_tensor(rgb)[None]))
        if found > 1:
            raise SeigenError(f"{name}: {found} faces; say which by --face-number (0 is the largest)")
    subject = FaceSubject(which or 0)
    face = subject.measure(rgb)
    if face is None:
        raise NoSubject(f"{name}: {subject.missing} in the picture")
    height, width = rgb.shape[:2]
    window = subject.window([face], height, width, size[1] / size[0])
    picture = window.cut(rgb, size)
    moved = subject.moved(face, window, size)
    (parameters,) = system.analyzer.describe([Seen(picture, moved)])
    return _Face(picture, replace(parameters, low_confidence=False))


@dataclass(frozen=True)
class _Coder:
    """Codes pictures one from the other."""

    base: BaseEncoder
    qp: int

    def __call__(self, pictures: Sequence[np.ndarray]) -> list[bytes]:
        return self.base.pictures(pictures, self.qp)


class _Driver:
    """Makes the access units of the new stream."""

    def __init__(self, system: AnySystem, driven: Driven, face: _Face, coder: _Coder, gfv_id: int) -> None:
        self.system, self.driven, self.face, self.coder = system, driven, face, coder
        self.report = DriveReport(system.name)
        self._writer = MessageWriter(system.layout, system.rounding(TRADE), gfv_id=gfv_id)
        self._assembler = Assembler()
        self._since: Parameters | None = None
        self._own = face.parameters
        self._prepared: Any = None
        self._shown: Parameters | None = None

    def chain(self, places: Sequence[_Place]) -> bytes:
        """Make the access units of pictures that are predicted from one another."""
        pictures: list[np.ndarray] = []
        messages: list[list[Any]] = []
        for place in places:
            uri = None if place.timing is None else replace(place.timing, adapter="").uri()
            picture, told = self._place(place, uri, pictures)
            pictures.append(picture)
            messages.append(told)
        coded = self.coder(pictures)
        out = []
        for place, unit, told in zip(places, coded, messages, strict=True):
            behind = [*place.behind]
            if place.entry:
                behind.append(user_data(REPLACED, REPLACED_TEXT.encode()))
            data, _ = self._assembler.add(
                unit,
                told,
                periods=place.periods,
                ahead=payloads_nal(place.ahead, suffix=False) if place.ahead else b"",
                behind=payloads_nal(behind, suffix=True) if behind else b"",
            )
            out.append(data)
            self.report.pictures += 1
            self.report.messages += len(place.rows)
        return b"".join(out)

    def _place(
        self, place: _Place, uri: str | None, before: Sequence[np.ndarray]
    ) -> tuple[np.ndarray, list[Any]]:
        """The coded picture of a place, and its messages."""
        if place.begins:
            self._since = self._prepared = self._shown = None
        if place.base is None:
            return self._now(), []
        if place.base.low_confidence:
            # Nothing moves from here on: what is shown stays.
            picture = self._now()
            still = [replace(self._own, low_confidence=True)] * (1 + len(place.rows))
            base = self._writer.base(still[0], uri)
            return picture, [*base.messages, *self._told(still[1:])]
        if self._since is None:
            self._since = place.base
            wanted, picture = self.face.parameters, self.face.picture
            rows = self.driven(place.rows, self._since, wanted) if place.rows else []
            self._writer.plan([wanted, *rows[:PLANNED]])
            base = self._writer.base(wanted, uri)
            self._own = base.received
            *_, decoded = _decoded(self.coder([*before, picture]))
            self._prepared = self.system.generator.prepare(to_tensor(decoded), self._own)
        else:
            wanted, *rows = self.driven([place.base, *place.rows], self._since, self._own)
            self._writer.plan([wanted, *rows[:PLANNED]])
            base = self._writer.base(wanted, uri)
            self._shown = base.received
            picture = self._now()
        told = self._told(rows)
        self._shown = base.received if not rows else self._shown
        return picture, [*base.messages, *told]

    def _told(self, rows: Sequence[Parameters]) -> list[Any]:
        out: list[Any] = []
        for coded in self._writer.segment(rows) if rows else []:
            out += coded.messages
            if not coded.received.low_confidence:
                self._shown = coded.received
        return out

    def _now(self) -> np.ndarray:
        """What is shown now: the new picture moved as the last message said."""
        if self._prepared is None or self._shown is None:
            return self.face.picture
        (made,) = generate(self.system, [self._prepared], [self._shown])
        return to_pixels(made)


def _decoded(units: Iterable[bytes]) -> Iterator[np.ndarray]:
    decoder = PictureDecoder()
    for unit in units:
        for _, picture in decoder(unit):
            yield picture


def drive(
    source: Source,
    face: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    face_number: int | None = None,
    qp: int = QP,
    base_encoder: str = "vvenc",
    system: str | None = None,
    audio: str | int | None = None,
    threads: int = 1,
) -> DriveReport:
    """Write a stream that moves another face: that of the picture ``face``.

    source       path, ``-``, bytes or a binary file object: a stream of a face system, or a container with it
    face         picture of one face: PNG, JPEG, WebP, ...
    output       stream, or a container by its suffix; ``-``: standard output
    face_number  which face of the picture, 0 is the largest; None: there must be one
    qp           of the coded pictures, 4..63
    base_encoder  of the coded pictures: ``vvenc``, ``vvencapp`` or ``vtm``
    system       name of the stream's system, where it does not tell
    audio        sound of the container: ``copy``, kbit/s of Opus, ``none``; None: as the container takes it
    threads      of torch while it works

    A user data message at every picture that decoding can begin with says that the face was replaced. An
    adapter of the one who was filmed is left out. Raises SeigenError for a system that does not say how
    another face moves, for a picture without a face, or with several and no number, and for what is no
    stream or no picture; nothing is written then.
    """
    if not 4 <= qp <= 63:
        raise SeigenError(f"qp {qp}, allowed: 4..63")
    require_h266(os.fspath(output))
    coder = _Coder(BaseEncoder(base_encoder), qp)
    name = os.fspath(face)
    with torch_threads(threads), readable(source) as found:
        sound = of_stream(found) if isinstance(found, str) else None
        sound = arranged(sound, output, muxer_of(output), audio)
        stream = _Stream(found, system)
        driver: _Driver | None = None
        parts: list[bytes] = []
        waiting: list[list[_Place]] = []
        for chain in stream.chains():
            waiting.append(chain)
            if driver is None and stream.entry is not None:
                driver = _driver(stream, name, face_number, coder)
            if driver is not None:
                parts += [driver.chain(each) for each in waiting]
                waiting = []
        if driver is None:
            raise SeigenError("no base message of a face system in the stream: there is nothing to drive")
        data = b"".join([*parts, *(driver.chain(each) for each in waiting)])
        write(data, os.fspath(output), codec="h266", sound=sound)
    report = driver.report
    report.bits, report.notes = 8 * len(data), stream.notes
    for note in report.notes:
        log.warning("%s", note)
    return report


def _driver(stream: _Stream, face: str, which: int | None, coder: _Coder) -> _Driver:
    assert stream.entry is not None and stream.size is not None
    entry = stream.entry
    made = None if entry.attached else registry.make(entry.name, *stream.size)
    if made is None or made.driven is None:
        raise SeigenError(f"{entry.name} does not say how another face moves: its streams keep theirs")
    return _Driver(made, made.driven, _new_face(face, which, stream.size, made), coder, stream.gfv_id)
