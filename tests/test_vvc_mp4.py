"""MP4 and MOV edited in place: nothing but SEI changes."""

from __future__ import annotations

import json
import random
import struct
from pathlib import Path

import pytest
from click.testing import CliRunner

from sei.errors import SeigenError
from tests.clips import LAYOUTS, ffmpeg, laid_out, talk
from vvc_bridge import access_units, extract, inject, remove, remux, replace
from vvc_bridge.containers import mp4
from vvc_bridge.containers.boxes import Box, read_extents
from vvc_bridge.containers.mp4_tables import Moves, move_items, widen_offsets
from vvc_bridge.containers.record import Record
from vvc_bridge.inspect import find, vtm_dump
from vvc_bridge.inspect_cli import inspect
from vvc_bridge.message_file import MessageFile
from vvc_bridge.nal import Codec

av = pytest.importorskip("av")

CODECS = ("h264", "h265", "h266")


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    return tmp_path_factory.mktemp("clips")


def messages(codec: str, aus: list[int], payload: bytes = b"mark", payload_type: int = 200) -> MessageFile:
    """Messages of a type without a model."""
    entries = [
        {"place": {"au": au}, "payload_type": payload_type, "payload": (payload * (au + 1)).hex()}
        for au in aus
    ]
    return MessageFile.model_validate(
        {"format": "seigen-messages", "version": 1, "codec": codec, "edition": "h274v4", "messages": entries}
    )


def packets(path: Path) -> list[tuple[object, ...]]:
    """Stream, times, flags and bytes of every packet."""
    with av.open(str(path)) as container:
        return [
            (p.stream.index, p.pts, p.dts, p.duration, p.is_keyframe, p.is_discard, bytes(p))
            for p in container.demux()
            if p.size
        ]


def without_sei(path: Path, data: bytes) -> bytes:
    """A sample's NAL units but SEI."""
    track = mp4.open_file(path).track
    return track.stored(nal for nal in track.access_unit(data, 0).nal_units() if not nal.is_sei)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("codec", CODECS)
def test_remux_to_the_same_kind_is_the_same_file(clips, tmp_path, codec, layout):
    path = laid_out(clips, codec, layout)
    out = tmp_path / layout
    remux(path, out)
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("codec", CODECS)
def test_injected_messages_change_their_samples_alone_and_leave_again(clips, tmp_path, codec, layout):
    path = laid_out(clips, codec, layout)
    more, less = tmp_path / f"more{path.suffix}", tmp_path / f"less{path.suffix}"
    report = inject(path, messages(codec, [0, 3, 4, 9, 15]), more, vtm_safe=False)
    assert report.inserted == 5
    before, after = packets(path), packets(more)
    assert [packet[:-1] for packet in before] == [packet[:-1] for packet in after]
    video = [(old[-1], new[-1]) for old, new in zip(before, after, strict=True) if old[0] == 0]
    assert [number for number, (old, new) in enumerate(video) if old != new] == [0, 3, 4, 9, 15]
    assert all(without_sei(path, old) == without_sei(path, new) for old, new in video)
    others = [(old[-1], new[-1]) for old, new in zip(before, after, strict=True) if old[0] != 0]
    assert others
    assert all(old == new for old, new in others)
    found = extract(more, types={200}).messages
    assert [(entry.place.au, entry.payload) for entry in found] == [
        (au, (b"mark" * (au + 1)).hex()) for au in (0, 3, 4, 9, 15)
    ]
    assert remove(more, less, types={200}).removed == 5
    assert less.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("layout", ["plain.mp4", "quicktime.mov", "fragments.mp4"])
def test_extract_remove_inject_is_the_same_file(clips, tmp_path, codec, layout):
    path = tmp_path / f"marked{Path(layout).suffix}"
    inject(laid_out(clips, codec, layout), messages(codec, list(range(16))), path, vtm_safe=False)
    bare, again = tmp_path / f"bare{path.suffix}", tmp_path / f"again{path.suffix}"
    found = extract(path)
    remove(path, bare, types=None)
    assert not extract(bare).messages
    inject(bare, found, again)
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_edited_file_decodes_to_the_same_pictures(clips, tmp_path, layout):
    path = laid_out(clips, "h264", layout)
    out = tmp_path / layout
    inject(path, messages("h264", [0, 1, 7]), out)
    digests = []
    for clip in (path, out):
        ffmpeg("-i", clip, "-map", "0:v", "-f", "framemd5", tmp_path / "md5")
        digests.append((tmp_path / "md5").read_text())
    assert digests[0] == digests[1]
    assert digests[0].count("\n") > 16


def test_title_chapters_language_and_rotation_stay_beside_an_edit(clips, tmp_path):
    path, out = talk(clips, "h265"), tmp_path / "a.mp4"
    inject(path, messages("h265", [0, 2]), out)
    with av.open(str(path)) as old, av.open(str(out)) as new:
        assert new.metadata == old.metadata
        assert new.metadata["title"] == "Talk"
        assert new.chapters() == old.chapters()
        assert len(new.chapters()) == 2
        assert [s.language for s in new.streams][:2] == ["fra", "deu"]
        assert next(new.decode(video=0)).rotation == next(old.decode(video=0)).rotation == 90


def test_messages_of_the_record_are_shown_taken_out_and_put_back(clips, tmp_path):
    path = talk(clips, "h265")  # ffmpeg puts x265's user data into hvcC
    found = extract(path)
    assert [(entry.place.au, entry.place.record) for entry in found.messages] == [(0, True)]
    bare, again, other = tmp_path / "bare.mp4", tmp_path / "again.mp4", tmp_path / "other.mp4"
    assert remove(path, bare, types=None).removed == 1
    assert b"x265 (build" not in bare.read_bytes()
    assert packets(bare) == packets(path)
    assert inject(bare, found, again).inserted == 1
    assert again.read_bytes() == path.read_bytes()
    found.messages[0].message["user_data_payload_byte"] = "616263"
    replace(path, found, other)
    assert extract(other).messages[0].message["user_data_payload_byte"] == "616263"
    assert packets(other) == packets(path)


def test_inspect_says_that_a_message_sits_in_the_record(clips, tmp_path):
    path, more = talk(clips, "h265"), tmp_path / "more.mp4"
    inject(path, messages("h265", [3]), more)
    assert [found.record for found in find(more)] == [True, False]
    run = CliRunner().invoke
    table = run(inspect, [str(more)]).stdout
    rows = run(inspect, [str(more), "--format", "json"]).stdout
    assert table.count(" of the configuration record") == 1
    assert [json.loads(row).get("record") for row in rows.splitlines()] == [True, None]
    remux(path, tmp_path / "a.265")
    dumps = [list(vtm_dump(file)) for file in (path, tmp_path / "a.265")]
    assert dumps[0] == dumps[1] and len(dumps[0]) == 1


def test_messages_of_the_record_come_into_the_byte_stream_once(clips, tmp_path):
    remux(talk(clips, "h265"), tmp_path / "a.265")
    (entry,) = extract(tmp_path / "a.265").messages
    assert (entry.place.au, entry.place.record) == (0, None)
    remove(talk(clips, "h265"), tmp_path / "b.265", types=None)
    assert not extract(tmp_path / "b.265").messages


def test_parameter_sets_of_the_record_lead_the_byte_stream(clips, tmp_path):
    with av.open(str(talk(clips, "h264"))) as source, av.open(str(tmp_path / "cut.mp4"), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        video = [packet for packet in source.demux(video=0) if packet.size]
        for packet in video[8:]:
            packet.stream = stream
            target.mux(packet)
    remux(tmp_path / "cut.mp4", tmp_path / "cut.264")
    units = list(access_units(tmp_path / "cut.264", codec="h264"))
    assert [nal.type for nal in units[0].nal_units][:2] == [7, 8]
    assert len(units) == 8
    ffmpeg("-i", tmp_path / "cut.264", "-f", "null", "-")


# -- one sample is one access unit ------------------------------------------------------------------


def resampled(path: Path, out: Path, change) -> None:
    """A copy in which each video sample becomes the samples that ``change`` gives, with the times it
    gives."""
    with av.open(str(path)) as source, av.open(str(out), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for number, packet in enumerate(p for p in source.demux(video=0) if p.size):
            for data, earlier in change(number, bytes(packet)):
                new = av.Packet(data)
                new.stream, new.time_base = stream, packet.time_base
                new.pts, new.dts = packet.pts - earlier, packet.dts - earlier
                new.is_keyframe, new.duration = packet.is_keyframe and not earlier, packet.duration
                target.mux(new)


SEI_264 = b"\0\0\0\x0c\x06\xc8\x08no slice\x80"


def test_a_sample_without_a_picture_is_an_access_unit(clips, tmp_path):
    path = tmp_path / "a.mp4"
    resampled(talk(clips, "h264"), path, lambda n, data: ([(SEI_264, 100)] if n == 6 else []) + [(data, 0)])
    units = list(access_units(path))
    assert len(units) == 17
    assert not units[6].pictures
    (entry,) = extract(path, types={200}).messages
    assert entry.place.au == 6
    inject(path, messages("h264", [9], payload_type=201), tmp_path / "b.mp4")
    before, after = packets(path), packets(tmp_path / "b.mp4")
    assert [p[:-1] for p in before] == [p[:-1] for p in after]
    assert [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [9]


def test_messages_behind_the_slices_stay_in_their_sample(clips, tmp_path):
    path = tmp_path / "a.mp4"
    resampled(talk(clips, "h264"), path, lambda n, data: [(data + SEI_264, 0)])
    assert [entry.place.au for entry in extract(path, types={200}).messages] == list(range(16))
    remove(path, tmp_path / "b.mp4", types={200}, aus={3, 5})
    left = [entry.place.au for entry in extract(tmp_path / "b.mp4", types={200}).messages]
    assert left == [au for au in range(16) if au not in (3, 5)]


def test_zero_bytes_behind_a_nal_unit_stay(clips, tmp_path):
    path = tmp_path / "a.mp4"

    def change(number: int, data: bytes):
        if number != 4:
            return [(data, 0)]
        size = int.from_bytes(data[:4], "big")
        return [((size + 3).to_bytes(4, "big") + data[4 : 4 + size] + bytes(3) + data[4 + size :], 0)]

    resampled(talk(clips, "h264"), path, change)
    inject(path, messages("h264", [4]), tmp_path / "b.mp4")
    remove(tmp_path / "b.mp4", tmp_path / "c.mp4", types={200})
    assert (tmp_path / "c.mp4").read_bytes() == path.read_bytes()


# -- what is refused --------------------------------------------------------------------------------


def test_every_end_of_a_file_is_refused_or_read(clips, tmp_path):
    whole = laid_out(clips, "h264", "index-first.mp4").read_bytes()
    path, refused = tmp_path / "a.mp4", 0
    for length in range(8, len(whole), 211):
        path.write_bytes(whole[:length])
        try:
            remux(path, tmp_path / "b.mp4")
        except SeigenError:
            refused += 1
        else:
            assert (tmp_path / "b.mp4").read_bytes() == whole[:length]
    assert refused > 20


@pytest.mark.parametrize("layout", ["plain.mp4", "fragments-absolute.mp4", "segments.mp4"])
def test_damaged_tables_are_refused_or_read(clips, tmp_path, layout):
    whole = laid_out(clips, "h265", layout).read_bytes()
    places = [
        n
        for n in range(len(whole) - 4)
        if whole[n : n + 4]
        in (b"trak", b"moof", b"stsz", b"stsc", b"trun", b"stco", b"sidx", b"mfra", b"hvcC", b"tfhd")
    ]
    source, path = random.Random(5), tmp_path / "a.mp4"
    outcomes = set()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(source.randint(1, 3)):
            data[source.choice(places) + source.randint(-4, 30)] = source.choice((0, 1, 127, 128, 255))
        path.write_bytes(data)
        try:
            inject(path, messages("h265", [0, 2], b"x" * 300), tmp_path / "b.mp4")
            outcomes.add("written")
        except SeigenError as error:
            outcomes.add("refused")
            assert "\n" not in str(error)
    assert outcomes == {"written", "refused"}


def test_counts_are_not_taken_on_trust(clips, tmp_path):
    data = bytearray(laid_out(clips, "h264", "plain.mp4").read_bytes())
    at = data.index(b"stsz") + 8
    data[at : at + 8] = struct.pack(">II", 1, 0xFFFFFFFF)
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(SeigenError, match=r"box stsz at byte \d+: 4294967295 samples of 1 bytes"):
        mp4.open_file(tmp_path / "a.mp4")


def test_samples_that_share_bytes_with_a_changed_one_are_refused(clips, tmp_path):
    data = bytearray(laid_out(clips, "h264", "plain.mp4").read_bytes())
    first, second, *_ = (n for n in range(len(data)) if data[n : n + 4] == b"stco")
    data[second + 12 : second + 16] = data[first + 12 : first + 16]
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(SeigenError, match=r"byte \d+: "):
        inject(tmp_path / "a.mp4", messages("h264", [0]), tmp_path / "b.mp4")
    assert not (tmp_path / "b.mp4").exists()


@pytest.mark.parametrize("kind", [b"subs", b"senc"])
def test_sizes_within_samples_are_refused_only_where_they_change(clips, tmp_path, kind):
    data = laid_out(clips, "h264", "plain.mp4").read_bytes().replace(b"stss", kind, 1)
    (tmp_path / "a.mp4").write_bytes(data)
    remux(tmp_path / "a.mp4", tmp_path / "b.mp4")
    assert (tmp_path / "b.mp4").read_bytes() == data
    with pytest.raises(SeigenError, match=f"box {kind.decode()} at byte"):
        inject(tmp_path / "a.mp4", messages("h264", [0]), tmp_path / "b.mp4")


# -- tables that ffmpeg does not write --------------------------------------------------------------


def test_an_mp4_without_ftyp_is_read_and_edited(clips, tmp_path):
    whole = laid_out(clips, "h264", "plain.mp4").read_bytes()
    size = int.from_bytes(whole[:4], "big")
    data = bytearray(whole[size:])
    for at in (n for n in range(len(data)) if data[n : n + 4] == b"stco"):
        (count,) = struct.unpack_from(">I", data, at + 8)
        for row in range(at + 12, at + 12 + 4 * count, 4):
            struct.pack_into(">I", data, row, struct.unpack_from(">I", data, row)[0] - size)
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    remux(path, tmp_path / "b.mp4")
    assert (tmp_path / "b.mp4").read_bytes() == data
    inject(path, messages("h264", [0, 5]), tmp_path / "c.mov")
    assert len(extract(tmp_path / "c.mov", types={200}).messages) == 2


def test_media_data_of_64_bit_size_and_up_to_the_end_of_the_file(clips, tmp_path):
    whole = laid_out(clips, "h264", "index-first.mp4").read_bytes()
    at = whole.index(b"mdat") - 4
    assert whole[at - 8 : at] == b"\0\0\0\x08free"  # ffmpeg leaves room for the size
    size = int.from_bytes(whole[at : at + 4], "big")
    long = whole[: at - 8] + b"\0\0\0\1mdat" + (size + 8).to_bytes(8, "big") + whole[at + 8 :]
    endless = whole[:at] + bytes(4) + whole[at + 4 :]
    for name, data in (("long", long), ("endless", endless)):
        path, more, less = (tmp_path / f"{name}{part}.mp4" for part in ("", "-more", "-less"))
        path.write_bytes(data)
        inject(path, messages("h264", [0, 15]), more)
        assert [p[:-1] for p in packets(more)] == [p[:-1] for p in packets(path)]
        remove(more, less, types={200})
        assert less.read_bytes() == data


def test_uniform_and_compact_sizes_become_a_table(tmp_path, clips):
    path = laid_out(clips, "h264", "plain.mp4")
    file = mp4.open_file(path)
    sizes = file.video.sizes[:]
    stbl = file.video.trak.need(b"mdia", b"minf", b"stbl")
    old = stbl.need(b"stsz")
    at = path.read_bytes().index(bytes(old))
    compact = b"stz2" + bytes(4) + b"\0\0\0\x10" + len(sizes).to_bytes(4, "big")
    compact += b"".join(size.to_bytes(2, "big") for size in sizes)
    free = len(bytes(old)) - len(compact) - 4 - 8
    new = (
        (len(compact) + 4).to_bytes(4, "big")
        + compact
        + (free + 8).to_bytes(4, "big")
        + b"free"
        + bytes(free)
    )
    data = path.read_bytes()
    (tmp_path / "a.mp4").write_bytes(data[:at] + new + data[at + len(new) :])
    assert packets(tmp_path / "a.mp4") == packets(path)
    inject(tmp_path / "a.mp4", messages("h264", [2]), tmp_path / "b.mp4")
    inject(path, messages("h264", [2]), tmp_path / "c.mp4")
    assert packets(tmp_path / "b.mp4") == packets(tmp_path / "c.mp4")


def test_chunk_offsets_grow_to_64_bits(clips, tmp_path):
    file = mp4.open_file(laid_out(clips, "h264", "plain.mp4"))
    stbl = file.video.trak.need(b"mdia", b"minf", b"stbl")
    offsets = list(stbl.need(b"stco").numbers(8, stbl.need(b"stco").number(4)))
    widen_offsets(file.video.trak)
    assert stbl.child(b"stco") is None
    assert list(stbl.need(b"co64").numbers(8, stbl.need(b"co64").number(4), "Q")) == offsets


def test_items_of_a_meta_box_follow():
    body = b"\0\0\0\0" + b"\x44\x00" + struct.pack(">H", 1)
    body += struct.pack(">HHH", 7, 0, 2) + struct.pack(">IIII", 1000, 5, 3000, 5)
    iloc = Box(b"iloc", 0, struct.pack(">I", len(body) + 8) + b"iloc", body)
    meta = Box(b"meta", 0, b"\0\0\0\0meta", b"", [iloc])
    move_items(meta, Moves([(2000, 2100, 7)]))
    assert struct.unpack(">IIII", bytes(iloc.body[14:])) == (1000, 5, 3007, 5)


def test_boxes_are_written_as_they_were_read(clips, tmp_path):
    for codec in CODECS:
        for layout in LAYOUTS:
            data = laid_out(clips, codec, layout).read_bytes()
            with laid_out(clips, codec, layout).open("rb") as file:
                held = [extent for extent in read_extents(file) if extent.box]
            assert held
            assert all(bytes(extent.box) == data[extent.start : extent.end] for extent in held)


@pytest.mark.parametrize("codec", CODECS)
def test_records_are_written_as_they_were_read(clips, codec):
    track = mp4.open_file(talk(clips, codec)).track
    record = Record.parse(Codec.named(codec), track.record)
    assert bytes(record) == track.record
    assert bytes(record.with_units(record.nal_units())) == track.record
    for length in range(len(track.record)):
        with pytest.raises(SeigenError):
            if bytes(Record.parse(Codec.named(codec), track.record[:length])):
                raise SeigenError("what is left is a record of its own, with less behind it")


def test_samples_that_lose_all_they_hold_keep_their_place(clips, tmp_path):
    path = tmp_path / "a.mp4"
    ends = (0, 1, 7, 16)

    def change(number: int, data: bytes):
        alone = [(SEI_264, 100)] if number in ends else []
        return [*alone, (data, 0)]

    resampled(talk(clips, "h264"), path, change)
    messages = extract(path, types={200})
    assert len(messages.messages) == 3
    remove(path, tmp_path / "b.mp4", types={200})
    assert len(list(access_units(tmp_path / "b.mp4"))) == 19
    inject(tmp_path / "b.mp4", messages, tmp_path / "c.mp4")
    assert (tmp_path / "c.mp4").read_bytes() == path.read_bytes()
