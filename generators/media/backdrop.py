"""What is put behind a person: a colour or a picture; and chroma keys of GFV, which say where.

gfv_chroma_key_value are taken as 8-bit Y, Cb, Cr of the background by BT.709 in narrow range, as base
pictures are coded. The distance of a pixel from the key, over the components that have one, decides: up to
gfv_chroma_key_thr_lower it is background, from the upper threshold on it is not, between them in part. That
measure is chosen here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from generators.media.pixels import to_tensor
from generators.media.still import read_picture
from sei.errors import SeigenError
from sei.predict import ChromaKey

BACKGROUND = 1
"""gfv_chroma_key_purpose_idc of a background."""
BORDER = 0.06
"""Width of the border by which a keyed background is told, as a share of the picture's shorter side."""
UPPER = 0.7
"""Share of the height, from the top, in which left and right border are looked at: below are shoulders."""
SHARE = 0.8
"""Share of the border that is of one colour where a background is keyed."""
NEAR = 40.0
"""Distance up to which two pixels are of one colour."""
VIVID = 40
"""Distance of Cb or Cr from grey from which on brightness does not matter: screens are lit unevenly."""
LOWER = 10, 100
SOFT = 24
"""Bounds of the lower threshold, and from it to the upper: with 16 to 31 a key takes whole bytes."""


@dataclass(frozen=True)
class Backdrop:
    """What is behind a person: a colour (0..1 each), or a picture, uint8 (h, w, 3)."""

    colour: tuple[float, float, float] = (0.0, 0.0, 0.0)
    picture: np.ndarray | None = None

    def at(self, height: int, width: int) -> torch.Tensor:
        """Make it (3, height, width) in 0..1; of a picture the largest part of that shape in its middle."""
        if self.picture is None:
            return torch.tensor(self.colour)[:, None, None].expand(3, height, width)
        tall, wide = self.picture.shape[:2]
        scale = min(tall / height, wide / width)
        part = max(1, round(height * scale)), max(1, round(width * scale))
        top, left = (tall - part[0]) // 2, (wide - part[1]) // 2
        cut = to_tensor(self.picture[top : top + part[0], left : left + part[1]])[None]
        return torch.nn.functional.interpolate(
            cut, (height, width), mode="bilinear", antialias=True, align_corners=False
        )[0].clamp(0, 1)


def parse_background(text: str) -> Backdrop | None:
    """Read ``plate`` (None: as base pictures have it), ``none`` (black), ``#RRGGBB``, or a picture's name.
    Raises SeigenError."""
    if text == "plate":
        return None
    if text == "none":
        return Backdrop()
    if re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return Backdrop((red, green, blue))
    if text.startswith("#") or not Path(text).is_file():
        raise SeigenError(f"background {text!r:.80}, allowed: plate, none, #RRGGBB, or a picture's file")
    return Backdrop(picture=read_picture(text))


def to_ycc(picture: torch.Tensor) -> torch.Tensor:
    """Turn (3, ...) RGB in 0..1 into 8-bit Y, Cb, Cr by BT.709 in narrow range, unrounded."""
    r, g, b = picture.float()
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return torch.stack([16 + 219 * y, 128 + 224 * (b - y) / 1.8556, 128 + 224 * (r - y) / 1.5748])


def to_rgb(values: torch.Tensor) -> torch.Tensor:
    """Turn 8-bit Y, Cb, Cr (3, ...) into RGB, unbounded."""
    y, cb, cr = (values[0] - 16) / 219, (values[1] - 128) / 224, (values[2] - 128) / 224
    red, blue = y + 1.5748 * cr, y + 1.8556 * cb
    return torch.stack([red, (y - 0.2126 * red - 0.0722 * blue) / 0.7152, blue])


def away(picture: torch.Tensor, key: ChromaKey) -> torch.Tensor:
    """Measure the distance of pixels (3, ...) from a key, over the components that it has."""
    there = [(x, v) for x, v in zip(to_ycc(picture), key.values, strict=True) if v is not None]
    total = torch.stack([(x - v).square() for x, v in there]).sum(0) if there else picture[0] * 0 + 1e9
    return total.sqrt()


def replaced(picture: torch.Tensor, key: ChromaKey, behind: torch.Tensor) -> torch.Tensor:
    """Put ``behind`` (3, h, w) behind what is not of the key's colour in a picture (3, h, w) in 0..1.

    Where a pixel is background in part, that part of the key's colour is taken out of it.
    """
    lower, upper = key.thresholds
    part = (1 - (away(picture, key) - lower) / max(upper - lower, 1)).clamp(0, 1)
    values = to_ycc(picture)
    # A component without a key is, in the background, what it is in the pixel.
    screen = torch.stack([x if v is None else x * 0 + v for x, v in zip(values, key.values, strict=True)])
    change = behind.to(picture.device).float() - to_rgb(screen)
    return (picture.float() + part * change).clamp(0, 1)


def key_of(pictures: list[np.ndarray]) -> ChromaKey | None:
    """Find the key of a background of one colour behind somebody, in pictures uint8 (h, w, 3) of one scene.

    It is told by the border, the top and the upper part of both sides. None where that is not of one colour.
    """
    pixels = torch.cat([_border(to_ycc(to_tensor(picture))) for picture in pictures], dim=1)
    middle = pixels.median(dim=1).values
    vivid = bool((middle[1:] - 128).abs().max() >= VIVID)
    used = slice(1, None) if vivid else slice(None)
    distance = (pixels[used] - middle[used, None]).square().sum(0).sqrt()
    same = distance < NEAR
    if float(same.float().mean()) < SHARE:
        return None
    low, high = LOWER
    lower = round(min(max(low, 1.5 * float(distance[same].quantile(0.98))), high))
    y, cb, cr = (min(max(round(float(v)), 0), 255) for v in middle)
    return ChromaKey(BACKGROUND, (None if vivid else y, cb, cr), (lower, lower + SOFT))


def key_of_colour(text: str) -> ChromaKey:
    """Make the key of a background of a colour ``#RRGGBB``. Raises SeigenError."""
    backdrop = parse_background(text) if text.startswith("#") else None
    if backdrop is None:
        raise SeigenError(f"chroma key {text!r:.40}, allowed: auto, #RRGGBB")
    y, cb, cr = (min(max(round(float(v)), 0), 255) for v in to_ycc(torch.tensor(backdrop.colour)))
    vivid = max(abs(cb - 128), abs(cr - 128)) >= VIVID
    return ChromaKey(BACKGROUND, (None if vivid else y, cb, cr), (round(NEAR), round(NEAR) + SOFT))


def _border(values: torch.Tensor) -> torch.Tensor:
    """The pixels (3, n) of a picture's border where a background is seen."""
    height, width = values.shape[1:]
    wide, tall = max(1, round(BORDER * min(height, width))), round(UPPER * height)
    parts = values[:, :wide], values[:, wide:tall, :wide], values[:, wide:tall, width - wide :]
    return torch.cat([part.flatten(1) for part in parts], dim=1)
