"""GFV: head of the message, networks, chroma key, keypoints."""

from __future__ import annotations

from conformance.catalogue import stream
from conformance.script import Script, T, deltas, face_values, grid, matrices, points
from sei.build import FaceEncoder
from sei.editions import HM18
from sei.messages.generative_face_video import GenerativeFaceVideo

UE_MAX = 2**32 - 2
KPS = [(10, -20), (-300, 200), (0, 0), (450, -490)]
KPS3 = [(10, -20, 5), (-300, 200, -7), (0, 0, 0), (511, -512, 900)]


# -- identifiers --------------------------------------------------------------------------------------


@stream("GFV_MINIMAL", "Shortest base message: one keypoint at the origin")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(0, 0)], precision=1))


@stream("GFV_ID", "gfv_id 0, 255, 512 and 2^31-1: ends of the ranges that are not reserved, a state for each")
def _(s: Script) -> None:
    for number, gfv_id in enumerate((0, 255, 512, 2**31 - 1)):
        s.face(id=gfv_id, base=True, kps=points([(number, 1)], precision=8 + number))
    for gfv_id in (2**31 - 1, 255, 512, 0):
        s.face(id=gfv_id, cnt=1, kps=deltas([(1, -1)]))


@stream("GFV_ID", "gfv_id 256, 511, 2^31 and 2^32-2: reserved, to be ignored", verdict="unimplemented")
def _(s: Script) -> None:
    for gfv_id in (256, 511, 2**31, UE_MAX):
        s.face(id=gfv_id, base=True, kps=points([(1, 1)]))


@stream(
    "GFV_CNT", "Nine generated pictures of one base picture, gfv_cnt 0 to 9, each predicted from the last"
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS, 9))
    for cnt in range(1, 10):
        s.face(cnt=cnt, kps=deltas([(cnt, -cnt), (0, cnt), (-1, 0), (1, 1)]))


@stream("GFV_CNT", "gfv_cnt 2^32-2, the largest", verdict="clean")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS, 9))
    s.face(cnt=1, kps=points(KPS, 9))
    s.face(cnt=UE_MAX, kps=points(KPS, 9))


@stream(
    "GFV_INTERLEAVED", "Two faces in turn, each predicted from its own last message, at its own precision"
)
def _(s: Script) -> None:
    s.face(id=1, base=True, kps=points([(10, 10), (20, 20)], 8))
    s.face(id=2, base=True, kps=points([(7, 7), (-7, 7), (0, 1)], 12))
    for cnt in range(1, 5):
        s.face(id=1, cnt=cnt, kps=deltas([(1, 0), (0, 1)]))
        s.face(id=2, cnt=cnt, kps=deltas([(-1, 0), (0, -1), (2, 2)]))


@stream("GFV_LOWCONFIDENCE", "gfv_low_confidence_face_parameter_flag 1 in base and predicted messages")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS, 9), low_confidence_face_parameter_flag=1)
    s.face(cnt=1, kps=deltas([(0, 0)] * 4), low_confidence_face_parameter_flag=1)


@stream(
    "GFV_FUSION",
    "No base picture here: fusion 1 with the base of an earlier picture",
    base="random_access.266",
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS, 9))
    s.au = 1
    s.face(cnt=0, fusion_pic_flag=1, kps=deltas([(1, 1)] * 4))
    s.au = 2
    s.face(cnt=0, fusion_pic_flag=0, kps=deltas([(2, 2)] * 4))
    s.face(cnt=1, kps=deltas([(3, 3)] * 4))


@stream(
    "GFV_BASES", "Three base pictures in one sequence, each starts prediction anew", base="random_access.266"
)
def _(s: Script) -> None:
    for au, precision, count in ((0, 8, 4), (1, 10, 4), (16, 6, 3)):
        s.au = au
        s.face(base=True, kps=points(KPS[:count] if precision != 6 else [(1, 2)] * 3, max(precision, 9)))
        for cnt in (1, 2):
            s.face(cnt=cnt, kps=deltas([(cnt, -1)] * count))


@stream("GFV_REPEATED", "The base message repeated without change in the same picture unit")
def _(s: Script) -> None:
    for _ in range(2):
        s.face(base=True, kps=points(KPS, 9))
    s.face(cnt=1, kps=deltas([(1, 1)] * 4))


@stream(
    "GFV_EXTENSION",
    "Payload extension data of 1, 5, 8, 100 and 276 bits, to be ignored",
    verdict="unimplemented",
)
def _(s: Script) -> None:
    for gfv_id, bits in enumerate(
        ("80/1", "a8/5", "ff/8", "0123456789abcdef0123456780/100", "0123456789abcdef" * 4 + "1357a0/" + "276")
    ):
        s.face(id=gfv_id, base=True, kps=points([(gfv_id, 0)]), extension=bits)


@stream(
    "GFV_EXTENSION", "An ending that is coded though the message ends byte aligned", verdict="unimplemented"
)
def _(s: Script) -> None:
    for gfv_id in range(9):
        s.face(id=gfv_id, base=True, kps=points([(gfv_id, 1)] * (1 + gfv_id)), extension="/0")


@stream("GFV_ALIGNMENT", "Messages that end at every bit of a byte")
def _(s: Script) -> None:
    for number in range(8):
        rows = [(number * 3 + k, -k) for k in range(number + 1)]
        s.face(id=number, base=True, kps=points(rows), low_confidence_face_parameter_flag=number & 1)
        s.face(id=number, cnt=1, kps=deltas([(0, 0)] * (number + 1)))


# -- networks -----------------------------------------------------------------------------------------


@stream("GFV_NNURI", "Network by URI: tag and URI of ordinary length")
def _(s: Script) -> None:
    s.face(
        base=True,
        kps=points(KPS, 9),
        nn_mode_idc=1,
        nn_tag_uri="tag:example.org,2026:nnr",
        nn_uri="https://example.org/translator.nnr",
    )
    s.face(cnt=1, kps=deltas([(1, 1)] * 4))


@stream("GFV_NNURI", "Network by URI: both empty, the zero bytes meet emulation prevention")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(0, 0)]), nn_mode_idc=1, nn_tag_uri="", nn_uri="")


@stream("GFV_NNURI", "Network by URI: UTF-8 of two, three and four bytes, and 3,000 bytes of text")
def _(s: Script) -> None:
    s.face(
        base=True, kps=points([(0, 0)]), nn_mode_idc=1, nn_tag_uri="ä€𐍈" * 120, nn_uri="urn:x:" + "é" * 1500
    )


@stream("GFV_NNPAYLOAD", "Network in the message: bytes full of start codes, behind keypoints and matrices")
def _(s: Script) -> None:
    data = bytes(range(256)) + b"\0\0\0\0\1\0\0\2\0\0\3\xff\x80"
    s.face(
        base=True,
        kps=points(KPS, 9),
        mats=matrices(T(7, [grid(2, 2)])),
        nn_mode_idc=0,
        nn_payload_byte=data.hex(),
    )


@stream("GFV_NNPAYLOAD", "Network in the message: no byte, one byte, and a last byte of zero")
def _(s: Script) -> None:
    for gfv_id, data in enumerate(("", "5a", "0100")):
        s.face(id=gfv_id, base=True, kps=points([(1, 1)]), nn_mode_idc=0, nn_payload_byte=data)


@stream("GFV_NNMODE", "gfv_nn_mode_idc 2 and 2^32-2: reserved", verdict="unimplemented")
def _(s: Script) -> None:
    s.face(id=0, base=True, kps=points([(1, 1)]), nn_mode_idc=2)
    s.face(id=1, base=True, kps=points([(1, 1)]), nn_mode_idc=UE_MAX)


# -- chroma key ---------------------------------------------------------------------------------------


@stream("GFV_CHROMA", "Chroma key: no value, no threshold, so that all defaults hold; purposes 0, 1 and 2")
def _(s: Script) -> None:
    for purpose in range(3):
        s.face(
            id=purpose,
            base=True,
            kps=points([(1, 1)]),
            chroma_key_purpose_idc=purpose,
            chroma_key_value_present_flag=[0, 0, 0],
            chroma_key_thr_present_flag=0,
        )


@stream("GFV_CHROMA", "Chroma key: every subset of the three values, 0 and 255 among them")
def _(s: Script) -> None:
    for subset in range(1, 8):
        flags = [subset >> c & 1 for c in range(3)]
        values = [(0, 255, 128)[c] if flags[c] else None for c in range(3)]
        while values[-1] is None:
            values.pop()
        s.face(
            id=subset,
            base=True,
            kps=points([(1, 1)]),
            chroma_key_purpose_idc=1,
            chroma_key_value_present_flag=flags,
            chroma_key_value=values,
            chroma_key_thr_present_flag=0,
        )


@stream("GFV_CHROMA", "Chroma key: thresholds 0 and 255, differences 1 and 256")
def _(s: Script) -> None:
    for gfv_id, (lower, delta) in enumerate(((0, 0), (255, 255), (48, 26), (0, 255))):
        s.face(
            id=gfv_id,
            base=True,
            kps=points([(1, 1)]),
            chroma_key_purpose_idc=2,
            chroma_key_value_present_flag=[1, 0, 1],
            chroma_key_value=[255, None, 0],
            chroma_key_thr_present_flag=1,
            chroma_key_thr_lower=lower,
            chroma_key_thr_upper_delta_minus1=delta,
        )


# -- keypoints ----------------------------------------------------------------------------------------


@stream("GFV_KPS2D", "2D keypoints, not predicted, gfv_cnt 0 to 3")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS, 9))
    for cnt in range(1, 4):
        s.face(cnt=cnt, kps=points([(x + cnt, y) for x, y in KPS], 10))


@stream("GFV_KPS2D", "2D keypoints, predicted in the base message from the keypoint before")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(100, -100), (20, 30), (-250, 0), (0, 71)], 8, predicted=True))
    s.face(cnt=1, kps=deltas([(-1, 0), (0, 2), (3, 0), (0, -4)]))


@stream("GFV_KPS2D", "Prediction after a message that was not predicted and had more, then finer, keypoints")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(1, 1), (2, 2)], 8))
    s.face(cnt=1, kps=points([(11, 11), (12, 12)], 12))
    s.face(cnt=2, kps=deltas([(1, 1), (-1, -1)]))
    s.face(cnt=3, kps=deltas([(1, 1), (-1, -1)]))


@stream("GFV_KPS2D", "A picture with 300 keypoints after a base message with one")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(1, 1)]))
    s.face(cnt=1, kps=points([(k % 200, -(k % 200)) for k in range(300)]))


@stream("GFV_NOBASE", "Coordinates and no base picture so far: fusion with the decoded picture")
def _(s: Script) -> None:
    s.face(cnt=0, fusion_pic_flag=1, kps=points(KPS, 9))
    s.face(cnt=1, kps=points(KPS, 9))


@stream("GFV_KPS3D", "3D keypoints, not predicted, z in units of 1, 300 and 2^16")
def _(s: Script) -> None:
    for gfv_id, z_max in enumerate((1, 300, 2**16)):
        s.face(id=gfv_id, base=True, kps=points(KPS3, 10, z_max))
        s.face(id=gfv_id, cnt=1, kps=points(KPS3[::-1], 10, z_max))


@stream("GFV_KPS3D", "3D keypoints predicted: in the base message, from it, and from the last message")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(5, 5, 5), (-1, -2, -3), (0, 0, 0), (9, 0, -9)], 9, 10, predicted=True))
    for cnt in (1, 2, 3):
        s.face(cnt=cnt, kps=deltas([(cnt, 0, -cnt), (0, 0, 1), (-1, 1, 0), (0, 0, 0)]))


@stream(
    "GFV_KPS3D", "A message without coordinates between predicted ones, which leaves the prediction alone"
)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS3, 10, 4), mats=matrices(T(7, [grid(2, 3)])))
    s.face(cnt=1, kps=deltas([(1, 1, 1)] * 4))
    s.face(cnt=2, mats=matrices(T(7, [grid(3, 2)])))
    s.face(cnt=3, kps=deltas([(1, -1, 1)] * 4))


@stream("GFV_PRECISION", "Coordinate precision factors 1, 8, 16, 31 and 32, the ends of -1..1 at each")
def _(s: Script) -> None:
    for gfv_id, precision in enumerate((1, 8, 16, 31, 32)):
        one = min(1 << precision, UE_MAX)
        s.face(id=gfv_id, base=True, kps=points([(one, -one), (0, one), (-1, 1)], precision))
        s.face(id=gfv_id, cnt=1, kps=deltas([(-1, 1), (0, -one), (1, -1)]))


@stream("GFV_MAGNITUDE", "Magnitudes 2^32-2 in every coordinate and difference that may have them")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(UE_MAX, -UE_MAX, UE_MAX), (-UE_MAX, UE_MAX, -UE_MAX)], 32, 2**16))
    s.face(cnt=1, kps=deltas([(-UE_MAX, UE_MAX, -UE_MAX), (UE_MAX, -UE_MAX, UE_MAX)]))


@stream("GFV_MANYKPS", "4,096 keypoints, a payload beyond 10,000 bytes")
def _(s: Script) -> None:
    rows = [((k * 37) % 511 - 255, (k * 91) % 511 - 255) for k in range(4096)]
    s.face(base=True, kps=points(rows, 8))
    s.face(cnt=1, kps=deltas([(k % 3 - 1, 0) for k in range(4096)]))


@stream("GFV_CLOSEDLOOP", "What the public encoder writes: prediction by bit count, in a closed loop")
def _(s: Script) -> None:
    encoder = FaceEncoder(precision=9)
    steps = [[(0.1 * k - 0.02 * t, 0.3 - 0.05 * k * t) for k in range(6)] for t in range(6)]
    s.put(encoder.base(steps[0]))
    for cnt, step in enumerate(steps[1:], 1):
        s.put(encoder.picture(step, cnt=cnt))


# -- the draft that HM 18.0 writes --------------------------------------------------------------------


def _hm(s: Script, **elements: object) -> None:
    s.put(GenerativeFaceVideo.from_values(face_values(HM18, **elements)))  # type: ignore[arg-type]


@stream("GFV_HM", "HEVC, edition hm18: chroma key with two thresholds", base="still.265", edition="hm18")
def _(s: Script) -> None:
    for gfv_id, (flags, values) in enumerate(
        (([0, 0], None), ([1, 0], [7]), ([0, 1], [None, 300]), ([1, 1], [0, 2**32 - 2]))
    ):
        more = {} if values is None else {"chroma_key_thr_value": values}
        _hm(
            s,
            id=gfv_id,
            base=True,
            kps=points([(1, 1)]),
            chroma_key_value_present_flag=[1, 0, 1],
            chroma_key_value=[0, None, 255],
            chroma_key_thr_present_flag=flags,
            **more,
        )


@stream("GFV_HM", "HEVC, edition hm18: fusion is coded with every gfv_cnt", base="still.265", edition="hm18")
def _(s: Script) -> None:
    _hm(s, id=3, cnt=0, kps=points(KPS, 9), fusion_pic_flag=1)
    _hm(s, id=3, cnt=1, kps=points(KPS, 9), fusion_pic_flag=1)
    _hm(s, id=3, cnt=2, kps=points(KPS, 9), fusion_pic_flag=0)


@stream("GFV_HM", "HEVC, edition hm18: base, predicted pictures, matrices", base="still.265", edition="hm18")
def _(s: Script) -> None:
    _hm(s, base=True, kps=points(KPS, 9), mats=matrices(T(7, [grid(2, 2)])))
    for cnt in range(1, 4):
        s.face(cnt=cnt, kps=deltas([(1, 0)] * 4), mats=matrices(T(3, [grid(1, 2)])))
