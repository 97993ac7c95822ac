"""What a stream's messages mean, by name and over time, and the same changed: no picture is decoded.

Base messages stay as they are, for they describe base pictures, which stay too; what changes is every
picture that is generated from them. Needs no torch.
"""

from __future__ import annotations

import difflib
import fnmatch
import itertools
import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import BinaryIO, cast

import numpy as np

from generators import registry
from generators.parameters.handles import Handle, handles_of
from generators.parameters.layout import Layout, Row
from generators.parameters.rotation import nearest_rotations
from generators.parameters.values import Parameters
from sei.context import Numbers
from sei.editions import Edition
from sei.errors import BitstreamError, SeigenError
from sei.messages.generative_face_video import ROTATION, GenerativeFaceVideo
from sei.named import EnhancementCarrier, Field, KeypointCarrier, Mapping, MatrixCarrier, PupilCarrier
from sei.predict import EnhancementNumbers, FaceNumbers
from sei.recode import Heard, Recoder
from sei.resolve import as_array
from vvc_bridge.access_unit import access_units
from vvc_bridge.editor import EditReport
from vvc_bridge.nal import default_edition
from vvc_bridge.remuxer import rewrite
from vvc_bridge.retelling import Retelling, Told
from vvc_bridge.sei_nal import FACE_TYPES
from vvc_bridge.source import Source, rereadable
from vvc_bridge.talk import Timing

MAX_PICTURES = 1 << 18
"""Pictures whose parameters are listed or edited by name: three hours at 25/s."""
MAX_NUMBERS = 1 << 26
"""Numbers of all of them."""
MAX_UNNAMED = 1 << 12
"""Numbers of a picture that are called by what carries them: more than any system sends."""
NAMES_SHOWN = 24
HELD = 64  # gfve_id whose last message may still hold; a layout has a few

Key = tuple[int, int]
"""Access unit and gfv_cnt."""


class UnknownName(SeigenError):
    """A name that the stream's system does not have, or does not let be changed."""


@dataclass
class PictureParameters:
    """A picture's parameters.

    au, cnt   access unit and gfv_cnt
    time      seconds from the stream's first picture, by what its base messages say of rate and step
    is_base   described by a base message: the decoded picture shows it
    segment   number of the base picture that it is generated from
    row       values by field name
    """

    au: int
    cnt: int
    time: float
    is_base: bool
    segment: int
    row: Row


@dataclass
class Semantics:
    """A stream's parameters by name.

    system    name of the system
    gfv_id    whose messages they are
    handles   names, their own meaning first
    pictures  in output order
    """

    system: str
    gfv_id: int
    layout: Layout
    handles: list[Handle]
    pictures: list[PictureParameters]

    def values(self, handle: Handle) -> np.ndarray:
        """Return a number over all pictures (n,), NaN where a picture does not have it."""
        rows = (p.row for p in self.pictures)
        return np.array(
            [handle.get(row) if all(f in row for f in handle.fields) else math.nan for row in rows]
        )

    def find(self, pattern: str, *, change: bool = False) -> list[Handle]:
        """Return the handles that a name, or a pattern with ``*``, or the first part of names (``head``,
        ``legs``) stands for. Raises UnknownName, with the names that there are."""
        named = [h for h in self.handles if h.name == pattern]
        if not named:
            group = f"{pattern}.*"
            named = [h for h in self.handles if _matches(h.name, pattern) or _matches(h.name, group)]
            if not named and pattern.endswith("s"):  # legs: leg.left and leg.right
                named = [h for h in self.handles if _matches(h.name, f"{pattern[:-1]}.*")]
            named = [h for h in named if not h.coded] or named
            named = [h for h in named if not h.fixed] or named
        if not named:
            own = [h.name for h in self.handles if not h.coded] or [h.name for h in self.handles]
            near = difflib.get_close_matches(pattern, [h.name for h in self.handles], 3, 0.6)
            shown = near or own[:NAMES_SHOWN]
            more = ", ..." if not near and len(own) > NAMES_SHOWN else ""
            word = "is it" if near else "there are"
            raise UnknownName(f"no {pattern[:60]!r} in {self.system}; {word} {', '.join(shown)}{more}")
        fixed = next((h for h in named if h.fixed), None)
        if change and fixed is not None:
            raise UnknownName(f"{fixed.name}: only a base message says it, and those stay as they are")
        return named


def _matches(name: str, pattern: str) -> bool:
    """As a shell matches, but ``[`` is itself: names have subscripts."""
    return fnmatch.fnmatchcase(name, pattern.replace("[", "[[]"))


def _split(text: str, option: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name.strip() or not value.strip():
        raise SeigenError(f"{option} {text[:60]!r}: not NAME=VALUE")
    return name.strip(), value.strip()


def _number(text: str, option: str, given: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SeigenError(f"{option} {given[:60]!r}: {text[:20]!r} is no number")
    return value


@dataclass(frozen=True)
class Edits:
    """Changes, applied in this order.

    smooth  (name or ``*``, seconds): averaged in time with a Gaussian whose width at half its height that is,
            within what is generated from one base picture
    scale   (name, factor): the way from the base picture's value times a factor
    freeze  names that keep the base picture's value
    set     (name, ``=``, ``+=`` or ``-=``, value)
    """

    smooth: tuple[tuple[str, float], ...] = ()
    scale: tuple[tuple[str, float], ...] = ()
    freeze: tuple[str, ...] = ()
    set: tuple[tuple[str, str, float], ...] = ()

    @classmethod
    def parse(
        cls,
        set: Iterable[str] = (),
        scale: Iterable[str] = (),
        freeze: Iterable[str] = (),
        smooth: Iterable[str] = (),
    ) -> Edits:
        """Read what the command line says: ``head.yaw+=20``, ``arm.left.*=0.5``, ``legs``, ``0.2s`` or
        ``head.*=0.2s``. Raises SeigenError."""
        sets = []
        for text in set:
            match = re.fullmatch(r"\s*([^=+\s]+?)\s*(\+=|-=|=)\s*(\S+)\s*", text)
            if match is None:
                raise SeigenError(f"--set {text[:60]!r}: not NAME=VALUE, NAME+=VALUE or NAME-=VALUE")
            sets.append((match[1], match[2], _number(match[3], "--set", text)))
        scales = []
        for text in scale:
            name, value = _split(text, "--scale")
            scales.append((name, _number(value, "--scale", text)))
        smooths = []
        for text in smooth:
            name, value = _split(text, "--smooth") if "=" in text else ("*", text)
            seconds = _number(value.strip().removesuffix("s"), "--smooth", text)
            if not 0 < seconds <= 60:
                raise SeigenError(f"--smooth {text[:60]!r}: allowed: more than 0s, up to 60s")
            smooths.append((name, seconds))
        return cls(tuple(smooths), tuple(scales), tuple(freeze), tuple(sets))

    def __bool__(self) -> bool:
        return bool(self.smooth or self.scale or self.freeze or self.set)


def read(
    source: Source,
    *,
    system: str | None = None,
    gfv_id: int | None = None,
    codec: str | None = None,
    edition: Edition | None = None,
    unnamed: bool = False,
) -> Semantics:
    """Read a stream's parameters by name, of one gfv_id (None: the first).

    Raises SeigenError where there are none, or the system is not known; ``unnamed``: then the numbers are
    called by what carries them, as the first base message lays them out.
    """
    reader = _Reader(system, gfv_id, unnamed)
    recoder: Recoder | None = None
    for unit in access_units(source, codec=codec):
        recoder = recoder or Recoder(edition or default_edition(unit.codec))
        found = []
        for message in unit.messages:
            if message.payload_type in FACE_TYPES:
                try:
                    found.append(recoder.hear(message.payload_type, message.payload))
                except BitstreamError:
                    continue  # left out, as a decoder does
        reader.add(unit.index, found)
    return reader.result()


class _Reader:
    """Gathers pictures; `pictures_of` is shared with the pass that edits."""

    def __init__(self, system: str | None, gfv_id: int | None, unnamed: bool = False) -> None:
        self.system, self.gfv_id, self.unnamed = system, gfv_id, unnamed
        self.layout = registry.entry(system).layout if system else None
        self.state = _State()
        self.pictures: list[PictureParameters] = []
        self.segment, self.origin, self.begun = -1, 0.0, 0.0
        self.timing = Timing()
        self.size = 0

    def add(self, au: int, heard: Sequence[Heard]) -> None:
        faces = [h for h in heard if h.gfve_id is None and not h.message.is_reserved]
        if self.gfv_id is None and faces:
            self.gfv_id = faces[0].gfv_id
        base = next((h for h in faces if h.is_base and h.gfv_id == self.gfv_id), None)
        if base is not None:
            self._enter(base)
        if self.layout is None:
            return
        for place, (cnt, is_base, parameters) in enumerate(self.state.pictures(heard, self.gfv_id)):
            row = {name: np.array(value) for name, value in self.layout.row(parameters).items()}
            self.size += sum(value.size for value in row.values())
            if len(self.pictures) >= MAX_PICTURES or self.size > MAX_NUMBERS:
                raise SeigenError(f"more than {MAX_PICTURES} pictures or {MAX_NUMBERS} numbers")
            time = self.begun + place * self.timing.step / float(self.timing.rate)
            self.pictures.append(PictureParameters(au, cnt, time, is_base, self.segment, row))

    def _enter(self, base: Heard) -> None:
        message = cast(GenerativeFaceVideo, base.message)
        self.segment += 1
        if self.layout is None:
            assert isinstance(base.numbers, FaceNumbers)
            parameters = _face_parameters(base.numbers)
            try:
                self.system = registry.find(message.gfv_nn_tag_uri, parameters).name
                self.layout = registry.entry(self.system).layout
            except registry.UnknownSystem:
                if not self.unnamed:
                    raise
                self.layout = _laid_out(parameters)
        if Timing.given(message.gfv_nn_uri):
            self.timing = Timing.parse(message.gfv_nn_uri)
            self.begun = self.timing.first / float(self.timing.rate)
        elif self.pictures:
            self.begun = self.pictures[-1].time + self.timing.step / float(self.timing.rate)

    def result(self) -> Semantics:
        if self.layout is None or self.gfv_id is None or not self.pictures:
            raise SeigenError("no GFV messages of a base picture: nothing has a name")
        handles = registry.handles(self.system) if self.system else handles_of(self.layout)
        return Semantics(self.system or "unknown system", self.gfv_id, self.layout, handles, self.pictures)


def _laid_out(parameters: Parameters) -> Layout:
    """A layout of what a base message carries, for a stream of no known system."""
    fields = []
    carried = [values for kind, values in parameters.matrices.items() if kind < 32]
    carried += [] if parameters.keypoints is None else [parameters.keypoints]
    if (count := sum(values.size for values in carried)) > MAX_UNNAMED:
        raise registry.UnknownSystem(
            f"no known system, and {count} numbers of a picture, above {MAX_UNNAMED}"
        )
    if parameters.keypoints is not None:
        shape = parameters.keypoints.shape
        fields.append(Field(name="points", carrier=KeypointCarrier(), shape=shape, lo=-1, hi=1))
    for kind, values in parameters.matrices.items():
        if kind < 32:
            fields.append(Field(name=f"type{kind}", carrier=MatrixCarrier(type=kind), shape=values.shape))
    try:
        return Layout(Mapping(tag="tag:seigen,2026:unnamed", kind="keypoints", fields=tuple(fields)))
    except (ValueError, SeigenError) as error:
        raise registry.UnknownSystem(f"no known system, and no layout of its own: {error}") from None


def _enhancing(heard: Iterable[Heard]) -> dict[int, dict[int, Heard]]:
    """GFVE messages by the picture's gfv_cnt, and gfve_id."""
    found: dict[int, dict[int, Heard]] = {}
    for h in heard:
        if h.gfve_id is not None:
            found.setdefault(h.cnt, {})[h.gfve_id] = h
    return found


class _State:
    """What GFVE messages said last, by gfve_id: it holds where a picture has none."""

    def __init__(self) -> None:
        self.last: dict[int, Heard] = {}

    def pictures(self, heard: Sequence[Heard], gfv_id: int | None) -> list[tuple[int, bool, Parameters]]:
        """Parameters of an access unit's pictures in output order."""
        mine = [h for h in heard if h.gfv_id == gfv_id and not h.message.is_reserved]
        faces: dict[int, Heard] = {}
        for h in mine:
            if h.gfve_id is None:
                faces.setdefault(h.cnt, h)
        behind = _enhancing(mine)
        found = []
        for cnt, face in sorted(faces.items()):
            if face.is_base:
                self.last = {}
            self.last |= behind.get(cnt, {})
            found.append((cnt, face.is_base, self._parameters(face)))
        return found

    def _parameters(self, face: Heard) -> Parameters:
        assert isinstance(face.numbers, FaceNumbers)
        whole = _face_parameters(face.numbers)
        enhancement, eyes = {}, {}
        for gfve_id, h in self.last.items():
            assert isinstance(h.numbers, EnhancementNumbers)
            enhancement[gfve_id] = tuple(as_array(m)[0] for m in h.numbers.matrices)
            if h.numbers.pupils is not None:
                eyes[gfve_id] = np.array(h.numbers.pupils).reshape(2, 2)
        pupils = eyes[min(eyes)] if eyes else None
        return replace(whole, enhancement=enhancement, pupils=pupils, pupils_by_id=eyes)


def _face_parameters(numbers: FaceNumbers) -> Parameters:
    points = None if numbers.keypoints is None else np.array(numbers.keypoints, np.float64)
    return Parameters({kind: as_array(found) for kind, found in numbers.matrices}, points)


def changed(semantics: Semantics, edits: Edits) -> dict[Key, Row]:
    """Work out the new values of every picture that changes, by access unit and gfv_cnt.

    Raises UnknownName for a name that there is not, SeigenError for a value outside its range, with the
    picture and the range.
    """
    rows = [dict(picture.row) for picture in semantics.pictures]
    for pattern, seconds in edits.smooth:
        names = {name for h in semantics.find(pattern, change=pattern != "*") for name in h.fields}
        _smooth(semantics, rows, names, seconds)
    for pattern, factor in (*edits.scale, *((name, 0.0) for name in edits.freeze)):
        for handle in semantics.find(pattern, change=True):
            _put(semantics, rows, handle, _scaled(semantics, rows, handle, factor))
    for pattern, sign, value in edits.set:
        for handle in semantics.find(pattern, change=True):
            signed = -value if sign == "-=" else value
            now = _values(rows, handle)
            _put(semantics, rows, handle, np.full(len(rows), value) if sign == "=" else now + signed)
    out: dict[Key, Row] = {}
    for picture, row in zip(semantics.pictures, rows, strict=True):
        new = {
            n: v for n, v in row.items() if v is not picture.row[n] and not np.array_equal(v, picture.row[n])
        }
        if new and not picture.is_base:
            out[picture.au, picture.cnt] = new
    return out


def _values(rows: list[Row], handle: Handle) -> np.ndarray:
    return np.array([handle.get(r) if all(f in r for f in handle.fields) else math.nan for r in rows])


def _scaled(semantics: Semantics, rows: list[Row], handle: Handle, factor: float) -> np.ndarray:
    values = _values(rows, handle)
    start = values.copy()
    for at, picture in enumerate(semantics.pictures):
        first = at == 0 or semantics.pictures[at - 1].segment != picture.segment
        start[at] = values[at] if first else start[at - 1]
    found: np.ndarray = start + factor * (values - start)
    return found


def _put(semantics: Semantics, rows: list[Row], handle: Handle, values: np.ndarray) -> None:
    """Set a handle in every picture but base pictures. Raises SeigenError with its range."""
    for at, (picture, value) in enumerate(zip(semantics.pictures, values, strict=True)):
        if picture.is_base or math.isnan(value):
            continue
        low, high = (
            -math.inf if handle.lo is None else handle.lo,
            math.inf if handle.hi is None else handle.hi,
        )
        # An angle that was measured may lie where rounding put it.
        if not low - 1e-9 <= value <= high + 1e-9:
            raise SeigenError(
                f"{handle.name}: {value:g} {handle.unit} in access unit {picture.au}, gfv_cnt {picture.cnt}, "
                f"allowed: {handle.range_text}"
            )
        if value != handle.get(rows[at]):
            rows[at] = rows[at] | handle.set(rows[at], float(value))


def _smooth(semantics: Semantics, rows: list[Row], names: set[str], seconds: float) -> None:
    fields = [f for f in semantics.layout.fields if f.name in names and f.policy in ("linear", "rotation")]
    sigma = seconds / (2 * math.sqrt(2 * math.log(2)))
    segments: dict[int, list[int]] = {}
    for at, picture in enumerate(semantics.pictures):
        segments.setdefault(picture.segment, []).append(at)
    for places in segments.values():
        times = np.array([semantics.pictures[at].time for at in places])
        for f in fields:
            if len(places) < 3 or any(f.name not in rows[at] for at in places):
                continue
            whole = np.stack([rows[at][f.name] for at in places])
            for number, at in enumerate(places):
                # Only near pictures count: a long segment takes no longer than many short ones.
                lo, hi = np.searchsorted(times, (times[number] - 4 * sigma, times[number] + 4 * sigma))
                weight = np.exp(-0.5 * ((times[lo:hi] - times[number]) / sigma) ** 2)
                mean = np.tensordot(weight / weight.sum(), whole[lo:hi], 1)
                turns = f.policy == "rotation" or (
                    isinstance(f.carrier, MatrixCarrier) and f.carrier.type == ROTATION
                )
                if turns and f.shape[-1] == f.shape[-2]:
                    mean = nearest_rotations(mean)
                rows[at] = rows[at] | {f.name: mean}


@dataclass
class Edited:
    """What `edit` did: the report of the pass, how many pictures changed, the stream's names before."""

    report: EditReport
    pictures: int
    before: Semantics


class _Teller:
    """The plan of the editing pass: new numbers for the pictures that change."""

    def __init__(self, semantics: Semantics, new: dict[Key, Row]) -> None:
        self.layout, self.gfv_id, self.new = semantics.layout, semantics.gfv_id, new
        self.retelling: Retelling | None = None
        self.last: dict[int, Heard] = {}

    def __call__(self, au: int, heard: Sequence[Heard]) -> list[Told | None]:
        there = {(h.gfve_id, h.cnt) for h in heard if h.gfv_id == self.gfv_id}
        base = any(h.is_base and h.gfve_id is None and h.gfv_id == self.gfv_id for h in heard)
        if base:
            self.last = {}
        said: dict[int, dict[int, Heard]] = {}
        mine = [h for h in heard if h.gfv_id == self.gfv_id]
        own = _enhancing(mine)
        for cnt in sorted({h.cnt for h in mine if h.gfve_id is None}):
            self.last |= own.get(cnt, {})
            said[cnt] = dict(itertools.islice(self.last.items(), HELD))
        out: list[Told | None] = []
        behind: set[int] = set()
        for h in heard:
            row = self.new.get((au, h.cnt)) if h.gfv_id == self.gfv_id and not h.message.is_reserved else None
            told = Told(h.cnt)
            if row is not None and not h.is_base:
                told.numbers = self._numbers(h, row)
            if h.gfve_id is None and h.gfv_id == self.gfv_id and h.cnt not in behind:
                behind.add(h.cnt)
                # What is held and has no message here: it may have been changed before, or is now.
                for gfve_id, one in said.get(h.cnt, {}).items():
                    if (gfve_id, h.cnt) not in there:
                        numbers = self._numbers(one, row or {})
                        told.held.append((replace(one, numbers=numbers), self._holds(gfve_id)))
            out.append(told)
        return out

    def _holds(self, gfve_id: int) -> bool:
        fields = [
            f
            for f in self.layout.fields
            if f.message == gfve_id and isinstance(f.carrier, EnhancementCarrier)
        ]
        return bool(fields) and all(f.stays for f in fields)

    def _numbers(self, heard: Heard, row: Row) -> FaceNumbers | EnhancementNumbers:
        """A message's numbers with the fields of ``row`` put in, in steps that differences can say."""
        assert self.retelling is not None and self.retelling.recoder is not None
        context = self.retelling.recoder.old.context
        numbers = heard.numbers
        if isinstance(numbers, FaceNumbers):
            known = context.face(heard.gfv_id)
            points = numbers.keypoints
            matrices = dict(numbers.matrices)
            at: dict[int, int] = {}
            for f in self.layout.fields:
                if isinstance(f.carrier, KeypointCarrier) and f.name in row and points is not None:
                    points = _stepped(row[f.name], known.precision).tolist()
                elif isinstance(f.carrier, MatrixCarrier):
                    first = at.get(f.carrier.type, 0)
                    at[f.carrier.type] = first + f.shape[0]
                    if f.name in row and f.carrier.type in matrices:
                        part = _stepped(row[f.name], known.matrix_precision)
                        matrices[f.carrier.type] = _spliced(matrices[f.carrier.type], first, part)
            return replace(numbers, keypoints=points, matrices=list(matrices.items()))
        assert heard.gfve_id is not None
        layout = context.enhancement(heard.gfve_id, heard.gfv_id)
        mine = [f for f in self.layout.fields if f.message == heard.gfve_id]
        sent = [f for f in mine if isinstance(f.carrier, EnhancementCarrier)]
        found = list(numbers.matrices)
        for number, f in enumerate(sent):
            if f.name in row and number < len(found):
                found[number] = _spliced(
                    found[number], 0, _stepped(row[f.name], layout.matrix_precision)[None]
                )
        pupils = numbers.pupils
        eyes = next((f for f in mine if isinstance(f.carrier, PupilCarrier)), None)
        if eyes is None and not mine:  # a system with one kind of pupils finds them under any id
            eyes = next((f for f in self.layout.fields if isinstance(f.carrier, PupilCarrier)), None)
        if eyes is not None and eyes.name in row and pupils is not None:
            pupils = _stepped(row[eyes.name], layout.pupil_precision).ravel().tolist()
        return EnhancementNumbers(found, pupils)


def _stepped(values: np.ndarray, precision: int | None) -> np.ndarray:
    unit = 2.0 ** (precision or 1)
    found: np.ndarray = np.rint(values * unit) / unit + 0.0
    return found


def _spliced(numbers: Numbers, first: int, part: np.ndarray) -> Numbers:
    shape, flat = numbers
    whole = np.array(flat).reshape(shape)
    whole[first : first + len(part)] = part
    return shape, whole.ravel().tolist()


def edit(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    edits: Edits,
    *,
    system: str | None = None,
    gfv_id: int | None = None,
    vtm_safe: bool = True,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> Edited:
    """Write ``source`` with its parameters changed by name; no picture is decoded.

    New numbers are rounded to the steps of the base message, and sent as differences where that is shorter.
    Raises UnknownName and SeigenError as `changed`, with nothing written.
    """
    if not rereadable(source):
        raise SeigenError("editing by name needs a file: a pipe cannot be read twice")
    before = read(source, system=system, gfv_id=gfv_id, codec=codec)
    new = changed(before, edits)
    teller = _Teller(before, new)
    teller.retelling = retelling = Retelling(teller, vtm_safe=vtm_safe)
    rewrite(source, out, retelling, codec, fps)
    return Edited(retelling.report, len(new), before)
