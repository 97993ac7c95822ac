"""How much each point of a face counts: what people look at as much as all the rest."""

from __future__ import annotations

import numpy as np

from generators.subjects.face import eyes, regions
from generators.subjects.face.landmarks import POINTS

FEATURES = ((*regions.INNER_LIPS, *regions.OUTER_LIPS), (*eyes.LIDS[0], *eyes.LIDS[1]), (POINTS, POINTS + 1))
"""Points of lips, of lids, and the two pupils after the mesh's points."""


def point_shares(over: int) -> np.ndarray:
    """Return how much each of the mesh's 468 points and the two pupils counts, (470,): half of one goes to
    lips, lids and pupils alike, and one ``over``-th of the other half to every point."""
    share = np.full(POINTS + 2, 0.5 / over)
    for group in FEATURES:
        share[list(group)] += 0.5 / len(FEATURES) / len(group)
    return share
