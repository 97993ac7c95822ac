"""A person of Gaussians, posed: what an avatar file holds as tensors, moved with the body's joints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from generators.graphics.splat import project, splat
from generators.subjects.body.skin import Body, Posed
from generators.subjects.body.template import template
from generators.systems.avatar.file import COLUMNS, Avatar, joined

FLAT = 0.4
"""Thickness of a new Gaussian against its width."""


@dataclass(frozen=True)
class Lens:
    """A pinhole at the origin that looks along z: focal length (2,) and centre (2,) in pixels."""

    focal: torch.Tensor
    centre: torch.Tensor


def turned(quaternions: torch.Tensor) -> torch.Tensor:
    """Turn quaternions w, x, y, z (n, 4) of any length into rotations (n, 3, 3)."""
    w, x, y, z = torch.nn.functional.normalize(quaternions, dim=-1, eps=1e-6).unbind(-1)
    rows = [
        *(1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
        *(2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
        *(2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
    ]
    return torch.stack(rows, -1).unflatten(-1, (3, 3))


class Person:
    """Gaussians that move with a body; ``parts`` are those of the file, as tensors (n, numbers)."""

    def __init__(self, avatar: Avatar, device: torch.device | str = "cpu") -> None:
        self.size = avatar.size
        self.body = Body(template(avatar.size), device=device)
        self.shape = torch.tensor(avatar.shape[None], dtype=torch.float32, device=device)
        self.parts = {
            name: torch.tensor(avatar.part(name), dtype=torch.float32, device=device) for name in COLUMNS
        }
        body, corners = self.body, self.body.triangles
        self._rest = body.rest[corners].mean(1)
        self._shapes = body.shapes[:, corners].mean(2)
        self._weights = body.weights[corners].mean(1)

    def avatar(self) -> Avatar:
        """Return what is now in ``parts`` as an avatar."""
        arrays = {name: part.detach().cpu().double().numpy() for name, part in self.parts.items()}
        turn = arrays["turn"] / np.maximum(np.linalg.norm(arrays["turn"], axis=1, keepdims=True), 1e-6)
        arrays["turn"] = np.where(turn[:, :1] < 0, -turn, turn)
        return joined(self.size, self.shape[0].cpu().double().numpy(), **arrays)

    def placed(self, posed: Posed, which: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
        """Compute where the Gaussians of pose ``which`` are: (n, 3) in metres, and their axes (n, 3, 3)."""
        shape = posed.shape[which if len(posed.shape) > 1 else 0]
        rest = self._rest + torch.einsum("k,knc->nc", shape, self._shapes) + self.parts["offset"]
        turns, moves = posed.turns[which], posed.moves[which]
        mixed = self._weights @ torch.cat([turns.flatten(1), moves], 1)
        matrix = mixed[:, :9].unflatten(1, (3, 3))
        axes = matrix @ turned(self.parts["turn"]) * self.parts["spread"].exp()[:, None]
        return (matrix @ rest[..., None])[..., 0] + mixed[:, 9:], axes

    def drawn(
        self, points: torch.Tensor, axes: torch.Tensor, lens: Lens, height: int, width: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Draw Gaussians that are placed in a camera's coordinates: colours (height, width, 3) and cover
        (height, width), as `generators.graphics.splat.splat` has them."""
        opacity, colour = torch.sigmoid(self.parts["opacity"][:, 0]), self.parts["colour"]
        return splat(project(points, axes, opacity, colour, lens.focal, lens.centre), height, width)


def fresh(size: str, shape: np.ndarray) -> Avatar:
    """Make an avatar to begin with: grey, flat Gaussians that cover the triangles of a body's skin."""
    it = template(size)
    vertices = it.vertices + np.tensordot(shape, it.vertex_shapes, 1)
    a, b, c = (vertices[corner] for corner in it.triangles.T)
    normal = np.cross(b - a, c - a)
    area = np.linalg.norm(normal, axis=1, keepdims=True) / 2
    normal = normal / np.maximum(2 * area, 1e-12)
    along = (b - a) / np.maximum(np.linalg.norm(b - a, axis=1, keepdims=True), 1e-9)
    frames = np.stack([along, np.cross(normal, along), normal], -1)
    radius = np.log(np.clip(np.sqrt(area), 0.004, 0.05) * 0.6)
    count = len(it.triangles)
    return joined(
        size,
        shape,
        offset=np.zeros((count, 3)),
        spread=np.concatenate([radius, radius, radius + np.log(FLAT)], 1),
        turn=_quaternions(frames),
        opacity=np.full((count, 1), 1.5),
        colour=np.full((count, 3), 0.5),
    )


def _quaternions(rotations: np.ndarray) -> np.ndarray:
    """Rotations (n, 3, 3) as quaternions w, x, y, z, by the largest eigenvector of Bar-Itzhack's matrix."""
    r = rotations
    k = np.zeros((len(r), 4, 4))
    k[:, 1:, 1:] = r + r.transpose(0, 2, 1)
    trace = np.trace(r, axis1=1, axis2=2)
    k[:, [1, 2, 3], [1, 2, 3]] -= trace[:, None]
    k[:, 0, 0] = trace
    difference = np.stack([r[:, 2, 1] - r[:, 1, 2], r[:, 0, 2] - r[:, 2, 0], r[:, 1, 0] - r[:, 0, 1]], 1)
    k[:, 0, 1:] = k[:, 1:, 0] = difference
    _, vectors = np.linalg.eigh(k / 3)
    found: np.ndarray = vectors[..., -1]
    return np.where(found[:, :1] < 0, -found, found)
