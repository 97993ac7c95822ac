"""Which base picture shows which part of a face best, judged by parameters alone.

A part is taken from the base picture in which it needs to be moved least. Distances are in face sizes (rms
radius), of an average face that does what the parameters say, so that encoder and decoder, which see the same
parameters, judge alike. Two base pictures that are about as near both give their share: a picture does not
jump when another one becomes the nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators.subjects.face import eyes, regions
from generators.subjects.face.fit import Directions, Shape

SOFT = 0.005
"""Face sizes by which another base picture has to be nearer to have e times the share."""
CURRENT = 0.05
"""Face sizes by which an older base picture has to be nearer than the current one: light and hair change."""
TURNED = 0.35
"""What the head's turning counts for mouth and eyes, beside what they do themselves."""
HIDDEN = 2.0
"""What an opening counts that a base picture lacks: what it does not show, no warp can make."""
LEAST = 0.03
"""Shares below this are none."""
PARTS = ("outside", "face", "mouth", "left eye", "right eye")


@dataclass(frozen=True)
class Looks:
    """What n faces do, as far as base pictures are chosen by it.

    turned   (n, 468, 3) an average face with its expression, turned, of size 1
    still    the same before turning
    place    (n, 3) where the head is, in pixels over its scale, and log of the scale
    eyes     (n, 2) how far they are open, in eye widths
    gaze     (n, 2, 2) where the pupils are, in eye widths; NaN: unknown
    """

    turned: np.ndarray
    still: np.ndarray
    place: np.ndarray
    eyes: np.ndarray
    gaze: np.ndarray


def looks(directions: Directions, shape: Shape, opened: np.ndarray, gaze: np.ndarray) -> Looks:
    """Work out what n faces do; ``opened`` (n, 2), ``gaze`` (n, 2, 2)."""
    still = directions.deformed(directions.mean, shape.coefficients)
    turned = np.einsum("nde,nke->nkd", shape.rotation, still)
    scale = shape.scale[:, None]
    place = np.concatenate([shape.centre[:, :2], np.log(np.maximum(scale, 1e-3))], axis=1)
    return Looks(turned, still, place, opened, gaze)


def shares(wanted: Looks, have: Sequence[Looks]) -> np.ndarray:
    """Compute how base pictures share parts, the current one first: (n, len(have), len(PARTS)), sums 1."""
    cost = np.stack([_costs(wanted, one) for one in have], axis=1)
    cost[:, 1:] += CURRENT
    share = np.exp((cost.min(axis=1, keepdims=True) - cost) / SOFT)
    share /= share.sum(axis=1, keepdims=True)
    share[share < LEAST] = 0
    result: np.ndarray = share / share.sum(axis=1, keepdims=True)
    return result


def _costs(wanted: Looks, have: Looks) -> np.ndarray:
    """How far every part is from one base picture's, (n, len(PARTS)) in face sizes."""
    size = np.exp(wanted.place[:, 2:])
    moved = (wanted.place[:, :2] - have.place[:, :2]) / size
    nearer = np.abs(wanted.place[:, 2] - have.place[:, 2])
    turned = _apart(wanted.turned, have.turned, slice(None))
    outside = np.hypot(np.hypot(*moved.T), nearer) + 0.5 * turned
    lips = [*regions.INNER_LIPS, *regions.OUTER_LIPS]
    gap = _gap(wanted.still) - _gap(have.still)
    mouth = _apart(wanted.still, have.still, lips) + HIDDEN * np.maximum(gap, 0) + TURNED * turned
    parts = [outside, turned + 0.5 * nearer, mouth]
    for eye in range(2):
        opened = np.abs(wanted.eyes[:, eye] - have.eyes[:, eye])
        look = np.nan_to_num(np.linalg.norm(wanted.gaze[:, eye] - have.gaze[:, eye], axis=1))
        # Eye widths are about half a face size.
        parts.append(0.5 * (opened + look) + TURNED * turned)
    return np.stack(parts, axis=1)


def _apart(a: np.ndarray, b: np.ndarray, which: slice | list[int]) -> np.ndarray:
    rows: np.ndarray = np.sqrt(((a[:, which, :2] - b[:, which, :2]) ** 2).sum(-1).mean(1))
    return rows


def _gap(points: np.ndarray) -> np.ndarray:
    upper, lower = list(regions.INNER_LIPS_UPPER[3:8]), list(regions.INNER_LIPS_LOWER[2:7])
    rows: np.ndarray = (points[:, lower, 1] - points[:, upper, 1]).mean(1)
    return rows


@lru_cache(maxsize=1)
def masks() -> np.ndarray:
    """Say how much every point belongs to each part, (468, len(PARTS)), sums 1; fading, so no seam shows."""
    mean = Directions().mean
    flat = mean[:, :2]
    rim = np.zeros(len(mean))
    rim[list(regions.OVAL)] = 1
    lips = [*regions.INNER_LIPS, *regions.OUTER_LIPS]
    inside = [_near(flat, lips, 0.12, 0.45)]
    inside += [_near(flat, list(eyes.LIDS[eye]), 0.06, 0.25) for eye in range(2)]
    parts = np.stack([rim, *inside], axis=1)
    parts[:, 1:] *= 1 - rim[:, None]
    parts /= np.maximum(parts.sum(axis=1, keepdims=True), 1)
    rest = 1 - parts.sum(axis=1, keepdims=True)
    return np.concatenate([parts[:, :1], rest, parts[:, 1:]], axis=1)


def _near(points: np.ndarray, which: list[int], full: float, none: float) -> np.ndarray:
    away = np.linalg.norm(points[:, None] - points[which][None], axis=-1).min(axis=1)
    ramp: np.ndarray = np.clip((none - away) / (none - full), 0, 1)
    return ramp
