"""Which standard a stream is of: encoders' streams of every length, cut anywhere, and hand-made ones."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sei.errors import SeigenError
from seigen.__main__ import cli
from tests import h26x_streams as made
from tests import vvc_streams as h266
from tests.conftest import DATA, SHARED
from vvc_bridge import MessageFile, access_units, inject, parse_access_unit, remove
from vvc_bridge.detect import PROBE_BYTES, CodecDetector, UnknownCodec, detect
from vvc_bridge.nal import Codec
from vvc_bridge.scan import Segmenter

X265 = "pools=none:frame-threads=1:log-level=error"
ENCODES = {
    "x264": ("h264", ["libx264", "-threads", "1"]),
    "x264 without B": ("h264", ["libx264", "-threads", "1", "-bf", "0"]),
    "x264 ultrafast": ("h264", ["libx264", "-threads", "1", "-preset", "ultrafast"]),
    "x264 slices, AUD": ("h264", ["libx264", "-threads", "1", "-x264-params", "slices=3:aud=1"]),
    "x264 intra": ("h264", ["libx264", "-threads", "1", "-g", "1"]),
    "x264 interlaced": ("h264", ["libx264", "-threads", "1", "-x264-params", "interlaced=1"]),
    "x265": ("h265", ["libx265", "-x265-params", X265]),
    "x265 without B": ("h265", ["libx265", "-x265-params", f"bframes=0:{X265}"]),
    "x265 slices, AUD": ("h265", ["libx265", "-x265-params", f"slices=2:aud=1:repeat-headers=1:{X265}"]),
    "x265 layers": ("h265", ["libx265", "-x265-params", f"temporal-layers=2:b-adapt=0:{X265}"]),
    "vvenc": ("h266", ["libvvenc", "-preset", "faster", "-threads", "1"]),
    "vvenc without SEI": ("h266", ["libvvenc", "-preset", "faster", "-threads", "1", "-g", "1"]),
}
Encoder = Callable[[str, int], bytes]


@pytest.fixture(scope="session")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """A test pattern by ENCODES' name and number of pictures; every stream is made once."""
    ffmpeg = pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe()
    folder, known = tmp_path_factory.mktemp("encoded"), dict[tuple[str, int], bytes]()

    def encode(name: str, pictures: int) -> bytes:
        if (name, pictures) not in known:
            codec, options = ENCODES[name]
            path = folder / f"stream.{codec[1:]}"
            pattern = ["-f", "lavfi", "-i", "testsrc2=s=128x64:r=25"]
            depth = "yuv420p10le" if codec == "h266" else "yuv420p"
            command = [ffmpeg, "-v", "error", "-y", *pattern, "-frames:v", str(pictures), "-pix_fmt", depth]
            done = subprocess.run([*command, "-c:v", *options, path], capture_output=True, check=False)
            if done.returncode and b"Unknown encoder" in done.stderr:
                pytest.skip(f"this ffmpeg has no {options[0]}")
            assert done.returncode == 0, done.stderr
            known[name, pictures] = path.read_bytes()
        return known[name, pictures]

    return encode


def told(data: bytes, size: int = 1 << 20) -> str:
    """The standard as a reader tells it from pieces of ``size`` bytes."""
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    return next(Segmenter().split(pieces)).codec.value


def nal_units(data: bytes) -> list[bytes]:
    return [unit.rstrip(b"\0") for unit in re.split(rb"\x00\x00\x01", data)[1:]]


@pytest.mark.parametrize("pictures", [1, 3, 30])
@pytest.mark.parametrize("name", ENCODES)
def test_encoders_streams_whatever_length_and_pieces(encoded: Encoder, name: str, pictures: int) -> None:
    if "vvenc" in name and pictures > 3:
        pictures = 9
    data, codec = encoded(name, pictures), ENCODES[name][0]
    assert told(data) == told(data, 1) == told(data, 977) == codec
    assert {unit.codec.value for unit in access_units(data)} == {codec}


@pytest.mark.parametrize("name", ENCODES)
def test_streams_that_begin_and_end_anywhere_are_told_or_reported_as_open(
    encoded: Encoder, name: str
) -> None:
    codec = ENCODES[name][0]
    units = nal_units(encoded(name, 9 if "vvenc" in name else 30))
    right = 0
    for start in range(len(units)):
        for count in (1, 3, 100):
            try:
                assert detect(units[start : start + count]).value == codec
                right += 1
            except UnknownCodec as error:
                assert "--codec" in str(error)
    assert right > 2 * len(units)  # nearly all


VECTORS = [
    *[(path, "h266") for path in sorted(SHARED.glob("vectors/jvet/*.bit"))],
    *[
        (path, "h266")
        for path in sorted(SHARED.glob("vectors/vtm24/*/*.bit")) or sorted(DATA.glob("gfv*.bit"))
    ],
    *[(path, "h265") for path in sorted(SHARED.glob("vectors/hm18/*.bit"))],
]


@pytest.mark.parametrize(("path", "codec"), VECTORS, ids=lambda value: getattr(value, "stem", value))
def test_reference_streams_whole_and_cut_anywhere(path: Path, codec: str) -> None:
    data = path.read_bytes()
    assert told(data) == told(data[: 1 << 16], 1) == codec
    units = nal_units(data)
    for start in range(min(len(units), 30)):
        for count in (1, 4, 50):
            try:
                assert detect(units[start : start + count]).value == codec, start
            except UnknownCodec as error:
                assert "--codec" in str(error)


SETS264 = [made.sps264(), made.pps264()]
SETS265 = [made.vps265(), made.sps265(), made.pps265()]
FIRST = DATA / "gfv_multi_picture.bit"
HAND_MADE = {
    "SPS alone, H.264": ("h264", [made.sps264()]),
    "SPS of nal_ref_idc 1": (
        "h264",
        [made.sps264(nal=0x27), b"\x28" + made.pps264()[1:], made.slice264(0x25)],
    ),
    "SPS alone, H.265": ("h265", [made.sps265()]),
    "VPS alone, H.265": ("h265", [made.vps265()]),
    "SEI alone, H.264": ("h264", [made.sei264((5, bytes(range(20))))]),
    "SEI alone, H.265": ("h265", [made.sei265((5, bytes(range(20))))]),
    "SEI alone, H.266": ("h266", [h266.sei((5, bytes(range(20))))[3:]]),
    "SEI first, H.265": ("h265", [made.sei265((5, b"x265" * 300)), *SETS265, made.slice265(19)]),
    "delimiter first, H.264": ("h264", [b"\x09\x10", *SETS264, made.slice264(0x65)]),
    "delimiter first, H.265": ("h265", [b"\x46\x01\x10", *SETS265, made.slice265(19)]),
    "SPS extension": ("h264", [made.sps264(), b"\x6d\xc0", made.pps264(), made.slice264(0x65)]),
    "subset SPS first": ("h264", [made.sps264(118, nal=0x6F), *SETS264, made.slice264(0x65)]),
    "prefix NAL unit first": ("h264", [b"\x6e\xc0\x80\x07\x40", made.slice264(0x65), made.slice264(lsb=2)]),
    "data partitions": (
        "h264",
        [made.sps264(88), made.pps264(), made.slice264(0x42), made.partition264(3, 0)],
    ),
    "leading slices, H.265": ("h265", [made.slice265(8), made.slice265(9), made.slice265(21)]),
    "no sets for a while, H.265": ("h265", [made.slice265(), made.slice265(0)] * 9),
    "no sets for a while, H.264": ("h264", [made.slice264(number=n, lsb=n) for n in range(9)]),
    "two layers, H.265": (
        "h265",
        [made.vps265(2), *SETS265[1:], made.slice265(19), made.slice265(19, layer=1)],
    ),
    "a damaged SPS, H.265": ("h265", [SETS265[0], made.sps265()[:12], SETS265[2], made.slice265(19)]),
}


@pytest.mark.parametrize("name", HAND_MADE)
def test_streams_made_by_hand(name: str) -> None:
    codec, units = HAND_MADE[name]
    data = made.joined(*units)
    assert told(data) == told(data, 1) == told(b"\0" * 40 + data + b"\0\0", 7) == codec


@pytest.mark.parametrize("lead", [12, 13, 14])
def test_h266_that_begins_with_opi_dci_or_vps(lead: int) -> None:
    vps = made.Bits().u(4, 1).u(6, 1).u(3, 0).u(1, 1).u(1, 0).u(6, 0).rbsp(b"\x11")
    data = h266.nal(lead, vps) + FIRST.read_bytes()
    assert told(data) == told(data, 1) == "h266"
    layered = h266.nal(14, vps) + b"".join(h266.picture(h266.IDR, layer=layer) for layer in (0, 1) * 4)
    assert told(layered) == "h266"


def test_what_could_be_of_two_standards_is_not_guessed(tmp_path: Path) -> None:
    ambiguous = b"".join(h266.picture() for _ in range(9))  # TRAIL_NUT of H.266, TRAIL_N of H.265
    with pytest.raises(UnknownCodec, match=r"H\.266 or H\.265: .*--codec"):
        next(access_units(ambiguous))
    assert len(list(access_units(ambiguous, codec="h266"))) == 9
    (tmp_path / "x.bin").write_bytes(ambiguous)
    result = CliRunner().invoke(cli, ["units", str(tmp_path / "x.bin")])
    assert isinstance(result.exception, UnknownCodec)
    assert str(result.exception).startswith(str(tmp_path / "x.bin"))
    with pytest.raises(UnknownCodec, match="neither"):
        next(access_units(made.joined(b"\xff\x81", b"\xfe\x70")))
    with pytest.raises(UnknownCodec):
        parse_access_unit(b"\0\0\0\4" + h266.picture()[4:8])


def test_a_live_pipe_is_told_with_its_parameter_sets() -> None:
    for units in (SETS264, SETS265):
        detector = CodecDetector()
        data = made.joined(*units, b"\x65"[:1])
        assert detector.look(data, ended=False) is not None
    detector = CodecDetector()
    whole = FIRST.read_bytes()
    sets = whole.index(b"\0\0\1\0\x81")  # the PPS
    assert detector.look(whole[: sets + 3], ended=False) is Codec.H266


def test_no_more_than_the_first_bytes_are_looked_at() -> None:
    ambiguous = made.joined(h266.picture()[4:] + b"\x55" * PROBE_BYTES)
    data = ambiguous + made.joined(*SETS265)
    for size in (1 << 12, 1 << 18, 1 << 22):
        with pytest.raises(UnknownCodec):
            told(data, size)


@given(
    st.lists(st.one_of(st.binary(min_size=1, max_size=9), st.sampled_from([*SETS264, *SETS265])), min_size=1),
    st.integers(1, 50),
)
def test_the_verdict_depends_on_the_bytes_alone(units: list[bytes], size: int) -> None:
    data = made.joined(*(unit.replace(b"\0\0", b"\0\x55") + b"\x80" for unit in units))

    def verdict(size: int) -> str:
        detector = CodecDetector()
        try:
            for end in range(size, len(data), size):
                if codec := detector.look(data[:end], False):
                    return codec.value
            return detector.look(data, True).value
        except UnknownCodec as error:
            return str(error)

    assert verdict(size) == verdict(len(data))


# -- containers, and edits that find nothing --------------------------------------------------------


def test_a_container_says_itself_what_it_holds(encoded: Encoder, tmp_path: Path) -> None:
    pytest.importorskip("av")
    from vvc_bridge import remux

    (tmp_path / "a.264").write_bytes(encoded("x264", 30))
    remux(tmp_path / "a.264", tmp_path / "a.mkv", fps=25)
    assert next(access_units(tmp_path / "a.mkv")).codec is Codec.H264
    with pytest.raises(SeigenError, match="its video is h264, not h266"):
        next(access_units(tmp_path / "a.mkv", codec="h266"))


def test_an_edit_that_finds_nothing_says_so(tmp_path: Path) -> None:
    stream, out, empty = tmp_path / "a.264", tmp_path / "b.264", tmp_path / "m.json"
    stream.write_bytes(made.joined(*SETS264, made.slice264(0x65), made.slice264(number=1, lsb=2)))
    empty.write_text(json.dumps({"format": "seigen-messages", "version": 1, "messages": []}))
    edits = (["remove", "--all"], ["remove"], ["inject", str(empty)], ["replace", str(empty)])
    for command, *rest in edits:
        result = CliRunner().invoke(cli, [command, str(stream), *rest, "-o", str(out)])
        assert result.exit_code == 0, result.output
        assert "no message was put in or taken out" in result.stderr
        assert "h264" in result.stderr
        assert out.read_bytes() == stream.read_bytes()
    report = remove(stream, out)
    assert report.codec is Codec.H264
    assert report.nothing
    report = inject(stream, MessageFile(codec="h264"), out)
    assert report.nothing
