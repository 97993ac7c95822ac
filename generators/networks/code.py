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

    def located(self) -> KeypointCode | None:
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
class KeypointCode(Code):
    """Keypoints (n, K, 2|3) in -1..1 and their Jacobians (n, K, 2, 2), None without."""

    points: torch.Tensor
    jacobians: torch.Tensor | None = None

    likeness = "fomm"

    def driving(self) -> KeypointCode:
        """Return itself."""
        return self

    def located(self) -> KeypointCode:
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

    def driving(self) -> KeypointCode:
        """Return where the points are in the picture, and how their surroundings are turned and scaled."""
        points = self.points @ self.rotation.transpose(1, 2) + self.translation[:, None]
        size = (self.points - self.points.mean(1, keepdim=True)).square().mean((1, 2)).sqrt()
        local = self.rotation * (size / SIZE).clamp(0.05, 20)[:, None, None]
        return KeypointCode(points, local[:, None].expand(-1, points.shape[1], -1, -1))

    def located(self) -> KeypointCode:
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


Driving: TypeAlias = KeypointCode | Compact
"""What motion is made of."""


def code_of(config: Config) -> type[Code]:
    """Return the kind that a network's description sends."""
    if config.family.dims == 3:
        return Turned
    return Compact if config.code or not config.num_kps else KeypointCode


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
