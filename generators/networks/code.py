"""What crosses between the two networks of a system: one class per kind.

A code holds n descriptions as tensors. It knows how they lie in GFV, and what motion is made of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, TypeAlias

import numpy as np
import torch

from generators.networks.config import Config
from generators.networks.geometry import inverse2
from generators.parameters.layout import Layout
from generators.parameters.values import Parameters
from sei.errors import SeigenError
from sei.messages.generative_face_video import AFFINE, COMPACT, ROTATION, TRANSLATION
from sei.named import Field, Mapping, known

LIMIT = 16.0
"""Magnitude of any matrix element beyond which it is taken as this: no face needs it, floats survive it."""
COMPACT_LIMIT = 4096.0
"""The same of compact features, whose scale is the network's own (the public release's reach hundreds)."""
SIZE = 0.2
"""Root mean square of the coordinates of a face of the usual size, the head unturned."""


class ParameterMismatch(SeigenError):
    """A stream's parameters are not those of the system: too few or many keypoints, another matrix."""


class Code:
    """Base of the kinds; each is a dataclass of tensors (n, ...), None where a system has no such part."""

    likeness: ClassVar[str]
    """The known mapping that such a system's is made from."""
    precision: ClassVar[int | None] = None
    """Bits after the binary point of its matrices, where they are not the mapping's."""

    def tensors(self) -> dict[str, torch.Tensor | None]:
        """Return the parts by name."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}  # type: ignore[arg-type]

    def changed(self, change: Callable[[str, torch.Tensor], torch.Tensor]) -> Self:
        """Return a code with each part changed; ``change`` is told its name."""
        parts = {name: None if x is None else change(name, x) for name, x in self.tensors().items()}
        return type(self)(**parts)

    def __len__(self) -> int:
        return next(len(x) for x in self.tensors().values() if x is not None)

    def rows(self, which: slice) -> Self:
        """Return some of the descriptions."""
        return self.changed(lambda _, x: x[which])

    def rounded(self, steps: Callable[[str], float], random: torch.Generator) -> Self:
        """Return the descriptions as a decoder gets them: moved by up to a step, gradients straight through.

        Half of all elements sit exactly on the grid, as those of base messages do.
        """

        def moved(name: str, x: torch.Tensor) -> torch.Tensor:
            step = steps(name)
            noise = (torch.rand(x.shape, generator=random) * 2 - 1) * step
            fresh = torch.where(noise.to(x.device) > 0, (x / step).round() * step, x + noise.to(x.device))
            return x + (fresh - x).detach()

        return self.changed(moved)

    def driving(self) -> Driving:
        """Return what the generator makes motion of."""
        raise NotImplementedError

    def located(self) -> MovedPoints | None:
        """Return where keypoints lie in the picture, None of what has none."""
        return None

    def parameters(self) -> list[Parameters]:
        """Return the n descriptions as GFV holds them."""
        raise NotImplementedError

    @classmethod
    def read(cls, config: Config, rows: Sequence[Parameters], device: torch.device | str = "cpu") -> Self:
        """Make a code of descriptions as received, which fit the layout."""
        raise NotImplementedError


@dataclass(frozen=True)
class MovedPoints(Code):
    """Keypoints (n, K, 2|3) in -1..1 and their Jacobians (n, K, 2, 2), None without."""

    points: torch.Tensor
    jacobians: torch.Tensor | None = None

    likeness = "fomm"

    def driving(self) -> MovedPoints:
        """Return itself."""
        return self

    def located(self) -> MovedPoints:
        """Return itself."""
        return self

    def parameters(self) -> list[Parameters]:
        """Return coordinates, and Jacobians as matrices of type 0."""
        points = np.clip(to_numpy(self.points), -1, 1)
        if self.jacobians is None:
            return [Parameters(keypoints=p) for p in points]
        local = to_numpy(self.jacobians)
        return [Parameters({AFFINE: j}, keypoints=p) for p, j in zip(points, local, strict=True)]

    @classmethod
    def read(cls, config: Config, rows: Sequence[Parameters], device: torch.device | str = "cpu") -> Self:
        """Make a code of coordinates and matrices of type 0."""
        return cls(_points(rows, device), _matrices(rows, AFFINE, device) if config.jacobians else None)


@dataclass(frozen=True)
class Compact(Code):
    """A compact feature (n, 1, 4, 4)."""

    feature: torch.Tensor

    likeness = "cfte"

    def driving(self) -> Compact:
        """Return itself."""
        return self

    def parameters(self) -> list[Parameters]:
        """Return matrices of type 7."""
        return [Parameters({COMPACT: f}) for f in to_numpy(self.feature)]

    @classmethod
    def read(cls, config: Config, rows: Sequence[Parameters], device: torch.device | str = "cpu") -> Self:
        """Make a code of matrices of type 7."""
        return cls(_matrices(rows, COMPACT, device, COMPACT_LIMIT))


@dataclass(frozen=True)
class Turned(Code):
    """A head that is told apart from how it is turned (face-vid2vid): points (n, K, 3) with the head
    unturned, rotation (n, 3, 3), translation (n, 3).

    points holds the person's shape and the expression, both in the head's frame, so that base picture and
    generated pictures are described alike and the decoder needs no analysis of its own.
    """

    points: torch.Tensor
    rotation: torch.Tensor
    translation: torch.Tensor

    likeness = "facev2v"

    def driving(self) -> MovedPoints:
        """Return where the points are in the picture, and how their surroundings are turned and scaled."""
        points = self.points @ self.rotation.transpose(1, 2) + self.translation[:, None]
        size = (self.points - self.points.mean(1, keepdim=True)).square().mean((1, 2)).sqrt()
        local = self.rotation * (size / SIZE).clamp_min(0.05).clamp_max(20)[:, None, None]
        return MovedPoints(points, local[:, None].expand(-1, points.shape[1], -1, -1))

    def located(self) -> MovedPoints:
        """Return what the generator gets."""
        return self.driving()

    def parameters(self) -> list[Parameters]:
        """Return coordinates, and matrices of types 4 and 5."""
        rows = zip(*(to_numpy(t) for t in (self.points, self.rotation, self.translation)), strict=True)
        return [
            Parameters({ROTATION: r[None], TRANSLATION: t.reshape(1, 3, 1)}, keypoints=np.clip(p, -1, 1))
            for p, r, t in rows
        ]

    @classmethod
    def read(cls, config: Config, rows: Sequence[Parameters], device: torch.device | str = "cpu") -> Self:
        """Make a code of coordinates and of matrices of types 4 and 5."""
        turn, move = (_matrices(rows, t, device) for t in (ROTATION, TRANSLATION))
        return cls(_points(rows, device), turn[:, 0], move[:, 0, :, 0])


@dataclass(frozen=True)
class Factors(Code):
    """Ten keypoints and what surrounds them as one coefficient and one bias (n, 20) per channel.

    Channel 2k is along x, 2k + 1 along y. Its bias is where keypoint k lies; its coefficient, in units of
    ``UNIT``, by how much keypoint k's surroundings are larger along that axis of the head than the whole head
    is. The head's own affine transform follows from the ten places (`frame`). So a point that lies at F of a
    keypoint in the mean face lies at F * c + b in the head.
    """

    coefficients: torch.Tensor
    biases: torch.Tensor

    likeness = "factors"
    precision = 7
    UNIT: ClassVar[float] = 4.0
    """Coefficients are sent in quarters: 1/128 of these is 1/32 of a size, as of Jacobians."""
    TRUST: ClassVar[tuple[float, ...]] = (1, 1, 0.5, 1, 0.3, 0.1, 0.3, 1, 1, 1)
    """How much each keypoint says of the whole head: lips and chin move by themselves."""

    @classmethod
    def of(cls, keypoints: MovedPoints, rest: torch.Tensor) -> Self:
        """Make it of keypoints with Jacobians; ``rest`` (10, 2): the keypoints of the mean face."""
        assert keypoints.jacobians is not None
        back = inverse2(cls.frame(keypoints.points, rest))[:, None]
        sizes = (back @ keypoints.jacobians).diagonal(dim1=2, dim2=3)
        return cls(sizes.flatten(1) / cls.UNIT, keypoints.points.flatten(1))

    def keypoints(self, rest: torch.Tensor) -> MovedPoints:
        """Make the keypoints with Jacobians that it stands for."""
        points = self.biases.unflatten(1, (-1, 2))
        sizes = self.coefficients.unflatten(1, (-1, 2)) * self.UNIT
        return MovedPoints(points, self.frame(points, rest)[:, None] * sizes[:, :, None])

    @classmethod
    def frame(cls, points: torch.Tensor, rest: torch.Tensor) -> torch.Tensor:
        """Find the affine transform (n, 2, 2) of the mean face's keypoints onto points (n, 10, 2)."""
        trust = torch.tensor(cls.TRUST, device=points.device)
        trust = trust / trust.sum()
        a, b = rest - trust @ rest, points - (trust @ points)[:, None]
        spread = torch.einsum("k,ki,kj->ij", trust, a, a) + 1e-4 * torch.eye(2, device=points.device)
        # In closed form: ONNX knows no inverse of matrices.
        (p, q), (_, r) = spread
        back = torch.stack([torch.stack([r, -q]), torch.stack([-q, p])]) / (p * r - q * q)
        return torch.einsum("k,nki,kj->nij", trust, b, a) @ back

    def driving(self) -> Factors:
        """Return itself."""
        return self

    def parameters(self) -> list[Parameters]:
        """Return both as matrices of type 7."""
        rows = zip(to_numpy(self.coefficients), np.clip(to_numpy(self.biases), -1, 1), strict=True)
        return [Parameters({COMPACT: np.stack([c, b])[:, None]}) for c, b in rows]

    @classmethod
    def read(cls, config: Config, rows: Sequence[Parameters], device: torch.device | str = "cpu") -> Self:
        """Make a code of matrices of type 7."""
        both = _matrices(rows, COMPACT, device)
        return cls(both[:, 0, 0], both[:, 1, 0].clamp(-2, 2))


Driving: TypeAlias = MovedPoints | Compact | Factors
"""What motion is made of."""


def code_of(config: Config) -> type[Code]:
    """Return the kind that a network's description sends."""
    if config.family.dims == 3:
        return Turned
    if config.factors:
        return Factors
    return Compact if config.code or not config.num_kps else MovedPoints


def layout_of(config: Config, mapping: Mapping | None = None) -> Layout:
    """Return where a network's parameters lie: as a mapping says (None: that of the first system of the
    kind), with the numbers of keypoints of the description."""
    mapping = mapping or known(code_of(config).likeness)
    fields = []
    for f in mapping.fields:
        if f.carrier.kind == "keypoints":
            f = _shaped(f, (config.num_kps, f.shape[1]))
        elif f.name == "jacobians":
            if not config.jacobians:
                continue
            f = _shaped(f, (config.num_kps, *f.shape[1:]))
        fields.append(f)
    if tuple(fields) == mapping.fields:
        return Layout(mapping)
    return Layout(Mapping(**{**dict(mapping), "fields": tuple(fields)}))


def read(config: Config, rows: Sequence[Parameters], device: torch.device | str = "cpu") -> Code:
    """Make the code of descriptions as received. Raises ParameterMismatch when they are not of the kind that
    the network's description sends."""
    layout = layout_of(config)
    for row in rows:
        if layout.fits(row) is None:
            wanted = ", ".join(f"{f.name} {f.shape}" for f in layout.fields)
            got = {t: m.shape for t, m in row.matrices.items()}
            points = None if row.keypoints is None else row.keypoints.shape
            raise ParameterMismatch(
                f"{config.system} takes {wanted}; the stream has keypoints {points}, matrices {got}"
            )
    return code_of(config).read(config, rows, device)


def to_numpy(x: torch.Tensor) -> np.ndarray:
    """Return float64 numbers."""
    return x.detach().double().cpu().numpy()


def _shaped(field: Field, shape: tuple[int, ...]) -> Field:
    return field if field.shape == shape else Field(**{**dict(field), "shape": shape, "numbers": None})


def _points(rows: Sequence[Parameters], device: torch.device | str) -> torch.Tensor:
    return _tensor([np.asarray(r.keypoints) for r in rows], device).clamp(-2, 2)


def _matrices(
    rows: Sequence[Parameters], kind: int, device: torch.device | str, most: float = LIMIT
) -> torch.Tensor:
    return _tensor([row.matrices[kind] for row in rows], device).clamp(-most, most)


def _tensor(rows: list[np.ndarray], device: torch.device | str) -> torch.Tensor:
    # What an enemy makes infinite ends at the limit, on the way through float32.
    return torch.from_numpy(np.clip(np.stack(rows), -1e6, 1e6)).float().to(device)
