"""Messages of systems whose parameters are keypoints, with or without matrices.

`KeypointWriter` has the methods of `generators.parameters.writing.ParameterWriter`, and `segment`, which sees
all pictures of a segment at once and lets the trellis find the cheapest integers. An element errs by at most
``tolerance``, whatever its message looks like.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from generators.parameters.effect import ue_bits
from generators.parameters.trellis import Group, plan
from generators.parameters.writing import Coded
from generators.system import Parameters, System
from sei.build import FaceEncoder, Network
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.resolve import Matrices

_FLAGS = 3
"""Bits of a message's flags: low confidence, coordinates present, matrices present; another for each group
that is there says whether it is predicted."""


class KeypointWriter:
    """Messages of one gfv_id, in order.

    precision   bits after the binary point of coordinates, and of matrix elements unless told otherwise
    tolerance   largest error of a coordinate; one step unless given. Two integers lie within it. It is left
                only where no payload within it ends on a whole byte
    matrix_precision, matrix_tolerance  the same of matrix elements; at the coordinates' precision also their
                                        tolerance unless given
    hold        messages leave out coordinates, or matrices, that did not change
    trade       not used: what rounding may cost is the tolerance here
    """

    def __init__(
        self,
        system: System,
        *,
        precision: int | None = None,
        tolerance: float | None = None,
        matrix_precision: int | None = None,
        matrix_tolerance: float | None = None,
        hold: bool = True,
        trade: float = 0.0,
        gfv_id: int = 0,
    ) -> None:
        self.system, self.gfv_id, self.hold = system, gfv_id, hold
        self.precision = precision or system.precision
        self.tolerance = tolerance or 2.0**-self.precision
        self.matrix_precision = matrix_precision or self.precision
        same = self.matrix_precision == self.precision
        self.matrix_tolerance = matrix_tolerance or (self.tolerance if same else 2.0**-self.matrix_precision)
        self._types = [t for t, _ in system.types]
        self._shapes = [s for _, s in system.types]
        self._encoder = self._fresh()
        self._kps: np.ndarray | None = None
        self._elements: np.ndarray | None = None
        self._count = 0

    def _fresh(self) -> FaceEncoder:
        return FaceEncoder(self.gfv_id, precision=self.precision, matrix_precision=self.matrix_precision)

    def base(self, parameters: Parameters, uri: str | None = None, network: Network | None = None) -> Coded:
        """Message of a base picture; ``uri`` goes into gfv_nn_uri beside the system's tag."""
        self._count = 0
        self._encoder = self._fresh()
        kps, elements = self._flat([parameters])
        # As they are, rounded to nearest: a base message is rare, and what follows starts from it.
        self._kps = None if kps is None else _steps(kps[0], self.precision)
        self._elements = None if elements is None else _steps(elements[0], self.matrix_precision)
        if network is None and uri is not None:
            network = Network(tag_uri=self.system.tag, uri=uri)
        message = self._encoder.base(
            self._points(), self._matrices(), network=network, low_confidence=parameters.low_confidence
        )
        return Coded([message], self._received(parameters))

    def next(self, parameters: Parameters) -> Coded:
        """Message of the next picture generated from the same base picture."""
        return self.segment([parameters])[0]

    def segment(self, rows: Sequence[Parameters]) -> list[Coded]:
        """Messages of the next pictures, the cheapest together."""
        if not rows:
            return []
        kps, elements = self._flat(rows)
        groups = []
        if kps is not None:
            groups.append(Group(kps, self.precision, self.tolerance, is_matrix=False, start=self._kps))
        if elements is not None:
            grid = self.matrix_precision, self.matrix_tolerance
            groups.append(Group(elements, *grid, is_matrix=True, start=self._elements))
        counts = np.arange(self._count + 1, self._count + 1 + len(rows))
        head = _FLAGS + len(groups) + ue_bits(np.array(self.gfv_id)) + ue_bits(counts)
        found = plan(groups, head, hold=self.hold and len(groups) > 1)
        values, present = list(found.values), list(found.present)
        out = []
        for i, row in enumerate(rows):
            self._count += 1
            at = 0
            points: np.ndarray | None = None
            matrices: list[Matrices] = []
            if kps is not None:
                self._kps = values[at][i]
                if present[at][i]:
                    points = self._points()
                at += 1
            if elements is not None:
                self._elements = values[at][i]
                if present[at][i]:
                    matrices = self._matrices()
            # As planned: the bits were counted for differences.
            self._encoder.predict = True
            message: GenerativeFaceVideo = self._encoder.picture(
                points, matrices, cnt=self._count, low_confidence=row.low_confidence
            )
            out.append(Coded([message], self._received(row)))
        return out

    def _flat(self, rows: Sequence[Parameters]) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Coordinates (n, 2K | 3K) and matrix elements (n, m); None where the system has none."""
        kps = elements = None
        if self.system.num_kps:
            # Rounding outwards must not leave -1..1.
            kps = np.clip(np.stack([np.asarray(r.keypoints).ravel() for r in rows]), -1, 1)
        if self._types:
            elements = np.stack([np.concatenate([r.matrices[t].ravel() for t in self._types]) for r in rows])
        return kps, elements

    def _points(self) -> np.ndarray | None:
        if self._kps is None:
            return None
        return (self._kps / 2.0**self.precision).reshape(self.system.num_kps, -1)

    def _matrices(self) -> list[Matrices]:
        if self._elements is None:
            return []
        values = self._elements / 2.0**self.matrix_precision
        parts = np.split(values, np.cumsum([int(np.prod(s)) for s in self._shapes])[:-1])
        return [Matrices(t, p.reshape(s)) for t, s, p in zip(self._types, self._shapes, parts, strict=True)]

    def _received(self, parameters: Parameters) -> Parameters:
        matrices = {m.matrix_type: m.values for m in self._matrices()}
        return dataclasses.replace(parameters, matrices=matrices, keypoints=self._points())


def _steps(values: np.ndarray, precision: int) -> np.ndarray:
    return np.rint(values * 2.0**precision).astype(np.int64)
