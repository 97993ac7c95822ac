"""Makes generators/data/face_basis.npz: mean face, its triangles, and how a face deforms.

    python -m scripts.make_face_basis            writes it
    python -m scripts.make_face_basis --check    makes it anew and compares: exit status 1 when it differs

Two minutes on one core, and the same file every time: what mathematics leaves open (the sign of a direction,
the order of triangles) is settled, and numbers are rounded beyond what a change of machine moves.

From the training pictures alone (franck 0..3999, wolfgang 0..399; cap12, cap13, carphone and franck
4000..4799 are never seen here). Every face is measured, its head pose and its owner's mean shape are
taken away, and what is left is described by two groups of directions, the second fitted to what the
first leaves over:

    mouth    principal directions of lips and chin, carried on to the whole face by regression
    compact  principal directions of the rest

The lids are not among them: the mesh net hardly sees them move; the iris net does
(generators.subjects.face.eyes).
Mirrored copies of all faces are added, so the basis does not lean to one side. The triangles are a
Delaunay triangulation of the unrolled mean face with mouth and eyes open.

Contents (float32 unless noted): mean (468, 3), unit rms size, x right, y down, z away from the camera;
basis (D, 468, 3); groups int64 (2,), directions in each group; scale (D,), standard deviation on the
training faces; rigid (468,), weights for head pose; triangles int64 (T, 3); mouth, left_eye, right_eye
int64 (H, 3), triangles of the holes; oval int64 (36,), outline; mirror int64 (468,).
"""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial import Delaunay

from generators.media import video, zoo
from generators.subjects.face import regions
from generators.subjects.face.pose import canonical, similarity
from generators.subjects.face.track import Tracker

TRAINING = (("franck", 4000, 2), ("wolfgang", 400, 1))  # clip, pictures, every n-th
MOUTH, COMPACT = 6, 12
# The net's depth is a guess from one view: it counts less than what can be seen.
DEPTH_WEIGHT = 0.3
MIDLINE = (10, 9, 4, 2, 152)


def measure(name: str, pictures: int, step: int) -> np.ndarray:
    """Points (n, 468, 3) of every step-th picture of a clip (all are tracked)."""
    tracker, rows = Tracker(iris=False), []
    for picture in islice(video.read(zoo.path(name)), pictures):
        face = tracker(picture.rgb)
        if face is not None and picture.index % step == 0:
            rows.append(face.points)
    return np.array(rows)


def align(faces: np.ndarray, rounds: int = 8) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Generalised Procrustes: mean shape (unit size), faces in its frame, weights of the rigid points."""
    mean = faces[0] - faces[0].mean(axis=0)
    weight = np.ones(len(mean))
    for _ in range(rounds):
        mean /= np.sqrt((mean**2).sum(axis=1).mean())
        still = canonical(mean, faces, weight)
        mean = still.mean(axis=0)
        spread = ((still - mean) ** 2).sum(axis=2).mean(axis=0)
        # What deforms least says most about the head.
        weight = 1 / (spread + 0.1 * spread.mean())
        weight /= weight.sum()
        mean = mean - weight @ mean
    return mean, still, weight


def mirror_map(mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The face upright, and which point is which point's mirror image."""
    # Upright first: without correspondences yet, the mirror image has to lie nearly on the face.
    eyes = mean[[33, 263]]
    for axes in ((0, 1), (0, 2)):
        dx, dy = (eyes[1] - eyes[0])[list(axes)]
        c, s = np.array([dx, dy]) / np.hypot(dx, dy)
        mean = mean.copy()
        mean[:, axes] = mean[:, axes] @ np.array([[c, -s], [s, c]])
        eyes = mean[[33, 263]]
    mean -= mean[list(MIDLINE)].mean(axis=0)
    flipped = mean * (-1, 1, 1)
    for _ in range(4):
        cost = ((mean[:, None] - flipped[None]) ** 2).sum(axis=2)
        order = linear_sum_assignment(cost)[1]
        scale, rotation, move = similarity(mean, flipped[order][None], np.ones(len(mean)))
        flipped = (flipped - move[0]) @ rotation[0] / scale[0]
    if not np.array_equal(order[order], np.arange(len(mean))):
        raise SystemExit("the mean face is too lopsided to pair its points")
    return mean, order


def principal(samples: np.ndarray, weight: np.ndarray, count: int) -> np.ndarray:
    """First principal scores (n, count), unit variance, of samples (n, k) weighted column-wise."""
    scaled = samples * weight
    _, _, axes = np.linalg.svd(scaled - scaled.mean(axis=0), full_matrices=False)
    scores = scaled @ axes[:count].T
    return scores / scores.std(axis=0)


def regress(scores: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Directions (count, k) that predict samples (n, k) from scores (n, count) best."""
    return np.linalg.lstsq(scores, samples, rcond=None)[0]


def signs(directions: np.ndarray) -> np.ndarray:
    """What turns each direction (d, k) to its one form: a singular vector has no sign of its own.

    The first element that is among the largest is positive. Not the largest: mirror images are as large.
    """
    size = np.abs(directions)
    first = (size >= 0.99 * size.max(axis=1, keepdims=True)).argmax(axis=1)
    found: np.ndarray = np.sign(directions[np.arange(len(directions)), first])
    return found


def below_nose(mean: np.ndarray) -> np.ndarray:
    """Which points lie lower than the nose: lips, chin, lower cheeks."""
    return mean[:, 1] > mean[regions.NOSE_BASE, 1]


def deformations(mean: np.ndarray, samples: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Directions (D, 468, 3) and how many each group has, from deviations (n, 468, 3)."""
    shape = samples.shape[1:]
    axis = np.array([1, 1, DEPTH_WEIGHT])
    left_over = samples.reshape(len(samples), -1).copy()
    found, counts = [], []
    for group, count in (("mouth", MOUTH), ("compact", COMPACT)):
        if group == "mouth":
            mask = np.zeros(shape[0])
            mask[below_nose(mean)] = 1
            scores = principal(left_over, np.outer(mask, axis).ravel(), count)
            directions = regress(scores, left_over)
        else:
            scores = principal(left_over, np.tile(axis, shape[0]), count)
            directions = regress(scores, left_over)
        directions *= signs(directions)[:, None]
        fitted = np.linalg.lstsq(directions.T, left_over.T, rcond=None)[0].T
        left_over -= fitted @ directions
        found.append(directions)
        counts.append(count)
    return np.concatenate(found).reshape(-1, *shape), counts


def triangulate(open_face: np.ndarray) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Triangles of the face, turned alike, and those of the holes among them apart."""
    # Unrolled around an axis inside the head, so that cheeks do not fold over.
    depth = open_face[:, 2].max() + 0.3
    flat = np.stack([np.arctan2(open_face[:, 0], depth - open_face[:, 2]), open_face[:, 1] * 0.75], axis=1)
    triangles = Delaunay(flat).simplices.astype(np.int64)
    triangles = triangles[inside(flat[triangles].mean(axis=1), flat[list(regions.OVAL)])]
    a, b, c = (flat[triangles[:, i]] for i in range(3))
    turned = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0] < 0
    triangles[turned] = triangles[turned][:, ::-1]
    holes, hole_rows = {}, np.zeros(len(triangles), dtype=bool)
    for name, ring in (
        ("mouth", regions.INNER_LIPS),
        ("left_eye", regions.EYE_RINGS[0]),
        ("right_eye", regions.EYE_RINGS[1]),
    ):
        rows = np.isin(triangles, ring).all(axis=1)
        rows &= inside(flat[triangles].mean(axis=1), flat[list(ring)])
        holes[name] = triangles[rows]
        hole_rows |= rows
    return ordered(triangles[~hole_rows]), {name: ordered(rows) for name, rows in holes.items()}


def ordered(triangles: np.ndarray) -> np.ndarray:
    """Each triangle (t, 3) from its lowest point on, turned as it was, and they in order."""
    first = triangles.argmin(axis=1)[:, None]
    rows = np.take_along_axis(triangles, (first + np.arange(3)) % 3, axis=1)
    return rows[np.lexsort(rows.T[::-1])]


def inside(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """Which points lie in a polygon (even-odd rule)."""
    odd = np.zeros(len(points), dtype=bool)
    for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        crosses = (y0 > points[:, 1]) != (y1 > points[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            odd ^= crosses & (points[:, 0] < (x1 - x0) * (points[:, 1] - y0) / (y1 - y0) + x0)
    return odd


def build() -> dict[str, np.ndarray]:
    """All arrays of the file."""
    people = [align(measure(*clip)) for clip in TRAINING]
    mean = people[0][0]
    for _ in range(3):
        turned = [canonical(mean, m[None], np.ones(len(m)))[0] for m, _, _ in people]
        mean = np.mean(turned, axis=0)
        mean /= np.sqrt((mean**2).sum(axis=1).mean())
    mean, order = mirror_map(mean)
    mean = (mean + (mean * (-1, 1, 1))[order]) / 2
    weight = np.mean([w + w[order] for _, _, w in people], axis=0)
    weight /= weight.sum()
    mean = mean - weight @ mean
    parts = []
    for own, still, _ in people:
        # The two people count alike, however many pictures there are of each.
        moved = canonical(mean, still, weight)
        part = moved - moved.mean(axis=0)
        parts.append(part[np.linspace(0, len(part) - 1, 1200).astype(int)])
        del own
    samples = np.concatenate(parts)
    samples = np.concatenate([samples, (samples * (-1, 1, 1))[:, order]])
    basis, counts = deformations(mean, samples)
    flat = basis.reshape(len(basis), -1)
    scores = np.linalg.lstsq(flat.T, samples.reshape(len(samples), -1).T, rcond=None)[0].T
    for d in range(len(basis)):
        print(f"direction {d:2d}: std {scores[:, d].std():.3f} rms {np.sqrt((basis[d] ** 2).mean()):.4f}")
    lips = samples[:, regions.INNER_LIPS_LOWER[4], 1] - samples[:, regions.INNER_LIPS_UPPER[5], 1]
    widest = samples[lips >= np.quantile(lips, 0.98)].mean(axis=0)
    triangles, holes = triangulate(mean + 3 * (widest + (widest * (-1, 1, 1))[order]) / 2)
    return {
        "mean": rounded(mean),
        "basis": rounded(basis),
        "groups": np.array(counts),
        "scale": rounded(scores.std(axis=0)),
        "rigid": rounded(weight),
        "triangles": triangles,
        **holes,
        "oval": np.array(regions.OVAL),
        "mirror": order,
    }


def rounded(values: np.ndarray) -> np.ndarray:
    """To a millionth of a face's size."""
    return (np.round(values, 6) + 0.0).astype(np.float32)


def differences(made: dict[str, np.ndarray], path: Path) -> list[str]:
    """Names of arrays in which a file is not what was made."""
    with np.load(path, allow_pickle=False) as file:
        return [
            name
            for name in sorted({*made, *file.files})
            if name not in made
            or name not in file.files
            or made[name].shape != file[name].shape
            or not np.allclose(made[name], file[name], rtol=0, atol=5e-6)
        ]


def main() -> None:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(__file__).resolve().parent.parent / "generators" / "data" / "face_basis.npz"
    parser.add_argument("-o", "--output", type=Path, default=default)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    made = build()
    if not arguments.check:
        np.savez_compressed(arguments.output, **made)  # type: ignore[arg-type]  # taken for allow_pickle
        return
    found = differences(made, arguments.output)
    print(f"{arguments.output.name}: " + (f"differs in {', '.join(found)}" if found else "as made now"))
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
