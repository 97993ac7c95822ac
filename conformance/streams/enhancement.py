"""GFVE: matrices, pupils, networks."""

from __future__ import annotations

from conformance.catalogue import stream
from conformance.script import Script, T, deltas, eyes, grid, map_deltas, maps, matrices, points
from sei.build import EnhancementEncoder

UE_MAX = 2**32 - 2


def faces(s: Script, count: int, gfv_id: int = 0) -> None:
    """Put GFV messages to enhance: a base and ``count`` - 1 pictures."""
    s.face(id=gfv_id, base=True, kps=points([(1, 1)]))
    for cnt in range(1, count):
        s.face(id=gfv_id, cnt=cnt, kps=deltas([(1, 0)]))


@stream("GFVE_MINIMAL", "Shortest message: neither matrices nor pupils")
def _(s: Script) -> None:
    faces(s, 2)
    s.enhance(base=True)
    s.enhance(cnt=1)


@stream("GFVE_ID", "gfve_id 0, 255, 512 and 2^31-1, all of one GFV message, a state for each")
def _(s: Script) -> None:
    faces(s, 2)
    for number, gfve_id in enumerate((0, 255, 512, 2**31 - 1)):
        s.enhance(id=gfve_id, base=True, mats=maps(grid(1, 1 + number), precision=8 + number))
    for number, gfve_id in enumerate((0, 255, 512, 2**31 - 1)):
        s.enhance(id=gfve_id, cnt=1, mats=map_deltas(grid(1, 1 + number, 3), precision=8 + number))


@stream("GFVE_ID", "gfve_id 256, 511, 2^31 and 2^32-2: reserved, to be ignored", verdict="unimplemented")
def _(s: Script) -> None:
    faces(s, 1)
    for gfve_id in (256, 511, 2**31, UE_MAX):
        s.enhance(id=gfve_id, base=True)


@stream(
    "GFVE_GFVID",
    "Two faces enhanced in turn; gfve_gfv_id up to 2^32-2 and gfve_gfv_cnt to match",
    verdict="unimplemented",
)
def _(s: Script) -> None:
    faces(s, 2, 0)
    faces(s, 2, UE_MAX)
    s.face(id=0, cnt=UE_MAX, kps=deltas([(0, 0)]))
    for gfv_id in (0, UE_MAX):
        s.enhance(gfv_id=gfv_id, base=True, mats=maps(grid(2, 2)))
    for gfv_id in (0, UE_MAX):
        s.enhance(gfv_id=gfv_id, cnt=1, mats=map_deltas(grid(2, 2, gfv_id % 7)))
    s.enhance(gfv_id=0, cnt=UE_MAX, mats=map_deltas(grid(2, 2, 4)))


@stream("GFVE_MATRIX", "One square matrix, predicted over four pictures")
def _(s: Script) -> None:
    faces(s, 5)
    s.enhance(base=True, mats=maps(grid(4, 4)))
    for cnt in range(1, 5):
        s.enhance(cnt=cnt, mats=map_deltas(grid(4, 4, cnt)))


@stream("GFVE_MATRIX", "Matrices that are not square: height comes first")
def _(s: Script) -> None:
    faces(s, 3)
    s.enhance(base=True, mats=maps(grid(2, 5), grid(5, 2), grid(1, 7)))
    s.enhance(cnt=1, mats=map_deltas(grid(2, 5, 2), grid(5, 2, 2), grid(1, 7, 2)))
    s.enhance(cnt=2, mats=maps(grid(3, 1)))


@stream("GFVE_MATRIX", "Matrices of several sizes, not predicted after a base with others")
def _(s: Script) -> None:
    faces(s, 3)
    s.enhance(base=True, mats=maps(grid(1, 1), grid(2, 2), grid(3, 3)))
    s.enhance(cnt=1, mats=maps(grid(4, 4), precision=3))
    s.enhance(cnt=2)


@stream("GFVE_MATRIX", "Predicted from the base where gfve_gfv_cnt is 0", base="random_access.266")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(1, 1)]))
    s.enhance(base=True, mats=maps(grid(2, 2)), pupils=eyes((3, 4), (5, 6), 8))
    s.au = 1
    s.face(cnt=0, kps=deltas([(1, 1)]))
    s.face(cnt=1, kps=deltas([(1, 1)]))
    s.enhance(cnt=0, mats=map_deltas(grid(2, 2, 2)), pupils=eyes((1, -1), (-1, 1)))
    s.enhance(cnt=1, mats=map_deltas(grid(2, 2, 3)), pupils=eyes((1, -1)))


@stream("GFVE_MATRIXSIZE", "1,024 matrices; 1,024 rows; 1,024 columns")
def _(s: Script) -> None:
    faces(s, 1)
    s.enhance(id=0, base=True, mats=maps(*([[k % 9 - 4]] for k in range(1024)), precision=2))
    s.enhance(id=1, base=True, mats=maps(grid(1024, 1), precision=2))
    s.enhance(id=2, base=True, mats=maps(grid(1, 1024), precision=2))


@stream(
    "GFVE_PRECISION",
    "Precision factors 1, 8, 31 and 32, with dec parts of all zeros and all ones, coded and predicted",
)
def _(s: Script) -> None:
    faces(s, 2)
    for gfve_id, precision in enumerate((1, 8, 31, 32)):
        ones = (1 << precision) - 1
        rows = [[ones, -ones, 0, 1, -(1 << precision), ones + (5 << precision)]]
        s.enhance(id=gfve_id, base=True, mats=maps(rows, precision=precision))
        s.enhance(id=gfve_id, cnt=1, mats=map_deltas(rows, precision=precision))


@stream("GFVE_MAGNITUDE", "int parts 2^32-2 in elements and in differences")
def _(s: Script) -> None:
    faces(s, 2)
    big = UE_MAX << 4
    s.enhance(base=True, mats=maps([[big, -big, 0, big + 15]], precision=4))
    s.enhance(cnt=1, mats=map_deltas([[-big, big, big, -big - 15]], precision=4))


@stream("GFVE_PUPIL", "Pupils: both eyes in the base message, the right one predicted from the left")
def _(s: Script) -> None:
    faces(s, 4)
    s.enhance(base=True, pupils=eyes((100, -50), (-40, 3), 8))
    for cnt in (1, 2, 3):
        s.enhance(cnt=cnt, pupils=eyes((cnt, 0), (0, -cnt)))


@stream("GFVE_PUPIL", "Pupils: left, right, both or none, in base messages and after them")
def _(s: Script) -> None:
    faces(s, 4)
    for gfve_id, (left, right) in enumerate((((7, 8), None), (None, (7, 8)), ((7, 8), (0, 0)))):
        s.enhance(id=gfve_id, base=True, pupils=eyes(left, right, 8))
        s.enhance(id=gfve_id, cnt=1, pupils=eyes((1, 1)))
        s.enhance(id=gfve_id, cnt=2)
        s.enhance(id=gfve_id, cnt=3, pupils=eyes(None, (-1, 2)))


@stream("GFVE_PUPIL", "Messages that end in ue(v), at every bit of a byte that they can end at")
def _(s: Script) -> None:
    faces(s, 1)
    for number in range(16):
        left = (number % 4, 1 << (number // 4))
        s.enhance(id=number, base=True, pupils=eyes(left, (0, 0), 4 + number % 3))


@stream("GFVE_PUPILPRECISION", "Pupil precision factors 1, 8, 31 and 32, the largest differences at each")
def _(s: Script) -> None:
    faces(s, 2)
    for gfve_id, precision in enumerate((1, 8, 31, 32)):
        most = min(2 << precision, UE_MAX)
        s.enhance(id=gfve_id, base=True, pupils=eyes((most, -most), (-most, most), precision))
        s.enhance(id=gfve_id, cnt=1, pupils=eyes((-most, most), (most, -most)))


@stream("GFVE_BOTH", "Matrices and pupils in one message, predicted over six pictures, by the public encoder")
def _(s: Script) -> None:
    faces(s, 7)
    encoder = EnhancementEncoder(matrix_precision=8, pupil_precision=9)
    s.put(encoder.base([[[0.5, -0.25], [0.0, 1.0]]], [(0.1, 0.2), (0.3, -0.2)]))
    for cnt in range(1, 7):
        s.put(encoder.picture([[[0.5, -0.25 * cnt], [0.1, 1.0]]], [(0.1, 0.02 * cnt), (0.3, -0.2)], cnt=cnt))


@stream("GFVE_NNURI", "Network by URI; empty and long text")
def _(s: Script) -> None:
    faces(s, 2)
    s.enhance(
        id=0, base=True, nn_mode_idc=1, nn_tag_uri="tag:example.org,2026:e", nn_uri="https://example.org/e"
    )
    s.enhance(id=1, base=True, nn_mode_idc=1, nn_tag_uri="", nn_uri="", mats=maps(grid(2, 2)))
    s.enhance(id=2, base=True, nn_mode_idc=1, nn_tag_uri="ä" * 600, nn_uri="urn:" + "€" * 400)
    s.enhance(id=1, cnt=1, mats=map_deltas(grid(2, 2, 5)))


@stream("GFVE_NNPAYLOAD", "Network in the message, full of start codes; and none")
def _(s: Script) -> None:
    faces(s, 1)
    s.enhance(
        id=0,
        base=True,
        nn_mode_idc=0,
        nn_payload_byte="000000000001000002000003ff80",
        pupils=eyes((1, 1), None, 4),
    )
    s.enhance(id=1, base=True, nn_mode_idc=0, nn_payload_byte="", mats=maps(grid(2, 2)))


@stream("GFVE_NNMODE", "gfve_nn_mode_idc 2 and 2^32-2: reserved", verdict="unimplemented")
def _(s: Script) -> None:
    faces(s, 1)
    s.enhance(id=0, base=True, nn_mode_idc=2)
    s.enhance(id=1, base=True, nn_mode_idc=UE_MAX)


@stream("GFVE_EXTENSION", "Payload extension data, to be ignored", verdict="unimplemented")
def _(s: Script) -> None:
    faces(s, 1)
    for gfve_id, bits in enumerate(("80/1", "5a/8", "/0")):
        s.enhance(id=gfve_id, base=True, mats=maps(grid(1, 1 + gfve_id)), extension=bits)


@stream("GFVE_BASES", "Two base pictures, the second with other sizes", base="random_access.266")
def _(s: Script) -> None:
    for au, size in ((0, 2), (1, 3)):
        s.au = au
        s.face(base=True, mats=matrices(T(7, [grid(size, size)])))
        s.face(cnt=1, mats=matrices(T(7, [grid(1, 1)])))
        s.enhance(base=True, mats=maps(grid(size, size)), pupils=eyes((1, 2), (3, 4), 6 + au))
        s.enhance(cnt=1, mats=map_deltas(grid(size, size, 2)), pupils=eyes((1, 1), (1, 1)))
