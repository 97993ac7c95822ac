"""A clip to a stream and a stream to pictures, files and all: what `import seigen` and the commands call."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, Unpack, overload

import numpy as np

from generators import registry
from generators.codec import playback, player
from generators.codec.adapters import read_adapter
from generators.codec.decoder import Decoder, DecoderOptions
from generators.codec.encode import check, check_bitrate, choose_step, encode_clip
from generators.codec.encoder import ACCESS_SECONDS, QP, Encoded, Settings
from generators.codec.frames import Frame
from generators.codec.generate import torch_threads
from generators.codec.live import BUCKET
from generators.codec.picture_codec import BaseEncoder
from generators.codec.refine import effort_of
from generators.live import Source as Live
from generators.live import stream
from generators.media import video, zoo
from generators.media.backdrop import key_of, key_of_colour
from generators.parameters.writing import TRADE
from generators.registry import SystemEntry
from generators.subjects.body.recording import Recording, suffix_of
from generators.subjects.clip import Clip, Progress, open_clip, parse_size
from generators.subjects.named import make_subject
from generators.subjects.subject import Subject
from sei.errors import SeigenError
from sei.extras import need
from sei.log import log
from sei.predict import ChromaKey
from vvc_bridge.muxer import write
from vvc_bridge.output import output_file
from vvc_bridge.rate import parse_rate
from vvc_bridge.readable import readable
from vvc_bridge.sniff import require_h266
from vvc_bridge.sound import Sound, arranged, find, muxer_of, of_stream
from vvc_bridge.source import Source
from vvc_bridge.talk import FILE, LIVE

if TYPE_CHECKING:
    from generators.measure.report import ReportRow
    from generators.training.personalise import Tuning

Name: TypeAlias = str | os.PathLike[str]
RANGES = {
    "qp": (4, 63),
    "threshold": (0.001, 1),
    "step": (1, 16),
    "access": (0, 3600),
    "bucket": (0.1, 600),
    "face": (0, math.inf),
    "start": (0, math.inf),
    "limit": (1, math.inf),
    "threads": (1, 64),
}
"""What `encode` takes, inclusive."""
MOST_SCENES = 16
"""Scenes by which a chroma key is found."""
MIN_RATE, MAX_RATE = 1, 240
"""Pictures per second of what is coded."""


@dataclass
class CodedClip(Encoded):
    """A coded stream, and what was asked of it besides.

    rate      pictures per second
    verified  pictures that were decoded and compared, with ``verify``
    quality   rows of the report's table, with ``report``
    """

    rate: Fraction = Fraction(25)
    verified: int = 0
    quality: list[ReportRow] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Duration of the clip."""
        return self.ledger.pictures / float(self.rate)

    @property
    def kbits(self) -> float:
        """Bitrate of the whole stream in kbit/s."""
        return self.ledger.total / self.seconds / 1000


def encode(
    clip: Name | Clip,
    output: Name | None = None,
    *,
    system: str = "mesh",
    bitrate: float | None = 8.0,
    qp: int | None = None,
    threshold: float = 0.12,
    step: int | None = None,
    speed: str = "medium",
    access: float = ACCESS_SECONDS,
    hold: bool = True,
    latency: str = FILE,
    bucket: float = BUCKET,
    realtime: bool = False,
    base_encoder: str = "vvenc",
    chroma_key: str | None = None,
    size: int | tuple[int, int] | str | None = None,
    window: str = "auto",
    subject: str = "auto",
    face: int = 0,
    fps: Fraction | float | str | None = None,
    start: int = 0,
    limit: int | None = None,
    tuning: Tuning | None = None,
    adapter: str = "in-stream",
    avatar: Name | None = None,
    verify: bool = False,
    report: Name | None = None,
    threads: int = 1,
    audio: str | int | None = None,
    progress: Progress | None = None,
) -> CodedClip:
    """Code a clip as VVC base pictures with GFV and GFVE messages.

    clip       path, ``-`` (standard input), name of the zoo, or a `Clip`, which settles ``size`` to ``limit``
    output     stream to write, or a container with it by its suffix; ``-`` is standard output, None: none
    bitrate    of the whole stream in kbit/s
    qp         of the base pictures (4..63), instead of a bitrate; ``threshold`` as of `Settings` then
    step       pictures from message to message; None: about 80 ms
    speed      how much is refined by generating: ``none``, ``fast``, ``medium``, ``slow``
    access     seconds within which decoding can begin anew; 0: with every base picture, none is predicted
    hold       pictures may be held, or coded without a message; else all but the base pictures are described
    latency    ``file``: a decoder waits for the next base picture, and takes from it too; ``live``: messages
               leave as they are made, and nothing looks ahead (docs/explanation/live.md): ``clip`` may be a
               camera (``/dev/video0``), ``output`` is a byte stream, ``hold`` and ``speed`` do not count, and
               there is no tuning, avatar, sound, verify or report
    bucket     live: seconds of the bitrate that may leave at once
    realtime   live: the clip comes at its own speed
    base_encoder  of the base pictures: ``vvenc`` (the library), ``vvencapp`` or ``vtm`` (programs)
    chroma_key  of a background of one colour, sent in base messages: ``#RRGGBB``; ``auto``: as it is filmed
    size       of the coded picture: side of the square (256), shorter side of a whole picture,
               (height, width) or ``WIDTHxHEIGHT``
    window     what is coded: ``auto`` (around the subject), ``all``, or ``WxH+X+Y``
    subject, face  who is looked at, ``face`` or ``scene`` (``auto``: as the system needs); which, 0: largest
    fps        pictures per second, 1..240; None: the clip's
    start, limit  first picture and number of pictures
    audio      ``copy``, kbit/s of Opus, ``none``; None: copied, where the container cannot hold it as Opus
    tuning     tune a learned generator on the clip, and send how (``adapter``: ``in-stream`` or ``beside``)
    avatar     file of the person's avatar, for systems that draw one; sent as ``adapter`` says
    verify     decode and compare; nothing is written where it differs
    report     folder for ledger, table, plots and pictures side by side
    threads    of torch while it works

    Says what it did by the logger ``seigen``. Raises SeigenError; no half-written file stays.
    """
    asked = _Asked(**locals())
    asked.check()
    return _of_stream(asked) if latency == LIVE else _of_file(asked)


@dataclass(frozen=True)
class _Asked:
    """What `encode` was asked, under its names."""

    clip: Name | Clip
    output: Name | None
    system: str
    bitrate: float | None
    qp: int | None
    threshold: float
    step: int | None
    speed: str
    access: float
    hold: bool
    latency: str
    bucket: float
    realtime: bool
    base_encoder: str
    chroma_key: str | None
    size: int | tuple[int, int] | str | None
    window: str
    subject: str
    face: int
    fps: Fraction | float | str | None
    start: int
    limit: int | None
    tuning: Tuning | None
    adapter: str
    avatar: Name | None
    verify: bool
    report: Name | None
    threads: int
    audio: str | int | None
    progress: Progress | None

    @property
    def rate(self) -> Fraction | None:
        """Pictures per second; None: the clip's."""
        return None if self.fps is None else parse_rate(self.fps)

    @property
    def target(self) -> float | None:
        """Bitrate in kbit/s; None: a QP was given instead."""
        return None if self.qp else self.bitrate

    @property
    def side(self) -> int | tuple[int, int] | None:
        """Size of the coded picture."""
        return parse_size(self.size) if isinstance(self.size, str) else self.size

    def check(self) -> None:
        """Refuse words and numbers out of range."""
        _in_words(self.speed, self.latency, self.target)
        _in_range(qp=self.qp, threshold=self.threshold, step=self.step, access=self.access)
        _in_range(bucket=self.bucket, face=self.face, start=self.start, limit=self.limit)
        _in_range(threads=self.threads)


def _of_file(it: _Asked) -> CodedClip:
    """Code a clip as a whole."""
    if it.realtime:
        raise SeigenError("a clip comes at its own speed where it is coded live (--latency live)")
    entry, progress = registry.entry(it.system), it.progress
    _refuse(entry, it.output, it.report, it.rate, it.adapter if it.tuning else None)
    base = BaseEncoder(it.base_encoder)
    attached = _attached(entry, it.avatar, it.adapter, it.output)
    subject = entry.subject if it.subject == "auto" else it.subject
    looked_at = make_subject(subject, it.face, described=entry.subject)
    options: dict[str, Any] = {"window": it.window, "multiple": entry.multiple, "rate": it.rate}
    options |= {"output": it.output, "audio": it.audio, "start": it.start, "limit": it.limit}
    sounding = _opened(it.clip, it.side, looked_at, progress=progress, **options)
    with torch_threads(it.threads), sounding as (opened, sound):
        step = it.step or choose_step(float(opened.rate), entry.pace)
        key = _key(it.chroma_key, opened)
        settings = Settings(
            it.qp or QP, it.threshold, step, TRADE, it.speed, it.access, it.hold, it.latency, key
        )
        coded = _coded(it, opened, settings, attached, base)
        if it.verify:
            coded.verified = check(coded, len(opened))
            log.info("verified: %d pictures as the encoder had them", coded.verified)
        _deliver(coded, it.output, sound)
        if it.report is not None:
            coded.quality = _reported(it.report, it.clip, opened, coded, progress)
    return coded


def _of_stream(it: _Asked) -> CodedClip:
    """Code pictures as they come."""
    whole = {"tuning": it.tuning, "avatar": it.avatar, "verify": it.verify, "report": it.report}
    whole["chroma key"] = it.chroma_key
    for name, value in whole.items():
        if value:
            raise SeigenError(f"--latency live takes no {name}: that needs the whole clip")
    if it.audio not in (None, "none"):
        raise SeigenError("--latency live writes a byte stream, which has no sound")
    if it.base_encoder != "vvenc":
        raise SeigenError("--latency live codes base pictures by VVenC's library")
    _refuse(registry.entry(it.system), it.output, None, it.rate, None)
    if it.output is not None and muxer_of(it.output) is not None:
        raise SeigenError(f"{os.fspath(it.output)}: --latency live writes a byte stream (.266, or -)")
    source = Live(it.clip, realtime=it.realtime, rate=it.rate, start=it.start, limit=it.limit)
    options: dict[str, Any] = {"system": it.system, "bitrate": it.target, "bucket": it.bucket, "qp": it.qp}
    options |= {"threshold": it.threshold, "step": it.step, "access": it.access, "threads": it.threads}
    options |= {"subject": it.subject, "face": it.face, "window": it.window}
    options["size"] = it.side
    if isinstance(it.clip, Clip):
        options |= {"size": it.clip.size, "window": "all"}
    encoder, data = stream(source, it.output, options, it.progress)
    settings = Settings(step=encoder.step, latency=LIVE)
    coded = CodedClip(data, settings, [], encoder.ledger, math.nan, rate=encoder.rate)
    if coded.ledger.pictures:
        _say(coded, it.output)
    return coded


def _key(text: str | None, clip: Clip) -> ChromaKey | None:
    """The chroma key of a clip; where it is to be found and there is none, that is said."""
    if text != "auto":
        return None if text is None else key_of_colour(text)
    found = key_of([np.asarray(clip.pictures[cut]) for cut in clip.cuts[:MOST_SCENES]])
    if found is None:
        log.warning("no chroma key: the background is of no one colour")
    return found


def _in_words(speed: str, latency: str, bitrate: float | None) -> None:
    effort_of(speed)
    if bitrate is not None:
        check_bitrate(bitrate)
    if latency not in (LIVE, FILE):
        raise SeigenError(f"latency {latency!r}, allowed: {LIVE}, {FILE}")


@contextmanager
def _opened(
    clip: Name | Clip,
    size: int | tuple[int, int] | None,
    looked_at: Subject,
    *,
    output: Name | None,
    audio: str | int | None,
    start: int,
    limit: int | None,
    **how: Any,
) -> Iterator[tuple[Clip, Sound | None]]:
    """A clip that is open already, or `open_clip` of a path or a name of the zoo; and the sound that goes
    into the output with it."""
    if isinstance(clip, Clip):
        yield clip, None
        return
    path = os.fspath(clip)
    if not Path(path).exists() and path in zoo.catalogue():
        path = str(zoo.path(path))
    with video.spooled(path) as readable:
        sound = None
        if output is not None:
            sound = arranged(find(readable), output, muxer_of(output), audio)
        with open_clip(readable, size, looked_at, start=start, limit=limit, **how) as opened:
            if sound is not None:
                sound = sound.placed(video.beginning(readable), opened.rate, start, limit)
            yield opened, sound


def _in_range(**given: float | None) -> None:
    for name, value in given.items():
        low, high = RANGES[name]
        if value is not None and not low <= value <= high:
            allowed = f"{low} or more" if high == math.inf else f"{low}..{high}"
            raise SeigenError(f"{name} {value}, allowed: {allowed}")


def _refuse(
    entry: SystemEntry,
    output: Name | None,
    report: Name | None,
    rate: Fraction | None,
    adapter: str | None,
) -> None:
    """Refuse what cannot be done before a long clip is measured. ``adapter``: None where nothing is tuned."""
    if output is not None:
        require_h266(os.fspath(output))
    for path in (output, report):
        if path is not None and os.fspath(path) != "-" and not Path(path).absolute().parent.is_dir():
            raise SeigenError(f"{os.fspath(path)}: no such folder")
    if rate is not None and not MIN_RATE <= rate <= MAX_RATE:
        raise SeigenError(f"{rate} pictures per second, allowed {MIN_RATE}..{MAX_RATE}")
    if adapter is not None:
        _check_place(adapter, output)
        if not entry.learned:
            raise SeigenError(f"{entry.name} has no weights to personalise; learned systems have")
    if report is not None:
        need("matplotlib")


def _check_place(adapter: str, output: Name | None) -> None:
    """Refuse a place where no adapter goes."""
    if adapter not in ("in-stream", "beside"):
        raise SeigenError(f"adapter {adapter!r}, allowed: in-stream, beside")
    if adapter == "beside" and output is not None and os.fspath(output) == "-":
        raise SeigenError("--adapter beside needs a file as output")


def _attached(entry: SystemEntry, avatar: Name | None, adapter: str, output: Name | None) -> bytes | None:
    """The bytes of an avatar; refused for systems that take none, and its lack for those that do."""
    if not entry.attached:
        if avatar is not None:
            raise SeigenError(f"{entry.name} takes no avatar")
        return None
    if avatar is None:
        raise SeigenError(f"{entry.name} needs an {entry.attached} (--{entry.attached} FILE)")
    _check_place(adapter, output)
    return read_adapter(Path(avatar))


def _coded(
    it: _Asked, clip: Clip, settings: Settings, attached: bytes | None, base: BaseEncoder
) -> CodedClip:
    within = it.adapter == "in-stream"
    how: dict[str, Any] = {"bitrate": it.target, "settings": settings, "progress": it.progress}
    if it.tuning is None:
        options: dict[str, Any] = {} if attached is None else {"adapter": attached, "within": within}
        system = registry.make(it.system, *clip.size, **options)
        # What is generated only to be compared with the decoder's is left out where nobody asks for that.
        encoded = encode_clip(clip, system, base=base, measured=it.verify, **how)
    else:
        from generators.training.personalise import encode_personalised

        encoded = encode_personalised(clip, it.system, tuning=it.tuning, within=within, **how)
    return CodedClip(**vars(encoded), rate=clip.rate)


def _reported(
    report: Name, clip: Name | Clip, opened: Clip, coded: CodedClip, progress: Progress | None
) -> list[ReportRow]:
    from generators.measure.report import write_report

    name = "clip" if isinstance(clip, Clip) else Path(clip).name
    return write_report(Path(report), name, opened, coded, progress=progress)


def _deliver(coded: CodedClip, output: Name | None, sound: Sound | None) -> None:
    """Write a stream with its sound, and the adapter beside it; say what it costs."""
    if output is not None:
        coded.ledger.audio = write(coded.data, os.fspath(output), codec="h266", sound=sound)
        if coded.beside is not None:
            with output_file(f"{os.fspath(output)}.adapter") as file:
                file.write(coded.beside)
    for note in coded.notes:
        log.warning("%s", note)
    _say(coded, output, sound)


def _say(coded: CodedClip, output: Name | None, sound: Sound | None = None) -> None:
    """Log what a stream costs."""
    spent, thousands = coded.ledger, coded.seconds * 1000
    log.info(
        "%s",
        f"{'stream' if output is None else os.fspath(output)}: {spent.pictures} pictures, {spent.bases} base "
        "pictures, "
        + (f"{spent.coded} coded without message, " if spent.coded else "")
        + f"{spent.described} described, {spent.held} held, "
        f"{spent.total / thousands:.2f} kbit/s (parameters {spent.parameters / thousands:.2f}"
        + (f", adapter {spent.network / thousands:.2f})" if spent.network else ")")
        + (f", adapter beside {spent.beside // 8} bytes" if spent.beside else "")
        + (f", sound {spent.audio / thousands:.2f} kbit/s" if sound else ""),
    )


@overload
def decode(source: Source, output: None = None, **options: Unpack[DecoderOptions]) -> Decoder: ...
@overload
def decode(
    source: Source,
    output: Name,
    *,
    kind: str | None = None,
    beside: Name | None = None,
    audio: str | int | None = None,
    vertices: Name | None = None,
    progress: Progress | None = None,
    **options: Unpack[DecoderOptions],
) -> int: ...
@overload
def decode(
    source: Source,
    output: None = None,
    *,
    vertices: Name,
    progress: Progress | None = None,
    **options: Unpack[DecoderOptions],
) -> int: ...
def decode(
    source: Source,
    output: Name | None = None,
    *,
    kind: str | None = None,
    beside: Name | None = None,
    audio: str | int | None = None,
    vertices: Name | None = None,
    progress: Progress | None = None,
    **options: Unpack[DecoderOptions],
) -> Decoder | int:
    """Generate the pictures of a stream, or of a container with one.

    source   path, ``-`` for standard input, bytes, or a binary file object such as a pipe
    output   video to write, by its suffix or ``kind`` (mp4, mov, mkv, ts, y4m, raw); ``-`` is standard output
    beside   clip to show at the left of what is written
    audio    sound of the file: ``copy``, kbit/s of Opus, ``none``; None: copied, where the container cannot
             hold it as Opus
    vertices  file for the bodies that the pictures show, where the system knows them: an animated mesh (.glb)
             or arrays (.npz), see `generators.subjects.body.recording.Recording.save`
    options  of `Decoder`: ``system``, ``level``, ``adapter``, ``device``, ``dtype``, ``compiled``,
             ``threads``, ``edit``, ``scale``, ``warn``

    Without ``output`` and ``vertices`` returns the `Decoder`, which gives a `Frame` (uint8 RGB (h, w, 3)) per
    picture as it is iterated over; with one the number of pictures. What had to be left out is logged. Raises
    SeigenError; no half-written file stays.
    """
    if output is None and (kind is not None or beside is not None or audio is not None):
        raise SeigenError("kind, beside and audio are of a file that is written: give output")
    if vertices is not None:
        suffix_of(os.fspath(vertices))
        options["meshes"] = True
    for path in (output, vertices):
        if path is not None and os.fspath(path) != "-" and not Path(path).absolute().parent.is_dir():
            raise SeigenError(f"{os.fspath(path)}: no such folder")
    if output is None and vertices is None:
        return Decoder(source, **options)
    recording, count = Recording(), 0
    with readable(source) as found:
        decoder = Decoder(found, **options)
        frames = _recorded(decoder, recording)
        if output is None:
            for count, _ in enumerate(frames, 1):
                if progress:
                    progress("decoding", count, decoder.timing.count or 0)
        else:
            count = _written(found, os.fspath(output), decoder, frames, kind, beside, audio, progress)
    if vertices is not None:
        with output_file(os.fspath(vertices)) as file:
            recording.save(file, suffix_of(os.fspath(vertices)))
        log.info("%s: bodies of %d pictures", os.fspath(vertices), len(recording))
    return count


def _recorded(decoder: Decoder, recording: Recording) -> Iterator[Frame]:
    """A decoder's pictures; what bodies they show is kept."""
    for frame in decoder:
        if frame.mesh is not None and decoder.system is not None and decoder.system.mesher is not None:
            recording.add(frame.time, decoder.system.mesher.body, frame.mesh)
        yield frame


def _written(
    found: Any,
    name: str,
    decoder: Decoder,
    frames: Iterator[Frame],
    kind: str | None,
    beside: Name | None,
    audio: str | int | None,
    progress: Progress | None,
) -> int:
    """Write a decoder's pictures with the sound of the file ``found``; how many."""
    muxer = video.MUXERS.get(video.kind_of(name, kind))
    sound = of_stream(found) if isinstance(found, str) else None
    sound = arranged(sound, name, muxer, audio)
    rate, first, pictures = playback.steady(decoder, log.warning, frames)
    if beside is not None:
        pictures = playback.beside(os.fspath(beside), rate, first, pictures)
    count = 0
    with video.VideoWriter(name, rate, kind=kind, sound=sound) as writer:
        for picture in pictures:
            writer.write(picture)
            count += 1
            if progress:
                progress("decoding", first + count, decoder.timing.count or 0)
    return count


def play(source: Source, *, serve: Name | None = None, **options: Unpack[DecoderOptions]) -> None:
    """Show the pictures of a stream in mpv or ffplay, with its sound; files can be sought in.

    serve    file that gets the address at which other players on this machine find it, instead of a window;
             until the process is ended
    options  as of `decode`

    Raises SeigenError where neither player is here, and where what is not a file is to be served.
    """
    program = player.find_player() if serve is None else ""
    with readable(source) as found:
        is_file = isinstance(found, str) and Path(found).is_file()
        if serve is not None:
            if not is_file:
                raise SeigenError("only a file can be served: a player may seek in it")
            player.serve(str(found), of_stream(str(found)), os.fspath(serve), **options)
        elif is_file:
            player.play(str(found), program, of_stream(str(found)), **options)
        else:
            options.setdefault("prompt", True)
            player.play_pipe(Decoder(found, **options), program)
