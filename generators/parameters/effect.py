"""Real numbers to coded integers: what they cost, what rounding does to the picture, the best of both.

Rounding is judged where it is seen. A system may say where the landmarks of a face lie for given parameters
(`Landmarks`); the squared displacement of the landmarks, in 1/128 of a face's size, is then a quadratic form
of the elements' errors, so elements that move nothing are coarse, and errors may cancel each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, runtime_checkable

import numpy as np

from generators.system import Parameters

STEP = 1 / 128
"""Unit of displacement in face sizes: a third of a pixel of a face that fills 256x256."""
_PROBE = 1e-3
_SWEEPS = 20


@runtime_checkable
class Landmarks(Protocol):
    """What an Analyzer may have besides: how parameters show in the picture."""

    def landmarks(self, parameters: Sequence[Parameters]) -> np.ndarray:
        """Landmarks (n, k, 2) in face sizes, each times the square root of its share of one."""
        ...


def ue_bits(value: np.ndarray) -> np.ndarray:
    """Length of ue(v)."""
    bits: np.ndarray = 2 * np.floor(np.log2(value + 1)).astype(np.int64) + 1
    return bits


def delta_bits(delta: np.ndarray, precision: int) -> np.ndarray:
    """Bits of predicted GFV matrix elements, differences in steps of 2^-precision."""
    size = np.abs(delta)
    bits: np.ndarray = ue_bits(size >> precision) + ue_bits(size & ((1 << precision) - 1)) + (size > 0)
    return bits


def value_bits(value: np.ndarray, precision: int) -> np.ndarray:
    """Bits of GFV matrix elements that are not predicted, in steps of 2^-precision."""
    size = np.abs(value)
    bits: np.ndarray = ue_bits(size >> precision) + precision + (size > 0)
    return bits


def flat(parameters: Parameters, types: Sequence[int]) -> np.ndarray:
    """Matrix elements in coding order, (e,)."""
    return np.concatenate([np.asarray(parameters.matrices[t], np.float64).ravel() for t in types])


def effect(analyzer: object, parameters: Parameters, types: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """How errors show: gram matrices (e, e) of the elements and (4, 4) of the pupils, near ``parameters``.

    An error d displaces the landmarks by d @ gram @ d. Where the analyzer does not say, every element counts
    alike, and its error is its displacement in face sizes.
    """
    elements = flat(parameters, types)
    if not isinstance(analyzer, Landmarks):
        return np.eye(len(elements)) / STEP**2, np.eye(4) / STEP**2
    pupils = np.zeros((2, 2)) if parameters.pupils is None else parameters.pupils
    shifts = np.eye(len(elements) + 4) * _PROBE
    rows = []
    for shift in (*shifts, *-shifts):
        at, matrices = 0, {}
        for t in types:
            old = parameters.matrices[t]
            matrices[t] = old + shift[at : at + old.size].reshape(old.shape)
            at += old.size
        rows.append(Parameters(matrices, pupils=pupils + shift[at:].reshape(2, 2)))
    placed = analyzer.landmarks(rows)
    plus, minus = np.split(placed.reshape(len(rows), -1), 2)
    jacobian = (plus - minus) / (2 * _PROBE * STEP)
    gram = jacobian @ jacobian.T
    e = len(elements)
    return gram[:e, :e], gram[e:, e:]


def cheapest(
    target: np.ndarray, reference: np.ndarray, precision: int, gram: np.ndarray, trade: float
) -> np.ndarray:
    """Integers in steps of 2^-precision near ``target`` for which displacement + trade * bits is least.

    target     (e,) real values
    reference  (e,) integers that they are predicted from
    gram       (e, e), see `effect`
    trade      squared displacement worth one bit

    One element after the other is put where it is best given the others, until nothing changes: a descent
    to a minimum, if not always to the least.
    """
    unit = 1 << precision
    wanted, weight = target * unit, gram / unit**2
    value: np.ndarray = np.rint(wanted).astype(np.int64)
    pull = weight @ (value - wanted)  # half the displacement's derivative by each element
    for _ in range(_SWEEPS):
        before = value.copy()
        for e, start in enumerate(reference.tolist()):
            shift = _best_shift(int(value[e]) - start, float(weight[e, e]), float(pull[e]), precision, trade)
            if shift:
                value[e] += shift
                pull += shift * weight[e]
        if np.array_equal(value, before):
            break
    return value


def _best_shift(delta: int, weight: float, pull: float, precision: int, trade: float) -> int:
    """How far to move one element whose difference from its reference is ``delta``."""
    centre = round(delta - pull / weight) if weight > 1e-9 else 0
    side = 1 if centre > 0 else -1
    best, least = 0, trade * _bits(delta, precision)
    # Beside the nearest values those before which the next length of code begins.
    for option in (centre, centre - 1, centre + 1, delta - 1, delta + 1, 0, 2 * side, 6 * side, 14 * side):
        shift = option - delta
        cost = shift * (weight * shift + 2 * pull) + trade * _bits(option, precision)
        if cost < least - 1e-9:
            best, least = shift, cost
    return best


def end_whole(cost: np.ndarray, bits: np.ndarray, before: int) -> np.ndarray | None:
    """Which option of every element to take so that a payload ends on a whole byte, at the least cost.

    cost    (e, options) of taking an option; infinite: it may not be taken
    bits    (e, options) its bits
    before  bits of the payload that are not elements

    Returns the options' numbers (e,), None when no choice ends so. VTM 24.0 asks for it in messages that are
    no base picture's: it tests gfv_nn_present_flag (gfve_), which it never set, and may refuse the ending.
    """
    elements = len(cost)
    residues = np.arange(8)
    # least[e, r]: the cheapest option of element e whose bits leave r over from whole bytes
    masked = np.where(bits[:, None] % 8 == residues[:, None], cost[:, None], np.inf)
    chosen = masked.argmin(axis=2)
    least = np.take_along_axis(masked, chosen[:, :, None], axis=2)[:, :, 0]
    total = np.where(residues == before % 8, 0.0, np.inf)
    came = (
        residues[:, None] - residues
    ) % 8  # [s, r]: the sum before an element that brings it from there to s
    back = np.empty((elements, 8), dtype=np.int64)
    for e in range(elements):
        sums = total[came] + least[e]
        back[e] = sums.argmin(axis=1)
        total = sums.min(axis=1)
    if not np.isfinite(total[0]):
        return None
    out, at = np.empty(elements, dtype=np.int64), 0
    for e in range(elements - 1, -1, -1):
        residue = back[e, at]
        out[e] = chosen[e, residue]
        at = came[at, residue]
    return out


@lru_cache(maxsize=1 << 14)
def _bits(delta: int, precision: int) -> int:
    return int(delta_bits(np.array(delta), precision))
