"""Backgrounds replaced by a chroma key: written by encoders, carried in base messages, used by decoders."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

pytest.importorskip("torch")

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Encoded, Settings
from generators.codec.keyed import Keyer
from generators.media.backdrop import (
    Backdrop,
    away,
    key_of,
    key_of_colour,
    parse_background,
    replaced,
    to_rgb,
    to_ycc,
)
from generators.subjects.clip import Clip
from sei.errors import SeigenError
from sei.messages import read_payload
from sei.predict import ChromaKey, chroma_key
from tests import toy_system  # noqa: F401
from tests.command import call
from tests.test_drive import save
from vvc_bridge.access_unit import access_units

SCREEN = (20, 200, 40)


def clip(screen: tuple[int, int, int] = SCREEN) -> Clip:
    """A red square that moves before a screen."""
    rows = np.full((7, 64, 64, 3), screen, np.uint8)
    for i in range(7):
        rows[i, 24:40, 16 + 3 * i : 32 + 3 * i] = (220, 20, 20)
    return Clip(rows, [None] * 7, [0], [], Fraction(25), needed=False)


def coded(key: ChromaKey | None) -> Encoded:
    how = Settings(qp=30, threshold=0.9, step=2, speed="none", chroma_key=key)
    return encode_clip(clip(), registry.make("square", 64, 64), bitrate=None, settings=how)


@pytest.fixture(scope="module")
def stream() -> bytes:
    made = coded(key_of([clip().pictures[0]]))
    assert check(made, 7) > 0
    return made.data


def test_base_messages_carry_the_key_and_nothing_else_changes(stream):
    (unit,) = access_units(stream)
    first = next(m for m in unit.messages if m.payload_type == 223)
    key = chroma_key(read_payload(223, first.payload))
    assert key is not None and key.purpose == 1
    wanted = to_ycc(torch.tensor(SCREEN) / 255)
    assert key.values[0] is None  # a screen is lit unevenly
    assert all(abs(float(w) - v) <= 1 for w, v in zip(wanted[1:], key.values[1:], strict=True))
    plain = coded(None)
    # Whole bytes, so that what comes after lies as it did.
    (without,) = access_units(plain.data)
    sizes = [[len(m.payload) for m in u.messages if m.payload_type == 223] for u in (unit, without)]
    assert 0 < sizes[0][0] - sizes[1][0] <= 8 and sizes[0][1:] == sizes[1][1:]


@pytest.mark.parametrize("carried", [True, False])
def test_the_background_is_replaced_and_the_subject_stays(stream, carried):
    data = stream if carried else coded(None).data
    before = [f.pixels.astype(int) for f in Decoder(data, device="cpu")]
    after = [f.pixels.astype(int) for f in Decoder(data, device="cpu", background="#0000ff")]
    assert len(after) == len(before) == 7
    for i, (a, b) in enumerate(zip(after, before, strict=True)):
        inside = (slice(28, 36), slice(20 + 3 * i, 28 + 3 * i))
        assert np.abs(a[inside] - b[inside]).max() <= 3
        a[22:42, 14 + 3 * i : 34 + 3 * i] = (0, 0, 255)
        assert np.abs(a - (0, 0, 255)).max() <= 12
    same = [f.pixels.astype(int) for f in Decoder(data, device="cpu", background="plate")]
    assert all(np.array_equal(a, b) for a, b in zip(same, before, strict=True))


def test_tensors_and_scaled_pictures_have_it_too(stream):
    shown = list(Decoder(stream, device="cpu", background="none", output="torch"))
    assert all(f.pixels.shape == (3, 64, 64) and float(f.pixels[:, 2, 2].max()) < 0.05 for f in shown)


def test_without_a_key_and_with_a_background_of_many_colours_it_is_refused(tmp_path, capsys):
    out, talk = tmp_path / "a.y4m", tmp_path / "a.266"
    busy = clip()
    busy.pictures[:] = np.random.default_rng(0).integers(0, 255, (1, 64, 64, 3), dtype=np.uint8)
    how = Settings(qp=30, threshold=0.9, step=2, speed="none")
    square = registry.make("square", 64, 64)
    talk.write_bytes(encode_clip(busy, square, bitrate=None, settings=how).data)
    assert call("decode", talk, "-o", out, "--background", "#00ff00") == 1
    said = capsys.readouterr().err
    assert "no chroma key" in said and said.count("\n") == 1 and not out.exists()
    assert call("decode", talk, "-o", out, "--background", "nowhere.png") == 1
    assert "allowed: plate, none, #RRGGBB" in capsys.readouterr().err


def test_a_picture_is_put_behind(stream, tmp_path):
    wall = np.zeros((40, 90, 3), np.uint8)
    wall[:, :45] = (240, 240, 10)
    path = save(tmp_path / "wall.png", wall)
    frame = next(iter(Decoder(stream, device="cpu", background=str(path))))
    assert np.abs(frame.pixels[5, 5].astype(int) - (240, 240, 10)).max() <= 12
    assert frame.pixels[5, -5].max() <= 12
    assert Backdrop(picture=wall).at(64, 32).shape == (3, 64, 32)


def test_a_key_of_the_face_says_nothing_of_the_background():
    keyer = Keyer("#0000ff")
    (unit,) = access_units(coded(ChromaKey(2, (50, 220, 100), (48, 75))).data)
    base = read_payload(223, next(m.payload for m in unit.messages if m.payload_type == 223))
    keyer.take(base, clip().pictures[0])
    assert keyer._key == key_of([clip().pictures[0]])


def test_keys_are_told_by_the_border():
    grey = clip((128, 128, 128)).pictures[0]
    key = key_of([grey])
    assert key is not None and key.values[0] is not None  # brightness tells it from faces
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    assert key_of([noise]) is None
    with pytest.raises(SeigenError, match="allowed: auto, #RRGGBB"):
        key_of_colour("green")
    assert key_of_colour("#14c828").values[1:] == key_of([clip().pictures[0]]).values[1:]
    assert parse_background("none") == Backdrop((0, 0, 0))


components = st.none() | st.integers(0, 255)


@settings(deadline=None)
@given(st.tuples(components, components, components), st.integers(0, 255), st.integers(1, 255))
def test_any_key_gives_a_picture(values, lower, more):
    picture = torch.rand(3, 8, 8, generator=torch.Generator().manual_seed(0))
    key = ChromaKey(1, values, (lower, lower + more))
    made = replaced(picture, key, torch.zeros(3, 8, 8))
    assert bool(torch.isfinite(made).all()) and float(made.min()) >= 0 and float(made.max()) <= 1
    outside = away(picture, key) >= lower + more
    assert torch.allclose(made[:, outside], picture[:, outside], atol=1e-5)


@given(st.tuples(*[st.floats(0, 1)] * 3))
@settings(deadline=None)
def test_colours_there_and_back(rgb):
    given = torch.tensor(rgb)
    torch.testing.assert_close(to_rgb(to_ycc(given)), given, atol=1e-5, rtol=0)
