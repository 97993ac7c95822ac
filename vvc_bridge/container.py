"""MP4, Matroska and MPEG-TS in and out, by PyAV: from one kind into another, and what is not edited in place.

Packets with lengths are access units and go as they are, with the times and flags that they had. libav's
parsers give suffix SEI to the picture after theirs and never show payloadType 223 and 224, so packets of a
byte stream are cut into access units here, and take their times in decoding order. Into MP4 and Matroska
every NAL unit goes as it is, in-band parameter sets included (ffmpeg would move those to the sample entry
and lose the ones that change on the way).
"""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sei.errors import SeigenError
from vvc_bridge.containers.carry import carry
from vvc_bridge.containers.reading import in_band
from vvc_bridge.containers.samples import Track
from vvc_bridge.libav import errors as _libav
from vvc_bridge.libav import open_input, open_output
from vvc_bridge.nal import Codec, Kind
from vvc_bridge.scan import RawAccessUnit, Segmenter
from vvc_bridge.sniff import CONTAINER_SUFFIXES, STAMPED

if TYPE_CHECKING:
    import av
    from av.packet import Packet

CODECS = {"vvc": Codec.H266, "hevc": Codec.H265, "h264": Codec.H264}
LIBAV_NAMES = {codec: name for name, codec in CODECS.items()}


@dataclass(frozen=True, slots=True)
class Time:
    """When a picture is decoded and shown, in ticks of ``base`` seconds; None where the container does not
    say. ``key``: decoding can start there, by the container's word."""

    pts: int | None
    dts: int | None
    duration: int | None
    base: Fraction
    key: bool | None = None


def _to_lengths(raw: RawAccessUnit) -> bytes:
    nals = raw.nal_units()
    return b"".join(len(nal.data).to_bytes(4, "big") + nal.data for nal in nals)


class Reader:
    """A container open for reading.

    Raises SeigenError when libav cannot read it or it holds no H.266, H.265 or H.264 video.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = path
        with _libav(path):
            self.container: av.container.InputContainer = open_input(path)
        streams = [
            s for s in self.container.streams.video if s.codec_context and s.codec_context.name in CODECS
        ]
        if not streams:
            self.container.close()
            raise SeigenError(f"{os.fspath(path)}: no H.266, H.265 or H.264 video in it")
        self.video = streams[0]
        self.codec = CODECS[self.video.codec_context.name]
        self.track = Track.of(self.codec, bytes(self.video.codec_context.extradata or b""))
        self.times: deque[Time] = deque()
        self.decoding: Iterator[int] | None = None  # decoding times of packets, where they are not libav's

    def close(self) -> None:
        """Close the file."""
        self.container.close()

    def turned(self) -> bool:
        """Whether its pictures have a display matrix (rotation, mirroring): seen at the first one that
        decodes."""
        with _libav(self.path) as libav, suppress(libav.error.FFmpegError, StopIteration):
            with open_input(self.path) as again:
                frame: Any = next(again.decode(again.streams[self.video.index]))
            return any(data.type.name == "DISPLAYMATRIX" for data in frame.side_data)
        return False

    def tell_decoding_times(self) -> None:
        """Take decoding times from the order of presentation times where libav's own cannot be: Matroska
        stores none, and libav does not derive H.266's."""
        with _libav(self.path), open_input(self.path) as again:
            stream = again.streams[self.video.index]
            times = [(packet.pts, packet.dts) for packet in again.demux(stream) if packet.size]
        pts = [shown for shown, _ in times if shown is not None]
        dts = [decoded for _, decoded in times if decoded is not None]
        late = any(decoded is not None and decoded > shown for shown, decoded in times if shown is not None)
        if len(pts) < len(times) or (not late and dts == sorted(set(dts)) and len(dts) == len(times)):
            return
        ordered = sorted(pts)
        delay = max((at - shown for at, shown in zip(ordered, pts, strict=True)), default=0)
        self.decoding = iter([at - delay for at in ordered])

    def byte_stream(self, others: list[Packet[Any]] | None = None) -> Iterator[bytes]:
        """The video as a byte stream, a packet at a time. Packets of other streams are appended to
        ``others``."""
        if self.track.length_size:
            for raw, _ in self._samples(others):
                yield in_band(raw, raw.data)
            return
        for data, time in self._packets(others):
            self.times.append(time)
            yield data

    def access_units(
        self, others: list[Packet[Any]] | None = None
    ) -> Iterator[tuple[RawAccessUnit, Time | None]]:
        """Access units with their times; of a byte stream, None for one without a picture."""
        if self.track.length_size:
            yield from self._samples(others)
            return
        for raw in Segmenter(self.codec).split(self.byte_stream(others)):
            has_picture = Kind.VCL in raw.kinds
            yield raw, self.times.popleft() if has_picture and self.times else None

    def _packets(self, others: list[Packet[Any]] | None) -> Iterator[tuple[bytes, Time]]:
        with _libav(self.path):
            for packet in self.container.demux():
                if packet.stream.index != self.video.index:
                    if others is not None and packet.size:
                        others.append(packet)
                elif packet.size:
                    base = packet.time_base or self.video.time_base or Fraction(1, 90000)
                    dts = packet.dts if self.decoding is None else next(self.decoding)
                    time = Time(packet.pts, dts, packet.duration, base, packet.is_keyframe)
                    yield bytes(packet), time

    def _samples(self, others: list[Packet[Any]] | None) -> Iterator[tuple[RawAccessUnit, Time]]:
        """One packet is one access unit."""
        offset = 0
        for index, (data, time) in enumerate(self._packets(others)):
            raw = self.track.access_unit(data, index, offset)
            offset += len(raw.data)
            if record := self.track.records.get(index):
                raw.record = self.track.record_units(record)
            yield raw, time


def byte_stream(path: str | os.PathLike[str]) -> Iterator[bytes]:
    """The video of a container as pieces of a byte stream."""
    reader = Reader(path)
    try:
        yield from reader.byte_stream()
    finally:
        reader.close()


class Writer:
    """A container open for writing one video stream, and copies of other streams.

    path    file to write; its suffix decides the format (`sniff.CONTAINER_SUFFIXES`)
    first   byte stream of the first access unit with parameter sets, which libav takes the stream's
            description from
    reader  container that it comes from: what stands beside the samples is taken over
    record  decoder configuration record in place of the reader's
    drop    what is left out, of `carry.DROPS`
    base    seconds of a tick, for muxers that can choose

    Raises SeigenError naming what the format cannot hold.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        codec: Codec,
        first: bytes,
        reader: Reader | None = None,
        record: bytes = b"",
        drop: Collection[str] = (),
        base: Fraction | None = None,
    ) -> None:
        self.path = path
        self.codec = codec
        self.format = CONTAINER_SUFFIXES[Path(path).suffix.lower()]
        self.track = reader.track if reader and reader.track.length_size else None
        self.lengths = self.format != "mpegts"
        self.held = b""
        self.last: Packet[Any] | None = None
        self.copies: dict[int, Any] = {}
        stamped = Path(path).suffix.lower() in STAMPED
        options = {"mpegts_m2ts_mode": str(int(stamped))} if self.format == "mpegts" else {}
        with _libav(path) as libav:
            self.libav = libav
            self.container: av.container.OutputContainer = open_output(path, self.format, options)
            if reader and self.track:
                self.video = self.container.add_stream_from_template(reader.video, opaque=True)
                if record:
                    self.video.codec_context.extradata = record
            else:
                name = None if self.lengths else LIBAV_NAMES[codec]
                template = open_input(io.BytesIO(self._record(first) if self.lengths else first), name)
                self.video = self.container.add_stream_from_template(template.streams.video[0], opaque=True)
            if self.format in ("mp4", "mov"):
                kept = reader is not None and reader.video.codec_tag in ("hvc1", "vvc1")
                if reader and kept:
                    self.video.codec_tag = reader.video.codec_tag
                elif codec is Codec.H266:
                    self.video.codec_tag = "vvi1"  # parameter sets in band as well (ISO/IEC 14496-15)
            if reader and reader.video.time_base:
                self.video.time_base = reader.video.time_base
            elif base:
                self.video.time_base = base
            if reader:
                turned = self.format == "mpegts" and reader.turned()
                self.copies = carry(reader.container, reader.video, self.container, self.video, drop, turned)

    def _record(self, first: bytes) -> bytes:
        """An MP4 file of the first access unit: its stream has a decoder configuration record."""
        libav = self.libav
        name = LIBAV_NAMES[self.codec]
        source = open_input(io.BytesIO(first), name)
        buffer = io.BytesIO()
        with open_output(buffer, "mp4") as target:
            stream = target.add_stream_from_template(source.streams.video[0], opaque=True)
            packet = libav.Packet(first)
            packet.stream, packet.time_base = stream, Fraction(1, 25)
            packet.pts = packet.dts = 0
            packet.duration, packet.is_keyframe = 1, True
            target.mux(packet)
        return buffer.getvalue()

    def write(self, raw: RawAccessUnit, time: Time | None) -> None:
        """Write an access unit. One without a time goes with the next, the last one with the one before."""
        data = self.sample(raw)
        if time is None:
            self.held += data
            return
        self.put(self.held + data, time, _starts_decoding(raw) if time.key is None else time.key)
        self.held = b""

    def sample(self, raw: RawAccessUnit) -> bytes:
        """An access unit as the container has it."""
        if self.track:
            return self.track.stored(raw.nal_units())
        if self.lengths:
            return _to_lengths(raw)
        if raw.codec is Codec.H266 and Kind.DELIMITER in raw.kinds:
            # libav's MPEG-TS muxer writes a delimiter before each access unit of H.266, also where one is.
            return b"".join(bytes(nal) for nal in raw.nal_units() if nal.kind != Kind.DELIMITER)
        return raw.data

    def put(self, data: bytes, time: Time, sync: bool) -> None:
        """Write a sample; ``sync``: decoding can begin here."""
        with _libav(self.path):
            packet = self.libav.Packet(data)
            packet.stream, packet.time_base = self.video, time.base
            packet.pts, packet.dts = time.pts, time.dts
            if time.duration:
                packet.duration = time.duration
            packet.is_keyframe = sync
            self._flush()
            self.last = packet

    def _flush(self) -> None:
        if self.last is not None:
            self.container.mux(self.last)
            self.last = None

    def copy(self, packets: list[Packet[Any]]) -> None:
        """Write packets of other streams."""
        with _libav(self.path):
            for packet in packets:
                if packet.stream.index in self.copies:
                    packet.stream = self.copies[packet.stream.index]
                    self.container.mux(packet)
        packets.clear()

    def close(self) -> None:
        """Finish the file."""
        with _libav(self.path):
            if self.held and self.last is not None:
                old = self.last
                self.last = self.libav.Packet(bytes(old) + self.held)
                self.last.stream, self.last.time_base = old.stream, old.time_base
                self.last.pts, self.last.dts, self.last.duration = old.pts, old.dts, old.duration
                self.last.is_keyframe = old.is_keyframe
            self._flush()
            self.container.close()


def _starts_decoding(raw: RawAccessUnit) -> bool:
    position = raw.kinds.find(Kind.VCL)
    if position < 0:
        return False
    nal_type = raw.nal_unit(position).type
    if raw.codec is Codec.H266:
        return 7 <= nal_type <= 9
    return 16 <= nal_type <= 21 if raw.codec is Codec.H265 else nal_type == 5


__all__ = ["Reader", "Time", "Writer", "byte_stream"]
