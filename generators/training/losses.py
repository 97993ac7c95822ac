"""What training asks of the networks, and what is sent while it does.

Quantisation is in the loop: a parameter is moved by what the writer may do to it (up to one step of the
coded grid), so the generator learns on what a decoder gets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F

from generators.networks.code import Code
from generators.networks.geometry import gaussians, inverse2
from generators.networks.slim import Gate
from generators.subjects.face.model import basis
from generators.subjects.face.regions import EYE_RINGS, INNER_LIPS, OUTER_LIPS
from generators.training.augment import Warp

if TYPE_CHECKING:
    from generators.measure.metrics import ShiftTolerantLpips

# Mesh points that the keypoints are drawn to, each with its mirror image: outer and inner corners of the
# eyes, brows, nose, corners and lips of the mouth, chin, cheeks, forehead. The first ten for ten keypoints.
TARGETS = (33, 263, 1, 61, 291, 13, 14, 152, 234, 454, 133, 362, 70, 300, 10)
MIRROR = (263, 33, 1, 291, 61, 13, 14, 152, 454, 234, 362, 133, 300, 70, 10)


def targets(landmarks: torch.Tensor, count: int) -> torch.Tensor:
    """Say where the keypoints should be, (n, min(count, 15), 2), of landmarks (n, 468, 2).

    In a mirrored picture the landmark named left lies right; which one is meant is decided by where it lies.
    """
    count = min(count, len(TARGETS))
    a, b = landmarks[:, list(TARGETS[:count])], landmarks[:, list(MIRROR[:count])]
    mirrored = landmarks[:, 33, 0] > landmarks[:, 263, 0]
    return torch.where(mirrored[:, None, None], b, a)[..., :2]


def motion_loss(where: torch.Tensor, source: torch.Tensor, driving: torch.Tensor) -> torch.Tensor:
    """Measure whether the motion (n, h, w, 2) comes, at each of the driving picture's landmarks (n, 468, 3),
    from the source's: mean distance in -1..1 over landmarks that face the camera in both."""
    at = driving[:, :, None, :2]
    found = F.grid_sample(where.movedim(-1, 1), at, padding_mode="border", align_corners=True)[..., 0]
    away = (found.movedim(1, -1) - source[..., :2]).abs().sum(-1)
    seen = (facing(source) & facing(driving)).to(away.dtype)
    return (away * seen).sum() / seen.sum().clamp_min(1)


def facing(landmarks: torch.Tensor) -> torch.Tensor:
    """Tell which landmarks (n, 468) face the camera: the triangles around them do, on average."""
    triangles = torch.from_numpy(basis()["triangles"]).to(landmarks.device)
    a, b, c = landmarks[:, triangles, :2].unbind(2)
    area = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (c[..., 0] - a[..., 0]) * (
        b[..., 1] - a[..., 1]
    )
    total = landmarks.new_zeros(landmarks.shape[:2])
    for corner in triangles.unbind(1):
        total = total.index_add(1, corner, area)
    return total > 0


def landmark_loss(given: Code, landmarks: torch.Tensor) -> torch.Tensor:
    """Measure the mean distance of keypoints from their landmarks in -1..1; keypoints beyond the
    list are free."""
    placed = given.located()
    if placed is None:
        return landmarks.new_zeros(())
    want = targets(landmarks, placed.points.shape[1])
    return (placed.points[:, : want.shape[1], :2] - want).abs().mean()


def equivariance_loss(
    analysis: Callable[[torch.Tensor], Code], pictures: torch.Tensor, given: Code, random: torch.Generator
) -> torch.Tensor:
    """Measure how far a deformed picture's keypoints are from the picture's, deformed, Jacobians turned along
    (FOMM, eq. 8-11)."""
    placed = given.located()
    if placed is None or placed.points.shape[2] == 3:
        return pictures.new_zeros(())
    warp = Warp(len(pictures), random, turn=0.3, scale=0.15, shift=0.08, bend=0.03)
    again = analysis(warp.pictures(pictures)).located()
    assert again is not None
    loss = (warp.place(again.points) - placed.points).abs().mean()
    if placed.jacobians is not None and again.jacobians is not None:
        local = warp.linear.to(pictures.device)[:, None] @ again.jacobians
        eye = torch.eye(2, device=pictures.device)
        loss = loss + (inverse2(placed.jacobians) @ local - eye).abs().mean()
    return loss


def attention(points: torch.Tensor, size: tuple[int, ...], most: float = 4.0) -> torch.Tensor:
    """Return the weights (n, 1, *size) of pictures with landmarks (n, 468, 2|3): ``most`` on eyes and lips,
    else 1."""
    ids = [i for ring in (*EYE_RINGS, INNER_LIPS, OUTER_LIPS) for i in ring[::2]]
    near = gaussians(points[:, ids, :2], size, 0.002).amax(1, keepdim=True)
    return 1 + (most - 1) * near


def pixel_loss(
    made: torch.Tensor, want: torch.Tensor, scales: int = 3, weight: torch.Tensor | None = None
) -> torch.Tensor:
    """Measure the mean absolute difference at several sizes, (n, 1, h, w) times as heavy in places."""
    away, loss = (made - want), made.new_zeros(())
    for scale in range(scales):
        if scale:
            away = F.avg_pool2d(away, 2)
            weight = None if weight is None else F.avg_pool2d(weight, 2)
        loss = loss + (away.abs() if weight is None else away.abs() * weight).mean()
    return loss


def perceptual_loss(
    trunk: ShiftTolerantLpips,
    made: torch.Tensor,
    want: torch.Tensor,
    random: torch.Generator,
    side: int = 64,
    points: torch.Tensor | None = None,
) -> torch.Tensor:
    """Measure the difference of the metric trunk's unit-length features, all scales alike, on a window of
    each picture.

    The trunk costs many times what the networks do; a window of 64 of 128 samples takes a quarter of it.
    points  landmarks (n, 468, 2|3): one window of three lies around one of them, the others anywhere
    """
    n, (height, width) = len(made), made.shape[2:]
    room = torch.tensor([max(0, width - side), max(0, height - side)])
    corner = (torch.rand(n, 2, generator=random) * (room + 1)).long()
    if points is not None:
        chosen = torch.randint(points.shape[1], (n,), generator=random)
        middle = (points[torch.arange(n), chosen, :2].detach().cpu() + 1) / 2 * torch.tensor([width, height])
        around = (middle - side / 2).round().long().clamp_min(0).minimum(room)
        corner = torch.where(torch.rand(n, 1, generator=random) < 1 / 3, around, corner)
    made, want = (
        torch.stack([x[:, t : t + side, s : s + side] for x, (s, t) in zip(pictures, corner, strict=True)])
        for pictures in (made, want)
    )
    with torch.no_grad():
        target = trunk.features(want)
    away = [(a - b).abs().sum(1).mean() for a, b in zip(trunk.features(made), target, strict=True)]
    return sum(away[1:], away[0]) / len(away)


def gate_loss(network: torch.nn.Module) -> torch.Tensor:
    """Measure what channels cost: the mean factor of all gates, drawn towards zero."""
    scales = [m.scale() for m in network.modules() if isinstance(m, Gate)]
    return torch.cat(scales).mean() if scales else torch.zeros(())
