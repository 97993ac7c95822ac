"""Picture to features, and features to picture: the ends that every generator here has."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from generators.networks.blocks import ConvBlock, Down, PointConv, Res, Up, bias, widths
from generators.networks.geometry import laid
from generators.networks.slim import Keep, Slim, SlimHead, SlimRes


def hinting(hints: int, channels: int) -> nn.Conv2d | None:
    """Make the layer from maps to what is added to features: nothing at first."""
    if not hints:
        return None
    network = PointConv(hints, channels)
    nn.init.zeros_(network.weight)
    nn.init.zeros_(bias(network))
    return network


class Trunk(nn.Module):
    """`encode` halves the size ``count`` times, `decode` refines by ``blocks`` residuals and comes back.

    separable  slim, prunable blocks
    guided     `decode` looks at a full-size picture too, and gives what to add to it beside a picture
    early      residual blocks that belong to `encode`
    hints      maps that `decode` is shown beside the features
    mouth      `decode` is shown one more at half the picture's size, where mouths are open

    With either of the first two the decoder stays at half the size, where a quarter of the work is, and ends
    by sub-pixel shuffling (Shi et al., 2016).
    """

    def __init__(
        self,
        first: int,
        most: int,
        count: int,
        blocks: int,
        *,
        separable: bool = False,
        guided: bool = False,
        early: int = 0,
        hints: int = 0,
        mouth: bool = False,
    ) -> None:
        super().__init__()
        w = widths(first, most, count)
        self.channels = w[-1]
        self.guided, self.early = guided, early
        outputs = 6 if guided else 3
        self.shuffled = separable or guided
        self.hint = hinting(hints + mouth, w[-1])
        self.beside = (12 + mouth) * guided
        if separable:
            self.first: nn.Module = Slim(3, w[0])
            self.down = nn.ModuleList(Slim(w[i], w[i + 1], "down", gated=i < count - 1) for i in range(count))
            self.res = nn.ModuleList(SlimRes(w[-1]) for _ in range(blocks))
            self.up = nn.ModuleList(Slim(w[i + 1], w[i], "up") for i in reversed(range(1, count)))
            self.last: nn.Module | None = Slim(w[1] + self.beside, w[1])
            self.final: SlimHead | nn.Conv2d = SlimHead(w[1], 4 * outputs, 3)
        else:
            self.first = ConvBlock(3, w[0], 7)
            self.down = nn.ModuleList(Down(w[i], w[i + 1]) for i in range(count))
            self.res = nn.ModuleList(Res(w[-1]) for _ in range(blocks))
            self.up = nn.ModuleList(Up(w[i + 1], w[i]) for i in reversed(range(int(guided), count)))
            self.last = ConvBlock(w[1] + self.beside, w[1]) if guided else None
            self.final = nn.Conv2d(w[1], 24, 3, padding=1) if guided else nn.Conv2d(w[0], 3, 7, padding=3)
        if guided:
            # At first nothing is added.
            last = self.final.point if isinstance(self.final, SlimHead) else self.final
            for tensor in (last.weight, bias(last)):
                tensor.data[len(tensor) // 2 :] = 0

    def encode(self, picture: torch.Tensor) -> torch.Tensor:
        """Encode pictures (n, 3, h, w) to features (n, channels, h >> count, w >> count)."""
        x = self.first(picture)
        for block in (*self.down, *self.res[: self.early]):
            x = block(x)
        return x

    def decode(
        self,
        x: torch.Tensor,
        guide: torch.Tensor | None = None,
        hints: torch.Tensor | None = None,
        mouth: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Decode features to (n, 3, h, w), unbounded; guided (n, 6, h, w): what to add to the guide comes
        last."""
        x = self.refine(x, hints, mouth)
        for block in self.up:
            x = block(x)
        # No name holds what is large while the next is made of it.
        x = self.joined(x, guide, mouth)
        if self.last is not None:
            x = self.last(x)
        x = self.final(x)
        # What comes after has few channels: planes.
        return F.pixel_shuffle(x.contiguous(), 2) if self.shuffled else x

    def refine(self, x: torch.Tensor, hints: torch.Tensor | None, mouth: torch.Tensor | None) -> torch.Tensor:
        """Make better features of warped ones, in their size."""
        if self.hint is not None and hints is not None:
            coarse = [] if mouth is None else [F.adaptive_avg_pool2d(mouth, (hints.shape[2], hints.shape[3]))]
            x = x + self.hint(laid(torch.cat([hints, *coarse], dim=1), x))
        for block in self.res[self.early :]:
            x = block(x)
        return x

    def joined(self, x: torch.Tensor, guide: torch.Tensor | None, mouth: torch.Tensor | None) -> torch.Tensor:
        """Put the guide beside enlarged features."""
        if guide is None:
            return x
        near = [F.pixel_unshuffle(guide, 2)] + ([] if mouth is None else [mouth])
        return torch.cat([x, laid(torch.cat(near, dim=1), x)], dim=1)

    def finish(self, x: torch.Tensor, guide: torch.Tensor | None, mouth: torch.Tensor | None) -> torch.Tensor:
        """Bring enlarged features together with the guide."""
        x = self.joined(x, guide, mouth)
        return x if self.last is None else self.last(x)

    def prune(self) -> None:
        """Take out all channels that the gates hold at zero (separable trunks alone)."""
        keep: Keep | None = None
        for block in (self.first, *self.down):
            assert isinstance(block, Slim)
            keep = block.prune(keep)
        for res in self.res:
            assert isinstance(res, SlimRes)
            res.prune()
        keep = None
        for block in self.up:
            assert isinstance(block, Slim)
            keep = block.prune(keep)
        if keep is None:
            keep = torch.ones(self.channels, dtype=torch.bool)
        if self.guided:
            keep = torch.cat([keep, keep.new_ones(self.beside)])
        assert isinstance(self.last, Slim) and isinstance(self.final, SlimHead)
        self.final.prune(self.last.prune(keep))
