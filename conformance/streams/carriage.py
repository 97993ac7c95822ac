"""Carriage: NAL units, access units, sizes, emulation prevention."""

from __future__ import annotations

from conformance.catalogue import stream
from conformance.script import (
    Script,
    T,
    deltas,
    eyes,
    face_values,
    grid,
    maps,
    matrices,
    matrix_deltas,
    points,
)
from sei.messages.generative_face_video import GenerativeFaceVideo

KPS = [(10, -20), (-30, 20), (0, 0), (51, -52)]


def network(data: str, gfv_id: int = 0) -> GenerativeFaceVideo:
    """Make a base message that carries a network."""
    values = face_values(id=gfv_id, base=True, kps=points([(1, 1)]), nn_mode_idc=0, nn_payload_byte=data)
    return GenerativeFaceVideo.from_values(values)


def sized(size: int, gfv_id: int = 0) -> GenerativeFaceVideo:
    """Make a `network` with a payload of just ``size`` bytes."""
    rest = size - len(network("", gfv_id).to_payload())
    return network(bytes((k * 7 + 1) % 251 + 1 for k in range(rest)).hex(), gfv_id)


@stream("SEI_SIZE", "Payloads of 254, 255, 256, 509, 510 and 511 bytes: all forms of payload_size_byte")
def _(s: Script) -> None:
    for gfv_id, size in enumerate((254, 255, 256, 509, 510, 511)):
        s.put(sized(size, gfv_id))


@stream("SEI_SIZE", "A payload of 70,000 bytes")
def _(s: Script) -> None:
    s.put(sized(70000))


@stream("SEI_SIZE", "A payload of 100,000 bytes of matrices, predicted and not")
def _(s: Script) -> None:
    s.face(base=True, mats=matrices(T(7, [grid(128, 256)]), precision=16))
    s.face(cnt=1, mats=matrix_deltas([grid(128, 256, 3)], precision=16))


@stream("SEI_SUFFIX", "Suffix SEI, one message a NAL unit, before the picture hash, as VTM 24.0 writes it")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    for cnt in range(1, 6):
        s.face(cnt=cnt, kps=deltas([(1, 1)] * 4))


@stream("SEI_SUFFIX", "Suffix SEI after the picture hash")
def _(s: Script) -> None:
    s.place = "tail"
    s.face(base=True, kps=points(KPS))
    s.face(cnt=1, kps=deltas([(1, 1)] * 4))


@stream("SEI_PACKED", "Several messages in one NAL unit")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    for cnt in range(1, 8):
        s.face({"share": True}, cnt=cnt, kps=deltas([(1, 1)] * 4))


@stream("SEI_PACKED", "125 messages in one NAL unit")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    for cnt in range(1, 125):
        s.face({"share": True}, cnt=cnt, kps=deltas([(cnt % 3 - 1, 1)] * 4))


@stream("SEI_PACKED", "GFV, GFVE, user data and an unknown payloadType in one NAL unit")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.put_bytes(5, bytes(range(16)) + b"seigen", share=True)
    s.enhance({"share": True}, base=True, mats=maps(grid(2, 2)), pupils=eyes((1, 1), (2, 2), 5))
    s.put_bytes(1000, b"\0\0\1unknown", share=True)
    s.face({"share": True}, cnt=1, kps=deltas([(1, 1)] * 4))


@stream("SEI_PREFIX", "Prefix SEI, beside a message that every decoder knows")
def _(s: Script) -> None:
    s.place = "prefix"
    s.put_bytes(5, bytes(range(16)) + b"seigen")
    s.face({"share": True}, base=True, kps=points(KPS))
    s.face({"share": True}, cnt=1, kps=deltas([(1, 1)] * 4))


@stream("SEI_PREFIX", "Prefix SEI, alone in its NAL unit")
def _(s: Script) -> None:
    s.place = "prefix"
    s.face(base=True, kps=points(KPS))
    s.enhance(base=True, pupils=eyes((1, 1), (2, 2), 5))


@stream("SEI_PREFIX", "The base message in prefix SEI, the others in suffix SEI")
def _(s: Script) -> None:
    s.place = "prefix"
    s.face(base=True, kps=points(KPS))
    s.place = "suffix"
    s.face(cnt=1, kps=deltas([(1, 1)] * 4))


@stream("SEI_SPREAD", "Messages spread over access units, temporal ids 0 to 4", base="random_access.266")
def _(s: Script) -> None:
    for au in range(17):
        s.au = au
        if au == 0:
            s.face(base=True, kps=points(KPS), mats=matrices(T(7, [grid(2, 2)])))
        else:
            s.face(cnt=0, kps=deltas([(au, -au)] * 4), mats=matrix_deltas([[[au, 0], [0, au]]]))


@stream(
    "SEI_SPREAD",
    "Base pictures at temporal ids 0, 1 and 2, and their pictures beside them",
    base="random_access.266",
)
def _(s: Script) -> None:
    for au in (0, 1, 2):
        s.au = au
        s.face(base=True, kps=points(KPS))
        s.face(cnt=1, kps=deltas([(1, 1)] * 4))


@stream("SEI_HEVC", "HEVC suffix SEI: two-byte header of H.265", base="still.265", edition="hm18")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    for cnt in range(1, 4):
        s.face(cnt=cnt, kps=deltas([(1, 1)] * 4))
    s.enhance(base=True, mats=maps(grid(2, 3)), pupils=eyes((1, 1), (2, 2), 5))


@stream("SEI_HEVC", "HEVC prefix SEI", base="still.265", edition="hm18")
def _(s: Script) -> None:
    s.place = "prefix"
    s.face(base=True, kps=points(KPS))
    s.face({"share": True}, cnt=1, kps=deltas([(1, 1)] * 4))


@stream(
    "SEI_EMULATION", "Emulation prevention in ue(v) and u(1): runs of zero coordinates and large magnitudes"
)
def _(s: Script) -> None:
    rows = [(0, 2**23), (2**25, 0), (2**31, -(2**30)), (0, 0), (2**29, 2**28)]
    s.face(base=True, kps=points(rows, 32))
    s.face(id=1, base=True, mats=matrices(T(7, [[[2**26, 2**24, 0, 2**27, -(2**28)]]]), precision=1))


@stream("SEI_EMULATION", "Emulation prevention in u(v): zero dec parts of 32 bits")
def _(s: Script) -> None:
    s.face(
        base=True, mats=matrices(T(7, [[[0] * 6, [1 << 32] * 6, [2, 1, 3, 2**31, 2**30, 5]]]), precision=32)
    )


@stream("SEI_EMULATION", "Emulation prevention in b(8), st(v) and extension data", verdict="unimplemented")
def _(s: Script) -> None:
    s.put(network("000000000001000002000003000000"[:-2] + "01"))
    s.face(id=1, base=True, kps=points([(0, 0)]), nn_mode_idc=1, nn_tag_uri="", nn_uri="")
    s.face(id=2, base=True, kps=points([(0, 0)]), nn_mode_idc=1, nn_tag_uri="a", nn_uri="\1\2")
    s.face(id=3, base=True, kps=points([(0, 0)]), extension="0000000000000001/64")


@stream(
    "SEI_EMULATION", "Emulation prevention at the end of a payload and in what follows it", verdict="clean"
)
def _(s: Script) -> None:
    s.put(network("0000"))
    s.put(network("0000", 1), share=True)
    s.put(network("000001", 2), share=True)


@stream("SEI_GFVE", "GFV and GFVE of one picture in NAL units of their own, GFVE after all GFV")
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    s.face(cnt=1, kps=deltas([(1, 1)] * 4))
    s.enhance(base=True, mats=maps(grid(2, 2)))
    s.enhance(cnt=1, mats=maps(grid(3, 3)))


@stream("SEI_GFVE", "GFV and GFVE in turn")
def _(s: Script) -> None:
    for cnt in range(4):
        s.face(cnt=cnt, base=cnt == 0, kps=points(KPS))
        s.enhance(cnt=cnt, base=cnt == 0, mats=maps(grid(2, 2)))
