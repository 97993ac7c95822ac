"""Training: clips in, a weights file out. Resumable, the same for the same seed and number of steps."""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
import torch.nn.functional as F

from generators import registry
from generators.media.pixels import SCALES, to_tensor
from generators.networks.blocks import channels_last
from generators.networks.code import code_of, layout_of
from generators.networks.config import OWN, Config
from generators.networks.expandable import ExpandableGenerator
from generators.networks.face_keypoints import CompactFace
from generators.networks.generation import PictureGenerator, PreparedBase
from generators.networks.motion import MotionField
from generators.networks.slim import Gate
from generators.training import losses
from generators.training.augment import Pair, augment
from generators.training.parallel import ALONE, Processes
from generators.training.pool import Crops, PoolError
from generators.training.synthetic import Heads
from generators.weights.adapter import painting
from generators.weights.files import Weights, fresh, shrink_to, store
from sei.errors import SeigenError
from vvc_bridge.output import output_file

if TYPE_CHECKING:
    from generators.measure.metrics import ShiftTolerantLpips

PRUNE_AT = 0.7
"""Share of the training after which the gates' zeros are taken out for good."""


class TrainError(SeigenError):
    """Training cannot start, or cannot go on from a checkpoint."""


@dataclass(frozen=True)
class TrainingSettings:
    """One training.

    minutes      of training, after the clips were read; 0: until ``steps``
    steps        most steps; with the same seed, the same steps give the same weights
    synthetic    share of pairs that show rendered heads
    coded        share of pairs whose source is as a VVC decoder gives it, where the crops have that
    large        size of the last stretch, in smaller batches; 0: as all of it
    last         share of the training that is the last stretch
    painter      only what comes after the warp is trained, the rest stays
    half         forward passes in bfloat16
    perceptual   weight of the perceptual loss; 0 needs no trunk
    """

    system: str
    minutes: float = 45
    steps: int = 10**9
    size: int = 128
    batch: int = 4
    rate: float = 8e-4
    seed: int = 0
    device: str = "cpu"
    synthetic: float = 0.15
    coded: float = 0.7
    large: int = 0
    last: float = 0.2
    painter: bool = False
    half: bool = False
    motion: float = 8.0
    perceptual: float = 0.4
    landmarks: float = 10.0
    equivariance: float = 2.0
    gates: float = 0.05
    strength: float = 1.0


@dataclass
class StepReport:
    """What there is to tell after a step."""

    step: int
    seconds: float
    done: float
    losses: dict[str, float] = field(default_factory=dict)


def cooled(done: float) -> float:
    """Return the share of the learning rate after a share of the training: half a cosine, down to a
    twentieth."""
    return 0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * done))


def own_config(system: str) -> Config:
    """Return what networks a system has when they are trained here. Raises TrainError."""
    registry.names()  # Their files are loaded: a system may describe its networks in its own.
    if system not in OWN:
        raise TrainError(f"no system {system!r} to train; there are: {', '.join(OWN)}")
    return OWN[system]


class Trainer:
    """One system in training. `run` trains, `save` and `resume` keep everything that matters."""

    def __init__(
        self,
        settings: TrainingSettings,
        pool: Sequence[Crops],
        config: Config | None = None,
        group: Processes = ALONE,
    ) -> None:
        own = own_config(settings.system)
        if settings.size % 16 or not 64 <= settings.size <= 512:
            raise TrainError(f"size {settings.size}, allowed: multiples of 16, 64..512")
        self.settings, self.device, self.group = settings, torch.device(settings.device), group
        self.config = config or own
        self._layout = layout_of(self.config)
        self.pool = [c for c in pool if len(c) >= 2]
        if not self.pool:
            raise PoolError("no clip shows a face in two pictures")
        self.random = torch.Generator().manual_seed(group.seed(settings.seed))
        weights = fresh(settings.system, self.config, settings.seed)
        assert weights.analysis is not None
        self.analysis = weights.analysis.to(self.device).train()
        self.generator = weights.generation.to(self.device).train()
        self.step, self.seconds, self.pruned = 0, 0.0, False
        self.heads = Heads.find() if settings.synthetic > 0 else None
        self._settle()
        group.same((self.analysis, self.generator))
        self.trunk: ShiftTolerantLpips | None = None
        if settings.perceptual > 0:
            from generators.measure.metrics import ShiftTolerantLpips

            self.trunk = ShiftTolerantLpips().to(self.device)
        self._optimise()

    def _settle(self) -> None:
        """What follows from the clips without training: the directions of a compact feature."""
        if not self.config.code:
            return
        assert isinstance(self.analysis, CompactFace) and isinstance(self.generator, PictureGenerator)
        assert self.generator.code is not None
        rows = [self._pair() for _ in range(256)]
        a, b = (torch.stack([r[i] for r in rows]) for i in (2, 3))
        still = torch.zeros(len(rows), 3, 8, 8)
        pair = augment(Pair(still, still, a, b), self.random, strength=self.settings.strength)
        self.analysis.code.fit(
            *(self.analysis.keypoints(p.to(self.device)) for p in (pair.source_points, pair.driving_points))
        )
        self.generator.code.load_state_dict(self.analysis.code.state_dict())

    def _optimise(self) -> None:
        channels_last(self.generator)
        if self.settings.painter:
            self._freeze()
        gates = [p for m in self.generator.modules() if isinstance(m, Gate) for p in m.parameters()]
        chosen = {id(p) for p in gates}
        rest = [
            p
            for n in (self.analysis, self.generator)
            for p in n.parameters()
            if id(p) not in chosen and p.requires_grad
        ]
        # A gate has to come from 1 to 0 within the training; weights have not so far to go.
        groups = [{"params": rest, "pace": 1.0}] + ([{"params": gates, "pace": 10.0}] if gates else [])
        self.optimiser = torch.optim.Adam(groups, lr=self.settings.rate, betas=(0.5, 0.99))

    def ready(self) -> None:
        """Make the networks ready to be trained."""
        self.analysis.train()
        self.generator.train()
        if self.settings.painter:
            self._freeze()

    def _freeze(self) -> None:
        """All but what paints: no gradients, and batch norms as they are used later."""
        paints = painting(self.config)
        self.analysis.eval().requires_grad_(False)
        for key, parameter in self.generator.named_parameters():
            parameter.requires_grad_(key.startswith(paints))
        for key, module in self.generator.named_modules():
            module.train((key + ".").startswith(paints))

    @property
    def done(self) -> float:
        """Share of the training that is behind, 0..1."""
        s = self.settings
        return min(1.0, max(self.seconds / 60 / s.minutes if s.minutes else 0.0, self.step / s.steps))

    def weights(self) -> Weights:
        """Return the networks as they are."""
        return Weights(self.settings.system, self.config, self.generator, self.analysis)

    def begin_with(self, other: Weights) -> int:
        """Start from another network's tensors where names and shapes agree; how many. Raises TrainError.

        From a pruned one of the same system it goes on with the channels that are left.
        """
        # What is sent may differ: a compact feature ends in keypoints too.
        sent = {name: getattr(other.config, name) for name in ("system", "factors", "code")}
        alike = self.config.at(**sent)
        if other.config == alike and not any(isinstance(m, Gate) for m in other.generation.modules()):
            shrink_to(self.generator, other.generation.state_dict())
            if isinstance(self.generator, ExpandableGenerator) and not other.config.factors:
                self.generator.fit()
            self.generator.to(self.device).train()
            self.pruned = self.config.separable
            self._optimise()
        taken = 0
        for own, given in ((self.generator, other.generation), (self.analysis, other.analysis)):
            mine, theirs = own.state_dict(), given.state_dict() if given is not None else {}
            if other.config.mouth and not self.config.mouth:
                # The mouth's map is the last channel of what takes it.
                theirs = {k: _narrowed(v, mine[k]) if k in mine else v for k, v in theirs.items()}
            same = {k: v for k, v in theirs.items() if k in mine and mine[k].shape == v.shape}
            own.load_state_dict(same, strict=False)
            taken += len(same)
        if not taken:
            raise TrainError(f"nothing of {other.name} fits {self.settings.system}")
        return taken

    # Pairs

    def pairs(self) -> Pair:
        """Draw a batch of augmented pairs."""
        s = self.settings
        last = s.large and self.done >= 1 - s.last
        rows = [self._pair() for _ in range(max(2, s.batch // 2) if last else s.batch)]
        stacked = [torch.stack(r).to(self.device) for r in zip(*rows, strict=True)]
        side = s.large if last else s.size
        pair = Pair(*stacked[:4])
        if len(stacked) > 4:
            pair = dataclasses.replace(pair, other=stacked[4], other_points=stacked[5])
        if not self.config.factors or last:
            return augment(pair, self.random, strength=s.strength, side=side)
        # What is drawn at twice the size is compared too, but for the last stretch: crops are no larger.
        large = augment(pair, self.random, strength=s.strength, side=2 * side)
        source, driving = (F.avg_pool2d(x, 2) for x in (large.source, large.driving))
        return dataclasses.replace(large, source=source, driving=driving, large=large.driving)

    def _pair(self) -> tuple[torch.Tensor, ...]:
        r = self.random
        if self.heads is not None and float(torch.rand(1, generator=r)) < self.settings.synthetic:
            backdrop = self._clip()
            side = backdrop.pictures.shape[1]
            head = self.heads.pair(side, r, to_tensor(backdrop.pictures[self._index(len(backdrop))]))
            # A second base picture that shows nothing new.
            return (*head, head[0], head[2]) if self.config.family.every_base else head
        crops = self._clip()
        i, j = self._index(len(crops)), self._index(len(crops))
        points = [torch.from_numpy(crops.landmarks[k]) for k in (i, j)]
        source = crops.pictures
        # A learned analysis looks at pictures before they are coded.
        if crops.coded is not None and self.config.faces:
            source = crops.coded if float(torch.rand(1, generator=r)) < self.settings.coded else source
        rows = to_tensor(source[i]), to_tensor(crops.pictures[j]), *points
        if not self.config.family.every_base:
            return rows
        k = self._index(len(crops))
        return (*rows, to_tensor(source[k]), torch.from_numpy(crops.landmarks[k]))

    def _clip(self) -> Crops:
        return self.pool[self._index(len(self.pool))]

    def _index(self, count: int) -> int:
        return int(torch.randint(count, (1,), generator=self.random))

    # Steps

    def shown(self, pair: Pair) -> list[torch.Tensor]:
        """Return what the analysis takes of the source and of the driving pictures: landmarks, or the
        pictures."""
        if self.config.faces:
            return [pair.source_points, pair.driving_points]
        return [pair.source, pair.driving]

    def losses(self, pair: Pair) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        """Compute the losses by name, weighted, and what was generated."""
        s = self.settings
        both = self.analysis(torch.cat(self.shown(pair)))
        n = len(pair.source)
        source, driving = (both.rows(part) for part in (slice(0, n), slice(n, None)))
        sent = [given.rounded(self._step, self.random) for given in (source, driving)]
        with torch.autocast(self.device.type, torch.bfloat16, enabled=s.half):
            base = self.generator.prepare(pair.source, sent[0].driving())
            motion = self.generator.move(base, sent[1].driving())
            bases, motions = [base], [motion]
            # Every second step draws from two base pictures, as a stream goes on to.
            if pair.other is not None and pair.other_points is not None and self.step % 2:
                shown = pair.other_points if self.config.faces else pair.other
                other = self.analysis(shown).rounded(self._step, self.random)
                bases.append(self.generator.prepare(pair.other, other.driving()))
                motions.append(self.generator.move(bases[1], sent[1].driving()))
            made = self.generator.draw(bases, motions).float()
        weight = losses.attention(pair.driving_points, tuple(made.shape[2:]))
        out = {"pixel": 4 * losses.pixel_loss(made, pair.driving, weight=weight)}
        if self.trunk is not None:
            with torch.autocast(self.device.type, torch.bfloat16, enabled=s.half):
                out["perceptual"] = s.perceptual * losses.perceptual_loss(
                    self.trunk, made, pair.driving, self.random, points=pair.driving_points
                )
        if self.config.prior:
            where = self.generator.seen(motion)
            out["motion"] = s.motion * losses.motion_loss(where, pair.source_points, pair.driving_points)
        if self.config.num_kps and not self.config.faces:
            # Landmarks show the way at first; later the keypoints may go where they serve best.
            share = max(0.15, 1 - 2 * self.done)
            out["landmarks"] = (
                s.landmarks
                * share
                * losses.landmark_loss(both, torch.cat([pair.source_points, pair.driving_points]))
            )
            if s.equivariance:
                out["equivariance"] = s.equivariance * losses.equivariance_loss(
                    self.analysis, pair.driving, driving, self.random
                )
        if isinstance(self.generator, ExpandableGenerator):
            out["sizes"] = self._sizes(self.generator, base, motion, pair)
        if self.config.separable and not self.pruned:
            out["gates"] = s.gates * losses.gate_loss(self.generator)
        return out, made

    def _sizes(
        self,
        generator: ExpandableGenerator,
        base: PreparedBase,
        motion: MotionField,
        pair: Pair,
    ) -> torch.Tensor:
        """Loss of one of the other sizes, drawn with the same motion."""
        others = [s for s in SCALES if s < 1 or (s > 1 and pair.large is not None)]
        points, large = pair.driving_points, pair.driving if pair.large is None else pair.large
        generator.scale = others[self._index(len(others))]
        try:
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.settings.half):
                made = generator.draw([base], [motion]).float()
        finally:
            generator.scale = SCALES[2]
        want = F.interpolate(large, made.shape[2:], mode="area")
        weight = losses.attention(points, tuple(made.shape[2:]))
        loss = 2 * losses.pixel_loss(made, want, weight=weight)
        if self.trunk is not None:
            if made.shape[2] < 64:
                made, want = (F.interpolate(x, scale_factor=2.0, mode="nearest") for x in (made, want))
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.settings.half):
                loss = loss + 0.5 * self.settings.perceptual * losses.perceptual_loss(
                    self.trunk, made, want, self.random, points=points
                )
        return loss

    def _step(self, name: str) -> float:
        """Step at which a part of the code is sent, as the layout has it."""
        precision = {f.name: f.precision for f in self._layout.fields}
        if (given := code_of(self.config).precision) is not None:
            return 2.0**-given
        return 2.0 ** -precision.get(name, 7)

    def train_step(self) -> StepReport:
        """Take one step."""
        begun = time.monotonic()
        if self.config.separable and not self.pruned and self.done >= PRUNE_AT:
            self.prune()
        for group in self.optimiser.param_groups:
            group["lr"] = group["pace"] * self.settings.rate * cooled(self.done)
        parts, _ = self.losses(self.pairs())
        total = torch.stack(list(parts.values())).sum()
        values = self.group.mean({**parts, "total": total})
        self.optimiser.zero_grad(set_to_none=True)
        # Where one process has no number, none of them makes this step.
        if math.isfinite(values["total"]):
            total.backward()
            trained = [p for g in self.optimiser.param_groups for p in g["params"]]
            self.group.gradients(trained)
            torch.nn.utils.clip_grad_norm_(trained, 10.0)
            self.optimiser.step()
        self.group.buffers((self.analysis, self.generator))
        self.step += 1
        # All are as far as the first: what follows from the time happens in the same step.
        self.seconds = self.group.value(self.seconds + time.monotonic() - begun, self.device)
        return StepReport(self.step, self.seconds, self.done, values)

    def run(self) -> Iterator[StepReport]:
        """Train to the end, telling after every step."""
        while self.done < 1:
            yield self.train_step()

    def prune(self) -> None:
        """Take out the channels that the gates hold at zero; the optimiser starts over."""
        assert isinstance(self.generator, PictureGenerator)
        self.group.same((self.analysis, self.generator))
        self.generator.prune()
        self.generator.to(self.device).train()
        self.pruned = True
        self._optimise()

    # Files

    def save(self, path: Path) -> None:
        """Save everything needed to go on, whole or not at all."""
        state = {
            "settings": dataclasses.asdict(self.settings),
            "config": self.config.to_json(),
            "step": self.step,
            "seconds": self.seconds,
            "pruned": self.pruned,
            "random": self.random.get_state(),
            "analysis": self.analysis.state_dict(),
            "generator": self.generator.state_dict(),
            "optimiser": self.optimiser.state_dict(),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        with output_file(path) as file:
            torch.save(state, file)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint of the same system. Raises TrainError."""
        try:
            state = torch.load(path, map_location=self.device, weights_only=True)
            if (
                state["settings"]["system"] != self.settings.system
                or state["config"] != self.config.to_json()
            ):
                raise TrainError(f"{path}: a checkpoint of another system or another size")
            if state["pruned"]:
                shrink_to(self.generator, state["generator"])
                self.pruned = True
            self.analysis.load_state_dict(state["analysis"])
            self.generator.load_state_dict(state["generator"])
            self.generator.to(self.device)
            self._optimise()
            self.optimiser.load_state_dict(state["optimiser"])
            self.random.set_state(state["random"].cpu())
            self.step, self.seconds = int(state["step"]), float(state["seconds"])
            if not self.group.first:
                # The checkpoint holds what is random of the first alone.
                self.random.manual_seed(self.group.seed(self.settings.seed, self.step))
        except TrainError:
            raise
        except Exception as error:
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise TrainError(f"{path}: not a checkpoint to go on from ({why})") from None

    def ship(self, path: Path, notes: dict[str, str], *, limit: int | None = None) -> int:
        """Write the weights file; its size."""
        w = self.weights()
        w.notes = notes
        return store(w, path, limit=limit)


def _narrowed(given: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """A convolution's weights without its last input channel, where it has one more than another's."""
    one_more = given.dim() == like.dim() == 4 and given.shape[1] == like.shape[1] + 1
    return given[:, :-1] if one_more and given.shape[2:] == like.shape[2:] else given


@torch.inference_mode()
def picture_grid(trainer: Trainer, rows: int = 4) -> np.ndarray:
    """Lay the source, driving and generated picture side by side, uint8 (rows * size, 3 * size, 3)."""
    state = trainer.random.get_state()
    pair = trainer.pairs()
    trainer.random.set_state(state)
    trainer.analysis.eval()
    trainer.generator.eval()
    source, driving = map(trainer.analysis, trainer.shown(pair))
    made = trainer.generator([trainer.generator.prepare(pair.source, source.driving())], driving.driving())
    trainer.ready()
    lines = torch.cat([pair.source, pair.driving, made.float()], dim=3)[:rows]
    tall = torch.cat(list(lines), dim=1)
    return (tall.clamp(0, 1) * 255).byte().permute(1, 2, 0).cpu().numpy()


Tell = Callable[[StepReport], None]
