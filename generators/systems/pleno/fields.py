"""What the motion grids send: one matrix per band, each in GFVE messages of a gfve_id of its own.

A displacement is a sum of grids, each finer one on top of the coarser one enlarged. A finer grid has three
bands, and each band says by how much its four quarters differ from what the coarser one says there: left from
right, top from bottom, and diagonally. All matrices are 2x4, so that VTM 24.0, which keeps one state of sizes
for every gfve_id, follows their prediction.
"""

from __future__ import annotations

from sei.named import EnhancementCarrier, Field, Mapping

SIDES = (2, 4, 8)
"""Cells along a side of each granularity."""
BANDS = ("lr", "tb", "di")
"""What a finer grid adds: left and right, top and bottom, diagonally."""
PRECISION = 1
"""Steps of half a unit: two pixels of a picture of 256."""
SHAPE = (2, 4)
"""Two rows of two cells, of displacements along x, then along y."""


def bands() -> list[tuple[str, int, str, int, int]]:
    """List (name, level, band, row, column): the quarter of a band's cells that a field has; of the coarsest
    grid, whose band is empty, all."""
    found = [("grid_2x2", 1, "", 0, 0)]
    for level, side in enumerate(SIDES[1:], 2):
        parts = side // 4
        for band in BANDS:
            for row in range(parts):
                for column in range(parts):
                    place = f"_{row}{column}" if parts > 1 else ""
                    found.append((f"grid_{side}x{side}_{band}{place}", level, band, row, column))
    return found


def over(below: Mapping, name: str) -> Mapping:
    """Make the mapping of the layers over a face system's; ``name`` goes into the tag."""
    first = max(below.enhancements, default=-1) + 1
    top = len(below.levels) - 1
    fields = [
        Field(
            name=field,
            carrier=EnhancementCarrier(gfve_id=first + number),
            shape=SHAPE,
            unit="64ths of the shorter side",
            lo=-64.0,
            hi=64.0,
            positive="right, down",
            precision=PRECISION,
            level=top + level,
            policy="glide",
            text="displacement left over after generation" if level == 1 else "what finer cells add to it",
        )
        for number, (field, level, *_) in enumerate(bands())
    ]
    return below.model_copy(
        update={
            "tag": f"tag:seigen,2026:{name}",
            "title": f"{below.title}, and motion grids over it",
            "source": f"{below.source}; grids after Pleno-Generation, arXiv 2502.17085, chosen here",
            "levels": (*below.levels, *(f"grid_{side}x{side}" for side in SIDES)),
            "fields": (*below.fields, *fields),
        }
    )
