"""A stream to pictures: base pictures decoded, messages resolved, the pictures between generated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch

from generators import registry
from generators.codec.adapters import Adapters
from generators.codec.generate import (
    Memory,
    Place,
    faded,
    generate,
    paying_threads,
    pick_device,
    torch_threads,
)
from generators.codec.picture_codec import PictureDecoder
from generators.codec.stream import START_CODE
from generators.media.pixels import to_pixels, to_tensor
from generators.parameters.reading import ParameterReader, Resolved
from generators.parameters.values import Parameters
from generators.system import AnySystem
from generators.weights.adapter import AdapterError
from sei.errors import BitstreamError, SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from vvc_bridge.access_unit import AccessUnit, access_units
from vvc_bridge.readable import readable
from vvc_bridge.source import Source
from vvc_bridge.talk import FRAME_FIELD_INFO, Clock, Timing, periods_in
from vvc_bridge.terminal import warn

HELD_BACK = 64
"""Access units whose messages wait for their picture."""
LOST = "coded pictures are missing or damaged; the one before them stays until decoding can begin anew"
MAX_MESSAGES = 8192
"""Messages of one access unit that are read: more than ten minutes of pictures."""
MAX_PAYLOAD = 1 << 20
"""Bytes of messages of one access unit that are read: parsed, they take some hundred times the room."""
MAX_PICTURES = 65_536
"""Pictures generated from one access unit."""


@dataclass(frozen=True)
class Received:
    """What an access unit brings beside its coded picture.

    messages  GFV and GFVE messages, prediction undone
    face      the first GFV message as it was coded
    entry     decoding can begin here, and nothing before is referred to
    periods   pictures that it stands for at least
    """

    messages: list[Resolved]
    face: GenerativeFaceVideo | None
    entry: bool = True
    periods: int = 1


class Continuity:
    """Whether all coded pictures came since one that decoding can begin with.

    In streams laid out as `generators.codec.stream` says, picture order counts go up by one from picture to
    picture.
    """

    def __init__(self) -> None:
        self.intact, self._poc = False, 0

    def follow(self, unit: AccessUnit, *, ours: bool) -> bool:
        """Take in the next access unit. Returns whether its picture can be decoded as it is meant."""
        poc = unit.poc
        if unit.random_access is not None:
            self.intact = True
        elif ours and poc is not None and poc != self._poc + 1:
            self.intact = False
        self._poc = self._poc + 1 if poc is None else poc
        return self.intact


@dataclass(frozen=True)
class Frame:
    """One picture out: generated, held, or a coded picture as decoded; ``pixels`` as `Decoder` was asked for.

    ``index`` and ``time`` (seconds) go on where pictures were lost, and from one stream to one joined to it;
    in a stream that is entered in the middle they are that picture's own.
    """

    index: int
    time: float
    pixels: Any
    is_base: bool


class Decoder:
    """Iterates over the pictures of a stream, one access unit of latency.

        for frame in Decoder("talk.266", device="cuda"):
            show(frame.pixels, frame.time)

    source   path, ``-``, bytes or a binary file object such as a pipe: a byte stream, or MP4, Matroska or
             MPEG-TS with the stream in it
    device   ``cpu``, ``cuda``, ... or ``auto``
    output   ``numpy``: uint8 (h, w, 3); ``torch``: (3, h, w) in 0..1 of dtype on the device
    warn     told once each what had to be left out; standard error unless given
    adapter  an adapter's bytes or file, for streams that name one and do not bring it; else the folder
             SEIGEN_ADAPTERS is looked into (IDENTITY.adapter); without it the generator stays as it is
    level    granularity up to which parameters are used, 0 or more; None: all that the stream has. Where it
             lacks a level, those below it are used
    threads  of torch while a picture is made; the caller's setting stands between pictures. None: one where
             other work keeps the processor busy, else at most two. Those that wait sleep
             (`generators.WAITING`) unless torch was imported before any module of this package: then
             OMP_WAIT_POLICY=PASSIVE in the environment does it
    compiled learned generators are compiled first (torch.compile, CUDA graphs on CUDA): up to a minute once,
             for long clips

    A stream of a system that is not here, or without messages, gives its coded pictures.
    Raises SeigenError when the source is no bitstream.
    """

    def __init__(
        self,
        source: Source,
        *,
        device: str = "auto",
        dtype: torch.dtype = torch.float32,
        output: str = "numpy",
        system: str | None = None,
        warn: Callable[[str], None] | None = None,
        adapter: bytes | str | Path | None = None,
        level: int | None = None,
        compiled: bool = False,
        threads: int | None = None,
    ) -> None:
        self.threads = threads
        if level is not None and level < 0:
            raise SeigenError(f"level {level}, allowed: 0 or more")
        self._level = level
        if output not in ("numpy", "torch"):
            raise SeigenError(f"output {output!r}, allowed: numpy, torch")
        self._source = source
        self.device = pick_device(device)
        if system is not None:
            registry.entry(system)
        self._dtype, self._output, self._name = dtype, output, system
        self._compiled = compiled
        self._say, self._said = warn, set[str]()
        self._adapters = Adapters(adapter)
        self._adapter = ""
        self.system: AnySystem | None = None
        self._size = (0, 0)
        self._unknown = False
        self._clock = Clock()

    @property
    def timing(self) -> Timing:
        """What the last base message said of rate, step and count."""
        return self._clock.timing

    def _warn(self, text: str) -> None:
        if text in self._said:
            return
        self._said.add(text)
        if self._say:
            self._say(text)
        else:
            warn(text)

    def __iter__(self) -> Iterator[Frame]:
        with readable(self._source) as source:
            frames = self._frames(access_units(source, codec="h266"))
            while True:
                with torch_threads(self.threads or paying_threads()):
                    frame = next(frames, None)
                if frame is None:
                    return
                yield frame

    def _frames(self, units: Iterable[AccessUnit]) -> Iterator[Frame]:
        reader, memory = ParameterReader(), Memory[Any]()
        self._clock, self._unknown, shown, ours = Clock(), False, False, False
        decoder, chain = PictureDecoder(), Continuity()
        # What comes with pictures that the decoder still holds back, by access unit.
        waiting: dict[int, Received] = {}
        for unit in units:
            if not unit.pictures:
                self._warn("messages without a coded picture are left out")
                continue
            whole = chain.intact
            if not chain.follow(unit, ours=ours):
                self._warn(LOST)
                continue
            received = self._received(unit, reader)
            if received.entry:
                ours = received.face is not None and registry.by_tag(received.face.gfv_nn_tag_uri) is not None
            restarted = [] if whole or not shown else decoder.flush()
            waiting[unit.index] = received
            # Without its SEI: a decoder that cannot read one may drop the picture.
            nals = (*unit.record, *unit.nal_units)
            coded = b"".join(START_CODE + bytes(n.data) for n in nals if not n.is_sei)
            for number, pixels in (*restarted, *decoder(coded, unit.index)):
                shown = True
                yield from self._unit(pixels, waiting.pop(number, Received([], None)), reader, memory)
            if decoder.failed:
                self._warn(LOST)
                chain.intact = not ours
            while len(waiting) > HELD_BACK:
                waiting.pop(min(waiting))
        for number, pixels in decoder.flush():
            shown = True
            yield from self._unit(pixels, waiting.pop(number, Received([], None)), reader, memory)
        if not shown:
            raise SeigenError("no picture in the stream can be decoded")

    def _received(self, unit: AccessUnit, reader: ParameterReader) -> Received:
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
        return Received(rows, face, unit.random_access is not None, periods)

    def _unit(
        self, pixels: np.ndarray, received: Received, reader: ParameterReader, memory: Memory[Any]
    ) -> Iterator[Frame]:
        """The pictures of one access unit: what it shows, and the last of them as long as it says."""
        shown: np.ndarray | torch.Tensor = pixels
        left = received.periods
        for shown, is_base in self._shown(pixels, received, reader, memory):
            yield self._frame(shown, is_base=is_base)
            left -= 1
        for _ in range(left):
            if self._clock.ended:
                return
            yield self._frame(shown, is_base=False)

    def _shown(
        self, pixels: np.ndarray, received: Received, reader: ParameterReader, memory: Memory[Any]
    ) -> Iterator[tuple[np.ndarray | torch.Tensor, bool]]:
        """The coded picture, and those generated from it."""
        face, afresh = received.face, False
        timing = self._clock.timing
        if face is not None and face.gfv_nn_uri is not None and registry.by_tag(face.gfv_nn_tag_uri):
            # Before the first picture, for it has a time.
            timing = Timing.parse(face.gfv_nn_uri)
            afresh = self._clock.enter(timing) or timing.empties(received.entry)
        if timing.composed and (afresh or received.entry):
            afresh = True
            memory.empty()
        before, moving = memory.bases, memory.moving
        memory.moving = False
        fitting, anew = self._fitting(received, reader, pixels)
        if not fitting or self.system is None:
            yield pixels, True
            return
        afresh |= anew
        most = min((len(fitting) - 1) * timing.step, MAX_PICTURES)
        if fitting[0].low_confidence:
            # No face in the base picture: nothing can be moved, it stands still.
            yield pixels, True
            for _ in range(most):
                if self._clock.ended:
                    return
                yield pixels, False
            return
        # Also when nothing is generated from it: later ones may use it, as the encoder thinks they do.
        picture = to_tensor(pixels)
        bases = memory.add(self.system.generator.prepare(picture, fitting[0]), afresh=afresh)
        memory.moving = most > 0
        fading = timing.composed and moving and not afresh
        yield faded(self.system, before, fitting[0], picture) if fading else pixels, True
        wanted = islice(self.system.layout.between(fitting, timing.step), 1, most + 1)
        place = Place(fading=fading) if timing.composed else None
        for made in generate(self.system, bases, wanted, composed=place):
            if self._clock.ended:
                return
            yield made, False

    def _fitting(
        self, received: Received, reader: ParameterReader, pixels: np.ndarray
    ) -> tuple[list[Parameters], bool]:
        """Parameters of the base picture and of those with messages after it, none where they are of no use;
        and whether the system is another one from here on."""
        face = received.face
        if face is None or self._unknown:
            return [], False
        try:
            base, rows = reader.read(received.messages, face.gfv_id)
            if base is None:
                self._warn(f"messages before any base picture of gfv_id {face.gfv_id} are left out")
                return [], False
            anew = self._start(face, base, pixels)
        except (BitstreamError, registry.UnknownSystem) as error:
            self._unknown = isinstance(error, registry.UnknownSystem)
            self._warn(f"{error}; base pictures are shown")
            return [], False
        if self.system is None:
            return [], anew
        fitting = self.system.layout.fitting([base, *rows], self._level)
        if len(fitting) <= len(rows):
            self._warn(f"messages that are not as the system {self.system.name} has them are left out")
        return fitting, anew

    def _start(self, face: GenerativeFaceVideo, base: Parameters, pixels: np.ndarray) -> bool:
        """Make the system ready for a base picture; whether base pictures before it are of no use."""
        height, width = pixels.shape[:2]
        if self.system is not None and face.gfv_nn_uri is None and self._size == (height, width):
            return False
        entry = registry.entry(self._name) if self._name else registry.find(face.gfv_nn_tag_uri, base)
        same = self.system is not None and self.system.name == entry.name and self._size == (height, width)
        if not same or self._adapter != self.timing.adapter:
            self._size, self._adapter = (height, width), self.timing.adapter
            self.system = self._make(entry, height, width)
            if self._name and face.gfv_nn_present_flag:
                self._translate(face, base)
            return True
        return False

    def _make(self, entry: registry.Entry, height: int, width: int) -> AnySystem:
        """The system, changed by the adapter that the stream names where it can be had and belongs to it."""
        make = partial(registry.make, entry.name, height, width, device=self.device, dtype=self._dtype)
        if self._compiled and entry.learned:
            make = partial(make, compiled=True, warn=self._warn)
        data = self._adapters.find(self._adapter)
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

    def _translate(self, face: GenerativeFaceVideo, base: Parameters) -> None:
        """The stream is of one system and another was asked for: put a translator between."""
        assert self.system is not None
        own = registry.find(face.gfv_nn_tag_uri, base).name
        payload = face.gfv_nn_payload_byte
        network = None if payload is None else bytes.fromhex(payload)
        self.system = registry.adapted(self.system, own, face.gfv_nn_uri, network)

    def _frame(self, pixels: np.ndarray | torch.Tensor, *, is_base: bool) -> Frame:
        index, time = self._clock.tick()
        if self._output == "numpy":
            out: Any = pixels if isinstance(pixels, np.ndarray) else to_pixels(pixels)
        elif isinstance(pixels, np.ndarray):
            out = torch.from_numpy(pixels).permute(2, 0, 1).to(self.device, self._dtype) / 255
        else:
            out = pixels
        return Frame(index, time, out, is_base)
