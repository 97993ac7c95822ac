"""Base pictures warped to moved face meshes: the generative part of the mesh system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
import torch.nn.functional as F

from generators.graphics.raster import rasterize
from generators.subjects.face import regions
from generators.systems.mesh.references import masks
from generators.systems.mesh.topology import HELD, RINGS, topology

Rings: TypeAlias = Sequence[tuple[float, float, float]]
COARSE = 4  # the rings are rasterized in cells of this many pixels, and interpolated


@dataclass(frozen=True)
class TexturedBase:
    """A base picture and what is computed from it once.

    picture (1, 3, h, w) in 0..1; points (468 + rings, 3) float32 pixels; radius of the face outline;
    mouth: lip opening in mouth widths; eyes: (2,) lid opening in eye widths.
    """

    picture: torch.Tensor
    points: torch.Tensor
    mouth: float
    eyes: tuple[float, float]


@dataclass(frozen=True)
class Motion:
    """Where the face goes: points (b, 468, 3) in pixels, and the head's affine motion.

    ``affine`` (b, 3, 4) carries points of the base picture to their new place with the head. ``gaze``
    (b, 2, 2), if any, is how far each pupil has moved in its eye since the base picture, in eye widths along
    and across the eye.
    """

    points: torch.Tensor
    affine: torch.Tensor
    gaze: torch.Tensor | None = None


def openings(points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Measure the lip opening in mouth widths (b,) and lid opening in eye widths (b, 2), of points (b, 468,
    2|3)."""
    p = points[..., :2]

    def gap(upper: tuple[int, ...], lower: tuple[int, ...], ends: tuple[int, int]) -> torch.Tensor:
        height: torch.Tensor = torch.linalg.vector_norm(
            p[:, list(lower)].mean(1) - p[:, list(upper)].mean(1), dim=-1
        )
        width: torch.Tensor = torch.linalg.vector_norm(p[:, ends[1]] - p[:, ends[0]], dim=-1)
        return height / width.clamp_min(1e-3)

    mouth = gap(regions.INNER_LIPS_UPPER[3:8], regions.INNER_LIPS_LOWER[2:7], (78, 308))
    eyes = [gap(regions.LIDS_UPPER[e], regions.LIDS_LOWER[e], regions.EYE_CORNERS[e]) for e in (0, 1)]
    return mouth, torch.stack(eyes, dim=1)


class MeshWarp:
    """Pictures of one size, on one device."""

    def __init__(self, height: int, width: int, device: torch.device | str = "cpu") -> None:
        self.height, self.width, self.device = height, width, torch.device(device)
        t = topology()
        self._head = torch.from_numpy(t.head).to(self.device)
        self._all = torch.from_numpy(np.concatenate([t.head, t.rings])).to(self.device)
        self._oval = torch.from_numpy(t.oval).to(self.device)
        self._masks = torch.from_numpy(masks()).float().to(self.device)
        self._outside = F.one_hot(torch.tensor(0), self._masks.shape[1]).float().to(self.device)
        ends = np.cumsum([len(t.face), len(t.mouth), len(t.left_eye), len(t.right_eye)])
        self._mouth_range, self._eye_ranges = (ends[0], ends[1]), ((ends[1], ends[2]), (ends[2], ends[3]))
        ys = torch.arange(height, device=self.device).float() + 0.5
        xs = torch.arange(width, device=self.device).float() + 0.5
        self._grid = torch.stack(torch.meshgrid(xs, ys, indexing="xy"), -1)
        ch, cw = -(-height // COARSE), -(-width // COARSE)
        ys = (torch.arange(ch, device=self.device).float() + 0.5) * COARSE
        xs = (torch.arange(cw, device=self.device).float() + 0.5) * COARSE
        self._coarse = torch.stack(torch.meshgrid(xs, ys, indexing="xy"), -1)

    def base(self, picture: torch.Tensor, points: torch.Tensor) -> TexturedBase:
        """Prepare a base picture (3, h, w) in 0..1, with its face points (468, 3) in pixels."""
        points = points.to(self.device, torch.float32)
        mouth, eyes = openings(points[None])
        whole = torch.cat([points, self.ring_points(points)])
        return TexturedBase(
            picture.to(self.device)[None], whole, float(mouth), (float(eyes[0, 0]), float(eyes[0, 1]))
        )

    def smaller(self, base: TexturedBase, n: int) -> TexturedBase:
        """Prepare a base picture of n times the size for this one: the same face, not measured anew."""
        return self.base(F.avg_pool2d(base.picture, n)[0], base.points[:468] / n)

    def ring_points(self, points: torch.Tensor) -> torch.Tensor:
        """Place the rings around a face (468, 3)."""
        rim = points[self._oval]
        middle = rim.mean(0)
        rings = []
        for factor, _, _ in RINGS:
            ring = middle + (rim - middle) * factor
            # Level with the outline: the silhouette of the head lies about where the outline does.
            ring[:, 2] = rim[:, 2].mean()
            rings.append(ring)
        return torch.cat(rings)

    def _moved_rings(self, base: TexturedBase, motion: Motion, rings: Rings = RINGS) -> torch.Tensor:
        rim = base.points[self._oval]
        middle = rim.mean(0)
        radius = (rim - middle)[:, :2].norm(dim=1)
        below = ((rim - middle)[:, 1] / radius.clamp_min(1e-3)).clamp(0, 1)
        still = base.points[468:]
        ones = torch.ones_like(still[:, :1])
        carried = torch.cat([still, ones], 1) @ motion.affine.transpose(1, 2)
        weight = torch.cat([side + (down - side) * below for _, side, down in rings])
        moved = still + weight[:, None] * (carried - still)
        # The outline itself follows the mouth (the chin drops); the nearest rings with it, fading.
        extra = motion.points[:, self._oval] - torch.cat(
            [rim, torch.ones_like(rim[:, :1])], 1
        ) @ motion.affine.transpose(1, 2)
        fade = torch.tensor([max(0.0, 1.6 - f) / 0.6 for f, _, _ in RINGS], device=self.device)
        moved = moved + (extra[:, None] * fade[None, :, None, None]).flatten(1, 2) * weight[:, None]
        # Depth only orders: each ring lies behind the one inside it, and all behind the face.
        far = torch.maximum(motion.points[..., 2].amax(1), base.points[:468, 2].amax(0))
        order = torch.arange(1, len(RINGS) + 1, device=self.device).repeat_interleave(len(self._oval))
        moved[..., 2] = far[:, None] + order * self.width
        return moved

    def __call__(
        self, bases: list[TexturedBase], motion: Motion, dtype: torch.dtype = torch.float32
    ) -> torch.Tensor:
        """Pictures (b, 3, h, w) in 0..1. The first base is warped; mouth and eyes come from the best one."""
        points = motion.points.to(self.device, torch.float32)
        gaze = None if motion.gaze is None else motion.gaze.to(self.device, torch.float32)
        motion = Motion(points, motion.affine.to(self.device, torch.float32), gaze)
        index = rasterize(points, self._head, self.height, self.width)
        picture = self._warped(bases[0], motion, RINGS, index, dtype)
        return self._openings(bases, points, index, picture, dtype)

    def one(self, base: TexturedBase, motion: Motion, rings: Rings) -> torch.Tensor:
        """Make pictures (b, 3, h, w) in 0..1 from one base picture; all is float32 and on the device."""
        index = rasterize(motion.points, self._head, self.height, self.width)
        return self._warped(base, motion, rings, index, torch.float32)

    def _warped(
        self, base: TexturedBase, motion: Motion, rings: Rings, index: torch.Tensor, dtype: torch.dtype
    ) -> torch.Tensor:
        vertices = torch.cat([motion.points, self._moved_rings(base, motion, rings)], 1)
        source = self._background(base, vertices)
        own = self._source(base, motion.points, index)
        if motion.gaze is not None:
            own = self._looking(base, motion.gaze, own, index)
        source = torch.where((index >= 0)[..., None], own, source)
        return self._sample(base.picture, source, dtype)

    def composed(
        self,
        bases: Sequence[TexturedBase],
        motions: Sequence[Motion],
        shares: torch.Tensor,
        dtype: torch.dtype = torch.float32,
    ) -> torch.Tensor:
        """Make pictures (b, 3, h, w) in 0..1, each part from the base pictures that have a share in it.

        motions  how each base picture's head moves; they share the points
        shares   (b, bases, parts), see `generators.systems.mesh.references`
        """
        points = motions[0].points.to(self.device, torch.float32)
        index = rasterize(points, self._head, self.height, self.width)
        inside = (index >= 0)[..., None]
        belongs = torch.where(inside, self._belonging(points, index), self._outside)
        picture = points.new_zeros((len(points), 3, self.height, self.width))
        shares = shares.to(self.device, torch.float32)
        for k, (base, motion) in enumerate(zip(bases, motions, strict=True)):
            rows = (shares[:, k].amax(1) > 0).nonzero()[:, 0]
            if len(rows) == 0:
                continue
            moved = Motion(points[rows], motion.affine[rows.cpu()].to(self.device, torch.float32))
            vertices = torch.cat([moved.points, self._moved_rings(base, moved, HELD)], 1)
            own = self._source(base, moved.points, index[rows])
            if motion.gaze is not None:
                gaze = motion.gaze[rows.cpu()].to(self.device, torch.float32)
                own = self._looking(base, gaze, own, index[rows])
            source = torch.where(inside[rows], own, self._background(base, vertices))
            part = (belongs[rows] * shares[rows, k][:, None, None]).sum(-1)
            picture[rows] += part[:, None] * self._sample(base.picture, source, torch.float32)
        return picture.to(dtype)

    def _belonging(self, points: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
        """How much each pixel of the face belongs to each part (b, h, w, parts)."""
        rows = []
        for i in range(0, self._masks.shape[1], 2):
            pair = self._masks[:, i : i + 2]
            pair = pair if pair.shape[1] == 2 else F.pad(pair, (0, 1))
            rows.append(_apply(_affines(points, pair, self._head), index, self._grid))
        parts = torch.cat(rows, -1)[..., : self._masks.shape[1]].clamp(0, 1)
        return parts / parts.sum(-1, keepdim=True).clamp_min(1e-6)

    def _background(self, base: TexturedBase, vertices: torch.Tensor) -> torch.Tensor:
        """Where each pixel outside the face comes from (b, h, w, 2)."""
        ch, cw = self._coarse.shape[:2]
        scaled = torch.cat([vertices[..., :2] / COARSE, vertices[..., 2:]], -1)
        index = rasterize(scaled, self._all, ch, cw)
        affine = _affines(vertices, base.points, self._all)
        shift = _apply(affine, index, self._coarse) - self._coarse
        shift = torch.where((index >= 0)[..., None], shift, 0.0)
        fine = F.interpolate(
            shift.permute(0, 3, 1, 2), scale_factor=COARSE, mode="bilinear", align_corners=False
        )
        return self._grid + fine.permute(0, 2, 3, 1)[:, : self.height, : self.width]

    def _source(self, base: TexturedBase, points: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
        return _apply(_affines(points, base.points, self._head), index, self._grid)

    def _looking(
        self, base: TexturedBase, gaze: torch.Tensor, source: torch.Tensor, index: torch.Tensor
    ) -> torch.Tensor:
        """Sources inside the eyes moved against the pupils' way; less towards the corners, which stay."""
        for eye, (first, last) in enumerate(self._eye_ranges):
            left, right = regions.EYE_CORNERS[eye]
            a, b = base.points[left, :2], base.points[right, :2]
            along = b - a
            down = torch.stack([-along[1], along[0]])
            way = gaze[:, eye, :1] * along + gaze[:, eye, 1:] * down
            across = ((source - (a + b) / 2) * along).sum(-1) / along.square().sum().clamp_min(1e-6)
            inside = (index >= first) & (index < last)
            share = inside * (1 - (2 * across).square()).clamp_min(0)
            source = source - share[..., None] * way[:, None, None]
        return source

    def _sample(self, picture: torch.Tensor, source: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
        # Places are float32 whatever the pictures are: half precision knows them to a tenth of a pixel only.
        grid = source / source.new_tensor([self.width, self.height]) * 2 - 1
        picture = picture.float().expand(grid.shape[0], -1, -1, -1)
        out = F.grid_sample(picture, grid, mode="bicubic", padding_mode="border", align_corners=False)
        return out.clamp(0, 1).to(dtype)

    def _openings(
        self,
        bases: list[TexturedBase],
        points: torch.Tensor,
        index: torch.Tensor,
        picture: torch.Tensor,
        dtype: torch.dtype,
    ) -> torch.Tensor:
        """Put in what the first base cannot show: an open mouth or open eyes, from the best base."""
        mouth, eyes = openings(points)
        parts = [(self._mouth_range, mouth, [b.mouth for b in bases])]
        parts += [(self._eye_ranges[e], eyes[:, e], [b.eyes[e] for b in bases]) for e in (0, 1)]
        for (first, last), wanted, have in parts:
            choice = _best(wanted, torch.tensor(have, device=self.device))
            for k in range(1, len(bases)):
                rows = (choice == k).nonzero()[:, 0]
                if len(rows) == 0:
                    continue
                hole = (index[rows] >= first) & (index[rows] < last)
                source = self._source(bases[k], points[rows], torch.where(hole, index[rows], -1))
                other = self._sample(bases[k].picture, source, dtype)
                soft = F.avg_pool2d(hole[:, None].to(dtype), 3, 1, 1, count_include_pad=False)
                alpha = soft * hole[:, None]
                picture[rows] = picture[rows] + alpha * (other - picture[rows])
        return picture


def _best(wanted: torch.Tensor, have: torch.Tensor) -> torch.Tensor:
    """Which base shows an opening best: the first unless another is clearly nearer to what is wanted."""
    # Too little open costs more than too much: what is hidden cannot be stretched into being.
    miss = torch.log((wanted[:, None] + 0.05) / (have[None] + 0.05))
    cost = torch.where(miss > 0, miss, -0.5 * miss)
    cost[:, 0] -= 0.35
    return cost.argmin(1)


def _affines(target: torch.Tensor, source: torch.Tensor, triangles: torch.Tensor) -> torch.Tensor:
    """Per triangle, the affine map (b, t, 2, 3) from where it goes to where it comes from."""
    a, b, c = (target[:, triangles[:, i], :2] for i in range(3))
    u, v, w = (source[triangles[:, i], :2] for i in range(3))
    e1, e2 = b - a, c - a
    det = e1[..., 0] * e2[..., 1] - e1[..., 1] * e2[..., 0]
    det = torch.where(det.abs() < 1e-6, torch.ones_like(det), det)
    # Rows of the inverse of [e1 e2]: barycentric coordinates of a pixel are linear in it.
    r1 = torch.stack([e2[..., 1], -e2[..., 0]], -1) / det[..., None]
    r2 = torch.stack([-e1[..., 1], e1[..., 0]], -1) / det[..., None]
    linear = (v - u)[None, :, :, None] * r1[:, :, None, :] + (w - u)[None, :, :, None] * r2[:, :, None, :]
    offset = u[None] - (linear @ a[..., None])[..., 0]
    return torch.cat([linear, offset[..., None]], -1)


def _apply(affine: torch.Tensor, index: torch.Tensor, grid: torch.Tensor) -> torch.Tensor:
    """Source place (b, h, w, 2) of every pixel, by its triangle's affine map."""
    batch, height, width = index.shape
    flat = index.clamp_min(0).view(batch, -1, 1).expand(-1, -1, 6)
    m = affine.flatten(2).gather(1, flat).view(batch, height, width, 2, 3)
    return m[..., 0] * grid[..., :1] + m[..., 1] * grid[..., 1:] + m[..., 2]
