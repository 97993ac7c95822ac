"""What stands beside a container's samples, taken over into another kind of container.

What the other kind cannot hold is named before anything is written; what its muxer lost all the same is found
by comparing both files.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sei.errors import SeigenError
from vvc_bridge.containers.boxes import Box, read_extents
from vvc_bridge.libav import open_output

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

DROPS = (
    *("video", "audio", "subtitle", "data", "attachment"),
    *("chapters", "rotation", "aspect", "edits", "additions"),
)
"""What can be left out besides streams by number: further streams by their type, chapters, the display
matrix, a sample aspect ratio other than the coded one, edits of an edit list, additions to Matroska's
blocks."""

MPEGTS = frozenset(
    (
        *("h264", "hevc", "vvc", "mpeg1video", "mpeg2video", "mpeg4"),
        *("mp2", "mp3", "mp3float", "aac", "aac_latm", "ac3", "eac3", "dca", "truehd", "opus", "s302m"),
        *("libopus", "dvbsub", "dvb_teletext", "libzvbi_teletextdec"),
    )
)
"""Codecs, by libav's names of them and of their decoders, that its MPEG-TS muxer gives a stream type."""

_M2TS = frozenset(
    (
        *("h264", "hevc", "mpeg1video", "mpeg2video", "vc1"),
        *("ac3", "eac3", "dca", "truehd", "pcm_bluray", "pgssub"),
    )
)
"""Those that have one where packets have time stamps (.m2ts)."""

_IDENTITY = bytes.fromhex("00010000" + "00000000" * 3 + "00010000" + "00000000" * 3 + "40000000")

_OF_THE_FILE = (
    *(
        "major_brand",
        "minor_version",
        "compatible_brands",
        "encoder",
        "duration",
        "vendor_id",
        "handler_name",
    ),
    *("bps", "number_of_frames", "number_of_bytes", "_statistics", "language"),
)
"""Beginnings of tags that tell of the file as it was written, or that are compared by themselves."""

_NO_PROPERTY = frozenset((b"avcC", b"hvcC", b"vvcC", b"btrt", b"fiel", b"pasp", b"colr"))
_PROPERTIES = {
    b"mdcv": "mastering display",
    b"clli": "content light level",
    b"dvcC": "Dolby Vision configuration",
    b"dvvC": "Dolby Vision configuration",
    b"st3d": "stereoscopic layout",
    b"sv3d": "spherical projection",
    b"clap": "clean aperture",
}
_IMAGES = {"png": "image/png", "mjpeg": "image/jpeg", "bmp": "image/bmp", "gif": "image/gif"}
_CLOSE = Fraction(1, 500)
"""Seconds by which a chapter may move: Matroska and movies of 1000 ticks per second round."""


@dataclass(slots=True)
class Description:
    """What libav knows of a video beside its samples, as the boxes that it would become in an MP4 file.

    matrix      display matrix of the track
    properties  boxes of the sample entry but for those in _NO_PROPERTY
    record      decoder configuration record made from parameter sets
    """

    matrix: bytes = _IDENTITY
    properties: dict[bytes, bytes] = field(default_factory=dict)
    record: bytes = b""

    @property
    def turned(self) -> bool:
        """Pictures are shown rotated or mirrored."""
        return self.matrix != _IDENTITY


def describe(libav: Any, video: Any, parameter_sets: bytes = b"") -> Description:
    """Make the `Description` of a stream; ``parameter_sets`` behind start codes in place of its own
    record."""
    buffer = io.BytesIO()
    options = {"movflags": "empty_moov", "strict": "unofficial"}
    with (
        suppress(libav.error.FFmpegError, ValueError),
        open_output(buffer, "mp4", options) as target,
    ):
        stream = target.add_stream_from_template(video, opaque=True)
        if parameter_sets:
            stream.codec_context.extradata = parameter_sets
        if video.codec_context.name == "vvc":
            stream.codec_tag = "vvi1"
        target.start_encoding()
    moov = next((extent.box for extent in read_extents(buffer) if extent.type == b"moov"), None)
    if moov is None:
        return Description()
    trak = moov.need(b"trak")
    entry = trak.need(b"mdia", b"minf", b"stbl", b"stsd").children[0]
    entry.parse_entry()
    inner = {box.type: bytes(box.body) for box in entry.children}
    record = inner.get(b"avcC") or inner.get(b"hvcC") or inner.get(b"vvcC", b"")[4:]
    properties = {kind: body for kind, body in inner.items() if kind not in _NO_PROPERTY}
    return Description(matrix_of(trak), properties, record)


def matrix_of(trak: Box) -> bytes:
    """Return the display matrix of a track."""
    body = trak.need(b"tkhd").body
    start = 52 if body[:1] == b"\1" else 40
    return bytes(body[start : start + 36])


@dataclass(slots=True)
class Cargo:
    """What is taken over from ``source`` beside the samples of its ``video``.

    reopen   opens ``source`` once more
    drop     what is left out: of DROPS, or numbers of streams
    about    of the video
    stamped  packets of the target have time stamps (.m2ts)
    edits    what its edit list does that no other kind holds, in words
    """

    source: InputContainer
    video: Any
    reopen: Callable[[], InputContainer]
    drop: Collection[str]
    about: Description
    stamped: bool = False
    edits: str = ""
    streams: dict[int, Any] = field(default_factory=dict)

    def load(self, target: OutputContainer, target_video: Any) -> None:
        """Give ``target`` the streams (`streams`, by their index in the source), tags, languages,
        dispositions and chapters. SeigenError naming everything that the format cannot hold and that is not
        in ``drop``."""
        self._refuse_unknown()
        refused = list(self._refused(target))
        if refused:
            listed = "; ".join(refused)
            raise SeigenError(
                f"{target.format.name} cannot hold, and this option of remux leaves out: {listed}"
            )
        target.metadata.update(_tags(self.source.metadata))
        pairs = [(self.video, target_video)]
        pairs += [(self.source.streams[index], new) for index, new in self.streams.items()]
        for old, new in pairs:
            if new.type == "attachment" and old.type != "attachment":
                continue
            new.metadata.update({**_tags(old.metadata), **_kept(old.metadata)})
            if old.type == "video" and old.sample_aspect_ratio and "aspect" not in self.drop:
                new.codec_context.sample_aspect_ratio = old.sample_aspect_ratio
            if old.type == "video" and old.codec_context is not None and old.average_rate:
                new.codec_context.framerate = old.average_rate
            if new.type != "attachment":
                new.disposition = old.disposition
        chapters = self.chapters()
        if chapters:
            target.set_chapters(chapters)
        self.streams = {index: new for index, new in self.streams.items() if new.type != "attachment"}

    def chapters(self) -> Any:
        """Return the chapters that are taken over."""
        return self.source.chapters() if "chapters" not in self.drop else []

    def timecode(self) -> bool:
        """Tell whether there is a timecode, which libav makes a track from."""
        return any("timecode" in stream.metadata for stream in self.source.streams)

    def stretched(self) -> bool:
        """Tell whether the container gives the video a sample aspect ratio other than the coded one."""
        given, coded = self.video.sample_aspect_ratio, self.video.codec_context.sample_aspect_ratio
        return "aspect" not in self.drop and (given or 1) != (coded or 1)

    def _refuse_unknown(self) -> None:
        numbers = {str(stream.index) for stream in self.source.streams}
        for one in self.drop:
            if one not in DROPS and one not in numbers:
                raise SeigenError(f"no stream {one} to drop, there are 0..{len(numbers) - 1}")
            if one == str(self.video.index):
                raise SeigenError(f"stream {one} is the video that is edited: it cannot be dropped")

    def _refused(self, target: OutputContainer) -> Iterator[str]:
        name = target.format.name
        for stream in self.source.streams:
            left = stream.type in self.drop or str(stream.index) in self.drop
            if stream.index == self.video.index or left or self._is_told_otherwise(stream, name):
                continue
            added = self._add(stream, target)
            if added is None:
                what = f"{stream.type}, {codec_of(stream)}"
                if _is_cover(stream) or "timecode" in stream.metadata:
                    what = "cover" if _is_cover(stream) else "timecode"
                yield f"stream {stream.index} ({what}): --drop {stream.index} or --drop {stream.type}"
            else:
                self.streams[stream.index] = added
        if name == "mpegts":
            if self.chapters():
                yield "chapters: --drop chapters"
            if self.about.turned and "rotation" not in self.drop:
                yield "rotation: --drop rotation"
            if self.stretched():
                yield f"sample aspect ratio {self.video.sample_aspect_ratio} of the container: --drop aspect"
        if self.edits and "edits" not in self.drop:
            yield f"{self.edits}: --drop edits"

    def _is_told_otherwise(self, stream: Any, target: str) -> bool:
        """A QuickTime track of chapter titles or time codes, which goes as chapters or as a tag."""
        if stream.type != "data":
            return False
        if "timecode" in stream.metadata:
            return target != "mpegts"
        return bool(self.source.chapters()) and stream.metadata.get("handler_name") == "SubtitleHandler"

    def _add(self, stream: Any, target: OutputContainer) -> Any:
        """A copy of a stream in ``target``; None where the format has no place for it."""
        name = target.format.name
        if _is_cover(stream):
            if name == "matroska":
                return self._attach(stream, target)
            fits = name == "mp4" and codec_of(stream) in ("png", "mjpeg", "bmp")  # the muxer of mov loses it
        elif stream.type == "attachment":
            fits = name == "matroska"
        elif stream.type == "data":
            fits = False
        else:
            fits = name != "mpegts" or codec_of(stream) in MPEGTS
            if stream.type == "audio" and not getattr(stream.codec_context, "sample_rate", 0):
                fits = False  # libav has not found out what it is, and no muxer takes it
        if not fits:
            return None
        try:
            return target.add_stream_from_template(stream, opaque=True)
        except ValueError:
            return None

    def _attach(self, stream: Any, target: OutputContainer) -> Any:
        """A cover as the attachment that Matroska has for it."""
        mime = _IMAGES.get(codec_of(stream))
        if mime is None:
            return None
        with self.reopen() as again:
            packets = again.demux(again.streams[stream.index])
            data = next((bytes(packet) for packet in packets if packet.size), b"")
        name = stream.metadata.get("filename", f"cover.{mime[6:].replace('jpeg', 'jpg')}")
        return target.add_attachment(name, stream.metadata.get("mimetype", mime), data)

    def lost(self, target: InputContainer, about: Description) -> Iterator[str]:
        """Yield in words what was to be taken over and is not there in the file that was written."""
        name = target.format.name
        yield from _lost_tags("", _tags(self.source.metadata), target.metadata)
        yield from _lost_chapters(self.chapters(), target.chapters())
        media = [stream for stream in target.streams if not _is_cover(stream) and stream.type != "data"]
        kept = (self.video.index, *self.streams)
        olds = [old for old in self.source.streams if old.index in kept and not _is_cover(old)]
        olds.sort(key=lambda old: old.index != self.video.index)
        for old, new in zip(olds, media, strict=False):
            where = f"stream {old.index}'s "
            yield from _lost_tags(where, _tags(old.metadata), new.metadata)
            if _language(old) != _language(new):
                yield f"{where}language {_language(old)!r} (now {_language(new)!r})"
            alone = sum(other.type == old.type for other in olds) == 1
            for flag in type(old.disposition):
                if alone and flag.name == "default":
                    continue  # it says which one of several
                if bool(old.disposition & flag) != bool(new.disposition & flag):
                    yield f"{where}disposition {flag.name} ({'set' if new.disposition & flag else 'unset'})"
        for old in olds[len(media) :]:
            yield f"stream {old.index} ({old.type})"
        for old in olds:
            if self.stamped and codec_of(old) not in _M2TS:
                what = f"stream {old.index}'s type ({codec_of(old)})"
                yield f"{what}, private data where packets have time stamps"
        yield from self._lost_of_video(media[0], about, name)

    def _lost_of_video(self, new: Any, about: Description, name: str) -> Iterator[str]:
        old = self.video
        for what in ("color_primaries", "color_trc", "colorspace", "color_range"):
            before, after = (getattr(one.codec_context, what) for one in (old, new))
            narrow = what == "color_range" and {before, after} == {0, 1}  # what is not said is narrow
            if before != after and before not in (0, 2) and not narrow:  # 0 or 2: not said
                yield f"{what} {before} (now {after})"
        if "aspect" not in self.drop and (old.sample_aspect_ratio or 1) != (new.sample_aspect_ratio or 1):
            yield f"sample aspect ratio {old.sample_aspect_ratio} (now {new.sample_aspect_ratio})"
        if about.matrix != self.about.matrix and "rotation" not in self.drop:
            yield "display matrix"
        for kind, body in self.about.properties.items():
            if about.properties.get(kind) != body:
                yield _PROPERTIES.get(kind, f"box {kind.decode('latin-1')}")


def _tags(metadata: Any) -> dict[str, str]:
    """Tags that tell of the content, not of the file."""
    return {key: value for key, value in metadata.items() if not key.lower().startswith(_OF_THE_FILE)}


def _kept(metadata: Any) -> dict[str, str]:
    """Tags beside them that are handed on all the same."""
    return {key: value for key, value in metadata.items() if key.lower() in ("language", "handler_name")}


def _lost_tags(where: str, old: dict[str, str], new: Any) -> Iterator[str]:
    there = {key.lower(): value for key, value in new.items()}
    for key, value in old.items():
        if there.get(key.lower()) != value:
            yield f"{where}tag {key}={value!r}"


def _lost_chapters(olds: Any, news: Any) -> Iterator[str]:
    for old, new in zip(olds, news, strict=False):
        apart = abs(old["start"] * old["time_base"] - new["start"] * new["time_base"])
        if apart > _CLOSE or _title(old) != _title(new):
            yield f"chapter {_title(old)!r} (now {_title(new)!r}, {float(apart):.3f} s apart)"
    for old in olds[len(news) :]:
        yield f"chapter {_title(old)!r}"


def _language(stream: Any) -> str:
    found: str = stream.metadata.get("language", "und")
    return found


def _title(chapter: Any) -> str:
    found: str = chapter["metadata"].get("title", "")
    return found


def codec_of(stream: Any) -> str:
    context = stream.codec_context
    return "unknown" if context is None else str(context.name)


def _is_cover(stream: Any) -> bool:
    return stream.type == "video" and "attached_pic" in _flags(stream)


def _flags(stream: Any) -> list[str]:
    return [flag.name for flag in type(stream.disposition) if stream.disposition & flag]
