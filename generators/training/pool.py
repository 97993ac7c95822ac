"""Training pictures: clips streamed, faces followed, crops kept small in memory.

A clip is named as on the command line: a path or a zoo name, optionally with a range of pictures,
``franck:0-3999``. Of each scene the same square is cut throughout, as the encoder does, so what moves in the
crops is the head alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generators.codec.picture_codec import PictureDecoder, encode_picture
from generators.media import video, zoo
from generators.networks.face_keypoints import placed
from generators.subjects.cuts import Cuts
from generators.subjects.face.landmarks import Face
from generators.subjects.face.subject import FaceSubject
from sei.errors import SeigenError

MOST = 400
"""Pictures kept of a clip: beyond it every n-th one."""
CODED_QPS = range(24, 46)
"""QPs of base pictures in training, taken in turn: those of streams of a few kbit/s."""
HELD_OUT = 0.1
"""Share of each clip, its end, that is for validation."""


class PoolError(SeigenError):
    """Clips that nothing can be trained on."""


@dataclass(frozen=True)
class Crops:
    """Crops of one scene.

    pictures   uint8 (n, size, size, 3)
    landmarks  (n, 468, 3) in -1..1 over them, z in the units of x, lids where the iris net sees them
    coded      the pictures as a VVC decoder gives them, each at another QP; None: not coded
    """

    name: str
    pictures: np.ndarray
    landmarks: np.ndarray
    coded: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.pictures)

    def part(self, rows: slice) -> Crops:
        """Return some of the pictures."""
        coded = None if self.coded is None else self.coded[rows]
        return Crops(self.name, self.pictures[rows], self.landmarks[rows], coded)


@dataclass(frozen=True)
class ClipName:
    """A clip on the command line."""

    path: str
    first: int = 0
    last: int | None = None

    @classmethod
    def parse(cls, text: str) -> ClipName:
        """Parse ``PATH``, ``ZOO-NAME`` or either with ``:FIRST-LAST``. Raises PoolError."""
        found = re.fullmatch(r"(.*?)(?::(\d+)-(\d+)?)?", text)
        assert found
        path, first, last = found[1], int(found[2] or 0), found[3]
        if last is not None and int(last) < first:
            raise PoolError(f"{text}: the range ends before it begins")
        if not Path(path).is_file() and path in zoo.catalogue():
            path = str(zoo.path(path))
        return cls(path, first, None if last is None else int(last))


def read_crops(
    name: ClipName,
    size: int,
    *,
    most: int = MOST,
    coded: bool = False,
    tell: Callable[[int], None] | None = None,
) -> list[Crops]:
    """Read the crops of a clip, by scene; scenes of fewer than 8 pictures are left out.

    ``coded``: with what VVC makes of each, which takes an encoder run a picture
    """
    info = video.probe(name.path)
    total = info.count or 10 * most
    last = total - 1 if name.last is None else min(name.last, total - 1)
    every = max(1, -(-(last - name.first + 1) // most))
    cuts, tracker = Cuts(), FaceSubject()
    scenes: list[list[tuple[np.ndarray, Face]]] = [[]]
    kept = 0
    for picture in video.read(name.path):
        if name.last is not None and picture.index > name.last:
            break
        if picture.index < name.first or (picture.index - name.first) % every:
            continue
        # Large pictures are halved until they are near the crop's size: memory is what there is least of.
        rgb = picture.rgb
        while min(rgb.shape[:2]) > 6 * size:
            rgb = rgb[: rgb.shape[0] // 2 * 2, : rgb.shape[1] // 2 * 2]
            rgb = rgb.reshape(rgb.shape[0] // 2, 2, rgb.shape[1] // 2, 2, 3).mean((1, 3)).astype(np.uint8)
        if cuts(rgb):
            tracker.begin()
            scenes.append([])
        face = tracker.measure(rgb)
        if face is not None:
            scenes[-1].append((rgb, face))
            kept += 1
        if tell:
            tell(picture.index)
        if kept >= 2 * most:
            break
    out = []
    for i, scene in enumerate(scenes):
        if len(scene) < 8:
            continue
        where = tracker.window([f for _, f in scene], *scene[0][0].shape[:2])
        pictures = np.stack([where.cut(rgb, (size, size)) for rgb, _ in scene])
        moved = [tracker.moved(f, where, (size, size)) for _, f in scene]
        landmarks = placed(moved, size, size).numpy()
        out.append(
            Crops(f"{Path(name.path).stem}/{i}", pictures, landmarks, code(pictures) if coded else None)
        )
    return out


def code(pictures: np.ndarray) -> np.ndarray:
    """Code and decode pictures as base pictures, QPs in turn in an order without pattern."""
    rows = []
    for i, picture in enumerate(pictures):
        qp = CODED_QPS[i * 13 % len(CODED_QPS)]
        ((_, decoded),) = PictureDecoder()(encode_picture(picture, qp))
        rows.append(decoded)
    return np.stack(rows)


def read_pool(
    names: Sequence[str],
    size: int,
    *,
    coded: bool = False,
    cache: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[Crops]:
    """Read the crops of all clips; they are kept in ``cache`` under a name of what they are made of. Raises
    PoolError."""
    pool: list[Crops] = []
    for text in names:
        name = ClipName.parse(text)
        store = None
        if cache is not None and Path(name.path).is_file():
            stat = Path(name.path).stat()
            parts = (
                Path(name.path).resolve(),
                stat.st_size,
                stat.st_mtime_ns,
                name.first,
                name.last,
                size,
                MOST,
                f"{CODED_QPS if coded else ''} 3D",
            )
            key = " ".join(str(p) for p in parts)
            store = cache / f"crops-{hashlib.sha256(key.encode()).hexdigest()[:16]}.npz"
        crops = _stored(store)
        if crops is None:
            if tell:
                tell(f"reading {text}")
            crops = read_crops(name, size, coded=coded)
            if store is not None:
                store.parent.mkdir(parents=True, exist_ok=True)
                arrays: dict[str, np.ndarray] = {}
                for i, c in enumerate(crops):
                    arrays |= {f"p{i}": c.pictures, f"l{i}": c.landmarks, f"n{i}": np.array(c.name)}
                    if c.coded is not None:
                        arrays[f"c{i}"] = c.coded
                np.savez(store, **arrays)  # type: ignore[arg-type]  # taken for allow_pickle
        pool += crops
    if not pool:
        raise PoolError("no face in any of the clips")
    return pool


def _stored(store: Path | None) -> list[Crops] | None:
    if store is None or not store.is_file():
        return None
    with np.load(store, allow_pickle=False) as file:
        count = sum(name.startswith("n") for name in file.files)
        return [
            Crops(str(file[f"n{i}"]), file[f"p{i}"], file[f"l{i}"], file.get(f"c{i}")) for i in range(count)
        ]


def split(pool: Sequence[Crops]) -> tuple[list[Crops], list[Crops]]:
    """Split into training and held-out parts: the end of each scene is never trained on."""
    train, held = [], []
    for c in pool:
        cut = max(4, round(len(c) * (1 - HELD_OUT)))
        train.append(c.part(slice(0, cut)))
        held.append(c.part(slice(cut, None)))
    return train, [h for h in held if len(h)]
