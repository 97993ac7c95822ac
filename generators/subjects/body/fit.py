"""Pose, place and shape of a person through a clip: a template fitted to landmarks and masks, smooth in time.

Adam over all pictures at once. Landmarks pull by a robust distance, as surely as they are seen; joints whose
landmarks are not in the picture rest; masks pull the silhouette. The camera is `person.Camera.of` pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F

from generators.parameters.rotation import nearest_rotations, to_vector
from generators.subjects.body.person import Camera, Person
from generators.subjects.body.skin import Body, Posed, rotations
from generators.subjects.body.template import JOINTS, LANDMARKS, SHAPES, template
from generators.subjects.face.litert import Region

PIECE = 240
"""Pictures that are fitted at once; the next piece goes on from the last pictures of the one before."""
ROUGH, FINE, OUTLINE = 120, 160, 40
"""Steps of the three stages: squares, robust distances, with silhouettes."""
STATURE = 1.7
FAR = 0.05  # body heights from which a landmark's pull no longer grows
EDGE = 120  # points of a mask's outline
SURE = 0.03
"""Error in body heights at which the fit is trusted to 1/e."""
# How a landmark counts: hands and face are small, hips are a guess.
_COUNTS = {
    **dict.fromkeys(("nose", "left_eye", "right_eye", "left_ear", "right_ear"), 0.7),
    **dict.fromkeys(("left_hip", "right_hip"), 0.5),
    **{n: 0.3 for n in LANDMARKS if n.endswith(("pinky", "index", "thumb")) and "foot" not in n},
    **{n: 0.0 for n in LANDMARKS if n.startswith("mouth") or n.endswith(("inner", "outer"))},
}
# How strongly joints are drawn to rest always, and what has to be seen for one to leave it.
_RESTS = {
    **dict.fromkeys(("foot", "hand"), 10.0),
    **dict.fromkeys(("ankle", "wrist", "collar", "head", "neck", "spine1", "spine2", "spine3"), 1.0),
}
_NEEDS = {
    **{"hip": ("knee", "ankle"), "knee": ("ankle",), "ankle": ("heel", "foot_index")},
    **{"shoulder": ("elbow", "wrist"), "elbow": ("wrist",), "wrist": ("index", "pinky")},
}
_OUT = 8.0  # how strongly joints rest whose landmarks are not seen
_KNEES = [JOINTS.index(f"{side}_knee") for side in ("left", "right")]
_TORSO = [LANDMARKS.index(n) for n in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]
_HIPS = _TORSO[2:]


@dataclass
class _State:
    """What is fitted: turns of joints (t, 24, 3), two columns of the pelvis' rotation (t, 3, 2), its place
    (t, 3), shape (1, 10)."""

    pose: torch.Tensor
    root: torch.Tensor
    move: torch.Tensor
    shape: torch.Tensor

    def turns(self, which: torch.Tensor | slice = slice(None)) -> torch.Tensor:
        """Rotations (n, 24, 3, 3)."""
        a = F.normalize(self.root[which][..., 0], dim=1)
        b = self.root[which][..., 1]
        b = F.normalize(b - (a * b).sum(1, keepdim=True) * a, dim=1)
        root = torch.stack([a, b, torch.linalg.cross(a, b)], -1)
        return torch.cat([root[:, None], rotations(self.pose[which][:, 1:])], 1)

    def posed(self, body: Body, which: torch.Tensor | slice = slice(None)) -> Posed:
        return body.pose(self.turns(which), self.move[which], self.shape)


class Fitter:
    """Fits people of pictures of one size (height, width) at a rate per second."""

    def __init__(self, height: int, width: int, rate: float, size: str = "small") -> None:
        self.height, self.width, self.rate = height, width, rate
        self.body = Body(template(size))
        self.camera = Camera.of(height, width)
        self._counts = torch.tensor([_COUNTS.get(n, 1.0) for n in LANDMARKS])
        self._shape: torch.Tensor | None = None
        self._before: tuple[torch.Tensor, torch.Tensor] | None = None

    def __call__(self, people: Sequence[Person]) -> list[Person]:
        """Fit consecutive pictures' people; the shape is that of the first piece."""
        found: list[Person] = []
        self._before = None
        for start in range(0, len(people), PIECE):
            found += self._piece(people[start : start + PIECE])
        return found

    def _piece(self, people: Sequence[Person]) -> list[Person]:
        seen = _Seen(people, self)
        with torch.no_grad():
            state = self._start(seen)
        shapes = [state.shape] if self._shape is None else []
        free = [state.pose, state.root, state.move, *shapes]
        for tensor in free:
            tensor.requires_grad_(True)
        for steps, rates, robust in (
            (ROUGH, (0.08, 0.03, 0.05, 0.03), False),
            (FINE, (0.03, 0.015, 0.02, 0.03), True),
        ):
            adam = torch.optim.Adam([{"params": [p], "lr": r} for p, r in zip(free, rates, strict=False)])
            plan = torch.optim.lr_scheduler.OneCycleLR(
                adam, list(rates[: len(free)]), total_steps=steps, pct_start=0.1
            )
            for _ in range(steps):
                adam.zero_grad()
                self._loss(state, seen, robust).backward()
                adam.step()
                plan.step()
        self._outlines(state, seen, free)
        with torch.no_grad():
            for tensor in free:
                tensor.requires_grad_(False)
            self._shape = state.shape
            posed = state.posed(self.body)
            self._before = posed.joints[-2:], state.move[-2:]
            return self._measured(people, seen, state, posed)

    def _start(self, seen: _Seen) -> _State:
        """The torso turned upon the net's own guess in space, its place by how large the body is seen."""
        count = len(seen.points)
        shape = torch.zeros(1, SHAPES) if self._shape is None else self._shape
        rest = self.body.landmarks(self.body.pose(torch.zeros(1, len(JOINTS), 3), None, shape))[0, _TORSO]
        torso = seen.world[:, _TORSO]
        cross = (rest - rest.mean(0)).T @ (torso - torso.mean(1, keepdim=True))
        u, _, v = torch.linalg.svd(cross)
        sign = torch.ones(count, 3)
        sign[:, 2] = torch.linalg.det(v.mT @ u.mT).sign()
        turn = v.mT @ (sign[..., None] * u.mT)
        depth = self.camera.focal / seen.scale
        hips = seen.points[:, _HIPS].mean(1)
        middle = hips.new_tensor([self.camera.x, self.camera.y])
        move = torch.cat([(hips - middle) * depth[:, None] / self.camera.focal, depth[:, None]], 1)
        return _State(torch.zeros(count, len(JOINTS), 3), turn[..., :2].clone(), move, shape.clone())

    def _loss(self, state: _State, seen: _Seen, robust: bool) -> torch.Tensor:
        posed = state.posed(self.body)
        marks = self.body.landmarks(posed)
        pixels = self.camera.project(marks)[..., :2]
        away = ((pixels - seen.points) / seen.height[:, None, None]).square().sum(-1)
        weight = seen.visible * self._counts
        pull = (weight * seen.visible * (_robust(away, FAR) if robust else away)).sum(1).mean() * 400
        hips = marks[:, _HIPS].mean(1, keepdim=True)
        around = (marks - hips - seen.world + seen.world[:, _HIPS].mean(1, keepdim=True)).square().sum(-1)
        guess = 2 * (weight * _robust(around, 0.2)).sum(1).mean()
        knees = state.pose[:, _KNEES]
        bent = (
            4 * knees[..., 1:].square().sum((1, 2)).mean()
            + 20 * (-knees[..., 0]).clamp_min(0).square().sum(1).mean()
        )
        rest = (seen.rests * state.pose.square().sum(-1))[:, 1:].sum(1).mean()
        total = pull + guess + 0.05 * (bent + rest) + 0.02 * state.shape.square().sum()
        return total + self._jerk(state, posed)

    def _jerk(self, state: _State, posed: Posed) -> torch.Tensor:
        """What changes of speed cost, from picture to picture; from the piece before too."""
        smooth = (self.rate / 30) ** 2
        joints, move = posed.joints, state.move
        if self._before is not None:
            joints, move = torch.cat([self._before[0], joints]), torch.cat([self._before[1], move])

        def second(values: torch.Tensor) -> torch.Tensor:
            if len(values) < 3:
                return values.new_zeros(())
            change = values[2:] - 2 * values[1:-1] + values[:-2]
            return change.square().flatten(1).sum(1).mean()

        return smooth * (40 * second(joints) + 2 * second(state.pose) + 40 * second(move))

    def _outlines(self, state: _State, seen: _Seen, free: list[torch.Tensor]) -> None:
        """The last stage: vertices lie within the mask, and its outline near vertices."""
        rates = (0.008, 0.004, 0.004, 0.03)
        adam = torch.optim.Adam([{"params": [p], "lr": r} for p, r in zip(free, rates, strict=False)])
        generator = torch.Generator().manual_seed(0)
        plan = torch.optim.lr_scheduler.LinearLR(adam, 1.0, 0.1, OUTLINE)
        for _ in range(OUTLINE):
            which = torch.randperm(len(seen.points), generator=generator)[:8]
            loss = self._loss(state, seen, True)
            vertices = self.body.vertices(state.posed(self.body, which))
            pixels = self.camera.project(vertices)[..., :2]
            height = seen.height[which, None]
            near = torch.cdist(pixels, seen.edge[which]) / height[..., None]
            outside = seen.outside(pixels.detach(), which)
            out = (outside * near.amin(2).square()).mean()
            met = (seen.edged[which, None] * _robust(near.amin(1).square(), FAR)).mean()
            adam.zero_grad()
            (loss + 8000 * out + 1600 * met).backward()
            adam.step()
            plan.step()

    def _measured(self, people: Sequence[Person], seen: _Seen, state: _State, posed: Posed) -> list[Person]:
        pixels = self.camera.project(self.body.landmarks(posed))[..., :2]
        away = (pixels - seen.points).norm(dim=-1)
        tall = float(
            np.ptp(
                (self.body.rest + torch.einsum("k,kvc->vc", state.shape[0], self.body.shapes)).numpy()[:, 1]
            )
        )
        heights = tall * self.camera.focal / state.move[:, 2].clamp_min(0.1)
        use = (seen.visible > 0.5) & (self._counts > 0)
        error = (away * use).sum(1) / use.sum(1).clamp_min(1) / heights
        from_picture = state.turns()
        found = []
        for i, person in enumerate(people):
            pose = state.pose[i].numpy().astype(np.float64)
            pose[0] = _vector(from_picture[i, 0].numpy())
            e = float(error[i])
            found.append(
                replace(
                    person,
                    pose=pose,
                    move=state.move[i].numpy().astype(np.float64),
                    shape=state.shape[0].numpy().astype(np.float64),
                    error=e,
                    confidence=person.confidence * float(np.exp(-e / SURE)),
                )
            )
        return found


class _Seen:
    """What was measured of consecutive pictures, as tensors."""

    def __init__(self, people: Sequence[Person], fitter: Fitter) -> None:
        def tensor(values: list[np.ndarray]) -> torch.Tensor:
            return torch.from_numpy(np.stack(values)).float()

        self.points = tensor([p.landmarks for p in people])
        self.world = tensor([p.world for p in people])
        visible = tensor([p.visible for p in people])
        size = self.points.new_tensor([fitter.width, fitter.height])
        # A point outside the picture is a guess.
        inside = ((self.points > -0.02 * size) & (self.points < 1.02 * size)).all(-1)
        self.visible = visible * inside
        weight = self.visible[..., None] + 1e-3
        spread = [
            (weight * (x - (weight * x).sum(1, keepdim=True) / weight.sum(1, keepdim=True)).square()).sum(
                (1, 2)
            )
            for x in (self.points, self.world[..., :2])
        ]
        scale = (spread[0] / spread[1].clamp_min(1e-6)).sqrt()
        # Pixels per metre; a person who bends does not change its distance.
        self.scale = _median(scale.clamp_min(1.0), 7)
        # Of a body nearer than whole, distances count in shares of the picture.
        self.height = (STATURE * self.scale).clamp_max(max(fitter.height, fitter.width))
        self.rests = torch.stack([self._rest(name) for name in JOINTS], 1)
        edges = [_edge(p, fitter.height, fitter.width) for p in people]
        self.edge = tensor([e if len(e) else np.zeros((EDGE, 2)) for e in edges])
        self.edged = torch.tensor([float(len(e) > 0) for e in edges])
        self._size = (fitter.width, fitter.height)
        self._masks = [(p.mask, Region(*p.region.tolist())) for p in people]

    def _rest(self, joint: str) -> torch.Tensor:
        side, _, part = joint.rpartition("_")
        rest = torch.full((len(self.points),), _RESTS.get(part, 0.05))
        needs = [LANDMARKS.index(f"{side}_{n}") for n in _NEEDS.get(part, ())]
        if needs:
            rest = rest + _OUT * (1 - self.visible[:, needs].amax(1)) ** 2
        return rest

    def outside(self, pixels: torch.Tensor, which: torch.Tensor) -> torch.Tensor:
        """Which pixels (n, v, 2) of pictures ``which`` lie in the region and not in the mask, 1.0 or 0.0."""
        rows = []
        for at, i in zip(pixels, which.tolist(), strict=True):
            mask, region = self._masks[i]
            turned = (at.numpy() - (region.x, region.y)) @ np.linalg.inv(region.axes).T + 0.5
            n = len(mask)
            x, y = np.floor(turned * n).astype(int).T
            # What lies out of the picture is in no mask, and nobody knows whether it should be.
            known = ((at.numpy() > 0) & (at.numpy() < self._size)).all(1)
            there = known & (x >= 0) & (x < n) & (y >= 0) & (y < n)
            rows.append(there & (mask[y.clip(0, n - 1), x.clip(0, n - 1)] < 128))
        return torch.from_numpy(np.stack(rows)).float()


def _edge(person: Person, height: int, width: int) -> np.ndarray:
    """Points (EDGE, 2) of the outline of a person's mask in pixels, none where the picture or the region cuts
    it; empty where there is no outline."""
    inside = person.mask > 127
    n = len(inside)
    core = inside[1:-1, 1:-1] & inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:]
    y, x = np.nonzero(inside[1:-1, 1:-1] & ~core)
    points = Region(*person.region.tolist()).to_picture(np.stack([x + 1.5, y + 1.5], 1) / n)
    margin = 0.01 * max(height, width)
    there = ((points > margin) & (points < (width - margin, height - margin))).all(1)
    there &= (x > 1) & (y > 1) & (x < n - 4) & (y < n - 4)
    points = points[there]
    if not len(points):
        return points
    return points[np.linspace(0, len(points) - 1, EDGE).astype(int)]


def _robust(square: torch.Tensor, far: float) -> torch.Tensor:
    """Geman and McClure's: a square near 0 that does not grow beyond ``far``."""
    return square / (square + far * far) * far * far


def _median(values: torch.Tensor, width: int) -> torch.Tensor:
    """Medians of neighbours in time."""
    side = min(width // 2, (len(values) - 1) // 2)
    padded = torch.cat([values[:1].expand(side), values, values[-1:].expand(side)])
    return padded.unfold(0, 2 * side + 1, 1).median(1).values


def _vector(turn: np.ndarray) -> np.ndarray:
    return to_vector(nearest_rotations(turn.astype(np.float64)))
