"""Integers near wanted values at the least cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from generators.parameters.bits import delta_bits

_SWEEPS = 100
_KNOWN = 1 << 14
Bits: TypeAlias = Callable[[np.ndarray, int], np.ndarray]
"""Bits of differences in steps of 2^-precision, by the differences and the precision."""


def cheapest(
    target: np.ndarray,
    reference: np.ndarray,
    precision: int,
    gram: np.ndarray,
    trade: float,
    bits: Bits = delta_bits,
) -> np.ndarray:
    """Choose integers in steps of 2^-precision near ``target`` whose displacement + trade * bits is least.

    target     (e,) real values
    reference  (e,) integers that they are predicted from
    gram       (e, e), see `generators.parameters.by_effect.effect`
    trade      squared displacement worth one bit
    bits       how differences are coded, a function of a module; as matrix elements of GFV unless given

    One element after the other is put where it is best given the others, until nothing changes: a descent
    to a minimum, if not always to the least.
    """
    unit = 1 << precision
    wanted, weight = target * unit, gram / unit**2
    value: np.ndarray = np.rint(wanted).astype(np.int64)
    pull = weight @ (value - wanted)  # half the displacement's derivative by each element
    deltas, pulls, weights = (value - reference).tolist(), pull.tolist(), weight.diagonal().tolist()
    spent = _spent(precision, bits)
    for _ in range(_SWEEPS):
        moved = False
        for e, delta in enumerate(deltas):
            shift = _best_shift(delta, weights[e], pulls[e], trade, spent)
            if shift:
                moved = True
                deltas[e] += shift
                pull += shift * weight[e]
                pulls = pull.tolist()
        if not moved:
            break
    return reference + np.array(deltas, dtype=np.int64)


def _best_shift(delta: int, weight: float, pull: float, trade: float, spent: Mapping[int, int]) -> int:
    """How far to move one element whose difference from its reference is ``delta``."""
    centre = round(delta - pull / weight) if weight > 1e-9 else 0
    near, far = (0, 2, 6, 14) if centre > 0 else (0, -2, -6, -14), 2 * pull
    best, least = 0, trade * spent[delta] - 1e-9
    # Beside the nearest values those before which the next length of code begins.
    for option in (centre, centre - 1, centre + 1, delta - 1, delta + 1, *near):
        shift = option - delta
        displaced = shift * (weight * shift + far)
        if displaced < least:  # bits cost something
            cost = displaced + trade * spent[option]
            if cost < least:
                best, least = shift, cost - 1e-9
    return best


class _Spent(dict[int, int]):
    """Bits by difference, counted where they are first asked for."""

    def __init__(self, precision: int, bits: Bits) -> None:
        super().__init__()
        self._precision, self._bits = precision, bits

    def __missing__(self, delta: int) -> int:
        if len(self) >= _KNOWN:
            self.clear()
        found = self[delta] = int(self._bits(np.array(delta), self._precision))
        return found


@lru_cache(maxsize=64)
def _spent(precision: int, bits: Bits) -> _Spent:
    return _Spent(precision, bits)


def end_whole(cost: np.ndarray, bits: np.ndarray, before: int) -> np.ndarray | None:
    """Choose which option of every element to take so that a payload ends on a whole byte, at the least cost.

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
    came = (residues[:, None] - residues) % 8  # [s, r]: the sum before an element of r that brings it to s
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
