"""The system "factors": numbers by formula, motion by region, pictures at four sizes, its stream."""

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import torch.nn.functional as F  # noqa: E402

from generators import registry  # noqa: E402
from generators.codec.decoder import Decoder  # noqa: E402
from generators.media.pixels import SCALES, rescaled  # noqa: E402
from generators.networks.code import Factors, MovedPoints  # noqa: E402
from generators.networks.config import OWN, ConfigError  # noqa: E402
from generators.networks.face_keypoints import FactorFace, rest  # noqa: E402
from generators.networks.slim import Gate  # noqa: E402
from generators.parameters.values import Parameters  # noqa: E402
from generators.system import ScaleError  # noqa: E402
from generators.weights import files as weights  # noqa: E402
from sei.errors import SeigenError  # noqa: E402
from sei.messages.generative_face_video import COMPACT  # noqa: E402
from tests.gen_material import real  # noqa: E402
from tests.test_tokens import faces  # noqa: E402

COUNT = 25
"""Pictures of the short clip."""
DATA = Path(__file__).parent / "data"
CONFIG = OWN["factors"].at(width=0.1)


def heads(count: int, seed: int = 0) -> torch.Tensor:
    """Made-up faces (n, 468, 3) in -1..1."""
    return torch.from_numpy(faces(count, seed)[:, :468]).float()


def described(count: int, seed: int = 0) -> Factors:
    return FactorFace(CONFIG)(heads(count, seed))


# Numbers


def test_a_channel_is_where_a_point_of_the_mean_face_lies():
    """F * c + b: upright faces, stretched along both axes, are told exactly."""
    sizes = torch.tensor([[1.1, 0.8], [0.7, 1.2]])
    middle = torch.tensor([[0.1, -0.2], [0.0, 0.3]])
    points = rest() * sizes[:, None] + middle[:, None]
    local = torch.rand(2, 10, 2) + 0.5
    jacobians = torch.diag_embed(sizes[:, None] * local)
    factors = Factors.of(MovedPoints(points, jacobians), rest())
    assert factors.coefficients.shape == factors.biases.shape == (2, 20)
    torch.testing.assert_close(factors.coefficients.unflatten(1, (10, 2)) * 4, local, atol=2e-2, rtol=0)
    torch.testing.assert_close(factors.biases.unflatten(1, (10, 2)), points)
    back = factors.keypoints(rest())
    torch.testing.assert_close(back.jacobians, jacobians, atol=2e-5, rtol=0)


def test_numbers_go_into_two_matrices_and_come_back():
    factors = described(3)
    rows = factors.parameters()
    layout = registry.entry("factors").layout
    assert [r.matrices[COMPACT].shape for r in rows] == [(2, 1, 20)] * 3
    assert [layout.fits(r) for r in rows] == [0] * 3
    again = Factors.read(CONFIG, rows)
    torch.testing.assert_close(again.coefficients, factors.coefficients)
    torch.testing.assert_close(again.biases, factors.biases)


def test_what_moves_a_head_leaves_its_coefficients():
    registry.names()
    from generators.learned.system import system_of

    system = system_of(weights.fresh("factors", CONFIG), "factors")
    (row,) = described(1).parameters()
    moved = system.moves.apply(row, np.array([3.0, -2.0, 4.0, 1.0]))
    assert system.moves.pose == 4 and len(system.moves) == 24
    before, after = (r.matrices[COMPACT][1].reshape(10, 2) for r in (row, moved))
    np.testing.assert_allclose((after - before).mean(0), [3 / 128, -2 / 128], atol=1e-9)
    np.testing.assert_array_equal(moved.matrices[COMPACT][0], row.matrices[COMPACT][0])
    grown = np.linalg.norm(after - after.mean(0)) / np.linalg.norm(before - before.mean(0))
    assert grown > 1.02


@pytest.mark.parametrize("huge", [1e30, -1e30, 0.0])
def test_hostile_numbers_stay_finite(huge):
    network = weights.fresh("factors", CONFIG).generation.eval()
    given = Factors.read(CONFIG, [Parameters({COMPACT: np.full((2, 1, 20), huge)})])
    with torch.inference_mode():
        made = network([network.prepare(torch.rand(1, 3, 64, 64), given)], given)
    assert bool(torch.isfinite(made).all())


# MotionField


def test_motion_follows_faces_before_anything_is_learned():
    """The prior alone leaves a sixth of the motion, at the landmarks."""
    points, factors = heads(24), described(24)
    network = weights.fresh("factors", CONFIG).generation.eval()
    with torch.inference_mode():
        base = network.prepare(torch.rand(1, 3, 128, 128), factors.rows(slice(0, 1)))
        where = network.move(base, factors).where
    at = points[:, :, None, :2]
    found = F.grid_sample(where.movedim(-1, 1), at, padding_mode="border", align_corners=True)[..., 0]
    away = (found.movedim(1, -1) - points[:1, :, :2]).norm(dim=-1)[1:].mean()
    moved = (points - points[:1])[1:, :, :2].norm(dim=-1).mean()
    assert away < moved / 6


def test_regions_sum_to_one_within_foreground_and_background():
    factors = described(2)
    network = weights.fresh("factors", CONFIG).generation.eval()
    for head in network.motion.heads:
        torch.nn.init.normal_(head.weight, std=0.05)
    with torch.inference_mode():
        base = network.prepare(torch.rand(1, 3, 96, 128), factors.rows(slice(0, 1)))
        mask = network.move(base, factors).mask
    front, behind, share = mask.split((10, 5, 1), dim=1)
    one = torch.ones_like(share)
    torch.testing.assert_close(front.sum(1, keepdim=True), one)
    torch.testing.assert_close(behind.sum(1, keepdim=True), one)
    assert 0 < float(share.min()) < 0.2 and float(share.max()) > 0.8


def test_what_does_not_move_stays_where_it_is():
    factors = described(1)
    network = weights.fresh("factors", CONFIG).generation.eval()
    with torch.inference_mode():
        base = network.prepare(torch.rand(1, 3, 64, 64), factors)
        where = network.move(base, factors).where
    line = torch.linspace(-1, 1, 64)
    still = torch.stack(torch.meshgrid(line, line, indexing="xy"), dim=-1)[None]
    torch.testing.assert_close(where, still, atol=1e-4, rtol=0)


# Sizes


def drawn(network: torch.nn.Module, scale: Fraction) -> torch.Tensor:
    torch.manual_seed(0)
    factors = described(2)
    network.scale = scale
    with torch.inference_mode():
        base = network.prepare(torch.rand(1, 3, 64, 96), factors.rows(slice(0, 1)))
        return network([base], factors)


def test_every_size_is_drawn_from_one_motion_with_more_layers_the_larger():
    network = weights.fresh("factors", CONFIG).generation.eval()
    moved, layers = [], []
    network.motion.register_forward_hook(lambda *_: moved.append(1))
    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):
            module.register_forward_hook(lambda *_: layers.append(1))
    counts = []
    for scale in SCALES:
        moved.clear(), layers.clear()
        assert tuple(drawn(network, scale).shape[2:]) == (64 * scale, 96 * scale)
        assert len(moved) == 1
        counts.append(len(layers))
    assert counts == sorted(set(counts))


def soft() -> weights.Weights:
    """Weights with random statistics, about half of their channels below their thresholds."""
    w = weights.fresh("factors", CONFIG)
    torch.manual_seed(0)
    for module in w.generation.modules():
        if isinstance(module, Gate):
            module.gain.data.uniform_(0, 1)
            module.threshold.data.fill_(-0.43)  # softplus: 0.5
    w.generation.eval()
    return w


def test_pruning_changes_nothing_at_any_size_and_comes_back_from_its_file(tmp_path):
    w = soft()
    before = [drawn(w.generation, scale) for scale in SCALES]
    count = sum(p.numel() for p in w.generation.parameters())
    w.generation.prune()
    assert sum(p.numel() for p in w.generation.parameters()) < count
    weights.store(w, tmp_path / "w.safetensors", half=False)
    again = weights.load(tmp_path / "w.safetensors", "factors")
    for scale, picture in zip(SCALES, before, strict=True):
        torch.testing.assert_close(drawn(w.generation, scale), picture, atol=2e-6, rtol=0)
        assert torch.equal(drawn(again.generation, scale), drawn(w.generation, scale))


def test_a_description_that_makes_no_such_network_is_refused():
    for change in ({"factors": 7}, {"jacobians": False}, {"mouth": False}, {"view": 0}, {"separable": False}):
        with pytest.raises(ConfigError):
            OWN["factors"].at(**change)
    with pytest.raises(ConfigError):
        OWN["light"].at(factors=20, code=16)


@pytest.mark.parametrize("scale", ["3", 0, "1/0", "half", float("nan"), float("inf"), -1])
def test_a_size_that_there_is_not_is_refused(scale):
    with pytest.raises(SeigenError, match=r"scale .*allowed: 1/4, 1/2, 1, 2"):
        Decoder(b"", scale=scale)


def test_a_system_that_does_not_expand_says_so():
    real()
    with pytest.raises(ScaleError, match="mesh draws at the coded size alone"):
        list(Decoder(DATA / "mesh_talk.266", device="cpu", scale=2))


def test_pictures_are_rescaled_by_means_and_stay_what_they_are():
    picture = torch.rand(1, 3, 32, 48)
    assert rescaled(picture, Fraction(1)) is picture
    flat = torch.full((1, 3, 32, 48), 0.25)
    for scale in SCALES:
        torch.testing.assert_close(
            rescaled(flat, scale), torch.full((1, 3, int(32 * scale), int(48 * scale)), 0.25)
        )


# Its stream


@pytest.fixture(scope="module")
def coded():
    """A short clip: the stream, and the pictures that it was made of."""
    from generators.codec.encode import check
    from generators.codec.encoder import Encoder, Planned, Settings
    from generators.subjects.clip import open_clip
    from generators.subjects.face.subject import FaceSubject

    (path,) = real("carphone")
    with open_clip(str(path), 128, FaceSubject(), limit=COUNT) as clip:
        encoder = Encoder(clip, registry.make("factors", 128, 128))
        found = encoder.run(Settings(qp=32, step=2, access=0), plan=[Planned(0, 32)])
        assert check(found, len(clip)) > 0
        return found.data, np.array(clip.pictures)


def test_its_weights_are_small_and_of_this_system():
    path = weights.shipped("factors")
    assert path.stat().st_size <= weights.SHIP_LIMIT
    assert weights.load(path, "factors").config.factors == 20
    assert path.with_suffix(".md").read_text().startswith("# factors")


def test_generated_faces_are_where_they_were_seen(coded):
    from generators.measure.metrics import KeypointDistance

    data, pictures = coded
    made = np.stack([f.pixels for f in Decoder(data, device="cpu")])
    distance = KeypointDistance()
    rows = np.array([distance(want, [x, made[0]]) for want, x in zip(pictures, made, strict=True)])
    away, still = np.nanmean(rows[len(rows) // 2 :], axis=0)
    assert len(made) == COUNT and away < 0.5 * still


PROBE = """
import sys
from pathlib import Path
from generators.codec.decoder import Decoder
from generators.media import zoo
assert not any(Path(".").iterdir()), "not an empty folder"
data, scale = sys.stdin.buffer.read(), sys.argv[1]
frames = list(Decoder(data, device="cpu", scale=scale))
assert not any(zoo.cache_dir().glob("*")), "something was fetched"
sys.stdout.buffer.write(b"".join(f.pixels.tobytes() for f in frames))
"""


@pytest.mark.parametrize("scale", ["1/4", "1", "2"])
def test_a_decoder_in_an_empty_folder_has_no_need_of_the_source(coded, tmp_path, scale):
    """Nor of any model: no cache, nothing fetched, another process that gets the stream alone."""
    data, _ = coded
    (tmp_path / "empty").mkdir()
    private = {
        "HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "SEIGEN_OFFLINE": "1",
    }
    env = {**os.environ, **private, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, scale],
        input=data,
        capture_output=True,
        cwd=tmp_path / "empty",
        env=env,
        check=False,
    )
    assert not done.returncode, done.stderr.decode()
    side = int(128 * Fraction(scale))
    shown = np.frombuffer(done.stdout, np.uint8).reshape(COUNT, side, side, 3)
    here = np.stack([f.pixels for f in Decoder(data, device="cpu", scale=scale, threads=1)])
    assert np.abs(shown.astype(int) - here).max() <= 1  # another number of threads sums otherwise
    whole = np.stack([f.pixels for f in Decoder(data, device="cpu")])
    small, want = (
        rescaled(torch.from_numpy(x).permute(0, 3, 1, 2).float(), Fraction(32, x.shape[1]))
        for x in (here, whole)
    )
    assert float((small - want).abs().mean()) < 5  # the same pictures, only larger or smaller


def test_the_command_line_draws_at_a_size(coded, tmp_path):
    from generators.media import video
    from tests.command import call

    (tmp_path / "a.266").write_bytes(coded[0])
    assert call("decode", tmp_path / "a.266", "--scale", "1/2", "-o", tmp_path / "a.y4m") == 0
    shown = [p.rgb for p in video.read(tmp_path / "a.y4m")]
    assert len(shown) == COUNT and shown[0].shape == (64, 64, 3)
