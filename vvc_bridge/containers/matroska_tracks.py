"""Which track of a Matroska file is edited, and how its frames are stored in blocks (RFC 9559 5.1.4, 10)."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import pairwise

from sei.errors import SeigenError
from vvc_bridge.containers import ebml
from vvc_bridge.containers.ebml import Rule
from vvc_bridge.containers.samples import ChangeRecord, Track
from vvc_bridge.nal import Codec
from vvc_bridge.scan import MAX_ACCESS_UNIT

TRACK_ENTRY, TRACK_NUMBER, CODEC_ID, CODEC_PRIVATE = 0xAE, 0xD7, 0x86, 0x63A2
CONTENT_ENCODINGS, CONTENT_ENCODING, ENCODING_ORDER, ENCODING_SCOPE = 0x6D80, 0x6240, 0x5031, 0x5032
ENCODING_TYPE, COMPRESSION, COMPRESSION_ALGORITHM, COMPRESSION_SETTINGS = 0x5033, 0x5034, 0x4254, 0x4255

CODEC_IDS = {
    b"V_MPEG4/ISO/AVC": Codec.H264,
    b"V_MPEGH/ISO/HEVC": Codec.H265,
    b"V_MPEGI/ISO/VVC": Codec.H266,
}
VFW = b"V_MS/VFW/FOURCC"
BITMAP_INFO = 40
"""Bytes of a BITMAPINFOHEADER; what VFW's codec needs stands behind it, the code of the codec at 16."""
FOURCCS = {
    b"H264": Codec.H264,
    b"X264": Codec.H264,
    b"AVC1": Codec.H264,
    b"HEVC": Codec.H265,
    b"H265": Codec.H265,
    b"VVC1": Codec.H266,
    b"H266": Codec.H266,
}

ZLIB, HEADER_STRIPPING = 0, 3
ALGORITHMS = {1: "bzlib", 2: "lzo1x"}
MAX_ENCODINGS = 8

NO_LACING, XIPH, FIXED, EBML_LACING = 0, 2, 4, 6
"""Bits 0x06 of a block's flags."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """One ContentEncoding: what was done to frames (scope 1) and to CodecPrivate (scope 2)."""

    order: int
    scope: int
    algorithm: int
    settings: bytes

    @classmethod
    def read(cls, data: bytes, where: int) -> Encoding:
        """Read the data of a ContentEncoding. Raises SeigenError for encryption and for what is not read
        here."""
        found = {element.id: body for element, body in ebml.children(data, where)}
        if ebml.uint(found.get(ENCODING_TYPE)):
            raise SeigenError(f"the video track is encrypted (ContentEncoding at byte {where})")
        inner = {e.id: body for e, body in ebml.children(found.get(COMPRESSION, b""), where)}
        algorithm = ebml.uint(inner.get(COMPRESSION_ALGORITHM))
        if algorithm not in (ZLIB, HEADER_STRIPPING):
            name = ALGORITHMS.get(algorithm, str(algorithm))
            raise SeigenError(f"the video track is compressed by {name} (ContentCompAlgo at byte {where})")
        order, scope = ebml.uint(found.get(ENCODING_ORDER)), ebml.uint(found.get(ENCODING_SCOPE), 1)
        return cls(order, scope, algorithm, inner.get(COMPRESSION_SETTINGS, b""))

    def decode(self, data: bytes) -> bytes:
        """Undo it. SeigenError for damaged data and for more than MAX_ACCESS_UNIT bytes."""
        if self.algorithm == HEADER_STRIPPING:
            return self.settings + data
        inflater = zlib.decompressobj()
        try:
            plain = inflater.decompress(data, MAX_ACCESS_UNIT)
        except zlib.error as error:
            raise SeigenError(f"zlib compression of the video track: {error}") from None
        if not inflater.eof:
            raise SeigenError("zlib compression of the video track: cut off or too long")
        return plain

    def encode(self, data: bytes) -> bytes:
        """Do it again. SeigenError where header stripping does not fit."""
        if self.algorithm == ZLIB:
            return zlib.compress(data)
        if not data.startswith(self.settings):
            stripped = self.settings[:16].hex()
            raise SeigenError(
                f"an edited sample no longer begins with the bytes that the track strips ({stripped}): "
                "write the file without header stripping first (ContentCompAlgo 3)"
            )
        return data[len(self.settings) :]


@dataclass(frozen=True, slots=True)
class TrackEntry:
    """The TrackEntry that is edited.

    number     track number in blocks
    position   which TrackEntry of Tracks it is
    track      its codec and record
    encodings  in the order in which they are undone
    private    it has a CodecPrivate that is a decoder configuration record
    """

    number: int
    position: int
    track: Track
    encodings: tuple[Encoding, ...]
    private: bool

    def plain(self, frame: bytes) -> bytes:
        """Unpack the sample that a stored frame holds."""
        for encoding in self.encodings:
            if encoding.scope & 1:
                frame = encoding.decode(frame)
        return frame

    def coded(self, sample: bytes) -> bytes:
        """Pack the frame that stores a sample."""
        for encoding in reversed(self.encodings):
            if encoding.scope & 1:
                sample = encoding.encode(sample)
        return sample

    def rules(self, tracks: bytes, where: int, change: ChangeRecord) -> dict[int, Rule]:
        """Say what becomes of the data of Tracks, so that this track has another record."""
        entries = [element for element, _ in ebml.children(tracks, where) if element.id == TRACK_ENTRY]
        place = entries[self.position].data

        def private(data: bytes, _: int) -> bytes:
            plain = _unwrap(data, self.encodings)
            new = change(plain)
            if new == plain:
                return data
            for encoding in reversed(self.encodings):
                if encoding.scope & 2:
                    new = encoding.encode(new)
            return new

        def entry(data: bytes, at: int) -> bytes:
            return ebml.changed(data, at, {CODEC_PRIVATE: private}) if at == place else data

        return {TRACK_ENTRY: entry}


def first_video(tracks: bytes, where: int) -> TrackEntry | None:
    """Find the first H.266, H.265 or H.264 track in the data of Tracks, None when there is none."""
    entries = (item for item in ebml.children(tracks, where) if item[0].id == TRACK_ENTRY)
    for position, (element, data) in enumerate(entries):
        found = {child.id: (child.data, body) for child, body in ebml.children(data, element.data)}
        name = found.get(CODEC_ID, (0, b""))[1].rstrip(b"\0")
        if name not in CODEC_IDS and name != VFW:
            continue
        place, body = found.get(CONTENT_ENCODINGS, (0, b""))
        encodings = [
            Encoding.read(inner, child.data)
            for child, inner in ebml.children(body, place)
            if child.id == CONTENT_ENCODING
        ]
        if len(encodings) > MAX_ENCODINGS:
            raise SeigenError(f"more than {MAX_ENCODINGS} encodings of a track at byte {place}")
        encodings.sort(key=lambda encoding: -encoding.order)
        private = _unwrap(found[CODEC_PRIVATE][1], encodings) if CODEC_PRIVATE in found else b""
        codec = CODEC_IDS.get(name) or FOURCCS.get(private[16:20].upper())
        if codec is None:
            continue
        track = Track.of(codec, private[BITMAP_INFO:] if name == VFW else private)
        number = ebml.uint(found.get(TRACK_NUMBER, (0, b""))[1])
        editable = name != VFW and bool(track.record)
        return TrackEntry(number, position, track, tuple(encodings), editable)
    return None


def _unwrap(private: bytes, encodings: list[Encoding] | tuple[Encoding, ...]) -> bytes:
    for encoding in encodings:
        if encoding.scope & 2:
            private = encoding.decode(private)
    return private


@dataclass(slots=True)
class BlockData:
    """The data of a Block or SimpleBlock.

    head    track number, time, flags
    frames  stored frames, one where nothing is laced
    """

    head: bytes
    frames: list[bytes]

    @classmethod
    def read(cls, data: bytes, where: int) -> BlockData:
        """Take it apart. SeigenError naming the byte where lacing does not fit."""
        width = vint_width(data, where)
        head, rest = data[: width + 3], data[width + 3 :]
        if len(head) < width + 3:
            raise SeigenError(f"Block at byte {where} is cut off")
        lacing = head[-1] & 6
        if lacing == NO_LACING:
            return cls(head, [rest])
        try:
            frames = _unlaced(rest, lacing)
        except (IndexError, ValueError):
            frames = []
        if not frames:
            raise SeigenError(f"Block at byte {where}: laced frames do not fit")
        return cls(head, frames)

    def __bytes__(self) -> bytes:
        """As it is stored: frames of different sizes that were laced without sizes get EBML lacing."""
        head, frames = self.head, self.frames
        lacing = head[-1] & 6
        if lacing == NO_LACING:
            return head + frames[0]
        sizes = [len(frame) for frame in frames]
        if lacing == FIXED and len(set(sizes)) > 1:
            lacing = EBML_LACING
            head = head[:-1] + bytes([head[-1] | EBML_LACING])
        table = b""
        if lacing == XIPH:
            table = b"".join(b"\xff" * (size // 255) + bytes([size % 255]) for size in sizes[:-1])
        elif lacing == EBML_LACING and len(sizes) > 1:
            table = ebml.as_size(sizes[0], 1)
            table += b"".join(_signed(b - a) for a, b in pairwise(sizes[:-1]))
        return head + bytes([len(frames) - 1]) + table + b"".join(frames)


def vint_width(data: bytes, where: int) -> int:
    """Count the bytes of the track number that a block begins with."""
    if not data or not data[0]:
        raise SeigenError(f"Block at byte {where} has no track number")
    return 9 - data[0].bit_length()


def track_number(data: bytes, where: int) -> int:
    """Read the track number that a block begins with."""
    width = vint_width(data, where)
    return int.from_bytes(data[:width], "big") & (1 << 7 * width) - 1


def _unlaced(data: bytes, lacing: int) -> list[bytes]:
    """Frames of a laced block. IndexError or ValueError where sizes do not fit."""
    count, at = data[0] + 1, 1
    sizes: list[int] = []
    if lacing == FIXED:
        size, left = divmod(len(data) - 1, count)
        if left:
            raise ValueError
        sizes = [size] * count
    else:
        for position in range(count - 1):
            if lacing == XIPH:
                size = 0
                while data[at] == 255:
                    size, at = size + 255, at + 1
                size, at = size + data[at], at + 1
            else:
                width = 9 - data[at].bit_length()
                if width > 8 or at + width > len(data):
                    raise ValueError
                value = int.from_bytes(data[at : at + width], "big") & (1 << 7 * width) - 1
                at += width
                size = value if not position else sizes[-1] + value - ((1 << 7 * width - 1) - 1)
            if size < 0:
                raise ValueError
            sizes.append(size)
        sizes.append(len(data) - at - sum(sizes))
    if sizes[-1] < 0:
        raise ValueError
    frames = []
    for size in sizes:
        frames.append(data[at : at + size])
        at += size
    return frames


def _signed(value: int) -> bytes:
    """A difference of sizes in EBML lacing."""
    width = 1
    while abs(value) > (1 << 7 * width - 1) - 1:
        width += 1
    return ebml.as_size(value + (1 << 7 * width - 1) - 1, width)
