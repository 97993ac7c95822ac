"""Parameters with names: what people want to send, over the messages' elements.

from sei.named import Keypoints
keypoints = Keypoints(mapping=Keypoints.layout(2), values={"points": [[[0.1, -0.5], [0.25, 0]]]})
messages = keypoints.to_messages(precision=9)
Keypoints.from_messages(messages)["points[0].y"]
"""

from __future__ import annotations

from sei.named.avatar import AvatarParameters
from sei.named.compact import CompactFeature
from sei.named.keypoints import Keypoints
from sei.named.known import known, names
from sei.named.mapping import (
    Column,
    EnhancementCarrier,
    Field,
    KeypointCarrier,
    Mapping,
    MappingError,
    MatrixCarrier,
    Number,
    PupilCarrier,
)
from sei.named.parameters import NamedParameters
from sei.named.semantics import Semantics

KINDS: dict[str, type[NamedParameters]] = {
    cls.kind: cls for cls in (Keypoints, Semantics, CompactFeature, AvatarParameters)
}
"""The schemas by kind."""

__all__ = [
    "KINDS",
    "AvatarParameters",
    "Column",
    "CompactFeature",
    "EnhancementCarrier",
    "Field",
    "KeypointCarrier",
    "Keypoints",
    "Mapping",
    "MappingError",
    "MatrixCarrier",
    "NamedParameters",
    "Number",
    "PupilCarrier",
    "Semantics",
    "known",
    "names",
]
