"""What is sent is what makes the generated picture come nearest to its source."""

from __future__ import annotations

import dataclasses
import itertools
from fractions import Fraction

import numpy as np
import pytest
import torch

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Encoded, Settings
from generators.codec.likeness import Likeness, reduction
from generators.codec.refine import SPEEDS, Refiner, effort_of
from generators.media.pixels import to_batch
from generators.parameters.by_effect import ByEffect
from generators.parameters.layout import Layout
from generators.parameters.moves import PIXEL, POSE, Move, Moves, of_layout
from generators.parameters.values import Parameters
from generators.parameters.writing import MessageWriter
from generators.subjects.clip import Clip
from generators.subjects.scene import Scene
from generators.subjects.subject import Seen
from generators.system import AnySystem
from sei.errors import SeigenError
from sei.messages.generative_face_video import AFFINE, ROTATION
from sei.named import Mapping
from tests import toy_system
from tests.gen_material import first_pictures, real

SHIFT = np.array([2.6, -1.7])
"""Pixels by which the analyzer errs."""
HEIGHT, WIDTH = 96, 128
TWO = """{"tag": "tag:example.org,2026:two", "kind": "semantics", "title": "two numbers", "fields": [
 {"name": "both", "carrier": {"kind": "matrix", "type": 8}, "shape": [1, 1, 2], "precision": 8}
]}"""


class Wrong(toy_system.Analyzer):
    """Finds the square beside its place."""

    def _one(self, picture: np.ndarray) -> Parameters:
        found = super()._one(picture)
        assert found.keypoints is not None
        return dataclasses.replace(found, keypoints=found.keypoints + SHIFT / (WIDTH / 2, HEIGHT / 2))


@pytest.fixture
def square(monkeypatch: pytest.MonkeyPatch) -> AnySystem:
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(toy_system.ENTRY)
    made = registry.make("square", HEIGHT, WIDTH)
    return dataclasses.replace(made, analyzer=Wrong())


def clip_of(system: AnySystem, count: int = 13) -> tuple[Clip, np.ndarray]:
    """A square as the system itself would draw it, and its middles in pixels."""
    ground = 110 + 20 * np.sin(np.arange(WIDTH) / 9) + 15 * np.cos(np.arange(HEIGHT) / 7)[:, None]
    base = toy_system.Base(
        torch.from_numpy(np.repeat(ground[None], 3, 0) / 255).float(), torch.tensor([1.0, 0.12, 0.08]), 8.0
    )
    t = np.arange(count)
    middles = np.stack([64 + 20 * np.sin(t / 30), 48 + 12 * np.cos(t / 25)], axis=1)
    places = torch.from_numpy(np.column_stack([middles / (WIDTH / 2, HEIGHT / 2) - 1, 0 * t + 0.8])).float()
    made = system.generator.generate([base], places)
    pictures = (made * 255).round().byte().permute(0, 2, 3, 1).numpy()
    return Clip(pictures, [None] * count, [0], [], Fraction(25), needed=False, subject="scene"), middles


def coded(clip: Clip, system: AnySystem, speed: str) -> Encoded:
    return encode_clip(clip, system, bitrate=None, settings=Settings(22, 0.9, 1, 0.001, speed))


def off(stream: Encoded, middles: np.ndarray) -> np.ndarray:
    """By how many pixels the generated squares lie beside their places."""
    frames = [f for f in Decoder(stream.data, device="cpu") if not f.is_base]
    rows = []
    for frame in frames:
        # The part of each pixel that the square covers, by its green.
        luma = frame.pixels[..., 0].astype(float) - frame.pixels[..., 1]
        share = np.clip(luma, 20, None) - 20
        down, across = np.mgrid[:HEIGHT, :WIDTH] + 0.5
        found = (share * across).sum() / share.sum(), (share * down).sum() / share.sum()
        rows.append(np.subtract(found, middles[frame.index]))
    assert rows
    return np.array(rows)


@pytest.fixture
def unmoved(square: AnySystem) -> AnySystem:
    """The same system, which says that nothing of it can be moved."""
    return dataclasses.replace(square, moves=Moves())


@pytest.mark.parametrize(("speed", "left"), [("fast", 2.3), ("medium", 1.6), ("slow", 0.6)])
def test_a_measurement_that_is_off_by_a_shift_is_corrected(square, speed, left):
    clip, middles = clip_of(square)
    stream = coded(clip, square, speed)
    assert check(stream, len(clip)) == len(clip)
    assert np.linalg.norm(off(stream, middles), axis=1).mean() < left


def test_without_moves_what_was_measured_is_sent(unmoved):
    clip, middles = clip_of(unmoved)
    streams = [coded(clip, unmoved, speed) for speed in ("fast", "slow")]
    assert streams[0].data == streams[1].data
    assert np.abs(off(streams[0], middles).mean(0) - SHIFT).max() < 0.2


def test_the_same_clip_gives_the_same_stream(square):
    clip, _ = clip_of(square, 7)
    first, second = (coded(clip, square, "slow").data for _ in range(2))
    assert first == second


def test_speeds_are_four_and_no_other():
    assert set(SPEEDS) == {"none", "fast", "medium", "slow"}
    with pytest.raises(SeigenError, match="allowed: none, fast, medium, slow"):
        effort_of("faster")


def test_each_speed_does_no_less_than_the_one_before():
    speeds = [SPEEDS[name] for name in ("none", "fast", "medium", "slow")]
    for a, b in itertools.pairwise(speeds):
        assert a.ways <= b.ways and a.again <= b.again
        assert a.rounds <= b.rounds and a.parts <= b.parts and a.every >= b.every


def test_no_change_changes_nothing_and_each_amount_something():
    for name in registry.names():
        layout = registry.entry(name).layout
        moves = of_layout(layout)
        if not len(moves):
            points = layout.mapping.points  # a compact feature, or the points of a body in space
            assert points is None or points.shape[1] == 3
            continue
        row = layout.neutral()
        still = layout.row(moves.apply(row, np.zeros(len(moves))))
        assert all(np.array_equal(still[f], v) for f, v in layout.row(row).items())
        for amount in np.eye(len(moves))[: moves.pose]:
            moved = layout.row(moves.apply(row, amount))
            changed = sum(np.abs(moved[f] - v).max() > 0 for f, v in still.items())
            # Points that all lie in the middle can be neither scaled nor turned.
            assert changed or amount[2:4].any()


def test_points_carry_their_jacobians():
    layout = registry.entry("fomm").layout
    points = np.random.default_rng(0).uniform(-0.3, 0.3, (10, 2))
    local = np.tile(np.eye(2), (10, 1, 1))
    start = Parameters({AFFINE: local}, keypoints=points)
    moved = of_layout(layout).apply(start, np.array([3.0, -2.0, 4.0, 6.0]))
    assert moved.keypoints is not None
    linear = moved.matrices[AFFINE][0]
    middle = points.mean(0)
    expected = (points - middle) @ linear.T + middle + np.array([3, -2]) * PIXEL
    assert np.allclose(moved.keypoints, expected) and np.linalg.det(linear) > 1
    away = np.linalg.norm(moved.keypoints - points - np.array([3, -2]) * PIXEL, axis=1)
    assert 4 * PIXEL < away.mean() < 9 * PIXEL  # six pixels of turn, four of size


def test_turns_stay_rotations():
    layout = registry.entry("mesh").layout
    moves = Moves(layout, [Move("rotation", POSE, 0.02, "turn"), Move("gaze", "gaze", 0.1)])
    start = layout.neutral()
    moved = moves.apply(start, np.array([3.0, -2.0, 5.0, 1.0, 0, 0, 0]))
    rotation = moved.matrices[ROTATION][0]
    assert np.allclose(rotation @ rotation.T, np.eye(3)) and np.linalg.det(rotation) > 0
    assert moved.pupils is not None and moved.pupils[0, 0] == pytest.approx(0.1)
    unknown = dataclasses.replace(start, pupils=None, pupils_by_id={})
    assert moves.apply(unknown, np.ones(7)).pupils is None


def test_what_does_not_show_is_sent_coarsely():
    """An element that generated pictures do not show follows its target less closely than before."""
    layout = Layout(Mapping.from_json(TWO))
    rng = np.random.default_rng(2)
    rows = [Parameters({8: v.reshape(1, 1, 2)}) for v in 0.5 + 0.1 * rng.standard_normal((24, 2))]

    def errors(seen: np.ndarray | None) -> np.ndarray:
        writer = MessageWriter(layout, ByEffect(None))
        writer.base(rows[0])
        if seen is not None:
            writer.judge({layout.parts[0]: np.diag(seen)})
        codes = writer.segment(rows)
        got = [code.received.matrices[8] - row.matrices[8] for code, row in zip(codes, rows, strict=True)]
        return np.sqrt(np.mean(np.square(got), axis=0)).ravel()

    before, after = errors(None), errors(np.array([1.0, 0.01]))
    assert after[1] > 1.5 * before[1] and after[0] < 1.5 * before[0]
    # The unit of what was seen does not matter.
    assert np.array_equal(after, errors(np.array([500.0, 5.0])))


def test_pictures_of_a_network_are_not_drawn_for_every_number(square):
    clip, _ = clip_of(square, 3)
    rows = square.analyzer.describe([clip.seen(1)])
    assert square.draft is None and Refiner(clip, square).shown(rows[0], 1, []) == {}


@pytest.mark.parametrize(
    ("size", "n"), [((256, 256), 2), ((128, 128), 1), ((512, 512), 4), ((1080, 1920), 8), ((250, 250), 2)]
)
def test_pictures_are_compared_small(size, n):
    assert reduction(*size) == n


def test_light_that_changed_is_no_distance_and_misplacement_is():
    rng = np.random.default_rng(1)
    picture = np.repeat(np.repeat(rng.integers(60, 180, (20, 20, 3)), 8, 0), 8, 1).astype(np.uint8)
    likeness = Likeness([Seen(picture, None)], Scene(), 1, np.ones(1, bool))

    def cost(other: np.ndarray) -> float:
        away = likeness.away(likeness.features(to_batch(other[None])), [0])
        return float(likeness.cost(away, [0])[0])

    assert cost(picture) == 0
    assert cost(picture + 12) < 0.1 * cost(np.roll(picture, 2, 1)) < 0.1 * cost(np.roll(picture, 4, 1))


def test_faces_come_nearer_to_their_sources():
    real()
    from generators.subjects.face.subject import FaceSubject

    subject = FaceSubject()
    pictures = [p[:, :192] for p in first_pictures("carphone", 5)]
    measured = [subject.measure(p) for p in pictures]
    clip = Clip(np.stack(pictures), list(measured), [0], [], Fraction(25))
    system = registry.make("mesh", *clip.size)

    def errors(system: AnySystem, speed: str) -> float:
        stream = encode_clip(clip, system, bitrate=None, settings=Settings(30, 0.9, 1, speed=speed))
        assert check(stream, len(clip)) > 0
        shown = np.stack([f.pixels for f in Decoder(stream.data, device="cpu")]).astype(float)
        return float(((shown - clip.pictures) ** 2).mean())

    before = errors(dataclasses.replace(system, moves=Moves()), "medium")
    fast, medium = errors(system, "fast"), errors(system, "medium")
    assert fast < before and medium < fast
