"""A file's sound beside pictures that are written: packets as they are, or coded as Opus.

Time 0 is the first picture's. Packets keep their times, so that a late beginning and gaps stay what they are;
as Opus they are filled with silence. Sound before time 0 is left out; after the last picture it goes on for
`MAX_TAIL` seconds at most. Everything is read as it is written: no more than some packets are in memory.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import av
import numpy as np

from sei.errors import SeigenError, SeigenWarning
from vvc_bridge.container import CODECS
from vvc_bridge.containers.carry import MPEGTS
from vvc_bridge.libav import errors, open_input, open_output
from vvc_bridge.sniff import CONTAINER_SUFFIXES, STAMPED, is_container

if TYPE_CHECKING:
    from av.container import OutputContainer

MAX_TAIL = 600
"""Seconds that sound may go on after the last picture."""
LEAST_KBITS, MOST_KBITS = 6, 510
"""Rates of Opus in kbit/s, of both channels (RFC 6716 2.1.1)."""
DEFAULT_KBITS = 32
"""What sound is coded with where its container cannot hold it as it is."""

_OPUS_RATE = 48000
_JITTER = _OPUS_RATE // 100  # samples that times may be beside the count of samples: they are rounded
_PREROLL = Fraction(8, 100)  # seconds that decoders want before the first sound that is heard (RFC 7845 4.6)
_OPUS_DELAY = Fraction(7, 1000)  # of libopus: muxers store it, other times before 0 would move the pictures

_CODERS = {"mp4": "libopus", "matroska": "libopus", "mpegts": "libopus", "mov": "aac"}


class SoundWarning(SeigenWarning):
    """Sound, or a part of it, did not come along."""


def _warn(text: str) -> None:
    warnings.warn_explicit(text, SoundWarning, __file__, 1)


@dataclass(frozen=True)
class Sound:
    """An audio track, and what becomes of it.

    path   file that it is in
    index  of its stream there
    codec  libav's name
    begin  time in the file that is 0 of what is written, in seconds
    end    what is left out from, in seconds after ``begin``; None: nothing
    coder  libav's name of what it is coded with; empty: it is copied
    kbits  kbit/s then
    """

    path: str
    index: int
    codec: str
    begin: Fraction = Fraction(0)
    end: Fraction | None = None
    coder: str = ""
    kbits: int = 0

    def placed(self, begin: Fraction, rate: Fraction, start: int, limit: int | None) -> Sound:
        """Return it for pictures from number ``start`` on, so many per second, of which the first is at
        ``begin``; ``limit``: so many, the sound ends with them."""
        return replace(self, begin=begin + start / rate, end=None if limit is None else limit / rate)


def find(path: str | os.PathLike[str]) -> Sound | None:
    """Find the sound of a file: the first track that says that it is the default one, else the first.

    A `SoundWarning` tells of further ones. None where there is none, or libav cannot read the file.
    """
    try:
        with open_input(path) as container:
            tracks = [s for s in container.streams.audio if s.codec_context and s.codec_context.sample_rate]
            if not tracks:
                return None
            chosen = next((s for s in tracks if s.disposition & type(s.disposition).default), tracks[0])
            if len(tracks) > 1:
                _warn(
                    f"{os.fspath(path)}: {len(tracks)} audio tracks, that of stream {chosen.index} is taken"
                )
            return Sound(os.fspath(path), chosen.index, chosen.codec_context.name)
    except (av.FFmpegError, ValueError, OSError):
        return None


def of_stream(path: str | os.PathLike[str]) -> Sound | None:
    """Find the sound of a container with a coded video, whose first picture is at time 0; None: there is
    none, or the file is no container."""
    if not is_container(path) or (sound := find(path)) is None:
        return None
    with errors(path), open_input(path) as container:
        video = next((s for s in container.streams.video if _codec(s) in CODECS), None)
        packets = iter(()) if video is None else container.demux(video)
        begin = next((p.pts * p.time_base for p in packets if p.size and p.pts is not None), Fraction(0))
    return replace(sound, begin=begin)


def _codec(stream: Any) -> str:
    return stream.codec_context.name if stream.codec_context is not None else ""


def muxer_of(name: str | os.PathLike[str]) -> str | None:
    """Return libav's name of the container that a file's name asks for; None where none holds sound."""
    suffix = Path(name).suffix.lower()
    return None if suffix in STAMPED else CONTAINER_SUFFIXES.get(suffix)


def arranged(
    sound: Sound | None, out: str | os.PathLike[str], muxer: str | None, audio: str | int | None = None
) -> Sound | None:
    """Choose how sound gets into the file ``out``; None: it does not, which a `SoundWarning` says unless it
    was asked for.

    muxer  libav's name of its container, None: it is none
    audio  ``copy``; kbit/s of Opus (`LEAST_KBITS` to `MOST_KBITS`); ``none``; None: copied where the
           container can hold it, else coded as Opus, in .mov as AAC

    Raises SeigenError where what was asked for cannot be.
    """
    if isinstance(audio, int) and not LEAST_KBITS <= audio <= MOST_KBITS:
        raise SeigenError(f"sound at {audio} kbit/s, allowed: {LEAST_KBITS} to {MOST_KBITS}")
    if sound is None or audio == "none":
        if audio not in (None, "none"):
            _warn("no sound in the clip: there are pictures alone")
        return None
    name = os.fspath(out)
    if muxer is None:
        _warn(f"{'standard output' if name == '-' else name}: the sound is left out; .mp4 and .mkv hold it")
        return None
    if isinstance(audio, int):
        if _CODERS[muxer] != "libopus":
            raise SeigenError(f"{name}: {muxer} cannot hold Opus; .mp4 and .mkv can")
        return replace(sound, coder="libopus", kbits=audio)
    if _holds(sound, muxer):
        return sound
    if audio == "copy":
        raise SeigenError(
            f"{name}: {muxer} cannot hold {sound.codec}; --audio {DEFAULT_KBITS} codes it as Opus"
        )
    return replace(sound, coder=_CODERS[muxer], kbits=DEFAULT_KBITS * (1 + (_CODERS[muxer] == "aac")))


def _holds(sound: Sound, muxer: str) -> bool:
    """Whether a container can hold the sound as it is."""
    if muxer == "mpegts" and sound.codec not in MPEGTS:
        return False
    with errors(sound.path), open_input(sound.path) as source:
        try:
            with open_output(io.BytesIO(), muxer) as target:
                target.add_stream_from_template(source.streams[sound.index], opaque=True)
                target.start_encoding()
        except (av.FFmpegError, ValueError):
            return False
    return True


class SoundWriter:
    """Writes a sound into a container, as far as its pictures are.

    container  that it goes into, before anything was written; its streams are settled afterwards
    bits       written so far
    """

    def __init__(self, sound: Sound, container: OutputContainer) -> None:
        self.sound, self.bits = sound, 0
        self._container = cast(Any, container)
        self._said = False
        self._stack = ExitStack()
        self._source = self._stack.enter_context(open_input(sound.path))
        self._old = cast(Any, self._source.streams[sound.index])
        if sound.coder:
            mono = self._old.codec_context.layout.nb_channels == 1
            self._new: Any = self._container.add_stream(sound.coder, rate=_OPUS_RATE)
            self._new.codec_context.layout = "mono" if mono else "stereo"
            self._new.bit_rate = 1000 * sound.kbits
            if sound.coder == "libopus":
                self._new.options = {"vbr": "constrained"}
            self._packets = self._coded()
        else:
            self._new = self._container.add_stream_from_template(self._old, opaque=True)
            self._packets = self._copied()
        if language := self._old.metadata.get("language"):
            self._new.metadata["language"] = language
        self._next: tuple[Fraction, Any] | None = None
        self._ended = False

    def until(self, time: Fraction) -> None:
        """Write what begins before ``time``, in seconds."""
        while not self._ended:
            if self._next is None:
                self._next = next(self._packets, None)
            if self._next is None:
                self._ended = True
            elif self._next[0] >= time:
                return
            else:
                packet, self._next = self._next[1], None
                self.bits += 8 * packet.size
                packet.stream = self._new
                with errors(self.sound.path):
                    self._container.mux(packet)

    def finish(self, time: Fraction) -> None:
        """Write the rest, where the pictures end at ``time``, and close the source."""
        limit = time + MAX_TAIL
        self.until(limit)
        if not self._ended:
            self._say(f"sound that goes on for more than {MAX_TAIL} s after the last picture is left out")
        self.close()

    def close(self) -> None:
        """Close the source."""
        self._ended = True
        self._stack.close()

    def _say(self, text: str) -> None:
        if not self._said:
            self._said = True
            _warn(text)

    def _read(self) -> Iterator[Any]:
        """Packets of the track, with times; what is broken at the end is said and left out."""
        packets = self._source.demux(self._old)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError as error:
                self._say(f"sound that cannot be read is left out ({error.strerror})")
                return
            if packet is None:
                return
            yield packet

    def _copied(self) -> Iterator[tuple[Fraction, Any]]:
        earliest = {"mp4": -_PREROLL, "mov": -_PREROLL}.get(self._container.format.name, Fraction(0))
        if self.sound.codec in ("opus", "libopus"):
            earliest = min(earliest, -_OPUS_DELAY)
        base = self._old.time_base
        last: int | None = None
        following = 0
        for packet in self._read():
            if not packet.size:
                continue
            pts = packet.pts if packet.pts is not None else packet.dts
            pts = following if pts is None else pts
            following = pts + (packet.duration or 0)
            time = pts * base - self.sound.begin
            if time < earliest:
                continue
            if self.sound.end is not None and time >= self.sound.end:
                return
            if last is not None and pts <= last:
                self._say("sound whose times run backwards is left out there")
                continue
            last = pts
            packet.pts = packet.dts = round(time / base)
            packet.time_base = base
            yield time, packet

    def _coded(self) -> Iterator[tuple[Fraction, Any]]:
        encode = self._new.codec_context.encode
        for frame in self._even():
            for packet in encode(frame):
                yield packet.pts * packet.time_base, packet
        for packet in encode(None):
            yield packet.pts * packet.time_base, packet

    def _even(self) -> Iterator[av.AudioFrame]:
        """Frames at 48 kHz from time 0 on, without gaps."""
        count, last = 0, None if self.sound.end is None else int(self.sound.end * _OPUS_RATE)
        for frame in self._resampled():
            start = count
            if frame.pts is not None and frame.time_base is not None:
                start = round((frame.pts * frame.time_base - self.sound.begin) * _OPUS_RATE)
            if abs(start - count) <= _JITTER and count:
                start = count
            start = start if last is None else min(start, last)
            while count < start:
                filled = min(_OPUS_RATE, start - count)
                yield self._frame(np.zeros((frame.layout.nb_channels, filled), np.float32), count)
                count += filled
            samples = frame.to_ndarray()[:, count - start :]
            if last is not None:
                samples = samples[:, : last - count]
            if samples.shape[1]:
                yield self._frame(samples, count)
                count += samples.shape[1]
            if last is not None and count >= last:
                return

    def _frame(self, samples: np.ndarray, start: int) -> av.AudioFrame:
        made = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples), "fltp", self._new.codec_context.layout.name
        )
        made.sample_rate, made.pts, made.time_base = _OPUS_RATE, start, Fraction(1, _OPUS_RATE)
        return made

    def _resampled(self) -> Iterator[av.AudioFrame]:
        """Decoded frames at 48 kHz, with the file's times; what cannot be decoded is left out."""
        resampler = _Resampler(self._new.codec_context.layout)
        for packet in self._read():
            try:
                yield from (
                    made for frame in self._old.codec_context.decode(packet) for made in resampler(frame)
                )
            except (av.FFmpegError, ValueError) as error:
                self._say(f"sound that cannot be decoded is left out ({getattr(error, 'strerror', error)})")
        yield from resampler.rest()


class _Resampler:
    """Frames of whatever kind to frames at 48 kHz of one layout."""

    def __init__(self, layout: Any) -> None:
        self._layout = layout
        self._before: tuple[str, str, int] | None = None
        self._inner: Any = None

    def __call__(self, frame: av.AudioFrame) -> list[av.AudioFrame]:
        kind, rest = (frame.format.name, frame.layout.name, frame.sample_rate), list[av.AudioFrame]()
        if kind != self._before:
            rest = self.rest()
            self._inner = av.AudioResampler("fltp", self._layout, _OPUS_RATE)
        self._before = kind
        return [*rest, *self._inner.resample(frame)]

    def rest(self) -> list[av.AudioFrame]:
        """What is still in it."""
        return [] if self._inner is None else list(self._inner.resample(None))


class SoundParts:
    """A sound by parts, from any time on, as it is; a context manager.

    file  that it is in, where that has no name
    """

    def __init__(self, sound: Sound, file: BinaryIO | None = None) -> None:
        self.sound, self._file = sound, file
        self._stack = ExitStack()

    def __enter__(self) -> SoundParts:
        source = self._stack.enter_context(open_input(self._file or self.sound.path))
        self._source = source
        self._old = cast(Any, self._source.streams[self.sound.index])
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def part(self, container: OutputContainer, begin: Fraction, end: Fraction) -> list[Any]:
        """Give ``container`` the sound's stream, and return the packets that begin from ``begin`` to ``end``,
        in seconds, to be written there; none where they cannot be read."""
        new = container.add_stream_from_template(self._old, opaque=True)
        base, packets = self._old.time_base, list[Any]()
        try:
            self._source.seek(int((begin + self.sound.begin) / base), stream=self._old)
            for packet in self._source.demux(self._old):
                if not packet.size or packet.pts is None:
                    continue
                time = packet.pts * base - self.sound.begin
                if time >= end:
                    break
                if time >= begin:
                    packet.pts = packet.dts = round(time / base)
                    packet.stream = new
                    packets.append(packet)
        except av.FFmpegError:
            return []
        return packets


def as_file(sound: Sound, file: BinaryIO) -> Sound:
    """Code a sound as Opus into a Matroska file of its own, which is at its beginning afterwards."""
    coded = replace(sound, coder="libopus", kbits=2 * DEFAULT_KBITS)
    with errors(sound.path), open_output(file, "matroska") as container:
        writer = SoundWriter(coded, container)
        writer.until(Fraction(1 << 31))
        writer.close()
    file.seek(0)
    return Sound(sound.path, 0, "opus")
