"""The two networks of a system by its configuration, and what crosses between them."""

from __future__ import annotations

import torch
from torch import nn

from generators.networks.analysis import (
    CanonicalDetector,
    CompactExtractor,
    KeypointDetector,
    PoseEstimator,
)
from generators.networks.code import Turned
from generators.networks.config import Config
from generators.networks.expandable import ExpandableGenerator
from generators.networks.face_keypoints import face_analysis
from generators.networks.generation import Generation, PictureGenerator, VolumeGenerator


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
    """Make the encoder's side: pictures (n, 3, h, w) in 0..1, or points of the face mesh, to a `Code`."""
    if config.faces:
        return face_analysis(config)
    if config.family.dims == 3:
        return HeadAnalysis(config)
    return KeypointDetector(config) if config.num_kps else CompactExtractor(config)


def make_generation(config: Config) -> Generation:
    """Make the decoder's side, see `generators.networks.generation`."""
    if config.family.dims == 3:
        return VolumeGenerator(config)
    return ExpandableGenerator(config) if config.factors else PictureGenerator(config)
