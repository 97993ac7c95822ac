"""Semantics: head pose, mouth, eyes, gaze, body joints, each number with name, unit, sign and range."""

from __future__ import annotations

from sei.named.mapping import Mapping, MappingError
from sei.named.parameters import NamedParameters


class Semantics(NamedParameters):
    """What a person does, in numbers with a meaning, per picture.

    Every number has a unit, a range and a text that says what a positive value means, so that people and
    programs can change one: ``semantics["head.yaw"] += 0.3``. The known mapping ``person`` has head,
    mouth, eyes, gaze and body.
    """

    kind = "semantics"

    @classmethod
    def check_mapping(cls, mapping: Mapping) -> None:
        """Refuse a mapping with a number that has no unit, sign or range. Raises MappingError."""
        for column in mapping.columns():
            if not column.unit or not column.positive or column.lo is None or column.hi is None:
                raise MappingError(
                    f"{column.name}: a semantic number needs a unit, a range and what a positive value means"
                )
