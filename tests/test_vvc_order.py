"""Order of pictures in H.264 and H.265, against what libavcodec decodes, and messages in another stream."""

from __future__ import annotations

import contextlib
import io
import random
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.errors import BitstreamError, SeigenError
from sei.rbsp import Payload, unescape
from tests.conftest import DATA
from tests.h264_streams import BOTTOM, END_OF_SEQUENCE, FRAME, TOP, Picture, Sequence
from vvc_bridge import AccessUnit, Entry, MessageFile, Place, access_units, extract, inject
from vvc_bridge import h264 as avc
from vvc_bridge import h265 as hevc
from vvc_bridge.external import EncodeSettings, VideoFormat, encoder, find_ffmpeg
from vvc_bridge.nal import Codec
from vvc_bridge.parameter_sets import ParameterSetReader
from vvc_bridge.placement import PREFIX_ONLY, SUFFIX_ONLY
from vvc_bridge.sei_nal import build
from vvc_bridge.verify import VerifyError, verify

av = pytest.importorskip("av")
pytest.importorskip("imageio_ffmpeg")

X264 = {
    "b-pyramid": ["bframes=5:b-pyramid=normal:keyint=20:scenecut=0:weightp=2:ref=4"],
    "open GOP": ["open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=2"],
    "slices": ["slices=4:bframes=3"],
    "MBAFF": ["bframes=3:tff=1:weightb=1", "-flags", "+ilme+ildct"],
    "no B pictures": ["bframes=0"],
    "intra refresh": ["intra-refresh=1:keyint=12"],
    "scaling matrices": ["bframes=3:cqm=jvt:aud=1:nal-hrd=vbr:vbv-maxrate=1000:vbv-bufsize=1000"],
}
X265 = {
    "b-pyramid": ["bframes=4:b-pyramid=1:keyint=20:min-keyint=20"],
    "open GOP": ["open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=3"],
    "slices": ["slices=2:bframes=3"],
    "RADL": ["radl=2:bframes=3:keyint=12:open-gop=0"],
    "temporal layers": [
        "temporal-layers=1:bframes=4:repeat-headers=1:hrd=1:vbv-maxrate=1000:vbv-bufsize=1000"
    ],
    "scaling lists": ["scaling-list=default:bframes=3:aud=1"],
}


def encode(path: Path, params: str, *options: str, seconds: float = 1, rate: int = 24) -> Path:
    """A test picture that moves, by x264 (.264) or x265 (.265)."""
    quiet = ":log-level=error" + (":pools=none:frame-threads=1" if path.suffix == ".265" else "")
    library = "x264" if path.suffix == ".264" else "x265"
    command = [find_ffmpeg(), "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s=128x96:r={rate}"]
    command += ["-t", str(seconds), "-pix_fmt", "yuv420p", "-c:v", f"lib{library}", "-threads", "1"]
    command += ["-preset", "veryfast", f"-{library}-params", params + quiet, *options, str(path)]
    subprocess.run(command, check=True)
    return path


def decoded_order(stream: bytes | Path, codec: str) -> list[int]:
    """Access units in the order in which libavcodec gives their pictures."""
    context: Any = av.CodecContext.create({"h264": "h264", "h265": "hevc", "h266": "vvc"}[codec], "r")
    context.thread_type, context.thread_count = "NONE", 1
    frames = []
    for unit in access_units(stream, codec=codec):
        packet = av.Packet(unit.data)
        packet.pts = packet.dts = unit.index
        frames += context.decode(packet)
    return [frame.pts for frame in [*frames, *context.decode(None)]]


def by_count(stream: bytes | Path, codec: str) -> list[int]:
    """Access units with output by coded video sequence and picture order count."""
    units = [unit for unit in access_units(stream, codec=codec) if unit.pictures]
    assert [p.problem for unit in units for p in unit.pictures if p.problem] == []

    def key(unit: AccessUnit) -> tuple[int, int]:
        assert unit.poc is not None
        return unit.pictures[0].cvs, unit.poc

    shown = [unit for unit in units if unit.output and not unit.pictures[0].second_field]
    return [unit.index for unit in sorted(shown, key=key)]


@pytest.mark.parametrize("name", X264)
def test_order_of_h264(name: str, tmp_path: Path) -> None:
    path = encode(tmp_path / "a.264", *X264[name])
    assert len(by_count(path, "h264")) == 24
    assert by_count(path, "h264") == decoded_order(path, "h264")


@pytest.mark.parametrize("name", X265)
def test_order_of_h265(name: str, tmp_path: Path) -> None:
    path = encode(tmp_path / "a.265", *X265[name])
    assert len(by_count(path, "h265")) == 24
    assert by_count(path, "h265") == decoded_order(path, "h265")


def sets_of(unit: AccessUnit) -> bytes:
    return b"".join(bytes(nal) for nal in unit.nal_units if nal.name.endswith(("PS", "PS_NUT")))


@pytest.mark.parametrize("suffix", [".264", ".265"])
def test_a_stream_that_begins_at_an_open_gop(suffix: str, tmp_path: Path) -> None:
    codec = "h" + suffix[1:]
    options = X264["open GOP"] if suffix == ".264" else X265["open GOP"]
    units = list(access_units(encode(tmp_path / f"a{suffix}", *options, seconds=2), codec=codec))
    start = [unit.index for unit in units if unit.random_access][1]
    cut = sets_of(units[0]) + b"".join(unit.data for unit in units[start:])
    order = by_count(cut, codec)
    assert order == decoded_order(cut, codec)
    assert len(order) < len(units) - start  # leading pictures are not there
    assert next(access_units(cut, codec=codec)).random_access in ("RECOVERY_POINT", "CRA")


def fields(seed: int, order: int) -> bytes:
    """Frames and field pairs at random, with IDR pictures and, in order 0, new beginnings of the order."""
    dice, sequence = random.Random(seed), Sequence(order)
    parts, frame_num, position, number = [sequence.sets()], 0, 0, 0

    def emit(count: int, **options: Any) -> None:
        if dice.random() < 0.5:
            parts.append(sequence.picture(Picture(frame_num, count, FRAME, **options)))
            return
        pair = (TOP, BOTTOM) if order == 1 or dice.random() < 0.7 else (BOTTOM, TOP)
        parts.append(sequence.picture(Picture(frame_num, count, pair[0], **options)))
        anew = options.get("anew", False)
        second = Picture(0 if anew else frame_num, 1 if anew else count + 1, pair[1])
        second.reference = options.get("reference", True)
        parts.append(sequence.picture(second))

    for group in range(8):
        size = {0: dice.randint(1, 3), 1: 2, 2: 1}[order]
        chance = dice.random()
        if not group or chance < 0.15:
            number ^= 1
            frame_num = position = 0
            emit(0, idr=True, idr_pic_id=number)
            frame_num = 1
        elif order == 0 and chance < 0.35:
            emit(2 * (position + size), anew=True)
            frame_num, position = 1, 0
        else:
            emit(2 * (position + size))
            frame_num += 1
            for step in range(1, size):
                emit(2 * (position + step), reference=False)
            position += size
    return b"".join(parts)


@pytest.mark.parametrize("order", [0, 1, 2])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_fields_and_every_order_type_of_h264(order: int, seed: int) -> None:
    stream = fields(seed, order)
    assert by_count(stream, "h264") == decoded_order(stream, "h264")


def test_two_fields_have_one_position() -> None:
    sequence = Sequence()
    pair = [Picture(0, 0, TOP, idr=True), Picture(0, 1, BOTTOM), Picture(1, 2)]
    stream = sequence.sets() + b"".join(map(sequence.picture, pair)) + END_OF_SEQUENCE
    units = list(access_units(stream, codec="h264"))
    assert [unit.pictures[0].second_field for unit in units] == [False, True, False]
    at = MessageFile(codec="h264", messages=[Entry(place=Place(output=1), payload_type=5, payload="00" * 16)])
    out = io.BytesIO()
    inject(stream, at, out, codec="h264")
    assert [bool(unit.messages) for unit in access_units(out.getvalue(), codec="h264")] == [
        False,
        False,
        True,
    ]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80))
def test_parameter_sets_of_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (avc.read_sps, avc.read_pps, hevc.read_vps, hevc.read_sps, hevc.read_pps):
        with contextlib.suppress(BitstreamError):
            assert read(data)


@pytest.mark.parametrize("params", ["nal-hrd=vbr:vbv-maxrate=900:vbv-bufsize=900", "cqm=jvt:pic-struct=1"])
def test_an_sps_is_read_to_the_last_bit(params: str, tmp_path: Path) -> None:
    path = encode(tmp_path / "a.264", params, seconds=0.2)
    (sps,) = [nal for unit in access_units(path) for nal in unit.nal_units if nal.type == 7]
    rbsp = unescape(sps.payload)
    reader = ParameterSetReader(rbsp, "test", avc.SPS)
    avc.seq_parameter_set(reader)
    avc.vui_parameters(reader)
    assert reader.values["bitstream_restriction_flag"] == 1
    assert "".join(f"{byte:08b}" for byte in rbsp)[reader.position :].rstrip("0") == "1"
    whole = avc.read_sps(sps.payload)
    assert (whole["time_scale"], whole["num_units_in_tick"]) == (48, 1)
    # Cut within its VUI, behind the clock: that is kept, and all before it.
    cut = avc.read_sps(sps.payload[:-2])
    assert cut == {name: whole[name] for name in cut} and cut["time_scale"] == 48


# -- messages of another stream ---------------------------------------------------------------------


def marked(path: Path) -> Path:
    """A copy with a message in each access unit that says which picture it is of, in output order."""
    codec = "h" + path.suffix[1:]
    order = by_count(path, codec)
    messages = [
        Entry(place=Place(au=au), payload_type=5, payload="00" * 16 + f"{position:04x}")
        for position, au in enumerate(order)
    ]
    out = path.with_name("marked" + path.suffix)
    inject(path, MessageFile(codec=codec, messages=messages), out, codec=codec)
    return out


def is_mark(entry: Entry) -> bool:
    return entry.payload_type == 5 and (entry.message or {}).get("uuid_iso_iec_11578") == "00" * 16


def marks(stream: bytes | Path, codec: str) -> list[list[int]]:
    """Marks of `marked`, a list a picture in output order."""
    units = list(access_units(stream, codec=codec))
    return [
        [int(m.payload[16:].hex(), 16) for m in units[au].messages if m.payload[:16] == bytes(16)]
        for au in by_count(stream, codec)
    ]


def two_encodes(folder: Path, suffix: str) -> tuple[Path, Path]:
    """With B pictures and without."""
    if suffix != ".266":
        one, other = folder / f"one{suffix}", folder / f"other{suffix}"
        return encode(one, "bframes=5"), encode(other, "bframes=0")
    video = VideoFormat(64, 64, Fraction(25), 10)
    frames = [bytes([20 + 8 * k, 0]) * (video.frame_bytes // 2) for k in range(24)]
    for name, period in (("one.266", 0), ("other.266", 1)):
        encoder().encode(iter(frames), video, folder / name, EncodeSettings(qp=40, intra_period=period))
    return folder / "one.266", folder / "other.266"


@pytest.mark.parametrize("suffix", [".264", ".265", ".266"])
def test_messages_find_their_pictures_in_another_encode(suffix: str, tmp_path: Path) -> None:
    codec = "h" + suffix[1:]
    first, other = two_encodes(tmp_path, suffix)
    one = marked(first)
    messages = MessageFile.from_json(extract(one, codec=codec).to_json())
    messages.messages = [e for e in messages.messages if is_mark(e)]
    out = tmp_path / f"out{suffix}"
    inject(other, messages, out, codec=codec)
    assert marks(out, codec) == [[k] for k in range(24)]
    buffer = io.BytesIO()  # what cannot be taken back is looked at before
    inject(other, messages, buffer, codec=codec)
    assert buffer.getvalue() == out.read_bytes()
    inject(other, messages, out, codec=codec, by="au")
    assert marks(out, codec) != [[k] for k in range(24)]
    with pytest.raises(SeigenError, match=r"another stream, and a pipe.*--by au"):
        inject(io.BytesIO(other.read_bytes()), messages, io.BytesIO(), codec=codec)
    for entry in messages.messages:
        entry.place.output = None
    with pytest.raises(SeigenError, match=r"no position in output order.*--by au"):
        inject(other, messages, out, codec=codec)


def test_a_shorter_stream_is_refused(tmp_path: Path) -> None:
    messages = extract(marked(encode(tmp_path / "one.264", "bframes=5")), codec="h264", types={5})
    other = encode(tmp_path / "other.264", "bframes=0", seconds=0.5)
    with pytest.raises(SeigenError, match="the stream shows 12 pictures"):
        inject(other, messages, tmp_path / "out.264", codec="h264")


def test_prediction_holds_in_the_new_order_or_nothing_is_written(tmp_path: Path) -> None:
    """Messages that are predicted from the one before stand in decoding order, which differs."""
    one = encode(tmp_path / "one.264", "bframes=5:b-adapt=0")
    faces = extract(DATA / "gfv_kps2d_pred.bit", types={223}).messages[:6]
    at = [entry.model_copy(update={"place": Place(au=au)}) for au, entry in enumerate(faces)]
    inject(one, MessageFile(codec="h264", messages=at), tmp_path / "marked.264", codec="h264")
    found = extract(tmp_path / "marked.264", codec="h264", types={223})
    other = encode(tmp_path / "other.264", "bframes=0")
    with pytest.raises(SeigenError, match=r"another order.*--by au"):
        inject(other, found, tmp_path / "out.264", codec="h264")
    assert not (tmp_path / "out.264").exists()
    inject(other, MessageFile(codec="h264", messages=found.messages[:2]), tmp_path / "out.264", codec="h264")
    assert len(extract(tmp_path / "out.264", codec="h264", types={223}).messages) == 2


# -- kinds of SEI NAL units -------------------------------------------------------------------------


def user(payload_type: int, payload: str) -> MessageFile:
    return MessageFile(
        codec="h265", messages=[Entry(place=Place(au=0), payload_type=payload_type, payload=payload)]
    )


@pytest.mark.parametrize(
    ("payload_type", "suffix"), [(137, False), (144, False), (5, True), (4, True), (223, True), (132, True)]
)
def test_a_message_goes_where_its_type_may_stand(payload_type: int, suffix: bool, tmp_path: Path) -> None:
    path = encode(tmp_path / "a.265", "bframes=0", seconds=0.25)
    inject(path, user(payload_type, "00" * 24), tmp_path / "b.265", codec="h265")
    (message,) = [
        m for m in next(access_units(tmp_path / "b.265", codec="h265")).messages if set(m.payload) == {0}
    ]
    assert (message.payload_type, message.suffix) == (payload_type, suffix)


def test_the_wrong_kind_is_refused_and_found(tmp_path: Path) -> None:
    path, out = encode(tmp_path / "a.265", "bframes=0", seconds=0.25), tmp_path / "b.265"
    light = user(144, "03e80190")
    with pytest.raises(
        SeigenError, match=r"H\.265 has payloadType 144 in prefix SEI NAL units only.*--insist"
    ):
        inject(path, light, out, placement="suffix", codec="h265")
    assert not out.exists()
    inject(path, light, out, placement="suffix", insist=True, codec="h265")
    with pytest.raises(VerifyError, match="payloadType 144 in prefix"):
        verify(path, out, codec="h265")
    assert verify(out, out, codec="h265").pictures == 6  # no fault of an edit
    # Such a message goes back to where it was: the stream is not made better by a round trip.
    again = io.BytesIO()
    inject(path, extract(out, types={144}, codec="h265"), again, codec="h265")
    assert again.getvalue() == out.read_bytes()


def test_tables_of_kinds() -> None:
    for codec in Codec:
        assert not PREFIX_ONLY[codec] & SUFFIX_ONLY[codec]
        assert not {3, 4, 5, 223, 224} & (PREFIX_ONLY[codec] | SUFFIX_ONLY[codec])
    assert build(Codec.H265, [Payload(132, b"\0")], suffix=True)[0] >> 1 == 40
