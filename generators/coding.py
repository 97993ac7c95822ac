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
from generators.codec.generate import torch_threads
from generators.codec.picture_codec import BaseEncoder
from generators.codec.refine import effort_of
from generators.media import video, zoo
from generators.media.backdrop import key_of, key_of_colour
from generators.parameters.writing import TRADE
from generators.registry import Entry
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
    latency    ``file``: a decoder waits for the next base picture and takes from it too; ``live``: not
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
    entry = registry.entry(system)
    rate, bitrate = None if fps is None else parse_rate(fps), None if qp else bitrate
    _in_words(speed, latency, bitrate)
    _in_range(qp=qp, threshold=threshold, step=step, access=access)
    _in_range(face=face, start=start, limit=limit, threads=threads)
    _refuse(entry, output, report, rate, adapter if tuning else None)
    base, attached = BaseEncoder(base_encoder), _attached(entry, avatar, adapter, output)
    looked_at = make_subject(entry.subject if subject == "auto" else subject, face, described=entry.subject)
    options: dict[str, Any] = {"window": window, "multiple": entry.multiple, "rate": rate}
    options |= {"progress": progress, "output": output, "audio": audio, "start": start, "limit": limit}
    sounding = _opened(clip, parse_size(size) if isinstance(size, str) else size, looked_at, **options)
    with torch_threads(threads), sounding as (opened, sound):
        step, key = step or choose_step(float(opened.rate), entry.pace), _key(chroma_key, opened)
        settings = Settings(qp or QP, threshold, step, TRADE, speed, access, hold, latency, key)
        coded = _coded(opened, entry, bitrate, settings, tuning, adapter, progress, attached, base)
        if verify:
            _verified(coded, len(opened))
        _deliver(coded, output, sound)
        if report is not None:
            coded.quality = _reported(report, clip, opened, coded, progress)
    return coded


def _key(text: str | None, clip: Clip) -> ChromaKey | None:
    """The chroma key of a clip; where it is to be found and there is none, that is said."""
    if text != "auto":
        return None if text is None else key_of_colour(text)
    found = key_of([np.asarray(clip.pictures[cut]) for cut in clip.cuts[:MOST_SCENES]])
    if found is None:
        log.warning("no chroma key: the background is of no one colour")
    return found


def _verified(coded: CodedClip, count: int) -> None:
    coded.verified = check(coded, count)
    log.info("verified: %d pictures as the encoder had them", coded.verified)


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
    entry: Entry,
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


def _attached(entry: Entry, avatar: Name | None, adapter: str, output: Name | None) -> bytes | None:
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
    clip: Clip,
    entry: Entry,
    bitrate: float | None,
    settings: Settings,
    tuning: Tuning | None,
    adapter: str,
    progress: Progress | None,
    attached: bytes | None,
    base: BaseEncoder,
) -> CodedClip:
    if tuning is None:
        options: dict[str, Any] = (
            {} if attached is None else {"adapter": attached, "within": adapter == "in-stream"}
        )
        system = registry.make(entry.name, *clip.size, **options)
        encoded = encode_clip(clip, system, bitrate=bitrate, settings=settings, progress=progress, base=base)
    else:
        from generators.training.personalise import encode_personalised

        encoded = encode_personalised(
            clip,
            entry.name,
            bitrate=bitrate,
            settings=settings,
            tuning=tuning,
            within=adapter == "in-stream",
            progress=progress,
            base=base,
        )
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
    progress: Progress | None = None,
    **options: Unpack[DecoderOptions],
) -> Decoder | int:
    """Generate the pictures of a stream, or of a container with one.

    source   path, ``-`` for standard input, bytes, or a binary file object such as a pipe
    output   video to write, by its suffix or ``kind`` (mp4, mov, mkv, ts, y4m, raw); ``-`` is standard output
    beside   clip to show at the left of what is written
    audio    sound of the file: ``copy``, kbit/s of Opus, ``none``; None: copied, where the container cannot
             hold it as Opus
    options  of `Decoder`: ``system``, ``level``, ``adapter``, ``device``, ``dtype``, ``compiled``,
             ``threads``, ``edit``, ``scale``, ``warn``

    Without ``output`` returns the `Decoder`, which gives a `Frame` (uint8 RGB (h, w, 3)) per picture as it is
    iterated over; with one the number of pictures written. What had to be left out is logged. Raises
    SeigenError; no half-written file stays.
    """
    if output is None:
        if kind is not None or beside is not None or audio is not None:
            raise SeigenError("kind, beside and audio are of a file that is written: give output")
        return Decoder(source, **options)
    name = os.fspath(output)
    if name != "-" and not Path(name).absolute().parent.is_dir():
        raise SeigenError(f"{name}: no such folder")
    muxer = video.MUXERS.get(video.kind_of(name, kind))
    count = 0
    with readable(source) as found:
        sound = of_stream(found) if isinstance(found, str) else None
        sound = arranged(sound, name, muxer, audio)
        decoder = Decoder(found, **options)
        rate, first, pictures = playback.steady(decoder, log.warning)
        if beside is not None:
            pictures = playback.beside(os.fspath(beside), rate, first, pictures)
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
            player.play_pipe(Decoder(found, **options), program)
