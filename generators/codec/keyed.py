"""Pictures of a decoder with their background replaced, by the chroma key that the stream carries."""

from __future__ import annotations

import numpy as np
import torch

from generators.media.backdrop import BACKGROUND, key_of, parse_background, replaced
from generators.media.pixels import to_pixels, to_tensor
from sei.errors import SeigenError
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.predict import ChromaKey, chroma_key


class Keyer:
    """Puts a background behind a stream's pictures.

    background  as `generators.media.backdrop.parse_background` reads it; ``plate``: pictures stay as they are

    The key is the base message's, or that of the last one that had any. Where a stream brings none, it is
    told by the first base picture, whose background has to be of one colour then. A key whose purpose is the
    face says nothing of the background.
    """

    def __init__(self, background: str) -> None:
        self._backdrop = parse_background(background)
        self._key: ChromaKey | None = None
        self._behind: torch.Tensor | None = None

    def take(self, face: GenerativeFaceVideo | None, pixels: np.ndarray) -> None:
        """Take note of an access unit's first GFV message and its coded picture, uint8 (h, w, 3). Raises
        SeigenError where neither tells a key."""
        if self._backdrop is None:
            return
        given = None if face is None or not face.gfv_base_pic_flag else chroma_key(face)
        if given is not None and given.purpose in (0, BACKGROUND):
            self._key = given
        elif self._key is None:
            self._key = key_of([pixels])
            if self._key is None:
                raise SeigenError(
                    "the stream carries no chroma key, and the background of its first picture is of no one "
                    "colour: there is nothing by which it could be replaced"
                )

    def __call__(self, picture: np.ndarray | torch.Tensor) -> np.ndarray | torch.Tensor:
        """Return a picture, uint8 (h, w, 3) or (3, h, w) in 0..1, with its background replaced."""
        if self._backdrop is None or self._key is None:
            return picture
        given = to_tensor(picture) if isinstance(picture, np.ndarray) else picture
        if self._behind is None or self._behind.shape != given.shape:
            self._behind = self._backdrop.at(*given.shape[1:])
        made = replaced(given, self._key, self._behind)
        return to_pixels(made) if isinstance(picture, np.ndarray) else made.to(picture.dtype)
