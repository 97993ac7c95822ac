"""The system "scene": motion by the decoder's own flow and by tokens, in pictures of any size."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import torch

from generators import registry
from generators.codec.decide import lacking
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Encoder, Planned, Settings
from generators.codec.generate import torch_threads
from generators.graphics.flow import sample
from generators.media.pixels import to_pixels, to_tensor
from generators.parameters.values import Parameters
from generators.subjects.clip import Clip
from generators.subjects.subject import Seen
from generators.systems.scene import camera
from generators.systems.scene.between import Link, halves, traced
from generators.systems.scene.painting import SEEDS, Paint, PaintError, moved, noise
from generators.systems.scene.system import CAMERA, PAINT, SceneBase, SceneSystem
from generators.systems.scene.tokens import COUNT, Spread
from generators.systems.scene.watershed import places, watershed
from tests.command import call
from tests.gen_material import write_clip
from tests.test_flow import grain
from vvc_bridge.presentation import presentation

STEP = 4
FIRST_DRAWN = [250, 101, -57, -261]
LAYOUT = registry.entry("scene").layout


def sway(share: float, height: int = 96, width: int = 128) -> torch.Tensor:
    """Motion (1, 2, h, w): the left half drifts, the right half swings to and fro as well."""
    x = torch.arange(width) / width
    drift = torch.full((height, width), 6.0 * share)
    swing = 5.0 * np.sin(2 * np.pi * share) * torch.sigmoid((x - 0.5) * 20).expand(height, width)
    return torch.stack([drift, swing])[None]


def swaying(count: int = 25, height: int = 96, width: int = 128) -> np.ndarray:
    """Pictures, uint8 (n, h, w, 3), of `sway`."""
    still = grain(height, width, 7)
    moved = [sample(still, traced(sway(i / (count - 1), height, width))) for i in range(count)]
    return np.stack([to_pixels(m[0]) for m in moved])


def clip_of(pictures: np.ndarray, cuts: tuple[int, ...] = (0,)) -> Clip:
    return Clip(pictures, [None] * len(pictures), list(cuts), [], Fraction(25), needed=False, subject="scene")


def system_of(pictures: np.ndarray) -> SceneSystem:
    generator = registry.make("scene", *pictures.shape[1:3]).generator
    assert isinstance(generator, SceneSystem)
    return generator


def error(made: torch.Tensor, pictures: np.ndarray) -> float:
    return float(
        np.mean([np.abs(to_pixels(m) - p.astype(float)).mean() for m, p in zip(made, pictures, strict=True)])
    )


@pytest.fixture(scope="module")
def clip() -> np.ndarray:
    return swaying()


def planned(
    clip: np.ndarray,
) -> tuple[SceneSystem, list[int], list[float], SceneBase, SceneBase, list[Parameters]]:
    """Parameters of every fourth picture between the first and the last."""
    system, keys = system_of(clip), list(range(STEP, len(clip) - 1, STEP))
    shares = [k / (len(clip) - 1) for k in keys]
    seen = [Seen(clip[k], None) for k in keys]
    first, last = Seen(clip[0], None), Seen(clip[-1], None)
    base = system.prepare(to_tensor(clip[0]), system.placed(first, seen, last, shares))
    following = system.prepare(to_tensor(clip[-1]), LAYOUT.neutral())
    rows = system.beside(seen, shares, base, following, first)
    return system, keys, shares, base, following, rows


def test_between_two_base_pictures_things_move(clip):
    system, keys, shares, base, following, rows = planned(clip)
    still = [Parameters(keypoints=np.nan_to_num(base.places))] * len(rows)
    first, last = to_tensor(clip[0]), to_tensor(clip[-1])
    away = {
        "held": error(torch.stack([first if s < 0.5 else last for s in shares]), clip[keys]),
        "mixed": error(torch.stack([torch.lerp(first, last, s) for s in shares]), clip[keys]),
        "flow": error(system.between(base, following, shares, still), clip[keys]),
        "tokens": error(system.between(base, following, shares, rows), clip[keys]),
    }
    assert away["flow"] < 0.75 * min(away["held"], away["mixed"])
    assert away["tokens"] < 0.5 * away["flow"]


def test_tokens_that_do_not_pay_are_not_there(clip):
    _, _, _, base, _, rows = planned(clip)
    used = int(base.spread.used.sum())
    assert 1 <= used < COUNT and all(len(r.keypoints) == COUNT for r in rows)
    # What is left out has no place, and moves nothing.
    moved = np.stack([r.keypoints for r in rows])
    assert not moved[:, ~base.spread.used].any()
    # Only the right half swings beside linear motion.
    swinging = base.places[np.abs(moved - base.places).max((0, 2)) > 0.04]
    assert len(swinging) and (swinging[:, 0] > -0.3).all()


def test_forward_only_tokens_carry_motion(clip):
    system, first = system_of(clip), Seen(clip[0], None)
    seen = [Seen(clip[k], None) for k in (3, 6, 9)]
    base = system.prepare(to_tensor(clip[0]), system.placed(first, seen))
    rows = system.describe(seen, base, first)
    made = system.generate([base], system.translate(base, rows))
    held = to_tensor(clip[0])[None].expand(3, -1, -1, -1)
    assert error(made, clip[[3, 6, 9]]) < 0.5 * error(held, clip[[3, 6, 9]])


def test_what_moves_far_is_said_ahead():
    wide = grain(96, 400, 3, scales=(4, 8, 16, 32))
    far = np.stack([to_pixels(wide[0, :, :, at : at + 256]) for at in range(0, 73, 3)])
    system, first, last = system_of(far), Seen(far[0], None), Seen(far[-1], None)
    keys = [4, 8, 12, 16, 20]
    shares = [k / 24 for k in keys]
    placed = system.placed(first, [Seen(far[k], None) for k in keys], last, shares)
    # It is the camera that moves: its corners say all of it.
    assert set(placed.enhancement) == {CAMERA}
    (hint,) = placed.enhancement[CAMERA]
    assert np.abs(hint[:, 0] * 128 + 72).max() < 10
    base = system.prepare(to_tensor(far[0]), placed)
    following = system.prepare(to_tensor(far[-1]), LAYOUT.neutral())
    plain = system.prepare(to_tensor(far[0]), Parameters(keypoints=placed.keypoints))
    found, alone = (system._link(b, following).there[0, 0, 10:86, 120:240] + 72 for b in (base, plain))
    assert found.abs().mean() < 2 < 0.2 * alone.abs().mean()


def test_a_place_that_only_one_picture_shows_is_taken_from_it():
    # The square moves by 16 pixels: what it has left only the second picture shows.
    picture = grain(96, 128, 1)[0]
    there, back = torch.zeros(1, 2, 96, 128), torch.zeros(1, 2, 96, 128)
    there[:, 0, 30:66, 30:66], back[:, 0, 30:66, 46:82] = 16, -16
    by = Link(there, back)
    both = halves(picture, picture, by, torch.tensor([0.5]), torch.zeros(1, 2, 96, 128))
    # Half-way: the first alone shows what the square is to hide, the second alone what it has left.
    assert both.weight[0, 0, 48, 75:79].max() < 0.3 and both.weight[0, 0, 48, 33:37].min() > 0.7
    assert (both.weight[0, 0, 48, 42:70] - 0.5).abs().max() < 0.1


# What is sent is hostile, and clips are of any kind.


@pytest.mark.parametrize("value", [-1.0, 1.0, 0.0])
def test_tokens_anywhere_make_a_picture(clip, value):
    system = system_of(clip)
    base = system.prepare(to_tensor(clip[0]), Parameters(keypoints=np.full((COUNT, 2), value)))
    following = system.prepare(to_tensor(clip[-1]), LAYOUT.neutral())
    rows = [Parameters(keypoints=np.full((COUNT, 2), v)) for v in (-1.0, 1.0)]
    hint = np.full((COUNT, 2), 1e6)
    hinted = system.prepare(
        to_tensor(clip[0]), Parameters(keypoints=rows[0].keypoints, enhancement={0: (hint,)})
    )
    for made in (
        system.between(base, following, [0.2, 0.9], rows),
        system.between(hinted, following, [0.2, 0.9], rows),
        system.generate([base], system.translate(base, rows)),
    ):
        assert made.shape == (2, 3, 96, 128) and float(made.min()) >= 0 and float(made.max()) <= 1


def test_a_still_clip_has_no_tokens_and_stays():
    pictures = np.repeat(swaying(2)[:1], 9, axis=0)
    system, keys, shares, base, following, rows = planned(pictures)
    assert not base.spread.used.any() and not any(r.keypoints.any() for r in rows)
    made = system.between(base, following, shares, rows)
    assert error(made, pictures[keys]) < 0.1


@pytest.mark.parametrize("size", [(16, 16), (16, 64), (90, 50)])
def test_noise_of_any_size(size):
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (9, *size, 3)).astype(np.uint8)
    system, _, shares, base, following, rows = planned(pictures)
    made = system.between(base, following, shares, rows)
    assert made.shape == (len(rows), 3, *size) and bool(torch.isfinite(made).all())


def test_large_pictures_take_bounded_room():
    picture = grain(270, 480, 1)
    large = torch.nn.functional.interpolate(picture, scale_factor=4)[0]
    system = registry.make("scene", 1080, 1920).generator
    points = np.random.default_rng(0).uniform(-1, 1, (COUNT, 2))
    base = system.prepare(large, Parameters(keypoints=points))
    assert isinstance(base, SceneBase)
    assert sum(s.numel() for s in base.spread.shares) <= COUNT << 16
    (made,) = system.generate([base], system.translate(base, [Parameters(keypoints=points + 0.01)]))
    assert made.shape == (3, 1080, 1920)


def test_threads_and_batches_change_no_bit(clip):
    system, _, shares, base, following, rows = planned(clip)
    with torch_threads(1):
        alone = torch.cat(
            [system.between(base, following, [s], [r]) for s, r in zip(shares, rows, strict=True)]
        )
    with torch_threads(2):
        system._linked = []
        again = system.prepare(to_tensor(clip[0]), Parameters(keypoints=np.nan_to_num(base.places)))
        assert torch.equal(system.between(again, following, shares, rows), alone)


# By the codec.


def test_a_stream_decodes_to_what_the_encoder_had(clip):
    coded = encode_clip(
        clip_of(clip), registry.make("scene", 96, 128), bitrate=None, settings=Settings(step=STEP)
    )
    assert check(coded, len(clip)) > 3
    frames = [f.pixels for f in Decoder(coded.data, device="cpu")]
    assert len(frames) == len(clip)
    away = [np.abs(np.subtract(f, clip[5], dtype=float)).mean() for f in (frames[5], frames[0])]
    assert away[0] < 0.75 * away[1]


@pytest.mark.parametrize(
    ("kind", "size", "count"), [("noise", (64, 64), 5), ("one", (64, 96), 1), ("cuts", (64, 64), 12)]
)
def test_clips_of_any_kind_by_the_command(tmp_path, kind, size, count):
    rng = np.random.default_rng(1)
    scenes = np.arange(count) // (4 if kind == "cuts" else 1)
    pictures = [np.random.default_rng(s).integers(0, 256, (*size, 3)).astype(np.uint8) for s in scenes]
    if kind == "one":
        pictures = [rng.integers(0, 256, (*size, 3)).astype(np.uint8)]
    file, out = write_clip(tmp_path / "a.mp4", pictures), tmp_path / "a.266"
    assert (
        call("encode", file, "-o", out, "--system", "scene", "--window", "all", "--qp", 40, "--verify") == 0
    )
    assert len(list(Decoder(out, device="cpu"))) == count


# What is painted.


def test_nothing_is_painted_unless_it_is_said(clip):
    system, _, shares, base, following, rows = planned(clip)
    plain = system.between(base, following, shares, rows)
    for paint in (Paint(2), Paint(0, 3), Paint(1, 1, 7)):
        made = system.between(replace(base, paint=paint), following, shares, rows)
        assert made.shape == plain.shape and not torch.equal(made, plain)
        assert torch.equal(made, system.between(replace(base, paint=paint), following, shares, rows))
        assert float((made - plain).abs().mean()) < 0.05
    alone = system.generate([replace(base, paint=Paint(2))], system.translate(base, rows))
    assert alone.shape == plain.shape and bool(torch.isfinite(alone).all())


def test_painted_pictures_are_the_same_by_threads_and_batches(clip):
    system, _, shares, base, following, rows = planned(clip)
    base = replace(base, paint=Paint(2, 3, 9))
    with torch_threads(2):
        together = system.between(base, following, shares, rows)
    with torch_threads(1):
        alone = [system.between(base, following, [s], [r]) for s, r in zip(shares, rows, strict=True)]
    assert torch.equal(together, torch.cat(alone))


def test_noise_is_drawn_by_its_seed_alone():
    drawn = noise(3, 40, 60)
    assert torch.equal(drawn, noise(3, 40, 60)) and not torch.equal(drawn, noise(4, 40, 60))
    assert abs(float(drawn.mean())) < 0.05 and abs(float(drawn.std()) - 1) < 0.05
    # The same on every machine and by every version of what draws it.
    assert np.round(drawn[0, 0, 0, :4].numpy() * 209.03).astype(int).tolist() == FIRST_DRAWN
    # It moves with what it lies on, and stays noise.
    way = torch.full((1, 2, 40, 60), 2.4)
    assert torch.equal(moved(drawn, way)[..., :30, :50], drawn[..., 2:32, 2:52])


@pytest.mark.parametrize(
    ("row", "name"), [((3, 0, 0), "gate"), ((0, 4, 0), "strength"), ((0, -1, 0), "strength"),
    ((0, 0.5, 0), "strength"), ((0, 1, SEEDS), "seed"), ((0, 1, np.nan), "seed")]
)  # fmt: skip
def test_what_cannot_be_painted_is_named(clip, row, name):
    system = system_of(clip)
    said = replace(LAYOUT.neutral(), enhancement={PAINT: (np.array([row], float),)})
    with pytest.raises(PaintError, match=f"paint.{name} .*allowed: 0 to"):
        system.prepare(to_tensor(clip[0]), said)


def test_a_stream_with_an_impossible_strength_is_an_error_of_one_line(tmp_path, clip, capsys):
    encoder = Encoder(clip_of(clip), registry.make("scene", 96, 128))
    interpolator = encoder.system.interpolator
    interpolator.ways = lambda described, stage: []
    placed = interpolator.placed
    interpolator.placed = lambda *a, **k: replace(
        placed(*a, **k), enhancement={PAINT: (np.array([[0.0, 9.0, 0.0]]),)}
    )
    interpolator.prepare = lambda picture, said: SceneSystem.prepare(
        interpolator, picture, replace(said, enhancement={})
    )
    path = tmp_path / "a.266"
    path.write_bytes(encoder.run(Settings(step=STEP)).data)
    assert call("decode", path, "-o", tmp_path / "a.y4m") == 1
    said = capsys.readouterr().err.strip()
    assert "paint.strength 9, allowed: 0 to 3" in said and len(said.splitlines()) == 1


# What the encoder chooses.


@pytest.mark.long
def test_where_nothing_can_be_followed_every_picture_is_coded():
    rng = np.random.default_rng(2)
    pictures = rng.integers(0, 256, (6, 64, 64, 3)).astype(np.uint8)
    coded = encode_clip(clip_of(pictures), registry.make("scene", 64, 64), bitrate=500.0)
    own = coded.ledger
    assert own.described == own.held == 0 and own.bases + own.coded == len(pictures)
    assert check(coded, len(pictures)) == len(pictures)


def test_motion_that_is_missing_counts():
    assert lacking(2.0, 0.0) > lacking(2.0, 0.5) > lacking(2.0, 2.0) == 0.0
    # What hardly changes may stay.
    assert lacking(0.0, 0.0) == 0.0 and lacking(0.01, 0.0) < 0.1 * lacking(2.0, 0.0)


def test_the_camera_is_found_beside_what_moves_by_itself():
    y, x = torch.meshgrid(torch.arange(60.0), torch.arange(80.0), indexing="ij")
    turning = torch.stack([0.1 * y - 12, 0.05 * x + 3])[None]
    moving = turning.clone()
    moving[..., 10:30, 10:30] += 20
    corners = camera.fitted(moving, torch.ones(1, 1, 60, 80))
    assert float((camera.field(corners, 60, 80) - turning).abs().max()) < 0.3


# The watershed.


def test_a_landscape_has_a_flood_for_each_valley():
    x = np.linspace(0, 4 * np.pi, 40)
    heights = np.cos(x)[None] + 0.01 * np.arange(10)[:, None]
    labels = watershed(heights)
    assert labels.min() == 0 and labels.max() == 1 and (labels[:, :19] == labels[0, 0]).all()
    assert (labels[:, 21:] == labels[0, -1]).all()


@pytest.mark.parametrize("seed", range(3))
def test_places_are_in_the_picture_and_always_the_same(seed):
    motion = np.random.default_rng(seed).normal(size=(2, 2, 90, 130))
    found = places(motion, COUNT)
    assert 1 <= len(found) <= COUNT and (found >= 0).all() and (found <= (129, 89)).all()
    assert len(np.unique(found, axis=0)) == len(found)
    assert np.array_equal(places(motion.copy(), COUNT), found)


def test_two_halves_are_two_places():
    motion = np.zeros((1, 2, 60, 120))
    motion[0, 0, :, 60:] = 5
    assert len(places(motion, 2)) == 2 and np.ptp(places(motion, 2)[:, 0]) > 40


def test_shares_add_up_to_less_than_one():
    picture = grain(40, 60)[0]
    own = np.full((COUNT, 2), np.nan)
    own[:3] = (5, 5), (30, 20), (500, -500)
    spread = Spread(picture, own)
    assert len(spread.shares) == 3 and float(sum(spread.shares).max()) <= 1
    one = spread.field(np.ones((1, COUNT, 2)))
    assert float(one.max()) <= 1 and one.shape == (1, 2, 40, 60)


def test_what_waits_for_the_next_base_picture_is_nearer():
    # What comes into the picture from its side only the next one shows.
    wide = grain(64, 200, 3, scales=(8, 16, 32))
    clip = np.stack([to_pixels(wide[0, :, :, 2 * i : 2 * i + 96]) for i in range(25)])
    away = {}
    for latency in ("live", "file"):
        plan = [Planned(0, 24), Planned(12, 24), Planned(24, 24)]
        encoder = Encoder(clip_of(clip), registry.make("scene", 64, 96))
        coded = encoder.run(Settings(step=4, latency=latency), plan=plan)
        assert [s.start for s in coded.segments][:2] == [0, 12] and check(coded, len(clip)) > 3
        shown = np.stack([f.pixels for f in Decoder(coded.data, device="cpu")])
        away[latency] = np.abs(shown - clip.astype(float)).mean()
    assert away["file"] < 0.8 * away["live"]


@pytest.mark.parametrize("latency", ["live", "file"])
@pytest.mark.parametrize("access", [0.0, 0.3, 10.0])
def test_cuts_and_entries_decode_as_they_were_coded(clip, latency, access):
    pictures = np.concatenate([clip[:13, :64, 64:], clip[:13, 63::-1, 64:]])
    plan = [Planned(0, 40), Planned(6, 40), Planned(13, 40), Planned(19, 40, described=False)]
    encoder = Encoder(clip_of(pictures, (0, 13)), registry.make("scene", 64, 64))
    coded = encoder.run(Settings(step=2, latency=latency, access=access), plan=plan)
    assert check(coded, len(pictures)) > 6
    # Every picture is where it was planned, whatever the step: a cut is shown at its picture.
    assert [s.start for s in coded.segments][:4] == [0, 6, 13, 19] or access == 0.3
    shown = [f.pixels for f in Decoder(coded.data, device="cpu")]
    own = np.abs(np.subtract(shown[13], pictures[13], dtype=float)).mean()
    assert own < 0.5 * np.abs(np.subtract(shown[13], pictures[12], dtype=float)).mean()
    # Containers count what is shown as the decoder does.
    assert sum(s.duration for s in presentation(coded.data).samples) == len(pictures)
