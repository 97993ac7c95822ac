"""A base picture's person warped to another pose of the template, over the background that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from generators.graphics.fill import fill
from generators.graphics.raster import rasterize
from generators.subjects.body.person import Camera
from generators.subjects.body.skin import Body
from generators.subjects.body.template import JOINTS

REACH, PACE = 0.16, 0.004
"""How far the mesh is grown to cover clothes and hair, and in which steps, metres."""
SMOOTHED, SPREAD = 60, 200
"""Rounds in which growth is made smooth over the mesh, and in which colours spread to what the base hides."""
NEAR = 0.03  # metres behind the nearest surface at which a vertex still counts as seen
MARGIN = 4  # pixels around a mesh that are looked at
# Joints whose skin grows together: what one part covers is no other part's clothes.
_GROUPS = np.array([0, 1, 2, 0, 3, 4, 0, 3, 4, 0, 3, 4, 0, 0, 0, 5, 6, 7, 8, 9, 8, 9, 8, 9])
# Bare parts, and shoes: what lies around them in a mask is mostly a pose that is a little wrong.
_MOST = {
    **{"wrist": 0.015, "hand": 0.01, "elbow": 0.03, "shoulder": 0.04, "collar": 0.04},
    **{"spine1": 0.1, "spine2": 0.06, "spine3": 0.05, "knee": 0.06, "ankle": 0.05, "foot": 0.05},
}
assert len(_GROUPS) == len(JOINTS)


@dataclass(frozen=True)
class DressedBase:
    """A base picture and what is computed from it once.

    picture    (1, 3, h, w) in 0..1
    mask       (1, 1, h, w), how surely each pixel is the person
    screen     (v, 3), the grown mesh in pixels, and its depth in metres
    depth      (1, 1, h, w), depth of the nearest surface, large where there is none
    growth     (v,), how far each vertex was grown, metres
    colours    (v, 3), of vertices; those that are hidden have their neighbours'
    background (1, 3, h, w), without the person
    clean      (1, 1, h, w), where the background was seen, 0..1
    """

    picture: torch.Tensor
    mask: torch.Tensor
    screen: torch.Tensor
    depth: torch.Tensor
    growth: torch.Tensor
    colours: torch.Tensor
    background: torch.Tensor
    clean: torch.Tensor


class BodyWarp:
    """Pictures of one size, on one device."""

    def __init__(self, body: Body, height: int, width: int, device: torch.device | str = "cpu") -> None:
        self.body, self.height, self.width = body, height, width
        self.device = torch.device(device)
        self.camera = Camera.of(height, width)
        self.triangles = body.triangles
        self._size = torch.tensor([width, height], device=self.device, dtype=torch.float32)
        groups = torch.from_numpy(_GROUPS).to(self.device)
        self._group = groups[body.weights.argmax(1)]
        self._most = torch.tensor(
            [_MOST.get(j.rpartition("_")[2], REACH) for j in JOINTS], device=self.device
        )[body.weights.argmax(1)]
        self._face_group = self._group[self.triangles[:, 0]]
        edges = torch.cat([self.triangles[:, [0, 1]], self.triangles[:, [1, 2]], self.triangles[:, [2, 0]]])
        edges = torch.cat([edges, edges.flip(1)])
        count = len(body.rest)
        near = torch.sparse_coo_tensor(
            edges.T, torch.ones(len(edges), device=self.device), (count, count), check_invariants=False
        )
        self._near = (
            near.coalesce() * (1 / torch.bincount(edges[:, 0], minlength=count).clamp_min(1))[:, None]
        ).coalesce()

    def base(self, picture: torch.Tensor, vertices: torch.Tensor, mask: np.ndarray) -> DressedBase:
        """Prepare a base picture (3, h, w) in 0..1, with its mesh (v, 3) in metres and its person's mask,
        float32 (h, w) in 0..1."""
        image = picture.to(self.device, torch.float32)[None]
        person = torch.from_numpy(mask).to(self.device)[None, None]
        growth = self._growth(vertices, person[0, 0] > 0.5)
        screen = self.camera.project(self.grown(vertices[None], growth))[0]
        index = rasterize(screen[None], self.triangles, self.height, self.width)
        pixels, corners, share = self._shares(screen, index[0])
        depth = torch.full_like(index, 1e9, dtype=torch.float32)[:, None]
        depth.view(-1)[pixels] = (screen[:, 2][corners] * share).sum(-1)
        covered = torch.maximum(person, (index >= 0)[:, None].float())
        # The outline is mixed of both, and a coded picture smears it.
        clean = 1 - F.max_pool2d((covered > 0.2).float(), 9, 1, 4)
        colours = self._colours(image, person, screen, depth)
        return DressedBase(image, person, screen, depth, growth, colours, fill(image, clean), clean)

    def grown(self, vertices: torch.Tensor, growth: torch.Tensor) -> torch.Tensor:
        """Enlarge meshes (n, v, 3) outward by ``growth`` (v,)."""
        return vertices + self._normals(vertices) * growth[:, None]

    def _normals(self, vertices: torch.Tensor) -> torch.Tensor:
        """Outward normals (n, v, 3)."""
        a, b, c = (vertices[:, self.triangles[:, i]] for i in range(3))
        facing = torch.linalg.cross(c - a, b - a)
        total = torch.zeros_like(vertices)
        for i in range(3):
            total.index_add_(1, self.triangles[:, i], facing)
        return F.normalize(total, dim=-1)

    def _growth(self, vertices: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
        """How far vertices (v, 3) have to go outward so that the mesh covers the mask, bool (h, w)."""
        screen = self.camera.project(vertices)
        normals = self._normals(vertices[None])[0]
        index = rasterize(screen[None], self.triangles, self.height, self.width)[0]
        shown = torch.where(index >= 0, self._face_group[index.clamp_min(0)], -1)
        steps = torch.arange(0, REACH, PACE, device=self.device)
        places = self.camera.project(vertices[:, None] + normals[:, None] * steps[None, :, None])
        x = places[..., 0].long().clamp(0, self.width - 1)
        y = places[..., 1].long().clamp(0, self.height - 1)
        own = (shown[y, x] == -1) | (shown[y, x] == self._group[:, None])
        free = inside[y, x] & own
        free[:, 0] = True
        far = torch.minimum((free.long().cumprod(1).sum(1) - 1) * PACE, self._most)[:, None]
        # Only where a surface is seen from its side does the mask say how far it goes.
        sure = (normals[:, 2:].abs() < 0.4).float() * 4
        grown = far * sure.clamp_max(1)
        for _ in range(SMOOTHED):
            grown = (sure * far + torch.sparse.mm(self._near, grown)) / (sure + 1)
        return grown[:, 0]

    def _colours(
        self, image: torch.Tensor, person: torch.Tensor, screen: torch.Tensor, depth: torch.Tensor
    ) -> torch.Tensor:
        places = (screen[:, :2] / self._size * 2 - 1)[None, None]

        def at(picture: torch.Tensor, mode: str) -> torch.Tensor:
            found = F.grid_sample(picture, places, mode=mode, padding_mode="border", align_corners=False)
            return found[0, :, 0].T

        seen = (screen[:, 2:] < at(depth, "nearest") + NEAR) & (at(person, "bilinear") > 0.9)
        known = seen.float()
        own = at(image, "bilinear")
        colour, share = own * known, known
        for _ in range(SPREAD):
            colour = known * own + (1 - known) * torch.sparse.mm(self._near, colour)
            share = known + (1 - known) * torch.sparse.mm(self._near, share)
        return colour / share.clamp_min(1e-6)

    def _shares(
        self, screen: torch.Tensor, index: torch.Tensor, corner: tuple[int, int] = (0, 0)
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Look at the pixels that show a mesh (v, 3): which they are of index (h, w), whose first pixel is at
        ``corner`` (x, y), (m,); corners of their triangles (m, 3), and how near each is to them (m, 3)."""
        pixels = (index.flatten() >= 0).nonzero()[:, 0]
        corners = self.triangles[index.flatten()[pixels]]
        a, b, c = screen[:, :2][corners].unbind(-2)
        wide = index.shape[1]
        place = torch.stack([pixels % wide + corner[0], pixels // wide + corner[1]], -1).float() + 0.5
        one, other, place = b - a, c - a, place - a
        size = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
        size = torch.where(size.abs() < 1e-6, 1.0, size)
        u = (place[..., 0] * other[..., 1] - place[..., 1] * other[..., 0]) / size
        v = (one[..., 0] * place[..., 1] - one[..., 1] * place[..., 0]) / size
        return pixels, corners, torch.stack([1 - u - v, u, v], -1)

    def background(self, bases: Sequence[DressedBase]) -> torch.Tensor:
        """Join backgrounds (1, 3, h, w): what the first base's person hides comes from others, if they agree
        where both see it; else the camera has moved."""
        first = bases[0]
        found = first.background
        known = first.clean
        for other in bases[1:]:
            both = first.clean * other.clean
            away = ((first.background - other.background).abs().mean(1, keepdim=True) * both).sum()
            if float(away / both.sum().clamp_min(1)) < 0.03:
                new = (1 - known) * other.clean
                found = found * (1 - new) + other.background * new
                known = known + new
        return found

    def __call__(
        self, bases: Sequence[DressedBase], vertices: torch.Tensor, dtype: torch.dtype = torch.float32
    ) -> torch.Tensor:
        """Draw pictures (n, 3, h, w) in 0..1 of meshes (n, v, 3) in metres; the first base is warped."""
        behind = self.background(bases)
        made = behind.repeat(len(vertices), 1, 1, 1)
        for picture, mesh in zip(made, vertices, strict=True):
            self._draw(picture, bases[0], mesh)
        return made.to(dtype)

    def _draw(self, picture: torch.Tensor, base: DressedBase, vertices: torch.Tensor) -> None:
        """Draw a mesh (v, 3) into a picture (3, h, w)."""
        screen = self.camera.project(self.grown(vertices[None], base.growth))[0]
        left, top, right, low = self._around(screen)
        if right <= left or low <= top:
            return
        size = (low - top, right - left)
        moved = screen.new_tensor([left, top, 0])
        naked = rasterize((self.camera.project(vertices) - moved)[None], self.triangles, *size)
        index = rasterize((screen - moved)[None], self.triangles, *size)
        pixels, corners, share = self._shares(screen, index[0], (left, top))
        there = (index >= 0).float()[:, None]
        source = (base.screen[corners] * share[..., None]).sum(-2)
        grid = (source[:, :2] / self._size * 2 - 1)[None, None]

        def at(picture: torch.Tensor, mode: str) -> torch.Tensor:
            found = F.grid_sample(picture, grid, mode=mode, padding_mode="border", align_corners=False)
            return found[0, :, 0]

        def of(picture: torch.Tensor) -> torch.Tensor:
            return picture.flatten()[pixels]

        seen = torch.zeros_like(there)
        seen.view(-1)[pixels] = (source[:, 2] < at(base.depth, "bilinear")[0] + 0.05).float()
        near = of(F.avg_pool2d(seen, 3, 1, 1) / F.avg_pool2d(there, 3, 1, 1).clamp_min(0.1)).clamp_max(1)
        warped = at(base.picture, "bicubic").clamp(0, 1)
        spread = (base.colours[corners] * share[..., None]).sum(-2).T
        mask = at(base.mask, "bilinear")[0]
        # The naked body is there whatever the mask says: colours of the mesh stand in for background.
        core = of(F.avg_pool2d(1 - F.max_pool2d(1 - (naked >= 0).float()[:, None], 3, 1, 1), 3, 1, 1))
        warped = torch.lerp(warped, spread, (1 - mask) * core)
        colour = torch.lerp(spread, warped, near)
        soft = of(F.avg_pool2d(there, 3, 1, 1, count_include_pad=False))
        # What the base hides is the body itself: the grown mesh around it is a guess at clothes.
        alpha = torch.maximum(near * mask * soft, core)
        part = picture[:, top:low, left:right]
        mixed = part.reshape(3, -1)
        mixed[:, pixels] = torch.lerp(mixed[:, pixels], colour, alpha)
        part.copy_(mixed.view(3, *size))

    def _around(self, screen: torch.Tensor) -> tuple[int, int, int, int]:
        """Left, top, right and lower end of the pixels that a mesh (v, 3) can touch, and some around."""
        places = screen[:, :2].nan_to_num()
        low = (places.amin(0) - MARGIN).clamp(min=0)
        high = torch.minimum(places.amax(0) + MARGIN, self._size)
        left, top = low.int().tolist()
        right, bottom = high.int().tolist()
        return left, top, right, bottom
