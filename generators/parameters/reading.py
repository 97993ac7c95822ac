"""Messages of a picture unit to parameters, and the parameters of pictures between messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from generators.system import Parameters
from sei.context import Context
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.resolve import ResolvedEnhancement, ResolvedFace, resolve_enhancement, resolve_face


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
