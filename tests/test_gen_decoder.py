"""The decoder against streams that no encoder of ours writes, with a system of two numbers a picture.

The toy system needs no model: it shows that a system is all that a decoder asks for.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import registry
from generators.codec import decoder as decoder_module
from generators.codec import generate as generate_module
from generators.codec.decoder import Decoder
from generators.codec.frames import Frame
from generators.codec.picture_codec import encode_picture, encode_pictures
from generators.codec.playback import steady
from generators.codec.stream import Assembler
from generators.parameters.layout import Layout
from generators.parameters.values import Parameters
from generators.system import System
from sei.errors import SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.named import Field, Mapping, MatrixCarrier
from vvc_bridge.muxer import mux
from vvc_bridge.presentation import presentation
from vvc_bridge.talk import FILE, LIVE, Clock, Timing, periods_in, periods_payload

TAG = "tag:seigen,2026:test-light"
KIND = 9
MAPPING = Mapping(
    tag=TAG,
    kind="compact_feature",
    fields=(Field(name="light", carrier=MatrixCarrier(type=KIND), shape=(1, 1, 2), precision=7),),
)


class Light:
    """Analyzer, Translator and Generator: a picture is its base picture times a brightness, plus a tint."""

    batch_matters = False
    prepared = made = 0
    bases: ClassVar[list[int]] = []

    def describe(self, seen, base=None, shown=None):
        return [parameters(float(s.picture.mean()) / 255) for s in seen]

    def prepare(self, picture, parameters):
        Light.prepared += 1
        return picture

    def translate(self, base, parameters):
        return torch.from_numpy(np.stack([p.matrices[KIND][0, 0] for p in parameters])).float()

    def generate(self, bases, translated):
        Light.made += len(translated)
        Light.bases.append(len(bases))
        gain, tint = translated[:, 0, None, None, None], translated[:, 1, None, None, None]
        return bases[0] * gain + tint


def make(height, width, device, dtype) -> System:
    light = Light()
    return System("test-light", Layout(MAPPING), light, light, light)


def parameters(gain: float, tint: float = 0.0) -> Parameters:
    return Parameters({KIND: np.array([[[gain, tint]]])})


@pytest.fixture(autouse=True)
def light(monkeypatch):
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(registry.SystemEntry("test-light", make, MAPPING))


@lru_cache
def grey(level: int, size: int) -> bytes:
    return encode_picture(np.full((size, size, 3), level, np.uint8), 30, preset="faster")


def unit(
    assembler: Assembler,
    gains: list[float],
    *,
    level: int = 100,
    size: int = 64,
    uri: str | None = "r=25&s=1",
    change=lambda messages: messages,
    coded: bytes | None = None,
    periods: int = 1,
) -> bytes:
    """One access unit: a base picture, and a picture of each gain."""
    writer = make(size, size, "cpu", torch.float32).writer(0)
    written = [writer.base(parameters(1.0), uri), *writer.segment([parameters(g) for g in gains])]
    messages = change([m for c in written for m in c.messages])
    return assembler.add(coded or grey(level, size), messages, periods=periods)[0]


@lru_cache
def chain(*levels: int, size: int = 64) -> list[bytes]:
    """Grey pictures coded one from the other."""
    return encode_pictures([np.full((size, size, 3), v, np.uint8) for v in levels], 30, preset="faster")


def decode(data, **options) -> tuple[list[Frame], list[str]]:
    said: list[str] = []
    return list(Decoder(data, device="cpu", warn=said.append, **options)), said


def levels(frames: list[Frame]) -> list[int]:
    return [round(float(np.asarray(f.pixels).mean())) for f in frames]


def test_a_system_registered_by_a_user_is_found_by_its_tag():
    frames, said = decode(unit(Assembler(), [0.5, 1.5, 1.0]))
    assert said == [] and [f.is_base for f in frames] == [True, False, False, False]
    assert levels(frames) == pytest.approx([100, 50, 150, 100], abs=3)


def test_and_by_its_fields_when_the_stream_names_none():
    assembler = Assembler()
    data = unit(assembler, [0.5, 1.5], uri=None) + unit(assembler, [0.25], level=200, uri=None)
    frames, said = decode(data)
    assert said == [] and levels(frames) == pytest.approx([100, 50, 150, 200, 50], abs=3)


def test_where_several_fit_and_the_stream_names_none_the_one_asked_for_plays():
    registry.register(registry.SystemEntry("test-other", make, MAPPING))

    def unnamed(messages):
        network = {
            "gfv_nn_mode_idc": 0,
            "gfv_nn_tag_uri": None,
            "gfv_nn_uri": None,
            "gfv_nn_payload_byte": "00",
        }
        return [messages[0].model_copy(update=network), *messages[1:]]

    data = unit(Assembler(), [0.5, 1.5], change=unnamed)
    frames, said = decode(data)
    assert len(frames) == 1 and "fits several (test-light, test-other): take --system" in said[0]
    for name in ("test-light", "test-other"):
        frames, said = decode(data, system=name)
        assert said == [] and levels(frames) == pytest.approx([100, 50, 150], abs=3)
    frames, said = decode(data, system="mesh")
    assert len(frames) == 1 and len(said) == 1 and "mesh cannot play" in said[0]


def test_a_base_picture_is_prepared_once_however_many_pictures_come_from_it():
    Light.prepared = 0
    frames, _ = decode(unit(Assembler(), [1.0] * 40))
    assert len(frames) == 41 and Light.prepared == 1


def test_rate_step_and_count_come_from_the_stream_alone():
    uri = Timing(Fraction(30000, 1001), 3, 6).uri()
    decoder = Decoder(unit(Assembler(), [0.4, 1.0], uri=uri), device="cpu")
    frames = list(decoder)
    assert decoder.timing == Timing(Fraction(30000, 1001), 3, 6)
    assert levels(frames) == pytest.approx([100, 80, 60, 40, 60, 80], abs=3)
    assert [f.time for f in frames] == pytest.approx([i * 1001 / 30000 for i in range(6)])


def test_a_decoder_can_be_run_twice():
    decoder = Decoder(unit(Assembler(), [0.5, 1.5]), device="cpu")
    first, second = list(decoder), list(decoder)
    assert [f.index for f in second] == [0, 1, 2] and levels(first) == levels(second)


def test_messages_are_shown_in_order_of_gfv_cnt():
    """Each of these says its own values, so they may come in any order."""

    def shuffle(messages):
        rows = [messages[0]]
        for count, gain in ((3, 0.75), (1, 0.25), (2, 0.5)):
            rows.append(absolute(count, gain))
        return rows

    frames, said = decode(unit(Assembler(), [], change=shuffle))
    assert said == [] and levels(frames) == pytest.approx([100, 25, 50, 75], abs=3)


def absolute(count: int, gain: float, width: int = 2, kind: int = KIND, low: int = 0) -> GenerativeFaceVideo:
    """A message that predicts from nothing."""
    unit = round(gain * 128)
    return GenerativeFaceVideo(
        gfv_id=0,
        gfv_cnt=count,
        gfv_low_confidence_face_parameter_flag=low,
        gfv_coordinate_present_flag=0,
        gfv_matrix_present_flag=1,
        gfv_matrix_pred_flag=0,
        gfv_matrix_element_precision_factor_minus1=6,
        gfv_num_matrix_types_minus1=0,
        gfv_matrix_type_idx=[kind],
        gfv_num_matrices_minus1=[0],
        gfv_matrix_width_minus1=[width - 1],
        gfv_matrix_height_minus1=[0],
        gfv_matrix_element_int=[[[[unit >> 7] + [0] * (width - 1)]]],
        gfv_matrix_element_dec=[[[[unit & 127] + [0] * (width - 1)]]],
        gfv_matrix_element_sign_flag=[[[[0] * width]]],
    )


@pytest.mark.parametrize("count", [1, 70_000, 2**32 - 2])
def test_a_huge_gfv_cnt_is_one_picture(count):
    frames, _ = decode(unit(Assembler(), [], change=lambda m: [m[0], absolute(count, 0.5)]))
    assert levels(frames) == pytest.approx([100, 50], abs=3)


def test_more_pictures_than_can_be_meant_are_not_generated(monkeypatch):
    monkeypatch.setattr(decoder_module, "MAX_PICTURES", 50)
    frames, _ = decode(unit(Assembler(), [1.0] * 20, uri="r=25&s=16"))
    assert len(frames) == 51
    frames, _ = decode(
        unit(
            Assembler(),
            [1.0] * 20,
            uri="r=25&s=16",
            change=lambda m: [m[0].model_copy(update={"gfv_low_confidence_face_parameter_flag": 1}), *m[1:]],
        )
    )
    assert len(frames) == 51


def test_more_bytes_of_messages_than_can_be_meant_are_not_parsed(monkeypatch):
    monkeypatch.setattr(decoder_module, "MAX_PAYLOAD", 200)
    frames, said = decode(unit(Assembler(), [1.0] * 200))
    assert 2 < len(frames) < 60 and any("more than 200 bytes" in s for s in said)


def test_pictures_are_made_when_they_are_asked_for():
    """30 messages at the longest step, 480 pictures: the first ones cost nothing of the rest."""
    frames = iter(Decoder(unit(Assembler(), [1.0] * 30, uri="r=25&s=16"), device="cpu"))
    Light.made = 0
    next(frames)
    assert Light.made == 0
    next(frames)
    assert Light.made == generate_module.BATCH


def test_a_base_picture_that_nothing_is_generated_from_is_remembered():
    """The encoder does so, and later pictures may take mouth and eyes from it."""
    assembler, coded = Assembler(), chain(100, 110, 120)
    rows = zip(([0.5], [], [0.5]), ("r=25", None, None), coded, strict=True)
    units = [unit(assembler, gains, uri=u, coded=data) for gains, u, data in rows]
    Light.bases = []
    decode(b"".join(units))
    assert Light.bases == [1, 3]
    Light.bases = []
    decode(b"".join([*units, unit(assembler, [0.5], uri="r=25")]))
    assert Light.bases == [1, 3, 1]


@pytest.mark.parametrize(("latency", "bases"), [(LIVE, [1, 1]), (FILE, [1, 2, 1])])
def test_nothing_before_a_picture_that_decoding_can_begin_with_is_used(latency, bases):
    """So that pictures after a seek are those of sequential decoding; those before it may take from it."""
    uri = Timing(Fraction(25), latency=latency).uri()
    units = [unit(assembler := Assembler(), [0.5], uri=uri), unit(assembler, [0.5], uri=None)]
    Light.bases = []
    decode(b"".join(units))
    assert Light.bases == bases


ROLES = ((60, [0.5], 1), (100, None, 3), (140, [0.5, 1.5], 5), (90, None, 1))
LEVELS = [60, 30, 100, 100, 100, 140, 70, 210, 210, 210, 90]


def roles(assembler: Assembler, first: int = 0, count: int = 22) -> list[bytes]:
    """A base picture, a coded one that stays for three, a base picture that stays for five, a coded one."""
    units = []
    for (_, gains, periods), data in zip(ROLES, chain(*(r[0] for r in ROLES)), strict=True):
        uri = Timing(Fraction(25), 1, count, first, latency=FILE).uri() if not units else None
        if gains is None:
            units.append(assembler.add(data, [], periods=periods)[0])
        else:
            units.append(unit(assembler, gains, uri=uri, coded=data, periods=periods))
    return units


def test_pictures_in_every_role():
    """Coded pictures without a message are shown and counted; the last picture stays as long as said."""
    Light.bases = []
    frames, said = decode(b"".join([*roles(Assembler()), *roles(Assembler(), 11)]))
    assert said == [] and levels(frames) == pytest.approx(LEVELS * 2, abs=4)
    assert [f.index for f in frames] == list(range(22)) and Light.bases == [1, 2, 1, 2]
    assert [f.index for f in frames if f.is_base] == [k + first for first in (0, 11) for k in (0, 2, 5, 10)]


@pytest.mark.parametrize("lost", [0, 1, 2, 3])
def test_a_lost_picture_takes_with_it_what_depends_on_it(lost):
    """What is shown is right; the rest is left out until decoding can begin anew, and said once."""
    units = [*roles(Assembler()), *roles(Assembler(), 11)]
    whole, _ = decode(b"".join(units))
    frames, said = decode(b"".join(units[:lost] + units[lost + 1 :]))
    before = sum((2, 3, 5, 1)[:lost])
    assert [f.index for f in frames] == [*range(before), *range(11, 22)]
    for frame in frames:
        assert np.array_equal(frame.pixels, whole[frame.index].pixels)
    assert len(said) == (lost < 3) and all("missing" in s for s in said)


def test_entered_where_decoding_cannot_begin():
    units = [*roles(Assembler()), *roles(Assembler(), 11)]
    frames, said = decode(b"".join(units[2:]))
    assert [f.index for f in frames] == list(range(11, 22)) and len(said) == 1
    with pytest.raises(SeigenError, match="no picture"):
        decode(b"".join(units[1:4]))


def test_reference_pictures_that_were_never_sent():
    """The second picture of a chain after the first of another, as if it were of that one: not shown."""
    other = encode_pictures(
        [np.full((64, 64, 3), v, np.uint8) for v in (1, 2, 3, 4, 5, 6)], 30, preset="faster"
    )
    units = roles(Assembler())
    hostile = Assembler().add(other[5], [])[0]
    frames, said = decode(units[0] + hostile + b"".join(units[1:]))
    assert levels(frames) == pytest.approx(LEVELS[:2], abs=4) and len(said) == 1


@given(st.integers(1, 256))
def test_how_long_a_picture_stays_is_read_as_written(periods):
    assert periods_in(periods_payload(periods)) == periods


@given(st.binary(max_size=4))
def test_any_bytes_say_how_long_a_picture_stays(payload):
    assert 1 <= periods_in(payload) <= 256


def test_a_container_has_the_times_of_every_role(tmp_path):
    (tmp_path / "a.266").write_bytes(b"".join([*roles(Assembler()), *roles(Assembler(), 11)]))
    shown = presentation(str(tmp_path / "a.266"))
    assert [s.pts for s in shown.samples] == [0, 2, 5, 10, 11, 13, 16, 21] and shown.base == Fraction(1, 25)
    assert [s.duration for s in shown.samples] == [2, 3, 5, 1] * 2


@pytest.mark.parametrize(
    "change",
    [
        lambda m: [m[0], absolute(1, 0.5, width=3)],
        lambda m: [m[0], absolute(1, 0.5, kind=10)],
        lambda m: [m[0], absolute(1, 0.5, width=1)],
        lambda m: [m[0].model_copy(update={"gfv_matrix_type_idx": [10]}), *m[1:]],
    ],
    ids=["wider", "another type", "narrower", "base of another type"],
)
def test_parameters_that_do_not_fit_the_system_show_base_pictures_with_one_warning(change):
    """The tag promises what the messages do not keep."""
    assembler = Assembler()
    data = unit(assembler, [0.5], change=change) + unit(assembler, [0.5], change=change, level=200)
    frames, said = decode(data)
    assert levels(frames) == pytest.approx([100, 200], abs=3) and all(f.is_base for f in frames)
    assert len(said) == 1 and "not as the system test-light has them" in said[0]


def test_a_system_asked_for_that_does_not_fit_is_said_once():
    frames, said = decode(unit(Assembler(), [0.5, 0.5]), system="mesh")
    assert len(frames) == 1 and len(said) == 1 and "mesh" in said[0]


def test_a_system_asked_for_that_is_not_here_is_refused():
    with pytest.raises(SeigenError, match="no system 'nope'"):
        Decoder(b"", system="nope")


def test_pictures_may_change_their_size():
    """Two streams, one after the other in one file."""
    data = unit(Assembler(), [0.5]) + unit(Assembler(), [0.5], size=96, level=200)
    frames, said = decode(data)
    assert [f.pixels.shape for f in frames] == [(64, 64, 3)] * 2 + [(96, 96, 3)] * 2
    assert said == [] and levels(frames) == pytest.approx([100, 50, 200, 100], abs=3)


def segments(assembler: Assembler, *, size: int = 64, rate: Fraction = Fraction(25)) -> list[bytes]:
    """A stream of nine pictures in three access units, as the encoder names them."""
    rows = []
    for k, level in ((0, 60), (3, 100), (6, 140)):
        uri = Timing(rate, 1, 9, k).uri()
        rows.append(unit(assembler, [0.5, 1.5], level=level, size=size, uri=uri))
    return rows


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_decoding_begins_at_any_base_picture(lost):
    units = segments(Assembler())
    whole, _ = decode(b"".join(units))
    frames, said = decode(b"".join(units[lost:]))
    assert said == [] and [f.index for f in frames] == list(range(3 * lost, 9))
    assert [f.time for f in frames] == pytest.approx([i / 25 for i in range(3 * lost, 9)])
    assert levels(frames) == levels(whole)[3 * lost :]


def test_an_access_unit_lost_on_the_way_leaves_its_time():
    first, _, third = segments(Assembler())
    Light.bases = []
    frames, said = decode(first + third)
    assert said == [] and [f.index for f in frames] == [0, 1, 2, 6, 7, 8]
    assert frames[3].time == pytest.approx(6 / 25)
    # Whether a scene began with what was lost is not known: base pictures before it are not used.
    assert Light.bases == [1, 1]


def test_two_streams_joined_are_both_decoded():
    """The second one has its own count and numbers, as `cat` of two files gives."""
    one, two = b"".join(segments(Assembler())), b"".join(segments(Assembler()))
    frames, said = decode(one + two)
    assert said == [] and [f.index for f in frames] == list(range(18))
    assert levels(frames[9:]) == levels(frames[:9]) and frames[17].time == pytest.approx(17 / 25)


def test_a_joined_stream_keeps_its_own_rate():
    one, two = segments(Assembler()), segments(Assembler(), rate=Fraction(50))
    frames, _ = decode(b"".join(one + two))
    assert [f.time for f in frames[8:12]] == pytest.approx([8 / 25, 9 / 25, 9 / 25 + 0.02, 9 / 25 + 0.04])


def test_a_joined_stream_may_have_lost_its_beginning_or_the_one_before_its_end():
    units = segments(Assembler())
    frames, _ = decode(b"".join([*units, *units[1:]]))
    assert [f.index for f in frames] == list(range(15))
    frames, _ = decode(b"".join([*units[:2], *units]))
    assert [f.index for f in frames] == list(range(15))


def test_a_live_stream_says_no_count():
    units = [unit(Assembler(), [0.5], uri=Timing(first=k).uri()) for k in (0, 2, 4)]
    frames, _ = decode(b"".join(units))
    assert [f.index for f in frames] == list(range(6))


@given(st.lists(st.tuples(st.integers(0, 2**41), st.none() | st.integers(0, 2**41), st.integers(0, 4))))
@settings(max_examples=60, deadline=None)
def test_time_only_goes_on_whatever_numbers_a_stream_has(units):
    clock, index, time, entered = Clock(), -1, -1.0, 0
    for number, count, shown in units:
        entered += 1
        clock.enter(Timing(Fraction(25), 1, count, number))
        for _ in range(shown):
            at, when = clock.tick()
            assert at > index and when > time - 1e-9
            # Base pictures that show nothing, not even themselves, lose time one by one.
            assert index < 0 or at - index <= 600 * 25 * entered + 1
            index, time, entered = at, when, 0


@pytest.mark.parametrize("kind", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize("given", ["path", "bytes", "file", "pipe"])
def test_a_container_is_decoded_like_its_stream(tmp_path, kind, given):
    data = b"".join(segments(Assembler()))
    (tmp_path / "a.266").write_bytes(data)
    path = tmp_path / f"a.{kind}"
    mux(tmp_path / "a.266", path)
    if kind == "ts":
        # libav opens no transport stream of less than 8192 bytes: stuffing, as on air.
        null = b"\x47\x1f\xff\x10" + bytes([255]) * 184
        path.write_bytes(path.read_bytes() + null * 40)
    expected, _ = decode(data)
    if given == "file":
        with path.open("rb") as file:
            frames, said = decode(file)
    else:
        whole = path.read_bytes()
        frames, said = decode({"path": path, "bytes": whole, "pipe": Slow(whole, 100)}[given])
    assert said == [] and levels(frames) == levels(expected)
    assert [f.index for f in frames] == list(range(9))


def test_a_file_at_one_rate_and_in_one_size():
    """Lost pictures are filled in, another rate is followed, another size is scaled."""
    first, _, third = segments(Assembler())
    joined = segments(Assembler(), size=96, rate=Fraction(50))
    said: list[str] = []
    rate, number, pictures = steady(Decoder(b"".join([first, third, *joined]), device="cpu"), said.append)
    rows = list(pictures)
    assert rate == 25 and number == 0 and {p.shape for p in rows} == {(64, 64, 3)}
    seen = [round(float(p.mean())) for p in rows]
    assert seen[:9] == pytest.approx([60, 30, 90, 90, 90, 90, 140, 70, 210], abs=4)
    assert len(rows) in (13, 14) and len(said) == 1 and "scaled to 64x64" in said[0]


def test_messages_of_a_base_message_that_was_lost():
    """Predicted from nothing: the base picture is shown and the reason said."""
    whole, without = Assembler(), Assembler()
    unit(whole, [0.5, 0.7])
    without.context = whole.context
    frames, said = decode(unit(without, [0.5, 0.7], change=lambda m: m[1:]))
    assert len(frames) == 1 and len(said) == 1


def test_a_message_twice_counts_once():
    frames, said = decode(unit(Assembler(), [], change=lambda m: [m[0], *[absolute(1, 0.5)] * 3]))
    assert said == [] and levels(frames) == pytest.approx([100, 50], abs=3)


def test_messages_of_another_gfv_id_are_not_ours():
    def add(messages):
        return [*messages, absolute(9, 0.1).model_copy(update={"gfv_id": 7})]

    frames, _ = decode(unit(Assembler(), [0.5], change=add))
    assert levels(frames) == pytest.approx([100, 50], abs=3)


def test_wild_numbers_give_pictures():
    frames, _ = decode(unit(Assembler(), [], change=lambda m: [m[0], absolute(1, 2.0**24)]))
    assert levels(frames) == pytest.approx([100, 255], abs=3)


class Slow(io.RawIOBase):
    """A pipe that gives a few bytes at a time and remembers how many."""

    def __init__(self, data: bytes, piece: int) -> None:
        self.data, self.piece, self.given = data, piece, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        part = self.data[self.given : self.given + min(self.piece, len(buffer))]
        buffer[: len(part)] = part
        self.given += len(part)
        return len(part)


@pytest.mark.parametrize("piece", [1, 7, 100])
def test_pictures_come_out_one_access_unit_late(piece):
    assembler = Assembler()
    uris = ("r=25", None, None)
    units = [unit(assembler, [0.5, 0.6], uri=u, level=100 + 20 * i) for i, u in enumerate(uris)]
    pipe = Slow(b"".join(units), piece)
    frames: Iterator[Frame] = iter(Decoder(pipe, device="cpu"))
    for i in range(2):
        for _ in range(3):
            next(frames)
        # An access unit ends where the next one's first slice shows itself.
        behind = pipe.given - sum(len(u) for u in units[: i + 1])
        assert behind <= 64 + piece
    assert len(list(frames)) == 3


def test_threads_are_the_callers_between_pictures(monkeypatch):
    """The decoder takes what pays while it works; on a busy machine that is one."""
    monkeypatch.setattr("os.getloadavg", lambda: (64.0, 64.0, 64.0))
    assert generate_module.paying_threads() == 1
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        with generate_module.torch_threads(1):
            assert torch.get_num_threads() == 1
        seen = []
        for _ in Decoder(
            Path(__file__).parent / "data" / "mesh_talk.266", device="cpu", threads=1, warn=lambda text: None
        ):
            seen.append(torch.get_num_threads())
            if len(seen) == 3:
                break
        assert seen == [3, 3, 3]
    finally:
        torch.set_num_threads(before)


def test_a_second_base_message_does_not_change_what_came_before_it():
    """Found by `make fuzz`: its matrices are of another type, number and precision."""
    field = Field(name="light", carrier=MatrixCarrier(type=KIND + 1), shape=(1, 1, 3), precision=3)
    other = Layout(Mapping(tag=TAG, kind="compact_feature", fields=(field,)))
    light = Light()
    writer = System("test-other", other, light, light, light, size=(64, 64)).writer(0)
    second = writer.base(Parameters({KIND + 1: np.array([[[1.0, 0, 0]]])}), "r=25&s=1").messages

    def change(messages):
        return [*messages, *second]

    frames, said = decode(unit(Assembler(), [0.5, 1.5, 1.0], change=change))
    assert said == [] and levels(frames) == pytest.approx([100, 50, 150, 100], abs=3)
