"""One trial: a clip coded by one codec at one point, decoded by a process of its own, and measured.

A trial is a task for itself. It has two results: what was coded, by everything that the bytes depend on, and
what was measured, by that and the measures. Whichever is in the store is taken from there.
"""

from __future__ import annotations

import dataclasses
import math
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from generators import registry
from generators.codec.encoder import Encoded, Encoder, Settings, choose_step
from generators.codec.encoder import code as code_at
from generators.codec.picture_codec import PictureDecoder, encode_picture
from generators.measure import anchors, measures
from generators.measure.compare import version
from generators.measure.compare.footage import Footage, opened
from generators.measure.compare.store import Store, digest
from generators.measure.metrics import sampled
from generators.measure.where import Where
from generators.subjects.clip import Clip
from generators.subjects.named import make_subject
from generators.subjects.subject import Subject
from sei.errors import SeigenError
from vvc_bridge.external.process import python, run

SELF, STRANGER = "source against itself", "another person"
STATIC, HELD = "static copy", "base pictures, held"
ALL_DESCRIBED = ", all described"
"""Put after a system's name: every picture but the base pictures has a message of its own."""
KINDS = {"c": "coded", "d": "described", "i": "interpolated", "h": "held", "u": "as it is"}
"""How a picture came about. Interpolated: generated from what messages before and after it say."""
STRANGER_QP = 34
SHOWN = 4
"""Pictures of a clip in the contact sheet."""
EVERY_PICTURE = ("fidelity", "temporal")
"""Groups of measures that are taken on all pictures; ``keypoints`` and the others on a sample."""
SECONDS = (120, 20)
"""Time a decoder may take: in any case, and per picture."""
CHILD = ("seigen_*", "xdg_cache_home")


class TrialError(SeigenError):
    """A stream that does not decode to its pictures, or a trial of another version of the code."""


@dataclass(frozen=True)
class Point:
    """Where on its curve a codec is run: at most so many kbit/s, or a QP (a system's: of base pictures, one
    per scene, with a message for every other picture)."""

    kbits: float | None = None
    qp: int | None = None

    def __str__(self) -> str:
        return f"QP {self.qp}" if self.kbits is None else f"{self.kbits:g} kbit/s"


@dataclass(frozen=True)
class Trial:
    """What is coded, how, and what is measured.

    kind      ``system``, ``anchor``, or ``beside``: the source itself, and another person's picture
    codec     name of the system or anchor
    other     the clip that another person's picture is from, first of all
    every     a system's stream is also made with a message for every picture, where it has fewer
    still     its base pictures are also shown alone: the first one, and each until the next
    size, window, multiple  as `open_clip` has them
    measures  by name
    sample    most pictures that slow measures are taken on
    """

    kind: str
    codec: str
    clip: Footage
    point: Point
    subject: str = "face"
    size: int | None = None
    window: str = "auto"
    multiple: int = 16
    measures: tuple[str, ...] = ()
    sample: int = 30
    every: bool = False
    still: bool = False
    other: Footage | None = None

    def __str__(self) -> str:
        what = f"{self.codec} at {self.point}" if self.kind != "beside" else "what stands beside"
        return f"{self.clip.name}: {what}"

    def to_json(self) -> dict[str, Any]:
        """As JSON can say it."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Trial:
        """The opposite of `to_json`."""
        other = value["other"]
        made = {
            "clip": Footage.from_json(value["clip"]),
            "other": Footage.from_json(other) if other else None,
            "point": Point(**value["point"]),
            "measures": tuple(value["measures"]),
        }
        return cls(**{**value, **made})

    def keys(self) -> tuple[str, str]:
        """Return the keys of what is coded and of what is measured."""
        told = {k: v for k, v in self.to_json().items() if k not in ("measures", "sample", "still")}
        told |= {"clip": self.clip.content(), "other": self.other.content() if self.other else None}
        coded = digest({"coded": told, "version": _coding(self.kind, self.codec, self.subject)})
        measured = {"of": coded, "measures": self.measures, "sample": self.sample, "still": self.still}
        return coded, digest({**measured, "version": _measuring(self.measures)})

    def task(self) -> dict[str, Any]:
        """Return what a worker gets, see `generators.measure.compare.workers`."""
        files = [f.path for f in (self.clip, self.other) if f]
        return {"name": str(self), "trial": self.to_json(), "entries": list(self.keys()), "files": files}


@cache
def _coding(kind: str, codec: str, subject: str) -> list[Any]:
    """The version of what codes, with the weights and models that its pictures depend on."""
    roots = ["generators.measure.compare.trial", "generators.subjects.named"]
    if kind != "system":
        # Of this module's own imports only what codes and decodes a picture.
        roots = [f"generators.{m}" for m in ("measure.anchors", "codec.picture_codec", "subjects.named")]
        return [version.of_code([*roots, "generators.measure.compare.footage"])]
    entry = registry.entry(codec)
    made_by = entry.make if isinstance(entry.make, str) else f"{entry.make.__module__}:"
    roots = [
        *(f"generators.{m}" for m in ("codec.encoder", "codec.decoder", "codec.playback", "subjects.named"))
    ]
    roots += [made_by.partition(":")[0], "generators.measure.compare.footage"]
    layout = repr(dataclasses.replace(entry, make=made_by)) + repr(entry.layout)
    return [version.of_code(roots), layout, registry.fingerprint(codec)]


@cache
def _measuring(names: tuple[str, ...]) -> str:
    groups = {measures.measure(name).group.partition(":")[0] for name in names}
    roots = ["generators.measure.measures", *(f"generators.measure.{g}" for g in sorted(groups))]
    return version.of_code([*roots, "generators.measure.where", __name__])


@dataclass
class Way:
    """One row of tables: a name, its rate (None: it has none), how each picture came about, what is said."""

    name: str
    kbits: float | None
    kinds: str
    bases: list[int] = field(default_factory=list)
    parameters: float | None = None
    qp: int | None = None
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)


def perform(task: Mapping[str, Any], folder: Path, files: Mapping[str, str]) -> None:
    """Bring the results of a trial into the store in ``folder``; what is there is not made again.

    task   `Trial.task`
    files  where the clips are on this machine, by their paths in the task

    Raises SeigenError, among them TrialError where this machine has another version of the code.
    """
    trial, store = Trial.from_json(task["trial"]), Store(folder)
    coded, measured = trial.keys()
    if [coded, measured] != list(task["entries"]):
        raise TrialError(f"{trial}: the worker has another version of the code, the weights or libraries")
    if measured in store:
        return
    subject = make_subject(trial.subject)
    options = {"size": trial.size, "window": trial.window, "multiple": trial.multiple}
    with opened(trial.clip, subject, path=files[trial.clip.path], **options) as clip:
        found = store.get(coded)
        if found is None:
            store.put(coded, *_code(trial, clip, files))
            found = store.get(coded)
            assert found is not None
        about, arrays = found
        total = {
            "clip": trial.clip.name,
            "pictures": len(clip),
            "rate": str(clip.rate),
            "size": list(clip.size),
        }
        ways, values = _measured(trial, clip, subject, about, arrays)
        store.put(measured, {**total, "seconds": clip.seconds, "ways": ways}, values)


def _code(trial: Trial, clip: Clip, files: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What is coded: ways, and the bytes of each."""
    if trial.kind == "system":
        rows = list(_system(trial, clip))
    elif trial.kind == "anchor":
        rows = [_anchor(trial, clip)]
    else:
        rows = [] if trial.other is None else [_stranger(trial, clip, files)]
    about = {"ways": [asdict(way) for way, _ in rows]}
    return about, {str(i): np.frombuffer(data, np.uint8) for i, (_, data) in enumerate(rows)}


def _system(trial: Trial, clip: Clip) -> Iterator[tuple[Way, bytes]]:
    encoder = Encoder(clip, registry.make(trial.codec, *clip.size))
    start = time.perf_counter()
    if trial.point.kbits is not None:
        step = choose_step(float(clip.rate))
        encoded = code_at(encoder, trial.point.kbits, Settings(step=step))
    else:
        qp = trial.point.qp or STRANGER_QP
        encoded = encoder.run(Settings(qp, step=1), starts=[(c, qp) for c in clip.cuts])
    yield _way(trial.codec, clip, encoded, time.perf_counter() - start), encoded.data
    if trial.every and encoded.settings.step > 1:
        start = time.perf_counter()
        plan = [(s.start, s.qp) for s in encoded.segments]
        encoded = encoder.run(dataclasses.replace(encoded.settings, step=1), starts=plan)
        yield _way(trial.codec + ALL_DESCRIBED, clip, encoded, time.perf_counter() - start), encoded.data


def _way(name: str, clip: Clip, encoded: Encoded, seconds: float) -> Way:
    thousands = clip.seconds * 1000
    bases = [s.start for s in encoded.segments]
    qps = {s.qp for s in encoded.segments}
    return Way(
        name,
        encoded.ledger.total / thousands,
        kinds(clip, [(s.start, s.count) for s in encoded.segments], encoded.settings.step),
        bases,
        encoded.ledger.parameters / thousands,
        qps.pop() if len(qps) == 1 else None,
        seconds,
        list(encoded.notes),
    )


def kinds(clip: Clip, segments: Sequence[tuple[int, int]], step: int) -> str:
    """Tell how each picture came about, a letter of `KINDS` each, from (first picture, number of pictures) of
    each segment and the pictures from message to message."""
    rows = []
    for start, count in segments:
        rows.append("c")
        for i in range(1, count):
            described = i % step == 0 or i == count - 1
            held = clip.absent(start) or clip.absent(start + i)
            rows.append("h" if held else "d" if described else "i")
    return "".join(rows)


def _anchor(trial: Trial, clip: Clip) -> tuple[Way, bytes]:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:

        def path(qp: int) -> Path:
            return Path(folder) / f"{qp}.266"

        def bits(qp: int) -> int:
            anchors.code(trial.codec, clip.pictures, clip.size, clip.rate, qp, path(qp))
            return 8 * path(qp).stat().st_size

        qp = trial.point.qp
        if trial.point.kbits is not None:
            qp = anchors.meet(bits, trial.point.kbits * 1000 * clip.seconds)
        assert qp is not None
        if not path(qp).exists():
            bits(qp)
        data = path(qp).read_bytes()
    rate = 8 * len(data) / clip.seconds / 1000
    return Way(trial.codec, rate, "c" * len(clip), [0], qp=qp, seconds=time.perf_counter() - start), data


def _stranger(trial: Trial, clip: Clip, files: Mapping[str, str]) -> tuple[Way, bytes]:
    """The first picture of another clip, coded, in the place of all."""
    assert trial.other is not None
    other = dataclasses.replace(trial.other, limit=1)
    with opened(
        other, make_subject(trial.subject), path=files[other.path], size=clip.size, window=trial.window
    ) as shown:
        data = encode_picture(np.asarray(shown.pictures[0]), STRANGER_QP)
    rate = 8 * len(data) / clip.seconds / 1000
    return Way(STRANGER, rate, "c" + "h" * (len(clip) - 1), [0], qp=STRANGER_QP), data


@contextmanager
def decoded(data: bytes, count: int, size: tuple[int, int]) -> Iterator[np.ndarray]:
    """A stream's pictures, uint8 (count, h, w, 3), by a process that has nothing but the stream, in a folder
    with nothing else in it. Raises TrialError where others come out."""
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        stream, out = Path(folder) / "stream.266", Path(folder) / "pictures.rgb"
        stream.write_bytes(data)
        words = ("decode", stream, "-o", out, "--format", "raw", "--device", "cpu", "--threads", "1")
        command = python("-m", "seigen", *map(str, words))
        done = run(command, cwd=folder, more=CHILD, seconds=SECONDS[0] + SECONDS[1] * count)
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise TrialError(f"decoding ended with {done.returncode}: {said[-1] if said else 'nothing said'}")
        expected = count * math.prod(size) * 3
        if out.stat().st_size != expected:
            raise TrialError(f"decoding gave {out.stat().st_size} bytes of pictures, not {expected}")
        yield np.memmap(out, np.uint8, "c", shape=(count, *size, 3))


def _measured(
    trial: Trial, clip: Clip, subject: Subject, about: Mapping[str, Any], arrays: Mapping[str, np.ndarray]
) -> tuple[list[dict[str, Any]], dict[str, np.ndarray]]:
    """Ways with what was measured of them, see `perform`."""
    count, where = len(clip), Where.of(clip, subject)
    ways: list[dict[str, Any]] = []
    values: dict[str, np.ndarray] = {}

    def take(way: Way, shown: np.ndarray) -> None:
        number = len(ways)
        for name, series in measure(trial, clip, shown, where.with_bases(way.bases)).items():
            values[f"{number}/{name}"] = series
        picks = np.linspace(0, count - 1, SHOWN).round().astype(int)
        values[f"{number}/shown"] = np.stack([shown[i] for i in picks])
        ways.append(asdict(way))

    rows = [(Way(**way), arrays[str(i)].tobytes()) for i, way in enumerate(about["ways"])]
    if trial.kind == "beside":
        take(Way(SELF, None, "u" * count), clip.pictures)
    for number, (way, data) in enumerate(rows):
        if trial.kind == "beside":
            ((_, picture),) = PictureDecoder()(data)
            take(way, np.broadcast_to(picture, clip.pictures.shape))
            continue
        start = time.perf_counter()
        with decoded(data, count, clip.size) as shown:
            way = dataclasses.replace(way, notes=[*way.notes], seconds=round(way.seconds, 2))
            decoding = round(time.perf_counter() - start, 2)
            take(way, shown)
            ways[-1]["decoding"] = decoding
            if number == 0 and trial.still:
                _still(trial, clip, way, shown, data, take)
    return ways, values


def _still(trial: Trial, clip: Clip, way: Way, shown: np.ndarray, data: bytes, take: Any) -> None:
    """The base pictures alone, at what they take without any message."""
    count = len(clip)
    sizes = base_bits(data)
    which = np.array(way.bases)[np.searchsorted(way.bases, np.arange(count), side="right") - 1]
    thousands = clip.seconds * 1000
    one = "c" + "h" * (count - 1)
    take(Way(STATIC, sizes[0] / thousands, one, [0]), np.broadcast_to(shown[0], clip.pictures.shape))
    held = "".join("c" if i in way.bases else "h" for i in range(count))
    take(Way(HELD, sum(sizes) / thousands, held, way.bases), shown[which])


def base_bits(data: bytes) -> list[int]:
    """Count the bits of each access unit of a stream without its SEI."""
    from vvc_bridge.access_unit import access_units

    return [
        8 * sum(len(n.data) + 3 for n in unit.nal_units if not n.is_sei)
        for unit in access_units(data, codec="h266")
    ]


def measure(trial: Trial, clip: Clip, shown: np.ndarray, where: Where) -> dict[str, np.ndarray]:
    """Take a trial's measures, float64 (n,) each; NaN for pictures that a slow measure leaves out."""
    whole = [
        n for n in trial.measures if n != "keypoints" and measures.measure(n).group.startswith(EVERY_PICTURE)
    ]
    some = [n for n in trial.measures if n not in whole]
    found = measures.take(whole, clip.pictures, shown, where) if whole else {}
    picks = list(sampled(len(clip), trial.sample))
    if some:
        part = Where([where.windows[i] for i in picks], [where.points[i] for i in picks])
        few = measures.take(some, np.asarray(clip.pictures)[picks], np.asarray(shown)[picks], part)
        for name, series in few.items():
            found[name] = np.full(len(clip), np.nan)
            found[name][picks] = series
    return {name: found[name] for name in trial.measures}
