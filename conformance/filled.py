"""Named parameters that fill the ranges of a mapping, the same on every machine."""

from __future__ import annotations

import numpy as np

from sei.named import KINDS, Mapping, NamedParameters


def filled(mapping: Mapping, pictures: int = 4) -> NamedParameters:
    """Make parameters that move through their ranges; numbers without a range lie within -4..4."""
    values = {}
    for seed, field in enumerate(mapping.fields):
        rows = []
        for k, column in enumerate(field.columns()):
            lo, hi = (-4 if column.lo is None else column.lo), (4 if column.hi is None else column.hi)
            first = (seed * 389 + k * 101) % 977
            step = 0 if field.policy == "still" else 9 + 11 * (k % 5)
            rows.append([lo + (hi - lo) * ((first + step * t) % 977) / 976 for t in range(pictures)])
        values[field.name] = np.array(rows).T
    return KINDS[mapping.kind](mapping=mapping, values=values)
