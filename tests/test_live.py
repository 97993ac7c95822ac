"""Live: pictures in, messages at once, pictures out; nothing looks ahead, and the bucket never runs over."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import registry
from generators.codec.arriving import ENDING, Joined, NalSplitter, arriving
from generators.codec.bucket import Bucket
from generators.codec.decoder import Decoder
from generators.codec.frames import Frame
from generators.codec.live import LiveEncoder
from generators.codec.picture_codec import PictureDecoder, PictureEncoder, encode_picture
from generators.codec.push import PushDecoder
from generators.coding import encode
from generators.live import WAIT, Sending, Source
from generators.media import live, video
from scripts.measure_live import from_in_to_out
from sei.errors import SeigenError
from tests import toy_system
from tests.command import call
from tests.gen_material import first_pictures, write_clip
from tests.test_toy_system import drawn, found
from vvc_bridge import access_units, libav
from vvc_bridge.external.process import usable_cores
from vvc_bridge.talk import LIVE, Timing

VTM = os.environ.get("SEIGEN_VTM_DECODER")
HEIGHT, WIDTH = 96, 128
RATE = 25
INTERVALS = 3
"""Message intervals from picture in to picture out."""


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(toy_system.ENTRY)


def encoder(**options: object) -> LiveEncoder:
    return LiveEncoder("square", **{"size": (HEIGHT, WIDTH), "qp": 34, **options})  # type: ignore[arg-type]


def pushed(
    count: int, picture: Callable[[int], np.ndarray] | None = None, **options: object
) -> tuple[list[bytes], LiveEncoder]:
    """What so many pictures become, push by push."""
    make = picture or (lambda i: drawn(i, HEIGHT, WIDTH))
    with encoder(**options) as coder:
        return [coder.push(make(i), i / RATE) for i in range(count)], coder


@pytest.fixture(scope="module")
def parts() -> list[bytes]:
    """Sixty pictures, a base picture every second, messages of every second picture."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
        registry.register(toy_system.ENTRY)
        return [part for part in pushed(60, access=1.0)[0] if part]


def same(a: list[Frame], b: list[Frame]) -> bool:
    return len(a) == len(b) and all(
        (x.index, x.time, x.is_base) == (y.index, y.time, y.is_base) and np.array_equal(x.pixels, y.pixels)
        for x, y in zip(a, b, strict=True)
    )


# The stream.


def test_access_units_hold_a_picture_and_messages_that_leave_one_by_one(parts):
    units = list(access_units(b"".join(parts), codec="h266"))
    assert [u.random_access for u in units] == ["IDR_N_LP"] * 3
    # A message every 80 ms; a base picture follows the last one at once, and then counting begins anew.
    assert [len(u.messages) for u in units] == [1 + 12, 1 + 12, 1 + 4]
    assert len(parts) == 3 + 12 + 12 + 4
    assert all(part.startswith(b"\0\0\0\1") for part in parts)
    for unit in units:
        kinds = [n.name for n in unit.nal_units]
        picture = kinds.index("IDR_N_LP")
        assert set(kinds[picture + 1 :]) == {"SUFFIX_SEI_NUT"}


def test_a_decoder_shows_each_message_before_the_next_one_comes(parts):
    whole = list(Decoder(b"".join(parts), device="cpu"))
    assert len(whole) == 1 + 24 + 1 + 24 + 1 + 8
    given: list[bytes] = []

    def pieces() -> Iterator[bytes]:
        for part in parts:
            given.append(part)
            yield part + ENDING

    frames, shown = [], []
    for frame in Decoder(Joined(pieces(), "pipe"), device="cpu"):
        frames.append(frame)
        shown.append(len(given))
    assert same(frames, whole)
    # Of the first access unit: its picture with the first part, two pictures with each message.
    assert shown[:25] == [1, *[n for n in range(2, 14) for _ in range(2)]]


def test_in_a_player_pictures_come_with_their_nal_unit(parts):
    whole = list(Decoder(b"".join(parts), device="cpu"))
    with PushDecoder(device="cpu", alignment="nal") as decoder:
        for number, part in enumerate(parts[:10]):
            for nal in access_units(part, codec="h266") if not number else [None]:
                for each in nal.nal_units if nal else [part]:
                    decoder.push(bytes(each.data) if nal else each, pts=10 + number * 0.08)
            out = []
            while (picture := decoder.pull(timeout=60)) is not None:
                out.append(picture)
            assert len(out) == (2 if number else 1)
            assert out[-1].time == pytest.approx(10 + 2 * number / RATE)
            assert np.array_equal(out[-1].planes[0], whole[2 * number].pixels)


@given(st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=6), st.data())
def test_nal_units_are_whole_however_they_come(bodies, data):
    # As after emulation prevention: no three zero bytes, no zero byte at the end.
    nals = [bytes(max(b, 4) for b in body) for body in bodies]
    stream = b"".join(b"\0\0\0\1" + nal for nal in nals) + data.draw(st.sampled_from([b"", ENDING]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    splitter, out, places = NalSplitter(), [], []
    for a, b in pairwise([0, *cuts, len(stream)]):
        for nal in splitter.add(stream[a:b]):
            out.append(nal)
            places.append(splitter.offset)
    for nal in splitter.flush():
        out.append(nal)
        places.append(splitter.offset)
    assert out == nals
    assert all(stream[p : p + 3] == b"\0\0\1" for p in places) and sorted(set(places)) == places


def test_what_is_written_tells_where_it_ends_and_costs_nothing(parts):
    file = io.BytesIO()
    sending, sizes = Sending(file), []
    for part in [*parts, b""]:
        sending.write(part)
        sizes.append(file.tell())
    assert file.getvalue() == b"".join(parts) + ENDING
    assert all(file.getvalue()[:size].endswith(ENDING) for size in sizes)
    frames = list(Decoder(io.BytesIO(file.getvalue()), device="cpu"))
    assert same(frames, list(Decoder(b"".join(parts), device="cpu")))


def test_other_streams_of_a_pipe_are_access_units_as_before():
    data = encode_picture(drawn(0, HEIGHT, WIDTH), 40) * 3
    units = list(arriving(io.BytesIO(data)))
    assert [bytes(u.data) for u in units] == [bytes(u.data) for u in access_units(data, codec="h266")]
    with pytest.raises(SeigenError, match="no bitstream"):
        list(arriving(io.BytesIO(b"no stream")))


def test_a_live_stream_joined_to_another_goes_on(parts):
    first = b"".join(parts[:5])
    with encoder(step=1) as coder:
        second = b"".join(coder.push(drawn(i, HEIGHT, WIDTH), i / RATE) for i in range(9))
    frames = list(Decoder(io.BytesIO(first + second), device="cpu"))
    assert [f.index for f in frames] == list(range(9 + 9))
    assert same(frames, list(Decoder(first + second, device="cpu")))


def test_a_lost_message_leaves_the_picture_before_it_until_the_next_base_picture(parts):
    said: list[str] = []
    lacking = [*parts[:5], *parts[7:]]
    frames = list(Decoder(Joined((p + ENDING for p in lacking), "pipe"), device="cpu", warn=said.append))
    whole = list(Decoder(b"".join(parts), device="cpu"))
    assert [f.index for f in frames] == [f.index for f in whole]
    assert all(np.array_equal(f.pixels, whole[8].pixels) for f in frames[9:25])
    assert same(frames[25:], whole[25:]) and len(said) == 1 and "missing" in said[0]


def test_a_message_of_a_number_far_away_makes_no_endless_pictures(parts):
    """gfv_cnt is the stream's word: a jump of a million messages is not shown as twice as many pictures."""
    with encoder() as coder:
        out = [coder.push(drawn(i, HEIGHT, WIDTH), i / RATE) for i in range(5)]
        coder._writer._count = 1_000_000
        out += [coder.push(drawn(i, HEIGHT, WIDTH), i / RATE) for i in range(5, 9)]
    pieces = (p + ENDING for p in out if p)
    assert len(list(Decoder(Joined(pieces, "pipe"), device="cpu", warn=print))) == 9


@pytest.mark.filterwarnings("ignore::vvc_bridge.sei_nal.UnreadableSei")
def test_damaged_live_streams_end_in_pictures_or_an_error(parts):
    """Bits that are turned, bytes that lack or are too many, wherever: nothing but SeigenError is raised."""
    stream, generator = b"".join(p + ENDING for p in parts[:6]), np.random.default_rng(1)
    ended = 0
    for _ in range(60):
        data = bytearray(stream)
        for place in generator.integers(len(parts[0]) // 2, len(data) - 8, 3):
            match generator.integers(3):
                case 0:
                    data[place] ^= 1 << int(generator.integers(8))
                case 1:
                    del data[place : place + int(generator.integers(1, 6))]
                case 2:
                    data[place:place] = generator.choice([0, 0, 1, 128], 4).astype(np.uint8).tobytes()
        try:
            frames = list(Decoder(io.BytesIO(bytes(data)), device="cpu", warn=lambda text: None))
            assert len(frames) < 6 * 512 + 1
            ended += 1
        except SeigenError:
            pass
    assert ended > 10


@pytest.mark.skipif(not VTM, reason="no VTM: set SEIGEN_VTM_DECODER to its DecoderApp")
def test_vtm_decodes_it(parts, tmp_path):
    (tmp_path / "live.266").write_bytes(b"".join(parts) + ENDING)
    done = subprocess.run([VTM, "-b", "live.266", "-o", "out.yuv"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stdout[-500:]
    assert (tmp_path / "out.yuv").stat().st_size == 3 * HEIGHT * WIDTH * 3 // 2 * 2


def test_verify_finds_nothing(parts, tmp_path, capsys):
    path = tmp_path / "live.266"
    path.write_bytes(b"".join(parts) + ENDING)
    assert call("conformance", "verify", path) == 0
    assert "clean" in capsys.readouterr().out


# The encoder.


def test_nothing_depends_on_what_is_to_come():
    every, _ = pushed(30, access=0.5)
    for count in (1, 2, 14, 20):
        assert pushed(count, access=0.5)[0] == every[:count]


def test_pictures_are_where_they_were_filmed(parts):
    for frame in Decoder(b"".join(parts), device="cpu"):
        away = np.subtract(found(frame.pixels), found(drawn(frame.index, HEIGHT, WIDTH)))
        assert np.hypot(*away) < 3


def test_a_scene_begins_with_a_base_picture():
    def picture(i: int) -> np.ndarray:
        return 255 - drawn(i, HEIGHT, WIDTH) if i >= 9 else drawn(i, HEIGHT, WIDTH)

    parts, _ = pushed(20, picture)
    units = list(access_units(b"".join(parts), codec="h266"))
    frames = list(Decoder(b"".join(parts), device="cpu"))
    assert len(units) == 2 and [f.index for f in frames if f.is_base] == [0, 9]
    faces = [Timing.parse(_uri(u)) for u in units]
    assert [t.cut for t in faces] == [False, True] and [t.latency for t in faces] == [LIVE, LIVE]
    assert [t.count for t in faces] == [None, None]


def _uri(unit: object) -> str | None:
    from generators.parameters.reading import ParameterReader
    from sei.messages.generative_face_video import GenerativeFaceVideo

    payload = next(m.payload for m in unit.messages if m.payload_type == 223)  # type: ignore[attr-defined]
    return GenerativeFaceVideo.from_payload(payload, context=ParameterReader().context).gfv_nn_uri


def test_what_is_generated_badly_is_coded_anew():
    """The square is drawn, the waves behind it are not: they move from picture 10 on."""

    def picture(i: int) -> np.ndarray:
        shown = drawn(0, HEIGHT, WIDTH)
        return shown if i < 10 else np.roll(shown, (7 * (i // 10), 0), axis=(0, 1))

    parts, _ = pushed(30, picture, threshold=0.08)
    bases = [f.index for f in Decoder(b"".join(parts), device="cpu") if f.is_base]
    assert len(bases) > 1 and 10 < bases[1] <= 10 + 5 * 2


def test_pictures_that_lack_or_are_too_many_change_no_time():
    times = [0, 0.02, 0.04, 0.08, 0.081, 0.24, 0.33, 0.41, 0.49, 3.2, 3.28]
    with encoder() as coder:
        parts = [coder.push(drawn(round(t * RATE), HEIGHT, WIDTH), 50 + t) for t in times]
    frames = list(Decoder(b"".join(parts), device="cpu"))
    # Three intervals without a picture are made up for; after a longer pause the stream begins anew.
    assert [f.index for f in frames] == [*range(13), 80, 81, 82]
    assert [f.is_base for f in frames] == [i in (0, 80) for i in [f.index for f in frames]]
    assert np.allclose([f.time for f in frames], [f.index / RATE for f in frames])
    x = [found(f.pixels)[0] for f in frames[:7]]
    assert all(a < b for a, b in pairwise(x)), "what lacks is on the way to what came"


def test_a_picture_coded_ahead_of_time_is_the_same():
    coder = PictureEncoder(HEIGHT, WIDTH)
    coder.prepare(40)
    picture = drawn(0, HEIGHT, WIDTH)
    data = coder(picture, 40)
    assert coder.qp is None and data == coder(picture, 40)
    coder.prepare(41)
    coder.close()
    ((_, shown),) = PictureDecoder()(data)
    assert np.abs(shown.astype(int) - picture).mean() < 6
    with pytest.raises(SeigenError, match="even"):
        PictureEncoder(95, 128)


def test_messages_go_on_while_a_base_picture_takes_long(monkeypatch):
    """It is there at the seventh question: the stream goes on from the old one until then."""
    asked: list[float | None] = []

    def wait(coder: PictureEncoder, seconds: float | None) -> bool:
        asked.append(seconds)
        return len(asked) >= 7

    monkeypatch.setattr(PictureEncoder, "wait", wait)
    parts, _ = pushed(60, access=1.0, wait=0.08)
    frames = list(Decoder(b"".join(parts), device="cpu"))
    assert asked[:7] == [0.08, 0, 0, 0, 0, 0, 0]
    assert [f.index for f in frames] == list(range(len(frames))) and len(frames) > 55
    bases = [f.index for f in frames if f.is_base]
    assert len(bases) == 3 and 25 < bases[1] <= 25 + 7 < bases[2]
    assert np.hypot(*np.subtract(found(frames[bases[1]].pixels), found(drawn(25, HEIGHT, WIDTH)))) < 2
    for frame in frames:
        # The one after it is half way to the next message.
        if not frame.is_base and not frames[frame.index - 1].is_base:
            assert np.hypot(*np.subtract(found(frame.pixels), found(drawn(frame.index, HEIGHT, WIDTH)))) < 4


def test_what_cannot_be_asked():
    with encoder() as coder:
        for picture, at in ((np.zeros((4, 4)), 0.0), (drawn(0, HEIGHT, WIDTH), float("nan"))):
            with pytest.raises(SeigenError):
                coder.push(picture, at)
        coder.push(drawn(0, HEIGHT, WIDTH), 0)
        with pytest.raises(SeigenError, match="another size"):
            coder.push(np.zeros((64, 64, 3), np.uint8), 1)
    for options in ({"bitrate": 0}, {"bucket": 0}, {"bitrate": float("inf")}):
        with pytest.raises(SeigenError):
            encoder(**{"qp": None, **options})
    with pytest.raises(SeigenError, match="whole clip"):
        LiveEncoder("semantics")
    with pytest.raises(SeigenError, match="whole clip"):
        LiveEncoder("avatar")
    with pytest.raises(SeigenError, match="bucket holds"):
        pushed(1, qp=None, bitrate=1, bucket=0.1)


# The bucket.


@given(
    st.floats(1e3, 1e5),
    st.floats(0.1, 10),
    st.lists(st.tuples(st.floats(0, 2), st.integers(0, 3000)), min_size=1, max_size=20),
)
@settings(max_examples=50)
def test_no_window_has_more_than_its_rate_and_the_bucket(rate, seconds, offered):
    bucket, now, left, put = Bucket(rate, rate * seconds), 100.0, [], b""
    for wait, size in offered:
        now += wait
        if 8 * size <= bucket.size:
            bucket.put(bytes(size))
            put += bytes(size)
        left.append((now, len(bucket.take(now))))
    _check_windows(left, rate, rate * seconds)
    while bucket.delay(now):
        now += bucket.delay(now) + 1e-6
        left.append((now, len(bucket.take(now))))
    assert sum(size for _, size in left) == len(put), "all of it leaves"
    _check_windows(left, rate, rate * seconds)


def _check_windows(left: list[tuple[float, int]], rate: float, size: float) -> None:
    for i, (begin, _) in enumerate(left):
        total = 0
        for end, length in left[i:]:
            total += 8 * length
            assert total <= (rate * (end - begin) + size) * (1 + 1e-9)


def test_a_stream_holds_its_bitrate_in_every_window():
    bitrate, bucket = 6.0, 3.0

    def picture(i: int) -> np.ndarray:  # what is behind moves, and asks for base pictures all the time
        return np.roll(drawn(i, HEIGHT, WIDTH), 3 * i, axis=0)

    parts, coder = pushed(100, picture, qp=None, bitrate=bitrate, bucket=bucket, access=2.0, threshold=0.05)
    left = [(i / RATE, len(part)) for i, part in enumerate(parts)]
    _check_windows(left, 1000 * bitrate, 1000 * bitrate * bucket)
    assert coder.ledger.bases > 1
    assert sum(map(len, parts)) > 0.6 * bitrate * 1000 / 8 * 4, "and uses it"
    frames = list(Decoder(b"".join(parts), device="cpu"))
    assert [f.index for f in frames] == list(range(len(frames))) and len(frames) > 90


# From picture in to picture out.


def stamped(number: int) -> np.ndarray:
    """A picture whose square says its number by its place."""
    picture = np.full((96, 256, 3), 120, np.uint8)
    picture[40:56, 12 + 2 * number : 28 + 2 * number] = (230, 30, 20)
    return picture


def read_stamp(picture: np.ndarray) -> int:
    return round((found(picture)[0] - 20) / 2)


def _too_slow(most: list[float]) -> None:
    """Where others take the processor all the time nothing is proved."""
    load = os.getloadavg()[0] / usable_cores()
    if load > 4:
        pytest.skip(f"the machine is busy: a load of {load:.0f} per core ({min(most):.3f} s)")
    pytest.fail(f"picture in to picture out takes {min(most):.3f} s")


def test_from_picture_in_to_picture_out_are_at_most_three_message_intervals():
    """The square's place says which picture it was. Others take the processor: the best of five counts."""
    pictures, most = [stamped(i) for i in range(60)], []
    for _ in range(5):
        coder = encoder(size=(96, 256), access=1.0, wait=WAIT)
        out = from_in_to_out(coder, pictures, RATE)
        assert coder.interval == 2 / RATE and len(out) >= 56
        bases = [f.index for _, f in out if f.is_base]
        assert 1 <= len(bases) <= 2
        for _, frame in out:
            # A base picture that took long to code is shown late, and the next is on the way from it.
            late = frame.is_base or frame.index - 1 in bases
            assert abs(read_stamp(frame.pixels) - frame.index) <= 2 or late, "what is seen was filmed then"
        most.append(max(seconds for seconds, _ in out))
        if most[-1] <= INTERVALS * coder.interval:
            return
    _too_slow(most)


@pytest.mark.long
def test_a_talking_head_is_as_quick():
    """Of what is shown; what cannot be drawn in time is passed over, at most half of it."""
    pictures, most = first_pictures("franck", 100), []
    for _ in range(5):
        coder = LiveEncoder("mesh", bitrate=16, wait=WAIT)
        out = from_in_to_out(coder, pictures, RATE, prompt=True)
        most.append(float(np.quantile([seconds for seconds, _ in out], 0.95)))
        if most[-1] <= INTERVALS * coder.interval and len(out) > 50:
            return
    _too_slow(most)


def test_a_prompt_decoder_passes_over_what_is_late(parts):
    whole = list(Decoder(b"".join(parts), device="cpu"))
    pieces = [parts[0] + ENDING, parts[1] + ENDING, b"".join(parts[2:6]) + ENDING, parts[6] + ENDING]
    frames = list(Decoder(Joined(iter(pieces), "pipe"), device="cpu", prompt=True))
    assert [f.index for f in frames] == [0, 1, 2, 9, 10, 11, 12]
    assert all(np.array_equal(f.pixels, whole[f.index].pixels) for f in frames)
    assert len(list(Decoder(Joined(iter(pieces), "pipe"), device="cpu"))) == 13


# From where pictures come, and where they go.


def test_the_command_codes_live(tmp_path, capsysbinary):
    clip = write_clip(tmp_path / "clip.mp4", [drawn(i, HEIGHT, WIDTH) for i in range(20)])
    live_path, words = tmp_path / "live.266", ["--system", "square", "--latency", "live", "--window", "all"]
    assert call("encode", clip, "-o", live_path, *words, "--bitrate", 40) == 0
    assert live_path.read_bytes().endswith(ENDING)
    assert call("encode", clip, "-o", "-", *words, "--bitrate", 40) == 0
    assert capsysbinary.readouterr().out == live_path.read_bytes()
    frames = list(Decoder(live_path, device="cpu"))
    assert len(frames) == 19
    for extra, said in (
        (["-o", tmp_path / "x.mp4"], "byte stream"),
        (["-o", live_path, "--audio", "copy"], "no sound"),
        (["-o", live_path, "--verify"], "whole clip"),
        (["-o", live_path, "--report", tmp_path / "r"], "whole clip"),
    ):
        assert call("encode", clip, *words, *extra) == 1
        assert said in capsysbinary.readouterr().err.decode()
    assert call("encode", clip, "-o", live_path, "--realtime") == 1
    assert "--latency live" in capsysbinary.readouterr().err.decode()


def test_a_clip_comes_at_its_own_speed_and_late_pictures_are_passed_over(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", [drawn(i, HEIGHT, WIDTH) for i in range(40)])
    source = Source(clip, realtime=True)
    begun, times = 0.0, []
    for picture in source:
        if not begun:
            begun = time.monotonic()
            source.begun.set()
        elif picture.index == 10:
            time.sleep(0.3)  # busy
        assert not times or time.monotonic() - begun >= picture.time - 0.01
        times.append(picture.time)
    assert times[0] == 0 and times[-1] == pytest.approx(39 / RATE)
    assert max(b - a for a, b in pairwise(times)) > 0.2, "what came meanwhile is passed over"


def test_pictures_of_python(tmp_path):
    coded = encode(_clip(24), system="square", latency="live", bitrate=None, qp=40)
    frames = list(Decoder(coded.data, device="cpu"))
    assert len(frames) == 23 and coded.ledger.pictures == 23
    assert coded.ledger.total == 8 * (len(coded.data) - len(ENDING))


def _clip(count: int) -> object:
    from tests.test_toy_system import clip_of

    return clip_of(HEIGHT, WIDTH, count)


class _Camera:
    """What libav gives for a camera."""

    def __init__(self, count: int) -> None:
        self.count, self.closed = count, False

    def decode(self, video: int) -> Iterator[av.VideoFrame]:
        for i in range(self.count):
            yield av.VideoFrame.from_ndarray(drawn(i, HEIGHT, WIDTH), format="rgb24")

    def __enter__(self) -> _Camera:
        return self

    def __exit__(self, *error: object) -> None:
        self.closed = True


def test_a_camera(monkeypatch, tmp_path):
    made, asked = _Camera(8), []

    def opened(device: str, options: dict[str, str]) -> _Camera:
        asked.append((device, options))
        return made

    monkeypatch.setattr(live, "open_camera", opened)
    monkeypatch.setattr(live, "is_camera", lambda path: str(path) == "/dev/video0")
    ticks = iter(range(100))
    pictures = list(live.camera("/dev/video0", rate=25, size=(48, 64), clock=lambda: next(ticks) / RATE))
    assert [p.index for p in pictures] == list(range(8)) and made.closed
    assert [round(p.time * RATE) for p in pictures] == list(range(8))
    assert asked == [("/dev/video0", {"framerate": "25", "video_size": "64x48"})]
    source = Source("/dev/video0", rate=Fraction(25))
    assert source.is_camera and source.realtime and list(source)
    coded = encode("/dev/video0", system="square", latency="live", bitrate=40)
    assert coded.ledger.bases >= 1


def test_what_is_no_camera(monkeypatch, tmp_path):
    assert not live.is_camera(tmp_path / "none") and not live.is_camera("-") and not live.is_camera(__file__)
    assert live.is_camera("/dev/null")
    with pytest.raises(video.VideoError, match=r"cannot be opened|no picture"):
        list(live.camera("/dev/null"))
    monkeypatch.setattr(libav.sys, "platform", "plan9")
    with pytest.raises(SeigenError, match="no cameras"):
        libav.open_camera("/dev/video0")


@pytest.mark.skipif(not Path("/dev/video0").exists(), reason="no camera: /dev/video0 is not here")
def test_a_real_camera():
    pictures = live.camera("/dev/video0")
    assert next(pictures).rgb.ndim == 3
    pictures.close()  # type: ignore[attr-defined]


def test_y4m_from_a_pipe_is_coded_as_it_comes(monkeypatch):
    """Standard input is not spooled: the first picture is coded before the last one has come."""
    reading, writing = os.pipe()

    def feed() -> None:
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            pipe.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F25:1 Ip A1:1 C420jpeg\n".encode())
            for i in range(30):
                frame = av.VideoFrame.from_ndarray(drawn(i, HEIGHT, WIDTH), format="rgb24")
                pipe.write(b"FRAME\n" + frame.reformat(format="yuvj420p").to_ndarray().tobytes())

    thread = threading.Thread(target=feed)
    thread.start()
    with os.fdopen(reading, "rb") as pipe:
        monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(buffer=pipe))
        coded = encode("-", system="square", latency="live", bitrate=None, qp=40)
    thread.join()
    assert coded.ledger.pictures == 29
