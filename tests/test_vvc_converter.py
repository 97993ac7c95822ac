"""seigen convert: messages between standards, editions, and kinds of SEI NAL units."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.build import FaceEncoder
from sei.context import Context
from sei.convert import ConvertError, converted
from sei.editions import H274V4, HM18
from sei.errors import SeigenError
from sei.messages.decoded_picture_hash import DecodedPictureHash
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.predict import ChromaKey, chroma_key
from tests.h26x_streams import joined, pps264, pps265, slice264, slice265, sps264, sps265, vps265
from vvc_bridge.access_unit import access_units
from vvc_bridge.convert_cli import convert as command
from vvc_bridge.converter import convert, convert_messages, convert_onto
from vvc_bridge.extractor import extract
from vvc_bridge.message_file import MessageFile
from vvc_bridge.remover import remove

DATA = Path(__file__).parent / "data"
TALK = DATA / "mesh_talk.266"
H265 = joined(vps265(), sps265(), pps265(), slice265(19), slice265(19))
H264 = joined(sps264(), pps264(), slice264(nal=0x65), slice264(nal=0x65, idr=1))


def written(call, *args, **options) -> bytes:
    out = io.BytesIO()
    call(*args, out, **options)
    return out.getvalue()


def said(data: bytes | Path, **options) -> list[dict]:
    return [
        {k: v for k, v in entry.message.items() if k != "gfv_fusion_pic_flag"}
        for entry in extract(data, types=(223, 224), **options).messages
    ]


@pytest.mark.parametrize("name", [*sorted(path.name for path in DATA.glob("*.bit")), "mesh_talk.266"])
def test_an_edition_and_back_gives_every_byte_back(name):
    there = written(convert, DATA / name, edition="hm18")
    assert said(there, edition="hm18") == said(DATA / name)
    assert written(convert, there, source_edition="hm18", edition="h274v4") == (DATA / name).read_bytes()


@settings(max_examples=80)
@given(
    st.booleans(),
    st.lists(st.one_of(st.none(), st.integers(0, 255)), min_size=3, max_size=3),
    st.integers(0, 255),
    st.integers(1, 256),
    st.integers(0, 3),
)
def test_what_a_chroma_key_says_stays(given_key, values, lower, more, cnt):
    encoder = FaceEncoder()
    key = ChromaKey(0, tuple(values), (lower, lower + more)) if given_key else None
    messages = [encoder.base([[0.5, 0]], chroma_key=key)]
    if cnt:
        messages.append(encoder.picture([[0.25, 0]], cnt=cnt))
    one, two = Context(), Context()
    for message in messages:
        there = converted(message, H274V4, HM18)
        payload = there.to_payload(edition=HM18, context=one)
        read = GenerativeFaceVideo.from_payload(payload, edition=HM18, context=two)
        assert read == there
        assert chroma_key(there) == chroma_key(message)
        back = converted(there, HM18, H274V4)
        assert chroma_key(back) == chroma_key(message)
        assert back.gfv_fusion_pic_flag == message.gfv_fusion_pic_flag


def test_what_an_edition_has_no_element_for_is_refused():
    key = ChromaKey(1, (1, 2, 3), (10, 20))
    with pytest.raises(ConvertError, match="gfv_chroma_key_purpose_idc is 1: edition hm18 does not have it"):
        converted(FaceEncoder().base([[0, 0]], chroma_key=key), H274V4, HM18)
    encoder = FaceEncoder(edition=HM18)
    encoder.base([[0, 0]])
    fused = encoder.picture([[0, 0]], cnt=2, fusion=True)
    with pytest.raises(ConvertError, match="gfv_fusion_pic_flag is 1 with gfv_cnt 2"):
        converted(fused, HM18, H274V4)
    far = FaceEncoder(edition=HM18).base([[0, 0]], chroma_key=ChromaKey(0, (1, 2, 3), (10, 999)))
    with pytest.raises(ConvertError, match="thresholds 10 and 999"):
        converted(far, HM18, H274V4)


def test_hashes_by_component():
    one = DecodedPictureHash.from_values({
        "dph_sei_hash_type": 1, "dph_sei_single_component_flag": 1, "dph_sei_reserved_zero_7bits": 0,
        "dph_sei_picture_crc": [7],
    })  # fmt: skip
    assert converted(converted(one, H274V4, HM18), HM18, H274V4) == one


@pytest.mark.parametrize(("video", "codec"), [(H265, "h265"), (H264, "h264")])
def test_onto_another_standard_and_back(video, codec, tmp_path):
    there = written(convert_onto, TALK, video, codec=codec)
    units = list(access_units(there, codec=codec))
    assert [len(unit.messages) for unit in units] == [14, 13]
    assert all(m.suffix == (codec == "h265") for unit in units for m in unit.messages)
    assert said(there, codec=codec) == said(TALK)
    bare = written(remove, TALK)
    back = written(convert_onto, written_messages(there, codec), bare, vtm_safe=False)
    assert said(back) == said(TALK)


def written_messages(data: bytes, codec: str) -> MessageFile:
    return extract(data, codec=codec)


def test_messages_json_for_another_standard(tmp_path):
    source, out = tmp_path / "a.json", tmp_path / "b.json"
    extract(TALK).save(source)
    done = CliRunner().invoke(command, [str(source), "--to", "h265", "-o", str(out)])
    assert done.exit_code == 0 and "27 of 27 messages, edition hm18" in done.output
    made = MessageFile.load(out)
    assert made.codec == "h265" and {e.place.nal for e in made.messages} == {None}
    assert {e.message["gfv_fusion_pic_flag"] for e in made.messages if e.message.get("gfv_cnt")} == {0}
    with_hash = extract(DATA / "gfv_kps2d_pred.bit")
    kinds = {e.payload_type for e in convert_messages(with_hash, "h265").messages}
    assert 132 in {e.payload_type for e in with_hash.messages} and 132 not in kinds


def test_prefix_and_suffix(tmp_path):
    there = written(convert, TALK, placement="prefix", vtm_safe=False)
    units = list(access_units(there))
    assert not any(m.suffix for unit in units for m in unit.messages)
    assert said(there) == said(TALK)
    assert [[n.data for n in u.nal_units if not n.is_sei] for u in units] == [
        [n.data for n in u.nal_units if not n.is_sei] for u in access_units(TALK)
    ]
    assert written(convert, there, placement="suffix") == TALK.read_bytes()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([str(TALK)], "a stream needs --edition, --placement"),
        ([str(TALK), "--to", "h265"], "a stream needs --edition, --placement"),
        ([str(TALK), "--placement", "prefix"], "access unit 0: VTM 24.0 crashes on a prefix SEI NAL unit"),
        ([str(DATA / "gfv_kps2d_pred.bit"), "--placement", "prefix", "--type", "132", "--no-vtm-safe"],
         "payloadType 132 in suffix SEI NAL units only"),
        ([str(TALK), "--onto", str(DATA / "keypoints.csv")], "no bitstream"),
        ([str(DATA / "rules.json"), "--to", "h265"], "extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_refusals(args, words, tmp_path):
    out = tmp_path / "a.266"
    done = CliRunner().invoke(command, [*args, "-o", str(out)])
    assert done.exit_code and words in done.output + str(done.exception) and not out.exists()
    if "needs" not in words:
        assert isinstance(done.exception, SeigenError)


def test_what_cannot_be_read_stays(tmp_path):
    from vvc_bridge.rule_editor import edit
    from vvc_bridge.rules import Rules

    rule = {"do": "insert", "au": 0, "payload_type": 223, "payload": "ff", "kind": "suffix"}
    data = written(lambda s, out: edit(s, Rules.of(rule), out, vtm_safe=False), TALK)
    there = written(convert, data, edition="hm18")
    assert [m.payload for u in access_units(there) for m in u.messages].count(b"\xff") == 1
