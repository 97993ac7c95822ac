"""Where things lie: dense flow between two pictures, and by how much a shown picture is misplaced.

Landmarks measured by the nets that an encoder uses are blind to the nets' own errors. This looks at the
pictures alone: Lucas and Kanade's equations at every pixel, coarse to fine, on pictures of which local
brightness and contrast are taken out. Traps that it avoids: a whole-picture search calls a blurred shift
better than a sharp one, so both pictures are smoothed before anything is interpolated; a flat area has any
flow, so only pixels count around which there is texture in two directions; what is not in the other picture
has a flow all the same, so only pixels count from which the way there and back ends where it began.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from generators.measure.fidelity import BT709, Values
from generators.measure.where import Where
from generators.media.pixels import to_batch
from generators.subjects.face.regions import OVAL

SMOOTH = 0.7
"""Sigma in pixels by which pictures are smoothed at each scale, beside what the B-spline does."""
LOCAL = 8.0
"""Sigma in pixels of what counts as local brightness and contrast."""
FLOOR = 4.0
"""Levels of contrast (0..255) below which nothing is amplified."""
WINDOW = 3.5
"""Sigma in pixels of the area over which a pixel's flow is fitted."""
LEAST_SIDE = 24
"""Pixels of the shorter side of the coarsest scale."""
SCALES, ITERATIONS = 5, 3
STEP = 1.5
"""Most pixels by which a flow changes in one iteration: beyond, the equations do not hold."""
TEXTURE = 2.0
"""Levels per pixel: root of the smaller eigenvalue of the gradient's covariance from which texture counts."""
BACK = 0.5
"""Pixels by which there and back may miss its beginning, and a tenth of the way more."""
LEAST_FOUND = 64
"""Pixels from which a part's misplacement is told."""
PARTS = ("face", "hair", "body", "background")


def _blur(x: torch.Tensor, sigma: float) -> torch.Tensor:
    """Smooth (n, c, h, w) by a Gaussian; borders repeat."""
    radius = max(1, round(2.5 * sigma))
    at = torch.arange(-radius, radius + 1, dtype=x.dtype)
    line = torch.exp(-(at**2) / (2 * sigma**2))
    line = line / line.sum()
    n, c, h, w = x.shape
    # As channels of one picture: ten times as fast as pictures of one channel.
    flat, line = x.reshape(1, n * c, h, w), line.expand(n * c, 1, 1, -1)
    flat = F.conv2d(F.pad(flat, (radius, radius, 0, 0), mode="replicate"), line, groups=n * c)
    flat = F.conv2d(F.pad(flat, (0, 0, radius, radius), mode="replicate"), line.mT, groups=n * c)
    return flat.view(n, c, h, w)


def _gradients(x: torch.Tensor) -> torch.Tensor:
    """Derivatives along x and y, (n, 2, h, w), of (n, 1, h, w)."""
    wide, tall = F.pad(x, (1, 1, 0, 0), mode="replicate"), F.pad(x, (0, 0, 1, 1), mode="replicate")
    return torch.cat(
        [(wide[..., 2:] - wide[..., :-2]) / 2, (tall[..., 2:, :] - tall[..., :-2, :]) / 2], dim=1
    )


def _spline(x: torch.Tensor) -> torch.Tensor:
    """Smooth (n, c, h, w) by the cubic B-spline at whole pixels, as `_moved` does between them."""
    n, c, h, w = x.shape
    line = x.new_tensor([1 / 6, 4 / 6, 1 / 6]).expand(n * c, 1, 1, 3)
    flat = F.pad(x, (1, 1, 1, 1), mode="replicate").reshape(1, n * c, h + 2, w + 2)
    return F.conv2d(F.conv2d(flat, line, groups=n * c), line.mT, groups=n * c).view(n, c, h, w)


def _moved(x: torch.Tensor, flow: torch.Tensor) -> torch.Tensor:
    """Sample (n, c, h, w), smoothed by the cubic B-spline, at each pixel plus its flow (n, 2, h, w).

    Borders repeat. Interpolating cubics lean to the nearer pixel, by up to 0.06; the B-spline does not. It is
    taken as four bilinear samples.
    """
    h, w = x.shape[2:]
    out = x.new_zeros(())
    for across, wide in _pairs(torch.arange(w, dtype=x.dtype) + flow[:, 0]):
        for down, tall in _pairs(torch.arange(h, dtype=x.dtype)[:, None] + flow[:, 1]):
            at = torch.stack([across * (2 / w) + (1 / w - 1), down * (2 / h) + (1 / h - 1)], dim=-1)
            sample = F.grid_sample(x, at, mode="bilinear", padding_mode="border", align_corners=False)
            out = out + (wide * tall)[:, None] * sample
    return out


def _pairs(at: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Where two linear samples lie that make the cubic B-spline's four, and their weights."""
    whole = at.floor()
    t = at - whole
    w0, w1 = (1 - t) ** 3 / 6, (3 * t**3 - 6 * t**2 + 4) / 6
    w2, w3 = (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6, t**3 / 6
    return [(whole - 1 + w1 / (w0 + w1), w0 + w1), (whole + 1 + w3 / (w2 + w3), w2 + w3)]


def _levelled(luma: torch.Tensor) -> torch.Tensor:
    """Smooth, and take out local brightness and contrast."""
    x = _blur(luma, SMOOTH)
    x = x - _blur(x, LOCAL)
    return x / (_blur(x * x, LOCAL) + FLOOR**2).sqrt()


def _pyramid(luma: torch.Tensor) -> list[torch.Tensor]:
    """Scales of (n, 1, h, w), finest first, each half of the one before."""
    rows = [luma]
    while len(rows) < SCALES and min(rows[-1].shape[2:]) // 2 >= LEAST_SIDE:
        rows.append(F.avg_pool2d(rows[-1], 2, ceil_mode=True, count_include_pad=False))
    return rows


def flow(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Estimate the flow (n, 2, h, w) in pixels, x and y, from luma (n, 1, h, w) in 0..255 to another.

    What lies at a pixel of ``a`` lies at that pixel plus its flow in ``b``. Motion of up to about a tenth of
    the shorter side is found. Where there is no texture it is that of the surroundings.
    """
    found = None
    for x, y in zip(reversed(_pyramid(a)), reversed(_pyramid(b)), strict=True):
        size = x.shape[2:]
        if found is None:
            found = x.new_zeros(len(x), 2, *size)
        else:
            found = 2 * F.interpolate(found, scale_factor=2, mode="bilinear", align_corners=False)
            found = found[..., : size[0], : size[1]]
        found = _refined(_levelled(x), _levelled(y), found)
    assert found is not None
    return found


def _refined(a: torch.Tensor, b: torch.Tensor, found: torch.Tensor) -> torch.Tensor:
    """Solve for the flow at one scale, from a first guess."""
    a = _spline(a)
    own = _gradients(a)
    for _ in range(ITERATIONS):
        there = _moved(b, found)
        slope = (own + _gradients(there)) / 2
        away = a - there
        # A pixel that nothing explains (hidden, changed) says little: its weight falls with what is left.
        weight = 1 / (1 + (away / 0.5) ** 2)
        gx, gy = slope[:, :1], slope[:, 1:]
        products = torch.cat([gx * gx, gx * gy, gy * gy, gx * away, gy * away], dim=1) * weight
        xx, xy, yy, xt, yt = _blur(products, WINDOW).split(1, dim=1)
        # A little of the identity: without texture, or with a straight edge alone, nothing moves along it.
        least = 1e-3
        xx, yy = xx + least, yy + least
        determinant = xx * yy - xy * xy
        step = torch.cat([yy * xt - xy * yt, xx * yt - xy * xt], dim=1) / determinant
        length = step.norm(dim=1, keepdim=True)
        found = found + step * (STEP / length.clamp_min(STEP))
        # Pixels that know tell those that do not.
        sure = determinant / (xx + yy) + 1e-6
        found = _blur(found * sure, 1.0) / _blur(sure, 1.0)
    return found


def textured(luma: torch.Tensor) -> torch.Tensor:
    """Tell where (n, h, w) luma (n, 1, h, w) in 0..255 has texture in two directions."""
    g = _gradients(_blur(luma, SMOOTH))
    xx, xy, yy = _blur(torch.cat([g[:, :1] ** 2, g[:, :1] * g[:, 1:], g[:, 1:] ** 2], dim=1), WINDOW).unbind(
        1
    )
    least = (xx + yy) / 2 - (((xx - yy) / 2) ** 2 + xy**2).sqrt()
    return least > TEXTURE**2


@dataclass(frozen=True)
class Matched:
    """Flow between pictures, and where it says something.

    flow     (n, 2, h, w) from the source to the shown picture, pixels
    texture  (n, h, w): the source has texture there
    found    (n, h, w): there is texture, and the way there and back ends where it began
    """

    flow: torch.Tensor
    texture: torch.Tensor
    found: torch.Tensor


def luma(pictures: np.ndarray) -> torch.Tensor:
    """Turn RGB uint8 (n, h, w, 3) into luma (BT.709), float32 (n, 1, h, w) in 0..255."""
    weights = torch.tensor(BT709[0], dtype=torch.float32).view(1, 3, 1, 1)
    return (to_batch(np.asarray(pictures)) * weights).sum(1, keepdim=True) * 255


@torch.inference_mode()
def matched(source: torch.Tensor, shown: torch.Tensor) -> Matched:
    """Find what lies in the source in the shown picture, both luma (n, 1, h, w) in 0..255."""
    there, back = flow(source, shown), flow(shown, source)
    miss = (there + _moved(back, there)).norm(dim=1)
    h, w = source.shape[2:]
    x = torch.arange(w) + there[:, 0]
    y = torch.arange(h)[:, None] + there[:, 1]
    inside = (x >= 0) & (x <= w - 1) & (y >= 0) & (y <= h - 1)
    texture = textured(source)
    return Matched(there, texture, texture & inside & (miss < BACK + 0.1 * there.norm(dim=1)))


def regions(points: np.ndarray, height: int, width: int) -> dict[str, np.ndarray]:
    """Split a picture by its face mesh (468, 2 or 3): face, hair, body, background, each bool (h, w).

    The face is the mesh's oval. Along the line from the forehead to the chin, hair is what lies beside the
    face above its middle, or above it, up to half a face further; body is what lies below the chin, three
    faces wide; background is the rest.
    """
    oval = points[list(OVAL), :2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    face = _inside(oval, x, y)
    top, chin = points[10, :2], points[152, :2]
    tall = float(np.hypot(*(chin - top))) or 1.0
    down = (chin - top) / tall
    across = np.array([-down[1], down[0]])
    u = (x - top[0]) * down[0] + (y - top[1]) * down[1]
    v = (x - (top[0] + chin[0]) / 2) * across[0] + (y - (top[1] + chin[1]) / 2) * across[1]
    side = (oval - (top + chin) / 2) @ across
    half, middle = float(side.max() - side.min()) / 2, float(side.max() + side.min()) / 2
    v = np.abs(v - middle)
    hair = ~face & (u < tall / 2) & (u > -tall / 2) & (v < 1.35 * half)
    body = ~face & (u > 0.97 * tall) & (v < 3 * half)
    return {"face": face, "hair": hair, "body": body, "background": ~(face | hair | body)}


def _inside(polygon: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell which of the places lie within a polygon (k, 2), by how often a ray crosses it."""
    within = np.zeros(x.shape, dtype=bool)
    for (ax, ay), (bx, by) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if ay != by:
            within ^= ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return within


def misplacement(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> Values:
    """Measure by how many pixels shown pictures lie beside their sources, in all and by part.

    The mean length of the flow over the source's texture that was found; ``misplacement-found`` is the share
    of texture that was. NaN where fewer than `LEAST_FOUND` pixels were found, for parts without a face mesh,
    and for the share where there is no texture.
    """
    count, height, width = source.shape[:3]
    names = ["misplacement", *(f"misplacement-{part}" for part in PARTS), "misplacement-found"]
    values = {name: np.full(count, np.nan) for name in names}
    for i in range(count):
        m = matched(luma(source[i : i + 1]), luma(shown[i : i + 1]))
        length, found = m.flow[0].norm(dim=0).numpy(), m.found[0].numpy()
        texture = int(m.texture.sum())
        if texture >= LEAST_FOUND:
            values["misplacement-found"][i] = found.sum() / texture
        points = where.points[i] if where is not None else None
        parts = {"": np.ones_like(found)} | ({} if points is None else regions(points, height, width))
        for part, mask in parts.items():
            kept = length[found & mask]
            if len(kept) >= LEAST_FOUND:
                values[f"misplacement{part and '-' + part}"][i] = kept.mean(dtype=np.float64)
    return values
