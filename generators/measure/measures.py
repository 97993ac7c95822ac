"""The measures by name: unit, direction, what each sees and misses, and how it is taken.

A measure takes pictures as they were filmed and as they are shown, uint8 (n, h, w, 3), RGB, a run of a clip
in its order, and gives one number per picture, float64 (n,); NaN where it cannot be taken. Measures that
share their work (a flow, features of a network) are one group, and `take` does that work once.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sei.errors import SeigenError

if TYPE_CHECKING:
    from generators.measure.where import Where

Better = Literal["higher", "lower"]
WORST = 0.1
"""Share of the pictures whose mean is told beside the mean of all: what one remembers of a clip."""


class MeasureError(SeigenError):
    """No measure of that name, or one that cannot be taken here."""


@dataclass(frozen=True)
class Measure:
    """One measure.

    unit    dB, pixels, ...; empty for a number without one
    better  which direction is better
    sees    what it sees, in plain words
    misses  what it is blind to, in plain words
    group   ``module:function`` below `generators.measure`, which takes (source, shown, where) and returns the
            values of its measures by name
    absent  ``module:function`` that returns why it cannot be taken here, or None; empty: always can
    needs   what of `Where` it looks at; without that every value is NaN
    """

    name: str
    unit: str
    better: Better
    sees: str
    misses: str
    group: str
    absent: str = ""
    needs: str = ""

    def __call__(self, source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> np.ndarray:
        """Measure shown pictures against their sources, both uint8 (n, h, w, 3), as float64 (n,)."""
        return take([self.name], source, shown, where)[self.name]

    def reason(self) -> str | None:
        """Say why it cannot be taken on this machine; None: it can."""
        if not self.absent:
            return None
        why = _function(self.absent)()
        return why if isinstance(why, str) else None


def _function(name: str) -> Callable[..., object]:
    module, function = name.split(":")
    found: Callable[..., object] = getattr(importlib.import_module(f"generators.measure.{module}"), function)
    return found


def _psnr(name: str, what: str) -> Measure:
    return Measure(
        name,
        "dB",
        "higher",
        f"every difference of {what}, sample by sample, squared",
        "whether anybody notices: a head that is sharp and half a pixel off loses to one that is a blur",
        "fidelity:psnr" if name == "psnr" else "fidelity:psnr_yuv",
    )


def _window(part: str, what: str) -> tuple[Measure, Measure]:
    return (
        Measure(
            f"{part}-st-lpips",
            "",
            "lower",
            f"the look of {what}, in a window scaled to 96x96 (ST-LPIPS, AlexNet)",
            "everything outside the window, and shifts of a pixel or two",
            "perceptual:windows",
            needs="windows",
        ),
        Measure(
            f"{part}-psnr",
            "dB",
            "higher",
            f"every difference of {what}, in a window scaled to 96x96, sample by sample",
            "everything outside the window, and whether anybody notices",
            "perceptual:windows_psnr",
            needs="windows",
        ),
    )


def _misplaced(part: str, what: str) -> Measure:
    return Measure(
        f"misplacement{part and '-' + part}",
        "pixels",
        "lower",
        f"how far {what} lies from where it belongs: mean length of the flow between both pictures, by a "
        "method that no encoder here uses",
        "what is flat, and what is not there at all: see misplacement-found",
        "misplacement:misplacement",
        needs="points" if part else "",
    )


FAMILIES: Mapping[str, tuple[Measure, ...]] = {
    "signal": (
        _psnr("psnr", "red, green and blue"),
        _psnr("psnr-yuv", "luma and chroma as 4:2:0 in BT.709 (6:1:1, as JVET weighs them)"),
        _psnr("psnr-y", "luma in BT.709"),
        _psnr("psnr-u", "Cb in 4:2:0, BT.709"),
        _psnr("psnr-v", "Cr in 4:2:0, BT.709"),
        Measure(
            "ssim",
            "",
            "higher",
            "luma's contrast and structure around each pixel (windows of 11x11)",
            "colour; coarse and fine alike: it calls small shifts of fine texture large errors",
            "fidelity:ssim",
        ),
        Measure(
            "ms-ssim",
            "",
            "higher",
            "luma's structure at up to five scales, as from several distances",
            "colour, and much of what is wrong in small parts such as eyes",
            "fidelity:ms_ssim",
        ),
        Measure(
            "vmaf",
            "",
            "higher",
            "what viewers of films coded by block codecs minded: blur, blocks, lost detail (0..100)",
            "generated faces: it never saw any, and a wrong expression that is sharp costs little",
            "fidelity:vmaf",
        ),
    ),
    "looks": (
        Measure(
            "st-lpips",
            "",
            "lower",
            "what a network for recognising things makes of both (AlexNet), trained on people's choices",
            "shifts of a few pixels, on purpose; small parts such as eyes in a large picture",
            "perceptual:stlpips",
        ),
        Measure(
            "st-lpips-vgg",
            "",
            "lower",
            "the same with a deeper network (VGG-16): finer texture",
            "shifts of a few pixels, on purpose; small parts such as eyes in a large picture",
            "perceptual:stlpips_vgg",
        ),
        Measure(
            "lpips",
            "",
            "lower",
            "what the network of the original LPIPS makes of both pictures; only with weights of your own",
            "small parts in a large picture; small shifts it takes for large errors",
            "perceptual:lpips",
            absent="perceptual:no_lpips",
        ),
        Measure(
            "dists",
            "",
            "lower",
            "structure and texture of VGG-16's features; only with weights of your own",
            "whether texture lies where it should: grass for other grass costs nothing",
            "perceptual:dists",
            absent="perceptual:no_dists",
        ),
    ),
    "places": (
        Measure(
            "keypoints",
            "pixels",
            "lower",
            "how far the face mesh of the shown picture lies from the source's",
            "the mesh net's own errors: it has called a picture better that lies 2.5 pixels off than one "
            "that lies 1 pixel off; hair, body, background",
            "fidelity:keypoints",
        ),
        _misplaced("", "the whole picture"),
        _misplaced("face", "the face (the mesh's oval)"),
        _misplaced("hair", "what is above the face"),
        _misplaced("body", "what is below the chin"),
        _misplaced("background", "everything else"),
        Measure(
            "misplacement-found",
            "share",
            "higher",
            "for how much of the source's texture its place in the shown picture was found, there and back",
            "flat parts; and it does not say what is there instead",
            "misplacement:misplacement",
        ),
    ),
    "mouth and eyes": (
        *_window("mouth", "the mouth"),
        *_window("eyes", "the eyes"),
    ),
    "time": (
        Measure(
            "flow-error",
            "pixels",
            "lower",
            "whether things move as in the source: mean difference of both flows from the picture before",
            "what is misplaced and moves along; flat parts; the first picture of a scene, where it is NaN",
            "temporal:motion",
        ),
        Measure(
            "flicker",
            "levels",
            "lower",
            "luma that changes from picture to picture and not in the source, or the other way (0..255)",
            "slow drift, and what is wrong in every picture alike",
            "temporal:changes",
        ),
        Measure(
            "jump",
            "levels",
            "lower",
            "how much more luma changes at base pictures than the source does there (0..255)",
            "everything between base pictures, where it is NaN",
            "temporal:changes",
            needs="bases",
        ),
    ),
    "people": (
        Measure(
            "person-psnr",
            "dB",
            "higher",
            "every difference of the person's own pixels, sample by sample",
            "everything else, and whether anybody notices",
            "bodies:people",
            needs="people",
        ),
        Measure(
            "mask-iou",
            "share",
            "higher",
            "whether the person's outline is where it belongs: intersection over union of both masks",
            "everything inside the outline; the net's own errors that find it",
            "bodies:people",
            needs="people",
        ),
        Measure(
            "joint-error",
            "pixels",
            "lower",
            "how far joints lie from where they belong",
            "looks of any kind; the net's own errors that find them",
            "bodies:people",
            needs="people",
        ),
        Measure(
            "vertices",
            "mm",
            "lower",
            "how far the vertices of the body's mesh lie from where they belong, in space",
            "looks of any kind; the fit's own errors",
            "bodies:people",
            needs="people",
        ),
    ),
}
"""The measures by what they look at, in the order of tables."""
MEASURES: Mapping[str, Measure] = {m.name: m for family in FAMILIES.values() for m in family}
"""All measures by name, in the order of tables."""


def measure(name: str) -> Measure:
    """Return the measure called name. Raises MeasureError."""
    if name not in MEASURES:
        raise MeasureError(f"no measure {name!r}; there are: {', '.join(MEASURES)}")
    return MEASURES[name]


def by_family(names: Iterable[str]) -> dict[str, list[str]]:
    """Sort names of measures by family, each in the order given; families without one are left out."""
    wanted = list(names)
    found = {f: [n for n in wanted if measure(n) in members] for f, members in FAMILIES.items()}
    return {family: some for family, some in found.items() if some}


def take(
    names: Iterable[str], source: np.ndarray, shown: np.ndarray, where: Where | None = None
) -> dict[str, np.ndarray]:
    """Take several measures at once, what they share done once: float64 (n,) by name.

    source, shown  uint8 (n, h, w, 3), a run of a clip in its order
    where          what is where in the source pictures; None: measures that need it are NaN

    Raises MeasureError for unknown names, for a measure that cannot be taken here, and for pictures of
    different sizes.
    """
    wanted = [measure(name) for name in names]
    if source.shape != shown.shape or source.ndim != 4 or source.shape[3] != 3:
        raise MeasureError(f"pictures of shapes {source.shape} and {shown.shape} cannot be compared")
    if source.dtype != np.uint8 or shown.dtype != np.uint8:
        raise MeasureError(f"pictures of {source.dtype} and {shown.dtype}, allowed: uint8")
    if where is not None and len(where) != len(source):
        raise MeasureError(f"{len(source)} pictures, and places of {len(where)}")
    found: dict[str, np.ndarray] = {}
    for it in wanted:
        if it.name in found:
            continue
        if why := it.reason():
            raise MeasureError(f"{it.name}: {why}")
        values = _function(it.group)(source, shown, where)
        assert isinstance(values, dict)
        found |= {name: np.asarray(v, dtype=np.float64) for name, v in values.items()}
    return {it.name: found[it.name] for it in wanted}


def pooled(values: np.ndarray, better: Better) -> tuple[float, float]:
    """Pool one number per picture, (n,), NaN left out: the mean, and the mean of the worst tenth (at least
    one picture). Both are NaN when nothing was measured."""
    kept = np.sort(values[~np.isnan(values)])
    if not len(kept):
        return float("nan"), float("nan")
    worst = max(1, round(WORST * len(kept)))
    tail = kept[:worst] if better == "higher" else kept[-worst:]
    return float(kept.mean()), float(tail.mean())
