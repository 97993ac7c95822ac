"""Transport packets (H.222.0 2.4.3): read from a file, their adaptation fields, the tables that name
the video."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from sei.errors import SeigenError
from vvc_bridge.nal import Codec
from vvc_bridge.packet_framing import SYNC, Framing

SIZE = 188


READ = 1 << 18

STREAM_TYPES = {0x1B: Codec.H264, 0x24: Codec.H265, 0x33: Codec.H266}
PRIVATE_DATA = 0x06
REGISTERED = {b"AVC ": Codec.H264, b"H264": Codec.H264, b"HEVC": Codec.H265, b"VVC ": Codec.H266}
"""format_identifier of registration descriptors, for private data."""

MAX_SECTION = 4096
MAX_PROGRAMS = 256


def packets(file: BinaryIO, frame: Framing) -> Iterator[tuple[int, bytes, list[int]]]:
    """Yield the whole packets of a file by pieces of it: where the piece begins, its bytes, where packets
    begin in it. Where packets are lost or torn, the next one is looked for."""
    at = frame.first
    stride = frame.stride
    while True:
        file.seek(at)
        data = file.read(READ)
        last = len(data) - SIZE
        if last < 0:
            return
        found: list[int] = []
        place = 0
        while place <= last:
            if data[place] == SYNC:
                found.append(place)
                place += stride
            else:
                place = _resynchronise(data, place + 1, stride)
        yield at, data, found
        if len(data) < READ:
            return
        at += place


def _resynchronise(data: bytes, place: int, stride: int) -> int:
    """Where the next packet begins: a sync byte with another one, or the end, a stride behind it."""
    while (place := data.find(SYNC, place)) >= 0:
        if place + stride >= len(data) or data[place + stride] == SYNC:
            return place
        place += 1
    return len(data)


def pid_of(packet: bytes) -> int:
    """Read a packet's PID."""
    return (packet[1] & 0x1F) << 8 | packet[2]


def payload_start(packet: bytes) -> int:
    """Tell where a packet's payload begins, SIZE when it has none."""
    control = packet[3] & 0x30
    if control == 0x10:
        return 4
    return min(5 + packet[4], SIZE) if control == 0x30 else SIZE


def kept_adaptation(packet: bytes) -> bytes:
    """Return the adaptation field without its length and its stuffing; b"" when it says nothing."""
    if not packet[3] & 0x20 or not packet[4]:
        return b""
    body = packet[5 : 5 + min(packet[4], SIZE - 5)]
    flags = body[0]
    if not flags:
        return b""
    size = 1 + (6 if flags & 0x10 else 0) + (6 if flags & 0x08 else 0) + (1 if flags & 0x04 else 0)
    for flag in (0x02, 0x01):  # private data and the extension, each behind its length
        if flags & flag:
            size += 1 + (body[size] if size < len(body) else 0)
    return body[:size]


def capacity(packet: bytes) -> int:
    """Count the bytes of payload that a packet can hold, its adaptation field kept but for stuffing."""
    kept = kept_adaptation(packet)
    return SIZE - 4 - (1 + len(kept) if kept else 0)


def filled(packet: bytes, payload: bytes, counter: int) -> bytes:
    """Make a packet with other payload, none included, and another continuity counter."""
    kept = kept_adaptation(packet)
    room = SIZE - 4 - len(payload)  # for the adaptation field
    control = 0x10 if payload else 0
    body = b""
    if room:
        control |= 0x20
        kept = kept or (b"\0" if room > 1 else b"")
        body = bytes([room - 1]) + kept + b"\xff" * (room - 1 - len(kept))
    head = packet[:3] + bytes([packet[3] & 0xC0 | control | counter & 15])
    return head + body + payload


@dataclass(slots=True)
class Tables:
    """Program association and program maps, as they come in.

    video  PID and codec of the first video track named, None before
    """

    video: tuple[int, Codec] | None = None
    maps: set[int] = field(default_factory=set)
    sections: dict[int, bytes] = field(default_factory=dict)

    def feed(self, packet: bytes) -> None:
        """Take a packet of PID 0 or of a program map."""
        pid = pid_of(packet)
        payload = packet[payload_start(packet) :]
        if not payload or packet[3] & 0xC0:
            return
        if packet[1] & 0x40:
            pointer = 1 + payload[0]
            self._continue(pid, payload[1:pointer])
            payload = payload[pointer:]
            while len(payload) >= 3 and payload[0] != 0xFF:
                size = 3 + (int.from_bytes(payload[1:3], "big") & 0xFFF)
                self.sections[pid] = b""
                self._continue(pid, payload[:size])
                payload = payload[size:]
        else:
            self._continue(pid, payload)

    def _continue(self, pid: int, data: bytes) -> None:
        if pid not in self.sections:
            return
        section = self.sections[pid] + data
        size = 3 + (int.from_bytes(section[1:3], "big") & 0xFFF) if len(section) >= 3 else MAX_SECTION
        if len(section) < size <= MAX_SECTION:
            self.sections[pid] = section
            return
        del self.sections[pid]
        if size <= len(section) and size >= 12 and section[5] & 1:
            self._read(pid, section[: size - 4])

    def _read(self, pid: int, section: bytes) -> None:
        """A whole section without its CRC_32."""
        if pid == 0 and section[0] == 0:
            for at in range(8, len(section) - 3, 4):
                if section[at : at + 2] != b"\0\0" and len(self.maps) < MAX_PROGRAMS:
                    self.maps.add(int.from_bytes(section[at + 2 : at + 4], "big") & 0x1FFF)
        elif pid in self.maps and section[0] == 2 and self.video is None:
            at = 12 + (int.from_bytes(section[10:12], "big") & 0xFFF)
            while at + 5 <= len(section):
                size = int.from_bytes(section[at + 3 : at + 5], "big") & 0xFFF
                codec = STREAM_TYPES.get(section[at])
                if section[at] == PRIVATE_DATA:
                    codec = _registered(section[at + 5 : at + 5 + size])
                if codec:
                    self.video = int.from_bytes(section[at + 1 : at + 3], "big") & 0x1FFF, codec
                    return
                at += 5 + size


def _registered(descriptors: bytes) -> Codec | None:
    at = 0
    while at + 6 <= len(descriptors):
        if descriptors[at] == 5:
            return REGISTERED.get(descriptors[at + 2 : at + 6])
        at += 2 + descriptors[at + 1]
    return None


def require_clear(packet: bytes, place: int, name: str | os.PathLike[str]) -> None:
    """Refuse a scrambled packet."""
    if packet[3] & 0xC0:
        raise SeigenError(f"{os.fspath(name)}: the video packet at byte {place} is scrambled")
