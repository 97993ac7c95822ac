"""Draws docs/pictures/drive.jpg: a clip, and heads of nobody's moved by its messages.

    python -m scripts.draw_drive

The heads are rendered (`generators.training.synthetic`), the clip is `single-face` of the zoo.
"""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import av
import matplotlib.image
import numpy as np

from generators.codec.decoder import Decoder
from generators.coding import encode
from generators.drive import drive
from generators.media.pixels import to_pixels
from generators.training.synthetic import Heads

OUT = Path(__file__).parents[1] / "docs" / "pictures" / "drive.jpg"
CLIP, START, COUNT, COLUMNS = "single-face", 8, 40, 6
ROWS = (("mesh", 0), ("light", 3), ("tokens", 4))
"""System, and which head it moves."""


def head(seed: int, path: Path) -> None:
    """Write the picture of a head."""
    heads = Heads.find()
    assert heads is not None
    pixels = to_pixels(heads.render(320, seed=seed, plain=True)[0])
    context = av.CodecContext.create("png", "w")
    context.height, context.width = pixels.shape[:2]
    context.pix_fmt, context.time_base = "rgb24", Fraction(1, 25)
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
    path.write_bytes(b"".join(bytes(p) for p in (*context.encode(frame), *context.encode(None))))


def row(stream: Path) -> np.ndarray:
    """Pictures of a stream side by side, (h, n * w, 3)."""
    pictures = [frame.pixels for frame in Decoder(str(stream), device="cpu")]
    places = np.linspace(0, len(pictures) - 1, COLUMNS).round().astype(int)
    return np.concatenate([pictures[i] for i in places], axis=1)


def main() -> None:
    """Write the picture."""
    rows: list[np.ndarray] = []
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        for system, seed in ROWS:
            talk, moved, picture = at / f"{system}.266", at / f"{system}-moved.266", at / f"{seed}.png"
            encode(
                CLIP,
                talk,
                system=system,
                bitrate=None,
                qp=28,
                hold=False,
                speed="none",
                start=START,
                limit=COUNT,
                audio="none",
            )
            head(seed, picture)
            drive(talk, picture, moved, qp=26)
            rows += ([] if rows else [row(talk)]) + [row(moved)]
    sheet = np.concatenate(rows)[::2, ::2]
    matplotlib.image.imsave(OUT, sheet, pil_kwargs={"quality": 88})
    print(f"{OUT.name}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
