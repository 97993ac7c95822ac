"""`info`: what is in a stream, counted without decoding it."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from generators.info import MAX_IDS_SHOWN, info
from sei.build import FaceEncoder
from sei.errors import SeigenError
from sei.rbsp import Payload
from tests import h26x_streams as h
from tests.conftest import DATA
from tests.limits import run
from tests.test_bounds_reading import BAD_SEI, dense
from vvc_bridge import Codec
from vvc_bridge.sei_nal import build

TALK = DATA / "mesh_talk.266"


def test_a_talk():
    it = info(TALK)
    assert (it.codec, it.width, it.height, it.container) == ("h266", 96, 96, None)
    assert (it.access_units, it.pictures, it.shown) == (2, 2, 2)
    assert (it.rate, it.step) == (Fraction(30), 2) and it.duration == pytest.approx(40 / 30)
    face = it.faces[0]
    assert (face.system, face.tag, face.problem) == ("mesh", "tag:seigen,2026:mesh", "")
    assert (face.base_pictures, face.pictures, face.gfve_ids) == (2, 19, [0])
    assert face.levels == {"base": 19} and not face.unfitting and not it.unread
    assert it.bits_per_second() == pytest.approx(8 * TALK.stat().st_size / it.duration)
    assert it.messages["generative_face_video"] == it.kinds["GFV"].count == 21


@pytest.mark.parametrize("path", sorted([*DATA.glob("*.bit"), *DATA.glob("*.266")]), ids=lambda p: p.name)
def test_every_byte_is_of_one_kind(path):
    it = info(path)
    assert it.bytes == path.stat().st_size == sum(kind.bytes for kind in it.kinds.values())
    assert info(path.read_bytes()).to_dict() == it.to_dict()
    assert json.loads(json.dumps(it.to_dict()))["kinds"]


def test_a_stream_that_names_no_system_says_which_fit():
    face = info(DATA / "gfv_multi_picture.bit").faces[0]
    assert face.system is None and "fomm, light" in face.problem
    assert (face.base_pictures, face.pictures, face.levels) == (1, 8, {})


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
def test_a_container(suffix, tmp_path):
    pytest.importorskip("av")
    from vvc_bridge.muxer import mux

    path = tmp_path / f"talk{suffix}"
    mux(TALK, path)
    it, plain = info(path), info(TALK)
    assert it.container and it.faces == plain.faces and it.access_units == plain.access_units
    assert it.duration is not None and 0 < it.duration < 3


def test_h264_and_h265():
    h265 = h.joined(h.vps265(), h.sps265(), h.pps265(), h.slice265(19), h.slice265(1))
    it = info(h265, codec="h265")
    assert (it.codec, it.width, it.height, it.level, it.pictures) == ("h265", 64, 64, "3.1", 2)
    h264 = h.joined(h.sps264(), h.pps264(), h.slice264(0x65), h.slice264(0x41, number=1, lsb=2))
    it = info(h264, codec="h264")
    assert (it.codec, it.width, it.height, it.level, it.pictures) == ("h264", 256, 256, "3.0", 2)
    fields = h.joined(h.sps264(fields=True), h.pps264(), h.slice264(0x65, field=-1))
    assert info(fields, codec="h264").height == 512
    assert [kind for kind in it.kinds if it.kinds[kind].bytes] == ["parameter sets", "other pictures"]


@pytest.mark.parametrize(
    ("chroma", "window", "size"),
    [
        (1, (1, 2, 3, 4), (94, 82)),
        (2, (1, 2, 3, 4), (94, 89)),
        (3, (1, 2, 3, 4), (97, 89)),
        (1, (99,) * 4, (0, 0)),
    ],
)
def test_the_window_is_cut_out(chroma, window, size):
    from vvc_bridge.frame_size import _h265

    sps = {"pic_width_in_luma_samples": 100, "pic_height_in_luma_samples": 96, "general_level_idc": 123}
    sps |= {"chroma_format_idc": chroma}
    sides = zip(("left", "right", "top", "bottom"), window, strict=True)
    sps |= {f"conf_win_{side}_offset": offset for side, offset in sides}
    assert _h265(sps) == (*size, "4.1")


def test_the_command(tmp_path):
    ran = run("info", TALK)
    assert ran.status == 0 and b"gfv_id 0: mesh" in ran.out and not ran.errors
    ran = run("info", "-", "--json", stdin=TALK.read_bytes())
    assert json.loads(ran.out)["faces"]["0"]["base_pictures"] == 2
    for data in (b"", b"{", b"\0" * 100):
        (tmp_path / "no").write_bytes(data)
        assert run("info", tmp_path / "no").is_one_line()
    with pytest.raises(SeigenError):
        info(b"yes")


def many_ids(count: int) -> bytes:
    """A stream with a base message of each gfv_id."""
    nals = []
    for number in range(count):
        payload = FaceEncoder(gfv_id=number, precision=4).base([[0.5, 0.5]]).to_payload()
        nals.append(b"\0\0\1" + build(Codec.H266, [Payload(223, payload)], suffix=True))
    return (DATA / "gfv_multi_picture.bit").read_bytes() + b"".join(nals)


def test_hostile_streams_take_little(tmp_path):
    path = tmp_path / "hostile.266"
    path.write_bytes(many_ids(256) + BAD_SEI * 20_000)
    it = info(path)
    assert len(it.faces) == MAX_IDS_SHOWN and it.further_ids == 256 - MAX_IDS_SHOWN and it.unread == 20_000
    attack = "\x1b[31m\u202e"
    face = FaceEncoder(precision=4).base([[0.5, 0.5]])
    named = {
        "gfv_nn_present_flag": 1,
        "gfv_nn_mode_idc": 1,
        "gfv_nn_tag_uri": f"tag:{attack}",
        "gfv_nn_uri": "u",
    }
    payload = face.model_copy(update=named).to_payload()
    for data in (
        dense(1 << 18),
        dense(1 << 18) + b"\0\0\1" + build(Codec.H266, [Payload(223, payload)], suffix=True),
    ):
        path.write_bytes(data)
        ran = run("info", path)
        assert ran.status == 0 and ran.megabytes < 300, ran.errors
        assert b"\x1b" not in ran.out and "\u202e".encode() not in ran.out
