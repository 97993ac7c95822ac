"""The generator of the system "scene": what a base picture shows, moved.

The coordinates of GFV (16 points) are the tokens. A base message says where they are; 0 and 0 exactly is a
token that is not used. The messages after it say where they have moved to, beside what a decoder knows by
itself: with the next base picture at hand, linear motion along the flow to it (`between`); without it, no
motion. Where things move far, a GFVE message with the base picture says how far the tokens move up to the
next one, and the decoder's flow begins with that.
"""

from __future__ import annotations

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
from generators.systems.scene.between import Link, halves, link, traced
from generators.systems.scene.tokens import COUNT, Spread
from generators.systems.scene.watch import Watch, trust
from generators.systems.scene.watershed import places

STEP = 2.0**-8
"""Unit in which tokens are coded, in half pictures."""
TOLERANCE = 1.0
"""Steps by which what is sent may err."""
HINT = 2.0**-6
"""Unit in which it is said how far tokens move up to the next base picture."""
WORTH, FAR = 0.7, 1.0
"""Share of the flow's error that may be left where that is said; error from which it is worth saying, in
pixels of a picture of 180 rows."""


@dataclass(frozen=True, eq=False)
class SceneBase:
    """A base picture made ready.

    picture  (3, h, w) in 0..1
    places   (16, 2) of the tokens in half pictures; NaN: not used
    spread   what each of them moves
    towards  (16, 2) pixels by which they move up to the next base picture; None: nobody says
    """

    picture: torch.Tensor
    places: np.ndarray
    spread: Spread
    towards: np.ndarray | None = None


class SceneSystem:
    """Analyzer, translator and generator in one."""

    batch_matters = False

    def __init__(self, height: int, width: int, device: torch.device | str, dtype: torch.dtype) -> None:
        self.height, self.width, self.device, self.dtype = height, width, device, dtype
        self._half = np.array([width / 2, height / 2])
        self._watch = Watch()
        self._linked: tuple[SceneBase, SceneBase, Link] | None = None

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
        if not placed.enhancement:
            placed = self._base(wanted.numpy())
        return self._paying(placed, own, shown, pictures, moved, wanted)

    def _hinted(
        self, own: torch.Tensor, second: torch.Tensor, shown: Seen, following: Seen, whole: torch.Tensor
    ) -> Parameters:
        """Parameters of a base picture that say how far tokens move up to the next one, where the flow
        between the two is found better by it; ``whole`` is that flow as it was followed."""
        placed = self._base(whole.numpy())
        base = self.prepare(own, placed)
        weight = trust(shown.picture, [following.picture], whole)
        moved = base.spread.fitted(whole, weight, STEP * self._half)[0] / self._half
        hint = np.clip(np.rint(moved / HINT) * HINT, -2, 2)
        if not hint.any():
            return placed
        hinted = replace(placed, enhancement={0: (hint,)})
        away = []
        for tried in (placed, hinted):
            by = self._link(self.prepare(own, tried), self.prepare(second, tried))
            miss = (by.there.cpu() - whole).norm(dim=1, keepdim=True)
            away.append(float((miss * weight).sum() / weight.sum().clamp_min(1e-6)))
        # Pictures do not tell: a wrong flow finds pixels as like as the right one.
        return hinted if away[1] < WORTH * away[0] and away[0] > FAR * self.height / 180 else placed

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
        said = registry.entry("scene").layout.row(parameters).get("towards")
        towards = None if said is None else np.clip(said, -2, 2) * self._half
        return SceneBase(picture, own, Spread(picture, (own + 1) * self._half - 0.5), towards)

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
        made = sample(bases[0].picture.expand(len(way), -1, -1, -1), way)
        return made.clamp(0, 1).to(self.dtype)

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
        return both.mixed().clamp(0, 1).to(self.dtype)

    def _link(self, base: SceneBase, following: SceneBase) -> Link:
        """The flow between two base pictures, computed once."""
        if self._linked is None or self._linked[0] is not base or self._linked[1] is not following:
            near = None
            if base.towards is not None:
                near = base.spread.field(base.towards[None], everywhere=True)
            self._linked = base, following, link(base.picture, following.picture, near)
        return self._linked[2]


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
