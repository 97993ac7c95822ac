"""A stream to pictures: base pictures decoded, messages resolved, the pictures between generated."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import islice
from typing import Any, TypedDict

import numpy as np
import torch

from generators import registry
from generators.codec.adapters import Adapters
from generators.codec.arriving import Arrived, More, arriving
from generators.codec.frames import Continuity, Frame, Received
from generators.codec.generate import (
    BATCH,
    Composed,
    Memory,
    generate,
    paying_threads,
    pick_device,
    torch_threads,
)
from generators.codec.hook import Edit, edited
from generators.codec.keyed import Keyer
from generators.codec.picture_codec import PictureDecoder
from generators.codec.shots import Coded, Coming, Shot, UnderWay
from generators.codec.stream import START_CODE
from generators.media.pixels import SCALES, rescaled, to_pixels, to_tensor
from generators.parameters.layout import Filling
from generators.parameters.reading import ParameterReader, Resolved
from generators.parameters.values import Parameters
from generators.subjects.body.skin import Posed
from generators.system import AnySystem
from generators.weights.adapter import AdapterError
from sei.errors import BitstreamError, SeigenError
from sei.log import log
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.resolve import ResolvedFace
from vvc_bridge.access_unit import access_units
from vvc_bridge.readable import readable
from vvc_bridge.source import Source
from vvc_bridge.talk import FILE, FRAME_FIELD_INFO, LIVE, Clock, Timing, periods_in

HELD_BACK = 64
"""Access units whose messages wait for their picture."""
LOST = "coded pictures are missing or damaged; the one before them stays until decoding can begin anew"
MAX_MESSAGES = 8192
"""Messages of one access unit that are read: more than ten minutes of pictures."""
MAX_PAYLOAD = 1 << 20
"""Bytes of messages of one access unit that are read: parsed, they take some hundred times the room."""
MAX_PICTURES = 65_536
"""Pictures generated from one access unit."""
MAX_MISSING = 256
"""Messages that may be lost in a row while time goes on."""
DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


def _noted(rows: Iterable[Parameters], notes: deque[Parameters]) -> Iterator[Parameters]:
    """Pass parameters on, and note each."""
    for row in rows:
        notes.append(row)
        yield row


class DecoderOptions(TypedDict, total=False):
    """Arguments of `Decoder` besides the stream and what its pictures are."""

    device: str
    dtype: torch.dtype | str
    system: str | None
    warn: Callable[[str], None] | None
    adapter: bytes | str | os.PathLike[str] | None
    level: int | None
    compiled: bool
    threads: int | None
    edit: Edit | None
    view: str | None
    background: str | None
    scale: Fraction | float | str
    meshes: bool
    prompt: bool


class Decoder:
    """Iterates over the pictures of a stream, one access unit of latency, two where pictures take from the
    next base picture as well (`vvc_bridge.talk.Timing.latency`).

        for frame in Decoder("talk.266", device="cuda"):
            show(frame.pixels, frame.time)

    source   path, ``-``, bytes or a binary file object such as a pipe: a byte stream, or MP4, Matroska or
             MPEG-TS with the stream in it
    device   ``cpu``, ``cuda``, ... or ``auto``
    dtype    that pictures are generated in, of torch or by name: float32, float16, bfloat16
    output   ``numpy``: uint8 (h, w, 3); ``torch``: (3, h, w) in 0..1 of dtype on the device
    warn     told once each what had to be left out; unless given it is logged (logger ``seigen``)
    adapter  an adapter's bytes or file, for streams that name one and do not bring it; else the folder
             SEIGEN_ADAPTERS is looked into (IDENTITY.adapter); without it the generator stays as it is
    system   that generates, whatever the stream says
    level    granularity up to which parameters are used, 0 or more; None: all that the stream has. Where it
             lacks a level, those below it are used
    threads  of torch while a picture is made; the caller's setting stands between pictures. None: one where
             other work keeps the processor busy, else at most two. Those that wait sleep
             (`generators.WAITING`) unless torch was imported before any module of this package: then
             OMP_WAIT_POLICY=PASSIVE in the environment does it
    compiled learned generators are compiled first (torch.compile, CUDA graphs on CUDA): up to a minute once,
             for long clips
    edit     gets and returns each picture's parameters by field name (`generators.codec.hook.Edit`). What
             describes a base picture to the generator stays as received; a base picture whose parameters
             are changed is shown as the generator makes it of them
    view     from where an avatar is looked at: ``YAW,PITCH[,ROLL,ZOOM]``, degrees; base pictures are
             generated too
    background  behind the person: ``plate`` (that of the base pictures), ``none`` (black), ``#RRGGBB`` or a
             picture's file. Behind an avatar it is drawn; elsewhere it is put where the stream's chroma key
             says, or, where it carries none, where the first picture's background of one colour is
    scale    size of the pictures, as a multiple of the coded one: 1/4, 1/2, 1 or 2. Systems whose generator
             does not expand take 1 alone
    meshes   frames have the body that they show, as well; for systems that know one
    prompt   live streams by a pipe: pictures behind which newer messages have come already are passed over

    A stream of a system that is not here, or without messages, gives its coded pictures.
    Raises SeigenError when the source is no bitstream.
    """

    def __init__(
        self,
        source: Source,
        *,
        device: str = "auto",
        dtype: torch.dtype | str = torch.float32,
        output: str = "numpy",
        system: str | None = None,
        warn: Callable[[str], None] | None = None,
        adapter: bytes | str | os.PathLike[str] | None = None,
        level: int | None = None,
        compiled: bool = False,
        threads: int | None = None,
        edit: Edit | None = None,
        view: str | None = None,
        background: str | None = None,
        scale: Fraction | float | str = 1,
        meshes: bool = False,
        prompt: bool = False,
    ) -> None:
        self._meshes, self._prompt = meshes, prompt
        self._shown = {k: v for k, v in (("view", view), ("background", background)) if v is not None}
        self._keyer = None if background is None else Keyer(background)
        self._edit = edit
        self._scale = _parse_scale(scale)
        self.threads = threads
        if level is not None and level < 0:
            raise SeigenError(f"level {level}, allowed: 0 or more")
        if threads is not None and threads < 1:
            raise SeigenError(f"threads {threads}, allowed: 1 or more")
        self._level = level
        if output not in ("numpy", "torch"):
            raise SeigenError(f"output {output!r}, allowed: numpy, torch")
        if isinstance(dtype, str):
            if dtype not in DTYPES:
                raise SeigenError(f"dtype {dtype!r}, allowed: {', '.join(DTYPES)}")
            dtype = DTYPES[dtype]
        self._source = source
        self.device = pick_device(device)
        if system is not None:
            registry.entry(system)
        self._dtype, self._output, self._name = dtype, output, system
        self._compiled = compiled
        self._say, self._said = warn, set[str]()
        self._adapters = Adapters(adapter, beside=source if isinstance(source, (str, os.PathLike)) else None)
        self._adapter = ""
        self.system: AnySystem | None = None
        self._size = (0, 0)
        self._unknown = False
        self._clock = Clock()
        self._ahead: tuple[Received, Any] | None = None
        self._going: UnderWay | None = None

    @property
    def timing(self) -> Timing:
        """What the last base message said of rate, step and count."""
        return self._clock.timing

    @property
    def adapters(self) -> Adapters:
        """Adapters that are at hand."""
        return self._adapters

    def _warn(self, text: str) -> None:
        if text in self._said:
            return
        self._said.add(text)
        if self._say:
            self._say(text)
        else:
            log.warning("%s", text)

    def __iter__(self) -> Iterator[Frame]:
        with readable(self._source) as source:
            if isinstance(source, (str, os.PathLike, bytes, bytearray, memoryview)):
                yield from self._paced(access_units(source, codec="h266"))
            else:
                yield from self._paced(arriving(source))

    def _paced(self, units: Iterable[Arrived]) -> Iterator[Frame]:
        """The pictures of access units; the caller's number of threads stands between pictures."""
        frames = self._frames(units)
        while True:
            with torch_threads(self.threads or paying_threads()):
                frame = next(frames, None)
            if frame is None:
                return
            yield frame

    def _picture_decoder(self) -> PictureDecoder:
        """Make what decodes coded pictures."""
        return PictureDecoder()

    def _frames(self, units: Iterable[Arrived]) -> Iterator[Frame]:
        reader, memory = ParameterReader(), Memory[Any]()
        self._clock, self._unknown, self._ahead, self._going = Clock(), False, None, None
        coming = Coming(self._coded(units, reader))
        for pixels, received in coming:
            if pixels is None:
                yield from self._more(received, reader, memory)
            else:
                yield from self._unit(pixels, received, reader, memory, coming)

    def _coded(self, units: Iterable[Arrived], reader: ParameterReader) -> Iterator[Coded]:
        """Coded pictures that can be decoded as they are meant, and what comes with them."""
        shown = ours = False
        decoder, chain = self._picture_decoder(), Continuity()
        # What comes with pictures that the decoder still holds back, by access unit.
        waiting: dict[int, Received] = {}
        taken = -1  # access unit that more may come of
        for unit in units:
            if isinstance(unit, More):
                if unit.index == taken:
                    more = self.received(unit, reader)
                    if taken in waiting:
                        waiting[taken].messages.extend(more.messages)
                    else:
                        yield None, more
                continue
            taken = -1
            if not unit.pictures:
                self._warn("messages without a coded picture are left out")
                continue
            whole = chain.intact
            if not chain.follow(unit, ours=ours):
                self._warn(LOST)
                continue
            received = self.received(unit, reader)
            if received.entry:
                ours = received.face is not None and registry.by_tag(received.face.gfv_nn_tag_uri) is not None
            restarted = [] if whole or not shown else decoder.flush()
            waiting[unit.index], taken = received, unit.index
            # Without its SEI: a decoder that cannot read one may drop the picture.
            nals = (*unit.record, *unit.nal_units)
            coded = b"".join(START_CODE + bytes(n.data) for n in nals if not n.is_sei)
            for number, pixels in (*restarted, *decoder(coded, unit.index)):
                shown = True
                yield pixels, waiting.pop(number, Received([], None))
            if decoder.failed:
                self._warn(LOST)
                chain.intact = not ours
            while len(waiting) > HELD_BACK:
                waiting.pop(min(waiting))
        for number, pixels in decoder.flush():
            shown = True
            yield pixels, waiting.pop(number, Received([], None))
        if not shown:
            raise SeigenError("no picture in the stream can be decoded")

    def received(self, unit: Arrived, reader: ParameterReader) -> Received:
        """Read what an access unit brings beside its coded picture; what has to be left out is warned of."""
        rows: list[Resolved] = []
        face: GenerativeFaceVideo | None = None
        room, periods = MAX_PAYLOAD, 1
        kinds: dict[int, type[GenerativeFaceVideo] | type[GenerativeFaceVideoEnhancement]] = {
            223: GenerativeFaceVideo,
            224: GenerativeFaceVideoEnhancement,
        }
        try:
            self._adapters.take(unit.messages)
            periods = max(
                [1, *(periods_in(m.payload) for m in unit.messages if m.payload_type == FRAME_FIELD_INFO)]
            )
            ours = [m for m in unit.messages if m.payload_type in kinds]
            if len(ours) > MAX_MESSAGES:
                self._warn(f"access unit {unit.index}: messages after the first {MAX_MESSAGES} are left out")
            for message in ours[:MAX_MESSAGES]:
                room -= len(message.payload)
                if room < 0:
                    self._warn(f"access unit {unit.index}: more than {MAX_PAYLOAD} bytes of messages")
                    break
                kind = kinds[message.payload_type]
                parsed = kind.from_payload(message.payload, context=reader.context, endless=True)
                if parsed.is_reserved:
                    continue
                rows.append(reader.resolve(parsed))
                if face is None and isinstance(parsed, GenerativeFaceVideo):
                    face = parsed
        except BitstreamError as error:
            self._warn(f"access unit {unit.index}: {error}; its later messages are left out")
        if isinstance(unit, More):
            return Received(rows, face, False, periods, unit.late)
        return Received(rows, face, unit.random_access is not None, periods)

    def _unit(
        self,
        pixels: np.ndarray,
        received: Received,
        reader: ParameterReader,
        memory: Memory[Any],
        coming: Coming,
    ) -> Iterator[Frame]:
        """The pictures of one access unit: what it shows, and the last of them as long as it says."""
        face, afresh = received.face, False
        # What a span says holds for its own access unit.
        timing = replace(self.timing, span=None)
        if face is not None and face.gfv_nn_uri is not None and registry.by_tag(face.gfv_nn_tag_uri):
            # Before the first picture, for it has a time.
            timing = Timing.parse(face.gfv_nn_uri)
            afresh = self._clock.enter(timing) or timing.empties(received.entry)
        afresh |= bool(timing.latency) and received.entry
        if afresh and timing.latency:
            memory.empty()
        self._going = None
        moving, memory.moving = memory.moving, False
        plain = self._edit is None and not self._shown and not self._meshes
        at_once = plain and not (moving and timing.latency == LIVE)
        if at_once:  # it is shown without waiting for what is made from it
            yield self._frame(pixels, is_base=True)
        shot = self._shot(pixels, received, reader, memory, timing, afresh, moving)
        if self._keyer is not None and not self._draws_anew:
            self._keyer.take(face, pixels)
        if not at_once:
            yield self._base_frame(pixels, shot)
        mesh, rows = self._mesh(shot, shot.base), deque[Parameters]()
        if self._meshes:
            shot = replace(shot, wanted=_noted(shot.wanted, rows))
        shown: np.ndarray | torch.Tensor = pixels
        left = received.periods - 1
        if timing.latency == FILE and shot.count:
            following = self._following(coming, reader, pixels.shape, shot.count)
            shot = replace(shot, composed=Composed(following=following, reach=shot.count + 1))
        for made in shot.pictures():
            if self._clock.ended:
                return
            shown = pixels if made is None else made
            mesh = self._mesh(shot, rows.popleft()) if rows else mesh
            yield self._frame(shown, is_base=False, mesh=mesh)
            left -= 1
        for _ in range(left):
            if self._clock.ended:
                return
            yield self._frame(shown, is_base=False, mesh=mesh)
        if self._going is not None:
            self._going.shown = shown

    def _more(self, received: Received, reader: ParameterReader, memory: Memory[Any]) -> Iterator[Frame]:
        """The pictures of messages that came after their access unit was given on."""
        going, step = self._going, self.timing.step
        faces = [m for m in received.messages if isinstance(m, ResolvedFace)]
        if going is None or self.system is None or not faces or faces[0].gfv_id != going.gfv_id:
            return
        first, going.cnt, before = faces[0].gfv_cnt, max(m.gfv_cnt for m in faces), going.cnt
        if first <= before:  # repeated
            going.cnt = before
            return
        if first > before + 1:
            self._warn("messages are missing; the picture before them stays until the next base picture")
            going.lost = True
        fitting: list[Parameters] = []
        if not going.lost:
            rows: list[Parameters] = []
            try:
                _, rows = reader.read(received.messages, going.gfv_id)
                fitting = self.system.layout.fitting(rows, self._level, going.fill)
            except BitstreamError as error:
                self._warn(f"{error}; the picture before stays")
            if len(fitting) < len(rows) or not rows:
                self._warn(f"messages that are not as the system {self.system.name} has them are left out")
                going.lost = True
        if going.lost or going.shot.system is None:
            missing = going.cnt - before
            for _ in range((missing if missing <= MAX_MISSING else 1) * step):
                yield self._frame(going.shown, is_base=False)
            return
        last, going.last = going.last, fitting[-1]
        if self._prompt and received.late:
            going.place += len(fitting) * step
            self._clock.pass_over(len(fitting) * step)
            return
        wanted: Iterator[Parameters] = self.system.layout.between([last, *fitting], step)
        next(wanted)
        if self._edit is not None:
            layout, edit = self.system.layout, self._edit
            wanted = (edited(layout, parameters, edit) for parameters in wanted)
        memory.moving = True
        composed = going.shot.composed
        if composed is not None:
            composed = replace(composed, first=going.place + 1)
        # One by one: what is padded to a batch takes as long as a batch.
        batch = 1 if self.system.generator.batch_matters else BATCH
        for made in generate(self.system, going.shot.bases, wanted, batch, composed=composed):
            going.place, going.shown = going.place + 1, made
            yield self._frame(made, is_base=False)

    def _mesh(self, shot: Shot, parameters: Parameters) -> Posed | None:
        """The body of a picture, where it is asked for and known."""
        if not self._meshes or shot.system is None or shot.system.mesher is None:
            return None
        return shot.system.mesher.posed(shot.bases[0], parameters)

    def _shot(
        self,
        pixels: np.ndarray,
        received: Received,
        reader: ParameterReader,
        memory: Memory[Any],
        timing: Timing,
        afresh: bool,
        moving: bool,
    ) -> Shot:
        """What is to be made from a base picture; nothing, behind a warning, where messages do not fit.
        ``moving``: the pictures up to it were generated."""
        fitting, whole, anew = self._fitting(received, reader, pixels)
        if not fitting or self.system is None or received.face is None:
            return Shot()
        afresh |= anew
        step = last = timing.step
        if whole:  # the last step may be shorter
            last -= 1 + (len(fitting) - 1) * step - timing.pictures(len(fitting), received.periods)
        most = min(len(fitting[2:]) * step + last * (len(fitting) > 1), MAX_PICTURES)
        if fitting[0].low_confidence:
            # No face in the base picture: nothing can be moved, it stands still.
            return self._goes_on(Shot(still=most), received.face, fitting[-1], received, pixels)
        # Also when nothing is generated from it: later ones may use it, as the encoder thinks they do.
        if self._ahead is not None and self._ahead[0] is received and not anew:
            prepared = self._ahead[1]
        else:
            prepared = self.system.generator.prepare(to_tensor(pixels), fitting[0])
        self._ahead = None
        before = memory.bases if moving and not afresh and timing.latency == LIVE else []
        bases = memory.add(prepared, afresh=afresh)
        memory.moving = most > 0
        layout, edit = self.system.layout, self._edit
        wanted: Iterator[Parameters] = islice(layout.between(fitting, step, last), 1, most + 1)
        if edit is not None:
            wanted = (edited(layout, parameters, edit) for parameters in wanted)
        composed = Composed[Any](fading=bool(before)) if timing.latency else None
        shot = Shot(self.system, bases, fitting[0], wanted, most, composed=composed, before=before)
        return self._goes_on(shot, received.face, fitting[-1], received, pixels) if whole else shot

    def _goes_on(
        self,
        shot: Shot,
        face: GenerativeFaceVideo,
        last: Parameters,
        received: Received,
        pixels: np.ndarray,
    ) -> Shot:
        """A shot, to which more messages may come."""
        cnt = max(m.gfv_cnt for m in received.messages if isinstance(m, ResolvedFace))
        self._going = UnderWay(shot, face.gfv_id, self._fill, last, shot.count, cnt, pixels)
        return shot

    def _fitting(
        self, received: Received, reader: ParameterReader, pixels: np.ndarray
    ) -> tuple[list[Parameters], bool, bool]:
        """Parameters of the base picture and of those with messages after it, none where they are of no use;
        whether these are all; whether the system is another one from here on."""
        face = received.face
        if face is None or self._unknown:
            return [], False, False
        try:
            base, rows = reader.read(received.messages, face.gfv_id)
            if base is None:
                self._warn(f"messages before any base picture of gfv_id {face.gfv_id} are left out")
                return [], False, False
            anew = self._start(face, base, pixels)
        except (BitstreamError, registry.UnknownSystem) as error:
            self._unknown = isinstance(error, registry.UnknownSystem)
            self._warn(f"{error}; base pictures are shown")
            return [], False, False
        if self.system is None:
            return [], False, anew
        self._fill = Filling(self.system.layout)
        fitting = self.system.layout.fitting([base, *rows], self._level, self._fill)
        if len(fitting) <= len(rows):
            self._warn(f"messages that are not as the system {self.system.name} has them are left out")
        return fitting, len(fitting) == len(rows) + 1, anew

    def _following(
        self, coming: Coming, reader: ParameterReader, shape: tuple[int, ...], pictures: int
    ) -> Any | None:
        """The next base picture, prepared, where it goes on from this one after so many pictures; else
        None."""
        found = coming.peek()
        if found is None or self.system is None:
            return None
        pixels, received = found
        face = received.face
        if face is None or pixels is None or pixels.shape != shape:
            return None
        # Only from its base message on does nothing that was read before count.
        if not any(
            isinstance(m, ResolvedFace) and m.is_base and m.gfv_id == face.gfv_id for m in received.messages
        ):
            return None
        if face.gfv_nn_uri is not None:
            timing = Timing.parse(face.gfv_nn_uri)
            if not self._clock.continues(timing, pictures) or not registry.by_tag(face.gfv_nn_tag_uri):
                return None
        try:
            base, _ = reader.read(received.messages, face.gfv_id)
        except BitstreamError:
            return None
        fitting = [] if base is None else self.system.layout.fitting([base], self._level)
        if not fitting or fitting[0].low_confidence:
            return None
        prepared = self.system.generator.prepare(to_tensor(np.asarray(pixels)), fitting[0])
        self._ahead = (received, prepared)
        return prepared

    def _base_frame(self, pixels: np.ndarray, shot: Shot) -> Frame:
        """The base picture; where the edit changes its parameters, or the view, as the generator makes it."""
        mesh, anew = self._mesh(shot, shot.base), self._draws_anew
        if shot.system is not None and (self._edit is not None or anew):
            edit = self._edit
            wanted = shot.base if edit is None else edited(shot.system.layout, shot.base, edit)
            if wanted is not shot.base or anew:
                mesh = self._mesh(shot, wanted)
                made = generate(shot.system, shot.bases, [wanted], composed=shot.composed and Composed())
                return self._frame(next(made), is_base=False, mesh=mesh)
        return self._frame(shot.shown(pixels), is_base=True, mesh=mesh)

    @property
    def _draws_anew(self) -> bool:
        """Whether base pictures are generated too: an avatar from another side, or before another
        background."""
        system = self.system
        return bool(self._shown) and system is not None and bool(registry.entry(system.name).attached)

    def _start(self, face: GenerativeFaceVideo, base: Parameters, pixels: np.ndarray) -> bool:
        """Make the system ready for a base picture; whether base pictures before it are of no use."""
        height, width = pixels.shape[:2]
        if self.system is not None and face.gfv_nn_uri is None and self._size == (height, width):
            return False
        entry = registry.entry(self._name) if self._name else registry.find(face.gfv_nn_tag_uri, base)
        same = self.system is not None and self.system.name == entry.name and self._size == (height, width)
        if not same or self._adapter != self.timing.adapter:
            self._size, self._adapter = (height, width), self.timing.adapter
            self.system = self._make(entry, height, width).at(self._scale)
            if self._meshes and self.system.mesher is None:
                raise SeigenError(f"{entry.name} knows no body, so there are no vertices of it")
            if self._name and face.gfv_nn_present_flag:
                self._translate(face, base)
            return True
        return False

    def _make(self, entry: registry.SystemEntry, height: int, width: int) -> AnySystem:
        """The system, changed by the adapter that the stream names where it can be had and belongs to it."""
        make = partial(registry.make, entry.name, height, width, device=self.device, dtype=self._dtype)
        if self._compiled and entry.learned:
            make = partial(make, compiled=True, warn=self._warn)
        if "view" in self._shown and not entry.attached:
            raise SeigenError(f"{entry.name} takes no --view: systems with an avatar do")
        data = self._adapters.find(self._adapter)
        if entry.attached:
            return self._attached(entry, data, make)
        if data is None:
            if self._adapter:
                self._warn(f"adapter {self._adapter} is not here; the generator is taken as it is")
            return make()
        try:
            if not entry.learned:
                raise AdapterError(f"{entry.name} takes no adapter")
            return make(adapter=data)
        except AdapterError as error:
            if self._adapters.is_given:
                raise
            self._warn(f"{error}; the generator is taken as it is")
        return make()

    def _attached(
        self, entry: registry.SystemEntry, data: bytes | None, make: Callable[..., AnySystem]
    ) -> AnySystem:
        """The system with what a stream of it cannot do without."""
        if data is None:
            raise registry.UnknownSystem(f"{entry.attached} {self._adapter or 'of no name'} is not here")
        try:
            return make(adapter=data, **self._shown)
        except AdapterError as error:
            if self._adapters.is_given:
                raise
            raise registry.UnknownSystem(str(error)) from None

    def _translate(self, face: GenerativeFaceVideo, base: Parameters) -> None:
        """The stream is of one system and another was asked for: put a translator between. Where it names
        none and may be of several, it is of the one asked for, or of one that can be translated."""
        assert self.system is not None
        owns = [own.name for own in registry.candidates(face.gfv_nn_tag_uri, base)]
        payload = face.gfv_nn_payload_byte
        network = None if payload is None else bytes.fromhex(payload)
        for own in [own for own in owns if own == self.system.name] or owns:
            try:
                self.system = registry.adapted(self.system, own, face.gfv_nn_uri, network)
                return
            except registry.UnknownSystem:
                if own == owns[-1]:
                    raise

    def _frame(self, pixels: np.ndarray | torch.Tensor, *, is_base: bool, mesh: Posed | None = None) -> Frame:
        index, time = self._clock.tick()
        if isinstance(pixels, np.ndarray) and self._scale != 1:
            pixels = to_pixels(rescaled(to_tensor(pixels)[None], self._scale)[0])
        if self._keyer is not None and not self._draws_anew:
            pixels = self._keyer(pixels)
        if self._output == "numpy":
            out: Any = pixels if isinstance(pixels, np.ndarray) else to_pixels(pixels)
        elif isinstance(pixels, np.ndarray):
            out = torch.from_numpy(pixels).permute(2, 0, 1).to(self.device, self._dtype) / 255
        else:
            out = pixels
        return Frame(index, time, out, is_base, mesh)


def _parse_scale(scale: Fraction | float | str) -> Fraction:
    """The multiple of the coded size. Raises SeigenError."""
    try:
        found = Fraction(scale)
    except (ValueError, ZeroDivisionError, OverflowError):
        found = Fraction(0)
    if found not in SCALES:
        raise SeigenError(f"scale {scale!r}, allowed: {', '.join(map(str, SCALES))}")
    return found
