"""Another face under the messages of learned systems: what moved since one picture is put upon another.

Keypoints move by what those of the one who is followed moved, in the size of the other face; Jacobians are
turned along. Compact features and factors stand for keypoints, and become those first. A head that is told
apart from how it is turned is turned by the same turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import torch

from generators.networks.code import Code, Compact, Factors, MovedPoints, Turned, read
from generators.networks.config import Config
from generators.networks.face_keypoints import CompactCode, rest
from generators.networks.geometry import inverse2
from generators.parameters.values import Parameters

C = TypeVar("C", bound=Code)
LARGER = 8.0
"""Largest ratio of the sizes of two faces in their pictures, either way."""


def driven(
    config: Config,
    compact: CompactCode | None,
    parameters: Sequence[Parameters],
    since: Parameters,
    own: Parameters,
) -> list[Parameters]:
    """Make parameters of another face, see `generators.system.Driven`.

    compact  what makes keypoints of the compact features of such networks, None of others
    """
    rows, first, face = (read(config, given) for given in (parameters, [since], [own]))
    with torch.inference_mode():
        moved = _moved(rows, first, face, compact)
    flags = [p.low_confidence for p in parameters]
    made = zip(moved.parameters(), flags, strict=True)
    return [replace(row, low_confidence=flag) for row, flag in made]


def _moved(rows: Code, first: Code, face: Code, compact: CompactCode | None) -> Code:
    if isinstance(rows, Compact):
        assert isinstance(first, Compact) and isinstance(face, Compact) and compact is not None
        points = [compact(code.feature) for code in (rows, first, face)]
        # What the feature does not hold of the face stays as its picture's feature leaves it.
        change = compact.encode(carried(*points)) - compact.encode(points[2])
        return Compact(face.feature + change)
    if isinstance(rows, Factors):
        assert isinstance(first, Factors) and isinstance(face, Factors)
        mean = rest()
        return Factors.of(carried(*(code.keypoints(mean) for code in (rows, first, face))), mean)
    if isinstance(rows, Turned):
        assert isinstance(first, Turned) and isinstance(face, Turned)
        scale = _larger(face.points, first.points)
        turn = rows.rotation @ first.rotation.transpose(1, 2) @ face.rotation
        moved = face.points + (rows.points - first.points) * scale
        return Turned(moved, turn, face.translation + (rows.translation - first.translation) * scale[:, 0])
    assert isinstance(rows, MovedPoints) and isinstance(first, MovedPoints) and isinstance(face, MovedPoints)
    return carried(rows, first, face)


def carried(rows: MovedPoints, first: MovedPoints, face: MovedPoints) -> MovedPoints:
    """Move the keypoints of one face (n = 1) as others moved since ``first`` (n = 1)."""
    points = face.points + (rows.points - first.points) * _larger(face.points, first.points)
    if rows.jacobians is None or first.jacobians is None or face.jacobians is None:
        return MovedPoints(points)
    return MovedPoints(points, rows.jacobians @ inverse2(first.jacobians) @ face.jacobians)


def _larger(points: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """By how much one face (1, k, d) is larger than another, (1, 1, 1): root mean squares about middles."""
    sizes = [(p - p.mean(1, keepdim=True)).square().mean((1, 2)).sqrt() for p in (points, other)]
    ratio = sizes[0] / sizes[1].clamp_min(1e-3)
    return ratio.clamp(1 / LARGER, LARGER)[:, None, None]
