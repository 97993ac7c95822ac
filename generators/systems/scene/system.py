"""The generator of the system "scene": what a base picture shows, moved.

The coordinates of GFV (16 points) are the tokens. A base message says where they are; 0 and 0 exactly is a
token that is not used. The messages after it say where they have moved to, beside what a decoder knows by
itself: with the next base picture at hand, linear motion along the flow to it (`between`); without it, no
motion. Where things move far, GFVE messages with the base picture say how the camera moves up to the next
one (its corners), and how far the tokens do beside; the decoder's flow begins with that. Another says what is
painted (`painting`).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from generators import registry
from generators.graphics.flow import sample
from generators.media.pixels import to_batch, to_tensor
from generators.parameters.by_tolerance import ByTolerance
from generators.parameters.values import Parameters
from generators.subjects.subject import Seen
from generators.system import System
from generators.systems.scene import camera
from generators.systems.scene.between import Halves, Link, halves, link, traced
from generators.systems.scene.painting import GATES, NOTHING, SEEDS, STRENGTHS, Paint, shipped
from generators.systems.scene.tokens import COUNT, Spread
from generators.systems.scene.watch import Watch, trust
from generators.systems.scene.watershed import places

STEP = 2.0**-8
"""Unit in which tokens are coded, in half pictures."""
TOLERANCE = 1.0
"""Steps by which what is sent may err."""
HINT = 2.0**-6
"""Unit in which it is said how far corners and tokens move up to the next base picture."""
WORTH, FAR = 0.7, 1.0
"""Share of the flow's error that may be left where that is said; error from which it is worth saying, in
pixels of a picture of 180 rows."""
TOWARDS, CAMERA, PAINT = 0, 1, 2
"""gfve_id of what comes with a base picture."""
LINKED = 3
"""Flows between two base pictures that are remembered."""


@dataclass(frozen=True, eq=False)
class SceneBase:
    """A base picture made ready.

    picture  (3, h, w) in 0..1
    places   (16, 2) of the tokens in half pictures; NaN: not used
    spread   what each of them moves
    towards  (16, 2) pixels by which they move up to the next base picture; None: nobody says
    corners  (4, 2) likewise, by which the picture's corners do
    paint    what is painted after it
    """

    picture: torch.Tensor
    places: np.ndarray
    spread: Spread
    towards: np.ndarray | None = None
    corners: np.ndarray | None = None
    paint: Paint = NOTHING

    @property
    def _size(self) -> tuple[int, int]:
        return self.picture.shape[1], self.picture.shape[2]

    def near(self) -> torch.Tensor | None:
        """Return the flow to the next base picture as far as the stream says it, (1, 2, h, w)."""
        near = None
        if self.corners is not None:
            near = camera.field(self.corners, self._size[0], self._size[1], self.picture.device)
        if self.towards is not None:
            beside = self.spread.field(self.towards[None], everywhere=near is None)
            near = beside if near is None else near + beside
        return near

    def begins_as(self, other: SceneBase) -> bool:
        """Tell whether the flow from it is the same."""
        own, others = self.near(), other.near()
        alike = own is None if others is None else own is not None and torch.equal(own, others)
        return alike and torch.equal(self.picture, other.picture)


class SceneSystem:
    """Analyzer, translator and generator in one."""

    batch_matters = False

    def __init__(self, height: int, width: int, device: torch.device | str, dtype: torch.dtype) -> None:
        self.height, self.width, self.device, self.dtype = height, width, device, dtype
        self._half = np.array([width / 2, height / 2])
        self._watch = Watch()
        self._linked: list[tuple[SceneBase, SceneBase, Link]] = []

    # Analyzer

    def describe(
        self, seen: Sequence[Seen], base: SceneBase | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make parameters of pictures. Of base pictures: tokens where there is most to be seen, for nothing
        is known of what follows (`placed` knows it). Of others: their motion from the base picture."""
        if base is None:
            return [self._base(_texture(s.picture)) for s in seen]
        if not seen or shown is None:
            return [self._moved(base, np.zeros((COUNT, 2))) for _ in seen]
        pictures = [s.picture for s in seen]
        moved = self._watch.flows(shown.picture, pictures)
        return self._fitted(shown, pictures, moved, moved, base)

    def placed(
        self, shown: Seen, after: Sequence[Seen], following: Seen | None = None, shares: Sequence[float] = ()
    ) -> Parameters:
        """Make the parameters of a base picture by how the pictures ``after`` it move.

        following  the next base picture's source, where a decoder has it at hand
        shares     of the way to it at which each of ``after`` lies
        """
        if not after:
            return self._base(np.zeros((1, 2, self.height, self.width)))
        pictures = [s.picture for s in after]
        moved = self._watch.flows(shown.picture, pictures)
        own = to_tensor(shown.picture)
        if following is None:
            return self._paying(self._base(moved.numpy()), own, shown, pictures, moved, moved)
        second = to_tensor(following.picture)
        share = moved.new_tensor(shares).view(-1, 1, 1, 1)
        whole = self._watch.flows(shown.picture, [*pictures, following.picture])[-1:]
        placed = self._hinted(own, second, shown, following, whole)
        by = self._link(self.prepare(own, placed), self.prepare(second, placed))
        wanted = moved - share * by.there.cpu()
        if TOWARDS not in placed.enhancement:
            placed = replace(self._base(wanted.numpy()), enhancement=placed.enhancement)
        return self._paying(placed, own, shown, pictures, moved, wanted)

    def _hinted(
        self, own: torch.Tensor, second: torch.Tensor, shown: Seen, following: Seen, whole: torch.Tensor
    ) -> Parameters:
        """Parameters of a base picture that say how the camera moves up to the next one, and then how tokens
        do, each where the flow between the two is found better by it; ``whole`` is that flow as it was
        followed."""
        placed = self._base(whole.numpy())
        weight = trust(shown.picture, [following.picture], whole)

        def miss(tried: Parameters) -> float:
            # Pictures do not tell: a wrong flow finds pixels as like as the right one.
            by = self._link(self.prepare(own, tried), self.prepare(second, self._base(np.zeros_like(whole))))
            away = (by.there.cpu() - whole).norm(dim=1, keepdim=True)
            return float((away * weight).sum() / weight.sum().clamp_min(1e-6))

        best, far = miss(placed), FAR * self.height / 180
        for carrier in (CAMERA, TOWARDS):
            if best <= far:
                break
            hint = self._hint(carrier, own, placed, whole, weight)
            hinted = replace(placed, enhancement={**placed.enhancement, carrier: (hint,)})
            found = miss(hinted) if hint.any() else best
            if found < WORTH * best:
                best, placed = found, hinted
        return placed

    def _hint(
        self,
        carrier: int,
        own: torch.Tensor,
        placed: Parameters,
        whole: torch.Tensor,
        weight: torch.Tensor,
    ) -> np.ndarray:
        """Displacements of the corners or, beside what these say, of tokens, as they are coded."""
        if carrier == CAMERA:
            found = camera.fitted(whole, weight)
        else:
            base = self.prepare(own, placed)
            known = base.near()
            left = whole if known is None else whole - known.cpu()
            found = base.spread.fitted(left, weight, STEP * self._half)[0]
        hint: np.ndarray = np.clip(np.rint(found / self._half / HINT) * HINT, -2, 2)
        return hint

    def _paying(
        self,
        placed: Parameters,
        own: torch.Tensor,
        shown: Seen,
        pictures: Sequence[np.ndarray],
        moved: torch.Tensor,
        wanted: torch.Tensor,
    ) -> Parameters:
        """Parameters of a base picture without the tokens that would not pay."""
        points, base = placed.keypoints, self.prepare(own, placed)
        assert points is not None
        found = base.spread.fitted(wanted, trust(shown.picture, pictures, moved), STEP * self._half)
        used = np.asarray(found.any((0, 2)))
        if base.towards is not None:
            used |= base.towards.any(1)
        return replace(placed, keypoints=np.where(used[:, None], points, 0.0))

    def beside(
        self,
        seen: Sequence[Seen],
        shares: Sequence[float],
        base: SceneBase,
        following: SceneBase,
        shown: Seen,
    ) -> list[Parameters]:
        """Make parameters of pictures after ``shares`` of the way from one base picture to the next: what
        linear motion along the flow between the two, as decoded, lacks."""
        if not seen:
            return []
        pictures = [s.picture for s in seen]
        moved = self._watch.flows(shown.picture, pictures)
        along = moved.new_tensor(shares).view(-1, 1, 1, 1) * self._link(base, following).there.cpu()
        return self._fitted(shown, pictures, moved, moved - along, base, (following, list(shares)))

    def _base(self, motion: np.ndarray) -> Parameters:
        """Parameters of a base picture with tokens placed by motion (t, 2, h, w); where nothing moves there
        are none."""
        points = np.zeros((COUNT, 2))
        if np.abs(motion).max() > 0.05:
            found = (places(motion, COUNT) + 0.5) / self._half - 1
            found = np.clip(np.rint(found / STEP) * STEP, -1, 1)
            # In the very middle would mean that it is not used.
            found[~found.any(1), 0] = STEP
            points[: len(found)] = found
        return Parameters(keypoints=points)

    def _fitted(
        self,
        shown: Seen,
        pictures: Sequence[np.ndarray],
        moved: torch.Tensor,
        wanted: torch.Tensor,
        base: SceneBase,
        towards: tuple[SceneBase, list[float]] | None = None,
    ) -> list[Parameters]:
        """Tokens that make what is generated move as wanted (n, 2, h, w); none where the pictures come no
        nearer to their sources by them."""
        found = base.spread.fitted(wanted, trust(shown.picture, pictures, moved), STEP * self._half)
        if found.any():
            sources = to_batch(np.stack(list(pictures)))
            away = [
                (self._made(base, tokens, towards).cpu() - sources).abs().mean((1, 2, 3)).sum()
                for tokens in (found, np.zeros_like(found))
            ]
            if away[0] >= away[1]:
                found = np.zeros_like(found)
        return [self._moved(base, tokens) for tokens in found]

    def _made(
        self, base: SceneBase, tokens: np.ndarray, towards: tuple[SceneBase, list[float]] | None
    ) -> torch.Tensor:
        if towards is None:
            return self.generate([base], tokens)
        return self._between(base, towards[0], towards[1], tokens)

    def _moved(self, base: SceneBase, tokens: np.ndarray) -> Parameters:
        """Parameters that move tokens (16, 2) by pixels."""
        points = np.nan_to_num(base.places) + np.where(np.isnan(base.places), 0, tokens / self._half)
        return Parameters(keypoints=np.clip(points, -1, 1))

    # Translator and Generator

    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> SceneBase:
        """Compute what each token of a base picture (3, h, w) in 0..1 moves."""
        points = parameters.keypoints
        assert points is not None
        own = np.where(points.any(1, keepdims=True), points, np.nan)
        picture = picture.to(self.device, torch.float32)
        said = registry.entry("scene").layout.row(parameters)
        towards, corners = (
            np.clip(said[name], -2, 2) * self._half if name in said else None
            for name in ("towards", "camera")
        )
        paint = Paint.read(said["paint"]) if "paint" in said else Paint()
        spread = Spread(picture, (own + 1) * self._half - 0.5)
        return SceneBase(picture, own, spread, towards, corners, paint)

    def translate(self, base: SceneBase, parameters: Sequence[Parameters]) -> np.ndarray:
        """Tell how far the tokens have moved, (n, 16, 2) in pixels."""
        points = np.stack(
            [np.nan_to_num(base.places) if p.keypoints is None else p.keypoints for p in parameters]
        )
        moved: np.ndarray = np.nan_to_num(points - base.places) * self._half
        return moved

    def generate(self, bases: Sequence[SceneBase], translated: np.ndarray) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1 from the current base picture alone."""
        way = traced(bases[0].spread.field(translated))
        made = sample(bases[0].picture.expand(len(way), -1, -1, -1), way).clamp(0, 1)
        return self._painted(Halves.alone(made, way), bases[0].paint)

    def _painted(self, both: Halves, paint: Paint, shares: Sequence[float] = ()) -> torch.Tensor:
        """Pictures of what base pictures show, painted; ``shares`` of the way, where it is between two."""
        if paint.gate == paint.strength == 0:
            return both.mixed().clamp(0, 1).to(self.dtype)
        painters = shipped(str(self.device))
        # One by one: convolutions of several pictures round otherwise.
        each = zip(both.split(), shares or [0.5] * len(both.first), strict=True)
        return torch.cat([painters.paint(one, paint, share) for one, share in each]).to(self.dtype)

    def between(
        self,
        base: SceneBase,
        following: SceneBase,
        shares: Sequence[float],
        parameters: Sequence[Parameters],
    ) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1 after ``shares`` of the way from a base picture to the next."""
        return self._between(base, following, shares, self.translate(base, parameters))

    def _between(
        self, base: SceneBase, following: SceneBase, shares: Sequence[float], tokens: np.ndarray
    ) -> torch.Tensor:
        share = base.picture.new_tensor(list(shares))
        by = self._link(base, following)
        both = halves(base.picture, following.picture, by, share, base.spread.field(tokens))
        return self._painted(both, base.paint, shares)

    def _link(self, base: SceneBase, following: SceneBase) -> Link:
        """The flow between two base pictures, computed once."""
        for one, other, known in self._linked:
            if torch.equal(other.picture, following.picture) and one.begins_as(base):
                return known
        found = link(base.picture, following.picture, base.near())
        self._linked = [*self._linked[1 - LINKED :], (base, following, found)]
        return found

    # What an encoder chooses

    def ways(self, described: Parameters, stage: int) -> list[Parameters]:
        """List base pictures' parameters to choose from: how much of the mean network is added, then how
        much texture is made up; the first as given."""
        if stage > 1:
            return []
        said = registry.entry("scene").layout.row(described).get("paint")
        paint = Paint() if said is None else Paint.read(said)
        points = described.keypoints
        seed = zlib.crc32(b"" if points is None else points.tobytes()) % SEEDS
        if stage == 0:
            tried = [replace(paint, gate=gate) for gate in range(1, len(GATES))]
        else:
            tried = [replace(paint, strength=strength, seed=seed) for strength in range(1, len(STRENGTHS))]
        return [
            described,
            *(replace(described, enhancement={**described.enhancement, PAINT: (p.row(),)}) for p in tried),
        ]


def _texture(picture: np.ndarray) -> np.ndarray:
    """A stand-in for motion that nobody knows yet, (1, 2, h, w): the slopes of luma."""
    luma = picture.astype(np.float64).mean(2)
    slopes = np.gradient(luma)
    return np.stack([slopes[1], slopes[0]])[None]


def make(
    height: int, width: int, device: torch.device | str, dtype: torch.dtype
) -> System[SceneBase, np.ndarray]:
    """Make the system for pictures of a size."""
    both = SceneSystem(height, width, device, dtype)
    part = (None, "coordinates")
    return System(
        "scene",
        registry.entry("scene").layout,
        both,
        both,
        both,
        interpolator=both,
        rounding=lambda trade: ByTolerance(tolerances={part: TOLERANCE * STEP}),
    )
