"""One trial: a clip coded by one codec at one point, decoded by a process of its own, and measured.

A trial is a task for itself. It has two results: what was coded, by everything that the bytes depend on, and
what was measured, by that and the measures. Whichever is in the store is taken from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from generators import registry
from generators.measure import anchors, measures
from generators.measure.compare import others, systems, version
from generators.measure.compare.footage import Footage, opened
from generators.measure.compare.measuring import Measuring
from generators.measure.compare.store import Store, digest
from generators.measure.compare.ways import Point, Way
from generators.subjects.clip import Clip
from generators.subjects.named import make_subject
from sei.errors import SeigenError
from vvc_bridge.external import find_ffmpeg

HERE = "generators.measure.compare"


class TrialError(SeigenError):
    """A trial of another version of the code."""


@dataclass(frozen=True)
class Trial:
    """What is coded, how, and what is measured.

    kind      ``system``, ``anchor``, or ``beside``: the source itself, and another person's picture
    codec     name of the system or anchor
    other     the clip that another person's picture is from, first of all
    every     a system's stream is also made with a message for every picture, where it has fewer
    still     its base pictures are also shown alone: the first one, and each until the next
    speed     how much a system refines by generating, see `generators.codec.refine`
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
    speed: str = "medium"
    other: Footage | None = None

    def __str__(self) -> str:
        what = f"{self.codec} at {self.point}" if self.kind != "beside" else "what stands beside"
        return f"{self.clip.name}: {what}"

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can say it."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Trial:
        """Make it of what `to_json` returned."""
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
        coded = digest({"coded": told, "version": _coding(self.kind, self.codec)})
        measured = {"of": coded, "measures": self.measures, "sample": self.sample, "still": self.still}
        return coded, digest({**measured, "version": _measuring(self.measures)})

    def attachment(self) -> str:
        """Return the key of what a system sends once, the same at every point."""
        opened = ("subject", "size", "window", "multiple")
        told = {k: v for k, v in self.to_json().items() if k in opened}
        version = _coding(self.kind, self.codec)
        return digest({"attached": self.codec, "clip": self.clip.content(), "version": version, **told})

    def task(self) -> dict[str, Any]:
        """Return what a worker gets, see `generators.measure.compare.tasks`."""
        files = [f.path for f in (self.clip, self.other) if f]
        return {"name": str(self), "trial": self.to_json(), "entries": list(self.keys()), "files": files}


@cache
def _program(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _coding(kind: str, codec: str) -> list[Any]:
    """The version of what codes, with the programs, weights and models that its pictures depend on."""
    roots = [f"{HERE}.footage", "generators.subjects.named"]
    found: list[Any] = [_program(find_ffmpeg())]
    if kind == "system":
        entry = registry.entry(codec)
        made_by = entry.make if isinstance(entry.make, str) else f"{entry.make.__module__}:"
        roots += [f"{HERE}.systems", "generators.codec.playback", made_by.partition(":")[0]]
        found += [entry.layout.mapping.model_dump(mode="json"), registry.fingerprint(codec)]
    else:
        roots.append(f"{HERE}.others")
    if codec == "vtm":
        vtm = anchors.vtm()
        found += [_program(vtm.program), _program(str(vtm.configuration))]
    return [version.of_code(roots), *found]


@cache
def _measuring(names: tuple[str, ...]) -> str:
    groups = {measures.measure(name).group.partition(":")[0] for name in names}
    return version.of_code([f"{HERE}.measuring", *(f"generators.measure.{g}" for g in sorted(groups))])


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
        attached = None
        if trial.kind == "system":
            attached = systems.attach(trial.codec, clip, store, trial.attachment())
        if (found := store.get(coded)) is None:
            rows = _code(trial, clip, files, attached)
            arrays = {str(i): np.frombuffer(data, np.uint8) for i, (_, data) in enumerate(rows)}
            store.put(coded, {"ways": [asdict(way) for way, _ in rows]}, arrays)
        else:
            ways = enumerate(found[0]["ways"])
            rows = [(Way(**way), found[1][str(i)].tobytes()) for i, way in ways]
        measuring = Measuring(clip, subject, trial.measures, trial.sample)
        if trial.kind == "beside":
            measuring.source()
        for number, (way, data) in enumerate(rows):
            if trial.kind == "beside":
                measuring.picture(way, data)
            else:
                measuring.stream(way, data, attached, still=trial.still and number == 0)
        about = {"pictures": len(clip), "seconds": clip.seconds, "rate": str(clip.rate), "size": clip.size}
        store.put(measured, {**about, "ways": [asdict(way) for way in measuring.ways]}, measuring.values)


def _code(
    trial: Trial, clip: Clip, files: Mapping[str, str], attached: bytes | None
) -> list[tuple[Way, bytes]]:
    """What is coded: ways, and the bytes of each."""
    if trial.kind == "system":
        how: dict[str, Any] = {"every": trial.every, "speed": trial.speed, "attached": attached}
        return list(systems.code(trial.codec, trial.point, clip, **how))
    if trial.kind == "anchor":
        return [others.code(trial.codec, trial.point, clip)]
    if trial.other is None:
        return []
    place = files[trial.other.path]
    return [others.stranger(trial.other, place, trial.subject, trial.window, clip)]
