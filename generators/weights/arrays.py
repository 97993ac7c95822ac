"""Arrays from files of numpy's (.npz) that may come from anywhere: numbers alone, and a limit of them."""

from __future__ import annotations

import io
import os

import numpy as np

from sei.errors import SeigenError
from vvc_bridge.archive import members


class ArraysError(SeigenError):
    """A file of arrays that is none, is damaged or too large."""


def read_arrays(source: str | os.PathLike[str] | bytes, limit: int) -> dict[str, np.ndarray]:
    """Read arrays of numbers by name; ``limit``: bytes of all together. Raises SeigenError, OSError as
    `open`."""
    found = {}
    for name, data in members(source, limit).items():
        try:
            # The shape is the file's word: numpy makes the array before it reads.
            head = io.BytesIO(data)
            version = np.lib.format.read_magic(head)
            read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
            shape, _, kind = read[version](head)
            if kind.kind not in "fiub" or np.prod(shape, dtype=float) * kind.itemsize > len(data):
                raise ValueError("not an array of numbers, or not all of it")
            found[name.removesuffix(".npy")] = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
        except Exception as error:  # the header is Python source, and parsing that raises many things
            said = str(error).splitlines()
            raise ArraysError(f"{name[:80]!a}: {said[0][:200] if said else type(error).__name__}") from None
    return found
