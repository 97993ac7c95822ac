"""A container into one of another kind: packets go over one by one, by libav, and only their bytes change."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sei.errors import SeigenError, SeigenWarning
from vvc_bridge.container import CODECS, LIBAV_NAMES
from vvc_bridge.containers.boxes import Box
from vvc_bridge.containers.carry import Cargo, Description, codec_of, describe, matrix_of
from vvc_bridge.containers.matroska_extras import PLACEHOLDER, Extra, fill
from vvc_bridge.containers.mov_language import set_languages
from vvc_bridge.containers.mp4 import Mp4File, open_file
from vvc_bridge.containers.packets import MAX_HELD, PacketSample, Survey, access_units, samples
from vvc_bridge.containers.reading import open_container
from vvc_bridge.containers.transport import TransportFile
from vvc_bridge.libav import errors, open_input, open_output
from vvc_bridge.nal import Codec, Kind, NalUnit
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sniff import CONTAINER_SUFFIXES, STAMPED

if TYPE_CHECKING:
    from vvc_bridge.containers.samples import Change, ChangeRecord, File

_READING = {"advanced_editlist": "0"}
"""Without edit lists applied libav leaves out none of their samples."""

_KEPT = "surrogateescape"
"""Tags that are no UTF-8 come along as they are."""

_WRITING = {
    "mp4": {"strict": "unofficial"},
    "mov": {"strict": "unofficial"},
    "matroska": {"default_mode": "passthrough"},
    "mpegts": {"mpegts_copyts": "1", "max_delay": "700000"},
}
"""What libav's muxers would else change: Dolby Vision left out, default flags guessed, times moved."""


_SETS = {Codec.H264: (7, 8, 13, 15), Codec.H265: (32, 33, 34), Codec.H266: (12, 13, 14, 15, 16)}
"""nal_unit_type of parameter sets, and of what else stands before them in a record."""


class Lost(SeigenWarning):
    """Something did not come along into another kind of container."""


def convert(
    path: str | os.PathLike[str],
    file: File,
    out: Path,
    change: Change,
    change_record: ChangeRecord | None = None,
    drop: Collection[str] = (),
) -> None:
    """Write the container ``path``, open as ``file``, as another kind, by the suffix of ``out``, with
    ``change`` and ``change_record`` as for `samples.File.rewrite`.

    drop  what is left out: of `carry.DROPS`, or numbers of streams

    SeigenError names all else that the kind cannot hold; a `Lost` warning what is not there in the end.
    """
    with errors(path) as libav, ExitStack() as stack:

        def opened() -> Any:
            return stack.enter_context(_open(path, file))

        source = opened()
        video = next((s for s in source.streams.video if codec_of(s) in CODECS), None)
        if video is None or CODECS[video.codec_context.name] is not file.track.codec:
            raise SeigenError(f"{os.fspath(path)}: libav finds no {file.track.codec.value} video in it")
        about = describe(libav, video)
        if isinstance(file, Mp4File):
            about.matrix = matrix_of(file.video.trak)
        stamped = out.suffix.lower() in STAMPED
        cargo = Cargo(source, video, opened, drop, about, stamped, _edits(file))
        writer = _Conversion(libav, out, cargo, file, change, change_record)
        if isinstance(file, TransportFile):
            items = access_units(source, video, file.track.codec)
        else:
            survey = Survey.of(opened(), video, file.track)
            writer.in_band = survey.in_band
            items = samples(source, video, None if isinstance(file, Mp4File) else survey.decoding)
        writer.write(items)
        with open_container(out) as made, _open(out, made) as written:
            lost = [*cargo.lost(written, _described(libav, written, out)), *writer.lost()]
    for what in lost:
        warnings.warn_explicit(f"not as it was in the new container: {what}", Lost, __file__, 1)


def _open(path: str | os.PathLike[str], file: File | None) -> Any:
    """A local file, whatever its name, as what it is: libav guesses wrong where it is cut."""
    muxer = (
        "mov" if isinstance(file, Mp4File) else "mpegts" if isinstance(file, TransportFile) else "matroska"
    )
    options = _READING if muxer == "mov" else None
    return open_input(path, muxer, options=options, metadata_errors=_KEPT)


def _described(libav: Any, written: Any, out: Path) -> Description:
    found = describe(libav, written.streams.video[0])
    if CONTAINER_SUFFIXES[out.suffix.lower()] in ("mp4", "mov"):
        file = open_file(out)
        found.matrix = matrix_of(file.video.trak)
        file.close()
    return found


def _edits(file: File) -> str:
    """What an MP4 file's edit list does beyond the time of the first picture, in words."""
    edts = file.video.trak.child(b"edts") if isinstance(file, Mp4File) else None
    if not isinstance(file, Mp4File) or edts is None or len(edts.body) < 16:
        return ""
    body = bytes(edts.body)
    size = 8 if body[8] == 1 else 4
    listed = [body[at : at + 2 * size] for at in range(16, len(body), 2 * size + 4)]
    numbers = [
        (int.from_bytes(e[:size], "big"), int.from_bytes(e[size:], "big", signed=True)) for e in listed
    ]
    shown = [(duration, start) for duration, start in numbers if start >= 0]
    if len(shown) > 1:
        return f"an edit list of {len(shown)} edits"
    ticks, length = _clock(file.video.trak.need(b"mdia", b"mdhd"))
    movie, _ = _clock(file.moov.need(b"mvhd"))
    if not shown or not shown[0][0] or not length or not ticks or not movie:
        return ""
    cut = Fraction(length - shown[0][1], ticks) - Fraction(shown[0][0] + 2, movie)
    return f"an edit list that hides the last {float(cut):.3f} s" if cut > 0 else ""


def _clock(header: Box) -> tuple[int, int]:
    """Ticks per second, and duration, of mdhd or mvhd."""
    wide = header.body[:1] == b"\1"
    return header.number(20 if wide else 12), header.number(24 if wide else 16, 8 if wide else 4)


class _Conversion:
    """Writes the packets of a container into another.

    cargo    what comes along beside the samples; what it drops counts here too
    in_band  samples hold parameter sets
    """

    def __init__(
        self,
        libav: Any,
        out: Path,
        cargo: Cargo,
        file: File,
        change: Change,
        change_record: ChangeRecord | None,
    ) -> None:
        self.libav, self.out, self.cargo, self.file, self.track = libav, out, cargo, file, file.track
        self.format = CONTAINER_SUFFIXES[out.suffix.lower()]
        self.change = change
        self.records = {
            index: change_record(record) if change_record else record
            for index, record in file.track.records.items()
        }
        self.stays = bool(self.track.length_size) and self.format != "mpegts"  # samples as they are stored
        self.joins = self.format == "mpegts" or isinstance(file, TransportFile)  # each needs a picture
        self.tag = file.entries[0][0].type.decode("latin-1") if isinstance(file, Mp4File) else ""
        self.in_band = True
        self.record: RawAccessUnit | None = None  # the one that holds
        self.head = b""  # samples without a picture, for the next one
        self.last: tuple[Any, bytes] | None = None  # packet of the video, its new bytes
        self.extras: dict[int, Extra] = {}  # of Matroska's tracks by their index
        self.early = self.joined = self.unflagged = 0

    def write(self, items: Iterator[Any]) -> None:
        """Write all packets."""
        waiting: list[Any] = []
        for item in items:
            waiting.append(item)
            if isinstance(item, PacketSample):
                break
            if len(waiting) > MAX_HELD:
                raise SeigenError(f"more than {MAX_HELD} packets before the first one of the video")
        else:
            raise SeigenError("the video has no packet")
        options = {"avoid_negative_ts": "disabled", **_WRITING[self.format]}
        if self.cargo.timecode() and self.format in ("mp4", "mov"):
            options["write_tmcd"] = "1"
        if self.cargo.stamped:
            options["mpegts_m2ts_mode"] = "1"
        with (
            errors(self.out),
            open_output(self.out, self.format, options, metadata_errors=_KEPT) as target,
        ):
            self._begin(target, waiting[-1])
            for item in chain(waiting, items):
                if isinstance(item, PacketSample):
                    self._sample(item)
                else:
                    self._other(item)
            self._end()
        if self.extras:
            fill(self.out, [self.extras.get(stream.index, Extra()) for stream in self.streams])
        if self.format == "mov":
            set_languages(self.out, [stream.metadata.get("language", "und") for stream in self.streams])

    def lost(self) -> Iterator[str]:
        """What the samples lost, in words."""
        if self.early and self.format not in ("mp4", "mov"):
            yield f"{self.early} pictures before time 0, which the edit list hides"
        if self.joined:
            yield f"{self.joined} samples without a picture, now in the next one's"
        if self.unflagged:
            yield f"that {self.unflagged} edited pictures are disposable"

    def _begin(self, target: Any, first: PacketSample) -> None:
        """Streams, and what stands beside them."""
        self.target = target
        old = self.cargo.video
        unit = None if self.track.length_size else self._unit_with_sets(first)
        template = old
        if unit is not None and not old.codec_context.width:  # libav has not come to parameter sets
            byte_stream = open_input(io.BytesIO(unit.data), LIBAV_NAMES[unit.codec])
            template = byte_stream.streams.video[0]
        self.video = target.add_stream_from_template(template, opaque=True)
        extradata = self._extradata(template, unit)
        if extradata:
            self.video.codec_context.extradata = extradata
        if self.format in ("mp4", "mov") and (tag := self._tag()):
            self.video.codec_tag = tag
        if old.time_base:
            self.video.time_base = old.time_base
        self.cargo.load(target, self.video)
        self.streams = [self.video, *self.cargo.streams.values()]
        if self.format == "matroska":
            if self.cargo.stretched():
                self.extras[self.video.index] = Extra(aspect=old.sample_aspect_ratio)
            for stream in self.streams:
                if stream.type == "audio" or stream.index in self.extras:
                    self.extras.setdefault(stream.index, Extra())
                    stream.metadata["title"] = stream.metadata.get("title", "") + PLACEHOLDER

    def _extradata(self, template: Any, unit: RawAccessUnit | None) -> bytes:
        """Decoder configuration record, or parameter sets behind start codes for a transport stream; b"": the
        old one."""
        if self.stays:
            return next(iter(self.records.values()))
        if self.track.length_size and self.track.codec is Codec.H266:
            return b""  # as it is: libav's muxer would set sets in front of key frames, also where they are
        if self.track.length_size:
            units = self.track.record_units(next(iter(self.records.values())))
            return _starts(nal for nal in units.nal_units() if _is_set(nal))
        sets = b"" if unit is None else _starts(nal for nal in unit.nal_units() if _is_set(nal))
        if self.format == "mpegts":
            return sets
        record = describe(self.libav, template, sets).record
        if not record:
            raise SeigenError("no parameter sets in the video")
        return record

    def _unit_with_sets(self, first: PacketSample) -> RawAccessUnit | None:
        """The first access unit that holds parameter sets."""
        for index, data in enumerate(chain([first.data], self.file.samples())):
            raw = self.track.access_unit(data, index)
            if raw.has_parameter_sets:
                return raw
        return None

    def _tag(self) -> str:
        """Sample entry: as it was, or the one that allows parameter sets in band where these are."""
        several = len(self.records) > 1
        if self.tag and not several:
            return self.tag
        in_band = self.in_band or several or not self.stays
        names = {Codec.H265: ("hvc1", "hev1"), Codec.H266: ("vvc1", "vvi1"), Codec.H264: ("avc1", "avc1")}
        return names[self.track.codec][in_band]

    def _sample(self, sample: PacketSample) -> None:
        packet = sample.packet
        data = self.change(sample.index, sample.data)
        if not self.stays:
            data, pictured = self._stored(data, sample)
            if self.last is not None and self.last[0] is packet:
                self.last = packet, self.last[1] + data
                return
            if not pictured and self.joins:
                self.head += data
                self.joined += 1
                return
        elif len(self.records) > 1 and sample.index and sample.index in self.records:
            sets = self.track.record_units(self.records[sample.index]).nal_units()
            data = self.track.stored(nal for nal in sets if _is_set(nal)) + data
        self.early += packet.pts is not None and packet.pts < 0
        self._flush()
        self.last = packet, self.head + data
        self.head = b""

    def _stored(self, data: bytes, sample: PacketSample) -> tuple[bytes, bool]:
        """A sample's bytes as the new kind stores them, and whether it has a picture."""
        raw = self.track.access_unit(data, sample.index)
        pictured = any(kind & Kind.MASK == Kind.VCL for kind in raw.kinds)
        nals = raw.nal_units()
        if self.format != "mpegts":
            return b"".join(len(nal.data).to_bytes(4, "big") + nal.data for nal in nals), pictured
        if not self.track.length_size:
            return raw.data + raw.trailing, pictured
        if record := self.records.get(sample.index):
            self.record = self.track.record_units(record)
        missing: list[NalUnit] = []
        if self.record is not None and (sample.index in self.records or sample.packet.is_keyframe):
            there = {nal.data.rstrip(b"\0") for nal in nals}
            missing = [nal for nal in self.record.nal_units() if nal.data.rstrip(b"\0") not in there]
            if sample.index not in self.records:  # SEI of the record is said once
                missing = [nal for nal in missing if _is_set(nal)]
        lead = [nal for nal in nals[:1] if nal.kind == Kind.DELIMITER]
        if self.track.codec is Codec.H266:
            # libav's muxer writes a delimiter before each access unit of H.266, also where one is.
            nals, lead = nals[len(lead) :], []
        parts = [*map(bytes, lead)]
        parts += [b"\0\0\0\1" + nal.data.rstrip(b"\0") for nal in missing]
        parts += map(bytes, nals[len(lead) :])
        return b"".join(parts), pictured

    def _flush(self) -> None:
        """Write the packet that waits."""
        if self.last is None:
            return
        old, data = self.last
        self.last = None
        packet = old
        if data != bytes(old):
            packet = self.libav.Packet(data)
            packet.pts, packet.dts, packet.time_base = old.pts, old.dts, old.time_base
            packet.duration, packet.is_keyframe = old.duration or 0, old.is_keyframe
            for side in old.iter_sidedata():
                packet.set_sidedata(side)
            self.unflagged += old.is_disposable and self.format != "mpegts"
        self._refuse_additions(packet)
        packet.stream = self.video
        self.target.mux(packet)

    def _other(self, packet: Any) -> None:
        stream = self.cargo.streams.get(packet.stream_index)
        if stream is None:
            return
        if packet.pts is None and packet.dts is None:  # a cover
            packet.pts = packet.dts = 0
        self._refuse_additions(packet)
        if stream.type == "audio" and self.format == "matroska":
            self._delay(packet, stream)
        packet.stream = stream
        self.target.mux(packet)

    def _delay(self, packet: Any, stream: Any) -> None:
        """Samples that the decoder needs first are not heard: Matroska has their blocks from time 0 on, and
        their length beside the track."""
        extra = self.extras[stream.index]
        rate = stream.codec_context.sample_rate
        first = not extra.delay and packet.pts is not None and packet.pts < 0
        if first and rate and packet.has_sidedata("skip_samples"):
            skipped = int.from_bytes(bytes(packet.get_sidedata("skip_samples"))[:4], "little")
            extra.delay = Fraction(skipped, rate)
        if extra.delay:
            ticks = round(extra.delay / packet.time_base)
            packet.pts = None if packet.pts is None else packet.pts + ticks
            packet.dts = None if packet.dts is None else packet.dts + ticks

    def _refuse_additions(self, packet: Any) -> None:
        if self.format == "matroska" or "additions" in self.cargo.drop:
            return
        if packet.has_sidedata("matroska_block_additional"):
            raise SeigenError(
                f"{self.format} cannot hold, and this option of remux leaves out: additions to blocks of "
                f"stream {packet.stream_index} (alpha, metadata of single pictures): --drop additions"
            )

    def _end(self) -> None:
        if self.head:
            if self.last is None:
                raise SeigenError("no sample of the video has a picture")
            self.last = self.last[0], self.last[1] + self.head
            self.joined -= 1
        self._flush()


def _is_set(nal: NalUnit) -> bool:
    """It is a parameter set that a decoder needs to begin."""
    return nal.type in _SETS[nal.codec]


def _starts(nals: Iterable[NalUnit]) -> bytes:
    """NAL units behind start codes of three bytes: libav leaves the zero byte of longer ones in records."""
    return b"".join(b"\0\0\1" + nal.data.rstrip(b"\0") for nal in nals)
