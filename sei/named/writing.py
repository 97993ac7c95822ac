"""Named parameters to coded messages, over `sei.build`."""

from __future__ import annotations

from typing import NoReturn

import numpy as np

from sei.build import EnhancementEncoder, FaceEncoder, Network
from sei.context import Context, Numbers
from sei.editions import Edition
from sei.elements import UE_MAX
from sei.errors import OutOfRange
from sei.message import Message
from sei.named.mapping import MAX_PRECISION, EnhancementCarrier, Field, Mapping, MappingError, PupilCarrier
from sei.named.numbers import Array, refuse
from sei.resolve import Matrices, as_array

_EXACT = 2.0**52
"""Steps within which a value and its reference, and so their sum, are exact in float64."""


def write(
    kind: str,
    mapping: Mapping,
    values: dict[str, Array],
    context: Context,
    *,
    precision: int | dict[str, int] | None,
    predict: bool | None,
    gfv_id: int,
    start: int,
    network: Network | None,
    edition: Edition,
) -> list[Message]:
    """See `NamedParameters.to_messages`; ``values`` by field name, of all fields up to some level."""
    pictures = len(next(iter(values.values())))
    if not 0 <= gfv_id <= UE_MAX or start < 0 or start + pictures - 1 > UE_MAX:
        raise MappingError(f"gfv_id {gfv_id} or gfv_cnt {start} is out of range, allowed 0..2^32-2")
    if context.shared:
        raise MappingError("messages are made with a context of the standard, not with VTM's")
    fields = [field for field in mapping.fields if field.name in values]
    steps = _precisions(fields, precision)
    plan = MessagePlan(kind, mapping, fields, steps, context, predict, gfv_id, edition)
    rounded = {f.name: plan.rounded(f, values[f.name]) for f in fields}
    messages: list[Message] = []
    for k in range(pictures):
        row = {name: array[k] for name, array in rounded.items()}
        messages += plan.picture(k, start + k, row, network)
    return messages


def _precisions(fields: list[Field], precision: int | dict[str, int] | None) -> dict[str, int]:
    given = precision if isinstance(precision, dict) else {}
    unknown = set(given) - {field.name for field in fields}
    if unknown:
        raise MappingError(f"{min(unknown)}: a precision for no field")
    steps = {}
    for field in fields:
        steps[field.name] = (
            precision if isinstance(precision, int) else given.get(field.name, field.precision)
        )
        if not 1 <= steps[field.name] <= MAX_PRECISION:
            raise MappingError(f"{field.name}: precision {steps[field.name]}, allowed 1..{MAX_PRECISION}")
    return steps


class MessagePlan:
    """Makes the messages of one run of pictures."""

    def __init__(
        self,
        kind: str,
        mapping: Mapping,
        fields: list[Field],
        steps: dict[str, int],
        context: Context,
        predict: bool | None,
        gfv_id: int,
        edition: Edition,
    ) -> None:
        self.kind, self.steps, self.context, self.predict = kind, steps, context, predict
        self.gfv_id = gfv_id
        self.points = mapping.points
        self.matrices = mapping.matrices
        self.types, self.local = mapping.types, mapping.local
        self.matrix_precision = max((steps[f.name] for f in self.matrices), default=1)
        point_precision = steps[self.points.name] if self.points else 1
        self.face = FaceEncoder(
            gfv_id, precision=point_precision, matrix_precision=self.matrix_precision, edition=edition
        )
        self.face.context = context
        self.enhancements = []
        for gfve_id in dict.fromkeys(f.message for f in fields if f.message is not None):
            mine = [f for f in fields if f.message == gfve_id]
            self.enhancements.append(Enhancement(self, gfve_id, mine))
        self.still = [f for f in fields if f.policy == "still"]
        self.last: dict[str, Array] = {}
        self.base: dict[str, Array] = {}

    def rounded(self, field: Field, values: Array) -> Array:
        """Return the nearest multiples of the field's step, in float64 (exact: larger values are multiples
        already)."""
        unit = 2.0 ** self.steps[field.name]
        with np.errstate(over="ignore"):
            found: Array = np.rint(values * unit) / unit
        bad = np.argwhere(~(np.abs(found.reshape(len(found), -1)) < UE_MAX + 1))
        if len(bad):
            picture, place = bad[0].tolist()
            column = list(field.columns())[place]
            value = float(values.reshape(len(values), -1)[picture, place])
            refuse(
                self.kind, column, picture, value, "beyond what the element holds", "magnitudes under 2^32-1"
            )
        return found + 0.0  # no negative zero: it has no sign in the bits

    def picture(self, k: int, cnt: int, row: dict[str, Array], network: Network | None) -> list[Message]:
        """Make the messages of picture ``k``, of gfv_cnt ``cnt``."""
        base = cnt == 0
        if base:
            self.base, self.last = row, {}
        elif k == 0:
            self._go_on()
        self._hold_still(k, row)
        points, matrices = self._face_parts(base, row)
        self.face.predict = False if self._cannot_predict(k, cnt, points, matrices) else self.predict
        z_max = self.points.z_max if self.points else 1
        if base:
            messages: list[Message] = [self.face.base(points, matrices, z_max=z_max, network=network)]
        else:
            messages = [self.face.picture(points, matrices, cnt=cnt, z_max=z_max)]
        for enhancement in self.enhancements:
            messages += enhancement.picture(k, cnt, row)
        self.last = row
        return messages

    def _go_on(self) -> None:
        """A run that goes on: what a decoder has is what was said last."""
        values = self.context.face_values(self.gfv_id)
        self.last = self._parted(values.previous_kps, values.previous_matrices)
        self.base = self._parted(values.base_kps, values.base_matrices)
        for enhancement in self.enhancements:
            found = self.context.enhancement_values(enhancement.encoder.gfve_id, self.gfv_id)
            self.last |= enhancement.parted(found.previous_matrices, found.previous_pupils)
            self.base |= enhancement.parted(found.base_matrices, found.base_pupils)

    def _parted(self, points: list[list[float]] | None, matrices: list[Numbers] | None) -> dict[str, Array]:
        """Values of a context by field name, as far as they are of the fields' shapes."""
        row = {} if points is None or self.points is None else {self.points.name: np.array(points)}
        for numbers, fields in zip(matrices or [], self.types.values(), strict=False):
            parts = np.split(as_array(numbers), np.cumsum([f.shape[0] for f in fields])[:-1])
            row |= {f.name: part for f, part in zip(fields, parts, strict=True)}
        return row

    def _hold_still(self, k: int, row: dict[str, Array]) -> None:
        """Give still fields the base picture's values, and refuse those that have others."""
        for field in self.still:
            value, wanted = self.base.get(field.name), row[field.name]
            if value is None or value.shape != wanted.shape:
                continue
            # In a run that goes on, the base picture may have been rounded more finely.
            far = np.abs(value - wanted) > 2.0 ** -(self.steps[field.name] + 1)
            if far.any():
                place = int(np.flatnonzero(far)[0])
                problem, allowed = "still, and not the base picture's", f"{value.flat[place]:g}"
                column = list(field.columns())[place]
                refuse(self.kind, column, k, float(wanted.flat[place]), problem, allowed)
            row[field.name] = value

    def unchanged(self, fields: list[Field], row: dict[str, Array]) -> bool:
        """Tell whether the fields may be left out, and did not change since the message before."""
        return all(
            f.stays and f.name in self.last and np.array_equal(self.last[f.name], row[f.name]) for f in fields
        )

    def _face_parts(self, base: bool, row: dict[str, Array]) -> tuple[Array | None, list[Matrices]]:
        points = row[self.points.name] if self.points else None
        matrices = [
            Matrices(kind, np.concatenate([row[f.name] for f in fields]))
            for kind, fields in self.types.items()
        ]
        if base or self.points is None or not self.matrices:
            return points, matrices
        if self.unchanged(self.matrices, row):
            return points, []
        if self.unchanged([self.points], row) and not self.local:
            return None, matrices
        return points, matrices

    def _cannot_predict(self, k: int, cnt: int, points: Array | None, matrices: list[Matrices]) -> bool:
        """Some difference from the prediction is beyond the elements, or would not be exact.

        Refuses it where prediction was asked for."""
        if self.predict is False:
            return False
        values = self.context.face_values(self.gfv_id)
        layout = self.context.face(self.gfv_id)
        if points is not None and self.points is not None:
            step = self.steps[self.points.name]
            before: Array | None
            if cnt == 0:
                before = np.concatenate([np.zeros((1, points.shape[1])), points[:-1]])
            else:
                known = values.previous_kps
                before = None if known is None else np.array(known)
                if before is not None and before.shape == points.shape and (layout.precision or 0) < step:
                    return self._coarse(self.points, layout.precision, step)
            if before is not None and before.shape == points.shape:
                unit = 2.0 ** (step if cnt == 0 else layout.precision or step)
                bad = np.abs(points - before) * unit > UE_MAX
                if bad.any():
                    return self._far([self.points], k, bad, points)
        if cnt == 0 or not matrices:
            return False
        references = values.previous_matrices or []
        shapes = [m.values.shape for m in matrices]
        if [shape for shape, _ in references] != shapes or layout.matrix_precision is None:
            return False
        if layout.matrix_precision < self.matrix_precision:
            return self._coarse(self.matrices[0], layout.matrix_precision, self.matrix_precision)
        for m, known_numbers in zip(matrices, references, strict=True):
            bad = inexact(m.values, as_array(known_numbers), layout.matrix_precision)
            if bad.any():
                return self._far(self.types[m.matrix_type], k, bad, m.values)
        return False

    def _coarse(self, field: Field, known: int | None, step: int) -> bool:
        if self.predict:
            raise MappingError(
                f"{field.name}: cannot be predicted at precision {step}, the base message's is {known}"
            )
        return True

    def _far(self, fields: list[Field], k: int, bad: Array | np.ndarray, values: Array) -> bool:
        if self.predict:
            far_refusal(self.kind, fields, k, bad, values)
        return True


def inexact(values: Array, reference: Array, precision: int) -> np.ndarray:
    """Tell where a matrix element's difference is beyond its elements, or the sum would need more than 53
    bits."""
    size = np.maximum(np.abs(values), np.abs(reference))
    bad: np.ndarray = (np.abs(values - reference) >= UE_MAX + 1) | (size * 2.0**precision > _EXACT)
    return bad


def far_refusal(kind: str, fields: list[Field], k: int, bad: np.ndarray, values: Array) -> NoReturn:
    """Raise OutOfRange for the first difference that cannot be coded."""
    columns = [column for field in fields for column in field.columns()]
    place = int(np.flatnonzero(bad)[0])
    raise OutOfRange(
        "its difference from the prediction is beyond what the element holds",
        message=kind,
        element=f"{columns[place].name} of picture {k}",
        value=float(values.flat[place]),
    )


class Enhancement:
    """Makes the GFVE messages of one gfve_id."""

    def __init__(self, plan: MessagePlan, gfve_id: int, fields: list[Field]) -> None:
        self.plan, self.fields = plan, fields
        self.matrices = [f for f in fields if isinstance(f.carrier, EnhancementCarrier)]
        self.pupils = next((f for f in fields if isinstance(f.carrier, PupilCarrier)), None)
        self.precision = max((plan.steps[f.name] for f in self.matrices), default=1)
        self.encoder = EnhancementEncoder(
            gfve_id,
            plan.gfv_id,
            matrix_precision=self.precision,
            pupil_precision=plan.steps[self.pupils.name] if self.pupils else 1,
        )
        self.encoder.context = plan.context

    def picture(self, k: int, cnt: int, row: dict[str, Array]) -> list[Message]:
        """Make the message of a picture; none where nothing changed that has to be said."""
        if cnt and self.plan.unchanged(self.fields, row):
            return []
        matrices = [row[f.name] for f in self.matrices]
        pupils = row[self.pupils.name] if self.pupils else None
        if cnt and self.matrices and self.plan.unchanged(self.matrices, row):
            matrices = []
        elif cnt and self.pupils and self.plan.unchanged([self.pupils], row):
            pupils = None
        self._check_pupils(k, cnt, pupils)
        self.encoder.predict = False if self._cannot_predict(k, cnt, matrices) else self.plan.predict
        if cnt == 0:
            return [self.encoder.base(matrices, pupils)]
        return [self.encoder.picture(matrices, pupils, cnt=cnt)]

    def parted(self, matrices: list[Numbers] | None, pupils: list[float] | None) -> dict[str, Array]:
        """Return the values of a context by field name."""
        row = {f.name: as_array(m)[0] for f, m in zip(self.matrices, matrices or [], strict=False)}
        if self.pupils and pupils is not None:
            row[self.pupils.name] = np.array(pupils).reshape(2, 2)
        return row

    def _check_pupils(self, k: int, cnt: int, pupils: Array | None) -> None:
        """Pupils have no form that is not predicted."""
        if pupils is None or self.pupils is None:
            return
        precision = self.encoder.pupil_precision
        if cnt == 0:
            before = np.stack([np.zeros(2), pupils[0]])
        else:
            key = self.encoder.gfve_id, self.encoder.gfv_id
            known = self.plan.context.enhancement_values(*key).previous_pupils
            coded = self.plan.context.enhancement(*key).pupil_precision
            if known is None or coded is None:
                raise MappingError(f"{self.pupils.name}: no base message with pupils came before")
            if coded < precision:
                raise MappingError(
                    f"{self.pupils.name}: cannot be coded at precision {precision}, "
                    f"the base message's is {coded}"
                )
            before, precision = np.array(known).reshape(2, 2), coded
        bad = np.abs(pupils - before) * 2.0**precision > min(2.0 ** (precision + 1), UE_MAX)
        if bad.any():
            far_refusal(self.plan.kind, [self.pupils], k, bad, pupils)

    def _cannot_predict(self, k: int, cnt: int, matrices: list[Array]) -> bool:
        if self.plan.predict is False or cnt == 0 or not matrices:
            return False
        key = self.encoder.gfve_id, self.encoder.gfv_id
        references = self.plan.context.enhancement_values(*key).previous_matrices or []
        coded = self.plan.context.enhancement(*key).matrix_precision
        if [shape[1:] for shape, _ in references] != [m.shape for m in matrices] or coded is None:
            return False
        if coded < self.precision:
            return self.plan._coarse(self.matrices[0], coded, self.precision)
        for field, value, known in zip(self.matrices, matrices, references, strict=True):
            bad = inexact(value, as_array(known)[0], coded)
            if bad.any():
                return self.plan._far([field], k, bad, value)
        return False
