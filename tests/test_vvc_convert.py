"""From one kind of container into another: packets stay as they are, what the new kind can hold comes along,
what it cannot is named first."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import warnings
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from sei.errors import SeigenError
from tests.clips import ffmpeg, talk
from tests.test_vvc_mp4 import messages
from vvc_bridge import access_units, extract, inject, remove, remux
from vvc_bridge.containers.boxes import Box, read_extents
from vvc_bridge.containers.convert import Lost
from vvc_bridge.containers.matroska_extras import PLACEHOLDER, Extra, fill
from vvc_bridge.containers.reading import open_container
from vvc_bridge.containers.record import Record
from vvc_bridge.nal import Codec, Kind

av = pytest.importorskip("av")

SUBTITLES = "1\n00:00:00,100 --> 00:00:00,500\nhello\n\n"
CODECS = ("h264", "h265", "h266")
KINDS = ("mp4", "mov", "mkv", "ts")


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="session")
def tagged(clips):
    """An mp4 with hvc1, colour, aspect, a second video and sound in two languages."""
    path = clips / "tagged.mp4"
    ffmpeg(
        *("-i", talk(clips, "h265"), "-i", talk(clips, "h264"), "-map", "0:v", "-map", "1:v", "-map", "0:a"),
        *("-map", "0:a", "-c", "copy", "-tag:v:0", "hvc1", "-aspect:v:0", "16:9"),
        *("-disposition:a:0", "0", "-disposition:a:1", "default", "-metadata:s:a:1", "language=spa"),
        *("-bsf:v:0", "hevc_metadata=colour_primaries=9:transfer_characteristics=16:matrix_coefficients=9"),
        path,
    )
    return path


@pytest.fixture(scope="session")
def subtitled(clips):
    """An mkv with text subtitles, a font, a cover and a tag of its own."""
    path = clips / "subtitled.mkv"
    (clips / "words.srt").write_text(SUBTITLES)
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=32x32:d=0.1", "-frames:v", "1", clips / "cover.png")
    ffmpeg(
        *("-i", talk(clips, "h264"), "-i", clips / "words.srt", "-map", "0:v", "-map", "0:a", "-map", "1"),
        *("-attach", clips / "words.srt", "-metadata:s:t:0", "mimetype=font/ttf"),
        *("-attach", clips / "cover.png", "-metadata:s:t:1", "mimetype=image/png"),
        *("-c", "copy", "-c:s", "ass", "-metadata", "mood=good", path),
    )
    return path


def quiet(source: Path, out: Path, drop: tuple[str, ...] = ()) -> list[str]:
    """`remux`; what it says that was lost."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", Lost)
        remux(source, out, drop=drop)
    return [str(one.message).removeprefix("not as it was in the new container: ") for one in found]


def into(source: Path, folder: Path, kind: str) -> Path:
    """``source`` as another kind, less what MPEG-TS cannot hold."""
    out = folder / f"{source.stem}.{kind}"
    quiet(source, out, ("chapters", "rotation", "aspect") if kind == "ts" else ())
    return out


def times(path: Path, stream: int = 0) -> list[tuple[object, ...]]:
    """Times in seconds, key flag of each packet."""
    with av.open(str(path), options={"advanced_editlist": "0"}) as container:
        packets = [p for p in container.demux(container.streams[stream]) if p.size]
        return [(p.pts * p.time_base, p.duration * p.time_base, p.is_keyframe) for p in packets]


def nal_units(path: Path) -> list[list[bytes]]:
    """NAL units of each sample but for what MPEG-TS has in band: delimiters, parameter sets; and for SEI of a
    decoder configuration record."""
    with open_container(path) as file:
        record = file.track.record_units(file.track.record).nal_units() if file.track.record else []
    away = {nal.data for nal in record}
    return [
        [
            nal.data
            for nal in unit.nal_units
            if not nal.codec.kind(nal.type) & Kind.PARAMETERS
            and nal.kind != Kind.DELIMITER
            and nal.data not in away
        ]
        for unit in access_units(path)
    ]


def close(one: list[tuple[object, ...]], other: list[tuple[object, ...]]) -> bool:
    """Equal but for what Matroska's ticks of a millisecond round."""
    return len(one) == len(other) and all(
        abs(a[0] - b[0]) <= Fraction(1, 1000) and abs(a[1] - b[1]) <= Fraction(2, 1000) and a[2] == b[2]
        for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize(("first", "second"), list(permutations(KINDS, 2)))
@pytest.mark.parametrize("codec", CODECS)
def test_packets_keep_their_nal_units_times_and_flags(clips, tmp_path, codec, first, second):
    path = talk(clips, codec)
    source = path if first == "mp4" else into(path, clips, first)
    out = into(source, tmp_path, second)
    assert close(times(source), times(out))
    assert close(times(path), times(out))
    sound = [[at for at, _, _ in times(path, 1)] for path in (source, out)]
    assert sound[0] == pytest.approx(sound[1], abs=0.001)
    if "ts" in (first, second):
        seen = {data for sample in nal_units(out) for data in sample}  # SEI of a record is said once
        for old, new in zip(nal_units(path), nal_units(out), strict=True):
            assert [nal for nal in old if nal in seen] == [nal for nal in new if nal in set(old)]
            assert set(old) <= seen
    else:
        with av.open(str(source)) as old, av.open(str(out)) as new:
            pairs = zip(old.demux(video=0), new.demux(video=0), strict=True)
            assert all(bytes(one) == bytes(other) for one, other in pairs)
        with open_container(source) as one, open_container(out) as other:
            records = [Record.parse(file.track.codec, file.track.record) for file in (one, other)]
            assert records[0].nal_units() == records[1].nal_units()
            assert records[0].head == records[1].head


@pytest.mark.parametrize("codec", CODECS)
def test_a_transport_stream_can_be_begun_at_each_key_frame(clips, tmp_path, codec):
    path = into(talk(clips, codec), clips, "ts")
    keys = [index for index, (_, _, key) in enumerate(times(path)) if key]
    units = list(access_units(path))
    assert all(any(nal.codec.kind(nal.type) & Kind.PARAMETERS for nal in units[at].nal_units) for at in keys)
    assert all(len(unit.nal_units) == len({nal.data for nal in unit.nal_units}) for unit in units)
    assert all(sum(nal.kind == Kind.DELIMITER for nal in unit.nal_units) == 1 for unit in units)
    if codec != "h266":  # one key frame alone
        assert len(keys) == 2
        (tmp_path / "cut.ts").write_bytes(path.read_bytes()[700:])
        quiet(tmp_path / "cut.ts", tmp_path / "cut.mp4")
        assert close(times(tmp_path / "cut.ts"), times(tmp_path / "cut.mp4"))


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("kind", ["mkv", "mov"])
def test_title_chapters_languages_and_rotation_come_along(clips, tmp_path, codec, kind):
    path, there, back = talk(clips, codec), tmp_path / f"a.{kind}", tmp_path / "b.mp4"
    assert not quiet(path, there)
    assert not quiet(there, back)
    for copy in (there, back):
        with av.open(str(path)) as old, av.open(str(copy)) as new:
            assert new.metadata["title"] == "Talk"
            assert [chapter["metadata"]["title"] for chapter in new.chapters()] == ["one", "two"]
            assert new.streams.video[0].language == "fra"
            assert new.streams.audio[0].language == "deu"
            assert new.streams.video[0].average_rate == pytest.approx(24, rel=0.01)
            if codec != "h266":
                assert next(new.decode(video=0)).rotation == next(old.decode(video=0)).rotation == 90
    kept = {"h264": "avc1", "h265": "hev1", "h266": "vvc1"}
    allowed = {"h264": "avc1", "h265": "hvc1", "h266": "vvi1"}  # this encoder repeats its sets in band
    assert out_tag(back) == (kept if kind == "mov" else allowed)[codec]


def out_tag(path: Path) -> str:
    with av.open(str(path)) as container:
        return container.streams.video[0].codec_context.codec_tag


@pytest.mark.parametrize("kind", ["mkv", "mov"])
def test_sample_entry_colour_aspect_dispositions_and_further_streams_come_along(tagged, tmp_path, kind):
    there, back = tmp_path / f"a.{kind}", tmp_path / "b.mp4"
    assert not quiet(tagged, there)
    assert not quiet(there, back)
    with av.open(str(tagged)) as old:
        for copy in (there, back):
            with av.open(str(copy)) as new:
                pairs = [[s for s in container.streams if s.type != "data"] for container in (old, new)]
                assert len(pairs[0]) == 4
                for one, other in zip(*pairs, strict=True):
                    assert one.type == other.type
                    assert one.language == other.language
                    if one.type == "audio":
                        assert one.disposition == other.disposition
                one, other = old.streams.video[0], new.streams.video[0]
                assert other.sample_aspect_ratio == one.sample_aspect_ratio == Fraction(32, 27)
                assert other.codec_context.color_primaries == one.codec_context.color_primaries == 9
                assert other.codec_context.color_trc == one.codec_context.color_trc == 16
    assert out_tag(back) == "hvc1"
    ffmpeg("-i", there, "-f", "null", "-")


@pytest.mark.parametrize("ratio", [Fraction(2), Fraction(32, 27), Fraction(8, 9)])
@pytest.mark.parametrize("title", ["", "Face"])
def test_aspect_takes_the_place_of_the_placeholder_and_a_title_stays(clips, tmp_path, ratio, title):
    source, out = talk(clips, "h265"), tmp_path / "a.mkv"
    with av.open(str(source)) as old, av.open(str(out), "w") as new:
        stream = new.add_stream_from_template(old.streams.video[0], opaque=True)
        stream.metadata["title"] = title + PLACEHOLDER
        for packet in (packet for packet in old.demux(video=0) if packet.size):
            packet.stream = stream
            new.mux(packet)
    size = out.stat().st_size
    fill(out, [Extra(aspect=ratio)])
    assert out.stat().st_size == size
    with av.open(str(out)) as container:
        assert container.streams.video[0].sample_aspect_ratio == ratio
        assert container.streams.video[0].metadata.get("title", "") == title
    ffmpeg("-i", out, "-f", "null", "-")  # the checksum of the tracks holds
    remux(out, tmp_path / "b.mkv")
    assert (tmp_path / "b.mkv").read_bytes() == out.read_bytes()


def test_samples_before_the_sound_begins_are_not_heard(clips, tmp_path):
    remux(talk(clips, "h264"), tmp_path / "a.mkv")
    remux(tmp_path / "a.mkv", tmp_path / "b.mp4")
    for path in (talk(clips, "h264"), tmp_path / "a.mkv", tmp_path / "b.mp4"):
        with av.open(str(path)) as container:
            packet = next(packet for packet in container.demux(audio=0))
            assert packet.pts * packet.time_base == Fraction(-1024, 8000)
            assert bytes(packet.get_sidedata("skip_samples"))[:4] == (1024).to_bytes(4, "little")
            container.seek(0)
            heard = sum(frame.samples for frame in container.decode(audio=0))
        assert heard == pytest.approx(0.66 * 8000, abs=1024)


def test_mirrored_video_stays_mirrored(clips, tmp_path):
    ffmpeg("-display_hflip", "-i", talk(clips, "h264"), "-map", "0:v", "-c", "copy", tmp_path / "a.mp4")
    remux(tmp_path / "a.mp4", tmp_path / "b.mkv")
    remux(tmp_path / "b.mkv", tmp_path / "c.mov")

    def matrix(path: Path) -> list[bytes]:
        with av.open(str(path)) as container:
            frame = next(container.decode(video=0))
            return [bytes(data) for data in frame.side_data if data.type.name == "DISPLAYMATRIX"]

    assert matrix(tmp_path / "a.mp4") == matrix(tmp_path / "b.mkv") == matrix(tmp_path / "c.mov") != []


def test_timecode_and_cover_come_along(clips, tmp_path, subtitled):
    flat = tmp_path / "flat.mkv"
    ffmpeg("-i", talk(clips, "h264"), "-map", "0:v", "-map_chapters", "-1", "-c", "copy", flat)
    ffmpeg("-i", flat, "-c", "copy", "-timecode", "01:02:03:04", tmp_path / "a.mov")
    for source, out in (("a.mov", "b.mkv"), ("b.mkv", "c.mp4")):
        assert not quiet(tmp_path / source, tmp_path / out)
        with av.open(str(tmp_path / out)) as container:
            assert "01:02:03:04" in container.streams.video[0].metadata.values()
    with pytest.raises(SeigenError, match=r"stream 1 \(timecode\): --drop 1 or --drop data"):
        remux(tmp_path / "a.mov", tmp_path / "d.ts")
    quiet(subtitled, tmp_path / "e.mp4", ("subtitle", "attachment"))
    with pytest.raises(SeigenError, match=r"stream 3 \(cover\): --drop 3 or --drop video"):
        remux(tmp_path / "e.mp4", tmp_path / "f.mov")
    remux(tmp_path / "e.mp4", tmp_path / "f.mkv")
    for name in ("e.mp4", "f.mkv"):
        with av.open(str(tmp_path / name)) as container:
            cover = next(stream for stream in container.streams.video if stream.disposition & 1 << 10)
            data = next(bytes(packet) for packet in container.demux(cover) if packet.size)
        assert data == (subtitled.parent / "cover.png").read_bytes()


def test_what_the_target_cannot_hold_is_named_before_anything_is_written(subtitled, tmp_path):
    with pytest.raises(SeigenError) as refused:
        remux(subtitled, tmp_path / "a.mp4")
    words = str(refused.value)
    assert "stream 2 (subtitle, ssa): --drop 2 or --drop subtitle" in words
    assert "--drop attachment" in words
    assert "\n" not in words
    with pytest.raises(SeigenError) as refused:
        remux(subtitled, tmp_path / "a.ts", drop=("2", "attachment"))
    assert all(f"--drop {what}" in str(refused.value) for what in ("chapters", "rotation", "video"))
    with pytest.raises(SeigenError, match="stream 0 is the video that is edited"):
        remux(subtitled, tmp_path / "a.mp4", drop=("0",))
    with pytest.raises(SeigenError, match=r"no stream 9 to drop, there are 0\.\.4"):
        remux(subtitled, tmp_path / "a.mp4", drop=("9",))
    assert not list(tmp_path.iterdir())
    assert quiet(subtitled, tmp_path / "a.mp4", ("subtitle", "attachment")) == ["tag MOOD='good'"]
    assert close(times(tmp_path / "a.mp4"), times(subtitled))
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert len(container.chapters()) == 2


def test_streams_that_m2ts_has_no_type_for_are_named(clips, tmp_path):
    lost = quiet(talk(clips, "h264"), tmp_path / "a.m2ts", ("chapters", "rotation"))
    assert "stream 1's type (aac), private data where packets have time stamps" in lost
    lost = quiet(talk(clips, "h264"), tmp_path / "b.m2ts", ("chapters", "rotation", "audio"))
    assert not any("private data" in words for words in lost)


def test_a_stream_of_an_unknown_codec_is_named(clips, tmp_path):
    data = bytearray(talk(clips, "h264").read_bytes())
    kind = data.index(b"\x40\x15", data.index(b"esds"))  # objectTypeIndication, streamType
    data[kind] = 0xFE
    (tmp_path / "a.mp4").write_bytes(data.replace(b"mp4a", b"zzzz"))
    with pytest.raises(SeigenError, match=r"stream 1 \(audio, unknown\): --drop 1 or --drop audio"):
        remux(tmp_path / "a.mp4", tmp_path / "b.mkv")
    assert not quiet(tmp_path / "a.mp4", tmp_path / "b.mkv", ("1",))


def test_names_are_local_files(clips, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("http:x:1").write_bytes(talk(clips, "h264").read_bytes())
    remux("http:x:1", "concat:a.mkv")
    assert close(times(tmp_path / "concat:a.mkv"), times(talk(clips, "h264")))


def test_the_command_drops_by_number_and_kind_and_fails_in_one_line(subtitled, tmp_path):
    command = [sys.executable, "-m", "seigen", "remux", str(subtitled), "-o", str(tmp_path / "a.mp4")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())
    done = subprocess.run([*command, "--drop", "2,attachment"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "warning: not as it was in the new container: tag MOOD='good'" in done.stderr
    done = subprocess.run([*command, "--drop", "words"], capture_output=True, text=True)
    assert done.returncode != 0


def test_rate_of_a_container_is_its_own(clips, tmp_path):
    with pytest.raises(SeigenError, match="a container has its own times, --fps is of no use"):
        remux(talk(clips, "h264"), tmp_path / "a.mkv", fps=25)


def test_pictures_that_an_edit_list_cuts_off_are_named(clips, tmp_path):
    data = bytearray(talk(clips, "h264").read_bytes())
    at = data.index(b"elst") + 12
    data[at : at + 4] = (300).to_bytes(4, "big")
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(SeigenError, match=r"an edit list that hides the last 0\.\d+ s: --drop edits"):
        remux(tmp_path / "a.mp4", tmp_path / "b.mkv")
    remux(tmp_path / "a.mp4", tmp_path / "b.mkv", drop=("edits",))
    assert close(times(tmp_path / "b.mkv"), times(talk(clips, "h264")))


def test_sync_samples_of_open_gops_and_recovery_points_stay(clips, tmp_path):
    for name, params in (
        ("open", "open-gop=1:keyint=6:min-keyint=6"),
        ("refresh", "intra-refresh=1:keyint=6"),
    ):
        source = tmp_path / f"{name}.mp4"
        ffmpeg(
            *("-f", "lavfi", "-i", "testsrc2=s=96x64:r=24", "-t", "0.8", "-pix_fmt", "yuv420p", "-c:v"),
            *("libx264", "-threads", "1", "-x264-params", f"{params}:scenecut=0", source),
        )
        assert sum(key for _, _, key in times(source)) > 1
        for kind in ("mkv", "mov"):
            remux(source, tmp_path / f"{name}.{kind}")
            assert close(times(source), times(tmp_path / f"{name}.{kind}"))


def test_samples_without_a_picture_stay_samples_but_in_transport_streams(clips, tmp_path):
    sei = b"\x06\xc8\x04mark\x80"
    source, alone = talk(clips, "h264"), tmp_path / "a.mkv"
    with av.open(str(source)) as old, av.open(str(alone), "w") as new:
        stream = new.add_stream_from_template(old.streams.video[0], opaque=True)
        for number, packet in enumerate(p for p in old.demux(video=0) if p.size):
            if number == 5:
                extra = av.Packet(len(sei).to_bytes(4, "big") + sei)
                extra.pts, extra.dts, extra.time_base = packet.pts + 100, packet.dts - 100, packet.time_base
                extra.stream = stream
                new.mux(extra)
            packet.stream = stream
            new.mux(packet)
    with av.open(str(alone)) as container:
        before = [bytes(packet) for packet in container.demux(video=0)]
    assert not quiet(alone, tmp_path / "b.mp4")
    with av.open(str(tmp_path / "b.mp4"), options={"advanced_editlist": "0"}) as container:
        assert [bytes(packet) for packet in container.demux(video=0)] == before
    lost = quiet(alone, tmp_path / "c.ts", ("rotation",))
    assert "1 samples without a picture, now in the next one's" in lost
    (entry,) = extract(tmp_path / "c.ts", types={200}).messages
    assert entry.place.au == 5
    assert len(list(access_units(tmp_path / "c.ts"))) == 16


@pytest.mark.parametrize("kind", ["mkv", "mov", "ts"])
def test_parameter_sets_of_a_second_sample_entry_go_in_band(clips, tmp_path, kind):
    data = talk(clips, "h265").read_bytes()
    *before, moov = read_extents(io.BytesIO(data))
    assert moov.box is not None
    trak = next(moov.box.all(b"trak"))
    stsd, stsc = (trak.need(b"mdia", b"minf", b"stbl", name) for name in (b"stsd", b"stsc"))
    entry = bytes(stsd.children[0])
    hvcc = entry.index(b"hvcC") + 4
    record = Record.parse(Codec.H265, entry[hvcc:])
    sps = next(array.nals for array in record.arrays if array.head[0] & 63 == 33)
    other = bytes(stsd.children[0]).replace(sps[0], sps[0][:-1] + bytes([sps[0][-1] ^ 1]))
    stsd.body = stsd.body[:4] + (2).to_bytes(4, "big")
    stsd.children.append(Box(stsd.children[0].type, 0, other[:8], other[8:]))
    assert stsc.body[4:20] == struct.pack(">4I", 2, 1, 3, 1)
    stsc.body = struct.pack(">11I", 0, 3, 1, 3, 1, 3, 3, 2, 6, 1, 2)
    (tmp_path / "a.mp4").write_bytes(data[: before[-1].end] + bytes(moov.box))
    quiet(tmp_path / "a.mp4", tmp_path / f"b.{kind}", ("chapters", "rotation"))
    sets = [
        (index, nal.data)
        for index, unit in enumerate(access_units(tmp_path / f"b.{kind}"))
        for nal in unit.nal_units
        if nal.type == 33
    ]
    new = sps[0][:-1] + bytes([sps[0][-1] ^ 1])
    assert sets == ([(0, sps[0]), (6, new), (8, new)] if kind == "ts" else [(6, new)])
    assert kind != "mov" or out_tag(tmp_path / "b.mov") == "hev1"


def test_alpha_beside_the_blocks_is_named(clips, tmp_path):
    from vvc_bridge.containers import ebml

    remux(talk(clips, "h264"), tmp_path / "a.mkv")
    with av.open(str(tmp_path / "a.mkv")) as container:
        sample = next(bytes(packet) for packet in container.demux(video=0))
    data = (tmp_path / "a.mkv").read_bytes()
    where = data.index(sample) - 4
    start = data.rindex(b"\xa3", 0, where)
    block = data[where : where + 4 + len(sample)]

    def element(kind: int, body: bytes) -> bytes:
        return ebml.id_bytes(kind) + ebml.as_size(len(body), 4) + body

    more = element(0x75A1, element(0xA6, element(0xEE, b"\1") + element(0xA5, b"alpha")))
    group = element(0xA0, element(0xA1, block) + more)
    cluster = data.rindex(b"\x1f\x43\xb6\x75", 0, start)
    header = ebml.read_header(data, cluster, 0)
    body = data[header.data : start] + group + data[where + len(block) : header.end]
    segment = data[:cluster].index(b"\x18\x53\x80\x67")
    head = data[:segment] + b"\x18\x53\x80\x67\x01" + b"\xff" * 7
    old = ebml.read_header(data, segment, 0)
    (tmp_path / "b.mkv").write_bytes(head + data[old.data : cluster] + element(0x1F43B675, body))
    with pytest.raises(SeigenError, match=r"additions to blocks of stream 0 .*--drop additions"):
        remux(tmp_path / "b.mkv", tmp_path / "c.mp4")
    assert not (tmp_path / "c.mp4").exists()
    remux(tmp_path / "b.mkv", tmp_path / "c.mp4", drop=("additions",))


@pytest.mark.parametrize("kind", ["mkv", "ts"])
def test_an_edit_between_kinds_reaches_samples_and_record(clips, tmp_path, kind):
    path = talk(clips, "h265")
    (entry,) = extract(path).messages
    assert entry.place.record
    source = path if kind == "mkv" else into(path, clips, "ts")
    out = tmp_path / ("bare.mkv" if kind == "mkv" else "bare.mp4")
    remove(source, out, types=None)
    assert not extract(out).messages
    assert b"x265 (build" not in out.read_bytes()
    assert close(times(out), times(path))


@pytest.mark.parametrize("codec", ["h265", "h266"])
def test_suffix_messages_stay_with_their_pictures(clips, tmp_path, codec):
    path = tmp_path / "0.mp4"
    inject(talk(clips, codec), messages(codec, [0, 1, 5, 15], payload_type=132), path, vtm_safe=False)
    assert access_units_types(path)[1][-1] == {"h265": 40, "h266": 24}[codec]
    for number, kind in enumerate(("ts", "mkv", "m2ts", "mov"), 1):
        out = tmp_path / f"{number}.{kind}"
        quiet(path, out, ("chapters", "rotation", "audio"))
        assert [entry.place.au for entry in extract(out, types={132}).messages] == [0, 1, 5, 15]
        assert access_units_types(out)[1][-1] == access_units_types(path)[1][-1]
        path = out


def access_units_types(path: Path) -> list[list[int]]:
    return [[nal.type for nal in unit.nal_units] for unit in access_units(path)]


@pytest.mark.parametrize("codec", CODECS)
def test_messages_go_into_their_samples_on_the_way(clips, tmp_path, codec):
    for out in ("a.mkv", "a.mov"):
        inject(talk(clips, codec), messages(codec, [0, 3, 9]), tmp_path / out, vtm_safe=False)
        found = extract(tmp_path / out, types={200}).messages
        assert [entry.place.au for entry in found] == [0, 3, 9]
        assert close(times(tmp_path / out), times(talk(clips, codec)))
        bare = tmp_path / f"bare{out}"
        remove(tmp_path / out, bare, types={200})
        assert nal_units(bare) == nal_units(talk(clips, codec))


def test_units_behind_the_last_picture_go_into_its_sample(tmp_path, clips):
    remux(talk(clips, "h265"), tmp_path / "a.265")
    tail = b"\0\0\0\1\x46\x01\x10\0\0\1\x4e\x01\xc8\x04tail\x80"
    data = (tmp_path / "a.265").read_bytes() + tail
    (tmp_path / "b.265").write_bytes(data)
    remux(tmp_path / "b.265", tmp_path / "b.mp4", fps=24)
    assert len(extract(tmp_path / "b.mp4", types={200}).messages) == 1
    assert len(list(access_units(tmp_path / "b.mp4"))) == 16
    remux(tmp_path / "b.mp4", tmp_path / "c.265")
    assert (tmp_path / "c.265").read_bytes().endswith(tail)


def test_a_container_says_its_codec_and_is_not_guessed(clips):
    path = talk(clips, "h264")
    assert {unit.codec.value for unit in access_units(path)} == {"h264"}
    with pytest.raises(SeigenError, match="its video is h264, not h265"):
        list(access_units(path, codec="h265"))
