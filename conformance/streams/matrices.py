"""GFV: matrices of every type, their sizes, their prediction."""

from __future__ import annotations

from conformance.catalogue import stream
from conformance.script import Script, T, deltas, grid, matrices, matrix_deltas, points
from sei.build import FaceEncoder
from sei.resolve import Matrices

UE_MAX = 2**32 - 2
KPS = [(10, -20), (-30, 20), (0, 0), (51, -52)]
KPS3 = [(10, -20, 5), (-30, 20, -7), (0, 0, 0), (51, -52, 90)]


def squares(count: int, size: int) -> list[list[list[int]]]:
    """Make ``count`` matrices of size x size."""
    return [grid(size, size, k + 1) for k in range(count)]


@stream("GFV_AFFINE", "Type 0, a 2x2 Jacobian a keypoint, not predicted and predicted")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS), mats=matrices(T(0, squares(4, 2), equal=1)))
    s.face(cnt=1, kps=deltas([(1, 1)] * 4), mats=matrix_deltas(squares(4, 2)))
    s.face(cnt=2, kps=points(KPS), mats=matrices(T(0, squares(4, 2), equal=1)))


@stream("GFV_AFFINE", "Type 0 with 3D keypoints: 3x3")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS3, 8, 7), mats=matrices(T(0, squares(4, 3), equal=1)))
    s.face(cnt=1, kps=deltas([(1, 1, 1)] * 4), mats=matrix_deltas(squares(4, 3)))


@stream("GFV_SUBSET", "Types 0 and 1 for a subset of the keypoints: info under and over the number less one")
def _(s: Script) -> None:
    for gfv_id, info in enumerate((0, 2, 3, 4)):
        count = info + 1 if info < 3 else info + 2
        s.face(
            id=gfv_id, base=True, kps=points(KPS), mats=matrices(T(0, squares(count, 2), equal=0, info=info))
        )
        s.face(id=gfv_id, cnt=1, kps=points(KPS), mats=matrices(T(1, squares(count, 2), equal=0, info=info)))


@stream("GFV_SUBSET", "gfv_num_matrices_info 1,023, the largest")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS), mats=matrices(T(1, squares(1025, 2), equal=0, info=1023), precision=4))


@stream("GFV_COVARIANCE", "Type 1, 2x2 and 3x3")
def _(s: Script) -> None:
    s.face(id=0, base=True, kps=points(KPS), mats=matrices(T(1, squares(4, 2), equal=1)))
    s.face(id=1, base=True, kps=points(KPS3), mats=matrices(T(1, squares(4, 3), equal=1)))
    s.face(id=1, cnt=1, kps=deltas([(0, 0, 0)] * 4), mats=matrix_deltas(squares(4, 3)))


@stream("GFV_MOUTH", "Type 2, mouth motion, wide, high and square")
def _(s: Script) -> None:
    for gfv_id, (height, width) in enumerate(((1, 6), (6, 1), (3, 3))):
        s.face(id=gfv_id, base=True, mats=matrices(T(2, [grid(height, width)])))
        s.face(id=gfv_id, cnt=1, mats=matrix_deltas([grid(height, width, 5)]))


@stream("GFV_EYES", "Type 3, eye opening, with and without keypoints")
def _(s: Script) -> None:
    s.face(id=0, base=True, mats=matrices(T(3, [grid(1, 2)])))
    s.face(id=1, base=True, kps=points(KPS), mats=matrices(T(3, [grid(2, 1)])))
    s.face(id=1, cnt=1, kps=deltas([(0, 0)] * 4), mats=matrix_deltas([grid(2, 1)]))


@stream("GFV_POSE", "Types 4, 5 and 6 without keypoints, in two and three dimensions")
def _(s: Script) -> None:
    for gfv_id in (0, 1):
        n = 2 + gfv_id
        types = (
            T(4, squares(1, n), space=gfv_id),
            T(5, [grid(n, 1)], space=gfv_id),
            T(6, [grid(n, 1)], space=gfv_id),
        )
        s.face(id=gfv_id, base=True, mats=matrices(*types))
        s.face(id=gfv_id, cnt=1, mats=matrix_deltas(*(t.values for t in types)))


@stream("GFV_POSE", "Types 4, 5 and 6 with keypoints, whose dimensions they take")
def _(s: Script) -> None:
    layouts: tuple[list[tuple[int, ...]], ...] = ([*KPS], [*KPS3])
    for gfv_id, kps in enumerate(layouts):
        n = 2 + gfv_id
        types = (T(4, squares(1, n)), T(5, [grid(n, 1)]), T(6, [grid(n, 1, 2)]))
        s.face(id=gfv_id, base=True, kps=points(kps), mats=matrices(*types))
        row = (0,) * n
        s.face(id=gfv_id, cnt=1, kps=deltas([row] * 4), mats=matrix_deltas(*(t.values for t in types)))


@stream("GFV_POSE", "Dimensions differ type by type: rotation in 3D, translation in 2D")
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(4, squares(1, 3), space=1), T(5, [grid(2, 1)], space=0)))
    s.face(cnt=1, mats=matrix_deltas(squares(1, 3), [grid(2, 1)]))


@stream("GFV_COMPACT", "Type 7, compact features: one of 4x4, then ten, then 1x1")
def _(s: Script) -> None:
    for gfv_id, (count, height, width) in enumerate(((1, 4, 4), (10, 2, 5), (1, 1, 1))):
        s.face(id=gfv_id, base=True, mats=matrices(T(7, [grid(height, width, k) for k in range(count)])))
        s.face(id=gfv_id, cnt=1, mats=matrix_deltas([grid(height, width, k + 2) for k in range(count)]))


@stream("GFV_COMPACT", "Type 7 from the public encoder, in a closed loop over eight pictures")
def _(s: Script) -> None:
    encoder = FaceEncoder(matrix_precision=8)
    frames = [[[[0.01 * (k * 7 + m * 3 + t) for m in range(4)] for k in range(4)]] for t in range(8)]

    def compact(frame: object) -> list[Matrices]:
        import numpy as np

        return [Matrices(7, np.array(frame, dtype=np.float64))]

    s.put(encoder.base(matrices=compact(frames[0])))
    for cnt, frame in enumerate(frames[1:], 1):
        s.put(encoder.picture(matrices=compact(frame), cnt=cnt))


@stream("GFV_OTHERTYPE", "Types 8 and 31, determined by the application")
def _(s: Script) -> None:
    for gfv_id, kind in enumerate((8, 31)):
        s.face(id=gfv_id, base=True, kps=points(KPS), mats=matrices(T(kind, [grid(2, 3), grid(2, 3, 2)])))


@stream("GFV_RESERVEDTYPE", "Types 32 and 63, reserved: to be parsed and ignored", verdict="unimplemented")
def _(s: Script) -> None:
    for gfv_id, kind in enumerate((32, 63)):
        s.face(id=gfv_id, base=True, mats=matrices(T(kind, [grid(1, 3)]), T(7, [grid(2, 2)])))
        s.face(id=gfv_id, cnt=1, mats=matrix_deltas([grid(1, 3)], [grid(2, 2)]))


@stream("GFV_TYPES", "All types in one message, in rising order")
def _(s: Script) -> None:
    types = [T(0, squares(4, 2), equal=1), T(1, squares(2, 2), equal=0, info=1)]
    types += [
        T(2, [grid(1, 3)]),
        T(3, [grid(1, 2)]),
        T(4, squares(1, 2)),
        T(5, [grid(2, 1)]),
        T(6, [grid(2, 1)]),
    ]
    types += [T(7, [grid(2, 2)]), T(20, [grid(1, 4)])]
    s.face(base=True, kps=points(KPS), mats=matrices(*types))
    s.face(cnt=1, kps=deltas([(1, 0)] * 4), mats=matrix_deltas(*(t.values for t in types)))


@stream("GFV_TYPES", "Types in falling order, one of them twice")
def _(s: Script) -> None:
    types = [
        T(20, [grid(1, 4)]),
        T(7, [grid(2, 2)]),
        T(7, [grid(3, 1)]),
        T(5, [grid(2, 1)]),
        T(0, squares(4, 2), equal=1),
    ]
    s.face(base=True, kps=points(KPS), mats=matrices(*types))
    s.face(cnt=1, kps=deltas([(1, 0)] * 4), mats=matrix_deltas(*(t.values for t in types)))


@stream("GFV_TYPES", "64 matrix types in one message, all application determined")
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(*(T(8 + k % 24, [[[k - 32]]]) for k in range(64))))
    s.face(cnt=1, mats=matrix_deltas(*([[[k % 5 - 2]]] for k in range(64))))


@stream("GFV_MATRIXSIZE", "1,024 columns, 1,024 rows, 1,024 matrices")
def _(s: Script) -> None:
    s.face(id=0, base=True, mats=matrices(T(2, [grid(1, 1024)]), precision=2))
    s.face(id=1, base=True, mats=matrices(T(3, [grid(1024, 1)]), precision=2))
    s.face(id=2, base=True, mats=matrices(T(7, [[[k % 7 - 3]] for k in range(1024)]), precision=2))


@stream("GFV_MATRIXPRECISION", "Precision factors 1, 8, 31 and 32: dec parts of all zeros and all ones")
def _(s: Script) -> None:
    for gfv_id, precision in enumerate((1, 8, 31, 32)):
        ones = (1 << precision) - 1
        rows = [[ones, -ones, 0, 1, -(1 << precision), ones + (5 << precision)]]
        s.face(id=gfv_id, base=True, mats=matrices(T(7, [rows]), precision=precision))
        most = min(ones, UE_MAX)  # differences code it as ue(v)
        s.face(id=gfv_id, cnt=1, mats=matrix_deltas([[[most, -most, 0, 1, -1, 2]]], precision=precision))


@stream("GFV_MATRIXMAGNITUDE", "int parts 2^32-2, and dec parts of differences 2^p and 2^32-2")
def _(s: Script) -> None:
    big = UE_MAX << 8
    s.face(base=True, mats=matrices(T(7, [[[big, -big, 0, big + 255]]])))
    values = matrix_deltas([[[0, 0, 0, 0]]])
    values["gfv_matrix_delta_element_int"] = [[[[UE_MAX, UE_MAX, 0, 0]]]]
    values["gfv_matrix_delta_element_dec"] = [[[[0, UE_MAX, 256, 0]]]]
    values["gfv_matrix_delta_element_sign_flag"] = [[[[1, 0, 1, 0]]]]
    s.face(cnt=1, mats=values)


@stream(
    "GFV_MATRIXPRED",
    "Predicted from the base where gfv_cnt is 0, from the last message otherwise",
    base="random_access.266",
)
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [grid(2, 2)])))
    s.face(cnt=1, mats=matrix_deltas([grid(2, 2, 2)]))
    for au in (1, 2):
        s.au = au
        s.face(cnt=0, mats=matrix_deltas([[[au, 0], [0, -au]]]))
        s.face(cnt=1, mats=matrix_deltas([[[0, au], [au, 0]]]))


@stream("GFV_MATRIXPRED", "Matrices predicted while coordinates are not, and the other way round")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS), mats=matrices(T(0, squares(4, 2), equal=1)))
    s.face(cnt=1, kps=points(KPS), mats=matrix_deltas(squares(4, 2)))
    s.face(cnt=2, kps=deltas([(1, 1)] * 4), mats=matrices(T(0, squares(4, 2), equal=1), precision=5))
    s.face(cnt=3, mats=matrix_deltas(squares(4, 2)))
    s.face(cnt=4, kps=deltas([(1, 1)] * 4))


@stream("GFV_SMALLEST", "A message with nothing but one 1x1 matrix of zero")
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [[[0]]]), precision=1))
    s.face(cnt=1, mats=matrix_deltas([[[0]]]))
