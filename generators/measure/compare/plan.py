"""What is compared with what: a plan, by options or by a preset, and the trials that it takes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from generators import registry
from generators.measure import anchors, measures
from generators.measure.compare.footage import Footage, find
from generators.measure.compare.trial import Trial
from generators.measure.compare.ways import Point
from generators.media import zoo
from generators.subjects.named import make_subject
from generators.subjects.subject import LooksAtPeople
from generators.weights.places import WeightsError, shipped
from sei.errors import SeigenError
from vvc_bridge.external.process import MissingProgram

SIGNAL = ("psnr", "ssim")
JVET = (
    "psnr",
    "psnr-yuv",
    "psnr-y",
    "psnr-u",
    "psnr-v",
    "ssim",
    "ms-ssim",
    "st-lpips",
    "keypoints",
)
COMPONENTS = ("psnr-y", "psnr-u", "psnr-v")
HERE = tuple(n for n, m in measures.MEASURES.items() if n not in COMPONENTS and m.needs != "people")
"""What is measured of faces unless told."""
SOMEBODY = ("single-face", "carphone")
"""Clips of the zoo that another person's picture is taken from where one clip is compared on."""


class PlanError(SeigenError):
    """A comparison that cannot be made."""


@dataclass(frozen=True)
class Plan:
    """A comparison.

    name          of the preset, or ``options``
    clips         as `find` takes them
    systems, points          names, and where on its curve each is run; systems None: `standing`
    anchors, anchor_points   likewise
    measures      names
    sample        most pictures of a clip that slow measures are taken on
    limit         most pictures of a clip
    size, window  of what is coded, see `open_clip`
    every         streams with a message for every picture as well
    speed         how much systems refine by generating, see `generators.codec.refine`
    notes         what the reader of its tables has to know
    absent        systems that cannot be compared here, and why
    """

    name: str = "options"
    clips: tuple[str, ...] = ()
    systems: tuple[str, ...] | None = None
    points: tuple[Point, ...] = tuple(Point(kbits=k) for k in (4.0, 8.0, 16.0, 32.0, 64.0))
    anchors: tuple[str, ...] = ("vvenc-ld", "vvenc-ra")
    anchor_points: tuple[Point, ...] = ()
    measures: tuple[str, ...] = HERE
    sample: int = 30
    limit: int | None = 300
    size: int | None = None
    window: str = "auto"
    every: bool = True
    speed: str = "medium"
    notes: tuple[str, ...] = ()
    absent: dict[str, str] = field(default_factory=dict)

    def changed(self, **options: Any) -> Plan:
        """Return the plan with the options that are not None."""
        return dataclasses.replace(self, **{k: v for k, v in options.items() if v is not None})


def _qps(*values: int) -> tuple[Point, ...]:
    return tuple(Point(qp=value) for value in values)


def _rates(*values: float) -> tuple[Point, ...]:
    return tuple(Point(kbits=value) for value in values)


PRESETS = {
    "quick": Plan(
        "quick",
        ("carphone",),
        systems=("mesh",),
        points=_rates(8, 32),
        anchors=("vvenc-ld",),
        anchor_points=_qps(32, 57),
        measures=(*SIGNAL, "keypoints"),
        sample=4,
        limit=16,
        size=128,
    ),
    "here": Plan(
        "here",
        ("carphone",),
        systems=(
            *("mesh", "pleno", "light", "fomm", "dac", "facev2v", "cfte", "light-cfte"),
            *("tokens", "factors"),
        ),
        points=_rates(8, 20),
        anchors=("vvenc-ld",),
        anchor_points=_qps(31, 37, 43, 49, 55),
        sample=6,
        limit=48,
        every=False,
        speed="fast",
    ),
    "here-scenes": Plan(
        "here-scenes",
        ("ocean", "tree:0-47"),
        systems=("scene",),
        points=_rates(6, 10, 20),
        anchors=("vvenc-ld",),
        anchor_points=_qps(37, 43, 49, 55),
        sample=6,
        limit=48,
        size=180,
        window="all",
        every=False,
        speed="fast",
    ),
    "here-bodies": Plan(
        "here-bodies",
        ("cam01",),
        systems=("semantics", "dense", "avatar"),
        points=_rates(6, 10, 20),
        anchors=("vvenc-ld",),
        anchor_points=_qps(37, 43, 49, 55),
        sample=6,
        limit=48,
        size=160,
        every=False,
        speed="fast",
    ),
    "jvet-gfvc": Plan(
        "jvet-gfvc",
        points=_qps(22, 32, 42, 52),
        anchors=("vtm",),
        anchor_points=_qps(37, 42, 47, 52),
        measures=JVET,
        limit=None,
        window="all",
        every=False,
        notes=("PSNR is of RGB 4:4:4; psnr-yuv, -y, -u and -v are of YUV 4:2:0 (BT.709).",),
    ),
    "dcc2024": Plan(
        "dcc2024",
        points=_qps(37, 42, 47, 52),
        anchors=("vtm",),
        anchor_points=_qps(45, 47, 50, 52),
        measures=JVET,
        limit=None,
        window="all",
        every=False,
    ),
}
"""Plans by name. ``here`` and its like for scenes and bodies are what docs/results shows, in about half an
hour of two cores; no system was trained on their clips."""


def preset(name: str) -> Plan:
    """Return a preset. Raises PlanError."""
    if name not in PRESETS:
        raise PlanError(f"no preset {name!r}; there are: {', '.join(PRESETS)}")
    return PRESETS[name]


def chosen(
    name: str | None = None,
    *,
    rates: Sequence[float] | None = None,
    qps: Sequence[int] | None = None,
    anchor_qps: Sequence[int] | None = None,
    **options: Any,
) -> Plan:
    """Return a preset (None: the usual plan) with `Plan`'s ``options``, those that are None left as they are.

    rates, qps, anchor_qps  where on their curves systems and anchors are run, see `points`

    Raises PlanError for a name that is not known, and for rates beside QPs.
    """
    plan = preset(name) if name else Plan()
    return plan.changed(points=points(rates, qps), anchor_points=points(None, anchor_qps), **options)


def standing(subject: str = "face") -> tuple[str, ...]:
    """Name the systems that look at a subject, the one that needs no training first."""
    found = [name for name in registry.names() if registry.entry(name).subject == subject]
    return tuple(sorted(found, key=lambda name: (registry.entry(name).learned, name)))


def _with_weights(plan: Plan) -> tuple[tuple[str, ...], dict[str, str]]:
    """The systems that can be compared, and those without weights: refused where they were asked for."""
    there, absent = [], {}
    for name in standing() if plan.systems is None else plan.systems:
        if registry.entry(name).learned:
            try:
                shipped(name)
            except WeightsError as error:
                if plan.systems is not None:
                    raise
                absent[name] = str(error)
                continue
        there.append(name)
    return tuple(there), absent


def possible(plan: Plan) -> Plan:
    """Return the plan as this machine can carry it out, with a note on each thing that it does otherwise.

    Raises PlanError where nothing is left to compare, and for names that are not known.
    """
    notes = list(plan.notes)
    systems, absent = _with_weights(plan)
    for name in plan.anchors:
        if name not in anchors.ANCHORS:
            raise PlanError(f"no anchor {name!r}; there are: {', '.join(anchors.ANCHORS)}")
    chosen = list(plan.anchors)
    if "vtm" in chosen:
        try:
            anchors.vtm()
        except MissingProgram as error:
            if plan.name == "options":
                raise
            chosen = list(dict.fromkeys("vvenc-ld" if name == "vtm" else name for name in chosen))
            notes.append(f"The anchor is VVenC (low delay, preset fast) in place of VTM: {error}")
    taken, people = [], isinstance(make_subject(_subject(systems)), LooksAtPeople)
    for name in plan.measures:
        known = measures.measure(name)
        why = known.reason()
        if known.needs == "people" and not people:
            why = "what is compared looks at no people"
        if why:
            notes.append(f"{name} is not measured: {why}")
        else:
            taken.append(name)
    if not (systems or chosen) or not taken:
        raise PlanError("nothing to compare: neither systems nor anchors, or no measure")
    return dataclasses.replace(
        plan,
        systems=systems,
        anchors=tuple(chosen),
        measures=tuple(taken),
        notes=tuple(notes),
        absent=absent,
    )


def _subject(systems: Sequence[str]) -> str:
    return next((registry.entry(name).subject for name in systems), "scene")


def trials(plan: Plan, clips: Sequence[Footage]) -> list[Trial]:
    """Return the trials of a plan, `possible` here, on clips: each can be made without the others."""
    systems = plan.systems or ()
    multiple = math.lcm(*(registry.entry(name).multiple for name in systems), 2)
    subject = _subject(systems)
    rows: list[Trial] = []
    for number, clip in enumerate(clips):
        common = Trial(
            "system",
            "",
            clip,
            Point(),
            subject=subject,
            size=plan.size,
            window=plan.window,
            multiple=multiple,
            measures=plan.measures,
            sample=plan.sample,
        )

        def of(kind: str, codec: str, point: Point, common: Trial = common, **more: Any) -> Trial:
            return dataclasses.replace(common, kind=kind, codec=codec, point=point, **more)

        for name in systems:
            how: dict[str, Any] = {"every": plan.every, "still": name == systems[0], "speed": plan.speed}
            rows += [of("system", name, point, **how) for point in plan.points]
        for name in plan.anchors:
            rows += [of("anchor", name, point) for point in plan.anchor_points or plan.points]
        rows.append(of("beside", "", Point(), other=_other(clips, number)))
    return rows


def _other(clips: Sequence[Footage], number: int) -> Footage | None:
    """Whose picture stands for another person's: the next clip's, else one of the zoo that is here."""
    if len(clips) > 1:
        return clips[(number + 1) % len(clips)]
    here = (name for name in SOMEBODY if zoo.local(zoo.lookup(name)) is not None)
    others = (footage for footage in find(list(here)) if footage.sha256 != clips[number].sha256)
    return next(others, None)


def prepare(plan: Plan) -> None:
    """Fetch the models that systems and measures of a plan need, before many processes look for them."""
    files = [file for name in plan.systems or () for file in registry.entry(name).files]
    names = [file.removeprefix("zoo:") for file in files if file.startswith("zoo:")]
    if any(name.endswith("st-lpips") for name in plan.measures):
        names.append("stlpips")
    if "st-lpips-vgg" in plan.measures:
        names.append("stlpips-vgg")
    zoo.fetch(dict.fromkeys([*names, *_FACE]))


_FACE = ("face-detector", "face-detector-full", "face-mesh", "iris")


def points(rates: Iterable[float] | None, qps: Iterable[int] | None) -> tuple[Point, ...] | None:
    """Return the points that rates, in kbit/s, or QPs ask for, None where neither is given.

    Raises PlanError for both, and for values out of range.
    """
    if rates is not None and qps is not None:
        raise PlanError("rates and QPs: take one of them")
    if rates is not None:
        found = tuple(Point(kbits=rate) for rate in rates)
        if any(not 0 < rate.kbits < 1e6 for rate in found if rate.kbits is not None):
            raise PlanError("a rate out of range, allowed: above 0, below 1000000 kbit/s")
        return found
    if qps is None:
        return None
    asked = tuple(Point(qp=qp) for qp in qps)
    if any(not 1 <= point.qp <= 63 for point in asked if point.qp is not None):
        raise PlanError("a QP out of range, allowed: 1..63")
    return asked
