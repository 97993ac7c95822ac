"""How far landmarks are off in the motion that learned generators make, on people whom none was trained on.

    python -m scripts.measure_motion factors light    a table, in Markdown

Parameters are rounded as they are sent. At each of the 468 landmarks of a picture, the generator says where
in the base picture it comes from; the distance to where that landmark is there, in pixels of 256x256, stands
beside the way that it moved. Every eighth picture; nothing is drawn.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import torch
import torch.nn.functional as F

from generators import registry
from generators.learned.system import NeuralSystem
from generators.media import zoo
from generators.media.pixels import to_tensor
from generators.networks.face_keypoints import placed
from generators.subjects.clip import open_clip
from generators.subjects.face.subject import FaceSubject, as_face
from scripts.measure_beside import CLIPS

SIDE = 256
EVERY = 8


@torch.inference_mode()
def measured(clip: str, systems: list[str]) -> Iterator[tuple[str, float, float]]:
    """Yield, for each system, how far landmarks are off and how far they moved, in pixels."""
    name, start, limit = clip.rsplit(":", 2)
    path = name if Path(name).is_file() else str(zoo.path(name))
    with open_clip(path, SIDE, FaceSubject(), start=int(start), limit=int(limit)) as opened:
        keys = [k for k in range(0, len(opened), EVERY) if not opened.absent(k)]
        seen = [opened.seen(k) for k in keys]
        points = placed([as_face(s.measured) for s in seen], SIDE, SIDE)[..., :2]
        moved = float((points[1:] - points[:1]).norm(dim=-1).mean()) * SIDE / 2
        for system in systems:
            made = registry.make(system, SIDE, SIDE)
            both = made.generator
            assert isinstance(both, NeuralSystem)
            writer, rows = made.writer(), made.analyzer.describe(seen)
            base = writer.base(rows[0]).received
            received = [c.received for c in writer.segment(rows[1:])]
            prepared = both.prepare(to_tensor(seen[0].picture), base)
            motion = both.generator.move(prepared, made.translator.translate(prepared, received).driving())
            where = both.generator.seen(motion).movedim(-1, 1)
            at = points[1:, :, None]
            found = F.grid_sample(where, at, padding_mode="border", align_corners=True)[..., 0].movedim(1, -1)
            yield system, float((found - points[:1]).norm(dim=-1).mean()) * SIDE / 2, moved


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("systems", nargs="+")
    parser.add_argument("--clips", nargs="+", default=CLIPS, help="CLIP:FIRST:COUNT, a path or a zoo name")
    arguments = parser.parse_args()
    print("| clip | | off, pixels | moved | left |\n|---|---|---|---|---|")
    for clip in arguments.clips:
        for system, off, moved in measured(clip, arguments.systems):
            name = Path(clip.rsplit(":", 2)[0]).stem
            print(f"| {name} | {system} | {off:.2f} | {moved:.2f} | {100 * off / moved:.0f} % |", flush=True)


if __name__ == "__main__":
    main()
