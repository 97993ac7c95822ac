"""The system "tokens": nested tokens, levels that are lost, and its stream from encoder to decoder."""

import numpy as np
import pytest

pytest.importorskip("torch")

import itertools

from generators import registry
from generators.parameters.by_effect import ByEffect
from generators.parameters.layout import FADING
from generators.parameters.reading import ParameterReader
from generators.parameters.values import Parameters
from generators.parameters.writing import MessageWriter
from generators.subjects.face.model import basis
from generators.subjects.face.shares import point_shares
from generators.systems.tokens.tokenizer import LEVELS, TOKENS, as_points, shipped
from sei.context import Context
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement


def faces(count: int, seed: int = 0) -> np.ndarray:
    """Made-up faces (n, 470, 3) in halves of the picture: the mean one turned, moved and stretched."""
    draw = np.random.default_rng(seed)
    mean = basis()["mean"].astype(np.float64)
    pupils = mean[[[33, 133], [362, 263]]].mean(axis=1)
    whole = np.concatenate([mean, pupils])
    rows = []
    for _ in range(count):
        yaw, pitch, roll = draw.normal(0, 0.15, 3)
        c, s = np.cos(yaw), np.sin(yaw)
        turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        c, s = np.cos(pitch), np.sin(pitch)
        turn = np.array([[1, 0, 0], [0, c, -s], [0, s, c]]) @ turn
        c, s = np.cos(roll), np.sin(roll)
        turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ turn
        rows.append(whole @ turn.T * draw.uniform(0.33, 0.38) + [*draw.normal(0, 0.08, 2), 0])
    out = np.array(rows)
    out[..., 2] -= out[:, :468, 2].mean(axis=1, keepdims=True)
    return out


def left(level: int) -> float:
    """Pixels of 256x256 by which faces moved by their first tokens miss; the first is the base picture."""
    it, points = shipped(), faces(40)
    tokens = it.encode(points)
    mixed = np.concatenate([tokens[:, :level], np.tile(tokens[:1, level:], (40, 1))], axis=1)
    made = points[:1] + it.decode(mixed) - it.decode(tokens[:1])
    return float(np.linalg.norm((made - points)[1:, :, :2], axis=-1).mean() * 128)


def test_each_level_says_more_of_where_a_face_went():
    moved = float(np.linalg.norm((faces(40) - faces(40)[:1])[1:, :, :2], axis=-1).mean() * 128)
    found = [left(level) for level in LEVELS]
    assert found[0] < 0.4 * moved
    assert found == sorted(found, reverse=True) and found[-1] < 0.1 * moved


def test_tokens_stay_small_enough_for_their_precision():
    tokens = shipped().encode(faces(100, seed=1))
    assert tokens.shape == (100, TOKENS)
    assert np.abs(tokens[:, :4]).max() < 4


def test_a_lost_level_fades_to_the_base_pictures():
    layout = registry.entry("tokens").layout
    rows = []
    for k in range(6):
        row = {f.name: np.full(f.shape, float(k > 0)) for f in layout.fields}
        if k > 1:
            row.pop("tokens_32")
        rows.append(layout.parameters(row))
    late = [p.enhancement[2][0].ravel()[0] for p in layout.fitting(rows)]
    assert late[:3] == [0, 1, 1]  # the first message that lacks it may have left it out
    assert late[3:] == pytest.approx([FADING**k for k in range(1, 4)])


def test_what_one_message_leaves_out_is_as_before():
    layout = registry.entry("tokens").layout
    rows = []
    for k in range(6):
        row = {f.name: np.full(f.shape, float(k)) for f in layout.fields}
        if k % 2:
            row.pop("tokens_8")
        rows.append(layout.parameters(row))
    assert [p.enhancement[0][0].ravel()[0] for p in layout.fitting(rows)] == [0, 0, 2, 2, 4, 4]


def test_no_level_is_left_out_twice_in_a_row_and_decoder_and_encoder_agree():
    layout = registry.entry("tokens").layout
    draw = np.random.default_rng(2)
    walk = np.cumsum(draw.normal(0, 0.15, (40, TOKENS)), axis=0)
    parts = [np.split(row, LEVELS[:-1]) for row in walk]
    rows = [
        layout.parameters({f.name: x.reshape(f.shape) for f, x in zip(layout.fields, row, strict=True)})
        for row in parts
    ]
    writer = MessageWriter(layout, ByEffect(None, 40.0, ridge=1e-4))
    coded = [writer.base(rows[0]), *writer.segment(rows[1:])]
    reader, ours = ParameterReader(), Context()
    messages = []
    for m in (m for c in coded for m in c.messages):
        read = type(m).from_payload(m.to_payload(context=ours), context=reader.context)
        messages.append(reader.resolve(read))
    sent = [{m.gfve_id for m in c.messages if isinstance(m, GenerativeFaceVideoEnhancement)} for c in coded]
    assert any(len(ids) < 3 for ids in sent)
    for gfve_id in range(3):
        assert all(gfve_id in a | b for a, b in itertools.pairwise(sent))
    base, received = reader.read(messages, 0)
    assert base is not None
    for got, want in zip(layout.fitting([base, *received]), coded, strict=True):
        for f in layout.fields:
            np.testing.assert_array_equal(layout.row(got)[f.name], layout.row(want.received)[f.name])


def test_the_system_and_the_training_see_the_same_points():
    """A face measured for training and one that is coded: pupils of another depth are other tokens."""
    from generators.subjects.face.landmarks import Face
    from scripts import make_tokenizer

    (points,) = faces(1)
    points[:468, 2] += 0.2
    face = Face(points[:468] * 100, points[468:, :2] * 100, np.zeros((2, 16, 2)), 1.0)
    made = as_points(face)
    assert make_tokenizer.as_points is as_points
    assert made[:468, 2].mean() == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(made[468:, 2], -20)


def test_every_move_of_a_token_moves_the_face_by_a_part_of_a_pixel_or_a_few():
    system = registry.make("tokens", 64, 64)
    assert (system.moves.pose, len(system.moves)) == (4, 16)
    (row,) = [system.layout.parameters({f.name: np.zeros(f.shape) for f in system.layout.fields})]
    still = np.zeros((1, TOKENS))
    weight = point_shares(468 + 2)[:, None]
    for amount in np.eye(16):
        moved = system.layout.row(system.moves.apply(row, amount))
        tokens = np.concatenate([moved[f.name].ravel() for f in system.layout.fields])
        way = (shipped().decode(tokens[None]) - shipped().decode(still))[0] * 128
        assert 0.1 < np.sqrt((weight * way**2).sum() / weight.sum()) < 3


def test_a_level_that_never_came_is_left_out():
    layout = registry.entry("tokens").layout
    row = {f.name: np.ones(f.shape) for f in layout.fields if f.level < 2}
    (found,) = layout.fitting([layout.parameters(row)])
    assert isinstance(found, Parameters) and sorted(found.enhancement) == [0]


def test_a_clip_goes_through_and_every_level_decodes(tmp_path):
    from generators.codec.decoder import Decoder
    from generators.codec.encode import check
    from generators.codec.encoder import Encoder, Planned, Settings
    from generators.media import zoo
    from generators.subjects.clip import open_clip
    from generators.subjects.face.subject import FaceSubject

    try:
        path = str(zoo.path("carphone"))
        for model in ("face-detector", "face-mesh", "iris"):
            zoo.path(model)
    except zoo.ZooError as error:
        pytest.skip(str(error))
    with open_clip(path, 128, FaceSubject(), limit=9) as clip:
        system = registry.make("tokens", 128, 128)
        coded = Encoder(clip, system).run(Settings(qp=32, step=2, access=0), plan=[Planned(0, 32)])
        assert check(coded, len(clip)) > 0
        pictures = np.array(clip.pictures).astype(int)
    still = np.abs(pictures[8] - pictures[0]).mean()
    shown = []
    for level in range(len(LEVELS)):
        made = [f.pixels for f in Decoder(coded.data, device="cpu", level=level)]
        assert len(made) == 9
        shown.append(made[8].astype(int))
    assert all(np.abs(a - b).max() > 0 for a, b in itertools.pairwise(shown))
    assert np.abs(shown[-1] - pictures[8]).mean() < still
