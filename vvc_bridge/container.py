"""MP4, Matroska and MPEG-TS in and out, by PyAV, without touching the coded data.

libav's parsers give suffix SEI to the picture after theirs and never show payloadType 223 and 224, so packets
are turned back into the byte stream, cut into access units here, and take their times in decoding order. Into
MP4 and Matroska every NAL unit goes as it is, in-band parameter sets included (ffmpeg would move those to the
sample entry and lose the ones that change on the way).
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sei.errors import SeigenError
from vvc_bridge.nal import Codec, Kind
from vvc_bridge.scan import RawAccessUnit
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


def _to_lengths(raw: RawAccessUnit) -> bytes:
    nals = raw.nal_units()
    return b"".join(len(nal.data).to_bytes(4, "big") + nal.data for nal in nals)


class Writer:
    """A container open for writing one video stream.

    path    file to write; its suffix decides the format (`sniff.CONTAINER_SUFFIXES`)
    first   byte stream of the first access unit with parameter sets, which libav takes the stream's
            description from
    """

    def __init__(self, path: str | os.PathLike[str], codec: Codec, first: bytes) -> None:
        self.path = path
        self.codec = codec
        self.format = CONTAINER_SUFFIXES[Path(path).suffix.lower()]
        self.lengths = self.format != "mpegts"
        self.held = b""
        self.last: Packet[Any] | None = None
        stamped = Path(path).suffix.lower() in STAMPED
        options = {"mpegts_m2ts_mode": str(int(stamped))} if self.format == "mpegts" else {}
        with _libav(path) as libav:
            self.libav = libav
            self.container: av.container.OutputContainer = libav.open(
                os.fspath(path), "w", format=self.format, options=options
            )
            template = libav.open(io.BytesIO(self._record(first) if self.lengths else first))
            self.video = self.container.add_stream_from_template(template.streams.video[0], opaque=True)
            if self.format in ("mp4", "mov") and codec is Codec.H266:
                self.video.codec_tag = "vvi1"  # parameter sets in band as well (ISO/IEC 14496-15)

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
        """Write an access unit. One without a time goes with the next, the last one with the one before."""
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
            self._flush()
            self.last = packet

    def _flush(self) -> None:
        if self.last is not None:
            self.container.mux(self.last)
            self.last = None

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


__all__ = ["CODECS", "Time", "Writer"]
