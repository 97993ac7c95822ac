"""MP4, Matroska and MPEG-TS in and out, by PyAV, without touching the coded data.

libav's parsers give suffix SEI to the picture after theirs and never show payloadType 223 and 224, so packets
are turned back into the byte stream, cut into access units here, and take their times in decoding order. Into
MP4 and Matroska every NAL unit goes as it is, in-band parameter sets included (ffmpeg would move those to the
sample entry and lose the ones that change on the way).
"""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sei.errors import SeigenError
from vvc_bridge.nal import Codec, Kind
from vvc_bridge.scan import RawAccessUnit, Segmenter
from vvc_bridge.sniff import CONTAINER_SUFFIXES

if TYPE_CHECKING:
    import av
    from av.packet import Packet

CODECS = {"vvc": Codec.H266, "hevc": Codec.H265, "h264": Codec.H264}
LIBAV_NAMES = {codec: name for name, codec in CODECS.items()}


@dataclass(frozen=True, slots=True)
class Time:
    """When a picture is decoded and shown, in ticks of ``base`` seconds; None where the container does not
    say."""

    pts: int | None
    dts: int | None
    duration: int | None
    base: Fraction


@contextmanager
def _libav(name: str | os.PathLike[str]) -> Iterator[Any]:
    """PyAV, its errors turned into ours."""
    try:
        import av
    except ImportError:
        raise SeigenError(
            "containers need PyAV, which is not installed: pip install 'seigen[media]'"
        ) from None
    try:
        yield av
    except av.error.FFmpegError as error:
        if isinstance(error, OSError) and error.errno and not isinstance(error, ValueError):
            raise OSError(error.errno, os.strerror(error.errno), os.fspath(name)) from None
        raise SeigenError(f"{os.fspath(name)}: {error.strerror or error}") from None


def _length_size(codec: Codec, extradata: bytes | None) -> int:
    """Bytes of a NAL unit's length in samples, by the decoder configuration record; 0: start codes."""
    if not extradata or extradata[:3] == b"\0\0\1" or extradata[:4] == b"\0\0\0\1":
        return 0
    if codec is Codec.H266:
        return (extradata[0] >> 1 & 3) + 1
    at = 21 if codec is Codec.H265 else 4
    return (extradata[at] & 3) + 1 if len(extradata) > at else 4


def _to_byte_stream(data: bytes, length_size: int, codec: Codec) -> bytes:
    """A sample's NAL units behind start codes: four bytes where B.2.2 asks for zero_byte, else three."""
    parts: list[bytes] = []
    at = 0
    while at + length_size <= len(data):
        size = int.from_bytes(data[at : at + length_size], "big")
        at += length_size
        nal = data[at : at + size]
        if len(nal) < size:
            raise SeigenError(f"NAL unit of {size} bytes reaches beyond its sample")
        at += size
        parts += [b"\0\0\0\1" if not parts or _wants_zero_byte(codec, nal) else b"\0\0\1", nal]
    return b"".join(parts)


def _wants_zero_byte(codec: Codec, nal: bytes) -> bool:
    if len(nal) < 2:
        return False
    if codec is Codec.H266:
        return 12 <= nal[1] >> 3 <= 18
    return nal[0] >> 1 & 63 in (32, 33, 34) if codec is Codec.H265 else nal[0] & 31 in (7, 8)


def _to_lengths(raw: RawAccessUnit) -> bytes:
    nals = raw.nal_units()
    return b"".join(len(nal.data).to_bytes(4, "big") + nal.data for nal in nals)


class Reader:
    """A container open for reading.

    Raises SeigenError when libav cannot read it or it holds no H.266, H.265 or H.264 video.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = path
        with _libav(path) as libav:
            self.container: av.container.InputContainer = libav.open(
                os.fspath(path), metadata_errors="replace"
            )
        streams = [
            s for s in self.container.streams.video if s.codec_context and s.codec_context.name in CODECS
        ]
        if not streams:
            self.container.close()
            raise SeigenError(f"{os.fspath(path)}: no H.266, H.265 or H.264 video in it")
        self.video = streams[0]
        self.codec = CODECS[self.video.codec_context.name]
        self.times: deque[Time] = deque()

    def close(self) -> None:
        """Close the file."""
        self.container.close()

    def byte_stream(self, others: list[Packet[Any]] | None = None) -> Iterator[bytes]:
        """The video as a byte stream, a packet at a time. Packets of other streams are appended to
        ``others``."""
        with _libav(self.path) as libav:
            size = _length_size(self.codec, self.video.codec_context.extradata)
            first = True
            for packet in self.container.demux():
                if packet.stream.index != self.video.index:
                    if others is not None and packet.size:
                        others.append(packet)
                    continue
                if not packet.size:
                    continue
                data = bytes(packet)
                base = packet.time_base or self.video.time_base or Fraction(1, 90000)
                self.times.append(Time(packet.pts, packet.dts, packet.duration, base))
                piece = _to_byte_stream(data, size, self.codec) if size else data
                if first and size and not _has_parameter_sets(piece, self.codec):
                    # They are in the decoder configuration record: let libav write them out.
                    bsf = f"{self.video.codec_context.name}_mp4toannexb"
                    context = libav.bitstream.BitStreamFilterContext(bsf, self.video)
                    piece = b"".join(bytes(filtered) for filtered in context.filter(packet)) or piece
                first = False
                yield piece

    def access_units(
        self, others: list[Packet[Any]] | None = None
    ) -> Iterator[tuple[RawAccessUnit, Time | None]]:
        """Access units with their times; None for one without a picture."""
        for raw in Segmenter(self.codec).split(self.byte_stream(others)):
            has_picture = Kind.VCL in raw.kinds
            yield raw, self.times.popleft() if has_picture and self.times else None


def _has_parameter_sets(piece: bytes, codec: Codec) -> bool:
    return any(raw.has_parameter_sets for raw in Segmenter(codec).split([piece]))


def byte_stream(path: str | os.PathLike[str]) -> Iterator[bytes]:
    """The video of a container as pieces of a byte stream."""
    reader = Reader(path)
    try:
        yield from reader.byte_stream()
    finally:
        reader.close()


class Writer:
    """A container open for writing one video stream, and copies of other streams.

    path   file to write; its suffix decides the format (`source.CONTAINER_SUFFIXES`)
    first  byte stream of the first access unit with parameter sets, which libav takes the stream's
           description from
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        codec: Codec,
        first: bytes,
        reader: Reader | None = None,
    ) -> None:
        self.path = path
        self.codec = codec
        self.format = CONTAINER_SUFFIXES[Path(path).suffix.lower()]
        self.lengths = self.format != "mpegts"
        self.held = b""
        with _libav(path) as libav:
            self.libav = libav
            self.container: av.container.OutputContainer = libav.open(
                os.fspath(path), "w", format=self.format
            )
            template = libav.open(io.BytesIO(self._record(first) if self.lengths else first))
            self.video = self.container.add_stream_from_template(template.streams.video[0], opaque=True)
            if codec is Codec.H266 and self.format in ("mp4", "mov"):
                self.video.codec_tag = "vvi1"  # parameter sets in band as well (ISO/IEC 14496-15)
            if reader and reader.video.time_base:
                self.video.time_base = reader.video.time_base
            self.copies = {
                stream.index: self.container.add_stream_from_template(stream, opaque=True)
                for stream in (reader.container.streams if reader else ())
                if reader and stream.index != reader.video.index and stream.type in ("audio", "subtitle")
            }

    def _record(self, first: bytes) -> bytes:
        """An MP4 file of the first access unit: its stream has a decoder configuration record."""
        libav = self.libav
        name = LIBAV_NAMES[self.codec]
        source = libav.open(io.BytesIO(first), format=name)
        buffer = io.BytesIO()
        with libav.open(buffer, "w", format="mp4") as target:
            stream = target.add_stream_from_template(source.streams.video[0], opaque=True)
            packet = libav.Packet(first)
            packet.stream, packet.time_base = stream, Fraction(1, 25)
            packet.pts = packet.dts = 0
            packet.duration, packet.is_keyframe = 1, True
            target.mux(packet)
        return buffer.getvalue()

    def write(self, raw: RawAccessUnit, time: Time | None) -> None:
        """Write an access unit; one without a picture waits for the next."""
        data = _to_lengths(raw) if self.lengths else raw.data
        if time is None:
            self.held += data
            return
        with _libav(self.path):
            packet = self.libav.Packet(self.held + data)
            self.held = b""
            packet.stream, packet.time_base = self.video, time.base
            packet.pts, packet.dts = time.pts, time.dts
            if time.duration:
                packet.duration = time.duration
            packet.is_keyframe = _starts_decoding(raw)
            self.container.mux(packet)

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
