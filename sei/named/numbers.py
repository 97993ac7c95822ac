"""Arrays of named parameters: how many there may be, and how one number is refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sei.errors import OutOfRange
from sei.named.mapping import Column

Array = NDArray[np.float64]

MAX_VALUES = 1 << 24
"""Most numbers of an object, all pictures together: each takes a bit at the least, and eight bytes here."""


def refuse(kind: str, column: Column, picture: int, value: float, problem: str, allowed: str = "") -> None:
    """Raise OutOfRange that names the number and the picture."""
    raise OutOfRange(
        problem,
        message=kind,
        element=f"{column.name} of picture {picture}",
        value=value,
        allowed=allowed or column.range_text,
    )
