"""Training: pairs, losses, the same for the same seed, resumable, and it learns."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from generators.networks.code import MovedPoints  # noqa: E402
from generators.networks.geometry import grid  # noqa: E402
from generators.subjects.face.model import basis  # noqa: E402
from generators.training import losses, run  # noqa: E402
from generators.training.augment import Pair, Warp, augment  # noqa: E402
from generators.training.pool import ClipName, Crops, PoolError, split  # noqa: E402
from generators.training.score import score  # noqa: E402
from generators.training.synthetic import Heads  # noqa: E402
from generators.training.train import Trainer, TrainError, TrainingSettings, picture_grid  # noqa: E402
from generators.weights import files as weights  # noqa: E402
from generators.weights.files import load  # noqa: E402
from tests.test_neural_systems import NAMES, tiny  # noqa: E402


@pytest.fixture(scope="module")
def pool():
    """A bright blob that moves over a dark ground; a small mean face in its middle."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[0:64, 0:64]
    pictures, points = [], []
    mean = np.asarray(basis()["mean"]) / 12
    for _ in range(12):
        cx, cy = random.uniform(20, 44, 2)
        blob = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 60)
        pictures.append((255 * (0.2 + 0.7 * blob[..., None] * [1, 0.8, 0.6])).astype(np.uint8))
        points.append(np.tile([cx / 32 - 1, cy / 32 - 1, 0], (468, 1)) + mean)
    return [Crops("blob", np.stack(pictures), np.stack(points).astype(np.float32))]


def trainer(pool, name="light", **changes):
    settings = {"minutes": 0, "steps": 4, "size": 64, "batch": 2, "perceptual": 0, "synthetic": 0}
    return Trainer(TrainingSettings(name.removesuffix("-net"), **(settings | changes)), pool, config_of(name))


def config_of(name):
    """Of a small network; ``NAME-net`` with a learned analysis."""
    return tiny(name).config


def state(t):
    return [v.clone() for n in (t.analysis, t.generator) for v in n.state_dict().values()]


def test_same_seed_same_weights_and_resume_goes_on(pool, tmp_path):
    a, b, c = trainer(pool), trainer(pool), trainer(pool, seed=1)
    list(a.run())
    for i, _ in enumerate(b.run()):
        if i == 1:
            b.save(tmp_path / "t.checkpoint")
            break
    d = trainer(pool)
    d.resume(tmp_path / "t.checkpoint")
    assert d.step == 2
    list(d.run())
    list(c.run())
    assert a.step == d.step == 4
    # Gates are pruned on the way: a checkpoint of before that comes to the same end.
    assert a.pruned and all(torch.equal(x, y) for x, y in zip(state(a), state(d), strict=True))
    assert any(x.shape != y.shape or not torch.equal(x, y) for x, y in zip(state(a), state(c), strict=True))


def test_a_pruned_checkpoint_comes_back(pool, tmp_path):
    a = trainer(pool)
    list(a.run())
    a.save(tmp_path / "t.checkpoint")
    b = trainer(pool, steps=6)
    b.resume(tmp_path / "t.checkpoint")
    assert b.pruned and all(torch.equal(x, y) for x, y in zip(state(a), state(b), strict=True))
    list(b.run())


def test_checkpoints_that_are_none(pool, tmp_path):
    path = tmp_path / "t.checkpoint"
    trainer(pool, "dac").save(path)
    with pytest.raises(TrainError, match="another system"):
        trainer(pool).resume(path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(TrainError):
        trainer(pool, "dac").resume(path)


@pytest.mark.parametrize("name", NAMES)
def test_every_system_takes_a_step(pool, name, tmp_path):
    config, name = config_of(name), name.removesuffix("-net")
    t = Trainer(
        TrainingSettings(name, minutes=0, steps=1, size=64, batch=2, perceptual=0, synthetic=0), pool, config
    )
    before = state(t)
    (progress,) = t.run()
    assert all(np.isfinite(v) for v in progress.losses.values())
    changed = sum(not torch.equal(x, y) for x, y in zip(before, state(t), strict=False))
    assert changed > len(before) / 2
    assert picture_grid(t).shape == (2 * 64, 3 * 64, 3)
    t.ship(tmp_path / "w.safetensors", {"seed": "0"})
    assert load(tmp_path / "w.safetensors", name).notes["seed"] == "0"


def test_it_learns_where_the_blob_is(pool):
    t = trainer(pool, "dac-net", steps=24, batch=2, rate=4e-3, strength=0.3, equivariance=0)
    rows = [p.losses["landmarks"] / max(0.15, 1 - 2 * p.done) for p in t.run()]
    assert np.mean(rows[-5:]) < 0.75 * np.mean(rows[:4])
    train, held = split(pool)
    (row,) = score(t.weights(), [Crops("held", pool[0].pictures[:5], pool[0].landmarks[:5])], None)
    assert row.kbits > 0 and row.pixel_still > 0.01
    assert len(train[0]) + len(held[0]) == 12


def test_warp_points_go_where_pictures_go():
    random = torch.Generator().manual_seed(0)
    warp = Warp(3, random, turn=0.4, scale=0.2, shift=0.1, bend=0.06)
    at = torch.rand(3, 20, 2) - 0.5
    torch.testing.assert_close(warp.place(warp.points(at)), at, atol=1e-4, rtol=0)
    y, x = torch.meshgrid(*[torch.linspace(-1, 1, 129)] * 2, indexing="ij")
    spot = torch.exp(-((x - at[:, 0, 0, None, None]) ** 2 + (y - at[:, 0, 1, None, None]) ** 2) / 0.005)[
        :, None
    ]
    moved = warp.pictures(spot)
    share = moved / moved.sum((2, 3), keepdim=True)
    centre = torch.stack([(share * x).sum((1, 2, 3)), (share * y).sum((1, 2, 3))], 1)
    torch.testing.assert_close(centre, warp.points(at)[:, 0], atol=0.02, rtol=0)


def test_augmented_pairs_stay_pairs():
    x, at = torch.rand(4, 3, 64, 64), torch.rand(4, 468, 3) - 0.5
    got = augment(Pair(x, x.clone(), at, at.clone()), torch.Generator().manual_seed(1))
    assert torch.equal(got.source, got.driving) and torch.equal(got.source_points, got.driving_points)
    assert not torch.allclose(got.source, x)


def test_mirrored_landmarks_change_sides():
    points = torch.zeros(1, 468, 3)
    points[0, 33, 0], points[0, 263, 0], points[0, 61, 0], points[0, 291, 0] = -0.3, 0.3, -0.2, 0.2
    flipped = points * torch.tensor([-1.0, 1.0, 1.0])
    assert torch.equal(losses.targets(points, 10), losses.targets(flipped, 10))


def test_what_is_trained_is_what_is_sent():
    given = MovedPoints(torch.rand(64, 10, 2, requires_grad=True), None)
    sent = given.rounded(lambda _: 1 / 64, torch.Generator().manual_seed(0))
    away = (sent.points - given.points).abs()
    assert float(away.detach().mean()) > 0.2 / 64 and float(away.detach().max()) <= 1 / 64 + 1e-6
    sent.points.sum().backward()
    assert torch.equal(given.points.grad, torch.ones_like(given.points))


def test_jacobians_of_a_pure_rotation_are_equivariant():
    """A perfect detector has no equivariance loss."""
    truth = torch.rand(2, 5, 2) - 0.5
    calls = []

    def analysis(pictures):
        calls.append(pictures.shape)
        return MovedPoints(
            warps[-1].points(truth), torch.linalg.inv(warps[-1].linear)[:, None].expand(2, 5, 2, 2)
        )

    warps = []
    original = losses.Warp

    class Spy(original):
        def __init__(self, *a, **k):
            super().__init__(*a, **(k | {"bend": 0.0}))
            warps.append(self)

    losses.Warp = Spy
    try:
        own = MovedPoints(truth, torch.eye(2).expand(2, 5, 2, 2))
        loss = losses.equivariance_loss(
            analysis, torch.rand(2, 3, 64, 64), own, torch.Generator().manual_seed(0)
        )
    finally:
        losses.Warp = original
    assert float(loss) < 1e-3 and calls


def test_rendered_heads_are_pairs_of_one_person():
    heads = Heads.find()
    assert heads is not None
    random = torch.Generator().manual_seed(2)
    a, b, p, q = heads.pair(64, random, torch.rand(3, 64, 64))
    assert a.shape == b.shape == (3, 64, 64) and p.shape == q.shape == (468, 3)
    assert float(a.min()) >= 0 and float(a.max()) <= 1
    assert float((a - b).abs().mean()) > 0.005
    assert float(p.abs().max()) < 1.2
    # The mouth lies below the eyes, the left eye left of the right one.
    assert p[33, 0] < p[263, 0] and p[13, 1] > p[33, 1]


@pytest.mark.parametrize("text", ["a:9-3", "none.mp4:5-2"])
def test_clip_ranges(text):
    with pytest.raises(PoolError):
        ClipName.parse(text)
    assert ClipName.parse("x.mp4:10-20") == ClipName("x.mp4", 10, 20)
    assert ClipName.parse("x.mp4") == ClipName("x.mp4")


def test_settings_that_make_no_training(pool):
    with pytest.raises(TrainError):
        Trainer(TrainingSettings("fomm", size=100), pool)
    with pytest.raises(TrainError):
        Trainer(TrainingSettings("mesh"), pool)
    with pytest.raises(PoolError):
        Trainer(TrainingSettings("fomm", perceptual=0), [])


def test_a_large_end_and_coded_sources(pool):
    """The last stretch has larger pictures, and what VVC makes of a source is what networks are shown."""
    crops = pool[0]
    dark = Crops(crops.name, crops.pictures, crops.landmarks, np.zeros_like(crops.pictures))
    t = trainer([dark], steps=10, large=128, batch=4, coded=1.0)
    pair = t.pairs()
    assert pair.source.shape == (4, 3, 64, 64) and float(pair.source.max()) < 0.01 < float(pair.driving.max())
    t.step = 9
    assert t.pairs().source.shape == (2, 3, 128, 128)


def test_large_volume_kernels_train_in_float32(pool):
    """torch 2.13 on CPUs: the gradient of a 7x7x7 kernel in bfloat16 corrupts the heap, steps later."""
    t = trainer(pool, "facev2v-net", half=True, steps=1)
    mask = t.generator.motion.mask
    assert mask.kernel_size == (7, 7, 7)
    seen = []
    mask.register_forward_pre_hook(lambda _, given: seen.append(given[0].dtype))
    t.generator.flatten.register_forward_pre_hook(lambda _, given: seen.append(given[0].dtype))
    (progress,) = t.run()
    assert set(seen[::2]) == {torch.float32} and set(seen[1::2]) == {torch.bfloat16}
    assert all(np.isfinite(v) for v in progress.losses.values())


def test_a_compact_feature_goes_on_with_what_is_left_of_a_pruned_network(pool):
    parent = trainer(pool, steps=2)
    parent.prune()
    t = trainer(pool, "light-cfte", steps=1)
    assert t.config.code == 16
    code = t.generator.code.rows.clone()
    t.begin_with(parent.weights())
    assert t.pruned and torch.equal(t.generator.code.rows, code)
    theirs, mine = parent.generator.state_dict(), t.generator.state_dict()
    assert all(torch.equal(mine[key], value) for key, value in theirs.items())
    assert all(np.isfinite(v) for p in t.run() for v in p.losses.values())


def test_points_without_a_mouth_begin_with_all_of_their_parent(pool):
    parent, t = trainer(pool, "fomm"), trainer(pool, "dac")
    with torch.no_grad():
        for p in parent.generator.parameters():
            p.add_(torch.rand_like(p))
    taken = t.begin_with(parent.weights())
    mine, theirs = t.generator.state_dict(), parent.generator.state_dict()
    assert taken == len(mine)
    narrower = [key for key, value in mine.items() if value.shape != theirs[key].shape]
    assert narrower and all(torch.equal(mine[key], theirs[key][:, :-1]) for key in narrower)


def test_every_second_step_draws_from_two_base_pictures(pool):
    t = trainer(pool, "dac", steps=2)
    pair = t.pairs()
    assert pair.other is not None and pair.other_points is not None
    assert pair.other.shape == pair.source.shape and not torch.equal(pair.other, pair.source)
    drawn = []
    draw = t.generator.draw
    t.generator.draw = lambda bases, motions: drawn.append(len(bases)) or draw(bases, motions)
    list(t.run())
    assert drawn == [1, 2]
    assert trainer(pool, "fomm").pairs().other is None


def test_begin_with_other_weights(pool):
    t = trainer(pool, "cfte")
    other = tiny("fomm")
    for p in other.generation.parameters():
        p.data.fill_(0.5)
    assert t.begin_with(other) > 20
    assert float(t.generator.trunk.final.weight.detach().mean()) == 0.5
    with pytest.raises(TrainError):
        t.begin_with(weights.Weights("none", other.config, torch.nn.Identity()))


def test_motion_is_told_where_landmarks_came_from():
    """The loss is zero for the motion that the landmarks make, and counts what faces the camera alone."""
    mean = torch.from_numpy(np.asarray(basis()["mean"])).float()[None] / 3
    driving = mean.clone()
    source = mean + torch.tensor([0.1, -0.05, 0])
    here = grid((32, 32), mean)[None]
    right = here + torch.tensor([0.1, -0.05])
    assert float(losses.motion_loss(right, source, driving)) < 1e-5
    assert float(losses.motion_loss(here, source, driving)) == pytest.approx(0.15, abs=1e-4)
    seen = losses.facing(mean)
    assert 0.8 < float(seen.float().mean()) < 1
    turned = mean @ torch.tensor([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    assert float(losses.facing(turned).float().mean()) < 0.75
    assert not losses.facing(mean * torch.tensor([-1.0, 1, 1])).float().mean() > 0.2


def test_painters_alone_are_trained(pool):
    t = trainer(pool, "fomm", painter=True)
    before = {k: v.clone() for k, v in t.generator.state_dict().items()}
    list(t.run())
    picture_grid(t)
    assert not t.generator.motion.training and t.generator.trunk.last.training
    changed = {k for k, v in t.generator.state_dict().items() if not torch.equal(v, before[k])}
    assert any(k.startswith("trunk.last.") for k in changed)
    paints = ("trunk.res.", "trunk.hint.", "trunk.up.", "trunk.last.", "trunk.final.")
    assert all(k.startswith(paints) for k in changed)


def test_an_open_mouth_is_dark_inside():
    heads = Heads.find()
    assert heads is not None
    random = torch.Generator().manual_seed(5)
    person = heads._person(random)
    person["teeth"] = torch.zeros(1)
    shut = {
        "expression": torch.zeros(len(heads.expressions)),
        "angles": torch.zeros(3),
        "place": torch.zeros(3),
    }
    jaw = torch.zeros(len(heads.expressions))
    jaw[heads.names.index("jawOpen")] = 0.7
    behind = torch.full((3, 128, 128), 0.9)
    for move, ratio in ((shut, None), (shut | {"expression": jaw}, 0.6)):
        picture, vertices = heads._draw(128, person, move, behind)
        points = ((vertices[heads.landmarks, :2] + 1) * 64).round().long()
        lips, chin = points[[13, 14]].float().mean(0).long(), points[199]
        inside, skin = (float(picture[:, y, x].mean()) for x, y in (lips, chin))
        assert ratio is None or inside < ratio * skin


def test_eyes_and_lips_count_more():
    points = torch.from_numpy(np.asarray(basis()["mean"])).float()[None] / 3
    weight = losses.attention(points, (64, 64), 4)
    x, y = ((points[0, 13, :2] + 1) / 2 * 63).round().int().tolist()
    assert weight.shape == (1, 1, 64, 64) and 3 < float(weight[0, 0, y, x]) <= 4
    assert float(weight[0, 0, 0, 0]) == pytest.approx(1)
    made = torch.zeros(1, 3, 64, 64)
    made[0, :, y, x] = 1
    plain, heavy = (losses.pixel_loss(made, torch.zeros_like(made), weight=w) for w in (None, weight))
    assert 2 * float(plain) < float(heavy) <= 4 * float(plain)
    assert float(losses.pixel_loss(made, made, weight=weight)) == 0


def test_a_third_of_the_perceptual_windows_lie_on_the_face():
    class Seen(torch.nn.Module):
        def features(self, pictures):
            return [pictures]

    made = torch.zeros(64, 3, 128, 128)
    made[:, :, 100, 100] = 1
    points = torch.full((64, 468, 2), 2 * 100 / 127 - 1)
    random = torch.Generator().manual_seed(0)
    on, anywhere = (
        float(losses.perceptual_loss(Seen(), made, torch.zeros_like(made), random, 32, p))
        for p in (points, None)
    )
    assert on > 2 * anywhere > 0


def test_a_training_leaves_weights_a_card_a_grid_and_a_checkpoint(pool, tmp_path, monkeypatch, caplog):
    pytest.importorskip("matplotlib", reason="the grid needs matplotlib")
    longer = Crops("blob", *(np.concatenate([rows] * 3) for rows in (pool[0].pictures, pool[0].landmarks)))
    monkeypatch.setattr(run.clips_pool, "read_pool", lambda names, size, **options: [longer] * len(names))
    caplog.set_level("INFO", "seigen")
    out, told = tmp_path / "blob.safetensors", []
    small = {"size": 64, "batch": 2, "width": 0.25, "perceptual": 0, "synthetic": 0, "minutes": 0}
    rows = run.train("fomm", ["a.mp4"], out, steps=2, watch=told.append, **small)
    assert [row.name for row in rows] == ["blob"] and rows[0].kbits > 0
    assert len(told) == 2 and told[-1].startswith("step 2 ")
    assert {p.suffix for p in tmp_path.iterdir()} == {".safetensors", ".md", ".png", ".checkpoint"}
    notes = load(out, "fomm").notes
    assert notes["steps"] == "2" and "--steps 2 --width 0.25 --clips a.mp4" in notes["command"]
    # On from the checkpoint, and from the weights.
    run.train("fomm", ["a.mp4"], out, steps=3, resume=True, watch=told.append, **small)
    assert len(told) == 3 and told[-1].startswith("step 3 ")
    run.train("fomm", ["b.mp4"], tmp_path / "next.safetensors", steps=1, init=out, **small)
    notes = load(tmp_path / "next.safetensors").notes
    assert "--steps 3" in notes["before"] and "--init blob.safetensors --clips b.mp4" in notes["command"]
    assert any("tensors of" in record.getMessage() for record in caplog.records)
    with pytest.raises(TrainError, match="to train; there are"):
        run.train("mesh", ["a.mp4"], out, steps=1, width=0.5)
    with pytest.raises(TrainError, match="says when to stop"):
        run.train("fomm", ["a.mp4"], out, minutes=0)
