"""Messages of a picture unit to parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from generators.parameters.values import Parameters
from sei.context import Context
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.resolve import ResolvedEnhancement, ResolvedFace, resolve_enhancement, resolve_face

Resolved: TypeAlias = ResolvedFace | ResolvedEnhancement


class ParameterReader:
    """Messages of a picture unit to parameters, in decoding order, prediction undone."""

    def __init__(self) -> None:
        self.context = Context()
        self._held = Parameters()
        # Matrices of each gfve_id, as the last of its messages that had any said.
        self._matrices: dict[int, tuple[np.ndarray, ...]] = {}

    def resolve(self, message: GenerativeFaceVideo | GenerativeFaceVideoEnhancement) -> Resolved:
        """Undo the prediction of a message that was read with ``context``, before the next one is: a base
        message changes what those before it would mean. Raises MissingReference."""
        if isinstance(message, GenerativeFaceVideo):
            return resolve_face(message, self.context)
        return resolve_enhancement(message, self.context)

    def read(self, messages: Sequence[Resolved], gfv_id: int) -> tuple[Parameters | None, list[Parameters]]:
        """Read parameters of the base picture (None: no base message) and of the pictures after it.

        What a message leaves out is as it was in the last one that had it, since the base picture; pupils
        also where there is no message. Matrices of a gfve_id that has no message are left out: whether they
        are held, or their level is lost, is the layout's to say (`Layout.held`).
        """
        faces: dict[int, ResolvedFace] = {}
        enhancements: dict[int, dict[int, ResolvedEnhancement]] = {}
        for message in messages:
            if message.gfv_id != gfv_id:
                continue
            if isinstance(message, ResolvedFace):
                # A base message that is repeated for late joiners says nothing new.
                faces.setdefault(message.gfv_cnt, message)
            else:
                enhancements.setdefault(message.gfv_cnt, {}).setdefault(message.gfve_id, message)
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
        if face.is_base:
            self._held, self._matrices = Parameters(), {}
        held = self._held
        eyes = {**held.pupils_by_id}
        here: dict[int, tuple[np.ndarray, ...]] = {}
        for gfve_id, found in enhancements.items():
            if found.pupils is not None:
                eyes[gfve_id] = found.pupils
            if found.matrices:
                self._matrices[gfve_id] = found.matrices
            if gfve_id in self._matrices:
                here[gfve_id] = self._matrices[gfve_id]
        return Parameters(
            {m.matrix_type: m.values for m in face.matrices} or held.matrices,
            held.keypoints if face.keypoints is None else face.keypoints,
            eyes[min(eyes)] if eyes else None,
            here,
            face.is_low_confidence,
            eyes,
        )
