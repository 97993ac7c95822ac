"""What weights do on scenes they were not trained on, parameters written and read as in a stream."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from generators.codec.stream import sei_nal
from generators.learned.system import system_of
from generators.media.pixels import to_batch, to_tensor
from generators.subjects.subject import Seen
from generators.training.pool import Crops
from generators.weights.files import Weights
from sei.context import Context


@dataclass(frozen=True)
class Score:
    """A clip's held-out end: distance to the source, of generated pictures and of the still base picture."""

    name: str
    made: float
    still: float
    pixel_made: float
    pixel_still: float
    kbits: float


@torch.inference_mode()
def replay(weights: Weights, crops: Crops) -> tuple[torch.Tensor, float]:
    """Generate pictures from the first one, parameters written and read as in a stream.

    Returns (n - 1, 3, height, width), 0..1, and kbit/s of the messages alone at 25 pictures per second.
    """
    assert weights.analysis is not None
    analysis = copy.deepcopy(weights.analysis).cpu()
    frozen = Weights(weights.name, weights.config, copy.deepcopy(weights.generation).cpu(), analysis)
    system = system_of(frozen, weights.name)
    if weights.config.faces:
        described = analysis(torch.from_numpy(crops.landmarks)).parameters()
    else:
        described = system.analyzer.describe([Seen(p, None) for p in crops.pictures])
    writer = system.writer()
    base = writer.base(described[0])
    coded = writer.segment(described[1:])
    context = Context()
    sei_nal(base.messages, context)
    bits = sei_nal([m for c in coded for m in c.messages], context)[1].parameters
    source = to_tensor(crops.pictures[0])
    prepared = system.generator.prepare(source, base.received)
    given = system.translator.translate(prepared, [c.received for c in coded])
    made = system.generator.generate([prepared], given)
    return made, bits / len(made) * 25 / 1000


@torch.inference_mode()
def score(
    weights: Weights, held: Sequence[Crops], measure: torch.nn.Module | None, most: int = 24
) -> list[Score]:
    """Measure how far what is replayed is from each held-out scene's beginning, and how far the first picture
    is.

    measure  ST-LPIPS; None: distances are NaN
    """
    rows = []
    for crops in held:
        if len(crops) < 3:
            continue
        seen = Crops(crops.name, crops.pictures[: most + 1], crops.landmarks[: most + 1])
        made, rate = replay(weights, seen)
        pictures = to_batch(seen.pictures)
        want, still = pictures[1:], pictures[:1].expand(len(made), -1, -1, -1)
        near = [float("nan")] * 2
        if measure is not None:
            near = [float(measure(want, x).mean()) for x in (made, still)]
        pixel = [float((want - x).abs().mean()) for x in (made, still)]
        rows.append(Score(crops.name, near[0], near[1], pixel[0], pixel[1], rate))
    return rows
