"""Another face under a stream's messages: `seigen drive`, and how each system moves it."""

from __future__ import annotations

import dataclasses
import struct
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import av
from hypothesis import given
from hypothesis import strategies as st

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encoder import Encoder, Planned, Settings
from generators.drive import drive
from generators.info import info
from generators.media import video
from generators.media.pixels import to_pixels
from generators.media.still import exif_orientation, oriented, read_picture
from generators.media.video import VideoError
from generators.parameters.values import Parameters
from generators.subjects.clip import Clip
from generators.subjects.face.track import Tracker
from generators.subjects.subject import NoSubject, Seen
from generators.system import AnySystem
from generators.systems.mesh.system import MeshSystem
from generators.training.synthetic import Heads
from sei.errors import SeigenError
from sei.messages.generative_face_video import EYES
from tests.command import call
from tests.test_neural_systems import faces, system_from
from vvc_bridge.access_unit import access_units
from vvc_bridge.talk import REPLACED, REPLACED_TEXT

TALK = Path(__file__).parent / "data" / "mesh_talk.266"
SIZE = 96


def save(path: Path, pixels: np.ndarray, codec: str = "png") -> Path:
    """A picture, uint8 (h, w, 3|4), as a file."""
    formats = {"png": "rgba" if pixels.shape[2] == 4 else "rgb24", "mjpeg": "yuvj420p"}
    context = av.CodecContext.create(codec, "w")
    context.height, context.width = pixels.shape[:2]
    context.pix_fmt, context.time_base = formats[codec], Fraction(1, 25)
    given = "rgba" if pixels.shape[2] == 4 else "rgb24"
    frame = av.VideoFrame.from_ndarray(pixels, format=given).reformat(format=context.pix_fmt)
    path.write_bytes(b"".join(bytes(p) for p in (*context.encode(frame), *context.encode(None))))
    return path


def with_orientation(jpeg: bytes, value: int) -> bytes:
    tiff = b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, value, 0) + b"\0\0\0\0"
    exif = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def head(seed: int = 0, size: int = 160) -> np.ndarray:
    """A face of nobody's."""
    heads = Heads.find()
    assert heads is not None
    return to_pixels(heads.render(size, seed=seed, plain=True)[0])


@pytest.fixture(scope="module")
def picture(tmp_path_factory) -> Path:
    return save(tmp_path_factory.mktemp("faces") / "head.png", head())


@pytest.fixture(scope="module")
def driven(picture, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("driven") / "out.266"
    drive(TALK, picture, out, qp=36)
    return out


def test_a_driven_stream_shows_the_new_face_for_as_long(driven):
    before, after = (list(Decoder(str(path), device="cpu")) for path in (TALK, driven))
    assert [f.index for f in after] == [f.index for f in before]
    assert [f.is_base for f in after] == [f.is_base for f in before]
    shown = np.stack([f.pixels for f in after]).astype(int)
    assert np.abs(shown[0] - before[0].pixels).mean() > 15
    # It moves, and stays the new one.
    assert 0.05 < np.abs(shown[1:] - shown[0]).mean() < 12


def test_it_says_that_the_face_was_replaced(driven, capsys):
    found = info(driven)
    assert info(TALK).replaced == 0
    assert found.replaced == sum(found.random_access.values()) > 0
    unit = next(iter(access_units(driven)))
    (said,) = [m.payload for m in unit.messages if m.payload_type == 5]
    assert said == bytes.fromhex(REPLACED) + REPLACED_TEXT.encode()
    assert call("info", driven) == 0
    assert "its face was replaced" in capsys.readouterr().out


def test_a_base_picture_that_stays_is_driven_too(picture, tmp_path):
    """No message after it, and one without a message: what was filmed is shown nowhere."""
    clip = Clip(np.stack([head(1, 96)] * 6), [None] * 6, [0], [], Fraction(25), needed=False)
    system = registry.make("mesh", 96, 96)
    held = dataclasses.replace(clip, measured=[Tracker()(clip.pictures[0])] * 6)
    plan = [Planned(0, 34, described=False), Planned(3, 34, described=False)]
    talk, out = tmp_path / "held.266", tmp_path / "out.266"
    talk.write_bytes(Encoder(held, system).run(Settings(qp=34, step=2, speed="none"), plan=plan).data)
    drive(talk, picture, out, qp=30)
    before, after = (list(Decoder(str(path), device="cpu")) for path in (talk, out))
    assert len(after) == len(before) == 6
    assert np.abs(after[5].pixels.astype(int) - before[5].pixels).mean() > 8
    assert np.abs(after[5].pixels.astype(int) - after[0].pixels).mean() < 4


def test_verify_accepts_it_and_it_can_be_driven_again(driven, picture, tmp_path, capsys):
    assert call("conformance", "verify", driven) == 0
    assert "clean" in capsys.readouterr().out
    again = tmp_path / "again.266"
    assert call("drive", driven, "--face", picture, "-o", again, "--qp", "36") == 0
    assert info(again).replaced == info(driven).replaced


def test_what_cannot_be_driven_is_refused_and_leaves_nothing(picture, tmp_path, capsys):
    out = tmp_path / "out.266"
    nothing = save(tmp_path / "nothing.png", np.full((80, 120, 3), 90, np.uint8))
    with pytest.raises(NoSubject, match="no face in the picture"):
        drive(TALK, nothing, out)
    broken = tmp_path / "broken.png"
    broken.write_bytes(picture.read_bytes()[:200])
    listed = tmp_path / "list.png"
    listed.write_text("ffconcat version 1.0\nfile head.png\n")
    for name in (broken, listed, TALK):
        with pytest.raises(VideoError):
            drive(TALK, name, out)
    assert call("drive", TALK, "--face", broken, "-o", out) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not out.exists()


def test_of_several_faces_one_is_named(tmp_path):
    out = tmp_path / "out.266"
    both = save(tmp_path / "both.png", np.concatenate([head(0, 320), head(1, 320)[::1]], axis=1))
    with pytest.raises(SeigenError, match="2 faces; say which by --face-number"):
        drive(TALK, both, out)
    with pytest.raises(NoSubject, match="no face number 2"):
        drive(TALK, both, out, face_number=2)
    drive(TALK, both, out, face_number=1, qp=40)
    assert out.exists()


@pytest.mark.parametrize("name", ["scene", "semantics", "avatar"])
def test_systems_that_do_not_say_how_are_refused_by_name(name, picture, tmp_path):
    with pytest.raises(SeigenError, match=f"{name} does not say how another face moves|stream"):
        drive(TALK, picture, tmp_path / "out.266", system=name)


# How each system moves another face.

SYSTEMS = ("mesh", "tokens", "fomm", "dac", "facev2v", "cfte", "light-cfte", "factors")


def described(name: str, count: int = 4, scale: float = 1.0, shift: float = 0.0) -> list[Parameters]:
    """Parameters of made-up faces, by systems with the networks of tests; larger and further right."""
    measured = []
    for face in faces(count, size=(SIZE, SIZE)):
        points = (face.points - (SIZE / 2, SIZE / 2, 0)) * scale + (SIZE / 2 + shift, SIZE / 2, 0)
        lids = (face.lids - SIZE / 2) * scale + (SIZE / 2 + shift, SIZE / 2)
        measured.append(dataclasses.replace(face, points=points, lids=lids))
    grey = np.full((SIZE, SIZE, 3), 90, np.uint8)
    return made(name).analyzer.describe([Seen(grey, face) for face in measured])


@cache
def made(name: str) -> AnySystem:
    if registry.entry(name).learned:
        return system_from(name, size=(SIZE, SIZE))
    return registry.make(name, SIZE, SIZE)


def numbers(name: str, rows: list[Parameters]) -> np.ndarray:
    if name == "mesh":  # where a head is, two fields say together
        both = made(name).generator
        assert isinstance(both, MeshSystem)
        shape = both.shapes(rows)
        parts = (shape.rotation, shape.scale / SIZE, shape.centre / SIZE, shape.coefficients)
        eyes = [np.concatenate([p.matrices[EYES].ravel(), np.ravel(p.pupils)]) for p in rows]
        return np.concatenate([*(part.reshape(len(rows), -1) for part in parts), np.stack(eyes)], axis=1)
    layout = registry.entry(name).layout
    return np.stack([np.concatenate([v.ravel() for v in layout.row(row).values()]) for row in rows])


@pytest.mark.parametrize("name", SYSTEMS)
def test_where_the_stream_is_as_at_first_the_face_is_its_own(name):
    first, own = described(name, 1), described(name, 1, 1.4, 6)
    driven = made(name).driven
    assert driven is not None
    np.testing.assert_allclose(numbers(name, driven(first, first[0], own[0])), numbers(name, own), atol=1e-4)


@pytest.mark.parametrize("name", SYSTEMS)
def test_upon_its_own_face_a_stream_says_what_it_said(name):
    rows = described(name)
    driven = made(name).driven
    assert driven is not None
    again = driven(rows, rows[0], rows[0])
    # Types, shapes and what is not there are as before.
    assert [made(name).layout.fits(row) for row in again] == [made(name).layout.fits(row) for row in rows]
    np.testing.assert_allclose(numbers(name, again), numbers(name, rows), atol=2e-4)


@pytest.mark.parametrize("name", ["mesh", "fomm", "dac", "facev2v", "factors"])
def test_a_larger_face_moves_by_more(name):
    """A face that is 1.4 times as large, moved alike, is where its own motion would have put it."""
    rows, wanted = described(name), described(name, scale=1.4)
    driven = made(name).driven
    assert driven is not None
    found = numbers(name, driven(rows, rows[0], wanted[0]))
    away = np.abs(found - numbers(name, wanted)).max()
    moved = np.abs(numbers(name, wanted) - numbers(name, wanted)[:1]).max()
    assert away < 0.05 * moved


def test_a_system_of_levels_keeps_those_that_are_there():
    rows = [dataclasses.replace(row, enhancement={}, pupils_by_id={}) for row in described("tokens")]
    driven = made("tokens").driven
    assert driven is not None
    assert [made("tokens").layout.fits(row) for row in driven(rows, rows[0], described("tokens", 1)[0])] == [
        0
    ] * 4


# Pictures from anywhere.


def corners(picture: np.ndarray) -> str:
    rows = (picture[5, 5], picture[5, -5], picture[-5, 5], picture[-5, -5])
    return "".join("R" if p[0] > 150 else "B" if p[2] > 150 else "." for p in rows)


def test_a_picture_is_upright_as_its_exif_says(tmp_path):
    stored = np.zeros((48, 64, 3), np.uint8)
    stored[:24, :32], stored[24:, 32:] = (255, 0, 0), (0, 0, 255)
    jpeg = save(tmp_path / "a.jpg", stored, "mjpeg").read_bytes()
    found = []
    for value in range(1, 9):
        path = tmp_path / f"{value}.jpg"
        path.write_bytes(with_orientation(jpeg, value))
        picture = read_picture(path)
        assert picture.shape == ((48, 64, 3) if value < 5 else (64, 48, 3))
        found.append(corners(picture))
    assert found == ["R..B", ".RB.", "B..R", ".BR.", "R..B", ".RB.", "B..R", ".BR."]
    # A clip of such pictures is turned too.
    assert corners(next(video.read(tmp_path / "6.jpg")).rgb) == ".RB."


def test_what_is_transparent_is_white(tmp_path):
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[8:] = (10, 200, 30, 255)
    picture = read_picture(save(tmp_path / "a.png", pixels))
    assert (picture[:8] == 255).all() and (picture[8:] == (10, 200, 30)).all()


@given(st.binary(max_size=200), st.sampled_from([b"", b"Exif\0\0", b"eXIf", b"Exif\0\0MM\0*\0\0\0\x08"]))
def test_exif_of_anything_is_an_orientation_or_none(data, mark):
    assert exif_orientation(mark + data) in (None, *range(1, 9))


def test_orientations_are_the_eight_ways_a_picture_can_lie():
    picture = np.arange(6).reshape(2, 3)
    assert (
        len(
            {
                oriented(picture, value).tobytes() + bytes(oriented(picture, value).shape)
                for value in range(1, 9)
            }
        )
        == 8
    )
