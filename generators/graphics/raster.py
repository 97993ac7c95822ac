"""Which triangle covers which pixel: a small z-buffered rasterizer in torch, batched, on any device."""

from __future__ import annotations

import torch

# Pixels tested at once; bounds memory whatever the number of triangles or their size.
CHUNK = 1 << 22
_DEPTH_BITS, _INDEX_BITS = 20, 24
_EMPTY = torch.iinfo(torch.int64).max


def rasterize(vertices: torch.Tensor, triangles: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """Find the index (b, height, width), int64, of the nearest front-facing triangle at each pixel
    centre, -1: none.

    vertices (b, v, 3) float32: x, y in pixels (the first pixel's centre at 0.5, 0.5), z away from the
    viewer. triangles (t, 3) int64; front-facing ones turn clockwise on the screen (y down). Triangles
    outside the picture cost nothing; ties in depth go to the lower index on every device.
    """
    batch = vertices.shape[0]
    corners = vertices[:, triangles].float()
    x, y, z = corners.unbind(-1)
    area = (x[..., 1] - x[..., 0]) * (y[..., 2] - y[..., 0]) - (y[..., 1] - y[..., 0]) * (
        x[..., 2] - x[..., 0]
    )
    x0 = x.amin(-1).sub(0.5).ceil().clamp(0, width)
    x1 = x.amax(-1).sub(0.5).floor().clamp(-1, width - 1)
    y0 = y.amin(-1).sub(0.5).ceil().clamp(0, height)
    y1 = y.amax(-1).sub(0.5).floor().clamp(-1, height - 1)
    side = torch.maximum(x1 - x0, y1 - y0) + 1
    finite = torch.isfinite(corners).flatten(2).all(-1)
    alive = finite & (area > 1e-6) & (x1 >= x0) & (y1 >= y0)

    # Depth range of each picture by itself: what else is in the batch must not matter.
    known = torch.where(finite[..., None], z, 0.0).flatten(1)
    low = known.amin(1)
    depth_scale = ((1 << _DEPTH_BITS) - 1) / (known.amax(1) - low).clamp_min(1e-6)
    buffer = torch.full((batch * height * width,), _EMPTY, dtype=torch.int64, device=vertices.device)
    shape, spans = (batch, height, width), torch.stack([low, depth_scale], 1)
    if torch.compiler.is_exporting():
        # What is exported has no loop, and may have few sizes that are not known: all rows of all triangles.
        rows = torch.arange(height, device=vertices.device)
        taken = alive[..., None] & (rows >= y0[..., None]) & (rows <= y1[..., None])
        b, t, row = taken.nonzero(as_tuple=True)
        px = 0 * row[:, None] + torch.arange(width, device=vertices.device)
        _fill(buffer.view(shape), px, row[:, None], b, t, corners[b, t], area[b, t], spans[b])
    else:
        b, t = alive.nonzero().unbind(1)
        sides, order = side[b, t].sort(stable=True)
        b, t = b[order], t[order]
        first = torch.stack([x0[b, t], y0[b, t]], 1).long()
        own, areas, ranges = corners[b, t], area[b, t], spans[b]
        size, start = 4, 0
        while start < len(t):
            # Those whose windows are of one size; 4, 6, 8, 12, 16...: little larger than the triangles.
            end = int(torch.searchsorted(sides, size, right=True))
            offset = torch.arange(size, device=vertices.device)
            step = max(1, CHUNK // (size * size))
            for begin in range(start, end, step):
                part = slice(begin, min(begin + step, end))
                px, py = first[part, :1] + offset, first[part, 1:] + offset
                _fill(buffer.view(shape), px, py, b[part], t[part], own[part], areas[part], ranges[part])
            start, size = end, size * 4 // 3 if size % 3 == 0 else size * 3 // 2
    found = buffer.view(batch, height, width)
    return torch.where(found == _EMPTY, -1, found % (1 << _INDEX_BITS))


def _fill(
    buffer: torch.Tensor,
    px: torch.Tensor,
    py: torch.Tensor,
    b: torch.Tensor,
    t: torch.Tensor,
    corners: torch.Tensor,
    area: torch.Tensor,
    depth_range: torch.Tensor,
) -> None:
    """Put n triangles t of pictures b into the depth buffer (b, h, w), as far as they cover columns px (n,
    any) and rows py (n, any); ``depth_range`` (n, 2): least depth, and steps a unit."""
    height, width = buffer.shape[1:]
    cx, cy = px[:, None, :].float() + 0.5, py[:, :, None].float() + 0.5
    x, y, z = corners.unbind(-1)

    def edge(i: int, j: int) -> torch.Tensor:
        dx, dy = (x[:, j] - x[:, i])[:, None, None], (y[:, j] - y[:, i])[:, None, None]
        return dx * (cy - y[:, i, None, None]) - dy * (cx - x[:, i, None, None])

    w0, w1, w2 = edge(1, 2), edge(2, 0), edge(0, 1)
    inside = (w0 >= 0) & (w1 >= 0) & (w2 >= 0)
    inside &= (px < width)[:, None, :] & (py < height)[:, :, None]
    n, row, col = inside.nonzero(as_tuple=True)
    w = torch.stack([w0[n, row, col], w1[n, row, col], w2[n, row, col]], 1) / area[n, None]
    low, scale = depth_range[n].unbind(1)
    depth = ((w * z[n]).sum(1) - low) * scale
    key = depth.clamp(0, (1 << _DEPTH_BITS) - 1).long() * (1 << _INDEX_BITS) + t[n]
    place = (b[n] * height + py[n, row]) * width + px[n, col]
    buffer.view(-1).scatter_reduce_(0, place, key, reduce="amin")
