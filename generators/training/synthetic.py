"""Heads that nobody has: the CC0 head (`scripts.make_head`) with random shape, expression, colours and light.

A pair shows one head twice: the same person, light and background, with another expression and pose.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from generators.graphics.raster import rasterize
from generators.subjects.face.regions import INNER_LIPS

DATA = Path(__file__).parent.parent / "data" / "head.npz"
HEAD = 0.85
"""Height of the head in the picture, as share of it, on average."""


class Heads:
    """Renders pairs of pictures."""

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self.vertices = torch.from_numpy(np.asarray(arrays["vertices"])).float()
        self.triangles = torch.from_numpy(np.asarray(arrays["triangles"])).long()
        self.parts = torch.from_numpy(np.asarray(arrays["parts"])).long()
        self.landmarks = torch.from_numpy(np.asarray(arrays["landmarks"])).long()
        names = [str(n) for n in arrays["names"]]
        offsets = torch.from_numpy(np.asarray(arrays["offsets"]).astype(np.float32))
        self.names = [n.partition("/")[2] for n in names if n.startswith("expression/")]
        self.expressions = offsets[[i for i, n in enumerate(names) if n.startswith("expression/")]]
        self.shapes = offsets[[i for i, n in enumerate(names) if n.startswith("shape/")]]

    @classmethod
    def find(cls) -> Heads | None:
        """Find the shipped head; None where it is not."""
        if not DATA.is_file():
            return None
        with np.load(DATA, allow_pickle=False) as file:
            return cls({k: file[k] for k in file.files})

    def pair(
        self, size: int, random: torch.Generator, background: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Render two pictures (3, size, size) of a head before the background, and their landmarks (468,
        3)."""
        person = self._person(random)
        behind = F.avg_pool2d(background[None], 9, 1, 4)[0].flip(2)
        first = self._draw(size, person, self._move(random), behind)
        second = self._draw(size, person, self._move(random), behind)
        return first[0], second[0], first[1][self.landmarks], second[1][self.landmarks]

    def render(self, size: int, *, seed: int = 0, plain: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
        """Render one picture (3, size, size) and all vertices (v, 3) in -1..1; plain: unmoved, from the
        front."""
        random = torch.Generator().manual_seed(seed)
        person = self._person(random)
        move = self._move(random)
        if plain:
            person["shape"] = torch.zeros_like(person["shape"])
            move = {"expression": move["expression"] * 0, "angles": torch.zeros(3), "place": torch.zeros(3)}
        return self._draw(size, person, move, torch.full((3, size, size), 0.5))

    def _person(self, random: torch.Generator) -> dict[str, torch.Tensor]:
        def draw(*shape: int) -> torch.Tensor:
            return torch.rand(*shape, generator=random)

        few = (draw(len(self.shapes)) < 0.15).float()
        skin = torch.tensor([0.85, 0.62, 0.5]) * (0.35 + 0.65 * draw(1)) * (0.9 + 0.2 * draw(3))
        # Smooth blotches, brows, lips and hair are what a face is told by: each by noise over the surface.
        waves = torch.randn(6, 3, generator=random) * torch.tensor([4.0, 4, 8, 8, 16, 16])[:, None]
        return {
            "shape": few * draw(len(self.shapes)) * 0.9,
            "skin": skin.clamp(0, 1),
            "hair": draw(3) * torch.tensor([0.5, 0.4, 0.35]) * draw(1),
            "hairline": 0.16 + 0.1 * draw(1),
            "lips": skin * torch.tensor([1.0, 0.55, 0.55]),
            "iris": draw(3) * 0.5,
            "teeth": draw(1),
            "waves": waves,
            "phase": draw(6) * 6.28,
            "light": F.normalize(torch.tensor([draw(1).item() * 2 - 1, draw(1).item() - 0.2, 1.0]), dim=0),
            "size": 0.85 + 0.3 * draw(1),
        }

    def _move(self, random: torch.Generator) -> dict[str, torch.Tensor]:
        def draw(*shape: int) -> torch.Tensor:
            return torch.rand(*shape, generator=random)

        count = len(self.expressions)
        active = (draw(count) < 0.12).float() * draw(count)
        # Speech: the jaw is open more often than anything else moves.
        if "jawOpen" in self.names:
            active[self.names.index("jawOpen")] = draw(1).item() * 0.6
        angles = (draw(3) * 2 - 1) * torch.tensor([0.3, 0.55, 0.25])
        return {"expression": active, "angles": angles, "place": (draw(3) * 2 - 1) * 0.06}

    def _draw(
        self,
        size: int,
        person: dict[str, torch.Tensor],
        move: dict[str, torch.Tensor],
        behind: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        rest = self.vertices + torch.einsum("i,ivd->vd", person["shape"], self.shapes)
        points = rest + torch.einsum("i,ivd->vd", move["expression"], self.expressions)
        points = (points - torch.tensor([0.0, -0.1, -0.2])) @ _rotation(move["angles"]).T
        scale = HEAD * float(person["size"]) * (1 + float(move["place"][2]))
        flat = torch.stack([points[:, 0], -points[:, 1], -points[:, 2]], dim=1) * scale * size
        flat[:, :2] += size / 2 * (1 + move["place"][:2])
        # The mesh turns the other way than the rasterizer's screen, where y is down.
        seen = rasterize(flat[None], self.triangles[:, [0, 2, 1]], size, size)[0]
        a, b, c = points[self.triangles].unbind(1)
        normal = F.normalize(torch.linalg.cross(b - a, c - a), dim=1)
        shade = 0.45 + 0.65 * (normal @ person["light"]).clamp_min(0)
        colour = self._colours(person) * shade[:, None]
        hit = (seen >= 0)[None]
        picture = torch.where(hit, colour[seen.clamp_min(0)].permute(2, 0, 1), behind).clamp(0, 1)
        lips = flat[self.landmarks[list(INNER_LIPS)], :2]
        picture = torch.where(hit, _mouth(picture, lips, person["teeth"]), picture)
        # Flat triangles are softened to what a camera's optics leave.
        picture = F.avg_pool2d(F.pad(picture[None], (1, 1, 1, 1), mode="replicate"), 3, 1)[0]
        depth = flat[:, 2:] - flat[self.landmarks, 2].mean()
        return picture, torch.cat([flat[:, :2] - size / 2, depth], dim=1) / size * 2

    def _colours(self, person: dict[str, torch.Tensor]) -> torch.Tensor:
        """Colour of each triangle, from where it lies on the head at rest (eyes at 0, head 1 high)."""
        base = self.vertices[self.triangles].mean(1)
        blotch = torch.sin(base @ person["waves"].T + person["phase"]).mean(1, keepdim=True)
        colour = person["skin"] * (1 + 0.18 * blotch)
        x, y, z = base.unbind(1)
        hair = (y > person["hairline"] + 0.25 * (x.abs() - 0.12).clamp_min(0) * -1) | (z < -0.36)
        hair &= y > -0.35
        brow = (y > 0.055) & (y < 0.085) & (x.abs() > 0.06) & (x.abs() < 0.22) & (z > -0.1)
        lips = (y > -0.335) & (y < -0.26) & (x.abs() < 0.11) & (z > 0.02)
        colour = torch.where(hair[:, None] | brow[:, None], person["hair"] * (1 + 0.3 * blotch), colour)
        colour = torch.where(lips[:, None], person["lips"], colour)
        for part in (1, 2):
            eye = self.parts == part
            if not bool(eye.any()):
                continue
            centre = base[eye].mean(0)
            away = (base - centre)[:, :2].norm(dim=1)
            front = eye & (z > centre[2])
            iris, pupil = front & (away < 0.028), front & (away < 0.012)
            colour = torch.where(eye[:, None], torch.tensor([0.92, 0.9, 0.88]), colour)
            colour = torch.where(iris[:, None], person["iris"], colour)
            colour = torch.where(pupil[:, None], torch.tensor([0.02, 0.02, 0.02]), colour)
        return colour


def _mouth(picture: torch.Tensor, lips: torch.Tensor, teeth: torch.Tensor) -> torch.Tensor:
    """The picture with a dark cavity between the inner lips, a polygon (20, 2) in pixels: no light falls in.
    ``teeth``, 0..1, is how bright the upper ones are; they take the upper third of the opening."""
    height, width = picture.shape[1:]
    (left, top), (right, low) = (lips.amin(0).floor().int().tolist(), lips.amax(0).ceil().int().tolist())
    window = slice(max(top, 0), max(min(low, height), 0)), slice(max(left, 0), max(min(right, width), 0))
    rows, columns = torch.arange(height)[window[0]], torch.arange(width)[window[1]]
    at = torch.stack(torch.meshgrid(rows, columns, indexing="ij")[::-1], -1) + 0.5
    skin = picture[:, *window]
    a, b = lips, lips.roll(-1, 0)
    x, y = at[..., :1], at[..., 1:]
    spans = (a[:, 1] > y) != (b[:, 1] > y)
    crossing = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1] + 1e-9) * (b[:, 0] - a[:, 0])
    inside = (spans & (x < crossing)).sum(-1) % 2 == 1
    # Across the mouth and down it, whichever way the head leans.
    across = F.normalize(lips[10] - lips[0], dim=0)
    down = torch.stack([-across[1], across[0]])
    depth = (at - lips[5]) @ down
    opening = ((lips[15] - lips[5]) @ down).clamp_min(1e-3)
    dark = skin * torch.tensor([0.3, 0.16, 0.16])[:, None, None]
    row = torch.tensor([0.9, 0.86, 0.8])[:, None, None] * (0.25 + 0.7 * teeth)
    out = picture.clone()
    out[:, *window] = torch.where(inside, torch.where(depth < opening / 3, row, dark), skin)
    return out


def _rotation(angles: torch.Tensor) -> torch.Tensor:
    x, y, z = (float(a) for a in angles)
    cx, cy, cz, sx, sy, sz = np.cos(x), np.cos(y), np.cos(z), np.sin(x), np.sin(y), np.sin(z)
    about_x = torch.tensor([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = torch.tensor([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = torch.tensor([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return (about_z @ about_y @ about_x).float()
