"""Time to draw Gaussians, and to draw them with derivatives, by CPU time of one thread.

The cost is per Gaussian and tile that it touches: the last rows say how it grows with them, to 100,000
Gaussians of the same size on the screen.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import torch

from generators.graphics.splat import TILE, Splats, project, splat
from scripts.bench import Row

HEIGHT, WIDTH = 240, 160
COUNTS = (3_000, 10_000, 30_000, 100_000)


def scene(count: int, size: float) -> list[torch.Tensor]:
    """Make points, axes, opacity and colours of Gaussians all over the picture."""
    g = torch.Generator().manual_seed(0)
    points = torch.rand(count, 3, generator=g) * torch.tensor([1.6, 2.4, 1.0]) - torch.tensor(
        [0.8, 1.2, -2.5]
    )
    axes = torch.randn(count, 3, 3, generator=g) * size
    return [points, axes, torch.rand(count, generator=g), torch.rand(count, 3, generator=g)]


def touched(splats: Splats) -> int:
    """Count pairs of a Gaussian and a tile that it touches."""
    sides = torch.tensor([WIDTH, HEIGHT])
    low = ((splats.places - splats.radii) / TILE).floor().clamp_min(0)
    high = torch.minimum(((splats.places + splats.radii) / TILE).floor(), (sides - 1) // TILE)
    return int(((high - low + 1).clamp_min(0).prod(1) * (splats.radii[:, 0] > 0)).sum())


def measured(count: int, rounds: int) -> tuple[int, float, float]:
    """Measure a scene: pairs, and CPU seconds of drawing, and of drawing with derivatives; the least of
    ``rounds``."""
    leaves = [t.requires_grad_() for t in scene(count, 0.01)]
    points, axes, opacity, colours = leaves
    focal, centre = torch.tensor([200.0, 200.0]), torch.tensor([WIDTH / 2, HEIGHT / 2])
    drawing, both, pairs = [], [], 0
    for _ in range(rounds):
        start = time.process_time()
        splats = project(points, axes, opacity, colours, focal, centre)
        picture, cover = splat(splats, HEIGHT, WIDTH)
        drawing.append(time.process_time() - start)
        (picture.sum() + cover.sum()).backward()
        both.append(time.process_time() - start)
        pairs = touched(splats)
    return pairs, min(drawing), min(both)


def run(small: bool = False) -> Iterator[Row]:
    """Give milliseconds per picture, and how the time per pair at most Gaussians compares with that at the
    fewest: growth is linear or less. ``small``: few Gaussians."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        each = {}
        for count in (100, 300) if small else COUNTS:
            pairs, drawing, both = measured(count, 1 if small else 4)
            each[count] = both / pairs
            name = f"{count} Gaussians, {pairs} pairs, {WIDTH}x{HEIGHT}"
            yield Row(f"{name}: drawn", drawing * 1000, "ms")
            yield Row(f"{name}: drawn with derivatives", both * 1000, "ms")
        first, *_, last = each.values()
        yield Row(
            "time per pair, most against fewest",
            last / first,
            "times",
            at_most=None if small else 2.0,
        )
    finally:
        torch.set_num_threads(threads)
