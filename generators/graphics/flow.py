"""Dense optical flow between pictures, the same wherever it is computed: torch alone, nothing learned.

Combined local and global flow (Bruhn, Weickert and Schnoerr 2005), coarse to fine: the equations of each
pixel count together with those of its neighbours, robustly, and the flow is smooth except at the picture's
edges. All is sums, products and roots of whole arrays in a fixed order, so that the number of threads, or of
pictures computed together, changes no bit on one machine; another device rounds otherwise, by far less than
shows.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

MOST_PIXELS = 1 << 18
"""Pixels at which flow is computed; larger pictures are made smaller by a whole factor for it."""
LEAST_SIDE, LEAST_BEGUN = 6, 22
"""Pixels of the shorter side of the coarsest scale; of that at which a flow that is near is made better."""
WARPS, ROUNDS = 3, 12
"""Times that the equations are made anew at each scale, and solved by so many rounds of relaxation."""
FACTOR = 1.85
"""Over-relaxation."""
SMOOTHNESS = 0.02
"""What a difference of one pixel between neighbours costs beside a difference of brightness."""
EDGE = 6.0
"""By how much smoothness falls with contrast between neighbours, 0..1."""
ROBUST = 0.04
"""Difference of levelled brightness from which a pixel is taken to be hidden or changed."""
GAIN = 0.03
"""Contrast (0..1) below which nothing is amplified."""
_WEIGHTS = (0.2126, 0.7152, 0.0722)


def flow(a: torch.Tensor, b: torch.Tensor, start: torch.Tensor | None = None) -> torch.Tensor:
    """Estimate the flow (n, 2, h, w) in pixels, x then y, from pictures (n, 3, h, w) in 0..1 to others.

    What lies at a pixel of ``a`` lies at that pixel plus its flow in ``b``. Where nothing tells, it is that
    of the surroundings. ``start``: a flow that is near already; it is only made better.
    """
    height, width = a.shape[2:]
    n = 1
    while -(-height // n) * -(-width // n) > MOST_PIXELS:
        n += 1
    least = LEAST_SIDE if start is None else LEAST_BEGUN
    first, second = _pyramid(_reduced(a, n), least), _pyramid(_reduced(b, n), least)
    if start is None:
        found = a.new_zeros(len(a), 2, *first[-1].shape[2:])
    else:
        times = n << (len(first) - 1)
        found = _reduced(start, times)[..., : first[-1].shape[2], : first[-1].shape[3]] / times
    for x, y in zip(reversed(first), reversed(second), strict=True):
        if found.shape[2:] != x.shape[2:]:
            found = _larger(found, 2, x.shape[2], x.shape[3])
        found = _refined(x, y, found)
    return found if n == 1 else _larger(found, n, height, width)


def sample(picture: torch.Tensor, moved: torch.Tensor, *, cubic: bool = True) -> torch.Tensor:
    """Sample (n, c, h, w) at each pixel plus ``moved`` (n, 2, h, w) in pixels; borders repeat.

    Positions are kept within the picture and one pixel around it, whatever ``moved`` says.
    """
    height, width = picture.shape[2:]
    x, y = _placed(moved)
    x, y = x.nan_to_num(0.0).clamp(-1, width), y.nan_to_num(0.0).clamp(-1, height)
    at = torch.stack([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1], dim=-1)
    mode = "bicubic" if cubic else "bilinear"
    return F.grid_sample(picture, at, mode=mode, padding_mode="border", align_corners=False)


def inside(moved: torch.Tensor) -> torch.Tensor:
    """Tell which pixels plus ``moved`` (n, 2, h, w) lie in the picture, (n, 1, h, w) of 0 and 1."""
    height, width = moved.shape[2:]
    x, y = _placed(moved)
    there = (x > -0.5) & (x < width - 0.5) & (y > -0.5) & (y < height - 0.5)
    return there[:, None].to(moved.dtype)


def _placed(moved: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Where pixels come to lie, x and y (n, h, w)."""
    height, width = moved.shape[2:]
    x = torch.arange(width, device=moved.device, dtype=moved.dtype) + moved[:, 0]
    y = torch.arange(height, device=moved.device, dtype=moved.dtype)[:, None] + moved[:, 1]
    return x, y


def smoothed(x: torch.Tensor, times: int = 1) -> torch.Tensor:
    """Apply 1 2 1 to (n, c, h, w) along both sides, so many times; borders repeat."""
    for _ in range(times):
        wide = F.pad(x, (1, 1, 0, 0), mode="replicate")
        x = (wide[..., :-2] + wide[..., 2:]) * 0.25 + x * 0.5
        tall = F.pad(x, (0, 0, 1, 1), mode="replicate")
        x = (tall[..., :-2, :] + tall[..., 2:, :]) * 0.25 + x * 0.5
    return x


def _reduced(x: torch.Tensor, n: int) -> torch.Tensor:
    return x if n == 1 else F.avg_pool2d(x, n, ceil_mode=True, count_include_pad=False)


def _larger(found: torch.Tensor, n: int, height: int, width: int) -> torch.Tensor:
    """A flow at n times its size, cut to a size."""
    wide = F.interpolate(found, scale_factor=n, mode="bilinear", align_corners=False)
    return wide[..., :height, :width] * n


def _pyramid(pictures: torch.Tensor, least: int) -> list[torch.Tensor]:
    """Levelled luma (n, 1, h, w) at each scale, finest first."""
    luma = sum(w * pictures[:, i : i + 1] for i, w in enumerate(_WEIGHTS))
    assert isinstance(luma, torch.Tensor)
    rows = [luma]
    while min(rows[-1].shape[2:]) // 2 >= least:
        rows.append(_reduced(smoothed(rows[-1]), 2))
    return [_levelled(row) for row in rows]


def _levelled(luma: torch.Tensor) -> torch.Tensor:
    """Take out local brightness, and half of local contrast."""
    x = smoothed(luma)
    x = x - smoothed(x, 16)
    return x * (GAIN / ((smoothed(x * x, 16)).sqrt() + GAIN)).sqrt()


def _slopes(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Derivatives along x and y of (n, 1, h, w)."""
    wide, tall = F.pad(x, (1, 1, 0, 0), mode="replicate"), F.pad(x, (0, 0, 1, 1), mode="replicate")
    return (wide[..., 2:] - wide[..., :-2]) * 0.5, (tall[..., 2:, :] - tall[..., :-2, :]) * 0.5


def _refined(a: torch.Tensor, b: torch.Tensor, found: torch.Tensor) -> torch.Tensor:
    """Solve for the flow at one scale, from a first guess."""
    across, down = _ties(a)
    own = _slopes(a)
    for _ in range(WARPS):
        there = sample(b, found)
        theirs = _slopes(there)
        gx, gy = ((p + q) * 0.5 for p, q in zip(own, theirs, strict=True))
        away = there - a
        weight = inside(found) / (1 + (away / ROBUST) ** 2)
        # Divided by the slope's length, steep edges do not outweigh all else.
        weight = weight / (gx * gx + gy * gy + 0.01**2).sqrt()
        products = torch.cat([gx * gx, gx * gy, gy * gy, gx * away, gy * away], dim=1) * weight
        terms = smoothed(products, 3)
        found = _relaxed(found, terms, across * SMOOTHNESS, down * SMOOTHNESS)
        found = _median(found)
    return found


def _ties(a: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """How much each pixel (n, 1, h, w) holds on to its right and to its lower neighbour; 0 at the border."""
    x = smoothed(a)
    across = 1 / (1 + (x[..., 1:] - x[..., :-1]).abs() * EDGE * 10)
    down = 1 / (1 + (x[..., 1:, :] - x[..., :-1, :]).abs() * EDGE * 10)
    return F.pad(across, (0, 1, 0, 0)), F.pad(down, (0, 0, 0, 1))


def _relaxed(
    found: torch.Tensor, terms: torch.Tensor, across: torch.Tensor, down: torch.Tensor
) -> torch.Tensor:
    """Solve for the flow by red and black over-relaxation, in place of what ``found`` says."""
    height, width = found.shape[2:]
    xx, xy, yy, xt, yt = terms.split(1, dim=1)
    u0, v0 = found[:, :1], found[:, 1:]
    # The equations hold for the change; written for the whole flow, so that this is what is smooth.
    bu, bv = xx * u0 + xy * v0 - xt, xy * u0 + yy * v0 - yt
    left, up = F.pad(across[..., :-1], (1, 0)), F.pad(down[..., :-1, :], (0, 0, 1, 0))
    total = across + down + left + up
    duu, dvv = xx + total + 1e-9, yy + total + 1e-9
    determinant = duu * dvv - xy * xy
    iu, im, iv = dvv / determinant, xy / determinant, duu / determinant
    checks = torch.arange(height, device=found.device)[:, None] + torch.arange(width, device=found.device)
    colours = [(checks % 2 == c).to(found.dtype) * FACTOR for c in (0, 1)]
    u, v = u0, v0
    for _ in range(ROUNDS):
        for colour in colours:
            su = _gathered(u, across, left, down, up) + bu
            sv = _gathered(v, across, left, down, up) + bv
            u, v = u + (iu * su - im * sv - u) * colour, v + (iv * sv - im * su - v) * colour
    return torch.cat([u, v], dim=1)


def _gathered(
    x: torch.Tensor, across: torch.Tensor, left: torch.Tensor, down: torch.Tensor, up: torch.Tensor
) -> torch.Tensor:
    """Sum of the neighbours, each as much as it is held on to."""
    p = F.pad(x, (1, 1, 1, 1))
    return (
        across * p[..., 1:-1, 2:]
        + left * p[..., 1:-1, :-2]
        + down * p[..., 2:, 1:-1]
        + up * p[..., :-2, 1:-1]
    )


def _median(x: torch.Tensor) -> torch.Tensor:
    """Median of each pixel and its neighbours to the four sides, which takes out single wrong ones."""
    p = F.pad(x, (1, 1, 1, 1), mode="replicate")
    a, b = p[..., 1:-1, 2:], p[..., 1:-1, :-2]
    c, d = p[..., 2:, 1:-1], p[..., :-2, 1:-1]
    low = torch.maximum(torch.minimum(a, b), torch.minimum(c, d))
    high = torch.minimum(torch.maximum(a, b), torch.maximum(c, d))
    return torch.maximum(torch.minimum(low, high), torch.minimum(torch.maximum(low, high), x))
