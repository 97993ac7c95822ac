"""Byte streams into containers: order, rate, sync samples, and all that lies around the pictures."""

from __future__ import annotations

import contextlib
import io
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.errors import BitstreamError, SeigenError
from sei.rbsp import Payload, escape
from tests.h264_streams import BOTTOM, TOP, Bits, Picture, Sequence
from tests.test_vvc_order import X264, X265, encode, sets_of
from vvc_bridge import Entry, MessageFile, Place, access_units, extract, inject, remux
from vvc_bridge.nal import Codec, NalUnit
from vvc_bridge.presentation import presentation
from vvc_bridge.rate import parse_rate, stream_rate
from vvc_bridge.sei_nal import build
from vvc_bridge.talk import Clock, Timing
from vvc_bridge.video_parameter_set import read_vps

av = pytest.importorskip("av")
pytest.importorskip("imageio_ffmpeg")

STREAMS = {".264": X264["b-pyramid"], ".265": X265["b-pyramid"]}


def packets(path: Path) -> list[Any]:
    with av.open(path) as container:
        return [packet for packet in container.demux(video=0) if packet.size]


def times(path: Path) -> list[Fraction]:
    """Seconds at which decoded pictures are shown, in the order in which the decoder gives them."""
    with av.open(path) as container:
        base = container.streams.video[0].time_base
        return [frame.pts * base for frame in container.decode(video=0)]


@pytest.mark.parametrize("rate", [24, 50])
@pytest.mark.parametrize("suffix", STREAMS)
def test_output_order_and_rate_are_the_streams_own(suffix: str, rate: int, tmp_path: Path) -> None:
    stream = encode(tmp_path / f"a{suffix}", *STREAMS[suffix], seconds=24 / rate, rate=rate)
    remux(stream, tmp_path / "a.mp4", codec="h" + suffix[1:])
    assert times(tmp_path / "a.mp4") == [Fraction(k, rate) for k in range(24)]
    with av.open(tmp_path / "a.mp4") as container:
        assert container.streams.video[0].average_rate == rate
    assert all(packet.dts <= packet.pts for packet in packets(tmp_path / "a.mp4"))


@pytest.mark.parametrize("suffix", [".264", ".265"])
@pytest.mark.parametrize("kind", ["mp4", "mkv", "ts"])
def test_players_begin_at_0_where_an_open_gop_was_cut(kind: str, suffix: str, tmp_path: Path) -> None:
    """The leading pictures, which nobody can decode, take no time in an mp4."""
    codec = "h" + suffix[1:]
    options = X264["open GOP"] if suffix == ".264" else X265["open GOP"]
    units = list(access_units(encode(tmp_path / f"a{suffix}", *options, seconds=2), codec=codec))
    start = [unit.index for unit in units if unit.random_access][1]
    cut = sets_of(units[0]) + b"".join(unit.data for unit in units[start:])
    remux(cut, tmp_path / f"a.{kind}", codec=codec)
    shown = times(tmp_path / f"a.{kind}")
    assert shown == sorted(shown) and len(shown) < len(units) - start
    assert kind != "mp4" or shown[0] == 0
    assert len(packets(tmp_path / f"a.{kind}")) == len(units) - start


@pytest.mark.parametrize(
    ("name", "params", "sync"),
    [
        ("a.264", X264["open GOP"], "access"),
        ("a.265", X265["open GOP"], "access"),
        ("a.264", X264["intra refresh"], "first"),
    ],
)
def test_sync_samples_are_where_decoding_can_begin(
    name: str, params: list[str], sync: str, tmp_path: Path
) -> None:
    stream = encode(tmp_path / name, *params, seconds=2)
    codec = "h" + name[-3:]
    units = list(access_units(stream, codec=codec))
    access = [unit.index for unit in units if unit.random_access]
    assert len(access) > 2  # intra refresh: gradual, no picture to begin with
    found = [n for n, sample in enumerate(presentation(stream, codec).samples) if sample.sync]
    assert found == (access if sync == "access" else [0])
    remux(stream, tmp_path / "a.mp4", codec=codec)
    data = (tmp_path / "a.mp4").read_bytes()
    table = data[data.index(b"stss") + 8 :]
    count = int.from_bytes(table[:4], "big")
    assert [int.from_bytes(table[4 * n : 4 * n + 4], "big") - 1 for n in range(1, count + 1)] == found


def test_a_stream_that_begins_with_intra_refresh_has_a_sync_sample(tmp_path: Path) -> None:
    units = list(access_units(encode(tmp_path / "a.264", *X264["intra refresh"], seconds=2), codec="h264"))
    start = [unit.index for unit in units if unit.random_access][1]
    cut = sets_of(units[0]) + b"".join(unit.data for unit in units[start:])
    assert next(access_units(cut, codec="h264")).random_access == "GDR"
    remux(cut, tmp_path / "a.mp4", codec="h264")
    assert packets(tmp_path / "a.mp4")[0].is_keyframe
    assert b"stss" in (tmp_path / "a.mp4").read_bytes()


TAILS = {
    "end of sequence": b"\0\0\1\x48\x01",
    "end of bitstream": b"\0\0\1\x4a\x01",
    "filler data": b"\0\0\1\x4c\x01\xff\xff\x80",
    "suffix SEI": b"\0\0\1" + build(Codec.H265, [Payload(5, bytes(20))], suffix=True),
    "delimiter and SEI": b"\0\0\0\1\x46\x01\x10\0\0\1"
    + build(Codec.H265, [Payload(5, bytes(20))], suffix=False),
}


@pytest.mark.parametrize("kind", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize("name", TAILS)
def test_units_behind_the_last_picture_stay(name: str, kind: str, tmp_path: Path) -> None:
    stream = encode(tmp_path / "a.265", "bframes=2", seconds=0.25).read_bytes() + TAILS[name]
    remux(stream, tmp_path / f"a.{kind}", codec="h265")
    back = io.BytesIO()
    remux(tmp_path / f"a.{kind}", back)
    tail = TAILS[name][3:] if kind == "ts" else TAILS[name]
    assert back.getvalue().endswith(tail)
    count = len(extract(stream, codec="h265").messages)
    assert len(extract(tmp_path / f"a.{kind}").messages) == count


@pytest.mark.parametrize("aud", [0, 1])
@pytest.mark.parametrize("suffix", [".264", ".265", ".266"])
def test_one_delimiter_an_access_unit_in_a_transport_stream(suffix: str, aud: int, tmp_path: Path) -> None:
    if suffix == ".266":
        from vvc_bridge.external import EncodeSettings, VideoFormat, encoder

        video = VideoFormat(64, 64, Fraction(25), 10)
        frames = [bytes([20 + k, 0]) * (video.frame_bytes // 2) for k in range(6)]
        encoder().encode(iter(frames), video, tmp_path / "b.266", EncodeSettings(qp=40))
        delimiter = bytes.fromhex("0000000100a128") if aud else b""
        with (tmp_path / "a.266").open("wb") as file:
            for unit in access_units(tmp_path / "b.266"):
                kept = [bytes(nal) for nal in unit.nal_units if nal.name != "AUD_NUT"]
                file.write(delimiter + b"".join(kept))
    else:
        encode(tmp_path / f"a{suffix}", f"bframes=2:aud={aud}", seconds=0.25)
    remux(tmp_path / f"a{suffix}", tmp_path / "a.ts", codec="h" + suffix[1:])
    units = list(access_units(tmp_path / "a.ts", codec="h" + suffix[1:]))
    assert len(units) == 6
    assert [sum(nal.name.startswith("AUD") for nal in unit.nal_units) for unit in units] == [1] * 6


def test_two_fields_are_one_sample(tmp_path: Path) -> None:
    sequence = Sequence(clock=(1001, 60000))
    pictures = [
        Picture(0, 0, TOP, idr=True),
        Picture(0, 1, BOTTOM),
        Picture(1, 4),
        Picture(2, 2, reference=False),
    ]
    stream = sequence.sets() + b"".join(map(sequence.picture, pictures))
    remux(stream, tmp_path / "a.mp4", codec="h264")
    assert [len(sample.aus) for sample in presentation(stream, "h264").samples] == [2, 1, 1]
    assert times(tmp_path / "a.mp4") == [Fraction(1001 * k, 30000) for k in range(3)]


# -- the rate ---------------------------------------------------------------------------------------


def test_a_stream_without_a_clock_asks_for_a_rate(tmp_path: Path) -> None:
    sequence = Sequence(clock=None)
    stream = sequence.sets() + sequence.picture(Picture(0, idr=True)) + sequence.picture(Picture(1, 2))
    with pytest.raises(SeigenError, match=r"no clock; give --fps"):
        remux(stream, tmp_path / "a.mp4", codec="h264")
    assert not list(tmp_path.iterdir())
    slow = Sequence(clock=(2**32 - 1, 1))  # a picture in 272 years
    with pytest.raises(SeigenError, match=r"no clock; give --fps"):
        remux(slow.sets() + slow.picture(Picture(0, idr=True)), tmp_path / "a.mp4", codec="h264")
    remux(stream, tmp_path / "a.mp4", codec="h264", fps="23.976")
    assert times(tmp_path / "a.mp4") == [0, Fraction(1001, 24000)]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("30000/1001", Fraction(30000, 1001)),
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("12.5", Fraction(25, 2)),
        (59.94, Fraction(60000, 1001)),
        (0.5, Fraction(1, 2)),
        (Fraction(24000, 1001), Fraction(24000, 1001)),
        (" 50 ", Fraction(50)),
    ],
)
def test_rates(text: str | float | Fraction, rate: Fraction) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "0/1",
        "1/0",
        "-25",
        "nan",
        "inf",
        "-inf",
        "1e3",
        "1e99999999",
        "1e-99999999",
        "25/0",
        "1001",
        "1_0",
        "0.0001",
        "1/999999999",
        "9" * 10**6,
        "1/" + "9" * 10**6,
        "٣",
        "25fps",
        float("nan"),
        float("inf"),
        0.0,
        -1.0,
        1e300,
        Fraction(0),
    ],
)
def test_what_is_no_rate_is_refused_at_once(text: str | float | Fraction) -> None:
    before = time.monotonic()
    with pytest.raises(SeigenError, match="pictures per second") as caught:
        parse_rate(text)
    assert time.monotonic() - before < 0.5 and len(str(caught.value)) < 200


@given(st.text(alphabet="0123456789./e-+ nai", max_size=30))
def test_any_text_is_a_rate_in_range_or_refused(text: str) -> None:
    try:
        assert Fraction(1, 1000) <= parse_rate(text) <= 1000
    except SeigenError as error:
        assert "pictures per second" in str(error)


def vps(mode: int, sublayers: int, clock: tuple[int, int], hrd: int = 0) -> bytes:
    """A VPS of H.266 with three layers, each of which refers to the one below; vps_ols_mode_idc ``mode``."""
    s = Bits().u(4, 1).u(6, 2).u(3, sublayers - 1)
    if sublayers > 1:
        s.u(1, 0)  # vps_default_ptl_dpb_hrd_max_tid_flag
    s.u(1, 0).u(6, 0)
    for layer in (1, 2):  # of the highest, the tid of what it refers to is limited
        s.u(6, layer).u(1, 0).u(1, layer == 2)
        for below in range(layer):
            s.u(1, below == layer - 1)
            if layer == 2 and below == 1:
                s.u(3, 1)
    s.u(2, mode)
    if mode == 2:  # one more set, of the highest layer alone: all three are in it
        s.u(8, 0).u(3, 0b001)
    sets = 2 if mode == 2 else 3
    s.u(8, 1).u(1, 0)  # two profile_tier_level( ), the second without its profile
    if sublayers > 1:
        s.u(3, 0).u(3, 0)
    s.align()
    s.u(7, 17).u(1, 0).u(8, 51).u(2, 1).u(1, 0).align().u(8, 1).u(32, 7)
    s.u(8, 51).u(2, 1).align()
    if sets != 2:
        s.octets(bytes([0, 1, 1]))
    s.ue(0)
    if sublayers > 1:
        s.u(1, 1).u(3, sublayers - 1)
    s.ue(*(4, 2, 0) * sublayers)
    for _ in range(sets - 1):
        s.ue(1920, 1080).u(2, 1).ue(2)
    s.u(1, 1).u(32, clock[0]).u(32, clock[1]).u(1, hrd).u(1, 0)
    if hrd:
        s.u(1, 1).u(1, 0).u(4, 0).u(4, 0).ue(0)
    if sublayers > 1:
        s.u(1, 0)
    s.ue(0)
    if sublayers > 1:
        s.u(3, sublayers - 1)
    s.u(1, 1).ue(1)  # every picture takes two ticks
    if hrd:
        s.ue(9, 9).u(1, 0)
    return b"\0\0\1\x00\x71" + escape(s.rbsp())


@pytest.mark.parametrize("mode", [0, 1, 2])
@pytest.mark.parametrize("sublayers", [1, 3])
@pytest.mark.parametrize("hrd", [0, 1])
def test_the_clock_of_several_layers_is_in_their_vps(mode: int, sublayers: int, hrd: int) -> None:
    data = vps(mode, sublayers, (1001, 60000), hrd)
    nal = NalUnit(Codec.H266, data[:3], data[3:], 0)
    assert stream_rate([nal]) == Fraction(30000, 1001)
    for end in range(len(nal.payload)):  # cut anywhere: no clock, or that one
        cut = NalUnit(Codec.H266, nal.prefix, nal.data[: 2 + end], 0)
        assert stream_rate([cut]) in (None, Fraction(30000, 1001))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_a_vps_of_any_bytes_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(BitstreamError):
        assert read_vps(data)


# -- talks ------------------------------------------------------------------------------------------


def talk(tmp_path: Path, timings: list[tuple[Timing, int]]) -> Path:
    """Pictures with the messages of a talk: timing, and messages an access unit."""
    sequence = Sequence(clock=(1, 100))  # 50 pictures per second say the parameter sets, of base pictures
    stream = sequence.sets() + b"".join(
        sequence.picture(Picture(0, idr=True, idr_pic_id=k % 2)) for k in range(len(timings))
    )
    entries = []
    for au, (timing, count) in enumerate(timings):
        for number in range(count):
            message: dict[str, Any] = {"gfv_id": 0, "gfv_cnt": number}
            if not number:
                message |= {
                    "gfv_base_pic_flag": 1,
                    "gfv_nn_present_flag": 1,
                    "gfv_nn_mode_idc": 1,
                    "gfv_nn_tag_uri": "tag:seigen,2026:mesh",
                    "gfv_nn_uri": timing.uri(),
                    "gfv_chroma_key_info_present_flag": 0,
                }
            message |= {
                "gfv_low_confidence_face_parameter_flag": 0,
                "gfv_coordinate_present_flag": 1,
                "gfv_kps_pred_flag": 0,
                "gfv_coordinate_precision_factor_minus1": 7,
                "gfv_num_kps_minus1": 0,
                "gfv_coordinate_z_present_flag": 0,
                "gfv_coordinate_x_abs": [1],
                "gfv_coordinate_x_sign_flag": [0],
                "gfv_coordinate_y_abs": [1],
                "gfv_coordinate_y_sign_flag": [0],
                "gfv_matrix_present_flag": 0,
            }
            entries.append(Entry(place=Place(au=au), payload_type=223, message=message))
    path = tmp_path / "talk.264"
    inject(stream, MessageFile(codec="h264", messages=entries), path, codec="h264")
    return path


def test_base_pictures_of_a_talk_have_their_times(tmp_path: Path) -> None:
    rate = Fraction(30000, 1001)
    timings = [(Timing(rate, 2, 40, k), count) for k, count in ((0, 5), (9, 8), (24, 8))]
    path = talk(tmp_path, timings)
    remux(path, tmp_path / "a.mp4", codec="h264")
    found = packets(tmp_path / "a.mp4")
    assert [p.pts * p.time_base for p in found] == [k / rate for k in (0, 9, 24)]
    assert [p.duration * p.time_base for p in found] == [k / rate for k in (9, 15, 15)]
    remux(path, tmp_path / "a.mp4", codec="h264", fps=25)
    assert [p.pts * p.time_base for p in packets(tmp_path / "a.mp4")] == [Fraction(k, 25) for k in (0, 9, 24)]


def test_a_talk_with_a_loss_and_a_change_of_rate(tmp_path: Path) -> None:
    timings = [(Timing(Fraction(25), 1, 20, 0), 5), (Timing(Fraction(25), 1, 20, 10), 10)]
    timings += [(Timing(Fraction(50), 1, 5, 0), 5)]
    remux(talk(tmp_path, timings), tmp_path / "a.mp4", codec="h264")
    seconds = [float(p.pts * p.time_base) for p in packets(tmp_path / "a.mp4")]
    assert seconds == pytest.approx([0, 10 / 25, 20 / 25], abs=1e-4)


def test_a_uri_of_others_is_no_clock() -> None:
    assert not Timing.given("https://example.org/network?version=2")
    assert not Timing.given(None) and not Timing.given("r=x&s=2")
    assert Timing.given("r=25&s=2")
    clock = Clock()
    clock.enter(Timing(Fraction(25), 1, None, 0))
    clock.pass_over(3)
    assert clock.tick() == (3, 0.12)
