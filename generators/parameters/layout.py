"""Where a system's parameters lie in GFV and GFVE, as data: a named mapping (`sei.named`) put to work.

A layout says which level received parameters reach, how they are between two messages, and which streams
could be a system's. It knows no torch and no system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from generators.parameters.rotation import between_rotations
from generators.parameters.values import Parameters
from sei.messages.generative_face_video import ROTATION
from sei.named import EnhancementCarrier, Field, KeypointCarrier, MatrixCarrier, PupilCarrier
from sei.named import Mapping as Named

FADING = 0.6
"""What is left, at each message, of a lost level's distance to the base picture's."""
Row = dict[str, np.ndarray]
"""A picture's values by field name, as far as they are there."""


@dataclass(frozen=True)
class Part:
    """Fields that one message carries in one way, one after the other.

    message  gfve_id, None: GFV
    kind     ``coordinates``, ``matrices`` or ``pupils``
    """

    message: int | None
    kind: str
    fields: tuple[Field, ...]

    @property
    def size(self) -> int:
        """Numbers per picture."""
        return sum(f.size for f in self.fields)

    @property
    def precision(self) -> int:
        """Bits after the binary point, unless the writer is told otherwise."""
        return max(f.precision for f in self.fields)

    @property
    def stays(self) -> bool:
        """Whether a message may leave it out where it did not change."""
        return all(f.stays for f in self.fields)

    @property
    def fades(self) -> bool:
        """Whether one message may leave it out, and not two in a row: then it is a lost level's."""
        return all(f.policy == "fade" for f in self.fields)

    @cached_property
    def still(self) -> np.ndarray:
        """Which numbers are those of the base picture until the next one, (size,) bool."""
        return np.concatenate([np.full(f.size, f.policy == "still") for f in self.fields])

    def flat(self, row: Row) -> np.ndarray:
        """Return the numbers in coding order, float64 (size,)."""
        return np.concatenate([np.asarray(row[f.name], np.float64).ravel() for f in self.fields])

    def fields_of(self, numbers: np.ndarray) -> Row:
        """Split numbers (size,) into fields."""
        ends = np.cumsum([f.size for f in self.fields])[:-1]
        parts = zip(self.fields, np.split(numbers, ends), strict=True)
        return {f.name: part.reshape(f.shape) for f, part in parts}

    def __hash__(self) -> int:
        return hash((self.message, self.kind))


class Layout:
    """A system's fields, read out of and put into `Parameters`."""

    def __init__(self, mapping: Named) -> None:
        self.mapping = mapping
        self.fields = mapping.fields

    @property
    def tag(self) -> str:
        """gfv_nn_tag_uri by which a stream names the system."""
        return self.mapping.tag

    @property
    def levels(self) -> tuple[str, ...]:
        """Names of the granularities, from level 0."""
        return self.mapping.levels

    @cached_property
    def types(self) -> tuple[tuple[int, tuple[int, int, int]], ...]:
        """gfv_matrix_type_idx in coding order, with (count, height, width) of each."""
        found: dict[int, tuple[int, int, int]] = {}
        for f in self.mapping.matrices:
            assert isinstance(f.carrier, MatrixCarrier)
            count, height, width = f.shape
            before = found.get(f.carrier.type, (0, 0, 0))[0]
            found[f.carrier.type] = (before + count, height, width)
        return tuple(found.items())

    @property
    def keypoints(self) -> tuple[int, int] | None:
        """Number and dimensions of the keypoints, None without."""
        points = self.mapping.points
        return None if points is None else (points.shape[0], points.shape[1])

    @property
    def z_max(self) -> int:
        """Unit of z, see `sei.named.KeypointCarrier`."""
        points = self.mapping.points
        return points.carrier.z_max if points and isinstance(points.carrier, KeypointCarrier) else 1

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All parts: those of GFV, then those of each gfve_id."""
        out = []
        for message in (None, *self.mapping.enhancements):
            mine = [f for f in self.fields if f.message == message]
            for kind, carriers in _KINDS.items():
                fields = tuple(f for f in mine if isinstance(f.carrier, carriers))
                if fields:
                    out.append(Part(message, kind, fields))
        return tuple(out)

    @cached_property
    def predicts_enhancements(self) -> bool:
        """Whether VTM 24.0 reads predicted GFVE matrices: of all gfve_id it keeps the sizes of one."""
        shapes = [
            tuple(f.shape for f in part.fields)
            for part in self.parts
            if part.message is not None and part.kind == "matrices"
        ]
        return len(set(shapes)) <= 1

    def fits(self, parameters: Parameters) -> int | None:
        """Return the level that parameters reach: all fields up to it are there, in their shapes. None: not
        even level 0 is. Of level 0, what GFVE carries and may be held can be missing: it is unknown. What
        glides is 0 where it is missing."""
        row = self.row(parameters)
        optional = {f.name for f in self.fields if f.stays and f.message is not None and not f.level}
        optional |= {f.name for f in self.fields if f.policy == "glide" and f.message is not None}
        missing = [f.level for f in self.fields if f.name not in row and f.name not in optional]
        if 0 in missing:
            return None
        return min(missing, default=len(self.levels)) - 1

    def reached(self, parameters: Parameters, level: int | None = None) -> Parameters | None:
        """Return parameters of the level that they reach (``level`` at most), without what is above it. None:
        they do not fit."""
        found = self.fits(parameters)
        if found is None:
            return None
        found = found if level is None else min(found, level)
        if found == len(self.levels) - 1:
            return parameters
        return self.parameters(self.row(parameters, found), low_confidence=parameters.low_confidence)

    def is_whole_of(self, parameters: Parameters) -> bool:
        """Tell whether a stream of such parameters could be this system's: GFV carries this and nothing
        else."""
        keypoints = None if parameters.keypoints is None else parameters.keypoints.shape
        return self.keypoints == keypoints and dict(self.types) == {
            t: m.shape for t, m in parameters.matrices.items()
        }

    def row(self, parameters: Parameters, level: int | None = None) -> Row:
        """Read out the fields (up to ``level``) that are there in their shapes."""
        row: Row = {}
        at: dict[int, int] = {}
        for f in self.fields:
            found = self._found(f, parameters, at)
            if found is not None and found.shape == f.shape and (level is None or f.level <= level):
                row[f.name] = found
        return row

    def _found(self, f: Field, parameters: Parameters, at: dict[int, int]) -> np.ndarray | None:
        """What a field's carrier holds; ``at`` counts matrices taken, by type, and by -1 - gfve_id."""
        match f.carrier:
            case KeypointCarrier():
                return parameters.keypoints
            case PupilCarrier(gfve_id=gfve_id):
                # The only ones are found whatever gfve_id a stream has them under.
                several = len(self._eyes) > 1
                return parameters.pupils_by_id.get(gfve_id) if several else parameters.pupils
            case MatrixCarrier(type=kind):
                values = parameters.matrices.get(kind)
                first = at.get(kind, 0)
                at[kind] = first + f.shape[0]
                whole = dict(self.types)[kind]
                if values is None or values.shape != whole:
                    return None
                return values[first : first + f.shape[0]]
            case EnhancementCarrier(gfve_id=gfve_id):
                matrices = parameters.enhancement.get(gfve_id, ())
                first = at.get(-1 - gfve_id, 0)
                at[-1 - gfve_id] = first + 1
                return matrices[first] if first < len(matrices) else None

    @cached_property
    def _eyes(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if isinstance(f.carrier, PupilCarrier))

    def parameters(self, row: Row, *, low_confidence: bool = False) -> Parameters:
        """Put fields that are there back together, by whole parts: a message carries nothing less."""
        matrices: dict[int, list[np.ndarray]] = {}
        enhancement: dict[int, list[np.ndarray]] = {}
        eyes: dict[int, np.ndarray] = {}
        keypoints = None
        whole = [p for p in self.parts if all(f.name in row for f in p.fields)]
        for f in (f for part in whole for f in part.fields):
            values = row[f.name]
            match f.carrier:
                case KeypointCarrier():
                    keypoints = values
                case PupilCarrier(gfve_id=gfve_id):
                    eyes[gfve_id] = values
                case MatrixCarrier(type=kind):
                    matrices.setdefault(kind, []).append(values)
                case EnhancementCarrier(gfve_id=gfve_id):
                    enhancement.setdefault(gfve_id, []).append(values)
        return Parameters(
            {t: m[0] if len(m) == 1 else np.concatenate(m) for t, m in matrices.items()},
            keypoints,
            eyes[min(eyes)] if eyes else None,
            {i: tuple(m) for i, m in enhancement.items()},
            low_confidence,
            eyes,
        )

    def neutral(self) -> Parameters:
        """Make parameters of nothing in particular: numbers as near to 0 as their ranges allow, rotations
        that turn nothing. For pictures that are not generated and still need a message."""
        row: Row = {}
        for f in self.fields:
            low = [-np.inf if c.lo is None else c.lo for c in f.columns()]
            high = [np.inf if c.hi is None else c.hi for c in f.columns()]
            values = np.clip(np.zeros(f.size), low, high).reshape(f.shape)
            turns = f.policy == "rotation" or f.matrix_type == ROTATION
            if turns and f.shape[-1] == f.shape[-2]:
                values = values + np.eye(f.shape[-1])
            row[f.name] = values
        return self.parameters(row)

    def held(self, rows: Sequence[Parameters]) -> list[Parameters]:
        """Fill in what messages left out, picture after picture: because it had not changed, or, of a level
        that is lost, on its way back to the base picture's (the first of ``rows``). One message that lacks a
        level has not lost it: there it is as before."""
        fill = Filling(self)
        return [fill(parameters) for parameters in rows]

    def fitting(
        self, rows: Iterable[Parameters], level: int | None = None, fill: Filling | None = None
    ) -> list[Parameters]:
        """Return pictures' parameters, what was left out filled in, each of the level that it reaches
        (``level`` at most), up to the first that does not fit; ``fill`` goes on from pictures before them."""
        out: list[Parameters] = []
        for parameters in map(fill or Filling(self), rows):
            found = self.reached(parameters, level)
            if found is None:
                break
            out.append(found)
        return out

    def between(self, rows: Sequence[Parameters], step: int, last: int | None = None) -> Iterator[Parameters]:
        """Make parameters of every picture when one picture in ``step`` has messages.

        rows[i] belongs to picture i * step, but the last one to the picture ``last`` (None: ``step``) after
        the one before it; made when they are asked for. Each field goes by its own policy.
        """
        yield from rows[:1]
        for number, (a, b) in enumerate(pairwise(rows), 2):
            pictures = step if last is None or number < len(rows) else last
            for part in range(1, pictures):
                yield self.mixed(a, b, part / pictures)
            yield b

    def mixed(self, a: Parameters, b: Parameters, share: float) -> Parameters:
        """Make the parameters ``share`` of the way from ``a`` to ``b``. What only ``a`` has stays; of a level
        that only ``b`` reaches there is nothing to begin with."""
        first, second = self.row(a), self.row(b)
        row: Row = {}
        for f in self.fields:
            if f.policy == "glide" and f.name in second:
                first.setdefault(f.name, np.zeros(f.shape))
            if f.name not in first:
                continue
            start, end = first[f.name], second.get(f.name)
            if end is None or f.policy in ("still", "held", "jump"):
                row[f.name] = start
            elif f.policy == "rotation":
                row[f.name] = between_rotations(start, end, share)
            else:
                row[f.name] = (1 - share) * start + share * end
        return self.parameters(row, low_confidence=a.low_confidence)


class Filling:
    """Fills in what messages of one base picture left out, as `Layout.held` says, as they come."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._base: Row | None = None
        self._before: Row = {}
        self._lost: set[str] = set()

    def __call__(self, parameters: Parameters) -> Parameters:
        """Return the next picture's parameters with what is missing; the first are the base picture's."""
        fields, row, before = self._layout.fields, self._layout.row(parameters), self._before
        base = self._base = row if self._base is None else self._base
        kept = {f.name: before[f.name] for f in fields if f.stays and f.name in before}
        kept |= {
            f.name: base[f.name] + (FADING if f.name in self._lost else 1) * (before[f.name] - base[f.name])
            for f in fields
            if f.policy == "fade" and f.name in base and f.name in before
        }
        missing = {name: value for name, value in kept.items() if name not in row}
        self._before, self._lost = {**row, **missing}, set(missing)
        if not missing:
            return parameters
        return self._layout.parameters(self._before, low_confidence=parameters.low_confidence)


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "coordinates": KeypointCarrier,
    "matrices": (MatrixCarrier, EnhancementCarrier),
    "pupils": PupilCarrier,
}
