"""Shortest streams that show one known defect of VTM 24.0's decoder each (see `conformance.vtm.defects`)."""

from __future__ import annotations

from conformance.catalogue import stream
from conformance.script import Script, T, deltas, eyes, matrices, matrix_deltas, points


@stream("MIN_PREFIXALONE", "GFV alone in a prefix SEI NAL unit")
def _(s: Script) -> None:
    s.place = "prefix"
    s.face(base=True, kps=points([(1, 1)]))


@stream("MIN_PREFIX", "GFV in prefix SEI, beside user data")
def _(s: Script) -> None:
    s.place = "prefix"
    s.put_bytes(5, bytes(range(16)))
    s.face({"share": True}, base=True, kps=points([(1, 1)]))


@stream("MIN_OVERRUN", "Coordinates before any base message")
def _(s: Script) -> None:
    s.face(cnt=0, kps=points([(1, 1)]))


@stream("MIN_TYPEORDER", "Type 7 before type 5")
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [[[1]]]), T(5, [[[2], [3]]], space=0)))


@stream("MIN_SIZES", "A second base message with a larger matrix, then one predicted from it")
def _(s: Script) -> None:
    s.face(id=0, base=True, mats=matrices(T(7, [[[1]]])))
    s.face(id=1, base=True, mats=matrices(T(7, [[[1, 2]]])))
    s.face(id=1, cnt=1, mats=matrix_deltas([[[1, 1]]]))


@stream("MIN_ONESTATE", "Two faces, the first predicted after the second has come")
def _(s: Script) -> None:
    s.face(id=0, base=True, kps=points([(0, 0)]))
    s.face(id=1, base=True, kps=points([(128, 128)]))
    s.face(id=0, cnt=1, kps=deltas([(1, 1)]))


@stream(
    "MIN_MATRIXBASE", "Predicted from the base after another message with matrices", base="random_access.266"
)
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [[[256]]])))
    s.face(cnt=1, mats=matrix_deltas([[[256]]]))
    s.au = 1
    s.face(cnt=0, mats=matrix_deltas([[[0]]]))


@stream("MIN_SHIFT", "Precision factor 32")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(2**30, 0)], 32))


@stream("MIN_SIGNED", "An int part of 2^31")
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [[[2**39]]]), precision=8))


@stream("MIN_UNSET", "A GFV message that ends within a byte, on memory where user data have been")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(1, 1)]))
    s.put_bytes(5, _memory(608))
    s.face(cnt=1, kps=deltas([(0, 0)]))


@stream("MIN_UNSET", "A GFVE message that ends within a byte, on memory where user data have been")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(1, 1)]))
    s.enhance(base=True, pupils=eyes((1, 1), None, 4))
    s.face(cnt=1, kps=deltas([(1, 1)]))
    s.put_bytes(5, _memory(272))
    s.enhance(cnt=1, pupils=eyes((0, 0), None))


def _memory(size: int) -> bytes:
    """User data as long as what VTM 24.0 keeps of a GFV message (608 bytes) or a GFVE message (272): the next
    message finds its network present (byte 17), and its bytes in the stream (20 to 23)."""
    return bytes(range(16)) + b"\1\1" + bytes(size - 18)
