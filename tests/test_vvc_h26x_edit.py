"""Access units of H.264 and H.265, edits of them, SEI NAL units that cannot be read, early ends, editions."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.editions import H274V4, HM18
from sei.errors import SeigenError
from sei.messages import message_class
from seigen.__main__ import cli
from tests import h26x_streams as made
from tests import vvc_streams as h266
from tests.conftest import DATA
from vvc_bridge import Codec, Entry, MessageFile, Place, access_units, extract, inject, remove, replace
from vvc_bridge.inspect import find, vtm_dump
from vvc_bridge.placement import default
from vvc_bridge.scan import Segmenter
from vvc_bridge.sei_nal import UnreadableSei

UUID = bytes(range(16))
BAD264 = b"\x06\x05\x40" + bytes(range(1, 20)) + b"\x80"
SETS264 = [made.sps264(), made.pps264()]
SETS265 = [made.vps265(), made.sps265(), made.pps265()]


def types(*units: bytes, codec: str = "h264", size: int = 1 << 20) -> list[list[int]]:
    data = made.joined(*units)
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    raws = Segmenter(next(access_units(data, codec=codec)).codec).split(pieces)
    return [[nal.type for nal in raw.nal_units()] for raw in raws]


def edited(edit: Any, *words: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    edit(words[0], *words[1:], out, **options)
    return out.getvalue()


def user(**place: Any) -> Entry:
    return Entry(place=Place(**place), payload_type=5, payload=(UUID + b"text").hex())


# -- access units (H.264 7.4.1.2.3, 7.4.1.2.4; H.265 7.4.2.4.4) ---------------------------------------


def test_data_partitions_of_a_picture_stay_together() -> None:
    sets = [made.sps264(88), made.pps264()]
    pictures: list[bytes] = [made.slice264(0x65, lsb=0)]
    for number in range(1, 5):
        for part, first in enumerate((0, 128)):
            pictures.append(made.slice264(0x42, first, number, 2 * number, part=part))
            pictures += [made.partition264(0x43, part), made.partition264(0x44, part)]
    for size in (1, 1 << 20):
        assert types(*sets, *pictures, size=size) == [[7, 8, 5], *[[2, 3, 4, 2, 3, 4]] * 4]


def test_a_field_is_an_access_unit_of_its_own() -> None:
    sets = [made.sps264(fields=True), made.pps264()]
    top, bottom = made.slice264(0x65, field=0), made.slice264(0x41, lsb=1, field=1)
    frame, lower = made.slice264(0x41, number=1, lsb=2, field=-1), made.slice264(0x41, 90, 1, 2, field=-1)
    assert types(*sets, top, bottom, frame, lower) == [[7, 8, 5], [1], [1, 1]]


def test_redundant_slices_belong_to_their_picture() -> None:
    sets = [made.sps264(), made.pps264(redundant=True)]
    primary = [made.slice264(0x41, first, 1, 2, redundant=0) for first in (0, 128)]
    again = [made.slice264(0x41, first, 1, 2, redundant=1) for first in (0, 128)]
    start = made.slice264(0x65, redundant=0)
    assert types(*sets, start, *primary, *again, made.slice264(0x41, 0, 2, 4, redundant=0)) == [
        [7, 8, 5],
        [1, 1, 1, 1],
        [1],
    ]


def test_a_picture_whose_first_macroblock_comes_later_or_never() -> None:
    arbitrary = [made.slice264(0x41, first, 1, 2) for first in (128, 0)]  # arbitrary slice order
    lost = [made.slice264(0x41, 128, 2, 4)]
    assert types(*SETS264, made.slice264(0x65), *arbitrary, *lost) == [[7, 8, 5], [1, 1], [1]]


def test_registered_user_data_goes_where_vtm_knows_it() -> None:
    """HDR10+, captions: VTM 24.0 crashes where a suffix SEI NAL unit of H.266 holds nothing else."""
    stream = (DATA / "gfv_kps2d_pred.bit").read_bytes()
    entry = Entry(place=Place(au=0), payload_type=4, payload="b5003c0001")
    out = io.BytesIO()
    assert inject(stream, MessageFile(messages=[entry]), out).inserted == 1
    kinds = [nal.is_suffix_sei for nal in next(access_units(out.getvalue())).nal_units if nal.is_sei]
    assert False in kinds and default(Codec.H266, 4) == "prefix"
    assert default(Codec.H266, 5) == default(Codec.H265, 4) == default(Codec.H266, 223) == "suffix"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"nal": 0x65, "idr": 0}, {"nal": 0x65, "idr": 1}),
        ({"nal": 0x65}, {"nal": 0x41}),
        ({"nal": 0x41}, {"nal": 0x01}),
        ({"number": 1}, {"number": 2}),
        ({"lsb": 1}, {"lsb": 2}),
        ({"pps": 0}, {"pps": 1}),
    ],
)
def test_everything_that_sets_two_pictures_apart(one: dict[str, int], other: dict[str, int]) -> None:
    sets = [*SETS264, made.pps264(number=1)]
    pictures = [made.slice264(first=first, **one) for first in (0, 9)] + [made.slice264(first=9, **other)]
    assert [len(unit) for unit in types(*sets, *pictures)] == [5, 1]


def test_three_colour_planes_are_one_picture() -> None:
    sets = [made.sps264(244, planes=True), made.pps264()]
    pictures = [made.slice264(0x41, number=n, lsb=2 * n, plane=plane) for n in (1, 2) for plane in (0, 1, 2)]
    assert types(*sets, *pictures) == [[7, 8, 1, 1, 1], [1, 1, 1]]


def test_prefix_nal_units_and_slices_of_further_views() -> None:
    prefix, view = b"\x6e\xc0\x80\x07\x40", b"\x74\x40\x01\x03" + made.slice264(0x41)[1:]
    unit = [prefix, made.slice264(0x65), view]
    later = [prefix, made.slice264(0x41, number=1, lsb=2), prefix, made.slice264(0x41, 9, 1, 2), view, view]
    assert types(*SETS264, *unit, *later) == [[7, 8, 14, 5, 20], [14, 1, 14, 1, 20, 20]]


def test_end_of_sequence_auxiliary_and_reserved_units_of_h264() -> None:
    idr, following = made.slice264(0x65), made.slice264(0x65, idr=1)
    auxiliary = b"\x13" + made.slice264(0x41)[1:]
    assert types(*SETS264, idr, auxiliary, b"\x0a", following) == [[7, 8, 5, 19, 10], [5]]
    assert types(*SETS264, idr, b"\x0b", b"\x06\x05\x01\xaa\x80", following) == [[7, 8, 5, 11], [6, 5]]
    for starter in (14, 16, 17, 18):
        assert types(*SETS264, idr, bytes([starter, 0x80, 0x80, 1]), following) == [[7, 8, 5], [starter, 5]]
    for other in (22, 23, 24, 30):
        assert types(*SETS264, idr, bytes([other, 0x80]), following) == [[7, 8, 5, other], [5]]


def test_h265_access_units() -> None:
    idr, picture, more = made.slice265(19), made.slice265(1), made.slice265(1, first=False)
    assert types(*SETS265, idr, picture, more, picture, codec="h265") == [[32, 33, 34, 19], [1, 1], [1]]
    for starter in (32, 33, 34, 35, 39, 41, 44, 48, 55):
        unit = made.nal265(starter, b"\x05\x01\xaa\x80")
        assert types(*SETS265, idr, unit, picture, codec="h265")[1:] == [[starter, 1]], starter
    for other in (36, 37, 38, 40, 45, 47, 56, 63):
        unit = made.nal265(other, b"\x05\x01\xaa\x80")
        assert types(*SETS265, idr, unit, picture, codec="h265")[1:] == [[1]], other
    # SEI of a higher layer starts no access unit, that of the base layer does.
    higher = made.nal265(39, b"\x05\x01\xaa\x80", layer=1)
    unit = [idr, higher, made.slice265(19, layer=1)]
    assert types(*SETS265, *unit, higher, SETS265[1], idr, codec="h265")[1:] == [[33, 19]]


def test_sei_goes_before_the_prefix_nal_unit() -> None:
    prefix = b"\x6e\x80\x80\x07\x40"
    pictures = [unit for n in range(3) for unit in (prefix, made.slice264(0x41, number=n, lsb=2 * n))]
    stream = made.joined(*SETS264, *pictures)
    after = edited(inject, stream, MessageFile(codec="h264", messages=[user(au=2)]))
    assert [[nal.type for nal in unit.nal_units] for unit in access_units(after)][2] == [6, 14, 1]
    assert edited(remove, after, types={5}) == stream


# -- an SEI NAL unit that cannot be read --------------------------------------------------------------


def with_bad_unit(codec: str) -> bytes:
    good = (5, UUID + b"fine")
    if codec == "h264":
        one, two = made.slice264(0x41, number=1, lsb=2), made.slice264(0x41, number=2, lsb=4)
        sei = made.sei264(good)
        return made.joined(*SETS264, sei, made.slice264(0x65), BAD264, one, sei, two)
    if codec == "h265":
        bad = made.nal265(40, b"\x05\x40" + b"\x11" * 9 + b"\x80")
        unit = [made.sei265(good), made.slice265(1), bad]
        return made.joined(*SETS265, made.slice265(19), *unit, *unit)
    bad = h266.nal(24, b"\x05\x40" + b"\x11" * 9 + b"\x80")
    return (DATA / "gfv_multi_picture.bit").read_bytes() + bad + h266.sei(good)


@pytest.mark.parametrize("codec", ["h264", "h265", "h266"])
def test_one_bad_sei_nal_unit_stops_nobody(codec: str, tmp_path: Path) -> None:
    stream = with_bad_unit(codec)
    with pytest.warns(UnreadableSei, match=r"access unit \d+: .* byte \d+, .*payloadSize reaches"):
        messages = extract(stream)
    count = len(messages.messages)
    assert count >= 2
    with pytest.warns(UnreadableSei):
        bare = edited(remove, stream, types=None, vtm_safe=False)
    with pytest.warns(UnreadableSei):
        assert extract(bare).messages == []
    assert edited(inject, bare, messages) == stream
    with pytest.warns(UnreadableSei):
        assert sum(len(unit.messages) for unit in access_units(stream)) == count
    refused = [found for found in find(stream) if found.place.payload_type == -1]
    assert refused
    assert len(list(find(stream))) == count + len(refused)
    unread: list[Any] = []
    assert list(vtm_dump(stream, refused=unread.append))
    assert len(unread) == len(refused)
    path = tmp_path / f"a.{codec[1:]}"
    path.write_bytes(stream)
    for form in ("table", "json", "vtm"):
        result = CliRunner().invoke(cli, ["inspect", "--format", form, str(path)])
        assert result.exit_code == 1
        assert "payloadSize reaches" in result.stderr


@pytest.mark.parametrize("codec", ["h264", "h265", "h266"])
def test_inject_and_replace_leave_a_bad_unit_where_it_is(codec: str) -> None:
    stream = with_bad_unit(codec)
    au = next(u.index for u in access_units(stream) if b"\5\x40" in u.data)
    messages = MessageFile(codec=codec, messages=[user(au=au)])
    for options in ({}, {"placement": "prefix"}, {"replace": True}):
        after = edited(inject, stream, messages, vtm_safe=False, **options)
        assert b"\5\x40" in next(u.data for u in access_units(after) if u.index == au)
    nals = next(u.nal_units for u in access_units(stream) if u.index == au)
    at = next(k for k, nal in enumerate(nals) if b"\5\x40" in nal.data)
    with pytest.warns(UnreadableSei), pytest.raises(SeigenError, match="no message there"):
        edited(replace, stream, MessageFile(codec=codec, messages=[user(au=au, nal=at, index=0)]))


def test_an_access_unit_of_sei_alone_comes_back() -> None:
    lost = h266.sei((5, UUID + b"of a picture cut off"), code=4)
    stream = lost + h266.nal(h266.AUD, b"\x88", code=4) + (DATA / "gfv_multi_picture.bit").read_bytes()
    messages = extract(stream)
    assert messages.messages[0].place.fits == "00000000"
    bare = edited(remove, stream, types=None)
    assert edited(inject, bare, messages) == stream
    with pytest.raises(SeigenError, match="this is another stream"):
        edited(inject, made.joined(*SETS264, *[made.slice264(0x41, number=n) for n in range(9)]), messages)


# -- an edit that ends early ----------------------------------------------------------------------------


_bodies = st.binary(min_size=0, max_size=9).map(lambda b: b.replace(b"\0", b"\x55") + b"\x80")


@settings(deadline=None)
@given(
    codec=st.sampled_from(["h264", "h265", "h266"]),
    bodies=st.lists(_bodies, min_size=1, max_size=6),
    tail=st.integers(0, 3),
    zeros=st.integers(0, 4),
    size=st.sampled_from([1, 2, 5, 64, 1 << 20]),
    au=st.integers(0, 3),
)
def test_an_early_end_copies_what_follows_byte_for_byte(
    codec: str, bodies: list[bytes], tail: int, zeros: int, size: int, au: int
) -> None:
    if codec == "h264":
        picture, sei = made.slice264(0x65), made.sei264((5, UUID))
        pictures = [made.slice264(0x41, number=n + 1, lsb=n + 1) + body for n, body in enumerate(bodies)]
    elif codec == "h265":
        picture, sei = made.slice265(19), made.sei265((5, UUID))
        pictures = [made.slice265(1) + body for body in bodies]
    else:
        first, second, *_ = access_units(DATA / "gfv_multi_picture.bit")
        picture = b"\0\0\1".join(nal.data for nal in first.nal_units if not nal.is_sei)
        sei = h266.sei((5, UUID), suffix=False)[3:]
        following = next(nal.data for nal in second.nal_units if nal.is_vcl)
        pictures = [following + body for body in bodies]
    au = min(au, len(bodies))
    lead = made.joined(picture, *pictures[:au])
    ends = {"h264": [b"\x0a", b"\x0b", b"\x0c\x80"], "h265": [b"H\1", b"J\1", b"L\1\x80"]}
    ends["h266"] = [b"\0\xa9", b"\0\xb1", b"\0\xc9\x80"]  # end of sequence, of bitstream, filler data
    last = b"\0\0\1" + ends[codec][tail - 1] if tail else b""
    rest = made.joined(*pictures[au:]) + last + bytes(zeros)

    class Pieces(io.BytesIO):
        def read1(self, wanted: int | None = -1) -> bytes:
            return self.read(size)

    without = lead + rest
    stream = made.joined(*[picture, *pictures[:au]][:au], sei, *[picture, *pictures[:au]][au:]) + rest
    bare = edited(remove, Pieces(stream), types={5}, aus={au}, codec=codec, vtm_safe=False)
    assert bare == without
    messages = extract(stream, codec=codec)
    assert edited(inject, Pieces(bare), messages, codec=codec, vtm_safe=False) == stream


# -- editions -------------------------------------------------------------------------------------------


def face(codec: str, **values: Any) -> MessageFile:
    """A base message by its coded elements."""
    vectors = {"h266": "gfv_multi_picture.bit"}
    (entry, *_) = extract(DATA / vectors["h266"], types={223}).messages
    assert entry.message is not None
    return MessageFile(
        codec=codec,
        messages=[Entry(place=Place(au=0), payload_type=223, message={**entry.message, **values})],
    )


@pytest.mark.parametrize("codec", ["h264", "h265", "h266"])
def test_what_inject_writes_inspect_reads_by_default(codec: str) -> None:
    streams = {
        "h264": made.joined(*SETS264, made.slice264(0x65)),
        "h265": made.joined(*SETS265, made.slice265(19)),
        "h266": edited(remove, DATA / "gfv_multi_picture.bit", types=None),
    }
    messages = face("h266")
    after = edited(inject, streams[codec], messages)
    (found,) = find(after)
    assert found.error is None
    assert found.message.model_dump(exclude_none=True) == message_class(223).from_values(
        messages.messages[0].message
    ).model_dump(exclude_none=True)


def test_an_edition_that_inspect_does_not_read_by_default_is_named(tmp_path: Path) -> None:
    stream = made.joined(*SETS265, made.slice265(19))
    (tmp_path / "a.265").write_bytes(stream)
    for number, (codec, edition, extra) in enumerate(
        [("h265", "h274v4", []), ("h266", "h274v4", ["--edition", "h274v4"])]
    ):
        messages = face(codec)
        messages.edition = edition
        messages.save(tmp_path / "m.json")
        out = tmp_path / f"{number}.265"
        words = ["inject", tmp_path / "a.265", tmp_path / "m.json", *extra, "-o", out]
        result = CliRunner().invoke(cli, [str(word) for word in words])
        assert result.exit_code == 0, result.output
        assert "--edition h274v4" in result.stderr
        (found,) = find(out, edition=H274V4)
        assert found.error is None
        again = extract(out, edition="h274v4")
        bare = edited(remove, out)
        assert edited(inject, bare, again) == out.read_bytes()
    report = inject(stream, face("h266"), io.BytesIO())
    assert report.edition == HM18.name
    assert report.edition_note is None


def test_bytes_of_another_edition_stay_and_are_named() -> None:
    stream = made.joined(*SETS265, made.slice265(19))
    coded = face("h266").messages[0]
    payload = message_class(223).from_values(coded.message).to_payload(edition=H274V4)
    messages = MessageFile(messages=[Entry(place=Place(au=0), payload_type=223, payload=payload.hex())])
    report = inject(stream, messages, io.BytesIO())
    assert "--edition h274v4" in str(report.edition_note)
