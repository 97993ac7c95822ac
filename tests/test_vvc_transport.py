"""Transport streams edited in place: nothing but SEI changes, packets of other PIDs stay where they are."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.errors import SeigenError
from tests.clips import ffmpeg, talk
from tests.conftest import DATA
from vvc_bridge import access_units, extract, inject, remove, remux
from vvc_bridge.containers import transport
from vvc_bridge.containers.reading import byte_stream, open_container
from vvc_bridge.containers.transport_packets import (
    capacity,
    filled,
    kept_adaptation,
    payload_start,
    pid_of,
)
from vvc_bridge.message_file import MessageFile
from vvc_bridge.nal import Codec
from vvc_bridge.packet_framing import framing
from vvc_bridge.sniff import is_container

av = pytest.importorskip("av")

CODECS = ("h264", "h265", "h266")
KINDS = {
    "ts": (188, 0, ()),
    "m2ts": (192, 4, ("-mpegts_m2ts_mode", "1")),
    "rate": (188, 0, ("-muxrate", "500k")),
    "bounded": (188, 0, ("-omit_video_pes_length", "0")),
}


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    return tmp_path_factory.mktemp("clips")


def laid_out(folder: Path, codec: str, kind: str) -> Path:
    path = folder / f"{codec}-{kind}.{'m2ts' if kind == 'm2ts' else 'ts'}"
    if not path.exists():
        to = folder / f"part-{path.name}"
        more = ("-map", "0:v", "-map", "0:a", "-c", "copy", *KINDS[kind][2], "-f", "mpegts")
        ffmpeg("-i", talk(folder, codec), *more, to)
        to.rename(path)
    return path


def messages(codec: str, aus: list[int], payload: bytes = b"mark") -> MessageFile:
    entries = [
        {"place": {"au": au}, "payload_type": 200, "payload": (payload * (au + 1)).hex()} for au in aus
    ]
    head = {"format": "seigen-messages", "version": 1, "codec": codec, "edition": "h274v4"}
    return MessageFile.model_validate({**head, "messages": entries})


def packets(path: Path) -> list[tuple[object, ...]]:
    with av.open(str(path)) as container:
        return [
            (p.stream.index, p.pts, p.dts, p.duration, p.is_keyframe, p.is_corrupt, bytes(p))
            for p in container.demux()
            if p.size
        ]


def split(data: bytes, stride: int = 188, first: int = 0) -> list[bytes]:
    found = [data[at : at + 188] for at in range(first, len(data) - 187, stride)]
    assert all(packet[0] == 0x47 for packet in found)
    return found


def check_counters(data: bytes, stride: int = 188, first: int = 0) -> None:
    """Continuity counters go on, packet by packet."""
    last: dict[int, int] = {}
    for packet in split(data, stride, first):
        pid = pid_of(packet)
        if pid in last and pid != 0x1FFF:
            step = 1 if packet[3] & 0x10 else 0
            assert packet[3] & 15 == last[pid] + step & 15, pid
        last[pid] = packet[3] & 15


def clocks(data: bytes, stride: int = 188, first: int = 0) -> list[bytes]:
    """Program clock references and the flags beside them, in order."""
    return [
        packet[1:3] + kept
        for packet in split(data, stride, first)
        if (kept := kept_adaptation(packet)) and kept[0] & 0x10
    ]


def others(data: bytes, pid: int, stride: int = 188, first: int = 0) -> list[bytes]:
    return [packet for packet in split(data, stride, first) if pid_of(packet) != pid]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("codec", CODECS)
def test_remux_to_the_same_kind_is_the_same_file(clips, tmp_path, codec, kind):
    path = laid_out(clips, codec, kind)
    out = tmp_path / path.name
    remux(path, out)
    assert out.read_bytes() == path.read_bytes()


def with_picture(path: Path) -> list[int]:
    return [unit.index for unit in access_units(path) if unit.pictures]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("codec", CODECS)
def test_injected_messages_change_their_pictures_alone_and_leave_again(clips, tmp_path, codec, kind):
    path = laid_out(clips, codec, kind)
    stride, before, _ = KINDS[kind]
    more, less, again = (tmp_path / f"{name}{path.suffix}" for name in ("more", "less", "again"))
    pictures = with_picture(path)
    aus = [pictures[at] for at in (0, 3, 4, 9, 15)]
    assert inject(path, messages(codec, aus, b"m" * 70), more, vtm_safe=False).inserted == 5
    old, new = path.read_bytes(), more.read_bytes()
    file = transport.open_file(path)
    pid = file.pid
    assert others(old, pid, stride, before) == others(new, pid, stride, before)
    assert clocks(old, stride, before) == clocks(new, stride, before)
    check_counters(new, stride, before)
    was, now = packets(path), packets(more)
    assert [packet[:-1] for packet in was] == [packet[:-1] for packet in now]
    assert [e.place.au for e in extract(more, types={200}).messages] == aus
    found = extract(more)
    remove(more, less, types={200})
    assert packets(less) == was
    check_counters(less.read_bytes(), stride, before)
    assert clocks(old, stride, before) == clocks(less.read_bytes(), stride, before)
    kept = found.model_copy(update={"messages": [e for e in found.messages if e.payload_type == 200]})
    inject(less, kept, again, vtm_safe=False)
    assert packets(again) == now


def test_all_messages_go_and_come_back(clips, tmp_path):
    path = laid_out(clips, "h264", "ts")  # x264 writes a message of its own
    bare, again = tmp_path / "bare.ts", tmp_path / "again.ts"
    found = extract(path)
    assert found.messages
    remove(path, bare, types=None)
    assert not extract(bare).messages
    inject(bare, found, again)
    assert packets(again) == packets(path)


def test_names_decide_between_ts_and_m2ts(clips, tmp_path):
    plain, stamped = laid_out(clips, "h264", "ts"), laid_out(clips, "h264", "m2ts")
    remux(plain, tmp_path / "a.m2ts")
    assert framing((tmp_path / "a.m2ts").read_bytes()) == (4, 192, 4)
    remux(stamped, tmp_path / "b.ts")
    assert framing((tmp_path / "b.ts").read_bytes()) == (0, 188, 0)
    remux(plain, tmp_path / "c.264")
    remux(tmp_path / "c.264", tmp_path / "d.m2ts", fps=24)
    assert framing((tmp_path / "d.m2ts").read_bytes()) == (4, 192, 4)
    hashes = [len(extract(tmp_path / name).messages) for name in ("a.m2ts", "b.ts", "c.264", "d.m2ts")]
    assert hashes == [1] * 4


@pytest.mark.parametrize("suffix", [".avi", ".webm", ".flv", ".mpg"])
def test_a_name_that_is_not_written_is_refused_with_those_that_are(clips, tmp_path, suffix):
    with pytest.raises(SeigenError, match=r"containers are .*\.mkv.*\.m2ts"):
        remux(laid_out(clips, "h264", "ts"), tmp_path / f"out{suffix}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["ts", "m2ts"])
@pytest.mark.parametrize("start", [1, 3, 50, 187, 189, 3000])
@pytest.mark.parametrize("end", [0, 5, 100])
def test_a_stream_cut_within_packets(clips, tmp_path, kind, start, end):
    whole = laid_out(clips, "h264", kind).read_bytes()
    path, out = tmp_path / "cut.ts", tmp_path / "out.ts"
    data = whole[start : len(whole) - end]
    path.write_bytes(data)
    assert is_container(path)
    remux(path, out)
    assert out.read_bytes() == data
    pictures = with_picture(path)
    assert 14 <= len(pictures) <= 16
    inject(path, messages("h264", pictures[2:4], b"m" * 90), out)
    assert len(extract(out, types={200}).messages) == 2
    assert out.read_bytes()[:100] == data[:100]
    assert out.read_bytes()[-80:] == data[-80:]


# -- streams made by hand ---------------------------------------------------------------------------

PID = 0x100


def packet(payload: bytes, counter: int, *, pid: int = PID, first: bool = False, kept: bytes = b"") -> bytes:
    """A transport packet; ``kept``: flags and fields of its adaptation field."""
    head = bytes([0x47, (0x40 if first else 0) | pid >> 8, pid & 255, 0x30 if kept else 0x10])
    return filled(head + (bytes([len(kept)]) + kept if kept else b"").ljust(184, b"\xff"), payload, counter)


def section(body: bytes, table: int) -> bytes:
    return bytes([0, table, 0xB0, len(body) + 4]) + body + bytes(4)


def tables(stream_type: int = 0x1B, extra: bytes = b"") -> bytes:
    pat = section(bytes([0, 1, 0xC1, 0, 0, 0, 1, 0xE0, 0x20]), 0)
    video = bytes([stream_type, 0xE0 | PID >> 8, PID & 255, 0xF0, len(extra)]) + extra
    pmt = section(bytes([0, 1, 0xC1, 0, 0, 0xE1, 0, 0xF0, 0, 0x0F, 0xE1, 1, 0xF0, 0]) + video, 2)
    return packet(pat, 0, pid=0, first=True) + packet(pmt, 0, pid=0x20, first=True)


def picture(number: int, size: int = 400, slices: int = 1) -> bytes:
    """An access unit of H.264: delimiter, IDR picture of some slices."""
    first = b"\0\0\0\1\x09\x10" + b"\0\0\1\x65\x88" + bytes([number % 200 + 2]) * size
    return first + b"".join(b"\0\0\1\x65\x40" + bytes([number % 200 + 2]) * size for _ in range(slices - 1))


def pes(data: bytes, bounded: bool = False, flags: int = 0x80) -> bytes:
    body = bytes([flags, 0x80, 5]) + b"\x21\0\1\0\1" + data
    return b"\0\0\1\xe0" + (len(body) if bounded else 0).to_bytes(2, "big") + body


def carried(units: list[bytes], sound: bool = True, pcr: bool = True) -> bytes:
    """PES packets in transport packets, other PIDs' between them."""
    out, counter, other = b"", 0, 0
    for unit in units:
        at, first = 0, True
        while at < len(unit):
            kept = (
                b"\x50" + bytes([counter & 255, 1, 2, 3, 0x7E, 9]) if pcr and (first or at % 3 == 0) else b""
            )
            room = 184 - (1 + len(kept) if kept else 0)
            out += packet(unit[at : at + room], counter, first=first, kept=kept)
            at, first, counter = at + room, False, counter + 1
            if sound:
                out += packet(b"sound" + bytes([other & 255]), other, pid=0x101)
                other += 1
    return out


def opened(tmp_path: Path, data: bytes) -> transport.TransportFile:
    path = tmp_path / "hand.ts"
    path.write_bytes(data)
    return transport.open_file(path)


def edited(file: transport.TransportFile, change) -> bytes:
    out = io.BytesIO()
    file.rewrite(out, change)
    return out.getvalue()


SEI = b"\0\0\1\x06\xc8\x03abc\x80"


def pictures_at(stream: bytes, ends: list[int]) -> list[bytes]:
    return [stream[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True)]


@pytest.mark.parametrize("bounded", [False, True])
def test_pictures_that_do_not_begin_with_their_pes_packets(tmp_path, bounded):
    units = [picture(n, 300 + 90 * n, 2) for n in range(6)]
    stream = b"".join(units)
    cuts = [0, 500, 1000, 1003, 2200, 3100, len(stream)]
    parts = [pes(stream[a:b], bounded) for a, b in pairwise(cuts)]
    data = tables() + carried(parts)
    file = opened(tmp_path, data)
    assert list(file.samples()) == units
    assert edited(file, lambda _, old: old) == data
    for size in (0, 1, 100, 150, 2000):
        extra = SEI[:5] + b"a" * size + b"\x80"

        def change(index: int, old: bytes, extra: bytes = extra) -> bytes:
            return old[:6] + extra + old[6:] if index % 2 else old

        new = edited(file, change)
        check_counters(new)
        assert others(new, PID) == others(data, PID)
        assert clocks(new) == clocks(data)
        again = opened(tmp_path, new)
        assert list(again.samples()) == [change(n, unit) for n, unit in enumerate(units)]
        back = edited(again, lambda index, _: units[index])
        assert list(opened(tmp_path, back).samples()) == units
        check_counters(back)
        assert clocks(back) == clocks(data)
        file = opened(tmp_path, data)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(0, 900), min_size=5, max_size=5),
    st.lists(st.integers(1, 4000), max_size=8),
    st.booleans(),
    st.booleans(),
    st.sampled_from([188, 192, 204]),
)
def test_samples_of_any_size_over_any_pes_packets(tmp_path_factory, sizes, cuts, bounded, pcr, stride):
    units = [picture(n, 200 + 150 * n) for n in range(5)]
    stream = b"".join(units)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    parts = [pes(stream[a:b], bounded) for a, b in pairwise(places)]
    plain = tables() + carried(parts, pcr=pcr)
    pieces = split(plain)
    data = b"".join(
        (n.to_bytes(4, "big") if stride == 192 else b"") + piece + bytes(16 if stride == 204 else 0)
        for n, piece in enumerate(pieces)
    )
    first = 4 if stride == 192 else 0
    folder = tmp_path_factory.getbasetemp()
    file = opened(folder, data)
    wanted = [
        unit[:6] + SEI[:5] + b"s" * size + b"\x80" + unit[6:] if size else unit
        for unit, size in zip(units, sizes, strict=True)
    ]
    new = edited(file, lambda index, _: wanted[index])
    file.close()
    check_counters(new, stride, first)
    assert others(new, PID, stride, first) == others(data, PID, stride, first)
    assert clocks(new, stride, first) == clocks(data, stride, first)
    again = opened(folder, new)
    assert list(again.samples()) == wanted
    back = edited(again, lambda index, _: units[index])
    again.close()
    check_counters(back, stride, first)
    assert clocks(back, stride, first) == clocks(data, stride, first)
    last = opened(folder, back)
    assert list(last.samples()) == units
    last.close()


def test_a_bounded_pes_packet_that_outgrows_its_length_is_open(tmp_path):
    units = [picture(n, 30_000) for n in range(2)]
    file = opened(tmp_path, tables() + carried([pes(unit, True) for unit in units]))
    new = edited(file, lambda _, old: old + b"\0\0\1\x06" + b"\x05" * 40_000 + b"\x80")
    again = opened(tmp_path, new)
    assert [len(unit) for unit in again.samples()] == [len(unit) + 40_005 for unit in units]
    starts = [p[payload_start(p) :] for p in split(new) if pid_of(p) == PID and p[1] & 0x40]
    assert [start[4:6] for start in starts] == [b"\0\0"] * 2


def test_a_pes_packet_of_open_length_over_a_whole_stream(tmp_path, monkeypatch):
    monkeypatch.setattr(transport, "MAX_SLOTS", 8)
    units = [picture(n) for n in range(40)]
    data = tables() + carried([pes(b"".join(units))])
    file = opened(tmp_path, data)
    new = edited(file, lambda index, old: old[:6] + SEI + old[6:] if index in (3, 20, 39) else old)
    check_counters(new)
    held = list(opened(tmp_path, new).samples())
    assert [index for index, (a, b) in enumerate(zip(held, units, strict=True)) if a != b] == [3, 20, 39]
    assert clocks(new) == clocks(data)


def test_duplicate_packets_count_once(tmp_path):
    units = [picture(n, 900) for n in range(3)]
    pieces = split(tables() + carried([pes(unit) for unit in units], sound=False))
    video = [n for n, piece in enumerate(pieces) if pid_of(piece) == PID]
    pieces.insert(video[2], pieces[video[2]])
    data = b"".join(pieces)
    file = opened(tmp_path, data)
    assert list(file.samples()) == units
    assert edited(file, lambda _, old: old) == data
    new = edited(file, lambda _, old: old[:6] + SEI + old[6:])
    assert list(opened(tmp_path, new).samples()) == [unit[:6] + SEI + unit[6:] for unit in units]


def test_bytes_between_packets_stay(tmp_path):
    pieces = split(tables() + carried([pes(picture(n)) for n in range(12)]))
    data = b"".join(pieces[:15]) + b"junk" * 9 + b"".join(pieces[15:])
    file = opened(tmp_path, data)
    assert list(file.samples()) == [picture(n) for n in range(12)]
    new = edited(file, lambda index, old: old[:6] + SEI + old[6:] if index == 11 else old)
    assert new.startswith(data[: 188 * 15 + 36]) and b"junk" * 9 in new


def test_scrambled_video_is_refused(tmp_path):
    pieces = split(tables() + carried([pes(picture(n)) for n in range(4)]))
    at = next(n for n, piece in enumerate(pieces) if pid_of(piece) == PID and n > 8)
    pieces[at] = pieces[at][:3] + bytes([pieces[at][3] | 0x80]) + pieces[at][4:]
    with pytest.raises(SeigenError, match=rf"byte {188 * at} is scrambled"):
        list(opened(tmp_path, b"".join(pieces)).samples())
    with pytest.raises(SeigenError, match="scrambled"):
        list(opened(tmp_path, tables() + carried([pes(picture(1), flags=0x90)] * 3)).samples())


@pytest.mark.parametrize(
    ("stream_type", "extra", "codec"),
    [
        (0x1B, b"", Codec.H264),
        (0x24, b"", Codec.H265),
        (0x33, b"", Codec.H266),
        (0x06, b"\x0a\x04deu\0\x05\x04HEVC", Codec.H265),
    ],
)
def test_the_program_map_names_the_codec(tmp_path, stream_type, extra, codec):
    file = opened(tmp_path, tables(stream_type, extra) + carried([pes(picture(1))] * 4))
    assert (file.pid, file.track.codec, file.track.length_size) == (PID, codec, 0)


def test_without_a_program_map_the_video_is_looked_for(tmp_path, clips):
    whole = laid_out(clips, "h264", "ts").read_bytes()
    tables_pids = {0, 0x11, 0x1000}
    data = b"".join(piece for piece in split(whole) if pid_of(piece) not in tables_pids)
    file = opened(tmp_path, data)
    assert (file.pid, file.track.codec) == (0x100, Codec.H264)
    assert edited(file, lambda _, old: old) == data


@pytest.mark.parametrize(
    "data", [b"", b"\x47" * 100, b"\x47" + bytes(187), tables(0x02) + carried([pes(b"\0")] * 9)]
)
def test_no_video_is_said(tmp_path, data):
    with pytest.raises(SeigenError, match=r"no transport packets|no H\.266"):
        opened(tmp_path, data)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_streams_are_refused_or_kept(tmp_path_factory, data):
    made = bytearray(tables() + carried([pes(picture(n)) for n in range(5)]))
    for _ in range(data.draw(st.integers(1, 6))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    try:
        file = opened(tmp_path_factory.getbasetemp(), bytes(made))
    except SeigenError:
        return
    try:
        assert edited(file, lambda _, old: old) == bytes(made)
        edited(file, lambda index, old: old + SEI * index)
    except SeigenError:
        pass
    finally:
        file.close()


def test_a_delimiter_more_makes_no_access_unit_more(clips):
    for codec in CODECS:
        pictures = with_picture(laid_out(clips, codec, "ts"))
        assert pictures == list(range(16))


def test_reading_and_editing_number_alike(clips):
    for codec in CODECS:
        path = laid_out(clips, codec, "ts")
        with open_container(path) as file:
            held = list(file.samples())
            assert b"".join(held) == b"".join(byte_stream(file))
        assert [unit.data + unit.trailing for unit in access_units(path)] == held


# -- packets ----------------------------------------------------------------------------------------


@given(st.binary(max_size=184), st.sampled_from([b"", b"\x50" + bytes(6), b"\x40", b"\x02\x03abc"]))
def test_a_packet_holds_what_is_put_in(payload, kept):
    base = packet(b"", 3, kept=kept) if kept else packet(bytes(184), 3)
    room = capacity(base)
    made = filled(base, payload[:room], 7)
    assert len(made) == 188 and made[3] & 15 == 7
    assert made[payload_start(made) :] == payload[:room]
    assert kept_adaptation(made) == kept


def test_an_access_unit_of_sei_alone_is_taken_out_whole(tmp_path):
    """Found by `make fuzz`: nothing is left of it."""
    nal_units = (DATA / "gfv_multi_picture.bit").read_bytes()
    end, sei = b"\0\0\1\x00\xb1", b"\0\0\1\x00\xb9\x05\x11" + bytes(range(1, 18)) + b"\x80"
    path, bare = tmp_path / "talk.ts", tmp_path / "bare.ts"
    remux(nal_units + end + sei, path, fps=25)
    *others, last = access_units(path)
    assert not last.pictures and len(last.messages) == len(last.nal_units) == 1
    remove(path, bare, types=None)
    left = list(access_units(bare))
    assert len(left) == len(others) and not any(unit.messages for unit in left)
    for unit, before in zip(left, others, strict=True):
        assert [n.data for n in unit.nal_units] == [n.data for n in before.nal_units if not n.is_sei]


def test_a_byte_stream_of_many_sync_bytes_is_no_transport_stream(tmp_path):
    from sei.rbsp import Payload
    from tests.conftest import DATA
    from vvc_bridge import Codec, extract
    from vvc_bridge.sei_nal import build
    from vvc_bridge.sniff import file_looks_like

    nal = b"\0\0\1" + build(Codec.H266, [Payload(5, b"G" * 5000)], suffix=True)
    path = tmp_path / "g.266"
    path.write_bytes((DATA / "gfv_multi_picture.bit").read_bytes() + nal)
    assert file_looks_like(path) is None
    assert len(extract(path, types=[223]).messages) > 1
