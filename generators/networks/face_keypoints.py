"""Keypoints, local affine transforms and head pose by formula, from the 468 points of the face mesh.

A keypoint detector trained on few people finds the keypoints of few people. The face mesh net knows
everybody's, so the networks trained here take what they send from its points: each keypoint is the mean of a
patch of points, its Jacobian the affine transform that carries the patch of the mean face onto it. Only the
generator is trained. The decoder never measures anything: base pictures bring their own parameters.

Points are (n, 468, 3) in -1..1 over the picture, z in the units of x.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
import torch
from torch import nn

from generators.networks.code import Compact, Factors, MovedPoints, Turned
from generators.networks.config import Config
from generators.subjects.face import eyes
from generators.subjects.face.landmarks import Face
from generators.subjects.face.model import basis
from generators.subjects.face.regions import (
    EYE_RINGS,
    INNER_LIPS_LOWER,
    INNER_LIPS_UPPER,
    LIDS_LOWER,
    LIDS_UPPER,
)

BROWS = ((70, 63, 105, 66, 107, 46, 53, 52, 65, 55), (300, 293, 334, 296, 336, 276, 283, 282, 295, 285))
NOSE = (1, 2, 4, 5, 6, 19, 94, 97, 98, 168, 195, 197, 326, 327, 48, 278, 64, 294, 115, 344, 220, 440)
CHIN = (152, 148, 176, 149, 150, 377, 400, 378, 379, 175, 199, 200, 171, 396, 208, 428)
SIDES = (
    (234, 93, 132, 58, 127, 162, 50, 123, 147, 187, 116, 117),
    (454, 323, 361, 288, 356, 389, 280, 352, 376, 411, 345, 346),
)
FOREHEAD = (10, 338, 297, 332, 109, 67, 103, 151, 108, 337, 69, 299)
LIPS = (
    (*INNER_LIPS_UPPER, 61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291),
    (*INNER_LIPS_LOWER, 78, 308, 375, 321, 405, 314, 17, 84, 181, 91, 146),
)

PATCHES = (*EYE_RINGS, (*BROWS[0], *BROWS[1]), NOSE, *LIPS, CHIN, *SIDES, FOREHEAD)
"""Points of the ten 2D keypoints: eyes, brows, nose, upper and lower lip, chin, sides, forehead."""
SPOTS = (
    *LIDS_UPPER,
    *LIDS_LOWER,
    *BROWS,
    (1, 4, 5),
    (61, 185, 146),
    (291, 409, 375),
    (13, 312, 82, 0),
    (14, 317, 87, 17),
    (152, 148, 377),
    (234, 93, 127),
    (454, 323, 356),
    (10, 338, 109),
)
"""Points of the fifteen 3D keypoints."""

UNIT = 3.0
"""Mean-face units, of one rms radius, in one unit of the frame in which Jacobians are near the identity."""
RIDGE = 2e-4
"""A patch as flat as closed eyelids follows the whole face in the direction that it does not have."""


def mirrored(points: torch.Tensor) -> torch.Tensor:
    """Return the points of the mirrored picture, named as they look there."""
    out = points[:, torch.from_numpy(basis()["mirror"])].clone()
    out[..., 0] = -out[..., 0]
    return out


def placed(faces: Sequence[Face], height: int, width: int) -> torch.Tensor:
    """Return measured faces, in pixels of a picture, as points (n, 468, 3)."""
    pixels = np.stack([eyes.refined(f) for f in faces])
    pixels[..., 2] -= pixels[..., 2].mean(axis=1, keepdims=True)
    unit = np.array([2 / width, 2 / height, 2 / width])
    return torch.from_numpy(pixels * unit - (1, 1, 0)).float()


class PatchKeypoints(nn.Module):
    """Points to `MovedPoints`: (n, 10, 2) and, where the system has them, Jacobians (n, 10, 2, 2)."""

    weight: torch.Tensor
    mean: torch.Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.with_jacobians = config.jacobians
        mean = torch.from_numpy(basis()["mean"]).float()[:, :2] / UNIT
        weight = torch.zeros(len(PATCHES), len(mean))
        for row, patch in zip(weight, PATCHES, strict=True):
            row[list(patch)] = 1 / len(patch)
        # From the shipped mean face, not from weights: they are the same for everybody.
        self.register_buffer("weight", weight, persistent=False)
        self.register_buffer("mean", mean, persistent=False)

    def forward(self, points: torch.Tensor) -> MovedPoints:
        flat = points[..., :2].float()
        found = self.weight @ flat
        if not self.with_jacobians:
            return MovedPoints(found)
        even = torch.full((1, len(self.mean)), 1 / len(self.mean), device=flat.device)
        whole = _affine(flat, self.mean, even, torch.eye(2, device=flat.device)[None, None], 1e-6)
        return MovedPoints(found, _affine(flat, self.mean, self.weight, whole, RIDGE))


def _affine(
    points: torch.Tensor, mean: torch.Tensor, weight: torch.Tensor, otherwise: torch.Tensor, ridge: float
) -> torch.Tensor:
    """Affine transforms (n, k, 2, 2) of the mean face's patches (weight (k, 468)) onto points (n, 468, 2)."""
    a = mean - (weight @ mean)[:, None]  # (k, 468, 2)
    b = points[:, None] - (weight @ points)[:, :, None]  # (n, k, 468, 2)
    spread = torch.einsum("kp,kpi,kpj->kij", weight, a, a)
    across = torch.einsum("kp,nkpi,kpj->nkij", weight, b, a)
    some = ridge * torch.eye(2, device=points.device)
    return (across + ridge * otherwise) @ torch.linalg.inv(spread + some)


class CompactCode(nn.Module):
    """Ten keypoints with Jacobians (60 numbers) and a 4x4 feature, each from the other, linearly.

    The directions are those along which faces move most (`fit`), so the feature says how a face moved, and
    nearly nothing of whose it is. Elements are about -1..1.
    """

    mean: torch.Tensor
    rows: torch.Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.kps = config.num_kps
        self.register_buffer("mean", torch.zeros(6 * config.num_kps))
        self.register_buffer("rows", torch.eye(config.code, 6 * config.num_kps))

    # Jacobians err by more than keypoints do, and move less.
    LEVER = 0.25

    def fit(self, keypoints: MovedPoints, other: MovedPoints) -> None:
        """Find the directions of the differences between pairs of pictures of the same scene."""
        a, b = self._flat(keypoints).double(), self._flat(other).double()
        _, _, rows = torch.linalg.svd(a - b, full_matrices=False)
        rows = rows[: len(self.rows)]
        # A direction and its opposite are one; which of them is left to the solver is settled here.
        sign = torch.sign(rows.gather(1, rows.abs().argmax(1, keepdim=True)))
        self.rows.copy_(rows * sign)
        self.mean.copy_(torch.cat([a, b]).mean(0))

    def _apply(self, fn: Callable[[torch.Tensor], torch.Tensor], recurse: bool = True) -> Self:
        # Coordinates stay float32 whatever the network's type is: bfloat16 would move faces by pixels.
        return super()._apply(lambda t: t.to(fn(t).device), recurse)

    def encode(self, keypoints: MovedPoints) -> torch.Tensor:
        """Make the feature (n, 1, 4, 4)."""
        code = (self._flat(keypoints) - self.mean) @ self.rows.T
        side = round(code.shape[1] ** 0.5)
        return code.reshape(len(code), 1, side, side)

    def forward(self, code: torch.Tensor) -> MovedPoints:
        """Make the keypoints of a feature as received."""
        flat = code.flatten(1).float() @ self.rows + self.mean
        points, jacobians = flat.split((2 * self.kps, 4 * self.kps), dim=1)
        return MovedPoints(points.unflatten(1, (-1, 2)), (jacobians / self.LEVER).unflatten(1, (-1, 2, 2)))

    def _flat(self, keypoints: MovedPoints) -> torch.Tensor:
        assert keypoints.jacobians is not None
        return torch.cat([keypoints.points.flatten(1), keypoints.jacobians.flatten(1) * self.LEVER], dim=1)


class CompactFace(nn.Module):
    """Points to the 4x4 feature."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.keypoints, self.code = PatchKeypoints(config), CompactCode(config)

    def forward(self, points: torch.Tensor) -> Compact:
        return Compact(self.code.encode(self.keypoints(points)))


def rest() -> torch.Tensor:
    """Return the mean face's ten keypoints (10, 2), where Jacobians are the identity."""
    mean = torch.from_numpy(basis()["mean"]).float()[:, :2] / UNIT
    return torch.stack([mean[list(patch)].mean(0) for patch in PATCHES])


class FactorFace(nn.Module):
    """Points to `Factors`."""

    rest: torch.Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.keypoints = PatchKeypoints(config)
        self.register_buffer("rest", rest(), persistent=False)

    def forward(self, points: torch.Tensor) -> Factors:
        return Factors.of(self.keypoints(points), self.rest)


class TurnedFace(nn.Module):
    """Points to `Turned`: head rotation and place from all points, fifteen spots with the head unturned."""

    weight: torch.Tensor
    mean: torch.Tensor
    rigid: torch.Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        mean = torch.from_numpy(basis()["mean"]).float()
        rigid = torch.from_numpy(basis()["rigid"]).float()
        weight = torch.zeros(len(SPOTS), len(mean))
        for row, spot in zip(weight, SPOTS, strict=True):
            row[list(spot)] = 1 / len(spot)
        self.register_buffer("weight", weight, persistent=False)
        self.register_buffer("mean", mean, persistent=False)
        # What moves little says how the head stands.
        self.register_buffer("rigid", 0.7 * rigid / rigid.sum() + 0.3 / len(rigid), persistent=False)

    def forward(self, points: torch.Tensor) -> Turned:
        x, w = points.float(), self.rigid
        shape = self.mean - w @ self.mean
        centre = torch.einsum("p,npd->nd", w, x)
        left, _, right = torch.linalg.svd(torch.einsum("p,npd,pe->nde", w, x - centre[:, None], shape))
        sign = torch.ones_like(left[:, 0])
        sign[:, 2] = torch.sign(torch.linalg.det(left @ right))
        turn = left @ (sign[:, :, None] * right)
        return Turned((self.weight @ x - centre[:, None]) @ turn, turn, centre)


def face_analysis(config: Config) -> nn.Module:
    """Make the network from points (n, 468, 3) to what the system sends."""
    if config.family.dims == 3:
        return TurnedFace(config)
    if config.factors:
        return FactorFace(config)
    return CompactFace(config) if config.code else PatchKeypoints(config)
