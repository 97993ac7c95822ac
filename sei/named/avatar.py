"""Parameters of an articulated avatar: 94 numbers per picture (arXiv 2510.10492)."""

from __future__ import annotations

import math

from sei.named.mapping import Mapping, MappingError
from sei.named.parameters import NamedParameters

PARTS = {"pose": 72, "shape": 10, "rotation": 9, "translation": 3}
"""Fields of every avatar, with their numbers: 24 joints, body shape, global rotation matrix, translation."""


class AvatarParameters(NamedParameters):
    """Pose of 24 joints (axis and angle of each), body shape, global rotation and translation: 94 numbers.

    Shape is still: it is sent with the base picture, and its number per later picture costs nothing.
    """

    kind = "avatar_parameters"

    @classmethod
    def check_mapping(cls, mapping: Mapping) -> None:
        """Refuse a mapping without the four parts in their sizes. Raises MappingError."""
        for name, size in PARTS.items():
            found = math.prod(mapping.field(name).shape)
            if found != size:
                raise MappingError(f"{name}: {found} numbers, allowed: {size}")
