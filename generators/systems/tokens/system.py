"""The generator of the system "tokens".

How the parameters lie in the messages:

    GFV type 7        tokens 0 to 3
    GFVE gfve_id 0    tokens 4 to 7
    GFVE gfve_id 1    tokens 8 to 15
    GFVE gfve_id 2    tokens 16 to 31

The decoder measures the face in the base picture, and moves it by what the tokens say: the way from the base
picture's tokens to the picture's. Tokens of a level that is not there are those of the base picture.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from generators import registry
from generators.parameters.by_effect import ByEffect
from generators.parameters.moves import PIXEL, POSE, Move, Moves
from generators.parameters.values import Parameters
from generators.subjects.face import eyes
from generators.subjects.face.landmarks import CONFIDENT, Face, Landmarker, region_of
from generators.subjects.face.model import rigid
from generators.subjects.face.pose import similarity
from generators.subjects.face.shares import point_shares
from generators.subjects.face.subject import as_face
from generators.subjects.subject import Seen
from generators.system import System
from generators.systems.mesh.warp import MeshWarp, Motion, TexturedBase
from generators.systems.tokens.tokenizer import LEVELS, TOKENS, as_points, shipped
from sei.messages.generative_face_video import COMPACT

RIDGE = 1e-4
"""What a token counts at least, in squares of face sizes: one of the later ones is a pixel or two."""

FINER = 0.3
"""Share of the trade that counts here: tokens are few and each moves the whole face (measured: keypoint
distance falls by a tenth for a tenth more rate)."""

LARGER = 8.0
"""Largest ratio of the sizes of two faces in their pictures, either way."""


@dataclass(frozen=True)
class TokenBase:
    """A base picture made ready: its texture, its face's points (468, 3) in pixels, its tokens (32,), and how
    many of them were sent."""

    texture: TexturedBase
    points: np.ndarray
    tokens: np.ndarray
    sent: int


class TokenSystem:
    """Analyzer, Translator and Generator in one: they share tokenizer and face model."""

    batch_matters = False

    def __init__(self, height: int, width: int, device: torch.device | str, dtype: torch.dtype) -> None:
        self.dtype = dtype
        self._drafts: dict[int, System[TokenBase, Motion]] = {}
        self._height, self._width = height, width
        self._middle = np.array([width / 2, height / 2, 0])
        self._unit = min(height, width) / 2
        self._tokenizer = shipped()
        self._rigid = rigid()
        self._layout = registry.entry("tokens").layout
        self.warp = MeshWarp(height, width, device)
        self._landmarker: Landmarker | None = None

    # Analyzer

    def describe(
        self, seen: Sequence[Seen], base: TokenBase | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make tokens of faces; see `generators.system.Analyzer`.

        Motion is measured from source to source: what rounding did to the base picture's tokens is done to
        those of the pictures after it, so that where nothing moved nothing moves.
        """
        if not seen:
            return []
        faces = [as_face(s.measured) for s in seen]
        tokens = self._tokens(faces)
        if base is not None and shown is not None:
            tokens = tokens + base.tokens - self._tokens([as_face(shown.measured)])
        return [self._parameters(t, face) for t, face in zip(tokens, faces, strict=True)]

    def _tokens(self, faces: Sequence[Face]) -> np.ndarray:
        points = np.stack([as_points(face) for face in faces])
        return self._tokenizer.encode((points - self._middle) / self._unit)

    def _parameters(self, tokens: np.ndarray, face: Face) -> Parameters:
        parts = np.split(tokens, LEVELS[:-1])
        row = {f.name: part.reshape(f.shape) for f, part in zip(self._layout.fields, parts, strict=True)}
        made = self._layout.parameters(row)
        return dataclasses.replace(made, low_confidence=face.confidence < CONFIDENT)

    def landmarks(self, parameters: Sequence[Parameters]) -> np.ndarray:
        """Tell where an average face's points come to lie; see `generators.parameters.by_effect.Shows`."""
        rows = [np.pad(t, (0, TOKENS - len(t))) for t in map(_sent, parameters)]
        points = self._tokenizer.decode(np.stack(rows))
        share = point_shares(points.shape[1])
        middle = points[:, :468, :2].mean(axis=1, keepdims=True)
        size = np.sqrt(((points[:, :468, :2] - middle) ** 2).sum(-1).mean(1))
        return points[..., :2] / size[:, None, None] * np.sqrt(share)[:, None]

    # Generator and Translator

    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> TokenBase:
        """Measure the face in a decoded base picture where its tokens say that it is."""
        if self._landmarker is None:
            self._landmarker = Landmarker()
        sent = _sent(parameters)
        tokens = np.pad(sent, (0, TOKENS - len(sent)))
        said = self._tokenizer.decode(tokens[None])[0] * self._unit + self._middle
        face = self._landmarker(picture[None].float().cpu(), region_of(said[:468]))
        points = as_points(face)[:468]
        texture = self.warp.base(picture, torch.from_numpy(points))
        return TokenBase(texture, points, tokens, len(sent))

    def translate(self, base: TokenBase, parameters: Sequence[Parameters]) -> Motion:
        """Compute the meshes, head motion and gaze of a batch."""
        mixed = []
        for sent in map(_sent, parameters):
            # A level that only one of the two has says nothing of the way between them.
            level = min(len(sent), base.sent)
            mixed.append(np.concatenate([sent[:level], base.tokens[level:]]))
        then, first = self._tokenizer.decode(np.stack(mixed)), self._tokenizer.decode(base.tokens[None])
        points = base.points + (then - first)[:, :468] * self._unit
        scale, rotation, move = similarity(base.points, points, self._rigid)
        affine = np.concatenate([scale[:, None, None] * rotation, move[..., None]], axis=2)
        turn = _gaze(then) - _gaze(first)
        return Motion(*(torch.from_numpy(a).float() for a in (points, affine, turn)))

    def generate(self, bases: Sequence[TokenBase], translated: Motion) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1."""
        return self.warp([b.texture for b in bases], translated, self.dtype)

    def driven(
        self, parameters: Sequence[Parameters], since: Parameters, own: Parameters
    ) -> list[Parameters]:
        """Make tokens of another face, see `generators.system.Driven`: its points move as the others did, in
        its size."""
        sent = [_sent(p) for p in parameters]
        first, face = (np.pad(t, (0, TOKENS - len(t))) for t in (_sent(since), _sent(own)))
        # What is not sent is as in the picture that it is since.
        rows = np.stack([np.concatenate([t, first[len(t) :]]) for t in sent])
        then, was, has = (self._tokenizer.decode(t) for t in (rows, first[None], face[None]))
        ratio = np.clip(_size(has) / max(_size(was), 1e-3), 1 / LARGER, LARGER)
        tokens = self._tokenizer.reaching(has + (then - was) * ratio, face + rows - first)
        out = []
        for row, given, made in zip(tokens, sent, parameters, strict=True):
            parts = np.split(row, LEVELS[:-1])[: 1 + sum(len(given) > level for level in LEVELS[:-1])]
            fields = zip(self._layout.fields, parts, strict=False)
            found = self._layout.parameters({f.name: part.reshape(f.shape) for f, part in fields})
            out.append(dataclasses.replace(found, low_confidence=made.low_confidence))
        return out

    def draft(self, n: int, base: TokenBase) -> tuple[System[TokenBase, Motion], TokenBase]:
        """Make the system for pictures of 1/n of height and width, and the base picture for it: the same
        face, not measured anew."""
        if n not in self._drafts:
            self._drafts[n] = make(self._height // n, self._width // n, self.warp.device, self.dtype)
        small = self._drafts[n]
        warp: MeshWarp = small.generator.warp  # type: ignore[attr-defined]
        texture = warp.smaller(base.texture, n)
        return small, dataclasses.replace(base, texture=texture, points=base.points / n)

    def moves(self) -> Moves:
        """Say how tokens can be changed: the first four are the head, those up to the sixteenth its parts."""
        scale = self._tokenizer.scale
        layout, firsts = self._layout, (0, *LEVELS[:2])
        moves = [
            Move(f.name, part, PIXEL / float(scale[first]))
            for f, first, part in zip(layout.fields, firsts, (POSE, "parts", "parts"), strict=False)
        ]
        return Moves(layout, moves)


def _sent(parameters: Parameters) -> np.ndarray:
    """The tokens that are there, up to the first level that is not."""
    parts = [parameters.matrices[COMPACT].ravel()]
    for gfve_id in range(len(LEVELS) - 1):
        if gfve_id not in parameters.enhancement:
            break
        parts.append(parameters.enhancement[gfve_id][0].ravel())
    return np.concatenate(parts)


def _size(points: np.ndarray) -> float:
    """The size of a face (1, 470, 3): root mean square of its points about their middle, across and down."""
    flat = points[0, :468, :2]
    return float(np.sqrt(((flat - flat.mean(axis=0)) ** 2).sum(-1).mean()))


def _gaze(points: np.ndarray) -> np.ndarray:
    """Pupils (n, 2, 2) from the middle of each eye, in eye widths along and across it."""
    return np.stack([eyes.looking(face[:468], face[468:, :2]) for face in points])


def make(
    height: int, width: int, device: torch.device | str, dtype: torch.dtype
) -> System[TokenBase, Motion]:
    """Make the system for pictures of a size."""
    both = TokenSystem(height, width, device, dtype)
    return System(
        "tokens",
        registry.entry("tokens").layout,
        both,
        both,
        both,
        rounding=lambda trade: ByEffect(both.landmarks, FINER * trade, ridge=RIDGE),
        moves=both.moves(),
        draft=both.draft,
        driven=both.driven,
    )
