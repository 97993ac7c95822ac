"""What the learned systems send of a measured face: it follows the face, whoever it is."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from generators.networks import face_keypoints as faces  # noqa: E402
from generators.networks.code import Compact, code_of  # noqa: E402
from generators.networks.config import OWN, Config, ConfigError  # noqa: E402
from generators.networks.geometry import grid  # noqa: E402
from generators.networks.mouth import Mouth  # noqa: E402
from generators.subjects.face.model import basis  # noqa: E402
from generators.subjects.face.regions import INNER_LIPS, INNER_LIPS_LOWER  # noqa: E402
from tests.test_neural_systems import faces as measured  # noqa: E402
from tests.test_neural_systems import settle, system_from, tiny  # noqa: E402


@pytest.fixture(scope="module")
def points():
    return faces.placed(measured(6, size=(96, 96)), 96, 96)


def test_jacobians_of_the_mean_face_are_the_identity():
    mean = torch.from_numpy(np.asarray(basis()["mean"])).float()[None] / faces.UNIT
    found = faces.PatchKeypoints(OWN["fomm"])(mean)
    torch.testing.assert_close(found.jacobians[0], torch.eye(2).expand(10, 2, 2), atol=1e-3, rtol=0)
    assert found.points.shape == (1, 10, 2) and float(found.points.abs().max()) < 0.6


def test_an_affine_change_of_the_face_is_the_jacobians(points):
    analysis = faces.PatchKeypoints(OWN["fomm"])
    a = torch.tensor([[1.2, 0.3], [-0.2, 0.8]])
    moved = points.clone()
    moved[..., :2] = points[..., :2] @ a.T + torch.tensor([0.1, -0.2])
    before, after = analysis(points), analysis(moved)
    torch.testing.assert_close(
        after.points, before.points @ a.T + torch.tensor([0.1, -0.2]), atol=1e-5, rtol=0
    )
    torch.testing.assert_close(after.jacobians, a @ before.jacobians, atol=1e-4, rtol=0)


def test_closed_eyes_and_open_mouths_show(points):
    """The eye's transform gets flat, still invertible; the lower lip goes down alone."""
    analysis = faces.PatchKeypoints(OWN["fomm"])
    mean = torch.from_numpy(np.asarray(basis()["mean"])).float()[None] / faces.UNIT
    shut, wide = mean.clone(), mean.clone()
    ring = list(faces.EYE_RINGS[0])
    shut[0, ring, 1] = mean[0, ring, 1].mean()
    wide[0, list(faces.LIPS[1]), 1] += 0.05
    open_, closed, spoken = analysis(mean), analysis(shut), analysis(wide)
    flat = float(torch.linalg.det(closed.jacobians[0, 0]) / torch.linalg.det(open_.jacobians[0, 0]))
    assert 0.1 < flat < 0.7
    moved = (spoken.points - open_.points)[0, :, 1]
    assert float(moved[5]) > 0.045 and float(moved[[0, 1, 2, 3, 4, 9]].abs().max()) < 0.006


def inside(polygon, size):
    """Samples of a grid within a polygon (k, 2) in -1..1."""
    at, a, b = grid((size, size), polygon), polygon, polygon.roll(-1, 0)
    x, y = at[..., :1], at[..., 1:]
    crossing = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1] + 1e-9) * (b[:, 0] - a[:, 0])
    return (((a[:, 1] > y) != (b[:, 1] > y)) & (x < crossing)).sum(-1) % 2 == 1


@pytest.mark.parametrize("turn", [0.0, 0.5])
def test_an_open_mouth_is_where_the_lips_part(turn):
    """The map from two keypoints is about the polygon of the inner lips, however the head leans."""
    points = torch.from_numpy(np.asarray(basis()["mean"])).float()[None] / faces.UNIT
    analysis, mouth = faces.PatchKeypoints(OWN["fomm"]), Mouth()
    shut = mouth((256, 256), analysis(points))
    lower, width = points[:, list(INNER_LIPS_LOWER)], points[0, 308, 0] - points[0, 78, 0]
    # The lip hangs between the corners, which stay.
    hang = (1 - (2 * (lower[..., 0]) / width).square()).clamp_min(0)
    opened = points.clone()
    opened[:, list(INNER_LIPS_LOWER), 1] += 0.12 * hang
    opened[:, [375, 321, 405, 314, 17, 84, 181, 91, 146], 1] += 0.1
    c, s = np.cos(turn), np.sin(turn)
    opened[..., :2] = opened[..., :2] @ torch.tensor([[c, s], [-s, c]], dtype=torch.float32)
    found = mouth((256, 256), analysis(opened))
    assert found.shape == (1, 1, 256, 256) and 0 <= float(found.min()) <= float(found.max()) <= 1
    want = inside(opened[0, list(INNER_LIPS), :2], 256)
    got = found[0, 0] > 0.5
    assert int(want.sum()) > 100 and float((got & want).sum() / (got | want).sum()) > 0.5
    assert float(shut.sum()) < 0.35 * float(found.sum())


def test_mirrored_faces_have_mirrored_keypoints(points):
    analysis = faces.PatchKeypoints(OWN["fomm"])
    swap = [1, 0, 2, 3, 4, 5, 6, 8, 7, 9]
    a, b = analysis(points), analysis(faces.mirrored(points))
    torch.testing.assert_close(b.points[:, swap] * torch.tensor([-1.0, 1]), a.points, atol=0.02, rtol=0)


def test_a_head_is_unturned_and_placed_back(points):
    turned = faces.TurnedFace(OWN["facev2v"])(points)
    eye = turned.rotation @ turned.rotation.transpose(1, 2)
    torch.testing.assert_close(eye, torch.eye(3).expand_as(eye), atol=1e-4, rtol=0)
    assert float(torch.linalg.det(turned.rotation).min()) > 0.99
    want = faces.TurnedFace(OWN["facev2v"]).weight @ points
    torch.testing.assert_close(turned.driving().points, want, atol=1e-5, rtol=0)
    # One person: unturned, the pictures differ by the mouth alone.
    still = [i for i in range(15) if i not in (9, 10, 11)]
    assert float(turned.points[:, still].std(0).max()) < 0.03 < float(want[:, still].std(0).max())


def test_a_compact_code_keeps_what_moves():
    w = tiny("cfte")
    settle(w)
    kps = w.analysis.keypoints(faces.placed(measured(8, seed=1), 80, 112))
    again = w.generation.code(w.analysis(faces.placed(measured(8, seed=1), 80, 112)).feature)
    assert float((again.points - kps.points).abs().max()) < 0.01
    half = w.generation.to(torch.bfloat16)
    assert half.code.rows.dtype == torch.float32


def test_a_picture_without_a_face_is_looked_at_all_the_same():
    pytest.importorskip("ai_edge_litert", reason="the face nets run in it")
    system = system_from("light", size=(64, 64))
    try:
        row = system.generator.look(np.zeros((64, 64, 3), np.uint8))
    except Exception as error:
        pytest.skip(f"the face nets are not here: {error}")
    assert row.low_confidence and row.keypoints.shape == (10, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"num_kps": 12},
        {"code": 9},
        {"code": 16, "faces": False},
        {"view": 5},
        {"early": 4},
        {"hints": 65},
        {"hints": 0},
        {"jacobians": False},
        {"paste": False},
    ],
)
def test_descriptions_that_make_no_network(changes):
    with pytest.raises(ConfigError):
        OWN["fomm"].at(**changes)
    with pytest.raises(ConfigError):
        OWN["facev2v"].at(jacobians=True, code=16)
    assert Config.from_json(OWN["cfte"].to_json()) == OWN["cfte"]
    assert code_of(OWN["cfte"]) is Compact
