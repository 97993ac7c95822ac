"""Streams that break one rule each."""

from __future__ import annotations

from conformance.catalogue import stream
from conformance.script import (
    Script,
    T,
    coded,
    deltas,
    enhancement_values,
    eyes,
    face_values,
    grid,
    map_deltas,
    maps,
    matrices,
    matrix_deltas,
    points,
)
from sei.editions import HM18
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement as Enhancement
from sei.rbsp import Payload, escape, serialise

UE_MAX = 2**32 - 2
KPS = [(1, 1), (-2, 2)]
RANGE, CUT, RULE, END = "payload.range", "payload.truncated", "payload.constraint", "payload.ending"
HEAD = (0, 0, (1, 1), (0, 1), (0, 1), (0, 1))
"""By hand: gfv_id, gfv_cnt, base, no network, no chroma key, confident."""


def _forged(purpose: str, relaxed: str, **elements: object) -> None:
    """A base message with one element out of its range."""
    if "mats" not in elements:
        elements = {"kps": points(KPS), **elements}

    @stream("BAD_RANGE", purpose, finding=RANGE)
    def _(s: Script) -> None:
        s.forge(face_values(base=True, **elements), [relaxed])  # type: ignore[arg-type]


def _chroma(**more: int) -> dict[str, object]:
    values = {"chroma_key_purpose_idc": 0, "chroma_key_thr_present_flag": 0, **more}
    return {"chroma_key_value_present_flag": [0, 0, 0], **values}


_forged("gfv_chroma_key_purpose_idc 3", "gfv_chroma_key_purpose_idc", **_chroma(chroma_key_purpose_idc=3))
_forged(
    "gfv_chroma_key_thr_upper_delta_minus1 256",
    "gfv_chroma_key_thr_upper_delta_minus1",
    **_chroma(chroma_key_thr_present_flag=1, chroma_key_thr_lower=0, chroma_key_thr_upper_delta_minus1=256),
)
_forged(
    "gfv_coordinate_precision_factor_minus1 32",
    "gfv_coordinate_precision_factor_minus1",
    kps=points(KPS, 33),
)
_forged(
    "gfv_coordinate_z_max_value_minus1 2^16",
    "gfv_coordinate_z_max_value_minus1",
    kps=points([(1, 1, 1)], 8, 2**16 + 1),
)
_forged(
    "gfv_num_matrices_info 1,024",
    "gfv_num_matrices_info",
    kps=points(KPS),
    mats=matrices(T(0, [grid(2, 2)] * 1026, equal=0, info=1024), precision=2),
)
_forged(
    "gfv_num_matrices_minus1 1,024",
    "gfv_num_matrices_minus1",
    mats=matrices(T(7, [[[1]]] * 1025), precision=1),
)
_forged("gfv_matrix_width_minus1 1,024", "gfv_matrix_width_minus1", mats=matrices(T(2, [grid(1, 1025)])))
_forged("gfv_matrix_height_minus1 1,024", "gfv_matrix_height_minus1", mats=matrices(T(3, [grid(1025, 1)])))


@stream("BAD_RANGE", "gfv_matrix_element_precision_factor_minus1 32", finding=RANGE)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (0, 1), (1, 1), 32, 0, (7, 6), 0, 0, 0, 0, (0, 33)))


@stream("BAD_RANGE", "A ue(v) code with 32 leading zero bits", finding=RANGE)
def _(s: Script) -> None:
    s.put_bytes(223, coded((0, 32), (1, 1), (5, 32), 0, (1, 1), (0, 8), (0, 64)))


LARGE = ((0, 32), (1, 1), (0, 32))
"""By hand: ue(v) of 2^32-1."""


@stream("BAD_RANGE", "A coordinate's magnitude over 2^32-2", finding=RANGE)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (1, 1), (0, 1), 31, 0, (0, 1), *LARGE, (0, 1), 0, (0, 1)))


@stream("BAD_RANGE", "Every coordinate's magnitude over 2^32-2", finding=RANGE)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (1, 1), (0, 1), 31, 0, (0, 1), *LARGE, (0, 1), *LARGE, (0, 1), (0, 1)))


@stream("BAD_RANGE", "gfv_matrix_element_int over 2^32-2 in the only element", finding=RANGE)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (0, 1), (1, 1), 7, 0, (7, 6), 0, 0, 0, *LARGE, (0, 8), (0, 1)))


@stream("BAD_RANGE", "gfv_matrix_delta_element_dec over 2^32-2 in the only element", finding=RANGE)
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [[[1]]])))
    s.put_bytes(223, coded(0, 1, (0, 1), (0, 1), (1, 1), (1, 1), 0, *LARGE, (0, 1)))


@stream("BAD_ALIGNMENT", "gfv_nn_alignment_zero_bit_a equal to 1", finding=RANGE)
def _(s: Script) -> None:
    text = b"t\0u\0"
    s.put_bytes(
        223, coded(0, 0, (1, 1), (1, 1), 1, (1, 1), text, (0, 2), (1, 1), (0, 1), 7, 0, (0, 1), 0, 0, (0, 1))
    )


@stream("BAD_ALIGNMENT", "gfv_nn_alignment_zero_bit_b equal to 1", finding=RANGE)
def _(s: Script) -> None:
    head = (0, 0, (1, 1), (1, 1), 0, (0, 1), (0, 1), (1, 1), (0, 1), 7, 0, (0, 1), 0, 0, (0, 1))
    s.put_bytes(223, coded(*head, (1, 1), b"\xaa\xbb"))


@stream("BAD_ALIGNMENT", "gfve_nn_alignment_zero_bit_a equal to 1", finding=RANGE)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.put_bytes(224, coded(1, 0, 0, (1, 1), (1, 1), 1, (1, 1), b"t\0u\0", (0, 3)))


@stream("BAD_ALIGNMENT", "gfve_nn_alignment_zero_bit_b equal to 1", finding=RANGE)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.put_bytes(224, coded(0, 0, 0, (1, 1), (1, 1), 0, (0, 1), (0, 2), (1, 1), b"\xaa"))


# -- constraints --------------------------------------------------------------------------------------


@stream("BAD_NOTHING", "Neither coordinates nor matrices", finding=RULE)
def _(s: Script) -> None:
    s.forge(face_values(base=True))


@stream(
    "BAD_NOTHING", "Neither coordinates nor matrices, in a message that is not a base picture's", finding=RULE
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.forge(face_values(cnt=1))


_FOUR: tuple[int | tuple[int, int], ...] = (0, (1, 8), (0, 1)) * 4


@stream("BAD_TYPE", "Matrix type 0 without coordinates", finding=RULE)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (0, 1), (1, 1), 7, 0, (0, 6), (0, 1), 0, *_FOUR))


@stream("BAD_TYPE", "Matrix type 1 without coordinates", finding=RULE)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (0, 1), (1, 1), 7, 0, (1, 6), (0, 1), 0, *_FOUR))


# -- text ---------------------------------------------------------------------------------------------

_URI = (0, 0, (1, 1), (1, 1), 1)
_REST = ((0, 2), (1, 1), (0, 1), 7, 0, (0, 1), 0, 0, (0, 1))


@stream("BAD_TEXT", "gfv_nn_tag_uri without its ending zero byte", finding=CUT)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*_URI, b"tag:never-ends"))


@stream("BAD_TEXT", "gfv_nn_uri without its ending zero byte", finding=CUT)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*_URI, b"tag\0https://never-ends"))


@stream("BAD_TEXT", "gfv_nn_tag_uri that is not UTF-8", finding="payload.text")
def _(s: Script) -> None:
    s.put_bytes(223, coded(*_URI, b"\xff\xfe\0u\0", *_REST))


@stream("BAD_TEXT", "gfv_nn_uri that is not UTF-8", finding="payload.text")
def _(s: Script) -> None:
    s.put_bytes(223, coded(*_URI, b"t\0\xc3\0", *_REST))


@stream("BAD_TEXT", "gfve_nn_uri without its ending zero byte", finding=CUT)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.put_bytes(224, coded(0, 0, 0, (1, 1), (1, 1), 1, b"tag\0uri"))


@stream("BAD_TEXT", "gfve_nn_tag_uri that is not UTF-8", finding="payload.text")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.put_bytes(224, coded(0, 0, 0, (1, 1), (1, 1), 1, b"\x80\0u\0", (0, 3)))


# -- the payload's size -------------------------------------------------------------------------------


def _cut(s: Script, count: int) -> None:
    """Take bytes off the end of the last payload."""
    s.items[-1].payload = s.items[-1].payload[:-count]


@stream("BAD_SIZE", "The payload ends inside the coordinates", finding=CUT)
def _(s: Script) -> None:
    s.face(base=True, kps=points([(200, -200)] * 8))
    _cut(s, 6)


@stream("BAD_SIZE", "The payload ends inside the matrices", finding=CUT)
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [grid(4, 4)])))
    _cut(s, 9)


@stream("BAD_SIZE", "The payload ends before the sign of a coordinate", finding=CUT)
def _(s: Script) -> None:
    head = (1, 0, *HEAD[2:])
    s.put_bytes(223, coded(*head, (1, 1), (0, 1), 15, 0, (0, 1), 1))


@stream("BAD_SIZE", "The payload ends inside gfv_matrix_element_int", finding=CUT)
def _(s: Script) -> None:
    s.put_bytes(
        223, coded(1, 0, (1, 1), (0, 1), (0, 1), (0, 1), (0, 1), (1, 1), 0, 0, (7, 6), 0, 0, 0, (1, 3))
    )


@stream("BAD_SIZE", "An empty payload", finding=CUT)
def _(s: Script) -> None:
    s.put_bytes(223, b"")


@stream("BAD_SIZE", "gfv_num_kps_minus1 2^32-2 in a payload of a few bytes", finding=CUT)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (1, 1), (0, 1), 7, UE_MAX, (0, 1), 0, 0, 0, 0))


@stream("BAD_SIZE", "gfv_num_matrix_types_minus1 2^32-2 in a payload of a few bytes", finding=CUT)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (0, 1), (1, 1), 7, UE_MAX, (7, 6), 0, 0, 0))


@stream("BAD_SIZE", "1,024 matrices of 1,024x1,024 in a payload of a few bytes", finding=CUT)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (0, 1), (1, 1), 7, 0, (7, 6), 1023, 1023, 1023, 0))


@stream("BAD_SIZE", "A GFVE payload that ends inside its matrices", finding=CUT)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.enhance(base=True, mats=maps(grid(4, 4)))
    _cut(s, 8)


@stream("BAD_SIZE", "A GFVE payload that ends before its pupils", finding=CUT)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.enhance(base=True, pupils=eyes((100, 100), (100, 100), 8))
    _cut(s, 5)


@stream("BAD_ENDING", "An unaligned message without the bit equal to one", finding=END)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (1, 1), (0, 1), 7, 0, (0, 1), 0, 0, (0, 1), b""))


@stream("BAD_ENDING", "Zero bytes behind the end of the payload", finding=END)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.items[-1].payload += b"\0\0"


@stream("BAD_ENDING", "One zero byte behind a payload that ends in a one", finding=END)
def _(s: Script) -> None:
    # Three bits of extension data bring the ending bit to the last place of its byte.
    s.put_bytes(
        223,
        coded(0, 0, (1, 1), (0, 1), (0, 1), (0, 1), (1, 1), (0, 1), 7, 0, (0, 1), 0, 0, (0, 1), (4, 3))
        + b"\0",
    )


# -- prediction ---------------------------------------------------------------------------------------

MISSING, SIZE = "face.missing-base", "face.reference-size"


@stream("BAD_BASE", "Coordinates predicted, and no base message came", finding=MISSING)
def _(s: Script) -> None:
    s.hidden(base=True, kps=points(KPS))
    s.face(cnt=1, kps=deltas([(1, 1)] * 2))


@stream("BAD_BASE", "Matrices predicted, and no base message came", finding=MISSING)
def _(s: Script) -> None:
    s.hidden(base=True, mats=matrices(T(7, [grid(2, 2)])))
    s.face(cnt=1, mats=matrix_deltas([grid(2, 2)]))


@stream("BAD_BASE", "Coordinates predicted from another gfv_id's base message", finding=MISSING)
def _(s: Script) -> None:
    s.face(id=1, base=True, kps=points(KPS))
    s.hidden(id=2, base=True, kps=points(KPS))
    s.face(id=2, cnt=1, kps=deltas([(1, 1)] * 2))


@stream("BAD_BASE", "Coordinates predicted from a base message without coordinates", finding=MISSING)
def _(s: Script) -> None:
    s.hidden(base=True, kps=points(KPS))
    predicted = s.edition, s.context
    s.items.clear()
    values = face_values(cnt=1, kps=deltas([(1, 1)] * 2))
    payload = GenerativeFaceVideo.from_values(values).to_payload(edition=predicted[0], context=predicted[1])
    s.face(base=True, mats=matrices(T(7, [grid(2, 2)])))
    s.put_bytes(223, payload)


@stream("BAD_BASE", "Matrices predicted from a base message without matrices", finding=MISSING)
def _(s: Script) -> None:
    s.hidden(base=True, mats=matrices(T(7, [grid(2, 2)])))
    values = face_values(cnt=1, mats=matrix_deltas([grid(2, 2)]))
    payload = GenerativeFaceVideo.from_values(values).to_payload(context=s.context)
    s.face(base=True, kps=points(KPS))
    s.put_bytes(223, payload)


@stream("BAD_BASE", "GFVE matrices predicted, and no base message came", finding=MISSING)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.face(cnt=1, kps=deltas([(0, 0)] * 2))
    s.enhance(base=True, mats=maps(grid(2, 2)))
    s.items.pop()
    s.enhance(cnt=1, mats=map_deltas(grid(2, 2)))


@stream("BAD_BASE", "Pupils in a message whose base message had none", finding=MISSING)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.face(cnt=1, kps=deltas([(0, 0)] * 2))
    s.enhance(base=True)
    s.put_bytes(224, coded(0, 0, 1, (0, 1), (1, 2), 0, 0))


@stream(
    "BAD_REFERENCE", "Predicted from the last message, which had fewer keypoints than the base", finding=SIZE
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.face(cnt=1, kps=points(KPS[:1]))
    s.face(cnt=2, kps=deltas([(1, 1)] * 2))


@stream("BAD_REFERENCE", "Predicted from the last message, which was not in three dimensions", finding=SIZE)
def _(s: Script) -> None:
    s.face(base=True, kps=points([(1, 1, 1)]))
    s.face(cnt=1, kps=points([(1, 1)]))
    s.face(cnt=2, kps=deltas([(1, 1, 1)]))


@stream("BAD_REFERENCE", "Matrices predicted from the last message, which had others", finding=SIZE)
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [grid(2, 2)])))
    s.face(cnt=1, mats=matrices(T(7, [grid(3, 3)])))
    s.face(cnt=2, mats=matrix_deltas([grid(2, 2)]))


@stream("BAD_REFERENCE", "GFVE matrices predicted from the last message, which had others", finding=SIZE)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    for cnt in (1, 2):
        s.face(cnt=cnt, kps=deltas([(0, 0)] * 2))
    s.enhance(base=True, mats=maps(grid(2, 2)))
    s.enhance(cnt=1, mats=maps(grid(3, 3)))
    s.enhance(cnt=2, mats=map_deltas(grid(2, 2)))


# -- values -------------------------------------------------------------------------------------------

PLACE = "face.coordinate-range"


@stream("BAD_COORDINATE", "x of a keypoint over 1", finding=PLACE)
def _(s: Script) -> None:
    s.face(base=True, kps=points([(257, 0)], 8))


@stream("BAD_COORDINATE", "y of a keypoint under -1", finding=PLACE)
def _(s: Script) -> None:
    s.face(base=True, kps=points([(0, -300)], 8))


@stream("BAD_COORDINATE", "x of a keypoint over 1 once prediction is undone", finding=PLACE)
def _(s: Script) -> None:
    s.face(base=True, kps=points([(200, 0)], 8))
    s.face(cnt=1, kps=deltas([(100, 0)]))


@stream("BAD_COORDINATE", "y over 1 in a chain of predicted keypoints of a base message", finding=PLACE)
def _(s: Script) -> None:
    s.face(base=True, kps=points([(0, 200), (0, 200)], 8, predicted=True))


# -- the picture unit ---------------------------------------------------------------------------------


@stream("BAD_COUNT", "gfv_cnt 0, 2, 1", finding="face.count-order")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    for cnt in (2, 1):
        s.face(cnt=cnt, kps=deltas([(1, 1)] * 2))


@stream(
    "BAD_REPETITION",
    "Two messages of one gfv_id and gfv_cnt in a picture unit, not the same",
    finding="face.repetition",
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.face(cnt=1, kps=points(KPS))
    s.face(cnt=1, kps=points(KPS[::-1]))


@stream(
    "BAD_FUSION",
    "HEVC: fusion with gfv_cnt 1 beside a base picture",
    base="still.265",
    edition="hm18",
    finding="face.fusion",
)
def _(s: Script) -> None:
    s.put(GenerativeFaceVideo.from_values(face_values(HM18, base=True, kps=points(KPS))))
    s.put(GenerativeFaceVideo.from_values(face_values(HM18, cnt=1, kps=points(KPS), fusion_pic_flag=1)))


@stream("BAD_ENHANCEMENT", "GFVE without the GFV message that it enhances", finding="face.no-face")
def _(s: Script) -> None:
    s.face(id=1, base=True, kps=points(KPS))
    s.enhance(gfv_id=2, base=True, mats=maps(grid(2, 2)))


@stream("BAD_ENHANCEMENT", "GFVE for a gfv_cnt that does not come", finding="face.no-face")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.enhance(base=True, mats=maps(grid(2, 2)))
    s.enhance(cnt=3, mats=map_deltas(grid(2, 2)))


@stream(
    "BAD_ENHANCEMENT",
    "GFVE of a base picture, which the GFV message says is none",
    base="random_access.266",
    finding="face.base-differs",
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.au = 1
    s.face(cnt=0, kps=deltas([(1, 1)] * 2))
    s.enhance(base=True, mats=maps(grid(2, 2)))


# -- GFVE ranges --------------------------------------------------------------------------------------


def _enhanced(purpose: str, relaxed: str, **elements: object) -> None:
    @stream("BAD_GFVE", purpose, finding=RANGE)
    def _(s: Script) -> None:
        s.face(base=True, kps=points(KPS))
        s.forge(enhancement_values(base=True, **elements), [relaxed], Enhancement)  # type: ignore[arg-type]


_enhanced(
    "gfve_num_matrices_minus1 1,024",
    "gfve_num_matrices_minus1",
    mats=maps(*([[1]] for _ in range(1025)), precision=1),
)
_enhanced("gfve_matrix_height_minus1 1,024", "gfve_matrix_height_minus1", mats=maps(grid(1025, 1)))
_enhanced("gfve_matrix_width_minus1 1,024", "gfve_matrix_width_minus1", mats=maps(grid(1, 1025)))
_enhanced(
    "gfve_pupil_coordinate_precision_factor_minus1 32",
    "gfve_pupil_coordinate_precision_factor_minus1",
    pupils=eyes((1, 1), None, 33),
)
for _eye, _pair in (("left", "x"), ("left", "y"), ("right", "x"), ("right", "y")):
    _values = [0, 0]
    _values["xy".index(_pair)] = (1 << 9) + 1
    _point = (_values[0], _values[1])
    _enhanced(
        f"gfve_pupil_{_eye}_eye_d{_pair}_coordinate_abs over 2^(precision_factor + 1)",
        "",
        pupils=eyes(_point if _eye == "left" else None, _point if _eye == "right" else None, 8),
    )


@stream("BAD_GFVE", "gfve_matrix_element_precision_factor_minus1 32", finding=RANGE)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.put_bytes(224, coded(0, 0, 0, (1, 1), (0, 1), (1, 1), 32, 0, 0, 0, 0, (0, 33), (0, 2)))


# -- carriage -----------------------------------------------------------------------------------------


@stream(
    "BAD_TEMPORALID",
    "SEI with a TemporalId other than its access unit's",
    base="random_access.266",
    finding="sei.temporal-id",
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.face({"au": 1, "temporal": 3}, cnt=0, kps=deltas([(1, 1)] * 2))


@stream("BAD_LAYERID", "SEI with a nuh_layer_id that no picture has", finding="sei.layer-id")
def _(s: Script) -> None:
    s.face({"layer": 1}, base=True, kps=points(KPS))


@stream("BAD_POSITION", "Suffix SEI before the first slice", finding="sei.suffix-position")
def _(s: Script) -> None:
    s.face({"place": "early"}, base=True, kps=points(KPS))


@stream(
    "BAD_POSITION", "Prefix SEI at the end of the stream, where no picture follows", finding="sei.no-picture"
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.face({"place": "after"}, base=True, kps=points(KPS))


def _rbsp(s: Script) -> bytes:
    """RBSP of one base message, without its trailing bits."""
    payload = GenerativeFaceVideo.from_values(face_values(base=True, kps=points(KPS))).to_payload()
    return serialise([Payload(223, payload)], b"")


SUFFIX = b"\x00\xc1"


@stream("BAD_NAL", "payloadSize beyond the end of the NAL unit", finding="sei.payload-size")
def _(s: Script) -> None:
    rbsp = bytearray(_rbsp(s))
    rbsp[1] += 40
    s.nal(SUFFIX + escape(bytes(rbsp) + b"\x80"))


@stream("BAD_NAL", "The NAL unit ends inside payload_size_byte", finding="sei.payload-size")
def _(s: Script) -> None:
    s.nal(SUFFIX + b"\xdf\xff\xff\xff")


@stream("BAD_NAL", "No rbsp_trailing_bits", finding="sei.trailing")
def _(s: Script) -> None:
    s.nal(SUFFIX + escape(_rbsp(s)))


@stream("BAD_TRAILING", "Zero bytes behind rbsp_trailing_bits", finding="sei.trailing")
def _(s: Script) -> None:
    s.nal(SUFFIX + escape(_rbsp(s) + b"\x80\0\0"))


@stream(
    "BAD_TRAILING", "A message of two zero bytes in the place of rbsp_trailing_bits", finding="sei.trailing"
)
def _(s: Script) -> None:
    s.nal(SUFFIX + escape(_rbsp(s) + b"\0\0"))


@stream("BAD_NAL", "An SEI NAL unit without a message", finding="sei.empty")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.nal(SUFFIX + b"\x80")


@stream("BAD_NAL", "Emulation prevention before a byte that needs none", finding="nal.emulation")
def _(s: Script) -> None:
    payload = GenerativeFaceVideo.from_values(
        face_values(base=True, kps=points(KPS), nn_mode_idc=0, nn_payload_byte="00000507")
    ).to_payload()
    data = escape(serialise([Payload(223, payload)]))
    s.nal(SUFFIX + data.replace(b"\0\0\5", b"\0\0\3\5"))


@stream("BAD_HASH", "Decoded picture hash of another picture", finding="sei.picture-hash")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.put_bytes(132, bytes([0, 0]) + bytes(range(48)), place="tail")
