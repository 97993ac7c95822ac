"""What stands beside a container's video, taken over into another kind of container.

What the other kind cannot hold is named before anything is written.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sei.errors import SeigenError

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

DROPS = ("video", "audio", "subtitle", "data", "attachment", "chapters", "rotation", "aspect")
"""What can be left out: further streams by their type, chapters, the display matrix, a sample aspect ratio
other than the coded one."""

_COVER = 0x400
"""AV_DISPOSITION_ATTACHED_PIC."""

_MPEGTS = frozenset(
    (
        *("h264", "hevc", "vvc", "mpeg1video", "mpeg2video", "mpeg4"),
        *("mp2", "mp3", "mp3float", "aac", "aac_latm", "ac3", "eac3", "dca", "truehd", "opus", "s302m"),
        *("libopus", "dvbsub", "dvb_teletext", "libzvbi_teletextdec"),
    )
)
"""Codecs, by libav's names of them and of their decoders, that its MPEG-TS muxer gives a stream type."""


def carry(
    source: InputContainer,
    video: Any,
    target: OutputContainer,
    target_video: Any,
    drop: Collection[str],
    turned: bool,
) -> dict[int, Any]:
    """Give ``target`` all that ``source`` has beside its ``video``: the other streams (returned by their
    index in ``source``), tags, languages, dispositions, chapters. ``turned``: the video has a display matrix.

    Raises SeigenError naming everything that the format cannot hold and that is not in ``drop``.
    """
    refused: list[str] = []
    streams: dict[int, Any] = {}
    chapters = source.chapters() if "chapters" not in drop else []
    for stream in source.streams:
        if stream.index == video.index or stream.type in drop or _is_chapters(stream, source):
            continue
        added = _add(stream, target)
        if added is None:
            refused.append(f"stream {stream.index} ({stream.type}, {_codec(stream)}): --drop {stream.type}")
        else:
            streams[stream.index] = added
    if target.format.name == "mpegts":
        if chapters:
            refused.append("chapters: --drop chapters")
        if turned and "rotation" not in drop:
            refused.append("rotation: --drop rotation")
    if target.format.name in ("mpegts", "matroska") and "aspect" not in drop and _stretched(video):
        # Matroska could, but libav's muxer takes it from where PyAV cannot write.
        refused.append(f"sample aspect ratio {video.sample_aspect_ratio} of the container: --drop aspect")
    if refused:
        raise SeigenError(
            f"{target.format.name} cannot hold, and this leaves out: {'; '.join(refused)} (of remux)"
        )
    target.metadata.update(source.metadata)
    for old, new in ((video, target_video), *((source.streams[at], new) for at, new in streams.items())):
        new.metadata.update(old.metadata)
        if old.type == "video" and old.sample_aspect_ratio:
            new.codec_context.sample_aspect_ratio = old.sample_aspect_ratio
        if old.type != "attachment":
            new.disposition = old.disposition
    if chapters:
        target.set_chapters(chapters)
    return {at: new for at, new in streams.items() if new.type != "attachment"}


def _add(stream: Any, target: OutputContainer) -> Any:
    """A copy of a stream in ``target``; None where the format has no place for it."""
    name = target.format.name
    if stream.type == "attachment":
        fits = name == "matroska"
    elif stream.type == "data":
        fits = False
    elif stream.type == "video" and stream.disposition & _COVER:
        fits = name == "mp4"  # libav's muxers make a track of it elsewhere, or leave it out
    else:
        fits = name != "mpegts" or _codec(stream) in _MPEGTS
    if not fits:
        return None
    try:
        return target.add_stream_from_template(stream, opaque=True)
    except ValueError:
        return None


def _codec(stream: Any) -> str:
    context = stream.codec_context
    return context.name if context is not None else getattr(stream, "name", None) or "unknown"


def _is_chapters(stream: Any, source: InputContainer) -> bool:
    """QuickTime's track of chapter titles, which is carried as chapters."""
    return (
        stream.type == "data"
        and bool(source.chapters())
        and stream.metadata.get("handler_name") == "SubtitleHandler"
    )


def _stretched(video: Any) -> bool:
    """Whether the container gives the video a sample aspect ratio other than the coded one."""
    given, coded = video.sample_aspect_ratio, video.codec_context.sample_aspect_ratio
    return (given or 1) != (coded or 1)
