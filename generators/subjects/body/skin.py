"""A template posed: linear blend skinning in plain torch, batched, on any device, differentiable."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from generators.subjects.body.template import JOINTS, PARENTS, SHAPES, Template


def rotations(vectors: torch.Tensor) -> torch.Tensor:
    """Turn axis times angle (..., 3), in radians, into rotations (..., 3, 3) (Rodrigues)."""
    # The small square keeps the gradient finite where nothing turns.
    angle = (vectors.square().sum(-1, keepdim=True) + 1e-12).sqrt()
    x, y, z = (vectors / angle).unbind(-1)
    zero = torch.zeros_like(x)
    cross = torch.stack([zero, -z, y, z, zero, -x, -y, x, zero], -1).unflatten(-1, (3, 3))
    angle = angle[..., None]
    eye = torch.eye(3, dtype=vectors.dtype, device=vectors.device)
    return eye + angle.sin() * cross + (1 - angle.cos()) * (cross @ cross)


@dataclass(frozen=True)
class Posed:
    """People in a pose: what moves with joint j goes from p to turns[:, j] @ p + moves[:, j].

    turns (b, 24, 3, 3); moves (b, 24, 3); joints (b, 24, 3), where they come to lie; shape (b or 1, 10)
    """

    turns: torch.Tensor
    moves: torch.Tensor
    joints: torch.Tensor
    shape: torch.Tensor


class Body:
    """A template as tensors."""

    def __init__(
        self, template: Template, dtype: torch.dtype = torch.float32, device: torch.device | str = "cpu"
    ) -> None:
        def tensor(values: object) -> torch.Tensor:
            return torch.as_tensor(values, dtype=dtype, device=device)

        self.triangles = torch.as_tensor(template.triangles, device=device)
        self.rest = tensor(template.vertices)
        self.shapes = tensor(template.vertex_shapes)
        self.weights = tensor(template.weights)
        self.rest_joints = tensor(template.joints)
        self.joint_shapes = tensor(template.joint_shapes)
        self.landmark_weights = tensor(template.landmark_weights)
        self.landmark_points = tensor(template.landmark_points)
        depth = [0] * len(JOINTS)
        for joint, parent in enumerate(PARENTS[1:], 1):
            depth[joint] = depth[parent] + 1
        # Joints by distance from the pelvis: those of one distance are posed at once.
        self._rows = [[j for j, d in enumerate(depth) if d == k] for k in range(max(depth) + 1)]
        order = [j for row in self._rows for j in row]
        self._back = torch.tensor([order.index(j) for j in range(len(JOINTS))], device=device)

    def pose(
        self, turns: torch.Tensor, move: torch.Tensor | None = None, shape: torch.Tensor | None = None
    ) -> Posed:
        """Compute where joints are, and what they do to vertices, for people in a pose.

        turns  (b, 24, 3, 3): each joint's rotation against its parent (the pelvis': against the picture), or
               (b, 24, 3), axis times angle in radians
        move   (b, 3): where the pelvis is, metres; None: at the origin
        shape  (b or 1, 10), standard deviations; None: the mean
        """
        if turns.dim() == 3:
            turns = rotations(turns)
        if shape is None:
            shape = turns.new_zeros(1, SHAPES)
        rest = (self.rest_joints + torch.einsum("bk,kjc->bjc", shape, self.joint_shapes)).expand(
            len(turns), -1, -1
        )
        first = rest[:, :1] if move is None else rest[:, :1] + move[:, None]
        offset = torch.cat([first, rest[:, 1:] - rest[:, list(PARENTS[1:])]], 1)
        whole, places = [turns[:, :1]], [offset[:, :1]]
        for above, row in zip(self._rows, self._rows[1:], strict=False):
            parents = [above.index(PARENTS[j]) for j in row]
            turn = whole[-1][:, parents]
            places.append(places[-1][:, parents] + (turn @ offset[:, row, :, None])[..., 0])
            whole.append(turn @ turns[:, row])
        turned = torch.cat(whole, 1)[:, self._back]
        joints = torch.cat(places, 1)[:, self._back]
        return Posed(turned, joints - (turned @ rest[..., None])[..., 0], joints, shape)

    def vertices(self, posed: Posed, which: torch.Tensor | None = None) -> torch.Tensor:
        """Compute vertices (b, v, 3) in metres; ``which``: int64 indices of those wanted, None: all."""
        rest, shapes, weights = self.rest, self.shapes, self.weights
        if which is not None:
            rest, shapes, weights = rest[which], shapes[:, which], weights[which]
        rest = rest + torch.einsum("bk,kvc->bvc", posed.shape, shapes)
        mixed = weights @ torch.cat([posed.turns.flatten(2), posed.moves], 2)
        turned: torch.Tensor = (mixed[..., :9].unflatten(-1, (3, 3)) @ rest[..., None])[..., 0]
        return turned + mixed[..., 9:]

    def landmarks(self, posed: Posed) -> torch.Tensor:
        """Compute landmarks (b, 33, 3) in metres, named by `template.LANDMARKS`."""
        points = self.landmark_points
        rest = points[:, :, 0] + torch.einsum("bk,ljkc->bljc", posed.shape, points[:, :, 1:])
        rest = rest.expand(len(posed.turns), -1, -1, -1)
        turned = torch.einsum("bjac,bljc->bla", posed.turns, rest)
        return turned + self.landmark_weights @ posed.moves
