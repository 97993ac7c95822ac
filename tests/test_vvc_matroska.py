"""Matroska edited in place: nothing but SEI changes, and what speaks of places stays true."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.errors import SeigenError
from tests.clips import ffmpeg, talk
from vvc_bridge import extract, inject, remove, remux
from vvc_bridge.containers import ebml, matroska
from vvc_bridge.containers.matroska_tracks import BlockData
from vvc_bridge.containers.splice import Patch, Patches, difference, spliced
from vvc_bridge.message_file import MessageFile
from vvc_bridge.nal import Codec

av = pytest.importorskip("av")

CODECS = ("h264", "h265", "h266")
LAYOUTS: dict[str, tuple[str, ...]] = {
    "plain": (),
    "cues-first": ("-reserve_index_space", "2000"),
    "live": ("-live", "1", "-cluster_time_limit", "200"),
    "clusters": ("-cluster_size_limit", "600"),
}


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    return tmp_path_factory.mktemp("clips")


def laid_out(folder: Path, codec: str, layout: str) -> Path:
    """`talk` as Matroska, with a text file attached."""
    path = folder / f"{codec}-{layout}.mkv"
    if not path.exists():
        (folder / "note.txt").write_text("a note")
        attached = ("-attach", folder / "note.txt", "-metadata:s:t", "mimetype=text/plain")
        to = folder / f"{codec}-{layout}.part.mkv"
        ffmpeg(
            "-i",
            talk(folder, codec),
            *attached,
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-c",
            "copy",
            *LAYOUTS[layout],
            to,
        )
        to.rename(path)
    return path


def messages(codec: str, aus: list[int], payload: bytes = b"mark") -> MessageFile:
    entries = [
        {"place": {"au": au}, "payload_type": 200, "payload": (payload * (au + 1)).hex()} for au in aus
    ]
    head = {"format": "seigen-messages", "version": 1, "codec": codec, "edition": "h274v4"}
    return MessageFile.model_validate({**head, "messages": entries})


def packets(source: Path | bytes) -> list[tuple[object, ...]]:
    """Stream, times, flags and bytes of every packet."""
    with av.open(io.BytesIO(source) if isinstance(source, bytes) else str(source)) as container:
        return [
            (p.stream.index, p.pts, p.dts, p.duration, p.is_keyframe, p.is_discard, bytes(p))
            for p in container.demux()
            if p.size
        ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("codec", CODECS)
def test_remux_to_the_same_kind_is_the_same_file(clips, tmp_path, codec, layout):
    path, out = laid_out(clips, codec, layout), tmp_path / "out.mkv"
    remux(path, out)
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("codec", CODECS)
def test_injected_messages_change_their_samples_alone_and_leave_again(clips, tmp_path, codec, layout):
    path = laid_out(clips, codec, layout)
    more, less, again = tmp_path / "more.mkv", tmp_path / "less.mkv", tmp_path / "again.mkv"
    aus = [0, 3, 4, 9, 15]
    assert inject(path, messages(codec, aus, b"m" * 70), more, vtm_safe=False).inserted == 5
    before, after = packets(path), packets(more)
    assert [packet[:-1] for packet in before] == [packet[:-1] for packet in after]
    changed = [p for p, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    video = [position for position, packet in enumerate(before) if packet[0] == 0]
    assert changed == [video[au] for au in aus]
    assert [e.place.au for e in extract(more, types={200}).messages] == aus
    check_places(more.read_bytes())
    found = extract(more)
    remove(more, less, types={200})
    assert packets(less) == before
    check_places(less.read_bytes())
    kept = found.model_copy(update={"messages": [e for e in found.messages if e.payload_type == 200]})
    inject(less, kept, again, vtm_safe=False)
    assert packets(again) == after


def test_all_messages_go_and_come_back(clips, tmp_path):
    path = laid_out(clips, "h264", "plain")  # x264 writes a message of its own
    bare, again = tmp_path / "bare.mkv", tmp_path / "again.mkv"
    found = extract(path)
    assert found.messages
    remove(path, bare, types=None)
    assert not extract(bare).messages
    inject(bare, found, again)
    assert packets(again) == packets(path)


def test_players_seek_as_before(clips, tmp_path):
    path, out = laid_out(clips, "h264", "clusters"), tmp_path / "out.mkv"
    inject(path, messages("h264", list(range(16)), b"x" * 900), out)

    def arrivals(file: Path) -> list[object]:
        found = []
        for time in (0, 200_000, 400_000, 600_000):
            with av.open(str(file)) as container:
                container.seek(time)
                packet = next(container.demux(video=0))
                found.append((packet.pts, packet.is_keyframe))
        return found

    assert arrivals(out) == arrivals(path)
    assert len({pts for pts, _ in arrivals(out)}) > 1


# -- files made by hand -----------------------------------------------------------------------------


def element(identifier: int, data: bytes, width: int = 1) -> bytes:
    return ebml.id_bytes(identifier) + ebml.as_size(len(data), width) + data


def unsized(identifier: int, data: bytes) -> bytes:
    return ebml.id_bytes(identifier) + b"\x01" + b"\xff" * 7 + data


def uint(identifier: int, value: int, width: int = 1) -> bytes:
    return element(identifier, ebml.as_uint(value, width))


def with_crc(data: bytes) -> bytes:
    return element(0xBF, zlib.crc32(data).to_bytes(4, "little")) + data


def sample(number: int, size: int = 20) -> bytes:
    """An IDR picture of H.264 behind its length."""
    nal = bytes([0x65, 0x88]) + bytes([number % 255 + 1]) * size
    return len(nal).to_bytes(4, "big") + nal


AVCC = bytes([1, 66, 0xC0, 10, 0xFF, 0xE1, 0, 4, 0x67, 0x42, 0xC0, 10, 1, 0, 2, 0x68, 0xCE])


def tracks(encodings: bytes = b"") -> bytes:
    audio = element(0xAE, uint(0xD7, 1) + uint(0x83, 2) + element(0x86, b"A_OPUS"))
    video = uint(0xD7, 2) + uint(0x83, 1) + element(0x86, b"V_MPEG4/ISO/AVC") + element(0x63A2, AVCC)
    return element(matroska.TRACKS, with_crc(audio + element(0xAE, video + encodings)))


def block(frames: list[bytes], lacing: int = 0, track: int = 2) -> bytes:
    head = bytes([0x80 | track, 0, 0, lacing])
    return bytes(BlockData(head, frames))


def file_of(segment: bytes, sized: bool = True, header: bytes = b"") -> bytes:
    top = element(matroska.EBML, header + element(0x4282, b"matroska"))
    return top + (element(matroska.SEGMENT, segment, 8) if sized else unsized(matroska.SEGMENT, segment))


def opened(tmp_path: Path, data: bytes) -> matroska.MatroskaFile:
    path = tmp_path / "hand.mkv"
    path.write_bytes(data)
    return matroska.open_file(path)


def edited(file: matroska.MatroskaFile, change) -> bytes:
    out = io.BytesIO()
    file.rewrite(out, change)
    return out.getvalue()


def check_places(data: bytes) -> None:
    """All that a segment says of places, sizes and checksums is true."""
    top = ebml.read_header(data, 0, 0)
    segment = ebml.read_header(data, top.end, 0)
    end = len(data) if segment.size is None else segment.end
    assert end == len(data)
    at, starts = segment.data, {}
    if data[at : at + 2] == b"\xbf\x84":
        assert zlib.crc32(data[at + 6 : end]) == int.from_bytes(data[at + 2 : at + 6], "little")
    parts: list[tuple[ebml.Element, bytes]] = []
    while at < end:
        part = ebml.read_header(data, at, 0)
        stop = part.end if part.size is not None else end
        if part.id == matroska.CLUSTER and part.size is None:
            stop = part.data
            while stop < end and (child := ebml.read_header(data, stop, 0)).id not in matroska.TOP:
                stop = child.end
        starts[part.start - segment.data] = part, stop
        parts.append((part, data[part.data : stop]))
        at = stop
    previous = None
    for part, body in parts:
        masters = (matroska.SEEK_HEAD, matroska.TRACKS, matroska.CLUSTER, matroska.CUES)
        items = list(ebml.children(body, part.data)) if part.id in masters else []
        if items and items[0][0].id == matroska.CRC_32:
            assert zlib.crc32(body[items[0][0].end - part.data :]) == int.from_bytes(items[0][1], "little")
        for item, value in items:
            if item.id == matroska.POSITION and part.id == matroska.CLUSTER and ebml.uint(value):
                assert ebml.uint(value) == part.start - segment.data
            elif item.id == matroska.PREV_SIZE and part.id == matroska.CLUSTER and previous:
                assert ebml.uint(value) == previous
            elif part.id == matroska.SEEK_HEAD and item.id == 0x4DBB:
                wanted = int.from_bytes(ebml.find(value, 0, 0x53AB), "big")
                assert starts[ebml.uint(ebml.find(value, 0, 0x53AC))][0].id == wanted
            elif part.id == matroska.CUES and item.id == 0xBB:
                check_cue(data, starts, value)
        if part.id == matroska.CLUSTER:
            previous = starts[part.start - segment.data][1] - part.start


def check_cue(data: bytes, starts, value: bytes) -> None:
    """The cue leads to a cluster, and in it to a block of its track."""
    for child, body in ebml.children(value, 0):
        if child.id == 0xB7:
            found = {e.id: ebml.uint(v) for e, v in ebml.children(body, 0) if len(v) <= 8}
            cluster, _ = starts[found[0xF1]]
            assert cluster.id == matroska.CLUSTER
            if 0xF0 in found:
                target = ebml.read_header(data, cluster.data + found[0xF0], 0)
                assert target.id in (matroska.SIMPLE_BLOCK, matroska.BLOCK_GROUP)
                inner = data[target.data : target.end]
                if target.id == matroska.BLOCK_GROUP:
                    inner = ebml.find(inner, 0, matroska.BLOCK)
                assert inner[0] & 127 == found[0xF7]


def everything(sized: bool = True, cues_first: bool = False, void: int = 0, checked: bool = True) -> bytes:
    """A segment with every element that speaks of places: SeekHead, Cues, Position, PrevSize, CRC-32."""
    crc = with_crc if checked else bytes
    make = element if sized else unsized

    def cluster(number: int, position: int, before: int) -> bytes:
        group = element(matroska.BLOCK, block([sample(number + 1)])) + uint(0x9B, 40)
        group += element(0x75A1, element(0xA6, uint(0xEE, 1) + element(0xA5, b"added")))
        body = uint(0xE7, number) + uint(matroska.POSITION, position, 2) + uint(matroska.PREV_SIZE, before, 1)
        body += element(matroska.SIMPLE_BLOCK, block([b"sound"], track=1))
        body += element(matroska.SIMPLE_BLOCK, block([sample(number)])) + element(0xEC, bytes(3))
        body += element(matroska.BLOCK_GROUP, crc(group), 2)
        return make(matroska.CLUSTER, crc(body)) if not sized else element(matroska.CLUSTER, crc(body), 2)

    size = len(cluster(0, 0, 0))

    def cue(place: int, relative: int) -> bytes:
        where = uint(0xF7, 2) + uint(0xF1, place) + uint(0xF0, relative)
        return element(0xBB, uint(0xB3, 0) + element(0xB7, where))

    def build(seek: list[int], first: int) -> bytes:
        ids = (matroska.TRACKS, matroska.CUES)
        head = b"".join(
            element(0x4DBB, element(0x53AB, ebml.id_bytes(i)) + uint(0x53AC, p))
            for i, p in zip(ids, seek, strict=True)
        )
        head = element(matroska.SEEK_HEAD, crc(head))
        head += element(0xEC, bytes(void)) if void else b""
        inside = cluster(0, 0, 0)
        relative = inside.index(element(matroska.SIMPLE_BLOCK, block([sample(0)]))) - (6 if sized else 12)
        cues = element(matroska.CUES, crc(cue(first, relative) + cue(first + 2 * size, relative)))
        clusters = b"".join(cluster(n, first + n * size, size if n else 0) for n in range(3))
        start = head + tracks()
        return start + cues + clusters if cues_first else start + clusters + cues

    found = build([0, 0], 0)
    for _ in range(4):
        places = [
            found.index(ebml.id_bytes(i), 30 if i == matroska.TRACKS else 60)
            for i in (matroska.TRACKS, matroska.CUES)
        ]
        found = build(places, found.index(ebml.id_bytes(matroska.CLUSTER)))
    return found


@pytest.mark.parametrize("void", [0, 1, 40])
@pytest.mark.parametrize("cues_first", [False, True])
@pytest.mark.parametrize("sized", [False, True])
def test_all_that_speaks_of_places_stays_true(tmp_path, sized, cues_first, void):
    data = file_of(everything(sized, cues_first, void), sized)
    check_places(data)
    file = opened(tmp_path, data)
    held = list(file.samples())
    assert held == [sample(n) for number in range(3) for n in (number, number + 1)]
    assert edited(file, lambda _, old: old) == data
    for size in (1, 100, 300, 20_000):
        new = edited(file, lambda _, old, size=size: old + sample(7, size))
        check_places(new)
        again = opened(tmp_path, new)
        assert list(again.samples()) == [old + sample(7, size) for old in held]
        less = edited(again, lambda index, _: held[index])
        check_places(less)
        file = opened(tmp_path, data)


@pytest.mark.parametrize("sized", [False, True])
def test_a_checksum_of_the_whole_segment(tmp_path, sized):
    cluster = element(matroska.CLUSTER, element(matroska.SIMPLE_BLOCK, block([sample(1)])), 2)
    data = file_of(with_crc(tracks() + cluster), sized)
    check_places(data)
    new = edited(opened(tmp_path, data), lambda _, old: old + sample(2, 90))
    check_places(new)
    assert new != data and list(opened(tmp_path, new).samples()) == [sample(1) + sample(2, 90)]


def test_a_void_behind_the_seek_head_takes_up_its_growth(tmp_path):
    data = file_of(everything(void=40))
    new = edited(opened(tmp_path, data), lambda _, old: old + sample(7, 20_000))
    place = data.index(ebml.id_bytes(matroska.TRACKS), 60)
    assert new.index(ebml.id_bytes(matroska.TRACKS), 60) == place


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40_000), min_size=6, max_size=6), st.booleans(), st.booleans())
def test_samples_of_any_size(tmp_path_factory, sizes, sized, cues_first):
    data = file_of(everything(sized, cues_first), sized)
    file = opened(tmp_path_factory.getbasetemp(), data)
    held = list(file.samples())
    wanted = [sample(n, size) if size else old for n, (old, size) in enumerate(zip(held, sizes, strict=True))]
    new = edited(file, lambda index, _: wanted[index])
    check_places(new)
    file.close()
    again = opened(tmp_path_factory.getbasetemp(), new)
    assert list(again.samples()) == wanted
    again.close()


@pytest.mark.parametrize("lacing", [2, 4, 6], ids=["Xiph", "fixed", "EBML"])
def test_laced_samples(tmp_path, lacing):
    frames = [sample(n, 30 if lacing == 4 else (300, 5, 700, 1)[n]) for n in range(4)]
    body = element(0xE7, b"\0") + element(matroska.SIMPLE_BLOCK, block(frames, lacing), 2)
    data = file_of(tracks() + element(matroska.CLUSTER, body, 2))
    file = opened(tmp_path, data)
    assert list(file.samples()) == frames
    assert edited(file, lambda _, old: old) == data
    wanted = [frames[0], frames[1] + sample(9, 1000), frames[2][:4] + frames[2][4:], sample(3, 255)]
    assert list(opened(tmp_path, edited(file, lambda index, _: wanted[index])).samples()) == wanted


@given(st.lists(st.binary(max_size=600), min_size=1, max_size=9), st.sampled_from([2, 6]))
def test_lacing_there_and_back(frames, lacing):
    made = bytes(BlockData(bytes([0x81, 0, 0, lacing]), frames))
    assert BlockData.read(made, 0).frames == frames


@given(st.binary(max_size=40), st.sampled_from([2, 4, 6]))
def test_lacing_of_any_bytes_is_read_or_refused(data, lacing):
    try:
        found = BlockData.read(bytes([0x81, 0, 0, lacing]) + data, 5)
    except SeigenError as error:
        assert "byte 5" in str(error)
    else:
        assert sum(map(len, found.frames)) <= len(data)


def encoding(algorithm: int, settings_: bytes = b"", scope: int = 1, kind: int = 0) -> bytes:
    inner = uint(0x4254, algorithm) + (element(0x4255, settings_) if settings_ else b"")
    one = uint(0x5031, 0) + uint(0x5032, scope) + uint(0x5033, kind) + element(0x5034, inner)
    return element(0x6D80, element(0x6240, one))


def test_header_stripping(tmp_path):
    frames = [sample(1, 20)[2:], sample(2, 30)[2:]]
    body = b"".join(element(matroska.SIMPLE_BLOCK, block([frame])) for frame in frames)
    data = file_of(tracks(encoding(3, b"\0\0")) + element(matroska.CLUSTER, body))
    file = opened(tmp_path, data)
    assert list(file.samples()) == [sample(1, 20), sample(2, 30)]
    new = edited(file, lambda _, old: sample(3, 9) + old)
    assert list(opened(tmp_path, new).samples()) == [
        sample(3, 9) + sample(1, 20),
        sample(3, 9) + sample(2, 30),
    ]
    with pytest.raises(SeigenError, match="header stripping"):
        edited(opened(tmp_path, data), lambda _, old: b"\1" + old)


def test_zlib_compression(tmp_path):
    body = element(matroska.SIMPLE_BLOCK, block([zlib.compress(sample(1, 500), 1)]))
    data = file_of(tracks(encoding(0)) + element(matroska.CLUSTER, body))
    file = opened(tmp_path, data)
    assert list(file.samples()) == [sample(1, 500)]
    assert edited(file, lambda _, old: old) == data
    new = edited(file, lambda _, old: old + old)
    assert list(opened(tmp_path, new).samples()) == [sample(1, 500) * 2]


@pytest.mark.parametrize(
    ("made", "word"),
    [(encoding(1), "bzlib"), (encoding(2), "lzo1x"), (encoding(0, kind=1), "encrypted")],
)
def test_what_cannot_be_read_is_named(tmp_path, made, word):
    with pytest.raises(SeigenError, match=word):
        opened(tmp_path, file_of(tracks(made)))


def test_a_bomb_of_zlib_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("vvc_bridge.containers.matroska_tracks.MAX_ACCESS_UNIT", 1000)
    body = element(matroska.SIMPLE_BLOCK, block([zlib.compress(bytes(5000))]))
    file = opened(tmp_path, file_of(tracks(encoding(0)) + element(matroska.CLUSTER, body)))
    with pytest.raises(SeigenError, match="too long"):
        list(file.samples())


def test_a_file_cut_anywhere_keeps_its_bytes_or_is_refused(tmp_path):
    data = file_of(everything())
    whole = [sample(n) for number in range(3) for n in (number, number + 1)]
    seen = set()
    for length in range(0, len(data), 3):
        try:
            file = opened(tmp_path, data[:length])
        except SeigenError:
            continue
        held = list(file.samples())
        assert held == whole[: len(held)]
        seen.add(len(held))
        assert edited(file, lambda _, old: old) == data[:length]
        more = edited(file, lambda _, old: old + sample(5))
        assert 0 <= len(more) - length - len(held) * len(sample(5)) < 64  # size fields may grow
        assert list(opened(tmp_path, more).samples()) == [old + sample(5) for old in held]
    assert seen == set(range(7))


def test_the_largest_width_of_sizes_is_kept(tmp_path):
    header = uint(matroska.MAX_SIZE_LENGTH, 1)
    body = element(matroska.SIMPLE_BLOCK, block([sample(1)]))
    segment = tracks() + element(matroska.CLUSTER, body)
    data = element(matroska.EBML, header) + ebml.id_bytes(matroska.SEGMENT) + b"\xff" + segment
    with pytest.raises(SeigenError, match="EBMLMaxSizeLength"):
        edited(opened(tmp_path, data), lambda _, old: sample(2, 500))


@pytest.mark.parametrize(
    ("segment", "word"),
    [
        (tracks() + element(matroska.CLUSTER, element(0xA3, b"\x82")), "byte"),
        (tracks() + element(matroska.CLUSTER, element(0xA3, b"")), "no track number"),
        (tracks() + element(matroska.CLUSTER, b"\xa3\x90\x82" + bytes(3)), "outgrows its parent"),
        (tracks() + element(matroska.CLUSTER, b"\xa3\xff\x82" + bytes(3)), "no size"),
        (tracks() + bytes(8), "no EBML element at byte"),
        (tracks() + element(matroska.SEGMENT, b""), "second segment"),
        (tracks()[:-20], "outgrows|cut off|no Tracks"),
        (b"", "no Tracks"),
    ],
)
def test_damage_is_named(tmp_path, segment, word):
    with pytest.raises(SeigenError, match=word):
        list(opened(tmp_path, file_of(segment)).samples())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_files_are_refused_or_read(tmp_path_factory, data):
    made = bytearray(file_of(everything()))
    for _ in range(data.draw(st.integers(1, 4))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    try:
        file = opened(tmp_path_factory.getbasetemp(), bytes(made))
    except SeigenError:
        return
    try:
        assert edited(file, lambda _, old: old) == bytes(made)
        edited(file, lambda _, old: old + sample(4, 300))
    except SeigenError:
        pass
    finally:
        file.close()


def test_codec_by_the_containers_word(tmp_path):
    file = opened(tmp_path, file_of(everything()))
    assert file.track.codec is Codec.H264 and file.track.length_size == 4 and file.track.record == AVCC
    out = io.BytesIO()
    file.rewrite(out, lambda _, old: old, lambda record: record + b"\x55" * 200)
    new = opened(tmp_path, out.getvalue())
    check_places(out.getvalue())
    assert new.track.record == AVCC + b"\x55" * 200
    assert list(new.samples()) == list(opened(tmp_path, file_of(everything())).samples())


# -- patches ----------------------------------------------------------------------------------------


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_a_difference_makes_the_new_bytes(old, new):
    patch = difference(0, old, new)
    assert old[: patch.start] + patch.data + old[patch.end :] == new


def test_patches_move_what_is_behind_them():
    patches = Patches()
    for start, end, data in ((2, 3, b"abc"), (5, 8, b""), (9, 9, b"x")):
        patches.append(Patch(start, end, data))
    old = bytes(range(12))
    made = b"".join(spliced(io.BytesIO(old), 0, 12, patches.between(0, 12)))
    assert made == b"\0\1abc\3\4\x08x\x09\x0a\x0b"
    assert [made.index(old[place]) - place for place in (0, 3, 8, 9)] == [0, 2, -1, 0]
    assert [patches.growth(place) for place in (0, 2, 3, 5, 8, 9, 10)] == [0, 0, 2, 2, -1, -1, 0]
