"""Where tokens are placed: regions that move alike, found by a watershed of how pictures move.

On a grid of cells the motion's slope is flooded from its valleys; where two floods meet is a border. Regions
that move almost alike are then made one, the nearest two first (Ward), until as many are left as wanted. All
ties go to the lower number, so that the same motion gives the same places.
"""

from __future__ import annotations

import heapq

import numpy as np

CELLS = 48
"""Cells along the longer side, at most."""


def places(motion: np.ndarray, count: int) -> np.ndarray:
    """Choose at most ``count`` places (k, 2), x and y in pixels, by motion (t, 2, h, w) in pixels."""
    height, width = motion.shape[2:]
    n = max(1, -(-max(height, width) // CELLS))
    cells = _cells(motion, n)
    labels = merged(watershed(_slope(cells)), cells, count)
    found = []
    for label in range(int(labels.max()) + 1):
        down, across = np.nonzero(labels == label)
        nearest = np.argmin((down - down.mean()) ** 2 + (across - across.mean()) ** 2)
        found.append((across[nearest], down[nearest]))
    middle: np.ndarray = (np.array(found, dtype=np.float64) + 0.5) * n - 0.5
    return np.minimum(middle, (width - 1, height - 1))


def _cells(motion: np.ndarray, n: int) -> np.ndarray:
    """Means (2 t, rows, columns) over cells of n x n pixels, those at the border cut."""
    flat = motion.reshape(-1, *motion.shape[2:])
    pads = [(0, 0), *((0, -size % n) for size in flat.shape[1:])]
    wide = np.pad(flat.astype(np.float64), pads, mode="edge")
    rows, columns = wide.shape[1] // n, wide.shape[2] // n
    means: np.ndarray = wide.reshape(len(flat), rows, n, columns, n).mean((2, 4))
    return means


def _slope(cells: np.ndarray) -> np.ndarray:
    """How much motion (c, rows, columns) differs between neighbours, (rows, columns)."""
    wide = np.pad(cells, ((0, 0), (1, 1), (1, 1)), mode="edge")
    across, down = wide[:, 1:-1, 2:] - wide[:, 1:-1, :-2], wide[:, 2:, 1:-1] - wide[:, :-2, 1:-1]
    slope: np.ndarray = np.sqrt((across**2 + down**2).sum(0))
    return slope


def watershed(heights: np.ndarray) -> np.ndarray:
    """Find the number, from 0, of the valley from which each cell (rows, columns) is flooded."""
    rows, columns = heights.shape
    labels = np.full(heights.shape, -1)
    order = np.argsort(heights, axis=None, kind="stable")
    rank = np.argsort(order, kind="stable").reshape(heights.shape)

    def around(y: int, x: int) -> list[tuple[int, int]]:
        beside = ((y - 1, x), (y, x - 1), (y, x + 1), (y + 1, x))
        return [(v, u) for v, u in beside if 0 <= v < rows and 0 <= u < columns]

    waiting: list[tuple[int, int, int]] = []
    count = 0
    for cell in order.tolist():
        y, x = divmod(cell, columns)
        if all(rank[v, u] > rank[y, x] for v, u in around(y, x)):
            labels[y, x] = count
            count += 1
            for v, u in around(y, x):
                heapq.heappush(waiting, (int(rank[v, u]), int(labels[y, x]), v * columns + u))
    while waiting:
        _, label, cell = heapq.heappop(waiting)
        y, x = divmod(cell, columns)
        if labels[y, x] >= 0:
            continue
        labels[y, x] = label
        for v, u in around(y, x):
            if labels[v, u] < 0:
                heapq.heappush(waiting, (int(rank[v, u]), label, v * columns + u))
    return labels


def merged(labels: np.ndarray, cells: np.ndarray, count: int) -> np.ndarray:
    """Make regions one, those first that lose least by it, until ``count`` are left; numbers from 0."""
    regions = int(labels.max()) + 1
    sizes = np.bincount(labels.ravel(), minlength=regions).astype(np.float64)
    sums = np.stack([np.bincount(labels.ravel(), row.ravel(), regions) for row in cells], axis=1)
    beside = np.zeros((regions, regions), dtype=bool)
    for a, b in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        beside[a.ravel(), b.ravel()] = beside[b.ravel(), a.ravel()] = True
    np.fill_diagonal(beside, False)
    owner = np.arange(regions)
    for _ in range(regions - max(1, count)):
        i, j = np.nonzero(np.triu(beside))
        means = sums / np.maximum(sizes, 1)[:, None]
        lost = sizes[i] * sizes[j] / (sizes[i] + sizes[j]) * ((means[i] - means[j]) ** 2).sum(1)
        # A region of few cells says little: it goes first.
        best = int(np.argmin(lost + 1e-6 * np.minimum(sizes[i], sizes[j])))
        a, b = i[best], j[best]
        sums[a] += sums[b]
        sizes[a] += sizes[b]
        beside[a] |= beside[b]
        beside[:, a] |= beside[:, b]
        beside[b] = beside[:, b] = False
        beside[a, a] = False
        owner[owner == b] = a
    kept = np.unique(owner)
    return np.asarray(np.searchsorted(kept, owner)[labels])
