"""What a message is predicted from: state that earlier messages leave, keyed by their ids.

A predicted message codes neither its number of keypoints nor its matrices' sizes nor its precision: those
are the base message's, so reading it needs them (`FaceLayout`, integers, kept by reading or writing), and
resolving it needs the earlier values as well (`FaceValues`, kept by `sei.predict`). A `Context`
is made by the caller and passed in; nothing is global.

The standard keeps one state a gfv_id. VTM 24.0 keeps one for all (`shared=True`), and with it habits of
its decoder: matrix sizes of a second base picture do not replace the first one's, and every message that
carries matrices becomes the base of the matrices.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

S = TypeVar("S")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound="_Sized")

_SIZES = 1 << 16
"""Sizes that a shared context keeps: more than any message has, unless it has that many itself."""

MAX_IDS = 1 << 16
"""Ids whose state is kept; beyond, the one that was not used for longest is as if it had not come."""

MAX_NUMBERS = 1 << 21
"""Numbers of them all that are kept; one message's are in any case."""

Shape = tuple[int, int, int]
"""Matrices of one type: how many, height, width."""

Numbers = tuple[Shape, list[float]]
"""Matrices of one type as numbers: sizes, and elements with the last subscript fastest."""


@dataclass(slots=True)
class FaceLayout:
    """What a base-picture GFV message fixes for the messages predicted from it; None: not carried.

    precision         gfv_coordinate_precision_factor_minus1 + 1
    num_kps           gfv_num_kps_minus1 + 1
    z_present         gfv_coordinate_z_present_flag
    z_max             gfv_coordinate_z_max_value_minus1 + 1, None in 2D
    matrix_precision  gfv_matrix_element_precision_factor_minus1 + 1
    matrix_types      gfv_matrix_type_idx[ i ]
    matrix_shapes     count, height and width of the matrices of type i
    """

    precision: int | None = None
    num_kps: int | None = None
    z_present: int = 0
    z_max: int | None = None
    matrix_precision: int | None = None
    matrix_types: list[int] = field(default_factory=list)
    matrix_shapes: list[Shape] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Count the numbers."""
        return len(self.matrix_types) + 3 * len(self.matrix_shapes)


@dataclass(slots=True)
class FaceValues:
    """Numbers that prediction adds to; None: nothing received. Keypoints are a row each."""

    base_kps: list[list[float]] | None = None
    previous_kps: list[list[float]] | None = None
    base_matrices: list[Numbers] | None = None
    previous_matrices: list[Numbers] | None = None

    @property
    def size(self) -> int:
        """Count the numbers, at the most: what is both base and previous counts twice."""
        keypoints = [len(known) * len(known[0]) for known in (self.base_kps, self.previous_kps) if known]
        return sum(keypoints) + _size(self.base_matrices) + _size(self.previous_matrices)


@dataclass(slots=True)
class EnhancementLayout:
    """What a base-picture GFVE message fixes; None: not carried."""

    matrix_precision: int | None = None
    num_matrices: int = 0
    matrix_shapes: list[tuple[int, int]] = field(default_factory=list)
    pupil_precision: int | None = None

    @property
    def size(self) -> int:
        """Count the numbers."""
        return 2 * len(self.matrix_shapes)


@dataclass(slots=True)
class EnhancementValues:
    """Numbers that prediction adds to; pupils are left x, left y, right x, right y."""

    base_matrices: list[Numbers] | None = None
    previous_matrices: list[Numbers] | None = None
    base_pupils: list[float] | None = None
    previous_pupils: list[float] | None = None

    @property
    def size(self) -> int:
        """Count the numbers, at the most."""
        return 8 + _size(self.base_matrices) + _size(self.previous_matrices)


def _size(matrices: list[Numbers] | None) -> int:
    return sum(len(flat) for _, flat in matrices or ())


class _Sized(Protocol):
    @property
    def size(self) -> int: ...


class _Recent(Generic[K, V]):
    """State by id, bounded: what was not used for longest goes first."""

    def __init__(self) -> None:
        self._kept: dict[K, tuple[V, int]] = {}
        self._total = 0

    def get(self, key: K) -> V | None:
        found = self._kept.pop(key, None)
        if found is None:
            return None
        self._kept[key] = found
        return found[0]

    def __setitem__(self, key: K, state: V) -> None:
        size = state.size
        self._total += size - self._kept.pop(key, (state, 0))[1]
        self._kept[key] = state, size
        while len(self._kept) > MAX_IDS or (self._total > MAX_NUMBERS and len(self._kept) > 1):
            self._total -= self._kept.pop(next(iter(self._kept)))[1]


class Context:
    """State of the messages received so far.

    ``shared`` keeps one state for all ids, as VTM 24.0 does; by the standard there is one a gfv_id, and
    for GFVE one a (gfve_id, gfve_gfv_id).
    """

    def __init__(self, shared: bool = False) -> None:
        self.shared = shared
        self._faces: _Recent[int, FaceLayout] = _Recent()
        self._face_values: _Recent[int, FaceValues] = _Recent()
        self._enhancements: _Recent[tuple[int, int], EnhancementLayout] = _Recent()
        self._enhancement_values: _Recent[tuple[int, int], EnhancementValues] = _Recent()

    def unit(self, precision: int) -> float:
        """Return what a coded value is divided by: 2^precision. VTM computes 1 << precision in a signed int,
        of which x86 shifts by the five low bits."""
        if not self.shared:
            return 2.0**precision
        return float(_int32(1 << (precision & 31)))

    def whole(self, magnitudes: list[int]) -> list[int]:
        """Return magnitudes as they are; VTM holds them in a signed int."""
        if not self.shared or max(magnitudes, default=0) < 1 << 31:
            return magnitudes
        return [_int32(value) for value in magnitudes]

    def face(self, gfv_id: int) -> FaceLayout:
        """Return the layout of the last base message of ``gfv_id``; an empty one before any."""
        return self._faces.get(-1 if self.shared else gfv_id) or FaceLayout()

    def set_face(self, gfv_id: int, layout: FaceLayout) -> None:
        """Take in a base message: what it carries replaces what was known."""
        if self.shared:
            old = self.face(gfv_id)
            if layout.num_kps is None:
                layout.precision, layout.num_kps = old.precision, old.num_kps
                layout.z_present, layout.z_max = old.z_present, old.z_max
            if layout.matrix_precision is None:
                layout.matrix_precision = old.matrix_precision
                layout.matrix_types, layout.matrix_shapes = old.matrix_types, old.matrix_shapes
            else:
                # VTM's lists of sizes only ever grow, and are read from the front.
                layout.matrix_shapes = _appended(old.matrix_shapes, layout.matrix_shapes)
        self._faces[-1 if self.shared else gfv_id] = layout

    def face_values(self, gfv_id: int) -> FaceValues:
        """Return the resolved values of ``gfv_id``, to be updated in place and kept by `keep_face_values`."""
        return self._face_values.get(-1 if self.shared else gfv_id) or FaceValues()

    def keep_face_values(self, gfv_id: int, values: FaceValues) -> None:
        """Remember the resolved values of ``gfv_id``."""
        self._face_values[-1 if self.shared else gfv_id] = values

    def enhancement(self, gfve_id: int, gfv_id: int) -> EnhancementLayout:
        """Return the layout of the last base GFVE message of these ids; an empty one before any."""
        return self._enhancements.get((-1, -1) if self.shared else (gfve_id, gfv_id)) or EnhancementLayout()

    def set_enhancement(self, gfve_id: int, gfv_id: int, layout: EnhancementLayout) -> None:
        """Take in a base GFVE message."""
        if self.shared:
            old = self.enhancement(gfve_id, gfv_id)
            if layout.matrix_precision is None:
                layout.matrix_precision, layout.matrix_shapes = old.matrix_precision, old.matrix_shapes
                layout.num_matrices = old.num_matrices
            else:
                layout.matrix_shapes = _appended(old.matrix_shapes, layout.matrix_shapes)
            if layout.pupil_precision is None:
                layout.pupil_precision = old.pupil_precision
        self._enhancements[(-1, -1) if self.shared else (gfve_id, gfv_id)] = layout

    def enhancement_values(self, gfve_id: int, gfv_id: int) -> EnhancementValues:
        """Return the resolved values of these ids, to be updated in place and kept by
        `keep_enhancement_values`."""
        return (
            self._enhancement_values.get((-1, -1) if self.shared else (gfve_id, gfv_id))
            or EnhancementValues()
        )

    def keep_enhancement_values(self, gfve_id: int, gfv_id: int, values: EnhancementValues) -> None:
        """Remember the resolved values of these ids."""
        self._enhancement_values[(-1, -1) if self.shared else (gfve_id, gfv_id)] = values

    def only(self, gfv_id: int, gfve_id: int | None) -> Context:
        """Copy the state of one gfv_id, or with ``gfve_id`` of one (gfve_id, gfv_id), to try something with;
        none of its lists is ever changed in place."""
        copy = Context(self.shared)
        if gfve_id is None:
            copy.set_face(gfv_id, self.face(gfv_id))
            copy.keep_face_values(gfv_id, replace(self.face_values(gfv_id)))
        else:
            copy.set_enhancement(gfve_id, gfv_id, self.enhancement(gfve_id, gfv_id))
            values = replace(self.enhancement_values(gfve_id, gfv_id))
            copy.keep_enhancement_values(gfve_id, gfv_id, values)
        return copy


def _appended(old: list[S], new: list[S]) -> list[S]:
    """VTM's list of sizes: only its front is ever read, so what a long stream appends need not be kept."""
    most = max(_SIZES, len(new))
    return old if len(old) >= most else (old + new)[:most]


def _int32(value: int) -> int:
    return (value + (1 << 31)) % (1 << 32) - (1 << 31)
