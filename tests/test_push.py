"""The decoder that its host feeds: access units, NAL units or decoded pictures; any thread, any place."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import av
import numpy as np
import pytest
import torch

from generators import registry
from generators.codec import push
from generators.codec.decoder import Decoder
from generators.codec.encode import encode_clip
from generators.codec.encoder import Settings
from generators.codec.picture_codec import PictureDecoder
from generators.codec.push import Colour, Picture, PushDecoder
from generators.codec.stream import START_CODE
from generators.media.pixels import to_tensor, to_yuv
from sei.errors import SeigenError
from tests import toy_system
from tests.test_toy_system import clip_of
from vvc_bridge.access_unit import AccessUnit, access_units
from vvc_bridge.containers.reading import open_container
from vvc_bridge.muxer import write
from vvc_bridge.talk import FILE, LIVE

COUNT = 40


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(toy_system.ENTRY)


@pytest.fixture(scope="module")
def stream() -> bytes:
    """Four access units, each to be shown before the next one."""
    return coded(LIVE)


def coded(latency: str) -> bytes:
    clip = clip_of(96, 128, COUNT)
    clip.cuts[:] = [0, 10, 20, 30]
    system = toy_system.make(96, 128, "cpu", torch.float32)
    return encode_clip(clip, system, bitrate=None, settings=Settings(40, step=1, latency=latency)).data


@pytest.fixture
def expected(stream: bytes) -> list[np.ndarray]:
    return [frame.pixels for frame in Decoder(stream, device="cpu")]


@pytest.fixture
def decoder() -> Iterator[PushDecoder]:
    with PushDecoder(device="cpu") as made:
        yield made


def units(stream: bytes) -> list[AccessUnit]:
    return list(access_units(stream, codec="h266"))


def same(found: list[Picture], expected: list[np.ndarray]) -> bool:
    return len(found) == len(expected) and all(
        np.array_equal(a.planes[0], b) for a, b in zip(found, expected, strict=True)
    )


def test_access_units_come_out_as_from_a_file_with_the_times_of_the_host(decoder, stream, expected):
    for number, unit in enumerate(units(stream)):
        decoder.push(unit.data, pts=100 + number)  # not the stream's own clock
    found = list(decoder.flush())
    assert same(found, expected)
    assert [p.index for p in found] == list(range(COUNT))
    assert np.allclose([p.time for p in found], [100 + i // 10 + i % 10 / 25 for i in range(COUNT)])
    assert [p.is_base for p in found] == [i % 10 == 0 for i in range(COUNT)]
    assert decoder.pull(timeout=5) is None


def test_without_times_the_clock_is_the_streams(decoder, stream):
    for unit in units(stream):
        decoder.push(unit.data)
    assert np.allclose([p.time for p in decoder.flush()], np.arange(COUNT) / 25)


def test_an_access_unit_comes_out_before_the_next_is_pushed(decoder, stream, expected):
    for number, unit in enumerate(units(stream)):
        decoder.push(unit.data)
        found = []
        while (picture := decoder.pull(timeout=60)) is not None:
            found.append(picture)
        assert same(found, expected[10 * number : 10 * number + 10])


def test_where_pictures_take_from_the_next_base_picture_they_come_after_it(decoder):
    stream = coded(FILE)
    expected = [frame.pixels for frame in Decoder(stream, device="cpu")]
    found = []
    for number, unit in enumerate(units(stream)):
        decoder.push(unit.data)
        while (picture := decoder.pull(timeout=60)) is not None:
            found.append(picture)
        assert same(found, expected[: 10 * number + 1])
    found += decoder.flush()
    assert same(found, expected)


def test_several_access_units_at_once(decoder, stream, expected):
    decoder.push(stream)
    assert same(list(decoder.flush()), expected)


@pytest.mark.parametrize("start_codes", [True, False])
def test_nal_units_one_by_one(stream, expected, start_codes):
    with PushDecoder(device="cpu", alignment="nal") as decoder:
        for number, unit in enumerate(units(stream)):
            for nal in unit.nal_units:
                decoder.push((START_CODE if start_codes else b"") + bytes(nal.data), pts=50 + number)
        found = list(decoder.flush())
        assert same(found, expected)
        assert np.allclose([p.time for p in found], [50 + i // 10 + i % 10 / 25 for i in range(COUNT)])
        # Another stream follows.
        for nal in (n for unit in units(stream) for n in unit.nal_units):
            decoder.push(nal.data)
        assert same(list(decoder.flush()), expected)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_samples_of_a_container(tmp_path, stream, expected, suffix):
    path = tmp_path / f"talk{suffix}"
    write(stream, path)
    with open_container(path) as file, av.open(str(path)) as container:
        assert file is not None
        with PushDecoder(device="cpu", record=file.track.record) as decoder:
            for packet in container.demux(container.streams.video[0]):
                if packet.size:
                    decoder.push(bytes(packet), pts=float(packet.pts * packet.time_base))
            found = list(decoder.flush())
    assert same(found, expected)
    assert np.allclose([p.time for p in found], np.arange(COUNT) / 25, atol=0.002)


@pytest.mark.parametrize("kind", ["numpy", "torch", "dlpack", "frame"])
def test_pictures_that_the_host_decoded(decoder, stream, expected, kind):
    host = PictureDecoder()
    for number, unit in enumerate(units(stream)):
        bare = b"".join(START_CODE + bytes(n.data) for n in unit.nal_units if not n.is_sei)
        ((_, pixels),) = host(bare)
        payloads = [(m.payload_type, m.payload) for m in unit.messages]

        class Other:
            def __init__(self, held: torch.Tensor) -> None:
                self.__dlpack__, self.__dlpack_device__ = held.__dlpack__, held.__dlpack_device__

        picture = {
            "numpy": lambda: pixels,  # noqa: B023
            "torch": lambda: torch.from_numpy(pixels),  # noqa: B023
            "dlpack": lambda: Other(torch.from_numpy(pixels)),  # noqa: B023
            "frame": lambda: av.VideoFrame.from_ndarray(pixels, format="rgb24"),  # noqa: B023
        }[kind]()
        decoder.push_picture(picture, payloads, pts=float(number))
    found = list(decoder.flush())
    assert same(found, expected) and np.allclose([p.time for p in found[::10]], range(4))


@pytest.mark.parametrize("output", ["numpy", "torch"])
@pytest.mark.parametrize("format", ["rgb", "i420", "nv12"])
def test_formats(stream, expected, format, output):
    with PushDecoder(device="cpu", format=format, output=output) as decoder:
        decoder.push(stream)
        for picture, rgb in zip(decoder.flush(), expected, strict=True):
            assert picture.size == (96, 128) and picture.format == format
            planes = [np.from_dlpack(plane) for plane in picture.planes]
            assert all(isinstance(p, torch.Tensor) == (output == "torch") for p in picture.planes)
            if format == "rgb":
                assert np.array_equal(planes[0], rgb) and picture.colour == push.RGB
                assert np.array_equal(np.from_dlpack(picture), rgb)
                continue
            assert picture.colour == Colour(1, 1, 1, False, 1)
            if format == "nv12":
                planes = [planes[0], planes[1][..., 0], planes[1][..., 1]]
            stacked = np.concatenate([p.ravel() for p in planes]).reshape(96 * 3 // 2, 128)
            frame = av.VideoFrame.from_ndarray(stacked, format="yuv420p")
            back = frame.to_ndarray(format="rgb24", src_colorspace=av.video.reformatter.Colorspace.ITU709)
            assert np.abs(back.astype(int) - rgb).mean() < 3


def test_planes_are_those_of_bt709():
    """Grey, and the corners of the cube, by H.273's equations; odd sizes are rounded up."""
    corners = {(255, 255, 255): (235, 128, 128), (0, 0, 0): (16, 128, 128), (255, 0, 0): (63, 102, 240)}
    corners |= {(0, 255, 0): (173, 42, 26), (0, 0, 255): (32, 240, 118)}
    for rgb, expected in corners.items():
        planes = to_yuv(to_tensor(np.full((5, 7, 3), rgb, np.uint8)))
        assert [p.shape for p in planes] == [(5, 7), (3, 4), (3, 4)]
        assert tuple(int(p[0, 0]) for p in planes) == expected
        assert all((p == p[0, 0]).all() for p in planes)


def test_seek_drops_what_was_there(decoder, stream, expected):
    every = units(stream)
    for unit in every:
        decoder.push(unit.data)
    assert same([decoder.pull(timeout=60)], expected[:1])
    decoder.seek()
    assert decoder.ready() == []
    decoder.push(every[2].data, pts=7.0)
    found = list(decoder.flush())
    assert same(found, expected[20:30]) and found[0].time == 7 and found[0].index == 20
    decoder.reset()
    decoder.push(stream)
    assert same(list(decoder.flush()), expected)


def test_no_more_is_made_ahead_than_is_said(stream, expected):
    with PushDecoder(device="cpu", ahead=3) as decoder:
        decoder.push(stream)
        deadline = time.monotonic() + 60
        while len(decoder._made) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.1)
        assert len(decoder._made) == 3
        assert same([*decoder.ready(), *decoder.flush()], expected)


def test_threads_push_pull_and_seek_at_once(stream, expected):
    every, errors = units(stream), list[BaseException]()
    with PushDecoder(device="cpu", ahead=4) as decoder:

        def guarded(work):
            def run() -> None:
                try:
                    work()
                except BaseException as error:
                    errors.append(error)

            return threading.Thread(target=run)

        def pushing() -> None:
            for _ in range(5):
                for unit in every:
                    decoder.push(unit.data)

        def pulling() -> None:
            for _ in range(30):
                decoder.pull(timeout=0.05)

        def seeking() -> None:
            for _ in range(8):
                time.sleep(0.02)
                decoder.seek()

        threads = [guarded(w) for w in (pushing, pushing, pulling, pulling, seeking)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
            assert not thread.is_alive()
        assert errors == []
        decoder.seek()
        decoder.push(stream)
        assert same(list(decoder.flush()), expected)


def test_what_is_broken_is_said_and_the_next_stream_is_fine(decoder, stream, expected):
    with pytest.raises(SeigenError):
        decoder.push(b"no start code")
    decoder.push(START_CODE + bytes([0, 21 << 3 | 1]) + b"\x80")  # an end of sequence, no picture
    with pytest.raises(SeigenError, match="no picture"):
        list(decoder.flush())
    decoder.push(stream)
    assert same(list(decoder.flush()), expected)
    assert list(decoder.flush()) == []


def test_what_waits_is_bounded(stream, monkeypatch):
    monkeypatch.setattr(push, "MAX_WAITING", len(stream) + 10)
    with PushDecoder(device="cpu", ahead=1) as decoder:
        with pytest.raises(SeigenError, match="take pictures first"):
            for _ in range(50):
                decoder.push(stream)
        assert decoder.pull(timeout=60) is not None


def test_what_is_not_allowed():
    for options, match in (
        ({"alignment": "byte"}, "allowed: au, nal"),
        ({"format": "yuy2"}, "allowed: rgb, i420, nv12"),
        ({"output": "jax"}, "allowed: numpy, torch"),
        ({"level": -1}, "allowed: 0 or more"),
    ):
        with pytest.raises(SeigenError, match=match):
            PushDecoder(**options)
    with PushDecoder(device="cpu") as decoder, pytest.raises(SeigenError, match="allowed: uint8"):
        decoder.push_picture(np.zeros((4, 4), np.uint8))
    with pytest.raises(SeigenError, match="closed"):
        decoder.push(b"")
    before = threading.active_count()
    with PushDecoder(device="cpu") as decoder:
        decoder.push_picture(np.zeros((16, 16, 3), np.uint8))
        assert len(list(decoder.flush())) == 1
    assert threading.active_count() == before


def test_a_stream_of_no_system_gives_its_pictures(decoder, stream):
    """Pictures alone, without a message."""
    host, bare = PictureDecoder(), []
    for unit in units(stream):
        bare.append(b"".join(START_CODE + bytes(n.data) for n in unit.nal_units if not n.is_sei))
        decoder.push(bare[-1], pts=float(len(bare)))
    found = list(decoder.flush())
    assert same(found, [host(data)[0][1] for data in bare])
    assert [p.time for p in found] == [1, 2, 3, 4]
