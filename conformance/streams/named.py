"""Named parameters (sei/named): a stream per kind and carrier, and by hand what their writer refuses."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.catalogue import stream
from conformance.filled import filled
from conformance.script import (
    Script,
    coded,
    deltas,
    enhancement_values,
    eyes,
    points,
)
from sei.context import Context
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.named import Keypoints, Mapping, known

KPS = [(10, -20), (-30, 40)]


def _put(s: Script, mapping: Mapping, levels: Sequence[int] = (), predict: bool | None = None) -> None:
    """All messages, or without those of higher levels than those named."""
    dropped = {f.message for f in mapping.fields if levels and f.level not in levels}
    for message in filled(mapping).to_messages(predict=predict):
        if getattr(message, "gfve_id", None) not in dropped:
            s.put(message)


# -- a stream per kind --------------------------------------------------------------------------------


@stream("NAMED_KEYPOINTS", "Keypoints: 10 in 2D with local Jacobians, by the bit count predicted or not")
def _(s: Script) -> None:
    _put(s, known("fomm"))


@stream("NAMED_KEYPOINTS", "Keypoints: 5 in 3D, z in units of 4, covariances of the first 3, predicted")
def _(s: Script) -> None:
    _put(s, Keypoints.layout(5, 3, covariances=3, z_max=4), predict=True)


@stream("NAMED_KEYPOINTS", "Keypoints: 21 in 3D with head rotation, translation and scale")
def _(s: Script) -> None:
    _put(s, known("liveportrait"))


@stream("NAMED_SEMANTICS", "Semantics: head, mouth, eyes, body joints, gaze in GFVE")
def _(s: Script) -> None:
    _put(s, known("person"))


@stream("NAMED_SEMANTICS", "Semantics: 31 numbers of a body, none predicted")
def _(s: Script) -> None:
    _put(s, known("semantics"), predict=False)


@stream("NAMED_COMPACT", "Compact feature: 4, 8, 16, 32 nested tokens, a gfve_id per granularity")
def _(s: Script) -> None:
    _put(s, known("tokens"), predict=False)


@stream("NAMED_COMPACT", "Compact feature: the same, thinned to the first two granularities")
def _(s: Script) -> None:
    _put(s, known("tokens"), levels=(0, 1))


@stream("NAMED_COMPACT", "Compact feature: two matrices of type 7 with names of their own")
def _(s: Script) -> None:
    _put(s, known("factors"))


@stream("NAMED_AVATAR", "Avatar parameters: 94 numbers, shape with the base picture alone")
def _(s: Script) -> None:
    _put(s, known("avatar"))


# -- what the writer refuses --------------------------------------------------------------------------

RANGE = "payload.range"
HEAD = (0, 0, (1, 1), (0, 1), (0, 1), (0, 1))
"""By hand: gfv_id, gfv_cnt, base, no network, no chroma key, confident."""
LARGE = ((0, 32), (1, 1), (0, 32))
"""By hand: ue(v) of 2^32-1."""


@stream("BAD_NAMED", "Keypoints: a coordinate beyond -1..1", finding="face.coordinate-range")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(100, 10), (-100, -257)], 8))


@stream("BAD_NAMED", "Keypoints: a difference that leads beyond -1..1", finding="face.coordinate-range")
def _(s: Script) -> None:
    s.face(base=True, kps=points([(100, 10), (-100, -200)], 8))
    s.face(cnt=1, kps=deltas([(1, 0), (0, -100)]))


@stream("BAD_NAMED", "Keypoints: Jacobians without points", finding="payload.constraint")
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (0, 1), (1, 1), 7, 0, (0, 6), (1, 1), *((0, (1, 8), (0, 1)) * 4)))


@stream("BAD_NAMED", "Keypoints: predicted, and no base message came", finding="face.missing-base")
def _(s: Script) -> None:
    s.hidden(base=True, kps=points(KPS))
    s.face(cnt=1, kps=deltas([(1, 1), (0, 0)]))


@stream("BAD_NAMED", "Compact feature: a number beyond what its element holds", finding=RANGE)
def _(s: Script) -> None:
    s.put_bytes(223, coded(*HEAD, (0, 1), (1, 1), 7, 0, (7, 6), 0, 0, 0, *LARGE, (1, 8), (1, 1)))


@stream("BAD_NAMED", "Compact feature: a difference beyond what its element holds", finding=RANGE)
def _(s: Script) -> None:
    _put(s, known("cfte"))
    s.put_bytes(223, coded(0, 4, (0, 1), (0, 1), (1, 1), (1, 1), *LARGE, 0, (1, 1), *((0, 0) * 15)))


@stream("BAD_NAMED", "Compact feature: a granularity that enhances no GFV message", finding="face.no-face")
def _(s: Script) -> None:
    [_, fine, *_] = filled(known("tokens"), 1).to_messages(gfv_id=1)
    s.face(base=True, kps=points(KPS))
    s.put(fine)


@stream("BAD_NAMED", "Semantics: gaze farther from its prediction than pupils can be", finding=RANGE)
def _(s: Script) -> None:
    s.face(base=True, kps=points(KPS))
    values = enhancement_values(base=True, pupils=eyes((1, 0), (2**6 + 1, 0), 5))
    s.forge(values, [], GenerativeFaceVideoEnhancement)


def _without(s: Script, mapping: Mapping, left_out: int) -> None:
    """All messages of two pictures but one, which the writer knew."""
    writing = Context()
    for number, message in enumerate(filled(mapping, 2).to_messages(predict=True)):
        payload = message.to_payload(context=writing)
        if number != left_out:
            s.put_bytes(message.payload_type, payload)


@stream("BAD_NAMED", "Semantics: gaze without a base message that has it", finding="face.missing-base")
def _(s: Script) -> None:
    _without(s, known("person"), 1)


@stream(
    "BAD_NAMED",
    "Avatar parameters: predicted, and the base picture's did not come",
    finding="face.missing-base",
)
def _(s: Script) -> None:
    writing = Context()
    base, _, later = filled(known("avatar"), 2).to_messages(predict=True)
    base.to_payload(context=writing)
    s.put_bytes(later.payload_type, later.to_payload(context=writing))
