"""Rasterizer, warp and face model on made-up meshes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from generators.graphics.raster import rasterize
from generators.parameters.rotation import nearest_rotations
from generators.subjects.face import eyes, regions
from generators.subjects.face.fit import Directions
from generators.subjects.face.landmarks import Face
from generators.subjects.face.model import basis
from generators.subjects.face.pose import similarity
from generators.systems.mesh.topology import RINGS, topology
from generators.systems.mesh.warp import MeshWarp, Motion


def rotation(yaw: float, pitch: float, roll: float) -> np.ndarray:
    def turn(angle: float, i: int, j: int) -> np.ndarray:
        m = np.eye(3)
        m[i, i] = m[j, j] = np.cos(angle)
        m[i, j], m[j, i] = -np.sin(angle), np.sin(angle)
        return m

    return turn(roll, 0, 1) @ turn(pitch, 1, 2) @ turn(yaw, 0, 2)


def by_hand(vertices: np.ndarray, triangles: np.ndarray, height: int, width: int) -> np.ndarray:
    """One pixel and one triangle at a time."""
    out = np.full((height, width), -1)
    nearest = np.full((height, width), np.inf)
    for t, corners in enumerate(triangles):
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = vertices[corners]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if area <= 1e-6:
            continue
        for row in range(height):
            for col in range(width):
                x, y = col + 0.5, row + 0.5
                w0 = ((cx - bx) * (y - by) - (cy - by) * (x - bx)) / area
                w1 = ((ax - cx) * (y - cy) - (ay - cy) * (x - cx)) / area
                w2 = 1 - w0 - w1
                z = w0 * az + w1 * bz + w2 * cz
                if min(w0, w1, w2) >= 0 and z < nearest[row, col] - 1e-3:
                    nearest[row, col], out[row, col] = z, t
    return out


def test_rasterizer_matches_one_pixel_at_a_time():
    rng = np.random.default_rng(5)
    vertices = rng.uniform(-8, 40, (60, 3)).astype(np.float32)
    vertices[:, 2] *= 10
    triangles = rng.integers(0, 60, (80, 3))
    got = rasterize(torch.from_numpy(vertices)[None], torch.from_numpy(triangles), 24, 31)[0].numpy()
    wanted = by_hand(vertices.astype(float), triangles, 24, 31)
    # Edges that run through a pixel's centre may fall either way.
    assert (got != wanted).mean() < 0.005


def test_rasterizer_does_not_care_what_else_is_in_the_batch():
    rng = np.random.default_rng(6)
    vertices = torch.from_numpy(rng.uniform(0, 32, (4, 50, 3)).astype(np.float32))
    vertices[3] *= 1000
    triangles = torch.from_numpy(rng.integers(0, 50, (70, 3)))
    together = rasterize(vertices, triangles, 32, 32)
    for i in range(4):
        assert torch.equal(together[i : i + 1], rasterize(vertices[i : i + 1], triangles, 32, 32))


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e30, -1e30])
def test_wild_vertices_cost_nothing_and_break_nothing(bad):
    vertices = torch.tensor([[[0.0, 0, 0], [16, 0, 0], [0, 16, 0], [bad, bad, 0]]])
    index = rasterize(vertices, torch.tensor([[0, 1, 2], [0, 1, 3]]), 16, 16)
    assert index[0, 2, 2] in (0, 1) and index.shape == (1, 16, 16)


def test_topology_covers_the_face_once():
    t = topology()
    head, mean = t.head, basis()["mean"]
    used = np.unique(head)
    assert len(used) == 468
    edges: dict[tuple[int, int], int] = {}
    for a, b, c in head:
        for e in ((a, b), (b, c), (c, a)):
            edges[e] = edges.get(e, 0) + 1
    assert max(edges.values()) == 1  # every edge is used once each way: no overlap
    rim = {e for e in edges if (e[1], e[0]) not in edges}
    assert {int(i) for e in rim for i in e} >= set(t.oval.tolist()) or len(rim) >= 36
    order = basis()["mirror"]
    assert np.abs(mean[order] * (-1, 1, 1) - mean).max() < 1e-5
    assert t.rings.max() == 468 + 36 * len(RINGS) - 1


def test_similarity_is_found_again():
    rng = np.random.default_rng(1)
    shape = rng.normal(size=(40, 3))
    turn = rotation(0.4, -0.2, 0.1)
    faces = (3.5 * shape @ turn.T + (10, -4, 2))[None]
    scale, found, move = similarity(shape, faces, np.ones(40))
    assert scale[0] == pytest.approx(3.5)
    assert np.allclose(found[0], turn) and np.allclose(move[0], (10, -4, 2))
    assert np.allclose(nearest_rotations(1.3 * turn), turn)


def test_parameters_are_found_again():
    d = Directions()
    rng = np.random.default_rng(2)
    c = rng.normal(size=(5, len(d))) * 0.15
    truth = [
        d.deformed(d.mean, c[i : i + 1])[0] @ rotation(0.3 * i - 0.6, 0.1, -0.1).T * 55 for i in range(5)
    ]
    faces = np.stack(truth) + np.array([128, 120, 0])
    shape = d.fit(d.mean, faces, rounds=8)
    error = np.linalg.norm((d.place(d.mean, shape) - faces)[..., :2], axis=2)
    assert error.mean() < 0.25
    neutral = d.neutral(faces[0], shape[:1])
    assert np.allclose(d.place(neutral, shape[:1])[0], faces[0])


@pytest.fixture(scope="module")
def still():
    """A base picture with a face mesh in it, size not square and not a multiple of anything."""
    height, width = 150, 270
    warp = MeshWarp(height, width)
    d = Directions()
    points = torch.from_numpy(d.mean * 32 + (135, 76, 0)).float()
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    picture = torch.stack([torch.sin(x / 9) * 0.4 + 0.5, torch.cos(y / 7) * 0.4 + 0.5, (x + y) / 400]).float()
    return warp, warp.base(picture, points), picture, points


def motion(
    points: torch.Tensor, scale: float = 1.0, move: tuple[float, float] = (0, 0), n: int = 1
) -> Motion:
    centre = points.mean(0)
    shift = torch.tensor([*move, 0.0])
    moved = (points - centre) * scale + centre + shift
    linear = torch.eye(3) * scale
    affine = torch.cat([linear, (centre + shift - linear @ centre)[:, None]], 1)
    return Motion(moved.expand(n, -1, -1).clone(), affine.expand(n, -1, -1).clone())


def test_no_motion_gives_the_base_picture_back(still):
    warp, base, picture, points = still
    out = warp([base], motion(points))[0]
    assert (out - picture).abs().mean() < 2e-3 and (out - picture).abs().max() < 0.05


def test_a_shift_moves_the_face_and_leaves_the_border(still):
    warp, base, picture, points = still
    out = warp([base], motion(points, move=(8, 0)))[0]
    middle = slice(66, 86)
    assert (out[:, middle, 130:150] - picture[:, middle, 122:142]).abs().mean() < 0.02
    # Nothing moves where the outermost ring has faded out.
    assert (out[:, :, :3] - picture[:, :, :3]).abs().max() < 0.02
    # The seam: neighbours in the output come from near each other in the base picture, whatever lies between.
    jumps = (out[:, :, 1:] - out[:, :, :-1]).abs().amax()
    assert jumps < 4 * (picture[:, :, 1:] - picture[:, :, :-1]).abs().amax()


def test_pictures_of_a_batch_are_those_of_one_at_a_time(still):
    warp, base, _, points = still
    one = motion(points, 1.05, (3, -2))
    other = motion(points, 0.9, (-5, 4))
    both = Motion(torch.cat([one.points, other.points]), torch.cat([one.affine, other.affine]))
    out = warp([base], both)
    assert torch.equal(out[0], warp([base], one)[0]) and torch.equal(out[1], warp([base], other)[0])


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_lower_precision_is_near(still, dtype):
    warp, base, _, points = still
    wanted = warp([base], motion(points, 1.05, (3, -2)))
    got = warp([base], motion(points, 1.05, (3, -2)), dtype).float()
    assert (got - wanted).abs().max() < (0.001 if dtype == torch.float16 else 0.004)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_a_gpu_agrees_with_the_cpu(still):
    warp, base, picture, points = still
    other = MeshWarp(picture.shape[1], picture.shape[2], "cuda")
    there = other([other.base(picture, points)], motion(points, 1.05, (3, -2)))
    here = warp([base], motion(points, 1.05, (3, -2)))
    assert (there.cpu() - here).abs().mean() < 1 / 255


def test_eyes_open_by_what_is_asked():
    points = Directions().mean[None] * 60 + np.array([128, 128, 0])

    def gap(mesh: np.ndarray, eye: int) -> float:
        ids = eyes.LIDS[eye]
        _, _, down = eyes.axes(mesh, eye)
        between = mesh[list(ids[2:7]), :2].mean(0) - mesh[list(ids[10:15]), :2].mean(0)
        return float(between @ down / (down @ down))

    moved = eyes.moved_lids(points, np.array([[0.1, -0.05]]))[0]
    assert gap(moved, 0) - gap(points[0], 0) == pytest.approx(0.1, abs=0.004)
    assert gap(moved, 1) - gap(points[0], 1) == pytest.approx(-0.05, abs=0.004)
    corners = [i for eye in regions.EYE_CORNERS for i in eye]
    assert np.array_equal(moved[corners], points[0][corners])


def test_openness_and_gaze_do_not_depend_on_where_the_face_is():
    d = Directions()
    flat = d.mean[:, :2] * 50
    lids = np.stack([flat[list(ids)] for ids in eyes.LIDS])
    pupils = lids.mean(axis=1) + np.array([2, -1])

    def seen(turn: np.ndarray, scale: float, move: tuple[float, float]) -> Face:
        def put(p: np.ndarray) -> np.ndarray:
            return scale * p @ turn.T + np.array(move)

        return Face(np.column_stack([put(flat), d.mean[:, 2]]), put(pupils), put(lids), 1.0)

    one = seen(np.eye(2), 1, (0, 0))
    other = seen(rotation(0, 0, 0.4)[:2, :2], 1.7, (300, -40))
    assert np.allclose(eyes.openness(one), eyes.openness(other)) and (eyes.openness(one) > 0.1).all()
    assert np.allclose(eyes.gaze(one), eyes.gaze(other))
    assert np.allclose(eyes.refined(one), one.points, atol=1e-9)


def test_the_pupil_moves_in_its_eye(still):
    warp, _, _, points = still
    left, right = (points[i, :2] for i in regions.EYE_CORNERS[0])
    x, y = ((left + right) / 2).tolist()
    width = float((right - left).norm())
    rows, cols = torch.meshgrid(torch.arange(150) + 0.5, torch.arange(270) + 0.5, indexing="ij")
    dot = torch.exp(-((cols - x) ** 2 + (rows - y) ** 2) / 3).expand(3, -1, -1)
    base = warp.base(dot, points)
    looking = motion(points)
    looking = Motion(looking.points, looking.affine, torch.tensor([[[0.12, 0.0], [0.0, 0.0]]]))
    out = warp([base], looking)[0, 0]
    window = out * ((cols - x).abs() < width / 2) * ((rows - y).abs() < width / 4)
    assert float((window * cols).sum() / window.sum()) - x == pytest.approx(0.12 * width, abs=0.6)
