"""The learned trunk by which pictures are compared as people see them."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from generators.media import zoo


class ShiftTolerantLpips(nn.Module):
    """ST-LPIPS (Ghildyal and Liu, ECCV 2022), AlexNet: 0 alike, larger is worse; blind to small shifts.

    The published weights are loaded as tensors alone; the layers are those of the weights' own package
    (anti-aliased strides with wide reflection padding, first convolution at stride 1).
    """

    # (input, output, kernel, padding, pooled and blurred before) of the five convolutions.
    _LAYERS = (
        (3, 64, 11, 2, False),
        (64, 192, 5, 2, True),
        (192, 384, 3, 1, True),
        (384, 256, 3, 1, False),
        (256, 256, 3, 1, False),
    )
    _WEIGHTS = ("slice1.0", "slice2.5", "slice3.9", "slice4.11", "slice5.13")

    def __init__(self) -> None:
        super().__init__()
        state = torch.load(zoo.path("stlpips"), map_location="cpu", weights_only=True)
        self.convs = nn.ModuleList()
        self.lins = nn.ParameterList()
        self.shift: torch.Tensor
        self.scale: torch.Tensor
        self.blur: torch.Tensor
        for i, (channels, out, kernel, padding, _) in enumerate(self._LAYERS):
            conv = nn.Conv2d(channels, out, kernel, padding=padding)
            name = f"net.{self._WEIGHTS[i]}."
            conv.load_state_dict({part: state[name + part] for part in ("weight", "bias")})
            self.convs.append(conv)
            self.lins.append(state[f"lin{i}.model.1.weight"].view(1, -1, 1, 1))
        self.register_buffer("shift", state["scaling_layer.shift"])
        self.register_buffer("scale", state["scaling_layer.scale"])
        blur = torch.tensor([1.0, 2.0, 1.0])
        self.register_buffer("blur", (blur[:, None] * blur)[None, None] / 16)
        self.eval().requires_grad_(False)

    def _down(self, x: torch.Tensor) -> torch.Tensor:
        channels = x.shape[1]
        x = F.pad(x, (2, 2, 2, 2), mode="reflect")
        return F.conv2d(x, self.blur.to(x.dtype).expand(channels, 1, 3, 3), stride=2, groups=channels)

    def features(self, pictures: torch.Tensor) -> list[torch.Tensor]:
        """Compute unit-length features of pictures (n, 3, h, w) in 0..1, five scales."""
        # Channels last: a quarter less time on a processor.
        x = ((pictures * 2 - 1 - self.shift) / self.scale).contiguous(memory_format=torch.channels_last)
        rows = []
        for i, (conv, (*_, pooled)) in enumerate(zip(self.convs, self._LAYERS, strict=True)):
            if pooled:
                x = self._down(F.max_pool2d(x, 3, 1))
            x = conv(x)
            if i == 0:
                x = self._down(x)
            x = F.relu(x)
            rows.append(x / (x.square().sum(1, keepdim=True).sqrt() + 1e-10))
        return rows

    def forward(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """Measure the distances (n,) of pictures (n, 3, h, w) in 0..1, at least 64 pixels each way."""
        return self.apart(self.features(a), self.features(b))

    def apart(self, a: list[torch.Tensor], b: list[torch.Tensor]) -> torch.Tensor:
        """Measure the distances (n,) of pictures by their features."""
        pairs = zip(a, b, self.lins, strict=True)
        rows = [((u - v).square() * w).sum(1).mean((1, 2)) for u, v, w in pairs]
        return torch.stack(rows).sum(0)
