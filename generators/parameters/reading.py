"""Messages of a picture unit to parameters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generators.parameters.values import Parameters
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
        """Read parameters of the base picture (None: no base message) and of the pictures after it.

        Messages must have been read with ``context``. A picture without gaze of its own keeps the last; of
        several gfve_id with pupils the lowest counts.
        """
        faces: dict[int, ResolvedFace] = {}
        enhancements: dict[int, dict[int, ResolvedEnhancement]] = {}
        for message in messages:
            if isinstance(message, GenerativeFaceVideo):
                face = resolve_face(message, self.context)
                # A base message that is repeated for late joiners says nothing new.
                if face.gfv_id == gfv_id:
                    faces.setdefault(face.gfv_cnt, face)
            else:
                found = resolve_enhancement(message, self.context)
                if found.gfv_id == gfv_id:
                    enhancements.setdefault(found.gfv_cnt, {})[found.gfve_id] = found
        base, rows = None, []
        # gfv_cnt is output order, whatever order they came in.
        for cnt, face in sorted(faces.items()):
            parameters = self._parameters(face, enhancements.get(cnt, {}))
            self._held = parameters
            if face.is_base:
                base = parameters
            else:
                rows.append(parameters)
        return base, rows

    def _parameters(self, face: ResolvedFace, enhancements: dict[int, ResolvedEnhancement]) -> Parameters:
        for _, found in sorted(enhancements.items(), reverse=True):
            if found.pupils is not None:
                self._pupils = found.pupils
        # What a message leaves out did not change since the last one that had it.
        held = Parameters() if face.is_base else self._held
        return Parameters(
            {m.matrix_type: m.values for m in face.matrices} or held.matrices,
            held.keypoints if face.keypoints is None else face.keypoints,
            self._pupils,
            {gfve_id: found.matrices for gfve_id, found in enhancements.items() if found.matrices},
            face.is_low_confidence,
        )
