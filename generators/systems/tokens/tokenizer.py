"""Faces to nested tokens and back: what a first few tokens leave out, later ones add.

A face is its 468 points and two pupils, in halves of the picture. The tokenizer starts from the principal
components of training faces and corrects them by a small network, and so does the detokenizer. It was trained
so that any prefix serves (nested dropout): tokens beyond it are those of the base picture. Plain numpy: the
network is small, and an encoder and a decoder on two machines work the same way.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
from safetensors.numpy import load_file

from generators.subjects.face import eyes
from generators.subjects.face.landmarks import Face

FILE = "tokens.safetensors"
LEVELS = (4, 8, 16, 32)
"""Tokens up to each level."""
TOKENS = LEVELS[-1]
POINTS = 470
"""Points of a face: those of the mesh, then the left and the right pupil."""


class Tokenizer:
    """Tokenizer and detokenizer with their weights.

    arrays  mean (470, 3); axes (K, 1410) orthonormal, of coordinates times ``weight`` (1410,); spread (K,),
            standard deviation along each; scale (32,), displacement along an axis that is one token; and
            ``to.N.weight``, ``to.N.bias``, ``from.N.weight``, ``from.N.bias`` of two networks of three layers
    """

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        a = {name: value.astype(np.float64) for name, value in arrays.items()}
        self._mean, self._axes, self._weight = a["mean"], a["axes"], a["weight"]
        self._spread, self._scale = a["spread"], a["scale"]
        self._to = [(a[f"to.{i}.weight"], a[f"to.{i}.bias"]) for i in range(3)]
        self._from = [(a[f"from.{i}.weight"], a[f"from.{i}.bias"]) for i in range(3)]

    @property
    def scale(self) -> np.ndarray:
        """Displacement that one of each token is (32,), root mean square over the points in halves of the
        picture."""
        return self._scale

    def encode(self, points: np.ndarray) -> np.ndarray:
        """Make tokens (n, 32) of faces (n, 470, 3) in halves of the picture: -1..1 on its shorter side."""
        flat = (points - self._mean).reshape(len(points), -1) * self._weight
        components = flat @ self._axes.T / self._spread
        ratio = self._spread[:TOKENS] / self._scale
        tokens: np.ndarray = (components[:, :TOKENS] + network(components, self._to)) * ratio
        return tokens

    def decode(self, tokens: np.ndarray) -> np.ndarray:
        """Make faces (n, 470, 3) of tokens (n, 32)."""
        components = tokens * (self._scale / self._spread[:TOKENS])
        padded = np.pad(components, ((0, 0), (0, len(self._spread) - TOKENS)))
        flat = ((padded + network(components, self._from)) * self._spread) @ self._axes / self._weight
        points: np.ndarray = flat.reshape(len(tokens), POINTS, 3) + self._mean
        return points

    def reaching(self, points: np.ndarray, tokens: np.ndarray, rounds: int = 8) -> np.ndarray:
        """Move tokens (n, 32) so that they stand for faces (n, 470, 3) as nearly as tokens can."""
        ratio = self._spread[:TOKENS] / self._scale
        for _ in range(rounds):
            left = ((points - self.decode(tokens)).reshape(len(points), -1) * self._weight) @ self._axes.T
            tokens = tokens + (left / self._spread)[:, :TOKENS] * ratio
        return tokens


def as_points(face: Face) -> np.ndarray:
    """Return a face as the tokenizer takes it, (470, 3) in pixels: the mesh with its lids, its mean depth 0,
    then the pupils at the depth that the mesh net calls 0."""
    points = np.concatenate([eyes.refined(face), np.pad(face.pupils, ((0, 0), (0, 1)))])
    points[:, 2] -= points[:468, 2].mean()
    return points


def network(x: np.ndarray, layers: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Run linear layers with SiLU between them."""
    for i, (weight, bias) in enumerate(layers):
        if i:
            x = x / (1 + np.exp(-np.clip(x, -80, 80)))
        x = x @ weight.T + bias
    return x


@lru_cache(maxsize=1)
def shipped() -> Tokenizer:
    """Load the tokenizer that comes with the package (see scripts/make_tokenizer.py)."""
    with as_file(files("generators") / "data" / FILE) as path:
        return Tokenizer(load_file(path))
