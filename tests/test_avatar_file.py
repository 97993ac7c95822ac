"""The avatar file: what goes in comes out in steps of its ranges, and any other bytes are one clear error."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.subjects.body.skin import rotations
from generators.systems.avatar import file
from generators.systems.avatar.file import COLUMNS, RANGES, Avatar, AvatarError, digest, joined, pack, unpack
from generators.systems.avatar.person import Lens, Person, fresh, turned

STEPS = np.concatenate([[2**bits - 1] * count for count, bits in COLUMNS.values()])


def drawn_by_chance(seed: int, size: str = "small") -> Avatar:
    """An avatar as training could make one."""
    g = np.random.default_rng(seed)
    start = fresh(size, g.normal(0, 1, 10))
    parts = {
        name: start.part(name) + g.normal(0, 0.05, (len(start.columns), count))
        for name, (count, _) in COLUMNS.items()
    }
    return joined(size, start.shape, **parts)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1 << 20), st.sampled_from(("small", "middle")))
def test_it_comes_back_in_steps(seed, size):
    avatar = drawn_by_chance(seed, size)
    data = pack(avatar)
    again = unpack(data)
    assert again.size == size
    assert np.allclose(again.shape, avatar.shape, atol=1e-6)
    step = np.ptp(avatar.columns, axis=0) / STEPS
    assert (np.abs(again.columns - avatar.columns) <= step * 0.51 + 1e-6).all()
    assert pack(again) == data


@pytest.mark.parametrize("seed", range(3))
def test_three_thousand_gaussians_are_at_most_40_kilobytes(seed):
    avatar = drawn_by_chance(seed)
    assert len(avatar.columns) > 2900
    assert len(pack(avatar)) <= 40_000


GOOD = pack(drawn_by_chance(0))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_byte_that_is_wrong_is_an_error_or_an_avatar(place, change):
    damaged = bytearray(GOOD)
    damaged[place] ^= change
    try:
        found = unpack(bytes(damaged))
    except AvatarError:
        return
    assert np.isfinite(found.columns).all() and np.isfinite(found.shape).all()
    for name, (low, high) in RANGES.items():
        assert found.part(name).min() >= low - 1e-3 and found.part(name).max() <= high + 1e-3


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.integers(0, len(GOOD) - 1).map(lambda n: GOOD[:n])))
def test_other_bytes_are_an_error(data):
    with pytest.raises(AvatarError):
        unpack(data)


def with_floats(at: int, value: float) -> bytes:
    """The good one with another number: 0..9 shape, 10..37 lowest and highest of the columns."""
    place = 13 + 4 * at
    return GOOD[:place] + struct.pack("<f", value) + GOOD[place + 4 :]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not an avatar"),
        (b"SGV\x02" + GOOD[4:], "of version 2, known: 1"),
        (b"SGV", "of version none"),
        (GOOD[:100], "ends after 100 bytes"),
        (GOOD[:-1], "damaged: not 2978 Gaussians"),
        (GOOD + b"\0", "damaged: not 2978 Gaussians"),
        (GOOD[:-9000] + b"\xff" * 9000, "damaged"),
        (GOOD[:4] + b"\x01" + GOOD[5:], "another body template"),
        (GOOD[:4] + b"\x09" + GOOD[5:], "another body template"),
        (GOOD[:5] + b"12345678" + GOOD[13:], "another body template"),
        (GOOD + bytes(100_000), "bytes, allowed: 100000"),
        (with_floats(3, np.nan), "shape reaches nan, allowed: 16"),
        (with_floats(0, 1e30), "shape reaches 1e[+]30, allowed: 16"),
        (with_floats(10, np.nan), "offset of nan"),
        (with_floats(11, 1e9), "offset of .*1e[+]09, allowed: -0.5..0.5"),
        (with_floats(17, 3.0), "spread of .*3, allowed: -9.3..-2.3"),
        (with_floats(12, 0.49), "offset of 0.49.."),
        (with_floats(36, -np.inf), "colour of -inf"),
    ],
)
def test_what_is_wrong_is_said(data, said):
    with pytest.raises(AvatarError, match=said):
        unpack(data)


def test_a_number_beyond_its_bits_is_damage():
    """Six bits are stored in a byte: the two others have to be 0."""
    from zlib import decompressobj

    raw = bytearray(decompressobj(-15).decompress(GOOD[file._HEAD.size :]))
    count = len(raw) // 14
    head = bytearray(GOOD[: file._HEAD.size])
    head[-2:] = b"\0\0"
    raw[3 * count] = 64
    with pytest.raises(AvatarError, match="a number beyond its range"):
        unpack(bytes(head) + file._deflated(bytes(raw)))


def test_a_bomb_is_not_inflated():
    head = GOOD[: file._HEAD.size]
    with pytest.raises(AvatarError, match="damaged"):
        unpack(head + file._deflated(bytes(50_000_000)))


def test_templates_differ():
    assert digest("small") != digest("middle")


# A person of Gaussians


def test_a_new_avatar_covers_what_its_mesh_covers():
    from generators.graphics.raster import rasterize

    person = Person(fresh("small", np.zeros(10)))
    pose = torch.zeros(1, 24, 3)
    pose[0, 16, 2] = 0.8
    posed = person.body.pose(rotations(pose), torch.tensor([[0.0, 0.0, 4.0]]), person.shape)
    lens = Lens(torch.tensor([240.0, 240.0]), torch.tensor([40.0, 60.0]))
    colours, cover = person.drawn(*person.placed(posed), lens, 120, 80)
    vertices = person.body.vertices(posed)
    screen = vertices[..., :2] / vertices[..., 2:] * 240 + lens.centre
    mesh = rasterize(torch.cat([screen, vertices[..., 2:]], -1), person.body.triangles, 120, 80)[0] >= 0
    drawn = cover > 0.5
    assert (mesh & drawn).sum() / (mesh | drawn).sum() > 0.75
    assert colours[mesh & drawn].mean() == pytest.approx(0.5, abs=0.1)


def test_a_turn_of_everything_turns_the_gaussians():
    person = Person(drawn_by_chance(1))
    pose = torch.zeros(2, 24, 3)
    pose[1, 0] = torch.tensor([0.3, -0.5, 0.2])
    posed = person.body.pose(rotations(pose), torch.zeros(2, 3), person.shape)
    (points, axes), (moved, along) = person.placed(posed, 0), person.placed(posed, 1)
    turn = rotations(pose[1, 0])
    assert torch.allclose(points @ turn.T, moved, atol=1e-5)
    assert torch.allclose(turn @ axes, along, atol=1e-5)


def test_quaternions_are_the_frames_of_the_triangles():
    avatar = fresh("small", np.zeros(10))
    frames = turned(torch.tensor(avatar.part("turn")))
    assert torch.allclose(torch.linalg.det(frames), torch.ones(len(frames), dtype=frames.dtype))
    body = Person(avatar).body
    a, b, c = (body.rest[corner] for corner in body.triangles.T)
    normal = torch.nn.functional.normalize(torch.linalg.cross(b - a, c - a), dim=1).double()
    assert ((frames[..., 2] * normal).sum(1) > 0.999).all()


def test_an_avatar_of_a_person_is_what_it_was_made_of():
    avatar = unpack(GOOD)
    again = Person(avatar).avatar()
    assert np.allclose(again.part("colour"), avatar.part("colour"), atol=1e-6)
    assert pack(unpack(pack(again))) == pack(again)
