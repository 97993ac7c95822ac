"""The decoder's side: base picture and motion to pictures.

`prepare` computes all that depends on the base picture alone, once; `forward` makes pictures from prepared
bases, in batches. Neither runs any analysis: the base picture's own parameters come with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import nn

from generators.networks.blocks import (
    AntiAlias,
    ConvBlock,
    Down,
    PointConv,
    Res,
    SpadeRes,
    Up,
    bias,
    enlarge,
    widths,
)
from generators.networks.code import Compact, Driving
from generators.networks.compact_motion import CompactBase, CompactMotion
from generators.networks.config import Config
from generators.networks.face_keypoints import CompactCode
from generators.networks.factor_motion import FactorBase, FactorMotion
from generators.networks.geometry import laid, resize_grid, resize_motion, sample, shorter
from generators.networks.motion import DenseMotion, MotionBase, MotionField
from generators.networks.mouth import Mouth
from generators.networks.trunk import Trunk, hinting


@dataclass(frozen=True)
class PreparedBase:
    """A base picture made ready.

    picture   (n, 3, h, w) in 0..1
    features  what is warped: (n, c, h, w) or a volume (n, c, d, h, w)
    motion    the motion network's own part
    given     the base picture's own parameters as the network takes them
    """

    picture: torch.Tensor
    features: torch.Tensor
    motion: MotionBase | CompactBase | FactorBase
    given: Driving


class PictureGenerator(nn.Module):
    """fomm, dac, cfte and light: features of the base picture warped, masked, refined.

    Several base pictures (dac): each is warped by itself, and where one is occluded another shows. They are
    weighed by the softmax of their occlusion logits, so that one alone is the plain generator.

    With ``paste`` the base picture itself is warped too. Where it holds, what decoding shows is added to it
    (so that coding loss can be mended); where it does not, what decoding shows is all there is.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        first, most, count, blocks = config.generator
        slim = config.separable
        self.trunk = Trunk(
            config.channels(first),
            config.channels(most),
            count,
            blocks,
            separable=slim,
            guided=config.paste,
            early=config.early,
            hints=config.hints,
            mouth=config.mouth,
        )
        self.mouth = Mouth() if config.mouth else None
        outputs = 1 + config.paste + config.hints
        self.shrink = AntiAlias(3, config.step) if config.step > 1 and not config.view else nn.Identity()
        self.code = CompactCode(config) if config.code else None
        self.motion: DenseMotion | CompactMotion | FactorMotion
        if config.factors:
            self.motion = FactorMotion(config, outputs=outputs)
        elif config.num_kps:
            self.motion = DenseMotion(config, 3, outputs=outputs)
        else:
            self.motion = CompactMotion(config, outputs=outputs)

    def prepare(self, picture: torch.Tensor, given: Driving) -> PreparedBase:
        """Prepare base pictures (n, 3, h, w) in 0..1 with their own parameters."""
        view = self.shrink(picture)
        if self.config.view:
            size = shorter(picture.shape[2:], self.config.view)
            view = F.interpolate(
                picture.float(), size, mode="bilinear", antialias=True, align_corners=False
            ).to(picture.dtype)
        motion = self.motion.prepare(view, self._keypoints(given))
        return PreparedBase(picture, self.trunk.encode(picture), motion, given)

    def _keypoints(self, given: Driving) -> Driving:
        if self.code is None:
            return given
        assert isinstance(given, Compact)
        return self.code(given.feature)

    def forward(self, bases: Sequence[PreparedBase], driving: Driving) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1."""
        return self.draw(bases, [self.move(base, driving) for base in bases])

    def move(self, base: PreparedBase, driving: Driving) -> MotionField:
        """Compute the motion of n pictures from a base picture."""
        keypoints = self._keypoints(driving)
        motion = self.motion(base.motion, keypoints)
        if self.mouth is None:
            return motion
        size = base.picture.shape[2] // 2, base.picture.shape[3] // 2
        return replace(motion, mouth=self.mouth(size, keypoints).to(motion.occlusion.dtype))

    def seen(self, motion: MotionField) -> torch.Tensor:
        """Find where what is seen comes from, (n, h, w, 2)."""
        return motion.where

    def sized(self, picture: torch.Tensor) -> torch.Tensor:
        """Bring base pictures (n, 3, h, w) to the size that is drawn: they have it."""
        return picture

    def painted(
        self, x: torch.Tensor, old: torch.Tensor, hints: torch.Tensor, mouth: torch.Tensor | None
    ) -> torch.Tensor:
        """Make (n, 6, h, w) from warped features and the warped picture: a picture, what is added to it."""
        return self.trunk.decode(x, old, hints, mouth)

    def draw(self, bases: Sequence[PreparedBase], motions: Sequence[MotionField]) -> torch.Tensor:
        """Draw pictures of base pictures moved."""
        align, resized = self.config.align_corners, resize_motion if self.config.prior else resize_grid
        pictures = [self.sized(base.picture) for base in bases] if self.config.paste else []
        full = tuple(pictures[0].shape[2:]) if pictures else ()
        warped, logits, pasted = [], [], []
        for i, (base, motion) in enumerate(zip(bases, motions, strict=True)):
            size = tuple(base.features.shape[2:])
            maps = _resized(motion.occlusion, size)
            seen = sample(base.features, resized(motion.where, size), align)
            warped.append(seen * maps[:, :1].sigmoid())
            logits.append(maps)
            if self.config.paste:
                # What comes from outside the picture is likelier its border than black.
                pasted.append(sample(pictures[i], resized(motion.where, full), align, "border"))
        among = shares([m[:, :1] for m in logits])
        features = mixed(warped, among)
        if not self.config.paste:
            return self.trunk.decode(features).sigmoid()
        hints = mixed([m[:, 2:] for m in logits], among)
        blend = [_resized(m[:, 1:2], full) for m in logits]
        return blended(blend, pasted, lambda old: self.painted(features, old, hints, motions[0].mouth))

    def prune(self) -> None:
        """Take out channels that the gates hold at zero (light alone), in place."""
        self.trunk.prune()
        self.motion.prune()


def shares(logits: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """Return the softmax over base pictures."""
    return list(torch.stack(list(logits)).softmax(dim=0)) if len(logits) > 1 else []


def mixed(parts: Sequence[torch.Tensor], weights: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return the weighted sum over base pictures; one alone is taken as it is."""
    if len(parts) == 1:
        return parts[0]
    return sum((p * w for p, w in zip(parts, weights, strict=True)), parts[0].new_zeros(()))


def blended(
    logits: Sequence[torch.Tensor],
    pasted: Sequence[torch.Tensor],
    paint: Callable[[torch.Tensor], torch.Tensor],
) -> torch.Tensor:
    """Blend warped base pictures (n, 3, h, w) where their logits (n, 1, h, w) say so, elsewhere a painted
    one."""
    weights = [w.sigmoid() for w in logits]
    if len(weights) > 1:
        weights = [w * s for w, s in zip(weights, shares(logits), strict=True)]
    total = sum(weights[1:], weights[0])
    old = mixed(pasted, [w / total.clamp_min(1e-4) for w in weights]).to(pasted[0].dtype)
    fresh, added = paint(old).chunk(2, dim=1)
    fresh = fresh.sigmoid()
    return (fresh + total * (old + 0.5 * added.tanh() - fresh)).clamp(0, 1)


class VolumeGenerator(nn.Module):
    """facev2v: features lifted to a volume, warped by 3D motion, flattened, refined.

    With ``paste``, which depth is seen is learned too, and the base picture itself moved by its motion.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        first, most, count, blocks = config.generator
        first, most = config.channels(first), config.channels(most)
        self.depth = config.depth
        # A whole number of channels at each depth.
        volume = max(1, round(most / config.depth))
        w = widths(first, most, count)
        flat = first << count
        self.first = ConvBlock(3, first, 3 if config.spade else 7)
        self.down = nn.ModuleList(Down(w[i], w[i + 1]) for i in range(count))
        self.lift = PointConv(w[-1], volume * config.depth)
        self.solid = nn.ModuleList(Res(volume, dims=3) for _ in range(blocks))
        # Occlusion, the blend with the warped picture, the depths that are seen, and hints.
        outputs = 2 + config.depth + config.hints if config.paste else 1
        self.motion = DenseMotion(config, volume, dims=3, outputs=outputs)
        self.flatten = ConvBlock(volume * config.depth, flat, slope=0.01)
        self.mix = PointConv(flat, flat)
        self.hint = hinting(config.hints, flat)
        self.painter: nn.Module = (
            Spader(flat, count) if config.spade else Painter(flat, first, count, blocks, guided=config.paste)
        )

    def prepare(self, picture: torch.Tensor, given: Driving) -> PreparedBase:
        """Prepare base pictures (n, 3, h, w) in 0..1 with their keypoints (n, K, 3)."""
        x = self.first(picture)
        for down in self.down:
            x = down(x)
        volume = self.lift(x).unflatten(1, (-1, self.depth))
        for block in self.solid:
            volume = block(volume)
        return PreparedBase(picture, volume, self.motion.prepare(volume, given), given)

    def forward(self, bases: Sequence[PreparedBase], driving: Driving) -> torch.Tensor:
        """Make pictures (n, 3, h, w) in 0..1; the first base alone is used."""
        return self.draw(bases, [self.move(bases[0], driving)])

    def move(self, base: PreparedBase, driving: Driving) -> MotionField:
        """Compute the motion of n pictures from a base picture."""
        return self.motion(base.motion, driving)

    def draw(self, bases: Sequence[PreparedBase], motions: Sequence[MotionField]) -> torch.Tensor:
        """Draw pictures of the first base picture moved."""
        base, motion = bases[0], motions[0]
        size = tuple(base.features.shape[2:])
        where = (resize_motion if self.config.prior else resize_grid)(motion.where, size)
        x = sample(base.features, where, self.config.align_corners).flatten(1, 2)
        maps = _resized(motion.occlusion, size[1:])
        x = self.mix(self.flatten(x)) * maps[:, :1].sigmoid()
        if self.hint is not None:
            x = x + self.hint(maps[:, 2 + self.depth :])
        if not self.config.paste:
            return self.painter(x).sigmoid()
        full = tuple(base.picture.shape[2:])
        pasted = sample(
            base.picture, resize_motion(self.seen(motion), full), self.config.align_corners, "border"
        )
        blend = _resized(motion.occlusion[:, 1:2], full)
        return blended([blend], [pasted], lambda old: self.painter(x, old))

    def seen(self, motion: MotionField) -> torch.Tensor:
        """Find where what is seen comes from, (n, h, w, 2): the mean over depths, each as far as it is
        seen."""
        share = motion.occlusion[:, 2 : 2 + self.depth].float().softmax(dim=1)
        return (motion.where[..., :2] * share[..., None]).sum(dim=1)


Generation = PictureGenerator | VolumeGenerator
"""A system's generator."""


class Painter(nn.Module):
    """Residual blocks and resize-convolutions; guided as in `Trunk`."""

    def __init__(self, channels: int, first: int, count: int, blocks: int, *, guided: bool = False) -> None:
        super().__init__()
        self.res = nn.ModuleList(Res(channels) for _ in range(blocks))
        w = [max(first, channels >> i) for i in range(count + 1)]
        self.up = nn.ModuleList(Up(w[i], w[i + 1]) for i in range(count - guided))
        self.last: nn.Module | None = None
        self.final = nn.Conv2d(w[-1], 3, 7, padding=3)
        if guided:
            self.last, self.final = ConvBlock(w[-2] + 12, w[-2]), nn.Conv2d(w[-2], 24, 3, padding=1)
            self.final.weight.data[12:] = 0
            bias(self.final).data[12:] = 0

    def forward(self, x: torch.Tensor, guide: torch.Tensor | None = None) -> torch.Tensor:
        for block in (*self.res, *self.up):
            x = block(x)
        if self.last is None or guide is None:
            return self.final(x)
        x = torch.cat([x, laid(F.pixel_unshuffle(guide, 2), x)], dim=1)
        return F.pixel_shuffle(self.final(self.last(x)).contiguous(), 2)


class Spader(nn.Module):
    """Residual blocks with SPADE, guided by the warped features themselves."""

    def __init__(self, channels: int, count: int, blocks: int = 6) -> None:
        super().__init__()
        last = channels // 4
        self.entry = nn.Conv2d(channels, 2 * channels, 3, padding=1)
        hidden = max(4, channels // 2)
        self.middle = nn.ModuleList(
            SpadeRes(2 * channels, 2 * channels, channels, hidden) for _ in range(blocks)
        )
        w = [2 * channels, *[channels] * (count - 1), last]
        self.up = nn.ModuleList(SpadeRes(w[i], w[i + 1], channels, hidden) for i in range(count))
        self.final = nn.Conv2d(last, 3, 3, padding=1)

    def forward(self, guide: torch.Tensor) -> torch.Tensor:
        x = self.entry(guide)
        for block in self.middle:
            x = block(x, guide)
        for block in self.up:
            x = block(enlarge(x), guide)
        return self.final(F.leaky_relu(x, 0.2))


def _resized(x: torch.Tensor, size: tuple[int, ...]) -> torch.Tensor:
    if tuple(x.shape[2:]) == tuple(size):
        return x
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)
