"""The analyzer and generator of the system "avatar".

How the parameters lie in the messages (camera: `generators.subjects.body.person.Camera.of` the picture):

    type 8   pose (24, 3)         each joint's rotation against its parent, axis times angle; the pelvis' is 0
    type 9   rotation (3, 3)      the pelvis against the picture
    type 10  translation (3, 1)   the pelvis from the camera, metres
    GFVE     shape (1, 10)        with base pictures alone

The background is that of the base pictures: where the avatar stood in one it is taken from those before it,
or filled in from around it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from generators import registry
from generators.graphics.splat import SplatError, over
from generators.media.backdrop import Backdrop, parse_background
from generators.parameters.by_effect import ByEffect
from generators.parameters.rotation import from_vector, nearest_rotations
from generators.parameters.values import Parameters
from generators.subjects.body.person import Person as Measured
from generators.subjects.body.skin import Posed, rotations
from generators.subjects.body.subject import fitted_people
from generators.subjects.body.template import JOINTS, SHAPES
from generators.subjects.subject import Seen
from generators.system import Attachment, System
from generators.systems.avatar.file import unpack
from generators.systems.avatar.person import Lens, Person, fresh
from generators.systems.avatar.plate import filled, widened
from generators.systems.avatar.train import lens_of
from generators.systems.avatar.view import View
from generators.weights.adapter import identity

CONFIDENT = 0.35
"""Confidence below which parameters are said to be of low confidence."""
STEPS, RATES = 8, (0.005, 0.003, 0.002)
"""Steps in which a picture's pose is refined by drawing it, and their size for joints, pelvis and place."""
LEAST_CHANGE = 20.0  # what another change than that of the picture before costs
FADES = 0.9  # what is left of a change when the next picture begins
NEAREST, FARTHEST = 0.3, 100.0
"""Depth of the pelvis that is drawn, metres: what a stream says beyond is taken as this."""
UNIT, DEARER = 3.0, 0.5  # as of the system semantics: displacements in half body heights, worth of a bit
KEPT = 4096
"""Pictures whose refined poses are kept."""


@dataclass(frozen=True)
class Scene:
    """A base picture made ready: its background (h, w, 3), where that is filled in (h, w), and the shape
    (1, 10) of its person."""

    background: torch.Tensor
    hole: torch.Tensor
    shape: torch.Tensor


@dataclass(frozen=True)
class Numbers:
    """Turns (n, 24, 3, 3) and places (n, 3) of people of one shape (1, 10)."""

    turns: torch.Tensor
    move: torch.Tensor
    shape: torch.Tensor


class AvatarSystem:
    """Analyzer, Translator and Generator in one: they share the avatar."""

    batch_matters = False

    def __init__(
        self,
        person: Person,
        size: tuple[int, int],
        device: torch.device | str,
        dtype: torch.dtype,
        view: View | None,
        backdrop: Backdrop | None,
    ) -> None:
        self.person, self.body, self.dtype = person, person.body, dtype
        self.height, self.width = size
        lens = lens_of(*size)
        self._lens = Lens(lens.focal.to(device), lens.centre.to(device))
        self._turn = None if view is None else torch.tensor(view.rotation, dtype=torch.float32, device=device)
        if view is not None:
            self._seen_by = Lens(self._lens.focal * view.zoom, self._lens.centre)
        self._backdrop = None if backdrop is None else backdrop.at(*size).permute(1, 2, 0).to(device)
        self._some = torch.arange(0, len(person.body.rest), 8, device=device)
        self._refined: dict[tuple[int, bytes], np.ndarray] = {}
        self._change = np.zeros(75)
        self._layout = registry.entry("avatar").layout

    # Analyzer

    def describe(
        self, seen: Sequence[Seen], base: Scene | None = None, shown: Seen | None = None
    ) -> list[Parameters]:
        """Make parameters of people in pixels of the coded picture; see `generators.system.Analyzer`. Each
        pose is the fitted one, moved until the avatar as drawn comes nearest to the picture."""
        found = []
        for one, person in zip(seen, fitted_people(seen), strict=True):
            key = zlib.crc32(np.ascontiguousarray(one.picture).tobytes()), person.pose.tobytes()
            if key not in self._refined:
                while len(self._refined) >= KEPT:
                    del self._refined[next(iter(self._refined))]
                self._refined[key] = self._refine(one.picture, person)
            found.append(self._parameters(self._refined[key], person))
        return found

    def _refine(self, picture: np.ndarray, person: Measured) -> np.ndarray:
        """Joints and pelvis (24, 3), then place (3,), (75,), that draw a picture best. What is behind the
        person is the picture itself: only where the person is counts."""
        device = self._lens.focal.device
        wanted = torch.from_numpy(np.ascontiguousarray(picture)).to(device).float() / 255
        mask = torch.from_numpy(person.mask_in(self.height, self.width)).to(device)
        fitted = np.concatenate([person.pose.ravel(), person.move])
        begun = torch.tensor(fitted + self._change, dtype=torch.float32, device=device)
        start = begun[:72].view(len(JOINTS), 3)
        joints, root, move = start[1:].clone(), start[:1].clone(), begun[None, 72:].clone()
        leaves = [joints, root, move]
        for leaf in leaves:
            leaf.requires_grad_(True)
        adam = torch.optim.Adam([{"params": [v], "lr": r} for v, r in zip(leaves, RATES, strict=True)])
        with torch.enable_grad():
            for _ in range(STEPS):
                turns = rotations(torch.cat([root, joints])[None])
                made, cover = self._drawn(self.person.body.pose(turns, move, self.person.shape))
                away = (over(made, cover, wanted) - wanted).abs().mean() * 10
                outline = (cover - mask).abs().mean()
                loss = away + outline + LEAST_CHANGE * (joints - start[1:]).square().mean()
                adam.zero_grad()
                loss.backward()
                adam.step()
        found = torch.cat([v.detach().flatten() for v in (root, joints, move)]).double().cpu().numpy()
        # The next picture begins where this one ended, so what is changed does not tremble; it fades.
        self._change = FADES * (found - fitted)
        return found

    def _parameters(self, numbers: np.ndarray, person: Measured) -> Parameters:
        pose = numbers[:72].reshape(24, 3).clip(-6.5, 6.5)
        row = {
            "pose": np.concatenate([np.zeros((1, 3)), pose[1:]])[None],
            "rotation": from_vector(pose[0])[None],
            "translation": numbers[72:].reshape(1, 3, 1),
            "shape": self.person.shape.double().cpu().numpy().reshape(1, SHAPES),
        }
        return self._layout.parameters(row, low_confidence=person.confidence < CONFIDENT)

    def landmarks(self, parameters: Sequence[Parameters]) -> np.ndarray:
        """Tell where points of the body come to lie; see `generators.parameters.by_effect.Shows`."""
        numbers = self._read(parameters)
        posed = self.person.body.pose(numbers.turns, numbers.move, self.person.shape)
        vertices = self.person.body.vertices(posed, self._some)
        screen = vertices[..., :2] / vertices[..., 2:].clamp_min(0.1) * self._lens.focal
        height = 1.7 * self._lens.focal[0] / numbers.move[:, 2]
        places = (screen / (height / 2 / UNIT)[:, None, None]).double().cpu().numpy()
        found: np.ndarray = places / np.sqrt(places.shape[1])
        return found

    # Generator and Translator

    def _read(self, parameters: Sequence[Parameters]) -> Numbers:
        rows = [
            {k: np.nan_to_num(v).clip(-128, 128) for k, v in self._layout.row(p).items()} for p in parameters
        ]
        device = self._lens.focal.device

        def tensor(values: Sequence[np.ndarray], *shape: int) -> torch.Tensor:
            return torch.tensor(np.stack(values).reshape(-1, *shape), dtype=torch.float32, device=device)

        turns = rotations(tensor([r["pose"].clip(-6.5, 6.5) for r in rows], len(JOINTS), 3))
        root = tensor([nearest_rotations(r["rotation"].reshape(1, 3, 3)) for r in rows], 3, 3)
        turns = torch.cat([(root @ turns[:, 0])[:, None], turns[:, 1:]], 1)
        move = tensor([r["translation"] for r in rows], 3)
        move = torch.cat([move[:, :2], move[:, 2:].clamp(NEAREST, FARTHEST)], 1)
        shape = tensor([rows[0].get("shape", np.zeros(SHAPES)).clip(-16, 16)], SHAPES)
        return Numbers(turns, move, shape)

    def _drawn(self, posed: Posed, around: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """Colours and cover as the camera sees them, or, turned about a place (3,), as the view asked for."""
        points, axes = self.person.placed(posed)
        lens = self._lens
        if around is not None and self._turn is not None:
            points = (points - around) @ self._turn.T + around
            axes, lens = self._turn @ axes, self._seen_by
        return self.person.drawn(points, axes, lens, self.height, self.width)

    @torch.no_grad()
    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> Scene:
        """Take the person out of a decoded base picture, where the avatar lies over it."""
        numbers = self._read([parameters])
        posed = self.person.body.pose(numbers.turns, numbers.move, numbers.shape)
        picture = picture.float()
        try:
            hole = widened(self._drawn(posed)[1])
        except SplatError:  # so near that nothing else can be seen
            hole = torch.zeros_like(picture[0], dtype=torch.bool)
        return Scene(filled(picture, hole).permute(1, 2, 0), hole, numbers.shape)

    def translate(self, base: Scene, parameters: Sequence[Parameters]) -> Numbers:
        """Compute the poses of a batch."""
        if not parameters:
            return Numbers(base.shape.new_zeros(0, 24, 3, 3), base.shape.new_zeros(0, 3), base.shape)
        return replace(self._read(parameters), shape=base.shape)

    def posed(self, base: Scene, parameters: Parameters) -> Posed:
        """Compute the pose (1) of a picture; see `generators.system.Mesher`."""
        numbers = self._read([parameters])
        return self.body.pose(numbers.turns, numbers.move, base.shape)

    @torch.no_grad()
    def generate(self, bases: Sequence[Scene], translated: Numbers) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1; Gaussians that would cover too much of one are left out."""
        behind = self._behind(bases)
        made = []
        for turns, move in zip(translated.turns, translated.move, strict=True):
            posed = self.person.body.pose(turns[None], move[None], translated.shape)
            try:
                picture = over(*self._drawn(posed, move), behind)
            except SplatError:
                picture = behind
            made.append(picture.permute(2, 0, 1).clamp(0, 1))
        empty = behind.new_zeros(0, 3, self.height, self.width)
        return (torch.stack(made) if made else empty).to(self.dtype)

    def _behind(self, bases: Sequence[Scene]) -> torch.Tensor:
        """The background (h, w, 3): of the current base picture, and of others where they show more of it."""
        if self._backdrop is not None:
            return self._backdrop
        found, hole = bases[0].background, bases[0].hole
        for other in bases[1:]:
            found = torch.where((hole & ~other.hole)[..., None], other.background, found)
            hole = hole & other.hole
        return found


def make(
    height: int,
    width: int,
    device: torch.device | str,
    dtype: torch.dtype,
    *,
    adapter: bytes | None = None,
    within: bool = True,
    view: str | None = None,
    background: str | None = None,
) -> System[Scene, Numbers]:
    """Make the system for pictures of a size.

    adapter     bytes of the avatar; None: somebody grey, of mean shape
    within      a stream brings the avatar itself
    view        from where it is looked at, ``YAW,PITCH[,ROLL,ZOOM]``; None: as it was filmed
    background  ``plate`` (unless given), ``none``, ``#RRGGBB`` or a picture's file

    Raises AvatarError, and SeigenError for a view or background that is none.
    """
    seen = None if view is None else View.parse(view)
    backdrop = parse_background(background or "plate")
    person = Person(fresh("small", np.zeros(SHAPES)) if adapter is None else unpack(adapter), device)
    both = AvatarSystem(person, (height, width), device, dtype, seen, backdrop)
    return System(
        "avatar",
        registry.entry("avatar").layout,
        both,
        both,
        both,
        mesher=both,
        rounding=lambda trade: ByEffect(both.landmarks, DEARER * trade),
        attachment=None if adapter is None else Attachment(identity(adapter), adapter, within),
    )
