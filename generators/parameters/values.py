"""What describes a picture, as float arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Parameters:
    """What describes one picture: resolved values of a GFV message and of the GFVE messages with it.

    matrices        by gfv_matrix_type_idx: float64 (count, height, width)
    keypoints       float64 (K, 2|3), x and y in -1..1 over the picture; None: not carried
    pupils          float64 (2, 2): left and right eye, x and y, in the system's own units; None: unknown. Of
                    several gfve_id that carry them, those of the lowest
    enhancement     matrices of the GFVE messages by gfve_id, each (height, width)
    pupils_by_id    pupils by gfve_id, for systems in which several carry them
    low_confidence  gfv_low_confidence_face_parameter_flag
    """

    matrices: Mapping[int, np.ndarray] = field(default_factory=dict)
    keypoints: np.ndarray | None = None
    pupils: np.ndarray | None = None
    enhancement: Mapping[int, tuple[np.ndarray, ...]] = field(default_factory=dict)
    low_confidence: bool = False
    pupils_by_id: Mapping[int, np.ndarray] = field(default_factory=dict)
