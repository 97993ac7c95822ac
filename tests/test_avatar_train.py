"""An avatar learned from a drawn clip of somebody whose Gaussians are known. No nets, no files of others."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch

from generators.subjects.body.person import Person as Seen
from generators.subjects.body.skin import rotations
from generators.subjects.clip import Clip
from generators.systems.avatar.file import pack, unpack
from generators.systems.avatar.person import Person, fresh
from generators.systems.avatar.plate import filled, plate, widened
from generators.systems.avatar.train import TrainingError, lens_of, train

HEIGHT, WIDTH = 80, 64


def drawn_clip(count: int = 10) -> Clip:
    """Somebody in coloured clothes who waves before a wall, with the poses that a fit would find."""
    person = Person(fresh("small", np.zeros(10)))
    rest = person._rest
    person.parts["colour"] = ((rest - rest.amin(0)) / (rest.amax(0) - rest.amin(0))).clamp(0.05, 0.95)
    wall = torch.linspace(0.2, 0.8, WIDTH).expand(HEIGHT, WIDTH)[..., None].repeat(1, 1, 3)
    pictures, measured = [], []
    for i in range(count):
        pose = torch.zeros(24, 3)
        pose[16, 2], pose[17, 2], pose[0, 1] = 0.9 - 0.15 * i, -0.9 + 0.1 * i, 0.2 * np.sin(i)
        move = torch.tensor([-0.4 + 0.09 * i, 0.0, 2.6])
        posed = person.body.pose(rotations(pose[None]), move[None], person.shape)
        colours, cover = person.drawn(*person.placed(posed), lens_of(HEIGHT, WIDTH), HEIGHT, WIDTH)
        made = colours + wall * (1 - cover[..., None])
        pictures.append((made.clamp(0, 1) * 255).round().byte().numpy())
        # The mask lies in a square region around the whole picture.
        square = torch.zeros(HEIGHT, HEIGHT)
        left = (HEIGHT - WIDTH) // 2
        square[:, left : left + WIDTH] = cover
        mask = torch.nn.functional.interpolate(square[None, None], (256, 256))[0, 0]
        measured.append(
            Seen(
                np.zeros((33, 2)),
                np.ones(33),
                np.zeros((33, 3)),
                (mask * 255).byte().numpy(),
                np.array([WIDTH / 2, HEIGHT / 2, HEIGHT, 0.0]),
                1.0,
                pose.double().numpy(),
                move.double().numpy(),
            )
        )
    return Clip(np.stack(pictures), measured, [0], [], Fraction(25), subject="body")


@pytest.fixture(scope="module")
def clip():
    return drawn_clip()


def test_the_person_is_learned(clip):
    trained = train(clip, steps=60)
    assert trained.background < 16
    assert trained.person > trained.background + 6
    again = unpack(pack(trained.avatar))
    person = Person(again)
    # The left of the picture, where x is small, is the colour of small x.
    red = person.parts["colour"][:, 0]
    side = person._rest[:, 0]
    assert red[side > 0.2].mean() > red[side < -0.2].mean() + 0.3


def test_training_that_was_stopped_comes_to_the_same(clip, tmp_path, monkeypatch):
    monkeypatch.setattr("generators.systems.avatar.train.KEPT_EVERY", 3)
    whole = train(clip, steps=6)
    assert np.array_equal(train(clip, steps=6).avatar.columns, whole.avatar.columns)
    kept = tmp_path / "kept"

    def stop(what, done, total):
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(clip, steps=6, checkpoint=kept, progress=stop)
    counted = []
    resumed = train(
        clip, steps=6, checkpoint=kept, resume=True, progress=lambda what, n, of: counted.append(n)
    )
    assert counted == [4, 5, 6]
    assert np.array_equal(resumed.avatar.columns, whole.avatar.columns)
    with pytest.raises(TrainingError, match="a checkpoint of another training"):
        train(clip, steps=7, checkpoint=kept, resume=True)


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\3\4" + bytes(50)])
def test_what_is_no_checkpoint_is_said(clip, tmp_path, content):
    kept = tmp_path / "kept"
    kept.write_bytes(content)
    with pytest.raises(TrainingError, match="kept: no checkpoint"):
        train(clip, steps=2, checkpoint=kept, resume=True)


def test_clips_of_which_no_avatar_can_be_made(clip):
    nobody = Clip(clip.pictures, [None] * len(clip), [0], [], clip.rate, needed=False)
    with pytest.raises(TrainingError, match="no picture shows a person"):
        train(nobody, steps=1)
    cut = Clip(clip.pictures, clip.measured, [0, 5], [], clip.rate)
    with pytest.raises(TrainingError, match="2 scenes, allowed: 1"):
        train(cut, steps=1)


def test_the_background_is_what_is_behind_the_person(clip):
    covers = np.stack([m.mask_in(HEIGHT, WIDTH) for m in clip.measured])
    found = plate(np.asarray(clip.pictures), covers)
    wall = torch.linspace(0.2, 0.8, WIDTH).expand(HEIGHT, WIDTH)
    assert (found.mean(0) - wall).abs().mean() < 0.03


def test_a_hole_is_filled_from_around_it():
    picture = torch.zeros(3, 33, 50)
    picture[:, :, 25:] = 1
    hole = torch.zeros(33, 50, dtype=torch.bool)
    hole[8:25, 5:15] = True
    holed = torch.where(hole, 0.7, picture)
    made = filled(holed, hole)
    assert torch.equal(made[:, ~hole], picture[:, ~hole])
    assert made[:, hole].abs().max() < 0.35
    assert filled(picture, torch.ones_like(hole)).isfinite().all()
    assert torch.equal(filled(picture, torch.zeros_like(hole)), picture)
    assert widened(hole.float()).sum() > hole.sum()
