"""The parameter hook: what a caller changes between decoding and generation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from generators.parameters.layout import Layout, Row
from generators.parameters.values import Parameters
from sei.errors import SeigenError

Edit: TypeAlias = Callable[[Row], Row]
"""Gets a picture's parameters by field name (see `seigen systems NAME`), float64 arrays of its own that it
may change, and returns them. A field that it leaves out stays."""


class EditError(SeigenError):
    """What an edit returned is not the parameters of a picture."""


def edited(layout: Layout, parameters: Parameters, edit: Edit) -> Parameters:
    """Let ``edit`` change a picture's parameters; the very same object where it changed nothing.

    Raises EditError for a field that the system does not have, another shape, or a number that is not finite.
    """
    row = layout.row(parameters)
    given = edit({name: np.array(values, np.float64) for name, values in row.items()})
    if not isinstance(given, dict):
        raise EditError(f"edit returned {type(given).__name__}, not a picture's parameters by field name")
    fields = {field.name: field for field in layout.fields}
    changed = dict(row)
    for name, values in given.items():
        if name not in fields:
            raise EditError(f"edit returned {str(name)[:64]!r}; there are: {', '.join(fields)}")
        try:
            array = np.asarray(values, np.float64)
        except (TypeError, ValueError):
            raise EditError(
                f"{name}: edit returned {type(values).__name__}, not an array of numbers"
            ) from None
        if array.shape != fields[name].shape:
            raise EditError(f"{name}: edit returned shape {array.shape}, allowed: {fields[name].shape}")
        if not np.isfinite(array).all():
            raise EditError(f"{name}: edit returned a number that is not finite")
        changed[name] = array
    if changed.keys() == row.keys() and all(np.array_equal(changed[name], row[name]) for name in row):
        return parameters
    return layout.parameters(changed, low_confidence=parameters.low_confidence)
