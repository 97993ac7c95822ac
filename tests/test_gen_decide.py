"""What is coded, described and held: by what is seen, and by what it costs."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from generators import registry
from generators.codec import decide, kept_pictures, rate
from generators.codec.decide import Costs, Trial
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Encoder, Settings
from generators.codec.eye import Eye
from generators.codec.kept_pictures import KeptPictures
from generators.codec.picture_codec import CodecError, PictureDecoder, encode_pictures
from generators.codec.rate import watched
from generators.media import zoo
from generators.subjects.clip import Clip, open_clip
from generators.subjects.face.subject import FaceSubject
from generators.subjects.window import Window
from tests import toy_system
from tests.gen_material import real
from tests.test_toy_system import clip_of

N, GAP = 8, 5
COUNT = N * GAP


def trial(describing: float, holding: float) -> Trial:
    """Distance grows by so much per picture from a candidate on."""
    described, held = np.full((N, N + 1), np.inf), np.full((N, N + 1), np.inf)
    last = np.zeros((N, N + 1)), np.zeros((N, N + 1))
    for i in range(N):
        for j in range(i + 1, N + 1):
            length = (j - i) * GAP
            for row, end, slope in ((described, last[0], describing), (held, last[1], holding)):
                row[i, j], end[i, j] = slope * length**2 / 2, slope * length
    entries = np.zeros(N, dtype=bool)
    entries[0] = True
    return Trial([k * GAP for k in range(N)], entries, described, held, last)


COSTS = Costs(np.full(N, 6000.0), np.full(N, 2000.0), 50.0, 0.02)


def chosen(found: Trial, room: float, settings: Settings | None = None) -> list[tuple[int, bool]]:
    return decide.plan(found, COSTS, settings or Settings(), room, COUNT)[0]


def test_a_picture_is_held_where_that_is_nearer_and_described_where_not():
    calm, lively = chosen(trial(0.01, 0.005), 20_000), chosen(trial(0.001, 0.02), 20_000)
    assert not any(described for _, described in calm)
    assert sum(described for _, described in lively) > len(lively) / 2


def test_messages_that_gain_too_little_are_not_sent():
    close = trial(0.0098, 0.01)
    assert all(not described for _, described in chosen(close, 9000))
    assert any(described for _, described in chosen(trial(0.001, 0.01), 9000))


@pytest.mark.parametrize("room", [8000, 12_000, 20_000, 1e6])
def test_more_bits_more_pictures_and_never_too_many(room):
    ways = decide.plan(trial(0.004, 0.01), COSTS, Settings(), room, COUNT)[0]
    bits = 6000 + decide.FIRST_BITS + sum(2000 + decide.STAYS_BITS for _ in ways[1:])
    assert ways[0][0] == 0 and bits <= room * 1.01
    fewer = decide.plan(trial(0.004, 0.01), COSTS, Settings(), room / 1.5, COUNT)[0]
    assert len(fewer) <= len(ways)


def test_where_nothing_fits_the_cheapest_way_is_taken():
    assert chosen(trial(0.004, 0.01), 10) == [(0, False)]


def test_every_sequence_begins_with_a_picture_of_its_own():
    found = trial(0.004, 0.01)
    found.entries[4] = True
    for i in range(4):
        found.described[i, 5:] = found.held[i, 5:] = np.inf
    assert {0, 20} <= {picture for picture, _ in chosen(found, 15_000)}


def test_a_picture_that_jumps_costs_more(monkeypatch):
    """The jump's cost takes away changes of picture that bring little."""
    found = trial(0.002, 0.004)
    with_it = chosen(found, 14_000)
    monkeypatch.setattr(decide, "POP", 200.0)
    assert len(chosen(found, 14_000)) < len(with_it)


@pytest.fixture
def toy(monkeypatch):
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(toy_system.ENTRY)


def still(count: int = 30) -> Clip:
    clip = clip_of(96, 128, 1)
    pictures = np.repeat(clip.pictures, count, axis=0)
    return dataclasses.replace(clip, pictures=pictures, measured=[None] * count)


def test_a_clip_that_stands_still_is_held(toy):
    clip = still()
    stream = encode_clip(clip, registry.make("square", *clip.size), bitrate=20)
    spent = stream.ledger
    assert check(stream, 30) == 30 and spent.held == 29 and spent.described == spent.between == 0
    frames = list(Decoder(stream.data, device="cpu"))
    assert all(np.array_equal(f.pixels, frames[0].pixels) for f in frames)


@pytest.mark.parametrize("access", [0, 0.4, 10])
def test_all_but_the_base_pictures_are_described_where_that_is_asked(toy, access):
    clip = still()
    settings = Settings(step=2, hold=False, access=access)
    stream = encode_clip(clip, registry.make("square", *clip.size), bitrate=40, settings=settings)
    spent = stream.ledger
    assert check(stream, 30) and spent.held == spent.coded == 0
    assert spent.described + spent.between + spent.bases == 30 and spent.described >= 10


def test_a_clip_that_moves_is_not_held_all_the_way(toy):
    clip = clip_of(96, 128, 50)
    stream = encode_clip(clip, registry.make("square", *clip.size), bitrate=24)
    spent = stream.ledger
    assert check(stream, 50) and spent.total <= 24 * 1000 * clip.seconds
    assert spent.held < 40 and spent.bases + spent.coded + spent.described + spent.held + spent.between == 50


def test_somebody_who_talks_is_not_held_still(monkeypatch):
    """All of a clip that moves does, in its second coded video sequence as in the first."""
    monkeypatch.setattr(rate, "QPS", range(30, 43, 8))
    (path,) = real("carphone")
    with open_clip(str(path), 96, FaceSubject(), rate=Fraction(15), limit=36) as clip:
        settings = Settings(step=1, access=1.2, speed="none")
        stream = encode_clip(clip, registry.make("mesh", *clip.size), bitrate=9, settings=settings)
        frames = list(Decoder(stream.data, device="cpu"))
        assert check(stream, 36) and stream.ledger.total <= 9000 * clip.seconds
        assert min(np.abs(np.diff(clip.pictures.astype(int), axis=0)).mean((1, 2, 3))) > 1
    still = [np.array_equal(a.pixels, b.pixels) for a, b in pairwise(frames)]
    assert sum(still[:17]) < 6 and sum(still[17:]) < 6


def test_where_bits_do_every_picture_is_coded_as_by_a_video_codec(toy, monkeypatch):
    """What the system cannot describe, at a rate that VVC needs for all of it."""
    monkeypatch.setattr(rate, "QPS", range(22, 39, 8))
    coarse = np.random.default_rng(0).integers(60, 200, (10, 4, 4, 3))
    pictures = coarse.repeat(16, 1).repeat(16, 2).astype(np.uint8)
    clip = dataclasses.replace(clip_of(64, 64, 10), pictures=pictures)
    settings = Settings(speed="none")
    stream = encode_clip(clip, registry.make("square", *clip.size), bitrate=150, settings=settings)
    spent = stream.ledger
    assert check(stream, 10) == 10 and spent.total <= 150_000 * clip.seconds
    assert (spent.bases, spent.coded, spent.held, spent.described) == (1, 9, 0, 0)
    decoder, qp = PictureDecoder(), stream.segments[-1].qp
    plain = [p for unit in encode_pictures(list(pictures), qp, every=True) for _, p in decoder(unit)]
    assert all(
        np.array_equal(f.pixels, p) for f, p in zip(Decoder(stream.data, device="cpu"), plain, strict=True)
    )


@pytest.mark.parametrize("room", [100, 1000, 1700, 40_000])
def test_qps_that_use_up_the_room_are_found(room):
    asked = list[int]()

    def size(by: int) -> float:
        asked.append(by)
        return 1000 * 2 ** (by / 5)

    best = rate._finest(size, room)
    assert size(best) <= room < size(best + 1) and len(asked) < 12


def test_pictures_are_remembered_within_bounds(monkeypatch):
    """The oldest are forgotten, and made again when they are asked for."""
    monkeypatch.setattr(kept_pictures, "KEPT", 3 * 96 * 128 * 3)
    clip = clip_of(96, 128, 4)
    kept = KeptPictures(clip.pictures)
    first = kept.coded([0, 1], 40)
    other = kept.coded([2, 3], 40)
    assert len(kept._decoded._values) == 1
    again = kept.coded([0, 1], 40)
    for (unit, shown), (same, seen) in zip(first, again, strict=True):
        assert unit == same and np.array_equal(shown, seen)
    assert len(other) == 2


def test_the_eye_sees_a_mouth_that_is_wrong_before_grain_in_a_wall(monkeypatch):
    try:
        zoo.fetch(["stlpips"])
    except zoo.ZooError as error:
        pytest.skip(str(error))
    picture = np.random.default_rng(0).integers(0, 255, (16, 16, 3), np.uint8).repeat(12, 0).repeat(12, 1)
    looks = [{"mouth": Window(40, 100, 60, 60), "face": Window(20, 20, 140, 160)}]
    clip = Clip(picture[None], [None], [0], [], Fraction(25), False, "scene", looks)
    eye = Eye(clip)
    mouth, wall = picture.copy(), picture.copy()
    mouth[110:140, 50:90], wall[0:30, 0:40] = 128, 128
    same, wrong, grain = (eye.apart(p, [0])[0] for p in (picture, mouth, wall))
    assert same == pytest.approx(0, abs=1e-6) and wrong > 2 * grain > 0


def test_the_eye_without_a_trunk(monkeypatch):
    def absent() -> None:
        raise zoo.ZooError("not here")

    monkeypatch.setattr("generators.codec.eye.ShiftTolerantLpips", absent)
    clip = clip_of(96, 128, 3)
    near, far = Eye(clip).apart(clip.pictures[0], [0, 2])
    assert near == pytest.approx(0, abs=1e-9) and far > 0


def test_a_stream_that_jumps_is_seen_to(toy):
    """The same pictures, of which one stream shows a wrong one at a change."""
    clip = clip_of(96, 128, 20)
    encoder, eye = Encoder(clip, registry.make("square", *clip.size)), Eye(clip)
    plans = [decide.planned([(0, False), (10, False)], qp) for qp in (30, 50)]
    fine, coarse = (watched(encoder, eye, encoder.run(Settings(), plan=plan)) for plan in plans)
    assert 0 < fine < coarse


def test_pictures_coded_from_each_other_stay_as_more_are_added():
    clip = clip_of(96, 128, 4)
    whole, part = encode_pictures(list(clip.pictures), 30), encode_pictures(list(clip.pictures[:2]), 30)
    assert len(whole) == 4 and whole[:2] == part
    decoder = PictureDecoder()
    shown = [picture for unit in whole for _, picture in decoder(unit)]
    errors = [np.abs(a.astype(int) - b).mean() for a, b in zip(shown, clip.pictures, strict=True)]
    assert len(shown) == 4 and max(errors) < 6


@pytest.mark.parametrize(("qp", "first"), [(3, 0), (64, 0), (30, 5), (30, -1)])
def test_qps_that_pictures_cannot_have(qp, first):
    with pytest.raises(CodecError, match="allowed"):
        encode_pictures([np.zeros((64, 64, 3), np.uint8)], qp, first=first)
