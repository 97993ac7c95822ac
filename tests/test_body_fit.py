"""Bodies measured and fitted: synthetic landmarks and masks, so that nothing is fetched."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import torch

from generators.graphics.fill import fill
from generators.graphics.raster import rasterize
from generators.media.kept import Kept
from generators.subjects.body import fit
from generators.subjects.body.fit import Fitter
from generators.subjects.body.nets import _refined, region_of
from generators.subjects.body.person import Camera, Person, placed
from generators.subjects.body.skin import Body
from generators.subjects.body.subject import BodySubject, as_person
from generators.subjects.body.template import JOINTS, LANDMARKS, SHAPES, template
from generators.subjects.face.litert import Region
from generators.subjects.named import make_subject
from generators.subjects.subject import LooksAtPeople, Measured, NoSubject, Settles, Subject
from generators.subjects.window import Window

HEIGHT, WIDTH = 192, 128


def acting(count: int) -> tuple[np.ndarray, np.ndarray]:
    """A person who lifts an arm and turns: pose (n, 24, 3), place (n, 3)."""
    pose = np.zeros((count, len(JOINTS), 3))
    way = np.linspace(0, 1, count)
    pose[:, 0, 1] = -0.3 * way
    pose[:, JOINTS.index("left_shoulder"), 2] = -0.7 * way
    pose[:, JOINTS.index("right_elbow"), 1] = 0.8 * way
    pose[:, JOINTS.index("left_knee"), 0] = 0.4 * way
    move = np.tile([0.0, 0.0, 2.7], (count, 1))
    move[:, 0] = 0.1 * way
    return pose, move


def people(
    count: int = 6, size: tuple[int, int] = (HEIGHT, WIDTH), near: tuple[float, float] = (0.0, 0.0)
) -> list[Person]:
    """What the nets would measure, without error; ``near``: how much lower and nearer they are, metres.
    A mask ends where the picture does."""
    body, camera = Body(template("small")), Camera.of(*size)
    pose, move = acting(count)
    move[:, 1:] += (near[0], -near[1])
    posed = body.pose(torch.from_numpy(pose).float(), torch.from_numpy(move).float())
    marks, vertices = body.landmarks(posed), body.vertices(posed)
    pixels = camera.project(marks)[..., :2].double().numpy()
    hips = [LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip")]
    world = (marks - marks[:, hips].mean(1, keepdim=True)).double().numpy()
    found = []
    for i in range(count):
        region = Region(size[1] / 2, size[0] / 2, 1.2 * max(size))
        side = 256 / region.side
        screen = camera.project(vertices[i : i + 1])
        screen[..., :2] = (screen[..., :2] - torch.tensor([region.x, region.y])) * side + 128
        mask = rasterize(screen, body.triangles, 256, 256)[0].numpy() >= 0
        rows, columns = (
            (np.arange(256) + 0.5 - 128) / side + region.y,
            (np.arange(256) + 0.5 - 128) / side + region.x,
        )
        mask &= ((rows > 0) & (rows < size[0]))[:, None] & ((columns > 0) & (columns < size[1]))
        where = np.array([region.x, region.y, region.side, 0.0])
        seen = np.ones(len(LANDMARKS))
        found.append(Person(pixels[i], seen, world[i], mask.astype(np.uint8) * 255, where, 1.0))
    return found


@pytest.fixture(scope="module")
def fitted() -> list[Person]:
    return Fitter(HEIGHT, WIDTH, 25.0)(people())


@pytest.fixture
def quick(monkeypatch):
    """A few steps, where it is not the fit's exactness that is tested."""
    for stage, steps in (("ROUGH", 12), ("FINE", 12), ("OUTLINE", 2)):
        monkeypatch.setattr(fit, stage, steps)


def test_a_person_of_the_template_is_found_again(fitted):
    assert all(p.fitted and p.error < 0.016 and p.confidence > 0.5 for p in fitted)
    _, move = acting(len(fitted))
    away = np.stack([p.move for p in fitted]) - move
    assert np.abs(away[:, :2]).max() < 0.05 and np.abs(away[:, 2]).max() < 0.3
    lifted = [p.pose[JOINTS.index("left_shoulder"), 2] for p in fitted]
    assert lifted[-1] < lifted[0] - 0.4
    covered = []
    body, camera = Body(template("small")), Camera.of(HEIGHT, WIDTH)
    for p in fitted:
        v = body.vertices(body.pose(*(torch.from_numpy(a).float()[None] for a in (p.pose, p.move, p.shape))))
        drawn = rasterize(camera.project(v), body.triangles, HEIGHT, WIDTH)[0].numpy() >= 0
        mask = p.mask_in(HEIGHT, WIDTH) > 0.5
        covered.append((drawn & mask).sum() / (drawn | mask).sum())
    assert min(covered) > 0.75


def test_joints_out_of_the_picture_rest():
    """A speaker cut at the waist: the legs' landmarks are guesses below the picture, as wild as they like."""
    cut = []
    rng = np.random.default_rng(0)
    below = [i for i, n in enumerate(LANDMARKS) if any(p in n for p in ("knee", "ankle", "heel", "foot"))]
    for person in people(3):
        marks, seen = person.landmarks.copy(), person.visible.copy()
        marks[below] = rng.uniform(1.1, 2, (len(below), 2)) * (WIDTH, HEIGHT)
        seen[below] = 0.4
        cut.append(replace(person, landmarks=marks, visible=seen))
    for person in Fitter(HEIGHT, WIDTH, 25.0)(cut):
        for part in ("knee", "ankle"):
            for side in ("left", "right"):
                assert np.linalg.norm(person.pose[JOINTS.index(f"{side}_{part}")]) < 0.25
        assert person.error < 0.02


def test_a_body_out_of_the_picture_is_not_drawn_into_it():
    """Of a speaker cut at the chest most lies outside the picture and the mask: that says nothing."""
    close = people(4, near=(0.45, 1.8))
    assert sum((p.landmarks[:, 1] > HEIGHT).mean() for p in close) > 1
    found = Fitter(HEIGHT, WIDTH, 25.0)(close)
    body, camera = Body(template("small")), Camera.of(HEIGHT, WIDTH)
    for p, seen in zip(found, close, strict=True):
        posed = body.pose(*(torch.from_numpy(a).float()[None] for a in (p.pose, p.move, p.shape)))
        marks = camera.project(body.landmarks(posed))[0, :, :2].numpy()
        assert np.linalg.norm(marks - seen.landmarks, axis=1)[:13].mean() < 0.02 * HEIGHT


def test_a_fit_is_the_same_every_time(quick):
    one, again = (Fitter(HEIGHT, WIDTH, 25.0)(people()) for _ in range(2))
    assert all(np.array_equal(a.pose, b.pose) for a, b in zip(one, again, strict=True))


def test_a_long_clip_is_fitted_in_pieces(quick, monkeypatch):
    """The second piece has the first one's shape, and goes on from where it ended."""
    monkeypatch.setattr(fit, "PIECE", 4)
    found = Fitter(HEIGHT, WIDTH, 25.0)(people(7))
    assert len(found) == 7 and all(np.array_equal(p.shape, found[0].shape) for p in found)


def test_one_picture_and_two_are_fitted(quick):
    for count in (1, 2):
        assert all(p.fitted for p in Fitter(HEIGHT, WIDTH, 25.0)(people(count)))


def test_the_subject_is_one():
    subject = make_subject("body")
    assert isinstance(subject, BodySubject) and isinstance(subject, LooksAtPeople | Settles)
    one: Subject = subject
    assert one.missing == "no person" and make_subject("scene", described="body").expected is False
    with pytest.raises(NoSubject, match="no person was measured"):
        as_person(None)


def test_scenes_are_settled_apart(quick):
    """A person who is not in some pictures, and a cut: who is there is fitted, who is not stays None."""
    measured = Kept[Measured]()
    for person in [*people(2), None, *people(2)]:
        measured.append(person)
    BodySubject().settle(measured, [0, 3], (HEIGHT, WIDTH), 25.0)
    assert measured.there() == [True, True, False, True, True]
    assert all(as_person(m).fitted for m in measured if m is not None)


def test_a_person_is_carried_into_a_window():
    (person,) = people(1)
    moved = BodySubject().moved(person, Window(10, 20, 64, 96), (192, 128))
    assert np.allclose(moved.landmarks, (person.landmarks - (10, 20)) * 2)
    assert np.allclose(moved.region, [(64 - 10) * 2, (96 - 20) * 2, 2 * 1.2 * HEIGHT, 0])
    assert not moved.fitted


def test_the_window_holds_all_that_is_reached():
    found = people(4)
    for aspect in (2 / 3, 1.0, 16 / 9):
        window = BodySubject().window(found, HEIGHT, WIDTH, aspect)
        assert window.inside(HEIGHT, WIDTH) and abs(window.width / window.height - aspect) < 1e-6
    whole = BodySubject().window(found, HEIGHT, WIDTH, 2 / 3)
    marks = np.concatenate([p.landmarks for p in found])
    marks = marks[((marks > 0) & (marks < (WIDTH, HEIGHT))).all(1)]
    assert (marks.min(0) >= (whole.x - 1, whole.y - 1)).all()
    assert (marks.max(0) <= (whole.x + whole.width + 1, whole.y + whole.height + 1)).all()
    assert BodySubject().window([None], HEIGHT, WIDTH, 1.0).width == WIDTH


def test_people_look_at_head_and_hands():
    (person,) = people(1)
    looks = BodySubject().looks(person)
    assert set(looks) == {"head", "left hand", "right hand"}
    nose = person.landmarks[0]
    head = looks["head"]
    assert head.x < nose[0] < head.x + head.width and head.y < nose[1] < head.y + head.height
    hidden = replace(person, visible=0 * person.visible)
    assert BodySubject().looks(hidden) == {}


def test_a_mask_lies_where_its_region_does():
    mask = np.zeros((256, 256), np.uint8)
    mask[:128] = 255
    laid = placed(mask, Region(64, 96, 64, np.pi / 2), 192, 128)
    # Turned by a quarter: what was up is right.
    assert laid[96, 84] > 0.99 and laid[96, 44] < 0.01 and laid[10, 10] == 0
    region = region_of(np.array([50.0, 60.0]), np.array([50.0, 20.0]))
    assert (region.x, region.y, region.angle) == (50, 60, 0) and region.side == 100


def test_heat_moves_a_point_to_its_middle():
    heat = np.zeros((64, 64, 39))
    heat[30, 20, 0] = 0.9
    places = np.full((39, 2), 0.3)
    places[0] = (21.5 / 64, 31.5 / 64)
    places[1] = (7.0, -3.0)
    out = _refined(places, heat)
    assert np.allclose(out[0] * 64, (20, 30)) and np.array_equal(out[1:], places[1:])


def test_holes_are_filled_from_around():
    picture = torch.zeros(1, 3, 33, 50)
    picture[..., 25:] = 1
    known = torch.ones(1, 1, 33, 50)
    known[..., 10:20, 5:15] = 0
    broken = picture.clone()
    broken[..., 10:20, 5:15] = 0.7
    filled = fill(broken, known)
    assert torch.equal(filled[..., 25:], picture[..., 25:])
    assert float(filled[..., 10:20, 5:15].abs().max()) < 0.2
    assert not fill(broken, 0 * known).any()


def test_shapes_and_rates_of_a_clip(quick):
    """A fit runs at any rate and size, portrait and landscape."""
    for size, rate in (((128, 192), Fraction(60)), ((98, 98), Fraction(10))):
        (one, two) = Fitter(*size, float(rate))(people(2, size))
        assert one.shape.shape == (SHAPES,) and np.array_equal(one.shape, two.shape)
        assert np.isfinite(one.pose).all()
