"""Numbers to coded integers, as the builders need them.

Rounding ``nearest`` is the default; ``vtm`` gives the integers of VTM 24.0's encoder: coordinates are
int( v * 2^q + 0.5 ), truncated toward zero, and the dec part of a matrix element that rounds up to 1 is
clipped or coded as 2^p instead of being carried into the int part.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sei.elements import UE_MAX
from sei.errors import SeigenError

Array = NDArray[np.float64]
Rounding = Literal["nearest", "vtm"]
MAX_PRECISION = 32
M = TypeVar("M")


class BuildError(SeigenError):
    """The numbers given cannot be coded as asked."""


def finite(values: ArrayLike, what: str) -> Array:
    """Return ``values`` as float64. Raises BuildError when one is infinite or not a number."""
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise BuildError(f"{what} must be finite")
    return array


def quantise(values: Array, precision: int, rounding: Rounding) -> NDArray[np.int64]:
    """Return values in units of 2^-precision as integers."""
    scaled = values * 2.0**precision
    return bounded(np.rint(scaled) if rounding == "nearest" else np.trunc(scaled + 0.5))


def quantise_chain(points: Array, precision: int, rounding: Rounding) -> NDArray[np.int64]:
    """Return the differences of points (n, axes), each from the one before it as a decoder has it, the first
    from 0."""
    coded = np.zeros(points.shape, dtype=np.int64)
    reference = np.zeros(points.shape[1])
    for i, point in enumerate(points):
        coded[i] = quantise(point - reference, precision, rounding)
        reference = reference + coded[i] / 2.0**precision
    return coded


def int_dec_elements(
    name: str, arrays: Sequence[Array], precision: int, rounding: Rounding, *, clip: bool
) -> dict[str, list[Any]]:
    """Return the elements ``name``_int, _dec and _sign_flag of arrays; ``clip`` is what VTM does to a dec
    part of elements that are not predicted."""
    ints: list[Any] = []
    decs: list[Any] = []
    signs: list[Any] = []
    for array in arrays:
        magnitude = np.abs(array)
        if rounding == "nearest":
            # Apart, for together they need more than 63 bits; a dec part rounded up to 1 is carried.
            parts = np.rint((magnitude - np.floor(magnitude)) * 2.0**precision)
            whole = bounded(np.floor(magnitude) + (parts == 2.0**precision))
            dec = np.where(parts == 2.0**precision, 0, parts).astype(np.int64)
        else:
            whole = bounded(np.trunc(magnitude))
            dec = bounded(np.trunc((magnitude - whole) * 2.0**precision + 0.5))
            if clip:
                dec = np.minimum(dec, (1 << precision) - 1)
        ints.append(whole.tolist())
        decs.append(dec.tolist())
        signs.append(((array < 0) & ((whole != 0) | (dec != 0))).astype(np.int64).tolist())
    return {f"{name}_int": ints, f"{name}_dec": decs, f"{name}_sign_flag": signs}


def bounded(values: Array, limit: int = UE_MAX) -> NDArray[np.int64]:
    """Return whole numbers as integers. Raises BuildError when one does not fit its element."""
    if values.size and np.abs(values).max() > limit:
        raise BuildError(
            f"a value is too large to be coded at this precision: {np.abs(values).max():.0f} units"
        )
    return values.astype(np.int64)


def precision_for_error(max_error: float) -> int:
    """Find the smallest precision_factor (1..32) whose rounding to nearest errs by at most ``max_error``."""
    if not max_error > 0:
        raise BuildError(f"the maximum error must be positive, it is {max_error}")
    precision = max(1, math.ceil(-1 - math.log2(max_error)))
    if precision > MAX_PRECISION:
        raise BuildError(f"no precision errs by at most {max_error}; the finest errs by {2.0**-33}")
    return precision


def within_budget(build: Callable[[int], M], max_bits: int, count: Callable[[M], int]) -> M:
    """Make the message of the highest precision_factor that takes at most ``max_bits`` bits.

    ``build(precision)`` makes the message and ``count`` counts its bits; neither may change a context.
    Raises BuildError when even precision 1 takes more.
    """
    best = build(1)
    if count(best) > max_bits:
        raise BuildError(
            f"the message takes {count(best)} bits at the lowest precision, the budget is {max_bits}"
        )
    low, high = 2, MAX_PRECISION
    while low <= high:
        middle = (low + high) // 2
        message = build(middle)
        if count(message) <= max_bits:
            best, low = message, middle + 1
        else:
            high = middle - 1
    return best
