"""Streams that name a generator, over a picture that it can draw from: packages hold what it makes of them.

Numbers are in units of 2^-7, laid out as the system "mesh" has them (generators/systems/mesh/system.py):
rotation, translation and location of the head, mouth, eyes, the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conformance.catalogue import stream
from conformance.script import Script, T, eyes, matrices, matrix_deltas

TAG = "tag:seigen,2026:mesh"

Numbers = Sequence[int]


@dataclass(frozen=True)
class Pose:
    """The face of one picture; as it stands, that of face.266."""

    rotation: Sequence[Numbers] = ((128, 0, -5), (-1, 126, -25), (5, 25, 126))
    translation: Numbers = (0, 1, 0)
    mouth: Numbers = (-7, -4, -1, 1, 0, -2)
    eyes: Numbers = (40, 35)
    compact: Numbers = (6, 0, 0, -2, 0, 0)

    def matrices(self) -> list[T]:
        """Return them in the order that VTM 24.0 can index: types 4 to 6 first."""
        location = (-1, -7, 51)
        return [
            T(4, [self.rotation], space=1),
            T(5, [_column(self.translation)], space=1),
            T(6, [_column(location)], space=1),
            T(2, [[self.mouth]]),
            T(3, [[self.eyes]]),
            T(7, [[self.compact]]),
        ]


def _column(values: Numbers) -> list[Numbers]:
    return [[value] for value in values]


def _predicted(pose: Pose, before: Pose) -> dict[str, object]:
    """Matrices as differences from the picture before."""
    pairs = zip(pose.matrices(), before.matrices(), strict=True)
    differences = [
        [
            [[x - y for x, y in zip(a, b, strict=True)] for a, b in zip(m, n, strict=True)]
            for m, n in zip(one.values, two.values, strict=True)
        ]
        for one, two in pairs
    ]
    return matrix_deltas(*differences, precision=7)


STILL = Pose()
OPEN = replace(STILL, mouth=(60, 10, -1, 1, 0, -2))
SHUT = replace(STILL, eyes=(4, 4))
TURNED = replace(STILL, rotation=((121, -3, -41), (0, 126, -24), (41, 23, 119)))
NEARER = replace(STILL, translation=(14, -6, 16))


def _mesh(s: Script, uri: str, poses: Sequence[Pose]) -> None:
    s.face(
        base=True,
        mats=matrices(*STILL.matrices(), precision=7),
        nn_mode_idc=1,
        nn_tag_uri=TAG,
        nn_uri=uri,
    )
    before = STILL
    for cnt, pose in enumerate(poses, 1):
        s.face(cnt=cnt, mats=_predicted(pose, before))
        before = pose


@stream(
    "GEN_MESH",
    "System mesh: mouth open, eyes shut, head turned, head nearer",
    base="face.266",
)
def _(s: Script) -> None:
    _mesh(s, "r=25&s=1&n=5", [OPEN, SHUT, TURNED, NEARER])


@stream(
    "GEN_MESH",
    "System mesh: every second picture has a message, gaze by GFVE",
    base="face.266",
)
def _(s: Script) -> None:
    _mesh(s, "r=25&s=2&n=5", [TURNED, STILL])
    s.enhance(base=True, pupils=eyes((2, 0), (-1, 2), 5))
    s.enhance(cnt=1, pupils=eyes((5, 0), (5, 0)))
    s.enhance(cnt=2, pupils=eyes((-10, 0), (-10, 0)))
