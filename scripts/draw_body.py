"""Draws docs/explanation/body.png: the template at rest, its joints and landmarks by name.

python -m scripts.draw_body
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import torch

from generators.graphics.raster import rasterize
from generators.subjects.body.person import Camera
from generators.subjects.body.skin import Body
from generators.subjects.body.template import JOINTS, LANDMARKS, template

OUT = Path(__file__).parents[1] / "docs" / "explanation" / "body.png"
HEIGHT, WIDTH = 800, 760


def main() -> None:
    """Write the picture."""
    matplotlib.use("Agg")
    body, camera = Body(template("middle")), Camera.of(HEIGHT, WIDTH)
    posed = body.pose(torch.zeros(1, len(JOINTS), 3), torch.tensor([[0.0, -0.05, 2.6]]))
    vertices = body.vertices(posed)
    screen = camera.project(vertices)
    index = rasterize(screen, body.triangles, HEIGHT, WIDTH)[0]
    a, b, c = (vertices[0, body.triangles[:, i]] for i in range(3))
    facing = torch.nn.functional.normalize(torch.linalg.cross(c - a, b - a), dim=1)
    light = (0.75 - 0.25 * facing[:, 2]).clamp(0, 1)
    picture = torch.where(index >= 0, light[index.clamp_min(0)], 1.0).numpy()
    figure, axes = plt.subplots(1, 2, figsize=(11, 6))
    points = {"joints": (JOINTS, posed.joints), "landmarks": (LANDMARKS, body.landmarks(posed))}
    for ax, (title, (names, places)) in zip(axes, points.items(), strict=True):
        ax.imshow(picture, cmap="gray", vmin=0, vmax=1)
        for name, (x, y, _) in zip(names, camera.project(places)[0].tolist(), strict=True):
            ax.plot(x, y, "o", color="tab:red", markersize=3)
            # Faces and hands are too small for all names: one side's will do.
            if not name.startswith("right") and "inner" not in name and "outer" not in name:
                ax.annotate(name, (x, y), (4, 2), textcoords="offset points", fontsize=5.5, color="tab:blue")
        ax.set_title(f"{len(names)} {title}", fontsize=9)
        ax.axis("off")
    figure.tight_layout()
    figure.savefig(OUT, dpi=80, metadata={"Software": None})
    print(f"{OUT.name}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
