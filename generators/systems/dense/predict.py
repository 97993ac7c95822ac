"""From 15 keypoints to a whole person: a small network, then steps that make the mesh meet the keypoints.

The network sees the keypoints in the frame of the trunk and gives each joint's rotation, the shape and the
pelvis' place. How it errs was measured in training, all numbers together (`Weights.certainty`): what a
keypoint pulls at, it pulls at as far as the network may be wrong there. Each step is one of Gauss and Newton.
Plain numpy in float64, person by person: an encoder and a decoder work the same way, whatever the batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

import numpy as np
from safetensors.numpy import load_file

from generators.parameters.rotation import from_vector, to_vector
from generators.subjects.body.template import JOINTS, PARENTS, SHAPES, template
from generators.systems.dense.points import MARKS, POINTS

FILE = "dense.safetensors"
STEPS = 3
"""Steps after the network."""
ERROR = 0.006
"""Metres by which a keypoint is thought to be wrong: what rounding does to it."""
TURNS = 3 * len(JOINTS)
NUMBERS = TURNS + 3 + SHAPES
"""What the network's errors are of: rotations (axis times angle), place, shape."""
MOST_SHAPE, MOST_STEP = 4.0, 1.0
_SHOULDERS, _HIPS = (1, 2), (7, 8)
# From every joint to itself and those that hang on it.
_BELOW = np.eye(len(JOINTS))
for _joint in range(len(JOINTS) - 1, 0, -1):
    _BELOW[PARENTS[_joint]] += _BELOW[_joint]


@dataclass(frozen=True)
class People:
    """People in a pose.

    turns  (n, 24, 3, 3): each joint's rotation against its parent, the pelvis' against the picture
    move   (n, 3): where the pelvis is, metres from the camera
    shape  (n, 10), standard deviations
    """

    turns: np.ndarray
    move: np.ndarray
    shape: np.ndarray


@dataclass(frozen=True)
class Weights:
    """The network and how it errs.

    layers     weight (out, in) and bias (out,) of linear layers with SiLU between them
    certainty  (85, 85): the inverse of the covariance of its errors
    """

    layers: list[tuple[np.ndarray, np.ndarray]]
    certainty: np.ndarray

    @classmethod
    def of(cls, arrays: dict[str, np.ndarray]) -> Weights:
        """Take them from arrays ``layer.N.weight``, ``layer.N.bias`` and ``certainty``."""
        a = {name: value.astype(np.float64) for name, value in arrays.items()}
        count = sum(name.endswith("bias") for name in a)
        return cls([(a[f"layer.{i}.weight"], a[f"layer.{i}.bias"]) for i in range(count)], a["certainty"])


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """Load the weights that come with the package (see scripts/make_dense.py)."""
    with as_file(files("generators") / "data" / FILE) as path:
        return Weights.of(load_file(path))


class Skeleton:
    """What of the small template says where keypoints are."""

    def __init__(self) -> None:
        it = template("small")
        self.joints, self.joint_shapes = it.joints, it.joint_shapes
        self.points = it.landmark_points[MARKS]
        self.weights = it.landmark_weights[MARKS]
        rest = self.points[:, :, 0].sum(1)
        self.hips_below = float((rest[list(_HIPS)] - rest[list(_SHOULDERS)])[:, 1].mean())
        middle = rest[list(_HIPS)].mean(0)
        self.rest = rest - middle
        self.pelvis = it.joints[0] - middle

    def at(self, people: People) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return rotations of joints against the picture (n, 24, 3, 3), joints (n, 24, 3), and what of a
        keypoint each joint holds, (n, 15, 24, 3): their sum over the joints is where the keypoint is."""
        rest = self.joints + np.einsum("nk,kjc->njc", people.shape, self.joint_shapes)
        whole, places = [people.turns[:, 0]], [rest[:, 0] + people.move]
        for joint, parent in enumerate(PARENTS[1:], 1):
            way = rest[:, joint] - rest[:, parent]
            places.append(places[parent] + (whole[parent] @ way[..., None])[..., 0])
            whole.append(whole[parent] @ people.turns[:, joint])
        turned, joints = np.stack(whole, 1), np.stack(places, 1)
        moves = joints - (turned @ rest[..., None])[..., 0]
        points = self.points[:, :, 0] + np.einsum("nk,ljkc->nljc", people.shape, self.points[:, :, 1:])
        held = (turned[:, None] @ points[..., None])[..., 0] + self.weights[..., None] * moves[:, None]
        return turned, joints, held


@cache
def skeleton() -> Skeleton:
    return Skeleton()


def in_trunk(places: np.ndarray, trust: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn keypoints (n, 15, 3) into the frame of the trunk. Returns them, its rotations (n, 3, 3) and
    origins (n, 3), the middle of the hips. Those that are not trusted are put where they are at rest."""
    rest = skeleton().rest
    known = trust > 0.5
    right = places[:, _SHOULDERS[0]] - places[:, _SHOULDERS[1]]
    right = np.where(known[:, list(_SHOULDERS)].all(1, keepdims=True), right, (0.35, 0, 0))
    shoulders = places[:, list(_SHOULDERS)].mean(1)
    hips = places[:, list(_HIPS)].mean(1)
    low = known[:, list(_HIPS)].all(1, keepdims=True)
    up = np.where(low, shoulders - hips, (0, -skeleton().hips_below, 0))
    right = np.where(low, right + places[:, _HIPS[0]] - places[:, _HIPS[1]], right)
    origin = np.where(low, hips, shoulders - up)
    y = _unit(-up, (0, 1, 0))
    x = _unit(right - (right * y).sum(1, keepdims=True) * y, (1, 0, 0))
    x = _unit(x - (x * y).sum(1, keepdims=True) * y, (0, 0, 1))
    frame = np.stack([x, y, np.cross(x, y)], -1)
    inside = ((places - origin[:, None])[:, :, None] @ frame[:, None])[:, :, 0]
    return np.where(known[..., None], inside, rest), frame, origin


def _unit(vectors: np.ndarray, otherwise: tuple[float, ...]) -> np.ndarray:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: np.ndarray = np.where(length > 1e-6, vectors / length.clip(1e-9), otherwise)
    return found


def rotations_of(six: np.ndarray) -> np.ndarray:
    """Make rotations (..., 3, 3) of their first two columns (..., 6), which need be neither long nor square
    to each other."""
    flat = six.reshape(-1, 6)
    x = _unit(flat[:, :3], (1, 0, 0))
    y = _unit(flat[:, 3:] - (x * flat[:, 3:]).sum(1, keepdims=True) * x, (0, 1, 0))
    return np.stack([x, y, np.cross(x, y)], -1).reshape(*six.shape[:-1], 3, 3)


def guess(places: np.ndarray, trust: np.ndarray, weights: Weights) -> tuple[People, np.ndarray]:
    """Let the network say who keypoints (n, 15, 3) in metres are, and the trunk's rotations (n, 3, 3)."""
    inside, frame, origin = in_trunk(places, trust)
    values = inside.reshape(len(places), 1, -1).clip(-4, 4) * 2
    for i, (weight, bias) in enumerate(weights.layers):
        if i:
            values = values / (1 + np.exp(-values.clip(-80, 80)))
        values = values @ weight.T + bias
    values = values[:, 0]
    six = values[:, : 6 * len(JOINTS)].reshape(-1, len(JOINTS), 6) + np.array([1, 0, 0, 0, 1, 0])
    turns = rotations_of(six)
    turns[:, 0] = frame @ turns[:, 0]
    shape = values[:, 6 * len(JOINTS) : -3].clip(-MOST_SHAPE, MOST_SHAPE)
    move = origin + (frame @ (values[:, -3:] + skeleton().pelvis)[..., None])[..., 0]
    return People(turns, move, shape), frame


def people_at(
    places: np.ndarray,
    trust: np.ndarray,
    shape: np.ndarray | None = None,
    *,
    weights: Weights | None = None,
    steps: int = STEPS,
) -> People:
    """Find who has keypoints (n, 15, 3), in metres from the camera, that are trusted by ``trust`` (n, 15),
    0..1; ``shape`` (10,): who it is known to be."""
    weights = weights or shipped()
    start, frame = guess(places, trust, weights)
    given = start.shape if shape is None else np.broadcast_to(shape, start.shape.shape)
    people = People(start.turns, start.move, given)
    free = NUMBERS if shape is None else NUMBERS - SHAPES
    for _ in range(steps):
        people = _nearer(people, start, frame, places, trust, weights.certainty, free)
    return people


def _nearer(
    people: People,
    start: People,
    frame: np.ndarray,
    places: np.ndarray,
    trust: np.ndarray,
    certainty: np.ndarray,
    free: int,
) -> People:
    """One step of Gauss and Newton, of the first ``free`` numbers."""
    turned, joints, held = skeleton().at(people)
    away = (places - held.sum(2)).reshape(len(places), -1)
    slopes = _slopes(turned, joints, held, frame, people if free == NUMBERS else None)
    weight = np.repeat(trust, 3, axis=1) / ERROR**2
    # How far it has come from what the network said.
    moved = (frame.mT @ (people.move - start.move)[..., None])[..., 0]
    bent = to_vector(start.turns.mT @ people.turns).reshape(len(places), -1)
    come = np.concatenate([bent, moved, people.shape - start.shape], 1)
    pull = (slopes.mT @ (weight * away)[..., None])[..., 0] - (certainty @ come[..., None])[:, :free, 0]
    gram = slopes.mT @ (weight[..., None] * slopes) + certainty[:free, :free]
    step = np.linalg.solve(gram, pull[..., None])[..., 0].clip(-MOST_STEP, MOST_STEP)
    turns = people.turns @ from_vector(step[:, :TURNS].reshape(-1, len(JOINTS), 3))
    move = people.move + (frame @ step[:, TURNS : TURNS + 3, None])[..., 0]
    shape = people.shape
    if free == NUMBERS:
        shape = (shape + step[:, TURNS + 3 :]).clip(-MOST_SHAPE, MOST_SHAPE)
    return People(turns, move, shape)


def _slopes(
    turned: np.ndarray, joints: np.ndarray, held: np.ndarray, frame: np.ndarray, people: People | None
) -> np.ndarray:
    """Derivatives (n, 45, 75 or 85) of keypoints by each joint's turn, the place, and the shape of people."""
    count = len(turned)
    # What hangs on a joint, seen from it.
    below = np.einsum("kj,nljc->nlkc", _BELOW, held)
    share = skeleton().weights @ _BELOW.T
    arm = below - share[..., None] * joints[:, None]
    # A turn about the joint's own axis i moves it along (axis i in the picture) x arm.
    axes = np.broadcast_to(turned.mT[:, None], (count, len(POINTS), len(JOINTS), 3, 3))
    by_turn = np.cross(axes, arm[..., None, :]).transpose(0, 1, 4, 2, 3).reshape(count, -1, TURNS)
    by_move = np.broadcast_to(frame[:, None], (count, len(POINTS), 3, 3)).reshape(count, -1, 3)
    parts = [by_turn, by_move]
    if people is not None:
        one = People(
            np.repeat(people.turns, SHAPES, 0),
            np.zeros((count * SHAPES, 3)),
            np.tile(np.eye(SHAPES), (count, 1)),
        )
        none = People(people.turns, np.zeros((count, 3)), np.zeros((count, SHAPES)))
        first = skeleton().at(none)[2].sum(2).reshape(count, 1, -1)
        parts.append((skeleton().at(one)[2].sum(2).reshape(count, SHAPES, -1) - first).mT)
    return np.concatenate(parts, 2)
