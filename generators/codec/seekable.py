"""A talk in a file from any time on: its pictures at one rate, made from the nearest place before them where
decoding can begin."""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np

from generators.codec.decoder import Decoder
from generators.codec.playback import scaled
from generators.codec.stream import START_CODE, adapter_in
from generators.media import video
from sei.errors import SeigenError
from vvc_bridge.access_unit import SeiMessage, access_units
from vvc_bridge.output import naming
from vvc_bridge.presentation import presentation
from vvc_bridge.source import chunks

_SETS = ("VPS_NUT", "SPS_NUT", "PPS_NUT")


@dataclass(frozen=True)
class Start:
    """An access unit with which decoding can begin: where it is in the byte stream, and the number of its
    picture."""

    offset: int
    number: int


class Talk:
    """A coded talk of which nothing but a table of contents is in memory.

    path     byte stream or container
    options  of `Decoder`

    rate      pictures per second
    count     pictures in all
    size      height and width
    Raises SeigenError where the file is no bitstream or no picture can be decoded.
    """

    def __init__(self, path: str, **options: Any) -> None:
        self._options = options
        self._stack = ExitStack()
        file = tempfile.TemporaryFile(prefix="seigen-talk-")  # noqa: SIM115
        self._stack.callback(file.close)
        with chunks(path) as pieces, naming(tempfile.gettempdir()):
            for piece in pieces:
                file.write(piece)
            file.flush()
        if not file.tell():
            raise SeigenError(f"{path}: it is empty")
        # Unmapped with the last decoder that reads it.
        self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self._head, self._adapters = b"", list[SeiMessage]()
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        shown = presentation(self._data, "h266")
        sync = {s.aus[0]: s.pts * shown.base for s in shown.samples if s.sync and s.pts >= 0}
        found: list[tuple[int, Fraction]] = []
        for unit in access_units(self._data, codec="h266"):
            if unit.index == 0:
                # What a container has in its decoder configuration record is not repeated.
                sets = (n for n in unit.nal_units if n.name in _SETS)
                self._head = b"".join(START_CODE + bytes(n.data) for n in sets)
            self._adapters += [m for m in unit.messages if m.payload_type == 5 and adapter_in(m.payload)]
            if unit.index in sync:
                found.append((unit.offset, sync[unit.index]))
        found = found or [(0, Fraction(0))]
        decoder = self._decoder(found[0][0])
        first = next(iter(decoder))
        self.rate, self.size = decoder.timing.rate, first.pixels.shape[:2]
        self.entries = [Start(offset, round(time * self.rate)) for offset, time in found]
        last = max((s.pts + s.duration for s in shown.samples), default=1) * shown.base
        self.count = max(1, round(last * self.rate))

    def _decoder(self, offset: int) -> Decoder:
        decoder = Decoder(_From(self._head if offset else b"", self._data[offset:]), **self._options)
        decoder.adapters.take(self._adapters)
        return decoder

    def pictures(self, number: int) -> Iterator[np.ndarray]:
        """Yield pictures, uint8 (h, w, 3), from a number on, to the end of the stream."""
        entry = next((e for e in reversed(self.entries) if e.number <= number), self.entries[0])
        decoder = self._decoder(entry.offset)

        def timed() -> Iterator[video.TimedPicture]:
            begin: float | None = None
            for frame in decoder:
                begin = frame.time if begin is None else begin
                same = frame.pixels.shape[:2] == self.size
                pixels = frame.pixels if same else scaled(frame.pixels, *self.size)
                yield video.TimedPicture(frame.index, frame.time - begin, pixels)

        made = video.constant_rate(timed(), self.rate)
        yield from (picture.rgb for picture in islice(made, max(0, number - entry.number), None))

    def close(self) -> None:
        """Give back what it took."""
        self._stack.close()


class _From:
    """Some bytes, then those of a file from a place on."""

    def __init__(self, head: bytes, rest: memoryview) -> None:
        self._parts = [memoryview(head), rest]

    def read(self, size: int, /) -> bytes:
        while self._parts:
            piece = bytes(self._parts[0][:size])
            if piece:
                self._parts[0] = self._parts[0][size:]
                return piece
            self._parts.pop(0)
        return b""
