"""Fewer bits without decoding a picture: messages of a stream left out, what survives saying the same.

By level (`generators.parameters.layout.Layout`), by time, or by rate. Differences that were predicted from
what is left out are summed exactly, so a decoder has the same parameters at every picture that survives.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import BinaryIO, cast

from generators import registry
from generators.parameters.layout import Layout
from generators.parameters.values import Parameters
from sei.errors import SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.named import EnhancementCarrier, Field
from sei.predict import FaceNumbers
from sei.recode import Heard
from sei.resolve import as_array
from vvc_bridge.editor import EditReport
from vvc_bridge.presentation import presentation
from vvc_bridge.remuxer import rewrite
from vvc_bridge.retelling import Retelling, Told
from vvc_bridge.source import Source, rereadable
from vvc_bridge.talk import MAX_STEP, Timing


@dataclass
class Thinned:
    """What `thin` did.

    report    messages put in and taken out (one that is written anew is both), warnings
    level     granularity that is left; None: none was left out
    levels    names of the granularities of the stream's systems, as far as they were asked for
    pictures  pictures with messages before and after, base pictures among them
    notes     what whoever asked should know
    """

    report: EditReport
    level: int | None
    levels: tuple[str, ...]
    pictures: tuple[int, int]
    notes: list[str] = field(default_factory=list)


@dataclass
class _Talk:
    """State of one gfv_id: the system's layout, pictures since the base picture, GFVE that was left out."""

    layout: Layout | None = None
    since: int = 0
    dropped: dict[int, Heard] = field(default_factory=dict)


class Thinner:
    """Says which messages go; a plan of `vvc_bridge.retelling`.

    level   highest level that stays, None: all
    every   of the pictures after a base picture every so many keep their messages
    system  name of the stream's system, None: found from its messages
    """

    def __init__(self, level: int | None = None, every: int = 1, system: str | None = None) -> None:
        self.level, self.every = level, every
        self._given = registry.entry(system).layout if system else None
        self._talks: dict[int, _Talk] = {}
        self.levels: tuple[str, ...] = ()
        self.before, self.after = 0, 0
        self.notes: list[str] = []
        # Of the talk: what was said last, the step that holds in the new stream, number of the picture.
        self._timing: Timing | None = None
        self._tag: str | None = None
        self._step, self._number, self._pictures = 1, 0, 0

    def __call__(self, au: int, heard: Sequence[Heard]) -> list[Told | None]:
        """Answer for the messages of an access unit, see `vvc_bridge.retelling.Plan`."""
        told: dict[int, Told | None] = {}
        ids = dict.fromkeys(h.gfv_id for h in heard)
        for gfv_id in ids:
            mine = [(at, h) for at, h in enumerate(heard) if h.gfv_id == gfv_id]
            told |= self._talk(au, self._talks.setdefault(gfv_id, _Talk()), mine)
        return [told[at] for at in range(len(heard))]

    def _talk(self, au: int, talk: _Talk, mine: list[tuple[int, Heard]]) -> dict[int, Told | None]:
        if any(h.message.is_reserved for _, h in mine):
            return {at: Told(h.cnt) for at, h in mine}
        faces = [h for _, h in mine if h.gfve_id is None]
        base = next((h for h in faces if h.is_base), None)
        if base is not None:
            tag = cast(GenerativeFaceVideo, base.message).gfv_nn_tag_uri
            if tag is not None or talk.layout is None:  # without a tag it goes on
                talk.layout = self._layout(au, base)
            talk.since, talk.dropped = 0, {}
        counts = sorted({h.cnt for h in faces})
        kept = self._kept(talk, counts, faces, base)
        self.before += len(counts)
        self.after += len(kept)
        # The first numbers stay: those of what survives move up.
        number = dict(zip(kept, counts, strict=False))
        gone = set(counts) - set(kept)
        there: dict[int, dict[int, Heard]] = {}
        for _, h in mine:
            if h.gfve_id is not None and self._stays(talk.layout, h.gfve_id):
                there.setdefault(h.cnt, {})[h.gfve_id] = h
        held: dict[int, list[tuple[Heard, bool]]] = {}
        for cnt in counts:
            here = there.get(cnt, {})
            if cnt in gone:
                # A level that two messages in a row leave out is lost: nothing is said of it anew.
                for gfve_id in [i for i in talk.dropped if i not in here and _fades(talk.layout, i)]:
                    del talk.dropped[gfve_id]
            for gfve_id, h in here.items():
                talk.dropped.pop(gfve_id, None)
                if cnt in gone:
                    talk.dropped[gfve_id] = h
            if cnt in number:
                held[cnt] = [(h, _held(talk.layout, gfve_id)) for gfve_id, h in talk.dropped.items()]
                talk.dropped = {}
        network = {} if base is None else self._network(base, len(counts), len(kept))
        out: dict[int, Told | None] = {}
        for at, h in mine:
            if h.cnt in gone or (h.gfve_id is not None and not self._stays(talk.layout, h.gfve_id)):
                out[at] = None
                continue
            first = h.gfve_id is None  # behind the first GFV message of the picture
            extra = held.pop(h.cnt, []) if first else []
            like = h.message.model_copy(update=network) if network and h.is_base and first else None
            out[at] = Told(number.get(h.cnt, h.cnt), like=like, held=extra)
        return out

    def _stays(self, layout: Layout | None, gfve_id: int) -> bool:
        """Whether messages of a gfve_id are of a level that stays. Those that are no field's stay."""
        if self.level is None or layout is None:
            return True
        return all(f.level <= self.level for f in layout.fields if f.message == gfve_id)

    def _kept(self, talk: _Talk, counts: list[int], faces: Iterable[Heard], base: Heard | None) -> list[int]:
        """The gfv_cnt that survive: the base picture's, those that a coded picture is fused with, every so
        many; and the last one of a base picture's, which pictures up to the next one need."""
        fused = {
            h.cnt
            for h in faces
            if isinstance(h.message, GenerativeFaceVideo) and h.message.gfv_fusion_pic_flag
        }
        kept = []
        timed = base is not None and (self._timing or _timing(base)) is not None
        for place, cnt in enumerate(counts, 0 if base is not None else 1):
            number = talk.since + place
            last = timed and cnt == counts[-1]
            is_base = base is not None and cnt == base.cnt
            if is_base or cnt in fused or last or number % self.every == 0:
                kept.append(cnt)
        talk.since += len(counts) - (base is not None)
        return kept

    def heed(self, periods: int) -> None:
        """Take note of the next access unit with a picture, see `vvc_bridge.retelling.Retelling`."""
        self._number += self._pictures
        self._pictures = periods

    def _network(self, base: Heard, before: int, after: int) -> dict[str, object]:
        """Elements by which the base message says its new step; none where it need not.

        A base picture at which decoding cannot begin says no step: the one said last holds. Where that would
        be another now, it says all of it itself.
        """
        message = cast(GenerativeFaceVideo, base.message)
        given = _timing(base)
        if given is not None:
            self._timing, self._number, self._tag = given, given.first, message.gfv_nn_tag_uri
        timing = self._timing
        if timing is None or message.gfv_nn_payload_byte is not None:
            if before != after:
                self._note("the stream does not say its step: fewer pictures are generated")
            return {}
        pictures = timing.pictures(before) if given is not None else 1 + (before - 1) * timing.step
        self._pictures = max(self._pictures, pictures)
        if given is None and replace(timing, step=self._step, span=None).pictures(after) == pictures:
            return {}
        if before == after and given is not None:
            self._step = timing.step
            return {}
        step = timing.step if before == after else timing.step * self.every
        if step > MAX_STEP:
            raise SeigenError(
                f"every {self.every}: messages would be {step} pictures apart, allowed: {MAX_STEP}"
            )
        new = replace(timing, step=step, span=None)
        span = None if new.pictures(after) == pictures else pictures
        self._step = step
        if given is not None:
            return {"gfv_nn_uri": replace(new, span=span).uri()}
        uri = replace(new, span=span, first=self._number, cut=False).uri()
        network = {"gfv_nn_present_flag": 1, "gfv_nn_mode_idc": 1, "gfv_nn_tag_uri": self._tag}
        return {**network, "gfv_nn_uri": uri}

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _layout(self, au: int, base: Heard) -> Layout | None:
        layout = self._given
        if layout is None:
            message = cast(GenerativeFaceVideo, base.message)
            try:
                layout = registry.find(message.gfv_nn_tag_uri, _parameters(base)).layout
            except registry.UnknownSystem as error:
                if self.level is None:
                    return None
                raise registry.UnknownSystem(f"access unit {au}: {error}") from None
        if len(layout.levels) > len(self.levels):
            self.levels = layout.levels
        return layout


def _timing(base: Heard) -> Timing | None:
    uri = cast(GenerativeFaceVideo, base.message).gfv_nn_uri
    return Timing.parse(uri) if Timing.given(uri) else None


def _parameters(heard: Heard) -> Parameters:
    numbers = heard.numbers
    assert isinstance(numbers, FaceNumbers)
    points = None if numbers.keypoints is None else as_array(_points(numbers.keypoints))[0]
    return Parameters({kind: as_array(found) for kind, found in numbers.matrices}, points)


def _points(rows: list[list[float]]) -> tuple[tuple[int, int, int], list[float]]:
    return (1, len(rows), len(rows[0])), [value for row in rows for value in row]


def _held(layout: Layout | None, gfve_id: int) -> bool:
    """Whether matrices of a gfve_id hold where a picture has no message of it, or one alone has none."""
    matrices = _matrices(layout, gfve_id)
    return bool(matrices) and all(f.stays or f.policy == "fade" for f in matrices)


def _fades(layout: Layout | None, gfve_id: int) -> bool:
    """Whether matrices of a gfve_id are lost where two pictures in a row have no message of it."""
    return any(f.policy == "fade" for f in _matrices(layout, gfve_id))


def _matrices(layout: Layout | None, gfve_id: int) -> list[Field]:
    fields = () if layout is None else layout.fields
    return [f for f in fields if f.message == gfve_id and isinstance(f.carrier, EnhancementCarrier)]


def thin(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    level: int | None = None,
    rate: float | Fraction | None = None,
    every: int = 1,
    system: str | None = None,
    vtm_safe: bool = True,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> Thinned:
    """Write ``source`` with fewer messages; no picture is decoded, and torch is not needed.

    level     highest granularity that stays, of the stream's system: 0 or more
    rate      kbit/s that the whole stream may take: the highest level that keeps it
    every     1..16: every so many pictures after a base picture keep their messages, and the last one; the
              step that the base message says grows with it
    system    name of the system, where the stream does not tell
    vtm_safe  prefer payloads that VTM 24.0 reads whatever its command line, and say where there is none

    What a message says at a picture that survives is exactly what it said before. GFVE messages go with
    their GFV message; what such a message said and still holds is said anew. Raises SeigenError, with nothing
    written, when the system is unknown and a level is asked for, when the step would be too large, or when
    the rate cannot be had.
    """
    if not 1 <= every <= MAX_STEP:
        raise SeigenError(f"every {every}, allowed: 1..{MAX_STEP}")
    if level is not None and level < 0:
        raise SeigenError(f"level {level}, allowed: 0 or more")
    if rate is not None:
        level = _level_for(source, rate, level, every, system, codec, fps)
    return _thinned(source, out, level, every, system, vtm_safe, codec, fps)


def _thinned(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    level: int | None,
    every: int,
    system: str | None,
    vtm_safe: bool,
    codec: str | None,
    fps: Fraction | float | str | None,
) -> Thinned:
    thinner = Thinner(level, every, system)
    retelling = Retelling(thinner, vtm_safe=vtm_safe, heed=thinner.heed)
    rewrite(source, out, retelling, codec, fps)
    pictures = thinner.before, thinner.after
    return Thinned(retelling.report, level, thinner.levels, pictures, thinner.notes)


class _Counter:
    """A file that only counts its bytes."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)


def _level_for(
    source: Source,
    rate: float | Fraction,
    level: int | None,
    every: int,
    system: str | None,
    codec: str | None,
    fps: Fraction | float | str | None,
) -> int:
    """The highest level (at most ``level``) at which the stream takes at most ``rate`` kbit/s."""
    if not rate > 0:
        raise SeigenError(f"rate {float(rate):g} kbit/s, allowed: more than 0")
    if not rereadable(source):
        raise SeigenError("a rate needs a file: a pipe cannot be read twice")
    times = presentation(source, codec, None if fps is None else Fraction(fps))
    seconds = float(times.base * sum(sample.duration for sample in times.samples))
    if not seconds:
        raise SeigenError("a rate needs a stream with a picture")
    tried = 255 if level is None else level
    kbits = 0.0
    while tried >= 0:
        counter = _Counter()
        found = _thinned(source, cast(BinaryIO, counter), tried, every, system, False, codec, None)
        kbits = 8 * counter.size / seconds / 1000
        tried = min(tried, len(found.levels) - 1)
        if kbits <= rate:
            return max(tried, 0)
        tried -= 1
    raise SeigenError(
        f"rate {float(rate):g} kbit/s: the stream takes {kbits:.3f} at its lowest level"
        + ("" if every > 1 else "; fewer messages in time: --every 2")
    )
