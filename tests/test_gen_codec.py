"""Clip in, stream out, pictures back: on real faces, where the zoo's files can be had."""

from __future__ import annotations

import io
import warnings
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import torch

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Encoded, Encoder, Planned, Settings
from generators.codec.eye import difference
from generators.codec.stream import Assembler
from generators.measure import metrics
from generators.media import video, zoo
from generators.media.pixels import to_batch
from generators.parameters.by_effect import PRECISIONS
from generators.subjects.clip import Clip, open_clip
from generators.subjects.face.subject import FaceSubject
from generators.subjects.subject import NoSubject
from sei.context import Context
from sei.errors import SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from vvc_bridge.access_unit import access_units

SIZE = 128


def model(*names: str) -> list[str]:
    """Paths of zoo items; the test is skipped where they cannot be fetched."""
    try:
        return [str(p) for p in zoo.fetch(names)]
    except zoo.ZooError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def carphone():
    (path, *_) = model("carphone", "face-detector", "face-detector-full", "face-mesh", "iris")
    with open_clip(path, SIZE, FaceSubject(), limit=40) as clip:
        yield clip


@pytest.fixture(scope="module")
def coded(carphone: Clip) -> Encoded:
    """By threshold: low enough that several base pictures are sent."""
    system = registry.make("mesh", SIZE, SIZE)
    return encode_clip(carphone, system, bitrate=None, settings=Settings(34, 0.25, 2))


def decode(data, **options) -> tuple[list, list[str]]:
    said: list[str] = []
    return list(Decoder(data, device="cpu", warn=said.append, **options)), said


def test_a_stream_decodes_to_every_picture_as_the_encoder_had_them(carphone, coded):
    assert len(coded.segments) >= 2 and coded.segments[0].start == 0
    assert check(coded, len(carphone)) >= 20
    frames, said = decode(coded.data)
    assert not said and len(frames) == len(carphone)
    assert [f.index for f in frames if f.is_base] == [s.start for s in coded.segments]
    assert frames[10].time == pytest.approx(10 * 1001 / 30000)


def test_generated_pictures_are_nearer_than_the_base_picture_held(carphone, coded):
    frames, _ = decode(coded.data)
    made = to_batch(np.stack([f.pixels for f in frames]))
    still = made[:1].expand_as(made)
    source = to_batch(carphone.pictures)
    assert difference(made, source).mean() < 0.7 * difference(still, source).mean()


def test_the_ledger_is_the_stream(coded):
    assert coded.ledger.total == 8 * len(coded.data)
    assert coded.ledger.pictures == 40
    assert coded.ledger.bases == len(list(access_units(coded.data))) == len(coded.segments)


def test_a_pipe_gives_pictures_before_it_ends(coded):
    """Two access units of latency: the third one up to its slice is enough for the first one's pictures,
    which pass over to the second's."""
    units = [bytes(u.data) for u in access_units(coded.data * 2)]

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.rest, self.asked = [*units[:2], units[2][: len(units[2]) // 2]], 0

        def read(self, size: int = -1, /) -> bytes:
            self.asked += 1
            if not self.rest:
                raise AssertionError("asked for more than two access units ahead")
            return self.rest.pop(0)

    frames = iter(Decoder(Pipe(), device="cpu"))
    got = [next(frames) for _ in range(coded.segments[0].count)]
    assert got[0].is_base and not got[-1].is_base


def test_torch_output_is_on_the_device_in_the_dtype(coded):
    frame = next(iter(Decoder(coded.data, device="cpu", output="torch", dtype=torch.float16)))
    assert frame.pixels.dtype == torch.float16 and frame.pixels.shape == (3, SIZE, SIZE)
    with pytest.raises(SeigenError, match="output"):
        Decoder(coded.data, output="jpeg")
    with pytest.raises(SeigenError, match="device"):
        Decoder(coded.data, device="quantum")


DEVICES = [
    pytest.param("cpu", torch.bfloat16),
    pytest.param("cpu", torch.float16),
    *(
        pytest.param(
            "cuda", kind, marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
        )
        for kind in (torch.float32, torch.float16, torch.bfloat16)
    ),
]


@pytest.mark.parametrize(("device", "kind"), DEVICES)
def test_devices_and_precisions_agree(coded, device, kind):
    """Every picture within 1/255 mean absolute of the CPU's in float32."""
    wanted, _ = decode(coded.data)
    got = list(Decoder(coded.data, device=device, dtype=kind, output="torch"))
    assert len(got) == len(wanted)
    for a, b in zip(got, wanted, strict=True):
        assert a.pixels.dtype == kind and a.pixels.device.type == device
        away = a.pixels.float().cpu().permute(1, 2, 0) - torch.from_numpy(b.pixels).float() / 255
        assert away.abs().mean() <= 1 / 255


def test_a_network_that_is_not_here_shows_base_pictures_and_warns_once(coded):
    assert b"tag:seigen,2026:mesh" in coded.data
    other = coded.data.replace(b"tag:seigen,2026:mesh", b"tag:seigen,2026:hsem")
    frames, said = decode(other)
    assert len(frames) == len(coded.segments) and all(f.is_base for f in frames)
    assert len(said) == 1 and "not here" in said[0]


def test_a_stream_without_its_messages(coded):
    bare = b"".join(
        b"\0\0\0\1" + bytes(n.data) for u in access_units(coded.data) for n in u.nal_units if not n.is_sei
    )
    frames, _ = decode(bare)
    assert len(frames) == len(coded.segments)


@pytest.mark.parametrize("cut", [0.2, 0.45, 0.7, 0.97])
def test_a_stream_that_ends_early_gives_what_there_is(coded, cut):
    first = next(iter(access_units(coded.data)))
    whole = sum(len(n.data) + 4 for n in first.nal_units if not n.is_sei)
    end = int(len(coded.data) * cut)
    try:
        frames, _ = decode(coded.data[:end])
    except SeigenError:
        assert end < whole
    else:
        assert 0 < len(frames) <= 40


def test_flipped_bits_never_break_the_decoder(coded):
    rng = np.random.default_rng(3)
    for _ in range(12):
        data = bytearray(coded.data)
        for at in rng.integers(0, len(data), 3):
            data[at] ^= 1 << int(rng.integers(8))
        try:
            frames, _ = decode(bytes(data))
            assert all(f.pixels.dtype == np.uint8 for f in frames)
        except SeigenError:
            continue


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 a JPEG" * 20, bytes(10_000)])
def test_what_is_no_stream_is_refused(data):
    with pytest.raises(SeigenError):
        decode(data)


def test_bitrate_is_met(carphone):
    result = encode_clip(carphone, registry.make("mesh", SIZE, SIZE), bitrate=16)
    rate = result.ledger.total / carphone.seconds / 1000
    assert not result.notes and 14.4 <= rate <= 16


@pytest.mark.long
@pytest.mark.parametrize("target", [7, 12, 40])
def test_bitrate_is_met_within_a_tenth_on_four_seconds(target):
    path, *_ = model("carphone", "face-detector", "face-detector-full", "face-mesh", "iris")
    with open_clip(path, SIZE, FaceSubject()) as clip:
        assert clip.seconds >= 4
        result = encode_clip(clip, registry.make("mesh", SIZE, SIZE), bitrate=target)
        assert not result.notes and 0.9 * target <= result.ledger.total / clip.seconds / 1000 <= target
        assert result.ledger.total == 8 * len(result.data)


def test_a_bitrate_below_the_floor_says_so(carphone):
    result = encode_clip(carphone, registry.make("mesh", SIZE, SIZE), bitrate=0.5)
    assert "floor" in result.notes[0] and check(result, len(carphone)) > 0


def test_one_picture(tmp_path):
    (path, *_) = model("carphone", "face-mesh", "iris", "face-detector")
    with open_clip(path, SIZE, FaceSubject(), limit=1) as clip:
        result = encode_clip(clip, registry.make("mesh", SIZE, SIZE), bitrate=50)
        assert check(result, 1) == 1


def test_no_face(tmp_path):
    model("face-detector", "face-detector-full", "face-mesh", "iris")
    path = tmp_path / "grey.mp4"
    with video.VideoWriter(path, Fraction(25)) as writer:
        for _ in range(3):
            writer.write(np.full((96, 200, 3), 120, np.uint8))
    with (
        pytest.raises(NoSubject, match="no face in any of its 3 pictures"),
        open_clip(str(path), SIZE, FaceSubject()),
    ):
        pass


def test_a_face_that_leaves_and_a_cut(tmp_path):
    """Face, then none, then another scene with a face: held, a new base picture, and the count is right."""
    path, *_ = model("carphone", "face-detector", "face-detector-full", "face-mesh", "iris")
    source = [p.rgb for p in video.read(path)][:24]
    made = tmp_path / "made.mp4"
    height, width = source[0].shape[:2]
    with video.VideoWriter(made, Fraction(25)) as writer:
        for picture in source[:12]:
            writer.write(picture)
        for _ in range(9):
            writer.write(np.full((height, width, 3), 200, np.uint8))
        for picture in source[12:]:
            writer.write(255 - (255 - picture) // 2)
    with open_clip(str(made), SIZE, FaceSubject()) as clip:
        assert len(clip.cuts) >= 2 and None in clip.measured
        result = encode_clip(clip, registry.make("mesh", SIZE, SIZE), bitrate=None)
        check(result, len(clip))
        for cut in clip.cuts:
            assert any(0 <= s.start - cut < result.settings.step for s in result.segments)
        frames, said = decode(result.data)
        assert len(frames) == len(clip) == 33 and not said


@pytest.mark.parametrize(("name", "start"), [("face-leaves", 44), ("face-returns", 92)])
def test_a_real_face_that_leaves_and_returns(name, start):
    """Phone clips of the zoo: coded to the end, and what shows no face is told."""
    path, *_ = model(name, "face-detector", "face-detector-full", "face-mesh", "iris")
    with open_clip(path, 96, FaceSubject(), start=start, limit=32) as clip:
        there = [f is not None for f in clip.measured]
        assert there[0] == (name == "face-leaves") and there[-1] != there[0]
        result = encode_clip(clip, registry.make("mesh", 96, 96), bitrate=None, settings=Settings(40))
        assert check(result, len(clip)) >= 8
        frames, said = decode(result.data)
        assert len(frames) == len(clip) == 32 and not said
        context, low = Context(), {}
        for unit, segment in zip(access_units(result.data), result.segments, strict=True):
            end = min([c for c in clip.cuts if c > segment.start] + [len(clip)])
            for message in unit.messages:
                if message.payload_type == 223:
                    face = GenerativeFaceVideo.from_payload(message.payload, context=context)
                    # The last one of a scene may stand for less than a whole step.
                    number = min(segment.start + face.gfv_cnt * result.settings.step, end - 1)
                    low[number] = bool(face.gfv_low_confidence_face_parameter_flag)
        assert all(flag != there[number] for number, flag in low.items())
        assert set(low.values()) == {True, False}
        # Where a face is, the picture is nearer to its own than to that of the other end.
        own = 0 if name == "face-leaves" else 31
        shown = frames[own].pixels.astype(int)
        near, far = (np.abs(shown - clip.pictures[i]).mean() for i in (own, 31 - own))
        assert near < 0.5 * far


def test_portrait_video_and_the_square(tmp_path):
    path, *_ = model("carphone", "face-detector", "face-detector-full", "face-mesh", "iris")
    tall = tmp_path / "tall.mp4"
    with video.VideoWriter(tall, Fraction(25)) as writer:
        for picture in [p.rgb for p in video.read(path)][:6]:
            canvas = np.full((260, picture.shape[1], 3), 60, np.uint8)
            canvas[40 : 40 + picture.shape[0]] = picture
            writer.write(canvas)
    with open_clip(str(tall), 96, FaceSubject()) as clip:
        (square,) = clip.windows
        assert square.height <= 194 and 0 <= square.y <= 260 - square.height
        for face in clip.measured:
            assert face is not None and (face.points[:, :2] > 0).all() and (face.points[:, :2] < 96).all()


@pytest.fixture(scope="module")
def alone(carphone: Clip) -> Encoded:
    """Every base picture by itself."""
    system = registry.make("mesh", SIZE, SIZE)
    return encode_clip(carphone, system, bitrate=None, settings=Settings(34, 0.25, 2, access=0))


def test_base_pictures_are_predicted_from_each_other(coded, alone):
    """Parameter sets and the tag are where decoding can begin, and the rest is smaller."""
    first, *others = access_units(coded.data)
    assert others and first.random_access is not None
    for unit in others:
        assert unit.random_access is None and not any("PS_NUT" in n.name[:7] for n in unit.nal_units)
    assert coded.data.count(b"tag:seigen") == 1 and alone.data.count(b"tag:seigen") == len(alone.segments)
    sizes, whole = ([s.ledger.base for s in x.segments[1:]] for x in (coded, alone))
    assert np.mean(sizes) < 0.6 * np.mean(whole)


def test_decoding_can_begin_anew_as_often_as_asked(carphone):
    system = registry.make("mesh", SIZE, SIZE)
    stream = encode_clip(carphone, system, bitrate=None, settings=Settings(34, 0.25, 2, access=0.5))
    assert check(stream, len(carphone)) >= 20
    units = list(access_units(stream.data))
    entries = [k for k, unit in enumerate(units) if unit.random_access]
    starts = [stream.segments[k].start for k in entries]
    assert len(starts) >= 3 and all(b - a <= 16 for a, b in pairwise([*starts, len(carphone)]))
    whole, _ = decode(stream.data)
    for k in entries:
        frames, said = decode(stream.data[units[k].offset :])
        assert not said and [f.index for f in frames] == list(range(stream.segments[k].start, len(carphone)))
        assert all(np.array_equal(f.pixels, whole[f.index].pixels) for f in frames)


def test_pictures_that_are_held_or_coded_without_a_message(carphone):
    """A plan of every role: bit for bit, and the ledger says what became of them."""
    system = registry.make("mesh", SIZE, SIZE)
    plan = [Planned(0, 34, False), Planned(9, 34, False), Planned(14, 34), Planned(31, 34, False)]
    for settings in (Settings(34, step=2), Settings(34, step=2, access=0.8)):
        stream = Encoder(carphone, system).run(settings, plan=plan)
        assert check(stream, len(carphone)) == 40 - stream.ledger.between
        spent = stream.ledger
        assert spent.total == 8 * len(stream.data) and spent.bases + spent.coded == len(stream.segments)
        assert spent.coded >= 1 and spent.held > 15 and spent.described > 5
        frames, said = decode(stream.data)
        assert not said and len(frames) == 40
        assert all(np.array_equal(frames[i].pixels, frames[0].pixels) for i in range(9))


def test_every_access_unit_can_be_the_first(alone, carphone):
    """Parameter sets, system and timing are in each; the ledger counts what that costs."""
    coded = alone
    units = list(access_units(coded.data))
    for unit in units:
        names = [n.name for n in unit.nal_units]
        assert names[:2] == ["SPS_NUT", "PPS_NUT"] and "AUD_NUT" not in names
    for unit, segment in zip(units, coded.segments, strict=True):
        assert 8 * 40 < segment.ledger.sets < 8 * 120 and segment.ledger.sets < segment.ledger.base
        frames, said = decode(b"".join(bytes(u.data) for u in units[unit.index :]))
        assert not said and [f.index for f in frames] == list(range(segment.start, len(carphone)))


def test_two_files_joined_are_both_decoded(coded, carphone):
    frames, said = decode(coded.data * 2)
    count = len(carphone)
    assert not said and [f.index for f in frames] == list(range(2 * count))
    for i in (0, 7, count - 1):
        assert np.array_equal(frames[i].pixels, frames[count + i].pixels)


def test_the_precision_is_the_encoders_choice_and_in_the_stream(coded):
    for unit, segment in zip(access_units(coded.data), coded.segments, strict=True):
        face = GenerativeFaceVideo.from_payload(unit.messages[0].payload, context=Context())
        assert face.gfv_matrix_element_precision_factor_minus1 + 1 == segment.precision
        assert segment.precision in PRECISIONS


def test_stlpips_is_the_published_one():
    """Values of the weights' own package on the same pictures."""
    model("stlpips")
    y, x = torch.meshgrid(torch.linspace(0, 1, 96), torch.linspace(0, 1, 80), indexing="ij")
    a = torch.stack([x, y, x * y])[None]
    others = (a, torch.stack([y, x, x * 7 % 1])[None], a * 0.9 + 0.03 * torch.sin(40 * x))
    net = metrics.ShiftTolerantLpips()
    with torch.no_grad(), warnings.catch_warnings():
        got = [float(net(a, b)) for b in others]
    assert got == pytest.approx([0, 1.0885956, 0.0433394], abs=2e-5)


def test_keypoint_distance_sees_a_shift():
    path, *_ = model("carphone", "face-detector", "face-detector-full", "face-mesh", "iris")
    picture = next(video.read(path)).rgb
    moved = np.roll(picture, 5, axis=1)
    same, shifted, none = metrics.KeypointDistance()(picture, [picture, moved, np.full_like(picture, 128)])
    assert same == 0 and shifted == pytest.approx(5, abs=1) and not none < 3


def test_ffmpeg_scores():
    rng = np.random.default_rng(0)
    a = np.repeat(rng.integers(0, 255, (1, 64, 64, 3), dtype=np.uint8), 4, axis=0)
    b = np.clip(a.astype(int) + rng.integers(-12, 13, a.shape), 0, 255).astype(np.uint8)
    same, other = metrics.ffmpeg_scores(a, a), metrics.ffmpeg_scores(a, b)
    assert same["ssim"] > 0.999 and same["vmaf"] > 95
    assert 28 < other["psnr"] < 36 and other["ssim"] < same["ssim"]


def rebuilt(coded: Encoded, change) -> bytes:
    """The stream's first access unit with its messages changed by the test."""
    unit = next(iter(access_units(coded.data)))
    context = Context()
    kept = [m for m in unit.messages if m.payload_type == 223]
    messages = [GenerativeFaceVideo.from_payload(m.payload, context=context) for m in kept]
    coded_picture = b"".join(b"\0\0\0\1" + bytes(n.data) for n in unit.nal_units if not n.is_sei)
    return Assembler().add(coded_picture, change(messages))[0]


def test_matrices_of_another_shape_are_left_out(coded):
    def change(messages):
        base = messages[0]
        wider = base.model_copy(deep=True)
        i = base.gfv_matrix_type_idx.index(2)
        wider.gfv_matrix_width_minus1[i] = 0
        for name in ("int", "dec", "sign_flag"):
            getattr(wider, f"gfv_matrix_element_{name}")[i] = [[[0]]]
        return [wider]

    frames, said = decode(rebuilt(coded, change))
    assert len(frames) == 1 and "not as the system mesh has them" in said[0]


def test_a_wild_pose_is_only_a_wild_picture(coded):
    def change(messages):
        base = messages[0].model_copy(deep=True)
        for i, t in enumerate(base.gfv_matrix_type_idx):
            if t in (4, 5, 6):
                rows = base.gfv_matrix_element_int[i]
                base.gfv_matrix_element_int[i] = [[[2**31 for _ in row] for row in m] for m in rows]
        return [base, *messages[1:]]

    frames, _ = decode(rebuilt(coded, change))
    assert len(frames) >= 1 and all(f.pixels.dtype == np.uint8 for f in frames)


def test_more_messages_than_anyone_needs_are_left_out(coded, monkeypatch):
    from generators.codec import decoder

    monkeypatch.setattr(decoder, "MAX_MESSAGES", 5)
    frames, said = decode(rebuilt(coded, lambda messages: messages))
    assert len(frames) == 1 + 4 * 2 and "after the first 5" in said[0]
