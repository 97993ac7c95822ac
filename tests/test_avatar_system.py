"""The system avatar on a drawn clip: coded, decoded, seen from elsewhere, and without its avatar."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Settings
from generators.coding import encode
from generators.media.backdrop import Backdrop, parse_background
from generators.parameters.values import Parameters
from generators.systems.avatar.file import pack
from generators.systems.avatar.person import Person, fresh
from generators.systems.avatar.view import View
from generators.weights.adapter import identity
from sei.errors import SeigenError
from tests.command import call
from tests.test_avatar_train import HEIGHT, WIDTH, drawn_clip


@pytest.fixture(scope="module")
def known():
    """The avatar that the drawn clip shows."""
    person = Person(fresh("small", np.zeros(10)))
    rest = person._rest
    person.parts["colour"] = ((rest - rest.amin(0)) / (rest.amax(0) - rest.amin(0))).clamp(0.05, 0.95)
    return pack(person.avatar())


def coded(known, within):
    system = registry.make("avatar", HEIGHT, WIDTH, adapter=known, within=within)
    clip = drawn_clip(9)
    made = encode_clip(clip, system, bitrate=None, settings=Settings(qp=30, threshold=0.9, step=2))
    return clip, made


@pytest.fixture(scope="module")
def beside(known):
    return coded(known, False)


def test_pictures_come_near_their_source(beside):
    clip, made = beside
    assert check(made, len(clip)) >= 4
    assert made.ledger.bases == 1 and made.ledger.network == 0
    assert made.ledger.beside == 8 * len(made.beside)
    frames = list(made.decoder())
    still = np.abs(frames[0].pixels.astype(int) - clip.pictures[8]).mean()
    last = np.abs(frames[8].pixels.astype(int) - clip.pictures[8]).mean()
    assert last < 0.45 * still


def test_an_avatar_within_is_in_the_ledger(known):
    clip, made = coded(known, True)
    assert made.beside is None and made.ledger.network > 8 * len(known)
    assert len(list(Decoder(made.data, device="cpu"))) == len(clip)
    assert check(made, len(clip)) >= 4


def test_without_its_avatar_base_pictures_are_shown(beside):
    said = []
    _, made = beside
    frames = list(Decoder(made.data, device="cpu", warn=said.append))
    assert said == [f"avatar {identity(made.beside)} is not here; base pictures are shown"]
    assert all(frame.is_base for frame in frames)


def test_it_is_found_beside_and_in_a_catalogue(beside, tmp_path, monkeypatch):
    _, made = beside
    stream = tmp_path / "talk.266"
    stream.write_bytes(made.data)
    name = identity(made.beside)
    folder = tmp_path / "all"
    folder.mkdir()
    monkeypatch.setenv("SEIGEN_ADAPTERS", str(folder))
    for place in (tmp_path / "talk.266.avatar", tmp_path / f"{name}.avatar", folder / f"{name}.avatar"):
        place.write_bytes(b"somebody else")
        assert len(list(Decoder(stream, device="cpu", warn=lambda text: None))) == 1
        place.write_bytes(made.beside)
        assert len(list(Decoder(stream, device="cpu"))) == 9
        place.unlink()


def test_a_damaged_one_that_is_given_is_an_error(beside):
    _, made = beside
    with pytest.raises(SeigenError, match="the stream names adapter"):
        list(Decoder(made.data, device="cpu", adapter=made.beside[:-1]))


def test_a_view_from_elsewhere_turns_everything(beside):
    _, made = beside

    def fourth(**how):
        frame = list(Decoder(made.data, device="cpu", adapter=made.beside, **how))[4]
        assert not frame.is_base
        return frame.pixels.astype(int)

    plain = fourth()
    assert np.abs(fourth(view="0,0") - plain).max() <= 1
    assert np.abs(fourth(view="180,0") - plain).mean() > 5
    red = fourth(view="0,0", background="#ff0000")
    there = (red != (255, 0, 0)).any(-1)
    assert red[0, 0].tolist() == [255, 0, 0] and 0.1 < there.mean() < 0.9
    larger = fourth(view="0,0,0,1.5", background="#ff0000")
    assert (larger != (255, 0, 0)).any(-1).sum() > 1.3 * there.sum()


def test_base_pictures_are_seen_from_elsewhere_too(beside):
    _, made = beside
    first = next(iter(Decoder(made.data, device="cpu", adapter=made.beside, view="0,0", background="none")))
    assert not first.is_base and not first.pixels[0, 0].any()


def test_views_and_backgrounds_are_read():
    assert View.parse("30,-10") == View(30, -10) and View.parse("0,0,5,2").zoom == 2
    # A quarter turn shows at the right what was in front.
    assert np.allclose(View(90, 0).rotation @ (0, 0, -1), (-1, 0, 0), atol=1e-9)
    assert np.allclose(View(0, 90).rotation @ (0, -1, 0), (0, 0, -1), atol=1e-9)
    assert parse_background("plate") is None and parse_background("none") == Backdrop((0, 0, 0))
    for text in ("", "1", "1,2,3", "nan,0", "0,91", "0,0,0,0", "1e999,0", "a,b"):
        with pytest.raises(SeigenError, match=r"view .* allowed: YAW,PITCH"):
            View.parse(text)
    for text in ("", "red", "#12345", "#1234567", "#gggggg"):
        with pytest.raises(SeigenError, match="allowed: plate, none, #RRGGBB"):
            parse_background(text)


def test_what_no_avatar_does_is_said(beside, tmp_path, known):
    with pytest.raises(SeigenError, match="avatar needs an avatar"):
        encode(beside[0], system="avatar")
    file = tmp_path / "who.avatar"
    file.write_bytes(known)
    with pytest.raises(SeigenError, match="semantics takes no avatar"):
        encode(beside[0], system="semantics", avatar=file)
    file.write_bytes(b"SGV\x07")
    with pytest.raises(SeigenError, match="of version 7"):
        encode(beside[0], system="avatar", avatar=file)


def test_numbers_from_an_enemy_are_drawn_all_the_same(known):
    system = registry.make("avatar", HEIGHT, WIDTH, adapter=known)
    layout = system.layout
    for value in (0.0, 1e30, -1e30, np.inf, np.nan):
        row = {f.name: np.full(f.shape, value) for f in layout.fields}
        wild: Parameters = layout.parameters(row)
        base = system.generator.prepare(torch.zeros(3, HEIGHT, WIDTH), wild)
        made = system.generator.generate([base], system.translator.translate(base, [wild]))
        assert made.shape == (1, 3, HEIGHT, WIDTH) and made.isfinite().all()


def test_the_command_refuses_in_one_line(tmp_path):
    assert call("avatar", "train", "no-such.mp4", "-o", tmp_path / "a.avatar") == 1
    assert not (tmp_path / "a.avatar").exists()
