"""What coded integers cost in bits (clause 9 of H.274: ue(v), and the int and dec parts of elements)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from generators.parameters.layout import Part


def ue_bits(value: np.ndarray) -> np.ndarray:
    """Count the bits of ue(v)."""
    bits: np.ndarray = 2 * np.floor(np.log2(value + 1)).astype(np.int64) + 1
    return bits


def coordinate_bits(value: np.ndarray, precision: int = 0) -> np.ndarray:
    """Count the bits of coordinates or their differences, in whole steps; the precision does not matter."""
    size = np.abs(value)
    bits: np.ndarray = ue_bits(size) + (size > 0)
    return bits


def delta_bits(delta: np.ndarray, precision: int) -> np.ndarray:
    """Count the bits of predicted matrix elements of GFV, differences in steps of 2^-precision. (In GFVE the
    dec part of a difference has ``precision`` bits, as that of a value: `value_bits`.)"""
    size = np.abs(delta)
    bits: np.ndarray = ue_bits(size >> precision) + ue_bits(size & ((1 << precision) - 1)) + (size > 0)
    return bits


def value_bits(value: np.ndarray, precision: int) -> np.ndarray:
    """Count the bits of matrix elements that are not predicted, in steps of 2^-precision."""
    size = np.abs(value)
    bits: np.ndarray = ue_bits(size >> precision) + precision + (size > 0)
    return bits


def element_bits(part: Part, value: np.ndarray, precision: int, *, predicted: bool) -> np.ndarray:
    """Count the bits of a part's elements in steps of 2^-precision: differences where ``predicted``."""
    if part.kind == "matrices" and not predicted:
        return value_bits(value, precision)
    return difference_bits(part)(value, precision)


def difference_bits(part: Part) -> Callable[[np.ndarray, int], np.ndarray]:
    """Return the function that counts the bits of a part's differences, by them and the precision."""
    if part.kind != "matrices":
        return coordinate_bits
    return delta_bits if part.message is None else value_bits


def head_bits(numbers: Sequence[int], present: Sequence[Part], message: int | None) -> int:
    """Count the bits of a message, none of a base picture, ahead of its elements.

    numbers  gfv_id and gfv_cnt, or gfve_id, gfve_gfv_id and gfve_gfv_cnt
    present  the parts that it carries, all of them predicted
    message  gfve_id, None: GFV
    """
    ids = int(ue_bits(np.asarray(numbers)).sum())
    if message is None:
        # Low confidence, coordinates present, matrices present; of each that is there, whether predicted.
        return ids + 3 + len(present)
    matrices = any(part.kind == "matrices" for part in present)
    # Matrices present and predicted, gfve_pupil_coordinate_present_idx.
    return ids + 1 + matrices + 2


def layout_bits(part: Part, precision: int) -> int:
    """Count the bits by which a GFVE message says the precision, number and sizes of its matrices."""
    sizes = [side - 1 for f in part.fields for side in f.shape]
    return int(ue_bits(np.array([precision - 1, len(part.fields) - 1, *sizes])).sum())
