"""Parameters to coded GFV/GFVE messages and back: integers, closed-loop prediction, least bits for the error.

A base picture's message holds matrices as they are, the ones after it differences from the message before
(what the decoder will have, not what the encoder wished for). Every element is put on the coded grid so
that squared error plus lambda times bits is least: a difference of zero costs 2 bits, of one step 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import numpy as np

from generators.protocols import Parameters, System
from sei.context import Context
from sei.message import Message
from sei.messages.generative_face_video import (
    EYES,
    LOCATION,
    MOUTH,
    ROTATION,
    TRANSLATION,
    GenerativeFaceVideo,
)
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.resolve import ResolvedEnhancement, ResolvedFace, resolve_enhancement, resolve_face

PUPIL_PRECISION = 5
# A gaze shift of this many steps is worth a GFVE message.
PUPIL_STEPS = 2
_SEARCH = 3  # steps either side of the nearest value that are tried


def ue_bits(value: np.ndarray) -> np.ndarray:
    """Length of ue(v)."""
    return 2 * np.floor(np.log2(value + 1)).astype(np.int64) + 1


def delta_bits(delta: np.ndarray, precision: int) -> np.ndarray:
    """Bits of predicted GFV matrix elements, differences in steps of 2^-precision."""
    size = np.abs(delta)
    return ue_bits(size >> precision) + ue_bits(size & ((1 << precision) - 1)) + (size > 0)


def cheapest(target: np.ndarray, reference: np.ndarray, precision: int, trade: float) -> np.ndarray:
    """Whole steps near target (float, in steps) with least squared error + trade * bits, from reference."""
    nearest = np.rint(target).astype(np.int64)
    options = nearest[..., None] + np.arange(-_SEARCH, _SEARCH + 1)
    options = np.concatenate([options, reference[..., None]], axis=-1)
    cost = (options - target[..., None]) ** 2 + trade * delta_bits(options - reference[..., None], precision)
    best = np.argmin(cost, axis=-1)[..., None]
    return np.take_along_axis(options, best, axis=-1)[..., 0]


def whole_bytes(delta: np.ndarray, before: int) -> np.ndarray:
    """Pupil differences (2, 2) near those given whose GFVE payload, ``before`` bits ahead of them, ends on a
    whole byte.

    It costs nothing, for payloads are whole bytes, and VTM 24.0 asks for it: in a GFVE message that is no
    base picture's it tests gfve_nn_present_flag, which it never set, and may refuse the payload's ending.
    """
    near = np.array(list(product(range(-_SEARCH, _SEARCH + 1), repeat=delta.size)))
    # A large difference has to go farther to change its length: any one element, anywhere.
    far = np.eye(delta.size, dtype=np.int64)[:, None] * np.arange(-64, 65)[:, None]
    shifts = np.concatenate([near, far.reshape(-1, delta.size)])
    options = delta.ravel() + shifts
    bits = before + (ue_bits(np.abs(options)) + (options != 0)).sum(1)
    cost = np.where(bits % 8 == 0, (shifts**2).sum(1), 1 << 30)
    return options[np.argmin(cost)].reshape(delta.shape)


@dataclass(frozen=True)
class Coded:
    """Messages of one picture, and the parameters a decoder gets from them."""

    messages: list[Message]
    received: Parameters


class ParameterWriter:
    """Messages of one gfv_id, in order. ``trade`` is lambda: squared steps worth one bit."""

    def __init__(self, system: System, *, precision: int | None = None, trade: float = 0.15, gfv_id: int = 0):
        self.system, self.gfv_id, self.trade = system, gfv_id, trade
        self.precision = precision or system.precision
        # Location is the base picture's: it does not move between base pictures.
        self._types = [t for t, _ in system.types]
        self._last: list[np.ndarray] = []
        self._pupils = np.zeros((2, 2), dtype=np.int64)
        self._count = 0

    def base(self, parameters: Parameters, uri: str | None = None) -> Coded:
        """Messages of a base picture; ``uri`` goes into gfv_nn_uri beside the system's tag."""
        unit = 1 << self.precision
        self._last = [np.rint(parameters.matrices[t] * unit).astype(np.int64) for t in self._types]
        self._count = 0
        size = [np.abs(q) for q in self._last]
        m = GenerativeFaceVideo(
            gfv_id=self.gfv_id,
            gfv_cnt=0,
            gfv_base_pic_flag=1,
            gfv_nn_present_flag=int(uri is not None),
            gfv_nn_mode_idc=1 if uri is not None else None,
            gfv_nn_tag_uri=self.system.tag if uri is not None else None,
            gfv_nn_uri=uri,
            gfv_chroma_key_info_present_flag=0,
            gfv_low_confidence_face_parameter_flag=int(parameters.low_confidence),
            gfv_coordinate_present_flag=0,
            gfv_matrix_present_flag=1,
            gfv_matrix_element_precision_factor_minus1=self.precision - 1,
            gfv_num_matrix_types_minus1=len(self._types) - 1,
            gfv_matrix_type_idx=list(self._types),
            gfv_num_matrices_minus1=self._sized(lambda t, s: s[0] - 1 if t >= 7 else None),
            gfv_matrix_width_minus1=self._sized(lambda t, s: s[2] - 1 if t not in _POSE else None),
            gfv_matrix_height_minus1=self._sized(lambda t, s: s[1] - 1 if t not in _POSE else None),
            gfv_matrix_for_3d_space_flag=self._sized(lambda t, s: int(s[1] == 3) if t in _POSE else None),
            gfv_matrix_element_int=[(q >> self.precision).tolist() for q in size],
            gfv_matrix_element_dec=[(q & (unit - 1)).tolist() for q in size],
            gfv_matrix_element_sign_flag=[(q < 0).astype(int).tolist() for q in self._last],
        )
        messages: list[Message] = [m]
        if parameters.pupils is not None:
            self._pupils = np.zeros((2, 2), dtype=np.int64)
            messages.append(self._gaze(self._steps(parameters.pupils), base=True))
        return Coded(messages, self._received(parameters))

    def _sized(self, rule) -> list[int | None] | None:
        rows = [rule(t, shape) for t, shape in self.system.types]
        while rows and rows[-1] is None:
            rows.pop()
        return rows or None

    def next(self, parameters: Parameters) -> Coded:
        """Messages of the next picture generated from the same base picture."""
        self._count += 1
        unit = 1 << self.precision
        deltas = []
        for i, t in enumerate(self._types):
            if t == LOCATION:
                fresh = self._last[i]
            else:
                target = parameters.matrices[t] * unit
                fresh = cheapest(target, self._last[i], self.precision, self.trade)
            deltas.append(fresh - self._last[i])
            self._last[i] = fresh
        size = [np.abs(d) for d in deltas]
        m = GenerativeFaceVideo(
            gfv_id=self.gfv_id,
            gfv_cnt=self._count,
            gfv_low_confidence_face_parameter_flag=int(parameters.low_confidence),
            gfv_coordinate_present_flag=0,
            gfv_matrix_present_flag=1,
            gfv_matrix_pred_flag=1,
            gfv_matrix_delta_element_int=[(d >> self.precision).tolist() for d in size],
            gfv_matrix_delta_element_dec=[(d & (unit - 1)).tolist() for d in size],
            gfv_matrix_delta_element_sign_flag=[(d < 0).astype(int).tolist() for d in deltas],
        )
        messages: list[Message] = [m]
        if parameters.pupils is not None:
            pupils = self._steps(parameters.pupils)
            if np.abs(pupils - self._pupils).max() >= PUPIL_STEPS:
                messages.append(self._gaze(pupils, base=False))
        return Coded(messages, self._received(parameters))

    @staticmethod
    def _steps(pupils: np.ndarray) -> np.ndarray:
        return np.rint(pupils * (1 << PUPIL_PRECISION)).astype(np.int64)

    def _gaze(self, pupils: np.ndarray, *, base: bool) -> GenerativeFaceVideoEnhancement:
        delta = pupils - self._pupils
        if base:
            delta[1] = pupils[1] - pupils[0]
        else:
            # Three ids, gfve_matrix_present_flag, gfve_pupil_coordinate_present_idx.
            before = int(ue_bits(np.array([0, self.gfv_id, self._count])).sum()) + 1 + 2
            delta = whole_bytes(delta, before)
            pupils = self._pupils + delta
        self._pupils = pupils
        size, sign = np.abs(delta), (delta < 0).astype(int)
        fields: dict[str, int | None] = {}
        for eye, side in enumerate(("left", "right")):
            for axis, name in enumerate(("dx", "dy")):
                stem = f"gfve_pupil_{side}_eye_{name}_coordinate"
                fields[f"{stem}_abs"] = int(size[eye, axis])
                fields[f"{stem}_sign_flag"] = int(sign[eye, axis]) if size[eye, axis] else None
        return GenerativeFaceVideoEnhancement(
            gfve_id=0,
            gfve_gfv_id=self.gfv_id,
            gfve_gfv_cnt=self._count,
            gfve_base_pic_flag=1 if base else (0 if self._count == 0 else None),
            gfve_nn_present_flag=0 if base else None,
            gfve_matrix_present_flag=0,
            gfve_pupil_coordinate_present_idx=3,
            gfve_pupil_coordinate_precision_factor_minus1=PUPIL_PRECISION - 1 if base else None,
            **fields,
        )

    def _received(self, parameters: Parameters) -> Parameters:
        unit = float(1 << self.precision)
        matrices = {t: q / unit for t, q in zip(self._types, self._last, strict=True)}
        pupils = None if parameters.pupils is None else self._pupils / float(1 << PUPIL_PRECISION)
        return Parameters(matrices, pupils=pupils, low_confidence=parameters.low_confidence)


def make_writer(system: System, trade: float = 0.15) -> Any:
    """The system's own writer of messages, `ParameterWriter` where it has none."""
    return (system.writer or ParameterWriter)(system, trade=trade)


def write(writer: Any, rows: Sequence[Parameters]) -> list[Coded]:
    """Messages of pictures that follow each other; a writer that can sees them all at once."""
    if hasattr(writer, "segment"):
        return list(writer.segment(rows))
    return [writer.next(row) for row in rows]


_POSE = (ROTATION, TRANSLATION, LOCATION)


class ParameterReader:
    """Messages of a picture unit to parameters, in decoding order, prediction undone."""

    def __init__(self) -> None:
        self.context = Context()
        self._pupils: np.ndarray | None = None
        self._held = Parameters()

    def read(
        self, messages: Sequence[GenerativeFaceVideo | GenerativeFaceVideoEnhancement], gfv_id: int
    ) -> tuple[Parameters | None, list[Parameters]]:
        """Parameters of the base picture (None: no base message) and of the pictures after it.

        Messages must have been read with ``context``. A picture without gaze of its own keeps the last.
        """
        faces: dict[int, ResolvedFace] = {}
        gazes: dict[int, ResolvedEnhancement] = {}
        for message in messages:
            if isinstance(message, GenerativeFaceVideo):
                face = resolve_face(message, self.context)
                # A base message that is repeated for late joiners says nothing new.
                if face.gfv_id == gfv_id:
                    faces.setdefault(face.gfv_cnt, face)
            else:
                gaze = resolve_enhancement(message, self.context)
                if gaze.gfv_id == gfv_id:
                    gazes[gaze.gfv_cnt] = gaze
        base, rows = None, []
        # gfv_cnt is output order, whatever order they came in.
        for _, face in sorted(faces.items()):
            enhanced = gazes.get(face.gfv_cnt)
            if enhanced is not None and enhanced.pupils is not None:
                self._pupils = enhanced.pupils
            # What a message leaves out did not change since the last one that had it.
            held = Parameters() if face.is_base else self._held
            parameters = Parameters(
                {m.matrix_type: m.values for m in face.matrices} or held.matrices,
                held.keypoints if face.keypoints is None else face.keypoints,
                self._pupils,
                enhanced.matrices if enhanced else (),
                face.is_low_confidence,
            )
            self._held = parameters
            if face.is_base:
                base = parameters
            else:
                rows.append(parameters)
        return base, rows


def between(rows: Sequence[Parameters], step: int) -> Iterator[Parameters]:
    """Parameters of every picture when one picture in ``step`` has messages: linear between neighbours.

    rows[i] belongs to picture i * step; 1 + (len(rows) - 1) * step pictures, made when they are asked for.
    """
    yield from rows[:1]
    for a, b in pairwise(rows):
        for part in range(1, step):
            yield _mixed(a, b, part / step)
        yield b


def _mixed(a: Parameters, b: Parameters, share: float) -> Parameters:
    matrices = {t: (1 - share) * a.matrices[t] + share * b.matrices[t] for t in a.matrices if t in b.matrices}
    kps = None
    if a.keypoints is not None and b.keypoints is not None:
        kps = (1 - share) * a.keypoints + share * b.keypoints
    # Eyes jump: gaze is held, not faded.
    return Parameters(matrices, kps, a.pupils, a.enhancement, a.low_confidence)


__all__ = [
    "EYES",
    "MOUTH",
    "Coded",
    "ParameterReader",
    "ParameterWriter",
    "between",
    "cheapest",
    "delta_bits",
]
