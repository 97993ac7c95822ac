"""MP4, Matroska and MPEG-TS written from byte streams, by PyAV, without touching the coded data.

Into MP4 and Matroska every NAL unit goes as it is, in-band parameter sets included (ffmpeg would move those
to the sample entry and lose the ones that change on the way).
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from vvc_bridge.libav import errors as _libav
from vvc_bridge.libav import open_input, open_output
from vvc_bridge.nal import Codec, Kind
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sniff import CONTAINER_SUFFIXES, STAMPED

if TYPE_CHECKING:
    import av

CODECS = {"vvc": Codec.H266, "hevc": Codec.H265, "h264": Codec.H264}
LIBAV_NAMES = {codec: name for name, codec in CODECS.items()}


@dataclass(frozen=True, slots=True)
class Time:
    """When a picture is decoded and shown, in ticks of ``base`` seconds."""

    pts: int
    dts: int
    duration: int
    base: Fraction


class LibavWriter:
    """A container open for writing one video stream.

    path   file to write; its suffix decides the format (`sniff.CONTAINER_SUFFIXES`)
    first  byte stream of the first access unit with parameter sets, which libav takes the stream's
           description from
    base   seconds of a tick, for muxers that can choose
    """

    def __init__(self, path: str | os.PathLike[str], codec: Codec, first: bytes, base: Fraction) -> None:
        self.path = path
        self.codec = codec
        self.format = CONTAINER_SUFFIXES[Path(path).suffix.lower()]
        self.lengths = self.format != "mpegts"
        stamped = Path(path).suffix.lower() in STAMPED
        options = {"mpegts_m2ts_mode": str(int(stamped))} if self.format == "mpegts" else {}
        with _libav(path) as libav:
            self.libav = libav
            self.container: av.container.OutputContainer = open_output(path, self.format, options)
            name = None if self.lengths else LIBAV_NAMES[codec]
            template = open_input(io.BytesIO(self._record(first) if self.lengths else first), name)
            self.video = self.container.add_stream_from_template(template.streams.video[0], opaque=True)
            if self.format in ("mp4", "mov") and codec is Codec.H266:
                self.video.codec_tag = "vvi1"  # parameter sets in band as well (ISO/IEC 14496-15)
            self.video.time_base = base

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

    def sample(self, raw: RawAccessUnit) -> bytes:
        """Make the sample of an access unit, as the container has it."""
        if self.lengths:
            return b"".join(len(nal.data).to_bytes(4, "big") + nal.data for nal in raw.nal_units())
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
            self.container.mux(packet)

    def close(self) -> None:
        """Finish the file."""
        with _libav(self.path):
            self.container.close()


__all__ = ["CODECS", "LIBAV_NAMES", "LibavWriter", "Time"]
