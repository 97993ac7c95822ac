"""The two networks of a system by its configuration, and what crosses between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from generators.networks.analysis import (
    COMPACT,
    CanonicalDetector,
    CompactExtractor,
    KeypointDetector,
    PoseEstimator,
)
from generators.networks.config import Config
from generators.networks.face_keypoints import face_analysis
from generators.networks.generation import Generation, PictureGenerator, VolumeGenerator
from generators.networks.motion import Driving, Keypoints
from generators.networks.turned import Turned
from generators.system import Parameters
from sei.errors import SeigenError
from sei.messages.generative_face_video import AFFINE, ROTATION, TRANSLATION
from sei.messages.generative_face_video import COMPACT as TYPE_COMPACT

LIMIT = 16.0
"""Magnitude of any matrix element beyond which it is taken as this: no face needs it, floats survive it."""
COMPACT_LIMIT = 4096.0
"""The same of compact features, whose scale is the network's own (the public release's reach hundreds)."""


class ParameterMismatch(SeigenError):
    """A stream's parameters are not those of the system: too few or many keypoints, another matrix."""


Given = Keypoints | Turned | torch.Tensor
"""What an analysis gives for n pictures: by kind of system."""


class HeadAnalysis(nn.Module):
    """facev2v's two networks: canonical keypoints, and pose with expression."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.canonical, self.pose = CanonicalDetector(config), PoseEstimator(config)

    def forward(self, pictures: torch.Tensor) -> Turned:
        pose = self.pose(pictures)
        # Expression is given in the picture's frame; turned back it can be added to the shape.
        points = self.canonical(pictures) + pose.expression @ pose.rotation
        return Turned(points, pose.rotation, pose.translation)


def make_analysis(config: Config) -> nn.Module:
    """Encoder's side: pictures (n, 3, h, w) in 0..1, or points of the face mesh, to `Given`."""
    if config.faces:
        return face_analysis(config)
    if config.system == "facev2v":
        return HeadAnalysis(config)
    return KeypointDetector(config) if config.num_kps else CompactExtractor(config)


def make_generation(config: Config) -> Generation:
    """Decoder's side: see `generators.networks.generation`."""
    return VolumeGenerator(config) if config.system == "facev2v" else PictureGenerator(config)


def drive(given: Given) -> Driving:
    """What the generator takes of what crosses."""
    return given.placed() if isinstance(given, Turned) else given


def matrix_types(config: Config) -> tuple[tuple[int, tuple[int, int, int]], ...]:
    """Matrix types in coding order, with count, height and width."""
    if config.system == "facev2v":
        return ((ROTATION, (1, 3, 3)), (TRANSLATION, (1, 3, 1)))
    if not sent_kps(config):
        return ((TYPE_COMPACT, (1, COMPACT, COMPACT)),)
    return ((AFFINE, (config.num_kps, 2, 2)),) if config.jacobians else ()


def sent_kps(config: Config) -> int:
    """Keypoints in a message: none where a compact feature says where they are."""
    return 0 if config.code else config.num_kps


def dims(config: Config) -> int:
    """2 or 3."""
    return 3 if config.system == "facev2v" else 2


def to_parameters(given: Given) -> list[Parameters]:
    """n descriptions as GFV holds them."""
    if isinstance(given, Turned):
        rows = zip(*(_numpy(t) for t in (given.points, given.rotation, given.translation)), strict=True)
        return [
            Parameters({ROTATION: r[None], TRANSLATION: t.reshape(1, 3, 1)}, keypoints=np.clip(p, -1, 1))
            for p, r, t in rows
        ]
    if isinstance(given, torch.Tensor):
        return [Parameters({TYPE_COMPACT: f}) for f in _numpy(given)]
    points = np.clip(_numpy(given.points), -1, 1)
    if given.jacobians is None:
        return [Parameters(keypoints=p) for p in points]
    return [
        Parameters({AFFINE: j}, keypoints=p) for p, j in zip(points, _numpy(given.jacobians), strict=True)
    ]


def from_parameters(config: Config, rows: Sequence[Parameters], device: torch.device | str = "cpu") -> Given:
    """Descriptions as received. Raises ParameterMismatch when they are not this system's."""
    points = None
    if sent_kps(config):
        want = (config.num_kps, dims(config))
        for row in rows:
            if row.keypoints is None or row.keypoints.shape != want:
                got = None if row.keypoints is None else row.keypoints.shape
                raise ParameterMismatch(f"{config.system} takes keypoints {want}, the stream has {got}")
        points = _tensor([np.asarray(r.keypoints) for r in rows], device).clamp(-2, 2)
    found = {}
    for kind, shape in matrix_types(config):
        for row in rows:
            matrix = row.matrices.get(kind)
            if matrix is None or matrix.shape != shape:
                got = None if matrix is None else matrix.shape
                raise ParameterMismatch(
                    f"{config.system} takes matrices {shape} of type {kind}, the stream has {got}"
                )
        most = COMPACT_LIMIT if kind == TYPE_COMPACT else LIMIT
        found[kind] = _tensor([row.matrices[kind] for row in rows], device).clamp(-most, most)
    if points is None:
        return found[TYPE_COMPACT]
    if config.system == "facev2v":
        return Turned(points, found[ROTATION][:, 0], found[TRANSLATION][:, 0, :, 0])
    return Keypoints(points, found.get(AFFINE))


def _numpy(x: torch.Tensor) -> np.ndarray:
    return x.detach().double().cpu().numpy()


def _tensor(rows: list[np.ndarray], device: torch.device | str) -> torch.Tensor:
    # What an enemy makes infinite ends at the limit, on the way through float32.
    return torch.from_numpy(np.clip(np.stack(rows), -1e6, 1e6)).float().to(device)
