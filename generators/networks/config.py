"""What a network is, as data: enough to build it, small enough to lie in a file beside its weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace

from sei.errors import SeigenError


@dataclass(frozen=True)
class Family:
    """What networks of one architecture have in common.

    dims         of keypoints: 2, or 3 with a feature volume
    every_base   pictures are drawn from all base pictures of a scene, not from the last alone
    """

    dims: int = 2
    every_base: bool = False


FAMILIES = {
    "fomm": Family(),
    "dac": Family(every_base=True),
    "facev2v": Family(dims=3),
    "cfte": Family(),
    "light": Family(),
    "factors": Family(),
}


class ConfigError(SeigenError):
    """A description of a network that makes none."""


@dataclass(frozen=True)
class Config:
    """Sizes of one network. Channels are those of width 1; ``width`` scales all of them.

    system         one of `FAMILIES`
    num_kps        keypoints; 0 for cfte
    jacobians      keypoints come with local affine transforms
    detector       channels, most channels, scales of the analysis' hourglass
    motion         the same of the dense motion network's
    generator      channels, most channels, times halved, residual blocks
    depth          samples of the 3D volume's depth, 3D systems alone
    estimator      channels of the pose estimator's first scale, 3D systems alone
    step           analysis and dense motion see the picture at 1/step of its size
    pad            of the keypoint detector's last convolution (FOMM: 0)
    align_corners  of every sampling, see `generators.networks.geometry`
    paste          the warped base picture itself is blended in (not in the public releases)
    spade          face-vid2vid's second generator
    separable      depthwise-separable, prunable blocks (light)
    faces          what is sent is measured on the face mesh (`networks.face_keypoints`), by no network
    code           numbers of a compact feature from which the keypoints are made; 0: keypoints are sent
    view           dense motion sees the picture with a shorter side of so many samples; 0: by step
    prior          each keypoint's motion is likely near it, before the network has said anything
    early          residual blocks that are done once per base picture, before its features are warped
    hints          maps by which dense motion tells the painter what happens where
    mouth          the painter is told where the mouth is open, by formula (`generators.networks.mouth`)
    factors        channels modulated by a coefficient and a bias each (`generators.networks.factor_motion`);
                   0: no such network
    """

    system: str
    width: float = 1.0
    num_kps: int = 10
    jacobians: bool = True
    detector: tuple[int, int, int] = (32, 1024, 5)
    motion: tuple[int, int, int] = (64, 1024, 5)
    generator: tuple[int, int, int, int] = (64, 512, 2, 6)
    depth: int = 16
    estimator: int = 64
    step: int = 4
    pad: int = 0
    align_corners: bool = False
    paste: bool = True
    spade: bool = False
    separable: bool = False
    faces: bool = False
    code: int = 0
    view: int = 0
    prior: bool = False
    early: int = 0
    hints: int = 0
    mouth: bool = False
    factors: int = 0

    @property
    def family(self) -> Family:
        """What it has in common with others of its architecture."""
        return FAMILIES[self.system]

    def channels(self, count: int) -> int:
        """Scale ``count`` channels of width 1 to this width: a multiple of 4, at least 4."""
        return max(4, 4 * round(count * self.width / 4))

    def __post_init__(self) -> None:
        if self.system not in FAMILIES:
            raise ConfigError(f"no system {self.system!r}")
        if not 0.01 <= self.width <= 4:
            raise ConfigError(f"width {self.width}, allowed: 0.01..4")
        if not 0 <= self.num_kps <= 64:
            raise ConfigError(f"num_kps {self.num_kps}, allowed: 0..64")
        for name in ("detector", "motion", "generator"):
            first, most, count, *_ = getattr(self, name)
            if not (1 <= first <= 256 and first <= most <= 4096 and 1 <= count <= 7):
                raise ConfigError(f"{name} {getattr(self, name)} makes no network")
        if not (1 <= self.depth <= 64 and 1 <= self.estimator <= 256 and 0 <= self.pad <= 3):
            raise ConfigError("depth, estimator or pad out of range")
        if self.generator[3] > 16 or self.step not in (1, 2, 4, 8):
            raise ConfigError("more than 16 residual blocks, or step not 1, 2, 4 or 8")

        flat = bool(self.family.dims == 2 and self.num_kps and self.jacobians and self.faces)
        if self.code not in (0, 16) or (self.code and not flat):
            raise ConfigError("a compact feature has 16 numbers, for 2D keypoints with Jacobians of faces")
        if self.faces and self.num_kps != (15 if self.family.dims == 3 else 10):
            raise ConfigError(
                f"{self.num_kps} keypoints measured on the face mesh, allowed: 10 in 2D, 15 in 3D"
            )
        if not (self.view == 0 or 16 <= self.view <= 256) or not 0 <= self.early <= self.generator[3]:
            raise ConfigError("view or early out of range")
        if not 0 <= self.hints <= 64 or (self.hints and not self.paste):
            raise ConfigError("hints out of range, or without paste")
        if self.factors not in (0, 20) or (self.factors and not (flat and self.separable and self.prior)):
            raise ConfigError("20 factors, for separable networks with a prior of faces' keypoints")
        if self.factors and (self.code or not (self.paste and self.hints and self.mouth and self.view)):
            raise ConfigError("factors need paste, hints, a mouth and a view, and no compact feature")
        if self.mouth and not (self.hints and flat):
            raise ConfigError("a mouth is told by hints, from 2D keypoints with Jacobians of faces")

    def to_json(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Config:
        """Make it from text that may come from anywhere. Raises ConfigError."""
        try:
            given = json.loads(text)
            known = {f.name: f for f in fields(cls)}
            if not isinstance(given, dict) or "system" not in given or not given.keys() <= known.keys():
                raise ConfigError("not the description of a network")
            values = {}
            for name, value in given.items():
                kind = type(getattr(cls, name, ""))
                if kind is tuple:
                    if not isinstance(value, list) or len(value) != len(getattr(cls, name)):
                        raise ConfigError(f"{name} {value!r} in the description of a network")
                    value = tuple(int(v) for v in value)
                elif kind is float and isinstance(value, int) and not isinstance(value, bool):
                    value = float(value)
                elif type(value) is not kind:
                    raise ConfigError(f"{name} {value!r} in the description of a network")
                values[name] = value
        except (ValueError, TypeError, RecursionError, OverflowError) as error:
            raise ConfigError(f"not the description of a network ({error})") from None
        return cls(**values)

    def at(self, **changes: object) -> Config:
        """Return a copy with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


# The sizes of the public releases, at width 1.
PUBLIC = {
    "fomm": Config("fomm", align_corners=True, paste=False),
    "facev2v": Config(
        "facev2v", num_kps=15, jacobians=False, motion=(32, 1024, 5), generator=(64, 512, 2, 6), paste=False
    ),
    "facev2v-spade": Config(
        "facev2v",
        num_kps=15,
        jacobians=False,
        motion=(32, 1024, 5),
        generator=(64, 512, 2, 6),
        paste=False,
        spade=True,
    ),
    "cfte": Config("cfte", num_kps=0, jacobians=False, motion=(64, 512, 4), paste=False),
}

# What is trained here: small enough that float16 weights stay below 8 MB, and that two CPU cores train it.
_FACE = Config(
    "fomm",
    width=0.375,
    motion=(64, 256, 4),
    generator=(64, 256, 2, 3),
    align_corners=True,
    faces=True,
    view=64,
    prior=True,
    early=2,
    hints=8,
    mouth=True,
)
_SLIM = _FACE.at(system="light", width=0.3125, separable=True)
OWN = {
    "fomm": _FACE,
    "dac": _FACE.at(system="dac", jacobians=False, mouth=False),
    "facev2v": _FACE.at(
        system="facev2v",
        width=0.25,
        num_kps=15,
        jacobians=False,
        mouth=False,
        motion=(32, 128, 3),
        depth=8,
        view=32,
    ),
    "cfte": _FACE.at(system="cfte", code=16),
    "light": _SLIM,
    "light-cfte": _SLIM.at(code=16),
    "factors": _SLIM.at(system="factors", factors=20),
}
