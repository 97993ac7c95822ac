"""The system "dense": keypoints, the predictor, pictures and meshes of a drawn person. Nothing is fetched."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import torch

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Settings
from generators.media.pixels import to_tensor
from generators.parameters.rotation import from_vector
from generators.parameters.values import Parameters
from generators.subjects.body.person import Camera
from generators.subjects.body.skin import Body, rotations
from generators.subjects.body.template import JOINTS, LANDMARKS, SHAPES, template
from generators.subjects.clip import Clip
from generators.subjects.subject import NoSubject, Seen
from generators.subjects.window import Window
from generators.systems.dense import predict
from generators.systems.dense.points import MARKS, POINTS, received, sent
from generators.systems.semantics import painter
from scripts.make_dense import Poses
from sei.named import known
from tests.test_body_fit import acting, people
from tests.test_semantics_system import PICTURES, SIZE, StandIn, drawn

CAMERA = Camera.of(*SIZE)


@pytest.fixture(scope="module", autouse=True)
def offline():
    patch = pytest.MonkeyPatch()
    patch.setattr(painter, "BodyLandmarker", StandIn)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def clip() -> Clip:
    pose, move = acting(PICTURES)
    measured = [
        replace(p, pose=a, move=b, shape=np.zeros(SHAPES), confidence=1.0)
        for p, a, b in zip(people(PICTURES), pose, move, strict=True)
    ]
    return Clip(drawn(), measured, [0], [Window(0, 0, *SIZE[::-1])], Fraction(25), True, "body")


@pytest.fixture(scope="module")
def coded(clip):
    return encode_clip(
        clip, registry.make("dense", *SIZE), bitrate=None, settings=Settings(qp=24, threshold=1.0, step=2)
    )


def standing(count: int = 40, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (n, v, 3) and keypoints (n, 15, 3) of people before the camera."""
    poses = Poses(seed)
    turns, shapes = poses(count)
    turns[:, 0, 1] = (poses.uniform(count) - 0.5) * 2
    posed = poses.body.pose(turns, torch.tensor([[0.1, 0.0, 3.0]]).expand(count, 3), shapes)
    return (
        poses.body.vertices(posed).double().numpy(),
        poses.body.landmarks(posed)[:, MARKS].double().numpy(),
    )


def vertices(found: predict.People) -> np.ndarray:
    body = Body(template("small"), torch.float64)
    turns, move, shape = (torch.tensor(v) for v in (found.turns, found.move, found.shape))
    return body.vertices(body.pose(turns, move, shape)).numpy()


def away(a: np.ndarray, b: np.ndarray) -> float:
    """Mean distance in millimetres."""
    return float(1000 * np.linalg.norm(a - b, axis=-1).mean())


def test_all_that_is_sent_is_15_keypoints():
    mapping = known("dense")
    assert [(f.name, f.shape) for f in mapping.fields] == [("points", (15, 3))]
    names = [c.name for c in mapping.columns()]
    assert len(set(names)) == 45 and names[:3] == ["nose.x", "nose.y", "nose.z"]
    sides = [n.removesuffix(".x").replace("toes", "foot_index") for n in names[3::3]]
    assert ["_".join(reversed(n.split("."))) for n in sides] == list(POINTS[1:])


def test_keypoints_come_back_from_coordinates():
    _, places = standing()
    points = sent(places, CAMERA)
    again, trust = received(points, CAMERA)
    seen = trust == 1
    assert seen.mean() > 0.6 and np.abs(again - places)[seen].max() < 1e-9
    # Where the mapping's precision puts them: half a step of x and y, and of depth.
    rounded, _ = received(np.rint(points * 256) / 256, CAMERA)
    assert np.abs(rounded - places)[seen].max() < 0.03


def test_a_point_out_of_the_picture_is_not_trusted():
    _, places = standing(1)
    places[0, POINTS.index("left_ankle"), 1] += 2
    places[0, POINTS.index("right_wrist"), 0] = np.nan
    points = sent(np.nan_to_num(places), CAMERA)
    points[0, POINTS.index("right_wrist")] = np.nan
    again, trust = received(points, CAMERA)
    assert trust[0, POINTS.index("left_ankle")] == 0 and trust[0, POINTS.index("right_wrist")] == 0
    assert np.isfinite(again).all() and trust.max() == 1


def test_slopes_are_what_differences_say():
    poses = Poses(3)
    turns, shapes = poses(2)
    turns[:, 0] = poses.normal(2, 3)
    move, frame = poses.normal(2, 3).double().numpy(), rotations(poses.normal(2, 3).double()).numpy()
    people_ = predict.People(rotations(turns.double()).numpy(), move, shapes.double().numpy())

    def at(step: np.ndarray) -> np.ndarray:
        changed = predict.People(
            people_.turns @ from_vector(step[:72].reshape(24, 3)),
            people_.move + frame @ step[72:75],
            people_.shape + step[75:],
        )
        return predict.skeleton().at(changed)[2].sum(2).reshape(2, -1)

    turned, joints, held = predict.skeleton().at(people_)
    slopes = predict._slopes(turned, joints, held, frame, people_)
    unit = 1e-4 * np.eye(predict.NUMBERS)
    wanted = np.stack([(at(u) - at(-u)) / 2e-4 for u in unit], -1)
    assert np.abs(slopes - wanted).max() < 3e-5


def test_the_skeleton_is_the_templates():
    true, points = standing(3)
    body = Body(template("small"), torch.float64)
    posed = body.pose(rotations(torch.zeros(1, 24, 3, dtype=torch.float64)))
    still = predict.People(np.tile(np.eye(3), (1, 24, 1, 1)), np.zeros((1, 3)), np.zeros((1, SHAPES)))
    assert np.allclose(predict.skeleton().at(still)[2].sum(2), body.landmarks(posed)[:, MARKS].numpy())
    assert [LANDMARKS[m] for m in MARKS] == list(POINTS) and true.shape[0] == len(points)


def test_vertices_are_as_near_as_promised():
    """The aims of docs/explanation/dense.md, on people that were never trained on."""
    true, points = standing(120)
    random, trust = np.random.default_rng(0), np.ones((120, 15))
    assert away(vertices(predict.people_at(points, trust)), true) < 25
    noisy = points + 0.01 * random.standard_normal(points.shape)
    assert away(vertices(predict.people_at(noisy, trust)), true) < 30
    first = predict.people_at(points, trust, steps=0)
    held = [predict.skeleton().at(p)[2].sum(2) for p in (first, predict.people_at(points, trust))]
    assert away(held[1], points) < 4 < 0.5 * away(held[0], points)


def test_one_person_is_found_alike_among_others():
    _, points = standing(5)
    trust = np.ones((5, 15))
    many, one = predict.people_at(points, trust), predict.people_at(points[2:3], trust[:1])
    assert np.array_equal(many.turns[2], one.turns[0]) and np.array_equal(many.move[2], one.move[0])


def test_legs_out_of_the_picture_leave_the_rest_alone():
    true, points = standing(60)
    trust = np.ones((60, 15))
    trust[:, [i for i, n in enumerate(POINTS) if n.rpartition("_")[2] in ("knee", "ankle", "index")]] = 0
    weights = template("small").weights
    upper = np.isin(weights.argmax(1), [JOINTS.index(n) for n in ("head", "spine3", "left_elbow")])
    points[trust == 0] = 77
    found = vertices(predict.people_at(points, trust))
    assert away(found[:, upper], true[:, upper]) < 30 and np.isfinite(found).all()


def test_a_clip_is_coded_and_decoded_alike(clip, coded):
    assert coded.ledger.bases == 1 and check(coded, len(clip)) >= 4
    shown = np.stack([f.pixels for f in Decoder(coded.data, device="cpu")])
    moved = np.abs(shown.astype(int) - clip.pictures).mean((1, 2, 3))
    still = np.abs(shown[:1].astype(int) - clip.pictures).mean((1, 2, 3))
    assert moved[-1] < 0.6 * still[-1], (moved, still)


def test_a_body_that_was_not_fitted_is_refused(clip):
    system = registry.make("dense", *SIZE)
    (bare,) = people(1)
    with pytest.raises(NoSubject, match="fitted"):
        system.analyzer.describe([Seen(clip.pictures[0], bare)])
    assert system.analyzer.describe([]) == []


@pytest.mark.parametrize("value", [1.0, -1.0, 0.0, 300.0, np.nan, np.inf, -np.inf])
def test_wild_keypoints_are_drawn_as_some_picture(clip, value):
    """A stream may say anything: all in one point, at the range's ends, and an edit what is no number."""
    system = registry.make("dense", *SIZE)
    (row,) = system.analyzer.describe([clip.seen(0)])
    base = system.generator.prepare(to_tensor(clip.pictures[0]), row)
    for where in (np.s_[:], np.s_[:, 2], np.s_[3], np.s_[7:9]):
        points = row.keypoints.copy()
        points[where] = value
        wild = Parameters(keypoints=points)
        (picture,) = system.generator.generate([base], system.translator.translate(base, [wild]))
        assert torch.isfinite(picture).all() and float(picture.min()) >= 0 and float(picture.max()) <= 1
    again = system.generator.prepare(
        to_tensor(clip.pictures[0]), Parameters(keypoints=np.full((15, 3), value))
    )
    assert torch.isfinite(again.dressed.colours).all()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_draws_alike(clip):
    shown = []
    for device in ("cpu", "cuda"):
        system = registry.make("dense", *SIZE, device=device)
        row, last = system.analyzer.describe([clip.seen(0), clip.seen(PICTURES - 1)])
        base = system.generator.prepare(to_tensor(clip.pictures[0]).to(device), row)
        shown.append(system.generator.generate([base], system.translator.translate(base, [last])).cpu())
    assert float((shown[0] - shown[1]).abs().mean()) * 255 < 2
