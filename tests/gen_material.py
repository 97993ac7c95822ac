"""Real clips and models for the tests of generators.

They come by the zoo (its cache, else its registries, also on a bare CI machine). A test skips, with the
registry's own words, only where they cannot be had: no network, or SEIGEN_OFFLINE=1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from generators.media import video, zoo

MODELS = ("face-detector", "face-detector-full", "face-mesh", "iris")


def real(*names: str) -> list[Path]:
    """Paths of zoo items, the face models first made sure of."""
    try:
        return zoo.fetch([*names, *MODELS])[: len(names)]
    except zoo.ZooError as error:
        pytest.skip(str(error))


def write_clip(path: Path, pictures: Sequence[np.ndarray], rate: Fraction = Fraction(25)) -> Path:
    """Pictures, uint8 (h, w, 3), as an mp4."""
    with video.VideoWriter(path, rate) as writer:
        for picture in pictures:
            writer.write(picture)
    return path


def first_pictures(name: str, count: int) -> list[np.ndarray]:
    """The first pictures of a clip of the zoo."""
    (path,) = real(name)
    rows: Iterator[video.TimedPicture] = video.read(path)
    return [picture.rgb for _, picture in zip(range(count), rows, strict=False)]
