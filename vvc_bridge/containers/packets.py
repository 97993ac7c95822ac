"""Packets of a container, by libav, the video's being samples.

libav's demuxers give bytes whole: what its parsers say of SEI is never asked. Where they have suffix SEI of a
transport stream in the packet of the next picture, access units are cut here and take the times of the packet
that their first slice lies in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sei.errors import SeigenError
from vvc_bridge.containers.samples import Track
from vvc_bridge.nal import Codec, Kind
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import RawAccessUnit, Segmenter

if TYPE_CHECKING:
    from av.packet import Packet

MAX_HELD = 1 << 12
"""Most packets that wait for a slice, or for the video's first one."""


@dataclass(slots=True)
class PacketSample:
    """A packet of the video: ``data`` as they are stored, number ``index`` in decoding order."""

    packet: Packet[Any]
    data: bytes
    index: int


def samples(source: Any, video: Any, decoding: Iterator[int] | None) -> Iterator[Any]:
    """Yield a `PacketSample` of each packet of ``video``, and packets of all other streams as they are.
    ``decoding``: the video's decoding times in place of libav's."""
    index = 0
    for packet in source.demux():
        if not packet.size:
            continue
        if packet.stream_index != video.index:
            yield packet
            continue
        if decoding is not None:
            packet.dts = next(decoding)
        yield PacketSample(packet, bytes(packet), index)
        index += 1


def access_units(source: Any, video: Any, codec: Codec) -> Iterator[Any]:
    """Yield the `samples` of a transport stream, as `transport.TransportFile.samples` cuts them. Two that lie
    in one packet (fields) come one after the other."""
    tracker = PictureTracker()
    packets: deque[tuple[int, Packet[Any]]] = deque()  # by the byte where they end
    others: deque[Packet[Any]] = deque()

    def pieces() -> Iterator[bytes]:
        position = 0
        for packet in source.demux():
            if packet.size and packet.stream_index == video.index:
                position += packet.size
                packets.append((position, packet))
                if len(packets) > MAX_HELD:
                    raise SeigenError(f"more than {MAX_HELD} packets without a slice")
                yield bytes(packet)
            elif packet.size:
                others.append(packet)

    for raw in Segmenter(codec, tracker.same_unit).split(pieces()):
        if raw.has_parameter_sets:
            tracker.feed_parameter_sets(raw)
        while others:
            yield others.popleft()
        place = _first_slice(raw)
        while len(packets) > 1 and packets[0][0] <= place:
            packets.popleft()
        yield PacketSample(packets[0][1], raw.data + raw.trailing, raw.index)
    yield from others


def _first_slice(raw: RawAccessUnit) -> int:
    """Byte of the stream within the first slice's start code; behind the access unit where it has none."""
    for start, kind in zip(raw.starts, raw.kinds, strict=True):
        if kind & Kind.MASK == Kind.VCL:
            return raw.offset + start - raw.begin + 2
    return raw.offset + len(raw.data)


@dataclass(slots=True)
class Survey:
    """What one pass over the video's packets tells.

    decoding  decoding times, where libav's own cannot be: Matroska stores none, and libav does not derive
              H.266's
    in_band   samples hold parameter sets
    """

    decoding: Iterator[int] | None
    in_band: bool

    @classmethod
    def of(cls, source: Any, video: Any, track: Track) -> Survey:
        """Read all packets of ``video``."""
        times: list[tuple[int | None, int | None]] = []
        in_band = False
        for index, packet in enumerate(p for p in source.demux(source.streams[video.index]) if p.size):
            times.append((packet.pts, packet.dts))
            in_band = in_band or track.access_unit(bytes(packet), index).has_parameter_sets
        return cls(_decoding_times(times), in_band)


def _decoding_times(times: list[tuple[int | None, int | None]]) -> Iterator[int] | None:
    """Presentation times in order, early enough; None where all decoding times are there and can be."""
    pts = [shown for shown, _ in times if shown is not None]
    dts = [decoded for _, decoded in times if decoded is not None]
    late = any(decoded is not None and decoded > shown for shown, decoded in times if shown is not None)
    if len(pts) < len(times) or (not late and dts == sorted(set(dts)) and len(dts) == len(times)):
        return None
    ordered = sorted(pts)
    delay = max((at - shown for at, shown in zip(ordered, pts, strict=True)), default=0)
    return iter([at - delay for at in ordered])
