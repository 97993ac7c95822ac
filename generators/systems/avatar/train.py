"""An avatar made from a clip: Gaussians and poses that draw its pictures over its background.

Everything follows from the clip, the number of steps and the seed: what is drawn in a step depends on its
number alone, so training that was stopped goes on to the same avatar.
"""

from __future__ import annotations

import hashlib
import math
import pickle
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from generators.graphics.splat import over
from generators.subjects.body.person import Camera
from generators.subjects.body.person import Person as Seen
from generators.subjects.body.skin import rotations
from generators.subjects.clip import Clip
from generators.systems.avatar.file import Avatar
from generators.systems.avatar.person import Lens, Person, fresh
from generators.systems.avatar.plate import plate
from sei.errors import SeigenError
from vvc_bridge.output import output_file

RATES = {"offset": 4e-4, "turn": 5e-3, "spread": 8e-3, "opacity": 3e-2, "colour": 1e-2}
POSE_RATE, MOVE_RATE = 1.5e-3, 1e-3
FADES = 0.3
"""Share of the steps after which they become smaller, to a twentieth."""
KEPT_EVERY = 200
"""Steps from checkpoint to checkpoint."""
LARGEST_SPREAD = math.log(0.05)


class TrainingError(SeigenError):
    """A clip that no avatar can be made of, or a checkpoint of another training."""


@dataclass(frozen=True)
class Trained:
    """An avatar and what is known of it.

    person, background  mean PSNR in dB on the person's pixels of the pictures trained on: as drawn, and of
                        the background alone
    """

    avatar: Avatar
    person: float
    background: float


class _Shots:
    """The pictures with a person in a clip, as tensors."""

    def __init__(self, clip: Clip) -> None:
        rows = [(i, m) for i in range(len(clip)) if isinstance(m := clip.measured[i], Seen) and m.fitted]
        if not rows:
            raise TrainingError("no picture shows a person whose pose is known")
        if len(clip.cuts) > 1:
            raise TrainingError(f"{len(clip.cuts)} scenes, allowed: 1, from a camera that stands still")
        self.height, self.width = clip.size
        self.pictures = np.stack([np.asarray(clip.pictures[i]) for i, _ in rows])
        people = [person for _, person in rows]
        self.covers = np.stack([p.mask_in(self.height, self.width) for p in people]).astype(np.float32)
        self.plate = plate(self.pictures, self.covers).permute(1, 2, 0)
        self.pose = torch.tensor(np.stack([p.pose for p in people]), dtype=torch.float32)
        self.move = torch.tensor(np.stack([p.move for p in people]), dtype=torch.float32)
        self.shape = np.median([p.shape for p in people], axis=0)

    def __len__(self) -> int:
        return len(self.pictures)

    def picture(self, i: int) -> torch.Tensor:
        """One picture (h, w, 3) in 0..1."""
        return torch.from_numpy(self.pictures[i]).float() / 255

    def digest(self) -> str:
        """What tells clips apart."""
        found = hashlib.sha256(self.pictures.tobytes())
        found.update(self.pose.numpy().tobytes())
        return found.hexdigest()


def lens_of(height: int, width: int) -> Lens:
    """Make the lens that is assumed for pictures of a size, see `generators.subjects.body.person.Camera`."""
    camera = Camera.of(height, width)
    return Lens(torch.tensor([camera.focal, camera.focal]), torch.tensor([camera.x, camera.y]))


class _Training:
    """Gaussians and poses on their way."""

    def __init__(self, shots: _Shots, size: str, steps: int, seed: int) -> None:
        self.shots, self.steps, self.seed = shots, steps, seed
        self.person = Person(fresh(size, shots.shape))
        self.lens = lens_of(shots.height, shots.width)
        self.pose, self.move = shots.pose.clone(), shots.move.clone()
        leaves = [*self.person.parts.values(), self.pose, self.move]
        for leaf in leaves:
            leaf.requires_grad_(True)
        self._rates = [*(RATES[name] for name in self.person.parts), POSE_RATE, MOVE_RATE]
        groups = [{"params": [leaf], "lr": rate} for leaf, rate in zip(leaves, self._rates, strict=True)]
        self.adam = torch.optim.Adam(groups)
        self.done = 0

    def drawn(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Picture (h, w, 3) and cover (h, w)."""
        body = self.person.body
        posed = body.pose(rotations(self.pose[i : i + 1]), self.move[i : i + 1], self.person.shape)
        shots = self.shots
        made = self.person.drawn(*self.person.placed(posed), self.lens, shots.height, shots.width)
        return over(*made, shots.plate), made[1]

    def loss(self, i: int) -> torch.Tensor:
        """What a picture is away from the clip's, and what the avatar is from a body."""
        made, cover = self.drawn(i)
        wanted, mask = self.shots.picture(i), torch.from_numpy(self.shots.covers[i])
        near = F.max_pool2d(mask[None, None], 13, 1, 6)[0, 0]
        away = made - wanted
        seen = 10 * away.abs().mean() + 4 * (away.square() * near[..., None]).mean()
        outline = 0.3 * (cover * (1 - near)).mean() + 0.05 * (cover - mask).abs().mean()
        parts = self.person.parts
        held = 30 * parts["offset"].square().sum(1).mean()
        held = held + 0.02 * (parts["spread"] - LARGEST_SPREAD).clamp_min(0).sum(1).mean()
        return seen + outline + held + 5 * (self.pose[i] - self.shots.pose[i]).square().mean()

    def step(self) -> None:
        """Draw one picture and move towards it."""
        share = self.done / self.steps
        for group, rate in zip(self.adam.param_groups, self._rates, strict=True):
            group["lr"] = rate * 0.05 ** max(0.0, (share - FADES) / (1 - FADES))
        # Every picture comes once in a round, in an order that the round's number says.
        count = len(self.shots)
        order = np.random.default_rng([self.seed, self.done // count]).permutation(count)
        self.adam.zero_grad()
        self.loss(int(order[self.done % count])).backward()
        self.adam.step()
        with torch.no_grad():
            self.person.parts["colour"].clamp_(0, 1)
        self.done += 1

    def state(self) -> dict[str, Any]:
        """What goes on from here depends on."""
        return {
            "of": [self.shots.digest(), self.person.size, self.steps, self.seed],
            "done": self.done,
            "parts": dict(self.person.parts),
            "pose": self.pose,
            "move": self.move,
            "adam": self.adam.state_dict(),
        }

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint. Raises TrainingError."""
        try:
            found = torch.load(path, weights_only=True)
            if found["of"] != self.state()["of"]:
                raise TrainingError(
                    f"{path}: a checkpoint of another training (clip, steps, seed or template)"
                )
            with torch.no_grad():
                for name, part in self.person.parts.items():
                    part.copy_(found["parts"][name])
                self.pose.copy_(found["pose"])
                self.move.copy_(found["move"])
            self.adam.load_state_dict(found["adam"])
            self.done = int(found["done"])
        except (OSError, RuntimeError, KeyError, TypeError, ValueError, EOFError) as error:
            raise TrainingError(f"{path}: no checkpoint ({type(error).__name__})") from None
        except (pickle.UnpicklingError, zipfile.BadZipFile) as error:
            raise TrainingError(f"{path}: no checkpoint ({type(error).__name__})") from None

    @torch.no_grad()
    def quality(self, which: Sequence[int]) -> tuple[float, float]:
        """PSNR in dB on the person's pixels, drawn and of the background alone."""
        rows = []
        for i in which:
            there = torch.from_numpy(self.shots.covers[i]) > 0.5
            if there.any():
                wanted, made = self.shots.picture(i), self.drawn(i)[0].clamp(0, 1)
                pair = [(p - wanted)[there].square().mean().clamp_min(1e-9) for p in (made, self.shots.plate)]
                rows.append([-10 * math.log10(float(e)) for e in pair])
        mean = np.mean(rows, axis=0) if rows else np.full(2, np.nan)
        return float(mean[0]), float(mean[1])


def train(
    clip: Clip,
    *,
    size: str = "small",
    steps: int = 3000,
    seed: int = 0,
    checkpoint: Path | None = None,
    resume: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Trained:
    """Make an avatar of the person in a clip that a still camera took.

    clip        measured by the subject ``body``
    size        of the template: ``small`` (2,978 Gaussians) or ``middle`` (7,770)
    checkpoint  file that is written every `KEPT_EVERY` steps; with ``resume`` training goes on from it where
                it is there

    Raises TrainingError.
    """
    training = _Training(_Shots(clip), size, steps, seed)
    if resume and checkpoint is not None and checkpoint.exists():
        training.resume(checkpoint)
    while training.done < steps:
        training.step()
        if progress:
            progress("training", training.done, steps)
        if checkpoint is not None and training.done % KEPT_EVERY == 0:
            with output_file(checkpoint) as file:
                torch.save(training.state(), file)
    return Trained(training.person.avatar(), *training.quality(range(0, len(training.shots), 8)))
