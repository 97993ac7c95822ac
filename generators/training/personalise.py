"""Personalising: an adapter tuned on the sender's own clip, so that the generator paints this face.

The base pictures are those of a stream already coded, with the parameters that a decoder gets. Only layers
after the warp are tuned, so motion and features are computed once per picture. Numbers are rounded to the
adapter's step while tuning, and each costs about the bits that it will take.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.func import functional_call

from generators import registry
from generators.codec.encode import choose_step, code
from generators.codec.encoder import Encoded, Encoder, Settings
from generators.codec.picture_codec import BaseEncoder, PictureDecoder
from generators.measure.metrics import ShiftTolerantLpips
from generators.media.pixels import to_batch, to_tensor
from generators.networks.code import read
from generators.networks.generation import Generation, PreparedBase
from generators.networks.motion import MotionField
from generators.parameters.values import Parameters
from generators.subjects.clip import Clip, Progress
from generators.system import AnySystem, Attachment
from generators.training import losses
from generators.training.train import cooled
from generators.weights.adapter import LIMIT, AdapterError, identity, layout, pack, unpack
from generators.weights.files import Weights, load
from generators.weights.places import shipped
from vvc_bridge.access_unit import access_units

SHARE = 0.15
"""Share of a stream's bits that an adapter in it may take."""
MOST = 256
"""Pictures tuned on: beyond it every n-th one."""
CHECKED = 12
"""Pictures that the loss before and after is measured on."""
_ROUND = 0.4
"""Added before cutting to whole steps: numbers within 0.6 steps are zero."""


@dataclass(frozen=True)
class Tuning:
    """How an adapter is made.

    minutes     of tuning; 0: until ``steps``
    steps       most steps; with the same seed, the same steps give the same adapter
    batch       pictures per step
    rank        of changes of large tensors
    step        that numbers are multiples of; coarser where the adapter is too large otherwise
    most        bytes of the adapter
    perceptual  weight of the perceptual loss; 0 needs no metric trunk
    price       loss that a bit of every number costs
    """

    minutes: float = 2.0
    steps: int = 10**9
    batch: int = 4
    rate: float = 0.01
    rank: int = 4
    step: float = 1 / 32
    most: int = LIMIT
    perceptual: float = 0.4
    price: float = 0.002
    seed: int = 0

    @classmethod
    def of(cls, minutes: float, steps: int | None, most: int | None) -> Tuning:
        """Make it by a time, or by steps; within so many bytes."""
        most = LIMIT if most is None else most
        return cls(minutes=minutes, most=most) if steps is None else cls(minutes=0, steps=steps, most=most)


@dataclass(frozen=True)
class Shot:
    """What is generated from one base picture.

    picture   the base picture as decoded, (3, h, w) in 0..1
    given     its parameters as received
    keys      numbers of pictures in the clip, and ``rows``, their parameters as received
    """

    picture: torch.Tensor
    given: Parameters
    keys: tuple[int, ...]
    rows: tuple[Parameters, ...]


@dataclass(frozen=True)
class Tuned:
    """An adapter, and the loss on the clip without and with it."""

    data: bytes
    steps: int
    before: float
    after: float


def shots(encoder: Encoder, encoded: Encoded) -> list[Shot]:
    """List the shots of a stream that the encoder has coded; without those whose base picture shows no
    face."""
    writer = encoder.system.writer(encoded.settings.trade)
    step = encoded.settings.step
    every = max(1, -(-len(encoder.clip) // step // MOST))
    out = []
    decoder = PictureDecoder()
    pictures = (p for u in access_units(encoded.data, codec="h266") for _, p in decoder(bytes(u.data)))
    for segment, decoded in zip(encoded.segments, pictures, strict=True):
        if not segment.described or encoder.clip.absent(segment.start):
            continue
        shown = encoder.seen([segment.start])
        base = writer.base(encoder.system.analyzer.describe(shown)[0]).received
        keys = range(segment.start + step, segment.start + segment.count, step)
        # Every one is written, for what a decoder gets depends on the one before.
        coded = writer.segment(encoder.system.analyzer.describe(encoder.seen(keys)))
        kept = [i for i, k in enumerate(keys) if not i % every and not encoder.clip.absent(k)]
        if kept:
            picture = to_tensor(decoded)
            rows = tuple(coded[i].received for i in kept)
            out.append(Shot(picture, base, tuple(keys[i] for i in kept), rows))
    return out


class _Drawing(nn.Module):
    """A generator's `draw` as a module's forward, for `functional_call`."""

    def __init__(self, generator: Generation) -> None:
        super().__init__()
        self.generator = generator

    def forward(self, bases: list[PreparedBase], motions: list[MotionField]) -> torch.Tensor:
        return self.generator.draw(bases, motions)


class Tuner:
    """One adapter in tuning. ``pictures``: the clip's, uint8 (n, h, w, 3)."""

    def __init__(
        self, weights: Weights, material: Sequence[Shot], pictures: np.ndarray, tuning: Tuning
    ) -> None:
        if not material:
            raise AdapterError(
                "no picture to personalise on: none with a face follows a base picture with one"
            )
        self.weights, self.tuning, self.pictures = weights, tuning, pictures
        self.drawing = _Drawing(weights.generation.eval().requires_grad_(False))
        self.parts = layout(weights.generation, weights.config, tuning.rank)
        self.tensors = dict(weights.generation.named_parameters())
        self.numbers = [torch.zeros(part.count, requires_grad=True) for part in self.parts]
        self.optimiser = torch.optim.Adam(self.numbers, lr=tuning.rate, betas=(0.9, 0.99))
        self.random = torch.Generator().manual_seed(tuning.seed)
        self.trunk: ShiftTolerantLpips | None = None
        if tuning.perceptual > 0:
            self.trunk = ShiftTolerantLpips()
        self.shots = [(*self._moved(shot), shot.keys) for shot in material]
        self.steps = 0

    @torch.no_grad()
    def _moved(self, shot: Shot) -> tuple[PreparedBase, list[MotionField]]:
        config, generator = self.weights.config, self.weights.generation
        given = read(config, [shot.given]).driving()
        base = generator.prepare(shot.picture[None], given)
        motions = []
        for row in shot.rows:
            driving = read(config, [row]).driving()
            motions.append(generator.move(base, driving))
        return base, motions

    def changes(self) -> dict[str, torch.Tensor]:
        """Return what the numbers, rounded to whole steps, add to the tensors; gradients pass the
        rounding."""
        out = {}
        for part, numbers in zip(self.parts, self.numbers, strict=True):
            still = numbers.detach()
            whole = _whole(still / self.tuning.step) * self.tuning.step
            out[part.name] = part.change(numbers + (whole - still))
        return out

    def draw(self, shot: int, picks: Sequence[int], changes: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Draw pictures (n, 3, h, w) of a shot by the generator changed."""
        base, motions, _ = self.shots[shot]
        motion = MotionField.joined([motions[i] for i in picks])
        changed = {f"generator.{name}": self.tensors[name] + change for name, change in changes.items()}
        made: torch.Tensor = functional_call(self.drawing, changed, ([base], [motion]))
        return made

    def loss(self, shot: int, picks: Sequence[int], changes: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Measure the loss of pictures of a shot by the generator changed."""
        keys = self.shots[shot][2]
        rows = np.stack([np.asarray(self.pictures[keys[i]]) for i in picks])
        want = to_batch(rows)
        made = self.draw(shot, picks, changes)
        total = 4 * losses.pixel_loss(made, want)
        if self.trunk is not None:
            total = total + self.tuning.perceptual * losses.perceptual_loss(
                self.trunk, made, want, self.random, side=96
            )
        return total

    def train_step(self, done: float) -> float:
        """Take one step; ``done``: share of the tuning that is behind, 0..1."""
        tuning = self.tuning
        for group in self.optimiser.param_groups:
            group["lr"] = tuning.rate * cooled(done)
        lengths = torch.tensor([float(len(motions)) for _, motions, _ in self.shots])
        shot = int(torch.multinomial(lengths, 1, generator=self.random))
        count = len(self.shots[shot][1])
        picks = torch.randperm(count, generator=self.random)[: tuning.batch].tolist()
        loss = self.loss(shot, picks, self.changes())
        numbers = torch.cat(self.numbers)
        # About the bits of a number that is mostly zero.
        total = loss + tuning.price * torch.log2(1 + numbers.abs() / tuning.step).mean()
        self.optimiser.zero_grad(set_to_none=True)
        if bool(torch.isfinite(total)):
            total.backward()
            torch.nn.utils.clip_grad_norm_(self.numbers, 1.0)
            self.optimiser.step()
        self.steps += 1
        return float(loss.detach())

    @torch.no_grad()
    def measure(self, changes: Mapping[str, torch.Tensor]) -> float:
        """Measure the loss on a few pictures spread over all shots, always the same ones and the same
        windows."""
        all_of_them = [(s, i) for s, (_, motions, _) in enumerate(self.shots) for i in range(len(motions))]
        every = max(1, -(-len(all_of_them) // CHECKED))
        state = self.random.get_state()
        self.random.manual_seed(0)
        found = [float(self.loss(s, [i], changes)) for s, i in all_of_them[::every]]
        self.random.set_state(state)
        return float(np.mean(found))

    def run(self, progress: Progress | None = None) -> Tuned:
        """Tune to the end."""
        tuning, begun, done = self.tuning, time.monotonic(), 0.0
        before = self.measure({})
        while done < 1:
            self.train_step(done)
            seconds = time.monotonic() - begun
            done = max(seconds / 60 / tuning.minutes if tuning.minutes else 0.0, self.steps / tuning.steps)
            if progress:
                progress("personalising", round(1000 * min(done, 1)), 1000)
        data = self.data()
        return Tuned(data, self.steps, before, self.measure(unpack(data, self.weights)))

    def data(self) -> bytes:
        """Pack the adapter as it is, its step as coarse as the bytes allowed ask for."""
        numbers, step = torch.cat(self.numbers).detach(), self.tuning.step
        while True:
            data = pack(self.weights, self.tuning.rank, step, _whole(numbers / step).clamp(-127, 127).numpy())
            if len(data) <= min(self.tuning.most, LIMIT):
                return data
            if step >= 1:
                raise AdapterError(f"an adapter of {len(data)} bytes at least, allowed: {self.tuning.most}")
            step = min(1.0, step * 2**0.25)


def _whole(x: torch.Tensor) -> torch.Tensor:
    return x.sign() * (x.abs() + _ROUND).floor()


def attached(name: str, height: int, width: int, data: bytes, *, within: bool) -> AnySystem:
    """Make a learned system changed by an adapter, which its streams bring (``within``) or name."""
    system = registry.make(name, height, width, adapter=data)
    return dataclasses.replace(system, attachment=Attachment(identity(data), data, within))


def encode_personalised(
    clip: Clip,
    name: str,
    *,
    bitrate: float | None = 8.0,
    settings: Settings | None = None,
    tuning: Tuning | None = None,
    within: bool = True,
    progress: Progress | None = None,
    base: BaseEncoder | None = None,
) -> Encoded:
    """Code a clip with a learned system, tune an adapter on what that makes of it, and code it again.

    An adapter within the stream is part of the bitrate, and takes at most SHARE of it; one beside is not.
    Where at the bitrate the clip comes out no better with it (what it takes can be a base picture), it is
    left out, and a note says so.
    """
    if not registry.entry(name).learned:
        raise AdapterError(f"{name} has no weights to personalise; learned systems have")
    settings = settings or Settings(step=choose_step(float(clip.rate)))
    tuning = tuning or Tuning()
    first_rate = bitrate
    if within and bitrate:
        room = int(SHARE * bitrate * 1000 * clip.seconds / 8)
        tuning = dataclasses.replace(tuning, most=min(tuning.most, room))
        first_rate = bitrate * (1 - SHARE)
    height, width = clip.pictures.shape[1:3]
    encoder = Encoder(clip, registry.make(name, height, width), progress=progress, base=base)
    plain = code(encoder, first_rate, settings)
    material = shots(encoder, plain)
    if not material and bitrate:
        without = plain if first_rate == bitrate else code(encoder, bitrate, settings)
        without.notes.append("not personalised: at this bitrate no picture is generated")
        return without
    tuner = Tuner(load(shipped(name), name), material, clip.pictures, tuning)
    tuned = tuner.run(progress)
    changed = attached(name, height, width, tuned.data, within=within)
    again = Encoder(clip, changed, progress=progress, base=base)
    again.keep(encoder)
    result = code(again, bitrate, settings)
    if bitrate:
        without = plain if first_rate == bitrate else code(encoder, bitrate, settings)
        if without.error <= result.error:
            without.notes.append(
                f"not personalised: with an adapter of {len(tuned.data)} bytes "
                f"{'in' if within else 'beside'} the stream the clip comes out no better "
                f"(loss of structure {result.error:.4f}, without {without.error:.4f})"
            )
            return without
    result.notes.append(
        f"personalised: {len(tuned.data)} bytes {'in' if within else 'beside'} the stream, "
        f"{tuned.steps} steps, loss {tuned.before:.4f} before, {tuned.after:.4f} after"
    )
    return result
